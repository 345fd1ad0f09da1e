/* Figures given at any level become figures of every unit; points find their unit. */
#include "unit/store_fixture.h"

/* One county of two towns; the first town has three villages, the second two. */
struct tree {
    int64_t county, towns[2], villages[5];
};

static struct tree plant(fixture *f) {
    static const char *const codes[5] = {"111", "112", "113", "121", "122"};
    struct tree tree;
    int64_t orphans;
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "county", 0));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "town", 1));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "village", 2));
    for (int i = 4; i >= 0; i--) {
        const char parent[3] = {codes[i][0], codes[i][1], '\0'};
        tree.villages[i] = add_unit(f, "village", codes[i], parent, i, 0, 1, 1);
    }
    tree.towns[0] = add_unit(f, "town", "11", "1", 0, 0, 3, 1);
    tree.towns[1] = add_unit(f, "town", "12", "1", 3, 0, 2, 1);
    tree.county = add_unit(f, "county", "1", NULL, 0, 0, 5, 1);
    assert_ok(f->ctx, er_store_link_units(f->ctx, f->store, "town", "county", &orphans));
    assert_ok(f->ctx, er_store_link_units(f->ctx, f->store, "village", "town", &orphans));
    return tree;
}

static void give(fixture *f, int64_t unit_id, double persons) {
    er_population row = {.unit_id = unit_id, .persons = persons, .households = persons / 2};
    assert_ok(f->ctx, er_store_add_population(f->ctx, f->store, &row));
}

/** county, towns, villages in order; NAN is written as -1. */
static void assert_persons(fixture *f, const double expected[8]) {
    er_unit *units;
    size_t count;
    assert_ok(f->ctx, er_store_settle_population(f->ctx, f->store));
    assert_ok(f->ctx, er_store_units(f->ctx, f->store, f->arena, NULL, false, &units, &count));
    assert_int_equal(count, 8);
    for (int i = 0; i < 8; i++) {
        double persons = isnan(units[i].persons) ? -1 : units[i].persons;
        if (fabs(persons - expected[i]) > 1e-9)
            fail_msg("unit %s: %g persons, expected %g", units[i].code, persons, expected[i]);
        double households = isnan(units[i].households) ? -0.5 : units[i].households;
        assert_true(fabs(households - expected[i] / 2) < 1e-9);
    }
}

static int64_t assumed(fixture *f, const char *value) {
    er_assumption *rows;
    size_t count;
    assert_ok(f->ctx, er_store_assumptions(f->ctx, f->store, f->arena, &rows, &count));
    int64_t affected = 0;
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(rows[i].subject, "population");
        if (!strcmp(rows[i].field, "persons") && !strcmp(rows[i].value, value))
            affected += rows[i].rows_affected;
    }
    return affected;
}

static void a_town_figure_is_shared_equally(void **state) {
    fixture *f = *state;
    struct tree tree = plant(f);
    give(f, tree.towns[0], 300);
    give(f, tree.towns[1], 50);
    assert_persons(f, (double[]){350, 300, 50, 100, 100, 100, 25, 25});
    assert_int_equal(assumed(f, "shared equally"), 5);
    /* settling again changes nothing, and says it once */
    assert_persons(f, (double[]){350, 300, 50, 100, 100, 100, 25, 25});
    assert_int_equal(assumed(f, "shared equally"), 5);
    assert_string_equal(f->warning, "");
}

static void village_figures_are_used_as_they_are(void **state) {
    fixture *f = *state;
    struct tree tree = plant(f);
    for (int i = 0; i < 5; i++)
        give(f, tree.villages[i], 10 * (i + 1));
    assert_persons(f, (double[]){150, 60, 90, 10, 20, 30, 40, 50});
    er_assumption *rows;
    size_t count;
    assert_ok(f->ctx, er_store_assumptions(f->ctx, f->store, f->arena, &rows, &count));
    assert_int_equal(count, 0);
}

static void a_rest_is_shared_among_those_without_a_figure(void **state) {
    fixture *f = *state;
    struct tree tree = plant(f);
    give(f, tree.towns[0], 300);
    give(f, tree.villages[1], 200);
    give(f, tree.villages[3], 7);
    give(f, tree.villages[4], 8);
    assert_persons(f, (double[]){315, 300, 15, 50, 200, 50, 7, 8});
    assert_int_equal(assumed(f, "shared equally"), 2);
    give(f, tree.villages[1], 100); /* a second figure replaces the first */
    assert_persons(f, (double[]){315, 300, 15, 100, 100, 100, 7, 8});
}

