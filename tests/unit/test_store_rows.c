/* Everything that is written comes back as it was, unknowns included. */
#include "unit/store_fixture.h"

static void source_rejects_and_assumptions_come_back(void **state) {
    fixture *f = *state;
    er_source source = {.kind = "stations",
                        .title_zh = "基地臺",
                        .licence_zh = "開放",
                        .attribution_zh = "某單位",
                        .path = "../資料/stations.csv",
                        .layer = "stations",
                        .sha256 = "ab",
                        .encoding = "CP950",
                        .crs = "EPSG:3828",
                        .crs_how = "option",
                        .transform = "shift",
                        .transform_accuracy_m = 4,
                        .rows_read = 10,
                        .synthetic = true,
                        .licence = "MIT"};
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_source(f->ctx, f->store, &source));
    er_source plain = {.kind = "units", .transform_accuracy_m = NAN};
    assert_ok(f->ctx, er_store_add_source(f->ctx, f->store, &plain));
    assert_true(source.id > 0 && plain.id > source.id);
    source.rows_accepted = 9;
    source.rows_rejected = 1;
    assert_ok(f->ctx, er_store_update_source(f->ctx, f->store, &source));
    er_source absent = source;
    absent.id = 99;
    assert_int_equal(er_store_update_source(f->ctx, f->store, &absent), ER_ERR_NOT_FOUND);
    for (int64_t row = 3; row > 0; row--) {
        er_reject reject = {source.id,        row,
                            "bad_number",     "height: not a number",
                            "高度：不是數字", "{\"h\":\"x\"}"};
        assert_ok(f->ctx, er_store_add_reject(f->ctx, f->store, &reject));
    }
    er_assumption assumption = {.source_id = source.id,
                                .subject = "station",
                                .field = "height_m",
                                .value = "30",
                                .value_zh = "30 公尺",
                                .basis = "none given",
                                .basis_zh = "未提供",
                                .rows_affected = 4,
                                .rows_total = 9};
    assert_ok(f->ctx, er_store_add_assumption(f->ctx, f->store, &assumption));
    assumption.subject = "unit"; /* the catalogue says what is left out; a name is no words */
    assumption.value = assumption.value_zh = "甲";
    assumption.basis = "evenly spread";
    assumption.basis_zh = NULL;
    assert_ok(f->ctx, er_store_add_assumption(f->ctx, f->store, &assumption));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));

    reopen(f, ER_STORE_READ);
    er_source *sources;
    er_reject *rejects;
    er_assumption *assumptions;
    size_t count;
    assert_ok(f->ctx, er_store_sources(f->ctx, f->store, f->arena, &sources, &count));
    assert_int_equal(count, 2);
    assert_string_equal(sources[0].path, source.path);
    assert_string_equal(sources[0].crs, "EPSG:3828");
    assert_null(sources[0].preset);
    assert_string_equal(sources[0].title_zh, "基地臺");
    assert_string_equal(sources[0].licence_zh, "開放");
    assert_string_equal(sources[0].attribution_zh, "某單位");
    assert_true(!sources[1].title_zh && !sources[1].licence_zh);
    assert_int_equal(sources[0].rows_accepted, 9);
    assert_true(sources[0].synthetic && !sources[1].synthetic);
    assert_true(sources[0].transform_accuracy_m == 4 && isnan(sources[1].transform_accuracy_m));
    assert_ok(f->ctx, er_store_rejects(f->ctx, f->store, f->arena, 0, &rejects, &count));
    assert_int_equal(count, 3);
    assert_true(rejects[0].row == 1 && rejects[2].row == 3);
    assert_string_equal(rejects[1].raw, "{\"h\":\"x\"}");
    assert_string_equal(rejects[1].reason_zh, "高度：不是數字");
    assert_ok(f->ctx, er_store_rejects(f->ctx, f->store, f->arena, 2, &rejects, &count));
    assert_int_equal(count, 2);
    assert_ok(f->ctx, er_store_assumptions(f->ctx, f->store, f->arena, &assumptions, &count));
    assert_int_equal(count, 2);
    assert_null(assumptions[1].value_zh);
    assert_string_equal(assumptions[1].basis_zh, "均勻分布");
    assert_int_equal(assumptions[0].source_id, source.id);
    assert_int_equal(assumptions[0].run_id, 0);
    assert_int_equal(assumptions[0].rows_total, 9);
    assert_string_equal(assumptions[0].value_zh, "30 公尺");
    assert_string_equal(assumptions[0].basis_zh, "未提供");
}

