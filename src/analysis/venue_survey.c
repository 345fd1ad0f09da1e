/* The ground of a venue: its cells, and what serves each of them. */
#include "analysis/cover.h"
#include "analysis/field.h"
#include "analysis/venues.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Signals are asked for in tiles of at most so many cells a side, of which those without a cell of
 * the venue are passed over: a strip along a way has a large box. */
static const int32_t tile_cells = 128;

/* ---- cells ----------------------------------------------------------------------------------- */

static er_tile whole_grid(const er_grid *grid) {
    return (er_tile){0, 0, (int32_t)grid->columns, (int32_t)grid->rows};
}

static size_t cells_of(const er_cell_run *runs, size_t run_count) {
    size_t cells = 0;
    for (size_t i = 0; i < run_count; i++)
        cells += (size_t)runs[i].count;
    return cells;
}

/** The finest grid whose cells are not too many, and the runs of cells that the venue touches. */
static er_status find_grid(er_context *ctx, er_venue_survey *survey, er_cell_run **runs,
                           size_t *run_count) {
    const er_study_venues *options = &er_network_study(survey->network)->venues;
    const er_area *area = &survey->area;
    size_t capacity = 0;
    double cell_m = options->cell_m;
    for (;; cell_m *= 2) {
        if (area->area_m2 / (cell_m * cell_m) > options->most_cells) continue;
        ER_TRY(er_check_cancel(ctx));
        ER_TRY(er_grid_over(ctx, area->box, cell_m, &survey->grid));
        ER_TRY(er_cell_shares(ctx, area, &survey->grid, whole_grid(&survey->grid), runs, &capacity,
                              run_count));
        if ((double)cells_of(*runs, *run_count) <= fmax(options->most_cells, 1)) return ER_OK;
    }
}

static void take_cells(er_venue_survey *survey, const er_cell_run *runs, size_t run_count) {
    double whole_m2 = survey->grid.cell_m * survey->grid.cell_m * survey->scale;
    size_t at = 0;
    for (size_t i = 0; i < run_count; i++)
        for (int64_t k = 0; k < runs[i].count; k++)
            survey->cells[at++] = (er_venue_cell){
                .column = runs[i].column + k,
                .row = runs[i].row,
                .on_plane = er_grid_centre(&survey->grid, runs[i].column + k, runs[i].row),
                .area_m2 = runs[i].share * whole_m2};
}

/** Make the cells' areas add up to the venue's, which they do but for rounding. */
static void settle_areas(er_venue_survey *survey) {
    er_sum sum = {0};
    for (size_t i = 0; i < survey->cell_count; i++)
        er_sum_add(&sum, survey->cells[i].area_m2);
    double factor = survey->area_m2 / er_sum_value(&sum);
    for (size_t i = 0; i < survey->cell_count; i++)
        survey->cells[i].area_m2 *= factor;
}

/** A speck of which no cell's share can be told from nothing counts as all in one cell. */
static void take_one_cell(er_venue_survey *survey) {
    er_box box = survey->area.box;
    const er_grid *grid = &survey->grid;
    double column = floor(((box.min_x + box.max_x) / 2 - grid->left_m) / grid->cell_m);
    double row = floor((grid->top_m - (box.min_y + box.max_y) / 2) / grid->cell_m);
    survey->cells[0] =
        (er_venue_cell){.column = (int64_t)column, .row = (int64_t)row, .area_m2 = 1};
    survey->cells[0].on_plane = er_grid_centre(grid, (int64_t)column, (int64_t)row);
}

static er_status make_cells(er_context *ctx, er_venue_survey *survey) {
    er_cell_run *runs = NULL;
    size_t run_count = 0;
    er_status status = find_grid(ctx, survey, &runs, &run_count);
    if (status == ER_OK) {
        size_t found = cells_of(runs, run_count);
        survey->cell_count = found > 0 ? found : 1;
        status = er_arena_alloc(ctx, survey->arena, survey->cell_count * sizeof *survey->cells,
                                &survey->cells);
        if (status == ER_OK && found > 0) take_cells(survey, runs, run_count);
        if (status == ER_OK && found == 0) take_one_cell(survey);
    }
    er_free(runs);
    if (status == ER_OK) settle_areas(survey);
    return status;
}

/* ---- what serves them ------------------------------------------------------------------------ */

static er_status ask_discs(er_context *ctx, er_venue_survey *survey) {
    for (uint32_t o = 0; o < survey->operator_count; o++)
        for (size_t i = 0; i < survey->cell_count; i++) {
            if (i % 4096 == 0) ER_TRY(er_check_cancel(ctx));
            survey->services[o * survey->cell_count + i] =
                er_network_disc_service(survey->network, o, survey->cells[i].on_plane);
        }
    return ER_OK;
}

/** Signals of a tile, to be handed to the cells that lie in it. */
struct tile_bench {
    er_signal *signals;
    er_spare *spares;
    bool *wanted;
    size_t *cells; /**< of the venue, that lie in the tile */
};

