/* Neighbours, Moran's I and local Moran: lattices worked by hand, published cases, all orders of a
 * few rows counted out, a dense reference in long double. */
#include "test.h"

#include "evenreach/equity.h"
#include "moran_cases.h"

#include <math.h>
#include <string.h>

enum { DENSE = 40 }; /* most rows of the reference */

static void assert_close(const char *name, double found, long double expected, double tolerance) {
    long double scale = fabsl(expected) > 1 ? fabsl(expected) : 1;
    if (!(fabsl(found - expected) <= tolerance * scale))
        fail_msg("%s: %.17g, expected %.17Lg", name, found, expected);
}

/** Rook neighbours of a lattice; a torus joins its opposite sides. */
static er_neighbours lattice(er_context *ctx, uint32_t rows, uint32_t columns, bool torus) {
    uint32_t pairs[2 * 400][2];
    size_t count = 0;
    for (uint32_t r = 0; r < rows; r++)
        for (uint32_t c = 0; c < columns; c++) {
            uint32_t here = r * columns + c;
            if (torus || c + 1 < columns) {
                pairs[count][0] = here;
                pairs[count++][1] = r * columns + (c + 1) % columns;
            }
            if (torus || r + 1 < rows) {
                pairs[count][0] = here;
                pairs[count++][1] = (r + 1) % rows * columns + c;
            }
        }
    er_neighbours n;
    assert_ok(ctx, er_neighbours_new(ctx, (size_t)rows * columns, (const uint32_t(*)[2])pairs,
                                     count, &n));
    return n;
}

static er_moran global(er_context *ctx, const double *value, const er_neighbours *n) {
    er_moran moran;
    assert_ok(ctx, er_moran_global(ctx, value, n, 0, 1, &moran));
    return moran;
}

/* ---- neighbours ------------------------------------------------------------------------------ */

static void pairs_join_both_ways_and_count_once(void **state) {
    static const uint32_t pairs[][2] = {{2, 0}, {0, 2}, {0, 1}, {1, 1}, {3, 0}};
    er_neighbours n;
    assert_ok(*state, er_neighbours_new(*state, 5, pairs, 5, &n));
    static const size_t first[] = {0, 3, 4, 5, 6, 6};
    static const uint32_t to[] = {1, 2, 3, 0, 0, 0};
    assert_int_equal(n.count, 5);
    assert_memory_equal(n.first, first, sizeof first);
    assert_memory_equal(n.to, to, sizeof to);
    assert_true(n.weight[0] == 1 / 3.0 && n.weight[2] == 1 / 3.0 && n.weight[3] == 1);
    er_neighbours_free(&n);
    assert_null(n.to);
    er_neighbours_free(&n);
}

static void a_pair_beyond_the_rows_is_refused(void **state) {
    static const uint32_t pairs[][2] = {{0, 1}, {1, 7}};
    er_neighbours n = {0};
    assert_int_equal(er_neighbours_new(*state, 5, pairs, 2, &n), ER_ERR_RANGE);
    assert_string_equal(er_context_error(*state), "pair 2: the row 7 is not one of 5");
    assert_null(n.first);
}

/* ---- worked by hand -------------------------------------------------------------------------- */

/* 2 x 2, + - / - +: every neighbour is the opposite, lag = -z, so I = -1; so on a torus of even
 * sides. 3 x 3, five + and four -: mean 1/9, z = 8/9 or -10/9, and every neighbour is of the other
 * kind: sum z lag = 9 x -80/81 = -80/9, sum z^2 = (5 x 64 + 4 x 100)/81 = 80/9, so I = -1 too. */
