/** What the sheets, the summary and the headline are made of: one reading of the workspace, with
 *  the counts and sums that several of them need. Everything lives in its arena. */
#ifndef EVENREACH_OUTPUTS_DATA_H
#define EVENREACH_OUTPUTS_DATA_H

#include "evenreach/outputs.h"
#include "store/by_id.h"

/** Kinds of input that a result may depend on. A bit set. */
enum {
    ER_ON_UNITS = 1 << 0,
    ER_ON_POPULATION = 1 << 1,
    ER_ON_STATIONS = 1 << 2,
    ER_ON_VENUES = 1 << 3,
    ER_ON_PILOTS = 1 << 4,
    ER_ON_TARGETS = 1 << 5,
    ER_ON_NEEDS = 1 << 6,
    ER_ON_MEASUREMENTS = 1 << 7,
    ER_ON_ROUTES = 1 << 8,
    ER_ON_CANDIDATES = 1 << 9,
    ER_ON_DROP_POINTS = 1 << 10,
    /** All that a balance is computed from: targets are only carried along, measurements only
     *  compared with, the others count for venues and routes. */
    ER_ON_ALL = ER_ON_UNITS | ER_ON_POPULATION | ER_ON_STATIONS | ER_ON_VENUES | ER_ON_PILOTS
};

/** Strata of a coverage run, in the order of er_data.strata: any, all, then each operator. */
enum { ER_STRATUM_ANY, ER_STRATUM_ALL, ER_STRATUM_OPERATOR };

typedef struct er_operator {
    const char *name;
    const char *column; /**< what its columns end in */
    int64_t stations;
} er_operator;

/** Served, unserved (the rest) and unknown of one place, or of several together. NAN: not known. */
typedef struct er_figures {
    double area_km2;
    double served_km2;
    double unknown_km2;
    double persons;
    double persons_served;
    double persons_unknown;
} er_figures;

/** How much of a place is at a level of a signal run, and at no stricter one. NAN: not known. */
typedef struct er_level_figures {
    double area_km2;
    double persons;
} er_level_figures;

/** Stations, counted as they pass by: none of them is kept. */
typedef struct er_station_sums {
    int64_t all;
    int64_t on_the_day; /**< of the coverage run */
    int64_t synthetic;
} er_station_sums;

/** The same by where they stand. */
typedef struct er_place_sums {
    int64_t with_default_radius;
    int64_t *in_unit;         /**< per unit, on the day */
    int64_t *in_group;        /**< in service, per group of the classes, and in all */
    int64_t *group_operators; /**< operators of those, per group and in all; stations that state
                                   none count as one */
} er_place_sums;

typedef struct er_data_scheme {
    er_scheme scheme;
    const char *column;
    int64_t level_rank;
    er_group *groups;
    size_t group_count;
    er_unit_group *members; /**< by unit id, group */
    size_t member_count;
} er_data_scheme;

/** Pilots in a unit. */
typedef struct er_counts {
    int64_t pilots; /**< with at least one site in it */
    int64_t sites;
} er_counts;

/** Subjects whose ranks stand in the sheets of the units. */
enum { ER_STANDING_COVERAGE, ER_STANDING_STATIONS, ER_STANDING_PILOTS, ER_STANDING_COUNT };

typedef struct er_results er_data;
struct er_results {
    er_context *ctx;
    er_store *store;
    const er_study *study;
    er_arena *arena;

    er_level *levels;
    size_t level_count;
    er_unit *units; /**< all levels, without geometry, by rank and code */
    size_t unit_count;
    er_id_place *unit_by_id;  /**< places in `units` */
    er_counts *counts;        /**< per unit */
    er_figures *unit_figures; /**< per unit and stratum */

    er_data_scheme *schemes;
    size_t scheme_count;
    const er_data_scheme *classes; /**< the scheme of the classes: the study's radius_scheme, else
                                      the first one that does not overlap; or null */

