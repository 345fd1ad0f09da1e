/* Pairs within reach, against all distances one by one. */
#include "test.h"

#include "evenreach/geometry.h"

#include <string.h>

enum { MOST = 220 };

static double distance_m(er_point a, er_point b, bool in_degrees) {
    return in_degrees ? er_geodesic_distance(a, b) : hypot(a.x - b.x, a.y - b.y);
}

/** Every pair and its distance, in order; returns how many there are. */
static size_t check(er_context *ctx, const er_point *from, size_t from_count, const er_point *to,
                    size_t to_count, double reach_m, bool in_degrees) {
    er_arena *arena = NULL;
    er_pairs pairs;
    size_t next = 0;
    assert_ok(ctx, er_arena_new(ctx, &arena));
    assert_ok(ctx, er_pairs_within(ctx, arena, from, from_count, to, to_count, reach_m, in_degrees,
                                   &pairs));
    for (size_t i = 0; i < from_count; i++) {
        assert_int_equal(pairs.start[i], next);
        for (size_t j = 0; j < to_count; j++) {
            double wanted_m = distance_m(from[i], to[j], in_degrees);
            if (!(wanted_m <= reach_m)) continue;
            assert_true(next < pairs.start[i + 1]);
            assert_int_equal(pairs.to[next], j);
            assert_true(pairs.distance_m[next] == wanted_m);
            next++;
        }
    }
    assert_int_equal(pairs.start[from_count], next);
    er_arena_free(arena);
    return next;
}

static double between(er_random *random, double low, double high) {
    return low + er_random_unit(random) * (high - low);
}

static void fill(er_random *random, er_box box, er_point *points, size_t count) {
    for (size_t i = 0; i < count; i++) {
        points[i].x = between(random, box.min_x, box.max_x);
        points[i].y = between(random, box.min_y, box.max_y);
    }
}

static void compare_in(er_context *ctx, er_box box, const double *reaches_m, size_t reach_count,
                       bool in_degrees) {
    static er_point from[MOST], to[MOST];
    er_random random = er_random_stream(7, (uint64_t)(box.min_x + 1e6));
    size_t found = 0;
    fill(&random, box, from, 90);
    fill(&random, box, to, MOST);
    for (size_t i = 0; i < reach_count; i++)
        found += check(ctx, from, 90, to, MOST, reaches_m[i], in_degrees);
    assert_true(found > 0);
}

static const double earthly_m[] = {1000, 30e3, 400e3, 5e6, 15e6, 19.9e6, 20.1e6, INFINITY};

static void finds_all_over_the_earth(void **state) {
    compare_in(*state, (er_box){-180, -90, 180, 90}, earthly_m, 8, true);
}

static void finds_all_across_the_180th_meridian(void **state) {
    compare_in(*state, (er_box){178, -20, 182, -16}, earthly_m, 8, true);
    compare_in(*state, (er_box){-542, 16, -538, 20}, earthly_m, 8, true);
    const er_point east = {179.999, 0}, west = {-179.999, 0};
    assert_int_equal(check(*state, &east, 1, &west, 1, 223, true), 1);
    assert_int_equal(check(*state, &east, 1, &west, 1, 222, true), 0);
}

static void finds_all_at_the_poles(void **state) {
    compare_in(*state, (er_box){-180, 88, 180, 90}, earthly_m, 8, true);
    compare_in(*state, (er_box){0, -90, 360, -89.5}, earthly_m, 8, true);
    const er_point one = {0, 90}, other = {123, 90};
    assert_int_equal(check(*state, &one, 1, &other, 1, 1e-3, true), 1);
}

static void finds_all_on_a_plane(void **state) {
    const double reaches_m[] = {1, 80, 1000, 1414, INFINITY};
    compare_in(*state, (er_box){-500, -500, 500, 500}, reaches_m, 5, false);
}

/** Whole numbers: many places twice, many distances on the edge. */
static void counts_the_edge_in(void **state) {
    static er_point points[MOST];
    er_random random = er_random_stream(11, 3);
    for (size_t i = 0; i < MOST; i++)
        points[i] =
            (er_point){(double)er_random_below(&random, 12), (double)er_random_below(&random, 12)};
    for (double reach_m = 1; reach_m < 17; reach_m++)
        check(*state, points, MOST, points, MOST, reach_m, false);
    const er_point origin = {0, 0}, corner = {3, 4};
    assert_int_equal(check(*state, &origin, 1, &corner, 1, 5, false), 1);
    assert_int_equal(check(*state, &origin, 1, &corner, 1, nextafter(5, 0), false), 0);
    const er_point here = {121.5, 25.05}, there = {121.53, 25.02};
    double edge_m = er_geodesic_distance(here, there);
    assert_int_equal(check(*state, &here, 1, &there, 1, edge_m, true), 1);
    assert_int_equal(check(*state, &here, 1, &there, 1, nextafter(edge_m, 0), true), 0);
}

