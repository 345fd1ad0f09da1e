/* Meeting most, or what is needed with the fewest: a quick start, quick bounds, and the solver for
 * what they leave. */
#include "siting/cover_bound.h"
#include "siting/cover_exact.h"
#include "siting/cover_plan.h"
#include "siting/cover_regions.h"

#include <math.h>
#include <string.h>

/* Nodes of branch and bound where the caller says nothing. */
static const int64_t usual_most_nodes = 2000;
/* Weights that are not whole: a bound within this share of all is reached. */
static const double rounding = 1e-8;
/* A search that ends with so much of its time gone ended for lack of time. */
static const double late_share = 0.9;
/* Smaller tasks go to the solver at once. */
static const size_t least_pairs_regions = 40000;
/* Looks around a set whose bound is left open, fewer in large tasks. */
enum { MOST_SHAKES = 3000 };
static const double most_pairs_shaken = 5e8;
/* The part of them that comes before regions are searched through. */
static const double first_looks = 0.2;

struct search {
    er_context *ctx;
    er_arena *scratch;
    er_siting_rows rows;
    const er_siting_effort *effort;
    er_siting_sites best;
    uint64_t looks; /**< around the best so far */
    int64_t bound;  /**< units: of new sites' weight, at most; or of their cost, at least */
};

static bool is_fewest(const struct search *s) {
    return s->rows.checked->task->aim == ER_SITING_FEWEST;
}

static bool is_late(const struct search *s, double share) {
    return er_siting_is_late(&s->rows.checked->deadline, share);
}

static int64_t most_nodes(const struct search *s) {
    return s->effort->most_nodes > 0 ? s->effort->most_nodes : usual_most_nodes;
}

static er_status ask_possible(void *user, const er_siting_condition *conditions, size_t count,
                              er_siting_possible *out) {
    struct search *s = user;
    return er_siting_cover_possible(s->ctx, s->scratch, &s->rows, conditions, count, most_nodes(s),
                                    NULL, out);
}

/** A set that holds all conditions, or say which can't hold together. */
static er_status find_any(struct search *s) {
    er_siting_condition *conditions = NULL;
    er_siting_possible possible = ER_SITING_UNKNOWN;
    size_t count = 0;
    ER_TRY(er_siting_conditions(s->ctx, s->scratch, s->rows.checked, &conditions, &count));
    ER_TRY(er_siting_cover_possible(s->ctx, s->scratch, &s->rows, conditions, count, most_nodes(s),
                                    &s->best, &possible));
    if (possible == ER_SITING_IMPOSSIBLE)
        return er_siting_fail_conflict(s->ctx, s->rows.checked, conditions, count, ask_possible, s);
    if (possible == ER_SITING_UNKNOWN)
        return er_siting_fail_no_plan(s->ctx, s->rows.checked, most_nodes(s));
    return ER_OK;
}

/** The better of greedy choices, by what sites add and by what they add for their cost. */
static er_status find_start(struct search *s) {
    const er_siting_checked *checked = s->rows.checked;
    er_siting_sites by_cost;
    ER_TRY(er_siting_sites_new(s->ctx, s->scratch, &s->rows, &s->best));
    ER_TRY(er_siting_sites_greedy(s->ctx, &s->best, false));
    if (er_siting_sites_hold(&s->best)) ER_TRY(er_siting_sites_improve(s->ctx, &s->best));
    if (checked->task->cost) {
        ER_TRY(er_siting_sites_new(s->ctx, s->scratch, &s->rows, &by_cost));
        ER_TRY(er_siting_sites_greedy(s->ctx, &by_cost, true));
        if (er_siting_sites_hold(&by_cost)) {
            ER_TRY(er_siting_sites_improve(s->ctx, &by_cost));
            if (!er_siting_sites_hold(&s->best) ||
                er_siting_sites_better(&by_cost, s->best.state.met, s->best.tally.cost))
                s->best = by_cost;
        }
    }
    if (er_siting_sites_hold(&s->best)) return ER_OK;
    ER_TRY(find_any(s));
    return er_siting_sites_improve(s->ctx, &s->best);
}

/** |bound - value| as a share of the value, for the effort's gap. */
static double gap_of(const struct search *s) {
    double kept = is_fewest(s) ? 0 : (double)s->rows.kept_value;
    double value = is_fewest(s) ? (double)s->best.tally.cost : (double)s->best.state.met;
    double apart = fabs((double)s->bound - value);
    return apart == 0 ? 0 : apart / (kept + value);
}

/** What is apart by less than the solver can tell is not apart. */
static void close_bound(struct search *s) {
    const er_siting_checked *checked = s->rows.checked;
    int64_t value = is_fewest(s) ? s->best.tally.cost : s->best.state.met, all = s->rows.total;
    if (is_fewest(s)) {
        all = 0;
        for (size_t j = 0; j < checked->free_count; j++)
            all += checked->cost[checked->free[j]];
    }
    if (fabs((double)(s->bound - value)) <= rounding * (double)all) s->bound = value;
}

