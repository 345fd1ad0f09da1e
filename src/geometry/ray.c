/* The fan of rays around a place: which ray a receiver's profile follows. */
#include "evenreach/geometry.h"

#include <math.h>
#include <string.h>

enum { RAYS_OF_LEVEL_0 = 8, LAST_LEVEL = 20 };

/* Distances that are whole or half steps but for rounding count as such, so that a distance of 7.5
 * steps has the same points whether it came from a sum, a product or a geodesic. */
static const double rounding = 1e-9;

/** The least level that reaches: without branch or call, for there are many to find. */
static inline uint32_t level_of(double steps) {
    enum { MANTISSA_BITS = 52, EXPONENT_OF_1 = 1023 };
    double bare = steps * (1 - rounding);
    uint64_t bits;
    memcpy(&bits, &bare, sizeof bits);
    /* up to the next power of two */
    bits += ((uint64_t)1 << MANTISSA_BITS) - 1;
    int64_t level = (int64_t)(bits >> MANTISSA_BITS) - EXPONENT_OF_1;
    level = level < LAST_LEVEL ? level : LAST_LEVEL;
    return steps > 1 && level > 0 ? (uint32_t)level : 0;
}

/** `turns` of 0 to 1. */
static inline er_ray nearest_ray(double steps, double turns) {
    uint32_t level = level_of(steps), rays = (uint32_t)RAYS_OF_LEVEL_0 << level;
    return (er_ray){level, (uint32_t)(turns * rays + 0.5) & (rays - 1)};
}

er_ray er_ray_towards(double distance_m, double azimuth_deg, double step_m) {
    double turns = azimuth_deg / 360;
    turns -= floor(turns); /* of any finite azimuth: 0 to 1, where 1 is north again */
    return nearest_ray(distance_m / step_m, isfinite(turns) ? turns : 0);
}

void er_rays_towards(const double *distance_m, const double *azimuth_deg, size_t count,
                     double step_m, er_ray *out) {
    for (size_t i = 0; i < count; i++) {
        double turns = azimuth_deg[i] / 360;
        out[i] = nearest_ray(distance_m[i] / step_m, turns < 0 ? turns + 1 : turns);
    }
}

double er_ray_azimuth_deg(er_ray ray) {
    return ldexp(360.0 / RAYS_OF_LEVEL_0 * ray.index, -(int)ray.level);
}

size_t er_ray_points(double distance_m, double step_m) {
    double last = floor(distance_m / step_m * (1 + rounding) - 0.5);
    return last > 0 ? (size_t)fmin(last, ldexp(1, LAST_LEVEL)) : 0;
}
