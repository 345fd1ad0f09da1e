/* The files of an export, looked at with other eyes: json-c, GEOS, and plain bytes. */
#include "unit/outputs_files.h"

#include <geos_c.h>

static void export_all(fixture *f) {
    assert_ok(f->ctx, er_export(f->ctx, f->store, &outputs_study, NULL, out_folder(f)));
}

static void layers_are_whole_and_in_order(void **state) {
    fixture *f = *state;
    export_all(f);
    json_object *towns = file_json(f, "geojson/towns.geojson");
    assert_string_equal(json_object_get_string(member(towns, "type")), "FeatureCollection");
    assert_string_equal(json_object_get_string(member(towns, "name")), "towns");
    assert_true(json_object_get_boolean(member(towns, "synthetic")));
    assert_string_equal(json_object_get_string(member(towns, "synthetic_inputs")),
                        "[ \"Made-up stations\" ]");
    assert_false(json_object_object_get_ex(towns, "crs", NULL));
    assert_int_equal(json_object_array_length(member(towns, "features")), 3);
    static const char *const codes[] = {"A1", "A2", "B1"};
    static const double persons[] = {1000, 3000, 6000};
    for (size_t i = 0; i < 3; i++) {
        assert_string_equal(text_of(towns, i, "code"), codes[i]);
        assert_true(number_of(towns, i, "persons") == persons[i]);
        assert_true(number_of(towns, i, "density_per_km2") == persons[i] / 100);
        assert_int_equal(json_object_array_length(member(feature(towns, i), "bbox")), 4);
    }
    json_object *bbox = member(towns, "bbox");
    assert_true(json_object_get_double(json_object_array_get_idx(bbox, 0)) == 120);
    assert_true(json_object_get_double(json_object_array_get_idx(bbox, 3)) == 23.1);
    json_object_put(towns);
}

static void figures_stand_where_they_belong(void **state) {
    fixture *f = *state;
    export_all(f);
    json_object *towns = file_json(f, "geojson/towns.geojson");
    assert_string_equal(text_of(towns, 0, "area_class"), "remote");
    assert_string_equal(text_of(towns, 0, "area_class_reason"), "density is low");
    assert_string_equal(text_of(towns, 0, "area_class_reason_zh"), "密度低");
    assert_string_equal(text_of(towns, 0, "area_class_borderline"), "true");
    assert_string_equal(text_of(towns, 0, "statutory_remote"), "true");
    assert_string_equal(text_of(towns, 1, "statutory_remote"), "false");
    /* the same reason for two flags is said once */
    assert_string_equal(text_of(towns, 0, "statutory_reason"), "density is low; it is named");
    assert_string_equal(text_of(towns, 0, "statutory_reason_zh"), "密度低；列名");
    assert_null(text_of(towns, 2, "area_class"));
    assert_true(number_of(towns, 0, "stations") == 1 && number_of(towns, 1, "stations") == 2);
    assert_true(number_of(towns, 0, "stations_per_10k") == 10);
    assert_true(number_of(towns, 0, "pilots") == 1 && number_of(towns, 2, "pilots") == 0);
    assert_true(number_of(towns, 0, "served_share_any") == 0.6);
    assert_true(number_of(towns, 0, "persons_served_all") == 100);
    assert_true(number_of(towns, 0, "served_km2_alpha_net") == 50);
    assert_true(number_of(towns, 0, "persons_share_operator_2") == 0.2);
    assert_true(number_of(towns, 0, "unknown_share") == 0.05);
    assert_string_equal(text_of(towns, 0, "best_operator"), "Alpha Net");
    assert_true(number_of(towns, 0, "best_operator_share") == 0.5);
    /* a town that no figure is known of is unknown, not unserved */
    assert_true(isnan(number_of(towns, 2, "served_share_any")));
    assert_null(text_of(towns, 2, "best_operator"));
    json_object *counties = file_json(f, "geojson/counties.geojson");
    assert_true(number_of(counties, 0, "stations") == 3 && number_of(counties, 0, "pilots") == 1 &&
                number_of(counties, 0, "pilot_sites") == 2);
    assert_false(
        json_object_object_get_ex(member(feature(counties, 0), "properties"), "area_class", NULL));
    json_object_put(towns);
    json_object_put(counties);
}

