#include "geometry/disc_union.h"

#include <math.h>
#include <stdlib.h>

static int compare(double a, double b) {
    return (a > b) - (a < b);
}

/** By layer, x, y; the largest of one centre first. */
static int by_place(const void *left, const void *right) {
    const er_disc *a = left, *b = right;
    if (a->layer != b->layer) return a->layer < b->layer ? -1 : 1;
    if (a->x != b->x) return compare(a->x, b->x);
    if (a->y != b->y) return compare(a->y, b->y);
    return compare(b->radius_m, a->radius_m);
}

static bool is_sorted(const er_disc *discs, size_t count) {
    for (size_t i = 1; i < count; i++)
        if (by_place(&discs[i - 1], &discs[i]) > 0) return false;
    return true;
}

const er_disc *er_disc_find(const er_disc *canonical, size_t count, double x, double y) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const er_disc *disc = &canonical[middle];
        if (disc->x < x || (disc->x == x && disc->y < y))
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < count && canonical[low].x == x && canonical[low].y == y;
    return found ? &canonical[low] : NULL;
}

static er_status check(er_context *ctx, const er_disc *disc, size_t number, uint32_t layer_count) {
    static const double place_limit_m = 1e8;
    if (!(disc->radius_m > 0) || !(disc->radius_m <= ER_DISC_RADIUS_LIMIT_M))
        return er_fail(ctx, ER_ERR_RANGE,
                       "disc %zu: the radius %g m is not above 0 and at most 200 km", number,
                       disc->radius_m);
    if (!(fabs(disc->x) <= place_limit_m) || !(fabs(disc->y) <= place_limit_m))
        return er_fail(ctx, ER_ERR_RANGE, "disc %zu: its centre is not a place on the plane",
                       number);
    if (disc->layer >= layer_count)
        return er_fail(ctx, ER_ERR_RANGE, "disc %zu: layer %u is not below the layer count %u",
                       number, disc->layer, layer_count);
    return ER_OK;
}

er_status er_disc_canonical(er_context *ctx, const er_disc *discs, size_t count,
                            uint32_t layer_count, er_disc_rule rule, uint32_t layer, er_disc **out,
                            size_t *out_count) {
    for (size_t i = 0; i < count; i++)
        ER_TRY(check(ctx, &discs[i], i + 1, layer_count));
    er_disc *kept = NULL;
    ER_TRY(er_alloc(ctx, count, sizeof *kept, &kept));
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        if (rule == ER_DISC_LAYER && discs[i].layer != layer) continue;
        kept[used] = discs[i];
        kept[used].x += 0.0; /* one zero only */
        kept[used].y += 0.0;
        if (rule != ER_DISC_ALL) kept[used].layer = 0;
        used++;
    }
    if (!is_sorted(kept, used)) qsort(kept, used, sizeof *kept, by_place);
    size_t distinct = 0;
    for (size_t i = 0; i < used; i++) {
        const er_disc *last = distinct ? &kept[distinct - 1] : NULL;
        if (last && last->layer == kept[i].layer && last->x == kept[i].x && last->y == kept[i].y)
            continue;
        kept[distinct++] = kept[i];
    }
    *out = kept;
    *out_count = distinct;
    return ER_OK;
}
