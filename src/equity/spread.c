/* The coefficient of variation. */
#include "equity/indices.h"

#include <math.h>

double er_cv(const er_sample *sample, const double *weight, const er_totals *totals) {
    er_sum sum = {0};
    for (size_t i = 0; i < sample->count; i++) {
        if (weight[i] == 0) continue;
        double excess = (sample->value[i] - totals->mean) / totals->mean;
        /* the share first: an excess of 1e200 squared is no number, but its share is small */
        er_sum_add(&sum, weight[i] / totals->total_weight * excess * excess);
    }
    return sqrt(er_sum_value(&sum));
}
