/* The study reader: what it reads, what it refuses and with which line. */
#include "study_fixture.h"

#define GROUPS "    groups: [{name: a}, {name: b}]\n"
#define RULES "    rules: [{id: r, group: a, code_prefix: '1'}]\n"
#define SCHEME "schemes:\n  - name: s\n    level: town\n" GROUPS RULES

/** Every kind of input can be named, and every field of ours be mapped to a column. */
static void test_every_kind_and_field_arrives(void **state) {
    static const char *const kinds[] = {
#define NAME(name) #name,
        STUDY_INPUT_KINDS(NAME)};
    static const char *const fields[] = {STUDY_FIELDS(NAME)};
#undef NAME
    er_context *ctx = *state;
    er_arena *arena = arena_of(ctx);
    bool drops = false, ends = false, costs = false;
    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
        char text[4096];
        int used = snprintf(text, sizeof text, "inputs:\n  - %s: a.csv\n%s    fields:\n", kinds[k],
                            strcmp(kinds[k], "units") == 0 ? "    level: town\n" : "");
        for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
            used += snprintf(text + used, sizeof text - (size_t)used, "      %s: column %zu\n",
                             fields[i], i);
        assert_true(used < (int)sizeof text);
        er_study s;
        assert_ok(ctx, study_parse(ctx, arena, "s.yaml", text, strlen(text), &s));
        assert_string_equal(s.inputs[0].kind, kinds[k]);
        assert_int_equal(s.inputs[0].field_count, sizeof fields / sizeof fields[0]);
        for (size_t i = 0; i < s.inputs[0].field_count; i++) {
            char column[32];
            snprintf(column, sizeof column, "column %zu", i);
            assert_string_equal(s.inputs[0].fields[i].field, fields[i]);
            assert_string_equal(s.inputs[0].fields[i].column, column);
            assert_true(i == 0 || strcmp(fields[i - 1], fields[i]) < 0);
            ends = ends || strcmp(fields[i], "date_off") == 0;
            costs = costs || strcmp(fields[i], "budget") == 0;
        }
        drops = drops || strcmp(kinds[k], "drop_points") == 0;
    }
    assert_true(drops && ends && costs);
    er_arena_free(arena);
}

static void test_every_key_arrives(void **state) {
    er_context *ctx = *state;
    er_arena *arena = arena_of(ctx);
    char *text = corpus_text(ctx, "whole.yaml"); /* which uses every key group */
    er_study s;
    assert_ok(ctx, study_parse(ctx, arena, "dir/s.yaml", text, strlen(text), &s));
    assert_string_equal(s.path, "dir/s.yaml");
    assert_string_equal(s.title, "A small study");
    assert_string_equal(s.title_zh, "小研究");
    assert_string_equal(s.language, "zh-TW");
    assert_true(s.seed == 20);
    assert_string_equal(s.working_crs, "EPSG:3826");
    assert_int_equal(s.crs_candidate_count, 2);
    assert_string_equal(s.crs_candidates[1], "EPSG:3828");
    assert_int_equal(s.input_count, 3);
    assert_string_equal(s.inputs[0].kind, "units");
    assert_string_equal(s.inputs[0].path, "counties.gpkg");
    assert_int_equal(s.inputs[0].field_count, 2);
    assert_string_equal(s.inputs[0].fields[1].field, "name");
    assert_string_equal(s.inputs[0].fields[1].column, "COUNTYNAME");
    assert_false(s.inputs[0].synthetic);
    assert_string_equal(s.inputs[1].parent, "county");
    assert_string_equal(s.inputs[1].layer, "towns");
    assert_string_equal(s.inputs[2].kind, "stations");
    assert_true(s.inputs[2].synthetic);
    assert_string_equal(s.inputs[2].crs, "EPSG:3824");
    assert_string_equal(s.inputs[2].encoding, "CP950");
    assert_string_equal(s.inputs[2].preset, "opencellid");
    assert_string_equal(s.inputs[2].licence, "none: \"made up\"");
    assert_int_equal(s.scheme_count, 2);
    assert_false(s.schemes[0].overlapping);
    assert_true(s.schemes[1].overlapping);
    assert_true(s.schemes[0].borderline_margin == 0.1);
    assert_true(s.schemes[1].borderline_margin == 0.05);
    assert_int_equal(s.schemes[0].group_count, 3);
    assert_string_equal(s.schemes[0].groups[0].title_zh, "都市");
    assert_string_equal(s.schemes[0].rules[1].below, "0.2 * mean");
    assert_string_equal(s.schemes[0].rules[1].reason_zh, "人口稀少");
    assert_string_equal(s.schemes[0].otherwise, "urban");
    assert_string_equal(s.schemes[1].rules[0].list_column, "region");
    assert_null(s.schemes[1].otherwise);
    assert_true(s.default_radius_m == 800);
    assert_string_equal(s.radius_scheme, "area_class");
    assert_int_equal(s.radius_count, 2);
    assert_true(s.radii[1].radius_m == 2500);
    assert_null(s.radii[1].group);
    assert_int_equal(s.balance_scheme_count, 1);
    assert_true(s.outline_tolerance_m == 0.5);
    assert_true(er_study_is_default(&s, "coverage.radius_scheme"));
    assert_true(er_study_is_default(&s, "schemes[1].borderline_margin"));
    assert_false(er_study_is_default(&s, "schemes[0].borderline_margin"));
    assert_false(er_study_is_default(&s, "coverage.default_radius_m"));
    er_free(text);
    er_arena_free(arena);
}

