/* TR 38.901: tables computed elsewhere, values worked by hand, continuity, ranges, bulk = single.
 */
#include "test.h"

#include "evenreach/radio.h"
#include "radio/portable_math.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const er_environment ALL[] = {ER_ENV_RMA, ER_ENV_UMA, ER_ENV_UMI};

static er_path path_of(er_sight sight, double freq_mhz, double tx_m, double rx_m, double d_m) {
    er_path path = er_path_defaults();
    path.freq_mhz = freq_mhz;
    path.tx_height_m = tx_m;
    path.rx_height_m = rx_m;
    path.distance_m = d_m;
    path.sight = sight;
    return path;
}

static er_path_result loss_of(er_context *ctx, er_environment environment, er_path path) {
    er_path_result result;
    assert_ok(ctx, er_path_loss(ctx, er_environment_model(environment), &path, &result, NULL));
    return result;
}

static void assert_near(const char *what, double found, double expected, double tolerance) {
    if (!(fabs(found - expected) <= tolerance))
        fail_msg("%s: %.12f, expected %.12f", what, found, expected);
}

/* ---- tables -------------------------------------------------------------------------------- */

static FILE *open_table(const char *name) {
    char path[1024], line[512];
    snprintf(path, sizeof path, "%s/vectors/%s", TEST_DATA_DIR, name);
    FILE *file = fopen(path, "r");
    if (!file) fail_msg("%s: can't be opened", path);
    assert_non_null(fgets(line, sizeof line, file)); /* the heading */
    return file;
}

static er_environment environment_of(const char *name) {
    er_environment environment = ER_ENV_RMA;
    if (!er_environment_parse(name, &environment)) fail_msg("%s: no environment", name);
    return environment;
}

static er_sight sight_of(const char *name) {
    return strcmp(name, "yes") == 0 ? ER_LOS : strcmp(name, "no") == 0 ? ER_NLOS : ER_LOS_EXPECTED;
}

static void losses_as_computed_elsewhere(void **state) {
    FILE *file = open_table("tr38901_path_loss.csv");
    char environment[8], sight[16], line[512];
    double d, freq, tx, rx, street, building, expected, sigma;
    size_t rows = 0;
    while (fgets(line, sizeof line, file)) {
        assert_int_equal(sscanf(line, "%7[^,],%15[^,],%lf,%lf,%lf,%lf,%lf,%lf,%lf,%lf", environment,
                                sight, &d, &freq, &tx, &rx, &street, &building, &expected, &sigma),
                         10);
        er_path path = path_of(sight_of(sight), freq, tx, rx, d);
        path.street_m = street;
        path.building_m = building;
        er_path_result found = loss_of(*state, environment_of(environment), path);
        assert_near(line, found.loss_db, expected, 1e-9);
        assert_near(line, found.sigma_db, sigma, 1e-8); /* the table's own root cancels digits */
        rows++;
    }
    fclose(file);
    assert_true(rows > 900);
}

static void probabilities_as_computed_elsewhere(void **state) {
    (void)state;
    FILE *file = open_table("tr38901_los_probability.csv");
    char name[8], line[512];
    double d, rx, expected;
    size_t rows = 0;
    for (; fgets(line, sizeof line, file); rows++) {
        assert_int_equal(sscanf(line, "%7[^,],%lf,%lf,%lf", name, &d, &rx, &expected), 4);
        assert_near(line, er_tr38901_los_probability(environment_of(name), d, rx), expected, 2e-14);
    }
    fclose(file);
    assert_int_equal(rows, 180);
}

static void breakpoints_as_computed_elsewhere(void **state) {
    (void)state;
    FILE *file = open_table("tr38901_breakpoint.csv");
    char name[8], line[512];
    double freq, tx, rx, expected;
    size_t rows = 0;
    for (; fgets(line, sizeof line, file); rows++) {
        assert_int_equal(sscanf(line, "%7[^,],%lf,%lf,%lf,%lf", name, &freq, &tx, &rx, &expected),
                         5);
        assert_near(line, er_tr38901_breakpoint_m(environment_of(name), freq, tx, rx), expected,
                    1e-9 * fmax(1, expected));
    }
    fclose(file);
    assert_int_equal(rows, 81);
}

