/* Which discs of a stock, and some beside them, a union is made of. */
#include "geometry/disc_stock.h"
#include "geometry/disc_union.h"

#include <math.h>

static const er_box nowhere = {INFINITY, INFINITY, -INFINITY, -INFINITY};

/* ---- which discs ----------------------------------------------------------------------------- */

static bool is_gone(const er_disc_side *side, size_t disc) {
    size_t low = 0, high = side->gone_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (side->gone[middle] < disc)
            low = middle + 1;
        else
            high = middle;
    }
    return low < side->gone_count && side->gone[low] == disc;
}

/** The union's layer of a disc of the stock on a side. */
static uint32_t layer_on(const er_disc_pick *pick, const er_disc_side *side, size_t disc) {
    uint32_t layer = side->layer_of[pick->stock->discs[disc].layer];
    return layer != ER_DISC_NO_LAYER && is_gone(side, disc) ? ER_DISC_NO_LAYER : layer;
}

struct taking {
    er_context *ctx;
    const er_disc_pick *pick;
    uint64_t *marks; /* a bit for each of the stock's discs */
    er_disc *discs;
    size_t count;
    size_t capacity;
};

static bool is_marked(const struct taking *t, size_t disc) {
    return (t->marks[disc / 64] >> (disc % 64) & 1) != 0;
}

static void mark(struct taking *t, size_t disc) {
    t->marks[disc / 64] |= (uint64_t)1 << (disc % 64);
}

static void mark_around(struct taking *t, er_box box) {
    const er_disc_stock *stock = t->pick->stock;
    er_disc_window w = er_disc_stock_window(stock, box);
    if (w.none) return;
    for (size_t row = w.first_row; row <= w.last_row; row++) {
        const size_t *start = stock->start + row * stock->columns;
        for (size_t k = start[w.first_column]; k < start[w.last_column + 1]; k++) {
            uint32_t disc = stock->items[k];
            if (!is_marked(t, disc) && er_disc_touches(&stock->discs[disc], box)) mark(t, disc);
        }
    }
}

static er_status take(struct taking *t, const er_disc *disc, uint32_t layer) {
    if (layer == ER_DISC_NO_LAYER) return ER_OK;
    ER_TRY(er_reserve(t->ctx, &t->discs, &t->capacity, t->count + 1, sizeof *t->discs));
    t->discs[t->count] = *disc;
    t->discs[t->count++].layer = layer;
    return ER_OK;
}

static bool touches_any(const er_disc *disc, const er_box *boxes, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (er_disc_touches(disc, boxes[i])) return true;
    return false;
}

/** A side's marked discs and its added ones; no boxes: all of the latter. */
static er_status take_side(struct taking *t, const er_disc_side *side, const er_box *boxes,
                           size_t box_count) {
    const er_disc_stock *stock = t->pick->stock;
    for (size_t word = 0; word * 64 < stock->count; word++)
        for (uint64_t rest = t->marks[word]; rest != 0; rest &= rest - 1) {
            size_t disc = word * 64 + (size_t)__builtin_ctzll(rest);
            ER_TRY(take(t, &stock->discs[disc], layer_on(t->pick, side, disc)));
        }
    for (size_t i = 0; i < side->added_count; i++)
        if (!boxes || touches_any(&side->added[i], boxes, box_count))
            ER_TRY(take(t, &side->added[i], side->added[i].layer));
    return ER_OK;
}

static er_status pick_some(er_context *ctx, const er_disc_pick *pick, const er_box *boxes,
                           size_t box_count, er_disc **out, size_t *count) {
    struct taking t = {.ctx = ctx, .pick = pick};
    er_status status;
    ER_TRY(er_alloc(ctx, pick->stock->count / 64 + 1, sizeof *t.marks, &t.marks));
    ER_GOTO(status, done, er_reserve(ctx, &t.discs, &t.capacity, 1, sizeof *t.discs));
    for (size_t i = 0; i < box_count; i++)
        mark_around(&t, boxes[i]);
    for (size_t i = 0; !boxes && i < pick->stock->count; i++)
        mark(&t, i);
    for (size_t i = 0; i < pick->side_count; i++)
        ER_GOTO(status, done, take_side(&t, &pick->sides[i], boxes, box_count));
    *out = t.discs;
    *count = t.count;
    t.discs = NULL;
done:
    er_free(t.discs);
    er_free(t.marks);
    return status;
}

er_status er_disc_pick_all(er_context *ctx, const er_disc_pick *pick, er_disc **out,
                           size_t *count) {
    return pick_some(ctx, pick, NULL, 0, out, count);
}

