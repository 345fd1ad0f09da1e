/* The strip along a line, by GEOS on a plane of its own. */
#include "evenreach/geometry.h"
#include "geometry/geos.h"

#include <math.h>

static const double longest_m = 5e6;
/** Edges are geodesics: straight pieces of this length leave them by millimetres. */
static const double piece_m = 1000;
/** Straight edges that stand for a quarter of a circle: its area to 0.2 %. */
enum { QUARTER_EDGES = 16 };

typedef struct strip {
    er_context *ctx;
    const er_plane *plane;
    er_geos geos;
    double middle_deg; /**< a longitude of the line */
    er_point *points;  /**< of a part, on the plane */
    size_t count;
    size_t capacity;
} strip;

static er_status add_point(strip *work, er_point point) {
    ER_TRY(er_reserve(work->ctx, &work->points, &work->capacity, work->count + 1, sizeof point));
    work->points[work->count++] = point;
    return ER_OK;
}

/** An edge without its end. */
static er_status add_edge(strip *work, er_point from, er_point to) {
    double length_m, azimuth_deg;
    er_geodesic_inverse(from, to, &length_m, &azimuth_deg);
    ER_TRY(add_point(work, from));
    size_t pieces = (size_t)ceil(length_m / piece_m);
    for (size_t i = 1; i < pieces; i++)
        ER_TRY(add_point(
            work, er_geodesic_direct(from, azimuth_deg, length_m * (double)i / (double)pieces)));
    return ER_OK;
}

static er_status part_points(strip *work, const er_point *points, size_t count) {
    work->count = 0;
    for (size_t i = 0; i + 1 < count; i++)
        ER_TRY(add_edge(work, points[i], points[i + 1]));
    ER_TRY(add_point(work, points[count - 1]));
    er_plane_forward(work->plane, work->points, work->count);
    for (size_t i = 0; i < work->count; i++)
        if (isnan(work->points[i].x))
            return er_fail(work->ctx, ER_ERR_GEOMETRY,
                           "the line is too long for a strip along it: split it");
    return ER_OK;
}

static er_status geos_failed(strip *work) {
    return er_fail(work->ctx, ER_ERR_GEOMETRY, "no strip can be drawn along the line: %s",
                   er_geos_complaint(work->ctx, &work->geos));
}

static er_status make_part(strip *work, const er_point *points, size_t count, GEOSGeometry **out) {
    ER_TRY(part_points(work, points, count));
    GEOSCoordSequence *sequence =
        GEOSCoordSeq_create_r(work->geos.handle, (unsigned)work->count, 2);
    if (!sequence) return geos_failed(work);
    for (size_t i = 0; i < work->count; i++)
        GEOSCoordSeq_setXY_r(work->geos.handle, sequence, (unsigned)i, work->points[i].x,
                             work->points[i].y);
    *out = GEOSGeom_createLineString_r(work->geos.handle, sequence);
    return *out ? ER_OK : geos_failed(work);
}

/** All parts, on the plane. */
static er_status make_line(strip *work, const er_way *line, GEOSGeometry **out) {
    GEOSGeometry **parts = NULL;
    size_t count = 0;
    ER_TRY(er_alloc(work->ctx, line->part_count, sizeof *parts, &parts));
    er_status status = ER_OK;
    for (size_t i = 0; i < line->part_count && status == ER_OK; i++) {
        size_t first = line->part_start[i];
        status =
            make_part(work, line->points + first, line->part_start[i + 1] - first, &parts[count]);
        if (status == ER_OK) count++;
        if (status == ER_OK) status = er_check_cancel(work->ctx);
    }
    if (status == ER_OK) {
        *out = GEOSGeom_createCollection_r(work->geos.handle, GEOS_MULTILINESTRING, parts,
                                           (unsigned)count);
        count = 0; /* they are the collection's now */
        if (!*out) status = geos_failed(work);
    }
    for (size_t i = 0; i < count; i++)
        GEOSGeom_destroy_r(work->geos.handle, parts[i]);
    er_free(parts);
    return status;
}

