/** evenreach/analysis.h: the steps of a study. Each reads the store, calls a pure room, writes the
 * store, in one transaction of its own. */
#ifndef EVENREACH_ANALYSIS_H
#define EVENREACH_ANALYSIS_H

#include "evenreach/core.h"
#include "evenreach/geometry.h"
#include "evenreach/radio.h"
#include "evenreach/sources.h"
#include "evenreach/store.h"
#include "evenreach/study.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct er_load_report {
    int64_t source_id;
    int64_t rows_read;
    int64_t rows_accepted;
    int64_t rows_rejected;
    int64_t rows_repaired;
    int64_t rows_defaulted;
} er_load_report;

/** Load one input in one transaction. `study` may be null (crs candidates then come from PROJ's
 *  areas of use over the units' extent). */
er_status er_load(er_context *ctx, er_store *store, const er_study *study, const er_input *input,
                  er_load_report *report);

/** Something that a workspace's data should not be like, or that one should know of it. */
typedef struct er_check_finding {
    const char *code;  /**< stable: rejected outside shifted duplicate area_sum childless orphan
                            no_population unlocated misplaced azimuth undefined_service
                            future_date assumption */
    bool warning;      /**< false: for information */
    int64_t source_id; /**< 0: of no single source */
    int64_t count;     /**< rows or units it is about */
    const char *text;  /**< one line in the context's language, with what to do */
} er_check_finding;

/** Look over the data of a workspace; changes nothing. `study` may be null (reference systems to
 *  try then come from PROJ's database). Findings live in the arena, in a fixed order. */
er_status er_check(er_context *ctx, er_store *store, const er_study *study, er_arena *arena,
                   er_check_finding **findings, size_t *count);

/** Assign units to the groups of every scheme of the study. */
er_status er_classify(er_context *ctx, er_store *store, const er_study *study);

/** Coverage of every unit and venue by operator, any and all; persons served.
 *
 *  With the disc model served areas are exact on the working plane and scaled to the geodesic area
 *  of the unit. With a signal model (er_field) every cell of a grid over the units and venues has a
 *  level, and counts for each area by the exact share of it that lies inside; "all" of a cell is
 *  the lowest level of the named operators, unknown if one is unknown and none is known to be
 *  unserved; "any" is the highest level, unknown if none serves and one is unknown. Figures are the
 *  same bytes for any tile size, thread count and order of rows.
 *
 *  Persons are taken as evenly spread inside each unit that has a known figure and no unit with one
 *  below it; units above get the sums of those below. Without any station in the workspace
 *  everything is unknown, with a warning. Stations that er_station_counts denies are left out,
 *  and that and every figure that no row states is recorded as an assumption of the run. */
er_status er_cover(er_context *ctx, er_store *store, const er_study *study, int64_t *run_id);

/** Names of the lines that stand beside a scheme's groups in er_balance_row.group. */
#define ER_LINE_NONE "none"           /**< in a unit of the scheme's level that is in no group */
#define ER_LINE_OUTSIDE "outside"     /**< stations in no unit of the scheme's level */
#define ER_LINE_UNLOCATED "unlocated" /**< pilots and sites whose group can't be said */

