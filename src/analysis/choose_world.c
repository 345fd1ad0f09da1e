/* What all questions of the step rest on: units, the finest ones with persons, their cells. */
#include "analysis/choose.h"
#include "analysis/cover.h"

#include <math.h>
#include <string.h>

static const double most_cells = 5e7; /* of a grid; each takes some 100 bytes in the search */

/** The job of the step "cover" over the units, for what it says of them. */
static er_status read_units(er_choosing_world *w) {
    er_cover_job job = {.study = w->study};
    ER_TRY(er_store_units(w->ctx, w->store, w->arena, NULL, true, &w->units, &w->unit_count));
    if (w->unit_count == 0)
        return er_fail(w->ctx, ER_ERR_NOT_FOUND, "%s has no units: load some first",
                       er_store_path(w->store));
    job.units = w->units;
    job.unit_count = job.area_count = w->unit_count;
    ER_TRY(er_cover_find_parents(w->ctx, w->arena, &job));
    w->parents = job.parents;
    ER_TRY(er_arena_alloc(w->ctx, w->arena, w->unit_count * sizeof *w->bases, &w->bases));
    ER_TRY(er_arena_alloc(w->ctx, w->arena, (w->unit_count + 1) * sizeof *w->base_of, &w->base_of));
    for (size_t i = 0; i <= w->unit_count; i++)
        w->base_of[i] = SIZE_MAX;
    for (size_t i = 0; i < w->unit_count; i++) {
        if (!job.has_soles[i] || !isfinite(w->units[i].persons)) continue;
        w->base_of[i] = w->base_count;
        w->bases[w->base_count++] = i;
    }
    return ER_OK;
}

static er_status index_units(er_choosing_world *w) {
    ER_TRY(er_arena_alloc(w->ctx, w->arena, w->unit_count * sizeof *w->places, &w->places));
    for (size_t i = 0; i < w->unit_count; i++)
        w->places[i] = (er_id_place){w->units[i].id, i};
    er_sort_ids(w->places, w->unit_count);
    return ER_OK;
}

static er_status project(er_choosing_world *w) {
    er_cover_job job = {.unit_count = w->base_count, .area_count = w->base_count};
    ER_TRY(er_working_plane(w->ctx, w->store, w->study, &w->plane));
    ER_TRY(er_alloc(w->ctx, w->base_count + 1, sizeof *w->areas, &w->areas));
    ER_TRY(er_alloc(w->ctx, w->base_count + 1, sizeof *job.units, &job.units));
    for (size_t i = 0; i < w->base_count; i++)
        job.units[i] = w->units[w->bases[i]];
    er_status status = er_cover_project(w->ctx, &job, w->plane, w->plane, w->areas);
    er_free(job.units);
    return status;
}

er_status er_choosing_world_new(er_choosing_world *w) {
    double persons = 0;
    ER_TRY(read_units(w));
    for (size_t i = 0; i < w->base_count; i++)
        persons += w->units[w->bases[i]].persons;
    if (!(persons > 0))
        return er_fail(w->ctx, ER_ERR_NOT_FOUND,
                       "%s has no persons, so that nobody could gain: load the population of its "
                       "units first",
                       er_store_path(w->store));
    ER_TRY(index_units(w));
    return project(w);
}

void er_choosing_world_clear(er_choosing_world *w) {
    for (size_t i = 0; w->areas && i < w->base_count; i++)
        er_area_clear(&w->areas[i]);
    er_free(w->areas);
    er_free(w->cells);
    er_plane_free(w->plane);
    er_whatif_free(w->whatif);
}

size_t er_choosing_unit(const er_choosing_world *w, int64_t id) {
    return id ? er_find_id(w->places, w->unit_count, id, w->unit_count) : w->unit_count;
}

size_t er_choosing_ancestor(const er_choosing_world *w, size_t unit, const char *level) {
    for (size_t at = unit; at < w->unit_count; at = w->parents[at])
        if (strcmp(w->units[at].level, level) == 0) return at;
    return SIZE_MAX;
}

