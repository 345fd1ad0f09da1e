/* The exact search of the p-median: a column for each site that may be in a better set, and, for
 * each row, one for each distance within which it may have no site (Cornuejols, Nemhauser and
 * Wolsey, SIAM Journal on Algebraic and Discrete Methods 1 (1980); Church, COBRA, Annals of
 * Operations Research 122 (2003); Elloumi, Journal of Combinatorial Optimization 19 (2010)). */
#include "siting/median.h"
#include "siting/mip.h"

#include <math.h>
#include <string.h>

/* The best set's cost as the solver sees it: its tolerances are absolute, 1e-7. */
static const double whole = 1e4;
/* What a better set must be better by, in that measure. */
static const double hair = 1e-5;
/* Larger programs take the solver minutes for their first relaxation. */
static const size_t most_entries = 600000;

struct program {
    er_context *ctx;
    const er_siting_median *best;
    const er_siting_prices *prices;
    er_siting_mip mip;
    double cost;   /* of the best set */
    double slack;  /* a better set costs less than the bound and this */
    er_sum base;   /* cost of all rows that the columns do not say */
    bool hopeless; /* a row has no site that a better set could serve it by */
};

/** Sites that can't be in a better set, or can't be missing from it, are settled. */
static er_status add_sites(struct program *p) {
    const er_siting_prices *prices = p->prices;
    for (size_t f = 0; f < p->best->near->checked->free_count; f++) {
        double reduced = prices->reduced[f];
        bool out = reduced > prices->last_in && reduced - prices->last_in > p->slack;
        bool in = reduced < prices->first_out && prices->first_out - reduced > p->slack;
        ER_TRY(er_siting_mip_column(p->ctx, &p->mip, in && !out, !out, 0, true));
    }
    return ER_OK;
}

static bool may_serve(const struct program *p, size_t row, const er_siting_link *link) {
    double cost = p->best->near->weight[row] * link->distance;
    return cost - p->prices->price[row] <= p->slack;
}

/** One row of the task: z_g is 1 where no site of the first g distances is chosen, and costs the
 *  way to the next. */
static er_status add_row(struct program *p, size_t row) {
    const er_siting_near *near = p->best->near;
    double weight = near->weight[row], scale = whole / p->cost, before = -1;
    double kept = near->kept[row] < INFINITY ? weight * near->kept[row] : INFINITY;
    size_t previous = SIZE_MAX, at = near->start[row], end = near->start[row + 1];
    bool settled = false; /* a site that is surely chosen serves the row at last */
    if (!p->mip.upper || !p->mip.lower) return ER_OK; /* no site at all */
    while (at < end && !settled && may_serve(p, row, &near->row[at])) {
        double distance = near->row[at].distance, cost = weight * distance;
        size_t stop = at, open = 0;
        for (; stop < end && near->row[stop].distance == distance; stop++) {
            open += p->mip.upper[near->row[stop].other] > 0;
            settled = settled || p->mip.lower[near->row[stop].other] > 0;
        }
        if (open > 0 && before < 0) {
            er_sum_add(&p->base, cost);
        } else if (open > 0) {
            p->mip.objective[previous] = (cost - before) * scale;
        }
        if (open > 0) {
            size_t column = p->mip.columns;
            if (!settled) ER_TRY(er_siting_mip_column(p->ctx, &p->mip, 0, 1, 0, false));
            for (size_t q = at; q < stop && !settled; q++)
                if (p->mip.upper[near->row[q].other] > 0)
                    ER_TRY(er_siting_mip_entry(p->ctx, &p->mip, near->row[q].other, 1));
            if (!settled) {
                ER_TRY(er_siting_mip_entry(p->ctx, &p->mip, column, 1));
                if (previous != SIZE_MAX)
                    ER_TRY(er_siting_mip_entry(p->ctx, &p->mip, previous, -1));
                ER_TRY(er_siting_mip_row(p->ctx, &p->mip, previous == SIZE_MAX ? 1 : 0, INFINITY));
                previous = column;
            }
            before = cost;
        }
        at = stop;
    }
    if (settled) return ER_OK;
    if (kept - p->prices->price[row] <= p->slack) {
        if (previous == SIZE_MAX)
            er_sum_add(&p->base, kept);
        else
            p->mip.objective[previous] = (kept - before) * scale;
    } else if (previous == SIZE_MAX) {
        p->hopeless = true;
    } else {
        p->mip.upper[previous] = 0;
    }
    return ER_OK;
}