/** Balance by every scheme of the study (of its balance.schemes; of the workspace if `study` is
 *  null), from the newest coverage run, as a new run of rows (er_balance_row) in a fixed order:
 *  scheme; subject; groups in their order, then none, outside, unlocated, then the whole scheme
 *  (group null); measure. What the measures are stands in one table, er_balance_measures.
 *
 *  A station counts where it stands. A site counts in the group of its unit; a site that only names
 *  a larger unit than the scheme's level counts in a group if all of that unit lies in it, else it
 *  is unlocated; so is a site with no place. A pilot counts once in every group in which it has a
 *  site, and is unlocated if no site has a group. Nothing is dropped: groups that do not overlap,
 *  with none, outside and unlocated, add up to the whole for stations, sites, firms, visits and
 * budget: what a pilot brings is shared out evenly over its sites, and a pilot that does not state
 * it is left out, counted by the measure "stated", and never taken for 0. Rates, quotients and
 * indices are of what is placed. Indices are taken over the units of the scheme's level, weighted
 * by persons: of the share of the persons served (those not known to be served or not left out), of
 * stations, pilots, firms, visits and budget per person. A figure that is not defined is NAN and
 * its note says why. By a study without a scheme the balance is that of er_balance_whole; without a
 * study, a workspace that has no scheme is refused.
 *
 *  Beside these: er_scorecard_row and er_lever_row of every scheme and topic; er_balance_unit_row
 * of every topic and unit of the levels down to the finest one that a scheme is taken by.
 * Intervals, tests and neighbours are by study.measures; all random numbers come from the study's
 * seed and the place of the subject among the topics, and stand in the run's parameters. */
er_status er_balance(er_context *ctx, er_store *store, const er_study *study, int64_t *run_id);
/** What stands for a scheme where a workspace has none: "whole", without groups, at the finest
 * level with a population, else the finest one. */
er_status er_balance_whole(er_context *ctx, er_store *store, er_arena *arena, er_scheme *out);

/** Subjects of balance rows, as bits: those that an entry of the table holds for. */
typedef enum er_balance_subject {
    ER_BALANCE_UNITS = 1 << 0,
    ER_BALANCE_AREA = 1 << 1,
    ER_BALANCE_PERSONS = 1 << 2,
    ER_BALANCE_STATIONS = 1 << 3,    /**< "stations", and "stations:<operator>" */
    ER_BALANCE_PILOTS = 1 << 4,      /**< distinct pilots */
    ER_BALANCE_PILOT_SITES = 1 << 5, /**< their sites */
    ER_BALANCE_COVERAGE = 1 << 6,    /**< "coverage_any", "coverage_all", "coverage:<operator>" */
    ER_BALANCE_FIRMS = 1 << 7,       /**< firms that take part in pilots */
    ER_BALANCE_VISITS = 1 << 8,      /**< visits that pilots count */
    ER_BALANCE_BUDGET = 1 << 9       /**< what pilots cost, in the study's currency */
} er_balance_subject;

/** A subject whose evenness is measured. */
typedef struct er_balance_topic {
    er_balance_subject kind;
    const char *name;  /**< er_balance_row.subject */
    const char *title; /**< what is measured, English; er_text translates it */
    const char *noun;  /**< of the amount, English, such as "stations" */
    const char *rate;  /**< heading of the rate, English, such as "per 10,000 persons" */
    double per;        /**< persons that the rate is shown for; 0: a share */
} er_balance_topic;

/** The subjects with rows of units, a scorecard and levers, in the order of the rows. Static
 *  storage. */
const er_balance_topic *er_balance_topics(size_t *count);

typedef struct er_balance_measure {
    const char *name;  /**< er_balance_row.measure */
    const char *unit;  /**< er_balance_row.unit; null: km2, persons or count by the subject */
    unsigned subjects; /**< er_balance_subject bits */
    bool of_groups;    /**< given for groups */
    bool of_whole;     /**< given for the whole scheme */
    const char *title; /**< English; er_text translates it */
} er_balance_measure;

/** The table of measures, in the order of the rows. Static storage. */
const er_balance_measure *er_balance_measures(size_t *count);

/** The unit in which each point (in degrees) stands: of the finest level, or of a coarser one for a
 *  point between the finer units; 0 for a point in no unit. One place decides: cover, balance and
 *  exports all ask here, so that a station counts in the same units everywhere. */
er_status er_finest_units(er_context *ctx, er_store *store, const er_point *points, size_t count,
                          int64_t *unit_ids);
/** The same for points that come a few at a time. The store must outlive it. */
typedef struct er_unit_finder er_unit_finder;
er_status er_unit_finder_new(er_context *ctx, er_store *store, er_unit_finder **out);
er_status er_unit_finder_find(er_context *ctx, er_unit_finder *finder, const er_point *points,
                              size_t count, int64_t *unit_ids);
