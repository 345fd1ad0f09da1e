/* Geometries cut into their parts, brought on Mercator's projection and into a tree of boxes. */
#include "geometry/adjacency.h"

#include <math.h>

static const double polar_latitude = 89;        /* beyond it, what is near may lie on any side */
static const double metres_per_degree = 110500; /* of latitude, at least */

er_box er_part_around(const er_part *part, double metres) {
    double highest = fmax(fabs(part->degrees.min_y), fabs(part->degrees.max_y));
    double reached = highest + metres / metres_per_degree;
    double margin = 1.01 * metres * er_mercator_scale(reached);
    if (reached > polar_latitude) margin = er_mercator((er_point){360, 0}).x; /* all around */
    return (er_box){part->box.min_x - margin, part->box.min_y - margin, part->box.max_x + margin,
                    part->box.max_y + margin};
}

er_status er_parts_failed(er_parts *parts, const er_part *part) {
    return er_fail(parts->ctx, ER_ERR_GEOMETRY, "geometry %zu: %s", (size_t)part->owner + 1,
                   er_geos_complaint(parts->ctx, &parts->geos));
}

/* ---- longitudes ------------------------------------------------------------------------------ */

/** Copy a ring, each step by the shorter way round, and close it: over the pole if it has gone
 *  around it. Whole turns are added, so that a longitude keeps its digits. `out` has room for four
 *  more points; returns how many there are. */
static size_t unwrap(const er_point *ring, size_t count, er_point *out) {
    const er_point first = ring[0], last = ring[count - 1];
    bool closed = count > 1 && last.y == first.y && remainder(last.x - first.x, 360) == 0;
    double turns = 0, latitudes = 0;
    size_t all = closed ? count : count + 1;
    for (size_t i = 0; i < all; i++) {
        er_point at = i < count ? ring[i] : first;
        if (i > 0) turns -= nearbyint((at.x - ring[i - 1].x) / 360);
        out[i] = (er_point){at.x + 360 * turns, at.y};
        latitudes += at.y;
    }
    if (out[all - 1].x != out[0].x) {
        double pole = latitudes > 0 ? 90 : -90;
        out[all] = (er_point){out[all - 1].x, pole};
        out[all + 1] = (er_point){out[0].x, pole};
        out[all + 2] = out[0];
        all += 3;
    }
    return all;
}

static void extend(er_box *box, er_point point) {
    *box = (er_box){fmin(box->min_x, point.x), fmin(box->min_y, point.y), fmax(box->max_x, point.x),
                    fmax(box->max_y, point.y)};
}

static er_box box_of(const er_point *points, size_t count) {
    er_box box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t i = 0; i < count; i++)
        extend(&box, points[i]);
    return box;
}

static void shift(er_point *points, size_t count, double degrees) {
    for (size_t i = 0; i < count; i++)
        points[i].x += degrees;
}

/** Where a part's points lie, and its boxes; the exterior is the first ring. */
static void place(er_part *part) {
    size_t rings = part->ring_count, all = rings > 0 ? part->ring_start[rings] : 1;
    size_t exterior = rings > 0 ? part->ring_start[1] : 1;
    double west = box_of(part->points, exterior).min_x;
    double turns = -360 * floor((west + 180) / 360);
    if (turns != 0) shift(part->points, all, turns);
    er_box outer = box_of(part->points, exterior);
    for (size_t r = 1; r < rings; r++) {
        er_point *hole = part->points + part->ring_start[r];
        double off = (outer.min_x + outer.max_x) / 2 - hole->x;
        double back = 360 * nearbyint(off / 360);
        if (back != 0) shift(hole, part->ring_start[r + 1] - part->ring_start[r], back);
    }
    part->degrees = outer;
    er_point low = er_mercator((er_point){outer.min_x, outer.min_y});
    er_point high = er_mercator((er_point){outer.max_x, outer.max_y});
    part->box = (er_box){low.x, low.y, high.x, high.y};
}

/* ---- GEOS ------------------------------------------------------------------------------------ */

