/* Venues, routes and single sites in an export as a whole: which files there are, what they rest
 * on, what the summary and the headline say. */
#include "unit/outputs_places.h"

static bool has_file(const fixture *f, const char *name) {
    char path[256];
    snprintf(path, sizeof path, "%s/%s", out_folder(f), name);
    return access(path, F_OK) == 0;
}

/* ---- which files there are, and what they rest on -------------------------------------------- */

static const char *const run_files[] = {
    "tables/venue_coverage.csv", "tables/venue_services.csv",      "tables/venue_failures.csv",
    "tables/holes.csv",          "geojson/holes.geojson",          "tables/plans.csv",
    "tables/choices.csv",        "geojson/choices.geojson",        "tables/routes.csv",
    "geojson/routes.geojson",    "tables/route_gaps.csv",          "tables/route_parts.csv",
    "tables/critical_sites.csv", "geojson/critical_sites.geojson", "tables/resilience.csv"};
enum { RUN_FILES = sizeof run_files / sizeof run_files[0] };

/** Nothing of runs that there are not, or that are older than the coverage. */
static void expect_no_runs(fixture *f) {
    for (size_t i = 0; i < RUN_FILES; i++)
        if (has_file(f, run_files[i])) fail_msg("%s is there", run_files[i]);
    json_object *venues = file_json(f, "geojson/venues.geojson");
    json_object *first = member(feature(venues, 0), "properties");
    assert_false(json_object_object_get_ex(first, "verdict", NULL));
    assert_true(json_object_object_get_ex(first, "served_share_any", NULL));
    json_object_put(venues);
    json_object *summary = file_json(f, "summary.json");
    assert_false(json_object_object_get_ex(summary, "venue_readiness", NULL));
    assert_false(json_object_object_get_ex(summary, "routes", NULL));
    assert_false(json_object_object_get_ex(summary, "resilience", NULL));
    json_object_put(summary);
    char *text = headline(f, &outputs_study, ER_LANG_EN);
    assert_null(strstr(text, "Venues:"));
    assert_null(strstr(text, "Routes:"));
    assert_null(strstr(text, "Hanging"));
    free(text);
}

static void without_runs_there_are_no_files(void **state) {
    fixture *f = *state;
    assert_ok(f->ctx, er_export(f->ctx, f->store, &outputs_study, NULL, out_folder(f)));
    expect_no_runs(f);
}

static void runs_older_than_the_coverage_are_left_out(void **state) {
    fixture *f = *state;
    export_world(f, (places){.stale = true});
    expect_no_runs(f);
    json_object *venues = file_json(f, "geojson/venues.geojson");
    assert_true(number_of(venues, 1, "served_km2_any") == 0.01); /* of the coverage run */
    json_object_put(venues);
}

/** Which of the files say that they rest on a synthetic input of a kind, row by row. */
static void expect_marked(fixture *f, const char *kind, const char *const *marked, size_t count) {
    export_world(f, (places){.synthetic = kind});
    for (size_t i = 0; i <= RUN_FILES; i++) {
        const char *name = i < RUN_FILES ? run_files[i] : "tables/venues.csv";
        bool expected = false;
        for (size_t k = 0; k < count; k++)
            expected = expected || strstr(name, marked[k]) != NULL;
        char *text = file_text(f, name);
        bool map = strstr(name, ".geojson") != NULL;
        const char *no = map ? "\"synthetic\": false" : ",false\n";
        if (!map && strstr(name, "plans"))
            no = ",,,false\n"; /* ends in a false of another column */
        if ((strstr(text, no) == NULL) != expected)
            fail_msg("%s, %s synthetic: expected %d", name, kind, expected);
        er_free(text);
    }
}
#define EXPECT_MARKED(f, kind, ...)                                                                \
    do {                                                                                           \
        static const char *const marked[] = {__VA_ARGS__};                                         \
        expect_marked((f), (kind), marked, sizeof marked / sizeof marked[0]);                      \
    } while (0)

static void synthetic_stations_mark_everything(void **state) {
    EXPECT_MARKED(*state, "stations", "/");
}

static void synthetic_venues_mark_theirs(void **state) {
    EXPECT_MARKED(*state, "venues", "venue", "holes", "plans", "choices", "critical_sites",
                  "resilience");
}

static void synthetic_routes_mark_theirs(void **state) {
    EXPECT_MARKED(*state, "routes", "route");
}

static void synthetic_needs_mark_verdicts(void **state) {
    EXPECT_MARKED(*state, "service_needs", "tables/venues", "venue_services");
}

static void synthetic_candidates_mark_proposals(void **state) {
    EXPECT_MARKED(*state, "candidates", "plans", "choices");
}

/* ---- words, and the whole -------------------------------------------------------------------- */

