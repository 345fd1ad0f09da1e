/** The balance step's parts. Everything lives in the arena of er_balance_data. */
#ifndef EVENREACH_ANALYSIS_BALANCE_H
#define EVENREACH_ANALYSIS_BALANCE_H

#include "analysis/day.h"
#include "analysis/sentence.h"
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
    ER_M_STATED,
    ER_M_THEIL_L,
    ER_M_ATKINSON,
    ER_M_PALMA,
    ER_M_HOOVER,
    ER_M_HHI,
    ER_M_CV,
    ER_M_CONCENTRATION,
    ER_M_FGT_0,
    ER_M_FGT_1,
    ER_M_FGT_2,
    ER_M_GINI_LOW,
    ER_M_GINI_HIGH,
    ER_M_THEIL_T_LOW,
    ER_M_THEIL_T_HIGH,
    ER_M_THEIL_L_LOW,
    ER_M_THEIL_L_HIGH,
    ER_M_ATKINSON_LOW,
    ER_M_ATKINSON_HIGH,
    ER_M_HOOVER_LOW,
    ER_M_HOOVER_HIGH,
    ER_M_PART_BETWEEN,
    ER_M_P_BETWEEN,
    ER_M_MORAN_I,
    ER_M_MORAN_P,
    ER_MEASURE_COUNT
} er_measure_id;

/** er_balance_within for figures that are taken again and again: rows of er_balance_row alone, and
 *  those of chance and of neighbours are NAN. */
er_status er_balance_figures_within(er_context *ctx, er_store *store, const er_study *study,
                                    int64_t *run_id);

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

/** What a pilot brings. */
typedef enum er_brought { ER_FIRMS, ER_VISITS, ER_BUDGET, ER_BROUGHT_COUNT } er_brought;

/** Of the pilots of a place. */
typedef struct er_brought_sum {
    er_sum amount;  /**< of those that state it */
    int64_t pilots; /**< distinct */
    int64_t stated; /**< those that state it */
} er_brought_sum;

/** What is shared out among units. */
typedef struct er_balance_quantity {
    er_balance_subject kind;       /**< of an er_balance_topic */
    const char *subject;           /**< er_balance_row.subject */
    const er_balance_topic *topic; /**< null: an operator's coverage */
    size_t stratum;                /**< of coverage */
} er_balance_quantity;

typedef struct er_balance_spread er_balance_spread;
typedef struct er_index er_index;

typedef struct er_balance_data {
    er_context *ctx;
    er_store *store;
    er_arena *arena;
    const er_study *day; /**< of which only the day is asked: that of the coverage run */
    er_day_count station_days;
    er_day_count pilot_days;
    const er_study *study; /**< or null */
    er_study_measures measures;
    uint64_t seed;
    bool figures_only; /**< no intervals, tests, neighbours, units and scorecards */
    int64_t run_id;
    int64_t cover_run;

    er_balance_quantity *quantities; /**< the topics, then coverage by operator */
    size_t quantity_count;
    er_balance_spread **spreads; /**< per level; null until asked for */

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
    size_t *site_unit;                /**< or ER_NOWHERE */
    size_t *site_pilot;               /**< place in `pilots`, or ER_NOWHERE */
    double *pilot_sites;              /**< per pilot: how many sites it has */
    int64_t stated[ER_BROUGHT_COUNT]; /**< pilots that state what they bring */
    int64_t synthetic_stations;
    bool synthetic_persons; /**< population or units */
    bool synthetic_pilots;
} er_balance_data;

/** `study` may be null. With a day of the coverage run only what counts on it is there. */
er_status er_balance_read(er_context *ctx, er_store *store, er_arena *arena, const er_study *study,
                          er_balance_data *out);
/** The unit at or above `unit` at a level (its place in `levels`); ER_NOWHERE if there is none. */
size_t er_balance_ancestor(const er_balance_data *data, size_t unit, size_t level);
size_t er_balance_level(const er_balance_data *data, const char *name);
/** Place of a unit's id; ER_NOWHERE if there is none. */
size_t er_balance_unit(const er_balance_data *data, int64_t id);