static void indoor_as_computed_elsewhere(void **state) {
    FILE *file = open_table("tr38901_indoor.csv");
    char name[16], line[512];
    double freq, depth, expected, expected_sigma;
    size_t rows = 0;
    for (; fgets(line, sizeof line, file); rows++) {
        assert_int_equal(sscanf(line, "%15[^,],%lf,%lf,%lf,%lf", name, &freq, &depth, &expected,
                                &expected_sigma),
                         5);
        er_building building = strcmp(name, "low") == 0    ? ER_BUILDING_LOW_LOSS
                               : strcmp(name, "high") == 0 ? ER_BUILDING_HIGH_LOSS
                                                           : ER_VEHICLE;
        double loss_db, sigma_db;
        assert_ok(*state, er_indoor_loss(*state, building, freq, depth, &loss_db, &sigma_db));
        assert_near(line, loss_db, expected, 1e-9);
        assert_true(sigma_db == expected_sigma);
    }
    fclose(file);
    assert_int_equal(rows, 32);
}

/* ---- by hand ------------------------------------------------------------------------------- */

/* UMa, 3.5 GHz, 25 m, 1.5 m, 100 m: d_3D = sqrt(100^2 + 23.5^2) = 102.7241, lg = 2.0116724;
 * d'_BP = 4 * 24 * 0.5 * 3.5e9 / 3e8 = 560; 20 lg 3.5 = 10.8813609.
 * LOS 28 + 22 * 2.0116724 + 10.8813609 = 83.13815; NLOS 13.54 + 39.08 * 2.0116724 + 10.8813609
 * = 103.03752. */
static void urban_macro_by_hand(void **state) {
    assert_near("d'_BP", er_tr38901_breakpoint_m(ER_ENV_UMA, 3500, 25, 1.5), 560, 1e-9);
    er_path_result los = loss_of(*state, ER_ENV_UMA, path_of(ER_LOS, 3500, 25, 1.5, 100));
    er_path_result nlos = loss_of(*state, ER_ENV_UMA, path_of(ER_NLOS, 3500, 25, 1.5, 100));
    assert_near("LOS", los.loss_db, 83.13815, 1e-4);
    assert_near("NLOS", nlos.loss_db, 103.03752, 1e-4);
    assert_true(los.sigma_db == 4 && nlos.sigma_db == 6);
    assert_int_equal(los.warnings | nlos.warnings, 0);
    /* behind it, 1000 m: lg d_3D = lg(1000552.25) / 2 = 3.00011989, lg(560^2 + 23.5^2) =
     * 5.49714018: 28 + 120.0047957 + 10.8813609 - 49.4742616 = 109.4118950 */
    er_path_result far = loss_of(*state, ER_ENV_UMA, path_of(ER_LOS, 3500, 25, 1.5, 1000));
    assert_near("PL2", far.loss_db, 109.411895, 1e-6);
}

/* A MathWorks example of nrPathLoss: RMa, h 7 m, W 25 m, base station at (0, 0, 30), terminal at
 * (1000, 1000, 1.5), 3.5 GHz, line of sight: 110.1615 dB. */
static void rural_macro_as_published(void **state) {
    er_path path = path_of(ER_LOS, 3500, 30, 1.5, 1000 * sqrt(2));
    path.building_m = 7;
    path.street_m = 25;
    assert_near("RMa", loss_of(*state, ER_ENV_RMA, path).loss_db, 110.1615, 5e-5);
}

/* UMi, 1 GHz, equal heights of 2 m, 100 m, d'_BP = 40/3: every term but lg 100 = 2 falls away:
 * PL2 = 32.4 + 80 - 9.5 lg((40/3)^2) = 112.4 - 19 * 1.1249387 = 91.02616; NLOS 22.4 + 70.6 - 0.15.
 */
static void urban_micro_by_hand(void **state) {
    assert_near("PL2", loss_of(*state, ER_ENV_UMI, path_of(ER_LOS, 1000, 2, 2, 100)).loss_db,
                91.02616, 1e-5);
    er_path_result nlos = loss_of(*state, ER_ENV_UMI, path_of(ER_NLOS, 1000, 2, 2, 100));
    assert_near("NLOS", nlos.loss_db, 92.85, 1e-9);
    assert_true(nlos.sigma_db == 7.82);
}

