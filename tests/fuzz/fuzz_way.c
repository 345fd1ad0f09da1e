/* Any bytes as a line: what is read keeps its promises, is written and read back as the same, and
 * may get a strip along it. */
#include "evenreach/geometry.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_promises(const er_way *way) {
    if (way->part_count == 0 || way->part_start[0] != 0 || !(way->length_m > 0)) abort();
    for (size_t part = 0; part < way->part_count; part++) {
        if (way->part_start[part + 1] < way->part_start[part] + 2) abort();
        for (size_t i = way->part_start[part] + 1; i < way->part_start[part + 1]; i++)
            if (!(er_geodesic_distance(way->points[i - 1], way->points[i]) > 0)) abort();
    }
}

static void check_round_trip(er_context *ctx, er_arena *arena, const er_way *way) {
    er_bytes wkb;
    er_way again;
    if (er_way_write(ctx, arena, way->points, way->part_start, way->part_count, &wkb) != ER_OK)
        abort();
    if (er_way_read(ctx, arena, wkb, &again) != ER_OK) abort();
    size_t points = way->part_start[way->part_count];
    if (again.part_count != way->part_count || again.dropped != 0 ||
        again.part_start[again.part_count] != points ||
        memcmp(again.points, way->points, points * sizeof *way->points) != 0)
        abort();
}

static void check_strip(er_context *ctx, er_arena *arena, const er_way *way) {
    er_bytes strip, repaired;
    const char *reason;
    double change;
    if (er_way_corridor(ctx, arena, way, 20, &strip) != ER_OK) {
        if (!er_context_error(ctx)[0]) abort();
        return;
    }
    if (er_polygon_check(ctx, arena, strip, &reason, &repaired, &change) != ER_OK || reason)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    er_context *ctx = NULL;
    er_arena *arena = NULL;
    er_way way;
    if (er_context_new(&ctx) != ER_OK || er_arena_new(ctx, &arena) != ER_OK) abort();
    if (er_way_read(ctx, arena, (er_bytes){data, size}, &way) == ER_OK) {
        check_promises(&way);
        check_round_trip(ctx, arena, &way);
        check_strip(ctx, arena, &way);
    } else if (!er_context_error(ctx)[0]) {
        abort();
    }
    er_arena_free(arena);
    er_context_free(ctx);
    return 0;
}
