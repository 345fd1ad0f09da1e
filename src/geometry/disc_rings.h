/** The boundary of a disc union as closed rings of chords on the plane. */
#ifndef EVENREACH_DISC_RINGS_H
#define EVENREACH_DISC_RINGS_H

#include "geometry/disc_union.h"

/** A piece of boundary along one circle, as long as it goes without a corner. */
typedef struct er_disc_piece {
    er_point from;
    er_point to;
    uint32_t disc;
    bool whole;
} er_disc_piece;

/** The arcs of all cells, joined again where only the border of a cell cut them; by disc and turn.
 *  Free with er_free. */
er_status er_disc_pieces(er_context *ctx, const er_disc_union *set, er_disc_piece **out,
                         size_t *count);

/** Rings with the served set on their left, each with its first point repeated. */
typedef struct er_rings {
    er_point *points;
    size_t point_count;
    size_t point_capacity;
    size_t *start; /**< count + 1 offsets into points */
    size_t count;
    size_t start_capacity;
} er_rings;

/** The pieces end to end, each flattened so that no chord is further than `tolerance_m` from its
 *  arc. Rings that the tolerance flattens to nothing are left out. Free with er_rings_clear. */
er_status er_disc_rings(er_context *ctx, const er_disc_union *set, double tolerance_m,
                        er_rings *out);
void er_rings_clear(er_rings *rings);

#endif
