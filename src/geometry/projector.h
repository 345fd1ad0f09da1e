/** A PROJ operation that many threads may use at once. */
#ifndef EVENREACH_GEOMETRY_PROJECTOR_H
#define EVENREACH_GEOMETRY_PROJECTOR_H

#include "evenreach/geometry.h"

#include <proj.h>

typedef struct er_projector er_projector;

/** A PROJ context of our own: silent, without network, so that results depend on nothing but the
 *  installed database. Null when out of memory. Free with proj_context_destroy. */
PJ_CONTEXT *er_proj_context(void);

/** Takes `context` and `operation` over, on failure too. The operation's input and output are
 *  x first, geographic coordinates in degrees. */
er_status er_projector_new(er_context *ctx, PJ_CONTEXT *context, PJ *operation, er_projector **out);
void er_projector_free(er_projector *projector);

/** Some of PROJ's inverse projections take the authalic latitude back by a short series (3 terms
 *  before PROJ 9.6), up to two millimetres off, where the other direction is closed. Correct the
 *  results of `direction` by the error that the other direction shows. */
void er_projector_refine(er_projector *projector, PJ_DIRECTION direction);
/** For an azimuthal equal-area operation from degrees to a plane with its origin at the centre: the
 *  way back is PROJ's own, and the way there is made to fit it. */
void er_projector_fit_centred(er_projector *projector);

/** In place; a point that can't be transformed becomes NAN. Returns how many became so. */
size_t er_projector_apply(er_projector *projector, PJ_DIRECTION direction, er_point *points,
                          size_t count);

#endif
