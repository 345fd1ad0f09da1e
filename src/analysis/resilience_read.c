/* What the step "resilience" reads: the run's rows, and which of them belong together. */
#include "analysis/network.h"
#include "analysis/resilience.h"
#include "analysis/sites.h"
#include "store/by_id.h"

#include <json-c/json.h>
#include <string.h>

/* ---- the run --------------------------------------------------------------------------------- */

static bool looked_at_sites(const er_run *run) {
    json_object *parameters = json_tokener_parse(run->parameters ? run->parameters : "");
    bool found = json_object_is_type(parameters, json_type_object) &&
                 json_object_object_get_ex(parameters, ER_SINGLE_SITES, NULL);
    json_object_put(parameters);
    return found;
}

static er_status find_run(er_context *ctx, er_store *store, er_arena *arena, er_run *run) {
    ER_TRY(er_store_last_run(ctx, store, arena, "cover", run));
    if (!looked_at_sites(run))
        return er_fail(ctx, ER_ERR_INPUT,
                       "%s: the newest coverage run did not look at single sites: run `evenreach "
                       "cover` again first",
                       er_store_path(store));
    return er_network_check_inputs(ctx, store, arena, run);
}

static er_status has_changed(er_context *ctx, const er_store *store) {
    return er_fail(ctx, ER_ERR_INPUT,
                   "%s: units, venues or stations have changed since the newest coverage run: run "
                   "`evenreach cover` again first",
                   er_store_path(store));
}

/* ---- units and venues ------------------------------------------------------------------------ */

static er_status list_ids(er_context *ctx, er_arena *arena, const er_cover_job *job, bool venues,
                          er_id_place **places) {
    size_t count = venues ? job->venue_count : job->unit_count;
    ER_TRY(er_arena_alloc(ctx, arena, (count + 1) * sizeof **places, places));
    for (size_t i = 0; i < count; i++)
        (*places)[i] = (er_id_place){venues ? job->venues[i].id : job->units[i].id,
                                     venues ? job->unit_count + i : i};
    er_sort_ids(*places, count);
    return ER_OK;
}

static er_status read_areas(er_context *ctx, er_store *store, er_arena *arena, er_cover_job *job) {
    ER_TRY(er_store_units(ctx, store, arena, NULL, false, &job->units, &job->unit_count));
    ER_TRY(er_store_venues(ctx, store, arena, false, &job->venues, &job->venue_count));
    job->area_count = job->unit_count + job->venue_count;
    return er_cover_find_parents(ctx, arena, job);
}

/** Rows of one kind. */
struct kind {
    const char *name;
    er_id_place *ids; /**< to places in the job */
    size_t count;
};

