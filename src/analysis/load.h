/** The load step's parts: columns, values, rejects, codes, one file a kind of input. */
#ifndef EVENREACH_ANALYSIS_LOAD_H
#define EVENREACH_ANALYSIS_LOAD_H

#include "analysis/sentence.h"
#include "evenreach/analysis.h"
#include "evenreach/sources.h"

/* ---- load_codes.c: from a code to a row ------------------------------------------------------ */

typedef struct er_code_map er_code_map;
er_status er_code_map_new(er_context *ctx, er_code_map **out);
void er_code_map_free(er_code_map *map);
/** *value: what the code stands for already, or null after `id` was put in. The code is copied. */
er_status er_code_map_put(er_context *ctx, er_code_map *map, const char *code, int64_t id,
                          const int64_t **value);
/** Null if the code is not there. */
const int64_t *er_code_map_find(const er_code_map *map, const char *code);

/* ---- load_columns.c: which columns hold our fields ------------------------------------------- */

/** A field that a kind of input has. */
typedef struct er_load_field {
    const char *name;
    bool needed; /**< the input is refused without a column for it */
} er_load_field;

enum { ER_LOAD_FIELDS = 32, ER_LOAD_PARTS = 6 };

/** Where a field comes from: columns, joined by a hyphen if there are several. */
typedef struct er_load_column {
    size_t parts[ER_LOAD_PARTS];
    size_t count; /**< 0: the input has no such field */
} er_load_column;

typedef struct er_loading er_loading;

/** How one kind of input is loaded. */
typedef struct er_load_kind {
    const char *name;
    const er_load_field *fields; /**< ends with a null name; at most ER_LOAD_FIELDS */
    bool needs_places;           /**< refused where the file has no geometry and no coordinates */
    /** May refuse the file before the workspace is touched. */
    er_status (*check)(er_context *ctx, er_loading *load);
    /** Any of these may be null but `row`. `state` is the kind's own, from begin to free. */
    er_status (*begin)(er_context *ctx, er_loading *load);
    er_status (*row)(er_context *ctx, er_loading *load, const er_table_row *row);
    er_status (*end)(er_context *ctx, er_loading *load);
    void (*release)(er_loading *load);
} er_load_kind;

extern const er_load_kind er_load_units;
extern const er_load_kind er_load_population;
extern const er_load_kind er_load_stations;
extern const er_load_kind er_load_sectors;
extern const er_load_kind er_load_measurements;
extern const er_load_kind er_load_venues;
extern const er_load_kind er_load_routes;
extern const er_load_kind er_load_candidates;
extern const er_load_kind er_load_drop_points;
extern const er_load_kind er_load_pilots;
extern const er_load_kind er_load_pilot_sites;
extern const er_load_kind er_load_targets;
extern const er_load_kind er_load_service_needs;

/** A load under way. */
struct er_loading {
    er_store *store;
    const er_study *study; /**< may be null */
    const er_input *input;
    const er_preset *preset; /**< null: none */
    const er_load_kind *kind;
    const char *path; /**< where the file is */
    er_table *table;
    er_arena *arena;     /**< lives as long as the load */
    er_arena *row_arena; /**< for one row; emptied now and then between rows */
    er_box extent;       /**< of the units in the store; NAN if there are none */
    er_load_column columns[ER_LOAD_FIELDS];
    er_load_column synthetic; /**< column that marks synthetic rows */
    er_source source;
    er_load_report report;
    const er_table_row *row;
    bool rejected;          /**< the current row */
    int64_t first_reject;   /**< row number; 0: none */
    char first_reason[400]; /**< of the first reject */
    int64_t unreadable_dates;
    void *state;
};

/** Find the columns of the kind's fields: by the input's field map, else the preset, else by
 *  heading. ER_ERR_INPUT that lists the file's columns for a needed field without one. */
er_status er_load_map(er_context *ctx, er_loading *load);
/** The preset's column names for files without a heading line, in the arena; null if it has none.
 */