static void rows_of_a_kind_are_there_or_not(void **state) {
    static const char *const kinds[] = {"units",        "population",  "stations", "sectors",
                                        "measurements", "venues",      "routes",   "candidates",
                                        "pilots",       "pilot_sites", "targets",  "service_needs"};
    fixture *f = *state;
    er_source source = {.kind = "stations", .transform_accuracy_m = NAN};
    bool any = true;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++, any = true) {
        assert_ok(f->ctx, er_store_holds(f->ctx, f->store, kinds[i], &any));
        assert_false(any);
    }
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_source(f->ctx, f->store, &source));
    er_station station = plain_station(121, 25);
    station.source_id = source.id;
    assert_ok(f->ctx, er_store_add_station(f->ctx, f->store, &station));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    assert_ok(f->ctx, er_store_holds(f->ctx, f->store, "stations", &any));
    assert_true(any);
    assert_ok(f->ctx, er_store_holds(f->ctx, f->store, "sectors", &any));
    assert_false(any);
    assert_int_equal(er_store_holds(f->ctx, f->store, "station", &any), ER_ERR_INTERNAL);
}

static void units_come_back_with_their_shape(void **state) {
    fixture *f = *state;
    int64_t orphans;
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "county", 0));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "town", 7));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "town", 1));
    int64_t second = add_unit(f, "town", "102", "10", 1, 0, 1, 1);
    int64_t first = add_unit(f, "town", "101", "10", 0, 0, 1, 1);
    add_unit(f, "town", "201", "20", 0, 5, 1, 1);
    int64_t county = add_unit(f, "county", "10", NULL, 0, 0, 2, 1);
    assert_ok(f->ctx, er_store_link_units(f->ctx, f->store, "town", "county", &orphans));
    assert_int_equal(orphans, 1);
    assert_int_equal(er_store_link_units(f->ctx, f->store, "county", "town", &orphans),
                     ER_ERR_INPUT);

    uint8_t wkb[93];
    er_unit again = {.level = "town", .code = "101", .geometry = rectangle(wkb, 0, 0, 1, 1)};
    assert_int_equal(er_store_add_unit(f->ctx, f->store, &again), ER_ERR_INPUT);
    assert_non_null(strstr(er_context_error(f->ctx), "town 101"));
    again.code = "103";
    again.geometry = (er_bytes){NULL, 0};
    assert_int_equal(er_store_add_unit(f->ctx, f->store, &again), ER_ERR_GEOMETRY);
    again.geometry = rectangle(wkb, 179, 0, 2, 1);
    assert_int_equal(er_store_add_unit(f->ctx, f->store, &again), ER_ERR_RANGE);
    again.geometry = rectangle(wkb, 0, 0, 1, 1);
    again.level = "parish";
    assert_int_equal(er_store_add_unit(f->ctx, f->store, &again), ER_ERR_INPUT);
    again.level = "town";
    again.area_km2 = -1;
    assert_int_equal(er_store_add_unit(f->ctx, f->store, &again), ER_ERR_RANGE);
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));

    reopen(f, ER_STORE_READ);
    er_unit *units;
    er_level *levels;
    size_t count;
    assert_ok(f->ctx, er_store_levels(f->ctx, f->store, f->arena, &levels, &count));
    assert_int_equal(count, 2);
    assert_string_equal(levels[0].name, "county");
    assert_true(levels[1].rank == 1 && levels[1].unit_count == 3);
    assert_ok(f->ctx, er_store_units(f->ctx, f->store, f->arena, NULL, true, &units, &count));
    assert_int_equal(count, 4);
    assert_int_equal(units[0].id, county);
    assert_int_equal(units[1].id, first);
    assert_int_equal(units[2].id, second);
    assert_int_equal(units[1].parent_id, county);
    assert_int_equal(units[3].parent_id, 0);
    assert_null(units[0].parent_code);
    assert_true(isnan(units[1].persons) && isnan(units[1].households));
    assert_true(units[2].inside.x > 1 && units[2].inside.x < 2 && units[2].inside.y > 0 &&
                units[2].inside.y < 1);
    /* a multipolygon of one part: its polygon is the one that went in, byte for byte */
    er_bytes shape = units[1].geometry;
    const uint8_t head[9] = {1, 6, 0, 0, 0, 1, 0, 0, 0};
    assert_int_equal(shape.size, sizeof head + 93);
    assert_memory_equal(shape.data, head, sizeof head);
    rectangle(wkb, 0, 0, 1, 1);
    assert_memory_equal(shape.data + sizeof head, wkb, 93);
    assert_ok(f->ctx, er_store_units(f->ctx, f->store, f->arena, "town", false, &units, &count));
    assert_int_equal(count, 3);
    assert_null(units[0].geometry.data);
}

