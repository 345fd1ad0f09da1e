/* The ground of a venue: its cells and what serves them. */
#include "venue_fixture.h"

#include <stdio.h>

/** Venues of all kinds: a speck, overlapping ones, one of many hectares, one of two parts, a strip
 *  across the land, one in the sea outside all units. */
static void add_venues(fixture *f) {
    static uint8_t shapes[8][SHAPE_SIZE];
    er_random random = er_random_stream(7, 1);
    er_bytes two[2] = {star(shapes[0], &random, 1500, 1500, 90, 11),
                       star(shapes[1], &random, 1900, 1400, 60, 8)};
    const er_point strip[5] = {at_m(0, 0), at_m(9, -12), at_m(4009, 2988), at_m(4000, 3000),
                               at_m(0, 0)};
    add_venue(f, plain_venue("a speck", box_m(shapes[2], 1000.2, 1000.2, 0.5, 0.4)));
    add_venue(f, plain_venue("b parts", together(shapes[3], two, 2)));
    add_venue(f, plain_venue("c overlaps", star(shapes[4], &random, 1550, 1480, 70, 7)));
    add_venue(f, plain_venue("d large", box_m(shapes[5], 500, 500, 3000, 2000)));
    add_venue(f, plain_venue("e strip", wkb_ring(shapes[6], strip, 5)));
    add_venue(f, plain_venue("f sea", star(shapes[7], &random, -40000, 2000, 100, 9)));
}

static void make(fixture *f, const er_study *study, struct venue_world *w) {
    static er_station stations[30];
    field_add_areas(f, venue_west, venue_south);
    add_venues(f);
    draw_stations(stations, 30, 4000, 2);
    add_stations(f, stations, 30, 3);
    open_world(f, study, w);
    assert_int_equal(w->count, 7); /* the county's own, too */
}

static void cells_make_up_the_venue(void **state) {
    fixture *f = *state;
    er_study study = venue_disc_study(400);
    struct venue_world w;
    study.venues.most_cells = 20000;
    make(f, &study, &w);
    for (size_t v = 0; v < w.count; v++) {
        er_venue_survey s;
        er_sum sum = {0};
        assert_ok(f->ctx, er_venue_survey_new(f->ctx, w.network, &w.venues[v], &s));
        assert_true(s.cell_count >= 1 && s.cell_count <= 20000);
        for (size_t i = 0; i < s.cell_count; i++) {
            const er_venue_cell *c = &s.cells[i];
            bool after =
                i == 0 || c->row > c[-1].row || (c->row == c[-1].row && c->column > c[-1].column);
            er_point middle = er_grid_centre(&s.grid, c->column, c->row);
            assert_true(after && c->area_m2 > 0);
            assert_true(c->area_m2 <= s.grid.cell_m * s.grid.cell_m * s.scale * (1 + 1e-9));
            assert_true(c->on_plane.x == middle.x && c->on_plane.y == middle.y);
            er_sum_add(&sum, c->area_m2);
        }
        assert_within(er_sum_value(&sum), w.venues[v].area_m2, 1e-12 * w.venues[v].area_m2);
        assert_true(s.area_m2 == w.venues[v].area_m2);
        bool large = strcmp(w.venues[v].code, "d large") == 0; /* 600 ha: 240,000 cells of 5 m */
        assert_true(s.grid.cell_m == (large ? 20 : 5));
        if (large) assert_true(s.cell_count >= 15000);
        er_venue_survey_clear(&s);
    }
    close_world(&w);
}

/** A cell's figures are those of its middle, however the venue was cut into tiles. */
static void cells_are_what_their_middles_are(void **state) {
    fixture *f = *state;
    er_study study = with_venues(field_study());
    struct venue_world w;
    size_t heard = 0, quiet = 0;
    study.venues.most_cells = 5000;
    study.venues.cell_m = 4;
    make(f, &study, &w);
    for (size_t v = 0; v < w.count; v++) {
        er_venue_survey s;
        assert_ok(f->ctx, er_venue_survey_new(f->ctx, w.network, &w.venues[v], &s));
        for (size_t i = 0; i < s.cell_count; i += 1 + s.cell_count / 50) {
            er_signal at[3];
            er_point p = s.cells[i].on_plane;
            er_plane_inverse(w.plane, &p, 1);
            assert_ok(f->ctx, er_field_points(f->ctx, er_network_field(w.network), &p, 1, at));
            uint8_t levels[3];
            for (uint32_t o = 0; o < 3; o++) {
                const er_service *got = &s.services[o * s.cell_count + i];
                assert_int_equal(got->signal.sector, at[o].sector);
                assert_int_equal(got->signal.level, at[o].level);
                assert_true(isnan(got->margin_m));
                levels[o] = at[o].level;
                assert_int_equal(er_venue_label(&s, o, i), levels[o]);
                assert_int_equal(er_venue_stratum_label(&s, 2 + o, i), levels[o]);
                quiet += at[o].sector == UINT32_MAX;
                if (at[o].sector == UINT32_MAX) continue;
                /* projected there and back */
                assert_within(got->signal.rsrp_dbm, at[o].rsrp_dbm, 1e-6);
                heard++;
            }
            assert_int_equal(s.any[i], er_cover_any(levels, 3));
            assert_int_equal(s.all[i], er_cover_all(levels, 2));
            assert_int_equal(er_venue_stratum_label(&s, 0, i), s.any[i]);
            assert_int_equal(er_venue_stratum_label(&s, 1, i), s.all[i]);
        }
        er_venue_survey_clear(&s);
    }
    assert_true(heard > 300 && quiet > 50);
    close_world(&w);
}

