/* Ranks, reach and neighbourhoods of units, scorecards and levers, on the world of balance_world.h.
 */
#include "unit/balance_world.h"

#include "analysis/balance.h"

struct found {
    int64_t run;
    er_balance_unit_row *units;
    size_t unit_count;
    er_scorecard_row *cards;
    size_t card_count;
    er_lever_row *levers;
    size_t lever_count;
    er_balance_row *rows;
    size_t row_count;
};

static struct found balance_of(fixture *f, const er_study *study) {
    struct found r = {0};
    assert_ok(f->ctx, er_balance(f->ctx, f->store, study, &r.run));
    assert_ok(f->ctx,
              er_store_balance_units(f->ctx, f->store, f->arena, r.run, &r.units, &r.unit_count));
    assert_ok(f->ctx,
              er_store_scorecards(f->ctx, f->store, f->arena, r.run, &r.cards, &r.card_count));
    assert_ok(f->ctx,
              er_store_levers(f->ctx, f->store, f->arena, r.run, &r.levers, &r.lever_count));
    assert_ok(f->ctx, er_store_balance(f->ctx, f->store, f->arena, r.run, &r.rows, &r.row_count));
    return r;
}

static const er_balance_unit_row *unit_row(fixture *f, const struct found *r, const char *subject,
                                           const char *code) {
    int64_t id = unit_id(f, code);
    for (size_t i = 0; i < r->unit_count; i++)
        if (r->units[i].unit_id == id && er_equal_texts(r->units[i].subject, subject))
            return &r->units[i];
    fail_msg("no row of %s %s", subject, code);
    return NULL;
}

static const er_scorecard_row *card_of(const struct found *r, const char *scheme,
                                       const char *subject) {
    for (size_t i = 0; i < r->card_count; i++)
        if (er_equal_texts(r->cards[i].scheme, scheme) &&
            er_equal_texts(r->cards[i].subject, subject))
            return &r->cards[i];
    fail_msg("no card of %s %s", scheme, subject);
    return NULL;
}

static double whole_figure(const struct found *r, const char *scheme, const char *subject,
                           const char *measure) {
    for (size_t i = 0; i < r->row_count; i++)
        if (!r->rows[i].group && er_equal_texts(r->rows[i].scheme, scheme) &&
            er_equal_texts(r->rows[i].subject, subject) &&
            er_equal_texts(r->rows[i].measure, measure))
            return r->rows[i].value;
    fail_msg("no row of %s %s %s", scheme, subject, measure);
    return NAN;
}

static void assert_close(double value, double expected) {
    if (isnan(expected) ? !isnan(value) : !(fabs(value - expected) < 1e-12))
        fail_msg("%.17g, expected %.17g", value, expected);
}

struct standing {
    const char *subject, *code;
    double amount, rate;
    int64_t rank, ranked;
};

static void ranks_by_rate_and_ties_share_one(void **state) {
    fixture *f = *state;
    plant(f, false);
    static const struct standing expected[] = {
        {"stations", "11", 2, 0.02, 1, 4},
        {"stations", "22", 1, 0.005, 2, 4},
        {"stations", "12", 1, 1 / 300.0, 3, 4},
        {"stations", "21", 1, 0.0025, 4, 4},
        {"stations", "1", 3, 0.0075, 1, 2},
        {"stations", "2", 2, 1 / 300.0, 2, 2},
        {"pilots", "1", 2, 0.005, 1, 2}, /* p1, p2 */
        {"pilots", "2", 3, 0.005, 1, 2}, /* p1, p3, p6: as many for each person */
        {"pilots", "11", 1, 0.01, 1, 4},
        {"pilots", "12", 0, 0, 4, 4},
        {"firms", "1", 11, 0.0275, 1, 2},     /* 5 of p1 and all of p2 */
        {"firms", "2", 11, 11 / 600.0, 2, 2}, /* 5 of p1 and 6 of p6; p3 does not say */
        {"firms", "22", 6, 0.03, 2, 4},
        {"visits", "11", NAN, NAN, 0, 1}, /* its pilot does not say */
        {"visits", "12", 0, 0, 1, 1},     /* it has none */
        {"coverage_any", "12", 300, 1, 1, 4},
        {"coverage_any", "11", 50, 0.5, 2, 4},
        {"coverage_any", "22", 100, 0.5, 2, 4},
        {"coverage_any", "21", 0, 0, 4, 4},
        {"coverage_any", "1", NAN, NAN, 0, 0}, /* no coverage row */
    };
    struct found r = balance_of(f, NULL);
    for (size_t i = 0; i < COUNT(expected); i++) {
        const er_balance_unit_row *row = unit_row(f, &r, expected[i].subject, expected[i].code);
        assert_close(row->amount, expected[i].amount);
        assert_close(row->rate, expected[i].rate);
        assert_int_equal(row->rank, expected[i].rank);
        assert_int_equal(row->ranked, expected[i].ranked);
    }
    assert_int_equal(r.unit_count, 7 * 6);                             /* subjects, units */
    assert_close(unit_row(f, &r, "coverage_any", "21")->persons, 200); /* of 400 it is known */
}

