#include "geometry/disc_stock.h"
#include "geometry/disc_union.h"

#include <math.h>

enum { LEAF_DISCS = 6, DEPTH_LIMIT = 48 };

struct builder {
    er_context *ctx;
    er_disc_union *set;
    er_exposer *exposer;
    er_disc_near *near;
    uint32_t *stack; /* lists of the open cells, one behind the other */
    size_t stack_capacity;
};

static er_status add_leaf(struct builder *b, er_box box, const uint32_t *list, size_t count,
                          er_cell *cell) {
    er_disc_union *set = b->set;
    ER_TRY(er_reserve(b->ctx, &set->leaf_discs, &set->leaf_disc_capacity,
                      set->leaf_disc_count + count, sizeof *set->leaf_discs));
    ER_TRY(er_reserve(b->ctx, &set->leaves, &set->leaf_capacity, set->leaf_count + 2,
                      sizeof *set->leaves));
    size_t first_arc = set->arc_count;
    for (size_t i = 0; i < count; i++)
        set->leaf_discs[set->leaf_disc_count++] = list[i];
    if (set->sole)
        ER_TRY(er_expose_sole(b->ctx, b->exposer, set, box, list, count));
    else
        ER_TRY(er_expose(b->ctx, b->exposer, set, box, list, count));
    if (set->arc_count > UINT32_MAX || set->leaf_disc_count > UINT32_MAX)
        return er_fail(b->ctx, ER_ERR_MEMORY, "the discs are too many for one union");
    for (size_t i = first_arc; i < set->arc_count && !set->sole; i++) { /* those have owners */
        const er_arc *arc = &set->arcs[i];
        er_flux_add_arc(&cell->flux, er_box_centre(box), &set->discs[arc->disc], arc->from,
                        arc->to);
    }
    cell->kind = ER_CELL_MIXED;
    cell->child = (uint32_t)set->leaf_count++;
    set->leaves[set->leaf_count] =
        (er_leaf){(uint32_t)set->leaf_disc_count, (uint32_t)set->arc_count};
    return ER_OK;
}

static double least_radius(const er_disc *discs, const uint32_t *list, size_t count) {
    double least = INFINITY;
    for (size_t i = 0; i < count; i++)
        least = fmin(least, discs[list[i]].radius_m);
    return least;
}

static bool helps_in_any_case(double side, double radius) {
    return side > radius / 2;
}

/** Whether a cell is worth splitting, given how many entries its children would have. Lists as
 *  long after splitting as before are those of near-coincident discs or of many circles through
 *  one point: there smaller cells cost more than they save. */
static bool helps(double side, double radius, size_t count, size_t children) {
    if (side < radius / 64) return false;
    return helps_in_any_case(side, radius) || children <= 2 * count;
}

/** Whether a polygon within one of the boxes may look into a cell: room is left for edges that are
 *  looked at close by a cell. */
static bool is_near(const struct builder *b, er_box cell) {
    static const double room_m = 1;
    for (size_t i = 0; i < b->near->count; i++) {
        er_box box = b->near->boxes[i];
        if (cell.min_x <= box.max_x + room_m && cell.max_x >= box.min_x - room_m &&
            cell.min_y <= box.max_y + room_m && cell.max_y >= box.min_y - room_m)
            return true;
    }
    return b->near->count == 0;
}

static er_status grow(struct builder *b, size_t index, er_box box, size_t begin, size_t end,
                      int depth);

static er_status split(struct builder *b, size_t index, er_box box, const size_t bounds[5],
                       const er_cell cells[4], int depth) {
    er_disc_union *set = b->set;
    size_t first = set->cell_count;
    if (first + 4 > UINT32_MAX)
        return er_fail(b->ctx, ER_ERR_MEMORY, "the discs are too many for one union");
    ER_TRY(er_reserve(b->ctx, &set->cells, &set->cell_capacity, first + 4, sizeof *set->cells));
    set->cell_count += 4;
    /* The last child first: its own lists go behind its list, where no sibling's is needed any
     * more. */
    for (int q = 3; q >= 0; q--) {
        set->cells[first + (size_t)q] = cells[q];
        if (!is_near(b, er_box_quadrant(box, q)))
            set->cells[first + (size_t)q] = (er_cell){.kind = ER_CELL_EMPTY};
        else if (cells[q].kind == ER_CELL_MIXED)
            ER_TRY(grow(b, first + (size_t)q, er_box_quadrant(box, q), bounds[q], bounds[q + 1],
                        depth + 1));
    }
    er_flux sum = {0};
    er_point centre = er_box_centre(box);
    for (int q = 0; q < 4; q++) {
        er_point origin = er_box_centre(er_box_quadrant(box, q));
        er_flux part = er_flux_moved(set->cells[first + (size_t)q].flux, origin.x - centre.x,
                                     origin.y - centre.y);
        sum = (er_flux){sum.doubled + part.doubled, sum.x + part.x, sum.y + part.y};
    }
    set->cells[index] = (er_cell){sum, (uint32_t)first, ER_CELL_SPLIT};
    return ER_OK;
}

static bool lies_in_square(const er_disc_near *near, er_box cell) {
    for (size_t i = 0; i < near->square_count; i++) {
        er_box square = near->squares[i];
        if (cell.min_x >= square.min_x && cell.max_x <= square.max_x &&
            cell.min_y >= square.min_y && cell.max_y <= square.max_y)
            return true;
    }
    return false;
}

static bool is_lacking(const er_disc_near *near) {
    return near->pick && near->lacking.min_x <= near->lacking.max_x;
}

/** Whether a large cell is split though few of the set's own discs touch it: others do, elsewhere
 *  in it. If they are few as well, the set lacks them. A disc that covers the cell is the set's in
 *  any case, and stands for its layer. */
