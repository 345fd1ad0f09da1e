#include "store/internal.h"

#include "core/catalogue.h"

#define FIELD(column, type, member) STORE_FIELD(er_source, column, type, member)
static const store_field source_fields[] = {
    FIELD("id", FIELD_ID, id),
    FIELD("kind", FIELD_TEXT, kind),
    FIELD("path", FIELD_TEXT, path),
    FIELD("layer", FIELD_TEXT, layer),
    FIELD("preset", FIELD_TEXT, preset),
    FIELD("sha256", FIELD_TEXT, sha256),
    FIELD("encoding", FIELD_TEXT, encoding),
    FIELD("crs", FIELD_TEXT, crs),
    FIELD("crs_how", FIELD_TEXT, crs_how),
    FIELD("transform", FIELD_TEXT, transform),
    FIELD("transform_accuracy_m", FIELD_REAL, transform_accuracy_m),
    FIELD("rows_read", FIELD_INT, rows_read),
    FIELD("rows_accepted", FIELD_INT, rows_accepted),
    FIELD("rows_rejected", FIELD_INT, rows_rejected),
    FIELD("synthetic", FIELD_BOOL, synthetic),
    FIELD("title", FIELD_TEXT, title),
    FIELD("vintage", FIELD_TEXT, vintage),
    FIELD("licence", FIELD_TEXT, licence),
    FIELD("attribution", FIELD_TEXT, attribution),
    FIELD("title_zh", FIELD_TEXT, title_zh),
    FIELD("licence_zh", FIELD_TEXT, licence_zh),
    FIELD("attribution_zh", FIELD_TEXT, attribution_zh)};
#undef FIELD
static const store_table source_table = {.name = "source",
                                         .row_size = sizeof(er_source),
                                         .fields = source_fields,
                                         .field_count = STORE_COUNT(source_fields),
                                         .layer = STORE_NO_LAYER};

#define FIELD(column, type, member) STORE_FIELD(er_reject, column, type, member)
static const store_field reject_fields[] = {
    FIELD("source_id", FIELD_INT, source_id),  FIELD("row_number", FIELD_INT, row),
    FIELD("code", FIELD_TEXT, code),           FIELD("reason", FIELD_TEXT, reason),
    FIELD("reason_zh", FIELD_TEXT, reason_zh), FIELD("raw", FIELD_TEXT, raw)};
#undef FIELD
static const store_table reject_table = {.name = "reject",
                                         .row_size = sizeof(er_reject),
                                         .fields = reject_fields,
                                         .field_count = STORE_COUNT(reject_fields),
                                         .layer = STORE_NO_LAYER};

#define FIELD(column, type, member) STORE_FIELD(er_assumption, column, type, member)
static const store_field assumption_fields[] = {FIELD("source_id", FIELD_REF, source_id),
                                                FIELD("run_id", FIELD_REF, run_id),
                                                FIELD("subject", FIELD_TEXT, subject),
                                                FIELD("field", FIELD_TEXT, field),
                                                FIELD("value", FIELD_TEXT, value),
                                                FIELD("value_zh", FIELD_TEXT, value_zh),
                                                FIELD("basis", FIELD_TEXT, basis),
                                                FIELD("basis_zh", FIELD_TEXT, basis_zh),
                                                FIELD("rows_affected", FIELD_INT, rows_affected),
                                                FIELD("rows_total", FIELD_INT, rows_total)};
#undef FIELD
static const store_table assumption_table = {.name = "assumption",
                                             .row_size = sizeof(er_assumption),
                                             .fields = assumption_fields,
                                             .field_count = STORE_COUNT(assumption_fields),
                                             .layer = STORE_NO_LAYER};

er_status er_store_add_source(er_context *ctx, er_store *store, er_source *source) {
    return store_insert(ctx, store, &source_table, source, &source->id, NULL);
}

er_status er_store_update_source(er_context *ctx, er_store *store, const er_source *source) {
    ER_TRY(store_need_transaction(ctx, store));
    return store_update(ctx, store, &source_table, source);
}

er_status er_store_add_reject(er_context *ctx, er_store *store, const er_reject *reject) {
    return store_insert(ctx, store, &reject_table, reject, NULL, NULL);
}

/** What the catalogue has for a text; null: it is none of the program's. */
static const char *translated(const char *english) {
    const char *text = english ? er_catalogue_zh_tw(english) : NULL;
    return text != english ? text : NULL;
}

er_status er_store_add_assumption(er_context *ctx, er_store *store,
                                  const er_assumption *assumption) {
    er_assumption row = *assumption;
    if (!row.value_zh) row.value_zh = translated(row.value);
    if (er_equal_texts(row.value_zh, row.value)) row.value_zh = NULL; /* a number or a name */
    if (!row.basis_zh) row.basis_zh = translated(row.basis);
    return store_insert(ctx, store, &assumption_table, &row, NULL, NULL);
}

er_status er_store_sources(er_context *ctx, er_store *store, er_arena *arena, er_source **rows,
                           size_t *count) {
    const store_query query = {.table = &source_table, .from = "FROM source ORDER BY id"};
    return store_select(ctx, store, arena, &query, rows, count);
}

er_status er_store_rejects(er_context *ctx, er_store *store, er_arena *arena, size_t limit,
                           er_reject **rows, size_t *count) {
    const store_parameter most = {.number = limit > 0 && limit < INT64_MAX ? (int64_t)limit : -1};
    const store_query query = {.table = &reject_table,
                               .from = "FROM reject ORDER BY source_id, row_number, code, id"
                                       " LIMIT ?1",
                               .parameters = &most,
                               .parameter_count = 1};
    return store_select(ctx, store, arena, &query, rows, count);
}

er_status er_store_assumptions(er_context *ctx, er_store *store, er_arena *arena,
                               er_assumption **rows, size_t *count) {
    const store_query query = {
        .table = &assumption_table,
        .from = "FROM assumption ORDER BY source_id, run_id, subject, field, value, id"};
    return store_select(ctx, store, arena, &query, rows, count);
}