/** Null is allowed. */
void er_unit_finder_free(er_unit_finder *finder);

/** Radius in metres that the disc model gives a station, and whether it is a default. One place
 *  decides: cover, exports and choose all ask here. `group` is the area class the station stands
 *  in, or null. */
double er_station_radius(const er_study *study, const er_station *station, const char *group,
                         bool *is_default);

/** True if the station counts on the study's day (study.time; a study may be null). Without a day:
 *  er_station_in_service. With one: its dates hold it (er_counts_on), and its status says in
 *  service or nothing, or planned where the study counts planned rows (which then need a date from
 *  which they are there), or closed with a date_off that is still to come. One place decides:
 * cover, balance, targets and exports all ask here. */
bool er_station_counts(const er_study *study, const er_station *station);
/** The same for a pilot: its dates, else its year (which has begun on the day; one that states
 *  neither is taken to be there), and its status: planned ones as planned stations. Without a day:
 *  true. */
bool er_pilot_counts(const er_study *study, const er_pilot *pilot);
/** The study with the day of the newest coverage run where it names none itself, so that the steps
 *  behind it speak of the same day: all of them call it. ER_ERR_INPUT, with the command to run, for
 * a study that names another day. Without any coverage run nothing is done. Texts live in the
 * arena.
 */
er_status er_study_adopt_time(er_context *ctx, er_store *store, er_arena *arena, er_study *study);

/** True if a station serves: its status says so (in_service, active, on air, ...) or says nothing.
 *  Planned, closed and unknown words do not. */
bool er_station_in_service(const er_station *station);

/** Operator of stations that state none. */
#define ER_NO_OPERATOR "(not stated)"

/** Working plane of a workspace: the study's own (it may be null), or the one for the extent of its
 * units and venues (of its stations if it has neither). Free with er_plane_free. */
er_status er_working_plane(er_context *ctx, er_store *store, const er_study *study, er_plane **out);
/** Plane that venues are measured on. With the disc model that of the venues' own extent (the
 *  study's where it names one): a disc is round on the plane, and a plane is truest near its
 * middle, so that er_reach, asked for the same venues, says the same. With signals the working
 * plane. */
er_status er_venue_plane(er_context *ctx, er_store *store, const er_study *study, er_plane **out);

/** The stations in service as discs: what every figure and outline of the disc model rests on. The
 *  arrays live in the arena, in the order of er_store_stations. */
typedef struct er_sites {
    const er_station **stations; /**< of each disc */
    er_disc *discs;              /**< on the plane; layer is an index into operators */
    const char **groups; /**< of each disc: its group of the study's radius scheme, or null */
    bool *is_default;    /**< of each disc: the radius is not the station's own */
    size_t count;
    size_t *site;           /**< of each disc: index of the first one at the very same place */
    const char **operators; /**< by name; ER_NO_OPERATOR, if a station states none, comes last */
    uint32_t operator_count;
    uint32_t named_count;        /**< how many "all" asks for: the stated ones, or the only one */
    size_t station_count;        /**< in the workspace */
    const er_station **left_out; /**< not in service */
    size_t left_out_count;
    size_t outside; /**< in no unit at all */
} er_sites;

/** ER_ERR_INPUT if a station has no radius: neither its own, nor a rule's, nor a default one. */
er_status er_sites_read(er_context *ctx, er_store *store, er_arena *arena, const er_study *study,
                        const er_plane *plane, er_sites *out);
/** The discs' union for a rule; with ER_DISC_ALL every named operator is asked for. */
er_status er_sites_union(er_context *ctx, const er_sites *sites, er_disc_rule rule, uint32_t layer,
                         er_disc_union **out);

/* ---- the signal field ------------------------------------------------------------------------ */

