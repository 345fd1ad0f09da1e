/* Local Moran with conditional permutations: the row keeps its value, those of the others are drawn
 * for its neighbours. */
#include "equity/moran.h"

#include <math.h>
#include <omp.h>

enum { BLOCK = 256 }; /* rows between two looks at the cancel function */

struct survey {
    const double *value;
    const er_neighbours *neighbours;
    er_deviations deviations;
    size_t permutations;
    uint64_t seed;
    size_t degree; /**< most neighbours of a row */
};

/** What one thread works in. */
struct bench {
    uint32_t *order;   /**< 0 to count - 2, as it is at the start of every draw */
    uint32_t *swapped; /**< degree: which place each draw was swapped with */
};

static double weighted(const er_neighbours *n, size_t row, const double *numbers) {
    er_sum sum = {0};
    for (size_t k = n->first[row]; k < n->first[row + 1]; k++)
        er_sum_add(&sum, n->weight[k] * numbers[n->to[k]]);
    return er_sum_value(&sum);
}

/** The lag with other rows' values, drawn without replacement, in the neighbours' places. */
static double drawn_lag(const struct survey *s, const struct bench *bench, size_t row,
                        er_random *random) {
    const er_neighbours *n = s->neighbours;
    size_t degree = n->first[row + 1] - n->first[row], others = n->count - 1;
    const double *weight = n->weight + n->first[row];
    er_sum lag = {0};
    for (size_t k = 0; k < degree; k++) {
        size_t place = k + (size_t)er_random_below(random, others - k);
        uint32_t other = bench->order[place];
        bench->order[place] = bench->order[k];
        bench->order[k] = other;
        bench->swapped[k] = (uint32_t)place;
        er_sum_add(&lag, weight[k] * s->deviations.z[other + (other >= row)]);
    }
    for (size_t k = degree; k > 0; k--) {
        size_t place = bench->swapped[k - 1];
        uint32_t other = bench->order[place];
        bench->order[place] = bench->order[k - 1];
        bench->order[k - 1] = other;
    }
    return er_sum_value(&lag);
}

static double pseudo_p(const struct survey *s, const struct bench *bench, size_t row,
                       double observed) {
    er_random random = er_random_stream(s->seed, row);
    size_t at_least = 0, at_most = 0;
    /* a value at the mean makes the index 0 whatever its neighbours have */
    if (fabs(s->deviations.z[row]) <= ER_MORAN_TIE) return 1;
    for (size_t i = 0; i < s->permutations; i++) {
        double lag = drawn_lag(s, bench, row, &random);
        at_least += lag >= observed - ER_MORAN_TIE;
        at_most += lag <= observed + ER_MORAN_TIE;
    }
    return er_pseudo_p(at_least, at_most, s->permutations);
}

static er_cluster quadrant(double z, double lag) {
    if (z == 0 || lag == 0) return ER_CLUSTER_NONE;
    if (z > 0) return lag > 0 ? ER_CLUSTER_HIGH_HIGH : ER_CLUSTER_HIGH_LOW;
    return lag > 0 ? ER_CLUSTER_LOW_HIGH : ER_CLUSTER_LOW_LOW;
}

/** All of a row but q; `cluster` is where it would lie if it were significant. */
static er_local_moran measure(const struct survey *s, const struct bench *bench, size_t row) {
    const er_neighbours *n = s->neighbours;
    const er_deviations *d = &s->deviations;
    er_local_moran found = {.i = NAN, .lag = NAN, .p = NAN, .q = NAN, .cluster = ER_CLUSTER_NONE};
    if (n->first[row] == n->first[row + 1]) return found;
    found.lag = weighted(n, row, s->value);
    if (!(d->sum_2 > 0)) return found;
    double lag = weighted(n, row, d->z);
    found.i = d->z[row] * lag / (d->sum_2 / (double)n->count);
    found.cluster = quadrant(d->z[row], lag);
    if (s->permutations > 0) found.p = pseudo_p(s, bench, row, lag);
    return found;
}

