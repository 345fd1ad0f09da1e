/** A workspace as other programs see it: plain SQLite, its triggers on, nothing of SpatiaLite. */
#ifndef EVENREACH_STORE_SQL_H
#define EVENREACH_STORE_SQL_H

#include "unit/test.h"

#include <sqlite3.h>

/** The first number of the first row; -1 without one. */
static inline int64_t ask(const char *path, const char *sql) {
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    int64_t answer = -1;
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    if (sqlite3_step(statement) == SQLITE_ROW) answer = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return answer;
}

/** SQLite's code of running statements that give nothing back. */
static inline int run_sql(const char *path, const char *sql) {
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
    sqlite3_close(db);
    return rc;
}

static inline void tell(const char *path, const char *sql) {
    assert_int_equal(run_sql(path, sql), SQLITE_OK);
}

#endif
