/* The rule engine over hand-made units. Six units of 10 km² hold 6,000 persons, so the mean is
 * 100/km² and one fifth of it 20/km²; a seventh unit has no population figure. */
#include "test.h"

#include "analysis/classify.h"
#include "core/catalogue.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { UNITS = 7 };

static er_unit unit(int64_t id, const char *code, double persons) {
    return (er_unit){.id = id,
                     .level = "town",
                     .code = code,
                     .name = code,
                     .area_km2 = 10,
                     .persons = persons,
                     .households = NAN};
}

struct fixture {
    er_context *ctx;
    er_arena *arena;
    er_unit units[UNITS];
    char folder[32];
    char list[64];
    char warnings[1024];
};

static void hear(void *user, er_log_level level, const char *line) {
    struct fixture *f = user;
    if (level == ER_LOG_WARNING)
        snprintf(f->warnings + strlen(f->warnings), sizeof f->warnings - strlen(f->warnings),
                 "%s\n", line);
}

static void write_list(const struct fixture *f, const char *text) {
    assert_ok(f->ctx, er_file_write(f->ctx, f->list, text, strlen(text)));
}

static int up(void **state) {
    static struct fixture f;
    f = (struct fixture){.folder = "/tmp/er_classify_XXXXXX"};
    if (test_context_up(state) != 0) return -1;
    f.ctx = *state;
    if (er_arena_new(f.ctx, &f.arena) != ER_OK) return -1;
    if (!mkdtemp(f.folder)) return -1;
    snprintf(f.list, sizeof f.list, "%s/list.csv", f.folder);
    er_context_set_log(f.ctx, hear, &f);
    const er_unit units[UNITS] = {unit(1, "A01", 190), unit(2, "A02", 210), unit(3, "A03", 189),
                                  unit(4, "A04", 211), unit(5, "B05", 50),  unit(6, "B06", 5150),
                                  unit(7, "B07", NAN)};
    memcpy(f.units, units, sizeof units);
    *state = &f;
    return 0;
}

static int down(void **state) {
    struct fixture *f = *state;
    unlink(f->list);
    rmdir(f->folder);
    er_arena_free(f->arena);
    *state = f->ctx;
    return test_context_down(state);
}

static const er_study_group three_groups[] = {
    {"urban", "urban", "一般"}, {"remote", "remote", "偏遠"}, {"offshore", "offshore", "離島"}};

static er_study_scheme scheme_of(const er_rule *rules, size_t count, bool overlapping,
                                 const char *otherwise) {
    return (er_study_scheme){.name = "area_class",
                             .level = "town",
                             .overlapping = overlapping,
                             .borderline_margin = 0.05,
                             .groups = three_groups,
                             .group_count = 3,
                             .rules = rules,
                             .rule_count = count,
                             .otherwise = otherwise};
}

static er_classified classify(struct fixture *f, const er_study_scheme *scheme,
                              er_ready_rule **rules) {
    er_classified found;
    f->warnings[0] = '\0';
    assert_ok(f->ctx, er_rules_prepare(f->ctx, f->arena, NULL, scheme, f->units, UNITS, rules));
    assert_ok(f->ctx, er_classify_units(f->ctx, f->arena, scheme, *rules, f->units, UNITS, &found));
    return found;
}

/** "1:urban 2:remote* ...": unit, group, a star for borderline. */
static void assert_members(const er_classified *found, const char *expected) {
    char text[512] = "";
    for (size_t i = 0; i < found->member_count; i++) {
        const er_unit_group *m = &found->members[i];
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s%lld:%s%s", i ? " " : "",
                 (long long)m->unit_id, m->group, m->borderline ? "*" : "");
    }
    assert_string_equal(text, expected);
}

