/* Areas by signal level: tile after tile, every cell's level in every stratum, added to every unit
 * and venue by the exact share of the cell that lies in it. Sums are of whole numbers, so that the
 * order of tiles and threads can't show in them. */
#include "analysis/cover.h"
#include "geometry/box.h"
#include "analysis/cover_grid_sole.h"
#include "analysis/cover_rasters.h"
#include "analysis/field.h"
#include "analysis/parallel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A cell's share is counted in parts of 2^-32, and an area has at most 2^30 cells. */
static const double parts_per_cell = 4294967296.0, most_cells = 1073741824.0;
/* Over terrain larger ones pay: a ray is walked again in every tile that it crosses. The largest
 * only with few carriers, for each of them has its sums in every cell. */
static const int32_t usual_tile_cells = 256, usual_terrain_tile_cells = 512,
                     largest_terrain_tile_cells = 768;
static const size_t few_carriers = 4;
static const int32_t least_tile_cells = 16, most_tile_cells = 4096;

/** What all threads share. */
struct survey {
    er_cover_job *job;
    const er_area *areas;
    const er_cover_options *options;
    er_cover_rasters *rasters;
    unsigned raster_bits; /**< those that are written */
    int32_t tile_cells;
    uint32_t operators;
    uint32_t named;
    size_t states;  /**< unserved, each level, unknown */
    int64_t *parts; /**< of each area, stratum and state */
    int64_t *whole; /**< of each area: the parts of all states */
    er_sole_survey soles;
};

/** What a thread needs for a tile. */
struct bench {
    er_context *ctx;
    uint8_t *labels;         /**< stratum after stratum */
    er_raster_cell *rasters; /**< of some rows; null: none asked for */
    size_t raster_capacity;
    er_cell_run *runs;
    size_t run_capacity;
    int64_t *parts; /**< of one area, by stratum and state */
    er_sole_bench soles;
};

/* ---- labels of a tile ------------------------------------------------------------------------ */

static uint8_t label_of(const er_signal *signal) {
    return signal->unknown ? ER_COVER_UNKNOWN_LABEL : signal->level;
}

/** Labels of `count` cells from `first` on; `signals` are theirs alone. */
static void label_cells(const struct survey *survey, const struct bench *bench, size_t cells,
                        size_t first, size_t count, const er_signal *signals) {
    uint8_t *any = bench->labels + first, *all = any + cells, *own = all + cells;
    for (uint32_t o = 0; o < survey->operators; o++)
        for (size_t i = 0; i < count; i++)
            own[o * cells + i] = label_of(&signals[o * count + i]);
    for (size_t i = 0; i < count; i++) {
        uint8_t levels[UINT8_MAX];
        for (uint32_t o = 0; o < survey->operators; o++)
            levels[o] = own[o * cells + i];
        any[i] = er_cover_any(levels, survey->operators);
        all[i] = er_cover_all(levels, survey->named);
    }
}

/* ---- areas ----------------------------------------------------------------------------------- */

static bool meet(er_box a, er_box b) {
    return a.min_x < b.max_x && b.min_x < a.max_x && a.min_y < b.max_y && b.min_y < a.max_y;
}

/** A cell that is touched at all counts for at least one part. */
static int64_t parts_of(double share) {
    int64_t parts = (int64_t)llround(share * parts_per_cell);
    return parts > 0 ? parts : 1;
}

static size_t state_of(const struct survey *survey, uint8_t label) {
    return label == ER_COVER_UNKNOWN_LABEL ? survey->states - 1 : label;
}

/** Where a run begins among the tile's cells. */
static size_t place_of(er_tile tile, const er_cell_run *run) {
    return (size_t)(run->row - tile.row) * (size_t)tile.columns +
           (size_t)(run->column - tile.column);
}

static void add_run(const struct survey *survey, struct bench *bench, er_tile tile,
                    const er_cell_run *run, bool empty) {
    size_t cells = (size_t)tile.columns * (size_t)tile.rows, at = place_of(tile, run);
    int64_t each = parts_of(run->share);
    for (size_t stratum = 0; stratum < survey->job->stratum_count; stratum++) {
        int64_t *parts = bench->parts + stratum * survey->states;
        const uint8_t *labels = bench->labels + stratum * cells + at;
        if (empty) {
            parts[0] += each * run->count;
            continue;
        }
        for (int64_t i = 0; i < run->count; i++)
            parts[state_of(survey, labels[i])] += each;
    }
}

