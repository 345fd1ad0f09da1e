/** evenreach/store.h: the workspace, one SpatiaLite file that QGIS opens as it is.
 *
 * Geometry is WGS 84 longitude/latitude (EPSG:4326), given and returned as WKB. Every load and
 * every run happens between er_store_begin and er_store_commit: a crash or a failure leaves the
 * last good state. Text is UTF-8. A number that is not known is NAN here and NULL in the file; a
 * text that is not known is a null pointer here and NULL in the file.
 *
 * Rows read back live in the arena given by the caller and are sorted by a stated key, never by
 * the order of arrival: results do not depend on the order of input rows.
 */
#ifndef EVENREACH_STORE_H
#define EVENREACH_STORE_H

#include "evenreach/core.h"
#include "evenreach/geometry.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct er_store er_store;

typedef enum er_store_mode { ER_STORE_READ, ER_STORE_WRITE } er_store_mode;

/** Make a new workspace and open it for writing. Without `overwrite` it is at `path` at once, and
 *  a file that is there already is refused. With `overwrite` it is made aside (PATH.part-XXXXXX),
 *  in any number of transactions, and takes its place at er_store_publish: until then an older
 *  workspace stays as it is, and er_store_close without publishing drops the new one. */
er_status er_store_create(er_context *ctx, const char *path, bool overwrite, er_store **out);
/** Put a workspace made with `overwrite` in its place: flushed, then renamed over what was there.
 *  Between transactions only. Does nothing if it is in place already. */
er_status er_store_publish(er_context *ctx, er_store *store);
/** Open a workspace; an older schema is migrated in one transaction (write mode only), a newer one
 *  and a file that is not a workspace are refused. */
er_status er_store_open(er_context *ctx, const char *path, er_store_mode mode, er_store **out);
/** Close; an open transaction is rolled back. Null is allowed. */
void er_store_close(er_store *store);
/** Where the workspace is, or will be once it is published. */
const char *er_store_path(const er_store *store);

/** Everything that adds or changes rows needs a transaction (ER_ERR_USAGE without one). */
er_status er_store_begin(er_context *ctx, er_store *store);
/** All or nothing: what can't be committed is rolled back. */
er_status er_store_commit(er_context *ctx, er_store *store);
void er_store_rollback(er_store *store);

/* ---- where things come from ------------------------------------------------------------------ */

typedef struct er_source {
    int64_t id;
    const char *kind; /**< units population stations venues pilots pilot_sites schemes ... */
    const char *path; /**< as the user wrote it */
    const char *layer;
    const char *preset;
    const char *sha256;
    const char *encoding;  /**< of the text read */
    const char *crs;       /**< such as "EPSG:3828"; null for tables without coordinates */
    const char *crs_how;   /**< file, option, detected, default */
    const char *transform; /**< operation to WGS 84 */
    double transform_accuracy_m;
    int64_t rows_read;
    int64_t rows_accepted;
    int64_t rows_rejected;
    bool synthetic;
    const char *title;
    const char *vintage;
    const char *licence;
    const char *attribution;
} er_source;

/** A row that can't be used: never dropped, kept with its reason and its raw text. */
typedef struct er_reject {
    int64_t source_id;
    int64_t row;        /**< 1 is the first data row */
    const char *code;   /**< stable: bad_number null_geometry duplicate_code no_parent ... */
    const char *reason; /**< one line for people */
    const char *raw;    /**< the row as read, JSON object of its fields */
} er_reject;

/** Something that was filled in or supposed. One line per kind, with how many rows rest on it. */
typedef struct er_assumption {
    int64_t source_id;   /**< 0: none */
    int64_t run_id;      /**< 0: none */
    const char *subject; /**< station unit population venue pilot coverage ... */
    const char *field;   /**< such as height_m */
    const char *value;   /**< what was taken */
    const char *basis;   /**< why, one line for people */
    int64_t rows_affected;
    int64_t rows_total;
} er_assumption;

/** Adds and sets source->id. Its counts may be set later with er_store_update_source. */
er_status er_store_add_source(er_context *ctx, er_store *store, er_source *source);
er_status er_store_update_source(er_context *ctx, er_store *store, const er_source *source);
er_status er_store_add_reject(er_context *ctx, er_store *store, const er_reject *reject);
er_status er_store_add_assumption(er_context *ctx, er_store *store,
                                  const er_assumption *assumption);
