/** What an export keeps of the sheets: layers and fields by name, rows by place. */
#ifndef EVENREACH_OUTPUTS_SELECTION_H
#define EVENREACH_OUTPUTS_SELECTION_H

#include "outputs/layers.h"

struct er_simplified;
typedef struct er_selection er_selection;

/** A layer's name as it is written, for er_selection_new: those of levels included. */
typedef struct er_known_layer {
    const char *name;
    er_shape shape;
} er_known_layer;

/** Read what is asked for; ER_ERR_USAGE or ER_ERR_NOT_FOUND for what there is not, with the names
 *  that there are. Free with er_selection_free. */
er_status er_selection_new(er_context *ctx, er_data *data, const er_export_options *options,
                           const er_known_layer *layers, size_t layer_count, er_selection **out);
void er_selection_free(er_selection *selection);
/** From now on rows get the shapes of these, before they are cut and rounded; they are the
 *  selection's to free. */
void er_selection_simplify(er_selection *selection, struct er_simplified *simplified);

/** True if rows are chosen by where they are. */
bool er_selection_by_place(const er_export_options *options);
bool er_selection_takes(const er_selection *selection, const char *layer, er_shape shape);
/** True if the layer is named: then it is drawn however many features it has. */
bool er_selection_names(const er_export_options *options, const char *layer);

/** Set sheet->shown and sheet->kept. */
er_status er_selection_columns(er_selection *selection, er_sheet *sheet);
/** Whether the row is wanted; its shape as it is to be written, which lives until the next row. */
er_status er_selection_row(er_selection *selection, const er_sheet *sheet, er_bytes *wkb,
                           bool *wanted);
/** What was chosen, as members of a layer's file: `selection`, how far borders may stray, and how
 * far rounding may have moved a coordinate. Nothing where everything is written as it is. */
void er_selection_describe(const er_export_options *options, const er_sheet *sheet,
                           er_json *members);
/** The same of how exact shapes are, in words: English or, with `translated`, Traditional Chinese.
 *  *out is null where they are as exact as can be. */
er_status er_selection_exactness(const er_export_options *options, const er_sheet *sheet,
                                 bool translated, const char **out);
/** What stands between sentences of such texts. */
const char *er_selection_stop(bool translated);
/** At the end: ER_ERR_NOT_FOUND if a field asked for was in no layer. */
er_status er_selection_finish(const er_selection *selection);

#endif
