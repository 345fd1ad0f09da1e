/* The fewest candidates: a quick start, quick bounds, and the solver only for what they leave. */
#include "siting/bound.h"
#include "siting/solver.h"

#include <math.h>

static const int64_t usual_most_nodes = 2000;
/* Needs and weights are sums of doubles: what is met to within this share of all is met. */
static const double rounding = 1e-12;

/** What must be met, in units; INT64_MAX for more than there is. */
static int64_t units_needed(const er_siting_problem *problem, double needed) {
    double all = (double)problem->total_of_all;
    double units = ldexp(needed, problem->shift) - all * rounding;
    return units > all ? INT64_MAX : (int64_t)ceil(fmax(units, 1));
}

static er_status check_options(er_context *ctx, double needed, const er_siting_options *options) {
    if (!isfinite(needed))
        return er_fail(ctx, ER_ERR_RANGE, "the weight that is needed is not a number: %g", needed);
    if (options && (options->most_nodes < 0 || options->most_nodes > INT32_MAX))
        return er_fail(ctx, ER_ERR_RANGE, "the search takes 0 to 2147483647 nodes, not %lld",
                       (long long)options->most_nodes);
    return ER_OK;
}

/** More weight with the same number; if that makes one of them needless, fewer. */
static er_status fill_up(er_context *ctx, er_arena *arena, er_siting_state *state, int64_t needed,
                         size_t bound) {
    size_t before;
    do {
        before = state->count;
        ER_TRY(er_siting_exchange(ctx, state, INT64_MAX));
        ER_TRY(er_siting_shrink(ctx, arena, state, needed, bound, false));
    } while (state->count < before);
    return ER_OK;
}

static er_status search(er_context *ctx, er_arena *arena, er_siting_state *state, int64_t needed,
                        int64_t most_nodes, size_t *bound) {
    const er_siting_problem *problem = state->problem;
    ER_TRY(er_siting_bound_by_sizes(ctx, arena, problem, needed, bound));
    er_siting_add_greedily(state, needed, SIZE_MAX);
    ER_TRY(er_siting_shrink(ctx, arena, state, needed, *bound, false));
    if (state->count > *bound)
        ER_TRY(er_siting_bound_by_prices(ctx, arena, problem, needed, state->count, bound));
    if (state->count > *bound) ER_TRY(er_siting_shrink(ctx, arena, state, needed, *bound, true));
    if (state->count > *bound)
        ER_TRY(er_siting_solve(ctx, arena, state, needed, most_nodes, bound));
    return fill_up(ctx, arena, state, needed, *bound);
}

/** The chosen in the order in which each adds most, with what it adds. */
static er_status report(er_context *ctx, er_arena *arena, er_arena *scratch,
                        const er_siting_state *state, er_siting_result *out) {
    const er_siting_problem *p = state->problem;
    er_siting_state ordered;
    ER_TRY(er_siting_state_new(ctx, scratch, p, &ordered));
    ER_TRY(er_arena_alloc(ctx, arena, (state->count + 1) * sizeof *out->chosen, &out->chosen));
    ER_TRY(er_arena_alloc(ctx, arena, (state->count + 1) * sizeof *out->adds, &out->adds));
    while (ordered.count < state->count) {
        size_t best = SIZE_MAX;
        for (size_t j = 0; j < p->count; j++)
            if (state->chosen[j] && !ordered.chosen[j] &&
                (best == SIZE_MAX || ordered.gain[j] > ordered.gain[best]))
                best = j;
        out->chosen[ordered.count] = p->candidate[best];
        out->adds[ordered.count] = er_siting_weight(ordered.gain[best], p->shift);
        er_siting_add(&ordered, best);
    }
    out->count = state->count;
    out->met = er_siting_weight(state->met, p->shift);
    return ER_OK;
}

static er_status fewest(er_context *ctx, er_arena *arena, er_arena *scratch,
                        const er_siting_cover *cover, double needed,
                        const er_siting_options *options, er_siting_result *out) {
    er_siting_result result = {.reached = true, .proven = true};
    er_siting_problem whole, problem;
    er_siting_state state;
    ER_TRY(check_options(ctx, needed, options));
    ER_TRY(er_siting_problem_new(ctx, scratch, cover, &whole));
    ER_TRY(er_siting_drop_dominated(ctx, scratch, &whole, &problem));
    ER_TRY(er_siting_state_new(ctx, scratch, &problem, &state));
    if (needed > 0) {
        int64_t nodes = options ? options->most_nodes : 0, units = units_needed(&problem, needed);
        result.reached = units <= problem.total;
        if (!result.reached) units = problem.total;
        ER_TRY(search(ctx, scratch, &state, units, nodes > 0 ? nodes : usual_most_nodes,
                      &result.bound));
        result.proven = result.bound == state.count;
    }
    ER_TRY(report(ctx, arena, scratch, &state, &result));
    *out = result;
    return ER_OK;
}

er_status er_siting_fewest_cover(er_context *ctx, er_arena *arena, const er_siting_cover *cover,
                                 double needed, const er_siting_options *options,
                                 er_siting_result *out) {
    er_arena *scratch = NULL;
    ER_TRY(er_arena_new(ctx, &scratch));
    er_status status = fewest(ctx, arena, scratch, cover, needed, options, out);
    er_arena_free(scratch);
    return status;
}

static er_status greedy(er_context *ctx, er_arena *arena, er_arena *scratch,
                        const er_siting_cover *cover, size_t k, er_siting_result *out) {
    er_siting_result result = {0};
    er_siting_problem problem;
    er_siting_state state;
    ER_TRY(er_siting_problem_new(ctx, scratch, cover, &problem));
    ER_TRY(er_siting_state_new(ctx, scratch, &problem, &state));
    er_siting_add_greedily(&state, INT64_MAX, k);
    result.reached = state.met == problem.total;
    ER_TRY(report(ctx, arena, scratch, &state, &result));
    *out = result;
    return ER_OK;
}

er_status er_siting_greedy(er_context *ctx, er_arena *arena, const er_siting_cover *cover, size_t k,
                           er_siting_result *out) {
    er_arena *scratch = NULL;
    ER_TRY(er_arena_new(ctx, &scratch));
    er_status status = greedy(ctx, arena, scratch, cover, k, out);
    er_arena_free(scratch);
    return status;
}
