#include "equity/moran.h"

#include <math.h>

static er_status check_values(er_context *ctx, const double *value, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!isfinite(value[i]))
            return er_fail(ctx, ER_ERR_RANGE, "row %zu: the value %g is not a finite number", i + 1,
                           value[i]);
    return ER_OK;
}

/** Multiply by the power of two that brings the largest number to between a half and 1. */
static void bring_to_one(double *numbers, size_t count) {
    double largest = 0;
    int exponent = 0;
    for (size_t i = 0; i < count; i++)
        largest = fmax(largest, fabs(numbers[i]));
    frexp(largest, &exponent);
    for (size_t i = 0; i < count; i++)
        numbers[i] = ldexp(numbers[i], -exponent);
}

static void take_mean_off(double *numbers, size_t count) {
    er_sum sum = {0};
    for (size_t i = 0; i < count; i++)
        er_sum_add(&sum, numbers[i]);
    double mean = er_sum_value(&sum) / (double)count;
    for (size_t i = 0; i < count; i++)
        numbers[i] -= mean;
}

static bool all_equal(const double *numbers, size_t count) {
    for (size_t i = 1; i < count; i++)
        if (numbers[i] != numbers[0]) return false;
    return true;
}

er_status er_deviations_new(er_context *ctx, const double *value, size_t count,
                            er_deviations *out) {
    er_deviations found = {0};
    er_sum sum_2 = {0}, sum_4 = {0};
    ER_TRY(check_values(ctx, value, count));
    ER_TRY(er_alloc(ctx, count, sizeof *found.z, &found.z));
    *out = found;
    if (all_equal(value, count)) return ER_OK;
    for (size_t i = 0; i < count; i++)
        found.z[i] = value[i];
    bring_to_one(found.z, count);
    take_mean_off(found.z, count);
    take_mean_off(found.z, count); /* what the mean was rounded by */
    bring_to_one(found.z, count);
    for (size_t i = 0; i < count; i++) {
        double square = found.z[i] * found.z[i];
        er_sum_add(&sum_2, square);
        er_sum_add(&sum_4, square * square);
    }
    out->sum_2 = er_sum_value(&sum_2);
    out->sum_4 = er_sum_value(&sum_4);
    return ER_OK;
}

void er_deviations_free(er_deviations *deviations) {
    er_free(deviations->z);
    *deviations = (er_deviations){0};
}

size_t er_rows_alone(const er_neighbours *neighbours) {
    size_t alone = 0;
    for (size_t i = 0; i < neighbours->count; i++)
        alone += neighbours->first[i] == neighbours->first[i + 1];
    return alone;
}

er_status er_check_permutations(er_context *ctx, size_t permutations) {
    if (permutations > ER_EQUITY_MAX_RESAMPLES)
        return er_fail(ctx, ER_ERR_RANGE, "%zu permutations: give a number up to 1000000",
                       permutations);
    return ER_OK;
}

double er_pseudo_p(size_t at_least, size_t at_most, size_t permutations) {
    size_t tail = at_least < at_most ? at_least : at_most;
    return fmin(1, 2 * (1 + (double)tail) / (1 + (double)permutations));
}
