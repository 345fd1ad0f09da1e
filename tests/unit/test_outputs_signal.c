/* The export of a signal run: levels, sectors, measurements, and what the summary says of them. */
#include "unit/outputs_files.h"

#include "outputs/data.h"

static const er_study_level study_levels[] = {{"best", "Best", "最佳", -90, NAN, NAN},
                                              {"fair", "Fair", "尚可", -110, 7, 1}};

/* ---- the workspace --------------------------------------------------------------------------- */

static void add_sector(fixture *f, int64_t station, int64_t source, double azimuth_deg,
                       const char *band) {
    er_sector sector = {.station_id = station,
                        .source_id = source,
                        .band = band,
                        .freq_mhz = 3500,
                        .bandwidth_mhz = NAN,
                        .azimuth_deg = azimuth_deg,
                        .all_round = isnan(azimuth_deg),
                        .beamwidth_deg = 65,
                        .vertical_beamwidth_deg = NAN,
                        .tilt_deg = 4,
                        .height_m = NAN,
                        .power_dbm = 46,
                        .eirp_dbm = NAN,
                        .gain_dbi = NAN};
    assert_ok(f->ctx, er_store_add_sector(f->ctx, f->store, &sector));
}

/** Two stations that say the same, but for their sectors: `swapped`, they come the other way. */
static void add_sectors(fixture *f, bool swapped) {
    int64_t source = add_source(f, "sectors", "Sectors", false);
    er_station *stations = NULL;
    size_t count = 0;
    assert_ok(f->ctx, er_store_stations(f->ctx, f->store, f->arena, &stations, &count));
    add_sector(f, stations[0].id, source, 240, "n78");
    add_sector(f, stations[0].id, source, 120, "n78");
    add_sector(f, stations[0].id, source, 120, "n1");
    for (int i = 0; i < 2; i++) {
        er_station twin = plain_station(121, 23.05);
        twin.source_id = source;
        twin.code = "twin";
        assert_ok(f->ctx, er_store_add_station(f->ctx, f->store, &twin));
    }
    assert_ok(f->ctx, er_store_stations(f->ctx, f->store, f->arena, &stations, &count));
    for (size_t i = 0, seen = 0; i < count; i++)
        if (stations[i].code && strcmp(stations[i].code, "twin") == 0)
            add_sector(f, stations[i].id, source, (seen++ == 0) != swapped ? 10 : 200, "n78");
}

/** Of every town 10 % are at the best level, 50 % at the other; persons likewise. */
static void add_levels(fixture *f, int64_t run_id, const char *kind, int64_t area_id, double km2,
                       double persons) {
    static const double shares[2] = {0.1, 0.5};
    static const char *const strata[][2] = {
        {"any", NULL}, {"all", NULL}, {"operator", "Alpha Net"}, {"operator", "乙電信"}};
    for (size_t s = 0; s < 4; s++)
        for (int64_t k = 0; k < 2; k++) {
            double part = shares[k] / (s == 0 ? 1 : 2); /* any has twice what the others have */
            const er_cover_level_row row = {run_id,
                                            kind,
                                            area_id,
                                            strata[s][0],
                                            strata[s][1],
                                            k,
                                            study_levels[k].name,
                                            km2 * part,
                                            persons * part};
            assert_ok(f->ctx, er_store_add_cover_level(f->ctx, f->store, &row));
        }
}

static int64_t add_cover_run(fixture *f) {
    er_run run = {.step = "cover",
                  .model = "p1812",
                  .parameters = "{\"preset\":\"arcep-4-levels\",\"resolution_m\":40,"
                                "\"edge_probability\":0.9,\"elevation\":{\"path\":\"dem.tif\","
                                "\"sha256\":\"e1e7\"}}",
                  .status = "done"};
    assert_ok(f->ctx, er_store_add_run(f->ctx, f->store, &run));
    er_unit *units = NULL;
    size_t count = 0;
    assert_ok(f->ctx, er_store_units(f->ctx, f->store, f->arena, NULL, false, &units, &count));
    for (size_t i = 0; i < count; i++) {
        const er_cover_row row = {run.id,
                                  "unit",
                                  units[i].id,
                                  "any",
                                  NULL,
                                  units[i].area_km2,
                                  units[i].area_km2 * 0.6,
                                  units[i].area_km2 * 0.05,
                                  units[i].persons,
                                  units[i].persons * 0.6,
                                  units[i].persons * 0.05};
        assert_ok(f->ctx, er_store_add_cover(f->ctx, f->store, &row));
        add_levels(f, run.id, "unit", units[i].id, units[i].area_km2, units[i].persons);
    }
    er_venue *venues = NULL;
    assert_ok(f->ctx, er_store_venues(f->ctx, f->store, f->arena, false, &venues, &count));
    const er_cover_row row = {run.id, "venue", venues[0].id, "any", NULL, 0.035,
                              0.021,  0,       NAN,          NAN,   NAN};
    assert_ok(f->ctx, er_store_add_cover(f->ctx, f->store, &row));
    add_levels(f, run.id, "venue", venues[0].id, 0.035, NAN);
    return run.id;
}

