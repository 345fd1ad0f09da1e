/* Any bytes as points: the pairs within reach are those that all distances give. */
#include "evenreach/geometry.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 60 };

static er_context *ctx;

static void require(bool holds) {
    if (!holds) abort();
}

static void check(const er_pairs *pairs, const er_point *from, size_t from_count,
                  const er_point *to, size_t to_count, double reach_m, bool in_degrees) {
    size_t next = 0;
    for (size_t i = 0; i < from_count; i++) {
        require(pairs->start[i] == next);
        for (size_t j = 0; j < to_count; j++) {
            double apart_m = in_degrees ? er_geodesic_distance(from[i], to[j])
                                        : hypot(from[i].x - to[j].x, from[i].y - to[j].y);
            if (!(apart_m <= reach_m)) continue;
            require(next < pairs->start[i + 1] && pairs->to[next] == j);
            require(pairs->distance_m[next++] == apart_m);
        }
    }
    require(pairs->start[from_count] == next);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    er_point points[MOST];
    er_arena *arena = NULL;
    er_pairs pairs;
    double reach_m;
    if (!ctx) require(er_context_new(&ctx) == ER_OK);
    if (size < 2 + sizeof reach_m) return 0;
    bool in_degrees = data[0] & 1;
    size_t count = (size - 2 - sizeof reach_m) / sizeof *points;
    if (count > MOST) count = MOST;
    memcpy(&reach_m, data + 2, sizeof reach_m);
    if (count > 0) memcpy(points, data + 2 + sizeof reach_m, count * sizeof *points);
    size_t from_count = count ? data[1] % (count + 1) : 0;
    require(er_arena_new(ctx, &arena) == ER_OK);
    if (er_pairs_within(ctx, arena, points, from_count, points, count, reach_m, in_degrees,
                        &pairs) == ER_OK)
        check(&pairs, points, from_count, points, count, reach_m, in_degrees);
    er_arena_free(arena);
    return 0;
}
