/** Shapes chosen by where they are, cut at the border, and rounded. */
#ifndef EVENREACH_OUTPUTS_PLACE_FILTER_H
#define EVENREACH_OUTPUTS_PLACE_FILTER_H

#include "outputs/sheet.h"

typedef struct er_place_filter er_place_filter;

/** What is asked for. */
typedef struct er_place_wish {
    const er_box *box; /**< degrees; min_x > max_x: over the 180th meridian; null: everywhere */
    er_bytes area;     /**< valid polygons; empty: everywhere */
    bool clip;
    int decimals; /**< of coordinates that are cut or rounded: 0 to 7 */
} er_place_wish;

/** Free with er_place_filter_free, which takes null. */
er_status er_place_filter_new(er_context *ctx, const er_place_wish *wish, er_place_filter **out);
void er_place_filter_free(er_place_filter *filter);

/** Whether the shape touches the box, and lies in the area: polygons and lines that only share a
 *  border with it do not. `known_in_area`: the caller knows that it does. An empty shape lies
 *  nowhere. */
er_status er_place_filter_takes(er_context *ctx, er_place_filter *filter, er_shape kind,
                                er_bytes wkb, bool known_in_area, bool *takes);
/** The shape as it is to be written, cut and rounded (the one that was chosen by, or another one in
 *  its place); *wkb lives until the next call. What a cut
 *  leaves empty is not wanted; what rounding leaves empty becomes an empty shape. */
er_status er_place_filter_shape(er_context *ctx, er_place_filter *filter, er_shape kind,
                                er_bytes *wkb, bool *wanted);

#endif
