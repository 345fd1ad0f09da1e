/* The ground from rasters: exact places, pieces, holes, borders, systems, clutter and zones. */
#include "raster_fixture.h"

#include "evenreach/geometry.h"
#include "evenreach/sources.h"

#include <proj.h>

/* 1500 by 1500 cells of 20 m in UTM zone 51, around 121.5 E, 25 N. */
#define UTM "EPSG:32651"
#define UTM_TRANSFORM                                                                              \
    { 335000, 20, 0, 2780000, 0, -20 }
enum { SIDE = 1500 };
static const er_point home = {121.5, 25.0};

static double slope(double column, double row) {
    return column / 4 + row / 2; /* exact in single precision */
}

static double hills(double column, double row) {
    return 300 + 200 * sin(column / 50) * cos(row / 70) + 50 * sin(column / 7 + row / 5);
}

static double holes(double column, double row) {
    return (column > 900 && column < 910) || row > 1400 ? NAN : slope(column, row);
}

static const char *slope_path(void) {
    return raster_make(&(raster_spec){"slope.tif", UTM, SIDE, SIDE, UTM_TRANSFORM, .value = slope});
}

static er_terrain *open_terrain(er_context *ctx, const er_terrain_options *options) {
    er_terrain *terrain = NULL;
    assert_ok(ctx, er_terrain_open(ctx, options, &terrain));
    return terrain;
}

static er_ground *read_ground(er_context *ctx, er_terrain *terrain, er_point place,
                              double radius_m) {
    er_ground *ground = NULL;
    er_box box = {place.x, place.y, place.x, place.y};
    assert_ok(ctx, er_ground_read(ctx, terrain, box, radius_m, &ground));
    return ground;
}

/** Cell coordinates of a place by PROJ alone. */
static er_point cells_by_proj(const char *crs, const double t[6], er_point place) {
    static PJ *way;
    static char last[64];
    if (strcmp(last, crs) != 0) {
        PJ *made = proj_create_crs_to_crs(NULL, "EPSG:4326", crs, NULL);
        proj_destroy(way);
        way = proj_normalize_for_visualization(NULL, made);
        proj_destroy(made);
        snprintf(last, sizeof last, "%s", crs);
    }
    PJ_COORD at = proj_trans(way, PJ_FWD, proj_coord(place.x, place.y, 0, 0));
    return (er_point){(at.xy.x - t[0]) / t[1], (at.xy.y - t[3]) / t[5]};
}

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

/** Where a cell coordinate of the UTM raster lies. */
static er_point place_of(double column, double row) {
    double t[6] = UTM_TRANSFORM;
    er_point place = {t[0] + t[1] * column, t[3] + t[5] * row};
    er_transform *way = NULL;
    er_context *ctx = NULL;
    assert_int_equal(er_context_new(&ctx), ER_OK);
    assert_ok(ctx, er_transform_new(ctx, UTM, false, &way, NULL));
    assert_ok(ctx, er_transform_points(ctx, way, &place, 1, NULL));
    er_transform_free(way);
    er_context_free(ctx);
    return place;
}

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
    raster_spec spec = {"holes.tif",     UTM, SIDE, SIDE, UTM_TRANSFORM, .value = holes,
                        .no_data = -9999};
    er_terrain_options options = er_terrain_defaults(raster_make(&spec));
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

/* ---- files that can't be used ---------------------------------------------------------------- */

static void expect_refusal(er_context *ctx, const char *path, er_status status, const char *word) {
    er_terrain_options options = er_terrain_defaults(path);
    er_terrain *terrain = NULL;
    er_status got = er_terrain_open(ctx, &options, &terrain);
    if (got != status || !strstr(er_context_error(ctx), word) || terrain)
        fail_msg("%s: got %s '%s', wanted %s with '%s'", path, er_status_name(got),
                 er_context_error(ctx), er_status_name(status), word);
    assert_null(strchr(er_context_error(ctx), '\n'));
}