/* 18 m of 36: P = 1/2 + e^-1 / 2 = 0.68393972; the mean of the losses by it, and the spread. */
static void expected_by_hand(void **state) {
    double p = 0.5 + 0.5 * exp(-1);
    assert_near("P", er_tr38901_los_probability(ER_ENV_UMI, 36, 1.5), p, 1e-15);
    er_path_result los = loss_of(*state, ER_ENV_UMI, path_of(ER_LOS, 3500, 10, 1.5, 36));
    er_path_result nlos = loss_of(*state, ER_ENV_UMI, path_of(ER_NLOS, 3500, 10, 1.5, 36));
    er_path_result mean = loss_of(*state, ER_ENV_UMI, path_of(ER_LOS_EXPECTED, 3500, 10, 1.5, 36));
    double apart = nlos.loss_db - los.loss_db;
    assert_near("mean", mean.loss_db, nlos.loss_db - p * apart, 1e-12);
    assert_near("sigma", mean.sigma_db,
                sqrt(p * 16 + (1 - p) * 7.82 * 7.82 + p * (1 - p) * apart * apart), 1e-12);
    assert_true(apart > 5 && mean.sigma_db > 4.1);
}

/* ---- properties ---------------------------------------------------------------------------- */

/** Step of the LOS loss at the breakpoint, and whether the spread changes there. */
static double step_at_breakpoint(er_context *ctx, er_environment environment, double freq_mhz,
                                 double tx_m, double rx_m) {
    double at_m = er_tr38901_breakpoint_m(environment, freq_mhz, tx_m, rx_m);
    er_path_result before = loss_of(ctx, environment, path_of(ER_LOS, freq_mhz, tx_m, rx_m, at_m));
    er_path_result behind =
        loss_of(ctx, environment, path_of(ER_LOS, freq_mhz, tx_m, rx_m, nextafter(at_m, 1e9)));
    assert_true(before.sigma_db == 4);
    assert_true(behind.sigma_db == (environment == ER_ENV_RMA ? 6 : 4));
    return behind.loss_db - before.loss_db;
}

static void loss_is_continuous_at_the_breakpoint(void **state) {
    for (int i = 0; i < 3; i++) {
        double freq = (const double[]){700, 3500, 28000}[i];
        assert_near("UMa", step_at_breakpoint(*state, ER_ENV_UMA, freq, 25, 1.5), 0, 1e-10);
        assert_near("UMi", step_at_breakpoint(*state, ER_ENV_UMI, freq, 10, 1.5), 0, 1e-10);
        /* RMa: PL2 takes the breakpoint, a horizontal distance, for the 3D one in PL1 and in the
         * ratio, so that the table itself has a step there; h is 5 m */
        double bp = er_tr38901_breakpoint_m(ER_ENV_RMA, freq, 35, 1.5), d3d = hypot(bp, 33.5);
        double step =
            (40 - 20 - 0.03 * pow(5, 1.72)) * log10(d3d / bp) - 0.002 * log10(5) * (d3d - bp);
        assert_near("RMa", step_at_breakpoint(*state, ER_ENV_RMA, freq, 35, 1.5), step, 1e-10);
        assert_true(fabs(step) < 0.01);
    }
}

static void loss_rises_with_distance(void **state) {
    for (int e = 0; e < 3; e++) {
        for (int sight = ER_LOS; sight <= ER_LOS_EXPECTED; sight++) {
            double last_db = 0;
            for (double d = 10; d <= 5000; d *= 1.02) {
                double db =
                    loss_of(*state, ALL[e], path_of((er_sight)sight, 3500, 25, 1.5, d)).loss_db;
                if (!(db > last_db)) fail_msg("environment %d falls at %g m", e, d);
                last_db = db;
            }
        }
    }
}

static void no_sight_never_loses_less(void **state) {
    for (int e = 0; e < 3; e++) {
        for (double d = 1; d <= 20000; d *= 1.3) {
            double los = loss_of(*state, ALL[e], path_of(ER_LOS, 2100, 30, 1.5, d)).loss_db;
            double nlos = loss_of(*state, ALL[e], path_of(ER_NLOS, 2100, 30, 1.5, d)).loss_db;
            double mean =
                loss_of(*state, ALL[e], path_of(ER_LOS_EXPECTED, 2100, 30, 1.5, d)).loss_db;
            assert_true(nlos >= los && mean >= los - 1e-12 && mean <= nlos + 1e-12);
        }
    }
}

