/** The upper hull of points that come from left to right. */
#ifndef EVENREACH_RADIO_RADIAL_HULL_H
#define EVENREACH_RADIO_RADIAL_HULL_H

#include "radio/p1812.h"

#pragma GCC visibility push(hidden)

typedef struct radial_vertex {
    double x_km;
    double y_m; /**< height less curvature x^2: over a curved earth as over a flat one */
    double z_m; /**< height */
    size_t index;
} radial_vertex;

typedef struct radial_hull {
    radial_vertex *vertices; /**< from left to right, their edges ever less steep */
    size_t count;
    double curvature; /**< 500/a in m/km^2 */
} radial_hull;

/** True where b lies below the line from a to c. */
static inline bool radial_below(const radial_vertex *a, const radial_vertex *b,
                                const radial_vertex *c) {
    return (b->y_m - a->y_m) * (c->x_km - a->x_km) < (c->y_m - a->y_m) * (b->x_km - a->x_km);
}

/** A hull under way: what changes with every point, for the processor's registers. */
typedef struct radial_hull_end {
    radial_vertex *vertices;
    size_t count;
    double curvature;
} radial_hull_end;

static inline radial_hull_end radial_hull_open(const radial_hull *hull) {
    return (radial_hull_end){hull->vertices, hull->count, hull->curvature};
}

/** The vertices have room for one more. `y_m` is its height less the hull's curvature x^2: callers
 *  have it at hand. */
static inline void radial_hull_push(radial_hull_end *end, double x_km, double y_m, double z_m,
                                    size_t index) {
    radial_vertex new = {x_km, y_m, z_m, index};
    radial_vertex *v = end->vertices;
    size_t n = end->count;
    while (n >= 2 && radial_below(&v[n - 2], &v[n - 1], &new))
        n--;
    v[n] = new;
    end->count = n + 1;
}

/** The greatest slope from an end behind the last point; of equals the last. */
p1812_peak radial_hull_from_rx(const radial_hull *hull, const p1812_ends *ends);
/** The greatest height above the straight line of a hull without curvature. */
double radial_hull_above(const radial_hull *hull, const p1812_ends *ends);

#pragma GCC visibility pop

#endif
