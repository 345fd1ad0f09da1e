/* Geometries as rings of points on the grid. */
#include "geometry/degree_turn.h"
#include "geometry/geos.h"
#include "geometry/topology.h"

#include <math.h>
#include <stdio.h>

static const double half_turn_deg = 180, turn_deg = 360, pole_deg = 90;

struct reading {
    er_context *ctx;
    er_topology *t;
    er_top_points *points;
    uint32_t world;
};

/* ---- the 180th meridian ---------------------------------------------------------------------- */

/** An edge of more than half a turn goes the other way round; along a pole it goes nowhere. */
static bool jumps(er_point a, er_point b) {
    return fabs(a.x - b.x) > half_turn_deg && !(fabs(a.y) == pole_deg && fabs(b.y) == pole_deg);
}

static bool goes_over(const er_wkb_shape *shape) {
    for (size_t path = 0; path < shape->path_count; path++)
        for (size_t i = shape->path_start[path]; i < shape->path_start[path + 1]; i++) {
            if (fabs(shape->points[i].x) > half_turn_deg) return true;
            if (i > shape->path_start[path] && jumps(shape->points[i - 1], shape->points[i]))
                return true;
        }
    return false;
}

/** A ring that does not come back to where it began when its longitudes are counted on. */
static bool holds_a_pole(const er_wkb_shape *shape) {
    if (shape->kind != ER_WKB_POLYGONS) return false;
    for (size_t path = 0; path < shape->path_count; path++) {
        double turns = 0;
        for (size_t i = shape->path_start[path] + 1; i < shape->path_start[path + 1]; i++)
            turns += round((shape->points[i - 1].x - shape->points[i].x) / turn_deg);
        if (turns != 0) return true;
    }
    return false;
}

static int count_on(double *x, double *y, void *last_x) {
    er_point point = {*x, *y};
    er_degrees_count_on(&point, 1, *(double *)last_x);
    *x = *(double *)last_x = point.x;
    return 1;
}

/** The geometry with longitudes of -180 to 180, as WKB of GEOS; null where it can't be cut. */
static unsigned char *cut_at_180(er_geos *geos, er_bytes wkb, double first_x, size_t *size) {
    GEOSGeometry *whole = er_geos_read(geos, wkb);
    GEOSGeometry *smooth =
        whole ? GEOSGeom_transformXY_r(geos->handle, whole, count_on, &first_x) : NULL;
    GEOSGeometry *cut = smooth && GEOSisValid_r(geos->handle, smooth) == 1
                            ? er_degrees_cut(geos->handle, smooth)
                            : NULL;
    unsigned char *out = cut ? er_geos_write(geos, cut, size) : NULL;
    GEOSGeom_destroy_r(geos->handle, whole);
    GEOSGeom_destroy_r(geos->handle, smooth);
    GEOSGeom_destroy_r(geos->handle, cut);
    return out;
}

/** Replace the shape by one cut at the meridian; one that can't be cut stays as it is. */
static er_status cut_shape(er_context *ctx, er_bytes wkb, er_wkb_shape *shape) {
    er_geos geos;
    er_wkb_shape cut;
    size_t size = 0;
    if (!er_geos_open(&geos)) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    unsigned char *bytes = cut_at_180(&geos, wkb, shape->points[0].x, &size);
    if (bytes && er_wkb_read(ctx, (er_bytes){bytes, size}, &cut) == ER_OK) {
        if (cut.kind == shape->kind) {
            er_wkb_clear(shape);
            *shape = cut;
        } else {
            er_wkb_clear(&cut);
        }
    }
    GEOSFree_r(geos.handle, bytes);
    er_geos_close(&geos);
    return ER_OK;
}

/* ---- rings ----------------------------------------------------------------------------------- */

static er_status take_point(struct reading *r, er_point p) {
    er_topology *t = r->t;
    if (t->corner_count >= INT32_MAX)
        return er_fail(r->ctx, ER_ERR_MEMORY, "there are more than 2,147,483,647 corners");
    ER_TRY(er_reserve(r->ctx, &r->points->items, &r->points->capacity, t->corner_count + 1,
                      sizeof *r->points->items));
    r->points->items[t->corner_count++] =
        (er_top_vertex){.x = (int64_t)llround(p.x * ER_TOP_GRID_PER_DEGREE),
                        .y = (int64_t)llround(p.y * ER_TOP_GRID_PER_DEGREE),
                        .world = r->world};
    return ER_OK;
}

