/* Choosing sites that each meet no more than their capacity: CBC on the whole program. */
#include "siting/capacity.h"
#include "siting/capacity_model.h"

#include <math.h>

/* Nodes of branch and bound where the caller says nothing, and for a quick answer. */
static const int64_t usual_most_nodes = 2000, quick_nodes = 20;
static const double usual_pairs = 5000;
/* A bound that is nearer to the value than this share of it is reached. */
static const double rounding = 1e-8;
/* A search that ends with so much of its time gone ended for lack of time. */
static const double late_share = 0.9;
/* Sites that miss a condition by the solver's tolerance are ruled out, so often. */
enum { MOST_ROUNDS = 20 };

struct search {
    er_context *ctx;
    er_arena *scratch;
    const er_siting_checked *checked;
    const er_siting_effort *effort;
    double needed;
    bool *chosen;
};

/** The work is about the same for any size: larger tasks have fewer nodes. */
static int64_t nodes_of(const struct search *s) {
    double pairs = (double)s->checked->row_start[s->checked->task->demand_count];
    double part = fmin(usual_pairs / (pairs + 1), 1);
    if (s->effort->most_nodes > 0) return s->effort->most_nodes;
    if (s->effort->quick) return quick_nodes;
    return (int64_t)fmax((double)usual_most_nodes * part * part, (double)quick_nodes);
}

static er_status solve(struct search *s, er_siting_capacity_model *m, bool any,
                       er_siting_mip_answer *answer) {
    er_siting_mip_effort effort = {.most_nodes = nodes_of(s),
                                   .cutoff = INFINITY,
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
    if (status == ER_OK) status = solve(s, &m, true, &answer);
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

static void close_plan(const struct search *s, const er_siting_capacity_model *m,
                       const er_siting_mip_answer *answer, er_siting_plan *out) {
    bool most = s->checked->task->aim == ER_SITING_MOST;
    double bound = most ? out->total : 0;
    if (answer->bound > -INFINITY)
        bound = most ? -answer->bound / m->unit : answer->bound / m->unit;
    double apart = most ? bound - out->value : out->value - bound;
    if (!(apart > rounding * fabs(out->value)) || (answer->done && s->effort->gap == 0)) apart = 0;
    out->bound = most ? out->value + apart : out->value - apart;
    out->gap = apart == 0 ? 0 : apart / fabs(out->value);
    out->end = out->gap == 0                                          ? ER_SITING_PROVEN
               : s->effort->quick                                     ? ER_SITING_QUICK
               : out->gap <= s->effort->gap                           ? ER_SITING_GAP
               : er_siting_is_late(&s->checked->deadline, late_share) ? ER_SITING_TIME
                                                                      : ER_SITING_NODES;
}

static er_status search(struct search *s, er_siting_capacity_model *m, er_arena *arena,
                        const er_siting_condition *conditions, size_t count, er_siting_plan *out) {
    er_siting_mip_answer answer;
    bool holds = false, changed = false;
    ER_TRY(er_siting_capacity_model_new(s->ctx, s->scratch, s->checked, conditions, count,
                                        s->needed, true, m));
    ER_TRY(solve(s, m, false, &answer));
    if (answer.none)
        return er_siting_fail_conflict(s->ctx, s->checked, conditions, count, ask_possible, s);
    if (answer.found)
        ER_TRY(er_siting_capacity_plan(s->ctx, arena, s->scratch, s->checked, s->needed, s->chosen,
                                       &holds, out));
    if (!holds) return er_siting_fail_no_plan(s->ctx, s->checked, nodes_of(s));
    ER_TRY(trim(s, out, &changed));
    if (changed)
        ER_TRY(er_siting_capacity_plan(s->ctx, arena, s->scratch, s->checked, s->needed, s->chosen,
                                       &holds, out));
    close_plan(s, m, &answer, out);
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
