/* Lines in degrees: reading, length, writing, the strip along them. */
#include "test.h"
#include "wkb_text.h"

#include "geometry/wkb.h"

#include <math.h>
#include <string.h>

static uint8_t buffer[4096];

static er_bytes line_of(const er_point *points, uint32_t count) {
    uint8_t *end = wkb_path(wkb_head(buffer, 2), points, count);
    return (er_bytes){buffer, (size_t)(end - buffer)};
}

static er_arena *arena_of(er_context *ctx) {
    er_arena *arena = NULL;
    assert_ok(ctx, er_arena_new(ctx, &arena));
    return arena;
}

static void a_line_has_the_length_of_its_geodesics(void **state) {
    er_context *ctx = *state;
    er_arena *arena = arena_of(ctx);
    /* A degree of the equator: a pi / 180. */
    const er_point points[] = {{179.5, 0}, {180.5, 0}, {-179.5, 0}, {-178.5, 0}};
    er_way way;
    assert_ok(ctx, er_way_read(ctx, arena, line_of(points, 4), &way));
    assert_int_equal(way.part_count, 1);
    assert_int_equal(way.part_start[1], 3); /* 180.5 and -179.5 are one place */
    assert_true(fabs(way.length_m - 2 * 6378137 * M_PI / 180) < 1e-6);
    er_arena_free(arena);
}

static void parts_without_two_places_are_left_out(void **state) {
    er_context *ctx = *state;
    er_arena *arena = arena_of(ctx);
    const er_point a[] = {{120, 24}, {120, 24}, {120, 24.01}}, b[] = {{121, 24}, {121, 24}},
                   c[] = {{122, 24}, {122.01, 24}};
    uint8_t *at = wkb_u32(wkb_head(buffer, 5), 3);
    at = wkb_path(wkb_head(at, 2), a, 3);
    at = wkb_path(wkb_head(at, 2), b, 2);
    at = wkb_path(wkb_head(at, 2), c, 2);
    er_way way, again;
    er_bytes wkb;
    assert_ok(ctx, er_way_read(ctx, arena, (er_bytes){buffer, (size_t)(at - buffer)}, &way));
    assert_int_equal(way.part_count, 2);
    assert_int_equal(way.dropped, 1);
    assert_int_equal(way.part_start[1], 2);
    assert_int_equal(way.part_start[2], 4);
    assert_true(way.points[2].x == 122 && way.points[3].x == 122.01);
    double length_m = er_geodesic_distance(a[0], a[2]) + er_geodesic_distance(c[0], c[1]);
    assert_true(fabs(way.length_m - length_m) < 1e-9);
    assert_ok(ctx, er_way_write(ctx, arena, way.points, way.part_start, way.part_count, &wkb));
    assert_ok(ctx, er_way_read(ctx, arena, wkb, &again));
    assert_int_equal(again.part_count, 2);
    assert_int_equal(again.dropped, 0);
    assert_true(again.length_m == way.length_m);
    assert_memory_equal(again.points, way.points, 4 * sizeof *way.points);
    /* a line from the middle of an array of points */
    const size_t last_part[] = {2, 4};
    assert_ok(ctx, er_way_write(ctx, arena, way.points, last_part, 1, &wkb));
    assert_ok(ctx, er_way_read(ctx, arena, wkb, &again));
    assert_true(again.points[0].x == 122 && again.part_count == 1);
    er_arena_free(arena);
}

static void assert_refused(er_context *ctx, er_bytes wkb, const char *says) {
    er_arena *arena = arena_of(ctx);
    er_way way;
    assert_int_equal(er_way_read(ctx, arena, wkb, &way), ER_ERR_GEOMETRY);
    if (!strstr(er_context_error(ctx), says)) fail_msg("%s", er_context_error(ctx));
    er_arena_free(arena);
}

