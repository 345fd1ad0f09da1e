/* What an export says of where to build next: every column, read back from the files. */
#include "unit/outputs_siting.h"

#include <unistd.h>

static void export_chosen(fixture *f, places world) {
    const er_study study = study_with_questions();
    build_places(f, world);
    add_choose(f);
    assert_ok(f->ctx, er_export(f->ctx, f->store, &study, NULL, out_folder(f)));
}

static bool is_there(const fixture *f, const char *name) {
    char path[256];
    snprintf(path, sizeof path, "%s/%s", out_folder(f), name);
    return access(path, F_OK) == 0;
}

static void plans_stand_side_by_side(void **state) {
    fixture *f = *state;
    export_chosen(f, (places){0});
    EXPECT_TABLE(
        f, "tables/siting_plans.csv",
        "question,place,plan,variant,priority,on_front,count,candidates,cost,covered,bound,gap,end,"
        "persons,persons_before,persons_after,persons_gained,share_before,share_after,index,"
        "index_before,index_after,gini_before,gini_after,share_in_rules,sentence,sentence_zh,"
        "synthetic",
        "stations,station,1,asked,0,true,2,9,2.5,4321.13,4400,0.0182,gap,10000,"
        "2400.00000190734863281250,4000.00000000000000000000,1599.99999809265136718750,0.24,0.4,"
        "theil_t,0.25,0.2,0.5,"
        "0.375,0.5,Two sites.,兩處。,false",
        "stations,station,2,priority,0.5,true,2,9,2.5,4321.13,4400,0.0182,gap,10000,"
        "2400.00000190734863281250,3500.00000000000000000000,1099.99999809265136718750,0.24,0.35,"
        "theil_t,0.25,0.15,0.5,"
        "0.375,0.5,Two sites.,兩處。,false",
        "stations,station,3,priority,1,false,2,9,2.5,4321.13,4400,0.0182,gap,10000,"
        "2400.00000190734863281250,2500.00000000000000000000,99.99999809265136718750,0.24,0.25,"
        "theil_t,0.25,0.1,0.5,"
        "0.375,0.5,Two sites.,兩處。,false",
        "\"'=HYPERLINK(\"\"http://x\"\")\",pilot,1,asked,0,true,1,9,2.5,4321.13,,,gap,10000,"
        "2400.00000190734863281250,4000.00000000000000000000,1599.99999809265136718750,0.24,0.4,"
        "fgt1,,,,,,Two sites.,"
        "兩處。,false");
    expect_described_fields(f);
}

static void sites_of_every_plan_are_in_the_table(void **state) {
    fixture *f = *state;
    export_chosen(f, (places){0});
    EXPECT_TABLE(
        f, "tables/siting_choices.csv",
        "question,place,plan,rank,code,name,name_en,longitude,latitude,operator,band,radius_m,cost,"
        "unit_code,unit_name,unit_level,group,gains,most_unit_code,most_unit_name,most_unit_level,"
        "most_persons,most_group,"
        "index_after,next_code,next_name,next_gains,sentence,sentence_zh,synthetic",
        "stations,station,1,1,k7,丙村,Village C,120.2501234,23.06,Alpha Net,n28,1000.5,1.25,B1,"
        "\"[1,2]\",town,remote,1000.00000190734863281250,A2,\"'=HYPERLINK(\"\"http://"
        "x\"\")\",town,800.25,"
        "urban,0.225,k9,丁村,700.5,It gains.,增加。,false",
        "stations,station,1,2,k2,,,120.2501234,23.07,Alpha Net,n28,1000.5,1.25,,,,,"
        "500.00000095367431640625,,,,,,0.225,,,,It gains.,增加。,false",
        "stations,station,2,1,k7,丙村,Village C,120.2501234,23.06,Alpha Net,n28,1000.5,1.25,B1,"
        "\"[1,2]\",town,remote,1000.00000190734863281250,A2,\"'=HYPERLINK(\"\"http://"
        "x\"\")\",town,800.25,"
        "urban,0.225,k9,丁村,700.5,It gains.,增加。,false",
        "\"'=HYPERLINK(\"\"http://x\"\")\",pilot,1,2,k2,,,120.2501234,23.07,Alpha Net,n28,1000.5,"
        "1.25,,,,,500.00000095367431640625,,,,,,0.225,,,,It gains.,增加。,false");
}

