/* The indices: published check values, known limits, an independent reference on random tables. */
#include "test.h"

#include "equity_reference.h"
#include "equity_tables.h"

#include <stdio.h>
#include <string.h>

static const er_equity_parameters usual = {.floor = NAN, .atkinson_epsilon = 0.5};

static er_equity_result indices(er_context *ctx, const double *value, const double *weight,
                                size_t count, er_equity_parameters parameters) {
    er_equity_table table = {.value = value, .weight = weight, .count = count};
    er_equity_result result;
    assert_ok(ctx, er_equity(ctx, &table, &parameters, &result, NULL));
    return result;
}

/* Ten incomes with published indices. */
static void check_values(void **state) {
    static const double x[] = {541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261};
    er_equity_result r = indices(*state, x, NULL, 10, usual);
    assert_int_equal(r.n, 10);
    assert_true(r.weight == 10 && r.mean == 6658.6);
    assert_near("gini", r.gini, 0.462091130267624L, 1e-14);
    assert_near("theil_t", r.theil_t, 0.362341242L, 1e-9);
    assert_near("theil_l", r.theil_l, 0.433594650L, 1e-9);
    assert_near("atkinson 0.5", r.atkinson, 0.179659098L, 1e-9);
    er_equity_parameters one = {.floor = NAN, .atkinson_epsilon = 1};
    assert_near("atkinson 1", indices(*state, x, NULL, 10, one).atkinson, 0.351825060L, 1e-9);
    /* the richest tenth is the last row, the poorest four tenths the first four */
    assert_near("palma", r.palma, 22261.0L / (541 + 1463 + 2445 + 3438), 1e-13);
    /* above the mean of 6658.6 stand 8304, 11904 and 22261 */
    assert_near("hoover", r.hoover, (8304 + 11904 + 22261 - 3 * 6658.6L) / 66586, 1e-14);
    assert_int_equal(r.notes, ER_EQUITY_NO_FLOOR | ER_EQUITY_NO_GROUPS | ER_EQUITY_NO_ORDER);
}

/* Figures that others publish for small tables. */
static void published_values(void **state) {
    /* Stoermann, Regionaloekonomik (2009), as the R package REAT 2.1.0 gives it: Theil L */
    static const double incomes[] = {10, 10, 10, 20, 50};
    assert_near("Stoermann", indices(*state, incomes, NULL, 5, usual).theil_l, 0.2326302L, 5e-8);
    /* of n equal weights HHI is (1 + cv^2) / n (Hall and Tideman, JASA 62 (1967)) */
    static const double ten[] = {541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261};
    er_equity_result r = indices(*state, ten, NULL, 10, usual);
    assert_near("cv and HHI", r.hhi, (1 + (long double)r.cv * r.cv) / 10, 1e-15);
}

static void halves_of_nothing_and_ten(void **state) {
    static const double x[] = {0, 0, 0, 10, 10, 10};
    static const uint32_t g[] = {0, 0, 0, 1, 1, 1};
    er_equity_table table = {.value = x, .group = g, .count = 6, .group_count = 2};
    er_equity_result r;
    er_equity_group groups[2];
    assert_ok(*state, er_equity(*state, &table, &usual, &r, groups));
    assert_near("theil_t", r.theil_t, logl(2), 1e-15);
    assert_near("between", r.theil_t_between, logl(2), 1e-15);
    assert_true(r.theil_t_within == 0);
    assert_near("gini", r.gini, 0.5L, 1e-15);
    assert_near("hoover", r.hoover, 0.5L, 1e-15);
    assert_near("hhi", r.hhi, 1 / 3.0L, 1e-15);
    assert_near("atkinson", r.atkinson, 0.5L, 1e-15); /* 1 - (0.5 * sqrt 2)^2 */
    assert_true(isnan(r.theil_l) && isnan(r.palma));
    assert_int_equal(r.notes, ER_EQUITY_ZERO_THEIL_L | ER_EQUITY_NO_POOR_40 | ER_EQUITY_NO_FLOOR |
                                  ER_EQUITY_ZERO_GROUP | ER_EQUITY_NO_ORDER);
    assert_true(groups[0].between == 0 && groups[0].share_of_between == 0);
    assert_true(isnan(groups[0].theil_t) && groups[1].theil_t == 0);
    assert_near("share", groups[1].share_of_between, 1, 1e-15);
    /* half the weight each: phi(0) = 1, phi(2) = 2 ln 2 - 1 */
    assert_near("gap", groups[0].gap_share, 0.5L / logl(2), 1e-15);
    assert_near("gap", groups[1].gap_share, (logl(2) - 0.5L) / logl(2), 1e-15);
    assert_true(groups[0].location_quotient == 0 && groups[1].location_quotient == 2);
    assert_true(groups[0].n == 3 && groups[1].weight == 3 && groups[1].mean == 10);
}

