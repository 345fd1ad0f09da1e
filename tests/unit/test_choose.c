/* Choosing sites on a small world: against every subset counted exactly, and against a comparison
 * with the world in which a plan is built. */
#include "cover_fixture.h"

#include "evenreach/whatif.h"

enum { CANDIDATES = 8 };

/* West of 121: 1,000 persons; to 121.2: 3,000; beyond: 500. Some overlap each other or what is
 * served already. */
static const er_point places[CANDIDATES] = {{120.85, 23.45}, {120.95, 23.55}, {121.05, 23.45},
                                            {121.08, 23.46}, {121.15, 23.5},  {121.12, 23.53},
                                            {121.3, 23.5},   {121.36, 23.52}};

static void add_groups(fixture *f, const struct world *w) {
    const er_scheme scheme = {
        .name = "area", .title = "area", .title_zh = "地區", .level = "town", .definition = "{}"};
    const er_group groups[] = {
        {.scheme = "area", .name = "near", .title = "Near", .title_zh = "近"},
        {.scheme = "area", .name = "far", .title = "Far", .title_zh = "遠", .rank = 1}};
    const er_unit_group members[] = {
        {w->town, "area", "near", "r", "near", "近", NAN, NAN, false},
        {w->town_far, "area", "far", "r", "far", "遠", NAN, NAN, false}};
    assert_ok(f->ctx, er_store_replace_scheme(f->ctx, f->store, &scheme, groups, 2, members, 2));
}

static void add_candidate(fixture *f, const char *code, er_point place) {
    er_candidate candidate = {
        .code = code, .name = code, .height_m = NAN, .cost = NAN, .position = place};
    assert_ok(f->ctx, er_store_add_candidate(f->ctx, f->store, &candidate));
}

/** Units, groups, one station, candidates in their order or the other way round. The far town. */
static int64_t furnish(fixture *f, bool turned) {
    struct world w = make_world(f);
    er_station station = station_of("X", 121.1, 23.5, 4000);
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    add_groups(f, &w);
    station.row = 1;
    assert_ok(f->ctx, er_store_add_station(f->ctx, f->store, &station));
    for (int i = 0; i < CANDIDATES; i++) {
        int k = turned ? CANDIDATES - 1 - i : i;
        const char code[3] = {'c', (char)('0' + k), '\0'};
        add_candidate(f, code, places[k]);
    }
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    return w.town_far;
}

static const char *const far_alone[] = {"far"};
static const er_study_choose_rule far_floor = {.scheme = "area",
                                               .groups = far_alone,
                                               .group_count = 1,
                                               .least_share = 0.5,
                                               .most_share = NAN,
                                               .least = NAN,
                                               .most = NAN,
                                               .covered_share = NAN};
static const char *const by_area[] = {"area"};

static er_study_choose question_of(const char *place, double count) {
    return (er_study_choose){.name = "next",
                             .place = place,
                             .count = count,
                             .candidates = "file",
                             .spacing_m = 2000,
                             .most_candidates = 5000,
                             .radius_m = 3000,
                             .cell_m = 250,
                             .budget = NAN,
                             .front = 4,
                             .inequality = "theil_t",
                             .inequality_scheme = "area"};
}

static er_study study_of(const er_study_choose *questions, size_t count) {
    er_study study = bare_study;
    study.default_radius_m = 3000;
    study.balance_schemes = by_area;
    study.balance_scheme_count = 1;
    study.radius_scheme = "area";
    study.measures = (er_study_measures){.floor = 0.9, .atkinson_epsilon = 0.5};
    study.choose = questions;
    study.choose_count = count;
    return study;
}

struct answer {
    int64_t run;
    er_siting_plan_row *plans;
    size_t plan_count;
    er_siting_choice_row *choices;
    size_t choice_count;
};

static struct answer answer_of(fixture *f, const er_study *study) {
    struct answer a = {0};
    assert_ok(f->ctx, er_choose(f->ctx, f->store, study, &a.run));
    assert_ok(f->ctx,
              er_store_siting_plans(f->ctx, f->store, f->arena, a.run, &a.plans, &a.plan_count));
    assert_ok(f->ctx, er_store_siting_choices(f->ctx, f->store, f->arena, a.run, &a.choices,
                                              &a.choice_count));
    return a;
}