/** The venues' places as they are without a choice, then the sites of every plan. */
static void the_map_holds_both(void **state) {
    fixture *f = *state;
    export_chosen(f, (places){0});
    json_object *choices = file_json(f, "geojson/choices.geojson");
    assert_int_equal(json_object_array_length(member(choices, "features")), 3 + 2 + 1 + 1);
    EXPECT_CELLS(choices, 0, {"venue", "v1"}, {"name", "劇場"}, {"kind", "mobile_pack"},
                 {"rank", "1"}, {"code", "v1-1"}, {"longitude", "120.0401"}, {"power_dbm", "40.5"},
                 {"gain_dbi", "8.5"}, {"radius_m", NULL}, {"adds_m2", "6000.5"}, {"share", "0.9"},
                 {"question", NULL}, {"plan", NULL}, {"asked", NULL}, {"on_front", NULL},
                 {"gains", NULL}, {"sentence_zh", NULL}, {"synthetic", "false"});
    EXPECT_CELLS(choices, 3, {"venue", NULL}, {"name", "丙村"}, {"name_en", "Village C"},
                 {"kind", "station"}, {"rank", "1"}, {"code", "k7"}, {"longitude", "120.2501234"},
                 {"latitude", "23.06"}, {"operator", "Alpha Net"}, {"band", "n28"},
                 {"height_m", NULL}, {"power_dbm", NULL}, {"gain_dbi", NULL},
                 {"radius_m", "1000.5"}, {"adds_m2", NULL}, {"share", NULL},
                 {"question", "stations"}, {"plan", "1"}, {"asked", "true"}, {"on_front", "true"},
                 {"cost", "1.25"}, {"unit_code", "B1"}, {"unit_name", HOSTILE_JSON " "},
                 {"unit_level", "town"}, {"most_unit_level", "town"}, {"group", "remote"},
                 {"gains", "1000.0000019073486328125"}, {"most_unit_code", "A2"},
                 {"most_persons", "800.25"}, {"most_group", "urban"}, {"index_after", "0.225"},
                 {"next_code", "k9"}, {"next_name", "丁村"}, {"next_gains", "700.5"},
                 {"sentence", "It gains."}, {"sentence_zh", "增加。"}, {"synthetic", "false"});
    EXPECT_CELLS(choices, 4, {"code", "k2"}, {"unit_code", NULL}, {"most_persons", NULL},
                 {"next_code", NULL}, {"next_gains", NULL});
    EXPECT_CELLS(choices, 5, {"question", "stations"}, {"code", "k7"}, {"plan", "2"},
                 {"asked", "false"}, {"on_front", "true"});
    EXPECT_CELLS(choices, 6, {"kind", "pilot"}, {"question", HOSTILE_FORMULA}, {"asked", "true"});
    assert_string_equal(geometry_of(choices, 3),
                        "{\"type\":\"Point\",\"coordinates\":[120.2501234,23.06]}");
    json_object_put(choices);
    char *fields = file_text(f, "geojson/fields.csv"); /* the layer is written once */
    const char *kind = strstr(fields, "\nchoices,kind,");
    assert_non_null(kind);
    assert_null(strstr(kind + 1, "\nchoices,kind,"));
    er_free(fields);
    EXPECT_TABLE(f, "tables/choices.csv", /* of venues alone, as ever */
                 "venue,name,name_en,kind,rank,code,longitude,latitude,operator,band,height_m,"
                 "power_dbm,gain_dbi,radius_m,adds_m2,share,synthetic",
                 "v1,劇場,Theatre,mobile_pack,1,v1-1,120.0401,23.0501,mobile pack,n78,12,40.5,8.5,,"
                 "6000.5,0.9,false",
                 "v1,劇場,Theatre,small_cells,1,v1-2,120.0402,23.0502,small cell,,8,,,100,7000.25,"
                 "0.925,false",
                 "v1,劇場,Theatre,small_cells,2,v1-3,120.0403,23.0503,small cell,,8.5,,,110,"
                 "2200.25,0.98,false");
}

