/* The parts put together, P.1812-6 sections 4.2 and 4.4 to 4.9. */
#include "radio/p1812.h"

/* A difference of losses at which the greater one no longer shows: 10^(-0.2 x) < 1e-16. */
static const double NO_MATTER_DB = 80;
static const double LN10 = 2.30258509299404568402;
static const double LOG10_2 = 0.30102999566398119521;
static const double SQRT_2 = 1.41421356237309504880;
/* exp(-x) that no longer shows beside 1. */
static const double NO_MATTER = 37;

/** Smooth switch from 1 to 0, 1 - (1 + tanh x)/2. */
static double falling(double x) {
    return 1 / (1 + exp(2 * x));
}

static double longest(const p1812_stretches *s, double end_km) {
    return isnan(s->start_km) ? s->longest_km : p1812_max(s->longest_km, end_km - s->start_km);
}

/** Distances over sea and land of the whole path: tables 3 and 5, section 3.4 and 3.6. */
static void zones(const p1812_setup *s, const p1812_line *whole, p1812_values *v) {
    static const double NO_COAST_KM = 500;
    const p1812_stretches *sea = &whole->sea;
    bool ends_at_sea = !isnan(sea->start_km);
    double sea_km = sea->sum_km + (ends_at_sea ? v->d - sea->start_km : 0);
    v->omega = sea_km / v->d;
    v->dtm = longest(&whole->land, v->d);
    v->dlm = longest(&whole->inland, v->d);
    v->dct = s->dct_km;
    if (isnan(v->dct)) v->dct = isnan(sea->first_km) ? NO_COAST_KM : sea->first_km;
    if (whole->tx_zone == ER_ZONE_SEA) v->dct = 0;
    v->dcr = s->dcr_km;
    if (isnan(v->dcr)) v->dcr = isnan(sea->last_km) ? NO_COAST_KM : v->d - sea->last_km;
    if (ends_at_sea) v->dcr = 0;
}

/** Horizon angles and distances, section 5.3 to 5.5. On a line-of-sight path both horizons are the
 *  point of the largest diffraction parameter; here only their sum, the path's length, is right:
 *  split_line_of_sight does the rest. */
static void horizons(const p1812_terrain *terrain, p1812_peak *tx, p1812_peak *rx, bool *los,
                     p1812_values *v) {
    const p1812_setup *s = terrain->setup;
    p1812_ends ends = {v->d, v->hts, v->hrs};
    double curved = 500 * v->d / s->ae_km, rise = (v->hrs - v->hts) / v->d;
    *tx = terrain->tx_slope(terrain, P1812_HORIZON);
    *los = !(tx->value > rise - curved); /* eq. 76 */
    if (*los) {
        v->theta_t = p1812_angle_mrad(rise - curved);  /* eq. 77 */
        v->theta_r = p1812_angle_mrad(-rise - curved); /* eq. 79 */
        v->dlt = v->dlr = 0.5 * v->d;
    } else {
        *rx = terrain->rx_slope(terrain, P1812_HORIZON, &ends);
        v->theta_t = p1812_angle_mrad(tx->value);
        v->theta_r = p1812_angle_mrad(rx->value); /* eq. 80 */
        v->dlt = tx->at_km;                       /* eq. 78 */
        v->dlr = v->d - rx->at_km;                /* eq. 81a */
    }
    v->theta = 1000 * v->d / s->ae_km + v->theta_t + v->theta_r; /* eq. 82 */
}

/** The point that stands for both horizons of a line-of-sight path, eq. 81 and 81a. Without points
 *  between the antennas, for which the Recommendation says nothing, it is the middle. */
static void split_line_of_sight(const p1812_terrain *terrain, p1812_peak *tx, p1812_peak *rx,
                                p1812_values *v) {
    if (!isfinite(tx->value)) return;
    p1812_ends ends = {v->d, v->hts, v->hrs};
    *tx = *rx = terrain->nu(terrain, P1812_HORIZON, &ends, -INFINITY);
    v->dlt = tx->at_km;
    v->dlr = v->d - tx->at_km;
}

