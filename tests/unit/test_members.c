/* The memberships of a unit among those of a scheme. */
#include "store/members.h"
#include "unit/test.h"

static void all_of_a_units_and_no_others(void **state) {
    static const er_unit_group members[] = {{.unit_id = 2, .group = "a"},
                                            {.unit_id = 5, .group = "a"},
                                            {.unit_id = 5, .group = "b"},
                                            {.unit_id = 5, .group = "c"},
                                            {.unit_id = 9, .group = "b"}};
    static const size_t counts[] = {0, 0, 1, 0, 0, 3, 0, 0, 0, 1, 0};
    (void)state;
    for (size_t size = 0; size <= 5; size++)
        for (int64_t unit = 0; unit <= 10; unit++) {
            size_t count = 99, wanted = 0;
            for (size_t i = 0; i < size; i++)
                wanted += members[i].unit_id == unit;
            const er_unit_group *found = er_members_of(members, size, unit, &count);
            assert_int_equal(count, wanted);
            if (size == 5) assert_int_equal(count, counts[unit]);
            for (size_t i = 0; i < count; i++)
                assert_int_equal(found[i].unit_id, unit);
        }
    size_t count = 99;
    assert_string_equal(er_members_of(members, 5, 5, &count)->group, "a");
}

static void nobody_is_in_an_empty_scheme(void **state) {
    size_t count = 99;
    (void)state;
    er_members_of(NULL, 0, 7, &count);
    assert_int_equal(count, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(all_of_a_units_and_no_others),
                                       cmocka_unit_test(nobody_is_in_an_empty_scheme)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
