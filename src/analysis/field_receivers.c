/* The cells of a tile as receivers. Plane to degrees and degrees to rasters are done exactly at
 * nodes, at whole multiples of some number of the grid's cells, and interpolated between them by
 * cubics in both directions. Where these miss the exact point in the middle of a block by more than
 * a hundredth of a millimetre, every cell of the block is done exactly. Blocks depend on plane and
 * grid alone, so that a cell is the same in any tile. */
#include "analysis/field_terrain.h"

#include "sources/cubic.h"
#include "sources/ground.h"

enum { BLOCK_CELLS = 64, RASTERS = 3 };

/* The cubics' error grows with the fourth power of the distance of nodes: at 4 km, it is about a
 * micrometre on the planes in use. */
static const double node_distance_m = 4000;

static const double tolerance_m = 1e-5;
static const double tolerance_deg = 1e-10; /* a hundredth of a millimetre */

void er_receivers_clear(er_receivers *receivers) {
    er_free(receivers->on_plane);
    er_free(receivers->lon_lat);
    er_free(receivers->ground);
    *receivers = (er_receivers){0};
}

static er_status make_room(er_context *ctx, er_receivers *r, size_t count) {
    size_t on_plane = r->capacity, lon_lat = r->capacity, ground = r->capacity;
    ER_TRY(er_reserve(ctx, &r->on_plane, &on_plane, count, sizeof *r->on_plane));
    ER_TRY(er_reserve(ctx, &r->lon_lat, &lon_lat, count, sizeof *r->lon_lat));
    ER_TRY(er_reserve(ctx, &r->ground, &ground, count, sizeof *r->ground));
    r->capacity = on_plane;
    return ER_OK;
}

/** Two coordinates over a block: for each column of nodes the cubic along its rows. */
struct surface {
    double x[4][4];
    double y[4][4];
};

/** The same along one row of the block. */
struct line {
    double x[4];
    double y[4];
};

/** A block of cells, with its corner on a node. */
struct block {
    int64_t column;
    int64_t row;
    int64_t cells; /**< a side */
    struct surface lon_lat;
    struct surface rasters[RASTERS];
    bool exact; /**< the surfaces are not good enough */
};

struct tile_work {
    const er_plane *plane;
    const er_grid *grid;
    er_tile tile;
    const er_ground *ground;
    er_receivers *receivers;
};

static const er_patch *patch_of(const er_ground *ground, int raster) {
    return raster == 0 ? &ground->elevation : raster == 1 ? &ground->clutter : &ground->zones;
}

static struct line line_at(const struct surface *surface, double t) {
    double x[4], y[4];
    struct line line;
    for (int c = 0; c < 4; c++) {
        x[c] = er_cubic_at(surface->x[c], t);
        y[c] = er_cubic_at(surface->y[c], t);
    }
    er_cubic_fit(x, line.x);
    er_cubic_fit(y, line.y);
    return line;
}

/** Fit 16 nodes, row by row; true if the surface meets the exact middle. */
static bool fit_surface(const er_point nodes[16], er_point middle, double period, double tolerance,
                        struct surface *surface) {
    double x[4], y[4];
    for (int c = 0; c < 4; c++) {
        for (int r = 0; r < 4; r++) {
            x[r] = er_near_to(nodes[4 * r + c].x, nodes[5].x, period);
            y[r] = nodes[4 * r + c].y;
        }
        er_cubic_fit(x, surface->x[c]);
        er_cubic_fit(y, surface->y[c]);
    }
    struct line line = line_at(surface, 0.5);
    double off_x = er_near_to(middle.x, nodes[5].x, period) - er_cubic_at(line.x, 0.5);
    double off_y = middle.y - er_cubic_at(line.y, 0.5);
    return fabs(off_x) <= tolerance && fabs(off_y) <= tolerance; /* false for NAN */
}

static void fit_block(const struct tile_work *w, struct block *block) {
    er_point places[17], cells[17];
    er_point corner = er_grid_centre(w->grid, block->column, block->row);
    double side_m = (double)block->cells * w->grid->cell_m;
    for (int r = 0; r < 4; r++) /* rows go south */
        for (int c = 0; c < 4; c++)
            places[4 * r + c] =
                (er_point){corner.x + (c - 1) * side_m, corner.y - (r - 1) * side_m};
    places[16] = (er_point){corner.x + side_m / 2, corner.y - side_m / 2};
    er_plane_inverse(w->plane, places, 17);
    block->exact = !fit_surface(places, places[16], 360, tolerance_deg, &block->lon_lat);
    for (int r = 0; r < RASTERS; r++) {
        const er_patch *patch = patch_of(w->ground, r);
        if (!patch->raster) continue;
        for (int i = 0; i < 17; i++)
            cells[i] = places[i];
        er_raster_cells(patch->raster, cells, 17);
        double tolerance = tolerance_m / er_raster_about(patch->raster)->resolution_m;
        if (!fit_surface(cells, cells[16], patch->period, tolerance, &block->rasters[r]))
            block->exact = true;
    }
}

