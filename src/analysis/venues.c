/* The step: venues in, what each of them has of the network out. */
#include "analysis/day.h"
#include "analysis/parallel.h"
#include "analysis/venue_step.h"

/* ---- one venue ------------------------------------------------------------------------------- */

static er_status do_venue(er_context *own, void *shared, void *bench, size_t i) {
    er_venue_step *step = shared;
    er_venue_survey survey;
    er_venue_result result;
    (void)bench;
    ER_TRY(er_venue_survey_new(own, step->network, &step->venues[i], &survey));
    er_status status =
        er_venue_assess(own, &survey, &step->inputs, step->results[i].finding.unit_id, &result);
    if (status != ER_OK)
        er_fail(own, status, "venue %s: %s", step->venues[i].code, er_context_error(own));
    if (status == ER_OK) {
#pragma omp critical(er_venue_keep)
        status = er_venue_keep(own, step->arena, &result, &step->results[i]);
    }
    er_venue_survey_clear(&survey);
    return status;
}

/* ---- all of them ----------------------------------------------------------------------------- */

static er_status find_units(er_context *ctx, er_store *store, er_venue_step *step) {
    er_point *places = NULL;
    int64_t *units = NULL;
    ER_TRY(er_arena_alloc(ctx, step->arena, step->count * sizeof *places, &places));
    ER_TRY(er_arena_alloc(ctx, step->arena, step->count * sizeof *units, &units));
    for (size_t i = 0; i < step->count; i++)
        places[i] = step->venues[i].inside;
    ER_TRY(er_finest_units(ctx, store, places, step->count, units));
    for (size_t i = 0; i < step->count; i++)
        step->results[i].finding.unit_id = units[i];
    return ER_OK;
}

static er_status read_all(er_context *ctx, er_store *store, er_venue_step *step) {
    er_arena *arena = step->arena;
    ER_TRY(er_store_venues(ctx, store, arena, true, &step->venues, &step->count));
    if (step->count == 0)
        return er_fail(ctx, ER_ERR_INPUT,
                       "%s: holds no venues: load some with `evenreach load venues`",
                       er_store_path(store));
    ER_TRY(er_venue_inputs_read(ctx, store, arena, &step->inputs));
    ER_TRY(er_arena_alloc(ctx, arena, step->count * sizeof *step->results, &step->results));
    return find_units(ctx, store, step);
}

static er_status write_all(er_context *ctx, er_store *store, er_venue_step *step, int64_t *run_id) {
    int64_t id = 0;
    ER_TRY(er_store_begin(ctx, store));
    er_status status = er_venue_record(ctx, store, step, &id);
    if (status == ER_OK)
        status = er_store_commit(ctx, store);
    else
        er_store_rollback(store);
    if (status == ER_OK && run_id) *run_id = id;
    return status;
}

static er_status do_all(er_context *ctx, er_store *store, er_venue_step *step, int64_t *run_id) {
    const er_parallel work = {
        .message = "looking at venues", .count = step->count, .item = do_venue};
    er_run cover;
    ER_TRY(er_network_check_run(ctx, store, step->arena, step->network, &cover));
    step->cover_run = cover.id;
    if (er_network_is_unknown(step->network))
        er_log(ctx, ER_LOG_WARNING, "%s has no stations: nothing is known of any venue",
               er_store_path(store));
    ER_TRY(er_parallel_run(ctx, &work, step));
    return write_all(ctx, store, step, run_id);
}

static er_status on_network(er_context *ctx, er_store *store, er_venue_step *step,
                            int64_t *run_id) {
    er_plane *plane = NULL;
    er_network *network = NULL;
    ER_TRY(read_all(ctx, store, step));
    ER_TRY(er_venue_plane(ctx, store, step->study, &plane));
    er_status status = er_network_new(ctx, store, step->study, plane, &network);
    step->network = network;
    if (status == ER_OK) status = do_all(ctx, store, step, run_id);
    er_network_free(network);
    er_plane_free(plane);
    return status;
}

er_status er_venues(er_context *ctx, er_store *store, const er_study *study, int64_t *run_id) {
    er_venue_step step = {.study = study};
    ER_TRY(er_arena_new(ctx, &step.arena));
    er_status status = er_study_on_day(ctx, store, step.arena, study, &step.study);
    if (status == ER_OK) status = on_network(ctx, store, &step, run_id);
    er_arena_free(step.arena);
    return status;
}
