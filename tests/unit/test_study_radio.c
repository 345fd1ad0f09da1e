/* What a study says of the signal models: every key, every range, and what is filled in. */
#include "study_fixture.h"

#include "evenreach/radio.h"
#include "sources/study_radio.h"

#define SCHEME                                                                                     \
    "schemes:\n  - name: area_class\n    level: town\n    groups: [{name: a}, {name: b}]\n"        \
    "    rules: [{id: r, group: a, code_prefix: '1'}]\n"
#define COVERAGE INPUTS "coverage:\n  model: tr38901\n"

static void every_key_arrives(void **state) {
    er_context *ctx = *state;
    er_arena *arena = arena_of(ctx);
    char *text = corpus_text(ctx, "radio.yaml");
    er_study s = parse(ctx, arena, text);
    const er_study_radio *r = &s.radio;
    assert_string_equal(s.coverage_model, "p1812");
    assert_string_equal(s.inputs[2].kind, "sectors");
    assert_string_equal(s.inputs[3].kind, "measurements");
    assert_string_equal(r->preset, "fcc-5g-7-1");
    assert_true(r->used && r->resolution_m == 30 && r->edge_probability == 0.8 && r->load == 0.25);
    assert_int_equal(r->level_count, 2);
    assert_string_equal(r->levels[0].title_zh, "佳");
    assert_true(r->levels[0].min_rsrp_dbm == -95 && r->levels[0].min_dl_mbps == 50);
    assert_true(r->levels[0].min_ul_mbps == 5 && isnan(r->levels[1].min_ul_mbps));
    assert_true(r->receiver_height_m == 2 && r->receiver_gain_dbi == 1);
    assert_true(r->receiver_loss_db == 12 && r->receiver_noise_db == 7);
    assert_true(r->receiver_power_dbm == 26);
    const er_sector_rule *first = &r->sectors[0];
    assert_string_equal(first->band, "n78");
    assert_string_equal(first->group, "urban");
    assert_string_equal(first->antenna, "a.msi");
    assert_true(first->height_m == 30 && first->power_dbm == 49 && first->bandwidth_mhz == 80);
    assert_true(first->subcarrier_khz == 30 && first->dl_share == 0.7 && first->sectors == 6);
    assert_true(first->gain_dbi == 24 && first->beamwidth_deg == 60 && first->tilt_deg == 4);
    assert_true(first->vertical_beamwidth_deg == 7 && first->front_to_back_db == 28);
    assert_true(first->dl_layers == 4 && first->ul_layers == 2 && first->range_m == 15000);
    assert_true(isnan(r->sectors[1].power_dbm) && !r->sectors[1].group);
    assert_string_equal(r->environments[0].group, "remote");
    assert_string_equal(r->environments[0].environment, "rma");
    assert_string_equal(r->environments[1].clutter, "city");
    assert_string_equal(r->sight, "los");
    assert_true(r->street_m == 15 && r->building_m == 12 && r->time_pct == 10);
    assert_true(r->sigma_loc_db == 8 && r->n0 == 360 && r->dn == 60);
    assert_string_equal(r->polarization, "horizontal");
    assert_string_equal(r->elevation, "dem.tif");
    assert_string_equal(r->clutter, "land.tif");
    assert_string_equal(r->zones, "zones.tif");
    assert_true(r->step_m == 25 && r->no_data_is_sea && r->fit_offsets && s.rasters);
    assert_int_equal(r->clutter_class_count, 2);
    assert_true(r->clutter_classes[0].value == 1 && r->clutter_classes[0].height_m == 15);
    assert_string_equal(r->clutter_classes[0].name, "city");
    assert_string_equal(r->clutter_classes[1].zone, "sea");
    er_free(text);
    er_arena_free(arena);
}

/* ---- defaults -------------------------------------------------------------------------------- */

/** The first line that fits and states a figure, as coverage takes it. */
static double sector_figure(const er_study *s, const char *band, const char *group, size_t offset) {
    for (size_t i = 0; i < s->radio.sector_count; i++) {
        const er_sector_rule *line = &s->radio.sectors[i];
        if (line->band && (!band || strcmp(line->band, band) != 0)) continue;
        if (line->group && (!group || strcmp(line->group, group) != 0)) continue;
        double value = *(const double *)(const void *)((const char *)line + offset);
        if (!isnan(value)) return value;
    }
    return NAN;
}
#define FIGURE(study, band, group, member)                                                         \
    sector_figure(study, band, group, offsetof(er_sector_rule, member))

