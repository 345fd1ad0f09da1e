/* Cells against the cells of the same grid: every unit by the exact shares of its cells in each of
 * the three states before and after. Sums are of whole numbers, so that the order of tiles and
 * threads can't show in them. */
#include "analysis/compare.h"
#include "analysis/cover.h"
#include "analysis/parallel.h"
#include "geometry/box.h"

#include <math.h>
#include <string.h>

/* A cell's share is counted in parts of 2^-32, as in the coverage run itself. */
static const double parts_per_cell = 4294967296.0;
/* Corners that lie this near to a whole number of cells apart do: they are multiples of the cell.
 */
static const double same_corner_cells = 1e-6;

enum { TILE_CELLS = 256, CELL_STATES = 3, BOTH_STATES = CELL_STATES * CELL_STATES };

/** What all threads share. */
struct survey {
    er_comparison *c;
    er_grid grid; /**< over those of both sides */
    er_labels *labels[ER_SIDES];
    er_area *areas;
    int64_t *parts; /**< of each unit: by state before, then after */
};

/** What a thread has for itself. */
struct bench {
    er_cell_run *runs;
    size_t run_capacity;
};

/* ---- one grid for both ----------------------------------------------------------------------- */

static er_status differ(er_comparison *c, const char *what, double before, double after) {
    return er_fail(c->ctx, ER_ERR_INPUT,
                   "the two sides are not on the same grid: %s is %.9g before and %.9g after; run "
                   "`evenreach cover` again with one study",
                   er_text(c->ctx, what), before, after);
}

static er_status check_planes(er_comparison *c) {
    const char *before = c->sides[ER_BEFORE].plane, *after = c->sides[ER_AFTER].plane;
    if (strcmp(before, after) == 0) return ER_OK;
    return er_fail(c->ctx, ER_ERR_INPUT,
                   "the two sides are not on the same grid: the plane is %s before and %s after; "
                   "give both studies the same working_crs and run `evenreach cover` again",
                   before, after);
}

static bool is_whole(double cells) {
    return fabs(cells - round(cells)) <= same_corner_cells;
}

/** The grid that holds both; `first` is where each begins in it. */
static er_status join_grids(er_comparison *c, er_grid *out) {
    const er_compare_read *before = &c->sides[ER_BEFORE], *after = &c->sides[ER_AFTER];
    if (!before->has_grid || !after->has_grid) {
        *out = before->has_grid ? before->grid : after->grid;
        return ER_OK;
    }
    er_grid a = before->grid, b = after->grid;
    ER_TRY(check_planes(c));
    if (a.cell_m != b.cell_m) return differ(c, "the side of a cell in metres", a.cell_m, b.cell_m);
    if (!is_whole((a.left_m - b.left_m) / a.cell_m))
        return differ(c, "the left edge in metres", a.left_m, b.left_m);
    if (!is_whole((a.top_m - b.top_m) / a.cell_m))
        return differ(c, "the upper edge in metres", a.top_m, b.top_m);
    double right_m =
        fmax(a.left_m + a.cell_m * (double)a.columns, b.left_m + b.cell_m * (double)b.columns);
    double bottom_m =
        fmin(a.top_m - a.cell_m * (double)a.rows, b.top_m - b.cell_m * (double)b.rows);
    *out = (er_grid){
        .left_m = fmin(a.left_m, b.left_m), .top_m = fmax(a.top_m, b.top_m), .cell_m = a.cell_m};
    out->columns = llround((right_m - out->left_m) / out->cell_m);
    out->rows = llround((out->top_m - bottom_m) / out->cell_m);
    return ER_OK;
}

static er_status label_side(struct survey *survey, int side) {
    er_comparison *c = survey->c;
    const er_compare_read *read = &c->sides[side];
    ER_TRY(er_labels_new(c->ctx, &survey->grid, &survey->labels[side]));
    if (!read->has_grid) return ER_OK;
    int64_t column = llround((read->grid.left_m - survey->grid.left_m) / survey->grid.cell_m);
    int64_t row = llround((survey->grid.top_m - read->grid.top_m) / survey->grid.cell_m);
    for (size_t i = 0; i < read->mask_count; i++) {
        const er_cover_mask *mask = &read->masks[i];
        if (mask->columns > INT32_MAX || mask->rows > INT32_MAX)
            return er_fail(c->ctx, ER_ERR_STORE, "%s: a mask of its cells is out of range",
                           read->name);
        er_tile tile = {mask->column + column, mask->row + row, (int32_t)mask->columns,
                        (int32_t)mask->rows};
        ER_TRY(er_labels_set(c->ctx, survey->labels[side], tile, mask->states));
    }
    return ER_OK;
}

/* ---- tiles ----------------------------------------------------------------------------------- */

static size_t state_of(const struct survey *survey, int side, int64_t column, int64_t row) {
    if (!survey->c->sides[side].has_grid) return ER_CELL_UNKNOWN;
    uint8_t state = er_labels_at(survey->labels[side], column, row);
    return state <= ER_CELL_UNKNOWN ? state : ER_CELL_UNKNOWN;
}

static void add_run(const struct survey *survey, const er_cell_run *run, int64_t *parts) {
    int64_t each = (int64_t)llround(run->share * parts_per_cell);
    if (each == 0) each = 1; /* a cell that is touched at all counts */
    for (int64_t i = 0; i < run->count; i++) {
        size_t before = state_of(survey, ER_BEFORE, run->column + i, run->row);
        size_t after = state_of(survey, ER_AFTER, run->column + i, run->row);
        parts[before * CELL_STATES + after] += each;
    }
}

