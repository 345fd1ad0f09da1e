/* What is in a table without reading its rows: how many, and which texts. */
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

/** Prepare a query with names in it; frees it. */
static er_status prepare(er_context *ctx, er_store *store, char *sql, sqlite3_stmt **out) {
    if (!sql) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    int rc = sqlite3_prepare_v2(store->db, sql, -1, out, NULL);
    sqlite3_free(sql);
    return rc == SQLITE_OK ? ER_OK : store_failure(ctx, store, rc);
}

/* A column is named with its table: SQLite takes a name in quotes that it does not know for a text,
 * but not one with a dot. */

er_status er_store_count_with(er_context *ctx, er_store *store, const char *table, int64_t run_id,
                              const char *column, const char *value, int64_t *out) {
    sqlite3_stmt *statement = NULL;
    ER_TRY(check_table(ctx, store, table));
    char *sql =
        column ? sqlite3_mprintf("SELECT count(*) FROM \"%w\" WHERE 1%s AND \"%w\".\"%w\" = ?2",
                                 table, run_id ? " AND run_id = ?1" : "", table, column)
               : sqlite3_mprintf("SELECT count(*) FROM \"%w\" WHERE 1%s", table,
                                 run_id ? " AND run_id = ?1" : "");
    ER_TRY(prepare(ctx, store, sql, &statement));
    int rc = run_id ? sqlite3_bind_int64(statement, 1, run_id) : SQLITE_OK;
    if (rc == SQLITE_OK && column) rc = sqlite3_bind_text(statement, 2, value, -1, SQLITE_STATIC);
    if (rc == SQLITE_OK) rc = sqlite3_step(statement);
    er_status status = rc == SQLITE_ROW ? ER_OK : store_failure(ctx, store, rc);
    if (status == ER_OK) *out = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return status;
}

er_status er_store_count(er_context *ctx, er_store *store, const char *table, int64_t run_id,
                         const char *stratum, int64_t *out) {
    return er_store_count_with(ctx, store, table, run_id, stratum ? "stratum" : NULL, stratum, out);
}

static er_status add_text(er_context *ctx, er_arena *arena, sqlite3_stmt *row, const char ***texts,
                          size_t *capacity, size_t *count) {
    const char *text = (const char *)sqlite3_column_text(row, 0);
    if (!text) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    ER_TRY(er_reserve(ctx, texts, capacity, *count + 1, sizeof **texts));
    ER_TRY(
        er_arena_text(ctx, arena, text, (size_t)sqlite3_column_bytes(row, 0), &(*texts)[*count]));
    ++*count;
    return ER_OK;
}

er_status er_store_texts(er_context *ctx, er_store *store, er_arena *arena, const char *table,
                         const char *column, const char ***out, size_t *count) {
    sqlite3_stmt *statement = NULL;
    const char **texts = NULL;
    size_t capacity = 0;
    int rc = SQLITE_ROW;
    *count = 0;
    ER_TRY(check_table(ctx, store, table));
    ER_TRY(prepare(ctx, store,
                   sqlite3_mprintf("SELECT DISTINCT \"%w\".\"%w\" FROM \"%w\" "
                                   "WHERE \"%w\".\"%w\" IS NOT NULL ORDER BY 1",
                                   table, column, table, table, column),
                   &statement));
    er_status status = ER_OK;
    while (status == ER_OK && (rc = sqlite3_step(statement)) == SQLITE_ROW)
        status = add_text(ctx, arena, statement, &texts, &capacity, count);
    if (status == ER_OK && rc != SQLITE_DONE) status = store_failure(ctx, store, rc);
    sqlite3_finalize(statement);
    if (status == ER_OK) status = er_arena_alloc(ctx, arena, (*count + 1) * sizeof **out, out);
    if (status == ER_OK && *count > 0) memcpy(*out, texts, *count * sizeof **out);
    er_free(texts);
    return status;
}
