#include "sources/reader.h"

#include "sources/encoding.h"
#include "sources/gdal_parts.h"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/** Drivers that read what lies in the file and nothing else: none that follows references to other
 *  files or to the network (VRT, web services, databases). */
static const char *const drivers[] = {"GPKG",         "SQLite",   "FlatGeobuf", "GeoJSON",
                                      "GeoJSONSeq",   "ESRIJSON", "TopoJSON",   "GML",
                                      "KML",          "LIBKML",   "GPX",        "ESRI Shapefile",
                                      "MapInfo File", "DXF",      "OGR_GMT",    "OpenFileGDB",
                                      "XLSX",         "ODS",      "XLS",        NULL};

struct gdal_reader {
    er_reader base;
    GDALDatasetH dataset;
    OGRLayerH layer;
    OGRFeatureH feature;
    bool swap_axes;    /**< the file's coordinates are latitude first */
    iconv_t converter; /**< for text that GDAL hands over undecoded; else (iconv_t)-1 */
    const char **fields;
    char **owned; /**< one growing buffer a column */
    size_t *owned_capacity;
    uint8_t *geometry;
    size_t geometry_capacity;
    int64_t row;
    char problem[160];
};

/* ---- opening ------------------------------------------------------------------------------- */

/** A SQLite file (GeoPackage) that is shorter than its header says was cut off. */
static er_status check_whole(er_context *ctx, const char *path) {
    unsigned char head[100];
    struct stat info;
    FILE *file = fopen(path, "rb");
    if (!file) return ER_OK;
    size_t got = fread(head, 1, sizeof head, file);
    fclose(file);
    /* https://www.sqlite.org/fileformat.html, section 1.3: page size at 16, pages at 28 */
    if (got < sizeof head || memcmp(head, "SQLite format 3", 16) != 0 || stat(path, &info) != 0)
        return ER_OK;
    uint64_t page = (uint64_t)head[16] << 8 | head[17];
    uint64_t pages =
        (uint64_t)head[28] << 24 | (uint64_t)head[29] << 16 | (uint64_t)head[30] << 8 | head[31];
    if (page == 1) page = 65536;
    unsigned long long size = (unsigned long long)page * pages;
    if ((unsigned long long)info.st_size < size)
        return er_fail(ctx, ER_ERR_INPUT,
                       "%s: is cut off: %lld bytes of %llu are there; get the file again", path,
                       (long long)info.st_size, size);
    return ER_OK;
}

static GDALDatasetH open_dataset(const char *path, const char *encoding) {
    char **open_options = NULL;
    if (encoding) open_options = CSLSetNameValue(open_options, "ENCODING", encoding);
    GDALDatasetH dataset =
        GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, drivers,
                   (const char *const *)open_options, NULL);
    CSLDestroy(open_options);
    return dataset;
}

static bool is_shapefile(GDALDatasetH dataset) {
    return strcmp(GDALGetDriverShortName(GDALGetDatasetDriver(dataset)), "ESRI Shapefile") == 0;
}

static bool says_its_encoding(GDALDatasetH dataset, const char *path) {
    const char *cpg = CPLResetExtension(path, "cpg");
    struct stat info;
    if (stat(cpg, &info) == 0) return true;
    cpg = CPLResetExtension(path, "CPG");
    return stat(cpg, &info) == 0 || !is_shapefile(dataset);
}

