/* The step compare on small workspaces whose figures have closed forms. */
#include "compare_fixture.h"
#include "store_sql.h"

/** Common part of two discs of one radius. */
static double lens_km2(double radius_m, double away_m) {
    double half = away_m / 2;
    return 2 *
           (radius_m * radius_m * acos(half / radius_m) -
            half * sqrt(radius_m * radius_m - half * half)) /
           1e6;
}

static er_station coded(const char *operator_, const char *code, double x, double y,
                        double radius_m) {
    er_station station = station_of(operator_, x, y, radius_m);
    station.code = code;
    return station;
}

static void two_discs_share_a_lens(void **state) {
    fixture *f = *state;
    struct stack w = make_stack(f, 23.5);
    const er_station stations[] = {station_of("A", 120.99, low_y, 2000),
                                   station_of("B", 121.01, low_y, 2000)};
    add_stations(f, stations, 2, 0);
    cover_now(f, &bare_study);
    er_compare_result r =
        compare_of(f, NULL, (er_compare_options){.before.operator_ = "A", .after.operator_ = "B"});
    double away_m = er_geodesic_distance(stations[0].position, stations[1].position);
    double lens = lens_km2(2000, away_m), disc = M_PI * 4;
    const er_compare_row *village = unit_row(&r, w.low), *all = all_row(&r);
    assert_relative(village->served_km2.before, disc, 1e-7);
    assert_relative(village->served_km2.after, disc, 1e-7);
    assert_relative(village->served_km2.kept, lens, 1e-5);
    assert_relative(village->served_km2.gained, disc - lens, 1e-5);
    assert_relative(village->served_km2.lost, disc - lens, 1e-5);
    assert_relative(village->persons_served.kept, 1000 * lens / village->area_km2, 1e-5);
    assert_true(village->persons_served.population == 0);
    assert_true(village->served_km2.gained_from_unknown == 0);
    /* nothing is beyond the village, so that every sum is the very same */
    const int64_t above[] = {w.town, w.county};
    for (size_t i = 0; i < 2; i++) {
        const er_compare_row *row = unit_row(&r, above[i]);
        assert_memory_equal(&row->served_km2, &village->served_km2, sizeof row->served_km2);
        assert_memory_equal(&row->persons_served, &village->persons_served,
                            sizeof row->persons_served);
    }
    assert_memory_equal(&all->served_km2, &village->served_km2, sizeof all->served_km2);
    assert_true(all->persons == 4500 && unit_row(&r, w.far)->persons_served.after == 0);
    assert_string_equal(r.indices[0].subject, "coverage:A:B");
    assert_all_add_up(&r);
}

static void what_stays_is_the_same_to_the_last_bit(void **state) {
    fixture *f = *state;
    struct stack w = make_stack(f, 23.5);
    const er_station stations[] = {
        coded("A", "a", 120.95, low_y, 3000), coded("A", "b", 120.97, low_y + 0.01, 2500),
        coded("B", "c", 120.96, low_y - 0.005, 2800), coded("A", "d", 121.1, high_y, 1500)};
    add_stations(f, stations, 3, 0);
    int64_t before = cover_now(f, &bare_study);
    add_stations(f, stations + 3, 1, 0);
    int64_t after = cover_now(f, &bare_study);
    er_compare_result r = compare_runs(f, before, after);
    const er_compare_row *still = unit_row(&r, w.low);
    const er_compare_row *gains = unit_row(&r, w.high);
    assert_true(still->served_km2.gained == 0 && still->served_km2.lost == 0);
    assert_true(still->served_km2.before > 20 && still->persons_served.gained == 0);
    assert_relative(gains->served_km2.gained, M_PI * 2.25, 1e-7);
    assert_true(gains->served_km2.before == 0 && gains->served_km2.lost == 0);
    /* a unit of parts that fill it is exactly their sum */
    const er_compare_row *town = unit_row(&r, w.town);
    assert_true(town->served_km2.after == still->served_km2.after + gains->served_km2.after);
    assert_true(town->area_km2 == still->area_km2 + gains->area_km2);
    assert_true(town->persons_served.gained == gains->persons_served.gained);
    assert_all_add_up(&r);
    assert_int_equal(count_causes(&r, "station", "added"), 1);
    assert_int_equal(r.cause_count, 1);
    const er_compare_cause *cause = cause_of(&r, "station", "d");
    assert_string_equal(cause->operator_, "A");
    assert_null(cause->before);
    assert_string_equal(cause->after, "radius_m 1500");
    assert_true(cause->position.x == 121.1 && cause->position.y == high_y);
    /* the other way round what was gained is lost */
    er_compare_result back = compare_runs(f, after, before);
    assert_true(unit_row(&back, w.high)->served_km2.lost == gains->served_km2.gained);
    assert_int_equal(count_causes(&back, "station", "removed"), 1);
    /* and of one run nothing changes */
    er_compare_result same = compare_runs(f, after, after);
    assert_true(all_row(&same)->served_km2.gained == 0 && all_row(&same)->served_km2.lost == 0);
    assert_true(all_row(&same)->persons_served.kept == all_row(&r)->persons_served.after);
    assert_int_equal(same.cause_count, 0);
}

