/* The catalogue and the sources keep step: what is translated is said somewhere, and what is said
 * to people is translated. Reads the C files of src as text. */
#include "test.h"

#include "core/catalogue.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What GEOS (5.x: operation/valid/TopologyValidationError) says is wrong with a polygon. */
static const char *const said_by_geos[] = {
    "Self-intersection",        "Ring Self-intersection",
    "Hole lies outside shell",  "Holes are nested",
    "Interior is disconnected", "Nested shells",
    "Duplicate Rings",          "Too few distinct points in geometry component",
};

/* Calls whose texts people read. */
static const char *const speakers[] = {
    "er_fail",        "er_log",         "er_text",          "er_progress", "lookup",
    "er_load_reject", "er_sentence_of", "er_headline_note", "tell",        "er_target_tell"};

/** The string literals of the sources, neighbours joined as the compiler joins them. */
struct literal {
    char *text;
    bool spoken;    /**< an argument of a call that speaks to people */
    bool looked_up; /**< of er_text: a word alone is a text too */
    char place[160];
};

struct literals {
    struct literal *items;
    size_t count;
    size_t capacity;
};

struct scanner {
    const char *file;
    const char *at;
    int line;
    int depth;  /**< of parentheses */
    int spoken; /**< depth inside the call that speaks; 0: in none */
    bool looked_up;
    char *open; /**< literal that may go on */
    size_t open_size;
    int open_line;
};

static void close_literal(struct literals *all, struct scanner *s) {
    if (!s->open) return;
    if (all->count == all->capacity) {
        all->capacity = all->capacity * 2 + 64;
        all->items = realloc(all->items, all->capacity * sizeof *all->items);
        assert_non_null(all->items);
    }
    struct literal *literal = &all->items[all->count++];
    literal->text = s->open;
    literal->spoken = s->spoken > 0;
    literal->looked_up = s->looked_up && s->spoken > 0 && s->depth == s->spoken;
    snprintf(literal->place, sizeof literal->place, "%s:%d", s->file, s->open_line);
    s->open = NULL;
    s->open_size = 0;
}

static char unescaped(struct scanner *s) {
    static const char from[] = "nrtv0ab", to[] = "\n\r\t\v\0\a\b";
    const char *known = strchr(from, *s->at);
    if (*s->at == 'x') {
        char *end;
        char value = (char)strtol(s->at + 1, &end, 16);
        s->at = end;
        return value;
    }
    char c = known ? to[known - from] : *s->at;
    s->at++;
    return c;
}

static void take_literal(struct scanner *s) {
    size_t longest = s->open_size + strcspn(s->at, "\n") + 1;
    if (!s->open) s->open_line = s->line;
    s->open = realloc(s->open, longest);
    assert_non_null(s->open);
    for (s->at++; *s->at && *s->at != '"';) {
        char c = *s->at++;
        s->open[s->open_size++] = c == '\\' ? unescaped(s) : c;
    }
    s->open[s->open_size] = '\0';
    if (*s->at) s->at++;
}

static void skip_to(struct scanner *s, const char *end) {
    const char *found = strstr(s->at, end);
    const char *stop = found ? found + strlen(end) : s->at + strlen(s->at);
    for (; s->at < stop; s->at++)
        s->line += *s->at == '\n';
}

