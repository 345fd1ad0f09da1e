/** fields.csv: what the fields of the layers beside it mean, their unit, and what they rest on. */
#ifndef EVENREACH_OUTPUTS_DICTIONARY_H
#define EVENREACH_OUTPUTS_DICTIONARY_H

#include "outputs/layers.h"

extern const char er_dictionary_name[]; /**< no layer may be called so */
/* Types of lines that are about no field. */
extern const char er_dictionary_geometry[];
extern const char er_dictionary_selection[];

typedef struct er_dictionary {
    er_sheet sheet;
    const char **layers; /**< described so far */
    size_t layer_count;
    size_t layer_capacity;
} er_dictionary;

/** Begin the sheet; its ctx, open and owner are set. */
er_status er_dictionary_start(er_dictionary *dictionary);
/** A line a field of a sheet, which is called `name` in its file. */
er_status er_dictionary_add(er_dictionary *dictionary, const er_layer *layer, const er_sheet *sheet,
                            const char *name);
/** A line that the layer is a selection by place: the field and its type are `selection`. */
er_status er_dictionary_add_selection(er_dictionary *dictionary, const char *name);
/** A line for how exact the shapes of a layer are: the field and its type are `geometry`. */
er_status er_dictionary_add_shape(er_dictionary *dictionary, const char *name, const char *meaning,
                                  const char *meaning_zh);
/** The lines that fields.csv in a folder of an earlier output has for layers that were not
 *  described again; none if it is not there. */
er_status er_dictionary_keep(er_dictionary *dictionary, const char *output, const char *folder);

/** What a field of a layer rests on: the step that computed it and the kinds of input, such as
 *  "cover: units, population, stations", or the kinds alone where nothing was computed but a count.
 *  Words are those of the commands, in any language. */
er_status er_field_source(er_context *ctx, er_arena *arena, const er_layer *layer,
                          const char *layer_name, const char *field, const char **out);

#endif
