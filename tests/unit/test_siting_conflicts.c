/* Conditions that can't hold together are named, and no others; what is wrong is refused by name.
 */
#include "siting_tasks.h"

#include <stdio.h>

/** Two candidates in each of "hills" and "coast", each meeting a demand of its own of 10. */
static void four_sites(struct small_task *t) {
    *t = (struct small_task){.task = {.candidate_count = 4,
                                      .demand_count = 5,
                                      .k = 2,
                                      .budget = INFINITY,
                                      .quota_count = 2,
                                      .floor_count = 1}};
    for (size_t j = 0; j < 4; j++) {
        t->demand[j] = (uint32_t)j;
        t->start[j + 1] = j + 1;
        t->cost[j] = 5;
        t->in_quota[j / 2][j] = true;
    }
    for (size_t i = 0; i < 5; i++)
        t->weight[i] = 10;
    for (size_t q = 0; q < 2; q++)
        t->quotas[q] = (er_siting_quota){.name = q == 0 ? "hills" : "coast",
                                         .belongs = t->in_quota[q],
                                         .most = SIZE_MAX,
                                         .most_share = 1};
    t->in_floor[0][0] = t->in_floor[0][4] = true;
    t->floors[0] = (er_siting_floor){.name = "isles", .belongs = t->in_floor[0]};
    t->task.start = t->start;
    t->task.demand = t->demand;
    t->task.weight = t->weight;
    t->task.quotas = t->quotas;
    t->task.floors = t->floors;
}

static void expect(er_context *ctx, const struct small_task *t, er_status status,
                   const char *said) {
    er_arena *arena = NULL;
    er_siting_plan plan = {.count = 77};
    assert_ok(ctx, er_arena_new(ctx, &arena));
    assert_int_equal(er_siting_choose(ctx, arena, &t->task, NULL, &plan), status);
    assert_int_equal(plan.count, 77);
    if (!strstr(er_context_error(ctx), said))
        fail_msg("\"%s\" does not say \"%s\"", er_context_error(ctx), said);
    er_arena_free(arena);
}

static void names_the_smallest_conflict(void **state) {
    struct small_task t;
    four_sites(&t);
    t.quotas[0].least = 3;
    expect(*state, &t, ER_ERR_INFEASIBLE,
           "this condition can't hold: at least 3 new sites in \"hills\"");
    t.quotas[0].least = 2;
    t.quotas[1].least = 1;
    expect(
        *state, &t, ER_ERR_INFEASIBLE,
        "can't hold together: at most 2 new sites; at least 2 new sites in \"hills\"; at least 1 "
        "new sites in \"coast\"");
    t.quotas[1].least = 0;
    t.task.cost = t.cost;
    t.task.budget = 9;
    expect(*state, &t, ER_ERR_INFEASIBLE,
           "can't hold together: a budget of 9; at least 2 new sites in \"hills\"");
    t.quotas[0].least = 0;
    t.task.budget = INFINITY;
    t.floors[0].share = 0.6;
    expect(*state, &t, ER_ERR_INFEASIBLE,
           "this condition can't hold: 60 % of the demand of \"isles\" met (what stands already: "
           "0 %; with 2 new sites: at most 50 %)");
    t.floors[0].share = 0.9;
    t.floors[0].whole = 25;
    t.floors[0].asked = 0.72;
    t.floors[0].already = 5;
    t.role[2] = ER_SITING_KEPT;
    t.task.role = t.role;
    t.in_floor[0][2] = true;
    expect(*state, &t, ER_ERR_INFEASIBLE,
           "this condition can't hold: at least 72 % of \"isles\" covered (what stands already: "
           "60 %; with 2 new sites: at most 100 %)");
    t.task.role = NULL;
    t.in_floor[0][2] = false;
    t.floors[0].whole = 0;
    t.floors[0].share = 0.5;
    t.task.k = 4;
    t.quotas[0].most_share = 0.4;
    t.quotas[1].most = 1;
    expect(*state, &t, ER_ERR_INFEASIBLE,
           "at most 40 % of the new sites in \"hills\"; at most 1 new sites in \"coast\"; 50 % of "
           "the demand of \"isles\" met");
}

static void names_what_is_needed(void **state) {
    struct small_task t;
    four_sites(&t);
    t.task.aim = ER_SITING_FEWEST;
    t.task.needed = 41;
    expect(*state, &t, ER_ERR_INFEASIBLE, "this condition can't hold: a weight of 41 met");
    t.task.needed = INFINITY;
    t.quotas[0].most = 1;
    expect(*state, &t, ER_ERR_INFEASIBLE,
           "at most 1 new sites in \"hills\"; all demand met that can be");
}

