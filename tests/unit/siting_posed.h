/** Small tasks as the searches see them, with a first set that holds all conditions. */
#ifndef EVENREACH_SITING_POSED_H
#define EVENREACH_SITING_POSED_H

#include "siting_tasks.h"

#include "siting/cover_set.h"

struct posed {
    er_context *ctx;
    er_arena *arena;
    struct small_task t;
    er_siting_checked checked;
    er_siting_rows rows;
    er_siting_sites sites; /**< the first set that holds all conditions */
    double best;
};

static inline bool start_with_any(struct posed *p) {
    bool chosen[TASK_CANDIDATES];
    for (unsigned set = 0; set < 1u << p->checked.free_count; set++) {
        for (size_t j = 0; j < p->checked.free_count; j++)
            chosen[j] = set >> j & 1;
        er_siting_sites_set(&p->sites, chosen);
        if (er_siting_sites_hold(&p->sites)) return true;
    }
    return false;
}

/** A random task that some set holds all conditions of. */
static inline bool pose(er_context *ctx, er_random *random, struct posed *p) {
    p->ctx = ctx;
    assert_ok(ctx, er_arena_new(ctx, &p->arena));
    small_task_random(&p->t, random);
    assert_ok(ctx, er_siting_task_check(ctx, p->arena, &p->t.task, &p->checked));
    assert_ok(ctx, er_siting_rows_new(ctx, p->arena, &p->checked, &p->rows));
    assert_ok(ctx, er_siting_sites_new(ctx, p->arena, &p->rows, &p->sites));
    bool possible = best_by_trying(&p->t, &p->best);
    assert_int_equal(start_with_any(p), possible);
    return possible;
}

static inline bool is_fewest(const struct posed *p) {
    return p->t.task.aim == ER_SITING_FEWEST;
}

static inline double value_of(const struct posed *p, int64_t units) {
    if (is_fewest(p)) return er_siting_weight(units, p->checked.cost_shift);
    return er_siting_weight(p->rows.kept_value + units, p->rows.problem.shift);
}

static inline int64_t reached(const struct posed *p) {
    return is_fewest(p) ? p->sites.tally.cost : p->sites.state.met;
}

/** More than all there is, or nothing. */
static inline int64_t no_bound(const struct posed *p) {
    return is_fewest(p) ? 0 : 2 * p->rows.total;
}

/** A site that prices fix is so in every set that is better than the one at hand. */
static inline void check_fixed(const struct posed *p, const uint8_t *fixed, size_t *count) {
    double reached_value = value_of(p, reached(p));
    for (size_t j = 0; j < p->checked.free_count; j++)
        *count += fixed[j] != ER_SITING_OPEN;
    for (unsigned set = 0; set < 1u << p->checked.free_count; set++) {
        unsigned candidates = 0;
        for (size_t j = 0; j < p->checked.free_count; j++)
            if (set >> j & 1) candidates |= 1u << p->checked.free[j];
        struct done d = done_by(&p->t, candidates);
        bool better = is_fewest(p) ? d.value < reached_value : d.value > reached_value;
        double met =
            (double)er_siting_weight(p->rows.needed + p->rows.kept_met, p->rows.problem.shift);
        if (!d.holds || !better || (is_fewest(p) && d.met < met)) continue;
        for (size_t j = 0; j < p->checked.free_count; j++) {
            assert_false(fixed[j] == ER_SITING_IN && !(set >> j & 1));
            assert_false(fixed[j] == ER_SITING_OUT && (set >> j & 1));
        }
    }
}

#endif