static void probability_stays_one(void **state) {
    (void)state;
    for (int e = 0; e < 3; e++) {
        for (double rx = 1.5; rx < 200; rx *= 1.4) {
            assert_true(er_tr38901_los_probability(ALL[e], 0, rx) == 1);
            assert_true(er_tr38901_los_probability(ALL[e], 10, rx) == 1);
            for (double d = 1; d < 2e7; d *= 1.1) {
                double p = er_tr38901_los_probability(ALL[e], d, rx);
                assert_true(p >= 0 && p <= 1);
            }
        }
    }
    assert_true(er_tr38901_los_probability(ER_ENV_UMA, 300, 50) ==
                er_tr38901_los_probability(ER_ENV_UMA, 300, 23));
    assert_true(er_tr38901_los_probability(ER_ENV_UMI, 300, 50) ==
                er_tr38901_los_probability(ER_ENV_UMI, 300, 1.5));
}

/** The grid's figures are the link's, to the last bit, wherever a distance stands in the array. */
static void many_distances_as_one_by_one(void **state) {
    enum { COUNT = 1031 };
    static double d[COUNT], db[COUNT], sigma[COUNT], alone[COUNT];
    for (size_t i = 0; i < COUNT; i++)
        d[i] = 0.7 * (double)i * (1 + (double)(i % 7));
    for (int e = 0; e < 3; e++) {
        for (int sight = ER_LOS; sight <= ER_LOS_EXPECTED; sight++) {
            er_path path = path_of((er_sight)sight, 2100, 37, e == 1 ? 17 : 1.5, 0);
            const er_path_model *model = er_environment_model(ALL[e]);
            model->losses(&path, d, COUNT, db, sigma);
            model->losses(&path, d, COUNT, alone, NULL);
            assert_memory_equal(db, alone, sizeof db);
            for (size_t i = 0; i < COUNT; i++) {
                path.distance_m = d[i];
                er_path_result one = loss_of(*state, ALL[e], path);
                if (one.loss_db != db[i] || one.sigma_db != sigma[i])
                    fail_msg("%g m: %.17g alone, %.17g among others", d[i], one.loss_db, db[i]);
            }
        }
    }
}

/* ---- ranges -------------------------------------------------------------------------------- */

static unsigned warnings_of(er_context *ctx, er_environment environment, er_sight sight,
                            double freq_mhz, double tx_m, double rx_m, double d_m) {
    return loss_of(ctx, environment, path_of(sight, freq_mhz, tx_m, rx_m, d_m)).warnings;
}

