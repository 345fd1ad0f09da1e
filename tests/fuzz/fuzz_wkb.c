/* Any bytes as WKB: the reader, the plane, the measures and the repair must survive them. */
#include "evenreach/geometry.h"
#include "geometry/wkb.h"

#include <math.h>
#include <stdlib.h>

static er_context *ctx;
static er_plane *plane;

/** What every shape promises to those who walk through it. */
static void walk(const er_wkb_shape *shape) {
    double sum = 0;
    for (size_t i = 0; i < shape->point_count; i++)
        sum += shape->points[i].x + shape->points[i].y;
    for (size_t i = 0; i < shape->path_count; i++)
        if (shape->path_start[i] >= shape->path_start[i + 1]) abort();
    for (size_t i = 0; i < shape->part_count; i++)
        if (shape->part_start[i] >= shape->part_start[i + 1]) abort();
    if (shape->path_count && shape->path_start[shape->path_count] != shape->point_count) abort();
    if (shape->part_count && shape->part_start[shape->part_count] != shape->path_count) abort();
    if (isnan(sum)) abort();
}

static void check_polygon(er_bytes wkb) {
    er_arena *arena = NULL;
    const char *reason = NULL;
    er_bytes repaired = {0};
    double change = 0, area_m2 = 0;
    if (er_arena_new(ctx, &arena) != ER_OK) abort();
    if (er_polygon_check(ctx, arena, wkb, &reason, &repaired, &change) != ER_OK) abort();
    if (!reason && er_geodesic_area(ctx, wkb, &area_m2) != ER_OK) abort();
    if (repaired.data) {
        if (!reason || er_geodesic_area(ctx, repaired, &area_m2) != ER_OK) abort();
        if (!(area_m2 >= 0) || !(change >= 0 && change <= 1)) abort();
    }
    er_arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (!ctx && er_context_new(&ctx) != ER_OK) abort();
    if (!plane && er_plane_new(ctx, (er_box){118, 21, 123, 27}, &plane) != ER_OK) abort();
    er_bytes wkb = {data, size};
    er_wkb_shape shape;
    er_area area;
    if (er_wkb_read(ctx, wkb, &shape) == ER_OK) {
        walk(&shape);
        er_wkb_clear(&shape);
    }
    if (er_area_from_wkb(ctx, plane, wkb, &area) == ER_OK) {
        if (!(area.area_m2 > 0)) abort();
        er_area_clear(&area);
    }
    check_polygon(wkb);
    return 0;
}
