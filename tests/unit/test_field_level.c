/* What a signal amounts to, against closed forms. */
#include "field_fixture.h"

static const double west = 121, south = 24;

static double power_mw(double dbm) {
    return pow(10, dbm / 10);
}

static void add_world(fixture *f, const er_station *stations, size_t count) {
    field_add_areas(f, west, south);
    add_stations(f, stations, count, 0);
}

static er_signal signal_at(fixture *f, const struct field_world *w, double x, double y) {
    er_signal signals[4];
    assert_ok(f->ctx, er_field_points(f->ctx, w->field, &(er_point){x, y}, 1, signals));
    return signals[0];
}

static void levels_and_margins_are_those_of_points(void **state) {
    fixture *f = *state;
    static const er_study_level levels[] = {
        {.name = "fast", .min_rsrp_dbm = -100, .min_dl_mbps = 100, .min_ul_mbps = 10},
        {.name = "slow", .min_rsrp_dbm = -112, .min_dl_mbps = 10, .min_ul_mbps = 1}};
    er_station stations[] = {field_station("A", 121.05, 24.05), field_station("A", 121.07, 24.05)};
    er_study study = field_study();
    study.radio.levels = levels;
    study.radio.sight = "nlos";
    study.radio.edge_probability = 0.8;
    add_world(f, stations, 2);
    struct field_world w = open_field(f, &study);
    const double z = er_normal_quantile(0.8);
    size_t count, seen[3] = {0};
    const er_budget *budget = &er_field_sectors(w.field, &count)[0].budget;
    for (int i = 0; i < 600; i++) {
        er_signal s = signal_at(f, &w, 121.04 + 0.0001 * i, 24.0505);
        if (s.sector == UINT32_MAX) continue;
        er_signal asked = s;
        asked.level = 7; /* not looked at */
        assert_int_equal(er_field_level(w.field, &asked), s.level);
        double margin_db = er_field_margin_db(w.field, &s);
        assert_true((margin_db >= 0) == (s.level > 0));
        seen[s.level]++;
        /* a signal that is weaker by just the margin is just served, in all that is asked for */
        double down_db = s.sinr_db - z * s.sigma_db - margin_db;
        double up_db = s.uplink_snr_db - z * s.sigma_db - margin_db;
        double left_db = s.rsrp_dbm - z * s.sigma_db - margin_db;
        assert_true(er_downlink_mbps(budget, down_db + 1e-9) >= 10);
        assert_true(er_uplink_mbps(budget, up_db + 1e-9) >= 1);
        assert_true(left_db + 1e-9 >= -112);
        assert_true(er_downlink_mbps(budget, down_db - 1e-9) < 10 ||
                    er_uplink_mbps(budget, up_db - 1e-9) < 1 || left_db - 1e-9 < -112);
    }
    assert_true(seen[0] > 0 && seen[1] > 0 && seen[2] > 0);
    close_field(&w);
}

static void without_a_sector_there_is_no_level(void **state) {
    fixture *f = *state;
    er_station station = field_station("A", 121.05, 24.05);
    er_study study = field_study();
    add_world(f, &station, 1);
    struct field_world w = open_field(f, &study);
    er_signal none = signal_at(f, &w, 121.19, 24.09);
    assert_true(none.sector == UINT32_MAX);
    assert_int_equal(er_field_level(w.field, &none), 0);
    assert_true(isnan(er_field_margin_db(w.field, &none)));
    er_signal behind = er_field_behind(w.field, &none, 20, 3);
    assert_true(behind.sector == UINT32_MAX && behind.level == 0 && isnan(behind.rsrp_dbm));
    close_field(&w);
}

