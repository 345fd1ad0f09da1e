/* Pairs of neighbours: borders first, then what the rule adds for those that touch none. */
#include "geometry/adjacency.h"

#include <math.h>
#include <stdlib.h>

enum { LARGEST_TOLERANCE_M = 10000 };

er_status er_pair_add(er_context *ctx, er_pair_list *list, uint32_t a, uint32_t b,
                      er_adjacency_kind kind) {
    if (a == b) return ER_OK;
    ER_TRY(er_reserve(ctx, &list->items, &list->capacity, list->count + 1, sizeof *list->items));
    list->items[list->count++] = (struct er_pair){{a < b ? a : b, a < b ? b : a}, (uint8_t)kind};
    return ER_OK;
}

static int compare_pairs(const void *left, const void *right) {
    const struct er_pair *a = left, *b = right;
    for (int side = 0; side < 2; side++)
        if (a->pair[side] != b->pair[side]) return a->pair[side] < b->pair[side] ? -1 : 1;
    return (a->kind > b->kind) - (a->kind < b->kind);
}

static bool same_pair(const struct er_pair *a, const struct er_pair *b) {
    return a->pair[0] == b->pair[0] && a->pair[1] == b->pair[1];
}

/** Each pair once, with its first kind. */
static void sort_pairs(er_pair_list *list) {
    size_t kept = 0;
    if (list->count > 0) qsort(list->items, list->count, sizeof *list->items, compare_pairs);
    for (size_t i = 0; i < list->count; i++)
        if (i == 0 || !same_pair(&list->items[i], &list->items[i - 1]))
            list->items[kept++] = list->items[i];
    list->count = kept;
}

static er_status check_rule(er_context *ctx, const er_adjacency_rule *rule, size_t count) {
    if (!(rule->tolerance_m >= 0 && rule->tolerance_m <= LARGEST_TOLERANCE_M))
        return er_fail(ctx, ER_ERR_RANGE, "the tolerance of %g m is not from 0 to 10000 m",
                       rule->tolerance_m);
    if (count > UINT32_MAX)
        return er_fail(ctx, ER_ERR_RANGE, "%zu geometries are too many for neighbours", count);
    for (size_t i = 0; i < rule->link_count; i++)
        for (int side = 0; side < 2; side++)
            if (rule->links[i][side] >= count)
                return er_fail(ctx, ER_ERR_RANGE, "link %zu: the geometry %lu is not one of %zu",
                               i + 1, (unsigned long)rule->links[i][side], count);
    return ER_OK;
}

/** Mark whose pairs there are. */
static void mark(const er_pair_list *list, bool *paired) {
    for (size_t i = 0; i < list->count; i++)
        paired[list->items[i].pair[0]] = paired[list->items[i].pair[1]] = true;
}

/** Points have no borders that a link could stand for: they get their nearest ones in any case. */
static er_status join_nearest(er_parts *parts, size_t nearest, const bool *paired,
                              er_pair_list *list) {
    size_t originals = parts->count;
    while (originals > 0 && parts->items[originals - 1].copy)
        originals--;
    for (size_t from = 0, to; from < originals; from = to) {
        const er_part *first = &parts->items[from];
        for (to = from; to < originals && parts->items[to].owner == first->owner;)
            to++;
        if (first->area && paired[first->owner]) continue;
        er_progress(parts->ctx, "nearest neighbours", from, originals);
        ER_TRY(er_nearest_pairs(parts, first, to - from, nearest, list));
    }
    return ER_OK;
}

static er_status find_pairs(er_parts *parts, const er_adjacency_rule *rule, bool *paired,
                            bool *bordering, er_pair_list *list) {
    er_context *ctx = parts->ctx;
    ER_TRY(er_border_pairs(parts, rule, list));
    mark(list, bordering);
    for (size_t i = 0; i < rule->link_count; i++)
        ER_TRY(er_pair_add(ctx, list, rule->links[i][0], rule->links[i][1], ER_ADJACENT_LINK));
    mark(list, paired);
    if (rule->nearest > 0) ER_TRY(join_nearest(parts, rule->nearest, paired, list));
    mark(list, paired);
    sort_pairs(list);
    return ER_OK;
}

static er_status hand_over(er_context *ctx, const er_pair_list *list, er_adjacency *found) {
    ER_TRY(er_alloc(ctx, list->count, sizeof *found->pairs, &found->pairs));
    ER_TRY(er_alloc(ctx, list->count, sizeof *found->kind, &found->kind));
    for (size_t i = 0; i < list->count; i++) {
        found->pairs[i][0] = list->items[i].pair[0];
        found->pairs[i][1] = list->items[i].pair[1];
        found->kind[i] = list->items[i].kind;
    }
    found->count = list->count;
    return ER_OK;
}

er_status er_adjacency_new(er_context *ctx, const er_bytes *geometries, size_t count,
                           const er_adjacency_rule *rule, er_adjacency *out) {
    er_parts parts = {0};
    er_pair_list list = {0};
    er_adjacency found = {0};
    bool *paired = NULL, *bordering = NULL;
    er_status status;
    ER_TRY(check_rule(ctx, rule, count));
    ER_GOTO(status, end, er_alloc(ctx, count, sizeof *paired, &paired));
    ER_GOTO(status, end, er_alloc(ctx, count, sizeof *bordering, &bordering));
    ER_GOTO(status, end, er_parts_open(ctx, geometries, count, rule->tolerance_m, &parts));
    ER_GOTO(status, end, find_pairs(&parts, rule, paired, bordering, &list));
    for (size_t i = 0; i < count; i++) {
        found.joined += paired[i] && !bordering[i];
        found.alone += !paired[i];
    }
    ER_GOTO(status, end, hand_over(ctx, &list, &found));
    *out = found;
end:
    if (status != ER_OK) er_adjacency_free(&found);
    er_parts_close(&parts);
    er_free(list.items);
    er_free(paired);
    er_free(bordering);
    return status;
}

void er_adjacency_free(er_adjacency *adjacency) {
    er_free(adjacency->pairs);
    er_free(adjacency->kind);
    *adjacency = (er_adjacency){0};
}
