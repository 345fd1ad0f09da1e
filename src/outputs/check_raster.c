/* Rasters of coverage: opened by GDAL, every cell read. */
#include "outputs/check_vector.h"
#include "outputs/raster_cover.h"

#include "evenreach/sources.h"
#include "sources/gdal_parts.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { VALUES = 256 };

/** Degrees by which two places that should be one may differ: a world file has 12 decimals. */
static const double tolerance = 1e-9;

/** The values that the legend beside it explains for this raster. */
static er_status read_legend(er_check_file *file, er_table *table, bool known[VALUES]) {
    size_t raster = 0, value = 0;
    er_table_row row;
    ER_TRY(er_table_find(file->ctx, table, "raster", &raster));
    ER_TRY(er_table_find(file->ctx, table, "value", &value));
    for (bool more = true;;) {
        int64_t number = -1;
        ER_TRY(er_table_next(file->ctx, table, &row, &more));
        if (!more) return ER_OK;
        if (!row.text[raster] || strcmp(row.text[raster], file->stem) != 0) continue;
        if (row.text[value] && er_parse_int64(row.text[value], &number) && number >= 0 &&
            number < VALUES)
            known[number] = true;
    }
}

static er_status find_legend(er_check_file *file, bool known[VALUES]) {
    const char *path = NULL, *slash = strrchr(file->path, '/');
    er_table *table = NULL;
    ER_TRY(er_arena_format(file->ctx, file->arena, &path, "%.*slegend.csv",
                           (int)(slash ? slash - file->path + 1 : 0), file->path));
    er_table_options options = er_table_defaults(path);
    options.attributes_only = true;
    er_status status = er_table_open(file->ctx, &options, &table);
    if (status == ER_OK) status = read_legend(file, table, known);
    er_table_close(table);
    return er_check_failure(file, status);
}

/** Every cell is read, and has a value of the legend. */
static er_status check_cells(er_check_file *file, GDALDatasetH raster, const bool known[VALUES]) {
    int columns = GDALGetRasterXSize(raster), rows = GDALGetRasterYSize(raster);
    bool met[VALUES] = {false};
    uint8_t *row = NULL;
    ER_TRY(er_alloc(file->ctx, (size_t)columns, 1, &row));
    GDALRasterBandH band = GDALGetRasterBand(raster, 1);
    CPLErrorReset();
    for (int y = 0; y < rows; y++) {
        bool read = GDALRasterIO(band, GF_Read, 0, y, columns, 1, row, columns, 1, GDT_Byte, 0,
                                 0) == CE_None &&
                    CPLGetLastErrorType() < CE_Failure;
        if (!read) {
            er_check_gdal(file, y + 1, "is cut short");
            break;
        }
        for (int x = 0; x < columns; x++)
            met[row[x]] = true;
    }
    er_free(row);
    for (int value = 0; value < VALUES; value++) {
        char number[16];
        snprintf(number, sizeof number, "%d", value);
        if (met[value] && !known[value])
            er_check_violation(file, 0, "has a value that legend.csv lacks", number);
    }
    file->features = (int64_t)columns * rows;
    return ER_OK;
}

/** North is up, cells are square, and all of it is on the Earth. */
static void check_place(er_check_file *file, GDALDatasetH raster) {
    double corner[6];
    er_check_wgs84(file, GDALGetSpatialRef(raster));
    if (GDALGetGeoTransform(raster, corner) != CE_None) {
        er_check_violation(file, 0, "has no place", NULL);
        return;
    }
    double east = corner[0] + corner[1] * GDALGetRasterXSize(raster);
    double south = corner[3] + corner[5] * GDALGetRasterYSize(raster);
    bool square = corner[1] > 0 && fabs(corner[1] + corner[5]) < tolerance && corner[2] == 0 &&
                  corner[4] == 0;
    if (!square) er_check_violation(file, 0, "has cells that are not square with north up", NULL);
    /* a cell may stand out over the edge of the Earth */
    if (corner[0] < -180 - corner[1] || east > 180 + corner[1])
        er_check_violation(file, 0, "a longitude is beyond 180 degrees", NULL);
    if (corner[3] > 90 + corner[1] || south < -90 - corner[1])
        er_check_violation(file, 0, "a latitude is beyond 90 degrees", NULL);
}

static void check_band(er_check_file *file, GDALDatasetH raster) {
    GDALRasterBandH band = GDALGetRasterCount(raster) == 1 ? GDALGetRasterBand(raster, 1) : NULL;
    int has_nodata = 0;
    if (!band || GDALGetRasterDataType(band) != GDT_Byte) {
        er_check_violation(file, 0, "is not one band of bytes", NULL);
        return;
    }
    if (!GDALGetRasterColorTable(band)) er_check_violation(file, 0, "has no colours", NULL);
    double nodata = GDALGetRasterNoDataValue(band, &has_nodata);
    if (!has_nodata || nodata != ER_PIXEL_OUTSIDE)
        er_check_violation(file, 0, "does not say which cells lie outside", NULL);
}

