/** Recommendation ITU-R P.1812 inside the radio room.
 *
 * The equations are written once. They ask two things for what they need to know of a path: a
 * p1812_line, sums that grow point by point, and a p1812_terrain, which answers questions about the
 * points between the antennas. A profile answers them by looking at every point (p1812_scan.c), a
 * radial from what it keeps in order (radial_*.c); so both give the same figures.
 *
 * Equation numbers are those of P.1812-6 (09/2021). P.1812-7 (08/2023) computes the same.
 */
#ifndef EVENREACH_RADIO_P1812_H
#define EVENREACH_RADIO_P1812_H

#include "evenreach/radio.h"
#include "radio/portable_math.h"

#include <math.h>

/* Called hundreds of times for a path: not through the table of what the library exports. */
#pragma GCC visibility push(hidden)

/* ---- what is the same for every path ----------------------------------------------------------
 */

/** One ground of the first-term part of spherical-earth diffraction: what of eq. 29 does not depend
 *  on the earth's radius. */
typedef struct p1812_admittance {
    double k_root; /**< K times the cube root of the radius in km, for the polarisation */
} p1812_admittance;

typedef struct p1812_setup {
    double freq_ghz;
    double wavelength_m;     /**< 0.2998 / f, as the validation set has it (P.2001) */
    double log10_freq;       /**< of GHz */
    double cbrt_freq;        /**< f^(1/3) */
    double time_pct;         /**< p */
    double time_normal;      /**< I(p/100), eq. 96 */
    double log10_time_50;    /**< lg(p / 50) */
    double scatter_time_db;  /**< 10.125 (lg(50/p))^0.7 of eq. 44 */
    double location_db;      /**< -I(pL/100) sigma_L, eq. 67a */
    double sigma_db;         /**< sigma_L */
    double ae_km;            /**< median effective earth radius, eq. 7a */
    double ab_km;            /**< exceeded for beta0 percent of time, eq. 7b */
    double median_curvature; /**< of p1812_curvature */
    double beta_curvature;
    double n0;
    double dct_km; /**< as given; NAN: from the zones */
    double dcr_km;
    double ducting_freq_db; /**< 102.45 + 20 lg f + A_lf, eq. 47 */
    double gamma_d;         /**< dB/mrad, eq. 51 */
    double tx_height_m;
    double tx_lat_deg, tx_lon_deg; /**< NAN: not known */
    double tx_sin, tx_cos;         /**< of the latitude */
    p1812_admittance land, sea;
    unsigned warnings; /**< that do not depend on the path */
} p1812_setup;

/** From a path that er_path_check has passed. */
p1812_setup p1812_prepare(const er_path *path);

/** Inverse of the cumulative normal distribution for 0 < x < 1, eq. 96 and 97 of attachment 2. */
double p1812_inverse_normal(double x);

/* ---- sums along the line ----------------------------------------------------------------------
 */

/** Stretches of a line whose points' zones have something in common. A point owns the ground to
 *  half way towards its neighbours. */
typedef struct p1812_stretches {
    double start_km;   /**< of the stretch that is open; NAN: none is */
    double longest_km; /**< of those closed */
    double sum_km;
    double first_km; /**< where the first one began; NAN: none has */
    double last_km;  /**< where the last one closed ended; NAN: none has */
} p1812_stretches;

/** Sums over the ground, and the widest gap between neighbours. */
typedef struct p1812_sums {
    double v1, v2; /**< eq. 83, 84 */
    double widest_km;
} p1812_sums;

/** What changes with every point of a line, for the processor's registers. */
typedef struct p1812_line_end {
    double km, ground_m; /**< of the last point */
    p1812_sums sums;
} p1812_line_end;

/** What grows point by point from the transmitter. */
typedef struct p1812_line {
    p1812_line_end end;
    er_zone last_zone;
    double tx_ground_m;
    er_zone tx_zone;
    p1812_stretches sea, land, inland;
} p1812_line;

p1812_line p1812_line_start(double ground_m, er_zone zone);
/** Another zone from half way between two points on. */
void p1812_line_change(p1812_line *line, double half_way_km, er_zone zone);

/** The sums with one more point. */
static inline p1812_sums p1812_line_sums(const p1812_line_end *end, double distance_km,
                                         double ground_m) {
    double from_km = end->km, from_m = end->ground_m, gap_km = distance_km - from_km;
    p1812_sums sums = end->sums;
    sums.v1 += gap_km * (ground_m + from_m);
    sums.v2 +=
        gap_km * (ground_m * (2 * distance_km + from_km) + from_m * (distance_km + 2 * from_km));
    if (gap_km > sums.widest_km) sums.widest_km = gap_km;
    return sums;
}

static inline void p1812_line_push(p1812_line *line, double distance_km, double ground_m,
                                   er_zone zone) {
    if (zone != line->last_zone) p1812_line_change(line, 0.5 * (line->end.km + distance_km), zone);
    line->end =
        (p1812_line_end){distance_km, ground_m, p1812_line_sums(&line->end, distance_km, ground_m)};
}

