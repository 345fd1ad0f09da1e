/* Borders traced from node to node. */
#include "geometry/labels.h"

#include <stdlib.h>

static er_heading opposite(er_heading heading) {
    return (er_heading)(((unsigned)heading + 2) % 4);
}

/** The cells on both sides of a border that leaves a vertex. */
static void labels_beside(const er_labels *labels, const er_border_vertex *v, er_heading heading,
                          uint8_t *left, uint8_t *right) {
    /* Offsets of the cell to the left of each heading; the one to the right is the next's left. */
    static const int dx[] = {0, 0, -1, -1}, dy[] = {-1, 0, 0, -1};
    unsigned next = ((unsigned)heading + 1) % 4;
    *left = er_labels_at(labels, v->x + dx[heading], v->y + dy[heading]);
    *right = er_labels_at(labels, v->x + dx[next], v->y + dy[next]);
}

static er_status add_to_path(er_context *ctx, er_borders *b, uint32_t vertex) {
    ER_TRY(er_reserve(ctx, &b->path, &b->path_capacity, b->path_count + 1, sizeof *b->path));
    b->path[b->path_count++] = vertex;
    return ER_OK;
}

/** Mark one end of a link as part of an arc, and return where the link led. */
static uint32_t take_link(er_border_vertex *v, er_heading heading, uint32_t arc, bool forward) {
    uint32_t led = v->link[heading];
    v->link[heading] = arc;
    v->done |= (uint8_t)(1u << heading);
    if (forward) v->forward |= (uint8_t)(1u << heading);
    return led;
}

static er_status trace_arc(er_context *ctx, const er_labels *labels, er_borders *b, uint32_t start,
                           er_heading heading) {
    er_border_arc arc = {.first = b->path_count, .free = !er_border_is_node(&b->vertices[start])};
    uint32_t number = (uint32_t)b->arc_count, at = start;
    if (b->arc_count % 4096 == 0) ER_TRY(er_check_cancel(ctx));
    labels_beside(labels, &b->vertices[start], heading, &arc.left, &arc.right);
    ER_TRY(add_to_path(ctx, b, start));
    for (;;) {
        at = take_link(&b->vertices[at], heading, number, true);
        er_border_vertex *v = &b->vertices[at];
        take_link(v, opposite(heading), number, false);
        ER_TRY(add_to_path(ctx, b, at));
        if (at == start || er_border_is_node(v)) break;
        unsigned onward = v->exits & ~(1u << opposite(heading));
        heading = (er_heading)__builtin_ctz(onward);
    }
    arc.count = b->path_count - arc.first;
    ER_TRY(er_reserve(ctx, &b->arcs, &b->arc_capacity, b->arc_count + 1, sizeof arc));
    b->arcs[b->arc_count++] = arc;
    return ER_OK;
}

/* ---- arcs that join the same nodes ----------------------------------------------------------- */

struct joint {
    uint32_t low; /**< nodes */
    uint32_t high;
    uint32_t arc;
};

static int by_nodes(const void *left, const void *right) {
    const struct joint *a = left, *b = right;
    if (a->low != b->low) return a->low < b->low ? -1 : 1;
    if (a->high != b->high) return a->high < b->high ? -1 : 1;
    return (a->arc > b->arc) - (a->arc < b->arc);
}

/** Of several arcs between two nodes only one may be a straight line: one that is already, or the
 *  first. */
static void keep_bends(er_borders *b, const struct joint *joints, size_t count) {
    size_t straight = 0;
    for (size_t i = 0; i < count; i++)
        if (b->arcs[joints[i].arc].count == 2) straight = i;
    for (size_t i = 0; i < count; i++)
        b->arcs[joints[i].arc].keep_bend = i != straight;
}

static er_status mark_bends(er_context *ctx, er_borders *b) {
    struct joint *joints = NULL;
    size_t count = 0;
    if (b->arc_count == 0) return ER_OK;
    ER_TRY(er_alloc(ctx, b->arc_count, sizeof *joints, &joints));
    for (size_t i = 0; i < b->arc_count; i++) {
        const er_border_arc *arc = &b->arcs[i];
        uint32_t from = b->path[arc->first], to = b->path[arc->first + arc->count - 1];
        if (from == to) continue;
        joints[count++] = (struct joint){from < to ? from : to, from < to ? to : from, (uint32_t)i};
    }
    qsort(joints, count, sizeof *joints, by_nodes);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1;
             end < count && joints[end].low == joints[i].low && joints[end].high == joints[i].high;)
            end++;
        keep_bends(b, joints + i, end - i);
    }
    er_free(joints);
    return ER_OK;
}

er_status er_borders_trace(er_context *ctx, const er_labels *labels, er_borders *b) {
    /* Nodes first; what is left has none, and begins at its uppermost left corner. */
    for (int nodes = 1; nodes >= 0; nodes--)
        for (size_t i = 0; i < b->vertex_count; i++) {
            if (er_border_is_node(&b->vertices[i]) != (nodes == 1)) continue;
            for (int heading = 0; heading < 4; heading++)
                if ((b->vertices[i].exits & ~b->vertices[i].done) & 1u << heading)
                    ER_TRY(trace_arc(ctx, labels, b, (uint32_t)i, (er_heading)heading));
        }
    return mark_bends(ctx, b);
}