static void without_interference_all_falls_by_the_loss(void **state) {
    fixture *f = *state;
    er_station station = field_station("A", 121.05, 24.05);
    er_study study = field_study();
    add_world(f, &station, 1);
    struct field_world w = open_field(f, &study);
    er_signal s = signal_at(f, &w, 121.0507, 24.0502);
    assert_int_equal(s.level, 2);
    for (int i = 0; i <= 12; i++) {
        double loss_db = 7.5 * i;
        er_signal behind = er_field_behind(w.field, &s, loss_db, 4);
        assert_within(behind.rsrp_dbm, s.rsrp_dbm - loss_db, 1e-12);
        assert_within(behind.sinr_db, s.sinr_db - loss_db, 1e-12);
        assert_within(behind.uplink_snr_db, s.uplink_snr_db - loss_db, 1e-12);
        assert_within(behind.loss_db, s.loss_db + loss_db, 1e-12);
        assert_within(behind.sigma_db, sqrt(s.sigma_db * s.sigma_db + 16), 1e-12);
        int level = behind.rsrp_dbm >= -90 ? 2 : behind.rsrp_dbm >= -110 ? 1 : 0;
        assert_int_equal(behind.level, level);
        assert_true(behind.sector == s.sector);
    }
    close_field(&w);
}

static void interference_is_weakened_with_the_signal(void **state) {
    fixture *f = *state;
    er_station stations[] = {field_station("A", 121.05, 24.05), field_station("A", 121.054, 24.05)};
    er_study study = field_study();
    add_world(f, stations, 2);
    struct field_world w = open_field(f, &study);
    er_signal s = signal_at(f, &w, 121.0519, 24.05);
    const double noise_dbm = er_noise_dbm(30e3, 9);
    double interference_mw = power_mw(s.rsrp_dbm - s.sinr_db) - power_mw(noise_dbm);
    assert_true(interference_mw > 1e3 * power_mw(noise_dbm));
    er_signal behind = er_field_behind(w.field, &s, 10, 0);
    assert_within(behind.sinr_db, s.sinr_db, 1e-2); /* noise still doesn't count */
    assert_true(behind.sinr_db < s.sinr_db && behind.sigma_db == s.sigma_db);
    for (int i = 0; i <= 12; i++) {
        double loss_db = 7.5 * i;
        double power = power_mw(s.rsrp_dbm - loss_db);
        double others = interference_mw * power_mw(-loss_db) + power_mw(noise_dbm);
        assert_within(er_field_behind(w.field, &s, loss_db, 0).sinr_db, 10 * log10(power / others),
                      1e-9);
    }
    close_field(&w);
}

static void spread_behind_a_wall_counts_for_the_level(void **state) {
    fixture *f = *state;
    er_station station = field_station("A", 121.05, 24.05);
    er_study study = field_study();
    study.radio.edge_probability = 0.9;
    add_world(f, &station, 1);
    struct field_world w = open_field(f, &study);
    const double z = er_normal_quantile(0.9);
    er_signal s = signal_at(f, &w, 121.0507, 24.0502);
    double sigma_db = hypot(s.sigma_db, 6);
    double most_db = s.rsrp_dbm + 110 - z * sigma_db; /* a loss with which it is just served */
    assert_int_equal(er_field_behind(w.field, &s, most_db - 1e-6, 6).level, 1);
    assert_int_equal(er_field_behind(w.field, &s, most_db + 1e-6, 6).level, 0);
    assert_int_equal(er_field_behind(w.field, &s, most_db + 1e-6, 0).level, 1);
    er_signal behind = er_field_behind(w.field, &s, 3, 6);
    assert_within(er_field_margin_db(w.field, &behind), most_db - 3, 1e-9);
    close_field(&w);
}

int main(void) {
#define LEVEL_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_up, fixture_down)
    const struct CMUnitTest tests[] = {
        LEVEL_TEST(levels_and_margins_are_those_of_points),
        LEVEL_TEST(without_a_sector_there_is_no_level),
        LEVEL_TEST(without_interference_all_falls_by_the_loss),
        LEVEL_TEST(interference_is_weakened_with_the_signal),
        LEVEL_TEST(spread_behind_a_wall_counts_for_the_level),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
