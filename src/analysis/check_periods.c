#include "analysis/check.h"

#include <stdio.h>
#include <string.h>

/** What begins and ends on dates that no day lies between: from the first day of its beginning, to
 *  before the first day of its end (er_counts_on). */
static bool holds_no_day(const char *date_on, const char *date_off) {
    char first[24];
    if (!date_on || !date_off) return false;
    snprintf(first, sizeof first, "%.10s%s", date_on,
             strlen(date_on) == 4   ? "-01-01"
             : strlen(date_on) == 7 ? "-01"
                                    : "");
    return !er_counts_on(first, date_on, date_off);
}

static er_status stations(er_context *ctx, er_checking *check) {
    er_station *rows = NULL;
    const er_station *first = NULL;
    size_t count = 0;
    int64_t found = 0;
    ER_TRY(er_store_stations(ctx, check->store, check->arena, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        if (!holds_no_day(rows[i].date_on, rows[i].date_off)) continue;
        if (found++ == 0) first = &rows[i];
    }
    if (found == 0) return ER_OK;
    return er_check_add(ctx, check, "no_day", true, 0, found,
                        "%lld stations end no later than they begin, such as row %lld of %s (%s to "
                        "%s): they count on no day; state the days",
                        (long long)found, (long long)first->row,
                        er_check_path(check, first->source_id), first->date_on, first->date_off);
}

static er_status pilots(er_context *ctx, er_checking *check) {
    er_pilot *rows = NULL;
    const er_pilot *first = NULL;
    size_t count = 0;
    int64_t found = 0;
    ER_TRY(er_store_pilots(ctx, check->store, check->arena, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        if (!holds_no_day(rows[i].date_on, rows[i].date_off)) continue;
        if (found++ == 0) first = &rows[i];
    }
    if (found == 0) return ER_OK;
    return er_check_add(ctx, check, "no_day", true, 0, found,
                        "%lld pilots end no later than they begin, such as %s (%s to %s): they "
                        "count on no day; state the days",
                        (long long)found, first->code, first->date_on, first->date_off);
}

er_status er_check_periods(er_context *ctx, er_checking *check) {
    ER_TRY(stations(ctx, check));
    return pilots(ctx, check);
}
