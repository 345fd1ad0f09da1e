/* Ranks, scorecard and levers of a balance run in the files of an export. */
#include "unit/outputs_files.h"

#include "evenreach/analysis.h"

static void export_balanced(fixture *f) {
    int64_t run = 0;
    assert_ok(f->ctx, er_balance(f->ctx, f->store, &outputs_study, &run));
    assert_ok(f->ctx, er_export(f->ctx, f->store, &outputs_study, NULL, out_folder(f)));
}

/* Stations: 1 in A1 (1,000 persons), 2 in A2 (3,000), none in B1 (6,000). */
static void units_carry_rank_and_reach(void **state) {
    fixture *f = *state;
    export_balanced(f);
    json_object *towns = file_json(f, "geojson/towns.geojson");
    assert_true(number_of(towns, 0, "stations_rank") == 1);
    assert_true(number_of(towns, 1, "stations_rank") == 2);
    assert_true(number_of(towns, 2, "stations_rank") == 3);
    assert_true(number_of(towns, 0, "coverage_rank") == 1); /* both are served as well */
    assert_true(number_of(towns, 1, "coverage_rank") == 1);
    assert_true(isnan(number_of(towns, 2, "coverage_rank"))); /* nothing is known there */
    assert_true(number_of(towns, 0, "pilots_rank") == 1);
    assert_null(text_of(towns, 0, "coverage_cluster"));
    /* the middle of A1 is 3 km from its station, that of A2 3 and 2 km from its own */
    assert_true(number_of(towns, 0, "access_stations") == 10);
    assert_true(fabs(number_of(towns, 1, "access_stations") - 6.666667) < 1e-6);
    assert_true(number_of(towns, 2, "access_stations") == 0);
    json_object *counties = file_json(f, "geojson/counties.geojson");
    assert_true(number_of(counties, 0, "stations_rank") == 1);
    assert_true(number_of(counties, 0, "access_stations") == 7.5);
    json_object_put(towns);
    json_object_put(counties);
    expect_described_fields(f);
}

static void tables_hold_what_the_run_found(void **state) {
    fixture *f = *state;
    export_balanced(f);
    char *table = file_text(f, "tables/balance_units.csv");
    assert_non_null(
        strstr(table, "stations,A,County A,County A,county,3,4000,0.00075,1,2,0.00075,"));
    assert_non_null(strstr(table, "\ncoverage_any,B1,"));
    er_free(table);
    table = file_text(f, "tables/scorecard.csv");
    assert_string_equal(table_line(table, 0),
                        "scheme,subject,gini,gini_low,gini_high,theil_t,share_between,p_between,"
                        "driver,driver_share,driver_ratio,sentence,sentence_zh,synthetic");
    assert_non_null(strstr(table, "\narea_class,stations,"));
    assert_non_null(strstr(table, "All stations are synthetic."));
    assert_non_null(strstr(table, "基地臺全為合成資料。"));
    er_free(table);
    table = file_text(f, "tables/levers.csv");
    assert_non_null(strstr(table, "\narea_class,stations,1,B,County B,County B,county,"));
    er_free(table);
    json_object *summary = file_json(f, "summary.json");
    json_object *cards = member(summary, "scorecard");
    assert_int_equal(json_object_array_length(cards), 2 * 7); /* schemes, subjects */
    json_object *card = json_object_array_get_idx(cards, 0);
    assert_string_equal(json_object_get_string(member(card, "subject")), "stations");
    assert_non_null(json_object_get_string(member(card, "sentence_zh")));
    bool gini = false; /* main figures are in the summary, further ones in the table alone */
    json_object *figures = member(summary, "balance");
    for (size_t i = 0; i < json_object_array_length(figures); i++) {
        const char *measure =
            json_object_get_string(member(json_object_array_get_idx(figures, i), "measure"));
        gini = gini || strcmp(measure, "gini") == 0;
        assert_string_not_equal(measure, "gini_low");
        assert_string_not_equal(measure, "atkinson");
    }
    assert_true(gini);
    json_object_put(summary);
}

/** A balance run of earlier times has no ranks: no columns, no rows, nothing else changes. */
static void a_run_without_ranks_has_no_columns(void **state) {
    fixture *f = *state;
    assert_ok(f->ctx, er_export(f->ctx, f->store, &outputs_study, NULL, out_folder(f)));
    json_object *towns = file_json(f, "geojson/towns.geojson");
    assert_false(
        json_object_object_get_ex(member(feature(towns, 0), "properties"), "stations_rank", NULL));
    json_object_put(towns);
    char *table = file_text(f, "tables/scorecard.csv");
    assert_int_equal(strlen(table), strlen(table_line(table, 0)) + 1);
    er_free(table);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, outputs_up, fixture_down)
    const struct CMUnitTest tests[] = {
        TEST(units_carry_rank_and_reach),
        TEST(tables_hold_what_the_run_found),
        TEST(a_run_without_ranks_has_no_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
