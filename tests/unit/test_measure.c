/* Modelled against measured: figures in closed form, and drive tests made from the model itself. */
#include "field_fixture.h"
#include "raster_fixture.h"

#include "analysis/measure.h"
#include "sources/study_parts.h"

static er_measure_point point(const char *operator_, const char *clutter, double difference_db) {
    return (er_measure_point){.operator_ = operator_,
                              .compared_with = isnan(difference_db) ? NULL : operator_,
                              .clutter = clutter,
                              .modelled_dbm = isnan(difference_db) ? NAN : -90,
                              .difference_db = difference_db};
}

static void figures_in_closed_form(void **state) {
    fixture *f = *state;
    er_measure_point points[16];
    er_fit_row *rows = NULL;
    size_t count = 0;
    /* A: 1 to 10 in the class "open", one unknown without a class; B: 3 and 5; none stated: -4 */
    for (int i = 0; i < 10; i++)
        points[i] = point("A", "open", i + 1);
    points[10] = point("A", NULL, NAN);
    points[11] = point("B", "urban", 3);
    points[12] = point("B", "open", 5);
    points[13] = point(ER_NO_OPERATOR, "open", -4);
    assert_ok(f->ctx, er_measure_fits(f->ctx, f->arena, points, 14, true, &rows, &count));
    const struct {
        const char *scope, *operator_, *clutter;
        int64_t points, unknown;
        double bias_db, sd_db, rmse_db, offset_db;
    } expected[] = {
        {"all", NULL, NULL, 13, 1, 59.0 / 13, 3.733081493337, 5.784594926314, -59.0 / 13},
        {"operator", "A", NULL, 10, 1, 5.5, 3.027650354097, 6.204836822995, -5.5},
        {"operator", "B", NULL, 2, 0, 4, 1.414213562373, 4.123105625618, NAN},
        {"operator", ER_NO_OPERATOR, NULL, 1, 0, -4, NAN, 4, NAN},
        {"clutter", NULL, "open", 12, 0, 56.0 / 12, 3.869069264009, 5.958187643906, -56.0 / 12},
        {"clutter", NULL, "urban", 1, 0, 3, NAN, 3, NAN},
        {"clutter", NULL, NULL, 0, 1, NAN, NAN, NAN, NAN},
        {"operator_clutter", "A", "open", 10, 0, 5.5, 3.027650354097, 6.204836822995, -5.5},
        {"operator_clutter", "A", NULL, 0, 1, NAN, NAN, NAN, NAN},
        {"operator_clutter", "B", "open", 1, 0, 5, NAN, 5, NAN},
        {"operator_clutter", "B", "urban", 1, 0, 3, NAN, 3, NAN},
        {"operator_clutter", ER_NO_OPERATOR, "open", 1, 0, -4, NAN, 4, NAN},
    };
    assert_int_equal(count, sizeof expected / sizeof expected[0]);
    for (size_t i = 0; i < count; i++) {
        const double got[4] = {rows[i].bias_db, rows[i].sd_db, rows[i].rmse_db, rows[i].offset_db};
        const double want[4] = {expected[i].bias_db, expected[i].sd_db, expected[i].rmse_db,
                                expected[i].offset_db};
        assert_string_equal(rows[i].scope, expected[i].scope);
        assert_true(!rows[i].operator_ == !expected[i].operator_);
        if (rows[i].operator_) assert_string_equal(rows[i].operator_, expected[i].operator_);
        assert_true(!rows[i].clutter == !expected[i].clutter);
        if (rows[i].clutter) assert_string_equal(rows[i].clutter, expected[i].clutter);
        assert_int_equal(rows[i].points, expected[i].points);
        assert_int_equal(rows[i].unknown, expected[i].unknown);
        for (int k = 0; k < 4; k++)
            if (isnan(got[k]) != isnan(want[k]) || fabs(got[k] - want[k]) > 1e-9)
                fail_msg("row %zu, figure %d: %.12g, not %.12g", i, k, got[k], want[k]);
    }
    assert_ok(f->ctx, er_measure_fits(f->ctx, f->arena, points, 14, false, &rows, &count));
    for (size_t i = 0; i < count; i++)
        assert_true(isnan(rows[i].offset_db)); /* none asked for */
}