static void stations_come_back_in_an_order_of_their_own(void **state) {
    fixture *f = *state;
    er_station stations[6] = {plain_station(121, 25), plain_station(121, 25),
                              plain_station(121, 24), plain_station(120, 26),
                              plain_station(121, 25), plain_station(121, 25)};
    stations[0].operator_ = "B";
    stations[1].operator_ = "A";
    stations[1].band = "n78";
    stations[1].radius_m = 500;
    stations[4].operator_ = "A";
    stations[4].band = "n28";
    stations[4].height_m = 30;
    stations[4].synthetic = true;
    stations[4].technology = "5G";
    stations[4].date_on = "2022-11-05";
    const int orders[2][6] = {{0, 1, 2, 3, 4, 5}, {5, 3, 4, 1, 0, 2}};
    er_station *rows[2];
    size_t count;
    for (int i = 0; i < 2; i++) {
        er_store *store = begin_another(f, i);
        for (int j = 0; j < 6; j++)
            assert_ok(f->ctx, er_store_add_station(f->ctx, store, &stations[orders[i][j]]));
        assert_ok(f->ctx, er_store_commit(f->ctx, store));
        assert_ok(f->ctx, er_store_stations(f->ctx, store, f->arena, &rows[i], &count));
        assert_int_equal(count, 6);
        er_store_close(store);
    }
    const int expected[6] = {3, 2, 5, 4, 1, 0};
    for (int i = 0; i < 6; i++) {
        const er_station *want = &stations[expected[i]];
        for (int j = 0; j < 2; j++) {
            const er_station *got = &rows[j][i];
            assert_true(got->position.x == want->position.x && got->position.y == want->position.y);
            assert_true(!got->operator_ == !want->operator_);
            if (want->operator_) assert_string_equal(got->operator_, want->operator_);
            assert_true(!got->band == !want->band);
            assert_true(isnan(got->radius_m) == isnan(want->radius_m));
        }
    }
    assert_true(rows[0][3].height_m == 30 && rows[0][3].synthetic);
    assert_string_equal(rows[0][3].date_on, "2022-11-05");

    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    er_station bad = plain_station(181, 0);
    assert_int_equal(er_store_add_station(f->ctx, f->store, &bad), ER_ERR_RANGE);
    bad = plain_station(NAN, NAN);
    assert_int_equal(er_store_add_station(f->ctx, f->store, &bad), ER_ERR_GEOMETRY);
    bad = plain_station(0, 0);
    bad.radius_m = 0;
    assert_int_equal(er_store_add_station(f->ctx, f->store, &bad), ER_ERR_RANGE);
    bad.radius_m = NAN;
    bad.height_m = -1;
    assert_int_equal(er_store_add_station(f->ctx, f->store, &bad), ER_ERR_RANGE);
    assert_non_null(strstr(er_context_error(f->ctx), "height_m"));
}

