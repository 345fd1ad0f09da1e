/* Diffraction, P.1812-6 section 4.3: Bullington's construction, spherical earth, and the delta of
 * the two. */
#include "radio/p1812.h"

/** Loss of a single knife edge, eq. 12. */
static double knife_edge_db(double nu) {
    if (!(nu > -0.78)) return 0;
    return 6.9 + 20 * p1812_lg(sqrt((nu - 0.1) * (nu - 0.1) + 1) + nu - 0.1);
}

/** Bullington loss of the path from that of its edge, eq. 21. */
static double bullington_db(double nu, double d_km) {
    double edge_db = knife_edge_db(nu);
    if (edge_db == 0) return 0;
    return edge_db + (1 - exp(-edge_db / 6)) * (10 + 0.02 * d_km);
}

/** Diffraction parameter of the point where the lines from both horizons meet, eq. 18 and 20. The
 *  slopes are those of eq. 13 and 17. */
static double nu_of_bullington_point(double tx_slope, double rx_slope, const p1812_ends *ends,
                                     double wavelength_m) {
    double d_km = ends->d_km;
    double at_km = (ends->rx_m - ends->tx_m + rx_slope * d_km) / (tx_slope + rx_slope);
    /* A line that only touches the ground: both slopes are the line's own, and the height above it
     * is zero wherever the point lies. */
    if (!(at_km > 0 && at_km < d_km)) return 0;
    double above_m =
        ends->tx_m + tx_slope * at_km - (ends->tx_m * (d_km - at_km) + ends->rx_m * at_km) / d_km;
    return above_m * sqrt(0.002 * d_km / (wavelength_m * at_km * (d_km - at_km)));
}

/* The loss of an edge is zero from -0.78 down; 60 % of the first Fresnel zone are clear from -0.6
 * sqrt 2 down: nothing below that is asked for. */
static const double NU_OF_NO_MATTER = -0.86;

/** Largest diffraction parameter of the actual path, section 4.3.1. */
static p1812_sight actual_edge(const p1812_terrain *terrain, p1812_surface surface,
                               const p1812_peak *rx_horizon, const p1812_ends *ends, bool all) {
    double curved = p1812_curvature(terrain->setup, surface) * ends->d_km;
    double tx_slope = terrain->tx_slope(terrain, surface).value + curved;
    if (tx_slope < (ends->rx_m - ends->tx_m) / ends->d_km)
        return (p1812_sight){
            false, terrain->nu(terrain, surface, ends, all ? -INFINITY : NU_OF_NO_MATTER).value};
    p1812_peak rx = rx_horizon ? *rx_horizon : terrain->rx_slope(terrain, surface, ends);
    double rx_slope = rx.value + curved;
    return (p1812_sight){
        true, nu_of_bullington_point(tx_slope, rx_slope, ends, terrain->setup->wavelength_m)};
}

/** The same for a smooth path. */
static double smooth_nu(const p1812_terrain *terrain, double curvature, const p1812_ends *ends) {
    double curved = curvature * ends->d_km;
    double tx_slope = terrain->smooth_tx_slope(terrain, curvature, ends) + curved;
    if (tx_slope < (ends->rx_m - ends->tx_m) / ends->d_km)
        return terrain->smooth_nu(terrain, curvature, ends);
    double rx_slope = terrain->smooth_rx_slope(terrain, curvature, ends) + curved;
    return nu_of_bullington_point(tx_slope, rx_slope, ends, terrain->setup->wavelength_m);
}

/** A sum of dB in which 20 lg of a product is put off to the end. */
struct decibels {
    double db;
    double factor;
};

/** Add the height gain of an antenna, eq. 35, not below 2 + 20 lg K. */
static void add_height_gain(struct decibels *sum, double b, double k) {
    static const double TWO_DB = 1.2589254117941673; /* as a ratio of field strengths */
    if (b > 2) {
        double gain_db = 17.6 * sqrt(b - 1.1) - 8;
        /* The least gain is above 2 dB, and this one below 9, only where K is above 1. */
        double root = 1 / sqrt(sqrt(b - 1.1));
        if (k <= 1 || gain_db + 20 * p1812_lg(root) >= 2 + 20 * p1812_lg(k)) {
            sum->db += gain_db;
            sum->factor *= root;
            return;
        }
        b = 0;
    }
    sum->factor *= p1812_max(b + 0.1 * b * b * b, k * TWO_DB);
}

/** First-term part over one kind of ground, section 4.3.3. `root` is the cube root of the earth's
 *  radius in km. */
static double first_term_db(const p1812_setup *s, p1812_admittance ground, double root, double d_km,
                            double tx_m, double rx_m) {
    double k = ground.k_root / root, k2 = k * k;                               /* eq. 29 */
    double beta = (1 + k2 * (1.6 + 0.67 * k2)) / (1 + k2 * (4.5 + 1.53 * k2)); /* eq. 30 */
    double x = 21.88 * beta * s->cbrt_freq / (root * root) * d_km;             /* eq. 31 */
    double height = 0.9575 * beta * beta * s->cbrt_freq * s->cbrt_freq / root; /* eq. 32, 35 */
    struct decibels sum = {11 - 17.6 * x, sqrt(x)};                            /* eq. 33 */
    if (x < 1.6) sum = (struct decibels){-5.6488 * p1812_power(x, 1.425), 1 / x};
    add_height_gain(&sum, height * tx_m, k);
    add_height_gain(&sum, height * rx_m, k);
    return -sum.db - 20 * p1812_lg(sum.factor); /* eq. 36 */
}