    er_station_sums stations;
    const er_place_sums *place_sums; /**< see er_data_place_stations; null until asked for */
    int64_t sector_count;
    er_operator *operators; /**< by name */
    size_t operator_count;
    size_t stratum_count;

    bool is_signal;                 /**< the newest coverage run is one of signal levels */
    er_study_radio radio;           /**< what that run was asked; else the study's */
    er_level_figures *unit_levels;  /**< per unit, stratum and level; null without such a run */
    er_level_figures *venue_levels; /**< per venue, stratum and level */

    er_venue *venues; /**< without geometry */
    size_t venue_count;
    er_id_place *venue_by_id;  /**< places in `venues` */
    er_figures *venue_figures; /**< per venue and stratum: of the newest venues run, else of the
                                    coverage run */
    er_pilot *pilots;
    size_t pilot_count;
    er_pilot_site *sites;
    size_t site_count;

    er_source *sources;
    size_t source_count;
    er_assumption *assumptions;
    size_t assumption_count;
    er_run *runs;
    size_t run_count;
    const er_run *cover; /**< newest, or null */
    const er_run *balance;
    const er_run *trend;
    const er_run *measure;
    const er_run *venues_run; /**< this and the next: only if they rest on the coverage run */
    const er_run *routes_run;
    const er_run *resilience;
    const er_run *targets_run; /**< likewise */
    const er_run *compare;     /**< newest, of whatever sides */
    const er_run *choose;      /**< only if it looks at no earlier coverage run */
    er_siting_plan_row *siting_plans;
    size_t siting_plan_count;
    er_siting_choice_row *siting_choices;
    size_t siting_choice_count;
    const er_siting_plan_row **siting_plan_of; /**< per choice */
    er_balance_row *balance_rows;
    size_t balance_count;
    er_scorecard_row *cards;
    size_t card_count;
    er_lever_row *levers;
    size_t lever_count;
    er_balance_unit_row *unit_rows;
    size_t unit_row_count;
    const er_balance_unit_row **standings; /**< per unit, ER_STANDING_COUNT each; null: no row */
    bool *level_ranked;                    /**< per level: its units have such rows */

    unsigned synthetic; /**< ER_ON_* of the kinds with a synthetic source */

    er_bytes *class_shapes; /**< see er_class_shapes; null until asked for */
};

/** Operators, and the figures of the newest coverage run: a part of er_results_read (figures.c). */
er_status er_data_read_figures(er_data *data);

/** The newest balance run: a part of er_results_read (data_balance.c). */
er_status er_data_read_balance(er_data *data);
/** The newest choose run: a part of er_results_read (data_siting.c). */
er_status er_data_read_siting(er_data *data);
/** Inputs (ER_ON_*) that a subject of the balance rests on; what is not known here rests on
 *  everything. */
unsigned er_balance_inputs(const char *subject);

/** Stations counted, operators listed: a part of er_results_read (station_sums.c). `cover` are the
 *  rows of the coverage run, whose operators are listed, too. */
er_status er_data_read_stations(er_data *data, const er_cover_row *cover, size_t cover_count);
/** Where the stations stand, counted when first asked for (place_sums.c). */
er_status er_data_place_stations(er_data *data, const er_place_sums **out);

/** The levels of a signal run: a part of er_results_read (signal.c). */
er_status er_data_read_levels(er_data *data);
/** The levels of one unit (or venue) under a stratum; null without a signal run. */
const er_level_figures *er_data_unit_levels(const er_data *data, size_t unit_index, size_t stratum);
const er_level_figures *er_data_venue_levels(const er_data *data, size_t venue, size_t stratum);
/** The operator of a name among those sorted by name, or null. */
er_operator *er_find_operator(er_operator *operators, size_t count, const char *name);
/** Place of a stratum as the store words it; stratum_count if it is none of ours. */
size_t er_data_find_stratum(const er_data *data, const char *stratum, const char *operator_);
/** Place of a venue's id; venue_count if there is none. */
size_t er_data_venue_index(const er_data *data, int64_t id);
/** The station of an id that a result has. ER_ERR_STORE if there is none. */
er_status er_data_station(const er_data *data, er_arena *arena, int64_t id, const er_station **out);

