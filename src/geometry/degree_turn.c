#include "geometry/degree_turn.h"

#include <math.h>

static const double half_turn_deg = 180, turn_deg = 360;

void er_degrees_count_on(er_point *points, size_t count, double near_deg) {
    for (size_t i = 0; i < count; i++) {
        double turns = round((near_deg - points[i].x) / turn_deg);
        if (turns != 0) points[i].x += turns * turn_deg; /* else to the last bit as it was */
        near_deg = points[i].x;
    }
}

static int move_x(double *x, double *y, void *by_deg) {
    (void)y;
    *x += *(const double *)by_deg;
    return 1;
}

/** What lies in the turn whose middle is at `middle_deg`, moved into the one round 0. */
static GEOSGeometry *cut_turn(GEOSContextHandle_t geos, const GEOSGeometry *geometry,
                              double middle_deg) {
    double by_deg = -middle_deg;
    GEOSGeometry *turn = GEOSGeom_createRectangle_r(geos, middle_deg - half_turn_deg, -91,
                                                    middle_deg + half_turn_deg, 91);
    GEOSGeometry *cut = turn ? GEOSIntersection_r(geos, geometry, turn) : NULL;
    GEOSGeometry *moved = cut ? GEOSGeom_transformXY_r(geos, cut, move_x, &by_deg) : NULL;
    GEOSGeom_destroy_r(geos, turn);
    GEOSGeom_destroy_r(geos, cut);
    return moved;
}

GEOSGeometry *er_degrees_cut(GEOSContextHandle_t geos, const GEOSGeometry *geometry) {
    double west = 0, east = 0;
    if (GEOSisEmpty_r(geos, geometry)) return GEOSGeom_clone_r(geos, geometry);
    if (!GEOSGeom_getXMin_r(geos, geometry, &west) || !GEOSGeom_getXMax_r(geos, geometry, &east))
        return NULL;
    if (west >= -half_turn_deg && east <= half_turn_deg) return GEOSGeom_clone_r(geos, geometry);
    GEOSGeometry *here = cut_turn(geos, geometry, 0);
    GEOSGeometry *there = cut_turn(geos, geometry, east > half_turn_deg ? turn_deg : -turn_deg);
    /* two sides of the map: they meet nowhere */
    GEOSGeometry *all = here && there ? GEOSUnion_r(geos, here, there) : NULL;
    GEOSGeom_destroy_r(geos, here);
    GEOSGeom_destroy_r(geos, there);
    return all;
}
