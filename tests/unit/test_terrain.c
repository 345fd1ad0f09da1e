/* The ground from a raster: exact places, pieces, holes and borders. */
#include "terrain_fixture.h"

/* ---- places ---------------------------------------------------------------------------------- */

/** On a slope the elevation tells the place: one millimetre is 1/20000 of a cell. */
static void rays_lie_on_their_geodesics(void **state) {
    er_context *ctx = *state;
    er_terrain_options options = er_terrain_defaults(slope_path());
    options.step_m = 11.3;
    er_terrain *terrain = open_terrain(ctx, &options);
    er_ground *ground = read_ground(ctx, terrain, home, 13000);
    static er_profile_point points[1100];
    double worst_m = 0, transform[6] = UTM_TRANSFORM;
    for (uint32_t index = 0; index < 8192; index += 37) {
        er_ray ray = {10, index};
        er_ground_ray(ground, home, ray, 1, 1024, points);
        for (size_t k = 1; k <= 1024; k += 7) {
            double distance_m = (double)k * options.step_m;
            er_point place = er_geodesic_direct(home, er_ray_azimuth_deg(ray), distance_m);
            er_point at = cells_by_proj(UTM, transform, place);
            double expected = slope(at.x, at.y);
            /* a metre across moves the value by 1/80 and 1/40 */
            worst_m = fmax(worst_m, fabs(points[k - 1].ground_m - expected) * 40);
            assert_true(fabs(points[k - 1].distance_km * 1000 - distance_m) < 1e-9);
            assert_int_equal(points[k - 1].zone, ER_ZONE_INLAND);
            assert_true(points[k - 1].clutter_m == 0);
        }
    }
    print_message("largest error of a place on a ray: %.2g m\n", worst_m);
    assert_true(worst_m < 1e-4);
    er_ground_free(ground);
    er_terrain_close(terrain);
}

static void a_point_is_the_same_in_any_piece(void **state) {
    er_context *ctx = *state;
    raster_spec spec = {"hills.tif", UTM, SIDE, SIDE, UTM_TRANSFORM, .value = hills};
    raster_spec far = {"far.tif",     "EPSG:3857", 700, 700, {13505000, 50, 0, 2885000, 0, -50},
                       .value = hills};
    er_terrain_options options = er_terrain_defaults(raster_make(&spec));
    options.clutter = raster_make(&far);
    options.step_m = 9;
    er_terrain *terrain = open_terrain(ctx, &options);
    er_ground *whole = read_ground(ctx, terrain, home, 13000);
    static er_profile_point all[1400], part[1400];
    er_random random = er_random_stream(5, 1);
    for (int i = 0; i < 300; i++) {
        er_ray ray = {11, (uint32_t)er_random_below(&random, 16384)};
        size_t first = 1 + er_random_below(&random, 1300);
        size_t count = 1 + er_random_below(&random, 1400 - first);
        er_ground_ray(whole, home, ray, 1, 1400, all);
        er_ground_ray(whole, home, ray, first, count, part);
        assert_same_points(part, all + first - 1, count);
        double middle_m = ((double)first + (double)count / 2) * options.step_m;
        er_point middle = er_geodesic_direct(home, er_ray_azimuth_deg(ray), middle_m);
        er_ground *piece =
            read_ground(ctx, terrain, middle, (double)(count / 2 + 1) * options.step_m);
        er_ground_ray(piece, home, ray, first, count, part);
        assert_same_points(part, all + first - 1, count);
        er_ground_free(piece);
    }
    er_ground_free(whole);
    er_terrain_close(terrain);
}

static void many_threads_read_one_terrain(void **state) {
    er_context *ctx = *state;
    raster_spec spec = {"threads.tif", UTM, SIDE, SIDE, UTM_TRANSFORM, .value = hills};
    er_terrain_options options = er_terrain_defaults(raster_make(&spec));
    er_terrain *terrain = open_terrain(ctx, &options);
    double sums[2][64];
    for (int turn = 0; turn < 2; turn++) {
        int failures = 0;
#pragma omp parallel for num_threads(turn ? 4 : 1) reduction(+ : failures)
        for (int i = 0; i < 64; i++) {
            er_point place = {121.45 + 0.0015 * i, 24.95 + 0.001 * i};
            er_box box = {place.x, place.y, place.x, place.y};
            er_ground *ground = NULL;
            er_profile_point points[40];
            sums[turn][i] = 0;
            if (er_ground_read(ctx, terrain, box, 1000, &ground) != ER_OK) {
                failures++;
                continue;
            }
            er_ground_ray(ground, place, (er_ray){6, (uint32_t)i * 8}, 1, 40, points);
            for (int k = 0; k < 40; k++)
                sums[turn][i] += points[k].ground_m;
            er_ground_free(ground);
        }
        assert_int_equal(failures, 0);
    }
    assert_memory_equal(sums[0], sums[1], sizeof sums[0]);
    assert_true(isfinite(sums[0][0]) && sums[0][0] > 0);
    er_terrain_close(terrain);
}

