/* Parts of a polygon in cells of one label. The borders around these cells are traced on a window
 * of the grid that holds the polygon, and the polygon is cut by them on the plane. */
#include "geometry/labels.h"
#include "geometry/pieces.h"

#include <math.h>
#include <stdlib.h>

/** The cells of the labels' grid around a polygon; what lies beyond them has label 0. */
struct window {
    er_grid grid;
    int64_t column; /**< of its upper left cell in the labels' grid */
    int64_t row;
    int64_t marked;
    bool whole; /**< the polygon lies in these cells */
};

/** A number of cells from one end of a grid of `count`. */
static int64_t within(double cells, int64_t count) {
    if (!(cells > 0)) return 0;
    return cells < (double)count ? (int64_t)cells : count;
}

static struct window find_window(const er_grid *grid, er_box box) {
    double left = floor((box.min_x - grid->left_m) / grid->cell_m) - 1;
    double right = ceil((box.max_x - grid->left_m) / grid->cell_m) + 1;
    double top = floor((grid->top_m - box.max_y) / grid->cell_m) - 1;
    double bottom = ceil((grid->top_m - box.min_y) / grid->cell_m) + 1;
    struct window w = {.column = within(left, grid->columns), .row = within(top, grid->rows)};
    w.grid = (er_grid){grid->left_m + (double)w.column * grid->cell_m,
                       grid->top_m - (double)w.row * grid->cell_m, grid->cell_m,
                       within(right, grid->columns) - w.column, within(bottom, grid->rows) - w.row};
    w.whole = left + 1 >= 0 && top + 1 >= 0 && right - 1 <= (double)grid->columns &&
              bottom - 1 <= (double)grid->rows;
    return w;
}

/** Mark the window's cells of the label, or of label 0 those that have another one. */
static er_status mark(er_context *ctx, const er_labels *labels, uint8_t label, struct window *w,
                      er_labels *marks) {
    uint8_t *row = NULL;
    er_status status = ER_OK;
    ER_TRY(er_alloc(ctx, (size_t)w->grid.columns, 1, &row));
    for (int64_t y = 0; y < w->grid.rows && status == ER_OK; y++) {
        int64_t found = 0;
        for (int64_t x = 0; x < w->grid.columns; x++) {
            row[x] = (er_labels_at(labels, w->column + x, w->row + y) == label) == (label != 0);
            found += row[x];
        }
        w->marked += found;
        er_tile tile = {0, y, (int32_t)w->grid.columns, 1};
        if (found > 0) status = er_labels_set(ctx, marks, tile, row);
        if (status == ER_OK && y % 64 == 0) status = er_check_cancel(ctx);
    }
    er_free(row);
    return status;
}

/* ---- the region ------------------------------------------------------------------------------ */

/** Rings of cells' borders on their way into polygons. */
struct region {
    er_piece_cutter *cutter;
    const er_borders *borders;
    const er_border_rings *rings;
    er_point offset; /**< of the window's corner, in local coordinates */
    double cell_m;
    er_point *points;
    size_t point_count;
    size_t point_capacity;
    size_t *counts;
    size_t ring_count;
    size_t ring_capacity;
    GEOSGeometry **polygons;
    size_t polygon_count;
};

static er_status push_vertex(struct region *r, uint32_t vertex) {
    const er_border_vertex *v = &r->borders->vertices[vertex];
    ER_TRY(er_reserve(r->cutter->ctx, &r->points, &r->point_capacity, r->point_count + 1,
                      sizeof *r->points));
    r->points[r->point_count++] =
        (er_point){r->offset.x + v->x * r->cell_m, r->offset.y - v->y * r->cell_m};
    return ER_OK;
}

static er_status push_border(struct region *r, const er_border_ring *ring) {
    size_t first = r->point_count;
    for (size_t s = ring->first; s < ring->first + ring->count; s++) {
        er_border_step step = r->rings->steps[s];
        const er_border_arc *arc = &r->borders->arcs[step.arc];
        const uint32_t *path = r->borders->path + arc->first;
        for (size_t i = 0; i + 1 < arc->count; i++) /* the last one is the next step's first */
            ER_TRY(push_vertex(r, path[step.backward ? arc->count - 1 - i : i]));
    }
    ER_TRY(er_reserve(r->cutter->ctx, &r->points, &r->point_capacity, r->point_count + 1,
                      sizeof *r->points));
    r->points[r->point_count] = r->points[first];
    r->point_count++;
    ER_TRY(er_reserve(r->cutter->ctx, &r->counts, &r->ring_capacity, r->ring_count + 1,
                      sizeof *r->counts));
    r->counts[r->ring_count++] = r->point_count - first;
    return ER_OK;
}

/** Where a ring stands: by its polygon, the exterior first. */
struct place {
    uint32_t parent;
    uint32_t ring;
};

