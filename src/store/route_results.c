/* What the step "routes" finds: shares, gaps, parts. */
#include "store/internal.h"

#define FIELD(column, type, member) STORE_FIELD(er_route_row, column, type, member)
static const store_field share_fields[] = {
    FIELD("run_id", FIELD_INT, run_id),
    FIELD("route_id", FIELD_INT, route_id),
    FIELD("stratum", FIELD_TEXT, stratum),
    FIELD("operator", FIELD_TEXT, operator_),
    FIELD("length_m", FIELD_REAL, length_m),
    FIELD("served_m", FIELD_REAL, served_m),
    FIELD("unknown_m", FIELD_REAL, unknown_m),
    FIELD("gaps", FIELD_INT, gaps),
    FIELD("longest_gap_m", FIELD_REAL, longest_gap_m),
    FIELD("speed_kmh", FIELD_REAL, speed_kmh),
    FIELD("gap_minutes", FIELD_REAL, gap_minutes),
    FIELD("longest_gap_minutes", FIELD_REAL, longest_gap_minutes)};
#undef FIELD
static const store_table share_table = {.name = "route_share",
                                        .row_size = sizeof(er_route_row),
                                        .fields = share_fields,
                                        .field_count = STORE_COUNT(share_fields),
                                        .layer = STORE_NO_LAYER};

#define FIELD(column, type, member) STORE_FIELD(er_route_gap, column, type, member)
static const store_field gap_fields[] = {
    FIELD("run_id", FIELD_INT, run_id),    FIELD("route_id", FIELD_INT, route_id),
    FIELD("stratum", FIELD_TEXT, stratum), FIELD("operator", FIELD_TEXT, operator_),
    FIELD("number", FIELD_INT, number),    FIELD("state", FIELD_TEXT, state),
    FIELD("from_m", FIELD_REAL, from_m),   FIELD("to_m", FIELD_REAL, to_m),
    FIELD("minutes", FIELD_REAL, minutes), FIELD("geom", FIELD_LINES, geometry)};
#undef FIELD
static const store_table gap_table = {.name = "route_gap",
                                      .row_size = sizeof(er_route_gap),
                                      .fields = gap_fields,
                                      .field_count = STORE_COUNT(gap_fields),
                                      .layer = STORE_ROUTE_GAP};

#define FIELD(column, type, member) STORE_FIELD(er_route_part, column, type, member)
static const store_field part_fields[] = {
    FIELD("run_id", FIELD_INT, run_id),      FIELD("route_id", FIELD_INT, route_id),
    FIELD("unit_id", FIELD_REF, unit_id),    FIELD("scheme", FIELD_TEXT, scheme),
    FIELD("group_name", FIELD_TEXT, group),  FIELD("length_m", FIELD_REAL, length_m),
    FIELD("served_m", FIELD_REAL, served_m), FIELD("unknown_m", FIELD_REAL, unknown_m)};
#undef FIELD
static const store_table part_table = {.name = "route_part",
                                       .row_size = sizeof(er_route_part),
                                       .fields = part_fields,
                                       .field_count = STORE_COUNT(part_fields),
                                       .layer = STORE_NO_LAYER};

er_status er_store_add_route_row(er_context *ctx, er_store *store, const er_route_row *row) {
    return store_add_result(ctx, store, &share_table, row, NULL);
}

er_status er_store_route_rows(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                              er_route_row **rows, size_t *count) {
    static const char from[] = "FROM route_share" STORE_WITH_ROUTE
                               " WHERE run_id = ?1 ORDER BY route_code, " STORE_STRATUM_ORDER;
    return store_results(ctx, store, arena, &share_table, from, run_id, rows, count);
}

er_status er_store_add_route_gap(er_context *ctx, er_store *store, const er_route_gap *row) {
    return store_add_result(ctx, store, &gap_table, row, NULL);
}

er_status er_store_route_gaps(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                              er_route_gap **rows, size_t *count) {
    static const char from[] =
        "FROM route_gap" STORE_WITH_ROUTE
        " WHERE run_id = ?1 ORDER BY route_code, " STORE_STRATUM_ORDER ", number";
    return store_results(ctx, store, arena, &gap_table, from, run_id, rows, count);
}

er_status er_store_add_route_part(er_context *ctx, er_store *store, const er_route_part *row) {
    return store_add_result(ctx, store, &part_table, row, NULL);
}

er_status er_store_route_parts(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                               er_route_part **rows, size_t *count) {
    static const char from[] =
        "FROM route_part" STORE_WITH_ROUTE
        " LEFT JOIN (SELECT id AS unit_key, code AS unit_code, level AS unit_level FROM unit)"
        " ON unit_key = unit_id WHERE run_id = ?1"
        " ORDER BY route_code, scheme, unit_id IS NULL, unit_code, unit_level, group_name";
    return store_results(ctx, store, arena, &part_table, from, run_id, rows, count);
}
