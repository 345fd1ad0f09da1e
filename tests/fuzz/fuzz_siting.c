/* A covering task out of any bytes, good or bad: a plan's sites are free, hold what they are to
 * hold when assessed again, and its bound is on the right side. */
#include "evenreach/siting.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_CANDIDATES = 8, MOST_DEMANDS = 12, MOST_SETS = 2, MOST_PAIRS = 96 };

struct bytes {
    const uint8_t *data;
    size_t left;
};

static unsigned next(struct bytes *b) {
    if (b->left == 0) return 0;
    b->left--;
    return *b->data++;
}

/** Mostly small numbers, at times odd ones. */
static double number(struct bytes *b, double unit) {
    static const double odd[] = {-1, 0, 1e-300, 1e300, 0.1};
    unsigned byte = next(b);
    if (byte == 255) return NAN;
    if (byte == 254) return INFINITY;
    if (byte >= 249) return odd[byte - 249];
    return byte % 16 * unit;
}

struct arrays {
    size_t start[MOST_CANDIDATES + 1];
    uint32_t demand[MOST_PAIRS];
    double value[MOST_PAIRS], weight[MOST_DEMANDS], cost[MOST_CANDIDATES];
    er_siting_role role[MOST_CANDIDATES];
    bool in_quota[MOST_SETS][MOST_CANDIDATES], in_floor[MOST_SETS][MOST_DEMANDS];
    er_siting_quota quotas[MOST_SETS];
    er_siting_floor floors[MOST_SETS];
};

static void read_pairs(struct bytes *b, struct arrays *a, er_siting_task *task) {
    size_t filled = 0;
    for (size_t j = 0; j < task->candidate_count; j++) {
        unsigned bits = next(b) | next(b) << 8;
        for (uint32_t i = 0; i < task->demand_count; i++) {
            if (!(bits >> i & 1)) continue;
            a->value[filled] = (1 + next(b) % 8) / 8.0;
            a->demand[filled++] = next(b) == 200 ? i + 1 : i;
        }
        a->start[j + 1] = filled;
        a->role[j] = next(b) % 6 == 0 ? ER_SITING_KEPT : ER_SITING_FREE;
        a->cost[j] = number(b, 1);
    }
    for (size_t i = 0; i < task->demand_count; i++)
        a->weight[i] = number(b, 1);
}

static void read_conditions(struct bytes *b, struct arrays *a, er_siting_task *task) {
    task->quota_count = next(b) % (MOST_SETS + 1);
    task->floor_count = next(b) % (MOST_SETS + 1);
    for (size_t s = 0; s < MOST_SETS; s++) {
        for (size_t j = 0; j < MOST_CANDIDATES; j++)
            a->in_quota[s][j] = next(b) % 2;
        for (size_t i = 0; i < MOST_DEMANDS; i++)
            a->in_floor[s][i] = next(b) % 2;
        a->quotas[s] = (er_siting_quota){.name = "set",
                                         .belongs = a->in_quota[s],
                                         .least = next(b) % 3,
                                         .most = next(b) % 8 + 1,
                                         .least_share = number(b, 1.0 / 32),
                                         .most_share = 1 - number(b, 1.0 / 32)};
        a->floors[s] = (er_siting_floor){
            .name = NULL, .belongs = a->in_floor[s], .share = number(b, 1.0 / 16)};
    }
}

static void read_task(struct bytes *b, struct arrays *a, er_siting_task *task) {
    *task = (er_siting_task){.aim = next(b) % 2 ? ER_SITING_FEWEST : ER_SITING_MOST,
                             .candidate_count = next(b) % (MOST_CANDIDATES + 1),
                             .demand_count = next(b) % (MOST_DEMANDS + 1),
                             .start = a->start,
                             .demand = a->demand,
                             .quotas = a->quotas,
                             .floors = a->floors};
    unsigned with = next(b);
    task->k = next(b) % 6;
    task->needed = number(b, 4);
    task->budget = with & 1 ? number(b, 2) : INFINITY;
    task->backup = with & 2 ? number(b, 1.0 / 16) : 0;
    if (with & 4) task->value = a->value;
    if (with & 8) task->weight = a->weight;
    if (with & 16) task->role = a->role;
    if (with & 32) task->cost = a->cost;
    read_pairs(b, a, task);
    read_conditions(b, a, task);
}

static void check(er_context *ctx, er_arena *arena, const er_siting_task *task,
                  const er_siting_plan *plan) {
    er_siting_plan again;
    bool fewest = task->aim == ER_SITING_FEWEST;
    if (!isfinite(plan->value) || !isfinite(plan->bound)) abort();
    if (fewest ? plan->bound > plan->value : plan->bound < plan->value) abort();
    for (size_t s = 0; s < plan->count; s++)
        if (task->role && task->role[plan->chosen[s]] != ER_SITING_FREE) abort();
    if (er_siting_assess(ctx, arena, task, plan->chosen, plan->count, &again) != ER_OK) abort();
    if (again.value != plan->value || again.met != plan->met) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct bytes b = {data, size};
    struct arrays a = {.start = {0}};
    er_context *ctx = NULL;
    er_arena *arena = NULL;
    er_siting_task task;
    er_siting_plan plan;
    if (er_context_new(&ctx) != ER_OK || er_arena_new(ctx, &arena) != ER_OK) abort();
    read_task(&b, &a, &task);
    er_siting_effort effort = {.quick = next(&b) % 2, .most_nodes = 50};
    er_status status = er_siting_choose(ctx, arena, &task, &effort, &plan);
    if (status == ER_OK)
        check(ctx, arena, &task, &plan);
    else if (!er_context_error(ctx)[0])
        abort();
    er_arena_free(arena);
    er_context_free(ctx);
    return 0;
}