static void the_first_rule_that_holds_decides(void **state) {
    struct fixture *f = *state;
    write_list(f, "code,reason,reason_zh\nB05,all of the island,全島\n");
    const er_rule rules[] = {
        {.id = "island", .group = "offshore", .list = f->list},
        {.id = "sparse", .group = "remote", .measure = "density_per_km2", .below = "0.2 * mean"}};
    er_study_scheme scheme = scheme_of(rules, 2, false, "urban");
    er_ready_rule *ready = NULL;
    er_classified found = classify(f, &scheme, &ready);
    assert_members(&found, "1:remote* 2:urban* 3:remote 4:urban 5:offshore 6:urban 7:unknown");
    assert_true(ready[1].mean == 100 && ready[1].below.value == 20);
    assert_true(ready[0].decides == 1 && ready[1].decides == 2 && ready[1].holds == 3);
    const er_unit_group *m = found.members;
    assert_string_equal(m[0].reason, "density 19/km² is below 20/km² (one fifth of the mean)");
    assert_string_equal(m[0].reason_zh, "人口密度 19/km² 低於 20/km²（平均的五分之一）");
    assert_string_equal(m[1].reason, "density 21/km² is not below 20/km² (one fifth of the mean)");
    assert_string_equal(m[1].rule, "otherwise");
    assert_true(m[1].value == 21 && m[1].threshold == 20);
    assert_string_equal(m[4].reason, "all of the island");
    assert_string_equal(m[4].reason_zh, "全島");
    assert_true(isnan(m[4].value));
    assert_string_equal(m[6].reason, "its density is not known, so the rule sparse can't decide");
    assert_true(found.unknown_count == 1 && found.group_count == 4);
    assert_string_equal(found.groups[3].name, "unknown");
    assert_true(found.borderline_count == 2);
    assert_string_equal(found.borderlines[1].unit->code, "A02");
    assert_string_equal(found.borderlines[1].group, "urban");
    assert_string_equal(f->warnings, "");
}

/* The unit without population is on the list of islands: it is decided all the same. */
static void a_rule_that_needs_no_figure_decides_without_it(void **state) {
    struct fixture *f = *state;
    write_list(f, "code\nB05\nB07\n");
    er_rule rules[] = {
        {.id = "island", .group = "offshore", .list = f->list},
        {.id = "sparse", .group = "remote", .measure = "density_per_km2", .below = "0.2 * mean"}};
    er_study_scheme scheme = scheme_of(rules, 2, false, "urban");
    er_ready_rule *ready = NULL;
    er_classified found = classify(f, &scheme, &ready);
    assert_members(&found, "1:remote* 2:urban* 3:remote 4:urban 5:offshore 6:urban 7:offshore");
    assert_true(found.group_count == 3 && found.unknown_count == 0);
    /* the other way round the density comes first and can't be said: another group, so unknown */
    er_rule turned[] = {rules[1], rules[0]};
    scheme.rules = turned;
    found = classify(f, &scheme, &ready);
    assert_members(&found, "1:remote* 2:urban* 3:remote 4:urban 5:remote 6:urban 7:unknown");
    /* and if both name one group, it is that group whatever the figure */
    turned[1].group = "remote";
    found = classify(f, &scheme, &ready);
    assert_members(&found, "1:remote* 2:urban* 3:remote 4:urban 5:remote 6:urban 7:remote");
}

static void a_reason_is_said_once(void **state) {
    struct fixture *f = *state;
    write_list(f, "code,reason,reason_zh\nB05,all of the island,全島\nB06,the north,北部\n");
    const er_rule rules[] = {{.id = "a", .group = "offshore", .list = f->list},
                             {.id = "b", .group = "offshore", .list = f->list},
                             {.id = "c", .group = "offshore", .list = f->list}};
    er_study_scheme scheme = scheme_of(rules, 3, true, NULL);
    er_ready_rule *ready = NULL;
    er_classified found = classify(f, &scheme, &ready);
    assert_members(&found, "5:offshore 6:offshore");
    assert_string_equal(found.members[0].reason, "all of the island");
    assert_string_equal(found.members[0].reason_zh, "全島");
    assert_string_equal(found.members[1].reason, "the north");
    assert_true(ready[0].holds == 2 && ready[2].decides == 2);
}

