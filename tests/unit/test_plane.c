/* The working plane: there and back, its areas, and edges that follow geodesics. */
#include "test.h"
#include "wkb_text.h"

#include "evenreach/geometry.h"

#include <geodesic.h>
#include <math.h>
#include <proj.h>
#include <string.h>

static const er_box taiwan = {118.1, 21.8, 122.1, 26.4}; /* with Kinmen and Matsu */
static const er_box denmark = {8.0, 54.5, 15.2, 57.8};
static const er_box fiji = {176.9, -20.7, -178.2, -12.4};
static const er_box svalbard = {10, 76, 34, 81};
/* About a pole PROJ takes the root of a difference that vanishes: micrometres at 10 km. */
static const er_box arctic = {-180, 60, 180, 89.9};

static er_point random_point(er_random *random, er_box box) {
    double width = box.max_x - box.min_x;
    if (width < 0) width += 360;
    er_point p = {box.min_x + width * er_random_unit(random),
                  box.min_y + (box.max_y - box.min_y) * er_random_unit(random)};
    if (p.x > 180) p.x -= 360;
    return p;
}

static void the_plane_is_inverted(void **state) {
    er_context *ctx = *state;
    const er_box boxes[] = {taiwan, denmark, fiji, svalbard, arctic};
    enum { POINTS = 1000 };
    er_random random = er_random_stream(3, 0);
    for (size_t i = 0; i < sizeof boxes / sizeof boxes[0]; i++) {
        er_plane *plane = NULL;
        assert_ok(ctx, er_plane_new(ctx, boxes[i], &plane));
        er_point before[POINTS], after[POINTS];
        for (size_t j = 0; j < POINTS; j++)
            before[j] = random_point(&random, boxes[i]);
        memcpy(after, before, sizeof after);
        er_plane_forward(plane, after, POINTS);
        er_plane_inverse(plane, after, POINTS);
        for (size_t j = 0; j < POINTS; j++) {
            double off_m = er_geodesic_distance(before[j], after[j]);
            if (!(off_m < (boxes[i].max_y > 85 ? 1e-5 : 1e-6)))
                fail_msg("box %zu: %.9f %.9f comes back %g m off", i, before[j].x, before[j].y,
                         off_m);
        }
        er_plane_free(plane);
    }
}

/** Figures go out on the plane with its definition (rasters): whoever reads them brings them back
 * to degrees by PROJ, and must find the places that we meant. */
static void others_read_the_plane_as_it_is_meant(void **state) {
    er_context *ctx = *state;
    const er_box boxes[] = {taiwan, denmark, fiji, svalbard};
    er_random random = er_random_stream(4, 0);
    for (size_t i = 0; i < sizeof boxes / sizeof boxes[0]; i++) {
        er_plane *plane = NULL;
        assert_ok(ctx, er_plane_new(ctx, boxes[i], &plane));
        PJ *others = proj_create_crs_to_crs(NULL, er_plane_definition(plane), "EPSG:4326", NULL);
        assert_non_null(others);
        for (size_t j = 0; j < 1000; j++) {
            er_point before = random_point(&random, boxes[i]), there = before;
            er_plane_forward(plane, &there, 1);
            PJ_COORD read = proj_trans(others, PJ_FWD, proj_coord(there.x, there.y, 0, 0));
            er_point after = {read.xy.y, read.xy.x}; /* EPSG:4326 has the latitude first */
            double off_m = er_geodesic_distance(before, after);
            if (!(off_m < 1e-6))
                fail_msg("box %zu: %.9f %.9f is read %g m off", i, before.x, before.y, off_m);
        }
        proj_destroy(others);
        er_plane_free(plane);
    }
}

static void a_point_without_a_place_becomes_nan(void **state) {
    er_context *ctx = *state;
    er_plane *plane = NULL;
    assert_ok(ctx, er_plane_new(ctx, taiwan, &plane));
    er_point points[] = {{NAN, 23}, {121, 91}, {121, 23}, {1e300, INFINITY}};
    er_plane_forward(plane, points, 4);
    assert_true(isnan(points[0].x) && isnan(points[1].y) && isnan(points[3].x));
    assert_true(fabs(points[2].x) < 200e3 && fabs(points[2].y) < 200e3);
    er_plane_free(plane);
}