/** Within 105 km: of the two stations in 11 the eastern one reaches 12 too, a degree is 111 km. */
static void reach_is_shared_out(void **state) {
    fixture *f = *state;
    plant(f, false);
    er_study study = {.measures = er_study_default_measures()};
    study.measures.catchment_m = 105000;
    struct found r = balance_of(f, &study);
    double in_11 = 1 / 100.0 + 1 / 400.0, in_12 = 1 / 300.0 + 1 / 400.0;
    assert_close(unit_row(f, &r, "stations", "11")->access, in_11);
    assert_close(unit_row(f, &r, "stations", "12")->access, in_12);
    assert_close(unit_row(f, &r, "stations", "21")->access, 1 / 400.0);
    assert_close(unit_row(f, &r, "stations", "1")->access, (100 * in_11 + 300 * in_12) / 400);
    /* sites stand in the middle of their towns; those of counties are nowhere in particular */
    assert_close(unit_row(f, &r, "pilots", "12")->access, 0);
    assert_close(unit_row(f, &r, "pilots", "22")->access, 2 / 200.0);
    assert_close(unit_row(f, &r, "pilots", "2")->access, (2 + 1) / 600.0);
    assert_close(unit_row(f, &r, "coverage_any", "12")->access, NAN);
    study.measures.catchment_m = 5000; /* nobody's middle is so near to a station of 11 */
    r = balance_of(f, &study);
    assert_close(unit_row(f, &r, "stations", "11")->access, 0);
}

static int64_t rows_assumed(fixture *f, int64_t run_id, const char *subject, const char *value) {
    er_assumption *rows;
    size_t count;
    assert_ok(f->ctx, er_store_assumptions(f->ctx, f->store, f->arena, &rows, &count));
    for (size_t i = 0; i < count; i++)
        if (rows[i].run_id == run_id && er_equal_texts(rows[i].subject, subject) &&
            er_equal_texts(rows[i].value, value))
            return rows[i].rows_affected;
    return 0;
}

