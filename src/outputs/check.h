/** What a check of files carries along: where it stands, and what it found. Private to it. */
#ifndef EVENREACH_OUTPUTS_CHECK_H
#define EVENREACH_OUTPUTS_CHECK_H

#include "evenreach/outputs.h"
#include "outputs/check_shape.h"

/** A field as fields.csv has it. */
typedef struct er_check_field {
    const char *layer;
    const char *name;
    const char *type; /**< text, integer, real, boolean */
} er_check_field;

typedef struct er_check_fields {
    er_check_field *items;
    size_t count;
    size_t capacity;
} er_check_fields;

/** One file on its way. */
typedef struct er_check_file {
    er_context *ctx;
    const char *name;             /**< seen from the output folder */
    const er_check_field *fields; /**< of its layer, in their order; null: there is no dictionary */
    size_t field_count;
    er_check_shapes shapes;
    er_check_extent extent;
    bool is_selection; /**< it says so of itself */
    bool is_broken;    /**< a geometry is: the extent is not that of all */
    int64_t features;
    int64_t violations;
    const er_output_checker *to;
} er_check_file;

/** Say that a rule is broken: by a feature, counted from 1, or by the file (0). `rule` is English,
 *  of the catalogue; `detail` what it is about, or null. */
void er_check_violation(er_check_file *file, int64_t feature, const char *rule, const char *detail);

/** One feature: its members, its geometry, its box, its properties. */
er_status er_check_feature(er_check_file *file, json_object *feature);
/** A whole file, a FeatureCollection or a sequence. */
er_status er_check_geojson(er_check_file *file, const char *path, bool is_sequence);

#endif
