/** Tasks with capacities: a plan and a bound without a solver. */
#ifndef EVENREACH_SITING_CAPACITY_SEARCH_H
#define EVENREACH_SITING_CAPACITY_SEARCH_H

#include "siting/flow.h"

/** Prices for serving each demand of a task with capacities, and what each site is worth at them.
 */
typedef struct er_siting_knapsacks er_siting_knapsacks;

/** What a search without a solver found, as a cost: weight x distance, or weight that is not met.
 */
typedef struct er_siting_capacity_start {
    bool found;   /**< a set that holds the conditions on sites and, by distance, serves all */
    bool *chosen; /**< [free_count] */
    double cost;
    double bound; /**< no set costs less; 0 or more */
} er_siting_capacity_start;

/** Choose k sites for ER_SITING_MOST or ER_SITING_MEDIAN with capacities. The bound relaxes that
 *  each demand is served once: what is left is a knapsack of parts for each site, and the best k
 *  sites (Lagrangian relaxation of the assignment; Cornuejols, Sridharan and Thizy, European
 * Journal of Operational Research 50 (1991); subgradients: Held, Wolfe and Crowder, Mathematical
 *  Programming 6 (1974)). What it chooses is assigned at least cost, and mended by exchanges of one
 *  site (Teitz and Bart, Operations Research 16 (1968)). Conditions on demand are not looked at.
 *  Ends in the seconds that the task has. */
er_status er_siting_capacity_search(er_context *ctx, er_arena *arena,
                                    const er_siting_checked *checked,
                                    const er_siting_effort *effort, er_siting_capacity_start *out);

/* ---- its parts ------------------------------------------------------------------------------- */

er_status er_siting_knapsacks_new(er_context *ctx, er_arena *arena,
                                  const er_siting_checked *checked, const er_siting_flow *flow,
                                  er_siting_knapsacks **out);
/** The bound at the prices as they are. */
er_status er_siting_knapsacks_take(er_context *ctx, er_siting_knapsacks *k, double *bound);
/** [free_count] the sites that count in it. */
const bool *er_siting_knapsacks_chosen(const er_siting_knapsacks *k);
/** Change the prices along the subgradient by so much of what is between the bound and a cost;
 *  false where it is zero. */
bool er_siting_knapsacks_move(er_siting_knapsacks *k, double pace, double cost);
/** Remember the prices, and go back to them. */
void er_siting_knapsacks_keep(er_siting_knapsacks *k);
void er_siting_knapsacks_return(er_siting_knapsacks *k);

#endif
