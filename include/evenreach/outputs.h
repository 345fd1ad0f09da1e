/** evenreach/outputs.h: GeoJSON layers, tables, the summary, the headline.
 *
 * An output folder holds geojson/, tables/, summary.json and provenance.json (and what others put
 * there: it is left alone). Everything is written aside and moved into place at the end: a failure
 * or a crash before that leaves the folder as it was. geojson/, tables/ and summary.json are the
 * same bytes for the same input rows in any order; hashes of files and versions of libraries stand
 * in provenance.json. */
#ifndef EVENREACH_OUTPUTS_H
#define EVENREACH_OUTPUTS_H

#include "evenreach/core.h"
#include "evenreach/geometry.h"
#include "evenreach/store.h"
#include "evenreach/study.h"

#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- the output folder ----------------------------------------------------------------------- */

/** An output folder that is being written. One writer at a time: a lock says so. */
typedef struct er_folder er_folder;

/** Make the folder if it is not there, lock it, and make the part where the new content grows.
 *  ER_ERR_IO if it holds files but no earlier output of evenreach (unless `force`), or if another
 *  process writes to it. */
er_status er_folder_open(er_context *ctx, const char *path, bool force, er_folder **out);
/** Where to write: everything below it is moved into the folder by er_folder_commit. */
const char *er_folder_part(const er_folder *folder);
/** The folder itself, where the earlier output is. */
const char *er_folder_path(const er_folder *folder);
/** Let er_folder_commit keep files of the earlier output that are not written again. */
void er_folder_keep(er_folder *folder);
/** Let it remove all files of the earlier output that are not written again: the new one is of
 *  another workspace. */
void er_folder_renew(er_folder *folder);
/** Move the new files into place; remove those of the earlier output that were not written again,
 * in folders that something was written to (other formats of the same workspace stay); keep files
 * that are not ours (and refuse to write over one, before anything is moved, unless `force` was
 * given). */
er_status er_folder_commit(er_context *ctx, er_folder *folder);
/** Unlock; what was not committed is removed. Null is allowed. */
void er_folder_close(er_folder *folder);

/* ---- exports --------------------------------------------------------------------------------- */

/** A level of more units than this becomes a map layer only when asked for; the tables always have
 *  all levels. */
enum { ER_EXPORT_MAP_UNITS = 2000 };
/** Of a coordinate at most, about a centimetre: RFC 7946, section 11.2. */
enum { ER_EXPORT_DECIMALS = 7 };
/** Metres that borders may stray at most; beyond that nothing of a country is left. */
enum { ER_EXPORT_SIMPLIFY_M = 100000 };

/** What is written, and how. All zero: everything, in the usual formats.
 *
 *  An export with any of layers, fields, box and group is a part: it has no summary.json and no
 *  provenance.json, and in a folder that holds an earlier output it replaces the files that it
 *  writes and leaves the others as they are.
 *
 *  By place (box, group) only what has a place is written: layers, and the tables of the same
 *  features. Figures are those of the whole feature, also where it is cut. */
typedef struct er_export_options {
    const char *const *levels; /**< larger levels to draw nevertheless */
    size_t level_count;
    const char *const *formats; /**< names of formats to write; none: GeoJSON and CSV */
    size_t format_count;
    const char *const *layers; /**< layers and tables to write, by file name; none: all */
    size_t layer_count;
    const char *const *fields; /**< fields to keep where a layer has them; none: all. `synthetic`
                                    is always kept */
    size_t field_count;
    const er_box *box;  /**< degrees; features that it touches; min_x > max_x: over the 180th
                             meridian; null: everywhere */
    const char *scheme; /**< with `group`: units of the group, those that hold or lie in one, and
                             what lies in them; null: everywhere */
    const char *group;  /**< of the scheme */
    bool clip;          /**< cut features at the border of box and group */
    const double *simplify_m; /**< polygons and lines lose corners such that no border strays
                                    further than so many metres, above 0, ER_EXPORT_SIMPLIFY_M at
                                    most; neighbours keep meeting, units of all levels that are
                                    drawn too. Rows are chosen by their full shapes, then come
                                    simplifying, cutting, rounding. null: all corners */
    bool simplestyle;         /**< GeoJSON gets the properties of simplestyle 1.1 (stroke, fill,
                                   marker-color, ...), coloured by each layer's main measure */
    const int *decimals;      /**< of coordinates, 0 to 7; null: 7, or a format's own figures */
    bool bom;   /**< begin tables with a byte order mark, for spreadsheets that need it */
    bool force; /**< as in er_folder_open */
    const struct er_output_checker *checker; /**< er_export checks what it wrote before it takes its
                                                  place, and fails where a rule is broken; null:
                                                  it does not. `expected` is filled in */
} er_export_options;