/* ---- questions about the points between the antennas -------------------------------------------
 */

/** Which heights, over which earth. */
typedef enum p1812_surface {
    P1812_FLAT,    /**< ground, no curvature: the smooth surface of section 5.6.2 */
    P1812_HORIZON, /**< ground over the median earth: horizons */
    P1812_MEDIAN,  /**< ground with clutter over the median earth: diffraction */
    P1812_BETA,    /**< ground with clutter over the earth of beta0 percent: diffraction */
    P1812_SURFACE_COUNT
} p1812_surface;

/** The ends of the path, m above mean sea level, and its length. */
typedef struct p1812_ends {
    double d_km;
    double tx_m; /**< antennas */
    double rx_m;
} p1812_ends;

/** Where a largest value is taken; without points between the antennas -INFINITY. */
typedef struct p1812_peak {
    double value;
    double at_km;
    size_t index; /**< of the point, counted from the transmitter's, 0 */
} p1812_peak;

typedef struct p1812_terrain p1812_terrain;
struct p1812_terrain {
    /** Largest slope in mrad seen from the transmitter: (z - tx)/x - 500 x/a; the nearest of
     * equals. */
    p1812_peak (*tx_slope)(const p1812_terrain *self, p1812_surface surface);
    /** Largest slope seen from the receiver: (z - rx)/(d - x) - 500 (d - x)/a; of equals the
     * nearest to it. */
    p1812_peak (*rx_slope)(const p1812_terrain *self, p1812_surface surface,
                           const p1812_ends *ends);
    /** Largest height in m above the straight line of the ground without curvature, eq. 87a. */
    double (*highest)(const p1812_terrain *self, const p1812_ends *ends);
    /** Largest diffraction parameter, eq. 15, if above `floor`, else `floor` or less; of equals the
     *  nearest to the receiver. Asked only where no point stands above the line. */
    p1812_peak (*nu)(const p1812_terrain *self, p1812_surface surface, const p1812_ends *ends,
                     double floor);
    /* The same three for a profile with all heights zero over an earth of some curvature. */
    double (*smooth_tx_slope)(const p1812_terrain *self, double curvature, const p1812_ends *ends);
    double (*smooth_rx_slope)(const p1812_terrain *self, double curvature, const p1812_ends *ends);
    double (*smooth_nu)(const p1812_terrain *self, double curvature, const p1812_ends *ends);
    /** Largest height in m of the ground above a line that starts at `start_m` and rises by
     *  `rise_m_km`, over the points from `from` to `to`, eq. 93. */
    double (*roughness)(const p1812_terrain *self, size_t from, size_t to, double start_m,
                        double rise_m_km);
    /** True if there is no clutter between the antennas, so that the surface of diffraction is that
     *  of the horizons; null: nobody knows. */
    bool (*bare)(const p1812_terrain *self);
    const p1812_setup *setup;
};

/** 500/a in m/km^2: half the curvature of the earth a surface stands on. */
static inline double p1812_curvature(const p1812_setup *setup, p1812_surface surface) {
    switch (surface) {
    case P1812_FLAT:
        return 0;
    case P1812_BETA:
        return setup->beta_curvature;
    default:
        return setup->median_curvature;
    }
}

/* Without the calls that fmin, fmax and log10 come to. */

static inline double p1812_min(double a, double b) {
    return a < b ? a : b;
}

static inline double p1812_max(double a, double b) {
    return a > b ? a : b;
}

static inline double p1812_lg(double x) {
    return 0.43429448190325182765 * log(x);
}

/** That of a steep one. Apart, for the compiler would take the call out of its branch. */
double p1812_steep_mrad(double slope_mrad);

/** Angle in mrad of a slope in mrad. Slopes of most paths are small: the series ends with a rest
 *  below 1e-18 of it. */
static inline double p1812_angle_mrad(double slope_mrad) {
    double x = slope_mrad / 1000, w = x * x;
    if (w > ER_TAN_OF_EIGHTH * ER_TAN_OF_EIGHTH) return p1812_steep_mrad(slope_mrad);
    if (w > 0.0025) return slope_mrad * er_atan_ratio(w);
    double rest = 1.0 / 7 - w * (1.0 / 9 - w * (1.0 / 11 - w * (1.0 / 13)));
    return slope_mrad * (1 - w * (1.0 / 3 - w * (1.0 / 5 - w * rest)));
}

/** x^y for x above 0. */
static inline double p1812_power(double x, double y) {
    return exp(y * log(x));
}

/* What a scan and a radial evaluate for a point; both with the same roundings. `curvature` is that
 * of p1812_curvature. */

static inline double p1812_slope_from_tx(double z_m, double x_km, double tx_m, double curvature) {
    return (z_m - tx_m) / x_km - curvature * x_km;
}

static inline double p1812_slope_from_rx(double z_m, double x_km, const p1812_ends *ends,
                                         double curvature) {
    double behind_km = ends->d_km - x_km;
    return (z_m - ends->rx_m) / behind_km - curvature * behind_km;
}

