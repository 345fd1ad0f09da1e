/** The study file's shape: what libcyaml loads, and the one definition of which keys there are.
 * A null pointer or a count of zero is a key that the file leaves out. */
#ifndef EVENREACH_SOURCES_STUDY_SCHEMA_H
#define EVENREACH_SOURCES_STUDY_SCHEMA_H

#include <cyaml/cyaml.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** What an input can hold: its key in the study names the file. */
#define STUDY_INPUT_KINDS(X)                                                                       \
    X(units)                                                                                       \
    X(population)                                                                                  \
    X(stations)                                                                                    \
    X(sectors)                                                                                     \
    X(measurements)                                                                                \
    X(venues)                                                                                      \
    X(routes)                                                                                      \
    X(candidates)                                                                                  \
    X(drop_points)                                                                                 \
    X(pilots)                                                                                      \
    X(pilot_sites)                                                                                 \
    X(targets)                                                                                     \
    X(service_needs)

/** Our fields, to which `fields` maps a file's headings. Alphabetical, as explain prints them. */
#define STUDY_FIELDS(X)                                                                            \
    X(accuracy_m)                                                                                  \
    X(actual)                                                                                      \
    X(antenna)                                                                                     \
    X(approximate)                                                                                 \
    X(as_of)                                                                                       \
    X(azimuth_deg)                                                                                 \
    X(band)                                                                                        \
    X(bandwidth_mhz)                                                                               \
    X(basis)                                                                                       \
    X(basis_zh)                                                                                    \
    X(beamwidth_deg)                                                                               \
    X(budget)                                                                                      \
    X(code)                                                                                        \
    X(cost)                                                                                        \
    X(count)                                                                                       \
    X(county)                                                                                      \
    X(county_code)                                                                                 \
    X(date_off)                                                                                    \
    X(date_on)                                                                                     \
    X(denominator)                                                                                 \
    X(denominator_zh)                                                                              \
    X(dl_kbps)                                                                                     \
    X(dl_mbps)                                                                                     \
    X(document)                                                                                    \
    X(eirp_dbm)                                                                                    \
    X(electrical_tilt_deg)                                                                         \
    X(environment)                                                                                 \
    X(freq_mhz)                                                                                    \
    X(gain_dbi)                                                                                    \
    X(height_m)                                                                                    \
    X(households)                                                                                  \
    X(lat)                                                                                         \
    X(latency_ms)                                                                                  \
    X(lon)                                                                                         \
    X(measure)                                                                                     \
    X(measure_zh)                                                                                  \
    X(mechanical_tilt_deg)                                                                         \
    X(name)                                                                                        \
    X(name_en)                                                                                     \
    X(name_zh)                                                                                     \
    X(network)                                                                                     \
    X(note)                                                                                        \
    X(note_zh)                                                                                     \
    X(operator)                                                                                    \
    X(parent_code)                                                                                 \
    X(peak_crowd)                                                                                  \
    X(persons)                                                                                     \
    X(persons_served)                                                                              \
    X(pilot_code)                                                                                  \
    X(place)                                                                                       \
    X(power_dbm)                                                                                   \
    X(power_w)                                                                                     \
    X(radius_m)                                                                                    \
    X(reported_area_ha)                                                                            \
    X(reported_share)                                                                              \
    X(revenue)                                                                                     \
    X(rsrp_dbm)                                                                                    \
    X(sector_code)                                                                                 \
    X(services)                                                                                    \
    X(sinr_db)                                                                                     \
    X(smes)                                                                                        \
    X(speed_kmh)                                                                                   \
    X(station_code)                                                                                \
    X(status)                                                                                      \
    X(synthetic)                                                                                   \
    X(target)                                                                                      \
    X(target_share)                                                                                \
    X(technology)                                                                                  \
    X(theme)                                                                                       \
    X(tilt_deg)                                                                                    \
    X(time)                                                                                        \
    X(town)                                                                                        \
    X(type)                                                                                        \
    X(ul_kbps)                                                                                     \
    X(ul_mbps)                                                                                     \
    X(unit)                                                                                        \
    X(unit_code)                                                                                   \
    X(vertical_beamwidth_deg)                                                                      \
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
    char *vintage;
} raw_input;

typedef struct raw_group {
    char *name;
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
} raw_rule;

