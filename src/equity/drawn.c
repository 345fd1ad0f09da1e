#include "equity/drawn.h"

#include "equity/lanes.h"

#include <string.h>

er_status er_drawn_new(er_context *ctx, const er_plan *plan, er_drawn *out) {
    er_drawn drawn = {0};
    const er_sample *sample = plan->sample;
    size_t blocks = plan->block_count, groups = sample->group_count;
    er_status status;
    ER_GOTO(status, end,
            er_alloc(ctx, sample->unit_count, sizeof *drawn.unit_times, &drawn.unit_times));
    ER_GOTO(status, end, er_alloc(ctx, blocks, ER_BLOCK * sizeof *drawn.times, &drawn.times));
    ER_GOTO(status, end, er_alloc(ctx, blocks, sizeof(double), &drawn.block_weight));
    ER_GOTO(status, end, er_alloc(ctx, blocks, sizeof(double), &drawn.block_amount));
    ER_GOTO(status, end, er_alloc(ctx, blocks, sizeof(double), &drawn.block_excess));
    ER_GOTO(status, end, er_alloc(ctx, groups, sizeof(double), &drawn.group_weight));
    ER_GOTO(status, end, er_alloc(ctx, groups, sizeof(double), &drawn.group_amount));
    ER_GOTO(status, end, er_alloc(ctx, blocks, sizeof(double), &drawn.block_below));
    ER_GOTO(status, end, er_alloc(ctx, blocks, sizeof(double), &drawn.block_above));
    ER_GOTO(status, end, er_alloc(ctx, groups, sizeof *drawn.group_slope, &drawn.group_slope));
    if (sample->ranked)
        ER_GOTO(status, end, er_alloc(ctx, blocks, ER_BLOCK * sizeof(double), &drawn.order_slope));
    *out = drawn;
end:
    if (status != ER_OK) er_drawn_free(&drawn);
    return status;
}

void er_drawn_free(er_drawn *drawn) {
    er_free(drawn->unit_times);
    er_free(drawn->times);
    er_free(drawn->block_weight);
    er_free(drawn->block_amount);
    er_free(drawn->block_excess);
    er_free(drawn->block_below);
    er_free(drawn->block_above);
    er_free(drawn->group_slope);
    er_free(drawn->order_slope);
    er_free(drawn->group_weight);
    er_free(drawn->group_amount);
    *drawn = (er_drawn){0};
}

/** Give every row what its unit was drawn. */
static void spread(const er_sample *sample, er_drawn *drawn) {
    for (size_t i = 0; i < sample->count; i++)
        drawn->times[i] = drawn->unit_times[sample->unit ? sample->unit[i] : i];
}

/* D. Lemire, Fast random integer generation in an interval, ACM Trans. Model. Comput. Simul. 29
 * (2019): the high half of bits x units, without bias; each draw takes 32 of the 64 bits. */
void er_drawn_draw(const er_plan *plan, uint64_t seed, uint64_t stream, er_drawn *drawn) {
    er_random random = er_random_stream(seed, stream);
    uint32_t units = (uint32_t)plan->sample->unit_count, refused = (0 - units) % units;
    memset(drawn->unit_times, 0, units * sizeof *drawn->unit_times);
    for (uint32_t left = units; left > 0;) {
        uint64_t bits = er_random_bits(&random);
        for (int half = 0; half < 2 && left > 0; half++, bits >>= 32) {
            uint64_t product = (bits & UINT32_MAX) * units;
            if ((uint32_t)product < refused) continue;
            drawn->unit_times[product >> 32]++;
            left--;
        }
    }
    spread(plan->sample, drawn);
}

void er_drawn_all(const er_plan *plan, er_drawn *drawn) {
    for (size_t u = 0; u < plan->sample->unit_count; u++)
        drawn->unit_times[u] = 1;
    spread(plan->sample, drawn);
}

/** Sum of times x cells of one block. */
static double block_sum(const double *times, const double *cells) {
    er_lanes sum = {0};
    for (size_t at = 0; at < ER_BLOCK; at += ER_LANES)
        sum += *(const er_lanes *)(times + at) * *(const er_lanes *)(cells + at);
    return er_lanes_sum(&sum);
}

