/* The signal field against the radio room's own functions, one cell at a time. */
#include "field_fixture.h"

static const double west = 121, south = 24;

static er_signal signal_at(fixture *f, const struct field_world *w, er_point place) {
    er_signal signals[8];
    uint32_t operators;
    er_field_operators(w->field, &operators, NULL);
    assert_true(operators <= 8);
    assert_ok(f->ctx, er_field_points(f->ctx, w->field, &place, 1, signals));
    return signals[0];
}

/* ---- one sector ------------------------------------------------------------------------------ */

/** What the radio room says of an emitter at a place. */
static er_signal expect(fixture *f, const er_emitter *e, er_point place) {
    double distance_m, azimuth_deg;
    er_path path = e->path;
    er_path_result result;
    er_geodesic_inverse(e->position, place, &distance_m, &azimuth_deg);
    path.distance_m = distance_m;
    assert_ok(f->ctx, er_path_loss(f->ctx, e->model, &path, &result, NULL));
    double elevation = atan2(path.rx_height_m - path.tx_height_m, distance_m) * 180 / M_PI;
    double gain =
        er_antenna_gain_dbi(e->antenna, azimuth_deg - e->azimuth_deg, elevation, e->tilt_deg);
    return (er_signal){.rsrp_dbm = er_rsrp_dbm(&e->budget, gain, result.loss_db),
                       .sigma_db = result.sigma_db,
                       .loss_db = result.loss_db,
                       .uplink_snr_db = er_uplink_snr_db(&e->budget, gain, result.loss_db)};
}

static void every_cell_is_what_the_link_says(void **state) {
    fixture *f = *state;
    er_sector_rule rule = field_isotropic[0];
    rule.sectors = 3;
    rule.gain_dbi = 17;
    rule.beamwidth_deg = 65;
    rule.vertical_beamwidth_deg = 10;
    rule.tilt_deg = 6;
    static const char *const environments[] = {"rma", "uma", "umi"};
    er_station station = field_station("A", 121.0612, 24.0437);
    er_study study = field_study();
    field_add_areas(f, west, south);
    add_stations(f, &station, 1, 0);
    study.radio.sectors = &rule;
    study.radio.sight = "expected";
    for (size_t k = 0; k < 3; k++) {
        er_environment_rule environment = {.environment = environments[k]};
        study.radio.environments = &environment;
        struct field_world w = open_field(f, &study);
        size_t count;
        const er_emitter *emitters = er_field_sectors(w.field, &count);
        assert_int_equal(count, 3);
        assert_string_equal(emitters[0].model->name + strlen("tr38901-"), environments[k]);
        for (int i = 0; i < 400; i++) {
            er_random random = er_random_stream(5, (uint64_t)i);
            er_point place = {121.0612 + 0.03 * (er_random_unit(&random) - 0.5),
                              24.0437 + 0.03 * (er_random_unit(&random) - 0.5)};
            er_signal got = signal_at(f, &w, place), best = {.rsrp_dbm = -INFINITY};
            double others_mw = 0;
            for (size_t s = 0; s < count; s++) {
                er_signal one = expect(f, &emitters[s], place);
                others_mw += pow(10, one.rsrp_dbm / 10);
                if (one.rsrp_dbm > best.rsrp_dbm) best = one, best.sector = (uint32_t)s;
            }
            others_mw -= pow(10, best.rsrp_dbm / 10);
            if (isnan(got.rsrp_dbm)) { /* beyond the range: 10 dB under the noise */
                assert_true(best.rsrp_dbm < er_noise_dbm(30e3, 9) - 10);
                continue;
            }
            assert_within(got.rsrp_dbm, best.rsrp_dbm, 1e-5); /* 1 mm of the frame, 10 m away */
            assert_within(got.loss_db, best.loss_db, 1e-5);
            assert_within(got.sigma_db, best.sigma_db, 1e-5);
            assert_within(got.uplink_snr_db, best.uplink_snr_db, 1e-5);
            assert_within(got.sinr_db,
                          er_sinr_db(&emitters[0].budget, best.rsrp_dbm, 0.5 * others_mw), 1e-5);
            assert_int_equal(got.sector, best.sector);
        }
        close_field(&w);
    }
}

/* ---- several stations ------------------------------------------------------------------------ */

