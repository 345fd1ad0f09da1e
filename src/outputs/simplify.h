/** Polygons and lines of all layers with fewer corners. All of them have to be known before one can
 *  be: a border keeps the places where any other begins. So the layers are walked over twice, and
 *  the first walk is here. */
#ifndef EVENREACH_OUTPUTS_SIMPLIFY_H
#define EVENREACH_OUTPUTS_SIMPLIFY_H

#include "outputs/data.h"
#include "outputs/sheet.h"

typedef struct er_simplified er_simplified;

/** ER_ERR_USAGE for a tolerance (null: none) that is not above 0 and at most
 *  ER_EXPORT_SIMPLIFY_M. */
er_status er_simplified_check(er_context *ctx, const double *tolerance_m);

/** Walk over all layers of the workspace, whatever of them is asked for, with the levels that
 *  `options` names, and leave out corners (er_topology_simplify): a feature gets the same shape in
 *  every selection. Free with er_simplified_free, which takes null. */
er_status er_simplified_new(er_data *data, const er_export_options *options, double tolerance_m,
                            er_simplified **out);
void er_simplified_free(er_simplified *simplified);

/** The shape of the row that the sheet is at, by its number among the rows met; lives until the
 *  next call. Shapes that are not drawn, and points, stay as they are. */
er_status er_simplified_shape(er_context *ctx, er_simplified *simplified, const er_sheet *sheet,
                              er_bytes *wkb);

#endif