/** Which rows of the map are marked: venue, station, pilot. */
static void expect_marks(void **state, const char *kind, bool venue, bool station, bool pilot) {
    fixture *f = *state;
    export_chosen(f, (places){.synthetic = kind});
    json_object *choices = file_json(f, "geojson/choices.geojson");
    const bool want[] = {venue, venue, venue, station, station, station, pilot};
    for (size_t i = 0; i < sizeof want / sizeof want[0]; i++)
        if (json_object_get_boolean(property(choices, i, "synthetic")) != want[i])
            fail_msg("%s: row %zu", kind, i);
    assert_true(json_object_get_boolean(member(choices, "synthetic")));
    json_object_put(choices);
    char *table = file_text(f, "tables/siting_plans.csv");
    const char *line = table_line(table, 1);
    assert_string_equal(strrchr(line, ','), station ? ",true" : ",false");
    line = table_line(table, 4);
    assert_string_equal(strrchr(line, ','), pilot ? ",true" : ",false");
    er_free(table);
}

static void stations_that_are_made_up_mark_stations(void **state) {
    expect_marks(state, "stations", true, true, false);
}

/** The question of stations asks a file, that of pilots units. */
static void candidates_that_are_made_up_mark_their_question(void **state) {
    expect_marks(state, "candidates", true, true, false);
}

static void venues_that_are_made_up_mark_no_question(void **state) {
    expect_marks(state, "venues", true, false, false);
}

static void a_question_that_is_not_known_rests_on_everything(void **state) {
    fixture *f = *state;
    build_places(f, (places){.synthetic = "venues"});
    add_choose(f);
    assert_ok(f->ctx, er_export(f->ctx, f->store, &outputs_study, NULL, out_folder(f)));
    char *table = file_text(f, "tables/siting_plans.csv");
    assert_non_null(strstr(table_line(table, 1), "兩處。,true"));
    er_free(table);
}

static json_object *part(json_object *list, size_t i, const char *key) {
    return member(json_object_array_get_idx(list, i), key);
}

static void the_summary_answers_every_question(void **state) {
    fixture *f = *state;
    export_chosen(f, (places){0});
    json_object *summary = file_json(f, "summary.json"), *choose = member(summary, "choose");
    assert_int_equal(json_object_array_length(choose), 2);
    assert_string_equal(json_object_get_string(part(choose, 0, "name")), "stations");
    assert_string_equal(json_object_get_string(part(choose, 0, "title_zh")), "下兩座基地臺");
    assert_string_equal(json_object_get_string(part(choose, 0, "place")), "station");
    json_object *asked = part(choose, 0, "asked");
    assert_int_equal(json_object_get_int(member(asked, "plan")), 1);
    assert_true(json_object_get_double(member(asked, "persons_gained")) ==
                1599.9999980926513671875);
    assert_true(json_object_get_double(member(asked, "index_after")) == 0.2);
    assert_true(json_object_get_double(member(asked, "gap")) == 0.0182);
    assert_string_equal(json_object_get_string(member(asked, "sentence_zh")), "兩處。");
    json_object *choices = part(choose, 0, "choices");
    assert_int_equal(json_object_array_length(choices), 2); /* of the plan asked for alone */
    assert_string_equal(json_object_get_string(part(choices, 0, "unit")), "B1");
    assert_string_equal(json_object_get_string(part(choices, 0, "most_unit")), "A2");
    assert_string_equal(json_object_get_string(part(choices, 0, "next")), "k9");
    assert_null(part(choices, 1, "unit"));
    assert_null(part(choices, 1, "next_gains"));
    json_object *front = part(choose, 0, "front");
    assert_int_equal(json_object_array_length(front), 3);
    assert_int_equal(json_object_get_int(part(front, 1, "plan")), 2);
    assert_true(json_object_get_double(part(front, 1, "priority")) == 0.5);
    assert_false(json_object_get_boolean(part(front, 2, "on_front")));
    assert_string_equal(json_object_get_string(part(choose, 1, "name")), HOSTILE_FORMULA);
    assert_null(part(choose, 1, "title_zh"));
    assert_null(member(part(choose, 1, "asked"), "bound"));
    json_object_put(summary);
}

