/* What ends a search early: the caller's cancel wherever it comes, the seconds given; and the
 * reduction that comes before asking what serves all within a distance. */
#include "siting_towns.h"

#include <string.h>
#include <time.h>

#include "siting/near_reduce.h"

static struct town town;

/* ---- cancel ---------------------------------------------------------------------------------- */

struct patience {
    uint64_t asked, most;
};

static bool lose_patience(void *user) {
    struct patience *patience = user;
    return ++patience->asked > patience->most;
}

/** However often the search has asked before, it ends at the first yes or soon after. */
static void check_cancel(er_context *ctx, const er_siting_task *task) {
    struct patience patience = {.most = UINT64_MAX};
    er_arena *arena = NULL;
    er_siting_plan plan;
    assert_ok(ctx, er_arena_new(ctx, &arena));
    er_context_set_cancel(ctx, lose_patience, &patience);
    assert_ok(ctx, er_siting_choose(ctx, arena, task, NULL, &plan));
    uint64_t all = patience.asked;
    assert_true(all > 20);
    for (uint64_t part = 0; part < 12; part++) {
        patience = (struct patience){.most = part * all / 12};
        assert_int_equal(er_siting_choose(ctx, arena, task, NULL, &plan), ER_ERR_CANCELLED);
        assert_true(patience.asked < patience.most + 20);
    }
    er_context_set_cancel(ctx, NULL, NULL);
    er_arena_free(arena);
}

static void ends_when_cancelled(void **state) {
    er_siting_task task = town_task(&town, 120, ER_SITING_CENTRE, 9, 3);
    check_cancel(*state, &task);
    task = town_task(&town, 120, ER_SITING_MEDIAN, 9, 3);
    check_cancel(*state, &task);
    static double rooms[TOWN_POINTS];
    for (size_t j = 0; j < 60; j++)
        rooms[j] = 700;
    task = town_task(&town, 60, ER_SITING_MEDIAN, 6, 3);
    task.capacity = rooms;
    check_cancel(*state, &task);
    town_points(&town, 250, 3);
    task = town_task_within(&town, 250, ER_SITING_MOST, 14, 1400);
    check_cancel(*state, &task);
}

/* ---- seconds --------------------------------------------------------------------------------- */

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/** With less time than it takes: a plan all the same, and a bound that holds. */
static void check_seconds(er_context *ctx, const er_siting_task *task, double least_s) {
    const er_siting_effort hurried = {.most_seconds = least_s};
    er_arena *arena = NULL;
    er_siting_plan plan, best;
    assert_ok(ctx, er_arena_new(ctx, &arena));
    double begin = now();
    assert_ok(ctx, er_siting_choose(ctx, arena, task, &hurried, &plan));
    double took = now() - begin;
    assert_ok(ctx, er_siting_choose(ctx, arena, task, NULL, &best));
    assert_int_equal(best.end, ER_SITING_PROVEN);
    assert_true(plan.end == ER_SITING_TIME || plan.end == ER_SITING_PROVEN);
    if (took > 5 + 10 * least_s) fail_msg("%g s were given, %g s taken", least_s, took);
    double above = task->aim == ER_SITING_MOST ? best.value - plan.value : plan.value - best.value;
    double below = task->aim == ER_SITING_MOST ? plan.bound - best.value : best.value - plan.bound;
    assert_true(above >= 0 && below >= -1e-6 * best.value);
    if (plan.end == ER_SITING_TIME) assert_true(plan.gap > 0);
    er_arena_free(arena);
}

static void ends_in_time(void **state) {
    er_siting_task task = town_task(&town, 200, ER_SITING_CENTRE, 14, 5);
    check_seconds(*state, &task, 0.01);
    task = town_task(&town, 300, ER_SITING_MEDIAN, 10, 5);
    check_seconds(*state, &task, 0.02);
    town_points(&town, 400, 5);
    task = town_task_within(&town, 400, ER_SITING_MOST, 16, 1200);
    check_seconds(*state, &task, 0.05);
}

/* ---- a first plan -----------------------------------------------------------------------------
 */

/** Six demands and three sites; the one that greedy takes first is of no plan that serves all. */
static er_siting_task trap(er_siting_aim aim) {
    static const size_t start[] = {0, 3, 6, 10};
    static const uint32_t demand[] = {0, 1, 2, 3, 4, 5, 0, 1, 3, 4};
    static const double apart[] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    static const bool all[] = {true, true, true, true, true, true};
    static const er_siting_floor floor = {.name = "all", .belongs = all, .share = 1};
    static const bool second[] = {false, true, false};
    static const er_siting_quota quota = {
        .name = "second", .belongs = second, .least = 1, .most = SIZE_MAX, .most_share = 1};
    bool by_distance = aim != ER_SITING_MOST;
    return (er_siting_task){.aim = aim,
                            .candidate_count = 3,
                            .demand_count = 6,
                            .start = start,
                            .demand = demand,
                            .value = by_distance ? apart : NULL,
                            .k = 2,
                            .budget = INFINITY,
                            .needed = INFINITY,
                            .quotas = &quota,
                            .quota_count = 1,
                            .floors = by_distance ? NULL : &floor,
                            .floor_count = by_distance ? 0 : 1};
}