static void hostile_text_stays_text(void **state) {
    fixture *f = *state;
    export_all(f);
    json_object *towns = file_json(f, "geojson/towns.geojson");
    assert_string_equal(text_of(towns, 0, "name"), HOSTILE_MARKUP);
    assert_string_equal(text_of(towns, 1, "name"), HOSTILE_FORMULA);
    /* a text that reads as JSON is a text still, with a space behind it */
    json_object *name = property(towns, 2, "name");
    assert_true(json_object_is_type(name, json_type_string));
    assert_string_equal(json_object_get_string(name), HOSTILE_JSON " ");
    json_object_put(towns);
    char *table = file_text(f, "tables/towns.csv");
    assert_non_null(strstr(table, "A1,\"</script>\"\"',\n\x01&amp;臺\\\","));
    assert_non_null(strstr(table, "A2,\"'=HYPERLINK(\"\"http://x\"\")\","));
    er_free(table);
    table = file_text(f, "tables/venues.csv");
    assert_non_null(strstr(table, "v1,'-1+2,"));
    er_free(table);
    table = file_text(f, "tables/balance.csv");
    assert_non_null(strstr(table, "area_class,urban,persons,value,3000,unit,,false\n"));
    assert_non_null(strstr(table, "area_class,,stations,gini,0.25,unit,,true\n"));
    assert_non_null(strstr(table, "area_class,,pilots,theil_t,,unit,the mean is 0,false\n"));
    er_free(table);
}

static void no_pilot_is_dropped(void **state) {
    fixture *f = *state;
    export_all(f);
    json_object *pilots = file_json(f, "geojson/pilots.geojson");
    static const struct {
        const char *code, *located, *unit, *area_class;
    } rows[] = {{"p1", "point", "A1", "remote"},
                {"p1", "unit", "A2", "urban"},
                {"p2", "none", NULL, NULL},
                {"p3", "none", NULL, NULL}};
    assert_int_equal(json_object_array_length(member(pilots, "features")), 4);
    for (size_t i = 0; i < 4; i++) {
        const char *unit = text_of(pilots, i, "unit_code");
        const char *area_class = text_of(pilots, i, "area_class");
        assert_string_equal(text_of(pilots, i, "code"), rows[i].code);
        assert_string_equal(text_of(pilots, i, "located"), rows[i].located);
        assert_string_equal(unit ? unit : "", rows[i].unit ? rows[i].unit : "");
        assert_string_equal(area_class ? area_class : "",
                            rows[i].area_class ? rows[i].area_class : "");
        assert_int_equal(member(feature(pilots, i), "geometry") != NULL, i < 2);
    }
    assert_string_equal(
        json_object_get_string(member(member(feature(pilots, 0), "geometry"), "coordinates")),
        "[ 120.05, 23.01 ]");
    assert_false(json_object_get_boolean(member(pilots, "synthetic")));
    json_object_put(pilots);
}

static void stations_say_which_radius(void **state) {
    fixture *f = *state;
    export_all(f);
    json_object *stations = file_json(f, "geojson/stations.geojson");
    assert_int_equal(json_object_array_length(member(stations, "features")), 4);
    assert_true(number_of(stations, 0, "radius_m") == 700);
    assert_string_equal(text_of(stations, 0, "radius_is_default"), "false");
    assert_string_equal(text_of(stations, 0, "unit_code"), "A1");
    assert_string_equal(text_of(stations, 0, "area_class"), "remote");
    assert_true(number_of(stations, 1, "radius_m") == 1500);
    assert_string_equal(text_of(stations, 1, "radius_is_default"), "true");
    assert_null(text_of(stations, 3, "unit_code"));
    assert_string_equal(text_of(stations, 3, "synthetic"), "true");
    json_object_put(stations);
}

