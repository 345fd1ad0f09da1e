#include "siting/cover_plan.h"

/** The chosen site not yet in order that adds most after those that are. */
static size_t next_in_order(const er_siting_sites *sites, const er_siting_state *ordered) {
    size_t best = SIZE_MAX;
    for (size_t j = 0; j < sites->rows->problem.count; j++)
        if (sites->state.chosen[j] && !ordered->chosen[j] &&
            (best == SIZE_MAX || ordered->gain[j] > ordered->gain[best]))
            best = j;
    return best;
}

/** What would be the best in the place of a site, all conditions held. */
static size_t next_best(er_siting_sites *sites, size_t site, int64_t *adds) {
    const er_siting_state *state = &sites->state;
    size_t best = SIZE_MAX;
    *adds = 0;
    er_siting_sites_remove(sites, site);
    for (size_t j = 0; j < state->problem->count; j++) {
        int64_t gain = state->gain[j];
        if (state->chosen[j] || j == site || gain <= *adds) continue;
        er_siting_sites_add(sites, j);
        bool holds = er_siting_sites_hold(sites);
        er_siting_sites_remove(sites, j);
        if (!holds) continue;
        best = j;
        *adds = gain;
    }
    er_siting_sites_add(sites, site);
    return best;
}

static er_status list_sites(er_context *ctx, er_arena *arena, er_arena *scratch,
                            er_siting_sites *sites, er_siting_plan *out) {
    const er_siting_rows *rows = sites->rows;
    size_t count = sites->state.count, shift_count = count + 1;
    int shift = rows->problem.shift;
    er_siting_state ordered;
    ER_TRY(er_siting_state_new(ctx, scratch, &rows->problem, &ordered));
    ER_TRY(er_arena_alloc(ctx, arena, shift_count * sizeof *out->chosen, &out->chosen));
    ER_TRY(er_arena_alloc(ctx, arena, shift_count * sizeof *out->adds, &out->adds));
    ER_TRY(er_arena_alloc(ctx, arena, shift_count * sizeof *out->next, &out->next));
    ER_TRY(er_arena_alloc(ctx, arena, shift_count * sizeof *out->next_adds, &out->next_adds));
    for (size_t n = 0; n < count; n++) {
        size_t site = next_in_order(sites, &ordered);
        int64_t next_adds = 0;
        size_t next = next_best(sites, site, &next_adds);
        out->chosen[n] = rows->checked->free[site];
        out->adds[n] = er_siting_weight(ordered.gain[site], shift);
        out->next[n] = next == SIZE_MAX ? SIZE_MAX : rows->checked->free[next];
        out->next_adds[n] = er_siting_weight(next_adds, shift);
        er_siting_add(&ordered, site);
        ER_TRY(er_check_cancel(ctx));
    }
    out->count = count;
    return ER_OK;
}

/** The site that serves each demand; returns the weight met, in units. */
static er_status serve(er_context *ctx, er_arena *arena, er_arena *scratch,
                       const er_siting_sites *sites, er_siting_plan *out, int64_t *met) {
    const er_siting_rows *rows = sites->rows;
    const er_siting_checked *checked = rows->checked;
    const er_siting_task *task = checked->task;
    int64_t *worth = NULL;
    double *share = NULL;
    ER_TRY(er_arena_alloc(ctx, arena, (task->demand_count + 1) * sizeof *out->site, &out->site));
    ER_TRY(er_arena_alloc(ctx, scratch, (task->demand_count + 1) * sizeof *share, &share));
    ER_TRY(er_arena_alloc(ctx, scratch, (task->demand_count + 1) * sizeof *worth, &worth));
    for (size_t i = 0; i < task->demand_count; i++)
        out->site[i] = UINT32_MAX;
    for (size_t j = 0, place = 0; j < task->candidate_count; j++) {
        bool free = er_siting_is_free(task, j);
        bool stands = free ? sites->state.chosen[place] : er_siting_is_kept(task, j);
        place += free;
        for (size_t k = task->start[j]; stands && k < task->start[j + 1]; k++) {
            uint32_t i = task->demand[k];
            double here = task->value ? task->value[k] : 1;
            if (here <= share[i]) continue;
            share[i] = here;
            worth[i] = er_siting_pair_worth(rows, k);
            out->site[i] = (uint32_t)j;
        }
    }
    *met = 0;
    for (size_t i = 0; i < task->demand_count; i++)
        *met += worth[i];
    return ER_OK;
}

er_status er_siting_cover_plan(er_context *ctx, er_arena *arena, er_arena *scratch,
                               er_siting_sites *sites, er_siting_plan *out) {
    const er_siting_rows *rows = sites->rows;
    int shift = rows->problem.shift;
    int64_t met = 0;
    *out = (er_siting_plan){.total = er_siting_weight(rows->total, shift)};
    ER_TRY(list_sites(ctx, arena, scratch, sites, out));
    ER_TRY(serve(ctx, arena, scratch, sites, out, &met));
    out->met = er_siting_weight(met, shift);
    out->cost = er_siting_weight(sites->tally.cost, rows->checked->cost_shift);
    out->value = rows->checked->task->aim == ER_SITING_FEWEST
                     ? out->cost
                     : er_siting_weight(rows->kept_value + sites->state.met, shift);
    return ER_OK;
}
