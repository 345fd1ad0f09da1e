/** What the readers and writers of vectors and rasters ask of GDAL alike. */
#ifndef EVENREACH_SOURCES_GDAL_PARTS_H
#define EVENREACH_SOURCES_GDAL_PARTS_H

#include "evenreach/core.h"

#include <ogr_srs_api.h>

/** Between these, GDAL's messages are kept for CPLGetLastErrorMsg and printed nowhere. The first
 *  call registers the drivers. */
void er_gdal_begin(void);
void er_gdal_end(void);

/** Fail with GDAL's last message, or with `otherwise` where it left none. */
er_status er_gdal_failure(er_context *ctx, const char *path, const char *otherwise);
/** The same of a file that was to be written. */
er_status er_gdal_write_failure(er_context *ctx, const char *path);

/** "EPSG:3826" where the system is a known one, else WKT; in the arena. Null where it is empty. */
er_status er_gdal_crs(er_context *ctx, er_arena *arena, OGRSpatialReferenceH system,
                      const char **out);

#endif