static void everything_has_a_figure(void **state) {
    er_context *ctx = *state;
    er_arena *arena = arena_of(ctx);
    er_study s = parse(ctx, arena, COVERAGE);
    const er_study_radio *r = &s.radio;
    const er_coverage_preset *preset = er_coverage_preset_find("default");
    assert_non_null(preset);
    assert_string_equal(r->preset, "default");
    assert_true(r->resolution_m == preset->resolution_m && r->load == preset->load);
    assert_true(r->edge_probability == preset->edge_probability);
    assert_true(r->receiver_height_m == preset->rx_height_m);
    assert_int_equal(r->level_count, preset->level_count);
    assert_string_equal(r->levels[0].name, preset->levels[0].name);
    assert_true(r->receiver_gain_dbi == 0 && r->receiver_loss_db == 0);
    assert_true(r->receiver_noise_db == 9 && r->receiver_power_dbm == 23);
    assert_true(r->street_m == 20 && r->building_m == 5 && r->time_pct == 50);
    assert_true(r->sigma_loc_db == 5.5 && r->n0 == 325 && r->dn == 45 && isnan(r->step_m));
    assert_string_equal(r->sight, "expected");
    assert_string_equal(r->polarization, "vertical");
    assert_int_equal(r->environment_count, 1);
    assert_string_equal(r->environments[0].environment, "uma");
    assert_int_equal(r->sector_count, 1);
    assert_null(r->elevation);
    for (size_t i = 0; i < STUDY_SECTOR_COUNT; i++) {
        const char *key = study_sector_figures[i].key;
        bool of_band = !strcmp(key, "bandwidth_mhz") || !strcmp(key, "subcarrier_khz") ||
                       !strcmp(key, "range_m");
        double value = study_figure_of(&study_sector_figures[i], &r->sectors[0]);
        char path[80];
        snprintf(path, sizeof path, "coverage.sectors[0].%s", key);
        if (isnan(value) != of_band || er_study_is_default(&s, path) == of_band)
            fail_msg("%s", key);
    }
    static const char *const noted[] = {"coverage.preset",
                                        "coverage.resolution_m",
                                        "coverage.edge_probability",
                                        "coverage.load",
                                        "coverage.levels",
                                        "coverage.receiver.height_m",
                                        "coverage.receiver.gain_dbi",
                                        "coverage.receiver.loss_db",
                                        "coverage.receiver.noise_db",
                                        "coverage.receiver.power_dbm",
                                        "coverage.sight",
                                        "coverage.street_m",
                                        "coverage.building_m",
                                        "coverage.time_pct",
                                        "coverage.sigma_loc_db",
                                        "coverage.n0",
                                        "coverage.dn",
                                        "coverage.polarization",
                                        "coverage.fit_offsets",
                                        "outputs.rasters",
                                        "coverage.environments[0].environment"};
    for (size_t i = 0; i < sizeof noted / sizeof noted[0]; i++)
        if (!er_study_is_default(&s, noted[i])) fail_msg("%s is not noted", noted[i]);
    er_arena_free(arena);
}

static void a_preset_fills_in_what_the_study_leaves_out(void **state) {
    er_context *ctx = *state;
    er_arena *arena = arena_of(ctx);
    er_study s = parse(ctx, arena,
                       COVERAGE "  preset: fcc-5g-35-3\n  load: 0.7\n  receiver: {loss_db: 3}\n");
    const er_coverage_preset *preset = er_coverage_preset_find("fcc-5g-35-3");
    assert_non_null(preset);
    assert_true(s.radio.resolution_m == preset->resolution_m && s.radio.load == 0.7);
    assert_true(s.radio.edge_probability == preset->edge_probability);
    assert_true(s.radio.levels[0].min_dl_mbps == preset->levels[0].min_dl_mbps);
    assert_false(er_study_is_default(&s, "coverage.resolution_m"));
    assert_false(er_study_is_default(&s, "coverage.levels"));
    assert_false(er_study_is_default(&s, "coverage.preset"));
    assert_true(er_study_is_default(&s, "coverage.n0"));
    assert_false(er_study_is_default(&s, "coverage.receiver.loss_db"));
    er_arena_free(arena);
}

