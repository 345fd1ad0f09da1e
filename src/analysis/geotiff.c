#include "analysis/geotiff.h"

#include "sources/gdal_parts.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <gdal.h>
#include <limits.h>
#include <math.h>
#include <ogr_srs_api.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK = 512, OVERVIEW_LIMIT = 24 };
/* Up to 16 MB of cells are kept in memory until the file is made. */
static const double most_in_memory = 16777216;
/* Blocks of 512 are what the COG driver writes; a work file of the same blocks is read once. */
static const char *const work_options[] = {"TILED=YES",      "BLOCKXSIZE=512", "BLOCKYSIZE=512",
                                           "SPARSE_OK=TRUE", "BIGTIFF=YES",    NULL};
/* Level 1 takes half the time of the usual 6, for files 3 % larger: signals are hard to compress.
 */
static const char *const cog_options[] = {
    "BLOCKSIZE=512",  "COMPRESS=DEFLATE", "LEVEL=1", "PREDICTOR=YES",
    "SPARSE_OK=TRUE", "BIGTIFF=IF_SAFER", NULL};

struct er_geotiff {
    pthread_mutex_t lock; /**< a GDAL dataset belongs to one thread at a time */
    bool has_lock;
    bool in_memory; /**< there is no work file */
    char *work;
    GDALDatasetH dataset;
    er_geotiff_band band; /**< without its texts */
};

static GDALDataType gdal_type(er_geotiff_type type) {
    static const GDALDataType types[] = {[ER_GEOTIFF_BYTE] = GDT_Byte,
                                         [ER_GEOTIFF_UINT16] = GDT_UInt16,
                                         [ER_GEOTIFF_UINT32] = GDT_UInt32,
                                         [ER_GEOTIFF_FLOAT] = GDT_Float32};
    return types[type];
}

static bool set_crs(GDALDatasetH dataset, const char *crs) {
    OGRSpatialReferenceH reference = OSRNewSpatialReference(NULL);
    bool done = OSRSetFromUserInput(reference, crs) == OGRERR_NONE;
    OSRSetAxisMappingStrategy(reference, OAMS_TRADITIONAL_GIS_ORDER);
    done = done && GDALSetSpatialRef(dataset, reference) == CE_None;
    OSRRelease(reference);
    return done;
}

/** False after a failure of GDAL. */
static bool set_no_data(GDALRasterBandH cells, const er_geotiff_band *band) {
    if (isnan(band->no_data) && band->type != ER_GEOTIFF_FLOAT) return true;
    return GDALSetRasterNoDataValue(cells, band->no_data) == CE_None;
}

/** Everything but the cells; false after a failure of GDAL. */
static bool describe(GDALDatasetH dataset, const er_grid *grid, const char *crs,
                     const er_geotiff_band *band) {
    double corner[] = {grid->left_m, grid->cell_m, 0, grid->top_m, 0, -grid->cell_m};
    GDALRasterBandH cells = GDALGetRasterBand(dataset, 1);
    if (GDALSetGeoTransform(dataset, corner) != CE_None || !set_crs(dataset, crs)) return false;
    GDALSetDescription(cells, band->title);
    if (band->unit && GDALSetRasterUnitType(cells, band->unit) != CE_None) return false;
    return band->zero_unless_written || set_no_data(cells, band);
}

/** Cells in memory begin as zeros, those of a sparse file without data. GDALFillRaster would take
 *  them through its cache. */
static er_status begin_cells(er_context *ctx, const er_geotiff *file, const er_geotiff_band *band) {
    GDALRasterBandH cells = GDALGetRasterBand(file->dataset, 1);
    int columns = GDALGetRasterXSize(file->dataset), rows = GDALGetRasterYSize(file->dataset);
    double *blank = NULL;
    er_status status = ER_OK;
    if (!file->in_memory || band->zero_unless_written || band->no_data == 0) return ER_OK;
    ER_TRY(er_alloc(ctx, (size_t)columns, sizeof *blank, &blank));
    for (int i = 0; i < columns; i++)
        blank[i] = band->no_data;
    for (int row = 0; row < rows && status == ER_OK; row++)
        if (GDALRasterIO(cells, GF_Write, 0, row, columns, 1, blank, columns, 1, GDT_Float64, 0,
                         0) != CE_None)
            status = er_gdal_write_failure(ctx, file->work);
    er_free(blank);
    return status;
}

