#include "outputs/sink_geojson.h"

#include "outputs/geojson_shape.h"
#include "sources/gdal_parts.h"

#include <json-c/json.h>
#include <ogr_api.h>
#include <stdio.h>
#include <string.h>

/* The box of a collection is known at its end and stands at its beginning: room for it, far more
 * than four longitudes and latitudes of seven decimals take. */
enum { ROOM_FOR_BOX = 131, USUAL_DECIMALS = 7 };
static const char record_separator[] = "\x1e";

struct geojson_sink {
    const er_geojson_format *how;
    er_json_text text;
    char *path;
    int decimals;
    bool flat;  /**< the layer has no places */
    bool exact; /**< it has figures that read back as they are */
    int64_t box_at;
    er_geojson_box box;
    int64_t rows;
    char *altered; /**< room for a text that has to be altered */
    size_t altered_capacity;
};

/* ---- the collection -------------------------------------------------------------------------- */

static void put_member(er_json_text *text, const char *key, const char *value) {
    er_json_text_string(text, key);
    er_json_text_put(text, ": ");
    er_json_text_put(text, value);
    er_json_text_put(text, ",\n");
}

static void put_text_member(er_json_text *text, const char *key, const char *value) {
    er_json_text_string(text, key);
    er_json_text_put(text, ": ");
    er_json_text_string(text, value);
    er_json_text_put(text, ",\n");
}

/** The further members of the target, a line each; of the type there is one. */
static er_status put_members(er_context *ctx, er_json_text *text, const char *members) {
    json_object *all = json_tokener_parse(members);
    if (!all) return er_fail(ctx, ER_ERR_INTERNAL, "the members of a layer are no JSON");
    json_object_object_foreach(all, key, value) {
        if (strcmp(key, "type") != 0)
            put_member(text, key, json_object_to_json_string_ext(value, JSON_C_TO_STRING_SPACED));
    }
    json_object_put(all);
    return ER_OK;
}

static er_status begin_collection(er_context *ctx, struct geojson_sink *sink, const er_sheet *sheet,
                                  const er_sink_target *target) {
    er_json_text *text = &sink->text;
    er_json_text_put(text, "{\n\"type\": \"FeatureCollection\",\n");
    if (target->members) ER_TRY(put_members(ctx, text, target->members));
    text->escape_slash = true;
    put_text_member(text, "name", sheet->name);
    if (target->members) put_text_member(text, "description", sheet->about);
    text->escape_slash = false;
    sink->box_at = er_json_text_at(text);
    for (size_t i = 0; i < ROOM_FOR_BOX; i++)
        er_json_text_put(text, " ");
    er_json_text_put(text, "\n\"features\": [\n");
    return ER_OK;
}

static void end_collection(struct geojson_sink *sink) {
    er_json_text *text = &sink->text;
    er_json_text_put(text, "\n]\n}\n");
    if (!sink->box.known) return;
    er_json_text_seek(text, sink->box_at);
    er_json_text_put(text, "\"bbox\": ");
    er_geojson_put_box(text, &sink->box, sink->decimals, false);
    er_json_text_put(text, ",");
}

/* ---- features -------------------------------------------------------------------------------- */

/** A text that reads as a JSON array or object gets a space at its end: readers of GeoJSON (GDAL is
 *  one) take it for that array or object. */
static er_status put_text(er_context *ctx, struct geojson_sink *sink, const char *value) {
    size_t length = strlen(value);
    bool json = length > 1 && ((value[0] == '{' && value[length - 1] == '}') ||
                               (value[0] == '[' && value[length - 1] == ']'));
    if (json) {
        ER_TRY(er_reserve(ctx, &sink->altered, &sink->altered_capacity, length + 2, 1));
        memcpy(sink->altered, value, length);
        memcpy(sink->altered + length, " ", 2);
        value = sink->altered;
    }
    er_json_text_string(&sink->text, value);
    return ER_OK;
}

