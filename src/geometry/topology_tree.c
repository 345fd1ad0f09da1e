/* Boxes around corners that lie together: they are put in the order of a Z-shaped curve (Morton
 * 1966), which keeps neighbours together, and packed sixteen to a box, level upon level. */
#include "geometry/topology.h"

#include <stdlib.h>

enum { FANOUT = 16 };

struct key {
    uint64_t at;
    uint32_t vertex;
};

static int by_key(const void *left, const void *right) {
    const struct key *a = left, *b = right;
    if (a->at != b->at) return a->at < b->at ? -1 : 1;
    return (a->vertex > b->vertex) - (a->vertex < b->vertex);
}

/** The bits with a gap between any two. */
static uint64_t spread(uint32_t bits) {
    static const uint64_t masks[] = {0x0000ffff0000ffffu, 0x00ff00ff00ff00ffu, 0x0f0f0f0f0f0f0f0fu,
                                     0x3333333333333333u, 0x5555555555555555u};
    uint64_t out = bits;
    for (int i = 0; i < 5; i++)
        out = (out | out << (16 >> i)) & masks[i];
    return out;
}

static uint64_t key_of(const er_top_vertex *v) {
    /* longitudes are -360 to 360 degrees: half of that fits into 32 bits */
    return spread((uint32_t)((v->x + 2 * (int64_t)ER_TOP_HALF_TURN) / 2)) |
           spread((uint32_t)((v->y + ER_TOP_POLE) / 2)) << 1;
}

static void grow(struct er_top_box *box, const struct er_top_box *by) {
    for (int k = 0; k < 2; k++) {
        if (by->low[k] < box->low[k]) box->low[k] = by->low[k];
        if (by->high[k] > box->high[k]) box->high[k] = by->high[k];
    }
}

static struct er_top_box leaf_box(const er_topology *t, size_t leaf) {
    const er_top_tree *tree = &t->tree;
    size_t end = leaf * FANOUT + FANOUT < tree->count ? leaf * FANOUT + FANOUT : tree->count;
    const er_top_vertex *first = &t->vertices[tree->order[leaf * FANOUT]];
    struct er_top_box box = er_top_box_of(first, first);
    for (size_t i = leaf * FANOUT + 1; i < end; i++) {
        const er_top_vertex *v = &t->vertices[tree->order[i]];
        struct er_top_box one = er_top_box_of(v, v);
        grow(&box, &one);
    }
    return box;
}

static void fill_boxes(er_topology *t) {
    er_top_tree *tree = &t->tree;
    for (size_t i = 0; i < tree->level_start[1]; i++)
        tree->boxes[i] = leaf_box(t, i);
    for (size_t level = 1; level < tree->level_count; level++) {
        const struct er_top_box *below = tree->boxes + tree->level_start[level - 1];
        size_t count = tree->level_start[level] - tree->level_start[level - 1];
        for (size_t i = 0; i < count; i++) {
            struct er_top_box *box = &tree->boxes[tree->level_start[level] + i / FANOUT];
            if (i % FANOUT == 0)
                *box = below[i];
            else
                grow(box, &below[i]);
        }
    }
}

er_status er_top_tree_new(er_context *ctx, er_topology *t) {
    er_top_tree *tree = &t->tree;
    struct key *keys = NULL;
    tree->count = t->vertex_count;
    size_t boxes = 0, of_level = tree->count;
    while (of_level > 1 || (tree->level_count == 0 && of_level > 0)) {
        of_level = (of_level + FANOUT - 1) / FANOUT;
        boxes += of_level;
        tree->level_start[++tree->level_count] = boxes;
    }
    ER_TRY(er_alloc(ctx, tree->count + 1, sizeof *tree->order, &tree->order));
    ER_TRY(er_alloc(ctx, boxes + 1, sizeof *tree->boxes, &tree->boxes));
    ER_TRY(er_alloc(ctx, tree->count + 1, sizeof *keys, &keys));
    for (size_t i = 0; i < tree->count; i++)
        keys[i] = (struct key){key_of(&t->vertices[i]), (uint32_t)i};
    qsort(keys, tree->count, sizeof *keys, by_key);
    for (size_t i = 0; i < tree->count; i++)
        tree->order[i] = keys[i].vertex;
    er_free(keys);
    if (tree->count > 0) fill_boxes(t);
    return ER_OK;
}

void er_top_tree_clear(er_top_tree *tree) {
    er_free(tree->order);
    er_free(tree->boxes);
    *tree = (er_top_tree){0};
}

static bool meets(const struct er_top_box *a, const struct er_top_box *b) {
    return a->low[0] <= b->high[0] && b->low[0] <= a->high[0] && a->low[1] <= b->high[1] &&
           b->low[1] <= a->high[1];
}

/** What a search goes on with. */
struct search {
    const er_topology *t;
    const struct er_top_box *box;
    bool (*visit)(const er_topology *t, uint32_t vertex, void *state);
    void *state;
};

static bool search_leaf(const struct search *s, size_t leaf) {
    const er_top_tree *tree = &s->t->tree;
    size_t end = leaf * FANOUT + FANOUT < tree->count ? leaf * FANOUT + FANOUT : tree->count;
    for (size_t i = leaf * FANOUT; i < end; i++) {
        const er_top_vertex *v = &s->t->vertices[tree->order[i]];
        struct er_top_box one = er_top_box_of(v, v);
        if (meets(&one, s->box) && s->visit(s->t, tree->order[i], s->state)) return true;
    }
    return false;
}

/** The boxes of a level below one of the level above it; the depth is log16 of the corners. */
static bool search_level(const struct search *s, size_t level, size_t first) {
    const er_top_tree *tree = &s->t->tree;
    size_t count = tree->level_start[level + 1] - tree->level_start[level];
    size_t end = first + FANOUT < count ? first + FANOUT : count;
    for (size_t i = first; i < end; i++) {
        if (!meets(&tree->boxes[tree->level_start[level] + i], s->box)) continue;
        if (level == 0 ? search_leaf(s, i) : search_level(s, level - 1, i * FANOUT)) return true;
    }
    return false;
}

bool er_top_tree_any(const er_topology *t, const struct er_top_box *box,
                     bool (*visit)(const er_topology *t, uint32_t vertex, void *state),
                     void *state) {
    const struct search s = {t, box, visit, state};
    return t->tree.level_count > 0 && search_level(&s, t->tree.level_count - 1, 0);
}