/** First-term part over a path partly over sea, eq. 28. */
static double mixed_first_term_db(const p1812_setup *s, double a_km, double d_km, double omega,
                                  double tx_m, double rx_m) {
    double root = cbrt(a_km), loss_db = 0;
    if (omega > 0) loss_db += omega * first_term_db(s, s->sea, root, d_km, tx_m, rx_m);
    if (omega < 1) loss_db += (1 - omega) * first_term_db(s, s->land, root, d_km, tx_m, rx_m);
    return loss_db;
}

/** Where the ray of a line-of-sight path comes nearest to the smooth earth, eq. 24, as a share of
 * the path from -1 at the receiver's end of it to 1. */
static double nearest_share(double a_km, double d_km, double tx_m, double rx_m) {
    double c = (tx_m - rx_m) / (tx_m + rx_m);
    double m = 250 * d_km * d_km / (a_km * (tx_m + rx_m));
    /* cos(pi/3 + acos(y)/3) = sin(asin(y)/3), which does not cancel where m is small; there the
     * root itself tends to c. */
    if (m < 1e-12) return c;
    double cube = (m + 1) * (m + 1) * (m + 1);
    double y = 1.5 * c * sqrt(3 * m / cube);
    return 2 * sqrt((m + 1) / (3 * m)) * sin(asin(p1812_min(p1812_max(y, -1), 1)) / 3);
}

bool p1812_surely_clear(const p1812_setup *s, double curvature, double d_km, double tx_m,
                        double rx_m) {
    static const double SPARE = 1 + 1e-6; /* more than any rounding */
    double bulge_m = 0.5 * curvature * d_km * d_km,
           needed_m = 17.456 * sqrt(s->wavelength_m * d_km);
    return 2 * sqrt(tx_m * rx_m) > SPARE * (bulge_m + needed_m);
}

double p1812_spherical(const p1812_setup *s, double a_km, double d_km, double omega, double tx_m,
                       double rx_m) {
    if (p1812_surely_clear(s, 500 / a_km, d_km, tx_m, rx_m)) return 0;
    double roots = sqrt(tx_m) + sqrt(rx_m);
    /* Eq. 22: d_los = sqrt(2 a) (sqrt(0.001 h_te) + sqrt(0.001 h_re)). */
    if (d_km * d_km >= 0.002 * a_km * roots * roots)
        return mixed_first_term_db(s, a_km, d_km, omega, tx_m, rx_m);
    double ahead_km = 0.5 * d_km * (1 + nearest_share(a_km, d_km, tx_m, rx_m));
    double behind_km = d_km - ahead_km;
    double clearance_m = ((tx_m - 500 * ahead_km * ahead_km / a_km) * behind_km +
                          (rx_m - 500 * behind_km * behind_km / a_km) * ahead_km) /
                         d_km;                                                      /* eq. 23 */
    double needed_m = 17.456 * sqrt(ahead_km * behind_km * s->wavelength_m / d_km); /* eq. 25 */
    if (!(clearance_m < needed_m)) return 0;
    double marginal_km = 500 * d_km * d_km / (roots * roots); /* eq. 26 */
    double first_db = mixed_first_term_db(s, marginal_km, d_km, omega, tx_m, rx_m);
    return first_db > 0 ? (1 - clearance_m / needed_m) * first_db : 0; /* eq. 27 */
}

p1812_delta p1812_diffraction(const p1812_terrain *terrain, p1812_surface surface,
                              const p1812_peak *rx_horizon, const p1812_values *v, bool all,
                              p1812_sight *sight) {
    const p1812_setup *s = terrain->setup;
    double a_km = surface == P1812_BETA ? s->ab_km : s->ae_km;
    p1812_ends ends = {v->d, v->hts, v->hrs};
    *sight = actual_edge(terrain, surface, rx_horizon, &ends, all);
    p1812_delta loss = {.lbulla = bullington_db(sight->nu, v->d), .lbulls = NAN};
    loss.ldsph = p1812_spherical(s, a_km, v->d, v->omega, v->hts_d, v->hrs_d);
    loss.ld = loss.lbulla;
    /* The smooth path's own Bullington loss is 0 or more: without spherical loss it adds nothing.
     */
    if (loss.ldsph > 0 || all) {
        p1812_ends smooth = {v->d, v->hts_d, v->hrs_d};
        loss.lbulls = bullington_db(smooth_nu(terrain, p1812_curvature(s, surface), &smooth), v->d);
        if (loss.ldsph > loss.lbulls) loss.ld += loss.ldsph - loss.lbulls; /* eq. 39 */
    }
    return loss;
}
