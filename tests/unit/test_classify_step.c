/* The classify step on a workspace: memberships, groups, definition and run; again; undone. */
#include "unit/store_fixture.h"

#include "evenreach/analysis.h"

/* Two counties, four towns of 1 km². Mean density 100 persons, so one fifth of it is 20. */
static void plant(fixture *f) {
    static const double persons[4] = {21, 19, 300, 60};
    static const char *const codes[4] = {"11", "12", "21", "22"};
    int64_t orphans;
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "county", 0));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "town", 1));
    add_unit(f, "county", "1", NULL, 0, 0, 2, 1);
    add_unit(f, "county", "2", NULL, 2, 0, 2, 1);
    for (int i = 3; i >= 0; i--) {
        const char parent[2] = {codes[i][0], '\0'};
        int64_t id = add_unit(f, "town", codes[i], parent, i, 0, 1, 1);
        er_population row = {.unit_id = id, .persons = persons[i], .households = NAN};
        assert_ok(f->ctx, er_store_add_population(f->ctx, f->store, &row));
    }
    assert_ok(f->ctx, er_store_link_units(f->ctx, f->store, "town", "county", &orphans));
    assert_ok(f->ctx, er_store_settle_population(f->ctx, f->store));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
}

static const er_study_group groups[] = {{"dense", "dense", "稠密"}, {"sparse", "sparse", "稀疏"}};
static const er_rule density = {
    .id = "fifth", .group = "sparse", .measure = "density_per_km2", .below = "0.2 * mean"};
static const er_rule west = {.id = "west", .group = "dense", .code_prefix = "1"};

static const er_study_scheme schemes[] = {{.name = "class",
                                           .title = "Class",
                                           .title_zh = "類別",
                                           .level = "town",
                                           .borderline_margin = 0.05,
                                           .groups = groups,
                                           .group_count = 2,
                                           .rules = &density,
                                           .rule_count = 1,
                                           .otherwise = "dense"},
                                          {.name = "side",
                                           .level = "county",
                                           .overlapping = true,
                                           .borderline_margin = 0.05,
                                           .groups = groups,
                                           .group_count = 2,
                                           .rules = &west,
                                           .rule_count = 1}};

/** "11:dense* 12:sparse ..." of a scheme, inherited ones included. */
static void members(fixture *f, const char *scheme, char *text, size_t size) {
    er_unit_group *rows;
    er_unit *units;
    size_t count, unit_count;
    text[0] = '\0';
    assert_ok(f->ctx, er_store_units(f->ctx, f->store, f->arena, NULL, false, &units, &unit_count));
    assert_ok(f->ctx, er_store_unit_groups(f->ctx, f->store, f->arena, scheme, &rows, &count));
    for (size_t u = 0; u < unit_count; u++)
        for (size_t i = 0; i < count; i++)
            if (rows[i].unit_id == units[u].id)
                snprintf(text + strlen(text), size - strlen(text), "%s:%s%s ", units[u].code,
                         rows[i].group, rows[i].borderline ? "*" : "");
}

static void schemes_are_stored_with_their_reasons(void **state) {
    fixture *f = *state;
    char text[256];
    er_study study = {.schemes = schemes, .scheme_count = 2, .sha256 = "abc"};
    plant(f);
    assert_ok(f->ctx, er_classify(f->ctx, f->store, &study));
    assert_ok(f->ctx, er_classify(f->ctx, f->store, &study)); /* replaces */
    reopen(f, ER_STORE_READ);
    members(f, "class", text, sizeof text);
    assert_string_equal(text, "11:dense* 12:sparse* 21:dense 22:dense ");
    members(f, "side", text, sizeof text);
    assert_string_equal(text, "1:dense 11:dense 12:dense ");
    er_scheme *stored;
    er_group *stored_groups;
    er_run run;
    size_t count;
    assert_ok(f->ctx, er_store_schemes(f->ctx, f->store, f->arena, &stored, &count));
    assert_int_equal(count, 2);
    assert_string_equal(stored[0].name, "class");
    assert_string_equal(stored[0].title_zh, "類別");
    assert_true(stored[1].overlapping && !stored[0].overlapping);
    assert_non_null(strstr(stored[0].definition, "\"below_value\":20,"));
    assert_null(strchr(stored[0].definition, '\n'));
    assert_ok(f->ctx, er_store_groups(f->ctx, f->store, f->arena, "class", &stored_groups, &count));
    assert_int_equal(count, 2); /* none is unknown, so there is no such group */
    assert_ok(f->ctx, er_store_last_run(f->ctx, f->store, f->arena, "classify", &run));
    assert_true(run.id == 2);
    assert_non_null(strstr(run.parameters, "\"study_sha256\":\"abc\""));
    assert_non_null(strstr(run.parameters, "\"id\":\"west\""));
}

static void a_failure_leaves_the_last_state(void **state) {
    fixture *f = *state;
    char text[256];
    er_study study = {.schemes = schemes, .scheme_count = 1, .sha256 = "abc"};
    plant(f);
    assert_ok(f->ctx, er_classify(f->ctx, f->store, &study));
    er_study_scheme broken[2] = {schemes[0], schemes[1]};
    broken[0].otherwise = "sparse";
    broken[1].level = "village";
    study.schemes = broken;
    study.scheme_count = 2;
    assert_int_equal(er_classify(f->ctx, f->store, &study), ER_ERR_INPUT);
    assert_non_null(strstr(er_context_error(f->ctx), "no units of the level 'village'"));
    members(f, "class", text, sizeof text);
    assert_string_equal(text, "11:dense* 12:sparse* 21:dense 22:dense ");
}

static void units_without_figures_are_unknown(void **state) {
    fixture *f = *state;
    char text[256];
    er_study study = {.schemes = schemes, .scheme_count = 1, .sha256 = "abc"};
    plant(f);
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    add_unit(f, "town", "31", NULL, 9, 0, 1, 1);
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    assert_ok(f->ctx, er_classify(f->ctx, f->store, &study));
    members(f, "class", text, sizeof text);
    assert_string_equal(text, "11:dense* 12:sparse* 21:dense 22:dense 31:unknown ");
    assert_non_null(strstr(f->warning, "scheme class: 1 units can't be decided"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(schemes_are_stored_with_their_reasons, fixture_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(a_failure_leaves_the_last_state, fixture_up, fixture_down),
        cmocka_unit_test_setup_teardown(units_without_figures_are_unknown, fixture_up,
                                        fixture_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
