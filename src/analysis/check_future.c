/* What is said to be there, and begins in the future. */
#include "analysis/day.h"

#include "analysis/check.h"

#include <stdio.h>

static er_status stations(er_context *ctx, er_checking *check, const char *today) {
    er_station *rows = NULL;
    const er_station *first = NULL;
    size_t count = 0;
    int64_t found = 0;
    ER_TRY(er_store_stations(ctx, check->store, check->arena, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        if (!er_station_in_service(&rows[i]) || er_counts_on(today, rows[i].date_on, NULL))
            continue;
        if (found++ == 0) first = &rows[i];
    }
    if (found == 0) return ER_OK;
    return er_check_add(ctx, check, "future_date", true, 0, found,
                        "%lld stations are in service from a day in the future on, such as row "
                        "%lld of %s (%s): correct the date or the status, or ask for a day "
                        "(--as-of)",
                        (long long)found, (long long)first->row,
                        er_check_path(check, first->source_id), first->date_on);
}

static er_status pilots(er_context *ctx, er_checking *check, const char *today) {
    const er_study now = {.time = {.as_of = today, .planned = true}};
    er_pilot *rows = NULL;
    const er_pilot *first = NULL;
    char year[8], of_first[16] = "";
    size_t count = 0;
    int64_t found = 0;
    ER_TRY(er_store_pilots(ctx, check->store, check->arena, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        if (er_pilot_is_planned(&rows[i]) || er_pilot_on_day(&now, &rows[i]) != ER_DAY_LATER)
            continue;
        if (found++ > 0) continue;
        first = &rows[i];
        snprintf(of_first, sizeof of_first, "%s", er_pilot_begin(first, year));
    }
    if (found == 0) return ER_OK;
    return er_check_add(ctx, check, "future_date", true, 0, found,
                        "%lld pilots that are not said to be planned begin in the future, such as "
                        "%s (%s): correct the date or the status, or ask for a day (--as-of)",
                        (long long)found, first->code, of_first);
}

er_status er_check_future(er_context *ctx, er_checking *check) {
    char today[11];
    er_today(today);
    ER_TRY(stations(ctx, check, today));
    return pilots(ctx, check, today);
}
