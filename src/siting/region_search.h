/** The exact search of one region: sites cost their charges, and as many may be chosen as pay. */
#ifndef EVENREACH_SITING_REGION_SEARCH_H
#define EVENREACH_SITING_REGION_SEARCH_H

#include "siting/region.h"

/** Good sets that a search keeps, and nodes that are open at a time at most. */
enum { ER_SITING_REGION_POOL = 12, ER_SITING_REGION_SLOTS = 320 };

/** What is settled for some of the sites. */
typedef struct er_siting_region_node {
    double bound;    /**< no set of this branch does better */
    uint64_t number; /**< of equal ones the older is looked at first */
    uint32_t branch; /**< the site that is settled next */
    uint8_t *fixed;  /**< [count] er_siting_fixed */
    float *price;    /**< [class_count] as in relaxation.h, but of worth itself */
} er_siting_region_node;

typedef struct er_siting_region_search {
    const er_siting_region *region;
    double *charge; /**< [count] of each site: the caller's, and to be set before it begins */
    double *price;  /**< [class_count] for the first node: the caller's; kept for the next search */
    double enough;  /**< what need not be told apart: the caller's */
    bool *best;     /**< [count] the best set found, at first a start */
    double reached; /**< by it: worth met less charges */
    double bound;   /**< no set reaches more */
    uint64_t nodes; /**< looked at */
    bool **pool;    /**< [pooled] sets that were met, the best of them */
    double *pool_reached;
    size_t pooled;
    er_siting_region_node *node; /**< [slots], the open ones first, as a heap by bound */
    size_t open;
    double left_out; /**< the highest bound of what was left out */
    /* Of the node that is looked at: */
    bool *met, *tried;
    uint32_t *times;
    double *trial, *slope, *mean;       /**< [class_count] prices, and how they should move */
    double *score, *last_score, *share; /**< [count] at the best prices, the last, and the mean of
                                             when they were above 0 */
} er_siting_region_search;

/** Lives in the arena; so does the region. */
er_status er_siting_region_search_new(er_context *ctx, er_arena *arena,
                                      const er_siting_region *region, er_siting_region_search *out);
/** Bound the whole with new charges. */
void er_siting_region_begin(er_siting_region_search *s);
/** Look at about so many more nodes; true: there is nothing left to look at, or no room. It knows
 *  no context: each may be in another thread. `bound` holds at any time. */
bool er_siting_region_go_on(er_siting_region_search *s, uint64_t nodes);

/** Bound a node with its prices, settle sites, try a set and choose a branch; false: nothing in it
 *  reaches more than the best by more than `enough`. */
bool er_siting_region_bound(er_siting_region_search *s, er_siting_region_node *node, int steps);
/** Make the best of `tried` by adding and dropping sites, and keep it if it is good. */
void er_siting_region_try(er_siting_region_search *s);

#endif