static int by_polygon(const void *left, const void *right) {
    const struct place *a = left, *b = right;
    if (a->parent != b->parent) return a->parent < b->parent ? -1 : 1;
    bool a_hole = a->ring != a->parent, b_hole = b->ring != b->parent;
    if (a_hole != b_hole) return a_hole ? 1 : -1;
    return (a->ring > b->ring) - (a->ring < b->ring);
}

static er_status add_polygon(struct region *r, const struct place *places, size_t count) {
    r->point_count = r->ring_count = 0;
    for (size_t i = 0; i < count; i++)
        ER_TRY(push_border(r, &r->rings->items[places[i].ring]));
    ER_TRY(er_piece_polygon(r->cutter, r->points, r->counts, r->ring_count,
                            &r->polygons[r->polygon_count]));
    r->polygon_count++;
    return ER_OK;
}

static er_status add_polygons(struct region *r) {
    struct place *places = NULL;
    size_t count = r->rings->count;
    er_status status = ER_OK;
    ER_TRY(er_alloc(r->cutter->ctx, count + 1, sizeof *places, &places));
    for (size_t i = 0; i < count; i++)
        places[i] = (struct place){r->rings->items[i].parent, (uint32_t)i};
    if (count > 1) qsort(places, count, sizeof *places, by_polygon);
    for (size_t i = 0, end; i < count && status == ER_OK; i = end) {
        for (end = i + 1; end < count && places[end].parent == places[i].parent;)
            end++;
        status = add_polygon(r, places + i, end - i);
    }
    er_free(places);
    return status;
}

/** The marked cells as one multipolygon in local coordinates. */
static er_status make_region(er_piece_cutter *cutter, const struct window *w,
                             const er_borders *borders, const er_border_rings *rings,
                             GEOSGeometry **out) {
    GEOSContextHandle_t handle = cutter->geos.handle;
    struct region r = {
        .cutter = cutter,
        .borders = borders,
        .rings = rings,
        .offset = {w->grid.left_m - cutter->origin.x, w->grid.top_m - cutter->origin.y},
        .cell_m = w->grid.cell_m};
    ER_TRY(er_alloc(cutter->ctx, rings->count + 1, sizeof(GEOSGeometry *), &r.polygons));
    er_status status = add_polygons(&r);
    if (status == ER_OK) {
        *out = GEOSGeom_createCollection_r(handle, GEOS_MULTIPOLYGON, r.polygons,
                                           (unsigned)r.polygon_count);
        if (!*out) status = er_piece_geos_failed(cutter);
    } else {
        for (size_t i = 0; i < r.polygon_count; i++)
            GEOSGeom_destroy_r(handle, r.polygons[i]);
    }
    er_free(r.polygons);
    er_free(r.points);
    er_free(r.counts);
    return status;
}

static er_status cut_by_marks(er_piece_cutter *cutter, const struct window *w,
                              const er_labels *marks, bool outside) {
    er_context *ctx = cutter->ctx;
    er_borders borders = {0};
    er_border_rings rings = {0};
    GEOSGeometry *region = NULL;
    er_status status = ER_OK;
    ER_GOTO(status, done, er_borders_find(ctx, marks, &borders));
    ER_GOTO(status, done, er_borders_trace(ctx, marks, &borders));
    ER_GOTO(status, done, er_border_rings_make(ctx, marks, &borders, &rings));
    ER_GOTO(status, done, make_region(cutter, w, &borders, &rings, &region));
    status = er_piece_cut(cutter, region, outside);
done:
    if (region) GEOSGeom_destroy_r(cutter->geos.handle, region);
    er_border_rings_clear(&rings);
    er_borders_clear(&borders);
    return status;
}

static er_status cut(er_piece_cutter *cutter, const er_labels *labels, uint8_t label) {
    struct window window = find_window(&labels->grid, cutter->box);
    er_labels *marks = NULL;
    if (window.grid.columns < 1 || window.grid.rows < 1)
        return er_piece_cut(cutter, NULL, label != 0);
    ER_TRY(er_labels_new(cutter->ctx, &window.grid, &marks));
    er_status status = mark(cutter->ctx, labels, label, &window, marks);
    bool all = window.marked == window.grid.columns * window.grid.rows && window.whole;
    if (status == ER_OK && (all || window.marked == 0)) /* no border to cut by */
        status = er_piece_cut(cutter, NULL, all == (label == 0));
    else if (status == ER_OK)
        status = cut_by_marks(cutter, &window, marks, label == 0);
    er_labels_free(marks);
    return status;
}

er_status er_labels_pieces(er_context *ctx, er_arena *arena, const er_plane *plane,
                           const er_labels *labels, uint8_t label, er_bytes polygon,
                           er_piece **pieces, size_t *count) {
    er_piece_cutter cutter;
    er_status status = er_piece_cutter_open(ctx, arena, plane, polygon, &cutter);
    if (status == ER_OK) status = cut(&cutter, labels, label);
    if (status == ER_OK) status = er_piece_cutter_take(&cutter, pieces, count);
    er_piece_cutter_close(&cutter);
    return status;
}
