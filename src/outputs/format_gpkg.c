/* One GeoPackage with all layers and tables: what is on the map with its R-tree, the rest as
 * attribute tables, how each layer is drawn in layer_styles, and what the columns mean in
 * gpkg_data_columns. A table that a layer shares its name with is called NAME_table. */
#include "outputs/format_gpkg.h"

#include "outputs/gpkg_styles.h"
#include "outputs/vector_rows.h"
#include "sources/gdal_parts.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <gdal.h>
#include <ogr_srs_api.h>
#include <string.h>

/* The format asks for a time of the last change; the same one, so that files are the same bytes. */
static const char fixed_time[] = "2000-01-01T00:00:00.000Z";

static void begin_calls(void) {
    er_gdal_begin();
    CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", fixed_time);
}

static void end_calls(void) {
    CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", NULL);
    er_gdal_end();
}

/** A style of a layer, kept until the layers are written. */
struct kept_style {
    const char *table;
    const char *name;
    const char *about;
    const char *qml;
    const char *sld;
    bool usual;
};

struct er_bundle {
    er_data *data;
    er_arena *arena;
    const char *path;
    GDALDatasetH dataset;
    struct kept_style *styles;
    size_t style_count;
    size_t style_capacity;
    er_gpkg_column *columns;
    size_t column_count;
    size_t column_capacity;
    er_gpkg_table *tables;
    size_t table_count;
    size_t table_capacity;
};

/** A sheet on its way into the file. */
struct gpkg_sink {
    er_bundle *bundle;
    OGRLayerH layer;
    const char *table;
    bool placed; /**< has a geometry column */
};

static void drop(er_bundle *bundle) {
    begin_calls();
    if (bundle->dataset) GDALClose(bundle->dataset);
    end_calls();
    er_free(bundle->styles);
    er_free(bundle->columns);
    er_free(bundle->tables);
    er_arena_free(bundle->arena);
    er_free(bundle);
}

static er_status create_file(er_context *ctx, er_bundle *bundle) {
    static const char *const options[] = {"VERSION=1.3", "ADD_GPKG_OGR_CONTENTS=YES", NULL};
    GDALDriverH driver = GDALGetDriverByName("GPKG");
    bundle->dataset =
        driver ? GDALCreate(driver, bundle->path, 0, 0, 0, GDT_Unknown, (char **)(uintptr_t)options)
               : NULL;
    bool done =
        bundle->dataset && GDALDatasetStartTransaction(bundle->dataset, FALSE) == OGRERR_NONE;
    return done ? ER_OK : er_gdal_write_failure(ctx, bundle->path);
}

static er_status begin(er_data *data, const er_format *format, const char *path, er_bundle **out) {
    (void)format;
    er_bundle *bundle = NULL;
    ER_TRY(er_alloc(data->ctx, 1, sizeof *bundle, &bundle));
    bundle->data = data;
    er_status status = er_arena_new(data->ctx, &bundle->arena);
    if (status == ER_OK)
        status = er_arena_text(data->ctx, bundle->arena, path, strlen(path), &bundle->path);
    if (status == ER_OK) {
        begin_calls();
        status = create_file(data->ctx, bundle);
        end_calls();
    }
    if (status == ER_OK)
        *out = bundle;
    else
        drop(bundle);
    return status;
}

/* ---- a sheet --------------------------------------------------------------------------------- */

static bool is_map_name(const char *name) {
    for (const er_layer *layer = er_layers; layer->write; layer++)
        if (layer->name && (layer->to & ER_TO_MAP) && strcmp(layer->name, name) == 0) return true;
    return false;
}

/** Names that the format, its programs or SQLite keep for themselves. */
static bool is_reserved(const char *name) {
    static const char *const heads[] = {"gpkg_", "rtree_", "sqlite_", "layer_styles"};
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        if (strncmp(name, heads[i], strlen(heads[i])) == 0) return true;
    return false;
}