static void cover(fixture *f, const er_study *study) {
    int64_t run;
    assert_ok(f->ctx, er_cover(f->ctx, f->store, study, &run));
}

/* ---- against every subset -------------------------------------------------------------------- */

static int bits_of(unsigned set) {
    int bits = 0;
    for (; set; set &= set - 1)
        bits++;
    return bits;
}

/** Most persons that any `count` candidates add, exactly; at least so many of the last two. */
static double best_of_all(fixture *f, const er_study *study, int count, int far_least) {
    er_whatif *whatif = NULL;
    double best = 0;
    assert_ok(f->ctx, er_whatif_new(f->ctx, f->store, study, 0, &whatif));
    for (unsigned set = 0; set < 1u << CANDIDATES; set++) {
        er_whatif_site sites[CANDIDATES];
        er_whatif_change change = {.added = sites};
        er_whatif_answer answer;
        if (bits_of(set) != count || bits_of(set >> 6) < far_least) continue;
        for (int i = 0; i < CANDIDATES; i++)
            if (set >> i & 1)
                sites[change.added_count++] = (er_whatif_site){places[i], 3000, NULL, NULL};
        assert_ok(f->ctx, er_whatif_ask(f->ctx, whatif, f->arena, &change, &answer));
        best = fmax(best, answer.totals[0].gained_persons);
    }
    er_whatif_free(whatif);
    return best;
}

static double gained(const er_siting_plan_row *plan) {
    return plan->persons_after - plan->persons_before;
}

static void test_every_subset(void **state) {
    fixture *f = *state;
    furnish(f, false);
    for (int count = 1; count <= 4; count++)
        for (int floored = 0; floored <= 1; floored++) {
            er_study_choose question = question_of("station", count);
            question.front = 0;
            question.rules = floored ? &far_floor : NULL;
            question.rule_count = (size_t)floored;
            er_study study = study_of(&question, 1);
            cover(f, &study);
            struct answer a = answer_of(f, &study);
            double best = best_of_all(f, &study, count, floored ? (count + 1) / 2 : 0);
            assert_int_equal(a.plans[0].count, count);
            assert_string_equal(a.plans[0].variant, "asked");
            /* cells see a disc's edge to some metres, exchanges are counted exactly */
            assert_true(fabs(gained(&a.plans[0]) - best) < 1e-6);
            assert_true(a.plans[0].bound >= a.plans[0].covered - 1e-6);
            assert_true(fabs(a.plans[0].covered - a.plans[0].persons_after) < 0.02 * best);
            assert_int_equal(a.plan_count, floored ? 2 : 1);
            if (floored) assert_true(a.plans[0].share_in_rules >= 0.5);
            if (floored) assert_string_equal(a.plans[1].variant, "free");
        }
}

static void test_choices_add_up(void **state) {
    fixture *f = *state;
    er_study_choose question = question_of("station", 4);
    er_study study = study_of(&question, 1);
    furnish(f, false);
    cover(f, &study);
    struct answer a = answer_of(f, &study);
    for (size_t i = 0; i < a.plan_count; i++) {
        double sum = a.plans[i].persons_before, last = INFINITY;
        for (size_t k = 0; k < a.choice_count; k++) {
            if (a.choices[k].plan_id != a.plans[i].id) continue;
            sum += a.choices[k].gains;
            assert_true(a.choices[k].gains <= last); /* the one that gains most comes first */
            last = a.choices[k].gains;
            if (a.choices[k].rank == a.plans[i].count)
                assert_true(a.choices[k].index_after == a.plans[i].index_after);
        }
        assert_true(sum == a.plans[i].persons_after);
    }
    assert_non_null(strstr(a.choices[0].sentence, "persons more are served"));
    assert_non_null(strstr(a.choices[0].sentence, "Near"));
    assert_non_null(strstr(a.choices[0].sentence, "next best in its place"));
    assert_non_null(strstr(a.choices[0].sentence_zh, "人新受服務"));
    assert_non_null(strstr(a.choices[0].sentence_zh, "近"));
    assert_non_null(strstr(a.plans[0].sentence, "With these 4 stations"));
    assert_non_null(strstr(a.plans[0].sentence_zh, "這 4 座基地臺"));
}

