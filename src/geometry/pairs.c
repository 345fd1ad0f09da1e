/* Pairs within reach: a tree finds those that may be, geodesics (or straight lines) decide. */
#include "geometry/pairs.h"

#include <math.h>
#include <stdlib.h>

enum { BLOCK = 1 << 15, ROWS = 256 };

struct search {
    er_context *ctx;
    const er_point *from;
    size_t from_count;
    const er_point *to;
    bool in_degrees;
    double reach_m;
    size_t *start; /* [from_count + 1] of those that may be, later of those that are */
    uint32_t *found;
    size_t capacity;
    size_t count;
    uint32_t *row_of_block; /* row of the first pair of each block */
    double *distance_m;
};

static er_status check(er_context *ctx, const er_point *points, size_t count, bool in_degrees) {
    if (count > UINT32_MAX)
        return er_fail(ctx, ER_ERR_MEMORY, "%zu points are too many; at most 4294967295", count);
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(points[i].x) || !isfinite(points[i].y))
            return er_fail(ctx, ER_ERR_RANGE, "point %zu has a coordinate that is not a number",
                           i + 1);
        if (in_degrees && fabs(points[i].y) > 90)
            return er_fail(ctx, ER_ERR_RANGE,
                           "point %zu has latitude %.10g, outside -90 to 90; are the coordinates "
                           "in degrees, longitude first?",
                           i + 1, points[i].y);
    }
    return ER_OK;
}

static int compare(const void *left, const void *right) {
    const uint32_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

static er_status find(struct search *s, const er_place_tree *tree) {
    for (size_t i = 0; i < s->from_count; i++) {
        if (i % ROWS == 0) ER_TRY(er_check_cancel(s->ctx));
        ER_TRY(er_place_tree_search(s->ctx, tree, er_place_of(s->from[i], s->in_degrees),
                                    s->reach_m, &s->found, &s->capacity, &s->count));
        s->start[i + 1] = s->count;
        if (s->count > s->start[i])
            qsort(s->found + s->start[i], s->count - s->start[i], sizeof *s->found, compare);
    }
    return ER_OK;
}

static double distance_m(const struct search *s, size_t row, uint32_t to) {
    er_point a = s->from[row], b = s->to[to];
    return s->in_degrees ? er_geodesic_distance(a, b) : hypot(a.x - b.x, a.y - b.y);
}

static void measure_block(struct search *s, size_t block) {
    size_t end = (block + 1) * BLOCK < s->count ? (block + 1) * BLOCK : s->count;
    size_t row = s->row_of_block[block];
    for (size_t i = block * BLOCK; i < end; i++) {
        while (i >= s->start[row + 1])
            row++;
        s->distance_m[i] = distance_m(s, row, s->found[i]);
    }
}

static er_status measure(struct search *s) {
    size_t blocks = (s->count + BLOCK - 1) / BLOCK, row = 0;
    size_t team = (size_t)er_context_threads(s->ctx);
    ER_TRY(er_alloc(s->ctx, s->count, sizeof *s->distance_m, &s->distance_m));
    ER_TRY(er_alloc(s->ctx, blocks, sizeof *s->row_of_block, &s->row_of_block));
    for (size_t block = 0; block < blocks; block++) {
        while (block * BLOCK >= s->start[row + 1])
            row++;
        s->row_of_block[block] = (uint32_t)row;
    }
    for (size_t first = 0; first < blocks; first += team) { /* in between, the caller is asked */
        size_t end = first + team < blocks ? first + team : blocks;
        ER_TRY(er_check_cancel(s->ctx));
        er_progress(s->ctx, "pairs within reach", first, blocks);
#pragma omp parallel for schedule(static, 1) num_threads((int)(end - first))
        for (size_t block = first; block < end; block++)
            measure_block(s, block);
    }
    return ER_OK;
}

/** Leave out what the tree took for a hair more. */
static void keep_within(struct search *s) {
    size_t kept = 0, begin = 0;
    for (size_t i = 0; i < s->from_count; i++) {
        size_t end = s->start[i + 1];
        for (size_t p = begin; p < end; p++)
            if (s->distance_m[p] <= s->reach_m) {
                s->found[kept] = s->found[p];
                s->distance_m[kept++] = s->distance_m[p];
            }
        begin = end;
        s->start[i + 1] = kept;
    }
    s->count = kept;
}

static er_status hand_over(er_arena *arena, const struct search *s, er_pairs *out) {
    er_pairs pairs;
    size_t rows = s->from_count + 1;
    ER_TRY(er_arena_alloc(s->ctx, arena, rows * sizeof *pairs.start, &pairs.start));
    ER_TRY(er_arena_alloc(s->ctx, arena, s->count * sizeof *pairs.to, &pairs.to));
    ER_TRY(er_arena_alloc(s->ctx, arena, s->count * sizeof *pairs.distance_m, &pairs.distance_m));
    for (size_t i = 0; i < rows; i++)
        pairs.start[i] = s->start[i];
    for (size_t i = 0; i < s->count; i++) {
        pairs.to[i] = s->found[i];
        pairs.distance_m[i] = s->distance_m[i];
    }
    *out = pairs;
    return ER_OK;
}

er_status er_pairs_within(er_context *ctx, er_arena *arena, const er_point *from, size_t from_count,
                          const er_point *to, size_t to_count, double reach_m, bool in_degrees,
                          er_pairs *out) {
    struct search s = {.ctx = ctx,
                       .from = from,
                       .from_count = from_count,
                       .to = to,
                       .in_degrees = in_degrees,
                       .reach_m = reach_m};
    er_arena *scratch = NULL;
    er_place_tree tree;
    er_status status;
    if (!(reach_m > 0))
        return er_fail(ctx, ER_ERR_RANGE, "a reach is above 0 metres, not %g", reach_m);
    ER_TRY(check(ctx, from, from_count, in_degrees));
    ER_TRY(check(ctx, to, to_count, in_degrees));
    ER_TRY(er_arena_new(ctx, &scratch));
    ER_GOTO(status, done,
            er_place_tree_new(ctx, scratch, to, (uint32_t)to_count, in_degrees, &tree));
    ER_GOTO(status, done, er_alloc(ctx, from_count + 1, sizeof *s.start, &s.start));
    ER_GOTO(status, done, find(&s, &tree));
    ER_GOTO(status, done, measure(&s));
    keep_within(&s);
    status = hand_over(arena, &s, out);
done:
    er_free(s.start);
    er_free(s.found);
    er_free(s.distance_m);
    er_free(s.row_of_block);
    er_arena_free(scratch);
    return status;
}
