/* What is to be gained of a venue, in squares that are chosen for as one. */
#include "analysis/cover.h"
#include "analysis/venue_close.h"

#include <math.h>
#include <stdlib.h>

/** How deep the middle of a cell lies in the disc that holds it best. */
static double depth_of(const er_venue_survey *survey, size_t cell) {
    double depth_m = -INFINITY;
    for (uint32_t o = 0; o < survey->operator_count; o++)
        depth_m = fmax(depth_m, survey->services[o * survey->cell_count + cell].margin_m);
    return depth_m;
}

/** Of discs, a cell that lies wholly in one holds nothing to be gained; of signals, a cell is what
 *  its middle is. */
static bool may_gain(const er_venue_survey *survey, size_t cell) {
    uint8_t label = survey->any[cell];
    if (label == 0 || label == ER_COVER_UNKNOWN_LABEL) return true;
    if (er_network_field(survey->network)) return false;
    return depth_of(survey, cell) < survey->grid.cell_m * M_SQRT1_2;
}

static bool is_served(const er_venue_survey *survey, size_t cell) {
    return survey->any[cell] != 0 && survey->any[cell] != ER_COVER_UNKNOWN_LABEL;
}

/** A cell with something to be gained, and the square of a grid that it lies in. */
struct placed {
    int64_t row;
    int64_t column;
    size_t cell;
};

static int by_square(const void *a, const void *b) {
    const struct placed *l = a, *r = b;
    if (l->row != r->row) return l->row < r->row ? -1 : 1;
    if (l->column != r->column) return l->column < r->column ? -1 : 1;
    return (l->cell > r->cell) - (l->cell < r->cell);
}

static int64_t bounded(double value, int64_t count) {
    return (int64_t)fmin(fmax(floor(value), 0), (double)count - 1);
}

static bool same_square(const struct placed *a, const struct placed *b) {
    return a->row == b->row && a->column == b->column;
}

/** The cells by the squares of a grid that they lie in; returns how many squares these are. */
static size_t place_cells(const er_venue_survey *survey, const er_grid *grid, struct placed *placed,
                          size_t count) {
    size_t squares = 0;
    for (size_t k = 0; k < count; k++) {
        er_point p = survey->cells[placed[k].cell].on_plane;
        placed[k].row = bounded((grid->top_m - p.y) / grid->cell_m, grid->rows);
        placed[k].column = bounded((p.x - grid->left_m) / grid->cell_m, grid->columns);
    }
    qsort(placed, count, sizeof *placed, by_square);
    for (size_t k = 0; k < count; k++)
        squares += k == 0 || !same_square(&placed[k - 1], &placed[k]);
    return squares;
}

static void add_cell(er_closing *closing, size_t cell, er_closing_block *block) {
    double area_m2 = closing->survey->cells[cell].area_m2;
    block->most_m2 += area_m2;
    if (!is_served(closing->survey, cell)) block->likely_m2 += area_m2;
}

static er_status fill_blocks(er_context *ctx, er_closing *closing, const struct placed *placed,
                             size_t count) {
    const er_venue_survey *survey = closing->survey;
    size_t filled = 0;
    ER_TRY(er_arena_alloc(ctx, closing->arena, (closing->block_count + 1) * sizeof *closing->blocks,
                          &closing->blocks));
    ER_TRY(er_arena_alloc(ctx, closing->arena, survey->cell_count * sizeof *closing->block_of,
                          &closing->block_of));
    for (size_t i = 0; i < survey->cell_count; i++)
        closing->block_of[i] = UINT32_MAX;
    for (size_t k = 0; k < count; k++) {
        if (k == 0 || !same_square(&placed[k - 1], &placed[k])) {
            er_tile tile = {placed[k].column, placed[k].row, 1, 1};
            closing->blocks[filled++] =
                (er_closing_block){.column = tile.column,
                                   .row = tile.row,
                                   .box = er_grid_tile_box(&closing->grid, tile),
                                   .middle = er_grid_centre(&closing->grid, tile.column, tile.row)};
        }
        closing->block_of[placed[k].cell] = (uint32_t)filled - 1;
        add_cell(closing, placed[k].cell, &closing->blocks[filled - 1]);
    }
    return ER_OK;
}

