/* The bootstrap. A resample is a weighting of the sorted sample: row i counts as often as it was
 * drawn, so no resample is sorted again and no order of rows or threads shows. */
#include "equity/interval.h"
#include "equity/lanes.h"
#include "equity/resample.h"

#include <math.h>
#include <omp.h>
#include <string.h>

enum { ROUND = 64 }; /* resamples between two looks at the cancel function */
enum { SAMPLES = 2 };

/** What one thread works in. */
struct bench {
    er_drawn drawn[SAMPLES];
    double *times;          /* of each unit, 0 behind the last */
    double *units[SAMPLES]; /* influence of each unit, 0 behind the last */
};

struct work {
    er_plan plans[SAMPLES];
    er_plan own[SAMPLES]; /* for resamples that are far from the sample; made at need */
    bool is_pair;
    size_t unit_count;
    uint64_t seed;
    struct bench *benches; /* one a thread */
    int threads;
    er_resamples *out;
    bool *far; /* of the resamples of a round */
};

/** What a resample comes to. */
struct found {
    double figures[ER_FIGURE_COUNT];
    double errors[ER_FIGURE_COUNT];
};

/** Sums from which a variance comes. */
struct moments {
    er_lanes sum, square;
};

static void add_moments(const double *times, const double *z, size_t count,
                        struct moments *moments) {
    for (size_t u = 0; u < count; u += ER_LANES) {
        er_lanes part = *(const er_lanes *)(times + u) * *(const er_lanes *)(z + u);
        moments->sum += part;
        moments->square += part * *(const er_lanes *)(z + u);
    }
}

/** sum of times x (z - mean)^2 over the units: all units have the same share in a resample's size,
 *  so that what they add alike has no part in the spread (only HHI has such a part). */
static double error_of(const struct moments *moments, size_t units) {
    double sum = er_lanes_sum(&moments->sum);
    return sqrt(fmax(0, er_lanes_sum(&moments->square) - sum * sum / (double)units));
}

/** Influences of the units on one sample's figure. */
static void unit_influences(const er_plan *plan, const er_drawn *drawn, er_equity_figure figure,
                            size_t unit_count, double *units) {
    const er_sample *sample = plan->sample;
    double rows[ER_BLOCK];
    for (size_t u = 0; u < unit_count; u++)
        units[u] = 0;
    for (size_t i = 0; i < sample->count; i++) {
        if (i % ER_BLOCK == 0) er_drawn_influence(plan, drawn, figure, i / ER_BLOCK, rows);
        units[sample->unit ? sample->unit[i] : i] += rows[i % ER_BLOCK];
    }
}

/** Influences on the figure, or on the change of the figure, in units[0]. */
static void influences(const struct work *w, struct bench *bench, const er_plan *const *plans,
                       er_equity_figure figure) {
    for (int s = 0; s <= w->is_pair; s++)
        unit_influences(plans[s], &bench->drawn[s], figure, w->unit_count, bench->units[s]);
    for (size_t u = 0; w->is_pair && u < w->unit_count; u++)
        bench->units[0][u] = bench->units[1][u] - bench->units[0][u];
}

/** Errors where rows are drawn with others, or from two samples: unit by unit. */
static void errors_by_units(const struct work *w, struct bench *bench, const er_plan *const *plans,
                            struct found *found) {
    for (size_t u = 0; u < w->unit_count; u++)
        bench->times[u] = bench->drawn[0].unit_times[u];
    for (int f = 0; f < ER_FIGURE_COUNT; f++) {
        struct moments moments = {{0}, {0}};
        if (isnan(found->figures[f])) continue;
        influences(w, bench, plans, (er_equity_figure)f);
        add_moments(bench->times, bench->units[0], w->unit_count, &moments);
        found->errors[f] = error_of(&moments, w->unit_count);
    }
}

/** Errors where each row is drawn by itself: all figures of a block while it is at hand. */
static void errors_by_rows(const struct work *w, const er_drawn *drawn, const er_plan *plan,
                           struct found *found) {
    struct moments moments[ER_FIGURE_COUNT];
    double z[ER_BLOCK];
    memset(moments, 0, sizeof moments);
    for (size_t b = 0; b < plan->block_count; b++)
        for (int f = 0; f < ER_FIGURE_COUNT; f++) {
            if (isnan(found->figures[f])) continue;
            er_drawn_influence(plan, drawn, (er_equity_figure)f, b, z);
            add_moments(drawn->times + b * ER_BLOCK, z, ER_BLOCK, &moments[f]);
        }
    for (int f = 0; f < ER_FIGURE_COUNT; f++)
        if (!isnan(found->figures[f])) found->errors[f] = error_of(&moments[f], w->unit_count);
}

