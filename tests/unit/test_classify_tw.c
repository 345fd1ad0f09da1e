/* The bundled study's schemes over its own boundaries and population. The figures are those of the
 * 2022 report: 87 remote areas by law, 69 of them by density. */
#include "test.h"

#include "analysis/classify.h"
#include "evenreach/geometry.h"
#include "evenreach/sources.h"

#include <math.h>
#include <string.h>

#define STUDY TEST_DATA_DIR "/../gisdata/tw/"
enum { TOWNS = 368 };

static int compare_units(const void *left, const void *right) {
    return strcmp(((const er_unit *)left)->code, ((const er_unit *)right)->code);
}

static er_table *open_table(er_context *ctx, const char *path) {
    er_table *table = NULL;
    er_table_options options = er_table_defaults(path);
    assert_ok(ctx, er_table_open(ctx, &options, &table));
    return table;
}

static const char *copy(er_context *ctx, er_arena *arena, const char *text) {
    const char *out = NULL;
    assert_ok(ctx, er_arena_text(ctx, arena, text, strlen(text), &out));
    return out;
}

static void read_towns(er_context *ctx, er_arena *arena, er_unit *units) {
    size_t code, name, n = 0;
    er_table_row row;
    bool more = true;
    er_table *table = open_table(ctx, STUDY "towns.fgb");
    assert_ok(ctx, er_table_find(ctx, table, "code", &code));
    assert_ok(ctx, er_table_find(ctx, table, "name", &name));
    for (;;) {
        assert_ok(ctx, er_table_next(ctx, table, &row, &more));
        if (!more) break;
        assert_true(n < TOWNS);
        double area_m2 = 0;
        assert_ok(ctx, er_geodesic_area(ctx, row.geometry, &area_m2));
        units[n++] = (er_unit){.id = row.number,
                               .code = copy(ctx, arena, row.text[code]),
                               .name = copy(ctx, arena, row.text[name]),
                               .area_km2 = area_m2 / 1e6,
                               .persons = NAN,
                               .households = NAN};
    }
    er_table_close(table);
    assert_int_equal(n, TOWNS);
    qsort(units, n, sizeof *units, compare_units);
}

static void read_persons(er_context *ctx, er_unit *units) {
    size_t code, persons;
    er_table_row row;
    bool more = true;
    er_table *table = open_table(ctx, STUDY "population.csv");
    assert_ok(ctx, er_table_find(ctx, table, "code", &code));
    assert_ok(ctx, er_table_find(ctx, table, "persons", &persons));
    for (;;) {
        assert_ok(ctx, er_table_next(ctx, table, &row, &more));
        if (!more) break;
        const er_unit key = {.code = row.text[code]};
        er_unit *unit = bsearch(&key, units, TOWNS, sizeof key, compare_units);
        assert_non_null(unit);
        assert_true(er_parse_double(row.text[persons], &unit->persons));
    }
    er_table_close(table);
}

static size_t members_of(const er_classified *found, const char *group) {
    size_t count = 0;
    for (size_t i = 0; i < found->member_count; i++)
        count += strcmp(found->members[i].group, group) == 0;
    return count;
}

static er_classified classify(er_context *ctx, er_arena *arena, const er_study *study,
                              const char *name, const er_unit *units, er_ready_rule **rules) {
    er_classified found = {0};
    for (size_t i = 0; i < study->scheme_count; i++) {
        const er_study_scheme *scheme = &study->schemes[i];
        if (strcmp(scheme->name, name) != 0) continue;
        assert_ok(ctx, er_rules_prepare(ctx, arena, study, scheme, units, TOWNS, rules));
        assert_ok(ctx, er_classify_units(ctx, arena, scheme, *rules, units, TOWNS, &found));
        return found;
    }
    fail_msg("the study has no scheme %s", name);
    return found;
}

static void the_report_s_counts_come_out(void **state) {
    er_context *ctx = *state;
    er_arena *arena = NULL;
    er_study study;
    er_ready_rule *rules = NULL;
    static er_unit units[TOWNS];
    assert_ok(ctx, er_arena_new(ctx, &arena));
    assert_ok(ctx, er_study_read(ctx, arena, STUDY "study.yaml", &study));
    read_towns(ctx, arena, units);
    read_persons(ctx, units);

    er_classified found = classify(ctx, arena, &study, "area_class", units, &rules);
    assert_int_equal(members_of(&found, "urban"), 281);
    assert_int_equal(members_of(&found, "remote"), 68);
    assert_int_equal(members_of(&found, "offshore"), 19);
    assert_int_equal(found.member_count, TOWNS);
    assert_int_equal(found.unknown_count, 0);
    bool danei = false;
    for (size_t i = 0; i < found.borderline_count; i++) {
        const er_borderline *line = &found.borderlines[i];
        if (strcmp(line->unit->name, "大內區") != 0) continue;
        danei = true;
        assert_string_equal(line->group, "urban");
        assert_true(er_round(line->value, 1) == 128.9 && er_round(line->threshold, 1) == 127.7);
        for (size_t m = 0; m < found.member_count; m++)
            if (found.members[m].unit_id == line->unit->id) {
                assert_true(found.members[m].borderline);
                assert_string_equal(found.members[m].reason,
                                    "density 128.9/km² is not below 127.7/km² (one fifth of the "
                                    "mean)");
            }
    }
    assert_true(danei);

    found = classify(ctx, arena, &study, "statutory", units, &rules);
    assert_int_equal(members_of(&found, "remote"), 87);
    assert_int_equal(members_of(&found, "offshore"), 19);
    assert_string_equal(rules[0].rule->id, "low-density");
    assert_int_equal(rules[0].holds, 69);
    er_arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_report_s_counts_come_out)};
    return cmocka_run_group_tests(tests, test_context_up, test_context_down);
}
