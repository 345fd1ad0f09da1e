/** Which hole lies in which exterior. */
#ifndef EVENREACH_DISC_NESTING_H
#define EVENREACH_DISC_NESTING_H

#include "geometry/disc_rings.h"

/** A polygon of rings: `ring` is the exterior, `holes` the rings within it. */
typedef struct er_nest {
    uint32_t ring;
    uint32_t *holes;
    size_t hole_count;
    size_t hole_capacity;
} er_nest;

/** Exteriors are counter-clockwise; a hole belongs to the smallest exterior round it. In the order
 *  of the rings. Free with er_nests_free. */
er_status er_rings_nest(er_context *ctx, const er_rings *rings, er_nest **out, size_t *count);
void er_nests_free(er_nest *nests, size_t count);

#endif
