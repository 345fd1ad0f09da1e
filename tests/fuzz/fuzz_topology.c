/* Any bytes as geometries that share borders: the graph keeps its promises at every tolerance, and
 * what is written reads back. A file begins with a tolerance and the number of geometries; each is
 * a length of two bytes and its WKB. */
#include "evenreach/geometry.h"
#include "geometry/wkb.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST = 8 };

static size_t split(const uint8_t *data, size_t size, er_bytes *out, uint32_t *worlds) {
    size_t count = 0;
    while (size >= 3 && count < MOST) {
        size_t length = data[0] | (size_t)(data[1] & 0x3f) << 8;
        worlds[count] = data[1] >> 7;
        data += 2;
        size -= 2;
        if (length > size) length = size;
        out[count++] = (er_bytes){data, length};
        data += length;
        size -= length;
    }
    return count;
}

static void check(er_context *ctx, er_topology *t, size_t count, double tolerance_m) {
    er_arena *arena = NULL;
    er_json *json = NULL;
    uint32_t bodies[MOST];
    if (er_arena_new(ctx, &arena) != ER_OK) abort();
    if (er_topology_simplify(ctx, t, tolerance_m) != ER_OK) abort();
    er_topology_size sizes = er_topology_size_of(t);
    if (sizes.points > sizes.full_points || sizes.points < 2 * sizes.arcs) abort();
    for (size_t i = 0; i < count; i++) {
        er_bytes wkb;
        er_wkb_shape shape;
        if (er_topology_wkb(ctx, arena, t, i, &wkb) != ER_OK) abort();
        if (!wkb.data) continue;
        if (er_wkb_read(ctx, wkb, &shape) != ER_OK) abort();
        if (shape.kind == ER_WKB_POLYGONS) {
            er_wkb_clear(&shape);
            if (er_wkb_read_polygons(ctx, wkb, &shape) != ER_OK) abort();
        }
        er_wkb_clear(&shape);
    }
    const er_topology_object all = {"all", 0, count};
    if (er_topology_bodies(ctx, t, 0, count, bodies) != ER_OK) abort();
    if (er_topology_json(ctx, t, &all, 1, &json) != ER_OK) abort();
    er_json_free(json);
    er_arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    er_context *ctx = NULL;
    er_topology *t = NULL;
    er_bytes geometries[MOST];
    uint32_t worlds[MOST];
    if (size < 1) return 0;
    if (er_context_new(&ctx) != ER_OK) abort();
    size_t count = split(data + 1, size - 1, geometries, worlds);
    if (er_topology_new(ctx, geometries, worlds, count, &t) == ER_OK) {
        check(ctx, t, count, exp2(data[0] / 8.0));
        check(ctx, t, count, 0);
    } else if (!er_context_error(ctx)[0]) {
        abort();
    }
    er_topology_free(t);
    er_context_free(ctx);
    return 0;
}
