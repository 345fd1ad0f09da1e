/** A disc union clipped by one polygon: scratch memory of one thread, and the parts of the walk. */
#ifndef EVENREACH_DISC_CLIP_H
#define EVENREACH_DISC_CLIP_H

#include "geometry/disc_union.h"
#include "geometry/polygon_index.h"

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

typedef struct er_clipper {
    const er_disc_union *set;
    er_polygon_index polygon;
    er_point origin; /**< of the sum: the centre of the polygon's box */
    er_sum doubled;
    er_edge_part *parts; /**< a stack: lists of the open cells */
    size_t part_capacity;
    er_flux flux; /**< of the leaf at work, about its centre */
    er_point centre;
    er_intervals inside; /**< scratch of the leaves */
    er_intervals layer;
    er_intervals both;
    er_crossing *crossings;
    size_t crossing_capacity;
} er_clipper;

/** Sort a cell's edge parts into a quadrant; `out` has room for `count`. */
size_t er_edge_parts_within(const er_area *area, const er_edge_part *parts, size_t count,
                            er_box cell, int quadrant, er_edge_part *out);

/** Add what a mixed leaf gives to the doubled area. */
er_status er_clip_leaf(er_context *ctx, er_clipper *clipper, const er_cell *cell, er_box box,
                       const er_edge_part *parts, size_t count);

/** Area in m² of the set within the polygon. */
er_status er_clip_area(er_context *ctx, er_clipper *clipper, const er_area *area,
                       double *served_m2);
void er_clipper_clear(er_clipper *clipper);

static inline void er_clip_add(er_clipper *clipper, er_flux flux, er_point about) {
    flux = er_flux_moved(flux, about.x - clipper->origin.x, about.y - clipper->origin.y);
    er_sum_add(&clipper->doubled, flux.doubled);
}

#endif
