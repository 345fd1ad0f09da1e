/* `choose` among the candidates of a file: read, search, say. */
#include "cli/choose.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { NAMED = 5 }; /* ids in one warning */

static er_table_options table_of(const er_choose_options *o, const char *path, const char *layer,
                                 const char *layer_option, const char *crs) {
    er_table_options table = er_table_defaults(path);
    table.layer = layer;
    table.layer_option = layer_option;
    table.crs = crs ? crs : o->crs;
    table.x_column = o->x;
    table.y_column = o->y;
    table.encoding = o->encoding;
    table.allow_ballpark = o->allow_ballpark;
    table.plane_allowed = true;
    return table;
}

/* ---- reading --------------------------------------------------------------------------------- */

static er_status read_candidates(er_context *ctx, er_arena *arena, const er_choose_options *o,
                                 er_choose_places *out) {
    const er_choose_columns columns = {.table = table_of(o, o->candidates, o->candidates_layer,
                                                         "--candidates-layer", o->candidates_crs),
                                       .named = true,
                                       .key = o->key,
                                       .cost = o->cost,
                                       .capacity = o->capacity,
                                       .group = o->group,
                                       .existing = o->existing_field};
    return er_choose_read(ctx, arena, &columns, out);
}

static er_status read_demand(er_context *ctx, er_arena *arena, const er_choose_options *o,
                             er_choose_places *out) {
    const er_choose_columns columns = {
        .table = table_of(o, o->demand, o->demand_layer, "--demand-layer", o->demand_crs),
        .weight = o->weight,
        .group = o->demand_group};
    return er_choose_read(ctx, arena, &columns, out);
}

/** Degrees and a plane's metres have no distance between them. */
static er_status check_same(er_context *ctx, const er_choose_places *a, const er_choose_places *b) {
    const er_choose_places *plane = a->plane ? a : b, *other = a->plane ? b : a;
    if (a->plane == b->plane) return ER_OK;
    return er_fail(ctx, ER_ERR_CRS,
                   "%s has coordinates of no known reference system, metres on a plane, but those "
                   "of %s are in %.80s: give --candidates-crs or --demand-crs, or --crs plane for "
                   "both",
                   plane->path, other->path, other->crs);
}

/** The sites of --existing go behind the candidates. */
static er_status add_existing(er_context *ctx, er_arena *arena, const er_choose_options *o,
                              er_choose_world *world) {
    er_choose_places existing, *sites = &world->sites;
    const er_choose_columns columns = {
        .table = table_of(o, o->existing, NULL, NULL, o->candidates_crs), .capacity = o->capacity};
    if (!o->existing) return ER_OK;
    ER_TRY(er_choose_read(ctx, arena, &columns, &existing));
    er_status status = check_same(ctx, sites, &existing);
    if (status == ER_OK)
        status = er_reserve(ctx, &sites->items, &sites->capacity, sites->count + existing.count,
                            sizeof *sites->items);
    for (size_t i = 0; i < existing.count && status == ER_OK; i++) {
        existing.items[i].existing = true;
        sites->items[sites->count++] = existing.items[i];
    }
    sites->rejected += existing.rejected;
    er_choose_places_free(&existing);
    return status;
}

static er_status read_world(er_context *ctx, er_arena *arena, const er_choose_options *o,
                            er_choose_world *world) {
    ER_TRY(read_candidates(ctx, arena, o, &world->sites));
    world->candidate_count = world->sites.count;
    ER_TRY(read_demand(ctx, arena, o, &world->demand));
    ER_TRY(check_same(ctx, &world->sites, &world->demand));
    return add_existing(ctx, arena, o, world);
}

/* ---- warnings -------------------------------------------------------------------------------- */

