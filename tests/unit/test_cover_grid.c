/* The cover step by signal levels, against closed forms; and the same bytes however it is done. */
#include "field_fixture.h"

#include "analysis/cover.h"
#include "analysis/field.h"

#include <gdal.h>

static const double west = 121, south = 24;

static int64_t cover(fixture *f, const er_study *study) {
    int64_t run = 0;
    assert_ok(f->ctx, er_cover(f->ctx, f->store, study, &run));
    return run;
}

static er_cover_row *rows_of(fixture *f, int64_t run, const char *kind, size_t *count) {
    er_cover_row *rows = NULL;
    assert_ok(f->ctx, er_store_cover(f->ctx, f->store, f->arena, run, kind, &rows, count));
    return rows;
}

static double level_km2(fixture *f, int64_t run, int64_t unit, const char *level, double *persons) {
    er_cover_level_row *rows = NULL;
    size_t count;
    assert_ok(f->ctx,
              er_store_cover_levels(f->ctx, f->store, f->arena, run, "unit", &rows, &count));
    for (size_t i = 0; i < count; i++)
        if (rows[i].area_id == unit && strcmp(rows[i].stratum, "any") == 0 &&
            strcmp(rows[i].level, level) == 0) {
            if (persons) *persons = rows[i].persons;
            return rows[i].area_km2;
        }
    fail_msg("no level %s of %lld", level, (long long)unit);
    return NAN;
}

/** Where the study's one isotropic kind of station falls to a level, by the model itself. */
static double radius_m(fixture *f, const er_study *study, double level_dbm) {
    const er_sector_rule *rule = &study->radio.sectors[0];
    er_budget budget = er_budget_defaults(3550, rule->bandwidth_mhz);
    er_path path = er_path_defaults();
    double low = 10, high = 20000;
    budget.tx_power_dbm = rule->power_dbm;
    budget.subcarrier_khz = rule->subcarrier_khz;
    path.freq_mhz = 3550;
    path.tx_height_m = rule->height_m;
    path.rx_height_m = study->radio.receiver_height_m;
    path.sight = ER_LOS;
    for (int i = 0; i < 60; i++) {
        er_path_result result;
        path.distance_m = (low + high) / 2;
        assert_ok(f->ctx,
                  er_path_loss(f->ctx, er_environment_model(ER_ENV_UMI), &path, &result, NULL));
        if (er_rsrp_dbm(&budget, rule->gain_dbi, result.loss_db) >= level_dbm)
            low = path.distance_m;
        else
            high = path.distance_m;
    }
    return low;
}

/* ---- closed forms ---------------------------------------------------------------------------- */

static void levels_of_one_station_are_discs(void **state) {
    fixture *f = *state;
    /* on the towns' common border, so that each has half */
    er_station station = field_station("A", west + 0.1, south + 0.05);
    er_study study = field_study();
    field_add_areas(f, west, south);
    add_stations(f, &station, 1, 0);
    int64_t run = cover(f, &study), county = unit_id_of(f, "1"), town = unit_id_of(f, "10");
    double served_m = radius_m(f, &study, -110), good_m = radius_m(f, &study, -90);
    assert_true(served_m > 500 && served_m < 5000 && good_m > 100 && good_m < 0.7 * served_m);
    er_cover_row row = find_row(f, run, "unit", county, "any", NULL);
    assert_relative(row.served_km2, M_PI * served_m * served_m / 1e6, 2e-3);
    assert_true(row.unknown_km2 == 0);
    assert_relative(level_km2(f, run, county, "good", NULL), M_PI * good_m * good_m / 1e6, 1e-2);
    assert_relative(level_km2(f, run, county, "good", NULL) +
                        level_km2(f, run, county, "served", NULL),
                    row.served_km2, 1e-12);
    er_cover_row half = find_row(f, run, "unit", town, "any", NULL);
    er_cover_row other = find_row(f, run, "unit", unit_id_of(f, "11"), "any", NULL);
    assert_relative(half.served_km2, row.served_km2 / 2, 1e-2);
    assert_relative(half.served_km2 + other.served_km2, row.served_km2, 1e-7);
    assert_relative(half.persons_served, 1000 * half.served_km2 / half.area_km2, 1e-12);
    assert_relative(row.persons_served, half.persons_served + other.persons_served, 1e-12);
    double persons, persons_good;
    level_km2(f, run, town, "served", &persons);
    level_km2(f, run, town, "good", &persons_good);
    assert_relative(persons + persons_good, half.persons_served, 1e-12);
}

