/** evenreach/analysis.h: the steps of a study. Each reads the store, calls a pure room, writes the
 * store, in one transaction of its own. */
#ifndef EVENREACH_ANALYSIS_H
#define EVENREACH_ANALYSIS_H

#include "evenreach/core.h"
#include "evenreach/store.h"
#include "evenreach/study.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct er_load_report {
    int64_t source_id;
    int64_t rows_read;
    int64_t rows_accepted;
    int64_t rows_rejected;
    int64_t rows_repaired;
    int64_t rows_defaulted;
} er_load_report;

/** Load one input in one transaction. `study` may be null (crs candidates then come from PROJ's
 *  areas of use over the units' extent). */
er_status er_load(er_context *ctx, er_store *store, const er_study *study, const er_input *input,
                  er_load_report *report);

/** Assign units to the groups of every scheme of the study. */
er_status er_classify(er_context *ctx, er_store *store, const er_study *study);

/** Disc coverage of every unit and venue by operator, any and all; persons served. */
er_status er_cover(er_context *ctx, er_store *store, const er_study *study, int64_t *run_id);

/** Balance by every scheme. */
er_status er_balance(er_context *ctx, er_store *store, const er_study *study, int64_t *run_id);

/** Radius in metres that the disc model gives a station, and whether it is a default. One place
 *  decides: cover, exports and choose all ask here. `group` is the area class the station stands
 *  in, or null. */
double er_station_radius(const er_study *study, const er_station *station, const char *group,
                         bool *is_default);

#ifdef __cplusplus
}
#endif
#endif
