/* Lines in degrees: read, measured and written. */
#include "evenreach/geometry.h"
#include "geometry/wkb.h"

#include <math.h>
#include <string.h>

/** Copy a path without places that repeat the one before; true if two different ones are left. */
static bool copy_path(const er_point *points, size_t count, er_point *out, size_t *kept,
                      er_sum *length_m) {
    er_sum length = *length_m;
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        double step_m = n > 0 ? er_geodesic_distance(out[n - 1], points[i]) : INFINITY;
        if (!(step_m > 0)) continue;
        if (n > 0) er_sum_add(&length, step_m);
        out[n++] = points[i];
    }
    if (n < 2) return false;
    *kept = n;
    *length_m = length;
    return true;
}

static er_status copy_shape(er_context *ctx, er_arena *arena, const er_wkb_shape *shape,
                            er_way *out) {
    er_way line = {.part_count = 0};
    er_sum length = {0};
    ER_TRY(
        er_arena_alloc(ctx, arena, (shape->point_count + 1) * sizeof *line.points, &line.points));
    ER_TRY(er_arena_alloc(ctx, arena, (shape->path_count + 1) * sizeof *line.part_start,
                          &line.part_start));
    for (size_t path = 0; path < shape->path_count; path++) {
        size_t first = shape->path_start[path], kept = 0, at = line.part_start[line.part_count];
        if (!copy_path(shape->points + first, shape->path_start[path + 1] - first, line.points + at,
                       &kept, &length)) {
            line.dropped++;
            continue;
        }
        line.part_start[++line.part_count] = at + kept;
    }
    if (line.part_count == 0)
        return er_fail(ctx, ER_ERR_GEOMETRY, "the line has no two different places");
    line.length_m = er_sum_value(&length);
    *out = line;
    return ER_OK;
}

er_status er_way_read(er_context *ctx, er_arena *arena, er_bytes wkb, er_way *out) {
    er_wkb_shape shape;
    ER_TRY(er_wkb_read(ctx, wkb, &shape));
    er_status status = er_wkb_check_degrees(ctx, &shape);
    if (status == ER_OK && shape.kind != ER_WKB_LINES)
        status = er_fail(ctx, ER_ERR_GEOMETRY, "the geometry is not a line");
    if (status == ER_OK) status = copy_shape(ctx, arena, &shape, out);
    er_wkb_clear(&shape);
    return status;
}

/* ---- writing */

static uint8_t *put_u32(uint8_t *at, uint32_t value) {
    memcpy(at, &value, sizeof value);
    return at + sizeof value;
}

/** In the machine's byte order. */
static uint8_t *put_head(uint8_t *at, uint32_t type, size_t count) {
    const uint16_t one = 1;
    memcpy(at, &one, 1);
    return put_u32(put_u32(at + 1, type), (uint32_t)count);
}

er_status er_way_write(er_context *ctx, er_arena *arena, const er_point *points,
                       const size_t *part_start, size_t part_count, er_bytes *out) {
    enum { LINE = 2, MULTILINE = 5, HEAD = 1 + 2 * sizeof(uint32_t) };
    uint8_t *wkb = NULL;
    size_t point_count = part_start[part_count] - part_start[0];
    if (point_count > UINT32_MAX || part_count > UINT32_MAX)
        return er_fail(ctx, ER_ERR_MEMORY, "a line of %zu points is too long", point_count);
    size_t size = HEAD * (1 + part_count) + point_count * sizeof *points;
    ER_TRY(er_arena_alloc(ctx, arena, size, &wkb));
    uint8_t *at = put_head(wkb, MULTILINE, part_count);
    for (size_t part = 0; part < part_count; part++) {
        size_t count = part_start[part + 1] - part_start[part];
        at = put_head(at, LINE, count);
        memcpy(at, points + part_start[part], count * sizeof *points);
        at += count * sizeof *points;
    }
    *out = (er_bytes){wkb, size};
    return ER_OK;
}
