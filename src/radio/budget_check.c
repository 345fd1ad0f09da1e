/* What a link budget is when nothing more is said, and which figures make none. */
#include "radio/carrier.h"

#include <math.h>

/* The pattern DDDSU of five slots of 14 symbols, its special slot with 10 symbols down, 2 of guard
 * and 2 up: (3 x 14 + 10) / 70. The guard counts with the uplink. */
static const double usual_tdd_downlink = 52.0 / 70.0;

er_budget er_budget_defaults(double freq_mhz, double bandwidth_mhz) {
    const er_band *band = er_band_of_frequency(freq_mhz);
    er_budget budget = {
        .freq_mhz = freq_mhz,
        .bandwidth_mhz = bandwidth_mhz,
        .subcarrier_khz = 15,
        .duplex = ER_DUPLEX_FDD,
        .dl_share = 1,
        .tx_power_dbm = 46,
        .ue_noise_db = 9,
        .bs_noise_db = 5,
        .ue_power_dbm = 23,
        .ul_bandwidth_mhz = NAN,
        .dl_layers = 1,
        .ul_layers = 1,
        .load = 0.5,
        .lte = er_is_lte(band, NULL),
    };
    if (band) {
        budget.subcarrier_khz = band->subcarrier_khz;
        budget.duplex = band->duplex;
    } else if (freq_mhz >= 24250) { /* TS 38.104 table 5.1-1: FR2, unpaired bands only */
        budget.subcarrier_khz = 120;
        budget.duplex = ER_DUPLEX_TDD;
    }
    if (budget.duplex == ER_DUPLEX_TDD) budget.dl_share = usual_tdd_downlink;
    return budget;
}

struct limit {
    const char *field;
    double value;
    double least;
    double most;
};

er_status er_budget_check(er_context *ctx, const er_budget *budget) {
    const struct limit limits[] = {
        {"freq_mhz", budget->freq_mhz, 1, 1e6},
        {"bandwidth_mhz", budget->bandwidth_mhz, 0.1, 10000},
        {"subcarrier_khz", budget->subcarrier_khz, 1, 10000},
        {"dl_share", budget->dl_share, 0, 1},
        {"tx_power_dbm", budget->tx_power_dbm, -50, 100},
        {"tx_loss_db", budget->tx_loss_db, 0, 100},
        {"rx_gain_dbi", budget->rx_gain_dbi, -100, 100},
        {"rx_loss_db", budget->rx_loss_db, 0, 200},
        {"ue_noise_db", budget->ue_noise_db, 0, 100},
        {"bs_noise_db", budget->bs_noise_db, 0, 100},
        {"ue_power_dbm", budget->ue_power_dbm, -50, 100},
        {"dl_layers", budget->dl_layers, 1, 64},
        {"ul_layers", budget->ul_layers, 1, 64},
        {"load", budget->load, 0, 0.99},
    };
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++)
        if (!(limits[i].value >= limits[i].least && limits[i].value <= limits[i].most))
            return er_fail(ctx, ER_ERR_RANGE, "link budget: %s is %g; give %g to %g",
                           limits[i].field, limits[i].value, limits[i].least, limits[i].most);
    if (budget->ul_bandwidth_mhz <= 0 || budget->ul_bandwidth_mhz > budget->bandwidth_mhz)
        return er_fail(ctx, ER_ERR_RANGE,
                       "link budget: ul_bandwidth_mhz is %g; give more than 0 and at most the "
                       "carrier's %g",
                       budget->ul_bandwidth_mhz, budget->bandwidth_mhz);
    if (budget->lte && budget->subcarrier_khz != 15) /* TS 36.211 section 6.2.3 */
        return er_fail(ctx, ER_ERR_RANGE,
                       "link budget: subcarrier_khz is %g; LTE's subcarriers are 15 kHz apart",
                       budget->subcarrier_khz);
    if (er_budget_blocks(budget) == 0)
        return er_fail(ctx, ER_ERR_RANGE,
                       "link budget: no resource block fits a carrier of %g MHz with %g kHz "
                       "subcarriers; give a bandwidth and spacing of the band's table",
                       budget->bandwidth_mhz, budget->subcarrier_khz);
    return ER_OK;
}
