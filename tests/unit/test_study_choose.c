/* What a study asks to choose: every key, every range, and what is filled in. */
#include "study_fixture.h"

#include "sources/study_choose.h"

#define SCHEME                                                                                     \
    "schemes: [{name: s, level: town, groups: [{name: a}, {name: b}, {name: c}],\n"                \
    "  rules: [{id: r, group: a, code_prefix: x}]}]\n"
#define QUESTION "choose:\n  - name: q\n    place: station\n    count: 10\n    "

static void every_key_arrives(void **state) {
    er_context *ctx = *state;
    er_arena *arena = arena_of(ctx);
    char *text = corpus_text(ctx, "choose.yaml");
    er_study s = parse(ctx, arena, text);
    assert_int_equal(s.choose_count, 4);
    const er_study_choose *q = s.choose;
    assert_string_equal(q[0].name, "stations");
    assert_string_equal(q[0].title, "Next 20 stations");
    assert_string_equal(q[0].title_zh, "下一批 20 座基地臺");
    assert_string_equal(q[0].place, "station");
    assert_string_equal(q[0].candidates, "units");
    assert_string_equal(q[0].level, "village");
    assert_string_equal(q[0].operator_, "遠方");
    assert_string_equal(q[0].band, "n28");
    assert_true(q[0].count == 20 && q[0].radius_m == 1500 && q[0].cell_m == 250);
    assert_true(q[0].budget == 40.5 && q[0].backup == 0.125 && q[0].front == 12);
    assert_string_equal(q[0].inequality, "gini");
    assert_string_equal(q[0].inequality_scheme, "area_class");
    assert_true(q[0].gap == 0.01 && q[0].most_nodes == 5000);
    assert_int_equal(q[0].rule_count, 3);
    const er_study_choose_rule *r = q[0].rules;
    assert_string_equal(r[0].scheme, "area_class");
    assert_int_equal(r[0].group_count, 2);
    assert_string_equal(r[0].groups[1], "offshore");
    assert_true(r[0].least_share == 0.3 && r[0].most_share == 0.8);
    assert_true(isnan(r[0].least) && isnan(r[0].most) && isnan(r[0].covered_share));
    assert_int_equal(r[1].group_count, 0);
    assert_null(r[1].groups);
    assert_true(r[1].least == 1 && r[1].most == 15 && isnan(r[1].least_share));
    assert_true(r[2].covered_share == 0.6 && isnan(r[2].most_share));
    assert_string_equal(q[1].name, "pilots' \"next\": 10");
    assert_string_equal(q[1].place, "pilot");
    assert_string_equal(q[1].candidates, "grid");
    assert_true(q[1].spacing_m == 5000 && q[1].most_candidates == 800);
    assert_string_equal(q[1].inequality, "fgt1");
    assert_string_equal(q[2].place, "mobile_pack");
    assert_string_equal(q[2].candidates, "venues");
    assert_true(q[2].front == 0);
    assert_string_equal(q[3].candidates, "file");
    er_free(text);
    er_arena_free(arena);
}