static void venues_and_pilots_come_back(void **state) {
    fixture *f = *state;
    uint8_t wkb[93];
    er_venue venue = {.code = "arena",
                      .pilot_code = "p2",
                      .name = "小巨蛋",
                      .type = "stadium",
                      .peak_crowd = 15000,
                      .reported_area_ha = 3.5,
                      .reported_share = 1,
                      .accuracy_m = NAN,
                      .approximate = true,
                      .services = "ar;直播",
                      .target_share = 0.95,
                      .corridor = true,
                      .area_m2 = 35000,
                      .geometry = rectangle(wkb, 121, 25, 0.001, 0.001)};
    er_pilot pilots[2] = {{.code = "p2",
                           .name = "試辦",
                           .year = INT64_MIN,
                           .smes = NAN,
                           .visits = 12,
                           .revenue = NAN,
                           .persons_served = NAN,
                           .budget = NAN},
                          {.code = "p1", .year = 2022, .smes = 3, .visits = NAN, .revenue = -1}};
    er_pilot_site sites[3] = {
        {.pilot_code = "p2", .sequence = 2, .position = {NAN, NAN}, .accuracy_m = NAN},
        {.pilot_code = "p2",
         .sequence = 1,
         .position = {121.5, 25},
         .accuracy_m = 300,
         .located = "point"},
        {.pilot_code = "p9", .sequence = 1, .position = {NAN, NAN}, .accuracy_m = NAN}};
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_venue(f->ctx, f->store, &venue));
    assert_true(venue.inside.x > 121 && venue.inside.x < 121.001);
    assert_int_equal(er_store_add_venue(f->ctx, f->store, &venue), ER_ERR_INPUT);
    for (int i = 0; i < 2; i++)
        assert_ok(f->ctx, er_store_add_pilot(f->ctx, f->store, &pilots[i]));
    assert_int_equal(er_store_add_pilot(f->ctx, f->store, &pilots[0]), ER_ERR_INPUT);
    for (int i = 0; i < 2; i++)
        assert_ok(f->ctx, er_store_add_pilot_site(f->ctx, f->store, &sites[i]));
    assert_int_equal(er_store_add_pilot_site(f->ctx, f->store, &sites[0]), ER_ERR_INPUT);
    assert_int_equal(er_store_add_pilot_site(f->ctx, f->store, &sites[2]), ER_ERR_INPUT);
    assert_non_null(strstr(er_context_error(f->ctx), "p9"));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));

    reopen(f, ER_STORE_READ);
    er_venue *venues;
    er_pilot *read_pilots;
    er_pilot_site *read_sites;
    size_t count;
    assert_ok(f->ctx, er_store_venues(f->ctx, f->store, f->arena, true, &venues, &count));
    assert_int_equal(count, 1);
    assert_string_equal(venues[0].name, "小巨蛋");
    assert_true(venues[0].approximate && !venues[0].synthetic && isnan(venues[0].accuracy_m));
    assert_string_equal(venues[0].services, "ar;直播");
    assert_true(venues[0].target_share == 0.95 && venues[0].corridor);
    assert_true(venues[0].reported_share == 1 && venues[0].area_m2 == 35000);
    assert_int_equal(venues[0].geometry.size, 102);
    assert_ok(f->ctx, er_store_pilots(f->ctx, f->store, f->arena, &read_pilots, &count));
    assert_int_equal(count, 2);
    assert_string_equal(read_pilots[0].code, "p1");
    assert_true(read_pilots[0].year == 2022 && read_pilots[0].revenue == -1);
    assert_true(read_pilots[1].year == INT64_MIN && isnan(read_pilots[1].smes));
    assert_ok(f->ctx, er_store_pilot_sites(f->ctx, f->store, f->arena, &read_sites, &count));
    assert_int_equal(count, 2);
    assert_true(read_sites[0].sequence == 1 && read_sites[0].position.x == 121.5);
    assert_true(isnan(read_sites[1].position.x) && isnan(read_sites[1].position.y));
    assert_null(read_sites[1].located);
}

static void reference_tables_come_back(void **state) {
    fixture *f = *state;
    er_target targets[2] = {
        {.code = "pop",
         .year = 2025,
         .target = 85,
         .actual = NAN,
         .unit = "%",
         .measure = "persons",
         .measure_zh = "人口",
         .denominator = "all",
         .denominator_zh = "全部"},
        {.code = "pop", .year = 2022, .target = NAN, .actual = 96.37, .unit = "%"}};
    er_service_need need = {.code = "live",
                            .dl_mbps = NAN,
                            .ul_mbps = 55.9,
                            .latency_ms = NAN,
                            .name = "live view",
                            .name_zh = "直播",
                            .basis = "stated",
                            .basis_zh = "文件載明"};
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    for (int i = 0; i < 2; i++)
        assert_ok(f->ctx, er_store_add_target(f->ctx, f->store, &targets[i]));
    assert_ok(f->ctx, er_store_add_service_need(f->ctx, f->store, &need));
    assert_int_equal(er_store_add_service_need(f->ctx, f->store, &need), ER_ERR_INPUT);
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    reopen(f, ER_STORE_READ);
    er_target *read_targets;
    er_service_need *needs;
    size_t count;
    assert_ok(f->ctx, er_store_targets(f->ctx, f->store, f->arena, &read_targets, &count));
    assert_int_equal(count, 2);
    assert_true(read_targets[0].year == 2022 && read_targets[0].actual == 96.37);
    assert_true(isnan(read_targets[1].actual) && read_targets[1].target == 85);
    assert_null(read_targets[0].measure_zh);
    assert_string_equal(read_targets[1].measure_zh, "人口");
    assert_string_equal(read_targets[1].denominator_zh, "全部");
    assert_ok(f->ctx, er_store_service_needs(f->ctx, f->store, f->arena, &needs, &count));
    assert_true(count == 1 && needs[0].ul_mbps == 55.9 && isnan(needs[0].latency_ms));
    assert_string_equal(needs[0].name_zh, "直播");
    assert_string_equal(needs[0].basis_zh, "文件載明");
}