static void a_venue_smaller_than_a_cell_is_served_or_not(void **state) {
    fixture *f = *state;
    er_station station = field_station("A", west + 0.05, south + 0.05);
    er_study study = field_study();
    er_venue *venues = NULL;
    size_t count;
    field_add_areas(f, west, south);
    add_stations(f, &station, 1, 0);
    int64_t run = cover(f, &study);
    assert_ok(f->ctx, er_store_venues(f->ctx, f->store, f->arena, false, &venues, &count));
    er_cover_row row = find_row(f, run, "venue", venues[0].id, "any", NULL);
    assert_true(row.served_km2 == row.area_km2 && row.area_km2 > 0);
    assert_true(isnan(row.persons));
}

static void operators_are_strata(void **state) {
    fixture *f = *state;
    er_station stations[] = {field_station("A", west + 0.05, south + 0.05),
                             field_station("B", west + 0.06, south + 0.05),
                             field_station(NULL, west + 0.15, south + 0.05)};
    er_study study = field_study();
    field_add_areas(f, west, south);
    add_stations(f, stations, 3, 0);
    int64_t run = cover(f, &study), county = unit_id_of(f, "1");
    double r = radius_m(f, &study, -110), apart = 0;
    er_cover_row any = find_row(f, run, "unit", county, "any", NULL);
    er_cover_row all = find_row(f, run, "unit", county, "all", NULL);
    er_cover_row a = find_row(f, run, "unit", county, "operator", "A");
    er_cover_row b = find_row(f, run, "unit", county, "operator", "B");
    er_cover_row none = find_row(f, run, "unit", county, "operator", ER_NO_OPERATOR);
    apart = er_geodesic_distance(stations[0].position, stations[1].position);
    double lens = 2 * r * r * acos(apart / (2 * r)) - apart / 2 * sqrt(4 * r * r - apart * apart);
    assert_relative(all.served_km2, lens / 1e6, 5e-3);
    /* A or B, and the unnamed one apart from both */
    assert_relative(any.served_km2, a.served_km2 + b.served_km2 - all.served_km2 + none.served_km2,
                    1e-9);
    er_cover_outline *outlines = NULL;
    size_t count;
    assert_ok(f->ctx, er_store_cover_outlines(f->ctx, f->store, f->arena, run, &outlines, &count));
    /* both levels of any, A, B and not stated; "all" is too far from either for the good one */
    assert_int_equal(count, 9);
    double outlined = 0;
    for (size_t i = 0; i < count; i++) {
        double area_m2;
        assert_ok(f->ctx, er_geodesic_area(f->ctx, outlines[i].geometry, &area_m2));
        assert_relative(area_m2 / 1e6, outlines[i].area_km2, 0.03);
        if (strcmp(outlines[i].stratum, "any") == 0) outlined += outlines[i].area_km2;
    }
    assert_relative(outlined, any.served_km2,
                    1e-3); /* whole cells, all of them inside the county */
}

static void strata_keep_three_states_apart(void **state) {
    (void)state;
    const uint8_t unknown = ER_COVER_UNKNOWN_LABEL;
    const uint8_t served_or_unknown[] = {0, unknown, 2}, none_or_unknown[] = {0, unknown},
                  two[] = {3, 1}, open[] = {3, unknown};
    assert_int_equal(er_cover_any(served_or_unknown, 3), 2);
    assert_int_equal(er_cover_any(none_or_unknown, 2), unknown);
    assert_int_equal(er_cover_any(two, 2), 3);
    assert_int_equal(er_cover_any(NULL, 0), 0);
    assert_int_equal(er_cover_all(served_or_unknown, 3), 0); /* the first one does not serve */
    assert_int_equal(er_cover_all(none_or_unknown, 2), 0);
    assert_int_equal(er_cover_all(two, 2), 1);
    assert_int_equal(er_cover_all(open, 2), unknown);
    assert_int_equal(er_cover_all(NULL, 0), 0);
}