static void takes_places_that_are_all_the_same_and_huge_ones(void **state) {
    static er_point points[MOST];
    for (size_t i = 0; i < MOST; i++)
        points[i] = (er_point){121, 24};
    assert_int_equal(check(*state, points, MOST, points, MOST, 1e-9, true), MOST * MOST);
    const er_point far[] = {{1e308, -1e308}, {-1e308, 1e308}, {1e300, 0}, {1e300, 1e290}};
    assert_int_equal(check(*state, far, 4, far, 4, 1e291, false), 6);
    assert_int_equal(check(*state, far, 4, far, 4, INFINITY, false), 16);
    check(*state, far + 2, 1, far + 2, 1, 5, true);
}

static void takes_nothing_as_nothing(void **state) {
    const er_point one = {1, 1};
    assert_int_equal(check(*state, NULL, 0, &one, 1, 5, true), 0);
    assert_int_equal(check(*state, &one, 1, NULL, 0, 5, true), 0);
    assert_int_equal(check(*state, NULL, 0, NULL, 0, 5, false), 0);
}

static void does_not_depend_on_threads(void **state) {
    er_context *ctx = *state;
    static er_point points[MOST];
    er_random random = er_random_stream(5, 5);
    fill(&random, (er_box){120, 22, 122, 25}, points, MOST);
    er_arena *arena = NULL;
    er_pairs some, others;
    assert_ok(ctx, er_arena_new(ctx, &arena));
    er_context_set_threads(ctx, 1);
    assert_ok(ctx, er_pairs_within(ctx, arena, points, MOST, points, MOST, INFINITY, true, &some));
    er_context_set_threads(ctx, 5);
    assert_ok(ctx,
              er_pairs_within(ctx, arena, points, MOST, points, MOST, INFINITY, true, &others));
    assert_int_equal(some.start[MOST], MOST * MOST);
    assert_memory_equal(some.distance_m, others.distance_m, MOST * MOST * sizeof(double));
    er_context_set_threads(ctx, 0);
    er_arena_free(arena);
}

static void refuses_what_is_no_place(void **state) {
    er_context *ctx = *state;
    er_arena *arena = NULL;
    er_pairs pairs;
    const er_point good = {1, 1}, high = {0, 90.001}, nowhere = {NAN, 0}, endless = {0, INFINITY};
    assert_ok(ctx, er_arena_new(ctx, &arena));
    const double reaches_m[] = {0, -1, NAN};
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(
            er_pairs_within(ctx, arena, &good, 1, &good, 1, reaches_m[i], true, &pairs),
            ER_ERR_RANGE);
    assert_int_equal(er_pairs_within(ctx, arena, &good, 1, &high, 1, 1, true, &pairs),
                     ER_ERR_RANGE);
    assert_int_equal(er_pairs_within(ctx, arena, &nowhere, 1, &good, 1, 1, false, &pairs),
                     ER_ERR_RANGE);
    assert_int_equal(er_pairs_within(ctx, arena, &good, 1, &endless, 1, 1, false, &pairs),
                     ER_ERR_RANGE);
    assert_non_null(strstr(er_context_error(ctx), "point 1"));
    assert_ok(ctx, er_pairs_within(ctx, arena, &good, 1, &high, 1, 1, false, &pairs));
    er_arena_free(arena);
}

static bool stop(void *user) {
    (void)user;
    return true;
}

static void stops_when_told_to(void **state) {
    er_context *ctx = *state;
    er_arena *arena = NULL;
    er_pairs pairs;
    const er_point one = {1, 1};
    assert_ok(ctx, er_arena_new(ctx, &arena));
    er_context_set_cancel(ctx, stop, NULL);
    assert_int_equal(er_pairs_within(ctx, arena, &one, 1, &one, 1, 1, true, &pairs),
                     ER_ERR_CANCELLED);
    er_context_set_cancel(ctx, NULL, NULL);
    er_arena_free(arena);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, test_context_up, test_context_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(finds_all_over_the_earth), TEST(finds_all_across_the_180th_meridian),
        TEST(finds_all_at_the_poles),   TEST(finds_all_on_a_plane),
        TEST(counts_the_edge_in),       TEST(takes_places_that_are_all_the_same_and_huge_ones),
        TEST(takes_nothing_as_nothing), TEST(does_not_depend_on_threads),
        TEST(refuses_what_is_no_place), TEST(stops_when_told_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
