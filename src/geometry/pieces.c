#include "geometry/pieces.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A part of the polygon's area below which a piece is rounding. */
static const double nothing = 1e-14;

/* ---- GEOS ------------------------------------------------------------------------------------ */

er_status er_piece_geos_failed(er_piece_cutter *cutter) {
    return er_fail(cutter->ctx, ER_ERR_GEOMETRY, "a polygon can't be cut into its parts: %s",
                   er_geos_complaint(cutter->ctx, &cutter->geos));
}

er_status er_piece_mend(er_piece_cutter *cutter, GEOSGeometry **geometry) {
    GEOSContextHandle_t handle = cutter->geos.handle;
    if (GEOSisValid_r(handle, *geometry) == 1) return ER_OK;
    GEOSMakeValidParams *parameters = GEOSMakeValidParams_create_r(handle);
    if (!parameters) return er_piece_geos_failed(cutter);
    GEOSMakeValidParams_setMethod_r(handle, parameters, GEOS_MAKE_VALID_STRUCTURE);
    GEOSGeometry *made = GEOSMakeValidWithParams_r(handle, *geometry, parameters);
    GEOSMakeValidParams_destroy_r(handle, parameters);
    if (!made) return er_piece_geos_failed(cutter);
    GEOSGeom_destroy_r(handle, *geometry);
    *geometry = made;
    return ER_OK;
}

er_status er_piece_visit(er_piece_cutter *cutter, const GEOSGeometry *geometry,
                         er_piece_visitor *visit, void *user) {
    GEOSContextHandle_t handle = cutter->geos.handle;
    int members = GEOSGetNumGeometries_r(handle, geometry);
    if (members < 0) return er_piece_geos_failed(cutter);
    if (GEOSGeomTypeId_r(handle, geometry) == GEOS_POLYGON)
        return GEOSisEmpty_r(handle, geometry) ? ER_OK : visit(cutter, user, geometry);
    for (int i = 0; i < members; i++) {
        const GEOSGeometry *member = GEOSGetGeometryN_r(handle, geometry, i);
        if (member != geometry) ER_TRY(er_piece_visit(cutter, member, visit, user));
    }
    return ER_OK;
}

er_status er_piece_polygon(er_piece_cutter *cutter, const er_point *points, const size_t *counts,
                           size_t rings, GEOSGeometry **out) {
    GEOSContextHandle_t handle = cutter->geos.handle;
    GEOSGeometry **made = NULL;
    size_t done = 0;
    ER_TRY(er_alloc(cutter->ctx, rings, sizeof(GEOSGeometry *), &made));
    for (; done < rings; done++) {
        GEOSCoordSequence *sequence =
            GEOSCoordSeq_copyFromBuffer_r(handle, &points->x, (unsigned)counts[done], 0, 0);
        made[done] = sequence ? GEOSGeom_createLinearRing_r(handle, sequence) : NULL;
        if (!made[done]) break;
        points += counts[done];
    }
    if (done == rings) {
        *out = GEOSGeom_createPolygon_r(handle, made[0], made + 1, (unsigned)rings - 1);
    } else {
        *out = NULL;
        for (size_t i = 0; i < done; i++)
            GEOSGeom_destroy_r(handle, made[i]);
    }
    er_free(made);
    return *out ? ER_OK : er_piece_geos_failed(cutter);
}

/* ---- parts ----------------------------------------------------------------------------------- */

static int by_place(const void *left, const void *right) {
    const er_piece_corner *a = left, *b = right;
    if (a->local.x != b->local.x) return a->local.x < b->local.x ? -1 : 1;
    if (a->local.y != b->local.y) return a->local.y < b->local.y ? -1 : 1;
    return isnan(a->degrees.x) - isnan(b->degrees.x); /* the polygon's own ones first */
}

/** Count longitudes on, so that no edge jumps at the antimeridian. */
static void unwrap(er_point *points, size_t count, double near_to) {
    for (size_t i = 0; i < count; i++) {
        points[i].x += 360 * round((near_to - points[i].x) / 360);
        near_to = points[i].x;
    }
    points[count - 1] = points[0];
}

/** What a polygon is read from. */
struct source {
    const er_wkb_shape *shape;
    const er_area *area;
    const er_point *projected; /**< the shape's points on the plane */
    er_point *degrees;         /**< the shape's points, longitudes counted on */
};

static er_point local_of(const er_piece_cutter *cutter, er_point p) {
    return (er_point){p.x - cutter->origin.x, p.y - cutter->origin.y};
}

static er_status make_corners(er_piece_cutter *cutter, const struct source *s, size_t first_ring,
                              size_t end_ring, er_piece_part *part) {
    size_t first = s->shape->path_start[first_ring], end = s->shape->path_start[end_ring];
    size_t from = s->area->ring_start[first_ring], to = s->area->ring_start[end_ring];
    size_t count = 0;
    ER_TRY(er_alloc(cutter->ctx, end - first + to - from, sizeof *part->corners, &part->corners));
    for (size_t i = first; i < end; i++)
        part->corners[count++] =
            (er_piece_corner){local_of(cutter, s->projected[i]), s->degrees[i]};
    for (size_t i = from; i < to; i++)
        part->corners[count++] =
            (er_piece_corner){local_of(cutter, s->area->points[i]), {NAN, NAN}};
    qsort(part->corners, count, sizeof *part->corners, by_place);
    part->corner_count = count;
    return ER_OK;
}

