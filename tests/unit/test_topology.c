/* Shared borders in cases that can be counted by hand. */
#include "evenreach/geometry.h"
#include "geometry/wkb.h"
#include "test.h"
#include "wkb_text.h"

#include <string.h>

enum { MOST = 4 };

struct fixture {
    er_arena *arena;
    er_topology *t;
    uint8_t buffers[MOST][8192];
    er_bytes wkb[MOST];
};

static struct fixture f;

static er_bytes ring(size_t at, const er_point *points, uint32_t count) {
    return f.wkb[at] = wkb_ring(f.buffers[at], points, count);
}

static er_bytes line(size_t at, const er_point *points, uint32_t count) {
    uint8_t *end = wkb_path(wkb_head(f.buffers[at], 2), points, count);
    return f.wkb[at] = (er_bytes){f.buffers[at], (size_t)(end - f.buffers[at])};
}

static void make(er_context *ctx, size_t count, const uint32_t *worlds) {
    assert_ok(ctx, er_arena_new(ctx, &f.arena));
    assert_ok(ctx, er_topology_new(ctx, f.wkb, worlds, count, &f.t));
}

static void drop(void) {
    er_topology_free(f.t);
    er_arena_free(f.arena);
    f.t = NULL;
}

static er_wkb_shape shape_of(er_context *ctx, size_t at) {
    er_bytes wkb;
    er_wkb_shape shape = {0};
    assert_ok(ctx, er_topology_wkb(ctx, f.arena, f.t, at, &wkb));
    assert_non_null(wkb.data);
    assert_ok(ctx, er_wkb_read(ctx, wkb, &shape));
    return shape;
}

static const er_point west[] = {{120, 23}, {120.1, 23}, {120.1, 23.1}, {120, 23.1}, {120, 23}};
static const er_point east[] = {
    {120.1, 23}, {120.2, 23}, {120.2, 23.1}, {120.1, 23.1}, {120.1, 23}};
/* the two together, without their corners on the outline, and the other way round */
static const er_point both[] = {{120, 23}, {120, 23.1}, {120.2, 23.1}, {120.2, 23}, {120, 23}};

static void test_neighbours_and_their_whole_share_arcs(void **state) {
    er_context *ctx = *state;
    er_json *json = NULL;
    char *text = NULL;
    ring(0, west, 5);
    ring(1, east, 5);
    ring(2, both, 5);
    make(ctx, 3, NULL);
    /* the middle line, and an outline on each side of it: 2 + 4 + 4 points */
    er_topology_size size = er_topology_size_of(f.t);
    assert_int_equal(size.arcs, 3);
    assert_int_equal(size.full_points, 10);
    assert_int_equal(size.points, 10);
    const er_topology_object objects[] = {{"parts", 0, 2}, {"whole", 2, 1}};
    assert_ok(ctx, er_topology_json(ctx, f.t, objects, 2, &json));
    assert_ok(ctx, er_json_write(ctx, json, false, &text));
    assert_string_equal(
        text, "{\"type\":\"Topology\",\"transform\":{\"scale\":[1e-07,1e-07],\"translate\":[0,0]},"
              "\"objects\":{\"parts\":{\"type\":\"GeometryCollection\",\"geometries\":["
              "{\"type\":\"MultiPolygon\",\"arcs\":[[[1,-1]]]},"
              "{\"type\":\"MultiPolygon\",\"arcs\":[[[2,-2]]]}]},"
              "\"whole\":{\"type\":\"GeometryCollection\",\"geometries\":["
              "{\"type\":\"MultiPolygon\",\"arcs\":[[[-3,0]]]}]}},\"arcs\":["
              "[[1201000000,230000000],[-1000000,0],[0,1000000],[1000000,0]],"
              "[[1201000000,230000000],[0,1000000]],"
              "[[1201000000,230000000],[1000000,0],[0,1000000],[-1000000,0]]]}\n");
    er_free(text);
    er_json_free(json);
    drop();
}

