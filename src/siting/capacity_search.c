#include "siting/capacity_search.h"

#include <math.h>
#include <string.h>

enum { MOST_STEPS = 2000, QUICK_STEPS = 150, PATIENCE = 40, TRY_EVERY = 10 };
/* Sites that are tried to go for one that comes: those that lose most to it, those that serve
 * least. */
enum { MOST_LOSERS = 6, MOST_IDLE = 3 };
static const double first_pace = 1.5, last_pace = 2e-3;
/* Of the seconds that the caller gives: for the bound, and until exchanges end. */
static const double bound_share = 0.5, exchange_share = 0.8;
/* Cells of flows that are copied for exchanges, before it is left at that. */
static const double most_copied = 2e10, most_copied_quick = 1e9;
/* Flows are tables of demand by site: of larger ones nothing is looked for. */
static const double most_cells = 2e6;
/* Costs that differ by less than this share are equal. */
static const double rounding = 1e-9;
/* What a cost may be above the bound, as a share, where none is known yet. */
static const double unknown_gap = 0.3;

struct search {
    er_context *ctx;
    const er_siting_checked *checked;
    const er_siting_effort *effort;
    er_siting_flow empty; /**< kept sites alone */
    er_siting_flow at, with, without;
    er_siting_knapsacks *knapsacks;
    er_siting_tally tally; /**< of the set in `at` */
    bool *chosen;          /**< [free_count] of the set in `at` */
    uint32_t *slot;        /**< [free_count] of each chosen one */
    double copied;
    er_siting_capacity_start *best;
};

static bool is_late(const struct search *s, double share) {
    return er_siting_is_late(&s->checked->deadline, share);
}

/** By distance all weight is to be served. */
static bool serves(const struct search *s, const er_siting_flow *flow) {
    return s->checked->task->aim != ER_SITING_MEDIAN ||
           !(er_siting_flow_load(flow, 0) > 1e3 * flow->least);
}

static void copy(struct search *s, const er_siting_flow *from, er_siting_flow *to) {
    er_siting_flow_copy(from, to);
    s->copied += (double)from->rows * (double)from->room;
}

static void put_in(struct search *s, size_t site) {
    s->slot[site] = (uint32_t)er_siting_flow_add(&s->at, s->checked->free[site]);
    s->chosen[site] = true;
    er_siting_tally_add(&s->tally, s->checked->free[site]);
}

static er_status set(struct search *s, const bool *chosen) {
    copy(s, &s->empty, &s->at);
    for (size_t f = 0; f < s->checked->free_count; f++) {
        if (s->chosen[f]) er_siting_tally_remove(&s->tally, s->checked->free[f]);
        s->chosen[f] = false;
    }
    for (size_t f = 0; f < s->checked->free_count; f++) {
        if (!chosen[f]) continue;
        ER_TRY(er_check_cancel(s->ctx));
        put_in(s, f);
    }
    return ER_OK;
}

static void keep_if_better(struct search *s) {
    if (!er_siting_tally_holds_all(&s->tally) || !serves(s, &s->at)) return;
    if (s->best->found && !(s->at.cost < s->best->cost * (1 - rounding))) return;
    s->best->found = true;
    s->best->cost = s->at.cost;
    memcpy(s->best->chosen, s->chosen, s->checked->free_count);
}

/* ---- exchanges ------------------------------------------------------------------------------- */

static bool holds_with(struct search *s, size_t in, size_t out) {
    const er_siting_checked *checked = s->checked;
    if (checked->task->quota_count == 0 && checked->budget == INT64_MAX) return true;
    er_siting_tally_remove(&s->tally, checked->free[out]);
    er_siting_tally_add(&s->tally, checked->free[in]);
    bool holds = er_siting_tally_holds_all(&s->tally);
    er_siting_tally_remove(&s->tally, checked->free[in]);
    er_siting_tally_add(&s->tally, checked->free[out]);
    return holds;
}

/** The next of the sites that may go, by a score, most first; free_count: none is left. */
static size_t next_by(const struct search *s, const double *score, const bool *tried) {
    size_t best = s->checked->free_count;
    for (size_t f = 0; f < s->checked->free_count; f++) {
        if (!s->chosen[f] || tried[f]) continue;
        if (best == s->checked->free_count || score[f] > score[best]) best = f;
    }
    return best;
}

