/** The study file's shape: what libcyaml loads, and the one definition of which keys there are.
 * A null pointer or a count of zero is a key that the file leaves out. */
#ifndef EVENREACH_SOURCES_STUDY_SCHEMA_H
#define EVENREACH_SOURCES_STUDY_SCHEMA_H

#include <cyaml/cyaml.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Text for people in both languages. */
typedef struct raw_title {
    char *en;
    char *zh_tw;
} raw_title;

/** What an input can hold: its key in the study names the file. */
#define STUDY_INPUT_KINDS(X)                                                                       \
    X(units)                                                                                       \
    X(population)                                                                                  \
    X(stations)                                                                                    \
    X(venues)                                                                                      \
    X(pilots)                                                                                      \
    X(pilot_sites)                                                                                 \
    X(targets)                                                                                     \
    X(service_needs)

/** Our fields, to which `fields` maps a file's headings. Alphabetical, as explain prints them. */
#define STUDY_FIELDS(X)                                                                            \
    X(accuracy_m)                                                                                  \
    X(actual)                                                                                      \
    X(approximate)                                                                                 \
    X(as_of)                                                                                       \
    X(band)                                                                                        \
    X(basis)                                                                                       \
    X(code)                                                                                        \
    X(count)                                                                                       \
    X(county)                                                                                      \
    X(county_code)                                                                                 \
    X(date_on)                                                                                     \
    X(denominator)                                                                                 \
    X(dl_mbps)                                                                                     \
    X(document)                                                                                    \
    X(environment)                                                                                 \
    X(freq_mhz)                                                                                    \
    X(height_m)                                                                                    \
    X(households)                                                                                  \
    X(lat)                                                                                         \
    X(latency_ms)                                                                                  \
    X(lon)                                                                                         \
    X(measure)                                                                                     \
    X(name)                                                                                        \
    X(name_en)                                                                                     \
    X(network)                                                                                     \
    X(note)                                                                                        \
    X(operator)                                                                                    \
    X(parent_code)                                                                                 \
    X(peak_crowd)                                                                                  \
    X(persons)                                                                                     \
    X(persons_served)                                                                              \
    X(pilot_code)                                                                                  \
    X(place)                                                                                       \
    X(radius_m)                                                                                    \
    X(reported_area_ha)                                                                            \
    X(reported_share)                                                                              \
    X(revenue)                                                                                     \
    X(smes)                                                                                        \
    X(status)                                                                                      \
    X(synthetic)                                                                                   \
    X(target)                                                                                      \
    X(technology)                                                                                  \
    X(theme)                                                                                       \
    X(town)                                                                                        \
    X(type)                                                                                        \
    X(ul_mbps)                                                                                     \
    X(unit)                                                                                        \
    X(unit_code)                                                                                   \
    X(visits)                                                                                      \
    X(wkt)                                                                                         \
    X(x)                                                                                           \
    X(y)                                                                                           \
    X(year)

#define STUDY_TEXT_MEMBER(name) char *name;

typedef struct raw_fields {
    STUDY_FIELDS(STUDY_TEXT_MEMBER)
} raw_fields;

typedef struct raw_input {
    STUDY_INPUT_KINDS(STUDY_TEXT_MEMBER)
    char *layer;
    char *preset;
    char *level;
    char *parent;
    char *crs;
    char *encoding;
    raw_fields *fields;
    bool *synthetic;
    bool *allow_ballpark;
    char *title;
    char *vintage;
    char *licence;
    char *attribution;
} raw_input;

typedef struct raw_group {
    char *name;
    raw_title *title;
} raw_group;

typedef struct raw_rule {
    char *id;
    char *group;
    char *list;
    char *list_column;
    char *code_prefix;
    char *measure;
    char *below;
    char *at_least;
    raw_title *reason;
} raw_rule;

typedef struct raw_scheme {
    char *name;
    raw_title *title;
    char *level;
    bool *overlapping;
    double *borderline_margin;
    raw_group *groups;
    uint32_t groups_count;
    raw_rule *rules;
    uint32_t rules_count;
    char *otherwise;
} raw_scheme;

typedef struct raw_radius {
    char *band;
    char *group;
    double *radius_m;
} raw_radius;

typedef struct raw_coverage {
    int *model;
    double *default_radius_m;
    char *radius_scheme;
    raw_radius *radii;
    uint32_t radii_count;
} raw_coverage;

typedef struct raw_crs {
    char *working;
    char **candidates;
    uint32_t candidates_count;
} raw_crs;

typedef struct raw_balance {
    char **schemes;
    uint32_t schemes_count;
} raw_balance;

typedef struct raw_outputs {
    double *outline_tolerance_m;
} raw_outputs;

typedef struct raw_study {
    raw_title *title;
    int *language;
    uint64_t *seed;
    raw_crs *crs;
    raw_input *inputs;
    uint32_t inputs_count;
    raw_scheme *schemes;
    uint32_t schemes_count;
    raw_coverage *coverage;
    raw_balance *balance;
    raw_outputs *outputs;
} raw_study;

/** Schema of the whole file; loads into a raw_study pointer. */
extern const cyaml_schema_value_t study_schema;

/** Words of the enumerations; the number that libcyaml stores is the index. */
extern const cyaml_strval_t study_languages[2];
extern const cyaml_strval_t study_models[1];

#endif
