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

/** One scheme; *finest gets its level if that is finer. */
static er_status measure(er_balance_data *data, const er_scheme *scheme, size_t *finest) {
    er_balance_scheme lines;
    ER_TRY(er_balance_tally(data, scheme, &lines));
    if (lines.level > *finest) *finest = lines.level;
    ER_TRY(er_balance_write(&lines, data->run_id));
    return data->figures_only ? ER_OK : er_balance_write_scorecards(&lines);
}

/** Parameters of the run: what it rests on, with every default. */
static void add_measures(er_json *json, const er_balance_data *d) {
    const er_study_measures *m = &d->measures;
    er_json_add_int(json, "seed", (int64_t)d->seed);
    er_json_add_number(json, "resamples", m->resamples);
    er_json_add_number(json, "level", m->level);
    er_json_add_text(json, "cluster", m->cluster);
    er_json_add_number(json, "permutations", m->permutations);
    er_json_add_number(json, "false_discovery", m->false_discovery);
    er_json_add_number(json, "floor", m->floor);
    er_json_add_number(json, "atkinson_epsilon", m->atkinson_epsilon);
    er_json_add_text(json, "neighbours", m->neighbours);
    er_json_add_number(json, "tolerance_m", m->tolerance_m);
    er_json_add_number(json, "nearest", m->nearest);
    er_json_add_text(json, "links", m->links);
    er_json_add_text(json, "order", m->order);
    er_json_add_number(json, "catchment_m", m->catchment_m);
    er_json_add_text(json, "decay", m->decay);
}

static er_status add_run(er_balance_data *d, const er_scheme *schemes, size_t count) {
    const er_study *study = d->study;
    er_json *json = er_json_object(), *names = er_json_array();
    er_json_add_int(json, "cover_run", d->cover_run);
    er_json_add_text(json, "study_sha256", study ? study->sha256 : NULL);
    er_day_parameters(json, d->day);
    for (size_t i = 0; i < count; i++)
        if (er_study_balances(study, schemes[i].name)) er_json_append_text(names, schemes[i].name);
    er_json_add(json, "schemes", names);
    er_json_add_text(json, "weight", "persons");
    er_json_add_text(json, "station_level", d->levels[d->level_count - 1].name);
    add_measures(json, d);
    return er_add_run_of(d->ctx, d->store, "balance", NULL, json, &d->run_id);
}

/** What pilots bring is shared out over their sites, and is not known of those that leave it out.
 */
static er_status add_assumptions(const er_balance_data *d) {
    static const char *const fields[ER_BROUGHT_COUNT] = {"smes", "visits", "budget"};
    for (size_t b = 0; b < ER_BROUGHT_COUNT; b++) {
        er_assumption row = {.run_id = d->run_id,
                             .subject = "pilot",
                             .field = fields[b],
                             .rows_total = (int64_t)d->pilot_count};
        for (size_t i = 0; i < d->pilot_count; i++)
            row.rows_affected +=
                d->pilot_sites[i] > 1 && !isnan(er_balance_brings(&d->pilots[i], (er_brought)b));
        row.value = "even parts";
        row.basis = "what a pilot with several sites brings is shared out evenly over them";
        if (row.rows_affected > 0) ER_TRY(er_store_add_assumption(d->ctx, d->store, &row));
        row.rows_affected = (int64_t)d->pilot_count - d->stated[b];
        row.value = "left out";
        row.basis = "the pilot does not state it, which is not taken for 0";
        if (d->stated[b] > 0 && row.rows_affected > 0)
            ER_TRY(er_store_add_assumption(d->ctx, d->store, &row));
    }
    return ER_OK;
}

static er_status balance_schemes(er_balance_data *d, const er_scheme *schemes, size_t count,
                                 size_t *finest) {
    for (size_t i = 0; i < count; i++) {
        er_progress(d->ctx, "measuring balance", i, count);
        ER_TRY(er_check_cancel(d->ctx));
        if (!er_study_balances(d->study, schemes[i].name)) continue;
        ER_TRY(measure(d, &schemes[i], finest));
    }
    if (count > 0) return ER_OK;
    er_scheme whole = whole_of(d);
    return measure(d, &whole, finest);
}

static er_status balance_all(er_context *ctx, er_store *store, er_arena *arena,
                             const er_study *study, bool figures_only, int64_t *run_id) {
    er_balance_data data;
    er_scheme *schemes = NULL;
    size_t count = 0, finest = 0;
    ER_TRY(er_store_schemes(ctx, store, arena, &schemes, &count));
    ER_TRY(check_wanted(ctx, study, schemes, count));
    ER_TRY(er_balance_read(ctx, store, arena, study, &data));
    data.figures_only = figures_only;
    if (figures_only) data.measures.resamples = data.measures.permutations = 0;
    ER_TRY(add_run(&data, schemes, count));
    ER_TRY(er_day_record(ctx, store, data.run_id, data.day, &data.station_days, true));
    ER_TRY(er_day_record(ctx, store, data.run_id, data.day, &data.pilot_days, true));
    ER_TRY(add_assumptions(&data));
    ER_TRY(balance_schemes(&data, schemes, count, &finest));
    if (!figures_only) ER_TRY(er_balance_write_units(&data, finest));
    *run_id = data.run_id;
    return ER_OK;
}

static er_status balance_within(er_context *ctx, er_store *store, const er_study *study,
                                bool figures_only, int64_t *run_id) {
    er_arena *arena = NULL;
    int64_t id = 0;
    ER_TRY(er_arena_new(ctx, &arena));
    er_status status = balance_all(ctx, store, arena, study, figures_only, &id);
    er_arena_free(arena);
    if (status == ER_OK && run_id) *run_id = id;
    return status;
}

er_status er_balance_within(er_context *ctx, er_store *store, const er_study *study,
                            int64_t *run_id) {
    return balance_within(ctx, store, study, false, run_id);
}

er_status er_balance_figures_within(er_context *ctx, er_store *store, const er_study *study,
                                    int64_t *run_id) {
    return balance_within(ctx, store, study, true, run_id);
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
