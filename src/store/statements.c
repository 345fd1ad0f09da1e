#include "store/internal.h"

er_status store_statement(er_context *ctx, er_store *store, const char *sql, sqlite3_stmt **out) {
    for (size_t i = 0; i < store->statement_count; i++) {
        if (store->statements[i].sql == sql) {
            *out = store->statements[i].statement;
            return ER_OK;
        }
    }
    if (store->statement_count == STORE_STATEMENTS)
        return er_fail(ctx, ER_ERR_INTERNAL, "the store keeps more statements than planned");
    sqlite3_stmt *statement = NULL;
    int rc = sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
    if (rc != SQLITE_OK) return store_failure(ctx, store, rc);
    store->statements[store->statement_count].sql = sql;
    store->statements[store->statement_count].statement = statement;
    store->statement_count++;
    *out = statement;
    return ER_OK;
}

er_status store_finish(er_context *ctx, er_store *store, sqlite3_stmt *statement) {
    int rc;
    while ((rc = sqlite3_step(statement)) == SQLITE_ROW)
        ;
    er_status status = rc == SQLITE_DONE ? ER_OK : store_failure(ctx, store, rc);
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return status;
}

er_status store_exec(er_context *ctx, er_store *store, const char *sql) {
    int rc = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? ER_OK : store_failure(ctx, store, rc);
}

er_status store_int(er_context *ctx, er_store *store, const char *sql, const char *text,
                    int64_t *out) {
    sqlite3_stmt *statement = NULL;
    ER_TRY(store_statement(ctx, store, sql, &statement));
    if (text) sqlite3_bind_text(statement, 1, text, -1, SQLITE_STATIC);
    int rc = sqlite3_step(statement);
    er_status status = ER_OK;
    if (rc == SQLITE_ROW)
        *out = sqlite3_column_int64(statement, 0);
    else
        status = store_failure(ctx, store, rc == SQLITE_DONE ? SQLITE_CORRUPT : rc);
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return status;
}

er_status store_need_transaction(er_context *ctx, er_store *store) {
    if (!sqlite3_get_autocommit(store->db)) return ER_OK;
    return er_fail(ctx, ER_ERR_USAGE,
                   "%s: changes are made between er_store_begin and "
                   "er_store_commit",
                   store->path);
}
