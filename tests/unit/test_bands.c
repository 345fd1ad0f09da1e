/* Bands: edges as published, names and frequencies as lists write them, resource blocks. */
#include "test.h"

#include "evenreach/radio.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* TS 38.104 V18.8.0 tables 5.2-1 and 5.2-2, TS 36.101 V18.7.0 table 5.5-1: uplink, downlink, MHz.
 */
static const struct {
    const char *name;
    double ul_low, ul_high, dl_low, dl_high;
    er_duplex duplex;
} published[] = {
    {"n1", 1920, 1980, 2110, 2170, ER_DUPLEX_FDD},
    {"n2", 1850, 1910, 1930, 1990, ER_DUPLEX_FDD},
    {"n3", 1710, 1785, 1805, 1880, ER_DUPLEX_FDD},
    {"n5", 824, 849, 869, 894, ER_DUPLEX_FDD},
    {"n7", 2500, 2570, 2620, 2690, ER_DUPLEX_FDD},
    {"n8", 880, 915, 925, 960, ER_DUPLEX_FDD},
    {"n12", 699, 716, 729, 746, ER_DUPLEX_FDD},
    {"n20", 832, 862, 791, 821, ER_DUPLEX_FDD},
    {"n25", 1850, 1915, 1930, 1995, ER_DUPLEX_FDD},
    {"n28", 703, 748, 758, 803, ER_DUPLEX_FDD},
    {"n38", 2570, 2620, 2570, 2620, ER_DUPLEX_TDD},
    {"n40", 2300, 2400, 2300, 2400, ER_DUPLEX_TDD},
    {"n41", 2496, 2690, 2496, 2690, ER_DUPLEX_TDD},
    {"n48", 3550, 3700, 3550, 3700, ER_DUPLEX_TDD},
    {"n66", 1710, 1780, 2110, 2200, ER_DUPLEX_FDD},
    {"n71", 663, 698, 617, 652, ER_DUPLEX_FDD},
    {"n77", 3300, 4200, 3300, 4200, ER_DUPLEX_TDD},
    {"n78", 3300, 3800, 3300, 3800, ER_DUPLEX_TDD},
    {"n79", 4400, 5000, 4400, 5000, ER_DUPLEX_TDD},
    {"n257", 26500, 29500, 26500, 29500, ER_DUPLEX_TDD},
    {"n258", 24250, 27500, 24250, 27500, ER_DUPLEX_TDD},
    {"n260", 37000, 40000, 37000, 40000, ER_DUPLEX_TDD},
    {"n261", 27500, 28350, 27500, 28350, ER_DUPLEX_TDD},
    {"B1", 1920, 1980, 2110, 2170, ER_DUPLEX_FDD},
    {"B4", 1710, 1755, 2110, 2155, ER_DUPLEX_FDD},
    {"B13", 777, 787, 746, 756, ER_DUPLEX_FDD},
    {"B17", 704, 716, 734, 746, ER_DUPLEX_FDD},
    {"B18", 815, 830, 860, 875, ER_DUPLEX_FDD},
    {"B19", 830, 845, 875, 890, ER_DUPLEX_FDD},
    {"B20", 832, 862, 791, 821, ER_DUPLEX_FDD},
    {"B26", 814, 849, 859, 894, ER_DUPLEX_FDD},
    {"B39", 1880, 1920, 1880, 1920, ER_DUPLEX_TDD},
    {"B42", 3400, 3600, 3400, 3600, ER_DUPLEX_TDD},
    {"B43", 3600, 3800, 3600, 3800, ER_DUPLEX_TDD},
    {"B71", 663, 698, 617, 652, ER_DUPLEX_FDD},
};

static void edges_as_published(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof published / sizeof published[0]; i++) {
        const er_band *b = er_band_find(published[i].name);
        if (!b) fail_msg("no %s", published[i].name);
        if (b->ul_low_mhz != published[i].ul_low || b->ul_high_mhz != published[i].ul_high ||
            b->dl_low_mhz != published[i].dl_low || b->dl_high_mhz != published[i].dl_high ||
            b->duplex != published[i].duplex)
            fail_msg("%s has other edges", b->name);
    }
}

static bool is_one_of(const char *name, const char *const *list) {
    for (; *list; list++)
        if (strcmp(name, *list) == 0) return true;
    return false;
}

/** Duplex distance and width by band number are the same in NR and E-UTRA; the table's rows hold
 *  together. */
