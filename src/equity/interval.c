#include "equity/interval.h"

#include <math.h>
#include <stdlib.h>

er_status er_resampling_check(er_context *ctx, const er_equity_resampling *resampling) {
    if (resampling->resamples < 1 || resampling->resamples > ER_EQUITY_MAX_RESAMPLES)
        return er_fail(ctx, ER_ERR_RANGE, "%zu resamples: give a number from 1 to 1000000",
                       resampling->resamples);
    if (!(resampling->level > 0 && resampling->level < 1))
        return er_fail(ctx, ER_ERR_RANGE, "the level %g is not between 0 and 1", resampling->level);
    return ER_OK;
}

static int compare_numbers(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/** Hyndman and Fan (1996), type 7, of `count` sorted numbers. */
static double quantile(const double *sorted, size_t count, double probability) {
    double place = probability * (double)(count - 1);
    size_t at = (size_t)place;
    if (at + 1 >= count) return sorted[count - 1];
    return sorted[at] + (place - (double)at) * (sorted[at + 1] - sorted[at]);
}

/** Numbers of a sorted list below a value, those equal to it by half. */
static double rank_of(const double *sorted, size_t count, double value) {
    size_t below = 0, upto;
    while (below < count && sorted[below] < value)
        below++;
    for (upto = below; upto < count && sorted[upto] == value; upto++) {
    }
    return ((double)below + (double)upto) / 2;
}

/** DiCiccio and Efron (1996), eq. 2.3: the percentile to take for one. */
static double bca_percentile(double probability, double bias, double acceleration) {
    double z = bias + er_normal_quantile(probability), stretch = 1 - acceleration * z;
    if (!(stretch > 0)) return z > 0 ? 1 : 0;
    return er_normal_probability(bias + z / stretch);
}

double er_acceleration(const double *influences, size_t count) {
    double most = 0;
    for (size_t i = 0; i < count; i++)
        most = fmax(most, fabs(influences[i]));
    if (!(most > 0)) return 0;
    er_sum squares = {0}, cubes = {0};
    for (size_t i = 0; i < count; i++) {
        double z = influences[i] / most;
        er_sum_add(&squares, z * z);
        er_sum_add(&cubes, z * z * z);
    }
    double square = er_sum_value(&squares);
    return er_sum_value(&cubes) / (6 * square * sqrt(square));
}

er_equity_interval er_interval_of(const er_equity_resampling *resampling, double *figures,
                                  size_t count, double estimate, double acceleration) {
    er_equity_interval found = {NAN, NAN, 0};
    for (size_t i = 0; i < count; i++)
        if (!isnan(figures[i])) figures[found.defined++] = figures[i];
    if (found.defined == 0 || isnan(estimate)) return found;
    qsort(figures, found.defined, sizeof *figures, compare_numbers);
    double low = (1 - resampling->level) / 2, high = (1 + resampling->level) / 2;
    if (resampling->method == ER_EQUITY_BCA) {
        /* a rank at an end would be an infinite bias: half a resample is left beyond it */
        double rank =
            fmin(fmax(rank_of(figures, found.defined, estimate), 0.5), (double)found.defined - 0.5);
        double bias = er_normal_quantile(rank / (double)found.defined);
        low = bca_percentile(low, bias, acceleration);
        high = bca_percentile(high, bias, acceleration);
    }
    found.low = quantile(figures, found.defined, low);
    found.high = quantile(figures, found.defined, high);
    return found;
}
