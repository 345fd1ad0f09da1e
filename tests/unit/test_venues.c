/* The step "venues": what it writes, what it refuses, and the same bytes however it is done. */
#include "venue_fixture.h"

enum { STATIONS = 30, VENUES = 9 };

/** A world whose rows come in an order that starts anywhere. */
static void make(fixture *f, size_t first) {
    static er_station stations[STATIONS];
    static uint8_t shapes[VENUES][SHAPE_SIZE];
    er_venue venues[VENUES];
    er_random random = er_random_stream(8, 1);
    char codes[VENUES][16];
    field_add_areas(f, venue_west, venue_south);
    for (uint32_t i = 0; i < VENUES; i++) {
        double east_m = 4000 * er_random_unit(&random), north_m = 4000 * er_random_unit(&random);
        /* one in the sea, far from everything */
        if (i == 5) east_m = -30000;
        snprintf(codes[i], sizeof codes[i], "x%02u", i);
        venues[i] =
            plain_venue(codes[i], star(shapes[i], &random, east_m, north_m, 60 + 20 * i, 4 + i));
        venues[i].services = i % 2 == 0 ? "video" : NULL;
        if (i == 4) venues[i].target_share = 0.5;
    }
    for (size_t i = 0; i < VENUES; i++)
        add_venue(f, venues[(first + 2 * i) % VENUES]);
    draw_stations(stations, STATIONS, 4000, 2);
    add_stations(f, stations, STATIONS, first);
    er_service_need need = {.code = "video", .dl_mbps = 20, .ul_mbps = NAN, .latency_ms = NAN};
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_service_need(f->ctx, f->store, &need));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
}

static int64_t run_step(fixture *f, const er_study *study) {
    int64_t run = 0;
    assert_ok(f->ctx, er_cover(f->ctx, f->store, study, NULL));
    assert_ok(f->ctx, er_venues(f->ctx, f->store, study, &run));
    assert_true(run > 0);
    return run;
}

static er_study study_of(bool discs) {
    er_study study = discs ? venue_disc_study(400) : with_venues(field_study());
    study.venues.closing = false;
    return study;
}

/* ---- the same however it is done ------------------------------------------------------------- */

/** Everything of a run as text; stations and venues by what they say, for ids are those of the
 *  order of loading. */
struct told {
    char *text;
    size_t size;
    FILE *file;
};

static const char *venue_code(const er_venue *venues, size_t count, int64_t id) {
    for (size_t i = 0; i < count; i++)
        if (venues[i].id == id) return venues[i].code;
    fail_msg("no venue %lld", (long long)id);
    return "";
}

static size_t station_rank(const er_station *stations, size_t count, int64_t id) {
    for (size_t i = 0; i < count; i++)
        if (stations[i].id == id) return i;
    return SIZE_MAX;
}

static void hex(FILE *file, const void *data, size_t size) {
    for (size_t i = 0; i < size; i++)
        fprintf(file, "%02x", ((const unsigned char *)data)[i]);
    fputc('\n', file);
}

static void tell_findings(fixture *f, int64_t run, FILE *to, const er_station *stations,
                          size_t count) {
    er_venue_finding *rows = NULL;
    size_t n;
    assert_ok(f->ctx, er_store_venue_findings(f->ctx, f->store, f->arena, run, &rows, &n));
    for (size_t i = 0; i < n; i++) {
        const er_venue_finding *r = &rows[i];
        fprintf(to, "%.17g %lld %g %lld %lld %lld %.17g %.17g %.17g %.17g %.17g %.17g\n", r->cell_m,
                (long long)r->cells, r->target_share, (long long)r->operators,
                (long long)r->operators_reached, (long long)r->holes, r->largest_hole_m2,
                r->worst.x, r->worst.y, r->worst_dbm, r->worst_margin_db, r->worst_margin_m);
        fprintf(to, "%zu %.17g %zu %.17g %s %zu %.17g %s %s %s\n",
                station_rank(stations, count, r->serving_station_id), r->serving_distance_m,
                station_rank(stations, count, r->helping_station_id), r->helping_distance_m,
                r->helping_how ? r->helping_how : "-",
                station_rank(stations, count, r->failing_station_id), r->failing_left_m2,
                r->verdict, r->reason, r->reason_zh);
    }
}

