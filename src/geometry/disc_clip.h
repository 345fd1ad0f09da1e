/** A disc set clipped by one polygon: scratch memory of one thread, and the parts of the walk. */
#ifndef EVENREACH_DISC_CLIP_H
#define EVENREACH_DISC_CLIP_H

#include "geometry/disc_union.h"
#include "geometry/polygon_index.h"

typedef struct er_clipper er_clipper;

/** A polygon's edge in a cell: the part from t = low to high lies in it (none if low >= high); the
 *  part from near_low to near_high lies in the cell or close by, where crossings with arcs of the
 *  cell are looked for. */
typedef struct er_edge_part {
    uint32_t edge;
    double low;
    double high;
    double near_low;
    double near_high;
} er_edge_part;

typedef struct er_interval {
    double low;
    double high;
} er_interval;

typedef struct er_intervals {
    er_interval *items;
    size_t count;
    size_t capacity;
} er_intervals;

/** Where an arc crosses the polygon's boundary. */
typedef struct er_crossing {
    double turn; /**< from the arc's start on */
    er_point at;
    int step; /**< 1: the arc goes into the polygon; -1: out */
} er_crossing;

/** What a walk over the cells that a polygon touches does with them. Empty cells are passed over,
 * and so are full ones that no edge crosses: no boundary is in them. */
typedef struct er_clip_visitor {
    /** A mixed or split cell that lies in the polygon. */
    er_status (*inside)(er_context *ctx, er_clipper *clipper, const er_cell *cell, er_box box);
    /** A full cell with edges. */
    er_status (*full)(er_context *ctx, er_clipper *clipper, const er_cell *cell, er_box box,
                      const er_edge_part *parts, size_t count);
    /** A mixed cell with edges. */
    er_status (*leaf)(er_context *ctx, er_clipper *clipper, const er_cell *cell, er_box box,
                      const er_edge_part *parts, size_t count);
} er_clip_visitor;

struct er_clipper {
    const er_disc_union *set;
    const er_clip_visitor *visitor;
    er_polygon_index polygon;
    er_edge_part *parts; /**< a stack: lists of the open cells */
    size_t part_capacity;
    er_crossing *crossings; /**< scratch of the leaves */
    size_t crossing_capacity;
    er_point origin; /**< of the sum: the centre of the polygon's box */
    er_sum doubled;
    er_flux flux; /**< of the leaf at work, about its centre */
    er_point centre;
    er_intervals inside; /**< scratch of the leaves */
    er_intervals layer;
    er_intervals both;
};

/** Sort a cell's edge parts into a quadrant; `out` has room for `count`. */
size_t er_edge_parts_within(const er_area *area, const er_edge_part *parts, size_t count,
                            er_box cell, int quadrant, er_edge_part *out);

/** Add what a mixed leaf gives to the doubled area. */
er_status er_clip_leaf(er_context *ctx, er_clipper *clipper, const er_cell *cell, er_box box,
                       const er_edge_part *parts, size_t count);

/** Visit the cells that a polygon touches, the polygon's edges cut by cells. */
er_status er_clip_walk(er_context *ctx, er_clipper *clipper, const er_area *area);
/** Add the parts of an arc within the polygon to the flux, given the edges in its cell. */
er_status er_clip_arc(er_context *ctx, er_clipper *clipper, const er_arc *arc,
                      const er_edge_part *parts, size_t part_count, er_point origin, er_flux *flux);

/** Area in m² of the set within the polygon. */
er_status er_clip_area(er_context *ctx, er_clipper *clipper, const er_area *area,
                       double *served_m2);
/** Rounding alone may leave an area a little outside of what is possible. */
double er_clip_within_limits(double served_m2, double area_m2);
void er_clipper_clear(er_clipper *clipper);

static inline void er_clip_add(er_clipper *clipper, er_flux flux, er_point about) {
    flux = er_flux_moved(flux, about.x - clipper->origin.x, about.y - clipper->origin.y);
    er_sum_add(&clipper->doubled, flux.doubled);
}

#endif
