/* Balance on a hand-made workspace. Every expected figure is worked out in a comment.
 *
 *   county 1: towns 11 (100 persons) and 12 (300), both in the group A
 *   county 2: towns 21 (400) in B, 22 (200) in no group
 *   each town is 1 km²; 1,000 persons in all
 *
 *   stations: X, X in 11; Y in 12; X in 21; one without operator in 22; X far outside: 6
 *   pilots: p1 in 11 and 21; p2 in county 1; p3 in county 2; p4 without a site; p5 with a site
 *   without a place; p6 twice in 22 and without a place: 6 pilots, 8 sites */
#include "unit/store_fixture.h"

#include "evenreach/analysis.h"

enum { TOWNS = 4, STATIONS = 6, SITES = 8, PILOTS = 6 };

static const char *const town_codes[TOWNS] = {"11", "12", "21", "22"};
static const double town_persons[TOWNS] = {100, 300, 400, 200};

/** A unit's id by its code. */
static int64_t unit_id(fixture *f, const char *code) {
    er_unit *units;
    size_t count;
    assert_ok(f->ctx, er_store_units(f->ctx, f->store, f->arena, NULL, false, &units, &count));
    for (size_t i = 0; i < count; i++)
        if (strcmp(units[i].code, code) == 0) return units[i].id;
    return 0;
}

static void plant_units(fixture *f, bool turned) {
    int64_t orphans;
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "county", 0));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "town", 1));
    for (int k = 0; k < TOWNS; k++) {
        int i = turned ? TOWNS - 1 - k : k;
        const char parent[2] = {town_codes[i][0], '\0'};
        int64_t id = add_unit(f, "town", town_codes[i], parent, i, 0, 1, 1);
        er_population row = {.unit_id = id, .persons = town_persons[i], .households = NAN};
        assert_ok(f->ctx, er_store_add_population(f->ctx, f->store, &row));
    }
    add_unit(f, "county", turned ? "2" : "1", NULL, turned ? 2 : 0, 0, 2, 1);
    add_unit(f, "county", turned ? "1" : "2", NULL, turned ? 0 : 2, 0, 2, 1);
    assert_ok(f->ctx, er_store_link_units(f->ctx, f->store, "town", "county", &orphans));
    assert_ok(f->ctx, er_store_settle_population(f->ctx, f->store));
}

static void plant_stations(fixture *f, bool turned) {
    static const struct {
        double x;
        const char *operator_;
    } stations[STATIONS] = {{0.3, "X"}, {0.6, "X"}, {1.5, "Y"}, {2.5, "X"}, {3.5, NULL}, {50, "X"}};
    for (int k = 0; k < STATIONS; k++) {
        int i = turned ? STATIONS - 1 - k : k;
        er_station station = plain_station(stations[i].x, 0.5);
        station.operator_ = stations[i].operator_;
        station.row = k + 1;
        assert_ok(f->ctx, er_store_add_station(f->ctx, f->store, &station));
    }
}

static void plant_pilots(fixture *f, bool turned) {
    static const struct {
        const char *pilot, *unit;
        int64_t sequence;
    } sites[SITES] = {{"p1", "11", 1}, {"p1", "21", 2}, {"p2", "1", 1},  {"p3", "2", 1},
                      {"p5", NULL, 1}, {"p6", "22", 1}, {"p6", "22", 3}, {"p6", NULL, 2}};
    for (int k = 0; k < PILOTS; k++) {
        const char code[3] = {'p', (char)('1' + (turned ? PILOTS - 1 - k : k)), '\0'};
        er_pilot pilot = {.code = code,
                          .year = INT64_MIN,
                          .smes = NAN,
                          .visits = NAN,
                          .revenue = NAN,
                          .persons_served = NAN,
                          .budget = NAN};
        assert_ok(f->ctx, er_store_add_pilot(f->ctx, f->store, &pilot));
    }
    for (int k = 0; k < SITES; k++) {
        int i = turned ? SITES - 1 - k : k;
        er_pilot_site site = {.pilot_code = sites[i].pilot,
                              .sequence = sites[i].sequence,
                              .unit_code = sites[i].unit,
                              .unit_id = sites[i].unit ? unit_id(f, sites[i].unit) : 0,
                              .place = "place",
                              .located = sites[i].unit ? "unit" : "none",
                              .position = {NAN, NAN},
                              .accuracy_m = NAN};
        assert_ok(f->ctx, er_store_add_pilot_site(f->ctx, f->store, &site));
    }
}

