/* What groups do: the permutation test of the part between them, and the influence of each. */
#include "test.h"

#include "equity_reference.h"
#include "equity_tables.h"

#include <string.h>

static const er_equity_parameters usual = {.floor = 0.5, .atkinson_epsilon = 0.5};

static int compare_numbers(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

enum { TABLES = 400, ROWS = 60, PERMUTATIONS = 199 };

/* Groups that have nothing to do with the values: p is uniform on 1/200, 2/200 ... 1. The greatest
 * distance of 400 such from the uniform distribution is over 1.63 / sqrt(400) = 0.0815 in 1 of 100
 * seeds (Kolmogorov); the steps of 1/200 add 0.005 at most. */
static void p_is_uniform_where_groups_mean_nothing(void **state) {
    static double p[TABLES];
    er_random random = er_random_stream(1905, 0);
    for (size_t k = 0; k < TABLES; k++) {
        double x[ROWS], w[ROWS];
        uint32_t g[ROWS];
        for (size_t i = 0; i < ROWS; i++) {
            x[i] = exp(er_random_normal(&random));
            w[i] = 1 + 9 * er_random_unit(&random);
            g[i] = (uint32_t)er_random_below(&random, 4);
        }
        er_equity_table t = {.value = x, .weight = w, .group = g, .count = ROWS, .group_count = 4};
        er_equity_test test;
        assert_ok(*state, er_equity_permutation(*state, &t, PERMUTATIONS, k, &test));
        assert_true(test.statistic > 0 && test.statistic < 1);
        p[k] = test.p;
    }
    qsort(p, TABLES, sizeof *p, compare_numbers);
    double distance = 0;
    for (size_t k = 0; k < TABLES; k++)
        distance = fmax(
            distance, fmax(fabs(p[k] - (double)k / TABLES), fabs(p[k] - (double)(k + 1) / TABLES)));
    if (distance > 0.0865) fail_msg("p lies %g from the uniform distribution", distance);
}

static void p_is_small_where_groups_differ(void **state) {
    double x[ROWS];
    uint32_t g[ROWS];
    er_random random = er_random_stream(4, 0);
    for (uint32_t i = 0; i < ROWS; i++) {
        g[i] = i % 3;
        x[i] = (1 + g[i]) * exp(0.5 * er_random_normal(&random));
    }
    er_equity_table t = {.value = x, .group = g, .count = ROWS, .group_count = 3};
    er_equity_test test, again, other;
    er_equity_result r;
    er_context_set_threads(*state, 1);
    assert_ok(*state, er_equity_permutation(*state, &t, 999, 7, &test));
    assert_true(test.p == 1 / 1000.0 && test.permutations == 999 && test.seed == 7);
    assert_ok(*state, er_equity(*state, &t, &usual, &r, NULL));
    assert_true(test.statistic == r.theil_t_between / r.theil_t);
    for (uint32_t i = 0; i < ROWS; i++)
        x[i] = x[i] / (1 + g[i]) * (1 + 0.1 * g[i]); /* less of a difference */
    assert_ok(*state, er_equity_permutation(*state, &t, 999, 7, &test));
    assert_true(test.p > 0.005 && test.p < 0.995);
    er_context_set_threads(*state, 3);
    memset(&again, 0, sizeof again);
    assert_ok(*state, er_equity_permutation(*state, &t, 999, 7, &again));
    assert_memory_equal(&test, &again, sizeof test);
    assert_ok(*state, er_equity_permutation(*state, &t, 999, 8, &other));
    assert_true(other.p != test.p);
    er_context_set_threads(*state, 0);
}

/* Two of the twenty ways to choose three of six part them as these labels do: p is near 1/10. */
static void p_is_the_share_of_labellings(void **state) {
    const double x[] = {1, 2, 3, 7, 8, 9}, same[] = {5, 5, 5, 5, 5, 5}, none[6] = {0};
    const uint32_t g[] = {0, 0, 0, 1, 1, 1}, one[6] = {0};
    er_equity_table t = {.value = x, .group = g, .count = 6, .group_count = 2};
    er_equity_test test;
    assert_ok(*state, er_equity_permutation(*state, &t, 20000, 1, &test));
    assert_near("p", test.p, 0.1L, 0.008);
    t.group = one; /* a single group has no part between, whatever the labels */
    assert_ok(*state, er_equity_permutation(*state, &t, 99, 1, &test));
    assert_true(test.statistic == 0 && test.p == 1);
    t.group = g;
    t.value = same;
    assert_ok(*state, er_equity_permutation(*state, &t, 99, 1, &test));
    assert_true(isnan(test.statistic) && isnan(test.p));
    t.value = none;
    assert_ok(*state, er_equity_permutation(*state, &t, 99, 1, &test));
    assert_true(isnan(test.statistic) && isnan(test.p));
    t.value = x;
    assert_int_equal(er_equity_permutation(*state, &t, 0, 1, &test), ER_ERR_RANGE);
    t.group = NULL;
    assert_int_equal(er_equity_permutation(*state, &t, 99, 1, &test), ER_ERR_RANGE);
}

static void compare(const double *figures, const er_equity_table *t) {
    for (int i = 0; i < ER_FIGURE_COUNT; i++)
        if (t->count == 0) assert_true(isnan(figures[i]));
    if (t->count == 0) return;
    struct reference f = reference_indices(t, &usual);
    assert_near("mean", figures[ER_FIGURE_MEAN], f.mean, 1e-12);
    if (f.mean == 0) return;
    assert_near("gini", figures[ER_FIGURE_GINI], f.gini, 1e-12);
    assert_near("theil_t", figures[ER_FIGURE_THEIL_T], f.theil_t, 1e-12);
    assert_near("theil_l", figures[ER_FIGURE_THEIL_L], f.theil_l, 1e-12);
    assert_near("atkinson", figures[ER_FIGURE_ATKINSON], f.atkinson, 1e-12);
    assert_near("hoover", figures[ER_FIGURE_HOOVER], f.hoover, 1e-12);
    assert_near("hhi", figures[ER_FIGURE_HHI], f.hhi, 1e-12);
    assert_near("cv", figures[ER_FIGURE_CV], f.cv, 1e-12);
    assert_near("concentration", figures[ER_FIGURE_CONCENTRATION], f.concentration, 1e-12);
    assert_near("between", figures[ER_FIGURE_BETWEEN], f.between, 1e-12);
    assert_near("within", figures[ER_FIGURE_WITHIN], f.within, 1e-12);
    for (int a = 0; a < 3; a++)
        assert_near("fgt", figures[ER_FIGURE_FGT_0 + a], f.fgt[a], 1e-12);
}

static void influences_are_figures_of_changed_tables(void **state) {
    er_random random = er_random_stream(31, 0);
    for (int i = 0; i < 300; i++) {
        struct random_table t, changed;
        er_equity_influence influences[8];
        er_equity_result all;
        fill_table(&random, &t);
        for (size_t k = 0; k < t.table.count;
             k++) /* no row of 0: a group has weight if it has rows */
            t.weight[k] += 0.5;
        assert_ok(*state, er_equity(*state, &t.table, &usual, &all, NULL));
        assert_ok(*state, er_equity_influences(*state, &t.table, &usual, influences));
        for (uint32_t g = 0; g < t.table.group_count; g++) {
            size_t n = 0;
            changed.table = t.table;
            for (size_t k = 0; k < t.table.count; k++) {
                if (t.group[k] == g) continue;
                changed.value[n] = t.value[k];
                changed.weight[n] = t.weight[k];
                changed.order[n] = t.order[k];
                changed.group[n++] = t.group[k];
            }
            changed.table.value = changed.value;
            if (t.table.weight) changed.table.weight = changed.weight;
            changed.table.order = changed.order;
            changed.table.group = changed.group;
            changed.table.count = n;
            compare(influences[g].without, &changed.table);
            changed.table = t.table;
            changed.table.value = changed.value;
            for (size_t k = 0; k < t.table.count; k++)
                changed.value[k] = t.group[k] == g ? fmax(t.value[k], all.mean) : t.value[k];
            compare(influences[g].raised, &changed.table);
        }
    }
}

/* Halves of 0 and 10: without either half all is even; nothing is uneven once the poor half has
 * the mean of 5, for then it is 5 and 10: Gini 1/6. */
static void influences_of_two_halves(void **state) {
    const double x[] = {0, 0, 10, 10};
    const uint32_t g[] = {0, 0, 1, 1};
    er_equity_table t = {.value = x, .group = g, .count = 4, .group_count = 3};
    er_equity_influence found[3];
    assert_ok(*state, er_equity_influences(*state, &t, &usual, found));
    assert_true(isnan(found[0].without[ER_FIGURE_MEAN]) == 0);
    assert_true(found[0].without[ER_FIGURE_GINI] == 0 && isnan(found[1].without[ER_FIGURE_GINI]));
    assert_near("raised", found[0].raised[ER_FIGURE_GINI], 1 / 6.0L, 1e-15);
    assert_near("rich", found[1].raised[ER_FIGURE_GINI], 0.5L, 1e-15);
    assert_near("nobody", found[2].without[ER_FIGURE_GINI], 0.5L, 1e-15); /* has no row */
    t.group_count = 1;
    assert_int_equal(er_equity_influences(*state, &t, &usual, found), ER_ERR_RANGE);
    t.group = NULL;
    assert_int_equal(er_equity_influences(*state, &t, &usual, found), ER_ERR_RANGE);
    const uint32_t one[4] = {0};
    t.group = one; /* without the only group nothing is left */
    assert_ok(*state, er_equity_influences(*state, &t, &usual, found));
    for (int f = 0; f < ER_FIGURE_COUNT; f++)
        assert_true(isnan(found[0].without[f]));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(p_is_uniform_where_groups_mean_nothing),
        cmocka_unit_test(p_is_small_where_groups_differ),
        cmocka_unit_test(p_is_the_share_of_labellings),
        cmocka_unit_test(influences_are_figures_of_changed_tables),
        cmocka_unit_test(influences_of_two_halves),
    };
    return cmocka_run_group_tests(tests, test_context_up, test_context_down);
}
