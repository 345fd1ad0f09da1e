#include "siting/cover_exact.h"

#include "siting/cover_model.h"

#include <math.h>

/* Sets that miss a condition by the solver's tolerance and are ruled out, or better ones that are
 * built on, before it is left at that. */
enum { MOST_ROUNDS = 20 };
/* Larger programs, in entries of rows, are left to the quick bounds: a linear relaxation of more
 * takes minutes. Above the usual size, where a node takes up to a second, fewer nodes are. */
static const size_t most_entries = 80000, usual_entries = 40000;
/* What the solver's objective may be off by, in parts of 1e7 that it is brought to. */
static const double off = 1e-3;
/* A set counts as better by so much of it, where it does not come in whole numbers. */
static const double least_better = 1e-2;
/* What all demand is worth where any set will do. */
static const double whole_gain = 1e4;

struct search {
    er_context *ctx;
    er_siting_model model;
    er_siting_sites *best;
    er_siting_sites found;
    bool *chosen;
    double *solution;
};

static bool is_fewest(const er_siting_sites *sites) {
    return sites->rows->checked->task->aim == ER_SITING_FEWEST;
}

/** In units, and as what is minimised. */
static int64_t value_of(const er_siting_sites *sites) {
    return is_fewest(sites) ? sites->tally.cost : -sites->state.met;
}

/** Nodes for what the caller leaves open, so that the work is about the same for any size. */
static int64_t nodes_for(const struct search *s, const er_siting_effort *effort, int64_t usual) {
    size_t entries = s->model.mip.entries;
    if (effort->most_nodes > 0 || entries <= usual_entries) return usual;
    double part = (double)usual_entries / (double)entries;
    return (int64_t)ceil((double)usual * part * part);
}

static er_status search_new(er_context *ctx, er_arena *arena, const er_siting_rows *rows,
                            struct search *s) {
    ER_TRY(er_siting_sites_new(ctx, arena, rows, &s->found));
    ER_TRY(er_arena_alloc(ctx, arena, rows->problem.count + 1, &s->chosen));
    return er_arena_alloc(ctx, arena, (s->model.mip.columns + 1) * sizeof *s->solution,
                          &s->solution);
}

static void take_solution(struct search *s) {
    for (size_t j = 0; j < s->found.rows->problem.count; j++)
        s->chosen[j] = s->solution[j] > 0.5;
    er_siting_sites_set(&s->found, s->chosen);
}

/** The bound in units that a bound of the solver stands for: the next whole one. */
static int64_t units_of(const struct search *s, double objective) {
    double steps = objective - off;
    if (s->model.whole) steps = ceil(steps);
    return (int64_t)floor(steps / s->model.unit);
}

/** Search once, for what is better than the best by more than the gap; true: search on. */
static er_status round_of(struct search *s, const er_siting_effort *effort, int64_t most_nodes,
                          int64_t *bound, bool *again) {
    double value = (double)value_of(s->best) * s->model.unit;
    double better = fmax(effort->gap * fabs(value), s->model.whole ? 0.5 : least_better);
    er_siting_mip_effort mip_effort = {
        .most_nodes = most_nodes,
        .most_seconds = er_siting_seconds_left(&s->best->rows->checked->deadline),
        .cutoff = value - better};
    er_siting_mip_answer answer;
    *again = false;
    ER_TRY(er_siting_mip_solve(s->ctx, &s->model.mip, &mip_effort, s->solution, &answer));
    int64_t least = INT64_MIN;
    if (answer.bound > -INFINITY) least = units_of(s, answer.bound);
    if (answer.none && units_of(s, value - better) > least) least = units_of(s, value - better);
    if (least > value_of(s->best)) least = value_of(s->best);
    if (!answer.found) {
        if (least > *bound) *bound = least;
        return ER_OK;
    }
    take_solution(s);
    if (!er_siting_sites_hold(&s->found)) {
        *again = true;
        return er_siting_mip_rule_out(s->ctx, &s->model.mip, s->chosen,
                                      s->found.rows->problem.count);
    }
    if (least > *bound) *bound = least;
    if (value_of(&s->found) < value_of(s->best)) {
        er_siting_sites_set(s->best, s->chosen);
        *again = true;
    }
    return ER_OK;
}