/** The layer asked for, or the only one that has rows. */
static er_status choose_layer(er_context *ctx, struct gdal_reader *reader,
                              const er_table_options *options) {
    const char *wanted = options->layer;
    int count = GDALDatasetGetLayerCount(reader->dataset), filled = 0;
    char names[512] = "";
    size_t used = 0;
    for (int i = 0; i < count; i++) {
        OGRLayerH layer = GDALDatasetGetLayer(reader->dataset, i);
        if (!layer) continue;
        const char *name = OGR_L_GetName(layer);
        if (wanted && er_same_text(name, wanted)) {
            reader->layer = layer;
            if (strcmp(name, wanted) == 0) return ER_OK;
        }
        int more = snprintf(names + used, sizeof names - used, "%s%s", used ? ", " : "", name);
        used = used + (size_t)more < sizeof names ? used + (size_t)more : sizeof names - 1;
        if (!wanted && OGR_L_GetFeatureCount(layer, TRUE) != 0 && filled++ == 0)
            reader->layer = layer;
    }
    const char *path = reader->base.path;
    if (wanted && !reader->layer)
        return er_fail(ctx, ER_ERR_NOT_FOUND, "%s: has no layer '%s'; it has: %s", path, wanted,
                       names);
    if (wanted) return ER_OK;
    if (filled > 1)
        return er_fail(ctx, ER_ERR_INPUT, "%s: has several layers: say which (%s): %s", path,
                       options->layer_option ? options->layer_option : "--layer", names);
    if (CPLGetLastErrorType() >= CE_Failure)
        return er_gdal_failure(ctx, path, er_text(ctx, "no known vector format"));
    if (filled == 0) return er_fail(ctx, ER_ERR_INPUT, "%s: has no rows", path);
    return ER_OK;
}

/** "EPSG:3826" where the system is a known one, else WKT; in the arena. */
static er_status name_crs(er_context *ctx, struct gdal_reader *reader) {
    OGRSpatialReferenceH system = OGR_L_GetSpatialRef(reader->layer);
    if (!system) return ER_OK;
    er_reader *base = &reader->base;
    int axes = 0;
    const int *mapping = OSRGetDataAxisToSRSAxisMapping(system, &axes);
    bool north_first = OSREPSGTreatsAsLatLong(system) || OSREPSGTreatsAsNorthingEasting(system);
    reader->swap_axes = north_first && axes >= 2 && mapping[0] == 1 && mapping[1] == 2;
    return er_gdal_crs(ctx, base->arena, system, &base->crs);
}

/** A column's name in UTF-8, out of the file's encoding where GDAL left it undecoded. */
static er_status name_column(er_context *ctx, struct gdal_reader *reader, size_t column,
                             const char *name) {
    char *text = NULL;
    size_t capacity = 0, length = strlen(name);
    bool valid = er_utf8_valid(name, length);
    er_status status = ER_ERR_INPUT;
    if (!valid && reader->converter != (iconv_t)-1)
        status =
            er_encoding_convert(ctx, reader->converter, name, length, &text, &capacity, &length);
    if (!valid && status == ER_ERR_INPUT)
        status = er_encoding_escape(ctx, name, strlen(name), &text, &capacity, &length);
    if (valid || status == ER_OK)
        status = er_arena_text(ctx, reader->base.arena, valid ? name : text, length,
                               &reader->base.names[column]);
    er_free(text);
    return status;
}

static er_status name_columns(er_context *ctx, struct gdal_reader *reader) {
    er_reader *base = &reader->base;
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(reader->layer);
    base->column_count = (size_t)OGR_FD_GetFieldCount(definition);
    size_t room = base->column_count ? base->column_count : 1;
    ER_TRY(er_arena_alloc(ctx, base->arena, room * sizeof *base->names, &base->names));
    ER_TRY(er_arena_alloc(ctx, base->arena, room * sizeof *reader->fields, &reader->fields));
    ER_TRY(er_arena_alloc(ctx, base->arena, room * sizeof *reader->owned, &reader->owned));
    ER_TRY(er_arena_alloc(ctx, base->arena, room * sizeof *reader->owned_capacity,
                          &reader->owned_capacity));
    for (size_t i = 0; i < base->column_count; i++)
        ER_TRY(name_column(ctx, reader, i,
                           OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(definition, (int)i))));
    base->has_geometry =
        OGR_FD_GetGeomFieldCount(definition) > 0 && OGR_FD_GetGeomType(definition) != wkbNone;
    return ER_OK;
}

