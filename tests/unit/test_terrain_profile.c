/* The profile of a link over terrain. */
#include "terrain_fixture.h"

static void a_profile_is_two_ends_and_a_ray(void **state) {
    er_context *ctx = *state;
    raster_spec spec = {"profile.tif", UTM, SIDE, SIDE, UTM_TRANSFORM, .value = hills};
    er_terrain_options options = er_terrain_defaults(raster_make(&spec));
    options.step_m = 7;
    er_terrain *terrain = open_terrain(ctx, &options);
    er_ground *ground = read_ground(ctx, terrain, home, 12000);
    er_arena *arena = NULL;
    assert_ok(ctx, er_arena_new(ctx, &arena));
    er_random random = er_random_stream(9, 1);
    static er_profile_point points[2000];
    for (int i = 0; i < 60; i++) {
        double azimuth = 360 * er_random_unit(&random),
               length = 1 + 11000 * er_random_unit(&random);
        er_point rx = er_geodesic_direct(home, azimuth, length);
        double distance_m, back;
        er_geodesic_inverse(home, rx, &distance_m, &back);
        er_profile profile;
        assert_ok(ctx, er_terrain_profile(ctx, terrain, arena, home, rx, &profile));
        size_t between = er_ray_points(distance_m, 7);
        assert_int_equal(profile.count, between + 2);
        er_ground_ray(ground, home, er_ray_towards(distance_m, back, 7), 1, between, points);
        assert_same_points(profile.points + 1, points, between);
        er_profile_point ends[2];
        er_ground_at(ground, (er_point[]){home, rx}, 2, ends);
        assert_true(profile.points[0].distance_km == 0);
        assert_true(profile.points[0].ground_m == ends[0].ground_m);
        assert_true(profile.points[between + 1].ground_m == ends[1].ground_m);
        assert_true(profile.points[between + 1].distance_km == distance_m / 1000);
    }
    er_arena_free(arena);
    er_ground_free(ground);
    er_terrain_close(terrain);
}

static void expect_no_profile(er_context *ctx, er_terrain *terrain, er_point tx, er_point rx,
                              er_status status, const char *word) {
    er_arena *arena = NULL;
    er_profile profile;
    assert_ok(ctx, er_arena_new(ctx, &arena));
    er_status got = er_terrain_profile(ctx, terrain, arena, tx, rx, &profile);
    if (got != status || !strstr(er_context_error(ctx), word))
        fail_msg("got %s '%s', wanted %s with '%s'", er_status_name(got), er_context_error(ctx),
                 er_status_name(status), word);
    er_arena_free(arena);
}

static void unknown_ground_on_the_way_is_named(void **state) {
    er_context *ctx = *state;
    er_terrain_options options = er_terrain_defaults(holes_path());
    er_terrain *terrain = open_terrain(ctx, &options);
    er_point west = place_of(700, 600), east = place_of(1100, 600), hole = place_of(905, 600);
    expect_no_profile(ctx, terrain, west, east, ER_ERR_INPUT, "no elevation for the path at 121.");
    expect_no_profile(ctx, terrain, hole, east, ER_ERR_INPUT, "no elevation for the transmitter");
    expect_no_profile(ctx, terrain, west, hole, ER_ERR_INPUT, "no elevation for the receiver");
    expect_no_profile(ctx, terrain, west, (er_point){-70, 10}, ER_ERR_INPUT,
                      "does not reach to the receiver at -70.000000,10.000000");
    expect_no_profile(ctx, terrain, west, west, ER_ERR_RANGE, "same place");
    expect_no_profile(ctx, terrain, west, (er_point){0, 99}, ER_ERR_RANGE, "not one of degrees");
    er_terrain_close(terrain);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_profile_is_two_ends_and_a_ray),
        cmocka_unit_test(unknown_ground_on_the_way_is_named),
    };
    return cmocka_run_group_tests_name("terrain_profile", tests, test_context_up,
                                       test_context_down);
}