static void checkerboards_are_minus_one(void **state) {
    static const struct {
        uint32_t side;
        bool torus;
    } boards[] = {{2, false}, {3, false}, {4, true}, {8, true}, {6, false}};
    for (size_t b = 0; b < sizeof boards / sizeof boards[0]; b++) {
        double value[64];
        for (uint32_t i = 0; i < boards[b].side * boards[b].side; i++)
            value[i] = (i / boards[b].side + i % boards[b].side) % 2 ? -1 : 1;
        er_neighbours n = lattice(*state, boards[b].side, boards[b].side, boards[b].torus);
        er_moran moran = global(*state, value, &n);
        assert_close("board", moran.i, -1, 1e-15);
        assert_true(moran.z < -1 || boards[b].side == 2);
        assert_int_equal(moran.alone, 0);
        er_neighbours_free(&n);
    }
}

/* A row of four with 1 2 3 4: z = -1.5 -0.5 0.5 1.5, lags -0.5, (-1.5 + 0.5)/2 = -0.5, 0.5, 0.5.
 * sum z lag = 0.75 + 0.25 + 0.25 + 0.75 = 2, sum z^2 = 5, S0 = n = 4: I = 2/5.
 * Local: the second moment is 5/4: 0.6 0.2 0.2 0.6, which add up to I S0 = 1.6.
 * Variance: w = (0 1 0 0 / .5 0 .5 0 / 0 .5 0 .5 / 0 0 1 0). S1: the pairs have w_ij + w_ji = 1.5 1
 * 1.5, S1 = 2.25 + 1 + 2.25 = 5.5. S2: row + column sums 1.5 2.5 2.5 1.5, S2 = 2.25 + 6.25 + 6.25 +
 * 2.25 = 17. b = 4 x (2 x 5.0625 + 2 x 0.0625)/25 = 4 x 10.25/25 = 1.64.
 * 4 (7 x 5.5 - 4 x 17 + 3 x 16) - 1.64 (12 x 5.5 - 8 x 17 + 6 x 16) = 74 - 42.64 = 31.36;
 * /(3 x 2 x 1 x 16) = 0.326666..., less 1/9: 0.215555... = 97/450. */
static void a_gradient_of_four(void **state) {
    static const double value[] = {1, 2, 3, 4};
    er_neighbours n = lattice(*state, 1, 4, false);
    er_moran moran = global(*state, value, &n);
    er_local_moran local[4];
    assert_close("i", moran.i, 0.4L, 1e-15);
    assert_close("expected", moran.expected, -1 / 3.0L, 1e-15);
    assert_close("variance", moran.variance, 97 / 450.0L, 1e-15);
    assert_close("z", moran.z, (0.4L + 1 / 3.0L) / sqrtl(97 / 450.0L), 1e-14);
    assert_true(isnan(moran.p) && moran.permutations == 0);
    assert_ok(*state, er_moran_local(*state, value, &n, 0, 1, 0.05, local));
    static const double index[] = {0.6, 0.2, 0.2, 0.6}, lag[] = {2, 2, 3, 3};
    for (int i = 0; i < 4; i++) {
        assert_close("local", local[i].i, (long double)index[i], 1e-15);
        assert_close("lag", local[i].lag, (long double)lag[i], 1e-15);
        assert_true(isnan(local[i].p) && isnan(local[i].q) && local[i].cluster == ER_CLUSTER_NONE);
    }
    er_neighbours_free(&n);
}

static void signs_of_known_patterns(void **state) {
    double slope[100], halves[100], stripes[100];
    er_neighbours n = lattice(*state, 10, 10, false);
    for (int i = 0; i < 100; i++) {
        slope[i] = i / 10 + 2 * (i % 10);
        halves[i] = i % 10 < 5;
        stripes[i] = i % 2;
    }
    er_moran found = global(*state, slope, &n);
    assert_true(found.i > 0.8 && found.z > 10);
    assert_true(global(*state, halves, &n).i > 0.8);
    /* no drawn order comes near: the observed one alone is counted, for both tails */
    assert_ok(*state, er_moran_global(*state, slope, &n, 99, 1, &found));
    assert_true(found.p == 2 / 100.0);
    /* along a row all differ, along a column all are equal: they nearly cancel */
    assert_true(fabs(global(*state, stripes, &n).i) < 0.05);
    er_neighbours_free(&n);
}

