/* Losses to the cells of a tile over terrain: each is that of its own link. */
#include "raster_fixture.h"

#include "analysis/field_terrain.h"

#include <sys/stat.h>

#define UTM "EPSG:32651"
static const er_point home = {121.5, 25.0};

static double hills(double column, double row) {
    return 250 + 200 * sin(column / 50) * cos(row / 70) + 50 * sin(column / 7 + row / 5);
}

static double islands(double column, double row) {
    double height = hills(column, row);
    return height < 60 ? NAN : height;
}

static double forest(double column, double row) {
    return fmod(floor(column / 5) + floor(row / 3), 3) * 8;
}

/** Everything that both ways of computing start from. */
struct scene {
    er_terrain *terrain;
    er_ground *ground;
    er_plane *plane;
    er_local_frame frame;
    er_grid grid;
    er_receivers receivers;
    er_terrain_transmitter transmitter;
    er_tile tile; /**< all of the grid */
    double *loss_db;
};

static er_path path_of_test(void) {
    er_path path = er_path_defaults();
    path.freq_mhz = 3500;
    path.tx_height_m = 60;
    path.rx_height_m = 1.5;
    return path;
}

static void set_up(er_context *ctx, struct scene *s, const er_terrain_options *options,
                   er_point place, double radius_m, double cell_m, const er_path *path) {
    double span = radius_m / 100000;
    er_box degrees = {place.x - span, place.y - span, place.x + span, place.y + span};
    *s = (struct scene){0};
    assert_ok(ctx, er_terrain_open(ctx, options, &s->terrain));
    assert_ok(ctx, er_plane_new(ctx, degrees, &s->plane));
    assert_ok(ctx, er_local_frame_new(ctx, s->plane, place, radius_m * 1.5, &s->frame));
    er_point o = s->frame.origin;
    er_box box = {o.x - radius_m, o.y - radius_m, o.x + radius_m, o.y + radius_m};
    assert_ok(ctx, er_grid_over(ctx, box, cell_m, &s->grid));
    er_box point = {place.x, place.y, place.x, place.y};
    assert_ok(ctx, er_ground_read(ctx, s->terrain, point, radius_m * 1.5, &s->ground));
    s->tile = (er_tile){0, 0, (int32_t)s->grid.columns, (int32_t)s->grid.rows};
    s->transmitter = (er_terrain_transmitter){place, &s->frame, *path, radius_m};
    assert_ok(ctx,
              er_receivers_of_tile(ctx, s->plane, &s->grid, s->tile, s->ground, &s->receivers));
    s->loss_db = malloc(s->receivers.count * sizeof *s->loss_db);
    assert_non_null(s->loss_db);
}

static void compute(er_context *ctx, struct scene *s) {
    er_fan *fan = NULL;
    assert_ok(ctx, er_fan_new(ctx, &fan));
    assert_ok(ctx, er_fan_losses(ctx, fan, s->ground, er_terrain_about(s->terrain)->step_m,
                                 &s->transmitter, &s->receivers, s->loss_db));
    er_fan_free(fan);
}

static void tear_down(struct scene *s) {
    free(s->loss_db);
    er_receivers_clear(&s->receivers);
    er_ground_free(s->ground);
    er_plane_free(s->plane);
    er_terrain_close(s->terrain);
}

