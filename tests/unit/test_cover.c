/* The cover step on a small workspace whose figures have closed forms. */
#include "cover_fixture.h"

static void served_areas_and_persons_have_their_closed_form(void **state) {
    fixture *f = *state;
    struct world w = make_world(f);
    /* a disc within the west village; two halves of discs on each other's place over the border;
     * one beyond every unit that reaches in by half */
    const er_station stations[] = {station_of("A", 120.9, 23.5, 2000),
                                   station_of("A", middle, 23.5, 1000),
                                   station_of("B", middle, 23.5, 500)};
    int64_t run = 0;
    add_stations(f, stations, 3, 0);
    assert_ok(f->ctx, er_cover(f->ctx, f->store, &bare_study, &run));
    const double a_west = M_PI * (4 + 0.5), a_east = M_PI * 0.5, half_b = M_PI * 0.125;
    er_cover_row row = find_row(f, run, "unit", w.village_west, "operator", "A");
    assert_relative(row.served_km2, a_west, 1e-7);
    assert_relative(row.persons_served, 1000 * row.served_km2 / row.area_km2, 1e-14);
    assert_true(row.unknown_km2 == 0 && row.persons_unknown == 0 && row.persons == 1000);
    row = find_row(f, run, "unit", w.village_east, "operator", "A");
    assert_relative(row.served_km2, a_east, 1e-7);
    row = find_row(f, run, "unit", w.village_east, "operator", "B");
    assert_relative(row.served_km2, half_b, 1e-7);
    row = find_row(f, run, "unit", w.village_east, "any", NULL);
    assert_relative(row.served_km2, a_east, 1e-7);
    row = find_row(f, run, "unit", w.village_east, "all", NULL);
    assert_relative(row.served_km2, half_b, 1e-7);
    row = find_row(f, run, "unit", w.village_west, "all", NULL);
    assert_relative(row.served_km2, half_b, 1e-7);
    /* units above: areas measured, persons summed */
    er_cover_row in_west = find_row(f, run, "unit", w.village_west, "any", NULL);
    er_cover_row in_east = find_row(f, run, "unit", w.village_east, "any", NULL);
    er_cover_row town = find_row(f, run, "unit", w.town, "any", NULL);
    er_cover_row county = find_row(f, run, "unit", w.county, "any", NULL);
    assert_relative(town.served_km2, a_west + a_east, 1e-7);
    assert_relative(town.persons_served, in_west.persons_served + in_east.persons_served, 1e-14);
    assert_true(town.persons == 4000 && county.persons == 4500);
    assert_relative(county.persons_served, town.persons_served, 1e-14);
    er_assumption *assumed = NULL;
    size_t count = 0, found = 0;
    assert_ok(f->ctx, er_store_assumptions(f->ctx, f->store, f->arena, &assumed, &count));
    for (size_t i = 0; i < count; i++)
        if (assumed[i].run_id == run && strcmp(assumed[i].field, "persons") == 0) {
            /* two villages in part; the far town, without villages, is the third base */
            assert_true(assumed[i].rows_affected == 2 && assumed[i].rows_total == 3);
            found++;
        }
    assert_int_equal(found, 1);
    /* evenly over the town it would be another figure */
    assert_true(fabs(town.persons_served / (4000 * town.served_km2 / town.area_km2) - 1) > 0.2);
    /* what lies within one disc is served whole, what none touches not at all */
    er_cover_row venue = find_row(f, run, "venue", w.venue, "any", NULL);
    assert_true(venue.served_km2 == venue.area_km2 && venue.area_km2 > 0.03);
    assert_true(isnan(venue.persons) && isnan(venue.persons_served));
    assert_true(find_row(f, run, "venue", w.venue, "operator", "B").served_km2 == 0);
    assert_true(find_row(f, run, "unit", w.town_far, "any", NULL).served_km2 == 0);
    assert_true(find_row(f, run, "unit", w.town_far, "any", NULL).persons_served == 0);
}