/** Heights of the antennas above the smooth surface for diffraction, which isn't above the ground
 *  at either end. */
static void stand_on(double hst, double hsr, p1812_values *v) {
    v->hstd = hst > v->tx_ground ? v->tx_ground : hst; /* eq. 89 */
    v->hsrd = hsr > v->rx_ground ? v->rx_ground : hsr;
    v->hts_d = v->hts - v->hstd; /* eq. 37 */
    v->hrs_d = v->hrs - v->hsrd;
}

/** True where the antennas are high enough above the smooth surface for it not to matter. */
static bool surely_clear(const p1812_setup *s, const p1812_values *v) {
    double curvature = p1812_max(s->median_curvature, s->beta_curvature);
    return p1812_surely_clear(s, curvature, v->d, v->hts_d, v->hrs_d);
}

/** Smooth-earth surface and the heights of the antennas above it for diffraction, sections 5.6.1
 *  and 5.6.2. Obstacles only lower the surface: where it doesn't matter as fitted to the ground,
 *  they are not looked for, unless all is asked for. */
static void smooth_heights(const p1812_terrain *terrain, const p1812_sums *sums, bool all,
                           p1812_values *v) {
    p1812_ends ends = {v->d, v->hts, v->hrs};
    double d = v->d;
    v->hst_fit = (2 * sums->v1 * d - sums->v2) / (d * d); /* eq. 85 */
    v->hsr_fit = (sums->v2 - sums->v1 * d) / (d * d);     /* eq. 86 */
    stand_on(v->hst_fit, v->hsr_fit, v);
    if (!all && surely_clear(terrain->setup, v)) return;
    double hst = v->hst_fit, hsr = v->hsr_fit;
    double rise = (v->hrs - v->hts) / d;
    /* Eq. 87b, 87c: largest angles above the straight line. */
    double from_tx = terrain->tx_slope(terrain, P1812_FLAT).value - rise;
    if (from_tx > 0) {
        double highest_m = terrain->highest(terrain, &ends); /* eq. 87a */
        double from_rx = terrain->rx_slope(terrain, P1812_FLAT, &ends).value + rise;
        double share = from_tx / (from_tx + from_rx); /* eq. 88e, 88f */
        if (highest_m > 0) {
            hst -= highest_m * share; /* eq. 88c, 88d */
            hsr -= highest_m * (1 - share);
            stand_on(hst, hsr, v);
        }
    }
}

/** Incidence of ducting, section 3.6. */
static void incidence(const p1812_setup *s, const p1812_receiver *rx, p1812_values *v) {
    v->phi = p1812_middle_latitude(s, rx);
    v->tau = 1 - exp(-4.12e-4 * p1812_power(v->dlm, 2.41)); /* eq. 3 */
    v->b0 = p1812_beta0(v->phi, v->dtm, v->tau);
}

/** lg(1 + x) for x of 0 or more; where x is small by the series, whose rest is below 1e-16 of x. */
static double lg_above_1(double x) {
    static const double LG_E = 0.43429448190325182765;
    return LG_E * (x < 1e-4 ? x * (1 - x * (1.0 / 2 - x * (1.0 / 3 - x * (1.0 / 4)))) : log1p(x));
}

/** Line of sight with multipath and focusing, section 4.2. */
static void line_of_sight(const p1812_setup *s, bool all, p1812_values *v) {
    double rise_km = 0.001 * (v->hts - v->hrs);
    double steepness = rise_km / v->d;
    /* Eq. 8, with lg(d^2 + h^2) as 2 lg d, which others need too, and what is left. */
    v->lbfs = 92.4 + 20 * (s->log10_freq + v->lg_d) + 10 * lg_above_1(steepness * steepness);
    v->lb0p = v->lbfs;
    if (s->time_pct == 50 && !all) return; /* nothing to add for half of the time */
    double depth_db = 2.6 * (1 - exp(-0.1 * (v->dlt + v->dlr)));
    v->lb0p = v->lbfs + depth_db * s->log10_time_50;     /* eq. 9a, 10 */
    v->lb0b = v->lbfs + depth_db * p1812_lg(v->b0 / 50); /* eq. 9b, 11 */
}