static void runs_and_results_come_back(void **state) {
    fixture *f = *state;
    er_run run = {.step = "cover", .model = "disc", .parameters = "{}"}, second = run, last;
    er_source source = {
        .kind = "stations", .path = "s.csv", .sha256 = "feed", .transform_accuracy_m = NAN};
    assert_int_equal(er_store_last_run(f->ctx, f->store, f->arena, "cover", &last),
                     ER_ERR_NOT_FOUND);
    assert_non_null(strstr(er_context_error(f->ctx), "evenreach cover"));
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_source(f->ctx, f->store, &source));
    assert_ok(f->ctx, er_store_add_run(f->ctx, f->store, &run));
    assert_ok(f->ctx, er_store_add_run(f->ctx, f->store, &second));
    er_cover_row cover = {.run_id = second.id,
                          .kind = "unit",
                          .area_id = 2,
                          .stratum = "operator",
                          .operator_ = "B",
                          .area_km2 = 4,
                          .served_km2 = 1,
                          .persons = NAN,
                          .persons_served = NAN,
                          .persons_unknown = NAN};
    assert_ok(f->ctx, er_store_add_cover(f->ctx, f->store, &cover));
    assert_int_equal(er_store_add_cover(f->ctx, f->store, &cover), ER_ERR_INTERNAL);
    cover.operator_ = "A";
    assert_ok(f->ctx, er_store_add_cover(f->ctx, f->store, &cover));
    cover.operator_ = NULL; /* the stratum needs its operator */
    assert_int_equal(er_store_add_cover(f->ctx, f->store, &cover), ER_ERR_RANGE);
    cover.stratum = "any";
    assert_ok(f->ctx, er_store_add_cover(f->ctx, f->store, &cover));
    cover.area_id = 1;
    assert_ok(f->ctx, er_store_add_cover(f->ctx, f->store, &cover));
    cover.kind = "venue";
    assert_ok(f->ctx, er_store_add_cover(f->ctx, f->store, &cover));
    er_balance_row balance = {.run_id = second.id,
                              .scheme = "six",
                              .subject = "pilots",
                              .measure = "theil_t",
                              .value = NAN,
                              .note = "all zero"};
    assert_ok(f->ctx, er_store_add_balance(f->ctx, f->store, &balance));
    balance.group = "municipality";
    balance.value = 0.5;
    assert_ok(f->ctx, er_store_add_balance(f->ctx, f->store, &balance));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));

    reopen(f, ER_STORE_READ);
    er_run *runs;
    er_cover_row *covers;
    er_balance_row *balances;
    size_t count;
    assert_ok(f->ctx, er_store_runs(f->ctx, f->store, f->arena, &runs, &count));
    assert_int_equal(count, 2);
    assert_ok(f->ctx, er_store_last_run(f->ctx, f->store, f->arena, "cover", &last));
    assert_int_equal(last.id, second.id);
    assert_string_equal(last.status, "done");
    assert_non_null(strstr(last.inputs, "feed"));
    assert_non_null(strstr(last.versions, "\"geos\""));
    assert_ok(f->ctx,
              er_store_cover(f->ctx, f->store, f->arena, second.id, "unit", &covers, &count));
    assert_int_equal(count, 4);
    assert_int_equal(covers[0].area_id, 1);
    assert_string_equal(covers[1].stratum, "any");
    assert_string_equal(covers[2].operator_, "A");
    assert_string_equal(covers[3].operator_, "B");
    assert_true(covers[0].unknown_km2 == 0 && isnan(covers[0].persons));
    assert_ok(f->ctx, er_store_balance(f->ctx, f->store, f->arena, second.id, &balances, &count));
    assert_int_equal(count, 2);
    assert_null(balances[0].group);
    assert_true(isnan(balances[0].value) && balances[1].value == 0.5);
}

