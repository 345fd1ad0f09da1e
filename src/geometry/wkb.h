/** Well-known binary (ISO 13249-3 and the EWKB of PostGIS), read without trusting a byte of it. */
#ifndef EVENREACH_GEOMETRY_WKB_H
#define EVENREACH_GEOMETRY_WKB_H

#include "evenreach/geometry.h"

typedef enum er_wkb_kind {
    ER_WKB_POINTS,  /**< point, multipoint */
    ER_WKB_LINES,   /**< line string, multi line string */
    ER_WKB_POLYGONS /**< polygon, multipolygon */
} er_wkb_kind;

/** A geometry without its Z and M. A path is a line or a ring, as it was written (a ring may be
 *  open, short or of any orientation); points have no paths. A part is a polygon: its first ring
 *  is the exterior. Empty parts are left out. */
typedef struct er_wkb_shape {
    er_wkb_kind kind;
    er_point *points;
    size_t point_count;
    size_t *path_start; /**< path_count + 1 offsets into points */
    size_t path_count;
    size_t *part_start; /**< part_count + 1 offsets into paths; polygons only */
    size_t part_count;
} er_wkb_shape;

/** Read one geometry that fills `wkb` from end to end. Either byte order, Z and M dropped, an SRID
 *  skipped. ER_ERR_GEOMETRY for anything cut short, of another type (collections, curves), or with
 *  a coordinate that is no finite number (an empty point is a shape of no points). Free with
 *  er_wkb_clear. */
er_status er_wkb_read(er_context *ctx, er_bytes wkb, er_wkb_shape *out);
void er_wkb_clear(er_wkb_shape *shape);

/** As er_wkb_read, and ER_ERR_GEOMETRY for anything but polygons in degrees that can be measured:
 *  closed rings of four points or more, latitudes within 90 and longitudes within 360 degrees of
 *  zero, at least one ring. */
er_status er_wkb_read_polygons(er_context *ctx, er_bytes wkb, er_wkb_shape *out);

/** ER_ERR_GEOMETRY, with the point named, if a latitude or longitude is out of range. */
er_status er_wkb_check_degrees(er_context *ctx, const er_wkb_shape *shape);

#endif
