/* In which unit a point stands. */
#include "unit/store_fixture.h"

#include "evenreach/analysis.h"

static void the_finest_unit_that_holds_the_point(void **state) {
    fixture *f = *state;
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "county", 0));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "town", 1));
    int64_t county = add_unit(f, "county", "A", NULL, 120, 23, 0.3, 0.1);
    int64_t town = add_unit(f, "town", "A1", "A", 120, 23, 0.1, 0.1);
    int64_t other = add_unit(f, "town", "A2", "A", 120.1, 23, 0.1, 0.1);
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    /* in a town, in the county only, in the sea, on a common border (the lower code), in a town */
    const er_point points[] = {
        {120.15, 23.05}, {120.25, 23.05}, {121, 23}, {120.1, 23.05}, {120.05, 23.05}};
    const int64_t expected[] = {other, county, 0, town, town};
    int64_t units[5] = {-1, -1, -1, -1, -1};
    assert_ok(f->ctx, er_finest_units(f->ctx, f->store, points, 5, units));
    for (int i = 0; i < 5; i++)
        assert_int_equal(units[i], expected[i]);
    assert_ok(f->ctx, er_finest_units(f->ctx, f->store, points, 0, units));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_finest_unit_that_holds_the_point, fixture_up,
                                        fixture_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
