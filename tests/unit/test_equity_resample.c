/* Resamples: their figures against er_equity on the drawn rows, influences against differences,
 * known intervals, threads and order of rows. */
#include "test.h"

#include "equity/resample.h"
#include "equity_tables.h"

#include <stdlib.h>
#include <string.h>

static const er_equity_parameters usual = {.floor = NAN, .atkinson_epsilon = 0.5};

/** The rows of a resample, each as often as it was drawn. */
struct drawn_rows {
    double *value, *weight, *order;
    uint32_t *group;
    er_equity_table table;
};

static void repeat(er_context *ctx, const er_sample *sample, const double *order,
                   const er_drawn *drawn, struct drawn_rows *out) {
    size_t count = 0, capacity = 1;
    for (size_t i = 0; i < sample->count; i++)
        capacity += (size_t)drawn->times[i];
    *out = (struct drawn_rows){0};
    assert_ok(ctx, er_alloc(ctx, capacity, sizeof(double), &out->value));
    assert_ok(ctx, er_alloc(ctx, capacity, sizeof(double), &out->weight));
    assert_ok(ctx, er_alloc(ctx, capacity, sizeof(double), &out->order));
    assert_ok(ctx, er_alloc(ctx, capacity, sizeof(uint32_t), &out->group));
    for (size_t i = 0; i < sample->count; i++)
        for (int k = 0; k < drawn->times[i]; k++) {
            out->value[count] = sample->value[i];
            out->weight[count] = sample->weight[i];
            out->order[count] = order[i];
            out->group[count++] = sample->group[i];
        }
    out->table = (er_equity_table){.value = out->value,
                                   .weight = out->weight,
                                   .group = out->group,
                                   .order = out->order,
                                   .count = count,
                                   .group_count = sample->group_count};
}

static void drop(struct drawn_rows *rows) {
    er_free(rows->value);
    er_free(rows->weight);
    er_free(rows->order);
    er_free(rows->group);
}

/** The order of the sample's rows as numbers: their place among the runs of ties. */
static void orders_of(const er_sample *sample, double *order) {
    for (size_t k = 0; k < sample->run_count; k++)
        for (size_t at = sample->run[k]; at < sample->run[k + 1]; at++)
            order[sample->ranked[at]] = (double)k;
}

static void compare_with_indices(er_context *ctx, const er_equity_table *table,
                                 const er_equity_parameters *parameters, const double *figures) {
    er_equity_result expected = er_equity_undefined();
    if (table->count > 0) assert_ok(ctx, er_equity(ctx, table, parameters, &expected, NULL));
    for (int f = 0; f < ER_FIGURE_COUNT; f++) {
        double found = figures[f], sought = er_equity_figure_of(&expected, (er_equity_figure)f);
        if (f == ER_FIGURE_PALMA) { /* a quotient by next to nothing: the shares are compared */
            found = 1 / (1 + found);
            sought = 1 / (1 + sought);
        }
        assert_near(er_equity_figure_name((er_equity_figure)f), found, sought, 1e-10);
    }
}

static void figures_are_those_of_the_drawn_rows(void **state) {
    static const double epsilons[] = {0.5, 1, 2, 0.25, 1.05, 0.9, 5, 1000};
    er_random random = er_random_stream(2024, 0);
    er_equity_resampling resampling = {.resamples = 20, .level = 0.9};
    for (int i = 0; i < 800; i++) {
        struct random_table t;
        fill_table(&random, &t);
        if (i % 3 == 0) t.table.cluster = t.cluster;
        t.table.cluster_count = 9;
        er_equity_parameters q = {.floor = 0.5, .atkinson_epsilon = epsilons[i % 8]};
        resampling.seed = (uint64_t)i;
        er_sample sample = {0};
        er_resamples found = {0};
        er_plan plan = {0};
        er_drawn drawn = {0};
        double order[200];
        assert_ok(*state, er_sample_new(*state, &t.table, &sample));
        orders_of(&sample, order);
        assert_ok(*state, er_resamples_new(*state, &sample, false, &q, &resampling, &found));
        assert_ok(*state, er_plan_new(*state, &sample, &q, &plan));
        assert_ok(*state, er_drawn_new(*state, &plan, &drawn));
        compare_with_indices(*state, &t.table, &q, found.estimate);
        for (size_t k = 0; k < resampling.resamples; k++) {
            struct drawn_rows rows;
            er_drawn_draw(&plan, resampling.seed, k, &drawn);
            repeat(*state, &sample, order, &drawn, &rows);
            compare_with_indices(*state, &rows.table, &q, found.figures + k * ER_FIGURE_COUNT);
            drop(&rows);
        }
        er_drawn_free(&drawn);
        er_plan_free(&plan);
        er_resamples_free(&found);
        er_sample_free(&sample);
    }
}