static void sectors_take_their_environment_s_figures_last(void **state) {
    er_context *ctx = *state;
    er_arena *arena = arena_of(ctx);
    er_study s = parse(ctx, arena,
                       INPUTS SCHEME "coverage:\n  model: tr38901\n"
                                     "  sectors: [{band: n78, height_m: 50}, {tilt_deg: 3}]\n"
                                     "  environments: [{group: a, environment: rma},\n"
                                     "    {group: b, environment: umi}]\n");
    assert_true(FIGURE(&s, "n78", "a", height_m) == 50);
    assert_true(FIGURE(&s, "n1", "a", height_m) == 35);
    assert_true(FIGURE(&s, "n1", "b", height_m) == 10);
    assert_true(FIGURE(&s, NULL, NULL, height_m) == 25);
    assert_true(FIGURE(&s, "n1", "a", power_dbm) == 46 && FIGURE(&s, "n1", "b", power_dbm) == 44);
    assert_true(FIGURE(&s, "n1", "a", tilt_deg) == 3 && FIGURE(&s, "n1", "a", sectors) == 3);
    assert_int_equal(s.radio.sector_count, 5);
    assert_true(er_study_is_default(&s, "coverage.sectors[2].height_m"));
    assert_false(er_study_is_default(&s, "coverage.sectors[4].tilt_deg"));
    s = parse(ctx, arena,
              INPUTS "coverage:\n  model: p1812\n  terrain: {elevation: dem.tif}\n"
                     "  environments: [{environment: rma}]\n");
    assert_true(FIGURE(&s, NULL, NULL, height_m) == 35);
    assert_true(isnan(FIGURE(&s, NULL, NULL, range_m)));
    assert_true(er_study_is_default(&s, "coverage.terrain.no_data_is_sea"));
    er_arena_free(arena);
}

static void a_study_of_discs_is_left_alone(void **state) {
    er_context *ctx = *state;
    er_arena *arena = arena_of(ctx);
    char *text = NULL;
    er_study s = parse(ctx, arena, INPUTS "coverage: {model: disc}\n");
    assert_false(s.radio.used);
    assert_true(s.radio.resolution_m > 0); /* filled in all the same */
    for (size_t i = 0; i < s.default_count; i++)
        assert_null(strstr(s.defaults[i], "sectors"));
    assert_ok(ctx, er_study_explain(ctx, &s, &text));
    assert_null(strstr(text, "preset"));
    assert_null(strstr(text, "rasters"));
    er_free(text);
    s = parse(ctx, arena, INPUTS "coverage: {model: disc, load: 0.3}\n");
    assert_true(s.radio.used);
    assert_ok(ctx, er_study_explain(ctx, &s, &text));
    assert_non_null(strstr(text, "  load: 0.3\n"));
    er_free(text);
    er_arena_free(arena);
}

/** Remove the marks of defaults: the second time they are given figures. */
static void remove_marks(char *text) {
    for (char *mark; (mark = strstr(text, "  # default\n"));)
        memmove(mark, mark + 11, strlen(mark + 11) + 1);
}

static void explain_reads_back_as_the_same_study(void **state) {
    er_context *ctx = *state;
    er_arena *arena = arena_of(ctx);
    char *whole = corpus_text(ctx, "radio.yaml");
    const char *const texts[] = {
        whole, COVERAGE, COVERAGE "  preset: arcep-4-levels\n",
        INPUTS SCHEME "coverage:\n  model: tr38901\n  sectors: [{band: n78, height_m: 50}]\n"
                      "  environments: [{group: a, environment: rma}, {environment: umi}]\n"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        char *first = NULL, *second = NULL;
        er_study s = parse(ctx, arena, texts[i]);
        assert_ok(ctx, er_study_explain(ctx, &s, &first));
        er_study again = parse(ctx, arena, first);
        assert_int_equal(again.default_count, 0);
        assert_int_equal(again.radio.sector_count, s.radio.sector_count);
        assert_int_equal(again.radio.level_count, s.radio.level_count);
        assert_int_equal(again.radio.environment_count, s.radio.environment_count);
        for (size_t f = 0; f < STUDY_RADIO_COUNT; f++)
            assert_true(study_figure_of(&study_radio_figures[f], &s.radio) ==
                        study_figure_of(&study_radio_figures[f], &again.radio));
        assert_ok(ctx, er_study_explain(ctx, &again, &second));
        if (i == 1) assert_non_null(strstr(first, "    - height_m: 25  # default\n"));
        remove_marks(first);
        assert_string_equal(first, second);
        er_free(first);
        er_free(second);
    }
    er_free(whole);
    er_arena_free(arena);
}

