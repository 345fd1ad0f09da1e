#include "outputs/coverage_shapes.h"

#include "geometry/wkb.h"
#include "outputs/class_shapes.h"

#include "evenreach/analysis.h"

#include <json-c/json.h>
#include <string.h>

/** Under it the shapes are kept. */
static const char any_stratum[] = "any";

/* ---- drawn ----------------------------------------------------------------------------------- */

struct drawing {
    er_data *data;
    er_arena *arena;
    er_plane *plane;
    er_sites sites;
    er_disc_union *set;
};

static er_status is_empty(er_context *ctx, er_bytes wkb, bool *empty) {
    er_wkb_shape shape;
    *empty = true;
    if (wkb.size == 0) return ER_OK;
    ER_TRY(er_wkb_read(ctx, wkb, &shape));
    *empty = shape.point_count == 0;
    er_wkb_clear(&shape);
    return ER_OK;
}

static er_status outline(const struct drawing *d, er_bytes clip, er_bytes *out) {
    bool empty = false;
    ER_TRY(er_check_cancel(d->data->ctx));
    ER_TRY(er_disc_union_outline(d->data->ctx, d->arena, d->plane, d->set,
                                 d->data->study->outline_tolerance_m, clip, out));
    ER_TRY(is_empty(d->data->ctx, *out, &empty));
    if (empty) *out = (er_bytes){0}; /* no place, rather than one without parts */
    return ER_OK;
}

static er_status draw_classes(const struct drawing *d, er_bytes *out) {
    const er_data_scheme *classes = d->data->classes;
    const er_bytes *clips = NULL;
    if (!classes) return outline(d, (er_bytes){0}, out);
    ER_TRY(er_class_shapes(d->data, &clips));
    for (size_t g = 0; g < classes->group_count; g++) {
        er_progress(d->data->ctx, "drawing the coverage", g, classes->group_count);
        if (clips[g].size > 0) ER_TRY(outline(d, clips[g], &out[g]));
    }
    return ER_OK;
}

static er_status draw(er_data *data, er_arena *arena, er_bytes *out) {
    struct drawing d = {.data = data, .arena = arena};
    er_status status = ER_OK;
    ER_GOTO(status, done, er_working_plane(data->ctx, data->store, data->study, &d.plane));
    ER_GOTO(status, done,
            er_sites_read(data->ctx, data->store, arena, data->study, d.plane, &d.sites));
    ER_GOTO(status, done, er_sites_union(data->ctx, &d.sites, ER_DISC_ANY, 0, &d.set));
    status = draw_classes(&d, out);
done:
    er_disc_union_free(d.set);
    er_plane_free(d.plane);
    return status;
}

/* ---- kept ------------------------------------------------------------------------------------ */

/** Whether the newest coverage run was asked by this very study: its radii and its tolerance. */
static bool is_of_study(const er_data *data) {
    json_object *asked =
        data->cover->parameters ? json_tokener_parse(data->cover->parameters) : NULL;
    json_object *sha256 = NULL;
    bool same = data->study->sha256 && asked &&
                json_object_object_get_ex(asked, "study_sha256", &sha256) && sha256 &&
                strcmp(json_object_get_string(sha256), data->study->sha256) == 0;
    json_object_put(asked);
    return same;
}

/** What the run serves of the units of a group: their sum tells whether the group is still the one
 *  that was drawn. */
static double served_km2(const er_data *data, const char *group) {
    const er_data_scheme *classes = data->classes;
    er_sum sum = {0};
    for (size_t i = 0; i < data->unit_count; i++)
        if (strcmp(data->units[i].level, classes->scheme.level) == 0 &&
            er_data_is_member(classes, data->units[i].id, group))
            er_sum_add(&sum, er_data_unit_figures(data, i, ER_STRATUM_ANY)->served_km2);
    return er_sum_value(&sum);
}

