/* Sectors, measurements and what the signal models find, in the workspace and back. */
#include "unit/store_fixture.h"
#include "unit/store_sql.h"

static int64_t add_station(fixture *f, er_store *store, er_station station) {
    er_station *rows;
    size_t count;
    int64_t newest = 0;
    assert_ok(f->ctx, er_store_add_station(f->ctx, store, &station));
    assert_ok(f->ctx, er_store_stations(f->ctx, store, f->arena, &rows, &count));
    for (size_t i = 0; i < count; i++)
        if (rows[i].id > newest) newest = rows[i].id;
    return newest;
}

static er_measurement plain_measurement(double x, double y, double rsrp_dbm) {
    return (er_measurement){.row = 1,
                            .position = {x, y},
                            .rsrp_dbm = rsrp_dbm,
                            .sinr_db = NAN,
                            .dl_mbps = NAN,
                            .ul_mbps = NAN};
}

static void a_sector_comes_back_as_it_was(void **state) {
    fixture *f = *state;
    er_sector *rows;
    size_t count;
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    int64_t station = add_station(f, f->store, plain_station(121, 25));
    er_sector sector = {.station_id = station,
                        .row = 7,
                        .code = "S1-甲",
                        .band = "n78",
                        .freq_mhz = 3500,
                        .bandwidth_mhz = 100,
                        .azimuth_deg = 360,
                        .beamwidth_deg = 65,
                        .vertical_beamwidth_deg = 8,
                        .tilt_deg = -2.5,
                        .height_m = 31,
                        .power_dbm = 43,
                        .eirp_dbm = 60,
                        .gain_dbi = 17,
                        .antenna = "k80010.msi"};
    er_sector open = plain_sector(station, NAN);
    open.all_round = true;
    assert_ok(f->ctx, er_store_add_sector(f->ctx, f->store, &sector));
    assert_ok(f->ctx, er_store_add_sector(f->ctx, f->store, &open));
    assert_true(sector.id > 0 && open.id > sector.id);
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    reopen(f, ER_STORE_READ);
    assert_ok(f->ctx, er_store_sectors(f->ctx, f->store, f->arena, &rows, &count));
    assert_int_equal(count, 2);
    assert_true(rows[0].all_round && isnan(rows[0].azimuth_deg) && isnan(rows[0].power_dbm));
    assert_true(rows[0].number == 1 && rows[1].number == 2);
    assert_null(rows[0].antenna);
    const er_sector *got = &rows[1];
    assert_true(got->id == sector.id && got->station_id == station && got->row == 7);
    assert_string_equal(got->code, "S1-甲");
    assert_string_equal(got->band, "n78");
    assert_string_equal(got->antenna, "k80010.msi");
    assert_true(got->freq_mhz == 3500 && got->bandwidth_mhz == 100 && got->azimuth_deg == 360);
    assert_true(got->beamwidth_deg == 65 && got->vertical_beamwidth_deg == 8);
    assert_true(got->tilt_deg == -2.5 && got->height_m == 31 && got->power_dbm == 43);
    assert_true(got->eirp_dbm == 60 && got->gain_dbi == 17 && !got->all_round);
}

static void refuse_sector(fixture *f, er_sector sector, er_status status, const char *text) {
    assert_int_equal(er_store_add_sector(f->ctx, f->store, &sector), status);
    if (!strstr(er_context_error(f->ctx), text)) fail_msg("%s", er_context_error(f->ctx));
}