typedef struct er_format_info {
    const char *name;      /**< as er_export_options.formats takes it */
    const char *about;     /**< one line, English */
    const char *folder;    /**< in the output folder, a file a layer; null: one file for all */
    const char *extension; /**< of its files */
    bool usual;            /**< written unless formats are named */
} er_format_info;

/** The format of that place in the list; false past the last one. */
bool er_export_format(size_t i, er_format_info *out);
/** Whether the format is to be written. */
bool er_export_writes(const er_export_options *options, const er_format_info *format);
/** Whether only a part is: see er_export_options. */
bool er_export_is_part(const er_export_options *options);

/** What a workspace says, read once for all that is written from it. The store and the study must
 *  outlive it. */
typedef struct er_results er_results;

/** Read the newest runs of the workspace and what they rest on. Free with er_results_free. */
er_status er_results_read(er_context *ctx, er_store *store, const er_study *study,
                          er_results **out);
void er_results_free(er_results *results);

/** Write geojson/ tables/ summary.json provenance.json into the part folder of an output folder
 *  (any empty folder will do). `options` may be null. */
er_status er_results_export(er_context *ctx, er_results *results, const er_export_options *options,
                            const char *part);
/** What summary.json holds; free with er_json_free. */
er_status er_results_summary(er_context *ctx, er_results *results, er_json **out);
/** The headline table in the context's language. */
er_status er_results_headline(er_context *ctx, er_results *results, FILE *out);

/** Draw what the newest coverage run of the disc model serves, by area class, and keep it with the
 *  run in a transaction of its own, so that exports by the same study only read it. Nothing is done
 *  without stations, units or classes, for a study that is no file (without sha256), and where it
 * is kept already. */
er_status er_keep_coverage(er_context *ctx, er_store *store, const er_study *study);

/** Read, open the output folder, export, commit. */
er_status er_export(er_context *ctx, er_store *store, const er_study *study,
                    const er_export_options *options, const char *folder);

/* ---- checking -------------------------------------------------------------------------------- */

/** What there is of a file to be counted: features of a layer, rows of a table, cells of a raster.
 */
typedef enum er_output_kind {
    ER_OUTPUT_FEATURES,
    ER_OUTPUT_ROWS,
    ER_OUTPUT_CELLS,
    ER_OUTPUT_KINDS
} er_output_kind;

/** A rule that a file breaks. */
typedef struct er_output_violation {
    const char *file;    /**< seen from the output folder */
    const char *layer;   /**< or table of a file that holds many; null: the file is the layer */
    er_output_kind kind; /**< what `number` counts */
    int64_t number;      /**< of the feature or row (of a raster: its row), from 1; 0: the whole */
    const char *rule;    /**< English, to be looked up in the catalogue */
    const char *detail;  /**< such as a field's name; null: none */
} er_output_violation;

/** How many features a layer must have on the map, how many of them have a place, and how many rows
 *  a table of that name has; -1: any number. */
typedef struct er_expected_rows {
    const char *layer;
    int64_t features;
    int64_t placed;
    int64_t rows;
} er_expected_rows;

/** A file that was checked. */
typedef struct er_output_file {
    const char *name;               /**< seen from the output folder */
    bool has[ER_OUTPUT_KINDS];      /**< whether it holds things of this kind, if only none */
    int64_t count[ER_OUTPUT_KINDS]; /**< how many of them */
    int64_t violations;
} er_output_file;