static GEOSGeometry *make_ring(GEOSContextHandle_t handle, const er_point *points, size_t count) {
    GEOSCoordSequence *sequence = GEOSCoordSeq_create_r(handle, (unsigned)count, 2);
    if (!sequence) return NULL;
    for (size_t i = 0; i < count; i++) {
        er_point at = er_mercator(points[i]);
        GEOSCoordSeq_setXY_r(handle, sequence, (unsigned)i, at.x, at.y);
    }
    return GEOSGeom_createLinearRing_r(handle, sequence);
}

/** All rings, each made; the list is the caller's. Null where there is no memory or GEOS fails. */
static GEOSGeometry **make_rings(er_parts *parts, const er_part *part) {
    GEOSContextHandle_t handle = parts->geos.handle;
    GEOSGeometry **rings = NULL;
    if (er_alloc(parts->ctx, part->ring_count, sizeof(GEOSGeometry *), &rings) != ER_OK)
        return NULL;
    for (size_t r = 0; r < part->ring_count; r++) {
        size_t start = part->ring_start[r];
        rings[r] = make_ring(handle, part->points + start, part->ring_start[r + 1] - start);
        if (rings[r]) continue;
        while (r > 0)
            GEOSGeom_destroy_r(handle, rings[--r]);
        er_free(rings);
        return NULL;
    }
    return rings;
}

const GEOSGeometry *er_part_rings(er_parts *parts, er_part *part) {
    if (part->rings) return part->rings;
    GEOSGeometry **rings = make_rings(parts, part);
    if (!rings) return NULL;
    part->rings = GEOSGeom_createCollection_r(parts->geos.handle, GEOS_MULTILINESTRING, rings,
                                              (unsigned)part->ring_count);
    er_free(rings);
    return part->rings;
}

/** Crossing and touching rings are mended, so that no comparison stumbles over them. */
static GEOSGeometry *make_valid(GEOSContextHandle_t handle, GEOSGeometry *polygon) {
    if (!polygon || GEOSisValid_r(handle, polygon) == 1) return polygon;
    GEOSMakeValidParams *how = GEOSMakeValidParams_create_r(handle);
    if (!how) return polygon;
    GEOSMakeValidParams_setMethod_r(handle, how, GEOS_MAKE_VALID_STRUCTURE);
    GEOSMakeValidParams_setKeepCollapsed_r(handle, how, 0);
    GEOSGeometry *valid = GEOSMakeValidWithParams_r(handle, polygon, how);
    GEOSMakeValidParams_destroy_r(handle, how);
    if (!valid) return polygon;
    GEOSGeom_destroy_r(handle, polygon);
    return valid;
}

static GEOSGeometry *make_area(er_parts *parts, er_part *part) {
    GEOSContextHandle_t handle = parts->geos.handle;
    GEOSGeometry **rings = make_rings(parts, part), *area = NULL;
    if (!rings) return NULL;
    area = GEOSGeom_createPolygon_r(handle, rings[0], rings + 1, (unsigned)part->ring_count - 1);
    er_free(rings);
    area = make_valid(handle, area);
    if (!area || GEOSisEmpty_r(handle, area) != 1) return area;
    GEOSGeom_destroy_r(handle, area);
    return er_part_rings(parts, part) ? GEOSGeom_clone_r(handle, part->rings) : NULL;
}

static void clear_part(er_parts *parts, er_part *part) {
    er_free(part->points);
    er_free(part->ring_start);
    if (part->area) GEOSGeom_destroy_r(parts->geos.handle, part->area);
    if (part->rings) GEOSGeom_destroy_r(parts->geos.handle, part->rings);
}

/** The part is taken over, also where it can't be added. */
static er_status add_part(er_parts *parts, er_part *part) {
    er_status status =
        er_reserve(parts->ctx, &parts->items, &parts->capacity, parts->count + 1, sizeof *part);
    if (status == ER_OK && part->ring_count > 0) {
        part->area = make_area(parts, part);
        if (!part->area)
            status = er_fail(parts->ctx, ER_ERR_GEOMETRY, "%s",
                             er_geos_complaint(parts->ctx, &parts->geos));
    }
    if (status == ER_OK)
        parts->items[parts->count++] = *part;
    else
        clear_part(parts, part);
    return status;
}