static void two_equal_stations_disturb_each_other_in_the_middle(void **state) {
    fixture *f = *state;
    er_station stations[] = {field_station("A", 121.05, 24.05), field_station("A", 121.054, 24.05)};
    er_study study = field_study();
    field_add_areas(f, west, south);
    add_stations(f, stations, 2, 0);
    struct field_world w = open_field(f, &study);
    er_signal got = signal_at(f, &w, (er_point){121.052, 24.05});
    /* at half load: one over a half, less thermal noise that is 60 dB down */
    assert_within(got.sinr_db, 10 * log10(2), 1e-3);
    assert_int_equal(got.servers, 2);
    assert_int_equal(got.level, 2);
    got = signal_at(f, &w, (er_point){121.0521, 24.05});
    assert_int_equal(got.sector, 1);
    assert_true(got.sinr_db > 3.1);
    close_field(&w);
    /* without load the other one is silent */
    study.radio.load = 0;
    w = open_field(f, &study);
    got = signal_at(f, &w, (er_point){121.052, 24.05});
    assert_within(got.sinr_db, got.rsrp_dbm - er_noise_dbm(30e3, 9), 1e-9);
    close_field(&w);
}

static void other_operators_and_carriers_do_not_disturb(void **state) {
    fixture *f = *state;
    er_station stations[] = {field_station("A", 121.05, 24.05), field_station("B", 121.054, 24.05),
                             field_station("A", 121.054, 24.05)};
    stations[2].band = "3700";
    er_study study = field_study();
    field_add_areas(f, west, south);
    add_stations(f, stations, 3, 0);
    struct field_world w = open_field(f, &study);
    er_signal got = signal_at(f, &w, (er_point){121.05, 24.0503});
    assert_within(got.sinr_db, got.rsrp_dbm - er_noise_dbm(30e3, 9), 1e-9);
    assert_int_equal(got.servers, 2); /* both carriers of A */
    close_field(&w);
    stations[2].band = "3620";
    stations[2].row = 9;
    add_stations(f, &stations[2], 1, 0);
    w = open_field(f, &study);
    size_t count;
    const er_emitter *emitters = er_field_sectors(w.field, &count);
    assert_int_equal(count, 4);
    size_t same = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < i; j++)
            same += emitters[i].carrier == emitters[j].carrier;
    /* 3550 (the middle of n78), 3620 and 3700, each 100 MHz wide, overlap as a chain */
    assert_int_equal(same, 3);
    close_field(&w);
}

static void shadowing_is_kept_off_by_a_margin(void **state) {
    fixture *f = *state;
    er_station station = field_station("A", 121.05, 24.05);
    er_study study = field_study();
    field_add_areas(f, west, south);
    add_stations(f, &station, 1, 0);
    study.radio.edge_probability = 0.9;
    struct field_world w = open_field(f, &study);
    double z = er_normal_quantile(0.9);
    bool seen[3] = {false};
    for (int i = 1; i < 200; i++) {
        er_signal got = signal_at(f, &w, (er_point){121.05 + 0.0002 * i, 24.05});
        if (isnan(got.rsrp_dbm)) continue;
        double sure_dbm = got.rsrp_dbm - z * got.sigma_db;
        assert_true(fabs(er_probability_above(got.rsrp_dbm, got.sigma_db, sure_dbm) - 0.9) < 1e-9);
        assert_int_equal(got.level, sure_dbm >= -90 ? 2 : sure_dbm >= -110 ? 1 : 0);
        assert_int_equal(got.servers, sure_dbm >= -110);
        seen[got.level] = true;
    }
    assert_true(seen[0] && seen[1] && seen[2]);
    close_field(&w);
}