/** Signal levels of a workspace's sectors under a study, anywhere: on the cells of any grid (one
 *  tile after the other, several at once) and at single points. Immutable once built: what it says
 *  of a place is the same for any tile size, thread count and order of rows. Coverage, venues,
 *  routes and measurements all ask here.
 *
 *  A sector is looked at up to its range: the distance at which even its best direction is 10 dB
 *  under both thermal noise and what the weakest level asks, at most what the study's sector rules
 *  say. Beyond it neither serves nor disturbs. Sectors of one operator whose carriers overlap
 *  disturb each other at the study's load; sums run in one order that the data alone decide. */
typedef struct er_field er_field;

/** An operator's best sector at a place: of the strongest of each of its carriers, the one that
 *  reaches the highest level, then the strongest. A level counts as reached if the median of every
 *  figure it asks for, less the margin that the edge probability makes of the spread, is enough. */
typedef struct er_signal {
    double rsrp_dbm; /**< median; NAN: no sector in range */
    double sigma_db; /**< its spread over places */
    double sinr_db;  /**< downlink, other sectors of the operator on the same carrier at the
                          study's load; NAN like rsrp_dbm */
    double loss_db;  /**< basic transmission loss to that sector */
    double uplink_snr_db;
    uint32_t sector;  /**< index into er_field_sectors; UINT32_MAX: none */
    uint32_t servers; /**< sectors that would reach the weakest level if nothing interfered */
    uint8_t level;    /**< 0: not served; else 1 + rank of the level reached, counted from the
                           weakest: 1 is the weakest */
    bool unknown;     /**< not served by what is known, and something is not known here */
} er_signal;

/** A sector as it is computed: every figure filled in. */
typedef struct er_emitter {
    const er_station *station;
    const er_sector *sector; /**< null: supposed */
    er_point position;       /**< degrees */
    er_point on_plane;
    const char *band;
    const char *group; /**< of the study's radius scheme, or null */
    const er_path_model *model;
    er_path path; /**< what the model is asked, but for distance or profile */
    er_budget budget;
    const er_antenna *antenna;
    double azimuth_deg; /**< 0 where the antenna is all round */
    double tilt_deg;
    double range_m;
    uint32_t operator_; /**< index into er_field_operators */
    uint32_t carrier;   /**< sectors of one operator interfere if it is the same */
} er_emitter;

/** Read sectors, study and terrain. ER_ERR_UNSUPPORTED for a study of the disc model. */
er_status er_field_new(er_context *ctx, er_store *store, const er_study *study,
                       const er_plane *plane, er_field **out);
void er_field_free(er_field *field);
/** `count` may be null. */
const er_emitter *er_field_sectors(const er_field *field, size_t *count);
/** By name; ER_NO_OPERATOR, if a station states none, comes last. *named: how many "all" asks for.
 */
const char *const *er_field_operators(const er_field *field, uint32_t *count, uint32_t *named);
/** Signals of one tile: `signals` holds operator after operator, each with the tile's cells row by
 *  row. May be called by several threads at once, each with its own context. */
er_status er_field_tile(er_context *ctx, const er_field *field, const er_grid *grid, er_tile tile,
                        er_signal *signals);
/** Signals at points in degrees, operator after operator. */
er_status er_field_points(er_context *ctx, const er_field *field, const er_point *points,
                          size_t count, er_signal *signals);

/** What is left for an operator at a place if the site of its best sector (er_signal.sector) fails:
 *  all sectors of its stations that stand at that very place are gone, as servers and as
 *  disturbers. Those that are left keep their carriers. */
typedef struct er_spare {
    uint32_t sector; /**< the next best; UINT32_MAX: none in range */
    uint8_t level;   /**< that it reaches, as er_signal.level; 0 where that is unknown */
} er_spare;
/** er_field_tile with the spare of every signal, in the same order: to the bit what a field without
 *  that site's stations has there. Takes twice the time. */
er_status er_field_tile_spares(er_context *ctx, const er_field *field, const er_grid *grid,
                               er_tile tile, er_signal *signals, er_spare *spares);

