/** evenreach/sources.h: read any vector or table file that GDAL opens, row by row, as clean UTF-8
 * text and WGS 84 geometry.
 *
 * The reader never guesses in silence: the encoding and the reference system that it found, and
 * how, stand in er_table_info. A row that can't be read is still returned, with `problem` set, so
 * that the caller can keep it.
 */
#ifndef EVENREACH_SOURCES_H
#define EVENREACH_SOURCES_H

#include "evenreach/core.h"
#include "evenreach/geometry.h"
#include "evenreach/radio.h"
#include "evenreach/study.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct er_table er_table;

typedef struct er_table_options {
    const char *path;         /**< a file; no driver prefixes, no URLs */
    const char *layer;        /**< null: the only one; ER_ERR_INPUT naming the layers if several */
    const char *layer_option; /**< what a program calls `layer`, for messages; null: "--layer" */
    const char *encoding; /**< "UTF-8", "CP950", ...; null: BOM, else UTF-8 if valid, else CP950 */
    const char *crs;      /**< overrides the file's own; null: the file's own, else detected */
    bool allow_ballpark;
    const char *x_column; /**< columns of coordinates; null: by heading if there is no geometry */
    const char *y_column;
    bool attributes_only; /**< true: places are neither looked for nor read, so that columns that
                               only look like coordinates can't be at fault (default: false) */
    bool may_be_empty;  /**< true: a text table of a heading alone is no failure (default: false) */
    bool plane_allowed; /**< coordinates without a system that can't be degrees stay as they
                             stand, metres on a plane of their own: info.crs is "plane"; `crs`
                             "plane" says so of any (default: false) */
    bool header;        /**< text tables: the first line names the columns (default: true) */
    const char *const *column_names; /**< for tables without header */
    size_t column_count;
    const char *const *crs_candidates; /**< systems to try for undeclared coordinates */
    size_t crs_candidate_count;
    er_box expected_extent; /**< degrees; where the coordinates should fall; all NAN: anywhere */
} er_table_options;

typedef struct er_table_info {
    const char *driver; /**< such as GPKG, CSV */
    const char *layer;
    const char *encoding; /**< as found; null where the format fixes it */
    const char *crs;      /**< "EPSG:3828", or WKT; "plane"; null: no coordinates */
    const char *crs_how;  /**< file, option, detected, default */
    er_transform_info transform;
    int64_t row_count; /**< -1: not known beforehand */
    bool has_geometry; /**< geometry or coordinate columns */
} er_table_info;

typedef struct er_table_row {
    int64_t number;           /**< 1 is the first data row */
    const char *const *text;  /**< one per column; null where the file has null; trimmed */
    er_bytes geometry;        /**< WKB in WGS 84 degrees (or on its plane); data null: none */
    const char *problem_code; /**< null if fine: null_geometry bad_coordinates out_of_range
                                   bad_encoding ... */
    const char *problem;      /**< one line for people */
} er_table_row;

/** Options with everything detected. */
er_table_options er_table_defaults(const char *path);
/** Open. One clear line for a missing, truncated, empty or foreign file, or an unknown layer. */
er_status er_table_open(er_context *ctx, const er_table_options *options, er_table **out);
/** Reference systems that put almost all undeclared projected coordinates into the expected extent,
 *  in the arena: what er_table_open fails with ER_ERR_CRS over when there is more than one. Those
 *  that differ by less than 10 m count as one. */
er_status er_table_guess_crs(er_context *ctx, const er_table_options *options, er_arena *arena,
                             const char ***crs, size_t *count);
void er_table_close(er_table *table);
const er_table_info *er_table_about(const er_table *table);
size_t er_table_column_count(const er_table *table);
const char *er_table_column_name(const er_table *table, size_t column);
/** The columns' names, comma separated, for a message; in the arena. */
er_status er_table_list_columns(er_context *ctx, const er_table *table, er_arena *arena,
                                const char **out);
