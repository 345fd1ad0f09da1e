/* Theil's two entropies. The mean of r = x / m is 1, so r - 1 adds up to nothing and may be put
 * into each term: then no term is negative, and equal rows give exactly 0. */
#include "equity/indices.h"

#include <math.h>

double er_theil_term(double ratio) {
    if (ratio <= 0) return 1; /* 0 ln 0 = 0 */
    return fmax(0, ratio * log(ratio) - (ratio - 1));
}

double er_theil_t(const er_sample *sample, const double *weight, const er_totals *totals) {
    er_sum sum = {0};
    for (size_t i = 0; i < sample->count; i++)
        if (weight[i] > 0)
            er_sum_add(&sum, weight[i] / totals->total_weight *
                                 er_theil_term(sample->value[i] / totals->mean));
    return er_sum_value(&sum);
}

double er_theil_l(const er_sample *sample, const double *weight, const er_totals *totals) {
    er_sum sum = {0};
    for (size_t i = 0; i < sample->count; i++) {
        if (weight[i] == 0) continue;
        if (sample->value[i] == 0) return NAN;
        double ratio = sample->value[i] / totals->mean;
        er_sum_add(&sum, weight[i] / totals->total_weight * fmax(0, (ratio - 1) - log(ratio)));
    }
    return er_sum_value(&sum);
}
