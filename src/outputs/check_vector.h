/** Layers of a written output that GDAL opens. */
#ifndef EVENREACH_OUTPUTS_CHECK_VECTOR_H
#define EVENREACH_OUTPUTS_CHECK_VECTOR_H

#include "outputs/check.h"

#include <gdal.h>
#include <ogr_api.h>

/** Open for reading, with one driver alone; null, and a violation, where the file is not its. Of
 * the files beside it GDAL sees `siblings` (ending with null; null: all). Between er_gdal_begin and
 *  er_gdal_end, as all of these. */
GDALDatasetH er_check_open(er_check_file *file, unsigned kind, const char *driver,
                           const char *const *siblings);
/** GDAL's last message as a violation, or `rule` alone where it left none. */
void er_check_gdal(er_check_file *file, int64_t feature, const char *rule);
/** A reference system must be WGS 84. */
void er_check_wgs84(er_check_file *file, OGRSpatialReferenceH system);

/** The layer's reference system, its type and fields, and every feature: its shape, its number.
 *  er_check_begin came before. */
er_status er_check_vector_layer(er_check_file *file, OGRLayerH layer);

#endif
