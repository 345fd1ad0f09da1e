/** A sink takes the rows of a sheet into a file. How is the format's own affair: one line in the
 *  table of formats.c, one file with its operations. */
#ifndef EVENREACH_OUTPUTS_SINK_H
#define EVENREACH_OUTPUTS_SINK_H

#include "outputs/data.h"
#include "outputs/layers.h"
#include "outputs/sheet.h"

/** What one file for many sheets is to its format; each such format has its own. */
typedef struct er_bundle er_bundle;

/** Where a sheet goes, and how. */
typedef struct er_sink_target {
    const er_format *format;
    const char *path;      /**< of the sheet's own file; null where the bundle is the file */
    er_bundle *bundle;     /**< null where every sheet is a file of its own */
    const er_layer *layer; /**< what the sheet is made of; null for the dictionary of fields */
    const char *members;   /**< JSON object of further members of the file, for formats that take
                                them; null: none */
    const int *decimals;   /**< of coordinates; null: the format's own */
    bool bom;              /**< begin with a byte order mark, where the format has one */
} er_sink_target;

/** Each operation of a sink is only called between an `open` that succeeded and a `close` or
 *  `abandon`; those two free it in any case. */
typedef struct er_sink_ops {
    /** Write what is not made of sheets into the format's folder. A format that has this takes no
     *  sheets, and its other operations are null; for all others this is null. */
    er_status (*whole)(er_data *data, const er_format *format, const char *folder);

    /** Begin the one file that takes all sheets; `data` outlives it. The three of bundles are null
     *  for a format of a file a sheet. */
    er_status (*begin)(er_data *data, const er_format *format, const char *path, er_bundle **out);
    /** Finish it, and check that all is there; frees it in any case. */
    er_status (*finish)(er_context *ctx, er_bundle *bundle);
    /** Close it after a failure; null is allowed. */
    void (*drop)(er_bundle *bundle);

    er_status (*open)(er_context *ctx, const er_sheet *sheet, const er_sink_target *target,
                      void **state);
    er_status (*row)(er_context *ctx, void *state, const er_sheet *sheet, er_bytes wkb);
    /** Close and check that all `rows` rows are there. */
    er_status (*close)(er_context *ctx, void *state, int64_t rows);
    void (*abandon)(void *state);
    /** The name that the sheet has in the bundle, while it is open; null: its own. */
    const char *(*name)(const void *state);
} er_sink_ops;

/** Name of a bundle's file, before its extension. */
extern const char er_bundle_stem[];

/* The bundle of a format that gathers sheets in memory and writes no file: what its
 * er_format.detail points to, handed over as it is and left to its owner. */
er_status er_bundle_given(er_data *data, const er_format *format, const char *path,
                          er_bundle **out);
er_status er_bundle_filled(er_context *ctx, er_bundle *bundle);
void er_bundle_left(er_bundle *bundle);

/** What a format that GDAL writes as a file a sheet needs: er_format.detail. */
typedef struct er_gdal_format {
    const char *driver;
    const char *const *options; /**< of the layer, ending with null */
    const char *bom_option;     /**< layer option for a byte order mark; null: there is none */
    int lines;                  /**< of text around the rows, a line each; -1: it is no text */
    bool needs_places; /**< takes no row without a place: those go into a file of their own */
} er_gdal_format;
extern const er_sink_ops er_gdal_files;

/** The format of tables in files of their own: of dictionaries, and of rows that another format
 *  does not take. */
const er_format *er_table_format(void);
/** GeoJSON, of whatever file. */
bool er_format_is_json(const er_format *format);

er_status er_sink_open(er_context *ctx, const er_sheet *sheet, const er_sink_target *target,
                       er_sink **out);
er_status er_sink_row(er_context *ctx, er_sink *sink, const er_sheet *sheet, er_bytes wkb);
/** Close and check that the whole file is there, `rows` rows of it. Frees the sink in any case. */
er_status er_sink_close(er_context *ctx, er_sink *sink, int64_t rows);
/** The name that a sheet has in its file, which may be another one in a bundle. */
const char *er_sink_name(const er_sink *sink, const er_sheet *sheet);
/** Close after a failure. Null is allowed. */
void er_sink_abandon(er_sink *sink);

/** Give every sheet that there is to formats of the caller's own: a table as er_formats, of bundles
 *  alone. `options` (null: none) say what of the sheets; `simplify_m` among them may not be set. */
er_status er_results_into(er_results *results, const er_format *formats,
                          const er_export_options *options);

#endif