static void test_worlds_share_nothing(void **state) {
    er_context *ctx = *state;
    const uint32_t worlds[] = {0, 1, 2};
    uint32_t bodies[3];
    ring(0, west, 5);
    ring(1, east, 5);
    ring(2, both, 5);
    make(ctx, 3, worlds);
    assert_int_equal(er_topology_size_of(f.t).arcs, 3);
    assert_int_equal(er_topology_size_of(f.t).full_points, 15); /* a loop each */
    assert_ok(ctx, er_topology_bodies(ctx, f.t, 0, 3, bodies));
    for (uint32_t i = 0; i < 3; i++)
        assert_int_equal(bodies[i], i);
    drop();
    make(ctx, 2, NULL);
    assert_ok(ctx, er_topology_bodies(ctx, f.t, 0, 2, bodies));
    assert_int_equal(bodies[0], 0);
    assert_int_equal(bodies[1], 0);
    assert_int_equal(er_topology_bodies(ctx, f.t, 1, 2, bodies), ER_ERR_RANGE);
    drop();
}

/** A corner 0.4 of a step of the grid beside the line counts as on it, one of 1 step does not. */
static void test_a_corner_on_an_edge_splits_it(void **state) {
    er_context *ctx = *state;
    const er_point long_edge[] = {{0, 0}, {0.001, 0.0000002}, {0.001, 0.001}, {0, 0}};
    er_point below[] = {{0, 0}, {0.0005, -0.001}, {0.001, 0.0000002}, {0.0007, 0.0000001}, {0, 0}};
    ring(0, long_edge, 4);
    ring(1, below, 5);
    make(ctx, 2, NULL);
    er_wkb_shape shape = shape_of(ctx, 0);
    assert_int_equal(shape.point_count, 5);
    er_wkb_clear(&shape);
    assert_int_equal(er_topology_size_of(f.t).arcs, 3);
    drop();
    below[3].y = -0.0000009;
    ring(1, below, 5);
    make(ctx, 2, NULL);
    shape = shape_of(ctx, 0);
    assert_int_equal(shape.point_count, 4);
    er_wkb_clear(&shape);
    assert_int_equal(er_topology_size_of(f.t).arcs, 4);
    drop();
}

static void test_a_line_keeps_to_its_tolerance(void **state) {
    er_context *ctx = *state;
    /* on the equator 1e-4 degree of latitude are 11.057 m */
    const er_point bend[] = {{0, 0}, {0.01, 1e-4}, {0.02, 0}};
    line(0, bend, 3);
    make(ctx, 1, NULL);
    assert_ok(ctx, er_topology_simplify(ctx, f.t, 11.05));
    assert_int_equal(er_topology_size_of(f.t).points, 3);
    assert_ok(ctx, er_topology_simplify(ctx, f.t, 11.06));
    assert_int_equal(er_topology_size_of(f.t).points, 2);
    er_wkb_shape shape = shape_of(ctx, 0);
    assert_int_equal(shape.kind, ER_WKB_LINES);
    assert_int_equal(shape.point_count, 2);
    er_wkb_clear(&shape);
    assert_ok(ctx, er_topology_simplify(ctx, f.t, 0));
    assert_int_equal(er_topology_size_of(f.t).points, 3);
    assert_int_equal(er_topology_simplify(ctx, f.t, -1), ER_ERR_RANGE);
    assert_int_equal(er_topology_simplify(ctx, f.t, NAN), ER_ERR_RANGE);
    drop();
}

static double distance_m(er_point p, er_point a, er_point b) {
    const double metres = 111000; /* of a degree at the equator, a bit less than it is */
    double dx = b.x - a.x, dy = b.y - a.y, px = p.x - a.x, py = p.y - a.y;
    double along = fmin(1, fmax(0, (px * dx + py * dy) / (dx * dx + dy * dy)));
    return metres * hypot(px - along * dx, py - along * dy);
}

/** On a parabola that lies on its side the last corner but one is 23 m off the whole chord, the one
 *  before, which has long gone by then, 28 m. */
