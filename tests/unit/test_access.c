/* Two-step floating catchments: worked by hand, closed forms, all distances in long double. */
#include "test.h"

#include "evenreach/equity.h"

#include <math.h>
#include <string.h>

enum { MOST = 500 };

static void assert_close(const char *name, double found, long double expected, double tolerance) {
    long double scale = fabsl(expected) > 1 ? fabsl(expected) : 1;
    if (!(fabsl(found - expected) <= tolerance * scale))
        fail_msg("%s: %.17g, expected %.17Lg", name, found, expected);
}

/* Three villages of 100, 200 and 50 persons at 0, 1,000 and 2,500 m, a clinic of 6 at 500 m and one
 * of 2 at 2,000 m, a catchment of 1,000 m, its edge included: the first has 100 + 200 in reach,
 * 0.02 each; the second 200 (at exactly 1,000 m) + 50, 0.008 each. */
static void worked_by_hand(void **state) {
    const er_place villages[] = {{0, 0, 100}, {1000, 0, 200}, {2500, 0, 50}, {0, 9000, 10}};
    const er_place clinics[] = {{500, 0, 6}, {2000, 0, 2}, {-5000, 0, 7}};
    double access[4], left_out;
    assert_ok(*state, er_access(*state, (er_places){villages, 4}, (er_places){clinics, 3}, 1000,
                                ER_DECAY_NONE, access, &left_out));
    assert_close("first", access[0], 0.02L, 1e-15);
    assert_close("second", access[1], 0.028L, 1e-15);
    assert_close("third", access[2], 0.008L, 1e-15);
    assert_true(access[3] == 0 && left_out == 7);
    assert_ok(*state, er_access(*state, (er_places){villages, 4}, (er_places){clinics, 3}, 999,
                                ER_DECAY_NONE, access, NULL));
    assert_close("first", access[0], 0.02L, 1e-15);
    assert_close("second", access[1], 0.02L, 1e-15);
    assert_close("third", access[2], 0.04L, 1e-15);
}

/* The edge as 3-4-5, north and south, in whichever strip. */
static void the_edge_is_in_reach(void **state) {
    for (int k = -40; k <= 40; k++) {
        double y = k * 137.0;
        const er_place here[] = {{1e6 + 300, y + 400, 1}}, there[] = {{1e6, y, 1}};
        double access;
        assert_ok(*state, er_access(*state, (er_places){here, 1}, (er_places){there, 1}, 500,
                                    ER_DECAY_NONE, &access, NULL));
        assert_true(access == 1);
        assert_ok(*state, er_access(*state, (er_places){there, 1}, (er_places){here, 1}, 499.999,
                                    ER_DECAY_NONE, &access, NULL));
        assert_true(access == 0);
    }
}

/* One supply of 1 and demands of 1 at its place and at a distance d: they get 1 and G(d) of
 * 1/(1 + G(d)); at the edge G is 0, and half way (e^(-1/8) - e^(-1/2))/(1 - e^(-1/2)). */
static void gaussian_decay(void **state) {
    const double parts[] = {0, 0.25, 0.5, 0.9, 1};
    for (int k = 0; k < 5; k++) {
        const er_place demand[] = {{0, 0, 1}, {0, 2000 * parts[k], 1}}, supply[] = {{0, 0, 1}};
        double access[2];
        long double t = parts[k];
        long double g = (expl(-t * t / 2) - expl(-0.5L)) / (1 - expl(-0.5L));
        assert_ok(*state, er_access(*state, (er_places){demand, 2}, (er_places){supply, 1}, 2000,
                                    ER_DECAY_GAUSSIAN, access, NULL));
        assert_close("at the place", access[0], 1 / (1 + g), 1e-14);
        assert_close("away", access[1], g / (1 + g), 1e-14);
        if (k == 4) assert_true(access[0] == 1 && access[1] == 0);
    }
    /* alone on the edge: nobody counts, so the supply is left out and nothing is divided by 0 */
    const er_place demand[] = {{0, 2000, 1}}, supply[] = {{0, 0, 3}};
    double access, left_out;
    assert_ok(*state, er_access(*state, (er_places){demand, 1}, (er_places){supply, 1}, 2000,
                                ER_DECAY_GAUSSIAN, &access, &left_out));
    assert_true(access == 0 && left_out == 3);
}

