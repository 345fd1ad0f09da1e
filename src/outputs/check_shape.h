/** What RFC 7946 asks of a geometry, and GEOS of its shape. */
#ifndef EVENREACH_OUTPUTS_CHECK_SHAPE_H
#define EVENREACH_OUTPUTS_CHECK_SHAPE_H

#include "evenreach/core.h"

#include <geos_c.h>
#include <json-c/json.h>

/** The longitudes and latitudes met. Longitudes are kept on both sides of zero apart: a box across
 *  the 180th meridian goes from the least of the east to the most of the west. */
typedef struct er_check_extent {
    double min_x, max_x, min_y, max_y;
    double east_min; /**< least longitude that is not below zero; INFINITY: none */
    double west_max; /**< greatest longitude below zero; -INFINITY: none */
    int64_t positions;
} er_check_extent;

void er_check_extent_start(er_check_extent *extent);
void er_check_extent_add(er_check_extent *extent, const er_check_extent *more);
/** Whether a `bbox` member says just that; what is wrong otherwise, English, of the catalogue. */
const char *er_check_bbox(json_object *bbox, const er_check_extent *extent);

typedef struct er_check_shapes {
    GEOSContextHandle_t geos;
    double *ring; /**< room for the positions of one ring or line */
    size_t capacity;
} er_check_shapes;

/** The first rule that the geometry breaks, English, of the catalogue; null: none. A null geometry
 *  is a feature without a place, and none is broken. ER_ERR_MEMORY only. */
er_status er_check_geometry(er_context *ctx, er_check_shapes *shapes, json_object *geometry,
                            er_check_extent *extent, const char **broken);

#endif
