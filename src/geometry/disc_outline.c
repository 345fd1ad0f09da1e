/* The outline of a disc union as polygons in degrees, by GEOS. */
#include "geometry/degree_grid.h"
#include "geometry/degree_turn.h"
#include "geometry/disc_nesting.h"
#include "geometry/geos.h"

#include <string.h>

struct outline {
    er_context *ctx;
    er_geos geos;
};

static er_status geos_failed(struct outline *o) {
    return er_fail(o->ctx, ER_ERR_GEOMETRY, "the outline of the discs can't be made: %s",
                   er_geos_complaint(o->ctx, &o->geos));
}

/** Put a new geometry in the place of *geometry. */
static er_status replace(struct outline *o, GEOSGeometry **geometry, GEOSGeometry *by) {
    if (!by) return geos_failed(o);
    GEOSGeom_destroy_r(o->geos.handle, *geometry);
    *geometry = by;
    return ER_OK;
}

static void destroy_all(struct outline *o, GEOSGeometry **geometries, size_t count) {
    for (size_t i = 0; geometries && i < count; i++)
        GEOSGeom_destroy_r(o->geos.handle, geometries[i]);
}

static GEOSGeometry *make_ring(struct outline *o, const er_rings *rings, uint32_t ring) {
    const er_point *points = rings->points + rings->start[ring];
    unsigned count = (unsigned)(rings->start[ring + 1] - rings->start[ring]);
    GEOSCoordSequence *sequence =
        GEOSCoordSeq_copyFromBuffer_r(o->geos.handle, &points->x, count, 0, 0);
    return sequence ? GEOSGeom_createLinearRing_r(o->geos.handle, sequence) : NULL;
}

/** Longitudes of the holes go on from those of the exterior, which may go over the 180th meridian.
 */
static void count_on(er_rings *rings, const er_nest *nest) {
    double near_deg = rings->points[rings->start[nest->ring]].x;
    for (size_t i = 0; i <= nest->hole_count; i++) {
        uint32_t ring = i ? nest->holes[i - 1] : nest->ring;
        er_degrees_count_on(rings->points + rings->start[ring],
                            rings->start[ring + 1] - rings->start[ring], near_deg);
    }
}

static er_status make_polygon(struct outline *o, const er_rings *rings, const er_nest *nest,
                              GEOSGeometry **out) {
    GEOSGeometry **made = NULL;
    size_t count = 0;
    ER_TRY(er_alloc(o->ctx, nest->hole_count + 1, sizeof(GEOSGeometry *), &made));
    for (; count <= nest->hole_count; count++) {
        made[count] = make_ring(o, rings, count ? nest->holes[count - 1] : nest->ring);
        if (!made[count]) break;
    }
    er_status status = ER_OK;
    if (count > nest->hole_count)
        *out =
            GEOSGeom_createPolygon_r(o->geos.handle, made[0], made + 1, (unsigned)nest->hole_count);
    else
        destroy_all(o, made, count);
    if (!*out) status = geos_failed(o);
    er_free(made);
    return status;
}

/** Chords of arcs on both sides of a narrow neck may cross. */
static er_status mend(struct outline *o, GEOSGeometry **polygon) {
    char valid = GEOSisValid_r(o->geos.handle, *polygon);
    if (valid == 2) return geos_failed(o);
    if (valid == 1) return ER_OK;
    GEOSMakeValidParams *parameters = GEOSMakeValidParams_create_r(o->geos.handle);
    if (!parameters) return geos_failed(o);
    GEOSMakeValidParams_setMethod_r(o->geos.handle, parameters, GEOS_MAKE_VALID_STRUCTURE);
    GEOSGeometry *made = GEOSMakeValidWithParams_r(o->geos.handle, *polygon, parameters);
    GEOSMakeValidParams_destroy_r(o->geos.handle, parameters);
    return replace(o, polygon, made);
}

/** Nothing beyond -180 and 180 degrees. */
static er_status cut(struct outline *o, GEOSGeometry **polygon) {
    return replace(o, polygon, er_degrees_cut(o->geos.handle, *polygon));
}

/** Polygons on their way into a multipolygon. */
struct parts {
    GEOSGeometry **items;
    size_t count;
    size_t capacity;
};

static void clear_parts(struct outline *o, struct parts *parts) {
    destroy_all(o, parts->items, parts->count);
    er_free(parts->items);
    *parts = (struct parts){0};
}

/** Add copies of the polygons in a geometry, leaving out lines and points. */
static er_status add_polygons(struct outline *o, struct parts *parts,
                              const GEOSGeometry *geometry) {
    int members = GEOSGetNumGeometries_r(o->geos.handle, geometry);
    if (members < 0) return geos_failed(o);
    if (GEOSGeomTypeId_r(o->geos.handle, geometry) == GEOS_POLYGON) {
        if (GEOSisEmpty_r(o->geos.handle, geometry)) return ER_OK;
        ER_TRY(er_reserve(o->ctx, &parts->items, &parts->capacity, parts->count + 1,
                          sizeof(GEOSGeometry *)));
        GEOSGeometry *copy = GEOSGeom_clone_r(o->geos.handle, geometry);
        if (!copy) return geos_failed(o);
        parts->items[parts->count++] = copy;
        return ER_OK;
    }
    for (int i = 0; i < members; i++) {
        const GEOSGeometry *member = GEOSGetGeometryN_r(o->geos.handle, geometry, i);
        if (member != geometry) ER_TRY(add_polygons(o, parts, member));
    }
    return ER_OK;
}

