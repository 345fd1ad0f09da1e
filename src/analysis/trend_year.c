/* One year of a trend: coverage and balance as they were on its day, in runs that are not kept. */
#include "analysis/trend.h"
#include "analysis/balance.h"

#include <string.h>

/** Subjects that pilots make, which have figures of the year and figures up to it. */
static const char *const of_pilots[] = {"pilots", "pilot_sites", "firms", "visits", "budget"};
/** Other subjects, by how their names begin. */
static const char *const of_stations[] = {"stations", "coverage_", "coverage:"};
static const char *const measures[] = {"value",           "share",        "rate_per_10k",
                                       "rate_per_100k",   "rate_per_km2", "persons_served",
                                       "share_persons",   "gini",         "theil_t",
                                       "theil_t_between", "part_between", "share_of_between"};
#define COUNT_OF(list) (sizeof(list) / sizeof(list)[0])

static bool is_of_pilots(const char *subject) {
    for (size_t i = 0; i < COUNT_OF(of_pilots); i++)
        if (strcmp(subject, of_pilots[i]) == 0) return true;
    return false;
}

static bool is_wanted(const er_balance_row *row, bool pilots_only) {
    bool subject = is_of_pilots(row->subject);
    for (size_t i = 0; i < COUNT_OF(of_stations) && !pilots_only; i++)
        subject = subject || strncmp(row->subject, of_stations[i], strlen(of_stations[i])) == 0;
    for (size_t i = 0; i < COUNT_OF(measures); i++)
        if (subject && strcmp(row->measure, measures[i]) == 0) return true;
    return false;
}

/** The balance of the coverage run that is there, of some pilots. */
static er_status take_balance(er_context *ctx, er_store *store, er_arena *arena,
                              const er_study *study, const er_trend_year *year, const char *period,
                              er_trend_rows *rows) {
    er_balance_row *found = NULL;
    size_t count = 0;
    int64_t run_id = 0;
    ER_TRY(er_balance_figures_within(ctx, store, study, &run_id));
    ER_TRY(er_store_balance(ctx, store, arena, run_id, &found, &count));
    ER_TRY(
        er_reserve(ctx, &rows->items, &rows->capacity, rows->count + count, sizeof *rows->items));
    for (size_t i = 0; i < count; i++)
        if (is_wanted(&found[i], study->time.pilots != NULL))
            rows->items[rows->count++] = (er_trend_row){.year = year->year,
                                                        .as_of = year->day,
                                                        .period = period,
                                                        .scheme = found[i].scheme,
                                                        .group = found[i].group,
                                                        .subject = found[i].subject,
                                                        .measure = found[i].measure,
                                                        .value = found[i].value,
                                                        .unit = found[i].unit,
                                                        .note = found[i].note};
    return ER_OK;
}

static er_status take_year(er_context *ctx, er_store *store, er_arena *arena, er_study *study,
                           const er_trend_year *year, er_trend_rows *rows,
                           const char **parameters) {
    static const char *const periods[] = {ER_PILOTS_OF_YEAR, ER_PILOTS_SO_FAR};
    const er_cover_options how = {.figures_only = true};
    er_pilot *pilots = NULL;
    size_t pilot_count = 0;
    int64_t run_id = 0;
    er_run run;
    ER_TRY(er_cover_within(ctx, store, study, &how, &run_id));
    ER_TRY(er_store_last_run(ctx, store, arena, "cover", &run));
    if (parameters) *parameters = run.parameters;
    ER_TRY(take_balance(ctx, store, arena, study, year, "state", rows));
    ER_TRY(er_store_pilots(ctx, store, arena, &pilots, &pilot_count));
    for (size_t i = 0; pilot_count > 0 && i < COUNT_OF(periods); i++) {
        study->time.pilots = periods[i];
        ER_TRY(take_balance(ctx, store, arena, study, year, periods[i], rows));
    }
    return ER_OK;
}

er_status er_trend_of_year(er_context *ctx, er_store *store, er_arena *arena, const er_study *study,
                           const er_trend_year *year, er_trend_rows *rows,
                           const char **parameters) {
    er_study then = *study;
    then.time.as_of = year->day;
    then.measures.resamples = 0; /* no interval and no test is taken over */
    then.measures.permutations = 0;
    ER_TRY(er_store_begin(ctx, store));
    er_status status = take_year(ctx, store, arena, &then, year, rows, parameters);
    er_store_rollback(store);
    return status;
}
