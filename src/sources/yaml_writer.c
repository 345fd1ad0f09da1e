#include "sources/yaml_writer.h"

#include "evenreach/core.h"

#include <string.h>
#include <utf8proc.h>

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

void yaml_begin(yaml_writer *to) {
    for (int i = 0; i < to->indent - (to->first ? 1 : 0); i++)
        fputs("  ", to->out);
    if (to->first) fputs("- ", to->out);
    to->first = false;
}

void yaml_head(yaml_writer *to, const char *key) {
    yaml_begin(to);
    fprintf(to->out, "%s:\n", key);
}

/** Ends a line; `path` is the key's place in the study, to see whether a default filled it. */
void yaml_end(yaml_writer *to, const char *path) {
    fputs(path && er_study_is_default(to->study, path) ? "  # default\n" : "\n", to->out);
}

void yaml_text(yaml_writer *to, const char *key, const char *text, const char *path) {
    if (!text) return;
    yaml_begin(to);
    fprintf(to->out, "%s: ", key);
    put_text(to->out, text);
    yaml_end(to, path);
}

/** A key that has no value before the data is seen; never the first of an entry. */
void yaml_open(yaml_writer *to, const char *key, const char *what) {
    for (int i = 0; i < to->indent; i++)
        fputs("  ", to->out);
    fprintf(to->out, "# %s: %s\n", key, er_text(to->ctx, what));
}

void yaml_text_or_open(yaml_writer *to, const char *key, const char *text, const char *path,
                       const char *what) {
    if (text)
        yaml_text(to, key, text, path);
    else
        yaml_open(to, key, what);
}

void yaml_number(yaml_writer *to, const char *key, double value, const char *path) {
    char buffer[32];
    yaml_begin(to);
    fprintf(to->out, "%s: %s", key, er_format_double(value, buffer));
    yaml_end(to, path);
}

void yaml_yes_no(yaml_writer *to, const char *key, bool value, const char *path) {
    yaml_begin(to);
    fprintf(to->out, "%s: %s", key, value ? "true" : "false");
    yaml_end(to, path);
}

void yaml_title(yaml_writer *to, const char *key, const char *en, const char *zh) {
    if (!en) return;
    if (!zh || strcmp(en, zh) == 0) { /* one text for both languages */
        yaml_text(to, key, en, NULL);
        return;
    }
    yaml_head(to, key);
    to->indent++;
    yaml_text(to, "en", en, NULL);
    yaml_text(to, "zh-TW", zh, NULL);
    to->indent--;
}

void yaml_words(yaml_writer *to, const char *key, const char *const *words, size_t count,
                const char *path) {
    if (count == 0) return;
    yaml_begin(to);
    fprintf(to->out, "%s: [", key);
    for (size_t i = 0; i < count; i++) {
        if (i) fputs(", ", to->out);
        put_text(to->out, words[i]);
    }
    fputc(']', to->out);
    yaml_end(to, path);
}

const char *yaml_path(char buffer[120], const char *list, size_t i, const char *key) {
    snprintf(buffer, 120, "%s[%zu].%s", list, i, key);
    return buffer;
}
