/* Choosing sites that each meet no more than their capacity: a start and a bound without a solver,
 * and CBC on the whole program for what they leave. */
#include "siting/capacity.h"
#include "siting/capacity_model.h"
#include "siting/capacity_search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Nodes of branch and bound where the caller says nothing, and for a quick answer. */
static const int64_t usual_most_nodes = 2000, quick_nodes = 20;
static const double usual_pairs = 5000;
/* With more pairs a solver is asked only where there is no plan yet: its first relaxation takes
 * minutes, and is no better than the bound that is known. */
static const size_t most_pairs_solved = 5000, most_pairs_asked_for = 20000;
/* What the solver's objective is to be better by than that of a plan. */
static const double least_better = 1e-3;
/* A bound that is nearer to the value than this share of it is reached. */
static const double rounding = 1e-8;
/* A search that ends with so much of its time gone ended for lack of time. */
static const double late_share = 0.9;
/* Sites that miss a condition by the solver's tolerance are ruled out, so often. */
enum { MOST_ROUNDS = 20 };

static int by_size(const void *left, const void *right) {
    const double *a = left, *b = right;
    return (*a < *b) - (*a > *b);
}

struct search {
    er_context *ctx;
    er_arena *scratch;
    const er_siting_checked *checked;
    const er_siting_effort *effort;
    double needed;
    bool *chosen;
    double bound; /**< of the value; NAN: not known */
};

/** The work is about the same for any size: larger tasks have fewer nodes. */
static int64_t nodes_of(const struct search *s) {
    double pairs = (double)s->checked->row_start[s->checked->task->demand_count];
    double part = fmin(usual_pairs / (pairs + 1), 1);
    if (s->effort->most_nodes > 0) return s->effort->most_nodes;
    if (s->effort->quick) return quick_nodes;
    return (int64_t)fmax((double)usual_most_nodes * part * part, (double)quick_nodes);
}

static er_status solve(struct search *s, er_siting_capacity_model *m, bool any, double cutoff,
                       er_siting_mip_answer *answer) {
    er_siting_mip_effort effort = {.most_nodes = nodes_of(s),
                                   .cutoff = cutoff,
                                   .any = any,
                                   .gap = any ? 0 : s->effort->gap,
                                   .thorough = true};
    double *solution = NULL;
    ER_TRY(er_arena_alloc(s->ctx, s->scratch, (m->mip.columns + 1) * sizeof *solution, &solution));
    for (int round = 0; round < MOST_ROUNDS; round++) {
        er_siting_tally tally;
        effort.most_seconds = er_siting_seconds_left(&s->checked->deadline);
        ER_TRY(er_siting_mip_solve(s->ctx, &m->mip, &effort, solution, answer));
        if (!answer->found) return ER_OK;
        ER_TRY(er_siting_tally_new(s->ctx, s->scratch, s->checked, &tally));
        for (size_t f = 0; f < s->checked->free_count; f++) {
            s->chosen[f] = solution[f] > 0.5;
            if (s->chosen[f]) er_siting_tally_add(&tally, s->checked->free[f]);
        }
        if (any || er_siting_tally_holds_all(&tally)) return ER_OK;
        ER_TRY(er_siting_mip_rule_out(s->ctx, &m->mip, s->chosen, s->checked->free_count));
    }
    answer->found = false;
    return ER_OK;
}

static er_status ask_possible(void *user, const er_siting_condition *conditions, size_t count,
                              er_siting_possible *out) {
    struct search *s = user;
    er_siting_capacity_model m;
    er_siting_mip_answer answer;
    er_status status = er_siting_capacity_model_new(s->ctx, s->scratch, s->checked, conditions,
                                                    count, s->needed, false, &m);
    if (status == ER_OK) status = solve(s, &m, true, INFINITY, &answer);
    er_siting_mip_free(&m.mip);
    ER_TRY(status);
    *out = answer.found  ? ER_SITING_POSSIBLE
           : answer.none ? ER_SITING_IMPOSSIBLE
                         : ER_SITING_UNKNOWN;
    return ER_OK;
}

