/* Rasters of many kinds and systems: elevation, clutter and zones. */
#include "terrain_fixture.h"

/* ---- files of many kinds --------------------------------------------------------------------- */

static void area_or_point_is_gdals_affair(void **state) {
    er_context *ctx = *state;
    raster_spec area = {
        "area.tif", UTM, SIDE, SIDE, UTM_TRANSFORM, .value = slope, .area_or_point = "Area"};
    raster_spec point = area;
    point.name = "point.tif";
    point.area_or_point = "Point";
    const char *paths[] = {raster_make(&area), raster_make(&point)};
    double at[2];
    for (int i = 0; i < 2; i++) {
        er_terrain_options options = er_terrain_defaults(paths[i]);
        er_terrain *terrain = open_terrain(ctx, &options);
        er_ground *ground = read_ground(ctx, terrain, home, 1000);
        er_profile_point sample;
        er_ground_at(ground, &home, 1, &sample);
        at[i] = sample.ground_m;
        er_ground_free(ground);
        er_terrain_close(terrain);
    }
    assert_true(at[0] == at[1] && at[0] > 0);
}

static void feet_become_metres(void **state) {
    er_context *ctx = *state;
    raster_spec spec = {"feet.tif", UTM, SIDE, SIDE, UTM_TRANSFORM, .value = slope, .unit = "ft"};
    er_terrain_options options = er_terrain_defaults(raster_make(&spec));
    er_terrain *terrain = open_terrain(ctx, &options);
    er_ground *ground = read_ground(ctx, terrain, home, 1000);
    double t[6] = UTM_TRANSFORM;
    er_point at = cells_by_proj(UTM, t, home);
    er_profile_point sample;
    er_ground_at(ground, &home, 1, &sample);
    assert_true(fabs(sample.ground_m - 0.3048 * slope(at.x, at.y)) < 1e-4);
    er_ground_free(ground);
    er_terrain_close(terrain);
}

static void the_step_is_the_resolution_on_the_ground(void **state) {
    er_context *ctx = *state;
    /* An arc second at 60 N: 15.5 m to the east, 30.9 m to the north. */
    raster_spec spec = {
        "degrees.tif", "EPSG:4326", 120, 120, {20, 1 / 3600.0, 0, 60.0166666, 0, -1 / 3600.0},
        .value = slope};
    er_terrain_options options = er_terrain_defaults(raster_make(&spec));
    er_terrain *terrain = open_terrain(ctx, &options);
    const er_terrain_info *info = er_terrain_about(terrain);
    double east_m = er_geodesic_distance((er_point){20, 60}, (er_point){20 + 1 / 3600.0, 60});
    assert_true(fabs(info->resolution_m - east_m) < 0.001);
    assert_true(info->step_m == er_round(info->resolution_m, 2));
    assert_true(fabs(info->extent.min_x - 20) < 1e-9 &&
                fabs(info->extent.max_x - 20 - 120 / 3600.0) < 1e-9);
    assert_string_equal(info->crs, "EPSG:4326");
    er_terrain_close(terrain);
    options.step_m = 30;
    terrain = open_terrain(ctx, &options);
    assert_true(er_terrain_about(terrain)->step_m == 30);
    er_terrain_close(terrain);
}

/** The elevation over a raster in degrees is its longitude: the place is checked on both sides of
 *  the meridian where the raster ends. */
static double by_column(double column, double row) {
    (void)row;
    return column;
}

static void check_over_meridian(er_context *ctx, const raster_spec *spec, er_point place) {
    er_terrain_options options = er_terrain_defaults(raster_make(spec));
    options.step_m = 500;
    er_terrain *terrain = open_terrain(ctx, &options);
    er_ground *ground = read_ground(ctx, terrain, place, 60000);
    er_profile_point points[100];
    for (uint32_t index = 0; index < 1024; index += 31) {
        er_ray ray = {7, index};
        er_ground_ray(ground, place, ray, 1, 100, points);
        for (size_t k = 1; k <= 100; k++) {
            er_point at = er_geodesic_direct(place, er_ray_azimuth_deg(ray), 500.0 * (double)k);
            double column = (at.x - spec->transform[0]) / spec->transform[1];
            double whole = 360 / spec->transform[1];
            column -= whole * floor(column / whole);
            if (column < 1 || column > spec->columns - 1) continue; /* mixed with the other end */
            assert_true(fabs(points[k - 1].ground_m - column) < 1e-6);
        }
    }
    er_ground_free(ground);
    er_terrain_close(terrain);
}

