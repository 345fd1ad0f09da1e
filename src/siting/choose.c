/* Choosing sites: the task is checked once, and its aim says which search it goes to. */
#include "siting/capacity.h"

#include <math.h>
#include <stdlib.h>

static er_status search(er_context *ctx, er_arena *arena, er_arena *scratch,
                        const er_siting_checked *checked, const er_siting_effort *effort,
                        er_siting_plan *out) {
    if (checked->task->capacity)
        return er_siting_choose_capacity(ctx, arena, scratch, checked, effort, out);
    switch (checked->task->aim) {
    case ER_SITING_MOST:
    case ER_SITING_FEWEST:
        return er_siting_choose_cover(ctx, arena, scratch, checked, effort, out);
    case ER_SITING_MEDIAN:
        return er_siting_choose_median(ctx, arena, scratch, checked, effort, out);
    default:
        return er_siting_choose_centre(ctx, arena, scratch, checked, effort, out);
    }
}

er_status er_siting_choose(er_context *ctx, er_arena *arena, const er_siting_task *task,
                           const er_siting_effort *effort, er_siting_plan *out) {
    static const er_siting_effort usual = {0};
    er_arena *scratch = NULL;
    er_siting_checked checked;
    er_siting_plan plan = {0};
    er_status status = ER_OK;
    if (!effort) effort = &usual;
    ER_TRY(er_siting_effort_check(ctx, effort));
    ER_TRY(er_arena_new(ctx, &scratch));
    const er_siting_deadline deadline = er_siting_deadline_new(effort->most_seconds);
    ER_GOTO(status, done, er_siting_task_check(ctx, scratch, task, &checked));
    checked.deadline = deadline;
    ER_GOTO(status, done, search(ctx, arena, scratch, &checked, effort, &plan));
    *out = plan;
done:
    er_arena_free(scratch);
    return status;
}

static int by_number(const void *a, const void *b) {
    const size_t *l = a, *r = b;
    return (*l > *r) - (*l < *r);
}

/** The sites, ascending: each free and named once, and all conditions on sites hold. */
static er_status check_sites(er_context *ctx, er_arena *scratch, const er_siting_checked *checked,
                             const size_t *chosen, size_t count, size_t **out) {
    const er_siting_task *task = checked->task;
    er_siting_condition *conditions = NULL;
    er_siting_tally tally;
    size_t condition_count = 0, *sites = NULL;
    if (count > task->candidate_count)
        return er_fail(ctx, ER_ERR_RANGE, "%zu sites are named, but there are only %zu candidates",
                       count, task->candidate_count);
    ER_TRY(er_arena_alloc(ctx, scratch, (count + 1) * sizeof *sites, &sites));
    for (size_t s = 0; s < count; s++) {
        if (chosen[s] >= task->candidate_count)
            return er_fail(ctx, ER_ERR_RANGE,
                           "site %zu is the candidate %zu, but there are only %zu", s + 1,
                           chosen[s] + 1, task->candidate_count);
        if (!er_siting_is_free(task, chosen[s]))
            return er_fail(ctx, ER_ERR_RANGE,
                           "site %zu is the candidate %zu, which is kept or barred", s + 1,
                           chosen[s] + 1);
        sites[s] = chosen[s];
    }
    qsort(sites, count, sizeof *sites, by_number);
    ER_TRY(er_siting_tally_new(ctx, scratch, checked, &tally));
    for (size_t s = 0; s < count; s++) {
        if (s > 0 && sites[s] == sites[s - 1])
            return er_fail(ctx, ER_ERR_RANGE, "the candidate %zu is named twice as a site",
                           sites[s] + 1);
        er_siting_tally_add(&tally, sites[s]);
    }
    ER_TRY(er_siting_conditions(ctx, scratch, checked, &conditions, &condition_count));
    for (size_t c = 0; c < condition_count; c++)
        if (!er_siting_tally_holds(&tally, &conditions[c]))
            return er_siting_fail_condition(ctx, checked, &conditions[c]);
    *out = sites;
    return ER_OK;
}

static er_status assess(er_context *ctx, er_arena *arena, er_arena *scratch,
                        const er_siting_task *task, const size_t *chosen, size_t count,
                        er_siting_plan *out) {
    er_siting_checked checked;
    size_t *sites = NULL;
    ER_TRY(er_siting_task_check(ctx, scratch, task, &checked));
    ER_TRY(check_sites(ctx, scratch, &checked, chosen, count, &sites));
    if (task->capacity)
        return er_siting_assess_capacity(ctx, arena, scratch, &checked, sites, count, out);
    switch (task->aim) {
    case ER_SITING_MOST:
    case ER_SITING_FEWEST:
        return er_siting_assess_cover(ctx, arena, scratch, &checked, sites, count, out);
    default:
        return er_siting_assess_distance(ctx, arena, scratch, &checked, sites, count, out);
    }
}

er_status er_siting_assess(er_context *ctx, er_arena *arena, const er_siting_task *task,
                           const size_t *chosen, size_t count, er_siting_plan *out) {
    er_arena *scratch = NULL;
    er_siting_plan plan = {0};
    ER_TRY(er_arena_new(ctx, &scratch));
    er_status status = assess(ctx, arena, scratch, task, chosen, count, &plan);
    if (status == ER_OK) *out = plan;
    er_arena_free(scratch);
    return status;
}
