/* The nearest ones of a geometry, by the distance of outlines on the ellipsoid.
 *
 * Which points of two outlines are nearest is found on an azimuthal equidistant projection around
 * the one that asks; how far apart they are is then measured by a geodesic. */
#include "geometry/adjacency.h"

#include <math.h>
#include <stdlib.h>

static const double pi = 3.14159265358979323846;
static const double first_reach_m = 100, last_reach_m = 2.1e7; /* beyond half around the Earth */

struct near {
    uint32_t owner;
    int64_t distance_mm; /**< whole ones, so that rounding decides no tie */
};

struct nearest {
    er_parts *parts;
    GEOSContextHandle_t handle;
    const er_part *part;
    er_point centre; /**< of the projection, degrees */
    GEOSGeometry *rings;
    const GEOSPreparedGeometry *prepared; /**< null: the part is a point */
    struct near *near;
    size_t count;
    size_t capacity;
};

/* ---- distances ------------------------------------------------------------------------------- */

static er_point flatten(er_point centre, er_point degrees) {
    double distance_m, azimuth_deg;
    er_geodesic_inverse(centre, degrees, &distance_m, &azimuth_deg);
    double angle = azimuth_deg * pi / 180;
    return (er_point){distance_m * sin(angle), distance_m * cos(angle)};
}

static er_point raise(er_point centre, er_point flat) {
    double azimuth_deg = atan2(flat.x, flat.y) * 180 / pi;
    return er_geodesic_direct(centre, azimuth_deg, hypot(flat.x, flat.y));
}

static GEOSGeometry *flat_ring(const struct nearest *n, const er_point *points, size_t count) {
    GEOSCoordSequence *sequence = GEOSCoordSeq_create_r(n->handle, (unsigned)count, 2);
    if (!sequence) return NULL;
    for (size_t i = 0; i < count; i++) {
        er_point at = flatten(n->centre, points[i]);
        GEOSCoordSeq_setXY_r(n->handle, sequence, (unsigned)i, at.x, at.y);
    }
    return GEOSGeom_createLineString_r(n->handle, sequence);
}

/** A part's outline, or its point, around the centre; null where GEOS fails. */
static GEOSGeometry *flat_part(const struct nearest *n, const er_part *part) {
    GEOSGeometry **rings = NULL, *flat = NULL;
    size_t made = 0;
    if (part->ring_count == 0) {
        er_point at = flatten(n->centre, part->points[0]);
        return GEOSGeom_createPointFromXY_r(n->handle, at.x, at.y);
    }
    if (er_alloc(n->parts->ctx, part->ring_count, sizeof(GEOSGeometry *), &rings) != ER_OK)
        return NULL;
    for (; made < part->ring_count; made++) {
        size_t start = part->ring_start[made];
        rings[made] = flat_ring(n, part->points + start, part->ring_start[made + 1] - start);
        if (!rings[made]) break;
    }
    if (made == part->ring_count)
        flat = GEOSGeom_createCollection_r(n->handle, GEOS_MULTILINESTRING, rings, (unsigned)made);
    else
        while (made > 0)
            GEOSGeom_destroy_r(n->handle, rings[--made]);
    er_free(rings);
    return flat;
}

static er_status distance_of(const struct nearest *n, const er_part *other, double *distance_m) {
    if (!n->prepared && other->ring_count == 0) {
        *distance_m = er_geodesic_distance(n->part->points[0], other->points[0]);
        return ER_OK;
    }
    er_point ends[2] = {{0, 0}, {0, 0}};
    GEOSGeometry *flat = flat_part(n, other);
    GEOSCoordSequence *both = NULL;
    if (flat)
        both = n->prepared ? GEOSPreparedNearestPoints_r(n->handle, n->prepared, flat)
                           : GEOSNearestPoints_r(n->handle, n->rings, flat);
    for (unsigned i = 0; both && i < 2; i++)
        GEOSCoordSeq_getXY_r(n->handle, both, i, &ends[i].x, &ends[i].y);
    if (both) GEOSCoordSeq_destroy_r(n->handle, both);
    if (flat) GEOSGeom_destroy_r(n->handle, flat);
    if (!both) return er_parts_failed(n->parts, other);
    *distance_m = er_geodesic_distance(raise(n->centre, ends[0]), raise(n->centre, ends[1]));
    return ER_OK;
}

/* ---- the nearest so far ---------------------------------------------------------------------- */