static void test_defaults(void **state) {
    er_context *ctx = *state;
    er_arena *arena = arena_of(ctx);
    er_study s;
    assert_ok(ctx, study_parse(ctx, arena, "s.yaml", INPUTS, strlen(INPUTS), &s));
    assert_string_equal(s.language, "en");
    assert_string_equal(s.coverage_model, "disc");
    assert_true(s.default_radius_m == 500);
    assert_true(s.outline_tolerance_m == 1);
    assert_null(s.working_crs);
    assert_null(s.radius_scheme);
    assert_int_equal(s.balance_scheme_count, 0);
    static const char *const filled[] = {"language",
                                         "seed",
                                         "inputs[0].synthetic",
                                         "inputs[0].allow_ballpark",
                                         "coverage.model",
                                         "coverage.default_radius_m",
                                         "outputs.outline_tolerance_m"};
    assert_int_equal(s.default_count, sizeof filled / sizeof filled[0]);
    for (size_t i = 0; i < s.default_count; i++)
        assert_string_equal(s.defaults[i], filled[i]);
    static const char with_scheme[] = INPUTS SCHEME;
    assert_ok(ctx, study_parse(ctx, arena, "s.yaml", with_scheme, strlen(with_scheme), &s));
    assert_int_equal(s.balance_scheme_count, 1);
    assert_string_equal(s.balance_schemes[0], "s");
    assert_true(er_study_is_default(&s, "balance.schemes"));
    er_arena_free(arena);
}

/** A text and parts of the one line that refuses it. */
typedef struct refusal {
    const char *text;
    const char *parts[4];
} refusal;

