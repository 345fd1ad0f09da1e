/** The tree that finds what may lie within reach: boxes around halves of the points, in three
 *  dimensions. Degrees become places in space on the ellipsoid, so that poles and the 180th
 *  meridian are like any other place; a chord is never longer than its geodesic. */
#ifndef EVENREACH_GEOMETRY_PAIRS_H
#define EVENREACH_GEOMETRY_PAIRS_H

#include "evenreach/geometry.h"

typedef struct er_place {
    double at[3]; /**< metres */
} er_place;

typedef struct er_place_node {
    er_place low;
    er_place high;
    uint32_t begin; /**< into the order */
    uint32_t end;
    uint32_t after; /**< the second child (the first is the next node); 0: none */
} er_place_node;

typedef struct er_place_tree {
    er_place *places;
    uint32_t *order;
    er_place_node *nodes;
    uint32_t node_count;
} er_place_tree;

/** A finite point as a place: on the ellipsoid for degrees, else on the plane z = 0. */
er_place er_place_of(er_point point, bool in_degrees);
/** Over `count` finite points; lives in the arena. */
er_status er_place_tree_new(er_context *ctx, er_arena *arena, const er_point *points,
                            uint32_t count, bool in_degrees, er_place_tree *out);
/** Append to *found (grown, *count raised) all points whose straight distance in space is at most
 *  reach_m, and perhaps some that are further by a hair, in no order. */
er_status er_place_tree_search(er_context *ctx, const er_place_tree *tree, er_place from,
                               double reach_m, uint32_t **found, size_t *capacity, size_t *count);

#endif
