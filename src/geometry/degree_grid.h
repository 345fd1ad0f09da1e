/** The grid that positions are written on: 7 decimals of a degree. */
#ifndef EVENREACH_GEOMETRY_DEGREE_GRID_H
#define EVENREACH_GEOMETRY_DEGREE_GRID_H

#include <geos_c.h>

/** Seven decimals of a degree, about a centimetre: what RFC 7946 (section 11.2) asks GeoJSON to
 *  hold at most. */
enum { ER_DEGREE_DECIMALS = 7 };
#define ER_DEGREE_GRID 1e-7

/** A valid copy of a valid (multi)polygon or (multi)line on the grid; null where GEOS fails. The
 * caller destroys it. It may be empty, or hold other types than the original, where parts were too
 * small. */
GEOSGeometry *er_degree_grid_round(GEOSContextHandle_t geos, const GEOSGeometry *geometry);
/** The same on a grid of 0 to 7 decimals. */
GEOSGeometry *er_degree_grid_round_to(GEOSContextHandle_t geos, const GEOSGeometry *geometry,
                                      int decimals);

#endif
