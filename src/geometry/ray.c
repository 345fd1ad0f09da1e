/* The fan of rays around a place: which ray a receiver's profile follows. */
#include "evenreach/geometry.h"

#include <math.h>

enum { RAYS_OF_LEVEL_0 = 8, LAST_LEVEL = 20 };

/* Distances that are whole or half steps but for rounding count as such, so that a distance of 7.5
 * steps has the same points whether it came from a sum, a product or a geodesic. */
static const double rounding = 1e-9;

static uint32_t level_of(double steps) {
    int exponent;
    if (!(steps > 1)) return 0;
    double fraction = frexp(steps * (1 - rounding), &exponent); /* fraction x 2^exponent */
    int level = fraction == 0.5 ? exponent - 1 : exponent;
    return level < LAST_LEVEL ? (uint32_t)level : LAST_LEVEL;
}

er_ray er_ray_towards(double distance_m, double azimuth_deg, double step_m) {
    er_ray ray = {.level = level_of(distance_m / step_m)};
    uint32_t rays = (uint32_t)RAYS_OF_LEVEL_0 << ray.level;
    double turns = azimuth_deg / 360;
    turns -= floor(turns); /* of any finite azimuth: 0 to 1, where 1 is north again */
    if (isfinite(turns)) ray.index = (uint32_t)floor(turns * rays + 0.5) % rays;
    return ray;
}

double er_ray_azimuth_deg(er_ray ray) {
    return ldexp(360.0 / RAYS_OF_LEVEL_0 * ray.index, -(int)ray.level);
}

size_t er_ray_points(double distance_m, double step_m) {
    double last = floor(distance_m / step_m * (1 + rounding) - 0.5);
    return last > 0 ? (size_t)fmin(last, ldexp(1, LAST_LEVEL)) : 0;
}
