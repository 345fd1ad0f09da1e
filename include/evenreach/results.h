/** evenreach/results.h: runs of a workspace and the rows that they leave. Part of the store, whose
 * header says how rows are read and written.
 *
 * Results of a run: a row can be added once and is never changed. ER_ERR_INTERNAL for a second one
 * of the same key, or one that names a run, unit, venue, route, station or plan that is not there;
 * ER_ERR_RANGE for a figure out of its range, or for one that is missing where NAN or null is not
 * allowed for (areas, lengths and counts are never below 0; shares are 0 to 1).
 */
#ifndef EVENREACH_RESULTS_H
#define EVENREACH_RESULTS_H

#include "evenreach/core.h"
#include "evenreach/geometry.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The workspace, see store.h. */
typedef struct er_store er_store;

/* ---- runs and results ------------------------------------------------------------------------ */

/** One execution of a step. Immutable once finished. */
typedef struct er_run {
    int64_t id;
    const char *step;       /**< classify, cover, balance, ... */
    const char *model;      /**< disc, tr38901, p1812 or null */
    const char *parameters; /**< JSON: every parameter, defaults filled in */
    const char *versions;   /**< JSON: this library and those it runs with */
    const char *inputs;     /**< JSON: hashes of the sources it rests on */
    const char *status;     /**< done */
} er_run;

/** Adds and sets run->id; versions and inputs are filled in by the store where null. */
er_status er_store_add_run(er_context *ctx, er_store *store, er_run *run);
/** Rows of a table of the workspace: those of a run (0: all), of a stratum (null: all).
 *  ER_ERR_NOT_FOUND where there is no such table. */
er_status er_store_count(er_context *ctx, er_store *store, const char *table, int64_t run_id,
                         const char *stratum, int64_t *out);
/** The same of the rows with a value in a column (null: all), compared as the column's own type;
 * the column must be one of the table. */
er_status er_store_count_with(er_context *ctx, er_store *store, const char *table, int64_t run_id,
                              const char *column, const char *value, int64_t *out);
/** The texts that a column of a table of the workspace holds, each once, by their bytes. */
er_status er_store_texts(er_context *ctx, er_store *store, er_arena *arena, const char *table,
                         const char *column, const char ***out, size_t *count);
/** By id. */
er_status er_store_runs(er_context *ctx, er_store *store, er_arena *arena, er_run **rows,
                        size_t *count);
/** The newest run of a step; ER_ERR_NOT_FOUND (with a line naming the command to run) if none. */
er_status er_store_last_run(er_context *ctx, er_store *store, er_arena *arena, const char *step,
                            er_run *run);

/** Served, unserved, unknown of one unit or venue under one stratum. */
typedef struct er_cover_row {
    int64_t run_id;
    const char *kind;      /**< unit, venue */
    int64_t area_id;       /**< unit.id or venue.id */
    const char *stratum;   /**< any, all, operator */
    const char *operator_; /**< for the stratum operator, else null */
    double area_km2;
    double served_km2;
    double unknown_km2; /**< unserved is the rest */
    double persons;     /**< NAN if the unit's persons are not known */
    double persons_served;
    double persons_unknown;
} er_cover_row;

er_status er_store_add_cover(er_context *ctx, er_store *store, const er_cover_row *row);
/** Of a run and kind, by area id, stratum, operator. */
er_status er_store_cover(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                         const char *kind, er_cover_row **rows, size_t *count);

/** How much of a unit or venue reaches each level of a signal run: levels are exclusive, so that
 *  they, what is unserved and what is unknown add up. */
typedef struct er_cover_level_row {
    int64_t run_id;
    const char *kind; /**< unit, venue */
    int64_t area_id;
    const char *stratum;
    const char *operator_;
    int64_t rank;      /**< 0: the strictest */
    const char *level; /**< its name */
    double area_km2;
    double persons; /**< NAN if the unit's persons are not known */
} er_cover_level_row;
er_status er_store_add_cover_level(er_context *ctx, er_store *store, const er_cover_level_row *row);
/** Of a run and kind, by area id, stratum, operator, rank. */
er_status er_store_cover_levels(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                                const char *kind, er_cover_level_row **rows, size_t *count);

/** Outline of the cells of a signal run that reach a level (and no stricter one), or are unknown.
 */
