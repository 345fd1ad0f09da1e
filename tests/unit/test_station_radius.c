/* Which radius the disc model gives a station. */
#include "test.h"

#include "evenreach/analysis.h"

#include <math.h>

static void stated_then_first_rule_that_fits_then_default(void **state) {
    (void)state;
    const er_radius_rule rules[] = {
        {"n78", "remote", 900}, {"n78", NULL, 500}, {NULL, "remote", 2500}};
    const er_study study = {.radii = rules, .radius_count = 3, .default_radius_m = 1500};
    static const struct {
        double radius_m;
        const char *band, *group;
        double expected;
        bool is_default;
    } cases[] = {
        {720, "n78", "remote", 720, false}, {NAN, "n78", "remote", 900, true},
        {NAN, "n78", "urban", 500, true},   {NAN, "n78", NULL, 500, true},
        {NAN, "n28", "remote", 2500, true}, {NAN, NULL, "remote", 2500, true},
        {NAN, "n28", "urban", 1500, true},  {NAN, NULL, NULL, 1500, true},
        {0, "n28", NULL, 1500, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const er_station station = {.band = cases[i].band, .radius_m = cases[i].radius_m};
        bool is_default = !cases[i].is_default;
        double radius_m = er_station_radius(&study, &station, cases[i].group, &is_default);
        if (radius_m != cases[i].expected || is_default != cases[i].is_default)
            fail_msg("case %zu: %g m, default %d", i, radius_m, is_default);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stated_then_first_rule_that_fits_then_default),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
