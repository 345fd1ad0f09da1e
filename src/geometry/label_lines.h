/** The simplified borders as lines in degrees. */
#ifndef EVENREACH_GEOMETRY_LABEL_LINES_H
#define EVENREACH_GEOMETRY_LABEL_LINES_H

#include "geometry/labels.h"

typedef struct er_border_lines {
    er_point *points; /**< in degrees, arc by arc, both ends included */
    size_t count;
    size_t capacity;
    size_t *start; /**< arc_count + 1 offsets into points */
} er_border_lines;

/** Longitudes are within 180 degrees of the middle of the grid, so that no line jumps at the
 *  antimeridian. Long lines get points between their ends where a straight line of degrees would
 *  leave the plane's straight line. ER_ERR_GEOMETRY if a corner has no place on Earth. Free with
 *  er_border_lines_clear, on failure too. */
er_status er_border_lines_make(er_context *ctx, const er_plane *plane, const er_grid *grid,
                               const er_borders *borders, er_border_lines *out);
void er_border_lines_clear(er_border_lines *lines);

#endif
