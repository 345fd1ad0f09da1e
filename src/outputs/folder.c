/* The way of a run's files into the output folder:
 *   .evenreach-part    grows; removed if the run fails
 *   .evenreach-ready   the same, whole and on the disc: from this one rename on, the new output
 * holds then file by file into place, and .evenreach, the list of our files, last. A crash before
 * the rename leaves the old output; after it, the next writer finishes the moves. */
#include "evenreach/outputs.h"

#include "outputs/names.h"
#include "outputs/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct er_folder {
    er_context *ctx;
    er_arena *arena;
    const char *path;
    const char *part;
    const char *ready;
    const char *list; /**< of the files that we wrote */
    er_names ours;    /**< what it says */
    int lock;         /**< descriptor of the folder itself */
    bool fresh;       /**< held no output before */
    bool made;        /**< was not there before */
    bool force;
    bool keep;  /**< what is not written again stays */
    bool renew; /**< nothing that is not written again stays */
    bool committed;
};

static er_status write_failure(er_context *ctx, const char *path) {
    return er_fail(ctx, ER_ERR_IO, "%s: can't be written: %s", path, strerror(errno));
}

static er_status in_folder(er_context *ctx, er_arena *arena, const char *folder, const char *name,
                           const char **out) {
    return er_arena_format(ctx, arena, out, "%s/%s", folder, name);
}

const char *er_folder_path(const er_folder *folder) {
    return folder->path;
}

void er_folder_keep(er_folder *folder) {
    folder->keep = true;
}

void er_folder_renew(er_folder *folder) {
    folder->renew = true;
}

const char *er_folder_part(const er_folder *folder) {
    return folder->part;
}

/* ---- moving into place ----------------------------------------------------------------------- */

/** The part of a name before its slash, in the arena; null if it has none. */
static er_status folder_of(er_context *ctx, er_arena *arena, const char *name, const char **out) {
    const char *slash = strchr(name, '/');
    *out = NULL;
    return slash ? er_arena_text(ctx, arena, name, (size_t)(slash - name), out) : ER_OK;
}

static er_status move_file(er_context *ctx, const er_folder *f, const char *name) {
    const char *from = NULL, *to = NULL, *folder = NULL, *path = NULL;
    ER_TRY(in_folder(ctx, f->arena, f->ready, name, &from));
    ER_TRY(in_folder(ctx, f->arena, f->path, name, &to));
    ER_TRY(folder_of(ctx, f->arena, name, &folder));
    if (folder) {
        ER_TRY(in_folder(ctx, f->arena, f->path, folder, &path));
        ER_TRY(er_make_folder(ctx, path));
    }
    if (rename(from, to) == 0 || errno == ENOENT) return ER_OK; /* moved before a crash */
    return write_failure(ctx, to);
}

/** A file of the earlier output that the new one no longer has, in a folder that it does have. */
static er_status is_stale(er_context *ctx, er_arena *arena, const char *name, const er_names *now,
                          bool *stale) {
    const char *folder = NULL;
    ER_TRY(folder_of(ctx, arena, name, &folder));
    *stale = false;
    if (!folder || er_names_have(now, name)) return ER_OK;
    size_t length = strlen(folder);
    for (size_t i = 0; i < now->count && !*stale; i++)
        *stale = strncmp(now->items[i], folder, length) == 0 && now->items[i][length] == '/';
    return ER_OK;
}

/** Finish what .evenreach-ready holds; nothing if it is not there. */
static er_status finish_moves(er_context *ctx, er_folder *f) {
    er_names now = {0};
    const char *list = NULL;
    bool found = false;
    er_status status = ER_OK;
    ER_TRY(in_folder(ctx, f->arena, f->ready, ".evenreach", &list));
    ER_GOTO(status, done, er_names_read(ctx, f->arena, list, &now, &found));
    for (size_t i = 0; i < now.count && found; i++)
        ER_GOTO(status, done, move_file(ctx, f, now.items[i]));
    for (size_t i = 0; i < f->ours.count && found; i++) {
        const char *path = NULL;
        if (er_names_have(&now, f->ours.items[i])) continue; /* written, or kept */
        ER_GOTO(status, done, in_folder(ctx, f->arena, f->path, f->ours.items[i], &path));
        if (unlink(path) != 0 && errno != ENOENT) {
            status = write_failure(ctx, path);
            goto done;
        }
    }
    if (found && rename(list, f->list) != 0) {
        status = write_failure(ctx, f->list);
        goto done;
    }
    if (fsync(f->lock) != 0 && errno != EINVAL) status = write_failure(ctx, f->path);
    if (status == ER_OK) status = er_tree_remove(ctx, f->ready);
done:
    er_names_clear(&now);
    return status;
}

/* ---- opening --------------------------------------------------------------------------------- */

