/* Percentile bootstrap. A resample is a weighting of the sorted sample: row i counts as often as it
 * was drawn, so no resample is sorted again and no order of rows or threads shows. */
#include "equity/indices.h"
#include "equity/parameters.h"

#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

enum { MEAN, GINI, THEIL_T, THEIL_L, ATKINSON, BETWEEN, FIGURE_COUNT };
enum { BLOCK = 64 }; /* resamples between two looks at the cancel function */

/** What one thread works in. */
struct bench {
    double *weight;
    er_group_totals *groups;
};

static void draw(const er_sample *sample, uint64_t seed, size_t resample, double *weight) {
    er_random random = er_random_stream(seed, resample);
    memset(weight, 0, sample->count * sizeof *weight);
    /* rows without weight can be drawn too: they are the numbers beyond the sample's */
    for (size_t i = 0; i < sample->rows; i++) {
        uint64_t row = er_random_below(&random, sample->rows);
        if (row < sample->count) weight[row] += 1;
    }
    for (size_t i = 0; i < sample->count; i++)
        weight[i] *= sample->weight[i];
}

static void measure(const er_sample *sample, const struct bench *bench, double epsilon,
                    double figures[FIGURE_COUNT]) {
    const double *weight = bench->weight;
    er_totals totals = er_sample_totals(sample, weight);
    for (int f = 0; f < FIGURE_COUNT; f++)
        figures[f] = NAN;
    figures[MEAN] = totals.mean;
    if (!(totals.mean > 0)) return;
    figures[GINI] = er_gini(sample, weight, &totals);
    figures[THEIL_T] = er_theil_t(sample, weight, &totals);
    figures[THEIL_L] = er_theil_l(sample, weight, &totals);
    figures[ATKINSON] = er_atkinson(sample, weight, &totals, epsilon);
    if (!sample->group) return;
    er_group_sums(sample, weight, bench->groups);
    figures[BETWEEN] = er_theil_between(sample, &totals, bench->groups);
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

static er_equity_interval interval(const double *figures, size_t resamples, int figure,
                                   double level, double *scratch) {
    er_equity_interval found = {NAN, NAN, 0};
    for (size_t i = 0; i < resamples; i++) {
        double value = figures[i * FIGURE_COUNT + (size_t)figure];
        if (!isnan(value)) scratch[found.defined++] = value;
    }
    if (found.defined == 0) return found;
    qsort(scratch, found.defined, sizeof *scratch, compare_numbers);
    found.low = quantile(scratch, found.defined, (1 - level) / 2);
    found.high = quantile(scratch, found.defined, (1 + level) / 2);
    return found;
}

static er_status run(er_context *ctx, const er_sample *sample, struct bench *benches, int threads,
                     uint64_t seed, double epsilon, size_t resamples, double *figures) {
    for (size_t from = 0; from < resamples; from += BLOCK) {
        ER_TRY(er_check_cancel(ctx));
        er_progress(ctx, "resampling", from, resamples);
        size_t to = resamples - from < BLOCK ? resamples : from + BLOCK;
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1)
        for (size_t i = from; i < to; i++) {
            const struct bench *bench = &benches[omp_get_thread_num()];
            draw(sample, seed, i, bench->weight);
            measure(sample, bench, epsilon, figures + i * FIGURE_COUNT);
        }
    }
    return ER_OK;
}

static er_status benches_new(er_context *ctx, const er_sample *sample, int threads,
                             struct bench **out) {
    ER_TRY(er_alloc(ctx, (size_t)threads, sizeof **out, out));
    for (int t = 0; t < threads; t++) {
        struct bench *bench = &(*out)[t];
        ER_TRY(er_alloc(ctx, sample->count, sizeof *bench->weight, &bench->weight));
        ER_TRY(er_alloc(ctx, sample->group_count, sizeof *bench->groups, &bench->groups));
    }
    return ER_OK;
}

static void benches_free(struct bench *benches, int threads) {
    for (int t = 0; benches && t < threads; t++) {
        er_free(benches[t].weight);
        er_free(benches[t].groups);
    }
    er_free(benches);
}

er_status er_equity_bootstrap(er_context *ctx, const er_equity_table *table,
                              const er_equity_parameters *parameters, size_t resamples,
                              uint64_t seed, double level, er_equity_ci *out) {
    ER_TRY(er_equity_check(ctx, parameters));
    if (resamples < 1 || resamples > ER_EQUITY_MAX_RESAMPLES)
        return er_fail(ctx, ER_ERR_RANGE, "%zu resamples: give a number from 1 to 1000000",
                       resamples);
    if (!(level > 0 && level < 1))
        return er_fail(ctx, ER_ERR_RANGE, "the level %g is not between 0 and 1", level);
    er_sample sample = {0};
    struct bench *benches = NULL;
    double *figures = NULL, *scratch = NULL;
    int threads = er_context_threads(ctx);
    er_status status;
    ER_GOTO(status, end, er_sample_new(ctx, table, &sample));
    ER_GOTO(status, end, benches_new(ctx, &sample, threads, &benches));
    ER_GOTO(status, end, er_alloc(ctx, resamples, FIGURE_COUNT * sizeof *figures, &figures));
    ER_GOTO(status, end, er_alloc(ctx, resamples, sizeof *scratch, &scratch));
    ER_GOTO(status, end,
            run(ctx, &sample, benches, threads, seed, parameters->atkinson_epsilon, resamples,
                figures));
    *out = (er_equity_ci){.resamples = resamples, .seed = seed, .level = level};
    er_equity_interval *intervals[FIGURE_COUNT] = {&out->mean,     &out->gini,
                                                   &out->theil_t,  &out->theil_l,
                                                   &out->atkinson, &out->theil_t_between};
    for (int f = 0; f < FIGURE_COUNT; f++)
        *intervals[f] = interval(figures, resamples, f, level, scratch);
end:
    er_free(scratch);
    er_free(figures);
    benches_free(benches, threads);
    er_sample_free(&sample);
    return status;
}
