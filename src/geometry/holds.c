/* Whether a polygon holds a point, by GEOS. */
#include "evenreach/geometry.h"
#include "geometry/geos.h"

er_status er_polygon_holds(er_context *ctx, er_bytes polygon, er_point lon_lat, bool *holds) {
    enum { NO, YES, FAILED };
    er_geos geos;
    if (!er_geos_open(&geos)) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    GEOSGeometry *shape = er_geos_read(&geos, polygon);
    GEOSGeometry *place = GEOSGeom_createPointFromXY_r(geos.handle, lon_lat.x, lon_lat.y);
    int answer = shape && place ? GEOSIntersects_r(geos.handle, shape, place) : FAILED;
    er_status status = ER_OK;
    if (answer == YES || answer == NO)
        *holds = answer == YES;
    else
        status = er_fail(ctx, ER_ERR_GEOMETRY, "a polygon can't be asked what it holds: %s",
                         er_geos_complaint(ctx, &geos));
    GEOSGeom_destroy_r(geos.handle, shape);
    GEOSGeom_destroy_r(geos.handle, place);
    er_geos_close(&geos);
    return status;
}