static void a_station_outside_every_unit_reaches_in(void **state) {
    fixture *f = *state;
    struct world w = make_world(f);
    double radius_m = 3000;
    er_station station = station_of(NULL, west - 0.01, 23.5, radius_m);
    int64_t run = 0;
    add_stations(f, &station, 1, 0);
    assert_ok(f->ctx, er_cover(f->ctx, f->store, &bare_study, &run));
    /* a segment of the disc: the border is a meridian, straight to within its geodesic */
    double away_m = er_geodesic_distance(station.position, (er_point){west, 23.5});
    double segment = radius_m * radius_m * acos(away_m / radius_m) -
                     away_m * sqrt(radius_m * radius_m - away_m * away_m);
    er_cover_row row = find_row(f, run, "unit", w.village_west, "operator", ER_NO_OPERATOR);
    assert_relative(row.served_km2, segment / 1e6, 1e-4);
    /* the only operator is the one that "all" asks for, stated or not */
    assert_true(find_row(f, run, "unit", w.village_west, "all", NULL).served_km2 == row.served_km2);
}

static void stations_without_operator_count_for_any_and_not_for_all(void **state) {
    fixture *f = *state;
    struct world w = make_world(f);
    const er_station stations[] = {station_of("B", 120.9, 23.5, 1000),
                                   station_of("A", 120.9, 23.5, 1000),
                                   station_of(NULL, 121.1, 23.5, 1000)};
    int64_t run = 0;
    add_stations(f, stations, 3, 0);
    assert_ok(f->ctx, er_cover(f->ctx, f->store, &bare_study, &run));
    assert_relative(find_row(f, run, "unit", w.town, "any", NULL).served_km2, 2 * M_PI, 1e-7);
    assert_relative(find_row(f, run, "unit", w.town, "all", NULL).served_km2, M_PI, 1e-7);
    assert_relative(find_row(f, run, "unit", w.town, "operator", ER_NO_OPERATOR).served_km2, M_PI,
                    1e-7);
}

static void default_radii_are_recorded(void **state) {
    fixture *f = *state;
    struct world w = make_world(f);
    const er_group groups[] = {{.scheme = "area_class", .name = "remote", .rank = 0},
                               {.scheme = "area_class", .name = "urban", .rank = 1}};
    const er_unit_group members[] = {{.unit_id = w.town,
                                      .scheme = "area_class",
                                      .group = "urban",
                                      .value = NAN,
                                      .threshold = NAN},
                                     {.unit_id = w.town_far,
                                      .scheme = "area_class",
                                      .group = "remote",
                                      .value = NAN,
                                      .threshold = NAN}};
    const er_scheme scheme = {.name = "area_class", .level = "town", .definition = "{}"};
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_replace_scheme(f->ctx, f->store, &scheme, groups, 2, members, 2));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    const er_radius_rule radii[] = {{"n78", "urban", 700}, {"n78", NULL, 1500}};
    const er_study study = {.coverage_model = "disc",
                            .radius_scheme = "area_class",
                            .radii = radii,
                            .radius_count = 2,
                            .default_radius_m = 400};
    er_station stations[] = {
        station_of("A", 120.9, 23.45, NAN),  station_of("A", 120.95, 23.5, NAN),
        station_of("A", 121.1, 23.5, 900),   station_of("A", 121.3, 23.5, NAN),
        station_of("A", 121.35, 23.45, NAN), station_of("A", 121.3, 23.55, 800)};
    for (int i = 0; i < 4; i++)
        stations[i].band = "n78";
    stations[5].status = "planned";
    int64_t run = 0;
    add_stations(f, stations, 6, 0);
    assert_ok(f->ctx, er_cover(f->ctx, f->store, &study, &run));
    assert_relative(find_row(f, run, "unit", w.town, "any", NULL).served_km2,
                    M_PI * (2 * 0.49 + 0.81), 1e-7);
    assert_relative(find_row(f, run, "unit", w.town_far, "any", NULL).served_km2,
                    M_PI * (2.25 + 0.16), 1e-7);
    static const struct {
        const char *field, *value, *basis, *value_zh, *basis_zh;
        int64_t affected, total;
    } wanted[] = {
        {"radius_m", "700 m", "band n78, group urban: radius rule of the study", NULL,
         "未載明半徑；頻段 n78、組別 urban：研究設定的半徑規則", 2, 3},
        {"radius_m", "1500 m", "band n78, group remote: radius rule of the study", NULL,
         "未載明半徑；頻段 n78、組別 remote：研究設定的半徑規則", 1, 1},
        {"radius_m", "400 m", "band not stated, group remote: default of the study", NULL,
         "未載明半徑；頻段 未載明、組別 remote：研究設定的預設值", 1, 1},
        {"status", "planned: left out", "only stations in service", "planned：不計入", NULL, 1, 6}};
    er_assumption *rows = NULL;
    size_t count = 0, found = 0;
    assert_ok(f->ctx, er_store_assumptions(f->ctx, f->store, f->arena, &rows, &count));
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < 4; j++)
            if (rows[i].run_id == run && strcmp(rows[i].subject, "station") == 0 &&
                strcmp(rows[i].field, wanted[j].field) == 0 &&
                strcmp(rows[i].value, wanted[j].value) == 0) {
                assert_non_null(strstr(rows[i].basis, wanted[j].basis));
                if (wanted[j].value_zh)
                    assert_string_equal(rows[i].value_zh, wanted[j].value_zh);
                else
                    assert_null(rows[i].value_zh);
                if (wanted[j].basis_zh) assert_string_equal(rows[i].basis_zh, wanted[j].basis_zh);
                assert_non_null(rows[i].basis_zh); /* a sentence that stands in the catalogue */
                assert_int_equal(rows[i].rows_affected, wanted[j].affected);
                assert_int_equal(rows[i].rows_total, wanted[j].total);
                found++;
            }
    assert_int_equal(found, 4);
    er_run last;
    assert_ok(f->ctx, er_store_last_run(f->ctx, f->store, f->arena, "cover", &last));
    assert_int_equal(last.id, run);
    assert_string_equal(last.model, "disc");
    assert_non_null(strstr(last.parameters, "\"default_radius_share\":0.8,"));
    assert_non_null(strstr(last.parameters, "\"left_out\":1,"));
    assert_non_null(strstr(last.parameters, "\"operators\":[{\"operator\":\"A\",\"stations\":5}]"));
    assert_non_null(strstr(last.parameters, "+proj=laea"));
}

