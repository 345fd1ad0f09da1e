/* One search: the question's cells and conditions under some priority. */
#include "analysis/choose.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/order.h"

/** What a person of each demand counts: 1, and more the less of the unit around is served. */
static er_status find_weights(const er_choosing_question *q, er_arena *arena, double priority,
                              double **per_base, double **weights) {
    er_choosing_world *w = q->world;
    double *served = NULL;
    ER_TRY(er_arena_alloc(w->ctx, arena, (q->owner_count + 1) * sizeof *served, &served));
    ER_TRY(er_arena_alloc(w->ctx, arena, (w->base_count + 1) * sizeof **per_base, per_base));
    ER_TRY(er_arena_alloc(w->ctx, arena, (q->demand_count + 1) * sizeof **weights, weights));
    for (size_t i = 0; i < w->base_count; i++)
        served[q->owner[i]] += q->before[i];
    for (size_t i = 0; i < w->base_count; i++) {
        double share =
            q->owner_persons[q->owner[i]] > 0 ? er_choosing_share(q, served, q->owner[i]) : 1;
        (*per_base)[i] = 1 + priority * (1 - share);
    }
    for (size_t i = 0; i < q->demand_count; i++)
        (*weights)[i] = q->open_persons[i] * (*per_base)[q->base[i]];
    return ER_OK;
}

/** Weight of who is served now: the search looks at the others alone. */
static double served_weight(const er_choosing_question *q, const double *per_base,
                            const double *weights) {
    er_sum sum = {0};
    for (size_t i = 0; i < q->world->base_count; i++)
        er_sum_add(&sum, q->before[i] * per_base[i]);
    for (size_t i = q->first_backed; i < q->demand_count; i++)
        er_sum_add(&sum, -weights[i]); /* the search counts them itself */
    return er_sum_value(&sum);
}

static er_status task_of(const er_choosing_question *q, er_arena *arena, const double *weights,
                         bool conditions, er_siting_task *task) {
    er_context *ctx = q->world->ctx;
    bool backed = q->ask->backup > 0;
    er_siting_role *role = NULL;
    double *cost = NULL;
    size_t count = q->site_count + (backed ? 1 : 0);
    ER_TRY(er_arena_alloc(ctx, arena, count * sizeof *role, &role));
    ER_TRY(er_arena_alloc(ctx, arena, count * sizeof *cost, &cost));
    for (size_t i = 0; i < q->site_count; i++)
        cost[i] = q->sites[i].cost;
    if (backed) role[q->site_count] = ER_SITING_KEPT;
    *task = (er_siting_task){.aim = ER_SITING_MOST,
                             .candidate_count = count,
                             .demand_count = q->demand_count,
                             .start = q->start,
                             .demand = q->demand,
                             .weight = weights,
                             .role = role,
                             .k = (size_t)q->ask->count,
                             .cost = cost,
                             .budget = isnan(q->ask->budget) ? INFINITY : q->ask->budget,
                             .backup = q->ask->backup,
                             .needed = INFINITY,
                             .quotas = conditions ? q->quotas : NULL,
                             .quota_count = conditions ? q->quota_count : 0,
                             .floors = conditions ? q->floors : NULL,
                             .floor_count = conditions ? q->floor_count : 0};
    return ER_OK;
}

static const char *end_name(er_siting_end end) {
    static const char *const names[] = {"proven", "gap", "nodes", "time", "quick"};
    return names[end];
}

/* ---- what the search says, in persons -------------------------------------------------------- */

/** How often each demand is met by the chosen sites. */
static void count_meetings(const er_choosing_question *q, const er_choosing_plan *plan,
                           uint32_t *times) {
    memset(times, 0, q->demand_count * sizeof *times);
    for (size_t i = 0; i < plan->count; i++)
        for (size_t k = q->start[plan->found[i]]; k < q->start[plan->found[i] + 1]; k++)
            times[q->demand[k]]++;
}

/** Persons that a site would add in the place of another one. */
static double persons_in_place(const er_choosing_question *q, uint32_t *times, size_t out,
                               size_t in) {
    er_sum sum = {0};
    for (size_t k = q->start[out]; k < q->start[out + 1]; k++)
        times[q->demand[k]]--;
    for (size_t k = q->start[in]; k < q->start[in + 1]; k++)
        if (q->demand[k] < q->first_backed && times[q->demand[k]] == 0)
            er_sum_add(&sum, q->open_persons[q->demand[k]]);
    for (size_t k = q->start[out]; k < q->start[out + 1]; k++)
        times[q->demand[k]]++;
    return er_sum_value(&sum);
}

static er_status find_next(const er_choosing_question *q, er_choosing_plan *plan) {
    uint32_t *times = NULL;
    ER_TRY(er_alloc(q->world->ctx, q->demand_count + 1, sizeof *times, &times));
    count_meetings(q, plan, times);
    for (size_t i = 0; i < plan->count; i++)
        plan->next_persons[i] = plan->next[i] == SIZE_MAX
                                    ? NAN
                                    : persons_in_place(q, times, plan->found[i], plan->next[i]);
    er_free(times);
    return ER_OK;
}