/* ---- published ------------------------------------------------------------------------------- */

/* PySAL's own tests of Moran: a lattice of 3 x 3 with binary weights and 1 to 9. */
static void published_variance_of_binary_weights(void **state) {
    static const double value[] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    er_neighbours n = lattice(*state, 3, 3, false);
    for (size_t k = 0; k < n.first[9]; k++)
        n.weight[k] = 1;
    assert_close("variance", global(*state, value, &n).variance, 0.0596875L, 1e-15);
    er_neighbours_free(&n);
}

static void published_homicides(void **state) {
    er_neighbours n;
    assert_ok(*state,
              er_neighbours_new(*state, 78, stl_pairs, sizeof stl_pairs / sizeof stl_pairs[0], &n));
    er_moran moran;
    assert_ok(*state, er_moran_global(*state, stl_rate, &n, 999, 7, &moran));
    assert_close("i", moran.i, 0.24365582621771659L, 1e-14);
    assert_close("expected", moran.expected, -0.012987012987012988L, 1e-15);
    assert_true(moran.z > 3 && moran.p <= 0.01 && moran.p >= 0.002);
    er_neighbours_free(&n);
}

static void published_local_indices(void **state) {
    static const er_cluster quadrants[] = {ER_CLUSTER_NONE, ER_CLUSTER_HIGH_HIGH,
                                           ER_CLUSTER_LOW_HIGH, ER_CLUSTER_LOW_LOW,
                                           ER_CLUSTER_HIGH_LOW};
    er_neighbours n;
    er_local_moran local[10];
    assert_ok(*state, er_neighbours_new(*state, 10, desmith_pairs, 13, &n));
    assert_ok(*state, er_moran_local(*state, desmith_value, &n, 99, 1, 0.999999, local));
    for (int i = 0; i < 10; i++) {
        assert_close("local", local[i].i * 9 / 10, (long double)desmith_local[i], 5.1e-9);
        /* at a rate of almost 1 every row but those with q = 1 shows its quadrant */
        if (local[i].q < 0.99) assert_int_equal(local[i].cluster, quadrants[desmith_quadrant[i]]);
    }
    er_neighbours_free(&n);
}

/* ---- against other ways ---------------------------------------------------------------------- */

/** A random graph with some rows left alone, as dense weights too. */
static er_neighbours random_graph(er_context *ctx, er_random *random, size_t count,
                                  long double dense[DENSE][DENSE]) {
    uint32_t pairs[DENSE * DENSE][2];
    size_t pair_count = 0;
    bool joined[DENSE][DENSE] = {{false}};
    double chance = 0.05 + 0.8 * er_random_unit(random);
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t j = 0; j < i; j++)
            if (er_random_unit(random) < chance) {
                pairs[pair_count][0] = i;
                pairs[pair_count++][1] = j;
                joined[i][j] = joined[j][i] = true;
            }
    for (size_t i = 0; i < count; i++) {
        int degree = 0;
        for (size_t j = 0; j < count; j++)
            degree += joined[i][j];
        for (size_t j = 0; j < count; j++)
            dense[i][j] = joined[i][j] ? 1.0L / degree : 0;
    }
    er_neighbours n;
    assert_ok(ctx, er_neighbours_new(ctx, count, (const uint32_t(*)[2])pairs, pair_count, &n));
    return n;
}

struct reference {
    long double i, variance, local[DENSE], lag[DENSE];
};

