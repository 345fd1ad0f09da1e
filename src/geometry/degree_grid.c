#include "geometry/degree_grid.h"

#include "evenreach/core.h"

static int round_point(double *x, double *y, void *user) {
    const int *decimals = user;
    *x = er_round(*x, *decimals);
    *y = er_round(*y, *decimals);
    return 1;
}

/* Rounding each point is enough unless it makes the shape invalid (a line without length is); then
 * GEOS rounds with its safe method, which is ten times slower. Neighbours round a common point
 * alike in both. */
GEOSGeometry *er_degree_grid_round_to(GEOSContextHandle_t geos, const GEOSGeometry *geometry,
                                      int decimals) {
    static const double steps[] = {1, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, ER_DEGREE_GRID};
    GEOSGeometry *rounded = GEOSGeom_transformXY_r(geos, geometry, round_point, &decimals);
    if (!rounded || GEOSisValid_r(geos, rounded) == 1) return rounded;
    GEOSGeom_destroy_r(geos, rounded);
    GEOSGeometry *safe = GEOSGeom_setPrecision_r(geos, geometry, steps[decimals], 0);
    rounded = safe ? GEOSGeom_transformXY_r(geos, safe, round_point, &decimals) : NULL;
    GEOSGeom_destroy_r(geos, safe);
    return rounded;
}

GEOSGeometry *er_degree_grid_round(GEOSContextHandle_t geos, const GEOSGeometry *geometry) {
    return er_degree_grid_round_to(geos, geometry, ER_DEGREE_DECIMALS);
}