static er_status name_table(er_context *ctx, er_arena *arena, const er_sheet *sheet,
                            const er_layer *layer, const char **out) {
    bool table_alone = layer && !(layer->to & ER_TO_MAP);
    const char *form = is_reserved(sheet->name)                  ? "level_%s"
                       : table_alone && is_map_name(sheet->name) ? "%s_table"
                                                                 : "%s";
    return er_arena_format(ctx, arena, out, form, sheet->name);
}

/** `base`, or with a number behind it where the sheet has a column of that name. */
static er_status free_name(er_context *ctx, er_arena *arena, const er_sheet *sheet,
                           const char *base, const char **out) {
    *out = base;
    for (size_t i = 0, number = 2; i < sheet->field_count; i++) {
        if (strcmp(sheet->fields[i].name, *out) != 0) continue;
        ER_TRY(er_arena_format(ctx, arena, out, "%s_%zu", base, number++));
        i = (size_t)-1; /* look through all of them again */
    }
    return ER_OK;
}

static er_status describe(er_context *ctx, er_arena *arena, const er_sheet *sheet,
                          const char **out) {
    return er_arena_format(ctx, arena, out, "%s%s%s%s", sheet->synthetic ? "[SYNTHETIC] " : "",
                           sheet->about, sheet->about_zh ? " / " : "",
                           sheet->about_zh ? sheet->about_zh : "");
}

static er_status create_layer(er_context *ctx, struct gpkg_sink *sink, const er_sheet *sheet) {
    er_bundle *bundle = sink->bundle;
    const char *about = NULL, *id = NULL, *place = NULL;
    ER_TRY(describe(ctx, bundle->arena, sheet, &about));
    ER_TRY(free_name(ctx, bundle->arena, sheet, "fid", &id));
    ER_TRY(free_name(ctx, bundle->arena, sheet, "geom", &place));
    char **options = CSLAddNameValue(NULL, "DESCRIPTION", about);
    options = CSLAddNameValue(options, "FID", id);
    options = CSLAddNameValue(options, "GEOMETRY_NAME", place);
    options = CSLAddNameValue(options, "ASPATIAL_VARIANT", "GPKG_ATTRIBUTES");
    options = CSLAddNameValue(options, "SPATIAL_INDEX", "YES");
    OGRSpatialReferenceH wgs84 = er_vector_wgs84();
    sink->layer = GDALDatasetCreateLayer(bundle->dataset, sink->table, sink->placed ? wgs84 : NULL,
                                         er_vector_type(sheet->shape), options);
    OSRRelease(wgs84);
    CSLDestroy(options);
    if (!sink->layer) return er_gdal_write_failure(ctx, bundle->path);
    return er_vector_columns(ctx, sheet, sink->layer, bundle->path);
}

static er_status keep_columns(er_context *ctx, er_bundle *bundle, const er_sheet *sheet,
                              const char *table) {
    for (size_t i = 0; i < sheet->field_count; i++) {
        const er_field *field = &sheet->fields[i];
        const char *english = NULL, *chinese = NULL, *name = NULL;
        er_gpkg_column column = {.table = table};
        ER_TRY(er_field_meaning(ctx, bundle->arena, field, false, &english));
        ER_TRY(er_field_meaning(ctx, bundle->arena, field, true, &chinese));
        ER_TRY(er_arena_text(ctx, bundle->arena, field->name, strlen(field->name), &name));
        ER_TRY(er_arena_format(ctx, bundle->arena, &column.about, "%s%s%s%s / %s", english,
                               field->unit ? " [" : "", field->unit ? field->unit : "",
                               field->unit ? "]" : "", chinese));
        column.name = name;
        ER_TRY(er_reserve(ctx, &bundle->columns, &bundle->column_capacity, bundle->column_count + 1,
                          sizeof *bundle->columns));
        bundle->columns[bundle->column_count++] = column;
    }
    return ER_OK;
}