/** Violations of a file that are told one by one; the others are only counted. */
enum { ER_CHECK_SHOWN = 20 };

/** What a check is told, and whom it tells. Both functions may be null. */
typedef struct er_output_checker {
    const er_expected_rows *expected; /**< may be null */
    size_t expected_count;
    void (*violation)(void *owner, const er_output_violation *violation);
    void (*file)(void *owner, const er_output_file *file);
    void *owner;
} er_output_checker;

typedef struct er_output_checked {
    int64_t files;
    int64_t violations;
} er_output_checked;

/** Read what export wrote below an output folder again, each file by its format, with a feature at
 *  a time in memory, against the fields that fields.csv (beside the file, or in it) names:
 *  - GeoJSON and text sequences, independently of what wrote them, against RFC 7946 and RFC 8142:
 *    UTF-8 and JSON; no crs; coordinates that are finite and within 180 and 90 degrees; rings of
 *    four positions or more, closed, outer ones counter-clockwise; nothing across the 180th
 * meridian uncut; boxes that are those of the coordinates; shapes valid by GEOS.
 *  - FlatGeobuf and GeoPackage as GDAL opens them: WGS 84, every shape of the layer's type, on the
 *    Earth and valid, as many features as the file says; a GeoPackage's pages and indexes too.
 *  - tables and workbook: heading, and every cell of its type.
 *  - vector tiles: metadata, every tile unpacked and decoded, within zooms and bounds.
 *  - rasters: every cell read, its place, its values in the legend; layout or world file.
 *  ER_OK with result->violations above 0 where rules are broken; ER_ERR_NOT_FOUND where there is no
 *  such file. */
er_status er_output_check(er_context *ctx, const char *folder, const er_output_checker *to,
                          er_output_checked *result);

/** The same, with the numbers of features and rows that the workspace has (null: none are compared)
 *  for layers that say of themselves no selection. */
er_status er_export_check(er_context *ctx, er_store *store, const er_output_checker *to,
                          const char *folder, er_output_checked *result);

/* ---- the report ------------------------------------------------------------------------------ */

typedef struct er_report_options {
    const char *tile_url;         /**< of an optional basemap, with {z} {x} {y}; null: none, and the
                                       page asks the network for nothing */
    const char *tile_attribution; /**< null: none */
    double tolerance_m; /**< how far simplified borders may stray, 0 or more; NAN: 10 m, or
                             as much more as keeps the file at 6 MB and the map smooth */
    bool force;         /**< replace a file that is no earlier report, too */
} er_report_options;

/** Whether the page of reports is part of this build (the option EVENREACH_VIEWER). */
bool er_report_is_built(void);
/** Write one HTML file that shows the newest runs: a map with every layer, charts, tables, and how
 *  all of it was computed. It needs no network. The page's first language is the context's. The
 *  file is written aside and renamed; the same bytes for any order of rows and any number of
 *  threads. `options` may be null. ER_ERR_UNSUPPORTED where the program was built without the page,
 *  ER_ERR_IO for a file that is there and no earlier report. */
er_status er_report(er_context *ctx, er_results *results, const er_report_options *options,
                    const char *path);

/* ---- the server ------------------------------------------------------------------------------ */

typedef struct er_view_options {
    const char *host; /**< address to listen on; "127.0.0.1": this machine alone */
    int port;         /**< 0: any free one */
    bool cors;        /**< let pages of other servers of this machine read the files */
    void (*ready)(void *user, const char *url); /**< called once it listens; may be null */
    void *user;
} er_view_options;

/** Serve the files of an output folder over HTTP until the context is cancelled, which is its
 *  proper end: GET and HEAD, ranges, tiles of evenreach.mbtiles at /tiles/Z/X/Y.pbf, a list of the
 *  files at /. Nothing outside the folder, no link, no hidden file. On a loopback address, requests
 *  by another host's name are refused. ER_ERR_IO where the folder can't be read or the port is
 *  taken; ER_ERR_USAGE for an address that is none of this machine. */
er_status er_view(er_context *ctx, const char *folder, const er_view_options *options);

#ifdef __cplusplus
}
#endif
#endif
