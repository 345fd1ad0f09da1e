#include "geometry/disc_spans.h"

#include <string.h>

er_status er_spans_whole(er_context *ctx, er_spans *spans, const er_disc *disc) {
    ER_TRY(er_reserve(ctx, &spans->items, &spans->capacity, 1, sizeof *spans->items));
    er_point start = {disc->x + disc->radius_m, disc->y};
    spans->items[0] = (er_span){{0, start}, {4, start}, true};
    spans->count = 1;
    return ER_OK;
}

er_status er_spans_copy(er_context *ctx, er_spans *to, const er_spans *from) {
    ER_TRY(er_reserve(ctx, &to->items, &to->capacity, from->count, sizeof *to->items));
    if (from->count) memcpy(to->items, from->items, from->count * sizeof *to->items);
    to->count = from->count;
    return ER_OK;
}

static er_status push(er_context *ctx, er_spans *spans, er_arc_end from, er_arc_end to) {
    if (!(to.turn - from.turn > ER_TURN_ROUNDING)) return ER_OK;
    if (from.turn >= 4) {
        from.turn -= 4;
        to.turn -= 4;
    }
    ER_TRY(
        er_reserve(ctx, &spans->items, &spans->capacity, spans->count + 1, sizeof *spans->items));
    spans->items[spans->count++] = (er_span){from, to, false};
    return ER_OK;
}

/** What `gone` leaves of `part`, both on the line of unrolled turns. */
static er_status push_rest(er_context *ctx, er_spans *spans, er_span part, const er_span *gone) {
    /* `part` reaches from [0, 4) to below 8, `gone` too: it may meet the part one turn earlier,
     * as it is, or one turn later. */
    for (int turn = -4; turn <= 4; turn += 4) {
        er_arc_end from = gone->from, to = gone->to;
        from.turn += turn;
        to.turn += turn;
        if (to.turn <= part.from.turn) continue;
        if (from.turn >= part.to.turn) break;
        ER_TRY(push(ctx, spans, part.from, from));
        if (to.turn >= part.to.turn) return ER_OK;
        part.from = to;
    }
    return push(ctx, spans, part.from, part.to);
}

er_status er_spans_remove(er_context *ctx, er_spans *spans, const er_span *gone) {
    if (gone->whole) {
        spans->count = 0;
        return ER_OK;
    }
    size_t count = spans->count;
    for (size_t i = 0; i < count; i++) {
        er_span part = spans->items[i];
        if (part.whole) {
            er_arc_end end = gone->from;
            end.turn += 4;
            ER_TRY(push(ctx, spans, gone->to, end));
        } else {
            ER_TRY(push_rest(ctx, spans, part, gone));
        }
    }
    spans->count -= count;
    memmove(spans->items, spans->items + count, spans->count * sizeof *spans->items);
    return ER_OK;
}

er_status er_spans_cover(er_context *ctx, er_spans *spans, er_cover cover, const er_span *span) {
    if (cover == ER_COVER_NONE) return ER_OK;
    if (cover == ER_COVER_SPAN) return er_spans_remove(ctx, spans, span);
    spans->count = 0;
    return ER_OK;
}

void er_spans_clear(er_spans *spans) {
    er_free(spans->items);
    *spans = (er_spans){0};
}