static er_status fill(struct program *p, const er_siting_condition *conditions, size_t count) {
    const er_siting_near *near = p->best->near;
    ER_TRY(add_sites(p));
    for (size_t i = 0; i < near->count && !p->hopeless && p->mip.entries <= most_entries; i++)
        ER_TRY(add_row(p, i));
    return er_siting_mip_conditions(p->ctx, &p->mip, near->checked, conditions, count);
}

/** Take what the solver found for what it is in the task's own numbers. */
static er_status take(struct program *p, const double *solution, er_siting_median *best,
                      er_arena *scratch, bool *better) {
    size_t sites = best->near->checked->free_count;
    er_siting_median found;
    bool *chosen = NULL;
    *better = false;
    ER_TRY(er_arena_alloc(p->ctx, scratch, sites + 1, &chosen));
    for (size_t f = 0; f < sites; f++)
        chosen[f] = solution[f] > 0.5;
    ER_TRY(er_siting_median_new(p->ctx, scratch, best->near, &found));
    er_siting_median_set(&found, chosen);
    if (!er_siting_tally_holds_all(&found.tally)) return ER_OK;
    ER_TRY(er_siting_median_exchange(p->ctx, &found));
    if (er_siting_median_cost(&found) >= p->cost) return ER_OK;
    *better = true;
    er_siting_median_set(best, found.chosen);
    return ER_OK;
}

static er_status search(struct program *p, er_arena *scratch, er_siting_median *best, double grain,
                        int64_t most_nodes, double *bound) {
    double scale = whole / p->cost, base, *solution = NULL;
    er_siting_mip_answer answer;
    er_siting_condition *conditions = NULL;
    size_t count = 0;
    bool better = false;
    ER_TRY(er_siting_conditions(p->ctx, scratch, best->near->checked, &conditions, &count));
    ER_TRY(fill(p, conditions, count));
    if (p->hopeless) {
        *bound = p->cost;
        return ER_OK;
    }
    if (p->mip.entries > most_entries) return ER_OK;
    base = er_sum_value(&p->base) * scale;
    ER_TRY(er_arena_alloc(p->ctx, scratch, (p->mip.columns + 1) * sizeof *solution, &solution));
    const er_siting_mip_effort effort = {.most_nodes = most_nodes,
                                         .most_seconds =
                                             er_siting_seconds_left(&best->near->checked->deadline),
                                         .cutoff = whole - fmax(hair, 0.9 * grain * scale) - base};
    ER_TRY(er_check_cancel(p->ctx));
    ER_TRY(er_siting_mip_solve(p->ctx, &p->mip, &effort, solution, &answer));
    if (answer.none) {
        *bound = p->cost;
        return ER_OK;
    }
    if (answer.found) ER_TRY(take(p, solution, best, scratch, &better));
    double proven = answer.bound > -INFINITY ? (answer.bound + base) / scale : -INFINITY;
    if (answer.done && better) proven = er_siting_median_cost(best);
    *bound = fmax(*bound, fmin(proven, er_siting_median_cost(best)));
    return ER_OK;
}

er_status er_siting_median_exact(er_context *ctx, er_siting_median *best,
                                 const er_siting_prices *prices, double grain, int64_t most_nodes,
                                 double *bound) {
    struct program p = {.ctx = ctx, .best = best, .prices = prices};
    er_arena *scratch = NULL;
    p.cost = er_siting_median_cost(best);
    /* Sums of prices are off by some last digits. */
    p.slack = fmax(p.cost - prices->bound, 0) + 1e-9 * p.cost;
    ER_TRY(er_arena_new(ctx, &scratch));
    er_status status = search(&p, scratch, best, grain, most_nodes, bound);
    er_siting_mip_free(&p.mip);
    er_arena_free(scratch);
    return status;
}
