/* What other programs see of venues, routes and resilience: layers with the newest results. */
#include "unit/store_sql.h"
#include "unit/store_world.h"

static int64_t add_run(fixture *f, const char *step) {
    er_run run = {.step = step};
    assert_ok(f->ctx, er_store_add_run(f->ctx, f->store, &run));
    return run.id;
}

/** Results of a run of each step, of the first venue and route: `served` of the second run differs.
 */
static void fill_venues(fixture *f, const world *w, double served) {
    uint8_t wkb[93];
    er_venue_row share = {.run_id = add_run(f, "venues"), .venue_id = w->venues[FIRST]};
    share.stratum = "any";
    share.area_m2 = 100;
    share.served_m2 = served;
    er_venue_finding finding = {.run_id = share.run_id,
                                .venue_id = share.venue_id,
                                .cell_m = 5,
                                .verdict = served > 50 ? "ready" : "coverage_short",
                                .reason = "",
                                .reason_zh = ""};
    er_venue_failure failure = {share.run_id, share.venue_id, w->stations[FIRST], 1, 1};
    er_venue_service_row service = {.run_id = share.run_id,
                                    .venue_id = share.venue_id,
                                    .service = "ar",
                                    .verdict = "ready",
                                    .reason = "",
                                    .reason_zh = ""};
    er_venue_hole hole = {.run_id = share.run_id,
                          .venue_id = share.venue_id,
                          .number = 1,
                          .state = "unserved",
                          .area_m2 = served,
                          .geometry = rectangle(wkb, 121, 25, 0.5, 0.25)};
    er_plan plan = {.run_id = share.run_id, .subject = "venue", .area_id = share.venue_id};
    plan.kind = "small_cells";
    er_choice choice = {.rank = 1, .code = "c", .radius_m = 100, .adds_m2 = served};
    choice.position = (er_point){121.25, 25.25};
    finding.worst = choice.position;
    assert_ok(f->ctx, er_store_add_venue_row(f->ctx, f->store, &share));
    share.venue_id = w->venues[SECOND];
    share.area_m2 = 0; /* a venue of no size has no share */
    assert_ok(f->ctx, er_store_add_venue_row(f->ctx, f->store, &share));
    assert_ok(f->ctx, er_store_add_venue_finding(f->ctx, f->store, &finding));
    finding.venue_id = w->venues[SECOND];
    finding.worst = (er_point){NAN, NAN};
    assert_ok(f->ctx, er_store_add_venue_finding(f->ctx, f->store, &finding));
    assert_ok(f->ctx, er_store_add_venue_failure(f->ctx, f->store, &failure));
    assert_ok(f->ctx, er_store_add_venue_service(f->ctx, f->store, &service));
    assert_ok(f->ctx, er_store_add_venue_hole(f->ctx, f->store, &hole));
    assert_ok(f->ctx, er_store_add_plan(f->ctx, f->store, &plan));
    choice.plan_id = plan.id;
    assert_ok(f->ctx, er_store_add_choice(f->ctx, f->store, &choice));
}

static void fill_routes(fixture *f, const world *w, double served) {
    uint8_t wkb[50];
    er_route_row share = {.run_id = add_run(f, "routes"), .route_id = w->routes[FIRST]};
    share.stratum = "any";
    share.length_m = 1000;
    share.served_m = served;
    share.speed_kmh = 40;
    er_route_gap gap = {.run_id = share.run_id,
                        .route_id = share.route_id,
                        .stratum = "any",
                        .number = 1,
                        .state = "unserved",
                        .to_m = served,
                        .geometry = line(wkb, 121, 25, 121, 25.5)};
    er_route_part part = {.run_id = share.run_id, .route_id = share.route_id};
    assert_ok(f->ctx, er_store_add_route_row(f->ctx, f->store, &share));
    assert_ok(f->ctx, er_store_add_route_gap(f->ctx, f->store, &gap));
    assert_ok(f->ctx, er_store_add_route_part(f->ctx, f->store, &part));
}

static void fill_resilience(fixture *f, const world *w, double persons, int station) {
    er_sole_row sole = {.run_id = add_run(f, "cover"), .kind = "unit", .area_km2 = 1};
    sole.station_id = w->stations[station];
    er_site_loss loss = {.run_id = add_run(f, "resilience"),
                         .rank = 1,
                         .station_id = w->stations[station],
                         .stations = 1,
                         .persons = persons};
    er_resilience_row row = {.run_id = loss.run_id};
    assert_ok(f->ctx, er_store_add_sole(f->ctx, f->store, &sole));
    assert_ok(f->ctx, er_store_add_site_loss(f->ctx, f->store, &loss));
    assert_ok(f->ctx, er_store_add_resilience(f->ctx, f->store, &row));
}

