/* What a study says of venues and routes: every key, every range, and what is filled in. */
#include "study_fixture.h"

#include "sources/study_venues.h"

static void every_key_arrives(void **state) {
    er_context *ctx = *state;
    er_arena *arena = arena_of(ctx);
    char *text = corpus_text(ctx, "venues.yaml");
    er_study s = parse(ctx, arena, text);
    const er_study_venues *v = &s.venues;
    assert_true(v->used && s.routes.used);
    assert_true(v->cell_m == 2.5 && v->most_cells == 90000 && v->target_share == 0.9);
    assert_int_equal(v->service_count, 2);
    assert_string_equal(v->services[0], "video_4k");
    assert_string_equal(v->services[1], "遠距醫療");
    assert_true(v->active_share == 0.2 && v->capacity_share == 0.5 && v->indoor_depth_m == 5);
    assert_string_equal(v->building, "high_loss");
    assert_true(v->corridor_m == 30 && !v->closing && v->spacing_m == 40);
    assert_true(v->most_candidates == 150 && v->most_nodes == 500);
    const er_study_pack *p = &v->small_cell;
    assert_string_equal(p->operator_, "pole");
    assert_string_equal(p->band, "n79");
    assert_string_equal(p->environment, "uma");
    assert_true(p->radius_m == 80 && p->bandwidth_mhz == 40 && p->power_dbm == 30);
    assert_true(p->gain_dbi == 6 && p->height_m == 6);
    p = &v->mobile_pack;
    assert_string_equal(p->operator_, "van");
    assert_string_equal(p->band, "n28");
    assert_string_equal(p->environment, "rma");
    assert_true(p->radius_m == 900 && p->bandwidth_mhz == 10 && p->power_dbm == 43);
    assert_true(p->gain_dbi == 11 && p->height_m == 15);
    assert_true(s.routes.step_m == 10);
    assert_string_equal(s.routes.speeds[0].type, "ferry");
    assert_true(s.routes.speeds[0].speed_kmh == 55);
    assert_string_equal(s.routes.speeds[1].type, "cable car");
    assert_true(s.routes.speeds[1].speed_kmh == 18);
    static const char *const kinds[] = {"units", "venues", "routes", "candidates"};
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(s.inputs[i].kind, kinds[i]);
    assert_string_equal(s.inputs[3].fields[0].field, "cost");
    er_free(text);
    er_arena_free(arena);
}

static double speed_of(const er_study *s, const char *type) {
    for (size_t i = 0; i < s->routes.speed_count; i++)
        if (strcmp(s->routes.speeds[i].type, type) == 0) return s->routes.speeds[i].speed_kmh;
    return NAN;
}

static void everything_has_a_value(void **state) {
    er_context *ctx = *state;
    er_arena *arena = arena_of(ctx);
    er_study s = parse(ctx, arena, INPUTS);
    const er_study_venues *v = &s.venues;
    assert_false(v->used || s.routes.used);
    assert_true(v->cell_m == 5 && v->most_cells == 250000 && v->target_share == 0.95);
    assert_true(v->active_share == 0.1 && v->capacity_share == 1 && v->indoor_depth_m == 10);
    assert_true(v->corridor_m == 20 && v->closing && v->spacing_m == 50);
    assert_true(v->most_candidates == 200 && v->most_nodes == 2000 && v->service_count == 0);
    assert_string_equal(v->building, "low_loss");
    assert_string_equal(v->small_cell.operator_, "small cell");
    assert_string_equal(v->small_cell.band, "n78");
    assert_string_equal(v->small_cell.environment, "umi");
    assert_true(v->small_cell.radius_m == 100 && v->small_cell.bandwidth_mhz == 100);
    assert_true(v->small_cell.power_dbm == 33 && v->small_cell.gain_dbi == 8);
    assert_true(v->small_cell.height_m == 8 && v->mobile_pack.height_m == 12);
    assert_string_equal(v->mobile_pack.operator_, "mobile pack");
    assert_true(v->mobile_pack.radius_m == 300 && v->mobile_pack.power_dbm == 40);
    assert_true(v->mobile_pack.gain_dbi == 12 && v->mobile_pack.bandwidth_mhz == 100);
    assert_true(s.routes.step_m == 25 && speed_of(&s, "ferry") == 30);
    assert_true(speed_of(&s, "trail") == 3 && speed_of(&s, "rail") == 80);
    assert_true(speed_of(&s, "road") == 50 && isnan(speed_of(&s, "cable car")));
    assert_false(er_study_is_default(&s, "venues.cell_m"));
    assert_false(er_study_is_default(&s, "routes.step_m"));
    er_arena_free(arena);
}