/** Figures if every row counts 1 and one of them a little more. */
static void figures_beside(const er_plan *plan, er_drawn *drawn, size_t row, double more,
                           double *figures) {
    er_drawn_all(plan, drawn);
    drawn->times[row] += more;
    er_drawn_sum(plan, drawn);
    er_drawn_figures(plan, drawn, figures);
}

/* Central differences; where the curve has a corner (a row at the mean, or where a share of the
 * weight ends) the influence lies between the two sides. */
static void check_row(const er_plan *plan, er_drawn *drawn, size_t row, const double *estimate,
                      const double influence[ER_FIGURE_COUNT][192]) {
    const double h = 1e-5;
    double more[ER_FIGURE_COUNT], less[ER_FIGURE_COUNT];
    figures_beside(plan, drawn, row, h, more);
    figures_beside(plan, drawn, row, -h, less);
    for (int f = 0; f < ER_FIGURE_COUNT; f++) {
        if (isnan(estimate[f])) continue;
        double right = (more[f] - estimate[f]) / h, left = (estimate[f] - less[f]) / h;
        double slack = 1e-3 * (fabs(estimate[f]) + fabs(right)) + 1e-6;
        if (influence[f][row] > fmax(left, right) + slack ||
            influence[f][row] < fmin(left, right) - slack)
            fail_msg("%s, row %zu: %g is not between %g and %g",
                     er_equity_figure_name((er_equity_figure)f), row, influence[f][row], left,
                     right);
    }
}

static void influences_are_derivatives(void **state) {
    static const double epsilons[] = {0.5, 1, 2, 1.05};
    er_random random = er_random_stream(77, 0);
    for (int i = 0; i < 200; i++) {
        double x[150], w[150], o[150];
        uint32_t g[150];
        size_t n = 5 + (size_t)er_random_below(&random, i % 4 ? 25 : 145);
        for (size_t k = 0; k < n; k++) {
            x[k] = i % 2 ? exp(er_random_normal(&random)) : floor(5 * er_random_unit(&random));
            w[k] = 0.5 + 3 * er_random_unit(&random);
            o[k] = floor(10 * er_random_unit(&random));
            g[k] = (uint32_t)er_random_below(&random, 3);
        }
        x[0] = 3;
        er_equity_table table = {
            .value = x, .weight = w, .order = o, .group = g, .count = n, .group_count = 3};
        er_equity_parameters q = {.floor = 1.25, .atkinson_epsilon = epsilons[i % 4]};
        er_sample sample = {0};
        er_plan plan = {0};
        er_drawn drawn = {0};
        double estimate[ER_FIGURE_COUNT], influence[ER_FIGURE_COUNT][192], *rows = influence[0];
        assert_ok(*state, er_sample_new(*state, &table, &sample));
        assert_ok(*state, er_plan_new(*state, &sample, &q, &plan));
        assert_ok(*state, er_drawn_new(*state, &plan, &drawn));
        er_drawn_all(&plan, &drawn);
        er_drawn_sum(&plan, &drawn);
        er_drawn_figures(&plan, &drawn, estimate);
        er_drawn_slopes(&plan, &drawn, estimate);
        for (int f = 0; f < ER_FIGURE_COUNT; f++, rows += 192) {
            double sum = 0, most = 0;
            if (isnan(estimate[f])) continue;
            for (size_t b = 0; b < plan.block_count; b++)
                er_drawn_influence(&plan, &drawn, (er_equity_figure)f, b, rows + b * ER_BLOCK);
            for (size_t k = 0; k < n; k++) {
                sum += rows[k];
                most = fmax(most, fabs(rows[k]));
            }
            /* twice the rows: the same figure, but for HHI, which is half as much */
            assert_near(er_equity_figure_name((er_equity_figure)f), sum,
                        f == ER_FIGURE_HHI ? -estimate[f] : 0, 1e-10 * fmax(1, most));
        }
        for (size_t row = 0; row < n; row++)
            check_row(&plan, &drawn, row, estimate, influence);
        er_drawn_free(&drawn);
        er_plan_free(&plan);
        er_sample_free(&sample);
    }
}

