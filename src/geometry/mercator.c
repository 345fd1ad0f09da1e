#include "geometry/mercator.h"
#include "geometry/ellipsoid.h"

#include <math.h>

/* the projection ends before the pole, which it does not have */
static const double highest_latitude = 89.9;

static double radians(double degrees) {
    return degrees * (3.14159265358979323846 / 180);
}

static double eccentricity(void) {
    return sqrt(ER_WGS84_FLATTENING * (2 - ER_WGS84_FLATTENING));
}

static double within_latitudes(double latitude) {
    return fmin(fmax(latitude, -highest_latitude), highest_latitude);
}

/** Snyder, Map Projections: A Working Manual (1987), eqs. 7-6 and 7-7. */
er_point er_mercator(er_point degrees) {
    double latitude = radians(within_latitudes(degrees.y)), e = eccentricity();
    return (er_point){ER_WGS84_MAJOR_M * radians(degrees.x),
                      ER_WGS84_MAJOR_M * (asinh(tan(latitude)) - e * atanh(e * sin(latitude)))};
}

/** Snyder (1987), eq. 7-8. */
double er_mercator_scale(double latitude) {
    double angle = radians(within_latitudes(latitude)), e = eccentricity(), es = e * sin(angle);
    return sqrt(1 - es * es) / cos(angle);
}

/** Snyder (1987), eq. 7-9, iterated until nothing changes any more. */
er_point er_mercator_inverse(er_point projected) {
    double e = eccentricity(), sine = 0, before = 2;
    for (int i = 0; i < 20 && sine != before; i++) {
        before = sine;
        sine = tanh(projected.y / ER_WGS84_MAJOR_M + e * atanh(e * sine));
    }
    return (er_point){projected.x / ER_WGS84_MAJOR_M / radians(1), asin(sine) / radians(1)};
}
