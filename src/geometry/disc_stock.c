#include "geometry/disc_stock.h"

#include <math.h>
#include <string.h>

/* Discs are listed with every square cell that their boxes meet. Cells are as small as this, or
 * larger until lists and cells are no more than so many for each disc. */
static const double least_side_m = 2048;
enum { ENTRIES_PER_DISC = 16, CELLS_PER_DISC = 4, CELLS_AT_LEAST = 1024 };

static const er_box nowhere = {INFINITY, INFINITY, -INFINITY, -INFINITY};

/* ---- cells ----------------------------------------------------------------------------------- */

static double cells_along(double from, double to, double side_m) {
    return floor(to / side_m) - floor(from / side_m) + 1;
}

static void choose_side(er_disc_stock *stock, er_box extent) {
    double n = (double)stock->count;
    for (stock->side_m = least_side_m;; stock->side_m *= 2) {
        double cells = cells_along(extent.min_x, extent.max_x, stock->side_m) *
                       cells_along(extent.min_y, extent.max_y, stock->side_m);
        double entries = 0;
        for (size_t i = 0; i < stock->count; i++) {
            er_box box = er_disc_box(&stock->discs[i]);
            entries += cells_along(box.min_x, box.max_x, stock->side_m) *
                       cells_along(box.min_y, box.max_y, stock->side_m);
        }
        if (cells <= CELLS_PER_DISC * n + CELLS_AT_LEAST && entries <= ENTRIES_PER_DISC * n) return;
    }
}

static double clamped(double cell, size_t count) {
    return fmin(fmax(cell, 0), (double)count - 1);
}

er_disc_window er_disc_stock_window(const er_disc_stock *stock, er_box box) {
    double left = floor(box.min_x / stock->side_m) - stock->first_column;
    double right = floor(box.max_x / stock->side_m) - stock->first_column;
    double low = floor(box.min_y / stock->side_m) - stock->first_row;
    double high = floor(box.max_y / stock->side_m) - stock->first_row;
    if (stock->count == 0 || !(right >= 0 && left < (double)stock->columns) ||
        !(high >= 0 && low < (double)stock->rows))
        return (er_disc_window){.none = true};
    return (er_disc_window){
        (size_t)clamped(left, stock->columns), (size_t)clamped(right, stock->columns),
        (size_t)clamped(low, stock->rows), (size_t)clamped(high, stock->rows), false};
}

/** Count what each cell lists, or fill the lists in: rising within a cell, for discs come in their
 *  order. */
static void sort_in(er_disc_stock *stock, size_t *at) {
    for (size_t i = 0; i < stock->count; i++) {
        er_disc_window w = er_disc_stock_window(stock, er_disc_box(&stock->discs[i]));
        for (size_t row = w.first_row; row <= w.last_row; row++)
            for (size_t column = w.first_column; column <= w.last_column; column++) {
                size_t cell = row * stock->columns + column;
                if (stock->items)
                    stock->items[at[cell]++] = (uint32_t)i;
                else
                    at[cell + 1]++;
            }
    }
}

static er_status make_cells(er_context *ctx, er_disc_stock *stock) {
    er_box extent = nowhere;
    size_t *at = NULL, cells;
    for (uint32_t k = 0; k < stock->layer_count; k++)
        extent = er_boxes_joined(extent, stock->extents[k]);
    choose_side(stock, extent);
    stock->first_column = floor(extent.min_x / stock->side_m);
    stock->first_row = floor(extent.min_y / stock->side_m);
    stock->columns = (size_t)cells_along(extent.min_x, extent.max_x, stock->side_m);
    stock->rows = (size_t)cells_along(extent.min_y, extent.max_y, stock->side_m);
    cells = stock->columns * stock->rows;
    ER_TRY(er_alloc(ctx, cells + 1, sizeof *stock->start, &stock->start));
    sort_in(stock, stock->start);
    for (size_t i = 0; i < cells; i++)
        stock->start[i + 1] += stock->start[i];
    ER_TRY(er_alloc(ctx, cells, sizeof *at, &at));
    memcpy(at, stock->start, cells * sizeof *at);
    er_status status = er_alloc(ctx, stock->start[cells], sizeof *stock->items, &stock->items);
    if (status == ER_OK) sort_in(stock, at);
    er_free(at);
    return status;
}

static er_status check(er_context *ctx, const er_disc_stock *stock) {
    if (stock->count >= UINT32_MAX / 8)
        return er_fail(ctx, ER_ERR_MEMORY, "the discs are too many for one union");
    for (size_t i = 0; i < stock->count; i++)
        if (!isfinite(stock->discs[i].x) || !isfinite(stock->discs[i].y) ||
            !(stock->discs[i].radius_m > 0) ||
            !(stock->discs[i].radius_m <= ER_DISC_RADIUS_LIMIT_M) ||
            stock->discs[i].layer >= stock->layer_count)
            return er_fail(ctx, ER_ERR_RANGE, "disc %zu has no place, radius or layer in range",
                           i + 1);
    return ER_OK;
}

static er_status fill(er_context *ctx, er_disc_stock *stock) {
    ER_TRY(check(ctx, stock));
    ER_TRY(er_alloc(ctx, stock->layer_count + 1, sizeof *stock->extents, &stock->extents));
    for (uint32_t k = 0; k < stock->layer_count; k++)
        stock->extents[k] = nowhere;
    for (size_t i = 0; i < stock->count; i++) {
        const er_disc *disc = &stock->discs[i];
        er_box *extent = &stock->extents[disc->layer];
        *extent = er_boxes_joined(*extent, er_disc_box(disc));
        stock->radius_m = fmax(stock->radius_m, disc->radius_m);
    }
    return stock->count > 0 ? make_cells(ctx, stock) : ER_OK;
}

er_status er_disc_stock_new(er_context *ctx, const er_disc *discs, size_t count,
                            uint32_t layer_count, er_disc_stock **out) {
    er_disc_stock *stock = NULL;
    ER_TRY(er_alloc(ctx, 1, sizeof *stock, &stock));
    stock->discs = discs;
    stock->count = count;
    stock->layer_count = layer_count;
    er_status status = fill(ctx, stock);
    if (status == ER_OK)
        *out = stock;
    else
        er_disc_stock_free(stock);
    return status;
}

void er_disc_stock_free(er_disc_stock *stock) {
    if (!stock) return;
    er_free(stock->extents);
    er_free(stock->start);
    er_free(stock->items);
    er_free(stock);
}