/** A cell's place among those of a tile. */
static size_t place_in(er_tile tile, const er_venue_cell *cell) {
    return (size_t)(cell->row - tile.row) * (size_t)tile.columns +
           (size_t)(cell->column - tile.column);
}

static er_status ask_tile(er_context *ctx, er_venue_survey *survey, const struct tile_bench *bench,
                          er_tile tile, size_t count) {
    size_t size = (size_t)tile.columns * (size_t)tile.rows;
    memset(bench->wanted, 0, size * sizeof *bench->wanted);
    for (size_t k = 0; k < count; k++)
        bench->wanted[place_in(tile, &survey->cells[bench->cells[k]])] = true;
    ER_TRY(er_field_tile_some(ctx, er_network_field(survey->network), &survey->grid, tile,
                              bench->wanted, bench->signals, bench->spares));
    for (size_t k = 0; k < count; k++) {
        size_t i = bench->cells[k];
        size_t at = place_in(tile, &survey->cells[i]);
        for (uint32_t o = 0; o < survey->operator_count; o++) {
            survey->services[o * survey->cell_count + i] =
                (er_service){bench->signals[o * size + at], NAN};
            survey->spares[o * survey->cell_count + i] = bench->spares[o * size + at];
        }
    }
    return ER_OK;
}

/** The smallest tile around some cells. */
static er_tile tile_around(const er_venue_survey *survey, const size_t *cells, size_t count) {
    int64_t left = INT64_MAX, right = INT64_MIN, top = INT64_MAX, bottom = INT64_MIN;
    for (size_t k = 0; k < count; k++) {
        const er_venue_cell *cell = &survey->cells[cells[k]];
        left = cell->column < left ? cell->column : left;
        right = cell->column > right ? cell->column : right;
        top = cell->row < top ? cell->row : top;
        bottom = cell->row > bottom ? cell->row : bottom;
    }
    return (er_tile){left, top, (int32_t)(right - left + 1), (int32_t)(bottom - top + 1)};
}

/** Number of the tile that a cell lies in, row by row. */
static int64_t tile_of(const er_venue_survey *survey, size_t cell) {
    int64_t across = (survey->grid.columns + tile_cells - 1) / tile_cells;
    return survey->cells[cell].row / tile_cells * across + survey->cells[cell].column / tile_cells;
}

static int by_tile(const void *left, const void *right, void *user) {
    const er_venue_survey *survey = user;
    const size_t *a = left, *b = right;
    int64_t x = tile_of(survey, *a), y = tile_of(survey, *b);
    if (x != y) return x < y ? -1 : 1;
    return (*a > *b) - (*a < *b);
}

static er_status ask_tiles(er_context *ctx, er_venue_survey *survey, struct tile_bench *bench) {
    size_t count = survey->cell_count, *order = bench->cells;
    for (size_t i = 0; i < count; i++)
        order[i] = i;
    if (survey->grid.columns > tile_cells || survey->grid.rows > tile_cells)
        qsort_r(order, count, sizeof *order, by_tile, survey);
    for (size_t first = 0, end; first < count; first = end) {
        for (end = first + 1; end < count; end++)
            if (tile_of(survey, order[end]) != tile_of(survey, order[first])) break;
        bench->cells = order + first;
        ER_TRY(er_check_cancel(ctx));
        ER_TRY(ask_tile(ctx, survey, bench, tile_around(survey, bench->cells, end - first),
                        end - first));
    }
    return ER_OK;
}

static er_status ask_field(er_context *ctx, er_venue_survey *survey) {
    size_t columns =
        (size_t)(survey->grid.columns < tile_cells ? survey->grid.columns : tile_cells);
    size_t rows = (size_t)(survey->grid.rows < tile_cells ? survey->grid.rows : tile_cells);
    size_t size = columns * rows * survey->operator_count + 1;
    struct tile_bench bench = {0};
    size_t *order = NULL;
    er_status status;
    size_t services = survey->cell_count * survey->operator_count;
    ER_GOTO(status, done,
            er_arena_alloc(ctx, survey->arena, (services + 1) * sizeof *survey->spares,
                           &survey->spares));
    ER_GOTO(status, done, er_alloc(ctx, size, sizeof *bench.signals, &bench.signals));
    ER_GOTO(status, done, er_alloc(ctx, size, sizeof *bench.spares, &bench.spares));
    ER_GOTO(status, done, er_alloc(ctx, columns * rows, sizeof *bench.wanted, &bench.wanted));
    ER_GOTO(status, done, er_alloc(ctx, survey->cell_count, sizeof *order, &order));
    bench.cells = order;
    ER_GOTO(status, done, ask_tiles(ctx, survey, &bench));
done:
    er_free(bench.signals);
    er_free(bench.spares);
    er_free(bench.wanted);
    er_free(order);
    return status;
}

/* ---- labels ---------------------------------------------------------------------------------- */

uint8_t er_venue_label(const er_venue_survey *survey, uint32_t operator_, size_t cell) {
    const er_signal *signal = &survey->services[operator_ * survey->cell_count + cell].signal;
    return signal->unknown ? ER_COVER_UNKNOWN_LABEL : signal->level;
}

