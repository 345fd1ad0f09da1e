/* Which places reach a box: every place is listed in all squares of a coarse grid that its range's
 * box touches. */
#include "analysis/field.h"
#include "geometry/box.h"
#include "core/order.h"

#include <math.h>
#include <stdlib.h>

/* squares a side over the box of all places: no more than there are places, so that a few cost
 * little */
static size_t side_for(size_t places) {
    const size_t most = 128;
    size_t side = 1;
    while (side < most && side * side < places)
        side *= 2;
    return side;
}

/** The square along one axis, those beyond either end counted to the last one. */
static size_t square(double value, double from, double to, size_t side) {
    double share = to > from ? (value - from) / (to - from) * (double)side : 0;
    if (!(share > 0)) return 0;
    return share >= (double)side ? side - 1 : (size_t)share;
}

struct squares {
    size_t left, right, bottom, top; /* all included */
};

static struct squares squares_of(const er_field *field, er_box box) {
    er_box all = field->bin_box;
    size_t side = field->bin_side;
    return (struct squares){square(box.min_x, all.min_x, all.max_x, side),
                            square(box.max_x, all.min_x, all.max_x, side),
                            square(box.min_y, all.min_y, all.max_y, side),
                            square(box.max_y, all.min_y, all.max_y, side)};
}

/** Count, or with `write` list, the places of every square. */
static void pass_over(er_field *field, uint32_t *at, bool write) {
    for (size_t i = 0; i < field->place_count; i++) {
        struct squares s = squares_of(field, field->places[i].box);
        for (size_t y = s.bottom; y <= s.top; y++)
            for (size_t x = s.left; x <= s.right; x++) {
                uint32_t *next = &at[y * field->bin_side + x];
                if (write) field->bin_places[*next] = (uint32_t)i;
                ++*next;
            }
    }
}

er_status er_field_bin_places(er_context *ctx, er_field *field) {
    uint32_t *at = NULL, total = 0;
    if (field->place_count == 0) return ER_OK;
    field->bin_side = side_for(field->place_count);
    size_t square_count = field->bin_side * field->bin_side;
    field->bin_box = field->places[0].box;
    for (size_t i = 1; i < field->place_count; i++)
        field->bin_box = er_boxes_joined(field->bin_box, field->places[i].box);
    ER_TRY(er_arena_alloc(ctx, field->arena, (square_count + 1) * sizeof *at, &field->bin_start));
    ER_TRY(er_alloc(ctx, square_count, sizeof *at, &at));
    pass_over(field, at, false);
    for (size_t i = 0; i < square_count; i++) {
        field->bin_start[i] = total;
        total += at[i];
        at[i] = field->bin_start[i];
    }
    field->bin_start[square_count] = total;
    er_status status =
        er_arena_alloc(ctx, field->arena, total * sizeof *field->bin_places, &field->bin_places);
    if (status == ER_OK) pass_over(field, at, true);
    er_free(at);
    return status;
}

/** Sort and keep one of each. */
static size_t unique(size_t *places, size_t count) {
    size_t kept = 0;
    if (count > 1) qsort(places, count, sizeof *places, er_order_sizes);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || places[kept - 1] != places[i]) places[kept++] = places[i];
    return kept;
}

er_status er_field_places_near(er_context *ctx, const er_field *field, er_box box, size_t **places,
                               size_t *capacity, size_t *count) {
    *count = 0;
    if (field->place_count == 0 || !er_boxes_meet(box, field->bin_box)) return ER_OK;
    struct squares s = squares_of(field, box);
    for (size_t y = s.bottom; y <= s.top; y++)
        for (size_t x = s.left; x <= s.right; x++)
            for (uint32_t k = field->bin_start[y * field->bin_side + x];
                 k < field->bin_start[y * field->bin_side + x + 1]; k++) {
                size_t place = field->bin_places[k];
                if (!er_boxes_meet(box, field->places[place].box)) continue;
                ER_TRY(er_reserve(ctx, places, capacity, *count + 1, sizeof **places));
                (*places)[(*count)++] = place;
            }
    *count = unique(*places, *count);
    return ER_OK;
}

bool er_field_reaches(const er_field *field, er_box box) {
    if (field->terrain) return true; /* where the ground ends, knowledge does */
    if (field->place_count == 0 || !er_boxes_meet(box, field->bin_box)) return false;
    struct squares s = squares_of(field, box);
    for (size_t y = s.bottom; y <= s.top; y++)
        for (size_t k = field->bin_start[y * field->bin_side + s.left];
             k < field->bin_start[y * field->bin_side + s.right + 1]; k++)
            if (er_boxes_meet(box, field->places[field->bin_places[k]].box)) return true;
    return false;
}
