/* The step: coverage, stations and pilots by every scheme in, figures out. */
#include "analysis/balance.h"
#include "analysis/run_record.h"

#include <math.h>
#include <string.h>

static er_status check_wanted(er_context *ctx, const er_study *study, const er_scheme *schemes,
                              size_t count) {
    for (size_t i = 0; study && i < study->balance_scheme_count; i++) {
        bool found = false;
        for (size_t k = 0; k < count && !found; k++)
            found = strcmp(schemes[k].name, study->balance_schemes[i]) == 0;
        if (!found)
            return er_fail(ctx, ER_ERR_NOT_FOUND,
                           "balance: the workspace has no scheme '%s'; run 'evenreach classify'",
                           study->balance_schemes[i]);
    }
    if (count == 0 && !(study && study->scheme_count == 0))
        return er_fail(ctx, ER_ERR_NOT_FOUND,
                       "balance: the workspace has no scheme; run 'evenreach classify'");
    return ER_OK;
}

static er_scheme whole_of(const er_balance_data *d) {
    size_t level = 0;
    bool found = false;
    for (size_t u = 0; u < d->unit_count; u++) {
        if (isnan(d->units[u].persons) || (found && d->unit_level[u] < level)) continue;
        level = d->unit_level[u];
        found = true;
    }
    level = found ? level : d->level_count - 1;
    return (er_scheme){.name = "whole", .level = d->levels[level].name};
}

er_status er_balance_whole(er_context *ctx, er_store *store, er_arena *arena, er_scheme *out) {
    er_balance_data data;
    ER_TRY(er_balance_read(ctx, store, arena, NULL, &data));
    *out = whole_of(&data);
    return ER_OK;
}

static er_status measure(const er_balance_data *data, const er_scheme *scheme, int64_t run_id) {
    er_balance_scheme lines;
    ER_TRY(er_balance_tally(data, scheme, &lines));
    return er_balance_write(&lines, run_id);
}

/** Parameters of the run: what it rests on, with every default. */
static er_status add_run(const er_balance_data *d, const er_study *study, const er_scheme *schemes,
                         size_t count, int64_t *run_id) {
    er_json *json = er_json_object(), *names = er_json_array();
    er_json_add_int(json, "cover_run", d->cover_run);
    er_json_add_text(json, "study_sha256", study ? study->sha256 : NULL);
    er_day_parameters(json, d->day);
    for (size_t i = 0; i < count; i++)
        if (er_study_balances(study, schemes[i].name)) er_json_append_text(names, schemes[i].name);
    er_json_add(json, "schemes", names);
    er_json_add_text(json, "weight", "persons");
    er_json_add_text(json, "station_level", d->levels[d->level_count - 1].name);
    return er_add_run_of(d->ctx, d->store, "balance", NULL, json, run_id);
}

static er_status balance_all(er_context *ctx, er_store *store, er_arena *arena,
                             const er_study *study, int64_t *run_id) {
    er_balance_data data;
    er_scheme *schemes = NULL;
    size_t count = 0;
    ER_TRY(er_store_schemes(ctx, store, arena, &schemes, &count));
    ER_TRY(check_wanted(ctx, study, schemes, count));
    ER_TRY(er_balance_read(ctx, store, arena, study, &data));
    ER_TRY(add_run(&data, study, schemes, count, run_id));
    ER_TRY(er_day_record(ctx, store, *run_id, data.day, &data.station_days, true));
    ER_TRY(er_day_record(ctx, store, *run_id, data.day, &data.pilot_days, true));
    for (size_t i = 0; i < count; i++) {
        er_progress(ctx, "measuring balance", i, count);
        ER_TRY(er_check_cancel(ctx));
        if (!er_study_balances(study, schemes[i].name)) continue;
        ER_TRY(measure(&data, &schemes[i], *run_id));
    }
    if (count > 0) return ER_OK;
    er_scheme whole = whole_of(&data);
    return measure(&data, &whole, *run_id);
}

er_status er_balance_within(er_context *ctx, er_store *store, const er_study *study,
                            int64_t *run_id) {
    er_arena *arena = NULL;
    int64_t id = 0;
    ER_TRY(er_arena_new(ctx, &arena));
    er_status status = balance_all(ctx, store, arena, study, &id);
    er_arena_free(arena);
    if (status == ER_OK && run_id) *run_id = id;
    return status;
}

er_status er_balance(er_context *ctx, er_store *store, const er_study *study, int64_t *run_id) {
    int64_t id = 0;
    ER_TRY(er_store_begin(ctx, store));
    er_status status = er_balance_within(ctx, store, study, &id);
    if (status == ER_OK) status = er_store_commit(ctx, store);
    if (status != ER_OK) er_store_rollback(store);
    if (status == ER_OK && run_id) *run_id = id;
    return status;
}
