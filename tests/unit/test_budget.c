/* Link budgets: figures every engineer knows by heart, each term's sign, and a budget end to end.
 */
#include "test.h"

#include "evenreach/radio.h"

#include <math.h>
#include <string.h>

static void noise(void **state) {
    (void)state;
    assert_within(er_noise_dbm(1, 0), -174, 0);
    assert_within(er_noise_dbm(15e3, 0), -132.24, 0.005); /* of one LTE subcarrier */
    assert_within(er_noise_dbm(20e6, 0), -100.99, 0.005); /* kTB of 20 MHz: -101 dBm */
    assert_within(er_noise_dbm(9e6, 9), -95.46,
                  0.005); /* 50 blocks, terminal of 9 dB (TR 36.942) */
}

/* A reference signal is one of the subcarriers that share the power, 12 a block and not one: 43 dBm
 * over the 106 blocks of 20 MHz at 15 kHz, the 273 of 100 MHz at 30 kHz (TS 38.101-1 table
 * 5.3.2-1). */
static void reference_signal(void **state) {
    (void)state;
    er_budget b = er_budget_defaults(1850, 20);
    assert_within(er_rsrp_offset_db(&b), -10 * log10(1272), 1e-12);
    b.tx_power_dbm = 43;
    assert_within(er_rsrp_dbm(&b, 0, 0), 11.95, 0.01);
    b.bandwidth_mhz = 10;
    assert_within(er_rsrp_offset_db(&b), -10 * log10(624), 1e-12);
    er_budget nr = er_budget_defaults(3500, 100);
    assert_within(er_rsrp_offset_db(&nr), -10 * log10(3276), 1e-12);
    assert_within(er_rsrp_offset_db(&nr), -35.15, 0.005);
    nr.bandwidth_mhz = 0.01;
    assert_true(isnan(er_rsrp_offset_db(&nr)));
}

/* 20 MHz of LTE are 100 blocks of 180 kHz (TS 36.101 table 5.6-1), of NR 106: what is counted in
 * blocks follows. */
static void lte_has_its_own_blocks(void **state) {
    er_context *ctx = *state;
    er_budget nr = er_budget_defaults(1850, 20), lte = nr;
    assert_true(!nr.lte);
    lte.lte = true;
    assert_ok(ctx, er_budget_check(ctx, &lte));
    assert_within(er_rsrp_offset_db(&lte), -10 * log10(1200), 1e-12);
    assert_within(er_rsrp_dbm(&lte, 0, 0) - er_rsrp_dbm(&nr, 0, 0), 0.253, 0.001);
    assert_within(er_uplink_snr_db(&lte, 0, 120) - er_uplink_snr_db(&nr, 0, 120), 0.253, 0.001);
    assert_within(er_downlink_mbps(&lte, 40), 4.4 * 18, 1e-9);
    assert_within(er_uplink_mbps(&lte, 40), 2.0 * 18, 1e-9);
    assert_within(er_downlink_mbps(&nr, 40), 4.4 * 19.08, 1e-9);
    lte.bandwidth_mhz = 1;
    assert_int_equal(er_budget_check(ctx, &lte), ER_ERR_RANGE);
    lte = er_budget_defaults(1850, 20);
    lte.lte = true;
    lte.subcarrier_khz = 30;
    assert_int_equal(er_budget_check(ctx, &lte), ER_ERR_RANGE);
    assert_non_null(strstr(er_context_error(ctx), "15 kHz"));
    assert_true(er_budget_defaults(er_band_find("B32")->dl_low_mhz, 20).lte ==
                (er_band_of_frequency(er_band_find("B32")->dl_low_mhz)->name[0] == 'B'));
}