/** Figures (and errors) of what is drawn and summed. */
static void evaluate(const struct work *w, struct bench *bench, const er_plan *const *plans,
                     bool with_errors, struct found *found) {
    double figures[SAMPLES][ER_FIGURE_COUNT] = {{0}};
    for (int s = 0; s <= w->is_pair; s++) {
        er_drawn_figures(plans[s], &bench->drawn[s], figures[s]);
        if (with_errors) er_drawn_slopes(plans[s], &bench->drawn[s], figures[s]);
    }
    for (int f = 0; f < ER_FIGURE_COUNT; f++) {
        found->figures[f] = !w->is_pair ? figures[0][f] : figures[1][f] - figures[0][f];
        found->errors[f] = NAN;
    }
    if (with_errors && !w->is_pair && !plans[0]->sample->unit)
        errors_by_rows(w, &bench->drawn[0], plans[0], found);
    else if (with_errors)
        errors_by_units(w, bench, plans, found);
}

static void keep(const struct work *w, size_t resample, const struct found *found) {
    for (size_t f = 0; f < ER_FIGURE_COUNT; f++) {
        w->out->figures[resample * ER_FIGURE_COUNT + f] = found->figures[f];
        if (w->out->errors) w->out->errors[resample * ER_FIGURE_COUNT + f] = found->errors[f];
    }
}

/** Draw and add up; true if it is too far from a sample. */
static bool draw(const struct work *w, struct bench *bench, size_t resample) {
    bool far = false;
    for (int s = 0; s <= w->is_pair; s++) {
        er_drawn_draw(&w->plans[s], w->seed, resample, &bench->drawn[s]);
        er_drawn_sum(&w->plans[s], &bench->drawn[s]);
        far = far || er_drawn_is_far(&w->plans[s], &bench->drawn[s]);
    }
    return far;
}

static void measure(const struct work *w, size_t resample, bool *far) {
    struct bench *bench = &w->benches[omp_get_thread_num()];
    const er_plan *plans[SAMPLES] = {&w->plans[0], &w->plans[1]};
    struct found found = {{0}, {0}};
    *far = draw(w, bench, resample);
    if (*far) return;
    evaluate(w, bench, plans, w->out->errors != NULL, &found);
    keep(w, resample, &found);
}

/** A resample that is far from the sample gets columns of its own. */
static er_status measure_far(er_context *ctx, struct work *w, size_t resample) {
    struct bench *bench = &w->benches[0];
    const er_plan *plans[SAMPLES] = {&w->plans[0], &w->plans[1]};
    struct found found = {{0}, {0}};
    draw(w, bench, resample);
    for (int s = 0; s <= w->is_pair; s++) {
        const er_plan *plan = plans[s];
        er_drawn *drawn = &bench->drawn[s];
        if (!er_drawn_is_far(plan, drawn)) continue;
        if (!w->own[s].cells) ER_TRY(er_plan_new(ctx, plan->sample, &plan->parameters, &w->own[s]));
        double weight = drawn->sum[ER_COLUMN_WEIGHT], amount = drawn->sum[ER_COLUMN_AMOUNT];
        er_plan_refer(&w->own[s], drawn->times, weight / plan->scale,
                      plan->mean * (amount / weight));
        plans[s] = &w->own[s];
        er_drawn_sum(plans[s], drawn);
    }
    evaluate(w, bench, plans, w->out->errors != NULL, &found);
    keep(w, resample, &found);
    return ER_OK;
}

static er_status measure_all(er_context *ctx, struct work *w) {
    size_t count = w->out->count;
    for (size_t from = 0; from < count; from += ROUND) {
        ER_TRY(er_check_cancel(ctx));
        er_progress(ctx, "resampling", from, count);
        size_t to = count - from < ROUND ? count : from + ROUND;
#pragma omp parallel for num_threads(w->threads) schedule(dynamic, 1)
        for (size_t i = from; i < to; i++)
            measure(w, i, &w->far[i - from]);
        for (size_t i = from; i < to; i++)
            if (w->far[i - from]) ER_TRY(measure_far(ctx, w, i));
    }
    return ER_OK;
}