/** The unit of an id, or null. */
const er_unit *er_data_unit(const er_data *data, int64_t id);
/** Its place in data->units; unit_count if there is none. */
size_t er_data_unit_index(const er_data *data, int64_t id);
/** A unit and those above it, from the finest up: null after the last. *id is the finest one's at
 *  first, *steps is 0. A circle of parents can't hold this up: there are no more steps than levels.
 */
const er_unit *er_data_unit_above(const er_data *data, int64_t *id, size_t *steps);
int64_t er_data_level_rank(const er_data *data, const char *level);

/** Memberships of a unit under a scheme: *count of them from the pointer on. */
const er_unit_group *er_data_members(const er_data_scheme *scheme, int64_t unit_id, size_t *count);
/** The group of a unit under a scheme without overlaps; null if none. */
const char *er_data_group(const er_data_scheme *scheme, int64_t unit_id);
bool er_data_is_member(const er_data_scheme *scheme, int64_t unit_id, const char *group);

/** Name of a stratum for records: any, all, or the operator. */
const char *er_data_stratum(const er_data *data, size_t stratum);
const er_figures *er_data_unit_figures(const er_data *data, size_t unit_index, size_t stratum);

/** True if at least one site of the pilot has a point or a unit. */
bool er_data_is_located(const er_data *data, const er_pilot *pilot);

/** Whether a station, or a pilot's site, counts on the day of the coverage run (day.c). */
bool er_data_station_counts(const er_data *data, const er_station *station);
bool er_data_site_counts(const er_data *data, size_t site);

/** True if one of the kinds has a synthetic source. */
bool er_data_synthetic(const er_data *data, unsigned kinds);

/** True for the id of a synthetic source. */
bool er_data_source_synthetic(const er_data *data, int64_t source_id);

/** ER_ON_* of a kind of input; 0 for others. */
unsigned er_kind_bit(const char *kind);

/** Units of the scheme's own level in a group. */
int64_t er_data_group_units(const er_data *data, const er_data_scheme *scheme, const char *group);

/* ---- lines of the balance: figures.c --------------------------------------------------------- */

/** One line of a scheme in the newest balance run: a group, what is beside the groups, or the
 *  whole. NAN: the run has no such figure. */
typedef struct er_tally {
    double units;
    double area_km2;
    double persons;
    double stations;
    double stations_per_10k;
    double stations_quotient; /**< location quotient */
    double pilots;            /**< distinct, with at least one site there */
    double pilots_per_100k;
    double pilots_quotient;
    double sites;
    er_figures *figures; /**< per stratum */
} er_tally;

/** A figure of the newest balance run; NAN if it has none. `line` as in er_data_line. */
double er_data_figure(const er_data *data, const char *scheme, const char *line,
                      const char *subject, const char *measure);
/** `line` is a group's name, one of the lines beside the groups (ER_LINE_*), or null: the whole. */
er_status er_data_line(const er_data *data, const char *scheme, const char *line, er_tally *out);
/** The scheme whose whole stands for the study: the classes' if balanced, else the first balanced
 *  one; null if there is none. */
const char *er_data_main_scheme(const er_data *data);
bool er_tally_is_empty(const er_tally *tally);

/** Numerator over denominator; NAN if the denominator is not above 0. */
double er_ratio(double numerator, double denominator);
/** The operator with most persons served (area where persons are not known); operator_count if
 *  none serves any. The first by name wins a tie. */
size_t er_best_operator(const er_data *data, const er_figures *by_stratum);
/** Share of the persons that are served (of the area where persons are not known). */
double er_served_share(const er_figures *figures);

#endif
