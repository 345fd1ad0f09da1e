/* Which cells of a set's quadtree a polygon touches, and with which of its edges. */
#include "geometry/disc_clip.h"

static er_status visit(er_context *ctx, er_clipper *clipper, uint32_t index, er_box box,
                       size_t begin, size_t end) {
    const er_clip_visitor *visitor = clipper->visitor;
    const er_cell *cell = &clipper->set->cells[index];
    if (cell->kind == ER_CELL_EMPTY) return ER_OK;
    if (begin == end) { /* no edge: wholly inside or outside */
        if (cell->kind == ER_CELL_FULL ||
            !er_polygon_index_contains(&clipper->polygon, er_box_centre(box)))
            return ER_OK;
        return visitor->inside(ctx, clipper, cell, box);
    }
    if (cell->kind == ER_CELL_FULL)
        return visitor->full(ctx, clipper, cell, box, clipper->parts + begin, end - begin);
    if (cell->kind == ER_CELL_MIXED)
        return visitor->leaf(ctx, clipper, cell, box, clipper->parts + begin, end - begin);
    for (int q = 0; q < 4; q++) {
        ER_TRY(er_reserve(ctx, &clipper->parts, &clipper->part_capacity, 2 * end - begin,
                          sizeof *clipper->parts));
        size_t kept = er_edge_parts_within(clipper->polygon.area, clipper->parts + begin,
                                           end - begin, box, q, clipper->parts + end);
        ER_TRY(visit(ctx, clipper, cell->child + (uint32_t)q, er_box_quadrant(box, q), end,
                     end + kept));
    }
    return ER_OK;
}

/** Go down to the smallest cell that holds the polygon's box with room to spare. */
static uint32_t descend(const er_disc_union *set, er_box target, er_box *box) {
    static const double room_m = 1e-3;
    uint32_t index = 0;
    *box = set->box;
    while (set->cells[index].kind == ER_CELL_SPLIT) {
        er_point middle = er_box_centre(*box);
        bool right = target.min_x > middle.x + room_m, left = target.max_x < middle.x - room_m;
        bool upper = target.min_y > middle.y + room_m, lower = target.max_y < middle.y - room_m;
        if (!(left || right) || !(lower || upper)) break;
        int quadrant = (right ? 1 : 0) + (upper ? 2 : 0);
        index = set->cells[index].child + (uint32_t)quadrant;
        *box = er_box_quadrant(*box, quadrant);
    }
    return index;
}

static bool is_inside(er_box inner, er_box outer) {
    return inner.min_x > outer.min_x && inner.min_y > outer.min_y && inner.max_x < outer.max_x &&
           inner.max_y < outer.max_y;
}

/** The edges' parts within the root cell, at the bottom of the stack. A polygon that reaches out
 *  of the root loses what lies outside, where nothing is served; the root is cut out with the
 *  quadrants of cells twice as large that have it in a corner. */
static er_status list_parts(er_context *ctx, er_clipper *clipper, size_t *count) {
    const er_polygon_index *polygon = &clipper->polygon;
    size_t edges = polygon->edge_count;
    ER_TRY(er_reserve(ctx, &clipper->parts, &clipper->part_capacity, 2 * edges,
                      sizeof *clipper->parts));
    for (size_t i = 0; i < edges; i++)
        clipper->parts[i] = (er_edge_part){polygon->edges[i], 0, 1, 0, 1};
    *count = edges;
    er_box root = clipper->set->box;
    if (is_inside(polygon->area->box, root)) return ER_OK;
    double width = root.max_x - root.min_x, height = root.max_y - root.min_y;
    er_box as_first = {root.min_x, root.min_y, root.max_x + width, root.max_y + height};
    er_box as_last = {root.min_x - width, root.min_y - height, root.max_x, root.max_y};
    size_t kept = er_edge_parts_within(polygon->area, clipper->parts, edges, as_first, 0,
                                       clipper->parts + edges);
    *count = er_edge_parts_within(polygon->area, clipper->parts + edges, kept, as_last, 3,
                                  clipper->parts);
    return ER_OK;
}

er_status er_clip_walk(er_context *ctx, er_clipper *clipper, const er_area *area) {
    const er_disc_union *set = clipper->set;
    if (set->cells[0].kind == ER_CELL_EMPTY || area->ring_count == 0) return ER_OK;
    if (area->box.max_x < set->box.min_x || area->box.min_x > set->box.max_x ||
        area->box.max_y < set->box.min_y || area->box.min_y > set->box.max_y)
        return ER_OK;
    ER_TRY(er_polygon_index_set(ctx, &clipper->polygon, area));
    er_box box = set->box;
    size_t count = 0;
    uint32_t index = descend(set, area->box, &box);
    ER_TRY(list_parts(ctx, clipper, &count));
    return visit(ctx, clipper, index, box, 0, count);
}
