/* Choosing sites under conditions against trying every subset, and against what must not matter. */
#include "siting_tasks.h"

/* Sanitizers make a round many times as slow: they see as much in a fifth of the rounds. */
#ifdef __SANITIZE_ADDRESS__
enum { PART = 5 };
#else
enum { PART = 1 };
#endif

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
    for (int round = 0; round < 4000 / PART; round++) {
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
    assert_true(possible > 1000 / PART && impossible > 200 / PART);
}

/** With little effort the bound still holds, and the plan does what it says. */
static void little_effort_stays_true(void **state) {
    er_random random = er_random_stream(3, 2);
    static const er_siting_effort efforts[] = {
        {.quick = true}, {.most_nodes = 1}, {.gap = 0.1}, {.gap = 0.01}};
    int proven = 0, plans = 0;
    for (int round = 0; round < 2000 / PART; round++) {
        struct place p = begin(state);
        struct small_task t;
        er_siting_plan plan;
        double best = NAN;
        small_task_random(&t, &random);
        const er_siting_effort *effort = &efforts[round % 4];
        er_status status = er_siting_choose(p.ctx, p.arena, &t.task, effort, &plan);
        bool possible = best_by_trying(&t, &best);
        if (status == ER_ERR_INFEASIBLE && possible) fail_msg("round %d is possible", round);
        if (status == ER_OK) {
            bool fewest = t.task.aim == ER_SITING_FEWEST;
            assert_true(possible);
            check_plan(&t, &plan);
            assert_true(fewest ? plan.bound <= best && best <= plan.value
                               : plan.bound >= best && best >= plan.value);
            if (plan.end == ER_SITING_PROVEN) assert_true(plan.value == best);
            if (plan.end == ER_SITING_GAP) assert_true(plan.gap <= effort->gap);
            if (effort->gap > 0) assert_true(plan.gap <= effort->gap);
            plans++;
            proven += plan.end == ER_SITING_PROVEN;
        }
        er_arena_free(p.arena);
    }
    assert_true(proven > plans / 2);
}

/** Renumber the demand, and the pairs of each candidate. */
static void shuffle(struct small_task *t, er_random *random) {
    struct small_task old = *t;
    size_t to[TASK_DEMANDS];
    for (size_t i = 0; i < t->task.demand_count; i++) {
        size_t k = below(random, i + 1);
        to[i] = to[k];
        to[k] = i;
    }
    for (size_t i = 0; i < t->task.demand_count; i++) {
        t->weight[to[i]] = old.weight[i];
        for (size_t f = 0; f < TASK_FLOORS; f++)
            t->in_floor[f][to[i]] = old.in_floor[f][i];
    }
    for (size_t j = 0; j < t->task.candidate_count; j++)
        for (size_t k = t->start[j], n = 0; k < t->start[j + 1]; k++, n++) {
            size_t other = t->start[j] + below(random, n + 1);
            t->demand[k] = t->demand[other];
            t->value[k] = t->value[other];
            t->demand[other] = (uint32_t)to[old.demand[k]];
            t->value[other] = old.value[k];
        }
}

static void same_plan(const er_siting_plan *a, const er_siting_plan *b) {
    assert_int_equal(a->count, b->count);
    for (size_t s = 0; s < a->count; s++) {
        assert_int_equal(a->chosen[s], b->chosen[s]);
        assert_int_equal(a->next[s], b->next[s]);
        assert_memory_equal(&a->adds[s], &b->adds[s], sizeof a->adds[s]);
        assert_memory_equal(&a->next_adds[s], &b->next_adds[s], sizeof a->adds[s]);
    }
    assert_memory_equal(&a->value, &b->value, sizeof a->value);
    assert_memory_equal(&a->bound, &b->bound, sizeof a->bound);
    assert_int_equal(a->end, b->end);
}

static void the_order_of_demand_and_threads_do_not_matter(void **state) {
    er_random random = er_random_stream(3, 3);
    for (int round = 0; round < 1000 / PART; round++) {
        struct place p = begin(state);
        struct small_task t;
        er_siting_plan before, after;
        er_siting_effort effort = {.quick = round % 2 == 0};
        small_task_random(&t, &random);
        for (size_t i = 0; i < t.task.demand_count; i++)
            t.weight[i] = round % 4 < 2 ? t.weight[i] : er_random_unit(&random);
        er_context_set_threads(p.ctx, 1);
        er_status status = er_siting_choose(p.ctx, p.arena, &t.task, &effort, &before);
        shuffle(&t, &random);
        er_context_set_threads(p.ctx, 4);
        assert_int_equal(er_siting_choose(p.ctx, p.arena, &t.task, &effort, &after), status);
        if (status == ER_OK) same_plan(&before, &after);
        er_arena_free(p.arena);
    }
}

/** Assessing a plan's sites gives the plan; other sites are refused where conditions fail. */
static void assesses_as_it_chooses(void **state) {
    er_random random = er_random_stream(3, 4);
    int refused = 0;
    for (int round = 0; round < 1000 / PART; round++) {
        struct place p = begin(state);
        struct small_task t;
        er_siting_plan plan, again;
        size_t sites[TASK_CANDIDATES], count = 0;
        small_task_random(&t, &random);
        t.task.needed = 0;
        if (er_siting_choose(p.ctx, p.arena, &t.task, NULL, &plan) == ER_OK) {
            assert_ok(p.ctx,
                      er_siting_assess(p.ctx, p.arena, &t.task, plan.chosen, plan.count, &again));
            assert_true(isnan(again.bound));
            again.bound = plan.bound;
            again.end = plan.end;
            same_plan(&plan, &again);
        }
        for (size_t j = 0; j < t.task.candidate_count; j++)
            if ((!t.task.role || t.role[j] == ER_SITING_FREE) && one_in(&random, 2))
                sites[count++] = j;
        er_status status = er_siting_assess(p.ctx, p.arena, &t.task, sites, count, &again);
        unsigned set = 0;
        for (size_t s = 0; s < count; s++)
            set |= 1u << sites[s];
        assert_int_equal(status, done_by(&t, set).holds ? ER_OK : ER_ERR_INFEASIBLE);
        if (status == ER_OK) check_plan(&t, &again);
        refused += status != ER_OK;
        er_arena_free(p.arena);
    }
    assert_true(refused > 100 / PART);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_best_of_all_subsets, test_context_up,
                                        test_context_down),
        cmocka_unit_test_setup_teardown(little_effort_stays_true, test_context_up,
                                        test_context_down),
        cmocka_unit_test_setup_teardown(the_order_of_demand_and_threads_do_not_matter,
                                        test_context_up, test_context_down),
        cmocka_unit_test_setup_teardown(assesses_as_it_chooses, test_context_up, test_context_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