/** A small spread around a large bias: the squares alone would lose it. */
static void a_small_spread_is_kept(void **state) {
    fixture *f = *state;
    er_measure_point points[1000];
    er_fit_row *rows = NULL;
    size_t count = 0;
    for (int i = 0; i < 1000; i++)
        points[i] = point("A", NULL, 1e8 + (i % 2 ? 1e-3 : -1e-3));
    assert_ok(f->ctx, er_measure_fits(f->ctx, f->arena, points, 1000, true, &rows, &count));
    assert_true(fabs(rows[0].bias_db - 1e8) < 1e-7);
    assert_true(fabs(rows[0].sd_db - 1e-3 * sqrt(1000.0 / 999)) < 2e-8);
}

/* ---- against the model itself ------------------------------------------------------------------
 */

static const char study_text[] =
    "inputs:\n  - units: towns.csv\n    level: town\n"
    "schemes:\n  - name: area_class\n    level: town\n    groups: [{name: east}, {name: west}]\n"
    "    rules: [{id: e, group: east, code_prefix: '11'}]\n    otherwise: west\n"
    "coverage:\n  model: tr38901\n  sectors: [{range_m: 8000}]\n  fit_offsets: true\n";

static er_study read_study(fixture *f) {
    er_study study;
    assert_ok(f->ctx,
              study_parse(f->ctx, f->arena, "s.yaml", study_text, strlen(study_text), &study));
    return study;
}

/** Two towns side by side in their groups, and a station of each operator between them. */
static void make_world(fixture *f, const er_study *study) {
    const char *const operators[] = {"A", "B"};
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "town", 0));
    add_unit(f, "town", "10", NULL, 121, 24, 0.1, 0.1);
    add_unit(f, "town", "11", NULL, 121.1, 24, 0.1, 0.1);
    for (int i = 0; i < 2; i++) {
        er_station station = plain_station(121.1, 24.04 + 0.02 * i);
        station.operator_ = operators[i];
        station.band = "n28";
        assert_ok(f->ctx, er_store_add_station(f->ctx, f->store, &station));
    }
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    assert_ok(f->ctx, er_classify(f->ctx, f->store, study));
    er_run cover = {.step = "cover", .model = "tr38901", .status = "done"};
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_run(f->ctx, f->store, &cover));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
}

enum { PLACES = 24, OPERATORS = 2 };

/** Twelve places in each town. */
static er_point place_of(int i) {
    return (er_point){121.07 + 0.005 * (i % 12) + (i % 12 >= 6 ? 0.002 : 0),
                      24.03 + 0.03 * (i / 12)};
}

/** Modelled levels of each operator at the places. */
static void ask_model(fixture *f, const er_study *study, er_signal signals[OPERATORS * PLACES]) {
    er_point places[PLACES];
    for (int i = 0; i < PLACES; i++)
        places[i] = place_of(i);
    struct field_world w = open_field(f, study);
    assert_ok(f->ctx, er_field_points(f->ctx, w.field, places, PLACES, signals));
    close_field(&w);
}

static void add_measurement(fixture *f, const char *operator_, er_point place, double rsrp_dbm) {
    const er_measurement row = {.row = 1,
                                .operator_ = operator_,
                                .position = place,
                                .rsrp_dbm = rsrp_dbm,
                                .sinr_db = NAN,
                                .dl_mbps = NAN,
                                .ul_mbps = NAN};
    assert_ok(f->ctx, er_store_add_measurement(f->ctx, f->store, &row));
}

/** What was added to the model of each operator, and to the better of both, dB. */
static const double error_db[OPERATORS] = {-3.5, 7.25}, error_of_best_db = 1.5;

/** A drive test of both operators, of none stated, of one that the model does not know; and one
 *  point out of everybody's range. */
static void drive(fixture *f, const er_signal *signals, bool backwards) {
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    for (int k = 0; k < PLACES; k++) {
        int i = backwards ? PLACES - 1 - k : k;
        double best_dbm = fmax(signals[i].rsrp_dbm, signals[PLACES + i].rsrp_dbm);
        add_measurement(f, "A", place_of(i), signals[i].rsrp_dbm + error_db[0]);
        add_measurement(f, "B", place_of(i), signals[PLACES + i].rsrp_dbm + error_db[1]);
        add_measurement(f, NULL, place_of(i), best_dbm + error_of_best_db);
    }
    add_measurement(f, "C", place_of(3), -90);
    add_measurement(f, "A", (er_point){121.001, 24.001}, -90);
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
}

