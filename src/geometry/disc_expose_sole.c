/* The boundary of sole parts. What lies in disc s alone has on its border, counter-clockwise, the
 * arcs of s that lie in no other disc, and, clockwise, those of every other disc that lie in s and
 * in no third one. */
#include "geometry/disc_expose.h"

static er_status remove_all(er_context *ctx, er_spans *from, const er_spans *gone) {
    for (size_t i = 0; i < gone->count && from->count; i++)
        ER_TRY(er_spans_remove(ctx, from, &gone->items[i]));
    return ER_OK;
}

/** Another disc covers a span: what was bare of it is covered once, the rest more than once. */
static er_status cover_span(er_context *ctx, er_exposer *exposer, const er_span *span) {
    er_spans *bare = &exposer->exposed, *once = &exposer->once, *again = &exposer->part;
    ER_TRY(er_reserve(ctx, &again->items, &again->capacity, 1, sizeof *again->items));
    again->items[0] = *span;
    again->count = 1;
    ER_TRY(remove_all(ctx, again, bare));
    ER_TRY(remove_all(ctx, once, again));
    return er_spans_remove(ctx, bare, span);
}

/** Part circle i in the cell by how many other discs cover it: none (`exposed`), or one (`once`).
 */
static er_status count_covers(er_context *ctx, er_exposer *exposer, const er_disc *discs,
                              uint32_t i, size_t count) {
    er_spans *bare = &exposer->exposed, *once = &exposer->once; /* first, at most once */
    ER_TRY(er_spans_copy(ctx, once, bare));
    for (size_t k = 0; k < count && once->count; k++) {
        uint32_t other = exposer->order[k].disc;
        if (other == i) continue;
        er_span span;
        er_cover cover = er_circle_in_disc(discs, i, other, &span);
        if (cover == ER_COVER_ALL) {
            ER_TRY(er_spans_copy(ctx, once, bare));
            bare->count = 0;
        } else if (cover == ER_COVER_SPAN) {
            ER_TRY(cover_span(ctx, exposer, &span));
        }
    }
    return remove_all(ctx, once, bare);
}

/** Arcs of circle i that one disc covers: find it for each of them. */
static er_status name_owners(er_context *ctx, er_exposer *exposer, er_disc_union *set, uint32_t i,
                             size_t count) {
    er_spans *once = &exposer->once, *rest = &exposer->missed, *part = &exposer->part;
    for (size_t k = 0; k < count && once->count; k++) {
        uint32_t other = exposer->order[k].disc;
        if (other == i) continue;
        er_span span;
        er_cover cover = er_circle_in_disc(set->discs, i, other, &span);
        if (cover == ER_COVER_NONE) continue;
        ER_TRY(er_spans_copy(ctx, rest, once));
        ER_TRY(er_spans_cover(ctx, rest, cover, &span));
        ER_TRY(er_spans_copy(ctx, part, once));
        ER_TRY(remove_all(ctx, part, rest));
        ER_TRY(er_exposer_keep(ctx, set, part, i, other));
        ER_TRY(er_spans_copy(ctx, once, rest));
    }
    return ER_OK;
}

er_status er_expose_sole(er_context *ctx, er_exposer *exposer, er_disc_union *set, er_box cell,
                         const uint32_t *list, size_t count) {
    ER_TRY(er_exposer_rank(ctx, exposer, set->discs, cell, list, count));
    for (size_t k = 0; k < count; k++) {
        ER_TRY(er_exposer_start(ctx, exposer, &set->discs[list[k]], cell));
        ER_TRY(count_covers(ctx, exposer, set->discs, list[k], count));
        ER_TRY(er_exposer_keep(ctx, set, &exposer->exposed, list[k], list[k]));
        ER_TRY(name_owners(ctx, exposer, set, list[k], count));
    }
    return ER_OK;
}
