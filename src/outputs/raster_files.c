/* Rasters as files: cloud-optimised GeoTIFF, or PNG with world file; and their legend. */
#include "outputs/raster_cover.h"

#include "outputs/vector_rows.h"
#include "sources/gdal_parts.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <gdal.h>
#include <ogr_srs_api.h>
#include <stdio.h>
#include <string.h>

static const char *const cog_options[] = {
    "BLOCKSIZE=512",      "COMPRESS=DEFLATE", "OVERVIEW_RESAMPLING=NEAREST",
    "RESAMPLING=NEAREST", "NUM_THREADS=1",    NULL};
static const char *const png_options[] = {"ZLEVEL=9", NULL};

static bool is_png(const er_format *format) {
    return strcmp(format->name, "png") == 0;
}

/* ---- one file -------------------------------------------------------------------------------- */

static bool set_colours(GDALRasterBandH band, const er_cover_cells *cells) {
    GDALColorTableH table = GDALCreateColorTable(GPI_RGB);
    for (size_t i = 0; i < cells->class_count; i++) {
        const er_cell_class *class = &cells->classes[i];
        GDALColorEntry entry = {(short)(class->colour >> 16 & 0xFF),
                                (short)(class->colour >> 8 & 0xFF), (short)(class->colour & 0xFF),
                                class->clear ? 0 : 255};
        GDALSetColorEntry(table, class->value, &entry);
    }
    bool done = GDALSetRasterColorTable(band, table) == CE_None;
    GDALDestroyColorTable(table);
    return done;
}

/** What a file says of itself; no clock. */
static bool set_notes(const er_data *data, GDALDatasetH memory, const er_cover_cells *cells) {
    char software[64];
    snprintf(software, sizeof software, "evenreach %s", er_version());
    const char *const notes[][2] = {
        {"TIFFTAG_SOFTWARE", software},
        {"TIFFTAG_IMAGEDESCRIPTION", cells->about},
        {"MODEL", data->cover->model},
        {"STUDY_SHA256", data->study->sha256},
        {"SYNTHETIC", er_data_synthetic(data, ER_ON_STATIONS | ER_ON_UNITS) ? "yes" : "no"}};
    bool done = true;
    for (size_t i = 0; i < sizeof notes / sizeof notes[0] && done; i++)
        if (notes[i][1])
            done = GDALSetMetadataItem(memory, notes[i][0], notes[i][1], NULL) == CE_None;
    return done;
}

static GDALDatasetH in_memory(const er_data *data, const er_cover_cells *cells) {
    const er_degree_cells *grid = &cells->grid;
    double corner[] = {grid->west, grid->side, 0, grid->north, 0, -grid->side};
    GDALDatasetH memory =
        GDALCreate(GDALGetDriverByName("MEM"), "", grid->columns, grid->rows, 1, GDT_Byte, NULL);
    if (!memory) return NULL;
    GDALRasterBandH band = GDALGetRasterBand(memory, 1);
    OGRSpatialReferenceH wgs84 = er_vector_wgs84();
    GDALSetDescription(band, cells->name);
    bool done = GDALSetGeoTransform(memory, corner) == CE_None &&
                GDALSetSpatialRef(memory, wgs84) == CE_None && set_colours(band, cells) &&
                GDALSetRasterNoDataValue(band, ER_PIXEL_OUTSIDE) == CE_None &&
                set_notes(data, memory, cells) &&
                GDALRasterIO(band, GF_Write, 0, 0, grid->columns, grid->rows, cells->values,
                             grid->columns, grid->rows, GDT_Byte, 0, 0) == CE_None;
    OSRRelease(wgs84);
    if (done) return memory;
    GDALClose(memory);
    return NULL;
}

/** The file has every cell as it was given. */
static er_status check_file(er_context *ctx, const char *path, const er_cover_cells *cells) {
    const er_degree_cells *grid = &cells->grid;
    uint8_t *row = NULL;
    ER_TRY(er_alloc(ctx, (size_t)grid->columns, 1, &row));
    GDALDatasetH file = GDALOpen(path, GA_ReadOnly);
    bool whole =
        file && GDALGetRasterXSize(file) == grid->columns && GDALGetRasterYSize(file) == grid->rows;
    for (int y = 0; y < grid->rows && whole; y++)
        whole = GDALRasterIO(GDALGetRasterBand(file, 1), GF_Read, 0, y, grid->columns, 1, row,
                             grid->columns, 1, GDT_Byte, 0, 0) == CE_None &&
                memcmp(row, cells->values + (size_t)y * (size_t)grid->columns,
                       (size_t)grid->columns) == 0;
    if (file) GDALClose(file);
    er_free(row);
    return whole ? ER_OK : er_fail(ctx, ER_ERR_IO, "%s: is cut short; is the disc full?", path);
}

static er_status write_image(const er_data *data, const er_format *format, const char *path,
                             const er_cover_cells *cells) {
    er_context *ctx = data->ctx;
    GDALDriverH driver = GDALGetDriverByName(is_png(format) ? "PNG" : "COG");
    const char *const *options = is_png(format) ? png_options : cog_options;
    GDALDatasetH memory = in_memory(data, cells);
    CPLSetThreadLocalConfigOption("GDAL_VALIDATE_CREATION_OPTIONS", "NO");
    GDALDatasetH made = memory && driver ? GDALCreateCopy(driver, path, memory, FALSE,
                                                          (char **)(uintptr_t)options, NULL, NULL)
                                         : NULL;
    CPLSetThreadLocalConfigOption("GDAL_VALIDATE_CREATION_OPTIONS", NULL);
    if (made) GDALClose(made);
    if (memory) GDALClose(memory);
    if (!made || CPLGetLastErrorType() >= CE_Failure) return er_gdal_write_failure(ctx, path);
    return check_file(ctx, path, cells);
}

