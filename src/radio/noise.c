/* What a receiver hears without a signal. */
#include "evenreach/radio.h"

#include <math.h>

/* Thermal noise at 290 K, dBm/Hz */
static const double thermal_dbm_hz = -174;

double er_noise_dbm(double bandwidth_hz, double noise_figure_db) {
    return thermal_dbm_hz + 10 * log10(bandwidth_hz) + noise_figure_db;
}