/* ---- rows ---------------------------------------------------------------------------------- */

static er_status keep(er_context *ctx, struct gdal_reader *reader, size_t column, const char *text,
                      size_t length) {
    ER_TRY(er_reserve(ctx, &reader->owned[column], &reader->owned_capacity[column], length + 1, 1));
    memcpy(reader->owned[column], text, length);
    reader->owned[column][length] = '\0';
    reader->fields[column] = er_reader_trim(reader->owned[column], length);
    return ER_OK;
}

static er_status keep_text(er_context *ctx, struct gdal_reader *reader, size_t column,
                           const char *text, er_table_row *row) {
    size_t length = strlen(text);
    char **buffer = &reader->owned[column];
    size_t *capacity = &reader->owned_capacity[column];
    er_status status = ER_OK;
    bool valid = er_utf8_valid(text, length);
    if (reader->converter != (iconv_t)-1 && !valid) {
        status =
            er_encoding_convert(ctx, reader->converter, text, length, buffer, capacity, &length);
        if (status == ER_OK) reader->fields[column] = er_reader_trim(*buffer, length);
        if (status != ER_ERR_INPUT) return status;
    } else if (valid) {
        return keep(ctx, reader, column, text, length);
    }
    ER_TRY(er_encoding_escape(ctx, text, strlen(text), buffer, capacity, &length));
    reader->fields[column] = er_reader_trim(*buffer, length);
    row->problem_code = "bad_encoding";
    snprintf(reader->problem, sizeof reader->problem,
             er_text(ctx, "bytes that are not %s text (written as \\xHH)"),
             reader->base.encoding ? reader->base.encoding : "UTF-8");
    row->problem = reader->problem;
    return ER_OK;
}

static er_status keep_date(er_context *ctx, struct gdal_reader *reader, size_t column,
                           OGRFieldType type) {
    int year, month, day, hour, minute, zone;
    float second;
    if (!OGR_F_GetFieldAsDateTimeEx(reader->feature, (int)column, &year, &month, &day, &hour,
                                    &minute, &second, &zone))
        return ER_OK;
    char text[64];
    int length = type == OFTDate ? snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day)
                                 : snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d",
                                            year, month, day, hour, minute, (int)second);
    return keep(ctx, reader, column, text, (size_t)length);
}

static er_status read_field(er_context *ctx, struct gdal_reader *reader, size_t column,
                            er_table_row *row) {
    OGRFeatureH feature = reader->feature;
    reader->fields[column] = NULL;
    if (!OGR_F_IsFieldSetAndNotNull(feature, (int)column)) return ER_OK;
    OGRFieldType type = OGR_Fld_GetType(OGR_F_GetFieldDefnRef(feature, (int)column));
    char number[32];
    switch (type) {
    case OFTReal:
        er_format_double(OGR_F_GetFieldAsDouble(feature, (int)column), number);
        return keep(ctx, reader, column, number, strlen(number));
    case OFTDate:
    case OFTDateTime:
        return keep_date(ctx, reader, column, type);
    default:
        return keep_text(ctx, reader, column, OGR_F_GetFieldAsString(feature, (int)column), row);
    }
}