/** What is named can't hold together, and without any one of it the rest can. */
static void conflicts_are_smallest(void **state) {
    er_random random = er_random_stream(4, 1);
    er_context *ctx = *state;
    int seen = 0, several = 0;
    for (int round = 0; round < 1500; round++) {
        struct small_task t;
        er_arena *arena = NULL;
        er_siting_plan plan;
        double best;
        small_task_random(&t, &random);
        t.task.aim = ER_SITING_MOST;
        t.task.backup = 0;
        assert_ok(ctx, er_arena_new(ctx, &arena));
        if (er_siting_choose(ctx, arena, &t.task, NULL, &plan) == ER_ERR_INFEASIBLE) {
            char said[1000];
            snprintf(said, sizeof said, "%s", er_context_error(ctx));
            seen++;
            several += strstr(said, "; ") != NULL;
            /* Only what is named stays, and it still fails. */
            struct small_task only = t;
            only.task.quotas = only.quotas;
            only.task.floors = only.floors;
            if (!strstr(said, "budget")) only.task.budget = INFINITY;
            for (size_t q = 0; q < t.task.quota_count; q++) {
                if (strstr(said, t.quotas[q].name)) continue;
                only.quotas[q] = (er_siting_quota){
                    .belongs = t.quotas[q].belongs, .most = SIZE_MAX, .most_share = 1};
            }
            for (size_t f = 0; f < t.task.floor_count; f++)
                if (!strstr(said, t.floors[f].name)) only.floors[f].share = 0;
            assert_false(best_by_trying(&only, &best));
            /* And without one of the budget or floors that are named, the rest holds. */
            if (strstr(said, "budget")) {
                struct small_task without = only;
                without.task.budget = INFINITY;
                without.task.quotas = without.quotas;
                without.task.floors = without.floors;
                bool one_kind = true;
                for (size_t q = 0; q < t.task.quota_count; q++)
                    one_kind = one_kind && !strstr(said, t.quotas[q].name);
                if (one_kind) assert_true(best_by_trying(&without, &best));
            }
        }
        er_arena_free(arena);
    }
    assert_true(seen > 200 && several > 50);
}

static void refuses_what_is_wrong(void **state) {
    struct small_task t;
    four_sites(&t);
    t.task.k = 0;
    expect(*state, &t, ER_ERR_RANGE, "0 sites are to be chosen");
    four_sites(&t);
    t.task.k = 5;
    expect(*state, &t, ER_ERR_RANGE, "5 sites are to be chosen, but only 4 candidates are free");
    four_sites(&t);
    t.weight[2] = -1;
    expect(*state, &t, ER_ERR_RANGE, "demand 3 has the weight -1");
    four_sites(&t);
    t.task.cost = t.cost;
    t.cost[1] = NAN;
    expect(*state, &t, ER_ERR_RANGE, "candidate 2 has the cost");
    four_sites(&t);
    t.task.budget = -1;
    expect(*state, &t, ER_ERR_RANGE, "the budget is 0 or more");
    four_sites(&t);
    t.task.value = t.value;
    t.value[0] = t.value[1] = t.value[2] = 1;
    expect(*state, &t, ER_ERR_RANGE, "pair 4 meets the share 0");
    four_sites(&t);
    t.quotas[1].least_share = 1.5;
    expect(*state, &t, ER_ERR_RANGE, "the shares of the quota \"coast\"");
    four_sites(&t);
    t.floors[0].share = NAN;
    expect(*state, &t, ER_ERR_RANGE, "the share to be met in \"isles\"");
    four_sites(&t);
    t.task.backup = 2;
    expect(*state, &t, ER_ERR_RANGE, "being met twice");
    four_sites(&t);
    t.task.backup = 0.5;
    t.task.aim = ER_SITING_FEWEST;
    expect(*state, &t, ER_ERR_UNSUPPORTED, "backup goes with the aim to meet most");
    four_sites(&t);
    t.task.capacity = t.cost;
    t.task.value = t.value;
    for (size_t p = 0; p < t.start[t.task.candidate_count]; p++)
        t.value[p] = 0.5;
    expect(*state, &t, ER_ERR_UNSUPPORTED, "capacities do not go with meeting demand in shares");
    four_sites(&t);
    t.demand[1] = 7;
    expect(*state, &t, ER_ERR_RANGE, "candidate 2 names the demand 8");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(names_the_smallest_conflict, test_context_up,
                                        test_context_down),
        cmocka_unit_test_setup_teardown(names_what_is_needed, test_context_up, test_context_down),
        cmocka_unit_test_setup_teardown(conflicts_are_smallest, test_context_up, test_context_down),
        cmocka_unit_test_setup_teardown(refuses_what_is_wrong, test_context_up, test_context_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
