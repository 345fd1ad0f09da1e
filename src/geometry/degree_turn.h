/** Outlines that go over the 180th meridian: longitudes counted on, then cut where they leave -180
 * to 180 degrees, as RFC 7946 (section 3.1.9) asks. */
#ifndef EVENREACH_GEOMETRY_DEGREE_TURN_H
#define EVENREACH_GEOMETRY_DEGREE_TURN_H

#include "evenreach/geometry.h"

#include <geos_c.h>

/** Turn the longitudes of a ring by whole turns so that the first lies within half a turn of
 *  `near_deg`, and each other one within half a turn of the one before. */
void er_degrees_count_on(er_point *points, size_t count, double near_deg);

/** A copy whose longitudes are -180 to 180 degrees, of a valid geometry that reaches beyond either
 * by less than a turn; null where GEOS fails. The caller destroys it. */
GEOSGeometry *er_degrees_cut(GEOSContextHandle_t geos, const GEOSGeometry *geometry);

#endif