static void flags_overlap(void **state) {
    struct fixture *f = *state;
    write_list(f, "code\nB05\nB06\n");
    const er_rule rules[] = {
        {.id = "sparse", .group = "remote", .measure = "density_per_km2", .below = "0.2 * mean"},
        {.id = "island", .group = "offshore", .list = f->list},
        {.id = "far", .group = "remote", .list = f->list}};
    er_study_scheme scheme = scheme_of(rules, 3, true, NULL);
    er_ready_rule *ready = NULL;
    er_classified found = classify(f, &scheme, &ready);
    assert_members(&found, "1:remote* 3:remote 5:remote 5:offshore 6:offshore 6:remote 7:unknown");
    assert_string_equal(found.members[2].rule, "sparse");
    assert_non_null(strstr(found.members[2].reason, "density 5/km² is below 20/km²"));
    assert_non_null(strstr(found.members[2].reason, "; listed in "));
    assert_int_equal(found.left_over_count, 2); /* A02 and A04 */
    /* A02 is in no group but was near: it is reported */
    assert_true(found.borderline_count == 2 && !found.borderlines[1].group);
    assert_string_equal(found.borderlines[1].unit->code, "A02");
    assert_true(ready[0].holds == 3 && ready[2].holds == 2);
}

static void prefixes_and_absolute_thresholds(void **state) {
    struct fixture *f = *state;
    const er_rule rules[] = {
        {.id = "b", .group = "offshore", .code_prefix = "B", .measure = "persons", .below = "1000"},
        {.id = "mid", .group = "remote", .measure = "persons", .at_least = "190", .below = "211"},
        {.id = "rest",
         .group = "urban",
         .code_prefix = "A",
         .reason = "left",
         .reason_zh = "其餘"}};
    er_study_scheme scheme = scheme_of(rules, 3, false, NULL);
    er_ready_rule *ready = NULL;
    er_classified found = classify(f, &scheme, &ready);
    /* 190 is at least 190; 211 is not below 211; B06 falls through all; B07 can't be said */
    assert_members(&found, "1:remote* 2:remote* 3:urban* 4:urban* 5:offshore 7:unknown");
    assert_string_equal(found.members[0].reason, "population 190 is at least 190");
    assert_string_equal(found.members[1].reason, "population 210 is below 211");
    assert_string_equal(found.members[2].reason, "left");
    assert_string_equal(found.members[2].reason_zh, "其餘");
    assert_int_equal(found.left_over_count, 1);
}

static void a_list_may_name_the_group(void **state) {
    struct fixture *f = *state;
    write_list(f, "code,class\nB05,offshore\nA01,remote\nA01,remote\nZ99,urban\nZ98,urban\n");
    const er_rule rules[] = {{.id = "table", .list = f->list, .list_column = "class"}};
    er_study_scheme scheme = scheme_of(rules, 1, false, "urban");
    er_ready_rule *ready = NULL;
    er_classified found = classify(f, &scheme, &ready);
    assert_members(&found, "1:remote 2:urban 3:urban 4:urban 5:offshore 6:urban 7:urban");
    assert_string_equal(found.members[1].reason, "no rule takes it");
    assert_non_null(strstr(f->warnings, "2 codes of "));
    assert_non_null(strstr(f->warnings, "belong to no unit of the level town: Z98, Z99"));
}

