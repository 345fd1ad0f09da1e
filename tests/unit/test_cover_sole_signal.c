/* What hangs on single sites under a signal model, by taking each of them away. */
#include "field_fixture.h"

static const double west = 121, south = 24;

static int64_t cover(fixture *f, const er_study *study, int32_t tile_cells) {
    const er_cover_options options = {.tile_cells = tile_cells};
    int64_t run = 0;
    assert_ok(f->ctx, er_cover_with(f->ctx, f->store, study, &options, &run));
    return run;
}

static er_sole_row *soles_of(fixture *f, int64_t run, const char *kind, size_t *count) {
    er_sole_row *rows = NULL;
    assert_ok(f->ctx, er_store_soles(f->ctx, f->store, f->arena, run, kind, &rows, count));
    return rows;
}

/** The "any" rows of units (by id), then of venues. */
static size_t any_rows(fixture *f, int64_t run, er_cover_row out[8]) {
    static const char *const kinds[] = {"unit", "venue"};
    size_t used = 0;
    for (size_t k = 0; k < 2; k++) {
        er_cover_row *rows = NULL;
        size_t count = 0;
        assert_ok(f->ctx, er_store_cover(f->ctx, f->store, f->arena, run, kinds[k], &rows, &count));
        for (size_t i = 0; i < count; i++)
            if (strcmp(rows[i].stratum, "any") == 0 && used < 8) out[used++] = rows[i];
    }
    return used;
}

static er_point place_of(fixture *f, int64_t id) {
    er_station *stations = NULL;
    size_t count = 0;
    assert_ok(f->ctx, er_store_stations(f->ctx, f->store, f->arena, &stations, &count));
    for (size_t i = 0; i < count; i++)
        if (stations[i].id == id) return stations[i].position;
    fail_msg("no station %lld", (long long)id);
    return (er_point){0};
}

/** What of an area hangs on the site at a place. */
static er_sole_row sole_at(fixture *f, int64_t run, const er_cover_row *area, er_point place) {
    size_t count = 0;
    er_sole_row *rows = soles_of(f, run, area->kind, &count), found = {0};
    for (size_t i = 0; i < count; i++) {
        er_point p = place_of(f, rows[i].station_id);
        if (rows[i].area_id == area->area_id && p.x == place.x && p.y == place.y) found = rows[i];
    }
    return found;
}

enum { STATIONS = 24, PLACES = 12 };

/** Two operators and none, on several bands, most of them two to a place. */
static void make_stations(er_station *stations) {
    static const char *const operators[] = {"B", "A", NULL};
    static const char *const bands[] = {"n78", "n1", "n28"};
    er_point places[PLACES];
    er_random random = er_random_stream(51, 0);
    for (size_t i = 0; i < PLACES; i++)
        places[i] =
            (er_point){west + 0.2 * er_random_unit(&random), south + 0.1 * er_random_unit(&random)};
    places[3] = (er_point){west + 0.049, south + 0.051}; /* beside the venue */
    for (size_t i = 0; i < STATIONS; i++) {
        er_point place = places[i < PLACES ? i : er_random_below(&random, PLACES)];
        stations[i] = field_station(operators[i % 3], place.x, place.y);
        stations[i].band = bands[i * 5 % 7 % 3];
        stations[i].height_m = 12 + (double)(i % 4);
    }
}

static void add_all(fixture *f, const er_station *stations, size_t count,
                    const er_point *left_out) {
    for (size_t i = 0; i < count; i++)
        if (!left_out || stations[i].position.x != left_out->x ||
            stations[i].position.y != left_out->y)
            add_stations(f, &stations[i], 1, 0);
}

static void near(const char *what, double value, double wanted) {
    if (!(fabs(value - wanted) <= 1e-9 * fmax(fabs(wanted), 1e-9)))
        fail_msg("%s: %.17g, not %.17g", what, value, wanted);
}

/** The same areas with one site's stations gone: everything is less by what hangs on it. */
static void check_failure(fixture *f, int64_t run, const er_study *study,
                          const er_station *stations, er_point place, double *lost) {
    fixture *less = NULL;
    er_cover_row all[8] = {0}, now[8] = {0};
    assert_int_equal(fixture_up((void **)&less), 0);
    if (!less) return;
    field_add_areas(less, west, south);
    add_all(less, stations, STATIONS, &place);
    int64_t run_less = cover(less, study, 0);
    size_t count = any_rows(f, run, all);
    assert_int_equal(count, 4);
    assert_int_equal(any_rows(less, run_less, now), 4);
    double persons = 0;
    for (size_t i = 1; i < count; i++) { /* the county has no rows of its own */
        er_sole_row sole = sole_at(f, run, &all[i], place);
        near("area", now[i].served_km2 + sole.area_km2, all[i].served_km2);
        if (sole.run_id == 0) assert_true(now[i].served_km2 == all[i].served_km2);
        if (i == 3) continue;
        near("persons", now[i].persons_served + sole.persons, all[i].persons_served);
        persons += sole.persons;
        *lost += sole.area_km2;
    }
    near("persons of the county", now[0].persons_served + persons, all[0].persons_served);
    fixture_down((void **)&less);
}

