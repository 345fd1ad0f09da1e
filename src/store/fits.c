/* Modelled against measured. */
#include "store/internal.h"

#define FIELD(column, type, member) STORE_FIELD(er_fit_row, column, type, member)
static const store_field fit_fields[] = {
    FIELD("run_id", FIELD_INT, run_id),       FIELD("scope", FIELD_TEXT, scope),
    FIELD("operator", FIELD_TEXT, operator_), FIELD("clutter", FIELD_TEXT, clutter),
    FIELD("points", FIELD_INT, points),       FIELD("unknown", FIELD_INT, unknown),
    FIELD("bias_db", FIELD_REAL, bias_db),    FIELD("sd_db", FIELD_REAL, sd_db),
    FIELD("rmse_db", FIELD_REAL, rmse_db),    FIELD("offset_db", FIELD_REAL, offset_db)};
#undef FIELD
static const store_table fit_table = {.name = "fit",
                                      .row_size = sizeof(er_fit_row),
                                      .fields = fit_fields,
                                      .field_count = STORE_COUNT(fit_fields),
                                      .layer = STORE_NO_LAYER};

#define FIELD(column, type, member) STORE_FIELD(er_measurement_fit, column, type, member)
static const store_field point_fields[] = {
    FIELD("run_id", FIELD_INT, run_id), FIELD("measurement_id", FIELD_INT, measurement_id),
    FIELD("operator", FIELD_TEXT, operator_), FIELD("clutter", FIELD_TEXT, clutter),
    FIELD("modelled_dbm", FIELD_REAL, modelled_dbm)};
#undef FIELD
static const store_table point_table = {.name = "measurement_fit",
                                        .row_size = sizeof(er_measurement_fit),
                                        .fields = point_fields,
                                        .field_count = STORE_COUNT(point_fields),
                                        .layer = STORE_NO_LAYER};

er_status er_store_add_fit(er_context *ctx, er_store *store, const er_fit_row *row) {
    int conflict = 0;
    er_status status = store_insert(ctx, store, &fit_table, row, NULL, &conflict);
    if (conflict)
        return er_fail(ctx, ER_ERR_INTERNAL, "there is no run %lld", (long long)row->run_id);
    return status;
}

er_status er_store_fits(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                        er_fit_row **rows, size_t *count) {
    const store_parameter wanted = {.number = run_id};
    const store_query query = {.table = &fit_table,
                               .from = "FROM fit WHERE run_id = ?1 ORDER BY id",
                               .parameters = &wanted,
                               .parameter_count = 1};
    return store_select(ctx, store, arena, &query, rows, count);
}

er_status er_store_add_measurement_fit(er_context *ctx, er_store *store,
                                       const er_measurement_fit *row) {
    int conflict = 0;
    er_status status = store_insert(ctx, store, &point_table, row, NULL, &conflict);
    if (conflict)
        return er_fail(ctx, ER_ERR_INTERNAL,
                       "measurement %lld is there already in run %lld, or one of them is not",
                       (long long)row->measurement_id, (long long)row->run_id);
    return status;
}

er_status er_store_measurement_fits(er_context *ctx, er_store *store, er_arena *arena,
                                    int64_t run_id, er_measurement_fit **rows, size_t *count) {
    const store_parameter wanted = {.number = run_id};
    const store_query query = {.table = &point_table,
                               .from = "FROM measurement_fit WHERE run_id = ?1 ORDER BY id",
                               .parameters = &wanted,
                               .parameter_count = 1};
    return store_select(ctx, store, arena, &query, rows, count);
}
