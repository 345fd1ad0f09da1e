/** Shapes as GeoJSON geometries (RFC 7946). */
#ifndef EVENREACH_OUTPUTS_GEOJSON_SHAPE_H
#define EVENREACH_OUTPUTS_GEOJSON_SHAPE_H

#include "geometry/wkb.h"
#include "outputs/json_text.h"

/** Degrees; west of a shape on both sides of the 180th meridian lies east of its `max_x` (RFC 7946,
 *  section 5.2): min_x above max_x. */
typedef struct er_geojson_box {
    bool known;
    er_box box;
} er_geojson_box;

/** The box of a shape; not known without points. */
er_geojson_box er_geojson_box_of(const er_wkb_shape *shape);
/** The box of both. */
void er_geojson_box_join(er_geojson_box *all, const er_geojson_box *more);
/** Put the box as an array; `trim` as in er_json_text_fixed. */
void er_geojson_put_box(er_json_text *text, const er_geojson_box *box, int decimals, bool trim);

/** True where a point is beyond 180 degrees of longitude or 90 of latitude. */
bool er_geojson_is_beyond(const er_wkb_shape *shape);
/** True where a path goes from one side of the 180th meridian to the other in one step. */
bool er_geojson_jumps(const er_wkb_shape *shape);

/** Put the geometry: exterior rings counter-clockwise, holes clockwise (section 3.1.6), in whatever
 *  order they come. A single part is put as what it is with `single`, else as one of many. A shape
 *  of points puts its first one, and has one; an empty one of others is put as one of no parts. */
void er_geojson_put_shape(er_json_text *text, const er_wkb_shape *shape, int decimals, bool single);

#endif