/** Compare random cells with the link to them; returns the largest difference in dB. */
static double compare(er_context *ctx, const struct scene *s, size_t cells, uint64_t seed,
                      size_t *unknown) {
    er_random random = er_random_stream(seed, 1);
    const er_path_model *model = er_path_model_find("p1812");
    double worst = 0;
    size_t compared = 0;
    assert_non_null(model);
    for (size_t tries = 0; compared < cells; tries++) {
        assert_true(tries < 50 * cells);
        size_t i = er_random_below(&random, s->receivers.count);
        er_point rx = s->receivers.lon_lat[i];
        double distance_m = er_geodesic_distance(s->transmitter.lon_lat, rx);
        if (distance_m > s->transmitter.radius_m - 1 || distance_m < 2) continue;
        er_arena *arena = NULL;
        assert_ok(ctx, er_arena_new(ctx, &arena));
        er_path path = s->transmitter.path;
        er_path_result result;
        er_status status =
            er_terrain_profile(ctx, s->terrain, arena, s->transmitter.lon_lat, rx, &path.profile);
        compared++;
        if (status != ER_OK) { /* unknown ground on the way: for both */
            assert_int_equal(status, ER_ERR_INPUT);
            assert_true(isnan(s->loss_db[i]));
            *unknown += 1;
        } else {
            path.tx_lat_deg = s->transmitter.lon_lat.y;
            path.tx_lon_deg = s->transmitter.lon_lat.x;
            path.rx_lat_deg = rx.y;
            path.rx_lon_deg = rx.x;
            assert_ok(ctx, er_path_loss(ctx, model, &path, &result, NULL));
            assert_true(isfinite(s->loss_db[i]));
            double off = fabs(result.loss_db - s->loss_db[i]);
            if (off > 1e-4)
                print_message("cell %zu at %.6f,%.6f: %.9f, link %.9f\n", i, rx.x, rx.y,
                              s->loss_db[i], result.loss_db);
            worst = fmax(worst, off);
        }
        er_arena_free(arena);
    }
    return worst;
}

static void cells_equal_links(void **state) {
    er_context *ctx = *state;
    raster_spec spec = {"hills.tif",   UTM, 1500, 1500, {335000, 20, 0, 2780000, 0, -20},
                        .value = hills};
    raster_spec trees = {
        "forest.tif", "EPSG:4326", 700, 700, {121.3, 0.0006, 0, 25.2, 0, -0.0006}, .value = forest};
    er_terrain_options options = er_terrain_defaults(raster_make(&spec));
    options.clutter = raster_make(&trees);
    er_path path = path_of_test();
    struct scene s;
    size_t unknown = 0;
    set_up(ctx, &s, &options, home, 6000, 37, &path);
    compute(ctx, &s);
    double worst = compare(ctx, &s, 1000, 1, &unknown);
    print_message("largest difference from link: %.2g dB\n", worst);
    assert_true(worst < 1e-4);
    assert_int_equal(unknown, 0);
    tear_down(&s);
}

static void cells_behind_unknown_ground_are_unknown(void **state) {
    er_context *ctx = *state;
    raster_spec spec = {
        "islands.tif",   UTM, 1500, 1500, {335000, 20, 0, 2780000, 0, -20}, .value = islands,
        .no_data = -9999};
    er_terrain_options options = er_terrain_defaults(raster_make(&spec));
    er_path path = path_of_test();
    struct scene s;
    size_t unknown = 0;
    set_up(ctx, &s, &options, home, 3000, 37, &path);
    compute(ctx, &s);
    double worst = compare(ctx, &s, 500, 2, &unknown);
    assert_true(worst < 1e-4);
    assert_in_range(unknown, 20, 480);
    /* The same with the sea: all is known, and some paths lie over it. */
    tear_down(&s);
    options.no_data_is_sea = true;
    unknown = 0;
    set_up(ctx, &s, &options, home, 3000, 37, &path);
    compute(ctx, &s);
    assert_true(compare(ctx, &s, 300, 3, &unknown) < 1e-4);
    assert_int_equal(unknown, 0);
    tear_down(&s);
}

static void a_tile_is_as_the_whole(void **state) {
    er_context *ctx = *state;
    er_terrain_options options = er_terrain_defaults(raster_path("hills.tif"));
    er_path path = path_of_test();
    struct scene s;
    set_up(ctx, &s, &options, home, 4000, 50, &path);
    compute(ctx, &s);
    er_tile tile = {17, 40, 41, 63};
    er_receivers receivers = {0};
    er_fan *fan = NULL;
    static double loss_db[41 * 63];
    assert_ok(ctx, er_fan_new(ctx, &fan));
    assert_ok(ctx, er_receivers_of_tile(ctx, s.plane, &s.grid, tile, s.ground, &receivers));
    assert_ok(ctx, er_fan_losses(ctx, fan, s.ground, er_terrain_about(s.terrain)->step_m,
                                 &s.transmitter, &receivers, loss_db));
    for (int32_t r = 0; r < tile.rows; r++) {
        size_t start = (size_t)((tile.row + r) * s.grid.columns + tile.column);
        assert_memory_equal(loss_db + r * tile.columns, s.loss_db + start,
                            (size_t)tile.columns * sizeof *loss_db);
        assert_same_points(receivers.ground + r * tile.columns, s.receivers.ground + start,
                           (size_t)tile.columns);
    }
    er_receivers_clear(&receivers);
    er_fan_free(fan);
    tear_down(&s);
}

