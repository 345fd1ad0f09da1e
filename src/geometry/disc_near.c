/* A part of a union: built from the discs around it, and to the bit what it is in the whole. */
#include "geometry/disc_union.h"

#include <math.h>

/* Large cells (ER_DISC_WHOLE_LISTS_M) around the boxes, and the discs that touch them. */
struct part {
    er_box *cells;
    size_t cell_count;
    size_t cell_capacity;
    er_disc *discs;
    size_t disc_count;
    size_t disc_capacity;
};

static bool same_box(er_box a, er_box b) {
    return a.min_x == b.min_x && a.min_y == b.min_y && a.max_x == b.max_x && a.max_y == b.max_y;
}

static er_status add_cell(er_context *ctx, struct part *part, er_box cell) {
    for (size_t i = 0; i < part->cell_count; i++)
        if (same_box(part->cells[i], cell)) return ER_OK;
    ER_TRY(er_reserve(ctx, &part->cells, &part->cell_capacity, part->cell_count + 1,
                      sizeof *part->cells));
    part->cells[part->cell_count++] = cell;
    return ER_OK;
}

/** The large cells that a polygon within the box may look into, as one. */
static er_box cells_around(er_box box) {
    static const double side = ER_DISC_WHOLE_LISTS_M, room_m = 1;
    return (er_box){
        floor((box.min_x - room_m) / side) * side, floor((box.min_y - room_m) / side) * side,
        ceil((box.max_x + room_m) / side) * side, ceil((box.max_y + room_m) / side) * side};
}

static er_status take_discs(er_context *ctx, struct part *part, const er_disc *discs,
                            size_t count) {
    part->disc_count = 0;
    for (size_t i = 0; i < count; i++) {
        bool touches = false;
        for (size_t k = 0; k < part->cell_count && !touches; k++)
            touches = er_disc_touches(&discs[i], part->cells[k]);
        if (!touches) continue;
        ER_TRY(er_reserve(ctx, &part->discs, &part->disc_capacity, part->disc_count + 1,
                          sizeof *part->discs));
        part->discs[part->disc_count++] = discs[i];
    }
    return ER_OK;
}

/** Whether the discs around the boxes are enough: none is so large that it covers a large cell, or
 *  that such a cell would not be split for its sake; and there are large cells. */
static bool is_enough(const er_disc *discs, size_t count, er_box root) {
    if (!(root.max_x - root.min_x >= 2 * ER_DISC_WHOLE_LISTS_M)) return false;
    for (size_t i = 0; i < count; i++)
        if (!(discs[i].radius_m > 0 && discs[i].radius_m <= ER_DISC_WHOLE_LISTS_M / 2))
            return false;
    return true;
}

/** Build the part; where a large cell turns out to be a leaf, with its other discs, too. */
static er_status build(er_context *ctx, struct part *part, const er_disc *discs, size_t count,
                       uint32_t layer_count, er_disc_near near, er_disc_union **out) {
    for (;;) {
        near.lacking = (er_box){1, 0, 0, 0};
        ER_TRY(take_discs(ctx, part, discs, count));
        ER_TRY(er_disc_union_make(ctx, part->discs, part->disc_count, layer_count, ER_DISC_ALL, 0,
                                  &near, out));
        if (near.lacking.min_x > near.lacking.max_x) return ER_OK;
        er_disc_union_free(*out);
        *out = NULL;
        ER_TRY(add_cell(ctx, part, near.lacking));
    }
}

er_status er_disc_union_near(er_context *ctx, const er_disc *discs, size_t count,
                             uint32_t layer_count, er_disc_rule rule, uint32_t layer,
                             const er_box *boxes, size_t box_count, er_disc_union **out) {
    static const er_disc none = {.radius_m = 1};
    er_disc_near near = {.boxes = boxes, .count = box_count};
    struct part part = {0};
    er_disc_union *set = NULL;
    er_status status = ER_OK;
    if (box_count == 0) /* nothing is asked of it */
        return er_disc_union_make(ctx, &none, 0, layer_count, rule, layer, &near, out);
    if (count > 0) near.root = er_disc_root(discs, count);
    if (rule != ER_DISC_ALL || count == 0 || !is_enough(discs, count, near.root))
        return er_disc_union_make(ctx, discs, count, layer_count, rule, layer, &near, out);
    near.all = discs;
    near.all_count = count;
    for (size_t i = 0; i < box_count; i++)
        ER_GOTO(status, done, add_cell(ctx, &part, cells_around(boxes[i])));
    status = build(ctx, &part, discs, count, layer_count, near, &set);
    if (status == ER_OK) *out = set;
done:
    er_free(part.cells);
    er_free(part.discs);
    return status;
}
