#include "outputs/paths.h"

#include <string.h>

const char *er_path_for_record(const er_study *study, const char *path) {
    if (!path || path[0] != '/') return path;
    const char *slash = strrchr(study->path, '/');
    size_t folder = slash ? (size_t)(slash - study->path) + 1 : 0;
    if (folder > 0 && strncmp(path, study->path, folder) == 0) return path + folder;
    return strrchr(path, '/') + 1;
}