/** "a, b, c, ...": some ids for a line. */
static const char *some_ids(const er_choose_world *world, const size_t *sites, size_t count,
                            char *text, size_t size) {
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < count && i < NAMED && used + 1 < size; i++) {
        int more = snprintf(text + used, size - used, "%s%.40s", i ? ", " : "",
                            world->sites.items[sites[i]].id);
        used = used + (size_t)more < size ? used + (size_t)more : size - 1;
    }
    if (count > NAMED) snprintf(text + used, size - used, ", ...");
    return text;
}

/** "5, 7, ...": some rows of the demand that no site reaches. */
static const char *some_rows(const er_choose_world *world, char *text, size_t size) {
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < world->beyond_count && i < NAMED && used < size; i++)
        used += (size_t)snprintf(text + used, size - used, "%s%lld", i ? ", " : "",
                                 (long long)world->demand.items[world->beyond[i]].row);
    if (world->beyond_count > NAMED && used < size) snprintf(text + used, size - used, ", ...");
    return text;
}

/** The median and the centre serve all demand or none at all. */
static void warn_of_beyond(er_context *ctx, const er_choose_request *request,
                           const er_choose_world *world) {
    char rows[160];
    bool covering = request->aim == ER_SITING_MOST || request->aim == ER_SITING_FEWEST;
    if (covering || world->beyond_count == 0) return;
    er_log(
        ctx, ER_LOG_WARNING,
        "%s: %zu rows with a weight of %.10g lie beyond the reach of every site (row %s): give a "
        "larger --radius-m, or leave them out",
        world->demand.path, world->beyond_count, world->beyond_weight,
        some_rows(world, rows, sizeof rows));
}

static void warn(er_context *ctx, const er_choose_world *world) {
    char ids[320];
    const char *path = world->sites.path;
    if (world->unreached_count > 0)
        er_log(ctx, ER_LOG_WARNING, "%s: candidates that reach no demand: %zu (%s)", path,
               world->unreached_count,
               some_ids(world, world->unreached, world->unreached_count, ids, sizeof ids));
    for (size_t i = 0; i < world->equal_count && i < NAMED; i++) {
        size_t begin = world->equal_start[i], count = world->equal_start[i + 1] - begin;
        er_log(ctx, ER_LOG_WARNING, "%s: candidates at one and the same place: %s", path,
               some_ids(world, world->equal + begin, count, ids, sizeof ids));
    }
    if (world->equal_count > NAMED)
        er_log(ctx, ER_LOG_WARNING, "%s: %zu more places with several candidates each", path,
               world->equal_count - NAMED);
}

/* ---- the whole way --------------------------------------------------------------------------- */

static er_siting_effort effort_of(const er_choose_options *o) {
    return (er_siting_effort){.quick = o->quick,
                              .gap = isnan(o->gap) ? 0 : o->gap,
                              .most_nodes = o->nodes == INT64_MIN ? 0 : o->nodes,
                              .most_seconds = isnan(o->seconds) ? 0 : o->seconds};
}

static er_status choose(er_invocation *invocation, er_arena *arena,
                        const er_choose_request *request, er_choose_world *world) {
    er_context *ctx = invocation->ctx;
    const er_choose_options *o = request->options;
    er_siting_plan plan;
    er_siting_effort effort = effort_of(o);
    ER_TRY(read_world(ctx, arena, o, world));
    ER_TRY(er_choose_build(ctx, arena, request, world));
    warn(ctx, world);
    warn_of_beyond(ctx, request, world);
    ER_TRY(er_siting_choose(ctx, arena, &world->task, &effort, &plan));
    if (o->output) ER_TRY(er_choose_write(ctx, request, world, &plan));
    invocation->incomplete = world->sites.rejected + world->demand.rejected > 0;
    return er_choose_print(invocation, request, world, &plan);
}

er_status er_choose_files(er_invocation *invocation, const er_choose_request *request) {
    er_choose_world world = {0};
    er_arena *arena = NULL;
    ER_TRY(er_arena_new(invocation->ctx, &arena));
    er_status status = choose(invocation, arena, request, &world);
    er_choose_places_free(&world.sites);
    er_choose_places_free(&world.demand);
    er_arena_free(arena);
    return status;
}
