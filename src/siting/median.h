/** The p-median: parts of its search. */
#ifndef EVENREACH_SITING_MEDIAN_H
#define EVENREACH_SITING_MEDIAN_H

#include "siting/near.h"

/** A set of new sites, with the nearest and second nearest of each row. Costs are weight x
 *  distance; a row that is not served costs `unserved`, more than all others together. */
typedef struct er_siting_median {
    const er_siting_near *near;
    double unserved;
    bool *chosen; /**< [free_count] */
    er_siting_tally tally;
    uint32_t *first;     /**< [near->count] nearest new site; UINT32_MAX: none */
    double *first_cost;  /**< of the nearest site, kept ones included */
    double *second_cost; /**< without the nearest new site */
} er_siting_median;

/** Nothing is chosen. Lives in the arena. */
er_status er_siting_median_new(er_context *ctx, er_arena *arena, const er_siting_near *near,
                               er_siting_median *out);
void er_siting_median_set(er_siting_median *set, const bool *chosen);
/** Sum of all costs. */
double er_siting_median_cost(const er_siting_median *set);
/** Add what saves most in turn while caps hold, up to k (of equal ones the first). */
er_status er_siting_median_greedy(er_context *ctx, er_siting_median *set);
/** Exchange one site for another while that saves, conditions held (Teitz and Bart, Operations
 *  Research 16 (1968)), each exchange found from gains and losses (Whitaker, INFOR 21 (1983);
 *  Resende and Werneck, Journal of Heuristics 10 (2004)); then add what can be. */
er_status er_siting_median_exchange(er_context *ctx, er_siting_median *set);

/** A lower bound by relaxing that each row has one site (Cornuejols, Fisher and Nemhauser,
 *  Management Science 23 (1977)). */
typedef struct er_siting_prices {
    double *price;   /**< [near->count] of the best bound */
    double *reduced; /**< [free_count] what each site adds to the bound at these, 0 or less */
    double bound;
    double last_in; /**< reduced of the k-th site, and of the next */
    double first_out;
} er_siting_prices;

/** Raise the bound towards `best`, which improves on the way (unless `quick`, which takes fewer
 *  steps too); stops within `gap` of it. */
er_status er_siting_median_bound(er_context *ctx, er_arena *arena, er_siting_median *best,
                                 bool quick, double gap, double grain, er_siting_prices *out);

/** Look for a better set by CBC among what the bound leaves; `best` becomes it, *bound is raised
 *  as far as is proven. */
er_status er_siting_median_exact(er_context *ctx, er_siting_median *best,
                                 const er_siting_prices *prices, double grain, int64_t most_nodes,
                                 double *bound);

#endif
