/* Validity of polygons and their repair, by GEOS. */
#include "evenreach/geometry.h"
#include "geometry/geos.h"
#include "geometry/wkb.h"

#include <math.h>
#include <string.h>

/** One check: its GEOS handle and what GEOS last complained of. */
struct check {
    er_context *ctx;
    er_arena *arena;
    er_geos geos;
};

static er_status geos_failed(struct check *check) {
    return er_fail(check->ctx, ER_ERR_GEOMETRY, "the polygon can't be checked: %s",
                   er_geos_complaint(check->ctx, &check->geos));
}

static er_status set_reason(struct check *check, const char **reason) {
    const char *line = er_context_error(check->ctx);
    return er_arena_text(check->ctx, check->arena, line, strlen(line), reason);
}

/** A ring is used if it encloses something: three different corners at least. */
static bool ring_is_usable(const er_point *points, size_t count) {
    size_t corners = count > 0;
    for (size_t i = 1; i < count; i++)
        corners += points[i].x != points[i - 1].x || points[i].y != points[i - 1].y;
    bool closed =
        count > 0 && points[0].x == points[count - 1].x && points[0].y == points[count - 1].y;
    return corners >= (closed ? 4 : 3);
}

static GEOSGeometry *make_ring(struct check *check, const er_point *points, size_t count) {
    bool closed = points[0].x == points[count - 1].x && points[0].y == points[count - 1].y;
    unsigned size = (unsigned)(count + !closed);
    GEOSCoordSequence *sequence = GEOSCoordSeq_create_r(check->geos.handle, size, 2);
    if (!sequence) return NULL;
    for (unsigned i = 0; i < size; i++)
        GEOSCoordSeq_setXY_r(check->geos.handle, sequence, i, points[i % count].x,
                             points[i % count].y);
    return GEOSGeom_createLinearRing_r(check->geos.handle, sequence);
}

static void destroy_all(struct check *check, GEOSGeometry **geometries, size_t count) {
    for (size_t i = 0; i < count; i++)
        GEOSGeom_destroy_r(check->geos.handle, geometries[i]);
}

/** One polygon of a shape, without its unusable rings; null in *out if nothing is left. */
static er_status make_part(struct check *check, const er_wkb_shape *shape, size_t part,
                           GEOSGeometry **out) {
    size_t first = shape->part_start[part], last = shape->part_start[part + 1], count = 0;
    GEOSGeometry **rings = NULL;
    *out = NULL;
    ER_TRY(er_alloc(check->ctx, last - first, sizeof *rings, &rings));
    er_status status = ER_OK;
    for (size_t ring = first; ring < last && status == ER_OK; ring++) {
        const er_point *points = shape->points + shape->path_start[ring];
        size_t size = shape->path_start[ring + 1] - shape->path_start[ring];
        if (!ring_is_usable(points, size)) {
            if (ring == first) break; /* no exterior, no polygon */
            continue;
        }
        rings[count] = make_ring(check, points, size);
        if (rings[count])
            count++;
        else
            status = geos_failed(check);
    }
    if (status == ER_OK && count > 0) {
        *out = GEOSGeom_createPolygon_r(check->geos.handle, rings[0], rings + 1,
                                        (unsigned)(count - 1));
        count = 0; /* they are the polygon's now */
        if (!*out) status = geos_failed(check);
    }
    destroy_all(check, rings, count);
    er_free(rings);
    return status;
}

/** The whole shape as a multipolygon; null in *out if nothing is left. */
static er_status make_shape(struct check *check, const er_wkb_shape *shape, GEOSGeometry **out) {
    GEOSGeometry **parts = NULL;
    size_t count = 0;
    *out = NULL;
    ER_TRY(er_alloc(check->ctx, shape->part_count, sizeof *parts, &parts));
    er_status status = ER_OK;
    for (size_t part = 0; part < shape->part_count && status == ER_OK; part++) {
        status = make_part(check, shape, part, &parts[count]);
        if (status == ER_OK && parts[count]) count++;
    }
    if (status == ER_OK && count > 0) {
        *out = GEOSGeom_createCollection_r(check->geos.handle, GEOS_MULTIPOLYGON, parts,
                                           (unsigned)count);
        count = 0;
        if (!*out) status = geos_failed(check);
    }
    destroy_all(check, parts, count);
    er_free(parts);
    return status;
}

/** GEOS's reason with its place; *valid if there is none. */
static er_status judge(struct check *check, const GEOSGeometry *geometry, bool *valid) {
    char *why = NULL;
    GEOSGeometry *where = NULL;
    double x = NAN, y = NAN;
    *valid = false;
    char outcome = GEOSisValidDetail_r(check->geos.handle, geometry, 0, &why, &where);
    if (where) {
        GEOSGeomGetX_r(check->geos.handle, where, &x);
        GEOSGeomGetY_r(check->geos.handle, where, &y);
        GEOSGeom_destroy_r(check->geos.handle, where);
    }
    er_status status = ER_OK;
    if (outcome == 2)
        status = geos_failed(check);
    else if (outcome == 1)
        *valid = true;
    else /* only recorded: the caller makes the reason of it */
        er_fail(check->ctx, ER_ERR_GEOMETRY, "%s at %.10g %.10g",
                er_text(check->ctx, why ? why : "Invalid polygon"), x, y);
    GEOSFree_r(check->geos.handle, why);
    return status;
}

