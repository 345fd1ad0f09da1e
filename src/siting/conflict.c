/* Conditions in words, and the smallest set of those that can't hold together. */
#include "siting/task.h"

#include <math.h>

static const double percent = 100;
/* A search that ends with so much of its time gone ended for lack of time. */
static const double late_share = 0.9;
/* Enough to say how far a floor is out of reach. */
static const int64_t most_nodes_of_a_floor = 100;

static er_status quota_text(er_context *ctx, er_arena *arena, const er_siting_checked *checked,
                            const er_siting_condition *condition, const char **out) {
    const er_siting_quota *quota = &checked->task->quotas[condition->index];
    const char *name = quota->name ? quota->name : "";
    switch (condition->kind) {
    case ER_SITING_LEAST:
        return er_arena_format(ctx, arena, out, er_text(ctx, "at least %zu new sites in \"%s\""),
                               quota->least, name);
    case ER_SITING_UP_TO:
        return er_arena_format(ctx, arena, out, er_text(ctx, "at most %zu new sites in \"%s\""),
                               quota->most, name);
    case ER_SITING_LEAST_SHARE:
        return er_arena_format(ctx, arena, out,
                               er_text(ctx, "at least %g %% of the new sites in \"%s\""),
                               percent * quota->least_share, name);
    default:
        return er_arena_format(ctx, arena, out,
                               er_text(ctx, "at most %g %% of the new sites in \"%s\""),
                               percent * quota->most_share, name);
    }
}

/** What kept sites meet of a floor's demand, and the most that as many new ones and as much money
 *  can bring it to, whatever else is asked; NAN where that is not found out. */
static er_status most_of_floor(er_context *ctx, er_arena *arena, const er_siting_checked *checked,
                               const er_siting_floor *floor, double *kept, double *most) {
    er_siting_task task = *checked->task;
    er_siting_effort effort = {.most_nodes = most_nodes_of_a_floor,
                               .most_seconds = er_siting_seconds_left(&checked->deadline)};
    er_siting_plan plan;
    double *weight = NULL;
    *kept = *most = NAN;
    if (effort.most_seconds == 0) return ER_OK;
    if (effort.most_seconds == INFINITY) effort.most_seconds = 0;
    ER_TRY(er_arena_alloc(ctx, arena, (task.demand_count + 1) * sizeof *weight, &weight));
    for (size_t i = 0; i < task.demand_count; i++)
        weight[i] = floor->belongs[i] ? checked->weight[i] : 0;
    if (task.aim == ER_SITING_FEWEST) task.k = checked->free_count;
    task.aim = ER_SITING_MOST;
    task.weight = weight;
    task.backup = 0;
    task.quota_count = task.floor_count = 0;
    er_status status = er_siting_choose(ctx, arena, &task, &effort, &plan);
    if (status == ER_OK) *most = plan.bound;
    if (status == ER_OK) status = er_siting_assess(ctx, arena, &task, NULL, 0, &plan);
    if (status == ER_OK) *kept = plan.met;
    return status == ER_ERR_CANCELLED ? status : ER_OK;
}

/** A floor in the terms of who asked for it: what is there, and what can be at most. */
static er_status floor_text(er_context *ctx, er_arena *arena, const er_siting_checked *checked,
                            const er_siting_floor *floor, const char **out) {
    const er_siting_task *task = checked->task;
    const char *name = floor->name ? floor->name : "";
    er_sum sum = {0};
    double kept = NAN, most = NAN;
    for (size_t i = 0; i < task->demand_count; i++)
        if (floor->belongs[i]) er_sum_add(&sum, checked->weight[i]);
    double whole = floor->whole > 0 ? floor->whole : er_sum_value(&sum);
    if (floor->whole > 0)
        ER_TRY(er_arena_format(ctx, arena, out, er_text(ctx, "at least %g %% of \"%s\" covered"),
                               percent * floor->asked, name));
    else
        ER_TRY(er_arena_format(ctx, arena, out, er_text(ctx, "%g %% of the demand of \"%s\" met"),
                               percent * floor->share, name));
    ER_TRY(most_of_floor(ctx, arena, checked, floor, &kept, &most));
    if (isnan(kept) || isnan(most) || !(whole > 0)) return ER_OK;
    most = fmin((most + floor->already) / whole, 1);
    if (task->aim == ER_SITING_FEWEST)
        return er_arena_format(ctx, arena, out,
                               er_text(ctx, "%s (all candidates together: at most %.5g %%)"), *out,
                               percent * most);
    return er_arena_format(
        ctx, arena, out,
        er_text(ctx, "%s (what stands already: %.5g %%; with %zu new sites: at most %.5g %%)"),
        *out, percent * (floor->already + kept) / whole, task->k, percent * most);
}

