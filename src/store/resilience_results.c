/* What hangs on one site alone: as a coverage run finds it, and as the step "resilience" sums it
 * up. */
#include "store/internal.h"

#define FIELD(column, type, member) STORE_FIELD(er_sole_row, column, type, member)
static const store_field sole_fields[] = {
    FIELD("run_id", FIELD_INT, run_id),      FIELD("kind", FIELD_TEXT, kind),
    FIELD("area_id", FIELD_INT, area_id),    FIELD("station_id", FIELD_INT, station_id),
    FIELD("area_km2", FIELD_REAL, area_km2), FIELD("persons", FIELD_REAL, persons)};
#undef FIELD
static const store_table sole_table = {.name = "sole",
                                       .row_size = sizeof(er_sole_row),
                                       .fields = sole_fields,
                                       .field_count = STORE_COUNT(sole_fields),
                                       .layer = STORE_NO_LAYER};

#define FIELD(column, type, member) STORE_FIELD(er_site_loss, column, type, member)
static const store_field loss_fields[] = {
    FIELD("run_id", FIELD_INT, run_id),         FIELD("rank", FIELD_INT, rank),
    FIELD("station_id", FIELD_INT, station_id), FIELD("stations", FIELD_INT, stations),
    FIELD("group_name", FIELD_TEXT, group),     FIELD("persons", FIELD_REAL, persons),
    FIELD("area_km2", FIELD_REAL, area_km2),    FIELD("venues", FIELD_INT, venues)};
#undef FIELD
static const store_table loss_table = {.name = "site_loss",
                                       .row_size = sizeof(er_site_loss),
                                       .fields = loss_fields,
                                       .field_count = STORE_COUNT(loss_fields),
                                       .layer = STORE_NO_LAYER};

#define FIELD(column, type, member) STORE_FIELD(er_resilience_row, column, type, member)
static const store_field resilience_fields[] = {
    FIELD("run_id", FIELD_INT, run_id),
    FIELD("group_name", FIELD_TEXT, group),
    FIELD("sites", FIELD_INT, sites),
    FIELD("sites_sole", FIELD_INT, sites_sole),
    FIELD("persons_served", FIELD_REAL, persons_served),
    FIELD("persons_sole", FIELD_REAL, persons_sole),
    FIELD("area_km2_served", FIELD_REAL, area_km2_served),
    FIELD("area_km2_sole", FIELD_REAL, area_km2_sole),
    FIELD("venues_served", FIELD_INT, venues_served),
    FIELD("venues_sole", FIELD_INT, venues_sole),
    FIELD("worst_station_id", FIELD_REF, worst_station_id),
    FIELD("worst_persons", FIELD_REAL, worst_persons)};
#undef FIELD
static const store_table resilience_table = {.name = "resilience",
                                             .row_size = sizeof(er_resilience_row),
                                             .fields = resilience_fields,
                                             .field_count = STORE_COUNT(resilience_fields),
                                             .layer = STORE_NO_LAYER};

er_status er_store_add_sole(er_context *ctx, er_store *store, const er_sole_row *row) {
    return store_add_result(ctx, store, &sole_table, row, NULL);
}

er_status er_store_soles(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                         const char *kind, er_sole_row **rows, size_t *count) {
    const store_parameter wanted[] = {{.number = run_id}, {.text = kind}};
    const store_query query = {
        .table = &sole_table,
        .from = "FROM sole" STORE_WITH_STATION
                " WHERE run_id = ?1 AND kind = ?2 ORDER BY area_id, " STORE_STATION_ORDER,
        .parameters = wanted,
        .parameter_count = STORE_COUNT(wanted)};
    return store_select(ctx, store, arena, &query, rows, count);
}

er_status er_store_add_site_loss(er_context *ctx, er_store *store, const er_site_loss *row) {
    return store_add_result(ctx, store, &loss_table, row, NULL);
}

er_status er_store_site_losses(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                               er_site_loss **rows, size_t *count) {
    static const char from[] = "FROM site_loss WHERE run_id = ?1 ORDER BY rank";
    return store_results(ctx, store, arena, &loss_table, from, run_id, rows, count);
}

er_status er_store_add_resilience(er_context *ctx, er_store *store, const er_resilience_row *row) {
    return store_add_result(ctx, store, &resilience_table, row, NULL);
}

er_status er_store_resilience(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                              er_resilience_row **rows, size_t *count) {
    static const char from[] = "FROM resilience WHERE run_id = ?1 ORDER BY id";
    return store_results(ctx, store, arena, &resilience_table, from, run_id, rows, count);
}