static void a_run_of_the_comparison_is_kept(void **state) {
    fixture *f = *state;
    struct stack w = make_stack(f, 23.5);
    const er_station stations[] = {station_of("A", 120.9, low_y, 1000),
                                   station_of("A", 121.1, high_y, 1000)};
    const er_compare_options newest = {.before.run_id = 1};
    int64_t run = 0;
    add_stations(f, stations, 1, 0);
    assert_int_equal(cover_now(f, &bare_study), 1);
    add_stations(f, stations + 1, 1, 0);
    cover_now(f, &bare_study);
    assert_ok(f->ctx, er_compare(f->ctx, f->store, NULL, &newest, &run));
    assert_int_equal(run, 3);
    reopen(f, ER_STORE_READ);
    er_compare_result looked = compare_of(f, NULL, newest);
    er_compare_row *rows = NULL;
    er_compare_index *indices = NULL;
    er_compare_cause *causes = NULL;
    size_t count = 0, index_count = 0, cause_count = 0;
    assert_ok(f->ctx, er_store_compares(f->ctx, f->store, f->arena, run, &rows, &count));
    assert_ok(f->ctx,
              er_store_compare_indices(f->ctx, f->store, f->arena, run, &indices, &index_count));
    assert_ok(f->ctx,
              er_store_compare_causes(f->ctx, f->store, f->arena, run, &causes, &cause_count));
    assert_int_equal(count, looked.row_count);
    for (size_t i = 0; i < count; i++) {
        assert_memory_equal(&rows[i].served_km2, &looked.rows[i].served_km2,
                            sizeof rows[i].served_km2);
        assert_int_equal(rows[i].unit_id, looked.rows[i].unit_id);
    }
    assert_int_equal(index_count, looked.index_count);
    assert_int_equal(cause_count, 1);
    assert_true(causes[0].position.x == 121.1);
    assert_true(unit_row(&looked, w.high)->served_km2.gained > 3);
}

