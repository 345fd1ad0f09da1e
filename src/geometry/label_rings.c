/* Rings of one label each, put together from arcs; and which hole lies in which ring. */
#include "geometry/labels.h"

#include <stdlib.h>

/** A ring on its way: steps not yet closed, and where in them each node was left. */
struct walk {
    const er_labels *labels;
    er_borders *borders;
    er_border_rings *rings;
    er_border_step *steps;
    size_t count;
    size_t capacity;
    uint32_t *left_at; /**< by vertex: index into steps, plus one; 0: not passed */
};

static const uint32_t *path_of(const er_borders *b, er_border_step step) {
    return b->path + b->arcs[step.arc].first;
}

/** The i-th vertex along a step, dropped ones too. */
static uint32_t vertex_along(const er_borders *b, er_border_step step, size_t i) {
    return path_of(b, step)[step.backward ? b->arcs[step.arc].count - 1 - i : i];
}

static er_heading heading_at_end(const er_borders *b, er_border_step step) {
    size_t count = b->arcs[step.arc].count;
    const er_border_vertex *from = &b->vertices[vertex_along(b, step, count - 2)];
    const er_border_vertex *to = &b->vertices[vertex_along(b, step, count - 1)];
    if (from->y == to->y) return to->x > from->x ? ER_EAST : ER_WEST;
    return to->y > from->y ? ER_SOUTH : ER_NORTH;
}

/** The step that follows with the same label to its left. The leftmost turn stays with the same
 *  cells, so that cells that touch in a corner only do not join. */
static er_border_step step_after(const er_borders *b, er_border_step step) {
    const er_border_arc *arc = &b->arcs[step.arc];
    if (arc->free) return step;
    const er_border_vertex *node = &b->vertices[vertex_along(b, step, arc->count - 1)];
    unsigned heading = ((unsigned)heading_at_end(b, step) + 3) % 4;
    while (!(node->exits & 1u << heading))
        heading = (heading + 1) % 4;
    return (er_border_step){node->link[heading], !(node->forward & 1u << heading)};
}

/** Twice the area of a step's simplified line seen from a point, rows counted upwards. */
static double twice_area(const er_borders *b, er_border_step step, const er_border_vertex *o) {
    er_sum sum = {0};
    const er_border_vertex *p = &b->vertices[vertex_along(b, step, 0)];
    for (size_t i = 1; i < b->arcs[step.arc].count; i++) {
        const er_border_vertex *q = &b->vertices[vertex_along(b, step, i)];
        if (q->dropped) continue;
        er_sum_add(&sum, (double)((int64_t)q->x - o->x) * (double)((int64_t)p->y - o->y) -
                             (double)((int64_t)p->x - o->x) * (double)((int64_t)q->y - o->y));
        p = q;
    }
    return er_sum_value(&sum);
}

/** Take the last steps of the walk as a ring. */
static er_status close_ring(er_context *ctx, struct walk *w, size_t from) {
    er_borders *b = w->borders;
    er_border_rings *rings = w->rings;
    size_t count = w->count - from;
    uint32_t number = (uint32_t)rings->count;
    ER_TRY(
        er_reserve(ctx, &rings->items, &rings->capacity, rings->count + 1, sizeof *rings->items));
    ER_TRY(er_reserve(ctx, &rings->steps, &rings->step_capacity, rings->step_count + count,
                      sizeof *rings->steps));
    const er_border_arc *arc = &b->arcs[w->steps[from].arc];
    er_border_ring ring = {.first = rings->step_count,
                           .count = count,
                           .parent = number,
                           .label = w->steps[from].backward ? arc->right : arc->left};
    er_sum twice = {0};
    const er_border_vertex *origin = &b->vertices[vertex_along(b, w->steps[from], 0)];
    for (size_t i = from; i < w->count; i++) {
        er_border_step step = w->steps[i];
        er_sum_add(&twice, twice_area(b, step, origin));
        b->arcs[step.arc].ring[step.backward] = number;
        w->left_at[vertex_along(b, step, 0)] = 0;
        rings->steps[rings->step_count++] = step;
    }
    ring.area = er_sum_value(&twice) / 2;
    rings->items[rings->count++] = ring;
    w->count = from;
    return ER_OK;
}

/** Follow a border all around; a loop is taken off whenever a node is met again. */
static er_status walk_around(er_context *ctx, struct walk *w, er_border_step start) {
    const er_borders *b = w->borders;
    er_border_step step = start;
    do {
        ER_TRY(er_reserve(ctx, &w->steps, &w->capacity, w->count + 1, sizeof step));
        w->steps[w->count++] = step;
        w->left_at[vertex_along(b, step, 0)] = (uint32_t)w->count;
        uint32_t passed = w->left_at[vertex_along(b, step, b->arcs[step.arc].count - 1)];
        if (passed) ER_TRY(close_ring(ctx, w, passed - 1));
        step = step_after(b, step);
    } while (step.arc != start.arc || step.backward != start.backward);
    return ER_OK;
}

