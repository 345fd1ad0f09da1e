/* Sites that meet no more than their capacity, against every subset with its flow. */
#include "test.h"

#include "evenreach/siting.h"
#include "siting/capacity_search.h"
#include "siting_towns.h"

#include <string.h>

enum { SITES = 7, DEMAND = 8, NODES = SITES + DEMAND + 2, SOURCE = NODES - 2, SINK = NODES - 1 };

struct world {
    er_siting_task task;
    size_t start[SITES + 1];
    uint32_t demand[SITES * DEMAND];
    double value[SITES * DEMAND];
    double weight[DEMAND], capacity[SITES], cost[SITES];
    er_siting_role role[SITES];
    bool belongs[SITES], remote[DEMAND];
    er_siting_quota quota;
    er_siting_floor floor;
    double apart[DEMAND][SITES]; /**< -1: no pair */
};

static bool one_in(er_random *random, uint64_t n) {
    return er_random_below(random, n) == 0;
}

static void draw_pairs(er_random *random, struct world *w) {
    size_t used = 0;
    for (size_t j = 0; j < w->task.candidate_count; j++) {
        for (size_t i = 0; i < w->task.demand_count; i++) {
            w->apart[i][j] = -1;
            if (w->task.aim != ER_SITING_MEDIAN ? !one_in(random, 3) : one_in(random, 5)) continue;
            w->demand[used] = (uint32_t)i;
            w->value[used] = w->apart[i][j] = (double)er_random_below(random, 20);
            used++;
        }
        w->start[j + 1] = used;
    }
}

static void draw(er_random *random, er_siting_aim aim, struct world *w) {
    *w = (struct world){.task = {.aim = aim,
                                 .candidate_count = 1 + er_random_below(random, SITES),
                                 .demand_count = 1 + er_random_below(random, DEMAND),
                                 .start = w->start,
                                 .demand = w->demand,
                                 .value = aim == ER_SITING_MEDIAN ? w->value : NULL,
                                 .weight = w->weight,
                                 .capacity = w->capacity,
                                 .role = w->role,
                                 .budget = INFINITY}};
    double total = 0;
    size_t free_count = 1;
    draw_pairs(random, w);
    for (size_t i = 0; i < w->task.demand_count; i++) {
        total += w->weight[i] = (double)er_random_below(random, 10);
        w->remote[i] = one_in(random, 3);
    }
    for (size_t j = 0; j < w->task.candidate_count; j++) {
        w->capacity[j] = one_in(random, 6) ? INFINITY : (double)er_random_below(random, 25);
        w->cost[j] = (double)er_random_below(random, 6);
        w->belongs[j] = one_in(random, 2);
        if (j > 0 && one_in(random, 5))
            w->role[j] = one_in(random, 2) ? ER_SITING_KEPT : ER_SITING_BARRED;
        else
            free_count += j > 0;
    }
    w->task.k = 1 + er_random_below(random, free_count);
    w->task.needed = one_in(random, 4) ? INFINITY : floor(0.7 * er_random_unit(random) * total);
    if (one_in(random, 2)) w->task.cost = w->cost;
    if (w->task.cost && one_in(random, 2)) w->task.budget = (double)er_random_below(random, 14);
    w->quota = (er_siting_quota){.name = "hills",
                                 .belongs = w->belongs,
                                 .least = er_random_below(random, 2),
                                 .most = SIZE_MAX,
                                 .most_share = 1};
    w->floor = (er_siting_floor){
        .name = "remote", .belongs = w->remote, .share = (double)er_random_below(random, 6) / 8};
    w->task.quotas = &w->quota;
    w->task.floors = &w->floor;
    w->task.quota_count = one_in(random, 3);
    w->task.floor_count = aim != ER_SITING_MEDIAN && one_in(random, 3);
}

/* ---- what a set does ------------------------------------------------------------------------- */

struct network {
    double room[NODES][NODES], price[NODES][NODES];
};