static void without_stations_everything_is_unknown(void **state) {
    fixture *f = *state;
    er_study study = field_study();
    field_add_areas(f, west, south);
    int64_t run = cover(f, &study);
    er_cover_row row = find_row(f, run, "unit", unit_id_of(f, "10"), "any", NULL);
    assert_true(row.unknown_km2 == row.area_km2 && row.served_km2 == 0);
    assert_true(row.persons_unknown == 1000 && row.persons_served == 0);
    assert_true(level_km2(f, run, unit_id_of(f, "10"), "good", NULL) == 0);
}

/* ---- the same bytes -------------------------------------------------------------------------- */

enum { STATIONS = 40 };

static void make_stations(er_station *stations) {
    static const char *const operators[] = {"A", "B", "C"};
    static const char *const bands[] = {"n78", "n1", "n28"};
    for (int i = 0; i < STATIONS; i++) {
        er_random random = er_random_stream(11, (uint64_t)i);
        double x = er_random_unit(&random), y = er_random_unit(&random);
        stations[i] = field_station(operators[i % 3], west + 0.2 * x, south + 0.1 * y);
        stations[i].band = bands[i % 7 % 3];
        stations[i].height_m = 15 + i % 4;
    }
}

/** Everything that a run says, in one row of numbers. */
static size_t figures_of(fixture *f, int64_t run, double *out) {
    size_t n = 0, count;
    static const char *const kinds[] = {"unit", "venue"};
    for (int k = 0; k < 2; k++) {
        er_cover_row *rows = rows_of(f, run, kinds[k], &count);
        for (size_t i = 0; i < count; i++) {
            out[n++] = rows[i].served_km2;
            out[n++] = rows[i].unknown_km2;
            if (k == 0) out[n++] = rows[i].persons_served;
        }
        er_cover_level_row *levels = NULL;
        assert_ok(f->ctx, er_store_cover_levels(f->ctx, f->store, f->arena, run, kinds[k], &levels,
                                                &count));
        for (size_t i = 0; i < count; i++)
            out[n++] = levels[i].area_km2;
    }
    er_cover_outline *outlines = NULL;
    assert_ok(f->ctx, er_store_cover_outlines(f->ctx, f->store, f->arena, run, &outlines, &count));
    for (size_t i = 0; i < count; i++) {
        char hash[65];
        uint64_t start = 0;
        er_sha256(outlines[i].geometry.data, outlines[i].geometry.size, hash);
        memcpy(&start, hash, sizeof start); /* hexadecimal digits: never a NaN */
        memcpy(&out[n++], &start, sizeof start);
        out[n++] = outlines[i].area_km2;
    }
    return n;
}

