/* Corners at one place become one vertex. */
#include "geometry/topology.h"

#include <stdlib.h>

struct corner {
    er_top_vertex at;
    uint32_t corner;
};

static int by_place(const void *left, const void *right) {
    const struct corner *a = left, *b = right;
    if (a->at.world != b->at.world) return a->at.world < b->at.world ? -1 : 1;
    if (a->at.x != b->at.x) return a->at.x < b->at.x ? -1 : 1;
    return (a->at.y > b->at.y) - (a->at.y < b->at.y);
}

er_status er_top_join(er_context *ctx, er_topology *t, const er_top_points *points) {
    struct corner *order = NULL;
    er_status status;
    ER_GOTO(status, done, er_alloc(ctx, t->corner_count + 1, sizeof *order, &order));
    ER_GOTO(status, done, er_alloc(ctx, t->corner_count + 1, sizeof *t->vertices, &t->vertices));
    ER_GOTO(
        status, done,
        er_reserve(ctx, &t->corners, &t->corner_capacity, t->corner_count + 1, sizeof *t->corners));
    for (size_t i = 0; i < t->corner_count; i++)
        order[i] = (struct corner){points->items[i], (uint32_t)i};
    qsort(order, t->corner_count, sizeof *order, by_place);
    for (size_t i = 0; i < t->corner_count; i++) {
        if (i == 0 || by_place(&order[i - 1], &order[i]) != 0)
            t->vertices[t->vertex_count++] = order[i].at;
        t->corners[order[i].corner] = (uint32_t)(t->vertex_count - 1);
    }
done:
    er_free(order);
    return status;
}
