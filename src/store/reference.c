#include "store/internal.h"

#define FIELD(column, type, member) STORE_FIELD(er_target, column, type, member)
static const store_field target_fields[] = {FIELD("source_id", FIELD_REF, source_id),
                                            FIELD("code", FIELD_TEXT, code),
                                            FIELD("measure", FIELD_TEXT, measure),
                                            FIELD("denominator", FIELD_TEXT, denominator),
                                            FIELD("measure_zh", FIELD_TEXT, measure_zh),
                                            FIELD("denominator_zh", FIELD_TEXT, denominator_zh),
                                            FIELD("unit", FIELD_TEXT, unit),
                                            FIELD("year", FIELD_YEAR, year),
                                            FIELD("target", FIELD_REAL, target),
                                            FIELD("actual", FIELD_REAL, actual),
                                            FIELD("document", FIELD_TEXT, document)};
#undef FIELD
static const store_table target_table = {.name = "target",
                                         .row_size = sizeof(er_target),
                                         .fields = target_fields,
                                         .field_count = STORE_COUNT(target_fields),
                                         .layer = STORE_NO_LAYER};

#define FIELD(column, type, member) STORE_FIELD(er_service_need, column, type, member)
static const store_field need_fields[] = {FIELD("source_id", FIELD_REF, source_id),
                                          FIELD("code", FIELD_TEXT, code),
                                          FIELD("name", FIELD_TEXT, name),
                                          FIELD("name_zh", FIELD_TEXT, name_zh),
                                          FIELD("dl_mbps", FIELD_REAL, dl_mbps),
                                          FIELD("ul_mbps", FIELD_REAL, ul_mbps),
                                          FIELD("latency_ms", FIELD_REAL, latency_ms),
                                          FIELD("basis", FIELD_TEXT, basis),
                                          FIELD("basis_zh", FIELD_TEXT, basis_zh),
                                          FIELD("document", FIELD_TEXT, document)};
#undef FIELD
static const store_table need_table = {.name = "service_need",
                                       .row_size = sizeof(er_service_need),
                                       .fields = need_fields,
                                       .field_count = STORE_COUNT(need_fields),
                                       .layer = STORE_NO_LAYER};

er_status er_store_add_target(er_context *ctx, er_store *store, const er_target *row) {
    if (!row->code) return er_fail(ctx, ER_ERR_INPUT, "a target needs a code");
    return store_insert(ctx, store, &target_table, row, NULL, NULL);
}

er_status er_store_add_service_need(er_context *ctx, er_store *store, const er_service_need *row) {
    int conflict = 0;
    if (!row->code) return er_fail(ctx, ER_ERR_INPUT, "a service need needs a code");
    er_status status = store_insert(ctx, store, &need_table, row, NULL, &conflict);
    if (conflict)
        return er_fail(ctx, ER_ERR_INPUT, "service need %s is there already; a code stands once",
                       row->code);
    return status;
}

er_status er_store_targets(er_context *ctx, er_store *store, er_arena *arena, er_target **rows,
                           size_t *count) {
    const store_query query = {.table = &target_table,
                               .from = "FROM target ORDER BY code, year, measure, denominator, "
                                       "unit, target, actual, measure_zh,"
                                       " denominator_zh, id"};
    return store_select(ctx, store, arena, &query, rows, count);
}

er_status er_store_service_needs(er_context *ctx, er_store *store, er_arena *arena,
                                 er_service_need **rows, size_t *count) {
    const store_query query = {.table = &need_table, .from = "FROM service_need ORDER BY code"};
    return store_select(ctx, store, arena, &query, rows, count);
}
