#include "radio/radial_hull.h"

/** The slope as a scan evaluates it. */
static double slope(const radial_hull *hull, size_t i, const p1812_ends *ends) {
    const radial_vertex *v = &hull->vertices[i];
    return p1812_slope_from_rx(v->z_m, v->x_km, ends, hull->curvature);
}

p1812_peak radial_hull_from_rx(const radial_hull *hull, const p1812_ends *ends) {
    if (hull->count == 0) return (p1812_peak){-INFINITY, NAN, 0};
    radial_vertex rx = {.x_km = ends->d_km,
                        .y_m = ends->rx_m - hull->curvature * ends->d_km * ends->d_km};
    /* The slope rises along the hull as long as the edge's further end lies above the line from its
     * nearer end to the receiver. */
    const radial_vertex *v = hull->vertices;
    size_t low = 0, high = hull->count - 1;
    /* Mostly it is near: look in ever longer leaps before halving what is left. */
    for (size_t leap = 1; leap <= high; leap *= 2) {
        size_t back = high - leap;
        if (!radial_below(&v[back], &v[back + 1], &rx)) {
            low = back + 1;
            break;
        }
        high = back;
    }
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (radial_below(&v[middle], &v[middle + 1], &rx))
            high = middle;
        else
            low = middle + 1;
    }
    /* Neighbours may be level with it but for roundings: a scan takes what is greatest rounded. */
    size_t best = low;
    double value = slope(hull, low, ends), near = 1e-9 * (1 + fabs(value));
    for (size_t i = low; i-- > 0;) {
        double here = slope(hull, i, ends);
        if (here > value) value = here, best = i;
        if (here < value - near) break;
    }
    for (size_t i = low + 1; i < hull->count; i++) {
        double here = slope(hull, i, ends);
        if (here >= value) value = here, best = i;
        if (here < value - near) break;
    }
    return (p1812_peak){value, v[best].x_km, v[best].index};
}

double radial_hull_above(const radial_hull *hull, const p1812_ends *ends) {
    if (hull->count == 0) return -INFINITY;
    double rise = (ends->rx_m - ends->tx_m) / ends->d_km;
    const radial_vertex *v = hull->vertices;
    size_t low = 0, high = hull->count - 1;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (v[middle + 1].y_m - v[middle].y_m > rise * (v[middle + 1].x_km - v[middle].x_km))
            low = middle + 1;
        else
            high = middle;
    }
    double best_m = p1812_above(v[low].z_m, v[low].x_km, ends, 0);
    if (low > 0) best_m = p1812_max(best_m, p1812_above(v[low - 1].z_m, v[low - 1].x_km, ends, 0));
    if (low + 1 < hull->count)
        best_m = p1812_max(best_m, p1812_above(v[low + 1].z_m, v[low + 1].x_km, ends, 0));
    return best_m;
}
