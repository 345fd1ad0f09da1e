/* From what a request asks for to a file below the folder, or to nothing. */
#include "outputs/serve.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/** The next byte, unescaped; -1 where the escape is not whole or hides a slash. */
static int next_byte(const char **at) {
    const char *c = *at;
    if (*c != '%') {
        *at = c + 1;
        return (unsigned char)*c;
    }
    int high = digit(c[1]), low = high < 0 ? -1 : digit(c[2]);
    if (low < 0) return -1;
    *at = c + 3;
    int byte = high * 16 + low;
    return byte == '/' ? -1 : byte;
}

bool er_serve_path(const char *request, char out[ER_SERVE_PATH_LIMIT]) {
    size_t used = 0;
    out[0] = '\0';
    if (*request != '/') return false;
    for (const char *c = request + 1; *c;) {
        int byte = next_byte(&c);
        bool begins = used == 0 || out[used - 1] == '/';
        if (byte < ' ' || byte == 0x7F || byte == '\\') return false;
        if (begins && (byte == '.' || byte == '/')) return false;
        if (used + 1 >= ER_SERVE_PATH_LIMIT) return false;
        out[used++] = (char)byte;
    }
    out[used] = '\0';
    return er_utf8_valid(out, used);
}

/** Open one name in a folder; it may be no link. The folder's descriptor is closed but for the
 *  root's. */
static int step(int root, int folder, const char *name, int flags) {
    int next = openat(folder, name, flags | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (folder != root) close(folder);
    return next;
}

int er_serve_open(int root, const char *place, off_t *size, struct timespec *changed) {
    char rest[ER_SERVE_PATH_LIMIT];
    struct stat info;
    int at = root;
    size_t length = strnlen(place, sizeof rest);
    if (length == 0 || length == sizeof rest) return -1;
    memcpy(rest, place, length + 1);
    char *name = rest;
    for (char *slash; (slash = strchr(name, '/')); name = slash + 1) {
        *slash = '\0';
        at = step(root, at, name, O_RDONLY | O_DIRECTORY);
        if (at < 0) return -1;
    }
    at = step(root, at, name, O_RDONLY);
    if (at < 0) return -1;
    if (fstat(at, &info) != 0 || !S_ISREG(info.st_mode)) {
        close(at);
        return -1;
    }
    *size = info.st_size;
    *changed = info.st_mtim;
    return at;
}

const char *er_serve_type(const char *place) {
    static const char *const types[][2] = {
        {".html", "text/html; charset=utf-8"},
        {".geojson", "application/geo+json"},
        {".geojsonl", "application/geo+json-seq"},
        {".geojsons", "application/geo+json-seq"},
        {".json", "application/json"},
        {".csv", "text/csv; charset=utf-8"},
        {".fgb", "application/octet-stream"},
        {".gpkg", "application/geopackage+sqlite3"},
        {".sqlite", "application/vnd.sqlite3"},
        {".mbtiles", "application/vnd.sqlite3"},
        {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
        {".tif", "image/tiff; application=geotiff"},
        {".png", "image/png"},
        {".pgw", "text/plain; charset=utf-8"},
        {".prj", "text/plain; charset=utf-8"},
        {".txt", "text/plain; charset=utf-8"},
        {".xml", "application/xml"},
    };
    const char *dot = strrchr(place, '.');
    for (size_t i = 0; dot && i < sizeof types / sizeof types[0]; i++)
        if (strcmp(dot, types[i][0]) == 0) return types[i][1];
    return "application/octet-stream";
}

/** Digits as a number; false where there are none or too many. */
static bool read_number(const char **at, uint64_t *out) {
    const char *c = *at;
    for (*out = 0; *c >= '0' && *c <= '9'; c++) {
        if (*out > (UINT64_MAX - 9) / 10) return false;
        *out = *out * 10 + (uint64_t)(*c - '0');
    }
    bool any = c > *at;
    *at = c;
    return any;
}

er_range er_serve_range(const char *header, uint64_t size, uint64_t *first, uint64_t *length) {
    static const char unit[] = "bytes=";
    uint64_t last = 0;
    *first = 0;
    *length = size;
    if (!header || strncmp(header, unit, sizeof unit - 1) != 0) return ER_RANGE_WHOLE;
    const char *c = header + sizeof unit - 1;
    if (*c == '-') { /* the last so many */
        c++;
        if (!read_number(&c, &last) || *c) return ER_RANGE_WHOLE;
        if (last == 0 || size == 0) return ER_RANGE_NONE;
        *length = last < size ? last : size;
        *first = size - *length;
        return ER_RANGE_PART;
    }
    if (!read_number(&c, first) || *c != '-') return *first = 0, ER_RANGE_WHOLE;
    c++;
    bool open = *c == '\0';
    if (!open && (!read_number(&c, &last) || *c || last < *first))
        return *first = 0, ER_RANGE_WHOLE;
    if (*first >= size) return *first = 0, ER_RANGE_NONE;
    if (open || last >= size) last = size - 1;
    *length = last - *first + 1;
    return ER_RANGE_PART;
}