/** Index of a column by exact name, else without case; ER_ERR_NOT_FOUND listing the columns. */
er_status er_table_find(er_context *ctx, const er_table *table, const char *name, size_t *column);
/** The next row, valid until the next call; *more is false at the end. */
er_status er_table_next(er_context *ctx, er_table *table, er_table_row *row, bool *more);
/** The row's fields as one JSON object, for reject.raw; free with er_free. */
er_status er_table_raw(er_context *ctx, const er_table *table, const er_table_row *row, char **out);

/* ---- terrain --------------------------------------------------------------------------------- */

/** Elevation, clutter and zones from rasters of any format and reference system that GDAL opens;
 *  none needs the grid or extent of another. Files that refer to others (VRT) are refused.
 *
 *  A cell's value belongs to its middle, also in files with AREA_OR_POINT=Point, whose corner GDAL
 *  moves by half a cell; within half a cell of the raster's border the outermost cells count alone.
 *  Heights in feet (the band's unit) become metres; heights that the Earth does not have, such as
 *  -32768, are no data. A raster in degrees goes around the Earth; one in another system that
 *  reaches over the 180th meridian is refused. */
typedef struct er_terrain er_terrain;

/** Height of what stands on the ground in cells of a class. */
typedef struct er_clutter_class {
    double value; /**< of the raster's cells */
    double height_m;
    const char *name; /**< such as urban; or null */
    er_zone zone;     /**< 0: says nothing of it */
} er_clutter_class;

typedef struct er_terrain_options {
    const char *elevation;           /**< metres above mean sea level; band 1 */
    const char *clutter;             /**< null: none */
    const er_clutter_class *classes; /**< what the clutter's values stand for; null: heights in m */
    size_t class_count;  /**< at most 254; every value of the raster must be among them */
    const char *zones;   /**< 1 sea, 3 coastal land, 4 inland; null, or no data: the zone of the
                              clutter's class, else sea where no_data_is_sea says so, else inland */
    bool no_data_is_sea; /**< elevation without data is sea at 0 m, not unknown */
    double step_m;       /**< of profiles, 0.1 to 10,000; NAN: the elevation's own resolution */
    bool allow_ballpark;
} er_terrain_options;
er_terrain_options er_terrain_defaults(const char *elevation);

typedef struct er_terrain_info {
    double step_m;       /**< of profiles: as asked, or resolution_m to the centimetre */
    double resolution_m; /**< of the elevation: the smaller side on the ground of its middle cell */
    const char *crs;
    er_box extent; /**< of the elevation, degrees */
    bool has_clutter;
    bool has_zones;
} er_terrain_info;

/** ER_ERR_INPUT, ER_ERR_CRS for a raster that can't be read, has no reference system (or none with
 *  a known way from WGS 84), is rotated or has no size; ER_ERR_RANGE for options. Warns where the
 *  elevation is coarser than 100 m. */
er_status er_terrain_open(er_context *ctx, const er_terrain_options *options, er_terrain **out);
void er_terrain_close(er_terrain *terrain);
const er_terrain_info *er_terrain_about(const er_terrain *terrain);

/** A piece of the rasters in memory. Immutable; may be read by many threads. What it says of a
 * place does not depend on which piece is asked. */
typedef struct er_ground er_ground;
/** Everything within `radius_m` of a box of degrees (a point: a box of no size; min_x > max_x: over
 *  the 180th meridian). May be called by many threads at once on one terrain, each with its own
 *  context where it may fail. ER_ERR_INPUT for cells that can't be read, zones other than 1, 3, 4,
 *  classes that are not listed and clutter heights outside 0 to 1,000 m; ER_ERR_MEMORY for more
 *  than 2^30 cells. The terrain must outlive the piece. */
er_status er_ground_read(er_context *ctx, er_terrain *terrain, er_box lon_lat, double radius_m,
                         er_ground **out);
