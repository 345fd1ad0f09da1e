/* Bounds. With k candidates at most
 *
 *   L(u) = sum over classes of (w_i - u_i) + the k largest sums over a candidate's classes of u_i
 *
 * can be met for any prices 0 <= u_i <= w_i: the Lagrangian relaxation of y_i <= sum of x_j in the
 * maximal covering problem (Galvao and ReVelle, A Lagrangean heuristic for the maximal covering
 * location problem, European Journal of Operational Research 88, 1996). Where L(u) is below what
 * is needed, k are not enough. u = w is the plain bound by sizes. */
#include "siting/bound.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Prices are moved so often for one k before it is left open, and so often in all; in large
 * problems less often, by the pairs of classes and candidates that a step goes through. */
enum { MOST_STEPS = 500, MOST_STEPS_IN_ALL = 1500, FEWEST_STEPS_IN_ALL = 60, MOST_FAILED = 5 };
static const double most_pairs_in_all = 2e8;
/* Of the newest candidates in the running mean. */
static const double newest_part = 0.1;
/* Sums of doubles of at most 1 in all: what a bound must be clear by to count. */
static const double rounding = 1e-9;

struct priced {
    double sum; /**< of the prices of its classes */
    uint32_t candidate;
};

struct relaxation {
    const er_siting_problem *problem;
    double *weight; /**< of each class, as a share of all */
    double *best;   /**< the prices with the lowest L so far */
    double *price;  /**< those tried */
    double *met;    /**< how many of the k dearest meet each class: a running mean */
    double needed;
    struct priced *candidates; /**< the dearest first */
};

static int by_sum(const void *a, const void *b) {
    const struct priced *l = a, *r = b;
    if (l->sum != r->sum) return l->sum > r->sum ? -1 : 1;
    return (l->candidate > r->candidate) - (l->candidate < r->candidate);
}

static int from_the_largest(const void *a, const void *b) {
    const int64_t *l = a, *r = b;
    return (*l < *r) - (*l > *r);
}

er_status er_siting_bound_by_sizes(er_context *ctx, er_arena *arena,
                                   const er_siting_problem *problem, int64_t needed,
                                   size_t *bound) {
    int64_t *size = NULL, sum = 0;
    ER_TRY(er_arena_alloc(ctx, arena, (problem->count + 1) * sizeof *size, &size));
    for (size_t j = 0; j < problem->count; j++)
        for (size_t k = problem->start[j]; k < problem->start[j + 1]; k++)
            size[j] += problem->weight[problem->classes[k]];
    qsort(size, problem->count, sizeof *size, from_the_largest);
    size_t count = 0;
    while (sum < needed && count < problem->count)
        sum += size[count++] < needed - sum ? size[count - 1] : needed - sum;
    *bound = count;
    return ER_OK;
}

static er_status relax(er_context *ctx, er_arena *arena, const er_siting_problem *problem,
                       int64_t needed, struct relaxation *out) {
    struct relaxation r = {.problem = problem};
    size_t bytes = (problem->class_count + 1) * sizeof(double);
    ER_TRY(er_arena_alloc(ctx, arena, bytes, &r.weight));
    ER_TRY(er_arena_alloc(ctx, arena, bytes, &r.best));
    ER_TRY(er_arena_alloc(ctx, arena, bytes, &r.price));
    ER_TRY(er_arena_alloc(ctx, arena, bytes, &r.met));
    ER_TRY(er_arena_alloc(ctx, arena, (problem->count + 1) * sizeof *r.candidates, &r.candidates));
    r.needed = (double)needed / (double)problem->total;
    for (size_t c = 0; c < problem->class_count; c++) {
        r.weight[c] = (double)problem->weight[c] / (double)problem->total;
        r.best[c] = r.weight[c] / (double)(problem->class_start[c + 1] - problem->class_start[c]);
    }
    *out = r;
    return ER_OK;
}