static void every_row_is_sound(void **state) {
    (void)state;
    static const char *const downlink_only[] = {"n29", "n67", "n75", "n76", "B29", "B32",
                                                "B67", "B69", "B75", "B76", NULL};
    size_t count = 0;
    for (const er_band *b; (b = er_band_at(count)); count++) {
        assert_ptr_equal(er_band_find(b->name), b); /* no name twice */
        assert_true(b->dl_low_mhz > 400 && b->dl_high_mhz > b->dl_low_mhz);
        if (is_one_of(b->name, downlink_only))
            assert_true(isnan(b->ul_low_mhz) && isnan(b->ul_high_mhz));
        else if (b->duplex == ER_DUPLEX_TDD)
            assert_true(b->ul_low_mhz == b->dl_low_mhz && b->ul_high_mhz == b->dl_high_mhz);
        else
            assert_true(b->ul_high_mhz > b->ul_low_mhz && /* the two don't overlap */
                        (b->ul_high_mhz <= b->dl_low_mhz || b->ul_low_mhz >= b->dl_high_mhz));
        assert_true(b->bandwidth_mhz <= b->dl_high_mhz - b->dl_low_mhz);
        assert_true(er_resource_blocks(b->bandwidth_mhz, b->subcarrier_khz) > 0);
        double khz = b->dl_low_mhz > 24000 ? 120
                     : b->name[0] == 'n' && b->duplex == ER_DUPLEX_TDD && b->bandwidth_mhz > 5 &&
                             strcmp(b->name, "n53") != 0
                         ? 30
                         : 15;
        assert_true(b->subcarrier_khz == khz);
        char twin[16];
        snprintf(twin, sizeof twin, "%c%s", b->name[0] == 'n' ? 'B' : 'n', b->name + 1);
        const er_band *other = er_band_find(twin);
        if (other)
            assert_true(other->dl_low_mhz == b->dl_low_mhz && other->dl_high_mhz == b->dl_high_mhz);
    }
    assert_true(count > 100);
    assert_null(er_band_at((size_t)-1));
}

static void names_have_no_case(void **state) {
    (void)state;
    assert_string_equal(er_band_find("N78")->name, "n78");
    assert_string_equal(er_band_find("b3")->name, "B3");
    static const char *const none[] = {"", "n", "78", "n780", "n6", "B15", " n78", "n78 "};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
        assert_null(er_band_find(none[i]));
    assert_null(er_band_find(NULL));
}

