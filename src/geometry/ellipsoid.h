/** The ellipsoid WGS 84 (NIMA TR8350.2, table 3.1), for PROJ's geodesic routines. */
#ifndef EVENREACH_GEOMETRY_ELLIPSOID_H
#define EVENREACH_GEOMETRY_ELLIPSOID_H

#include <geodesic.h>

#define ER_WGS84_MAJOR_M 6378137.0
#define ER_WGS84_MINOR_M (ER_WGS84_MAJOR_M * (1 - ER_WGS84_FLATTENING))
#define ER_WGS84_FLATTENING (1 / 298.257223563)

static inline struct geod_geodesic er_wgs84(void) {
    struct geod_geodesic ellipsoid;
    geod_init(&ellipsoid, ER_WGS84_MAJOR_M, ER_WGS84_FLATTENING);
    return ellipsoid;
}

#endif
