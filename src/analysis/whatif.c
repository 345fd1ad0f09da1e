/* A coverage run opened for what-if questions: its units on the plane, its discs, its rows. */
#include "analysis/whatif.h"
#include "analysis/cover.h"
#include "analysis/sites.h"
#include "core/order.h"
#include "store/by_id.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/** What is needed to open a run, and no longer. */
struct opening {
    er_context *ctx;
    er_store *store;
    er_whatif *out;
    er_compare_read run;
    size_t *base; /* places among the run's units */
};

/* ---- the run --------------------------------------------------------------------------------- */

static er_status refuse(const struct opening *o) {
    const er_run *run = &o->run.run;
    if (o->run.is_signal)
        return er_fail(o->ctx, ER_ERR_UNSUPPORTED,
                       "%s: run %lld is one of signals (model %s), whose interference reaches "
                       "farther than a site's own cells: what a site would do can be answered for "
                       "runs of discs alone; compare two runs instead",
                       er_store_path(o->store), (long long)run->id, run->model);
    for (size_t i = 0; i < o->run.unit_count; i++)
        if (o->run.rows[i].unknown_km2 > 0)
            return er_fail(o->ctx, ER_ERR_NOT_FOUND,
                           "%s: run %lld knows of no station, so that nothing is known of what is "
                           "served: load stations and run `evenreach cover` again",
                           er_store_path(o->store), (long long)run->id);
    return ER_OK;
}

static er_status read_run(struct opening *o, int64_t run_id, er_arena *arena) {
    er_comparison c = {.ctx = o->ctx, .store = o->store, .study = o->out->study, .arena = arena};
    const er_compare_side side = {.run_id = run_id};
    ER_TRY(er_compare_read_side(&c, &side, &o->run));
    ER_TRY(refuse(o));
    o->out->run_id = o->run.run.id;
    return er_compare_plane(o->ctx, o->out->study, o->run.plane, &o->out->plane);
}

/* ---- units ----------------------------------------------------------------------------------- */

static er_status list_areas(struct opening *o) {
    er_whatif *w = o->out;
    if (!w->scheme) return ER_OK;
    ER_TRY(er_arena_alloc(o->ctx, w->arena, (o->run.unit_count + 1) * sizeof *w->areas, &w->areas));
    for (size_t i = 0; i < o->run.unit_count; i++) {
        const er_unit *unit = &o->run.units[i];
        er_whatif_area *area = &w->areas[w->area_count++];
        *area = (er_whatif_area){.id = unit->id, .level = unit->level, .geometry = unit->geometry};
        ER_TRY(er_extent_of(o->ctx, &unit->geometry, 1, &area->degrees));
    }
    return ER_OK;
}

/** The finest units, as a coverage run splits persons: with the persons of the run's rows. */
static er_status find_base(struct opening *o, er_arena *arena) {
    er_cover_job job = {.unit_count = o->run.unit_count, .area_count = o->run.unit_count};
    er_unit *units = NULL;
    ER_TRY(er_arena_alloc(o->ctx, arena, (job.unit_count + 1) * sizeof *units, &units));
    for (size_t i = 0; i < job.unit_count; i++) {
        units[i] = o->run.units[i];
        units[i].persons = o->run.rows[i].persons;
    }
    job.units = units;
    ER_TRY(er_cover_find_parents(o->ctx, arena, &job));
    ER_TRY(er_arena_alloc(o->ctx, arena, (job.unit_count + 1) * sizeof *o->base, &o->base));
    for (size_t i = 0; i < job.unit_count; i++)
        if (job.has_soles[i]) o->base[o->out->place_count++] = i;
    return ER_OK;
}

static er_status project(struct opening *o, er_arena *arena) {
    er_whatif *w = o->out;
    er_cover_job job = {.unit_count = w->place_count, .area_count = w->place_count};
    er_area *areas = NULL;
    ER_TRY(er_arena_alloc(o->ctx, arena, (w->place_count + 1) * sizeof *job.units, &job.units));
    ER_TRY(er_arena_alloc(o->ctx, arena, (w->place_count + 1) * sizeof *areas, &areas));
    ER_TRY(er_arena_alloc(o->ctx, w->arena, (w->place_count + 1) * sizeof *w->places, &w->places));
    ER_TRY(er_arena_alloc(o->ctx, w->arena, (w->place_count + 1) * sizeof *w->boxes, &w->boxes));
    for (size_t i = 0; i < w->place_count; i++)
        job.units[i] = o->run.units[o->base[i]];
    er_status status = er_cover_project(o->ctx, &job, w->plane, w->plane, areas);
    for (size_t i = 0; i < w->place_count; i++) {
        const er_cover_row *row = &o->run.rows[o->base[i]];
        w->has_persons = w->has_persons || !isnan(row->persons);
        w->places[i] = (er_whatif_place){job.units[i].id, row->area_km2, row->persons, areas[i]};
        w->boxes[i] = areas[i].box;
    }
    return status;
}

