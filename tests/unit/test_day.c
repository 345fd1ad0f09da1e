/* Which stations and pilots count on a day, which day a step is of, and runs that are not kept. */
#include "analysis/day.h"
#include "unit/cover_fixture.h"

#define C ER_DAY_COUNTS
#define L ER_DAY_LATER
#define E ER_DAY_ENDED
#define S ER_DAY_STATUS

static er_study study_of(const char *as_of, bool planned, const char *pilots) {
    er_study study = bare_study;
    study.time.as_of = as_of;
    study.time.planned = planned;
    study.time.pilots = pilots;
    return study;
}

static void stations_of_a_day(void **state) {
    (void)state;
    static const struct {
        const char *status, *on, *off, *day;
        bool planned;
        er_day_verdict verdict;
    } cases[] = {
        /* no day: the status alone */
        {NULL, "2099", NULL, NULL, false, C},
        {"active", NULL, "1999", NULL, false, C},
        {"planned", "2001", NULL, NULL, true, S},
        {"closed", NULL, "2099", NULL, false, S},
        /* dates */
        {NULL, NULL, NULL, "2022-12-31", false, C},
        {NULL, "2022-12-31", NULL, "2022-12-31", false, C},
        {NULL, "2023", NULL, "2022-12-31", false, L},
        {"in service", "2023-01", NULL, "2022-12-31", false, L},
        {"in service", "2020", "2022-12-31", "2022-12-31", false, E},
        {"in service", "2020", "2023", "2022-12-31", false, C},
        {NULL, NULL, "2022-06", "2022-05-31", false, C},
        {NULL, NULL, "2022-06", "2022-06-01", false, E},
        /* closed by now, there then */
        {"closed", "2019", "2021", "2020-12-31", false, C},
        {"Decommissioned", NULL, "2021", "2020-12-31", false, C},
        {"停用", NULL, "2021", "2021-01-01", false, E},
        {"closed", "2019", NULL, "2020-12-31", false, S},
        /* planned */
        {"planned", "2020", NULL, "2022-12-31", false, S},
        {"planned", "2020", NULL, "2022-12-31", true, C},
        {"規劃中", "2023", NULL, "2022-12-31", true, L},
        {"under construction", NULL, NULL, "2022-12-31", true, S},
        {"planned", "2020", "2021", "2022-12-31", true, E},
        /* a word that nobody knows */
        {"perhaps", "2020", "2099", "2022-12-31", true, S},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        er_station station = plain_station(0, 0);
        const er_study study = study_of(cases[i].day, cases[i].planned, NULL);
        station.status = cases[i].status;
        station.date_on = cases[i].on;
        station.date_off = cases[i].off;
        if (er_station_on_day(&study, &station) != cases[i].verdict) fail_msg("case %zu", i);
        assert_true(er_station_counts(&study, &station) == (cases[i].verdict == ER_DAY_COUNTS));
        if (!cases[i].day)
            assert_true(er_station_counts(NULL, &station) == er_station_in_service(&station));
    }
}