/* ---- the front ------------------------------------------------------------------------------- */

static void test_front(void **state) {
    fixture *f = *state;
    er_study_choose question = question_of("station", 2);
    er_study study = study_of(&question, 1);
    int64_t far_town = furnish(f, false);
    /* the far town is settled nearly as densely, and has nothing: some priority takes it */
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    add_persons(f, far_town, 2850);
    assert_ok(f->ctx, er_store_settle_population(f->ctx, f->store));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    cover(f, &study);
    struct answer a = answer_of(f, &study);
    assert_true(a.plan_count >= 2);
    for (size_t i = 0; i < a.plan_count; i++)
        for (size_t k = 0; k < a.plan_count; k++)
            if (a.plans[i].on_front && i != k)
                assert_false(a.plans[k].persons_after > a.plans[i].persons_after &&
                             a.plans[k].index_after < a.plans[i].index_after);
    assert_true(a.plans[a.plan_count - 1].index_after < a.plans[0].index_after);
    assert_true(gained(&a.plans[a.plan_count - 1]) < gained(&a.plans[0]));
}

/** Cells as coarse as a disc prove a plan that another one outdoes, counted exactly: of all plans
 *  that hold the conditions, none gains more than the one asked for. */
static void test_asked_gains_most(void **state) {
    fixture *f = *state;
    er_study_choose question = question_of("station", 3);
    er_study study = study_of(&question, 1);
    furnish(f, false);
    cover(f, &study);
    question.front = 6;
    question.rules = &far_floor;
    question.rule_count = 1;
    for (int cell_m = 500; cell_m <= 6000; cell_m += 500) {
        question.cell_m = cell_m;
        struct answer a = answer_of(f, &study);
        assert_string_equal(a.plans[0].variant, "asked");
        for (size_t i = 1; i < a.plan_count; i++)
            if (strcmp(a.plans[i].variant, "conditions_priority") == 0)
                assert_true(gained(&a.plans[i]) <= gained(&a.plans[0]));
            else if (strcmp(a.plans[i].variant, "free") == 0)
                for (size_t k = 0; k < a.plan_count; k++)
                    assert_true(gained(&a.plans[k]) <= gained(&a.plans[i]));
    }
}

/* ---- what if it is built --------------------------------------------------------------------- */

static void test_scenario(void **state) {
    fixture *f = *state;
    er_study_choose question = question_of("station", 3);
    er_study study = study_of(&question, 1);
    char path[128];
    furnish(f, false);
    cover(f, &study);
    struct answer a = answer_of(f, &study);
    for (size_t i = 0; i < a.plan_count; i++) {
        er_compare_result result;
        snprintf(path, sizeof path, "%s/s%zu.sqlite", f->folder, i);
        assert_ok(f->ctx, er_scenario(f->ctx, f->store, &study, "next", a.plans[i].number, path));
        const er_compare_options options = {.after = {.workspace = path}};
        assert_ok(f->ctx,
                  er_compare_look(f->ctx, f->store, &study, &options, f->arena, &result, NULL));
        const er_compare_row *all = NULL;
        for (size_t k = 0; k < result.row_count; k++)
            if (strcmp(result.rows[k].kind, "all") == 0) all = &result.rows[k];
        assert_non_null(all);
        assert_true(all->persons_served.gained == gained(&a.plans[i]));
        assert_true(all->persons_served.lost == 0);
        assert_true(all->persons_served.before == a.plans[i].persons_before);
        assert_true(all->persons_served.after == a.plans[i].persons_after);
    }
    assert_int_equal(er_scenario(f->ctx, f->store, &study, "next", 1, path), ER_ERR_IO);
    assert_int_equal(er_scenario(f->ctx, f->store, &study, "next", 99, "x"), ER_ERR_NOT_FOUND);
    assert_int_equal(er_scenario(f->ctx, f->store, &study, "none", 1, "x"), ER_ERR_NOT_FOUND);
}

