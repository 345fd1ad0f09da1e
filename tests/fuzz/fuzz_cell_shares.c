/* A polygon out of any bytes: shares stay within their limits, do not depend on
 * the tile, and add up to the polygon's area if it covers nothing twice.
 * Corners are multiples of a quarter cell, so that they fall on corners and
 * edges of cells far more often than by chance. */
#include "evenreach/geometry.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CORNER_BYTES = 2, MOST_CORNERS = 200, SIDE = 16 };

static void require(bool holds) {
    if (!holds) abort();
}

/** Shares from tiles of a size. */
static void shares_of(er_context *ctx, const er_area *area, const er_grid *grid, int32_t tile_cells,
                      double shares[SIDE * SIDE]) {
    er_cell_run *runs = NULL;
    size_t capacity = 0, count = 0;
    memset(shares, 0, SIDE * SIDE * sizeof *shares);
    for (size_t i = 0; i < er_grid_tile_count(grid, tile_cells); i++) {
        er_tile tile = er_grid_tile(grid, tile_cells, i);
        require(er_cell_shares(ctx, area, grid, tile, &runs, &capacity, &count) == ER_OK);
        for (size_t r = 0; r < count; r++) {
            require(runs[r].share > 0 && runs[r].share <= 1 && runs[r].count > 0);
            require(runs[r].column >= tile.column && runs[r].row >= tile.row);
            require(runs[r].column + runs[r].count <= tile.column + tile.columns);
            require(runs[r].row < tile.row + tile.rows);
            for (int64_t c = 0; c < runs[r].count; c++)
                shares[runs[r].row * SIDE + runs[r].column + c] = runs[r].share;
        }
    }
    er_free(runs);
}

static er_box box_of(const er_point *points, size_t count) {
    er_box box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t i = 0; i < count; i++) {
        box.min_x = fmin(box.min_x, points[i].x);
        box.min_y = fmin(box.min_y, points[i].y);
        box.max_x = fmax(box.max_x, points[i].x);
        box.max_y = fmax(box.max_y, points[i].y);
    }
    return box;
}

static double area_of(const er_point *points, size_t count) {
    double twice = 0;
    for (size_t i = 0; i + 1 < count; i++)
        twice += points[i].x * points[i + 1].y - points[i + 1].x * points[i].y;
    return twice / 2;
}

static void compare(er_context *ctx, const er_area *area, const er_grid *grid, bool monotone) {
    static double whole[SIDE * SIDE], parts[SIDE * SIDE];
    double sum = 0;
    shares_of(ctx, area, grid, SIDE, whole);
    for (int32_t tile = 1; tile < SIDE; tile += 4) {
        shares_of(ctx, area, grid, tile, parts);
        require(memcmp(whole, parts, sizeof whole) == 0);
    }
    for (int i = 0; i < SIDE * SIDE; i++)
        sum += whole[i] * grid->cell_m * grid->cell_m;
    if (monotone) require(fabs(sum - area->area_m2) <= 1e-9 * SIDE * SIDE * grid->cell_m);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 1 + 2 * CORNER_BYTES) return 0;
    er_context *ctx = NULL;
    if (er_context_new(&ctx) != ER_OK) return 0;
    const er_grid grid = {-3, 7, 1.5, SIDE, SIDE};
    double quarter = grid.cell_m / 4, bottom = grid.top_m - SIDE * grid.cell_m;
    er_point points[MOST_CORNERS + 3];
    size_t count = 0, starts[2] = {0, 0};
    bool monotone = data[0] % 2; /* a terrain over the grid's lower side: it can't cross itself */
    double x = grid.left_m;
    if (monotone) points[count++] = (er_point){x, bottom};
    for (size_t i = 1; i + 1 < size && count < MOST_CORNERS; i += CORNER_BYTES) {
        x = monotone ? fmin(x + quarter * (data[i] % 8), grid.left_m + SIDE * grid.cell_m)
                     : grid.left_m + quarter * (data[i] - 96);
        double above = monotone ? data[i + 1] % (4 * SIDE + 1) : data[i + 1] - 96;
        points[count++] = (er_point){x, bottom + quarter * above};
    }
    if (monotone) points[count++] = (er_point){x, bottom};
    if (monotone) { /* counter-clockwise */
        for (size_t i = 0, k = count - 1; i < k; i++, k--) {
            er_point swap = points[i];
            points[i] = points[k];
            points[k] = swap;
        }
    }
    points[count] = points[0];
    starts[1] = ++count;
    er_area area = {.points = points,
                    .ring_start = starts,
                    .ring_count = 1,
                    .box = box_of(points, count),
                    .area_m2 = area_of(points, count)};
    compare(ctx, &area, &grid, monotone);
    er_context_free(ctx);
    return 0;
}
