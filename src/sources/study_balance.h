/** The sections `time`, `balance` and `targets`: tables of their figures with the ranges, and of
 * what goes with which measure, from which the schema, the copying, the checks and the explanation
 * are made. */
#ifndef EVENREACH_SOURCES_STUDY_BALANCE_H
#define EVENREACH_SOURCES_STUDY_BALANCE_H

#include "sources/study_figures.h"

/** X(key, member of er_study_measures, least, largest): what er_equity, its intervals, its tests
 * and er_neighbours take. */
#define STUDY_MEASURE_FIGURES(X)                                                                   \
    X(floor, floor, 0, 1)                                                                          \
    X(atkinson_epsilon, atkinson_epsilon, 0.001, 1000)                                             \
    X(resamples, resamples, 0, 100000)                                                             \
    X(level, level, 0.5, 0.9999)                                                                   \
    X(permutations, permutations, 0, 100000)                                                       \
    X(false_discovery, false_discovery, 0.0001, 0.5)                                               \
    X(tolerance_m, tolerance_m, 0, 10000)                                                          \
    X(nearest, nearest, 0, 100)                                                                    \
    X(catchment_m, catchment_m, 1, 1000000)

/** X(key, member of er_study_target, least, largest). */
#define STUDY_TARGET_FIGURES(X)                                                                    \
    X(min_share, min_share, 0, 1)                                                                  \
    X(radius_m, radius_m, STUDY_RADIUS_MIN_M, STUDY_RADIUS_MAX_M)                                  \
    X(whole, whole, 1e-6, 1e15)

/** Keys of a target that only go with some measures. */
enum {
    STUDY_ASKS_STRATUM = 1 << 0,
    STUDY_ASKS_LEVEL = 1 << 1,
    STUDY_ASKS_MIN_SHARE = 1 << 2,
    STUDY_ASKS_TECHNOLOGY = 1 << 3,
    STUDY_ASKS_PILOTS = 1 << 4, /**< document, and a period other than state */
    STUDY_ASKS_RADIUS = 1 << 5
};

/** X(measure, keys that go with it). */
#define STUDY_TARGET_MEASURES(X)                                                                   \
    X(persons_served, STUDY_ASKS_STRATUM)                                                          \
    X(households_served, STUDY_ASKS_STRATUM)                                                       \
    X(area_served, STUDY_ASKS_STRATUM)                                                             \
    X(units_served, STUDY_ASKS_STRATUM | STUDY_ASKS_LEVEL | STUDY_ASKS_MIN_SHARE)                  \
    X(units_with_stations, STUDY_ASKS_LEVEL | STUDY_ASKS_TECHNOLOGY)                               \
    X(households_near_drop_points, STUDY_ASKS_RADIUS)                                              \
    X(stations, STUDY_ASKS_TECHNOLOGY)                                                             \
    X(pilots, STUDY_ASKS_PILOTS)                                                                   \
    X(firms, STUDY_ASKS_PILOTS)                                                                    \
    X(visits, STUDY_ASKS_PILOTS)                                                                   \
    X(budget, STUDY_ASKS_PILOTS)

#define STUDY_ENTRY_MEASURE(key, member, low, high) STUDY_MEASURE_##key,
#define STUDY_ENTRY_TARGET(key, member, low, high) STUDY_TARGET_FIGURE_##key,
#define STUDY_ENTRY_TARGET_MEASURE(name, keys) STUDY_TARGET_##name,
enum { STUDY_MEASURE_FIGURES(STUDY_ENTRY_MEASURE) STUDY_MEASURE_COUNT };
enum { STUDY_TARGET_FIGURES(STUDY_ENTRY_TARGET) STUDY_TARGET_FIGURE_COUNT };
enum { STUDY_TARGET_MEASURES(STUDY_ENTRY_TARGET_MEASURE) STUDY_TARGET_MEASURE_COUNT };
extern const study_figure study_measure_figures[STUDY_MEASURE_COUNT];
extern const study_figure study_target_figures[STUDY_TARGET_FIGURE_COUNT];

/** Years that a study may state. */
#define STUDY_YEAR_MIN 1900
#define STUDY_YEAR_MAX 2200

/** Keys (STUDY_ASKS_) that go with a measure. */
unsigned study_target_asks(const char *measure);
/** The figure goes with what a target measures. */
bool study_target_has(unsigned asks, const char *key);

/** Copy what is there; `raw` may be null. */
void study_build_time(study_builder *build, const raw_time *raw, er_study_time *out);
void study_build_measures(study_builder *build, const raw_balance *raw, er_study_measures *out);
void study_build_targets(study_builder *build, const raw_target *raw, size_t count, er_study *out);
/** Fill in what is missing, and note it if the study has the section. */
er_status study_fill_time(study_notes *notes, const raw_time *raw, er_study_time *time);
er_status study_fill_measures(study_notes *notes, er_study_measures *measures);
er_status study_fill_targets(study_notes *notes, const raw_target *raw, er_study *study);
/** Write the sections that the study has. */
void study_explain_time(yaml_writer *to);
void study_explain_measures(yaml_writer *to);
void study_explain_targets(yaml_writer *to);

#endif
