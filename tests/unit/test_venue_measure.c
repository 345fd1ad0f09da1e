/* What is measured on a venue's ground, against other ways to the same figures. */
#include "venue_fixture.h"

#include "analysis/venue_parts.h"

#include <geos_c.h>

enum { STATIONS = 30, VENUES = 12 };

static er_station stations[STATIONS];

/** Venues over a square of four kilometres that stations of three operators serve in part. */
static void make(fixture *f, const er_study *study, size_t station_count, struct venue_world *w) {
    static uint8_t shapes[VENUES][SHAPE_SIZE];
    er_random random = er_random_stream(7, 3);
    char code[16];
    field_add_areas(f, venue_west, venue_south);
    for (uint32_t i = 0; i < VENUES; i++) {
        double east_m = 4000 * er_random_unit(&random), north_m = 4000 * er_random_unit(&random);
        double radius_m = 40 + 150 * er_random_unit(&random);
        snprintf(code, sizeof code, "x%02u", i);
        add_venue(
            f, plain_venue(code, star(shapes[i], &random, east_m, north_m, radius_m, 3 + 2 * i)));
    }
    draw_stations(stations, STATIONS, 4000, 4);
    if (station_count > 0) add_stations(f, stations, station_count, 3);
    open_world(f, study, w);
}

struct looked {
    er_venue_survey survey;
    er_venue_result result;
};

static struct looked look(fixture *f, const struct venue_world *w, const er_network *network,
                          size_t v) {
    struct looked l;
    assert_ok(f->ctx, er_venue_survey_new(f->ctx, network, &w->venues[v], &l.survey));
    assert_ok(f->ctx, er_venue_measure(f->ctx, &l.survey, &l.result));
    return l;
}

/** Of low power, so that venues have holes. */
static er_study weak_study(er_sector_rule *rule) {
    er_study study = with_venues(field_study());
    *rule = field_isotropic[0];
    rule->power_dbm = 20;
    study.radio.sectors = rule;
    return study;
}

/* ---- quantiles and speeds -------------------------------------------------------------------- */

/** By taking cells away from the least on. */
static double direct(const er_venue_survey *s, const double *values, double p) {
    double whole = 0, below = 0;
    bool *taken = calloc(s->cell_count, sizeof *taken);
    assert_non_null(taken);
    for (size_t i = 0; i < s->cell_count; i++)
        if (!isnan(values[i])) whole += s->cells[i].area_m2;
    size_t least = SIZE_MAX;
    while (below < p * whole * (1 - 1e-12)) {
        least = SIZE_MAX;
        for (size_t i = 0; i < s->cell_count; i++)
            if (!taken[i] && !isnan(values[i]) && (least == SIZE_MAX || values[i] < values[least]))
                least = i;
        taken[least] = true;
        below += s->cells[least].area_m2;
    }
    free(taken);
    return least == SIZE_MAX || isinf(values[least]) ? (double)NAN : values[least];
}

static void assert_same(double value, double wanted) {
    if (isnan(wanted) ? !isnan(value) : !(value == wanted))
        fail_msg("%.17g is not %.17g", value, wanted);
}

static double figure_of(const er_venue_survey *s, uint32_t operator_, size_t cell, int kind) {
    const er_signal *signal = &s->services[operator_ * s->cell_count + cell].signal;
    if (signal->sector == UINT32_MAX) return -INFINITY;
    const er_emitter *e = &er_field_sectors(er_network_field(s->network), NULL)[signal->sector];
    if (kind == 0) return signal->rsrp_dbm;
    return kind == 1 ? er_downlink_mbps(&e->budget, signal->sinr_db)
                     : er_uplink_mbps(&e->budget, signal->uplink_snr_db);
}

/** Of a stratum: of any the best, of all the worst of the two named operators. */
static double stratum_figure(const er_venue_survey *s, size_t stratum, size_t cell, int kind) {
    if (stratum >= 2) return figure_of(s, (uint32_t)stratum - 2, cell, kind);
    double figure = figure_of(s, 0, cell, kind);
    for (uint32_t o = 1; o < (stratum == 0 ? 3 : 2); o++) {
        double other = figure_of(s, o, cell, kind);
        figure = stratum == 0 ? fmax(figure, other) : fmin(figure, other);
    }
    return figure;
}