/** The polygon on the plane, from the cutter's origin. */
static er_status make_local(er_piece_cutter *cutter, const er_area *area, size_t first_ring,
                            size_t end_ring, size_t *counts, er_piece_part *part) {
    size_t from = area->ring_start[first_ring], to = area->ring_start[end_ring];
    er_point *points = NULL;
    ER_TRY(er_alloc(cutter->ctx, to - from, sizeof *points, &points));
    for (size_t i = from; i < to; i++)
        points[i - from] = local_of(cutter, area->points[i]);
    for (size_t ring = first_ring; ring < end_ring; ring++)
        counts[ring - first_ring] = area->ring_start[ring + 1] - area->ring_start[ring];
    er_status status =
        er_piece_polygon(cutter, points, counts, end_ring - first_ring, &part->local);
    er_free(points);
    return status == ER_OK ? er_piece_mend(cutter, &part->local) : status;
}

static er_status make_degrees(er_piece_cutter *cutter, const struct source *s, size_t first_ring,
                              size_t end_ring, size_t *counts, er_piece_part *part) {
    const size_t *start = s->shape->path_start;
    double near_to = s->shape->points[start[first_ring]].x;
    for (size_t ring = first_ring; ring < end_ring; ring++) {
        counts[ring - first_ring] = start[ring + 1] - start[ring];
        unwrap(s->degrees + start[ring], start[ring + 1] - start[ring], near_to);
    }
    part->longitude = near_to;
    ER_TRY(er_piece_polygon(cutter, s->degrees + start[first_ring], counts, end_ring - first_ring,
                            &part->degrees));
    ER_TRY(er_piece_mend(cutter, &part->degrees));
    part->prepared = GEOSPrepare_r(cutter->geos.handle, part->degrees);
    return part->prepared ? ER_OK : er_piece_geos_failed(cutter);
}

static er_status make_parts(er_piece_cutter *cutter, const struct source *s) {
    const er_wkb_shape *shape = s->shape;
    size_t *counts = NULL;
    er_status status = ER_OK;
    ER_TRY(er_alloc(cutter->ctx, shape->part_count, sizeof *cutter->parts, &cutter->parts));
    ER_TRY(er_alloc(cutter->ctx, shape->path_count, sizeof *counts, &counts));
    for (size_t i = 0; i < shape->part_count && status == ER_OK; i++) {
        size_t first = shape->part_start[i], end = shape->part_start[i + 1];
        er_piece_part *part = &cutter->parts[cutter->part_count++];
        status = make_degrees(cutter, s, first, end, counts, part);
        if (status == ER_OK) status = make_corners(cutter, s, first, end, part);
        if (status == ER_OK) status = make_local(cutter, s->area, first, end, counts, part);
    }
    er_free(counts);
    return status;
}

static er_status read_parts(er_piece_cutter *cutter, const er_wkb_shape *shape,
                            const er_area *area) {
    er_point *points = NULL;
    ER_TRY(er_alloc(cutter->ctx, 2 * shape->point_count, sizeof *points, &points));
    struct source source = {shape, area, points, points + shape->point_count};
    memcpy(points, shape->points, shape->point_count * sizeof *points);
    er_plane_forward(cutter->plane, points, shape->point_count);
    memcpy(source.degrees, shape->points, shape->point_count * sizeof *points);
    er_status status = make_parts(cutter, &source);
    er_free(points);
    return status;
}

er_status er_piece_cutter_open(er_context *ctx, er_arena *arena, const er_plane *plane,
                               er_bytes polygon, er_piece_cutter *out) {
    er_wkb_shape shape = {0};
    er_area area = {0};
    *out = (er_piece_cutter){.ctx = ctx, .arena = arena, .plane = plane};
    if (!er_geos_open(&out->geos)) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    er_status status = er_area_from_wkb(ctx, plane, polygon, &area);
    if (status == ER_OK) status = er_wkb_read_polygons(ctx, polygon, &shape);
    if (status == ER_OK) {
        out->origin = (er_point){area.box.min_x, area.box.max_y};
        out->box = area.box;
        out->area_m2 = area.area_m2;
        status = read_parts(out, &shape, &area);
    }
    er_wkb_clear(&shape);
    er_area_clear(&area);
    return status;
}

void er_piece_cutter_close(er_piece_cutter *cutter) {
    GEOSContextHandle_t handle = cutter->geos.handle;
    for (size_t i = 0; i < cutter->part_count; i++) {
        er_piece_part *part = &cutter->parts[i];
        if (part->prepared) GEOSPreparedGeom_destroy_r(handle, part->prepared);
        if (part->degrees) GEOSGeom_destroy_r(handle, part->degrees);
        if (part->local) GEOSGeom_destroy_r(handle, part->local);
        er_free(part->corners);
    }
    er_free(cutter->parts);
    er_free(cutter->pieces);
    er_geos_close(&cutter->geos);
    *cutter = (er_piece_cutter){0};
}

