/* What hangs on single sites, as the cover step records it. */
#include "cover_fixture.h"

static er_sole_row *soles_of(fixture *f, int64_t run, const char *kind, size_t *count) {
    er_sole_row *rows = NULL;
    assert_ok(f->ctx, er_store_soles(f->ctx, f->store, f->arena, run, kind, &rows, count));
    return rows;
}

static int64_t station_at(fixture *f, double x, double y) {
    er_station *stations = NULL;
    size_t count = 0;
    assert_ok(f->ctx, er_store_stations(f->ctx, f->store, f->arena, &stations, &count));
    for (size_t i = 0; i < count; i++)
        if (stations[i].position.x == x && stations[i].position.y == y) return stations[i].id;
    fail_msg("no station at %g %g", x, y);
    return 0;
}

/** The row of an area and station; all zero if there is none. */
static er_sole_row find_sole(fixture *f, int64_t run, const char *kind, int64_t area,
                             int64_t station) {
    size_t count = 0;
    er_sole_row *rows = soles_of(f, run, kind, &count), found = {0};
    for (size_t i = 0; i < count; i++)
        if (rows[i].area_id == area && rows[i].station_id == station) found = rows[i];
    return found;
}

static double lens_km2(double r_m, double s_m, double d_m) {
    double u = (d_m * d_m + r_m * r_m - s_m * s_m) / (2 * d_m), v = d_m - u;
    return (r_m * r_m * acos(u / r_m) - u * sqrt(r_m * r_m - u * u) + s_m * s_m * acos(v / s_m) -
            v * sqrt(s_m * s_m - v * v)) /
           1e6;
}

static void soles_have_their_closed_form(void **state) {
    fixture *f = *state;
    struct world w = make_world(f);
    /* one site of two operators alone, two that share a lens, and one that another one covers */
    const er_station stations[] = {
        station_of("A", 120.9, 23.45, 1500), station_of("B", 120.9, 23.45, 2500),
        station_of("A", 121.1, 23.5, 2000),  station_of("B", 121.12, 23.5, 1500),
        station_of("B", 121.1, 23.501, 500), station_of("A", 121.3, 23.5, 1000)};
    int64_t run = 0;
    add_stations(f, stations, 6, 0);
    assert_ok(f->ctx, er_cover(f->ctx, f->store, &bare_study, &run));
    double apart_m = er_geodesic_distance(stations[2].position, stations[3].position);
    double shared = lens_km2(2000, 1500, apart_m);
    er_sole_row row = find_sole(f, run, "unit", w.village_west, station_at(f, 120.9, 23.45));
    assert_relative(row.area_km2, M_PI * 6.25, 1e-7);
    er_cover_row west_row = find_row(f, run, "unit", w.village_west, "any", NULL);
    assert_true(row.area_km2 == west_row.served_km2 && row.persons == west_row.persons_served);
    row = find_sole(f, run, "unit", w.village_east, station_at(f, 121.1, 23.5));
    assert_relative(row.area_km2, M_PI * 4 - shared - M_PI * 0.25, 1e-6);
    er_cover_row cover = find_row(f, run, "unit", w.village_east, "any", NULL);
    assert_relative(row.persons, 3000 * row.area_km2 / cover.area_km2, 1e-14);
    row = find_sole(f, run, "unit", w.village_east, station_at(f, 121.12, 23.5));
    assert_relative(row.area_km2, M_PI * 2.25 - shared, 1e-6);
    /* the site within another's disc; the town that has no villages; those above have no rows */
    assert_true(find_sole(f, run, "unit", w.village_east, station_at(f, 121.1, 23.501)).run_id ==
                0);
    row = find_sole(f, run, "unit", w.town_far, station_at(f, 121.3, 23.5));
    assert_relative(row.area_km2, M_PI, 1e-6);
    size_t count = 0;
    soles_of(f, run, "unit", &count);
    assert_int_equal(count, 4);
    soles_of(f, run, "venue", &count);
    assert_int_equal(count, 0);
}