static er_status lock_folder(er_context *ctx, er_folder *f) {
    f->lock = open(f->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (f->lock < 0) return write_failure(ctx, f->path);
    if (flock(f->lock, LOCK_EX | LOCK_NB) == 0) return ER_OK;
    er_status status =
        errno == EWOULDBLOCK
            ? er_fail(ctx, ER_ERR_IO, "%s: another evenreach is writing here; wait for its end",
                      f->path)
            : write_failure(ctx, f->path);
    close(f->lock);
    f->lock = -1;
    return status;
}

static er_status read_list(er_context *ctx, er_folder *f) {
    bool found = false;
    er_names_clear(&f->ours);
    ER_TRY(er_names_read(ctx, f->arena, f->list, &f->ours, &found));
    f->fresh = !found;
    return ER_OK;
}

static er_status prepare(er_context *ctx, er_folder *f, const char *path) {
    struct stat info;
    bool empty = true;
    ER_TRY(er_arena_text(ctx, f->arena, path, strlen(path), &f->path));
    ER_TRY(in_folder(ctx, f->arena, path, ".evenreach-part", &f->part));
    ER_TRY(in_folder(ctx, f->arena, path, ".evenreach-ready", &f->ready));
    ER_TRY(in_folder(ctx, f->arena, path, ".evenreach", &f->list));
    er_context_set_shown_folder(ctx, f->part, f->path);
    f->made = lstat(path, &info) != 0;
    ER_TRY(er_make_folder(ctx, path));
    ER_TRY(lock_folder(ctx, f));
    if (lstat(f->ready, &info) == 0) {
        er_log(ctx, ER_LOG_WARNING, "%s: finishing an output that was interrupted", path);
        ER_TRY(read_list(ctx, f));
        ER_TRY(finish_moves(ctx, f));
    }
    ER_TRY(er_tree_remove(ctx, f->part));
    ER_TRY(read_list(ctx, f));
    ER_TRY(er_tree_is_empty(ctx, path, &empty));
    if (f->fresh && !empty && !f->force)
        return er_fail(ctx, ER_ERR_IO,
                       "%s: holds files that evenreach did not write; name an empty or new folder, "
                       "or give --force",
                       path);
    return er_make_folder(ctx, f->part);
}

er_status er_folder_open(er_context *ctx, const char *path, bool force, er_folder **out) {
    er_folder *f = NULL;
    ER_TRY(er_alloc(ctx, 1, sizeof *f, &f));
    f->ctx = ctx;
    f->lock = -1;
    f->force = force;
    er_status status = er_arena_new(ctx, &f->arena);
    if (status == ER_OK) status = prepare(ctx, f, path);
    if (status == ER_OK)
        *out = f;
    else
        er_folder_close(f);
    return status;
}

/* ---- committing ------------------------------------------------------------------------------ */

/** What stands where a new file is to go must be an earlier file of ours, or nothing. */
static er_status check_target(er_context *ctx, const er_folder *f, const char *name) {
    const char *path = NULL, *folder = NULL, *above = NULL;
    struct stat info;
    ER_TRY(in_folder(ctx, f->arena, f->path, name, &path));
    ER_TRY(folder_of(ctx, f->arena, name, &folder));
    if (folder) {
        ER_TRY(in_folder(ctx, f->arena, f->path, folder, &above));
        if (lstat(above, &info) == 0 && !S_ISDIR(info.st_mode))
            return er_fail(ctx, ER_ERR_IO, "%s: is not a folder; move it away", above);
    }
    if (lstat(path, &info) != 0) return ER_OK;
    if (S_ISDIR(info.st_mode))
        return er_fail(ctx, ER_ERR_IO, "%s: is a folder; move it away", path);
    if (f->force || er_names_have(&f->ours, name)) return ER_OK;
    return er_fail(ctx, ER_ERR_IO,
                   "%s: was not written by evenreach; move it away, or give --force to replace it",
                   path);
}

/** On the disc before it takes the place of what is there. */
static er_status flush_file(er_context *ctx, const er_folder *f, const char *name) {
    const char *path = NULL;
    ER_TRY(in_folder(ctx, f->arena, f->part, name, &path));
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return write_failure(ctx, path);
    er_status status = fsync(descriptor) == 0 ? ER_OK : write_failure(ctx, path);
    close(descriptor);
    return status;
}

/** Ours of before, and kept: they stay in the list. */
static er_status add_kept(er_context *ctx, const er_folder *f, er_names *now) {
    er_names kept = {0};
    er_status status = ER_OK;
    for (size_t i = 0; i < f->ours.count && status == ER_OK && !f->renew; i++) {
        bool stale = false;
        if (!f->keep) status = is_stale(ctx, f->arena, f->ours.items[i], now, &stale);
        if (status == ER_OK && !stale)
            status = er_names_add(ctx, f->arena, &kept, f->ours.items[i]);
    }
    for (size_t i = 0; i < kept.count && status == ER_OK; i++)
        status = er_names_add(ctx, f->arena, now, kept.items[i]);
    er_names_clear(&kept);
    return status;
}

er_status er_folder_commit(er_context *ctx, er_folder *f) {
    er_names now = {0};
    const char *list = NULL;
    er_status status = ER_OK;
    ER_GOTO(status, done, er_tree_files(ctx, f->arena, f->part, &now));
    for (size_t i = 0; i < now.count; i++) {
        ER_GOTO(status, done, check_target(ctx, f, now.items[i]));
        ER_GOTO(status, done, flush_file(ctx, f, now.items[i]));
    }
    ER_GOTO(status, done, add_kept(ctx, f, &now));
    ER_GOTO(status, done, in_folder(ctx, f->arena, f->part, ".evenreach", &list));
    ER_GOTO(status, done, er_names_write(ctx, list, &now));
    ER_GOTO(status, done, er_check_cancel(ctx));
    if (rename(f->part, f->ready) != 0) {
        status = write_failure(ctx, f->ready);
        goto done;
    }
    f->committed = true;
    status = finish_moves(ctx, f);
done:
    er_names_clear(&now);
    return status;
}

void er_folder_close(er_folder *f) {
    if (!f) return;
    er_context_set_shown_folder(f->ctx, NULL, NULL);
    er_context *quiet = NULL; /* the caller's line about the failure stays */
    if (f->lock >= 0 && !f->committed && er_context_new(&quiet) == ER_OK)
        er_tree_remove(quiet, f->part);
    er_context_free(quiet);
    if (f->lock >= 0 && !f->committed && f->made) rmdir(f->path); /* if nothing else is in it */
    if (f->lock >= 0) close(f->lock);
    er_names_clear(&f->ours);
    er_arena_free(f->arena);
    er_free(f);
}
