/* The smallest box of longitudes and latitudes that holds given geometries. */
#include "evenreach/geometry.h"
#include "geometry/wkb.h"

#include <math.h>
#include <stdlib.h>

/** Longitudes from `west`, 0 to 360, on to the east by `width`. */
struct span {
    double west;
    double width;
};

struct spans {
    struct span *items;
    size_t count;
    size_t capacity;
    double south;
    double north;
};

/** The span of a path, followed from point to point by the shorter way round. A ring that does not
 *  come back to its longitude has gone around a pole. */
static er_status add_path(er_context *ctx, struct spans *spans, const er_point *points,
                          size_t count) {
    double west = points[0].x, east = west, at = west, south = points[0].y, north = south;
    for (size_t i = 1; i < count; i++) {
        at += remainder(points[i].x - points[i - 1].x, 360);
        west = fmin(west, at);
        east = fmax(east, at);
        south = fmin(south, points[i].y);
        north = fmax(north, points[i].y);
    }
    if (fabs(at - points[0].x) > 180 && points[0].y == points[count - 1].y) {
        if (north + south > 0)
            north = 90;
        else
            south = -90;
    }
    ER_TRY(
        er_reserve(ctx, &spans->items, &spans->capacity, spans->count + 1, sizeof *spans->items));
    double start = fmod(west, 360);
    spans->items[spans->count++] = (struct span){start < 0 ? start + 360 : start, east - west};
    spans->south = fmin(spans->south, south);
    spans->north = fmax(spans->north, north);
    return ER_OK;
}

static er_status add_shape(er_context *ctx, struct spans *spans, const er_wkb_shape *shape) {
    ER_TRY(er_wkb_check_degrees(ctx, shape));
    for (size_t i = 0; shape->kind == ER_WKB_POINTS && i < shape->point_count; i++)
        ER_TRY(add_path(ctx, spans, shape->points + i, 1));
    for (size_t i = 0; i < shape->path_count; i++)
        ER_TRY(add_path(ctx, spans, shape->points + shape->path_start[i],
                        shape->path_start[i + 1] - shape->path_start[i]));
    return ER_OK;
}

static int by_west(const void *left, const void *right) {
    const struct span *a = left, *b = right;
    return (a->west > b->west) - (a->west < b->west);
}

/** What the largest gap between the spans leaves. */
static void join(struct spans *spans, er_box *extent) {
    if (spans->count > 1) qsort(spans->items, spans->count, sizeof *spans->items, by_west);
    double reach = -INFINITY, gap = -INFINITY, west = 0, east = 0;
    for (size_t i = 0; i < spans->count; i++) /* once round, to know how far the last ones reach */
        reach = fmax(reach, spans->items[i].west + spans->items[i].width - 360);
    for (size_t i = 0; i < spans->count; i++) {
        struct span span = spans->items[i];
        if (span.west - reach > gap) {
            gap = span.west - reach;
            west = span.west;
            east = reach;
        }
        reach = fmax(reach, span.west + span.width);
    }
    *extent = (er_box){-180, spans->south, 180, spans->north};
    if (gap <= 0) return;
    extent->min_x = west > 180 ? west - 360 : west;
    extent->max_x = east < -180 ? east + 360 : east > 180 ? east - 360 : east;
}

er_status er_extent_of(er_context *ctx, const er_bytes *wkbs, size_t count, er_box *extent) {
    struct spans spans = {.south = INFINITY, .north = -INFINITY};
    er_status status = ER_OK;
    for (size_t i = 0; i < count && status == ER_OK; i++) {
        er_wkb_shape shape;
        if (!wkbs[i].data) continue;
        status = er_wkb_read(ctx, wkbs[i], &shape);
        if (status != ER_OK) break;
        status = add_shape(ctx, &spans, &shape);
        er_wkb_clear(&shape);
    }
    if (status == ER_OK && spans.count == 0)
        status = er_fail(ctx, ER_ERR_GEOMETRY, "there is no geometry to take an extent of");
    if (status == ER_OK) join(&spans, extent);
    er_free(spans.items);
    return status;
}
