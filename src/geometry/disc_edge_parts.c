#include "geometry/disc_clip.h"

#include <math.h>

/** Keep the part of an edge on one side of a line (axis 0: x, 1: y). What is on the line belongs
 *  to the upper side. Both sides compute the parameter of the line in the same way, so that the
 *  parts of neighbouring cells meet exactly. */
static bool keep_side(er_edge_part *part, double a, double b, double line, bool upper) {
    static const double near_m = 1e-5; /* above the rounding of any crossing point */
    double rise = b - a;
    if (rise == 0) {
        if ((a >= line) != upper) part->high = part->low;
    } else {
        double at = (line - a) / rise;
        if ((rise > 0) == upper)
            part->low = fmax(part->low, at);
        else
            part->high = fmin(part->high, at);
    }
    double wide = upper ? line - near_m : line + near_m;
    if (fabs(rise) <= near_m) {
        if (upper ? fmax(a, b) < wide : fmin(a, b) > wide) return false;
    } else {
        double at = (wide - a) / rise;
        if ((rise > 0) == upper)
            part->near_low = fmax(part->near_low, at);
        else
            part->near_high = fmin(part->near_high, at);
    }
    return part->low < part->high || part->near_low <= part->near_high;
}

size_t er_edge_parts_within(const er_area *area, const er_edge_part *parts, size_t count,
                            er_box cell, int quadrant, er_edge_part *out) {
    er_point middle = er_box_centre(cell);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        er_edge_part part = parts[i];
        const er_point *p = &area->points[part.edge];
        if (keep_side(&part, p[0].x, p[1].x, middle.x, quadrant & 1) &&
            keep_side(&part, p[0].y, p[1].y, middle.y, quadrant & 2))
            out[kept++] = part;
    }
    return kept;
}