static er_status put_value(er_context *ctx, struct geojson_sink *sink, const er_field *field,
                           const er_value *value) {
    er_json_text *text = &sink->text;
    if (!value->known) {
        er_json_text_put(text, "null");
        return ER_OK;
    }
    switch (field->type) {
    case ER_FIELD_TEXT:
        return put_text(ctx, sink, value->text);
    case ER_FIELD_REAL:
        er_json_text_real(text, value->real, field->decimals, sink->exact);
        break;
    case ER_FIELD_INT:
        er_json_text_int(text, value->whole);
        break;
    case ER_FIELD_BOOL:
        er_json_text_put(text, value->whole ? "true" : "false");
        break;
    }
    return ER_OK;
}

static er_status put_properties(er_context *ctx, struct geojson_sink *sink, const er_sheet *sheet) {
    er_json_text *text = &sink->text;
    er_json_text_put(text, "\"properties\": {");
    for (size_t i = 0; i < sheet->field_count; i++) {
        er_json_text_put(text, i > 0 ? ", " : " ");
        er_json_text_string(text, sheet->fields[i].name);
        er_json_text_put(text, ": ");
        ER_TRY(put_value(ctx, sink, &sheet->fields[i], &sheet->values[i]));
    }
    er_json_text_put(text, " }");
    return ER_OK;
}

static void put_geometry(struct geojson_sink *sink, const er_wkb_shape *shape) {
    er_json_text *text = &sink->text;
    if (!sink->how->sequence && shape->point_count > 0) {
        er_geojson_box box = er_geojson_box_of(shape);
        er_geojson_box_join(&sink->box, &box);
        er_json_text_put(text, ", \"bbox\": ");
        er_geojson_put_box(text, &box, sink->decimals, true);
    }
    er_json_text_put(text, ", \"geometry\": ");
    if (shape->point_count > 0 || shape->kind != ER_WKB_POINTS)
        er_geojson_put_shape(text, shape, sink->decimals, !sink->how->sequence);
    else
        er_json_text_put(text, "null");
}

static er_status put_feature(er_context *ctx, struct geojson_sink *sink, const er_sheet *sheet,
                             const er_wkb_shape *shape) {
    er_json_text *text = &sink->text;
    bool sequence = sink->how->sequence;
    er_json_text_put(text, sequence ? record_separator : sink->rows > 0 ? ",\n" : "");
    er_json_text_put(text, "{ \"type\": \"Feature\", ");
    ER_TRY(put_properties(ctx, sink, sheet));
    put_geometry(sink, shape);
    er_json_text_put(text, sequence ? " }\n" : " }");
    sink->rows++;
    return er_json_text_check(ctx, text);
}

/* ---- places ---------------------------------------------------------------------------------- */

/** GDAL's own way over the 180th meridian, for what goes from one side of it to the other in one
 *  step, or lies beyond it. */
static er_status turn_place(er_context *ctx, const struct geojson_sink *sink, er_bytes wkb,
                            er_wkb_shape *shape) {
    static const char *const options[] = {"WRAPDATELINE=YES", NULL};
    OGRGeometryH place = NULL, turned = NULL;
    uint8_t *copy = NULL;
    er_status status = ER_OK;
    er_gdal_begin();
    OGRGeomTransformerH way = OGR_GeomTransformer_Create(NULL, (char **)(uintptr_t)options);
    if (way && OGR_G_CreateFromWkbEx(wkb.data, NULL, &place, wkb.size) == OGRERR_NONE)
        turned = OGR_GeomTransformer_Transform(way, place);
    size_t size = turned ? OGR_G_WkbSizeEx(turned) : 0;
    if (turned) status = er_alloc(ctx, size, 1, &copy);
    if (!turned || (copy && OGR_G_ExportToIsoWkb(turned, wkbNDR, copy) != OGRERR_NONE))
        status = er_fail(ctx, ER_ERR_GEOMETRY, "%s: a geometry of the workspace can't be read",
                         sink->path);
    if (status == ER_OK) {
        er_wkb_clear(shape);
        status = er_wkb_read(ctx, (er_bytes){copy, size}, shape);
    }
    er_free(copy);
    OGR_G_DestroyGeometry(place);
    OGR_G_DestroyGeometry(turned);
    if (way) OGR_GeomTransformer_Destroy(way);
    er_gdal_end();
    return status;
}