/** Straight from the definitions, over all n x n pairs. */
static struct reference reference(const double *value, size_t count, long double w[DENSE][DENSE]) {
    struct reference r = {0};
    long double n = (long double)count, mean = 0, m2 = 0, m4 = 0, s0 = 0, s1 = 0, s2 = 0, cross = 0;
    for (size_t i = 0; i < count; i++)
        mean += value[i] / n;
    for (size_t i = 0; i < count; i++) {
        m2 += powl(value[i] - mean, 2) / n;
        m4 += powl(value[i] - mean, 4) / n;
    }
    for (size_t i = 0; i < count; i++) {
        long double both = 0;
        for (size_t j = 0; j < count; j++) {
            s0 += w[i][j];
            s1 += (w[i][j] + w[j][i]) * (w[i][j] + w[j][i]) / 2;
            both += w[i][j] + w[j][i];
            cross += w[i][j] * (value[i] - mean) * (value[j] - mean);
            r.local[i] += (value[i] - mean) * w[i][j] * (value[j] - mean) / m2;
            r.lag[i] += w[i][j] * value[j];
        }
        s2 += both * both;
    }
    long double b = m4 / (m2 * m2);
    r.i = cross / (s0 * m2);
    r.variance = (n * ((n * n - 3 * n + 3) * s1 - n * s2 + 3 * s0 * s0) -
                  b * ((n * n - n) * s1 - 2 * n * s2 + 6 * s0 * s0)) /
                     ((n - 1) * (n - 2) * (n - 3) * s0 * s0) -
                 1 / ((n - 1) * (n - 1));
    return r;
}

static void random_graphs_agree_with_the_definitions(void **state) {
    er_random random = er_random_stream(20, 1);
    static long double dense[DENSE][DENSE];
    int compared = 0;
    for (int round = 0; round < 2000; round++) {
        size_t count = 4 + (size_t)er_random_below(&random, DENSE - 3);
        double value[DENSE], offset = round % 3 == 0 ? 1e6 : 0;
        er_local_moran local[DENSE];
        er_neighbours n = random_graph(*state, &random, count, dense);
        for (size_t i = 0; i < count; i++)
            value[i] = round % 4 == 0 ? (double)er_random_below(&random, 3)
                                      : offset + 100 * er_random_normal(&random);
        value[0] += 1;
        er_moran moran = global(*state, value, &n);
        assert_ok(*state, er_moran_local(*state, value, &n, 0, 1, 0.05, local));
        if (!isnan(moran.i)) {
            struct reference r = reference(value, count, dense);
            double tolerance = offset > 0 ? 1e-10 : 1e-12; /* the values themselves are rounded */
            assert_close("i", moran.i, r.i, tolerance);
            assert_close("variance", moran.variance, r.variance, tolerance);
            for (size_t i = 0; i < count; i++) {
                if (n.first[i] == n.first[i + 1]) {
                    assert_true(isnan(local[i].i) && isnan(local[i].lag));
                    continue;
                }
                assert_close("local", local[i].i, r.local[i], tolerance);
                assert_close("lag", local[i].lag, r.lag[i], 1e-14);
            }
            compared++;
        }
        er_neighbours_free(&n);
    }
    assert_true(compared > 1900);
}

/** Moran's I of every order of the values (Heap's method), summed up. */
static void count_orders(er_context *ctx, double *value, size_t size, const er_neighbours *n,
                         long double sums[3]) {
    if (size == 1) {
        long double i = global(ctx, value, n).i;
        sums[0] += 1;
        sums[1] += i;
        sums[2] += i * i;
        return;
    }
    for (size_t k = 0; k < size; k++) {
        count_orders(ctx, value, size - 1, n, sums);
        size_t other = size % 2 ? 0 : k;
        double kept = value[other];
        value[other] = value[size - 1];
        value[size - 1] = kept;
    }
}

static void moments_are_those_of_all_orders(void **state) {
    er_random random = er_random_stream(21, 1);
    static long double dense[DENSE][DENSE];
    for (int round = 0; round < 40; round++) {
        size_t count = 4 + (size_t)round % 3;
        double value[6];
        er_neighbours n = random_graph(*state, &random, count, dense);
        for (size_t i = 0; i < count; i++)
            value[i] = exp(2 * er_random_normal(&random));
        er_moran moran = global(*state, value, &n);
        long double sums[3] = {0};
        if (!isnan(moran.i)) {
            count_orders(*state, value, count, &n, sums);
            long double mean = sums[1] / sums[0];
            assert_close("expected", moran.expected, mean, 1e-13);
            assert_close("variance", moran.variance, sums[2] / sums[0] - mean * mean, 1e-13);
        }
        er_neighbours_free(&n);
    }
}