static void everything_has_a_value(void **state) {
    er_context *ctx = *state;
    er_arena *arena = arena_of(ctx);
    er_study s = parse(ctx, arena,
                       INPUTS SCHEME "choose:\n  - {name: q, place: station, count: 5}\n"
                                     "  - {name: p, place: pilot, count: 5, candidates: grid}\n"
                                     "  - {name: m, place: mobile_pack, count: 5}\n");
    const er_study_choose *q = s.choose;
    assert_string_equal(q[0].candidates, "units");
    assert_null(q[0].level);
    assert_null(q[0].operator_);
    assert_null(q[0].band);
    assert_null(q[0].title);
    assert_true(isnan(q[0].radius_m) && q[1].radius_m == 10000 && q[2].radius_m == 1000);
    assert_true(q[0].cell_m == 500 && isnan(q[0].budget) && q[0].backup == 0 && q[0].front == 8);
    assert_true(q[0].spacing_m == 2000 && q[0].most_candidates == 5000);
    assert_true(q[0].gap == 0.0001 && q[0].most_nodes == 0 && q[0].rule_count == 0);
    assert_string_equal(q[0].inequality, "theil_t");
    assert_string_equal(q[0].inequality_scheme, "s");
    static const char *const noted[] = {"choose[0].candidates",
                                        "choose[0].inequality",
                                        "choose[0].inequality_scheme",
                                        "choose[0].cell_m",
                                        "choose[0].backup",
                                        "choose[0].front",
                                        "choose[0].gap",
                                        "choose[0].most_nodes",
                                        "choose[1].spacing_m",
                                        "choose[1].most_candidates",
                                        "choose[1].radius_m",
                                        "choose[2].radius_m"};
    for (size_t i = 0; i < sizeof noted / sizeof noted[0]; i++)
        if (!er_study_is_default(&s, noted[i])) fail_msg("%s is not noted", noted[i]);
    static const char *const silent[] = {"choose[0].count",     "choose[0].radius_m",
                                         "choose[0].spacing_m", "choose[0].most_candidates",
                                         "choose[0].budget",    "choose[1].candidates"};
    for (size_t i = 0; i < sizeof silent / sizeof silent[0]; i++)
        if (er_study_is_default(&s, silent[i])) fail_msg("%s is noted", silent[i]);
    s = parse(ctx, arena, INPUTS "choose: [{name: q, place: station, count: 5}]\n");
    assert_null(s.choose[0].inequality_scheme); /* there is none */
    assert_int_equal(parse(ctx, arena, INPUTS).choose_count, 0);
    er_arena_free(arena);
}

/** What is read back from the explanation is the same question. */
static void explain_shows_the_questions(void **state) {
    er_context *ctx = *state;
    er_arena *arena = arena_of(ctx);
    char *text;
    er_study s = parse(ctx, arena, INPUTS);
    assert_ok(ctx, er_study_explain(ctx, &s, &text));
    assert_null(strstr(text, "choose:"));
    er_free(text);
    s = parse(ctx, arena,
              INPUTS SCHEME "choose:\n  - name: q\n    place: station\n    count: 10\n"
                            "    rules: [{scheme: s, least: 1}, {scheme: s, groups: [b],\n"
                            "      least_share: 0.07, covered_share: 0.6}]\n"
                            "  - {name: p, place: pilot, count: 2, candidates: venues}\n");
    assert_ok(ctx, er_study_explain(ctx, &s, &text));
    assert_non_null(strstr(text, "\nchoose:\n  - name: q\n    place: station\n    count: 10\n"
                                 "    candidates: units  # default\n"
                                 "    # level: the one above the finest with persons\n"
                                 "    # operator: a new one\n    # band: none\n"
                                 "    # radius_m: by the radius rules of band and group\n"
                                 "    cell_m: 500  # default\n    # budget: no limit\n"
                                 "    backup: 0  # default\n    rules:\n      - scheme: s\n"
                                 "        # groups: every one by itself\n        least: 1\n"
                                 "      - scheme: s\n        groups: [b]\n"
                                 "        least_share: 0.07\n        covered_share: 0.6\n"
                                 "    front: 8  # default\n"
                                 "    inequality: theil_t  # default\n"
                                 "    inequality_scheme: s  # default\n"));
    const char *pilots = strstr(text, "  - name: p\n");
    assert_non_null(pilots);
    assert_non_null(strstr(pilots, "    candidates: venues\n    radius_m: 10000  # default\n"));
    assert_non_null(strstr(pilots, "    # rules: none\n"));
    assert_null(strstr(pilots, "operator"));
    assert_null(strstr(pilots, "spacing_m"));
    er_study again = parse(ctx, arena, text);
    assert_int_equal(again.choose_count, 2);
    assert_true(again.choose[0].rules[1].least_share == 0.07);
    assert_int_equal(again.choose[0].rules[0].group_count, 0);
    er_free(text);
    er_arena_free(arena);
}