static const er_fit_row *row_of(const er_fit_row *rows, size_t count, const char *scope,
                                const char *operator_, const char *clutter) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(rows[i].scope, scope) == 0 && !rows[i].operator_ == !operator_ &&
            (!operator_ || strcmp(rows[i].operator_, operator_) == 0) &&
            !rows[i].clutter == !clutter && (!clutter || strcmp(rows[i].clutter, clutter) == 0))
            return &rows[i];
    fail_msg("no row %s %s %s", scope, operator_ ? operator_ : "-", clutter ? clutter : "-");
    return NULL;
}

static void assert_bias(const er_fit_row *row, int64_t points, double bias_db) {
    assert_int_equal(row->points, points);
    if (!(fabs(row->bias_db - bias_db) < 1e-9 && row->sd_db < 1e-9 &&
          fabs(row->rmse_db - fabs(bias_db)) < 1e-9 && fabs(row->offset_db + bias_db) < 1e-9))
        fail_msg("bias %.12g, sd %.12g, rmse %.12g, offset %.12g; the bias is %.12g", row->bias_db,
                 row->sd_db, row->rmse_db, row->offset_db, bias_db);
}

static void known_biases_are_found_again(void **state) {
    fixture *f = *state;
    const er_study study = read_study(f);
    er_signal signals[OPERATORS * PLACES];
    er_fit_row *rows = NULL;
    er_measurement_fit *points = NULL;
    er_measurement *measured = NULL;
    size_t count = 0, point_count = 0;
    int64_t run_id = 0;
    make_world(f, &study);
    ask_model(f, &study, signals);
    drive(f, signals, false);
    assert_ok(f->ctx, er_measure(f->ctx, f->store, &study, &run_id));
    assert_ok(f->ctx, er_store_fits(f->ctx, f->store, f->arena, run_id, &rows, &count));
    assert_bias(row_of(rows, count, "operator", "A", NULL), PLACES, 3.5);
    assert_bias(row_of(rows, count, "operator", "B", NULL), PLACES, -7.25);
    assert_bias(row_of(rows, count, "operator", ER_NO_OPERATOR, NULL), PLACES, -1.5);
    assert_bias(row_of(rows, count, "operator_clutter", "A", "east"), PLACES / 2, 3.5);
    assert_bias(row_of(rows, count, "operator_clutter", "B", "west"), PLACES / 2, -7.25);
    assert_int_equal(row_of(rows, count, "operator", "C", NULL)->points, 0);
    assert_int_equal(row_of(rows, count, "operator", "C", NULL)->unknown, 1);
    assert_int_equal(row_of(rows, count, "operator", "A", NULL)->unknown, 1);
    const er_fit_row *all = row_of(rows, count, "all", NULL, NULL);
    assert_true(all->points == 3 * PLACES && all->unknown == 2);
    assert_true(fabs(all->bias_db - (3.5 - 7.25 - 1.5) / 3) < 1e-9);
    assert_true(fabs(row_of(rows, count, "clutter", NULL, "east")->bias_db - all->bias_db) < 1e-9);
    /* point by point */
    assert_ok(f->ctx,
              er_store_measurement_fits(f->ctx, f->store, f->arena, run_id, &points, &point_count));
    assert_ok(f->ctx, er_store_measurements(f->ctx, f->store, f->arena, &measured, &point_count));
    assert_int_equal(point_count, 3 * PLACES + 2);
    for (size_t i = 0; i < point_count; i++) {
        assert_int_equal(points[i].measurement_id, measured[i].id);
        assert_true(isnan(points[i].modelled_dbm) == !points[i].operator_);
        if (points[i].operator_ && measured[i].operator_)
            assert_string_equal(points[i].operator_, measured[i].operator_);
    }
}

