/* Do 95 % intervals hold the true figure in 95 of 100 tables? Tables are drawn from distributions
 * whose figures are known; the share of intervals that hold them must lie between 93 and 97 %. */
#include "test.h"

#include "evenreach/equity.h"

#include <math.h>
#include <string.h>

static const er_equity_parameters usual = {.floor = NAN, .atkinson_epsilon = 0.5};

/** Sum of `shape` exponential deviates: a gamma deviate of whole shape. */
static double gamma_deviate(er_random *random, int shape) {
    double sum = 0;
    for (int k = 0; k < shape; k++)
        sum -= log(1 - er_random_unit(random));
    return sum;
}

/** A row of one of the distributions; rows of a cluster share an effect. */
typedef void draw_row(er_random *random, double effect, double *value, double *weight);

static void lognormal(er_random *random, double effect, double *value, double *weight) {
    *value = effect * exp(0.4 * er_random_normal(random));
    *weight = 1;
}

static void gamma_two(er_random *random, double effect, double *value, double *weight) {
    *value = effect * gamma_deviate(random, 2);
    *weight = 1;
}

/** Shares, as of persons served: beta (2, 1), under uneven numbers of persons. */
static void weighted_shares(er_random *random, double effect, double *value, double *weight) {
    double a = gamma_deviate(random, 2);
    *value = effect * a / (a + gamma_deviate(random, 1));
    *weight = exp(0.5 * er_random_normal(random));
}

struct design {
    const char *name;
    draw_row *row;
    size_t rows;
    size_t cluster; /* rows of a cluster; 0: none */
    double truth[ER_FIGURE_COUNT];
};

enum { MOST_ROWS = 500, RESAMPLES = 299 };

/** Phi(sigma / sqrt 2) and the like. */
static double normal(double z) {
    return er_normal_probability(z);
}

/* Lognormal of sigma: Gini 2 Phi(sigma / sqrt 2) - 1, Theil T and L sigma^2 / 2, Atkinson
 * 1 - exp(-e sigma^2 / 2), Palma (1 - Phi(z.9 - sigma)) / Phi(z.4 - sigma), Hoover
 * 2 Phi(sigma / 2) - 1 (Aitchison and Brown, The Lognormal Distribution (1957), ch. 11). */
static void lognormal_truth(double sigma, double *truth) {
    truth[ER_FIGURE_MEAN] = exp(sigma * sigma / 2);
    truth[ER_FIGURE_GINI] = 2 * normal(sigma / sqrt(2)) - 1;
    truth[ER_FIGURE_THEIL_T] = truth[ER_FIGURE_THEIL_L] = sigma * sigma / 2;
    truth[ER_FIGURE_ATKINSON] = 1 - exp(-sigma * sigma / 4);
    truth[ER_FIGURE_HOOVER] = 2 * normal(sigma / 2) - 1;
    truth[ER_FIGURE_PALMA] =
        (1 - normal(er_normal_quantile(0.9) - sigma)) / normal(er_normal_quantile(0.4) - sigma);
}

/* Gamma of shape 2: density x e^-x, distribution 1 - (1 + x) e^-x; Gini 3/8 (McDonald, Econometrica
 * 52 (1984)); Theil T digamma(3) - ln 2, Theil L ln 2 - digamma(2); the share of the amount up to x
 * is the distribution of shape 3, 1 - (1 + x + x^2 / 2) e^-x; Hoover F(2) - F3(2) at the mean 2. */
static double amount_up_to(double x) {
    return 1 - (1 + x + x * x / 2) * exp(-x);
}

static double quantile_of_gamma(double p) {
    double low = 0, high = 50;
    for (int i = 0; i < 100; i++) {
        double x = (low + high) / 2;
        if (1 - (1 + x) * exp(-x) < p)
            low = x;
        else
            high = x;
    }
    return low;
}

static void gamma_truth(double *truth) {
    const double euler = 0.57721566490153286;
    truth[ER_FIGURE_MEAN] = 2;
    truth[ER_FIGURE_GINI] = 0.375;
    truth[ER_FIGURE_THEIL_T] = 1.5 - euler - log(2);
    truth[ER_FIGURE_THEIL_L] = log(2) - (1 - euler);
    /* E sqrt x = Gamma(5/2) = 3 sqrt(pi) / 4 */
    truth[ER_FIGURE_ATKINSON] = 1 - 9 * acos(-1) / 16 / 2;
    truth[ER_FIGURE_HOOVER] = 1 - 3 * exp(-2) - amount_up_to(2);
    truth[ER_FIGURE_PALMA] =
        (1 - amount_up_to(quantile_of_gamma(0.9))) / amount_up_to(quantile_of_gamma(0.4));
}

/* Beta (2, 1): density 2x, distribution x^2, amount up to x: x^3 of the mean 2/3. Gini 1/5; Theil T
 * E (3x/2) ln(3x/2) = ln(3/2) - 1/3, Theil L ln(2/3) - E ln x = ln(2/3) + 1/2; E sqrt x = 4/5;
 * Hoover x^2 - x^3 at 2/3. The weights do not depend on the values. */
static void share_truth(double *truth) {
    truth[ER_FIGURE_MEAN] = 2 / 3.0;
    truth[ER_FIGURE_GINI] = 0.2;
    truth[ER_FIGURE_THEIL_T] = log(1.5) - 1 / 3.0;
    truth[ER_FIGURE_THEIL_L] = log(2 / 3.0) + 0.5;
    truth[ER_FIGURE_ATKINSON] = 1 - 0.64 * 1.5;
    truth[ER_FIGURE_HOOVER] = 4 / 9.0 - 8 / 27.0;
    truth[ER_FIGURE_PALMA] = (1 - pow(0.9, 1.5)) / pow(0.4, 1.5);
}