typedef struct raw_scheme {
    char *name;
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

typedef struct raw_level {
    char *name;
    double *min_rsrp_dbm;
    double *min_dl_mbps;
    double *min_ul_mbps;
} raw_level;

typedef struct raw_receiver {
    double *height_m;
    double *gain_dbi;
    double *loss_db;
    double *noise_db;
    double *power_dbm;
} raw_receiver;

typedef struct raw_sector_rule {
    char *band;
    char *group;
    double *height_m;
    double *power_dbm;
    double *bandwidth_mhz;
    double *subcarrier_khz;
    double *dl_share;
    double *sectors;
    double *gain_dbi;
    double *beamwidth_deg;
    double *vertical_beamwidth_deg;
    double *front_to_back_db;
    double *tilt_deg;
    double *dl_layers;
    double *ul_layers;
    double *range_m;
    char *antenna;
} raw_sector_rule;

typedef struct raw_environment {
    char *group;
    char *clutter;
    int *environment;
} raw_environment;

typedef struct raw_clutter {
    double *value;
    double *height_m;
    char *name;
    int *zone;
} raw_clutter;

typedef struct raw_terrain {
    char *elevation;
    char *clutter;
    char *zones;
    double *step_m;
    bool *no_data_is_sea;
    raw_clutter *classes;
    uint32_t classes_count;
} raw_terrain;

typedef struct raw_coverage {
    int *model;
    double *default_radius_m;
    char *radius_scheme;
    raw_radius *radii;
    uint32_t radii_count;
    /* the signal models */
    char *preset;
    double *resolution_m;
    double *edge_probability;
    double *load;
    raw_level *levels;
    uint32_t levels_count;
    raw_receiver *receiver;
    raw_sector_rule *sectors;
    uint32_t sectors_count;
    raw_environment *environments;
    uint32_t environments_count;
    int *sight;
    double *street_m;
    double *building_m;
    double *time_pct;
    double *sigma_loc_db;
    double *n0;
    double *dn;
    int *polarization;
    raw_terrain *terrain;
    bool *fit_offsets;
} raw_coverage;

typedef struct raw_crs {
    char *working;
    char **candidates;
    uint32_t candidates_count;
} raw_crs;

typedef struct raw_time {
    char *as_of;
    bool *planned;
    uint64_t *first_year;
    uint64_t *last_year;
} raw_time;

typedef struct raw_balance {
    char **schemes;
    uint32_t schemes_count;
    double *floor;
    double *atkinson_epsilon;
    double *resamples;
    double *level;
    char *cluster;
    double *permutations;
    double *false_discovery;
    int *neighbours;
    double *tolerance_m;
    double *nearest;
    char *links;
    int *order;
    double *catchment_m;
    int *decay;
} raw_balance;

typedef struct raw_scope {
    char *scheme;
    char **groups;
    uint32_t groups_count;
    char **without;
    uint32_t without_count;
} raw_scope;

typedef struct raw_target {
    char *code;
    int *measure;
    char *stratum;
    raw_scope *scope;
    char *level;
    double *min_share;
    char *technology;
    char *document;
    int *period;
    uint64_t *first_year;
    double *radius_m;
    double *whole;
    bool *partial;
} raw_target;

typedef struct raw_choose_rule {
    char *scheme;
    char **groups;
    uint32_t groups_count;
    double *least;
    double *most;
    double *least_share;
    double *most_share;
    double *covered_share;
} raw_choose_rule;

typedef struct raw_choose {
    char *name;
    int *place;
    double *count;
    int *candidates;
    char *level;
    double *spacing_m;
    double *most_candidates;
    char *operator_;
    char *band;
    double *radius_m;
    double *cell_m;
    double *budget;
    double *backup;
    raw_choose_rule *rules;
    uint32_t rules_count;
    double *front;
    int *inequality;
    char *inequality_scheme;
    double *gap;
    double *most_nodes;
} raw_choose;

typedef struct raw_outputs {
    double *outline_tolerance_m;
    bool *rasters;
} raw_outputs;

typedef struct raw_pack {
    char *operator_;
    char *band;
    double *radius_m;
    double *bandwidth_mhz;
    double *power_dbm;
    double *gain_dbi;
    double *height_m;
    int *environment;
} raw_pack;

typedef struct raw_venues {
    double *cell_m;
    double *most_cells;
    double *target_share;
    char **services;
    uint32_t services_count;
    double *active_share;
    double *capacity_share;
    int *building;
    double *indoor_depth_m;
    double *corridor_m;
    bool *closing;
    double *spacing_m;
    double *most_candidates;
    double *most_nodes;
    raw_pack *small_cell;
    raw_pack *mobile_pack;
} raw_venues;

typedef struct raw_speed {
    char *type;
    double *speed_kmh;
} raw_speed;

typedef struct raw_routes {
    double *step_m;
    raw_speed *speeds;
    uint32_t speeds_count;
} raw_routes;

typedef struct raw_study {
    int *language;
    uint64_t *seed;
    raw_crs *crs;
    raw_input *inputs;
    uint32_t inputs_count;
    raw_scheme *schemes;
    uint32_t schemes_count;
    raw_coverage *coverage;
    raw_venues *venues;
    raw_routes *routes;
    raw_time *time;
    raw_balance *balance;
    raw_target *targets;
    uint32_t targets_count;
    raw_choose *choose;
    uint32_t choose_count;
    raw_outputs *outputs;
} raw_study;

/** Schema of the whole file; loads into a raw_study pointer. */
extern const cyaml_schema_value_t study_schema;

/** Words of the enumerations; the number that libcyaml stores is the index. */
extern const cyaml_strval_t study_languages[2];
extern const cyaml_strval_t study_models[3];
extern const cyaml_strval_t study_sights[3];
extern const cyaml_strval_t study_polarizations[2];
extern const cyaml_strval_t study_environments[3];
extern const cyaml_strval_t study_zones[3];
extern const cyaml_strval_t study_buildings[2];
extern const cyaml_strval_t study_neighbours[2];
extern const cyaml_strval_t study_orders[3];
extern const cyaml_strval_t study_decays[2];
extern const cyaml_strval_t study_target_measures[11];
extern const cyaml_strval_t study_periods[4];
extern const cyaml_strval_t study_places[3];
extern const cyaml_strval_t study_candidates[4];
extern const cyaml_strval_t study_inequalities[3];

#endif
