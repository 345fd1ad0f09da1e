/** Mercator's projection of the ellipsoid WGS 84: points that are the same stay the same, parallels
 *  and meridians stay straight, and around any place lengths are metres times one factor. */
#ifndef EVENREACH_GEOMETRY_MERCATOR_H
#define EVENREACH_GEOMETRY_MERCATOR_H

#include "evenreach/geometry.h"

/** Degrees to metres. Latitudes end at 89.9 degrees: the poles have no place. */
er_point er_mercator(er_point degrees);
er_point er_mercator_inverse(er_point projected);
/** Metres on the projection for a metre at a latitude. */
double er_mercator_scale(double latitude);

#endif
