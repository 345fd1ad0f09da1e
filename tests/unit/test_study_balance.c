/* What a study says of time, balance and targets: every key, every range, and what is filled in. */
#include "study_fixture.h"

#include "sources/study_balance.h"

#define SCHEME                                                                                     \
    "schemes: [{name: s, level: town, groups: [{name: a}, {name: b}],\n"                           \
    "  rules: [{id: r, group: a, code_prefix: x}]}]\n"

static void every_key_arrives(void **state) {
    er_context *ctx = *state;
    er_arena *arena = arena_of(ctx);
    char *text = corpus_text(ctx, "balance.yaml");
    er_study s = parse(ctx, arena, text);
    assert_true(s.time.used && s.time.planned);
    assert_string_equal(s.time.as_of, "2022-02-28");
    assert_int_equal(s.time.first_year, 2019);
    assert_int_equal(s.time.last_year, 2024);
    const er_study_measures *m = &s.measures;
    assert_true(m->used && m->floor == 0.8 && m->atkinson_epsilon == 2 && m->resamples == 200);
    assert_true(m->level == 0.9 && m->permutations == 99 && m->false_discovery == 0.1);
    assert_true(m->tolerance_m == 5 && m->nearest == 3 && m->catchment_m == 2000);
    assert_string_equal(m->cluster, "county");
    assert_string_equal(m->neighbours, "rook");
    assert_string_equal(m->links, "ferries.csv");
    assert_string_equal(m->order, "persons");
    assert_string_equal(m->decay, "gaussian");
    assert_int_equal(s.target_count, 6);
    const er_study_target *t = s.targets;
    assert_string_equal(t[0].code, "coverage");
    assert_string_equal(t[0].measure, "persons_served");
    assert_string_equal(t[0].stratum, "operator:遠方");
    assert_string_equal(t[0].scheme, "area_class");
    assert_int_equal(t[0].group_count, 0);
    assert_int_equal(t[0].without_count, 1);
    assert_string_equal(t[0].without[0], "remote");
    assert_true(t[0].whole == 23000000 && isnan(t[1].whole));
    assert_int_equal(t[1].group_count, 2);
    assert_string_equal(t[1].groups[1], "urban");
    assert_string_equal(t[1].level, "county");
    assert_true(t[1].min_share == 0.25 && t[0].first_year == INT64_MIN);
    assert_string_equal(t[2].technology, "5G");
    assert_null(t[2].scheme);
    assert_true(t[3].radius_m == 300);
    assert_string_equal(t[4].document, "D1");
    assert_string_equal(t[4].period, "since");
    assert_int_equal(t[4].first_year, 2021);
    assert_true(t[4].partial && !t[5].partial);
    assert_string_equal(t[5].period, "cumulative");
    er_free(text);
    er_arena_free(arena);
}

static void everything_has_a_value(void **state) {
    er_context *ctx = *state;
    er_arena *arena = arena_of(ctx);
    er_study s = parse(ctx, arena, INPUTS "targets: [{code: c, measure: area_served}]\n");
    const er_study_measures any = er_study_default_measures();
    const er_study_measures *m = &s.measures;
    assert_false(s.time.used || m->used || s.time.planned);
    assert_null(s.time.as_of);
    assert_true(s.time.first_year == INT64_MIN && s.time.last_year == INT64_MIN);
    assert_true(m->floor == 0.9 && m->atkinson_epsilon == 0.5 && m->resamples == 1000);
    assert_true(m->level == 0.95 && m->permutations == 999 && m->false_discovery == 0.05);
    assert_true(m->tolerance_m == 0 && m->nearest == 1 && m->catchment_m == 5000);
    assert_null(m->cluster);
    assert_null(m->links);
    assert_string_equal(m->neighbours, "queen");
    assert_string_equal(m->order, "density_per_km2");
    assert_string_equal(m->decay, "none");
    assert_true(any.resamples == 1000 && any.floor == 0.9 && strcmp(any.decay, "none") == 0);
    assert_string_equal(s.targets[0].stratum, "any");
    assert_string_equal(s.targets[0].period, "state");
    assert_true(s.targets[0].min_share == 0.5 && s.targets[0].radius_m == 400);
    assert_true(isnan(s.targets[0].whole));
    assert_true(er_study_is_default(&s, "targets[0].stratum"));
    assert_true(er_study_is_default(&s, "targets[0].period"));
    assert_true(er_study_is_default(&s, "targets[0].partial"));
    assert_false(er_study_is_default(&s, "targets[0].min_share")); /* of no area_served */
    assert_false(er_study_is_default(&s, "targets[0].whole"));
    assert_false(er_study_is_default(&s, "balance.floor"));
    assert_false(er_study_is_default(&s, "time.planned"));
    er_arena_free(arena);
}