/** Everything in reach of everything: access is supply over demand, the same for all. */
static void all_in_reach(void **state) {
    er_random random = er_random_stream(40, 1);
    er_place demand[50], supply[20];
    double access[50], left_out;
    long double persons = 0, offered = 0;
    for (int i = 0; i < 50; i++) {
        demand[i] = (er_place){1000 * er_random_unit(&random), 1000 * er_random_unit(&random),
                               1 + (double)er_random_below(&random, 1000)};
        persons += demand[i].amount;
    }
    for (int i = 0; i < 20; i++) {
        supply[i] = (er_place){1000 * er_random_unit(&random), 1000 * er_random_unit(&random),
                               er_random_unit(&random)};
        offered += supply[i].amount;
    }
    assert_ok(*state, er_access(*state, (er_places){demand, 50}, (er_places){supply, 20}, 5000,
                                ER_DECAY_NONE, access, &left_out));
    for (int i = 0; i < 50; i++)
        assert_close("access", access[i], offered / persons, 1e-15);
    assert_true(left_out == 0);
}

static long double share(double catchment_m, er_decay decay, er_place a, er_place b) {
    long double d = hypotl((long double)a.x_m - b.x_m, (long double)a.y_m - b.y_m) / catchment_m;
    if (d > 1) return 0;
    return decay == ER_DECAY_NONE ? 1 : (expl(-d * d / 2) - expl(-0.5L)) / (1 - expl(-0.5L));
}

static void random_places(er_random *random, er_place *places, size_t count, double side_m) {
    for (size_t i = 0; i < count; i++) {
        places[i] = (er_place){side_m * (er_random_unit(random) - 0.5),
                               side_m * (er_random_unit(random) - 0.5),
                               er_random_below(random, 5) ? 100 * er_random_unit(random) : 0};
        if (i > 0 && er_random_below(random, 8) == 0) {
            places[i].x_m = places[i - 1].x_m;
            places[i].y_m = places[i - 1].y_m;
        }
    }
}

static void agrees_with_all_distances(void **state) {
    er_random random = er_random_stream(41, 1);
    static er_place demand[MOST], supply[MOST];
    static double access[MOST];
    for (int round = 0; round < 60; round++) {
        size_t n = 1 + (size_t)er_random_below(&random, MOST);
        size_t m = 1 + (size_t)er_random_below(&random, MOST / 2);
        double catchment_m = 100 * pow(2, (double)er_random_below(&random, 12)), left_out;
        er_decay decay = round % 2 ? ER_DECAY_GAUSSIAN : ER_DECAY_NONE;
        static long double expected[MOST];
        long double without = 0, used = 0;
        er_sum conserved = {0};
        random_places(&random, demand, n, 50000);
        random_places(&random, supply, m, 60000);
        memset(expected, 0, sizeof expected);
        for (size_t j = 0; j < m; j++) {
            long double reached = 0;
            for (size_t i = 0; i < n; i++)
                reached += demand[i].amount * share(catchment_m, decay, demand[i], supply[j]);
            for (size_t i = 0; reached > 0 && i < n; i++)
                expected[i] +=
                    supply[j].amount / reached * share(catchment_m, decay, demand[i], supply[j]);
            *(reached > 0 ? &used : &without) += supply[j].amount;
        }
        assert_ok(*state, er_access(*state, (er_places){demand, n}, (er_places){supply, m},
                                    catchment_m, decay, access, &left_out));
        for (size_t i = 0; i < n; i++) {
            assert_close("access", access[i], expected[i], 1e-12);
            er_sum_add(&conserved, access[i] * demand[i].amount);
        }
        assert_close("left out", left_out, without, 1e-13);
        assert_close("conserved", er_sum_value(&conserved), used, 1e-13);
    }
}

