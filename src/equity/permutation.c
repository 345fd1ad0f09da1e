/* Is the part between groups more than chance? */
#include "equity/indices.h"

#include <math.h>
#include <omp.h>
#include <string.h>

enum { ROUND = 64 }; /* permutations between two looks at the cancel function */

/** Sums in another order differ by rounding: what is this close counts as the same. */
static const double same = 1 - 1e-12;

/** What one thread works in. */
struct bench {
    uint32_t *label;
    double *weight, *amount; /* of the groups, as shares of the whole */
};

struct work {
    const er_sample *sample;
    double *weight, *amount; /* of the rows, as shares of the whole */
    struct bench *benches;
    int threads;
    uint64_t seed;
    double observed;
};

/** sum S ln(S / P) over the groups, as the mean of r ln r - r + 1, which has no term below 0. */
static double between(const struct work *w, const struct bench *bench) {
    size_t groups = w->sample->group_count;
    double sum = 0;
    memset(bench->weight, 0, groups * sizeof *bench->weight);
    memset(bench->amount, 0, groups * sizeof *bench->amount);
    for (size_t i = 0; i < w->sample->count; i++) {
        bench->weight[bench->label[i]] += w->weight[i];
        bench->amount[bench->label[i]] += w->amount[i];
    }
    for (size_t g = 0; g < groups; g++)
        if (bench->weight[g] > 0)
            sum += bench->weight[g] * er_theil_term(bench->amount[g] / bench->weight[g]);
    return sum;
}

static bool is_at_or_above(const struct work *w, size_t permutation) {
    const struct bench *bench = &w->benches[omp_get_thread_num()];
    er_random random = er_random_stream(w->seed, permutation);
    memcpy(bench->label, w->sample->group, w->sample->count * sizeof *bench->label);
    for (size_t i = w->sample->count; i > 1; i--) {
        size_t j = (size_t)er_random_below(&random, i);
        uint32_t kept = bench->label[i - 1];
        bench->label[i - 1] = bench->label[j];
        bench->label[j] = kept;
    }
    return between(w, bench) >= same * w->observed;
}

static er_status permute(er_context *ctx, struct work *w, size_t permutations, size_t *above) {
    size_t count = 0;
    memcpy(w->benches[0].label, w->sample->group, w->sample->count * sizeof(uint32_t));
    w->observed = between(w, &w->benches[0]);
    for (size_t from = 0; from < permutations; from += ROUND) {
        ER_TRY(er_check_cancel(ctx));
        er_progress(ctx, "permuting", from, permutations);
        size_t to = permutations - from < ROUND ? permutations : from + ROUND;
#pragma omp parallel for num_threads(w->threads) schedule(dynamic, 1) reduction(+ : count)
        for (size_t i = from; i < to; i++)
            count += is_at_or_above(w, i);
    }
    *above = count;
    return ER_OK;
}

static er_status prepare(er_context *ctx, struct work *w, const er_totals *totals) {
    const er_sample *sample = w->sample;
    ER_TRY(er_alloc(ctx, sample->count, sizeof *w->weight, &w->weight));
    ER_TRY(er_alloc(ctx, sample->count, sizeof *w->amount, &w->amount));
    for (size_t i = 0; i < sample->count; i++) {
        w->weight[i] = sample->weight[i] / totals->total_weight;
        w->amount[i] = w->weight[i] * (sample->value[i] / totals->mean);
    }
    ER_TRY(er_alloc(ctx, (size_t)w->threads, sizeof *w->benches, &w->benches));
    for (int t = 0; t < w->threads; t++) {
        struct bench *bench = &w->benches[t];
        ER_TRY(er_alloc(ctx, sample->count, sizeof *bench->label, &bench->label));
        ER_TRY(er_alloc(ctx, sample->group_count, sizeof *bench->weight, &bench->weight));
        ER_TRY(er_alloc(ctx, sample->group_count, sizeof *bench->amount, &bench->amount));
    }
    return ER_OK;
}

static void clear(struct work *w) {
    for (int t = 0; w->benches && t < w->threads; t++) {
        er_free(w->benches[t].label);
        er_free(w->benches[t].weight);
        er_free(w->benches[t].amount);
    }
    er_free(w->benches);
    er_free(w->weight);
    er_free(w->amount);
}

/** theil_t_between / theil_t; NAN if there is no inequality to share out. */
static er_status statistic(er_context *ctx, const er_sample *sample, const er_totals *totals,
                           double *out) {
    er_group_totals *groups = NULL;
    *out = NAN;
    if (!(totals->mean > 0)) return ER_OK;
    double all = er_theil_t(sample, sample->weight, totals);
    if (!(all > 0)) return ER_OK;
    ER_TRY(er_alloc(ctx, sample->group_count, sizeof *groups, &groups));
    er_group_sums(sample, sample->weight, groups);
    *out = er_theil_between(sample, totals, groups) / all;
    er_free(groups);
    return ER_OK;
}

er_status er_equity_permutation(er_context *ctx, const er_equity_table *table, size_t permutations,
                                uint64_t seed, er_equity_test *out) {
    if (!table->group)
        return er_fail(ctx, ER_ERR_RANGE, "there are no groups whose labels could be permuted");
    if (permutations < 1 || permutations > ER_EQUITY_MAX_RESAMPLES)
        return er_fail(ctx, ER_ERR_RANGE, "%zu permutations: give a number from 1 to 1000000",
                       permutations);
    er_equity_test test = {.p = NAN, .permutations = permutations, .seed = seed};
    er_sample sample = {0};
    ER_TRY(er_sample_new(ctx, table, &sample));
    er_totals totals = er_sample_totals(&sample, sample.weight);
    struct work w = {.sample = &sample, .threads = er_context_threads(ctx), .seed = seed};
    er_status status;
    size_t above = 0;
    ER_GOTO(status, end, statistic(ctx, &sample, &totals, &test.statistic));
    if (!isnan(test.statistic)) {
        ER_GOTO(status, end, prepare(ctx, &w, &totals));
        ER_GOTO(status, end, permute(ctx, &w, permutations, &above));
        test.p = (1 + (double)above) / (1 + (double)permutations);
    }
    *out = test;
end:
    clear(&w);
    er_sample_free(&sample);
    return status;
}