static void what_is_filled_in_is_noted_where_the_section_is_there(void **state) {
    er_context *ctx = *state;
    er_arena *arena = arena_of(ctx);
    er_study s = parse(ctx, arena,
                       INPUTS "time: {as_of: 111}\nbalance: {order: persons}\n"
                              "targets:\n  - {code: c, measure: units_served, level: town}\n"
                              "  - {code: d, measure: pilots}\n");
    assert_string_equal(s.time.as_of, "2022-12-31"); /* of the calendar of the Republic */
    static const char *const noted[] = {
        "time.planned",      "balance.floor",      "balance.level",        "balance.neighbours",
        "balance.decay",     "targets[0].stratum", "targets[0].min_share", "targets[0].period",
        "targets[1].period", "balance.resamples",  "balance.permutations", "balance.catchment_m"};
    for (size_t i = 0; i < sizeof noted / sizeof noted[0]; i++)
        if (!er_study_is_default(&s, noted[i])) fail_msg("%s is not noted", noted[i]);
    assert_false(er_study_is_default(&s, "balance.order"));
    assert_false(er_study_is_default(&s, "targets[1].stratum"));
    assert_string_equal(s.targets[1].period, "year");
    er_arena_free(arena);
}

static void explain_shows_only_what_the_study_has(void **state) {
    er_context *ctx = *state;
    er_arena *arena = arena_of(ctx);
    char *text;
    er_study s = parse(ctx, arena, INPUTS);
    assert_ok(ctx, er_study_explain(ctx, &s, &text));
    assert_null(strstr(text, "time:"));
    assert_null(strstr(text, "balance:"));
    assert_null(strstr(text, "targets:"));
    er_free(text);
    s = parse(ctx, arena,
              INPUTS "time: {first_year: 2020}\nbalance: {level: 0.9}\n"
                     "targets: [{code: c, measure: pilots}]\n");
    assert_ok(ctx, er_study_explain(ctx, &s, &text));
    assert_non_null(strstr(text, "\ntime:\n  # as_of: everything loaded, whatever its date\n"
                                 "  planned: false  # default\n  first_year: 2020\n"));
    assert_non_null(strstr(text, "\nbalance:\n  floor: 0.9  # default\n"));
    assert_non_null(strstr(text, "  level: 0.9\n"));
    assert_non_null(strstr(text, "\ntargets:\n  - code: c\n    measure: pilots\n"));
    assert_non_null(strstr(text, "    period: year  # default\n"));
    assert_null(strstr(text, "stratum"));
    er_free(text);
    er_arena_free(arena);
}

