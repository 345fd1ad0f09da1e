#include "store/internal.h"

#define FIELD(column, type, member) STORE_FIELD(er_venue, column, type, member)
static const store_field venue_fields[] = {FIELD("id", FIELD_ID, id),
                                           FIELD("source_id", FIELD_REF, source_id),
                                           FIELD("code", FIELD_TEXT, code),
                                           FIELD("pilot_code", FIELD_TEXT, pilot_code),
                                           FIELD("name", FIELD_TEXT, name),
                                           FIELD("name_en", FIELD_TEXT, name_en),
                                           FIELD("type", FIELD_TEXT, type),
                                           FIELD("environment", FIELD_TEXT, environment),
                                           FIELD("network", FIELD_TEXT, network),
                                           FIELD("operator", FIELD_TEXT, operator_),
                                           FIELD("peak_crowd", FIELD_REAL, peak_crowd),
                                           FIELD("reported_area_ha", FIELD_REAL, reported_area_ha),
                                           FIELD("reported_share", FIELD_REAL, reported_share),
                                           FIELD("accuracy_m", FIELD_REAL, accuracy_m),
                                           FIELD("approximate", FIELD_BOOL, approximate),
                                           FIELD("synthetic", FIELD_BOOL, synthetic),
                                           FIELD("services", FIELD_TEXT, services),
                                           FIELD("target_share", FIELD_REAL, target_share),
                                           FIELD("corridor", FIELD_BOOL, corridor),
                                           FIELD("area_m2", FIELD_REAL, area_m2),
                                           FIELD("inside_lon", FIELD_REAL, inside.x),
                                           FIELD("inside_lat", FIELD_REAL, inside.y),
                                           FIELD("geom", FIELD_POLYGONS, geometry)};
#undef FIELD
static const store_table venue_table = {.name = "venue",
                                        .row_size = sizeof(er_venue),
                                        .fields = venue_fields,
                                        .field_count = STORE_COUNT(venue_fields),
                                        .layer = STORE_VENUE};

er_status er_store_add_venue(er_context *ctx, er_store *store, er_venue *venue) {
    int conflict = 0;
    er_venue row = *venue;
    if (!venue->code || !venue->code[0]) return er_fail(ctx, ER_ERR_INPUT, "a venue needs a code");
    ER_TRY(store_need_transaction(ctx, store));
    ER_TRY(store_point_inside(ctx, store, venue->geometry, &row.inside));
    er_status status = store_insert(ctx, store, &venue_table, &row, &row.id, &conflict);
    if (conflict)
        return er_fail(ctx, ER_ERR_INPUT, "venue %s is there already; a code stands once",
                       venue->code);
    if (status != ER_OK) return status;
    venue->id = row.id;
    venue->inside = row.inside;
    return ER_OK;
}

er_status er_store_venues(er_context *ctx, er_store *store, er_arena *arena, bool with_geometry,
                          er_venue **rows, size_t *count) {
    const store_query query = {.table = &venue_table,
                               .from = "FROM venue ORDER BY code",
                               .without_geometry = !with_geometry};
    return store_select(ctx, store, arena, &query, rows, count);
}
