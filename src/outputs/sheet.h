/** A sheet is rows under named columns, on their way to one or more files at once: a table and,
 *  where the rows have a place, a map layer. What a column means is said once, with its name. */
#ifndef EVENREACH_OUTPUTS_SHEET_H
#define EVENREACH_OUTPUTS_SHEET_H

#include "evenreach/core.h"
#include "evenreach/geometry.h"

typedef enum er_field_type {
    ER_FIELD_TEXT,
    ER_FIELD_INT,
    ER_FIELD_REAL,
    ER_FIELD_BOOL
} er_field_type;

/** A name that stands in a field's meaning. */
typedef struct er_field_about {
    const char *english;
    const char *chinese; /**< null: as in English */
} er_field_about;

typedef struct er_field {
    const char *name; /**< snake_case, stable */
    er_field_type type;
    int decimals;        /**< reals are rounded to so many; ER_DIGITS_EXACT and above: not at all,
                              and they read back as they are */
    const char *unit;    /**< null: none */
    const char *meaning; /**< English, looked up in the catalogue; may hold one %s */
    const er_field_about *about; /**< what stands for the %s; null: none */
} er_field;

/** Digits behind the point: a share to a millionth, an area to a square metre, a person to 1/100
 *  (population is shared among units), a length to a millimetre. */
enum { ER_DIGITS_SHARE = 6, ER_DIGITS_KM2 = 6, ER_DIGITS_PERSONS = 2, ER_DIGITS_METRES = 3 };

/** Figures that add up exactly are written with all their digits: the decimals of multiples of
 *  2^-28 km2 and of 2^-20 persons. */
enum { ER_DIGITS_EXACT = 20, ER_DIGITS_EXACT_PERSONS = 20, ER_DIGITS_EXACT_KM2 = 28 };

typedef struct er_value {
    bool known;
    const char *text;
    int64_t whole;
    double real;
} er_value;

typedef enum er_shape { ER_SHAPE_NONE, ER_SHAPE_POINT, ER_SHAPE_LINE, ER_SHAPE_POLYGON } er_shape;

struct er_check_file;

/** A file format: one line of the table in formats.c. */
typedef struct er_format {
    const char *name;      /**< as an option or a study asks for it */
    const char *folder;    /**< in the output folder, a file a sheet; null: one file for all */
    const char *extension; /**< with its dot */
    bool places;           /**< takes the map layers, with their places */
    bool tables;           /**< takes the tables; a format may take both, in one file */
    bool guard;            /**< a spreadsheet may open it: texts are kept from being formulas */
    bool usual;            /**< written unless the formats are named */
    const struct er_sink_ops *ops;
    const void *detail; /**< what its operations have to know of it */
    /** Check one of its files: see check.h. Null for formats that make no file. */
    er_status (*check)(struct er_check_file *file);
    const char *about; /**< one line of the help, English */
} er_format;

extern const er_format er_formats[]; /**< ends with a null name */

typedef struct er_sink er_sink;

enum { ER_SHEET_SINKS = 16 }; /* at least as many as there are formats */

typedef struct er_sheet {
    er_context *ctx;
    er_arena *arena;   /**< lives as long as the sheet */
    const char *name;  /**< of the file, without extension */
    const char *about; /**< one line, English */
    const char *about_zh;
    const char *level; /**< of the units that its rows are; null: they are none */
    er_shape shape;
    er_field *fields;
    size_t field_count;
    size_t field_capacity;
    er_value *values; /**< of the row being filled */
    size_t value_count;
    er_sink *sinks[ER_SHEET_SINKS];
    const er_format *formats[ER_SHEET_SINKS];
    size_t sink_count;
    int64_t row_count;              /**< of the rows written */
    int64_t rows_met;               /**< those that were left out included */
    struct er_selection *selection; /**< what of the rows and columns is asked for; null: all */
    struct er_sheet *shown;  /**< as the sinks see it: itself, or with the columns asked for */
    struct er_sheet *styled; /**< the same with how each feature is drawn, for formats that
                                  take it (er_format_is_json); null: none do */
    const struct er_sheet_style *style; /**< of `styled` */
    const size_t *kept; /**< of each shown column its place in `fields`; null: all */
    bool plain;         /**< without the last column, `synthetic` */
    bool synthetic;     /**< its figures rest on a synthetic input: what the last column says */
    er_status (*open)(struct er_sheet *sheet, void *owner); /**< opens the sinks */
    void *owner;
} er_sheet;

/* Columns: before the first row. A name that is taken already gets a number behind it. */
/** Keep names, whose texts last as long as the sheet, for a field's meaning; null without English.
 */
er_status er_sheet_about(er_sheet *sheet, const char *english, const char *chinese,
                         const er_field_about **out);
er_status er_sheet_field(er_sheet *sheet, er_field field);
er_status er_sheet_fields(er_sheet *sheet, const er_field *fields, size_t count);
#define ER_SHEET_FIELDS(sheet, table)                                                              \
    er_sheet_fields((sheet), (table), sizeof(table) / sizeof((table)[0]))

/** Add the last column, `synthetic` (unless the sheet is plain), and open the files: between the
 *  columns and the rows. */
er_status er_sheet_start(er_sheet *sheet);

/** The sheet as a sink of a format sees it. */
const er_sheet *er_sheet_for(const er_sheet *sheet, const er_format *format);

/* Cells, in the order of the columns. A null text and a NAN are cells with nothing known. */
void er_put_text(er_sheet *sheet, const char *text);
void er_put_int(er_sheet *sheet, int64_t value);
void er_put_real(er_sheet *sheet, double value);
/** A whole number that is kept as a real. */
void er_put_count(er_sheet *sheet, double value);
void er_put_bool(er_sheet *sheet, bool value);
void er_put_nothing(er_sheet *sheet);

/** Write the row; its texts and WKB need not live longer. `wkb` may be empty. Where the last cell
 *  is not put, the column `synthetic` says what is true of the whole sheet. */
er_status er_sheet_row(er_sheet *sheet, er_bytes wkb);
/** The same with a point; one that is not finite is no place. */
er_status er_sheet_point(er_sheet *sheet, er_point point);

/** text, integer, real or boolean. */
const char *er_field_type_name(er_field_type type);

/** The meaning of a column in English or, with `translated`, in Traditional Chinese. */
er_status er_field_meaning(er_context *ctx, er_arena *arena, const er_field *field, bool translated,
                           const char **out);

#endif