static void quantiles_are_those_of_a_direct_sort(void **state) {
    fixture *f = *state;
    er_sector_rule rule;
    er_study study = weak_study(&rule);
    struct venue_world w;
    size_t finite = 0;
    rule.range_m = 900; /* so that some places have no signal */
    make(f, &study, STATIONS, &w);
    for (size_t v = 0; v < w.count; v++) {
        struct looked l = look(f, &w, w.network, v);
        size_t n = l.survey.cell_count;
        double *values = calloc(n, sizeof *values);
        assert_non_null(values);
        assert_int_equal(l.result.row_count, 5);
        for (size_t stratum = 0; stratum < 5; stratum++) {
            const er_venue_row *row = &l.result.rows[stratum];
            const struct {
                int kind;
                double p, got;
            } asked[] = {{0, 0.05, row->rsrp_p5_dbm},  {0, 0.5, row->rsrp_p50_dbm},
                         {0, 0.95, row->rsrp_p95_dbm}, {1, 0.05, row->dl_p5_mbps},
                         {1, 0.5, row->dl_p50_mbps},   {2, 0.05, row->ul_p5_mbps},
                         {2, 0.5, row->ul_p50_mbps}};
            for (size_t k = 0; k < sizeof asked / sizeof asked[0]; k++) {
                for (size_t i = 0; i < n; i++)
                    values[i] = stratum_figure(&l.survey, stratum, i, asked[k].kind);
                assert_same(asked[k].got, direct(&l.survey, values, asked[k].p));
                finite += isnan(asked[k].got) ? 0 : 1;
            }
        }
        free(values);
        er_venue_survey_clear(&l.survey);
    }
    assert_true(finite > 100 && finite < 13 * 5 * 7);
    close_world(&w);
}

static void inside_is_what_is_left_behind_the_wall(void **state) {
    fixture *f = *state;
    er_sector_rule rule;
    er_study study = weak_study(&rule);
    struct venue_world w;
    double loss_db, sigma_db, less = 0;
    make(f, &study, STATIONS, &w);
    assert_ok(f->ctx, er_indoor_loss(f->ctx, ER_BUILDING_LOW_LOSS, 3550, 10, &loss_db, &sigma_db));
    for (size_t v = 0; v < w.count; v++) {
        struct looked l = look(f, &w, w.network, v);
        double any_m2 = 0, all_m2 = 0;
        for (size_t i = 0; i < l.survey.cell_count; i++) {
            bool inside[3];
            /* half of the places are counted: the margin is nothing, and so is the spread */
            for (uint32_t o = 0; o < 3; o++)
                inside[o] = figure_of(&l.survey, o, i, 0) - loss_db >= -110;
            any_m2 += inside[0] || inside[1] || inside[2] ? l.survey.cells[i].area_m2 : 0;
            all_m2 += inside[0] && inside[1] ? l.survey.cells[i].area_m2 : 0;
        }
        assert_within(l.result.rows[0].indoor_m2, any_m2, 1e-9 * l.survey.area_m2);
        assert_within(l.result.rows[1].indoor_m2, all_m2, 1e-9 * l.survey.area_m2);
        less += l.result.rows[0].served_m2 - any_m2;
        er_venue_survey_clear(&l.survey);
    }
    assert_true(less > 1000);
    close_world(&w);
}

/* ---- areas and holes ------------------------------------------------------------------------- */

static double outside_m2(er_bytes hole, er_bytes venue) {
    GEOSContextHandle_t g = GEOS_init_r();
    GEOSGeometry *a = GEOSGeomFromWKB_buf_r(g, hole.data, hole.size);
    GEOSGeometry *b = GEOSGeomFromWKB_buf_r(g, venue.data, venue.size);
    assert_true(a && b && GEOSisValid_r(g, a) == 1);
    GEOSGeometry *left = GEOSDifference_r(g, a, b);
    double area = NAN;
    assert_non_null(left);
    assert_int_equal(GEOSArea_r(g, left, &area), 1);
    GEOSGeom_destroy_r(g, left);
    GEOSGeom_destroy_r(g, a);
    GEOSGeom_destroy_r(g, b);
    GEOS_finish_r(g);
    return area * 101700 * 110750; /* near enough */
}

