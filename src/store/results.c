#include "store/internal.h"

#define FIELD(column, type, member) STORE_FIELD(er_cover_row, column, type, member)
static const store_field cover_fields[] = {FIELD("run_id", FIELD_INT, run_id),
                                           FIELD("kind", FIELD_TEXT, kind),
                                           FIELD("area_id", FIELD_INT, area_id),
                                           FIELD("stratum", FIELD_TEXT, stratum),
                                           FIELD("operator", FIELD_TEXT, operator_),
                                           FIELD("area_km2", FIELD_REAL, area_km2),
                                           FIELD("served_km2", FIELD_REAL, served_km2),
                                           FIELD("unknown_km2", FIELD_REAL, unknown_km2),
                                           FIELD("persons", FIELD_REAL, persons),
                                           FIELD("persons_served", FIELD_REAL, persons_served),
                                           FIELD("persons_unknown", FIELD_REAL, persons_unknown)};
#undef FIELD
static const store_table cover_table = {.name = "cover",
                                        .row_size = sizeof(er_cover_row),
                                        .fields = cover_fields,
                                        .field_count = STORE_COUNT(cover_fields),
                                        .layer = STORE_NO_LAYER};

#define FIELD(column, type, member) STORE_FIELD(er_balance_row, column, type, member)
static const store_field balance_fields[] = {
    FIELD("run_id", FIELD_INT, run_id),     FIELD("scheme", FIELD_TEXT, scheme),
    FIELD("group_name", FIELD_TEXT, group), FIELD("subject", FIELD_TEXT, subject),
    FIELD("measure", FIELD_TEXT, measure),  FIELD("value", FIELD_REAL, value),
    FIELD("unit", FIELD_TEXT, unit),        FIELD("note", FIELD_TEXT, note)};
#undef FIELD
static const store_table balance_table = {.name = "balance",
                                          .row_size = sizeof(er_balance_row),
                                          .fields = balance_fields,
                                          .field_count = STORE_COUNT(balance_fields),
                                          .layer = STORE_NO_LAYER};

er_status er_store_add_cover(er_context *ctx, er_store *store, const er_cover_row *row) {
    int conflict = 0;
    er_status status = store_insert(ctx, store, &cover_table, row, NULL, &conflict);
    if (conflict)
        return er_fail(ctx, ER_ERR_INTERNAL,
                       "coverage of %s %lld is there already in run %lld, "
                       "or there is no such run",
                       row->kind, (long long)row->area_id, (long long)row->run_id);
    return status;
}

er_status er_store_cover(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                         const char *kind, er_cover_row **rows, size_t *count) {
    const store_parameter wanted[] = {{.number = run_id}, {.text = kind}};
    const store_query query = {.table = &cover_table,
                               .from = "FROM cover WHERE run_id = ?1 AND kind = ?2"
                                       " ORDER BY area_id, stratum, ifnull(operator, '')",
                               .parameters = wanted,
                               .parameter_count = STORE_COUNT(wanted)};
    return store_select(ctx, store, arena, &query, rows, count);
}

er_status er_store_add_balance(er_context *ctx, er_store *store, const er_balance_row *row) {
    return store_insert(ctx, store, &balance_table, row, NULL, NULL);
}

er_status er_store_balance(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                           er_balance_row **rows, size_t *count) {
    const store_parameter wanted = {.number = run_id};
    const store_query query = {.table = &balance_table,
                               .from = "FROM balance WHERE run_id = ?1 ORDER BY id",
                               .parameters = &wanted,
                               .parameter_count = 1};
    return store_select(ctx, store, arena, &query, rows, count);
}
