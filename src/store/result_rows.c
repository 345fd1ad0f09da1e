#include "store/internal.h"

#include <string.h>

/** The run that a row belongs to; 0 for a row that hangs on another one. */
static int64_t run_of(const store_table *table, const void *row) {
    int64_t run_id = 0;
    for (size_t i = 0; i < table->field_count; i++)
        if (strcmp(table->fields[i].column, "run_id") == 0)
            memcpy(&run_id, (const char *)row + table->fields[i].offset, sizeof run_id);
    return run_id;
}

er_status store_add_result(er_context *ctx, er_store *store, const store_table *table,
                           const void *row, int64_t *id) {
    int conflict = 0;
    er_status status = store_insert(ctx, store, table, row, id, &conflict);
    if (conflict == SQLITE_CONSTRAINT_FOREIGNKEY)
        return er_fail(ctx, ER_ERR_INTERNAL,
                       "a result for the table %s names what is not in the workspace (run %lld)",
                       table->name, (long long)run_of(table, row));
    if (conflict)
        return er_fail(ctx, ER_ERR_INTERNAL,
                       "a result for the table %s is there already (run %lld)", table->name,
                       (long long)run_of(table, row));
    return status;
}

er_status store_results(er_context *ctx, er_store *store, er_arena *arena, const store_table *table,
                        const char *from, int64_t run_id, void *rows_address, size_t *count) {
    const store_parameter wanted = {.number = run_id};
    const store_query query = {
        .table = table, .from = from, .parameters = &wanted, .parameter_count = 1};
    return store_select(ctx, store, arena, &query, rows_address, count);
}
