/** Shapes on their way out: unions of polygons, and coordinates on the grid that GeoJSON is written
 * in. */
#ifndef EVENREACH_OUTPUTS_SHAPES_H
#define EVENREACH_OUTPUTS_SHAPES_H

#include "evenreach/core.h"
#include "evenreach/geometry.h"

/** Each (multi)polygon or (multi)line with its coordinates rounded to 1e-7 degree (1 cm) and still
 * valid: GEOS snap rounding, not mere rounding. A part that has no extent left at that grid is
 * dropped. In parallel; WKB in the arena; data null for empty input and for what vanished whole. */
er_status er_shapes_on_grid(er_context *ctx, er_arena *arena, const er_bytes *in, size_t count,
                            er_bytes *out);

/** The union of (multi)polygons on the same grid. */
er_status er_shapes_union(er_context *ctx, er_arena *arena, const er_bytes *in, size_t count,
                          er_bytes *out);

/** The shape with longitudes of -180 to 180 degrees: one that goes beyond, by less than a turn, is
 *  cut there, as RFC 7946 (section 3.1.9) asks, and lies in the arena. Points are moved. */
er_status er_shape_in_turn(er_context *ctx, er_arena *arena, er_bytes *wkb);

#endif