/** A field of these stations instead of a workspace's: sectors[i] is the antenna of stations[i]
 *  (null: as the study's sector rules say). `environment` (null: by the study's rules) is that of
 *  TR 38.901 around all of them. They are all taken to be in service, and to stand in no group.
 *  er_field_sectors come in the order of the stations, and their `station` points at them: both
 *  arrays, the study, the plane and `environment` outlive the field. In the order of
 *  er_store_stations it is to the bit the field of a workspace that holds just these. What had to
 * be supposed is not counted. */
er_status er_field_new_of(er_context *ctx, const er_study *study, const er_plane *plane,
                          const er_station *stations, const er_sector *sectors, size_t count,
                          const char *environment, er_field **out);
/** Signals at points in degrees from one sector alone, as if nothing else transmitted; the sector's
 *  range bounds it. `unknown` is set where its ground is not known. */
er_status er_field_alone(er_context *ctx, const er_field *field, size_t sector,
                         const er_point *points, size_t count, er_signal *signals);
/** The level that a signal of these medians reaches (its level is not looked at); 0 without a
 *  sector. */
uint8_t er_field_level(const er_field *field, const er_signal *signal);
/** By how many dB the tightest of what the weakest level asks for is exceeded, the margin of the
 *  edge probability taken off; below 0: not served. NAN without a sector. */
double er_field_margin_db(const er_field *field, const er_signal *signal);
/** The signal behind a loss (of a wall, in dB, with its spread): signal and disturbance are weaker
 *  by it, noise is not; the spreads add in squares. It stays that of the same sector; `servers` and
 *  `unknown` stay as they are in front of the loss. A signal without a sector stays as it is. */
er_signal er_field_behind(const er_field *field, const er_signal *signal, double loss_db,
                          double sigma_db);

/** Bits of er_cover_options.rasters: one file each, named after it. */
typedef enum er_cover_raster {
    ER_RASTER_SIGNAL = 1 << 0,      /**< rsrp_dbm of the best operator */
    ER_RASTER_SERVER = 1 << 1,      /**< number of the best sector, from 1, see servers.csv */
    ER_RASTER_SERVERS = 1 << 2,     /**< sectors at or above the weakest level */
    ER_RASTER_OPERATORS = 1 << 3,   /**< operators that serve */
    ER_RASTER_SINR = 1 << 4,        /**< sinr_db of the best operator */
    ER_RASTER_PROBABILITY = 1 << 5, /**< that the weakest level's RSRP is reached; where it asks for
                                         speed alone, the RSRP that gives it without interference */
    ER_RASTER_LEVEL = 1 << 6,       /**< of the best operator; 255: unknown */
    ER_RASTER_LOSS = 1 << 7         /**< loss_db to the best sector */
} er_cover_raster;
/** The bit of a raster's name, which is that of its file ("signal" of signal.tif); 0: there is none
 *  of that name. */
unsigned er_cover_raster_find(const char *name);

typedef struct er_cover_options {
    const char *raster_folder; /**< null: no rasters */
    unsigned rasters;          /**< 0 with a folder: all */
    int32_t tile_cells; /**< side of a tile, 16 to 4096; 0: the usual. Results never depend on it */
    bool figures_only;  /**< rows of er_cover_row alone, for a run that is not kept: nothing of
                             single sites, levels, outlines, discs or masks */
} er_cover_options;

/** er_cover with rasters (cloud-optimised GeoTIFF on the working plane), for the signal models. */
er_status er_cover_with(er_context *ctx, er_store *store, const er_study *study,
                        const er_cover_options *options, int64_t *run_id);

/** er_cover_with inside a transaction of the caller's, who commits it or rolls it back. */
er_status er_cover_within(er_context *ctx, er_store *store, const er_study *study,
                          const er_cover_options *options, int64_t *run_id);
/** er_balance inside a transaction of the caller's. */
er_status er_balance_within(er_context *ctx, er_store *store, const er_study *study,
                            int64_t *run_id);

