/* Arcs: corners with two neighbours hang together between nodes, which have one or more than two.
 * As a ring leaves such a corner by the way it did not come, a stretch of border without a node has
 * the same rings on all its length: where sharing begins or ends there is a node. */
#include "geometry/topology.h"

#include <stdlib.h>
#include <string.h>

static int by_number(const void *left, const void *right) {
    const uint32_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

/* ---- neighbours ------------------------------------------------------------------------------ */

struct pass {
    uint32_t at;
    uint32_t before;
    uint32_t behind;
    bool has_before;
    bool has_behind;
};

static struct pass pass_of(const er_topology *t, const er_top_ring *ring, size_t i) {
    const uint32_t *c = t->corners + ring->first;
    size_t n = ring->count;
    return (struct pass){.at = c[i],
                         .before = c[(i + n - 1) % n],
                         .behind = c[(i + 1) % n],
                         .has_before = !ring->line || i > 0,
                         .has_behind = !ring->line || i + 1 < n};
}

/** Sort each vertex's neighbours and drop the repeated ones. */
static void tidy_neighbours(er_topology *t) {
    size_t kept = 0, first = 0;
    for (size_t v = 0; v < t->vertex_count; v++) {
        size_t end = t->near_start[v + 1], begin = kept;
        qsort(t->near + first, end - first, sizeof *t->near, by_number);
        for (size_t i = first; i < end; i++)
            if (kept == begin || t->near[kept - 1] != t->near[i]) t->near[kept++] = t->near[i];
        first = end;
        t->near_start[v] = begin;
    }
    t->near_start[t->vertex_count] = kept;
}

static er_status find_neighbours(er_context *ctx, er_topology *t) {
    size_t *fill = NULL;
    ER_TRY(er_alloc(ctx, t->vertex_count + 2, sizeof *t->near_start, &t->near_start));
    ER_TRY(er_alloc(ctx, 2 * t->corner_count + 1, sizeof *t->near, &t->near));
    for (size_t i = 0; i < t->corner_count; i++)
        t->near_start[t->corners[i] + 1] += 2;
    for (size_t v = 0; v < t->vertex_count; v++)
        t->near_start[v + 1] += t->near_start[v];
    ER_TRY(er_alloc(ctx, t->vertex_count + 1, sizeof *fill, &fill));
    memcpy(fill, t->near_start, (t->vertex_count + 1) * sizeof *fill);
    for (size_t r = 0; r < t->ring_count; r++)
        for (size_t i = 0; i < t->rings[r].count; i++) {
            struct pass p = pass_of(t, &t->rings[r], i);
            /* the end of a line has one neighbour twice */
            t->near[fill[p.at]++] = p.has_before ? p.before : p.behind;
            t->near[fill[p.at]++] = p.has_behind ? p.behind : p.before;
        }
    er_free(fill);
    tidy_neighbours(t);
    return ER_OK;
}

static size_t neighbour_count(const er_topology *t, uint32_t v) {
    return t->near_start[v + 1] - t->near_start[v];
}

/** Where a ring or line ends, turns back or comes by again. */
static er_status mark_turns(er_context *ctx, er_topology *t) {
    size_t *seen = NULL; /* the ring that came by last, from 1 */
    ER_TRY(er_alloc(ctx, t->vertex_count + 1, sizeof *seen, &seen));
    for (size_t r = 0; r < t->ring_count; r++)
        for (size_t i = 0; i < t->rings[r].count; i++) {
            struct pass p = pass_of(t, &t->rings[r], i);
            if (!p.has_before || !p.has_behind || p.before == p.behind || seen[p.at] == r + 1)
                t->vertices[p.at].node = true;
            seen[p.at] = r + 1;
        }
    er_free(seen);
    return ER_OK;
}

/** Nodes by their neighbours, and what must not move: see er_topology_simplify. */
static er_status mark_nodes(er_context *ctx, er_topology *t) {
    for (uint32_t v = 0; v < t->vertex_count; v++) {
        er_top_vertex *vertex = &t->vertices[v];
        vertex->node = neighbour_count(t, v) != 2 || llabs(vertex->x) >= ER_TOP_HALF_TURN ||
                       llabs(vertex->y) >= ER_TOP_POLE;
        for (size_t i = t->near_start[v]; i < t->near_start[v + 1] && !vertex->node; i++)
            vertex->node = llabs(t->vertices[t->near[i]].x - vertex->x) > ER_TOP_HALF_TURN;
    }
    return mark_turns(ctx, t);
}

/* ---- arcs ------------------------------------------------------------------------------------ */

static er_status push(er_context *ctx, er_topology *t, uint32_t vertex) {
    ER_TRY(er_reserve(ctx, &t->path, &t->path_capacity, t->path_count + 1, sizeof *t->path));
    t->path[t->path_count++] = vertex;
    return ER_OK;
}

/** From a node towards a neighbour up to the next node; the corners between are marked as done. */
static er_status walk(er_context *ctx, er_topology *t, uint32_t from, uint32_t to, bool *done) {
    ER_TRY(
        er_reserve(ctx, &t->arc_start, &t->arc_capacity, t->arc_count + 2, sizeof *t->arc_start));
    ER_TRY(push(ctx, t, from));
    while (!t->vertices[to].node) {
        const uint32_t *near = t->near + t->near_start[to];
        uint32_t next = near[0] == from ? near[1] : near[0];
        ER_TRY(push(ctx, t, to));
        done[to] = true;
        from = to;
        to = next;
    }
    ER_TRY(push(ctx, t, to));
    t->arc_start[++t->arc_count] = t->path_count;
    return ER_OK;
}

/** Every arc once: from its lower node, a loop from its lower neighbour, an edge from below. */
static er_status walk_from(er_context *ctx, er_topology *t, uint32_t v, bool *done) {
    for (size_t i = t->near_start[v]; i < t->near_start[v + 1]; i++) {
        uint32_t to = t->near[i];
        if (t->vertices[to].node ? v < to : !done[to]) ER_TRY(walk(ctx, t, v, to, done));
    }
    return ER_OK;
}

static er_status find_arcs(er_context *ctx, er_topology *t) {
    bool *done = NULL;
    er_status status;
    ER_TRY(er_alloc(ctx, t->vertex_count + 1, sizeof *done, &done));
    ER_GOTO(status, end, er_reserve(ctx, &t->arc_start, &t->arc_capacity, 1, sizeof *t->arc_start));
    t->arc_start[0] = 0;
    for (uint32_t v = 0; v < t->vertex_count; v++)
        if (t->vertices[v].node) ER_GOTO(status, end, walk_from(ctx, t, v, done));
    for (uint32_t v = 0; v < t->vertex_count; v++) {
        if (t->vertices[v].node || done[v]) continue;
        t->vertices[v].node = true; /* a ring without nodes begins at its westernmost corner */
        ER_GOTO(status, end, walk_from(ctx, t, v, done));
    }
end:
    er_free(done);
    return status;
}

static er_status list_ends(er_context *ctx, er_topology *t) {
    ER_TRY(er_alloc(ctx, t->vertex_count + 2, sizeof *t->ends_start, &t->ends_start));
    ER_TRY(er_alloc(ctx, 2 * t->arc_count + 1, sizeof *t->ends, &t->ends));
    for (size_t a = 0; a < t->arc_count; a++) {
        t->ends_start[t->path[t->arc_start[a]] + 2]++;
        t->ends_start[t->path[t->arc_start[a + 1] - 1] + 2]++;
    }
    for (size_t v = 2; v < t->vertex_count + 2; v++)
        t->ends_start[v] += t->ends_start[v - 1];
    for (size_t a = 0; a < t->arc_count; a++)
        for (int last = 0; last < 2; last++) {
            uint32_t v = t->path[last ? t->arc_start[a + 1] - 1 : t->arc_start[a]];
            t->ends[t->ends_start[v + 1]++] = (er_top_end){(uint32_t)a, last};
        }
    return ER_OK;
}

/* ---- rings as arcs --------------------------------------------------------------------------- */

/** The arc that leaves a node towards a neighbour. */
static bool find_ref(const er_topology *t, uint32_t node, uint32_t towards, er_top_ref *out) {
    for (size_t i = t->ends_start[node]; i < t->ends_start[node + 1]; i++) {
        er_top_end end = t->ends[i];
        size_t first = t->arc_start[end.arc], last = t->arc_start[end.arc + 1] - 1;
        if (t->path[end.last ? last - 1 : first + 1] != towards) continue;
        *out = (er_top_ref){end.arc, end.last};
        return true;
    }
    return false;
}

static er_status follow_ring(er_context *ctx, er_topology *t, er_top_ring *ring) {
    const uint32_t *c = t->corners + ring->first;
    size_t n = ring->count, start = 0, steps = ring->line ? n - 1 : n;
    while (start < n && !t->vertices[c[start]].node)
        start++;
    ring->first_ref = t->ref_count;
    if (n == 0) return ER_OK;
    for (size_t i = 0; i < steps;) {
        er_top_ref ref;
        if (!find_ref(t, c[(start + i) % n], c[(start + i + 1) % n], &ref))
            return er_fail(ctx, ER_ERR_INTERNAL, "a border leaves its arcs");
        ER_TRY(er_reserve(ctx, &t->refs, &t->ref_capacity, t->ref_count + 1, sizeof *t->refs));
        t->refs[t->ref_count++] = ref;
        i += t->arc_start[ref.arc + 1] - t->arc_start[ref.arc] - 1;
    }
    ring->ref_count = t->ref_count - ring->first_ref;
    return ER_OK;
}

er_status er_top_arcs(er_context *ctx, er_topology *t) {
    ER_TRY(find_neighbours(ctx, t));
    ER_TRY(mark_nodes(ctx, t));
    ER_TRY(find_arcs(ctx, t));
    ER_TRY(list_ends(ctx, t));
    for (size_t r = 0; r < t->ring_count; r++)
        ER_TRY(follow_ring(ctx, t, &t->rings[r]));
    return ER_OK;
}
