/* The p-median: a greedy start with exchanges, the Lagrangian bound, CBC for what it leaves. */
#include "siting/median.h"

#include <math.h>

/* Sums of doubles: a bound that is within this share of the value is reached. */
static const double rounding = 1e-9;
/* Sums below this are exact in whole numbers. */
static const double most_exact = 4e15;
/* A search that ends with so much of its time gone ended for lack of time. */
static const double late_share = 0.9;

/** 1 where all costs are whole numbers, so that values that differ do so by 1; else 0. */
static double grain_of(const er_siting_near *near, double cost) {
    if (cost > most_exact) return 0;
    for (size_t i = 0; i < near->count; i++) {
        double weight = near->weight[i];
        if (near->kept[i] < INFINITY && weight * near->kept[i] != floor(weight * near->kept[i]))
            return 0;
        for (size_t p = near->start[i]; p < near->start[i + 1]; p++)
            if (weight * near->row[p].distance != floor(weight * near->row[p].distance)) return 0;
    }
    return 1;
}

/** A set that holds all conditions and serves every row. */
static er_status find_start(er_context *ctx, er_arena *scratch, const er_siting_near *near,
                            int64_t most_nodes, er_siting_median *best) {
    bool holds = false, serves = false, *chosen = NULL;
    ER_TRY(er_siting_median_new(ctx, scratch, near, best));
    ER_TRY(er_siting_median_greedy(ctx, best));
    ER_TRY(er_siting_near_holds(ctx, scratch, near, best->chosen, &holds, &serves));
    if (holds) {
        ER_TRY(er_siting_median_exchange(ctx, best));
        ER_TRY(er_siting_near_holds(ctx, scratch, near, best->chosen, &holds, &serves));
    }
    if (holds && serves) return ER_OK;
    ER_TRY(er_arena_alloc(ctx, scratch, near->checked->free_count + 1, &chosen));
    ER_TRY(er_siting_near_any(ctx, scratch, near, most_nodes, chosen));
    er_siting_median_set(best, chosen);
    return er_siting_median_exchange(ctx, best);
}

static double close_bound(double bound, double cost, double grain) {
    if (grain > 0) bound = ceil(bound - 1e-6 * fmax(1, rounding * cost));
    return cost - bound <= rounding * cost ? cost : bound;
}

er_status er_siting_choose_median(er_context *ctx, er_arena *arena, er_arena *scratch,
                                  const er_siting_checked *checked, const er_siting_effort *effort,
                                  er_siting_plan *out) {
    er_siting_near near;
    er_siting_median best;
    er_siting_prices prices;
    int64_t most_nodes = er_siting_near_nodes(effort);
    ER_TRY(er_siting_near_new(ctx, scratch, checked, &near));
    ER_TRY(find_start(ctx, scratch, &near, most_nodes, &best));
    double cost = er_siting_median_cost(&best), grain = grain_of(&near, cost);
    ER_TRY(er_siting_median_bound(ctx, scratch, &best, effort->quick, fmax(effort->gap, rounding),
                                  grain, &prices));
    cost = er_siting_median_cost(&best);
    double bound = close_bound(prices.bound, cost, grain);
    bool open = cost > 0 && cost > bound && cost - bound > effort->gap * cost && !effort->quick;
    if (open) ER_TRY(er_siting_median_exact(ctx, &best, &prices, grain, most_nodes, &bound));
    bound = close_bound(bound, er_siting_median_cost(&best), grain);
    ER_TRY(er_siting_near_plan(ctx, arena, scratch, &near, best.chosen, out));
    er_siting_near_end(effort, cost > 0 ? bound : out->value,
                       er_siting_is_late(&checked->deadline, late_share), out);
    return ER_OK;
}
