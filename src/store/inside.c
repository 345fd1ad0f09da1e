#include "store/internal.h"

er_status store_point_inside(er_context *ctx, er_store *store, er_bytes wkb, er_point *out) {
    GEOSContextHandle_t geos = store->geos;
    GEOSWKBReader *reader = GEOSWKBReader_create_r(geos);
    GEOSGeometry *polygon =
        reader && wkb.data ? GEOSWKBReader_read_r(geos, reader, wkb.data, wkb.size) : NULL;
    GEOSGeometry *point = polygon ? GEOSPointOnSurface_r(geos, polygon) : NULL;
    bool found = point && GEOSisEmpty_r(geos, point) == 0 &&
                 GEOSGeomGetX_r(geos, point, &out->x) == 1 &&
                 GEOSGeomGetY_r(geos, point, &out->y) == 1;
    GEOSGeom_destroy_r(geos, point);
    GEOSGeom_destroy_r(geos, polygon);
    if (reader) GEOSWKBReader_destroy_r(geos, reader);
    if (found) return ER_OK;
    return er_fail(ctx, ER_ERR_GEOMETRY, "a polygon has no inside; repair or remove it");
}