/** The feature's geometry as flat little-endian ISO WKB without curves. */
static er_status read_geometry(er_context *ctx, struct gdal_reader *reader, er_table_row *row) {
    OGRGeometryH geometry = OGR_F_StealGeometry(reader->feature);
    if (!geometry) return ER_OK;
    er_status status = ER_OK;
    if (OGR_G_HasCurveGeometry(geometry, TRUE)) {
        OGRGeometryH linear = OGR_G_GetLinearGeometry(geometry, 0, NULL);
        OGR_G_DestroyGeometry(geometry);
        geometry = linear;
    }
    if (geometry && !OGR_G_IsEmpty(geometry)) {
        OGR_G_FlattenTo2D(geometry);
        OGR_G_SetMeasured(geometry, FALSE);
        if (reader->swap_axes) OGR_G_SwapXY(geometry);
        size_t size = OGR_G_WkbSizeEx(geometry);
        status = er_reserve(ctx, &reader->geometry, &reader->geometry_capacity, size, 1);
        if (status == ER_OK &&
            OGR_G_ExportToIsoWkb(geometry, wkbNDR, reader->geometry) == OGRERR_NONE)
            row->geometry = (er_bytes){reader->geometry, size};
    }
    if (geometry) OGR_G_DestroyGeometry(geometry);
    return status;
}

static er_status next_feature(er_context *ctx, struct gdal_reader *reader, er_table_row *row,
                              bool *more) {
    if (reader->feature) OGR_F_Destroy(reader->feature);
    if (reader->row % 256 == 0) ER_TRY(er_check_cancel(ctx));
    reader->feature = OGR_L_GetNextFeature(reader->layer);
    *more = reader->feature != NULL;
    if (!*more && CPLGetLastErrorType() >= CE_Failure)
        return er_fail(ctx, ER_ERR_INPUT, "%s: can't be read behind row %lld: %s",
                       reader->base.path, (long long)reader->row, CPLGetLastErrorMsg());
    if (!*more) return ER_OK;
    *row = (er_table_row){.number = ++reader->row, .text = reader->fields};
    for (size_t i = 0; i < reader->base.column_count; i++)
        ER_TRY(read_field(ctx, reader, i, row));
    return reader->base.has_geometry ? read_geometry(ctx, reader, row) : ER_OK;
}

static er_status gdal_next(er_context *ctx, er_reader *base, er_table_row *row, bool *more) {
    er_gdal_begin();
    er_status status = next_feature(ctx, (struct gdal_reader *)base, row, more);
    er_gdal_end();
    return status;
}

static er_status gdal_rewind(er_context *ctx, er_reader *base) {
    struct gdal_reader *reader = (struct gdal_reader *)base;
    (void)ctx;
    er_gdal_begin();
    OGR_L_ResetReading(reader->layer);
    er_gdal_end();
    reader->row = 0;
    return ER_OK;
}

static bool gdal_extent(er_reader *base, er_box *box) {
    struct gdal_reader *reader = (struct gdal_reader *)base;
    OGREnvelope envelope;
    er_gdal_begin();
    bool known = OGR_L_GetExtent(reader->layer, &envelope, TRUE) == OGRERR_NONE;
    er_gdal_end();
    if (known && reader->swap_axes)
        *box = (er_box){envelope.MinY, envelope.MinX, envelope.MaxY, envelope.MaxX};
    else if (known)
        *box = (er_box){envelope.MinX, envelope.MinY, envelope.MaxX, envelope.MaxY};
    return known;
}

static void gdal_close(er_reader *base) {
    struct gdal_reader *reader = (struct gdal_reader *)base;
    er_gdal_begin();
    if (reader->feature) OGR_F_Destroy(reader->feature);
    if (reader->dataset) GDALClose(reader->dataset);
    er_gdal_end();
    if (reader->converter != (iconv_t)-1) iconv_close(reader->converter);
    for (size_t i = 0; reader->owned && i < base->column_count; i++)
        er_free(reader->owned[i]);
    er_arena_free(base->arena);
    er_free(reader->geometry);
    er_free(reader);
}