static int by_owner(const void *left, const void *right) {
    const struct near *a = left, *b = right;
    if (a->owner != b->owner) return a->owner < b->owner ? -1 : 1;
    return (a->distance_mm > b->distance_mm) - (a->distance_mm < b->distance_mm);
}

static int by_distance(const void *left, const void *right) {
    const struct near *a = left, *b = right;
    if (a->distance_mm != b->distance_mm) return a->distance_mm < b->distance_mm ? -1 : 1;
    return (a->owner > b->owner) - (a->owner < b->owner);
}

/** Each owner once, the nearest first. */
static void sort_near(struct nearest *n) {
    size_t kept = 0;
    if (n->count == 0) return;
    qsort(n->near, n->count, sizeof *n->near, by_owner);
    for (size_t i = 0; i < n->count; i++)
        if (i == 0 || n->near[i].owner != n->near[i - 1].owner) n->near[kept++] = n->near[i];
    n->count = kept;
    qsort(n->near, n->count, sizeof *n->near, by_distance);
}

static er_status look_at(struct nearest *n, const er_part *other) {
    double distance_m = NAN;
    ER_TRY(distance_of(n, other, &distance_m));
    if (!isfinite(distance_m)) return ER_OK;
    ER_TRY(er_reserve(n->parts->ctx, &n->near, &n->capacity, n->count + 1, sizeof *n->near));
    n->near[n->count++] = (struct near){other->owner, llround(distance_m * 1000)};
    return ER_OK;
}

/** Look at every part whose box comes within `reach_m`, on either side of the 180th meridian. */
static er_status look_around(struct nearest *n, double reach_m) {
    er_box window = er_part_around(n->part, reach_m);
    double turn = er_mercator((er_point){360, 0}).x;
    for (int side = -1; side <= 1; side++) {
        er_box box = {window.min_x + side * turn, window.min_y, window.max_x + side * turn,
                      window.max_y};
        ER_TRY(er_parts_find(n->parts, box));
        for (size_t i = 0; i < n->parts->found_count; i++) {
            const er_part *other = n->parts->found[i];
            if (other->owner != n->part->owner && !other->copy) ER_TRY(look_at(n, other));
        }
    }
    return ER_OK;
}

/** Widen the reach until the last one wanted lies within it. */
static er_status search(struct nearest *n, size_t nearest) {
    for (double reach_m = first_reach_m;; reach_m *= 2) {
        ER_TRY(er_check_cancel(n->parts->ctx));
        n->count = 0;
        ER_TRY(look_around(n, reach_m));
        sort_near(n);
        if (n->near && n->count >= nearest &&
            (double)n->near[nearest - 1].distance_mm <= reach_m * 1000) {
            n->count = nearest;
            return ER_OK;
        }
        if (reach_m > last_reach_m) return ER_OK;
    }
}

static er_status search_from(struct nearest *n, const er_part *part, size_t nearest) {
    n->part = part;
    n->centre = (er_point){(part->degrees.min_x + part->degrees.max_x) / 2,
                           (part->degrees.min_y + part->degrees.max_y) / 2};
    n->rings = flat_part(n, part);
    if (!n->rings) return er_parts_failed(n->parts, part);
    if (part->ring_count > 0) {
        n->prepared = GEOSPrepare_r(n->handle, n->rings);
        if (!n->prepared) return er_parts_failed(n->parts, part);
    }
    return search(n, nearest);
}

static void clear(struct nearest *n) {
    if (n->prepared) GEOSPreparedGeom_destroy_r(n->handle, n->prepared);
    if (n->rings) GEOSGeom_destroy_r(n->handle, n->rings);
    er_free(n->near);
}

er_status er_nearest_pairs(er_parts *parts, const er_part *first, size_t count, size_t nearest,
                           er_pair_list *list) {
    struct nearest all = {.parts = parts};
    er_status status = ER_OK;
    for (size_t i = 0; i < count && status == ER_OK; i++) {
        struct nearest one = {.parts = parts, .handle = parts->geos.handle};
        status = search_from(&one, &first[i], nearest);
        for (size_t k = 0; k < one.count && status == ER_OK; k++) {
            status =
                er_reserve(parts->ctx, &all.near, &all.capacity, all.count + 1, sizeof *all.near);
            if (status == ER_OK) all.near[all.count++] = one.near[k];
        }
        clear(&one);
    }
    sort_near(&all);
    for (size_t k = 0; k < all.count && k < nearest && status == ER_OK; k++)
        status =
            er_pair_add(parts->ctx, list, first->owner, all.near[k].owner, ER_ADJACENT_NEAREST);
    er_free(all.near);
    return status;
}