/* ---- balance_subjects.c ---- */

/** What a pilot states that it brings; NAN: nothing. */
double er_balance_brings(const er_pilot *pilot, er_brought brought);
bool er_balance_is_brought(er_balance_subject kind);
/** Of firms, visits or budget. */
er_brought er_balance_brought(er_balance_subject kind);
er_status er_balance_list_quantities(er_balance_data *data);

/* ---- balance_spread.c: what each unit of a level has ---- */

/** Why a unit is left out of an index. */
enum { ER_LEFT_NO_PERSONS = 1, ER_LEFT_UNSTATED };

/** A unit's share of a quantity; NAN: not known. */
typedef struct er_balance_figure {
    double amount;
    double persons;    /**< that it is taken over */
    double rate;       /**< amount per person, or the share of the persons served */
    unsigned left_out; /**< 0: it counts */
} er_balance_figure;

/** Where a quantity is, over the units of a level. Figures that nobody asked for are NAN. */
typedef struct er_balance_where {
    er_equity_interval intervals[ER_FIGURE_COUNT];
    er_moran moran;
    er_local_moran *locals; /**< per unit of the level */
    bool done;
} er_balance_where;

struct er_balance_spread {
    size_t level;
    size_t first_unit; /**< units of the level: places in data->units */
    size_t unit_count;
    int64_t *stations;
    int64_t *pilots;         /**< distinct */
    er_brought_sum *brought; /**< per unit, ER_BROUGHT_COUNT each */
    bool sites_above;        /**< a site names only a larger unit than the level's */
    int64_t sites_elsewhere; /**< sites in no unit of the level */
    uint32_t (*pairs)[2];    /**< of neighbours; null until asked for */
    size_t pair_count;
    bool has_pairs;
    er_balance_where *where; /**< per quantity */
};

er_status er_balance_spread_of(er_balance_data *data, size_t level, er_balance_spread **out);
er_balance_figure er_balance_figure_of(const er_balance_data *data, const er_balance_spread *spread,
                                       const er_balance_quantity *quantity, size_t at);
/** True if the unit has a row in the indices. */
bool er_balance_counts(const er_balance_figure *figure);

/* ---- balance_neighbours.c ---- */

/** Pairs of neighbours among the units of a level, by the study's rule. */
er_status er_balance_pairs(er_balance_data *data, er_balance_spread *spread);

/* ---- balance_where.c: intervals and neighbourhoods of one level ---- */

/** Of a quantity (its place); computed once a level. */
er_status er_balance_where_of(er_balance_data *data, er_balance_spread *spread, size_t quantity,
                              const er_balance_where **out);

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
    er_brought_sum brought[ER_BROUGHT_COUNT];
    er_cover_sum *cover; /**< per stratum */
} er_line;

typedef struct er_balance_scheme {
    er_balance_data *data;
    const er_scheme *scheme;
    size_t level; /**< place in data->levels */
    er_group *groups;
    size_t group_count;
    size_t line_count; /**< the groups, then none */
    er_line *lines;
    er_line whole;             /**< everything once */
    er_balance_spread *spread; /**< of the level */
    size_t first_unit;         /**< units of the level: places in data->units */
    size_t unit_count;
    size_t *member_first; /**< per unit of data: its lines begin here; one more at the end */
    size_t *member_line;
    int64_t *outside; /**< stations in no unit of the level: all, then by operator */
    int64_t unlocated_pilots;
    int64_t unlocated_sites;
    int64_t placed_pilots; /**< distinct, with a site in a group or none */
    er_brought_sum unlocated_brought[ER_BROUGHT_COUNT];
    er_index *indices; /**< per quantity */
} er_balance_scheme;

er_status er_balance_tally(er_balance_data *data, const er_scheme *scheme, er_balance_scheme *out);

/** Mark the lines (one flag each) in which something at a unit (ER_NOWHERE: no place) counts. False
 *  if it can't be said: it has no place, or names a larger unit that lies in several groups. */
bool er_balance_place(const er_balance_scheme *scheme, size_t unit, bool *lines);