static void ranges_are_warned_about(void **state) {
    er_context *ctx = *state;
    static const struct {
        er_environment environment;
        er_sight sight;
        double freq, tx, rx, d;
        unsigned expected;
    } cases[] = {
        {ER_ENV_RMA, ER_LOS, 500, 10, 1, 10, 0},
        {ER_ENV_RMA, ER_LOS, 30000, 150, 10, 10000, 0},
        {ER_ENV_RMA, ER_LOS, 499.9, 35, 1.5, 100, ER_WARN_FREQUENCY},
        {ER_ENV_RMA, ER_LOS, 30001, 35, 1.5, 100, ER_WARN_FREQUENCY},
        {ER_ENV_RMA, ER_LOS, 700, 35, 1.5, 9.9, ER_WARN_DISTANCE},
        {ER_ENV_RMA, ER_LOS, 700, 35, 1.5, 10001, ER_WARN_DISTANCE},
        {ER_ENV_RMA, ER_NLOS, 700, 35, 1.5, 5000, 0},
        {ER_ENV_RMA, ER_NLOS, 700, 35, 1.5, 5001, ER_WARN_DISTANCE},
        {ER_ENV_RMA, ER_LOS_EXPECTED, 700, 35, 1.5, 5001, ER_WARN_DISTANCE},
        {ER_ENV_RMA, ER_LOS, 700, 9.9, 1.5, 100, ER_WARN_TX_HEIGHT},
        {ER_ENV_RMA, ER_LOS, 700, 151, 0.9, 100, ER_WARN_TX_HEIGHT | ER_WARN_RX_HEIGHT},
        {ER_ENV_RMA, ER_LOS, 700, 35, 10.1, 100, ER_WARN_RX_HEIGHT},
        {ER_ENV_UMA, ER_NLOS, 100000, 25, 22.5, 5000, 0},
        {ER_ENV_UMA, ER_LOS, 100001, 25, 22.6, 5001,
         ER_WARN_FREQUENCY | ER_WARN_RX_HEIGHT | ER_WARN_DISTANCE},
        {ER_ENV_UMA, ER_LOS, 3500, 26, 1.4, 100, ER_WARN_TX_HEIGHT | ER_WARN_RX_HEIGHT},
        {ER_ENV_UMI, ER_LOS_EXPECTED, 3500, 10, 1.5, 10, 0},
        {ER_ENV_UMI, ER_LOS, 3500, 25, 1.5, 9, ER_WARN_TX_HEIGHT | ER_WARN_DISTANCE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        unsigned found = warnings_of(ctx, cases[i].environment, cases[i].sight, cases[i].freq,
                                     cases[i].tx, cases[i].rx, cases[i].d);
        if (found != cases[i].expected)
            fail_msg("case %zu: %#x, expected %#x", i, found, cases[i].expected);
    }
}

static void street_and_buildings_matter_in_the_country_alone(void **state) {
    er_path path = path_of(ER_NLOS, 700, 35, 1.5, 1000);
    path.street_m = 4.9;
    path.building_m = 51;
    assert_int_equal(loss_of(*state, ER_ENV_RMA, path).warnings, ER_WARN_STREET | ER_WARN_BUILDING);
    path.tx_height_m = 25;
    assert_int_equal(loss_of(*state, ER_ENV_UMA, path).warnings, 0);
}

/** What no range allows still gives finite losses that are not absurd, or an error. */
static void extremes_stay_finite(void **state) {
    static const double heights[] = {1e-300, 0.5, 1, 1.0000001, 40, 5e4};
    static const double freqs[] = {5e-324, 1e-300, 30, 1e6};
    static const double distances[] = {0, 1e-300, 0.3, 5, 2.1e7};
    for (int i = 0; i < 3 * 6 * 6 * 4 * 5 * 3; i++) {
        er_path path = path_of((er_sight)(i % 3), freqs[i / 3 % 4], heights[i / 12 % 6],
                               heights[i / 72 % 6], distances[i / 432 % 5]);
        er_path_result result;
        er_environment environment = ALL[i / 2160];
        er_status status =
            er_path_loss(*state, er_environment_model(environment), &path, &result, NULL);
        if (status == ER_OK)
            assert_true(isfinite(result.loss_db) && isfinite(result.sigma_db) && result.warnings);
        else
            assert_int_equal(status, ER_ERR_RANGE);
    }
    /* both antennas in one place: as at 1 m */
    double at_0 = loss_of(*state, ER_ENV_UMI, path_of(ER_LOS, 1000, 3, 3, 0)).loss_db;
    assert_near("1 m", at_0, 32.4, 1e-12);
}

static void out_of_all_sense_is_refused(void **state) {
    er_path path = path_of(ER_LOS, -3500, 25, 1.5, 100);
    er_path_result result = {.loss_db = 1};
    assert_int_equal(er_path_loss(*state, er_environment_model(ER_ENV_UMA), &path, &result, NULL),
                     ER_ERR_RANGE);
    double loss_db = 1, sigma_db = 1;
    static const double bad[][2] = {{99, 0},    {NAN, 0},    {1e9, 0},
                                    {3500, -1}, {3500, NAN}, {3500, 1e6}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(
            er_indoor_loss(*state, ER_BUILDING_LOW_LOSS, bad[i][0], bad[i][1], &loss_db, &sigma_db),
            ER_ERR_RANGE);
    assert_int_equal(er_indoor_loss(*state, (er_building)7, 3500, 0, &loss_db, &sigma_db),
                     ER_ERR_RANGE);
    assert_true(result.loss_db == 1 && loss_db == 1 && sigma_db == 1);
}

/* ---- the room's table ---------------------------------------------------------------------- */

static void environments_have_names_and_models(void **state) {
    (void)state;
    for (int e = 0; e < 3; e++) {
        char name[32];
        er_environment found;
        assert_true(er_environment_parse(er_environment_name(ALL[e]), &found) && found == ALL[e]);
        snprintf(name, sizeof name, "TR38901-%s", er_environment_name(ALL[e]));
        assert_ptr_equal(er_path_model_find(name), er_environment_model(ALL[e]));
        assert_false(er_environment_model(ALL[e])->needs_profile);
    }
    er_environment untouched = ER_ENV_UMI;
    assert_false(er_environment_parse("um", &untouched) || er_environment_parse("", &untouched) ||
                 er_environment_parse(NULL, &untouched));
    assert_true(untouched == ER_ENV_UMI);
    assert_null(er_environment_name((er_environment)9));
    assert_null(er_environment_model((er_environment)9));
}

static double quantity(const er_quantities *quantities, const char *name) {
    for (size_t i = 0; i < quantities->count; i++)
        if (strcmp(quantities->items[i].name, name) == 0) return quantities->items[i].value;
    fail_msg("no %s", name);
    return 0;
}

static void intermediates_fit_together(void **state) {
    er_path path = path_of(ER_LOS_EXPECTED, 3500, 25, 1.5, 1000);
    er_path_result r;
    er_quantities q;
    assert_ok(*state, er_path_loss(*state, er_environment_model(ER_ENV_UMA), &path, &r, &q));
    assert_near("d_bp_m", quantity(&q, "d_bp_m"), 560, 1e-9);
    assert_near("d_3d_m", quantity(&q, "d_3d_m"), hypot(1000, 23.5), 1e-9);
    assert_true(quantity(&q, "d_2d_m") == 1000 && quantity(&q, "h_e_m") == 1);
    assert_true(isnan(quantity(&q, "pl1_db")));
    assert_true(quantity(&q, "pl2_db") == quantity(&q, "pl_los_db"));
    assert_true(quantity(&q, "pl_nlos_db") == quantity(&q, "pl_nlos_prime_db"));
    double p = quantity(&q, "los_probability");
    assert_near("mean", r.loss_db,
                p * quantity(&q, "pl_los_db") + (1 - p) * quantity(&q, "pl_nlos_db"), 1e-12);
    assert_true(quantity(&q, "sigma_db") == r.sigma_db);
    path.sight = ER_LOS;
    path.distance_m = 100;
    assert_ok(*state, er_path_loss(*state, er_environment_model(ER_ENV_UMA), &path, &r, &q));
    assert_true(quantity(&q, "pl1_db") == r.loss_db && isnan(quantity(&q, "pl2_db")));
    assert_true(quantity(&q, "sigma_los_db") == 4 && quantity(&q, "sigma_nlos_db") == 6);
}

/* ---- the arithmetic below ------------------------------------------------------------------ */

static void portable_functions_agree_with_the_c_library(void **state) {
    (void)state;
    er_random random = er_random_stream(1, 1);
    for (int i = 0; i < 200000; i++) {
        double x = exp2(1000 * (2 * er_random_unit(&random) - 1));
        assert_true(fabs(er_ln(x) - log(x)) <= 4e-16 * fmax(1, fabs(log(x))));
        assert_true(fabs(er_log10(x) - log10(x)) <= 4e-16 * fmax(1, fabs(log10(x))));
        double near = 0.5 + er_random_unit(&random);
        assert_true(fabs(er_ln(near) - log(near)) <= 2e-16);
        double y = 1400 * er_random_unit(&random) - 700;
        assert_true(fabs(er_exp(y) / exp(y) - 1) <= 5e-16);
        double b = 0.1 + 50 * er_random_unit(&random);
        assert_true(fabs(er_power(b, 1.72) / pow(b, 1.72) - 1) <= 4e-15);
    }
    assert_true(er_ln(1) == 0 && er_exp(0) == 1 && er_log10(1) == 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(losses_as_computed_elsewhere),
        cmocka_unit_test(probabilities_as_computed_elsewhere),
        cmocka_unit_test(breakpoints_as_computed_elsewhere),
        cmocka_unit_test(indoor_as_computed_elsewhere),
        cmocka_unit_test(urban_macro_by_hand),
        cmocka_unit_test(rural_macro_as_published),
        cmocka_unit_test(urban_micro_by_hand),
        cmocka_unit_test(expected_by_hand),
        cmocka_unit_test(loss_is_continuous_at_the_breakpoint),
        cmocka_unit_test(loss_rises_with_distance),
        cmocka_unit_test(no_sight_never_loses_less),
        cmocka_unit_test(probability_stays_one),
        cmocka_unit_test(many_distances_as_one_by_one),
        cmocka_unit_test(ranges_are_warned_about),
        cmocka_unit_test(street_and_buildings_matter_in_the_country_alone),
        cmocka_unit_test(extremes_stay_finite),
        cmocka_unit_test(out_of_all_sense_is_refused),
        cmocka_unit_test(environments_have_names_and_models),
        cmocka_unit_test(intermediates_fit_together),
        cmocka_unit_test(portable_functions_agree_with_the_c_library),
    };
    return cmocka_run_group_tests(tests, test_context_up, test_context_down);
}