/** A style in both languages; that of the study's language is the usual one of the first. */
static er_status keep_style(er_context *ctx, er_bundle *bundle, const er_style *style,
                            const char *table, bool first) {
    static const char *const endings[] = {"", " zh-TW"};
    const char *language = bundle->data->study->language;
    bool study_is_chinese = language && er_same_text(language, "zh-TW");
    for (int chinese = 0; chinese <= 1; chinese++) {
        struct kept_style kept = {.table = table, .usual = first && chinese == study_is_chinese};
        er_arena *arena = bundle->arena;
        ER_TRY(er_arena_format(ctx, arena, &kept.name, "%s%s", style->name, endings[chinese]));
        ER_TRY(er_arena_format(ctx, arena, &kept.about, "%s",
                               chinese ? style->about_zh : style->about));
        ER_TRY(er_style_qml(ctx, arena, style, chinese, &kept.qml));
        ER_TRY(er_style_sld(ctx, arena, style, table, chinese, &kept.sld));
        ER_TRY(er_reserve(ctx, &bundle->styles, &bundle->style_capacity, bundle->style_count + 1,
                          sizeof *bundle->styles));
        bundle->styles[bundle->style_count++] = kept;
    }
    return ER_OK;
}

static er_status keep_styles(er_context *ctx, er_bundle *bundle, const er_sheet *sheet,
                             const char *table) {
    er_style *styles = NULL;
    size_t count = 0;
    ER_TRY(er_styles_of(bundle->data, sheet, &styles, &count));
    for (size_t i = 0; i < count; i++)
        ER_TRY(keep_style(ctx, bundle, &styles[i], table, i == 0));
    return ER_OK;
}

static er_status open_sheet(er_context *ctx, const er_sheet *sheet, const er_sink_target *target,
                            void **state) {
    struct gpkg_sink *sink = NULL;
    er_bundle *bundle = target->bundle;
    er_status status = ER_OK;
    ER_TRY(er_alloc(ctx, 1, sizeof *sink, &sink));
    sink->bundle = bundle;
    sink->placed = sheet->shape != ER_SHAPE_NONE;
    ER_GOTO(status, failed, name_table(ctx, bundle->arena, sheet, target->layer, &sink->table));
    ER_GOTO(status, failed, keep_columns(ctx, bundle, sheet, sink->table));
    ER_GOTO(status, failed, keep_styles(ctx, bundle, sheet, sink->table));
    begin_calls();
    status = create_layer(ctx, sink, sheet);
    end_calls();
    if (status != ER_OK) goto failed;
    *state = sink;
    return ER_OK;
failed:
    er_free(sink);
    return status;
}

static er_status write_row(er_context *ctx, void *state, const er_sheet *sheet, er_bytes wkb) {
    struct gpkg_sink *sink = state;
    begin_calls();
    er_status status = er_vector_row(ctx, sheet, sink->layer, wkb, sink->bundle->path);
    end_calls();
    return status;
}

static er_status close_sheet(er_context *ctx, void *state, int64_t rows) {
    struct gpkg_sink *sink = state;
    er_bundle *bundle = sink->bundle;
    er_status status = er_reserve(ctx, &bundle->tables, &bundle->table_capacity,
                                  bundle->table_count + 1, sizeof *bundle->tables);
    if (status == ER_OK)
        bundle->tables[bundle->table_count++] = (er_gpkg_table){sink->table, rows, sink->placed};
    er_free(sink);
    return status;
}

static void abandon_sheet(void *state) {
    er_free(state);
}

static const char *name_of(const void *state) {
    const struct gpkg_sink *sink = state;
    return sink->table;
}

/* ---- the end --------------------------------------------------------------------------------- */

enum { TEXT_COLUMNS = 10 };

