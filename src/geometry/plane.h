/** What the areas need to know of a plane beyond the public header. */
#ifndef EVENREACH_GEOMETRY_PLANE_H
#define EVENREACH_GEOMETRY_PLANE_H

#include "evenreach/geometry.h"

/** Into how many equal geodesic pieces the edge between two points must be cut so that no straight
 *  line of the plane is further than `tolerance_m` from its piece. `a` and `b` on the plane, with
 *  their degrees. 0 if the edge is too long or lies too far from the plane's centre. */
size_t er_plane_edge_pieces(const er_plane *plane, er_point a, er_point b, er_point a_degrees,
                            er_point b_degrees, double tolerance_m);

#endif
