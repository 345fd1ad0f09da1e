/** The data check's parts, one file a subject. */
#ifndef EVENREACH_ANALYSIS_CHECK_H
#define EVENREACH_ANALYSIS_CHECK_H

#include "evenreach/analysis.h"
#include "analysis/load.h"

typedef struct er_checking {
    er_store *store;
    const er_study *study; /**< may be null */
    er_arena *arena;
    er_places *places;
    er_source *sources;
    size_t source_count;
    er_level *levels;
    size_t level_count;
    er_check_finding *findings;
    size_t count;
    size_t capacity;
} er_checking;

/** Add a finding; the format is translated. */
er_status er_check_add(er_context *ctx, er_checking *check, const char *code, bool warning,
                       int64_t source_id, int64_t count, const char *format, ...)
    __attribute__((format(printf, 7, 8)));
/** Path of a source, or "". */
const char *er_check_path(const er_checking *check, int64_t source_id);

er_status er_check_records(er_context *ctx, er_checking *check);  /* rejects, assumptions */
er_status er_check_units(er_context *ctx, er_checking *check);    /* tree, areas, population */
er_status er_check_stations(er_context *ctx, er_checking *check); /* duplicates, outside, shifts */
er_status er_check_sectors(er_context *ctx, er_checking *check);  /* directions, duplicates */
er_status er_check_measurements(er_context *ctx, er_checking *check); /* outside units */
er_status er_check_venues(er_context *ctx, er_checking *check);       /* outside units, services */
er_status er_check_sites(er_context *ctx, er_checking *check);        /* of pilots */
er_status er_check_drop_points(er_context *ctx, er_checking *check);  /* as of stations */
er_status er_check_periods(er_context *ctx, er_checking *check);      /* that hold no day */
er_status er_check_future(er_context *ctx, er_checking *check);       /* is there, from then on */

/** Would another reference system put a source's places into the units that now lie outside
 *  them? Adds a finding if one clearly would. `outside` of the `count` places lie outside. */
er_status er_check_shift(er_context *ctx, er_checking *check, const er_source *source,
                         const er_point *places, size_t count, int64_t outside, bool *found);

#endif