static void a_sector_out_of_range_is_refused(void **state) {
    fixture *f = *state;
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    int64_t station = add_station(f, f->store, plain_station(121, 25));
    refuse_sector(f, plain_sector(station + 1, 0), ER_ERR_INPUT, "no station");
    refuse_sector(f, plain_sector(station, 360.5), ER_ERR_RANGE, "azimuth_deg");
    refuse_sector(f, plain_sector(station, -1), ER_ERR_RANGE, "azimuth_deg");
    er_sector sector = plain_sector(station, 0);
    sector.all_round = true;
    refuse_sector(f, sector, ER_ERR_RANGE, "all_round");
    const struct {
        size_t offset;
        double value;
        const char *name;
    } bad[] = {{offsetof(er_sector, freq_mhz), 0, "freq_mhz"},
               {offsetof(er_sector, freq_mhz), INFINITY, "freq_mhz"},
               {offsetof(er_sector, bandwidth_mhz), 0, "bandwidth_mhz"},
               {offsetof(er_sector, bandwidth_mhz), -5, "bandwidth_mhz"},
               {offsetof(er_sector, beamwidth_deg), 0, "beamwidth_deg"},
               {offsetof(er_sector, beamwidth_deg), 361, "beamwidth_deg"},
               {offsetof(er_sector, vertical_beamwidth_deg), 181, "vertical_beamwidth_deg"},
               {offsetof(er_sector, tilt_deg), 91, "tilt_deg"},
               {offsetof(er_sector, tilt_deg), -91, "tilt_deg"},
               {offsetof(er_sector, height_m), -1, "height_m"},
               {offsetof(er_sector, height_m), 10001, "height_m"},
               {offsetof(er_sector, power_dbm), 101, "power_dbm"},
               {offsetof(er_sector, eirp_dbm), 151, "eirp_dbm"},
               {offsetof(er_sector, gain_dbi), 81, "gain_dbi"}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        sector = plain_sector(station, 0);
        memcpy((char *)&sector + bad[i].offset, &bad[i].value, sizeof bad[i].value);
        refuse_sector(f, sector, ER_ERR_RANGE, bad[i].name);
    }
}

/** A list with a row for every sector: stations that say the same, told apart by their sectors; one
 *  with a sector in two bands; one without. The list must not depend on what came first. */
static void sectors_keep_their_order_when_rows_are_shuffled(void **state) {
    fixture *f = *state;
    const struct {
        double x;
        double azimuths[3];
        const char *band;
    } sites[] = {{121, {0, NAN, NAN}, NULL},
                 {121, {120, 10, NAN}, NULL},
                 {121, {120, 240, NAN}, NULL},
                 {120, {90, 90, 30}, "n78"}};
    const int orders[2][4] = {{0, 1, 2, 3}, {2, 3, 1, 0}};
    er_sector *rows[2];
    size_t count;
    for (int i = 0; i < 2; i++) {
        er_store *store = begin_another(f, i);
        for (int j = 0; j < 4; j++) {
            int64_t id = add_station(f, store, plain_station(sites[orders[i][j]].x, 25));
            for (int k = 0; k < 3; k++) {
                int at = i == 0 ? k : 2 - k;
                er_sector sector = plain_sector(id, sites[orders[i][j]].azimuths[at]);
                sector.band = at == 0 ? sites[orders[i][j]].band : NULL;
                if (!isnan(sector.azimuth_deg))
                    assert_ok(f->ctx, er_store_add_sector(f->ctx, store, &sector));
            }
        }
        assert_ok(f->ctx, er_store_commit(f->ctx, store));
        assert_ok(f->ctx, er_store_sectors(f->ctx, store, f->arena, &rows[i], &count));
        assert_int_equal(count, 8);
        er_store_close(store);
    }
    const double azimuths[8] = {30, 90, 90, 0, 10, 120, 120, 240};
    const int64_t numbers[8] = {1, 2, 3, 1, 1, 2, 1, 2};
    for (int j = 0; j < 2; j++) {
        for (int i = 0; i < 8; i++) {
            assert_true(rows[j][i].azimuth_deg == azimuths[i]);
            assert_int_equal(rows[j][i].number, numbers[i]);
        }
        assert_null(rows[j][1].band);
        assert_string_equal(rows[j][2].band, "n78");
    }
}

