/* Parts of a polygon outside the discs. Only discs that touch its box are looked at, so that a
 * small polygon costs little in a large set. */
#include "geometry/disc_nesting.h"
#include "geometry/pieces.h"

#include <math.h>
#include <string.h>

/** Does a disc touch a box? */
static bool touches(const er_disc *disc, er_box box) {
    double x = fmax(fmax(box.min_x - disc->x, disc->x - box.max_x), 0);
    double y = fmax(fmax(box.min_y - disc->y, disc->y - box.max_y), 0);
    return x * x + y * y <= disc->radius_m * disc->radius_m;
}

/** The discs that touch a box, by layer; false if what is served there is nothing. */
static bool find_near(const er_disc_union *set, er_box box, er_disc *near_by, size_t *count) {
    uint32_t layers = 0;
    *count = 0;
    for (size_t i = 0; i < set->disc_count; i++) {
        if (!touches(&set->discs[i], box)) continue;
        layers += *count == 0 || near_by[*count - 1].layer != set->discs[i].layer;
        near_by[(*count)++] = set->discs[i];
    }
    return layers == set->layer_count;
}

/* ---- rings as polygons ----------------------------------------------------------------------- */

static er_status nest_polygon(er_piece_cutter *cutter, const er_rings *rings, const er_nest *nest,
                              GEOSGeometry **out) {
    er_point *points = NULL;
    size_t *counts = NULL, total = 0;
    ER_TRY(er_alloc(cutter->ctx, rings->point_count, sizeof *points, &points));
    er_status status = er_alloc(cutter->ctx, nest->hole_count + 1, sizeof *counts, &counts);
    for (size_t i = 0; i <= nest->hole_count && status == ER_OK; i++) {
        uint32_t ring = i ? nest->holes[i - 1] : nest->ring;
        counts[i] = rings->start[ring + 1] - rings->start[ring];
        memcpy(points + total, rings->points + rings->start[ring], counts[i] * sizeof *points);
        total += counts[i];
    }
    if (status == ER_OK)
        status = er_piece_polygon(cutter, points, counts, nest->hole_count + 1, out);
    er_free(points);
    er_free(counts);
    /* chords of arcs on both sides of a narrow neck may cross */
    return status == ER_OK ? er_piece_mend(cutter, out) : status;
}

/** All polygons as one geometry that is valid. */
static er_status join(er_piece_cutter *cutter, GEOSGeometry **polygons, size_t count,
                      GEOSGeometry **out) {
    GEOSContextHandle_t handle = cutter->geos.handle;
    *out = GEOSGeom_createCollection_r(handle, GEOS_GEOMETRYCOLLECTION, polygons, (unsigned)count);
    if (!*out) return er_piece_geos_failed(cutter);
    GEOSGeometry *joined = GEOSUnaryUnion_r(handle, *out);
    GEOSGeom_destroy_r(handle, *out);
    *out = joined;
    return joined ? ER_OK : er_piece_geos_failed(cutter);
}

static er_status make_region(er_piece_cutter *cutter, const er_rings *rings, const er_nest *nests,
                             size_t count, GEOSGeometry **out) {
    GEOSGeometry **polygons = NULL;
    size_t made = 0;
    er_status status = ER_OK;
    ER_TRY(er_alloc(cutter->ctx, count + 1, sizeof(GEOSGeometry *), &polygons));
    while (made < count && status == ER_OK) {
        status = nest_polygon(cutter, rings, &nests[made], &polygons[made]);
        made += polygons[made] != NULL;
    }
    if (status == ER_OK)
        status = join(cutter, polygons, made, out);
    else
        for (size_t i = 0; i < made; i++)
            GEOSGeom_destroy_r(cutter->geos.handle, polygons[i]);
    er_free(polygons);
    return status;
}

/* ---- cutting --------------------------------------------------------------------------------- */

static er_status cut_by_rings(er_piece_cutter *cutter, er_rings *rings) {
    GEOSGeometry *region = NULL;
    er_nest *nests = NULL;
    size_t count = 0;
    for (size_t i = 0; i < rings->point_count; i++) {
        rings->points[i].x -= cutter->origin.x;
        rings->points[i].y -= cutter->origin.y;
    }
    ER_TRY(er_rings_nest(cutter->ctx, rings, &nests, &count));
    er_status status = make_region(cutter, rings, nests, count, &region);
    er_nests_free(nests, count);
    if (status == ER_OK) status = er_piece_cut(cutter, region, true);
    if (region) GEOSGeom_destroy_r(cutter->geos.handle, region);
    return status;
}

static er_status cut_by_discs(er_piece_cutter *cutter, const er_disc *discs, size_t count,
                              uint32_t layers, double tolerance_m) {
    er_disc_union *near_by = NULL;
    er_rings rings = {0};
    ER_TRY(er_disc_union_new(cutter->ctx, discs, count, layers, ER_DISC_ALL, 0, &near_by));
    er_status status = er_disc_rings(cutter->ctx, near_by, tolerance_m, &rings);
    if (status == ER_OK)
        status = rings.count > 0 ? cut_by_rings(cutter, &rings) : er_piece_cut(cutter, NULL, false);
    er_rings_clear(&rings);
    er_disc_union_free(near_by);
    return status;
}

static er_status cut(er_piece_cutter *cutter, const er_disc_union *set, double tolerance_m) {
    er_disc *discs = NULL;
    size_t count = 0;
    ER_TRY(er_alloc(cutter->ctx, set->disc_count + 1, sizeof *discs, &discs));
    er_status status = find_near(set, cutter->box, discs, &count)
                           ? cut_by_discs(cutter, discs, count, set->layer_count, tolerance_m)
                           : er_piece_cut(cutter, NULL, false);
    er_free(discs);
    return status;
}

er_status er_disc_union_gaps(er_context *ctx, er_arena *arena, const er_plane *plane,
                             const er_disc_union *set, double tolerance_m, er_bytes polygon,
                             er_piece **pieces, size_t *count) {
    er_piece_cutter cutter;
    if (!(tolerance_m > 0))
        return er_fail(ctx, ER_ERR_RANGE, "the outline's tolerance of %g m is not above 0",
                       tolerance_m);
    er_status status = er_piece_cutter_open(ctx, arena, plane, polygon, &cutter);
    if (status == ER_OK) status = cut(&cutter, set, tolerance_m);
    if (status == ER_OK) status = er_piece_cutter_take(&cutter, pieces, count);
    er_piece_cutter_close(&cutter);
    return status;
}