/** By id. */
er_status er_store_sources(er_context *ctx, er_store *store, er_arena *arena, er_source **rows,
                           size_t *count);
/** By source and row; at most `limit` (0: all). */
er_status er_store_rejects(er_context *ctx, er_store *store, er_arena *arena, size_t limit,
                           er_reject **rows, size_t *count);
/** By source, run, subject, field, value. */
er_status er_store_assumptions(er_context *ctx, er_store *store, er_arena *arena,
                               er_assumption **rows, size_t *count);

/* ---- units, population, schemes -------------------------------------------------------------- */

/** A polygon with a level and a parent. */
typedef struct er_unit {
    int64_t id;
    int64_t source_id;
    const char *level;       /**< such as county, town, village */
    const char *code;        /**< unique within its level */
    const char *parent_code; /**< null at the top */
    int64_t parent_id;       /**< 0 at the top */
    const char *name;        /**< in the country's own script */
    const char *name_en;
    double area_km2; /**< geodesic */
    double persons;  /**< after er_store_settle_population; NAN if not known */
    double households;
    er_bytes geometry; /**< multipolygon; data null when read without geometry */
    er_point inside;   /**< a point inside it, degrees */
} er_unit;

/** Levels from the largest (rank 0) to the finest. */
typedef struct er_level {
    const char *name;
    int64_t rank;
    int64_t unit_count;
} er_level;

/** Adds and sets unit->id and unit->inside (computed here); its level must be there. area_km2 is
 *  the caller's; persons and households are left to er_store_settle_population. ER_ERR_INPUT with a
 *  plain line if the code is there already. */
er_status er_store_add_unit(er_context *ctx, er_store *store, er_unit *unit);
/** Set parent_id from parent_code for a level; *orphans gets the number left without one. The
 *  parents' level must have the lower rank. */
er_status er_store_link_units(er_context *ctx, er_store *store, const char *level,
                              const char *parent_level, int64_t *orphans);
/** Add a level, or change its rank; makes the view `units_<name>` that QGIS shows. */
er_status er_store_add_level(er_context *ctx, er_store *store, const char *name, int64_t rank);
/** By rank. */
er_status er_store_levels(er_context *ctx, er_store *store, er_arena *arena, er_level **rows,
                          size_t *count);
/** Units of a level (null: all), by rank of the level, then code. */
er_status er_store_units(er_context *ctx, er_store *store, er_arena *arena, const char *level,
                         bool with_geometry, er_unit **rows, size_t *count);

typedef struct er_population {
    int64_t source_id;
    int64_t unit_id;
    double persons;    /**< 0 or more */
    double households; /**< NAN if not given */
    const char *as_of; /**< ISO date or month, or null */
} er_population;

/** A figure as given. A second figure for a unit replaces the first. */
er_status er_store_add_population(er_context *ctx, er_store *store, const er_population *row);
/** From the figures given, fill persons and households of every unit: a unit's own figure is used
 *  as it is (method "given"); a unit with finer ones below and none of its own gets their sum
 *  ("summed"); the rest of a given figure is shared equally among the units right below that have
 *  none ("shared"), and so on down. Where finer figures add up to more than the figure above them,
 *  their sum is used and a warning logged. Units with nothing above or below stay unknown. Sharing,
 *  contradictions and sums with gaps are recorded as assumptions of the subject "population".
 *  Call after loading units or population. */
er_status er_store_settle_population(er_context *ctx, er_store *store);

/** Which group a unit belongs to under a scheme, and why. */
typedef struct er_unit_group {
    int64_t unit_id;
    const char *scheme;
    const char *group;
    const char *rule;      /**< id of the rule that decided */
    const char *reason;    /**< one line, English */
    const char *reason_zh; /**< one line, Traditional Chinese */
    double value;          /**< the figure compared; NAN if none */
    double threshold;      /**< what it was compared with; NAN if none */
    bool borderline;       /**< within the scheme's margin of the threshold */
} er_unit_group;

