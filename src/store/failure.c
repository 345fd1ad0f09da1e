#include "store/internal.h"

#include <string.h>

er_status store_failure_at(er_context *ctx, const char *path, int rc, const char *detail) {
    detail = detail ? er_text(ctx, detail) : sqlite3_errstr(rc);
    switch (rc & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return er_fail(ctx, ER_ERR_STORE,
                       "%s: in use by another program; wait until it is done, then try again",
                       path);
    case SQLITE_NOTADB:
        return er_fail(ctx, ER_ERR_STORE,
                       "%s: not an evenreach workspace; name another file, or make a new one "
                       "with `evenreach init`",
                       path);
    case SQLITE_CORRUPT:
    case SQLITE_MISMATCH:
    case SQLITE_FORMAT:
        return er_fail(ctx, ER_ERR_STORE,
                       "%s: the workspace is damaged (%s); take a copy of it from before, or make "
                       "it again from its inputs",
                       path, detail);
    case SQLITE_FULL:
        return er_fail(ctx, ER_ERR_IO,
                       "%s: the disk is full; free some space and try again (the workspace is as "
                       "it was before)",
                       path);
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return er_fail(ctx, ER_ERR_IO,
                       "%s: can't be changed; check the permissions of the file and its folder",
                       path);
    case SQLITE_CANTOPEN:
        return er_fail(ctx, ER_ERR_IO,
                       "%s: can't be opened; check the path and the permissions of its folder",
                       path);
    case SQLITE_IOERR:
        return er_fail(ctx, ER_ERR_IO, "%s: can't be read or written: %s", path, detail);
    case SQLITE_NOMEM:
    case SQLITE_TOOBIG:
        return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    case SQLITE_CONSTRAINT:
        return er_fail(ctx, ER_ERR_RANGE, "%s: a row does not fit the workspace: %s", path, detail);
    default:
        return er_fail(ctx, ER_ERR_STORE,
                       "%s: the workspace can't be used: %s; take a copy of it from before, or "
                       "make it again from its inputs",
                       path, detail);
    }
}

er_status store_failure(er_context *ctx, er_store *store, int rc) {
    return store_failure_at(ctx, store->path, rc, store->db ? sqlite3_errmsg(store->db) : NULL);
}