static void tell_rows(fixture *f, int64_t run, FILE *to, const er_venue *venues, size_t count) {
    er_venue_row *rows = NULL;
    er_venue_hole *holes = NULL;
    size_t n;
    assert_ok(f->ctx, er_store_venue_rows(f->ctx, f->store, f->arena, run, &rows, &n));
    for (size_t i = 0; i < n; i++) {
        const er_venue_row *r = &rows[i];
        fprintf(to, "%s %s %s %.17g %.17g %.17g %.17g ", venue_code(venues, count, r->venue_id),
                r->stratum, r->operator_ ? r->operator_ : "-", r->area_m2, r->served_m2,
                r->unknown_m2, r->indoor_m2);
        fprintf(to, "%.17g %.17g %.17g %.17g %.17g %.17g %.17g\n", r->rsrp_p5_dbm, r->rsrp_p50_dbm,
                r->rsrp_p95_dbm, r->dl_p5_mbps, r->dl_p50_mbps, r->ul_p5_mbps, r->ul_p50_mbps);
    }
    assert_ok(f->ctx, er_store_venue_holes(f->ctx, f->store, f->arena, run, &holes, &n));
    for (size_t i = 0; i < n; i++) {
        fprintf(to, "%s %lld %s %.17g ", venue_code(venues, count, holes[i].venue_id),
                (long long)holes[i].number, holes[i].state, holes[i].area_m2);
        hex(to, holes[i].geometry.data, holes[i].geometry.size);
    }
}

static void tell_plans(fixture *f, int64_t run, FILE *to) {
    er_plan *plans = NULL;
    er_choice *choices = NULL;
    size_t n;
    assert_ok(f->ctx, er_store_plans(f->ctx, f->store, f->arena, run, &plans, &n));
    for (size_t i = 0; i < n; i++)
        fprintf(to, "%s %.17g %.17g %d %lld %lld %d %lld\n", plans[i].kind, plans[i].share_before,
                plans[i].share_after, plans[i].reached, (long long)plans[i].count,
                (long long)plans[i].bound, plans[i].proven, (long long)plans[i].candidates);
    assert_ok(f->ctx, er_store_choices(f->ctx, f->store, f->arena, run, &choices, &n));
    for (size_t i = 0; i < n; i++)
        fprintf(to, "%lld %s %.17g %.17g %.17g %.17g\n", (long long)choices[i].rank,
                choices[i].code, choices[i].adds_m2, choices[i].share, choices[i].position.x,
                choices[i].position.y);
}

static void tell_others(fixture *f, int64_t run, FILE *to, const er_station *stations,
                        size_t count) {
    er_venue_failure *failures = NULL;
    er_venue_service_row *services = NULL;
    size_t n;
    assert_ok(f->ctx, er_store_venue_failures(f->ctx, f->store, f->arena, run, &failures, &n));
    for (size_t i = 0; i < n; i++)
        fprintf(to, "%zu %.17g %.17g\n", station_rank(stations, count, failures[i].station_id),
                failures[i].serving_m2, failures[i].left_m2);
    assert_ok(f->ctx, er_store_venue_services(f->ctx, f->store, f->arena, run, &services, &n));
    for (size_t i = 0; i < n; i++)
        fprintf(to, "%s %s %.17g %.17g %s\n", services[i].service, services[i].verdict,
                services[i].dl_p5_mbps, services[i].ul_p50_mbps, services[i].reason_zh);
}

static char *tell(const er_study *study, size_t first, int threads) {
    void *state = NULL;
    char *text = NULL;
    size_t size = 0, station_count, venue_count;
    er_station *stations = NULL;
    assert_int_equal(fixture_up(&state), 0);
    fixture *f = state;
    er_context_set_threads(f->ctx, threads);
    make(f, first);
    int64_t run = run_step(f, study);
    FILE *to = open_memstream(&text, &size);
    assert_non_null(to);
    er_venue *venues = read_venues(f, &venue_count);
    assert_ok(f->ctx, er_store_stations(f->ctx, f->store, f->arena, &stations, &station_count));
    tell_findings(f, run, to, stations, station_count);
    tell_rows(f, run, to, venues, venue_count);
    tell_others(f, run, to, stations, station_count);
    tell_plans(f, run, to);
    fclose(to);
    fixture_down(&state);
    return text;
}

static void threads_and_order_of_rows_do_not_show(void **state) {
    (void)state;
    for (int discs = 0; discs < 2; discs++) {
        er_study study = study_of(discs);
        study.venues.closing = true;
        study.venues.most_candidates = 20;
        char *one = tell(&study, 0, 1), *other = tell(&study, 5, 3);
        assert_true(strlen(one) > 4000);
        assert_string_equal(one, other);
        free(one);
        free(other);
    }
}

/* ---- what is written ------------------------------------------------------------------------- */