/** Height above the straight line. */
static inline double p1812_above(double z_m, double x_km, const p1812_ends *ends,
                                 double curvature) {
    double behind_km = ends->d_km - x_km;
    return z_m + curvature * x_km * behind_km -
           (ends->tx_m * behind_km + ends->rx_m * x_km) / ends->d_km;
}

/** Diffraction parameter, eq. 15. */
static inline double p1812_nu(double z_m, double x_km, const p1812_ends *ends, double curvature,
                              double wavelength_m) {
    double behind_km = ends->d_km - x_km;
    return p1812_above(z_m, x_km, ends, curvature) *
           sqrt(0.002 * ends->d_km / (wavelength_m * x_km * behind_km));
}

/** The answers of a profile, by looking at every point. */
typedef struct p1812_scan {
    p1812_terrain terrain; /* first */
    const er_profile *profile;
} p1812_scan;
p1812_scan p1812_scan_of(const p1812_setup *setup, const er_profile *profile);

/* ---- the calculation ---------------------------------------------------------------------------
 */

typedef struct p1812_receiver {
    double distance_km;
    double ground_m;
    er_zone zone;
    double height_m;
    double lat_deg, lon_deg;
} p1812_receiver;

/** Every quantity of the calculation, by the symbols of the Recommendation. Those that turn out not
 *  to matter are left alone unless all are asked for. */
typedef struct p1812_values {
    double d, lg_d, tx_ground, rx_ground, hts, hrs;
    double omega, dtm, dlm, dct, dcr;
    double phi, tau, b0;
    double theta_t, theta_r, theta, dlt, dlr;
    double hst_fit, hsr_fit, hst, hsr, hstd, hsrd, hts_d, hrs_d, hte, hre, hm;
    double fi, fj, fk;
    double lbfs, lb0p, lb0b;
    double lbulla50, lbulls50, ldsph50, ld50;
    double lbulla, lbulls, ldsph, ldb;
    double ldp, lbd50, lbd, lminb0p, lba, lminbap, lbda, lbam, lbs, lbc, lloc, lb, ep;
} p1812_values;

/** Largest diffraction parameter and whether the path is blocked, over the median earth. */
typedef struct p1812_sight {
    bool blocked;
    double nu;
} p1812_sight;

/** The whole calculation. `all`: every quantity, else only what the loss rests on. */
er_path_result p1812_compute(const p1812_setup *setup, const p1812_line *line,
                             const p1812_terrain *terrain, const p1812_receiver *rx, bool all,
                             p1812_values *values);

/* Its parts, by section. */

/** Latitude of the path's middle in degrees; 45 where one end's is not known. */
double p1812_middle_latitude(const p1812_setup *setup, const p1812_receiver *rx);
/** Incidence of ducting beta0 in percent of time, section 3.6. */
double p1812_beta0(double phi_deg, double dtm_km, double tau);
/** Diffraction loss over one earth, section 4.3.4. */
typedef struct p1812_delta {
    double lbulla, lbulls, ldsph, ld;
} p1812_delta;
/** `rx_horizon`: the largest slope seen from the receiver if it is known; null: it is asked for. */
p1812_delta p1812_diffraction(const p1812_terrain *terrain, p1812_surface surface,
                              const p1812_peak *rx_horizon, const p1812_values *v, bool all,
                              p1812_sight *sight);
/** True where the ray is so clear of the smooth earth that spherical diffraction surely loses
 *  nothing; for antennas higher still it is true as well. At a share u of the path the line between
 *  the antennas is no lower than 2 sqrt(tx rx u (1 - u)), for an arithmetic mean is no less than a
 *  geometric one; the earth is d^2 u (1 - u) times its curvature high, and eq. 25 needs 17.456
 *  sqrt(wavelength d u (1 - u)). What is left, divided by sqrt(u (1 - u)), is least in the middle,
 *  where that root is 1/2. It also keeps the path within the horizon of eq. 22. */
bool p1812_surely_clear(const p1812_setup *setup, double curvature, double d_km, double tx_m,
                        double rx_m);
/** Spherical-earth diffraction loss, section 4.3.2. */
double p1812_spherical(const p1812_setup *setup, double a_km, double d_km, double omega,
                       double tx_m, double rx_m);
/** What of the ducting loss does not depend on time: eq. 47 and the first part of eq. 50. */
double p1812_ducting_fixed(const p1812_setup *setup, const p1812_values *v);
/** No more than that but for roundings, for less work; of a line-of-sight path from what is known
 *  before its point is found. */
double p1812_ducting_least(const p1812_setup *setup, bool los, const p1812_values *v);
/** Ducting and layer reflection, section 4.5: v->lba, and on the way v->hst to v->hm. The peaks are
 *  the horizons. */
void p1812_ducting(const p1812_terrain *terrain, const p1812_peak *tx, const p1812_peak *rx,
                   double fixed_db, p1812_values *v);

#pragma GCC visibility pop

#endif
