/* The places of `choose` as a siting problem: which site reaches what, and who stands already. */
#include "cli/choose.h"

#include <math.h>
#include <stdlib.h>

/* ---- pairs ----------------------------------------------------------------------------------- */

/** Share of the demand that is met at a distance. Gaussian: (exp(-(d/R)^2/2) - exp(-1/2)) / (1 -
 *  exp(-1/2)) (Dai, Black neighborhoods ..., Health & Place 16 (2010), equation 1), from full_m. */
static double share_at(const er_choose_request *request, double distance_m) {
    double part = (distance_m - request->full_m) / (request->radius_m - request->full_m);
    if (part <= 0) return 1;
    if (request->decay == ER_DECAY_LINEAR) return 1 - part;
    return (exp(-0.5 * part * part) - exp(-0.5)) / (1 - exp(-0.5));
}

/** Distances become shares in place; pairs at which nothing is left go. */
static void decay(const er_choose_request *request, size_t sites, er_pairs *pairs) {
    size_t kept = 0, begin = 0;
    for (size_t i = 0; i < sites; i++) {
        size_t end = pairs->start[i + 1];
        for (size_t p = begin; p < end; p++) {
            double share = share_at(request, pairs->distance_m[p]);
            if (!(share > 0)) continue;
            pairs->to[kept] = pairs->to[p];
            pairs->distance_m[kept++] = share;
        }
        begin = end;
        pairs->start[i + 1] = kept;
    }
}

static er_status points_of(er_context *ctx, const er_choose_places *places, er_point **out) {
    ER_TRY(er_alloc(ctx, places->count, sizeof **out, out));
    for (size_t i = 0; i < places->count; i++)
        (*out)[i] = places->items[i].at;
    return ER_OK;
}

static er_status pair_up(er_context *ctx, er_arena *arena, const er_choose_request *request,
                         er_choose_world *world) {
    er_point *sites = NULL, *demand = NULL;
    er_pairs pairs;
    er_status status = points_of(ctx, &world->sites, &sites);
    if (status == ER_OK) status = points_of(ctx, &world->demand, &demand);
    if (status == ER_OK)
        status = er_pairs_within(ctx, arena, sites, world->sites.count, demand, world->demand.count,
                                 request->radius_m, !world->sites.plane, &pairs);
    er_free(sites);
    er_free(demand);
    ER_TRY(status);
    bool by_distance = request->aim == ER_SITING_MEDIAN || request->aim == ER_SITING_CENTRE;
    if (request->decay != ER_DECAY_NONE) decay(request, world->sites.count, &pairs);
    world->task.start = pairs.start;
    world->task.demand = pairs.to;
    if (by_distance || request->decay != ER_DECAY_NONE) world->task.value = pairs.distance_m;
    return ER_OK;
}

/* ---- numbers --------------------------------------------------------------------------------- */

static er_status fill_numbers(er_context *ctx, er_arena *arena, const er_choose_request *request,
                              er_choose_world *world) {
    er_siting_task *task = &world->task;
    double *weight = NULL, *cost = NULL, *capacity = NULL;
    er_siting_role *role = NULL;
    size_t sites = world->sites.count;
    ER_TRY(er_arena_alloc(ctx, arena, world->demand.count * sizeof *weight, &weight));
    ER_TRY(er_arena_alloc(ctx, arena, sites * sizeof *cost, &cost));
    ER_TRY(er_arena_alloc(ctx, arena, sites * sizeof *capacity, &capacity));
    ER_TRY(er_arena_alloc(ctx, arena, sites * sizeof *role, &role));
    for (size_t i = 0; i < world->demand.count; i++)
        weight[i] = world->demand.items[i].weight;
    for (size_t i = 0; i < sites; i++) {
        const er_choose_place *site = &world->sites.items[i];
        cost[i] = site->cost;
        capacity[i] = site->capacity;
        role[i] = site->existing ? ER_SITING_KEPT : ER_SITING_FREE;
        world->free_count += !site->existing;
    }
    task->weight = weight;
    task->role = role;
    if (request->options->cost) task->cost = cost;
    if (request->options->capacity) task->capacity = capacity;
    return ER_OK;
}

/** Weight that the fewest sites are to meet: a number, or a share of all of it. */
static er_status set_needed(er_context *ctx, const char *text, const er_choose_world *world,
                            double *needed) {
    er_sum total = {0};
    bool share = false;
    *needed = INFINITY;
    if (!text) return ER_OK;
    if (!er_choose_amount(text, needed, &share) || !(*needed > 0))
        return er_fail(ctx, ER_ERR_USAGE,
                       "--needed: '%.60s' is neither a weight above 0 nor a share such as 0.9 or "
                       "90%%",
                       text);
    for (size_t i = 0; i < world->demand.count; i++)
        er_sum_add(&total, world->demand.items[i].weight);
    if (share) *needed *= er_sum_value(&total);
    if (*needed <= er_sum_value(&total)) return ER_OK;
    return er_fail(ctx, ER_ERR_INFEASIBLE,
                   "--needed: %.10g is more than the whole weight of %s, %.10g", *needed,
                   world->demand.path, er_sum_value(&total));
}