/* ---- refusals -------------------------------------------------------------------------------- */

static void refuse(er_context *ctx, const char *text, const char *const parts[4]) {
    er_arena *arena = arena_of(ctx);
    er_study untouched = {.seed = 77};
    if (study_parse(ctx, arena, "s.yaml", text, strlen(text), &untouched) == ER_OK)
        fail_msg("not refused:\n%s", text);
    assert_true(untouched.seed == 77);
    for (size_t p = 0; p < 4 && parts[p]; p++)
        if (!strstr(er_context_error(ctx), parts[p]))
            fail_msg("'%s' is not in '%s' of\n%s", parts[p], er_context_error(ctx), text);
    er_arena_free(arena);
}

/** Every figure: below its range, above it, and not a number; both bounds are allowed. */
static void check_ranges(er_context *ctx, const study_figure *figures, size_t count,
                         const char *before, const char *after) {
    char text[400], low[32], high[32];
    for (size_t i = 0; i < count; i++) {
        const study_figure *f = &figures[i];
        const double outside[2] = {f->low - 0.5 * (f->high - f->low),
                                   f->high + 0.5 * (f->high - f->low)};
        const char *parts[4] = {"s.yaml:6:", f->key, "it can be from", NULL};
        for (int side = 0; side < 2; side++) {
            snprintf(text, sizeof text, COVERAGE "%s%s: %s%s\n", before, f->key,
                     er_format_double(outside[side], low), after);
            refuse(ctx, text, parts);
            er_arena *arena = arena_of(ctx);
            snprintf(text, sizeof text, COVERAGE "%s%s: %s%s\n", before, f->key,
                     er_format_double(side ? f->high : f->low, high), after);
            parse(ctx, arena, text);
            er_arena_free(arena);
        }
        parts[2] = "is not a number";
        snprintf(text, sizeof text, COVERAGE "%s%s: 5 units%s\n", before, f->key, after);
        refuse(ctx, text, parts);
        parts[2] = "takes one value";
        snprintf(text, sizeof text, COVERAGE "%s%s: [1]%s\n", before, f->key, after);
        refuse(ctx, text, parts);
    }
}

static void every_figure_has_its_range(void **state) {
    er_context *ctx = *state;
    check_ranges(ctx, study_radio_figures, STUDY_RADIO_COUNT, "  ", "");
    check_ranges(ctx, study_receiver_figures, STUDY_RECEIVER_COUNT, "  receiver: {", "}");
    check_ranges(ctx, study_sector_figures, STUDY_SECTOR_COUNT, "  sectors: [{", "}]");
    check_ranges(ctx, study_level_figures, STUDY_LEVEL_COUNT, "  levels: [{name: x, ", "}]");
}