static er_status one_tile(er_context *own, void *shared, void *memory, size_t i) {
    struct survey *survey = shared;
    struct bench *bench = memory;
    er_tile tile = er_grid_tile(&survey->grid, TILE_CELLS, i);
    er_box box = er_grid_tile_box(&survey->grid, tile);
    for (size_t u = 0; u < survey->c->unit_count; u++) {
        int64_t parts[BOTH_STATES] = {0};
        size_t count = 0;
        if (!er_boxes_meet(box, survey->areas[u].box)) continue;
        ER_TRY(er_cell_shares(own, &survey->areas[u], &survey->grid, tile, &bench->runs,
                              &bench->run_capacity, &count));
        for (size_t k = 0; k < count; k++)
            add_run(survey, &bench->runs[k], parts);
        for (size_t k = 0; k < BOTH_STATES; k++) {
            if (parts[k] == 0) continue;
#pragma omp atomic
            survey->parts[u * BOTH_STATES + k] += parts[k];
        }
    }
    return ER_OK;
}

static void bench_clear(void *memory) {
    struct bench *bench = memory;
    er_free(bench->runs);
}

/* ---- figures --------------------------------------------------------------------------------- */

static int64_t sum_of(const int64_t *parts, int before, int after) {
    int64_t sum = 0;
    for (int b = 0; b < CELL_STATES; b++)
        for (int a = 0; a < CELL_STATES; a++)
            if ((before < 0 || b == before) && (after < 0 || a == after))
                sum += parts[b * CELL_STATES + a];
    return sum;
}

static void take_unit(const struct survey *survey, size_t i) {
    enum { ANY = -1 };
    er_compare_unit *unit = &survey->c->units[i];
    const int64_t *parts = survey->parts + i * BOTH_STATES;
    int64_t whole = sum_of(parts, ANY, ANY);
    double area_km2 = unit->row[ER_AFTER]->area_km2;
    if (whole == 0) return;
    double km2_of_part = area_km2 / (double)whole;
#define KM2(before, after)                                                                         \
    (sum_of(parts, before, after) == whole ? area_km2                                              \
                                           : (double)sum_of(parts, before, after) * km2_of_part)
    unit->overlap = (er_compare_overlap){
        .before = KM2(ER_CELL_SERVED, ANY),
        .after = KM2(ANY, ER_CELL_SERVED),
        .kept = KM2(ER_CELL_SERVED, ER_CELL_SERVED),
        .from_unknown = KM2(ER_CELL_UNKNOWN, ER_CELL_SERVED),
        .to_unknown = KM2(ER_CELL_SERVED, ER_CELL_UNKNOWN),
    };
#undef KM2
}

static er_status check_unit(er_comparison *c, size_t i) {
    const er_compare_unit *unit = &c->units[i];
    er_bytes a = unit->unit[ER_BEFORE]->geometry, b = unit->unit[ER_AFTER]->geometry;
    ER_TRY(er_compare_check_figure(c, ER_AFTER, i, unit->overlap.after));
    bool same = a.size == b.size && memcmp(a.data, b.data, a.size) == 0 &&
                unit->row[ER_BEFORE]->area_km2 == unit->row[ER_AFTER]->area_km2;
    /* of an outline that was written anew the side before says a little else */
    return same ? er_compare_check_figure(c, ER_BEFORE, i, unit->overlap.before) : ER_OK;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static er_status project(struct survey *survey) {
    er_comparison *c = survey->c;
    const er_compare_read *after = &c->sides[ER_AFTER];
    er_cover_job job = {.unit_count = c->unit_count, .area_count = c->unit_count};
    er_plane *plane = NULL;
    er_status status;
    ER_TRY(er_compare_plane(c->ctx, c->study,
                            after->has_grid ? after->plane : c->sides[ER_BEFORE].plane, &plane));
    ER_GOTO(status, done, er_alloc(c->ctx, c->unit_count, sizeof *job.units, &job.units));
    for (size_t i = 0; i < c->unit_count; i++)
        job.units[i] = *c->units[i].unit[ER_AFTER];
    status = er_cover_project(c->ctx, &job, plane, plane, survey->areas);
done:
    er_free(job.units);
    er_plane_free(plane);
    return status;
}

static er_status count_cells(struct survey *survey) {
    er_comparison *c = survey->c;
    for (int side = 0; side < ER_SIDES; side++)
        ER_TRY(label_side(survey, side));
    ER_TRY(er_alloc(c->ctx, c->unit_count, sizeof *survey->areas, &survey->areas));
    ER_TRY(er_alloc(c->ctx, c->unit_count * BOTH_STATES, sizeof *survey->parts, &survey->parts));
    ER_TRY(project(survey));
    const er_parallel work = {.message = "comparing coverage",
                              .count = er_grid_tile_count(&survey->grid, TILE_CELLS),
                              .bench_size = sizeof(struct bench),
                              .item = one_tile,
                              .end = bench_clear};
    return er_parallel_run(c->ctx, &work, survey);
}

er_status er_compare_cells(er_comparison *c) {
    struct survey survey = {.c = c};
    /* without any station on either side nothing is known, and nothing served */
    if (!c->sides[ER_BEFORE].has_grid && !c->sides[ER_AFTER].has_grid) return ER_OK;
    ER_TRY(join_grids(c, &survey.grid));
    er_status status = count_cells(&survey);
    for (size_t i = 0; i < c->unit_count && status == ER_OK; i++) {
        take_unit(&survey, i);
        status = check_unit(c, i);
    }
    for (size_t i = 0; survey.areas && i < c->unit_count; i++)
        er_area_clear(&survey.areas[i]);
    er_free(survey.areas);
    er_free(survey.parts);
    for (int side = 0; side < ER_SIDES; side++)
        er_labels_free(survey.labels[side]);
    return status;
}
