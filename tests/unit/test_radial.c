/* A radial gives the figures of er_path_loss at every receiver: random lines with plateaus, ties,
 * sea, clutter, uneven steps, small and huge heights. */
#include "test.h"

#include "evenreach/radio.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { POINT_LIMIT = 700 };
static const double TOLERANCE_DB = 1e-9;

static double between(er_random *random, double low, double high) {
    return low + (high - low) * er_random_unit(random);
}

static double one_of(er_random *random, const double *values, size_t count) {
    return values[er_random_below(random, count)];
}

static const double nan_value = NAN;

static er_path random_path(er_random *r) {
    static const double frequencies[] = {30, 98.2, 450, 700, 1800, 3500, 6000};
    static const double times[] = {50, 50, 50, 1, 3, 10, 20, 49};
    er_path path = er_path_defaults();
    path.freq_mhz = one_of(r, frequencies, 7);
    path.time_pct = one_of(r, times, 8);
    path.loc_pct = er_random_below(r, 2) ? 50 : between(r, 1, 99);
    path.sigma_loc_db = er_random_below(r, 2) ? nan_value : between(r, 0, 10);
    path.polarization = er_random_below(r, 2) ? ER_HORIZONTAL : ER_VERTICAL;
    path.tx_height_m = er_random_below(r, 4) ? between(r, 1, 100) : between(r, 100, 3000);
    path.rx_height_m = er_random_below(r, 4) ? between(r, 1, 20) : between(r, 20, 1000);
    path.n0 = between(r, 280, 380);
    path.dn = er_random_below(r, 8) ? between(r, 20, 80) : between(r, -50, 149);
    path.dct_km = er_random_below(r, 2) ? nan_value : between(r, 0, 10);
    path.dcr_km = er_random_below(r, 2) ? nan_value : between(r, 0, 10);
    if (er_random_below(r, 3)) path.tx_lat_deg = between(r, -89, 89);
    if (er_random_below(r, 2)) path.tx_lon_deg = between(r, -179, 179);
    path.rx_lat_deg = path.tx_lat_deg + between(r, -0.5, 0.5);
    path.rx_lon_deg = path.tx_lon_deg + between(r, -0.5, 0.5);
    return path;
}

/** Ground of one of several kinds, point by point. */
static double next_ground(er_random *r, unsigned kind, double before_m) {
    switch (kind) {
    case 0:
        return before_m; /* flat */
    case 1:
        return before_m + between(r, -10, 10); /* rough */
    case 2:
        return floor(before_m + between(r, -3, 3)); /* whole metres: steps and ties */
    case 3:
        return er_random_below(r, 20) ? 0 : between(r, 0, 300); /* edges on a plain */
    case 4:
        return before_m + between(r, -150, 150); /* steep */
    case 5:
        return between(r, -0.01, 0.01); /* all but flat */
    default:
        return er_random_below(r, 9) ? before_m : floor(between(r, 0, 40)); /* plateaus */
    }
}

static size_t random_line(er_random *r, er_profile_point *points) {
    static const double steps_km[] = {0.03, 0.03, 0.1, 0.5, 5};
    static const er_zone zones[] = {ER_ZONE_SEA, ER_ZONE_COASTAL, ER_ZONE_INLAND};
    size_t count = 2 + er_random_below(r, er_random_below(r, 4) ? 120 : POINT_LIMIT - 2);
    double step_km = one_of(r, steps_km, 5), x_km = 0, ground_m = between(r, 0, 500);
    unsigned kind = (unsigned)er_random_below(r, 7);
    bool uneven = er_random_below(r, 3) == 0, clutter = er_random_below(r, 2) == 0;
    bool mixed = er_random_below(r, 2) == 0;
    er_zone zone = mixed ? zones[er_random_below(r, 3)] : ER_ZONE_INLAND;
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            x_km += uneven ? step_km * between(r, 0.001, 2) : step_km;
            ground_m = fmin(fmax(next_ground(r, kind, ground_m), -400), 9000);
        }
        if (mixed && er_random_below(r, 30) == 0) zone = zones[er_random_below(r, 3)];
        double clutter_m = clutter && er_random_below(r, 3) ? floor(between(r, 0, 30)) : 0;
        points[i] = (er_profile_point){x_km, zone == ER_ZONE_SEA && mixed ? 0 : ground_m,
                                       zone == ER_ZONE_SEA ? 0 : clutter_m, zone};
    }
    return count;
}

