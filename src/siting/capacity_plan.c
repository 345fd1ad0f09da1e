/* What given sites with capacities do. The shares are those of a linear program with all sites
 * settled; where all weights and capacities are whole numbers, so is the weight that is met (a
 * flow: Ford and Fulkerson, Flows in Networks, 1962, theorem 1.1). */
#include "siting/capacity.h"
#include "siting/capacity_model.h"

#include <math.h>
#include <stdlib.h>

struct site {
    size_t candidate;
    double serves;
};

static int by_service(const void *left, const void *right) {
    const struct site *a = left, *b = right;
    if (a->serves != b->serves) return a->serves > b->serves ? -1 : 1;
    return (a->candidate > b->candidate) - (a->candidate < b->candidate);
}

static bool all_whole(const er_siting_checked *checked) {
    const er_siting_task *task = checked->task;
    for (size_t i = 0; i < task->demand_count; i++)
        if (checked->weight[i] != floor(checked->weight[i])) return false;
    for (size_t j = 0; j < task->candidate_count; j++)
        if (isfinite(task->capacity[j]) && task->capacity[j] != floor(task->capacity[j]))
            return false;
    return true;
}

/** Settle the sites; where these were the aim, meeting most takes its place. */
static void settle(er_siting_capacity_model *m, const bool *chosen) {
    const er_siting_checked *checked = m->checked;
    for (size_t f = 0; f < checked->free_count; f++) {
        m->mip.lower[f] = m->mip.upper[f] = chosen[f] ? 1 : 0;
        m->mip.objective[f] = 0;
    }
    if (checked->task->aim != ER_SITING_FEWEST) return;
    for (size_t i = 0; i < checked->task->demand_count; i++)
        for (size_t p = m->row_start[i]; p < m->row_start[i + 1]; p++)
            m->mip.objective[m->first_share + p] = -checked->weight[i] / (m->total + 1);
}

/** Who serves most of each demand, what each site serves, and the sums. */
static er_status read_shares(er_context *ctx, er_arena *arena, er_arena *scratch,
                             const er_siting_capacity_model *m, const double *solution,
                             double *serves, er_siting_plan *out) {
    const er_siting_checked *checked = m->checked;
    size_t demands = checked->task->demand_count;
    er_sum met = {0}, moved = {0}, total = {0};
    (void)scratch;
    ER_TRY(er_arena_alloc(ctx, arena, (demands + 1) * sizeof *out->site, &out->site));
    for (size_t i = 0; i < demands; i++) {
        double most = 0;
        out->site[i] = UINT32_MAX;
        er_sum_add(&total, checked->weight[i]);
        for (size_t p = m->row_start[i]; p < m->row_start[i + 1]; p++) {
            double served = er_siting_capacity_served(m, solution, i, p);
            serves[m->site[p]] += served;
            er_sum_add(&met, served);
            if (m->distance) er_sum_add(&moved, served * m->distance[p]);
            if (served > most * (1 + 1e-9) + 1e-9 * checked->weight[i]) {
                most = served;
                out->site[i] = m->site[p];
            }
        }
    }
    out->met = all_whole(checked) ? round(er_sum_value(&met)) : er_sum_value(&met);
    out->total = er_sum_value(&total);
    if (m->distance) out->value = er_sum_value(&moved);
    return ER_OK;
}

/** The new sites in the order of what they serve. */
static er_status list_sites(er_context *ctx, er_arena *arena, er_arena *scratch,
                            const er_siting_checked *checked, const bool *chosen,
                            const double *serves, er_siting_plan *out) {
    struct site *sites = NULL;
    size_t size = (checked->free_count + 1) * sizeof(double);
    ER_TRY(er_arena_alloc(ctx, scratch, (checked->free_count + 1) * sizeof *sites, &sites));
    ER_TRY(er_arena_alloc(ctx, arena, size, &out->chosen));
    ER_TRY(er_arena_alloc(ctx, arena, size, &out->adds));
    ER_TRY(er_arena_alloc(ctx, arena, size, &out->next));
    ER_TRY(er_arena_alloc(ctx, arena, size, &out->next_adds));
    for (size_t f = 0; f < checked->free_count; f++)
        if (chosen[f])
            sites[out->count++] = (struct site){checked->free[f], serves[checked->free[f]]};
    qsort(sites, out->count, sizeof *sites, by_service);
    for (size_t s = 0; s < out->count; s++) {
        out->chosen[s] = sites[s].candidate;
        out->adds[s] = sites[s].serves;
        out->next[s] = SIZE_MAX;
        out->next_adds[s] = 0;
    }
    return ER_OK;
}