static void fill_balance(fixture *f, const world *w, double persons) {
    er_balance_unit_row unit = {.run_id = add_run(f, "balance"), .subject = "stations"};
    unit.unit_id = w->units[FIRST];
    unit.rank = unit.ranked = 1;
    er_scorecard_row card = {.run_id = unit.run_id, .scheme = "six", .subject = "stations"};
    card.sentence = card.sentence_zh = "";
    er_lever_row lever = {unit.run_id, "six", "stations", 1, w->units[FIRST], 0, 0};
    er_target_row target = {.run_id = add_run(f, "targets"), .code = "t", .variant = "main"};
    target.verdict = "met";
    er_compare_row row = {.run_id = add_run(f, "compare"), .kind = "unit", .level = "town"};
    row.unit_id = w->units[FIRST];
    row.persons = row.persons_served.after = row.persons_served.gained = persons;
    er_compare_index index = {row.run_id, "six", "stations", "gini", 0, 0, 0, 0, 0};
    er_compare_cause cause = {row.run_id, "station", "added", "s", NULL, NULL, NULL, {121.25, 25}};
    er_trend_row trend = {.run_id = add_run(f, "trend"), .as_of = "2024", .period = "state"};
    trend.subject = "stations";
    trend.measure = "value";
    er_cover_disc disc = {1, {121, 25}, 500, NULL};
    const uint8_t states[1] = {ER_CELL_SERVED};
    er_cover_mask mask = {add_run(f, "cover"), 0, 0, 1, 1, states};
    assert_ok(f->ctx, er_store_add_balance_unit(f->ctx, f->store, &unit));
    assert_ok(f->ctx, er_store_add_scorecard(f->ctx, f->store, &card));
    assert_ok(f->ctx, er_store_add_lever(f->ctx, f->store, &lever));
    assert_ok(f->ctx, er_store_add_target_row(f->ctx, f->store, &target));
    assert_ok(f->ctx, er_store_add_compare(f->ctx, f->store, &row));
    assert_ok(f->ctx, er_store_add_compare_index(f->ctx, f->store, &index));
    for (int i = 0; i < 3; i++) { /* the last of no place, nor of a station */
        if (i == 2) cause.kind = "parameter";
        if (i == 2) cause.position = (er_point){NAN, NAN};
        assert_ok(f->ctx, er_store_add_compare_cause(f->ctx, f->store, &cause));
        cause.position.x += 0.5;
    }
    assert_ok(f->ctx, er_store_add_trend(f->ctx, f->store, &trend));
    assert_ok(f->ctx, er_store_add_cover_discs(f->ctx, f->store, mask.run_id, &disc, 1));
    assert_ok(f->ctx, er_store_add_cover_mask(f->ctx, f->store, &mask));
}

static void fill_siting(fixture *f, const world *w, double gains) {
    er_siting_plan_row plan = {.run_id = add_run(f, "choose"),
                               .question = "stations",
                               .place = "station",
                               .number = 1,
                               .variant = "asked",
                               .count = 2,
                               .candidates = 9,
                               .end = "proven",
                               .index = "theil_t",
                               .sentence = "",
                               .sentence_zh = ""};
    er_siting_choice_row choice = {.unit_id = w->units[FIRST],
                                   .code = "c",
                                   .radius_m = 100,
                                   .gains = gains,
                                   .next_gains = NAN,
                                   .sentence = "",
                                   .sentence_zh = ""};
    assert_ok(f->ctx, er_store_add_siting_plan(f->ctx, f->store, &plan));
    choice.plan_id = plan.id;
    for (int i = 0; i < 2; i++) {
        choice.rank = i + 1;
        choice.position = (er_point){121.25 + i, 25.25};
        assert_ok(f->ctx, er_store_add_siting_choice(f->ctx, f->store, &choice));
        choice.unit_id = 0; /* the second stands in no unit */
    }
}

