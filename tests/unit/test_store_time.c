/* When stations, pilots and drop points begin and end, and what pilots cost: in the workspace and
 * back. */
#include "unit/store_fixture.h"
#include "unit/store_same.h"

#include <stdlib.h>

static void a_station_that_ends_is_another_one(void **state) {
    fixture *f = *state;
    er_station stations[3] = {plain_station(121, 25), plain_station(121, 25),
                              plain_station(121, 25)};
    er_station *rows;
    size_t count;
    stations[0].date_off = "2024-07";
    stations[1].date_off = "2023";
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    for (int i = 0; i < 3; i++)
        assert_ok(f->ctx, er_store_add_station(f->ctx, f->store, &stations[i]));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    reopen(f, ER_STORE_READ);
    assert_ok(f->ctx, er_store_stations(f->ctx, f->store, f->arena, &rows, &count));
    assert_int_equal(count, 3);
    assert_null(rows[0].date_off);
    assert_string_equal(rows[1].date_off, "2023");
    assert_string_equal(rows[2].date_off, "2024-07");
}

static void pilots_keep_their_dates_and_budget(void **state) {
    static const member members[] = {
        MEMBER(er_pilot, TEXT, code), MEMBER(er_pilot, INT, year), MEMBER(er_pilot, REAL, budget),
        MEMBER(er_pilot, TEXT, date_on), MEMBER(er_pilot, TEXT, date_off)};
    fixture *f = *state;
    er_pilot want[] = {{.code = "p1", .budget = 0, .date_on = "2021-03", .date_off = "2022-12-31"},
                       {.code = "p2", .year = INT64_MIN, .budget = NAN},
                       {.code = "p3", .budget = 1.5e9, .date_on = "2024"}};
    er_pilot *rows;
    size_t count;
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    for (int i = 2; i >= 0; i--)
        assert_ok(f->ctx, er_store_add_pilot(f->ctx, f->store, &want[i]));
    er_pilot bad = {.code = "bad", .budget = -1};
    assert_int_equal(er_store_add_pilot(f->ctx, f->store, &bad), ER_ERR_RANGE);
    assert_non_null(strstr(er_context_error(f->ctx), "budget"));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    reopen(f, ER_STORE_READ);
    assert_ok(f->ctx, er_store_pilots(f->ctx, f->store, f->arena, &rows, &count));
    assert_int_equal(count, 3);
    for (int i = 0; i < 3; i++)
        SAME(members, &rows[i], &want[i]);
}

static void drop_points_come_back_in_an_order_of_their_own(void **state) {
    static const member members[] = {
        MEMBER(er_drop_point, TEXT, code), MEMBER(er_drop_point, TEXT, operator_),
        MEMBER(er_drop_point, TEXT, date_on), MEMBER(er_drop_point, POINT, position),
        MEMBER(er_drop_point, BOOL, synthetic)};
    static const int orders[2][6] = {{5, 4, 3, 2, 1, 0}, {2, 0, 4, 1, 5, 3}};
    const er_drop_point want[6] = {
        {.position = {120, 26}, .synthetic = true},
        {.position = {121, 24}},
        {.position = {121, 25}},
        {.position = {121, 25}, .operator_ = "A", .code = "z"},
        {.position = {121, 25}, .operator_ = "B", .code = "a"},
        {.position = {121, 25}, .operator_ = "B", .code = "a", .date_on = "2024-05"}};
    fixture *f = *state;
    for (int i = 0; i < 2; i++) {
        er_store *store;
        er_drop_point *rows;
        char path[128];
        size_t count;
        snprintf(path, sizeof path, "%s/%d.sqlite", f->folder, i);
        assert_ok(f->ctx, er_store_create(f->ctx, path, false, &store));
        assert_ok(f->ctx, er_store_begin(f->ctx, store));
        for (int k = 0; k < 6; k++)
            assert_ok(f->ctx, er_store_add_drop_point(f->ctx, store, &want[orders[i][k]]));
        assert_ok(f->ctx, er_store_commit(f->ctx, store));
        assert_ok(f->ctx, er_store_drop_points(f->ctx, store, f->arena, &rows, &count));
        assert_int_equal(count, 6);
        for (int k = 0; k < 6; k++)
            SAME(members, &rows[k], &want[k]);
        er_store_close(store);
    }
    er_drop_point bad = {.position = {NAN, NAN}};
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_int_equal(er_store_add_drop_point(f->ctx, f->store, &bad), ER_ERR_GEOMETRY);
    bad.position = (er_point){121, 91};
    assert_int_equal(er_store_add_drop_point(f->ctx, f->store, &bad), ER_ERR_RANGE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_up, fixture_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_station_that_ends_is_another_one),
        TEST(pilots_keep_their_dates_and_budget),
        TEST(drop_points_come_back_in_an_order_of_their_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
