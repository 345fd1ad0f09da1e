/* Vector tiles out of the folder's evenreach.mbtiles, one at a time. */
#include "outputs/serve.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEEPEST = 24 }; /* zoom that a request may name */

/** A whole number of plain digits up to a limit, followed by `end`. */
static bool read_part(const char **at, char end, long limit, long *out) {
    const char *c = *at;
    *out = 0;
    if (*c < '0' || *c > '9') return false;
    for (; *c >= '0' && *c <= '9'; c++) {
        *out = *out * 10 + (*c - '0');
        if (*out > limit) return false;
    }
    *at = c + 1;
    return *c == end;
}

static void copy_tile(sqlite3_stmt *statement, void **out, size_t *size) {
    const void *bytes = sqlite3_column_blob(statement, 0);
    int count = sqlite3_column_bytes(statement, 0);
    if (!bytes || count <= 0) return;
    *out = malloc((size_t)count);
    if (!*out) return;
    memcpy(*out, bytes, (size_t)count);
    *size = (size_t)count;
}

bool er_serve_tile(const char *folder, const char *name, void **out, size_t *size) {
    static const char query[] = "SELECT tile_data FROM tiles WHERE zoom_level = ? AND "
                                "tile_column = ? AND tile_row = ?";
    long zoom = 0, column = 0, row = 0;
    char path[4096];
    *out = NULL;
    *size = 0;
    if (!read_part(&name, '/', DEEPEST, &zoom)) return false;
    long last = (1L << zoom) - 1;
    if (!read_part(&name, '/', last, &column) || !read_part(&name, '.', last, &row) ||
        strcmp(name, "pbf") != 0)
        return false;
    int length = snprintf(path, sizeof path, "%s/evenreach.mbtiles", folder);
    if (length < 0 || (size_t)length >= sizeof path) return true;
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;
    int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOFOLLOW;
    if (sqlite3_open_v2(path, &database, flags, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(database, query, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_bind_int64(statement, 1, zoom) == SQLITE_OK &&
        sqlite3_bind_int64(statement, 2, column) == SQLITE_OK &&
        sqlite3_bind_int64(statement, 3, last - row) == SQLITE_OK && /* counted from the south */
        sqlite3_step(statement) == SQLITE_ROW)
        copy_tile(statement, out, size);
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return true;
}