static bool is_word(char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static void take_word(struct scanner *s) {
    size_t size = 0;
    while (is_word(s->at[size]))
        size++;
    for (size_t i = 0; i < sizeof speakers / sizeof speakers[0]; i++)
        if (s->at[size] == '(' && !s->spoken && strlen(speakers[i]) == size &&
            strncmp(s->at, speakers[i], size) == 0) {
            s->spoken = s->depth + 1;
            s->looked_up = strcmp(speakers[i], "er_text") == 0;
        }
    s->at += size;
}

static void scan(struct literals *all, const char *file, const char *text) {
    struct scanner s = {.file = file, .at = text, .line = 1};
    while (*s.at) {
        if (*s.at == '"') {
            take_literal(&s);
        } else if (strncmp(s.at, "/*", 2) == 0) {
            skip_to(&s, "*/");
        } else if (strncmp(s.at, "//", 2) == 0 || *s.at == '#') {
            close_literal(all, &s);
            skip_to(&s, "\n");
        } else if (strchr(" \t\r\n", *s.at)) {
            s.line += *s.at++ == '\n';
        } else {
            close_literal(all, &s);
            if (*s.at == '\'') {
                s.at += s.at[1] == '\\' ? 2 : 1;
                skip_to(&s, "'");
            } else if (is_word(*s.at)) {
                take_word(&s);
            } else {
                if (*s.at == '(') s.depth++;
                if (*s.at == ')' && s.depth-- == s.spoken) s.spoken = 0;
                s.at++;
            }
        }
    }
    close_literal(all, &s);
}

static void read_sources(er_context *ctx, struct literals *all) {
    glob_t found;
    assert_int_equal(glob(TEST_DATA_DIR "/../src/*/*.c", 0, NULL, &found), 0);
    assert_int_equal(glob(TEST_DATA_DIR "/../src/*/*.h", GLOB_APPEND, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        char *text = NULL;
        size_t size = 0;
        assert_ok(ctx, er_file_read(ctx, found.gl_pathv[i], 1 << 20, &text, &size));
        scan(all, strstr(found.gl_pathv[i], "src/"), text);
        er_free(text);
    }
    globfree(&found);
}

static void free_literals(struct literals *all) {
    for (size_t i = 0; i < all->count; i++)
        free(all->items[i].text);
    free(all->items);
}

static int compare(const void *a, const void *b) {
    return strcmp(((const struct literal *)a)->text, ((const struct literal *)b)->text);
}

static void literals_are_found(void **state) {
    (void)state;
    struct literals all = {0};
    scan(&all, "a.c",
         "#include \"x.h\"\n"
         "f(\"one \" /* \"no\" */\n \"text\", '\"', \"a\\\"\\n\");\n"
         "if (!er_fail(ctx, (g)(1), \"%s: bad\" \" row\", h(\"in\"))) y(\"out\");");
    static const char *const texts[] = {"one text", "a\"\n", "%s: bad row", "in", "out"};
    assert_int_equal(all.count, 5);
    for (size_t i = 0; i < all.count; i++) {
        assert_string_equal(all.items[i].text, texts[i]);
        assert_int_equal(all.items[i].spoken, i == 2 || i == 3);
    }
    assert_string_equal(all.items[0].place, "a.c:2");
    assert_string_equal(all.items[4].place, "a.c:4");
    free_literals(&all);
}

static void what_is_translated_is_said(void **state) {
    struct literals all = {0};
    const char *english, *translated;
    int gone = 0;
    read_sources(*state, &all);
    qsort(all.items, all.count, sizeof *all.items, compare);
    for (size_t i = 0; er_catalogue_zh_tw_entry(i, &english, &translated); i++) {
        bool said = false;
        for (size_t k = 0; k < sizeof said_by_geos / sizeof said_by_geos[0]; k++)
            said = said || strcmp(said_by_geos[k], english) == 0;
        struct literal wanted = {.text = (char *)(uintptr_t)english};
        if (!said && !bsearch(&wanted, all.items, all.count, sizeof wanted, compare)) {
            print_error("no source says '%s'\n", english);
            gone++;
        }
    }
    free_literals(&all);
    assert_int_equal(gone, 0);
}

/** A text for people has a word, three letters that are no conversion's, and a space unless it is
 *  looked up by itself. */
static bool is_prose(const char *text, bool looked_up) {
    int letters = 0, longest = 0;
    if (!looked_up && !strchr(text, ' ')) return false;
    for (const char *c = text; *c; c++) {
        if (*c == '%') c += strspn(c + 1, "0123456789.*lzh") + (c[1] != '\0');
        letters = *c >= 'a' && *c <= 'z' ? letters + 1 : 0;
        if (letters > longest) longest = letters;
        if (!*c) break;
    }
    return longest >= 3;
}

static void what_is_said_is_translated(void **state) {
    struct literals all = {0};
    size_t spoken = 0;
    int missing = 0;
    read_sources(*state, &all);
    for (size_t i = 0; i < all.count; i++) {
        const struct literal *literal = &all.items[i];
        if (!literal->spoken || !is_prose(literal->text, literal->looked_up)) continue;
        spoken++;
        if (strcmp(er_catalogue_zh_tw(literal->text), literal->text) != 0) continue;
        print_error("%s: not translated: '%s'\n", literal->place, literal->text);
        missing++;
    }
    free_literals(&all);
    assert_true(spoken > 100); /* the calls are seen at all */
    assert_int_equal(missing, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(literals_are_found),
        cmocka_unit_test(what_is_translated_is_said),
        cmocka_unit_test(what_is_said_is_translated),
    };
    return cmocka_run_group_tests(tests, test_context_up, test_context_down);
}