/** L(u) of the prices tried, with the candidates sorted by their sums. */
static double most_met(struct relaxation *r, size_t k) {
    const er_siting_problem *p = r->problem;
    double met = 0;
    for (size_t j = 0; j < p->count; j++) {
        double sum = 0;
        for (size_t i = p->start[j]; i < p->start[j + 1]; i++)
            sum += r->price[p->classes[i]];
        r->candidates[j] = (struct priced){.sum = sum, .candidate = (uint32_t)j};
    }
    qsort(r->candidates, p->count, sizeof *r->candidates, by_sum);
    for (size_t c = 0; c < p->class_count; c++)
        met += r->weight[c] - r->price[c];
    for (size_t j = 0; j < k; j++)
        met += r->candidates[j].sum;
    return met;
}

/** Take the k dearest into the running mean. */
static void blend(struct relaxation *r, size_t k, double part) {
    const er_siting_problem *p = r->problem;
    for (size_t c = 0; c < p->class_count; c++)
        r->met[c] *= 1 - part;
    for (size_t j = 0; j < k; j++) {
        size_t candidate = r->candidates[j].candidate;
        for (size_t i = p->start[candidate]; i < p->start[candidate + 1]; i++)
            r->met[p->classes[i]] += part;
    }
}

/** How a class's price should move, as a share of its weight: down where the mean meets it more
 *  than once, up where less; not beyond 0 and the weight. */
static double direction(const struct relaxation *r, size_t class) {
    double by = 1 - r->met[class];
    if (by > 0 && r->best[class] >= r->weight[class]) return 0;
    return by < 0 && r->best[class] <= 0 ? 0 : by;
}

/** Prices to try: from the best ones down, by a part of the way that `above` asks for. */
static void move_prices(struct relaxation *r, double above, double pace) {
    size_t count = r->problem->class_count;
    double square = 0;
    for (size_t c = 0; c < count; c++)
        square += r->weight[c] * direction(r, c) * direction(r, c);
    double step = square > 0 ? pace * above / square : 0;
    for (size_t c = 0; c < count; c++)
        r->price[c] =
            fmin(fmax(r->best[c] + step * r->weight[c] * direction(r, c), 0), r->weight[c]);
}

/** True if prices are found that show k candidates not to be enough: the volume algorithm (Barahona
 *  and Anbil, Mathematical Programming 87, 2000). */
static bool too_few(struct relaxation *r, size_t k, int *steps_left) {
    size_t bytes = r->problem->class_count * sizeof(double);
    double lowest = INFINITY, pace = 1;
    memcpy(r->price, r->best, bytes);
    for (int step = 0, failed = 0; step<MOST_STEPS && * steps_left> 0; step++, --*steps_left) {
        double met = most_met(r, k);
        if (met < r->needed - rounding) return true;
        blend(r, k, step == 0 ? 1 : newest_part);
        if (met < lowest) {
            lowest = met;
            memcpy(r->best, r->price, bytes);
            pace = fmin(pace * 1.1, 2);
            failed = 0;
        } else if (++failed == MOST_FAILED) {
            pace *= 0.7;
            failed = 0;
        }
        move_prices(r, lowest - r->needed + rounding, pace);
    }
    return false;
}

er_status er_siting_bound_by_prices(er_context *ctx, er_arena *arena,
                                    const er_siting_problem *problem, int64_t needed, size_t most,
                                    size_t *bound) {
    struct relaxation r;
    double steps = most_pairs_in_all / (double)(problem->start[problem->count] + 1);
    int steps_left = (int)fmin(fmax(steps, FEWEST_STEPS_IN_ALL), MOST_STEPS_IN_ALL);
    ER_TRY(relax(ctx, arena, problem, needed, &r));
    while (*bound < most && too_few(&r, *bound, &steps_left)) {
        ++*bound;
        ER_TRY(er_check_cancel(ctx));
    }
    return ER_OK;
}