static er_point on_raster(const er_patch *patch, const struct line *line, double t) {
    if (!patch->raster) return (er_point){NAN, NAN};
    double x = er_raster_turned(er_cubic_at(line->x, t), patch->first, patch->period);
    return (er_point){x, er_cubic_at(line->y, t)};
}

/** Cells of one row of a block, from column `from` to `to - 1` of the grid; their receivers begin
 *  at `at`. */
static void take_row(const struct tile_work *w, const struct block *block, int64_t row,
                     int64_t from, int64_t to, size_t at) {
    er_receivers *out = w->receivers;
    double share = 1 / (double)block->cells, ty = (double)(row - block->row) * share;
    struct line lon_lat = line_at(&block->lon_lat, ty), rasters[RASTERS];
    for (int r = 0; r < RASTERS; r++)
        if (patch_of(w->ground, r)->raster) rasters[r] = line_at(&block->rasters[r], ty);
    for (int64_t column = from; column < to; column++, at++) {
        double t = (double)(column - block->column) * share;
        double longitude = er_cubic_at(lon_lat.x, t);
        longitude -= longitude > 180 ? 360 : longitude < -180 ? -360 : 0;
        out->lon_lat[at] = (er_point){longitude, er_cubic_at(lon_lat.y, t)};
        er_ground_cells cells = {on_raster(&w->ground->elevation, &rasters[0], t),
                                 on_raster(&w->ground->clutter, &rasters[1], t),
                                 on_raster(&w->ground->zones, &rasters[2], t)};
        er_ground_sample(w->ground, &cells, &out->ground[at]);
    }
}

static void take_row_exactly(const struct tile_work *w, size_t at, size_t count) {
    er_receivers *out = w->receivers;
    for (size_t i = at; i < at + count; i++)
        out->lon_lat[i] = out->on_plane[i];
    er_plane_inverse(w->plane, out->lon_lat + at, count);
    er_ground_at(w->ground, out->lon_lat + at, count, out->ground + at);
}

static int64_t larger(int64_t a, int64_t b) {
    return a > b ? a : b;
}

static int64_t smaller(int64_t a, int64_t b) {
    return a < b ? a : b;
}

/** The part of a block that lies in the tile. */
static void take_block(const struct tile_work *w, struct block *block) {
    er_tile tile = w->tile;
    int64_t left = larger(block->column, tile.column), top = larger(block->row, tile.row);
    int64_t right = smaller(block->column + block->cells, tile.column + tile.columns);
    int64_t bottom = smaller(block->row + block->cells, tile.row + tile.rows);
    fit_block(w, block);
    for (int64_t row = top; row < bottom; row++) {
        size_t at = (size_t)((row - tile.row) * tile.columns + left - tile.column);
        for (int64_t column = left; column < right; column++) {
            size_t i = at + (size_t)(column - left);
            w->receivers->on_plane[i] = er_grid_centre(w->grid, column, row);
            w->receivers->ground[i].distance_km = 0;
        }
        if (block->exact)
            take_row_exactly(w, at, (size_t)(right - left));
        else
            take_row(w, block, row, left, right, at);
    }
}

er_status er_receivers_of_tile(er_context *ctx, const er_plane *plane, const er_grid *grid,
                               er_tile tile, const er_ground *ground, er_receivers *receivers) {
    struct tile_work work = {plane, grid, tile, ground, receivers};
    size_t count = (size_t)tile.columns * (size_t)tile.rows;
    int64_t side = BLOCK_CELLS;
    while (side > 1 && (double)side * grid->cell_m > node_distance_m)
        side /= 2;
    ER_TRY(make_room(ctx, receivers, count));
    receivers->count = count;
    int64_t first = tile.column / side * side;
    for (int64_t row = tile.row / side * side; row < tile.row + tile.rows; row += side) {
        ER_TRY(er_check_cancel(ctx));
        for (int64_t column = first; column < tile.column + tile.columns; column += side) {
            struct block block = {.column = column, .row = row, .cells = side};
            take_block(&work, &block);
        }
    }
    return ER_OK;
}
