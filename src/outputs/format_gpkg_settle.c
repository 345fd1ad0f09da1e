/* The last of a GeoPackage, with SQLite alone: what its columns mean, and whether it is whole. */
#include "outputs/format_gpkg.h"

#include <sqlite3.h>

/* GeoPackage 1.3, requirements of the schema extension: annex F.9, tables 23 and 25. */
static const char schema_extension[] =
    "CREATE TABLE IF NOT EXISTS gpkg_extensions (table_name TEXT, column_name TEXT,"
    " extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,"
    " CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));"
    "CREATE TABLE IF NOT EXISTS gpkg_data_columns (table_name TEXT NOT NULL,"
    " column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT,"
    " constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),"
    " CONSTRAINT gdc_tn UNIQUE (table_name, name));"
    "CREATE TABLE IF NOT EXISTS gpkg_data_column_constraints (constraint_name TEXT NOT NULL,"
    " constraint_type TEXT NOT NULL, value TEXT, min NUMERIC, min_is_inclusive BOOLEAN,"
    " max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,"
    " CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));"
    "INSERT OR IGNORE INTO gpkg_extensions VALUES"
    " ('gpkg_data_columns', NULL, 'gpkg_schema',"
    "  'http://www.geopackage.org/spec121/#extension_schema', 'read-write'),"
    " ('gpkg_data_column_constraints', NULL, 'gpkg_schema',"
    "  'http://www.geopackage.org/spec121/#extension_schema', 'read-write');";

static er_status failure(er_context *ctx, const char *path, sqlite3 *database) {
    return er_fail(ctx, ER_ERR_IO, "%s: can't be written: %s", path, sqlite3_errmsg(database));
}

static bool bind_text(sqlite3_stmt *statement, int at, const char *text) {
    return sqlite3_bind_text(statement, at, text, -1, SQLITE_STATIC) == SQLITE_OK;
}

static er_status describe_columns(er_context *ctx, const char *path, sqlite3 *database,
                                  const er_gpkg_column *columns, size_t count) {
    static const char insert[] = "INSERT INTO gpkg_data_columns (table_name, column_name, "
                                 "description) VALUES (?, ?, ?)";
    sqlite3_stmt *statement = NULL;
    bool done = sqlite3_exec(database, "BEGIN", NULL, NULL, NULL) == SQLITE_OK &&
                sqlite3_exec(database, schema_extension, NULL, NULL, NULL) == SQLITE_OK &&
                sqlite3_prepare_v2(database, insert, -1, &statement, NULL) == SQLITE_OK;
    for (size_t i = 0; i < count && done; i++)
        done = bind_text(statement, 1, columns[i].table) &&
               bind_text(statement, 2, columns[i].name) &&
               bind_text(statement, 3, columns[i].about) &&
               sqlite3_step(statement) == SQLITE_DONE && sqlite3_reset(statement) == SQLITE_OK;
    sqlite3_finalize(statement);
    done = done && sqlite3_exec(database, "COMMIT", NULL, NULL, NULL) == SQLITE_OK;
    return done ? ER_OK : failure(ctx, path, database);
}

/** Count what a query counts; -1 where it fails. `form` holds one %w for the table's name. */
static int64_t count_of(sqlite3 *database, const char *form, const char *table) {
    int64_t count = -1;
    sqlite3_stmt *statement = NULL;
    char *query = sqlite3_mprintf(form, table);
    if (query && sqlite3_prepare_v2(database, query, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        count = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_free(query);
    return count;
}

static er_status check_table(er_context *ctx, const char *path, sqlite3 *database,
                             const er_gpkg_table *table) {
    int64_t rows = count_of(database, "SELECT count(*) FROM \"%w\"", table->name);
    int64_t indexed = table->placed
                          ? count_of(database,
                                     "SELECT count(*) FROM gpkg_extensions WHERE extension_name = "
                                     "'gpkg_rtree_index' AND table_name = '%q'",
                                     table->name)
                          : 1;
    if (rows == table->rows && indexed == 1) return ER_OK;
    return er_fail(ctx, ER_ERR_IO, "%s: is cut short in %s; is the disc full?", path, table->name);
}

er_status er_gpkg_settle(er_context *ctx, const char *path, const er_gpkg_column *columns,
                         size_t column_count, const er_gpkg_table *tables, size_t table_count) {
    sqlite3 *database = NULL;
    er_status status = ER_OK;
    if (sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
        status = failure(ctx, path, database);
    if (status == ER_OK) status = describe_columns(ctx, path, database, columns, column_count);
    for (size_t i = 0; i < table_count && status == ER_OK; i++)
        status = check_table(ctx, path, database, &tables[i]);
    if (sqlite3_close(database) != SQLITE_OK && status == ER_OK)
        status = er_fail(ctx, ER_ERR_IO, "%s: can't be closed", path);
    return status;
}
