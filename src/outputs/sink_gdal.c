/* Formats that GDAL writes, a file a sheet. */
#include "outputs/sink.h"

#include "core/spreadsheet.h"
#include "sources/gdal_parts.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <stdio.h>
#include <string.h>

/* Any number of the exact figures: 20 digits, point and decimals. */
enum { WIDTH_OF_EXACT = 50 };

struct gdal_sink {
    const er_format *format;
    const er_gdal_format *how;
    char *path;
    GDALDatasetH dataset;
    OGRLayerH layer;
    bool flat;     /**< the layer has no places */
    er_sink *rest; /**< takes rows without a place, where the format doesn't; or null */
    int64_t rest_rows;
    int64_t rows;
    char *text; /**< room for a text that has to be altered */
    size_t text_capacity;
};

/** Tables take whole numbers as reals, which are written alike: GDAL puts 64-bit integers in quotes
 *  where texts that look like numbers are quoted. */
static OGRFieldType column_type(const struct gdal_sink *sink, er_field_type type) {
    bool map = sink->format->places;
    switch (type) {
    case ER_FIELD_INT:
        return map ? OFTInteger64 : OFTReal;
    case ER_FIELD_REAL:
        return OFTReal;
    case ER_FIELD_BOOL:
        return map ? OFTInteger : OFTString;
    case ER_FIELD_TEXT:
        break;
    }
    return OFTString;
}

static bool is_exact(const er_field *field) {
    return field->type == ER_FIELD_REAL && field->decimals >= ER_DIGITS_EXACT;
}

static er_status add_columns(er_context *ctx, struct gdal_sink *sink, const er_sheet *sheet) {
    for (size_t i = 0; i < sheet->field_count; i++) {
        const er_field *field = &sheet->fields[i];
        OGRFieldDefnH column = OGR_Fld_Create(field->name, column_type(sink, field->type));
        if (field->type == ER_FIELD_BOOL && sink->format->places)
            OGR_Fld_SetSubType(column, OFSTBoolean);
        if (is_exact(field) && !sink->format->places) { /* else 15 digits are written */
            OGR_Fld_SetWidth(column, WIDTH_OF_EXACT);
            OGR_Fld_SetPrecision(column, field->decimals);
        }
        OGRErr result = OGR_L_CreateField(sink->layer, column, FALSE);
        OGR_Fld_Destroy(column);
        if (result != OGRERR_NONE) return er_gdal_write_failure(ctx, sink->path);
    }
    return ER_OK;
}

static OGRwkbGeometryType layer_type(const struct gdal_sink *sink, er_shape shape) {
    if (sink->flat) return wkbNone;
    if (shape == ER_SHAPE_LINE) return wkbMultiLineString;
    return shape == ER_SHAPE_POINT ? wkbPoint : wkbMultiPolygon;
}

static er_status create_layer(er_context *ctx, struct gdal_sink *sink, const er_sheet *sheet,
                              const er_sink_target *target) {
    const er_gdal_format *how = sink->how;
    char **options = CSLDuplicate((char **)(uintptr_t)how->options);
    if (target->bom && how->bom_option) options = CSLAddString(options, how->bom_option);
    OGRSpatialReferenceH wgs84 = OSRNewSpatialReference(NULL);
    OSRSetWellKnownGeogCS(wgs84, "WGS84");
    OSRSetAxisMappingStrategy(wgs84, OAMS_TRADITIONAL_GIS_ORDER);
    OGRwkbGeometryType type = layer_type(sink, sheet->shape);
    sink->layer = GDALDatasetCreateLayer(sink->dataset, sheet->name, type == wkbNone ? NULL : wgs84,
                                         type, options);
    OSRRelease(wgs84);
    CSLDestroy(options);
    if (!sink->layer) return er_gdal_write_failure(ctx, sink->path);
    return add_columns(ctx, sink, sheet);
}

static void free_sink(struct gdal_sink *sink) {
    if (!sink) return;
    er_sink_abandon(sink->rest);
    if (sink->dataset) GDALClose(sink->dataset);
    er_free(sink->text);
    er_free(sink->path);
    er_free(sink);
}