/* ---- discs ----------------------------------------------------------------------------------- */

static const char *operator_of(const er_cover_disc *disc) {
    return disc->operator_ ? disc->operator_ : ER_NO_OPERATOR;
}

static uint32_t find_operator(const er_whatif *w, const char *name) {
    for (uint32_t i = 0; i < w->operator_count; i++)
        if (strcmp(w->operators[i], name) == 0) return i;
    return ER_WHATIF_NONE;
}

/** Names in order, those without one last. */
static int by_name(const void *left, const void *right) {
    const char *const *a = left, *const *b = right;
    bool a_none = strcmp(*a, ER_NO_OPERATOR) == 0, b_none = strcmp(*b, ER_NO_OPERATOR) == 0;
    return a_none || b_none ? a_none - b_none : strcmp(*a, *b);
}

static er_status list_operators(struct opening *o) {
    er_whatif *w = o->out;
    const er_cover_disc *discs = o->run.discs;
    size_t count = o->run.disc_count, kept = 0;
    const char **names = NULL;
    ER_TRY(er_arena_alloc(o->ctx, w->arena, (count + 1) * sizeof *names, &names));
    for (size_t i = 0; i < count; i++)
        names[i] = operator_of(&discs[i]);
    if (count > 1) qsort(names, count, sizeof *names, by_name);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || strcmp(names[kept - 1], names[i]) != 0) names[kept++] = names[i];
    for (size_t i = 0; i < kept; i++)
        ER_TRY(er_arena_text(o->ctx, w->arena, names[i], strlen(names[i]), &names[i]));
    w->operators = names;
    w->operator_count = (uint32_t)kept;
    return er_arena_alloc(o->ctx, w->arena, (kept + 1) * sizeof *w->operator_discs,
                          &w->operator_discs);
}

/** A disc with the station that it is of. */
struct owned {
    er_disc disc;
    int64_t station;
};

/** As discs are sorted where a union is made of them, so that there is little left to sort. */
static int by_place(const void *left, const void *right) {
    const struct owned *a = left, *b = right;
    if (a->disc.x != b->disc.x) return a->disc.x < b->disc.x ? -1 : 1;
    if (a->disc.y != b->disc.y) return a->disc.y < b->disc.y ? -1 : 1;
    if (a->disc.radius_m != b->disc.radius_m) return a->disc.radius_m > b->disc.radius_m ? -1 : 1;
    return (a->station > b->station) - (a->station < b->station);
}

static er_status place_discs(struct opening *o, er_arena *arena) {
    er_whatif *w = o->out;
    size_t count = o->run.disc_count, room = count + 1;
    struct owned *owned = NULL;
    er_point *points = NULL;
    ER_TRY(er_arena_alloc(o->ctx, arena, room * sizeof *owned, &owned));
    ER_TRY(er_arena_alloc(o->ctx, arena, room * sizeof *points, &points));
    ER_TRY(er_arena_alloc(o->ctx, w->arena, room * sizeof *w->discs, &w->discs));
    ER_TRY(er_arena_alloc(o->ctx, w->arena, room * sizeof *w->stations, &w->stations));
    for (size_t i = 0; i < count; i++)
        points[i] = o->run.discs[i].position;
    er_plane_forward(w->plane, points, count);
    for (size_t i = 0; i < count; i++) {
        uint32_t layer = find_operator(w, operator_of(&o->run.discs[i]));
        owned[i] = (struct owned){{points[i].x, points[i].y, o->run.discs[i].radius_m, layer},
                                  o->run.discs[i].station_id};
        w->operator_discs[layer]++;
    }
    if (count > 1) qsort(owned, count, sizeof *owned, by_place);
    for (size_t i = 0; i < count; i++) {
        w->discs[i] = owned[i].disc;
        w->stations[i] = (er_id_place){owned[i].station, i};
    }
    w->disc_count = count;
    er_sort_ids(w->stations, count);
    return er_disc_stock_new(o->ctx, w->discs, count, w->operator_count, &w->stock);
}

/* ---- figures --------------------------------------------------------------------------------- */

static er_status make_figures(struct opening *o, er_whatif_figures *figures) {
    size_t size = (o->out->place_count + 1) * sizeof(double);
    ER_TRY(er_arena_alloc(o->ctx, o->out->arena, size, &figures->served_km2));
    return er_arena_alloc(o->ctx, o->out->arena, size, &figures->persons_served);
}