static void check_holes(fixture *f, const struct looked *l, size_t *seen) {
    const er_venue_row *any = &l->result.rows[0];
    double unserved_m2 = any->area_m2 - any->served_m2 - any->unknown_m2, sum_m2 = 0;
    er_bytes venue = l->survey.venue->geometry;
    for (size_t i = 0; i < l->result.hole_count; i++) {
        const er_venue_hole *hole = &l->result.holes[i];
        double own_m2;
        assert_string_equal(hole->state, "unserved");
        assert_int_equal(hole->number, i + 1);
        assert_true(i == 0 || hole->area_m2 <= hole[-1].area_m2 * (1 + 1e-9));
        assert_true(outside_m2(hole->geometry, venue) <= 1e-6 * any->area_m2);
        assert_ok(f->ctx, er_geodesic_area(f->ctx, hole->geometry, &own_m2));
        /* arcs are flattened, and the areas made to add up */
        assert_within(hole->area_m2, own_m2, 3 + 1e-2 * own_m2);
        sum_m2 += hole->area_m2;
        ++*seen;
    }
    assert_within(sum_m2, unserved_m2, 1e-9 * unserved_m2 + 1e-12 * any->area_m2);
    assert_int_equal(l->result.finding.holes, l->result.hole_count);
    if (l->result.hole_count > 0)
        assert_true(l->result.finding.largest_hole_m2 == l->result.holes[0].area_m2);
    else
        assert_true(isnan(l->result.finding.largest_hole_m2));
}

static void holes_make_up_what_is_not_served(void **state) {
    fixture *f = *state;
    er_sector_rule rule;
    er_study studies[2] = {weak_study(&rule), venue_disc_study(420)};
    struct venue_world w;
    make(f, &studies[0], STATIONS, &w);
    for (size_t k = 0; k < 2; k++) {
        size_t seen = 0, whole = 0;
        if (k > 0) {
            close_world(&w);
            open_world(f, &studies[k], &w);
        }
        for (size_t v = 0; v < w.count; v++) {
            struct looked l = look(f, &w, w.network, v);
            check_holes(f, &l, &seen);
            whole += l.result.rows[0].served_m2 == l.result.rows[0].area_m2;
            er_venue_survey_clear(&l.survey);
        }
        assert_true(seen >= 4 && whole >= 1);
    }
    close_world(&w);
}

static void without_stations_the_whole_venue_is_unknown(void **state) {
    fixture *f = *state;
    er_study studies[2] = {with_venues(field_study()), venue_disc_study(420)};
    struct venue_world w;
    make(f, &studies[0], 0, &w);
    for (size_t k = 0; k < 2; k++) {
        if (k > 0) {
            close_world(&w);
            open_world(f, &studies[k], &w);
        }
        struct looked l = look(f, &w, w.network, 3);
        assert_int_equal(l.result.row_count, 2);
        assert_int_equal(l.result.hole_count, 1);
        assert_string_equal(l.result.holes[0].state, "unknown");
        assert_within(l.result.holes[0].area_m2, w.venues[3].area_m2, 1e-9 * w.venues[3].area_m2);
        assert_int_equal(l.result.finding.holes, 0);
        assert_int_equal(l.result.finding.helping_station_id, 0);
        assert_int_equal(l.result.finding.serving_station_id, 0);
        assert_int_equal(l.result.finding.failing_station_id, 0);
        assert_true(isnan(l.result.finding.failing_left_m2));
        assert_true(isnan(l.result.finding.worst_margin_db) &&
                    isnan(l.result.finding.worst_margin_m));
        er_venue_survey_clear(&l.survey);
    }
    close_world(&w);
}

/* ---- failures -------------------------------------------------------------------------------- */