/** What is left open may be a better set: look on until this part of all looks. */
static er_status look_around(struct search *s, double part) {
    const er_siting_problem *p = &s->rows.problem;
    double most = most_pairs_shaken / (double)(p->start[p->count] + p->count + 1);
    for (; (double)s->looks < part * fmin(most, MOST_SHAKES); s->looks++) {
        if (gap_of(s) <= s->effort->gap || is_late(s, 1)) return ER_OK;
        er_progress(s->ctx, "looking around", s->looks, MOST_SHAKES);
        ER_TRY(er_siting_sites_shake(s->ctx, s->scratch, &s->best, s->looks));
        close_bound(s);
    }
    return ER_OK;
}

/** What prices say, and in large tasks what regions add to it. */
static er_status bound_quickly(struct search *s, uint8_t *fixed) {
    const er_siting_problem *p = &s->rows.problem;
    er_siting_relaxation relaxation;
    ER_TRY(er_siting_cover_bound(s->ctx, s->scratch, s->effort, &s->best, &s->bound, fixed,
                                 &relaxation));
    if (s->effort->quick || is_fewest(s) || p->worth || p->second) return ER_OK;
    if (gap_of(s) <= s->effort->gap || p->start[p->count] < least_pairs_regions) return ER_OK;
    ER_TRY(look_around(s, first_looks));
    if (gap_of(s) <= s->effort->gap) return ER_OK;
    return er_siting_cover_regions(s->ctx, s->scratch, s->effort, er_siting_region_count(&s->best),
                                   &relaxation, &s->best, &s->bound, fixed);
}

static er_status search(struct search *s) {
    const er_siting_problem *p = &s->rows.problem;
    uint8_t *fixed = NULL;
    ER_TRY(find_start(s));
    s->bound = 0;
    for (size_t j = 0; !is_fewest(s) && j < p->class_count; j++) {
        int64_t top = p->worth ? 0 : p->weight[j] + (p->second ? p->second[j] : 0);
        for (size_t k = p->class_start[j]; p->worth && k < p->class_start[j + 1]; k++)
            if (p->member_worth[k] > top) top = p->member_worth[k];
        s->bound += top;
    }
    close_bound(s);
    ER_TRY(er_arena_alloc(s->ctx, s->scratch, p->count + 1, &fixed));
    if (gap_of(s) > s->effort->gap) ER_TRY(bound_quickly(s, fixed));
    close_bound(s);
    if (s->effort->quick || gap_of(s) <= s->effort->gap) return ER_OK;
    ER_TRY(er_siting_cover_exact(s->ctx, s->scratch, s->effort, most_nodes(s), fixed, &s->best,
                                 &s->bound));
    ER_TRY(er_siting_sites_improve(s->ctx, &s->best));
    close_bound(s);
    return look_around(s, 1);
}

static er_siting_end end_of(const struct search *s) {
    double gap = gap_of(s);
    if (gap == 0) return ER_SITING_PROVEN;
    if (gap <= s->effort->gap) return ER_SITING_GAP;
    if (s->effort->quick) return ER_SITING_QUICK;
    return is_late(s, late_share) ? ER_SITING_TIME : ER_SITING_NODES;
}

er_status er_siting_choose_cover(er_context *ctx, er_arena *arena, er_arena *scratch,
                                 const er_siting_checked *checked, const er_siting_effort *effort,
                                 er_siting_plan *out) {
    struct search s = {.ctx = ctx, .scratch = scratch, .effort = effort};
    ER_TRY(er_siting_rows_new(ctx, scratch, checked, &s.rows));
    ER_TRY(search(&s));
    ER_TRY(er_siting_cover_plan(ctx, arena, scratch, &s.best, out));
    int64_t kept = is_fewest(&s) ? 0 : s.rows.kept_value;
    out->bound = er_siting_weight(kept + s.bound,
                                  is_fewest(&s) ? checked->cost_shift : s.rows.problem.shift);
    out->gap = gap_of(&s);
    out->end = end_of(&s);
    return ER_OK;
}

er_status er_siting_assess_cover(er_context *ctx, er_arena *arena, er_arena *scratch,
                                 const er_siting_checked *checked, const size_t *chosen,
                                 size_t count, er_siting_plan *out) {
    er_siting_rows rows;
    er_siting_sites sites;
    er_siting_condition *conditions = NULL;
    size_t condition_count = 0;
    ER_TRY(er_siting_rows_new(ctx, scratch, checked, &rows));
    ER_TRY(er_siting_sites_new(ctx, scratch, &rows, &sites));
    for (size_t s = 0, j = 0; s < count; j++)
        if (checked->free[j] == chosen[s]) {
            er_siting_sites_add(&sites, j);
            s++;
        }
    ER_TRY(er_siting_conditions(ctx, scratch, checked, &conditions, &condition_count));
    for (size_t c = 0; c < condition_count; c++)
        if (!er_siting_sites_hold_one(&sites, &conditions[c]))
            return er_siting_fail_condition(ctx, checked, &conditions[c]);
    ER_TRY(er_siting_cover_plan(ctx, arena, scratch, &sites, out));
    out->bound = out->gap = NAN;
    out->end = ER_SITING_QUICK;
    return ER_OK;
}