static void every_venue_has_its_rows(void **state) {
    fixture *f = *state;
    er_study study = study_of(false);
    er_venue_finding *findings = NULL;
    er_venue_row *rows = NULL;
    er_run run;
    size_t count, venue_count;
    make(f, 0);
    int64_t id = run_step(f, &study);
    er_venue *venues = read_venues(f, &venue_count);
    assert_ok(f->ctx, er_store_venue_findings(f->ctx, f->store, f->arena, id, &findings, &count));
    assert_int_equal(count, VENUES + 1);
    assert_int_equal(count, venue_count);
    for (size_t i = 0; i < count; i++) {
        bool sea = strcmp(venues[i].code, "x05") == 0;
        assert_int_equal(findings[i].venue_id, venues[i].id);
        assert_int_equal(findings[i].unit_id == 0, sea);
        assert_true(findings[i].target_share == (strcmp(venues[i].code, "x04") == 0 ? 0.5 : 0.95));
        assert_true(findings[i].verdict && findings[i].reason && findings[i].reason_zh);
        if (sea) assert_true(findings[i].operators == 0 && findings[i].holes == 1);
    }
    assert_ok(f->ctx, er_store_venue_rows(f->ctx, f->store, f->arena, id, &rows, &count));
    assert_int_equal(count, venue_count * 5);
    for (size_t i = 0; i < count; i++)
        assert_true(rows[i].served_m2 >= 0 && rows[i].unknown_m2 == 0 &&
                    rows[i].served_m2 <= rows[i].area_m2);
    assert_ok(f->ctx, er_store_last_run(f->ctx, f->store, f->arena, "venues", &run));
    assert_string_equal(run.model, "tr38901");
    assert_non_null(strstr(run.parameters, "\"cell_m\":5"));
    assert_non_null(strstr(run.parameters, "\"venues\":10"));
    assert_non_null(strstr(run.parameters, "\"building\":\"low_loss\""));
}

static const er_assumption *assumed(fixture *f, int64_t run, const char *field) {
    er_assumption *rows = NULL;
    size_t count;
    assert_ok(f->ctx, er_store_assumptions(f->ctx, f->store, f->arena, &rows, &count));
    for (size_t i = 0; i < count; i++)
        if (rows[i].run_id == run && strcmp(rows[i].subject, "venue") == 0 &&
            strcmp(rows[i].field, field) == 0)
            return &rows[i];
    return NULL;
}

static void what_is_supposed_is_recorded(void **state) {
    fixture *f = *state;
    er_study study = study_of(true);
    const char *const defaults[] = {"coverage.model", "venues.target_share", "venues.cell_m"};
    er_run run;
    study.defaults = defaults;
    study.default_count = 3;
    study.venues.most_cells = 900; /* the largest have more */
    make(f, 0);
    int64_t id = run_step(f, &study);
    const er_assumption *target = assumed(f, id, "target_share");
    assert_int_equal(target->rows_affected, VENUES);
    assert_int_equal(target->rows_total, VENUES + 1);
    assert_string_equal(target->value, "0.95");
    assert_non_null(strstr(target->basis, "of the program"));
    assert_int_equal(assumed(f, id, "services")->rows_affected, 5);
    assert_int_equal(assumed(f, id, "peak_crowd")->rows_affected, VENUES + 1);
    assert_true(assumed(f, id, "cell_m")->rows_affected > 0);
    assert_null(assumed(f, id, "geometry"));
    assert_ok(f->ctx, er_store_last_run(f->ctx, f->store, f->arena, "venues", &run));
    assert_non_null(
        strstr(run.parameters, "\"defaults\":[\"venues.target_share\",\"venues.cell_m\"]"));
}