static void what_is_no_line_is_refused(void **state) {
    er_context *ctx = *state;
    const er_point one[] = {{120, 24}, {120, 24}}, far[] = {{120, 24}, {120, 91}},
                   square[] = {{0, 0}, {1, 0}, {1, 1}, {0, 0}}, odd[] = {{120, 24}, {NAN, 24}};
    assert_refused(ctx, line_of(one, 2), "no two different places");
    assert_refused(ctx, line_of(one, 1), "no two different places");
    assert_refused(ctx, line_of(one, 0), "no two different places");
    assert_refused(ctx, line_of(far, 2), "latitude 91");
    assert_refused(ctx, line_of(odd, 2), "not a finite number");
    assert_refused(ctx, wkb_ring(buffer, square, 4), "not a line");
    assert_refused(ctx, (er_bytes){buffer, 7}, "");
}

static double area_of(er_context *ctx, er_bytes wkb) {
    double area_m2;
    assert_ok(ctx, er_geodesic_area(ctx, wkb, &area_m2));
    return area_m2;
}

/** Of a strip: its length times the width, and a circle for the two ends. */
static double stadium_m2(double length_m, double width_m) {
    return length_m * width_m + M_PI * width_m * width_m / 4;
}

static void a_strip_is_a_stadium(void **state) {
    er_context *ctx = *state;
    er_arena *arena = arena_of(ctx);
    const er_point ways[][2] = {{{120, 24}, {120.01, 24}}, /* and over the antimeridian */
                                {{179.99, -17}, {-179.97, -17.02}},
                                {{10, 70}, {10, 75}}};
    for (size_t i = 0; i < 3; i++) {
        er_way way;
        er_bytes strip;
        const char *reason;
        er_bytes repaired;
        double change;
        er_wkb_shape shape;
        assert_ok(ctx, er_way_read(ctx, arena, line_of(ways[i], 2), &way));
        assert_ok(ctx, er_way_corridor(ctx, arena, &way, 40, &strip));
        double off = area_of(ctx, strip) / stadium_m2(way.length_m, 40) - 1;
        double bound = 2e-4 + pow(way.length_m / 25e6, 2); /* the ends are no circles, the plane
                                                              keeps no widths */
        if (!(fabs(off) < bound)) fail_msg("way %zu: %g", i, off);
        assert_ok(ctx, er_polygon_check(ctx, arena, strip, &reason, &repaired, &change));
        assert_null(reason);
        assert_ok(ctx, er_wkb_read(ctx, strip, &shape));
        for (size_t k = 0; k < shape.point_count; k++)
            assert_true(fabs(shape.points[k].x - ways[i][0].x) < 1); /* no jump to the far side */
        er_wkb_clear(&shape);
    }
    er_arena_free(arena);
}

static void a_way_there_and_back_is_one_strip(void **state) {
    er_context *ctx = *state;
    er_arena *arena = arena_of(ctx);
    const er_point points[] = {{120, 24}, {120.01, 24}, {120, 24}};
    er_way way;
    er_bytes strip;
    assert_ok(ctx, er_way_read(ctx, arena, line_of(points, 3), &way));
    assert_ok(ctx, er_way_corridor(ctx, arena, &way, 20, &strip));
    assert_true(fabs(area_of(ctx, strip) / stadium_m2(way.length_m / 2, 20) - 1) < 1e-4);
    er_arena_free(arena);
}

static void a_strip_has_its_bounds(void **state) {
    er_context *ctx = *state;
    er_arena *arena = arena_of(ctx);
    const er_point points[] = {{0, 0}, {60, 0}};
    er_way way;
    er_bytes strip;
    assert_ok(ctx, er_way_read(ctx, arena, line_of(points, 2), &way));
    assert_int_equal(er_way_corridor(ctx, arena, &way, 20, &strip), ER_ERR_GEOMETRY);
    assert_non_null(strstr(er_context_error(ctx), "too long"));
    assert_int_equal(er_way_corridor(ctx, arena, &way, 0, &strip), ER_ERR_RANGE);
    assert_int_equal(er_way_corridor(ctx, arena, &way, NAN, &strip), ER_ERR_RANGE);
    er_arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_has_the_length_of_its_geodesics),
        cmocka_unit_test(parts_without_two_places_are_left_out),
        cmocka_unit_test(what_is_no_line_is_refused),
        cmocka_unit_test(a_strip_is_a_stadium),
        cmocka_unit_test(a_way_there_and_back_is_one_strip),
        cmocka_unit_test(a_strip_has_its_bounds),
    };
    return cmocka_run_group_tests(tests, test_context_up, test_context_down);
}
