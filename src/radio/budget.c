/* Powers along a link: from the carrier at the antenna port to what a receiver makes of it. */
#include "radio/carrier.h"

#include <math.h>

enum { SUBCARRIERS_PER_BLOCK = 12 }; /* TS 38.211 section 4.4.4.1, TS 36.211 table 6.2.3-1 */

int er_budget_blocks(const er_budget *budget) {
    return budget->lte ? er_lte_resource_blocks(budget->bandwidth_mhz)
                       : er_resource_blocks(budget->bandwidth_mhz, budget->subcarrier_khz);
}

static int subcarriers(const er_budget *budget) {
    return SUBCARRIERS_PER_BLOCK * er_budget_blocks(budget);
}

double er_occupied_hz(const er_budget *budget) {
    return subcarriers(budget) * budget->subcarrier_khz * 1e3;
}

double er_uplink_hz(const er_budget *budget) {
    double occupied = er_occupied_hz(budget);
    double own = budget->ul_bandwidth_mhz * 1e6;
    return own < occupied ? own : occupied; /* NAN: the whole carrier */
}

double er_rsrp_offset_db(const er_budget *budget) {
    int count = subcarriers(budget);
    return count > 0 ? -10 * log10(count) : NAN;
}

double er_rsrp_dbm(const er_budget *budget, double tx_gain_dbi, double loss_db) {
    return budget->tx_power_dbm + er_rsrp_offset_db(budget) - budget->tx_loss_db + tx_gain_dbi -
           loss_db + budget->rx_gain_dbi - budget->rx_loss_db;
}

double er_sinr_db(const er_budget *budget, double rsrp_dbm, double interference_mw) {
    double noise_dbm = er_noise_dbm(budget->subcarrier_khz * 1e3, budget->ue_noise_db);
    return rsrp_dbm - 10 * log10(interference_mw + pow(10, noise_dbm / 10));
}

double er_uplink_snr_db(const er_budget *budget, double tx_gain_dbi, double loss_db) {
    double received_dbm = budget->ue_power_dbm + budget->rx_gain_dbi - budget->rx_loss_db -
                          loss_db + tx_gain_dbi - budget->tx_loss_db;
    double rise_db = -10 * log10(1 - budget->load);
    return received_dbm - er_noise_dbm(er_uplink_hz(budget), budget->bs_noise_db) - rise_db;
}

double er_max_loss_db(const er_budget *budget, double peak_gain_dbi, double rsrp_dbm) {
    return er_rsrp_dbm(budget, peak_gain_dbi, 0) - rsrp_dbm;
}