/** Every receiver of a line by both ways. Returns how many. */
static size_t compare_line(er_context *ctx, er_radial *radial, const er_path *path,
                           const er_profile_point *points, size_t count, size_t seed) {
    const er_path_model *model = er_path_model_find("p1812");
    size_t compared = 0;
    er_radial_start(radial, points[0].ground_m, points[0].zone);
    for (size_t n = 2; n <= count; n++) {
        const er_profile_point *rx = &points[n - 1];
        er_path asked = *path;
        asked.profile = (er_profile){points, n};
        er_path_result direct, along;
        /* Now and then the whole calculation, with the parts that don't matter. */
        er_quantities all;
        assert_ok(ctx, er_path_loss(ctx, model, &asked, &direct, n % 4 ? NULL : &all));
        along = er_radial_loss(radial, rx->distance_km, rx->ground_m, rx->zone, path->rx_height_m,
                               path->rx_lat_deg, path->rx_lon_deg);
        if (!(fabs(along.loss_db - direct.loss_db) <= TOLERANCE_DB) ||
            along.sigma_db != direct.sigma_db || along.warnings != direct.warnings)
            fail_msg("line %zu, point %zu of %zu: %.15g dB (warnings %x), not %.15g (%x)", seed, n,
                     count, along.loss_db, along.warnings, direct.loss_db, direct.warnings);
        assert_true(isfinite(along.loss_db));
        compared++;
        assert_ok(ctx, er_radial_push(ctx, radial, rx));
    }
    return compared;
}

static void radial_is_the_profile_at_every_receiver(void **state) {
    er_context *ctx = *state;
    static er_profile_point points[POINT_LIMIT];
    const char *asked = getenv("EVENREACH_RADIAL_LINES");
    size_t lines = asked ? (size_t)strtoul(asked, NULL, 10) : 2000, compared = 0;
    for (size_t seed = 0; seed < lines; seed++) {
        er_random random = er_random_stream(1812, seed);
        er_path path = random_path(&random);
        er_radial *radial = NULL;
        assert_ok(ctx, er_radial_new(ctx, &path, &radial));
        /* The same object for two lines: nothing of the first may stay. */
        for (int again = 0; again < 2; again++) {
            size_t count = random_line(&random, points);
            compared += compare_line(ctx, radial, &path, points, count, seed);
        }
        er_radial_free(radial);
    }
    print_message("%zu receivers on %zu lines\n", compared, 2 * lines);
    assert_true(compared > lines);
}

static void what_is_not_a_number_gives_none(void **state) {
    er_context *ctx = *state;
    er_path path = er_path_defaults();
    path.freq_mhz = 3500;
    path.tx_height_m = 30;
    er_radial *radial = NULL;
    assert_ok(ctx, er_radial_new(ctx, &path, &radial));
    er_radial_start(radial, 10, ER_ZONE_INLAND);
    assert_true(isfinite(er_radial_loss(radial, 0.03, 10, ER_ZONE_INLAND, 1.5, 25, 121).loss_db));
    assert_true(isnan(er_radial_loss(radial, 0, 10, ER_ZONE_INLAND, 1.5, 25, 121).loss_db));
    assert_true(isnan(er_radial_loss(radial, 1, NAN, ER_ZONE_INLAND, 1.5, 25, 121).loss_db));
    assert_true(isnan(er_radial_loss(radial, 1, 10, ER_ZONE_INLAND, 0, 25, 121).loss_db));
    assert_ok(ctx, er_radial_push(ctx, radial, &(er_profile_point){0.1, NAN, 0, ER_ZONE_INLAND}));
    assert_true(isnan(er_radial_loss(radial, 1, 10, ER_ZONE_INLAND, 1.5, 25, 121).loss_db));
    assert_ok(ctx, er_radial_push(ctx, radial, &(er_profile_point){0.2, 10, 0, ER_ZONE_INLAND}));
    assert_true(isnan(er_radial_loss(radial, 1, 10, ER_ZONE_INLAND, 1.5, 25, 121).loss_db));
    er_radial_start(radial, 10, ER_ZONE_INLAND);
    assert_true(isfinite(er_radial_loss(radial, 1, 10, ER_ZONE_INLAND, 1.5, 25, 121).loss_db));
    er_radial_free(radial);
    path.tx_height_m = -1;
    radial = NULL;
    assert_int_equal(er_radial_new(ctx, &path, &radial), ER_ERR_RANGE);
    assert_null(radial);
}

