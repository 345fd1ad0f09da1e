#include "evenreach/core.h"

#include <errno.h>
#include <fcntl.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static er_status open_failure(er_context *ctx, const char *path) {
    if (errno == ENOENT) return er_fail(ctx, ER_ERR_IO, "%s: no such file", path);
    return er_fail(ctx, ER_ERR_IO, "%s: can't be read: %s", path, strerror(errno));
}

er_status er_file_read(er_context *ctx, const char *path, size_t limit, char **out, size_t *size) {
    FILE *file = fopen(path, "rb");
    if (!file) return open_failure(ctx, path);
    char *data = NULL;
    size_t capacity = 0, used = 0;
    er_status status = ER_OK;
    for (;;) {
        ER_GOTO(status, done, er_reserve(ctx, &data, &capacity, used + 4097, 1));
        size_t got = fread(data + used, 1, capacity - used - 1, file);
        if (got == 0) break;
        used += got;
        if (used > limit) {
            status =
                er_fail(ctx, ER_ERR_INPUT, "%s: larger than the limit of %zu bytes", path, limit);
            goto done;
        }
    }
    if (ferror(file)) {
        status = er_fail(ctx, ER_ERR_IO, "%s: can't be read: %s", path, strerror(errno));
        goto done;
    }
    data[used] = '\0';
    *out = data;
    *size = used;
    data = NULL;
done:
    free(data);
    fclose(file);
    return status;
}

er_status er_file_write(er_context *ctx, const char *path, const void *data, size_t size) {
    size_t length = strlen(path);
    char *aside = NULL;
    ER_TRY(er_alloc(ctx, length + 16, 1, &aside));
    snprintf(aside, length + 16, "%s.part-XXXXXX", path);
    er_status status = ER_OK;
    int descriptor = mkstemp(aside);
    bool written = descriptor >= 0;
    for (size_t at = 0; written && at < size;) {
        ssize_t put = write(descriptor, (const char *)data + at, size - at);
        if (put > 0)
            at += (size_t)put;
        else if (put < 0 && errno != EINTR)
            written = false;
    }
    mode_t mask = umask(0);
    umask(mask);
    written = written && fchmod(descriptor, 0666 & ~mask) == 0 && fsync(descriptor) == 0;
    int reason = errno;
    if (descriptor >= 0 && close(descriptor) != 0 && written) {
        written = false;
        reason = errno;
    }
    if (written && rename(aside, path) != 0) {
        written = false;
        reason = errno;
    }
    if (!written) {
        if (descriptor >= 0) unlink(aside);
        status = er_fail(ctx, ER_ERR_IO, "%s: can't be written: %s", path, strerror(reason));
    }
    free(aside);
    return status;
}

/** Make one folder whose parent is there; one that is there already is as good. */
static er_status make_one_folder(er_context *ctx, const char *path) {
    if (mkdir(path, 0777) == 0) return ER_OK;
    struct stat info;
    if (errno != EEXIST || stat(path, &info) != 0)
        return er_fail(ctx, ER_ERR_IO, "%s: can't be written: %s", path, strerror(errno));
    if (S_ISDIR(info.st_mode)) return ER_OK;
    return er_fail(ctx, ER_ERR_IO, "%s: is a file; name a folder", path);
}

er_status er_make_folder(er_context *ctx, const char *path) {
    size_t length = strlen(path);
    char *part = NULL;
    ER_TRY(er_alloc(ctx, length + 1, 1, &part));
    er_status status = ER_OK;
    for (size_t i = 1; i <= length && status == ER_OK; i++) {
        if (i < length && path[i] != '/') continue;
        memcpy(part, path, i);
        part[i] = '\0';
        status = make_one_folder(ctx, part);
    }
    free(part);
    return status;
}

static void hexadecimal(struct sha256_ctx *sha, char out[65]) {
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_digest(sha, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++)
        snprintf(out + 2 * i, 3, "%02x", digest[i]);
}

void er_sha256(const void *data, size_t size, char out[65]) {
    struct sha256_ctx sha;
    sha256_init(&sha);
    sha256_update(&sha, size, data);
    hexadecimal(&sha, out);
}

er_status er_file_sha256(er_context *ctx, const char *path, char out[65]) {
    FILE *file = fopen(path, "rb");
    if (!file) return open_failure(ctx, path);
    struct sha256_ctx sha;
    sha256_init(&sha);
    uint8_t buffer[65536];
    size_t got;
    while ((got = fread(buffer, 1, sizeof buffer, file)) > 0)
        sha256_update(&sha, got, buffer);
    er_status status = ER_OK;
    if (ferror(file))
        status = er_fail(ctx, ER_ERR_IO, "%s: can't be read: %s", path, strerror(errno));
    fclose(file);
    if (status == ER_OK) hexadecimal(&sha, out);
    return status;
}

er_status er_path_beside(er_context *ctx, er_arena *arena, const char *base, const char *name,
                         const char **out) {
    const char *slash = strrchr(base, '/');
    if (name[0] == '/' || !slash) return er_arena_text(ctx, arena, name, strlen(name), out);
    size_t folder = (size_t)(slash - base) + 1, length = strlen(name);
    char *path = NULL;
    ER_TRY(er_arena_alloc(ctx, arena, folder + length + 1, &path));
    memcpy(path, base, folder);
    memcpy(path + folder, name, length);
    *out = path;
    return ER_OK;
}
