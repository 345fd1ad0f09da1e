/* A plan by distance: in which order the sites do most, what stands next to each, who is served by
 * whom. */
#include "siting/near.h"

#include <math.h>

/** What a set reaches: rows that are not served, and the value over those that are. Sets are
 *  compared by both, in this order. */
struct reach {
    size_t unserved;
    double value;
};

struct ordering {
    const er_siting_near *near;
    bool centre;
    double *distance; /* [rows] to the nearest site that counts at the time */
    double *with;     /* [rows] and with one more; as `distance` in between */
};

static bool better(struct reach a, struct reach b) {
    if (a.unserved != b.unserved) return a.unserved < b.unserved;
    return a.value < b.value;
}

static struct reach reach_of(const struct ordering *o, const double *distance) {
    struct reach reach = {0};
    er_sum sum = {0};
    double most = 0;
    for (size_t i = 0; i < o->near->count; i++) {
        if (distance[i] == INFINITY) {
            reach.unserved++;
            continue;
        }
        er_sum_add(&sum, o->near->weight[i] * distance[i]);
        most = fmax(most, distance[i]);
    }
    reach.value = o->centre ? most : er_sum_value(&sum);
    return reach;
}

static void bring_nearer(const er_siting_near *near, size_t site, double *distance) {
    for (size_t p = near->column_start[site]; p < near->column_start[site + 1]; p++) {
        uint32_t row = near->column[p].other;
        distance[row] = fmin(distance[row], near->column[p].distance);
    }
}

/** What is reached with one more site. */
static struct reach reach_with(const struct ordering *o, size_t site) {
    const er_siting_near *near = o->near;
    bring_nearer(near, site, o->with);
    struct reach reach = reach_of(o, o->with);
    for (size_t p = near->column_start[site]; p < near->column_start[site + 1]; p++) {
        uint32_t row = near->column[p].other;
        o->with[row] = o->distance[row];
    }
    return reach;
}

/** What one more site saves of the sum, where every row is served: enough to tell which sites are
 *  worth a closer look. */
static double saving(const struct ordering *o, size_t site) {
    const er_siting_near *near = o->near;
    double sum = 0;
    for (size_t p = near->column_start[site]; p < near->column_start[site + 1]; p++) {
        uint32_t row = near->column[p].other;
        double nearer = o->distance[row] - near->column[p].distance;
        if (nearer > 0) sum += near->weight[row] * nearer;
    }
    return sum;
}

static double added(struct reach before, struct reach after) {
    if (after.unserved < before.unserved) return INFINITY;
    return before.value - after.value;
}

static void begin(const struct ordering *o, const bool *counts, size_t but) {
    for (size_t i = 0; i < o->near->count; i++)
        o->distance[i] = o->near->kept[i];
    for (size_t f = 0; f < o->near->checked->free_count; f++)
        if (counts[f] && f != but) bring_nearer(o->near, f, o->distance);
    for (size_t i = 0; i < o->near->count; i++)
        o->with[i] = o->distance[i];
}

/** The best of the free candidates that are not chosen in the place of one that is, all conditions
 *  held. */
static er_status next_best(er_context *ctx, const struct ordering *o, const bool *chosen,
                           er_siting_tally *tally, size_t site, size_t *next, double *next_adds) {
    const er_siting_checked *checked = o->near->checked;
    size_t best = SIZE_MAX;
    ER_TRY(er_check_cancel(ctx));
    begin(o, chosen, site);
    struct reach before = reach_of(o, o->distance), most = before;
    double saved = 0;
    bool by_sum = !o->centre && before.unserved == 0;
    er_siting_tally_remove(tally, checked->free[site]);
    for (size_t f = 0; f < checked->free_count; f++) {
        if (chosen[f]) continue;
        double saves = by_sum ? saving(o, f) : 0;
        if (by_sum && saves <= saved) continue;
        er_siting_tally_add(tally, checked->free[f]);
        bool holds = er_siting_tally_holds_all(tally);
        er_siting_tally_remove(tally, checked->free[f]);
        if (!holds) continue;
        struct reach reach = reach_with(o, f);
        if (!better(reach, most)) continue;
        most = reach;
        best = f;
        saved = saves;
    }
    er_siting_tally_add(tally, checked->free[site]);
    *next = best == SIZE_MAX ? SIZE_MAX : checked->free[best];
    *next_adds = best == SIZE_MAX ? 0 : added(before, most);
    return ER_OK;
}

static er_status order_sites(er_context *ctx, er_arena *scratch, const struct ordering *o,
                             const bool *chosen, er_siting_tally *tally, er_siting_plan *out) {
    const er_siting_checked *checked = o->near->checked;
    bool *counts = NULL;
    size_t *sites = NULL;
    ER_TRY(er_arena_alloc(ctx, scratch, checked->free_count + 1, &counts));
    ER_TRY(er_arena_alloc(ctx, scratch, (out->count + 1) * sizeof *sites, &sites));
    begin(o, counts, SIZE_MAX);
    for (size_t n = 0; n < out->count; n++) {
        struct reach before = reach_of(o, o->distance), most = {0};
        size_t best = SIZE_MAX;
        ER_TRY(er_check_cancel(ctx));
        for (size_t f = 0; f < checked->free_count; f++) {
            if (!chosen[f] || counts[f]) continue;
            struct reach reach = reach_with(o, f);
            if (best != SIZE_MAX && !better(reach, most)) continue;
            most = reach;
            best = f;
        }
        counts[best] = true;
        sites[n] = best;
        out->chosen[n] = checked->free[best];
        out->adds[n] = added(before, most);
        bring_nearer(o->near, best, o->distance);
        bring_nearer(o->near, best, o->with);
    }
    for (size_t n = 0; n < out->count; n++)
        ER_TRY(next_best(ctx, o, chosen, tally, sites[n], &out->next[n], &out->next_adds[n]));
    return ER_OK;
}

