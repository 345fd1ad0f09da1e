/* The step: coverage, stations and pilots at the end of every year, in one table. */
#include "analysis/trend.h"
#include "analysis/day.h"
#include "analysis/run_record.h"

#include <json-c/json.h>

/** What states no date counts in every year. */
static er_status record_undated(er_context *ctx, er_store *store, er_arena *arena,
                                const er_study *study, const char *last_day, int64_t run_id) {
    const er_study last = {.time = {.as_of = last_day, .planned = study->time.planned}};
    er_station *stations = NULL;
    er_pilot *pilots = NULL;
    er_day_count counts[2];
    size_t count = 0, no_sites = 0;
    ER_TRY(er_store_stations(ctx, store, arena, &stations, &count));
    ER_TRY(er_day_stations(ctx, &last, stations, &count, &counts[0]));
    ER_TRY(er_store_pilots(ctx, store, arena, &pilots, &count));
    ER_TRY(er_day_pilots(ctx, &last, pilots, &count, NULL, &no_sites, &counts[1]));
    for (size_t i = 0; i < 2; i++) {
        const er_day_count undated = {
            .subject = counts[i].subject, .total = counts[i].total, .undated = counts[i].undated};
        ER_TRY(er_day_record(ctx, store, run_id, &last, &undated, false));
    }
    return ER_OK;
}

static er_json *parameters(const er_study *study, const er_trend_year *years, size_t count,
                           const char *coverage) {
    er_json *json = er_json_object(), *days = er_json_array();
    for (size_t i = 0; i < count; i++) {
        er_json *day = er_json_object();
        er_json_add_int(day, "year", years[i].year);
        er_json_add_text(day, "as_of", years[i].day);
        er_json_append(days, day);
    }
    er_json_add_text(json, "study_sha256", study->sha256);
    er_json_add(json, "years", days);
    er_json_add_bool(json, "planned", study->time.planned);
    er_json_add(json, "coverage_of_the_last_year", json_tokener_parse(coverage ? coverage : "{}"));
    return json;
}

static er_status write(er_context *ctx, er_store *store, er_arena *arena, const er_study *study,
                       const er_trend_year *years, size_t count, const char *coverage,
                       er_trend_rows *rows, int64_t *run_id) {
    const char *model = study->coverage_model ? study->coverage_model : "disc";
    ER_TRY(er_add_run_of(ctx, store, "trend", model, parameters(study, years, count, coverage),
                         run_id));
    ER_TRY(record_undated(ctx, store, arena, study, years[count - 1].day, *run_id));
    for (size_t i = 0; i < rows->count; i++) {
        if (i % 1024 == 0) ER_TRY(er_check_cancel(ctx));
        rows->items[i].run_id = *run_id;
        ER_TRY(er_store_add_trend(ctx, store, &rows->items[i]));
    }
    return ER_OK;
}

static er_status follow(er_context *ctx, er_store *store, er_arena *arena, const er_study *study,
                        er_trend_rows *rows, int64_t *run_id) {
    er_trend_year *years = NULL;
    const char *coverage = NULL;
    size_t count = 0;
    ER_TRY(er_trend_years(ctx, store, arena, study, &years, &count));
    for (size_t i = 0; i < count; i++) {
        er_progress(ctx, "following the years", i, count);
        ER_TRY(er_check_cancel(ctx));
        ER_TRY(er_trend_of_year(ctx, store, arena, study, &years[i], rows, &coverage));
    }
    er_progress(ctx, "following the years", count, count);
    ER_TRY(er_store_begin(ctx, store));
    er_status status = write(ctx, store, arena, study, years, count, coverage, rows, run_id);
    if (status == ER_OK) status = er_store_commit(ctx, store);
    if (status != ER_OK) er_store_rollback(store);
    return status;
}

er_status er_trend(er_context *ctx, er_store *store, const er_study *study, int64_t *run_id) {
    er_arena *arena = NULL;
    er_trend_rows rows = {0};
    int64_t id = 0;
    ER_TRY(er_arena_new(ctx, &arena));
    er_status status = follow(ctx, store, arena, study, &rows, &id);
    er_free(rows.items);
    er_arena_free(arena);
    if (status == ER_OK && run_id) *run_id = id;
    return status;
}