static void a_venue_hangs_on_its_site(void **state) {
    fixture *f = *state;
    struct world w = make_world(f);
    const er_station stations[] = {station_of("A", 120.9, 23.5, 2000)};
    int64_t run = 0;
    add_stations(f, stations, 1, 0);
    assert_ok(f->ctx, er_cover(f->ctx, f->store, &bare_study, &run));
    er_sole_row row = find_sole(f, run, "venue", w.venue, station_at(f, 120.9, 23.5));
    er_cover_row cover = find_row(f, run, "venue", w.venue, "any", NULL);
    assert_true(row.area_km2 == cover.area_km2 && isnan(row.persons));
}

/** Units without a figure have a row, and say that its persons are not known; of units that share
 *  ground only one is asked. */
static void persons_that_are_not_known(void **state) {
    fixture *f = *state;
    const er_station stations[] = {station_of("A", 120.9, 23.5, 2000),
                                   station_of("A", 121.3, 23.5, 1000)};
    int64_t orphans, run = 0;
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "town", 1));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "village", 2));
    int64_t known = add_place(f, "town", "10", NULL, west, middle);
    int64_t unknown = add_place(f, "town", "11", NULL, east, east + 0.2);
    int64_t finest = add_place(f, "village", "111", "11", east, east + 0.2);
    assert_ok(f->ctx, er_store_link_units(f->ctx, f->store, "village", "town", &orphans));
    add_persons(f, known, 700);
    assert_ok(f->ctx, er_store_settle_population(f->ctx, f->store));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    add_stations(f, stations, 2, 0);
    assert_ok(f->ctx, er_cover(f->ctx, f->store, &bare_study, &run));
    size_t count = 0;
    soles_of(f, run, "unit", &count);
    assert_int_equal(count, 2);
    er_sole_row row = find_sole(f, run, "unit", known, station_at(f, 120.9, 23.5));
    assert_true(row.area_km2 > 12 && row.persons > 0);
    row = find_sole(f, run, "unit", finest, station_at(f, 121.3, 23.5));
    assert_true(row.area_km2 > 3 && isnan(row.persons));
    assert_true(find_sole(f, run, "unit", unknown, station_at(f, 121.3, 23.5)).run_id == 0);
}

static void without_stations_nothing_hangs(void **state) {
    fixture *f = *state;
    int64_t run = 0;
    size_t count = 9;
    make_world(f);
    assert_ok(f->ctx, er_cover(f->ctx, f->store, &bare_study, &run));
    soles_of(f, run, "unit", &count);
    assert_int_equal(count, 0);
}

/* ---- failing one site ------------------------------------------------------------------------ */

enum { CROWD = 36, PLACES = 18 };

/** Places with up to four stations each, two operators and none. */
static void make_crowd(er_station *stations) {
    static const char *const operators[] = {"B", "A", NULL};
    er_random random = er_random_stream(31, 0);
    er_point places[PLACES];
    for (size_t i = 0; i < PLACES; i++)
        places[i] = (er_point){west + 0.55 * er_random_unit(&random),
                               south + 0.2 * er_random_unit(&random)};
    places[1] = (er_point){120.9, 23.5};
    for (size_t i = 0; i < CROWD; i++) {
        er_point place = places[i < PLACES ? i : er_random_below(&random, PLACES)];
        stations[i] =
            station_of(operators[i % 3], place.x, place.y, 500 + 4500 * er_random_unit(&random));
    }
}

static void add_in_order(fixture *f, const er_station *stations, size_t count) {
    for (size_t i = 0; i < count; i++)
        add_stations(f, &stations[i], 1, 0);
}

static size_t without(const er_station *stations, size_t count, er_point place, er_station *rest) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (stations[i].position.x != place.x || stations[i].position.y != place.y)
            rest[kept++] = stations[i];
    return kept;
}