/** Where a site only names its town, people in all its villages are as likely to be near. */
static void a_site_that_names_its_unit_is_shared_out_in_it(void **state) {
    static const double persons[] = {50, 150};
    static const char *const codes[] = {"221", "222"};
    static const char *const counties[] = {"side"};
    fixture *f = *state;
    int64_t orphans;
    plant(f, false);
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "village", 2));
    for (int i = 0; i < 2; i++) {
        int64_t id = add_unit(f, "village", codes[i], "22", 3 + 0.5 * i, 0, 0.5, 1);
        er_population row = {.unit_id = id, .persons = persons[i], .households = NAN};
        assert_ok(f->ctx, er_store_add_population(f->ctx, f->store, &row));
    }
    assert_ok(f->ctx, er_store_link_units(f->ctx, f->store, "village", "town", &orphans));
    assert_ok(f->ctx, er_store_settle_population(f->ctx, f->store));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    er_study study = {.measures = er_study_default_measures()};
    struct found r = balance_of(f, &study);
    assert_close(unit_row(f, &r, "pilots", "22")->access, 2 / 200.0);
    assert_close(unit_row(f, &r, "pilots", "2")->access, (2 + 1) / 600.0);
    assert_int_equal(rows_assumed(f, r.run, "pilot_site", "by persons"), 2);
    assert_int_equal(rows_assumed(f, r.run, "pilot_site", "left out"), 4);
    /* where counties are the smallest units that are ranked, those that name one are told of too */
    study.balance_schemes = counties;
    study.balance_scheme_count = 1;
    r = balance_of(f, &study);
    assert_close(unit_row(f, &r, "pilots", "1")->access, (1 + 1) / 400.0);
    assert_close(unit_row(f, &r, "pilots", "2")->access, (2 + 1 + 1) / 600.0);
    assert_int_equal(rows_assumed(f, r.run, "pilot_site", "by persons"), 4);
    assert_int_equal(rows_assumed(f, r.run, "pilot_site", "left out"), 2);
}

static void assert_moran(fixture *f, const struct found *r, const uint32_t (*pairs)[2],
                         size_t pair_count) {
    const double rates[TOWNS] = {0.02, 1 / 300.0, 0.0025, 0.005};
    er_study_measures measures = er_study_default_measures();
    size_t permutations = (size_t)measures.permutations;
    er_neighbours neighbours;
    er_local_moran locals[TOWNS];
    er_moran moran;
    assert_ok(f->ctx, er_neighbours_new(f->ctx, TOWNS, pairs, pair_count, &neighbours));
    assert_ok(f->ctx, er_moran_global(f->ctx, rates, &neighbours, permutations, 0, &moran));
    assert_ok(f->ctx, er_moran_local(f->ctx, rates, &neighbours, permutations, 0,
                                     measures.false_discovery, locals));
    er_neighbours_free(&neighbours);
    assert_close(whole_figure(r, "class", "stations", "moran_i"), moran.i);
    assert_close(whole_figure(r, "class", "stations", "moran_p"), moran.p);
    for (size_t i = 0; i < TOWNS; i++) {
        const er_balance_unit_row *row = unit_row(f, r, "stations", town_codes[i]);
        assert_close(row->local_moran, locals[i].i);
        assert_close(row->p, locals[i].p);
        assert_close(row->q, locals[i].q);
    }
}

static void neighbours_are_those_of_the_map(void **state) {
    fixture *f = *state;
    static const uint32_t in_line[][2] = {{0, 1}, {1, 2}, {2, 3}};
    plant(f, false);
    struct found r = balance_of(f, NULL);
    assert_moran(f, &r, in_line, 3);
}

static void a_table_links_what_no_border_does(void **state) {
    fixture *f = *state;
    static const uint32_t with_ferry[][2] = {{0, 1}, {1, 2}, {2, 3}, {0, 3}};
    char path[128];
    plant(f, false);
    snprintf(path, sizeof path, "%s/ferries.csv", f->folder);
    static const char table[] = "from_code,to_code\n22,11\n1,2\n";
    assert_ok(f->ctx, er_file_write(f->ctx, path, table, sizeof table - 1));
    er_study study = {.path = "", .measures = er_study_default_measures()};
    study.measures.links = path;
    struct found r = balance_of(f, &study);
    assert_moran(f, &r, with_ferry, 4);
    static const char wrong[] = "from_code,to_code\n22,11\n22,77\n";
    int64_t run = 0;
    assert_ok(f->ctx, er_file_write(f->ctx, path, wrong, sizeof wrong - 1));
    assert_int_equal(er_balance(f->ctx, f->store, &study, &run), ER_ERR_INPUT);
    assert_non_null(strstr(er_context_error(f->ctx), "row 2"));
    assert_non_null(strstr(er_context_error(f->ctx), "'77'"));
}

/* Served shares 0.5 (100), 1 (300), 0 (200 known), 0.5 (200). */
static const double shares[TOWNS] = {0.5, 1, 0, 0.5};
static const double known[TOWNS] = {100, 300, 200, 200};
static const double density[TOWNS] = {100, 300, 400, 200};