static const refusal refusals[] = {
    /* keys */
    {INPUTS "coverage:\n  defualt_radius_m: 4\n",
     {"s.yaml:5:", "'defualt_radius_m'", "did you mean 'default_radius_m'", "radius_scheme"}},
    {INPUTS "\n\nwibble: 1\n", {"s.yaml:6:", "'wibble' is not a key here", "allowed: title"}},
    {"inputs:\n  - units: a\n    level: town\n    fields: {operater: x}\n",
     {"s.yaml:4:", "did you mean 'operator'"}},
    {INPUTS "seed: 1\nlanguage: en\nseed: 2\n", {"s.yaml:6:", "'seed' is given twice", "line 4"}},
    {"title: {en: x}\n", {"s.yaml:1:", "'inputs' is missing"}},
    {INPUTS "title: {fr: x}\n", {"s.yaml:4:", "'fr' is not a key here", "allowed: en, zh-TW"}},
    {INPUTS "title: {en: x, en: y}\n", {"s.yaml:4:", "'en' is given twice"}},
    {INPUTS "title: {en: [x]}\n", {"s.yaml:4:", "en takes one value"}},
    {INPUTS "title: {en: ~}\n", {"s.yaml:4:", "en has no value"}},
    {INPUTS "? [a]\n: 1\n", {"s.yaml:4:", "a key must be a plain word"}},
    /* types */
    {INPUTS "coverage: [1]\n", {"s.yaml:4:", "coverage takes keys and values"}},
    {INPUTS "balance: {schemes: s}\n", {"s.yaml:4:", "schemes takes a list"}},
    {INPUTS "seed: [1]\n", {"s.yaml:4:", "seed takes one value"}},
    {"inputs: []\n", {"s.yaml:1:", "inputs has 0 entries"}},
    {INPUTS "seed: -1\n", {"s.yaml:4:", "'-1' is not a whole number"}},
    {INPUTS "seed: 010\n", {"s.yaml:4:", "'010' is not a whole number"}},
    {INPUTS "seed: 9007199254740993\n", {"s.yaml:4:", "is not a whole number"}},
    {INPUTS "    synthetic: ture\n", {"s.yaml:4:", "'ture' is not true or false"}},
    {INPUTS "language: fr\n", {"s.yaml:4:", "'fr' is not known", "en, zh-TW"}},
    {INPUTS "coverage: {model: disk}\n", {"s.yaml:4:", "'disk'", "disc"}},
    {INPUTS "    crs:\n", {"s.yaml:4:", "crs has no value"}},
    {INPUTS "    crs: ''\n", {"s.yaml:4:", "crs has no value"}},
    {"title: [Two, islands]\n", {"s.yaml:1:", "title takes a text, or one in each language"}},
    {INPUTS "    licence: {}\n", {"s.yaml:4:", "licence takes a text, or one in each language"}},
    {INPUTS "    title: ''\n", {"s.yaml:4:", "title has no value"}},
    {INPUTS "    attribution:\n", {"s.yaml:4:", "attribution has no value"}},
    {"just a text\n", {"s.yaml:1:", "takes keys and values"}},
    /* units and ranges */
    {INPUTS "coverage:\n  default_radius_m: 400 m\n",
     {"s.yaml:5:", "'400 m' is not a number", "write no unit"}},
    {INPUTS "coverage: {default_radius_m: 1,000}\n", {"s.yaml:4:"}},
    {INPUTS "coverage: {default_radius_m: \"1,000\"}\n", {"s.yaml:4:", "'1,000' is not a number"}},
    {INPUTS "coverage: {default_radius_m: .nan}\n", {"s.yaml:4:", "'.nan' is not a number"}},
    {INPUTS "coverage: {default_radius_m: 0}\n",
     {"s.yaml:4:", "default_radius_m is 0", "from 1 to 100000"}},
    {INPUTS "coverage:\n  radii:\n    - band: n78\n      radius_m: -5\n",
     {"s.yaml:7:", "radius_m is -5"}},
    {INPUTS "coverage:\n  radii:\n    - {band: n78}\n", {"s.yaml:6:", "'radius_m' is missing"}},
    {INPUTS "schemes:\n  - name: s\n    level: town\n    borderline_margin: 5\n" GROUPS RULES,
     {"s.yaml:7:", "borderline_margin is 5", "from 0 to 0.5"}},
    {INPUTS "schemes:\n  - name: s\n    level: town\n    borderline_margin: 5%\n" GROUPS RULES,
     {"s.yaml:7:", "'5%' is not a number"}},
    {INPUTS "outputs: {outline_tolerance_m: 0}\n", {"s.yaml:4:", "outline_tolerance_m is 0"}},
    /* inputs */
    {"inputs:\n  - level: town\n", {"s.yaml:2:", "names its file by what it holds"}},
    {"inputs:\n  - units: a\n    stations: b\n", {"s.yaml:3:", "'units' and 'stations'"}},
    {"inputs:\n  - units: a\n", {"s.yaml:2:", "units need a 'level'"}},
    {INPUTS "    parent: county\n", {"s.yaml:4:", "no input of units has the level 'county'"}},
    {INPUTS "    parent: town\n", {"s.yaml:4:", "its own parent"}},
    {INPUTS "  - pilots: p.csv\n    parent: town\n", {"s.yaml:5:", "only units have a 'parent'"}},
    {INPUTS "    crs: EPSG:99999999\n", {"s.yaml:4:", "'EPSG:99999999' is not a reference system"}},
    {INPUTS "crs:\n  candidates: [EPSG:4326,\n    EPSG:0]\n", {"s.yaml:6:", "'EPSG:0'"}},
    {INPUTS "crs: {working: 3826 please}\n", {"s.yaml:4:", "is not a reference system"}},
    /* schemes */
    {INPUTS "schemes:\n  - name: s\n    level: village\n" GROUPS RULES,
     {"s.yaml:6:", "no input of units has the level 'village'"}},
    {INPUTS SCHEME "    otherwise: c\n", {"s.yaml:9:", "the scheme 's' has no group 'c'"}},
    {INPUTS SCHEME "  - name: s\n    level: town\n" GROUPS RULES,
     {"s.yaml:9:", "two schemes are called 's'"}},
    {INPUTS "schemes:\n  - name: s\n    level: town\n    groups: [{name: a}, {name: a}]\n" RULES,
     {"s.yaml:7:", "two groups are called 'a'"}},
    {INPUTS "schemes:\n  - name: s\n    level: town\n" GROUPS
            "    rules:\n      - {id: r, group: a}\n",
     {"s.yaml:9:", "has no condition"}},
    {INPUTS "schemes:\n  - name: s\n    level: town\n" GROUPS
            "    rules:\n      - {id: r, code_prefix: '1'}\n",
     {"s.yaml:9:", "needs either a 'group' or a 'list_column'"}},
    {INPUTS "schemes:\n  - name: s\n    level: town\n" GROUPS
            "    rules:\n      - {id: r, group: z, code_prefix: '1'}\n",
     {"s.yaml:9:", "has no group 'z'"}},
    {INPUTS "schemes:\n  - name: s\n    level: town\n" GROUPS
            "    rules:\n      - {id: r, group: a, code_prefix: '1', list_column: x}\n",
     {"s.yaml:9:", "'list_column' needs a 'list'"}},
    {INPUTS "schemes:\n  - name: s\n    level: town\n" GROUPS
            "    rules:\n      - {id: r, group: a, below: 5}\n",
     {"s.yaml:9:", "no 'measure'"}},
    {INPUTS "schemes:\n  - name: s\n    level: town\n" GROUPS
            "    rules:\n      - {id: r, group: a, measure: persons}\n",
     {"s.yaml:9:", "neither 'below' nor 'at_least'"}},
    {INPUTS
     "schemes:\n  - name: s\n    level: town\n" GROUPS
     "    rules:\n      - id: r\n        group: a\n        measure: density\n        below: 5\n",
     {"s.yaml:11:", "'density' is not a measure", "density_per_km2"}},
    {INPUTS "schemes:\n  - name: s\n    level: town\n" GROUPS
            "    rules:\n      - id: r\n        group: a\n        measure: persons\n"
            "        below: 20% of mean\n",
     {"s.yaml:12:", "'20% of mean' is not a threshold", "0.2 * mean"}},
    {INPUTS "balance: {schemes: [nope]}\n", {"s.yaml:4:", "the study has no scheme 'nope'"}},
    {INPUTS "coverage: {radii: [{group: a, radius_m: 5}]}\n", {"s.yaml:4:", "'radius_scheme'"}},
    {INPUTS SCHEME "coverage: {radius_scheme: s, radii: [{group: z, radius_m: 5}]}\n",
     {"s.yaml:9:", "has no group 'z'"}},
    /* hostile YAML */
    {"", {"s.yaml:", "empty"}},
    {"# only a comment\n", {"empty"}},
    {"a: &x 1\n", {"s.yaml:1:", "anchors and aliases"}},
    {"inputs: *x\n", {"s.yaml:1:"}},
    {"inputs: !!python/none x\n", {"s.yaml:1:", "tags"}},
    {INPUTS "---\n" INPUTS, {"s.yaml:4:", "one document"}},
    {INPUTS "title: {en: \"a\\0b\"}\n", {"s.yaml:4:", "NUL"}},
    {INPUTS "title: {en: \xFF}\n", {"s.yaml:4:", "UTF-8"}},
    {INPUTS "  bad: [\n", {"s.yaml:", "not valid YAML"}},
    {INPUTS "\tseed: 1\n", {"s.yaml:4:", "not valid YAML"}},
};