/** The finest grid, of the survey's cells or squares of them, with not too many blocks. */
static er_status find_blocks(er_context *ctx, er_closing *closing, size_t most_blocks,
                             struct placed *placed, size_t count) {
    const er_venue_survey *survey = closing->survey;
    double cell_m = survey->grid.cell_m;
    do {
        ER_TRY(er_grid_over(ctx, survey->area.box, cell_m, &closing->grid));
        closing->block_count = place_cells(survey, &closing->grid, placed, count);
        cell_m *= 2;
    } while (closing->block_count > most_blocks);
    return fill_blocks(ctx, closing, placed, count);
}

er_status er_closing_make_blocks(er_context *ctx, er_closing *closing, size_t most_blocks) {
    const er_venue_survey *survey = closing->survey;
    struct placed *placed = NULL;
    size_t count = 0;
    ER_TRY(er_alloc(ctx, survey->cell_count + 1, sizeof *placed, &placed));
    for (size_t i = 0; i < survey->cell_count; i++)
        if (may_gain(survey, i)) placed[count++].cell = i;
    er_status status = find_blocks(ctx, closing, most_blocks, placed, count);
    er_free(placed);
    return status;
}

/* ---- covers ---------------------------------------------------------------------------------- */

struct pairs {
    uint32_t *demand;
    size_t capacity;
    size_t count;
    size_t *start;
    double *weight;
};

static er_status add_site(er_context *ctx, const er_closing *closing, size_t site,
                          er_closing_view view, uint8_t *met, struct pairs *pairs) {
    ER_TRY(closing->model->meets(ctx, closing, site, view, met));
    ER_TRY(er_reserve(ctx, &pairs->demand, &pairs->capacity, pairs->count + closing->block_count,
                      sizeof *pairs->demand));
    for (size_t b = 0; b < closing->block_count; b++)
        if (met[b] && pairs->weight[b] > 0) pairs->demand[pairs->count++] = (uint32_t)b;
    return ER_OK;
}

static er_status fill_cover(er_context *ctx, er_closing *closing, er_closing_view view,
                            uint8_t *met, struct pairs *pairs) {
    uint32_t *demand = NULL;
    size_t sites = closing->site_count;
    ER_TRY(er_arena_alloc(ctx, closing->arena, (sites + 1) * sizeof *pairs->start, &pairs->start));
    ER_TRY(er_arena_alloc(ctx, closing->arena, (closing->block_count + 1) * sizeof *pairs->weight,
                          &pairs->weight));
    for (size_t b = 0; b < closing->block_count; b++)
        pairs->weight[b] =
            view == ER_CLOSING_MOST ? closing->blocks[b].most_m2 : closing->blocks[b].likely_m2;
    for (size_t j = 0; j < sites; j++) {
        ER_TRY(er_check_cancel(ctx));
        ER_TRY(add_site(ctx, closing, j, view, met, pairs));
        pairs->start[j + 1] = pairs->count;
    }
    ER_TRY(er_arena_alloc(ctx, closing->arena, (pairs->count + 1) * sizeof *demand, &demand));
    for (size_t k = 0; k < pairs->count; k++)
        demand[k] = pairs->demand[k];
    closing->covers[view] = (er_siting_cover){.candidate_count = sites,
                                              .demand_count = closing->block_count,
                                              .start = pairs->start,
                                              .demand = demand,
                                              .weight = pairs->weight};
    return ER_OK;
}

er_status er_closing_make_cover(er_context *ctx, er_closing *closing, er_closing_view view) {
    struct pairs pairs = {0};
    uint8_t *met = NULL;
    er_status status = er_alloc(ctx, closing->block_count + 1, 1, &met);
    if (status == ER_OK) status = fill_cover(ctx, closing, view, met, &pairs);
    er_free(pairs.demand);
    er_free(met);
    return status;
}

er_status er_closing_make_covers(er_context *ctx, er_closing *closing) {
    ER_TRY(er_closing_make_cover(ctx, closing, ER_CLOSING_LIKELY));
    return er_closing_make_cover(ctx, closing, ER_CLOSING_MOST);
}
