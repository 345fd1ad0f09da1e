/* TR 38.901 table 7.4.1-1: the parts of the formulas that heights and frequency fix. */
#include "radio/portable_math.h"
#include "radio/tr38901.h"

#include <float.h>
#include <math.h>

static const double PI = 3.14159265358979323846;

static double least(double a, double b) {
    return a < b ? a : b;
}

static double most(double a, double b) {
    return a > b ? a : b;
}

/** Decimal logarithm of a figure above 0; the smallest normal number stands for smaller ones. */
static double lg(double x) {
    return er_log10(most(x, DBL_MIN));
}

double er_tr38901_breakpoint_m(er_environment environment, double freq_mhz, double tx_height_m,
                               double rx_height_m) {
    double per_m = 1e6 * freq_mhz / ER_TR38901_C_M_S;
    if (environment == ER_ENV_RMA) return 2 * PI * tx_height_m * rx_height_m * per_m; /* note 5 */
    double tx_m = tx_height_m - ER_TR38901_H_E_M, rx_m = rx_height_m - ER_TR38901_H_E_M;
    if (!(tx_m > 0 && rx_m > 0)) return 0;
    return 4 * tx_m * rx_m * per_m; /* note 1 */
}

/** PL2 of UMa and UMi: less so much of lg(d'_BP^2 + (h_BS - h_UT)^2) that it meets PL1. */
static void set_urban(er_tr38901 *pair, double constant_db, double near_slope) {
    double at_breakpoint_m2 = pair->breakpoint_m * pair->breakpoint_m + pair->rise_m2;
    double nearest_m2 = ER_TR38901_NEAREST_M * ER_TR38901_NEAREST_M;
    pair->near_db = constant_db;
    pair->near_slope = near_slope;
    pair->far_db = constant_db - (40 - near_slope) / 2 * lg(most(at_breakpoint_m2, nearest_m2));
    pair->sigma_near_db = pair->sigma_far_db = 4;
}

static void set_uma(er_tr38901 *pair, double freq_ghz, double rx_height_m) {
    double freq_db = 20 * lg(freq_ghz);
    set_urban(pair, 28.0 + freq_db, 22);
    pair->nlos_db = 13.54 + freq_db - 0.6 * (rx_height_m - 1.5);
    pair->nlos_slope = 39.08;
    pair->sigma_nlos_db = 6;
    pair->high_receiver = er_tr38901_high_receiver(rx_height_m);
}

static void set_umi(er_tr38901 *pair, double freq_ghz, double rx_height_m) {
    double lg_freq = lg(freq_ghz);
    set_urban(pair, 32.4 + 20 * lg_freq, 21);
    pair->nlos_db = 22.4 + 21.3 * lg_freq - 0.3 * (rx_height_m - 1.5);
    pair->nlos_slope = 35.3;
    pair->sigma_nlos_db = 7.82;
}

static void set_rma(er_tr38901 *pair, double freq_ghz, const er_path *path) {
    double h = path->building_m, lg_h = lg(h), h_power = er_power(most(h, DBL_MIN), 1.72);
    pair->near_db = 20 * lg(40 * PI * freq_ghz / 3) - least(0.044 * h_power, 14.77);
    pair->near_slope = 20 + least(0.03 * h_power, 10);
    pair->near_per_m = 0.002 * lg_h;
    /* PL2 = PL1(d_BP) + 40 lg(d_3D / d_BP): PL1 takes the breakpoint as its 3D distance */
    pair->far_db = pair->near_db + (pair->near_slope - 40) * lg(pair->breakpoint_m) +
                   pair->near_per_m * pair->breakpoint_m;
    double lg_tx = lg(path->tx_height_m), lg_rx = lg(11.75 * path->rx_height_m);
    double ratio = h / path->tx_height_m;
    pair->nlos_slope = 43.42 - 3.1 * lg_tx;
    pair->nlos_db = 161.04 - 7.1 * lg(path->street_m) + 7.5 * lg_h -
                    (24.37 - 3.7 * ratio * ratio) * lg_tx - 3 * pair->nlos_slope +
                    20 * lg(freq_ghz) - (3.2 * lg_rx * lg_rx - 4.97);
    pair->sigma_near_db = 4;
    pair->sigma_far_db = 6;
    pair->sigma_nlos_db = 8;
}

er_tr38901 er_tr38901_of(er_environment environment, const er_path *path) {
    double rise_m = path->tx_height_m - path->rx_height_m;
    er_tr38901 pair = {
        .environment = environment,
        .rise_m2 = rise_m * rise_m,
        .breakpoint_m = er_tr38901_breakpoint_m(environment, path->freq_mhz, path->tx_height_m,
                                                path->rx_height_m),
    };
    double freq_ghz = path->freq_mhz / 1000;
    switch (environment) {
    case ER_ENV_RMA:
        set_rma(&pair, freq_ghz, path);
        break;
    case ER_ENV_UMA:
        set_uma(&pair, freq_ghz, path->rx_height_m);
        break;
    case ER_ENV_UMI:
        set_umi(&pair, freq_ghz, path->rx_height_m);
        break;
    }
    return pair;
}

double er_tr38901_high_receiver(double rx_height_m) {
    if (!(rx_height_m > 13)) return 0;
    double x = (least(rx_height_m, 23) - 13) / 10;
    return x * sqrt(x);
}
