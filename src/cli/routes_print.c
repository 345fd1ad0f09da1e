/* A run over routes as JSON and as tables for people. */
#include "cli/routes_print.h"

#include "core/columns.h"

#include <json-c/json.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- JSON ------------------------------------------------------------------------------------ */

static er_json *row_json(const er_route_row *row) {
    er_json *json = er_json_object();
    er_json_add_text(json, "stratum", row->stratum);
    er_json_add_text(json, "operator", row->operator_);
    er_json_add_number(json, "length_m", row->length_m);
    er_json_add_number(json, "served_m", row->served_m);
    er_json_add_number(json, "unknown_m", row->unknown_m);
    er_json_add_number(json, "served_share", row->served_m / row->length_m);
    er_json_add_int(json, "gaps", row->gaps);
    er_json_add_number(json, "longest_gap_m", row->longest_gap_m);
    er_json_add_number(json, "gap_minutes", row->gap_minutes);
    er_json_add_number(json, "longest_gap_minutes", row->longest_gap_minutes);
    return json;
}

static er_json *gap_json(const er_route_gap *gap) {
    er_json *json = er_json_object();
    er_json_add_text(json, "stratum", gap->stratum);
    er_json_add_text(json, "operator", gap->operator_);
    er_json_add_int(json, "number", gap->number);
    er_json_add_text(json, "state", gap->state);
    er_json_add_number(json, "from_m", gap->from_m);
    er_json_add_number(json, "to_m", gap->to_m);
    er_json_add_number(json, "minutes", gap->minutes);
    return json;
}

static er_json *part_json(const er_routes_result *all, const er_route_part *part) {
    er_json *json = er_json_object();
    size_t unit = er_find_id(all->unit_ids, all->unit_count, part->unit_id, all->unit_count);
    er_json_add_text(json, "unit", unit < all->unit_count ? all->units[unit].code : NULL);
    er_json_add_text(json, "scheme", part->scheme);
    er_json_add_text(json, "group", part->group);
    er_json_add_number(json, "length_m", part->length_m);
    er_json_add_number(json, "served_m", part->served_m);
    er_json_add_number(json, "unknown_m", part->unknown_m);
    return json;
}

/** How far the rows, gaps and parts have been printed. */
typedef struct cursor {
    size_t row;
    size_t gap;
    size_t part;
} cursor;

static er_json *route_json(const er_routes_result *all, const er_route *route, cursor *at) {
    er_json *json = er_json_object(), *rows = er_json_array(), *gaps = er_json_array(),
            *parts = er_json_array();
    er_json_add_text(json, "code", route->code);
    er_json_add_text(json, "name", route->name);
    er_json_add_text(json, "name_en", route->name_en);
    er_json_add_text(json, "type", route->type);
    er_json_add_number(json, "length_m", route->length_m);
    er_json_add_number(json, "speed_kmh",
                       at->row < all->row_count ? all->rows[at->row].speed_kmh : (double)NAN);
    for (; at->row < all->row_count && all->rows[at->row].route_id == route->id; at->row++)
        er_json_append(rows, row_json(&all->rows[at->row]));
    for (; at->gap < all->gap_count && all->gaps[at->gap].route_id == route->id; at->gap++)
        er_json_append(gaps, gap_json(&all->gaps[at->gap]));
    for (; at->part < all->part_count && all->parts[at->part].route_id == route->id; at->part++)
        er_json_append(parts, part_json(all, &all->parts[at->part]));
    er_json_add(json, "strata", rows);
    er_json_add(json, "gaps", gaps);
    er_json_add(json, "parts", parts);
    return json;
}

static er_status print_json(er_invocation *invocation, const er_routes_result *all) {
    er_json *json = er_json_object(), *routes = er_json_array();
    cursor at = {0};
    er_json_add_int(json, "run", all->run.id);
    er_json_add_text(json, "model", all->run.model);
    er_json_add(json, "parameters", json_tokener_parse(all->run.parameters));
    for (size_t i = 0; i < all->count; i++)
        er_json_append(routes, route_json(all, &all->routes[i], &at));
    er_json_add(json, "routes", routes);
    return er_print_json(invocation, json);
}

/* ---- tables ---------------------------------------------------------------------------------- */

static const char *title_of(er_context *ctx, const er_route *route) {
    const char *name =
        er_context_language(ctx) == ER_LANG_EN && route->name_en ? route->name_en : route->name;
    return name ? name : route->name_en;
}