typedef struct er_cover_outline {
    int64_t run_id;
    const char *stratum;
    const char *operator_;
    int64_t rank;
    const char *level; /**< its name; "unknown" */
    double area_km2;   /**< of its cells */
    er_bytes geometry; /**< multipolygon in degrees */
} er_cover_outline;
er_status er_store_add_cover_outline(er_context *ctx, er_store *store,
                                     const er_cover_outline *outline);
/** Of a run, by stratum (any, all, operator), operator, rank. */
er_status er_store_cover_outlines(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                                  er_cover_outline **rows, size_t *count);

/** Modelled against measured, one line of a run of the step "measure". */
typedef struct er_fit_row {
    int64_t run_id;
    const char *scope;     /**< all, operator, clutter, operator_clutter */
    const char *operator_; /**< null where the scope has none */
    const char *clutter;   /**< class of clutter or group; null likewise */
    int64_t points;        /**< compared */
    int64_t unknown;       /**< measured where the model knows nothing */
    double bias_db;        /**< mean of modelled minus measured; NAN without points */
    double sd_db;          /**< standard deviation of it, n - 1; NAN below two points */
    double rmse_db;
    double offset_db; /**< fitted, to be added to the modelled level; NAN: none asked or too few */
} er_fit_row;
er_status er_store_add_fit(er_context *ctx, er_store *store, const er_fit_row *row);
/** Of a run, in the order added. */
er_status er_store_fits(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                        er_fit_row **rows, size_t *count);

/** What a run of the step "measure" says of one measurement. */
typedef struct er_measurement_fit {
    int64_t run_id;
    int64_t measurement_id;
    const char *operator_; /**< compared with; null: none known there */
    const char *clutter;   /**< class of clutter or group there; null: none */
    double modelled_dbm;   /**< NAN: the model knows nothing there */
} er_measurement_fit;
er_status er_store_add_measurement_fit(er_context *ctx, er_store *store,
                                       const er_measurement_fit *row);
/** Of a run, in the order added: that of er_store_measurements. */
er_status er_store_measurement_fits(er_context *ctx, er_store *store, er_arena *arena,
                                    int64_t run_id, er_measurement_fit **rows, size_t *count);

/** What only one site serves: of a coverage run, by unit (the finest with persons of its own, and
 *  the finest without) and venue. A site is all stations at one place. */
typedef struct er_sole_row {
    int64_t run_id;
    const char *kind; /**< unit, venue */
    int64_t area_id;
    int64_t station_id; /**< the site's first station by the order of er_store_stations */
    double area_km2;    /**< of the area, served by nothing if the site fails; above 0 */
    double persons;     /**< NAN if the unit's persons are not known; of venues NAN */
} er_sole_row;
er_status er_store_add_sole(er_context *ctx, er_store *store, const er_sole_row *row);
/** Of a run and kind, by area id, then station in the order of er_store_stations. */
er_status er_store_soles(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                         const char *kind, er_sole_row **rows, size_t *count);

/* ---- results of the step "venues" ------------------------------------------------------------ */

/** How much of a venue is served under one stratum, on its own grid (with the disc model:
 *  exactly). What is not computed is NAN: levels and speeds of the disc model, indoor figures of
 *  strata. Quantiles are over the venue's area that is not unknown: at p5, 5 % of it have less.
 *  A place without any signal counts as less than all others (its figure is then NAN). */
typedef struct er_venue_row {
    int64_t run_id;
    int64_t venue_id;
    const char *stratum;   /**< any, all, operator */
    const char *operator_; /**< for the stratum operator, else null */
    double area_m2;        /**< geodesic */
    double served_m2;
    double unknown_m2;  /**< unserved is the rest */
    double indoor_m2;   /**< served behind the study's building loss */
    double rsrp_p5_dbm; /**< medians of the place; of "any" the best operator's */
    double rsrp_p50_dbm;
    double rsrp_p95_dbm;
    double dl_p5_mbps; /**< of a terminal alone in the cell */
    double dl_p50_mbps;
    double ul_p5_mbps;
    double ul_p50_mbps;
} er_venue_row;
er_status er_store_add_venue_row(er_context *ctx, er_store *store, const er_venue_row *row);
/** Of a run, by venue code, stratum (any, all, operator), operator. */
er_status er_store_venue_rows(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                              er_venue_row **rows, size_t *count);