static void the_headline_tells_each_question_in_both_languages(void **state) {
    fixture *f = *state;
    const er_study study = study_with_questions();
    build_places(f, (places){0});
    add_choose(f);
    char *english = headline(f, &study, ER_LANG_EN);
    static const char *const parts[] = {"  Next two stations: Two sites.\n",
                                        "    2 plans from the most even to the most persons: Theil "
                                        "T from 0.1500 to 0.2000, 1100 to "
                                        "1600 persons more.\n",
                                        "  Pilots  [2J: Two sites.\n"};
    expect_parts(english, parts, 3);
    free(english);
    char *chinese = headline(f, &study, ER_LANG_ZH_TW);
    static const char *const words[] = {"下兩座基地臺：兩處。\n",
                                        "由最平均到人口最多共 2 個方案：Theil T 指數"};
    expect_parts(chinese, words, 2);
    free(chinese);
}

static void nothing_is_said_of_an_earlier_coverage_or_without_a_run(void **state) {
    fixture *f = *state;
    const er_study study = study_with_questions();
    build_places(f, (places){0});
    add_choose(f);
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    places_run(f, "cover");
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    assert_ok(f->ctx, er_export(f->ctx, f->store, &study, NULL, out_folder(f)));
    assert_false(is_there(f, "tables/siting_plans.csv"));
    assert_false(is_there(f, "tables/siting_choices.csv"));
    json_object *summary = file_json(f, "summary.json");
    assert_false(json_object_object_get_ex(summary, "choose", NULL));
    json_object_put(summary);
    char *text = headline(f, &study, ER_LANG_EN);
    assert_null(strstr(text, "Next two stations"));
    free(text);
}

/** Pilots are chosen by who lives near them: that needs no coverage. */
static void a_choice_without_any_coverage_is_told(void **state) {
    fixture *f = *state;
    int64_t towns[3];
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    add_outputs_units(f, towns);
    er_siting_plan_row plan = plan_of(places_run(f, "choose"), "pilots", 1);
    assert_ok(f->ctx, er_store_add_siting_plan(f->ctx, f->store, &plan));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    assert_ok(f->ctx, er_export(f->ctx, f->store, &outputs_study, NULL, out_folder(f)));
    char *table = file_text(f, "tables/siting_plans.csv");
    assert_non_null(strstr(table_line(table, 1), "pilots,station,1,"));
    er_free(table);
}

/** A run of no question; a workspace without a venues run. */
static void an_empty_run_has_empty_tables(void **state) {
    fixture *f = *state;
    int64_t towns[3];
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    add_outputs_units(f, towns);
    add_outputs_runs(f, towns);
    places_run(f, "choose");
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    assert_ok(f->ctx, er_export(f->ctx, f->store, &outputs_study, NULL, out_folder(f)));
    char *table = file_text(f, "tables/siting_plans.csv");
    assert_int_equal(strlen(table), strlen(table_line(table, 0)) + 1);
    er_free(table);
    json_object *choices = file_json(f, "geojson/choices.geojson");
    assert_int_equal(json_object_array_length(member(choices, "features")), 0);
    json_object_put(choices);
    assert_false(is_there(f, "tables/choices.csv"));
    json_object *summary = file_json(f, "summary.json");
    assert_int_equal(json_object_array_length(member(summary, "choose")), 0);
    json_object_put(summary);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        PLACES_TEST(plans_stand_side_by_side),
        PLACES_TEST(sites_of_every_plan_are_in_the_table),
        PLACES_TEST(the_map_holds_both),
        PLACES_TEST(stations_that_are_made_up_mark_stations),
        PLACES_TEST(candidates_that_are_made_up_mark_their_question),
        PLACES_TEST(venues_that_are_made_up_mark_no_question),
        PLACES_TEST(a_question_that_is_not_known_rests_on_everything),
        PLACES_TEST(the_summary_answers_every_question),
        PLACES_TEST(the_headline_tells_each_question_in_both_languages),
        PLACES_TEST(nothing_is_said_of_an_earlier_coverage_or_without_a_run),
        PLACES_TEST(a_choice_without_any_coverage_is_told),
        PLACES_TEST(an_empty_run_has_empty_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