static void all_equal_is_exactly_even(void **state) {
    static const double w[] = {0.1, 0.7, 1e15, 3};
    for (int k = 1; k <= 200; k++) {
        double v = k / 7.0, x[] = {v, v, v, v};
        er_equity_result r = indices(*state, x, w, 4, usual);
        if (r.gini != 0 || r.theil_t != 0 || r.theil_l != 0 || r.hoover != 0 || r.atkinson != 0 ||
            r.cv != 0)
            fail_msg("%g four times is not even", v);
        assert_near("palma", r.palma, 0.25L, 1e-14);
    }
}

static void all_zero_is_undefined(void **state) {
    static const double x[] = {0, 0, -0.0};
    static const uint32_t g[] = {0, 1, 1};
    er_equity_parameters floor = {.floor = 0.5, .atkinson_epsilon = 1};
    er_equity_table table = {.value = x, .group = g, .count = 3, .group_count = 2};
    er_equity_result r;
    er_equity_group groups[2];
    assert_ok(*state, er_equity(*state, &table, &floor, &r, groups));
    assert_true(r.mean == 0 && r.notes & ER_EQUITY_ALL_ZERO);
    const double undefined[] = {r.gini,
                                r.theil_t,
                                r.theil_l,
                                r.atkinson,
                                r.palma,
                                r.hoover,
                                r.hhi,
                                r.theil_t_between,
                                r.theil_t_within,
                                groups[0].between,
                                groups[1].share_of_between,
                                groups[0].location_quotient};
    for (size_t i = 0; i < sizeof undefined / sizeof undefined[0]; i++)
        assert_true(isnan(undefined[i]));
    for (int a = 0; a < 3; a++)
        assert_true(r.fgt[a] == 1);
}

/* One of n holds all: Gini (n-1)/n, Theil T ln n, Hoover (n-1)/n, HHI 1. */
static void one_holds_all(void **state) {
    static double x[1000];
    x[417] = 3;
    er_equity_parameters averse = {.floor = NAN, .atkinson_epsilon = 1};
    er_equity_result r = indices(*state, x, NULL, 1000, averse);
    assert_near("gini", r.gini, 0.999L, 1e-14);
    assert_near("theil_t", r.theil_t, logl(1000), 1e-13);
    assert_near("hoover", r.hoover, 0.999L, 1e-14);
    assert_near("hhi", r.hhi, 1, 1e-15);
    assert_near("cv", r.cv, sqrtl(999), 1e-15);
    assert_true(r.atkinson == 1 && r.notes & ER_EQUITY_ZERO_ATKINSON);
}

/* The share of a few beside very many is not lost in the sum of all: alone in having anything, or
 * alone in having nothing, at the one end as at the other. */
static void a_few_beside_very_many_count(void **state) {
    static const double rich[] = {0, 0, 5}, many[] = {1e15, 3, 1e-50};
    static const double poor[] = {0, 7, 7}, few[] = {1e-50, 3, 1e15};
    er_equity_result r = indices(*state, rich, many, 3, usual);
    assert_near("gini", r.gini, 1, 1e-15); /* 1 - the share of the weight that has it all */
    r = indices(*state, poor, few, 3, usual);
    assert_near("gini", r.gini * 1e65, 1, 1e-12); /* that share itself */
}