static void order_and_threads_change_no_byte(void **state) {
    er_random random = er_random_stream(8, 0);
    er_equity_parameters q = {.floor = 0.5, .atkinson_epsilon = 2};
    er_equity_resampling resampling = {.resamples = 100, .seed = 5, .level = 0.9};
    for (int i = 0; i < 60; i++) {
        struct random_table a, b;
        er_equity_interval ia[ER_FIGURE_COUNT], ib[ER_FIGURE_COUNT];
        fill_table(&random, &a);
        a.table.cluster = i % 2 ? a.cluster : NULL;
        a.table.cluster_count = 9;
        shuffle(&random, &a, &b);
        memset(ia, 0, sizeof ia);
        memset(ib, 0, sizeof ib);
        resampling.method = (er_equity_method)(i % 3);
        er_context_set_threads(*state, 1);
        assert_ok(*state, er_equity_resample(*state, &a.table, &q, &resampling, ia));
        er_context_set_threads(*state, 3);
        assert_ok(*state, er_equity_resample(*state, &b.table, &q, &resampling, ib));
        assert_memory_equal(ia, ib, sizeof ia);
    }
    er_context_set_threads(*state, 0);
}

/* The mean of n draws of 0 or 1 has a standard error of 0.5 / sqrt n: with n = 400 the 95 %
 * interval is 0.5 -+ 0.049; 4,000 resamples find its ends within 0.006. */
static void the_known_interval_is_found(void **state) {
    static double x[400];
    for (size_t i = 0; i < 400; i += 2)
        x[i] = 1;
    er_equity_table table = {.value = x, .count = 400};
    er_equity_resampling r = {.resamples = 4000, .seed = 11, .level = 0.95};
    er_equity_interval found[ER_FIGURE_COUNT], again[ER_FIGURE_COUNT];
    r.method = ER_EQUITY_PERCENTILE;
    assert_ok(*state, er_equity_resample(*state, &table, &usual, &r, found));
    assert_near("low", found[ER_FIGURE_MEAN].low, 0.451L, 0.006);
    assert_near("high", found[ER_FIGURE_MEAN].high, 0.549L, 0.006);
    /* the Gini of zeros and ones is the share of zeros */
    assert_near("gini", found[ER_FIGURE_GINI].low, 1 - (long double)found[ER_FIGURE_MEAN].high,
                1e-12);
    assert_true(found[ER_FIGURE_THEIL_L].defined == 0 && isnan(found[ER_FIGURE_THEIL_L].low));
    assert_true(found[ER_FIGURE_MEAN].defined == 4000 && isnan(found[ER_FIGURE_BETWEEN].low));
    assert_ok(*state, er_equity_resample(*state, &table, &usual, &r, again));
    assert_memory_equal(found, again, sizeof found);
    for (r.method = ER_EQUITY_STUDENTISED; r.method <= ER_EQUITY_BCA; r.method++) {
        assert_ok(*state, er_equity_resample(*state, &table, &usual, &r, again));
        assert_near("low", again[ER_FIGURE_MEAN].low, 0.451L, 0.006);
        assert_near("high", again[ER_FIGURE_MEAN].high, 0.549L, 0.006);
    }
}

/* Rows that come in equal pairs are half as many independent ones: by clusters the interval is
 * wider by the square root of 2. */
static void clusters_are_drawn_together(void **state) {
    static double x[600];
    static uint32_t pair[600];
    er_random random = er_random_stream(3, 0);
    for (uint32_t i = 0; i < 600; i++) {
        pair[i] = i / 2;
        x[i] = i % 2 ? x[i - 1] : er_random_unit(&random);
    }
    er_equity_table table = {.value = x, .count = 600};
    er_equity_resampling r = {.resamples = 4000, .seed = 1, .level = 0.95};
    er_equity_interval rows[ER_FIGURE_COUNT], pairs[ER_FIGURE_COUNT];
    assert_ok(*state, er_equity_resample(*state, &table, &usual, &r, rows));
    r.seed = 2;
    assert_ok(*state, er_equity_resample(*state, &table, &usual, &r, pairs));
    assert_true(pairs[ER_FIGURE_MEAN].low != rows[ER_FIGURE_MEAN].low);
    table.cluster = pair;
    table.cluster_count = 900; /* those without a row are not drawn */
    assert_ok(*state, er_equity_resample(*state, &table, &usual, &r, pairs));
    for (int f = ER_FIGURE_MEAN; f <= ER_FIGURE_GINI; f++)
        assert_near("ratio", (pairs[f].high - pairs[f].low) / (rows[f].high - rows[f].low),
                    sqrtl(2), 0.06);
}