/** What a run says of a venue as a whole. */
typedef struct er_venue_finding {
    int64_t run_id;
    int64_t venue_id;
    int64_t unit_id; /**< finest unit that holds er_venue.inside; 0: it is outside all units */
    double cell_m;   /**< of its grid */
    int64_t cells;   /**< that it touches */
    double target_share;
    int64_t operators;         /**< named operators that serve some of it */
    int64_t operators_reached; /**< named operators that serve its target share */
    int64_t holes;             /**< connected parts that are not served by any operator */
    double largest_hole_m2;    /**< NAN without holes */
    er_point worst;            /**< degrees: the place of its cells that "any" serves least */
    double worst_dbm;       /**< the best operator's median there; NAN with discs, or no signal */
    double worst_margin_db; /**< over what the weakest level asks for, edge probability included;
                                 below 0: not served; NAN with discs */
    double worst_margin_m;  /**< discs: how far inside the nearest border of the union's discs;
                                 below 0: outside; NAN with signals, or without any station */
    int64_t serving_station_id; /**< of the nearest site that serves some of it; 0: none */
    double serving_distance_m;  /**< from its nearest cell's middle; NAN: none */
    int64_t helping_station_id; /**< of the nearest site that would serve some of its holes if it
                                     were in service, else of the nearest that serves none of it
                                     as it is; 0: nothing is to be helped, or none */
    double helping_distance_m;
    const char *helping_how;    /**< planned, near; null: none */
    int64_t failing_station_id; /**< of the site whose failure leaves least; 0: nothing is served */
    double failing_left_m2;     /**< served by any operator without it; NAN: none */
    const char *verdict;        /**< the worst of its services, else of its coverage: see
                                     er_venue_service_row */
    const char *reason;         /**< one sentence, English */
    const char *reason_zh;
} er_venue_finding;
er_status er_store_add_venue_finding(er_context *ctx, er_store *store, const er_venue_finding *row);
/** Of a run, by venue code. */
er_status er_store_venue_findings(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                                  er_venue_finding **rows, size_t *count);

/** What is left of a venue if one of the sites that serve it fails. */
typedef struct er_venue_failure {
    int64_t run_id;
    int64_t venue_id;
    int64_t station_id; /**< the site's first station */
    double serving_m2;  /**< where it is the best site of some operator */
    double left_m2;     /**< served by any operator without it */
} er_venue_failure;
er_status er_store_add_venue_failure(er_context *ctx, er_store *store, const er_venue_failure *row);
/** Of a run, by venue code, then station in the order of er_store_stations. */
er_status er_store_venue_failures(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                                  er_venue_failure **rows, size_t *count);

/** Whether a venue can carry a service. */
typedef struct er_venue_service_row {
    int64_t run_id;
    int64_t venue_id;
    const char *service;   /**< er_service_need.code, or what the venue asks for and nobody
                                defines */
    const char *operator_; /**< the one that does best, and is judged; null: none */
    const char *verdict;   /**< ready, ready_outdoors, capacity_short, coverage_short, unknown */
    double dl_need_mbps;   /**< NAN: not asked */
    double ul_need_mbps;
    double users;      /**< that share the operator's sectors at the busiest time; NAN: not stated,
                            and one is reckoned with */
    double dl_p5_mbps; /**< of each of them, at 5 % of the area; NAN: not known */
    double dl_p50_mbps;
    double ul_p5_mbps;
    double ul_p50_mbps;
    const char *reason;
    const char *reason_zh;
} er_venue_service_row;
er_status er_store_add_venue_service(er_context *ctx, er_store *store,
                                     const er_venue_service_row *row);
/** Of a run, by venue code, service. */
er_status er_store_venue_services(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                                  er_venue_service_row **rows, size_t *count);

/** A connected part of a venue that no operator serves, or of which nothing is known. */
typedef struct er_venue_hole {
    int64_t run_id;
    int64_t venue_id;
    int64_t number;    /**< from 1 within the venue and state, from the largest */
    const char *state; /**< unserved, unknown */
    double area_m2;
    er_bytes geometry; /**< multipolygon of one polygon, in degrees */
    er_point inside;   /**< a point of it, as er_piece has it: kept as given */
} er_venue_hole;
er_status er_store_add_venue_hole(er_context *ctx, er_store *store, const er_venue_hole *row);
/** Of a run, by venue code, state (unserved, unknown), number. */
er_status er_store_venue_holes(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                               er_venue_hole **rows, size_t *count);

