/* What hangs on one site alone, in the workspace and back; and the order of the stations. */
#include "unit/store_world.h"

#include "store/internal.h"

static const member sole_row_members[] = {
    MEMBER(er_sole_row, INT, run_id),    MEMBER(er_sole_row, TEXT, kind),
    MEMBER(er_sole_row, INT, area_id),   MEMBER(er_sole_row, INT, station_id),
    MEMBER(er_sole_row, REAL, area_km2), MEMBER(er_sole_row, REAL, persons)};
static const member site_loss_members[] = {
    MEMBER(er_site_loss, INT, run_id),     MEMBER(er_site_loss, INT, rank),
    MEMBER(er_site_loss, INT, station_id), MEMBER(er_site_loss, INT, stations),
    MEMBER(er_site_loss, TEXT, group),     MEMBER(er_site_loss, REAL, persons),
    MEMBER(er_site_loss, REAL, area_km2),  MEMBER(er_site_loss, INT, venues)};
static const member resilience_row_members[] = {MEMBER(er_resilience_row, INT, run_id),
                                                MEMBER(er_resilience_row, TEXT, group),
                                                MEMBER(er_resilience_row, INT, sites),
                                                MEMBER(er_resilience_row, INT, sites_sole),
                                                MEMBER(er_resilience_row, REAL, persons_served),
                                                MEMBER(er_resilience_row, REAL, persons_sole),
                                                MEMBER(er_resilience_row, REAL, area_km2_served),
                                                MEMBER(er_resilience_row, REAL, area_km2_sole),
                                                MEMBER(er_resilience_row, INT, venues_served),
                                                MEMBER(er_resilience_row, INT, venues_sole),
                                                MEMBER(er_resilience_row, INT, worst_station_id),
                                                MEMBER(er_resilience_row, REAL, worst_persons)};

static void soles_come_back_by_area_and_station(void **state) {
    fixture *f = *state;
    world w = make_world(f, "cover");
    const er_sole_row want[] = {{w.run, "unit", 1, w.stations[FIRST], 0.25, 120.5},
                                {w.run, "unit", 1, w.stations[SECOND], 1e-9, NAN},
                                {w.run, "unit", 2, w.stations[FIRST], 3, 0},
                                {w.run, "venue", 1, w.stations[FIRST], 0.5, NAN}};
    er_sole_row *rows;
    size_t count;
    for (int i = 3; i >= 0; i--)
        assert_ok(f->ctx, er_store_add_sole(f->ctx, f->store, &want[i]));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    reopen(f, ER_STORE_WRITE);
    assert_ok(f->ctx, er_store_soles(f->ctx, f->store, f->arena, w.run, "unit", &rows, &count));
    assert_int_equal(count, 3);
    for (int i = 0; i < 3; i++)
        SAME(sole_row_members, &rows[i], &want[i]);
    assert_ok(f->ctx, er_store_soles(f->ctx, f->store, f->arena, w.run, "venue", &rows, &count));
    assert_int_equal(count, 1);
    SAME(sole_row_members, &rows[0], &want[3]);
    assert_ok(f->ctx, er_store_soles(f->ctx, f->store, f->arena, w.run + 1, "unit", &rows, &count));
    assert_int_equal(count, 0);

    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_int_equal(er_store_add_sole(f->ctx, f->store, &want[0]), ER_ERR_INTERNAL);
    assert_non_null(strstr(er_context_error(f->ctx), "there already"));
#define BAD(change, status, word)                                                                  \
    do {                                                                                           \
        er_sole_row row = want[0];                                                                 \
        row.area_id = 9;                                                                           \
        REFUSED(f, er_sole_row, er_store_add_sole, row, change, status, word);                     \
    } while (0)
    BAD(area_km2 = 0, ER_ERR_RANGE, "area_km2");
    BAD(area_km2 = NAN, ER_ERR_RANGE, "area_km2");
    BAD(persons = -1, ER_ERR_RANGE, "persons");
    BAD(kind = "town", ER_ERR_RANGE, "kind");
    BAD(kind = "venue", ER_ERR_RANGE, "persons"); /* of venues they are not known */
    BAD(station_id = 99, ER_ERR_INTERNAL, "not in the workspace");
    BAD(run_id = 99, ER_ERR_INTERNAL, "(run 99)");
#undef BAD
}

static double one_of(er_random *random, const double *values, uint64_t count) {
    return values[er_random_below(random, count)];
}

/** Stations of which many share much, so that every key of the order decides somewhere. */
static er_station any_station(er_random *random) {
    static const char *const texts[] = {NULL, "", "A", "a", "Z", "中", "乙", "é"};
    static const double places[] = {-180, -0.0, 0, 121, 121.5}, sizes[] = {NAN, 1, 2, 30.5};
    er_station station = {.height_m = one_of(random, sizes, 4),
                          .radius_m = one_of(random, sizes, 4),
                          .position = {one_of(random, places, 5), one_of(random, places, 3) / 2},
                          .synthetic = er_random_below(random, 2) == 1};
    const char **members[] = {&station.operator_,  &station.band,   &station.code,
                              &station.technology, &station.status, &station.date_on};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        *members[i] = er_random_below(random, 2) ? NULL : texts[er_random_below(random, 8)];
    return station;
}