/* Shares of the weight that do not add up exactly are still no more than all. */
static void all_below_the_floor_is_one(void **state) {
    er_random random = er_random_stream(1984, 0);
    for (int i = 0; i < 300; i++) {
        double x[7] = {0}, w[7];
        er_equity_parameters floor = {.floor = 1e9, .atkinson_epsilon = 0.5};
        for (int k = 0; k < 7; k++)
            w[k] = er_random_unit(&random) + 0.1;
        x[0] = 1e-90;
        er_equity_result r = indices(*state, x, w, 7, floor);
        for (int a = 0; a < 3; a++) {
            assert_near("fgt", r.fgt[a], 1, 1e-15);
            assert_true(r.fgt[a] <= 1);
        }
    }
}

/* Two rows x = 1 and 3 with weights 3 and 1: mean 1.5; by hand. */
static void weights_are_repeated_rows(void **state) {
    static const double x[] = {1, 3, 8}, w[] = {3, 1, 0}, rows[] = {1, 1, 1, 3};
    er_equity_parameters floor = {.floor = 2, .atkinson_epsilon = 2};
    er_equity_result a = indices(*state, x, w, 3, floor);
    er_equity_result b = indices(*state, rows, NULL, 4, floor);
    assert_near("gini", a.gini, 0.25L, 1e-15); /* F (1-F) gap / mean = .75 * .25 * 2 / 1.5 */
    assert_near("hoover", a.hoover, 0.25L, 1e-15);
    assert_near("atkinson", a.atkinson, 1 - 1 / (1.5L * (0.75L + 0.25L / 3)), 1e-15);
    assert_near("fgt 0", a.fgt[0], 0.75L, 1e-15);
    assert_near("fgt 1", a.fgt[1], 0.375L, 1e-15);
    assert_near("fgt 2", a.fgt[2], 0.1875L, 1e-15);
    /* the richest tenth stands in the last row, 0.4 of the poorest in the first: 0.3 / 0.4 */
    assert_near("palma", a.palma, 0.75L, 1e-15);
    assert_near("hhi", a.hhi, 0.5L, 1e-15); /* one row of 3 persons, one of 1: (1/2)^2 twice */
    assert_near("hhi", b.hhi, 12 / 36.0L, 1e-15); /* four rows of one person */
    assert_near("gini", b.gini, a.gini, 1e-15);
    assert_near("theil", b.theil_t, a.theil_t, 1e-15);
    assert_int_equal(a.n, 3);
}

static void at_the_floor_is_not_below_it(void **state) {
    static const double x[] = {0.4, 0.5, 0.6, 0.5};
    er_equity_parameters floor = {.floor = 0.5, .atkinson_epsilon = 0.5};
    er_equity_result r = indices(*state, x, NULL, 4, floor);
    assert_near("fgt 0", r.fgt[0], 0.25L, 1e-15);
    assert_near("fgt 1", r.fgt[1], 0.05L, 1e-15);
    assert_near("fgt 2", r.fgt[2], 0.01L, 1e-15);
}

static void atkinson_passes_through_its_limit(void **state) {
    static const double x[] = {541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261};
    er_equity_parameters q = {.floor = NAN, .atkinson_epsilon = 1};
    double limit = indices(*state, x, NULL, 10, q).atkinson;
    for (double d = 1e-3; d > 1e-17; d /= 10)
        for (int side = -1; side <= 1; side += 2) {
            q.atkinson_epsilon = 1 + side * d;
            assert_near("atkinson", indices(*state, x, NULL, 10, q).atkinson, limit, d + 1e-14);
        }
    /* a great aversion looks at the poorest alone: the power mean's limit is the least value */
    q.atkinson_epsilon = 1000;
    assert_near("atkinson", indices(*state, x, NULL, 10, q).atkinson,
                1 - 541 / 6658.6L * powl(10, 1 / 999.0L), 1e-12);
}

