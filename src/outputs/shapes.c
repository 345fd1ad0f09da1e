#include "outputs/shapes.h"

#include "geometry/degree_grid.h"

#include <geos_c.h>
#include <stdio.h>
#include <string.h>

enum { REASON_SIZE = 256 };

/** A shape as WKB from GEOS (freed with GEOSFree_r), or why there is none. */
struct piece {
    unsigned char *wkb;
    size_t size;
    bool failed;
    char reason[REASON_SIZE];
};

static void keep_reason(const char *message, void *reason) {
    snprintf(reason, REASON_SIZE, "%s", message);
}

static GEOSContextHandle_t open_geos(char reason[REASON_SIZE]) {
    GEOSContextHandle_t geos = GEOS_init_r();
    reason[0] = '\0';
    GEOSContext_setErrorMessageHandler_r(geos, keep_reason, reason);
    return geos;
}

static GEOSGeometry *read_wkb(GEOSContextHandle_t geos, er_bytes wkb) {
    GEOSWKBReader *reader = GEOSWKBReader_create_r(geos);
    GEOSGeometry *geometry = GEOSWKBReader_read_r(geos, reader, wkb.data, wkb.size);
    GEOSWKBReader_destroy_r(geos, reader);
    return geometry;
}

/** Write and destroy the geometry; an empty one leaves the piece empty. */
static void write_piece(GEOSContextHandle_t geos, GEOSGeometry *geometry, struct piece *piece) {
    if (geometry && GEOSisEmpty_r(geos, geometry) == 0) {
        GEOSWKBWriter *writer = GEOSWKBWriter_create_r(geos);
        GEOSWKBWriter_setByteOrder_r(geos, writer, GEOS_WKB_NDR);
        piece->wkb = GEOSWKBWriter_write_r(geos, writer, geometry, &piece->size);
        GEOSWKBWriter_destroy_r(geos, writer);
        piece->failed = !piece->wkb;
    } else {
        piece->failed = !geometry;
    }
    GEOSGeom_destroy_r(geos, geometry);
}

static void snap(GEOSContextHandle_t geos, er_bytes wkb, struct piece *piece) {
    GEOSGeometry *geometry = read_wkb(geos, wkb);
    GEOSGeometry *snapped = geometry ? er_degree_grid_round(geos, geometry) : NULL;
    GEOSGeom_destroy_r(geos, geometry);
    write_piece(geos, snapped, piece);
}

/** The piece into the arena; frees it. */
static er_status keep_piece(er_context *ctx, er_arena *arena, struct piece *piece, er_bytes *out) {
    er_status status = ER_OK;
    *out = (er_bytes){0};
    if (piece->failed) {
        status = er_fail(ctx, ER_ERR_GEOMETRY, "a polygon can't be rounded for GeoJSON: %s",
                         piece->reason);
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
        GEOSContextHandle_t geos = open_geos(pieces[i].reason);
        snap(geos, in[i], &pieces[i]);
        GEOS_finish_r(geos);
    }
    er_status status = ER_OK;
    for (size_t i = 0; i < count; i++) {
        er_status kept = keep_piece(ctx, arena, &pieces[i], &out[i]);
        if (status == ER_OK) status = kept;
    }
    er_free(pieces);
    return status;
}

static GEOSGeometry *collect(GEOSContextHandle_t geos, GEOSGeometry **parts, const er_bytes *in,
                             size_t count) {
    unsigned used = 0;
    for (size_t i = 0; i < count; i++) {
        if (in[i].size == 0) continue;
        parts[used] = read_wkb(geos, in[i]);
        if (parts[used]) {
            used++;
            continue;
        }
        while (used > 0)
            GEOSGeom_destroy_r(geos, parts[--used]);
        return NULL;
    }
    return GEOSGeom_createCollection_r(geos, GEOS_GEOMETRYCOLLECTION, parts, used);
}

er_status er_shapes_union(er_context *ctx, er_arena *arena, const er_bytes *in, size_t count,
                          er_bytes *out) {
    GEOSGeometry **parts = NULL;
    ER_TRY(er_check_cancel(ctx));
    ER_TRY(er_alloc(ctx, count, sizeof *parts, &parts));
    struct piece piece = {0};
    GEOSContextHandle_t geos = open_geos(piece.reason);
    GEOSGeometry *all = collect(geos, parts, in, count);
    write_piece(geos, all ? GEOSUnaryUnionPrec_r(geos, all, ER_DEGREE_GRID) : NULL, &piece);
    GEOSGeom_destroy_r(geos, all);
    GEOS_finish_r(geos);
    er_free(parts);
    return keep_piece(ctx, arena, &piece, out);
}