static void test_small_bends_do_not_add_up(void **state) {
    er_context *ctx = *state;
    enum { CORNERS = 9 };
    const double tolerance = 25;
    er_point bend[CORNERS] = {{0, 0}};
    for (int i = 1; i < CORNERS; i++) {
        double x = ldexp(0.02, i - CORNERS + 1);
        bend[i] = (er_point){x, 0.001 * sqrt(x / 0.02)};
    }
    line(0, bend, CORNERS);
    make(ctx, 1, NULL);
    assert_ok(ctx, er_topology_simplify(ctx, f.t, tolerance));
    er_wkb_shape shape = shape_of(ctx, 0);
    assert_true(shape.point_count < CORNERS);
    for (size_t i = 0; i < CORNERS; i++) {
        double nearest = INFINITY;
        for (size_t k = 1; k < shape.point_count; k++)
            nearest = fmin(nearest, distance_m(bend[i], shape.points[k - 1], shape.points[k]));
        assert_true(nearest <= tolerance);
    }
    er_wkb_clear(&shape);
    assert_ok(ctx, er_topology_simplify(ctx, f.t, 30));
    assert_int_equal(er_topology_size_of(f.t).points, 2);
    drop();
}

/** What lies in a bay keeps the bay open. */
static void test_a_line_does_not_jump_over_an_island(void **state) {
    er_context *ctx = *state;
    const er_point bay[] = {{0, 0}, {0.01, 0.01}, {0.02, 0}};
    const er_point island[] = {{0.0095, 0.002}, {0.0105, 0.002}, {0.01, 0.004}, {0.0095, 0.002}};
    line(0, bay, 3);
    ring(1, island, 4);
    make(ctx, 2, NULL);
    assert_ok(ctx, er_topology_simplify(ctx, f.t, 1e5));
    assert_int_equal(er_topology_size_of(f.t).points, 3 + 4);
    drop();
    const uint32_t worlds[] = {0, 1};
    make(ctx, 2, worlds);
    assert_ok(ctx, er_topology_simplify(ctx, f.t, 1e5));
    assert_int_equal(er_topology_size_of(f.t).points, 2 + 4);
    drop();
}

static void test_a_round_island_keeps_its_shape(void **state) {
    er_context *ctx = *state;
    enum { CORNERS = 400 };
    er_point circle[CORNERS + 1];
    for (size_t i = 0; i <= CORNERS; i++) {
        double turn = 2 * M_PI * (double)(i % CORNERS) / CORNERS;
        circle[i] = (er_point){0.001 * cos(turn), 0.001 * sin(turn)};
    }
    ring(0, circle, CORNERS + 1);
    make(ctx, 1, NULL);
    assert_ok(ctx, er_topology_simplify(ctx, f.t, 1e6));
    er_bytes wkb;
    double full_m2, m2;
    assert_ok(ctx, er_geodesic_area(ctx, f.wkb[0], &full_m2));
    assert_ok(ctx, er_topology_wkb(ctx, f.arena, f.t, 0, &wkb));
    assert_ok(ctx, er_geodesic_area(ctx, wkb, &m2));
    /* a regular hexagon has 0.83 of its circle, a pentagon 0.76 */
    assert_true(fabs(m2) > 0.7 * fabs(full_m2));
    size_t points = er_topology_size_of(f.t).points;
    assert_true(points >= 5 && points <= 12);
    drop();
}

/** A strip between two nodes: one side may become straight, the other keeps a corner. */
static void test_two_sides_of_a_strip_stay_apart(void **state) {
    er_context *ctx = *state;
    const er_point lens[] = {{0, 0}, {0.01, -0.0001}, {0.02, 0}, {0.01, 0.0001}, {0, 0}};
    const er_point above[] = {{0, 0}, {0.01, 0.0001}, {0.02, 0}, {0.01, 1}, {0, 0}};
    ring(0, lens, 5);
    ring(1, above, 5);
    make(ctx, 2, NULL);
    assert_ok(ctx, er_topology_simplify(ctx, f.t, 1e6));
    er_wkb_shape shape = shape_of(ctx, 0);
    assert_int_equal(shape.point_count, 4);
    er_wkb_clear(&shape);
    drop();
}