/** The figures of all areas with one site's stations gone are less by what hangs on that site. */
static void check_failure(fixture *f, int64_t run, const struct world *w, const er_station *crowd,
                          er_point place) {
    const int64_t units[] = {w->village_west, w->village_east, w->town_far};
    er_station rest[CROWD];
    fixture *less = NULL;
    int64_t run_less = 0, station = station_at(f, place.x, place.y);
    size_t kept = without(crowd, CROWD, place, rest);
    assert_int_equal(fixture_up((void **)&less), 0);
    if (!less) return;
    struct world same = make_world(less);
    const int64_t units_less[] = {same.village_west, same.village_east, same.town_far};
    add_in_order(less, rest, kept);
    assert_ok(less->ctx, er_cover(less->ctx, less->store, &bare_study, &run_less));
    double persons = 0;
    for (size_t i = 0; i < 3; i++) {
        er_sole_row sole = find_sole(f, run, "unit", units[i], station);
        er_cover_row all = find_row(f, run, "unit", units[i], "any", NULL);
        er_cover_row now = find_row(less, run_less, "unit", units_less[i], "any", NULL);
        assert_relative(now.served_km2 + sole.area_km2, all.served_km2, 1e-9);
        assert_relative(now.persons_served + sole.persons, all.persons_served, 1e-9);
        if (sole.run_id == 0) assert_relative(now.served_km2, all.served_km2, 1e-12);
        persons += sole.persons;
    }
    er_cover_row all = find_row(f, run, "unit", w->county, "any", NULL);
    er_cover_row now = find_row(less, run_less, "unit", same.county, "any", NULL);
    assert_relative(all.persons_served - persons, now.persons_served, 1e-9);
    er_cover_row venue = find_row(f, run, "venue", w->venue, "any", NULL);
    er_cover_row venue_now = find_row(less, run_less, "venue", same.venue, "any", NULL);
    er_sole_row sole = find_sole(f, run, "venue", w->venue, station);
    assert_true(fabs(venue.served_km2 - venue_now.served_km2 - sole.area_km2) <=
                1e-9 * venue.area_km2);
    fixture_down((void **)&less);
}

static void failing_a_site_loses_what_hangs_on_it(void **state) {
    fixture *f = *state;
    er_station crowd[CROWD];
    int64_t run = 0;
    make_crowd(crowd);
    struct world w = make_world(f);
    add_stations(f, crowd, CROWD, 0);
    assert_ok(f->ctx, er_cover(f->ctx, f->store, &bare_study, &run));
    for (size_t i = 0; i < PLACES; i++)
        check_failure(f, run, &w, crowd, crowd[i].position);
}

/* ---- the same bytes -------------------------------------------------------------------------- */

static void rows_do_not_depend_on_order_or_threads(void **state) {
    fixture *f = *state, *other = NULL;
    er_station crowd[CROWD], turned[CROWD];
    int64_t run = 0, shuffled = 0;
    size_t count = 0, other_count = 0;
    make_crowd(crowd);
    make_world(f);
    add_stations(f, crowd, CROWD, 0);
    er_context_set_threads(f->ctx, 1);
    assert_ok(f->ctx, er_cover(f->ctx, f->store, &bare_study, &run));
    assert_int_equal(fixture_up((void **)&other), 0);
    if (!other) return;
    make_world(other);
    for (size_t i = 0; i < CROWD; i++)
        turned[i] = crowd[(i * 5 + 7) % CROWD];
    add_stations(other, turned, CROWD, 0);
    er_context_set_threads(other->ctx, 3);
    assert_ok(other->ctx, er_cover(other->ctx, other->store, &bare_study, &shuffled));
    er_sole_row *a = soles_of(f, run, "unit", &count);
    er_sole_row *b = soles_of(other, shuffled, "unit", &other_count);
    assert_true(count > 10);
    assert_int_equal(count, other_count);
    for (size_t i = 0; i < count; i++) /* the order is that of places, ids are not the same */
        assert_true(a[i].area_id == b[i].area_id && a[i].area_km2 == b[i].area_km2 &&
                    a[i].persons == b[i].persons);
    fixture_down((void **)&other);
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, fixture_up, fixture_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_STORE(soles_have_their_closed_form),
        WITH_STORE(a_venue_hangs_on_its_site),
        WITH_STORE(persons_that_are_not_known),
        WITH_STORE(without_stations_nothing_hangs),
        WITH_STORE(failing_a_site_loses_what_hangs_on_it),
        WITH_STORE(rows_do_not_depend_on_order_or_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
