/* The step: units, venues and stations of the store in, served areas and persons out. */
#include "analysis/cover.h"

#include <math.h>
#include <string.h>

const char *er_cover_stratum(size_t stratum) {
    static const char *const names[] = {"any", "all", "operator"};
    return names[stratum < ER_COVER_OPERATOR ? stratum : ER_COVER_OPERATOR];
}

const char *er_cover_operator(const er_cover_job *job, size_t stratum) {
    return stratum < ER_COVER_OPERATOR ? NULL : job->sites.operators[stratum - ER_COVER_OPERATOR];
}

/** The stored geodesic area; computed where the store has none. */
static er_status area_of(er_context *ctx, double stored_km2, er_bytes geometry, double *area_km2) {
    *area_km2 = stored_km2;
    if (isfinite(stored_km2) && stored_km2 > 0) return ER_OK;
    ER_TRY(er_geodesic_area(ctx, geometry, area_km2));
    *area_km2 /= 1e6;
    return ER_OK;
}

static er_status read_areas(er_context *ctx, er_store *store, er_arena *arena, er_cover_job *job) {
    ER_TRY(er_store_units(ctx, store, arena, NULL, true, &job->units, &job->unit_count));
    ER_TRY(er_store_venues(ctx, store, arena, true, &job->venues, &job->venue_count));
    job->area_count = job->unit_count + job->venue_count;
    if (job->area_count == 0)
        return er_fail(ctx, ER_ERR_NOT_FOUND, "%s has no units and no venues: load some first",
                       er_store_path(store));
    ER_TRY(er_arena_alloc(ctx, arena, job->area_count * sizeof *job->area_km2, &job->area_km2));
    for (size_t i = 0; i < job->unit_count; i++)
        ER_TRY(area_of(ctx, job->units[i].area_km2, job->units[i].geometry, &job->area_km2[i]));
    for (size_t i = 0; i < job->venue_count; i++)
        ER_TRY(area_of(ctx, job->venues[i].area_m2 / 1e6, job->venues[i].geometry,
                       &job->area_km2[job->unit_count + i]));
    return ER_OK;
}

static er_status make_room(er_context *ctx, er_arena *arena, er_cover_job *job) {
    job->stratum_count = ER_COVER_OPERATOR + job->sites.operator_count;
    size_t size = job->area_count * job->stratum_count * sizeof(double);
    ER_TRY(er_arena_alloc(ctx, arena, size, &job->served_km2));
    ER_TRY(er_arena_alloc(ctx, arena, size, &job->persons_served));
    ER_TRY(er_arena_alloc(ctx, arena, size, &job->persons_unknown));
    ER_TRY(er_arena_alloc(ctx, arena, job->area_count * sizeof *job->is_base, &job->is_base));
    return er_arena_alloc(ctx, arena, job->area_count * sizeof *job->persons, &job->persons);
}

static er_status add_row(er_context *ctx, er_store *store, const er_cover_job *job, int64_t run_id,
                         size_t stratum, size_t i) {
    size_t at = stratum * job->area_count + i;
    bool unit = i < job->unit_count;
    er_cover_row row = {.run_id = run_id,
                        .kind = unit ? "unit" : "venue",
                        .area_id = unit ? job->units[i].id : job->venues[i - job->unit_count].id,
                        .stratum = er_cover_stratum(stratum),
                        .operator_ = er_cover_operator(job, stratum),
                        .area_km2 = job->area_km2[i],
                        .served_km2 = job->served_km2[at],
                        .unknown_km2 = job->unknown ? job->area_km2[i] : 0,
                        .persons = job->persons[i],
                        .persons_served = job->persons_served[at],
                        .persons_unknown = job->persons_unknown[at]};
    return er_store_add_cover(ctx, store, &row);
}

static er_status write_rows(er_context *ctx, er_store *store, const er_cover_job *job,
                            int64_t run_id) {
    for (size_t i = 0; i < job->area_count; i++) {
        if (i % 1024 == 0) ER_TRY(er_check_cancel(ctx));
        for (size_t stratum = 0; stratum < job->stratum_count; stratum++)
            ER_TRY(add_row(ctx, store, job, run_id, stratum, i));
    }
    return ER_OK;
}

static void warn(er_context *ctx, const er_store *store, er_cover_job *job) {
    job->unknown = job->sites.station_count == 0;
    if (job->unknown)
        er_log(ctx, ER_LOG_WARNING,
               "%s has no stations: coverage is unknown everywhere; load stations first",
               er_store_path(store));
    else if (job->sites.count == 0)
        er_log(ctx, ER_LOG_WARNING, "none of the %zu stations is in service: nothing is served",
               job->sites.station_count);
}

static er_status cover_on(er_context *ctx, er_store *store, er_arena *arena, er_cover_job *job,
                          const er_plane *plane, int64_t *run_id) {
    job->plane = er_plane_definition(plane);
    ER_TRY(er_sites_read(ctx, store, arena, job->study, plane, &job->sites));
    warn(ctx, store, job);
    ER_TRY(make_room(ctx, arena, job));
    ER_TRY(er_cover_measure(ctx, job, plane));
    for (size_t stratum = 0; stratum < job->stratum_count; stratum++)
        ER_TRY(er_cover_persons(ctx, job, stratum));
    ER_TRY(er_cover_record(ctx, store, job, run_id));
    return write_rows(ctx, store, job, *run_id);
}

static er_status cover_all(er_context *ctx, er_store *store, er_arena *arena, const er_study *study,
                           int64_t *run_id) {
    er_cover_job job = {.study = study};
    er_plane *plane = NULL;
    ER_TRY(read_areas(ctx, store, arena, &job));
    ER_TRY(er_working_plane(ctx, store, study, &plane));
    er_status status = cover_on(ctx, store, arena, &job, plane, run_id);
    er_plane_free(plane);
    return status;
}

er_status er_cover(er_context *ctx, er_store *store, const er_study *study, int64_t *run_id) {
    if (study->coverage_model && strcmp(study->coverage_model, "disc") != 0)
        return er_fail(ctx, ER_ERR_UNSUPPORTED, "coverage model '%s' is not one of disc",
                       study->coverage_model);
    er_arena *arena = NULL;
    int64_t id = 0;
    ER_TRY(er_arena_new(ctx, &arena));
    er_status status = er_store_begin(ctx, store);
    if (status == ER_OK) {
        status = cover_all(ctx, store, arena, study, &id);
        if (status == ER_OK)
            status = er_store_commit(ctx, store);
        else
            er_store_rollback(store);
    }
    er_arena_free(arena);
    if (status == ER_OK && run_id) *run_id = id;
    return status;
}