static void test_pilot_scenario(void **state) {
    fixture *f = *state;
    er_study_choose question = question_of("pilot", 2);
    er_study study = study_of(&question, 1);
    char path[128];
    question.radius_m = 5000;
    furnish(f, false);
    struct answer a = answer_of(f, &study); /* pilots need no coverage */
    double first = gained(&a.plans[0]);
    assert_true(a.plans[0].persons_before == 0 && first > 0);
    /* two discs of 5 km that do not meet, in the village of 3,000 persons, at least one of them */
    snprintf(path, sizeof path, "%s/p.sqlite", f->folder);
    assert_ok(f->ctx, er_scenario(f->ctx, f->store, &study, "next", 1, path));
    er_store *built = NULL;
    er_pilot_site *sites = NULL;
    size_t count = 0;
    int64_t run = 0;
    er_siting_plan_row *plans = NULL;
    assert_ok(f->ctx, er_store_open(f->ctx, path, ER_STORE_WRITE, &built));
    assert_ok(f->ctx, er_store_pilot_sites(f->ctx, built, f->arena, &sites, &count));
    assert_int_equal(count, 2);
    /* asked again there, those that were chosen are what is reached before */
    assert_ok(f->ctx, er_choose(f->ctx, built, &study, &run));
    assert_ok(f->ctx, er_store_siting_plans(f->ctx, built, f->arena, run, &plans, &count));
    assert_true(plans[0].persons_before == a.plans[0].persons_after);
    er_store_close(built);
}

static void add_pilot_at(fixture *f, const char *code, int64_t unit_id, er_point place) {
    er_pilot pilot = {.code = code,
                      .name = code,
                      .status = "actual",
                      .year = INT64_MIN,
                      .smes = NAN,
                      .visits = NAN,
                      .revenue = NAN,
                      .persons_served = NAN,
                      .budget = NAN};
    er_pilot_site site = {.pilot_code = code,
                          .sequence = 1,
                          .unit_id = unit_id,
                          .located = "unit",
                          .position = place,
                          .accuracy_m = NAN};
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_pilot(f->ctx, f->store, &pilot));
    assert_ok(f->ctx, er_store_add_pilot_site(f->ctx, f->store, &site));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
}

static int64_t supposed(fixture *f, int64_t run, const char *value) {
    er_assumption *rows = NULL;
    size_t count = 0;
    assert_ok(f->ctx, er_store_assumptions(f->ctx, f->store, f->arena, &rows, &count));
    for (size_t i = 0; i < count; i++)
        if (rows[i].run_id == run && strcmp(rows[i].value, value) == 0)
            return rows[i].rows_affected;
    return 0;
}

/** A pilot of which only the town is known counts where a candidate of the town would stand; one of
 *  which only the county is known stays out. */
static void test_pilots_of_units(void **state) {
    fixture *f = *state;
    er_study_choose question = question_of("pilot", 2);
    er_study study = study_of(&question, 1);
    const er_point nowhere = {NAN, NAN};
    er_point place = nowhere;
    struct world w = make_world(f);
    question.candidates = "units";
    question.radius_m = 5000;
    question.front = 0;
    question.inequality_scheme = NULL;
    study.balance_scheme_count = 0;
    struct answer a = answer_of(f, &study);
    double all = a.plans[0].persons_after, of_far = 0;
    assert_int_equal(a.choice_count, 2);
    for (size_t i = 0; i < a.choice_count; i++)
        if (a.choices[i].unit_id == w.town_far) {
            place = a.choices[i].position;
            of_far = a.choices[i].gains;
        }
    assert_true(isfinite(place.x) && of_far > 0);
    add_pilot_at(f, "county alone", w.county, nowhere);
    add_pilot_at(f, "town alone", w.town_far, nowhere);
    question.count = 1;
    a = answer_of(f, &study);
    assert_true(fabs(a.plans[0].persons_before - of_far) < 1e-6);
    assert_true(fabs(a.plans[0].persons_after - all) < 1e-6);
    assert_int_equal(supposed(f, a.run, "middle of the unit"), 1);
    assert_int_equal(supposed(f, a.run, "left out"), 1);
}

/* ---- the same bytes -------------------------------------------------------------------------- */