typedef struct er_scheme {
    const char *name; /**< area_class, region, six, ... */
    const char *title;
    const char *title_zh;
    const char *level;      /**< level at which it is decided; finer units inherit */
    const char *definition; /**< JSON: the rules as used, thresholds included */
    bool overlapping;       /**< true: flags, a unit may be in several groups */
    int64_t rank;           /**< order for display */
} er_scheme;

/** A group of a scheme, in display order. */
typedef struct er_group {
    const char *scheme;
    const char *name;
    const char *title;
    const char *title_zh;
    int64_t rank;
} er_group;

/** Replaces the scheme of that name, its groups and its memberships. */
er_status er_store_replace_scheme(er_context *ctx, er_store *store, const er_scheme *scheme,
                                  const er_group *groups, size_t group_count,
                                  const er_unit_group *members, size_t member_count);
/** By rank, name. */
er_status er_store_schemes(er_context *ctx, er_store *store, er_arena *arena, er_scheme **rows,
                           size_t *count);
/** Of a scheme, by rank, name. */
er_status er_store_groups(er_context *ctx, er_store *store, er_arena *arena, const char *scheme,
                          er_group **rows, size_t *count);
/** Memberships of a scheme for units of any level, inherited ones included; by unit id, group. */
er_status er_store_unit_groups(er_context *ctx, er_store *store, er_arena *arena,
                               const char *scheme, er_unit_group **rows, size_t *count);

/* ---- stations, venues, pilots ---------------------------------------------------------------- */

typedef struct er_station {
    int64_t id;
    int64_t source_id;
    int64_t row;
    const char *code;       /**< the source's own identifier, or null */
    const char *operator_;  /**< network operator; null if not stated */
    const char *technology; /**< such as 5G, 4G, LTE, NR */
    const char *band;       /**< such as n78 */
    const char *status;     /**< such as in_service, planned; null if not stated */
    const char *date_on;    /**< ISO date, or null */
    double height_m;        /**< antenna above ground; NAN if not stated */
    double radius_m;        /**< stated disc radius; NAN if not stated */
    er_point position;      /**< degrees */
    bool synthetic;
} er_station;

/** ER_ERR_GEOMETRY without a position; ER_ERR_RANGE for a height outside 0 to 10 km or a radius
 *  outside 0 to 200 km. */
er_status er_store_add_station(er_context *ctx, er_store *store, const er_station *station);
/** The same; *id gets the station's id, for its sectors. */
er_status er_store_add_station_id(er_context *ctx, er_store *store, const er_station *station,
                                  int64_t *id);
/** By longitude, latitude, operator, band, code, radius, height, ... (never by row or id), so that
 *  shuffled input gives the same list. */
er_status er_store_stations(er_context *ctx, er_store *store, er_arena *arena, er_station **rows,
                            size_t *count);

/** An antenna of a station, with one carrier. A station without any is served by what the study
 *  supposes. NAN and null: not stated, the station's or the study's figure counts. */
typedef struct er_sector {
    int64_t id;
    int64_t station_id;
    int64_t source_id;
    int64_t row;
    int64_t number;   /**< from 1 within its station, by azimuth, band, ... */
    const char *code; /**< the source's own identifier, or null */
    const char *band; /**< null: the station's */
    double freq_mhz;  /**< centre of the carrier */
    double bandwidth_mhz;
    double azimuth_deg; /**< of its main direction, clockwise from north, 0 to 360 */
    bool all_round;     /**< stated to have none */
    double beamwidth_deg;
    double vertical_beamwidth_deg;
    double tilt_deg;  /**< mechanical and electrical together, positive is down */
    double height_m;  /**< above ground */
    double power_dbm; /**< at the antenna port */
    double eirp_dbm;  /**< in place of power and gain */
    double gain_dbi;
    const char *antenna; /**< name of its pattern file */
} er_sector;
/** Adds and sets sector->id; its station must be there. ER_ERR_RANGE for an azimuth outside 0 to
 *  360 or one beside all_round, a tilt outside -90 to 90, a height outside 0 to 10 km, a frequency
 *  or bandwidth that is not above 0, a beamwidth outside 0 to 360 (vertical: 180), a power outside
 *  -100 to 100 dBm (EIRP: 150), a gain outside -50 to 80 dBi. */
