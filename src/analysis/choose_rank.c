/* A plan counted exactly: as a whole, and site by site from the one that gains most. */
#include "analysis/choose.h"

#include <math.h>
#include <string.h>

er_status er_choosing_assess(er_choosing_question *q, er_choosing_plan *plan) {
    double *after = NULL;
    ER_TRY(er_alloc(q->world->ctx, q->world->base_count, sizeof *after, &after));
    er_status status = er_choosing_count(q, plan->found, plan->count, after, &plan->persons_after);
    if (status == ER_OK) status = er_choosing_index_of(q, after, &plan->index);
    plan->short_of_floors = plan->conditions && !er_choosing_holds_floors(q, after);
    er_free(after);
    return status;
}

/* ---- one site after the other ---------------------------------------------------------------- */

/** What each site would gain beside those taken: an upper bound until it is counted anew, for more
 *  sites never leave more to gain (lazy greedy; Minoux, Optimization Techniques (1978)). */
struct ranking {
    er_choosing_question *q;
    er_choosing_plan *plan;
    double *gain; /**< of each place in found */
    bool *taken;
    size_t *sites; /**< taken, in their order */
    size_t count;
    double *before; /**< persons of each base with those taken */
    double *after;
    double total;
};

static er_status ranking_new(er_choosing_question *q, er_choosing_plan *plan, struct ranking *r) {
    er_context *ctx = q->world->ctx;
    size_t room = plan->count + 1, bases = q->world->base_count + 1;
    *r = (struct ranking){.q = q, .plan = plan, .total = q->persons_before};
    ER_TRY(er_alloc(ctx, room, sizeof *r->gain, &r->gain));
    ER_TRY(er_alloc(ctx, room, sizeof *r->taken, &r->taken));
    ER_TRY(er_alloc(ctx, room, sizeof *r->sites, &r->sites));
    ER_TRY(er_alloc(ctx, bases, sizeof *r->before, &r->before));
    ER_TRY(er_alloc(ctx, bases, sizeof *r->after, &r->after));
    memcpy(r->before, q->before, q->world->base_count * sizeof *r->before);
    for (size_t i = 0; i < plan->count; i++) {
        double *alone = &q->alone[plan->found[i]];
        if (isnan(*alone))
            ER_TRY(er_choosing_beside(q, plan->found[i], NULL, 0, r->before, r->after, alone));
        r->gain[i] = *alone;
    }
    return ER_OK;
}

static void ranking_clear(struct ranking *r) {
    er_free(r->gain);
    er_free(r->taken);
    er_free(r->sites);
    er_free(r->before);
    er_free(r->after);
}

static size_t best_of(const struct ranking *r) {
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < r->plan->count; i++)
        if (!r->taken[i] && (best == SIZE_MAX || r->gain[i] > r->gain[best])) best = i;
    return best;
}

/** The site that gains most beside those taken; r->after is counted with it. */
static er_status find_best(struct ranking *r, size_t *out) {
    for (size_t counted = SIZE_MAX;;) {
        size_t best = best_of(r);
        *out = best;
        if (counted == best) return ER_OK;
        ER_TRY(er_choosing_beside(r->q, r->plan->found[best], r->sites, r->count, r->before,
                                  r->after, &r->gain[best]));
        counted = best;
    }
}

/** The row of the index, and the group, that gains most of a step; the first of equal ones. */
static er_status find_most(struct ranking *r, size_t at) {
    er_choosing_question *q = r->q;
    er_choosing_plan *plan = r->plan;
    double *rows = NULL, *groups = NULL;
    size_t bases = q->world->base_count, best = SIZE_MAX, best_group = SIZE_MAX;
    ER_TRY(er_alloc(q->world->ctx, q->owner_count + 1, sizeof *rows, &rows));
    er_status status = er_alloc(q->world->ctx, q->group_count + 1, sizeof *groups, &groups);
    for (size_t i = 0; i < bases && status == ER_OK; i++) {
        double gain = r->after[i] - r->before[i];
        rows[q->owner[i]] += gain;
        if (q->group_of[i] < q->group_count) groups[q->group_of[i]] += gain;
    }
    for (size_t i = 0; i < q->owner_count && status == ER_OK; i++)
        if (rows[i] > 0 && (best == SIZE_MAX || rows[i] > rows[best])) best = i;
    for (size_t i = 0; i < q->group_count && status == ER_OK; i++)
        if (groups[i] > 0 && (best_group == SIZE_MAX || groups[i] > groups[best_group]))
            best_group = i;
    plan->most_owner[at] = best;
    plan->most_persons[at] = best == SIZE_MAX ? 0 : rows[best];
    plan->most_group[at] = best_group == SIZE_MAX ? NULL : q->groups[best_group].name;
    er_free(rows);
    er_free(groups);
    return status;
}

/** Take the site at a place in found, r->after counted with it. */
static er_status take(struct ranking *r, size_t place, double gain) {
    er_choosing_plan *plan = r->plan;
    size_t at = r->count;
    plan->rank[at] = place;
    plan->gains[at] = gain;
    ER_TRY(er_choosing_index_of(r->q, r->after, &plan->indices[at]));
    ER_TRY(find_most(r, at));
    r->taken[place] = true;
    r->sites[r->count++] = plan->found[place];
    r->total += gain;
    memcpy(r->before, r->after, r->q->world->base_count * sizeof *r->before);
    return ER_OK;
}

static er_status take_best(struct ranking *r) {
    size_t best = SIZE_MAX;
    ER_TRY(find_best(r, &best));
    return take(r, best, r->gain[best]);
}

/** The same order counted with all sites so far at every step: where discs lie far out, the last
 *  digits of a figure depend on all of them. */
static er_status count_anew(struct ranking *r) {
    er_choosing_question *q = r->q;
    size_t count = r->plan->count;
    memcpy(r->before, q->before, q->world->base_count * sizeof *r->before);
    r->total = q->persons_before;
    for (r->count = 0; r->count < count;) {
        double total;
        ER_TRY(er_check_cancel(q->world->ctx));
        ER_TRY(er_choosing_count(q, r->sites, r->count + 1, r->after, &total));
        ER_TRY(take(r, r->plan->rank[r->count], total - r->total));
    }
    return ER_OK;
}

static er_status make_room(const er_choosing_question *q, er_choosing_plan *plan) {
    er_context *ctx = q->world->ctx;
    size_t n = plan->count + 1;
    ER_TRY(er_arena_alloc(ctx, q->arena, n * sizeof *plan->rank, &plan->rank));
    ER_TRY(er_arena_alloc(ctx, q->arena, n * sizeof *plan->gains, &plan->gains));
    ER_TRY(er_arena_alloc(ctx, q->arena, n * sizeof *plan->indices, &plan->indices));
    ER_TRY(er_arena_alloc(ctx, q->arena, n * sizeof *plan->most_owner, &plan->most_owner));
    ER_TRY(er_arena_alloc(ctx, q->arena, n * sizeof *plan->most_persons, &plan->most_persons));
    return er_arena_alloc(ctx, q->arena, n * sizeof *plan->most_group, &plan->most_group);
}

er_status er_choosing_rank(er_choosing_question *q, er_choosing_plan *plan) {
    struct ranking r;
    ER_TRY(make_room(q, plan));
    er_status status = ranking_new(q, plan, &r);
    while (status == ER_OK && r.count < plan->count) {
        status = er_check_cancel(q->world->ctx);
        if (status == ER_OK) status = take_best(&r);
    }
    if (status == ER_OK && r.total != plan->persons_after) status = count_anew(&r);
    ranking_clear(&r);
    return status;
}