/** What SQL sorts by stations stands as er_store_stations has them. */
static void soles_follow_the_order_of_the_stations(void **state) {
    enum { COUNT = 3000 };
    fixture *f = *state;
    er_random random = er_random_stream(3, 1);
    er_run run = {.step = "cover"};
    er_station *stations;
    er_sole_row *rows;
    size_t count;
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_run(f->ctx, f->store, &run));
    for (int i = 0; i < COUNT; i++) {
        er_station station = any_station(&random);
        er_sole_row row = {.run_id = run.id, .kind = "unit", .area_id = 1, .area_km2 = 1};
        assert_ok(f->ctx, er_store_add_station_id(f->ctx, f->store, &station, &row.station_id));
        assert_ok(f->ctx, er_store_add_sole(f->ctx, f->store, &row));
    }
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    assert_ok(f->ctx, er_store_stations(f->ctx, f->store, f->arena, &stations, &count));
    assert_ok(f->ctx, er_store_soles(f->ctx, f->store, f->arena, run.id, "unit", &rows, &count));
    assert_int_equal(count, COUNT);
    er_station *by_id[COUNT + 1] = {NULL};
    for (int i = 0; i < COUNT; i++)
        by_id[stations[i].id] = &stations[i];
    for (int i = 0; i < COUNT; i++)
        if (store_compare_stations(by_id[rows[i].station_id], &stations[i]) != 0)
            fail_msg("another station at place %d", i);
}

static void losses_come_back_by_rank(void **state) {
    fixture *f = *state;
    world w = make_world(f, "resilience");
    const er_site_loss want[] = {{w.run, 1, w.stations[SECOND], 3, "remote", 1250.5, 3.25, 2},
                                 {w.run, 10, w.stations[FIRST], 1, NULL, NAN, 0, 0}};
    ROUND_TRIP(f, er_site_loss, er_store_add_site_loss, er_store_site_losses, site_loss_members,
               want);
#define BAD(change, word)                                                                          \
    REFUSED(f, er_site_loss, er_store_add_site_loss, want[1], change, ER_ERR_RANGE, word)
    BAD(rank = 0, "rank");
    BAD(stations = 0, "stations");
    BAD(persons = -1, "persons");
    BAD(area_km2 = -1, "area_km2");
    BAD(area_km2 = NAN, "area_km2");
    BAD(venues = -1, "venues");
#undef BAD
    REFUSED(f, er_site_loss, er_store_add_site_loss, want[0], rank = 2, ER_ERR_INTERNAL,
            "there already"); /* a site has one rank */
    REFUSED(f, er_site_loss, er_store_add_site_loss, want[0], station_id = w.stations[FIRST],
            ER_ERR_INTERNAL, "there already"); /* a rank has one site */
}

static void resilience_comes_back_as_added(void **state) {
    fixture *f = *state;
    world w = make_world(f, "resilience");
    const er_resilience_row want[] = {
        {w.run, "urban", 26, 4, 1e6, 250.5, 70.5, 1.25, 9, 2, w.stations[SECOND], 100.5},
        {w.run, "(none)", 0, 0, 0, 0, 0, 0, 0, 0, 0, NAN},
        {w.run, NULL, 26, 4, NAN, NAN, 0, 0, 0, 0, 0, NAN}};
    er_resilience_row *rows;
    size_t count;
    for (int i = 0; i < 3; i++)
        assert_ok(f->ctx, er_store_add_resilience(f->ctx, f->store, &want[i]));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    reopen(f, ER_STORE_WRITE);
    assert_ok(f->ctx, er_store_resilience(f->ctx, f->store, f->arena, w.run, &rows, &count));
    assert_int_equal(count, 3);
    for (int i = 0; i < 3; i++)
        SAME(resilience_row_members, &rows[i], &want[i]);
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    for (int i = 0; i < 3; i++) /* the whole stands once, too */
        assert_int_equal(er_store_add_resilience(f->ctx, f->store, &want[i]), ER_ERR_INTERNAL);
#define BAD(change, word)                                                                          \
    do {                                                                                           \
        er_resilience_row row = want[1];                                                           \
        row.group = "other";                                                                       \
        REFUSED(f, er_resilience_row, er_store_add_resilience, row, change, ER_ERR_RANGE, word);   \
    } while (0)
    BAD(sites = -1, "sites");
    BAD(sites_sole = -1, "sites_sole");
    BAD(persons_served = -1, "persons_served");
    BAD(persons_sole = -1, "persons_sole");
    BAD(area_km2_served = NAN, "area_km2_served");
    BAD(area_km2_sole = -1, "area_km2_sole");
    BAD(venues_served = -1, "venues_served");
    BAD(venues_sole = -1, "venues_sole");
    BAD(worst_persons = -1, "worst_persons");
#undef BAD
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_up, fixture_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(soles_come_back_by_area_and_station),
        TEST(soles_follow_the_order_of_the_stations),
        TEST(losses_come_back_by_rank),
        TEST(resilience_comes_back_as_added),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
