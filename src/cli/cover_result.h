/** What a coverage run comes to in all, for the cover command to print. */
#ifndef EVENREACH_CLI_COVER_RESULT_H
#define EVENREACH_CLI_COVER_RESULT_H

#include "cli/cli.h"
#include "evenreach/store.h"

/** A stratum summed over the units of the largest level (the venues, where there are no units). */
typedef struct er_cover_total {
    const char *stratum;
    const char *operator_;
    er_sum area_km2, served_km2, unknown_km2;
    er_sum persons, persons_served, persons_unknown;
    bool persons_known;
} er_cover_total;

/** A level of a stratum, summed over the same. */
typedef struct er_cover_level_total {
    const er_cover_total *of;
    const char *level;
    int64_t rank;
    er_sum area_km2, persons;
} er_cover_level_total;

typedef struct er_cover_result {
    er_run run;
    const char *level; /**< that was summed; null for venues */
    er_cover_total *totals;
    size_t count;
    er_cover_level_total *levels; /**< by stratum, then from the strictest; none of a disc run */
    size_t level_count;
    er_assumption *assumptions; /**< of the run */
    size_t assumption_count;
} er_cover_result;

/** Read and sum up a run; everything lives in the arena. */
er_status er_cover_result_read(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                               er_cover_result *out);
er_status er_cover_result_print(er_invocation *invocation, const er_cover_result *result);

#endif