static void a_change_of_population_is_told_apart(void **state) {
    fixture *f = *state;
    struct stack w = make_stack(f, 23.5);
    /* before: 1 km2 more or less of the west village; after: another place too */
    const er_station stations[] = {
        station_of("A", 120.85, low_y, 1000), station_of("A", 120.95, low_y, 1000),
        station_of("A", 121.1, high_y, 1000), station_of("A", 121, high_y, 1000)};
    add_stations(f, stations, 1, 0);
    add_stations(f, stations + 2, 1, 0);
    int64_t before = cover_now(f, &bare_study);
    add_stations(f, stations + 1, 1, 0);
    add_stations(f, stations + 3, 1, 0);
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    add_persons(f, w.low, 1500);  /* half more */
    add_persons(f, w.high, 2000); /* a third less */
    assert_ok(f->ctx, er_store_settle_population(f->ctx, f->store));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    int64_t after = cover_now(f, &bare_study);
    er_compare_result r = compare_runs(f, before, after);
    const er_compare_row *grown = unit_row(&r, w.low);
    const er_compare_row *shrunk = unit_row(&r, w.high);
    double share = M_PI / grown->area_km2; /* of the village in one disc */
    assert_relative(grown->persons_served.before, 1000 * share, 1e-6);
    assert_relative(grown->persons_served.after, 1500 * 2 * share, 1e-6);
    assert_relative(grown->persons_served.kept, 1000 * share, 1e-6);
    assert_relative(grown->persons_served.gained, 2000 * share, 1e-6);
    assert_true(grown->persons_served.lost == 0);
    assert_relative(grown->persons_served.population, 500 * 2 * share, 1e-6);
    share = M_PI / shrunk->area_km2;
    assert_relative(shrunk->persons_served.before, 3000 * share, 1e-6);
    assert_relative(shrunk->persons_served.lost, 1000 * share, 1e-6);
    assert_relative(shrunk->persons_served.kept, 2000 * share, 1e-6);
    assert_relative(shrunk->persons_served.gained, 2000 * share, 1e-6);
    assert_relative(shrunk->persons_served.population, -1000 * 2 * share, 1e-6);
    assert_true(shrunk->served_km2.lost == 0);
    assert_all_add_up(&r);
    assert_int_equal(count_causes(&r, "population", "changed"), 2);
    assert_string_equal(cause_of(&r, "population", "village 101")->before, "1000");
    assert_string_equal(cause_of(&r, "population", "village 101")->after, "1500");
}

static void the_unknown_never_turns_into_unserved(void **state) {
    fixture *f = *state;
    struct stack w = make_stack(f, 23.5);
    er_station station = station_of("A", 120.9, low_y, 2000);
    int64_t before = cover_now(f, &bare_study); /* no station at all: nothing is known */
    add_stations(f, &station, 1, 0);
    int64_t after = cover_now(f, &bare_study);
    er_compare_result r = compare_runs(f, before, after);
    const er_compare_row *row = unit_row(&r, w.low);
    assert_relative(row->served_km2.gained, M_PI * 4, 1e-7);
    assert_true(row->served_km2.gained_from_unknown == row->served_km2.gained);
    assert_true(row->persons_served.gained_from_unknown == row->persons_served.gained);
    assert_true(row->persons_served.gained > 0 && row->served_km2.lost_to_unknown == 0);
    assert_all_add_up(&r);
    er_compare_result back = compare_runs(f, after, before);
    row = unit_row(&back, w.town);
    assert_true(row->served_km2.lost_to_unknown == row->served_km2.lost &&
                row->served_km2.lost > 12);
    const char *english = NULL, *chinese = NULL;
    assert_ok(f->ctx, er_compare_sentences(f->ctx, f->arena, all_row(&back), back.indices,
                                           back.index_count, &english, &chinese));
    assert_non_null(strstr(english, "are not known now"));
    assert_non_null(strstr(chinese, "現在狀態不明"));
}