static void figures_are_those_of_the_equity_room(void **state) {
    fixture *f = *state;
    static const uint32_t groups[TOWNS] = {0, 0, 1, 2}, towns[TOWNS] = {0, 1, 2, 3};
    er_study study = {.seed = 7, .measures = er_study_default_measures()};
    study.measures.cluster = "town";
    study.measures.resamples = 200;
    study.measures.permutations = 99;
    er_equity_table table = {.value = shares,
                             .weight = known,
                             .group = groups,
                             .group_count = 3,
                             .count = TOWNS,
                             .order = density,
                             .cluster = towns,
                             .cluster_count = TOWNS};
    er_equity_parameters parameters = {.floor = study.measures.floor, .atkinson_epsilon = 0.5};
    er_equity_interval intervals[ER_FIGURE_COUNT];
    er_equity_result result;
    er_equity_test test;
    enum { COVERAGE_ANY = 5 }; /* its place among the subjects, part of its seed */
    er_equity_resampling resampling = {
        .resamples = 200, .seed = 7 + COVERAGE_ANY, .level = 0.95, .method = ER_EQUITY_STUDENTISED};
    plant(f, false);
    struct found r = balance_of(f, &study);
    assert_ok(f->ctx, er_equity(f->ctx, &table, &parameters, &result, NULL));
    assert_ok(f->ctx, er_equity_resample(f->ctx, &table, &parameters, &resampling, intervals));
    assert_ok(f->ctx, er_equity_permutation(f->ctx, &table, 99, 7, &test));
    for (int i = 0; i < ER_FIGURE_COUNT; i++)
        if (i != ER_FIGURE_MEAN)
            assert_close(whole_figure(&r, "class", "coverage_any",
                                      er_equity_figure_name((er_equity_figure)i)),
                         er_equity_figure_of(&result, (er_equity_figure)i));
    const er_scorecard_row *card = card_of(&r, "class", "coverage_any");
    assert_close(card->gini, result.gini);
    assert_close(card->gini_low, intervals[ER_FIGURE_GINI].low);
    assert_close(card->gini_high, intervals[ER_FIGURE_GINI].high);
    assert_close(whole_figure(&r, "class", "coverage_any", "theil_t_high"),
                 intervals[ER_FIGURE_THEIL_T].high);
    assert_close(card->p_between, test.p);
    assert_close(whole_figure(&r, "class", "coverage_any", "p_between"), test.p);
    assert_close(card->share_between, result.theil_t_between / result.theil_t);
    study.measures.cluster = "county"; /* of two there is one mixed draw alone */
    r = balance_of(f, &study);
    assert_close(card_of(&r, "class", "coverage_any")->gini_low, NAN);
    study.measures.resamples = study.measures.permutations = 0;
    r = balance_of(f, &study);
    assert_close(card_of(&r, "class", "coverage_any")->gini_low, NAN);
    assert_close(card_of(&r, "class", "coverage_any")->p_between, NAN);
    study.measures.cluster = "village";
    assert_int_equal(er_balance(f->ctx, f->store, &study, NULL), ER_ERR_NOT_FOUND);
    assert_non_null(strstr(er_context_error(f->ctx), "'village'"));
}

/** Taken again and again, without what chance and neighbours say. */
static void figures_alone_are_the_same(void **state) {
    fixture *f = *state;
    struct found all, alone = {0};
    plant(f, false);
    all = balance_of(f, NULL);
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_balance_figures_within(f->ctx, f->store, NULL, &alone.run));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    assert_ok(f->ctx, er_store_balance(f->ctx, f->store, f->arena, alone.run, &alone.rows,
                                       &alone.row_count));
    assert_int_equal(alone.row_count, all.row_count);
    assert_close(whole_figure(&alone, "class", "coverage_any", "theil_t_between"),
                 whole_figure(&all, "class", "coverage_any", "theil_t_between"));
    assert_close(whole_figure(&alone, "class", "stations", "gini"),
                 whole_figure(&all, "class", "stations", "gini"));
    assert_close(whole_figure(&alone, "class", "stations", "gini_low"), NAN);
    assert_close(whole_figure(&alone, "class", "stations", "moran_i"), NAN);
    assert_ok(f->ctx, er_store_scorecards(f->ctx, f->store, f->arena, alone.run, &alone.cards,
                                          &alone.card_count));
    assert_int_equal(alone.card_count, 0);
}

