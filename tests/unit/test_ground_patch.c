/* The ground at crossings of a plane's columns and rows: as place by place, to a millimetre. */
#include "raster_fixture.h"

#include "evenreach/sources.h"

enum { COLUMNS = 60, ROWS = 50 };

/** One metre up for each kilometre or so, in every direction somewhere. */
static double swell(double column, double row) {
    return 100 * sin(column / 9) + 90 * cos(row / 7) + 0.5 * column;
}

static const char *world(void) {
    raster_spec spec = {"world.tif",   "EPSG:4326", 1440, 720, {-180, 0.25, 0, 90, 0, -0.25},
                        .value = swell};
    return raster_make(&spec);
}

static double step_forest(double column, double row) {
    return fmod(floor(column) + floor(row), 5);
}

/** In a system of its own, so that its cells lie askew. */
static const char *forest(void) {
    raster_spec spec = {
        "askew.tif", "+proj=moll +lon_0=0 +datum=WGS84 +units=m", 700,
        360,         {-18000000, 51000, 0, 9000000, 0, -50000},   .value = step_forest};
    return raster_make(&spec);
}

/** Columns and rows over a part of the plane, not evenly. */
static void lay_lines(er_box box, double *x_m, double *y_m) {
    for (int i = 0; i < COLUMNS; i++) {
        double t = (i + 0.3 * sin(i)) / COLUMNS;
        x_m[i] = box.min_x + (box.max_x - box.min_x) * t;
    }
    for (int i = 0; i < ROWS; i++) {
        double t = (i + 0.3 * cos(i)) / ROWS;
        y_m[i] = box.max_y - (box.max_y - box.min_y) * t;
    }
}

static double degrees_apart(double a, double b) {
    return fabs(remainder(a - b, 360));
}

struct world_scene {
    er_terrain *terrain;
    er_ground *ground;
    er_plane *plane;
    double x_m[COLUMNS], y_m[ROWS];
    er_point lon_lat[COLUMNS * ROWS];
    er_profile_point points[COLUMNS * ROWS];
};

static void open_world(er_context *ctx, struct world_scene *s, er_box extent, er_box on_plane) {
    er_terrain_options options = er_terrain_defaults(world());
    options.clutter = forest();
    *s = (struct world_scene){0};
    assert_ok(ctx, er_terrain_open(ctx, &options, &s->terrain));
    assert_ok(ctx, er_ground_read(ctx, s->terrain, (er_box){-180, -90, 180, 90}, 0, &s->ground));
    assert_ok(ctx, er_plane_new(ctx, extent, &s->plane));
    lay_lines(on_plane, s->x_m, s->y_m);
    er_ground_patch(s->ground, s->plane, s->x_m, COLUMNS, s->y_m, ROWS, s->lon_lat, s->points);
}

static void close_world(struct world_scene *s) {
    er_plane_free(s->plane);
    er_ground_free(s->ground);
    er_terrain_close(s->terrain);
}

/** Compare each crossing with the place asked for alone. Degrees of the raster are flat within a
 *  millimetre, so that only places are compared closely: by their degrees. */
static void assert_exact(const struct world_scene *s) {
    const double degree_m = 111320;
    size_t other_trees = 0;
    for (size_t i = 0; i < (size_t)COLUMNS * ROWS; i++) {
        er_point place = {s->x_m[i % COLUMNS], s->y_m[i / COLUMNS]};
        er_profile_point point = {0};
        er_plane_inverse(s->plane, &place, 1);
        er_ground_at(s->ground, &place, 1, &point);
        double across_m = degree_m * cos(place.y * M_PI / 180);
        assert_true(fabs(s->lon_lat[i].x) <= 180);
        assert_true(degrees_apart(s->lon_lat[i].x, place.x) * across_m < 0.001);
        assert_true(fabs(s->lon_lat[i].y - place.y) * degree_m < 0.001);
        /* 140 m in a cell of 28 km, or of some metres beside a pole */
        assert_true(fabs(s->points[i].ground_m - point.ground_m) < (across_m < 5000 ? 0.1 : 2e-4));
        other_trees += s->points[i].clutter_m != point.clutter_m;
    }
    assert_true(other_trees <= 1); /* a place right at the edge of a cell */
}