static void frequencies_find_the_usual_band(void **state) {
    (void)state;
    static const struct {
        double mhz;
        const char *name;
    } cases[] = {
        {2140, "n1"},      {2110, "n1"},    {2170, "n1"},  {2170.1, "n66"}, {1842.5, "n3"},
        {780, "n28"},      {942.5, "n8"},   {2655, "n7"},  {2600, "n41"},   {3300, "n78"},
        {3800, "n78"},     {3800.1, "n77"}, {4700, "n79"}, {28000, "n257"}, {26500, "n257"},
        {26499.9, "n258"}, {38500, "n260"}, {465, "n31"},  {420, "B87"},    {5200, "B46"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const er_band *b = er_band_of_frequency(cases[i].mhz);
        if (!b || strcmp(b->name, cases[i].name) != 0)
            fail_msg("%g MHz is %s, not %s", cases[i].mhz, b ? b->name : "nothing", cases[i].name);
    }
    static const double none[] = {0, -3500, NAN, INFINITY, 100, 1000, 6000, 1e5};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
        assert_null(er_band_of_frequency(none[i]));
}

static void lists_are_read_as_they_write(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *name; /* "": a frequency of no band; null: not a band */
        double mhz;
    } cases[] = {
        {"n78", "n78", 3550},
        {" N78\t", "n78", 3550},
        {"B3", "B3", 1842.5},
        {"3500", "n78", 3500},
        {"3500 MHz", "n78", 3500},
        {"3500mhz", "n78", 3500},
        {"3.5 GHz", "n78", 3500},
        {"3.5GHZ", "n78", 3500},
        {"28GHz", "n257", 28000},
        {"28000", "n257", 28000},
        {"3,500", "n78", 3500},
        {"\xe3\x80\x80"
         "3500",
         "n78", 3500},
        {"700", "n28", 780.5},
        {"700 MHz", "n28", 780.5},
        {"0.7 GHz", "n28", 780.5},
        {"900", "n8", 942.5},
        {"1800", "n3", 1842.5},
        {"2100", "n1", 2140},
        {"2140", "n1", 2140},
        {"2600", "n41", 2600},
        {"800", "n20", 800},
        {"850", "n5", 881.5},
        {"2.3GHz", "n40", 2300},
        {"100 MHz", "", 100},
        {"6000", "", 6000},
        {"100 GHz", "", 100000},
        {"", NULL, 0},
        {" ", NULL, 0},
        {"5G", NULL, 0},
        {"78", NULL, 0},
        {"257", NULL, 0},
        {"3.5", NULL, 0},
        {"GHz", NULL, 0},
        {"3500 kHz", NULL, 0},
        {"3500 MHz GHz", NULL, 0},
        {"-3500", NULL, 0},
        {"nan", NULL, 0},
        {"inf GHz", NULL, 0},
        {"101 GHz", NULL, 0},
        {"29 MHz", NULL, 0},
        {"n78,n1", NULL, 0},
        {"1e300 GHz", NULL, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        static const er_band untouched;
        const er_band *band = &untouched;
        double mhz = -1;
        bool read = er_band_parse(cases[i].text, &band, &mhz);
        if (read != (cases[i].name != NULL)) fail_msg("'%s'", cases[i].text);
        if (!read) {
            assert_true(band == &untouched && mhz == -1);
            continue;
        }
        if (strcmp(band ? band->name : "", cases[i].name) != 0)
            fail_msg("'%s' is %s", cases[i].text, band ? band->name : "no band");
        if (!(fabs(mhz - cases[i].mhz) < 1e-9)) fail_msg("'%s' is %.9f MHz", cases[i].text, mhz);
    }
    assert_false(er_band_parse(NULL, NULL, NULL));
    char longest[200];
    memset(longest, '3', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    const er_band *band;
    double mhz;
    assert_false(er_band_parse(longest, &band, &mhz));
}

/* TS 38.101-1 table 5.3.2-1, TS 38.101-2 table 5.3.2-1, TS 36.101 table 5.6-1. */
static void resource_blocks_as_published(void **state) {
    (void)state;
    static const struct {
        double mhz, khz;
        int blocks;
    } cases[] = {
        {5, 15, 25},    {10, 15, 52},  {15, 15, 79},   {20, 15, 106},   {25, 15, 133},
        {30, 15, 160},  {35, 15, 188}, {40, 15, 216},  {45, 15, 242},   {50, 15, 270},
        {5, 30, 11},    {10, 30, 24},  {15, 30, 38},   {20, 30, 51},    {25, 30, 65},
        {30, 30, 78},   {35, 30, 92},  {40, 30, 106},  {45, 30, 119},   {50, 30, 133},
        {60, 30, 162},  {70, 30, 189}, {80, 30, 217},  {90, 30, 245},   {100, 30, 273},
        {10, 60, 11},   {20, 60, 24},  {50, 60, 65},   {70, 60, 93},    {100, 60, 135},
        {200, 60, 264}, {50, 120, 32}, {100, 120, 66}, {200, 120, 132}, {400, 120, 264},
        {1.4, 15, 6},   {3, 15, 15},   {12.5, 15, 52}, {99, 30, 245},   {800, 120, 264},
        {1.3, 15, 0},   {4.9, 30, 0},  {9, 60, 0},     {49, 120, 0},    {20, 20, 0},
        {0, 15, 0},     {-5, 15, 0},   {NAN, 30, 0},   {20, NAN, 0},    {INFINITY, 30, 273},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (er_resource_blocks(cases[i].mhz, cases[i].khz) != cases[i].blocks)
            fail_msg("%g MHz at %g kHz: %d", cases[i].mhz, cases[i].khz,
                     er_resource_blocks(cases[i].mhz, cases[i].khz));
    static const double lte[][2] = {{1.4, 6}, {3, 15}, {5, 25}, {10, 50}, {15, 75}, {20, 100}};
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(er_lte_resource_blocks(lte[i][0]), (int)lte[i][1]);
    assert_int_equal(er_lte_resource_blocks(14), 50);
    assert_int_equal(er_lte_resource_blocks(1), 0);
    /* no carrier is wider than its blocks: 12 subcarriers each */
    for (double khz = 15; khz <= 120; khz *= 2)
        for (double mhz = 1; mhz <= 400; mhz++)
            assert_true(er_resource_blocks(mhz, khz) * 12 * khz <= mhz * 1000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edges_as_published),
        cmocka_unit_test(every_row_is_sound),
        cmocka_unit_test(names_have_no_case),
        cmocka_unit_test(frequencies_find_the_usual_band),
        cmocka_unit_test(lists_are_read_as_they_write),
        cmocka_unit_test(resource_blocks_as_published),
    };
    return cmocka_run_group_tests(tests, test_context_up, test_context_down);
}