/** Compare the newest coverage run's model with the workspace's measurements, as a run of the step
 *  "measure": rows of er_fit_row. Modelled values stay as they are: an offset is fitted (least
 *  squares: minus the bias) where the study asks for it, and only shown beside them. */
er_status er_measure(er_context *ctx, er_store *store, const er_study *study, int64_t *run_id);

/* ---- venues, routes, resilience: from the newest coverage run's model --------------------------
 */

/** Verdicts, from the worst to the best but for unknown, which can be anything. */
#define ER_VERDICT_COVERAGE_SHORT "coverage_short"
#define ER_VERDICT_CAPACITY_SHORT "capacity_short"
#define ER_VERDICT_READY_OUTDOORS "ready_outdoors"
#define ER_VERDICT_READY "ready"
#define ER_VERDICT_UNKNOWN "unknown"
/** A verdict for people, in the context's language. */
const char *er_verdict_title(const er_context *ctx, const char *verdict);

/** Look at every venue on a fine grid of its own (study.venues), as a run of the step "venues" with
 *  its rows: er_venue_row, er_venue_finding, er_venue_failure, er_venue_service_row, er_venue_hole,
 *  and, where the study wants gaps closed, er_plan and er_choice.
 *
 *  The model and its parameters must be those of the newest coverage run (ER_ERR_INPUT with the
 *  command to run). With the disc model served areas are exact; with a signal model a cell is what
 *  its middle is, and counts by the exact share of it that lies in the venue. All areas are scaled
 *  to the venue's geodesic one. */
er_status er_venues(er_context *ctx, er_store *store, const er_study *study, int64_t *run_id);

/** Index of the venue of a code; ER_ERR_NOT_FOUND names near codes. */
er_status er_venue_find(er_context *ctx, const er_store *store, const er_venue *venues,
                        size_t count, const char *code, size_t *at);

/** A step of a calculation, for people. */
typedef struct er_explain_line {
    const char *heading; /**< of the part that it belongs to, in the context's language */
    const char *text;    /**< in the context's language, figures with their units */
} er_explain_line;
/** How the figures of one venue come about, step by step; writes nothing. ER_ERR_NOT_FOUND names
 *  near codes. Lines live in the arena. */
er_status er_venue_explain(er_context *ctx, er_store *store, const er_study *study,
                           const char *code, er_arena *arena, er_explain_line **lines,
                           size_t *count);

/** Look at every route, as a run of the step "routes" with er_route_row, er_route_gap and
 *  er_route_part. A route is cut into pieces of equal geodesic length, at most study.routes.step_m,
 *  from vertex to vertex; a piece is what its middle is. Parts are travelled one
 *  after the other; a gap goes on from one to the next only where that one begins where it ends.
 *  What the working plane does not hold is unknown. A unit in several groups of an overlapping
 *  scheme counts in each of them. */
er_status er_routes(er_context *ctx, er_store *store, const er_study *study, int64_t *run_id);

/** What hangs on single sites, as a run of the step "resilience" with er_site_loss (of every site
 *  whose failure loses something) and er_resilience_row, from er_sole_row of the newest coverage
 *  run. */
er_status er_resilience(er_context *ctx, er_store *store, const er_study *study, int64_t *run_id);

/* ---- targets, compare, trend ----------------------------------------------------------------- */

#define ER_TARGET_MET "met"
#define ER_TARGET_MISSED "missed"
#define ER_TARGET_CANNOT_SAY "cannot_say"
/** A target's verdict for people, in the context's language. */
const char *er_target_title(const er_context *ctx, const char *verdict);

/** Between the parts of er_target_row.definition and .definition_zh. */
#define ER_TARGET_BETWEEN "; "
#define ER_TARGET_BETWEEN_ZH "；"

/** True for a target's row by the study's own definition: "main", and "main#2" ... of further
 *  published rows of the same code and year. */
bool er_target_is_main(const er_target_row *row);

