/* A task: every number looked at before anything is built on it. */
#include "siting/task.h"

#include <math.h>

/* Budgets and costs are sums of doubles: what keeps to a budget to within this share does. */
static const double rounding = 1e-12;

bool er_siting_is_free(const er_siting_task *task, size_t candidate) {
    return !task->role || task->role[candidate] == ER_SITING_FREE;
}

bool er_siting_is_kept(const er_siting_task *task, size_t candidate) {
    return task->role && task->role[candidate] == ER_SITING_KEPT;
}

static bool is_share(double value) {
    return value >= 0 && value <= 1;
}

static bool by_distance(const er_siting_task *task) {
    return task->aim == ER_SITING_MEDIAN || task->aim == ER_SITING_CENTRE;
}

er_status er_siting_effort_check(er_context *ctx, const er_siting_effort *effort) {
    if (!is_share(effort->gap))
        return er_fail(ctx, ER_ERR_RANGE, "the gap to stop at is a share from 0 to 1, not %g",
                       effort->gap);
    if (effort->most_nodes < 0 || effort->most_nodes > INT32_MAX)
        return er_fail(ctx, ER_ERR_RANGE, "the search takes 0 to 2147483647 nodes, not %lld",
                       (long long)effort->most_nodes);
    if (!isfinite(effort->most_seconds) || effort->most_seconds < 0)
        return er_fail(ctx, ER_ERR_RANGE, "the search takes 0 or more seconds, not %g",
                       effort->most_seconds);
    return ER_OK;
}

static er_status check_pairs(er_context *ctx, const er_siting_task *task) {
    size_t pairs = task->candidate_count > 0 ? task->start[task->candidate_count] : 0;
    if (by_distance(task) && !task->value && pairs > 0)
        return er_fail(ctx, ER_ERR_RANGE, "choosing by distance asks for a distance of each pair");
    for (size_t k = 0; task->value && k < pairs; k++) {
        double value = task->value[k];
        if (by_distance(task) && !(isfinite(value) && value >= 0))
            return er_fail(ctx, ER_ERR_RANGE, "pair %zu has the distance %g: it is 0 or more",
                           k + 1, value);
        if (!by_distance(task) && !(value > 0 && value <= 1))
            return er_fail(ctx, ER_ERR_RANGE,
                           "pair %zu meets the share %g: it is above 0 and at most 1", k + 1,
                           value);
    }
    return ER_OK;
}

static er_status check_candidates(er_context *ctx, const er_siting_task *task) {
    for (size_t j = 0; j < task->candidate_count; j++) {
        if (task->cost && !(isfinite(task->cost[j]) && task->cost[j] >= 0))
            return er_fail(ctx, ER_ERR_RANGE, "candidate %zu has the cost %g: costs are 0 or more",
                           j + 1, task->cost[j]);
        if (task->capacity && !(task->capacity[j] >= 0))
            return er_fail(ctx, ER_ERR_RANGE,
                           "candidate %zu has the capacity %g: capacities are 0 or more", j + 1,
                           task->capacity[j]);
        if (task->role && (unsigned)task->role[j] > ER_SITING_BARRED)
            return er_fail(ctx, ER_ERR_RANGE, "candidate %zu is neither free nor kept nor barred",
                           j + 1);
    }
    if (!(task->budget >= 0))
        return er_fail(ctx, ER_ERR_RANGE, "the budget is 0 or more, not %g", task->budget);
    return ER_OK;
}

static er_status check_conditions(er_context *ctx, const er_siting_task *task) {
    for (size_t q = 0; q < task->quota_count; q++) {
        const er_siting_quota *quota = &task->quotas[q];
        if (!quota->belongs)
            return er_fail(ctx, ER_ERR_RANGE, "quota %zu does not say who belongs to it", q + 1);
        if (!is_share(quota->least_share) || !is_share(quota->most_share))
            return er_fail(ctx, ER_ERR_RANGE, "the shares of the quota \"%s\" are from 0 to 1",
                           quota->name ? quota->name : "");
    }
    for (size_t f = 0; f < task->floor_count; f++) {
        if (!task->floors[f].belongs)
            return er_fail(ctx, ER_ERR_RANGE, "floor %zu does not say who belongs to it", f + 1);
        if (!is_share(task->floors[f].share))
            return er_fail(ctx, ER_ERR_RANGE,
                           "the share to be met in \"%s\" is from 0 to 1, not %g",
                           task->floors[f].name ? task->floors[f].name : "", task->floors[f].share);
    }
    if (task->floor_count > 0 && by_distance(task))
        return er_fail(
            ctx, ER_ERR_UNSUPPORTED,
            "a share of demand to be met is asked for where sites are chosen by distance");
    return ER_OK;
}