/** The sample's own figures, their errors and their acceleration. */
static void measure_sample(const struct work *w) {
    struct bench *bench = &w->benches[0];
    const er_plan *plans[SAMPLES] = {&w->plans[0], &w->plans[1]};
    struct found found = {{0}, {0}};
    for (int s = 0; s <= w->is_pair; s++) {
        er_drawn_all(plans[s], &bench->drawn[s]);
        er_drawn_sum(plans[s], &bench->drawn[s]);
    }
    evaluate(w, bench, plans, true, &found);
    for (int f = 0; f < ER_FIGURE_COUNT; f++) {
        w->out->estimate[f] = found.figures[f];
        w->out->error[f] = found.errors[f];
        w->out->acceleration[f] = 0;
        if (isnan(found.figures[f])) continue;
        influences(w, bench, plans, (er_equity_figure)f);
        w->out->acceleration[f] = er_acceleration(bench->units[0], w->unit_count);
    }
}

static er_status bench_new(er_context *ctx, const struct work *w, struct bench *bench) {
    size_t units = (w->unit_count + ER_LANES - 1) / ER_LANES;
    ER_TRY(er_alloc(ctx, units, ER_LANES * sizeof *bench->times, &bench->times));
    for (int s = 0; s <= w->is_pair; s++) {
        ER_TRY(er_drawn_new(ctx, &w->plans[s], &bench->drawn[s]));
        ER_TRY(er_alloc(ctx, units, ER_LANES * sizeof *bench->units[s], &bench->units[s]));
    }
    return ER_OK;
}

static void bench_free(struct bench *bench) {
    for (int s = 0; s < SAMPLES; s++) {
        er_drawn_free(&bench->drawn[s]);
        er_free(bench->units[s]);
    }
    er_free(bench->times);
}

static er_status run(er_context *ctx, struct work *w) {
    er_status status;
    ER_GOTO(status, end, er_alloc(ctx, ROUND, sizeof *w->far, &w->far));
    ER_GOTO(status, end, er_alloc(ctx, (size_t)w->threads, sizeof *w->benches, &w->benches));
    for (int t = 0; t < w->threads; t++)
        ER_GOTO(status, end, bench_new(ctx, w, &w->benches[t]));
    measure_sample(w);
    status = measure_all(ctx, w);
end:
    for (int t = 0; w->benches && t < w->threads; t++)
        bench_free(&w->benches[t]);
    er_free(w->benches);
    er_free(w->far);
    return status;
}

/** True if rows with weight can be drawn in more than one way. */
static bool is_varied(const er_sample *sample) {
    for (size_t i = 1; i < sample->count; i++)
        if (!sample->unit || sample->unit[i] != sample->unit[0]) return true;
    return false;
}

er_status er_resamples_new(er_context *ctx, const er_sample *samples, bool is_pair,
                           const er_equity_parameters *parameters,
                           const er_equity_resampling *resampling, er_resamples *out) {
    er_resamples found = {.count = resampling->resamples};
    struct work w = {.is_pair = is_pair,
                     .unit_count = samples[0].unit_count,
                     .seed = resampling->seed,
                     .threads = er_context_threads(ctx),
                     .out = &found};
    er_status status = ER_OK;
    for (int s = 0; s <= is_pair; s++)
        ER_GOTO(status, end, er_plan_new(ctx, &samples[s], parameters, &w.plans[s]));
    for (int s = 0; s <= is_pair; s++)
        found.varied = found.varied || is_varied(&samples[s]);
    ER_GOTO(status, end,
            er_alloc(ctx, found.count, ER_FIGURE_COUNT * sizeof(double), &found.figures));
    if (resampling->method == ER_EQUITY_STUDENTISED)
        ER_GOTO(status, end,
                er_alloc(ctx, found.count, ER_FIGURE_COUNT * sizeof(double), &found.errors));
    ER_GOTO(status, end, run(ctx, &w));
    *out = found;
end:
    if (status != ER_OK) er_resamples_free(&found);
    for (int s = 0; s < SAMPLES; s++) {
        er_plan_free(&w.plans[s]);
        er_plan_free(&w.own[s]);
    }
    return status;
}

void er_resamples_free(er_resamples *resamples) {
    er_free(resamples->figures);
    er_free(resamples->errors);
    *resamples = (er_resamples){0};
}
