/* The step "routes": every route looked at, and the record of the run. */
#include "analysis/routes.h"
#include "analysis/day.h"
#include "analysis/parallel.h"
#include "analysis/run_record.h"

#include <math.h>

/** A run of the step. */
typedef struct job {
    er_store *store;
    const er_study *study;
    er_arena *arena;
    er_network *network;
    er_plane *plane;
    er_route *routes;
    er_route_survey *surveys; /* of each route */
    size_t count;
    er_run cover;
} job;

static er_status look_at(er_context *own, void *shared, void *bench, size_t i) {
    const job *work = shared;
    (void)bench;
    return er_route_survey_new(own, work->network, &work->routes[i], &work->surveys[i]);
}

/* ---- the record -------------------------------------------------------------------------------
 */

static er_json *parameters(const job *work) {
    er_json *json = er_json_object(), *speeds = er_json_object();
    const er_study_routes *routes = &work->study->routes;
    er_sum length = {0};
    size_t pieces = 0;
    for (size_t i = 0; i < work->count; i++) {
        er_sum_add(&length, work->surveys[i].path.length_m);
        pieces += work->surveys[i].path.piece_count;
    }
    for (size_t i = 0; i < routes->speed_count; i++)
        er_json_add_number(speeds, routes->speeds[i].type, routes->speeds[i].speed_kmh);
    er_json_add_text(json, "study_sha256", work->study->sha256);
    er_json_add_int(json, "coverage_run", work->cover.id);
    er_json_add_number(json, "step_m", routes->step_m);
    er_json_add_text(json, "a_piece_is", "what its middle is");
    er_json_add(json, "speeds_kmh", speeds);
    er_json_add_int(json, "routes", (int64_t)work->count);
    er_json_add_int(json, "pieces", (int64_t)pieces);
    er_json_add_number(json, "length_m", er_sum_value(&length));
    return json;
}

static er_status write_strata(er_context *ctx, const job *work, int64_t run_id, size_t i) {
    const er_route_survey *survey = &work->surveys[i];
    for (size_t s = 0; s < survey->stratum_count; s++) {
        er_route_row row = survey->strata[s].row;
        row.run_id = run_id;
        row.route_id = work->routes[i].id;
        ER_TRY(er_store_add_route_row(ctx, work->store, &row));
    }
    for (size_t s = 0; s < survey->stratum_count; s++)
        for (size_t g = 0; g < survey->strata[s].gap_count; g++) {
            er_route_gap gap = survey->strata[s].gaps[g];
            gap.run_id = run_id;
            gap.route_id = work->routes[i].id;
            ER_TRY(er_store_add_route_gap(ctx, work->store, &gap));
        }
    return ER_OK;
}

static er_status write_parts(er_context *ctx, const job *work, int64_t run_id, size_t i) {
    for (size_t p = 0; p < work->surveys[i].part_count; p++) {
        er_route_part part = work->surveys[i].parts[p];
        part.run_id = run_id;
        part.route_id = work->routes[i].id;
        ER_TRY(er_store_add_route_part(ctx, work->store, &part));
    }
    return ER_OK;
}

static er_status write(er_context *ctx, job *work, int64_t *run_id) {
    ER_TRY(er_add_run_of(ctx, work->store, "routes", work->cover.model, parameters(work), run_id));
    for (size_t i = 0; i < work->count; i++) {
        er_progress(ctx, "writing routes", i, work->count);
        ER_TRY(er_check_cancel(ctx));
        ER_TRY(write_strata(ctx, work, *run_id, i));
        ER_TRY(write_parts(ctx, work, *run_id, i));
        er_route_survey_clear(&work->surveys[i]);
    }
    return ER_OK;
}

static er_status record(er_context *ctx, job *work, int64_t *run_id) {
    ER_TRY(er_store_begin(ctx, work->store));
    er_status status = write(ctx, work, run_id);
    if (status == ER_OK) status = er_store_commit(ctx, work->store);
    if (status != ER_OK) er_store_rollback(work->store);
    return status;
}

/* ---- the step ---------------------------------------------------------------------------------
 */

static er_status look(er_context *ctx, job *work, int64_t *run_id) {
    const er_parallel all = {.message = "looking at routes", .count = work->count, .item = look_at};
    er_route_places *places = NULL;
    ER_TRY(er_working_plane(ctx, work->store, work->study, &work->plane));
    ER_TRY(er_network_new(ctx, work->store, work->study, work->plane, &work->network));
    ER_TRY(er_network_check_run(ctx, work->store, work->arena, work->network, &work->cover));
    ER_TRY(er_route_places_new(ctx, work->store, work->study, work->arena, &places));
    ER_TRY(er_arena_alloc(ctx, work->arena, work->count * sizeof *work->surveys, &work->surveys));
    ER_TRY(er_parallel_run(ctx, &all, work));
    ER_TRY(er_route_parts(ctx, work->store, places, work->surveys, work->count));
    return record(ctx, work, run_id);
}

static void clear(job *work) {
    for (size_t i = 0; work->surveys && i < work->count; i++)
        er_route_survey_clear(&work->surveys[i]);
    er_network_free(work->network);
    er_plane_free(work->plane);
}

er_status er_routes(er_context *ctx, er_store *store, const er_study *study, int64_t *run_id) {
    job work = {.store = store, .study = study};
    ER_TRY(er_arena_new(ctx, &work.arena));
    er_status status = er_store_routes(ctx, store, work.arena, true, &work.routes, &work.count);
    if (status == ER_OK && work.count == 0)
        status = er_fail(ctx, ER_ERR_INPUT,
                         "%s: holds no routes: load some with `evenreach load routes`",
                         er_store_path(store));
    if (status == ER_OK) status = er_study_on_day(ctx, store, work.arena, study, &work.study);
    if (status == ER_OK) status = look(ctx, &work, run_id);
    clear(&work);
    er_arena_free(work.arena);
    return status;
}