static void throughput_levels_follow_the_rates(void **state) {
    fixture *f = *state;
    static const er_study_level rates[] = {
        {.name = "fast", .min_rsrp_dbm = NAN, .min_dl_mbps = 100, .min_ul_mbps = 10},
        {.name = "slow", .min_rsrp_dbm = NAN, .min_dl_mbps = 10, .min_ul_mbps = 1}};
    er_station stations[] = {field_station("A", 121.05, 24.05), field_station("A", 121.07, 24.05)};
    er_study study = field_study();
    field_add_areas(f, west, south);
    add_stations(f, stations, 2, 0);
    study.radio.levels = rates;
    study.radio.sight = "nlos";
    study.radio.edge_probability = 0.8;
    struct field_world w = open_field(f, &study);
    size_t count;
    const er_emitter *emitters = er_field_sectors(w.field, &count);
    double z = er_normal_quantile(0.8);
    bool seen[3] = {false};
    for (int i = 0; i < 300; i++) {
        er_signal got = signal_at(f, &w, (er_point){121.04 + 0.0002 * i, 24.0505});
        if (isnan(got.rsrp_dbm)) continue;
        const er_budget *budget = &emitters[got.sector].budget;
        double down = er_downlink_mbps(budget, got.sinr_db - z * got.sigma_db);
        double up = er_uplink_mbps(budget, got.uplink_snr_db - z * got.sigma_db);
        int level = down >= 100 && up >= 10 ? 2 : down >= 10 && up >= 1 ? 1 : 0;
        assert_int_equal(got.level, level);
        seen[level] = true;
    }
    assert_true(seen[0] && seen[1] && seen[2]);
    close_field(&w);
}

/* ---- tiles ----------------------------------------------------------------------------------- */

static void a_cell_is_the_same_in_any_tile(void **state) {
    fixture *f = *state;
    enum { SIDE = 150 };
    er_station stations[] = {field_station("A", 121.05, 24.05),
                             field_station("A", 121.0512, 24.0513),
                             field_station("B", 121.054, 24.052)};
    er_study study = field_study();
    static er_signal whole[2 * SIDE * SIDE], part[2 * 37 * 41];
    field_add_areas(f, west, south);
    add_stations(f, stations, 3, 0);
    struct field_world w = open_field(f, &study);
    er_point middle = {121.05, 24.05};
    er_plane_forward(w.plane, &middle, 1);
    er_box box = {middle.x - 1400, middle.y - 1400, middle.x + 1400, middle.y + 1400};
    er_grid grid;
    assert_ok(f->ctx, er_grid_over(f->ctx, box, 20, &grid));
    er_tile all = {0, 0, 140, 140}, some = {31, 57, 37, 41};
    memset(whole, 0, sizeof whole);
    memset(part, 0, sizeof part);
    assert_ok(f->ctx, er_field_tile(f->ctx, w.field, &grid, all, whole));
    assert_ok(f->ctx, er_field_tile(f->ctx, w.field, &grid, some, part));
    for (int o = 0; o < 2; o++)
        for (int r = 0; r < some.rows; r++)
            for (int c = 0; c < some.columns; c++) {
                const er_signal *a = &whole[(o * 140 + r + some.row) * 140 + c + some.column];
                const er_signal *b = &part[(o * some.rows + r) * some.columns + c];
                assert_memory_equal(&a->rsrp_dbm, &b->rsrp_dbm, sizeof a->rsrp_dbm);
                assert_memory_equal(&a->sinr_db, &b->sinr_db, sizeof a->sinr_db);
                assert_memory_equal(&a->sigma_db, &b->sigma_db, sizeof a->sigma_db);
                assert_memory_equal(&a->loss_db, &b->loss_db, sizeof a->loss_db);
                assert_int_equal(a->sector, b->sector);
                assert_int_equal(a->servers, b->servers);
                assert_int_equal(a->level, b->level);
            }
    close_field(&w);
}

static void places_in_reach_are_found(void **state) {
    fixture *f = *state;
    enum { STATIONS = 60 };
    er_station stations[STATIONS];
    er_study study = field_study();
    size_t *found = NULL, capacity = 0, count;
    for (int i = 0; i < STATIONS; i++) {
        er_random random = er_random_stream(2, (uint64_t)i);
        double x = er_random_unit(&random), y = er_random_unit(&random);
        stations[i] = field_station("A", west + 0.2 * x * x, south + 0.1 * y);
    }
    field_add_areas(f, west, south);
    add_stations(f, stations, STATIONS, 0);
    struct field_world w = open_field(f, &study);
    for (int i = 0; i < 500; i++) {
        er_random random = er_random_stream(8, (uint64_t)i);
        double x = 30000 * (er_random_unit(&random) - 0.5);
        double y = 30000 * (er_random_unit(&random) - 0.5);
        double side = i % 3 ? 2000 * er_random_unit(&random) : 0;
        er_box box = {x, y, x + side, y + side};
        size_t wanted = 0;
        assert_ok(f->ctx, er_field_places_near(f->ctx, w.field, box, &found, &capacity, &count));
        for (size_t k = 0; k < w.field->place_count; k++) {
            er_box b = w.field->places[k].box;
            if (b.min_x > box.max_x || b.max_x < box.min_x || b.min_y > box.max_y ||
                b.max_y < box.min_y)
                continue;
            assert_true(wanted < count);
            assert_int_equal(found[wanted], k);
            wanted++;
        }
        assert_int_equal(count, wanted);
        assert_true(er_field_reaches(w.field, box) == (count > 0));
    }
    er_free(found);
    close_field(&w);
}