static er_status read_place(er_context *ctx, const struct geojson_sink *sink, er_bytes wkb,
                            er_wkb_shape *shape) {
    ER_TRY(er_wkb_read(ctx, wkb, shape));
    if (sink->how->sequence) return ER_OK;
    if (er_geojson_is_beyond(shape) || er_geojson_jumps(shape))
        ER_TRY(turn_place(ctx, sink, wkb, shape));
    return er_geojson_is_beyond(shape)
               ? er_fail(ctx, ER_ERR_GEOMETRY, "%s: a position is no longitude and latitude",
                         sink->path)
               : ER_OK;
}

static er_status write_row(er_context *ctx, void *state, const er_sheet *sheet, er_bytes wkb) {
    struct geojson_sink *sink = state;
    er_wkb_shape shape = {0};
    er_status status = ER_OK;
    if (!sink->flat && wkb.size > 0) status = read_place(ctx, sink, wkb, &shape);
    if (status == ER_OK) status = put_feature(ctx, sink, sheet, &shape);
    er_wkb_clear(&shape);
    return status;
}

/* ---- the file -------------------------------------------------------------------------------- */

static bool has_exact(const er_sheet *sheet) {
    for (size_t i = 0; i < sheet->field_count; i++)
        if (sheet->fields[i].type == ER_FIELD_REAL && sheet->fields[i].decimals >= ER_DIGITS_EXACT)
            return true;
    return false;
}

static void abandon_file(void *state) {
    struct geojson_sink *sink = state;
    er_json_text_abandon(&sink->text);
    er_free(sink->altered);
    er_free(sink->path);
    er_free(sink);
}

static er_status open_file(er_context *ctx, const er_sheet *sheet, const er_sink_target *target,
                           void **state) {
    struct geojson_sink *sink = NULL;
    er_status status = ER_OK;
    ER_TRY(er_alloc(ctx, 1, sizeof *sink, &sink));
    sink->how = target->format->detail;
    sink->flat = sheet->shape == ER_SHAPE_NONE;
    sink->exact = has_exact(sheet);
    sink->decimals = target->decimals ? *target->decimals : USUAL_DECIMALS;
    ER_GOTO(status, failed, er_alloc(ctx, strlen(target->path) + 1, 1, &sink->path));
    memcpy(sink->path, target->path, strlen(target->path));
    ER_GOTO(status, failed, er_json_text_open(ctx, sink->path, &sink->text));
    sink->text.escape_slash = sink->how->sequence;
    if (!sink->how->sequence) ER_GOTO(status, failed, begin_collection(ctx, sink, sheet, target));
    *state = sink;
    return ER_OK;
failed:
    abandon_file(sink);
    return status;
}

static er_status close_file(er_context *ctx, void *state, int64_t rows) {
    struct geojson_sink *sink = state;
    er_status status = ER_OK;
    if (sink->rows != rows)
        status = er_fail(ctx, ER_ERR_INTERNAL, "%s: %lld rows of %lld", sink->path,
                         (long long)sink->rows, (long long)rows);
    if (status == ER_OK && !sink->how->sequence) end_collection(sink);
    if (status == ER_OK) status = er_json_text_close(ctx, &sink->text);
    abandon_file(sink);
    return status;
}

const er_sink_ops er_geojson_files = {
    .open = open_file, .row = write_row, .close = close_file, .abandon = abandon_file};
