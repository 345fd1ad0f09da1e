/** Which arcs of a cell's circles bound a set: scratch memory, and what the kinds of sets share. */
#ifndef EVENREACH_DISC_EXPOSE_H
#define EVENREACH_DISC_EXPOSE_H

#include "geometry/disc_spans.h"
#include "geometry/disc_union.h"

/** A disc of the cell's list by its power at the cell's centre: the lowest covers most. */
typedef struct er_ranked_disc {
    double power;
    uint32_t disc;
    uint32_t layer;
} er_ranked_disc;

struct er_exposer {
    er_ranked_disc *order; /**< by layer, power */
    size_t order_capacity;
    er_spans exposed;
    er_spans missed; /**< what a layer leaves uncovered of `exposed` */
    er_spans once;   /**< sole parts: what one other disc covers */
    er_spans part;
};

/** Put a cell's list into order. */
er_status er_exposer_rank(er_context *ctx, er_exposer *exposer, const er_disc *discs, er_box cell,
                          const uint32_t *list, size_t count);
/** Set `exposed` to a circle's part in the cell. */
er_status er_exposer_start(er_context *ctx, er_exposer *exposer, const er_disc *disc, er_box cell);
/** Append spans of a circle to the set's arcs. */
er_status er_exposer_keep(er_context *ctx, er_disc_union *set, const er_spans *spans, uint32_t disc,
                          uint32_t owner);

#endif
