/* What the step "venues" finds: shares and levels, the finding, failures, services, holes. */
#include "store/internal.h"

#define FIELD(column, type, member) STORE_FIELD(er_venue_row, column, type, member)
static const store_field share_fields[] = {FIELD("run_id", FIELD_INT, run_id),
                                           FIELD("venue_id", FIELD_INT, venue_id),
                                           FIELD("stratum", FIELD_TEXT, stratum),
                                           FIELD("operator", FIELD_TEXT, operator_),
                                           FIELD("area_m2", FIELD_REAL, area_m2),
                                           FIELD("served_m2", FIELD_REAL, served_m2),
                                           FIELD("unknown_m2", FIELD_REAL, unknown_m2),
                                           FIELD("indoor_m2", FIELD_REAL, indoor_m2),
                                           FIELD("rsrp_p5_dbm", FIELD_REAL, rsrp_p5_dbm),
                                           FIELD("rsrp_p50_dbm", FIELD_REAL, rsrp_p50_dbm),
                                           FIELD("rsrp_p95_dbm", FIELD_REAL, rsrp_p95_dbm),
                                           FIELD("dl_p5_mbps", FIELD_REAL, dl_p5_mbps),
                                           FIELD("dl_p50_mbps", FIELD_REAL, dl_p50_mbps),
                                           FIELD("ul_p5_mbps", FIELD_REAL, ul_p5_mbps),
                                           FIELD("ul_p50_mbps", FIELD_REAL, ul_p50_mbps)};
#undef FIELD
static const store_table share_table = {.name = "venue_share",
                                        .row_size = sizeof(er_venue_row),
                                        .fields = share_fields,
                                        .field_count = STORE_COUNT(share_fields),
                                        .layer = STORE_NO_LAYER};

#define FIELD(column, type, member) STORE_FIELD(er_venue_finding, column, type, member)
static const store_field finding_fields[] = {
    FIELD("run_id", FIELD_INT, run_id),
    FIELD("venue_id", FIELD_INT, venue_id),
    FIELD("unit_id", FIELD_REF, unit_id),
    FIELD("cell_m", FIELD_REAL, cell_m),
    FIELD("cells", FIELD_INT, cells),
    FIELD("target_share", FIELD_REAL, target_share),
    FIELD("operators", FIELD_INT, operators),
    FIELD("operators_reached", FIELD_INT, operators_reached),
    FIELD("holes", FIELD_INT, holes),
    FIELD("largest_hole_m2", FIELD_REAL, largest_hole_m2),
    FIELD("worst_dbm", FIELD_REAL, worst_dbm),
    FIELD("worst_margin_db", FIELD_REAL, worst_margin_db),
    FIELD("worst_margin_m", FIELD_REAL, worst_margin_m),
    FIELD("serving_station_id", FIELD_REF, serving_station_id),
    FIELD("serving_distance_m", FIELD_REAL, serving_distance_m),
    FIELD("helping_station_id", FIELD_REF, helping_station_id),
    FIELD("helping_distance_m", FIELD_REAL, helping_distance_m),
    FIELD("helping_how", FIELD_TEXT, helping_how),
    FIELD("failing_station_id", FIELD_REF, failing_station_id),
    FIELD("failing_left_m2", FIELD_REAL, failing_left_m2),
    FIELD("verdict", FIELD_TEXT, verdict),
    FIELD("reason", FIELD_TEXT, reason),
    FIELD("reason_zh", FIELD_TEXT, reason_zh),
    FIELD("geom", FIELD_POINT, worst)};
#undef FIELD
static const store_table finding_table = {.name = "venue_finding",
                                          .row_size = sizeof(er_venue_finding),
                                          .fields = finding_fields,
                                          .field_count = STORE_COUNT(finding_fields),
                                          .layer = STORE_VENUE_FINDING};

#define FIELD(column, type, member) STORE_FIELD(er_venue_failure, column, type, member)
static const store_field failure_fields[] = {
    FIELD("run_id", FIELD_INT, run_id), FIELD("venue_id", FIELD_INT, venue_id),
    FIELD("station_id", FIELD_INT, station_id), FIELD("serving_m2", FIELD_REAL, serving_m2),
    FIELD("left_m2", FIELD_REAL, left_m2)};
#undef FIELD
static const store_table failure_table = {.name = "venue_failure",
                                          .row_size = sizeof(er_venue_failure),
                                          .fields = failure_fields,
                                          .field_count = STORE_COUNT(failure_fields),
                                          .layer = STORE_NO_LAYER};