static void every_field_is_described_in_both_languages(void **state) {
    fixture *f = *state;
    export_world(f, (places){0});
    expect_described_fields(f);
    static const char *const layers[] = {"venues", "holes", "choices", "routes", "critical_sites"};
    for (size_t i = 0; i < sizeof layers / sizeof layers[0]; i++) {
        char name[64];
        snprintf(name, sizeof name, "geojson/%s.geojson", layers[i]);
        json_object *layer = file_json(f, name);
        const char *about = json_object_get_string(member(layer, "description_zh"));
        bool chinese = false;
        for (const char *c = about; *c; c++)
            chinese = chinese || (unsigned char)*c >= 0x80;
        assert_true(chinese);
        json_object_put(layer);
    }
}

static void the_summary_has_its_parts(void **state) {
    fixture *f = *state;
    export_world(f, (places){0});
    json_object *summary = file_json(f, "summary.json");
    static const struct {
        const char *part, *text;
    } parts[] = {
        {"venue_readiness",
         "{\"model\":\"disc\",\"count\":2,\"verdicts\":{\"ready\":0,\"ready_outdoors\":0,"
         "\"capacity_short\":0,\"coverage_short\":1,\"unknown\":1},\"closed_by_small_cells\":1,"
         "\"synthetic\":false,\"venues\":[{\"code\":\"v1\",\"name\":\"劇場\","
         "\"name_en\":\"Theatre\",\"pilot_code\":null,\"area_ha\":4,\"reported_area_ha\":4.5,"
         "\"served_share\":0.75,\"unknown_share\":0.1,\"reported_share\":1,"
         "\"verdict\":\"coverage_short\",\"reason\":\"75 % is served\","
         "\"reason_zh\":\"涵蓋 75 %\"},{\"code\":\"v3\",\"name\":null,\"name_en\":null,"
         "\"pilot_code\":null,\"area_ha\":4,\"reported_area_ha\":null,\"served_share\":0,"
         "\"unknown_share\":1,\"reported_share\":null,\"verdict\":\"unknown\","
         "\"reason\":\"nothing is known\",\"reason_zh\":\"未知\"}]}"},
        {"routes",
         "{\"model\":\"disc\",\"synthetic\":false,\"routes\":[{\"code\":\"r1\","
         "\"name\":\"渡輪\",\"name_en\":\"Ferry\",\"type\":\"ferry\",\"length_m\":3500,"
         "\"served_share\":0.65,\"unknown_share\":0.057143,\"gaps\":2,\"longest_gap_m\":1000,"
         "\"gap_minutes\":2,\"longest_gap_minutes\":2},{\"code\":\"r2\",\"name\":null,"
         "\"name_en\":null,\"type\":null,\"length_m\":1500,\"served_share\":0.995333,"
         "\"unknown_share\":0,\"gaps\":1,\"longest_gap_m\":7,\"gap_minutes\":null,"
         "\"longest_gap_minutes\":null}]}"},
        {"resilience",
         "{\"model\":\"disc\",\"synthetic\":false,\"groups\":[{\"group\":\"urban\",\"sites\":2,"
         "\"sites_sole\":1,\"persons_served\":1000,\"persons_sole\":250.25,"
         "\"persons_sole_share\":0.25025,\"served_km2\":30,\"sole_km2\":1.5,"
         "\"venues_served\":2,\"venues_sole\":1,\"worst_persons\":250.25},{\"group\":\"none\","
         "\"sites\":1,\"sites_sole\":1,\"persons_served\":0,\"persons_sole\":0,"
         "\"persons_sole_share\":null,\"served_km2\":0,\"sole_km2\":0,\"venues_served\":0,"
         "\"venues_sole\":0,\"worst_persons\":0},{\"group\":null,\"sites\":3,\"sites_sole\":2,"
         "\"persons_served\":1001,\"persons_sole\":250.25,\"persons_sole_share\":0.25,"
         "\"served_km2\":40,\"sole_km2\":2,\"venues_served\":2,\"venues_sole\":1,"
         "\"worst_persons\":250.25}],\"sites_that_matter\":2,\"most_critical_sites\":["
         "{\"rank\":1,\"code\":\"S2\",\"operator\":\"乙電信\",\"longitude\":120.14,"
         "\"latitude\":23.05,\"group\":\"urban\",\"persons_lost\":250.25,\"area_lost_km2\":1.5,"
         "\"venues_lost\":1},{\"rank\":2,\"code\":null,\"operator\":\"Alpha Net\","
         "\"longitude\":120.24,\"latitude\":23.05,\"group\":null,\"persons_lost\":0,"
         "\"area_lost_km2\":0.5,\"venues_lost\":0}]}"}};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        json_object *part = member(summary, parts[i].part);
        json_object *expected = json_tokener_parse(parts[i].text);
        assert_non_null(expected);
        if (!json_object_equal(part, expected))
            fail_msg("%s", json_object_to_json_string_ext(part, JSON_C_TO_STRING_PRETTY));
        json_object_put(expected);
    }
    json_object_put(summary);
}

