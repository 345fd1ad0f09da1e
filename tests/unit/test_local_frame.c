/* Local frames against exact geodesics, on planes of our own and of the user. */
#include "test.h"

#include "evenreach/geometry.h"

#include <geodesic.h>
#include <math.h>

enum { POINTS = 400 };

/** Compare random points within the frame's radius with the geodesics to them. */
static void check_frame(er_context *ctx, const er_plane *plane, er_point place, double radius_m) {
    er_local_frame frame;
    struct geod_geodesic ellipsoid;
    er_random random = er_random_stream(31, (uint64_t)radius_m);
    geod_init(&ellipsoid, 6378137, 1 / 298.257223563);
    assert_ok(ctx, er_local_frame_new(ctx, plane, place, radius_m, &frame));
    assert_true(frame.radius_m == radius_m);
    for (int i = 0; i < POINTS; i++) {
        /* forty on the rim, the others spread evenly */
        double distance = radius_m * (i < 40 ? 1 : sqrt(er_random_unit(&random)));
        double azimuth = 360 * er_random_unit(&random), east, north;
        er_point p;
        geod_direct(&ellipsoid, place.y, place.x, azimuth, distance, &p.y, &p.x, NULL);
        er_plane_forward(plane, &p, 1);
        er_local_frame_at(&frame, p, &east, &north);
        double error = hypot(east - distance * sin(azimuth * (M_PI / 180)),
                             north - distance * cos(azimuth * (M_PI / 180)));
        double limit = distance <= 50000 ? 0.001 : 1e-7 * radius_m;
        if (!(error <= limit))
            fail_msg("%g %g, radius %g: %g m off at %g m, %g degrees", place.x, place.y, radius_m,
                     error, distance, azimuth);
        /* what the frame says of itself holds, but for what lies between its check points */
        assert_true(error < 4 * frame.error_m + 1e-6);
    }
}

static void frames_hold_the_geodesics(void **state) {
    er_context *ctx = *state;
    static const struct {
        er_box extent;
        er_point places[4];
    } planes[] = {
        {{118.1, 21.8, 122.1, 26.4},
         {{121.5645, 25.0337}, {118.3, 24.4}, {120.9, 21.9}, {120, 24}}},
        {{8.0, 54.5, 15.2, 57.8}, {{12.57, 55.68}, {8.1, 57}, {14.9, 55.1}, {11.6, 56.15}}},
        {{176.9, -20.7, -178.2, -12.4},
         {{178.44, -18.14}, {179.99, -16.8}, {-179.95, -16}, {177, -13}}},
    };
    static const double radii[] = {1000, 5000, 20000, 50000, 120000, 300000};
    for (size_t i = 0; i < sizeof planes / sizeof planes[0]; i++) {
        er_plane *plane = NULL;
        assert_ok(ctx, er_plane_new(ctx, planes[i].extent, &plane));
        for (size_t j = 0; j < 4; j++)
            for (size_t k = 0; k < sizeof radii / sizeof radii[0]; k++)
                check_frame(ctx, plane, planes[i].places[j], radii[k]);
        er_plane_free(plane);
    }
}

static void frames_hold_at_the_edge_of_a_wide_plane(void **state) {
    er_context *ctx = *state;
    er_plane *plane = NULL;
    assert_ok(ctx, er_plane_new(ctx, (er_box){-60, -40, 60, 40}, &plane));
    const er_point places[] = {{0, 0}, {58, 1}, {-55, 38}, {59, -39}, {0.001, 39}};
    for (size_t i = 0; i < 5; i++)
        for (int k = 0; k < 3; k++)
            check_frame(ctx, plane, places[i], (double[]){2000, 30000, 100000}[k]);
    er_plane_free(plane);
}

static void frames_hold_on_a_users_plane(void **state) {
    er_context *ctx = *state;
    er_plane *plane = NULL;
    assert_ok(ctx, er_plane_from_crs(ctx, "EPSG:3826", &plane));
    const er_point places[] = {{121.5645, 25.0337}, {121, 23.5}, {120.1, 22}, {118.3, 24.4}};
    for (size_t i = 0; i < 4; i++)
        for (int k = 0; k < 4; k++)
            check_frame(ctx, plane, places[i], (double[]){1000, 30000, 100000, 300000}[k]);
    er_plane_free(plane);
}

static void a_row_is_its_points(void **state) {
    er_context *ctx = *state;
    enum { COUNT = 101 };
    er_plane *plane = NULL;
    er_local_frame frame;
    double x[COUNT], east[COUNT], north[COUNT];
    assert_ok(ctx, er_plane_new(ctx, (er_box){118.1, 21.8, 122.1, 26.4}, &plane));
    assert_ok(ctx, er_local_frame_new(ctx, plane, (er_point){121.5, 25}, 20000, &frame));
    for (int i = 0; i < COUNT; i++)
        x[i] = frame.origin.x + 333.3 * (i - 50);
    for (double y = -15000; y < 15000; y += 777) {
        er_local_frame_row(&frame, frame.origin.y + y, x, COUNT, east, north);
        for (int i = 0; i < COUNT; i++) {
            double e, n;
            er_local_frame_at(&frame, (er_point){x[i], frame.origin.y + y}, &e, &n);
            assert_memory_equal(&e, &east[i], sizeof e);
            assert_memory_equal(&n, &north[i], sizeof n);
        }
    }
    double e, n;
    er_local_frame_at(&frame, frame.origin, &e, &n);
    assert_true(e == 0 && n == 0);
    er_plane_free(plane);
}

static void a_frame_that_would_err_is_refused(void **state) {
    er_context *ctx = *state;
    er_plane *plane = NULL;
    er_local_frame frame;
    const er_point taipei = {121.5, 25};
    assert_ok(ctx, er_plane_new(ctx, (er_box){118.1, 21.8, 122.1, 26.4}, &plane));
    const double radii[] = {0, -1, NAN, INFINITY, 300001};
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(er_local_frame_new(ctx, plane, taipei, radii[i], &frame), ER_ERR_RANGE);
    const er_point nowhere[] = {{NAN, 25}, {121, 91}, {121, INFINITY}};
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(er_local_frame_new(ctx, plane, nowhere[i], 1000, &frame), ER_ERR_RANGE);
    er_plane_free(plane);
    /* Web Mercator near the pole: the scale grows tenfold within the circle. */
    assert_ok(ctx, er_plane_from_crs(ctx, "EPSG:3395", &plane));
    assert_ok(ctx, er_local_frame_new(ctx, plane, taipei, 1000, &frame));
    assert_int_equal(er_local_frame_new(ctx, plane, (er_point){20, 88.5}, 150000, &frame),
                     ER_ERR_RANGE);
    er_plane_free(plane);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames_hold_the_geodesics),
        cmocka_unit_test(frames_hold_at_the_edge_of_a_wide_plane),
        cmocka_unit_test(frames_hold_on_a_users_plane),
        cmocka_unit_test(a_row_is_its_points),
        cmocka_unit_test(a_frame_that_would_err_is_refused),
    };
    return cmocka_run_group_tests(tests, test_context_up, test_context_down);
}