static er_status add_soles(struct survey *survey, struct bench *bench, er_tile tile, size_t i,
                           size_t run_count) {
    if (!survey->job->has_soles[i] || !bench->soles.found) return ER_OK;
    for (size_t k = 0; k < run_count; k++)
        er_sole_add_run(&bench->soles, place_of(tile, &bench->runs[k]), bench->runs[k].count,
                        parts_of(bench->runs[k].share));
    return er_sole_hand_over(bench->ctx, &survey->soles, &bench->soles, i);
}

static er_status add_area(struct survey *survey, struct bench *bench, er_tile tile, size_t i,
                          bool empty) {
    size_t figures = survey->job->stratum_count * survey->states, count = 0;
    ER_TRY(er_cell_shares(bench->ctx, &survey->areas[i], &survey->job->grid, tile, &bench->runs,
                          &bench->run_capacity, &count));
    if (count == 0) return ER_OK;
    memset(bench->parts, 0, figures * sizeof *bench->parts);
    for (size_t k = 0; k < count; k++)
        add_run(survey, bench, tile, &bench->runs[k], empty);
    for (size_t k = 0; k < figures; k++) {
        if (bench->parts[k] == 0) continue;
#pragma omp atomic
        survey->parts[i * figures + k] += bench->parts[k];
    }
    return empty ? ER_OK : add_soles(survey, bench, tile, i, count);
}

/* ---- rasters --------------------------------------------------------------------------------- */

/** RSRP that the weakest level asks for; where it asks for speed alone, the RSRP that gives it
 * where nothing interferes. */
static double asked_dbm(const er_cover_job *job, uint32_t sector) {
    const er_study_radio *radio = &job->study->radio;
    double stated_dbm = radio->levels[radio->level_count - 1].min_rsrp_dbm;
    if (!isnan(stated_dbm)) return stated_dbm;
    return job->field->budgets[job->field->budget_of[sector]].enough_dbm;
}

/** Cell `i` of `count`, whose signals and labels of the stratum "any" are given. */
static er_raster_cell raster_cell(const struct survey *survey, const er_signal *signals,
                                  size_t count, size_t i, uint8_t any) {
    er_raster_cell cell = {.best = signals[i], .probability = NAN};
    uint32_t servers = 0;
    for (uint32_t o = 0; o < survey->operators; o++) {
        const er_signal *signal = &signals[o * count + i];
        servers += signal->servers;
        cell.operators += signal->level > 0;
        if (isnan(cell.best.rsrp_dbm) || signal->rsrp_dbm > cell.best.rsrp_dbm) cell.best = *signal;
    }
    cell.best.servers = servers;
    cell.best.unknown = any == ER_COVER_UNKNOWN_LABEL;
    cell.best.level = cell.best.unknown ? 0 : any;
    if (survey->raster_bits & ER_RASTER_PROBABILITY && !isnan(cell.best.rsrp_dbm))
        cell.probability = er_probability_above(cell.best.rsrp_dbm, cell.best.sigma_db,
                                                asked_dbm(survey->job, cell.best.sector));
    return cell;
}

static er_status write_rasters(const struct survey *survey, struct bench *bench, er_tile part,
                               const er_signal *signals, const uint8_t *any) {
    size_t count = (size_t)part.columns * (size_t)part.rows;
    ER_TRY(er_reserve(bench->ctx, &bench->rasters, &bench->raster_capacity, count,
                      sizeof *bench->rasters));
    for (size_t i = 0; i < count; i++)
        bench->rasters[i] = raster_cell(survey, signals, count, i, any[i]);
    return er_cover_rasters_tile(bench->ctx, survey->rasters, part, bench->rasters);
}

/* ---- tiles ----------------------------------------------------------------------------------- */

static er_status keep_labels(const struct survey *survey, struct bench *bench, er_tile tile,
                             size_t cells) {
    for (size_t stratum = 0; stratum < survey->job->stratum_count; stratum++) {
        const uint8_t *labels = bench->labels + stratum * cells;
        size_t i = 0;
        while (i < cells && labels[i] == 0)
            i++;
        if (i < cells)
            ER_TRY(er_labels_set(bench->ctx, survey->job->labels[stratum], tile, labels));
    }
    return ER_OK;
}

/** A tile on its bench. */
struct job {
    const struct survey *survey;
    struct bench *bench;
    er_tile tile;
};

/** Some rows of a tile: labels and rasters, while the signals are at hand. */
static er_status take_rows(er_context *ctx, void *user, size_t first_row, size_t rows,
                           const er_signal *signals, const er_spare *spares) {
    const struct job *job = user;
    const er_tile *tile = &job->tile;
    size_t columns = (size_t)tile->columns, cells = columns * (size_t)tile->rows;
    size_t first = first_row * columns;
    (void)ctx;
    label_cells(job->survey, job->bench, cells, first, rows * columns, signals);
    if (spares)
        er_sole_cells(&job->survey->soles, &job->bench->soles, first, rows * columns, signals,
                      spares, job->survey->operators);
    if (!job->survey->rasters) return ER_OK;
    er_tile part = {tile->column, tile->row + (int64_t)first_row, tile->columns, (int32_t)rows};
    return write_rasters(job->survey, job->bench, part, signals, job->bench->labels + first);
}