/* ---- holes and borders ----------------------------------------------------------------------- */

static double ground_at(const er_ground *ground, double column, double row) {
    er_point place = place_of(column, row);
    er_profile_point point;
    er_ground_at(ground, &place, 1, &point);
    return point.ground_m;
}

static void values_belong_to_middles_and_end_at_the_border(void **state) {
    er_context *ctx = *state;
    er_terrain_options options = er_terrain_defaults(slope_path());
    er_terrain *terrain = open_terrain(ctx, &options);
    er_ground *ground = read_ground(ctx, terrain, home, 40000);
    assert_true(fabs(ground_at(ground, 700.5, 300.5) - slope(700.5, 300.5)) < 1e-6);
    assert_true(fabs(ground_at(ground, 700.75, 300.1) - slope(700.75, 300.1)) < 1e-6);
    /* Within half a cell of the border the outermost cell counts alone. */
    assert_true(fabs(ground_at(ground, 0.01, 300.5) - slope(0.5, 300.5)) < 1e-6);
    assert_true(fabs(ground_at(ground, SIDE - 0.01, SIDE - 0.01) - slope(SIDE - .5, SIDE - .5)) <
                1e-6);
    assert_true(isnan(ground_at(ground, -0.01, 300.5)));
    assert_true(isnan(ground_at(ground, 300, SIDE + 0.01)));
    assert_true(isnan(ground_at(ground, -1e5, 300.5)));
    er_ground_free(ground);
    /* A piece that the raster has no part in knows nothing. */
    ground = read_ground(ctx, terrain, (er_point){-70, 10}, 5000);
    assert_true(isnan(ground_at(ground, 700, 300)));
    er_ground_free(ground);
    er_terrain_close(terrain);
}

static void holes_are_unknown_or_sea(void **state) {
    er_context *ctx = *state;
    er_terrain_options options = er_terrain_defaults(holes_path());
    er_terrain *terrain = open_terrain(ctx, &options);
    er_ground *ground = read_ground(ctx, terrain, home, 40000);
    assert_true(isnan(ground_at(ground, 905, 300)));
    assert_true(isnan(ground_at(ground, 899.51, 300))); /* the next cell counts a little */
    assert_true(fabs(ground_at(ground, 899.4999, 300) - slope(899.4999, 300)) < 1e-6);
    assert_false(er_terrain_about(terrain)->has_zones);
    er_ground_free(ground);
    er_terrain_close(terrain);
    options.no_data_is_sea = true;
    terrain = open_terrain(ctx, &options);
    ground = read_ground(ctx, terrain, home, 40000);
    er_point places[] = {place_of(905, 300), place_of(899.9, 300), place_of(800, 300)};
    er_profile_point points[3];
    er_ground_at(ground, places, 3, points);
    assert_true(points[0].ground_m == 0 && points[0].zone == ER_ZONE_SEA);
    assert_true(fabs(points[1].ground_m - 0.6 * slope(899.5, 300)) < 1e-4);
    assert_int_equal(points[1].zone, ER_ZONE_INLAND);
    assert_int_equal(points[2].zone, ER_ZONE_INLAND);
    assert_true(er_terrain_about(terrain)->has_zones);
    assert_true(isnan(ground_at(ground, 700, SIDE + 1))); /* beyond the raster is no sea */
    er_ground_free(ground);
    er_terrain_close(terrain);
}

static double void_of_srtm(double column, double row) {
    return column > 100 ? -32768 : row;
}

static void impossible_heights_are_no_data(void **state) {
    er_context *ctx = *state;
    raster_spec spec = {"void.tif",       UTM, SIDE, SIDE, UTM_TRANSFORM, .value = void_of_srtm,
                        .type = GDT_Int16};
    er_terrain_options options = er_terrain_defaults(raster_make(&spec));
    er_terrain *terrain = open_terrain(ctx, &options);
    er_ground *ground = read_ground(ctx, terrain, home, 40000);
    assert_true(isnan(ground_at(ground, 300, 300)));
    assert_true(fabs(ground_at(ground, 50, 300) - 300) < 0.51); /* whole numbers around */
    er_ground_free(ground);
    er_terrain_close(terrain);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rays_lie_on_their_geodesics),
        cmocka_unit_test(a_point_is_the_same_in_any_piece),
        cmocka_unit_test(many_threads_read_one_terrain),
        cmocka_unit_test(values_belong_to_middles_and_end_at_the_border),
        cmocka_unit_test(holes_are_unknown_or_sea),
        cmocka_unit_test(impossible_heights_are_no_data),
    };
    return cmocka_run_group_tests_name("terrain", tests, test_context_up, test_context_down);
}