/** All that can be met: with every free candidate chosen. */
static er_status find_needed(struct search *s) {
    const er_siting_task *task = s->checked->task;
    er_siting_checked most = *s->checked;
    er_siting_task open = *task;
    er_siting_plan plan;
    bool holds = false;
    s->needed = task->needed;
    if (task->aim != ER_SITING_FEWEST || !isinf(task->needed)) return ER_OK;
    open.aim = ER_SITING_MOST;
    open.floor_count = 0;
    most.task = &open;
    for (size_t f = 0; f < s->checked->free_count; f++)
        s->chosen[f] = true;
    ER_TRY(er_siting_capacity_plan(s->ctx, s->scratch, s->scratch, &most, 0, s->chosen, &holds,
                                   &plan));
    s->needed = plan.met;
    return ER_OK;
}

/** Sites that no one needs go, and by distance as many as asked for are chosen. */
static er_status trim(struct search *s, const er_siting_plan *plan, bool *changed) {
    const er_siting_checked *checked = s->checked;
    er_siting_tally tally;
    *changed = false;
    ER_TRY(er_siting_tally_new(s->ctx, s->scratch, checked, &tally));
    for (size_t n = 0; n < plan->count; n++)
        er_siting_tally_add(&tally, plan->chosen[n]);
    for (size_t n = plan->count; n-- > 0 && checked->task->aim == ER_SITING_MOST;) {
        if (plan->adds[n] > 0) break;
        er_siting_tally_remove(&tally, plan->chosen[n]);
        bool holds = er_siting_tally_holds_all(&tally);
        if (!holds) er_siting_tally_add(&tally, plan->chosen[n]);
        for (size_t f = 0; holds && f < checked->free_count; f++)
            if (checked->free[f] == plan->chosen[n]) s->chosen[f] = false;
        *changed = *changed || holds;
    }
    for (size_t f = 0; f < checked->free_count && checked->task->aim == ER_SITING_MEDIAN; f++) {
        if (s->chosen[f] || tally.count >= checked->task->k) continue;
        er_siting_tally_add(&tally, checked->free[f]);
        s->chosen[f] = er_siting_tally_holds_all(&tally);
        if (!s->chosen[f]) er_siting_tally_remove(&tally, checked->free[f]);
        *changed = *changed || s->chosen[f];
    }
    return ER_OK;
}

/** The tighter of two bounds. */
static void tighten(struct search *s, double bound) {
    bool most = s->checked->task->aim == ER_SITING_MOST;
    if (isnan(s->bound) || (most ? bound < s->bound : bound > s->bound)) s->bound = bound;
}

static void close_plan(const struct search *s, er_siting_plan *out) {
    bool most = s->checked->task->aim == ER_SITING_MOST;
    double bound = isnan(s->bound) ? (most ? out->total : 0) : s->bound;
    double apart = most ? bound - out->value : out->value - bound;
    if (!(apart > rounding * fabs(out->value))) apart = 0;
    out->bound = most ? out->value + apart : out->value - apart;
    out->gap = apart == 0 ? 0 : apart / fabs(out->value);
    out->end = out->gap == 0                                          ? ER_SITING_PROVEN
               : s->effort->quick                                     ? ER_SITING_QUICK
               : out->gap <= s->effort->gap                           ? ER_SITING_GAP
               : er_siting_is_late(&s->checked->deadline, late_share) ? ER_SITING_TIME
                                                                      : ER_SITING_NODES;
}

static er_status plan_of_chosen(struct search *s, er_arena *arena, bool *holds,
                                er_siting_plan *out) {
    return er_siting_capacity_plan(s->ctx, arena, s->scratch, s->checked, s->needed, s->chosen,
                                   holds, out);
}