er_status er_siting_cover_exact(er_context *ctx, er_arena *arena, const er_siting_effort *effort,
                                int64_t most_nodes, const uint8_t *fixed, er_siting_sites *best,
                                int64_t *bound) {
    const er_siting_rows *rows = best->rows;
    struct search s = {.ctx = ctx, .best = best};
    er_siting_condition *conditions = NULL;
    size_t count = 0;
    bool again = true;
    int64_t least = is_fewest(best) ? *bound : -*bound;
    ER_TRY(er_siting_conditions(ctx, arena, rows->checked, &conditions, &count));
    er_status status =
        er_siting_model_new(ctx, arena, rows, conditions, count, true, fixed, &s.model);
    if (status == ER_OK) status = search_new(ctx, arena, rows, &s);
    if (s.model.mip.entries > most_entries) again = false;
    for (int round = 0; status == ER_OK && again && round < MOST_ROUNDS; round++) {
        status = er_check_cancel(ctx);
        if (status == ER_OK)
            status = round_of(&s, effort, nodes_for(&s, effort, most_nodes), &least, &again);
        if (value_of(best) <= least || er_siting_is_late(&rows->checked->deadline, 1))
            again = false;
    }
    er_siting_mip_free(&s.model.mip);
    if (status == ER_OK) *bound = is_fewest(best) ? least : -least;
    return status;
}

/** Of the sets that hold the conditions, those of sites that do much alone are preferred. */
static void prefer_large(struct search *s, const er_siting_sites *sites) {
    double total = 2 * (double)sites->rows->total + 1;
    for (size_t j = 0; j < sites->rows->problem.count; j++)
        s->model.mip.objective[j] = -whole_gain * (double)sites->state.gain[j] / total;
}

static bool hold(const er_siting_sites *sites, const er_siting_condition *conditions,
                 size_t count) {
    for (size_t c = 0; c < count; c++)
        if (!er_siting_sites_hold_one(sites, &conditions[c])) return false;
    return true;
}

static er_status try_possible(struct search *s, const er_siting_condition *conditions, size_t count,
                              int64_t most_nodes, er_siting_possible *out) {
    const er_siting_deadline *deadline = &s->found.rows->checked->deadline;
    er_siting_mip_effort effort = {.most_nodes = most_nodes, .cutoff = INFINITY};
    *out = ER_SITING_UNKNOWN;
    for (int round = 0; round < MOST_ROUNDS; round++) {
        er_siting_mip_answer answer;
        effort.most_seconds = er_siting_seconds_left(deadline);
        ER_TRY(er_check_cancel(s->ctx));
        ER_TRY(er_siting_mip_solve(s->ctx, &s->model.mip, &effort, s->solution, &answer));
        if (answer.none) *out = ER_SITING_IMPOSSIBLE;
        if (!answer.found) return ER_OK;
        take_solution(s);
        if (hold(&s->found, conditions, count)) {
            *out = ER_SITING_POSSIBLE;
            return ER_OK;
        }
        ER_TRY(
            er_siting_mip_rule_out(s->ctx, &s->model.mip, s->chosen, s->found.rows->problem.count));
    }
    return ER_OK;
}

er_status er_siting_cover_possible(er_context *ctx, er_arena *arena, const er_siting_rows *rows,
                                   const er_siting_condition *conditions, size_t count,
                                   int64_t most_nodes, er_siting_sites *sites,
                                   er_siting_possible *out) {
    struct search s = {.ctx = ctx};
    er_status status =
        er_siting_model_new(ctx, arena, rows, conditions, count, false, NULL, &s.model);
    if (status == ER_OK) status = search_new(ctx, arena, rows, &s);
    if (status == ER_OK && sites) prefer_large(&s, &s.found);
    if (status == ER_OK) status = try_possible(&s, conditions, count, most_nodes, out);
    if (status == ER_OK && sites && *out == ER_SITING_POSSIBLE)
        er_siting_sites_set(sites, s.chosen);
    er_siting_mip_free(&s.model.mip);
    return status;
}
