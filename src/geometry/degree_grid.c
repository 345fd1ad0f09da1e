#include "geometry/degree_grid.h"

#include "evenreach/core.h"

static int round_point(double *x, double *y, void *user) {
    (void)user;
    *x = er_round(*x, ER_DEGREE_DECIMALS);
    *y = er_round(*y, ER_DEGREE_DECIMALS);
    return 1;
}

/* Rounding each point is enough unless it makes the shape invalid (a line without length is); then
 * GEOS rounds with its safe method, which is ten times slower. Neighbours round a common point
 * alike in both. */
GEOSGeometry *er_degree_grid_round(GEOSContextHandle_t geos, const GEOSGeometry *geometry) {
    GEOSGeometry *rounded = GEOSGeom_transformXY_r(geos, geometry, round_point, NULL);
    if (!rounded || GEOSisValid_r(geos, rounded) == 1) return rounded;
    GEOSGeom_destroy_r(geos, rounded);
    GEOSGeometry *safe = GEOSGeom_setPrecision_r(geos, geometry, ER_DEGREE_GRID, 0);
    rounded = safe ? GEOSGeom_transformXY_r(geos, safe, round_point, NULL) : NULL;
    GEOSGeom_destroy_r(geos, safe);
    return rounded;
}
