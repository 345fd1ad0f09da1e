/* Square cells on the plane, and their tiles. */
#include "evenreach/geometry.h"

#include <math.h>

static const double least_cell_m = 0.1, most_cell_m = 100000;
static const double most_side_cells = 1073741824; /* 2^30 */
/* Further than any projection's plane: the numbers of cells stay exact in a double. */
static const double most_coordinate_m = 1e9;

static bool box_on_plane(er_box box) {
    return fabs(box.min_x) <= most_coordinate_m && fabs(box.max_x) <= most_coordinate_m &&
           fabs(box.min_y) <= most_coordinate_m && fabs(box.max_y) <= most_coordinate_m &&
           box.min_x <= box.max_x && box.min_y <= box.max_y;
}

/** The last whole multiple of `step` that is not above `value`: division may round past one. */
static double multiple_below(double value, double step) {
    double multiple = floor(value / step);
    if (multiple * step > value) return multiple - 1;
    return (multiple + 1) * step <= value ? multiple + 1 : multiple;
}

static double multiple_above(double value, double step) {
    return -multiple_below(-value, step);
}

er_status er_grid_over(er_context *ctx, er_box box, double cell_m, er_grid *out) {
    if (!(cell_m >= least_cell_m && cell_m <= most_cell_m))
        return er_fail(ctx, ER_ERR_RANGE,
                       "grid cells of %g m are not between 0.1 m and 100 km a side", cell_m);
    if (!box_on_plane(box))
        return er_fail(ctx, ER_ERR_RANGE, "the box %g %g %g %g is not one on a plane in metres",
                       box.min_x, box.min_y, box.max_x, box.max_y);
    double left = multiple_below(box.min_x, cell_m), top = multiple_above(box.max_y, cell_m);
    double columns = fmax(1, multiple_above(box.max_x, cell_m) - left);
    double rows = fmax(1, top - multiple_below(box.min_y, cell_m));
    if (columns > most_side_cells || rows > most_side_cells)
        return er_fail(ctx, ER_ERR_RANGE,
                       "a grid of %.0f by %.0f cells of %g m is too large: choose larger cells",
                       columns, rows, cell_m);
    *out = (er_grid){left * cell_m, top * cell_m, cell_m, (int64_t)columns, (int64_t)rows};
    return ER_OK;
}

static int64_t tiles_along(int64_t cells, int32_t tile_cells) {
    return (cells + tile_cells - 1) / tile_cells;
}

size_t er_grid_tile_count(const er_grid *grid, int32_t tile_cells) {
    if (tile_cells < 1) return 0;
    return (size_t)(tiles_along(grid->columns, tile_cells) * tiles_along(grid->rows, tile_cells));
}

static int32_t smaller(int64_t a, int32_t b) {
    return a < b ? (int32_t)a : b;
}

er_tile er_grid_tile(const er_grid *grid, int32_t tile_cells, size_t i) {
    int64_t across = tiles_along(grid->columns, tile_cells);
    int64_t column = (int64_t)i % across * tile_cells, row = (int64_t)i / across * tile_cells;
    return (er_tile){column, row, smaller(grid->columns - column, tile_cells),
                     smaller(grid->rows - row, tile_cells)};
}

er_point er_grid_centre(const er_grid *grid, int64_t column, int64_t row) {
    return (er_point){grid->left_m + ((double)column + 0.5) * grid->cell_m,
                      grid->top_m - ((double)row + 0.5) * grid->cell_m};
}

er_box er_grid_tile_box(const er_grid *grid, er_tile tile) {
    return (er_box){grid->left_m + (double)tile.column * grid->cell_m,
                    grid->top_m - (double)(tile.row + tile.rows) * grid->cell_m,
                    grid->left_m + (double)(tile.column + tile.columns) * grid->cell_m,
                    grid->top_m - (double)tile.row * grid->cell_m};
}