static er_status create(er_context *ctx, er_geotiff *file, const er_grid *grid, const char *crs,
                        const er_geotiff_band *band) {
    GDALDataType type = gdal_type(band->type);
    double bytes = (double)grid->columns * (double)grid->rows * GDALGetDataTypeSizeBytes(type);
    file->in_memory = bytes <= most_in_memory;
    er_gdal_begin();
    GDALDriverH driver = GDALGetDriverByName(file->in_memory ? "MEM" : "GTiff");
    const char *const *options = file->in_memory ? NULL : work_options;
    file->dataset = driver ? GDALCreate(driver, file->work, (int)grid->columns, (int)grid->rows, 1,
                                        type, (char **)(uintptr_t)options)
                           : NULL;
    bool done = file->dataset && describe(file->dataset, grid, crs, band);
    er_status status = done ? begin_cells(ctx, file, band) : er_gdal_write_failure(ctx, file->work);
    er_gdal_end();
    return status;
}

er_status er_geotiff_new(er_context *ctx, const char *work, const er_grid *grid, const char *crs,
                         const er_geotiff_band *band, er_geotiff **out) {
    er_geotiff *file = NULL;
    if (grid->columns < 1 || grid->rows < 1 || grid->columns > INT_MAX || grid->rows > INT_MAX)
        return er_fail(ctx, ER_ERR_RANGE, "%s: a raster can't have %lld by %lld cells", work,
                       (long long)grid->columns, (long long)grid->rows);
    ER_TRY(er_alloc(ctx, 1, sizeof *file, &file));
    file->band = *band;
    file->band.title = file->band.unit = NULL;
    er_status status = er_alloc(ctx, strlen(work) + 1, 1, &file->work);
    if (status == ER_OK) {
        memcpy(file->work, work, strlen(work));
        file->has_lock = pthread_mutex_init(&file->lock, NULL) == 0;
        status = file->has_lock ? ER_OK : er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    }
    if (status == ER_OK) status = create(ctx, file, grid, crs, band);
    if (status == ER_OK)
        *out = file;
    else
        er_geotiff_free(file);
    return status;
}

er_status er_geotiff_note(er_context *ctx, er_geotiff *file, const char *key, const char *value) {
    if (!value) return ER_OK;
    er_gdal_begin();
    bool done = GDALSetMetadataItem(file->dataset, key, value, NULL) == CE_None;
    er_status status = done ? ER_OK : er_gdal_write_failure(ctx, file->work);
    er_gdal_end();
    return status;
}

er_status er_geotiff_write(er_context *ctx, er_geotiff *file, er_tile tile, const void *values) {
    pthread_mutex_lock(&file->lock);
    er_gdal_begin();
    CPLErr written = GDALRasterIO(GDALGetRasterBand(file->dataset, 1), GF_Write, (int)tile.column,
                                  (int)tile.row, tile.columns, tile.rows, (void *)(uintptr_t)values,
                                  tile.columns, tile.rows, gdal_type(file->band.type), 0, 0);
    er_status status = written == CE_None ? ER_OK : er_gdal_write_failure(ctx, file->work);
    er_gdal_end();
    pthread_mutex_unlock(&file->lock);
    return status;
}

/** GDAL's progress function: 0 stops it. */
static int go_on(double done, const char *message, void *user) {
    (void)message;
    er_context *ctx = user;
    er_progress(ctx, "writing the rasters", (uint64_t)(1000 * done), 1000);
    return er_check_cancel(ctx) == ER_OK;
}

/** Say what no data is, late: until here, cells that nobody wrote were zeros. Whole blocks of zeros
 *  are not in the sparse file, and read as no data from now on: write those. */