static void what_is_filled_in_is_noted_where_the_section_is_there(void **state) {
    er_context *ctx = *state;
    er_arena *arena = arena_of(ctx);
    er_study s = parse(ctx, arena,
                       INPUTS "venues: {cell_m: 4, closing: true, small_cell: {height_m: 5}}\n"
                              "routes: {speeds: [{type: Ferry, speed_kmh: 40}]}\n");
    static const char *const noted[] = {
        "venues.most_cells",
        "venues.target_share",
        "venues.active_share",
        "venues.capacity_share",
        "venues.building",
        "venues.indoor_depth_m",
        "venues.corridor_m",
        "venues.spacing_m",
        "venues.most_candidates",
        "venues.most_nodes",
        "venues.small_cell.operator",
        "venues.small_cell.band",
        "routes.step_m",
        "venues.small_cell.environment",
        "venues.small_cell.radius_m",
        "venues.mobile_pack.band",
        "venues.mobile_pack.height_m",
        "routes.speeds[1].speed_kmh",
    };
    for (size_t i = 0; i < sizeof noted / sizeof noted[0]; i++)
        if (!er_study_is_default(&s, noted[i])) fail_msg("%s is not noted", noted[i]);
    static const char *const stated[] = {"venues.cell_m", "venues.closing",
                                         "venues.small_cell.height_m",
                                         "routes.speeds[0].speed_kmh"};
    for (size_t i = 0; i < sizeof stated / sizeof stated[0]; i++)
        if (er_study_is_default(&s, stated[i])) fail_msg("%s is no default", stated[i]);
    assert_int_equal(s.routes.speed_count, 4); /* "Ferry" is a ferry */
    assert_true(isnan(speed_of(&s, "ferry")));
    er_arena_free(arena);
}

static void types_have_chinese_names_too(void **state) {
    er_context *ctx = *state;
    er_arena *arena = arena_of(ctx);
    er_study s = parse(ctx, arena,
                       INPUTS "routes: {speeds: [{type: Ferry, speed_kmh: 40},\n"
                              "  {type: 公路, speed_kmh: 70}]}\n");
    assert_true(er_study_speed_kmh(&s, "FERRY") == 40 && er_study_speed_kmh(&s, "渡輪") == 40);
    assert_true(er_study_speed_kmh(&s, "步道") == 3 && er_study_speed_kmh(&s, "trail") == 3);
    assert_true(er_study_speed_kmh(&s, "公路") == 70 && er_study_speed_kmh(&s, "道路") == 50);
    assert_true(isnan(er_study_speed_kmh(&s, "纜車")) && isnan(er_study_speed_kmh(&s, NULL)));
    er_arena_free(arena);
}

static void explain_shows_only_what_the_study_has(void **state) {
    er_context *ctx = *state;
    er_arena *arena = arena_of(ctx);
    char *text;
    er_study s = parse(ctx, arena, INPUTS);
    assert_ok(ctx, er_study_explain(ctx, &s, &text));
    assert_null(strstr(text, "venues:"));
    assert_null(strstr(text, "routes:"));
    er_free(text);
    s = parse(ctx, arena, INPUTS "venues: {services: [a]}\nroutes: {step_m: 7}\n");
    assert_ok(ctx, er_study_explain(ctx, &s, &text));
    assert_non_null(strstr(text, "\nvenues:\n  cell_m: 5  # default\n"));
    assert_non_null(strstr(text, "  closing: true  # default\n"));
    assert_non_null(strstr(text, "  small_cell:\n    operator: \"small cell\"  # default\n"));
    assert_non_null(strstr(text, "\nroutes:\n  step_m: 7\n  speeds:\n    - type: ferry\n"
                                 "      speed_kmh: 30  # default\n"));
    er_free(text);
    er_arena_free(arena);
}

