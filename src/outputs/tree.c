#include "outputs/tree.h"

#include "outputs/names.h"

#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char heading[] = "evenreach output: files that it wrote here and may replace\n";

/** Where the name stands, or belongs. */
static size_t place_of(const er_names *names, const char *name, bool *there) {
    size_t low = 0, high = names->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(names->items[middle], name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *there = low < names->count && strcmp(names->items[low], name) == 0;
    return low;
}

bool er_names_have(const er_names *names, const char *name) {
    bool there;
    place_of(names, name, &there);
    return there;
}

er_status er_names_add(er_context *ctx, er_arena *arena, er_names *names, const char *name) {
    bool there;
    size_t at = place_of(names, name, &there);
    if (there) return ER_OK;
    const char *copy = NULL;
    ER_TRY(er_arena_text(ctx, arena, name, strlen(name), &copy));
    ER_TRY(
        er_reserve(ctx, &names->items, &names->capacity, names->count + 1, sizeof *names->items));
    memmove(names->items + at + 1, names->items + at, (names->count - at) * sizeof *names->items);
    names->items[at] = copy;
    names->count++;
    return ER_OK;
}

void er_names_clear(er_names *names) {
    er_free(names->items);
    *names = (er_names){0};
}

static er_status read_failure(er_context *ctx, const char *path) {
    return er_fail(ctx, ER_ERR_IO, "%s: can't be read: %s", path, strerror(errno));
}

static bool is_dots(const char *name) {
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/** Files of `folder`/`below`; folders found there too, while `below` is empty. */
static er_status list_files(er_context *ctx, er_arena *arena, const char *folder, const char *below,
                            er_names *out) {
    const char *path = NULL;
    ER_TRY(er_arena_format(ctx, arena, &path, "%s/%s", folder, below));
    DIR *handle = opendir(path);
    if (!handle) return errno == ENOENT ? ER_OK : read_failure(ctx, path);
    er_status status = ER_OK;
    for (struct dirent *entry; status == ER_OK && (entry = readdir(handle));) {
        const char *name = NULL, *full = NULL;
        struct stat info;
        if (is_dots(entry->d_name)) continue;
        status =
            er_arena_format(ctx, arena, &name, "%s%s%s", below, *below ? "/" : "", entry->d_name);
        if (status == ER_OK) status = er_arena_format(ctx, arena, &full, "%s/%s", folder, name);
        if (status != ER_OK) break;
        if (lstat(full, &info) != 0)
            status = read_failure(ctx, full);
        else if (!S_ISDIR(info.st_mode))
            status = er_names_add(ctx, arena, out, name);
        else if (!*below)
            status = list_files(ctx, arena, folder, name, out);
    }
    closedir(handle);
    return status;
}

er_status er_tree_files(er_context *ctx, er_arena *arena, const char *folder, er_names *out) {
    return list_files(ctx, arena, folder, "", out);
}

er_status er_tree_is_empty(er_context *ctx, const char *folder, bool *empty) {
    DIR *handle = opendir(folder);
    if (!handle) return read_failure(ctx, folder);
    *empty = true;
    for (struct dirent *entry; *empty && (entry = readdir(handle));)
        *empty = is_dots(entry->d_name);
    closedir(handle);
    return ER_OK;
}

static int remove_entry(const char *path, const struct stat *info, int type, struct FTW *walk) {
    (void)info;
    (void)type;
    (void)walk;
    return remove(path);
}

er_status er_tree_remove(er_context *ctx, const char *folder) {
    enum { OPEN_FOLDERS = 16 };
    if (nftw(folder, remove_entry, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS | FTW_MOUNT) == 0 ||
        errno == ENOENT)
        return ER_OK;
    return er_fail(ctx, ER_ERR_IO, "%s: can't be removed: %s", folder, strerror(errno));
}

/** A name stays in its folder: one slash at most, between two names that are not dots. */
static bool stays_inside(const char *name) {
    const char *slash = strchr(name, '/');
    if (!slash) return *name && !is_dots(name);
    bool dots = slash == name || (slash - name == 1 && name[0] == '.') ||
                (slash - name == 2 && name[0] == '.' && name[1] == '.');
    return !dots && slash[1] && !strchr(slash + 1, '/') && !is_dots(slash + 1);
}

er_status er_names_read(er_context *ctx, er_arena *arena, const char *path, er_names *out,
                        bool *found) {
    enum { LIMIT = 1 << 20 };
    char *text = NULL;
    size_t size = 0;
    *found = access(path, F_OK) == 0;
    if (!*found) return ER_OK;
    ER_TRY(er_file_read(ctx, path, LIMIT, &text, &size));
    er_status status = ER_OK;
    bool good = strncmp(text, heading, strlen(heading)) == 0;
    for (char *line = text + (good ? strlen(heading) : 0), *end; good && status == ER_OK && *line;
         line = end + 1) {
        end = strchr(line, '\n');
        good = end != NULL;
        if (!end) break;
        *end = '\0';
        good = stays_inside(line);
        if (good) status = er_names_add(ctx, arena, out, line);
    }
    er_free(text);
    if (status == ER_OK && !good)
        status = er_fail(ctx, ER_ERR_INPUT,
                         "%s: is damaged; remove it and give --force to write here", path);
    return status;
}

er_status er_names_write(er_context *ctx, const char *path, const er_names *names) {
    size_t size = sizeof heading, used = strlen(heading);
    for (size_t i = 0; i < names->count; i++)
        size += strlen(names->items[i]) + 1;
    char *text = NULL;
    ER_TRY(er_alloc(ctx, size, 1, &text));
    memcpy(text, heading, used);
    for (size_t i = 0; i < names->count; i++)
        used += (size_t)snprintf(text + used, size - used, "%s\n", names->items[i]);
    er_status status = er_file_write(ctx, path, text, used);
    er_free(text);
    return status;
}