static er_status label_cells(er_context *ctx, er_venue_survey *survey) {
    uint32_t named = 0, count = 0;
    uint8_t *levels = NULL;
    er_network_operators(survey->network, &count, &named);
    ER_TRY(er_arena_alloc(ctx, survey->arena, survey->cell_count, &survey->any));
    ER_TRY(er_arena_alloc(ctx, survey->arena, survey->cell_count, &survey->all));
    ER_TRY(er_arena_alloc(ctx, survey->arena, count + 1, &levels));
    for (size_t i = 0; i < survey->cell_count; i++) {
        for (uint32_t o = 0; o < count; o++)
            levels[o] = er_venue_label(survey, o, i);
        bool known = !er_network_is_unknown(survey->network);
        survey->any[i] = known ? er_cover_any(levels, count) : ER_COVER_UNKNOWN_LABEL;
        survey->all[i] = known ? er_cover_all(levels, named) : ER_COVER_UNKNOWN_LABEL;
    }
    return ER_OK;
}

/* ---- the survey ------------------------------------------------------------------------------ */

/** The stored geodesic area; computed where the venue has none. */
static er_status area_of(er_context *ctx, const er_venue *venue, double *area_m2) {
    *area_m2 = venue->area_m2;
    if (isfinite(*area_m2) && *area_m2 > 0) return ER_OK;
    return er_geodesic_area(ctx, venue->geometry, area_m2);
}

static er_status survey_venue(er_context *ctx, er_venue_survey *survey) {
    const er_venue *venue = survey->venue;
    ER_TRY(er_arena_new(ctx, &survey->arena));
    ER_TRY(area_of(ctx, venue, &survey->area_m2));
    ER_TRY(
        er_area_from_wkb(ctx, er_network_plane(survey->network), venue->geometry, &survey->area));
    survey->scale = survey->area_m2 / survey->area.area_m2;
    ER_TRY(make_cells(ctx, survey));
    er_network_operators(survey->network, &survey->operator_count, NULL);
    size_t services = survey->cell_count * survey->operator_count;
    ER_TRY(er_arena_alloc(ctx, survey->arena, (services + 1) * sizeof *survey->services,
                          &survey->services));
    ER_TRY(er_network_field(survey->network) ? ask_field(ctx, survey) : ask_discs(ctx, survey));
    return label_cells(ctx, survey);
}

er_status er_venue_survey_new(er_context *ctx, const er_network *network, const er_venue *venue,
                              er_venue_survey *out) {
    er_venue_survey survey = {.network = network, .venue = venue};
    er_status status = survey_venue(ctx, &survey);
    if (status == ER_OK) {
        *out = survey;
        return ER_OK;
    }
    er_venue_survey_clear(&survey);
    return er_fail(ctx, status, "venue %s: %s", venue->code ? venue->code : "",
                   er_context_error(ctx));
}

void er_venue_survey_clear(er_venue_survey *survey) {
    er_area_clear(&survey->area);
    er_arena_free(survey->arena);
    *survey = (er_venue_survey){0};
}

/* ---- strata ---------------------------------------------------------------------------------- */

uint8_t er_venue_stratum_label(const er_venue_survey *survey, size_t stratum, size_t cell) {
    if (stratum == ER_COVER_ANY) return survey->any[cell];
    if (stratum == ER_COVER_ALL) return survey->all[cell];
    return er_venue_label(survey, (uint32_t)(stratum - ER_COVER_OPERATOR), cell);
}

/** Cells of one label, all others left out. */
static double area_labelled(const er_venue_survey *survey, size_t stratum, bool unknown) {
    er_sum sum = {0};
    size_t left_out = 0;
    for (size_t i = 0; i < survey->cell_count; i++) {
        uint8_t label = er_venue_stratum_label(survey, stratum, i);
        bool counts = unknown ? label == ER_COVER_UNKNOWN_LABEL
                              : label != 0 && label != ER_COVER_UNKNOWN_LABEL;
        if (counts)
            er_sum_add(&sum, survey->cells[i].area_m2);
        else
            left_out++;
    }
    return left_out == 0 ? survey->area_m2 : er_sum_value(&sum);
}

er_status er_venue_stratum_areas(er_context *ctx, const er_venue_survey *survey, size_t stratum,
                                 double *served_m2, double *unknown_m2) {
    const er_disc_union *set = er_network_union(survey->network, stratum);
    double on_plane_m2 = 0;
    if (!set || er_network_is_unknown(survey->network)) {
        *served_m2 = area_labelled(survey, stratum, false);
        *unknown_m2 = area_labelled(survey, stratum, true);
        return ER_OK;
    }
    ER_TRY(er_disc_union_area(ctx, set, &survey->area, &on_plane_m2));
    *served_m2 = er_cover_scaled(on_plane_m2, survey->area.area_m2, survey->area_m2);
    *unknown_m2 = 0;
    return ER_OK;
}
