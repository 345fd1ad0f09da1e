/* The questions of p1812_terrain answered by looking at every point of a profile. */
#include "radio/p1812.h"

static const p1812_scan *scan_of(const p1812_terrain *terrain) {
    return (const p1812_scan *)terrain;
}

/** Clutter stands on the points between the antennas; the ends are never asked for. */
static double height_m(const er_profile_point *point, p1812_surface surface) {
    bool bare = surface == P1812_FLAT || surface == P1812_HORIZON;
    return bare ? point->ground_m : point->ground_m + point->clutter_m;
}

static p1812_peak tx_slope(const p1812_terrain *self, p1812_surface surface) {
    const er_profile *profile = scan_of(self)->profile;
    const er_profile_point *p = profile->points;
    double curvature = p1812_curvature(self->setup, surface);
    double tx_m = p[0].ground_m + self->setup->tx_height_m;
    p1812_peak best = {-INFINITY, NAN, 0};
    for (size_t i = 1; i + 1 < profile->count; i++) {
        double x_km = p[i].distance_km;
        double slope = p1812_slope_from_tx(height_m(&p[i], surface), x_km, tx_m, curvature);
        if (slope > best.value) best = (p1812_peak){slope, x_km, i};
    }
    return best;
}

static p1812_peak rx_slope(const p1812_terrain *self, p1812_surface surface,
                           const p1812_ends *ends) {
    const er_profile *profile = scan_of(self)->profile;
    const er_profile_point *p = profile->points;
    double curvature = p1812_curvature(self->setup, surface);
    p1812_peak best = {-INFINITY, NAN, 0};
    for (size_t i = 1; i + 1 < profile->count; i++) {
        double x_km = p[i].distance_km;
        double slope = p1812_slope_from_rx(height_m(&p[i], surface), x_km, ends, curvature);
        if (slope >= best.value) best = (p1812_peak){slope, x_km, i};
    }
    return best;
}

static double highest(const p1812_terrain *self, const p1812_ends *ends) {
    const er_profile *profile = scan_of(self)->profile;
    double best_m = -INFINITY;
    for (size_t i = 1; i + 1 < profile->count; i++) {
        const er_profile_point *p = &profile->points[i];
        best_m = p1812_max(best_m, p1812_above(p->ground_m, p->distance_km, ends, 0));
    }
    return best_m;
}

static p1812_peak nu(const p1812_terrain *self, p1812_surface surface, const p1812_ends *ends,
                     double floor) {
    const er_profile *profile = scan_of(self)->profile;
    double curvature = p1812_curvature(self->setup, surface);
    p1812_peak best = {-INFINITY, NAN, 0};
    (void)floor;
    for (size_t i = 1; i + 1 < profile->count; i++) {
        const er_profile_point *p = &profile->points[i];
        double here = p1812_nu(height_m(p, surface), p->distance_km, ends, curvature,
                               self->setup->wavelength_m);
        if (here >= best.value) best = (p1812_peak){here, p->distance_km, i};
    }
    return best;
}

static double smooth_tx_slope(const p1812_terrain *self, double curvature, const p1812_ends *ends) {
    const er_profile *profile = scan_of(self)->profile;
    double best = -INFINITY;
    for (size_t i = 1; i + 1 < profile->count; i++)
        best = p1812_max(
            best, p1812_slope_from_tx(0, profile->points[i].distance_km, ends->tx_m, curvature));
    return best;
}

static double smooth_rx_slope(const p1812_terrain *self, double curvature, const p1812_ends *ends) {
    const er_profile *profile = scan_of(self)->profile;
    double best = -INFINITY;
    for (size_t i = 1; i + 1 < profile->count; i++)
        best = p1812_max(best,
                         p1812_slope_from_rx(0, profile->points[i].distance_km, ends, curvature));
    return best;
}

static double smooth_nu(const p1812_terrain *self, double curvature, const p1812_ends *ends) {
    const er_profile *profile = scan_of(self)->profile;
    double best = -INFINITY;
    for (size_t i = 1; i + 1 < profile->count; i++)
        best = p1812_max(best, p1812_nu(0, profile->points[i].distance_km, ends, curvature,
                                        self->setup->wavelength_m));
    return best;
}

static double roughness(const p1812_terrain *self, size_t from, size_t to, double start_m,
                        double rise_m_km) {
    const er_profile_point *p = scan_of(self)->profile->points;
    double best_m = -INFINITY;
    for (size_t i = from; i <= to; i++)
        best_m = p1812_max(best_m, p[i].ground_m - (start_m + rise_m_km * p[i].distance_km));
    return best_m;
}

p1812_scan p1812_scan_of(const p1812_setup *setup, const er_profile *profile) {
    return (p1812_scan){.terrain = {.tx_slope = tx_slope,
                                    .rx_slope = rx_slope,
                                    .highest = highest,
                                    .nu = nu,
                                    .smooth_tx_slope = smooth_tx_slope,
                                    .smooth_rx_slope = smooth_rx_slope,
                                    .smooth_nu = smooth_nu,
                                    .roughness = roughness,
                                    .setup = setup},
                        .profile = profile};
}
