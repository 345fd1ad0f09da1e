#include "geometry/disc_spans.h"
#include "geometry/disc_union.h"

#include <stdlib.h>

/** A disc of the cell's list by its power at the cell's centre: the lowest covers most. */
struct ranked {
    double power;
    uint32_t disc;
    uint32_t layer;
};

struct er_exposer {
    struct ranked *order;
    size_t order_capacity;
    er_spans exposed;
    er_spans missed; /* what a layer leaves uncovered of `exposed` */
};

er_status er_exposer_new(er_context *ctx, er_exposer **out) {
    return er_alloc(ctx, 1, sizeof **out, out);
}

void er_exposer_free(er_exposer *exposer) {
    if (!exposer) return;
    er_free(exposer->order);
    er_spans_clear(&exposer->exposed);
    er_spans_clear(&exposer->missed);
    er_free(exposer);
}

static int by_layer_and_power(const void *left, const void *right) {
    const struct ranked *a = left, *b = right;
    if (a->layer != b->layer) return a->layer < b->layer ? -1 : 1;
    if (a->power != b->power) return a->power < b->power ? -1 : 1;
    return (a->disc > b->disc) - (a->disc < b->disc);
}

static void rank(const er_disc *discs, er_point centre, const uint32_t *list, size_t count,
                 struct ranked *order) {
    for (size_t i = 0; i < count; i++) {
        const er_disc *d = &discs[list[i]];
        double x = centre.x - d->x, y = centre.y - d->y;
        order[i] = (struct ranked){x * x + y * y - d->radius_m * d->radius_m, list[i], d->layer};
    }
    qsort(order, count, sizeof *order, by_layer_and_power);
}

static er_status keep_within(er_context *ctx, er_spans *spans, const er_disc *disc, er_box cell) {
    const double lines[4] = {cell.min_x, cell.max_x, cell.min_y, cell.max_y};
    for (int k = 0; k < 4 && spans->count; k++) {
        er_span span;
        er_cover cover = er_circle_beyond(disc, k / 2, lines[k], k % 2 == 0, &span);
        ER_TRY(er_spans_cover(ctx, spans, cover, &span));
    }
    return ER_OK;
}

/** Take away what the discs of one layer cover of circle i. */
static er_status uncover(er_context *ctx, er_spans *spans, const er_disc *discs, uint32_t i,
                         const struct ranked *order, size_t count) {
    for (size_t k = 0; k < count && spans->count; k++) {
        if (order[k].disc == i) continue;
        er_span span;
        er_cover cover = er_circle_in_disc(discs, i, order[k].disc, &span);
        ER_TRY(er_spans_cover(ctx, spans, cover, &span));
    }
    return ER_OK;
}

/** Of circle i: the part in the cell, outside the other discs of its layer, inside each other
 *  layer. */
static er_status expose_one(er_context *ctx, er_exposer *exposer, const er_disc *discs, uint32_t i,
                            er_box cell, size_t count) {
    er_spans *exposed = &exposer->exposed, *missed = &exposer->missed;
    ER_TRY(er_spans_whole(ctx, exposed, &discs[i]));
    ER_TRY(keep_within(ctx, exposed, &discs[i], cell));
    const struct ranked *order = exposer->order;
    for (size_t begin = 0, end; begin < count && exposed->count; begin = end) {
        for (end = begin + 1; end < count && order[end].layer == order[begin].layer;)
            end++;
        if (order[begin].layer == discs[i].layer) {
            ER_TRY(uncover(ctx, exposed, discs, i, order + begin, end - begin));
            continue;
        }
        ER_TRY(er_spans_copy(ctx, missed, exposed));
        ER_TRY(uncover(ctx, missed, discs, i, order + begin, end - begin));
        for (size_t k = 0; k < missed->count; k++)
            ER_TRY(er_spans_remove(ctx, exposed, &missed->items[k]));
    }
    return ER_OK;
}

er_status er_expose(er_context *ctx, er_exposer *exposer, er_disc_union *set, er_box cell,
                    const uint32_t *list, size_t count) {
    ER_TRY(
        er_reserve(ctx, &exposer->order, &exposer->order_capacity, count, sizeof *exposer->order));
    rank(set->discs, er_box_centre(cell), list, count, exposer->order);
    for (size_t k = 0; k < count; k++) {
        ER_TRY(expose_one(ctx, exposer, set->discs, list[k], cell, count));
        const er_spans *exposed = &exposer->exposed;
        ER_TRY(er_reserve(ctx, &set->arcs, &set->arc_capacity, set->arc_count + exposed->count,
                          sizeof *set->arcs));
        for (size_t s = 0; s < exposed->count; s++) {
            const er_span *span = &exposed->items[s];
            set->arcs[set->arc_count++] = (er_arc){span->from.at, span->to.at, list[k]};
        }
    }
    return ER_OK;
}
