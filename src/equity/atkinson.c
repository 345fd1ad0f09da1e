/* Atkinson (1970), as the distance of the equally distributed equivalent from the mean:
 * A = 1 - exp(q), q = ln(sum p r^d) / d with d = 1 - epsilon, and q = sum p ln r for d = 0. */
#include "equity/indices.h"

#include <math.h>

static double log_equivalent_at_one(const er_sample *sample, const double *weight,
                                    const er_totals *totals) {
    er_sum sum = {0};
    for (size_t i = 0; i < sample->count; i++)
        if (weight[i] > 0)
            er_sum_add(&sum,
                       weight[i] / totals->total_weight * log(sample->value[i] / totals->mean));
    return er_sum_value(&sum);
}

/** q for d other than 0. `base` is ln of the ratio that is factored out of the powers: the
 *  smallest one where d is negative, so that a great aversion can't overflow. */
static double log_equivalent(const er_sample *sample, const double *weight, const er_totals *totals,
                             double d, double base) {
    er_sum powers = {0}, less_one = {0};
    for (size_t i = 0; i < sample->count; i++) {
        if (weight[i] == 0) continue;
        double share = weight[i] / totals->total_weight;
        double exponent = d * (log(sample->value[i] / totals->mean) - base);
        er_sum_add(&powers, share * exp(exponent));
        er_sum_add(&less_one, share * expm1(exponent));
    }
    /* near 1 the logarithm needs the distance from 1, which keeps the limit d to 0 exact */
    double distance = er_sum_value(&less_one);
    double logarithm = fabs(distance) < 0.5 ? log1p(distance) : log(er_sum_value(&powers));
    return base + logarithm / d;
}

double er_atkinson(const er_sample *sample, const double *weight, const er_totals *totals,
                   double epsilon) {
    size_t first = 0;
    while (first < sample->count && weight[first] == 0)
        first++;
    double least = sample->value[first];
    if (least == 0 && epsilon >= 1) return 1;
    double d = 1 - epsilon;
    double q;
    if (d == 0) {
        q = log_equivalent_at_one(sample, weight, totals);
    } else {
        double base = d < 0 ? log(least / totals->mean) : 0;
        if (fabs(d * base) < 1) base = 0; /* no danger of overflow: keep the exact form */
        q = log_equivalent(sample, weight, totals, d, base);
    }
    return fmax(0, -expm1(q));
}
