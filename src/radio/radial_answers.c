/* The questions of p1812_terrain answered from what a radial keeps. */
#include "radio/radial.h"

/* Heights are compared with this to spare, more than any rounding: a block is left out only where
 * it surely doesn't matter. */
static const double SPARE_M = 1e-6;

static const er_radial *radial_of(const p1812_terrain *terrain) {
    return (const er_radial *)terrain;
}

static p1812_peak tx_slope(const p1812_terrain *self, p1812_surface surface) {
    const er_radial *radial = radial_of(self);
    if (surface == P1812_MEDIAN && radial->bare) surface = P1812_HORIZON;
    return radial->tx_peaks[surface];
}

static p1812_peak rx_slope(const p1812_terrain *self, p1812_surface surface,
                           const p1812_ends *ends) {
    const er_radial *radial = radial_of(self);
    if (surface == P1812_MEDIAN && radial->bare) surface = P1812_HORIZON;
    return radial_hull_from_rx(&radial->hulls[surface], ends);
}

static double highest(const p1812_terrain *self, const p1812_ends *ends) {
    return radial_hull_above(&radial_of(self)->hulls[P1812_FLAT], ends);
}

/** Looking for the largest diffraction parameter. On a line-of-sight path all are below 0, so it is
 *  the least of their squares: (height above the line)^2 / (x (d - x)), compared without division
 * or root. */
struct nu_search {
    const er_radial *radial;
    const p1812_ends *ends;
    const double *height_m; /* of the surface */
    double curvature;
    double other_curvature; /* how much more of it the heights of the blocks have lost */
    double climb;           /* of the line, from height to that above the straight line */
    double wavelength_m;
    double best_square, best_product; /* of the best so far */
    size_t best;                      /* its index in a profile; 0: none yet */
};

/** A block whose highest point, anywhere in it, would show less than the best so far. */
static bool nu_too_small(void *user, radial_range block, double greatest_m) {
    const struct nu_search *s = user;
    const double *x_km = s->radial->points.x_km;
    double first_km = x_km[block.from], last_km = x_km[block.to - 1], d_km = s->ends->d_km;
    double above_m = greatest_m - s->ends->tx_m + s->climb * (s->climb > 0 ? last_km : first_km) +
                     p1812_max(s->other_curvature * first_km * first_km,
                               s->other_curvature * last_km * last_km) +
                     SPARE_M;
    if (!(above_m < 0)) return false;
    double middle_km = p1812_min(p1812_max(0.5 * d_km, first_km), last_km);
    double product = middle_km * (d_km - middle_km);
    return above_m * above_m * s->best_product > s->best_square * product;
}

static double exact_nu(const struct nu_search *s, size_t index) {
    return p1812_nu(s->height_m[index - 1], s->radial->points.x_km[index - 1], s->ends,
                    s->curvature, s->wavelength_m);
}

static void nu_visit(void *user, size_t i) {
    static const double ROUNDING = 1e-12;
    struct nu_search *s = user;
    double z_m = s->height_m[i], x_km = s->radial->points.x_km[i];
    double product = x_km * (s->ends->d_km - x_km);
    double about_m = z_m - s->curvature * x_km * x_km + s->climb * x_km - s->ends->tx_m + SPARE_M;
    double bar = s->best_square * product;
    if (about_m < 0 && about_m * about_m * s->best_product > bar) return;
    double above_m = p1812_above(z_m, x_km, s->ends, s->curvature);
    double square = above_m * above_m, mark = square * s->best_product;
    if (above_m < 0 && mark > bar * (1 + ROUNDING)) return;
    /* Level with the best but for roundings: then as a scan rounds. */
    bool level = !(above_m < 0) || mark > bar * (1 - ROUNDING);
    if (level && s->best != 0 && !(exact_nu(s, i + 1) > exact_nu(s, s->best))) return;
    s->best_square = square;
    s->best_product = product;
    s->best = i + 1;
}

static p1812_peak nu(const p1812_terrain *self, p1812_surface surface, const p1812_ends *ends,
                     double floor) {
    const er_radial *radial = radial_of(self);
    double curvature = radial->hulls[surface].curvature;
    struct nu_search search = {
        .radial = radial,
        .ends = ends,
        .height_m = radial_heights(radial, surface != P1812_HORIZON),
        .curvature = curvature,
        .other_curvature = radial->hulls[P1812_MEDIAN].curvature - curvature,
        .climb = curvature * ends->d_km - (ends->rx_m - ends->tx_m) / ends->d_km,
        .wavelength_m = self->setup->wavelength_m,
        .best_square = floor * floor * self->setup->wavelength_m,
        .best_product = 0.002 * ends->d_km,
    };
    radial_blocks_search(&radial->points.bent, (radial_range){0, radial->count}, nu_too_small,
                         nu_visit, &search);
    if (search.best == 0) return (p1812_peak){floor, NAN, 0};
    return (p1812_peak){exact_nu(&search, search.best), radial->points.x_km[search.best - 1],
                        search.best};
}

struct roughness_search {
    const er_radial *radial;
    double start_m, rise_m_km;
    double best_m;
};

/** Rounding keeps order, so the highest ground over the lowest end of the line is not below any
 * point of the block as roughness_visit rounds it: nothing is to spare. */
static bool too_low(void *user, radial_range block, double greatest_m) {
    const struct roughness_search *s = user;
    const double *x_km = s->radial->points.x_km;
    double line_m = p1812_min(s->start_m + s->rise_m_km * x_km[block.from],
                              s->start_m + s->rise_m_km * x_km[block.to - 1]);
    return greatest_m - line_m <= s->best_m;
}

static void roughness_visit(void *user, size_t i) {
    struct roughness_search *s = user;
    const radial_points *p = &s->radial->points;
    double here_m = p->ground_m[i] - (s->start_m + s->rise_m_km * p->x_km[i]);
    if (here_m > s->best_m) s->best_m = here_m;
}

static double roughness(const p1812_terrain *self, size_t from, size_t to, double start_m,
                        double rise_m_km) {
    const er_radial *radial = radial_of(self);
    struct roughness_search search = {radial, start_m, rise_m_km, -INFINITY};
    /* On a plain the greatest is at one of the ends: known first, it spares all between. */
    roughness_visit(&search, from - 1);
    roughness_visit(&search, to - 1);
    radial_blocks_search(&radial->points.ground, (radial_range){from - 1, to}, too_low,
                         roughness_visit, &search);
    return search.best_m;
}

static bool bare(const p1812_terrain *self) {
    return radial_of(self)->bare;
}

void radial_answers(er_radial *radial) {
    radial->terrain = (p1812_terrain){.tx_slope = tx_slope,
                                      .rx_slope = rx_slope,
                                      .highest = highest,
                                      .nu = nu,
                                      .smooth_tx_slope = radial_smooth_tx_slope,
                                      .smooth_rx_slope = radial_smooth_rx_slope,
                                      .smooth_nu = radial_smooth_nu,
                                      .roughness = roughness,
                                      .bare = bare,
                                      .setup = &radial->setup};
}