static void lte_is_told_by_band_or_technology(void **state) {
    (void)state;
    static const struct {
        const char *band, *technology;
        bool lte;
    } cases[] = {
        {"B3", NULL, true},     {"B3", "5G", true},      {"n3", NULL, false},
        {"n3", "LTE", true},    {"n3", "lte-a", true},   {"n3", "4G", true},
        {"n3", "NR", false},    {"n3", "4G/5G", false},  {"n3", "5G NR", false},
        {NULL, "4G", true},     {NULL, NULL, false},     {"n3", "GSM", false},
        {"n3", "4g lte", true}, {"n3", "LTE+NR", false}, {"n3", "", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (er_is_lte(er_band_find(cases[i].band), cases[i].technology) != cases[i].lte)
            fail_msg("%s %s", cases[i].band, cases[i].technology);
}

static void defaults(void **state) {
    er_budget nr = er_budget_defaults(3500, 100);
    assert_int_equal(nr.duplex, ER_DUPLEX_TDD);
    assert_true(nr.subcarrier_khz == 30 && nr.tx_power_dbm == 46 && nr.ue_power_dbm == 23);
    assert_true(nr.ue_noise_db == 9 && nr.bs_noise_db == 5 && nr.load == 0.5);
    assert_true(isnan(nr.ul_bandwidth_mhz) && nr.dl_layers == 1 && nr.ul_layers == 1);
    assert_within(nr.dl_share, 0.743, 0.0005);
    assert_ok(*state, er_budget_check(*state, &nr));
    er_budget fdd = er_budget_defaults(1850, 20);
    assert_int_equal(fdd.duplex, ER_DUPLEX_FDD);
    assert_true(fdd.subcarrier_khz == 15 && fdd.dl_share == 1);
    /* no band at all */
    assert_int_equal(er_budget_defaults(150, 5).duplex, ER_DUPLEX_FDD);
    assert_int_equal(er_budget_defaults(71000, 400).duplex, ER_DUPLEX_TDD);
    assert_true(er_budget_defaults(71000, 400).subcarrier_khz == 120);
}

/** Every term once, with its own sign. */
static void terms(void **state) {
    (void)state;
    er_budget b = er_budget_defaults(3500, 100);
    double rsrp = er_rsrp_dbm(&b, 10, 100), snr = er_uplink_snr_db(&b, 10, 100);
    assert_within(er_rsrp_dbm(&b, 13, 100), rsrp + 3, 1e-12);
    assert_within(er_rsrp_dbm(&b, 10, 103), rsrp - 3, 1e-12);
    assert_within(er_uplink_snr_db(&b, 13, 100), snr + 3, 1e-12);
    assert_within(er_uplink_snr_db(&b, 10, 103), snr - 3, 1e-12);
    b.tx_loss_db = 2; /* both ways */
    assert_within(er_rsrp_dbm(&b, 10, 100), rsrp - 2, 1e-12);
    assert_within(er_uplink_snr_db(&b, 10, 100), snr - 2, 1e-12);
    b.rx_loss_db = 4;
    b.rx_gain_dbi = 1;
    assert_within(er_rsrp_dbm(&b, 10, 100), rsrp - 5, 1e-12);
    assert_within(er_uplink_snr_db(&b, 10, 100), snr - 5, 1e-12);
    b.tx_power_dbm += 1; /* downlink alone */
    assert_within(er_rsrp_dbm(&b, 10, 100), rsrp - 4, 1e-12);
    assert_within(er_uplink_snr_db(&b, 10, 100), snr - 5, 1e-12);
    b.ue_power_dbm += 3;
    b.bs_noise_db += 1;
    assert_within(er_uplink_snr_db(&b, 10, 100), snr - 3, 1e-12);
    assert_within(er_rsrp_dbm(&b, 17, er_max_loss_db(&b, 17, -110)), -110, 1e-12);
}

static void interference(void **state) {
    (void)state;
    er_budget b = er_budget_defaults(3500, 100);
    double floor_dbm = er_noise_dbm(30e3, 9);
    assert_within(er_sinr_db(&b, floor_dbm, 0), 0, 1e-12);
    assert_within(er_sinr_db(&b, -90, 0), -90 - floor_dbm, 1e-12);
    /* as much interference as noise: 3.01 dB less */
    assert_within(er_sinr_db(&b, floor_dbm, pow(10, floor_dbm / 10)), -10 * log10(2), 1e-12);
    /* far above the noise it is signal over interference */
    assert_within(er_sinr_db(&b, -60, 1e-7), 10, 1e-4);
}

static void noise_rise(void **state) {
    (void)state;
    er_budget b = er_budget_defaults(3500, 100);
    double half = er_uplink_snr_db(&b, 0, 120);
    b.load = 0;
    double empty = er_uplink_snr_db(&b, 0, 120);
    assert_within(empty - half, 3.0103, 1e-4); /* half loaded: twice the noise */
    b.load = 0.75;
    assert_within(empty - er_uplink_snr_db(&b, 0, 120), 6.0206, 1e-4);
    /* a tenth of the carrier has a tenth of the noise; more than the carrier's blocks is no more */
    b.load = 0;
    b.ul_bandwidth_mhz = 9.828;
    assert_within(er_uplink_snr_db(&b, 0, 120), empty + 10, 1e-9);
    b.ul_bandwidth_mhz = 100;
    assert_within(er_uplink_snr_db(&b, 0, 120), empty, 1e-12);
}

static void refused(void **state) {
    er_context *ctx = *state;
    const er_budget good = er_budget_defaults(3500, 100);
    static const struct {
        size_t offset;
        double bad[4];
        const char *field;
    } cases[] = {
        {offsetof(er_budget, freq_mhz), {0, -1, NAN, 1e7}, "freq_mhz"},
        {offsetof(er_budget, bandwidth_mhz), {0, -1, NAN, INFINITY}, "bandwidth_mhz"},
        {offsetof(er_budget, subcarrier_khz), {0, -1, NAN, INFINITY}, "subcarrier_khz"},
        {offsetof(er_budget, dl_share), {-0.1, 1.1, NAN, INFINITY}, "dl_share"},
        {offsetof(er_budget, tx_power_dbm), {-60, 200, NAN, INFINITY}, "tx_power_dbm"},
        {offsetof(er_budget, tx_loss_db), {-1, 200, NAN, INFINITY}, "tx_loss_db"},
        {offsetof(er_budget, rx_gain_dbi), {-200, 200, NAN, INFINITY}, "rx_gain_dbi"},
        {offsetof(er_budget, rx_loss_db), {-1, 300, NAN, INFINITY}, "rx_loss_db"},
        {offsetof(er_budget, ue_noise_db), {-1, 200, NAN, INFINITY}, "ue_noise_db"},
        {offsetof(er_budget, bs_noise_db), {-1, 200, NAN, INFINITY}, "bs_noise_db"},
        {offsetof(er_budget, ue_power_dbm), {-60, 200, NAN, INFINITY}, "ue_power_dbm"},
        {offsetof(er_budget, ul_bandwidth_mhz), {0, -1, 101, INFINITY}, "ul_bandwidth_mhz"},
        {offsetof(er_budget, load), {-0.1, 1, NAN, INFINITY}, "load"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        for (size_t k = 0; k < 4; k++) {
            er_budget budget = good;
            memcpy((char *)&budget + cases[i].offset, &cases[i].bad[k], sizeof(double));
            assert_int_equal(er_budget_check(ctx, &budget), ER_ERR_RANGE);
            assert_non_null(strstr(er_context_error(ctx), cases[i].field));
        }
    er_budget layers = good;
    layers.dl_layers = 0;
    assert_int_equal(er_budget_check(ctx, &layers), ER_ERR_RANGE);
    er_budget narrow = good;
    narrow.bandwidth_mhz = 1; /* no block of 30 kHz is defined for it */
    assert_int_equal(er_budget_check(ctx, &narrow), ER_ERR_RANGE);
    assert_non_null(strstr(er_context_error(ctx), "resource block"));
}

/* C. Johnson, Long Term Evolution in Bullets, table 343: uplink over 20 MHz, noise figure 2.5 dB,
 * interference margin 2 dB, 18 dBi, building 18 dB, fading margin 9 dB less 2.5 dB of handover
 * gain. Allowed loss where the S/N asked for is met. */
static void published_uplink(void **state) {
    (void)state;
    static const struct {
        double blocks, power_dbm, noise_dbm, snr_db, loss_db;
    } columns[] = {{8, 23, -112.4, 0.5, 123.9}, {27, 22, -107.1, -2.0, 120.1}};
    for (size_t i = 0; i < 2; i++) {
        er_budget b = er_budget_defaults(1850, 20);
        b.ul_bandwidth_mhz = columns[i].blocks * 0.18;
        b.ue_power_dbm = columns[i].power_dbm;
        b.bs_noise_db = 2.5;
        b.rx_loss_db = 18;
        b.load = 1 - pow(10, -0.2); /* a rise of 2 dB */
        assert_within(er_noise_dbm(b.ul_bandwidth_mhz * 1e6, 0), columns[i].noise_dbm, 0.06);
        assert_within(er_uplink_snr_db(&b, 18, columns[i].loss_db + 9 - 2.5), columns[i].snr_db,
                      0.11);
    }
}

/* H. Holma, A. Toskala, LTE for UMTS, downlink of 1 Mbit/s over 10 MHz: 46 dBm, 18 dBi, feeder
 * 2 dB, noise figure 7 dB and so -97.5 dBm of noise, S/N -10 dB, interference margin 3 dB, 1 dB for
 * control channels; allowed loss 165.5 dB. */
static void published_downlink(void **state) {
    (void)state;
    er_budget b = er_budget_defaults(1850, 10);
    b.tx_loss_db = 2;
    b.ue_noise_db = 7;
    b.lte = true;
    assert_within(er_noise_dbm(9e6, 7), -97.5, 0.06);
    double noise_mw = pow(10, er_noise_dbm(15e3, 7) / 10);
    double rsrp = er_rsrp_dbm(&b, 18, 165.5 + 1);
    assert_within(er_sinr_db(&b, rsrp, (pow(10, 0.3) - 1) * noise_mw), -10, 0.11);
}

/* A published downlink budget at 3.5 GHz (HiCellTek, 5G NR link budget calculator, worked example):
 * 46 dBm over 100 MHz, 17 dBi, cable 2 dB, path 130 dB, body 3 dB, fading margin 7 dB, interference
 * 2 dB, noise figure 9 dB: received -81 dBm over -85 dBm of noise; 9 dB are left over an S/N of
 * -5 dB, and so the largest loss is 139 dB. The example's noise fills the whole 100 MHz, a
 * carrier's 273 blocks 98.28 of them: 0.08 dB. */
static void published_3500_mhz(void **state) {
    er_budget b = er_budget_defaults(3500, 100);
    const double fading_db = 7, noise_share_db = 10 * log10(100 / 98.28);
    b.tx_loss_db = 2;
    b.rx_loss_db = 3;
    b.ue_noise_db = 9;
    assert_ok(*state, er_budget_check(*state, &b));
    double noise_dbm = er_noise_dbm(30e3, b.ue_noise_db);
    double interference_mw = (pow(10, 0.2) - 1) * pow(10, noise_dbm / 10);
    double rsrp = er_rsrp_dbm(&b, 17, 130 + fading_db);
    assert_within(rsrp - er_rsrp_offset_db(&b) - 2, -81,
                  1e-9); /* the example takes interference off it */
    double sinr = er_sinr_db(&b, rsrp, interference_mw);
    assert_within(sinr, 4 + noise_share_db, 1e-9);
    assert_within(er_sinr_db(&b, er_rsrp_dbm(&b, 17, 139 + fading_db), interference_mw),
                  -5 + noise_share_db, 1e-9);
    /* and on to what it carries: 0.6 lb(1 + 10^0.4075) x 98.28 MHz x 52/70 */
    assert_within(er_downlink_mbps(&b, sinr), 80.17, 0.01);
    /* the level that the fading margin protects: 7 dB are 81 % at the edge with 8 dB of spread,
     * and by Jakes 93 % of a cell whose loss rises by 3.76 x 10 lg d (TR 36.942) */
    double edge = er_probability_above(rsrp + fading_db, 8, rsrp);
    assert_within(edge, 0.809, 0.0005);
    assert_within(er_area_probability(edge, 8, 3.76), 0.930, 0.0005);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(noise),
        cmocka_unit_test(reference_signal),
        cmocka_unit_test(lte_has_its_own_blocks),
        cmocka_unit_test(lte_is_told_by_band_or_technology),
        cmocka_unit_test(defaults),
        cmocka_unit_test(terms),
        cmocka_unit_test(interference),
        cmocka_unit_test(noise_rise),
        cmocka_unit_test(refused),
        cmocka_unit_test(published_uplink),
        cmocka_unit_test(published_downlink),
        cmocka_unit_test(published_3500_mhz),
    };
    return cmocka_run_group_tests(tests, test_context_up, test_context_down);
}
