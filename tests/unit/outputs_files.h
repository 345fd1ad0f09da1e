/** What an export wrote, read back with other eyes: json-c and plain bytes. */
#ifndef EVENREACH_OUTPUTS_FILES_H
#define EVENREACH_OUTPUTS_FILES_H

#include "unit/outputs_fixture.h"

#include <json-c/json.h>

/** The folder that is exported to; in static memory. */
static inline const char *out_folder(const fixture *f) {
    static char path[128];
    snprintf(path, sizeof path, "%s/out", f->folder);
    return path;
}

/** The whole file. Not inlined: GCC 12 takes its result for the address of a local. */
__attribute__((noinline, unused)) static char *file_text(const fixture *f, const char *name) {
    char path[256], *text = NULL;
    size_t size = 0;
    snprintf(path, sizeof path, "%s/%s", out_folder(f), name);
    assert_ok(f->ctx, er_file_read(f->ctx, path, 1 << 24, &text, &size));
    assert_int_equal(strlen(text), size); /* no NUL inside */
    assert_true(er_utf8_valid(text, size));
    return text;
}

static inline json_object *file_json(const fixture *f, const char *name) {
    char *text = file_text(f, name);
    json_object *json = json_tokener_parse(text);
    assert_non_null(json);
    er_free(text);
    return json;
}

static inline json_object *member(json_object *json, const char *key) {
    json_object *value = NULL;
    if (!json_object_object_get_ex(json, key, &value)) fail_msg("no member %s", key);
    return value;
}

static inline json_object *feature(json_object *layer, size_t i) {
    return json_object_array_get_idx(member(layer, "features"), i);
}

/** A field of a layer's feature; null where it is JSON's null. */
static inline json_object *property(json_object *layer, size_t i, const char *field) {
    return member(member(feature(layer, i), "properties"), field);
}

static inline const char *text_of(json_object *layer, size_t i, const char *field) {
    return json_object_get_string(property(layer, i, field));
}

static inline double number_of(json_object *layer, size_t i, const char *field) {
    json_object *value = property(layer, i, field);
    return value ? json_object_get_double(value) : NAN;
}

/** Line of a table, 0 the heading; in static memory. */
static inline const char *table_line(const char *text, int number) {
    static char line[4096];
    while (number-- > 0) {
        text = strchr(text, '\n');
        assert_non_null(text);
        text++;
    }
    snprintf(line, sizeof line, "%.*s", (int)strcspn(text, "\n"), text);
    return line;
}

/** The line without its last cell, which is in quotes where it holds commas. */
static inline const char *without_last_cell(const char *line) {
    static char rest[2048];
    snprintf(rest, sizeof rest, "%s", line);
    size_t length = strlen(rest);
    if (length > 1 && rest[length - 1] == '"') { /* its texts hold no quotes themselves */
        rest[length - 1] = '\0';
        *strrchr(rest, '"') = '\0';
        length = strlen(rest);
        rest[length - 1] = '\0';
    } else {
        *strrchr(rest, ',') = '\0';
    }
    return rest;
}

/** Every field of every layer and table is described, in Chinese too, and rests on something. */
static inline void expect_described_fields(const fixture *f) {
    static const char *const files[] = {"geojson/fields.csv", "tables/fields.csv"};
    for (size_t i = 0; i < 2; i++) {
        char *table = file_text(f, files[i]);
        assert_string_equal(table_line(table, 0),
                            "layer,field,type,unit,meaning,meaning_zh,source");
        for (const char *next = strchr(table, '\n'); next && next[1];
             next = strchr(next + 1, '\n')) {
            const char *line = table_line(next + 1, 0);
            if (line[strlen(line) - 1] == ',') fail_msg("rests on nothing: %s", line);
            const char *last = strrchr(without_last_cell(line), ',');
            bool chinese = false; /* a byte above ASCII in the last cell */
            for (const char *c = last; *c; c++)
                chinese = chinese || (unsigned char)*c >= 0x80;
            if (!chinese) fail_msg("not translated: %s", line);
        }
        er_free(table);
    }
}

/** The lines of a table, the heading first, and no more. */
static inline void expect_table(const fixture *f, const char *name, const char *const *lines,
                                int count) {
    char *text = file_text(f, name);
    for (int i = 0; i < count; i++) {
        const char *line = table_line(text, i);
        if (strcmp(line, lines[i]) != 0)
            fail_msg("%s\nexpected %s\n     got %s", name, lines[i], line);
    }
    assert_string_equal(table_line(text, count), "");
    er_free(text);
}
#define EXPECT_TABLE(f, name, ...)                                                                 \
    do {                                                                                           \
        static const char *const lines[] = {__VA_ARGS__};                                          \
        expect_table((f), (name), lines, sizeof lines / sizeof lines[0]);                          \
    } while (0)

typedef struct cell {
    const char *field, *text; /* as JSON writes it; null: null */
} cell;

/** Fields of a feature; the texts of numbers are compared as numbers. */
static inline void expect_cells(json_object *layer, size_t row, const cell *cells, size_t count) {
    for (size_t i = 0; i < count; i++) {
        json_object *value = property(layer, row, cells[i].field);
        const char *text = json_object_get_string(value);
        bool same = !text || !cells[i].text ? text == cells[i].text
                    : json_object_is_type(value, json_type_double)
                        ? json_object_get_double(value) == strtod(cells[i].text, NULL)
                        : strcmp(text, cells[i].text) == 0;
        if (!same)
            fail_msg("row %zu, %s: expected %s, got %s", row, cells[i].field,
                     cells[i].text ? cells[i].text : "null", text ? text : "null");
    }
}
#define EXPECT_CELLS(layer, row, ...)                                                              \
    do {                                                                                           \
        static const cell cells[] = {__VA_ARGS__};                                                 \
        expect_cells((layer), (row), cells, sizeof cells / sizeof cells[0]);                       \
    } while (0)

static inline const char *geometry_of(json_object *layer, size_t row) {
    return json_object_to_json_string_ext(member(feature(layer, row), "geometry"),
                                          JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
}

/** The headline of a study's results; to be freed with `free`. */
static inline char *headline(fixture *f, const er_study *study, er_language language) {
    char *text = NULL;
    size_t size = 0;
    er_context_set_language(f->ctx, language);
    FILE *out = open_memstream(&text, &size);
    er_results *results = NULL;
    assert_ok(f->ctx, er_results_read(f->ctx, f->store, study, &results));
    assert_ok(f->ctx, er_results_headline(f->ctx, results, out));
    er_results_free(results);
    fclose(out);
    er_context_set_language(f->ctx, ER_LANG_EN);
    return text;
}

static inline void expect_parts(const char *text, const char *const *parts, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!strstr(text, parts[i])) fail_msg("no '%s' in:\n%s", parts[i], text);
}

#endif
