/** What the checks of a study share. */
#ifndef EVENREACH_SOURCES_STUDY_CHECKER_H
#define EVENREACH_SOURCES_STUDY_CHECKER_H

#include "evenreach/study.h"
#include "sources/yaml_tree.h"

typedef struct study_checker {
    er_context *ctx;
    const er_study *study;
    const er_yaml_node *root;
} study_checker;

/** Line of the key at a path of the study, such as "inputs[2].level". */
int study_line_at(const study_checker *check, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/** A key that the file states of an entry of a list; null: it does not. */
const er_yaml_node *study_stated(const study_checker *check, const char *list, size_t i,
                                 const char *key);
er_status study_check_range(const study_checker *check, int line, const char *key, double value,
                            double low, double high);
/** A null group is allowed. */
er_status study_check_group(const study_checker *check, const er_study_scheme *scheme,
                            const char *group, int line);
/** A null level is allowed. */
er_status study_check_level(const study_checker *check, const char *level, int line);
er_status study_check_scheme_name(const study_checker *check, const char *name, int line);
/** Fails: two of `what` (a plural) have the name. */
er_status study_named_twice(const study_checker *check, int line, const char *what,
                            const char *name);
er_status study_check_file(const study_checker *check, er_arena *arena, const char *path, int line);

/* ---- study_check_radio.c: what the signal models are given */

er_status study_check_radio(const study_checker *check);
er_status study_check_radio_files(const study_checker *check, er_arena *arena);

/* ---- study_check_venues.c: how venues and routes are looked at */

er_status study_check_venues(const study_checker *check);
er_status study_check_routes(const study_checker *check);

/* ---- study_check_balance.c: which day, how balance is measured, what targets mean */

er_status study_check_time(const study_checker *check);
er_status study_check_measures(const study_checker *check);
er_status study_check_measure_files(const study_checker *check, er_arena *arena);
er_status study_check_targets(const study_checker *check);

/* ---- study_check_choose.c: what to build next */

er_status study_check_choose(const study_checker *check);

#endif
