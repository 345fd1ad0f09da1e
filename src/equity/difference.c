/* The change of the figures from one table to another of the same rows. */
#include "equity/interval.h"
#include "equity/parameters.h"
#include "equity/resample.h"

#include <math.h>
#include <stdlib.h>

static er_status check_pair(er_context *ctx, const er_equity_table *before,
                            const er_equity_table *after) {
    if (before->count != after->count)
        return er_fail(ctx, ER_ERR_RANGE,
                       "a change is between two tables of the same rows, not of %zu and %zu",
                       before->count, after->count);
    bool groups = !before->group == !after->group && before->group_count == after->group_count;
    bool clusters =
        !before->cluster == !after->cluster && before->cluster_count == after->cluster_count;
    for (size_t i = 0; i < before->count && groups && clusters; i++) {
        groups = !before->group || before->group[i] == after->group[i];
        clusters = !before->cluster || before->cluster[i] == after->cluster[i];
    }
    if (!groups || !clusters)
        return er_fail(ctx, ER_ERR_RANGE,
                       "a change is between two tables of the same rows: these have other groups "
                       "or clusters");
    return ER_OK;
}

enum { KEYS = 7 };
/** A row of both tables. */
struct pair {
    double key[KEYS];
    size_t row;
};

static int compare_pairs(const void *left, const void *right) {
    const struct pair *a = left, *b = right;
    for (int k = 0; k < KEYS; k++)
        if (a->key[k] != b->key[k]) return a->key[k] < b->key[k] ? -1 : 1;
    return 0;
}

static void take_keys(const er_equity_table *table, size_t row, double key[3]) {
    key[0] = table->value[row] + 0.0;
    key[1] = table->weight ? table->weight[row] : 1;
    key[2] = table->order ? table->order[row] + 0.0 : 0;
}

/** Number the rows by what stands in both tables: a row is then drawn from both at once, and the
 *  order of the rows does not show. */
static er_status number_rows(er_context *ctx, const er_equity_table *before,
                             const er_equity_table *after, uint32_t *number) {
    struct pair *pairs = NULL;
    ER_TRY(er_alloc(ctx, before->count, sizeof *pairs, &pairs));
    for (size_t i = 0; i < before->count; i++) {
        take_keys(before, i, pairs[i].key);
        take_keys(after, i, pairs[i].key + 3);
        pairs[i].key[KEYS - 1] = before->group ? before->group[i] : 0;
        pairs[i].row = i;
    }
    qsort(pairs, before->count, sizeof *pairs, compare_pairs);
    for (size_t i = 0; i < before->count; i++)
        number[pairs[i].row] = (uint32_t)i;
    er_free(pairs);
    return ER_OK;
}

static er_status resample_pair(er_context *ctx, const er_equity_table *before,
                               const er_equity_table *after, const er_equity_parameters *parameters,
                               const er_equity_resampling *resampling, er_resamples *out) {
    er_sample samples[2] = {{0}, {0}};
    uint32_t *number = NULL;
    er_equity_table tables[2] = {*before, *after};
    er_status status = ER_OK;
    if (!before->cluster) {
        ER_GOTO(status, end, er_alloc(ctx, before->count, sizeof *number, &number));
        ER_GOTO(status, end, number_rows(ctx, before, after, number));
        for (int s = 0; s < 2; s++) {
            tables[s].cluster = number;
            tables[s].cluster_count = (uint32_t)before->count;
        }
    }
    for (int s = 0; s < 2; s++)
        ER_GOTO(status, end, er_sample_new(ctx, &tables[s], &samples[s]));
    status = er_resamples_new(ctx, samples, true, parameters, resampling, out);
end:
    er_sample_free(&samples[0]);
    er_sample_free(&samples[1]);
    er_free(number);
    return status;
}

er_status er_equity_difference(er_context *ctx, const er_equity_table *before,
                               const er_equity_table *after, const er_equity_parameters *parameters,
                               const er_equity_resampling *resampling, er_equity_change *changes) {
    er_equity_result results[2];
    er_resamples found = {0};
    er_equity_interval intervals[ER_FIGURE_COUNT];
    ER_TRY(er_resampling_check(ctx, resampling));
    ER_TRY(check_pair(ctx, before, after));
    ER_TRY(er_equity(ctx, before, parameters, &results[0], NULL));
    ER_TRY(er_equity(ctx, after, parameters, &results[1], NULL));
    er_status status;
    ER_GOTO(status, end, resample_pair(ctx, before, after, parameters, resampling, &found));
    for (int f = 0; f < ER_FIGURE_COUNT; f++)
        ER_GOTO(status, end,
                er_resamples_interval(ctx, &found, resampling, (er_equity_figure)f, true,
                                      &intervals[f]));
    for (int f = 0; f < ER_FIGURE_COUNT; f++) {
        double from = er_equity_figure_of(&results[0], (er_equity_figure)f);
        double to = er_equity_figure_of(&results[1], (er_equity_figure)f);
        changes[f] = (er_equity_change){from, to, to - from, intervals[f]};
    }
end:
    er_resamples_free(&found);
    return status;
}
