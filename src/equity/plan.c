#include "equity/plan.h"

#include "equity/indices.h"

#include <math.h>
#include <string.h>

/** Under this distance from 1 the aversion's power is taken as its distance from 1 over d. */
static const double near_one = 0.125;

static double power_of(const er_power *power, double ratio) {
    if (ratio == 0) return power->near && power->d > 0 ? -1 / power->d : 0;
    double logarithm = log(ratio);
    if (power->d == 0) return logarithm;
    if (power->near) return expm1(power->d * logarithm) / power->d;
    return exp(power->d * (logarithm - power->log_base));
}

static void fill_row(er_plan *plan, size_t row) {
    double *cell = plan->cells + row / ER_BLOCK * ER_COLUMN_COUNT * ER_BLOCK + row % ER_BLOCK;
    double weight = plan->sample->weight[row] * plan->scale;
    double ratio = plan->sample->value[row] / plan->mean;
    double excess = (plan->sample->value[row] - plan->mean) / plan->mean;
    cell[ER_COLUMN_WEIGHT * ER_BLOCK] = weight;
    cell[ER_COLUMN_AMOUNT * ER_BLOCK] = weight * ratio;
    cell[ER_COLUMN_EXCESS * ER_BLOCK] = weight * excess;
    cell[ER_COLUMN_SPREAD * ER_BLOCK] = weight * excess * excess;
    cell[ER_COLUMN_THEIL * ER_BLOCK] = weight * er_theil_term(ratio);
    cell[ER_COLUMN_LOGARITHM * ER_BLOCK] = ratio > 0 ? weight * fmax(0, excess - log(ratio)) : 0;
    cell[ER_COLUMN_POWER * ER_BLOCK] = weight * power_of(&plan->power, ratio);
    cell[ER_COLUMN_SQUARE * ER_BLOCK] = (weight * ratio) * (weight * ratio);
    if (row >= plan->short_count) return;
    double floor = plan->parameters.floor, gap = (floor - plan->sample->value[row]) / floor;
    cell[ER_COLUMN_DEPTH * ER_BLOCK] = weight * gap;
    cell[ER_COLUMN_SEVERITY * ER_BLOCK] = weight * gap * gap;
}

static er_plan_pair pair_of(const er_plan *plan, size_t row, er_column other) {
    return (er_plan_pair){er_plan_cell(plan, row, ER_COLUMN_WEIGHT),
                          er_plan_cell(plan, row, other)};
}

/** Reference mean, scale and base, and then every row that counts. */
static void fill(er_plan *plan, const double *times, double weight, double mean) {
    int exponent = 0;
    frexp(weight, &exponent);
    plan->scale = ldexp(1, -exponent);
    plan->mean = mean;
    double d = 1 - plan->parameters.atkinson_epsilon;
    plan->power = (er_power){.d = d, .near = fabs(d) < near_one};
    for (size_t i = plan->zero_count; d <= -near_one && i < plan->sample->count; i++)
        if (!times || times[i] > 0) {
            plan->power.log_base = log(plan->sample->value[i] / mean);
            break;
        }
    memset(plan->cells, 0, plan->block_count * ER_COLUMN_COUNT * ER_BLOCK * sizeof *plan->cells);
    for (size_t i = 0; i < plan->sample->count; i++)
        if (!times || times[i] > 0) fill_row(plan, i);
    for (size_t at = 0; plan->ranked && at < plan->sample->count; at++)
        plan->ranked[at] = pair_of(plan, plan->sample->ranked[at], ER_COLUMN_EXCESS);
    for (size_t at = 0; plan->by_group && at < plan->sample->count; at++)
        plan->by_group[at] = pair_of(plan, plan->grouped[at], ER_COLUMN_AMOUNT);
}

void er_plan_refer(er_plan *plan, const double *times, double weight, double mean) {
    fill(plan, times, weight, mean);
}

static er_status group_rows(er_context *ctx, const er_sample *sample, er_plan *plan) {
    size_t groups = sample->group_count;
    ER_TRY(er_alloc(ctx, sample->count, sizeof *plan->grouped, &plan->grouped));
    ER_TRY(er_alloc(ctx, sample->count, sizeof *plan->by_group, &plan->by_group));
    ER_TRY(er_alloc(ctx, groups + 2, sizeof *plan->group_first, &plan->group_first));
    /* entry g + 2 counts group g, then entry g + 1 is its next free place, at last its end */
    for (size_t i = 0; i < sample->count; i++)
        plan->group_first[sample->group[i] + 2]++;
    for (size_t g = 2; g < groups + 2; g++)
        plan->group_first[g] += plan->group_first[g - 1];
    for (size_t i = 0; i < sample->count; i++)
        plan->grouped[plan->group_first[sample->group[i] + 1]++] = (uint32_t)i;
    return ER_OK;
}

er_status er_plan_new(er_context *ctx, const er_sample *sample,
                      const er_equity_parameters *parameters, er_plan *out) {
    er_plan plan = {.sample = sample,
                    .parameters = *parameters,
                    .block_count = (sample->count + ER_BLOCK - 1) / ER_BLOCK};
    er_status status;
    ER_GOTO(status, end,
            er_alloc(ctx, plan.block_count, ER_COLUMN_COUNT * ER_BLOCK * sizeof *plan.cells,
                     &plan.cells));
    if (sample->ranked)
        ER_GOTO(status, end, er_alloc(ctx, sample->count, sizeof *plan.ranked, &plan.ranked));
    if (sample->group) ER_GOTO(status, end, group_rows(ctx, sample, &plan));
    while (plan.zero_count < sample->count && sample->value[plan.zero_count] == 0)
        plan.zero_count++;
    while (plan.short_count < sample->count && sample->value[plan.short_count] < parameters->floor)
        plan.short_count++;
    er_totals totals = er_sample_totals(sample, sample->weight);
    fill(&plan, NULL, totals.total_weight, totals.mean > 0 ? totals.mean : 1);
    *out = plan;
end:
    if (status != ER_OK) er_plan_free(&plan);
    return status;
}

void er_plan_free(er_plan *plan) {
    er_free(plan->cells);
    er_free(plan->grouped);
    er_free(plan->by_group);
    er_free(plan->ranked);
    er_free(plan->group_first);
    *plan = (er_plan){0};
}
