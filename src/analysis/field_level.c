/* What a signal amounts to: its level, how far it is from being served, and what is left of it
 * behind a wall. */
#include "analysis/field_level.h"

#include <math.h>

uint8_t er_field_level(const er_field *field, const er_signal *signal) {
    return signal->sector < field->count ? er_field_level_of(field, signal) : 0;
}

double er_field_margin_db(const er_field *field, const er_signal *signal) {
    if (signal->sector >= field->count) return NAN;
    const er_field_need *weakest = field->budgets[field->budget_of[signal->sector]].levels +
                                   field->study->radio.level_count - 1;
    double over_db =
        fmin(fmin(signal->rsrp_dbm - weakest->rsrp_dbm, signal->sinr_db - weakest->sinr_db),
             signal->uplink_snr_db - weakest->uplink_snr_db);
    return over_db - field->margin_sd * signal->sigma_db;
}

static double ratio_of(double level_db) {
    return pow(10, level_db / 10);
}

/** Signal S and interference I both weaker by a factor L, noise N unchanged: with q = N / (I + N)
 *  before, S/L / (I/L + N) is S / (I + N) over 1 + q (L - 1). */
static double sinr_behind(const er_signal *signal, double noise_dbm, double loss_db) {
    double disturbed_dbm = signal->rsrp_dbm - signal->sinr_db; /* I + N */
    double noise_share = fmin(ratio_of(noise_dbm - disturbed_dbm), 1);
    return signal->sinr_db - 10 * log10(1 + noise_share * (ratio_of(loss_db) - 1));
}

er_signal er_field_behind(const er_field *field, const er_signal *signal, double loss_db,
                          double sigma_db) {
    er_signal behind = *signal;
    if (signal->sector >= field->count) return behind;
    double noise_dbm = field->budgets[field->budget_of[signal->sector]].noise_dbm;
    behind.sinr_db = sinr_behind(signal, noise_dbm, loss_db);
    behind.rsrp_dbm -= loss_db;
    behind.uplink_snr_db -= loss_db;
    behind.loss_db += loss_db;
    behind.sigma_db = hypot(signal->sigma_db, sigma_db);
    behind.level = er_field_level_of(field, &behind);
    return behind;
}