/** The same rows whichever order the drive test came in. */
static void order_of_rows_makes_no_difference(void **state) {
    fixture *f = *state;
    const er_study study = read_study(f);
    er_signal signals[OPERATORS * PLACES];
    er_fit_row *rows[2];
    size_t count[2];
    int64_t run_id = 0;
    for (int i = 0; i < 2; i++) {
        if (i == 1) {
            er_store_close(f->store);
            f->store = NULL;
            snprintf(f->path, sizeof f->path, "%s/other.sqlite", f->folder);
            assert_ok(f->ctx, er_store_create(f->ctx, f->path, false, &f->store));
        }
        make_world(f, &study);
        ask_model(f, &study, signals);
        drive(f, signals, i == 1);
        assert_ok(f->ctx, er_measure(f->ctx, f->store, &study, &run_id));
        assert_ok(f->ctx, er_store_fits(f->ctx, f->store, f->arena, run_id, &rows[i], &count[i]));
    }
    assert_int_equal(count[0], count[1]);
    for (size_t k = 0; k < count[0]; k++) {
        assert_string_equal(rows[0][k].scope, rows[1][k].scope);
        assert_memory_equal(&rows[0][k].bias_db, &rows[1][k].bias_db, sizeof(double));
        assert_memory_equal(&rows[0][k].sd_db, &rows[1][k].sd_db, sizeof(double));
        assert_memory_equal(&rows[0][k].rmse_db, &rows[1][k].rmse_db, sizeof(double));
    }
}

/* ---- by class of clutter ------------------------------------------------------------------------
 */

static double flat(double column, double row) {
    (void)column, (void)row;
    return 5;
}

/** West of 121.1: fields; east of it: a town without a name; no data in the south. */
static double cover(double column, double row) {
    return row > 70 ? NAN : column < 100 ? 30 : 50;
}

static void classes_are_those_of_the_clutter(void **state) {
    fixture *f = *state;
    const raster_spec elevation = {
        "flat.tif", "EPSG:4326", 200, 100, {121, 1e-3, 0, 24.1, 0, -1e-3}, .value = flat};
    const raster_spec clutter = {
        "cover.tif",    "EPSG:4326",  200, 100, {121, 1e-3, 0, 24.1, 0, -1e-3},
        .value = cover, .no_data = -1};
    const er_study_clutter classes[] = {{.value = 50, .height_m = 10},
                                        {.value = 30, .height_m = 0, .name = "fields"}};
    er_study study = read_study(f);
    study.radio.elevation = raster_make(&elevation);
    study.radio.clutter = raster_make(&clutter);
    study.radio.clutter_classes = classes;
    study.radio.clutter_class_count = 2;
    const er_measurement measured[] = {{.position = {121.05, 24.05}},
                                       {.position = {121.15, 24.05}},
                                       {.position = {121.15, 24.01}},
                                       {.position = {120.5, 24.05}}};
    const char *const names[] = {"fields", "50", NULL, NULL};
    er_measure_point points[4] = {{.operator_ = "A"}};
    assert_ok(f->ctx, er_measure_classes(f->ctx, f->store, f->arena, &study, measured, 4, points));
    for (int i = 0; i < 4; i++) {
        assert_true(!points[i].clutter == !names[i]);
        if (names[i]) assert_string_equal(points[i].clutter, names[i]);
    }
}

static void what_can_t_be_compared_is_told(void **state) {
    fixture *f = *state;
    er_study study = read_study(f);
    int64_t run_id = 0;
    assert_int_equal(er_measure(f->ctx, f->store, &study, &run_id), ER_ERR_INPUT);
    assert_non_null(strstr(er_context_error(f->ctx), "no measurements"));
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    add_measurement(f, "C", place_of(0), -90);
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    assert_int_equal(er_measure(f->ctx, f->store, &study, &run_id), ER_ERR_NOT_FOUND);
    make_world(f, &study);
    assert_ok(f->ctx,
              er_measure(f->ctx, f->store, &study, &run_id)); /* of nobody the model knows */
    assert_non_null(strstr(f->warning, "none of 1 measurements can be compared"));
    study.coverage_model = "p1812";
    assert_int_equal(er_measure(f->ctx, f->store, &study, &run_id), ER_ERR_INPUT);
    assert_non_null(strstr(er_context_error(f->ctx), "tr38901"));
    study.coverage_model = "disc";
    assert_int_equal(er_measure(f->ctx, f->store, &study, &run_id), ER_ERR_UNSUPPORTED);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_up, fixture_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(figures_in_closed_form),           TEST(a_small_spread_is_kept),
        TEST(known_biases_are_found_again),     TEST(order_of_rows_makes_no_difference),
        TEST(classes_are_those_of_the_clutter), TEST(what_can_t_be_compared_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