/** Set every target of the targets' table beside the figure that the study's definition of it gives
 *  from the newest coverage run, as a run of the step "targets" with er_target_row: the study's own
 *  definition first ("main"), then its variants side by side, see er_target_row.variant. A figure
 *  of a year is only ever set beside a year's target, a cumulative one beside a cumulative one. A
 *  target without a definition (every one, if `study` is null), or whose data are not loaded, has
 *  no figure, and its reason says what is missing. Planned pilots are never counted; the reason
 *  says how many there are.
 *
 *  met and missed are said where the figure is of the target's year: pilots by their years, all
 *  else by the day of the coverage run (study.time), or, without one, by the vintage that the
 *  sources of stations or drop points state; without that either, it can't be said. Before its
 *  year is over a target that is reached is met, else it can't be said. What is not known is taken
 *  to count, then not to count: where the two verdicts differ, it can't be said either. Targets are
 *  reached from below: more is better. ER_ERR_INPUT if the study's day is not that of the coverage
 *  run. `missed` (may be null) gets how many main rows are missed. */
er_status er_targets(er_context *ctx, er_store *store, const er_study *study, int64_t *run_id,
                     int64_t *missed);

/** A side of a comparison. */
typedef struct er_compare_side {
    const char *workspace; /**< path of another workspace; null: the one that is worked on */
    int64_t run_id;        /**< of a coverage run; 0: the newest, or by day */
    const char *as_of;     /**< ISO day: coverage of that day is computed; null: none */
    const char *operator_; /**< only what this operator serves; null: any */
} er_compare_side;

typedef struct er_compare_options {
    er_compare_side before;
    er_compare_side after;
    bool common_units; /**< go on with the units that are the same where boundaries differ */
} er_compare_options;

/** What is served after and was not before, and the other way round, by unit, group and in all, as
 * a run of the step "compare" with er_compare_row, er_compare_index and er_compare_cause.
 *
 *  Discs are set against discs exactly (their common area, by arcs), cells against the cells of the
 *  same grid; ER_ERR_INPUT, with the reason, for runs of different kinds or grids, for a run that
 * kept neither, and for runs over different boundaries (units added, removed or changed by more
 * than 1e-6 of their area are named), unless `common_units`. A unit takes the outline that it has
 * after. Discs of two planes are measured on that of the side after.
 *
 *  Persons are evenly spread inside the finest units with persons on both sides, as in er_cover; a
 *  unit above is the sum of those below; where some of them are not compared, its other persons are
 *  evenly spread over what is left of it. A change of population is told apart: who is served on
 * both sides counts as kept with the fewer of the two populations, before with that of before,
 * after with that of after; the rest is gained or lost, and what of that the change of population
 * makes stands in `population`. Figures are rounded to multiples of 2^-20 persons and 2^-28 km2 per
 * finest unit, and sums of those are exact. A unit whose parts do not fill it to 1e-6 of its area
 * has the areas of its own outline.
 *
 *  Groups are those of the workspace that is worked on, summed over the units of the scheme's
 *  level; "all" is summed over the largest units. A part that was not known is never unserved: what
 *  is gained from it or lost to it is told. A day is computed in the workspace that is worked on
 *  (inside a transaction that is rolled back) and needs a study, which may be null otherwise. */
er_status er_compare(er_context *ctx, er_store *store, const er_study *study,
                     const er_compare_options *options, int64_t *run_id);

/** What a comparison says; `run_id` of the rows is 0. */
typedef struct er_compare_result {
    const char *before; /**< which side that is, for people */
    const char *after;
    const char *parameters; /**< JSON: the sides, units, intervals; as er_run.parameters */
    size_t left_out;        /**< units that are not the same on both sides */
    er_compare_row *rows;
    size_t row_count;
    er_compare_index *indices;
    size_t index_count;
    er_compare_cause *causes;
    size_t cause_count;
} er_compare_result;

/** er_compare with what it says. With a null `run_id` there is no run: nothing is written, and
 *  without a day the store may be open for reading only. Everything lives in the arena. */
er_status er_compare_look(er_context *ctx, er_store *store, const er_study *study,
                          const er_compare_options *options, er_arena *arena,
                          er_compare_result *out, int64_t *run_id);