static void without_stations_everything_is_unknown(void **state) {
    fixture *f = *state;
    struct world w = make_world(f);
    int64_t run = 0;
    assert_ok(f->ctx, er_cover(f->ctx, f->store, &bare_study, &run));
    assert_non_null(strstr(f->warning, "no stations"));
    er_cover_row row = find_row(f, run, "unit", w.county, "any", NULL);
    assert_true(row.unknown_km2 == row.area_km2 && row.served_km2 == 0);
    assert_true(row.persons == 4500 && row.persons_unknown == 4500 && row.persons_served == 0);
    row = find_row(f, run, "venue", w.venue, "all", NULL);
    assert_true(row.unknown_km2 == row.area_km2 && row.area_km2 > 0);
}

static void stations_out_of_service_serve_nobody_and_that_is_known(void **state) {
    fixture *f = *state;
    struct world w = make_world(f);
    er_station station = station_of("A", 120.9, 23.5, 2000);
    int64_t run = 0;
    station.status = "planned";
    add_stations(f, &station, 1, 0);
    assert_ok(f->ctx, er_cover(f->ctx, f->store, &bare_study, &run));
    assert_non_null(strstr(f->warning, "1 stations have the status 'planned'"));
    er_cover_row row = find_row(f, run, "unit", w.county, "any", NULL);
    assert_true(row.unknown_km2 == 0 && row.served_km2 == 0 && row.persons_served == 0);
    row = find_row(f, run, "unit", w.county, "all", NULL);
    assert_true(row.served_km2 == 0);
}

static void a_failure_leaves_the_workspace_as_it_was(void **state) {
    fixture *f = *state;
    make_world(f);
    er_station station = station_of("A", 120.9, 23.5, NAN);
    er_run *runs = NULL;
    size_t before = 0, after = 0;
    int64_t run = 77;
    add_stations(f, &station, 1, 0);
    assert_ok(f->ctx, er_store_runs(f->ctx, f->store, f->arena, &runs, &before));
    assert_int_equal(er_cover(f->ctx, f->store, &bare_study, &run), ER_ERR_INPUT);
    assert_non_null(strstr(er_context_error(f->ctx), "--radius-m"));
    const er_radius_rule rule = {NULL, "urban", 700};
    er_study study = {.coverage_model = "disc",
                      .radius_scheme = "area_class",
                      .radii = &rule,
                      .radius_count = 1,
                      .default_radius_m = 400};
    assert_int_equal(er_cover(f->ctx, f->store, &study, &run), ER_ERR_NOT_FOUND);
    assert_non_null(strstr(er_context_error(f->ctx), "classify"));
    study = bare_study;
    study.coverage_model = "rays";
    assert_int_equal(er_cover(f->ctx, f->store, &study, &run), ER_ERR_UNSUPPORTED);
    study = bare_study;
    study.default_radius_m = 1e7;
    assert_int_equal(er_cover(f->ctx, f->store, &study, &run), ER_ERR_RANGE);
    assert_ok(f->ctx, er_store_runs(f->ctx, f->store, f->arena, &runs, &after));
    assert_int_equal(before, after);
    assert_int_equal(run, 77);
}

