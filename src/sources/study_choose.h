/** The section `choose`: tables of its figures with the ranges, and of what goes with which
 * question, from which the schema, the copying, the checks and the explanation are made. */
#ifndef EVENREACH_SOURCES_STUDY_CHOOSE_H
#define EVENREACH_SOURCES_STUDY_CHOOSE_H

#include "sources/study_figures.h"

/** Keys of a question that only go with some places or candidates. */
enum {
    STUDY_ASKS_RADIO = 1 << 0, /**< what is placed serves: operator, band */
    STUDY_ASKS_UNITS = 1 << 1, /**< candidates are units: level */
    STUDY_ASKS_GRID = 1 << 2   /**< candidates are a grid: spacing_m, most_candidates */
};

/** X(key, member of er_study_choose, least, largest): what er_siting_choose takes. */
#define STUDY_CHOOSE_FIGURES(X)                                                                    \
    X(count, count, 1, 10000)                                                                      \
    X(spacing_m, spacing_m, 1, 1000000)                                                            \
    X(most_candidates, most_candidates, 1, 100000)                                                 \
    X(radius_m, radius_m, STUDY_RADIUS_MIN_M, STUDY_RADIUS_MAX_M)                                  \
    X(cell_m, cell_m, 10, 100000)                                                                  \
    X(budget, budget, 1e-6, 1e15)                                                                  \
    X(backup, backup, 0, 1)                                                                        \
    X(front, front, 0, 50)                                                                         \
    X(gap, gap, 0, 1)                                                                              \
    X(most_nodes, most_nodes, 0, 2147483647)

/** X(key, member of er_study_choose_rule, least, largest). */
#define STUDY_CHOOSE_RULE_FIGURES(X)                                                               \
    X(least, least, 0, 10000)                                                                      \
    X(most, most, 0, 10000)                                                                        \
    X(least_share, least_share, 0, 1)                                                              \
    X(most_share, most_share, 0, 1)                                                                \
    X(covered_share, covered_share, 0, 1)

#define STUDY_ENTRY_CHOOSE(key, member, low, high) STUDY_CHOOSE_##key,
#define STUDY_ENTRY_CHOOSE_RULE(key, member, low, high) STUDY_CHOOSE_RULE_##key,
enum { STUDY_CHOOSE_FIGURES(STUDY_ENTRY_CHOOSE) STUDY_CHOOSE_COUNT };
enum { STUDY_CHOOSE_RULE_FIGURES(STUDY_ENTRY_CHOOSE_RULE) STUDY_CHOOSE_RULE_COUNT };
extern const study_figure study_choose_figures[STUDY_CHOOSE_COUNT];
extern const study_figure study_choose_rule_figures[STUDY_CHOOSE_RULE_COUNT];

/** Keys (STUDY_ASKS_) that go with a question; its place and candidates are known. */
unsigned study_choose_asks(const er_study_choose *question);
/** The figure goes with the question. */
bool study_choose_has(unsigned asks, const char *key);

/** Copy what is there. */
void study_build_choose(study_builder *build, const raw_choose *raw, size_t count, er_study *out);
/** Fill in what is missing and note it. */
er_status study_fill_choose(study_notes *notes, er_study *study);
/** Write the section if the study has it. */
void study_explain_choose(yaml_writer *to);

#endif
