/** Rows of a sheet as features of a layer that GDAL writes into a database: types are those of the
 *  sheet, and what is not known is null. */
#ifndef EVENREACH_OUTPUTS_VECTOR_ROWS_H
#define EVENREACH_OUTPUTS_VECTOR_ROWS_H

#include "outputs/sheet.h"

#include <ogr_api.h>

/** Between er_gdal_begin and er_gdal_end, as all calls of GDAL. `path` is for the line of a
 *  failure. */
er_status er_vector_columns(er_context *ctx, const er_sheet *sheet, OGRLayerH layer,
                            const char *path);
er_status er_vector_row(er_context *ctx, const er_sheet *sheet, OGRLayerH layer, er_bytes wkb,
                        const char *path);

/** Geometry type of a shape; wkbNone for a sheet without places. */
OGRwkbGeometryType er_vector_type(er_shape shape);
/** WGS 84, longitude first; release with OSRRelease. */
OGRSpatialReferenceH er_vector_wgs84(void);

#endif