/** Send what can be from the source to the sink on cheapest ways (Busacker and Gowen). */
static double send(struct network *n, double *price) {
    double sent = 0;
    for (;;) {
        double dist[NODES], most = INFINITY;
        int from[NODES];
        for (int v = 0; v < NODES; v++)
            dist[v] = INFINITY;
        dist[SOURCE] = 0;
        for (int round = 0; round < NODES; round++)
            for (int u = 0; u < NODES; u++)
                for (int v = 0; v < NODES; v++)
                    if (n->room[u][v] > 0 && dist[u] + n->price[u][v] < dist[v] - 1e-9) {
                        dist[v] = dist[u] + n->price[u][v];
                        from[v] = u;
                    }
        if (dist[SINK] == INFINITY) return sent;
        for (int v = SINK; v != SOURCE; v = from[v])
            most = fmin(most, n->room[from[v]][v]);
        for (int v = SINK; v != SOURCE; v = from[v]) {
            n->room[from[v]][v] -= most;
            n->room[v][from[v]] += most;
        }
        sent += most;
        *price += most * dist[SINK];
    }
}

static bool stands(const struct world *w, unsigned set, size_t j) {
    return w->role[j] == ER_SITING_KEPT || (set >> j & 1);
}

/** Weight met by the set, of some demand or of all, and its weight x distance. */
static double met_by(const struct world *w, unsigned set, const bool *only, double *moved) {
    static struct network n;
    memset(&n, 0, sizeof n);
    for (size_t i = 0; i < w->task.demand_count; i++) {
        n.room[SOURCE][SITES + i] = only && !only[i] ? 0 : w->weight[i];
        for (size_t j = 0; j < w->task.candidate_count; j++) {
            if (w->apart[i][j] < 0 || !stands(w, set, j)) continue;
            n.room[SITES + i][j] = w->weight[i];
            n.price[SITES + i][j] = w->apart[i][j];
            n.price[j][SITES + i] = -w->apart[i][j];
        }
    }
    for (size_t j = 0; j < w->task.candidate_count; j++)
        n.room[j][SINK] = fmin(w->capacity[j], 1000);
    *moved = 0;
    return send(&n, moved);
}

static bool only_free(const struct world *w, unsigned set) {
    for (size_t j = 0; j < w->task.candidate_count; j++)
        if ((set >> j & 1) && w->role[j] != ER_SITING_FREE) return false;
    return true;
}

/** INFINITY: the set does not hold all conditions. Smaller is better. */
static double value_of(const struct world *w, unsigned set, double needed) {
    const er_siting_task *t = &w->task;
    double cost = 0, moved, remote = 0, total = 0;
    size_t count = 0, hills = 0;
    for (size_t j = 0; j < t->candidate_count; j++) {
        if (!(set >> j & 1)) continue;
        count++;
        hills += w->belongs[j];
        cost += t->cost ? t->cost[j] : 1;
    }
    if (!only_free(w, set) || cost > t->budget) return INFINITY;
    if (t->aim != ER_SITING_FEWEST && count > t->k) return INFINITY;
    if (t->quota_count && hills < w->quota.least) return INFINITY;
    for (size_t i = 0; i < t->demand_count; i++) {
        total += w->weight[i];
        if (w->remote[i]) remote += w->weight[i];
    }
    /* Whatever part is met first is still met, if by others, when more is. */
    if (t->floor_count && met_by(w, set, w->remote, &moved) < w->floor.share * remote)
        return INFINITY;
    double met = met_by(w, set, NULL, &moved);
    if (t->aim == ER_SITING_MOST) return -met;
    if (t->aim == ER_SITING_FEWEST) return met >= needed ? cost : INFINITY;
    return met == total ? moved : INFINITY;
}

static double needed_of(const struct world *w) {
    unsigned all = 0;
    double moved;
    for (size_t j = 0; j < w->task.candidate_count; j++)
        if (w->role[j] == ER_SITING_FREE) all |= 1u << j;
    return isinf(w->task.needed) ? met_by(w, all, NULL, &moved) : w->task.needed;
}

static double best_of_all(const struct world *w) {
    double best = INFINITY, needed = needed_of(w);
    for (unsigned set = 0; set < 1u << w->task.candidate_count; set++)
        best = fmin(best, value_of(w, set, needed));
    return best;
}

/* ---- tests ----------------------------------------------------------------------------------- */

