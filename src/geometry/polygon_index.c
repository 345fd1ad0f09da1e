#include "geometry/polygon_index.h"

#include <math.h>
#include <string.h>

static er_status list_edges(er_context *ctx, er_polygon_index *index, const er_area *area) {
    size_t points = area->ring_count ? area->ring_start[area->ring_count] : 0;
    if (points > UINT32_MAX) return er_fail(ctx, ER_ERR_MEMORY, "a polygon has too many points");
    ER_TRY(er_reserve(ctx, &index->edges, &index->edge_capacity, points, sizeof *index->edges));
    index->edge_count = 0;
    for (size_t ring = 0; ring < area->ring_count; ring++)
        for (size_t i = area->ring_start[ring]; i + 1 < area->ring_start[ring + 1]; i++) {
            er_point a = area->points[i], b = area->points[i + 1];
            if (a.x != b.x || a.y != b.y) index->edges[index->edge_count++] = (uint32_t)i;
        }
    return ER_OK;
}

static size_t strip_of(const er_polygon_index *index, double y) {
    double strip = (y - index->area->box.min_y) * index->strips_per_m;
    if (!(strip > 0)) return 0;
    return strip < (double)index->strip_count ? (size_t)strip : index->strip_count - 1;
}

static void strips_of_edge(const er_polygon_index *index, uint32_t edge, size_t *low,
                           size_t *high) {
    const er_point *p = &index->area->points[edge];
    size_t a = strip_of(index, p[0].y), b = strip_of(index, p[1].y);
    *low = a < b ? a : b;
    *high = a < b ? b : a;
}

/** About four edges a strip, but no more entries in all than a few times the edges. */
static size_t choose_strips(const er_polygon_index *index) {
    double height = index->area->box.max_y - index->area->box.min_y, rise = 0;
    for (size_t i = 0; i < index->edge_count; i++) {
        const er_point *p = &index->area->points[index->edges[i]];
        rise += fabs(p[1].y - p[0].y);
    }
    double count = (double)index->edge_count;
    double strips = rise > 0 ? fmin(count / 2, 4 * count * height / rise) : 1;
    return strips > 1 ? (size_t)strips : 1;
}

er_status er_polygon_index_set(er_context *ctx, er_polygon_index *index, const er_area *area) {
    index->area = area;
    ER_TRY(list_edges(ctx, index, area));
    size_t strips = choose_strips(index);
    ER_TRY(er_reserve(ctx, &index->strip_start, &index->strip_capacity, strips + 2,
                      sizeof *index->strip_start));
    double height = area->box.max_y - area->box.min_y;
    index->strip_count = strips;
    index->strips_per_m = height > 0 ? (double)strips / height : 0;
    /* Counting sort; the counts stand two places on, so that filling moves them into place. */
    size_t *start = index->strip_start, low, high;
    memset(start, 0, (strips + 2) * sizeof *start);
    for (size_t i = 0; i < index->edge_count; i++) {
        strips_of_edge(index, index->edges[i], &low, &high);
        for (size_t s = low; s <= high; s++)
            start[s + 2]++;
    }
    for (size_t s = 2; s < strips + 2; s++)
        start[s] += start[s - 1];
    ER_TRY(er_reserve(ctx, &index->strip_edges, &index->strip_edge_capacity, start[strips + 1],
                      sizeof *index->strip_edges));
    for (size_t i = 0; i < index->edge_count; i++) {
        strips_of_edge(index, index->edges[i], &low, &high);
        for (size_t s = low; s <= high; s++)
            index->strip_edges[start[s + 1]++] = index->edges[i];
    }
    return ER_OK;
}

void er_polygon_index_clear(er_polygon_index *index) {
    er_free(index->edges);
    er_free(index->strip_start);
    er_free(index->strip_edges);
    *index = (er_polygon_index){0};
}

/** Winding number by the edges to the right of the point (half-open in y). */
bool er_polygon_index_contains(const er_polygon_index *index, er_point point) {
    er_box box = index->area->box;
    if (point.x < box.min_x || point.x > box.max_x || point.y < box.min_y || point.y > box.max_y)
        return false;
    size_t strip = strip_of(index, point.y);
    int winding = 0;
    for (size_t i = index->strip_start[strip]; i < index->strip_start[strip + 1]; i++) {
        const er_point *p = &index->area->points[index->strip_edges[i]];
        bool below = p[0].y <= point.y;
        if (below == (p[1].y <= point.y)) continue;
        double side =
            (p[1].x - p[0].x) * (point.y - p[0].y) - (point.x - p[0].x) * (p[1].y - p[0].y);
        if (below && side > 0) winding++;
        if (!below && side < 0) winding--;
    }
    return winding != 0;
}