#define FIELD(column, type, member) STORE_FIELD(er_venue_service_row, column, type, member)
static const store_field service_fields[] = {FIELD("run_id", FIELD_INT, run_id),
                                             FIELD("venue_id", FIELD_INT, venue_id),
                                             FIELD("service", FIELD_TEXT, service),
                                             FIELD("operator", FIELD_TEXT, operator_),
                                             FIELD("verdict", FIELD_TEXT, verdict),
                                             FIELD("dl_need_mbps", FIELD_REAL, dl_need_mbps),
                                             FIELD("ul_need_mbps", FIELD_REAL, ul_need_mbps),
                                             FIELD("users", FIELD_REAL, users),
                                             FIELD("dl_p5_mbps", FIELD_REAL, dl_p5_mbps),
                                             FIELD("dl_p50_mbps", FIELD_REAL, dl_p50_mbps),
                                             FIELD("ul_p5_mbps", FIELD_REAL, ul_p5_mbps),
                                             FIELD("ul_p50_mbps", FIELD_REAL, ul_p50_mbps),
                                             FIELD("reason", FIELD_TEXT, reason),
                                             FIELD("reason_zh", FIELD_TEXT, reason_zh)};
#undef FIELD
static const store_table service_table = {.name = "venue_service",
                                          .row_size = sizeof(er_venue_service_row),
                                          .fields = service_fields,
                                          .field_count = STORE_COUNT(service_fields),
                                          .layer = STORE_NO_LAYER};

#define FIELD(column, type, member) STORE_FIELD(er_venue_hole, column, type, member)
static const store_field hole_fields[] = {
    FIELD("run_id", FIELD_INT, run_id),        FIELD("venue_id", FIELD_INT, venue_id),
    FIELD("number", FIELD_INT, number),        FIELD("state", FIELD_TEXT, state),
    FIELD("area_m2", FIELD_REAL, area_m2),     FIELD("inside_lon", FIELD_REAL, inside.x),
    FIELD("inside_lat", FIELD_REAL, inside.y), FIELD("geom", FIELD_POLYGONS, geometry)};
#undef FIELD
static const store_table hole_table = {.name = "venue_hole",
                                       .row_size = sizeof(er_venue_hole),
                                       .fields = hole_fields,
                                       .field_count = STORE_COUNT(hole_fields),
                                       .layer = STORE_VENUE_HOLE};

er_status er_store_add_venue_row(er_context *ctx, er_store *store, const er_venue_row *row) {
    return store_add_result(ctx, store, &share_table, row, NULL);
}

er_status er_store_venue_rows(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                              er_venue_row **rows, size_t *count) {
    static const char from[] = "FROM venue_share" STORE_WITH_VENUE
                               " WHERE run_id = ?1 ORDER BY venue_code, " STORE_STRATUM_ORDER;
    return store_results(ctx, store, arena, &share_table, from, run_id, rows, count);
}

er_status er_store_add_venue_finding(er_context *ctx, er_store *store,
                                     const er_venue_finding *row) {
    return store_add_result(ctx, store, &finding_table, row, NULL);
}

er_status er_store_venue_findings(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                                  er_venue_finding **rows, size_t *count) {
    static const char from[] =
        "FROM venue_finding" STORE_WITH_VENUE " WHERE run_id = ?1 ORDER BY venue_code";
    return store_results(ctx, store, arena, &finding_table, from, run_id, rows, count);
}

er_status er_store_add_venue_failure(er_context *ctx, er_store *store,
                                     const er_venue_failure *row) {
    return store_add_result(ctx, store, &failure_table, row, NULL);
}

er_status er_store_venue_failures(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                                  er_venue_failure **rows, size_t *count) {
    static const char from[] = "FROM venue_failure" STORE_WITH_VENUE STORE_WITH_STATION
                               " WHERE run_id = ?1 ORDER BY venue_code, " STORE_STATION_ORDER;
    return store_results(ctx, store, arena, &failure_table, from, run_id, rows, count);
}

er_status er_store_add_venue_service(er_context *ctx, er_store *store,
                                     const er_venue_service_row *row) {
    return store_add_result(ctx, store, &service_table, row, NULL);
}

er_status er_store_venue_services(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                                  er_venue_service_row **rows, size_t *count) {
    static const char from[] =
        "FROM venue_service" STORE_WITH_VENUE " WHERE run_id = ?1 ORDER BY venue_code, service";
    return store_results(ctx, store, arena, &service_table, from, run_id, rows, count);
}

er_status er_store_add_venue_hole(er_context *ctx, er_store *store, const er_venue_hole *row) {
    return store_add_result(ctx, store, &hole_table, row, NULL);
}

er_status er_store_venue_holes(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                               er_venue_hole **rows, size_t *count) {
    static const char from[] = "FROM venue_hole" STORE_WITH_VENUE
                               " WHERE run_id = ?1 ORDER BY venue_code, state = 'unknown', number";
    return store_results(ctx, store, arena, &hole_table, from, run_id, rows, count);
}