/* ---- balance_pilots.c ---- */
er_status er_balance_tally_pilots(er_balance_scheme *scheme);
er_status er_balance_spread_pilots(const er_balance_data *data, er_balance_spread *spread);

/* ---- balance_index.c ---- */

/** One row a unit that counts. */
typedef struct er_balance_table {
    double *value;
    double *weight;
    double *order; /**< null: some unit has nothing to rank by */
    uint32_t *cluster;
    uint32_t cluster_count;
    uint32_t *unit; /**< place among the units of the level */
    size_t count;
    unsigned left_out; /**< bits 1 << ER_LEFT_*: why units are not in it */
} er_balance_table;

er_status er_balance_table_of(const er_balance_data *data, const er_balance_spread *spread,
                              const er_balance_quantity *quantity, er_balance_table *out);
/** As a table of the equity room, without groups. */
er_equity_table er_balance_as_table(const er_balance_table *table);
er_equity_parameters er_balance_parameters(const er_balance_data *data,
                                           const er_balance_quantity *quantity);

struct er_index {
    er_equity_result result; /**< NAN where not defined */
    er_equity_group *groups; /**< per line; null if lines overlap */
    er_equity_test test;     /**< of the part between groups; NAN: not defined */
    const er_balance_where *where;
    const char *note; /**< why there is none, or what is left out; null: nothing */
    bool defined;
    bool done;
};

/** Of a quantity (its place); computed once a scheme. */
er_status er_balance_index(const er_balance_scheme *scheme, size_t quantity, const er_index **out);

/* ---- balance_figures.c ---- */

/** A figure of a row. */
typedef struct er_balance_shown {
    double value;     /**< NAN: not defined */
    const char *note; /**< why, or what the value means; null: nothing */
} er_balance_shown;

/** A measure from gini on: of the whole scheme, and an index's term of one line. */
er_balance_shown er_balance_whole_figure(const er_balance_scheme *scheme, const er_index *index,
                                         er_measure_id measure);
er_balance_shown er_balance_line_figure(const er_balance_scheme *scheme, const er_index *index,
                                        size_t line, er_measure_id measure);

/* ---- balance_rows.c ---- */
er_status er_balance_write(const er_balance_scheme *scheme, int64_t run_id);

/* ---- balance_units.c, balance_access.c ---- */

/** Ranks, access and neighbourhoods of the units of every level down to `finest`. */
er_status er_balance_write_units(er_balance_data *data, size_t finest);
/** Supply per person of every unit of all levels (NAN: nobody lives there), of stations or of
 *  pilots' sites. Sites that name nothing smaller than the units above the level `finest` are left
 *  out, and recorded as such. */
er_status er_balance_access(er_balance_data *data, er_balance_subject kind, size_t finest,
                            double **out);

/* ---- balance_scorecard.c, balance_sentence.c ---- */

enum { ER_LEVERS = 3 };

typedef struct er_lever {
    size_t unit;
    double theil_t;
    double change;
} er_lever;

/** What the scorecard of a subject says. */
typedef struct er_scorecard {
    const er_balance_scheme *scheme;
    const er_balance_quantity *quantity;
    const er_index *index;
    size_t driver; /**< line; ER_NOWHERE: none */
    er_lever levers[ER_LEVERS];
    size_t lever_count;
} er_scorecard;

/** Scorecards and levers of every topic. */
er_status er_balance_write_scorecards(const er_balance_scheme *scheme);
/** What a scorecard says, in both languages. */
er_status er_balance_sentence(const er_scorecard *card, er_sentence *out);
/** How many pilots state what they bring, if not all; empty where there is nothing to say. */
er_status er_balance_stated(const er_scorecard *card, er_sentence *out);
/** What it does not say, or rests on; empty where there is nothing. */
er_status er_balance_caveats(const er_scorecard *card, er_sentence *out);
er_sentence er_balance_name(const er_unit *unit);
/** Up to ER_SENTENCE_PARTS names as a list. */
er_status er_balance_names(const er_balance_data *data, const er_sentence *names, size_t count,
                           er_sentence *out);
/** Put one sentence behind another. */
er_status er_balance_append(const er_balance_data *data, er_sentence *text, er_sentence more);

#endif
