/* Prices are moved along a running mean of the slopes, from the best ones so far (the volume
 * algorithm of Barahona and Anbil, Mathematical Programming 87 (2000)), in steps of Polyak's
 * length. The sites that are dearest on the way are starts for exchanges. */
#include "siting/cover_bound.h"

#include <math.h>
#include <string.h>

/* Steps, by the pairs that each goes through. */
enum { MOST_STEPS = 6000, QUICK_STEPS = 300, FEWEST_STEPS = 60, MOST_FAILED = 20, TRY_EVERY = 50 };
static const double most_pairs_in_all = 4e9, most_pairs_quick = 4e7;
/* Of the seconds that the caller gives, so many are for the bound at most. */
static const double bound_share = 0.5;
static const double newest_part = 0.2, shrinks = 0.8, smallest_pace = 1e-4;
/* A step goes beyond what is reached by this, so that it is one at the end, too. */
static const double beyond = 1e-9;

struct ascent {
    er_context *ctx;
    er_siting_relaxation r;
    er_siting_sites *best;
    er_siting_sites tried;
    bool *chosen;
    double *mean; /**< of slopes */
    double lowest;
    double *lowest_price; /**< the prices of it */
    int64_t *bound;
    uint8_t *fixed;
};

/** The sites that are dearest now, as far as they hold all conditions, and what exchanges make of
 *  them. */
static er_status try_dearest(struct ascent *a) {
    const er_siting_relaxation *r = &a->r;
    memset(a->chosen, 0, r->rows->problem.count);
    for (size_t n = 0, taken = er_siting_relaxation_taken(r); n < taken; n++)
        a->chosen[r->scores[n].site] = true;
    er_siting_sites_set(&a->tried, a->chosen);
    if (!er_siting_sites_hold(&a->tried)) return ER_OK;
    ER_TRY(er_siting_sites_improve(a->ctx, &a->tried));
    if (er_siting_sites_better(&a->tried, a->best->state.met, a->best->tally.cost))
        er_siting_sites_set(a->best, a->tried.state.chosen);
    return ER_OK;
}

/** How a price should move: not beyond its ends. */
static double direction(const struct ascent *a, size_t i) {
    double by = -a->mean[i];
    if (by > 0 && a->r.price[i] >= er_siting_relaxation_highest(&a->r, i)) return 0;
    return by < 0 && a->r.price[i] <= 0 ? 0 : by;
}

static void move_prices(struct ascent *a, double above, double pace) {
    er_siting_relaxation *r = &a->r;
    size_t classes = r->rows->problem.class_count;
    double square = 0;
    for (size_t i = 0; i < r->count; i++) {
        double by = direction(a, i);
        square += by * by * (i < classes ? r->scaled[i] * r->top[i] : r->scale[i]);
    }
    double step = square > 0 ? pace * above / square : 0;
    for (size_t i = 0; i < r->count; i++) {
        double moved = a->r.price[i] + step * r->scale[i] * direction(a, i);
        r->price[i] = fmin(fmax(moved, 0), er_siting_relaxation_highest(r, i));
    }
}

static void blend(struct ascent *a, double part) {
    for (size_t i = 0; i < a->r.count; i++)
        a->mean[i] += part * (a->r.slope[i] - a->mean[i]);
}

static er_status climb(struct ascent *a, int most_steps, const er_siting_effort *effort) {
    er_siting_relaxation *r = &a->r;
    double pace = 1;
    a->lowest = INFINITY;
    for (int step = 0, failed = 0; step < most_steps && pace > smallest_pace; step++) {
        ER_TRY(er_check_cancel(a->ctx));
        er_progress(a->ctx, "bounding", (uint64_t)step, (uint64_t)most_steps);
        er_siting_relaxation_take(r);
        blend(a, step == 0 ? 1 : newest_part);
        if (r->value < a->lowest) {
            a->lowest = r->value;
            failed = 0;
            memcpy(a->lowest_price, r->price, r->count * sizeof *r->price);
            er_siting_relaxation_keep(r, a->best, a->bound);
            er_siting_relaxation_fix(r, a->best, a->fixed);
        } else if (++failed == MOST_FAILED) {
            pace *= shrinks;
            failed = 0;
        }
        if (step % TRY_EVERY == TRY_EVERY - 1) ER_TRY(try_dearest(a));
        if (er_siting_relaxation_is_within(r, a->best, *a->bound, effort->gap) ||
            er_siting_is_late(&r->rows->checked->deadline, bound_share))
            return ER_OK;
        double above = r->value - er_siting_relaxation_reached(r, a->best);
        move_prices(a, fmax(above, 0) + beyond, pace);
    }
    return ER_OK;
}

/** The need's price where nothing is known: what a unit of weight costs in the set at hand. */
static void begin_prices(struct ascent *a) {
    er_siting_relaxation *r = &a->r;
    size_t need = r->rows->problem.class_count + r->condition_count - 1;
    if (!(r->whole_cost > 0) || r->rows->needed == 0) return;
    r->price[need] = -er_siting_relaxation_reached(r, a->best) * r->whole / (double)r->rows->needed;
}

er_status er_siting_cover_bound(er_context *ctx, er_arena *arena, const er_siting_effort *effort,
                                er_siting_sites *best, int64_t *bound, uint8_t *fixed,
                                er_siting_relaxation *out) {
    const er_siting_rows *rows = best->rows;
    const er_siting_problem *p = &rows->problem;
    struct ascent a = {.ctx = ctx, .best = best, .bound = bound, .fixed = fixed};
    double pairs = (double)(p->start[p->count] + p->count + 1);
    double steps = (effort->quick ? most_pairs_quick : most_pairs_in_all) / pairs;
    double most_steps = effort->quick ? QUICK_STEPS : MOST_STEPS;
    ER_TRY(er_siting_relaxation_new(ctx, arena, rows, &a.r));
    ER_TRY(er_siting_sites_new(ctx, arena, rows, &a.tried));
    ER_TRY(er_arena_alloc(ctx, arena, p->count + 1, &a.chosen));
    ER_TRY(er_arena_alloc(ctx, arena, (a.r.count + 1) * sizeof *a.mean, &a.mean));
    ER_TRY(er_arena_alloc(ctx, arena, (a.r.count + 1) * sizeof(double), &a.lowest_price));
    begin_prices(&a);
    ER_TRY(climb(&a, (int)fmin(fmax(steps, FEWEST_STEPS), most_steps), effort));
    memcpy(a.r.price, a.lowest_price, a.r.count * sizeof *a.r.price);
    *out = a.r;
    return ER_OK;
}
