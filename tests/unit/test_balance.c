/* Balance on a hand-made workspace (balance_world.h). Every expected figure is worked out in a
 * comment. */
#include "unit/balance_world.h"

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
        /* firms: 5 of p1 and all 6 of p2; 5 of p1; two thirds of 9; 7, 2 and a third of 9 */
        {"A", "firms", "value", 11},
        {"B", "firms", "value", 5},
        {"none", "firms", "value", 6},
        {"unlocated", "firms", "value", 12},
        {NULL, "firms", "value", 34},
        {"A", "firms", "share", 11 / 34.0},
        {"unlocated", "firms", "share", 12 / 34.0},
        {"A", "firms", "rate_per_100k", 2750},
        {NULL, "firms", "rate_per_100k", 2200}, /* 22 placed for 1,000 */
        {"A", "firms", "location_quotient", 11 / 22.0 / 0.4},
        {"A", "firms", "stated", 2},
        {"B", "firms", "stated", 1},
        {NULL, "firms", "stated", 5},
        /* no pilot of A, B or none says how many visits: that is not 0 */
        {"A", "visits", "value", NAN},
        {"A", "visits", "share", NAN},
        {"B", "visits", "value", NAN},
        {"B", "visits", "location_quotient", NAN},
        {"none", "visits", "rate_per_10k", NAN},
        {"unlocated", "visits", "value", 100},
        {NULL, "visits", "value", 100},
        {"A", "budget", "value", 200},
        {"B", "budget", "value", 200},
        {"none", "budget", "value", NAN},
        {NULL, "budget", "value", 400},
        {NULL, "budget", "stated", 1},
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
    /* firms per person: 5/100 in 11, none in 12, 5/400 in 21, 6/200 in 22; the mean is 16/1000 */
    double firms = (5 * log(50 / 16.0) + 5 * log(12.5 / 16) + 6 * log(30 / 16.0)) / 16;
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
        {NULL, "firms", "theil_t", firms},
        {NULL, "visits", "theil_t", NAN},           /* 12 has no pilot, the others don't say */
        {NULL, "coverage_any", "hoover", 7 / 24.0}, /* 12 alone is over the mean: 300/800 of 7/9 */
        {NULL, "coverage_any", "palma",
         4 / 3.0}, /* 80 of the best 80 persons, 60 of the worst 320 */
        {NULL, "coverage_any", "theil_l", NAN},
        {NULL, "coverage_any", "fgt_0", 5 / 8.0}, /* all but 12 are below 0.9 */
        {NULL, "coverage_any", "part_between", between / (between + 7 / 9.0 * within_a)},
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
    static const char *const subjects[] = {"units",     "area",        "persons",
                                           "stations",  "stations:X",  "stations:Y",
                                           "stations:", "pilot_sites", "firms"};
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