static void the_balance_in_wide_form(void **state) {
    fixture *f = *state;
    export_all(f);
    char *table = file_text(f, "tables/groups.csv");
    /* scheme, level, row, group, titles, units, area, share, persons, share, density, stations,
     * share, per 10k, quotient, pilots, share, per 100k, quotient, sites, served by any ... */
    static const char *const starts[] = {
        "area_class,town,group,urban,Urban,一般,1,100,0.333333,3000,0.3,30,2,0.5,6.666667,1.25,1,"
        "0.333333,,,1,60,0.6,1800,0.6,,,,,",
        "area_class,town,group,remote,Remote,偏遠,1,,,1000,0.1,,,,,,,,,,,,,,,,,,,",
        "area_class,town,none,,,,1,,,6000,0.6,,,",
        "area_class,town,outside,,,,,,,,,,1,0.25,,,",
        "area_class,town,unlocated,,,,,,,,,,,,,,2,0.666667,,",
        "area_class,town,all,,,,3,300,1,10000,1,33.333333,4,1,,,3,1,,,,120,0.4,2400,0.24,"};
    for (int i = 0; i < 6; i++) {
        const char *line = table_line(table, i + 1);
        if (strncmp(line, starts[i], strlen(starts[i])) != 0)
            fail_msg("expected %s\n     got %s", starts[i], line);
    }
    assert_null(strstr(table, "statutory")); /* that scheme is not balanced */
    er_free(table);
    table = file_text(f, "tables/operators.csv");
    assert_string_equal(table_line(table, 1), "any,,any,4,300,120,0.4,10,10000,2400,0.24,true");
    assert_string_equal(table_line(table, 4),
                        "operator,乙電信,operator_2,1,300,40,0.133333,,10000,800,0.08,true");
    er_free(table);
}

static void borderline_units_are_listed(void **state) {
    fixture *f = *state;
    export_all(f);
    char *table = file_text(f, "tables/borderline.csv");
    assert_non_null(strstr(table, "area_class,town,A1,"));
    assert_non_null(strstr(table, "remote,sparse,10,10.2,0.980392,true,density is low,密度低,"));
    assert_null(strstr(table, ",A2,"));
    er_free(table);
}

static void needs_are_carried_along(void **state) {
    fixture *f = *state;
    export_all(f);
    char *table = file_text(f, "tables/service_needs.csv");
    assert_string_equal(table_line(table, 0),
                        "code,name,name_zh,dl_mbps,ul_mbps,latency_ms,basis,basis_zh,document,"
                        "synthetic");
    assert_string_equal(table_line(table, 1), "drone,,無人機,,10,40,,,,true");
    assert_non_null(strstr(table_line(table, 2), ",25,2.5,,measured,實測,\"a, b\",true"));
    er_free(table);
    table = file_text(f, "tables/balance.csv"); /* figures don't rest on them */
    assert_null(strstr(table_line(table, 1), "Made-up needs"));
    er_free(table);
}

static void every_field_is_described_in_both_languages(void **state) {
    fixture *f = *state;
    export_all(f);
    expect_described_fields(f);
    char *table = file_text(f, "geojson/fields.csv");
    assert_non_null(strstr(table, "towns,persons_share_operator_2,real,share,share of the persons "
                                  "that 乙電信 reaches,"));
    er_free(table);
}

static void classes_are_unions(void **state) {
    fixture *f = *state;
    export_all(f);
    json_object *classes = file_json(f, "geojson/area_classes.geojson");
    assert_int_equal(json_object_array_length(member(classes, "features")), 2);
    assert_string_equal(text_of(classes, 1, "code"), "remote");
    assert_true(number_of(classes, 1, "persons") == 1000);
    assert_true(number_of(classes, 1, "population_share") == 0.1);
    json_object_put(classes);
}

static void summary_holds_the_whole(void **state) {
    fixture *f = *state;
    export_all(f);
    json_object *json = file_json(f, "summary.json");
    json_object *pilots = member(json, "pilots");
    assert_int_equal(json_object_get_int(member(pilots, "count")), 3);
    assert_int_equal(json_object_get_int(member(pilots, "unlocated")), 2);
    assert_string_equal(json_object_get_string(member(pilots, "unlocated_codes")),
                        "[ \"p2\", \"p3\" ]");
    json_object *any = member(member(member(json, "all"), "coverage"), "any");
    assert_true(json_object_get_double(member(any, "persons_share")) == 0.24);
    json_object *stations = member(json, "stations");
    assert_int_equal(json_object_get_int(member(stations, "with_default_radius")), 3);
    assert_int_equal(json_object_array_length(member(json, "synthetic_inputs")), 2);
    assert_int_equal(json_object_array_length(member(json, "units")), 2);
    /* the same rows in another file give the same summary: hashes stand elsewhere */
    char *text = file_text(f, "summary.json");
    assert_null(strstr(text, "sha256"));
    er_free(text);
    text = file_text(f, "provenance.json");
    assert_non_null(strstr(text, "\"sha256\": \"abc\""));
    er_free(text);
    json_object_put(json);
}