er_status er_load_preset_columns(er_context *ctx, er_loading *load, const char *const **names,
                                 size_t *count);

/* ---- load_crs.c: opening the table with a reference system ----------------------------------- */

/** Extent of the largest units; NAN if there are none. */
er_status er_load_extent(er_context *ctx, er_store *store, er_box *extent);
/** Is a point within the extent or a little beyond it? True if there is no extent. */
bool er_load_nearby(const er_loading *load, er_point point);
/** Open the table. Where undeclared coordinates fit several systems, rows that name their unit, or
 *  else the units' outlines, decide if they do so clearly. */
er_status er_load_open(er_context *ctx, er_loading *load);

/* ---- load_codes.c: kinds whose whole state is the codes that are taken ----------------------- */

er_status er_load_begin_codes(er_context *ctx, er_loading *load);
/** Note a code of the workspace's. */
er_status er_load_known_code(er_context *ctx, er_loading *load, const char *code);
/** Take the current row's code; a reject "duplicate_code" where it is taken. */
er_status er_load_take_code(er_context *ctx, er_loading *load, const char *code);
void er_load_release_codes(er_loading *load);

/* ---- load_outside.c: rows beyond the units ----------------------------------------------------
 */

/** Begin to count them, for kinds with no state of their own. */
er_status er_load_begin_outside(er_context *ctx, er_loading *load);
/** Count the current row if its point lies beyond the units. */
void er_load_note_outside(er_loading *load, er_point point);
/** A few may serve people within, most of them are a mistake: ER_ERR_CRS if nearly all rows lie
 *  outside; a warning for some. */
er_status er_load_judge_outside(er_context *ctx, er_loading *load);

/* ---- load_note.c: what was filled in or changed -----------------------------------------------
 */

/** Record an assumption on some of the rows read; none for no rows. */
er_status er_load_note(er_context *ctx, er_loading *load, const char *subject, const char *field,
                       const char *value, er_sentence basis, int64_t rows);

/* ---- load_values.c: fields of the current row ------------------------------------------------ */

/** Keep the current row as a reject with a stable code and a reason (translated like er_log), and
 *  set load->rejected; a row has one reason. */
er_status er_load_reject(er_context *ctx, er_loading *load, const char *code, const char *format,
                         ...) __attribute__((format(printf, 4, 5)));
/** Keep a row that the table found a problem with; true in load->rejected if it had one. */
er_status er_load_reject_problem(er_context *ctx, er_loading *load);
bool er_load_has(const er_loading *load, size_t field);
/** The field's text, valid until the next row; null if missing. */
er_status er_load_text(er_context *ctx, er_loading *load, size_t field, const char **out);
/** A text of a row: its field, and where in the row's struct its pointer stands. */
typedef struct er_load_place {
    size_t field;
    size_t offset;
} er_load_place;
/** Several texts into a struct. */
er_status er_load_texts(er_context *ctx, er_loading *load, const er_load_place *places,
                        size_t count, void *out);
/** As er_load_text, and a reject "missing_value" if missing. */
er_status er_load_needed(er_context *ctx, er_loading *load, size_t field, const char **out);
/** A number of at least `low` (above it, if `above`) and at most `high`; NAN if missing; a reject
 *  "bad_number" otherwise. */
er_status er_load_number(er_context *ctx, er_loading *load, size_t field, double low, bool above,
                         double high, double *out);
/** An ISO date; null if missing or unreadable, which is counted. */
er_status er_load_date(er_context *ctx, er_loading *load, size_t field, const char **out);
/** From when and until when, as er_load_date; a reject "bad_period" where the end lies before the
 *  beginning. */
er_status er_load_period(er_context *ctx, er_loading *load, size_t on, size_t off,
                         const char **date_on, const char **date_off);