static void mistakes_name_their_line(void **state) {
    er_context *ctx = *state;
    er_arena *arena = arena_of(ctx);
    static const struct {
        const char *text;
        const char *says;
    } cases[] = {
        {"venues:\n  cell_m: 0\n", "s.yaml:5: cell_m is 0; it can be from 0.1 to 1000"},
        {"venues:\n  cell_m: 1001\n", "s.yaml:5: cell_m is 1001"},
        {"venues:\n  most_cells: 99\n", "most_cells is 99; it can be from 100 to 4000000"},
        {"venues:\n  most_cells: 250.5\n", "most_cells is 250.5; a whole number is asked for"},
        {"venues:\n  target_share: 0\n", "target_share is 0"},
        {"venues:\n  target_share: 95\n", "target_share is 95; it can be from 0.001 to 1"},
        {"venues:\n  active_share: -0.1\n", "active_share is -0.1"},
        {"venues:\n  capacity_share: 1.1\n", "capacity_share is 1.1"},
        {"venues:\n  indoor_depth_m: -1\n", "indoor_depth_m is -1"},
        {"venues:\n  corridor_m: 0.5\n", "corridor_m is 0.5; it can be from 1 to 1000"},
        {"venues:\n  spacing_m: 0\n", "spacing_m is 0; it can be from 1 to 10000"},
        {"venues:\n  most_candidates: 1.5\n", "a whole number"},
        {"venues:\n  most_candidates: 1001\n", "it can be from 1 to 1000"},
        {"venues:\n  most_nodes: 1e7\n", "it can be from 1 to 1000000"},
        {"venues:\n  most_nodes: 0.5\n", "it can be from 1 to"},
        {"venues:\n  building: stone\n", "allowed: low_loss, high_loss"},
        {"venues:\n  small_cell:\n    radius_m: 0\n", "s.yaml:6: radius_m is 0"},
        {"venues:\n  small_cell: {band: n999}\n", "s.yaml:5: 'n999' is not a band"},
        {"venues:\n  mobile_pack: {band: 12}\n", "'12' is not a band"},
        {"venues:\n  mobile_pack: {power_dbm: 400}\n", "power_dbm is 400"},
        {"venues:\n  mobile_pack: {environment: city}\n", "allowed: rma, uma, umi"},
        {"venues:\n  mobile_pack: {radius: 3}\n", "did you mean 'radius_m'?"},
        {"venues:\n  service: [a]\n", "did you mean 'services'?"},
        {"routes:\n  step_m: 0\n", "s.yaml:5: step_m is 0"},
        {"routes:\n  speeds:\n    - {type: ferry, speed_kmh: 0}\n", "s.yaml:6: speed_kmh is 0"},
        {"routes:\n  speeds: [{type: a, speed_kmh: -3}]\n", "speed_kmh is -3"},
        {"routes:\n  speeds: [{type: a, speed_kmh: 1001}]\n", "from 0.1 to 1000"},
        {"routes:\n  speeds: [{type: a}]\n", "the key 'speed_kmh' is missing"},
        {"routes:\n  speeds:\n    - {type: a, speed_kmh: 1}\n    - {type: A, speed_kmh: 2}\n",
         "s.yaml:7: the type 'A' has two speeds"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[400];
        er_study study;
        snprintf(text, sizeof text, "%s%s", INPUTS, cases[i].text);
        if (study_parse(ctx, arena, "s.yaml", text, strlen(text), &study) == ER_OK)
            fail_msg("taken: %s", cases[i].text);
        if (!strstr(er_context_error(ctx), cases[i].says))
            fail_msg("%s: says %s", cases[i].text, er_context_error(ctx));
    }
    er_arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_arrives),
        cmocka_unit_test(everything_has_a_value),
        cmocka_unit_test(what_is_filled_in_is_noted_where_the_section_is_there),
        cmocka_unit_test(types_have_chinese_names_too),
        cmocka_unit_test(explain_shows_only_what_the_study_has),
        cmocka_unit_test(mistakes_name_their_line),
    };
    return cmocka_run_group_tests(tests, test_context_up, test_context_down);
}