/** What a comparison says in a few plain sentences, of the row of the kind "all" and the indices
 *  (null: none); both languages. In the arena. */
er_status er_compare_sentences(er_context *ctx, er_arena *arena, const er_compare_row *all,
                               const er_compare_index *indices, size_t index_count,
                               const char **english, const char **chinese);

/** Coverage, stations, pilots and their indices at the end of every year of study.time (or of the
 *  data's years), as a run of the step "trend" with er_trend_row. Years after the study's day, or
 *  without any dated row, are left out. Stations without a date count in every year; how many is
 *  recorded as an assumption. */
er_status er_trend(er_context *ctx, er_store *store, const er_study *study, int64_t *run_id);

/** What to build next: an answer and a front to every question of the study's `choose`, as a run of
 *  the step "choose" with er_siting_plan_row and er_siting_choice_row, from the newest coverage
 * run. Existing stations (pilots) count. The search counts persons by cells (er_siting_choose);
 * what is kept of a plan is counted anew as a coverage run with its sites would (er_whatif), so
 * that er_compare of the scenario gives the same persons. ER_ERR_INFEASIBLE names the question and
 * the conditions that can't hold together; nothing of it is kept then. */
er_status er_choose(er_context *ctx, er_store *store, const er_study *study, int64_t *run_id);
/** ER_ERR_UNSUPPORTED, with why, where er_choose would leave out every question of the study with
 *  a warning (stations, from a coverage run by signals). */
er_status er_choose_answerable(er_context *ctx, er_store *store, const er_study *study);

/** A workspace of its own for a plan of the newest "choose" run: a copy of `store`'s file with the
 *  plan's stations in it (source "scenario", marked as such) and a coverage run of the study, ready
 *  for er_compare. Written aside and renamed; ER_ERR_IO if `path` is there already. */
er_status er_scenario(er_context *ctx, er_store *store, const er_study *study, const char *question,
                      int64_t plan, const char *path);

/* ---- reach: disc coverage of any polygons, without a workspace ------------------------------- */

typedef struct er_reach_request {
    er_table_options stations; /**< expected_extent is filled in from the areas */
    er_table_options areas;
    const char *key;          /**< column of the areas that names them */
    double radius_m;          /**< of every station, above 0 and at most 200 km; NAN: by field */
    const char *radius_field; /**< column of the stations with their radius in metres, or null */
    const char *work_crs;     /**< projected system in metres; null: the equal-area one that both
                                   files are in, else azimuthal equal-area for the areas */
} er_reach_request;

typedef struct er_reach_area {
    const char *key; /**< null where the file has none */
    double area_m2;
    double served_m2;
} er_reach_area;

/** A row that can't be used, or that was repaired. */
typedef struct er_reach_remark {
    const char *path;
    int64_t row;        /**< 1 is the first data row */
    const char *reason; /**< one line for people */
} er_reach_remark;

typedef struct er_reach_remarks {
    er_reach_remark *items; /**< the first ones */
    size_t listed;
    size_t count; /**< all */
} er_reach_remarks;

typedef struct er_reach_result {
    const char *working_crs;
    er_reach_area *areas; /**< in the order of the file, without rejected rows */
    size_t area_count;
    er_reach_area total; /**< sum over the areas as they are listed; key is null */
    int64_t stations_used;
    int64_t stations_rejected; /**< rows */
    er_reach_remarks rejected; /**< rows of both files */
    er_reach_remarks repaired; /**< areas */
} er_reach_result;

/** Area of each polygon within `radius` of at least one point, exact with arcs on the working
 * plane. Rows that can't be used are rejected and listed; ER_ERR_INPUT if nothing is left of a
 * file. Stations in any order give the same bytes. Everything lives in the arena. */
er_status er_reach(er_context *ctx, er_arena *arena, const er_reach_request *request,
                   er_reach_result *result);

#ifdef __cplusplus
}
#endif
#endif
