#include "geometry/disc_expose.h"

#include <stdlib.h>

er_status er_exposer_new(er_context *ctx, er_exposer **out) {
    return er_alloc(ctx, 1, sizeof **out, out);
}

void er_exposer_free(er_exposer *exposer) {
    if (!exposer) return;
    er_free(exposer->order);
    er_spans_clear(&exposer->exposed);
    er_spans_clear(&exposer->missed);
    er_spans_clear(&exposer->once);
    er_spans_clear(&exposer->part);
    er_free(exposer);
}

static int by_layer_and_power(const void *left, const void *right) {
    const er_ranked_disc *a = left, *b = right;
    if (a->layer != b->layer) return a->layer < b->layer ? -1 : 1;
    if (a->power != b->power) return a->power < b->power ? -1 : 1;
    return (a->disc > b->disc) - (a->disc < b->disc);
}

er_status er_exposer_rank(er_context *ctx, er_exposer *exposer, const er_disc *discs, er_box cell,
                          const uint32_t *list, size_t count) {
    er_point centre = er_box_centre(cell);
    ER_TRY(
        er_reserve(ctx, &exposer->order, &exposer->order_capacity, count, sizeof *exposer->order));
    for (size_t i = 0; i < count; i++) {
        const er_disc *d = &discs[list[i]];
        double x = centre.x - d->x, y = centre.y - d->y;
        exposer->order[i] =
            (er_ranked_disc){x * x + y * y - d->radius_m * d->radius_m, list[i], d->layer};
    }
    qsort(exposer->order, count, sizeof *exposer->order, by_layer_and_power);
    return ER_OK;
}

er_status er_exposer_start(er_context *ctx, er_exposer *exposer, const er_disc *disc, er_box cell) {
    const double lines[4] = {cell.min_x, cell.max_x, cell.min_y, cell.max_y};
    er_spans *spans = &exposer->exposed;
    ER_TRY(er_spans_whole(ctx, spans, disc));
    for (int k = 0; k < 4 && spans->count; k++) {
        er_span span;
        er_cover cover = er_circle_beyond(disc, k / 2, lines[k], k % 2 == 0, &span);
        ER_TRY(er_spans_cover(ctx, spans, cover, &span));
    }
    return ER_OK;
}

/** Take away what the discs of one layer cover of circle i. */
static er_status uncover(er_context *ctx, er_spans *spans, const er_disc *discs, uint32_t i,
                         const er_ranked_disc *order, size_t count) {
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
    ER_TRY(er_exposer_start(ctx, exposer, &discs[i], cell));
    const er_ranked_disc *order = exposer->order;
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

er_status er_exposer_keep(er_context *ctx, er_disc_union *set, const er_spans *spans, uint32_t disc,
                          uint32_t owner) {
    ER_TRY(er_reserve(ctx, &set->arcs, &set->arc_capacity, set->arc_count + spans->count,
                      sizeof *set->arcs));
    for (size_t s = 0; s < spans->count; s++)
        set->arcs[set->arc_count++] =
            (er_arc){spans->items[s].from.at, spans->items[s].to.at, disc, owner};
    return ER_OK;
}

er_status er_expose(er_context *ctx, er_exposer *exposer, er_disc_union *set, er_box cell,
                    const uint32_t *list, size_t count) {
    ER_TRY(er_exposer_rank(ctx, exposer, set->discs, cell, list, count));
    for (size_t k = 0; k < count; k++) {
        ER_TRY(expose_one(ctx, exposer, set->discs, list[k], cell, count));
        ER_TRY(er_exposer_keep(ctx, set, &exposer->exposed, list[k], list[k]));
    }
    return ER_OK;
}