/** Try one site in the place of another one; the better of it and what was best so far is kept. */
static void try_out(struct search *s, size_t in, size_t out, double *cost, size_t *best) {
    if (!holds_with(s, in, out)) return;
    copy(s, &s->with, &s->without);
    er_siting_flow_remove(&s->without, s->slot[out]);
    if (!(s->without.cost < *cost)) return;
    *cost = s->without.cost;
    *best = out;
}

/** The best exchange that a site comes in by; *made: it was. `score`, `tried`: [free_count]. */
static void exchange_for(struct search *s, size_t in, double *score, bool *tried, bool *made) {
    size_t sites = s->checked->free_count, best = sites;
    double cost = s->at.cost * (1 - rounding);
    *made = false;
    copy(s, &s->at, &s->with);
    size_t slot = er_siting_flow_add(&s->with, s->checked->free[in]);
    if (!(s->with.cost < cost)) return; /* one more can't do worse than one in the place of one */
    for (size_t f = 0; f < sites; f++) {
        tried[f] = false;
        if (s->chosen[f])
            score[f] =
                er_siting_flow_load(&s->at, s->slot[f]) - er_siting_flow_load(&s->with, s->slot[f]);
    }
    for (int n = 0; n < MOST_LOSERS; n++) {
        size_t out = next_by(s, score, tried);
        if (out == sites || !(score[out] > s->at.least)) break;
        tried[out] = true;
        try_out(s, in, out, &cost, &best);
    }
    for (size_t f = 0; f < sites; f++)
        if (s->chosen[f]) score[f] = -er_siting_flow_load(&s->with, s->slot[f]);
    for (int n = 0; n < MOST_IDLE; n++) {
        size_t out = next_by(s, score, tried);
        if (out == sites) break;
        tried[out] = true;
        try_out(s, in, out, &cost, &best);
    }
    if (best == sites) return;
    er_siting_flow_remove(&s->with, s->slot[best]);
    copy(s, &s->with, &s->at);
    s->chosen[best] = false;
    s->chosen[in] = true;
    s->slot[in] = (uint32_t)slot;
    er_siting_tally_remove(&s->tally, s->checked->free[best]);
    er_siting_tally_add(&s->tally, s->checked->free[in]);
    *made = true;
}

static er_status exchange_all(struct search *s, double *score, bool *tried) {
    size_t sites = s->checked->free_count, since = 0;
    double most = s->effort->quick ? most_copied_quick : most_copied;
    for (size_t f = 0; since < sites && s->copied < most; f = (f + 1) % sites) {
        bool made = false;
        since++;
        if (s->chosen[f]) continue;
        ER_TRY(er_check_cancel(s->ctx));
        if (is_late(s, exchange_share)) return ER_OK;
        exchange_for(s, f, score, tried, &made);
        if (made) since = 0;
    }
    return ER_OK;
}

/** Up to k sites, those that save most: a set that the conditions hold for. */
static er_status fill_up(struct search *s) {
    for (size_t f = 0; f < s->checked->free_count && s->tally.count < s->checked->task->k; f++) {
        if (s->chosen[f]) continue;
        ER_TRY(er_check_cancel(s->ctx));
        er_siting_tally_add(&s->tally, s->checked->free[f]);
        bool holds = er_siting_tally_holds_all(&s->tally);
        er_siting_tally_remove(&s->tally, s->checked->free[f]);
        if (holds) put_in(s, f);
    }
    return ER_OK;
}

static er_status exchange(struct search *s) {
    double *score = NULL;
    bool *tried = NULL;
    if (!er_siting_tally_holds_all(&s->tally)) return ER_OK;
    ER_TRY(fill_up(s));
    ER_TRY(er_alloc(s->ctx, s->checked->free_count + 1, sizeof *score, &score));
    er_status status = er_alloc(s->ctx, s->checked->free_count + 1, sizeof *tried, &tried);
    if (status == ER_OK) status = exchange_all(s, score, tried);
    er_free(score);
    er_free(tried);
    if (status == ER_OK) keep_if_better(s);
    return status;
}

