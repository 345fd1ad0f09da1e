/* Shortfall against a floor: Foster, Greer, Thorbecke (1984), eq. 1. */
#include "equity/indices.h"

#include <math.h>

void er_shortfall(const er_sample *sample, const double *weight, const er_totals *totals,
                  double floor, double fgt[3]) {
    er_sum sums[3] = {0};
    for (size_t i = 0; i < sample->count && sample->value[i] < floor; i++) {
        double share = weight[i] / totals->total_weight;
        double gap = (floor - sample->value[i]) / floor;
        er_sum_add(&sums[0], share);
        er_sum_add(&sums[1], share * gap);
        er_sum_add(&sums[2], share * gap * gap);
    }
    for (int alpha = 0; alpha < 3; alpha++)
        fgt[alpha] = fmin(er_sum_value(&sums[alpha]), 1); /* shares add up to 1 but for rounding */
}
