/* Ducting and layer reflection, P.1812-6 section 4.5. */
#include "radio/p1812.h"

/** Loss by the shielding of a site below its horizon, eq. 48. */
static double shielding_db(const p1812_setup *s, double theta_mrad, double horizon_km) {
    double excess_mrad = theta_mrad - 0.1 * horizon_km;
    if (!(excess_mrad > 0)) return 0;
    return 20 * p1812_lg(1 + 0.361 * excess_mrad * sqrt(s->freq_ghz * horizon_km)) +
           0.264 * excess_mrad * s->cbrt_freq;
}

/** Coupling into surface ducts over the sea, eq. 49: a gain near the coast. */
static double coupling_db(double coast_km, double horizon_km, double omega, double antenna_m) {
    if (!(omega >= 0.75 && coast_km <= 5 && coast_km <= horizon_km)) return 0;
    return -3 * exp(-0.25 * coast_km * coast_km) * (1 + tanh(0.07 * (50 - antenna_m)));
}

/** Angular distance that counts, eq. 52. */
static double counted_mrad(const p1812_setup *s, const p1812_values *v) {
    return 1000 * v->d / s->ae_km + p1812_min(v->theta_t, 0.1 * v->dlt) +
           p1812_min(v->theta_r, 0.1 * v->dlr);
}

double p1812_ducting_fixed(const p1812_setup *s, const p1812_values *v) {
    return s->ducting_freq_db + 20 * p1812_lg(v->dlt + v->dlr) +
           shielding_db(s, v->theta_t, v->dlt) + shielding_db(s, v->theta_r, v->dlr) +
           coupling_db(v->dct, v->dlt, v->omega, v->hts) +
           coupling_db(v->dcr, v->dlr, v->omega, v->hrs) + s->gamma_d * counted_mrad(s, v);
}

/** 20 lg x or up to 0.52 dB less: the logarithm to base 2 taken as straight between the powers of
 *  two, which is how a double's bits have it. */
static double about_20_lg(double x) {
    static const double DB_OF_2 = 6.02059991327962390;
    return DB_OF_2 * ((double)(int64_t)er_bits_of(x) * 0x1p-52 - 1023);
}

/** The logarithms of p1812_ducting_fixed as one, and that from below. */
static double least_beyond_horizon(const p1812_setup *s, const p1812_values *v) {
    double tx_mrad = p1812_max(v->theta_t - 0.1 * v->dlt, 0);
    double rx_mrad = p1812_max(v->theta_r - 0.1 * v->dlr, 0);
    double product = (v->dlt + v->dlr) * (1 + 0.361 * tx_mrad * sqrt(s->freq_ghz * v->dlt)) *
                     (1 + 0.361 * rx_mrad * sqrt(s->freq_ghz * v->dlr));
    return s->ducting_freq_db + about_20_lg(product) + 0.264 * (tx_mrad + rx_mrad) * s->cbrt_freq +
           s->gamma_d * counted_mrad(s, v);
}

double p1812_ducting_least(const p1812_setup *s, bool los, const p1812_values *v) {
    if (v->omega >= 0.75) return -INFINITY; /* coupling may be a gain */
    if (!los) return least_beyond_horizon(s, v);
    double theta_mrad =
        1000 * v->d / s->ae_km + p1812_min(v->theta_t, 0) + p1812_min(v->theta_r, 0);
    /* The horizons' distances add up to the path, and shielding is never a gain. */
    return s->ducting_freq_db + 20 * v->lg_d + s->gamma_d * theta_mrad;
}

/** Smooth-earth heights and roughness, section 5.6.3. */
static void roughness(const p1812_terrain *terrain, const p1812_peak *tx, const p1812_peak *rx,
                      p1812_values *v) {
    v->hst = p1812_min(v->hst_fit, v->tx_ground); /* eq. 90 */
    v->hsr = p1812_min(v->hsr_fit, v->rx_ground);
    v->hte = v->hts - v->hst; /* eq. 92 */
    v->hre = v->hrs - v->hsr;
    double rise_m_km = (v->hsr - v->hst) / v->d; /* eq. 91 */
    v->hm = isfinite(tx->value)
                ? terrain->roughness(terrain, tx->index, rx->index, v->hst, rise_m_km)
                : 0;
}

/** Time percentage at which ducting reaches its reference level, eq. 54 to 56. */
static double incidence(const p1812_setup *s, const p1812_values *v) {
    double alpha = p1812_max(-0.6 - 3.5e-9 * p1812_power(v->d, 3.1) * v->tau, -3.4); /* eq. 55a */
    double roots = sqrt(v->hte) + sqrt(v->hre);
    double mu2 = p1812_min(p1812_power(500 * v->d * v->d / (s->ae_km * roots * roots), alpha),
                           1);                                                         /* eq. 55 */
    double between_km = p1812_min(v->d - v->dlt - v->dlr, 40);                         /* eq. 56a */
    double mu3 = v->hm > 10 ? exp(-4.6e-5 * (v->hm - 10) * (43 + 6 * between_km)) : 1; /* eq. 56 */
    return v->b0 * mu2 * mu3;
}

void p1812_ducting(const p1812_terrain *terrain, const p1812_peak *tx, const p1812_peak *rx,
                   double fixed_db, p1812_values *v) {
    const p1812_setup *s = terrain->setup;
    roughness(terrain, tx, rx, v);
    double beta = incidence(s, v), log_beta = p1812_lg(beta);
    double gamma = 1.076 / p1812_power(2.0058 - log_beta, 1.012) *
                   exp(-(9.51 - 4.8 * log_beta + 0.198 * log_beta * log_beta) * 1e-6 *
                       p1812_power(v->d, 1.13)); /* eq. 53a */
    double ratio = s->time_pct / beta;
    double time_db =
        -12 + (1.2 + 3.7e-3 * v->d) * p1812_lg(ratio) + 12 * p1812_power(ratio, gamma); /* eq. 53 */
    v->lba = fixed_db + time_db; /* eq. 46, 50 */
}
