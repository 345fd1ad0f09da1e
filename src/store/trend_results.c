/* Figures of one year after another. */
#include "store/internal.h"

#define FIELD(column, type, member) STORE_FIELD(er_trend_row, column, type, member)
static const store_field trend_fields[] = {
    FIELD("run_id", FIELD_INT, run_id),    FIELD("year", FIELD_INT, year),
    FIELD("as_of", FIELD_TEXT, as_of),     FIELD("period", FIELD_TEXT, period),
    FIELD("scheme", FIELD_TEXT, scheme),   FIELD("group_name", FIELD_TEXT, group),
    FIELD("subject", FIELD_TEXT, subject), FIELD("measure", FIELD_TEXT, measure),
    FIELD("value", FIELD_REAL, value),     FIELD("unit", FIELD_TEXT, unit),
    FIELD("note", FIELD_TEXT, note)};
#undef FIELD
static const store_table trend_table = {.name = "trend",
                                        .row_size = sizeof(er_trend_row),
                                        .fields = trend_fields,
                                        .field_count = STORE_COUNT(trend_fields),
                                        .layer = STORE_NO_LAYER};

er_status er_store_add_trend(er_context *ctx, er_store *store, const er_trend_row *row) {
    return store_add_result(ctx, store, &trend_table, row, NULL);
}

er_status er_store_trends(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                          er_trend_row **rows, size_t *count) {
    static const char from[] = "FROM trend WHERE run_id = ?1 ORDER BY id";
    return store_results(ctx, store, arena, &trend_table, from, run_id, rows, count);
}