static bool others_split(struct builder *b, er_box box, const uint32_t *list, size_t count) {
    uint32_t settled[LEAF_DISCS];
    size_t settled_count = 0;
    if (!b->near->pick || count > LEAF_DISCS || box.max_x - box.min_x <= b->near->square_m ||
        lies_in_square(b->near, box))
        return false;
    for (size_t i = 0; i < count; i++)
        if (er_disc_covers(&b->set->discs[list[i]], box))
            settled[settled_count++] = b->set->discs[list[i]].layer;
    size_t all = er_disc_pick_count(b->near->pick, box, settled, settled_count, LEAF_DISCS + 1);
    if (all <= LEAF_DISCS && all > count) b->near->lacking = box;
    return all > LEAF_DISCS;
}

/** Sort the list at stack[begin, end) into the quadrants of a cell, their lists one behind the
 *  other. A quadrant that is not asked for has an empty one. */
static void sort_down(struct builder *b, er_box box, size_t begin, const bool asked[4],
                      size_t bounds[5], er_cell cells[4]) {
    size_t count = bounds[0] - begin;
    for (int q = 0; q < 4; q++) {
        size_t kept = 0;
        uint32_t *list = b->stack + bounds[q];
        if (asked[q])
            cells[q].kind =
                er_refine(b->set, er_box_quadrant(box, q), b->stack + begin, count, list, &kept);
        if (cells[q].kind == ER_CELL_FULL) cells[q].child = list[0];
        if (cells[q].kind != ER_CELL_MIXED) kept = 0;
        bounds[q + 1] = bounds[q] + kept;
    }
}

/** A mixed cell with its list at stack[begin, end): a leaf, or split. */
static er_status grow(struct builder *b, size_t index, er_box box, size_t begin, size_t end,
                      int depth) {
    size_t count = end - begin;
    er_point middle = er_box_centre(box);
    bool many = count > LEAF_DISCS || others_split(b, box, b->stack + begin, count);
    if (is_lacking(b->near)) return ER_OK; /* it will be built anew */
    bool can_split = many && depth < DEPTH_LIMIT && middle.x > box.min_x && middle.x < box.max_x &&
                     middle.y > box.min_y && middle.y < box.max_y;
    if (can_split) {
        if (count > 1000) ER_TRY(er_check_cancel(b->ctx));
        size_t bounds[5] = {end};
        er_cell cells[4] = {0};
        bool asked[4], side_decides;
        double side = box.max_x - box.min_x;
        double radius = least_radius(b->set->discs, b->stack + begin, count);
        side_decides = helps_in_any_case(side, radius);
        ER_TRY(
            er_reserve(b->ctx, &b->stack, &b->stack_capacity, end + 4 * count, sizeof *b->stack));
        for (int q = 0; q < 4; q++)
            asked[q] = !side_decides || is_near(b, er_box_quadrant(box, q));
        sort_down(b, box, begin, asked, bounds, cells);
        if (helps(side, radius, count, bounds[4] - end))
            return split(b, index, box, bounds, cells, depth);
    }
    er_cell cell = {0};
    ER_TRY(add_leaf(b, box, b->stack + begin, count, &cell));
    b->set->cells[index] = cell;
    return ER_OK;
}

er_box er_disc_root(er_box extent) {
    double side = fmax(extent.max_x - extent.min_x, extent.max_y - extent.min_y);
    int power;
    frexp(side, &power); /* side < 2^power */
    double half = ldexp(1, power);
    er_box box = {.min_x = floor(extent.min_x / half) * half,
                  .min_y = floor(extent.min_y / half) * half};
    box.max_x = box.min_x + 2 * half;
    box.max_y = box.min_y + 2 * half;
    return box;
}

static er_box extent_of(const er_disc *discs, size_t count) {
    er_box box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t i = 0; i < count; i++)
        box = er_boxes_joined(box, er_disc_box(&discs[i]));
    return box;
}

static er_status build(struct builder *b) {
    er_disc_union *set = b->set;
    ER_TRY(
        er_reserve(b->ctx, &b->stack, &b->stack_capacity, 2 * set->disc_count, sizeof *b->stack));
    for (size_t i = 0; i < set->disc_count; i++)
        b->stack[i] = (uint32_t)i;
    size_t kept = 0;
    set->cells[0].kind =
        er_refine(b->set, set->box, b->stack, set->disc_count, b->stack + set->disc_count, &kept);
    if (set->cells[0].kind != ER_CELL_MIXED) return ER_OK;
    return grow(b, 0, set->box, set->disc_count, set->disc_count + kept, 0);
}

er_status er_disc_tree_build(er_context *ctx, er_disc_union *set, er_disc_near *near) {
    struct builder b = {.ctx = ctx, .set = set, .near = near};
    er_status status = ER_OK;
    ER_TRY(er_reserve(ctx, &set->cells, &set->cell_capacity, 1, sizeof *set->cells));
    ER_TRY(er_reserve(ctx, &set->leaves, &set->leaf_capacity, 1, sizeof *set->leaves));
    set->cells[0] = (er_cell){.kind = ER_CELL_EMPTY};
    set->cell_count = 1;
    set->leaves[0] = (er_leaf){0, 0};
    if (set->disc_count == 0) return ER_OK;
    set->box = near->pick ? near->root : er_disc_root(extent_of(set->discs, set->disc_count));
    ER_GOTO(status, done, er_exposer_new(ctx, &b.exposer));
    ER_GOTO(status, done, build(&b));
done:
    er_exposer_free(b.exposer);
    er_free(b.stack);
    return status;
}