static void add_outlines(fixture *f, int64_t run_id) {
    static const struct {
        const char *stratum, *operator_, *level;
        int64_t rank;
        double x;
    } rows[] = {{"any", NULL, "best", 0, 120},
                {"any", NULL, "fair", 1, 120.02},
                {"any", NULL, "unknown", 2, 120.04},
                {"operator", "Alpha Net", "fair", 1, 120.02}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint8_t wkb[93];
        const er_cover_outline outline = {run_id,
                                          rows[i].stratum,
                                          rows[i].operator_,
                                          rows[i].rank,
                                          rows[i].level,
                                          4.5 + (double)i,
                                          rectangle(wkb, rows[i].x, 23, 0.02, 0.02)};
        assert_ok(f->ctx, er_store_add_cover_outline(f->ctx, f->store, &outline));
    }
}

static void add_measurements(fixture *f) {
    int64_t source = add_source(f, "measurements", "Made-up drive", true);
    static const double modelled[3] = {-95.25, NAN, -101};
    for (int i = 0; i < 3; i++) {
        const er_measurement row = {.source_id = source,
                                    .row = i + 1,
                                    .operator_ = i == 2 ? NULL : "Alpha Net",
                                    .time = "2024-05-01",
                                    .position = {120.01 + 0.01 * i, 23.02},
                                    .rsrp_dbm = -100,
                                    .sinr_db = NAN,
                                    .dl_mbps = i == 0 ? 55.5 : NAN,
                                    .ul_mbps = NAN,
                                    .synthetic = true};
        assert_ok(f->ctx, er_store_add_measurement(f->ctx, f->store, &row));
    }
    er_measurement *rows = NULL;
    size_t count = 0;
    assert_ok(f->ctx, er_store_measurements(f->ctx, f->store, f->arena, &rows, &count));
    er_run run = {.step = "measure", .model = "p1812", .parameters = "{}", .status = "done"};
    assert_ok(f->ctx, er_store_add_run(f->ctx, f->store, &run));
    for (size_t i = 0; i < count; i++) {
        if (i == 0) continue; /* loaded after the comparison */
        const er_measurement_fit fit = {run.id, rows[i].id, "Alpha Net", "forest", modelled[i]};
        assert_ok(f->ctx, er_store_add_measurement_fit(f->ctx, f->store, &fit));
    }
    const er_fit_row fits[] = {
        {run.id, "all", NULL, NULL, 1, 1, -1, NAN, 1, NAN},
        {run.id, "operator", "Alpha Net", NULL, 1, 1, -1, NAN, 1, 1.0000004}};
    for (size_t i = 0; i < 2; i++)
        assert_ok(f->ctx, er_store_add_fit(f->ctx, f->store, &fits[i]));
}

static int signal_up(void **state, bool swapped) {
    if (outputs_up(state) != 0) return -1;
    fixture *f = *state;
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    add_sectors(f, swapped);
    int64_t run_id = add_cover_run(f);
    add_outlines(f, run_id);
    const er_assumption assumption = {.run_id = run_id,
                                      .subject = "sector",
                                      .field = "power_dbm",
                                      .value = "46",
                                      .basis = "a default",
                                      .rows_affected = 3,
                                      .rows_total = 12};
    assert_ok(f->ctx, er_store_add_assumption(f->ctx, f->store, &assumption));
    add_measurements(f);
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    return 0;
}

static int up(void **state) {
    return signal_up(state, false);
}

/* ---- reading what was written ---------------------------------------------------------------- */