static er_status condition_text(er_context *ctx, er_arena *arena, const er_siting_checked *checked,
                                const er_siting_condition *condition, const char **out) {
    const er_siting_task *task = checked->task;
    switch (condition->kind) {
    case ER_SITING_COUNT:
        return er_arena_format(ctx, arena, out, er_text(ctx, "at most %zu new sites"), task->k);
    case ER_SITING_BUDGET:
        return er_arena_format(ctx, arena, out, er_text(ctx, "a budget of %g"), task->budget);
    case ER_SITING_FLOOR:
        return floor_text(ctx, arena, checked, &task->floors[condition->index], out);
    case ER_SITING_NEED:
        if (task->aim != ER_SITING_FEWEST)
            return er_arena_format(ctx, arena, out, "%s", er_text(ctx, "all demand served"));
        if (isinf(task->needed))
            return er_arena_format(ctx, arena, out, "%s",
                                   er_text(ctx, "all demand met that can be"));
        return er_arena_format(ctx, arena, out, er_text(ctx, "a weight of %g met"), task->needed);
    default:
        return quota_text(ctx, arena, checked, condition, out);
    }
}

static er_status fail_with(er_context *ctx, const er_siting_checked *checked,
                           const er_siting_condition *conditions, size_t count) {
    er_arena *arena = NULL;
    const char *all = "";
    ER_TRY(er_arena_new(ctx, &arena));
    er_status status = ER_OK;
    for (size_t c = 0; c < count && status == ER_OK; c++) {
        const char *one = "";
        ER_GOTO(status, done, condition_text(ctx, arena, checked, &conditions[c], &one));
        ER_GOTO(
            status, done,
            er_arena_format(ctx, arena, &all, "%s%s%s", all, c > 0 ? er_text(ctx, "; ") : "", one));
    }
    status = count == 1
                 ? er_fail(ctx, ER_ERR_INFEASIBLE, "this condition can't hold: %s", all)
                 : er_fail(ctx, ER_ERR_INFEASIBLE, "these conditions can't hold together: %s", all);
done:
    er_arena_free(arena);
    return status;
}

er_status er_siting_fail_condition(er_context *ctx, const er_siting_checked *checked,
                                   const er_siting_condition *condition) {
    er_arena *arena = NULL;
    const char *text = "";
    ER_TRY(er_arena_new(ctx, &arena));
    er_status status = condition_text(ctx, arena, checked, condition, &text);
    if (status == ER_OK)
        status = er_fail(ctx, ER_ERR_INFEASIBLE, "the sites do not hold this condition: %s", text);
    er_arena_free(arena);
    return status;
}

er_status er_siting_fail_no_plan(er_context *ctx, const er_siting_checked *checked,
                                 int64_t most_nodes) {
    if (er_siting_is_late(&checked->deadline, late_share))
        return er_fail(ctx, ER_ERR_UNSUPPORTED,
                       "no plan that holds all conditions was found within %g s, which does not "
                       "prove that there is none: allow more seconds or loosen the conditions",
                       checked->deadline.most_seconds);
    return er_fail(ctx, ER_ERR_UNSUPPORTED,
                   "no plan that holds all conditions was found in %lld nodes, nor shown not to "
                   "exist: allow more nodes or loosen the conditions",
                   (long long)most_nodes);
}

er_status er_siting_fail_conflict(er_context *ctx, const er_siting_checked *checked,
                                  const er_siting_condition *conditions, size_t count,
                                  er_siting_possible_fn possible, void *user) {
    er_siting_condition *left = NULL, *tried = NULL;
    er_status status = ER_OK;
    ER_TRY(er_alloc(ctx, count + 1, sizeof *left, &left));
    ER_GOTO(status, done, er_alloc(ctx, count + 1, sizeof *tried, &tried));
    size_t left_count = count;
    for (size_t c = 0; c < count; c++)
        left[c] = conditions[c];
    for (size_t c = left_count; c-- > 0;) {
        er_siting_possible answer = ER_SITING_UNKNOWN;
        size_t n = 0;
        for (size_t i = 0; i < left_count; i++)
            if (i != c) tried[n++] = left[i];
        ER_GOTO(status, done, possible(user, tried, n, &answer));
        if (answer != ER_SITING_IMPOSSIBLE) continue;
        for (size_t i = 0; i < n; i++)
            left[i] = tried[i];
        left_count = n;
    }
    status = fail_with(ctx, checked, left, left_count);
done:
    er_free(left);
    er_free(tried);
    return status;
}