/** A plan that greedy does not see is looked for in the time given; without it none is made up. */
static void a_first_plan_ends_in_time(void **state) {
    static const er_siting_aim aims[] = {ER_SITING_MOST, ER_SITING_MEDIAN, ER_SITING_CENTRE};
    static const er_siting_effort no_time = {.most_seconds = 1e-9};
    er_context *ctx = *state;
    for (size_t n = 0; n < sizeof aims / sizeof *aims; n++) {
        er_siting_task task = trap(aims[n]);
        er_arena *arena = NULL;
        er_siting_plan plan = {.count = 77};
        assert_ok(ctx, er_arena_new(ctx, &arena));
        assert_int_equal(er_siting_choose(ctx, arena, &task, &no_time, &plan), ER_ERR_UNSUPPORTED);
        assert_int_equal(plan.count, 77);
        assert_non_null(strstr(er_context_error(ctx), "within 1e-09 s, which does not prove"));
        assert_ok(ctx, er_siting_choose(ctx, arena, &task, NULL, &plan));
        assert_int_equal(plan.count, 2);
        assert_true(plan.chosen[0] + plan.chosen[1] == 1);
        er_arena_free(arena);
    }
}

/** A floor that is all but out of reach keeps the solver busy: the seconds hold all the same. */
static void conditions_do_not_outlast_the_seconds(void **state) {
    static const er_siting_effort hurried = {.most_seconds = 1};
    static bool all[TOWN_POINTS];
    er_context *ctx = *state;
    er_arena *arena = NULL;
    er_siting_plan plan;
    town_points(&town, 600, 7);
    er_siting_task task = town_task_within(&town, 600, ER_SITING_MOST, 52, 900);
    for (size_t i = 0; i < 600; i++)
        all[i] = true;
    const er_siting_floor floor = {.name = "all", .belongs = all, .share = 0.985};
    task.floors = &floor;
    task.floor_count = 1;
    assert_ok(ctx, er_arena_new(ctx, &arena));
    double begin = now();
    er_status status = er_siting_choose(ctx, arena, &task, &hurried, &plan);
    assert_true(now() - begin < 15);
    if (status == ER_OK)
        assert_true(plan.met >= 0.985 * plan.total);
    else
        assert_int_equal(status, ER_ERR_UNSUPPORTED);
    er_arena_free(arena);
}

/* ---- reduction ------------------------------------------------------------------------------- */

enum { SITES = 10 };

/** The fewest sites that serve the rows looked at; SITES + 1: not all of them do. */
static int fewest(const er_siting_near *near, double within, const er_siting_reduced *reduced) {
    int best = SITES + 1;
    for (unsigned set = 0; set < 1u << near->checked->free_count; set++) {
        bool serves = true;
        for (size_t f = 0; reduced && f < near->checked->free_count; f++)
            if ((set >> f & 1) && reduced->site_out[f]) serves = false;
        for (size_t i = 0; i < near->count && serves; i++) {
            bool served = reduced ? reduced->row_out[i] : er_siting_near_kept(near, i, within);
            for (size_t p = near->start[i]; !served && p < near->start[i + 1]; p++)
                served = near->row[p].distance <= within && (set >> near->row[p].other & 1);
            serves = served;
        }
        int count = __builtin_popcount(set);
        if (serves && count < best) best = count;
    }
    return best;
}

static void reductions_keep_a_smallest_set(void **state) {
    er_context *ctx = *state;
    er_random random = er_random_stream(23, 1);
    size_t rows_gone = 0, sites_gone = 0;
    for (int n = 0; n < 400; n++) {
        er_arena *arena = NULL;
        er_siting_checked checked;
        er_siting_near near;
        er_siting_reduced reduced;
        er_siting_role role[SITES] = {ER_SITING_FREE};
        er_siting_task task = town_task(&town, SITES, ER_SITING_CENTRE, 3, (uint64_t)n + 1);
        if (n % 3 == 0) role[0] = ER_SITING_KEPT;
        task.role = role;
        double within = 8000 * er_random_unit(&random);
        assert_ok(ctx, er_arena_new(ctx, &arena));
        assert_ok(ctx, er_siting_task_check(ctx, arena, &task, &checked));
        assert_ok(ctx, er_siting_near_new(ctx, arena, &checked, &near));
        int all = fewest(&near, within, NULL);
        for (int sites_too = 0; sites_too < 2; sites_too++) {
            assert_ok(ctx, er_siting_near_reduce(ctx, arena, &near, within, sites_too, &reduced));
            assert_int_equal(fewest(&near, within, &reduced), all);
            for (size_t i = 0; i < near.count; i++)
                rows_gone += reduced.row_out[i];
            for (size_t f = 0; f < checked.free_count; f++)
                sites_gone += reduced.site_out[f];
        }
        er_arena_free(arena);
    }
    assert_true(rows_gone > 1000 && sites_gone > 500);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, test_context_up, test_context_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(ends_when_cancelled),
        TEST(ends_in_time),
        TEST(a_first_plan_ends_in_time),
        TEST(conditions_do_not_outlast_the_seconds),
        TEST(reductions_keep_a_smallest_set),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
