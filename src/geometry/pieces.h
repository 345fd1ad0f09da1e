/** Cutting a polygon of degrees by a region of the plane into its connected parts.
 *
 *  What is cut, and its area, is the polygon on the plane as er_area_from_wkb has it, so that areas
 *  add up to the polygon's there. Its corners then get their own degrees back, to the bit, and what
 *  an edge on the plane bulges out of the straight line between two corners in degrees is cut off:
 *  a piece lies within the polygon as it was given, too. */
#ifndef EVENREACH_GEOMETRY_PIECES_H
#define EVENREACH_GEOMETRY_PIECES_H

#include "geometry/geos.h"
#include "geometry/wkb.h"

/** A corner of a polygon on the plane. */
typedef struct er_piece_corner {
    er_point local;   /**< on the plane, from the cutter's origin */
    er_point degrees; /**< NAN: er_area_from_wkb put it on a long edge */
} er_piece_corner;

/** One polygon of the multipolygon. */
typedef struct er_piece_part {
    er_piece_corner *corners; /**< sorted by x, y */
    size_t corner_count;
    double longitude;    /**< degrees near it: how far east its longitudes are counted */
    GEOSGeometry *local; /**< on the plane, from the cutter's origin */
    GEOSGeometry *degrees;
    const GEOSPreparedGeometry *prepared; /**< of `degrees` */
} er_piece_part;

typedef struct er_piece_cutter {
    er_context *ctx;
    er_arena *arena;
    const er_plane *plane;
    er_geos geos;
    er_point origin; /**< of local coordinates: tiny polygons keep their digits */
    er_box box;      /**< of the polygon, on the plane */
    double area_m2;  /**< of the polygon on the plane */
    double lost_m2;  /**< of pieces of which nothing is left in degrees */
    er_piece_part *parts;
    size_t part_count;
    er_piece *pieces;
    size_t count;
    size_t capacity;
} er_piece_cutter;

/** Read a polygon. Close
 *  with er_piece_cutter_close, on failure too. */
er_status er_piece_cutter_open(er_context *ctx, er_arena *arena, const er_plane *plane,
                               er_bytes polygon, er_piece_cutter *out);
void er_piece_cutter_close(er_piece_cutter *cutter);
/** Add the parts of the polygon within a region in local coordinates (null: everywhere), or outside
 *  it. */
er_status er_piece_cut(er_piece_cutter *cutter, const GEOSGeometry *region, bool outside);
/** Hand the pieces on, sorted. */
er_status er_piece_cutter_take(er_piece_cutter *cutter, er_piece **pieces, size_t *count);

/** A polygon in local coordinates as one of degrees within its part; null if it is so small that
 *  nothing is left of it. */
er_status er_piece_to_degrees(er_piece_cutter *cutter, const er_piece_part *part,
                              const GEOSGeometry *local, GEOSGeometry **out);
er_status er_piece_geos_failed(er_piece_cutter *cutter);
/** Replace what is not valid by what is, *geometry is the caller's. */
er_status er_piece_mend(er_piece_cutter *cutter, GEOSGeometry **geometry);
/** Polygons of a geometry with an area, in their order; lines and points are passed over. */
typedef er_status er_piece_visitor(er_piece_cutter *cutter, void *user,
                                   const GEOSGeometry *polygon);
er_status er_piece_visit(er_piece_cutter *cutter, const GEOSGeometry *geometry,
                         er_piece_visitor *visit, void *user);
/** A polygon of rings, each closed, the first one the exterior; `counts` are of their points. */
er_status er_piece_polygon(er_piece_cutter *cutter, const er_point *points, const size_t *counts,
                           size_t rings, GEOSGeometry **out);

#endif
