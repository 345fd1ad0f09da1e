#include "store/internal.h"

#include <math.h>
#include <stdlib.h>

#define FIELD(column, type, member) STORE_FIELD(er_measurement, column, type, member)
static const store_field measurement_fields[] = {FIELD("id", FIELD_ID, id),
                                                 FIELD("source_id", FIELD_REF, source_id),
                                                 FIELD("row_number", FIELD_INT, row),
                                                 FIELD("operator", FIELD_TEXT, operator_),
                                                 FIELD("technology", FIELD_TEXT, technology),
                                                 FIELD("band", FIELD_TEXT, band),
                                                 FIELD("time", FIELD_TEXT, time),
                                                 FIELD("rsrp_dbm", FIELD_REAL, rsrp_dbm),
                                                 FIELD("sinr_db", FIELD_REAL, sinr_db),
                                                 FIELD("dl_mbps", FIELD_REAL, dl_mbps),
                                                 FIELD("ul_mbps", FIELD_REAL, ul_mbps),
                                                 FIELD("synthetic", FIELD_BOOL, synthetic),
                                                 FIELD("geom", FIELD_POINT, position)};
#undef FIELD
static const store_table measurement_table = {.name = "measurement",
                                              .row_size = sizeof(er_measurement),
                                              .fields = measurement_fields,
                                              .field_count = STORE_COUNT(measurement_fields),
                                              .layer = STORE_MEASUREMENT};

er_status er_store_add_measurement(er_context *ctx, er_store *store, const er_measurement *row) {
    if (!isfinite(row->position.x) || !isfinite(row->position.y))
        return er_fail(ctx, ER_ERR_GEOMETRY, "a measurement needs a position");
    if (!isfinite(row->rsrp_dbm))
        return er_fail(ctx, ER_ERR_RANGE, "a measurement needs a signal level (rsrp_dbm)");
    return store_insert(ctx, store, &measurement_table, row, NULL, NULL);
}

static int by_content(const void *left, const void *right) {
    const er_measurement *a = left, *b = right;
    int order = store_compare_real(a->position.x, b->position.x);
    if (!order) order = store_compare_real(a->position.y, b->position.y);
    if (!order) order = store_compare_text(a->operator_, b->operator_);
    if (!order) order = store_compare_text(a->time, b->time);
    if (!order) order = store_compare_real(a->rsrp_dbm, b->rsrp_dbm);
    if (!order) order = store_compare_text(a->technology, b->technology);
    if (!order) order = store_compare_text(a->band, b->band);
    if (!order) order = store_compare_real(a->sinr_db, b->sinr_db);
    if (!order) order = store_compare_real(a->dl_mbps, b->dl_mbps);
    if (!order) order = store_compare_real(a->ul_mbps, b->ul_mbps);
    if (!order) order = a->synthetic - b->synthetic;
    return order;
}

er_status er_store_measurements(er_context *ctx, er_store *store, er_arena *arena,
                                er_measurement **rows, size_t *count) {
    const store_query query = {.table = &measurement_table, .from = "FROM measurement"};
    ER_TRY(store_select(ctx, store, arena, &query, rows, count));
    if (*count > 1) qsort(*rows, *count, sizeof **rows, by_content);
    return ER_OK;
}