static er_status check_aim(er_context *ctx, const er_siting_task *task) {
    if ((unsigned)task->aim > ER_SITING_CENTRE)
        return er_fail(ctx, ER_ERR_RANGE, "there is no aim %d of choosing sites", (int)task->aim);
    if (!is_share(task->backup))
        return er_fail(ctx, ER_ERR_RANGE, "being met twice is worth a share from 0 to 1, not %g",
                       task->backup);
    if (task->backup > 0 && (task->aim != ER_SITING_MOST || task->value || task->capacity))
        return er_fail(ctx, ER_ERR_UNSUPPORTED,
                       "backup goes with the aim to meet most, and not with shares or capacities");
    if (task->capacity && task->aim == ER_SITING_CENTRE)
        return er_fail(ctx, ER_ERR_UNSUPPORTED,
                       "capacities do not go with the least of the largest distance");
    if (task->capacity && !by_distance(task) && task->value)
        return er_fail(ctx, ER_ERR_UNSUPPORTED,
                       "capacities do not go with meeting demand in shares by distance");
    if (task->aim == ER_SITING_FEWEST && !(task->needed >= 0))
        return er_fail(ctx, ER_ERR_RANGE, "the weight that is needed is 0 or more, not %g",
                       task->needed);
    return ER_OK;
}

static er_status list_free(er_context *ctx, er_arena *arena, er_siting_checked *out) {
    const er_siting_task *task = out->task;
    ER_TRY(er_arena_alloc(ctx, arena, (task->candidate_count + 1) * sizeof *out->free, &out->free));
    for (size_t j = 0; j < task->candidate_count; j++)
        if (er_siting_is_free(task, j)) out->free[out->free_count++] = j;
    if (task->aim == ER_SITING_FEWEST) return ER_OK;
    if (task->k == 0)
        return er_fail(ctx, ER_ERR_RANGE, "0 sites are to be chosen: choose 1 or more");
    if (task->k > out->free_count)
        return er_fail(ctx, ER_ERR_RANGE,
                       "%zu sites are to be chosen, but only %zu candidates are free", task->k,
                       out->free_count);
    return ER_OK;
}

/** Weights and costs where the task gives none: 1 each. */
static er_status ones(er_context *ctx, er_arena *arena, size_t count, const double *given,
                      const double **out) {
    double *values = NULL;
    *out = given;
    if (given) return ER_OK;
    ER_TRY(er_arena_alloc(ctx, arena, (count + 1) * sizeof *values, &values));
    for (size_t i = 0; i < count; i++)
        values[i] = 1;
    *out = values;
    return ER_OK;
}

static er_status count_costs(er_context *ctx, er_arena *arena, er_siting_checked *out) {
    const er_siting_task *task = out->task;
    const double *cost = NULL;
    ER_TRY(er_arena_alloc(ctx, arena, (task->candidate_count + 1) * sizeof *out->cost, &out->cost));
    ER_TRY(ones(ctx, arena, task->candidate_count, task->cost, &cost));
    er_sum sum = {0};
    for (size_t j = 0; j < task->candidate_count; j++)
        er_sum_add(&sum, cost[j]);
    if (!isfinite(er_sum_value(&sum)))
        return er_fail(
            ctx, ER_ERR_RANGE,
            "the costs of the candidates have no finite sum: give them in a larger unit");
    out->cost_shift = er_siting_shift(cost, task->candidate_count);
    for (size_t j = 0; j < task->candidate_count; j++)
        out->cost[j] = er_siting_units(cost[j], out->cost_shift);
    double budget = ldexp(task->budget * (1 + rounding), out->cost_shift);
    out->budget = budget < (double)(INT64_MAX / 2) ? (int64_t)floor(budget) : INT64_MAX;
    return ER_OK;
}

er_status er_siting_task_check(er_context *ctx, er_arena *arena, const er_siting_task *task,
                               er_siting_checked *out) {
    er_siting_checked checked = {.task = task};
    int shift;
    ER_TRY(ones(ctx, arena, task->demand_count, task->weight, &checked.weight));
    er_siting_cover cover = {.candidate_count = task->candidate_count,
                             .demand_count = task->demand_count,
                             .start = task->start,
                             .demand = task->demand,
                             .weight = checked.weight};
    ER_TRY(er_siting_scale(ctx, &cover, &shift));
    ER_TRY(er_siting_transpose(ctx, arena, &cover, &checked.row_start, &checked.members));
    ER_TRY(check_aim(ctx, task));
    ER_TRY(check_pairs(ctx, task));
    ER_TRY(check_candidates(ctx, task));
    ER_TRY(check_conditions(ctx, task));
    ER_TRY(list_free(ctx, arena, &checked));
    ER_TRY(count_costs(ctx, arena, &checked));
    *out = checked;
    return ER_OK;
}
