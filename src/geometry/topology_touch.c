/* Edges get the corners that lie on them, so that a border which one geometry has in more detail
 * than the other is the same to both. */
#include "geometry/topology.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct edge {
    uint32_t a; /**< the lower number */
    uint32_t b;
};

/** A corner that an edge gets. */
struct split {
    struct edge edge;
    uint32_t vertex;
    double along; /**< from a: rises */
};

struct touching {
    er_context *ctx;
    er_topology *t;
    struct edge *edges;
    size_t edge_count;
    size_t *seen_start; /**< per vertex: offsets into seen */
    uint32_t *seen;     /**< places in corners */
    uint32_t *ring_of;  /**< per corner */
    struct split *splits;
    size_t split_count;
    size_t split_capacity;
    struct edge now; /**< the edge that is looked at */
    er_status status;
};

static int by_edge(const void *left, const void *right) {
    const struct edge *a = left, *b = right;
    if (a->a != b->a) return a->a < b->a ? -1 : 1;
    return (a->b > b->b) - (a->b < b->b);
}

static int by_split(const void *left, const void *right) {
    const struct split *a = left, *b = right;
    int edges = by_edge(&a->edge, &b->edge);
    if (edges != 0) return edges;
    if (a->along != b->along) return a->along < b->along ? -1 : 1;
    return (a->vertex > b->vertex) - (a->vertex < b->vertex);
}

static struct edge edge_of(uint32_t a, uint32_t b) {
    return a < b ? (struct edge){a, b} : (struct edge){b, a};
}

/** The corner behind one, round the ring; itself at the end of a line. */
static uint32_t next_corner(const er_top_ring *ring, uint32_t corner) {
    if (corner + 1 < ring->first + ring->count) return corner + 1;
    return ring->line ? corner : (uint32_t)ring->first;
}

static er_status list_edges(struct touching *g) {
    er_topology *t = g->t;
    ER_TRY(er_alloc(g->ctx, t->corner_count + 1, sizeof *g->edges, &g->edges));
    for (size_t r = 0; r < t->ring_count; r++)
        for (size_t i = 0; i < t->rings[r].count; i++) {
            uint32_t corner = (uint32_t)(t->rings[r].first + i);
            uint32_t next = next_corner(&t->rings[r], corner);
            if (next != corner)
                g->edges[g->edge_count++] = edge_of(t->corners[corner], t->corners[next]);
        }
    qsort(g->edges, g->edge_count, sizeof *g->edges, by_edge);
    size_t kept = 0;
    for (size_t i = 0; i < g->edge_count; i++)
        if (i == 0 || by_edge(&g->edges[i - 1], &g->edges[i]) != 0) g->edges[kept++] = g->edges[i];
    g->edge_count = kept;
    return ER_OK;
}

/** Where each vertex is seen. */
static er_status list_seen(struct touching *g) {
    er_topology *t = g->t;
    ER_TRY(er_alloc(g->ctx, t->vertex_count + 2, sizeof *g->seen_start, &g->seen_start));
    ER_TRY(er_alloc(g->ctx, t->corner_count + 1, sizeof *g->seen, &g->seen));
    ER_TRY(er_alloc(g->ctx, t->corner_count + 1, sizeof *g->ring_of, &g->ring_of));
    for (size_t i = 0; i < t->corner_count; i++)
        g->seen_start[t->corners[i] + 2]++;
    for (size_t v = 2; v < t->vertex_count + 2; v++)
        g->seen_start[v] += g->seen_start[v - 1];
    for (size_t i = 0; i < t->corner_count; i++)
        g->seen[g->seen_start[t->corners[i] + 1]++] = (uint32_t)i;
    for (size_t r = 0; r < t->ring_count; r++)
        for (size_t i = 0; i < t->rings[r].count; i++)
            g->ring_of[t->rings[r].first + i] = (uint32_t)r;
    return ER_OK;
}

static bool geometry_has(const struct touching *g, uint32_t owner, uint32_t vertex) {
    for (size_t i = g->seen_start[vertex]; i < g->seen_start[vertex + 1]; i++)
        if (g->t->rings[g->ring_of[g->seen[i]]].owner == owner) return true;
    return false;
}

/** Whether a geometry that has the edge has the corner too: then they are two things to it. */
static bool is_apart(const struct touching *g, struct edge edge, uint32_t vertex) {
    const er_topology *t = g->t;
    for (int end = 0; end < 2; end++) {
        uint32_t from = end ? edge.b : edge.a, to = end ? edge.a : edge.b;
        for (size_t i = g->seen_start[from]; i < g->seen_start[from + 1]; i++) {
            const er_top_ring *ring = &t->rings[g->ring_of[g->seen[i]]];
            uint32_t next = next_corner(ring, g->seen[i]);
            if (next != g->seen[i] && t->corners[next] == to &&
                geometry_has(g, ring->owner, vertex))
                return true;
        }
    }
    return false;
}

