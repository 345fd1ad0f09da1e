/** Shared borders from the inside: rings of corners, corners joined to arcs, arcs thinned out.
 *
 *  Coordinates are whole numbers of 1e-7 degree, so that which side of a line a corner lies on is
 *  decided exactly. */
#ifndef EVENREACH_GEOMETRY_TOPOLOGY_H
#define EVENREACH_GEOMETRY_TOPOLOGY_H

#include "evenreach/geometry.h"
#include "geometry/wkb.h"

#define ER_TOP_GRID_PER_DEGREE 1e7
enum { ER_TOP_HALF_TURN = 1800000000, ER_TOP_POLE = 900000000 };

typedef struct er_top_vertex {
    int64_t x;
    int64_t y;
    uint32_t world;
    bool node;
    bool dropped; /**< left out by the simplification; nodes never are */
} er_top_vertex;

/** A closed ring without its repeated point, or a line. */
typedef struct er_top_ring {
    uint32_t owner; /**< geometry */
    bool line;
    bool exterior;
    size_t first; /**< into corners */
    size_t count;
    size_t first_ref; /**< into refs */
    size_t ref_count;
} er_top_ring;

/** A step of a ring along an arc. */
typedef struct er_top_ref {
    uint32_t arc;
    bool backward;
} er_top_ref;

/** One end of an arc at a node. */
typedef struct er_top_end {
    uint32_t arc;
    bool last;
} er_top_end;

/** Corners of a world by boxes, sixteen to a leaf and to each box above. */
typedef struct er_top_tree {
    uint32_t *order; /**< vertices */
    size_t count;
    struct er_top_box {
        int64_t low[2];
        int64_t high[2];
    } * boxes; /**< level by level, leaves first */
    size_t level_start[17];
    size_t level_count;
} er_top_tree;

struct er_topology {
    size_t geometry_count;
    size_t *geometry_rings; /**< geometry_count + 1 offsets into rings */
    er_wkb_kind *kinds;
    er_top_ring *rings;
    size_t ring_count;
    size_t ring_capacity;
    uint32_t *corners; /**< vertices of all rings, one behind the other */
    size_t corner_count;
    size_t corner_capacity;
    er_top_vertex *vertices; /**< by world, x, y */
    size_t vertex_count;
    size_t *near_start; /**< vertex_count + 1 offsets into near */
    uint32_t *near;     /**< the different neighbours of each vertex, rising */
    uint32_t *path;     /**< vertices of all arcs, both ends included */
    size_t *arc_start;  /**< arc_count + 1 offsets into path */
    size_t arc_count;
    size_t arc_capacity;
    size_t path_count;
    size_t path_capacity;
    size_t *ends_start; /**< vertex_count + 1 offsets into ends */
    er_top_end *ends;
    er_top_ref *refs;
    size_t ref_count;
    size_t ref_capacity;
    er_top_tree tree;
};

/** Corners as they are read, before those at one place become one vertex. */
typedef struct er_top_points {
    er_top_vertex *items; /**< one a corner of topology->corners */
    size_t capacity;
} er_top_points;

/** Rings of all geometries with their points: topology_read.c. */
er_status er_top_read(er_context *ctx, er_topology *t, const er_bytes *geometries,
                      const uint32_t *worlds, er_top_points *points);
/** Points become vertices; rings that have no extent go: topology_vertices.c. */
er_status er_top_join(er_context *ctx, er_topology *t, const er_top_points *points);
/** Edges get the corners of other geometries that lie on them: topology_touch.c. */
er_status er_top_touch(er_context *ctx, er_topology *t);
/** Neighbours, nodes, arcs, and the rings as arcs: topology_arcs.c. */
er_status er_top_arcs(er_context *ctx, er_topology *t);

/** topology_tree.c */
er_status er_top_tree_new(er_context *ctx, er_topology *t);
void er_top_tree_clear(er_top_tree *tree);
/** Call `visit` for every vertex within a box, until it returns true: whether one did. */
bool er_top_tree_any(const er_topology *t, const struct er_top_box *box,
                     bool (*visit)(const er_topology *t, uint32_t vertex, void *state),
                     void *state);

/** Twice the area of a triangle, positive where c is left of a to b. */
static inline __int128 er_top_cross(const er_top_vertex *a, const er_top_vertex *b,
                                    const er_top_vertex *c) {
    return (__int128)(b->x - a->x) * (c->y - a->y) - (__int128)(b->y - a->y) * (c->x - a->x);
}

static inline struct er_top_box er_top_box_of(const er_top_vertex *a, const er_top_vertex *b) {
    return (struct er_top_box){{a->x < b->x ? a->x : b->x, a->y < b->y ? a->y : b->y},
                               {a->x > b->x ? a->x : b->x, a->y > b->y ? a->y : b->y}};
}

#endif
