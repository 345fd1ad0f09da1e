#include "sources/reader.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

static bool is_text_table(const char *path) {
    static const char *const endings[] = {".csv", ".tsv", ".txt", ".psv"};
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot && i < sizeof endings / sizeof endings[0]; i++)
        if (er_same_text(dot, endings[i])) return true;
    return false;
}

er_status er_reader_open(er_context *ctx, const er_table_options *options, er_reader **out) {
    const char *path = options->path;
    struct stat info;
    if (stat(path, &info) != 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            return er_fail(ctx, ER_ERR_IO, "%s: no such file", path);
        return er_fail(ctx, ER_ERR_IO, "%s: can't be read: %s", path, strerror(errno));
    }
    bool text = is_text_table(path);
    if (!S_ISREG(info.st_mode) && (text || !S_ISDIR(info.st_mode)))
        return er_fail(ctx, ER_ERR_IO, "%s: is not a file", path);
    if (S_ISREG(info.st_mode) && info.st_size == 0)
        return er_fail(ctx, ER_ERR_INPUT, "%s: is empty (0 bytes): give a file with rows", path);
    return text ? er_reader_open_text(ctx, options, out) : er_reader_open_gdal(ctx, options, out);
}

void er_reader_close(er_reader *reader) {
    if (reader) reader->close(reader);
}

er_status er_reader_list_columns(er_context *ctx, const er_reader *reader, er_arena *arena,
                                 const char **out) {
    enum { SHOWN = 40 };
    size_t size = 8;
    for (size_t i = 0; i < reader->column_count && i < SHOWN; i++)
        size += strlen(reader->names[i]) + 2;
    char *list = NULL;
    ER_TRY(er_arena_alloc(ctx, arena, size, &list));
    char *end = list;
    for (size_t i = 0; i < reader->column_count && i < SHOWN; i++) {
        if (i > 0) end = stpcpy(end, ", ");
        end = stpcpy(end, reader->names[i]);
    }
    if (reader->column_count > SHOWN) stpcpy(end, ", ...");
    *out = list;
    return ER_OK;
}

const char *er_reader_trim(char *text, size_t length) {
    const unsigned char *bytes = (const unsigned char *)text;
    bool plain = length > 0 && bytes[0] > ' ' && bytes[0] < 0x80 && bytes[length - 1] > ' ' &&
                 bytes[length - 1] < 0x80; /* the usual case: nothing to trim */
    const char *start = text;
    if (!plain) er_trim(&start, &length);
    if (length == 0) return NULL;
    text[(size_t)(start - text) + length] = '\0';
    return start;
}