/** The polygons among the members of a geometry, as one multipolygon; null if there are none. */
static GEOSGeometry *polygons_of(struct check *check, const GEOSGeometry *geometry) {
    int members = GEOSGetNumGeometries_r(check->geos.handle, geometry), count = 0;
    GEOSGeometry **kept = NULL, *all = NULL;
    if (members < 1 || er_alloc(check->ctx, (size_t)members, sizeof *kept, &kept) != ER_OK)
        return NULL;
    for (int i = 0; i < members; i++) {
        const GEOSGeometry *member = GEOSGetGeometryN_r(check->geos.handle, geometry, i);
        double area = 0;
        if (GEOSGeomTypeId_r(check->geos.handle, member) != GEOS_POLYGON) continue;
        if (!GEOSArea_r(check->geos.handle, member, &area) || !(area > 0)) continue;
        kept[count] = GEOSGeom_clone_r(check->geos.handle, member);
        if (kept[count]) count++;
    }
    if (count > 0)
        all = GEOSGeom_createCollection_r(check->geos.handle, GEOS_MULTIPOLYGON, kept,
                                          (unsigned)count);
    if (!all) destroy_all(check, kept, (size_t)count);
    er_free(kept);
    return all;
}

/** What the rings enclose as they were written: a bow-tie's halves cancel. */
static double area_as_written(const GEOSGeometry *geometry, struct check *check) {
    double area = 0;
    return geometry && GEOSArea_r(check->geos.handle, geometry, &area) ? fabs(area) : 0;
}

static er_status repair(struct check *check, const GEOSGeometry *geometry, er_bytes *repaired,
                        double *area_change) {
    GEOSMakeValidParams *parameters = GEOSMakeValidParams_create_r(check->geos.handle);
    if (!parameters) return geos_failed(check);
    GEOSMakeValidParams_setMethod_r(check->geos.handle, parameters, GEOS_MAKE_VALID_STRUCTURE);
    GEOSMakeValidParams_setKeepCollapsed_r(check->geos.handle, parameters, 0);
    GEOSGeometry *made = GEOSMakeValidWithParams_r(check->geos.handle, geometry, parameters);
    GEOSMakeValidParams_destroy_r(check->geos.handle, parameters);
    GEOSGeometry *polygons = made ? polygons_of(check, made) : NULL;
    er_status status = ER_OK;
    if (polygons && GEOSisValid_r(check->geos.handle, polygons) == 1) {
        double before = area_as_written(geometry, check), after = area_as_written(polygons, check);
        status = er_geos_keep(check->ctx, &check->geos, check->arena, polygons, repaired);
        if (status == ER_OK && !repaired->data) status = geos_failed(check);
        *area_change = fabs(after - before) / fmax(after, before);
    }
    GEOSGeom_destroy_r(check->geos.handle, polygons);
    GEOSGeom_destroy_r(check->geos.handle, made);
    return status;
}

/** The first fault of the rings themselves, which GEOS would refuse to build. */
static bool rings_are_sound(er_context *ctx, const er_wkb_shape *shape) {
    for (size_t ring = 0; ring < shape->path_count; ring++) {
        const er_point *points = shape->points + shape->path_start[ring];
        size_t count = shape->path_start[ring + 1] - shape->path_start[ring];
        if (points[0].x != points[count - 1].x || points[0].y != points[count - 1].y) {
            er_fail(ctx, ER_ERR_GEOMETRY, "the ring that begins at %.10g %.10g is not closed",
                    points[0].x, points[0].y);
            return false;
        }
        if (!ring_is_usable(points, count)) {
            er_fail(ctx, ER_ERR_GEOMETRY,
                    "the ring that begins at %.10g %.10g has fewer than 4 points", points[0].x,
                    points[0].y);
            return false;
        }
    }
    return true;
}

static er_status check_shape(struct check *check, const er_wkb_shape *shape, const char **reason,
                             er_bytes *repaired, double *area_change) {
    GEOSGeometry *geometry = NULL;
    bool sound = rings_are_sound(check->ctx, shape), valid = false;
    er_status status = sound ? ER_OK : set_reason(check, reason);
    if (status == ER_OK) status = make_shape(check, shape, &geometry);
    if (status == ER_OK && geometry && sound) {
        status = judge(check, geometry, &valid);
        if (status == ER_OK && !valid) status = set_reason(check, reason);
    }
    if (status == ER_OK && geometry && !valid)
        status = repair(check, geometry, repaired, area_change);
    GEOSGeom_destroy_r(check->geos.handle, geometry);
    return status;
}

/** What can't be a polygon in degrees at all. */
static er_status read_shape(er_context *ctx, er_bytes wkb, er_wkb_shape *shape) {
    ER_TRY(er_wkb_read(ctx, wkb, shape));
    er_status status = er_wkb_check_degrees(ctx, shape);
    if (status == ER_OK && shape->kind != ER_WKB_POLYGONS)
        status = er_fail(ctx, ER_ERR_GEOMETRY, "the geometry is not a polygon");
    if (status == ER_OK && shape->part_count == 0)
        status = er_fail(ctx, ER_ERR_GEOMETRY, "the geometry is empty");
    if (status != ER_OK) er_wkb_clear(shape);
    return status;
}

er_status er_polygon_check(er_context *ctx, er_arena *arena, er_bytes wkb, const char **reason,
                           er_bytes *repaired, double *area_change) {
    struct check check = {.ctx = ctx, .arena = arena};
    er_wkb_shape shape;
    *reason = NULL;
    *repaired = (er_bytes){NULL, 0};
    *area_change = 0;
    er_status status = read_shape(ctx, wkb, &shape);
    if (status == ER_ERR_GEOMETRY) return set_reason(&check, reason);
    ER_TRY(status);
    if (!er_geos_open(&check.geos)) {
        er_wkb_clear(&shape);
        return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    }
    status = check_shape(&check, &shape, reason, repaired, area_change);
    if (status == ER_ERR_GEOMETRY) status = set_reason(&check, reason); /* GEOS gave up on it */
    er_geos_close(&check.geos);
    er_wkb_clear(&shape);
    return status;
}