/* What can be drawn in one way only does not vary: that is no knowledge of the figure. */
static void one_row_or_cluster_has_no_interval(void **state) {
    static const double x[] = {1, 2, 4};
    static const uint32_t same[] = {1, 1, 1};
    static const double one[] = {0, 3, 0};
    er_equity_table row = {.value = x, .weight = one, .count = 3};
    er_equity_table cluster = {.value = x, .count = 3, .cluster = same, .cluster_count = 2};
    er_equity_resampling r = {.resamples = 50, .seed = 1, .level = 0.95};
    er_equity_interval found[ER_FIGURE_COUNT];
    er_equity_change changes[ER_FIGURE_COUNT];
    for (r.method = ER_EQUITY_STUDENTISED; r.method <= ER_EQUITY_PERCENTILE; r.method++)
        for (int t = 0; t < 2; t++) {
            const er_equity_table *table = t == 0 ? &row : &cluster;
            assert_ok(*state, er_equity_resample(*state, table, &usual, &r, found));
            assert_ok(*state, er_equity_difference(*state, table, table, &usual, &r, changes));
            for (int f = 0; f < ER_FIGURE_COUNT; f++) {
                assert_true(isnan(found[f].low) && isnan(found[f].high));
                assert_true(isnan(changes[f].interval.low) && isnan(changes[f].interval.high));
            }
            assert_true(found[ER_FIGURE_MEAN].defined > 20);
        }
}

/* Resamples with hardly an error would put an end beyond all numbers: seven towns in four
 * counties, most of the people in two of them. */
static void ends_are_numbers(void **state) {
    static const double x[] = {0.98, 0.97, 0.99, 0.40, 0.65, 0, 0.8};
    static const double w[] = {120000, 80000, 95000, 4000, 2500, 1800, 900};
    static const uint32_t g[] = {2, 2, 2, 1, 1, 0, 0}, county[] = {0, 0, 1, 1, 2, 2, 3};
    er_equity_table table = {.value = x,
                             .weight = w,
                             .group = g,
                             .count = 7,
                             .group_count = 3,
                             .cluster = county,
                             .cluster_count = 4};
    er_equity_resampling r = {.resamples = 1000, .seed = 1, .level = 0.95};
    er_equity_interval found[ER_FIGURE_COUNT];
    for (; r.seed < 6; r.seed++) {
        assert_ok(*state, er_equity_resample(*state, &table, &usual, &r, found));
        for (int f = 0; f < ER_FIGURE_COUNT; f++)
            if (!isnan(found[f].low) && !(isfinite(found[f].low) && isfinite(found[f].high)))
                fail_msg("%s from %g to %g", er_equity_figure_name((er_equity_figure)f),
                         found[f].low, found[f].high);
        assert_true(found[ER_FIGURE_WITHIN].high >= found[ER_FIGURE_WITHIN].low);
    }
}

static void bad_requests_are_refused(void **state) {
    const double x[] = {1, 2}, order[] = {1, INFINITY};
    const uint32_t cluster[] = {0, 2};
    er_equity_table table = {.value = x, .count = 2};
    er_equity_interval found[ER_FIGURE_COUNT];
    const er_equity_resampling wrong[] = {
        {.resamples = 0, .level = 0.9},  {.resamples = 1000001, .level = 0.9},
        {.resamples = 10, .level = 1},   {.resamples = 10, .level = 0},
        {.resamples = 10, .level = NAN}, {.resamples = 10, .level = 0.9, .method = 7}};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_int_equal(er_equity_resample(*state, &table, &usual, &wrong[i], found),
                         ER_ERR_RANGE);
    er_equity_resampling good = {.resamples = 10, .level = 0.9};
    table.cluster = cluster;
    table.cluster_count = 2;
    assert_int_equal(er_equity_resample(*state, &table, &usual, &good, found), ER_ERR_RANGE);
    assert_non_null(strstr(er_context_error(*state), "row 2: the cluster"));
    table = (er_equity_table){.value = x, .count = 2, .order = order};
    assert_int_equal(er_equity_resample(*state, &table, &usual, &good, found), ER_ERR_RANGE);
    assert_non_null(strstr(er_context_error(*state), "row 2: what it is ranked by"));
}

static bool stop(void *user) {
    (void)user;
    return true;
}

static void it_can_be_stopped(void **state) {
    const double x[] = {1, 2};
    er_equity_table table = {.value = x, .count = 2};
    er_equity_resampling r = {.resamples = 100, .seed = 1, .level = 0.9};
    er_equity_interval found[ER_FIGURE_COUNT];
    er_context_set_cancel(*state, stop, NULL);
    assert_int_equal(er_equity_resample(*state, &table, &usual, &r, found), ER_ERR_CANCELLED);
    er_context_set_cancel(*state, NULL, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_are_those_of_the_drawn_rows),
        cmocka_unit_test(influences_are_derivatives),
        cmocka_unit_test(order_and_threads_change_no_byte),
        cmocka_unit_test(the_known_interval_is_found),
        cmocka_unit_test(clusters_are_drawn_together),
        cmocka_unit_test(one_row_or_cluster_has_no_interval),
        cmocka_unit_test(ends_are_numbers),
        cmocka_unit_test(bad_requests_are_refused),
        cmocka_unit_test(it_can_be_stopped),
    };
    return cmocka_run_group_tests(tests, test_context_up, test_context_down);
}
