/** A task by distance as the searches see it: each demand's sites from the nearest on. */
#ifndef EVENREACH_SITING_NEAR_H
#define EVENREACH_SITING_NEAR_H

#include "siting/task.h"

#include <math.h>

/** The other side of a pair, and how far it is. */
typedef struct er_siting_link {
    double distance;
    uint32_t other; /**< a site (number among the free candidates), or a row */
} er_siting_link;

/** Rows are the demand of weight above 0. Pairs that are no nearer than a kept site are left out.
 */
typedef struct er_siting_near {
    const er_siting_checked *checked;
    size_t count;         /**< of rows */
    uint32_t *demand;     /**< number of each in the task */
    double *weight;       /**< of each */
    double *kept;         /**< distance of the nearest kept site; INFINITY: none */
    size_t *start;        /**< count + 1 */
    er_siting_link *row;  /**< sites by rising distance, then number */
    size_t *column_start; /**< free_count + 1 */
    er_siting_link *column;
} er_siting_near;

/** Is a row served by a kept site no further than `within`, which may be INFINITY? */
static inline bool er_siting_near_kept(const er_siting_near *near, size_t row, double within) {
    return near->kept[row] < INFINITY && near->kept[row] <= within;
}

/** Bring the rows and the links of columns into an order that the order of the demand does not
 *  matter to; the links of each row are in theirs already. */
er_status er_siting_near_order(er_context *ctx, er_arena *arena, er_siting_near *near);
/** Lives in the arena. */
er_status er_siting_near_new(er_context *ctx, er_arena *arena, const er_siting_checked *checked,
                             er_siting_near *out);

/** Look for a set of new sites that holds some conditions (ER_SITING_NEED: every row is served by
 *  a site no further than `within`), with the fewest sites as far as it goes. `chosen` [free_count]
 *  gets it; null: not wanted. */
er_status er_siting_near_possible(er_context *ctx, const er_siting_near *near, double within,
                                  const er_siting_condition *conditions, size_t count,
                                  int64_t most_nodes, double most_seconds, bool *chosen,
                                  er_siting_possible *out);
/** A set that holds all conditions, or the failure that names those that can't hold together. */
er_status er_siting_near_any(er_context *ctx, er_arena *scratch, const er_siting_near *near,
                             int64_t most_nodes, bool *chosen);
/** True if a set holds all conditions on the sites; and, apart, if it serves every row. */
er_status er_siting_near_holds(er_context *ctx, er_arena *scratch, const er_siting_near *near,
                               const bool *chosen, bool *holds, bool *serves);

/** All of a plan but its bound, gap and end. `chosen` [free_count] */
er_status er_siting_near_plan(er_context *ctx, er_arena *arena, er_arena *scratch,
                              const er_siting_near *near, const bool *chosen, er_siting_plan *out);

/** Sum of weight x distance, or the largest distance; INFINITY where a row is not served. */
double er_siting_near_value(const er_siting_near *near, const bool *chosen);

/** Nodes of branch and bound that an effort allows. */
int64_t er_siting_near_nodes(const er_siting_effort *effort);
/** What a search ends with, set in the plan: bound, gap, end. */
void er_siting_near_end(const er_siting_effort *effort, double bound, bool out_of_time,
                        er_siting_plan *plan);

#endif