/** A lapse rate at which 500/a is exactly 1/16 m/km^2, so that slopes over the median earth come
 * out without rounding. */
static double even_lapse_rate(void) {
    double dn = 157 - 6371.0 * 157 / 8000;
    for (int i = 0; i < 64; i++)
        dn = nextafter(dn, -INFINITY);
    for (int i = 0; i < 128; i++, dn = nextafter(dn, INFINITY))
        if (500 / (6371.0 * 157 / (157 - dn)) == 0.0625) return dn;
    fail_msg("no such lapse rate");
    return NAN;
}

/** Horizon distances of the path, and the same loss along a radial. */
static void assert_horizons(er_context *ctx, const er_path *path, double dlt_km, double dlr_km) {
    er_path_result result;
    er_quantities all;
    assert_ok(ctx, er_path_loss(ctx, er_path_model_find("p1812"), path, &result, &all));
    for (size_t i = 0; i < all.count; i++) {
        if (strcmp(all.items[i].name, "dlt_km") == 0) assert_true(all.items[i].value == dlt_km);
        if (strcmp(all.items[i].name, "dlr_km") == 0) assert_true(all.items[i].value == dlr_km);
    }
    er_radial *radial = NULL;
    const er_profile_point *p = path->profile.points;
    assert_ok(ctx, er_radial_new(ctx, path, &radial));
    compare_line(ctx, radial, path, p, path->profile.count, 0);
    er_radial_free(radial);
}

/** Of points seen at exactly the same angle the horizon is the one nearest to its antenna; of equal
 *  diffraction parameters on a line-of-sight path the one nearest to the receiver counts. */
static void exact_ties_are_broken_alike(void **state) {
    er_context *ctx = *state;
    er_path path = er_path_defaults();
    path.freq_mhz = 500;
    path.time_pct = 1;
    path.tx_height_m = path.rx_height_m = 100;
    path.dn = even_lapse_rate();
    path.dct_km = 1; /* within the farther of the two points, not the nearer */
    er_profile_point points[6] = {{0, 0, 0, ER_ZONE_INLAND}, {0.5, 40, 0, ER_ZONE_SEA},
                                  {1, 0, 300, ER_ZONE_SEA},  {3, 0, 300, ER_ZONE_SEA},
                                  {3.5, 40, 0, ER_ZONE_SEA}, {4, 0, 0, ER_ZONE_INLAND}};
    /* Clutter high enough for ducting to show; horizons are drawn without it. */
    path.profile = (er_profile){points, 6};
    assert_horizons(ctx, &path, 3.5, 0.5);
    /* Points 1 and 2 level seen from the transmitter, 3 and 4 from the receiver. */
    points[1].ground_m = 150;       /* 50/0.5 - 0.5/16 */
    points[2].ground_m = 200.03125; /* 100.03125/1 - 1/16 */
    points[4].ground_m = 160;
    points[3].ground_m = 220.03125;
    assert_horizons(ctx, &path, 0.5, 0.5);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(radial_is_the_profile_at_every_receiver),
        cmocka_unit_test(exact_ties_are_broken_alike),
        cmocka_unit_test(what_is_not_a_number_gives_none),
    };
    return cmocka_run_group_tests(tests, test_context_up, test_context_down);
}