static er_whatif_figures *figures_of(er_whatif *w, const er_cover_row *row) {
    if (strcmp(row->stratum, "any") == 0) return &w->any;
    if (strcmp(row->stratum, "all") == 0) return &w->all;
    uint32_t found = row->operator_ ? find_operator(w, row->operator_) : ER_WHATIF_NONE;
    return found == ER_WHATIF_NONE ? NULL : &w->by_operator[found];
}

/** What a unit of a run adds to the persons of all, rounded as a comparison rounds it. */
static double counted(const er_whatif_place *place, double served_km2) {
    const er_compare_overlap same = {.before = served_km2, .after = served_km2, .kept = served_km2};
    if (isnan(place->persons)) return 0;
    return er_compare_persons_of(place->persons, place->persons, place->area_km2, &same).before;
}

static er_status read_figures(struct opening *o, er_arena *arena) {
    er_whatif *w = o->out;
    er_cover_row *rows = NULL;
    er_id_place *ids = NULL;
    size_t count = 0;
    ER_TRY(er_arena_alloc(o->ctx, w->arena, (w->operator_count + 1) * sizeof *w->by_operator,
                          &w->by_operator));
    ER_TRY(make_figures(o, &w->any));
    ER_TRY(make_figures(o, &w->all));
    for (uint32_t i = 0; i < w->operator_count; i++)
        ER_TRY(make_figures(o, &w->by_operator[i]));
    ER_TRY(er_arena_alloc(o->ctx, arena, (w->place_count + 1) * sizeof *ids, &ids));
    for (size_t i = 0; i < w->place_count; i++)
        ids[i] = (er_id_place){w->places[i].id, i};
    er_sort_ids(ids, w->place_count);
    ER_TRY(er_store_cover(o->ctx, o->store, arena, w->run_id, "unit", &rows, &count));
    for (size_t i = 0; i < count; i++) {
        size_t at = er_find_id(ids, w->place_count, rows[i].area_id, w->place_count);
        er_whatif_figures *figures = figures_of(w, &rows[i]);
        if (at == w->place_count || !figures) continue;
        figures->served_km2[at] = rows[i].served_km2;
        figures->persons_served[at] = rows[i].persons_served;
        figures->persons += counted(&w->places[at], rows[i].served_km2);
    }
    return ER_OK;
}

/* ---- all ------------------------------------------------------------------------------------- */

static er_status read_groups(struct opening *o) {
    er_whatif *w = o->out;
    const er_scheme *scheme = NULL;
    if (!w->study) return ER_OK;
    ER_TRY(er_radius_scheme(o->ctx, o->store, w->arena, w->study, &scheme));
    if (!scheme) return ER_OK;
    w->scheme = scheme->name;
    return er_store_unit_groups(o->ctx, o->store, w->arena, w->scheme, &w->members,
                                &w->member_count);
}

static er_status open_run(struct opening *o, int64_t run_id, er_arena *arena) {
    ER_TRY(read_groups(o));
    ER_TRY(read_run(o, run_id, o->out->scheme ? o->out->arena : arena));
    ER_TRY(list_areas(o));
    ER_TRY(find_base(o, arena));
    ER_TRY(project(o, arena));
    ER_TRY(list_operators(o));
    ER_TRY(place_discs(o, arena));
    return read_figures(o, arena);
}

er_status er_whatif_new(er_context *ctx, er_store *store, const er_study *study, int64_t run_id,
                        er_whatif **out) {
    struct opening opening = {.ctx = ctx, .store = store};
    er_arena *arena = NULL;
    er_status status;
    ER_TRY(er_arena_new(ctx, &arena));
    ER_GOTO(status, done, er_alloc(ctx, 1, sizeof *opening.out, &opening.out));
    opening.out->study = study;
    ER_GOTO(status, done, er_arena_new(ctx, &opening.out->arena));
    ER_GOTO(status, done, open_run(&opening, run_id, arena));
    *out = opening.out;
    opening.out = NULL;
done:
    er_whatif_free(opening.out);
    er_arena_free(arena);
    return status;
}

void er_whatif_free(er_whatif *whatif) {
    if (!whatif) return;
    for (size_t i = 0; whatif->places && i < whatif->place_count; i++)
        er_area_clear(&whatif->places[i].area);
    er_disc_stock_free(whatif->stock);
    er_plane_free(whatif->plane);
    er_arena_free(whatif->arena);
    er_free(whatif);
}

int64_t er_whatif_run(const er_whatif *whatif) {
    return whatif->run_id;
}
