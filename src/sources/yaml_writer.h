/** Lines of YAML that explain a study. A line that a default filled is marked; a key that stays
 * open is shown as a comment. */
#ifndef EVENREACH_SOURCES_YAML_WRITER_H
#define EVENREACH_SOURCES_YAML_WRITER_H

#include "evenreach/study.h"

#include <stdio.h>

typedef struct yaml_writer {
    er_context *ctx;
    const er_study *study;
    FILE *out;
    int indent;
    bool first; /**< the next line begins a list entry */
} yaml_writer;

/* `path` is a key's place in the study, to see whether a default filled it; null: none. A null text
 * and a list of none write nothing. */

void yaml_begin(yaml_writer *to);
/** Ends a line. */
void yaml_end(yaml_writer *to, const char *path);
void yaml_head(yaml_writer *to, const char *key);
void yaml_text(yaml_writer *to, const char *key, const char *text, const char *path);
/** A key that has no value before the data is seen; never the first of an entry. */
void yaml_open(yaml_writer *to, const char *key, const char *what);
void yaml_text_or_open(yaml_writer *to, const char *key, const char *text, const char *path,
                       const char *what);
void yaml_number(yaml_writer *to, const char *key, double value, const char *path);
void yaml_yes_no(yaml_writer *to, const char *key, bool value, const char *path);
void yaml_title(yaml_writer *to, const char *key, const char *en, const char *zh);
void yaml_words(yaml_writer *to, const char *key, const char *const *words, size_t count,
                const char *path);
/** "list[i].key". */
const char *yaml_path(char buffer[120], const char *list, size_t i, const char *key);

#endif