static const struct refusal {
    const char *text;
    const char *parts[4];
} refusals[] = {
    {INPUTS "coverage: {model: itm}\n", {"s.yaml:4:", "'itm'", "disc, tr38901, p1812"}},
    {INPUTS "coverage:\n  model: p1812\n", {"s.yaml:5:", "p1812 works over terrain", "elevation"}},
    {COVERAGE "  preset: ofcom\n",
     {"s.yaml:6:", "'ofcom' is not a preset", "fcc-5g-7-1", "arcep-4-levels"}},
    {COVERAGE "  loda: 1\n", {"s.yaml:6:", "did you mean 'load'"}},
    {COVERAGE "  sight: maybe\n", {"s.yaml:6:", "expected, los, nlos"}},
    {COVERAGE "  polarization: circular\n", {"s.yaml:6:", "vertical, horizontal"}},
    {COVERAGE "  fit_offsets: 1\n", {"s.yaml:6:", "true or false"}},
    {COVERAGE "  receiver: 1.5\n", {"s.yaml:6:", "keys and values"}},
    {COVERAGE "  receiver: {hieght_m: 1}\n", {"s.yaml:6:", "did you mean 'height_m'"}},
    {INPUTS "outputs: {rasters: some}\n", {"s.yaml:4:", "true or false"}},
    /* levels */
    {COVERAGE "  levels: []\n", {"s.yaml:6:", "levels has 0 entries"}},
    {COVERAGE "  levels: [{min_rsrp_dbm: -90}]\n", {"s.yaml:6:", "'name' is missing"}},
    {COVERAGE "  levels: [{name: good}]\n", {"s.yaml:6:", "'good' asks nothing"}},
    {COVERAGE "  levels: [{name: Very good, min_rsrp_dbm: -9}]\n", {"s.yaml:6:", "can't name"}},
    {COVERAGE "  levels: [{name: 1st, min_rsrp_dbm: -9}]\n", {"s.yaml:6:", "can't name"}},
    {COVERAGE "  levels: [{name: unknown, min_rsrp_dbm: -9}]\n",
     {"s.yaml:6:", "'unknown' is what a place without"}},
    {COVERAGE "  levels:\n  - {name: a, min_rsrp_dbm: -9}\n  - {name: a, min_rsrp_dbm: -10}\n",
     {"s.yaml:8:", "two levels are called 'a'"}},
    {COVERAGE "  levels:\n  - {name: a, min_rsrp_dbm: -9}\n  - {name: b, min_rsrp_dbm: -8}\n",
     {"s.yaml:8:", "'b' asks more min_rsrp_dbm than 'a'"}},
    {COVERAGE "  levels:\n  - {name: a, min_rsrp_dbm: -9}\n  - {name: b, min_dl_mbps: 1}\n",
     {"s.yaml:8:", "'b' asks more min_dl_mbps than 'a'"}},
    {COVERAGE "  levels:\n  - {name: a, min_rsrp_dbm: -9}\n  - {name: b, min_rsrp_dbm: -9}\n",
     {"s.yaml:8:", "'b' asks the same as 'a'"}},
    /* sectors */
    {COVERAGE "  sectors: [{band: n78}]\n", {"s.yaml:6:", "states nothing"}},
    {COVERAGE "  sectors: [{sectors: 2.5}]\n", {"s.yaml:6:", "sectors is 2.5", "whole number"}},
    {COVERAGE "  sectors: [{dl_layers: 1.5}]\n", {"s.yaml:6:", "dl_layers is 1.5"}},
    {COVERAGE "  sectors: [{ul_layers: 1.5}]\n", {"s.yaml:6:", "ul_layers is 1.5"}},
    {COVERAGE "  sectors: [{subcarrier_khz: 20}]\n", {"s.yaml:6:", "subcarrier_khz is 20"}},
    {COVERAGE "  sectors: [{group: a, height_m: 5}]\n", {"s.yaml:6:", "'radius_scheme'"}},
    /* environments */
    {COVERAGE "  environments: [{group: a}]\n", {"s.yaml:6:", "'environment' is missing"}},
    {COVERAGE "  environments: [{environment: inh}]\n", {"s.yaml:6:", "rma, uma, umi"}},
    {COVERAGE "  environments: [{group: a, environment: rma}]\n", {"s.yaml:6:", "'radius_scheme'"}},
    {COVERAGE "  environments: [{clutter: x, environment: rma}]\n",
     {"s.yaml:6:", "no class of 'terrain' has the name 'x'"}},
    {INPUTS SCHEME "coverage: {environments: [{group: z, environment: rma}]}\n",
     {"s.yaml:9:", "has no group 'z'"}},
    {INPUTS SCHEME "coverage: {sectors: [{group: z, height_m: 3}]}\n",
     {"s.yaml:9:", "has no group 'z'"}},
    /* terrain */
    {COVERAGE "  terrain: {clutter: c.tif}\n", {"s.yaml:6:", "terrain needs 'elevation'"}},
    {COVERAGE "  terrain: {elevation: e.tif, classes: [{value: 1, height_m: 2}]}\n",
     {"s.yaml:6:", "'classes' need 'clutter'"}},
    {COVERAGE "  terrain: {elevation: e.tif, step_m: 0}\n", {"s.yaml:6:", "step_m is 0"}},
    {COVERAGE "  terrain:\n    elevation: e.tif\n    clutter: c.tif\n    classes:\n"
              "    - {value: 1, height_m: 2}\n    - {value: 1, height_m: 3}\n",
     {"s.yaml:11:", "two classes stand for the value 1"}},
    {COVERAGE "  terrain: {elevation: e, clutter: c, classes: [{value: 1, height_m: -2}]}\n",
     {"s.yaml:6:", "height_m is -2"}},
    {COVERAGE "  terrain: {elevation: e, clutter: c, classes: [{value: 1}]}\n",
     {"s.yaml:6:", "'height_m' is missing"}},
    {COVERAGE
     "  terrain: {elevation: e, clutter: c, classes: [{value: 1, height_m: 1, zone: 4}]}\n",
     {"s.yaml:6:", "sea, coastal, inland"}},
};