/** Within a block: excess times the weight before and half the own. */
static double rank_block(const double *times, const double *weight, const double *excess) {
    double before = 0, sum = 0;
    for (size_t i = 0; i < ER_BLOCK; i++) {
        double own = times[i] * weight[i];
        sum += times[i] * excess[i] * (before + 0.5 * own);
        before += own;
    }
    return sum;
}

static void sum_columns(const er_plan *plan, er_drawn *drawn) {
    size_t short_blocks = (plan->short_count + ER_BLOCK - 1) / ER_BLOCK;
    memset(drawn->sum, 0, sizeof drawn->sum);
    drawn->by_value = 0;
    for (size_t b = 0; b < plan->block_count; b++) {
        int columns = b < short_blocks ? ER_COLUMN_COUNT : ER_COLUMN_PLAIN;
        const double *times = drawn->times + b * ER_BLOCK;
        double sums[ER_COLUMN_COUNT];
        drawn->block_below[b] = drawn->sum[ER_COLUMN_WEIGHT];
        drawn->block_above[b] = -drawn->sum[ER_COLUMN_EXCESS]; /* what is below, for now */
        for (int c = 0; c < columns; c++) {
            sums[c] = block_sum(times, er_plan_block(plan, b, (er_column)c));
            drawn->sum[c] += sums[c];
        }
        drawn->by_value += drawn->block_below[b] * sums[ER_COLUMN_EXCESS] +
                           rank_block(times, er_plan_block(plan, b, ER_COLUMN_WEIGHT),
                                      er_plan_block(plan, b, ER_COLUMN_EXCESS));
        drawn->block_weight[b] = sums[ER_COLUMN_WEIGHT];
        drawn->block_amount[b] = sums[ER_COLUMN_AMOUNT];
        drawn->block_excess[b] = sums[ER_COLUMN_EXCESS];
    }
    for (size_t b = 0; b < plan->block_count; b++)
        drawn->block_above[b] += drawn->sum[ER_COLUMN_EXCESS];
}

/** Weight of the first rows. */
static double first_weight(const er_plan *plan, const er_drawn *drawn, size_t rows) {
    double sum = 0;
    for (size_t b = 0; b < rows / ER_BLOCK; b++)
        sum += drawn->block_weight[b];
    for (size_t i = rows / ER_BLOCK * ER_BLOCK; i < rows; i++)
        sum += drawn->times[i] * er_plan_cell(plan, i, ER_COLUMN_WEIGHT);
    return sum;
}

static void rank_by_order(const er_plan *plan, er_drawn *drawn) {
    const er_sample *sample = plan->sample;
    double before = 0, all = 0;
    for (size_t k = 0; k < sample->run_count; k++) {
        double weight = 0, excess = 0;
        for (size_t at = sample->run[k]; at < sample->run[k + 1]; at++) {
            double times = drawn->times[sample->ranked[at]];
            weight += times * plan->ranked[at].weight;
            excess += times * plan->ranked[at].other;
        }
        all += excess * (before + 0.5 * weight);
        before += weight;
    }
    drawn->by_order = all;
}

static void sum_groups(const er_plan *plan, er_drawn *drawn) {
    for (size_t g = 0; g < plan->sample->group_count; g++) {
        double weight = 0, amount = 0;
        for (size_t at = plan->group_first[g]; at < plan->group_first[g + 1]; at++) {
            double times = drawn->times[plan->grouped[at]];
            weight += times * plan->by_group[at].weight;
            amount += times * plan->by_group[at].other;
        }
        drawn->group_weight[g] = weight;
        drawn->group_amount[g] = amount;
    }
}

void er_drawn_sum(const er_plan *plan, er_drawn *drawn) {
    sum_columns(plan, drawn);
    drawn->zero_weight = first_weight(plan, drawn, plan->zero_count);
    drawn->short_weight = first_weight(plan, drawn, plan->short_count);
    if (plan->sample->ranked) rank_by_order(plan, drawn);
    if (plan->sample->group) sum_groups(plan, drawn);
}