static void rasters_in_degrees_go_around(void **state) {
    er_context *ctx = *state;
    raster_spec fiji = {"fiji.tif",        "EPSG:4326", 400, 200, {178, 0.01, 0, -16, 0, -0.01},
                        .value = by_column};
    raster_spec world = {"world.tif",       "EPSG:4326", 3600, 1800, {-180, 0.1, 0, 90, 0, -0.1},
                         .value = by_column};
    raster_spec east = {"east.tif",        "EPSG:4326", 3600, 1800, {0, 0.1, 0, 90, 0, -0.1},
                        .value = by_column};
    check_over_meridian(ctx, &fiji, (er_point){179.8, -17});
    check_over_meridian(ctx, &fiji, (er_point){-179.9, -17});
    check_over_meridian(ctx, &world, (er_point){179.9, 65});
    check_over_meridian(ctx, &world, (er_point){-179.95, -17});
    check_over_meridian(ctx, &world, (er_point){30, 89.7}); /* rays pass by the pole */
    check_over_meridian(ctx, &east, (er_point){0.1, 51});
    check_over_meridian(ctx, &east, (er_point){-0.1, 51});
    check_over_meridian(ctx, &east, (er_point){179.9, 51});
    /* Right at the seam of a world there is ground, half from each side. */
    er_terrain_options options = er_terrain_defaults(raster_path("world.tif"));
    er_terrain *terrain = open_terrain(ctx, &options);
    er_point seam = {180, 10};
    er_ground *ground = read_ground(ctx, terrain, seam, 1000);
    er_profile_point sample;
    er_ground_at(ground, &seam, 1, &sample);
    assert_true(fabs(sample.ground_m - 1800) < 1e-3); /* of 0.5 and 3599.5 */
    er_ground_free(ground);
    er_terrain_close(terrain);
    /* The extent says that it crosses the meridian. */
    options = er_terrain_defaults(raster_path("fiji.tif"));
    terrain = open_terrain(ctx, &options);
    er_box box = er_terrain_about(terrain)->extent;
    assert_true(fabs(box.min_x - 178) < 1e-9 && fabs(box.max_x + 178) < 1e-9);
    er_terrain_close(terrain);
}

static void around_a_pole_every_point_is_exact(void **state) {
    er_context *ctx = *state;
    raster_spec spec = {"pole.tif",    "EPSG:3995", 800, 800, {-200000, 500, 0, 200000, 0, -500},
                        .value = slope};
    er_terrain_options options = er_terrain_defaults(raster_make(&spec));
    options.step_m = 250;
    er_terrain *terrain = open_terrain(ctx, &options);
    er_point place = {30, 89.9};
    er_ground *ground = read_ground(ctx, terrain, place, 60000);
    er_profile_point points[200];
    for (uint32_t index = 0; index < 2048; index += 61) {
        er_ray ray = {8, index};
        er_ground_ray(ground, place, ray, 1, 200, points);
        for (size_t k = 1; k <= 200; k += 9) {
            er_point at = er_geodesic_direct(place, er_ray_azimuth_deg(ray), 250.0 * (double)k);
            at = cells_by_proj(spec.crs, spec.transform, at);
            assert_true(fabs(points[k - 1].ground_m - slope(at.x, at.y)) < 2e-5);
        }
    }
    assert_true(er_terrain_about(terrain)->extent.max_y == 90);
    er_ground_free(ground);
    er_terrain_close(terrain);
}

/* ---- clutter and zones ----------------------------------------------------------------------- */

static double classes(double column, double row) {
    (void)row;
    return column < 350 ? 7 : column < 400 ? NAN : 11.5;
}

static double zones(double column, double row) {
    (void)column;
    return row < 350 ? 3 : row < 400 ? NAN : 1;
}

