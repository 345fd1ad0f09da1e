/* The study as YAML with every default filled in. A line that a default filled is marked; a key
 * that stays open (found in the file when it is read) is shown as a comment. */
#include "evenreach/study.h"
#include "sources/study_parts.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

typedef struct writer {
    er_context *ctx;
    const er_study *study;
    FILE *out;
    int indent;
    bool first; /**< the next line begins a list entry */
} writer;

/** Letters, digits and a few signs, beginning with a letter, and no word that YAML reads as
 *  something else than text. */
static bool is_plain(const char *text) {
    static const char *const words[] = {"true", "false", "yes", "no", "on",
                                        "off",  "null",  "y",   "n"};
    static const char *const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    static const char *const rest = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                    "0123456789_-./";
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (er_same_text(text, words[i])) return false;
    return *text && strchr(letters, text[0]) && strspn(text, rest) == strlen(text);
}

/** Characters that YAML takes for a line's end, or does not let stand for themselves. */
static bool needs_escape(utf8proc_int32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 || c == 0xFEFF ||
           c == 0xFFFE || c == 0xFFFF;
}

/** Plain where that is safe, else in double quotes. The text is valid UTF-8. */
static void put_text(FILE *out, const char *text) {
    if (is_plain(text)) {
        fputs(text, out);
        return;
    }
    fputc('"', out);
    while (*text) {
        utf8proc_int32_t c = 0;
        utf8proc_ssize_t used = utf8proc_iterate((const utf8proc_uint8_t *)text, -1, &c);
        if (used < 1) used = 1;
        if (c == '"' || c == '\\')
            fprintf(out, "\\%c", (char)c);
        else if (needs_escape(c))
            fprintf(out, "\\u%04X", (unsigned)c);
        else
            fwrite(text, 1, (size_t)used, out);
        text += used;
    }
    fputc('"', out);
}

static void begin(writer *to) {
    for (int i = 0; i < to->indent - (to->first ? 1 : 0); i++)
        fputs("  ", to->out);
    if (to->first) fputs("- ", to->out);
    to->first = false;
}

static void head(writer *to, const char *key) {
    begin(to);
    fprintf(to->out, "%s:\n", key);
}

/** Ends a line; `path` is the key's place in the study, to see whether a default filled it. */
static void end(writer *to, const char *path) {
    fputs(path && er_study_is_default(to->study, path) ? "  # default\n" : "\n", to->out);
}

static void text_line(writer *to, const char *key, const char *text, const char *path) {
    if (!text) return;
    begin(to);
    fprintf(to->out, "%s: ", key);
    put_text(to->out, text);
    end(to, path);
}

/** A key that has no value before the data is seen; never the first of an entry. */
static void open_line(writer *to, const char *key, const char *what) {
    for (int i = 0; i < to->indent; i++)
        fputs("  ", to->out);
    fprintf(to->out, "# %s: %s\n", key, er_text(to->ctx, what));
}

static void text_or_open(writer *to, const char *key, const char *text, const char *path,
                         const char *what) {
    if (text)
        text_line(to, key, text, path);
    else
        open_line(to, key, what);
}

static void number_line(writer *to, const char *key, double value, const char *path) {
    char buffer[32];
    begin(to);
    fprintf(to->out, "%s: %s", key, er_format_double(value, buffer));
    end(to, path);
}

static void yes_no_line(writer *to, const char *key, bool value, const char *path) {
    begin(to);
    fprintf(to->out, "%s: %s", key, value ? "true" : "false");
    end(to, path);
}

static void title_lines(writer *to, const char *key, const char *en, const char *zh) {
    if (!en) return;
    head(to, key);
    to->indent++;
    text_line(to, "en", en, NULL);
    text_line(to, "zh-TW", zh, NULL);
    to->indent--;
}

static void words_line(writer *to, const char *key, const char *const *words, size_t count,
                       const char *path) {
    if (count == 0) return;
    begin(to);
    fprintf(to->out, "%s: [", key);
    for (size_t i = 0; i < count; i++) {
        if (i) fputs(", ", to->out);
        put_text(to->out, words[i]);
    }
    fputc(']', to->out);
    end(to, path);
}

static const char *path_of(char buffer[120], const char *list, size_t i, const char *key) {
    snprintf(buffer, 120, "%s[%zu].%s", list, i, key);
    return buffer;
}

static void write_input(writer *to, size_t i) {
    const er_input *input = &to->study->inputs[i];
    char path[120];
    to->first = true;
    text_line(to, input->kind, input->path, NULL);
    text_line(to, "level", input->level, NULL);
    text_line(to, "parent", input->parent, NULL);
    text_or_open(to, "layer", input->layer, NULL, "the file's only layer");
    text_line(to, "preset", input->preset, NULL);
    text_or_open(to, "crs", input->crs, NULL, "as the file says, else found from the figures");
    text_or_open(to, "encoding", input->encoding, NULL, "found from the text");
    if (input->field_count > 0) {
        head(to, "fields");
        to->indent++;
        for (size_t f = 0; f < input->field_count; f++)
            text_line(to, input->fields[f].field, input->fields[f].column, NULL);
        to->indent--;
    } else {
        open_line(to, "fields", "found from the headings");
    }
    yes_no_line(to, "synthetic", input->synthetic, path_of(path, "inputs", i, "synthetic"));
    yes_no_line(to, "allow_ballpark", input->allow_ballpark,
                path_of(path, "inputs", i, "allow_ballpark"));
    text_line(to, "title", input->title, NULL);
    text_line(to, "vintage", input->vintage, NULL);
    text_line(to, "licence", input->licence, NULL);
    text_line(to, "attribution", input->attribution, NULL);
}