/** Find the encoding of text that the file does not name, from all of its text. */
static er_status detect_encoding(er_context *ctx, struct gdal_reader *reader) {
    er_encoding_survey survey = {0};
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(reader->layer);
    int count = OGR_FD_GetFieldCount(definition);
    OGRFeatureH feature;
    for (int i = 0; i < count; i++) {
        const char *name = OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(definition, i));
        er_encoding_look(&survey, name, strlen(name));
    }
    while ((feature = OGR_L_GetNextFeature(reader->layer))) {
        for (int i = 0; i < count; i++)
            if (OGR_Fld_GetType(OGR_FD_GetFieldDefn(definition, i)) == OFTString &&
                OGR_F_IsFieldSetAndNotNull(feature, i)) {
                const char *text = OGR_F_GetFieldAsString(feature, i);
                er_encoding_look(&survey, text, strlen(text));
            }
        OGR_F_Destroy(feature);
    }
    OGR_L_ResetReading(reader->layer);
    reader->base.encoding = er_encoding_decide(&survey);
    if (strcmp(reader->base.encoding, "UTF-8") == 0) return ER_OK;
    return er_encoding_open(ctx, reader->base.encoding, &reader->converter);
}

static er_status open_quietly(er_context *ctx, struct gdal_reader *reader,
                              const er_table_options *options) {
    er_reader *base = &reader->base;
    static const char *const sheets[] = {"OGR_XLSX_HEADERS", "OGR_ODS_HEADERS", "OGR_XLS_HEADERS"};
    for (size_t i = 0; i < sizeof sheets / sizeof sheets[0]; i++)
        CPLSetThreadLocalConfigOption(sheets[i], options->header ? "FORCE" : "DISABLE");
    CPLSetThreadLocalConfigOption("GML_DOWNLOAD_SCHEMA", "NO");
    ER_TRY(check_whole(ctx, options->path));
    reader->dataset = open_dataset(options->path, NULL);
    if (!reader->dataset)
        return er_gdal_failure(ctx, options->path, er_text(ctx, "no known vector format"));
    bool undeclared = !options->encoding && !says_its_encoding(reader->dataset, options->path);
    if (is_shapefile(reader->dataset) && (options->encoding || undeclared)) {
        GDALClose(reader->dataset);
        reader->dataset = open_dataset(options->path, options->encoding ? options->encoding : "");
        if (!reader->dataset)
            return er_gdal_failure(ctx, options->path, er_text(ctx, "no known vector format"));
        base->encoding = options->encoding;
    }
    ER_TRY(choose_layer(ctx, reader, options));
    const char *driver = GDALGetDriverShortName(GDALGetDatasetDriver(reader->dataset));
    const char *layer = OGR_L_GetName(reader->layer);
    ER_TRY(er_arena_text(ctx, base->arena, driver, strlen(driver), &base->driver));
    ER_TRY(er_arena_text(ctx, base->arena, layer, strlen(layer), &base->layer));
    if (undeclared) ER_TRY(detect_encoding(ctx, reader));
    ER_TRY(name_columns(ctx, reader));
    if (base->has_geometry) ER_TRY(name_crs(ctx, reader));
    if (base->encoding)
        ER_TRY(er_arena_text(ctx, base->arena, base->encoding, strlen(base->encoding),
                             &base->encoding));
    OGR_L_ResetReading(reader->layer);
    return ER_OK;
}

er_status er_reader_open_gdal(er_context *ctx, const er_table_options *options, er_reader **out) {
    struct gdal_reader *reader = NULL;
    ER_TRY(er_alloc(ctx, 1, sizeof *reader, &reader));
    er_reader *base = &reader->base;
    *base = (er_reader){
        .next = gdal_next, .rewind = gdal_rewind, .close = gdal_close, .extent = gdal_extent};
    reader->converter = (iconv_t)-1;
    er_status status;
    ER_GOTO(status, failed, er_arena_new(ctx, &base->arena));
    ER_GOTO(status, failed,
            er_arena_text(ctx, base->arena, options->path, strlen(options->path), &base->path));
    er_gdal_begin();
    status = open_quietly(ctx, reader, options);
    er_gdal_end();
    if (status != ER_OK) goto failed;
    *out = base;
    return ER_OK;
failed:
    gdal_close(base);
    return status;
}
