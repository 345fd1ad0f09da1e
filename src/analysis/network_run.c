/* Whether the newest coverage run is what a network would say, too. */
#include "analysis/cover.h"
#include "core/order.h"
#include "analysis/network.h"

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Nothing follows from the file's hash, for a study says other things too; the grid follows from
 * the areas, which a network does not know, and from figures that are compared. */
static const char *const passed_over[] = {"study_sha256", "grid"};

static bool is_passed_over(const char *key) {
    for (size_t i = 0; i < sizeof passed_over / sizeof passed_over[0]; i++)
        if (strcmp(key, passed_over[i]) == 0) return true;
    return false;
}

/** Venues have a plane of their own; where the study names none, it follows from what is loaded. */
static bool is_own_plane(const er_network *network, const char *key) {
    return strcmp(key, "plane") == 0 && !er_network_study(network)->working_crs;
}

/** The first key of `a` that `b` has not, or has otherwise; null if there is none. */
static const char *first_other(const er_network *network, json_object *a, json_object *b) {
    json_object_object_foreach(a, key, value) {
        json_object *other = NULL;
        if (is_passed_over(key) || is_own_plane(network, key)) continue;
        if (!json_object_object_get_ex(b, key, &other) || !json_object_equal(value, other))
            return key;
    }
    return NULL;
}

/** What is different, for the line that people get; null if nothing is. In the arena. */
static er_status compare(er_context *ctx, er_arena *arena, const er_network *network,
                         const char *recorded, const char *now, const char **different) {
    json_object *a = json_tokener_parse(recorded ? recorded : ""), *b = json_tokener_parse(now);
    const char *key = "parameters";
    if (json_object_is_type(a, json_type_object) && json_object_is_type(b, json_type_object)) {
        key = first_other(network, b, a);
        if (!key) key = first_other(network, a, b);
    }
    er_status status = ER_OK;
    *different = NULL;
    if (key) status = er_arena_text(ctx, arena, key, strlen(key), different);
    json_object_put(a);
    json_object_put(b);
    return status;
}

static er_status compare_parameters(er_context *ctx, er_arena *arena, const er_network *network,
                                    const char *recorded, const char **different) {
    er_cover_job job = {.study = er_network_study(network),
                        .sites = *er_network_sites(network),
                        .plane = er_plane_definition(er_network_plane(network)),
                        .field = er_network_field(network),
                        .unknown = true};
    er_json *json = NULL;
    char *now = NULL;
    ER_TRY(er_cover_parameters(ctx, &job, &json));
    er_status status = er_json_write(ctx, json, false, &now);
    er_json_free(json);
    ER_TRY(status);
    status = compare(ctx, arena, network, recorded, now, different);
    er_free(now);
    return status;
}

/* ---- what was loaded ------------------------------------------------------------------------- */

static bool counts(const char *kind) {
    return kind && (strcmp(kind, "stations") == 0 || strcmp(kind, "sectors") == 0);
}

struct files {
    er_arena *arena;
    const char **names; /**< kind and hash */
    size_t count;
};

static er_status add_file(er_context *ctx, struct files *files, const char *kind,
                          const char *sha256) {
    char name[128];
    if (!counts(kind)) return ER_OK;
    int length = snprintf(name, sizeof name, "%.16s %.100s", kind, sha256 ? sha256 : "");
    return er_arena_text(ctx, files->arena, name, (size_t)length, &files->names[files->count++]);
}

static er_status files_now(er_context *ctx, er_store *store, struct files *files) {
    er_source *sources = NULL;
    size_t count = 0;
    ER_TRY(er_store_sources(ctx, store, files->arena, &sources, &count));
    ER_TRY(er_arena_alloc(ctx, files->arena, (count + 1) * sizeof *files->names, &files->names));
    for (size_t i = 0; i < count; i++)
        ER_TRY(add_file(ctx, files, sources[i].kind, sources[i].sha256));
    return ER_OK;
}

static const char *text_of(json_object *object, const char *key) {
    json_object *value = NULL;
    return json_object_object_get_ex(object, key, &value) ? json_object_get_string(value) : NULL;
}

static er_status add_recorded(er_context *ctx, json_object *list, struct files *files) {
    size_t count = json_object_is_type(list, json_type_array) ? json_object_array_length(list) : 0;
    ER_TRY(er_arena_alloc(ctx, files->arena, (count + 1) * sizeof *files->names, &files->names));
    for (size_t i = 0; i < count; i++) {
        json_object *one = json_object_array_get_idx(list, i);
        ER_TRY(add_file(ctx, files, text_of(one, "kind"), text_of(one, "sha256")));
    }
    return ER_OK;
}

static bool same_files(struct files *a, struct files *b) {
    if (a->count != b->count) return false;
    if (a->count > 1) qsort(a->names, a->count, sizeof *a->names, er_order_texts);
    if (b->count > 1) qsort(b->names, b->count, sizeof *b->names, er_order_texts);
    for (size_t i = 0; i < a->count; i++)
        if (strcmp(a->names[i], b->names[i]) != 0) return false;
    return true;
}

static er_status compare_inputs(er_context *ctx, er_store *store, er_arena *arena,
                                const char *recorded, bool *same) {
    struct files now = {.arena = arena}, then = {.arena = arena};
    ER_TRY(files_now(ctx, store, &now));
    json_object *list = json_tokener_parse(recorded ? recorded : "");
    er_status status = add_recorded(ctx, list, &then);
    json_object_put(list);
    *same = status == ER_OK && same_files(&now, &then);
    return status;
}

er_status er_network_check_inputs(er_context *ctx, er_store *store, er_arena *arena,
                                  const er_run *cover) {
    bool same = false;
    ER_TRY(compare_inputs(ctx, store, arena, cover->inputs, &same));
    if (same) return ER_OK;
    return er_fail(ctx, ER_ERR_INPUT,
                   "%s: stations or sectors were loaded after the newest coverage run: run "
                   "`evenreach cover` again first",
                   er_store_path(store));
}

/* ---- the check ------------------------------------------------------------------------------- */

er_status er_network_check_run(er_context *ctx, er_store *store, er_arena *arena,
                               const er_network *network, er_run *cover) {
    const char *model =
        er_network_field(network) ? er_network_study(network)->coverage_model : "disc";
    const char *path = er_store_path(store), *different = NULL;
    er_run run;
    ER_TRY(er_store_last_run(ctx, store, arena, "cover", &run));
    if (!run.model || strcmp(run.model, model) != 0)
        return er_fail(ctx, ER_ERR_INPUT,
                       "%s: the newest coverage run is of the model %s, the study's is %s: run "
                       "`evenreach cover` with this study first",
                       path, run.model ? run.model : "-", model);
    ER_TRY(compare_parameters(ctx, arena, network, run.parameters, &different));
    if (different)
        return er_fail(ctx, ER_ERR_INPUT,
                       "%s: the newest coverage run is of other parameters than this study's "
                       "(%s): run `evenreach cover` with this study first",
                       path, different);
    ER_TRY(er_network_check_inputs(ctx, store, arena, &run));
    *cover = run;
    return ER_OK;
}
