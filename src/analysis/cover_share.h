/** From a share on the plane to a geodesic figure. */
#ifndef EVENREACH_ANALYSIS_COVER_SHARE_H
#define EVENREACH_ANALYSIS_COVER_SHARE_H

/** What is served of an area's geodesic figure (in any unit): its share on the plane, a share next
 *  to nothing or to the whole taken as that. */
double er_cover_scaled(double served_m2, double plane_m2, double geodesic);

#endif
