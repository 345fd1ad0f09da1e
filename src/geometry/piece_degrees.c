/* A piece on the plane as a polygon of degrees within the polygon that it is a part of. */
#include "geometry/pieces.h"

#include <math.h>
#include <stdlib.h>

/* A straight line of the plane of this length leaves that of degrees by less than 0.1 mm up to 60
 * degrees of latitude (its square times the tangent over 8 R). */
static const double line_m = 50;
/* What a corner may be moved by to come to lie inside, in degrees: from the last bits of a
 * longitude to 0.03 mm. */
static const double least_move = 0x1p-44;
enum { MOVES = 7 }; /* each four times the last */

/** Rings on their way into degrees. */
struct rings {
    er_point *points;
    size_t count;
    size_t capacity;
    size_t *counts;
    size_t ring_count;
};

static void clear(struct rings *rings) {
    er_free(rings->points);
    er_free(rings->counts);
}

static int by_place(const void *left, const void *right) {
    const er_point *a = left, *b = &((const er_piece_corner *)right)->local;
    if (a->x != b->x) return a->x < b->x ? -1 : 1;
    return (a->y > b->y) - (a->y < b->y);
}

/** The polygon's own corner at a place of the plane; null if there is none. */
static const er_piece_corner *corner_at(const er_piece_part *part, er_point local) {
    const er_piece_corner *found =
        bsearch(&local, part->corners, part->corner_count, sizeof *part->corners, by_place);
    while (found && found > part->corners && found[-1].local.x == local.x &&
           found[-1].local.y == local.y)
        found--;
    return found;
}

static er_point to_degrees(const er_piece_cutter *cutter, const er_piece_part *part,
                           er_point local) {
    er_point p = {local.x + cutter->origin.x, local.y + cutter->origin.y};
    er_plane_inverse(cutter->plane, &p, 1);
    p.x += 360 * round((part->longitude - p.x) / 360);
    return p;
}

static er_status push(er_piece_cutter *cutter, struct rings *rings, er_point p) {
    ER_TRY(er_reserve(cutter->ctx, &rings->points, &rings->capacity, rings->count + 1,
                      sizeof *rings->points));
    rings->points[rings->count++] = p;
    return ER_OK;
}

/** Points between the ends of a long line of cells' borders, which runs along an axis. */
static er_status push_between(er_piece_cutter *cutter, const er_piece_part *part,
                              struct rings *rings, er_point a, er_point b) {
    double length_m = fabs(b.x - a.x) + fabs(b.y - a.y);
    if ((a.x != b.x && a.y != b.y) || !(length_m > line_m)) return ER_OK;
    size_t pieces = (size_t)ceil(length_m / line_m);
    /* from the same end in both directions, so that two pieces along it agree */
    bool turned = a.x > b.x || a.y > b.y;
    er_point from = turned ? b : a, to = turned ? a : b;
    for (size_t i = 1; i < pieces; i++) {
        double share = (double)(turned ? pieces - i : i) / (double)pieces;
        er_point p = {from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share};
        ER_TRY(push(cutter, rings, to_degrees(cutter, part, p)));
    }
    return ER_OK;
}

/** A ring of the plane; nothing where fewer than three corners are left of it. */
static er_status push_ring(er_piece_cutter *cutter, const er_piece_part *part, struct rings *rings,
                           const er_point *local, size_t count) {
    size_t first = rings->count;
    for (size_t i = 0; i + 1 < count; i++) {
        const er_piece_corner *corner = corner_at(part, local[i]);
        if (!corner)
            ER_TRY(push(cutter, rings, to_degrees(cutter, part, local[i])));
        else if (!isnan(corner->degrees.x))
            ER_TRY(push(cutter, rings, corner->degrees));
        ER_TRY(push_between(cutter, part, rings, local[i], local[i + 1]));
    }
    if (rings->count - first < 3) {
        rings->count = first;
        return ER_OK;
    }
    ER_TRY(push(cutter, rings, rings->points[first]));
    rings->counts[rings->ring_count++] = rings->count - first;
    return ER_OK;
}

