/* What serves at any place, by either kind of model; and whether it is what a coverage run says. */
#include "field_fixture.h"

#include "analysis/network.h"

static const double west = 121, south = 24;

static const er_study disc_study = {
    .coverage_model = "disc", .default_radius_m = 900, .outline_tolerance_m = 1, .sha256 = "one"};

static double drawn(er_random *random, double from, double width) {
    return from + width * er_random_unit(random);
}

/** Stations of three kinds of operators over the county, every fifth of them where the one before
 *  it stands. */
static size_t draw_stations(er_station *stations, size_t count) {
    static const char *const operators[] = {"A", "B", NULL};
    er_random random = er_random_stream(4, 1);
    for (size_t i = 0; i < count; i++) {
        double x = drawn(&random, west, 0.2), y = drawn(&random, south, 0.1);
        if (i % 5 == 4) {
            x = stations[i - 1].position.x;
            y = stations[i - 1].position.y;
        }
        stations[i] = field_station(operators[er_random_below(&random, 3)], x, y);
        stations[i].radius_m = i % 4 == 0 ? NAN : drawn(&random, 100, 3000);
        stations[i].status = i % 7 == 0 ? "planned" : NULL;
    }
    return count;
}

struct opened {
    er_plane *plane;
    er_network *network;
};

static struct opened open_network(fixture *f, const er_study *study) {
    struct opened o = {0};
    assert_ok(f->ctx, er_working_plane(f->ctx, f->store, study, &o.plane));
    assert_ok(f->ctx, er_network_new(f->ctx, f->store, study, o.plane, &o.network));
    return o;
}

static void close_network(struct opened *o) {
    er_network_free(o->network);
    er_plane_free(o->plane);
}

/* ---- discs ----------------------------------------------------------------------------------- */

enum { STATIONS = 300, POINTS = 2000 };

static void draw_points(er_point *points, size_t count) {
    er_random random = er_random_stream(4, 2);
    for (size_t i = 0; i < count; i++)
        points[i] = (er_point){drawn(&random, west - 0.1, 0.4), drawn(&random, south - 0.1, 0.3)};
}

/** The deepest disc of an operator by looking at every one. */
static size_t deepest(const er_sites *sites, uint32_t layer, er_point p, double *margin_m) {
    size_t found = SIZE_MAX;
    *margin_m = -INFINITY;
    for (size_t i = 0; i < sites->count; i++) {
        const er_disc *d = &sites->discs[i];
        double margin =
            d->radius_m - sqrt((d->x - p.x) * (d->x - p.x) + (d->y - p.y) * (d->y - p.y));
        if (d->layer != layer || margin <= *margin_m) continue;
        *margin_m = margin;
        found = i;
    }
    return found;
}

static void discs_serve_where_their_union_is(void **state) {
    fixture *f = *state;
    static er_station stations[STATIONS];
    static er_point points[POINTS];
    static er_service services[3 * POINTS];
    field_add_areas(f, west, south);
    add_stations(f, stations, draw_stations(stations, STATIONS), 3);
    struct opened o = open_network(f, &disc_study);
    const er_sites *sites = er_network_sites(o.network);
    uint32_t count, named;
    er_network_operators(o.network, &count, &named);
    assert_int_equal(count, 3);
    assert_int_equal(named, 2);
    assert_null(er_network_field(o.network));
    draw_points(points, POINTS);
    assert_ok(f->ctx, er_network_points(f->ctx, o.network, points, POINTS, services));
    size_t served = 0;
    for (size_t i = 0; i < POINTS; i++) {
        er_point p = points[i];
        bool any = false;
        er_plane_forward(o.plane, &p, 1);
        for (uint32_t layer = 0; layer < count; layer++) {
            const er_service *s = &services[layer * POINTS + i];
            double margin_m;
            size_t disc = deepest(sites, layer, p, &margin_m);
            assert_int_equal(s->signal.sector, disc);
            assert_true(s->margin_m == margin_m && isnan(s->signal.rsrp_dbm));
            assert_int_equal(er_network_station(o.network, s->signal.sector), disc);
            bool inside = er_disc_union_contains(er_network_union(o.network, 2 + layer), p);
            assert_int_equal(s->signal.level, inside);
            any = any || inside;
        }
        assert_int_equal(any, er_disc_union_contains(er_network_union(o.network, 0), p));
        served += any;
    }
    assert_true(served > POINTS / 10 && served < POINTS);
    close_network(&o);
}