static void measurements_come_back_in_an_order_of_their_own(void **state) {
    fixture *f = *state;
    er_measurement points[4] = {plain_measurement(121, 25, -90), plain_measurement(121, 25, -95),
                                plain_measurement(120, 25, -80), plain_measurement(121, 25, -200)};
    points[0].operator_ = "A";
    points[0].technology = "NR";
    points[0].band = "n78";
    points[0].time = "2026-01-02T03:04:05";
    points[0].sinr_db = -3;
    points[0].dl_mbps = 210.5;
    points[0].ul_mbps = 0;
    points[0].synthetic = true;
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    for (int i = 0; i < 4; i++)
        assert_ok(f->ctx, er_store_add_measurement(f->ctx, f->store, &points[i]));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    reopen(f, ER_STORE_WRITE);
    er_measurement *rows;
    size_t count;
    assert_ok(f->ctx, er_store_measurements(f->ctx, f->store, f->arena, &rows, &count));
    assert_int_equal(count, 4);
    const double levels[4] = {-80, -200, -95, -90};
    for (int i = 0; i < 4; i++)
        assert_true(rows[i].rsrp_dbm == levels[i]);
    assert_true(isnan(rows[0].sinr_db) && isnan(rows[0].dl_mbps) && !rows[0].operator_);
    assert_true(rows[3].sinr_db == -3 && rows[3].dl_mbps == 210.5 && rows[3].ul_mbps == 0);
    assert_true(rows[3].synthetic && !rows[0].synthetic && rows[3].position.x == 121);
    assert_string_equal(rows[3].operator_, "A");
    assert_string_equal(rows[3].technology, "NR");
    assert_string_equal(rows[3].band, "n78");
    assert_string_equal(rows[3].time, "2026-01-02T03:04:05");

    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    er_measurement bad = plain_measurement(121, 25, 0.5);
    assert_int_equal(er_store_add_measurement(f->ctx, f->store, &bad), ER_ERR_RANGE);
    bad.rsrp_dbm = -200.5;
    assert_int_equal(er_store_add_measurement(f->ctx, f->store, &bad), ER_ERR_RANGE);
    bad.rsrp_dbm = NAN;
    assert_int_equal(er_store_add_measurement(f->ctx, f->store, &bad), ER_ERR_RANGE);
    bad = plain_measurement(181, 25, -90);
    assert_int_equal(er_store_add_measurement(f->ctx, f->store, &bad), ER_ERR_RANGE);
    bad = plain_measurement(NAN, NAN, -90);
    assert_int_equal(er_store_add_measurement(f->ctx, f->store, &bad), ER_ERR_GEOMETRY);
    bad = plain_measurement(121, 25, -90);
    bad.ul_mbps = -1;
    assert_int_equal(er_store_add_measurement(f->ctx, f->store, &bad), ER_ERR_RANGE);
}

