/* A polygon and labels out of any bytes: parts are valid, lie within the polygon, and add up to it
 * where it is valid. Corners are multiples of a quarter cell, so that they fall on corners and
 * edges of cells far more often than by chance, but for the last bits. */
#include "evenreach/geometry.h"

#include <geos_c.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { HEAD = 2, MOST_CORNERS = 24, SIDE = 12, LABELS = 3, CORNER_BYTES = 2 };

static void require(bool holds) {
    if (!holds) abort();
}

struct fuzz {
    er_context *ctx;
    er_plane *plane;
    er_arena *arena;
    er_labels *labels;
    er_grid grid;
    GEOSContextHandle_t geos;
};

static void quiet(const char *message, void *user) {
    (void)message;
    (void)user;
}

static GEOSGeometry *read_wkb(const struct fuzz *f, er_bytes wkb) {
    GEOSWKBReader *reader = GEOSWKBReader_create_r(f->geos);
    GEOSGeometry *geometry = GEOSWKBReader_read_r(f->geos, reader, wkb.data, wkb.size);
    GEOSWKBReader_destroy_r(f->geos, reader);
    return geometry;
}

/** Area of one label's pieces. */
static double check_label(const struct fuzz *f, uint8_t label, er_bytes polygon,
                          const GEOSGeometry *wider) {
    er_piece *pieces = NULL;
    size_t count = 0;
    double sum = 0;
    require(er_labels_pieces(f->ctx, f->arena, f->plane, f->labels, label, polygon, &pieces,
                             &count) == ER_OK);
    for (size_t i = 0; i < count; i++) {
        GEOSGeometry *geometry = read_wkb(f, pieces[i].wkb);
        require(geometry && GEOSisValid_r(f->geos, geometry) == 1);
        require(GEOSGetNumGeometries_r(f->geos, geometry) == 1);
        if (wider) require(GEOSCovers_r(f->geos, wider, geometry) == 1);
        require(i == 0 || pieces[i].area_m2 <= pieces[i - 1].area_m2);
        sum += pieces[i].area_m2;
        GEOSGeom_destroy_r(f->geos, geometry);
    }
    return sum;
}

static void check(const struct fuzz *f, er_bytes polygon) {
    er_area area;
    if (er_area_from_wkb(f->ctx, f->plane, polygon, &area) != ER_OK) return;
    GEOSGeometry *whole = read_wkb(f, polygon);
    require(whole != NULL);
    bool valid = GEOSisValid_r(f->geos, whole) == 1;
    GEOSGeometry *wider = valid ? GEOSBuffer_r(f->geos, whole, 1e-9, 4) : NULL;
    double sum = 0;
    for (int label = 0; label < LABELS; label++)
        sum += check_label(f, (uint8_t)label, polygon, wider);
    if (valid) require(fabs(sum - area.area_m2) <= 1e-9 * area.area_m2 + 1e-6);
    if (wider) GEOSGeom_destroy_r(f->geos, wider);
    GEOSGeom_destroy_r(f->geos, whole);
    er_area_clear(&area);
}

/** A polygon of one ring. */
static size_t write_ring(uint8_t *at, const er_point *points, uint32_t count) {
    const uint8_t head[9] = {1, 3, 0, 0, 0, 1, 0, 0, 0};
    memcpy(at, head, sizeof head);
    memcpy(at + sizeof head, &count, sizeof count);
    memcpy(at + sizeof head + sizeof count, points, count * sizeof *points);
    return sizeof head + sizeof count + count * sizeof *points;
}

static void set_labels(struct fuzz *f, const uint8_t *data, size_t size) {
    uint8_t values[SIDE * SIDE];
    for (size_t i = 0; i < sizeof values; i++)
        values[i] = size > 0 ? (uint8_t)(data[i % size] / (1 + i / size) % LABELS) : 0;
    require(er_labels_new(f->ctx, &f->grid, &f->labels) == ER_OK);
    require(er_labels_set(f->ctx, f->labels, (er_tile){0, 0, SIDE, SIDE}, values) == ER_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < HEAD + 3 * CORNER_BYTES) return 0;
    struct fuzz f = {.grid = {15000, 5000, 0, SIDE, SIDE}, .geos = GEOS_init_r()};
    GEOSContext_setErrorMessageHandler_r(f.geos, quiet, NULL);
    GEOSContext_setNoticeMessageHandler_r(f.geos, quiet, NULL);
    require(er_context_new(&f.ctx) == ER_OK && er_arena_new(f.ctx, &f.arena) == ER_OK);
    require(er_plane_new(f.ctx, (er_box){118, 22, 122, 26}, &f.plane) == ER_OK);
    f.grid.cell_m = data[0] % 2 ? 7 : 1000;
    f.grid.left_m = ceil(f.grid.left_m / f.grid.cell_m) * f.grid.cell_m;
    f.grid.top_m = ceil(f.grid.top_m / f.grid.cell_m) * f.grid.cell_m;
    size_t corners = 3 + data[1] % (MOST_CORNERS - 3), at = HEAD;
    er_point points[MOST_CORNERS + 1];
    uint32_t count = 0;
    for (; count < corners && at + 1 < size; at += CORNER_BYTES)
        points[count++] =
            (er_point){f.grid.left_m + f.grid.cell_m * (data[at] % (4 * SIDE + 8) - 4) / 4,
                       f.grid.top_m - f.grid.cell_m * (data[at + 1] % (4 * SIDE + 8) - 4) / 4};
    points[count] = points[0];
    er_plane_inverse(f.plane, points, ++count);
    points[count - 1] = points[0];
    uint8_t wkb[16 + sizeof points];
    set_labels(&f, data + at, size - at);
    check(&f, (er_bytes){wkb, write_ring(wkb, points, count)});
    er_labels_free(f.labels);
    er_plane_free(f.plane);
    er_arena_free(f.arena);
    er_context_free(f.ctx);
    GEOS_finish_r(f.geos);
    return 0;
}
