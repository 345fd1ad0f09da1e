/* A part of a union: built from the discs around it, and to the bit what it is in the whole. */
#include "geometry/disc_stock.h"
#include "geometry/disc_union.h"

#include <math.h>

/* Squares around the boxes, and the discs that touch them. */
struct part {
    er_box *squares;
    size_t count;
    size_t capacity;
};

static bool same_box(er_box a, er_box b) {
    return a.min_x == b.min_x && a.min_y == b.min_y && a.max_x == b.max_x && a.max_y == b.max_y;
}

static er_status add_square(er_context *ctx, struct part *part, er_box square) {
    for (size_t i = 0; i < part->count; i++)
        if (same_box(part->squares[i], square)) return ER_OK;
    ER_TRY(
        er_reserve(ctx, &part->squares, &part->capacity, part->count + 1, sizeof *part->squares));
    part->squares[part->count++] = square;
    return ER_OK;
}

/** The cells of a side that a polygon within the box may look into, as one. */
static er_box cells_around(er_box box, double side_m) {
    static const double room_m = 1;
    return (er_box){floor((box.min_x - room_m) / side_m) * side_m,
                    floor((box.min_y - room_m) / side_m) * side_m,
                    ceil((box.max_x + room_m) / side_m) * side_m,
                    ceil((box.max_y + room_m) / side_m) * side_m};
}

/** Side of the squares: cells that are larger are split for their own discs' sake, however large,
 *  wherever there are enough of them (see disc_tree.c: a side of more than half a radius). */
static double square_side(double radius_m) {
    double side_m = ER_DISC_WHOLE_LISTS_M;
    while (!(2 * side_m > radius_m / 2))
        side_m *= 2;
    return side_m;
}

/** Build the part; where a large cell turns out to be a leaf, with its other discs, too. */
static er_status build(er_context *ctx, struct part *part, const er_disc_pick *pick,
                       er_disc_near near, er_disc_union **out) {
    for (;;) {
        er_disc *discs = NULL;
        size_t count = 0;
        near.lacking = (er_box){1, 0, 0, 0};
        near.squares = part->squares;
        near.square_count = part->count;
        ER_TRY(er_disc_pick_around(ctx, pick, part->squares, part->count, &discs, &count));
        er_status status =
            er_disc_union_make(ctx, discs, count, pick->layer_count, ER_DISC_ALL, 0, &near, out);
        er_free(discs);
        ER_TRY(status);
        if (near.lacking.min_x > near.lacking.max_x) return ER_OK;
        er_disc_union_free(*out);
        *out = NULL;
        ER_TRY(add_square(ctx, part, near.lacking));
    }
}

/** From all discs, but near the boxes alone. */
static er_status build_whole(er_context *ctx, const er_disc_pick *pick, er_disc_near near,
                             er_disc_union **out) {
    er_disc *discs = NULL;
    size_t count = 0;
    ER_TRY(er_disc_pick_all(ctx, pick, &discs, &count));
    er_status status =
        er_disc_union_make(ctx, discs, count, pick->layer_count, ER_DISC_ALL, 0, &near, out);
    er_free(discs);
    return status;
}

er_status er_disc_union_picked(er_context *ctx, const er_disc_pick *pick, const er_box *boxes,
                               size_t box_count, er_disc_union **out) {
    static const er_disc none = {.radius_m = 1};
    er_disc_near near = {.boxes = boxes, .count = box_count};
    er_box extent = er_disc_pick_extent(pick);
    double side_m = square_side(er_disc_pick_radius_m(pick));
    struct part part = {0};
    er_disc_union *set = NULL;
    er_status status = ER_OK;
    if (box_count == 0 || extent.min_x > extent.max_x) /* nothing is asked of it, or there */
        return er_disc_union_make(ctx, &none, 0, pick->layer_count, ER_DISC_ALL, 0, &near, out);
    near.root = er_disc_root(extent);
    if (near.root.max_x - near.root.min_x < 2 * side_m) return build_whole(ctx, pick, near, out);
    near.pick = pick;
    near.square_m = side_m;
    for (size_t i = 0; i < box_count; i++)
        ER_GOTO(status, done, add_square(ctx, &part, cells_around(boxes[i], side_m)));
    status = build(ctx, &part, pick, near, &set);
    if (status == ER_OK) *out = set;
done:
    er_free(part.squares);
    return status;
}