/** Squared distance to the line at most a quarter of the grid's: half a step. */
static bool is_on_line(__int128 cross, __int128 length2) {
    const __int128 most = (__int128)1 << 62;
    if (cross < 0) cross = -cross;
    return cross < most && 4 * cross * cross <= length2;
}

static bool visit(const er_topology *t, uint32_t vertex, void *state) {
    struct touching *g = state;
    const er_top_vertex *a = &t->vertices[g->now.a], *b = &t->vertices[g->now.b],
                        *v = &t->vertices[vertex];
    if (v == a || v == b || v->world != a->world) return false;
    __int128 dx = b->x - a->x, dy = b->y - a->y;
    __int128 along = dx * (v->x - a->x) + dy * (v->y - a->y), length2 = dx * dx + dy * dy;
    __int128 cross = er_top_cross(a, b, v);
    if (along <= 0 || along >= length2 || !is_on_line(cross, length2)) return false;
    if (cross != 0 && is_apart(g, g->now, vertex)) return false;
    g->status =
        er_reserve(g->ctx, &g->splits, &g->split_capacity, g->split_count + 1, sizeof *g->splits);
    if (g->status != ER_OK) return true;
    g->splits[g->split_count++] = (struct split){g->now, vertex, (double)along};
    return false;
}

static er_status find_splits(struct touching *g) {
    for (size_t i = 0; i < g->edge_count; i++) {
        if (i % 4096 == 0) ER_TRY(er_check_cancel(g->ctx));
        g->now = g->edges[i];
        struct er_top_box box = er_top_box_of(&g->t->vertices[g->now.a], &g->t->vertices[g->now.b]);
        if (box.high[0] - box.low[0] > ER_TOP_HALF_TURN) continue; /* goes the other way round */
        for (int k = 0; k < 2; k++) {
            box.low[k]--;
            box.high[k]++;
        }
        er_top_tree_any(g->t, &box, visit, g);
        ER_TRY(g->status);
    }
    if (g->split_count > 0) qsort(g->splits, g->split_count, sizeof *g->splits, by_split);
    return ER_OK;
}

/** The first split of an edge; split_count if it has none. */
static size_t first_split(const struct touching *g, struct edge edge) {
    size_t low = 0, high = g->split_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (by_edge(&g->splits[middle].edge, &edge) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < g->split_count && by_edge(&g->splits[low].edge, &edge) == 0 ? low : g->split_count;
}

/** The corners of an edge between its ends, in its direction, onto `out`. */
static er_status put_splits(const struct touching *g, uint32_t from, uint32_t to, uint32_t **out,
                            size_t *count, size_t *capacity) {
    struct edge edge = edge_of(from, to);
    size_t first = first_split(g, edge), end = first;
    while (end < g->split_count && by_edge(&g->splits[end].edge, &edge) == 0)
        end++;
    ER_TRY(er_reserve(g->ctx, out, capacity, *count + (end - first) + 1, sizeof **out));
    for (size_t i = first; i < end; i++)
        (*out)[(*count)++] = g->splits[from < to ? i : end - 1 - (i - first)].vertex;
    return ER_OK;
}

static er_status split_rings(struct touching *g) {
    er_topology *t = g->t;
    uint32_t *corners = NULL;
    size_t count = 0, capacity = 0;
    er_status status =
        er_reserve(g->ctx, &corners, &capacity, t->corner_count + 1, sizeof *corners);
    for (size_t r = 0; r < t->ring_count && status == ER_OK; r++) {
        er_top_ring *ring = &t->rings[r];
        size_t first = count;
        for (size_t i = 0; i < ring->count && status == ER_OK; i++) {
            uint32_t corner = (uint32_t)(ring->first + i), next = next_corner(ring, corner);
            status = er_reserve(g->ctx, &corners, &capacity, count + 1, sizeof *corners);
            if (status != ER_OK) break;
            corners[count++] = t->corners[corner];
            if (next != corner)
                status = put_splits(g, t->corners[corner], t->corners[next], &corners, &count,
                                    &capacity);
        }
        ring->first = first;
        ring->count = count - first;
    }
    if (status == ER_OK && count > INT32_MAX)
        status = er_fail(g->ctx, ER_ERR_MEMORY, "there are more than 2,147,483,647 corners");
    er_free(status == ER_OK ? t->corners : corners);
    if (status != ER_OK) return status;
    t->corners = corners;
    t->corner_count = count;
    t->corner_capacity = capacity;
    return ER_OK;
}

er_status er_top_touch(er_context *ctx, er_topology *t) {
    struct touching g = {.ctx = ctx, .t = t};
    er_status status;
    ER_GOTO(status, done, list_edges(&g));
    ER_GOTO(status, done, list_seen(&g));
    ER_GOTO(status, done, find_splits(&g));
    if (g.split_count > 0) status = split_rings(&g);
done:
    er_free(g.edges);
    er_free(g.seen_start);
    er_free(g.seen);
    er_free(g.ring_of);
    er_free(g.splits);
    return status;
}