static double latitude(double column, double row) {
    return row / 4 + fmod(column, 2) / 64;
}

/** Places and ground of a tile against every cell done by itself. */
static void check_receivers(er_context *ctx, const er_terrain_options *options, er_point place,
                            double cell_m) {
    er_terrain *terrain = NULL;
    er_ground *ground = NULL;
    er_plane *plane = NULL;
    er_grid grid;
    er_receivers r = {0};
    er_box point = {place.x, place.y, place.x, place.y};
    double half_m = 200 * cell_m;
    er_point middle = place;
    assert_ok(ctx, er_terrain_open(ctx, options, &terrain));
    assert_ok(ctx, er_plane_new(ctx, point, &plane));
    er_plane_forward(plane, &middle, 1);
    er_box box = {middle.x - half_m, middle.y - half_m, middle.x + half_m, middle.y + half_m};
    assert_ok(ctx, er_grid_over(ctx, box, cell_m, &grid));
    assert_ok(ctx, er_ground_read(ctx, terrain, point, 3 * half_m, &ground));
    er_tile tile = {11, 7, (int32_t)grid.columns - 11, (int32_t)grid.rows - 7};
    assert_ok(ctx, er_receivers_of_tile(ctx, plane, &grid, tile, ground, &r));
    assert_int_equal(r.count, (size_t)tile.columns * (size_t)tile.rows);
    for (size_t i = 0; i < r.count; i += 13) {
        int64_t column = tile.column + (int64_t)i % tile.columns;
        er_point centre = er_grid_centre(&grid, column, tile.row + (int64_t)i / tile.columns);
        assert_true(r.x_m[i % r.columns] == centre.x && r.y_m[i / r.columns] == centre.y);
        er_plane_inverse(plane, &centre, 1);
        assert_true(er_geodesic_distance(centre, r.lon_lat[i]) < 1e-4);
        assert_true(fabs(r.lon_lat[i].x) <= 180);
        er_profile_point there;
        er_ground_at(ground, &centre, 1, &there);
        assert_true(isfinite(there.ground_m));
        assert_true(fabs(there.ground_m - r.ground[i].ground_m) < 1e-4);
    }
    er_receivers_clear(&r);
    er_ground_free(ground);
    er_plane_free(plane);
    er_terrain_close(terrain);
}

static void receivers_are_the_exact_places(void **state) {
    er_context *ctx = *state;
    raster_spec world = {"world.tif",      "EPSG:4326", 3600, 1800, {-180, 0.1, 0, 90, 0, -0.1},
                         .value = latitude};
    er_terrain_options options = er_terrain_defaults(raster_path("hills.tif"));
    check_receivers(ctx, &options, home, 30);
    options = er_terrain_defaults(raster_make(&world));
    check_receivers(ctx, &options, home, 30);
    check_receivers(ctx, &options, (er_point){179.99, -17}, 100);
    check_receivers(ctx, &options, (er_point){-179.99, -17}, 1000);
    check_receivers(ctx, &options, (er_point){0.01, 51}, 100);
    check_receivers(ctx, &options, (er_point){30, 89.9}, 100); /* with the pole */
}