static er_status do_tile(struct survey *survey, struct bench *bench, er_tile tile) {
    const er_cover_job *cover = survey->job;
    er_box box = er_grid_tile_box(&cover->grid, tile);
    bool empty = survey->operators == 0 || !er_field_reaches(cover->field, box);
    if (!empty) {
        struct job job = {survey, bench, tile};
        er_field_asked asked = {.spares = !cover->figures_only};
        bench->soles.found = false;
        ER_TRY(er_field_tile_rows(bench->ctx, cover->field, &cover->grid, tile, asked, take_rows,
                                  &job));
        ER_TRY(keep_labels(survey, bench, tile, (size_t)tile.columns * (size_t)tile.rows));
    }
    for (size_t i = 0; i < cover->area_count; i++)
        if (meet(box, survey->areas[i].box)) ER_TRY(add_area(survey, bench, tile, i, empty));
    return ER_OK;
}

static er_status bench_new(er_context *own, const void *shared, void *memory) {
    const struct survey *survey = shared;
    struct bench *bench = memory;
    size_t cells = (size_t)survey->tile_cells * (size_t)survey->tile_cells;
    size_t strata = survey->job->stratum_count;
    bench->ctx = own;
    ER_TRY(er_alloc(own, cells * strata, 1, &bench->labels));
    ER_TRY(er_alloc(own, strata * survey->states, sizeof *bench->parts, &bench->parts));
    return er_sole_bench_new(own, &survey->soles, cells, &bench->soles);
}

static void bench_clear(void *memory) {
    struct bench *bench = memory;
    er_free(bench->labels);
    er_free(bench->rasters);
    er_free(bench->runs);
    er_free(bench->parts);
    er_sole_bench_clear(&bench->soles);
}

static er_status one_tile(er_context *own, void *shared, void *bench, size_t i) {
    struct survey *survey = shared;
    (void)own; /* the bench holds it */
    return do_tile(survey, bench, er_grid_tile(&survey->job->grid, survey->tile_cells, i));
}

static er_status do_tiles(er_context *ctx, struct survey *survey) {
    const er_parallel work = {.message = "computing coverage",
                              .count = er_grid_tile_count(&survey->job->grid, survey->tile_cells),
                              .bench_size = sizeof(struct bench),
                              .begin = bench_new,
                              .item = one_tile,
                              .end = bench_clear};
    return er_parallel_run(ctx, &work, survey);
}

/* ---- figures --------------------------------------------------------------------------------- */

/** An area's km2 from the parts of its cells; the parts of all states are the whole area. */
static void take_area(const struct survey *survey, size_t i) {
    er_cover_job *job = survey->job;
    size_t levels = survey->states - 2;
    for (size_t stratum = 0; stratum < job->stratum_count; stratum++) {
        const int64_t *parts = survey->parts + (i * job->stratum_count + stratum) * survey->states;
        int64_t whole = 0, served = 0;
        for (size_t s = 0; s < survey->states; s++)
            whole += parts[s];
        for (size_t s = 1; s <= levels; s++)
            served += parts[s];
        survey->whole[i] = whole; /* the same in every stratum */
        if (whole == 0) continue;
        double km2_of_part = job->area_km2[i] / (double)whole;
        size_t at = stratum * job->area_count + i;
        job->served_km2[at] = served == whole ? job->area_km2[i] : (double)served * km2_of_part;
        job->unknown_km2[at] =
            parts[levels + 1] == whole ? job->area_km2[i] : (double)parts[levels + 1] * km2_of_part;
        for (size_t rank = 0; rank < levels; rank++)
            job->level_km2[rank * job->stratum_count * job->area_count + at] =
                (double)parts[levels - rank] * km2_of_part;
    }
}

static er_status find_grid(er_context *ctx, er_cover_job *job, const er_area *areas) {
    er_box box = areas[0].box;
    double cell_m = job->study->radio.resolution_m, most_m2 = 0;
    for (size_t i = 0; i < job->area_count; i++) {
        box = er_boxes_joined(box, areas[i].box);
        most_m2 = fmax(most_m2, areas[i].area_m2);
    }
    ER_TRY(er_grid_over(ctx, box, cell_m, &job->grid));
    if (most_m2 / (cell_m * cell_m) > most_cells)
        return er_fail(ctx, ER_ERR_RANGE,
                       "coverage.resolution_m: cells of %g m are too small for areas of up to %.0f "
                       "km2: choose larger cells",
                       cell_m, most_m2 / 1e6);
    return ER_OK;
}

