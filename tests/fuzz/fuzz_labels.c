/* Labels out of any bytes: outlines are valid, complete and apart, with any
 * tolerance. */
#include "evenreach/geometry.h"

#include <geos_c.h>
#include <math.h>
#include <stdlib.h>

enum { HEAD = 3, MOST_CELLS = 900 };

static void require(bool holds) {
    if (!holds) abort();
}

static GEOSGeometry *read_wkb(GEOSContextHandle_t geos, er_bytes wkb) {
    GEOSWKBReader *reader = GEOSWKBReader_create_r(geos);
    GEOSGeometry *geometry = GEOSWKBReader_read_r(geos, reader, wkb.data, wkb.size);
    GEOSWKBReader_destroy_r(geos, reader);
    require(geometry);
    return geometry;
}

static void check(er_context *ctx, const er_plane *plane, const er_grid *grid, double tolerance_m,
                  const er_labels *labels, int64_t labelled) {
    er_arena *arena = NULL;
    er_label_outline *outlines = NULL;
    size_t count = 0;
    double area_m2 = 0;
    GEOSContextHandle_t geos = GEOS_init_r();
    require(er_arena_new(ctx, &arena) == ER_OK);
    require(er_labels_outlines(ctx, arena, plane, labels, tolerance_m, &outlines, &count) == ER_OK);
    for (size_t i = 0; i < count; i++) {
        GEOSGeometry *geometry = read_wkb(geos, outlines[i].wkb);
        require(GEOSisValid_r(geos, geometry) == 1);
        require(outlines[i].area_m2 > 0 && outlines[i].cells > 0);
        labelled -= outlines[i].cells;
        area_m2 += outlines[i].area_m2;
        GEOSGeom_destroy_r(geos, geometry);
    }
    require(labelled == 0);
    /* each outer side may move by the tolerance */
    double side_m = 30 * grid->cell_m + 2 * tolerance_m;
    require(area_m2 <= side_m * side_m * 30);
    er_arena_free(arena);
    GEOS_finish_r(geos);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < HEAD + 1) return 0;
    er_context *ctx = NULL;
    er_plane *plane = NULL;
    er_labels *labels = NULL;
    if (er_context_new(&ctx) != ER_OK) return 0;
    require(er_plane_new(ctx, (er_box){118, 22, 122, 26}, &plane) == ER_OK);
    int32_t columns = 1 + data[0] % 30;
    uint8_t kinds = (uint8_t)(1 + data[1] % 6);
    size_t cells = size - HEAD < MOST_CELLS ? size - HEAD : MOST_CELLS;
    int32_t rows = (int32_t)cells / columns;
    const er_grid grid = {0, 5000, 50, columns, rows + 1};
    double tolerance_m = 50 * (data[2] % 16) / 4.0;
    int64_t labelled = 0;
    uint8_t values[MOST_CELLS];
    for (size_t i = 0; i < (size_t)(rows * columns); i++) {
        values[i] = data[HEAD + i] % kinds;
        labelled += values[i] != 0;
    }
    require(er_labels_new(ctx, &grid, &labels) == ER_OK);
    require(er_labels_set(ctx, labels, (er_tile){0, 0, columns, rows}, values) == ER_OK);
    check(ctx, plane, &grid, tolerance_m, labels, labelled);
    er_labels_free(labels);
    er_plane_free(plane);
    er_context_free(ctx);
    return 0;
}
