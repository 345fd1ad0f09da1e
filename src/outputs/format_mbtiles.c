/* Vector tiles of all layers in one MBTiles file. */
#include "outputs/format_mbtiles.h"

#include "outputs/vector_rows.h"
#include "sources/gdal_parts.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <gdal.h>
#include <ogr_srs_api.h>
#include <string.h>

/* Zoom 10 draws to 10 m (a tile of 39 km has 4096 steps), and viewers draw on from there. Layers
 * of thousands of points begin where a tile can hold all of its points. */
#define LAST_ZOOM "10"
#define FIRST_ZOOM "0"
#define FIRST_ZOOM_OF_CROWDS "8"

struct er_bundle {
    er_data *data;
    er_arena *arena;
    const char *path;
    GDALDatasetH dataset;
    er_json *fields; /**< what the columns mean, for the metadata */
    er_tile_layer *layers;
    size_t count;
    size_t capacity;
};

/** A layer on its way, or the dictionary of fields. */
struct tile_sink {
    er_bundle *bundle;
    OGRLayerH layer; /**< null: the dictionary */
    size_t number;   /**< in bundle->layers */
    bool by_part;    /**< each part of a shape is a feature */
    uint8_t *part;   /**< room for one, as WKB */
    size_t capacity;
};

/** With several threads GDAL puts features into a tile in the order in which they end. */
static void begin_calls(void) {
    er_gdal_begin();
    CPLSetThreadLocalConfigOption("GDAL_NUM_THREADS", "1");
}

static void end_calls(void) {
    CPLSetThreadLocalConfigOption("GDAL_NUM_THREADS", NULL);
    er_gdal_end();
}

static void drop(er_bundle *bundle) {
    er_gdal_begin();
    if (bundle->dataset) GDALClose(bundle->dataset);
    er_gdal_end();
    er_json_free(bundle->fields);
    er_free(bundle->layers);
    er_arena_free(bundle->arena);
    er_free(bundle);
}

static er_status create_file(er_context *ctx, er_bundle *bundle) {
    const char *title = bundle->data->study->title;
    char **options = CSLAddNameValue(NULL, "FORMAT", "MBTILES");
    options = CSLAddNameValue(options, "NAME", title ? title : "evenreach");
    options = CSLAddNameValue(options, "DESCRIPTION",
                              bundle->data->synthetic
                                  ? "Coverage and balance. SYNTHETIC DATA: rests on made-up input"
                                  : "Coverage and balance");
    options = CSLAddNameValue(options, "TYPE", "overlay");
    options = CSLAddNameValue(options, "MINZOOM", FIRST_ZOOM);
    options = CSLAddNameValue(options, "MAXZOOM", LAST_ZOOM);
    GDALDriverH driver = GDALGetDriverByName("MVT");
    bundle->dataset =
        driver ? GDALCreate(driver, bundle->path, 0, 0, 0, GDT_Unknown, options) : NULL;
    CSLDestroy(options);
    return bundle->dataset ? ER_OK : er_gdal_write_failure(ctx, bundle->path);
}

static er_status begin(er_data *data, const er_format *format, const char *path, er_bundle **out) {
    (void)format;
    er_context *ctx = data->ctx;
    er_bundle *bundle = NULL;
    ER_TRY(er_alloc(ctx, 1, sizeof *bundle, &bundle));
    bundle->data = data;
    bundle->fields = er_json_array();
    er_status status = er_arena_new(ctx, &bundle->arena);
    if (status == ER_OK)
        status = er_arena_text(ctx, bundle->arena, path, strlen(path), &bundle->path);
    if (status == ER_OK) {
        begin_calls();
        status = create_file(ctx, bundle);
        end_calls();
    }
    if (status == ER_OK)
        *out = bundle;
    else
        drop(bundle);
    return status;
}

/* ---- a layer --------------------------------------------------------------------------------- */

/** Whether a layer may have thousands of points. */
static bool is_crowd(const char *name) {
    static const char *const crowds[] = {"stations", "sectors", "measurements", "critical_sites",
                                         "compare_stations"};
    for (size_t i = 0; i < sizeof crowds / sizeof crowds[0]; i++)
        if (strcmp(name, crowds[i]) == 0) return true;
    return false;
}

/** GDAL cuts a shape at every tile that its box touches, each time with all of its corners. Shapes
 * of thousands of patches that are nothing by themselves go in patch by patch, in a tenth of the
 * time; what is drawn is the same. */
static bool is_patches(const char *name) {
    return strcmp(name, "coverage") == 0;
}

static er_status create_layer(er_context *ctx, struct tile_sink *sink, const er_sheet *sheet) {
    er_bundle *bundle = sink->bundle;
    char **options =
        CSLAddNameValue(NULL, "MINZOOM", is_crowd(sheet->name) ? FIRST_ZOOM_OF_CROWDS : FIRST_ZOOM);
    options = CSLAddNameValue(options, "MAXZOOM", LAST_ZOOM);
    options = CSLAddNameValue(options, "DESCRIPTION", sheet->about);
    OGRSpatialReferenceH wgs84 = er_vector_wgs84();
    sink->layer = GDALDatasetCreateLayer(bundle->dataset, sheet->name, wgs84,
                                         er_vector_type(sheet->shape), options);
    OSRRelease(wgs84);
    CSLDestroy(options);
    if (!sink->layer) return er_gdal_write_failure(ctx, bundle->path);
    return er_vector_columns(ctx, sheet, sink->layer, bundle->path);
}