static void an_extent_wider_than_a_hemisphere_is_refused(void **state) {
    er_context *ctx = *state;
    er_plane *plane = NULL;
    assert_int_equal(er_plane_new(ctx, (er_box){-180, -90, 180, 90}, &plane), ER_ERR_RANGE);
    assert_int_equal(er_plane_new(ctx, (er_box){-100, -60, 100, 60}, &plane), ER_ERR_RANGE);
    assert_int_equal(er_plane_new(ctx, (er_box){-80, -80, 80, 85}, &plane), ER_ERR_RANGE);
    assert_int_equal(er_plane_new(ctx, (er_box){170, -1, -5, 1}, &plane), ER_ERR_RANGE);
    assert_int_equal(er_plane_new(ctx, (er_box){0, 0, NAN, 1}, &plane), ER_ERR_RANGE);
    assert_int_equal(er_plane_new(ctx, (er_box){0, 0, 1, 91}, &plane), ER_ERR_RANGE);
    assert_int_equal(er_plane_new(ctx, (er_box){0, 2, 1, 1}, &plane), ER_ERR_RANGE);
    assert_null(plane);
}

static void the_definition_is_short_and_repeatable(void **state) {
    er_context *ctx = *state;
    er_plane *plane = NULL, *same = NULL;
    assert_ok(ctx, er_plane_new(ctx, taiwan, &plane));
    assert_string_equal(er_plane_definition(plane),
                        "+proj=laea +lat_0=24.1 +lon_0=120.1 +x_0=0 +y_0=0 +datum=WGS84 +units=m "
                        "+type=crs");
    assert_ok(ctx, er_plane_from_crs(ctx, er_plane_definition(plane), &same));
    er_point a = {121.5, 25}, b = a;
    er_plane_forward(plane, &a, 1);
    er_plane_forward(same, &b, 1);
    /* PROJ's ways there and back differ by up to two millimetres: we keep to the other one */
    assert_true(hypot(a.x - b.x, a.y - b.y) < 2e-3);
    bool equal_area = false;
    assert_ok(ctx, er_crs_is_equal_area(ctx, er_plane_definition(plane), &equal_area));
    assert_true(equal_area);
    er_plane_free(plane);
    er_plane_free(same);
    assert_ok(ctx, er_plane_new(ctx, fiji, &plane));
    assert_non_null(strstr(er_plane_definition(plane), "+lon_0=179.35 "));
    er_plane_free(plane);
}

static void many_threads_share_a_plane(void **state) {
    er_context *ctx = *state;
    enum { POINTS = 4000 };
    er_plane *plane = NULL;
    er_point *alone = calloc(POINTS, sizeof *alone), *shared = calloc(POINTS, sizeof *shared);
    assert_ok(ctx, er_plane_new(ctx, taiwan, &plane));
    er_random random = er_random_stream(9, 0);
    for (size_t i = 0; i < POINTS; i++)
        alone[i] = shared[i] = random_point(&random, taiwan);
    er_plane_forward(plane, alone, POINTS);
#pragma omp parallel for num_threads(4) schedule(dynamic, 7)
    for (size_t i = 0; i < POINTS; i++)
        er_plane_forward(plane, shared + i, 1);
    assert_memory_equal(alone, shared, POINTS * sizeof *alone);
    free(alone);
    free(shared);
    er_plane_free(plane);
}

/** Furthest that the geodesic from a to b lies from the area's outline between its first two
 *  corners: every piece of the outline is tried. */
static double furthest_m(const er_plane *plane, const er_area *area, er_point a, er_point b) {
    struct geod_geodesic ellipsoid;
    struct geod_geodesicline line;
    double worst = 0;
    geod_init(&ellipsoid, 6378137, 1 / 298.257223563);
    geod_inverseline(&line, &ellipsoid, a.y, a.x, b.y, b.x, 0);
    for (int i = 0; i <= 97; i++) {
        er_point p;
        geod_position(&line, line.s13 * i / 97, &p.y, &p.x, NULL);
        er_plane_forward(plane, &p, 1);
        double nearest = INFINITY;
        for (size_t j = 0; j + 1 < area->ring_start[1]; j++) {
            er_point from = area->points[j], to = area->points[j + 1];
            double dx = to.x - from.x, dy = to.y - from.y;
            double t = ((p.x - from.x) * dx + (p.y - from.y) * dy) / (dx * dx + dy * dy);
            t = fmin(1, fmax(0, t));
            nearest = fmin(nearest, hypot(from.x + t * dx - p.x, from.y + t * dy - p.y));
        }
        worst = fmax(worst, nearest);
    }
    return worst;
}

