/* The page that lists what the folder holds. Names are whatever somebody called a file: they are
 * escaped, and the page runs nothing. */
#include "outputs/serve.h"

#include "outputs/tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

er_status er_html_text(er_context *ctx, er_arena *arena, const char *text, const char **out) {
    enum { LONGEST = 6 }; /* of what stands for a character */
    static const struct {
        char mark;
        const char *stands;
    } marks[] = {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {0x22, "&quot;"}, {0x27, "&#39;"}};
    char *escaped = NULL;
    ER_TRY(er_arena_alloc(ctx, arena, strlen(text) * LONGEST + 1, &escaped));
    char *to = escaped;
    for (const char *c = text; *c; c++) {
        const char *stands = NULL;
        for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
            if (*c == marks[i].mark) stands = marks[i].stands;
        if (stands)
            to = stpcpy(to, stands);
        else
            *to++ = *c;
    }
    *to = '\0';
    *out = escaped;
    return ER_OK;
}

er_status er_address_text(er_context *ctx, er_arena *arena, const char *text, const char **out) {
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
    static const char digits[] = "0123456789ABCDEF";
    char *escaped = NULL;
    ER_TRY(er_arena_alloc(ctx, arena, strlen(text) * 3 + 1, &escaped));
    char *to = escaped;
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        if (strchr(plain, *c)) {
            *to++ = (char)*c;
            continue;
        }
        *to++ = '%';
        *to++ = digits[*c >> 4];
        *to++ = digits[*c & 15];
    }
    *to = '\0';
    *out = escaped;
    return ER_OK;
}

/** The address of "folder/name": each of its names escaped, the slash kept. */
static er_status address_of(er_context *ctx, er_arena *arena, const char *name, const char **out) {
    const char *slash = strchr(name, '/'), *folder = NULL, *file = NULL;
    if (!slash) return er_address_text(ctx, arena, name, out);
    ER_TRY(er_arena_text(ctx, arena, name, (size_t)(slash - name), &folder));
    ER_TRY(er_address_text(ctx, arena, folder, &folder));
    ER_TRY(er_address_text(ctx, arena, slash + 1, &file));
    return er_arena_format(ctx, arena, out, "%s/%s", folder, file);
}

/** Whether the server gives the file. */
static bool is_given(int root, const char *name) {
    off_t size;
    struct timespec changed;
    bool hidden = name[0] == '.' || strstr(name, "/.");
    if (hidden || !er_utf8_valid(name, strlen(name))) return false;
    int file = er_serve_open(root, name, &size, &changed);
    if (file >= 0) close(file);
    return file >= 0;
}

/** Whether a file stands in a folder of this name; null: in none. */
static bool is_in(const char *name, const char *folder) {
    const char *slash = strchr(name, '/');
    if (!folder) return !slash;
    size_t length = strlen(folder);
    return slash && (size_t)(slash - name) == length && strncmp(name, folder, length) == 0;
}

static bool ends_with(const char *name, const char *end) {
    size_t length = strlen(name), size = strlen(end);
    return length >= size && strcmp(name + length - size, end) == 0;
}

/** What a part of the page lists: files of a folder, or of none of those named before. */
static const struct part {
    const char *title;
    const char *folder;
    const char *end; /**< of the names; null: any */
} parts[] = {
    {"Report", NULL, ".html"},    {"Map layers", "geojson", NULL}, {"Tables", "tables", NULL},
    {"Rasters", "rasters", NULL}, {"Other files", NULL, NULL},
};
enum { PARTS = sizeof parts / sizeof parts[0] };

/** The part that a file belongs to: the first that takes it, else the last. */
static size_t part_of(const char *name) {
    for (size_t p = 0; p + 1 < PARTS; p++)
        if (is_in(name, parts[p].folder) && (!parts[p].end || ends_with(name, parts[p].end)))
            return p;
    return PARTS - 1;
}

static er_status list_part(er_context *ctx, er_arena *arena, const er_names *names, int root,
                           size_t part, FILE *page) {
    bool any = false;
    for (size_t i = 0; i < names->count; i++) {
        const char *address = NULL, *text = NULL;
        if (part_of(names->items[i]) != part || !is_given(root, names->items[i])) continue;
        if (!any) fprintf(page, "<h2>%s</h2>\n<ul>\n", er_text(ctx, parts[part].title));
        any = true;
        ER_TRY(address_of(ctx, arena, names->items[i], &address));
        ER_TRY(er_html_text(ctx, arena, names->items[i], &text));
        fprintf(page, "<li><a href=\"/%s\">%s</a></li>\n", address, text);
    }
    if (any) fputs("</ul>\n", page);
    return ER_OK;
}

static er_status write_page(er_context *ctx, er_arena *arena, const er_names *names, int root,
                            FILE *page) {
    const char *title = er_text(ctx, "Output of evenreach");
    fprintf(page,
            "<!doctype html>\n<html lang=\"%s\">\n<meta charset=\"utf-8\">\n"
            "<meta name=\"viewport\" content=\"width=device-width\">\n<title>%s</title>\n"
            "<style>body{font:1rem/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;"
            "color:#111}a{color:#004a80}ul{columns:16rem}</style>\n<h1>%s</h1>\n",
            er_context_language(ctx) == ER_LANG_ZH_TW ? "zh-TW" : "en", title, title);
    for (size_t p = 0; p < PARTS; p++)
        ER_TRY(list_part(ctx, arena, names, root, p, page));
    fputs("</html>\n", page);
    return ER_OK;
}

er_status er_serve_index(er_context *ctx, const char *folder, int root, char **out, size_t *size) {
    er_arena *arena = NULL;
    er_names names = {0};
    ER_TRY(er_arena_new(ctx, &arena));
    er_status status = er_tree_files(ctx, arena, folder, &names);
    FILE *page = status == ER_OK ? open_memstream(out, size) : NULL;
    if (status == ER_OK && !page) status = er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    if (status == ER_OK) {
        status = write_page(ctx, arena, &names, root, page);
        if (fclose(page) != 0 && status == ER_OK)
            status = er_fail(ctx, ER_ERR_MEMORY, "out of memory");
        if (status != ER_OK) free(*out);
    }
    er_names_clear(&names);
    er_arena_free(arena);
    return status;
}