static void runs_without_a_record_are_refused(void **state) {
    fixture *f = *state;
    make_stack(f, 23.5);
    er_station station = station_of("A", 120.9, low_y, 2000);
    er_compare_options options = {.before.run_id = 1};
    er_compare_result r;
    add_stations(f, &station, 1, 0);
    cover_now(f, &bare_study);
    cover_now(f, &bare_study);
    tell(f->path, "DELETE FROM cover_discs WHERE run_id = 1");
    assert_int_equal(er_compare_look(f->ctx, f->store, NULL, &options, f->arena, &r, NULL),
                     ER_ERR_INPUT);
    assert_non_null(strstr(er_context_error(f->ctx), "run 1 kept no record of what it served"));
    tell(f->path, "INSERT INTO cover_discs SELECT NULL, 1, count, discs FROM cover_discs");
    compare_of(f, NULL, options);
    /* a record that is not that of the run's figures is found out */
    station = station_of("A", 120.9, low_y, 3000);
    add_stations(f, &station, 1, 0);
    cover_now(f, &bare_study);
    tell(f->path, "DELETE FROM cover_discs WHERE run_id = 1");
    tell(f->path,
         "INSERT INTO cover_discs SELECT NULL, 1, count, discs FROM cover_discs WHERE run_id = 3");
    assert_int_equal(er_compare_look(f->ctx, f->store, NULL, &options, f->arena, &r, NULL),
                     ER_ERR_INPUT);
    assert_non_null(strstr(er_context_error(f->ctx), "its own figure is"));
    options.before.run_id = 9;
    assert_int_equal(er_compare_look(f->ctx, f->store, NULL, &options, f->arena, &r, NULL),
                     ER_ERR_NOT_FOUND);
    options.before.run_id = 2;
    options.before.operator_ = "X";
    assert_int_equal(er_compare_look(f->ctx, f->store, NULL, &options, f->arena, &r, NULL),
                     ER_ERR_NOT_FOUND);
    assert_non_null(strstr(er_context_error(f->ctx), "no operator 'X'"));
}

static void groups_are_sums_of_their_units(void **state) {
    fixture *f = *state;
    struct stack w = make_stack(f, 23.5);
    const er_group groups[] = {{.scheme = "kind", .name = "near", .rank = 0},
                               {.scheme = "kind", .name = "far", .rank = 1}};
    const er_unit_group members[] = {
        {.unit_id = w.town, .scheme = "kind", .group = "near", .value = NAN, .threshold = NAN}};
    const er_scheme scheme = {.name = "kind", .level = "town", .definition = "{}"};
    const er_station stations[] = {station_of("A", 121, 23.5, 1000),
                                   station_of("A", 121, far_y, 2000)};
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_replace_scheme(f->ctx, f->store, &scheme, groups, 2, members, 1));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    int64_t before = cover_now(f, &bare_study);
    add_stations(f, stations, 2, 0);
    int64_t after = cover_now(f, &bare_study);
    er_compare_result r = compare_runs(f, before, after);
    const er_compare_row *near = group_row(&r, "near"), *far = group_row(&r, "far");
    const er_compare_row *none = group_row(&r, ER_LINE_NONE), *all = all_row(&r);
    assert_true(near->served_km2.after == unit_row(&r, w.town)->served_km2.after);
    assert_true(none->persons_served.gained == unit_row(&r, w.far)->persons_served.gained);
    assert_true(far->area_km2 == 0 && far->persons == 0 && far->persons_served.after == 0);
    assert_true(near->served_km2.after + none->served_km2.after == all->served_km2.after);
    assert_true(near->persons_served.after + none->persons_served.after ==
                all->persons_served.after);
    assert_true(near->persons == 4000 && none->persons == 500);
    assert_all_add_up(&r);
    /* indices over the towns: nothing is known before, so that there is no change */
    assert_string_equal(r.indices[0].scheme, "kind");
    assert_string_equal(r.indices[0].measure, "mean");
    assert_true(isnan(r.indices[0].before) && isnan(r.indices[0].change));
    assert_relative(r.indices[0].after, all->persons_served.after / 4500, 1e-7);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(two_discs_share_a_lens, fixture_up, fixture_down),
        cmocka_unit_test_setup_teardown(what_stays_is_the_same_to_the_last_bit, fixture_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(a_run_of_the_comparison_is_kept, fixture_up, fixture_down),
        cmocka_unit_test_setup_teardown(a_change_of_population_is_told_apart, fixture_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(the_unknown_never_turns_into_unserved, fixture_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(runs_without_a_record_are_refused, fixture_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(groups_are_sums_of_their_units, fixture_up, fixture_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