/** Six lines: side, two turns, side downwards, middle of the first cell. */
static er_status write_world(er_context *ctx, const char *path, const er_degree_cells *grid) {
    const double lines[] = {
        grid->side, 0, 0, -grid->side, grid->west + grid->side / 2, grid->north - grid->side / 2};
    enum { DIGITS = 12 };
    char text[256], number[32];
    size_t used = 0;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s\n",
                                 er_format_double(er_round(lines[i], DIGITS), number));
    return er_file_write(ctx, path, text, used);
}

static er_status write_prj(er_context *ctx, const char *path) {
    const char *const esri[] = {"FORMAT=WKT1_ESRI", NULL};
    char *text = NULL;
    OGRSpatialReferenceH wgs84 = er_vector_wgs84();
    bool done = OSRExportToWktEx(wgs84, &text, esri) == OGRERR_NONE;
    OSRRelease(wgs84);
    er_status status =
        done ? er_file_write(ctx, path, text, strlen(text)) : er_gdal_write_failure(ctx, path);
    CPLFree(text);
    return status;
}

er_status er_cover_cells_write(const er_data *data, const er_format *format, const char *folder,
                               const er_cover_cells *cells) {
    static const char *const endings[] = {"", ".pgw", ".prj"};
    const char *paths[3] = {0};
    er_context *ctx = data->ctx;
    er_arena *arena = NULL;
    ER_TRY(er_arena_new(ctx, &arena));
    er_status status = ER_OK;
    for (size_t i = 0; i < 3 && status == ER_OK; i++)
        status = er_arena_format(ctx, arena, &paths[i], "%s/%s%s", folder, cells->name,
                                 i == 0 ? format->extension : endings[i]);
    er_gdal_begin();
    if (status == ER_OK) status = write_image(data, format, paths[0], cells);
    if (status == ER_OK && is_png(format)) status = write_world(ctx, paths[1], &cells->grid);
    if (status == ER_OK && is_png(format)) status = write_prj(ctx, paths[2]);
    er_gdal_end();
    er_arena_free(arena);
    return status;
}

/* ---- all of them, and the legend ------------------------------------------------------------- */

static const er_field legend_fields[] = {
    {"raster", ER_FIELD_TEXT, 0, NULL, "file that has the value, without its ending", NULL},
    {"value", ER_FIELD_INT, 0, NULL, "value of a cell", NULL},
    {"colour", ER_FIELD_TEXT, 0, NULL, "its colour; empty: transparent", NULL},
    {"meaning", ER_FIELD_TEXT, 0, NULL, "what it means, in English", NULL},
    {"meaning_zh", ER_FIELD_TEXT, 0, NULL, "what it means, in Traditional Chinese", NULL},
};

/** The legend is a table beside the rasters. */
static er_status open_legend(er_sheet *sheet, void *owner) {
    const er_format *csv = er_formats;
    while (!csv->tables || !csv->folder)
        csv++;
    const er_sink_target target = {.format = csv, .path = owner};
    sheet->formats[0] = csv;
    ER_TRY(er_sink_open(sheet->ctx, sheet, &target, &sheet->sinks[0]));
    sheet->sink_count = 1;
    return ER_OK;
}

static er_status put_classes(er_sheet *sheet, const er_cover_cells *cells) {
    for (size_t i = 0; i < cells->class_count; i++) {
        const er_cell_class *class = &cells->classes[i];
        char colour[8];
        snprintf(colour, sizeof colour, "#%06x", (unsigned)(class->colour & 0xFFFFFF));
        er_put_text(sheet, cells->name);
        er_put_int(sheet, class->value);
        er_put_text(sheet, class->clear ? NULL : colour);
        er_put_text(sheet, class->meaning);
        er_put_text(sheet, class->meaning_zh);
        ER_TRY(er_sheet_row(sheet, (er_bytes){0}));
    }
    return ER_OK;
}

static er_status write_legend(er_context *ctx, er_arena *arena, const char *folder,
                              const er_cover_cells *cells, size_t count) {
    const char *path = NULL;
    ER_TRY(er_arena_format(ctx, arena, &path, "%s/legend.csv", folder));
    er_sheet sheet = {.ctx = ctx,
                      .name = "legend",
                      .about = "what the values of the rasters mean",
                      .plain = true,
                      .arena = arena,
                      .open = open_legend,
                      .owner = (void *)(uintptr_t)path};
    er_status status = ER_SHEET_FIELDS(&sheet, legend_fields);
    if (status == ER_OK) status = er_sheet_start(&sheet);
    for (size_t i = 0; i < count && status == ER_OK; i++)
        status = put_classes(&sheet, &cells[i]);
    if (sheet.sink_count > 0) {
        if (status == ER_OK)
            status = er_sink_close(ctx, sheet.sinks[0], sheet.row_count);
        else
            er_sink_abandon(sheet.sinks[0]);
    }
    er_free(sheet.fields);
    return status;
}

static er_status write_rasters(er_data *data, const er_format *format, const char *folder) {
    er_cover_cells cells[ER_COVER_CELLS];
    size_t count = 0;
    er_arena *arena = NULL;
    ER_TRY(er_arena_new(data->ctx, &arena));
    er_status status = er_cover_cells_of(data, arena, cells, &count);
    for (size_t i = 0; i < count && status == ER_OK; i++)
        status = er_cover_cells_write(data, format, folder, &cells[i]);
    if (status == ER_OK) status = write_legend(data->ctx, arena, folder, cells, count);
    er_arena_free(arena);
    return status;
}

const er_sink_ops er_raster_files = {.whole = write_rasters};