/** The nearest site of each demand, weight 0 included; of equal ones the lower number. */
static er_status serve(er_context *ctx, er_arena *arena, er_arena *scratch,
                       const er_siting_near *near, const bool *chosen, er_siting_plan *out) {
    const er_siting_task *task = near->checked->task;
    double *distance = NULL;
    ER_TRY(er_arena_alloc(ctx, arena, (task->demand_count + 1) * sizeof *out->site, &out->site));
    ER_TRY(er_arena_alloc(ctx, scratch, (task->demand_count + 1) * sizeof *distance, &distance));
    for (size_t i = 0; i < task->demand_count; i++) {
        out->site[i] = UINT32_MAX;
        distance[i] = INFINITY;
    }
    for (size_t j = 0, f = 0; j < task->candidate_count; j++) {
        bool free = er_siting_is_free(task, j);
        bool stands = free ? chosen[f] : er_siting_is_kept(task, j);
        f += free;
        for (size_t p = task->start[j]; stands && p < task->start[j + 1]; p++) {
            uint32_t i = task->demand[p];
            if (task->value[p] >= distance[i]) continue;
            distance[i] = task->value[p];
            out->site[i] = (uint32_t)j;
        }
    }
    return ER_OK;
}

static void sum_up(const er_siting_near *near, er_siting_plan *out) {
    const er_siting_checked *checked = near->checked;
    er_sum total = {0}, met = {0};
    for (size_t i = 0; i < checked->task->demand_count; i++) {
        er_sum_add(&total, checked->weight[i]);
        if (out->site[i] != UINT32_MAX) er_sum_add(&met, checked->weight[i]);
    }
    out->total = er_sum_value(&total);
    out->met = er_sum_value(&met);
}

er_status er_siting_near_plan(er_context *ctx, er_arena *arena, er_arena *scratch,
                              const er_siting_near *near, const bool *chosen, er_siting_plan *out) {
    const er_siting_checked *checked = near->checked;
    struct ordering o = {.near = near, .centre = checked->task->aim == ER_SITING_CENTRE};
    er_siting_tally tally;
    er_siting_plan plan = {0};
    ER_TRY(er_siting_tally_new(ctx, scratch, checked, &tally));
    for (size_t f = 0; f < checked->free_count; f++)
        if (chosen[f]) er_siting_tally_add(&tally, checked->free[f]);
    plan.count = tally.count;
    size_t size = (plan.count + 1) * sizeof(double);
    ER_TRY(er_arena_alloc(ctx, arena, (plan.count + 1) * sizeof *plan.chosen, &plan.chosen));
    ER_TRY(er_arena_alloc(ctx, arena, (plan.count + 1) * sizeof *plan.next, &plan.next));
    ER_TRY(er_arena_alloc(ctx, arena, size, &plan.adds));
    ER_TRY(er_arena_alloc(ctx, arena, size, &plan.next_adds));
    ER_TRY(er_arena_alloc(ctx, scratch, (near->count + 1) * sizeof *o.distance, &o.distance));
    ER_TRY(er_arena_alloc(ctx, scratch, (near->count + 1) * sizeof *o.with, &o.with));
    ER_TRY(order_sites(ctx, scratch, &o, chosen, &tally, &plan));
    ER_TRY(serve(ctx, arena, scratch, near, chosen, &plan));
    sum_up(near, &plan);
    plan.value = er_siting_near_value(near, chosen);
    plan.cost = er_siting_weight(tally.cost, checked->cost_shift);
    *out = plan;
    return ER_OK;
}

er_status er_siting_assess_distance(er_context *ctx, er_arena *arena, er_arena *scratch,
                                    const er_siting_checked *checked, const size_t *chosen,
                                    size_t count, er_siting_plan *out) {
    er_siting_near near;
    bool *sites = NULL;
    ER_TRY(er_siting_near_new(ctx, scratch, checked, &near));
    ER_TRY(er_arena_alloc(ctx, scratch, checked->free_count + 1, &sites));
    for (size_t s = 0, f = 0; s < count; f++)
        if (checked->free[f] == chosen[s]) {
            sites[f] = true;
            s++;
        }
    if (er_siting_near_value(&near, sites) == INFINITY)
        return er_siting_fail_condition(ctx, checked,
                                        &(er_siting_condition){.kind = ER_SITING_NEED});
    ER_TRY(er_siting_near_plan(ctx, arena, scratch, &near, sites, out));
    out->bound = out->gap = NAN;
    out->end = ER_SITING_QUICK;
    return ER_OK;
}