/* ---- reading --------------------------------------------------------------------------------- */

static er_status take_point(er_parts *parts, size_t owner, er_point point) {
    er_part part = {.owner = (uint32_t)owner};
    ER_TRY(er_alloc(parts->ctx, 1, sizeof *part.points, &part.points));
    part.points[0] = point;
    place(&part);
    return add_part(parts, &part);
}

/** Rings `from` to `to` of a shape; those of fewer than three points have no inside and are passed
 *  over, with an exterior its whole part. */
static er_status take_polygon(er_parts *parts, size_t owner, const er_wkb_shape *shape, size_t from,
                              size_t to) {
    er_part part = {.owner = (uint32_t)owner};
    size_t all = shape->path_start[to] - shape->path_start[from], used = 0;
    er_status status;
    ER_TRY(er_alloc(parts->ctx, all + 4 * (to - from), sizeof *part.points, &part.points));
    ER_GOTO(status, failed,
            er_alloc(parts->ctx, to - from + 1, sizeof *part.ring_start, &part.ring_start));
    for (size_t r = from; r < to; r++) {
        const er_point *ring = shape->points + shape->path_start[r];
        size_t count =
            unwrap(ring, shape->path_start[r + 1] - shape->path_start[r], part.points + used);
        if (count >= 4)
            part.ring_start[++part.ring_count] = used += count;
        else if (r == from)
            break;
    }
    if (part.ring_count > 0) {
        place(&part);
        return add_part(parts, &part);
    }
failed:
    clear_part(parts, &part);
    return status;
}

static er_status take_shape(er_parts *parts, size_t owner, const er_wkb_shape *shape) {
    size_t before = parts->count;
    ER_TRY(er_wkb_check_degrees(parts->ctx, shape));
    if (shape->kind == ER_WKB_LINES)
        return er_fail(parts->ctx, ER_ERR_GEOMETRY,
                       "a line has no neighbours: give polygons or points");
    for (size_t i = 0; shape->kind == ER_WKB_POINTS && i < shape->point_count; i++)
        ER_TRY(take_point(parts, owner, shape->points[i]));
    for (size_t p = 0; p < shape->part_count; p++)
        ER_TRY(take_polygon(parts, owner, shape, shape->part_start[p], shape->part_start[p + 1]));
    if (parts->count == before)
        return er_fail(parts->ctx, ER_ERR_GEOMETRY, "the geometry is empty");
    return ER_OK;
}

static er_status take(er_parts *parts, size_t owner, er_bytes wkb) {
    er_wkb_shape shape;
    if (!wkb.data) return er_fail(parts->ctx, ER_ERR_GEOMETRY, "the geometry is empty");
    ER_TRY(er_wkb_read(parts->ctx, wkb, &shape));
    er_status status = take_shape(parts, owner, &shape);
    er_wkb_clear(&shape);
    return status;
}

er_status er_adjacency_check(er_context *ctx, er_bytes geometry) {
    er_parts parts = {.ctx = ctx};
    if (!er_geos_open(&parts.geos)) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    er_status status = take(&parts, 0, geometry);
    er_parts_close(&parts);
    return status;
}