static void compare(const er_equity_result *r, const struct reference *f) {
    assert_near("weight", (double)(r->weight / f->weight), 1, 1e-14);
    assert_near("mean", r->mean, f->mean, 1e-13);
    if (f->mean == 0) return;
    assert_near("gini", r->gini, f->gini, 1e-12);
    assert_near("theil_t", r->theil_t, f->theil_t, 1e-12);
    assert_near("theil_l", r->theil_l, f->theil_l, 1e-12);
    assert_near("atkinson", r->atkinson, f->atkinson, 1e-12);
    assert_near("hoover", r->hoover, f->hoover, 1e-12);
    assert_near("hhi", r->hhi, f->hhi, 1e-12);
    assert_near("palma", r->palma, f->palma, 1e-12);
    assert_near("cv", r->cv, f->cv, 1e-12);
    assert_near("concentration", r->concentration, f->concentration, 1e-12);
    for (int a = 0; a < 3; a++)
        assert_near("fgt", r->fgt[a], f->fgt[a], 1e-12);
    assert_near("between", r->theil_t_between, f->between, 1e-12);
    assert_near("within", r->theil_t_within, f->within, 1e-12);
    assert_near("between + within", r->theil_t_between + r->theil_t_within, r->theil_t, 1e-12);
}

/** The terms of the groups add up, and each is what it says. */
static void check_groups(const er_equity_result *r, const er_equity_group *groups, uint32_t count) {
    er_sum between = {0}, shares = {0}, gaps = {0};
    size_t n = 0;
    double weight = 0;
    for (uint32_t g = 0; g < count; g++) {
        n += groups[g].n;
        weight += groups[g].weight;
        if (r->mean > 0) er_sum_add(&between, groups[g].between);
        if (r->mean > 0) er_sum_add(&shares, groups[g].share_of_between);
        if (r->mean > 0) er_sum_add(&gaps, groups[g].gap_share);
        assert_false(groups[g].gap_share < 0);
        assert_true(isnan(groups[g].mean) == (groups[g].weight == 0));
    }
    assert_int_equal(n, r->n);
    assert_near("weight", weight / r->weight, 1, 1e-14);
    if (!(r->mean > 0)) return;
    assert_near("sum of terms", er_sum_value(&between), r->theil_t_between, 1e-12);
    if (r->notes & ER_EQUITY_NO_BETWEEN)
        assert_true(isnan(er_sum_value(&shares)) && isnan(er_sum_value(&gaps)));
    else if (r->theil_t_between > 1e-4) {
        assert_near("sum of shares", er_sum_value(&shares), 1, 1e-11);
        assert_near("sum of gap shares", er_sum_value(&gaps), 1, 1e-11);
    }
}

static void random_tables_agree_with_the_definitions(void **state) {
    static const double epsilons[] = {0.5, 1, 2, 0.25, 1.5, 5};
    er_random random = er_random_stream(1912, 0);
    for (int i = 0; i < 4000; i++) {
        struct random_table t;
        fill_table(&random, &t);
        er_equity_parameters q = {.floor = 0.5, .atkinson_epsilon = epsilons[i % 6]};
        er_equity_result r;
        er_equity_group groups[8];
        assert_ok(*state, er_equity(*state, &t.table, &q, &r, groups));
        struct reference f = reference_indices(&t.table, &q);
        compare(&r, &f);
        check_groups(&r, groups, t.table.group_count);
    }
}

static void order_of_rows_changes_no_byte(void **state) {
    er_random random = er_random_stream(7, 0);
    for (int i = 0; i < 500; i++) {
        struct random_table a, b;
        fill_table(&random, &a);
        shuffle(&random, &a, &b);
        er_equity_result ra, rb;
        er_equity_group ga[8] = {0}, gb[8] = {0};
        memset(&ra, 0, sizeof ra);
        memset(&rb, 0, sizeof rb);
        assert_ok(*state, er_equity(*state, &a.table, &usual, &ra, ga));
        assert_ok(*state, er_equity(*state, &b.table, &usual, &rb, gb));
        assert_memory_equal(&ra, &rb, sizeof ra);
        assert_memory_equal(ga, gb, sizeof ga);
    }
}

