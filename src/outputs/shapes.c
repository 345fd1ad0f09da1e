#include "outputs/shapes.h"

#include "geometry/degree_grid.h"
#include "geometry/degree_turn.h"
#include "geometry/geos.h"
#include "geometry/wkb.h"

#include <string.h>

/** A shape as WKB from GEOS (freed with GEOSFree_r), or why there is none. */
struct piece {
    unsigned char *wkb;
    size_t size;
    bool failed;
    er_geos geos; /**< its handle is open while the piece is made */
};

/** Write and destroy the geometry; an empty one leaves the piece empty. */
static void write_piece(struct piece *piece, GEOSGeometry *geometry) {
    GEOSContextHandle_t geos = piece->geos.handle;
    if (geometry && GEOSisEmpty_r(geos, geometry) == 0) {
        piece->wkb = er_geos_write(&piece->geos, geometry, &piece->size);
        piece->failed = !piece->wkb;
    } else {
        piece->failed = !geometry;
    }
    GEOSGeom_destroy_r(geos, geometry);
}

static void snap(struct piece *piece, er_bytes wkb) {
    GEOSGeometry *geometry = er_geos_read(&piece->geos, wkb);
    GEOSGeometry *snapped = geometry ? er_degree_grid_round(piece->geos.handle, geometry) : NULL;
    GEOSGeom_destroy_r(piece->geos.handle, geometry);
    write_piece(piece, snapped);
}

/** The piece into the arena; frees it. */
static er_status keep_piece(er_context *ctx, er_arena *arena, struct piece *piece, er_bytes *out) {
    er_status status = ER_OK;
    *out = (er_bytes){0};
    if (piece->failed) {
        status = er_fail(ctx, ER_ERR_GEOMETRY, "a shape can't be rounded for GeoJSON: %s",
                         er_geos_complaint(ctx, &piece->geos));
    } else if (piece->wkb) {
        uint8_t *copy = NULL;
        status = er_arena_alloc(ctx, arena, piece->size, &copy);
        if (status == ER_OK) {
            memcpy(copy, piece->wkb, piece->size);
            *out = (er_bytes){copy, piece->size};
        }
    }
    if (piece->wkb) {
        GEOSContextHandle_t geos = GEOS_init_r();
        GEOSFree_r(geos, piece->wkb);
        GEOS_finish_r(geos);
    }
    piece->wkb = NULL;
    return status;
}

er_status er_shapes_on_grid(er_context *ctx, er_arena *arena, const er_bytes *in, size_t count,
                            er_bytes *out) {
    struct piece *pieces = NULL;
    ER_TRY(er_check_cancel(ctx));
    ER_TRY(er_alloc(ctx, count, sizeof *pieces, &pieces));
#pragma omp parallel for schedule(dynamic) num_threads(er_context_threads(ctx))
    for (size_t i = 0; i < count; i++) {
        if (in[i].size == 0) continue;
        pieces[i].failed = !er_geos_open(&pieces[i].geos);
        if (!pieces[i].failed) snap(&pieces[i], in[i]);
        er_geos_close(&pieces[i].geos);
    }
    er_status status = ER_OK;
    for (size_t i = 0; i < count; i++) {
        er_status kept = keep_piece(ctx, arena, &pieces[i], &out[i]);
        if (status == ER_OK) status = kept;
    }
    er_free(pieces);
    return status;
}

static GEOSGeometry *collect(er_geos *geos, GEOSGeometry **parts, const er_bytes *in,
                             size_t count) {
    unsigned used = 0;
    for (size_t i = 0; i < count; i++) {
        if (in[i].size == 0) continue;
        parts[used] = er_geos_read(geos, in[i]);
        if (parts[used]) {
            used++;
            continue;
        }
        while (used > 0)
            GEOSGeom_destroy_r(geos->handle, parts[--used]);
        return NULL;
    }
    return GEOSGeom_createCollection_r(geos->handle, GEOS_GEOMETRYCOLLECTION, parts, used);
}

er_status er_shapes_union(er_context *ctx, er_arena *arena, const er_bytes *in, size_t count,
                          er_bytes *out) {
    GEOSGeometry **parts = NULL;
    ER_TRY(er_check_cancel(ctx));
    ER_TRY(er_alloc(ctx, count, sizeof *parts, &parts));
    struct piece piece = {0};
    piece.failed = !er_geos_open(&piece.geos);
    if (!piece.failed) {
        GEOSContextHandle_t geos = piece.geos.handle;
        GEOSGeometry *all = collect(&piece.geos, parts, in, count);
        write_piece(&piece, all ? GEOSUnaryUnionPrec_r(geos, all, ER_DEGREE_GRID) : NULL);
        GEOSGeom_destroy_r(geos, all);
    }
    er_geos_close(&piece.geos);
    er_free(parts);
    return keep_piece(ctx, arena, &piece, out);
}

/* ---- the 180th meridian ---------------------------------------------------------------------- */

static er_status is_beyond(er_context *ctx, er_bytes wkb, bool *beyond) {
    er_wkb_shape shape;
    *beyond = false;
    ER_TRY(er_wkb_read(ctx, wkb, &shape));
    for (size_t i = 0; i < shape.point_count; i++)
        *beyond = *beyond || shape.points[i].x < -180 || shape.points[i].x > 180;
    er_wkb_clear(&shape);
    return ER_OK;
}

er_status er_shape_in_turn(er_context *ctx, er_arena *arena, er_bytes *wkb) {
    bool beyond = false;
    ER_TRY(is_beyond(ctx, *wkb, &beyond));
    if (!beyond) return ER_OK;
    struct piece piece = {0};
    piece.failed = !er_geos_open(&piece.geos);
    if (!piece.failed) {
        GEOSGeometry *whole = er_geos_read(&piece.geos, *wkb);
        GEOSGeometry *cut = whole ? er_degrees_cut(piece.geos.handle, whole) : NULL;
        GEOSGeom_destroy_r(piece.geos.handle, whole);
        write_piece(&piece, cut);
    }
    er_geos_close(&piece.geos);
    return keep_piece(ctx, arena, &piece, wkb);
}
