/* What the same candidates meet is one class. Rows are brought together by a hash of their members
 * and compared in full; the classes then stand in the order of their members, so that nothing
 * depends on the hash or on the order of the rows. */
#include "siting/problem.h"

#include <stdlib.h>
#include <string.h>

/** Rows with one list of members. */
struct class {
    const uint32_t *members;
    size_t count;
    uint64_t hash;
    int64_t weight;
};

/** FNV-1a over the members, see Fowler, Noll, Vo, draft-eastlake-fnv. */
static uint64_t hash_of(const uint32_t *members, size_t count) {
    uint64_t hash = 14695981039346656037u;
    for (size_t k = 0; k < count; k++)
        hash = (hash ^ members[k]) * 1099511628211u;
    return hash;
}

static int by_members(const void *a, const void *b) {
    const struct class *l = a, *r = b;
    size_t shared = l->count < r->count ? l->count : r->count;
    for (size_t k = 0; k < shared; k++)
        if (l->members[k] != r->members[k]) return l->members[k] < r->members[k] ? -1 : 1;
    return (l->count > r->count) - (l->count < r->count);
}

static int by_hash(const void *a, const void *b) {
    const struct class *l = a, *r = b;
    if (l->hash != r->hash) return l->hash < r->hash ? -1 : 1;
    return by_members(a, b);
}

/** Join neighbours of the same members; returns how many are left. */
static size_t join(struct class *classes, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && classes[kept - 1].hash == classes[i].hash &&
            by_members(&classes[kept - 1], &classes[i]) == 0)
            classes[kept - 1].weight += classes[i].weight;
        else
            classes[kept++] = classes[i];
    }
    return kept;
}

/** The classes of the rows, sorted. */
static er_status classes_of(er_context *ctx, size_t row_count, const size_t *row_start,
                            const uint32_t *row_members, const int64_t *row_weight,
                            struct class **out, size_t *count) {
    struct class *classes = NULL;
    ER_TRY(er_alloc(ctx, row_count + 1, sizeof *classes, &classes));
    size_t filled = 0;
    for (size_t i = 0; i < row_count; i++) {
        size_t members = row_start[i + 1] - row_start[i];
        if (members == 0 || row_weight[i] == 0) continue;
        classes[filled++] = (struct class){.members = row_members + row_start[i],
                                           .count = members,
                                           .hash = hash_of(row_members + row_start[i], members),
                                           .weight = row_weight[i]};
    }
    /* Rows of a map come with neighbours side by side: most are joined before anything is sorted.
     */
    filled = join(classes, filled);
    qsort(classes, filled, sizeof *classes, by_hash);
    filled = join(classes, filled);
    qsort(classes, filled, sizeof *classes, by_members);
    *out = classes;
    *count = filled;
    return ER_OK;
}

/** Members of the classes, and classes of the candidates. */
static er_status link_up(er_context *ctx, er_arena *arena, const struct class *classes,
                         er_siting_problem *p) {
    size_t pairs = 0, *next = NULL;
    for (size_t c = 0; c < p->class_count; c++)
        pairs += classes[c].count;
    ER_TRY(er_arena_alloc(ctx, arena, (p->class_count + 1) * sizeof *p->weight, &p->weight));
    ER_TRY(
        er_arena_alloc(ctx, arena, (p->class_count + 1) * sizeof *p->class_start, &p->class_start));
    ER_TRY(er_arena_alloc(ctx, arena, (pairs + 1) * sizeof *p->members, &p->members));
    ER_TRY(er_arena_alloc(ctx, arena, (p->count + 1) * sizeof *p->start, &p->start));
    ER_TRY(er_arena_alloc(ctx, arena, (p->count + 1) * sizeof *next, &next));
    ER_TRY(er_arena_alloc(ctx, arena, (pairs + 1) * sizeof *p->classes, &p->classes));
    for (size_t c = 0; c < p->class_count; c++) {
        p->weight[c] = classes[c].weight;
        p->total += classes[c].weight;
        memcpy(p->members + p->class_start[c], classes[c].members,
               classes[c].count * sizeof *p->members);
        p->class_start[c + 1] = p->class_start[c] + classes[c].count;
    }
    for (size_t k = 0; k < pairs; k++)
        p->start[p->members[k] + 1]++;
    for (size_t j = 0; j < p->count; j++) {
        p->start[j + 1] += p->start[j];
        next[j] = p->start[j];
    }
    for (size_t c = 0; c < p->class_count; c++)
        for (size_t k = p->class_start[c]; k < p->class_start[c + 1]; k++)
            p->classes[next[p->members[k]]++] = (uint32_t)c;
    return ER_OK;
}

er_status er_siting_merge(er_context *ctx, er_arena *arena, size_t count, const size_t *candidate,
                          size_t row_count, const size_t *row_start, const uint32_t *row_members,
                          const int64_t *row_weight, er_siting_problem *out) {
    er_siting_problem p = {.count = count};
    struct class *classes = NULL;
    ER_TRY(er_arena_alloc(ctx, arena, (count + 1) * sizeof *p.candidate, &p.candidate));
    if (count > 0) memcpy(p.candidate, candidate, count * sizeof *p.candidate);
    ER_TRY(
        classes_of(ctx, row_count, row_start, row_members, row_weight, &classes, &p.class_count));
    er_status status = link_up(ctx, arena, classes, &p);
    er_free(classes);
    if (status == ER_OK) *out = p;
    return status;
}

er_status er_siting_problem_new(er_context *ctx, er_arena *arena, const er_siting_cover *cover,
                                er_siting_problem *out) {
    size_t *row_start = NULL, *candidate = NULL;
    uint32_t *members = NULL;
    int64_t *weight = NULL, total_of_all = 0;
    int shift;
    ER_TRY(er_siting_scale(ctx, cover, &shift));
    ER_TRY(er_siting_transpose(ctx, arena, cover, &row_start, &members));
    ER_TRY(er_arena_alloc(ctx, arena, (cover->demand_count + 1) * sizeof *weight, &weight));
    ER_TRY(
        er_arena_alloc(ctx, arena, (cover->candidate_count + 1) * sizeof *candidate, &candidate));
    for (size_t i = 0; i < cover->demand_count; i++) {
        weight[i] = er_siting_units(cover->weight[i], shift);
        total_of_all += weight[i];
    }
    for (size_t j = 0; j < cover->candidate_count; j++)
        candidate[j] = j;
    ER_TRY(er_siting_merge(ctx, arena, cover->candidate_count, candidate, cover->demand_count,
                           row_start, members, weight, out));
    out->total_of_all = total_of_all;
    out->shift = shift;
    return ER_OK;
}