/* Indices are free of scale: values and weights times a power of two change nothing at all. */
static void scale_changes_nothing(void **state) {
    er_random random = er_random_stream(8, 0);
    for (int i = 0; i < 200; i++) {
        struct random_table t;
        fill_table(&random, &t);
        er_equity_result a, b;
        assert_ok(*state, er_equity(*state, &t.table, &usual, &a, NULL));
        for (size_t k = 0; k < t.table.count; k++) {
            t.value[k] *= 0x1p200;
            t.weight[k] *= 0x1p100;
        }
        assert_ok(*state, er_equity(*state, &t.table, &usual, &b, NULL));
        assert_memory_equal(&a.gini, &b.gini,
                            offsetof(er_equity_result, notes) - offsetof(er_equity_result, gini));
    }
}

static void bad_tables_are_refused_with_their_row(void **state) {
    const double bad[] = {-1, NAN, INFINITY, 1e101, 1e-101};
    er_equity_result r;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        double x[] = {1, 2, bad[i]}, good[] = {1, 1, 1};
        er_equity_table table = {.value = x, .count = 3};
        assert_int_equal(er_equity(*state, &table, &usual, &r, NULL), ER_ERR_RANGE);
        assert_non_null(strstr(er_context_error(*state), "row 3: the value"));
        table = (er_equity_table){.value = good, .weight = x, .count = 3};
        assert_int_equal(er_equity(*state, &table, &usual, &r, NULL), ER_ERR_RANGE);
        assert_non_null(strstr(er_context_error(*state), "row 3: the weight"));
    }
    const double x[] = {1, 2}, none[] = {0, 0};
    const uint32_t g[] = {0, 2};
    er_equity_table table = {.value = x, .weight = none, .count = 2};
    assert_int_equal(er_equity(*state, &table, &usual, &r, NULL), ER_ERR_RANGE);
    table = (er_equity_table){.value = x, .count = 0};
    assert_int_equal(er_equity(*state, &table, &usual, &r, NULL), ER_ERR_RANGE);
    table = (er_equity_table){.value = x, .group = g, .count = 2, .group_count = 2};
    assert_int_equal(er_equity(*state, &table, &usual, &r, NULL), ER_ERR_RANGE);
    assert_non_null(strstr(er_context_error(*state), "row 2: the group"));
    table = (er_equity_table){.value = x, .count = 2};
    const er_equity_parameters wrong[] = {{NAN, 0}, {NAN, -1}, {NAN, NAN},   {NAN, 1001},
                                          {0, 1},   {-1, 1},   {INFINITY, 1}};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_int_equal(er_equity(*state, &table, &wrong[i], &r, NULL), ER_ERR_RANGE);
}

/* Points by hand: weights 3 and 1 of values 1 and 3; their area gives the Gini. */
static void lorenz_curves(void **state) {
    static const double x[] = {3, 1, 8}, w[] = {1, 3, 0}, none[] = {0, 0, 0};
    er_equity_table t = {.value = x, .weight = w, .count = 3};
    double *p = NULL, *l = NULL;
    size_t n = 0;
    assert_ok(*state, er_equity_lorenz(*state, &t, &p, &l, &n));
    assert_int_equal(n, 3);
    assert_true(p[0] == 0 && l[0] == 0 && p[1] == 0.75 && l[1] == 0.5 && p[2] == 1 && l[2] == 1);
    er_free(p);
    er_free(l);
    t.value = none;
    assert_int_equal(er_equity_lorenz(*state, &t, &p, &l, &n), ER_ERR_RANGE);
    er_random random = er_random_stream(12, 0);
    for (int i = 0; i < 500; i++) {
        struct random_table r;
        fill_table(&random, &r);
        er_equity_result found;
        assert_ok(*state, er_equity(*state, &r.table, &usual, &found, NULL));
        if (found.mean == 0) continue;
        assert_ok(*state, er_equity_lorenz(*state, &r.table, &p, &l, &n));
        long double twice_area = 0;
        for (size_t k = 1; k < n; k++) {
            assert_true(p[k] > p[k - 1] - 1e-15 && l[k] >= l[k - 1] && l[k] <= p[k] + 1e-15);
            twice_area += ((long double)p[k] - p[k - 1]) * ((long double)l[k] + l[k - 1]);
        }
        assert_true(p[n - 1] == 1 && l[n - 1] == 1);
        assert_near("gini", found.gini, 1 - twice_area, 1e-12);
        er_free(p);
        er_free(l);
    }
}