static void long_edges_follow_the_geodesic(void **state) {
    er_context *ctx = *state;
    const er_box boxes[] = {taiwan, fiji, svalbard, {-40, -30, 40, 30}};
    er_random random = er_random_stream(5, 0);
    for (size_t i = 0; i < sizeof boxes / sizeof boxes[0]; i++) {
        for (int plane_kind = 0; plane_kind < (i == 0 ? 2 : 1); plane_kind++) {
            er_plane *plane = NULL;
            if (plane_kind == 0)
                assert_ok(ctx, er_plane_new(ctx, boxes[i], &plane));
            else
                assert_ok(ctx, er_plane_from_crs(ctx, "EPSG:3826", &plane));
            for (int times = 0; times < 6; times++) {
                er_point p[4];
                for (int j = 0; j < 3; j++)
                    p[j] = random_point(&random, boxes[i]);
                if (times == 5) /* through the centre, where the curvature changes its sign */
                    p[1] = (er_point){boxes[i].min_x + boxes[i].max_x - p[0].x,
                                      boxes[i].min_y + boxes[i].max_y - p[0].y};
                if (i == 1 && times == 5) continue;
                p[3] = p[0];
                uint8_t buffer[256];
                er_area area;
                assert_ok(ctx, er_area_from_wkb(ctx, plane, wkb_ring(buffer, p, 4), &area));
                double off_m = furthest_m(plane, &area, p[0], p[1]);
                if (!(off_m < 1.05e-4))
                    fail_msg("plane %zu/%d: an edge is %g m off", i, plane_kind, off_m);
                er_area_clear(&area);
            }
            er_plane_free(plane);
        }
    }
}

static void a_plane_must_be_projected_in_metres(void **state) {
    er_context *ctx = *state;
    static const char *const bad[] = {"EPSG:4326", "EPSG:2225", "EPSG:4978",
                                      "nonsense",  "",          "+proj=pipeline +step +proj=noop"};
    er_plane *plane = NULL;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (er_plane_from_crs(ctx, bad[i], &plane) != ER_ERR_CRS) fail_msg("'%s' is taken", bad[i]);
        assert_true(strlen(er_context_error(ctx)) > 10);
    }
    assert_ok(ctx, er_plane_from_crs(ctx, "EPSG:3826", &plane));
    er_point p = {121, 23.5}; /* on the central meridian */
    er_plane_forward(plane, &p, 1);
    assert_true(fabs(p.x - 250000) < 1e-6 && p.y > 2.59e6 && p.y < 2.61e6);
    er_plane_inverse(plane, &p, 1);
    assert_true(fabs(p.x - 121) < 1e-10 && fabs(p.y - 23.5) < 1e-10);
    er_plane_free(plane);
}

