/** The balance step's parts. Everything lives in the arena of er_balance_data. */
#ifndef EVENREACH_ANALYSIS_BALANCE_H
#define EVENREACH_ANALYSIS_BALANCE_H

#include "analysis/day.h"
#include "evenreach/analysis.h"
#include "evenreach/equity.h"

/** Places in the table of measures. */
typedef enum er_measure_id {
    ER_M_VALUE,
    ER_M_SHARE,
    ER_M_PER_10K,
    ER_M_PER_100K,
    ER_M_PER_KM2,
    ER_M_LQ,
    ER_M_SERVED_KM2,
    ER_M_UNKNOWN_KM2,
    ER_M_SHARE_AREA,
    ER_M_PERSONS_SERVED,
    ER_M_PERSONS_UNKNOWN,
    ER_M_SHARE_PERSONS,
    ER_M_GINI,
    ER_M_THEIL_T,
    ER_M_BETWEEN,
    ER_M_WITHIN,
    ER_M_SHARE_BETWEEN,
    ER_M_GAP_SHARE,
    ER_MEASURE_COUNT
} er_measure_id;

/* ---- balance_read.c: the workspace, with places instead of ids ---- */

/** No unit, no pilot, no line. */
#define ER_NOWHERE SIZE_MAX

/** Strata: any, all, then operators by name. */
enum { ER_COVER_ANY, ER_COVER_ALL, ER_COVER_OPERATORS };

/** A unit's place by its id, sorted by id. */
typedef struct er_unit_place {
    int64_t id;
    size_t unit;
} er_unit_place;

typedef struct er_balance_data {
    er_context *ctx;
    er_store *store;
    er_arena *arena;
    const er_study *day; /**< of which only the day is asked: that of the coverage run */
    er_day_count station_days;
    er_day_count pilot_days;
    int64_t cover_run;

    er_level *levels;
    size_t level_count;
    er_unit *units; /**< all levels, by rank and code */
    size_t unit_count;
    er_unit_place *places;
    size_t *unit_parent; /**< place, or ER_NOWHERE */
    size_t *unit_level;  /**< place in `levels` */

    const char **operators; /**< of stations and coverage, by name */
    size_t operator_count;
    bool unstated_operator; /**< some station states none: it counts as the last operator */

    er_station *stations;
    size_t station_count;
    size_t *station_unit;     /**< finest unit that it stands in, or ER_NOWHERE */
    size_t *station_operator; /**< place in `operators`; operator_count if not stated */

    size_t stratum_count;
    const er_cover_row **cover; /**< per unit and stratum; null: no row */

    er_pilot *pilots;
    size_t pilot_count;
    er_pilot_site *sites;
    size_t site_count;
    size_t *site_unit;  /**< or ER_NOWHERE */
    size_t *site_pilot; /**< place in `pilots`, or ER_NOWHERE */
} er_balance_data;

/** `study` may be null. With a day of the coverage run only what counts on it is there. */
er_status er_balance_read(er_context *ctx, er_store *store, er_arena *arena, const er_study *study,
                          er_balance_data *out);
/** The unit at or above `unit` at a level (its place in `levels`); ER_NOWHERE if there is none. */
size_t er_balance_ancestor(const er_balance_data *data, size_t unit, size_t level);
size_t er_balance_level(const er_balance_data *data, const char *name);
/** Place of a unit's id; ER_NOWHERE if there is none. */
size_t er_balance_unit(const er_balance_data *data, int64_t id);

/* ---- balance_scheme.c: lines of one scheme and where things count ---- */

/** Served, unserved (the rest) and not known. */
typedef struct er_cover_sum {
    er_sum area_km2, served_km2, unknown_km2;
    er_sum persons, persons_served, persons_unknown;
} er_cover_sum;

/** One line: a group, or none, or the whole. */
typedef struct er_line {
    int64_t units;
    int64_t units_without_persons; /**< no figure */
    er_sum area_km2;
    er_sum persons;
    int64_t *stations; /**< all, then by operator */
    int64_t pilots;    /**< distinct */
    int64_t sites;
    er_cover_sum *cover; /**< per stratum */
} er_line;

typedef struct er_balance_scheme {
    const er_balance_data *data;
    const er_scheme *scheme;
    size_t level; /**< place in data->levels */
    er_group *groups;
    size_t group_count;
    size_t line_count; /**< the groups, then none */
    er_line *lines;
    er_line whole;     /**< everything once */
    size_t first_unit; /**< units of the level: places in data->units */
    size_t unit_count;
    size_t *member_first; /**< per unit of data: its lines begin here; one more at the end */
    size_t *member_line;
    int64_t *outside; /**< stations in no unit of the level: all, then by operator */
    int64_t unlocated_pilots;
    int64_t unlocated_sites;
    int64_t placed_pilots;  /**< distinct, with a site in a group or none */
    int64_t *unit_stations; /**< per unit of the level */
    int64_t *unit_pilots;   /**< distinct, per unit of the level */
    bool pilots_above;      /**< a site names only a larger unit than the level's */
} er_balance_scheme;

er_status er_balance_tally(const er_balance_data *data, const er_scheme *scheme,
                           er_balance_scheme *out);

/** Mark the lines (one flag each) in which something at a unit (ER_NOWHERE: no place) counts. False
 *  if it can't be said: it has no place, or names a larger unit that lies in several groups. */
bool er_balance_place(const er_balance_scheme *scheme, size_t unit, bool *lines);

/* ---- balance_pilots.c ---- */
er_status er_balance_tally_pilots(er_balance_scheme *scheme);

/* ---- balance_index.c ---- */

/** What is shared out among units. */
typedef struct er_balance_quantity {
    er_balance_subject subject; /**< stations, pilots or coverage */
    size_t stratum;             /**< of coverage */
} er_balance_quantity;

typedef struct er_index {
    er_equity_result result; /**< NAN where not defined */
    er_equity_group *groups; /**< per line; null if lines overlap */
    const char *note;        /**< why there is none, or what is left out; null: nothing */
    bool defined;
} er_index;

er_status er_balance_index(const er_balance_scheme *scheme, er_balance_quantity quantity,
                           er_index *out);

/* ---- balance_rows.c ---- */
er_status er_balance_write(const er_balance_scheme *scheme, int64_t run_id);

#endif
