/* The bootstrap. A resample is a weighting of the sorted sample: row i counts as often as it was
 * drawn, so no resample is sorted again and no order of rows or threads shows. */
#include "equity/resample.h"

#include "equity/interval.h"
#include "equity/parameters.h"

#include <math.h>
#include <omp.h>
#include <stdlib.h>

enum { ROUND = 64 }; /* resamples between two looks at the cancel function */

struct work {
    const er_plan *plan;
    uint64_t seed;
    er_drawn *benches; /* one a thread */
    int threads;
    double *figures;
    bool *far; /* of the resamples of a round */
};

static void measure(const struct work *w, size_t resample, bool *far) {
    er_drawn *bench = &w->benches[omp_get_thread_num()];
    er_drawn_draw(w->plan, w->seed, resample, bench);
    er_drawn_sum(w->plan, bench);
    *far = er_drawn_is_far(w->plan, bench);
    if (!*far) er_drawn_figures(w->plan, bench, w->figures + resample * ER_FIGURE_COUNT);
}

/** A resample that is far from the sample gets columns of its own. */
static void measure_far(const struct work *w, er_plan *own, size_t resample) {
    er_drawn *bench = &w->benches[0];
    er_drawn_draw(w->plan, w->seed, resample, bench);
    er_drawn_sum(w->plan, bench);
    double weight = bench->sum[ER_COLUMN_WEIGHT], amount = bench->sum[ER_COLUMN_AMOUNT];
    er_plan_refer(own, bench->times, weight / w->plan->scale, w->plan->mean * (amount / weight));
    er_drawn_sum(own, bench);
    er_drawn_figures(own, bench, w->figures + resample * ER_FIGURE_COUNT);
}

static er_status measure_all(er_context *ctx, const struct work *w,
                             const er_equity_resampling *resampling) {
    er_plan own = {0};
    er_status status = ER_OK;
    for (size_t from = 0; from < resampling->resamples && status == ER_OK; from += ROUND) {
        ER_GOTO(status, end, er_check_cancel(ctx));
        er_progress(ctx, "resampling", from, resampling->resamples);
        size_t to = resampling->resamples - from < ROUND ? resampling->resamples : from + ROUND;
#pragma omp parallel for num_threads(w->threads) schedule(dynamic, 1)
        for (size_t i = from; i < to; i++)
            measure(w, i, &w->far[i - from]);
        for (size_t i = from; i < to; i++) {
            if (!w->far[i - from]) continue;
            if (!own.cells)
                ER_GOTO(status, end, er_plan_new(ctx, w->plan->sample, &w->plan->parameters, &own));
            measure_far(w, &own, i);
        }
    }
end:
    er_plan_free(&own);
    return status;
}

/** As many units are drawn as there are: what all of them share has no part in the spread (only
 *  HHI, which falls with the number of rows, has such a part). */
static void centre(double *unit, size_t count) {
    er_sum sum = {0};
    for (size_t u = 0; u < count; u++)
        er_sum_add(&sum, unit[u]);
    double mean = er_sum_value(&sum) / (double)count;
    for (size_t u = 0; u < count; u++)
        unit[u] -= mean;
}

/** The sample's own figures and what each unit adds to them. */
static er_status measure_sample(er_context *ctx, const er_plan *plan, er_drawn *bench,
                                er_resamples *out) {
    double *rows = NULL;
    ER_TRY(er_alloc(ctx, plan->block_count, ER_BLOCK * sizeof *rows, &rows));
    er_drawn_all(plan, bench);
    er_drawn_sum(plan, bench);
    er_drawn_figures(plan, bench, out->estimate);
    const er_sample *sample = plan->sample;
    for (int f = 0; f < ER_FIGURE_COUNT; f++) {
        double *unit = out->influence + (size_t)f * out->unit_count;
        if (isnan(out->estimate[f])) continue;
        er_drawn_influence(plan, bench, out->estimate, (er_equity_figure)f, rows);
        for (size_t i = 0; i < sample->count; i++)
            unit[sample->unit ? sample->unit[i] : i] += rows[i];
        centre(unit, out->unit_count);
    }
    er_free(rows);
    return ER_OK;
}

static er_status run(er_context *ctx, const er_plan *plan, const er_equity_resampling *resampling,
                     er_resamples *out) {
    struct work w = {.plan = plan,
                     .seed = resampling->seed,
                     .threads = er_context_threads(ctx),
                     .figures = out->figures};
    er_status status;
    ER_GOTO(status, end, er_alloc(ctx, ROUND, sizeof *w.far, &w.far));
    ER_GOTO(status, end, er_alloc(ctx, (size_t)w.threads, sizeof *w.benches, &w.benches));
    for (int t = 0; t < w.threads; t++)
        ER_GOTO(status, end, er_drawn_new(ctx, plan, &w.benches[t]));
    ER_GOTO(status, end, measure_sample(ctx, plan, &w.benches[0], out));
    ER_GOTO(status, end, measure_all(ctx, &w, resampling));
end:
    for (int t = 0; w.benches && t < w.threads; t++)
        er_drawn_free(&w.benches[t]);
    er_free(w.benches);
    er_free(w.far);
    return status;
}

er_status er_resamples_new(er_context *ctx, const er_sample *sample,
                           const er_equity_parameters *parameters,
                           const er_equity_resampling *resampling, er_resamples *out) {
    er_plan plan = {0};
    er_resamples found = {.count = resampling->resamples, .unit_count = sample->unit_count};
    er_status status;
    ER_GOTO(status, end, er_plan_new(ctx, sample, parameters, &plan));
    ER_GOTO(status, end,
            er_alloc(ctx, found.count, ER_FIGURE_COUNT * sizeof(double), &found.figures));
    ER_GOTO(status, end,
            er_alloc(ctx, found.unit_count, ER_FIGURE_COUNT * sizeof(double), &found.influence));
    ER_GOTO(status, end, run(ctx, &plan, resampling, &found));
    *out = found;
end:
    if (status != ER_OK) er_resamples_free(&found);
    er_plan_free(&plan);
    return status;
}

void er_resamples_free(er_resamples *resamples) {
    er_free(resamples->figures);
    er_free(resamples->influence);
    *resamples = (er_resamples){0};
}

er_status er_equity_resample(er_context *ctx, const er_equity_table *table,
                             const er_equity_parameters *parameters,
                             const er_equity_resampling *resampling,
                             er_equity_interval *intervals) {
    er_sample sample = {0};
    er_resamples found = {0};
    double *scratch = NULL;
    er_status status;
    ER_TRY(er_equity_check(ctx, parameters));
    ER_TRY(er_resampling_check(ctx, resampling));
    ER_GOTO(status, end, er_sample_new(ctx, table, &sample));
    ER_GOTO(status, end, er_resamples_new(ctx, &sample, parameters, resampling, &found));
    ER_GOTO(status, end, er_alloc(ctx, found.count, sizeof *scratch, &scratch));
    for (size_t f = 0; f < ER_FIGURE_COUNT; f++) {
        for (size_t i = 0; i < found.count; i++)
            scratch[i] = found.figures[i * ER_FIGURE_COUNT + f];
        double acceleration =
            er_acceleration(found.influence + f * found.unit_count, found.unit_count);
        intervals[f] =
            er_interval_of(resampling, scratch, found.count, found.estimate[f], acceleration);
    }
end:
    er_free(scratch);
    er_resamples_free(&found);
    er_sample_free(&sample);
    return status;
}