static void expect_headline(fixture *f, er_language language, const char *const *parts,
                            size_t count) {
    char *text = headline(f, &outputs_study, language);
    expect_parts(text, parts, count);
    assert_null(strstr(text, "nan"));
    free(text);
}

static void the_headline_has_their_lines(void **state) {
    fixture *f = *state;
    build_places(f, (places){0});
    static const char *const english[] = {
        "Venues: 2, of which 0 ready, 0 ready outdoors only, 0 short of capacity, 1 short of "
        "coverage, 1 unknown.",
        "Routes: 2, served on 75.4 % of 5.0 km; the longest gap is 1.0 km.",
        "Hanging on one site alone: 25.0 % of the persons served, at 2 of 3 sites; at most 250 "
        "persons on one."};
    static const char *const chinese[] = {
        "場域：2 處，其中可用 0、僅戶外可用 0、容量不足 0、涵蓋不足 1、未知 1。",
        "路線：2 條，涵蓋 75.4 %（全長 5.0 公里）；最長缺口 1.0 公里。",
        "僅靠單一站址：涵蓋人口的 25.0 %，涉及 2 處（共 3 處站址）；單一站址至多 250 人。"};
    expect_headline(f, ER_LANG_EN, english, 3);
    expect_headline(f, ER_LANG_ZH_TW, chinese, 3);
}

static void without_persons_the_headline_takes_the_area(void **state) {
    fixture *f = *state;
    build_places(f, (places){.nobody = true});
    static const char *const english[] = {
        "Hanging on one site alone: 5.0 % of the area served, at 2 of 3 sites.\n"};
    static const char *const chinese[] = {
        "僅靠單一站址：涵蓋面積的 5.0 %，涉及 2 處（共 3 處站址）。"};
    expect_headline(f, ER_LANG_EN, english, 1);
    expect_headline(f, ER_LANG_ZH_TW, chinese, 1);
}

static void where_nothing_is_served_there_is_no_share_of_it(void **state) {
    fixture *f = *state;
    export_world(f, (places){.nothing = true});
    char *text = headline(f, &outputs_study, ER_LANG_EN);
    assert_null(strstr(text, "Hanging"));
    assert_null(strstr(text, "nan"));
    free(text);
}

static void runs_without_rows_are_written(void **state) {
    fixture *f = *state;
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    static const char *const steps[] = {"cover", "venues", "routes", "resilience"};
    for (size_t i = 0; i < 4; i++)
        places_run(f, steps[i]);
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    assert_ok(f->ctx, er_export(f->ctx, f->store, &outputs_study, NULL, out_folder(f)));
    for (size_t i = 0; i < RUN_FILES; i++)
        if (!has_file(f, run_files[i])) fail_msg("%s is not there", run_files[i]);
    json_object *routes = file_json(f, "geojson/routes.geojson");
    assert_int_equal(json_object_array_length(member(routes, "features")), 0);
    json_object_put(routes);
    static const char *const parts[] = {"Venues: 0, of which 0 ready"};
    expect_headline(f, ER_LANG_EN, parts, 1);
}

static void the_order_of_rows_does_not_show(void **state) {
    fixture *f = *state;
    export_world(f, (places){0});
    void *other = NULL;
    assert_int_equal(fixture_up(&other), 0);
    fixture *g = other;
    er_context_set_threads(g->ctx, 3);
    build_places(g, (places){.backwards = true});
    assert_ok(g->ctx, er_export(g->ctx, g->store, &outputs_study, NULL, out_folder(g)));
    for (size_t i = 0; i < RUN_FILES + 2; i++) {
        static const char *const more[] = {"geojson/venues.geojson", "summary.json"};
        const char *name = i < RUN_FILES ? run_files[i] : more[i - RUN_FILES];
        char *one = file_text(f, name), *two = file_text(g, name);
        assert_string_equal(one, two);
        er_free(one);
        er_free(two);
    }
    assert_int_equal(fixture_down(&other), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(without_runs_there_are_no_files, outputs_up, fixture_down),
        PLACES_TEST(runs_older_than_the_coverage_are_left_out),
        PLACES_TEST(synthetic_stations_mark_everything),
        PLACES_TEST(synthetic_venues_mark_theirs),
        PLACES_TEST(synthetic_routes_mark_theirs),
        PLACES_TEST(synthetic_needs_mark_verdicts),
        PLACES_TEST(synthetic_candidates_mark_proposals),
        PLACES_TEST(every_field_is_described_in_both_languages),
        PLACES_TEST(the_summary_has_its_parts),
        PLACES_TEST(the_headline_has_their_lines),
        PLACES_TEST(without_persons_the_headline_takes_the_area),
        PLACES_TEST(where_nothing_is_served_there_is_no_share_of_it),
        PLACES_TEST(runs_without_rows_are_written),
        PLACES_TEST(the_order_of_rows_does_not_show),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