static void assert_same_answers(const struct answer *a, const struct answer *b) {
    assert_int_equal(a->plan_count, b->plan_count);
    assert_int_equal(a->choice_count, b->choice_count);
    for (size_t i = 0; i < a->plan_count; i++) {
        assert_string_equal(a->plans[i].sentence, b->plans[i].sentence);
        assert_true(a->plans[i].persons_after == b->plans[i].persons_after);
        assert_true(a->plans[i].bound == b->plans[i].bound);
        assert_true(a->plans[i].index_after == b->plans[i].index_after);
    }
    for (size_t i = 0; i < a->choice_count; i++) {
        assert_string_equal(a->choices[i].code, b->choices[i].code);
        assert_string_equal(a->choices[i].sentence_zh, b->choices[i].sentence_zh);
        assert_true(a->choices[i].gains == b->choices[i].gains);
    }
}

static void test_same_bytes(void **state) {
    fixture *f = *state, turned = *f;
    er_study_choose questions[] = {question_of("station", 3), question_of("pilot", 3)};
    er_study study = study_of(questions, 2);
    char path[128];
    questions[1].name = "pilots";
    furnish(f, false);
    cover(f, &study);
    er_context_set_threads(f->ctx, 1);
    struct answer a = answer_of(f, &study);
    er_context_set_threads(f->ctx, 2);
    struct answer b = answer_of(f, &study);
    assert_same_answers(&a, &b);
    snprintf(path, sizeof path, "%s/t.sqlite", f->folder);
    assert_ok(f->ctx, er_store_create(f->ctx, path, false, &turned.store));
    furnish(&turned, true);
    cover(&turned, &study);
    struct answer c = answer_of(&turned, &study);
    assert_same_answers(&a, &c);
    er_store_close(turned.store);
}

/* ---- what is refused, and what is told ------------------------------------------------------- */

#define assert_refused(f, study, status, part) assert_refused_at(f, study, status, part, __LINE__)
static void assert_refused_at(fixture *f, const er_study *study, er_status status, const char *part,
                              int line) {
    int64_t run = -1;
    if (er_choose(f->ctx, f->store, study, &run) != status)
        fail_msg("line %d: not %s: '%s'", line, er_status_name(status), er_context_error(f->ctx));
    if (!strstr(er_context_error(f->ctx), part))
        fail_msg("'%s' does not say '%s'", er_context_error(f->ctx), part);
    assert_int_equal(run, -1);
}

static void test_refused(void **state) {
    fixture *f = *state;
    er_study_choose question = question_of("station", 3);
    er_study study = study_of(&question, 1);
    er_study_choose_rule rules[] = {far_floor, far_floor};
    furnish(f, false);
    assert_refused(f, &study, ER_ERR_NOT_FOUND, "question next");
    cover(f, &study);
    question.count = CANDIDATES + 1;
    assert_refused(f, &study, ER_ERR_RANGE, "8 candidates");
    question.count = 0;
    assert_refused(f, &study, ER_ERR_RANGE, "count is 0");
    question.count = 3;
    question.radius_m = 0;
    assert_refused(f, &study, ER_ERR_RANGE, "radius_m is 0");
    question.radius_m = NAN;
    study.default_radius_m = NAN;
    assert_refused(f, &study, ER_ERR_INPUT, "no radius");
    study.default_radius_m = 3000;
    rules[1].least_share = NAN;
    rules[1].most_share = 0.2;
    question.rules = rules;
    question.rule_count = 2;
    assert_refused(f, &study, ER_ERR_INFEASIBLE, "question next");
    assert_refused(f, &study, ER_ERR_INFEASIBLE, "far (area)");
    rules[0].scheme = "none";
    assert_refused(f, &study, ER_ERR_NOT_FOUND, "'none'");
    rules[0].scheme = "area";
    rules[0].covered_share = 0.9;
    rules[0].least_share = NAN;
    question.rule_count = 1;
    assert_refused(f, &study, ER_ERR_INFEASIBLE, "far (area)");
    study.choose_count = 0;
    assert_refused(f, &study, ER_ERR_INPUT, "asks for no sites");
}

static void test_no_stations(void **state) {
    fixture *f = *state;
    er_study_choose question = question_of("station", 1);
    er_study study = study_of(&question, 1);
    make_world(f);
    question.candidates = "units";
    question.inequality_scheme = NULL;
    study.balance_scheme_count = 0;
    cover(f, &study);
    assert_refused(f, &study, ER_ERR_NOT_FOUND, "no stations");
}

