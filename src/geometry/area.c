/* Polygons in degrees to polygons on the plane. */
#include "evenreach/geometry.h"
#include "geometry/ellipsoid.h"
#include "geometry/plane.h"
#include "geometry/wkb.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A straight line of the plane this near to the geodesic needs no further point. An outline would
 * do with a centimetre; this keeps the area of a polygon with four long edges to 1e-8, too. */
static const double chord_tolerance_m = 1e-4;
/* Points that one polygon may have when its edges are split. */
static const size_t most_points = 20000000;

/** Cut an edge into equal geodesic pieces and put the points between its ends on the plane. */
static void split_edge(const er_plane *plane, er_point a, er_point b, size_t pieces,
                       er_point *between) {
    struct geod_geodesic ellipsoid = er_wgs84();
    struct geod_geodesicline line;
    geod_inverseline(&line, &ellipsoid, a.y, a.x, b.y, b.x, 0);
    for (size_t i = 1; i < pieces; i++)
        geod_position(&line, line.s13 * (double)i / (double)pieces, &between[i - 1].y,
                      &between[i - 1].x, NULL);
    er_plane_forward(plane, between, pieces - 1);
}

/** Pieces of every edge of the shape (at its first point), and the number of points in all. */
static er_status count_pieces(er_context *ctx, const er_plane *plane, const er_wkb_shape *shape,
                              const er_point *projected, bool straight, size_t *pieces,
                              size_t *total) {
    *total = 0;
    for (size_t ring = 0; ring < shape->path_count; ring++) {
        for (size_t i = shape->path_start[ring]; i + 1 < shape->path_start[ring + 1]; i++) {
            er_point at = shape->points[i];
            pieces[i] = straight ? 1
                                 : er_plane_edge_pieces(plane, projected[i], projected[i + 1], at,
                                                        shape->points[i + 1], chord_tolerance_m);
            if (pieces[i] == 0)
                return er_fail(ctx, ER_ERR_GEOMETRY,
                               "the polygon's edge at %.10g %.10g is too far from the plane's "
                               "centre, or too long",
                               at.x, at.y);
            *total += pieces[i];
            if (*total > most_points)
                return er_fail(ctx, ER_ERR_GEOMETRY,
                               "the polygon's edges are too long and too many for this plane");
        }
        *total += 1;
    }
    return ER_OK;
}

/** Twice the signed area of a closed ring, relative to its first point: no large numbers cancel. */
static double twice_signed_area(const er_point *p, size_t count) {
    er_sum sum = {0};
    for (size_t i = 1; i + 2 < count; i++)
        er_sum_add(&sum, (p[i].x - p[0].x) * (p[i + 1].y - p[0].y) -
                             (p[i + 1].x - p[0].x) * (p[i].y - p[0].y));
    return er_sum_value(&sum);
}

static void reverse(er_point *points, size_t count) {
    for (size_t i = 0, j = count - 1; i < j; i++, j--) {
        er_point swap = points[i];
        points[i] = points[j];
        points[j] = swap;
    }
}

/** Copy the rings with their split edges. */
static void fill_points(const er_plane *plane, const er_wkb_shape *shape, const er_point *projected,
                        const size_t *pieces, er_area *area) {
    size_t at = 0;
    for (size_t ring = 0; ring < shape->path_count; ring++) {
        size_t first = shape->path_start[ring], last = shape->path_start[ring + 1] - 1;
        area->ring_start[ring] = at;
        for (size_t i = first; i < last; i++) {
            area->points[at++] = projected[i];
            if (pieces[i] == 1) continue;
            split_edge(plane, shape->points[i], shape->points[i + 1], pieces[i], area->points + at);
            at += pieces[i] - 1;
        }
        /* Copied, not projected: -180 and 180 degrees may differ in the last bit. */
        area->points[at++] = area->points[area->ring_start[ring]];
    }
    area->ring_count = shape->path_count;
    area->ring_start[area->ring_count] = at;
}