static const char *operator_of(er_context *ctx, const char *operator_) {
    return operator_ ? er_text(ctx, operator_) : er_text(ctx, "any operator");
}

static const double in_km = 1e-3;

/** Figures of any operator, then the share of each. */
static void print_route(er_context *ctx, er_columns *table, const er_routes_result *all,
                        const er_route *route, cursor *at) {
    const er_route_row *any = &all->rows[at->row];
    er_columns_text(table, route->code);
    er_columns_text(table, title_of(ctx, route));
    er_columns_number(table, any->length_m * in_km, 2);
    er_columns_number(table, 100 * any->served_m / any->length_m, 1);
    er_columns_number(table, 100 * any->unknown_m / any->length_m, 1);
    er_columns_number(table, (double)any->gaps, 0);
    er_columns_number(table, any->longest_gap_m * in_km, 2);
    er_columns_number(table, any->longest_gap_minutes, 1);
    for (; at->row < all->row_count && all->rows[at->row].route_id == route->id; at->row++) {
        const er_route_row *row = &all->rows[at->row];
        if (strcmp(row->stratum, "any") != 0)
            er_columns_number(table, 100 * row->served_m / row->length_m, 1);
    }
}

/** Rows of a route: "any" first, "all", then the operators, the same ones for every route. */
static size_t rows_of_first(const er_routes_result *all) {
    size_t count = 0;
    while (count < all->row_count && all->rows[count].route_id == all->rows[0].route_id)
        count++;
    return count;
}

static er_status print_table(er_invocation *invocation, const er_routes_result *all) {
    static const char *const headings[] = {"length, km", "served, %",       "unknown, %",
                                           "gaps",       "longest gap, km", "longest gap, minutes"};
    enum { FIGURES = sizeof headings / sizeof headings[0] };
    er_context *ctx = invocation->ctx;
    er_columns *table = NULL;
    size_t strata = rows_of_first(all);
    cursor at = {0};
    ER_TRY(er_columns_new(ctx, 1 + FIGURES + strata, &table));
    er_columns_text(table, er_text(ctx, "route"));
    er_columns_text(table, er_text(ctx, "name"));
    for (size_t i = 0; i < FIGURES; i++)
        er_columns_right(table, er_text(ctx, headings[i]));
    for (size_t i = 1; i < strata; i++)
        er_columns_right(table, all->rows[i].operator_ ? er_text(ctx, all->rows[i].operator_)
                                                       : er_text(ctx, "all operators, %"));
    for (size_t i = 0; i < all->count; i++)
        print_route(ctx, table, all, &all->routes[i], &at);
    er_status status = er_columns_print(table, invocation->out);
    er_columns_free(table);
    return status;
}

static er_status print_gaps(er_invocation *invocation, const er_routes_result *all) {
    static const char *const headings[] = {"from, km", "to, km", "length, km", "minutes"};
    enum { FIGURES = sizeof headings / sizeof headings[0] };
    er_context *ctx = invocation->ctx;
    er_columns *table = NULL;
    if (all->gap_count == 0) return ER_OK;
    fprintf(invocation->out, "\n%s\n", er_text(ctx, "stretches without service"));
    ER_TRY(er_columns_new(ctx, 2 + FIGURES, &table));
    er_columns_text(table, er_text(ctx, "operator"));
    er_columns_text(table, er_text(ctx, "state"));
    for (size_t i = 0; i < FIGURES; i++)
        er_columns_right(table, er_text(ctx, headings[i]));
    for (size_t i = 0; i < all->gap_count; i++) {
        const er_route_gap *gap = &all->gaps[i];
        er_columns_text(table, operator_of(ctx, gap->operator_));
        er_columns_text(table, er_text(ctx, gap->state));
        er_columns_number(table, gap->from_m * in_km, 3);
        er_columns_number(table, gap->to_m * in_km, 3);
        er_columns_number(table, (gap->to_m - gap->from_m) * in_km, 3);
        er_columns_number(table, gap->minutes, 1);
    }
    er_status status = er_columns_print(table, invocation->out);
    er_columns_free(table);
    return status;
}

er_status er_routes_print(er_invocation *invocation, const er_routes_result *result) {
    if (invocation->json) return print_json(invocation, result);
    ER_TRY(print_table(invocation, result));
    return result->one ? print_gaps(invocation, result) : ER_OK;
}