static double theil_t_of(fixture *f, const double *value) {
    er_equity_table table = {.value = value, .weight = known, .count = TOWNS};
    er_equity_parameters parameters = {.floor = NAN, .atkinson_epsilon = 0.5};
    er_equity_result result;
    assert_ok(f->ctx, er_equity(f->ctx, &table, &parameters, &result, NULL));
    return result.theil_t;
}

/* The mean is 0.5625: county 1 has 11 below it, county 2 both of its towns. */
static void levers_are_the_counties_that_change_most(void **state) {
    fixture *f = *state;
    static const double first[TOWNS] = {0.5625, 1, 0, 0.5},
                        second[TOWNS] = {0.5, 1, 0.5625, 0.5625};
    plant(f, false);
    struct found r = balance_of(f, NULL);
    const er_lever_row *levers[3] = {0};
    size_t count = 0;
    for (size_t i = 0; i < r.lever_count; i++)
        if (er_equal_texts(r.levers[i].scheme, "class") &&
            er_equal_texts(r.levers[i].subject, "coverage_any"))
            levers[count++] = &r.levers[i];
    assert_int_equal(count, 2);
    if (!levers[0] || !levers[1]) return;
    assert_int_equal(levers[0]->unit_id, unit_id(f, "2"));
    assert_int_equal(levers[0]->rank, 1);
    assert_close(levers[0]->theil_t, theil_t_of(f, second));
    assert_close(levers[0]->change, theil_t_of(f, second) - theil_t_of(f, shares));
    assert_int_equal(levers[1]->unit_id, unit_id(f, "1"));
    assert_int_equal(levers[1]->rank, 2);
    assert_close(levers[1]->theil_t, theil_t_of(f, first));
}

static void assert_says(const char *sentence, const char *part) {
    if (!sentence || !strstr(sentence, part))
        fail_msg("\"%s\" does not say \"%s\"", sentence ? sentence : "", part);
}

static void sentences_name_figures_and_what_is_not_known(void **state) {
    fixture *f = *state;
    plant(f, false);
    struct found r = balance_of(f, NULL);
    const er_scorecard_row *card = card_of(&r, "class", "coverage_any");
    assert_string_equal(card->driver, "B");
    assert_close(card->driver_ratio, 0);
    assert_says(card->sentence, "At least one operator reaches 45.0 % of the persons");
    assert_says(card->sentence, "uneven (Gini 0.375, 95 % interval ");
    assert_says(card->sentence, "29 % of it would have to be somewhere else"); /* 7/24 */
    assert_says(card->sentence, "no more than chance can give (p = ");
    assert_null(strstr(card->sentence, "What drives the gap"));
    assert_null(strstr(card->sentence_zh, "造成組間差距的主要"));
    assert_says(card->sentence, "most in 2 (");
    assert_says(card->sentence, "Of 20.0 % of the persons it is not known.");
    assert_says(card->sentence, "Units in no group: 1 (22).");
    assert_null(strstr(card->sentence, "synthetic"));
    assert_says(card->sentence_zh, "45.0 % 的人口");
    assert_says(card->sentence_zh, "不屬任何組的單元：1 個（22）。");
    card = card_of(&r, "class", "coverage_all");
    assert_close(card->gini, NAN);
    assert_null(card->driver);
    assert_says(card->sentence, "can't be said: no unit has any of it.");
    assert_says(card->sentence_zh, "無法說明");
    assert_says(card_of(&r, "class", "firms")->sentence,
                "Pilots that state it: 5 of 6. There are at least ");
    assert_says(card_of(&r, "class", "pilots")->sentence, "Pilots with no known place: 3 of 6.");
    assert_says(card_of(&r, "class", "stations")->sentence, "Stations outside all units: 1 of 6.");
    assert_says(card_of(&r, "flags", "coverage_any")->sentence, "The groups overlap");
}