static er_status fill(er_context *ctx, er_arena *arena, er_arena *scratch,
                      er_siting_capacity_model *m, const bool *chosen, bool *holds,
                      er_siting_plan *out) {
    const er_siting_checked *checked = m->checked;
    const er_siting_mip_effort effort = {
        .most_nodes = 1, .most_seconds = INFINITY, .cutoff = INFINITY};
    er_siting_mip_answer answer;
    er_siting_tally tally;
    double *solution = NULL, *serves = NULL;
    size_t columns = m->mip.columns + 1, candidates = checked->task->candidate_count + 1;
    settle(m, chosen);
    ER_TRY(er_arena_alloc(ctx, scratch, columns * sizeof *solution, &solution));
    ER_TRY(er_arena_alloc(ctx, scratch, candidates * sizeof *serves, &serves));
    ER_TRY(er_siting_mip_solve(ctx, &m->mip, &effort, solution, &answer));
    *holds = answer.found;
    if (!answer.found) return ER_OK;
    *out = (er_siting_plan){0};
    ER_TRY(read_shares(ctx, arena, scratch, m, solution, serves, out));
    ER_TRY(list_sites(ctx, arena, scratch, checked, chosen, serves, out));
    ER_TRY(er_siting_tally_new(ctx, scratch, checked, &tally));
    for (size_t s = 0; s < out->count; s++)
        er_siting_tally_add(&tally, out->chosen[s]);
    out->cost = er_siting_weight(tally.cost, checked->cost_shift);
    if (checked->task->aim == ER_SITING_MOST) out->value = out->met;
    if (checked->task->aim == ER_SITING_FEWEST) out->value = out->cost;
    return ER_OK;
}

/** Sites that are not chosen serve no one: the program has no pairs of theirs. */
static er_status bar_others(er_context *ctx, er_arena *scratch, const er_siting_checked *checked,
                            const bool *chosen, er_siting_task *task) {
    er_siting_role *role = NULL;
    ER_TRY(er_arena_alloc(ctx, scratch, (task->candidate_count + 1) * sizeof *role, &role));
    for (size_t j = 0; task->role && j < task->candidate_count; j++)
        role[j] = task->role[j];
    for (size_t f = 0; f < checked->free_count; f++)
        if (!chosen[f]) role[checked->free[f]] = ER_SITING_BARRED;
    task->role = role;
    return ER_OK;
}

er_status er_siting_capacity_plan(er_context *ctx, er_arena *arena, er_arena *scratch,
                                  const er_siting_checked *checked, double needed,
                                  const bool *chosen, bool *holds, er_siting_plan *out) {
    er_siting_condition *conditions = NULL, *on_demand = NULL;
    er_siting_capacity_model m;
    er_siting_checked part = *checked;
    er_siting_task task = *checked->task;
    size_t count = 0, kept = 0;
    ER_TRY(bar_others(ctx, scratch, checked, chosen, &task));
    part.task = &task;
    ER_TRY(er_siting_conditions(ctx, scratch, checked, &conditions, &count));
    ER_TRY(er_arena_alloc(ctx, scratch, (count + 1) * sizeof *on_demand, &on_demand));
    for (size_t c = 0; c < count; c++)
        if (conditions[c].kind == ER_SITING_FLOOR || conditions[c].kind == ER_SITING_NEED)
            on_demand[kept++] = conditions[c];
    er_status status =
        er_siting_capacity_model_new(ctx, scratch, &part, on_demand, kept, needed, true, &m);
    if (status == ER_OK) status = fill(ctx, arena, scratch, &m, chosen, holds, out);
    er_siting_mip_free(&m.mip);
    return status;
}