/* Ranked by the values themselves the concentration index is the Gini, ranked against them its
 * negative; all in one rank, nothing. */
static void concentration_by_the_values_is_the_gini(void **state) {
    er_random random = er_random_stream(13, 0);
    for (int i = 0; i < 500; i++) {
        struct random_table t;
        er_equity_result up, down, flat;
        fill_table(&random, &t);
        t.table.order = t.value;
        assert_ok(*state, er_equity(*state, &t.table, &usual, &up, NULL));
        t.table.order = t.order;
        for (size_t k = 0; k < t.table.count; k++)
            t.order[k] = -t.value[k];
        assert_ok(*state, er_equity(*state, &t.table, &usual, &down, NULL));
        for (size_t k = 0; k < t.table.count; k++)
            t.order[k] = 7;
        assert_ok(*state, er_equity(*state, &t.table, &usual, &flat, NULL));
        if (up.mean == 0) continue;
        assert_near("up", up.concentration, up.gini, 1e-12);
        assert_near("down", down.concentration, -up.gini, 1e-12);
        assert_near("flat", flat.concentration, 0, 1e-12);
    }
}

static void figures_have_names(void **state) {
    (void)state;
    er_equity_result r = er_equity_undefined();
    for (int f = 0; f < ER_FIGURE_COUNT; f++) {
        assert_true(strlen(er_equity_figure_name((er_equity_figure)f)) > 1);
        assert_true(isnan(er_equity_figure_of(&r, (er_equity_figure)f)));
        for (int g = 0; g < f; g++)
            assert_string_not_equal(er_equity_figure_name((er_equity_figure)f),
                                    er_equity_figure_name((er_equity_figure)g));
    }
    r.fgt[1] = 5;
    assert_true(er_equity_figure_of(&r, ER_FIGURE_FGT_1) == 5);
    assert_string_equal(er_equity_figure_name(ER_FIGURE_BETWEEN), "theil_t_between");
}

static void location_quotients(void **state) {
    (void)state;
    assert_true(er_location_quotient(30, 60, 10, 40) == 2);
    assert_true(isnan(er_location_quotient(30, 60, 0, 40)));
    assert_true(isnan(er_location_quotient(0, 0, 1, 40)));
    assert_true(er_location_quotient(0, 60, 10, 40) == 0);
}

static void every_note_has_a_line(void **state) {
    er_context_set_language(*state, ER_LANG_ZH_TW);
    for (int bit = 0; bit < ER_EQUITY_NOTE_COUNT; bit++) {
        const char *text = er_equity_note_text((er_equity_note)(1u << bit));
        assert_true(strlen(text) > 20);
        assert_string_not_equal(er_text(*state, text), text);
    }
    er_context_set_language(*state, ER_LANG_EN);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(check_values),
        cmocka_unit_test(published_values),
        cmocka_unit_test(halves_of_nothing_and_ten),
        cmocka_unit_test(all_equal_is_exactly_even),
        cmocka_unit_test(all_zero_is_undefined),
        cmocka_unit_test(one_holds_all),
        cmocka_unit_test(a_few_beside_very_many_count),
        cmocka_unit_test(all_below_the_floor_is_one),
        cmocka_unit_test(weights_are_repeated_rows),
        cmocka_unit_test(at_the_floor_is_not_below_it),
        cmocka_unit_test(atkinson_passes_through_its_limit),
        cmocka_unit_test(random_tables_agree_with_the_definitions),
        cmocka_unit_test(order_of_rows_changes_no_byte),
        cmocka_unit_test(scale_changes_nothing),
        cmocka_unit_test(bad_tables_are_refused_with_their_row),
        cmocka_unit_test(lorenz_curves),
        cmocka_unit_test(concentration_by_the_values_is_the_gini),
        cmocka_unit_test(figures_have_names),
        cmocka_unit_test(location_quotients),
        cmocka_unit_test(every_note_has_a_line),
    };
    return cmocka_run_group_tests(tests, test_context_up, test_context_down);
}