/** A group drives a gap only where there is more of it than chance gives, or nobody asked. */
static void a_driver_is_named_where_there_is_one(void **state) {
    fixture *f = *state;
    plant(f, false);
    er_study study = {.measures = er_study_default_measures()};
    study.measures.permutations = 0;
    struct found r = balance_of(f, &study);
    const er_scorecard_row *card = card_of(&r, "class", "coverage_any");
    assert_says(card->sentence, "What drives the gap between groups is B (");
    assert_says(card->sentence, "% of it, with nothing).");
    assert_null(strstr(card->sentence, "chance"));
    assert_says(card_of(&r, "class", "pilots")->sentence, "Pilots with no known place: 3 of 6.");
    assert_null(strstr(card_of(&r, "class", "pilots")->sentence, "state it"));
}

/** A group without units, persons that are all 0, and synthetic rows are said by name. */
static void nothing_is_silent(void **state) {
    fixture *f = *state;
    static const char *const members[][2] = {{"11", "A"}, {"12", "A"}, {"21", "A"}, {"22", "A"}};
    plant(f, false);
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    add_scheme(f, "class", "town", false, members, 4);
    er_station station = plain_station(0.4, 0.5);
    station.synthetic = true;
    station.row = 99;
    assert_ok(f->ctx, er_store_add_station(f->ctx, f->store, &station));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    struct found r = balance_of(f, NULL);
    const er_scorecard_row *card = card_of(&r, "class", "stations");
    assert_says(card->sentence, "No unit is in the group B.");
    assert_says(card->sentence, "Synthetic stations: 1 of 7.");
    assert_says(card->sentence_zh, "合成資料的基地臺：1 座（共 7 座）。");
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    for (size_t i = 0; i < TOWNS; i++) {
        er_population row = {.unit_id = unit_id(f, town_codes[i]), .persons = 0, .households = NAN};
        assert_ok(f->ctx, er_store_add_population(f->ctx, f->store, &row));
    }
    assert_ok(f->ctx, er_store_settle_population(f->ctx, f->store));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    r = balance_of(f, NULL);
    card = card_of(&r, "class", "stations");
    assert_close(card->gini, NAN);
    assert_says(card->sentence, "can't be said: no unit has both persons and figures.");
    assert_int_equal(unit_row(f, &r, "stations", "11")->rank, 0);
    assert_close(unit_row(f, &r, "stations", "11")->access, NAN);
}

/** One town that anybody lives in can't be uneven; of two there is no interval; one without a
 * figure is counted. */
static void few_units_say_little(void **state) {
    fixture *f = *state;
    plant(f, false);
    for (size_t left = 2; left > 0; left--) {
        assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
        for (size_t i = left; i < TOWNS; i++) {
            er_population row = {
                .unit_id = unit_id(f, town_codes[i]), .persons = 0, .households = NAN};
            assert_ok(f->ctx, er_store_add_population(f->ctx, f->store, &row));
        }
        assert_ok(f->ctx, er_store_settle_population(f->ctx, f->store));
        assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
        struct found r = balance_of(f, NULL);
        const er_scorecard_row *card = card_of(&r, "class", "stations");
        assert_close(card->gini_low, NAN);
        assert_close(card->gini_high, NAN);
        assert_says(card->sentence, left == 2 ? "uneven (Gini 0.417; "
                                              : "only one unit has both persons and figures.");
        if (left == 1) assert_null(strstr(card->sentence, "even ("));
    }
}

