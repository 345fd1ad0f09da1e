#include "store/internal.h"

#include <math.h>

#define FIELD(column, type, member) STORE_FIELD(er_route, column, type, member)
static const store_field route_fields[] = {FIELD("id", FIELD_ID, id),
                                           FIELD("source_id", FIELD_REF, source_id),
                                           FIELD("code", FIELD_TEXT, code),
                                           FIELD("pilot_code", FIELD_TEXT, pilot_code),
                                           FIELD("name", FIELD_TEXT, name),
                                           FIELD("name_en", FIELD_TEXT, name_en),
                                           FIELD("type", FIELD_TEXT, type),
                                           FIELD("operator", FIELD_TEXT, operator_),
                                           FIELD("speed_kmh", FIELD_REAL, speed_kmh),
                                           FIELD("synthetic", FIELD_BOOL, synthetic),
                                           FIELD("length_m", FIELD_REAL, length_m),
                                           FIELD("geom", FIELD_LINES, geometry)};
#undef FIELD
static const store_table route_table = {.name = "route",
                                        .row_size = sizeof(er_route),
                                        .fields = route_fields,
                                        .field_count = STORE_COUNT(route_fields),
                                        .layer = STORE_ROUTE};

er_status er_store_add_route(er_context *ctx, er_store *store, er_route *route) {
    int conflict = 0;
    if (!route->code || !route->code[0]) return er_fail(ctx, ER_ERR_INPUT, "a route needs a code");
    if (!isnan(route->speed_kmh) && !(isfinite(route->speed_kmh) && route->speed_kmh > 0))
        return er_fail(ctx, ER_ERR_RANGE, "route %s: the speed (speed_kmh) must be above 0",
                       route->code);
    if (!(isfinite(route->length_m) && route->length_m > 0))
        return er_fail(ctx, ER_ERR_RANGE, "route %s: it has no length", route->code);
    er_status status = store_insert(ctx, store, &route_table, route, &route->id, &conflict);
    if (conflict)
        return er_fail(ctx, ER_ERR_INPUT, "route %s is there already; a code stands once",
                       route->code);
    return status;
}

er_status er_store_routes(er_context *ctx, er_store *store, er_arena *arena, bool with_geometry,
                          er_route **rows, size_t *count) {
    const store_query query = {.table = &route_table,
                               .from = "FROM route ORDER BY code",
                               .without_geometry = !with_geometry};
    return store_select(ctx, store, arena, &query, rows, count);
}