/* ---- cells ----------------------------------------------------------------------------------- */

er_box er_choosing_box(const er_choosing_world *w) {
    er_box all = w->areas[0].box;
    for (size_t i = 1; i < w->base_count; i++) {
        const er_box *box = &w->areas[i].box;
        all.min_x = fmin(all.min_x, box->min_x);
        all.min_y = fmin(all.min_y, box->min_y);
        all.max_x = fmax(all.max_x, box->max_x);
        all.max_y = fmax(all.max_y, box->max_y);
    }
    return all;
}

/** The cells that an area's box meets. */
static er_tile tile_around(const er_grid *grid, er_box box) {
    double left = floor((box.min_x - grid->left_m) / grid->cell_m);
    double top = floor((grid->top_m - box.max_y) / grid->cell_m);
    double right = floor((box.max_x - grid->left_m) / grid->cell_m);
    double bottom = floor((grid->top_m - box.min_y) / grid->cell_m);
    left = fmax(left, 0);
    top = fmax(top, 0);
    right = fmin(right, (double)grid->columns - 1);
    bottom = fmin(bottom, (double)grid->rows - 1);
    return (er_tile){(int64_t)left, (int64_t)top, (int32_t)(right - left + 1),
                     (int32_t)(bottom - top + 1)};
}

static er_status add_runs(er_choosing_world *w, size_t base, const er_cell_run *runs,
                          size_t count) {
    double persons = w->units[w->bases[base]].persons;
    double per_cell = persons * (w->grid.cell_m * w->grid.cell_m / w->areas[base].area_m2);
    size_t need = w->cell_count;
    for (size_t i = 0; i < count; i++)
        need += (size_t)runs[i].count;
    ER_TRY(er_reserve(w->ctx, &w->cells, &w->cell_capacity, need, sizeof *w->cells));
    for (size_t i = 0; i < count; i++)
        for (int64_t k = 0; k < runs[i].count; k++)
            w->cells[w->cell_count++] = (er_choosing_cell){.column = runs[i].column + k,
                                                           .row = runs[i].row,
                                                           .base = (uint32_t)base,
                                                           .persons = per_cell * runs[i].share};
    return ER_OK;
}

static er_status fill(er_choosing_world *w) {
    er_cell_run *runs = NULL;
    size_t capacity = 0, count = 0;
    er_status status = ER_OK;
    w->cell_count = 0;
    for (size_t i = 0; i < w->base_count && status == ER_OK; i++) {
        if (!(w->units[w->bases[i]].persons > 0)) continue;
        if (i % 64 == 0) status = er_check_cancel(w->ctx);
        if (status == ER_OK)
            status =
                er_cell_shares(w->ctx, &w->areas[i], &w->grid,
                               tile_around(&w->grid, w->areas[i].box), &runs, &capacity, &count);
        if (status == ER_OK) status = add_runs(w, i, runs, count);
    }
    er_free(runs);
    return status;
}

er_status er_choosing_cells(er_choosing_world *w, double cell_m) {
    double area_m2 = 0;
    if (w->cell_m == cell_m) return ER_OK;
    for (size_t i = 0; i < w->base_count; i++)
        area_m2 += w->areas[i].area_m2;
    if (area_m2 / (cell_m * cell_m) > most_cells)
        return er_fail(w->ctx, ER_ERR_RANGE,
                       "choose: cells of %g m are too many for the study's area: give a larger "
                       "cell_m",
                       cell_m);
    w->cell_m = 0;
    ER_TRY(er_grid_over(w->ctx, er_choosing_box(w), cell_m, &w->grid));
    ER_TRY(fill(w));
    w->cell_m = cell_m;
    return ER_OK;
}

er_point er_choosing_cell_middle(const er_choosing_world *w, const er_choosing_cell *cell) {
    return er_grid_centre(&w->grid, cell->column, cell->row);
}