/** The world without a site: the network that a workspace lacking its stations has. */
static void without_site(fixture *f, const struct venue_world *w, size_t site, fixture **other,
                         struct venue_world *lacking) {
    const er_sites *sites = er_network_sites(w->network);
    void *state = NULL;
    assert_int_equal(fixture_up(&state), 0);
    *other = state;
    field_add_areas(*other, venue_west, venue_south);
    assert_ok((*other)->ctx, er_store_begin((*other)->ctx, (*other)->store));
    for (size_t i = 0; i < sites->count; i++) {
        er_station station = *sites->stations[i];
        station.source_id = 0;
        if (sites->site[i] != site)
            assert_ok((*other)->ctx,
                      er_store_add_station((*other)->ctx, (*other)->store, &station));
    }
    assert_ok((*other)->ctx, er_store_commit((*other)->ctx, (*other)->store));
    *lacking = (struct venue_world){.study = w->study, .venues = w->venues, .count = w->count};
    assert_ok((*other)->ctx, er_network_new((*other)->ctx, (*other)->store, &lacking->study,
                                            w->plane, &lacking->network));
    (void)f;
}

static size_t site_of_id(const er_sites *sites, int64_t id) {
    for (size_t i = 0; i < sites->count; i++)
        if (sites->stations[i]->id == id) return sites->site[i];
    fail_msg("no station %lld", (long long)id);
    return 0;
}

static bool serves(fixture *f, const struct looked *l, const er_sites *sites, size_t site) {
    size_t *found = NULL, count = 0;
    assert_ok(f->ctx, er_venue_serving(f->ctx, &l->survey, &found, &count));
    for (size_t k = 0; k < count; k++)
        if (sites->site[found[k]] == site) return true;
    return false;
}

/** What a failure is said to leave is what a network without the site serves; venues that the site
 *  does not serve keep every figure. */
static void check_failure(fixture *f, const struct venue_world *w, size_t site, size_t *told,
                          size_t *untouched) {
    const er_sites *sites = er_network_sites(w->network);
    struct venue_world lacking;
    fixture *other;
    without_site(f, w, site, &other, &lacking);
    for (size_t v = 0; v < w->count; v++) {
        struct looked before = look(f, w, w->network, v);
        struct looked after = look(other, &lacking, lacking.network, v);
        const er_venue_row *a = &before.result.rows[0], *b = &after.result.rows[0];
        bool listed = false;
        for (size_t k = 0; k < before.result.failure_count; k++) {
            const er_venue_failure *row = &before.result.failures[k];
            if (site_of_id(sites, row->station_id) != site) continue;
            assert_within(row->left_m2, b->served_m2, 1e-9 * a->area_m2);
            assert_true(row->serving_m2 > 0 && row->serving_m2 <= a->area_m2 * (1 + 1e-9));
            listed = true;
            ++*told;
        }
        if (!listed) assert_within(a->served_m2, b->served_m2, 1e-9 * a->area_m2);
        if (!serves(f, &before, sites, site)) {
            assert_false(listed);
            assert_true(a->served_m2 == b->served_m2);
            assert_int_equal(before.result.failure_count, after.result.failure_count);
            assert_int_equal(before.result.hole_count, after.result.hole_count);
            ++*untouched;
        }
        er_venue_survey_clear(&before.survey);
        er_venue_survey_clear(&after.survey);
    }
    er_network_free(lacking.network);
    void *state = other;
    fixture_down(&state);
}

static void failures_leave_what_a_network_without_the_site_serves(void **state) {
    fixture *f = *state;
    er_sector_rule rule;
    er_study studies[2] = {weak_study(&rule), venue_disc_study(420)};
    struct venue_world w;
    make(f, &studies[0], STATIONS, &w);
    for (size_t k = 0; k < 2; k++) {
        size_t told = 0, untouched = 0;
        if (k > 0) {
            close_world(&w);
            open_world(f, &studies[k], &w);
        }
        const er_sites *sites = er_network_sites(w.network);
        for (size_t i = 0; i < sites->count; i++)
            if (sites->site[i] == i) check_failure(f, &w, i, &told, &untouched);
        assert_true(told >= 8 && untouched > 50);
    }
    close_world(&w);
}