/* ---- pieces ---------------------------------------------------------------------------------- */

/** A point within a polygon. */
static er_status find_inside(er_piece_cutter *cutter, const GEOSGeometry *polygon, er_point *out) {
    GEOSContextHandle_t handle = cutter->geos.handle;
    GEOSGeometry *point = GEOSPointOnSurface_r(handle, polygon);
    bool found = point && GEOSGeomGetX_r(handle, point, &out->x) == 1 &&
                 GEOSGeomGetY_r(handle, point, &out->y) == 1;
    if (point) GEOSGeom_destroy_r(handle, point);
    return found ? ER_OK : er_piece_geos_failed(cutter);
}

/** Write a polygon, which is no longer the caller's. */
static er_status keep(er_piece_cutter *cutter, GEOSGeometry *polygon, double area_m2) {
    GEOSContextHandle_t handle = cutter->geos.handle;
    er_piece piece = {.area_m2 = area_m2};
    er_status status = find_inside(cutter, polygon, &piece.inside);
    GEOSGeometry *all = GEOSGeom_createCollection_r(handle, GEOS_MULTIPOLYGON, &polygon, 1);
    if (!all) return er_piece_geos_failed(cutter);
    GEOSGeometry *turned = NULL;
    /* the normal form has clockwise exteriors */
    if (GEOSNormalize_r(handle, all) == 0) turned = GEOSReverse_r(handle, all);
    GEOSGeom_destroy_r(handle, all);
    if (!turned) return er_piece_geos_failed(cutter);
    if (status == ER_OK)
        status = er_geos_keep(cutter->ctx, &cutter->geos, cutter->arena, turned, &piece.wkb);
    GEOSGeom_destroy_r(handle, turned);
    if (status == ER_OK && !piece.wkb.data) status = er_piece_geos_failed(cutter);
    if (status == ER_OK)
        status = er_reserve(cutter->ctx, &cutter->pieces, &cutter->capacity, cutter->count + 1,
                            sizeof *cutter->pieces);
    if (status == ER_OK) cutter->pieces[cutter->count++] = piece;
    return status;
}

static er_status add_piece(er_piece_cutter *cutter, void *user, const GEOSGeometry *local) {
    GEOSGeometry *polygon = NULL;
    double area_m2 = 0;
    if (GEOSArea_r(cutter->geos.handle, local, &area_m2) != 1) return er_piece_geos_failed(cutter);
    ER_TRY(er_check_cancel(cutter->ctx));
    if (area_m2 > nothing * cutter->area_m2)
        ER_TRY(er_piece_to_degrees(cutter, user, local, &polygon));
    if (polygon) return keep(cutter, polygon, area_m2);
    cutter->lost_m2 += area_m2;
    return ER_OK;
}

er_status er_piece_cut(er_piece_cutter *cutter, const GEOSGeometry *region, bool outside) {
    GEOSContextHandle_t handle = cutter->geos.handle;
    for (size_t i = 0; i < cutter->part_count; i++) {
        er_piece_part *part = &cutter->parts[i];
        if (!region) {
            if (!outside) ER_TRY(er_piece_visit(cutter, part->local, add_piece, part));
            continue;
        }
        GEOSGeometry *cut = outside ? GEOSDifference_r(handle, part->local, region)
                                    : GEOSIntersection_r(handle, part->local, region);
        if (!cut) return er_piece_geos_failed(cutter);
        er_status status = er_piece_visit(cutter, cut, add_piece, part);
        GEOSGeom_destroy_r(handle, cut);
        ER_TRY(status);
    }
    return ER_OK;
}

/** From the largest; equal ones by place. */
static int by_area(const void *left, const void *right) {
    const er_piece *a = left, *b = right;
    if (a->area_m2 != b->area_m2) return a->area_m2 > b->area_m2 ? -1 : 1;
    if (a->inside.x != b->inside.x) return a->inside.x < b->inside.x ? -1 : 1;
    if (a->inside.y != b->inside.y) return a->inside.y < b->inside.y ? -1 : 1;
    if (a->wkb.size != b->wkb.size) return a->wkb.size < b->wkb.size ? -1 : 1;
    return memcmp(a->wkb.data, b->wkb.data, a->wkb.size);
}

er_status er_piece_cutter_take(er_piece_cutter *cutter, er_piece **pieces, size_t *count) {
    er_piece *kept = NULL;
    if (cutter->count > 1) qsort(cutter->pieces, cutter->count, sizeof *cutter->pieces, by_area);
    ER_TRY(er_arena_alloc(cutter->ctx, cutter->arena, (cutter->count + 1) * sizeof *kept, &kept));
    for (size_t i = 0; i < cutter->count; i++)
        kept[i] = cutter->pieces[i];
    if (cutter->count > 0) kept[0].area_m2 += cutter->lost_m2;
    *pieces = kept;
    *count = cutter->count;
    return ER_OK;
}
