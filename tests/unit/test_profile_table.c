/* Profiles from tables, and tables that hold none. */
#include "test.h"

#include "evenreach/sources.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char path[] = "/tmp/evenreach-profile-test.csv";

static er_status read_text(er_context *ctx, er_arena *arena, const char *text, er_profile *profile,
                           unsigned *missing) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    *missing = 0;
    er_status status = er_profile_read(ctx, arena, path, profile, missing);
    unlink(path);
    return status;
}

static void columns_are_found_by_name(void **state) {
    er_context *ctx = *state;
    er_arena *arena = NULL;
    er_profile p;
    unsigned missing;
    assert_ok(ctx, er_arena_new(ctx, &arena));
    assert_ok(ctx,
              read_text(ctx, arena,
                        "zone,id,Ground_m,clutter_m,distance_km\n4,a,10.5,0,0\n3,b,-2,15,0.25\n"
                        "1,c,0,0,1e1\n",
                        &p, &missing));
    assert_int_equal(p.count, 3);
    assert_int_equal(missing, 0);
    assert_true(p.points[0].distance_km == 0 && p.points[0].ground_m == 10.5);
    assert_true(p.points[1].clutter_m == 15 && p.points[1].ground_m == -2);
    assert_true(p.points[2].distance_km == 10);
    assert_int_equal(p.points[0].zone, ER_ZONE_INLAND);
    assert_int_equal(p.points[1].zone, ER_ZONE_COASTAL);
    assert_int_equal(p.points[2].zone, ER_ZONE_SEA);
    assert_ok(ctx, read_text(ctx, arena, "distance_km,ground_m\n0,1\n1,2\n", &p, &missing));
    assert_int_equal(missing, ER_WARN_DEFAULT_CLUTTER | ER_WARN_DEFAULT_ZONE);
    assert_int_equal(p.points[1].zone, ER_ZONE_INLAND);
    assert_true(p.points[1].clutter_m == 0);
    er_arena_free(arena);
}

static void every_fault_is_named_with_its_row(void **state) {
    er_context *ctx = *state;
    static const struct {
        const char *text, *says;
    } cases[] = {
        {"distance_km,ground_m\n0,1\n", "has 1 points"},
        {"distance_km,ground_m\n", "evenreach-profile-test.csv"},
        {"distance_km,ground_m\n0,1\n1,2\n1,3\n", "row 3: distance_km 1 does not rise"},
        {"distance_km,ground_m\n0,1\n2,2\n1,3\n", "row 3: distance_km 1 does not rise"},
        {"distance_km,ground_m\n0.5,1\n2,2\n", "row 1: distance_km is 0.5"},
        {"distance_km,ground_m\n0,1\n1,NaN\n", "row 2: ground_m 'NaN' is not a number"},
        {"distance_km,ground_m\n0,1\n1,\n", "row 2: ground_m is missing"},
        {"distance_km,ground_m\n0,1\n-1,2\n", "row 2: distance_km -1 is not between"},
        {"distance_km,ground_m\n0,1\n1e300,2\n", "row 2: distance_km 1e+300 is not between"},
        {"distance_km,ground_m\n0,1\n1,99999\n", "row 2: ground_m 99999 is not between"},
        {"distance_km,ground_m,clutter_m\n0,1,0\n1,2,-5\n", "row 2: clutter_m -5 is not between"},
        {"distance_km,ground_m,zone\n0,1,4\n1,2,9\n", "row 2: zone 9 is not between"},
        {"distance_km,ground_m,zone\n0,1,4\n1,2,2\n", "row 2: zone 2 is none of"},
        {"distance_km,ground_m,zone\n0,1,4\n1,2,3.5\n", "row 2: zone 3.5 is none of"},
        {"distance_km,ground_m\n0,1\n1,2,3\n", "row 2: "},
        {"distance,ground_m\n0,1\n1,2\n", "distance_km"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        er_arena *arena = NULL;
        er_profile p = {0};
        unsigned missing;
        assert_ok(ctx, er_arena_new(ctx, &arena));
        er_status status = read_text(ctx, arena, cases[i].text, &p, &missing);
        if (status == ER_OK || !strstr(er_context_error(ctx), cases[i].says))
            fail_msg("case %zu: '%s' does not say '%s'", i, er_context_error(ctx), cases[i].says);
        assert_null(p.points);
        er_arena_free(arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_found_by_name),
        cmocka_unit_test(every_fault_is_named_with_its_row),
    };
    return cmocka_run_group_tests_name("profile_table", tests, test_context_up, test_context_down);
}