void er_ground_free(er_ground *ground);
/** How many cells of the rasters er_ground_read would read; each takes 1 to 4 bytes. */
int64_t er_ground_size(const er_terrain *terrain, er_box lon_lat, double radius_m);
/** The ground at places in degrees: elevation by bilinear interpolation, clutter and zone of the
 *  cell that holds the place; distance_km is left alone. Elevation is NAN where it is unknown (no
 *  data at one of the four cells that count, or beyond the raster). Clutter unknown: 0. */
void er_ground_at(const er_ground *ground, const er_point *places, size_t count,
                  er_profile_point *out);
/** Number (in er_terrain_options.classes) of the class of the clutter's cell that holds each place;
 *  -1 where it is unknown, and where the terrain has no classes. */
void er_ground_classes(const er_ground *ground, const er_point *places, size_t count, int *out);
/** The ground at the crossings of columns and rows on a plane, row by row, and where they lie in
 *  degrees: as er_plane_inverse and er_ground_at have it but for a millimetre, at a small part of
 *  the cost. What it says of a crossing does not depend on what else is asked. */
void er_ground_patch(const er_ground *ground, const er_plane *plane, const double *x_m,
                     size_t columns, const double *y_m, size_t rows, er_point *lon_lat,
                     er_profile_point *out);
/** Points `first` to `first + count - 1` of a ray (point k is k steps of the terrain's step_m from
 *  the place), distance_km filled in. The same numbers for any first and count. */
void er_ground_ray(const er_ground *ground, er_point place, er_ray ray, size_t first, size_t count,
                   er_profile_point *out);

/** The profile between two places as `link` and the grid see it: the transmitter's own ground, the
 *  points of its ray (er_ray_towards), the receiver's own ground. In the arena.
 *  ER_ERR_INPUT naming the place if ground on the way is unknown. */
er_status er_terrain_profile(er_context *ctx, er_terrain *terrain, er_arena *arena, er_point tx,
                             er_point rx, er_profile *out);

/** Read a profile from a table with the columns distance_km, ground_m and, if there, clutter_m and
 *  zone (missing ones: 0, inland; *missing gets ER_WARN_DEFAULT_ bits). In the arena. */
er_status er_profile_read(er_context *ctx, er_arena *arena, const char *path, er_profile *out,
                          unsigned *missing);

/** Recognise a heading: the name of our field ("operator", "height_m", "lon", ...) that a column
 *  named `heading` holds for inputs of a kind, or null. From the table in
 *  src/sources/headings_table.c (English and Chinese synonyms; one line a synonym). */
const char *er_heading_field(const char *kind, const char *heading);

/** A known layout of a file. Adding one is one entry in src/sources/presets.c. */
typedef struct er_preset {
    const char *name;
    const char *kind;    /**< of input, as in er_input */
    const char *title;   /**< one line, English */
    const char *columns; /**< names of the columns, comma separated, where the file has no heading
                              line; null: it has one */
    const char *fields;  /**< "ours=column,ours=column+column": joined by a hyphen */
    const char *crs;     /**< null: as declared or detected */
} er_preset;

/** Null if there is none of that name. */
const er_preset *er_preset_find(const char *name);
/** Preset i, or null past the last. */
const er_preset *er_preset_at(size_t i);

/** A unit's code as it is compared and kept: full-width forms made plain, no white space, and no
 *  hyphens where all the rest is digits (65000010-001). Free with er_free. */
er_status er_unit_code(er_context *ctx, const char *text, char **out);

/** A date as ISO text "YYYY-MM-DD" (or "YYYY-MM", "YYYY"): ISO, slashes, compact, ROC calendar
 *  (1130430, 113/04/30, 113年4月30日, 民國113年), Unix seconds. False if it is none. */
bool er_parse_date(const char *text, char out[11]);
enum { ER_TIME_SIZE = 40 };
/** A date as er_parse_date reads it, with the time of day behind it if there is one, as ISO text
 *  ("2024-05-01T13:02:03.5+08:00"); 14 digits; seconds or milliseconds since 1970. False if it is
 *  none. */
bool er_parse_time(const char *text, char out[ER_TIME_SIZE]);

#ifdef __cplusplus
}
#endif
#endif
