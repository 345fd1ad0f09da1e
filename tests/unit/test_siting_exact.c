/* The exact search of covering tasks alone, from a poor start and with nothing known, and the bound
 * by prices alone: without the quick ways that mostly find the best before. */
#include "siting_tasks.h"

#include "siting/cover_bound.h"

struct posed {
    er_context *ctx;
    er_arena *arena;
    struct small_task t;
    er_siting_checked checked;
    er_siting_rows rows;
    er_siting_sites sites; /**< the first set that holds all conditions */
    double best;
};

static bool start_with_any(struct posed *p) {
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
static bool pose(er_context *ctx, er_random *random, struct posed *p) {
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

static bool is_fewest(const struct posed *p) {
    return p->t.task.aim == ER_SITING_FEWEST;
}

static double value_of(const struct posed *p, int64_t units) {
    if (is_fewest(p)) return er_siting_weight(units, p->checked.cost_shift);
    return er_siting_weight(p->rows.kept_value + units, p->rows.problem.shift);
}

static int64_t reached(const struct posed *p) {
    return is_fewest(p) ? p->sites.tally.cost : p->sites.state.met;
}

/** More than all there is, or nothing. */
static int64_t no_bound(const struct posed *p) {
    return is_fewest(p) ? 0 : 2 * p->rows.total;
}

static void the_exact_search_alone_finds_the_best(void **state) {
    er_random random = er_random_stream(5, 1);
    const er_siting_effort effort = {0};
    for (int round = 0; round < 1500; round++) {
        struct posed p;
        if (pose(*state, &random, &p)) {
            int64_t bound = no_bound(&p);
            assert_ok(p.ctx,
                      er_siting_cover_exact(p.ctx, p.arena, &effort, 2000, NULL, &p.sites, &bound));
            assert_true(er_siting_sites_hold(&p.sites));
            double whole = p.best + er_siting_weight(p.rows.total, p.rows.problem.shift) + 1;
            double apart = fabs(value_of(&p, bound) - p.best);
            if (value_of(&p, reached(&p)) != p.best || apart > 1e-8 * whole)
                fail_msg("round %d: %g, bound %g, best %g", round, value_of(&p, reached(&p)),
                         value_of(&p, bound), p.best);
        }
        er_arena_free(p.arena);
    }
}

/** A site that prices fix is so in every set that is better than the one at hand. */
static void check_fixed(const struct posed *p, const uint8_t *fixed, size_t *count) {
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

/** The bound is on the right side. */
static void the_bound_by_prices_holds(void **state) {
    er_random random = er_random_stream(5, 2);
    const er_siting_effort effort = {.quick = true};
    int posed = 0, sharp = 0;
    size_t fixed_count = 0;
    for (int round = 0; round < 1500; round++) {
        struct posed p;
        if (pose(*state, &random, &p)) {
            int64_t bound = no_bound(&p);
            uint8_t fixed[TASK_CANDIDATES] = {0};
            assert_ok(p.ctx,
                      er_siting_cover_bound(p.ctx, p.arena, &effort, &p.sites, &bound, fixed));
            double limit = value_of(&p, bound);
            assert_true(is_fewest(&p) ? limit <= p.best : limit >= p.best);
            posed++;
            sharp += limit == p.best;
            check_fixed(&p, fixed, &fixed_count);
        }
        er_arena_free(p.arena);
    }
    assert_true(sharp * 2 > posed);
    assert_true(fixed_count > 500);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_exact_search_alone_finds_the_best, test_context_up,
                                        test_context_down),
        cmocka_unit_test_setup_teardown(the_bound_by_prices_holds, test_context_up,
                                        test_context_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