static bool is_even(const void *user, size_t disc) {
    (void)user;
    return disc % 2 == 0;
}

static void places_are_found_by_distance_and_by_box(void **state) {
    fixture *f = *state;
    static er_station stations[STATIONS];
    static er_point points[POINTS];
    size_t *found = NULL, capacity = 0, count;
    field_add_areas(f, west, south);
    add_stations(f, stations, draw_stations(stations, STATIONS), 3);
    struct opened o = open_network(f, &disc_study);
    const er_sites *sites = er_network_sites(o.network);
    const er_disc_index *places = er_network_places(o.network);
    draw_points(points, POINTS);
    er_plane_forward(o.plane, points, POINTS);
    for (size_t i = 0; i < POINTS; i++) {
        er_point p = points[i];
        size_t nearest = SIZE_MAX, met = 0;
        double least = INFINITY;
        er_box box = {p.x - 200, p.y - 100, p.x + 50, p.y + 400};
        assert_ok(f->ctx, er_disc_index_meeting(f->ctx, places, box, &found, &capacity, &count));
        for (size_t k = 0; k < sites->count; k++) {
            const er_disc *d = &sites->discs[k];
            double away = hypot(d->x - p.x, d->y - p.y);
            if (k % 2 == 0 && away < least * (1 - 1e-12)) {
                least = away;
                nearest = k;
            }
            double x = fmax(0, fmax(box.min_x - d->x, d->x - box.max_x));
            double y = fmax(0, fmax(box.min_y - d->y, d->y - box.max_y));
            if (hypot(x, y) > d->radius_m) continue;
            assert_true(met < count && found[met] == k);
            met++;
        }
        assert_int_equal(met, count);
        assert_int_equal(er_disc_index_nearest(places, p, is_even, NULL), nearest);
    }
    er_free(found);
    close_network(&o);
}

static void without_stations_nothing_is_known(void **state) {
    fixture *f = *state;
    er_study signals = field_study();
    const er_study *const studies[] = {&disc_study, &signals};
    field_add_areas(f, west, south);
    for (size_t i = 0; i < 2; i++) {
        struct opened o = open_network(f, studies[i]);
        uint32_t count = 9;
        er_point p = {west, south};
        er_service none;
        assert_true(er_network_is_unknown(o.network));
        er_network_operators(o.network, &count, NULL);
        assert_int_equal(count, 0);
        assert_ok(f->ctx, er_network_points(f->ctx, o.network, &p, 1, &none));
        assert_int_equal(er_disc_index_nearest(er_network_places(o.network), p, NULL, NULL),
                         SIZE_MAX);
        assert_int_equal(er_network_station(o.network, UINT32_MAX), SIZE_MAX);
        close_network(&o);
    }
}

static void stations_that_are_all_planned_serve_nowhere(void **state) {
    fixture *f = *state;
    er_station station = field_station("A", west, south);
    er_point p = {0, 0};
    station.status = "planned";
    field_add_areas(f, west, south);
    add_stations(f, &station, 1, 0);
    struct opened o = open_network(f, &disc_study);
    assert_false(er_network_is_unknown(o.network));
    assert_false(er_disc_union_contains(er_network_union(o.network, 0), p));
    assert_false(er_disc_union_contains(er_network_union(o.network, 1), p));
    close_network(&o);
}

static void stations_out_of_service_are_known_by_their_discs(void **state) {
    fixture *f = *state;
    er_station stations[4] = {field_station("A", west, south), field_station("A", west, south),
                              field_station("C", west + 0.01, south),
                              field_station("B", west, south)};
    size_t *found = NULL, capacity = 0, count;
    stations[0].radius_m = 120;
    stations[2].radius_m = 700;
    for (size_t i = 0; i < 3; i++)
        stations[i].status = i == 2 ? "planned" : "closed";
    field_add_areas(f, west, south);
    add_stations(f, stations, 4, 0);
    struct opened o = open_network(f, &disc_study);
    const er_sites *sites = er_network_sites(o.network);
    const er_disc *discs = er_network_left_out_discs(o.network);
    er_point p = {west + 0.01, south};
    er_plane_forward(o.plane, &p, 1);
    assert_int_equal(sites->left_out_count, 3);
    for (size_t i = 0; i < 3; i++) {
        double stated_m = sites->left_out[i]->radius_m;
        assert_true(discs[i].radius_m == (isnan(stated_m) ? 900 : stated_m));
    }
    size_t nearest = er_disc_index_nearest(er_network_left_out(o.network), p, NULL, NULL);
    assert_string_equal(sites->left_out[nearest]->operator_, "C");
    er_box box = {p.x - 700 * 0.99, p.y, p.x - 650, p.y};
    assert_ok(f->ctx, er_disc_index_meeting(f->ctx, er_network_left_out(o.network), box, &found,
                                            &capacity, &count));
    assert_int_equal(count, 2); /* 1,017 m away: that of 900 m reaches it, that of 120 m does not */
    er_free(found);
    close_network(&o);
}