enum { MANY = 400 };

/** A crowd of stations of three operators and none, some on one roof. */
static void make_crowd(er_station *stations) {
    static const char *const operators[] = {"C", "A", NULL, "B"};
    er_random random = er_random_stream(11, 0);
    for (size_t i = 0; i < MANY; i++)
        stations[i] = i % 10 == 9 ? stations[i - 1]
                                  : station_of(operators[er_random_below(&random, 4)],
                                               west + 0.6 * er_random_unit(&random),
                                               south + 0.2 * er_random_unit(&random),
                                               200 + 2000 * er_random_unit(&random));
}

/** All rows of a run of kind unit and venue, one behind the other. */
static er_cover_row *all_rows(fixture *f, int64_t run, size_t *count) {
    er_cover_row *units = NULL, *venues = NULL, *all = NULL;
    size_t unit_count = 0, venue_count = 0;
    assert_ok(f->ctx, er_store_cover(f->ctx, f->store, f->arena, run, "unit", &units, &unit_count));
    assert_ok(f->ctx,
              er_store_cover(f->ctx, f->store, f->arena, run, "venue", &venues, &venue_count));
    *count = unit_count + venue_count;
    all = calloc(*count, sizeof *all);
    memcpy(all, units, unit_count * sizeof *all);
    memcpy(all + unit_count, venues, venue_count * sizeof *all);
    return all;
}

static void assert_same_rows(fixture *a, int64_t run_a, fixture *b, int64_t run_b) {
    size_t count_a, count_b;
    er_cover_row *rows_a = all_rows(a, run_a, &count_a), *rows_b = all_rows(b, run_b, &count_b);
    assert_int_equal(count_a, count_b);
    assert_int_equal(count_a, 6 * 6);
    for (size_t i = 0; i < count_a; i++) {
        const er_cover_row *p = &rows_a[i], *q = &rows_b[i];
        assert_true(p->area_id == q->area_id && strcmp(p->stratum, q->stratum) == 0);
        const double left[] = {p->area_km2, p->served_km2, p->persons, p->persons_served};
        const double right[] = {q->area_km2, q->served_km2, q->persons, q->persons_served};
        assert_memory_equal(left, right, sizeof left);
        assert_true(p->served_km2 >= 0 && p->served_km2 <= p->area_km2);
        assert_true(isnan(p->persons) ||
                    (p->persons_served >= 0 && p->persons_served <= p->persons));
    }
    free(rows_a);
    free(rows_b);
}

static void rows_do_not_depend_on_order_or_threads(void **state) {
    fixture *f = *state, *other = NULL;
    er_station crowd[MANY];
    int64_t run = 0, again = 0, shuffled = 0;
    make_crowd(crowd);
    make_world(f);
    add_stations(f, crowd, MANY, 0);
    er_context_set_threads(f->ctx, 1);
    assert_ok(f->ctx, er_cover(f->ctx, f->store, &bare_study, &run));
    er_context_set_threads(f->ctx, 2);
    assert_ok(f->ctx, er_cover(f->ctx, f->store, &bare_study, &again));
    assert_same_rows(f, run, f, again);
    assert_int_equal(fixture_up((void **)&other), 0);
    make_world(other);
    er_station turned[MANY]; /* backwards, from the middle */
    for (size_t i = 0; i < MANY; i++)
        turned[i] = crowd[(3 * MANY / 2 - i) % MANY];
    add_stations(other, turned, MANY, 0);
    assert_ok(other->ctx, er_cover(other->ctx, other->store, &bare_study, &shuffled));
    assert_same_rows(f, run, other, shuffled);
    er_run a, b;
    assert_ok(f->ctx, er_store_last_run(f->ctx, f->store, f->arena, "cover", &a));
    assert_ok(other->ctx, er_store_last_run(other->ctx, other->store, other->arena, "cover", &b));
    assert_string_equal(a.parameters, b.parameters);
    fixture_down((void **)&other);
}