static er_box box_of_grid(const er_grid *grid) {
    double right_m = grid->left_m + grid->cell_m * (double)grid->columns;
    double bottom_m = grid->top_m - grid->cell_m * (double)grid->rows;
    return (er_box){grid->left_m, bottom_m, right_m, grid->top_m};
}

static er_status survey_areas(er_context *ctx, struct survey *survey, const er_plane *plane) {
    er_cover_job *job = survey->job;
    const er_cover_options *options = survey->options;
    survey->raster_bits = options->rasters ? options->rasters : ~0u;
    for (size_t stratum = 0; stratum < job->stratum_count; stratum++)
        ER_TRY(er_labels_new(ctx, &job->grid, &job->labels[stratum]));
    ER_TRY(er_alloc(ctx, job->area_count * job->stratum_count * survey->states,
                    sizeof *survey->parts, &survey->parts));
    ER_TRY(er_alloc(ctx, job->area_count, sizeof *survey->whole, &survey->whole));
    ER_TRY(er_sole_survey_new(ctx, job->field, &survey->soles));
    if (options->raster_folder)
        ER_TRY(er_cover_rasters_open(ctx, options->raster_folder, survey->raster_bits, &job->grid,
                                     plane, job->field, &survey->rasters));
    er_status status = do_tiles(ctx, survey);
    if (survey->rasters) {
        er_status closed = er_cover_rasters_close(ctx, survey->rasters, status == ER_OK);
        if (status == ER_OK) status = closed;
    }
    for (size_t i = 0; i < job->area_count && status == ER_OK; i++)
        take_area(survey, i);
    return status == ER_OK ? er_sole_take(ctx, &survey->soles, job, survey->whole) : status;
}

/** Tiles of about the same size that cover a side. */
static int32_t even(int64_t side_cells, int32_t most) {
    int64_t tiles = (side_cells + most - 1) / most;
    return (int32_t)((side_cells + tiles - 1) / tiles);
}

/** Even tiles keep all threads busy, and where an area lies around its site, hardly a ray crosses
 *  from one tile into the next. */
static int32_t usual_tile(const er_field *field, const er_grid *grid) {
    if (!field->terrain) return usual_tile_cells;
    int32_t most = field->carrier_count <= few_carriers ? largest_terrain_tile_cells
                                                        : usual_terrain_tile_cells;
    int32_t across = even(grid->columns, most), down = even(grid->rows, most);
    int32_t cells = across > down ? across : down;
    return cells < least_tile_cells ? least_tile_cells : cells;
}

er_status er_cover_grid(er_context *ctx, er_cover_job *job, er_field *field, const er_plane *plane,
                        const er_cover_options *options) {
    struct survey survey = {.job = job, .options = options};
    er_area *areas = NULL;
    er_status status;
    if (job->unknown) return ER_OK; /* and that is filled in already */
    if (options->tile_cells &&
        (options->tile_cells < least_tile_cells || options->tile_cells > most_tile_cells))
        return er_fail(ctx, ER_ERR_RANGE, "tiles of %d cells a side are not of 16 to 4096",
                       (int)options->tile_cells);
    er_field_operators(job->field, &survey.operators, &survey.named);
    if (survey.operators >= UINT8_MAX)
        return er_fail(ctx, ER_ERR_UNSUPPORTED,
                       "%u operators are more than the %d that a signal "
                       "model takes",
                       survey.operators, UINT8_MAX - 1);
    survey.states = job->study->radio.level_count + 2;
    ER_GOTO(status, done, er_alloc(ctx, job->area_count, sizeof *areas, &areas));
    ER_GOTO(status, done, er_cover_project(ctx, job, plane, plane, areas));
    survey.areas = areas;
    ER_GOTO(status, done, find_grid(ctx, job, areas));
    survey.tile_cells =
        options->tile_cells ? options->tile_cells : usual_tile(job->field, &job->grid);
    er_box box = box_of_grid(&job->grid);
    ER_GOTO(status, done, er_field_read_ground(ctx, field, &box));
    ER_GOTO(status, done, survey_areas(ctx, &survey, plane));
done:
    for (size_t i = 0; areas && i < job->area_count; i++)
        er_area_clear(&areas[i]);
    er_free(areas);
    er_free(survey.parts);
    er_free(survey.whole);
    er_sole_survey_clear(&survey.soles);
    return status;
}