/** Ring `i` of a polygon, 0 the exterior. */
static const GEOSGeometry *ring_of(GEOSContextHandle_t handle, const GEOSGeometry *polygon, int i) {
    return i == 0 ? GEOSGetExteriorRing_r(handle, polygon)
                  : GEOSGetInteriorRingN_r(handle, polygon, i - 1);
}

/** Points of a ring; free with er_free. */
static er_status read_ring(er_piece_cutter *cutter, const GEOSGeometry *ring, er_point **out,
                           size_t *count) {
    GEOSContextHandle_t handle = cutter->geos.handle;
    unsigned size = 0;
    const GEOSCoordSequence *sequence = ring ? GEOSGeom_getCoordSeq_r(handle, ring) : NULL;
    if (!sequence || GEOSCoordSeq_getSize_r(handle, sequence, &size) != 1)
        return er_piece_geos_failed(cutter);
    ER_TRY(er_alloc(cutter->ctx, (size_t)size + 1, sizeof **out, out));
    *count = size;
    if (GEOSCoordSeq_copyToBuffer_r(handle, sequence, &(*out)->x, 0, 0) == 1) return ER_OK;
    er_free(*out);
    *out = NULL;
    return er_piece_geos_failed(cutter);
}

/** Do something with every ring of a polygon. */
typedef er_status ring_fn(er_piece_cutter *cutter, const er_piece_part *part, struct rings *rings,
                          const er_point *points, size_t count);

/** Make a polygon from what `change` makes of the rings of another; null if its exterior goes. */
static er_status change_rings(er_piece_cutter *cutter, const er_piece_part *part,
                              const GEOSGeometry *polygon, ring_fn *change, GEOSGeometry **out) {
    GEOSContextHandle_t handle = cutter->geos.handle;
    struct rings rings = {0};
    int holes = GEOSGetNumInteriorRings_r(handle, polygon);
    er_status status = holes < 0 ? er_piece_geos_failed(cutter) : ER_OK;
    *out = NULL;
    if (status == ER_OK)
        status = er_alloc(cutter->ctx, (size_t)holes + 1, sizeof *rings.counts, &rings.counts);
    for (int i = 0; i <= holes && status == ER_OK; i++) {
        er_point *points = NULL;
        size_t count = 0;
        if (i == 1 && rings.ring_count == 0) break;
        status = read_ring(cutter, ring_of(handle, polygon, i), &points, &count);
        if (status == ER_OK && points && count > 3)
            status = change(cutter, part, &rings, points, count);
        er_free(points);
    }
    if (status == ER_OK && rings.ring_count > 0)
        status = er_piece_polygon(cutter, rings.points, rings.counts, rings.ring_count, out);
    clear(&rings);
    return status;
}

/* ---- within the polygon ---------------------------------------------------------------------- */

/** The largest polygon found so far, a copy. */
struct largest {
    GEOSGeometry *polygon;
    double area;
};

static er_status keep_larger(er_piece_cutter *cutter, void *user, const GEOSGeometry *polygon) {
    GEOSContextHandle_t handle = cutter->geos.handle;
    struct largest *largest = user;
    double area = 0;
    if (GEOSArea_r(handle, polygon, &area) != 1) return er_piece_geos_failed(cutter);
    if (!(area > largest->area)) return ER_OK;
    GEOSGeometry *copy = GEOSGeom_clone_r(handle, polygon);
    if (!copy) return er_piece_geos_failed(cutter);
    if (largest->polygon) GEOSGeom_destroy_r(handle, largest->polygon);
    *largest = (struct largest){copy, area};
    return ER_OK;
}