static er_status read_cover(er_context *ctx, er_store *store, er_arena *arena,
                            const struct kind *kind, er_resilience_data *data) {
    er_cover_row *rows = NULL;
    size_t count = 0, none = data->job.area_count;
    ER_TRY(er_store_cover(ctx, store, arena, data->cover.id, kind->name, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        size_t area = er_find_id(kind->ids, kind->count, rows[i].area_id, none);
        if (area != none && strcmp(rows[i].stratum, er_cover_stratum(ER_COVER_ANY)) == 0)
            data->areas[area].cover = &rows[i];
    }
    return ER_OK;
}

static er_status read_soles(er_context *ctx, er_store *store, er_arena *arena,
                            const struct kind *kind, const er_id_place *stations,
                            er_resilience_data *data) {
    size_t count = 0, none = data->job.area_count, no_site = data->found.count;
    er_sole_row *rows = NULL;
    er_resilience_sole *all = NULL;
    ER_TRY(er_store_soles(ctx, store, arena, data->cover.id, kind->name, &rows, &count));
    ER_TRY(er_arena_alloc(ctx, arena, (data->sole_count + count + 1) * sizeof *all, &all));
    if (data->sole_count > 0) memcpy(all, data->soles, data->sole_count * sizeof *all);
    for (size_t i = 0; i < count; i++) {
        size_t area = er_find_id(kind->ids, kind->count, rows[i].area_id, none);
        size_t site = er_find_id(stations, no_site, rows[i].station_id, no_site);
        if (area == none || site == no_site || !data->areas[area].counts ||
            !data->areas[area].cover)
            return has_changed(ctx, store);
        all[data->sole_count++] = (er_resilience_sole){area, site, &rows[i], false};
    }
    data->soles = all;
    return ER_OK;
}

static er_status read_rows(er_context *ctx, er_store *store, er_arena *arena, bool venues,
                           const er_id_place *stations, er_resilience_data *data) {
    struct kind kind = {.name = venues ? "venue" : "unit",
                        .count = venues ? data->job.venue_count : data->job.unit_count};
    ER_TRY(list_ids(ctx, arena, &data->job, venues, &kind.ids));
    ER_TRY(read_cover(ctx, store, arena, &kind, data));
    return read_soles(ctx, store, arena, &kind, stations, data);
}

/* ---- groups ---------------------------------------------------------------------------------- */

static er_status find_scheme(er_context *ctx, er_store *store, er_arena *arena,
                             const er_study *study, er_resilience_data *data) {
    er_scheme *schemes = NULL;
    size_t count = 0;
    if (!study->radius_scheme) return ER_OK;
    ER_TRY(er_store_schemes(ctx, store, arena, &schemes, &count));
    for (size_t i = 0; i < count; i++) {
        if (strcmp(schemes[i].name, study->radius_scheme) != 0) continue;
        if (!schemes[i].overlapping) {
            data->scheme = schemes[i].name;
            return er_store_groups(ctx, store, arena, data->scheme, &data->groups,
                                   &data->group_count);
        }
        er_log(ctx, ER_LOG_WARNING,
               "the groups of the scheme '%s' overlap: what hangs on single sites is summed up for "
               "the whole alone",
               study->radius_scheme);
    }
    return ER_OK;
}

static size_t line_of(const er_resilience_data *data, const char *group) {
    for (size_t g = 0; group && g < data->group_count; g++)
        if (strcmp(data->groups[g].name, group) == 0) return g;
    return data->group_count;
}

static er_status find_unit_lines(er_context *ctx, er_store *store, er_arena *arena,
                                 er_resilience_data *data) {
    const er_cover_job *job = &data->job;
    er_unit_group *members = NULL;
    er_id_place *ids = NULL;
    size_t count = 0;
    ER_TRY(list_ids(ctx, arena, job, false, &ids));
    ER_TRY(er_store_unit_groups(ctx, store, arena, data->scheme, &members, &count));
    for (size_t i = 0; i < count; i++) {
        size_t unit = er_find_id(ids, job->unit_count, members[i].unit_id, job->unit_count);
        if (unit < job->unit_count) data->areas[unit].line = line_of(data, members[i].group);
    }
    return ER_OK;
}

static er_status find_venue_lines(er_context *ctx, er_store *store, er_arena *arena,
                                  er_resilience_data *data) {
    const er_cover_job *job = &data->job;
    er_point *places = NULL;
    const char **groups = NULL;
    size_t outside = 0;
    if (job->venue_count == 0) return ER_OK;
    ER_TRY(er_arena_alloc(ctx, arena, job->venue_count * sizeof *places, &places));
    ER_TRY(er_arena_alloc(ctx, arena, job->venue_count * sizeof *groups, &groups));
    for (size_t i = 0; i < job->venue_count; i++)
        places[i] = job->venues[i].inside;
    ER_TRY(
        er_groups_at(ctx, store, arena, data->scheme, places, job->venue_count, groups, &outside));
    for (size_t i = 0; i < job->venue_count; i++)
        data->areas[job->unit_count + i].line = line_of(data, groups[i]);
    return ER_OK;
}

/** Units by their own group, venues and sites by that of where they stand. */
static er_status find_lines(er_context *ctx, er_store *store, er_arena *arena,
                            er_resilience_data *data) {
    for (size_t i = 0; i < data->job.area_count; i++)
        data->areas[i].line = data->group_count;
    for (size_t i = 0; i < data->found.count; i++)
        data->sites[i].line = line_of(data, data->found.groups[i]);
    if (!data->scheme) return ER_OK;
    ER_TRY(find_unit_lines(ctx, store, arena, data));
    return find_venue_lines(ctx, store, arena, data);
}

/* ---- all ------------------------------------------------------------------------------------- */

static er_status read_sites(er_context *ctx, er_store *store, er_arena *arena,
                            const er_study *study, er_resilience_data *data,
                            er_id_place **stations) {
    ER_TRY(er_sites_list(ctx, store, arena, study, &data->found));
    size_t count = data->found.count;
    ER_TRY(er_arena_alloc(ctx, arena, (count + 1) * sizeof *data->sites, &data->sites));
    ER_TRY(er_arena_alloc(ctx, arena, (count + 1) * sizeof **stations, stations));
    for (size_t i = 0; i < count; i++)
        (*stations)[i] = (er_id_place){data->found.stations[i]->id, i};
    er_sort_ids(*stations, count);
    return ER_OK;
}

er_status er_resilience_read(er_context *ctx, er_store *store, er_arena *arena,
                             const er_study *study, er_resilience_data *data) {
    er_id_place *stations = NULL;
    ER_TRY(find_run(ctx, store, arena, &data->cover));
    ER_TRY(read_areas(ctx, store, arena, &data->job));
    ER_TRY(
        er_arena_alloc(ctx, arena, (data->job.area_count + 1) * sizeof *data->areas, &data->areas));
    for (size_t i = 0; i < data->job.area_count; i++)
        data->areas[i].counts = data->job.has_soles[i];
    ER_TRY(read_sites(ctx, store, arena, study, data, &stations));
    ER_TRY(find_scheme(ctx, store, arena, study, data));
    ER_TRY(find_lines(ctx, store, arena, data));
    ER_TRY(read_rows(ctx, store, arena, false, stations, data));
    return read_rows(ctx, store, arena, true, stations, data);
}