static er_study study(void) {
    er_study study = outputs_study;
    study.coverage_model = "p1812";
    study.radio = (er_study_radio){.preset = "default",
                                   .resolution_m = 50,
                                   .receiver_height_m = 1.5,
                                   .edge_probability = 0.95,
                                   .load = 0.5,
                                   .levels = study_levels,
                                   .level_count = 2};
    return study;
}

static void export_out(fixture *f) {
    const er_study s = study();
    assert_ok(f->ctx, er_export(f->ctx, f->store, &s, NULL, out_folder(f)));
}

static void check_text(json_object *layer, size_t i, const char *name, const char *want) {
    const char *got = text_of(layer, i, name);
    assert_string_equal(got ? got : "", want);
}

static void expect_lines(const fixture *f, const char *name, const char *const *lines,
                         size_t count) {
    char *text = file_text(f, name);
    expect_parts(text, lines, count);
    er_free(text);
}

/* ---- tests ----------------------------------------------------------------------------------- */

static void a_feature_for_each_level(void **state) {
    fixture *f = *state;
    export_out(f);
    json_object *layer = file_json(f, "geojson/coverage.geojson");
    assert_int_equal(json_object_array_length(member(layer, "features")), 4);
    check_text(layer, 0, "stratum", "any");
    check_text(layer, 0, "level", "best");
    check_text(layer, 0, "title_zh", "最佳");
    assert_true(number_of(layer, 0, "rank") == 0 && number_of(layer, 0, "min_rsrp_dbm") == -90);
    assert_true(isnan(number_of(layer, 0, "min_dl_mbps")) &&
                number_of(layer, 1, "min_dl_mbps") == 7);
    assert_true(number_of(layer, 1, "area_km2") == 5.5);
    check_text(layer, 2, "level", "unknown");
    check_text(layer, 2, "title", "Unknown");
    assert_true(isnan(number_of(layer, 2, "rank")) && isnan(number_of(layer, 2, "min_rsrp_dbm")));
    check_text(layer, 3, "operator", "Alpha Net");
    /* what the run was asked goes before what the study says now */
    check_text(layer, 3, "preset", "arcep-4-levels");
    check_text(layer, 3, "model", "p1812");
    assert_true(number_of(layer, 3, "resolution_m") == 40 &&
                number_of(layer, 3, "edge_probability") == 0.9 &&
                number_of(layer, 3, "load") == 0.5);
    check_text(layer, 3, "synthetic", "true");
    assert_int_equal(json_object_array_length(member(feature(layer, 1), "bbox")), 4);
    json_object_put(layer);
}

static void areas_have_level_shares(void **state) {
    fixture *f = *state;
    export_out(f);
    json_object *towns = file_json(f, "geojson/towns.geojson");
    assert_true(number_of(towns, 0, "level_best_share_any") == 0.1);
    assert_true(number_of(towns, 2, "level_fair_persons_share_any") == 0.5);
    assert_true(isnan(number_of(towns, 0, "level_fair_share_alpha_net"))); /* no area is known */
    json_object *counties = file_json(f, "geojson/counties.geojson");
    assert_true(number_of(counties, 1, "level_fair_share_any") == 0.5);
    json_object *venues = file_json(f, "geojson/venues.geojson");
    assert_true(number_of(venues, 0, "level_best_share_any") == 0.1);
    json_object *classes = file_json(f, "geojson/area_classes.geojson");
    assert_true(number_of(classes, 0, "level_best_share_any") == 0.1 &&
                number_of(classes, 1, "level_fair_persons_share_any") == 0.5);
    json_object_put(towns);
    json_object_put(counties);
    json_object_put(venues);
    json_object_put(classes);
    static const char *const lines[] = {
        "kind,unit_level,code,name,name_en,stratum,operator,rank,level,area_km2,area_share,persons,"
        "persons_share,synthetic\n",
        "unit,town,B1,\"[1,2]\",\"[1,2]\",any,,1,fair,50,0.5,3000,0.5,true\n",
        "unit,county,A,County A,County A,operator,Alpha Net,0,best,10,,200,,true\n",
        "venue,,v1,'-1+2,,any,,0,best,0.0035,0.1,,,true\n"};
    expect_lines(f, "tables/cover_levels.csv", lines, sizeof lines / sizeof lines[0]);
}

