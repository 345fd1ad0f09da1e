/* The change between two tables of the same rows, drawn together. */
#include "test.h"

#include "equity_tables.h"

#include <string.h>

static const er_equity_parameters usual = {.floor = 0.5, .atkinson_epsilon = 0.5};

/** True if more than one row has weight: else a table can be drawn in one way only. */
static bool can_vary(const er_equity_table *table) {
    size_t weighted = 0;
    for (size_t i = 0; i < table->count; i++)
        weighted += !table->weight || table->weight[i] > 0;
    return weighted > 1;
}

static void nothing_changes_by_nothing(void **state) {
    er_random random = er_random_stream(5, 0);
    for (int i = 0; i < 40; i++) {
        struct random_table t;
        er_equity_change changes[ER_FIGURE_COUNT];
        er_equity_resampling r = {.resamples = 50, .seed = 3, .level = 0.9};
        fill_table(&random, &t);
        r.method = (er_equity_method)(i % 3);
        assert_ok(*state, er_equity_difference(*state, &t.table, &t.table, &usual, &r, changes));
        for (int f = 0; f < ER_FIGURE_COUNT; f++) {
            if (isnan(changes[f].before)) {
                assert_true(isnan(changes[f].change) && isnan(changes[f].interval.low));
                continue;
            }
            assert_true(changes[f].change == 0);
            if (can_vary(&t.table))
                assert_true(changes[f].interval.low == 0 && changes[f].interval.high == 0);
            else
                assert_true(isnan(changes[f].interval.low) && isnan(changes[f].interval.high));
        }
    }
}

/* Every row gains 1: the mean rises by exactly 1 in every resample, though the mean itself is
 * uncertain. Drawn apart, the interval would be as wide as that of the mean. */
static void rows_are_drawn_from_both_at_once(void **state) {
    static double x[300], y[300];
    er_random random = er_random_stream(6, 0);
    for (size_t i = 0; i < 300; i++) {
        x[i] = exp(er_random_normal(&random));
        y[i] = x[i] + 1;
    }
    er_equity_table before = {.value = x, .count = 300}, after = {.value = y, .count = 300};
    er_equity_change changes[ER_FIGURE_COUNT];
    for (int method = 0; method < 3; method++) {
        er_equity_resampling r = {
            .resamples = 400, .seed = 1, .level = 0.95, .method = (er_equity_method)method};
        assert_ok(*state, er_equity_difference(*state, &before, &after, &usual, &r, changes));
        er_equity_change mean = changes[ER_FIGURE_MEAN], gini = changes[ER_FIGURE_GINI];
        assert_near("change", mean.change, 1, 1e-12);
        assert_near("low", mean.interval.low, 1, 1e-9);
        assert_near("high", mean.interval.high, 1, 1e-9);
        assert_true(gini.change == gini.after - gini.before && gini.change < 0);
        assert_true(gini.interval.low < gini.change && gini.change < gini.interval.high);
        assert_true(gini.interval.high < 0);
        assert_true(isnan(changes[ER_FIGURE_BETWEEN].change));
    }
}

/* Who had most has least: in each resample the mean afterwards is 10 less the mean before, so that
 * the change spreads by twice the mean's standard error. Paired by rank it would hardly spread. */
static void rows_are_paired_by_row_not_by_rank(void **state) {
    static double x[300], y[300];
    er_random random = er_random_stream(16, 0);
    er_sum sum = {0}, squares = {0};
    for (size_t i = 0; i < 300; i++) {
        x[i] = 10 * er_random_unit(&random);
        y[i] = 10 - x[i];
        er_sum_add(&sum, x[i]);
        er_sum_add(&squares, x[i] * x[i]);
    }
    double mean = er_sum_value(&sum) / 300;
    double error = sqrt((er_sum_value(&squares) / 300 - mean * mean) / 300);
    er_equity_table before = {.value = x, .count = 300}, after = {.value = y, .count = 300};
    er_equity_change changes[ER_FIGURE_COUNT];
    for (int method = 0; method < 3; method++) {
        er_equity_resampling r = {
            .resamples = 2000, .seed = 1, .level = 0.95, .method = (er_equity_method)method};
        assert_ok(*state, er_equity_difference(*state, &before, &after, &usual, &r, changes));
        er_equity_interval found = changes[ER_FIGURE_MEAN].interval;
        assert_near("width", (found.high - found.low) / (4 * 1.96 * error), 1, 0.06);
    }
}

