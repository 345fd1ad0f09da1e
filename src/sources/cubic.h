/** Cubics through four nodes at t = -1, 0, 1, 2, for use between 0 and 1 (Lagrange, in powers of
 * t).
 */
#ifndef EVENREACH_SOURCES_CUBIC_H
#define EVENREACH_SOURCES_CUBIC_H

#include <math.h>

static inline void er_cubic_fit(const double nodes[4], double c[4]) {
    double before = nodes[0] - nodes[1], end = nodes[2] - nodes[1], behind = nodes[3] - nodes[1];
    c[0] = nodes[1];
    c[1] = end - before / 3 - behind / 6;
    c[2] = (before + end) / 2;
    c[3] = (behind - before) / 6 - end / 2;
}

static inline double er_cubic_at(const double c[4], double t) {
    return ((c[3] * t + c[2]) * t + c[1]) * t + c[0];
}

/** A number that repeats after `period` (0: it does not), counted on without a jump from `from`. */
static inline double er_near_to(double value, double from, double period) {
    return period > 0 ? from + remainder(value - from, period) : value;
}

#endif