static er_status open_file(er_context *ctx, const er_sheet *sheet, const er_sink_target *target,
                           void **state) {
    struct gdal_sink *sink = NULL;
    ER_TRY(er_alloc(ctx, 1, sizeof *sink, &sink));
    sink->format = target->format;
    sink->how = target->format->detail;
    sink->flat = !target->format->places || sheet->shape == ER_SHAPE_NONE;
    er_status status = ER_OK;
    ER_GOTO(status, failed, er_alloc(ctx, strlen(target->path) + 1, 1, &sink->path));
    memcpy(sink->path, target->path, strlen(target->path));
    er_gdal_begin();
    GDALDriverH driver = GDALGetDriverByName(sink->how->driver);
    sink->dataset = driver ? GDALCreate(driver, sink->path, 0, 0, 0, GDT_Unknown, NULL) : NULL;
    status = sink->dataset ? create_layer(ctx, sink, sheet, target)
                           : er_gdal_write_failure(ctx, sink->path);
    er_gdal_end();
    if (status != ER_OK) goto failed;
    *state = sink;
    return ER_OK;
failed:
    free_sink(sink);
    return status;
}

/** The table beside it for rows that have no place: NAME_without_place. */
static er_status open_rest(er_context *ctx, struct gdal_sink *sink, const er_sheet *sheet) {
    static const char ending[] = "_without_place";
    const er_format *table = er_table_format();
    size_t stem = strlen(sink->path) - strlen(sink->format->extension);
    size_t need = stem + strlen(ending) + strlen(table->extension) + 1;
    char *path = NULL;
    ER_TRY(er_alloc(ctx, need, 1, &path));
    snprintf(path, need, "%.*s%s%s", (int)stem, sink->path, ending, table->extension);
    const er_sink_target target = {.format = table, .path = path};
    er_status status = er_sink_open(ctx, sheet, &target, &sink->rest);
    er_free(path);
    return status;
}

/** A formula gets an apostrophe before it, in the sink's own room. */
static er_status safe_text(er_context *ctx, struct gdal_sink *sink, const char *text,
                           const char **out) {
    *out = text;
    if (!sink->format->guard || !er_is_formula(text)) return ER_OK;
    size_t need = strlen(text) + 2;
    ER_TRY(er_reserve(ctx, &sink->text, &sink->text_capacity, need, 1));
    snprintf(sink->text, need, "'%s", text);
    *out = sink->text;
    return ER_OK;
}

static er_status set_cell(er_context *ctx, struct gdal_sink *sink, OGRFeatureH feature, int column,
                          const er_field *field, const er_value *value) {
    const char *text = NULL;
    if (!value->known) {
        OGR_F_SetFieldNull(feature, column);
        return ER_OK;
    }
    switch (field->type) {
    case ER_FIELD_TEXT:
        ER_TRY(safe_text(ctx, sink, value->text, &text));
        OGR_F_SetFieldString(feature, column, text);
        break;
    case ER_FIELD_REAL:
        OGR_F_SetFieldDouble(feature, column, value->real);
        break;
    case ER_FIELD_INT:
        OGR_F_SetFieldInteger64(feature, column, value->whole);
        break;
    case ER_FIELD_BOOL:
        if (sink->format->places)
            OGR_F_SetFieldInteger(feature, column, value->whole != 0);
        else
            OGR_F_SetFieldString(feature, column, value->whole ? "true" : "false");
        break;
    }
    return ER_OK;
}

static er_status set_place(er_context *ctx, const struct gdal_sink *sink, const er_sheet *sheet,
                           OGRFeatureH feature, er_bytes wkb) {
    if (sink->flat || wkb.size == 0) return ER_OK;
    OGRGeometryH place = NULL;
    if (OGR_G_CreateFromWkbEx(wkb.data, NULL, &place, wkb.size) != OGRERR_NONE)
        return er_fail(ctx, ER_ERR_GEOMETRY, "%s: a geometry of the workspace can't be read",
                       sink->path);
    if (sheet->shape == ER_SHAPE_POLYGON) place = OGR_G_ForceToMultiPolygon(place);
    if (sheet->shape == ER_SHAPE_LINE) place = OGR_G_ForceToMultiLineString(place);
    if (OGR_F_SetGeometryDirectly(feature, place) != OGRERR_NONE)
        return er_gdal_write_failure(ctx, sink->path);
    return ER_OK;
}