static void order_and_threads_change_no_byte(void **state) {
    er_random random = er_random_stream(9, 0);
    for (int i = 0; i < 40; i++) {
        struct random_table a, b;
        double ya[200], yb[200];
        fill_table(&random, &a);
        a.table.cluster = i % 2 ? a.cluster : NULL;
        a.table.cluster_count = 9;
        shuffle(&random, &a, &b);
        /* the value afterwards depends on the row alone, and is that of many others */
        for (size_t k = 0; k < a.table.count; k++)
            ya[k] = 1 + floor(fabs(a.order[k]) / 8);
        for (size_t k = 0; k < b.table.count; k++)
            yb[k] = 1 + floor(fabs(b.order[k]) / 8);
        er_equity_table after_a = a.table, after_b = b.table;
        after_a.value = ya;
        after_b.value = yb;
        after_a.order = after_b.order = NULL;
        er_equity_change ca[ER_FIGURE_COUNT], cb[ER_FIGURE_COUNT];
        memset(ca, 0, sizeof ca);
        memset(cb, 0, sizeof cb);
        er_equity_resampling r = {.resamples = 80, .seed = 2, .level = 0.9};
        r.method = (er_equity_method)(i % 3);
        er_context_set_threads(*state, 1);
        assert_ok(*state, er_equity_difference(*state, &a.table, &after_a, &usual, &r, ca));
        er_context_set_threads(*state, 3);
        assert_ok(*state, er_equity_difference(*state, &b.table, &after_b, &usual, &r, cb));
        assert_memory_equal(ca, cb, sizeof ca);
    }
    er_context_set_threads(*state, 0);
}

static void other_rows_are_refused(void **state) {
    const double x[] = {1, 2, 3};
    const uint32_t g[] = {0, 1, 1}, h[] = {0, 0, 1};
    er_equity_table a = {.value = x, .count = 3}, b = {.value = x, .count = 2};
    er_equity_change changes[ER_FIGURE_COUNT];
    er_equity_resampling r = {.resamples = 10, .level = 0.9};
    assert_int_equal(er_equity_difference(*state, &a, &b, &usual, &r, changes), ER_ERR_RANGE);
    assert_non_null(strstr(er_context_error(*state), "3 and 2"));
    b = (er_equity_table){.value = x, .count = 3, .group = g, .group_count = 2};
    assert_int_equal(er_equity_difference(*state, &a, &b, &usual, &r, changes), ER_ERR_RANGE);
    a = (er_equity_table){.value = x, .count = 3, .group = h, .group_count = 2};
    assert_int_equal(er_equity_difference(*state, &a, &b, &usual, &r, changes), ER_ERR_RANGE);
    b = (er_equity_table){.value = x, .count = 3, .group = h, .group_count = 2, .cluster = g};
    b.cluster_count = 2;
    assert_int_equal(er_equity_difference(*state, &a, &b, &usual, &r, changes), ER_ERR_RANGE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_changes_by_nothing),
        cmocka_unit_test(rows_are_drawn_from_both_at_once),
        cmocka_unit_test(rows_are_paired_by_row_not_by_rank),
        cmocka_unit_test(order_and_threads_change_no_byte),
        cmocka_unit_test(other_rows_are_refused),
    };
    return cmocka_run_group_tests(tests, test_context_up, test_context_down);
}