static void what_makes_no_sense_is_refused(void **state) {
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++)
        refuse(*state, refusals[i].text, refusals[i].parts);
}

static void there_are_not_too_many_levels(void **state) {
    char text[2000] = COVERAGE "  levels:\n";
    for (int i = 0; i < STUDY_LEVEL_LIMIT + 1; i++) {
        size_t used = strlen(text);
        snprintf(text + used, sizeof text - used, "  - {name: l%d, min_rsrp_dbm: %d}\n", i,
                 -50 - i);
    }
    refuse(*state, text, (const char *const[4]){"s.yaml:6:", "17 levels; at most 16"});
}

static void there_are_not_too_many_classes(void **state) {
    enum { SIZE = 20000 };
    char *text = malloc(SIZE);
    assert_non_null(text);
    snprintf(text, SIZE, COVERAGE "  terrain:\n    elevation: e\n    clutter: c\n    classes:\n");
    for (int i = 0; i < STUDY_CLASS_LIMIT + 1; i++) {
        size_t used = strlen(text);
        snprintf(text + used, SIZE - used, "    - {value: %d, height_m: 1}\n", i);
    }
    refuse(*state, text, (const char *const[4]){"s.yaml:9:", "255 classes; at most 254"});
    free(text);
}

static void files_must_be_there(void **state) {
    er_context *ctx = *state;
    er_arena *arena = arena_of(ctx);
    char folder[] = "/tmp/evenreach-study-XXXXXX", path[64], other[64];
    er_study s;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/s.yaml", folder);
    snprintf(other, sizeof other, "%s/towns.csv", folder);
    assert_ok(ctx, er_file_write(ctx, other, "a\n", 2));
    const struct {
        const char *text;
        const char *part;
    } missing[] = {
        {COVERAGE "  terrain: {elevation: gone.tif}\n", "s.yaml:6: gone.tif: no such file"},
        {COVERAGE "  terrain:\n    elevation: towns.csv\n    clutter: no.tif\n",
         "s.yaml:8: no.tif"},
        {COVERAGE "  terrain:\n    elevation: towns.csv\n    zones: z.tif\n", "s.yaml:8: z.tif"},
        {COVERAGE "  sectors:\n  - antenna: k.msi\n", "s.yaml:7: k.msi: no such file"}};
    for (size_t i = 0; i < sizeof missing / sizeof missing[0]; i++) {
        assert_ok(ctx, er_file_write(ctx, path, missing[i].text, strlen(missing[i].text)));
        assert_int_equal(er_study_read(ctx, arena, path, &s), ER_ERR_IO);
        if (!strstr(er_context_error(ctx), missing[i].part)) fail_msg("%s", er_context_error(ctx));
    }
    unlink(path);
    unlink(other);
    rmdir(folder);
    er_arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_arrives),
        cmocka_unit_test(everything_has_a_figure),
        cmocka_unit_test(a_preset_fills_in_what_the_study_leaves_out),
        cmocka_unit_test(sectors_take_their_environment_s_figures_last),
        cmocka_unit_test(a_study_of_discs_is_left_alone),
        cmocka_unit_test(explain_reads_back_as_the_same_study),
        cmocka_unit_test(every_figure_has_its_range),
        cmocka_unit_test(what_makes_no_sense_is_refused),
        cmocka_unit_test(there_are_not_too_many_levels),
        cmocka_unit_test(there_are_not_too_many_classes),
        cmocka_unit_test(files_must_be_there),
    };
    return cmocka_run_group_tests(tests, test_context_up, test_context_down);
}