/* ---- sectors --------------------------------------------------------------------------------- */

static const er_field_tally *find_tally(const er_field *field, const char *name) {
    for (size_t i = 0; i < field->tally_count; i++)
        if (strcmp(field->tallies[i].field, name) == 0) return &field->tallies[i];
    return NULL;
}

static void stated_figures_count_before_rules_and_defaults(void **state) {
    fixture *f = *state;
    er_station stations[] = {field_station("A", 121.05, 24.05), field_station("A", 121.08, 24.05),
                             field_station("A", 121.09, 24.05)};
    stations[0].height_m = 33;
    stations[2].band = "no such band";
    er_study study = field_study();
    er_station *rows = NULL;
    size_t count;
    field_add_areas(f, west, south);
    add_stations(f, stations, 3, 0);
    assert_ok(f->ctx, er_store_stations(f->ctx, f->store, f->arena, &rows, &count));
    er_sector sector = {.station_id = rows[0].id,
                        .row = 1,
                        .freq_mhz = 3450,
                        .bandwidth_mhz = 60,
                        .azimuth_deg = 90,
                        .beamwidth_deg = 65,
                        .vertical_beamwidth_deg = NAN,
                        .tilt_deg = 3,
                        .height_m = NAN,
                        .power_dbm = NAN,
                        .eirp_dbm = 60,
                        .gain_dbi = 15};
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_sector(f->ctx, f->store, &sector));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    struct field_world w = open_field(f, &study);
    const er_emitter *e = er_field_sectors(w.field, &count);
    assert_int_equal(count, 2);
    assert_non_null(e[0].sector);
    assert_true(e[0].path.freq_mhz == 3450 && e[0].budget.bandwidth_mhz == 60);
    assert_true(e[0].path.tx_height_m == 33 && e[0].azimuth_deg == 90 && e[0].tilt_deg == 3);
    assert_true(e[0].budget.tx_power_dbm == 45); /* 60 dBm less 15 dBi */
    assert_true(er_antenna_peak_dbi(e[0].antenna) == 15);
    assert_null(e[1].sector);
    assert_true(e[1].path.tx_height_m == 10 && e[1].budget.tx_power_dbm == 40);
    assert_true(e[1].path.freq_mhz == 3550);
    const er_field_tally *tally = find_tally(w.field, "height_m");
    assert_non_null(tally);
    assert_int_equal(tally->sectors, 1);
    assert_string_equal(tally->value, "10");
    tally = find_tally(w.field, "band");
    assert_non_null(tally);
    assert_int_equal(tally->sectors, 1);
    assert_int_equal(w.field->left_out, 1);
    assert_null(find_tally(w.field, "azimuth_deg"));
    close_field(&w);
}

/* By the band's name, or by the technology of the station's list; the study's spacing is NR's. */
static void lte_carriers_are_counted_as_such(void **state) {
    fixture *f = *state;
    er_station stations[] = {field_station("A", 121.05, 24.05), field_station("A", 121.08, 24.05),
                             field_station("A", 121.09, 24.05)};
    stations[0].band = "B3";
    stations[1].band = "n41";
    stations[1].technology = "4G";
    stations[2].technology = "5G";
    er_study study = field_study();
    er_sector_rule rule = field_isotropic[0];
    rule.bandwidth_mhz = NAN; /* the band's */
    study.radio.sectors = &rule;
    size_t count;
    field_add_areas(f, west, south);
    add_stations(f, stations, 3, 0);
    struct field_world w = open_field(f, &study);
    const er_emitter *e = er_field_sectors(w.field, &count);
    assert_int_equal(count, 3);
    assert_true(e[0].budget.lte && e[0].budget.subcarrier_khz == 15);
    assert_true(e[1].budget.lte && e[1].budget.subcarrier_khz == 15);
    assert_true(e[0].budget.bandwidth_mhz == 20 && e[1].budget.bandwidth_mhz == 20);
    assert_true(!e[2].budget.lte && e[2].budget.subcarrier_khz == 30);
    assert_true(fabs(er_rsrp_offset_db(&e[0].budget) + 10 * log10(1200)) < 1e-12);
    close_field(&w);
}

