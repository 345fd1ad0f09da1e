/* The populated middle of units. */
#include "analysis/choose_listed.h"

#include "analysis/cover.h"
#include "geometry/polygon_index.h"

#include <math.h>
#include <string.h>

/** Cells gathered under the units of the level. */
struct gathered {
    size_t first;  /**< unit of the level, in the order of er_store_units */
    size_t count;  /**< units of the level: one behind the other */
    size_t *start; /**< count + 1 offsets into cells */
    size_t *cells;
    er_area *areas; /**< of each unit */
};

const char *er_choosing_usual_level(const er_choosing_world *w) {
    size_t base = w->bases[w->base_count - 1], parent = w->parents[base];
    return w->units[parent < w->unit_count ? parent : base].level;
}

static er_status find_level(const er_choosing_question *q, const char *level, struct gathered *g) {
    const er_choosing_world *w = q->world;
    for (size_t i = 0; i < w->unit_count; i++) {
        if (strcmp(w->units[i].level, level) != 0) continue;
        if (g->count++ == 0) g->first = i;
    }
    if (g->count > 0) return ER_OK;
    return er_fail(w->ctx, ER_ERR_NOT_FOUND,
                   "choose, question %s: the workspace has no units of the level '%s'",
                   q->ask->name, level);
}

/** The unit of the level that a base lies in, counted from the first; `count`: none. */
static size_t unit_over(const er_choosing_world *w, const struct gathered *g, size_t base) {
    size_t at = er_choosing_ancestor(w, w->bases[base], w->units[g->first].level);
    return at == SIZE_MAX ? g->count : at - g->first;
}

static er_status gather(const er_choosing_question *q, struct gathered *g) {
    const er_choosing_world *w = q->world;
    size_t *over = NULL, *at = NULL;
    ER_TRY(er_arena_alloc(w->ctx, q->arena, w->base_count * sizeof *over, &over));
    ER_TRY(er_arena_alloc(w->ctx, q->arena, (g->count + 2) * sizeof *g->start, &g->start));
    ER_TRY(er_arena_alloc(w->ctx, q->arena, (g->count + 2) * sizeof *at, &at));
    ER_TRY(er_arena_alloc(w->ctx, q->arena, (w->cell_count + 1) * sizeof *g->cells, &g->cells));
    for (size_t i = 0; i < w->base_count; i++)
        over[i] = unit_over(w, g, i);
    for (size_t i = 0; i < w->cell_count; i++)
        g->start[over[w->cells[i].base] + 1]++;
    for (size_t i = 0; i <= g->count; i++) {
        g->start[i + 1] += g->start[i];
        at[i] = g->start[i];
    }
    for (size_t i = 0; i < w->cell_count; i++)
        g->cells[at[over[w->cells[i].base]]++] = i;
    return ER_OK;
}

static er_point mean_of(const er_choosing_world *w, const struct gathered *g, size_t unit) {
    er_sum x = {0}, y = {0}, all = {0};
    for (size_t i = g->start[unit]; i < g->start[unit + 1]; i++) {
        const er_choosing_cell *cell = &w->cells[g->cells[i]];
        er_point middle = er_choosing_cell_middle(w, cell);
        er_sum_add(&x, middle.x * cell->persons);
        er_sum_add(&y, middle.y * cell->persons);
        er_sum_add(&all, cell->persons);
    }
    return (er_point){er_sum_value(&x) / er_sum_value(&all), er_sum_value(&y) / er_sum_value(&all)};
}

/** The middle of the cell that is nearest to the mean and lies in the unit; false without. */
static er_status nearest_inside(const er_choosing_world *w, const struct gathered *g, size_t unit,
                                er_polygon_index *index, er_point *out, bool *found) {
    er_point mean = mean_of(w, g, unit);
    double best = INFINITY;
    *found = false;
    ER_TRY(er_polygon_index_set(w->ctx, index, &g->areas[unit]));
    for (size_t i = g->start[unit]; i < g->start[unit + 1]; i++) {
        er_point middle = er_choosing_cell_middle(w, &w->cells[g->cells[i]]);
        double distance = hypot(middle.x - mean.x, middle.y - mean.y);
        if (!(distance < best) || !er_polygon_index_contains(index, middle)) continue;
        best = distance;
        *out = middle;
        *found = true;
    }
    return ER_OK;
}

static er_status find_middles(er_choosing_question *q, const struct gathered *g,
                              er_polygon_index *index, er_point *out) {
    er_choosing_world *w = q->world;
    for (size_t i = 0; i < g->count; i++) {
        er_point middle;
        bool found = false;
        if (i % 256 == 0) ER_TRY(er_check_cancel(w->ctx));
        if (g->start[i + 1] > g->start[i]) ER_TRY(nearest_inside(w, g, i, index, &middle, &found));
        out[i] = w->units[g->first + i].inside;
        if (!found) continue;
        out[i] = middle;
        er_plane_inverse(w->plane, &out[i], 1);
    }
    return ER_OK;
}

static er_status project(er_choosing_world *w, struct gathered *g) {
    er_cover_job job = {
        .units = w->units + g->first, .unit_count = g->count, .area_count = g->count};
    ER_TRY(er_alloc(w->ctx, g->count, sizeof *g->areas, &g->areas));
    return er_cover_project(w->ctx, &job, w->plane, w->plane, g->areas);
}

er_status er_choosing_middles(er_choosing_question *q, const char *level,
                              er_choosing_middle_points *out) {
    er_choosing_world *w = q->world;
    struct gathered g = {0};
    er_polygon_index index = {0};
    er_status status;
    ER_TRY(find_level(q, level, &g));
    *out = (er_choosing_middle_points){.level = level, .first = g.first, .count = g.count};
    ER_TRY(er_arena_alloc(w->ctx, q->arena, g.count * sizeof *out->at, &out->at));
    ER_TRY(gather(q, &g));
    ER_GOTO(status, done, project(w, &g));
    status = find_middles(q, &g, &index, out->at);
done:
    er_polygon_index_clear(&index);
    for (size_t i = 0; g.areas && i < g.count; i++)
        er_area_clear(&g.areas[i]);
    er_free(g.areas);
    return status;
}

er_status er_choosing_list_units(er_choosing_question *q) {
    er_choosing_world *w = q->world;
    const char *level = q->ask->level ? q->ask->level : er_choosing_usual_level(w);
    er_choosing_middle_points middles;
    ER_TRY(er_choosing_middles(q, level, &middles));
    ER_TRY(er_arena_alloc(w->ctx, q->arena, middles.count * sizeof *q->sites, &q->sites));
    for (size_t i = 0; i < middles.count; i++) {
        const er_unit *unit = &w->units[middles.first + i];
        q->sites[q->site_count++] = (er_choosing_site){.code = unit->code,
                                                       .name = unit->name,
                                                       .name_en = unit->name_en,
                                                       .position = middles.at[i],
                                                       .cost = 1};
    }
    return ER_OK;
}
