/** The parts of the step "compare": the two sides as they are read, what both serve, the figures
 *  and the causes. Everything lives in the arena of the comparison. */
#ifndef EVENREACH_ANALYSIS_COMPARE_H
#define EVENREACH_ANALYSIS_COMPARE_H

#include "evenreach/analysis.h"

enum { ER_BEFORE, ER_AFTER, ER_SIDES };

/** No unit. */
#define ER_NO_UNIT SIZE_MAX

/** A part of a unit that is no larger is no difference: of areas as they are stored, of outlines,
 *  of a unit and of the units that fill it. */
#define ER_SAME_AREA 1e-6

/** A station as a run counted it. */
typedef struct er_compare_station {
    const er_station *station;
    double radius_m; /**< of its disc; NAN: by signals */
} er_compare_station;

/** A side, read: what a coverage run served, and what that rests on. */
typedef struct er_compare_read {
    const char *name; /**< for people: "run 7 of w.sqlite", "2021-12-31" */
    er_run run;       /**< id 0: it was computed for this alone */
    const char *as_of;
    bool planned; /**< with as_of: rows that are planned counted */
    const char *operator_;
    bool is_signal;
    const char *plane; /**< its definition */
    bool has_grid;     /**< signals; false: nothing is known anywhere */
    er_grid grid;
    er_unit *units;     /**< with geometry: those that the run speaks of */
    er_cover_row *rows; /**< of each of them, in the stratum that is asked for */
    size_t unit_count;
    er_cover_disc *discs; /**< in the stratum that is asked for */
    size_t disc_count;
    er_cover_mask *masks;
    size_t mask_count;
    er_compare_station *stations; /**< that counted, of all operators */
    size_t station_count;
} er_compare_read;

/** What of a unit is served on both sides, in km2. */
typedef struct er_compare_overlap {
    double before;
    double after;
    double kept;         /**< on both */
    double from_unknown; /**< after, and not known before */
    double to_unknown;   /**< before, and not known after */
} er_compare_overlap;

/** A unit that both sides have. */
typedef struct er_compare_unit {
    int64_t id; /**< in the workspace that is worked on */
    const er_unit *unit[ER_SIDES];
    const er_cover_row *row[ER_SIDES];
    size_t parent;  /**< place among these; ER_NO_UNIT: none */
    bool has_below; /**< some unit */
    bool is_whole;  /**< all that is right below it on either side is among these */
    er_compare_overlap overlap;
    double area_km2; /**< a multiple of the quantum, as all figures */
    er_compare_figures km2;
    er_compare_figures persons;
} er_compare_unit;

/** The comparison on its way. */
typedef struct er_comparison {
    er_context *ctx;
    er_store *store;
    const er_study *study; /**< or null */
    er_study_measures measures;
    uint64_t seed;
    er_arena *arena;
    bool common_units;
    er_compare_read sides[ER_SIDES];
    er_compare_unit *units; /**< by rank of their level, code: parents come first */
    size_t unit_count;
    size_t left_out; /**< units that are not the same */
    er_compare_result *result;
    size_t row_capacity, index_capacity, cause_capacity;
} er_comparison;

/* ---- reading: compare_side.c, compare_record.c ----------------------------------------------- */

er_status er_compare_read_side(er_comparison *c, const er_compare_side *side, er_compare_read *out);
/** Model, plane, grid and day from the run's own record. */
er_status er_compare_read_record(er_comparison *c, er_compare_read *out);
/** The stations that the run counted. */
er_status er_compare_read_stations(er_comparison *c, er_store *store, er_compare_read *out);
/** The plane of a run by its record. */
er_status er_compare_plane(er_context *ctx, const er_study *study, const char *definition,
                           er_plane **out);

/* ---- units: compare_units.c ------------------------------------------------------------------ */

/** Find the units of both sides, and the causes that lie in those that are not the same. */
er_status er_compare_match_units(er_comparison *c);

/* ---- what both serve: compare_discs.c, compare_cells.c --------------------------------------- */

er_status er_compare_discs(er_comparison *c);
er_status er_compare_cells(er_comparison *c);
/** Does the side's figure of a unit agree with what its run says? */
er_status er_compare_check_figure(er_comparison *c, int side, size_t unit, double served_km2);

/* ---- figures: compare_figures.c, compare_rows.c ---------------------------------------------- */

/** From the overlaps, the figures of every unit. */
er_status er_compare_figures_of(er_comparison *c);
/** Parts that are rounding alone become none: of a unit that nothing happens to, before and after
 *  are the same to the last bit. */
er_compare_overlap er_compare_without_noise(er_compare_overlap o, double area_km2);
/** Figures of a unit from its overlap without noise: km2, and persons, evenly spread over the unit
 *  on both sides. */
er_compare_figures er_compare_km2_of(const er_compare_overlap *o);
er_compare_figures er_compare_persons_of(double were, double are, double area_km2,
                                         const er_compare_overlap *o);
/** Add a figure to a sum; both stay multiples of their quantum. */
void er_compare_add_figures(er_compare_figures *sum, const er_compare_figures *figures);
/** Fill the result's rows: units, groups, all. */
er_status er_compare_rows(er_comparison *c);
/** Groups of a scheme with their members, by unit id. */
typedef struct er_compare_groups {
    er_group *groups;
    size_t count;
    er_unit_group *members;
    size_t member_count;
} er_compare_groups;
er_status er_compare_read_groups(er_comparison *c, const er_scheme *scheme, er_compare_groups *out);
/** Of the unit's groups the one of this number, from 0; `count` of the groups if it has none. */
size_t er_compare_group(const er_compare_groups *groups, int64_t unit_id, size_t number);
/** The schemes that are compared by: the workspace's, or the one that stands for none. */
er_status er_compare_schemes(er_comparison *c, er_scheme **schemes, size_t *count);

/* ---- indices: compare_index.c ---------------------------------------------------------------- */

er_status er_compare_indices(er_comparison *c);

/* ---- causes: compare_causes.c, compare_stations.c -------------------------------------------- */

/** Add a cause; its run_id is filled in when it is written. Texts are not copied. */
er_status er_compare_add_cause(er_comparison *c, er_compare_cause cause);
/** Stations that were added, removed or changed. */
er_status er_compare_station_causes(er_comparison *c);
/** Population, parameters, model and program. */
er_status er_compare_other_causes(er_comparison *c);

/* ---- the run: compare_write.c --------------------------------------------------------------- */

/** The sides and what else the figures follow from, as the result's parameters. */
er_status er_compare_parameters(er_comparison *c, const er_compare_options *options);
/** Add the run, and everything that the result holds, in one transaction. */
er_status er_compare_write(er_comparison *c, int64_t *run_id);

#endif