static void add_assumptions(fixture *f) {
    const er_study s = study();
    er_results *results = NULL;
    assert_ok(f->ctx, er_results_read(f->ctx, f->store, &s, &results));
    int64_t run = results->cover->id;
    er_results_free(results);
    const er_assumption rows[] = {
        {0, run, "sector", "power_dbm", "43", NULL, "a rule", NULL, 4, 12},
        {0, run, "sector", "height_m", "25", NULL, "a default", NULL, 12, 12},
        {0, run, "station", "height_m", "25", NULL, "of no sector", NULL, 99, 99}};
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    for (size_t i = 0; i < 3; i++)
        assert_ok(f->ctx, er_store_add_assumption(f->ctx, f->store, &rows[i]));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
}

/** A signal run rests on sectors' figures, not on radii; the values of one field add up. */
static void the_headline_speaks_of_signals(void **state) {
    fixture *f = *state;
    const er_study s = study();
    add_assumptions(f);
    char *text = headline(f, &s, ER_LANG_EN);
    static const char *const parts[] = {"Signal model p1812, preset arcep-4-levels",
                                        "on: Best, Fair.", "of 12 sectors: ", "power_dbm 7",
                                        "height_m 12"};
    expect_parts(text, parts, sizeof parts / sizeof parts[0]);
    assert_null(strstr(text, "99"));
    assert_null(strstr(text, "default radius"));
    free(text);
    text = headline(f, &s, ER_LANG_ZH_TW);
    if (!strstr(text, "最佳, 尚可")) fail_msg("%s", text);
    free(text);
}

static void sectors_are_shown(void **state) {
    fixture *f = *state;
    export_out(f);
    json_object *sectors = file_json(f, "geojson/sectors.geojson");
    assert_int_equal(json_object_array_length(member(sectors, "features")), 5);
    assert_true(number_of(sectors, 0, "azimuth_deg") == 120 &&
                number_of(sectors, 2, "number") == 3);
    assert_true(number_of(sectors, 0, "freq_mhz") == 3500 &&
                isnan(number_of(sectors, 0, "bandwidth_mhz")));
    check_text(sectors, 0, "operator", "Alpha Net");
    json_object_put(sectors);
    json_object *stations = file_json(f, "geojson/stations.geojson");
    assert_true(number_of(stations, 0, "sectors") == 3 && number_of(stations, 1, "sectors") == 0);
    check_text(stations, 0, "sector_bands", "n1; n78");
    check_text(stations, 0, "sector_azimuths_deg", "120; 240");
    check_text(stations, 1, "sector_bands", "");
    json_object_put(stations);
}

static void measurements_stand_beside_the_model(void **state) {
    fixture *f = *state;
    export_out(f);
    json_object *layer = file_json(f, "geojson/measurements.geojson");
    assert_int_equal(json_object_array_length(member(layer, "features")), 3);
    assert_true(number_of(layer, 0, "rsrp_dbm") == -100 &&
                isnan(number_of(layer, 0, "modelled_dbm")));
    assert_true(isnan(number_of(layer, 1, "modelled_dbm")) &&
                isnan(number_of(layer, 1, "residual_db")));
    check_text(layer, 1, "compared_operator", "Alpha Net");
    assert_true(number_of(layer, 2, "modelled_dbm") == -101 &&
                number_of(layer, 2, "residual_db") == -1);
    check_text(layer, 2, "clutter", "forest");
    json_object_put(layer);
    static const char *const lines[] = {
        "scope,operator,clutter,points,unknown,bias_db,sd_db,rmse_db,offset_db,synthetic\n",
        "all,,,1,1,-1,,1,,true\n", "operator,Alpha Net,,1,1,-1,,1,1,true\n"};
    expect_lines(f, "tables/measure.csv", lines, sizeof lines / sizeof lines[0]);
}