static void equal_area_systems_are_known(void **state) {
    er_context *ctx = *state;
    static const struct {
        const char *crs;
        bool equal_area;
    } cases[] = {
        {"EPSG:3035", true},
        {"EPSG:5070", true},
        {"EPSG:6933", true},
        {"EPSG:8857", true},
        {"EPSG:3826", false},
        {"EPSG:3857", false},
        {"EPSG:4326", false},
        {"ESRI:54009", false},
        {"EPSG:2163", false},
        {"EPSG:32651", false},
        {"EPSG:6507", false},
        {"+proj=aea +lat_1=22 +lat_2=25 +lon_0=121 +datum=WGS84", true},
        {"+proj=aea +lat_1=22 +lat_2=25 +lon_0=121 +datum=WGS84 +units=us-ft", false},
        {"+proj=sinu +lon_0=121 +datum=WGS84", true},
        {"+proj=cea +ellps=bessel +towgs84=1,2,3", false},
        {"+proj=laea +lat_0=24 +lon_0=121 +ellps=GRS80 +towgs84=0,0,0", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bool equal_area = !cases[i].equal_area;
        assert_ok(ctx, er_crs_is_equal_area(ctx, cases[i].crs, &equal_area));
        if (equal_area != cases[i].equal_area) fail_msg("%s: %d", cases[i].crs, equal_area);
    }
    bool unused;
    assert_int_equal(er_crs_is_equal_area(ctx, "EPSG:99999999", &unused), ER_ERR_CRS);
}

static void an_extent_holds_everything_and_no_more(void **state) {
    er_context *ctx = *state;
    static const struct {
        er_point a[4], b[4];
        er_box wanted;
    } cases[] = {
        {{{120, 23}, {121, 23}, {121, 24}, {120, 23}},
         {{118, 24}, {118.5, 24}, {118.5, 24.5}, {118, 24}},
         {118, 23, 121, 24.5}},
        /* both sides of the antimeridian, in three ways of writing it */
        {{{177, -18}, {180, -18}, {180, -17}, {177, -18}},
         {{-180, -18}, {-179, -18}, {-180, -17}, {-180, -18}},
         {177, -18, -179, -17}},
        {{{177, -18}, {-179, -18}, {-179, -17}, {177, -18}},
         {{178, -18}, {179, -18}, {179, -17.5}, {178, -18}},
         {177, -18, -179, -17}},
        {{{177, -18}, {181, -18}, {181, -17}, {177, -18}},
         {{178, -18}, {179, -18}, {179, -17.5}, {178, -18}},
         {177, -18, -179, -17}},
        {{{-10, 50}, {5, 50}, {5, 51}, {-10, 50}},
         {{350, 50}, {352, 50}, {352, 55}, {350, 50}},
         {-10, 50, 5, 55}},
        /* around the north pole */
        {{{0, 70}, {120, 70}, {-120, 70}, {0, 70}},
         {{0, 71}, {1, 71}, {1, 72}, {0, 71}},
         {-180, 70, 180, 90}},
    };
    uint8_t first[128], second[128];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        er_bytes wkbs[3] = {
            wkb_ring(first, cases[i].a, 4), {NULL, 0}, wkb_ring(second, cases[i].b, 4)};
        er_box box, other;
        assert_ok(ctx, er_extent_of(ctx, wkbs, 3, &box));
        er_box w = cases[i].wanted;
        if (fabs(box.min_x - w.min_x) + fabs(box.min_y - w.min_y) + fabs(box.max_x - w.max_x) +
                fabs(box.max_y - w.max_y) >
            1e-9)
            fail_msg("case %zu: %g %g %g %g", i, box.min_x, box.min_y, box.max_x, box.max_y);
        er_bytes turned[2] = {wkbs[2], wkbs[0]};
        assert_ok(ctx, er_extent_of(ctx, turned, 2, &other));
        assert_memory_equal(&box, &other, sizeof box);
    }
    er_box box;
    assert_int_equal(er_extent_of(ctx, NULL, 0, &box), ER_ERR_GEOMETRY);
    er_bytes bad = wkb_ring(first, (er_point[]){{0, 0}, {1, 95}, {1, 0}, {0, 0}}, 4);
    assert_int_equal(er_extent_of(ctx, &bad, 1, &box), ER_ERR_GEOMETRY);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_plane_is_inverted),
        cmocka_unit_test(others_read_the_plane_as_it_is_meant),
        cmocka_unit_test(a_point_without_a_place_becomes_nan),
        cmocka_unit_test(an_extent_wider_than_a_hemisphere_is_refused),
        cmocka_unit_test(an_extent_holds_everything_and_no_more),
        cmocka_unit_test(the_definition_is_short_and_repeatable),
        cmocka_unit_test(many_threads_share_a_plane),
        cmocka_unit_test(long_edges_follow_the_geodesic),
        cmocka_unit_test(a_plane_must_be_projected_in_metres),
        cmocka_unit_test(equal_area_systems_are_known),
    };
    return cmocka_run_group_tests(tests, test_context_up, test_context_down);
}