/** From the plane to degrees, longitudes on the line's side of the Earth. */
static int to_degrees(double *x, double *y, void *user) {
    const strip *work = user;
    er_point point = {*x, *y};
    er_plane_inverse(work->plane, &point, 1);
    *x = work->middle_deg + remainder(point.x - work->middle_deg, 360);
    *y = point.y;
    return isfinite(point.x) && isfinite(point.y);
}

/** A polygon as a multipolygon; takes the polygon. */
static GEOSGeometry *as_multi(strip *work, GEOSGeometry *polygon) {
    if (GEOSGeomTypeId_r(work->geos.handle, polygon) != GEOS_POLYGON) return polygon;
    return GEOSGeom_createCollection_r(work->geos.handle, GEOS_MULTIPOLYGON, &polygon, 1);
}

static er_status draw(strip *work, er_arena *arena, const er_way *line, double width_m,
                      er_bytes *out) {
    GEOSGeometry *way = NULL;
    ER_TRY(make_line(work, line, &way));
    GEOSGeometry *wide = GEOSBufferWithStyle_r(work->geos.handle, way, width_m / 2, QUARTER_EDGES,
                                               GEOSBUF_CAP_ROUND, GEOSBUF_JOIN_ROUND, 0);
    GEOSGeom_destroy_r(work->geos.handle, way);
    GEOSGeometry *degrees =
        wide ? GEOSGeom_transformXY_r(work->geos.handle, wide, to_degrees, work) : NULL;
    GEOSGeom_destroy_r(work->geos.handle, wide);
    if (degrees) degrees = as_multi(work, degrees);
    if (!degrees) return geos_failed(work);
    er_status status = er_geos_keep(work->ctx, &work->geos, arena, degrees, out);
    GEOSGeom_destroy_r(work->geos.handle, degrees);
    return status == ER_OK && !out->data ? geos_failed(work) : status;
}

/** What rounding to degrees may have spoilt is repaired. */
static er_status make_valid(er_context *ctx, er_arena *arena, er_bytes *strip_wkb) {
    const char *reason = NULL;
    er_bytes repaired;
    double change;
    ER_TRY(er_polygon_check(ctx, arena, *strip_wkb, &reason, &repaired, &change));
    if (!reason) return ER_OK;
    if (!repaired.data)
        return er_fail(ctx, ER_ERR_GEOMETRY, "no strip can be drawn along the line: %s", reason);
    *strip_wkb = repaired;
    return ER_OK;
}

/** A plane for the line; one that no plane holds is at fault itself. */
static er_status plane_for(er_context *ctx, er_arena *arena, const er_way *line, er_plane **out) {
    er_bytes wkb;
    er_box extent;
    ER_TRY(er_way_write(ctx, arena, line->points, line->part_start, line->part_count, &wkb));
    ER_TRY(er_extent_of(ctx, &wkb, 1, &extent));
    er_status status = er_plane_new(ctx, extent, out);
    if (status != ER_ERR_RANGE) return status;
    return er_fail(ctx, ER_ERR_GEOMETRY, "the line is too long for a strip along it: split it");
}

er_status er_way_corridor(er_context *ctx, er_arena *arena, const er_way *line, double width_m,
                          er_bytes *out) {
    er_plane *plane = NULL;
    er_bytes drawn = {0};
    if (!(width_m > 0 && width_m <= 1e6))
        return er_fail(ctx, ER_ERR_RANGE, "a strip of %g m: give a width above 0, at most 1e6",
                       width_m);
    if (line->length_m > longest_m)
        return er_fail(ctx, ER_ERR_GEOMETRY, "the line is too long for a strip along it: split it");
    ER_TRY(plane_for(ctx, arena, line, &plane));
    strip work = {.ctx = ctx, .plane = plane, .middle_deg = line->points[0].x};
    er_status status = er_geos_open(&work.geos) ? draw(&work, arena, line, width_m, &drawn)
                                                : er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    er_geos_close(&work.geos);
    er_free(work.points);
    er_plane_free(plane);
    if (status == ER_OK) status = make_valid(ctx, arena, &drawn);
    if (status == ER_OK) *out = drawn;
    return status;
}