static void the_summary_tells(void **state) {
    fixture *f = *state;
    export_out(f);
    json_object *json = file_json(f, "summary.json"), *signal = member(json, "signal");
    assert_string_equal(json_object_get_string(member(signal, "model")), "p1812");
    assert_string_equal(json_object_get_string(member(member(signal, "preset"), "name")),
                        "arcep-4-levels");
    assert_non_null(json_object_get_string(member(member(signal, "preset"), "source")));
    assert_true(json_object_get_double(member(signal, "resolution_m")) == 40);
    json_object *level = json_object_array_get_idx(member(signal, "any"), 1);
    assert_string_equal(json_object_get_string(member(level, "level")), "fair");
    assert_true(json_object_get_double(member(level, "area_km2")) == 150 && /* of 300 */
                json_object_get_double(member(level, "area_share")) == 0.5 &&
                json_object_get_double(member(level, "persons")) == 5000);
    json_object *assumed = json_object_array_get_idx(member(signal, "assumptions"), 0);
    assert_true(json_object_get_double(member(assumed, "share")) == 0.25);
    assert_true(json_object_get_boolean(member(signal, "synthetic")));
    json_object *fit = json_object_array_get_idx(member(signal, "measured"), 1);
    assert_true(json_object_get_double(member(fit, "bias_db")) == -1 &&
                json_object_get_double(member(fit, "offset_db")) == 1);
    json_object_put(json);
    json = file_json(f, "provenance.json");
    json_object *terrain = json_object_array_get_idx(member(json, "terrain"), 0);
    assert_string_equal(json_object_get_string(member(terrain, "kind")), "elevation");
    assert_string_equal(json_object_get_string(member(terrain, "path")), "dem.tif");
    assert_string_equal(json_object_get_string(member(terrain, "sha256")), "e1e7");
    json_object_put(json);
}

static void every_field_is_described_in_both_languages(void **state) {
    fixture *f = *state;
    export_out(f);
    expect_described_fields(f);
    static const char *const lines[] = {
        "towns,level_fair_share_operator_2,real,share,share of the area at this signal level and "
        "no stricter one: fair (乙電信),面積中恰屬此訊號等級（未達更嚴等級）的比例：尚可 "
        "(乙電信),"};
    expect_lines(f, "tables/fields.csv", lines, 1);
}

static void a_level_of_another_study_is_refused(void **state) {
    fixture *f = *state;
    er_study s = study();
    s.radio.level_count = 1;
    assert_int_equal(er_export(f->ctx, f->store, &s, NULL, out_folder(f)), ER_ERR_INPUT);
    assert_non_null(strstr(er_context_error(f->ctx), "'fair'"));
}

/** A disc run's export has none of it. */
static void a_disc_run_stays_as_it_was(void **state) {
    fixture *f = *state;
    char path[160];
    assert_ok(f->ctx, er_export(f->ctx, f->store, &outputs_study, NULL, out_folder(f)));
    static const char *const absent[] = {"geojson/sectors.geojson", "geojson/measurements.geojson",
                                         "tables/cover_levels.csv", "tables/measure.csv"};
    for (size_t i = 0; i < sizeof absent / sizeof absent[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", out_folder(f), absent[i]);
        assert_int_equal(access(path, F_OK), -1);
    }
    char *text = file_text(f, "summary.json");
    assert_null(strstr(text, "\"signal\""));
    er_free(text);
    text = file_text(f, "geojson/fields.csv");
    assert_null(strstr(text, "sector"));
    assert_null(strstr(text, "level_best"));
    er_free(text);
}

static void the_order_of_rows_leaves_no_trace(void **state) {
    fixture *f = *state;
    char command[512];
    void *other_state = NULL;
    assert_int_equal(signal_up(&other_state, true), 0);
    fixture *other = other_state;
    assert_non_null(other);
    export_out(f);
    export_out(other);
    snprintf(command, sizeof command, "diff -r '%s/out' '%s/out'", f->folder, other->folder);
    assert_int_equal(system(command), 0);
    assert_int_equal(fixture_down(&other_state), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_feature_for_each_level, up, fixture_down),
        cmocka_unit_test_setup_teardown(areas_have_level_shares, up, fixture_down),
        cmocka_unit_test_setup_teardown(the_headline_speaks_of_signals, up, fixture_down),
        cmocka_unit_test_setup_teardown(sectors_are_shown, up, fixture_down),
        cmocka_unit_test_setup_teardown(measurements_stand_beside_the_model, up, fixture_down),
        cmocka_unit_test_setup_teardown(the_summary_tells, up, fixture_down),
        cmocka_unit_test_setup_teardown(every_field_is_described_in_both_languages, up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(a_level_of_another_study_is_refused, up, fixture_down),
        cmocka_unit_test_setup_teardown(a_disc_run_stays_as_it_was, outputs_up, fixture_down),
        cmocka_unit_test_setup_teardown(the_order_of_rows_leaves_no_trace, up, fixture_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