static void discs_serve_exactly_what_the_coverage_run_says(void **state) {
    fixture *f = *state;
    er_study study = venue_disc_study(250);
    struct venue_world w;
    er_cover_row *rows = NULL;
    size_t row_count = 0, partly = 0;
    int64_t run = 0;
    make(f, &study, &w);
    assert_ok(f->ctx, er_cover(f->ctx, f->store, &w.study, &run));
    assert_ok(f->ctx, er_store_cover(f->ctx, f->store, f->arena, run, "venue", &rows, &row_count));
    for (size_t k = 0; k < row_count; k++) {
        const er_venue *venue = NULL;
        er_venue_survey s;
        double served_m2, unknown_m2;
        for (size_t v = 0; v < w.count; v++)
            if (w.venues[v].id == rows[k].area_id) venue = &w.venues[v];
        assert_non_null(venue);
        size_t stratum = strcmp(rows[k].stratum, "any") == 0 ? 0 : 1;
        if (rows[k].operator_)
            stratum = rows[k].operator_[0] == 'A' ? 2 : rows[k].operator_[0] == 'B' ? 3 : 4;
        assert_ok(f->ctx, er_venue_survey_new(f->ctx, w.network, venue, &s));
        assert_ok(f->ctx, er_venue_stratum_areas(f->ctx, &s, stratum, &served_m2, &unknown_m2));
        assert_within(served_m2, rows[k].served_km2 * 1e6, 1e-9 * venue->area_m2);
        assert_true(unknown_m2 == 0);
        partly += served_m2 > 0 && served_m2 < venue->area_m2;
        er_venue_survey_clear(&s);
    }
    assert_int_equal(row_count, 7 * 5);
    assert_true(partly >= 5);
    close_world(&w);
}

static void signals_serve_the_cells_that_reach_a_level(void **state) {
    fixture *f = *state;
    er_study study = with_venues(field_study());
    struct venue_world w;
    make(f, &study, &w);
    for (size_t v = 0; v < w.count; v++) {
        er_venue_survey s;
        assert_ok(f->ctx, er_venue_survey_new(f->ctx, w.network, &w.venues[v], &s));
        for (size_t stratum = 0; stratum < 5; stratum++) {
            double served_m2, unknown_m2, served = 0;
            for (size_t i = 0; i < s.cell_count; i++)
                if (er_venue_stratum_label(&s, stratum, i) > 0) served += s.cells[i].area_m2;
            assert_ok(f->ctx, er_venue_stratum_areas(f->ctx, &s, stratum, &served_m2, &unknown_m2));
            assert_within(served_m2, served, 1e-9 * s.area_m2);
            assert_true(unknown_m2 == 0 && served_m2 <= s.area_m2);
        }
        er_venue_survey_clear(&s);
    }
    close_world(&w);
}

static void without_stations_all_is_unknown(void **state) {
    fixture *f = *state;
    er_study studies[2] = {venue_disc_study(400), with_venues(field_study())};
    field_add_areas(f, venue_west, venue_south);
    add_venues(f);
    for (size_t k = 0; k < 2; k++) {
        struct venue_world w;
        er_venue_survey s;
        double served_m2, unknown_m2;
        open_world(f, &studies[k], &w);
        assert_ok(f->ctx, er_venue_survey_new(f->ctx, w.network, &w.venues[1], &s));
        for (size_t stratum = 0; stratum < 2; stratum++) {
            assert_ok(f->ctx, er_venue_stratum_areas(f->ctx, &s, stratum, &served_m2, &unknown_m2));
            assert_true(served_m2 == 0 && unknown_m2 == s.area_m2);
        }
        er_venue_survey_clear(&s);
        close_world(&w);
    }
}

static void a_venue_beyond_the_plane_is_named(void **state) {
    fixture *f = *state;
    er_study study = venue_disc_study(400);
    struct venue_world w;
    uint8_t wkb[93];
    er_venue_survey s = {.cell_count = 77};
    make(f, &study, &w);
    er_venue venue = plain_venue("far away", rectangle(wkb, -60, -24, 1, 1));
    assert_int_not_equal(er_venue_survey_new(f->ctx, w.network, &venue, &s), ER_OK);
    assert_non_null(strstr(er_context_error(f->ctx), "venue far away: "));
    assert_int_equal(s.cell_count, 77);
    close_world(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(cells_make_up_the_venue, fixture_up, fixture_down),
        cmocka_unit_test_setup_teardown(cells_are_what_their_middles_are, fixture_up, fixture_down),
        cmocka_unit_test_setup_teardown(discs_serve_exactly_what_the_coverage_run_says, fixture_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(signals_serve_the_cells_that_reach_a_level, fixture_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(without_stations_all_is_unknown, fixture_up, fixture_down),
        cmocka_unit_test_setup_teardown(a_venue_beyond_the_plane_is_named, fixture_up,
                                        fixture_down)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