static er_status run(er_context *ctx, const struct survey *s, const struct bench *benches,
                     int threads, er_local_moran *locals) {
    size_t count = s->neighbours->count;
    for (size_t from = 0; from < count; from += BLOCK) {
        ER_TRY(er_check_cancel(ctx));
        er_progress(ctx, "permuting", from, count);
        size_t to = count - from < BLOCK ? count : from + BLOCK;
#pragma omp parallel for num_threads(threads) schedule(dynamic, 8)
        for (size_t i = from; i < to; i++)
            locals[i] = measure(s, &benches[omp_get_thread_num()], i);
    }
    return ER_OK;
}

static er_status adjust(er_context *ctx, double rate, er_local_moran *locals, size_t count) {
    double *p = NULL, *q = NULL;
    er_status status;
    ER_GOTO(status, end, er_alloc(ctx, count, sizeof *p, &p));
    ER_GOTO(status, end, er_alloc(ctx, count, sizeof *q, &q));
    for (size_t i = 0; i < count; i++)
        p[i] = locals[i].p;
    ER_GOTO(status, end, er_false_discovery(ctx, p, count, q));
    for (size_t i = 0; i < count; i++) {
        locals[i].q = q[i];
        if (!(q[i] <= rate)) locals[i].cluster = ER_CLUSTER_NONE;
    }
end:
    er_free(p);
    er_free(q);
    return status;
}

static er_status benches_new(er_context *ctx, const struct survey *s, int threads,
                             struct bench **out) {
    size_t count = s->neighbours->count;
    ER_TRY(er_alloc(ctx, (size_t)threads, sizeof **out, out));
    for (int t = 0; t < threads; t++) {
        struct bench *bench = &(*out)[t];
        ER_TRY(er_alloc(ctx, count, sizeof *bench->order, &bench->order));
        ER_TRY(er_alloc(ctx, s->degree, sizeof *bench->swapped, &bench->swapped));
        for (size_t i = 0; i < count; i++)
            bench->order[i] = (uint32_t)i;
    }
    return ER_OK;
}

static void benches_free(struct bench *benches, int threads) {
    for (int t = 0; benches && t < threads; t++) {
        er_free(benches[t].order);
        er_free(benches[t].swapped);
    }
    er_free(benches);
}

static size_t most_neighbours(const er_neighbours *n) {
    size_t most = 0;
    for (size_t i = 0; i < n->count; i++)
        if (n->first[i + 1] - n->first[i] > most) most = n->first[i + 1] - n->first[i];
    return most;
}

er_status er_moran_local(er_context *ctx, const double *value, const er_neighbours *neighbours,
                         size_t permutations, uint64_t seed, double false_discovery,
                         er_local_moran *locals) {
    struct survey survey = {.value = value,
                            .neighbours = neighbours,
                            .permutations = permutations,
                            .seed = seed,
                            .degree = most_neighbours(neighbours)};
    struct bench *benches = NULL;
    int threads = er_context_threads(ctx);
    er_status status;
    if (!(false_discovery > 0 && false_discovery < 1))
        return er_fail(ctx, ER_ERR_RANGE, "the false discovery rate %g is not between 0 and 1",
                       false_discovery);
    ER_TRY(er_check_permutations(ctx, permutations));
    ER_TRY(er_deviations_new(ctx, value, neighbours->count, &survey.deviations));
    ER_GOTO(status, end, benches_new(ctx, &survey, threads, &benches));
    ER_GOTO(status, end, run(ctx, &survey, benches, threads, locals));
    ER_GOTO(status, end, adjust(ctx, false_discovery, locals, neighbours->count));
end:
    benches_free(benches, threads);
    er_deviations_free(&survey.deviations);
    return status;
}

const char *er_cluster_name(er_cluster cluster) {
    switch (cluster) {
    case ER_CLUSTER_NONE:
        return NULL;
    case ER_CLUSTER_HIGH_HIGH:
        return "high_high";
    case ER_CLUSTER_LOW_LOW:
        return "low_low";
    case ER_CLUSTER_HIGH_LOW:
        return "high_low";
    case ER_CLUSTER_LOW_HIGH:
        return "low_high";
    }
    return NULL;
}