static void a_place_beyond_the_plane_is_refused(void **state) {
    fixture *f = *state;
    er_station station = field_station("A", west, south);
    er_point p = {west, NAN};
    er_service service;
    field_add_areas(f, west, south);
    add_stations(f, &station, 1, 0);
    struct opened o = open_network(f, &disc_study);
    assert_int_equal(er_network_points(f->ctx, o.network, &p, 1, &service), ER_ERR_GEOMETRY);
    close_network(&o);
}

/* ---- signals --------------------------------------------------------------------------------- */

static void signals_are_the_fields(void **state) {
    fixture *f = *state;
    static er_station stations[40];
    enum { SOME = 50 };
    er_point points[SOME];
    er_service services[3 * SOME];
    er_signal signals[3 * SOME];
    er_study study = field_study();
    field_add_areas(f, west, south);
    add_stations(f, stations, draw_stations(stations, 40), 3);
    struct opened o = open_network(f, &study);
    const er_sites *sites = er_network_sites(o.network);
    const er_field *field = er_network_field(o.network);
    size_t sector_count, heard = 0;
    const er_emitter *sectors = er_field_sectors(field, &sector_count);
    assert_null(er_network_union(o.network, 0));
    draw_points(points, SOME);
    assert_ok(f->ctx, er_network_points(f->ctx, o.network, points, SOME, services));
    assert_ok(f->ctx, er_field_points(f->ctx, field, points, SOME, signals));
    for (size_t i = 0; i < 3 * SOME; i++) {
        const er_signal *s = &services[i].signal;
        assert_true(s->sector == signals[i].sector && s->level == signals[i].level);
        assert_memory_equal(&s->rsrp_dbm, &signals[i].rsrp_dbm, sizeof s->rsrp_dbm);
        assert_memory_equal(&s->sinr_db, &signals[i].sinr_db, sizeof s->sinr_db);
        assert_true(isnan(services[i].margin_m));
        if (s->sector == UINT32_MAX) continue;
        size_t station = er_network_station(o.network, s->sector);
        assert_true(station < sites->count);
        assert_ptr_equal(sites->stations[station], sectors[s->sector].station);
        heard++;
    }
    assert_true(heard > SOME / 4);
    close_network(&o);
}

static void stations_out_of_service_would_serve_by_their_signal(void **state) {
    fixture *f = *state;
    er_study study = field_study();
    er_station stations[3] = {field_station("A", west, south),
                              field_station("B", west + 0.1, south),
                              field_station("B", west + 0.02, south)};
    er_point places[2] = {{west + 0.021, south}, {west + 0.3, south}};
    bool serves[2] = {false, true};
    stations[1].status = stations[2].status = "planned";
    field_add_areas(f, west, south);
    add_stations(f, stations, 3, 0);
    struct opened o = open_network(f, &study);
    const er_sites *sites = er_network_sites(o.network);
    assert_int_equal(sites->left_out_count, 2);
    for (size_t i = 0; i < 2; i++) {
        bool near = sites->left_out[i]->position.x < west + 0.05;
        assert_true(er_network_left_out_discs(o.network)[i].radius_m > 1000);
        for (size_t k = 0; k < 2; k++) {
            assert_ok(f->ctx,
                      er_network_left_out_serves(f->ctx, o.network, i, &places[k], 1, &serves[k]));
            assert_int_equal(serves[k], near && k == 0);
        }
        assert_ok(f->ctx, er_network_left_out_serves(f->ctx, o.network, i, places, 2, &serves[0]));
        assert_int_equal(serves[0], near);
    }
    close_network(&o);
}

