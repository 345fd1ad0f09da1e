/* Throughput by 3GPP TR 36.942 annex A: Shannon's bound attenuated by an implementation's losses,
 * nothing below the least signal, no more than the best modulation carries. */
#include "radio/carrier.h"

#include <math.h>

struct shannon {
    double alpha;
    double least_db;
    double limit; /**< bit/s/Hz */
};

/* TR 36.942 table A.1 */
static const struct shannon downlink = {0.6, -10, 4.4};
static const struct shannon uplink = {0.4, -10, 2.0};

static double efficiency(const struct shannon *model, double sinr_db) {
    if (isnan(sinr_db)) return NAN;
    if (sinr_db < model->least_db) return 0;
    double value = model->alpha * log2(1 + pow(10, sinr_db / 10));
    return value > model->limit ? model->limit : value;
}

double er_spectral_efficiency(double sinr_db, bool is_uplink) {
    return efficiency(is_uplink ? &uplink : &downlink, sinr_db);
}

/* Layers share the power, so that each of n has 10 lg n less signal (E. Telatar, Capacity of
 * multi-antenna Gaussian channels, 1999, for a channel of equal singular values); the link takes
 * the number of them that carries most, as rank adaptation does. */
static double best_layers(const struct shannon *model, double sinr_db, int layers) {
    double best = efficiency(model, sinr_db);
    for (int n = 2; n <= layers; n++) {
        double value = n * efficiency(model, sinr_db - 10 * log10(n));
        if (value > best) best = value;
    }
    return best;
}

double er_downlink_mbps(const er_budget *budget, double sinr_db) {
    double share = budget->duplex == ER_DUPLEX_TDD ? budget->dl_share : 1;
    return best_layers(&downlink, sinr_db, budget->dl_layers) * share * er_occupied_hz(budget) /
           1e6;
}

double er_uplink_mbps(const er_budget *budget, double snr_db) {
    double share = budget->duplex == ER_DUPLEX_TDD ? 1 - budget->dl_share : 1;
    return best_layers(&uplink, snr_db, budget->ul_layers) * share * er_uplink_hz(budget) / 1e6;
}