static void crossings_are_as_their_places(void **state) {
    er_context *ctx = *state;
    static const struct {
        er_box extent;
        er_box on_plane;
    } cases[] = {
        {{118, 21, 123, 26}, {-60000, -50000, 60000, 50000}},
        {{118, 21, 123, 26}, {-260000, -290000, 260000, 290000}},
        {{-125, 25, -67, 49}, {-2600000, -1500000, 2600000, 1500000}}, /* a wide country */
        {{176, -20, -178, -12}, {-400000, -400000, 400000, 400000}},   /* both sides of 180 */
        {{10, 74, 30, 81}, {-300000, -300000, 300000, 300000}},
        {{-60, 60, 60, 90}, {-900000, 900000, 900000, 1700000}}, /* around the pole */
    };
    static struct world_scene s;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        open_world(ctx, &s, cases[i].extent, cases[i].on_plane);
        assert_exact(&s);
        close_world(&s);
    }
}

static void a_crossing_is_the_same_in_any_patch(void **state) {
    er_context *ctx = *state;
    static struct world_scene s;
    open_world(ctx, &s, (er_box){118, 21, 123, 26}, (er_box){-61000, -50000, 63000, 52000});
    for (size_t row = 0; row < ROWS; row += 7)
        for (size_t column = 0; column < COLUMNS; column += 3) {
            er_point lon_lat[6];
            er_profile_point points[6] = {{0}};
            size_t wide = column + 3 <= COLUMNS ? 3 : COLUMNS - column;
            size_t high = row + 2 <= ROWS ? 2 : ROWS - row;
            er_ground_patch(s.ground, s.plane, s.x_m + column, wide, s.y_m + row, high, lon_lat,
                            points);
            for (size_t r = 0; r < high; r++) {
                size_t at = (row + r) * COLUMNS + column;
                assert_memory_equal(lon_lat + r * wide, s.lon_lat + at, wide * sizeof *lon_lat);
                assert_same_points(points + r * wide, s.points + at, wide);
            }
        }
    close_world(&s);
}

/** A raster in a system that ends at its edge: what lies beyond is unknown, as place by place. */
static void crossings_beyond_a_system_are_unknown(void **state) {
    er_context *ctx = *state;
    raster_spec spec = {"disc.tif",
                        "+proj=ortho +lat_0=24 +lon_0=60 +ellps=WGS84 +units=m",
                        300,
                        300,
                        {-6500000, 43000, 0, 6500000, 0, -43000},
                        .value = swell};
    er_terrain_options options = er_terrain_defaults(raster_make(&spec));
    options.allow_ballpark = true;
    er_terrain *terrain = NULL;
    er_ground *ground = NULL;
    er_plane *plane = NULL;
    static double x_m[COLUMNS], y_m[ROWS];
    static er_point lon_lat[COLUMNS * ROWS];
    static er_profile_point points[COLUMNS * ROWS];
    assert_ok(ctx, er_terrain_open(ctx, &options, &terrain));
    assert_ok(ctx, er_ground_read(ctx, terrain, (er_box){40, -20, 165, 60}, 0, &ground));
    assert_ok(ctx, er_plane_new(ctx, (er_box){150, 16, 170, 24}, &plane));
    lay_lines((er_box){-1000000, -300000, 1000000, 300000}, x_m, y_m);
    er_ground_patch(ground, plane, x_m, COLUMNS, y_m, ROWS, lon_lat, points);
    size_t unknown = 0;
    for (size_t i = 0; i < (size_t)COLUMNS * ROWS; i++) {
        er_point place = {x_m[i % COLUMNS], y_m[i / COLUMNS]};
        er_profile_point point = {0};
        er_plane_inverse(plane, &place, 1);
        er_ground_at(ground, &place, 1, &point);
        assert_int_equal(isnan(point.ground_m), isnan(points[i].ground_m));
        unknown += isnan(points[i].ground_m) ? 1u : 0u;
    }
    assert_in_range(unknown, 100, COLUMNS * ROWS - 100);
    er_plane_free(plane);
    er_ground_free(ground);
    er_terrain_close(terrain);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(crossings_are_as_their_places),
        cmocka_unit_test(a_crossing_is_the_same_in_any_patch),
        cmocka_unit_test(crossings_beyond_a_system_are_unknown),
    };
    return cmocka_run_group_tests_name("ground_patch", tests, test_context_up, test_context_down);
}