static void order_and_threads_change_no_byte(void **state) {
    er_random random = er_random_stream(42, 1);
    static er_place demand[MOST], supply[MOST], shuffled[MOST], supplied[MOST];
    static double one[MOST], other[MOST];
    size_t place[MOST];
    double left[2];
    random_places(&random, demand, MOST, 20000);
    random_places(&random, supply, MOST, 20000);
    for (size_t i = 0; i < MOST; i++)
        place[i] = i;
    for (size_t i = MOST; i > 1; i--) {
        size_t j = (size_t)er_random_below(&random, i), kept = place[i - 1];
        place[i - 1] = place[j];
        place[j] = kept;
    }
    for (size_t i = 0; i < MOST; i++) {
        shuffled[i] = demand[place[i]];
        supplied[i] = supply[MOST - 1 - i];
    }
    er_context_set_threads(*state, 1);
    assert_ok(*state, er_access(*state, (er_places){demand, MOST}, (er_places){supply, MOST}, 3000,
                                ER_DECAY_GAUSSIAN, one, &left[0]));
    er_context_set_threads(*state, 4);
    assert_ok(*state, er_access(*state, (er_places){shuffled, MOST}, (er_places){supplied, MOST},
                                3000, ER_DECAY_GAUSSIAN, other, &left[1]));
    er_context_set_threads(*state, 0);
    for (size_t i = 0; i < MOST; i++)
        assert_true(other[i] == one[place[i]]);
    assert_true(left[0] == left[1]);
}

static void bad_places_are_refused(void **state) {
    er_place good[] = {{0, 0, 1}, {0, 0, 1}}, bad[] = {{0, 0, 1}, {0, 0, 1}};
    double access[2] = {7, 7};
    const struct {
        er_place place;
        const char *says;
    } cases[] = {{{NAN, 0, 1}, "2: the place nan, 0"}, {{0, -2e9, 1}, "2: the place 0, -2e+09"},
                 {{0, 0, -1}, "2: the amount -1"},     {{0, 0, NAN}, "2: the amount nan"},
                 {{0, 0, 1e101}, "2: the amount 1e"},  {{0, INFINITY, 0}, "2: the place 0, inf"}};
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        bad[1] = cases[k].place;
        assert_int_equal(er_access(*state, (er_places){bad, 2}, (er_places){good, 2}, 10,
                                   ER_DECAY_NONE, access, NULL),
                         ER_ERR_RANGE);
        assert_non_null(strstr(er_context_error(*state), "demand"));
        assert_non_null(strstr(er_context_error(*state), cases[k].says));
        assert_int_equal(er_access(*state, (er_places){good, 2}, (er_places){bad, 2}, 10,
                                   ER_DECAY_NONE, access, NULL),
                         ER_ERR_RANGE);
        assert_non_null(strstr(er_context_error(*state), "supply"));
    }
    static const double radii[] = {0, -1, NAN, INFINITY, 1e-4};
    for (int k = 0; k < 5; k++)
        assert_int_equal(er_access(*state, (er_places){good, 2}, (er_places){good, 2}, radii[k],
                                   ER_DECAY_NONE, access, NULL),
                         ER_ERR_RANGE);
    assert_true(access[0] == 7);
    double left_out;
    assert_ok(*state, er_access(*state, (er_places){NULL, 0}, (er_places){good, 2}, 10,
                                ER_DECAY_NONE, access, &left_out));
    assert_true(left_out == 2);
    assert_ok(*state, er_access(*state, (er_places){good, 2}, (er_places){NULL, 0}, 10,
                                ER_DECAY_NONE, access, &left_out));
    assert_true(left_out == 0 && access[0] == 0 && access[1] == 0);
}

static bool stop(void *user) {
    (void)user;
    return true;
}

static void can_be_stopped(void **state) {
    const er_place place[] = {{0, 0, 1}};
    double access;
    er_context_set_cancel(*state, stop, NULL);
    assert_int_equal(er_access(*state, (er_places){place, 1}, (er_places){place, 1}, 10,
                               ER_DECAY_NONE, &access, NULL),
                     ER_ERR_CANCELLED);
    er_context_set_cancel(*state, NULL, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(worked_by_hand),
        cmocka_unit_test(the_edge_is_in_reach),
        cmocka_unit_test(gaussian_decay),
        cmocka_unit_test(all_in_reach),
        cmocka_unit_test(agrees_with_all_distances),
        cmocka_unit_test(order_and_threads_change_no_byte),
        cmocka_unit_test(bad_places_are_refused),
        cmocka_unit_test(can_be_stopped),
    };
    return cmocka_run_group_tests(tests, test_context_up, test_context_down);
}