/** Put the largest polygon of `by` in the place of *polygon; both are used up. */
static er_status replace(er_piece_cutter *cutter, GEOSGeometry **polygon, GEOSGeometry *by) {
    GEOSContextHandle_t handle = cutter->geos.handle;
    struct largest largest = {0};
    if (!by) return er_piece_geos_failed(cutter);
    er_status status = er_piece_visit(cutter, by, keep_larger, &largest);
    GEOSGeom_destroy_r(handle, by);
    GEOSGeom_destroy_r(handle, *polygon);
    *polygon = largest.polygon;
    return status;
}

/** Whether a point lies in the part. */
static bool is_inside(er_piece_cutter *cutter, const er_piece_part *part, er_point p) {
    GEOSContextHandle_t handle = cutter->geos.handle;
    GEOSGeometry *point = GEOSGeom_createPointFromXY_r(handle, p.x, p.y);
    bool inside = point && GEOSPreparedCovers_r(handle, part->prepared, point) == 1;
    if (point) GEOSGeom_destroy_r(handle, point);
    return inside;
}

static er_point towards(er_point from, er_point to, double by) {
    double length = hypot(to.x - from.x, to.y - from.y);
    if (!(length > by)) return from;
    return (er_point){from.x + (to.x - from.x) * (by / length),
                      from.y + (to.y - from.y) * (by / length)};
}

/** A corner that rounding puts outside is moved along one of its lines until it is inside. */
static er_status push_inside(er_piece_cutter *cutter, const er_piece_part *part,
                             struct rings *rings, const er_point *points, size_t count) {
    size_t first = rings->count;
    for (size_t i = 0; i + 1 < count; i++) {
        er_point p = points[i], before = points[i > 0 ? i - 1 : count - 2], after = points[i + 1];
        bool inside = is_inside(cutter, part, p);
        double by = least_move;
        for (int k = 0; k < 2 * MOVES && !inside; k++) {
            p = towards(points[i], k % 2 ? after : before, by);
            inside = is_inside(cutter, part, p);
            if (k % 2) by *= 4;
        }
        ER_TRY(push(cutter, rings, inside ? p : points[i]));
    }
    ER_TRY(push(cutter, rings, rings->points[first]));
    rings->counts[rings->ring_count++] = rings->count - first;
    return ER_OK;
}

/** Move corners inside where the polygon stays valid by it. */
static er_status settle(er_piece_cutter *cutter, const er_piece_part *part,
                        GEOSGeometry **polygon) {
    GEOSContextHandle_t handle = cutter->geos.handle;
    GEOSGeometry *moved = NULL;
    ER_TRY(change_rings(cutter, part, *polygon, push_inside, &moved));
    if (GEOSisValid_r(handle, moved) == 1) return replace(cutter, polygon, moved);
    GEOSGeom_destroy_r(handle, moved);
    return ER_OK;
}

er_status er_piece_to_degrees(er_piece_cutter *cutter, const er_piece_part *part,
                              const GEOSGeometry *local, GEOSGeometry **out) {
    GEOSContextHandle_t handle = cutter->geos.handle;
    GEOSGeometry *polygon = NULL;
    er_status status = change_rings(cutter, part, local, push_ring, &polygon);
    if (status == ER_OK && polygon) status = er_piece_mend(cutter, &polygon);
    if (status == ER_OK && polygon && GEOSPreparedCovers_r(handle, part->prepared, polygon) != 1) {
        status = replace(cutter, &polygon, GEOSIntersection_r(handle, polygon, part->degrees));
        if (status == ER_OK && polygon) status = settle(cutter, part, &polygon);
    } else if (status == ER_OK && polygon) {
        GEOSGeometry *all = GEOSGeom_clone_r(handle, polygon);
        status = replace(cutter, &polygon, all); /* mending may have left several */
    }
    if (status != ER_OK && polygon) {
        GEOSGeom_destroy_r(handle, polygon);
        polygon = NULL;
    }
    *out = polygon;
    return status;
}
