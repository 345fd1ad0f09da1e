/* Branch and bound, the node of the highest bound first. */
#include "siting/region_search.h"

#include <math.h>
#include <string.h>

/* Steps of prices, for the first node and for the others, which begin with their parent's. */
enum { FIRST_STEPS = 400, NODE_STEPS = 60 };

static er_status alloc_sites(er_context *ctx, er_arena *arena, er_siting_region_search *s) {
    size_t sites = s->region->count + 1, bytes = sites * sizeof(double);
    ER_TRY(er_arena_alloc(ctx, arena, bytes, &s->charge));
    ER_TRY(er_arena_alloc(ctx, arena, bytes, &s->score));
    ER_TRY(er_arena_alloc(ctx, arena, bytes, &s->last_score));
    ER_TRY(er_arena_alloc(ctx, arena, bytes, &s->share));
    ER_TRY(er_arena_alloc(ctx, arena, sites, &s->best));
    return er_arena_alloc(ctx, arena, sites, &s->tried);
}

static er_status alloc_classes(er_context *ctx, er_arena *arena, er_siting_region_search *s) {
    size_t classes = s->region->class_count + 1, bytes = classes * sizeof(double);
    ER_TRY(er_arena_alloc(ctx, arena, classes, &s->met));
    ER_TRY(er_arena_alloc(ctx, arena, classes * sizeof *s->times, &s->times));
    ER_TRY(er_arena_alloc(ctx, arena, bytes, &s->price));
    ER_TRY(er_arena_alloc(ctx, arena, bytes, &s->trial));
    ER_TRY(er_arena_alloc(ctx, arena, bytes, &s->slope));
    return er_arena_alloc(ctx, arena, bytes, &s->mean);
}

static er_status alloc_sets(er_context *ctx, er_arena *arena, er_siting_region_search *s) {
    size_t sites = s->region->count + 1, classes = s->region->class_count + 1;
    ER_TRY(er_arena_alloc(ctx, arena, ER_SITING_REGION_POOL * sizeof *s->pool, &s->pool));
    ER_TRY(er_arena_alloc(ctx, arena, ER_SITING_REGION_POOL * sizeof *s->pool_reached,
                          &s->pool_reached));
    for (size_t n = 0; n < ER_SITING_REGION_POOL; n++)
        ER_TRY(er_arena_alloc(ctx, arena, sites, &s->pool[n]));
    ER_TRY(er_arena_alloc(ctx, arena, ER_SITING_REGION_SLOTS * sizeof *s->node, &s->node));
    for (size_t n = 0; n < ER_SITING_REGION_SLOTS; n++) {
        ER_TRY(er_arena_alloc(ctx, arena, sites, &s->node[n].fixed));
        ER_TRY(er_arena_alloc(ctx, arena, classes * sizeof *s->node[n].price, &s->node[n].price));
    }
    return ER_OK;
}

er_status er_siting_region_search_new(er_context *ctx, er_arena *arena,
                                      const er_siting_region *region,
                                      er_siting_region_search *out) {
    er_siting_region_search s = {.region = region};
    ER_TRY(alloc_sites(ctx, arena, &s));
    ER_TRY(alloc_classes(ctx, arena, &s));
    ER_TRY(alloc_sets(ctx, arena, &s));
    *out = s;
    return ER_OK;
}

/* ---- the heap -------------------------------------------------------------------------------- */

static bool is_before(const er_siting_region_node *a, const er_siting_region_node *b) {
    if (a->bound != b->bound) return a->bound > b->bound;
    return a->number < b->number;
}

static void swap(er_siting_region_search *s, size_t a, size_t b) {
    er_siting_region_node node = s->node[a];
    s->node[a] = s->node[b];
    s->node[b] = node;
}

/** Open the node that stands behind the open ones. */
static void push(er_siting_region_search *s) {
    size_t at = s->open++;
    for (; at > 0 && is_before(&s->node[at], &s->node[(at - 1) / 2]); at = (at - 1) / 2)
        swap(s, at, (at - 1) / 2);
}

/** The first goes behind the open ones. */
static void pop(er_siting_region_search *s) {
    swap(s, 0, --s->open);
    for (size_t at = 0;;) {
        size_t next = 2 * at + 1;
        if (next >= s->open) return;
        if (next + 1 < s->open && is_before(&s->node[next + 1], &s->node[next])) next++;
        if (!is_before(&s->node[next], &s->node[at])) return;
        swap(s, at, next);
        at = next;
    }
}

/* ---- the search ------------------------------------------------------------------------------ */

static void set_bound(er_siting_region_search *s) {
    s->bound = fmax(s->left_out, s->reached);
    if (s->open > 0) s->bound = fmax(s->bound, s->node[0].bound);
}

void er_siting_region_begin(er_siting_region_search *s) {
    const er_siting_region *r = s->region;
    er_siting_region_node *first = &s->node[0];
    s->open = s->pooled = 0;
    s->nodes = 1;
    s->reached = s->left_out = -INFINITY;
    memcpy(s->tried, s->best, r->count);
    er_siting_region_try(s);
    first->bound = INFINITY;
    first->number = 0;
    memset(first->fixed, ER_SITING_OPEN, r->count);
    for (size_t c = 0; c < r->class_count; c++)
        first->price[c] = (float)s->price[c];
    bool stays = er_siting_region_bound(s, first, FIRST_STEPS);
    for (size_t c = 0; c < r->class_count; c++)
        s->price[c] = (double)first->price[c];
    if (stays) push(s);
    set_bound(s);
}

/** Both branches of the first node. */
static void branch(er_siting_region_search *s) {
    const er_siting_region *r = s->region;
    pop(s);
    er_siting_region_node *in = &s->node[s->open], *out = &s->node[s->open + 1];
    out->bound = in->bound;
    memcpy(out->fixed, in->fixed, r->count);
    memcpy(out->price, in->price, r->class_count * sizeof *out->price);
    in->fixed[in->branch] = ER_SITING_IN;
    out->fixed[in->branch] = ER_SITING_OUT;
    in->number = s->nodes++;
    out->number = s->nodes++;
    if (er_siting_region_bound(s, in, NODE_STEPS))
        push(s);
    else
        swap(s, s->open, s->open + 1);
    if (er_siting_region_bound(s, &s->node[s->open], NODE_STEPS)) push(s);
}

bool er_siting_region_go_on(er_siting_region_search *s, uint64_t nodes) {
    uint64_t last = s->nodes + nodes;
    bool has_room = true;
    while (s->open > 0 && s->nodes < last && has_room) {
        if (s->node[0].bound <= s->reached + s->enough) {
            s->left_out = fmax(s->left_out, s->node[0].bound);
            s->open = 0;
        } else {
            branch(s);
            has_room = s->open + 1 < ER_SITING_REGION_SLOTS;
        }
    }
    set_bound(s);
    return s->open == 0 || !has_room;
}
