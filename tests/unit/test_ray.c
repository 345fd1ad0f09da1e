/* The fan of rays and the geodesics it is made of. */
#include "test.h"

#include "evenreach/geometry.h"

#include <math.h>

static const double degree = 3.14159265358979323846 / 180;

/** How far a receiver lies from its ray, in steps, on a plane. */
static double deviation(double steps, double azimuth_deg, double step_m) {
    er_ray ray = er_ray_towards(steps * step_m, azimuth_deg, step_m);
    double apart = remainder(azimuth_deg - er_ray_azimuth_deg(ray), 360);
    return 2 * steps * sin(fabs(apart) / 2 * degree);
}

static void test_no_receiver_is_far_from_its_ray(void **state) {
    (void)state;
    er_random random = er_random_stream(3, 1);
    double worst = 0;
    for (int i = 0; i < 200000; i++) {
        double steps = exp2(20 * er_random_unit(&random));
        double step_m = 1 + 200 * er_random_unit(&random);
        worst = fmax(worst, deviation(steps, 360 * er_random_unit(&random), step_m));
    }
    assert_true(worst <= 0.4);
    assert_true(worst > 0.35); /* the bound is near: no more rays than needed */
}

static void test_many_receivers_are_as_each(void **state) {
    (void)state;
    enum { COUNT = 5000 };
    static double distance_m[COUNT], azimuth_deg[COUNT];
    static er_ray rays[COUNT];
    er_random random = er_random_stream(3, 2);
    for (int i = 0; i < COUNT; i++) {
        distance_m[i] = 7 * exp2(i % 3 ? 20 * er_random_unit(&random) : i % 21);
        azimuth_deg[i] = i % 2 ? 360 * er_random_unit(&random) : 0.02197265625 * (i % 8200);
        if (azimuth_deg[i] > 180) azimuth_deg[i] -= i % 5 ? 360 : 0;
    }
    er_rays_towards(distance_m, azimuth_deg, COUNT, 7, rays);
    for (int i = 0; i < COUNT; i++) {
        er_ray ray = er_ray_towards(distance_m[i], azimuth_deg[i], 7);
        assert_int_equal(rays[i].level, ray.level);
        assert_int_equal(rays[i].index, ray.index);
        er_ray above = {ray.level + 1, ray.index * 2};
        if (ray.level < 20) assert_true(er_ray_azimuth_deg(above) == er_ray_azimuth_deg(ray));
    }
}

static void test_the_lowest_level_that_reaches(void **state) {
    (void)state;
    static const double steps_m[] = {30, 16.7, 0.1, 90.123};
    for (size_t s = 0; s < 4; s++)
        for (uint32_t level = 0; level <= 20; level++) {
            double reach_m = ldexp(steps_m[s], (int)level);
            assert_int_equal(er_ray_towards(reach_m, 10, steps_m[s]).level, level);
            if (level < 20)
                assert_int_equal(er_ray_towards(reach_m * 1.000001, 10, steps_m[s]).level,
                                 level + 1);
            if (level > 0)
                assert_int_equal(er_ray_towards(reach_m / 2 * 1.000001, 10, steps_m[s]).level,
                                 level);
        }
    assert_int_equal(er_ray_towards(0, 10, 30).level, 0);
}

static void test_north_is_one_ray_from_both_sides(void **state) {
    (void)state;
    static const double norths[] = {0, 360, 359.99999, 0.00001, -0.00001, 720, -360, -1e-320};
    for (size_t i = 0; i < sizeof norths / sizeof *norths; i++) {
        er_ray ray = er_ray_towards(1000 * 30, norths[i], 30);
        assert_int_equal(ray.level, 10);
        assert_int_equal(ray.index, 0);
    }
    /* Half a ray's width (360/8192/2 degrees) to the west begins the last ray. */
    assert_int_equal(er_ray_towards(30000, 360 - 0.02, 30).index, 0);
    assert_int_equal(er_ray_towards(30000, 360 - 0.023, 30).index, 8191);
    assert_int_equal(er_ray_towards(30000, 90, 30).index, 2048);
    assert_true(er_ray_azimuth_deg((er_ray){10, 2048}) == 90);
    assert_true(er_ray_azimuth_deg((er_ray){20, 8388607}) < 360);
}