static void test_odd_candidates(void **state) {
    fixture *f = *state;
    er_study_choose question = question_of("station", 3);
    er_study study = study_of(&question, 1);
    er_assumption *rows = NULL;
    size_t count = 0;
    bool outside = false, doubled = false;
    furnish(f, false);
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    add_candidate(f, "sea", (er_point){119, 23.5});
    add_candidate(f, "twin", places[2]);
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    cover(f, &study);
    struct answer a = answer_of(f, &study);
    assert_int_equal(a.plans[0].candidates, CANDIDATES);
    assert_non_null(strstr(f->warning, "twin"));
    assert_ok(f->ctx, er_store_assumptions(f->ctx, f->store, f->arena, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        if (rows[i].run_id != a.run) continue;
        outside = outside || (strstr(rows[i].basis, "sea") &&
                              strstr(rows[i].basis_zh, "：不在任何單元內的候選點不予採用：sea"));
        doubled = doubled ||
                  (strstr(rows[i].basis, "twin") && strstr(rows[i].basis_zh, "者只採用一次：twin"));
    }
    assert_true(outside && doubled);
}

/** Where candidates come from: middles of units, points of a grid, venues. */
static void test_other_candidates(void **state) {
    fixture *f = *state;
    er_study_choose question = question_of("station", 1);
    er_study study = study_of(&question, 1);
    furnish(f, false);
    cover(f, &study);
    question.front = 0;
    question.candidates = "units";
    struct answer a = answer_of(f, &study);
    assert_int_equal(a.plans[0].candidates, 2); /* towns, the level above villages */
    question.level = "village";
    a = answer_of(f, &study);
    assert_int_equal(a.plans[0].candidates, 2);
    question.candidates = "venues";
    a = answer_of(f, &study);
    assert_int_equal(a.plans[0].candidates, 1);
    assert_string_equal(a.choices[0].code, "v");
    question.candidates = "grid";
    question.spacing_m = 2000;
    question.most_candidates = 100;
    a = answer_of(f, &study);
    assert_true(a.plans[0].candidates > 25 && a.plans[0].candidates <= 100);
    assert_non_null(strstr(f->warning, "grid of candidates"));
}

/** A person who is served by one counts again where a second site serves, but gains nothing. */
static void test_backup(void **state) {
    fixture *f = *state;
    er_study_choose question = question_of("station", 1);
    er_study study = study_of(&question, 1);
    furnish(f, false);
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    add_candidate(f, "same", (er_point){121.1, 23.5}); /* where the station stands */
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    cover(f, &study);
    question.front = 0;
    struct answer a = answer_of(f, &study);
    assert_string_not_equal(a.choices[0].code, "same");
    question.backup = 1;
    question.radius_m = 4000;
    a = answer_of(f, &study);
    double whole = a.plans[0].covered - a.plans[0].persons_before;
    double disc = 3000 * 3.14159265 * 16e6 / 451.5e6;
    assert_true(fabs(whole - disc) < 0.1 * disc); /* all in the disc count, served or not */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_every_subset, fixture_up, fixture_down),
        cmocka_unit_test_setup_teardown(test_choices_add_up, fixture_up, fixture_down),
        cmocka_unit_test_setup_teardown(test_front, fixture_up, fixture_down),
        cmocka_unit_test_setup_teardown(test_asked_gains_most, fixture_up, fixture_down),
        cmocka_unit_test_setup_teardown(test_scenario, fixture_up, fixture_down),
        cmocka_unit_test_setup_teardown(test_pilot_scenario, fixture_up, fixture_down),
        cmocka_unit_test_setup_teardown(test_pilots_of_units, fixture_up, fixture_down),
        cmocka_unit_test_setup_teardown(test_same_bytes, fixture_up, fixture_down),
        cmocka_unit_test_setup_teardown(test_refused, fixture_up, fixture_down),
        cmocka_unit_test_setup_teardown(test_no_stations, fixture_up, fixture_down),
        cmocka_unit_test_setup_teardown(test_odd_candidates, fixture_up, fixture_down),
        cmocka_unit_test_setup_teardown(test_other_candidates, fixture_up, fixture_down),
        cmocka_unit_test_setup_teardown(test_backup, fixture_up, fixture_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