static void pilots_of_a_day(void **state) {
    (void)state;
    static const struct {
        const char *status;
        int64_t year;
        const char *on, *off, *day;
        bool planned;
        er_day_verdict state, of_year, so_far;
    } cases[] = {
        {"planned", 2099, NULL, NULL, NULL, false, C, C, C}, /* no day */
        {"actual", 2022, NULL, NULL, "2022-01-01", false, C, C, C},
        {"actual", 2022, NULL, NULL, "2021-12-31", false, L, L, L},
        {"actual", 2021, NULL, NULL, "2022-12-31", false, C, E, C},
        {NULL, INT64_MIN, NULL, NULL, "2022-12-31", false, C, E, C},
        {"actual", 2020, "2021-05", NULL, "2020-12-31", false, L, L, L}, /* the date is finer */
        {"actual", 2020, "2021-05", NULL, "2021-12-31", false, C, C, C},
        {"actual", INT64_MIN, "2021-05", "2021-09", "2021-12-31", false, E, C, C},
        {"actual", INT64_MIN, "2021-05", "2021-09", "2022-12-31", false, E, E, C},
        {"planned", 2022, NULL, NULL, "2022-12-31", false, S, S, S},
        {"planned", 2022, NULL, NULL, "2022-12-31", true, C, C, C},
        {"planned", 2023, NULL, NULL, "2022-12-31", true, L, L, L},
        {"規劃", INT64_MIN, NULL, NULL, "2022-12-31", true, S, E, S},
    };
    static const char *const periods[] = {NULL, ER_PILOTS_OF_YEAR, ER_PILOTS_SO_FAR};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        for (size_t p = 0; p < 3; p++) {
            const er_pilot pilot = {.status = cases[i].status,
                                    .year = cases[i].year,
                                    .date_on = cases[i].on,
                                    .date_off = cases[i].off};
            const er_study study = study_of(cases[i].day, cases[i].planned, periods[p]);
            const er_day_verdict wanted[] = {cases[i].state, cases[i].of_year, cases[i].so_far};
            if (er_pilot_on_day(&study, &pilot) != wanted[p])
                fail_msg("case %zu, period %zu", i, p);
        }
}

static void sites_go_with_their_pilot(void **state) {
    fixture *f = *state;
    const er_study study = study_of("2021-12-31", false, NULL);
    er_pilot pilots[] = {{.code = "a", .year = 2022},
                         {.code = "b", .year = 2021},
                         {.code = "c", .year = 2023},
                         {.code = "d", .year = INT64_MIN}};
    er_pilot_site sites[] = {{.pilot_code = "a"}, {.pilot_code = "b"}, {.pilot_code = "b"},
                             {.pilot_code = "c"}, {.pilot_code = "x"}, {.pilot_code = NULL}};
    er_day_count count;
    size_t pilot_count = 4, site_count = 6;
    assert_ok(f->ctx,
              er_day_pilots(f->ctx, &study, pilots, &pilot_count, sites, &site_count, &count));
    assert_int_equal(pilot_count, 2);
    assert_string_equal(pilots[0].code, "b");
    assert_string_equal(pilots[1].code, "d");
    assert_int_equal(site_count, 4);
    assert_string_equal(sites[0].pilot_code, "b");
    assert_string_equal(sites[2].pilot_code, "x");
    assert_true(count.total == 4 && count.verdicts[ER_DAY_LATER] == 2 && count.undated == 1);
}

static void add_dated(fixture *f) {
    er_station stations[] = {station_of("A", 120.9, 23.5, 1000), station_of("B", 121.1, 23.5, 2000),
                             station_of("A", 121.15, 23.5, 500)};
    stations[0].date_on = "2019";
    stations[1].date_on = "2021-07";
    stations[2].date_on = "2019";
    stations[2].date_off = "2020";
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    for (size_t i = 0; i < 3; i++)
        assert_ok(f->ctx, er_store_add_station(f->ctx, f->store, &stations[i]));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
}

