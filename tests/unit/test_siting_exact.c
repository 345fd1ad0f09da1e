/* The exact search of covering tasks alone, from a poor start and with nothing known, and the bound
 * by prices alone: without the quick ways that mostly find the best before. */
#include "siting_posed.h"

#include "siting/cover_bound.h"
#include "siting/cover_exact.h"

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
            er_siting_relaxation relaxation;
            assert_ok(p.ctx, er_siting_cover_bound(p.ctx, p.arena, &effort, &p.sites, &bound, fixed,
                                                   &relaxation));
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
