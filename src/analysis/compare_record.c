/* What a run says of itself: its plane and grid, and the stations that it counted. */
#include "analysis/compare.h"
#include "store/by_id.h"

#include <json-c/json.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- plane and grid -------------------------------------------------------------------------- */

static json_object *member(json_object *object, const char *key) {
    json_object *value = NULL;
    return json_object_object_get_ex(object, key, &value) ? value : NULL;
}

static er_status keep_text(er_comparison *c, json_object *object, const char *key,
                           const char **out) {
    const char *text = json_object_get_string(member(object, key));
    return text ? er_arena_text(c->ctx, c->arena, text, strlen(text), out) : ER_OK;
}

static bool read_grid(json_object *json, er_grid *grid) {
    if (!json_object_is_type(json, json_type_object)) return false;
    *grid = (er_grid){.left_m = json_object_get_double(member(json, "left_m")),
                      .top_m = json_object_get_double(member(json, "top_m")),
                      .cell_m = json_object_get_double(member(json, "cell_m")),
                      .columns = json_object_get_int64(member(json, "columns")),
                      .rows = json_object_get_int64(member(json, "rows"))};
    return isfinite(grid->left_m) && isfinite(grid->top_m) && grid->cell_m > 0 &&
           isfinite(grid->cell_m) && grid->columns > 0 && grid->rows > 0;
}

er_status er_compare_read_record(er_comparison *c, er_compare_read *out) {
    json_object *json = json_tokener_parse(out->run.parameters ? out->run.parameters : "");
    out->is_signal = out->run.model && strcmp(out->run.model, "disc") != 0;
    er_status status = keep_text(c, json, "plane", &out->plane);
    if (status == ER_OK) status = keep_text(c, json, "as_of", &out->as_of);
    out->planned = json_object_get_boolean(member(json, "planned"));
    out->has_grid = read_grid(member(json, "grid"), &out->grid);
    json_object_put(json);
    if (status == ER_OK && !out->plane)
        return er_fail(c->ctx, ER_ERR_INPUT,
                       "run %lld does not say which plane it was measured on: run `evenreach "
                       "cover` again",
                       (long long)out->run.id);
    return status;
}

/** The number behind a key of a PROJ string; false if there is none. */
static bool number_behind(const char *definition, const char *key, double *out) {
    char text[32] = "";
    const char *at = strstr(definition, key);
    if (!at) return false;
    at += strlen(key);
    snprintf(text, sizeof text, "%.*s", (int)strcspn(at, " "), at);
    return er_parse_double(text, out);
}

/** A plane of ours is made again by its centre, so that it is the same to the last bit. */
er_status er_compare_plane(er_context *ctx, const er_study *study, const char *definition,
                           er_plane **out) {
    er_point centre;
    bool stated = study && study->working_crs && strcmp(study->working_crs, definition) == 0;
    if (!stated && number_behind(definition, "+proj=laea +lat_0=", &centre.y) &&
        number_behind(definition, " +lon_0=", &centre.x)) {
        er_plane *plane = NULL;
        ER_TRY(er_plane_new(ctx, (er_box){centre.x, centre.y, centre.x, centre.y}, &plane));
        if (strcmp(er_plane_definition(plane), definition) == 0) {
            *out = plane;
            return ER_OK;
        }
        er_plane_free(plane);
    }
    return er_plane_from_crs(ctx, definition, out);
}

/* ---- stations -------------------------------------------------------------------------------- */

/** The stations of its discs. */
static er_status disc_stations(er_comparison *c, er_store *store, er_station *stations,
                               size_t count, er_compare_read *out) {
    er_id_place *places = NULL;
    er_cover_disc *discs = NULL;
    size_t disc_count = 0;
    ER_TRY(er_store_cover_discs(c->ctx, store, c->arena, out->run.id, &discs, &disc_count));
    ER_TRY(er_arena_alloc(c->ctx, c->arena, (count + 1) * sizeof *places, &places));
    ER_TRY(
        er_arena_alloc(c->ctx, c->arena, (disc_count + 1) * sizeof *out->stations, &out->stations));
    for (size_t i = 0; i < count; i++)
        places[i] = (er_id_place){stations[i].id, i};
    er_sort_ids(places, count);
    for (size_t i = 0; i < disc_count; i++) {
        size_t at = er_find_id(places, count, discs[i].station_id, count);
        if (at == count)
            return er_fail(c->ctx, ER_ERR_STORE, "%s: run %lld names a station that is not there",
                           er_store_path(store), (long long)out->run.id);
        out->stations[out->station_count++] =
            (er_compare_station){&stations[at], discs[i].radius_m};
    }
    return ER_OK;
}

/** Was the source there when the run was made? Runs name their inputs by hash. */
static bool is_input(json_object *inputs, const er_source *source) {
    size_t count =
        json_object_is_type(inputs, json_type_array) ? json_object_array_length(inputs) : 0;
    for (size_t i = 0; i < count; i++) {
        const char *hash =
            json_object_get_string(member(json_object_array_get_idx(inputs, i), "sha256"));
        if (hash && source->sha256 && strcmp(hash, source->sha256) == 0) return true;
    }
    return !source->sha256;
}

static bool is_later(const er_id_place *later, size_t count, int64_t source_id) {
    return er_find_id(later, count, source_id, SIZE_MAX) != SIZE_MAX;
}

/** Those of its inputs that count on its day. */
static er_status signal_stations(er_comparison *c, er_store *store, er_station *stations,
                                 size_t count, er_compare_read *out) {
    const er_study dated = {
        .time = {.used = out->as_of != NULL, .as_of = out->as_of, .planned = out->planned}};
    er_source *sources = NULL;
    er_id_place *later = NULL;
    size_t source_count = 0, later_count = 0;
    ER_TRY(er_store_sources(c->ctx, store, c->arena, &sources, &source_count));
    ER_TRY(er_arena_alloc(c->ctx, c->arena, (source_count + 1) * sizeof *later, &later));
    ER_TRY(er_arena_alloc(c->ctx, c->arena, (count + 1) * sizeof *out->stations, &out->stations));
    json_object *inputs = json_tokener_parse(out->run.inputs ? out->run.inputs : "");
    for (size_t i = 0; i < source_count; i++)
        if (!is_input(inputs, &sources[i])) later[later_count++] = (er_id_place){sources[i].id, 0};
    json_object_put(inputs);
    er_sort_ids(later, later_count);
    for (size_t i = 0; i < count; i++)
        if (er_station_counts(&dated, &stations[i]) &&
            !is_later(later, later_count, stations[i].source_id))
            out->stations[out->station_count++] = (er_compare_station){&stations[i], NAN};
    return ER_OK;
}

er_status er_compare_read_stations(er_comparison *c, er_store *store, er_compare_read *out) {
    er_station *stations = NULL;
    size_t count = 0;
    ER_TRY(er_store_stations(c->ctx, store, c->arena, &stations, &count));
    return out->is_signal ? signal_stations(c, store, stations, count, out)
                          : disc_stations(c, store, stations, count, out);
}
