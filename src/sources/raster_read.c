/* Pieces of a raster in memory. */
#include "sources/raster_parts.h"

#include "sources/gdal_parts.h"

#include <cpl_error.h>

enum { STRIP_CELLS = 1 << 22 }; /* read at a time, between looks at the caller's wish to stop */

/** What turns a band's numbers into values. */
struct scale {
    double factor;
    double offset;
    bool none;
};

static struct scale scale_of(GDALRasterBandH band) {
    int has_factor = 0, has_offset = 0;
    double factor = GDALGetRasterScale(band, &has_factor);
    double offset = GDALGetRasterOffset(band, &has_offset);
    struct scale scale = {has_factor ? factor : 1, has_offset ? offset : 0, false};
    scale.none = scale.factor == 1 && scale.offset == 0;
    return scale;
}

/** Cells that the band's mask (no-data value, mask band, alpha) leaves out become NAN. */
static CPLErr mask_strip(GDALRasterBandH band, er_window part, float *out, size_t stride,
                         uint8_t *mask) {
    if (GDALGetMaskFlags(band) & GMF_ALL_VALID) return CE_None;
    int columns = (int)part.columns, rows = (int)part.rows;
    CPLErr failed = GDALRasterIO(GDALGetMaskBand(band), GF_Read, (int)part.column, (int)part.row,
                                 columns, rows, mask, columns, rows, GDT_Byte, 0, 0);
    if (failed != CE_None) return failed;
    for (size_t r = 0; r < (size_t)rows; r++)
        for (size_t c = 0; c < (size_t)columns; c++)
            if (!mask[r * (size_t)columns + c]) out[r * stride + c] = NAN;
    return CE_None;
}

static CPLErr read_strip(er_raster *raster, er_window part, float *out, size_t stride,
                         uint8_t *mask) {
    int columns = (int)part.columns, rows = (int)part.rows;
    struct scale scale = scale_of(raster->band);
    CPLErr failed =
        GDALRasterIO(raster->band, GF_Read, (int)part.column, (int)part.row, columns, rows, out,
                     columns, rows, GDT_Float32, sizeof *out, (int)(stride * sizeof *out));
    if (failed == CE_None) failed = mask_strip(raster->band, part, out, stride, mask);
    if (failed != CE_None) return failed;
    for (size_t r = 0; r < (size_t)rows; r++)
        for (size_t c = 0; c < (size_t)columns; c++) {
            float *value = &out[r * stride + c];
            if (!scale.none) *value = (float)(*value * scale.factor + scale.offset);
            if (!isfinite(*value)) *value = NAN;
        }
    return CE_None;
}

/** A window that lies within the raster's columns. */
static er_status read_part(er_context *ctx, er_raster *raster, er_window part, float *out,
                           size_t stride) {
    uint8_t *mask = NULL;
    int64_t rows_at_once = STRIP_CELLS / part.columns;
    if (rows_at_once < 1) rows_at_once = 1;
    if (rows_at_once > part.rows) rows_at_once = part.rows;
    er_status status = er_alloc(ctx, (size_t)rows_at_once, (size_t)part.columns, &mask);
    for (int64_t row = 0; status == ER_OK && row < part.rows; row += rows_at_once) {
        er_window strip = {part.column, part.row + row, part.columns, rows_at_once};
        if (strip.rows > part.rows - row) strip.rows = part.rows - row;
        pthread_mutex_lock(&raster->lock);
        er_gdal_begin();
        CPLErr failed = read_strip(raster, strip, out + (size_t)row * stride, stride, mask);
        if (failed != CE_None)
            status = er_gdal_failure(ctx, raster->info.path, er_text(ctx, "no reason is given"));
        er_gdal_end();
        pthread_mutex_unlock(&raster->lock);
        if (status == ER_OK) status = er_check_cancel(ctx);
    }
    er_free(mask);
    return status;
}

er_status er_raster_read(er_context *ctx, er_raster *raster, er_window window, float **values) {
    float *out = NULL;
    *values = NULL;
    if (window.columns == 0 || window.rows == 0) return ER_OK;
    if (window.columns > ER_WINDOW_LIMIT / window.rows)
        return er_fail(ctx, ER_ERR_MEMORY,
                       "%s: %lld by %lld cells at once are too many: take a coarser raster or a "
                       "smaller radius",
                       raster->info.path, (long long)window.columns, (long long)window.rows);
    size_t stride = (size_t)window.columns;
    ER_TRY(er_alloc(ctx, stride * (size_t)window.rows, sizeof *out, &out));
    er_window first = window, second = window;
    if (window.column + window.columns > raster->info.columns) /* of a round raster only */
        first.columns = raster->info.columns - window.column;
    second.column = 0;
    second.columns = window.columns - first.columns;
    er_status status = read_part(ctx, raster, first, out, stride);
    if (status == ER_OK && second.columns > 0)
        status = read_part(ctx, raster, second, out + first.columns, stride);
    if (status != ER_OK)
        er_free(out);
    else
        *values = out;
    return status;
}