static void each_sector_ends_at_its_own_range(void **state) {
    fixture *f = *state;
    er_station stations[] = {field_station("A", 121.05, 24.05), field_station("A", 121.05, 24.05)};
    er_sector_rule rules[] = {field_isotropic[0], field_isotropic[0]};
    er_study study = field_study();
    stations[1].band = "n28";
    rules[0].band = "n78";
    rules[0].range_m = 300;
    rules[1].subcarrier_khz = 15;
    rules[1].bandwidth_mhz = 20;
    study.radio.sectors = rules;
    study.radio.sector_count = 2;
    field_add_areas(f, west, south);
    add_stations(f, stations, 2, 0);
    struct field_world w = open_field(f, &study);
    size_t count;
    const er_emitter *emitters = er_field_sectors(w.field, &count);
    assert_int_equal(count, 2);
    er_signal near = signal_at(f, &w, er_geodesic_direct(stations[0].position, 70, 299));
    er_signal far = signal_at(f, &w, er_geodesic_direct(stations[0].position, 70, 301));
    assert_int_equal(near.servers, 2);
    assert_int_equal(far.servers, 1);
    assert_string_equal(emitters[far.sector].band, "n28");
    assert_int_equal(w.field->place_count, 1);
    close_field(&w);
}

static void discs_have_no_field(void **state) {
    fixture *f = *state;
    er_study study = field_study();
    er_plane *plane = NULL;
    er_field *field = NULL;
    field_add_areas(f, west, south);
    assert_ok(f->ctx, er_working_plane(f->ctx, f->store, &study, &plane));
    study.coverage_model = "disc";
    assert_int_equal(er_field_new(f->ctx, f->store, &study, plane, &field), ER_ERR_UNSUPPORTED);
    assert_null(field);
    er_plane_free(plane);
}

/* ---- angles and powers ----------------------------------------------------------------------- */

static void angles_and_powers_are_those_of_the_library(void **state) {
    (void)state;
    enum { COUNT = 4000 };
    static double east[COUNT], north[COUNT], distance[COUNT], got[COUNT];
    for (int i = 0; i < COUNT; i++) {
        er_random random = er_random_stream(3, (uint64_t)i);
        east[i] = i < 9 ? i % 3 - 1 : 1000 * er_random_normal(&random);
        north[i] = i < 9 ? i / 3 - 1 : 1000 * er_random_normal(&random);
        distance[i] = hypot(east[i], north[i]);
    }
    er_field_azimuths(east, north, COUNT, got);
    for (int i = 0; i < COUNT; i++)
        if (distance[i] > 0)
            assert_within(remainder(got[i] - atan2(east[i], north[i]) * 180 / M_PI, 360), 0, 1e-12);
    er_field_elevations(north, distance, COUNT, got);
    for (int i = 0; i < COUNT; i++)
        assert_within(got[i], distance[i] > 0 ? atan2(north[i], distance[i]) * 180 / M_PI : 0,
                      1e-12);
    for (int i = 0; i < COUNT; i++)
        distance[i] = -200 + 0.1 * i;
    er_field_powers(distance, COUNT, got);
    for (int i = 0; i < COUNT; i++)
        assert_within(got[i] / pow(10, distance[i] / 10), 1, 1e-13);
}

int main(void) {
#define FIELD_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_up, fixture_down)
    const struct CMUnitTest tests[] = {
        FIELD_TEST(every_cell_is_what_the_link_says),
        FIELD_TEST(two_equal_stations_disturb_each_other_in_the_middle),
        FIELD_TEST(other_operators_and_carriers_do_not_disturb),
        FIELD_TEST(shadowing_is_kept_off_by_a_margin),
        FIELD_TEST(throughput_levels_follow_the_rates),
        FIELD_TEST(a_cell_is_the_same_in_any_tile),
        FIELD_TEST(places_in_reach_are_found),
        FIELD_TEST(stated_figures_count_before_rules_and_defaults),
        FIELD_TEST(lte_carriers_are_counted_as_such),
        FIELD_TEST(each_sector_ends_at_its_own_range),
        FIELD_TEST(discs_have_no_field),
        cmocka_unit_test(angles_and_powers_are_those_of_the_library),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