static void threads_tiles_and_row_order_do_not_show(void **state) {
    fixture *f = *state;
    static double first[2000], again[2000];
    static const int32_t tiles[] = {256, 16, 37, 128, 512};
    er_station stations[STATIONS];
    er_sector_rule rule = field_isotropic[0];
    er_study study = field_study();
    size_t wanted = 0;
    rule.sectors = 3;
    rule.beamwidth_deg = 65;
    rule.vertical_beamwidth_deg = 10;
    rule.tilt_deg = 6;
    rule.bandwidth_mhz = 20;
    study.radio.sectors = &rule;
    study.radio.sight = "expected";
    study.radio.edge_probability = 0.9;
    study.radio.resolution_m = 60;
    make_stations(stations);
    field_add_areas(f, west, south);
    add_stations(f, stations, STATIONS, 0);
    for (size_t i = 0; i < 5; i++)
        for (int threads = 1; threads <= 2; threads++) {
            er_cover_options options = {.tile_cells = tiles[i]};
            int64_t run = 0;
            er_context_set_threads(f->ctx, threads);
            assert_ok(f->ctx, er_cover_with(f->ctx, f->store, &study, &options, &run));
            size_t count = figures_of(f, run, wanted ? again : first);
            if (wanted == 0) wanted = count;
            assert_int_equal(count, wanted);
            if (i + (size_t)threads > 1) assert_memory_equal(first, again, wanted * sizeof *first);
        }
    assert_true(wanted > 100 && wanted <= 2000);
    fixture *g = NULL;
    assert_int_equal(fixture_up((void **)&g), 0);
    field_add_areas(g, west, south);
    add_stations(g, stations, STATIONS, 17);
    assert_int_equal(figures_of(g, cover(g, &study), again), wanted);
    assert_memory_equal(first, again, wanted * sizeof *first);
    assert_int_equal(fixture_down((void **)&g), 0);
}

/** Hashes of every raster of a run, one behind the other. */
static void raster_hashes(fixture *f, const er_study *study, int32_t tile_cells, int threads,
                          char *out) {
    static const char *const names[] = {"signal", "server",      "servers", "operators",
                                        "sinr",   "probability", "level",   "loss"};
    char folder[160], path[224];
    snprintf(folder, sizeof folder, "%s/r%d-%d", f->folder, (int)tile_cells, threads);
    er_cover_options options = {.raster_folder = folder, .tile_cells = tile_cells};
    er_context_set_threads(f->ctx, threads);
    assert_ok(f->ctx, er_cover_with(f->ctx, f->store, study, &options, NULL));
    for (size_t i = 0; i < 8; i++) {
        snprintf(path, sizeof path, "%s/%s.tif", folder, names[i]);
        assert_ok(f->ctx, er_file_sha256(f->ctx, path, out + 64 * i));
    }
}

static void rasters_are_the_same_bytes_for_any_tile(void **state) {
    fixture *f = *state;
    static const int32_t tiles[] = {16, 37, 128, 512};
    static char first[64 * 8 + 1], again[64 * 8 + 1];
    er_station stations[STATIONS];
    er_study study = field_study();
    study.radio.resolution_m = 100;
    make_stations(stations);
    field_add_areas(f, west, south);
    add_stations(f, stations, STATIONS, 0);
    raster_hashes(f, &study, 256, 1, first);
    for (size_t i = 0; i < 4; i++) {
        raster_hashes(f, &study, tiles[i], 1 + (int)(i % 2), again);
        assert_string_equal(again, first);
    }
    for (size_t i = 1; i < 8; i++)
        assert_memory_not_equal(first, first + 64 * i, 64);
}

static void speeds_have_a_probability_too(void **state) {
    fixture *f = *state;
    static const er_study_level speed[] = {
        {.name = "fast", .min_rsrp_dbm = NAN, .min_dl_mbps = 50, .min_ul_mbps = NAN}};
    er_station station = field_station("A", west + 0.1, south + 0.05);
    er_study study = field_study();
    char folder[96], path[128];
    double least, most;
    snprintf(folder, sizeof folder, "%s/r", f->folder);
    snprintf(path, sizeof path, "%s/probability.tif", folder);
    er_cover_options options = {.raster_folder = folder, .rasters = ER_RASTER_PROBABILITY};
    study.radio.levels = speed;
    study.radio.level_count = 1;
    field_add_areas(f, west, south);
    add_stations(f, &station, 1, 0);
    assert_ok(f->ctx, er_cover_with(f->ctx, f->store, &study, &options, NULL));
    GDALDatasetH raster = GDALOpen(path, GA_ReadOnly);
    assert_non_null(raster);
    assert_int_equal(GDALGetRasterStatistics(GDALGetRasterBand(raster, 1), false, true, &least,
                                             &most, NULL, NULL),
                     CE_None);
    assert_true(least >= 0 && least < 0.2 && most > 0.999 && most <= 1);
    GDALClose(raster);
}

