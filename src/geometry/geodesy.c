/* Measures on the ellipsoid WGS 84: Karney, Algorithms for geodesics, J. Geodesy 87 (2013), as
 * built into PROJ. */
#include "evenreach/geometry.h"
#include "geometry/ellipsoid.h"
#include "geometry/wkb.h"

#include <math.h>

/** Area of a ring, whatever its orientation. */
static double ring_area(const struct geod_geodesic *ellipsoid, const er_point *points,
                        size_t count) {
    struct geod_polygon ring;
    double area;
    geod_polygon_init(&ring, 0);
    for (size_t i = 0; i + 1 < count; i++) /* the last point repeats the first */
        geod_polygon_addpoint(ellipsoid, &ring, points[i].y, points[i].x);
    geod_polygon_compute(ellipsoid, &ring, 0, 1, &area, NULL);
    return fabs(area);
}

er_status er_geodesic_area(er_context *ctx, er_bytes wkb, double *area_m2) {
    er_wkb_shape shape;
    struct geod_geodesic ellipsoid = er_wgs84();
    er_sum sum = {0};
    ER_TRY(er_wkb_read_polygons(ctx, wkb, &shape));
    for (size_t part = 0; part < shape.part_count; part++)
        for (size_t ring = shape.part_start[part]; ring < shape.part_start[part + 1]; ring++) {
            size_t start = shape.path_start[ring];
            double area =
                ring_area(&ellipsoid, shape.points + start, shape.path_start[ring + 1] - start);
            er_sum_add(&sum, ring == shape.part_start[part] ? area : -area);
        }
    er_wkb_clear(&shape);
    *area_m2 = fmax(0, er_sum_value(&sum));
    return ER_OK;
}

double er_geodesic_distance(er_point a, er_point b) {
    struct geod_geodesic ellipsoid = er_wgs84();
    double distance_m;
    if (!isfinite(a.x) || !isfinite(b.x) || !(fabs(a.y) <= 90) || !(fabs(b.y) <= 90)) return NAN;
    geod_inverse(&ellipsoid, a.y, a.x, b.y, b.x, &distance_m, NULL, NULL);
    return distance_m;
}

void er_geodesic_inverse(er_point from, er_point to, double *distance_m, double *azimuth_deg) {
    struct geod_geodesic ellipsoid = er_wgs84();
    double azimuth = NAN;
    *distance_m = *azimuth_deg = NAN;
    if (!isfinite(from.x) || !isfinite(to.x) || !(fabs(from.y) <= 90) || !(fabs(to.y) <= 90))
        return;
    geod_inverse(&ellipsoid, from.y, from.x, to.y, to.x, distance_m, &azimuth, NULL);
    if (azimuth < 0) azimuth += 360;
    *azimuth_deg = azimuth < 360 ? azimuth + 0.0 : 0; /* a tiny negative one rounds up to 360 */
}

er_point er_geodesic_direct(er_point from, double azimuth_deg, double distance_m) {
    struct geod_geodesic ellipsoid = er_wgs84();
    er_point to = {NAN, NAN};
    if (!isfinite(from.x) || !(fabs(from.y) <= 90) || !isfinite(azimuth_deg) ||
        !isfinite(distance_m))
        return to;
    geod_direct(&ellipsoid, from.y, from.x, azimuth_deg, distance_m, &to.y, &to.x, NULL);
    return to;
}

void er_geodesic_line(er_point from, double azimuth_deg, const double *distance_m, size_t count,
                      er_point *out) {
    struct geod_geodesic ellipsoid = er_wgs84();
    struct geod_geodesicline line;
    geod_lineinit(&line, &ellipsoid, from.y, from.x, azimuth_deg,
                  GEOD_LATITUDE | GEOD_LONGITUDE | GEOD_DISTANCE_IN);
    for (size_t i = 0; i < count; i++)
        geod_genposition(&line, GEOD_LONG_UNROLL, distance_m[i], &out[i].y, &out[i].x, NULL, NULL,
                         NULL, NULL, NULL, NULL);
}