static void test_points_stay_half_a_step_away(void **state) {
    (void)state;
    static const double steps_m[] = {30, 16.7, 0.1, 90.123};
    for (size_t s = 0; s < 4; s++)
        for (size_t k = 0; k < 20000; k++) {
            double step_m = steps_m[s];
            assert_int_equal(er_ray_points(((double)k + 0.5) * step_m, step_m), k);
            assert_int_equal(er_ray_points((double)k * step_m + 0.5 * step_m, step_m), k);
            assert_int_equal(er_ray_points(((double)k + 0.4999) * step_m, step_m), k ? k - 1 : 0);
            assert_int_equal(er_ray_points(((double)k + 1.0) * step_m, step_m), k);
        }
    assert_int_equal(er_ray_points(0, 30), 0);
    assert_int_equal(er_ray_points(NAN, 30), 0);
}

static void test_geodesics_return(void **state) {
    (void)state;
    er_random random = er_random_stream(3, 2);
    for (int i = 0; i < 2000; i++) {
        er_point from = {360 * er_random_unit(&random) - 180, 170 * er_random_unit(&random) - 85};
        double azimuth = 360 * er_random_unit(&random), length = 3e6 * er_random_unit(&random);
        double distance, back;
        er_point to = er_geodesic_direct(from, azimuth, length);
        assert_true(to.x >= -180 && to.x <= 180);
        er_geodesic_inverse(from, to, &distance, &back);
        assert_true(fabs(distance - length) < 1e-6);
        assert_true(back >= 0 && back < 360);
        assert_true(fabs(remainder(back - azimuth, 360)) * degree * length < 1e-5);
        assert_true(fabs(er_geodesic_distance(from, to) - length) < 1e-6);
    }
}

static void test_quarters_of_the_earth(void **state) {
    (void)state;
    double distance, azimuth;
    /* A quarter of the meridian is 10,001,965.729 m on WGS 84. */
    er_geodesic_inverse((er_point){10, 0}, (er_point){10, 90}, &distance, &azimuth);
    assert_true(fabs(distance - 10001965.729) < 1e-3);
    assert_true(azimuth == 0);
    /* A quarter of the equator: pi/2 x 6,378,137 m, eastwards and westwards. */
    er_geodesic_inverse((er_point){10, 0}, (er_point){-80, 0}, &distance, &azimuth);
    assert_true(fabs(distance - 90 * degree * 6378137) < 1e-3);
    assert_true(azimuth == 270);
}

static void test_places_that_are_none(void **state) {
    (void)state;
    double distance = 1, azimuth = 1;
    er_geodesic_inverse((er_point){0, 91}, (er_point){0, 0}, &distance, &azimuth);
    assert_true(isnan(distance) && isnan(azimuth));
    assert_true(isnan(er_geodesic_direct((er_point){NAN, 0}, 0, 1).x));
    assert_true(isnan(er_geodesic_direct((er_point){0, 0}, NAN, 1).y));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_receiver_is_far_from_its_ray),
        cmocka_unit_test(test_many_receivers_are_as_each),
        cmocka_unit_test(test_the_lowest_level_that_reaches),
        cmocka_unit_test(test_north_is_one_ray_from_both_sides),
        cmocka_unit_test(test_points_stay_half_a_step_away),
        cmocka_unit_test(test_geodesics_return),
        cmocka_unit_test(test_quarters_of_the_earth),
        cmocka_unit_test(test_places_that_are_none),
    };
    return cmocka_run_group_tests_name("ray", tests, NULL, NULL);
}
