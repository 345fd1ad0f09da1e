/* Choosing by distance, against every subset; larger tasks for their proof. */
#include "siting_towns.h"

#include <stdio.h>
#include <string.h>

enum { SITES = 9, DEMAND = 12 };

/** A small task and all that it points to. */
struct world {
    er_siting_task task;
    size_t start[SITES + 1];
    uint32_t demand[SITES * DEMAND];
    double value[SITES * DEMAND];
    double weight[DEMAND];
    er_siting_role role[SITES];
    double cost[SITES];
    bool belongs[2][SITES];
    er_siting_quota quotas[2];
};

static void draw_pairs(er_random *random, struct world *w, size_t sites, size_t demand) {
    size_t used = 0;
    bool sparse = er_random_below(random, 2) == 1, whole = er_random_below(random, 2) == 1;
    for (size_t j = 0; j < sites; j++) {
        for (size_t i = 0; i < demand; i++) {
            if (sparse && er_random_below(random, 3) == 0) continue;
            w->demand[used] = (uint32_t)i;
            w->value[used++] =
                whole ? (double)er_random_below(random, 12) : 1000 * er_random_unit(random);
        }
        w->start[j + 1] = used;
    }
    for (size_t i = 0; i < demand; i++)
        w->weight[i] = whole ? (double)er_random_below(random, 5) : er_random_unit(random);
}

static void draw_conditions(er_random *random, struct world *w, size_t sites) {
    er_siting_task *task = &w->task;
    for (size_t j = 0; j < sites; j++) {
        w->role[j] =
            (er_siting_role)(er_random_below(random, 6) == 0 ? 1 + er_random_below(random, 2) : 0);
        w->cost[j] = (double)(1 + er_random_below(random, 9)) / 4;
        w->belongs[0][j] = er_random_below(random, 2) == 1;
        w->belongs[1][j] = er_random_below(random, 3) == 1;
    }
    w->quotas[0] = (er_siting_quota){.name = "first",
                                     .belongs = w->belongs[0],
                                     .least = er_random_below(random, 3),
                                     .most = SIZE_MAX,
                                     .most_share = 1};
    w->quotas[1] = (er_siting_quota){.name = "second",
                                     .belongs = w->belongs[1],
                                     .most = er_random_below(random, 3),
                                     .least_share = 0,
                                     .most_share = er_random_below(random, 2) ? 0.5 : 1};
    if (er_random_below(random, 2)) w->quotas[0].least_share = 0.34;
    if (er_random_below(random, 3) > 0) task->role = w->role;
    if (er_random_below(random, 3) == 0) task->quota_count = 1 + er_random_below(random, 2);
    task->quotas = w->quotas;
    if (er_random_below(random, 4) > 0) return;
    task->cost = w->cost;
    task->budget = (double)er_random_below(random, 20) / 4;
}

/** False where no candidate is free. */
static bool draw(er_random *random, er_siting_aim aim, struct world *w) {
    memset(w, 0, sizeof *w);
    size_t sites = 1 + er_random_below(random, SITES), demand = 1 + er_random_below(random, DEMAND);
    size_t free_count = 0;
    w->task = (er_siting_task){.aim = aim,
                               .candidate_count = sites,
                               .demand_count = demand,
                               .start = w->start,
                               .demand = w->demand,
                               .value = w->value,
                               .weight = w->weight,
                               .budget = INFINITY};
    draw_pairs(random, w, sites, demand);
    draw_conditions(random, w, sites);
    for (size_t j = 0; j < sites; j++)
        free_count += !w->task.role || w->role[j] == ER_SITING_FREE;
    if (free_count == 0) return false;
    w->task.k = 1 + er_random_below(random, free_count);
    return true;
}

static bool holds(const er_siting_task *t, unsigned set) {
    size_t count = 0;
    double cost = 0;
    for (size_t j = 0; j < t->candidate_count; j++) {
        if (!(set >> j & 1)) continue;
        if (t->role && t->role[j] != ER_SITING_FREE) return false;
        count++;
        cost += t->cost ? t->cost[j] : 1;
    }
    if (count > t->k || cost > t->budget) return false;
    for (size_t q = 0; q < t->quota_count; q++) {
        const er_siting_quota *quota = &t->quotas[q];
        size_t within = 0;
        for (size_t j = 0; j < t->candidate_count; j++)
            within += (set >> j & 1) && quota->belongs[j];
        if (within < quota->least || within > quota->most ||
            (double)within < quota->least_share * (double)count - 1e-6 ||
            (double)within > quota->most_share * (double)count + 1e-6)
            return false;
    }
    return true;
}

