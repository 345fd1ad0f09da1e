/* Maximal covering against published optima of the instance SJC324 (Lorena and others): 324 points,
 * each a candidate, that meet demand within 800 m. Read from a folder beside the project where
 * there is one. */
#include "test.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "evenreach/siting.h"

enum { POINTS = 324 };
static const double radius_m = 800;

struct instance {
    double x[POINTS], y[POINTS], weight[POINTS];
    size_t start[POINTS + 1];
    uint32_t demand[POINTS * POINTS];
    er_siting_task task;
};

static struct instance instance;

static FILE *open_beside(const char *name) {
    char path[4096];
    const char *source = getenv("EVENREACH_SOURCE");
    snprintf(path, sizeof path, "%s/../shared/data/siting/%s", source ? source : ".", name);
    return fopen(path, "r");
}

static bool read_instance(struct instance *out) {
    FILE *points = open_beside("SJC324.txt"), *demand = open_beside("demand-SJC324.dat");
    bool there = points && demand;
    int count = 0;
    if (there) {
        assert_int_equal(fscanf(points, "%d", &count), 1);
        assert_int_equal(count, POINTS);
        for (size_t i = 0; i < POINTS; i++) {
            assert_int_equal(fscanf(points, "%lf %lf", &out->x[i], &out->y[i]), 2);
            assert_int_equal(fscanf(demand, "%lf", &out->weight[i]), 1);
        }
    }
    if (points) fclose(points);
    if (demand) fclose(demand);
    return there;
}

static bool load(struct instance *out) {
    size_t filled = 0;
    if (!read_instance(out)) {
        print_message("skipped: ../shared/data/siting is not there\n");
        return false;
    }
    for (size_t j = 0; j < POINTS; j++) {
        for (size_t i = 0; i < POINTS; i++)
            if (hypot(out->x[i] - out->x[j], out->y[i] - out->y[j]) <= radius_m)
                out->demand[filled++] = (uint32_t)i;
        out->start[j + 1] = filled;
    }
    out->task = (er_siting_task){.candidate_count = POINTS,
                                 .demand_count = POINTS,
                                 .start = out->start,
                                 .demand = out->demand,
                                 .weight = out->weight,
                                 .budget = INFINITY,
                                 .needed = INFINITY};
    return true;
}

static void meets_the_published_optima(void **state) {
    static const double met[] = {5461, 8790, 11604, 12106, 12152};
    static const size_t sites[] = {1, 2, 3, 4, 5};
    if (!load(&instance)) skip();
    for (size_t n = 0; n < sizeof met / sizeof met[0]; n++) {
        er_arena *arena = NULL;
        er_siting_plan plan;
        assert_ok(*state, er_arena_new(*state, &arena));
        instance.task.k = sites[n];
        assert_ok(*state, er_siting_choose(*state, arena, &instance.task, NULL, &plan));
        print_message("%zu sites meet %g of %g, bound %g\n", sites[n], plan.value, plan.total,
                      plan.bound);
        assert_true(plan.value == met[n] && plan.bound == met[n]);
        assert_int_equal(plan.end, ER_SITING_PROVEN);
        er_arena_free(arena);
    }
}

/** All demand needs as many sites as the least number that meets all of it above. */
static void meets_all_with_the_fewest(void **state) {
    er_arena *arena = NULL;
    er_siting_plan plan;
    if (!load(&instance)) skip();
    assert_ok(*state, er_arena_new(*state, &arena));
    instance.task.aim = ER_SITING_FEWEST;
    assert_ok(*state, er_siting_choose(*state, arena, &instance.task, NULL, &plan));
    print_message("%zu sites meet all, bound %g\n", plan.count, plan.bound);
    assert_true(plan.met == 12152 && plan.end == ER_SITING_PROVEN);
    assert_int_equal(plan.count, 5);
    er_arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(meets_the_published_optima, test_context_up,
                                        test_context_down),
        cmocka_unit_test_setup_teardown(meets_all_with_the_fewest, test_context_up,
                                        test_context_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