static const er_equity_figure figures[] = {ER_FIGURE_MEAN,    ER_FIGURE_GINI,     ER_FIGURE_THEIL_T,
                                           ER_FIGURE_THEIL_L, ER_FIGURE_ATKINSON, ER_FIGURE_PALMA,
                                           ER_FIGURE_HOOVER};
enum { FIGURES = sizeof figures / sizeof figures[0] };

struct rows {
    double value[MOST_ROWS], weight[MOST_ROWS];
    uint32_t cluster[MOST_ROWS];
};

static er_equity_table draw_table(er_random *random, const struct design *d, struct rows *rows) {
    double effect = 1;
    for (size_t i = 0; i < d->rows; i++) {
        if (d->cluster && i % d->cluster == 0) effect = exp(0.3 * er_random_normal(random));
        d->row(random, effect, &rows->value[i], &rows->weight[i]);
        rows->cluster[i] = (uint32_t)(d->cluster ? i / d->cluster : 0);
    }
    er_equity_table table = {.value = rows->value, .weight = rows->weight, .count = d->rows};
    if (d->cluster) {
        table.cluster = rows->cluster;
        table.cluster_count = (uint32_t)(d->rows / d->cluster);
    }
    return table;
}

/** How many intervals hold each figure. */
static void count_hits(er_context *ctx, const struct design *d, er_equity_method method, int tables,
                       int hits[FIGURES]) {
    er_random random = er_random_stream(1987, d->rows + d->cluster);
    struct rows rows;
    er_context_set_threads(ctx, 1); /* small tables: threads would only wait for each other */
    for (int f = 0; f < FIGURES; f++)
        hits[f] = 0;
    for (int k = 0; k < tables; k++) {
        er_equity_table table = draw_table(&random, d, &rows);
        er_equity_resampling r = {
            .resamples = RESAMPLES, .seed = (uint64_t)k, .level = 0.95, .method = method};
        er_equity_interval found[ER_FIGURE_COUNT];
        assert_ok(ctx, er_equity_resample(ctx, &table, &usual, &r, found));
        for (int f = 0; f < FIGURES; f++) {
            double truth = d->truth[figures[f]];
            hits[f] += truth >= found[figures[f]].low && truth <= found[figures[f]].high;
        }
    }
}

static void check_design(er_context *ctx, const struct design *d) {
    const char *sanitized = getenv("ASAN_BUILD");
    int hits[FIGURES], tables = sanitized && strcmp(sanitized, "1") == 0 ? 40 : 1000;
    count_hits(ctx, d, ER_EQUITY_STUDENTISED, tables, hits);
    for (int f = 0; f < FIGURES; f++) {
        double share = (double)hits[f] / tables;
        print_message("%s, %s: %.1f %%\n", d->name, er_equity_figure_name(figures[f]), 100 * share);
        /* a few tables can't tell 93 % from 90 */
        if (tables < 1000 ? share < 0.8 : share < 0.93 || share > 0.97)
            fail_msg("%s: %.1f %% of the intervals of %s hold it", d->name, 100 * share,
                     er_equity_figure_name(figures[f]));
    }
}

static void lognormal_values(void **state) {
    struct design d = {.name = "400 lognormal", .row = lognormal, .rows = 400};
    lognormal_truth(0.4, d.truth);
    check_design(*state, &d);
}

static void gamma_values(void **state) {
    struct design d = {.name = "400 gamma", .row = gamma_two, .rows = 400};
    gamma_truth(d.truth);
    check_design(*state, &d);
}

static void weighted_share_values(void **state) {
    struct design d = {.name = "400 weighted shares", .row = weighted_shares, .rows = 400};
    share_truth(d.truth);
    check_design(*state, &d);
}

/* 100 clusters of 4 that share an effect of sigma 0.3: lognormal of sigma 0.5 in all. */
static void clustered_values(void **state) {
    struct design d = {.name = "100 clusters of 4", .row = lognormal, .rows = 400, .cluster = 4};
    lognormal_truth(0.5, d.truth);
    check_design(*state, &d);
}

/* The same rows drawn one by one: they are taken for more than they tell. */
static void rows_of_clusters_are_not_independent(void **state) {
    struct design d = {.name = "clusters ignored", .row = lognormal, .rows = 400, .cluster = 4};
    er_random random = er_random_stream(1987, 404);
    struct rows rows;
    int hits = 0;
    for (int k = 0; k < 200; k++) {
        er_equity_table table = draw_table(&random, &d, &rows);
        er_equity_resampling r = {.resamples = RESAMPLES, .seed = (uint64_t)k, .level = 0.95};
        er_equity_interval found[ER_FIGURE_COUNT];
        table.cluster = NULL;
        assert_ok(*state, er_equity_resample(*state, &table, &usual, &r, found));
        hits += exp(0.125) >= found[ER_FIGURE_MEAN].low && exp(0.125) <= found[ER_FIGURE_MEAN].high;
    }
    assert_true(hits < 0.9 * 200);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lognormal_values),
        cmocka_unit_test(gamma_values),
        cmocka_unit_test(weighted_share_values),
        cmocka_unit_test(clustered_values),
        cmocka_unit_test(rows_of_clusters_are_not_independent),
    };
    return cmocka_run_group_tests(tests, test_context_up, test_context_down);
}