static void test_refusals(void **state) {
    er_context *ctx = *state;
    er_arena *arena = arena_of(ctx);
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        const refusal *r = &refusals[i];
        er_study untouched = {.seed = 77};
        er_status status = study_parse(ctx, arena, "s.yaml", r->text, strlen(r->text), &untouched);
        const char *line = er_context_error(ctx);
        if (status == ER_OK) fail_msg("not refused:\n%s", r->text);
        assert_true(untouched.seed == 77);
        for (size_t p = 0; p < 4 && r->parts[p]; p++)
            if (!strstr(line, r->parts[p]))
                fail_msg("'%s' is not in '%s' of\n%s", r->parts[p], line, r->text);
    }
    er_arena_free(arena);
}

static void test_hostile_sizes(void **state) {
    er_context *ctx = *state;
    er_arena *arena = arena_of(ctx);
    enum { SIZE = ER_YAML_SIZE_LIMIT + 1 };
    char *text = malloc(SIZE + 1);
    er_study s;
    assert_non_null(text);
    memset(text, '[', SIZE);
    assert_int_equal(study_parse(ctx, arena, "s.yaml", text, SIZE, &s), ER_ERR_INPUT);
    assert_non_null(strstr(er_context_error(ctx), "larger than the limit"));
    assert_int_equal(study_parse(ctx, arena, "s.yaml", text, SIZE - 1, &s), ER_ERR_INPUT);
    assert_non_null(strstr(er_context_error(ctx), "nested too deeply"));
    for (size_t i = 0; i + 2 < SIZE; i += 2)
        memcpy(text + i, i == 0 ? "[," : "a,", 2);
    text[1] = 'a';
    assert_int_equal(study_parse(ctx, arena, "s.yaml", text, SIZE - 1, &s), ER_ERR_INPUT);
    assert_non_null(strstr(er_context_error(ctx), "too many values"));
    assert_int_equal(study_parse(ctx, arena, "s.yaml", "seed: \0001", 8, &s), ER_ERR_INPUT);
    assert_non_null(strstr(er_context_error(ctx), "UTF-8"));
    free(text);
    er_arena_free(arena);
}