static void write_rule(writer *to, const er_rule *rule) {
    to->first = true;
    text_line(to, "id", rule->id, NULL);
    text_line(to, "group", rule->group, NULL);
    text_line(to, "list", rule->list, NULL);
    text_line(to, "list_column", rule->list_column, NULL);
    text_line(to, "code_prefix", rule->code_prefix, NULL);
    text_line(to, "measure", rule->measure, NULL);
    text_line(to, "below", rule->below, NULL);
    text_line(to, "at_least", rule->at_least, NULL);
    title_lines(to, "reason", rule->reason, rule->reason_zh);
}

static void write_scheme(writer *to, size_t i) {
    const er_study_scheme *scheme = &to->study->schemes[i];
    char path[120];
    to->first = true;
    text_line(to, "name", scheme->name, NULL);
    title_lines(to, "title", scheme->title, scheme->title_zh);
    text_line(to, "level", scheme->level, NULL);
    yes_no_line(to, "overlapping", scheme->overlapping, path_of(path, "schemes", i, "overlapping"));
    number_line(to, "borderline_margin", scheme->borderline_margin,
                path_of(path, "schemes", i, "borderline_margin"));
    head(to, "groups");
    to->indent += 2;
    for (size_t g = 0; g < scheme->group_count; g++) {
        to->first = true;
        text_line(to, "name", scheme->groups[g].name, NULL);
        title_lines(to, "title", scheme->groups[g].title, scheme->groups[g].title_zh);
    }
    to->indent -= 2;
    head(to, "rules");
    to->indent += 2;
    for (size_t r = 0; r < scheme->rule_count; r++)
        write_rule(to, &scheme->rules[r]);
    to->indent -= 2;
    text_or_open(to, "otherwise", scheme->otherwise, NULL, "no group");
}

static void write_coverage(writer *to) {
    const er_study *study = to->study;
    head(to, "coverage");
    to->indent++;
    text_line(to, "model", study->coverage_model, "coverage.model");
    number_line(to, "default_radius_m", study->default_radius_m, "coverage.default_radius_m");
    text_or_open(to, "radius_scheme", study->radius_scheme, "coverage.radius_scheme", "none");
    if (study->radius_count > 0) head(to, "radii");
    to->indent += 2;
    for (size_t i = 0; i < study->radius_count; i++) {
        to->first = true;
        text_line(to, "band", study->radii[i].band, NULL);
        text_line(to, "group", study->radii[i].group, NULL);
        number_line(to, "radius_m", study->radii[i].radius_m, NULL);
    }
    to->indent -= 3;
}

static void write_study(writer *to) {
    const er_study *study = to->study;
    title_lines(to, "title", study->title, study->title_zh);
    text_line(to, "language", study->language, "language");
    begin(to);
    fprintf(to->out, "seed: %llu", (unsigned long long)study->seed);
    end(to, "seed");
    if (study->working_crs || study->crs_candidate_count > 0) head(to, "crs");
    to->indent++;
    text_or_open(to, "working", study->working_crs, NULL,
                 "an azimuthal equal-area projection for the study's extent");
    words_line(to, "candidates", study->crs_candidates, study->crs_candidate_count, NULL);
    to->indent--;
    head(to, "inputs");
    to->indent += 2;
    for (size_t i = 0; i < study->input_count; i++)
        write_input(to, i);
    to->indent -= 2;
    if (study->scheme_count > 0) head(to, "schemes");
    to->indent += 2;
    for (size_t i = 0; i < study->scheme_count; i++)
        write_scheme(to, i);
    to->indent -= 2;
    write_coverage(to);
    if (study->balance_scheme_count > 0) head(to, "balance");
    to->indent++;
    words_line(to, "schemes", study->balance_schemes, study->balance_scheme_count,
               "balance.schemes");
    to->indent--;
    head(to, "outputs");
    to->indent++;
    number_line(to, "outline_tolerance_m", study->outline_tolerance_m,
                "outputs.outline_tolerance_m");
    to->indent--;
}

er_status er_study_explain(er_context *ctx, const er_study *study, char **out) {
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    if (!stream) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    writer to = {.ctx = ctx, .study = study, .out = stream};
    write_study(&to);
    bool failed = ferror(stream) != 0;
    if (fclose(stream) != 0 || failed) {
        free(text);
        return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    }
    *out = text;
    return ER_OK;
}