/** A second part 360 degrees to the west, for those just behind the 180th meridian. */
static er_status add_copy(er_parts *parts, size_t i, double reach_m) {
    const er_part *original = &parts->items[i];
    double highest = fmax(fabs(original->degrees.min_y), fabs(original->degrees.max_y));
    double reach = 1.01 * reach_m * er_mercator_scale(highest) / metres_per_degree;
    if (original->ring_count == 0 || original->degrees.max_x + reach < 180) return ER_OK;
    size_t points = original->ring_start[original->ring_count];
    er_part copy = *original;
    er_status status;
    copy.copy = true;
    copy.area = copy.rings = NULL;
    copy.points = NULL;
    copy.ring_start = NULL;
    ER_TRY(er_alloc(parts->ctx, points, sizeof *copy.points, &copy.points));
    status = er_alloc(parts->ctx, copy.ring_count + 1, sizeof *copy.ring_start, &copy.ring_start);
    if (status != ER_OK) {
        er_free(copy.points);
        return status;
    }
    for (size_t k = 0; k < points; k++)
        copy.points[k] = (er_point){original->points[k].x - 360, original->points[k].y};
    for (size_t k = 0; k <= copy.ring_count; k++)
        copy.ring_start[k] = original->ring_start[k];
    double turn = er_mercator((er_point){360, 0}).x;
    copy.degrees.min_x -= 360;
    copy.degrees.max_x -= 360;
    copy.box.min_x -= turn;
    copy.box.max_x -= turn;
    return add_part(parts, &copy);
}

/* ---- the tree -------------------------------------------------------------------------------- */

static er_status plant(er_parts *parts) {
    GEOSContextHandle_t handle = parts->geos.handle;
    parts->tree = GEOSSTRtree_create_r(handle, 10);
    if (!parts->tree) return er_fail(parts->ctx, ER_ERR_MEMORY, "out of memory");
    for (size_t i = 0; i < parts->count; i++) {
        er_part *part = &parts->items[i];
        GEOSGeometry *box = GEOSGeom_createRectangle_r(handle, part->box.min_x, part->box.min_y,
                                                       part->box.max_x, part->box.max_y);
        if (!box) return er_parts_failed(parts, part);
        GEOSSTRtree_insert_r(handle, parts->tree, box, part);
        GEOSGeom_destroy_r(handle, box);
    }
    return ER_OK;
}

er_status er_parts_open(er_context *ctx, const er_bytes *geometries, size_t count, double reach_m,
                        er_parts *out) {
    *out = (er_parts){.ctx = ctx};
    if (!er_geos_open(&out->geos)) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    for (size_t i = 0; i < count; i++) {
        er_status status = take(out, i, geometries[i]);
        if (status != ER_OK)
            return er_fail(ctx, status, "geometry %zu: %s", i + 1, er_context_error(ctx));
        if (i % 1024 == 0) ER_TRY(er_check_cancel(ctx));
    }
    size_t originals = out->count;
    for (size_t i = 0; i < originals; i++)
        ER_TRY(add_copy(out, i, reach_m));
    return plant(out);
}

void er_parts_close(er_parts *parts) {
    if (!parts->geos.handle) return;
    if (parts->tree) GEOSSTRtree_destroy_r(parts->geos.handle, parts->tree);
    for (size_t i = 0; i < parts->count; i++)
        clear_part(parts, &parts->items[i]);
    er_free(parts->items);
    er_free(parts->found);
    er_geos_close(&parts->geos);
}

static void keep_found(void *item, void *user) {
    er_parts *parts = user;
    if (parts->found_failed || er_reserve(parts->ctx, &parts->found, &parts->found_capacity,
                                          parts->found_count + 1, sizeof *parts->found) != ER_OK) {
        parts->found_failed = true;
        return;
    }
    parts->found[parts->found_count++] = item;
}

er_status er_parts_find(er_parts *parts, er_box box) {
    GEOSContextHandle_t handle = parts->geos.handle;
    GEOSGeometry *window =
        GEOSGeom_createRectangle_r(handle, box.min_x, box.min_y, box.max_x, box.max_y);
    if (!window) return er_fail(parts->ctx, ER_ERR_MEMORY, "out of memory");
    parts->found_count = 0;
    parts->found_failed = false;
    GEOSSTRtree_query_r(handle, parts->tree, window, keep_found, parts);
    GEOSGeom_destroy_r(handle, window);
    return parts->found_failed ? er_fail(parts->ctx, ER_ERR_MEMORY, "out of memory") : ER_OK;
}
