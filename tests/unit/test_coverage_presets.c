/* What counts as covered: the figures that the sources fix, and a table in order. */
#include "test.h"

#include "core/catalogue.h"
#include "evenreach/radio.h"

#include <math.h>
#include <string.h>

static const er_coverage_preset *find(const char *name) {
    const er_coverage_preset *preset = er_coverage_preset_find(name);
    if (!preset) fail_msg("no preset %s", name);
    return preset;
}

/* 47 CFR 1.7004(c)(3): not less than 90 % at the edge, not less than 50 % load, 100 m or better. */
static void fcc(void **state) {
    (void)state;
    static const struct {
        const char *name;
        double dl, ul;
    } cases[] = {{"fcc-5g-7-1", 7, 1}, {"fcc-5g-35-3", 35, 3}};
    for (size_t i = 0; i < 2; i++) {
        const er_coverage_preset *preset = find(cases[i].name);
        assert_true(preset->edge_probability == 0.9 && preset->load == 0.5);
        assert_true(preset->resolution_m <= 100 && preset->rx_height_m == 1.5);
        assert_int_equal(preset->level_count, 1);
        assert_true(preset->levels[0].min_dl_mbps == cases[i].dl);
        assert_true(preset->levels[0].min_ul_mbps == cases[i].ul);
        assert_true(isnan(preset->levels[0].min_rsrp_dbm));
        assert_non_null(strstr(preset->source, "1.7004(c)(3)"));
    }
}

/* Three levels and none: four. */
static void arcep(void **state) {
    (void)state;
    const er_coverage_preset *preset = find("arcep-4-levels");
    static const char *const names[] = {"very_good", "good", "limited"};
    assert_int_equal(preset->level_count, 3);
    for (size_t i = 0; i < 3; i++)
        assert_string_equal(preset->levels[i].name, names[i]);
    assert_true(preset->edge_probability == 0.95);
    assert_non_null(strstr(preset->source, "2016-1678"));
    assert_non_null(strstr(preset->source, "choices of this project"));
}

static void ours(void **state) {
    (void)state;
    const er_coverage_preset *preset = find("default");
    assert_ptr_equal(preset, er_coverage_preset_at(0));
    assert_true(preset->levels[0].min_rsrp_dbm == -110 && preset->edge_probability == 0.95);
    /* the margins over noise that its source states, for 30 kHz subcarriers */
    assert_true(fabs(-110 - er_noise_dbm(30e3, 6) - 13) < 0.5);
    assert_true(fabs(-110 - er_noise_dbm(30e3, 9) - 10) < 0.5);
    assert_non_null(strstr(preset->source, "no regulator's rule"));
}

static bool falls(double strict, double weak) {
    return (isnan(strict) && isnan(weak)) || strict > weak;
}

static void table(void **state) {
    (void)state;
    size_t i = 0;
    for (const er_coverage_preset *p; (p = er_coverage_preset_at(i)); i++) {
        assert_ptr_equal(er_coverage_preset_find(p->name), p);
        assert_true(p->edge_probability > 0 && p->edge_probability < 1);
        assert_true(p->load >= 0 && p->load <= 0.99);
        assert_true(p->rx_height_m >= 1 && p->resolution_m >= 1 && p->level_count >= 1);
        assert_true(strcmp(er_catalogue_zh_tw(p->title), p->title) != 0);
        assert_true(strcmp(er_catalogue_zh_tw(p->source), p->source) != 0);
        for (size_t k = 0; k < p->level_count; k++) {
            const er_coverage_level *level = &p->levels[k];
            assert_true(*level->title && *level->title_zh && (unsigned char)*level->title_zh > 127);
            assert_int_equal(strspn(level->name, "abcdefghijklmnopqrstuvwxyz_"),
                             strlen(level->name));
            assert_false(isnan(level->min_rsrp_dbm) && isnan(level->min_dl_mbps) &&
                         isnan(level->min_ul_mbps));
            if (k) assert_true(falls(level[-1].min_rsrp_dbm, level->min_rsrp_dbm));
            if (k) assert_true(falls(level[-1].min_dl_mbps, level->min_dl_mbps));
            if (k) assert_true(falls(level[-1].min_ul_mbps, level->min_ul_mbps));
        }
    }
    assert_int_equal(i, 4);
    assert_null(er_coverage_preset_at(1000));
    assert_null(er_coverage_preset_find("fcc"));
    assert_ptr_equal(er_coverage_preset_find("FCC-5G-7-1"), find("fcc-5g-7-1"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fcc),
        cmocka_unit_test(arcep),
        cmocka_unit_test(ours),
        cmocka_unit_test(table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