static void failing_a_site_loses_what_hangs_on_it(void **state) {
    fixture *f = *state;
    er_study study = field_study();
    er_station stations[STATIONS];
    er_cover_row rows[8] = {0};
    double lost_km2 = 0;
    size_t count = 0;
    make_stations(stations);
    field_add_areas(f, west, south);
    add_all(f, stations, STATIONS, NULL);
    int64_t run = cover(f, &study, 0);
    for (size_t i = 0; i < PLACES; i++)
        check_failure(f, run, &study, stations, stations[i].position, &lost_km2);
    any_rows(f, run, rows);
    soles_of(f, run, "unit", &count);
    assert_true(count > 6); /* some of it hangs on one site, not all */
    assert_true(lost_km2 > 1 && lost_km2 < rows[1].served_km2 + rows[2].served_km2);
}

/** Two stations whose levels end on circles: all but the lens hangs on either of them. */
static void two_circles(void **state) {
    fixture *f = *state;
    er_study study = field_study();
    er_station stations[] = {field_station("A", west + 0.045, south + 0.05),
                             field_station("B", west + 0.055, south + 0.05),
                             field_station("C", west + 0.055, south + 0.05)};
    er_cover_row rows[8] = {0};
    field_add_areas(f, west, south);
    add_all(f, stations, 1, NULL);
    any_rows(f, cover(f, &study, 0), rows);
    double disc_km2 = rows[0].served_km2, r_km = sqrt(disc_km2 / M_PI);
    add_all(f, stations + 1, 2, NULL);
    int64_t run = cover(f, &study, 0);
    any_rows(f, run, rows);
    double apart_km = er_geodesic_distance(stations[0].position, stations[1].position) / 1000;
    assert_true(apart_km < 2 * r_km && r_km < 4.5);
    double lens_km2 = 2 * r_km * r_km * acos(apart_km / (2 * r_km)) -
                      apart_km / 2 * sqrt(4 * r_km * r_km - apart_km * apart_km);
    er_sole_row a = sole_at(f, run, &rows[1], stations[0].position);
    er_sole_row b = sole_at(f, run, &rows[1], stations[1].position);
    assert_true(fabs(a.area_km2 - (disc_km2 - lens_km2)) <= 5e-3 * disc_km2);
    assert_true(fabs(b.area_km2 - (disc_km2 - lens_km2)) <= 5e-3 * disc_km2);
    size_t count = 0;
    soles_of(f, run, "unit", &count);
    assert_int_equal(count, 2);
    assert_true(a.persons == 1000 * (a.area_km2 / rows[1].area_km2));
}

/** Another tile size, another number of threads, another order of stations. */
static void the_same_bytes(void **state) {
    fixture *f = *state, *other = NULL;
    er_study study = field_study();
    er_station stations[STATIONS], turned[STATIONS];
    size_t count = 0, other_count = 0;
    make_stations(stations);
    for (size_t i = 0; i < STATIONS; i++)
        turned[i] = stations[(i * 5 + 3) % STATIONS];
    field_add_areas(f, west, south);
    add_all(f, stations, STATIONS, NULL);
    er_context_set_threads(f->ctx, 1);
    er_sole_row *a = soles_of(f, cover(f, &study, 0), "unit", &count);
    assert_int_equal(fixture_up((void **)&other), 0);
    if (!other) return;
    field_add_areas(other, west, south);
    add_all(other, turned, STATIONS, NULL);
    er_context_set_threads(other->ctx, 3);
    er_sole_row *b = soles_of(other, cover(other, &study, 48), "unit", &other_count);
    assert_int_equal(count, other_count);
    for (size_t i = 0; i < count; i++)
        assert_true(a[i].area_id == b[i].area_id && a[i].area_km2 == b[i].area_km2 &&
                    a[i].persons == b[i].persons);
    fixture_down((void **)&other);
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, fixture_up, fixture_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_STORE(failing_a_site_loses_what_hangs_on_it),
        WITH_STORE(two_circles),
        WITH_STORE(the_same_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
