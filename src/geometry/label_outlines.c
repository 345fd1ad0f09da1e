/* Outlines of labels: rings and lines written as multipolygons. */
#include "geometry/label_lines.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Type codes, ISO 13249-3. */
enum { WKB_POLYGON = 3, WKB_MULTIPOLYGON = 6, WKB_HEAD = 5 };

struct writer {
    const er_borders *borders;
    const er_border_lines *lines;
    const er_border_rings *rings;
    uint8_t *at; /**< null while sizes are summed up */
    size_t size;
};

/** Little-endian, whatever the machine. */
static void put(struct writer *w, uint64_t bits, size_t bytes) {
    for (size_t i = 0; w->at && i < bytes; i++)
        *w->at++ = (uint8_t)(bits >> 8 * i);
    w->size += bytes;
}

static void put_head(struct writer *w, uint32_t type, size_t count) {
    put(w, 1, 1);
    put(w, type, 4);
    put(w, count, 4);
}

static void put_point(struct writer *w, er_point p) {
    uint64_t bits;
    memcpy(&bits, &p.x, sizeof bits);
    put(w, bits, sizeof bits);
    memcpy(&bits, &p.y, sizeof bits);
    put(w, bits, sizeof bits);
}

static void put_ring(struct writer *w, const er_border_ring *ring) {
    const size_t *start = w->lines->start;
    const er_border_step *steps = w->rings->steps + ring->first;
    size_t points = 1;
    for (size_t i = 0; i < ring->count; i++)
        points += start[steps[i].arc + 1] - start[steps[i].arc] - 1;
    put(w, points, 4);
    if (!w->at) {
        w->size += points * sizeof(er_point);
        return;
    }
    for (size_t i = 0; i < ring->count; i++) { /* each but for its last point, the next's first */
        size_t first = start[steps[i].arc], last = start[steps[i].arc + 1] - 1;
        for (size_t k = 0; k < last - first; k++)
            put_point(w, w->lines->points[steps[i].backward ? last - k : first + k]);
    }
    size_t home = steps[0].backward ? start[steps[0].arc + 1] - 1 : start[steps[0].arc];
    put_point(w, w->lines->points[home]);
}

/** Where rings stand in their outlines: by label, polygon, exterior first, and number. */
struct place {
    uint32_t ring;
    uint32_t parent;
    uint8_t label;
};

static int by_outline(const void *left, const void *right) {
    const struct place *a = left, *b = right;
    if (a->label != b->label) return a->label < b->label ? -1 : 1;
    if (a->parent != b->parent) return a->parent < b->parent ? -1 : 1;
    bool a_hole = a->ring != a->parent, b_hole = b->ring != b->parent;
    if (a_hole != b_hole) return a_hole ? 1 : -1;
    return (a->ring > b->ring) - (a->ring < b->ring);
}

static void put_outline(struct writer *w, const struct place *places, size_t count) {
    size_t polygons = 0;
    for (size_t i = 0; i < count; i++)
        polygons += places[i].ring == places[i].parent;
    put_head(w, WKB_MULTIPOLYGON, polygons);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && places[end].parent == places[i].parent;)
            end++;
        put_head(w, WKB_POLYGON, end - i);
        for (size_t k = i; k < end; k++)
            put_ring(w, &w->rings->items[places[k].ring]);
    }
}

static er_status write_outline(er_context *ctx, er_arena *arena, struct writer *w,
                               const struct place *places, size_t count, er_label_outline *out) {
    uint8_t *wkb = NULL;
    w->at = NULL;
    w->size = 0;
    put_outline(w, places, count);
    size_t size = w->size;
    ER_TRY(er_arena_alloc(ctx, arena, size, &wkb));
    w->at = wkb;
    put_outline(w, places, count);
    out->wkb = (er_bytes){wkb, size};
    return ER_OK;
}

static er_status write_all(er_context *ctx, er_arena *arena, struct writer *w, double cell_m,
                           const struct place *places, er_label_outline *out, size_t *count) {
    const er_border_ring *rings = w->rings->items;
    for (size_t i = 0, end; i < w->rings->count; i = end) {
        er_sum cells = {0};
        for (end = i; end < w->rings->count && places[end].label == places[i].label; end++)
            er_sum_add(&cells, rings[places[end].ring].area);
        er_label_outline *outline = &out[(*count)++];
        outline->label = places[i].label;
        outline->cells = w->borders->cells[outline->label];
        outline->area_m2 = er_sum_value(&cells) * cell_m * cell_m;
        ER_TRY(write_outline(ctx, arena, w, places + i, end - i, outline));
    }
    return ER_OK;
}

static er_status write_outlines(er_context *ctx, er_arena *arena, struct writer *w, double cell_m,
                                er_label_outline **out, size_t *count) {
    struct place *places = NULL;
    er_label_outline *outlines = NULL;
    size_t rings = w->rings->count, used = 0;
    ER_TRY(er_arena_alloc(ctx, arena, 256 * sizeof *outlines, &outlines));
    ER_TRY(er_alloc(ctx, rings + 1, sizeof *places, &places));
    for (size_t i = 0; i < rings; i++)
        places[i] =
            (struct place){(uint32_t)i, w->rings->items[i].parent, w->rings->items[i].label};
    qsort(places, rings, sizeof *places, by_outline);
    er_status status = write_all(ctx, arena, w, cell_m, places, outlines, &used);
    er_free(places);
    if (status != ER_OK) return status;
    *out = outlines;
    *count = used;
    return ER_OK;
}

er_status er_labels_outlines(er_context *ctx, er_arena *arena, const er_plane *plane,
                             const er_labels *labels, double tolerance_m, er_label_outline **out,
                             size_t *count) {
    er_borders borders = {0};
    er_border_rings rings = {0};
    er_border_lines lines = {0};
    er_status status = ER_OK;
    double cell_m = labels->grid.cell_m;
    if (!(tolerance_m >= 0 && isfinite(tolerance_m)))
        return er_fail(ctx, ER_ERR_RANGE, "the borders' tolerance of %g m is below 0", tolerance_m);
    ER_GOTO(status, done, er_borders_find(ctx, labels, &borders));
    ER_GOTO(status, done, er_borders_trace(ctx, labels, &borders));
    if (tolerance_m > 0)
        ER_GOTO(status, done, er_borders_simplify(ctx, &borders, tolerance_m / cell_m));
    ER_GOTO(status, done, er_border_rings_make(ctx, labels, &borders, &rings));
    ER_GOTO(status, done, er_border_lines_make(ctx, plane, &labels->grid, &borders, &lines));
    struct writer writer = {.borders = &borders, .lines = &lines, .rings = &rings};
    status = write_outlines(ctx, arena, &writer, cell_m, out, count);
done:
    er_border_lines_clear(&lines);
    er_border_rings_clear(&rings);
    er_borders_clear(&borders);
    return status;
}
