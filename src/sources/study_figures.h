/** What the sections of a study that hold figures share: tables of figures with their ranges, from
 * which the copying, the checks and the explanation are made; and the steps' helpers. */
#ifndef EVENREACH_SOURCES_STUDY_FIGURES_H
#define EVENREACH_SOURCES_STUDY_FIGURES_H

#include "sources/study_checker.h"
#include "sources/study_parts.h"
#include "sources/yaml_writer.h"

#include <math.h>

/** A table's entry when its rows are walked. */
typedef struct study_figure {
    const char *key;
    size_t offset; /**< of the double in its structure */
    double low;
    double high;
} study_figure;
static inline double study_figure_of(const study_figure *figure, const void *structure) {
    return *(const double *)(const void *)((const char *)structure + figure->offset);
}
static inline double *study_figure_in(const study_figure *figure, void *structure) {
    return (double *)(void *)((char *)structure + figure->offset);
}

/* ---- building */

/** Copies into the arena; the first failure stays in `status` and turns the rest into nothing. */
typedef struct study_builder {
    er_context *ctx;
    er_arena *arena;
    const er_yaml_node *root;
    er_status status;
} study_builder;
const char *study_text(study_builder *build, const char *raw);
/** Room for `count` elements; null where there are none. */
void *study_list(study_builder *build, size_t count, size_t size);
/** Words for people, at a place of the study such as "schemes[2].title": in English or the only
 *  language there is, and in Chinese; null where there are none. */
void study_title(study_builder *build, const char **en, const char **zh, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
const char *const *study_words(study_builder *build, char *const *raw, size_t count);

/** NAN where it is not stated. */
static inline double study_number(const double *raw) {
    return raw ? *raw : NAN;
}
/** Of an enumeration; null where it is not stated. */
static inline const char *study_word(const int *raw, const cyaml_strval_t *words) {
    return raw ? words[*raw].str : NULL;
}

/* ---- filling in */

/** Where filled keys are noted. */
typedef struct study_notes {
    er_context *ctx;
    er_arena *arena;
    const char **keys;
    size_t count;
    size_t capacity;
} study_notes;
er_status study_note(study_notes *notes, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** Fills one section in. */
typedef struct study_filler {
    study_notes *notes;
    bool noted; /**< the study has the section */
} study_filler;
er_status study_fill_note(const study_filler *fill, const char *list, const char *key);
/** Figures that are not stated are those of `from`, a structure of the same kind. */
er_status study_fill_figures(const study_filler *fill, const study_figure *figures, size_t count,
                             const char *list, const void *from, void *structure);
er_status study_fill_text(const study_filler *fill, const char *list, const char *key,
                          const char *from, const char **text);

/* ---- checking */

/** Figures that are not stated (NAN) are in any range. `list` is the place of their structure, such
 *  as "coverage.". */
er_status study_check_figures(const study_checker *check, const study_figure *figures, size_t count,
                              const void *structure, const char *list);
er_status study_check_whole(const study_checker *check, const char *key, double value, int line);

/* ---- explaining */

/** The figures that a structure states. */
void study_explain_figures(yaml_writer *to, const study_figure *figures, size_t count,
                           const void *structure, const char *list);

#endif