static void twice_gives_the_same_bytes(void **state) {
    fixture *f = *state;
    char command[512];
    export_all(f);
    er_context_set_threads(f->ctx, 3);
    char other[160];
    snprintf(other, sizeof other, "%s/other", f->folder);
    reopen(f, ER_STORE_READ);
    assert_ok(f->ctx, er_export(f->ctx, f->store, &outputs_study, NULL, other));
    snprintf(command, sizeof command, "diff -r '%s' '%s'", out_folder(f), other);
    assert_int_equal(system(command), 0);
}

static void a_large_level_is_drawn_on_request(void **state) {
    fixture *f = *state;
    const char *const wrong[] = {"village"};
    er_export_options options = {.levels = wrong, .level_count = 1};
    assert_int_equal(er_export(f->ctx, f->store, &outputs_study, &options, out_folder(f)),
                     ER_ERR_NOT_FOUND);
    assert_non_null(strstr(er_context_error(f->ctx), "'village'"));
    assert_int_equal(access(out_folder(f), F_OK), -1); /* nothing was left behind */
}

static void a_byte_order_mark_on_request(void **state) {
    fixture *f = *state;
    const er_export_options options = {.bom = true};
    assert_ok(f->ctx, er_export(f->ctx, f->store, &outputs_study, &options, out_folder(f)));
    char *table = file_text(f, "tables/towns.csv");
    assert_memory_equal(table,
                        "\xEF\xBB\xBF"
                        "code,",
                        8);
    er_free(table);
    char *layer = file_text(f, "geojson/towns.geojson");
    assert_true(layer[0] == '{');
    er_free(layer);
}

static void the_headline_says_it_in_both_languages(void **state) {
    fixture *f = *state;
    char *text = headline(f, &outputs_study, ER_LANG_EN);
    static const char *const parts[] = {"A small study", "Urban",      "60.00",  "50.00",
                                        "24.00",         "Borderline", "2 of 3", "Made-up stations",
                                        "3 of 4"};
    expect_parts(text, parts, sizeof parts / sizeof parts[0]);
    free(text);
    text = headline(f, &outputs_study, ER_LANG_ZH_TW);
    static const char *const zh_parts[] = {"小研究", "一般", "偏遠", "全部", "臨界"};
    expect_parts(text, zh_parts, sizeof zh_parts / sizeof zh_parts[0]);
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(layers_are_whole_and_in_order, outputs_up, fixture_down),
        cmocka_unit_test_setup_teardown(figures_stand_where_they_belong, outputs_up, fixture_down),
        cmocka_unit_test_setup_teardown(hostile_text_stays_text, outputs_up, fixture_down),
        cmocka_unit_test_setup_teardown(no_pilot_is_dropped, outputs_up, fixture_down),
        cmocka_unit_test_setup_teardown(stations_say_which_radius, outputs_up, fixture_down),
        cmocka_unit_test_setup_teardown(the_balance_in_wide_form, outputs_up, fixture_down),
        cmocka_unit_test_setup_teardown(borderline_units_are_listed, outputs_up, fixture_down),
        cmocka_unit_test_setup_teardown(needs_are_carried_along, outputs_up, fixture_down),
        cmocka_unit_test_setup_teardown(every_field_is_described_in_both_languages, outputs_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(classes_are_unions, outputs_up, fixture_down),
        cmocka_unit_test_setup_teardown(summary_holds_the_whole, outputs_up, fixture_down),
        cmocka_unit_test_setup_teardown(twice_gives_the_same_bytes, outputs_up, fixture_down),
        cmocka_unit_test_setup_teardown(a_large_level_is_drawn_on_request, outputs_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(a_byte_order_mark_on_request, outputs_up, fixture_down),
        cmocka_unit_test_setup_teardown(the_headline_says_it_in_both_languages, outputs_up,
                                        fixture_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