/** As many sites as may be chosen can't hold all weight, whatever else is asked. */
static er_status check_room(const struct search *s) {
    const er_siting_task *task = s->checked->task;
    double total = 0, room = 0, *free_room = NULL;
    if (task->aim != ER_SITING_MEDIAN) return ER_OK;
    ER_TRY(er_arena_alloc(s->ctx, s->scratch, (s->checked->free_count + 1) * sizeof *free_room,
                          &free_room));
    for (size_t i = 0; i < task->demand_count; i++)
        total += s->checked->weight[i];
    for (size_t j = 0; j < task->candidate_count; j++)
        if (er_siting_is_kept(task, j)) room += task->capacity[j];
    for (size_t f = 0; f < s->checked->free_count; f++)
        free_room[f] = task->capacity[s->checked->free[f]];
    qsort(free_room, s->checked->free_count, sizeof *free_room, by_size);
    for (size_t n = 0; n < task->k && n < s->checked->free_count; n++)
        room += free_room[n];
    if (room >= total * (1 - rounding)) return ER_OK;
    return er_fail(s->ctx, ER_ERR_INFEASIBLE,
                   "%zu new sites can't serve all: the largest capacities hold %g of a weight of "
                   "%g: choose more sites or give larger capacities",
                   task->k, room, total);
}

/** A plan without the solver, where there is one. */
static er_status find_start(struct search *s, er_arena *arena, bool *found, er_siting_plan *out) {
    er_siting_capacity_start start;
    *found = false;
    if (s->checked->task->aim == ER_SITING_FEWEST) return ER_OK;
    ER_TRY(check_room(s));
    ER_TRY(er_siting_capacity_search(s->ctx, s->scratch, s->checked, s->effort, &start));
    double total = 0;
    for (size_t i = 0; i < s->checked->task->demand_count; i++)
        total += s->checked->weight[i];
    tighten(s, s->checked->task->aim == ER_SITING_MOST ? total - start.bound : start.bound);
    if (!start.found) return ER_OK;
    memcpy(s->chosen, start.chosen, s->checked->free_count);
    return plan_of_chosen(s, arena, found, out);
}

static bool is_open(struct search *s, er_siting_plan *plan) {
    size_t pairs = s->checked->row_start[s->checked->task->demand_count];
    close_plan(s, plan);
    if (plan->gap <= s->effort->gap || s->effort->quick) return false;
    return pairs <= (s->effort->most_nodes > 0 ? most_pairs_asked_for : most_pairs_solved);
}

/** Ask the solver, for what is better than a plan where there is one. */
static er_status solve_rest(struct search *s, er_siting_capacity_model *m, er_arena *arena,
                            bool *found, er_siting_plan *out, er_siting_mip_answer *answer) {
    bool most = s->checked->task->aim == ER_SITING_MOST, holds = false, *before = NULL;
    double value = *found ? out->value : 0;
    double cutoff = *found ? (most ? -value : value) * m->unit - least_better : INFINITY;
    er_siting_plan plan;
    ER_TRY(er_arena_alloc(s->ctx, s->scratch, s->checked->free_count + 1, &before));
    memcpy(before, s->chosen, s->checked->free_count);
    ER_TRY(solve(s, m, false, cutoff, answer));
    if (answer->found) ER_TRY(plan_of_chosen(s, arena, &holds, &plan));
    bool better = holds && (!*found || (most ? plan.value > value : plan.value < value));
    double reached = better ? plan.value : value;
    if (answer->bound > -INFINITY) tighten(s, (most ? -answer->bound : answer->bound) / m->unit);
    bool proven = *found ? answer->none : false;
    if (proven || (better && answer->done && s->effort->gap == 0)) s->bound = reached;
    if (better) {
        *found = true;
        *out = plan;
    } else {
        memcpy(s->chosen, before, s->checked->free_count);
    }
    return ER_OK;
}

