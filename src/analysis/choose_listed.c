/* Candidates that stand somewhere already: venues, the given list, the points of a grid. */
#include "analysis/choose_listed.h"

#include <math.h>
#include <string.h>

static er_status make_room(er_choosing_question *q, size_t count) {
    return er_arena_alloc(q->world->ctx, q->arena, (count + 1) * sizeof *q->sites, &q->sites);
}

er_status er_choosing_list_venues(er_choosing_question *q) {
    er_venue *venues = NULL;
    size_t count = 0;
    ER_TRY(er_store_venues(q->world->ctx, q->world->store, q->arena, false, &venues, &count));
    ER_TRY(make_room(q, count));
    for (size_t i = 0; i < count; i++)
        q->sites[q->site_count++] = (er_choosing_site){.code = venues[i].code ? venues[i].code : "",
                                                       .name = venues[i].name,
                                                       .name_en = venues[i].name_en,
                                                       .position = venues[i].inside,
                                                       .cost = 1};
    return ER_OK;
}

er_status er_choosing_list_given(er_choosing_question *q) {
    er_candidate *given = NULL;
    size_t count = 0;
    ER_TRY(er_store_candidates(q->world->ctx, q->world->store, q->arena, &given, &count));
    ER_TRY(make_room(q, count));
    for (size_t i = 0; i < count; i++)
        q->sites[q->site_count++] =
            (er_choosing_site){.code = given[i].code,
                               .name = given[i].name,
                               .position = given[i].position,
                               .cost = isnan(given[i].cost) ? 1 : given[i].cost};
    return ER_OK;
}

/* ---- a grid ---------------------------------------------------------------------------------- */

/** All points of a grid, in degrees, and the unit that each lies in. */
static er_status look_at(er_choosing_question *q, const er_grid *grid, er_point **out,
                         int64_t **units, size_t *count) {
    er_context *ctx = q->world->ctx;
    *count = (size_t)(grid->columns * grid->rows);
    ER_TRY(er_arena_alloc(ctx, q->arena, (*count + 1) * sizeof **out, out));
    ER_TRY(er_arena_alloc(ctx, q->arena, (*count + 1) * sizeof **units, units));
    for (size_t i = 0; i < *count; i++)
        (*out)[i] = er_grid_centre(grid, (int64_t)i % grid->columns, (int64_t)i / grid->columns);
    er_plane_inverse(q->world->plane, *out, *count);
    return er_finest_units(ctx, q->world->store, *out, *count, *units);
}

/** The number of points can't be told from the areas alone, but about. */
static bool is_too_fine(const er_choosing_question *q, double spacing_m) {
    double area_m2 = 0;
    er_box box = er_choosing_box(q->world);
    double points = (box.max_x - box.min_x) / spacing_m * ((box.max_y - box.min_y) / spacing_m);
    for (size_t i = 0; i < q->world->base_count; i++)
        area_m2 += q->world->areas[i].area_m2;
    return area_m2 / (spacing_m * spacing_m) > 2 * q->ask->most_candidates || points > 1e7;
}

static er_status take_points(er_choosing_question *q, const er_point *points, const int64_t *units,
                             size_t count) {
    ER_TRY(make_room(q, count));
    for (size_t i = 0; i < count; i++) {
        er_choosing_site *site = &q->sites[q->site_count];
        if (!units[i]) continue;
        *site = (er_choosing_site){.position = points[i], .cost = 1};
        ER_TRY(er_arena_format(q->world->ctx, q->arena, &site->code, "grid-%zu", ++q->site_count));
    }
    return ER_OK;
}

er_status er_choosing_list_grid(er_choosing_question *q) {
    for (double spacing_m = q->ask->spacing_m;; spacing_m *= 2) {
        er_grid grid;
        er_point *points = NULL;
        int64_t *units = NULL;
        size_t count = 0, inside = 0;
        if (is_too_fine(q, spacing_m)) continue;
        ER_TRY(er_check_cancel(q->world->ctx));
        ER_TRY(er_grid_over(q->world->ctx, er_choosing_box(q->world), spacing_m, &grid));
        ER_TRY(look_at(q, &grid, &points, &units, &count));
        for (size_t i = 0; i < count; i++)
            if (units[i]) inside++;
        if ((double)inside > fmax(q->ask->most_candidates, 1)) continue;
        if (spacing_m > q->ask->spacing_m)
            er_log(q->world->ctx, ER_LOG_WARNING,
                   "choose, question %s: the grid of candidates is taken at %g m, for at %g m it "
                   "would have more than %g points",
                   q->ask->name, spacing_m, q->ask->spacing_m, q->ask->most_candidates);
        return take_points(q, points, units, count);
    }
}