/* ---- the coverage run ------------------------------------------------------------------------ */

static er_status check(fixture *f, const er_study *study) {
    struct opened o = open_network(f, study);
    er_run run = {0};
    er_status status = er_network_check_run(f->ctx, f->store, f->arena, o.network, &run);
    if (status == ER_OK) assert_true(run.id > 0 && strcmp(run.step, "cover") == 0);
    close_network(&o);
    return status;
}

static void assert_refused(fixture *f, const er_study *study, const char *why) {
    assert_int_equal(check(f, study), ER_ERR_INPUT);
    assert_non_null(strstr(er_context_error(f->ctx), "evenreach cover"));
    if (!strstr(er_context_error(f->ctx), why))
        fail_msg("no '%s' in: %s", why, er_context_error(f->ctx));
}

static void two_stations(fixture *f) {
    er_station stations[2] = {field_station("A", west + 0.02, south + 0.02),
                              field_station("B", west + 0.12, south + 0.02)};
    field_add_areas(f, west, south);
    add_stations(f, stations, 2, 0);
}

static void cover(fixture *f, const er_study *study) {
    assert_ok(f->ctx, er_cover(f->ctx, f->store, study, NULL));
}

static void load_source(fixture *f, const char *kind) {
    er_source source = {.kind = kind, .path = "x.csv", .sha256 = "0123", .encoding = "UTF-8"};
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_source(f->ctx, f->store, &source));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
}

static void a_run_of_discs_must_be_of_the_same_figures(void **state) {
    fixture *f = *state;
    er_study study = disc_study;
    two_stations(f);
    assert_int_equal(check(f, &study), ER_ERR_NOT_FOUND);
    cover(f, &study);
    assert_ok(f->ctx, check(f, &study));
    study.sha256 = "two"; /* it says other things of venues, say */
    study.venues.cell_m = 7;
    assert_ok(f->ctx, check(f, &study));
    study.default_radius_m = 901;
    assert_refused(f, &study, "(radius)");
    cover(f, &study);
    assert_ok(f->ctx, check(f, &study));
    load_source(f, "venues");
    assert_ok(f->ctx, check(f, &study));
    load_source(f, "stations");
    assert_refused(f, &study, "loaded after");
    cover(f, &study);
    assert_ok(f->ctx, check(f, &study));
    study.working_crs = "EPSG:3826";
    assert_refused(f, &study, "(plane)");
    er_study other = field_study();
    assert_refused(f, &other, "of the model disc, the study's is tr38901");
}

static void a_run_of_signals_must_be_of_the_same_rules(void **state) {
    fixture *f = *state;
    er_study study = field_study(), other = study;
    er_sector_rule rule = field_isotropic[0];
    const er_environment_rule urban = {.environment = "uma"};
    two_stations(f);
    cover(f, &study);
    assert_ok(f->ctx, check(f, &study));
    other.sha256 = "two";
    assert_ok(f->ctx, check(f, &other));
    rule.tilt_deg = 3;
    other.radio.sectors = &rule;
    assert_refused(f, &other, "(sector_rules)");
    other = study;
    other.radio.environments = &urban;
    assert_refused(f, &other, "(environment_rules)");
    other = study;
    other.radio.edge_probability = 0.9;
    assert_refused(f, &other, "(edge_probability)");
    other = study;
    other.radio.resolution_m = 25;
    assert_refused(f, &other, "(resolution_m)");
    assert_ok(f->ctx, check(f, &study));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(discs_serve_where_their_union_is, fixture_up, fixture_down),
        cmocka_unit_test_setup_teardown(places_are_found_by_distance_and_by_box, fixture_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(without_stations_nothing_is_known, fixture_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(stations_that_are_all_planned_serve_nowhere, fixture_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(stations_out_of_service_are_known_by_their_discs,
                                        fixture_up, fixture_down),
        cmocka_unit_test_setup_teardown(a_place_beyond_the_plane_is_refused, fixture_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(signals_are_the_fields, fixture_up, fixture_down),
        cmocka_unit_test_setup_teardown(stations_out_of_service_would_serve_by_their_signal,
                                        fixture_up, fixture_down),
        cmocka_unit_test_setup_teardown(a_run_of_discs_must_be_of_the_same_figures, fixture_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(a_run_of_signals_must_be_of_the_same_rules, fixture_up,
                                        fixture_down)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