static void levels_and_outlines_come_back(void **state) {
    fixture *f = *state;
    uint8_t wkb[93];
    er_run run = {.step = "cover", .model = "tr38901", .status = "done"};
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_run(f->ctx, f->store, &run));
    const er_cover_level_row levels[3] = {{run.id, "unit", 4, "operator", "B", 1, "weak", 2, NAN},
                                          {run.id, "unit", 4, "any", NULL, 1, "weak", 3, 20},
                                          {run.id, "unit", 4, "any", NULL, 0, "strong", 1, 10}};
    for (int i = 0; i < 3; i++)
        assert_ok(f->ctx, er_store_add_cover_level(f->ctx, f->store, &levels[i]));
    assert_int_equal(er_store_add_cover_level(f->ctx, f->store, &levels[2]), ER_ERR_INTERNAL);
    er_cover_level_row bad = levels[1];
    bad.stratum = "operator"; /* of none */
    assert_int_equal(er_store_add_cover_level(f->ctx, f->store, &bad), ER_ERR_RANGE);
    bad = levels[1];
    bad.area_id = 5;
    bad.area_km2 = -1;
    assert_int_equal(er_store_add_cover_level(f->ctx, f->store, &bad), ER_ERR_RANGE);
    const char *const strata[4] = {"operator", "any", "all", "any"};
    for (int i = 0; i < 4; i++) {
        er_cover_outline outline = {.run_id = run.id,
                                    .stratum = strata[i],
                                    .operator_ = i == 0 ? "A" : NULL,
                                    .rank = i == 3 ? 0 : 1,
                                    .level = i == 2 ? "unknown" : "weak",
                                    .area_km2 = i,
                                    .geometry = rectangle(wkb, 121, 25, 1, 1)};
        assert_ok(f->ctx, er_store_add_cover_outline(f->ctx, f->store, &outline));
        assert_int_equal(er_store_add_cover_outline(f->ctx, f->store, &outline), ER_ERR_INTERNAL);
    }
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    reopen(f, ER_STORE_READ);
    er_cover_level_row *rows;
    er_cover_outline *outlines;
    size_t count;
    assert_ok(f->ctx,
              er_store_cover_levels(f->ctx, f->store, f->arena, run.id, "unit", &rows, &count));
    assert_int_equal(count, 3);
    assert_string_equal(rows[0].level, "strong");
    assert_true(rows[0].persons == 10 && rows[1].area_km2 == 3 && isnan(rows[2].persons));
    assert_string_equal(rows[2].operator_, "B");
    assert_ok(f->ctx,
              er_store_cover_levels(f->ctx, f->store, f->arena, run.id, "venue", &rows, &count));
    assert_int_equal(count, 0);
    assert_ok(f->ctx,
              er_store_cover_outlines(f->ctx, f->store, f->arena, run.id, &outlines, &count));
    assert_int_equal(count, 4);
    const double areas[4] = {3, 1, 2, 0};
    for (int i = 0; i < 4; i++)
        assert_true(outlines[i].area_km2 == areas[i] && outlines[i].geometry.size == 102);
    assert_string_equal(outlines[2].level, "unknown");
    assert_string_equal(outlines[3].operator_, "A");
}

static void fits_come_back_as_added(void **state) {
    fixture *f = *state;
    er_run run = {.step = "measure", .model = "p1812", .status = "done"};
    er_measurement point = plain_measurement(121, 25, -90);
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_run(f->ctx, f->store, &run));
    assert_ok(f->ctx, er_store_add_measurement(f->ctx, f->store, &point));
    const er_fit_row fits[3] = {{run.id, "operator_clutter", "A", "urban", 12, 1, 3, 4, 5, -3},
                                {run.id, "operator_clutter", "A", NULL, 1, 0, 2, NAN, 2, NAN},
                                {run.id, "all", NULL, NULL, 0, 4, NAN, NAN, NAN, NAN}};
    for (int i = 0; i < 3; i++)
        assert_ok(f->ctx, er_store_add_fit(f->ctx, f->store, &fits[i]));
    er_fit_row bad = fits[2];
    bad.run_id = run.id + 1;
    assert_int_equal(er_store_add_fit(f->ctx, f->store, &bad), ER_ERR_INTERNAL);
    bad = fits[2];
    bad.operator_ = "A";
    assert_int_equal(er_store_add_fit(f->ctx, f->store, &bad), ER_ERR_RANGE);
    const er_measurement_fit one = {run.id, 1, "A", "urban", -87.25};
    assert_ok(f->ctx, er_store_add_measurement_fit(f->ctx, f->store, &one));
    assert_int_equal(er_store_add_measurement_fit(f->ctx, f->store, &one), ER_ERR_INTERNAL);
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    reopen(f, ER_STORE_READ);
    er_fit_row *rows;
    er_measurement_fit *points;
    size_t count;
    assert_ok(f->ctx, er_store_fits(f->ctx, f->store, f->arena, run.id, &rows, &count));
    assert_int_equal(count, 3);
    assert_true(rows[0].points == 12 && rows[0].unknown == 1 && rows[0].bias_db == 3);
    assert_true(rows[0].sd_db == 4 && rows[0].rmse_db == 5 && rows[0].offset_db == -3);
    assert_null(rows[1].clutter);
    assert_true(isnan(rows[1].sd_db) && isnan(rows[2].bias_db) && rows[2].unknown == 4);
    assert_ok(f->ctx,
              er_store_measurement_fits(f->ctx, f->store, f->arena, run.id, &points, &count));
    assert_int_equal(count, 1);
    assert_true(points[0].modelled_dbm == -87.25 && points[0].measurement_id == 1);
    assert_string_equal(points[0].clutter, "urban");
}

