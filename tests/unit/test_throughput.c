/* Throughput by TR 36.942 annex A, and its bounds. */
#include "test.h"

#include "evenreach/radio.h"

#include <math.h>

/* The annex's formula with its parameters (down 0.6, up 0.4, from -10 dB, to 4.4 and 2.0),
 * calculated apart from this code, and as kbit/s of a resource block of 375 kHz, the unit that the
 * annex tabulates. */
static const struct {
    double snir_db, dl, ul, dl_kbps, ul_kbps;
} rows[] = {
    {-15, 0, 0, 0, 0},
    {-10, 0.082502, 0.055001, 31, 21},
    {-5, 0.237845, 0.158564, 89, 59},
    {0, 0.600000, 0.400000, 225, 150},
    {5, 1.234424, 0.822949, 463, 309},
    {10, 2.075659, 1.383773, 778, 519},
    {14, 2.824212, 1.882808, 1059, 706},
    {15, 3.016685, 2.000000, 1131, 750},
    {20, 3.994927, 2.000000, 1498, 750},
    {22, 4.390390, 2.000000, 1646, 750},
    {25, 4.400000, 2.000000, 1650, 750},
};

static void annex_table(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_within(er_spectral_efficiency(rows[i].snir_db, false), rows[i].dl, 5.1e-7);
        assert_within(er_spectral_efficiency(rows[i].snir_db, true), rows[i].ul, 5.1e-7);
        assert_within(375 * er_spectral_efficiency(rows[i].snir_db, false), rows[i].dl_kbps, 0.51);
        assert_within(375 * er_spectral_efficiency(rows[i].snir_db, true), rows[i].ul_kbps, 0.51);
    }
}

static void bounds(void **state) {
    (void)state;
    assert_true(er_spectral_efficiency(-10.000001, false) == 0);
    assert_true(er_spectral_efficiency(-INFINITY, true) == 0);
    assert_true(er_spectral_efficiency(INFINITY, false) == 4.4);
    assert_true(er_spectral_efficiency(1000, true) == 2.0);
    assert_true(isnan(er_spectral_efficiency(NAN, false)));
    assert_within(er_spectral_efficiency(-10, false), 0.6 * log2(1.1), 1e-15);
    for (double snir = -12; snir < 30; snir += 0.1) {
        assert_true(er_spectral_efficiency(snir + 0.1, false) >=
                    er_spectral_efficiency(snir, false));
        assert_true(er_spectral_efficiency(snir, true) <= er_spectral_efficiency(snir, false));
    }
}

/* 106 blocks of 180 kHz, not the 20 MHz they lie in. */
static void whole_carrier(void **state) {
    (void)state;
    er_budget fdd = er_budget_defaults(1850, 20);
    assert_within(er_downlink_mbps(&fdd, 40), 19.08 * 4.4, 1e-9);
    assert_within(er_uplink_mbps(&fdd, 40), 19.08 * 2.0, 1e-9);
    assert_within(er_downlink_mbps(&fdd, 0), 19.08 * 0.6, 1e-9);
    fdd.ul_bandwidth_mhz = 1.8;
    assert_within(er_uplink_mbps(&fdd, 40), 1.8 * 2.0, 1e-9);
    fdd.dl_share = 0.3; /* means nothing with paired bands */
    assert_within(er_downlink_mbps(&fdd, 40), 19.08 * 4.4, 1e-9);
    er_budget nr = er_budget_defaults(3500, 100);
    nr.dl_share = 0.75;
    assert_within(er_downlink_mbps(&nr, 40), 98.28 * 4.4 * 0.75, 1e-9);
    assert_within(er_uplink_mbps(&nr, 40), 98.28 * 2.0 * 0.25, 1e-9);
    nr.dl_share = 1;
    assert_true(er_uplink_mbps(&nr, 40) == 0);
    assert_true(isnan(er_downlink_mbps(&nr, NAN)));
}

static void layers(void **state) {
    (void)state;
    er_budget one = er_budget_defaults(1850, 20), four = one;
    four.dl_layers = 4;
    four.ul_layers = 2;
    /* far above what four layers need: four times */
    assert_within(er_downlink_mbps(&four, 60), 4 * er_downlink_mbps(&one, 60), 1e-9);
    assert_within(er_uplink_mbps(&four, 60), 2 * er_uplink_mbps(&one, 60), 1e-9);
    /* each of four has 6 dB less */
    assert_within(er_downlink_mbps(&four, 10), 19.08 * 4 * 0.6 * log2(1 + 10 / 4.0), 1e-9);
    /* at the edge one layer is left, which is never worse than none */
    assert_within(er_downlink_mbps(&four, -9), er_downlink_mbps(&one, -9), 1e-12);
    for (double snir = -12; snir < 40; snir += 0.25) {
        double single = er_downlink_mbps(&one, snir), multiple = er_downlink_mbps(&four, snir);
        assert_true(multiple >= single - 1e-12 && multiple <= 4 * single + 1e-9);
        assert_true(er_downlink_mbps(&four, snir + 0.25) >= multiple - 1e-12);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(annex_table),
        cmocka_unit_test(bounds),
        cmocka_unit_test(whole_carrier),
        cmocka_unit_test(layers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