static void the_worst_failure_is_the_one_that_leaves_least(void **state) {
    fixture *f = *state;
    er_study study = venue_disc_study(420);
    struct venue_world w;
    size_t none_left = 0;
    make(f, &study, STATIONS, &w);
    for (size_t v = 0; v < w.count; v++) {
        struct looked l = look(f, &w, w.network, v);
        double least = INFINITY;
        for (size_t k = 0; k < l.result.failure_count; k++)
            least = fmin(least, l.result.failures[k].left_m2);
        if (l.result.failure_count > 0) assert_true(l.result.finding.failing_left_m2 == least);
        size_t *serving = NULL, count = 0;
        assert_ok(f->ctx, er_venue_serving(f->ctx, &l.survey, &serving, &count));
        if (count == 1) {
            assert_true(l.result.finding.failing_left_m2 == 0);
            none_left++;
        }
        assert_int_equal(l.result.finding.failing_station_id != 0, l.result.rows[0].served_m2 > 0);
        er_venue_survey_clear(&l.survey);
    }
    assert_true(none_left > 0);
    close_world(&w);
}

/* ---- the worst place, and sites -------------------------------------------------------------- */

/** Whether a point lies in an area: its rings turn around it, by the sum of their angles. */
static bool lies_in(const er_area *area, er_point p) {
    double turned = 0;
    for (size_t r = 0; r < area->ring_count; r++)
        for (size_t i = area->ring_start[r]; i + 1 < area->ring_start[r + 1]; i++) {
            er_point a = area->points[i], b = area->points[i + 1];
            double ax = a.x - p.x, ay = a.y - p.y, bx = b.x - p.x, by = b.y - p.y;
            turned += atan2(ax * by - ay * bx, ax * bx + ay * by);
        }
    return fabs(turned) > 3;
}

static void the_worst_place_is_the_one_with_the_least_margin(void **state) {
    fixture *f = *state;
    er_sector_rule rule;
    er_study studies[2] = {weak_study(&rule), venue_disc_study(420)};
    struct venue_world w;
    make(f, &studies[0], STATIONS, &w);
    for (size_t k = 0; k < 2; k++) {
        if (k > 0) {
            close_world(&w);
            open_world(f, &studies[k], &w);
        }
        for (size_t v = 0; v < w.count; v++) {
            struct looked l = look(f, &w, w.network, v);
            const er_venue_finding *found = &l.result.finding;
            double least = INFINITY;
            size_t worst = 0, middles = 0;
            for (size_t i = 0; i < l.survey.cell_count; i++)
                middles += lies_in(&l.survey.area, l.survey.cells[i].on_plane);
            for (size_t i = 0; i < l.survey.cell_count; i++) {
                double best = -INFINITY;
                if (middles > 0 && !lies_in(&l.survey.area, l.survey.cells[i].on_plane)) continue;
                for (uint32_t o = 0; o < 3; o++) {
                    const er_service *s = &l.survey.services[o * l.survey.cell_count + i];
                    best = fmax(best, k > 0 ? s->margin_m : s->signal.rsrp_dbm + 110);
                }
                if (best < least) worst = i;
                least = fmin(least, best);
            }
            er_point p = l.survey.cells[worst].on_plane;
            er_plane_inverse(w.plane, &p, 1);
            assert_true(found->worst.x == p.x && found->worst.y == p.y);
            double margin = k > 0 ? found->worst_margin_m : found->worst_margin_db;
            if (isinf(least))
                assert_true(isnan(margin) && isnan(found->worst_dbm));
            else
                assert_within(margin, least, 1e-9);
            if (k == 0 && isfinite(least)) assert_within(found->worst_dbm, least - 110, 1e-9);
            assert_true(k > 0 ? isnan(found->worst_margin_db) : isnan(found->worst_margin_m));
            er_venue_survey_clear(&l.survey);
        }
    }
    close_world(&w);
}

/** Least distance from a place to the middles of the cells that are not served (or of all). */
static double away_m(const struct venue_world *w, const er_venue_survey *s, er_point place,
                     bool unserved) {
    double least = INFINITY;
    for (size_t i = 0; i < s->cell_count; i++) {
        er_point p = s->cells[i].on_plane;
        if (unserved && s->any[i] != 0) continue;
        er_plane_inverse(w->plane, &p, 1);
        least = fmin(least, er_geodesic_distance(p, place));
    }
    return least;
}