static er_status add_layer(er_context *ctx, struct tile_sink *sink, const er_sheet *sheet) {
    er_bundle *bundle = sink->bundle;
    er_tile_layer layer = {0};
    ER_TRY(er_arena_text(ctx, bundle->arena, sheet->name, strlen(sheet->name), &layer.name));
    ER_TRY(er_reserve(ctx, &bundle->layers, &bundle->capacity, bundle->count + 1,
                      sizeof *bundle->layers));
    sink->number = bundle->count;
    bundle->layers[bundle->count++] = layer;
    begin_calls();
    er_status status = create_layer(ctx, sink, sheet);
    end_calls();
    return status;
}

static er_status open_sheet(er_context *ctx, const er_sheet *sheet, const er_sink_target *target,
                            void **state) {
    struct tile_sink *sink = NULL;
    ER_TRY(er_alloc(ctx, 1, sizeof *sink, &sink));
    sink->bundle = target->bundle;
    sink->by_part = is_patches(sheet->name);
    er_status status = target->layer ? add_layer(ctx, sink, sheet) : ER_OK;
    if (status == ER_OK)
        *state = sink;
    else
        er_free(sink);
    return status;
}

/** A row of the dictionary. */
static void keep_field(struct tile_sink *sink, const er_sheet *sheet) {
    er_json *field = er_json_object();
    for (size_t i = 0; i < sheet->field_count; i++)
        er_json_add_text(field, sheet->fields[i].name,
                         sheet->values[i].known ? sheet->values[i].text : NULL);
    er_json_append(sink->bundle->fields, field);
}

static er_status write_feature(er_context *ctx, struct tile_sink *sink, const er_sheet *sheet,
                               er_bytes wkb) {
    sink->bundle->layers[sink->number].placed++;
    return er_vector_row(ctx, sheet, sink->layer, wkb, sink->bundle->path);
}

static er_status write_part(er_context *ctx, struct tile_sink *sink, const er_sheet *sheet,
                            OGRGeometryH part) {
    size_t size = OGR_G_WkbSizeEx(part);
    ER_TRY(er_reserve(ctx, &sink->part, &sink->capacity, size, 1));
    if (OGR_G_ExportToWkb(part, wkbNDR, sink->part) != OGRERR_NONE)
        return er_gdal_write_failure(ctx, sink->bundle->path);
    return write_feature(ctx, sink, sheet, (er_bytes){sink->part, size});
}

static er_status write_parts(er_context *ctx, struct tile_sink *sink, const er_sheet *sheet,
                             er_bytes wkb) {
    OGRGeometryH place = NULL;
    if (OGR_G_CreateFromWkbEx(wkb.data, NULL, &place, wkb.size) != OGRERR_NONE)
        return er_gdal_write_failure(ctx, sink->bundle->path);
    int count = OGR_G_GetGeometryCount(place);
    er_status status = ER_OK;
    if (wkbFlatten(OGR_G_GetGeometryType(place)) != wkbMultiPolygon)
        status = write_feature(ctx, sink, sheet, wkb);
    else
        for (int i = 0; i < count && status == ER_OK; i++)
            status = write_part(ctx, sink, sheet, OGR_G_GetGeometryRef(place, i));
    OGR_G_DestroyGeometry(place);
    return status;
}

static er_status write_row(er_context *ctx, void *state, const er_sheet *sheet, er_bytes wkb) {
    struct tile_sink *sink = state;
    if (!sink->layer) {
        keep_field(sink, sheet);
        return ER_OK;
    }
    if (wkb.size == 0) return ER_OK; /* no place, no tile */
    begin_calls();
    er_status status =
        sink->by_part ? write_parts(ctx, sink, sheet, wkb) : write_feature(ctx, sink, sheet, wkb);
    end_calls();
    return status;
}

static void abandon_sheet(void *state) {
    struct tile_sink *sink = state;
    er_free(sink->part);
    er_free(sink);
}

static er_status close_sheet(er_context *ctx, void *state, int64_t rows) {
    (void)ctx;
    (void)rows; /* those with a place were counted */
    abandon_sheet(state);
    return ER_OK;
}

/* ---- the end --------------------------------------------------------------------------------- */

static er_status settle(er_context *ctx, er_bundle *bundle) {
    static const char *const names[] = {"attribution", "fields"};
    const char *attribution = NULL;
    char *fields = NULL;
    ER_TRY(er_tiles_attribution(bundle->data, bundle->arena, &attribution));
    ER_TRY(er_json_write(ctx, bundle->fields, false, &fields));
    const char *const values[] = {attribution, fields};
    er_status status =
        er_tiles_settle(ctx, bundle->path, names, values, 2, bundle->layers, bundle->count);
    er_free(fields);
    return status;
}

static er_status finish(er_context *ctx, er_bundle *bundle) {
    er_progress(ctx, "making tiles", 0, 0);
    begin_calls();
    GDALClose(bundle->dataset); /* the tiles are made here */
    bundle->dataset = NULL;
    er_status status =
        CPLGetLastErrorType() >= CE_Failure ? er_gdal_write_failure(ctx, bundle->path) : ER_OK;
    end_calls();
    if (status == ER_OK) status = settle(ctx, bundle);
    drop(bundle);
    return status;
}

const er_sink_ops er_mbtiles_file = {.begin = begin,
                                     .finish = finish,
                                     .drop = drop,
                                     .open = open_sheet,
                                     .row = write_row,
                                     .close = close_sheet,
                                     .abandon = abandon_sheet};