er_status er_disc_pick_around(er_context *ctx, const er_disc_pick *pick, const er_box *boxes,
                              size_t box_count, er_disc **out, size_t *count) {
    return pick_some(ctx, pick, boxes, box_count, out, count);
}

/* ---- how many -------------------------------------------------------------------------------- */

enum { COUNTED = 16 };

/** Different discs found so far. */
struct counting {
    const uint32_t *settled;
    size_t settled_count;
    er_disc found[COUNTED];
    size_t count;
    size_t most;
};

static void count_one(struct counting *c, const er_disc *disc, uint32_t layer, er_box cell) {
    if (layer == ER_DISC_NO_LAYER || c->count >= c->most || !er_disc_touches(disc, cell)) return;
    for (size_t i = 0; i < c->settled_count; i++)
        if (c->settled[i] == layer) return;
    for (size_t i = 0; i < c->count; i++)
        if (c->found[i].layer == layer && c->found[i].x == disc->x && c->found[i].y == disc->y)
            return;
    c->found[c->count] = *disc;
    c->found[c->count++].layer = layer;
}

static void count_side(struct counting *c, const er_disc_pick *pick, const er_disc_side *side,
                       er_box cell) {
    const er_disc_stock *stock = pick->stock;
    er_disc_window w = er_disc_stock_window(stock, cell);
    for (size_t i = 0; i < side->added_count; i++)
        count_one(c, &side->added[i], side->added[i].layer, cell);
    if (w.none) return;
    for (size_t row = w.first_row; row <= w.last_row && c->count < c->most; row++) {
        const size_t *start = stock->start + row * stock->columns;
        size_t end = start[w.last_column + 1];
        for (size_t k = start[w.first_column]; k < end && c->count < c->most; k++) {
            uint32_t disc = stock->items[k];
            count_one(c, &stock->discs[disc], layer_on(pick, side, disc), cell);
        }
    }
}

size_t er_disc_pick_count(const er_disc_pick *pick, er_box cell, const uint32_t *settled,
                          size_t settled_count, size_t most) {
    struct counting c = {.settled = settled, .settled_count = settled_count};
    if (settled_count >= most) return most;
    c.most = (most < COUNTED ? most : COUNTED) - settled_count;
    for (size_t i = 0; i < pick->side_count; i++)
        count_side(&c, pick, &pick->sides[i], cell);
    return settled_count + c.count;
}

/* ---- how far --------------------------------------------------------------------------------- */

static bool holds_more(er_box outer, er_box inner) {
    return inner.min_x > outer.min_x && inner.min_y > outer.min_y && inner.max_x < outer.max_x &&
           inner.max_y < outer.max_y;
}

/** The box of a layer on a side, looked for among the discs where one that reaches its border is
 *  gone. */
static er_box extent_of(const er_disc_pick *pick, const er_disc_side *side, uint32_t layer) {
    const er_disc_stock *stock = pick->stock;
    er_box whole = stock->extents[layer], rest = nowhere;
    bool same = true;
    for (size_t i = 0; i < side->gone_count && same; i++) {
        const er_disc *disc = &stock->discs[side->gone[i]];
        same = disc->layer != layer || holds_more(whole, er_disc_box(disc));
    }
    if (same) return whole;
    for (size_t i = 0; i < stock->count; i++)
        if (stock->discs[i].layer == layer && !is_gone(side, i))
            rest = er_boxes_joined(rest, er_disc_box(&stock->discs[i]));
    return rest;
}

er_box er_disc_pick_extent(const er_disc_pick *pick) {
    er_box all = nowhere;
    for (size_t s = 0; s < pick->side_count; s++) {
        const er_disc_side *side = &pick->sides[s];
        for (uint32_t k = 0; k < pick->stock->layer_count; k++)
            if (side->layer_of[k] != ER_DISC_NO_LAYER)
                all = er_boxes_joined(all, extent_of(pick, side, k));
        for (size_t i = 0; i < side->added_count; i++)
            if (side->added[i].layer != ER_DISC_NO_LAYER)
                all = er_boxes_joined(all, er_disc_box(&side->added[i]));
    }
    return all;
}

double er_disc_pick_radius_m(const er_disc_pick *pick) {
    double most_m = pick->stock->radius_m;
    for (size_t s = 0; s < pick->side_count; s++)
        for (size_t i = 0; i < pick->sides[s].added_count; i++)
            most_m = fmax(most_m, pick->sides[s].added[i].radius_m);
    return most_m;
}