static void mistakes_name_their_line(void **state) {
    er_context *ctx = *state;
    er_arena *arena = arena_of(ctx);
#define TARGET(rest) "targets:\n  - code: c\n    " rest
    static const struct {
        const char *text;
        const char *says;
    } cases[] = {
        {"time:\n  as_of: 2022-02-30\n", "s.yaml:7: '2022-02-30' is not a date; write a day"},
        {"time:\n  as_of: soon\n", "s.yaml:7: 'soon' is not a date"},
        {"time:\n  first_year: 1899\n", "s.yaml:7: first_year is 1899; it can be from 1900 to"},
        {"time:\n  last_year: 2201\n", "last_year is 2201"},
        {"time:\n  last_year: -3\n", "whole number"},
        {"time:\n  first_year: 2022\n  last_year: 2021\n",
         "s.yaml:8: the last year, 2021, is before the first one, 2022"},
        {"time:\n  day: 2022\n", "'day' is not a key here"},
        {"balance:\n  floor: 90\n", "s.yaml:7: floor is 90; it can be from 0 to 1"},
        {"balance:\n  atkinson_epsilon: 0\n", "atkinson_epsilon is 0"},
        {"balance:\n  resamples: 10.5\n", "s.yaml:7: resamples is 10.5; a whole number"},
        {"balance:\n  resamples: 1000000\n", "resamples is 1000000"},
        {"balance:\n  level: 95\n", "level is 95; it can be from 0.5 to 0.9999"},
        {"balance:\n  permutations: 0.5\n", "permutations is 0.5; a whole number"},
        {"balance:\n  false_discovery: 1\n", "false_discovery is 1"},
        {"balance:\n  nearest: 1.5\n", "nearest is 1.5; a whole number"},
        {"balance:\n  tolerance_m: -1\n", "tolerance_m is -1"},
        {"balance:\n  catchment_m: 0\n", "catchment_m is 0"},
        {"balance:\n  cluster: county\n", "s.yaml:7: no input of units has the level 'county'"},
        {"balance:\n  neighbours: bishop\n", "allowed: queen, rook"},
        {"balance:\n  order: names\n", "allowed: density_per_km2, persons, area_km2"},
        {"balance:\n  decay: linear\n", "allowed: none, gaussian"},
        {TARGET("measure: happiness\n"), "s.yaml:8: measure: 'happiness' is not known (allowed: "
                                         "persons_served, households_served,"},
        {TARGET("stratum: any\n"), "the key 'measure' is missing"},
        {TARGET("measure: area_served\n    stratum: some\n"),
         "s.yaml:9: 'some' is not a stratum (allowed: any, all"},
        {TARGET("measure: area_served\n    stratum: 'operator:'\n"), "is not a stratum"},
        {TARGET("measure: pilots\n    stratum: any\n"),
         "s.yaml:9: 'stratum' says nothing about a target of pilots; remove it"},
        {TARGET("measure: stations\n    radius_m: 3\n"), "'radius_m' says nothing"},
        {TARGET("measure: area_served\n    min_share: 1\n"), "'min_share' says nothing"},
        {TARGET("measure: budget\n    technology: 5G\n"), "'technology' says nothing"},
        {TARGET("measure: stations\n    document: D\n"), "'document' says nothing"},
        {TARGET("measure: stations\n    level: town\n"), "'level' says nothing"},
        {TARGET("measure: stations\n    scope: {scheme: t}\n"),
         "s.yaml:9: the study has no scheme 't'"},
        {TARGET("measure: stations\n    scope: {groups: [a]}\n"), "the key 'scheme' is missing"},
        {TARGET("measure: stations\n    scope: {scheme: s, groups: [c]}\n"),
         "the scheme 's' has no group 'c'"},
        {TARGET("measure: stations\n    scope: {scheme: s, without: [c]}\n"),
         "the scheme 's' has no group 'c'"},
        {TARGET("measure: stations\n    scope:\n      scheme: s\n      groups: [a]\n"
                "      without: [b]\n"),
         "s.yaml:12: a scope has either 'groups' or 'without'; remove one"},
        {TARGET("measure: units_served\n"),
         "s.yaml:7: a target of units_served needs the 'level' of the units, or a scope"},
        {TARGET("measure: units_served\n    level: village\n"),
         "s.yaml:9: no input of units has the level 'village'"},
        {TARGET("measure: units_served\n    level: town\n    min_share: 2\n"), "min_share is 2"},
        {TARGET("measure: pilots\n    period: monthly\n"),
         "allowed: state, year, cumulative, since"},
        {TARGET("measure: pilots\n    period: state\n"),
         "the period of a target of pilots is year, cumulative or since"},
        {TARGET("measure: stations\n    period: year\n"),
         "s.yaml:9: the period of a target of stations is state"},
        {TARGET("measure: pilots\n    period: since\n"),
         "s.yaml:9: the period 'since' needs 'first_year'"},
        {TARGET("measure: pilots\n    first_year: 2020\n"),
         "s.yaml:9: 'first_year' goes with the period 'since'"},
        {TARGET("measure: pilots\n    period: since\n    first_year: 3\n"), "first_year is 3"},
        {TARGET("measure: stations\n    whole: 0\n"), "whole is 0"},
        {TARGET("measure: stations\n  - {code: c, measure: pilots}\n"),
         "s.yaml:9: two targets are called 'c'; rename one"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[600];
        er_study study;
        snprintf(text, sizeof text, "%s%s%s", INPUTS, SCHEME, cases[i].text);
        if (study_parse(ctx, arena, "s.yaml", text, strlen(text), &study) == ER_OK)
            fail_msg("taken: %s", cases[i].text);
        if (!strstr(er_context_error(ctx), cases[i].says))
            fail_msg("%s: says %s", cases[i].text, er_context_error(ctx));
    }
    er_arena_free(arena);
}

static void last_days(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *day;
    } cases[] = {
        {"2022", "2022-12-31"},        {"2024-02", "2024-02-29"},    {"2023-02", "2023-02-28"},
        {"1900-02", "1900-02-28"},     {"2000-02", "2000-02-29"},    {"2022-04", "2022-04-30"},
        {"2022-12", "2022-12-31"},     {"2022-07-09", "2022-07-09"}, {"2022/7/9", "2022-07-09"},
        {"民國111年", "2022-12-31"},   {"113年2月", "2024-02-29"},   {"1130430", "2024-04-30"},
        {" 2022-01-31 ", "2022-01-31"}};
    char day[11];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        if (!er_last_day(cases[i].text, day)) fail_msg("no date: %s", cases[i].text);
        assert_string_equal(day, cases[i].day);
    }
    static const char *const none[] = {"",          "2022-13",    "2023-02-29",
                                       "yesterday", "2022-1-1-1", "12"};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
        if (er_last_day(none[i], day)) fail_msg("a date: %s", none[i]);
}