/** Two runs of every step, in a file that is closed. */
static void fill(fixture *f) {
    world w = make_world(f, "load");
    er_candidate candidate = {.code = "c", .height_m = 10, .cost = 1, .position = {121, 25}};
    er_drop_point drops[2] = {{.code = "d", .position = {121, 25}}, {.position = {125, 25}}};
    assert_ok(f->ctx, er_store_add_candidate(f->ctx, f->store, &candidate));
    for (int i = 0; i < 2; i++)
        assert_ok(f->ctx, er_store_add_drop_point(f->ctx, f->store, &drops[i]));
    for (int i = 0; i < 3; i++) { /* not all of them have the number of their station */
        er_sector sector = {.station_id = w.stations[i == 1 ? SECOND : FIRST],
                            .freq_mhz = 3500,
                            .bandwidth_mhz = 100,
                            .azimuth_deg = 120 * i,
                            .beamwidth_deg = 65,
                            .vertical_beamwidth_deg = 10};
        assert_ok(f->ctx, er_store_add_sector(f->ctx, f->store, &sector));
    }
    for (int i = 0; i < 2; i++) {
        fill_venues(f, &w, 25 + 50 * i);
        fill_routes(f, &w, 250 + 500 * i);
        fill_resilience(f, &w, 10 + i, i == 0 ? SECOND : FIRST);
        fill_balance(f, &w, 100 + i);
        fill_siting(f, &w, 40 + i);
    }
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    er_store_close(f->store);
    f->store = NULL;
}

static void layers_show_the_newest_results(void **state) {
    fixture *f = *state;
    fill(f);
    const struct {
        const char *sql;
        int64_t answer;
    } questions[] = {
        {"SELECT served_share = 0.75 AND verdict = 'ready' AND area_ha = 0.01 FROM venues_judged"
         " WHERE code = '1'",
         1},
        {"SELECT served_share IS NULL FROM venues_judged WHERE code = '2'", 1},
        {"SELECT count(*) FROM venues_judged WHERE services IS NULL AND corridor = 0", 2},
        {"SELECT verdict = 'ready' AND code = '1' FROM venues_worst", 1},
        {"SELECT count(*) FROM venues_worst", 1},
        {"SELECT sum(area_m2) FROM venue_holes", 75},
        {"SELECT sum(adds_m2) FROM choices WHERE venue_code = '1' AND kind = 'small_cells'", 75},
        {"SELECT served_share = 0.75 FROM routes_served WHERE code = '1'", 1},
        {"SELECT count(*) FROM routes_served WHERE code = '2' AND served_share IS NULL", 1},
        {"SELECT sum(length_m) FROM route_gaps WHERE code = '1'", 750},
        {"SELECT sum(persons) FROM critical_sites", 11},
        {"SELECT count(*) FROM critical_sites", 1},
        {"SELECT sum(persons_gained) FROM units_compared WHERE code = '1'", 101},
        {"SELECT count(*) FROM units_compared", 1},
        {"SELECT count(*) FROM stations_compared WHERE code = 's' AND change = 'added'", 2},
        {"SELECT sum(gains) FROM sites_chosen WHERE question = 'stations' AND number = 1", 82},
        {"SELECT rank = 1 FROM sites_chosen WHERE unit_code = '1'", 1},
        {"SELECT count(*) FROM sites_chosen WHERE unit_code IS NULL AND rank = 2", 1},
    };
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
        if (ask(f->path, questions[i].sql) != questions[i].answer)
            fail_msg("not so: %s", questions[i].sql);
}

