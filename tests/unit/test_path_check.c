/* What er_path_loss refuses and how it says so, the table of models, free space and Fresnel
 * clearance. */
#include "test.h"

#include "evenreach/radio.h"

#include <math.h>
#include <string.h>

static er_path flat_path(const er_profile_point *points, size_t count) {
    er_path path = er_path_defaults();
    path.freq_mhz = 1000;
    path.tx_height_m = 30;
    path.rx_height_m = 10;
    path.distance_m = 2000;
    path.profile = (er_profile){points, count};
    return path;
}

static const er_profile_point good[] = {
    {0, 5, 0, ER_ZONE_INLAND}, {0.5, 6, 10, ER_ZONE_INLAND}, {1, 7, 0, ER_ZONE_COASTAL}};

/** The call fails with this status and a line that holds this text, and touches no output. */
static void refused(er_context *ctx, const er_path *path, er_status status, const char *part) {
    er_path_result result = {-1, -1, 77};
    assert_int_equal(er_path_loss(ctx, er_path_model_find("freespace"), path, &result, NULL),
                     status);
    if (!strstr(er_context_error(ctx), part)) fail_msg("'%s' in '%s'", part, er_context_error(ctx));
    assert_true(result.loss_db == -1 && result.warnings == 77);
}

static void models_have_unique_names(void **state) {
    (void)state;
    size_t count = 0;
    while (er_path_model_at(count))
        count++;
    assert_true(count >= 1);
    for (size_t i = 0; i < count; i++) {
        const er_path_model *model = er_path_model_at(i);
        assert_ptr_equal(er_path_model_find(model->name), model);
        assert_true(model->loss && model->title && model->source);
        assert_true(model->needs_profile == !model->losses);
    }
    assert_null(er_path_model_find("none"));
    assert_null(er_path_model_find(NULL));
}

static void warnings_cover_every_bit_once(void **state) {
    (void)state;
    unsigned seen = 0;
    for (size_t i = 0; er_warning_at(i); i++) {
        assert_int_equal(seen & er_warning_at(i)->bit, 0);
        seen |= er_warning_at(i)->bit;
    }
    assert_int_equal(seen, 2 * (unsigned)ER_WARN_IGNORED - 1);
}

static void numbers_out_of_sense_are_named(void **state) {
    er_context *ctx = *state;
    er_path path = flat_path(NULL, 0);
    path.freq_mhz = 0;
    refused(ctx, &path, ER_ERR_RANGE, "frequency in MHz: 0");
    path.freq_mhz = NAN;
    refused(ctx, &path, ER_ERR_RANGE, "frequency in MHz");
    path = flat_path(NULL, 0);
    path.tx_height_m = -3;
    refused(ctx, &path, ER_ERR_RANGE, "transmitter height");
    path = flat_path(NULL, 0);
    path.rx_height_m = INFINITY;
    refused(ctx, &path, ER_ERR_RANGE, "receiver height");
    path = flat_path(NULL, 0);
    path.time_pct = 0.5;
    refused(ctx, &path, ER_ERR_RANGE, "time percentage: 0.5 is not from 1 to 50");
    path.time_pct = 50.01;
    refused(ctx, &path, ER_ERR_RANGE, "time percentage");
    path = flat_path(NULL, 0);
    path.loc_pct = 99.5;
    refused(ctx, &path, ER_ERR_RANGE, "location percentage: 99.5 is not from 1 to 99");
    path = flat_path(NULL, 0);
    path.sigma_loc_db = -1;
    refused(ctx, &path, ER_ERR_RANGE, "location variability");
    path = flat_path(NULL, 0);
    path.dn = 157;
    refused(ctx, &path, ER_ERR_RANGE, "lapse rate");
    path = flat_path(NULL, 0);
    path.rx_lat_deg = 91;
    refused(ctx, &path, ER_ERR_RANGE, "receiver latitude");
    path = flat_path(NULL, 0);
    path.distance_m = NAN;
    refused(ctx, &path, ER_ERR_RANGE, "distance");
    path.distance_m = -1;
    refused(ctx, &path, ER_ERR_RANGE, "distance");
    path = flat_path(NULL, 0);
    path.polarization = 3;
    refused(ctx, &path, ER_ERR_RANGE, "polarization 3");
    path = flat_path(NULL, 0);
    path.distance_m = 0;
    path.rx_height_m = path.tx_height_m;
    refused(ctx, &path, ER_ERR_RANGE, "one point");
}