static er_status write_row(er_context *ctx, void *state, const er_sheet *sheet, er_bytes wkb) {
    struct gdal_sink *sink = state;
    if (wkb.size == 0 && sink->how->needs_places && !sink->flat) {
        if (!sink->rest) ER_TRY(open_rest(ctx, sink, sheet));
        sink->rest_rows++;
        return er_sink_row(ctx, sink->rest, sheet, wkb);
    }
    sink->rows++;
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(sink->layer));
    er_gdal_begin();
    er_status status = ER_OK;
    for (size_t i = 0; i < sheet->field_count && status == ER_OK; i++)
        status = set_cell(ctx, sink, feature, (int)i, &sheet->fields[i], &sheet->values[i]);
    if (status == ER_OK) status = set_place(ctx, sink, sheet, feature, wkb);
    if (status == ER_OK && OGR_L_CreateFeature(sink->layer, feature) != OGRERR_NONE)
        status = er_gdal_write_failure(ctx, sink->path);
    er_gdal_end();
    OGR_F_Destroy(feature);
    return status;
}

/** GDAL does not report a full disc at all times: count the lines that must be there. */
static er_status check_lines(er_context *ctx, const struct gdal_sink *sink) {
    FILE *file = fopen(sink->path, "rb");
    if (!file) return er_fail(ctx, ER_ERR_IO, "%s: no such file", sink->path);
    char *buffer = NULL;
    enum { CHUNK = 1 << 16 };
    er_status status = er_alloc(ctx, CHUNK, 1, &buffer);
    int64_t lines = 0, need = sink->rows + sink->how->lines;
    char last = '\n';
    for (size_t got; status == ER_OK && (got = fread(buffer, 1, CHUNK, file)) > 0;) {
        for (const char *c = buffer; (c = memchr(c, '\n', (size_t)(buffer + got - c))); c++)
            lines++;
        last = buffer[got - 1];
    }
    if (status == ER_OK && (last != '\n' || lines < need))
        status = er_fail(ctx, ER_ERR_IO, "%s: is cut short; is the disc full?", sink->path);
    er_free(buffer);
    fclose(file);
    return status;
}

/** The same of a format that is no text: every row must be read again. */
static er_status check_rows(er_context *ctx, const struct gdal_sink *sink) {
    GDALDatasetH dataset = GDALOpenEx(sink->path, GDAL_OF_VECTOR, NULL, NULL, NULL);
    OGRLayerH layer = dataset ? GDALDatasetGetLayer(dataset, 0) : NULL;
    int64_t rows = 0;
    for (OGRFeatureH feature; layer && (feature = OGR_L_GetNextFeature(layer)); rows++)
        OGR_F_Destroy(feature);
    if (dataset) GDALClose(dataset);
    if (rows == sink->rows && CPLGetLastErrorType() < CE_Failure) return ER_OK;
    return er_fail(ctx, ER_ERR_IO, "%s: is cut short; is the disc full?", sink->path);
}

static er_status finish_file(er_context *ctx, struct gdal_sink *sink) {
    if (sink->rest) {
        er_sink *rest = sink->rest;
        sink->rest = NULL;
        ER_TRY(er_sink_close(ctx, rest, sink->rest_rows));
    }
    CPLErrorReset();
    GDALClose(sink->dataset);
    sink->dataset = NULL;
    if (CPLGetLastErrorType() >= CE_Failure) return er_gdal_write_failure(ctx, sink->path);
    return sink->how->lines < 0 ? check_rows(ctx, sink) : check_lines(ctx, sink);
}

static er_status close_file(er_context *ctx, void *state, int64_t rows) {
    struct gdal_sink *sink = state;
    int64_t taken = sink->rows + sink->rest_rows;
    er_gdal_begin();
    er_status status = taken == rows ? finish_file(ctx, sink)
                                     : er_fail(ctx, ER_ERR_INTERNAL, "%s: %lld rows of %lld",
                                               sink->path, (long long)taken, (long long)rows);
    free_sink(sink);
    er_gdal_end();
    return status;
}

static void abandon_file(void *state) {
    er_gdal_begin();
    free_sink(state);
    er_gdal_end();
}

const er_sink_ops er_gdal_files = {
    .open = open_file, .row = write_row, .close = close_file, .abandon = abandon_file};