/** Turn the parts into one multipolygon. */
static er_status collect(struct outline *o, struct parts *parts, GEOSGeometry **out) {
    *out = GEOSGeom_createCollection_r(o->geos.handle, GEOS_MULTIPOLYGON, parts->items,
                                       (unsigned)parts->count);
    if (!*out) return geos_failed(o);
    parts->count = 0; /* they are the multipolygon's now */
    return ER_OK;
}

static er_status make_all(struct outline *o, const er_rings *rings, const er_nest *nests,
                          size_t count, GEOSGeometry **out) {
    struct parts parts = {0};
    er_status status = ER_OK;
    for (size_t i = 0; i < count && status == ER_OK; i++) {
        GEOSGeometry *polygon = NULL;
        if (i % 256 == 0) status = er_check_cancel(o->ctx);
        if (status == ER_OK) status = make_polygon(o, rings, &nests[i], &polygon);
        if (status == ER_OK) status = mend(o, &polygon);
        if (status == ER_OK) status = cut(o, &polygon);
        if (status == ER_OK) status = add_polygons(o, &parts, polygon);
        GEOSGeom_destroy_r(o->geos.handle, polygon);
    }
    if (status == ER_OK) status = collect(o, &parts, out);
    clear_parts(o, &parts);
    return status;
}

static er_status clip_by(struct outline *o, GEOSGeometry **geometry, er_bytes clip) {
    GEOSGeometry *within = er_geos_read(&o->geos, clip);
    er_status status = within ? mend(o, &within) : geos_failed(o);
    /* parts that come close to each other may cross by their chords, too */
    if (status == ER_OK) status = mend(o, geometry);
    if (status == ER_OK)
        status = replace(o, geometry, GEOSIntersection_r(o->geos.handle, *geometry, within));
    GEOSGeom_destroy_r(o->geos.handle, within);
    return status;
}

/** The polygons of a geometry as one multipolygon on the grid. */
static er_status to_grid(struct outline *o, GEOSGeometry **geometry) {
    struct parts parts = {0}, rounded = {0};
    GEOSGeometry *all = NULL;
    er_status status = add_polygons(o, &parts, *geometry);
    for (size_t i = 0; i < parts.count && status == ER_OK; i++) {
        GEOSGeometry *part = er_degree_grid_round(o->geos.handle, parts.items[i]);
        status = part ? add_polygons(o, &rounded, part) : geos_failed(o);
        GEOSGeom_destroy_r(o->geos.handle, part);
    }
    if (status == ER_OK) status = collect(o, &rounded, &all);
    if (status == ER_OK) status = replace(o, geometry, all);
    clear_parts(o, &parts);
    clear_parts(o, &rounded);
    return status;
}

/** A valid multipolygon on the grid, exteriors counter-clockwise, in a fixed order. */
static er_status tidy(struct outline *o, GEOSGeometry **geometry) {
    ER_TRY(to_grid(o, geometry));
    if (GEOSisValid_r(o->geos.handle, *geometry) !=
        1) { /* parts that touched overlap by rounding */
        ER_TRY(
            replace(o, geometry, GEOSUnaryUnionPrec_r(o->geos.handle, *geometry, ER_DEGREE_GRID)));
        ER_TRY(to_grid(o, geometry));
    }
    if (GEOSNormalize_r(o->geos.handle, *geometry) != 0) return geos_failed(o);
    /* The normal form has clockwise exteriors. */
    return replace(o, geometry, GEOSReverse_r(o->geos.handle, *geometry));
}

static er_status outline(struct outline *o, er_arena *arena, const er_rings *rings,
                         const er_nest *nests, size_t count, er_bytes clip, er_bytes *wkb) {
    GEOSGeometry *geometry = NULL;
    er_status status = make_all(o, rings, nests, count, &geometry);
    if (status == ER_OK && clip.data) status = clip_by(o, &geometry, clip);
    if (status == ER_OK) status = tidy(o, &geometry);
    if (status == ER_OK) status = er_geos_keep(o->ctx, &o->geos, arena, geometry, wkb);
    if (status == ER_OK && !wkb->data) status = geos_failed(o);
    GEOSGeom_destroy_r(o->geos.handle, geometry);
    return status;
}

er_status er_disc_union_outline(er_context *ctx, er_arena *arena, const er_plane *plane,
                                const er_disc_union *set, double tolerance_m, er_bytes clip,
                                er_bytes *wkb) {
    if (!(tolerance_m > 0))
        return er_fail(ctx, ER_ERR_RANGE, "the outline's tolerance of %g m is not above 0",
                       tolerance_m);
    struct outline o = {.ctx = ctx};
    er_rings rings = {0};
    er_nest *nests = NULL;
    size_t count = 0;
    er_status status = ER_OK;
    ER_GOTO(status, done, er_disc_rings(ctx, set, tolerance_m, &rings));
    ER_GOTO(status, done, er_rings_nest(ctx, &rings, &nests, &count));
    er_plane_inverse(plane, rings.points, rings.point_count);
    for (size_t i = 0; i < count; i++)
        count_on(&rings, &nests[i]);
    if (!er_geos_open(&o.geos)) {
        status = er_fail(ctx, ER_ERR_MEMORY, "out of memory");
        goto done;
    }
    status = outline(&o, arena, &rings, nests, count, clip, wkb);
    er_geos_close(&o.geos);
done:
    er_nests_free(nests, count);
    er_rings_clear(&rings);
    return status;
}