er_status er_store_add_sector(er_context *ctx, er_store *store, er_sector *sector);
/** By the order of er_store_stations (stations that say the same: by their sectors), then number;
 *  `number` is counted here, by what the sectors say, never by row, so that shuffled input gives
 *  the same list. */
er_status er_store_sectors(er_context *ctx, er_store *store, er_arena *arena, er_sector **rows,
                           size_t *count);

/** A point of a drive test. */
typedef struct er_measurement {
    int64_t id;
    int64_t source_id;
    int64_t row;
    const char *operator_;
    const char *technology;
    const char *band;
    const char *time; /**< ISO date, or date and time, or null */
    er_point position;
    double rsrp_dbm; /**< -200 to 0 */
    double sinr_db;  /**< NAN: not measured; so for the rest */
    double dl_mbps;
    double ul_mbps;
    bool synthetic;
} er_measurement;
/** ER_ERR_GEOMETRY without a position, ER_ERR_RANGE without an RSRP. */
er_status er_store_add_measurement(er_context *ctx, er_store *store, const er_measurement *row);
/** By longitude, latitude, operator, time, rsrp, ... never by row. */
er_status er_store_measurements(er_context *ctx, er_store *store, er_arena *arena,
                                er_measurement **rows, size_t *count);

typedef struct er_venue {
    int64_t id;
    int64_t source_id;
    const char *code;
    const char *pilot_code;
    const char *name;
    const char *name_en;
    const char *type;        /**< stadium, station, harbour, ... */
    const char *environment; /**< indoor, outdoor, moving */
    const char *network;     /**< public, private, small_cell, mobile_pack, wifi */
    const char *operator_;
    double peak_crowd;
    double reported_area_ha; /**< what a document says of it; NAN if nothing */
    double reported_share;   /**< 0 to 1; NAN if nothing */
    double accuracy_m;       /**< of the footprint's place; NAN if not stated */
    bool approximate;        /**< footprint drawn around a stated place */
    bool synthetic;
    const char *services; /**< codes of service needs that it must carry, "a;b"; null: not stated */
    double target_share;  /**< of its area that is to be served, 0 to 1; NAN: the study's */
    bool corridor;        /**< the footprint is a strip along the way of a moving venue */
    double area_m2;       /**< geodesic */
    er_bytes geometry;    /**< multipolygon */
    er_point inside;
} er_venue;

/** Adds and sets venue->id and venue->inside (computed here). */
er_status er_store_add_venue(er_context *ctx, er_store *store, er_venue *venue);
/** By code. */
er_status er_store_venues(er_context *ctx, er_store *store, er_arena *arena, bool with_geometry,
                          er_venue **rows, size_t *count);

/** A way that is travelled: a ferry line, a trail, a railway, a road. */
typedef struct er_route {
    int64_t id;
    int64_t source_id;
    const char *code;
    const char *pilot_code;
    const char *name;
    const char *name_en;
    const char *type; /**< ferry, trail, rail, road, ... */
    const char *operator_;
    double speed_kmh; /**< NAN if not stated */
    bool synthetic;
    double length_m;   /**< geodesic */
    er_bytes geometry; /**< multilinestring in degrees; data null when read without */
} er_route;
/** Adds and sets route->id. ER_ERR_INPUT without a code or for one that is there already,
 *  ER_ERR_RANGE for a speed that is not above 0 or a length that is not, ER_ERR_GEOMETRY for what
 * is no linestring or multilinestring. */
er_status er_store_add_route(er_context *ctx, er_store *store, er_route *route);
/** By code. */
er_status er_store_routes(er_context *ctx, er_store *store, er_arena *arena, bool with_geometry,
                          er_route **rows, size_t *count);

/** A place where something could be built. */
typedef struct er_candidate {
    int64_t id;
    int64_t source_id;
    const char *code; /**< unique */
    const char *name;
    double height_m; /**< of an antenna there, above ground; NAN if not stated */
    double cost;     /**< in the study's currency; NAN if not stated */
    er_point position;
    bool synthetic;
} er_candidate;
/** Adds and sets candidate->id. ER_ERR_INPUT without a code or for one that is there already,
 *  ER_ERR_GEOMETRY without a position, ER_ERR_RANGE for a height outside 0 to 10 km or a cost below
 *  0. */