/** Diffraction not exceeded for p percent of time, sections 4.3.5 and the first part of 4.6. */
static void diffraction(const p1812_terrain *terrain, const p1812_peak *rx_horizon, bool all,
                        p1812_sight *sight, p1812_values *v) {
    const p1812_setup *s = terrain->setup;
    p1812_delta median = p1812_diffraction(terrain, P1812_MEDIAN, rx_horizon, v, all, sight);
    v->lbulla50 = median.lbulla;
    v->lbulls50 = median.lbulls;
    v->ldsph50 = median.ldsph;
    v->ld50 = v->ldp = median.ld;
    v->lbd50 = v->lbfs + v->ld50; /* eq. 42 */
    v->fi = 0;
    if (s->time_pct < 50 || all) {
        p1812_sight other;
        p1812_delta beta = p1812_diffraction(terrain, P1812_BETA, NULL, v, all, &other);
        v->lbulla = beta.lbulla;
        v->lbulls = beta.lbulls;
        v->ldsph = beta.ldsph;
        v->ldb = beta.ld;
    }
    if (s->time_pct < 50) {
        v->fi = s->time_pct > v->b0 ? s->time_normal / p1812_inverse_normal(v->b0 / 100) : 1;
        v->ldp = v->ld50 + v->fi * (v->ldb - v->ld50); /* eq. 41 */
    }
    v->lbd = v->lb0p + v->ldp; /* eq. 43 */
    v->lminb0p = v->lbd50;     /* eq. 59 */
    if (s->time_pct < 50 && s->time_pct < v->b0)
        v->lminb0p = v->lb0p + (1 - v->omega) * v->ldp;
    else if (v->fi > 0)
        v->lminb0p += (v->lb0b + (1 - v->omega) * v->ldp - v->lbd50) * v->fi;
}

/** Ducting, and what it does to diffraction, eq. 60 and 61. */
static void with_ducting(const p1812_terrain *terrain, const p1812_receiver *receiver, bool los,
                         p1812_peak *tx, p1812_peak *rx, bool all, p1812_values *v) {
    const p1812_setup *s = terrain->setup;
    static const double SPARE_DB = 1e-6; /* more than any rounding */
    v->lbda = v->lbd;
    /* From beta0 on, which is below 47, the part that depends on time is not below 0, and Lminbap
     * not below Lba. */
    bool from_b0 = s->time_pct == 50 || s->time_pct >= v->b0;
    if (!all && from_b0 && p1812_ducting_least(s, los, v) >= v->lbd + SPARE_DB) return;
    if (los) split_line_of_sight(terrain, tx, rx, v);
    double fixed_db = p1812_ducting_fixed(s, v);
    if (!all && from_b0 && fixed_db >= v->lbd) return;
    if (s->time_pct == 50) incidence(s, receiver, v);
    p1812_ducting(terrain, tx, rx, fixed_db, v);
    /* 2.5 ln(exp(Lba/2.5) + exp(Lb0p/2.5)), without leaving the range of exp. */
    double greater = p1812_max(v->lba, v->lb0p), apart = fabs(v->lba - v->lb0p) / 2.5;
    v->lminbap = greater + (apart < NO_MATTER ? 2.5 * log1p(exp(-apart)) : 0); /* eq. 60 */
    v->fk = falling(1.5 * (v->d - 20) / 20);                                   /* eq. 58 */
    if (v->lminbap <= v->lbd) v->lbda = v->lminbap + (v->lbd - v->lminbap) * v->fk;
}