static double value_of(const er_siting_task *t, unsigned set) {
    double nearest[DEMAND], sum = 0, most = 0;
    for (size_t i = 0; i < t->demand_count; i++)
        nearest[i] = INFINITY;
    for (size_t j = 0; j < t->candidate_count; j++) {
        if (!(set >> j & 1) && !(t->role && t->role[j] == ER_SITING_KEPT)) continue;
        for (size_t p = t->start[j]; p < t->start[j + 1]; p++)
            nearest[t->demand[p]] = fmin(nearest[t->demand[p]], t->value[p]);
    }
    for (size_t i = 0; i < t->demand_count; i++) {
        if (t->weight[i] == 0) continue;
        sum += t->weight[i] * nearest[i];
        most = fmax(most, nearest[i]);
    }
    return t->aim == ER_SITING_CENTRE ? most : sum;
}

static double best_of_all(const er_siting_task *t) {
    double best = INFINITY;
    for (unsigned set = 0; set < 1U << t->candidate_count; set++)
        if (holds(t, set)) best = fmin(best, value_of(t, set));
    return best;
}

static unsigned set_of(const er_siting_plan *plan) {
    unsigned set = 0;
    for (size_t s = 0; s < plan->count; s++) {
        assert_false(set >> plan->chosen[s] & 1);
        set |= 1U << plan->chosen[s];
    }
    return set;
}

static void check_plan(er_context *ctx, const er_siting_task *t, const er_siting_plan *plan,
                       double wanted, er_arena *arena) {
    er_siting_plan again;
    assert_true(holds(t, set_of(plan)));
    assert_within(plan->value, wanted, 1e-9 * wanted);
    assert_within(value_of(t, set_of(plan)), wanted, 1e-9 * wanted);
    assert_int_equal(plan->end, ER_SITING_PROVEN);
    assert_within(plan->bound, wanted, 1e-8 * wanted);
    assert_ok(ctx, er_siting_assess(ctx, arena, t, plan->chosen, plan->count, &again));
    assert_true(again.value == plan->value);
    for (size_t s = 0; s < plan->count; s++) {
        assert_int_equal(again.chosen[s], plan->chosen[s]);
        assert_true(plan->adds[s] >= 0);
        assert_true(plan->next[s] == SIZE_MAX || !(set_of(plan) >> plan->next[s] & 1));
    }
    if (!t->cost && t->quota_count == 0) assert_int_equal(plan->count, t->k);
}

static void compare_with_all(er_context *ctx, er_siting_aim aim, int tasks) {
    static struct world w;
    er_random random = er_random_stream(17, aim);
    int solved = 0, impossible = 0;
    for (int n = 0; n < tasks; n++) {
        er_arena *arena = NULL;
        er_siting_plan plan;
        if (!draw(&random, aim, &w)) continue;
        double wanted = best_of_all(&w.task);
        assert_ok(ctx, er_arena_new(ctx, &arena));
        er_status status = er_siting_choose(ctx, arena, &w.task, NULL, &plan);
        if (wanted == INFINITY) {
            assert_int_equal(status, ER_ERR_INFEASIBLE);
            impossible++;
        } else {
            if (status != ER_OK) fail_msg("task %d: %s", n, er_context_error(ctx));
            check_plan(ctx, &w.task, &plan, wanted, arena);
            solved++;
        }
        er_arena_free(arena);
    }
    assert_true(solved > tasks / 4 && impossible > tasks / 20);
}

static void the_median_is_the_best_of_all_sets(void **state) {
    compare_with_all(*state, ER_SITING_MEDIAN, 1500);
}

static void the_centre_is_the_best_of_all_sets(void **state) {
    compare_with_all(*state, ER_SITING_CENTRE, 1500);
}

/* ---- larger ones ----------------------------------------------------------------------------- */