static void the_nearest_sites_are_found(void **state) {
    fixture *f = *state;
    er_sector_rule rule;
    er_study studies[2] = {weak_study(&rule), venue_disc_study(300)};
    struct venue_world w;
    size_t near = 0;
    make(f, &studies[0], STATIONS, &w);
    for (size_t k = 0; k < 2; k++) {
        if (k > 0) {
            close_world(&w);
            open_world(f, &studies[k], &w);
        }
        const er_sites *sites = er_network_sites(w.network);
        for (size_t v = 0; v < w.count; v++) {
            struct looked l = look(f, &w, w.network, v);
            const er_venue_finding *found = &l.result.finding;
            double serving = INFINITY, helping = INFINITY;
            bool holes_have_middles = isfinite(away_m(&w, &l.survey, w.venues[v].inside, true));
            for (size_t i = 0; i < sites->count; i++) {
                bool here = serves(f, &l, sites, sites->site[i]);
                double away = away_m(&w, &l.survey, sites->stations[i]->position,
                                     !here && holes_have_middles);
                if (here)
                    serving = fmin(serving, away);
                else
                    helping = fmin(helping, away);
            }
            if (isinf(serving))
                assert_true(found->serving_station_id == 0 && isnan(found->serving_distance_m));
            else
                assert_within(found->serving_distance_m, serving, 1e-3 * serving + 1e-6);
            if (found->holes > 0) {
                assert_string_equal(found->helping_how, "near");
                assert_within(found->helping_distance_m, helping, 1e-3 * helping);
                near++;
            } else {
                assert_true(found->helping_station_id == 0 && !found->helping_how);
            }
            er_venue_survey_clear(&l.survey);
        }
    }
    assert_true(near > 5);
    close_world(&w);
}

static void a_planned_site_that_reaches_a_hole_would_help(void **state) {
    fixture *f = *state;
    er_sector_rule rule;
    er_study studies[2] = {weak_study(&rule), venue_disc_study(300)};
    uint8_t shape[SHAPE_SIZE];
    er_point near_it = at_m(2200, 2000), nearer = at_m(2150, 2050), far = at_m(9000, 9000);
    er_station three[3] = {field_station("A", far.x, far.y),
                           field_station("A", near_it.x, near_it.y),
                           field_station("B", nearer.x, nearer.y)};
    struct venue_world w;
    three[1].status = "planned";
    three[2].status = "closed";
    three[2].radius_m = 10; /* too short for the disc model */
    field_add_areas(f, venue_west, venue_south);
    add_venue(f, plain_venue("x", box_m(shape, 2000, 2000, 100, 80)));
    add_stations(f, three, 3, 0);
    for (size_t k = 0; k < 2; k++) {
        open_world(f, &studies[k], &w);
        const er_sites *sites = er_network_sites(w.network);
        struct looked l = look(f, &w, w.network, 1);
        assert_string_equal(l.result.finding.helping_how, "planned");
        int64_t wanted = 0;
        for (size_t i = 0; i < sites->left_out_count; i++)
            if (strcmp(sites->left_out[i]->operator_, k == 0 ? "B" : "A") == 0)
                wanted = sites->left_out[i]->id;
        assert_int_equal(l.result.finding.helping_station_id, wanted);
        assert_within(l.result.finding.helping_distance_m, k == 0 ? 52 : 102, 4);
        assert_true(l.result.rows[0].served_m2 == 0 && l.result.failure_count == 0);
        er_venue_survey_clear(&l.survey);
        close_world(&w);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(quantiles_are_those_of_a_direct_sort, fixture_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(inside_is_what_is_left_behind_the_wall, fixture_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(holes_make_up_what_is_not_served, fixture_up, fixture_down),
        cmocka_unit_test_setup_teardown(without_stations_the_whole_venue_is_unknown, fixture_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(failures_leave_what_a_network_without_the_site_serves,
                                        fixture_up, fixture_down),
        cmocka_unit_test_setup_teardown(the_worst_failure_is_the_one_that_leaves_least, fixture_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(the_worst_place_is_the_one_with_the_least_margin,
                                        fixture_up, fixture_down),
        cmocka_unit_test_setup_teardown(the_nearest_sites_are_found, fixture_up, fixture_down),
        cmocka_unit_test_setup_teardown(a_planned_site_that_reaches_a_hole_would_help, fixture_up,
                                        fixture_down)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
