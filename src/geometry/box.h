/** Boxes beside boxes. */
#ifndef EVENREACH_GEOMETRY_BOX_H
#define EVENREACH_GEOMETRY_BOX_H

#include "evenreach/geometry.h"

#include <math.h>

/** Whether two boxes have a point in common. */
static inline bool er_boxes_meet(er_box a, er_box b) {
    return a.min_x <= b.max_x && b.min_x <= a.max_x && a.min_y <= b.max_y && b.min_y <= a.max_y;
}

/** The smallest box around both. */
static inline er_box er_boxes_joined(er_box a, er_box b) {
    return (er_box){fmin(a.min_x, b.min_x), fmin(a.min_y, b.min_y), fmax(a.max_x, b.max_x),
                    fmax(a.max_y, b.max_y)};
}

#endif