static void check_plan(er_context *ctx, er_arena *arena, const struct world *w,
                       const er_siting_plan *plan, double best) {
    unsigned set = 0;
    double served = 0, moved;
    er_siting_plan again;
    for (size_t s = 0; s < plan->count; s++) {
        set |= 1u << plan->chosen[s];
        served += plan->adds[s];
        assert_true(plan->adds[s] <= w->capacity[plan->chosen[s]] * (1 + 1e-9) + 1e-9);
    }
    double value = w->task.aim == ER_SITING_MOST ? -plan->value : plan->value;
    assert_within(value, best, 1e-6 * (1 + fabs(best)));
    assert_within(value_of(w, set, needed_of(w)), best, 1e-9 * (1 + fabs(best)));
    assert_within(plan->bound, plan->value, 1e-6 * (1 + fabs(best)));
    assert_int_equal(plan->end, ER_SITING_PROVEN);
    assert_within(plan->met, met_by(w, set, NULL, &moved), 1e-6);
    assert_true(served <= plan->met + 1e-6);
    for (size_t i = 0; i < w->task.demand_count; i++) {
        if (plan->site[i] == UINT32_MAX) continue;
        assert_true(stands(w, set, plan->site[i]) && w->apart[i][plan->site[i]] >= 0);
    }
    assert_ok(ctx, er_siting_assess(ctx, arena, &w->task, plan->chosen, plan->count, &again));
    assert_true(again.value == plan->value && again.met == plan->met);
}

static void compare_with_all(er_context *ctx, er_siting_aim aim, int tasks) {
    static struct world w;
    er_random random = er_random_stream(29, aim);
    int solved = 0, impossible = 0;
    for (int n = 0; n < tasks; n++) {
        er_arena *arena = NULL;
        er_siting_plan plan;
        draw(&random, aim, &w);
        double best = best_of_all(&w);
        assert_ok(ctx, er_arena_new(ctx, &arena));
        er_status status = er_siting_choose(ctx, arena, &w.task, NULL, &plan);
        if (best == INFINITY) {
            if (status != ER_ERR_INFEASIBLE) fail_msg("task %d: status %d", n, status);
            impossible++;
        } else {
            if (status != ER_OK) fail_msg("task %d: %s", n, er_context_error(ctx));
            check_plan(ctx, arena, &w, &plan, best);
            solved++;
        }
        er_arena_free(arena);
    }
    assert_true(solved > tasks / 3 && impossible > tasks / 20);
}

static void most_within_capacities(void **state) {
    compare_with_all(*state, ER_SITING_MOST, 300);
}

static void fewest_within_capacities(void **state) {
    compare_with_all(*state, ER_SITING_FEWEST, 300);
}

static void the_median_within_capacities(void **state) {
    compare_with_all(*state, ER_SITING_MEDIAN, 300);
}

/* ---- without a solver ------------------------------------------------------------------------ */

/** What the search without a solver says of a task: its cost is that of its set, to the last
 *  exchange of weight, and its bound is one. Returns 1 where the set is a best one. */
static int check_start(er_context *ctx, struct world *w, int *found) {
    static const er_siting_effort usual = {0};
    bool most = w->task.aim == ER_SITING_MOST;
    er_arena *arena = NULL;
    er_siting_checked checked;
    er_siting_capacity_start start;
    unsigned set = 0;
    double total = 0, moved, best = best_of_all(w);
    for (size_t i = 0; i < w->task.demand_count; i++)
        total += w->weight[i];
    assert_ok(ctx, er_arena_new(ctx, &arena));
    assert_ok(ctx, er_siting_task_check(ctx, arena, &w->task, &checked));
    assert_ok(ctx, er_siting_capacity_search(ctx, arena, &checked, &usual, &start));
    if (most) best += total;
    assert_true(start.bound <= best * (1 + 1e-9) + 1e-9);
    if (!start.found) {
        er_arena_free(arena);
        return 0;
    }
    ++*found;
    for (size_t f = 0; f < checked.free_count; f++)
        if (start.chosen[f]) set |= 1u << checked.free[f];
    double met = met_by(w, set, NULL, &moved);
    assert_within(start.cost, most ? total - met : moved, 1e-9 * (1 + total * 20));
    assert_true(start.cost >= best - 1e-9 * (1 + fabs(best)));
    er_arena_free(arena);
    return start.cost <= best + 1e-9 * (1 + fabs(best));
}

