/** The day that a run is of: which rows count on it, and what is recorded of the others. */
#ifndef EVENREACH_ANALYSIS_DAY_H
#define EVENREACH_ANALYSIS_DAY_H

#include "evenreach/analysis.h"

/** Whether a row counts on a study's day, and if not, why. */
typedef enum er_day_verdict {
    ER_DAY_COUNTS,
    ER_DAY_LATER, /**< it is not there yet */
    ER_DAY_ENDED, /**< it is there no more */
    ER_DAY_STATUS /**< its status says that it does not serve */
} er_day_verdict;
er_day_verdict er_station_on_day(const er_study *study, const er_station *station);
er_day_verdict er_pilot_on_day(const er_study *study, const er_pilot *pilot);
/** When a pilot begins: its date, else its year (written to `year`); null: not stated. */
const char *er_pilot_begin(const er_pilot *pilot, char year[8]);
bool er_pilot_is_planned(const er_pilot *pilot);

/** er_study_adopt_time on a copy of the study in the arena. Of a null study the copy says nothing
 *  but the day. */
er_status er_study_on_day(er_context *ctx, er_store *store, er_arena *arena, const er_study *study,
                          const er_study **out);

/** How many rows of a kind count on the day. */
typedef struct er_day_count {
    const char *subject; /**< station, pilot */
    int64_t total;
    int64_t verdicts[ER_DAY_STATUS + 1];
    int64_t undated; /**< count, and state no date */
} er_day_count;

/** Keep the rows that count on the study's day, in their order; all of them where it has none.
 * Sites go with their pilot. `out` counts what was there before. */
er_status er_day_stations(er_context *ctx, const er_study *study, er_station *stations,
                          size_t *count, er_day_count *out);
er_status er_day_pilots(er_context *ctx, const er_study *study, er_pilot *pilots, size_t *count,
                        er_pilot_site *sites, size_t *site_count, er_day_count *out);

/** Record what was left out for the day, and what states no date, as assumptions of a run; nothing
 *  where the study has no day. `statuses`: also what was left out for its status. */
er_status er_day_record(er_context *ctx, er_store *store, int64_t run_id, const er_study *study,
                        const er_day_count *count, bool statuses);
/** Add the study's day to a run's parameters, where it has one. */
void er_day_parameters(er_json *json, const er_study *study);

#endif
