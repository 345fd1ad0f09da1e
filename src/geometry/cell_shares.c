/* What part of each cell an area covers: exact-area rasterisation, as fonts are drawn (Levien,
 * Inside the fastest font renderer in the world, 2016), in grid units with rows going down.
 *
 * Each edge leaves two numbers in every cell it crosses: the height it spans there (cover), which
 * counts for all cells to its right, and the area between it and the cell's right side. Where an
 * edge is cut at cell borders depends on the edge and the border alone, and covers are whole
 * multiples of 2^-50 summed as integers, so that their sums are exact: a cell's share does not
 * depend on where a tile begins, and away from edges it is exactly 0 or 1. */
#include "evenreach/geometry.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double cover_unit = 0x1p50;
static const double band_cells = 1 << 18; /* of scratch memory at a time */
/* Rounding of the sums of areas within a cell. */
static const double nothing = 1e-14, nearly_all = 1 - 1e-12;

/** Scratch sums for the cells of some rows; a row has one cell more for what lies before it. */
struct band {
    const er_grid *grid;
    int64_t row;
    int64_t rows;
    int64_t column;
    int64_t columns;
    uint64_t *cover; /**< modulo 2^64: sums between may be large, those at the end are not */
    double *area;
};

/** An edge in grid units, downwards. */
struct edge {
    double x0;
    double y0;
    double x1;
    double y1;
    double slope; /**< of x by y */
    bool adds;    /**< the area lies to its right */
};

static double x_at(const struct edge *e, double y) {
    if (y == e->y0) return e->x0;
    if (y == e->y1) return e->x1;
    return fmin(fmax(e->x0 + (y - e->y0) * e->slope, fmin(e->x0, e->x1)), fmax(e->x0, e->x1));
}

/** Where the edge crosses a border of columns, within the part of it that lies in the row. */
static double y_at(const struct edge *e, double x, double above, double below) {
    return fmin(fmax(e->y0 + (x - e->x0) / e->slope, above), below);
}

/** The height from y to the row's upper side. */
static int64_t height_of(double y, double row) {
    return (int64_t)((y - row) * cover_unit + 0.5);
}

static void add_cover(const struct edge *e, uint64_t *cover, int64_t height) {
    *cover += e->adds ? (uint64_t)height : -(uint64_t)height;
}

/** Add a piece of the edge that lies within one cell. */
static void add_piece(const struct edge *e, uint64_t *cover, double *area, int64_t height,
                      double middle_x) {
    double part = (double)height / cover_unit * (1 - middle_x);
    add_cover(e, cover, height);
    *area += e->adds ? part : -part;
}

/** Add what lies of the edge in one row. */
static void add_row(const struct band *b, const struct edge *e, int64_t row) {
    double top = (double)row, above = fmax(e->y0, top), below = fmin(e->y1, top + 1);
    double first = (double)b->column, end = (double)(b->column + b->columns);
    double x = x_at(e, above), x_end = x_at(e, below);
    int64_t from = height_of(above, top), to = height_of(below, top);
    if (x >= end && x_end >= end) return;
    size_t start = (size_t)((row - b->row) * (b->columns + 1));
    uint64_t *cover = b->cover + start + 1; /* cover[-1]: before the first column */
    double *area = b->area + start + 1;
    if (x > x_end) { /* from left to right; heights are differences, and take care of themselves */
        double swap_x = x;
        int64_t swap = from;
        x = x_end;
        x_end = swap_x;
        from = to;
        to = swap;
    }
    if (x < first) {
        int64_t cut = x_end <= first ? to : height_of(y_at(e, first, above, below), top);
        add_cover(e, &cover[-1], llabs(cut - from));
        if (x_end <= first) return;
        x = first;
        from = cut;
    }
    for (int64_t column = (int64_t)x - b->column; column < b->columns; column++) {
        double left = (double)(b->column + column), right = left + 1;
        bool last = x_end <= right;
        int64_t cut = last ? to : height_of(y_at(e, right, above, below), top);
        double middle = 0.5 * ((x - left) + ((last ? x_end : right) - left));
        add_piece(e, &cover[column], &area[column], llabs(cut - from), middle);
        if (last) return;
        x = right;
        from = cut;
    }
}

static void add_edge(const struct band *b, er_point p, er_point q) {
    if (p.y == q.y) return;
    bool down = p.y < q.y;
    struct edge e = {
        down ? p.x : q.x, down ? p.y : q.y, down ? q.x : p.x, down ? q.y : p.y, 0, down};
    double end_row = (double)(b->row + b->rows), end_column = (double)(b->column + b->columns);
    if (e.y1 <= (double)b->row || e.y0 >= end_row) return;
    if (e.x0 >= end_column && e.x1 >= end_column) return;
    e.slope = (e.x1 - e.x0) / (e.y1 - e.y0);
    int64_t row = (int64_t)fmax(floor(e.y0), (double)b->row);
    int64_t end = (int64_t)fmin(ceil(e.y1), end_row);
    for (; row < end; row++)
        add_row(b, &e, row);
}