/** A plan and its choices belong to their venue, and say what the run without it says. */
static void gaps_are_closed_where_the_study_asks_for_it(void **state) {
    fixture *f = *state;
    er_study study = study_of(true);
    er_plan *plans = NULL;
    er_choice *choices = NULL;
    er_venue_row *rows = NULL;
    er_run run;
    size_t plan_count, choice_count, row_count, told = 0;
    make(f, 0);
    int64_t id = run_step(f, &study);
    assert_ok(f->ctx, er_store_plans(f->ctx, f->store, f->arena, id, &plans, &plan_count));
    assert_int_equal(plan_count, 0);
    study.venues.closing = true;
    assert_ok(f->ctx, er_venues(f->ctx, f->store, &study, &id));
    assert_ok(f->ctx, er_store_plans(f->ctx, f->store, f->arena, id, &plans, &plan_count));
    assert_ok(f->ctx, er_store_choices(f->ctx, f->store, f->arena, id, &choices, &choice_count));
    assert_ok(f->ctx, er_store_venue_rows(f->ctx, f->store, f->arena, id, &rows, &row_count));
    assert_true(plan_count > 0 && choice_count > 0);
    for (size_t i = 0; i < plan_count; i++) {
        int64_t chosen = 0;
        for (size_t k = 0; k < choice_count; k++)
            chosen += choices[k].plan_id == plans[i].id;
        assert_int_equal(chosen, plans[i].count);
        for (size_t k = 0; k < row_count; k++) {
            if (rows[k].venue_id != plans[i].area_id || strcmp(rows[k].stratum, "any") != 0)
                continue;
            assert_within(plans[i].share_before, rows[k].served_m2 / rows[k].area_m2, 1e-9);
            told++;
        }
    }
    assert_int_equal(told, plan_count);
    assert_ok(f->ctx, er_store_last_run(f->ctx, f->store, f->arena, "venues", &run));
    assert_non_null(strstr(run.parameters, "\"closing\":true"));
    assert_non_null(strstr(run.parameters, "\"spacing_m\":50"));
    assert_non_null(strstr(run.parameters, "\"radius_m\":150"));
}

static void without_stations_every_verdict_is_unknown(void **state) {
    fixture *f = *state;
    er_study study = study_of(true);
    er_venue_finding *findings = NULL;
    size_t count;
    field_add_areas(f, venue_west, venue_south);
    int64_t id = run_step(f, &study);
    assert_non_null(strstr(f->warning, "nothing is known of any venue"));
    assert_ok(f->ctx, er_store_venue_findings(f->ctx, f->store, f->arena, id, &findings, &count));
    assert_int_equal(count, 1);
    assert_string_equal(findings[0].verdict, ER_VERDICT_UNKNOWN);
}

/* ---- what is refused ------------------------------------------------------------------------- */

static size_t runs_of(fixture *f) {
    er_run *runs = NULL;
    size_t count;
    assert_ok(f->ctx, er_store_runs(f->ctx, f->store, f->arena, &runs, &count));
    return count;
}

static void a_coverage_run_of_other_parameters_is_refused(void **state) {
    fixture *f = *state;
    er_study study = study_of(true);
    int64_t run = 77;
    make(f, 0);
    assert_int_equal(er_venues(f->ctx, f->store, &study, &run), ER_ERR_NOT_FOUND);
    assert_ok(f->ctx, er_cover(f->ctx, f->store, &study, NULL));
    study.default_radius_m = 333;
    size_t before = runs_of(f);
    assert_int_equal(er_venues(f->ctx, f->store, &study, &run), ER_ERR_INPUT);
    assert_non_null(strstr(er_context_error(f->ctx), "run `evenreach cover`"));
    assert_int_equal(run, 77);
    assert_int_equal(runs_of(f), before);
}

static void a_workspace_without_venues_is_refused(void **state) {
    fixture *f = *state;
    er_study study = study_of(true);
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "town", 0));
    add_unit(f, "town", "1", NULL, venue_west, venue_south, 0.1, 0.1);
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    assert_int_equal(er_venues(f->ctx, f->store, &study, NULL), ER_ERR_INPUT);
    assert_non_null(strstr(er_context_error(f->ctx), "load venues"));
}

static bool stop(void *user) {
    (void)user;
    return true;
}

static void a_run_that_is_stopped_leaves_nothing(void **state) {
    fixture *f = *state;
    er_study study = study_of(false);
    make(f, 0);
    assert_ok(f->ctx, er_cover(f->ctx, f->store, &study, NULL));
    size_t before = runs_of(f);
    er_context_set_cancel(f->ctx, stop, NULL);
    assert_int_equal(er_venues(f->ctx, f->store, &study, NULL), ER_ERR_CANCELLED);
    er_context_set_cancel(f->ctx, NULL, NULL);
    assert_int_equal(runs_of(f), before);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_and_order_of_rows_do_not_show),
        cmocka_unit_test_setup_teardown(every_venue_has_its_rows, fixture_up, fixture_down),
        cmocka_unit_test_setup_teardown(what_is_supposed_is_recorded, fixture_up, fixture_down),
        cmocka_unit_test_setup_teardown(gaps_are_closed_where_the_study_asks_for_it, fixture_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(without_stations_every_verdict_is_unknown, fixture_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(a_coverage_run_of_other_parameters_is_refused, fixture_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(a_workspace_without_venues_is_refused, fixture_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(a_run_that_is_stopped_leaves_nothing, fixture_up,
                                        fixture_down)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
