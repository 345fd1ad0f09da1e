/* What the step "targets" finds. */
#include "store/internal.h"

#define FIELD(column, type, member) STORE_FIELD(er_target_row, column, type, member)
static const store_field finding_fields[] = {FIELD("run_id", FIELD_INT, run_id),
                                             FIELD("code", FIELD_TEXT, code),
                                             FIELD("year", FIELD_INT, year),
                                             FIELD("variant", FIELD_TEXT, variant),
                                             FIELD("measure", FIELD_TEXT, measure),
                                             FIELD("denominator", FIELD_TEXT, denominator),
                                             FIELD("measure_zh", FIELD_TEXT, measure_zh),
                                             FIELD("denominator_zh", FIELD_TEXT, denominator_zh),
                                             FIELD("unit", FIELD_TEXT, unit),
                                             FIELD("definition", FIELD_TEXT, definition),
                                             FIELD("definition_zh", FIELD_TEXT, definition_zh),
                                             FIELD("period", FIELD_TEXT, period),
                                             FIELD("target", FIELD_REAL, target),
                                             FIELD("figure", FIELD_REAL, figure),
                                             FIELD("published", FIELD_REAL, published),
                                             FIELD("gap", FIELD_REAL, gap),
                                             FIELD("part", FIELD_REAL, part),
                                             FIELD("whole", FIELD_REAL, whole),
                                             FIELD("unknown_share", FIELD_REAL, unknown_share),
                                             FIELD("assumed_share", FIELD_REAL, assumed_share),
                                             FIELD("synthetic", FIELD_BOOL, synthetic),
                                             FIELD("verdict", FIELD_TEXT, verdict),
                                             FIELD("reason", FIELD_TEXT, reason),
                                             FIELD("reason_zh", FIELD_TEXT, reason_zh)};
#undef FIELD
static const store_table finding_table = {.name = "target_finding",
                                          .row_size = sizeof(er_target_row),
                                          .fields = finding_fields,
                                          .field_count = STORE_COUNT(finding_fields),
                                          .layer = STORE_NO_LAYER};

er_status er_store_add_target_row(er_context *ctx, er_store *store, const er_target_row *row) {
    return store_add_result(ctx, store, &finding_table, row, NULL);
}

er_status er_store_target_rows(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                               er_target_row **rows, size_t *count) {
    static const char from[] = "FROM target_finding WHERE run_id = ?1 ORDER BY id";
    return store_results(ctx, store, arena, &finding_table, from, run_id, rows, count);
}