static void clutter_and_zones_come_from_their_own_rasters(void **state) {
    er_context *ctx = *state;
    raster_spec clutter = {
        "classes.tif",    "EPSG:3857",  700, 700, {13505000, 50, 0, 2885000, 0, -50},
        .value = classes, .no_data = -1};
    raster_spec zone = {"zones.tif",
                        "EPSG:4326",
                        700,
                        700,
                        {121.3, 0.0006, 0, 25.2, 0, -0.0006},
                        .value = zones,
                        .no_data = 255,
                        .type = GDT_Byte};
    er_clutter_class table[] = {{7, 20, "urban", 0}, {11.5, 0, "water", ER_ZONE_SEA}};
    er_terrain_options options = er_terrain_defaults(slope_path());
    options.clutter = raster_make(&clutter);
    options.zones = raster_make(&zone);
    options.classes = table;
    options.class_count = 2;
    er_terrain *terrain = open_terrain(ctx, &options);
    er_ground *ground = read_ground(ctx, terrain, home, 20000);
    double t[6] = {13505000, 50, 0, 2885000, 0, -50};
    int seen[8] = {0};
    er_profile_point points[300];
    for (uint32_t index = 0; index < 4096; index += 11) {
        er_ray ray = {9, index};
        er_ground_ray(ground, home, ray, 1, 300, points);
        for (size_t k = 1; k <= 300; k += 3) {
            er_point place = er_geodesic_direct(home, er_ray_azimuth_deg(ray),
                                                er_terrain_about(terrain)->step_m * (double)k);
            er_point c = cells_by_proj("EPSG:3857", t, place);
            double row = (25.2 - place.y) / 0.0006;
            if (fabs(c.x - floor(c.x + 0.5)) < 1e-3 || fabs(row - floor(row + 0.5)) < 1e-3)
                continue; /* on a border of cells */
            double class = classes(floor(c.x) + 0.5, 0), wanted_zone = zones(0, floor(row) + 0.5);
            double height = class == 7 ? 20 : 0;
            int found = -2;
            er_ground_classes(ground, &place, 1, &found);
            assert_int_equal(found, class == 7 ? 0 : class == 11.5 ? 1 : -1);
            if (isnan(wanted_zone)) wanted_zone = class == 11.5 ? ER_ZONE_SEA : ER_ZONE_INLAND;
            assert_true(points[k - 1].clutter_m == height);
            assert_int_equal(points[k - 1].zone, (int)wanted_zone);
            seen[(int)wanted_zone]++;
            seen[height > 0 ? 5 : 6]++;
        }
    }
    assert_true(seen[1] > 100 && seen[3] > 100 && seen[4] > 20 && seen[5] > 100 && seen[6] > 100);
    er_ground_free(ground);
    er_terrain_close(terrain);
}

static void expect_read_failure(er_context *ctx, const er_terrain_options *options,
                                const char *word) {
    er_terrain *terrain = open_terrain(ctx, options);
    er_ground *ground = NULL;
    er_box box = {home.x, home.y, home.x, home.y};
    assert_int_not_equal(er_ground_read(ctx, terrain, box, 2000, &ground), ER_OK);
    assert_null(ground);
    if (!strstr(er_context_error(ctx), word))
        fail_msg("'%s' does not say '%s'", er_context_error(ctx), word);
    er_terrain_close(terrain);
}

static double zone_9(double column, double row) {
    (void)column, (void)row;
    return 9;
}

static void codes_without_a_meaning_are_refused(void **state) {
    er_context *ctx = *state;
    raster_spec zone = {"zone9.tif",     UTM, SIDE, SIDE, UTM_TRANSFORM, .value = zone_9,
                        .type = GDT_Byte};
    er_clutter_class table[] = {{7, 20, "urban", 0}};
    er_terrain_options options = er_terrain_defaults(slope_path());
    options.zones = raster_make(&zone);
    expect_read_failure(ctx, &options, "zone9.tif: the value 9");
    options.zones = NULL;
    options.clutter = raster_path("zone9.tif");
    options.classes = table;
    options.class_count = 1;
    expect_read_failure(ctx, &options, "none of the clutter classes");
    raster_spec high = {"high.tif", UTM, SIDE, SIDE, UTM_TRANSFORM, .value = slope};
    options.clutter = raster_make(&high);
    options.classes = NULL;
    er_terrain *terrain = open_terrain(ctx, &options); /* up to 1,125 m: no clutter */
    er_ground *ground = NULL;
    assert_int_equal(
        er_ground_read(ctx, terrain, (er_box){121.4, 24.9, 121.6, 25.1}, 9000, &ground),
        ER_ERR_INPUT);
    assert_non_null(strstr(er_context_error(ctx), "is no height of clutter"));
    er_terrain_close(terrain);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(area_or_point_is_gdals_affair),
        cmocka_unit_test(feet_become_metres),
        cmocka_unit_test(the_step_is_the_resolution_on_the_ground),
        cmocka_unit_test(rasters_in_degrees_go_around),
        cmocka_unit_test(around_a_pole_every_point_is_exact),
        cmocka_unit_test(clutter_and_zones_come_from_their_own_rasters),
        cmocka_unit_test(codes_without_a_meaning_are_refused),
    };
    return cmocka_run_group_tests_name("terrain_kinds", tests, test_context_up, test_context_down);
}
