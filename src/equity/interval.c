#include "equity/interval.h"

#include <math.h>
#include <stdlib.h>

er_status er_resampling_check(er_context *ctx, const er_equity_resampling *resampling) {
    if (resampling->resamples < 1 || resampling->resamples > ER_EQUITY_MAX_RESAMPLES)
        return er_fail(ctx, ER_ERR_RANGE, "%zu resamples: give a number from 1 to 1000000",
                       resampling->resamples);
    if (!(resampling->level > 0 && resampling->level < 1))
        return er_fail(ctx, ER_ERR_RANGE, "the level %g is not between 0 and 1", resampling->level);
    if ((unsigned)resampling->method > ER_EQUITY_PERCENTILE)
        return er_fail(ctx, ER_ERR_RANGE, "there is no interval of number %d",
                       (int)resampling->method);
    return ER_OK;
}

er_scale er_scale_of(er_equity_figure figure) {
    switch (figure) {
    case ER_FIGURE_MEAN:
    case ER_FIGURE_THEIL_T:
    case ER_FIGURE_THEIL_L:
    case ER_FIGURE_PALMA:
    case ER_FIGURE_CV:
    case ER_FIGURE_BETWEEN:
    case ER_FIGURE_WITHIN:
        return ER_SCALE_LOG;
    case ER_FIGURE_GINI:
    case ER_FIGURE_ATKINSON:
    case ER_FIGURE_HOOVER:
    case ER_FIGURE_HHI:
    case ER_FIGURE_FGT_0:
    case ER_FIGURE_FGT_1:
    case ER_FIGURE_FGT_2:
        return ER_SCALE_LOGIT;
    case ER_FIGURE_CONCENTRATION:
        return ER_SCALE_SIGNED;
    case ER_FIGURE_COUNT:
        break;
    }
    return ER_SCALE_PLAIN;
}

static double to_scale(er_scale scale, double value) {
    switch (scale) {
    case ER_SCALE_LOG:
        return log(value);
    case ER_SCALE_LOGIT:
        return log(value) - log1p(-value);
    case ER_SCALE_SIGNED:
        return atanh(value);
    case ER_SCALE_PLAIN:
        break;
    }
    return value;
}

static double from_scale(er_scale scale, double value) {
    switch (scale) {
    case ER_SCALE_LOG:
        return exp(value);
    case ER_SCALE_LOGIT:
        return 1 / (1 + exp(-value));
    case ER_SCALE_SIGNED:
        return tanh(value);
    case ER_SCALE_PLAIN:
        break;
    }
    return value;
}

/** Derivative of the scale: what an error is multiplied by. */
static double slope(er_scale scale, double value) {
    switch (scale) {
    case ER_SCALE_LOG:
        return 1 / value;
    case ER_SCALE_LOGIT:
        return 1 / (value * (1 - value));
    case ER_SCALE_SIGNED:
        return 1 / (1 - value * value);
    case ER_SCALE_PLAIN:
        break;
    }
    return 1;
}

static int compare_numbers(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/** Of `count` sorted numbers: type 6 of Hyndman and Fan (1996), so that each of the count + 1 gaps
 *  between and beyond them is as likely as another; the outer two end at the least and the most. */
static double quantile(const double *sorted, size_t count, double probability) {
    double place = probability * (double)(count + 1) - 1;
    if (place <= 0) return sorted[0];
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
    er_sum all = {0}, squares = {0}, cubes = {0};
    double most = 0;
    for (size_t i = 0; i < count; i++)
        er_sum_add(&all, influences[i]);
    double mean = er_sum_value(&all) / (double)count;
    for (size_t i = 0; i < count; i++)
        most = fmax(most, fabs(influences[i] - mean));
    if (!(most > 0)) return 0;
    for (size_t i = 0; i < count; i++) {
        double z = (influences[i] - mean) / most;
        er_sum_add(&squares, z * z);
        er_sum_add(&cubes, z * z * z);
    }
    double square = er_sum_value(&squares);
    return er_sum_value(&cubes) / (6 * square * sqrt(square));
}

/** Between two percentiles of the `defined` figures, which are sorted here. */
static void by_percentiles(const er_equity_resampling *resampling, er_resampled *from,
                           er_equity_interval *found) {
    double low = (1 - resampling->level) / 2, high = (1 + resampling->level) / 2;
    qsort(from->figures, found->defined, sizeof *from->figures, compare_numbers);
    if (resampling->method == ER_EQUITY_BCA) {
        /* a rank at an end would be an infinite bias: half a resample is left beyond it */
        double rank = fmin(fmax(rank_of(from->figures, found->defined, from->estimate), 0.5),
                           (double)found->defined - 0.5);
        double bias = er_normal_quantile(rank / (double)found->defined);
        low = bca_percentile(low, bias, from->acceleration);
        high = bca_percentile(high, bias, from->acceleration);
    }
    found->low = quantile(from->figures, found->defined, low);
    found->high = quantile(from->figures, found->defined, high);
}

/** Davison and Hinkley (1997), eqs. 5.6 and 5.9: by the quantiles of (figure - estimate) / error on
 *  the scale. False if the estimate has no error or stands at the end of its scale, if that holds
 *  for half of the resamples, or if an end is no number: then the quantiles say nothing. */
static bool by_errors(const er_equity_resampling *resampling, er_resampled *from,
                      er_equity_interval *found) {
    double centre = to_scale(from->scale, from->estimate), *t = from->errors;
    double error = from->error * slope(from->scale, from->estimate);
    size_t used = 0;
    if (!from->errors || !isfinite(centre) || !isfinite(error) || !(error > 0)) return false;
    for (size_t i = 0; i < found->defined; i++) {
        double figure = from->figures[i];
        double scaled = (to_scale(from->scale, figure) - centre) /
                        (from->errors[i] * slope(from->scale, figure));
        if (isfinite(scaled)) t[used++] = scaled;
    }
    if (used < found->defined - found->defined / 2) return false;
    qsort(t, used, sizeof *t, compare_numbers);
    found->low =
        from_scale(from->scale, centre - error * quantile(t, used, (1 + resampling->level) / 2));
    found->high =
        from_scale(from->scale, centre - error * quantile(t, used, (1 - resampling->level) / 2));
    return isfinite(found->low) && isfinite(found->high);
}

er_equity_interval er_interval_of(const er_equity_resampling *resampling, er_resampled *from) {
    er_equity_interval found = {NAN, NAN, 0};
    for (size_t i = 0; i < from->count; i++) {
        if (isnan(from->figures[i])) continue;
        from->figures[found.defined] = from->figures[i];
        if (from->errors) from->errors[found.defined] = from->errors[i];
        found.defined++;
    }
    if (found.defined == 0 || isnan(from->estimate) || !from->varied) return found;
    if (resampling->method != ER_EQUITY_STUDENTISED || !by_errors(resampling, from, &found))
        by_percentiles(resampling, from, &found);
    return found;
}
