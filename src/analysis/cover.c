/* The step: units, venues and stations of the store in, served areas and persons out. */
#include "analysis/cover.h"
#include "analysis/field.h"

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
    ER_TRY(er_cover_find_parents(ctx, arena, job));
    for (size_t i = 0; job->figures_only && i < job->area_count; i++)
        job->has_soles[i] = false;
    return ER_OK;
}

static er_status make_room(er_context *ctx, er_arena *arena, er_cover_job *job) {
    job->stratum_count = ER_COVER_OPERATOR + job->sites.operator_count;
    size_t size = job->area_count * job->stratum_count * sizeof(double);
    ER_TRY(er_arena_alloc(ctx, arena, size, &job->served_km2));
    ER_TRY(er_arena_alloc(ctx, arena, size, &job->unknown_km2));
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
                        .unknown_km2 = job->unknown_km2[at],
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
    if (job->figures_only) return;
    if (job->unknown)
        er_log(ctx, ER_LOG_WARNING,
               "%s has no stations: coverage is unknown everywhere; load stations first",
               er_store_path(store));
    else if (job->sites.count == 0)
        er_log(ctx, ER_LOG_WARNING, "none of the %zu stations is in service: nothing is served",
               job->sites.station_count);
}

/** Nothing can be said of any area. */
static void all_unknown(er_cover_job *job) {
    for (size_t stratum = 0; stratum < job->stratum_count; stratum++)
        for (size_t i = 0; i < job->area_count; i++)
            job->unknown_km2[stratum * job->area_count + i] = job->area_km2[i];
}

static er_status count_persons(er_context *ctx, er_cover_job *job) {
    for (size_t stratum = 0; stratum < job->stratum_count; stratum++) {
        size_t at = stratum * job->area_count;
        er_cover_split split = {job->served_km2 + at, job->unknown_km2 + at,
                                job->persons_served + at, job->persons_unknown + at};
        ER_TRY(er_cover_persons(ctx, job, &split));
    }
    return ER_OK;
}

static er_status finish(er_context *ctx, er_store *store, er_cover_job *job, int64_t *run_id) {
    ER_TRY(count_persons(ctx, job));
    ER_TRY(er_cover_record(ctx, store, job, run_id));
    ER_TRY(write_rows(ctx, store, job, *run_id));
    ER_TRY(er_cover_keep(ctx, store, job, *run_id));
    return er_cover_write_soles(ctx, store, job, *run_id);
}

static er_status cover_discs(er_context *ctx, er_store *store, er_arena *arena, er_cover_job *job,
                             const er_plane *plane, int64_t *run_id) {
    er_plane *venue_plane = NULL;
    er_status status;
    ER_TRY(er_sites_read(ctx, store, arena, job->study, plane, &job->sites));
    warn(ctx, store, job);
    ER_TRY(make_room(ctx, arena, job));
    if (job->unknown) all_unknown(job);
    ER_TRY(er_venue_plane(ctx, store, job->study, &venue_plane));
    ER_GOTO(status, done,
            er_sites_on_plane(ctx, arena, job->study, venue_plane, &job->sites, &job->venue_sites));
    status = er_cover_measure(ctx, job, plane, venue_plane);
done:
    er_plane_free(venue_plane);
    return status == ER_OK ? finish(ctx, store, job, run_id) : status;
}

/** Room for what only signal models have. */
static er_status make_level_room(er_context *ctx, er_arena *arena, er_cover_job *job) {
    size_t size = job->study->radio.level_count * job->stratum_count * job->area_count;
    ER_TRY(er_arena_alloc(ctx, arena, size * sizeof(double), &job->level_km2));
    ER_TRY(er_arena_alloc(ctx, arena, size * sizeof(double), &job->level_persons));
    return er_arena_alloc(ctx, arena, job->stratum_count * sizeof(er_labels *), &job->labels);
}

static er_status cover_by_field(er_context *ctx, er_store *store, er_arena *arena,
                                er_cover_job *job, er_field *field, const er_plane *plane,
                                const er_cover_options *options, int64_t *run_id) {
    ER_TRY(make_room(ctx, arena, job));
    ER_TRY(make_level_room(ctx, arena, job));
    er_status status;
    if (job->unknown) all_unknown(job);
    ER_GOTO(status, done, er_cover_grid(ctx, job, field, plane, options));
    ER_GOTO(status, done, finish(ctx, store, job, run_id));
    if (!job->figures_only)
        ER_GOTO(status, done, er_cover_write_levels(ctx, store, job, plane, *run_id));
done:
    for (size_t stratum = 0; stratum < job->stratum_count; stratum++)
        er_labels_free(job->labels[stratum]);
    return status;
}

static er_status cover_signals(er_context *ctx, er_store *store, er_arena *arena, er_cover_job *job,
                               const er_plane *plane, const er_cover_options *options,
                               int64_t *run_id) {
    er_field *field = NULL;
    ER_TRY(er_field_new(ctx, store, job->study, plane, &field));
    job->field = field;
    job->sites = *er_field_sites(field);
    warn(ctx, store, job);
    er_status status = cover_by_field(ctx, store, arena, job, field, plane, options, run_id);
    er_field_free(field);
    return status;
}

static bool is_disc(const er_study *study) {
    return !study->coverage_model || strcmp(study->coverage_model, "disc") == 0;
}

static er_status cover_all(er_context *ctx, er_store *store, er_arena *arena, const er_study *study,
                           const er_cover_options *options, int64_t *run_id) {
    er_cover_job job = {.study = study, .figures_only = options->figures_only};
    er_plane *plane = NULL;
    ER_TRY(read_areas(ctx, store, arena, &job));
    ER_TRY(er_working_plane(ctx, store, study, &plane));
    job.plane = er_plane_definition(plane);
    er_status status = is_disc(study)
                           ? cover_discs(ctx, store, arena, &job, plane, run_id)
                           : cover_signals(ctx, store, arena, &job, plane, options, run_id);
    er_plane_free(plane);
    er_free(job.soles);
    return status;
}

er_status er_cover_within(er_context *ctx, er_store *store, const er_study *study,
                          const er_cover_options *options, int64_t *run_id) {
    static const er_cover_options none = {0};
    er_arena *arena = NULL;
    int64_t id = 0;
    if (is_disc(study) && options && options->raster_folder)
        return er_fail(ctx, ER_ERR_UNSUPPORTED,
                       "the disc model has no signal levels to draw rasters of: choose the model "
                       "tr38901 or p1812");
    ER_TRY(er_arena_new(ctx, &arena));
    er_status status = cover_all(ctx, store, arena, study, options ? options : &none, &id);
    er_arena_free(arena);
    if (status == ER_OK && run_id) *run_id = id;
    return status;
}

er_status er_cover_with(er_context *ctx, er_store *store, const er_study *study,
                        const er_cover_options *options, int64_t *run_id) {
    int64_t id = 0;
    ER_TRY(er_store_begin(ctx, store));
    er_status status = er_cover_within(ctx, store, study, options, &id);
    if (status == ER_OK) status = er_store_commit(ctx, store);
    if (status != ER_OK) er_store_rollback(store);
    if (status == ER_OK && run_id) *run_id = id;
    return status;
}

er_status er_cover(er_context *ctx, er_store *store, const er_study *study, int64_t *run_id) {
    return er_cover_with(ctx, store, study, NULL, run_id);
}