/** On Mercator's plane at 70 N, lengths are three times the true ones. */
static void a_plane_may_have_another_scale(void **state) {
    er_context *ctx = *state;
    er_terrain_options options = er_terrain_defaults(raster_path("world.tif"));
    er_path path = path_of_test();
    er_terrain *terrain = NULL;
    er_ground *ground = NULL;
    er_plane *plane = NULL;
    er_fan *fan = NULL;
    er_local_frame frame;
    er_receivers r = {0};
    er_point place = {20, 70}, middle = place;
    options.step_m = 30;
    assert_ok(ctx, er_terrain_open(ctx, &options, &terrain));
    assert_ok(ctx, er_plane_from_crs(ctx, "EPSG:3857", &plane));
    assert_ok(ctx, er_local_frame_new(ctx, plane, place, 3000, &frame));
    er_plane_forward(plane, &middle, 1);
    er_box box = {middle.x - 9500, middle.y - 9500, middle.x + 9500, middle.y + 9500};
    er_grid grid;
    assert_ok(ctx, er_grid_over(ctx, box, 200, &grid));
    er_tile tile = {0, 0, (int32_t)grid.columns, (int32_t)grid.rows};
    assert_ok(ctx, er_ground_read(ctx, terrain, (er_box){20, 70, 20, 70}, 8000, &ground));
    assert_ok(ctx, er_receivers_of_tile(ctx, plane, &grid, tile, ground, &r));
    double *loss_db = malloc(r.count * sizeof *loss_db);
    assert_non_null(loss_db);
    er_terrain_transmitter transmitter = {place, &frame, path, 3000};
    assert_ok(ctx, er_fan_new(ctx, &fan));
    assert_ok(ctx, er_fan_losses(ctx, fan, ground, 30, &transmitter, &r, loss_db));
    size_t within = 0;
    for (size_t i = 0; i < r.count; i++) {
        double distance_m = er_geodesic_distance(place, r.lon_lat[i]);
        if (fabs(distance_m - 3000) < 0.1) continue;
        assert_int_equal(isfinite(loss_db[i]) != 0, distance_m < 3000);
        within += distance_m < 3000 ? 1u : 0u;
    }
    assert_in_range(within, 5500, 6700); /* pi 3000^2 m^2 over cells of (200 x 0.343)^2 m^2 */
    free(loss_db);
    er_fan_free(fan);
    er_receivers_clear(&r);
    er_ground_free(ground);
    er_plane_free(plane);
    er_terrain_close(terrain);
}

static void nothing_is_known_without_the_transmitters_ground(void **state) {
    er_context *ctx = *state;
    er_terrain_options options = er_terrain_defaults(raster_path("hills.tif"));
    er_path path = path_of_test();
    struct scene s;
    er_point outside = {121.34, 24.95}; /* some hundred metres west of the raster */
    set_up(ctx, &s, &options, outside, 4000, 100, &path);
    compute(ctx, &s);
    size_t with_ground = 0;
    for (size_t i = 0; i < s.receivers.count; i++) {
        assert_true(isnan(s.loss_db[i]));
        with_ground += isnan(s.receivers.ground[i].ground_m) ? 0u : 1u;
    }
    assert_true(with_ground > 100);
    tear_down(&s);
}

/** The terrain of Taipei with clutter made for it, where the data lie beside the project. */
static void cells_of_taipei_equal_links(void **state) {
    er_context *ctx = *state;
    const char *source = getenv("EVENREACH_SOURCE");
    char path_of_dem[512];
    struct stat about;
    snprintf(path_of_dem, sizeof path_of_dem, "%s/../shared/data/dem/taipei_z13_3857.tif",
             source ? source : ".");
    if (stat(path_of_dem, &about) != 0) {
        print_message("skipped: there is no %s\n", path_of_dem);
        skip();
    }
    raster_spec trees = {"city.tif",     "EPSG:3826", 1400, 1800, {292000, 20, 0, 2793000, 0, -20},
                         .value = forest};
    er_terrain_options options = er_terrain_defaults(path_of_dem);
    options.clutter = raster_make(&trees);
    er_path path = path_of_test();
    struct scene s;
    size_t unknown = 0;
    set_up(ctx, &s, &options, (er_point){121.5645, 25.0340}, 10000, 30, &path);
    compute(ctx, &s);
    double worst = compare(ctx, &s, 1000, 4, &unknown);
    print_message("Taipei: largest difference from link: %.2g dB, %zu unknown for both\n", worst,
                  unknown);
    assert_true(worst < 1e-4);
    assert_true(unknown < 300);
    tear_down(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_equal_links),
        cmocka_unit_test(cells_behind_unknown_ground_are_unknown),
        cmocka_unit_test(a_tile_is_as_the_whole),
        cmocka_unit_test(receivers_are_the_exact_places),
        cmocka_unit_test(a_plane_may_have_another_scale),
        cmocka_unit_test(nothing_is_known_without_the_transmitters_ground),
        cmocka_unit_test(cells_of_taipei_equal_links),
    };
    return cmocka_run_group_tests_name("field_terrain", tests, test_context_up, test_context_down);
}