/* The columns that QGIS looks for, beside useAsDefault and update_time. */
static const char *const style_columns[TEXT_COLUMNS] = {"f_table_catalog", "f_table_schema",
                                                        "f_table_name",    "f_geometry_column",
                                                        "styleName",       "styleQML",
                                                        "styleSLD",        "description",
                                                        "owner",           "ui"};

static bool add_style(OGRLayerH layer, const struct kept_style *style, const char *place) {
    const char *const texts[TEXT_COLUMNS] = {"",          "",         style->table, place,
                                             style->name, style->qml, style->sld,   style->about,
                                             "evenreach", NULL};
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
    for (int i = 0; i < TEXT_COLUMNS; i++)
        if (texts[i])
            OGR_F_SetFieldString(feature, i, texts[i]);
        else
            OGR_F_SetFieldNull(feature, i);
    OGR_F_SetFieldInteger(feature, TEXT_COLUMNS, style->usual);
    OGR_F_SetFieldString(feature, TEXT_COLUMNS + 1, fixed_time);
    bool done = OGR_L_CreateFeature(layer, feature) == OGRERR_NONE;
    OGR_F_Destroy(feature);
    return done;
}

static bool add_column(OGRLayerH layer, const char *name, OGRFieldType type, OGRFieldSubType sub) {
    OGRFieldDefnH column = OGR_Fld_Create(name, type);
    OGR_Fld_SetSubType(column, sub);
    bool done = OGR_L_CreateField(layer, column, FALSE) == OGRERR_NONE;
    OGR_Fld_Destroy(column);
    return done;
}

static bool write_styles(const er_bundle *bundle) {
    static const char *const options[] = {
        "FID=id", "ASPATIAL_VARIANT=GPKG_ATTRIBUTES",
        "DESCRIPTION=how layers are drawn; QGIS reads it / 圖層的繪製方式，供 QGIS 讀取", NULL};
    OGRLayerH layer = GDALDatasetCreateLayer(bundle->dataset, "layer_styles", NULL, wkbNone,
                                             (char **)(uintptr_t)options);
    bool done = layer != NULL;
    for (int i = 0; i < TEXT_COLUMNS && done; i++)
        done = add_column(layer, style_columns[i], OFTString, OFSTNone);
    done = done && add_column(layer, "useAsDefault", OFTInteger, OFSTBoolean) &&
           add_column(layer, "update_time", OFTDateTime, OFSTNone);
    for (size_t i = 0; i < bundle->style_count && done; i++) {
        OGRLayerH styled = GDALDatasetGetLayerByName(bundle->dataset, bundle->styles[i].table);
        done = styled && add_style(layer, &bundle->styles[i], OGR_L_GetGeometryColumn(styled));
    }
    return done;
}

/** All layers are closed with the file: only then their indexes are made. */
static er_status close_file(er_context *ctx, er_bundle *bundle) {
    bool done =
        write_styles(bundle) && GDALDatasetCommitTransaction(bundle->dataset) == OGRERR_NONE;
    if (!done) return er_gdal_write_failure(ctx, bundle->path);
    CPLErrorReset();
    GDALClose(bundle->dataset);
    bundle->dataset = NULL;
    return CPLGetLastErrorType() >= CE_Failure ? er_gdal_write_failure(ctx, bundle->path) : ER_OK;
}

static er_status finish(er_context *ctx, er_bundle *bundle) {
    begin_calls();
    er_status status = close_file(ctx, bundle);
    end_calls();
    if (status == ER_OK)
        status = er_gpkg_settle(ctx, bundle->path, bundle->columns, bundle->column_count,
                                bundle->tables, bundle->table_count);
    drop(bundle);
    return status;
}

const er_sink_ops er_gpkg_file = {.begin = begin,
                                  .finish = finish,
                                  .drop = drop,
                                  .open = open_sheet,
                                  .row = write_row,
                                  .close = close_sheet,
                                  .abandon = abandon_sheet,
                                  .name = name_of};