static void test_missing_files(void **state) {
    er_context *ctx = *state;
    er_arena *arena = arena_of(ctx);
    char folder[] = "/tmp/evenreach-study-XXXXXX", path[64], table[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/s.yaml", folder);
    snprintf(table, sizeof table, "%s/towns.csv", folder);
    er_study s;
    assert_int_equal(er_study_read(ctx, arena, path, &s), ER_ERR_IO);
    assert_non_null(strstr(er_context_error(ctx), "no such file"));
    static const char text[] = "# a study\n" INPUTS;
    assert_ok(ctx, er_file_write(ctx, path, text, strlen(text)));
    assert_int_equal(er_study_read(ctx, arena, path, &s), ER_ERR_IO);
    assert_non_null(strstr(er_context_error(ctx), "s.yaml:3: towns.csv: no such file"));
    assert_ok(ctx, er_file_write(ctx, table, "a\n", 2));
    assert_ok(ctx, er_study_read(ctx, arena, path, &s));
    const char *opened = NULL;
    assert_ok(ctx, er_study_path(ctx, arena, &s, s.inputs[0].path, &opened));
    assert_string_equal(opened, table);
    static const char listed[] = INPUTS "schemes:\n  - name: s\n    level: town\n" GROUPS
                                        "    rules:\n      - {id: r, group: a, list: gone.csv}\n";
    assert_ok(ctx, er_file_write(ctx, path, listed, strlen(listed)));
    assert_int_equal(er_study_read(ctx, arena, path, &s), ER_ERR_IO);
    assert_non_null(strstr(er_context_error(ctx), "s.yaml:9: gone.csv: no such file"));
    unlink(path);
    unlink(table);
    rmdir(folder);
    er_arena_free(arena);
}

#define SAME(text, want) ((want) ? (text) && strcmp((text), (want)) == 0 : !(text))

/** Words for people: one text, or one in each language; what is not given stays open. */
static void test_words_come_in_one_language_or_both(void **state) {
    static const struct {
        const char *written, *en, *zh, *explained;
    } cases[] = {
        {"Towns", "Towns", NULL, "title: Towns\n"},
        {"鄉鎮", "鄉鎮", NULL, "title: \"鄉鎮\"\n"},
        {"{en: Towns}", "Towns", NULL, "title: Towns\n"},
        {"{zh-TW: 鄉鎮}", "鄉鎮", "鄉鎮", "title: \"鄉鎮\"\n"},
        {"{zh-TW: 鄉鎮, en: Towns}", "Towns", "鄉鎮", "en: Towns\n"},
        {"\"null\"", "null", NULL, "title: \"null\"\n"},
    };
    er_context *ctx = *state;
    er_arena *arena = arena_of(ctx);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[1024], *explained = NULL;
        const char *w = cases[i].written, *en = cases[i].en, *zh = cases[i].zh;
        er_study s;
        snprintf(text, sizeof text,
                 "title: %s\n" INPUTS "    title: %s\n  - units: b.csv\n    level: county\n"
                 "    licence: %s\n    attribution: %s\n"
                 "schemes:\n  - name: s\n    title: %s\n    level: town\n    groups:\n"
                 "      - {name: a, title: %s}\n      - {name: b}\n    rules:\n"
                 "      - {id: r, group: a, code_prefix: '1', reason: %s}\n",
                 w, w, w, w, w, w, w);
        assert_ok(ctx, study_parse(ctx, arena, "s.yaml", text, strlen(text), &s));
        assert_true(SAME(s.title, en) && SAME(s.title_zh, zh));
        assert_true(SAME(s.inputs[0].title, en) && SAME(s.inputs[0].title_zh, zh));
        assert_true(!s.inputs[0].licence && !s.inputs[0].licence_zh);
        assert_true(!s.inputs[1].title && !s.inputs[1].title_zh);
        assert_true(SAME(s.inputs[1].licence, en) && SAME(s.inputs[1].licence_zh, zh));
        assert_true(SAME(s.inputs[1].attribution, en) && SAME(s.inputs[1].attribution_zh, zh));
        const er_study_scheme *scheme = &s.schemes[0];
        assert_true(SAME(scheme->title, en) && SAME(scheme->title_zh, zh));
        assert_true(SAME(scheme->groups[0].title, en) && SAME(scheme->groups[0].title_zh, zh));
        assert_true(!scheme->groups[1].title && !scheme->groups[1].title_zh);
        assert_true(SAME(scheme->rules[0].reason, en) && SAME(scheme->rules[0].reason_zh, zh));
        assert_ok(ctx, er_study_explain(ctx, &s, &explained));
        assert_non_null(strstr(explained, cases[i].explained));
        er_free(explained);
    }
    er_arena_free(arena);
}