static void days_that_count(void **state) {
    (void)state;
    static const struct {
        const char *day, *on, *off;
        bool counts;
    } cases[] = {
        {NULL, "2030", "2001", true},
        {"2022-12-31", NULL, NULL, true},
        {"2022-12-31", "2022-12-31", NULL, true},
        {"2022-12-30", "2022-12-31", NULL, false},
        {"2022-01-01", "2022", NULL, true},
        {"2021-12-31", "2022", NULL, false},
        {"2022-02-28", "2022-03", NULL, false},
        {"2022-03-01", "2022-03", NULL, true},
        {"2022-06-30", NULL, "2022-07", true},
        {"2022-07-01", NULL, "2022-07", false},
        {"2021-12-31", NULL, "2022", true},
        {"2022-01-01", NULL, "2022", false},
        {"2022-05-05", "2022-05-05", "2022-05-05", false},
        {"2022-05-05", "2022-05-05", "2022-05-06", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (er_counts_on(cases[i].day, cases[i].on, cases[i].off) != cases[i].counts)
            fail_msg("case %zu", i);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_arrives),
        cmocka_unit_test(everything_has_a_value),
        cmocka_unit_test(what_is_filled_in_is_noted_where_the_section_is_there),
        cmocka_unit_test(explain_shows_only_what_the_study_has),
        cmocka_unit_test(mistakes_name_their_line),
        cmocka_unit_test(last_days),
        cmocka_unit_test(days_that_count),
    };
    return cmocka_run_group_tests(tests, test_context_up, test_context_down);
}