static void mistakes_name_their_line(void **state) {
    er_context *ctx = *state;
    er_arena *arena = arena_of(ctx);
#define RULE(rest) QUESTION "rules:\n      - scheme: s\n        " rest
    static const struct {
        const char *text;
        const char *says;
    } cases[] = {
        {"choose: []\n", "choose"},
        {"choose: next\n", "choose takes a list"},
        {"choose:\n  - place: pilot\n    count: 1\n", "the key 'name' is missing"},
        {"choose:\n  - name: q\n    count: 1\n", "the key 'place' is missing"},
        {"choose:\n  - name: q\n    place: pilot\n", "the key 'count' is missing"},
        {"choose:\n  - name: q\n    place: tower\n    count: 1\n",
         "s.yaml:8: place: 'tower' is not known (allowed: station, pilot, mobile_pack)"},
        {"choose:\n  - name: q\n    place: pilot\n    count: 0\n",
         "s.yaml:9: count is 0; it can be from 1 to 10000"},
        {"choose:\n  - name: q\n    place: pilot\n    count: -3\n", "count is -3"},
        {"choose:\n  - name: q\n    place: pilot\n    count: 2.5\n",
         "s.yaml:9: count is 2.5; a whole number is asked for"},
        {"choose:\n  - name: q\n    place: pilot\n    count: 1e99\n", "it can be from 1 to 10000"},
        {"choose:\n  - name: q\n    place: pilot\n    count: .nan\n", "is not a number"},
        {"choose:\n  - name: ''\n    place: pilot\n    count: 1\n", "name"},
        {QUESTION "candidates: anywhere\n", "allowed: units, venues, grid, file"},
        {QUESTION "sites: 3\n", "s.yaml:10: 'sites' is not a key here"},
        {QUESTION "level: village\n", "s.yaml:10: no input of units has the level 'village'"},
        {QUESTION "band: x\n", "s.yaml:10: 'x' is not a band; write a name such as n78"},
        {QUESTION "radius_m: 0\n", "s.yaml:10: radius_m is 0; it can be from 1 to"},
        {QUESTION "cell_m: 1\n", "cell_m is 1"},
        {QUESTION "budget: 0\n", "budget is 0"},
        {QUESTION "budget: -5\n", "budget is -5"},
        {QUESTION "backup: 1.5\n", "backup is 1.5; it can be from 0 to 1"},
        {QUESTION "front: 51\n", "front is 51; it can be from 0 to 50"},
        {QUESTION "front: 7.5\n", "front is 7.5; a whole number"},
        {QUESTION "gap: 2\n", "gap is 2"},
        {QUESTION "most_nodes: 0.5\n", "most_nodes is 0.5; a whole number"},
        {QUESTION "inequality: theil_l\n", "allowed: theil_t, fgt1, gini"},
        {QUESTION "inequality_scheme: six\n", "s.yaml:10: the study has no scheme 'six'"},
        {QUESTION "spacing_m: 500\n",
         "s.yaml:10: 'spacing_m' says nothing about candidates of the kind 'units'; remove it"},
        {QUESTION "candidates: venues\n    most_candidates: 5\n", "'most_candidates' says nothing"},
        {QUESTION "candidates: grid\n    level: town\n", "'level' says nothing about candidates"},
        {QUESTION "candidates: grid\n    spacing_m: 0\n", "spacing_m is 0"},
        {QUESTION "candidates: grid\n    most_candidates: 9.5\n", "a whole number"},
        {"choose:\n  - name: q\n    place: pilot\n    count: 1\n    band: n28\n",
         "s.yaml:10: 'band' says nothing about where to place a pilot; remove it"},
        {"choose:\n  - name: q\n    place: pilot\n    count: 1\n    operator: A\n",
         "'operator' says nothing"},
        {QUESTION "front: 1\n  - {name: q, place: pilot, count: 1}\n",
         "s.yaml:11: two questions are called 'q'; rename one"},
        {QUESTION "rules:\n      - {least: 1}\n", "the key 'scheme' is missing"},
        {QUESTION "rules:\n      - {scheme: t, least: 1}\n",
         "s.yaml:11: the study has no scheme 't'"},
        {RULE("groups: [a, d]\n        least: 1\n"), "s.yaml:12: the scheme 's' has no group 'd'"},
        {RULE("groups: [a, b, a]\n        least: 1\n"),
         "s.yaml:12: the group 'a' stands here twice; remove one"},
        {RULE("groups: [a]\n"), "s.yaml:11: the condition asks for nothing; give it least,"},
        {RULE("least: -1\n"), "s.yaml:12: least is -1; it can be from 0"},
        {RULE("least: 1.5\n"), "s.yaml:12: least is 1.5; a whole number"},
        {RULE("most: 0.5\n"), "s.yaml:12: most is 0.5; a whole number"},
        {RULE("least_share: 30\n"), "s.yaml:12: least_share is 30; it can be from 0 to 1"},
        {RULE("least_share: 30 %\n"), "write no unit or percent sign"},
        {RULE("most_share: -0.1\n"), "most_share is -0.1"},
        {RULE("covered_share: 60\n"), "covered_share is 60"},
        {RULE("groups: [a]\n        least: 5\n        most: 4\n"),
         "s.yaml:13: least is 5, but most leaves at most 4; no plan can be so"},
        {RULE("groups: [a]\n        least_share: 0.5\n        most_share: 0.25\n"),
         "least_share is 0.5, but most_share leaves at most 0.25"},
        {RULE("groups: [a]\n        least: 4\n        most_share: 0.3\n"),
         "least is 4, but most_share leaves at most 3"},
        {RULE("groups: [a]\n        least: 11\n"), "least is 11, but count leaves at most 10"},
        {RULE("least: 4\n"), "s.yaml:12: least is 4 in each of the 3 groups of 's', more than"},
        {RULE("least_share: 0.35\n"), "least_share is 0.35 in each of the 3 groups of 's'"},
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

/** Conditions at the edge of what can be. */
static void conditions_that_just_hold(void **state) {
    er_context *ctx = *state;
    er_arena *arena = arena_of(ctx);
    static const char *const cases[] = {
        RULE("least: 3\n"),
        RULE("least_share: 0.3334\n"),
        RULE("least: 10\n        groups: [a, b, c]\n"),
        RULE("least: 3\n        most: 3\n        groups: [a]\n"),
        RULE("least: 3\n        most_share: 0.3\n        groups: [a]\n"),
        RULE("least_share: 0.3\n        most_share: 0.3\n        groups: [c]\n"),
        RULE("most: 0\n        groups: [c]\n"),
        /* 0.29 * 100 is a little less than 29 */
        "choose:\n  - {name: q, place: pilot, count: 100,\n"
        "     rules: [{scheme: s, groups: [a], least: 29, most_share: 0.29}]}\n",
        RULE("covered_share: 1\n"),
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[600];
        er_study study;
        snprintf(text, sizeof text, "%s%s%s", INPUTS, SCHEME, cases[i]);
        if (study_parse(ctx, arena, "s.yaml", text, strlen(text), &study) != ER_OK)
            fail_msg("%s: %s", cases[i], er_context_error(ctx));
    }
    er_arena_free(arena);
}

/** Each of a scheme's groups may have many where they overlap. */
static void groups_that_overlap_share_sites(void **state) {
    er_context *ctx = *state;
    er_arena *arena = arena_of(ctx);
    er_study s = parse(ctx, arena,
                       INPUTS "schemes: [{name: s, level: town, overlapping: true,\n"
                              "  groups: [{name: a}, {name: b}],\n"
                              "  rules: [{id: r, group: a, code_prefix: x}]}]\n"
                              "choose: [{name: q, place: pilot, count: 3,\n"
                              "  rules: [{scheme: s, least: 2, least_share: 0.6}]}]\n");
    assert_true(s.choose[0].rules[0].least == 2);
    er_arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_arrives),
        cmocka_unit_test(everything_has_a_value),
        cmocka_unit_test(explain_shows_the_questions),
        cmocka_unit_test(mistakes_name_their_line),
        cmocka_unit_test(conditions_that_just_hold),
        cmocka_unit_test(groups_that_overlap_share_sites),
    };
    return cmocka_run_group_tests(tests, test_context_up, test_context_down);
}