static void words_for_in_service_are_known(void **state) {
    (void)state;
    static const char *const serving[] = {NULL,     "in_service", "In Service", "ON-AIR",
                                          "active", " 運轉中 ",   "啟用"};
    static const char *const not_serving[] = {
        "planned", "closed", "規劃中", "停用", "in", "", "under construction", "inactive"};
    er_station station = plain_station(0, 0);
    for (size_t i = 0; i < sizeof serving / sizeof serving[0]; i++) {
        station.status = serving[i];
        assert_true(er_station_in_service(&station));
    }
    for (size_t i = 0; i < sizeof not_serving / sizeof not_serving[0]; i++) {
        station.status = not_serving[i];
        assert_false(er_station_in_service(&station));
    }
}

static bool stop(void *user) {
    int *questions_left = user;
    return --*questions_left < 0;
}

/** Stopped at the first question, at the second, and so on to the end: no run is left behind. */
static void it_can_be_stopped_anywhere(void **state) {
    fixture *f = *state;
    er_station crowd[MANY];
    er_status status = ER_ERR_CANCELLED;
    int stopped = 0;
    make_crowd(crowd);
    make_world(f);
    add_stations(f, crowd, MANY, 0);
    for (; status == ER_ERR_CANCELLED && stopped < 1000; stopped++) {
        er_run last;
        int questions_left = stopped;
        assert_int_equal(er_store_last_run(f->ctx, f->store, f->arena, "cover", &last),
                         ER_ERR_NOT_FOUND);
        er_context_set_cancel(f->ctx, stop, &questions_left);
        status = er_cover(f->ctx, f->store, &bare_study, NULL);
        er_context_set_cancel(f->ctx, NULL, NULL);
    }
    assert_int_equal(status, ER_OK);
    assert_true(stopped > 5);
}

/** Served whole by many discs of which none holds it: not a square metre is lost to rounding. */
static void whole_is_whole(void **state) {
    fixture *f = *state;
    struct world w = make_world(f);
    er_station crowd[MANY];
    er_random random = er_random_stream(5, 0);
    for (size_t i = 0; i < MANY; i++)
        crowd[i] = station_of("A", west + 0.2 * er_random_unit(&random),
                              south + 0.2 * er_random_unit(&random),
                              4000 + 1000 * er_random_unit(&random));
    int64_t run = 0;
    add_stations(f, crowd, MANY, 0);
    assert_ok(f->ctx, er_cover(f->ctx, f->store, &bare_study, &run));
    er_cover_row row = find_row(f, run, "unit", w.village_west, "any", NULL);
    assert_true(row.served_km2 == row.area_km2 && row.persons_served == row.persons);
    row = find_row(f, run, "unit", w.village_east, "any", NULL);
    assert_true(row.served_km2 > 0 && row.served_km2 < 0.5 * row.area_km2);
}

/** A figure above that the figures below do not add up to: the rest has no place. */
static void persons_without_a_place_are_unknown(void **state) {
    fixture *f = *state;
    struct world w = make_world(f);
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    add_persons(f, w.town, 4400);
    assert_ok(f->ctx, er_store_settle_population(f->ctx, f->store));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    er_station station = station_of("A", middle, 23.5, 100000); /* serves everything */
    int64_t run = 0;
    add_stations(f, &station, 1, 0);
    assert_ok(f->ctx, er_cover(f->ctx, f->store, &bare_study, &run));
    er_cover_row town = find_row(f, run, "unit", w.town, "any", NULL);
    assert_true(town.served_km2 == town.area_km2);
    assert_true(town.persons == 4400 && town.persons_served == 4000 &&
                fabs(town.persons_unknown - 400) < 1e-9);
    er_cover_row county = find_row(f, run, "unit", w.county, "any", NULL);
    assert_true(county.persons == 4900 && county.persons_served == 4500 &&
                fabs(county.persons_unknown - 400) < 1e-9);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, fixture_up, fixture_down)
        WITH_STORE(served_areas_and_persons_have_their_closed_form),
        WITH_STORE(a_station_outside_every_unit_reaches_in),
        WITH_STORE(stations_without_operator_count_for_any_and_not_for_all),
        WITH_STORE(default_radii_are_recorded),
        WITH_STORE(without_stations_everything_is_unknown),
        WITH_STORE(stations_out_of_service_serve_nobody_and_that_is_known),
        WITH_STORE(a_failure_leaves_the_workspace_as_it_was),
        WITH_STORE(rows_do_not_depend_on_order_or_threads),
        WITH_STORE(it_can_be_stopped_anywhere),
        WITH_STORE(whole_is_whole),
        cmocka_unit_test(words_for_in_service_are_known),
        WITH_STORE(persons_without_a_place_are_unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