static er_point in_grid(const er_grid *grid, er_point p) {
    return (er_point){(p.x - grid->left_m) / grid->cell_m, (grid->top_m - p.y) / grid->cell_m};
}

static void add_area(const struct band *b, const er_area *area) {
    for (size_t ring = 0; ring < area->ring_count; ring++) {
        size_t i = area->ring_start[ring];
        er_point p = in_grid(b->grid, area->points[i]);
        while (++i < area->ring_start[ring + 1]) {
            er_point q = in_grid(b->grid, area->points[i]);
            add_edge(b, p, q);
            p = q;
        }
    }
}

/** Where the runs go. */
struct runs {
    er_cell_run **items;
    size_t *capacity;
    size_t count;
};

static er_status add_run(er_context *ctx, struct runs *runs, er_cell_run run) {
    ER_TRY(er_reserve(ctx, runs->items, runs->capacity, runs->count + 1, sizeof run));
    (*runs->items)[runs->count++] = run;
    return ER_OK;
}

/** A row's sums to runs of equal shares. */
static er_status take_row(er_context *ctx, const struct band *b, int64_t row, struct runs *runs) {
    size_t start = (size_t)(row * (b->columns + 1));
    const uint64_t *cover = b->cover + start + 1;
    const double *area = b->area + start + 1;
    er_cell_run run = {.row = b->row + row};
    uint64_t before = cover[-1];
    for (int64_t column = 0; column < b->columns; column++) {
        double share = (double)(int64_t)before / cover_unit + area[column];
        before += cover[column];
        if (!(share > nothing)) share = 0;
        if (share > nearly_all) share = 1;
        if (run.count > 0 && share != run.share) {
            ER_TRY(add_run(ctx, runs, run));
            run.count = 0;
        }
        if (share == 0) continue;
        if (run.count++ == 0) {
            run.column = b->column + column;
            run.share = share;
        }
    }
    return run.count > 0 ? add_run(ctx, runs, run) : ER_OK;
}

/** Narrow [*first, *first + *count) to the whole numbers round [low, high]. */
static void narrow(int64_t *first, int64_t *count, double low, double high) {
    double begin = fmax((double)*first, floor(low));
    double end = fmin((double)(*first + *count), floor(high) + 1);
    *first = (int64_t)begin;
    *count = end > begin ? (int64_t)(end - begin) : 0;
}

static er_status take_bands(er_context *ctx, const er_area *area, struct band *b, int64_t rows,
                            struct runs *runs) {
    int64_t end = b->row + rows;
    size_t width = (size_t)(b->columns + 1);
    for (int64_t most = b->rows; b->row < end; b->row += most) {
        b->rows = end - b->row < most ? end - b->row : most;
        memset(b->cover, 0, (size_t)b->rows * width * sizeof *b->cover);
        memset(b->area, 0, (size_t)b->rows * width * sizeof *b->area);
        add_area(b, area);
        for (int64_t row = 0; row < b->rows; row++)
            ER_TRY(take_row(ctx, b, row, runs));
    }
    return ER_OK;
}

er_status er_cell_shares(er_context *ctx, const er_area *area, const er_grid *grid, er_tile tile,
                         er_cell_run **runs, size_t *capacity, size_t *count) {
    *count = 0;
    struct runs out = {runs, capacity, 0};
    struct band b = {.grid = grid, .row = tile.row, .column = tile.column, .columns = tile.columns};
    int64_t rows = tile.rows;
    er_point upper_left = in_grid(grid, (er_point){area->box.min_x, area->box.max_y});
    er_point lower_right = in_grid(grid, (er_point){area->box.max_x, area->box.min_y});
    narrow(&b.column, &b.columns, upper_left.x, lower_right.x);
    narrow(&b.row, &rows, upper_left.y, lower_right.y);
    if (b.columns == 0 || rows == 0) return ER_OK;
    b.rows = (int64_t)fmin((double)rows, fmax(1, floor(band_cells / (double)b.columns)));
    size_t cells = (size_t)b.rows * (size_t)(b.columns + 1);
    er_status status = er_alloc(ctx, cells, sizeof *b.cover, &b.cover);
    if (status == ER_OK) status = er_alloc(ctx, cells, sizeof *b.area, &b.area);
    if (status == ER_OK) status = take_bands(ctx, area, &b, rows, &out);
    if (status == ER_OK) *count = out.count;
    er_free(b.cover);
    er_free(b.area);
    return status;
}