/** Troposcatter, section 4.4, and the last combinations, eq. 62 to 69. */
static void combine(const p1812_setup *s, er_zone rx_zone, p1812_values *v) {
    double f = s->log10_freq, from_2 = f - LOG10_2;
    double frequency_db = 25 * f - 2.5 * from_2 * from_2; /* eq. 45 */
    v->lbs = 190.1 + frequency_db + 20 * v->lg_d + 0.573 * v->theta - 0.15 * s->n0 -
             s->scatter_time_db; /* eq. 44 */
    double lesser = p1812_min(v->lbs, v->lbam), apart = fabs(v->lbs - v->lbam);
    v->lbc = lesser;
    if (apart < NO_MATTER_DB) v->lbc -= 5 * lg_above_1(exp(-0.2 * LN10 * apart)); /* eq. 63 */
    v->lloc = rx_zone == ER_ZONE_SEA ? 0 : s->location_db;                        /* eq. 67 */
    v->lb = p1812_max(v->lb0p, v->lbc + v->lloc);                                 /* eq. 69 */
    v->ep = 199.36 + 20 * f - v->lb;                                              /* eq. 70 */
}

/** What the Recommendation does not vouch for, and what a planner wants to be told. */
static unsigned warnings_of(const p1812_setup *s, const p1812_receiver *rx, p1812_sight sight,
                            double widest_km) {
    unsigned warnings = s->warnings;
    if (rx->distance_km < 0.25 || rx->distance_km > 3000) warnings |= ER_WARN_DISTANCE;
    if (rx->height_m < 1 || rx->height_m > 3000) warnings |= ER_WARN_RX_HEIGHT;
    if (isnan(s->tx_lat_deg) || isnan(rx->lat_deg)) warnings |= ER_WARN_LATITUDE;
    if (widest_km > 1) warnings |= ER_WARN_COARSE;
    if (sight.blocked) warnings |= ER_WARN_OBSTRUCTED;
    /* nu is -sqrt(2) times the clearance in radii of the first Fresnel zone. */
    if (sight.blocked || sight.nu > -0.6 * SQRT_2) warnings |= ER_WARN_FRESNEL;
    return warnings;
}

er_path_result p1812_compute(const p1812_setup *s, const p1812_line *line,
                             const p1812_terrain *terrain, const p1812_receiver *rx, bool all,
                             p1812_values *v) {
    p1812_sums sums = p1812_line_sums(&line->end, rx->distance_km, rx->ground_m);
    v->d = rx->distance_km;
    v->lg_d = p1812_lg(v->d);
    v->tx_ground = line->tx_ground_m;
    v->rx_ground = rx->ground_m;
    v->hts = line->tx_ground_m + s->tx_height_m;
    v->hrs = rx->ground_m + rx->height_m;
    if (rx->zone == line->last_zone) {
        zones(s, line, v);
    } else {
        p1812_line whole = *line;
        p1812_line_push(&whole, rx->distance_km, rx->ground_m, rx->zone);
        zones(s, &whole, v);
    }
    bool los;
    p1812_peak tx_peak, rx_peak = {-INFINITY, NAN, 0};
    horizons(terrain, &tx_peak, &rx_peak, &los, v);
    smooth_heights(terrain, &sums, all, v);
    if (s->time_pct < 50 || all) incidence(s, rx, v);
    line_of_sight(s, all, v);
    p1812_sight sight;
    bool known = !los && terrain->bare && terrain->bare(terrain);
    diffraction(terrain, known ? &rx_peak : NULL, all, &sight, v);
    /* Eq. 57. On a path that lies well below its horizons Fj is 1, and eq. 62 leaves nothing of
     * ducting. */
    double over_mrad = v->theta - 0.3;
    v->lbam = v->lminb0p;
    if (-16 * over_mrad < NO_MATTER || all) {
        with_ducting(terrain, rx, los, &tx_peak, &rx_peak, all, v);
        v->lbam = v->lbda;
        if (v->lbda != v->lminb0p || all) {
            v->fj = falling(8 * over_mrad);
            v->lbam += (v->lminb0p - v->lbda) * v->fj; /* eq. 62 */
        }
    }
    combine(s, rx->zone, v);
    return (er_path_result){.loss_db = v->lb,
                            .sigma_db = rx->zone == ER_ZONE_SEA ? 0 : s->sigma_db,
                            .warnings = warnings_of(s, rx, sight, sums.widest_km)};
}