static void write_found(fixture *f, const struct found *r, char **text) {
    size_t size;
    FILE *out = open_memstream(text, &size);
    assert_non_null(out);
    er_unit *units;
    size_t count;
    assert_ok(f->ctx, er_store_units(f->ctx, f->store, f->arena, NULL, false, &units, &count));
    for (size_t i = 0; i < r->unit_count; i++)
        for (size_t u = 0; u < count; u++)
            if (units[u].id == r->units[i].unit_id)
                fprintf(out, "%s|%s|%.17g|%.17g|%lld|%.17g|%.17g|%.17g|%.17g|%s\n",
                        r->units[i].subject, units[u].code, r->units[i].amount, r->units[i].rate,
                        (long long)r->units[i].rank, r->units[i].access, r->units[i].local_moran,
                        r->units[i].p, r->units[i].q,
                        r->units[i].cluster ? r->units[i].cluster : "");
    for (size_t i = 0; i < r->row_count; i++)
        fprintf(out, "%s|%s|%s|%.17g\n", r->rows[i].scheme, r->rows[i].subject, r->rows[i].measure,
                r->rows[i].value);
    for (size_t i = 0; i < r->card_count; i++)
        fprintf(out, "%s|%s|%.17g|%s|%s\n", r->cards[i].scheme, r->cards[i].subject,
                r->cards[i].gini_low, r->cards[i].sentence, r->cards[i].sentence_zh);
    for (size_t i = 0; i < r->lever_count; i++)
        fprintf(out, "%s|%s|%lld|%.17g\n", r->levers[i].scheme, r->levers[i].subject,
                (long long)r->levers[i].rank, r->levers[i].change);
    fclose(out);
}

static void threads_and_order_change_nothing(void **state) {
    fixture *f = *state;
    void *other = NULL;
    char *a = NULL, *b = NULL;
    assert_int_equal(fixture_up(&other), 0);
    fixture *g = other;
    if (!g) return;
    plant(f, false);
    plant(g, true);
    er_context_set_threads(f->ctx, 1);
    er_context_set_threads(g->ctx, 2);
    struct found one = balance_of(f, NULL), two = balance_of(g, NULL);
    write_found(f, &one, &a);
    write_found(g, &two, &b);
    assert_string_equal(a, b);
    assert_true(strlen(a) > 10000);
    free(a);
    free(b);
    fixture_down(&other);
}

/** What the run rests on stands in its record. */
static void the_run_keeps_seed_and_numbers(void **state) {
    fixture *f = *state;
    plant(f, false);
    er_study study = {.seed = 4711, .measures = er_study_default_measures()};
    study.measures.permutations = 99;
    balance_of(f, &study);
    er_run run;
    assert_ok(f->ctx, er_store_last_run(f->ctx, f->store, f->arena, "balance", &run));
    assert_says(run.parameters, "\"seed\":4711");
    assert_says(run.parameters, "\"resamples\":1000");
    assert_says(run.parameters, "\"permutations\":99");
    er_assumption *rows;
    size_t count, parts = 0, left = 0;
    assert_ok(f->ctx, er_store_assumptions(f->ctx, f->store, f->arena, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        if (rows[i].run_id != run.id || !er_equal_texts(rows[i].field, "smes")) continue;
        if (er_equal_texts(rows[i].value, "even parts")) parts = (size_t)rows[i].rows_affected;
        if (er_equal_texts(rows[i].value, "left out")) left = (size_t)rows[i].rows_affected;
    }
    assert_int_equal(parts, 2); /* p1, p6 */
    assert_int_equal(left, 1);  /* p3 */
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_up, fixture_down)
    const struct CMUnitTest tests[] = {
        TEST(ranks_by_rate_and_ties_share_one),
        TEST(reach_is_shared_out),
        TEST(a_site_that_names_its_unit_is_shared_out_in_it),
        TEST(neighbours_are_those_of_the_map),
        TEST(a_table_links_what_no_border_does),
        TEST(figures_are_those_of_the_equity_room),
        TEST(figures_alone_are_the_same),
        TEST(levers_are_the_counties_that_change_most),
        TEST(sentences_name_figures_and_what_is_not_known),
        TEST(a_driver_is_named_where_there_is_one),
        TEST(nothing_is_silent),
        TEST(few_units_say_little),
        TEST(threads_and_order_change_nothing),
        TEST(the_run_keeps_seed_and_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