/* ---- permutations ---------------------------------------------------------------------------- */

static int compare_numbers(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/** Largest distance of a sample's distribution from the uniform one (Kolmogorov and Smirnov). */
static double distance_from_uniform(double *p, size_t count) {
    double largest = 0;
    qsort(p, count, sizeof *p, compare_numbers);
    for (size_t i = 0; i < count; i++) {
        largest = fmax(largest, fabs((double)(i + 1) / (double)count - p[i]));
        largest = fmax(largest, fabs((double)i / (double)count - p[i]));
    }
    return largest;
}

/* 1.63 / sqrt(n) is passed once in a hundred; p itself moves in steps of 2/100. */
static void p_is_uniform_without_a_pattern(void **state) {
    enum { TABLES = 600, PERMUTATIONS = 99, SIDE = 6 };
    static double p[TABLES], local_p[TABLES];
    er_neighbours n = lattice(*state, SIDE, SIDE, false);
    for (int t = 0; t < TABLES; t++) {
        er_random random = er_random_stream(22, (uint64_t)t);
        double value[SIDE * SIDE];
        er_local_moran local[SIDE * SIDE];
        er_moran moran;
        for (int i = 0; i < SIDE * SIDE; i++)
            value[i] = exp(er_random_normal(&random));
        assert_ok(*state, er_moran_global(*state, value, &n, PERMUTATIONS, (uint64_t)t, &moran));
        assert_ok(*state,
                  er_moran_local(*state, value, &n, PERMUTATIONS, (uint64_t)t, 0.05, local));
        p[t] = moran.p;
        local_p[t] = local[t % (SIDE * SIDE)].p;
    }
    double bound = 1.63 / sqrt(TABLES) + 0.02;
    assert_true(distance_from_uniform(p, TABLES) < bound);
    assert_true(distance_from_uniform(local_p, TABLES) < bound);
    er_neighbours_free(&n);
}

/** The share of a permutation test's p-values comes near the normal one where that holds. */
static void permutations_and_moments_tell_the_same(void **state) {
    er_neighbours n = lattice(*state, 15, 15, true);
    er_random random = er_random_stream(23, 1);
    double value[225];
    er_moran moran;
    for (int i = 0; i < 225; i++)
        value[i] = er_random_normal(&random) + 0.04 * (i / 15);
    assert_ok(*state, er_moran_global(*state, value, &n, 9999, 3, &moran));
    double normal = erfc(fabs(moran.z) / sqrt(2));
    assert_true(normal > 0.02 && fabs(moran.p - normal) < 0.02);
    er_neighbours_free(&n);
}

static void threads_change_no_byte(void **state) {
    er_neighbours n = lattice(*state, 20, 20, false);
    static er_local_moran one[400], four[400], other[400];
    er_random random = er_random_stream(24, 1);
    er_moran a, b, c;
    double value[400];
    for (int i = 0; i < 400; i++)
        value[i] = er_random_normal(&random) + (i / 20 < 6 && i % 20 < 6 ? 3 : 0);
    er_context_set_threads(*state, 1);
    assert_ok(*state, er_moran_global(*state, value, &n, 500, 9, &a));
    assert_ok(*state, er_moran_local(*state, value, &n, 199, 9, 0.05, one));
    er_context_set_threads(*state, 4);
    assert_ok(*state, er_moran_global(*state, value, &n, 500, 9, &b));
    assert_ok(*state, er_moran_local(*state, value, &n, 199, 9, 0.05, four));
    assert_ok(*state, er_moran_global(*state, value, &n, 500, 10, &c));
    assert_ok(*state, er_moran_local(*state, value, &n, 199, 10, 0.05, other));
    er_context_set_threads(*state, 0);
    assert_memory_equal(&a, &b, sizeof a);
    int differ = 0;
    for (int i = 0; i < 400; i++) {
        assert_true(one[i].p == four[i].p && one[i].q == four[i].q && one[i].i == four[i].i);
        assert_int_equal(one[i].cluster, four[i].cluster);
        differ += one[i].p != other[i].p;
    }
    assert_true(differ > 200);
    er_neighbours_free(&n);
}

/* A hill of 4 x 4 in a plain of 12 x 12 with a hole in it and a tower far away. */
static void clusters_are_found_where_they_are(void **state) {
    er_neighbours n = lattice(*state, 12, 12, false);
    er_local_moran local[144];
    er_random random = er_random_stream(25, 1);
    double value[144];
    for (int i = 0; i < 144; i++)
        value[i] = 0.1 * er_random_unit(&random) + (i / 12 < 4 && i % 12 < 4 ? 10 : 0);
    value[1 * 12 + 1] = -5;
    assert_ok(*state, er_moran_local(*state, value, &n, 9999, 1, 0.05, local));
    assert_int_equal(local[2 * 12 + 2].cluster, ER_CLUSTER_HIGH_HIGH);
    assert_int_equal(local[1 * 12 + 1].cluster, ER_CLUSTER_LOW_HIGH);
    assert_int_equal(local[9 * 12 + 9].cluster, ER_CLUSTER_NONE);
    assert_true(local[2 * 12 + 2].lag > 7);
    for (int i = 0; i < 144; i++) {
        assert_true(local[i].q >= local[i].p && local[i].p >= 2 / 10000.0);
        if (local[i].q > 0.05) assert_int_equal(local[i].cluster, ER_CLUSTER_NONE);
    }
    for (int i = 0; i < 144; i++)
        value[i] = -value[i];
    assert_ok(*state, er_moran_local(*state, value, &n, 9999, 1, 0.05, local));
    assert_int_equal(local[2 * 12 + 2].cluster, ER_CLUSTER_LOW_LOW);
    assert_int_equal(local[1 * 12 + 1].cluster, ER_CLUSTER_HIGH_LOW);
    assert_string_equal(er_cluster_name(ER_CLUSTER_HIGH_LOW), "high_low");
    assert_string_equal(er_cluster_name(ER_CLUSTER_LOW_LOW), "low_low");
    assert_null(er_cluster_name(ER_CLUSTER_NONE));
    er_neighbours_free(&n);
}

/* ---- limits and bad input -------------------------------------------------------------------- */

static void what_is_undefined_is_nan(void **state) {
    static const double equal[] = {0.1, 0.1, 0.1, 0.1}, value[] = {1, 2, 3, 4};
    static const uint32_t none[1][2] = {{0, 0}}, one[1][2] = {{0, 1}};
    er_neighbours n = lattice(*state, 2, 2, false), nobody, first_two;
    er_local_moran local[4];
    er_moran moran;
    assert_ok(*state, er_moran_global(*state, equal, &n, 99, 1, &moran));
    assert_true(isnan(moran.i) && isnan(moran.expected) && isnan(moran.variance));
    assert_true(isnan(moran.z) && isnan(moran.p));
    assert_ok(*state, er_moran_local(*state, equal, &n, 99, 1, 0.05, local));
    assert_true(isnan(local[0].i) && isnan(local[0].p) && isnan(local[0].q));
    assert_true(local[0].lag == 0.1);
    assert_ok(*state, er_neighbours_new(*state, 4, none, 1, &nobody));
    assert_ok(*state, er_moran_global(*state, value, &nobody, 99, 1, &moran));
    assert_true(isnan(moran.i) && isnan(moran.p) && moran.alone == 4);
    assert_ok(*state, er_neighbours_new(*state, 4, one, 1, &first_two));
    assert_ok(*state, er_moran_global(*state, value, &first_two, 99, 1, &moran));
    assert_ok(*state, er_moran_local(*state, value, &first_two, 99, 1, 0.05, local));
    assert_int_equal(moran.alone, 2);
    /* z = -1.5 -0.5 .. ..: 4/2 x 2 x 0.75 / 5 */
    assert_close("i", moran.i, 0.6L, 1e-15);
    assert_true(isnan(local[2].lag) && isnan(local[2].q) && local[1].lag == 1);
    assert_true(local[1].p > 0);
    er_neighbours_free(&n);
    er_neighbours_free(&nobody);
    er_neighbours_free(&first_two);
    assert_ok(*state, er_neighbours_new(*state, 0, none, 0, &n));
    assert_ok(*state, er_moran_global(*state, value, &n, 99, 1, &moran));
    assert_true(isnan(moran.i) && isnan(moran.expected));
    assert_ok(*state, er_moran_local(*state, value, &n, 99, 1, 0.05, local));
    er_neighbours_free(&n);
}

/* Everybody next to everybody: sum_j z_j over the others is -z_i, so I = -1/(n - 1) in any order.
 */
static void a_complete_graph_tells_nothing(void **state) {
    static const double value[] = {3, 1, 4, 1, 5};
    uint32_t pairs[10][2];
    size_t count = 0;
    for (uint32_t i = 0; i < 5; i++)
        for (uint32_t j = 0; j < i; j++) {
            pairs[count][0] = i;
            pairs[count++][1] = j;
        }
    er_neighbours n;
    er_moran moran;
    er_local_moran local[5];
    assert_ok(*state, er_neighbours_new(*state, 5, (const uint32_t(*)[2])pairs, count, &n));
    assert_ok(*state, er_moran_global(*state, value, &n, 99, 1, &moran));
    assert_close("i", moran.i, -0.25L, 1e-15);
    assert_true(moran.variance == 0 && isnan(moran.z) && moran.p == 1);
    assert_ok(*state, er_moran_local(*state, value, &n, 99, 1, 0.05, local));
    for (int i = 0; i < 5; i++)
        assert_true(local[i].p == 1);
    er_neighbours_free(&n);
}

static void size_of_the_values_changes_nothing(void **state) {
    er_neighbours n = lattice(*state, 4, 4, false);
    double value[16], huge[16], tiny[16];
    er_random random = er_random_stream(26, 1);
    for (int i = 0; i < 16; i++) {
        value[i] = er_random_normal(&random);
        huge[i] = ldexp(value[i], 1020);
        tiny[i] = ldexp(value[i], -1000);
    }
    er_moran a = global(*state, value, &n), b = global(*state, huge, &n);
    er_moran c = global(*state, tiny, &n);
    assert_true(a.i == b.i && a.variance == b.variance && a.i == c.i && a.z == c.z);
    er_neighbours_free(&n);
}

static void bad_input_is_refused_by_row(void **state) {
    double value[] = {1, 2, NAN, 4};
    er_neighbours n = lattice(*state, 2, 2, false);
    er_moran moran;
    er_local_moran local[4];
    assert_int_equal(er_moran_global(*state, value, &n, 9, 1, &moran), ER_ERR_RANGE);
    assert_non_null(strstr(er_context_error(*state), "row 3"));
    value[2] = -INFINITY;
    assert_int_equal(er_moran_local(*state, value, &n, 9, 1, 0.05, local), ER_ERR_RANGE);
    assert_non_null(strstr(er_context_error(*state), "row 3: the value -inf"));
    value[2] = 3;
    assert_int_equal(er_moran_local(*state, value, &n, 9, 1, 1, local), ER_ERR_RANGE);
    assert_int_equal(er_moran_local(*state, value, &n, 9, 1, NAN, local), ER_ERR_RANGE);
    assert_int_equal(er_moran_global(*state, value, &n, 1000001, 1, &moran), ER_ERR_RANGE);
    er_neighbours_free(&n);
}

static bool stop(void *user) {
    (void)user;
    return true;
}

static void both_can_be_stopped(void **state) {
    static const double value[] = {1, 2, 3, 5};
    er_neighbours n = lattice(*state, 2, 2, false);
    er_moran moran;
    er_local_moran local[4];
    er_context_set_cancel(*state, stop, NULL);
    assert_int_equal(er_moran_global(*state, value, &n, 9, 1, &moran), ER_ERR_CANCELLED);
    assert_int_equal(er_moran_local(*state, value, &n, 9, 1, 0.1, local), ER_ERR_CANCELLED);
    er_context_set_cancel(*state, NULL, NULL);
    er_neighbours_free(&n);
}

/* ---- false discovery ------------------------------------------------------------------------- */

/* By hand: of five, sorted 0.005 0.01 0.03 0.04 0.5; p 5/rank: 0.025 0.025 0.05 0.05 0.5. */
static void adjusted_by_hand(void **state) {
    static const double p[] = {0.01, 0.04, NAN, 0.03, 0.005, 0.5};
    static const double expected[] = {0.025, 0.05, NAN, 0.05, 0.025, 0.5};
    double q[6];
    assert_ok(*state, er_false_discovery(*state, p, 6, q));
    for (int i = 0; i < 6; i++) {
        if (isnan(expected[i]))
            assert_true(isnan(q[i]));
        else
            assert_close("q", q[i], (long double)expected[i], 1e-15);
    }
}

/* Benjamini and Hochberg (1995), section 4.1: of fifteen comparisons the four least are told at a
 * rate of 0.05. The largest of a run decides for those before it: 0.0298 x 15/7 = 0.0638... */
static void published_comparisons(void **state) {
    static const double p[] = {0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
                               0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1};
    double q[15];
    assert_ok(*state, er_false_discovery(*state, p, 15, q));
    for (int i = 0; i < 15; i++)
        assert_true((q[i] <= 0.05) == (i < 4));
    assert_close("q", q[3], 0.035625L, 1e-15);
    assert_close("q", q[4], 0.0201L * 15 / 5, 1e-15);
    assert_close("q", q[5], 0.0298L * 15 / 7, 1e-15);
    assert_true(q[14] == 1);
}

static void a_p_value_out_of_range_is_refused(void **state) {
    static const double p[] = {0.5, 1.5};
    double q[2] = {7, 7};
    assert_int_equal(er_false_discovery(*state, p, 2, q), ER_ERR_RANGE);
    assert_non_null(strstr(er_context_error(*state), "row 2"));
    assert_true(q[0] == 7);
    assert_ok(*state, er_false_discovery(*state, p, 0, q));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_join_both_ways_and_count_once),
        cmocka_unit_test(a_pair_beyond_the_rows_is_refused),
        cmocka_unit_test(checkerboards_are_minus_one),
        cmocka_unit_test(a_gradient_of_four),
        cmocka_unit_test(signs_of_known_patterns),
        cmocka_unit_test(published_variance_of_binary_weights),
        cmocka_unit_test(published_homicides),
        cmocka_unit_test(published_local_indices),
        cmocka_unit_test(random_graphs_agree_with_the_definitions),
        cmocka_unit_test(moments_are_those_of_all_orders),
        cmocka_unit_test(p_is_uniform_without_a_pattern),
        cmocka_unit_test(permutations_and_moments_tell_the_same),
        cmocka_unit_test(threads_change_no_byte),
        cmocka_unit_test(clusters_are_found_where_they_are),
        cmocka_unit_test(what_is_undefined_is_nan),
        cmocka_unit_test(a_complete_graph_tells_nothing),
        cmocka_unit_test(size_of_the_values_changes_nothing),
        cmocka_unit_test(bad_input_is_refused_by_row),
        cmocka_unit_test(both_can_be_stopped),
        cmocka_unit_test(adjusted_by_hand),
        cmocka_unit_test(published_comparisons),
        cmocka_unit_test(a_p_value_out_of_range_is_refused),
    };
    return cmocka_run_group_tests(tests, test_context_up, test_context_down);
}
