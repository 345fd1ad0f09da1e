#include "radio/p1812.h"

static const double EARTH_RADIUS_KM = 6371;
/* Location variability of broadcasting in wide bands, section 4.8. */
static const double USUAL_SIGMA_DB = 5.5;
static const double PI = 3.14159265358979323846;

/** Complementary cumulative normal distribution backwards, eq. 97. */
static double upper_tail(double x) {
    static const double C0 = 2.515516698, C1 = 0.802853, C2 = 0.010328;
    static const double D1 = 1.432788, D2 = 0.189269, D3 = 0.001308;
    double t = sqrt(-2 * log(x));
    return t - ((C2 * t + C1) * t + C0) / (((D3 * t + D2) * t + D1) * t + 1);
}

double p1812_inverse_normal(double x) {
    x = fmin(fmax(x, 1e-6), 1 - 1e-6);
    return x <= 0.5 ? upper_tail(x) : -upper_tail(1 - x);
}

/** Eq. 29 but for the radius of the earth. */
static p1812_admittance admittance(double permittivity, double conductivity_s_m, double freq_ghz,
                                   er_polarization polarization) {
    double loss = 18 * conductivity_s_m / freq_ghz;
    double horizontal =
        0.036 / cbrt(freq_ghz) / sqrt(sqrt((permittivity - 1) * (permittivity - 1) + loss * loss));
    if (polarization == ER_HORIZONTAL) return (p1812_admittance){horizontal};
    return (p1812_admittance){horizontal * sqrt(permittivity * permittivity + loss * loss)};
}

/** Correction for the attenuation that grows with the wavelength in ducts, eq. 47a. */
static double low_frequency_db(double f) {
    return f < 0.5 ? 45.375 - 137 * f + 92.5 * f * f : 0;
}

/** Range of section 1: 30 MHz to 6 GHz, antennas 1 to 3,000 m above the ground. */
static unsigned warnings_of(const er_path *path) {
    unsigned warnings = 0;
    if (path->freq_mhz < 30 || path->freq_mhz > 6000) warnings |= ER_WARN_FREQUENCY;
    if (path->tx_height_m < 1 || path->tx_height_m > 3000) warnings |= ER_WARN_TX_HEIGHT;
    return warnings;
}

p1812_setup p1812_prepare(const er_path *path) {
    double f = path->freq_mhz / 1000, p = path->time_pct;
    double sigma_db = isnan(path->sigma_loc_db) ? USUAL_SIGMA_DB : path->sigma_loc_db;
    double ae_km = EARTH_RADIUS_KM * 157 / (157 - path->dn);
    double cbrt_freq = cbrt(f);
    return (p1812_setup){
        .freq_ghz = f,
        .wavelength_m = 0.2998 / f,
        .log10_freq = log10(f),
        .cbrt_freq = cbrt_freq,
        .time_pct = p,
        .time_normal = p1812_inverse_normal(p / 100),
        .log10_time_50 = log10(p / 50),
        .scatter_time_db = 10.125 * pow(log10(50 / p), 0.7),
        /* Eq. 97 gives zero at one half but for its rounding. */
        .location_db =
            path->loc_pct == 50 ? 0 : -p1812_inverse_normal(path->loc_pct / 100) * sigma_db,
        .sigma_db = sigma_db,
        .ae_km = ae_km,
        .ab_km = EARTH_RADIUS_KM * 3,
        .median_curvature = 500 / ae_km,
        .beta_curvature = 500 / (EARTH_RADIUS_KM * 3),
        .n0 = path->n0,
        .dct_km = path->dct_km,
        .dcr_km = path->dcr_km,
        .ducting_freq_db = 102.45 + 20 * log10(f) + low_frequency_db(f),
        .gamma_d = 5e-5 * ae_km * cbrt_freq,
        .tx_height_m = path->tx_height_m,
        .tx_lat_deg = path->tx_lat_deg,
        .tx_lon_deg = path->tx_lon_deg,
        .tx_sin = sin(path->tx_lat_deg * PI / 180),
        .tx_cos = cos(path->tx_lat_deg * PI / 180),
        .land = admittance(22, 0.003, f, path->polarization),
        .sea = admittance(80, 5, f, path->polarization),
        .warnings = warnings_of(path),
    };
}

double p1812_steep_mrad(double slope_mrad) {
    return 1000 * atan(slope_mrad / 1000);
}

double p1812_middle_latitude(const p1812_setup *s, const p1812_receiver *rx) {
    if (isnan(s->tx_lat_deg) || isnan(rx->lat_deg)) return 45;
    if (isnan(s->tx_lon_deg) || isnan(rx->lon_deg)) return 0.5 * (s->tx_lat_deg + rx->lat_deg);
    /* Half the path along the great circle, on a sphere: attachment H of P.2001, as in the
     * validation set. */
    double rx_sin = sin(rx->lat_deg * PI / 180), rx_cos = cos(rx->lat_deg * PI / 180);
    double turn = (rx->lon_deg - s->tx_lon_deg) * PI / 180;
    double cos_turn = cos(turn);
    double cos_arc = s->tx_sin * rx_sin + s->tx_cos * rx_cos * cos_turn;
    double north = rx_sin - cos_arc * s->tx_sin;
    double east = s->tx_cos * rx_cos * sin(turn);
    double way = sqrt(north * north + east * east);
    double cos_bearing = way > 1e-12 ? north / way : 1;
    double half = 0.5 * rx->distance_km / EARTH_RADIUS_KM;
    double sine = s->tx_sin * cos(half) + s->tx_cos * sin(half) * cos_bearing;
    return asin(fmin(fmax(sine, -1), 1)) * 180 / PI;
}