/** Served, unknown: km² and persons, of each town. Of "all" nothing is served. */
static void plant_cover(fixture *f) {
    static const double any[TOWNS][4] = {
        {0.5, 0, 50, 0}, {1, 0, 300, 0}, {0, 0.5, 0, 200}, {0.25, 0, 100, 0}};
    er_run run = {.step = "cover", .model = "disc", .parameters = "{}", .status = "done"};
    assert_ok(f->ctx, er_store_add_run(f->ctx, f->store, &run));
    for (int i = 0; i < TOWNS; i++) {
        er_cover_row row = {.run_id = run.id,
                            .kind = "unit",
                            .area_id = unit_id(f, town_codes[i]),
                            .stratum = "any",
                            .area_km2 = 1,
                            .served_km2 = any[i][0],
                            .unknown_km2 = any[i][1],
                            .persons = town_persons[i],
                            .persons_served = any[i][2],
                            .persons_unknown = any[i][3]};
        assert_ok(f->ctx, er_store_add_cover(f->ctx, f->store, &row));
        row.stratum = "all";
        row.served_km2 = row.persons_served = 0;
        assert_ok(f->ctx, er_store_add_cover(f->ctx, f->store, &row));
        row.stratum = "operator";
        row.operator_ = "X";
        row.served_km2 = 0.25;
        row.persons_served = town_persons[i] / 4;
        row.unknown_km2 = row.persons_unknown = 0;
        assert_ok(f->ctx, er_store_add_cover(f->ctx, f->store, &row));
    }
}

static void add_scheme(fixture *f, const char *name, const char *level, bool overlapping,
                       const char *const members[][2], size_t count) {
    const er_group groups[] = {{.name = "A", .rank = 0}, {.name = "B", .rank = 1}};
    er_scheme scheme = {
        .name = name, .level = level, .definition = "{}", .overlapping = overlapping};
    er_unit_group rows[8];
    for (size_t i = 0; i < count; i++)
        rows[i] = (er_unit_group){.unit_id = unit_id(f, members[i][0]),
                                  .group = members[i][1],
                                  .value = NAN,
                                  .threshold = NAN};
    assert_ok(f->ctx, er_store_replace_scheme(f->ctx, f->store, &scheme, groups, 2, rows, count));
}

static void plant(fixture *f, bool turned) {
    static const char *const class_members[][2] = {{"11", "A"}, {"12", "A"}, {"21", "B"}};
    static const char *const flag_members[][2] = {{"11", "A"}, {"21", "A"}, {"21", "B"}};
    static const char *const side_members[][2] = {{"1", "A"}, {"2", "B"}};
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    plant_units(f, turned);
    plant_stations(f, turned);
    plant_pilots(f, turned);
    plant_cover(f);
    add_scheme(f, "class", "town", false, class_members, 3);
    add_scheme(f, "flags", "town", true, flag_members, 3);
    add_scheme(f, "side", "county", false, side_members, 2);
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
}

struct rows {
    er_balance_row *rows;
    size_t count;
};

static struct rows balance(fixture *f) {
    struct rows found;
    int64_t run = 0;
    assert_ok(f->ctx, er_balance(f->ctx, f->store, NULL, &run));
    assert_ok(f->ctx, er_store_balance(f->ctx, f->store, f->arena, run, &found.rows, &found.count));
    return found;
}

static const er_balance_row *row_of(struct rows rows, const char *scheme, const char *group,
                                    const char *subject, const char *measure) {
    for (size_t i = 0; i < rows.count; i++)
        if (er_equal_texts(rows.rows[i].scheme, scheme) &&
            er_equal_texts(rows.rows[i].group, group) &&
            er_equal_texts(rows.rows[i].subject, subject) &&
            er_equal_texts(rows.rows[i].measure, measure))
            return &rows.rows[i];
    fail_msg("no row %s %s %s %s", scheme, group ? group : "-", subject, measure);
    return NULL;
}

struct expected {
    const char *group, *subject, *measure;
    double value; /* NAN: not defined, and the note says why */
};