/** A year; INT64_MIN if missing. */
er_status er_load_year(er_context *ctx, er_loading *load, size_t field, int64_t *out);
/** Codes separated by ; or , as "a;b", each once; null if there are none. */
er_status er_load_codes(er_context *ctx, er_loading *load, size_t field, const char **out);
bool er_load_truth(const char *text);
/** Is the current row synthetic: by the input, or by its own mark? */
bool er_load_synthetic(er_loading *load);
/** A unit's code in its normal form, in the row's arena. */
er_status er_load_unit_code(er_context *ctx, er_loading *load, const char *text, const char **out);
/** The current row's point, or NAN for none; a reject where it has another geometry. */
er_status er_load_point(er_context *ctx, er_loading *load, er_point *out);
/** The current row's polygons, repaired where that changes the area by at most 1 %; a reject
 *  otherwise. `kept`: WKB in the row's arena or the table's. */
er_status er_load_polygons(er_context *ctx, er_loading *load, const char *name, er_bytes *kept);
/** Is the current row's geometry a line, or several? */
bool er_load_is_line(const er_loading *load);
/** The current row's line; a reject otherwise. Parts without two different places are left out,
 *  which counts as a repair. Lives in the row's arena. */
er_status er_load_line(er_context *ctx, er_loading *load, const char *name, er_way *out);

/** An ISO date, or date and time ("2024-05-01T13:02:03"; a zone behind it is kept), or seconds or
 *  milliseconds since 1970; null if missing or unreadable, which is counted. */
er_status er_load_time(er_context *ctx, er_loading *load, size_t field, const char **out);

/* ---- load_sector_values.c: what a row says of its antennas -------------------------------------
 */

/** Fields that stations and sectors share, in this order from some index on. */
#define ER_SECTOR_FIELDS                                                                           \
    {"azimuth_deg", false}, {"beamwidth_deg", false}, {"vertical_beamwidth_deg", false},           \
        {"tilt_deg", false}, {"mechanical_tilt_deg", false}, {"electrical_tilt_deg", false},       \
        {"power_dbm", false}, {"power_w", false}, {"eirp_dbm", false}, {"gain_dbi", false},        \
        {"bandwidth_mhz", false}, {                                                                \
        "antenna", false                                                                           \
    }
enum { ER_SECTOR_FIELD_COUNT = 12, ER_SECTORS_OF_ROW = 24 };

/** The antennas that a row speaks of: the same but for their azimuths. */
typedef struct er_load_antennas {
    er_sector sector; /**< all but station and azimuth */
    double azimuths_deg[ER_SECTORS_OF_ROW];
    size_t count;   /**< of azimuths; 0: none stated */
    bool all_round; /**< stated to have none */
    bool stated;    /**< the row says anything of its antennas */
} er_load_antennas;

/** Read the shared fields, which begin at the index `first`; rejects the row for what is out of
 *  range. */
er_status er_load_antennas_of_row(er_context *ctx, er_loading *load, size_t first,
                                  er_load_antennas *out);
/** Add them to a station: a sector for each azimuth, or one. */
er_status er_load_add_antennas(er_context *ctx, er_loading *load, const er_load_antennas *antennas,
                               int64_t station_id);

/* ---- load_places.c: units by code and by name ------------------------------------------------ */

typedef struct er_places er_places;
/** All units of the store without geometry. */
er_status er_places_new(er_context *ctx, er_store *store, er_places **out);
void er_places_free(er_places *places);
/** A unit of a level (null: of any, the finest first) by its code; null if there is none. */
const er_unit *er_places_by_code(const er_places *places, const char *level, const char *code);
/** All units, as er_store_units lists them. */
const er_unit *er_places_first(const er_places *places);
const er_unit *er_places_by_id(const er_places *places, int64_t id);
/** A unit by the name of one of the largest units and, if not null, of a unit right below it;
 *  exact but for character variants. Null if none or several bear the name. */
er_status er_places_by_name(er_context *ctx, const er_places *places, const char *county,
                            const char *town, const er_unit **out);
/** Is `unit` the unit `other`, or somewhere within it? */
bool er_places_within(const er_places *places, const er_unit *unit, const er_unit *other);
/** The finest level's name, or null without units. */
const char *er_places_finest(const er_places *places);

#endif
