/** Around the venues of a run: what they have in common, and what is written of them. */
#ifndef EVENREACH_ANALYSIS_VENUE_STEP_H
#define EVENREACH_ANALYSIS_VENUE_STEP_H

#include "analysis/venues.h"

/** All venues of a run with their results, by code. */
typedef struct er_venue_step {
    const er_study *study;
    const er_network *network;
    int64_t cover_run;
    er_venue *venues;
    er_venue_result *results;
    size_t count;
    er_venue_inputs inputs;
    er_arena *arena; /**< of the results; used by one thread at a time */
} er_venue_step;

/** A copy of a result with everything that it points to. */
er_status er_venue_keep(er_context *ctx, er_arena *arena, const er_venue_result *result,
                        er_venue_result *kept);

/** Write the run, what it rests on, and its rows. Needs a transaction; numbers plans and rows. */
er_status er_venue_record(er_context *ctx, er_store *store, er_venue_step *step, int64_t *run_id);

#endif
