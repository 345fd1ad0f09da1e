/** What a check of files carries along: where it stands, and what it found. Private to it. */
#ifndef EVENREACH_OUTPUTS_CHECK_H
#define EVENREACH_OUTPUTS_CHECK_H

#include "evenreach/outputs.h"
#include "outputs/check_shape.h"

/** A field as fields.csv has it. */
typedef struct er_check_field {
    const char *layer;
    const char *name;
    const char *type; /**< text, integer, real, boolean; er_dictionary_selection: see there */
} er_check_field;

typedef struct er_check_fields {
    er_check_field *items;
    size_t count;
    size_t capacity;
    bool is_there;
} er_check_fields;

/** One file on its way, and the layer of it that is being checked: the only one, or one of a file
 *  that holds many. */
typedef struct er_check_file {
    er_context *ctx;
    er_arena *arena;  /**< of the check of the folder */
    const char *name; /**< seen from the output folder */
    const char *path;
    const char *stem;                  /**< of the file: of a file a layer the layer's name */
    const er_check_fields *dictionary; /**< of all layers */
    const char *layer;                 /**< in a file of many layers, for messages; else null */
    const er_check_field *fields; /**< of its layer, in their order; null: there is no dictionary */
    size_t field_count;
    er_check_shapes shapes;
    er_check_extent extent;
    er_output_kind kind; /**< what `features` counts in this layer */
    bool is_selection;   /**< it says so of itself */
    bool is_broken;      /**< a geometry is: the extent is not that of all */
    int64_t features;    /**< of the layer so far, or rows of a table, cells of a raster */
    er_output_file told; /**< of the layers before, and of this one when it is settled */
    const er_output_checker *to;
} er_check_file;

/** Say that a rule is broken: by a feature or row, counted from 1, or by the layer (0). `rule` is
 * English, of the catalogue; `detail` what it is about, or null. */
void er_check_violation(er_check_file *file, int64_t number, const char *rule, const char *detail);
/** A failure of a reader as a violation of the file; ER_ERR_MEMORY and ER_ERR_CANCELLED stay. */
er_status er_check_failure(er_check_file *file, er_status failed);

/** A violation where the last bytes of the file, `count` of them (64 at most), are not as they
 * should be. */
void er_check_end(er_check_file *file, size_t count, bool (*is_whole)(const uint8_t *end));

/** Take the fields of a layer out of file->dictionary, and count things of a kind from zero; says
 * so where there are none. */
void er_check_begin(er_check_file *file, const char *layer, er_output_kind kind);
/** Add what was counted of a layer to file->told; er_check_begin does it of the one before. */
void er_check_settle(er_check_file *file);
/** Compare the number of features (or, not `on_map`, of rows) with what the workspace has; `layer`
 *  is its name there. */
void er_check_count(er_check_file *file, const char *layer, bool on_map);
/** The same with the features that have a place, where a format takes no others. */
void er_check_placed(er_check_file *file, const char *layer);

/** Read a dictionary: fields.csv, or the table of that name (`layer`) in a file of many. *out is
 *  empty, its is_there false, where there is no such file. The names are in the arena. */
er_status er_check_dictionary(er_context *ctx, er_arena *arena, const char *path, const char *layer,
                              er_check_fields *out);

/** One feature: its members, its geometry, its box, its properties. */
er_status er_check_feature(er_check_file *file, json_object *feature);
/** A whole file, a FeatureCollection or a sequence. */
er_status er_check_geojson(er_check_file *file, const char *path, bool is_sequence);

/** The rows of a table that a reader opens (`layer`: of a file of many), its heading and cells
 *  against file->fields. */
er_status er_check_rows(er_check_file *file, const char *path, const char *layer);

/* The checkers of the formats, for their table: fail only where nothing could be said (memory,
 * cancelled); what is wrong with the file is a violation. */
er_status er_check_geojson_file(er_check_file *file);
er_status er_check_geojson_sequence(er_check_file *file);
er_status er_check_csv(er_check_file *file);
er_status er_check_flatgeobuf(er_check_file *file);
er_status er_check_gpkg(er_check_file *file);
er_status er_check_xlsx(er_check_file *file);
er_status er_check_mbtiles(er_check_file *file);
er_status er_check_cog(er_check_file *file);
er_status er_check_png(er_check_file *file);

#endif
