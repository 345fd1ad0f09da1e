/** One cloud-optimised GeoTIFF, written tile by tile from any thread in any order. The tiles of a
 *  large one go to a sparse work file first, so that memory stays bounded and places nobody writes
 *  to take no room; those of a small one (up to 16 MB) are kept in memory. The file itself is the
 *  same bytes for any order, size of tiles and number of threads. */
#ifndef EVENREACH_ANALYSIS_GEOTIFF_H
#define EVENREACH_ANALYSIS_GEOTIFF_H

#include "evenreach/geometry.h"

typedef enum er_geotiff_type {
    ER_GEOTIFF_BYTE,   /**< uint8_t */
    ER_GEOTIFF_UINT16, /**< uint16_t */
    ER_GEOTIFF_UINT32, /**< uint32_t */
    ER_GEOTIFF_FLOAT   /**< float */
} er_geotiff_type;

/** What the one band holds. Texts are copied where they are kept. */
typedef struct er_geotiff_band {
    const char *title;
    const char *unit; /**< null: none */
    er_geotiff_type type;
    double no_data;           /**< floats: may be NAN; whole numbers: NAN for none */
    bool zero_unless_written; /**< cells never written are 0; else without data */
    bool average; /**< overviews average the cells that have data; else they take one of them */
} er_geotiff_band;

typedef struct er_geotiff er_geotiff;

/** Begin; `work` is the work file's path, where nothing is yet. Free with er_geotiff_free. */
er_status er_geotiff_new(er_context *ctx, const char *work, const er_grid *grid, const char *crs,
                         const er_geotiff_band *band, er_geotiff **out);
/** Set a metadata item; a null value sets none. */
er_status er_geotiff_note(er_context *ctx, er_geotiff *file, const char *key, const char *value);
/** Write a tile's values, row by row. Threads may write different tiles at once, each with its own
 *  context. */
er_status er_geotiff_write(er_context *ctx, er_geotiff *file, er_tile tile, const void *values);
/** Make the GeoTIFF at `path` of what was written; its temporary files stand beside it. */
er_status er_geotiff_finish(er_context *ctx, er_geotiff *file, const char *path);
/** Close and remove the work file. Null is allowed. */
void er_geotiff_free(er_geotiff *file);

#endif