/* ---- what other programs see ----------------------------------------------------------------- */

static void fill_run(fixture *f, double modelled_dbm, double area_km2) {
    uint8_t wkb[93];
    er_run cover = {.step = "cover", .status = "done"}, measure = {.step = "measure"};
    measure.status = "done";
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_run(f->ctx, f->store, &cover));
    assert_ok(f->ctx, er_store_add_run(f->ctx, f->store, &measure));
    er_cover_outline outline = {.run_id = cover.id,
                                .stratum = "any",
                                .level = "weak",
                                .area_km2 = area_km2,
                                .geometry = rectangle(wkb, 121, 25, 1, 1)};
    er_cover_level_row level = {cover.id, "unit", 1, "any", NULL, 0, "weak", 1, 1};
    er_fit_row fit = {.run_id = measure.id, .scope = "all"};
    er_measurement_fit point = {measure.id, 1, "A", NULL, modelled_dbm};
    assert_ok(f->ctx, er_store_add_cover_outline(f->ctx, f->store, &outline));
    assert_ok(f->ctx, er_store_add_cover_level(f->ctx, f->store, &level));
    assert_ok(f->ctx, er_store_add_fit(f->ctx, f->store, &fit));
    assert_ok(f->ctx, er_store_add_measurement_fit(f->ctx, f->store, &point));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
}

static void layers_show_the_newest_results_and_results_are_final(void **state) {
    fixture *f = *state;
    er_measurement point = plain_measurement(121, 25, -90);
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    er_station station = plain_station(121, 25);
    station.band = "n1";
    station.height_m = 30;
    er_sector sector = plain_sector(add_station(f, f->store, station), 120);
    assert_ok(f->ctx, er_store_add_sector(f->ctx, f->store, &sector));
    assert_ok(f->ctx, er_store_add_measurement(f->ctx, f->store, &point));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    fill_run(f, -80, 1);
    fill_run(f, -88, 7);
    er_store_close(f->store);
    f->store = NULL;
    assert_true(ask(f->path, "SELECT residual_db FROM measurements_compared") == 2);
    assert_true(ask(f->path, "SELECT sum(area_km2) FROM coverage_outlines") == 7);
    assert_true(ask(f->path, "SELECT height_m + azimuth_deg FROM sectors_placed"
                             " WHERE band = 'n1'") == 150);
    assert_true(ask(f->path, "SELECT count(*) FROM idx_measurement_geom") == 1);
    assert_true(ask(f->path, "SELECT count(*) FROM idx_cover_outline_geom") == 2);
    assert_true(ask(f->path,
                    "SELECT count(*) FROM views_geometry_columns WHERE view_name IN"
                    " ('measurements_compared', 'coverage_outlines', 'sectors_placed')") == 3);
    const char *const changes[] = {
        "UPDATE cover_level SET area_km2 = 9", "UPDATE cover_outline SET area_km2 = 9",
        "UPDATE fit SET points = 9", "UPDATE measurement_fit SET modelled_dbm = -1"};
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
        assert_int_equal(run_sql(f->path, changes[i]), SQLITE_CONSTRAINT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_up, fixture_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_sector_comes_back_as_it_was),
        TEST(a_sector_out_of_range_is_refused),
        TEST(sectors_keep_their_order_when_rows_are_shuffled),
        TEST(measurements_come_back_in_an_order_of_their_own),
        TEST(levels_and_outlines_come_back),
        TEST(fits_come_back_as_added),
        TEST(layers_show_the_newest_results_and_results_are_final),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
