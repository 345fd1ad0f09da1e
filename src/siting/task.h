/** A checked task, its conditions in whole numbers, and the searches by aim. */
#ifndef EVENREACH_SITING_TASK_H
#define EVENREACH_SITING_TASK_H

#include "siting/deadline.h"
#include "siting/problem.h"

/** A task whose every number was looked at. Lives in the arena it was checked into. */
typedef struct er_siting_checked {
    const er_siting_task *task;
    const double *weight; /**< [demand_count], never null */
    size_t *row_start;    /**< demand_count + 1: the pairs by demand */
    uint32_t *members;    /**< candidates of each demand, ascending */
    size_t free_count;    /**< candidates that may be chosen */
    size_t *free;         /**< their numbers, ascending */
    int64_t *cost;        /**< [candidate_count] in units of 2^-cost_shift */
    int64_t budget;       /**< in the same units; INT64_MAX: no limit */
    int cost_shift;
    er_siting_deadline deadline; /**< of the whole search */
} er_siting_checked;

/** ER_ERR_RANGE for a number outside its range, ER_ERR_UNSUPPORTED for what does not go together.
 */
er_status er_siting_task_check(er_context *ctx, er_arena *arena, const er_siting_task *task,
                               er_siting_checked *out);
er_status er_siting_effort_check(er_context *ctx, const er_siting_effort *effort);
/** May the candidate be chosen? */
bool er_siting_is_free(const er_siting_task *task, size_t candidate);
bool er_siting_is_kept(const er_siting_task *task, size_t candidate);

/* ---- conditions ------------------------------------------------------------------------------ */

/** One condition that a set of new sites holds or not. */
typedef enum er_siting_kind {
    ER_SITING_COUNT,  /**< at most k */
    ER_SITING_BUDGET, /**< at most the budget */
    ER_SITING_LEAST,  /**< of a quota, by its four numbers */
    ER_SITING_UP_TO,
    ER_SITING_LEAST_SHARE,
    ER_SITING_MOST_SHARE,
    ER_SITING_FLOOR, /**< of the coverage of a set of demand */
    ER_SITING_NEED   /**< weight to be met, or all demand to be served */
} er_siting_kind;

typedef struct er_siting_condition {
    er_siting_kind kind;
    size_t index; /**< of the quota or floor */
} er_siting_condition;

/** The conditions of a task, those that say nothing left out; in the arena. */
er_status er_siting_conditions(er_context *ctx, er_arena *arena, const er_siting_checked *checked,
                               er_siting_condition **out, size_t *count);

/** Counts of a set of new sites: kept up while it is changed. */
typedef struct er_siting_tally {
    const er_siting_checked *checked;
    size_t count;
    int64_t cost;
    size_t *within; /**< [quota_count] new sites that belong to each */
} er_siting_tally;

er_status er_siting_tally_new(er_context *ctx, er_arena *arena, const er_siting_checked *checked,
                              er_siting_tally *out);
void er_siting_tally_add(er_siting_tally *tally, size_t candidate);
void er_siting_tally_remove(er_siting_tally *tally, size_t candidate);
/** Does the set hold a condition on the sites themselves? (True for the other kinds.) Shares hold
 *  to within a millionth of a site. */
bool er_siting_tally_holds(const er_siting_tally *tally, const er_siting_condition *condition);
/** ... all of k, budget and quotas? */
bool er_siting_tally_holds_all(const er_siting_tally *tally);

/** A condition on the sites as a row: sum of amount x over the chosen is from least to most
 *  (-INFINITY, INFINITY: no limit), for a solver: loose by less than what any whole solution can
 *  miss it by, so that what it finds is to be checked with a tally. `amount` is of one candidate.
 *  False for a kind that is none on the sites. */
bool er_siting_condition_row(const er_siting_checked *checked, const er_siting_condition *condition,
                             double *least, double *most);
double er_siting_condition_amount(const er_siting_checked *checked,
                                  const er_siting_condition *condition, size_t candidate);

/** What a search says of a part of the conditions. */
typedef enum er_siting_possible {
    ER_SITING_POSSIBLE,
    ER_SITING_IMPOSSIBLE,
    ER_SITING_UNKNOWN
} er_siting_possible;

typedef er_status (*er_siting_possible_fn)(void *user, const er_siting_condition *conditions,
                                           size_t count, er_siting_possible *out);

/** Fail with ER_ERR_INFEASIBLE and a smallest set of the conditions that can't hold together, found
 *  by leaving out one after the other (the deletion filter of Chinneck and Dravnieks, ORSA Journal
 *  on Computing 3 (1991)). Together the conditions are impossible; `possible` is asked of parts.
 */
er_status er_siting_fail_conflict(er_context *ctx, const er_siting_checked *checked,
                                  const er_siting_condition *conditions, size_t count,
                                  er_siting_possible_fn possible, void *user);
/** Fail with ER_ERR_UNSUPPORTED: no plan was found within the seconds or nodes given, which proves
 *  nothing. */
er_status er_siting_fail_no_plan(er_context *ctx, const er_siting_checked *checked,
                                 int64_t most_nodes);
/** Fail with ER_ERR_INFEASIBLE and the first of the conditions that a given set misses. */
er_status er_siting_fail_condition(er_context *ctx, const er_siting_checked *checked,
                                   const er_siting_condition *condition);

/* ---- the searches ---------------------------------------------------------------------------- */

/** Each is given a checked task of its aim and fills the whole plan; plan arrays in `arena`,
 *  anything else in `scratch`. */
er_status er_siting_choose_cover(er_context *ctx, er_arena *arena, er_arena *scratch,
                                 const er_siting_checked *checked, const er_siting_effort *effort,
                                 er_siting_plan *out);
er_status er_siting_choose_median(er_context *ctx, er_arena *arena, er_arena *scratch,
                                  const er_siting_checked *checked, const er_siting_effort *effort,
                                  er_siting_plan *out);
er_status er_siting_choose_centre(er_context *ctx, er_arena *arena, er_arena *scratch,
                                  const er_siting_checked *checked, const er_siting_effort *effort,
                                  er_siting_plan *out);

/** What a given set does; `chosen` are free candidates, ascending, each once. Conditions on the
 *  sites hold already. */
er_status er_siting_assess_cover(er_context *ctx, er_arena *arena, er_arena *scratch,
                                 const er_siting_checked *checked, const size_t *chosen,
                                 size_t count, er_siting_plan *out);
/** ... for both aims by distance. */
er_status er_siting_assess_distance(er_context *ctx, er_arena *arena, er_arena *scratch,
                                    const er_siting_checked *checked, const size_t *chosen,
                                    size_t count, er_siting_plan *out);

#endif