static void a_start_costs_what_its_set_does(void **state) {
    static struct world w;
    for (int aim = 0; aim < 2; aim++) {
        er_random random = er_random_stream(31, (uint64_t)aim);
        int found = 0, best = 0;
        for (int n = 0; n < 400; n++) {
            draw(&random, aim ? ER_SITING_MEDIAN : ER_SITING_MOST, &w);
            w.task.floor_count = 0;
            best += check_start(*state, &w, &found);
        }
        assert_true(found > 150);
        assert_true(best > found * 9 / 10);
    }
}

static struct town town;
static double rooms[TOWN_POINTS];

/** Every site has room for its part of all weight and a share more. */
static er_siting_task crowded(size_t count, er_siting_aim aim, size_t k, double radius_m,
                              double room) {
    double total = 0;
    town_points(&town, count, 11);
    er_siting_task task = town_task_within(&town, count, aim, k, radius_m);
    for (size_t i = 0; i < count; i++)
        total += town.weight[i];
    for (size_t j = 0; j < count; j++)
        rooms[j] = floor(room * total / (double)k);
    task.capacity = rooms;
    return task;
}

static void hundreds_of_sites_have_a_plan_and_a_bound(void **state) {
    static const er_siting_effort effort = {.gap = 0.02};
    er_context *ctx = *state;
    for (int aim = 0; aim < 2; aim++) {
        er_siting_task task =
            crowded(300, aim ? ER_SITING_MEDIAN : ER_SITING_MOST, 25, aim ? INFINITY : 1700, 1.3);
        er_arena *arena = NULL;
        er_siting_plan plan, again;
        double served = 0;
        assert_ok(ctx, er_arena_new(ctx, &arena));
        assert_ok(ctx, er_siting_choose(ctx, arena, &task, &effort, &plan));
        assert_int_equal(plan.count, 25);
        if (!(plan.gap <= (aim ? 0.02 : 0.04))) fail_msg("gap %g", plan.gap);
        for (size_t s = 0; s < plan.count; s++) {
            assert_true(plan.adds[s] <= rooms[plan.chosen[s]] * (1 + 1e-9));
            served += plan.adds[s];
        }
        assert_within(served, plan.met, 1e-6 * plan.total);
        if (aim) assert_within(plan.met, plan.total, 1e-6 * plan.total);
        assert_ok(ctx, er_siting_choose(ctx, arena, &task, &effort, &again));
        assert_true(again.value == plan.value && again.bound == plan.bound);
        er_arena_free(arena);
    }
}

static void too_little_room_is_said(void **state) {
    er_context *ctx = *state;
    er_siting_task task = crowded(300, ER_SITING_MEDIAN, 25, INFINITY, 0.9);
    er_arena *arena = NULL;
    er_siting_plan plan = {.count = 77};
    assert_ok(ctx, er_arena_new(ctx, &arena));
    assert_int_equal(er_siting_choose(ctx, arena, &task, NULL, &plan), ER_ERR_INFEASIBLE);
    assert_non_null(strstr(er_context_error(ctx), "25 new sites can't serve all"));
    assert_int_equal(plan.count, 77);
    er_arena_free(arena);
}

static void refuses_what_does_not_go_together(void **state) {
    static struct world w;
    er_context *ctx = *state;
    er_random random = er_random_stream(29, 9);
    er_arena *arena = NULL;
    er_siting_plan plan;
    assert_ok(ctx, er_arena_new(ctx, &arena));
    draw(&random, ER_SITING_MEDIAN, &w);
    w.task.aim = ER_SITING_CENTRE;
    assert_int_equal(er_siting_choose(ctx, arena, &w.task, NULL, &plan), ER_ERR_UNSUPPORTED);
    w.task.aim = ER_SITING_MOST;
    for (size_t p = 0; p < w.start[w.task.candidate_count]; p++)
        w.value[p] = 0.5;
    assert_int_equal(er_siting_choose(ctx, arena, &w.task, NULL, &plan), ER_ERR_UNSUPPORTED);
    w.task.value = NULL;
    w.capacity[0] = -1;
    assert_int_equal(er_siting_choose(ctx, arena, &w.task, NULL, &plan), ER_ERR_RANGE);
    er_arena_free(arena);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, test_context_up, test_context_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(most_within_capacities),
        TEST(fewest_within_capacities),
        TEST(the_median_within_capacities),
        TEST(a_start_costs_what_its_set_does),
        TEST(hundreds_of_sites_have_a_plan_and_a_bound),
        TEST(too_little_room_is_said),
        TEST(refuses_what_does_not_go_together),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