/** Exteriors counter-clockwise, holes clockwise; box and area. */
static er_status finish(er_context *ctx, const er_wkb_shape *shape, er_area *area) {
    er_sum sum = {0};
    area->box = (er_box){INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t part = 0; part < shape->part_count; part++)
        for (size_t ring = shape->part_start[part]; ring < shape->part_start[part + 1]; ring++) {
            er_point *points = area->points + area->ring_start[ring];
            size_t count = area->ring_start[ring + 1] - area->ring_start[ring];
            bool hole = ring > shape->part_start[part];
            double twice = twice_signed_area(points, count);
            if (hole ? twice > 0 : twice < 0) reverse(points, count);
            er_sum_add(&sum, hole ? -fabs(twice) / 2 : fabs(twice) / 2);
        }
    for (size_t i = 0; i < area->ring_start[area->ring_count]; i++) {
        er_point p = area->points[i];
        if (!isfinite(p.x) || !isfinite(p.y))
            return er_fail(ctx, ER_ERR_GEOMETRY,
                           "a point of the polygon can't be brought on the plane");
        area->box.min_x = fmin(area->box.min_x, p.x);
        area->box.min_y = fmin(area->box.min_y, p.y);
        area->box.max_x = fmax(area->box.max_x, p.x);
        area->box.max_y = fmax(area->box.max_y, p.y);
    }
    area->area_m2 = er_sum_value(&sum);
    /* An edge there and back leaves the rounding of its points: nanometres times its length. */
    double width = area->box.max_x - area->box.min_x, height = area->box.max_y - area->box.min_y;
    if (!(area->area_m2 > 1e-12 * (width * width + height * height)))
        return er_fail(ctx, ER_ERR_GEOMETRY, "the polygon has no area");
    return ER_OK;
}

static er_status area_of(er_context *ctx, const er_plane *plane, const er_wkb_shape *shape,
                         bool straight, er_point *projected, size_t *pieces, er_area *area) {
    size_t total;
    memcpy(projected, shape->points, shape->point_count * sizeof *projected);
    er_plane_forward(plane, projected, shape->point_count);
    ER_TRY(count_pieces(ctx, plane, shape, projected, straight, pieces, &total));
    ER_TRY(er_alloc(ctx, total, sizeof *area->points, &area->points));
    ER_TRY(er_alloc(ctx, shape->path_count + 1, sizeof *area->ring_start, &area->ring_start));
    fill_points(plane, shape, projected, pieces, area);
    return finish(ctx, shape, area);
}

static er_status area_from_wkb(er_context *ctx, const er_plane *plane, er_bytes wkb, bool straight,
                               er_area *out) {
    er_wkb_shape shape;
    er_area area = {0};
    er_point *projected = NULL;
    size_t *pieces = NULL;
    ER_TRY(er_wkb_read_polygons(ctx, wkb, &shape));
    er_status status = er_alloc(ctx, shape.point_count, sizeof *projected, &projected);
    if (status == ER_OK) status = er_alloc(ctx, shape.point_count, sizeof *pieces, &pieces);
    if (status == ER_OK) status = area_of(ctx, plane, &shape, straight, projected, pieces, &area);
    if (status == ER_OK)
        *out = area;
    else
        er_area_clear(&area);
    er_free(projected);
    er_free(pieces);
    er_wkb_clear(&shape);
    return status;
}

er_status er_area_from_wkb(er_context *ctx, const er_plane *plane, er_bytes wkb, er_area *out) {
    return area_from_wkb(ctx, plane, wkb, false, out);
}

er_status er_area_from_wkb_straight(er_context *ctx, const er_plane *plane, er_bytes wkb,
                                    er_area *out) {
    return area_from_wkb(ctx, plane, wkb, true, out);
}

void er_area_clear(er_area *area) {
    er_free(area->points);
    er_free(area->ring_start);
    *area = (er_area){0};
}