/** A proposal: what would bring something to its target. */
typedef struct er_plan {
    int64_t id;
    int64_t run_id;
    const char *subject; /**< venue */
    int64_t area_id;     /**< of the venue */
    const char *kind;    /**< small_cells, mobile_pack */
    double target_share;
    double share_before; /**< served */
    double share_after;  /**< as a run with the choices says */
    bool reached;        /**< the target */
    int64_t count;       /**< of choices */
    int64_t bound;       /**< no plan of fewer reaches the target from these candidates; where none
                              does: as many as are needed for the most that can be had */
    bool proven;         /**< count is bound, or no plan reaches the target */
    int64_t candidates;  /**< looked at */
    const char *note;    /**< null, or why the target is not reached; English */
    const char *note_zh;
} er_plan;
/** Adds and sets plan->id. */
er_status er_store_add_plan(er_context *ctx, er_store *store, er_plan *plan);
/** Of a run, by subject, code of the venue, kind. */
er_status er_store_plans(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                         er_plan **rows, size_t *count);

/** One part of a proposal. */
typedef struct er_choice {
    int64_t plan_id;
    int64_t rank; /**< from 1: the one that adds most first, then what adds most to it, ... */
    const char
        *code; /**< the candidate's; of a grid's point made of the venue's code and a number */
    const char *operator_;
    const char *band;
    double height_m;
    double power_dbm; /**< NAN with discs */
    double gain_dbi;
    double radius_m; /**< NAN with signals */
    double adds_m2;  /**< served in addition, after those of lower rank */
    double share;    /**< served with it and those of lower rank */
    er_point position;
} er_choice;
er_status er_store_add_choice(er_context *ctx, er_store *store, const er_choice *choice);
/** Of a run, in the order of er_store_plans, then rank. */
er_status er_store_choices(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                           er_choice **rows, size_t *count);

/* ---- results of the step "routes" ------------------------------------------------------------ */

/** How much of a route is served under one stratum. */
typedef struct er_route_row {
    int64_t run_id;
    int64_t route_id;
    const char *stratum;
    const char *operator_;
    double length_m; /**< geodesic */
    double served_m;
    double unknown_m;
    int64_t gaps;         /**< stretches that are known not to be served */
    double longest_gap_m; /**< of these; 0: none */
    double speed_kmh;     /**< reckoned with; NAN: none known */
    double gap_minutes;   /**< on all gaps at this speed; NAN without speed */
    double longest_gap_minutes;
} er_route_row;
er_status er_store_add_route_row(er_context *ctx, er_store *store, const er_route_row *row);
/** Of a run, by route code, stratum, operator. */
er_status er_store_route_rows(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                              er_route_row **rows, size_t *count);

/** A stretch of a route that is not served, or of which nothing is known. */
typedef struct er_route_gap {
    int64_t run_id;
    int64_t route_id;
    const char *stratum; /**< any, operator */
    const char *operator_;
    int64_t number;    /**< from 1 along the route, within stratum and operator */
    const char *state; /**< unserved, unknown */
    double from_m;     /**< from the route's start */
    double to_m;
    double minutes;    /**< NAN without speed */
    er_bytes geometry; /**< linestring or multilinestring in degrees; read as multilinestring */
} er_route_gap;
er_status er_store_add_route_gap(er_context *ctx, er_store *store, const er_route_gap *row);
/** Of a run, by route code, stratum, operator, number. */
er_status er_store_route_gaps(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                              er_route_gap **rows, size_t *count);

/** What of a route lies in a unit, or in a group of a scheme. */
typedef struct er_route_part {
    int64_t run_id;
    int64_t route_id;
    int64_t unit_id;    /**< of the finest level that holds it; 0 */
    const char *scheme; /**< null for a unit's part */
    const char *group;  /**< null for a unit's part; ER_LINE_OUTSIDE of what is in no unit (then
                             also as a unit's part with unit_id 0) */
    double length_m;
    double served_m; /**< by any operator */
    double unknown_m;
} er_route_part;
er_status er_store_add_route_part(er_context *ctx, er_store *store, const er_route_part *row);
/** Of a run, by route code; units first, by code, the part outside last; then scheme, group. */
er_status er_store_route_parts(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                               er_route_part **rows, size_t *count);

