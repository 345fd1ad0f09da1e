/* Shared borders: making, measuring, and what hangs together. */
#include "geometry/topology.h"

void er_topology_free(er_topology *t) {
    if (!t) return;
    er_free(t->geometry_rings);
    er_free(t->kinds);
    er_free(t->rings);
    er_free(t->corners);
    er_free(t->vertices);
    er_free(t->near_start);
    er_free(t->near);
    er_free(t->path);
    er_free(t->arc_start);
    er_free(t->ends_start);
    er_free(t->ends);
    er_free(t->refs);
    er_top_tree_clear(&t->tree);
    er_free(t);
}

static er_status make(er_context *ctx, er_topology *t, const er_bytes *geometries,
                      const uint32_t *worlds) {
    er_top_points points = {0};
    er_status status;
    ER_TRY(er_alloc(ctx, t->geometry_count + 1, sizeof *t->geometry_rings, &t->geometry_rings));
    ER_TRY(er_alloc(ctx, t->geometry_count + 1, sizeof *t->kinds, &t->kinds));
    ER_GOTO(status, done, er_top_read(ctx, t, geometries, worlds, &points));
    ER_GOTO(status, done, er_top_join(ctx, t, &points));
    ER_GOTO(status, done, er_top_tree_new(ctx, t));
    ER_GOTO(status, done, er_top_touch(ctx, t));
    status = er_top_arcs(ctx, t);
done:
    er_free(points.items);
    return status;
}

er_status er_topology_new(er_context *ctx, const er_bytes *geometries, const uint32_t *worlds,
                          size_t count, er_topology **out) {
    er_topology *t = NULL;
    ER_TRY(er_alloc(ctx, 1, sizeof *t, &t));
    t->geometry_count = count;
    er_status status = make(ctx, t, geometries, worlds);
    if (status == ER_OK)
        *out = t;
    else
        er_topology_free(t);
    return status;
}

er_topology_size er_topology_size_of(const er_topology *t) {
    er_topology_size size = {.arcs = t->arc_count, .full_points = t->path_count};
    for (size_t i = 0; i < t->path_count; i++)
        size.points += !t->vertices[t->path[i]].dropped;
    return size;
}

/* ---- what hangs together --------------------------------------------------------------------- */

static uint32_t root_of(uint32_t *parent, uint32_t i) {
    while (parent[i] != i)
        i = parent[i] = parent[parent[i]];
    return i;
}

/** Join the geometries of each arc: `first_of` holds the first one seen with it. */
static void join_all(const er_topology *t, size_t first, size_t count, uint32_t *parent,
                     uint32_t *first_of) {
    for (size_t a = 0; a < t->arc_count; a++)
        first_of[a] = UINT32_MAX;
    for (uint32_t g = 0; g < count; g++) {
        const er_top_ring *end = t->rings + t->geometry_rings[first + g + 1];
        for (const er_top_ring *r = t->rings + t->geometry_rings[first + g]; r < end; r++)
            for (size_t i = 0; i < r->ref_count; i++) {
                uint32_t *seen = &first_of[t->refs[r->first_ref + i].arc];
                if (*seen == UINT32_MAX) *seen = g;
                uint32_t a = root_of(parent, *seen), b = root_of(parent, g);
                parent[a > b ? a : b] = a > b ? b : a; /* the root is the first of its body */
            }
    }
}

er_status er_topology_bodies(er_context *ctx, const er_topology *t, size_t first, size_t count,
                             uint32_t *body) {
    if (first > t->geometry_count || count > t->geometry_count - first)
        return er_fail(ctx, ER_ERR_RANGE, "there are %zu geometries only", t->geometry_count);
    uint32_t *parent = NULL, *first_of = NULL, bodies = 0;
    er_status status;
    ER_TRY(er_alloc(ctx, count + 1, sizeof *parent, &parent));
    ER_GOTO(status, done, er_alloc(ctx, t->arc_count + 1, sizeof *first_of, &first_of));
    for (uint32_t g = 0; g < count; g++)
        parent[g] = g;
    join_all(t, first, count, parent, first_of);
    for (uint32_t g = 0; g < count; g++) {
        bool empty = t->geometry_rings[first + g] == t->geometry_rings[first + g + 1];
        uint32_t root = root_of(parent, g);
        body[g] = empty ? UINT32_MAX : root < g ? body[root] : bodies++;
    }
done:
    er_free(parent);
    er_free(first_of);
    return status;
}
