/* How far two polygons are from being the same, by GEOS. */
#include "evenreach/geometry.h"
#include "geometry/geos.h"

#include <math.h>
#include <string.h>

/** Area in square degrees; NAN where GEOS can't say. */
static double area_of(er_geos *geos, const GEOSGeometry *geometry) {
    double area = NAN;
    return geometry && GEOSArea_r(geos->handle, geometry, &area) ? area : NAN;
}

static double share_of(er_geos *geos, er_bytes a, er_bytes b) {
    GEOSGeometry *first = er_geos_read(geos, a), *second = er_geos_read(geos, b);
    GEOSGeometry *difference =
        first && second ? GEOSSymDifference_r(geos->handle, first, second) : NULL;
    double share = area_of(geos, difference) / fmax(area_of(geos, first), area_of(geos, second));
    GEOSGeom_destroy_r(geos->handle, first);
    GEOSGeom_destroy_r(geos->handle, second);
    GEOSGeom_destroy_r(geos->handle, difference);
    return share;
}

er_status er_polygon_difference(er_context *ctx, er_bytes a, er_bytes b, double *share) {
    er_geos geos;
    if (a.size == b.size && a.size > 0 && memcmp(a.data, b.data, a.size) == 0) {
        *share = 0;
        return ER_OK;
    }
    if (!er_geos_open(&geos)) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    double value = share_of(&geos, a, b);
    er_status status = ER_OK;
    if (isfinite(value))
        *share = fmin(value, 1);
    else
        status = er_fail(ctx, ER_ERR_GEOMETRY, "two polygons can't be set against each other: %s",
                         er_geos_complaint(ctx, &geos));
    er_geos_close(&geos);
    return status;
}