/* ---- results of the step "resilience" -------------------------------------------------------- */

/** What is lost if a site fails. */
typedef struct er_site_loss {
    int64_t run_id;
    int64_t rank;       /**< from 1: most persons, then most area, then station order */
    int64_t station_id; /**< the site's first station */
    int64_t stations;   /**< at the site */
    const char *group;  /**< of the study's radius scheme, where the site stands; null: none */
    double persons;     /**< who lose all coverage; NAN if of none of the units concerned it is
                             known who lives there */
    double area_km2;
    int64_t venues; /**< that lose all coverage */
} er_site_loss;
er_status er_store_add_site_loss(er_context *ctx, er_store *store, const er_site_loss *row);
/** Of a run, by rank. */
er_status er_store_site_losses(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                               er_site_loss **rows, size_t *count);

/** How much of a group's coverage hangs on one site alone. */
typedef struct er_resilience_row {
    int64_t run_id;
    const char *group;  /**< of the study's radius scheme, by where people live; null: the whole */
    int64_t sites;      /**< that stand there */
    int64_t sites_sole; /**< whose failure leaves someone, some area or a venue without coverage */
    double persons_served; /**< NAN as er_site_loss.persons */
    double persons_sole;
    double area_km2_served;
    double area_km2_sole;
    int64_t venues_served; /**< some of them is */
    int64_t venues_sole;   /**< that one failure can leave without any coverage */
    int64_t
        worst_station_id; /**< the site on which most persons of the group hang alone; 0: none */
    double worst_persons; /**< of the group */
} er_resilience_row;
er_status er_store_add_resilience(er_context *ctx, er_store *store, const er_resilience_row *row);
/** Of a run, in the order added: the groups in their order, ER_LINE_NONE, then the whole. */
er_status er_store_resilience(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                              er_resilience_row **rows, size_t *count);

/** One figure of a balance run: long form, so that a new measure needs no new column. */
typedef struct er_balance_row {
    int64_t run_id;
    const char *scheme;
    const char *group;   /**< null for a figure of the whole scheme (an index) */
    const char *subject; /**< area persons stations pilots coverage_any coverage_all
                              coverage:<operator> ... */
    const char *measure; /**< value share rate_per_10k rate_per_100k location_quotient gini theil_t
                              theil_t_between theil_t_within share_of_between ... */
    double value;        /**< NAN: undefined, and `note` says why */
    const char *unit;    /**< km2 persons count share 1/10k ... */
    const char *note;
} er_balance_row;

er_status er_store_add_balance(er_context *ctx, er_store *store, const er_balance_row *row);
/** Of a run, in the order added. */
er_status er_store_balance(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                           er_balance_row **rows, size_t *count);

/** Where a unit stands, of a balance run: one row per subject and unit, for every level down to the
 *  finest one that a scheme is taken by. */
typedef struct er_balance_unit_row {
    int64_t run_id;
    const char *subject; /**< as in er_balance_row */
    int64_t unit_id;
    double amount; /**< persons served, stations, pilots, firms, visits, budget; NAN if not known */
    double persons; /**< that it is taken over; NAN if not known */
    double rate;    /**< share of the persons served, or amount per person; NAN: no persons, no
                         figure */
    int64_t rank;   /**< among the units of its level by rate, 1 is the highest; equal rates share
                         a rank; 0: no rate */
    int64_t ranked; /**< units of its level that have a rank */
    double access;  /**< two-step floating catchment, supply per person; NAN: not of this subject */
    double local_moran;  /**< NAN: no figure (so for p and q) */
    double p;            /**< pseudo p-value of it */
    double q;            /**< adjusted for false discovery */
    const char *cluster; /**< high_high low_low high_low low_high, or null: not significant */
} er_balance_unit_row;
er_status er_store_add_balance_unit(er_context *ctx, er_store *store,
                                    const er_balance_unit_row *row);
/** Of a run, in the order added. */
er_status er_store_balance_units(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                                 er_balance_unit_row **rows, size_t *count);