static er_status set_limits(er_context *ctx, const er_choose_request *request,
                            er_choose_world *world) {
    const er_choose_options *o = request->options;
    er_siting_task *task = &world->task;
    if (world->free_count == 0)
        return er_fail(ctx, ER_ERR_INPUT, "%s: all candidates stand already: none can be chosen",
                       world->sites.path);
    task->k = o->k == INT64_MIN ? world->free_count : (size_t)o->k;
    if (task->k > world->free_count)
        return er_fail(ctx, ER_ERR_RANGE,
                       "-k: %lld sites are asked for, but %s has only %zu that can be chosen",
                       (long long)o->k, world->sites.path, world->free_count);
    task->budget = isnan(o->budget) ? INFINITY : o->budget;
    task->backup = isnan(o->backup) ? 0 : o->backup;
    return set_needed(ctx, o->needed, world, &task->needed);
}

/* ---- what is worth a word -------------------------------------------------------------------- */

static er_status find_unreached(er_context *ctx, er_arena *arena, er_choose_world *world) {
    const er_siting_task *task = &world->task;
    ER_TRY(er_arena_alloc(ctx, arena, world->candidate_count * sizeof *world->unreached,
                          &world->unreached));
    for (size_t i = 0; i < world->candidate_count; i++)
        if (task->start[i] == task->start[i + 1]) world->unreached[world->unreached_count++] = i;
    return ER_OK;
}

/** Demand that is out of reach whatever is chosen. */
static er_status find_beyond(er_context *ctx, er_arena *arena, er_choose_world *world) {
    const er_siting_task *task = &world->task;
    bool *reached = NULL;
    er_sum weight = {0};
    ER_TRY(er_arena_alloc(ctx, arena, world->demand.count * sizeof *reached, &reached));
    ER_TRY(er_arena_alloc(ctx, arena, world->demand.count * sizeof *world->beyond, &world->beyond));
    for (size_t p = 0; p < task->start[task->candidate_count]; p++)
        reached[task->demand[p]] = true;
    for (size_t i = 0; i < world->demand.count; i++) {
        if (reached[i] || !(world->demand.items[i].weight > 0)) continue;
        world->beyond[world->beyond_count++] = i;
        er_sum_add(&weight, world->demand.items[i].weight);
    }
    world->beyond_weight = er_sum_value(&weight);
    return ER_OK;
}

struct spot {
    er_point at;
    size_t site;
};

static int by_place(const void *left, const void *right) {
    const struct spot *a = left, *b = right;
    if (a->at.x != b->at.x) return a->at.x < b->at.x ? -1 : 1;
    if (a->at.y != b->at.y) return a->at.y < b->at.y ? -1 : 1;
    return (a->site > b->site) - (a->site < b->site);
}

static bool same_spot(const struct spot *a, const struct spot *b) {
    return a->at.x == b->at.x && a->at.y == b->at.y;
}

/** Runs of equal places among the sorted ones, each from its first candidate. */
static void take_runs(er_choose_world *world, const struct spot *spots) {
    size_t count = world->candidate_count, used = 0;
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && same_spot(&spots[i], &spots[end]);)
            end++;
        if (end - i < 2) continue;
        world->equal_start[world->equal_count++] = used;
        for (size_t s = i; s < end; s++)
            world->equal[used++] = spots[s].site;
    }
    world->equal_start[world->equal_count] = used;
}

static er_status find_equal(er_context *ctx, er_arena *arena, er_choose_world *world) {
    size_t count = world->candidate_count;
    struct spot *spots = NULL;
    ER_TRY(er_arena_alloc(ctx, arena, count * sizeof *world->equal, &world->equal));
    ER_TRY(
        er_arena_alloc(ctx, arena, (count + 1) * sizeof *world->equal_start, &world->equal_start));
    ER_TRY(er_alloc(ctx, count, sizeof *spots, &spots));
    for (size_t i = 0; i < count; i++)
        spots[i] = (struct spot){world->sites.items[i].at, i};
    qsort(spots, count, sizeof *spots, by_place);
    take_runs(world, spots);
    er_free(spots);
    return ER_OK;
}

er_status er_choose_build(er_context *ctx, er_arena *arena, const er_choose_request *request,
                          er_choose_world *world) {
    world->task = (er_siting_task){.aim = request->aim,
                                   .candidate_count = world->sites.count,
                                   .demand_count = world->demand.count};
    ER_TRY(fill_numbers(ctx, arena, request, world));
    ER_TRY(set_limits(ctx, request, world));
    ER_TRY(er_choose_conditions(ctx, arena, request, world));
    ER_TRY(pair_up(ctx, arena, request, world));
    ER_TRY(find_unreached(ctx, arena, world));
    ER_TRY(find_beyond(ctx, arena, world));
    return find_equal(ctx, arena, world);
}
