/** Which points lie in a polygon: its edges sorted into horizontal strips. */
#ifndef EVENREACH_POLYGON_INDEX_H
#define EVENREACH_POLYGON_INDEX_H

#include "evenreach/geometry.h"

typedef struct er_polygon_index {
    const er_area *area;
    uint32_t *edges; /**< all edges: the index of each one's first point */
    size_t edge_count;
    size_t edge_capacity;
    size_t *strip_start; /**< strip_count + 1 offsets into strip_edges */
    size_t strip_count;
    size_t strip_capacity;
    uint32_t *strip_edges;
    size_t strip_edge_capacity;
    double strips_per_m;
} er_polygon_index;

/** Index an area; an index may be used again for another area. The area is borrowed. */
er_status er_polygon_index_set(er_context *ctx, er_polygon_index *index, const er_area *area);
void er_polygon_index_clear(er_polygon_index *index);
bool er_polygon_index_contains(const er_polygon_index *index, er_point point);

#endif
