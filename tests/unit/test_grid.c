/* Grids: corners on whole multiples, tiles that cover every cell once, geodesics there and back. */
#include "test.h"

#include "evenreach/geometry.h"

#include <math.h>

static er_grid grid_over(er_context *ctx, er_box box, double cell_m) {
    er_grid grid = {0};
    assert_ok(ctx, er_grid_over(ctx, box, cell_m, &grid));
    return grid;
}

static bool is_multiple(double value, double step) {
    return fabs(value / step - round(value / step)) < 1e-9 * fmax(1, fabs(value / step));
}

static void a_grid_covers_its_box_with_whole_multiples(void **state) {
    er_context *ctx = *state;
    er_random random = er_random_stream(11, 0);
    const double cells[] = {0.1, 0.3, 1, 30, 50, 99.7, 1000, 100000};
    for (int i = 0; i < 4000; i++) {
        double cell = cells[i % 8], span = cell * 2000;
        er_box box = {span * (er_random_unit(&random) - 0.7),
                      span * (er_random_unit(&random) - 0.7), 0, 0};
        box.max_x = box.min_x + span * er_random_unit(&random) * (i % 3 != 0);
        box.max_y = box.min_y + span * er_random_unit(&random) * (i % 5 != 0);
        if (i % 7 == 0) box.min_x = cell * round(box.min_x / cell);
        if (i % 11 == 0) box.max_y = cell * round(box.max_y / cell);
        if (box.max_x < box.min_x) box.max_x = box.min_x;
        if (box.max_y < box.min_y) box.max_y = box.min_y;
        er_grid g = grid_over(ctx, box, cell);
        double right = g.left_m + (double)g.columns * cell;
        double bottom = g.top_m - (double)g.rows * cell, rounding = 1e-9 * span;
        assert_true(is_multiple(g.left_m, cell) && is_multiple(g.top_m, cell));
        assert_true(g.left_m <= box.min_x && g.top_m >= box.max_y);
        assert_true(right >= box.max_x - rounding && bottom <= box.min_y + rounding);
        /* not a cell more than asked for */
        assert_true(box.min_x - g.left_m < cell + rounding &&
                    g.top_m - box.max_y < cell + rounding);
        assert_true(g.columns == 1 || right - box.max_x < cell + rounding);
        assert_true(g.rows == 1 || box.min_y - bottom < cell + rounding);
    }
}

static void tiles_cover_every_cell_once(void **state) {
    er_context *ctx = *state;
    er_grid g = grid_over(ctx, (er_box){-95, -31, 64, 77}, 5);
    assert_int_equal(g.columns, 32);
    assert_int_equal(g.rows, 23);
    const int32_t sizes[] = {1, 7, 8, 32, 64};
    for (size_t s = 0; s < 5; s++) {
        int seen[23][32] = {{0}};
        size_t count = er_grid_tile_count(&g, sizes[s]);
        for (size_t i = 0; i < count; i++) {
            er_tile t = er_grid_tile(&g, sizes[s], i);
            assert_true(t.columns >= 1 && t.columns <= sizes[s] && t.rows >= 1);
            er_box box = er_grid_tile_box(&g, t);
            for (int32_t r = 0; r < t.rows; r++)
                for (int32_t c = 0; c < t.columns; c++) {
                    assert_in_range(t.column + c, 0, 31);
                    assert_in_range(t.row + r, 0, 22);
                    seen[t.row + r][t.column + c]++;
                    er_point p = er_grid_centre(&g, t.column + c, t.row + r);
                    assert_true(p.x > box.min_x && p.x < box.max_x);
                    assert_true(p.y > box.min_y && p.y < box.max_y);
                }
        }
        for (int i = 0; i < 23 * 32; i++)
            assert_int_equal(seen[i / 32][i % 32], 1);
    }
    assert_int_equal(er_grid_tile_count(&g, 0), 0);
    er_point first = er_grid_centre(&g, 0, 0);
    assert_true(first.x == -92.5 && first.y == 77.5);
}

static void a_hopeless_grid_is_refused(void **state) {
    er_context *ctx = *state;
    er_grid g;
    const er_box good = {0, 0, 1000, 1000};
    const double cells[] = {0.09, 100001, 0, -50, NAN, INFINITY};
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(er_grid_over(ctx, good, cells[i], &g), ER_ERR_RANGE);
    const er_box bad[] = {{0, 0, NAN, 1},       {5, 0, 4, 1},     {0, 5, 1, 4},
                          {-INFINITY, 0, 0, 1}, {0, 0, 1, 1e300}, {0, 0, 2e8, 10}};
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(er_grid_over(ctx, bad[i], 0.1, &g), ER_ERR_RANGE);
}

static void geodesics_go_there_and_back(void **state) {
    (void)state;
    er_random random = er_random_stream(12, 0);
    for (int i = 0; i < 1000; i++) {
        er_point from = {360 * er_random_unit(&random) - 180, 170 * er_random_unit(&random) - 85};
        double azimuth = i % 4 ? 360 * er_random_unit(&random) : 90 * (i / 4 % 4);
        double distance = 3e5 * er_random_unit(&random) + 1, found_m, found_deg;
        er_point to = er_geodesic_direct(from, azimuth, distance);
        er_geodesic_inverse(from, to, &found_m, &found_deg);
        assert_true(found_deg >= 0 && found_deg < 360);
        assert_true(fabs(found_m - distance) < 1e-7);
        assert_true(fabs(remainder(found_deg - azimuth, 360)) * distance < 1e-5);
        assert_true(fabs(er_geodesic_distance(from, to) - distance) < 1e-7);
    }
    double m, deg;
    er_geodesic_inverse((er_point){121, 91}, (er_point){121, 25}, &m, &deg);
    assert_true(isnan(m) && isnan(deg));
    assert_true(isnan(er_geodesic_direct((er_point){121, 25}, NAN, 5).x));
    er_geodesic_inverse((er_point){179.9, -17}, (er_point){-179.9, -17}, &m, &deg);
    assert_true(m > 21e3 && m < 21.5e3 && deg > 89 && deg < 91);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_grid_covers_its_box_with_whole_multiples),
        cmocka_unit_test(tiles_cover_every_cell_once),
        cmocka_unit_test(a_hopeless_grid_is_refused),
        cmocka_unit_test(geodesics_go_there_and_back),
    };
    return cmocka_run_group_tests(tests, test_context_up, test_context_down);
}