static void test_outlines_over_the_antimeridian_are_cut(void **state) {
    er_context *ctx = *state;
    const er_point jumping[] = {{179, 0}, {-179, 0}, {-179, 1}, {179, 1}, {179, 0}};
    const er_point beyond[] = {{179, 1}, {181, 1}, {181, 2}, {179, 2}, {179, 1}};
    ring(0, jumping, 5);
    ring(1, beyond, 5);
    make(ctx, 2, NULL);
    for (size_t i = 0; i < 2; i++) {
        er_wkb_shape shape = shape_of(ctx, i);
        assert_int_equal(shape.part_count, 2);
        for (size_t k = 0; k < shape.point_count; k++)
            assert_true(fabs(shape.points[k].x) >= 179 && fabs(shape.points[k].x) <= 180);
        er_wkb_clear(&shape);
    }
    assert_ok(ctx, er_topology_simplify(ctx, f.t, 1e4));
    for (size_t i = 0; i < 2; i++) { /* what lies on the meridian stays */
        er_wkb_shape shape = shape_of(ctx, i);
        size_t there = 0;
        for (size_t k = 0; k < shape.point_count; k++)
            there += fabs(shape.points[k].x) == 180;
        assert_true(there >= 4);
        er_wkb_clear(&shape);
    }
    drop();
}

static void test_a_ring_around_a_pole_stays(void **state) {
    er_context *ctx = *state;
    const er_point around[] = {{-120, 80}, {0, 80}, {120, 80}, {-120, 80}};
    const er_point flat[] = {{-180, -90}, {180, -90},  {180, -80},
                             {0, -75},    {-180, -80}, {-180, -90}};
    ring(0, around, 4);
    ring(1, flat, 6);
    make(ctx, 2, NULL);
    assert_ok(ctx, er_topology_simplify(ctx, f.t, 1e3));
    er_wkb_shape shape = shape_of(ctx, 0);
    assert_int_equal(shape.point_count, 4);
    er_wkb_clear(&shape);
    shape = shape_of(ctx, 1);
    assert_int_equal(shape.point_count, 6);
    er_wkb_clear(&shape);
    drop();
}

static void test_what_has_no_extent_is_null(void **state) {
    er_context *ctx = *state;
    const er_point nothing[] = {{1, 1}, {1 + 1e-9, 1}, {1, 1 + 1e-9}, {1, 1}};
    uint32_t bodies[3];
    er_bytes wkb;
    ring(0, nothing, 4);
    f.wkb[1] = (er_bytes){0};
    ring(2, west, 5);
    make(ctx, 3, NULL);
    for (size_t i = 0; i < 2; i++) {
        assert_ok(ctx, er_topology_wkb(ctx, f.arena, f.t, i, &wkb));
        assert_null(wkb.data);
    }
    assert_ok(ctx, er_topology_bodies(ctx, f.t, 0, 3, bodies));
    assert_int_equal(bodies[0], UINT32_MAX);
    assert_int_equal(bodies[2], 0);
    assert_int_equal(er_topology_wkb(ctx, f.arena, f.t, 3, &wkb), ER_ERR_RANGE);
    drop();
}

static void test_a_bad_geometry_is_named(void **state) {
    er_context *ctx = *state;
    const er_point metres[] = {
        {250000, 2600000}, {250001, 2600000}, {250000, 2600001}, {250000, 2600000}};
    er_topology *t = NULL;
    ring(0, west, 5);
    ring(1, metres, 4);
    assert_int_equal(er_topology_new(ctx, f.wkb, NULL, 2, &t), ER_ERR_GEOMETRY);
    assert_non_null(strstr(er_context_error(ctx), "geometry 2: latitude 2600000"));
    f.wkb[0].size--;
    assert_int_equal(er_topology_new(ctx, f.wkb, NULL, 1, &t), ER_ERR_GEOMETRY);
    assert_non_null(strstr(er_context_error(ctx), "geometry 1: the geometry is cut short"));
    assert_null(t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_neighbours_and_their_whole_share_arcs),
        cmocka_unit_test(test_worlds_share_nothing),
        cmocka_unit_test(test_a_corner_on_an_edge_splits_it),
        cmocka_unit_test(test_a_line_keeps_to_its_tolerance),
        cmocka_unit_test(test_small_bends_do_not_add_up),
        cmocka_unit_test(test_a_line_does_not_jump_over_an_island),
        cmocka_unit_test(test_a_round_island_keeps_its_shape),
        cmocka_unit_test(test_two_sides_of_a_strip_stay_apart),
        cmocka_unit_test(test_outlines_over_the_antimeridian_are_cut),
        cmocka_unit_test(test_a_ring_around_a_pole_stays),
        cmocka_unit_test(test_what_has_no_extent_is_null),
        cmocka_unit_test(test_a_bad_geometry_is_named),
    };
    return cmocka_run_group_tests(tests, test_context_up, test_context_down);
}
