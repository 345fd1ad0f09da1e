#include "radio/models.h"

#include <math.h>

/** The straight line against the ground at one inner point of the profile. */
static er_fresnel at_point(const er_path *path, double earth_radius_km, size_t i) {
    const er_profile_point *p = path->profile.points;
    const er_profile_point *last = &p[path->profile.count - 1];
    double length_km = last->distance_km, ahead_km = p[i].distance_km;
    double behind_km = length_km - ahead_km;
    double tx_m = p[0].ground_m + path->tx_height_m, rx_m = last->ground_m + path->rx_height_m;
    double line_m = (tx_m * behind_km + rx_m * ahead_km) / length_km;
    /* Bulge of the effective earth: d1 d2 / 2a, in m with kilometres squared times 1000. */
    double bulge_m = 500 * ahead_km * behind_km / earth_radius_km;
    double wavelength_m = ER_LIGHT_M_S / (1e6 * path->freq_mhz);
    /* First Fresnel zone, ITU-R P.526 eq. 2: sqrt(lambda d1 d2 / (d1 + d2)). */
    double radius_m = sqrt(1000 * wavelength_m * ahead_km * behind_km / length_km);
    double clearance_m = line_m - (p[i].ground_m + p[i].clutter_m + bulge_m);
    return (er_fresnel){.clearance_share = clearance_m / radius_m,
                        .at_km = ahead_km,
                        .clearance_m = clearance_m,
                        .radius_m = radius_m,
                        .line_of_sight = clearance_m > 0};
}

er_fresnel er_fresnel_clearance(const er_path *path, double earth_radius_km) {
    er_fresnel least = {NAN, NAN, NAN, NAN, true};
    if (!path->profile.points) return least;
    for (size_t i = 1; i + 1 < path->profile.count; i++) {
        er_fresnel here = at_point(path, earth_radius_km, i);
        bool blocked = !least.line_of_sight || !here.line_of_sight;
        if (isnan(least.clearance_share) || here.clearance_share < least.clearance_share)
            least = here;
        least.line_of_sight = !blocked;
    }
    return least;
}
