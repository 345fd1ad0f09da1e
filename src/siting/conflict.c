/* Conditions in words, and the smallest set of those that can't hold together. */
#include "siting/task.h"

#include <math.h>

static const double percent = 100;

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

static er_status condition_text(er_context *ctx, er_arena *arena, const er_siting_checked *checked,
                                const er_siting_condition *condition, const char **out) {
    const er_siting_task *task = checked->task;
    switch (condition->kind) {
    case ER_SITING_COUNT:
        return er_arena_format(ctx, arena, out, er_text(ctx, "at most %zu new sites"), task->k);
    case ER_SITING_BUDGET:
        return er_arena_format(ctx, arena, out, er_text(ctx, "a budget of %g"), task->budget);
    case ER_SITING_FLOOR: {
        const er_siting_floor *floor = &task->floors[condition->index];
        return er_arena_format(ctx, arena, out, er_text(ctx, "%g %% of the demand of \"%s\" met"),
                               percent * floor->share, floor->name ? floor->name : "");
    }
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