/** One field of one point of the good profile changed. */
static void bad_point(er_context *ctx, size_t i, er_profile_point point, const char *part) {
    er_profile_point points[3] = {good[0], good[1], good[2]};
    points[i] = point;
    er_path path = flat_path(points, 3);
    refused(ctx, &path, ER_ERR_INPUT, part);
}

static void profiles_out_of_sense_name_the_point(void **state) {
    er_context *ctx = *state;
    er_path path = flat_path(good, 1);
    refused(ctx, &path, ER_ERR_INPUT, "the profile has 1 points");
    bad_point(ctx, 0, (er_profile_point){0.1, 5, 0, 4}, "profile point 1");
    bad_point(ctx, 1, (er_profile_point){NAN, 5, 0, 4}, "profile point 2: the distance");
    bad_point(ctx, 1, (er_profile_point){0, 5, 0, 4}, "profile point 2: the distance 0 km");
    bad_point(ctx, 2, (er_profile_point){0.4, 5, 0, 4}, "profile point 3: the distance 0.4 km");
    bad_point(ctx, 1, (er_profile_point){0.5, NAN, 0, 4}, "profile point 2: the ground");
    bad_point(ctx, 1, (er_profile_point){0.5, 1e5, 0, 4}, "profile point 2: the ground");
    bad_point(ctx, 1, (er_profile_point){0.5, 5, -1, 4}, "profile point 2: the clutter height -1");
    bad_point(ctx, 1, (er_profile_point){0.5, 5, NAN, 4}, "profile point 2: the clutter");
    bad_point(ctx, 2, (er_profile_point){1, 5, 0, 9}, "profile point 3: the zone 9");
    bad_point(ctx, 2, (er_profile_point){1, 5, 0, 2}, "profile point 3: the zone 2");
}

static void free_space_is_p525(void **state) {
    er_context *ctx = *state;
    /* 20 lg(4 pi 1e9 / 299792458 * 1000) = 92.4478 dB at 1 GHz and 1 km. */
    assert_true(fabs(er_free_space_db(1000, 1000) - 92.44778322188337) < 1e-9);
    er_path path = flat_path(NULL, 0);
    er_path_result result;
    assert_ok(ctx, er_path_loss(ctx, er_path_model_find("freespace"), &path, &result, NULL));
    assert_true(fabs(result.loss_db - er_free_space_db(1000, sqrt(2000.0 * 2000 + 20 * 20))) <
                1e-9);
    assert_int_equal(result.warnings, 0);
    double many = 0, sigma = -1;
    er_path_model_find("freespace")->losses(&path, &path.distance_m, 1, &many, &sigma);
    assert_true(many == result.loss_db && sigma == 0);
    path.profile = (er_profile){good, 3};
    assert_ok(ctx, er_path_loss(ctx, er_path_model_find("freespace"), &path, &result, NULL));
    /* 30 + 5 against 10 + 7 m over 1 km. */
    assert_true(fabs(result.loss_db - er_free_space_db(1000, sqrt(1e6 + 18.0 * 18))) < 1e-9);
}

static void clearance_is_measured_to_the_clutter(void **state) {
    (void)state;
    er_path path = flat_path(good, 3);
    er_fresnel clear = er_fresnel_clearance(&path, 8500);
    /* At 0.5 km the line stands at (35 + 17) / 2, the clutter at 16, the bulge 500/8500/4 m. */
    double bulge = 500 * 0.25 / 8500, radius = sqrt(0.299792458 * 250);
    assert_true(fabs(clear.clearance_m - (10 - bulge)) < 1e-12);
    assert_true(fabs(clear.radius_m - radius) < 1e-12);
    assert_true(fabs(clear.clearance_share - (10 - bulge) / radius) < 1e-12);
    assert_true(clear.line_of_sight && clear.at_km == 0.5);
    er_profile_point wall[3] = {good[0], good[1], good[2]};
    wall[1].clutter_m = 25;
    path.profile.points = wall;
    clear = er_fresnel_clearance(&path, 8500);
    assert_true(!clear.line_of_sight && clear.clearance_share < 0);
    path.profile = (er_profile){good, 2};
    assert_true(isnan(er_fresnel_clearance(&path, 8500).clearance_share));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(models_have_unique_names),
        cmocka_unit_test(warnings_cover_every_bit_once),
        cmocka_unit_test(numbers_out_of_sense_are_named),
        cmocka_unit_test(profiles_out_of_sense_name_the_point),
        cmocka_unit_test(free_space_is_p525),
        cmocka_unit_test(clearance_is_measured_to_the_clutter),
    };
    return cmocka_run_group_tests(tests, test_context_up, test_context_down);
}
