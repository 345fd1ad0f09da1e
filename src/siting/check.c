/* A caller's cover: every number looked at before anything is built on it. */
#include "siting/problem.h"

#include <math.h>

/* Sums of units stay well below 2^63. */
static const int unit_bits = 61;

int er_siting_shift(const double *values, size_t count) {
    double largest = 0;
    int value_bits = 0, count_bits = 0;
    for (size_t i = 0; i < count; i++)
        largest = fmax(largest, values[i]);
    frexp(largest, &value_bits);
    frexp((double)count, &count_bits);
    return largest > 0 ? unit_bits - value_bits - count_bits : 0;
}

er_status er_siting_scale(er_context *ctx, const er_siting_cover *cover, int *shift) {
    er_sum sum = {0};
    for (size_t i = 0; i < cover->demand_count; i++) {
        double weight = cover->weight[i];
        if (!isfinite(weight) || weight < 0)
            return er_fail(ctx, ER_ERR_RANGE, "demand %zu has the weight %g: weights are 0 or more",
                           i + 1, weight);
        er_sum_add(&sum, weight);
    }
    if (!isfinite(er_sum_value(&sum)))
        return er_fail(ctx, ER_ERR_RANGE,
                       "the weights of the demand have no finite sum: give them in a larger unit");
    *shift = er_siting_shift(cover->weight, cover->demand_count);
    return ER_OK;
}

int64_t er_siting_units(double weight, int shift) {
    return (int64_t)llrint(ldexp(weight, shift));
}

double er_siting_weight(int64_t units, int shift) {
    return ldexp((double)units, -shift);
}

static er_status check_starts(er_context *ctx, const er_siting_cover *cover) {
    if (cover->candidate_count >= UINT32_MAX || cover->demand_count >= UINT32_MAX)
        return er_fail(ctx, ER_ERR_RANGE, "a cover has fewer than 2^32 candidates and demands");
    bool ordered = cover->candidate_count == 0 || cover->start[0] == 0;
    for (size_t j = 0; j < cover->candidate_count; j++)
        ordered = ordered && cover->start[j] <= cover->start[j + 1];
    if (!ordered)
        return er_fail(ctx, ER_ERR_RANGE, "the rows of a cover start at 0 and follow each other");
    return ER_OK;
}

/** Count the candidates of each demand in start[i + 1]; `seen` is a scratch of the demand. */
static er_status count_members(er_context *ctx, const er_siting_cover *cover, size_t *start,
                               uint32_t *seen) {
    for (size_t j = 0; j < cover->candidate_count; j++)
        for (size_t k = cover->start[j]; k < cover->start[j + 1]; k++) {
            uint32_t i = cover->demand[k];
            if (i >= cover->demand_count)
                return er_fail(ctx, ER_ERR_RANGE,
                               "candidate %zu names the demand %zu, but there are only %zu", j + 1,
                               (size_t)i + 1, cover->demand_count);
            if (seen[i] == j + 1)
                return er_fail(ctx, ER_ERR_RANGE, "candidate %zu names the demand %zu twice", j + 1,
                               (size_t)i + 1);
            seen[i] = (uint32_t)j + 1;
            start[i + 1]++;
        }
    return ER_OK;
}

er_status er_siting_transpose(er_context *ctx, er_arena *arena, const er_siting_cover *cover,
                              size_t **start, uint32_t **members) {
    size_t demands = cover->demand_count, *from = NULL, *next = NULL;
    uint32_t *of = NULL, *seen = NULL;
    ER_TRY(check_starts(ctx, cover));
    size_t pairs = cover->candidate_count > 0 ? cover->start[cover->candidate_count] : 0;
    if (pairs > SIZE_MAX / sizeof *of - 1)
        return er_fail(ctx, ER_ERR_MEMORY, "not enough memory for %zu pairs", pairs);
    ER_TRY(er_arena_alloc(ctx, arena, (demands + 1) * sizeof *seen, &seen));
    ER_TRY(er_arena_alloc(ctx, arena, (demands + 1) * sizeof *from, &from));
    ER_TRY(er_arena_alloc(ctx, arena, (demands + 1) * sizeof *next, &next));
    ER_TRY(er_arena_alloc(ctx, arena, (pairs + 1) * sizeof *of, &of));
    ER_TRY(count_members(ctx, cover, from, seen));
    for (size_t i = 0; i < demands; i++) {
        from[i + 1] += from[i];
        next[i] = from[i];
    }
    for (size_t j = 0; j < cover->candidate_count; j++)
        for (size_t k = cover->start[j]; k < cover->start[j + 1]; k++)
            of[next[cover->demand[k]]++] = (uint32_t)j;
    *start = from;
    *members = of;
    return ER_OK;
}
