/* Rows in an order that hangs on nothing but what they are: so do sums of doubles over them, and
 * whatever a search makes of rows that come first. */
#include "siting/near.h"

#include <stdlib.h>
#include <string.h>

struct line {
    const er_siting_link *links;
    size_t count;
    double weight, kept;
    uint32_t demand;
};

static int sign(double a, double b) {
    return (a > b) - (a < b);
}

static int by_content(const void *left, const void *right) {
    const struct line *a = left, *b = right;
    size_t shared = a->count < b->count ? a->count : b->count;
    for (size_t p = 0; p < shared; p++) {
        if (a->links[p].other != b->links[p].other)
            return a->links[p].other < b->links[p].other ? -1 : 1;
        if (a->links[p].distance != b->links[p].distance)
            return sign(a->links[p].distance, b->links[p].distance);
    }
    if (a->count != b->count) return a->count < b->count ? -1 : 1;
    if (a->weight != b->weight) return sign(a->weight, b->weight);
    return sign(a->kept, b->kept);
}

static er_status copy_rows(er_context *ctx, er_arena *arena, const struct line *lines,
                           er_siting_near *near) {
    size_t used = 0;
    er_siting_link *row = NULL;
    ER_TRY(er_arena_alloc(ctx, arena, (near->start[near->count] + 1) * sizeof *row, &row));
    for (size_t i = 0; i < near->count; i++) {
        near->weight[i] = lines[i].weight;
        near->kept[i] = lines[i].kept;
        near->demand[i] = lines[i].demand;
        memcpy(row + used, lines[i].links, lines[i].count * sizeof *row);
        used += lines[i].count;
        near->start[i + 1] = used;
    }
    near->row = row;
    return ER_OK;
}

/** The columns by rising row. */
static er_status fill_columns(er_context *ctx, er_arena *arena, er_siting_near *near) {
    size_t sites = near->checked->free_count, *next = NULL;
    ER_TRY(er_arena_alloc(ctx, arena, (sites + 1) * sizeof *next, &next));
    memcpy(next, near->column_start, sites * sizeof *next);
    for (size_t i = 0; i < near->count; i++)
        for (size_t p = near->start[i]; p < near->start[i + 1]; p++)
            near->column[next[near->row[p].other]++] =
                (er_siting_link){near->row[p].distance, (uint32_t)i};
    return ER_OK;
}

er_status er_siting_near_order(er_context *ctx, er_arena *arena, er_siting_near *near) {
    struct line *lines = NULL;
    ER_TRY(er_alloc(ctx, near->count + 1, sizeof *lines, &lines));
    for (size_t i = 0; i < near->count; i++)
        lines[i] = (struct line){.links = near->row + near->start[i],
                                 .count = near->start[i + 1] - near->start[i],
                                 .weight = near->weight[i],
                                 .kept = near->kept[i],
                                 .demand = near->demand[i]};
    qsort(lines, near->count, sizeof *lines, by_content);
    er_status status = copy_rows(ctx, arena, lines, near);
    er_free(lines);
    if (status == ER_OK) status = fill_columns(ctx, arena, near);
    return status;
}