/** How far from even a subject is by a scheme, and what would change it most. */
typedef struct er_scorecard_row {
    int64_t run_id;
    const char *scheme;
    const char *subject;
    double gini; /**< NAN: not defined, and `sentence` says why (so for all figures) */
    double gini_low;
    double gini_high;
    double theil_t;
    double share_between; /**< of Theil T, 0 to 1 */
    double p_between;     /**< permutation test of it */
    const char *driver;   /**< group that drives the gap between groups; null: none */
    double driver_share;  /**< of the gap */
    double driver_ratio;  /**< its mean over the mean of all: below 1 it has less than its share */
    const char *sentence; /**< in English, one or two plain sentences */
    const char *sentence_zh;
} er_scorecard_row;
er_status er_store_add_scorecard(er_context *ctx, er_store *store, const er_scorecard_row *row);
/** Of a run, in the order added. */
er_status er_store_scorecards(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                              er_scorecard_row **rows, size_t *count);

/** What would change Theil T most: units of the top level, the most effective first. */
typedef struct er_lever_row {
    int64_t run_id;
    const char *scheme;
    const char *subject;
    int64_t rank; /**< from 1 */
    int64_t unit_id;
    double theil_t; /**< if everything in the unit that is under the mean of all rose to it */
    double change;  /**< theil_t less that of now */
} er_lever_row;
er_status er_store_add_lever(er_context *ctx, er_store *store, const er_lever_row *row);
/** Of a run, in the order added. */
er_status er_store_levers(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                          er_lever_row **rows, size_t *count);

/* ---- results of the step "targets" ----------------------------------------------------------- */

/** A target by one definition. Variants of coverage and stations are named after their stratum:
 * any, best, all, operator:<name> (within the scope), and the same behind "everywhere:" (without
 * it); those of other measures: everywhere. Of a scope that rests on a threshold: borderline_out
 * and borderline_in, main without and with the units within the scheme's margin. published_whole:
 * main over the denominator as published. Where several rows are published for a code and year, the
 *  names of the second one's end in #2, and so on. */
typedef struct er_target_row {
    int64_t run_id;
    const char *code;        /**< er_target.code */
    int64_t year;            /**< 0: the target states none */
    const char *variant;     /**< stable name of the definition; "main" is the study's own */
    const char *measure;     /**< as published */
    const char *denominator; /**< as published, or null */
    const char *measure_zh;  /**< as er_target's */
    const char *denominator_zh;
    const char *unit;       /**< as published */
    const char *definition; /**< what is computed, one English line; null: nothing is */
    const char *definition_zh;
    const char *period;   /**< year, cumulative, since, state; null: nothing is computed */
    double target;        /**< NAN: only an actual figure is published */
    double figure;        /**< of this run, in `unit`; NAN: none, and `reason` says why */
    double published;     /**< actual figure as published; NAN: none */
    double gap;           /**< figure less target; NAN without either */
    double part;          /**< numerator; NAN without a figure */
    double whole;         /**< denominator; NAN: a plain number */
    double unknown_share; /**< of `whole`, of which is not known whether it counts; 0 to 1, NAN */
    double assumed_share; /**< of what the figure rests on, that is a default or synthetic; NAN */
    bool synthetic;       /**< rests on synthetic rows */
    const char *verdict;  /**< met missed cannot_say */
    const char *reason;   /**< one English line */
    const char *reason_zh;
} er_target_row;
er_status er_store_add_target_row(er_context *ctx, er_store *store, const er_target_row *row);
/** Of a run, in the order added: by code, year, then variants, "main" first. */
er_status er_store_target_rows(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                               er_target_row **rows, size_t *count);

/* ---- results of the steps "compare" and "trend" ---------------------------------------------- */

/** Served before and after. before + gained - lost = after and kept + lost = before hold exactly in
 *  doubles: persons are multiples of 2^-20, areas of 2^-28 km2. */
typedef struct er_compare_figures {
    double before;
    double gained; /**< served after alone */
    double lost;   /**< served before alone */
    double after;
    double kept;                /**< served before and after */
    double gained_from_unknown; /**< part of `gained` that was not known before */
    double lost_to_unknown;     /**< part of `lost` that is not known after */
    double population; /**< part of gained less lost that a change of population makes; areas: 0 */
} er_compare_figures;

