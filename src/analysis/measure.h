/** Parts of the step "measure". */
#ifndef EVENREACH_ANALYSIS_MEASURE_H
#define EVENREACH_ANALYSIS_MEASURE_H

#include "evenreach/analysis.h"

/** A measurement beside what the model says there. */
typedef struct er_measure_point {
    const char *operator_;     /**< stated, or ER_NO_OPERATOR */
    const char *compared_with; /**< null: the model knows nothing there */
    const char *clutter;       /**< class of clutter or group; null: none */
    double modelled_dbm;       /**< NAN: the model knows nothing there */
    double difference_db;      /**< modelled minus measured; NAN likewise */
} er_measure_point;

/** measure_classes.c: fill in the class of each point: the study's class of clutter, or, in a study
 *  without such classes, the group of the unit it lies in (of coverage.radius_scheme). */
er_status er_measure_classes(er_context *ctx, er_store *store, er_arena *arena,
                             const er_study *study, const er_measurement *measured, size_t count,
                             er_measure_point *points);

/** Figures of all points, by operator, by class, by both; run_id is left to the caller. In the
 *  arena. */
er_status er_measure_fits(er_context *ctx, er_arena *arena, const er_measure_point *points,
                          size_t count, bool with_offset, er_fit_row **rows, size_t *row_count);

#endif