/* ---- the bound ------------------------------------------------------------------------------- */

/** What the relaxation chose, assigned, and sometimes mended. */
static er_status try_chosen(struct search *s, bool mend) {
    ER_TRY(set(s, er_siting_knapsacks_chosen(s->knapsacks)));
    keep_if_better(s);
    return mend ? exchange(s) : ER_OK;
}

static double aim_of(const struct search *s) {
    double bound = s->best->bound;
    if (s->best->found) return s->best->cost;
    return bound + unknown_gap * fabs(bound) + 1;
}

static bool close_enough(const struct search *s) {
    if (!s->best->found) return false;
    double apart = s->best->cost - s->best->bound, value = s->best->cost, all = 0;
    for (size_t i = 0; i < s->empty.rows; i++)
        all += s->empty.weight[i];
    if (s->checked->task->aim == ER_SITING_MOST) value = all - value;
    return apart <= fmax(s->effort->gap, rounding) * value;
}

static er_status climb(struct search *s) {
    double pace = first_pace;
    int steps = s->effort->quick ? QUICK_STEPS : MOST_STEPS, since = 0, next_mend = 2 * PATIENCE;
    for (int n = 0; n < steps && pace > last_pace; n++) {
        double bound;
        er_progress(s->ctx, "bounding the plan", (uint64_t)n, (uint64_t)steps);
        ER_TRY(er_siting_knapsacks_take(s->ctx, s->knapsacks, &bound));
        if (bound > s->best->bound) {
            s->best->bound = bound;
            er_siting_knapsacks_keep(s->knapsacks);
            since = 0;
        } else if (++since >= PATIENCE) {
            since = 0;
            pace /= 2;
            er_siting_knapsacks_return(s->knapsacks);
            ER_TRY(er_siting_knapsacks_take(s->ctx, s->knapsacks, &bound));
        }
        bool mend = n >= next_mend;
        if (n % TRY_EVERY == TRY_EVERY - 1) ER_TRY(try_chosen(s, mend));
        if (mend && n % TRY_EVERY == TRY_EVERY - 1) next_mend = 2 * n;
        if (close_enough(s) || is_late(s, bound_share)) return ER_OK;
        if (!er_siting_knapsacks_move(s->knapsacks, pace, aim_of(s))) return ER_OK;
    }
    return ER_OK;
}

static er_status begin(struct search *s, er_arena *arena) {
    const er_siting_checked *checked = s->checked;
    ER_TRY(er_siting_flow_new(s->ctx, arena, checked, checked->task->k + 1, &s->empty));
    ER_TRY(er_siting_flow_like(s->ctx, arena, &s->empty, &s->at));
    ER_TRY(er_siting_flow_like(s->ctx, arena, &s->empty, &s->with));
    ER_TRY(er_siting_flow_like(s->ctx, arena, &s->empty, &s->without));
    ER_TRY(er_siting_knapsacks_new(s->ctx, arena, checked, &s->empty, &s->knapsacks));
    ER_TRY(er_siting_tally_new(s->ctx, arena, checked, &s->tally));
    ER_TRY(er_arena_alloc(s->ctx, arena, checked->free_count + 1, &s->chosen));
    ER_TRY(er_arena_alloc(s->ctx, arena, (checked->free_count + 1) * sizeof *s->slot, &s->slot));
    return er_arena_alloc(s->ctx, arena, checked->free_count + 1, &s->best->chosen);
}

er_status er_siting_capacity_search(er_context *ctx, er_arena *arena,
                                    const er_siting_checked *checked,
                                    const er_siting_effort *effort, er_siting_capacity_start *out) {
    struct search s = {.ctx = ctx, .checked = checked, .effort = effort, .best = out};
    *out = (er_siting_capacity_start){.cost = INFINITY};
    if ((double)checked->task->demand_count * (double)(checked->task->k + 3) > most_cells)
        return ER_OK;
    ER_TRY(begin(&s, arena));
    ER_TRY(climb(&s));
    if (close_enough(&s)) return ER_OK;
    ER_TRY(set(&s, out->found ? out->chosen : er_siting_knapsacks_chosen(s.knapsacks)));
    keep_if_better(&s);
    return exchange(&s);
}