static void assert_rows(struct rows rows, const char *scheme, const struct expected *expected,
                        size_t count) {
    for (size_t i = 0; i < count; i++) {
        const struct expected *e = &expected[i];
        const er_balance_row *row = row_of(rows, scheme, e->group, e->subject, e->measure);
        bool fine = isnan(e->value) ? isnan(row->value) && row->note
                                    : fabs(row->value - e->value) < 1e-12 * fmax(1, e->value);
        if (!fine)
            fail_msg("%s %s %s %s: %.17g, expected %.17g (%s)", scheme, e->group ? e->group : "-",
                     e->subject, e->measure, row->value, e->value, row->note ? row->note : "");
    }
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void counts_rates_and_quotients(void **state) {
    fixture *f = *state;
    plant(f, false);
    static const struct expected expected[] = {
        {"A", "units", "value", 2},
        {"A", "units", "share", 0.5},
        {"none", "units", "value", 1},
        {NULL, "units", "value", 4},
        {"A", "area", "value", 2},
        {"A", "persons", "value", 400},
        {"A", "persons", "share", 0.4},
        {"A", "persons", "rate_per_km2", 200},
        {NULL, "persons", "rate_per_km2", 250},
        {"A", "stations", "value", 3},
        {"B", "stations", "value", 1},
        {"none", "stations", "value", 1},
        {"outside", "stations", "value", 1},
        {NULL, "stations", "value", 6},
        {"A", "stations", "share", 0.5}, /* 3 of 6 */
        {"outside", "stations", "share", 1 / 6.0},
        {"A", "stations", "rate_per_10k", 75},   /* 3 for 400 */
        {NULL, "stations", "rate_per_10k", 50},  /* 5 inside for 1,000 */
        {"B", "stations", "rate_per_100k", 250}, /* 1 for 400 */
        {"A", "stations", "rate_per_km2", 1.5},
        {"A", "stations", "location_quotient", 1.5},  /* (3/5) / (400/1000) */
        {"B", "stations", "location_quotient", 0.5},  /* (1/5) / (400/1000) */
        {"none", "stations", "location_quotient", 1}, /* (1/5) / (200/1000) */
        {"A", "stations:X", "value", 2},
        {"outside", "stations:X", "value", 1},
        {NULL, "stations:X", "value", 4},
        {"A", "stations:X", "location_quotient", 2 / 3.0 / 0.4},
        {"A", "stations:Y", "value", 1},
        {"B", "stations:Y", "value", 0},
        {"none", "stations:", "value", 1}, /* the one that states no operator */
        {NULL, "stations:", "value", 1},
        {"A", "pilots", "value", 2},         /* p1, p2 */
        {"B", "pilots", "value", 1},         /* p1 */
        {"none", "pilots", "value", 1},      /* p6 */
        {"unlocated", "pilots", "value", 3}, /* p3, p4, p5 */
        {NULL, "pilots", "value", 6},
        {"A", "pilots", "rate_per_100k", 500},
        {NULL, "pilots", "rate_per_100k", 300},              /* 3 placed for 1,000 */
        {"A", "pilots", "location_quotient", 2 / 3.0 / 0.4}, /* 2 of 3 placed */
        {"A", "pilot_sites", "value", 2},
        {"B", "pilot_sites", "value", 1},
        {"none", "pilot_sites", "value", 2},      /* p6 twice */
        {"unlocated", "pilot_sites", "value", 3}, /* p3, p5, p6's second */
        {NULL, "pilot_sites", "value", 8},
    };
    assert_rows(balance(f), "class", expected, COUNT(expected));
}

/* Served shares of those known: 0.5 (100), 1 (300), 0 (200 known), 0.5 (200); mean 450/800. */
static void coverage_and_its_indices(void **state) {
    fixture *f = *state;
    plant(f, false);
    double within_a = log(4 / 7.0) / 7 + 6 / 7.0 * log(8 / 7.0); /* 50 and 300 of 350 */
    double term_a = 7 / 9.0 * log(14 / 9.0);                     /* 350 of 450, 400 of 800 */
    double term_none = 2 / 9.0 * log(8 / 9.0);                   /* 100 of 450, 200 of 800 */
    double between = term_a + term_none;
    /* stations per person: 2/100, 1/300, 1/400, 1/200: with the shares of the 5 stations,
     * sum s ln(x / mean), the mean being 1/200 */
    double stations = 0.4 * log(4) + 0.2 * log(2 / 3.0) + 0.2 * log(0.5);
    /* pilots per person: 1/100 in 11, 1/400 in 21, 1/200 in 22; the mean is 3/1000 */
    double pilots = (log(10 / 3.0) + log(5 / 6.0) + log(5 / 3.0)) / 3;
    const struct expected expected[] = {
        {"A", "coverage_any", "served_km2", 1.5},
        {"A", "coverage_any", "share_area", 0.75},
        {"A", "coverage_any", "persons_served", 350},
        {"A", "coverage_any", "share_persons", 0.875},
        {"B", "coverage_any", "unknown_km2", 0.5},
        {"B", "coverage_any", "persons_unknown", 200},
        {"B", "coverage_any", "share_persons", 0},
        {NULL, "coverage_any", "served_km2", 1.75},
        {NULL, "coverage_any", "share_persons", 0.45},
        /* F (1 - F) gap / mean: (0.25 * 0.75 + 0.625 * 0.375) * 0.5 / 0.5625 */
        {NULL, "coverage_any", "gini", 0.375},
        {NULL, "coverage_any", "theil_t", between + 7 / 9.0 * within_a},
        {NULL, "coverage_any", "theil_t_between", between},
        {NULL, "coverage_any", "theil_t_within", 7 / 9.0 * within_a},
        {"A", "coverage_any", "theil_t", within_a},
        {"A", "coverage_any", "theil_t_between", term_a},
        {"A", "coverage_any", "share_of_between", term_a / between},
        {"none", "coverage_any", "share_of_between", term_none / between},
        {"B", "coverage_any", "share_of_between", 0},
        {"B", "coverage_any", "gap_share", 0.25 / between}, /* P phi(0) = P */
        {"B", "coverage_any", "theil_t", NAN},              /* nobody is served there */
        {"A", "coverage_all", "share_persons", 0},
        {NULL, "coverage_all", "gini", NAN}, /* nobody anywhere */
        {"A", "coverage_all", "share_of_between", NAN},
        {"A", "coverage:X", "share_persons", 0.25},
        {NULL, "coverage:X", "gini", 0},
        {NULL, "coverage:X", "theil_t_between", 0},
        {"A", "coverage:X", "share_of_between", NAN}, /* the means are equal */
        {NULL, "stations", "theil_t", stations},
        {NULL, "pilots", "theil_t", pilots},
        {NULL, "coverage:Y", "gini", NAN}, /* no coverage row of Y */
    };
    assert_rows(balance(f), "class", expected, COUNT(expected));
}

static void flags_overlap(void **state) {
    fixture *f = *state;
    plant(f, false);
    static const struct expected expected[] = {
        {"A", "units", "value", 2},    /* 11, 21 */
        {"B", "units", "value", 1},    /* 21 */
        {"none", "units", "value", 2}, /* 12, 22 */
        {NULL, "units", "value", 4},   /* each once */
        {"A", "stations", "value", 3}, /* 2 in 11, 1 in 21 */
        {"A", "pilots", "value", 1},   /* p1, once though it has two sites there */
        {"A", "pilot_sites", "value", 2},
        {"B", "pilot_sites", "value", 1},
        {"unlocated", "pilots", "value", 4}, /* p2 too: its county is mixed */
        {NULL, "coverage_any", "gini", 0.375},
        {NULL, "coverage_any", "theil_t_between", NAN},
        {"A", "coverage_any", "share_of_between", NAN},
    };
    assert_rows(balance(f), "flags", expected, COUNT(expected));
}

static void a_scheme_of_counties(void **state) {
    fixture *f = *state;
    plant(f, false);
    static const struct expected expected[] = {
        {"A", "persons", "value", 400},      {"B", "persons", "value", 600},
        {"A", "stations", "value", 3},       {"B", "stations", "value", 2},
        {"A", "pilots", "value", 2}, /* p1, p2 */
        {"B", "pilots", "value", 3}, /* p1, p3, p6 */
        {"unlocated", "pilots", "value", 2}, {"unlocated", "pilot_sites", "value", 2},
    };
    assert_rows(balance(f), "side", expected, COUNT(expected));
}

/** Groups, none, outside and unlocated make up the whole where groups do not overlap. */
static void lines_add_up(void **state) {
    fixture *f = *state;
    static const char *const subjects[] = {"units",      "area",       "persons",   "stations",
                                           "stations:X", "stations:Y", "stations:", "pilot_sites"};
    static const char *const schemes[] = {"class", "side"};
    plant(f, false);
    struct rows rows = balance(f);
    for (size_t s = 0; s < COUNT(schemes); s++)
        for (size_t k = 0; k < COUNT(subjects); k++) {
            double sum = 0;
            for (size_t i = 0; i < rows.count; i++)
                if (er_equal_texts(rows.rows[i].scheme, schemes[s]) && rows.rows[i].group &&
                    er_equal_texts(rows.rows[i].subject, subjects[k]) &&
                    er_equal_texts(rows.rows[i].measure, "value"))
                    sum += rows.rows[i].value;
            const er_balance_row *whole = row_of(rows, schemes[s], NULL, subjects[k], "value");
            if (fabs(sum - whole->value) > 1e-9)
                fail_msg("%s %s: %g of %g", schemes[s], subjects[k], sum, whole->value);
        }
}

static void write_rows(struct rows rows, char **text) {
    size_t size;
    FILE *out = open_memstream(text, &size);
    assert_non_null(out);
    for (size_t i = 0; i < rows.count; i++) {
        const er_balance_row *r = &rows.rows[i];
        fprintf(out, "%s|%s|%s|%s|%.17g|%s|%s\n", r->scheme, r->group ? r->group : "", r->subject,
                r->measure, r->value, r->unit, r->note ? r->note : "");
    }
    fclose(out);
}

static void order_of_rows_changes_nothing(void **state) {
    fixture *f = *state;
    void *other = NULL;
    char *a = NULL, *b = NULL;
    assert_int_equal(fixture_up(&other), 0);
    plant(f, false);
    plant(other, true);
    write_rows(balance(f), &a);
    write_rows(balance(other), &b);
    assert_string_equal(a, b);
    free(a);
    free(b);
    fixture_down(&other);
}

static void units_without_figures_stay_unknown(void **state) {
    fixture *f = *state;
    static const char *const members[][2] = {
        {"11", "A"}, {"12", "A"}, {"21", "A"}, {"22", "A"}, {"31", "B"}};
    plant(f, false);
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    add_unit(f, "town", "31", NULL, 60, 0, 1, 1);
    add_scheme(f, "class", "town", false, members, 5);
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    struct rows rows = balance(f);
    static const struct expected expected[] = {
        {"B", "persons", "value", NAN},
        {"B", "area", "value", 1},
        {"B", "stations", "rate_per_10k", NAN},
        {"B", "stations", "location_quotient", NAN},
        {"B", "coverage_any", "share_persons", NAN},
        {"B", "coverage_any", "theil_t", NAN},
        {NULL, "persons", "value", 1000},
        {NULL, "coverage_any", "gini", 0.375},
    };
    assert_rows(rows, "class", expected, COUNT(expected));
    assert_non_null(row_of(rows, "class", NULL, "persons", "value")->note);
    assert_non_null(row_of(rows, "class", NULL, "coverage_any", "gini")->note);
    assert_null(row_of(rows, "class", "A", "persons", "value")->note);
}

static void what_is_missing_is_named(void **state) {
    fixture *f = *state;
    int64_t run = 0;
    assert_int_equal(er_balance(f->ctx, f->store, NULL, &run), ER_ERR_NOT_FOUND);
    assert_non_null(strstr(er_context_error(f->ctx), "evenreach classify"));
    plant(f, false);
    const char *const wanted[] = {"class", "nothing"};
    er_study study = {.balance_schemes = wanted, .balance_scheme_count = 2};
    assert_int_equal(er_balance(f->ctx, f->store, &study, &run), ER_ERR_NOT_FOUND);
    assert_non_null(strstr(er_context_error(f->ctx), "'nothing'"));
    study.balance_scheme_count = 1;
    assert_ok(f->ctx, er_balance(f->ctx, f->store, &study, &run));
    struct rows rows;
    assert_ok(f->ctx, er_store_balance(f->ctx, f->store, f->arena, run, &rows.rows, &rows.count));
    assert_true(rows.count > 100);
    for (size_t i = 0; i < rows.count; i++)
        assert_string_equal(rows.rows[i].scheme, "class");
}

/** Every row's measure and unit come from the table, and every title is translated. */
static void rows_follow_the_table(void **state) {
    fixture *f = *state;
    size_t count;
    const er_balance_measure *table = er_balance_measures(&count);
    plant(f, false);
    struct rows rows = balance(f);
    for (size_t i = 0; i < rows.count; i++) {
        bool found = false;
        for (size_t m = 0; m < count; m++)
            found = found || (strcmp(table[m].name, rows.rows[i].measure) == 0 &&
                              (!table[m].unit || strcmp(table[m].unit, rows.rows[i].unit) == 0));
        if (!found) fail_msg("%s [%s]", rows.rows[i].measure, rows.rows[i].unit);
        if (isnan(rows.rows[i].value)) assert_non_null(rows.rows[i].note);
    }
    er_context_set_language(f->ctx, ER_LANG_ZH_TW);
    for (size_t m = 0; m < count; m++)
        assert_string_not_equal(er_text(f->ctx, table[m].title), table[m].title);
    for (size_t i = 0; i < rows.count; i++)
        if (rows.rows[i].note)
            assert_string_not_equal(er_text(f->ctx, rows.rows[i].note), rows.rows[i].note);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_up, fixture_down)
    const struct CMUnitTest tests[] = {
        TEST(counts_rates_and_quotients),
        TEST(coverage_and_its_indices),
        TEST(flags_overlap),
        TEST(a_scheme_of_counties),
        TEST(lines_add_up),
        TEST(order_of_rows_changes_nothing),
        TEST(units_without_figures_stay_unknown),
        TEST(what_is_missing_is_named),
        TEST(rows_follow_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
