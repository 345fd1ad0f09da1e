#include "store/internal.h"

#include <math.h>
#include <stdlib.h>

#define FIELD(column, type, member) STORE_FIELD(er_station, column, type, member)
static const store_field station_fields[] = {FIELD("id", FIELD_ID, id),
                                             FIELD("source_id", FIELD_REF, source_id),
                                             FIELD("row_number", FIELD_INT, row),
                                             FIELD("code", FIELD_TEXT, code),
                                             FIELD("operator", FIELD_TEXT, operator_),
                                             FIELD("technology", FIELD_TEXT, technology),
                                             FIELD("band", FIELD_TEXT, band),
                                             FIELD("status", FIELD_TEXT, status),
                                             FIELD("date_on", FIELD_TEXT, date_on),
                                             FIELD("date_off", FIELD_TEXT, date_off),
                                             FIELD("height_m", FIELD_REAL, height_m),
                                             FIELD("radius_m", FIELD_REAL, radius_m),
                                             FIELD("synthetic", FIELD_BOOL, synthetic),
                                             FIELD("geom", FIELD_POINT, position)};
#undef FIELD
const store_table store_station_table = {.name = "station",
                                         .row_size = sizeof(er_station),
                                         .fields = station_fields,
                                         .field_count = STORE_COUNT(station_fields),
                                         .layer = STORE_STATION};

er_status er_store_add_station_id(er_context *ctx, er_store *store, const er_station *station,
                                  int64_t *id) {
    if (!isfinite(station->position.x) || !isfinite(station->position.y))
        return er_fail(ctx, ER_ERR_GEOMETRY, "a station needs a position");
    return store_insert(ctx, store, &store_station_table, station, id, NULL);
}

er_status er_store_add_station(er_context *ctx, er_store *store, const er_station *station) {
    return er_store_add_station_id(ctx, store, station, NULL);
}

int store_compare_stations(const er_station *a, const er_station *b) {
    int order = store_compare_real(a->position.x, b->position.x);
    if (!order) order = store_compare_real(a->position.y, b->position.y);
    if (!order) order = store_compare_text(a->operator_, b->operator_);
    if (!order) order = store_compare_text(a->band, b->band);
    if (!order) order = store_compare_text(a->code, b->code);
    if (!order) order = store_compare_real(a->radius_m, b->radius_m);
    if (!order) order = store_compare_real(a->height_m, b->height_m);
    if (!order) order = store_compare_text(a->technology, b->technology);
    if (!order) order = store_compare_text(a->status, b->status);
    if (!order) order = store_compare_text(a->date_on, b->date_on);
    if (!order) order = store_compare_text(a->date_off, b->date_off);
    if (!order) order = a->synthetic - b->synthetic;
    return order;
}

static int by_order(const void *left, const void *right) {
    return store_compare_stations(left, right);
}

er_status er_store_stations(er_context *ctx, er_store *store, er_arena *arena, er_station **rows,
                            size_t *count) {
    const store_query query = {.table = &store_station_table, .from = "FROM station"};
    ER_TRY(store_select(ctx, store, arena, &query, rows, count));
    if (*count > 1) qsort(*rows, *count, sizeof **rows, by_order);
    return ER_OK;
}

er_status er_store_station(er_context *ctx, er_store *store, er_arena *arena, int64_t id,
                           const er_station **out) {
    static const store_parameter none = {.number = 0};
    static const store_query query = {.table = &store_station_table,
                                      .from = "FROM station WHERE id = ?1",
                                      .parameters = &none,
                                      .parameter_count = 1};
    er_station *station = NULL;
    bool found = false;
    *out = NULL;
    ER_TRY(er_arena_alloc(ctx, arena, sizeof *station, &station));
    if (!store->station) ER_TRY(store_rows_open(ctx, store, &query, &store->station));
    store_rows_forget(store->station);
    store_rows_again(store->station, id);
    er_status status = store_rows_next(ctx, store->station, arena, station, &found);
    store_rows_again(store->station, 0); /* no reading stays open */
    if (status == ER_OK && found) *out = station;
    return status;
}
