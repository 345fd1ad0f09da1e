/* Which years a trend has. */
#include "analysis/day.h"
#include "analysis/trend.h"

#include <stdio.h>
#include <string.h>

/** More years than this are asked for by a slip of the pen in some date. */
enum { YEARS_MAX = 100 };

/** First and last year of the dates of what counts; first > last: none. */
typedef struct span {
    int64_t first;
    int64_t last;
} span;

static void add_date(span *all, const char *date) {
    int64_t year = 0;
    char text[5] = "";
    if (!date) return;
    memcpy(text, date, strnlen(date, 4));
    if (!er_parse_int64(text, &year)) return;
    if (year < all->first) all->first = year;
    if (year > all->last) all->last = year;
}

/** The study on the last day of the year in which a row begins: does its status let it count? */
static er_study in_its_time(const er_study *study, const char *begin, char day[11]) {
    er_study then = {.time = {.planned = study->time.planned}};
    if (er_last_day(begin, day)) then.time.as_of = day;
    return then;
}

static er_status read_span(er_context *ctx, er_store *store, er_arena *arena, const er_study *study,
                           span *all) {
    er_station *stations = NULL;
    er_pilot *pilots = NULL;
    size_t count = 0;
    char day[11], year[8];
    ER_TRY(er_store_stations(ctx, store, arena, &stations, &count));
    for (size_t i = 0; i < count; i++) {
        if (!stations[i].date_on && !stations[i].date_off) continue;
        const er_study then =
            in_its_time(study, stations[i].date_on ? stations[i].date_on : "0001", day);
        if (er_station_on_day(&then, &stations[i]) == ER_DAY_STATUS) continue;
        add_date(all, stations[i].date_on);
        add_date(all, stations[i].date_off);
    }
    ER_TRY(er_store_pilots(ctx, store, arena, &pilots, &count));
    for (size_t i = 0; i < count; i++) {
        const char *begin = er_pilot_begin(&pilots[i], year);
        if (!begin || (er_pilot_is_planned(&pilots[i]) && !study->time.planned)) continue;
        add_date(all, begin);
        add_date(all, pilots[i].date_off);
    }
    return ER_OK;
}

/** Years that are asked for and not shown. */
static void tell_left_out(er_context *ctx, const er_study_time *time, const span *years) {
    if (time->first_year != INT64_MIN && time->first_year < years->first)
        er_log(ctx, ER_LOG_WARNING, "trend: no year before %lld is shown: nothing is dated then",
               (long long)years->first);
    if (time->last_year != INT64_MIN && time->last_year > years->last)
        er_log(ctx, ER_LOG_WARNING, "trend: no year after %lld is shown: the study's day is %s",
               (long long)years->last, time->as_of);
}

/** What is asked for, within what there is. */
static er_status limit(er_context *ctx, const er_store *store, const er_study *study, span *years) {
    const er_study_time *time = &study->time;
    const span found = *years;
    if (found.first > found.last)
        return er_fail(ctx, ER_ERR_INPUT,
                       "%s: no row says from when on it is there: a trend needs dates (date_on of "
                       "stations, year or date_on of pilots)",
                       er_store_path(store));
    if (time->first_year != INT64_MIN && time->first_year > years->first)
        years->first = time->first_year;
    if (time->last_year != INT64_MIN) years->last = time->last_year;
    if (time->as_of) {
        span until = {INT64_MAX, INT64_MIN};
        add_date(&until, time->as_of);
        if (until.last < years->last) years->last = until.last;
    }
    if (years->first > years->last)
        return er_fail(ctx, ER_ERR_INPUT,
                       "%s: nothing is dated in the years asked for: the dates go from %lld to "
                       "%lld, and no year behind the study's day is shown",
                       er_store_path(store), (long long)found.first, (long long)found.last);
    if (years->last - years->first >= YEARS_MAX)
        return er_fail(ctx, ER_ERR_INPUT,
                       "%s: the years go from %lld to %lld, at most %d can be shown: correct the "
                       "dates, or say which years (time.first_year, time.last_year, --years)",
                       er_store_path(store), (long long)years->first, (long long)years->last,
                       YEARS_MAX);
    tell_left_out(ctx, time, years);
    return ER_OK;
}

er_status er_trend_years(er_context *ctx, er_store *store, er_arena *arena, const er_study *study,
                         er_trend_year **years, size_t *count) {
    const char *as_of = study->time.as_of;
    span all = {INT64_MAX, INT64_MIN};
    ER_TRY(read_span(ctx, store, arena, study, &all));
    ER_TRY(limit(ctx, store, study, &all));
    *count = (size_t)(all.last - all.first + 1);
    ER_TRY(er_arena_alloc(ctx, arena, *count * sizeof **years, years));
    for (size_t i = 0; i < *count; i++) {
        er_trend_year *year = &(*years)[i];
        year->year = all.first + (int64_t)i;
        snprintf(year->day, sizeof year->day, "%04d-12-31", (int)year->year);
        if (as_of && strcmp(as_of, year->day) < 0) memcpy(year->day, as_of, sizeof year->day);
    }
    return ER_OK;
}