static er_status search(struct search *s, er_siting_capacity_model *m, er_arena *arena,
                        const er_siting_condition *conditions, size_t count, er_siting_plan *out) {
    er_siting_mip_answer answer = {0};
    bool found = false, changed = false;
    s->bound = NAN;
    ER_TRY(find_start(s, arena, &found, out));
    if (!found || is_open(s, out)) {
        ER_TRY(er_siting_capacity_model_new(s->ctx, s->scratch, s->checked, conditions, count,
                                            s->needed, true, m));
        ER_TRY(solve_rest(s, m, arena, &found, out, &answer));
    }
    if (!found && answer.none)
        return er_siting_fail_conflict(s->ctx, s->checked, conditions, count, ask_possible, s);
    if (!found) return er_siting_fail_no_plan(s->ctx, s->checked, nodes_of(s));
    ER_TRY(trim(s, out, &changed));
    if (changed) ER_TRY(plan_of_chosen(s, arena, &found, out));
    close_plan(s, out);
    return ER_OK;
}

er_status er_siting_choose_capacity(er_context *ctx, er_arena *arena, er_arena *scratch,
                                    const er_siting_checked *checked,
                                    const er_siting_effort *effort, er_siting_plan *out) {
    struct search s = {.ctx = ctx, .scratch = scratch, .checked = checked, .effort = effort};
    er_siting_capacity_model m = {0};
    er_siting_condition *conditions = NULL;
    size_t count = 0;
    ER_TRY(er_arena_alloc(ctx, scratch, checked->free_count + 1, &s.chosen));
    ER_TRY(er_siting_conditions(ctx, scratch, checked, &conditions, &count));
    ER_TRY(find_needed(&s));
    er_status status = search(&s, &m, arena, conditions, count, out);
    er_siting_mip_free(&m.mip);
    return status;
}

/** The first condition on demand that the sites do not hold. */
static er_status fail_first(struct search *s, const bool *chosen) {
    er_siting_condition *conditions = NULL;
    size_t count = 0;
    ER_TRY(er_siting_conditions(s->ctx, s->scratch, s->checked, &conditions, &count));
    for (size_t c = 0; c < count; c++) {
        er_siting_checked part = *s->checked;
        er_siting_task task = *part.task;
        er_siting_plan plan;
        bool holds = true;
        if (conditions[c].kind == ER_SITING_NEED)
            return er_siting_fail_condition(s->ctx, s->checked, &conditions[c]);
        if (conditions[c].kind != ER_SITING_FLOOR) continue;
        task.aim = ER_SITING_MOST;
        task.floor_count = conditions[c].index + 1;
        part.task = &task;
        ER_TRY(er_siting_capacity_plan(s->ctx, s->scratch, s->scratch, &part, 0, chosen, &holds,
                                       &plan));
        if (!holds) return er_siting_fail_condition(s->ctx, s->checked, &conditions[c]);
    }
    return er_fail(s->ctx, ER_ERR_INFEASIBLE, "the sites do not hold all conditions together");
}

er_status er_siting_assess_capacity(er_context *ctx, er_arena *arena, er_arena *scratch,
                                    const er_siting_checked *checked, const size_t *chosen,
                                    size_t count, er_siting_plan *out) {
    struct search s = {.ctx = ctx, .scratch = scratch, .checked = checked};
    bool holds = false, *sites = NULL;
    ER_TRY(er_arena_alloc(ctx, scratch, checked->free_count + 1, &s.chosen));
    ER_TRY(er_arena_alloc(ctx, scratch, checked->free_count + 1, &sites));
    for (size_t n = 0, f = 0; n < count; f++)
        if (checked->free[f] == chosen[n]) {
            sites[f] = true;
            n++;
        }
    ER_TRY(find_needed(&s));
    ER_TRY(er_siting_capacity_plan(ctx, arena, scratch, checked, s.needed, sites, &holds, out));
    if (!holds) return fail_first(&s, sites);
    out->bound = out->gap = NAN;
    out->end = ER_SITING_QUICK;
    return ER_OK;
}
