/* A figure drawn on an equal-area plane, read as degrees, comes back on that plane as it was. */
#include "test.h"

#include "evenreach/geometry.h"

#include <math.h>
#include <string.h>

static const struct {
    const char *crs;
    er_point low; /* of a square of 200 km */
} planes[] = {
    {"EPSG:3035", {4321000, 3210000}},
    {"EPSG:6933", {11600000, 2900000}},
    {"EPSG:5070", {0, 1500000}},
    {"+proj=laea +lat_0=24 +lon_0=121 +datum=WGS84 +units=m +type=crs", {-100000, -100000}},
    {"EPSG:3826", {200000, 2600000}},
};
enum { PLANES = sizeof planes / sizeof planes[0] };

static void points_come_back(void **state) {
    for (size_t k = 0; k < PLANES; k++) {
        er_transform *transform = NULL;
        er_plane *plane = NULL;
        assert_ok(*state, er_transform_new(*state, planes[k].crs, false, &transform, NULL));
        assert_ok(*state, er_plane_from_crs(*state, planes[k].crs, &plane));
        for (int i = 0; i < 121; i++) {
            int row = i / 11;
            er_point wanted = {planes[k].low.x + 2e4 * (i % 11), planes[k].low.y + 2e4 * row};
            er_point p = wanted;
            assert_ok(*state, er_transform_points(*state, transform, &p, 1, NULL));
            er_plane_forward(plane, &p, 1);
            if (!(hypot(p.x - wanted.x, p.y - wanted.y) < 5e-8))
                fail_msg("%s: %.4f %.4f comes back %g m away", planes[k].crs, wanted.x, wanted.y,
                         hypot(p.x - wanted.x, p.y - wanted.y));
            er_plane_inverse(plane, &p, 1);
            er_plane_forward(plane, &p, 1);
            assert_true(hypot(p.x - wanted.x, p.y - wanted.y) < 1e-7);
        }
        er_plane_free(plane);
        er_transform_free(transform);
    }
}

/** A square of 200 km: its edges are straight on the plane, not on the ellipsoid. */
static void straight_edges_stay_straight(void **state) {
    for (size_t k = 0; k < PLANES; k++) {
        er_transform *transform = NULL;
        er_plane *plane = NULL;
        assert_ok(*state, er_transform_new(*state, planes[k].crs, false, &transform, NULL));
        assert_ok(*state, er_plane_from_crs(*state, planes[k].crs, &plane));
        er_point o = planes[k].low,
                 p[5] = {o, {o.x + 2e5, o.y}, {o.x + 2e5, o.y + 2e5}, {o.x, o.y + 2e5}, o};
        assert_ok(*state, er_transform_points(*state, transform, p, 5, NULL));
        uint8_t wkb[13 + sizeof p] = {1, 3, 0, 0, 0, 1, 0, 0, 0, 5, 0, 0, 0};
        memcpy(wkb + 13, p, sizeof p);
        er_area straight = {0}, geodesic = {0};
        er_bytes bytes = {wkb, sizeof wkb};
        assert_ok(*state, er_area_from_wkb_straight(*state, plane, bytes, &straight));
        assert_ok(*state, er_area_from_wkb(*state, plane, bytes, &geodesic));
        assert_int_equal(straight.ring_start[1], 5);
        assert_true(geodesic.ring_start[1] > 5);
        assert_true(fabs(straight.area_m2 / 4e10 - 1) < 1e-12);
        assert_true(fabs(geodesic.area_m2 / 4e10 - 1) > 1e-9);
        er_area_clear(&straight);
        er_area_clear(&geodesic);
        er_plane_free(plane);
        er_transform_free(transform);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(points_come_back, test_context_up, test_context_down),
        cmocka_unit_test_setup_teardown(straight_edges_stay_straight, test_context_up,
                                        test_context_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
