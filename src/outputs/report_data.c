/* The data of a report as one document: src/viewer/DATA.md. */
#include "outputs/report_parts.h"

#include "outputs/layers.h"
#include "outputs/summary.h"

#include <stdio.h>
#include <string.h>

static bool has_shapes(const er_report_sheet *sheet) {
    return sheet->shape == ER_SHAPE_POLYGON || sheet->shape == ER_SHAPE_LINE;
}

static er_status make_topology(er_report_data *r) {
    er_context *ctx = r->data->ctx;
    size_t count = 0, at = 0;
    for (size_t i = 0; i < r->sheets.count; i++)
        if (has_shapes(&r->sheets.items[i])) count += r->sheets.items[i].rows;
    er_bytes *shapes = NULL;
    uint32_t *worlds = NULL;
    ER_TRY(er_arena_alloc(ctx, r->arena, (count + 1) * sizeof *shapes, &shapes));
    ER_TRY(er_arena_alloc(ctx, r->arena, (count + 1) * sizeof *worlds, &worlds));
    ER_TRY(er_arena_alloc(ctx, r->arena, (r->sheets.count + 1) * sizeof *r->objects, &r->objects));
    for (size_t i = 0; i < r->sheets.count; i++) {
        const er_report_sheet *sheet = &r->sheets.items[i];
        if (!has_shapes(sheet)) continue;
        r->objects[r->object_count++] = (er_topology_object){sheet->name, at, sheet->rows};
        for (size_t k = 0; k < sheet->rows; k++) {
            worlds[at] = er_shares_borders(sheet->name, sheet->level) ? 0 : (uint32_t)(i + 1);
            shapes[at++] = sheet->shapes[k];
        }
    }
    return er_topology_new(ctx, shapes, worlds, count, &r->topology);
}

er_status er_report_data_new(er_data *data, er_report_data **out) {
    er_report_data *r = NULL;
    ER_TRY(er_alloc(data->ctx, 1, sizeof *r, &r));
    r->data = data;
    er_status status = er_arena_new(data->ctx, &r->arena);
    if (status == ER_OK) status = er_report_sheets_gather(data, r->arena, &r->sheets);
    if (status == ER_OK) status = make_topology(r);
    if (status == ER_OK)
        *out = r;
    else
        er_report_data_free(r);
    return status;
}

void er_report_data_free(er_report_data *r) {
    if (!r) return;
    er_topology_free(r->topology);
    er_report_sheets_clear(&r->sheets);
    er_arena_free(r->arena);
    er_free(r);
}

er_status er_report_data_simplify(er_report_data *r, double tolerance_m, size_t *points) {
    ER_TRY(er_topology_simplify(r->data->ctx, r->topology, tolerance_m));
    *points = er_topology_size_of(r->topology).points;
    return ER_OK;
}

/* ---- the document ---------------------------------------------------------------------------- */

static er_json *box_json(const er_box *box) {
    er_json *json = er_json_array();
    const double sides[] = {box->min_x, box->min_y, box->max_x, box->max_y};
    for (int k = 0; k < 4; k++)
        er_json_append_number(json, er_round(sides[k], 6));
    return json;
}

/** Of all units that are drawn, of every level; null if there is none. */
static er_status add_extent(const er_report_data *r, er_json *json) {
    er_bytes *shapes = NULL;
    size_t count = 0;
    er_box box;
    ER_TRY(er_alloc(r->data->ctx, r->data->unit_count + 1, sizeof *shapes, &shapes));
    for (size_t i = 0; i < r->sheets.count; i++) {
        const er_report_sheet *sheet = &r->sheets.items[i];
        if (!sheet->level || sheet->shape != ER_SHAPE_POLYGON) continue;
        for (size_t k = 0; k < sheet->rows && count < r->data->unit_count; k++)
            if (sheet->shapes[k].data) shapes[count++] = sheet->shapes[k];
    }
    er_status status = count ? er_extent_of(r->data->ctx, shapes, count, &box) : ER_OK;
    er_free(shapes);
    if (status == ER_OK) er_json_add(json, "extent", count ? box_json(&box) : NULL);
    return status;
}

