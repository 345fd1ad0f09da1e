/** A covering task as a mixed-integer program. */
#ifndef EVENREACH_SITING_COVER_MODEL_H
#define EVENREACH_SITING_COVER_MODEL_H

#include "siting/cover_rows.h"
#include "siting/mip.h"

/** What of a class is met, in steps of falling worth; each has a column from 0 to 1. */
typedef struct er_siting_model {
    er_siting_mip mip;
    const er_siting_rows *rows;
    size_t *step_start; /**< class_count + 1 */
    size_t *step_column;
    int64_t *step_weight;
    double unit; /**< a unit of weight or cost in the objective */
    bool whole;  /**< values of the objective are whole numbers */
} er_siting_model;

/** Columns of the free candidates, of the classes that the aim or a condition looks at, and the
 *  rows. With an aim: least cost, or least of minus the weight; without: nothing. The mip is the
 *  caller's to free, also after a failure. `fixed` may be null. */
er_status er_siting_model_new(er_context *ctx, er_arena *arena, const er_siting_rows *rows,
                              const er_siting_condition *conditions, size_t count, bool with_aim,
                              const uint8_t *fixed, er_siting_model *out);

#endif
