/* The Lagrangian bound of the p-median: prices for serving each row, raised and lowered along
 * subgradients (Held, Wolfe and Crowder, Mathematical Programming 6 (1974)). */
#include "siting/median.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_STEPS = 1200, QUICK_STEPS = 200, PATIENCE = 25, POLISHED = 24, ASK = 16 };

/* Of the seconds that the caller gives, so many are for the bound at most. */
static const double bound_share = 0.5;
static const double first_pace = 1.5;
static const double last_pace = 2e-3;

struct relaxation {
    const er_siting_near *near;
    double unserved;
    size_t k;
    double *price;   /* [rows] */
    double *reduced; /* [sites] */
    uint32_t *order; /* [sites] sites, the k that count first */
    bool *chosen;    /* [sites] those that count */
    int32_t *served; /* [rows] times */
    double bound;
    bool quick;
};

static double kept_cost(const struct relaxation *r, size_t row) {
    double kept = r->near->kept[row];
    return kept < INFINITY ? r->near->weight[row] * kept : r->unserved;
}

/** Start: each row pays what its second nearest site would cost, or to be without one. */
static void begin(struct relaxation *r, const er_siting_median *best) {
    for (size_t i = 0; i < r->near->count; i++)
        r->price[i] =
            fmax(best->first_cost[i], fmin(best->second_cost[i], 2 * best->first_cost[i]));
}

/** Order by what sites add to the bound, of equal ones the first: selection of the k least. */
static bool before(const struct relaxation *r, uint32_t a, uint32_t b) {
    if (r->reduced[a] != r->reduced[b]) return r->reduced[a] < r->reduced[b];
    return a < b;
}

static void sift(const struct relaxation *r, size_t root, size_t count) {
    for (;;) {
        size_t child = 2 * root + 1;
        if (child >= count) return;
        if (child + 1 < count && before(r, r->order[child], r->order[child + 1])) child++;
        if (!before(r, r->order[root], r->order[child])) return;
        uint32_t kept = r->order[root];
        r->order[root] = r->order[child];
        r->order[child] = kept;
        root = child;
    }
}

/** The k least come first, the largest of them in front. */
static void select_least(struct relaxation *r) {
    size_t sites = r->near->checked->free_count;
    for (size_t f = 0; f < sites; f++)
        r->order[f] = (uint32_t)f;
    for (size_t root = r->k / 2; root-- > 0;)
        sift(r, root, r->k);
    for (size_t f = r->k; f < sites; f++) {
        if (!before(r, r->order[f], r->order[0])) continue;
        uint32_t kept = r->order[0];
        r->order[0] = r->order[f];
        r->order[f] = kept;
        sift(r, 0, r->k);
    }
}

static void relax(struct relaxation *r) {
    const er_siting_near *near = r->near;
    size_t sites = near->checked->free_count;
    er_sum bound = {0};
    memset(r->reduced, 0, (sites + 1) * sizeof *r->reduced);
    memset(r->chosen, 0, sites + 1);
    for (size_t i = 0; i < near->count; i++) {
        double price = r->price[i], kept = kept_cost(r, i);
        er_sum_add(&bound, price);
        r->served[i] = kept < price;
        if (kept < price) er_sum_add(&bound, kept - price);
        for (size_t p = near->start[i]; p < near->start[i + 1]; p++) {
            double cost = near->weight[i] * near->row[p].distance;
            if (cost >= price) break;
            r->reduced[near->row[p].other] += cost - price;
        }
    }
    select_least(r);
    for (size_t s = 0; s < r->k; s++) {
        er_sum_add(&bound, r->reduced[r->order[s]]);
        r->chosen[r->order[s]] = true;
    }
    for (size_t s = 0; s < r->k; s++) {
        size_t f = r->order[s];
        for (size_t p = near->column_start[f]; p < near->column_start[f + 1]; p++) {
            uint32_t row = near->column[p].other;
            r->served[row] += near->weight[row] * near->column[p].distance < r->price[row];
        }
    }
    r->bound = er_sum_value(&bound);
}

/** One step along the subgradient; false where it is zero. */
static bool step(struct relaxation *r, double pace, double best) {
    double norm = 0;
    for (size_t i = 0; i < r->near->count; i++)
        norm += (double)((1 - r->served[i]) * (1 - r->served[i]));
    if (norm == 0) return false;
    double length = pace * fmax(best - r->bound, 1e-9 * best) / norm;
    for (size_t i = 0; i < r->near->count; i++)
        r->price[i] = fmax(0, r->price[i] + length * (1 - r->served[i]));
    return true;
}

