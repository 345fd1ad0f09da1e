/* How many rows a table has, without reading them. */
#include "store/internal.h"

#include <string.h>

/** The table must be one of the workspace, so that its name can stand in the query. */
static er_status check_table(er_context *ctx, er_store *store, const char *table) {
    sqlite3_stmt *statement = NULL;
    ER_TRY(store_statement(ctx, store, "SELECT 1 FROM sqlite_master WHERE name = ?1", &statement));
    int rc = sqlite3_bind_text(statement, 1, table, -1, SQLITE_STATIC);
    if (rc == SQLITE_OK) rc = sqlite3_step(statement);
    sqlite3_reset(statement);
    if (rc == SQLITE_ROW) return ER_OK;
    if (rc != SQLITE_DONE) return store_failure(ctx, store, rc);
    return er_fail(ctx, ER_ERR_NOT_FOUND, "the workspace has no table '%s'", table);
}

er_status er_store_count(er_context *ctx, er_store *store, const char *table, int64_t run_id,
                         const char *stratum, int64_t *out) {
    sqlite3_stmt *statement = NULL;
    ER_TRY(check_table(ctx, store, table));
    char *sql =
        sqlite3_mprintf("SELECT count(*) FROM \"%w\" WHERE 1%s%s", table,
                        run_id ? " AND run_id = ?1" : "", stratum ? " AND stratum = ?2" : "");
    if (!sql) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    int rc = sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL);
    sqlite3_free(sql);
    if (rc == SQLITE_OK && run_id) rc = sqlite3_bind_int64(statement, 1, run_id);
    if (rc == SQLITE_OK && stratum)
        rc = sqlite3_bind_text(statement, 2, stratum, -1, SQLITE_STATIC);
    if (rc == SQLITE_OK) rc = sqlite3_step(statement);
    er_status status = rc == SQLITE_ROW ? ER_OK : store_failure(ctx, store, rc);
    if (status == ER_OK) *out = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return status;
}