static er_json *levels_json(const er_report_data *r) {
    er_json *list = er_json_array();
    for (size_t i = 0; i < r->sheets.count; i++) {
        const er_report_sheet *sheet = &r->sheets.items[i];
        if (!sheet->level || sheet->shape == ER_SHAPE_NONE) continue;
        er_json *one = er_json_object();
        er_json_add_text(one, "name", sheet->level);
        er_json_add_text(one, "layer", sheet->name);
        er_json_append(list, one);
    }
    return list;
}

static er_json *scheme_json(const er_data_scheme *scheme) {
    er_json *json = er_json_object(), *groups = er_json_array();
    er_json_add_text(json, "name", scheme->scheme.name);
    er_json_add_text(json, "title", scheme->scheme.title);
    er_json_add_text(json, "title_zh", scheme->scheme.title_zh);
    er_json_add_text(json, "column", scheme->column);
    er_json_add_text(json, "level", scheme->scheme.level);
    for (size_t i = 0; i < scheme->group_count; i++) {
        er_json *group = er_json_object();
        er_json_add_text(group, "name", scheme->groups[i].name);
        er_json_add_text(group, "title", scheme->groups[i].title);
        er_json_add_text(group, "title_zh", scheme->groups[i].title_zh);
        er_json_append(groups, group);
    }
    er_json_add(json, "groups", groups);
    return json;
}

static er_json *schemes_json(const er_data *data) {
    er_json *list = er_json_array();
    for (size_t i = 0; i < data->scheme_count; i++)
        er_json_append(list, scheme_json(&data->schemes[i]));
    return list;
}

static void add_tiles(er_json *json, const char *url, const char *attribution) {
    er_json *tiles = NULL;
    if (url) {
        tiles = er_json_object();
        er_json_add_text(tiles, "url", url);
        er_json_add_text(tiles, "attribution", attribution);
    }
    er_json_add(json, "tiles", tiles);
}

static void add_sheets(er_report_data *r, er_json *json) {
    er_json *layers = er_json_array(), *tables = er_json_array();
    for (size_t i = 0; i < r->sheets.count; i++) {
        er_report_sheet *sheet = &r->sheets.items[i];
        er_json_append(sheet->shape == ER_SHAPE_NONE ? tables : layers, er_json_share(sheet->json));
    }
    er_json_add(json, "layers", layers);
    er_json_add(json, "tables", tables);
}

static size_t first_of(const er_report_data *r, const er_report_sheet *sheet) {
    for (size_t i = 0; sheet && i < r->object_count; i++)
        if (strcmp(r->objects[i].name, sheet->name) == 0) return r->objects[i].first;
    return 0;
}

static er_status fill(er_report_data *r, er_json *json) {
    const er_data *data = r->data;
    er_json *part = NULL;
    ER_TRY(add_extent(r, json));
    ER_TRY(er_results_summary(data->ctx, r->data, &part));
    er_json_add(json, "summary", part);
    ER_TRY(er_provenance_of(data, &part));
    er_json_add(json, "provenance", part);
    er_json_add(json, "levels", levels_json(r));
    er_json_add(json, "schemes", schemes_json(data));
    ER_TRY(er_report_places(&r->sheets, r->topology, first_of(r, er_report_finest(&r->sheets)),
                            &part));
    er_json_add(json, "places", part);
    ER_TRY(er_report_charts(data, &part));
    er_json_add(json, "charts", part);
    add_sheets(r, json);
    ER_TRY(er_topology_json(data->ctx, r->topology, r->objects, r->object_count, &part));
    er_json_add(json, "topology", part);
    return ER_OK;
}

er_status er_report_data_text(er_report_data *r, const char *tile_url, const char *tile_attribution,
                              double tolerance_m, char **out) {
    const er_data *data = r->data;
    er_json *json = er_json_object();
    er_json_add_int(json, "version", 1);
    char program[64];
    snprintf(program, sizeof program, "evenreach %s", er_version());
    er_json_add_text(json, "program", program);
    er_json_add_text(json, "language",
                     er_context_language(data->ctx) == ER_LANG_ZH_TW ? "zh-TW" : "en");
    er_json_add_text(json, "title", data->study->title);
    er_json_add_text(json, "title_zh", data->study->title_zh);
    er_json_add_bool(json, "synthetic", data->synthetic != 0);
    er_json_add_number(json, "tolerance_m", tolerance_m);
    add_tiles(json, tile_url, tile_attribution);
    er_status status = fill(r, json);
    if (status == ER_OK) status = er_json_write(data->ctx, json, false, out);
    er_json_free(json);
    return status;
}