/** A path without points that repeat the one before, and without a ring's end, its beginning. */
static er_status take_path(struct reading *r, const er_wkb_shape *shape, size_t path,
                           er_top_ring ring) {
    er_topology *t = r->t;
    ring.first = t->corner_count;
    for (size_t i = shape->path_start[path]; i < shape->path_start[path + 1]; i++) {
        ER_TRY(take_point(r, shape->points[i]));
        const er_top_vertex *last = &r->points->items[t->corner_count - 1];
        if (t->corner_count > ring.first + 1 && last[-1].x == last->x && last[-1].y == last->y)
            t->corner_count--;
    }
    const er_top_vertex *p = r->points->items;
    while (!ring.line && t->corner_count > ring.first + 1 &&
           p[ring.first].x == p[t->corner_count - 1].x &&
           p[ring.first].y == p[t->corner_count - 1].y)
        t->corner_count--;
    ring.count = t->corner_count - ring.first;
    if (ring.count < (ring.line ? 2 : 3)) { /* nothing of it is left on the grid */
        t->corner_count = ring.first;
        if (!ring.exterior) return ER_OK;
        ring.count = 0;
    }
    ER_TRY(er_reserve(r->ctx, &t->rings, &t->ring_capacity, t->ring_count + 1, sizeof *t->rings));
    t->rings[t->ring_count++] = ring;
    return ER_OK;
}

static er_status take_shape(struct reading *r, const er_wkb_shape *shape, uint32_t owner) {
    er_topology *t = r->t;
    if (shape->kind == ER_WKB_LINES) {
        for (size_t path = 0; path < shape->path_count; path++)
            ER_TRY(take_path(r, shape, path, (er_top_ring){.owner = owner, .line = true}));
        return ER_OK;
    }
    for (size_t part = 0; part < shape->part_count; part++) {
        size_t before = t->ring_count, corners = t->corner_count;
        for (size_t path = shape->part_start[part]; path < shape->part_start[part + 1]; path++)
            ER_TRY(take_path(
                r, shape, path,
                (er_top_ring){.owner = owner, .exterior = path == shape->part_start[part]}));
        if (t->rings[before].count > 0) continue;
        t->ring_count = before; /* without an exterior there are no holes */
        t->corner_count = corners;
    }
    return ER_OK;
}

static er_status take_geometry(struct reading *r, er_bytes wkb, uint32_t owner) {
    er_wkb_shape shape;
    if (!wkb.data) return ER_OK;
    ER_TRY(er_wkb_read(r->ctx, wkb, &shape));
    r->t->kinds[owner] = shape.kind;
    er_status status = er_wkb_check_degrees(r->ctx, &shape);
    if (status == ER_OK && shape.path_count > 0 && goes_over(&shape) && !holds_a_pole(&shape))
        status = cut_shape(r->ctx, wkb, &shape);
    if (status == ER_OK && shape.path_count > 0) status = take_shape(r, &shape, owner);
    er_wkb_clear(&shape);
    return status;
}

er_status er_top_read(er_context *ctx, er_topology *t, const er_bytes *geometries,
                      const uint32_t *worlds, er_top_points *points) {
    struct reading r = {.ctx = ctx, .t = t, .points = points};
    for (size_t i = 0; i < t->geometry_count; i++) {
        if (i % 256 == 0) ER_TRY(er_check_cancel(ctx));
        r.world = worlds ? worlds[i] : 0;
        t->geometry_rings[i] = t->ring_count;
        er_status status = take_geometry(&r, geometries[i], (uint32_t)i);
        if (status == ER_ERR_GEOMETRY) {
            char reason[512];
            snprintf(reason, sizeof reason, "%s", er_context_error(ctx));
            return er_fail(ctx, status, "geometry %zu: %s", i + 1, reason);
        }
        ER_TRY(status);
    }
    t->geometry_rings[t->geometry_count] = t->ring_count;
    return ER_OK;
}