/* ---- what can go wrong ----------------------------------------------------------------------- */

static bool stop_at_once(void *user) {
    return ++*(int *)user > 12;
}

static void a_cancelled_run_leaves_nothing(void **state) {
    fixture *f = *state;
    er_station station = field_station("A", west + 0.1, south + 0.05);
    er_study study = field_study();
    er_cover_options options = {.tile_cells = 16};
    er_run *runs = NULL;
    size_t count;
    int asked = 0;
    field_add_areas(f, west, south);
    add_stations(f, &station, 1, 0);
    er_context_set_cancel(f->ctx, stop_at_once, &asked);
    assert_int_equal(er_cover_with(f->ctx, f->store, &study, &options, NULL), ER_ERR_CANCELLED);
    er_context_set_cancel(f->ctx, NULL, NULL);
    assert_ok(f->ctx, er_store_runs(f->ctx, f->store, f->arena, &runs, &count));
    assert_int_equal(count, 0);
    er_cover_row *rows = rows_of(f, 1, "unit", &count);
    assert_true(count == 0 && (rows || !rows));
}

static void bad_options_are_refused(void **state) {
    fixture *f = *state;
    er_station station = field_station("A", west + 0.1, south + 0.05);
    er_study study = field_study();
    er_cover_options options = {.tile_cells = 8};
    field_add_areas(f, west, south);
    add_stations(f, &station, 1, 0);
    assert_int_equal(er_cover_with(f->ctx, f->store, &study, &options, NULL), ER_ERR_RANGE);
    options = (er_cover_options){.raster_folder = f->folder};
    study.coverage_model = "disc";
    assert_int_equal(er_cover_with(f->ctx, f->store, &study, &options, NULL), ER_ERR_UNSUPPORTED);
}

static void the_record_says_what_the_run_rests_on(void **state) {
    fixture *f = *state;
    er_station station = field_station("A", west + 0.1, south + 0.05);
    er_study study = field_study();
    er_run run;
    er_assumption *rows = NULL;
    size_t count, heights = 0;
    station.synthetic = true;
    field_add_areas(f, west, south);
    add_stations(f, &station, 1, 0);
    int64_t id = cover(f, &study);
    assert_ok(f->ctx, er_store_last_run(f->ctx, f->store, f->arena, "cover", &run));
    assert_int_equal(run.id, id);
    assert_string_equal(run.model, "tr38901");
    static const char *const said[] = {"\"preset\":\"default\"", "\"min_rsrp_dbm\":-110",
                                       "\"resolution_m\":20",    "\"edge_probability\":0.5",
                                       "\"synthetic_share\":1",  "\"supposed\":1",
                                       "\"sight\":\"los\""};
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++)
        if (!strstr(run.parameters, said[i])) fail_msg("no %s in %s", said[i], run.parameters);
    assert_ok(f->ctx, er_store_assumptions(f->ctx, f->store, f->arena, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rows[i].field, "height_m") != 0) continue;
        heights++;
        assert_string_equal(rows[i].value, "10");
        assert_true(rows[i].rows_affected == 1 && rows[i].rows_total == 1);
    }
    assert_int_equal(heights, 1);
}

int main(void) {
#define GRID_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_up, fixture_down)
    const struct CMUnitTest tests[] = {
        GRID_TEST(levels_of_one_station_are_discs),
        GRID_TEST(a_venue_smaller_than_a_cell_is_served_or_not),
        GRID_TEST(operators_are_strata),
        cmocka_unit_test(strata_keep_three_states_apart),
        GRID_TEST(without_stations_everything_is_unknown),
        GRID_TEST(threads_tiles_and_row_order_do_not_show),
        GRID_TEST(rasters_are_the_same_bytes_for_any_tile),
        GRID_TEST(speeds_have_a_probability_too),
        GRID_TEST(a_cancelled_run_leaves_nothing),
        GRID_TEST(bad_options_are_refused),
        GRID_TEST(the_record_says_what_the_run_rests_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
