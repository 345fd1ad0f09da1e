/** What the files of the raster reader share. */
#ifndef EVENREACH_SOURCES_RASTER_PARTS_H
#define EVENREACH_SOURCES_RASTER_PARTS_H

#include "sources/raster.h"

#include <gdal.h>
#include <pthread.h>

struct er_raster {
    er_raster_info info;
    er_arena *arena; /**< of path and crs */
    GDALDatasetH dataset;
    GDALRasterBandH band;
    pthread_mutex_t lock; /**< GDAL's handles serve one thread at a time */
    double left;          /**< of the geotransform, in the raster's own system */
    double top;
    double width; /**< of a cell, negative if columns go west */
    double height;
    er_transform *transform;
    double period; /**< columns around the Earth; 0: not in degrees */
    double first;  /**< column where the turn begins, so that the raster lies in its middle */
    bool round;
};

/** Find resolution and extent. ER_ERR_CRS if the raster's middle is nowhere on the Earth. */
er_status er_raster_place(er_context *ctx, er_raster *raster);

#endif
