#include "store/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <spatialite.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    BUSY_WAIT_MS = 2000,
    LARGEST_VALUE = 256 << 20 /* bytes of one text or geometry */
};

/* Nothing in a file from elsewhere may run: no triggers, no functions from the schema. The R-trees
 * are kept by spatial_index.c instead of by SpatiaLite's triggers, which stay in the file for
 * other programs. */
static const char settings[] = "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;"
                               "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;"
                               "PRAGMA mmap_size = 0;";
/* Indexes grow all over the file; what is read is read once, from one end to the other. */
static const char writing_cache[] = "PRAGMA cache_size = -65536;";
static const char reading_cache[] = "PRAGMA cache_size = -16384;";
/* In place: a rollback journal (no files stay beside), flushed with its folder. */
static const char durable[] = "PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA;";
/* Made aside: nobody sees the file before it is published, which flushes it as a whole. */
static const char aside[] = "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;";

static er_status open_database(er_context *ctx, er_store *store, int flags) {
    /* "./" keeps ":memory:" and "file:" plain names */
    const char *file = store->aside ? store->aside : store->path;
    char *name = sqlite3_mprintf("%s%s", file[0] == '/' ? "" : "./", file);
    if (!name) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    int rc = sqlite3_open_v2(name, &store->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
    sqlite3_free(name);
    if (rc == SQLITE_OK) return ER_OK;
    er_status status = store_failure(ctx, store, rc);
    sqlite3_close(store->db);
    store->db = NULL;
    return status;
}

er_status store_connect(er_context *ctx, er_store *store, int flags) {
    ER_TRY(open_database(ctx, store, flags));
    sqlite3_extended_result_codes(store->db, 1);
    sqlite3_busy_timeout(store->db, BUSY_WAIT_MS);
    sqlite3_limit(store->db, SQLITE_LIMIT_LENGTH, LARGEST_VALUE);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    store->spatialite = spatialite_alloc_connection();
    spatialite_init_ex(store->db, store->spatialite, 0);
    spatialite_set_silent_mode(store->spatialite);
    if (!store->geos) store->geos = GEOS_init_r();
    if (!store->geos) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    ER_TRY(store_exec(ctx, store, settings));
    ER_TRY(store_exec(ctx, store, store->writable ? writing_cache : reading_cache));
    if (store->writable) ER_TRY(store_exec(ctx, store, store->aside ? aside : durable));
    return ER_OK;
}

void store_disconnect(er_store *store) {
    for (size_t i = 0; i < store->statement_count; i++)
        sqlite3_finalize(store->statements[i].statement);
    store->statement_count = 0;
    for (size_t i = 0; i < store->table_count; i++)
        sqlite3_free(store->tables[i].sql);
    store->table_count = 0;
    store_rows_close(store->station);
    store->station = NULL;
    sqlite3_close(store->db);
    store->db = NULL;
    if (store->spatialite) spatialite_cleanup_ex(store->spatialite);
    store->spatialite = NULL;
}

static er_status new_store(er_context *ctx, const char *path, bool writable, er_store **out) {
    er_store *store = NULL;
    if (!path[0]) {
        er_fail(ctx, ER_ERR_USAGE, "the workspace needs a file name");
        return ER_ERR_USAGE;
    }
    ER_TRY(er_alloc(ctx, 1, sizeof *store, &store));
    store->path = strdup(path);
    store->writable = writable;
    if (!store->path) {
        er_free(store);
        er_fail(ctx, ER_ERR_MEMORY, "out of memory");
        return ER_ERR_MEMORY;
    }
    *out = store;
    return ER_OK;
}

void er_store_close(er_store *store) {
    if (!store) return;
    er_store_rollback(store);
    store_disconnect(store);
    if (store->aside) unlink(store->aside);
    if (store->geos) GEOS_finish_r(store->geos);
    free(store->aside);
    free(store->path);
    er_free(store);
}

const char *er_store_path(const er_store *store) {
    return store->path;
}

/* ---- making ---------------------------------------------------------------------------------- */

static er_status make_aside(er_context *ctx, er_store *store) {
    size_t length = strlen(store->path) + 16;
    char *name = malloc(length);
    if (!name) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    snprintf(name, length, "%s.part-XXXXXX", store->path);
    int descriptor = mkstemp(name);
    if (descriptor < 0) {
        free(name);
        return er_fail(ctx, ER_ERR_IO, "%s: can't be written: %s", store->path, strerror(errno));
    }
    mode_t mask = umask(0);
    umask(mask);
    if (fchmod(descriptor, 0666 & ~mask) != 0) { /* the file keeps mkstemp's narrower mode */
    }
    close(descriptor);
    store->aside = name;
    return ER_OK;
}

er_status er_store_create(er_context *ctx, const char *path, bool overwrite, er_store **out) {
    er_store *store = NULL;
    struct stat info;
    ER_TRY(new_store(ctx, path, true, &store));
    er_status status = ER_OK;
    if (!overwrite && lstat(path, &info) == 0)
        status = er_fail(ctx, ER_ERR_STORE,
                         "%s: is there already; name another file, or remove this one", path);
    if (status == ER_OK) status = make_aside(ctx, store);
    if (status == ER_OK) status = store_connect(ctx, store, SQLITE_OPEN_READWRITE);
    if (status == ER_OK) status = store_migrate(ctx, store);
    if (status == ER_OK && !overwrite) status = er_store_publish(ctx, store);
    if (status != ER_OK) {
        er_store_close(store);
        return status;
    }
    *out = store;
    return ER_OK;
}

/** Page by page into a new file, which nobody else knows of yet. */
static er_status copy_pages(er_context *ctx, er_store *from, er_store *to) {
    ER_TRY(open_database(ctx, to, SQLITE_OPEN_READWRITE));
    sqlite3_backup *backup = sqlite3_backup_init(to->db, "main", from->db, "main");
    if (backup) sqlite3_backup_step(backup, -1);
    int rc = backup ? sqlite3_backup_finish(backup) : sqlite3_errcode(to->db);
    er_status status = rc == SQLITE_OK ? ER_OK : store_failure(ctx, to, rc);
    sqlite3_close(to->db);
    to->db = NULL;
    return status;
}

er_status er_store_copy(er_context *ctx, er_store *store, const char *path, er_store **out) {
    er_store *copy = NULL;
    struct stat info;
    if (!sqlite3_get_autocommit(store->db))
        return er_fail(ctx, ER_ERR_USAGE, "%s: commit or roll back before copying", store->path);
    ER_TRY(new_store(ctx, path, true, &copy));
    er_status status = ER_OK;
    if (lstat(path, &info) == 0)
        status = er_fail(ctx, ER_ERR_IO,
                         "%s: is there already; name another file, or remove this one", path);
    if (status == ER_OK) status = make_aside(ctx, copy);
    if (status == ER_OK) status = copy_pages(ctx, store, copy);
    if (status == ER_OK) status = store_connect(ctx, copy, SQLITE_OPEN_READWRITE);
    if (status == ER_OK) status = store_migrate(ctx, copy);
    if (status != ER_OK) {
        er_store_close(copy);
        return status;
    }
    *out = copy;
    return ER_OK;
}

/** Flush a file or the folder that holds it. */
static bool flush(const char *path, bool folder) {
    char *name = strdup(path), *slash = name ? strrchr(name, '/') : NULL;
    if (!name) return false;
    if (folder && slash) slash[slash == name ? 1 : 0] = '\0';
    int descriptor = open(folder && !slash ? "." : name, O_RDONLY | O_CLOEXEC);
    free(name);
    if (descriptor < 0) return false;
    bool done = fsync(descriptor) == 0;
    close(descriptor);
    return done;
}

/** What a crash left beside the file that is about to be replaced must not be taken for the new
 *  file's: let SQLite finish it, then remove what is left. */
static er_status settle_old_journal(er_context *ctx, er_store *store) {
    char *journal = sqlite3_mprintf("%s-journal", store->path);
    if (!journal) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    er_status status = ER_OK;
    if (access(journal, F_OK) == 0) {
        sqlite3 *old = NULL;
        sqlite3_open_v2(store->path, &old, SQLITE_OPEN_READWRITE, NULL);
        int rc = sqlite3_exec(old, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL);
        sqlite3_close(old);
        if (rc == SQLITE_BUSY) status = store_failure_at(ctx, store->path, rc, NULL);
        if (status == ER_OK) unlink(journal);
    }
    sqlite3_free(journal);
    return status;
}

er_status er_store_publish(er_context *ctx, er_store *store) {
    if (!store->aside) return ER_OK;
    if (!sqlite3_get_autocommit(store->db))
        return er_fail(ctx, ER_ERR_USAGE, "%s: commit or roll back before publishing", store->path);
    ER_TRY(settle_old_journal(ctx, store));
    store_disconnect(store);
    if (!flush(store->aside, false) || rename(store->aside, store->path) != 0) {
        er_status status =
            er_fail(ctx, ER_ERR_IO, "%s: can't be written: %s", store->path, strerror(errno));
        return store_connect(ctx, store, SQLITE_OPEN_READWRITE) == ER_OK ? status : ER_ERR_IO;
    }
    free(store->aside);
    store->aside = NULL;
    flush(store->path, true);
    return store_connect(ctx, store, SQLITE_OPEN_READWRITE);
}

/* ---- opening --------------------------------------------------------------------------------- */

/** A crash may have left a journal that only a writer can play back: do that first. */
static void finish_journal(er_context *ctx, const char *path) {
    er_store *store = NULL;
    if (new_store(ctx, path, true, &store) != ER_OK) return;
    if (store_connect(ctx, store, SQLITE_OPEN_READWRITE) == ER_OK)
        sqlite3_exec(store->db, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL);
    er_store_close(store);
}

static er_status open_checked(er_context *ctx, er_store *store) {
    int64_t version = 0;
    ER_TRY(
        store_connect(ctx, store, store->writable ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY));
    if (store->writable && sqlite3_db_readonly(store->db, "main") == 1)
        return store_failure_at(ctx, store->path, SQLITE_READONLY, NULL);
    ER_TRY(store_check_schema(ctx, store, &version));
    if (version == store_newest_schema()) return ER_OK;
    if (store->writable) return store_migrate(ctx, store);
    return er_fail(
        ctx, ER_ERR_STORE,
        "%s: made by an older evenreach; open it once for writing (any `evenreach load`) "
        "to bring it up to date",
        store->path);
}

er_status er_store_open(er_context *ctx, const char *path, er_store_mode mode, er_store **out) {
    struct stat info;
    int there = path[0] ? stat(path, &info) : 0;
    if (path[0] && there == 0 && S_ISDIR(info.st_mode))
        return store_failure_at(ctx, path, SQLITE_CANTOPEN, NULL);
    if (there != 0 && errno == ENOENT)
        return er_fail(ctx, ER_ERR_STORE,
                       "%s: no such workspace; check the path, or make it with `evenreach init`",
                       path);
    er_store *store = NULL;
    char *journal = sqlite3_mprintf("%s-journal", path);
    if (journal && mode == ER_STORE_READ && access(journal, F_OK) == 0) finish_journal(ctx, path);
    sqlite3_free(journal);
    ER_TRY(new_store(ctx, path, mode == ER_STORE_WRITE, &store));
    er_status status = open_checked(ctx, store);
    if (status != ER_OK) {
        er_store_close(store);
        return status;
    }
    *out = store;
    return ER_OK;
}