static void rasters_that_can_not_be_placed_are_refused(void **state) {
    er_context *ctx = *state;
    raster_spec spec = {"bad.tif", NULL, 30, 30, UTM_TRANSFORM, .value = slope};
    expect_refusal(ctx, raster_make(&spec), ER_ERR_CRS, "has no reference system");
    spec.crs = UTM;
    spec.transform[2] = 3;
    expect_refusal(ctx, raster_make(&spec), ER_ERR_INPUT, "is rotated");
    memset(spec.transform, 0, sizeof spec.transform);
    expect_refusal(ctx, raster_make(&spec), ER_ERR_INPUT, "does not say where it lies");
    spec.transform[0] = 20037508 - 300;
    spec.transform[3] = 1000;
    spec.transform[1] = 20;
    spec.transform[5] = -20;
    spec.crs = "EPSG:3857";
    expect_refusal(ctx, raster_make(&spec), ER_ERR_CRS, "180th meridian");
    spec.transform[0] = 1e12;
    spec.crs = UTM;
    expect_refusal(ctx, raster_make(&spec), ER_ERR_CRS, "nowhere on the Earth");
    spec = (raster_spec){"complex.tif",       UTM, 30, 30, UTM_TRANSFORM, .value = slope,
                         .type = GDT_CFloat32};
    expect_refusal(ctx, raster_make(&spec), ER_ERR_INPUT, "complex numbers");
    expect_refusal(ctx, raster_path("none.tif"), ER_ERR_IO, "is not a file");
    expect_refusal(ctx, raster_folder, ER_ERR_IO, "is not a file");
    spec = (raster_spec){"mosaic.vrt", UTM, 30, 30, UTM_TRANSFORM, .value = slope};
    expect_refusal(ctx, raster_make(&spec), ER_ERR_INPUT, "refers to other files");
}

static void write_file(const char *path, const char *data, size_t size) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, size, file), size);
    fclose(file);
}

static void damaged_files_are_refused(void **state) {
    er_context *ctx = *state;
    write_file(raster_path("empty.tif"), "", 0);
    expect_refusal(ctx, raster_path("empty.tif"), ER_ERR_INPUT, "empty.tif: can't be read");
    write_file(raster_path("text.tif"), "this is no raster\n", 18);
    expect_refusal(ctx, raster_path("text.tif"), ER_ERR_INPUT, "text.tif: can't be read");
    char *data = NULL;
    size_t size = 0;
    assert_ok(ctx, er_file_read(ctx, slope_path(), (size_t)1 << 30, &data, &size));
    write_file(raster_path("cut.tif"), data, size / 2);
    er_free(data);
    /* GDAL puts the index first or last; either way there is one clear line. */
    er_terrain_options options = er_terrain_defaults(raster_path("cut.tif"));
    er_terrain *terrain = NULL;
    er_ground *ground = NULL;
    er_status status = er_terrain_open(ctx, &options, &terrain);
    if (status == ER_OK)
        status = er_ground_read(ctx, terrain, (er_box){121.4, 24.8, 121.6, 25.1}, 0, &ground);
    assert_int_equal(status, ER_ERR_INPUT);
    assert_non_null(strstr(er_context_error(ctx), "cut.tif: can't be read"));
    assert_null(ground);
    er_terrain_close(terrain);
}

static void a_window_has_its_limit(void **state) {
    er_context *ctx = *state;
    const char *path = raster_path("huge.tif");
    const char *const sparse[] = {"SPARSE_OK=TRUE", "TILED=YES", NULL};
    GDALDatasetH data = GDALCreate(GDALGetDriverByName("GTiff"), path, 60000, 60000, 1, GDT_Int16,
                                   (char **)(void *)sparse);
    assert_non_null(data);
    double transform[6] = {100, 0.001, 0, 60, 0, -0.001};
    OGRSpatialReferenceH system = OSRNewSpatialReference(NULL);
    OSRSetAxisMappingStrategy(system, OAMS_TRADITIONAL_GIS_ORDER);
    OSRImportFromEPSG(system, 4326);
    GDALSetGeoTransform(data, transform);
    GDALSetSpatialRef(data, system);
    OSRDestroySpatialReference(system);
    GDALClose(data);
    er_terrain_options options = er_terrain_defaults(path);
    er_terrain *terrain = open_terrain(ctx, &options);
    er_ground *ground = NULL;
    assert_int_equal(er_ground_read(ctx, terrain, (er_box){100, 0, 160, 60}, 1000, &ground),
                     ER_ERR_MEMORY);
    assert_non_null(strstr(er_context_error(ctx), "60000 by 60000 cells at once are too many"));
    assert_null(ground);
    ground = read_ground(ctx, terrain, home, 1000); /* a small piece of it is no matter */
    er_profile_point point;
    er_ground_at(ground, &home, 1, &point);
    assert_true(point.ground_m == 0);
    er_ground_free(ground);
    er_terrain_close(terrain);
}