static bool settle_zeros(GDALDatasetH dataset, const er_geotiff_band *band) {
    static const uint32_t zero = 0;
    GDALRasterBandH cells = GDALGetRasterBand(dataset, 1);
    int columns = GDALGetRasterXSize(dataset), rows = GDALGetRasterYSize(dataset);
    GDALFlushCache(dataset);
    bool done = set_no_data(cells, band);
    for (int y = 0; y < rows && done; y += BLOCK)
        for (int x = 0; x < columns && done; x += BLOCK) {
            int wide = columns - x < BLOCK ? columns - x : BLOCK;
            int high = rows - y < BLOCK ? rows - y : BLOCK;
            int held = GDALGetDataCoverageStatus(cells, x, y, wide, high, 0, NULL);
            if (held == GDAL_DATA_COVERAGE_STATUS_EMPTY) /* one zero, spread over the block */
                done = GDALRasterIO(cells, GF_Write, x, y, wide, high, (void *)(uintptr_t)&zero, 1,
                                    1, GDT_UInt32, 0, 0) == CE_None;
        }
    return done;
}

static const char *resampling(const er_geotiff_band *band) {
    return band->average ? "AVERAGE" : "NEAREST";
}

/** Overviews as the COG driver has them, made of the cells in memory: the driver's own would go
 *  through a compressed file first. */
static bool add_overviews(const er_geotiff *file) {
    int factors[OVERVIEW_LIMIT], count = 0;
    int columns = GDALGetRasterXSize(file->dataset), rows = GDALGetRasterYSize(file->dataset);
    for (int factor = 2; columns > BLOCK || rows > BLOCK; factor *= 2, columns /= 2, rows /= 2)
        factors[count++] = factor;
    return count == 0 || GDALBuildOverviews(file->dataset, resampling(&file->band), count, factors,
                                            0, NULL, NULL, NULL) == CE_None;
}

/** The work file as it is on the disc; false if not all of it got there. */
static bool flush(er_geotiff *file) {
    CPLErrorReset();
    if (file->in_memory)
        return (!file->band.zero_unless_written ||
                set_no_data(GDALGetRasterBand(file->dataset, 1), &file->band)) &&
               add_overviews(file);
    if (file->band.zero_unless_written && !isnan(file->band.no_data) &&
        !settle_zeros(file->dataset, &file->band))
        return false;
    GDALClose(file->dataset);
    file->dataset = NULL;
    if (CPLGetLastErrorType() >= CE_Failure) return false;
    file->dataset = GDALOpen(file->work, GA_ReadOnly);
    return file->dataset != NULL;
}

static er_status copy(er_context *ctx, const er_geotiff *file, const char *path) {
    char threads[32];
    snprintf(threads, sizeof threads, "NUM_THREADS=%d", er_context_threads(ctx));
    char **options = CSLDuplicate((char **)(uintptr_t)cog_options);
    options = CSLAddString(options, threads);
    options = CSLSetNameValue(options, "OVERVIEW_RESAMPLING", resampling(&file->band));
    GDALDriverH driver = GDALGetDriverByName("COG");
    CPLErrorReset();
    /* To compare options with the driver's list, GDAL would first read all tiling schemes there
     * are. */
    CPLSetThreadLocalConfigOption("GDAL_VALIDATE_CREATION_OPTIONS", "NO");
    GDALDatasetH made =
        driver ? GDALCreateCopy(driver, path, file->dataset, FALSE, options, go_on, ctx) : NULL;
    CPLSetThreadLocalConfigOption("GDAL_VALIDATE_CREATION_OPTIONS", NULL);
    CSLDestroy(options);
    if (made) GDALClose(made);
    ER_TRY(er_check_cancel(ctx));
    return made && CPLGetLastErrorType() < CE_Failure ? ER_OK : er_gdal_write_failure(ctx, path);
}

er_status er_geotiff_finish(er_context *ctx, er_geotiff *file, const char *path) {
    er_gdal_begin();
    er_status status = flush(file) ? copy(ctx, file, path) : er_gdal_write_failure(ctx, file->work);
    er_gdal_end();
    return status;
}

void er_geotiff_free(er_geotiff *file) {
    if (!file) return;
    er_gdal_begin();
    if (file->dataset) GDALClose(file->dataset);
    er_gdal_end();
    if (file->work && !file->in_memory) unlink(file->work);
    if (file->has_lock) pthread_mutex_destroy(&file->lock);
    er_free(file->work);
    er_free(file);
}
