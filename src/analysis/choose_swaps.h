/** Plans that differ from a given one in one site, counted by cells. */
#ifndef EVENREACH_ANALYSIS_CHOOSE_SWAPS_H
#define EVENREACH_ANALYSIS_CHOOSE_SWAPS_H

#include "analysis/choose.h"

typedef struct er_choosing_swap {
    size_t out;     /**< place in the plan's `found` */
    size_t in;      /**< site */
    double persons; /**< gained by the whole plan then */
    double index;   /**< of the whole plan then, along the slopes; 0 without */
} er_choosing_swap;

/** What some demand comes to: by cells, so that last digits do not matter. */
typedef struct er_choosing_weight {
    double persons;
    double index; /**< along the slopes */
} er_choosing_weight;

typedef struct er_choosing_swaps {
    const er_choosing_question *q;
    const double *slope; /**< of the index, by base; null: only persons count. Set by the caller */
    uint32_t *times;     /**< how often each demand is met */
    bool *taken;         /**< of each site */
    er_choosing_weight *beside; /**< of each site: what it adds to the whole plan */
    er_choosing_swap *items;
    size_t count;
    size_t capacity;
} er_choosing_swaps;

er_status er_choosing_swaps_new(const er_choosing_question *q, er_choosing_swaps *x);
void er_choosing_swaps_clear(er_choosing_swaps *x);
/** All swaps for a site that counts alike for the plan's conditions and budget and that leave at
 *  least the share `least` of the persons that the plan gains; those with most persons first. With
 *  slopes those that make both persons and the index worse are left out. */
er_status er_choosing_swaps_list(er_choosing_swaps *x, const er_choosing_plan *plan, double least);
/** The order of swaps, for qsort: most persons first, then the lower index. */
int er_choosing_swaps_order(const void *left, const void *right);
/** The plan's sites with place `out` exchanged for `in`, rising: `sites` has room for plan->count.
 */
void er_choosing_swaps_sites(const er_choosing_plan *plan, const er_choosing_swap *swap,
                             size_t *sites);

#endif