static void keep(const struct relaxation *r, er_siting_prices *out) {
    size_t sites = r->near->checked->free_count;
    memcpy(out->price, r->price, r->near->count * sizeof *r->price);
    memcpy(out->reduced, r->reduced, sites * sizeof *r->reduced);
    out->bound = r->bound;
    out->last_in = r->reduced[r->order[0]];
    out->first_out = 0;
    for (size_t f = 0; f < sites; f++)
        if (!r->chosen[f]) out->first_out = fmin(out->first_out, r->reduced[f]);
}

/** What the relaxation chose, mended by exchanges, may be better than the best set. */
static er_status polish(er_context *ctx, const struct relaxation *r, er_siting_median *trial,
                        er_siting_median *best, double *best_cost) {
    er_siting_median_set(trial, r->chosen);
    if (!er_siting_tally_holds_all(&trial->tally)) return ER_OK;
    ER_TRY(er_siting_median_exchange(ctx, trial));
    double cost = er_siting_median_cost(trial);
    if (cost >= *best_cost || !er_siting_tally_holds_all(&trial->tally)) return ER_OK;
    *best_cost = cost;
    er_siting_median_set(best, trial->chosen);
    return ER_OK;
}

static er_status climb(er_context *ctx, struct relaxation *r, er_siting_median *trial,
                       er_siting_median *best, double gap, double grain, er_siting_prices *out) {
    double pace = first_pace, best_cost = er_siting_median_cost(best);
    int since = 0, polished = 0;
    int steps = r->quick ? QUICK_STEPS : MOST_STEPS;
    out->bound = -INFINITY;
    for (int n = 0; n < steps && pace > last_pace; n++) {
        if (n % ASK == 0) {
            ER_TRY(er_check_cancel(ctx));
            er_progress(ctx, "bounding the plan", (uint64_t)n, (uint64_t)steps);
        }
        relax(r);
        if (r->bound > out->bound) {
            since = 0;
            keep(r, out);
            if (!r->quick && n >= PATIENCE && n % (MOST_STEPS / POLISHED / 4) == 0 &&
                polished < POLISHED) {
                polished++;
                ER_TRY(polish(ctx, r, trial, best, &best_cost));
            }
        } else if (++since >= PATIENCE) {
            since = 0;
            pace /= 2;
            memcpy(r->price, out->price, r->near->count * sizeof *r->price);
            relax(r);
        }
        if (best_cost - out->bound < fmax(grain, gap * best_cost)) return ER_OK;
        if (er_siting_is_late(&r->near->checked->deadline, bound_share)) return ER_OK;
        if (!step(r, pace, best_cost)) break;
    }
    if (r->quick) return ER_OK;
    relax(r);
    return polish(ctx, r, trial, best, &best_cost);
}

er_status er_siting_median_bound(er_context *ctx, er_arena *arena, er_siting_median *best,
                                 bool quick, double gap, double grain, er_siting_prices *out) {
    const er_siting_near *near = best->near;
    size_t rows = near->count + 1, sites = near->checked->free_count + 1;
    struct relaxation r = {
        .near = near, .unserved = best->unserved, .k = near->checked->task->k, .quick = quick};
    er_siting_median trial;
    ER_TRY(er_siting_median_new(ctx, arena, near, &trial));
    ER_TRY(er_arena_alloc(ctx, arena, rows * sizeof *r.price, &r.price));
    ER_TRY(er_arena_alloc(ctx, arena, sites * sizeof *r.reduced, &r.reduced));
    ER_TRY(er_arena_alloc(ctx, arena, sites * sizeof *r.order, &r.order));
    ER_TRY(er_arena_alloc(ctx, arena, sites, &r.chosen));
    ER_TRY(er_arena_alloc(ctx, arena, rows * sizeof *r.served, &r.served));
    ER_TRY(er_arena_alloc(ctx, arena, rows * sizeof *out->price, &out->price));
    ER_TRY(er_arena_alloc(ctx, arena, sites * sizeof *out->reduced, &out->reduced));
    begin(&r, best);
    return climb(ctx, &r, &trial, best, gap, grain, out);
}