static void a_scheme_reaches_the_finer_units(void **state) {
    fixture *f = *state;
    int64_t orphans;
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "county", 0));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "town", 1));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "village", 2));
    int64_t county = add_unit(f, "county", "1", NULL, 0, 0, 2, 1);
    int64_t east = add_unit(f, "town", "11", "1", 1, 0, 1, 1);
    int64_t west = add_unit(f, "town", "12", "1", 0, 0, 1, 1);
    int64_t village = add_unit(f, "village", "121", "12", 0, 0, 1, 1);
    assert_ok(f->ctx, er_store_link_units(f->ctx, f->store, "town", "county", &orphans));
    assert_ok(f->ctx, er_store_link_units(f->ctx, f->store, "village", "town", &orphans));
    er_scheme scheme = {.name = "flags", .level = "town", .overlapping = true};
    er_group groups[2] = {{.name = "remote", .title_zh = "偏遠", .rank = 1},
                          {.name = "island", .rank = 0}};
    er_unit_group members[3] = {
        {.unit_id = west, .group = "remote", .reason = "sparse", .value = 10, .threshold = 125},
        {.unit_id = west, .group = "island", .value = NAN, .threshold = NAN},
        {.unit_id = east, .group = "remote", .value = 124, .threshold = 125, .borderline = true}};
    er_unit_group *rows;
    er_group *read_groups;
    er_scheme *schemes;
    size_t count;
    for (int i = 0; i < 2; i++) /* the second time replaces the first */
        assert_ok(f->ctx, er_store_replace_scheme(f->ctx, f->store, &scheme, groups, 2, members,
                                                  i == 0 ? 2 : 3));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    reopen(f, ER_STORE_WRITE);
    assert_ok(f->ctx, er_store_schemes(f->ctx, f->store, f->arena, &schemes, &count));
    assert_true(count == 1 && schemes[0].overlapping);
    assert_ok(f->ctx, er_store_groups(f->ctx, f->store, f->arena, "flags", &read_groups, &count));
    assert_int_equal(count, 2);
    assert_string_equal(read_groups[0].name, "island");
    assert_string_equal(read_groups[1].title_zh, "偏遠");
    assert_ok(f->ctx, er_store_unit_groups(f->ctx, f->store, f->arena, "flags", &rows, &count));
    assert_int_equal(count, 5);
    for (size_t i = 0; i < count; i++)
        assert_true(rows[i].unit_id != county);
    assert_true(rows[0].unit_id == east && rows[0].borderline);
    assert_true(rows[1].unit_id == west && rows[3].unit_id == village);
    assert_string_equal(rows[3].group, "island");
    assert_string_equal(rows[4].group, "remote");
    assert_string_equal(rows[4].reason, "sparse");
    assert_true(isnan(rows[3].value) && rows[4].threshold == 125);

    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    members[0].group = "nowhere";
    assert_int_equal(er_store_replace_scheme(f->ctx, f->store, &scheme, groups, 2, members, 1),
                     ER_ERR_INPUT);
    scheme.level = "parish";
    assert_int_equal(er_store_replace_scheme(f->ctx, f->store, &scheme, groups, 2, NULL, 0),
                     ER_ERR_INPUT);
    er_store_rollback(f->store);
    assert_ok(f->ctx, er_store_unit_groups(f->ctx, f->store, f->arena, "flags", &rows, &count));
    assert_int_equal(count, 5);
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, fixture_up, fixture_down)

int main(void) {
    const struct CMUnitTest tests[] = {WITH_STORE(source_rejects_and_assumptions_come_back),
                                       WITH_STORE(rows_of_a_kind_are_there_or_not),
                                       WITH_STORE(units_come_back_with_their_shape),
                                       WITH_STORE(stations_come_back_in_an_order_of_their_own),
                                       WITH_STORE(venues_and_pilots_come_back),
                                       WITH_STORE(reference_tables_come_back),
                                       WITH_STORE(runs_and_results_come_back),
                                       WITH_STORE(a_scheme_reaches_the_finer_units)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