static void a_county_figure_goes_down_through_the_towns(void **state) {
    fixture *f = *state;
    struct tree tree = plant(f);
    give(f, tree.county, 1000);
    give(f, tree.villages[0], 100);
    /* the rest of 900 goes to both towns equally; the first keeps its village on top of it */
    assert_persons(f, (double[]){1000, 550, 450, 100, 225, 225, 225, 225});
}

static void a_sum_above_the_figure_wins_and_is_told(void **state) {
    fixture *f = *state;
    struct tree tree = plant(f);
    give(f, tree.towns[0], 100);
    give(f, tree.villages[0], 80);
    give(f, tree.villages[1], 60);
    assert_persons(f, (double[]){140, 140, -1, 80, 60, 0, -1, -1});
    assert_int_equal(assumed(f, "sum of the units below"), 1);
    assert_non_null(strstr(f->warning, "population"));
}

static void a_gap_is_told_and_nothing_stays_unknown(void **state) {
    fixture *f = *state;
    struct tree tree = plant(f);
    give(f, tree.villages[0], 80);
    assert_persons(f, (double[]){80, 80, -1, 80, -1, -1, -1, -1});
    assert_int_equal(assumed(f, "sum of those known"), 2);
    give(f, tree.villages[1], 5);
    give(f, tree.villages[2], 5);
    give(f, tree.towns[0], 100);
    assert_persons(f, (double[]){100, 100, -1, 80, 5, 5, -1, -1});
    assert_int_equal(assumed(f, "figure given"), 1);
}

static void a_wrong_figure_is_refused(void **state) {
    fixture *f = *state;
    struct tree tree = plant(f);
    er_population row = {.unit_id = tree.county, .persons = -1, .households = NAN};
    assert_int_equal(er_store_add_population(f->ctx, f->store, &row), ER_ERR_RANGE);
    row.persons = NAN;
    assert_int_equal(er_store_add_population(f->ctx, f->store, &row), ER_ERR_RANGE);
    row.persons = 1;
    row.unit_id = 99;
    assert_int_equal(er_store_add_population(f->ctx, f->store, &row), ER_ERR_NOT_FOUND);
}

static void points_find_their_unit(void **state) {
    fixture *f = *state;
    struct tree tree = plant(f);
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    reopen(f, ER_STORE_READ);
    const er_point points[] = {{0.5, 0.5}, {4.5, 0.1}, {1, 0.5},  {3, 1},
                               {0, 0},     {5, 1},     {5.01, 1}, {NAN, 0}};
    int64_t ids[8], none;
    assert_ok(f->ctx, er_store_locate(f->ctx, f->store, "village", points, 8, ids));
    assert_int_equal(ids[0], tree.villages[0]);
    assert_int_equal(ids[1], tree.villages[4]);
    assert_int_equal(ids[2], tree.villages[0]); /* on the border: the lower code */
    assert_int_equal(ids[3], tree.villages[2]);
    assert_int_equal(ids[4], tree.villages[0]);
    assert_int_equal(ids[5], tree.villages[4]);
    assert_int_equal(ids[6], 0);
    assert_int_equal(ids[7], 0);
    assert_ok(f->ctx, er_store_locate(f->ctx, f->store, "town", points, 8, ids));
    assert_int_equal(ids[3], tree.towns[0]);
    assert_ok(f->ctx, er_store_locate(f->ctx, f->store, "parish", points, 1, &none));
    assert_int_equal(none, 0);
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, fixture_up, fixture_down)

int main(void) {
    const struct CMUnitTest tests[] = {WITH_STORE(a_town_figure_is_shared_equally),
                                       WITH_STORE(village_figures_are_used_as_they_are),
                                       WITH_STORE(a_rest_is_shared_among_those_without_a_figure),
                                       WITH_STORE(a_county_figure_goes_down_through_the_towns),
                                       WITH_STORE(a_sum_above_the_figure_wins_and_is_told),
                                       WITH_STORE(a_gap_is_told_and_nothing_stays_unknown),
                                       WITH_STORE(a_wrong_figure_is_refused),
                                       WITH_STORE(points_find_their_unit)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