typedef struct er_compare_row {
    int64_t run_id;
    const char *kind;   /**< unit, group, all */
    int64_t unit_id;    /**< 0 but for units */
    const char *level;  /**< of the unit */
    const char *code;   /**< of the unit */
    const char *scheme; /**< of the group */
    const char *group;  /**< a group or ER_LINE_NONE */
    double area_km2;
    double persons; /**< after; NAN if not known, and then all of persons_served is NAN */
    er_compare_figures served_km2;
    er_compare_figures persons_served;
} er_compare_row;
er_status er_store_add_compare(er_context *ctx, er_store *store, const er_compare_row *row);
/** Of a run, in the order added. */
er_status er_store_compares(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                            er_compare_row **rows, size_t *count);

/** An index before and after, with the interval of its difference. */
typedef struct er_compare_index {
    int64_t run_id;
    const char *scheme;
    const char *subject;
    const char *measure;
    double before; /**< NAN: not defined (so for the rest) */
    double after;
    double change;
    double low;
    double high;
} er_compare_index;
er_status er_store_add_compare_index(er_context *ctx, er_store *store, const er_compare_index *row);
/** Of a run, in the order added. */
er_status er_store_compare_indices(er_context *ctx, er_store *store, er_arena *arena,
                                   int64_t run_id, er_compare_index **rows, size_t *count);

/** Why two sides are not the same. */
typedef struct er_compare_cause {
    int64_t run_id;
    const char *kind;    /**< station boundary population parameter model */
    const char *change;  /**< added removed changed */
    const char *subject; /**< code of the station or unit, key of the parameter; null: none */
    const char *operator_;
    const char *before; /**< what it was, for people; null: nothing */
    const char *after;
    er_point position; /**< of a station, degrees; else NAN */
} er_compare_cause;
er_status er_store_add_compare_cause(er_context *ctx, er_store *store, const er_compare_cause *row);
/** Of a run, in the order added. */
er_status er_store_compare_causes(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                                  er_compare_cause **rows, size_t *count);

/** One figure of one year, long form. */
typedef struct er_trend_row {
    int64_t run_id;
    int64_t year;
    const char *as_of;  /**< last day of the year, or the study's date within it */
    const char *period; /**< state (at that day), year (in it), cumulative (up to that day) */
    const char *scheme;
    const char *group;   /**< null: the whole */
    const char *subject; /**< as in er_balance_row */
    const char *measure;
    double value;
    const char *unit;
    const char *note;
} er_trend_row;
er_status er_store_add_trend(er_context *ctx, er_store *store, const er_trend_row *row);
/** Of a run, in the order added. */
er_status er_store_trends(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                          er_trend_row **rows, size_t *count);

/* ---- what a coverage run served, to be set against another one --------------------------------
 *
 * A run of the disc model keeps the discs of the stations in service, a run of a signal model the
 * states of its cells. Its parameters name the `plane` of both, and the `grid` of the cells
 * (left_m, top_m, cell_m, columns, rows), in as many digits as read back to the same doubles. A run
 * without a single station in the workspace (`stations.loaded` is 0) keeps neither: nothing is
 * known anywhere. Nor does one of figures alone, or one made before these were kept. */

/** A disc of a coverage run. */
typedef struct er_cover_disc {
    int64_t station_id;
    er_point position; /**< degrees */
    double radius_m;
    const char *operator_; /**< or null */
} er_cover_disc;
/** The discs of a run, all at once (packed: some 20 bytes a disc). ER_ERR_RANGE for one without a
 *  position or a radius above 0. */
er_status er_store_add_cover_discs(er_context *ctx, er_store *store, int64_t run_id,
                                   const er_cover_disc *discs, size_t count);
/** In the order added (that of er_store_stations, where a coverage run added them); count 0 for a
 *  run that kept none. ER_ERR_STORE for what is damaged. */
er_status er_store_cover_discs(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                               er_cover_disc **discs, size_t *count);

/** Most cells in all masks of a run: they are read at once, a byte for each. A coverage run with
 *  more says so and keeps none. */
#define ER_COVER_MASK_CELLS ((int64_t)1 << 30)
/** State of a cell of a signal run under the stratum "any". */
enum { ER_CELL_UNSERVED, ER_CELL_SERVED, ER_CELL_UNKNOWN };
/** A rectangle of cells of the run's grid, the first row in the north; packed in the file. A
 *  coverage run keeps blocks of 1024 by 1024 cells from the grid's upper left corner on (smaller
 *  ones at its right and lower side); it leaves out those that hold nothing but unserved cells. The
 *  cells between the areas have a state, too. */