/** A tile of a cloud-optimised GeoTIFF has its last four bytes twice, so that a reader sees whether
 *  it is whole (GDAL, COG driver: BLOCK_TRAILER); the file must have them of the last one too. */
static void check_tiles(er_check_file *file, GDALDatasetH raster, int width, int height) {
    enum { TRAILER = 4 };
    GDALRasterBandH band = GDALGetRasterBand(raster, 1);
    int64_t end = 0;
    VSIStatBufL info;
    for (int y = 0; y * height < GDALGetRasterYSize(raster); y++)
        for (int x = 0; x * width < GDALGetRasterXSize(raster); x++) {
            int64_t at = 0, size = 0;
            const char *text = GDALGetMetadataItem(band, CPLSPrintf("BLOCK_OFFSET_%d_%d", x, y),
                                                   "TIFF"); /* null: no cell is set */
            if (!text || !er_parse_int64(text, &at)) continue;
            text = GDALGetMetadataItem(band, CPLSPrintf("BLOCK_SIZE_%d_%d", x, y), "TIFF");
            if (text && er_parse_int64(text, &size) && at + size > end) end = at + size;
        }
    if (VSIStatL(file->path, &info) != 0 || (int64_t)info.st_size < end + TRAILER)
        er_check_violation(file, 0, "is cut short", NULL);
}

/** What makes a GeoTIFF a cloud-optimised one: laid out for ranges, in tiles, with overviews. */
static void check_layout(er_check_file *file, GDALDatasetH raster) {
    const char *layout = GDALGetMetadataItem(raster, "LAYOUT", "IMAGE_STRUCTURE");
    GDALRasterBandH band = GDALGetRasterBand(raster, 1);
    int width = 0, height = 0, columns = GDALGetRasterXSize(raster);
    int rows = GDALGetRasterYSize(raster);
    if (!layout || strcmp(layout, "COG") != 0)
        er_check_violation(file, 0, "is not laid out as a cloud-optimised GeoTIFF", NULL);
    if (!band) return;
    GDALGetBlockSize(band, &width, &height);
    bool large = columns > width || rows > height;
    if (width != height || (large && GDALGetOverviewCount(band) == 0))
        er_check_violation(file, 0, "has no tiles or no overviews", NULL);
    if (width > 0 && height > 0) check_tiles(file, raster, width, height);
}

/** Six numbers, a line each, as GDAL sees the picture. */
static void check_world(er_check_file *file, GDALDatasetH raster) {
    double world[6], corner[6];
    size_t stem = strlen(file->path) - strlen(".png");
    const char *path = CPLSPrintf("%.*s.pgw", (int)stem, file->path);
    bool same = GDALLoadWorldFile(path, world) && GDALGetGeoTransform(raster, corner) == CE_None;
    for (int i = 0; i < 6 && same; i++)
        same = fabs(world[i] - corner[i]) < tolerance;
    if (!same) er_check_violation(file, 0, "has no world file that says the same", NULL);
}

static er_status check_raster(er_check_file *file, const char *driver, const char *const *siblings,
                              void (*further)(er_check_file *, GDALDatasetH)) {
    bool known[VALUES] = {false};
    file->kind = ER_OUTPUT_CELLS;
    file->told.has[file->kind] = true;
    er_status status = find_legend(file, known);
    er_gdal_begin();
    GDALDatasetH raster =
        status == ER_OK ? er_check_open(file, GDAL_OF_RASTER, driver, siblings) : NULL;
    if (raster) {
        check_place(file, raster);
        check_band(file, raster);
        further(file, raster);
        if (GDALGetRasterCount(raster) == 1) status = check_cells(file, raster, known);
        GDALClose(raster);
    }
    er_gdal_end();
    return status;
}

er_status er_check_cog(er_check_file *file) {
    return check_raster(file, "GTiff", NULL, check_layout);
}

/** The last chunk of a PNG: no bytes, IEND, its checksum (ISO/IEC 15948, section 11.2.5). */
static bool ends_as_png(const uint8_t *end) {
    return memcmp(end, "\0\0\0\0IEND\xae\x42\x60\x82", 12) == 0;
}

/** Its place without the world file, which is compared with that. */
er_status er_check_png(er_check_file *file) {
    const char *slash = strrchr(file->path, '/'), *base = slash ? slash + 1 : file->path;
    const char *beside = NULL;
    ER_TRY(er_arena_format(file->ctx, file->arena, &beside, "%s.aux.xml", base));
    const char *const siblings[] = {base, beside, NULL};
    er_check_end(file, 12, ends_as_png);
    return check_raster(file, "PNG", siblings, check_world);
}
