/* From any schema to the newest, one step a version. */
#include "store/schema.h"

#include <stdio.h>
#include <string.h>

enum { APPLICATION_ID = 0x45765265 /* "EvRe" */ };

static const store_schema *const schemas[] = {&store_schema_1, &store_schema_2, &store_schema_3,
                                              &store_schema_4, &store_schema_5, &store_schema_6};

int64_t store_newest_schema(void) {
    return (int64_t)STORE_COUNT(schemas);
}

static int check_answer(void *failed, int count, char **values, char **names) {
    (void)names;
    if (count != 1 || !values[0] || strcmp(values[0], "1") != 0) *(bool *)failed = true;
    return 0;
}

static er_status run_migration(er_context *ctx, er_store *store, const char *const *statements) {
    for (; *statements; statements++) {
        bool failed = false;
        int rc = sqlite3_exec(store->db, *statements, check_answer, &failed, NULL);
        if (rc != SQLITE_OK) return store_failure(ctx, store, rc);
        if (failed)
            return er_fail(ctx, ER_ERR_STORE, "%s: SpatiaLite refused: %s", store->path,
                           *statements);
    }
    return ER_OK;
}

static er_status migrate_from(er_context *ctx, er_store *store, int64_t version, int64_t target) {
    char sql[160];
    if (version == 0) {
        snprintf(sql, sizeof sql,
                 "PRAGMA application_id = %d;"
                 "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
                 APPLICATION_ID);
        ER_TRY(store_exec(ctx, store, sql));
    }
    for (int64_t i = version; i < target; i++)
        ER_TRY(run_migration(ctx, store, schemas[i]->statements));
    snprintf(sql, sizeof sql, "INSERT OR REPLACE INTO meta VALUES ('schema_version', %lld)",
             (long long)target);
    return store_exec(ctx, store, sql);
}

er_status store_migrate_to(er_context *ctx, er_store *store, int64_t target) {
    ER_TRY(store_exec(ctx, store, "BEGIN IMMEDIATE"));
    int64_t version = 0, tables = 0;
    er_status status = store_int(ctx, store, "SELECT count(*) FROM sqlite_schema", NULL, &tables);
    if (status == ER_OK && tables > 0) status = store_check_schema(ctx, store, &version);
    if (status == ER_OK) status = migrate_from(ctx, store, version, target);
    if (status == ER_OK) status = store_exec(ctx, store, "COMMIT");
    if (status != ER_OK) sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

er_status store_migrate(er_context *ctx, er_store *store) {
    return store_migrate_to(ctx, store, store_newest_schema());
}

/** A workspace's tables must be tables: a file from elsewhere could put a view in their place. */
static er_status check_tables(er_context *ctx, er_store *store, const store_schema *schema) {
    int64_t tables = 0;
    ER_TRY(store_int(ctx, store, schema->count_tables, NULL, &tables));
    if (tables == schema->table_count) return ER_OK;
    return store_failure_at(ctx, store->path, SQLITE_CORRUPT, "a table or column is missing");
}

er_status store_check_schema(er_context *ctx, er_store *store, int64_t *version) {
    int64_t id = 0, tables = 0;
    ER_TRY(store_int(ctx, store, "PRAGMA application_id", NULL, &id));
    if (id != APPLICATION_ID) return store_failure_at(ctx, store->path, SQLITE_NOTADB, NULL);
    ER_TRY(store_int(ctx, store,
                     "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'meta'",
                     NULL, &tables));
    if (tables == 1)
        ER_TRY(store_int(ctx, store,
                         "SELECT coalesce(max(CAST(value AS INTEGER)), -1) FROM meta"
                         " WHERE key = 'schema_version'",
                         NULL, version));
    if (tables != 1 || *version < 1)
        return store_failure_at(ctx, store->path, SQLITE_CORRUPT, "no schema version");
    if (*version > store_newest_schema())
        return er_fail(ctx, ER_ERR_STORE,
                       "%s: made by a newer evenreach (schema %lld, this one knows %lld); use that "
                       "version, or make the workspace again from its inputs",
                       store->path, (long long)*version, (long long)store_newest_schema());
    for (int64_t i = 0; i < *version; i++)
        ER_TRY(check_tables(ctx, store, schemas[i]));
    return ER_OK;
}
