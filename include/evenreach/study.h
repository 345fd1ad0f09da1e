/** evenreach/study.h: the study file (YAML), read and checked, with every default filled in.
 *
 * One place fills defaults in (src/sources/study_defaults.c) and notes each, so that a result can
 * say what it rests on. Paths in a study are relative to the study file. */
#ifndef EVENREACH_STUDY_H
#define EVENREACH_STUDY_H

#include "evenreach/core.h"

#ifdef __cplusplus
extern "C" {
#endif

/** One heading of the file mapped to one field of ours. */
typedef struct er_field_map {
    const char *field;  /**< our field, such as operator */
    const char *column; /**< the file's heading */
} er_field_map;

/** An input. Null and zero mean: detect, or take the default. */
typedef struct er_input {
    const char *kind;     /**< units population stations sectors measurements venues routes
                               candidates drop_points pilots pilot_sites targets service_needs */
    const char *path;     /**< any file that GDAL's vector drivers open; as written in the study,
                               so open it as er_study_path says */
    const char *layer;    /**< null: the only or first one */
    const char *preset;   /**< name of a field preset; null: by headings */
    const char *level;    /**< units: their level */
    const char *parent;   /**< units: level of their parents; null: none */
    const char *crs;      /**< overrides the file's own; null: file, else detected */
    const char *encoding; /**< null: detected */
    const er_field_map *fields;
    size_t field_count;
    bool synthetic;
    bool allow_ballpark;
    const char *title; /**< English, or the only language that it is given in */
    const char
        *title_zh; /**< Traditional Chinese; null: `title` stands for both; so for the others */
    const char *vintage;
    const char *licence;
    const char *licence_zh;
    const char *attribution;
    const char *attribution_zh;
} er_input;

/** A condition on a unit; all parts that are given must hold. */
typedef struct er_rule {
    const char *id;
    const char *group;       /**< group the unit falls in */
    const char *list;        /**< table of codes (columns code, reason), as written in the study,
                                  see er_study_path; null: no list */
    const char *list_column; /**< take the group from this column of the list instead of `group` */
    const char *code_prefix; /**< unit's code starts with it */
    const char *measure;     /**< density_per_km2 persons area_km2 households; null: no threshold */
    const char *below;       /**< "125", or "0.2 * mean" (mean: of the whole study, weighted as the
                                  measure asks: total persons over total area for density) */
    const char *at_least;
    const char *reason; /**< English */
    const char *reason_zh;
} er_rule;

typedef struct er_study_group {
    const char *name;
    const char *title;
    const char *title_zh;
} er_study_group;

typedef struct er_study_scheme {
    const char *name;
    const char *title;
    const char *title_zh;
    const char *level;
    bool overlapping;         /**< every rule that holds gives a flag; else the first one decides */
    double borderline_margin; /**< relative, 0.05 */
    const er_study_group *groups;
    size_t group_count;
    const er_rule *rules;
    size_t rule_count;
    const char *otherwise; /**< group of units that no rule takes; null: none */
} er_study_scheme;

/** Disc radius where a station states none: the first line that fits. */
typedef struct er_radius_rule {
    const char *band;  /**< null: any */
    const char *group; /**< of coverage.radius_scheme; null: any */
    double radius_m;
} er_radius_rule;

/** What a sector is where its row does not say: every figure is taken from the first line that fits
 *  and states it (NAN and null: this line does not). The program's own defaults, the last resort,
 *  are lines without a band behind the study's own, so that there is always a figure but for
 *  bandwidth_mhz and subcarrier_khz (the band's own then count), range_m (by the link budget) and
 *  antenna (the 3GPP pattern of the other figures). er_study.defaults has
 *  "coverage.sectors[i].height_m" for each figure that is the program's; either kind is recorded as
 *  an assumption of the run. */
typedef struct er_sector_rule {
    const char *band;  /**< null: any */
    const char *group; /**< of coverage.radius_scheme; null: any */
    double height_m;
    double power_dbm; /**< of the carrier at the antenna port */
    double bandwidth_mhz;
    double subcarrier_khz; /**< of NR; LTE has 15 */
    double dl_share;       /**< of time, TDD */
    double sectors;        /**< antennas of a station that states no azimuth: 1 (all round) to 12 */
    double gain_dbi;
    double beamwidth_deg;
    double vertical_beamwidth_deg;
    double front_to_back_db;
    double tilt_deg;
    double dl_layers;
    double ul_layers;
    double range_m;      /**< farthest place to look at */
    const char *antenna; /**< MSI file, as written in the study, see er_study_path */
} er_sector_rule;

/** Environment of TR 38.901 around a station: the first line that fits. */
typedef struct er_environment_rule {
    const char *group;       /**< of coverage.radius_scheme; null: any */
    const char *clutter;     /**< name of a clutter class at the station; null: any */
    const char *environment; /**< rma uma umi */
} er_environment_rule;

typedef struct er_study_level {
    const char *name;
    const char *title;
    const char *title_zh;
    double min_rsrp_dbm; /**< NAN: not asked */
    double min_dl_mbps;
    double min_ul_mbps;
} er_study_level;

typedef struct er_study_clutter {
    double value;
    double height_m;
    const char *name;
    const char *zone; /**< sea coastal inland; null: says nothing */
} er_study_clutter;

/** What the signal models (tr38901, p1812) need. A regulator's preset fills in what the study
 *  leaves out, the program's defaults the rest; er_study.defaults names the latter. */
typedef struct er_study_radio {
    bool used;           /**< by the model, or some of it is stated; else it is not explained */
    const char *preset;  /**< of er_coverage_preset_at; "default" */
    double resolution_m; /**< side of a cell */
    double receiver_height_m;
    double receiver_gain_dbi;
    double receiver_loss_db; /**< body, vehicle or building */
    double receiver_noise_db;
    double receiver_power_dbm;
    double edge_probability;      /**< 0 < p < 1 */
    double load;                  /**< of interfering cells, 0 to 1 */
    const er_study_level *levels; /**< from the strictest to the weakest; served from the last on */
    size_t level_count;
    const er_sector_rule *sectors;
    size_t sector_count;
    const er_environment_rule *environments;
    size_t environment_count;
    const char *sight; /**< expected los nlos; this and what follows as in er_path */
    double street_m;
    double building_m;
    double time_pct;
    double sigma_loc_db;
    double n0;
    double dn;
    const char *polarization; /**< vertical horizontal */
    const char *elevation;    /**< terrain files, as written in the study, see er_study_path */
    const char *clutter;
    const char *zones;
    const er_study_clutter *clutter_classes;
    size_t clutter_class_count;
    bool no_data_is_sea;
    double step_m;    /**< of profiles; NAN: the elevation's own */
    bool fit_offsets; /**< apply nothing; fit and show the offsets to measurements */
} er_study_radio;

/** A station that could be set up to close a gap. */
typedef struct er_study_pack {
    const char *operator_; /**< under which it counts; it has carriers of its own */
    const char *band;
    double radius_m; /**< disc model */
    double bandwidth_mhz;
    double power_dbm;        /**< of the carrier at the antenna port */
    double gain_dbi;         /**< all round */
    double height_m;         /**< above ground, where a candidate states none */
    const char *environment; /**< rma uma umi, for tr38901 */
} er_study_pack;

/** How venues are looked at. */
typedef struct er_study_venues {
    bool used;                   /**< some of it is stated; else it is not explained */
    double cell_m;               /**< side of a venue's cells; 5 */
    double most_cells;           /**< cells of a larger venue grow until it has so many; 250,000 */
    double target_share;         /**< of a venue's area to be served; 0.95 */
    const char *const *services; /**< of venues that state none; may be none */
    size_t service_count;
    double active_share;    /**< of the peak crowd that uses a service at the same time; 0.1 */
    double capacity_share;  /**< of a serving sector's resources that the venue gets; 1 */
    const char *building;   /**< low_loss high_loss, of TR 38.901; low_loss */
    double indoor_depth_m;  /**< behind the wall; 10 */
    double corridor_m;      /**< width of the strip along the way of a moving venue; 20 */
    bool closing;           /**< propose what closes the gap of venues that fall short; true */
    double spacing_m;       /**< of the grid of candidates; 50 */
    double most_candidates; /**< the grid grows coarser beyond; 200 */
    double most_nodes; /**< of the search for the fewest, after which the best found and a bound
                            stand; 2,000 */
    er_study_pack small_cell;
    er_study_pack mobile_pack;
} er_study_venues;

typedef struct er_study_speed {
    const char *type; /**< of a route */
    double speed_kmh;
} er_study_speed;

/** How routes are looked at. */
typedef struct er_study_routes {
    bool used;
    double step_m;                /**< longest piece that is looked at by its middle; 25 */
    const er_study_speed *speeds; /**< of routes that state none; the study's own lines, then the
                                       program's for types that it leaves out */
    size_t speed_count;
} er_study_routes;

#define ER_PILOTS_OF_YEAR "year"
#define ER_PILOTS_SO_FAR "cumulative"

/** Which day a study is of. */
typedef struct er_study_time {
    bool used;         /**< some of it is stated; else it is not explained */
    const char *as_of; /**< ISO day, such as 2022-12-31; null: everything loaded, whatever its date.
                            A month or year stands for its last day */
    bool planned;      /**< with as_of: planned rows count from their date on; false */
    int64_t first_year; /**< of the trend; INT64_MIN: the first one in the data */
    int64_t last_year;  /**< INT64_MIN: the last one in the data, no later than as_of */
    const char *pilots; /**< no key of the file: the trend asks for ER_PILOTS_OF_YEAR (of those that
                             began in the day's year) or ER_PILOTS_SO_FAR (of all that began up to
                             the day, those that ended too); null: those that are on */
} er_study_time;

/** How balance is measured. */
typedef struct er_study_measures {
    bool used;
    double floor;            /**< share of the persons served that every unit should have, for
                                  Foster-Greer-Thorbecke; 0.9 */
    double atkinson_epsilon; /**< 0.5 */
    double resamples;        /**< of intervals; 1,000; 0: none */
    double level;            /**< of intervals; 0.95 */
    const char *cluster;     /**< level whose units are drawn as a whole; null: unit by unit */
    double permutations;     /**< of tests; 999; 0: none */
    double false_discovery;  /**< rate of local Moran; 0.05 */
    const char *neighbours;  /**< queen (a point in common) or rook (an edge); queen */
    double tolerance_m;      /**< borders this close are one; 0 */
    double nearest;          /**< neighbours of a unit that touches none; 1; 0: it stays alone */
    const char *links;       /**< table of pairs (columns from_code, to_code), such as ferries, as
                                  written in the study, see er_study_path; null: none */
    const char *order;       /**< what the concentration index ranks units by: density_per_km2,
                                  persons, area_km2; density_per_km2 */
    double catchment_m;      /**< of access; 5,000 */
    const char *decay;       /**< of access within the catchment: none, gaussian; none */
} er_study_measures;

/** How the figure of a published target is computed. A target of the targets' table that has no
 *  line here is shown without a figure. */
typedef struct er_study_target {
    const char *code;          /**< of the targets' table */
    const char *measure;       /**< persons_served households_served area_served units_served
                                    units_with_stations households_near_drop_points stations pilots firms
                                    visits budget */
    const char *stratum;       /**< any all each best, or operator:<name>; of coverage; any */
    const char *scheme;        /**< of the scope; null: everywhere */
    const char *const *groups; /**< of the scheme, that are in the scope */
    size_t group_count;
    const char *const *without; /**< groups that are not; either this or `groups` */
    size_t without_count;
    const char *level;      /**< of units that are counted; null: the scheme's */
    double min_share;       /**< of a unit's persons served, for units_served; 0.5 */
    const char *technology; /**< of stations that count; null: all */
    const char *document;   /**< of pilots that count; null: all */
    const char *period;     /**< year, cumulative, since (first_year to the target's year), of
                                 pilots and what they bring; state of everything else */
    int64_t first_year;     /**< for since */
    double radius_m;        /**< of drop points; 400 */
    double whole; /**< a denominator as published: a variant beside the counted one; NAN */
    bool partial; /**< the rows loaded are known to be part of all there are: a figure is
                       at least what they make, so that it can reach a target but never
                       be said to miss one; false */
} er_study_target;

/** A condition on where the new sites of a question stand, or on the persons covered. */
typedef struct er_study_choose_rule {
    const char *scheme;
    const char *const *groups; /**< of the scheme, taken together; none: every group by itself
                                    ("one in each region") */
    size_t group_count;
    double least_share; /**< of the new sites, 0 to 1; NAN: not asked (so for all) */
    double most_share;
    double least; /**< new sites */
    double most;
    double covered_share; /**< of the groups' persons served with the plan, at least; 0 to 1 */
} er_study_choose_rule;

/** A question of the step "choose": what to build next, where, and under which conditions. */
typedef struct er_study_choose {
    const char *name;
    const char *title;
    const char *title_zh;
    const char *place;      /**< station, pilot, mobile_pack */
    double count;           /**< new sites, at most */
    const char *candidates; /**< units (their populated middle), venues, grid, file (the input of
                                 the kind candidates); units */
    const char *level;      /**< of candidate units; the level above the finest one with persons */
    double spacing_m;       /**< of the grid; 2,000 */
    double most_candidates; /**< the grid grows coarser beyond; 5,000 */
    const char *operator_;  /**< under which a station counts; null: a new one, so that only what
                                 no one serves is gained */
    const char *band;       /**< of a station; null: none */
    double radius_m;        /**< station: NAN: by the radius rules of band and group; pilot: who is
                                 within it is reached, 10,000; mobile_pack: 1,000 */
    double cell_m;          /**< side of the cells that the search counts persons by; 500 */
    double budget;          /**< NAN: none; a candidate costs its `cost`, else 1 */
    double backup;          /**< as in er_siting_task; 0 */
    const er_study_choose_rule *rules;
    size_t rule_count;
    double front;           /**< plans of the front of persons gained against inequality, beside the
                                 one asked for; 0 to 50; 8 */
    const char *inequality; /**< of the front: theil_t, fgt1 (of shares served, under
                               balance.floor), gini; theil_t */
    const char *inequality_scheme; /**< level whose units it is taken over: that of this scheme; the
                                        first of balance.schemes; null: the study has none */
    double gap;                    /**< stop the search when proven within it; 0.0001 */
    double most_nodes;             /**< 0: the usual */
} er_study_choose;

typedef struct er_study {
    const char *path; /**< of the study file */
    const char *title;
    const char *title_zh;
    const char *language;              /**< en, zh-TW */
    const char *working_crs;           /**< null: azimuthal equal-area for the extent */
    const char *const *crs_candidates; /**< systems that undeclared coordinates may be in */
    size_t crs_candidate_count;
    const er_input *inputs;
    size_t input_count;
    const er_study_scheme *schemes;
    size_t scheme_count;
    const char *coverage_model; /**< disc tr38901 p1812 */
    er_study_radio radio;       /**< filled in for every study; used by tr38901 and p1812 */
    const char *radius_scheme;  /**< scheme whose groups the radius rules name; area_class */
    const er_radius_rule *radii;
    size_t radius_count;
    double default_radius_m;
    er_study_venues venues;
    er_study_routes routes;
    const char *const *balance_schemes; /**< every scheme of the study where it names none */
    size_t balance_scheme_count;
    er_study_time time;
    er_study_measures measures; /**< under `balance` */
    const er_study_target *targets;
    size_t target_count;
    const er_study_choose *choose; /**< questions, in the order of the file */
    size_t choose_count;
    double outline_tolerance_m;  /**< 1; of outlines of cells at least half a cell */
    bool rasters;                /**< write rasters/ too; false */
    uint64_t seed;               /**< of random procedures; at most 2^53 */
    const char *sha256;          /**< of the study file */
    const char *const *defaults; /**< what the study left out and a default filled in, such as
                                      "coverage.default_radius_m" or
                                      "schemes[0].borderline_margin" */
    size_t default_count;
} er_study;

/** Read and check a study. Refused with file, line, key and what is allowed: a key that is not
 *  one of ours (the nearest one is suggested), a key given twice, a wrong type, unit or range, a
 *  group or scheme that is not there, an input file that does not exist; and of hostile YAML:
 *  more than 1 MB, deep nesting, aliases, tags, bytes that are not UTF-8. Everything lives in the
 *  arena. */
er_status er_study_read(er_context *ctx, er_arena *arena, const char *path, er_study *out);
/** The study as YAML with every default filled in (a comment marks what was a default). It reads
 *  back, in the same folder, as the same study. Free with er_free. */
er_status er_study_explain(er_context *ctx, const er_study *study, char **out);

/** A path of the study as one that can be opened: relative paths are seen from the study file's
 *  folder. `study` may be null (the path is then taken as it is). Lives in the arena. */
er_status er_study_path(er_context *ctx, er_arena *arena, const er_study *study, const char *path,
                        const char **out);
/** The figures of `balance` that count without a study, too. */
er_study_measures er_study_default_measures(void);
/** A day, month or year as the day that `--as-of` and `time.as_of` mean: its last one. False for
 *  what is no date (er_parse_date reads it). */
bool er_last_day(const char *text, char out[11]);
/** Does something that is there from `date_on` until before `date_off` (ISO dates, months or years,
 *  from their first day; null: always) count on the day? A null day: yes. */
bool er_counts_on(const char *day, const char *date_on, const char *date_off);
/** Today in UTC, of the environment's SOURCE_DATE_EPOCH if it is set, else of the clock. Only for
 *  warnings: no result may depend on it. */
void er_today(char out[11]);

/** Width of the strip along the way of a moving venue; of a null study the default. */
double er_study_corridor_m(const er_study *study);
/** Speed of a route by its type (a type of the program also under its Chinese names), km/h; NAN for
 *  a type that has none. */
double er_study_speed_kmh(const er_study *study, const char *type);
/** True if a default filled this key in; `key` as in er_study.defaults. */
bool er_study_is_default(const er_study *study, const char *key);
/** The study's scheme of this name; null if there is none. */
const er_study_scheme *er_study_scheme_named(const er_study *study, const char *name);
bool er_study_scheme_has_group(const er_study_scheme *scheme, const char *group);
/** Does the study take the balance by this scheme? By every one, if the study (may be null) names
 *  none for it. */
bool er_study_balances(const er_study *study, const char *scheme);

/** What `below` and `at_least` of a rule say: `value` itself, or `value` times the mean over the
 *  study. */
typedef struct er_threshold {
    double value;
    bool of_mean;
} er_threshold;
/** Read "125" or "0.2 * mean"; false for anything else. The value is finite and 0 or more. */
bool er_threshold_parse(const char *text, er_threshold *out);

#ifdef __cplusplus
}
#endif
#endif
