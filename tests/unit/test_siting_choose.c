/* Choosing sites under conditions against trying every subset, and against what must not matter. */
#include "siting_tasks.h"

struct place {
    er_context *ctx;
    er_arena *arena;
};

static struct place begin(void **state) {
    struct place p = {.ctx = *state};
    assert_ok(p.ctx, er_arena_new(p.ctx, &p.arena));
    return p;
}

/** What the plan says of itself is what its sites do. */
static void check_plan(const struct small_task *t, const er_siting_plan *plan) {
    unsigned set = set_chosen(plan), before = 0;
    struct done d = done_by(t, set);
    assert_true(d.holds && only_free(t, set));
    assert_int_equal(d.count, plan->count);
    assert_true(plan->value == d.value && plan->met == d.met && plan->cost == d.cost);
    for (size_t s = 0; s < plan->count; s++) {
        unsigned after = before | 1u << plan->chosen[s];
        struct done a = done_by(t, before), b = done_by(t, after);
        double adds = t->task.aim == ER_SITING_FEWEST ? b.met - a.met : b.value - a.value;
        assert_true(plan->adds[s] == adds);
        before = after;
        if (plan->next[s] == SIZE_MAX) continue;
        unsigned without = set & ~(1u << plan->chosen[s]), with = without | 1u << plan->next[s];
        assert_true(with != without && with != set && done_by(t, with).holds);
    }
    for (size_t i = 0; i < t->task.demand_count; i++) {
        int times;
        double share = share_met(t, set, i, &times), served = 0;
        if (plan->site[i] != UINT32_MAX) {
            size_t j = plan->site[i];
            assert_true(stands(t, set, j));
            for (size_t k = t->start[j]; k < t->start[j + 1]; k++)
                if (t->demand[k] == i) served = t->task.value ? t->value[k] : 1;
        }
        assert_true(served == share);
    }
}

static void the_best_of_all_subsets(void **state) {
    er_random random = er_random_stream(3, 1);
    int possible = 0, impossible = 0;
    for (int round = 0; round < 4000; round++) {
        struct place p = begin(state);
        struct small_task t;
        er_siting_plan plan;
        double best = NAN;
        small_task_random(&t, &random);
        er_status status = er_siting_choose(p.ctx, p.arena, &t.task, NULL, &plan);
        if (best_by_trying(&t, &best)) {
            possible++;
            if (status != ER_OK) fail_msg("round %d: %s", round, er_context_error(p.ctx));
            check_plan(&t, &plan);
            if (plan.value != best || plan.bound != best || plan.end != ER_SITING_PROVEN)
                fail_msg("round %d: %g, bound %g, best %g", round, plan.value, plan.bound, best);
        } else {
            impossible++;
            if (status != ER_ERR_INFEASIBLE) fail_msg("round %d: status %d", round, status);
        }
        er_arena_free(p.arena);
    }
    assert_true(possible > 1000 && impossible > 200);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_best_of_all_subsets, test_context_up,
                                        test_context_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
