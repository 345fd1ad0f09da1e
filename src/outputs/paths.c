#include "outputs/paths.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** What is behind the folder that both paths name alike; null: they do not. */
static const char *behind(const char *path, const char *folder, size_t length) {
    return length > 0 && strncmp(path, folder, length) == 0 ? path + length : NULL;
}

/** The same where the path is relative to a folder above: what is behind as many of its own folders
 *  as the folder (from the root) ends with; the whole path where that is none. */
static const char *behind_end(const char *path, const char *folder, size_t length) {
    const char *rest = path;
    for (const char *slash = path; (slash = strchr(slash, '/')); slash++) {
        size_t head = (size_t)(slash - path) + 1;
        if (head < length && folder[length - head - 1] == '/' &&
            memcmp(folder + length - head, path, head) == 0)
            rest = slash + 1;
    }
    return rest;
}

const char *er_path_for_record(const er_study *study, const char *path) {
    if (!path) return NULL;
    const char *slash = strrchr(study->path, '/');
    const char *rest = behind(path, study->path, slash ? (size_t)(slash - study->path) + 1 : 0);
    if (rest) return rest;
    char whole[PATH_MAX];
    bool known = realpath(study->path, whole) != NULL;
    size_t folder = known ? (size_t)(strrchr(whole, '/') - whole) + 1 : 0;
    if (path[0] != '/') return known ? behind_end(path, whole, folder) : path;
    rest = behind(path, whole, folder);
    return rest ? rest : strrchr(path, '/') + 1;
}
