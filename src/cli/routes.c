/* evenreach routes: how much of ferry lines, trails, railways and roads is served. */
#include "cli/routes_print.h"
#include "cli/time_options.h"
#include "cli/workspace.h"

#include "evenreach/analysis.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

struct options {
    const char *study;
    const char *route;
    er_time_options time;
};

static const er_option options[] = {
    {"study", 0, ER_OPTION_FILE, "STUDY.yaml", true,
     "the study whose coverage model is asked, the one of the newest coverage run",
     offsetof(struct options, study)},
    {"route", 0, ER_OPTION_TEXT, "CODE", false, "show one route alone, and list its gaps",
     offsetof(struct options, route)},
    ER_TIME_OPTIONS(offsetof(struct options, time)),
    {0},
};

/** The codes that there are, the first few of them, for a message. */
static void list_codes(const er_route *routes, size_t count, char list[400]) {
    enum { SHOWN = 8 };
    size_t used = 0;
    list[0] = '\0';
    for (size_t i = 0; i < count && i < SHOWN; i++)
        used +=
            (size_t)snprintf(list + used, 400 - used, "%s%.40s", used ? ", " : "", routes[i].code);
    if (count > SHOWN) snprintf(list + used, 400 - used, ", ...");
}

/** The route asked for, before anything is computed; all of them if none is. */
static er_status find_routes(er_context *ctx, er_store *store, er_arena *arena, const char *code,
                             er_routes_result *result) {
    char list[400];
    ER_TRY(er_store_routes(ctx, store, arena, false, &result->routes, &result->count));
    if (!code || result->count == 0) return ER_OK; /* er_routes says that there are none */
    for (size_t i = 0; i < result->count; i++)
        if (strcmp(result->routes[i].code, code) == 0) {
            result->routes += i;
            result->count = 1;
            result->one = true;
            return ER_OK;
        }
    list_codes(result->routes, result->count, list);
    return er_fail(ctx, ER_ERR_NOT_FOUND, "--route: there is no route '%.60s'; there are: %s", code,
                   list);
}

/** Only what is of one route; rows of a route stand together. */
#define KEEP_OF(rows, count, id)                                                                   \
    do {                                                                                           \
        size_t kept_ = 0;                                                                          \
        for (size_t i_ = 0; i_ < (count); i_++)                                                    \
            if ((rows)[i_].route_id == (id)) (rows)[kept_++] = (rows)[i_];                         \
        (count) = kept_;                                                                           \
    } while (0)

static er_status read_units(er_context *ctx, er_store *store, er_arena *arena,
                            er_routes_result *result) {
    ER_TRY(er_store_units(ctx, store, arena, NULL, false, &result->units, &result->unit_count));
    ER_TRY(er_arena_alloc(ctx, arena, (result->unit_count + 1) * sizeof *result->unit_ids,
                          &result->unit_ids));
    for (size_t i = 0; i < result->unit_count; i++)
        result->unit_ids[i] = (er_id_place){result->units[i].id, i};
    er_sort_ids(result->unit_ids, result->unit_count);
    return ER_OK;
}

static er_status read_result(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                             er_routes_result *result) {
    ER_TRY(er_store_last_run(ctx, store, arena, "routes", &result->run));
    ER_TRY(er_store_route_rows(ctx, store, arena, run_id, &result->rows, &result->row_count));
    ER_TRY(er_store_route_gaps(ctx, store, arena, run_id, &result->gaps, &result->gap_count));
    ER_TRY(er_store_route_parts(ctx, store, arena, run_id, &result->parts, &result->part_count));
    if (result->one) {
        KEEP_OF(result->rows, result->row_count, result->routes[0].id);
        KEEP_OF(result->gaps, result->gap_count, result->routes[0].id);
        KEEP_OF(result->parts, result->part_count, result->routes[0].id);
    }
    return read_units(ctx, store, arena, result);
}

static er_status routes(er_invocation *invocation, er_store *store, er_arena *arena) {
    const struct options *given = invocation->options;
    er_context *ctx = invocation->ctx;
    er_study study;
    er_routes_result result = {0};
    int64_t run_id = 0;
    ER_TRY(er_study_read(ctx, arena, given->study, &study));
    ER_TRY(er_time_options_adopt(ctx, store, arena, &given->time, &study));
    ER_TRY(find_routes(ctx, store, arena, given->route, &result));
    ER_TRY(er_routes(ctx, store, &study, &run_id));
    ER_TRY(read_result(ctx, store, arena, run_id, &result));
    return er_routes_print(invocation, &result);
}

static er_status run(er_invocation *invocation) {
    return er_on_workspace(invocation, ER_STORE_WRITE, routes);
}

const er_command er_command_routes = {
    .name = "routes",
    .summary = "look at ferry lines, trails, railways and roads: what is served, and the gaps",
    .options = options,
    .options_size = sizeof(struct options),
    .needs_workspace = true,
    .run = run,
};