/** The shapes of the groups among the outlines; false if one is missing or another one's. */
static bool take_kept(const er_data *data, const er_cover_outline *outlines, size_t count,
                      const bool *has_place, er_bytes *out) {
    const er_data_scheme *classes = data->classes;
    for (size_t g = 0; g < classes->group_count; g++) {
        const char *name = classes->groups[g].name;
        double served = has_place[g] ? served_km2(data, name) : 0;
        bool found = false;
        for (size_t i = 0; i < count; i++) {
            const er_cover_outline *kept = &outlines[i];
            if (kept->rank != (int64_t)g || strcmp(kept->stratum, any_stratum) != 0) continue;
            if (strcmp(kept->level, name) != 0 || kept->area_km2 != served) return false;
            out[g] = kept->geometry;
            found = true;
        }
        if (!found && served != 0) return false;
    }
    return count > 0;
}

static er_status read_kept(const er_data *data, er_arena *arena, const bool *has_place,
                           er_bytes *out, bool *found) {
    er_cover_outline *outlines = NULL;
    size_t count = 0;
    *found = false;
    if (!data->classes || !is_of_study(data)) return ER_OK;
    ER_TRY(
        er_store_cover_outlines(data->ctx, data->store, arena, data->cover->id, &outlines, &count));
    *found = take_kept(data, outlines, count, has_place, out);
    return ER_OK;
}

/* ---- both ------------------------------------------------------------------------------------ */

static er_status find_places(const er_data *data, er_arena *arena, const bool **out) {
    size_t count = data->classes ? data->classes->group_count : 1;
    bool *has_place = NULL;
    ER_TRY(er_arena_alloc(data->ctx, arena, count * sizeof *has_place, &has_place));
    for (size_t g = 0; g < count; g++)
        has_place[g] = !data->classes ||
                       er_data_group_units(data, data->classes, data->classes->groups[g].name) > 0;
    *out = has_place;
    return ER_OK;
}

er_status er_coverage_shapes(er_data *data, er_arena *arena, const er_bytes **shapes,
                             const bool **has_place) {
    size_t count = data->classes ? data->classes->group_count : 1;
    er_bytes *out = NULL;
    bool kept = false;
    ER_TRY(find_places(data, arena, has_place));
    ER_TRY(er_arena_alloc(data->ctx, arena, count * sizeof *out, &out));
    ER_TRY(read_kept(data, arena, *has_place, out, &kept));
    if (!kept) {
        memset(out, 0, count * sizeof *out);
        ER_TRY(draw(data, arena, out));
    }
    *shapes = out;
    return ER_OK;
}

static er_status keep_shape(er_data *data, size_t group, er_bytes shape) {
    const char *name = data->classes->groups[group].name;
    const er_cover_outline row = {.run_id = data->cover->id,
                                  .stratum = any_stratum,
                                  .rank = (int64_t)group,
                                  .level = name,
                                  .area_km2 = served_km2(data, name),
                                  .geometry = shape};
    return shape.size > 0 ? er_store_add_cover_outline(data->ctx, data->store, &row) : ER_OK;
}

static er_status keep_shapes(er_data *data, const er_bytes *shapes) {
    ER_TRY(er_store_begin(data->ctx, data->store));
    er_status status = ER_OK;
    for (size_t g = 0; g < data->classes->group_count && status == ER_OK; g++)
        status = keep_shape(data, g, shapes[g]);
    if (status == ER_OK) status = er_store_commit(data->ctx, data->store);
    if (status != ER_OK) er_store_rollback(data->store);
    return status;
}

static bool can_keep(const er_data *data) {
    return data->cover && !data->is_signal && data->classes && data->stations.all > 0 &&
           data->unit_count > 0 && is_of_study(data);
}

er_status er_keep_coverage(er_context *ctx, er_store *store, const er_study *study) {
    er_results *data = NULL;
    const er_bytes *shapes = NULL;
    const bool *has_place = NULL;
    er_cover_outline *outlines = NULL;
    size_t count = 0;
    ER_TRY(er_results_read(ctx, store, study, &data));
    er_status status = ER_OK;
    if (!can_keep(data)) goto done;
    ER_GOTO(status, done,
            er_store_cover_outlines(ctx, store, data->arena, data->cover->id, &outlines, &count));
    if (count > 0) goto done;
    ER_GOTO(status, done, er_coverage_shapes(data, data->arena, &shapes, &has_place));
    status = keep_shapes(data, shapes);
done:
    er_results_free(data);
    return status;
}
