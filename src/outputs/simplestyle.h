/** Colours as properties of the features: simplestyle 1.1 (Mapbox, simplestyle-spec). */
#ifndef EVENREACH_OUTPUTS_SIMPLESTYLE_H
#define EVENREACH_OUTPUTS_SIMPLESTYLE_H

#include "outputs/data.h"
#include "outputs/sheet.h"

/** Where it is asked for and the sheet has a shape and a measure to be drawn by: set sheet->styled,
 *  which is sheet->shown with the properties behind its columns. A property whose name a column has
 *  already gets a number behind it, and is then of no effect. */
er_status er_simplestyle_add(const er_data *data, const er_export_options *options,
                             er_sheet *sheet);
/** The cells of the row that sheet->shown holds, and those of how it is drawn. */
void er_simplestyle_put(er_sheet *sheet);

#endif