/** A chosen site with its next one, to be sorted by the former. */
struct pair {
    size_t site;
    size_t next;
};

static er_status take(const er_choosing_question *q, const er_siting_plan *found,
                      er_choosing_plan *plan) {
    er_context *ctx = q->world->ctx;
    struct pair *pairs = NULL;
    size_t room = found->count + 1;
    ER_TRY(er_arena_alloc(ctx, q->arena, room * sizeof *pairs, &pairs));
    ER_TRY(er_arena_alloc(ctx, q->arena, room * sizeof *plan->found, &plan->found));
    ER_TRY(er_arena_alloc(ctx, q->arena, room * sizeof *plan->next, &plan->next));
    ER_TRY(er_arena_alloc(ctx, q->arena, room * sizeof *plan->next_persons, &plan->next_persons));
    for (size_t i = 0; i < found->count; i++)
        pairs[i] = (struct pair){found->chosen[i], found->next[i]};
    if (found->count > 1) qsort(pairs, found->count, sizeof *pairs, er_order_sizes);
    for (size_t i = 0; i < found->count; i++) {
        plan->found[i] = pairs[i].site;
        plan->next[i] = pairs[i].next < q->site_count ? pairs[i].next : SIZE_MAX;
    }
    plan->count = found->count;
    plan->cost = found->cost;
    plan->end = end_name(found->end);
    plan->gap = found->gap;
    return find_next(q, plan);
}

/** Shares of no site at all hold, whatever they are: that is no plan. */
static er_status refuse_empty(const er_choosing_question *q) {
    const char *names = "";
    for (size_t i = 0; i < q->quota_count; i++)
        ER_TRY(er_arena_format(q->world->ctx, q->arena, &names, "%s%s%s", names, i ? "; " : "",
                               q->quotas[i].name));
    return er_fail(q->world->ctx, ER_ERR_INFEASIBLE,
                   "choose, question %s: the conditions hold only where no site is chosen: %s",
                   q->ask->name, names);
}

/* The plans of the front are proven to within so many times the gap of the one asked for. */
static const double front_slack = 10;
/* A gap below this is rounding. */
static const double gap_noise = 1e-9;

static er_status fail_for(const er_choosing_question *q, er_status status) {
    if (status == ER_OK || status == ER_ERR_CANCELLED) return status;
    return er_fail(q->world->ctx, status, "choose, question %s: %s", q->ask->name,
                   er_context_error(q->world->ctx));
}

er_status er_choosing_search(er_choosing_question *q, double priority, bool conditions,
                             er_choosing_plan *out) {
    er_context *ctx = q->world->ctx;
    double *per_base = NULL, *weights = NULL;
    er_siting_task task;
    er_siting_plan found;
    er_arena *scratch = NULL;
    double gap = isnan(q->ask->gap) ? 0 : q->ask->gap;
    const er_siting_effort effort = {.gap = priority > 0 ? fmin(front_slack * gap, 1) : gap,
                                     .most_nodes = (int64_t)fmax(q->ask->most_nodes, 0)};
    *out = (er_choosing_plan){.priority = priority, .conditions = conditions};
    ER_TRY(er_arena_new(ctx, &scratch));
    er_status status = find_weights(q, scratch, priority, &per_base, &weights);
    if (status == ER_OK) status = task_of(q, scratch, weights, conditions, &task);
    if (status == ER_OK) status = er_siting_choose(ctx, scratch, &task, &effort, &found);
    if (status == ER_OK) {
        double already = served_weight(q, per_base, weights);
        status = take(q, &found, out);
        out->already = already;
        out->value = already + found.value;
        out->bound = already + found.bound;
    }
    er_arena_free(scratch);
    if (status == ER_OK && out->count == 0 && conditions && q->quota_count > 0 &&
        q->start[q->site_count] > 0)
        return refuse_empty(q);
    return fail_for(q, status);
}

er_status er_choosing_adopt(er_choosing_question *q, const size_t *sites, size_t count,
                            er_choosing_plan *plan, bool *holds) {
    er_context *ctx = q->world->ctx;
    double *per_base = NULL, *weights = NULL;
    er_siting_task task;
    er_siting_plan assessed;
    er_arena *scratch = NULL;
    const double bound = plan->bound;
    const char *end = plan->end;
    ER_TRY(er_arena_new(ctx, &scratch));
    er_status status = find_weights(q, scratch, plan->priority, &per_base, &weights);
    if (status == ER_OK) status = task_of(q, scratch, weights, plan->conditions, &task);
    if (status == ER_OK) status = er_siting_assess(ctx, scratch, &task, sites, count, &assessed);
    *holds = status != ER_ERR_INFEASIBLE;
    if (!*holds)
        status = ER_OK;
    else if (status == ER_OK)
        status = take(q, &assessed, plan);
    if (*holds && status == ER_OK) {
        plan->value = plan->already + assessed.value;
        plan->gap = fmax(bound - plan->value, 0) / assessed.value;
        plan->end = plan->gap > gap_noise && strcmp(end, "proven") == 0 ? "gap" : end;
    }
    er_arena_free(scratch);
    return fail_for(q, status);
}