static void test_explain_reads_back(void **state) {
    er_context *ctx = *state;
    er_arena *arena = arena_of(ctx);
    char *text = corpus_text(ctx, "whole.yaml"), *first = NULL, *second = NULL;
    er_study s;
    assert_ok(ctx, study_parse(ctx, arena, "s.yaml", text, strlen(text), &s));
    assert_ok(ctx, er_study_explain(ctx, &s, &first));
    assert_non_null(strstr(first, "radius_scheme: area_class  # default\n"));
    assert_non_null(strstr(first, "default_radius_m: 800\n"));
    assert_non_null(strstr(first, "licence: \"none: \\\"made up\\\"\"\n"));
    assert_non_null(strstr(first, "    # encoding: "));
    er_study again;
    assert_ok(ctx, study_parse(ctx, arena, "s.yaml", first, strlen(first), &again));
    assert_int_equal(again.default_count, 0);
    assert_int_equal(again.scheme_count, s.scheme_count);
    assert_string_equal(again.schemes[0].rules[1].below, "0.2 * mean");
    assert_true(again.radii[0].radius_m == s.radii[0].radius_m);
    assert_ok(ctx, er_study_explain(ctx, &again, &second));
    for (char *mark; (mark = strstr(first, "  # default\n"));)
        memmove(mark, mark + 11, strlen(mark + 11) + 1);
    assert_string_equal(first, second);
    er_free(text);
    er_free(first);
    er_free(second);
    er_arena_free(arena);
}

static void test_thresholds(void **state) {
    (void)state;
    er_threshold t;
    assert_true(er_threshold_parse("125", &t));
    assert_true(t.value == 125 && !t.of_mean);
    assert_true(er_threshold_parse("0.2 * mean", &t));
    assert_true(t.value == 0.2 && t.of_mean);
    assert_true(er_threshold_parse("0.2*mean", &t));
    static const char *const wrong[] = {"",      "-1",     "mean",   "0.2 * median",
                                        "nan",   "* mean", "2 mean", "0.2 * mean + 1",
                                        "1e400", "5 %",    "1 * 2",  "-1 * mean"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        if (er_threshold_parse(wrong[i], &t)) fail_msg("'%s' was read", wrong[i]);
}

static void test_chinese_messages(void **state) {
    er_context *ctx = *state;
    er_arena *arena = arena_of(ctx);
    er_study s;
    static const char text[] = INPUTS "seeed: 1\n";
    er_context_set_language(ctx, ER_LANG_ZH_TW);
    assert_int_equal(study_parse(ctx, arena, "s.yaml", text, strlen(text), &s), ER_ERR_INPUT);
    er_context_set_language(ctx, ER_LANG_EN);
    assert_non_null(strstr(er_context_error(ctx), "是不是要寫「seed」"));
    er_arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_key_arrives),
        cmocka_unit_test(test_every_kind_and_field_arrives),
        cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_hostile_sizes),
        cmocka_unit_test(test_missing_files),
        cmocka_unit_test(test_words_come_in_one_language_or_both),
        cmocka_unit_test(test_explain_reads_back),
        cmocka_unit_test(test_thresholds),
        cmocka_unit_test(test_chinese_messages),
    };
    return cmocka_run_group_tests(tests, test_context_up, test_context_down);
}