er_status er_store_add_candidate(er_context *ctx, er_store *store, er_candidate *candidate);
/** By code. */
er_status er_store_candidates(er_context *ctx, er_store *store, er_arena *arena,
                              er_candidate **rows, size_t *count);

typedef struct er_pilot {
    int64_t id;
    int64_t source_id;
    const char *code;
    const char *name;
    const char *name_en;
    const char *theme;
    const char *network;
    const char *status; /**< actual, planned */
    int64_t year;       /**< INT64_MIN if not stated */
    double smes;
    double visits;
    double revenue; /**< in the study's currency */
    double persons_served;
    const char *note;
    const char *document;
} er_pilot;

/** A place of a pilot. A pilot without any is unlocated; nothing is dropped. */
typedef struct er_pilot_site {
    int64_t id;
    int64_t source_id;
    const char *pilot_code;
    int64_t sequence;      /**< from 1, in the order of the source */
    const char *unit_code; /**< of the finest unit stated or found; null if none */
    int64_t unit_id;       /**< 0 if none */
    const char *place;     /**< the place as the source words it */
    const char *located;   /**< point, unit, none: how the unit was found */
    er_point position;     /**< degrees; NAN if not stated */
    double accuracy_m;     /**< of the position; NAN if not stated */
} er_pilot_site;

/** Adds and sets pilot->id. A code that is there already is refused. */
er_status er_store_add_pilot(er_context *ctx, er_store *store, er_pilot *pilot);
/** Adds and sets site->id. Its pilot must be there. */
er_status er_store_add_pilot_site(er_context *ctx, er_store *store, er_pilot_site *site);
/** By code. */
er_status er_store_pilots(er_context *ctx, er_store *store, er_arena *arena, er_pilot **rows,
                          size_t *count);
/** By pilot code, sequence. */
er_status er_store_pilot_sites(er_context *ctx, er_store *store, er_arena *arena,
                               er_pilot_site **rows, size_t *count);

/* ---- reference tables that are carried along ------------------------------------------------- */

/** A published target or result. Nothing is computed from it. */
typedef struct er_target {
    int64_t source_id;
    const char *code;
    const char *measure;     /**< what is measured */
    const char *denominator; /**< what it is measured against, or null */
    const char *unit;        /**< of target and actual, as published */
    int64_t year;
    double target;        /**< NAN if only an actual figure is published */
    double actual;        /**< published; NAN if none */
    const char *document; /**< that it is from */
} er_target;

/** What a service asks of a network. Nothing is computed from it. Rates and delay: 0 or more, NAN
 *  if not stated. */
typedef struct er_service_need {
    int64_t source_id;
    const char *code; /**< unique */
    const char *name;
    double dl_mbps;    /**< Mbit/s to the user */
    double ul_mbps;    /**< Mbit/s from the user */
    double latency_ms; /**< longest delay */
    const char *basis;
    const char *document;
} er_service_need;

/** ER_ERR_INPUT without a code, or, for a service need, with one that is there already. */
er_status er_store_add_target(er_context *ctx, er_store *store, const er_target *row);
er_status er_store_add_service_need(er_context *ctx, er_store *store, const er_service_need *row);
/** By code, year. */
er_status er_store_targets(er_context *ctx, er_store *store, er_arena *arena, er_target **rows,
                           size_t *count);
/** By code. */
er_status er_store_service_needs(er_context *ctx, er_store *store, er_arena *arena,
                                 er_service_need **rows, size_t *count);

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

/* Results of a run: a row can be added once and is never changed. ER_ERR_INTERNAL for a second one
 * of the same key, or one that names a run, venue, route, unit, station or plan that is not there;
 * ER_ERR_RANGE for a figure out of its range, or for one that is missing where NAN or null is not
 * allowed for (areas, lengths and counts are never below 0; shares are 0 to 1). */

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

/* ---- spatial look-up ------------------------------------------------------------------------- */

/** The unit of a level that holds each point (0: none): R-tree, then exact test. A point on a
 *  common border goes to the unit with the lower code. */
er_status er_store_locate(er_context *ctx, er_store *store, const char *level,
                          const er_point *points, size_t count, int64_t *unit_ids);

#ifdef __cplusplus
}
#endif
#endif