static void prove(er_context *ctx, size_t count, er_siting_aim aim, size_t k) {
    static struct town town;
    er_arena *arena = NULL;
    er_siting_plan plan, quick;
    const er_siting_effort at_once = {.quick = true};
    er_siting_task task = town_task(&town, count, aim, k, count + k);
    assert_ok(ctx, er_arena_new(ctx, &arena));
    assert_ok(ctx, er_siting_choose(ctx, arena, &task, NULL, &plan));
    assert_ok(ctx, er_siting_choose(ctx, arena, &task, &at_once, &quick));
    if (plan.end != ER_SITING_PROVEN)
        fail_msg("n %zu k %zu: %g, at least %g", count, k, plan.value, plan.bound);
    assert_true(quick.value >= plan.value && quick.bound <= plan.value + 1e-6);
    er_arena_free(arena);
}

static void proves_medians_of_hundreds(void **state) {
    prove(*state, 100, ER_SITING_MEDIAN, 5);
    prove(*state, 100, ER_SITING_MEDIAN, 33);
    prove(*state, 300, ER_SITING_MEDIAN, 10);
}

static void proves_centres_of_hundreds(void **state) {
    prove(*state, 100, ER_SITING_CENTRE, 5);
    prove(*state, 100, ER_SITING_CENTRE, 33);
}

/** The demand in another order, and the pairs of each candidate. */
static void shuffle(struct town *town, size_t count, er_random *random) {
    static uint32_t to[TOWN_POINTS];
    static double weight[TOWN_POINTS];
    memcpy(weight, town->weight, count * sizeof *weight);
    for (size_t i = 0; i < count; i++) {
        size_t k = er_random_below(random, i + 1);
        to[i] = to[k];
        to[k] = (uint32_t)i;
    }
    for (size_t i = 0; i < count; i++)
        town->weight[to[i]] = weight[i];
    for (size_t j = 0; j < count; j++)
        for (size_t p = town->start[j]; p < town->start[j + 1]; p++) {
            size_t other = town->start[j] + er_random_below(random, p - town->start[j] + 1);
            uint32_t demand = to[town->demand[p]];
            double value = town->value[p];
            town->demand[p] = town->demand[other];
            town->value[p] = town->value[other];
            town->demand[other] = demand;
            town->value[other] = value;
        }
}

static void same_plan(const er_siting_plan *a, const er_siting_plan *b) {
    assert_int_equal(a->count, b->count);
    for (size_t s = 0; s < a->count; s++) {
        assert_int_equal(a->chosen[s], b->chosen[s]);
        assert_int_equal(a->next[s], b->next[s]);
        assert_memory_equal(&a->adds[s], &b->adds[s], sizeof a->adds[s]);
    }
    assert_memory_equal(&a->value, &b->value, sizeof a->value);
    assert_memory_equal(&a->bound, &b->bound, sizeof a->bound);
    assert_int_equal(a->end, b->end);
}

static void the_order_of_demand_and_threads_do_not_matter(void **state) {
    static struct town town;
    er_context *ctx = *state;
    er_random random = er_random_stream(19, 1);
    for (int round = 0; round < 80; round++) {
        size_t count = 20 + er_random_below(&random, 40);
        er_arena *arena = NULL;
        er_siting_plan before, after;
        const er_siting_effort effort = {.quick = round % 4 > 1};
        er_siting_task task =
            town_task(&town, count, round % 2 ? ER_SITING_MEDIAN : ER_SITING_CENTRE,
                      1 + er_random_below(&random, 7), (uint64_t)round + 1);
        /* Metres to the last digit in half of the rounds: sums must not hang on the order. */
        for (size_t p = 0; round % 8 < 4 && p < count * count; p++)
            town.value[p] *= 1 + 1e-3 * sin(town.value[p]);
        assert_ok(ctx, er_arena_new(ctx, &arena));
        er_context_set_threads(ctx, 1);
        assert_ok(ctx, er_siting_choose(ctx, arena, &task, &effort, &before));
        shuffle(&town, count, &random);
        er_context_set_threads(ctx, 4);
        assert_ok(ctx, er_siting_choose(ctx, arena, &task, &effort, &after));
        same_plan(&before, &after);
        er_arena_free(arena);
    }
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, test_context_up, test_context_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(the_median_is_the_best_of_all_sets),
        TEST(the_centre_is_the_best_of_all_sets),
        TEST(proves_medians_of_hundreds),
        TEST(proves_centres_of_hundreds),
        TEST(the_order_of_demand_and_threads_do_not_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