typedef struct er_cover_mask {
    int64_t run_id;
    int64_t column; /**< of its first cell in the run's grid */
    int64_t row;
    int64_t columns;
    int64_t rows;
    const uint8_t *states; /**< rows x columns */
} er_cover_mask;
/** ER_ERR_RANGE for more than 2^24 cells, or states that are none. */
er_status er_store_add_cover_mask(er_context *ctx, er_store *store, const er_cover_mask *mask);
/** Of a run, by row, column; a byte for each of its cells. ER_ERR_STORE for what is damaged. */
er_status er_store_cover_masks(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                               er_cover_mask **masks, size_t *count);

/* ---- results of the step "choose" ------------------------------------------------------------ */

/** A plan: an answer to one of the study's questions, or one of the front beside it. Persons and
 *  indices are those of a coverage run with the plan's sites (for pilots: of who is within reach of
 *  one), not of the search's cells. */
typedef struct er_siting_plan_row {
    int64_t id;
    int64_t run_id;
    const char *question; /**< name in the study */
    const char *place;    /**< station pilot mobile_pack */
    int64_t number;       /**< from 1; 1 is the plan asked for, with all its conditions */
    const char *variant;  /**< what sets it apart: asked, free (no conditions), priority,
                               conditions_priority */
    double priority;      /**< how much more a person in a unit without any coverage counts than one
                               in a unit that has all: 0 for equal weights */
    bool on_front; /**< no plan of the question under the same conditions (all of them, or none)
                        has both more persons and less inequality */
    int64_t count; /**< of choices */
    int64_t candidates; /**< looked at */
    double cost;
    double covered; /**< weight met, as the search counts it by cells, existing sites included */
    double bound; /**< no plan covers more under these conditions and weights, by the same cells */
    double gap;
    const char *end;       /**< proven gap nodes time quick */
    double persons;        /**< of the whole study */
    double persons_before; /**< served by the question's operator, by anyone where it names none;
                                of pilots within reach of one */
    double persons_after;
    const char *index;   /**< theil_t fgt1 gini */
    double index_before; /**< NAN: not defined */
    double index_after;
    double gini_before; /**< beside it, whatever the index */
    double gini_after;
    double share_in_rules; /**< of the new sites in the groups of the first condition; NAN: none */
    const char *sentence;
    const char *sentence_zh;
} er_siting_plan_row;
/** Adds and sets row->id. */
er_status er_store_add_siting_plan(er_context *ctx, er_store *store, er_siting_plan_row *row);
/** Of a run, by question in the order added, then number. */
er_status er_store_siting_plans(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                                er_siting_plan_row **rows, size_t *count);

/** One new site of a plan. */
typedef struct er_siting_choice_row {
    int64_t plan_id;
    int64_t rank;     /**< from 1: the one that gains most, then what gains most beside it, ... */
    const char *code; /**< the candidate's */
    const char *name; /**< null: none */
    const char *name_en;
    int64_t unit_id;   /**< finest unit that it stands in; 0: in none */
    const char *group; /**< of that place in the scheme of the question's first condition, else of
                            the radius scheme; null: in none */
    er_point position; /**< degrees */
    const char *operator_;
    const char *band;
    double radius_m;
    double cost;
    double gains;         /**< persons, with it and those before it */
    int64_t most_unit_id; /**< unit of the index's level that gains most of them; 0: none */
    double most_persons;
    const char *most_group; /**< group that gains most; null */
    double index_after;     /**< with it and those before it */
    const char *next_code;  /**< what would have been next best in its place; null: nothing */
    const char *next_name;
    double next_gains; /**< persons, as the search counts them */
    const char *sentence;
    const char *sentence_zh;
} er_siting_choice_row;
er_status er_store_add_siting_choice(er_context *ctx, er_store *store,
                                     const er_siting_choice_row *row);
/** Of a run, in the order of er_store_siting_plans, then rank. */
er_status er_store_siting_choices(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                                  er_siting_choice_row **rows, size_t *count);

#ifdef __cplusplus
}
#endif
#endif