static void bad_lists_and_rules_are_refused(void **state) {
    struct fixture *f = *state;
    static const struct {
        const char *list, *message;
    } cases[] = {
        {"code,class\nB05,offshore\nB05,urban\n", "rows 1 and 2: the code B05 is in the groups"},
        {"code,class\nB05,island\n", "row 1: the scheme area_class has no group 'island'"},
        {"code,class\nB05,\n", "row 1: class is missing"},
        {"code,class\nB05,urban\n,urban\n", "row 2: the code is missing"},
        {"kode,class\nB05,urban\n", "code"},
        {"code,kind\nB05,urban\n", "class"},
    };
    er_rule rule = {.id = "table", .list = f->list, .list_column = "class"};
    er_study_scheme scheme = scheme_of(&rule, 1, false, "urban");
    er_ready_rule *ready = NULL;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        write_list(f, cases[i].list);
        if (er_rules_prepare(f->ctx, f->arena, NULL, &scheme, f->units, UNITS, &ready) == ER_OK)
            fail_msg("accepted: %s", cases[i].list);
        if (!strstr(er_context_error(f->ctx), cases[i].message))
            fail_msg("%s: %s", cases[i].list, er_context_error(f->ctx));
    }
    static const er_rule wrong[] = {
        {.id = "x", .group = "urban", .measure = "persons", .below = "mean * 2"},
        {.id = "x", .group = "urban", .measure = "people", .below = "2"},
        {.id = "x", .group = "urban", .measure = "persons"},
        {.id = "x", .group = "urban", .below = "2"},
        {.id = "x", .measure = "persons", .below = "2"},
        {.id = "x", .group = "urban", .list = "/nonexistent/list.csv"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        scheme.rules = &wrong[i];
        assert_int_not_equal(
            er_rules_prepare(f->ctx, f->arena, NULL, &scheme, f->units, UNITS, &ready), ER_OK);
        const char *line = er_context_error(f->ctx);
        if (!wrong[i].list && !strstr(line, "scheme area_class, rule x")) fail_msg("%s", line);
    }
}

/* Two figures that round to one are shown with the digits that tell them apart. */
static void a_close_call_shows_enough_digits(void **state) {
    struct fixture *f = *state;
    const er_rule rule = {
        .id = "r", .group = "remote", .measure = "density_per_km2", .below = "19.004"};
    er_study_scheme scheme = scheme_of(&rule, 1, false, "urban");
    er_ready_rule *ready = NULL;
    er_classified found = classify(f, &scheme, &ready);
    assert_string_equal(found.members[0].reason, "density 19/km² is below 19.004/km²");
}

static void the_definition_tells_all(void **state) {
    struct fixture *f = *state;
    const er_rule rule = {
        .id = "sparse", .group = "remote", .measure = "density_per_km2", .below = "0.2 * mean"};
    er_study_scheme scheme = scheme_of(&rule, 1, false, "urban");
    er_ready_rule *ready = NULL;
    er_classified found = classify(f, &scheme, &ready);
    er_json *json = er_scheme_definition(&scheme, ready, &found, UNITS);
    char *text = NULL;
    assert_ok(f->ctx, er_json_write(f->ctx, json, false, &text));
    assert_non_null(strstr(text, "\"below\":\"0.2 * mean\",\"below_value\":20,\"holds\":3"));
    assert_non_null(strstr(text, "\"units\":7,\"units_unknown\":1"));
    assert_non_null(strstr(text, "{\"code\":\"A02\",\"name\":\"A02\",\"name_en\":null,"
                                 "\"group\":\"urban\",\"rule\":\"sparse\",\"value\":21,"
                                 "\"threshold\":20}"));
    er_free(text);
    er_json_free(json);
}

static void every_reason_is_translated(void **state) {
    (void)state;
    static const char *const texts[] = {"density",
                                        " (one fifth of the mean)",
                                        "%s %s%s is not below %s%s%s",
                                        "%s %s%s is at least %s%s%s",
                                        "listed in %s",
                                        "no rule takes it",
                                        "its %s is not known, so the rule %s can't decide"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_string_not_equal(er_catalogue_zh_tw(texts[i]), texts[i]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_first_rule_that_holds_decides, up, down),
        cmocka_unit_test_setup_teardown(a_rule_that_needs_no_figure_decides_without_it, up, down),
        cmocka_unit_test_setup_teardown(a_reason_is_said_once, up, down),
        cmocka_unit_test_setup_teardown(flags_overlap, up, down),
        cmocka_unit_test_setup_teardown(prefixes_and_absolute_thresholds, up, down),
        cmocka_unit_test_setup_teardown(a_list_may_name_the_group, up, down),
        cmocka_unit_test_setup_teardown(bad_lists_and_rules_are_refused, up, down),
        cmocka_unit_test_setup_teardown(a_close_call_shows_enough_digits, up, down),
        cmocka_unit_test_setup_teardown(the_definition_tells_all, up, down),
        cmocka_unit_test(every_reason_is_translated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