/** GDAL opens each as a layer of its kind, and finds by place what lies there. */
static void other_programs_open_the_layers(void **state) {
    fixture *f = *state;
    static const struct {
        const char *name;
        const char *geometry;
        int rows;
        int near; /* rows in the box 121 to 121.4, 25 to 25.4 */
    } layers[] = {{"sectors_placed", "Point", 3, 2},
                  {"route", "Multi Line String", 2, 1},
                  {"candidate", "Point", 1, 1},
                  {"venues_judged", "Multi Polygon", 2, 1},
                  {"venues_worst", "Point", 1, 1},
                  {"venue_holes", "Multi Polygon", 1, 1},
                  {"choices", "Point", 1, 1},
                  {"routes_served", "Multi Line String", 2, 1},
                  {"route_gaps", "Multi Line String", 1, 1},
                  {"critical_sites", "Point", 1, 1},
                  {"drop_point", "Point", 2, 1},
                  {"units_compared", "Multi Polygon", 1, 1},
                  {"stations_compared", "Point", 2, 1},
                  {"sites_chosen", "Point", 2, 1}};
    fill(f);
    char command[1024];
    snprintf(command, sizeof command, "ogrinfo -ro -so -al '%s' 2>&1 | grep -i -q error", f->path);
    assert_int_not_equal(system(command), 0);
    for (size_t i = 0; i < sizeof layers / sizeof *layers; i++) {
        snprintf(command, sizeof command,
                 "ogrinfo -ro -so '%s' %s > '%s/info' && grep -qx 'Geometry: %s' '%s/info'"
                 " && grep -qx 'Feature Count: %d' '%s/info' && grep -q 'WGS 84' '%s/info'",
                 f->path, layers[i].name, f->folder, layers[i].geometry, f->folder, layers[i].rows,
                 f->folder, f->folder);
        if (system(command) != 0) fail_msg("the layer %s is not seen as it is", layers[i].name);
        snprintf(command, sizeof command,
                 "ogrinfo -ro -so -spat 121 25 121.4 25.4 '%s' %s | grep -qx 'Feature Count: %d'",
                 f->path, layers[i].name, layers[i].near);
        if (system(command) != 0) fail_msg("%s: not found by place", layers[i].name);
    }
    snprintf(command, sizeof command,
             "sqlite3 '%s' \"SELECT load_extension('mod_spatialite');"
             "SELECT CheckSpatialIndex('sector', 'geom') AND CheckSpatialIndex('route', 'geom') "
             "AND CheckSpatialIndex('candidate', 'geom')"
             " AND CheckSpatialIndex('venue_finding', 'geom')"
             " AND CheckSpatialIndex('venue_hole', 'geom') AND CheckSpatialIndex('choice', 'geom')"
             " AND CheckSpatialIndex('route_gap', 'geom')"
             " AND CheckSpatialIndex('drop_point', 'geom')"
             " AND CheckSpatialIndex('compare_cause', 'geom')"
             " AND CheckSpatialIndex('siting_choice', 'geom');"
             "SELECT GeometryType(geom) = 'MULTILINESTRING' AND ST_IsValid(geom) = 1"
             " AND ST_Length(geom) = 0.5 AND ST_SRID(geom) = 4326 FROM route_gap LIMIT 1\""
             " | tr -d '\\n' | grep -qx 11",
             f->path);
    assert_int_equal(system(command), 0);
}

/** Another program moves a station: its sectors go with it. */
static void a_station_takes_its_sectors_along(void **state) {
    fixture *f = *state;
    char command[512];
    fill(f);
    snprintf(command, sizeof command,
             "sqlite3 '%s' \"SELECT load_extension('mod_spatialite');"
             "UPDATE station SET geom = MakePoint(119, 23, 4326) WHERE id IN"
             " (SELECT station_id FROM sector WHERE azimuth_deg = 240)\"",
             f->path);
    assert_int_equal(system(command), 0);
    snprintf(command, sizeof command,
             "ogrinfo -ro -so -spat 118.9 22.9 119.1 23.1 '%s' sectors_placed"
             " | grep -qx 'Feature Count: 2'",
             f->path);
    assert_int_equal(system(command), 0);
}

static void results_are_final(void **state) {
    static const char *const changes[] = {
        "UPDATE sole SET persons = 9",         "UPDATE venue_share SET served_m2 = 9",
        "UPDATE venue_finding SET holes = 9",  "UPDATE venue_failure SET left_m2 = 9",
        "UPDATE venue_service SET users = 9",  "UPDATE venue_hole SET area_m2 = 9",
        "UPDATE plan SET reached = 1",         "UPDATE choice SET adds_m2 = 9",
        "UPDATE route_share SET served_m = 9", "UPDATE route_gap SET minutes = 9",
        "UPDATE route_part SET served_m = 9",  "UPDATE site_loss SET persons = 9",
        "UPDATE resilience SET sites = 9",     "UPDATE balance_unit SET rank = 0",
        "UPDATE scorecard SET gini = 1",       "UPDATE lever SET change = 9",
        "UPDATE target_finding SET gap = 9",   "UPDATE compare SET level = 'x'",
        "UPDATE compare_index SET low = 9",    "UPDATE compare_cause SET subject = 'x'",
        "UPDATE trend SET value = 9",          "UPDATE cover_discs SET count = 9",
        "UPDATE cover_mask SET rows = 9",      "UPDATE siting_plan SET covered = 9",
        "UPDATE siting_choice SET gains = 9"};
    fixture *f = *state;
    fill(f);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
        if (run_sql(f->path, changes[i]) != SQLITE_CONSTRAINT) fail_msg("done: %s", changes[i]);
    assert_int_equal(run_sql(f->path, "UPDATE route SET name = 'x'"), SQLITE_OK);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_up, fixture_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(layers_show_the_newest_results),
        TEST(other_programs_open_the_layers),
        TEST(a_station_takes_its_sectors_along),
        TEST(results_are_final),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