static er_status walk_all(er_context *ctx, struct walk *w) {
    er_borders *b = w->borders;
    for (size_t i = 0; i < b->arc_count; i++)
        b->arcs[i].ring[0] = b->arcs[i].ring[1] = ER_NO_VERTEX;
    for (size_t i = 0; i < b->arc_count; i++) {
        const er_border_arc *arc = &b->arcs[i];
        if (i % 4096 == 0) ER_TRY(er_check_cancel(ctx));
        if (arc->left && arc->ring[0] == ER_NO_VERTEX)
            ER_TRY(walk_around(ctx, w, (er_border_step){(uint32_t)i, false}));
        if (arc->right && arc->ring[1] == ER_NO_VERTEX)
            ER_TRY(walk_around(ctx, w, (er_border_step){(uint32_t)i, true}));
    }
    return ER_OK;
}

/* ---- holes ----------------------------------------------------------------------------------- */

/** A hole and the upper end of its westernmost side. */
struct hole {
    int32_t x;
    int32_t y;
    uint32_t ring;
};

static int by_place(const void *left, const void *right) {
    const struct hole *a = left, *b = right;
    if (a->x != b->x) return a->x < b->x ? -1 : 1;
    return (a->ring > b->ring) - (a->ring < b->ring);
}

static struct hole westernmost(const struct walk *w, uint32_t number) {
    const er_border_ring *ring = &w->rings->items[number];
    struct hole hole = {INT32_MAX, INT32_MAX, number};
    for (size_t s = ring->first; s < ring->first + ring->count; s++) {
        er_border_step step = w->rings->steps[s];
        for (size_t i = 0; i < w->borders->arcs[step.arc].count; i++) {
            const er_border_vertex *v = &w->borders->vertices[path_of(w->borders, step)[i]];
            if (v->x > hole.x || (v->x == hole.x && v->y >= hole.y)) continue;
            hole.x = v->x;
            hole.y = v->y;
        }
    }
    return hole;
}

/** The ring that the label's cells west of a hole end at: the one around the hole, or another hole
 *  in it. */
static uint32_t ring_west_of(const struct walk *w, struct hole hole) {
    const er_borders *b = w->borders;
    uint8_t label = w->rings->items[hole.ring].label;
    int64_t x = hole.x - 1, y = hole.y;
    while (er_labels_at(w->labels, x - 1, y) == label)
        x--;
    uint32_t vertex; /* the upper end of the border there */
    while ((vertex = er_borders_at(b, x, y)) == ER_NO_VERTEX)
        y--;
    const er_border_vertex *v = &b->vertices[vertex];
    bool backward = !(v->forward & 1u << ER_SOUTH);
    return b->arcs[v->link[ER_SOUTH]].ring[backward];
}

static er_status place_holes(er_context *ctx, struct walk *w) {
    er_border_rings *rings = w->rings;
    struct hole *holes = NULL;
    size_t count = 0;
    if (rings->count == 0) return ER_OK;
    ER_TRY(er_alloc(ctx, rings->count, sizeof *holes, &holes));
    for (size_t i = 0; i < rings->count; i++)
        if (rings->items[i].area < 0) holes[count++] = westernmost(w, (uint32_t)i);
    /* from the west, so that a hole further west has its parent already */
    qsort(holes, count, sizeof *holes, by_place);
    for (size_t i = 0; i < count; i++)
        rings->items[holes[i].ring].parent = rings->items[ring_west_of(w, holes[i])].parent;
    er_free(holes);
    return ER_OK;
}

er_status er_border_rings_make(er_context *ctx, const er_labels *labels, er_borders *borders,
                               er_border_rings *out) {
    struct walk w = {.labels = labels, .borders = borders, .rings = out};
    *out = (er_border_rings){0};
    if (borders->vertex_count == 0) return ER_OK;
    ER_TRY(er_alloc(ctx, borders->vertex_count, sizeof *w.left_at, &w.left_at));
    er_status status = walk_all(ctx, &w);
    if (status == ER_OK) status = place_holes(ctx, &w);
    er_free(w.left_at);
    er_free(w.steps);
    return status;
}

void er_border_rings_clear(er_border_rings *rings) {
    er_free(rings->steps);
    er_free(rings->items);
    *rings = (er_border_rings){0};
}
