/* Rows of a day: kept, counted and recorded. */
#include "analysis/day.h"

#include <stdlib.h>
#include <string.h>

er_status er_day_stations(er_context *ctx, const er_study *study, er_station *stations,
                          size_t *count, er_day_count *out) {
    size_t kept = 0;
    (void)ctx;
    *out = (er_day_count){.subject = "station", .total = (int64_t)*count};
    if (!study || !study->time.as_of) return ER_OK;
    for (size_t i = 0; i < *count; i++) {
        er_day_verdict verdict = er_station_on_day(study, &stations[i]);
        out->verdicts[verdict]++;
        if (verdict != ER_DAY_COUNTS) continue;
        out->undated += !stations[i].date_on;
        stations[kept++] = stations[i];
    }
    *count = kept;
    return ER_OK;
}

static int by_text(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/** Keep the sites whose pilot is not left out. */
static void keep_sites(const char **left_out, size_t count, er_pilot_site *sites,
                       size_t *site_count) {
    size_t kept = 0;
    if (count == 0) return;
    for (size_t i = 0; i < *site_count; i++) {
        const char *code = sites[i].pilot_code;
        if (!code || !bsearch(&code, left_out, count, sizeof code, by_text))
            sites[kept++] = sites[i];
    }
    *site_count = kept;
}

er_status er_day_pilots(er_context *ctx, const er_study *study, er_pilot *pilots, size_t *count,
                        er_pilot_site *sites, size_t *site_count, er_day_count *out) {
    const char **left_out = NULL;
    size_t kept = 0, gone = 0;
    *out = (er_day_count){.subject = "pilot", .total = (int64_t)*count};
    if (!study || !study->time.as_of) return ER_OK;
    ER_TRY(er_alloc(ctx, *count + 1, sizeof *left_out, &left_out));
    for (size_t i = 0; i < *count; i++) {
        er_day_verdict verdict = er_pilot_on_day(study, &pilots[i]);
        out->verdicts[verdict]++;
        if (verdict != ER_DAY_COUNTS) {
            left_out[gone++] = pilots[i].code;
            continue;
        }
        out->undated += !pilots[i].date_on && pilots[i].year == INT64_MIN;
        pilots[kept++] = pilots[i];
    }
    if (gone > 1) qsort(left_out, gone, sizeof *left_out, by_text);
    keep_sites(left_out, gone, sites, site_count);
    er_free(left_out);
    *count = kept;
    return ER_OK;
}

/* ---- the record ------------------------------------------------------------------------------ */

void er_day_parameters(er_json *json, const er_study *study) {
    if (!study || !study->time.as_of) return;
    er_json_add_text(json, "as_of", study->time.as_of);
    er_json_add_bool(json, "planned", study->time.planned);
}

er_status er_day_record(er_context *ctx, er_store *store, int64_t run_id, const er_study *study,
                        const er_day_count *count, bool statuses) {
    static const char *const left_out = "only what is there on the day of the run counts";
    const struct {
        const char *field, *value, *basis;
        int64_t rows;
    } lines[] = {
        {"date_on", "begins after the day: left out", left_out, count->verdicts[ER_DAY_LATER]},
        {"date_off", "ended by the day: left out", left_out, count->verdicts[ER_DAY_ENDED]},
        {"status", "not in service: left out",
         "only what its status says to be there counts, and what states no status",
         statuses ? count->verdicts[ER_DAY_STATUS] : 0},
        {"date_on", "taken to be there",
         "the row states no date from which it is there, and counts on any day", count->undated},
    };
    if (!study || !study->time.as_of) return ER_OK;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        const er_assumption row = {.run_id = run_id,
                                   .subject = count->subject,
                                   .field = lines[i].field,
                                   .value = lines[i].value,
                                   .basis = lines[i].basis,
                                   .rows_affected = lines[i].rows,
                                   .rows_total = count->total};
        if (row.rows_affected > 0) ER_TRY(er_store_add_assumption(ctx, store, &row));
    }
    return ER_OK;
}