static void a_picture_is_no_terrain(void **state) {
    er_context *ctx = *state;
    const char *path = raster_path("picture.tif");
    const char *const options[] = {"PHOTOMETRIC=RGB", NULL};
    GDALDatasetH data = GDALCreate(GDALGetDriverByName("GTiff"), path, 30, 30, 3, GDT_Byte,
                                   (char **)(void *)options);
    assert_non_null(data);
    GDALClose(data);
    expect_refusal(ctx, path, ER_ERR_INPUT, "part of a picture");
}

static void options_out_of_range_are_refused(void **state) {
    er_context *ctx = *state;
    er_clutter_class table[] = {{7, -20, "urban", 0}};
    er_terrain *terrain = NULL;
    er_terrain_options options = er_terrain_defaults(slope_path());
    options.step_m = 0.05;
    assert_int_equal(er_terrain_open(ctx, &options, &terrain), ER_ERR_RANGE);
    options.step_m = INFINITY;
    assert_int_equal(er_terrain_open(ctx, &options, &terrain), ER_ERR_RANGE);
    options.step_m = NAN;
    options.classes = table;
    options.class_count = 1;
    assert_int_equal(er_terrain_open(ctx, &options, &terrain), ER_ERR_USAGE);
    options.clutter = raster_path("slope.tif");
    assert_int_equal(er_terrain_open(ctx, &options, &terrain), ER_ERR_RANGE);
    table[0].height_m = 5;
    table[0].zone = (er_zone)9;
    assert_int_equal(er_terrain_open(ctx, &options, &terrain), ER_ERR_RANGE);
    options.classes = NULL;
    options.elevation = NULL;
    assert_int_equal(er_terrain_open(ctx, &options, &terrain), ER_ERR_USAGE);
    options = er_terrain_defaults(raster_path("slope.tif"));
    terrain = open_terrain(ctx, &options);
    er_ground *ground = NULL;
    assert_int_equal(er_ground_read(ctx, terrain, (er_box){0, 91, 0, 91}, 0, &ground),
                     ER_ERR_RANGE);
    assert_int_equal(er_ground_read(ctx, terrain, (er_box){0, 0, 0, 0}, NAN, &ground),
                     ER_ERR_RANGE);
    er_terrain_close(terrain);
}

/* ---- profiles -------------------------------------------------------------------------------- */

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
    er_terrain_options options = er_terrain_defaults(raster_path("holes.tif"));
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
        cmocka_unit_test(rays_lie_on_their_geodesics),
        cmocka_unit_test(a_point_is_the_same_in_any_piece),
        cmocka_unit_test(many_threads_read_one_terrain),
        cmocka_unit_test(values_belong_to_middles_and_end_at_the_border),
        cmocka_unit_test(holes_are_unknown_or_sea),
        cmocka_unit_test(impossible_heights_are_no_data),
        cmocka_unit_test(area_or_point_is_gdals_affair),
        cmocka_unit_test(feet_become_metres),
        cmocka_unit_test(the_step_is_the_resolution_on_the_ground),
        cmocka_unit_test(rasters_in_degrees_go_around),
        cmocka_unit_test(around_a_pole_every_point_is_exact),
        cmocka_unit_test(clutter_and_zones_come_from_their_own_rasters),
        cmocka_unit_test(codes_without_a_meaning_are_refused),
        cmocka_unit_test(rasters_that_can_not_be_placed_are_refused),
        cmocka_unit_test(damaged_files_are_refused),
        cmocka_unit_test(a_window_has_its_limit),
        cmocka_unit_test(a_picture_is_no_terrain),
        cmocka_unit_test(options_out_of_range_are_refused),
        cmocka_unit_test(a_profile_is_two_ends_and_a_ray),
        cmocka_unit_test(unknown_ground_on_the_way_is_named),
    };
    return cmocka_run_group_tests_name("terrain", tests, test_context_up, test_context_down);
}
