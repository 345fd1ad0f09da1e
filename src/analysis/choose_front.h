/** The front of persons gained against inequality, while it is made. */
#ifndef EVENREACH_ANALYSIS_CHOOSE_FRONT_H
#define EVENREACH_ANALYSIS_CHOOSE_FRONT_H

#include "analysis/choose.h"

/** A search of a series. */
typedef struct er_front_step {
    int at;      /**< power of two in parts; one below the first stands for priority 0 */
    size_t plan; /**< place in the list of plans */
    er_choosing_plan searched; /**< as the search found it; of priority 0: empty */
} er_front_step;

/** All priorities tried so far under the same conditions, rising. */
typedef struct er_front_series {
    bool conditions;
    er_front_step *steps;
    size_t count;
    size_t capacity;
} er_front_series;

typedef struct er_front {
    er_choosing_question *q;
    er_choosing_plan *plans; /**< distinct ones */
    size_t count;
    size_t capacity;
    size_t searches;
    er_front_series series[2];
} er_front;

/** Place of the plan of these sites (rising) under the same conditions; f->count: there is none. */
size_t er_front_find(const er_front *f, bool conditions, const size_t *sites, size_t count);
/** Add a plan unless one of the same sites under the same conditions is there; *place gets its own
 *  or that one's, SIZE_MAX if it falls short of a floor of persons: it is no plan then. */
er_status er_front_add(er_front *f, er_choosing_plan *plan, size_t *place);
/** Mark what is on the front. Returns how many different plans are, beside the one asked for. Those
 *  with the conditions are one front, those without another one: the latter may be better in both.
 */
size_t er_front_mark(er_front *f);
/** Is another plan under the same conditions better, or one of the first `before` as good? */
bool er_front_beats(const er_front *f, const er_choosing_plan *plan, size_t before);
/** Did a plan of the same sites come before the i-th, under the other conditions? */
bool er_front_repeats(const er_front *f, size_t i);
/** Priorities find plans that a weighted sum prefers. Those between and beyond them come by
 *  exchanges: sites of the plans on the front are swapped, one at a time, and what seems to be on
 * it by cells is counted exactly (Pareto local search; Paquete, Chiarandini, Stuetzle,
 * Metaheuristics for Multiobjective Optimisation (2004)). Takes effort in proportion to `wanted`.
 */
er_status er_front_fill(er_front *f, const er_front_series *s, size_t wanted);
/** Mark the front, and as crowded all of it but `wanted` plans beside the one asked for, spread
 * over it: again and again the one whose neighbours are closest (crowding distance; Deb et al.,
 * IEEE Trans. Evol. Comp. 6 (2002)). *kept: how many are not. */
er_status er_front_thin(er_front *f, size_t wanted, size_t *kept);

#endif
