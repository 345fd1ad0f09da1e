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
#include "evenreach/results.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum er_store_mode { ER_STORE_READ, ER_STORE_WRITE } er_store_mode;

/** Make a new workspace and open it for writing. Without `overwrite` it is at `path` at once, and
 *  a file that is there already is refused. With `overwrite` it is made aside (PATH.part-XXXXXX),
 *  in any number of transactions, and takes its place at er_store_publish: until then an older
 *  workspace stays as it is, and er_store_close without publishing drops the new one. */
er_status er_store_create(er_context *ctx, const char *path, bool overwrite, er_store **out);
/** Put a workspace made with `overwrite` in its place: flushed, then renamed over what was there.
 *  Between transactions only. Does nothing if it is in place already. */
er_status er_store_publish(er_context *ctx, er_store *store);
/** A copy of a workspace under another path, open for writing: made aside like one of
 *  er_store_create with `overwrite`, it takes its place at er_store_publish. The store may be open
 *  for reading only; between transactions. ER_ERR_IO if something is at `path` already. */
er_status er_store_copy(er_context *ctx, er_store *store, const char *path, er_store **out);
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
    const char *title;    /**< English, or the only language that it was given in */
    const char *title_zh; /**< Traditional Chinese; null: not given; so for the others */
    const char *vintage;
    const char *licence;
    const char *licence_zh;
    const char *attribution;
    const char *attribution_zh;
} er_source;

/** A row that can't be used: never dropped, kept with its reason and its raw text. */
typedef struct er_reject {
    int64_t source_id;
    int64_t row;           /**< 1 is the first data row */
    const char *code;      /**< stable: bad_number null_geometry duplicate_code no_parent ... */
    const char *reason;    /**< one line for people, English */
    const char *reason_zh; /**< Traditional Chinese; null in workspaces of before schema 6 */
    const char *raw;       /**< the row as read, JSON object of its fields */
} er_reject;

/** Something that was filled in or supposed. One line per kind, with how many rows rest on it. */
typedef struct er_assumption {
    int64_t source_id;    /**< 0: none */
    int64_t run_id;       /**< 0: none */
    const char *subject;  /**< station unit population venue pilot coverage ... */
    const char *field;    /**< such as height_m */
    const char *value;    /**< what was taken */
    const char *value_zh; /**< in Traditional Chinese; null: no words. Left out when it is added, it
                               is the catalogue's translation of `value`; so for basis_zh */
    const char *basis;    /**< why, one line for people */
    const char *basis_zh;
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
/** Whether there is any row of a kind (as er_source.kind), whatever input it came with: the way of
 * a moving venue is a route, too. */
er_status er_store_holds(er_context *ctx, er_store *store, const char *kind, bool *out);
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
    const char *date_on;    /**< ISO date, month or year from which it serves, or null */
    const char *date_off;   /**< the same, from which it serves no more; null if not stated */
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
/** The station of an id; *out is null if there is none. */
er_status er_store_station(er_context *ctx, er_store *store, er_arena *arena, int64_t id,
                           const er_station **out);

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

/** Stations on their way through: some thousands at a time. They live until the reader returns. */
typedef struct er_station_batch {
    const er_station *const *stations;
    size_t count;
    const er_sector *const *sectors; /**< of each station, in the order of their numbers */
    const size_t *sector_counts;
} er_station_batch;
/** Anything but ER_OK ends the reading. */
typedef er_status er_station_reader(er_context *ctx, const er_station_batch *batch, void *user);
/** All stations in the order of er_store_stations and er_store_sectors. Memory: 24 bytes a station
 *  and a batch of at most 131,072, or of as many as stand at one place. All is of one moment: the
 *  reader may read the store, but not begin a transaction. */
er_status er_store_each_station(er_context *ctx, er_store *store, er_station_reader *read,
                                void *user);
/** The same without sectors and in no order, and no more than a batch in memory: for sums. */
er_status er_store_any_station(er_context *ctx, er_store *store, er_station_reader *read,
                               void *user);

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
    double budget;        /**< in the study's currency, 0 or more; NAN if not stated */
    const char *date_on;  /**< ISO date, month or year of its beginning; null: by `year` */
    const char *date_off; /**< of its end; null: it goes on, or not stated */
    const char *note;
    const char *note_zh; /**< Traditional Chinese, or null */
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

/** A fibre drop point, or any other place that serves the households around it. */
typedef struct er_drop_point {
    int64_t id;
    int64_t source_id;
    const char *code;      /**< the source's own identifier, or null */
    const char *operator_; /**< or null */
    const char *date_on;   /**< ISO date, month or year from which it serves, or null */
    er_point position;     /**< degrees */
    bool synthetic;
} er_drop_point;
/** ER_ERR_GEOMETRY without a position. */
er_status er_store_add_drop_point(er_context *ctx, er_store *store, const er_drop_point *row);
/** By longitude, latitude, operator, code, date: never by row. */
er_status er_store_drop_points(er_context *ctx, er_store *store, er_arena *arena,
                               er_drop_point **rows, size_t *count);

/* ---- reference tables that are carried along ------------------------------------------------- */

/** A published target or result. Nothing is computed from it. */
typedef struct er_target {
    int64_t source_id;
    const char *code;
    const char *measure;     /**< what is measured; null: not stated, or in `measure_zh` alone */
    const char *denominator; /**< what it is measured against, or null */
    const char *measure_zh;  /**< the same in Traditional Chinese; null: not stated */
    const char *denominator_zh;
    const char *unit; /**< of target and actual, as published */
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
    const char *name_zh; /**< Traditional Chinese, or null */
    double dl_mbps;      /**< Mbit/s to the user */
    double ul_mbps;      /**< Mbit/s from the user */
    double latency_ms;   /**< longest delay */
    const char *basis;
    const char *basis_zh;
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

/* ---- spatial look-up ------------------------------------------------------------------------- */

/** The unit of a level that holds each point (0: none): R-tree, then exact test. A point on a
 *  common border goes to the unit with the lower code. */
er_status er_store_locate(er_context *ctx, er_store *store, const char *level,
                          const er_point *points, size_t count, int64_t *unit_ids);
/** The units of a level, kept for points that come a few at a time. The store must outlive it. */
typedef struct er_unit_map er_unit_map;
er_status er_unit_map_read(er_context *ctx, er_store *store, const char *level, er_unit_map **out);
/** As er_store_locate. From one thread at a time. */
er_status er_unit_map_find(er_context *ctx, er_unit_map *map, const er_point *points, size_t count,
                           int64_t *unit_ids);
/** Null is allowed. */
void er_unit_map_free(er_unit_map *map);

#ifdef __cplusplus
}
#endif
#endif