static void steps_adopt_the_day_of_coverage(void **state) {
    fixture *f = *state;
    er_study study = study_of(NULL, false, NULL), other = study_of("2020-12-31", false, NULL);
    const er_study *copy = NULL;
    make_world(f);
    add_dated(f);
    assert_ok(f->ctx, er_study_adopt_time(f->ctx, f->store, f->arena, &other)); /* no run yet */
    assert_string_equal(other.time.as_of, "2020-12-31");
    const er_study dated = study_of("2021-12-31", true, NULL);
    assert_ok(f->ctx, er_cover(f->ctx, f->store, &dated, NULL));
    assert_ok(f->ctx, er_study_adopt_time(f->ctx, f->store, f->arena, &study));
    assert_string_equal(study.time.as_of, "2021-12-31");
    assert_true(study.time.planned);
    assert_ok(f->ctx, er_study_adopt_time(f->ctx, f->store, f->arena, &study)); /* and again */
    assert_ok(f->ctx, er_study_on_day(f->ctx, f->store, f->arena, NULL, &copy));
    assert_string_equal(copy->time.as_of, "2021-12-31");
    assert_int_equal(er_study_adopt_time(f->ctx, f->store, f->arena, &other), ER_ERR_INPUT);
    assert_non_null(strstr(er_context_error(f->ctx),
                           "of 2021-12-31 with planned rows, but 2020-12-31 is asked for: run "
                           "`evenreach cover --as-of 2020-12-31` first"));
    other = study_of("2021-12-31", false, NULL);
    assert_int_equal(er_study_adopt_time(f->ctx, f->store, f->arena, &other), ER_ERR_INPUT);
    assert_ok(f->ctx, er_cover(f->ctx, f->store, &bare_study, NULL));
    study = study_of(NULL, false, NULL);
    assert_ok(f->ctx, er_study_adopt_time(f->ctx, f->store, f->arena, &study));
    assert_null(study.time.as_of);
    assert_int_equal(er_study_adopt_time(f->ctx, f->store, f->arena, &other), ER_ERR_INPUT);
}

static size_t count_runs(fixture *f) {
    er_run *runs;
    size_t count;
    assert_ok(f->ctx, er_store_runs(f->ctx, f->store, f->arena, &runs, &count));
    return count;
}

/** Served area of the county under "any". */
static double served(fixture *f, int64_t run_id, int64_t county) {
    er_cover_row *rows;
    size_t count;
    assert_ok(f->ctx, er_store_cover(f->ctx, f->store, f->arena, run_id, "unit", &rows, &count));
    for (size_t i = 0; i < count; i++)
        if (rows[i].area_id == county && strcmp(rows[i].stratum, "any") == 0)
            return rows[i].served_km2;
    return NAN;
}

static void a_run_that_is_rolled_back_has_the_same_figures(void **state) {
    fixture *f = *state;
    static const char *const days[] = {"2018-12-31", "2019-12-31", "2020-12-31", "2021-12-31"};
    static const double radii_km2[] = {0, 1 + 0.25, 1, 1 + 4};
    const er_cover_options bare = {.figures_only = true};
    struct world w = make_world(f);
    add_dated(f);
    for (size_t i = 0; i < 4; i++) {
        const er_study study = study_of(days[i], false, NULL);
        int64_t run = 0, kept = 0;
        size_t before = count_runs(f);
        assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
        assert_ok(f->ctx, er_cover_within(f->ctx, f->store, &study, &bare, &run));
        double within = served(f, run, w.county);
        er_store_rollback(f->store);
        assert_int_equal(count_runs(f), before);
        assert_ok(f->ctx, er_cover(f->ctx, f->store, &study, &kept));
        assert_true(within == served(f, kept, w.county));
        assert_true(fabs(within - radii_km2[i] * acos(-1)) < 1e-5);
    }
}

static void a_fault_within_is_handed_up_and_nothing_ends(void **state) {
    fixture *f = *state;
    er_station station = station_of("A", 120.9, 23.5, NAN); /* no radius */
    make_world(f);
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_station(f->ctx, f->store, &station));
    assert_int_equal(er_cover_within(f->ctx, f->store, &bare_study, NULL, NULL), ER_ERR_INPUT);
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store)); /* the caller's transaction is open */
    er_station *rows;
    size_t count;
    assert_ok(f->ctx, er_store_stations(f->ctx, f->store, f->arena, &rows, &count));
    assert_int_equal(count, 1);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_up, fixture_down)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stations_of_a_day),
        cmocka_unit_test(pilots_of_a_day),
        TEST(sites_go_with_their_pilot),
        TEST(steps_adopt_the_day_of_coverage),
        TEST(a_run_that_is_rolled_back_has_the_same_figures),
        TEST(a_fault_within_is_handed_up_and_nothing_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
