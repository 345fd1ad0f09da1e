/** A covering problem as the searches see it: what is met by the same candidates is one class, and
 *  weights are whole numbers, so that sums are exact and in any order the same. */
#ifndef EVENREACH_SITING_PROBLEM_H
#define EVENREACH_SITING_PROBLEM_H

#include "evenreach/siting.h"

typedef struct er_siting_problem {
    size_t count;         /**< of candidates */
    size_t *candidate;    /**< number of each in the caller's cover, ascending */
    size_t *start;        /**< count + 1, into classes */
    uint32_t *classes;    /**< that each candidate meets, ascending */
    size_t class_count;   /**< sorted by their members, so by nothing but the cover itself */
    size_t *class_start;  /**< class_count + 1, into members */
    uint32_t *members;    /**< candidates that meet each class, ascending; at least one */
    int64_t *weight;      /**< of each class in units, above 0 */
    int64_t total;        /**< of all classes */
    int64_t total_of_all; /**< with what no candidate meets */
    int shift;            /**< a unit is 2^-shift of the caller's weight */
    /* Null in the plain problem, where a class is met whole, once, by any of its members: */
    int64_t *worth;        /**< of each pair in `classes`: what the candidate meets of the class; of
                                several the best counts */
    int64_t *member_worth; /**< of each pair in `members` */
    int64_t *second;       /**< of each class: what being met again adds, at most its weight; not
                                with worths */
} er_siting_problem;

/** Check the cover and take together what the same candidates meet. Lives in the arena. */
er_status er_siting_problem_new(er_context *ctx, er_arena *arena, const er_siting_cover *cover,
                                er_siting_problem *out);
/** The problem without candidates whose classes one other candidate meets, too; of equal ones the
 *  first is kept. No smallest set and no largest weight is lost. Lives in the arena. */
er_status er_siting_drop_dominated(er_context *ctx, er_arena *arena,
                                   const er_siting_problem *problem, er_siting_problem *out);

/** Weights of the caller as units, exact or rounded to the nearest, and back. */
int64_t er_siting_units(double weight, int shift);
double er_siting_weight(int64_t units, int shift);

/** The shift with which so many values of 0 or more sum to at most 2^61 units. */
int er_siting_shift(const double *values, size_t count);

/** Check and transpose a cover: for each demand its candidates, ascending. */
er_status er_siting_transpose(er_context *ctx, er_arena *arena, const er_siting_cover *cover,
                              size_t **start, uint32_t **members);
/** Check the weights. *shift is such that they sum to at most 2^61 units. */
er_status er_siting_scale(er_context *ctx, const er_siting_cover *cover, int *shift);
/** Take together the rows that have the same members and give the problem over them; rows without
 *  members are left out. `candidate` is the number of each of `count` candidates. */
er_status er_siting_merge(er_context *ctx, er_arena *arena, size_t count, const size_t *candidate,
                          size_t row_count, const size_t *row_start, const uint32_t *row_members,
                          const int64_t *row_weight, er_siting_problem *out);

#endif
