/* Moran's I with its moments under randomisation and by permutations. */
#include "equity/moran.h"

#include <math.h>
#include <omp.h>

enum { BLOCK = 64 }; /* permutations between two looks at the cancel function */

/** Sums over the weights: Cliff and Ord (1981), p. 19. */
struct weights {
    double s0; /**< of w */
    double s1; /**< half of (w_ij + w_ji)^2 */
    double s2; /**< of (row sum + column sum)^2 */
};

static double weight_of(const er_neighbours *n, size_t row, uint32_t to) {
    size_t low = n->first[row], high = n->first[row + 1];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (n->to[middle] < to)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n->first[row + 1] && n->to[low] == to ? n->weight[low] : 0;
}

/** The columns' sums; what adds up in a column comes by rows, so in a fixed order. */
static er_status sum_weights(er_context *ctx, const er_neighbours *n, struct weights *out) {
    er_sum *column = NULL, s0 = {0}, s1 = {0}, s2 = {0};
    ER_TRY(er_alloc(ctx, n->count, sizeof *column, &column));
    for (size_t k = 0; k < n->first[n->count]; k++)
        er_sum_add(&column[n->to[k]], n->weight[k]);
    for (size_t i = 0; i < n->count; i++) {
        er_sum both = column[i];
        for (size_t k = n->first[i]; k < n->first[i + 1]; k++) {
            double w = n->weight[k];
            er_sum_add(&s0, w);
            er_sum_add(&both, w);
            er_sum_add(&s1, w * (w + weight_of(n, n->to[k], (uint32_t)i)));
        }
        er_sum_add(&s2, er_sum_value(&both) * er_sum_value(&both));
    }
    er_free(column);
    *out = (struct weights){er_sum_value(&s0), er_sum_value(&s1), er_sum_value(&s2)};
    return ER_OK;
}

/** Cliff and Ord (1981), p. 21: the second moment less the square of the first. NAN under four
 *  rows, where the formula has no denominator, and where nothing varies but rounding. */
static double variance(double n, const struct weights *w, const er_deviations *d) {
    if (n < 4) return NAN;
    double kurtosis = n * d->sum_4 / (d->sum_2 * d->sum_2), s0_2 = w->s0 * w->s0;
    double second = (n * ((n * n - 3 * n + 3) * w->s1 - n * w->s2 + 3 * s0_2) -
                     kurtosis * ((n * n - n) * w->s1 - 2 * n * w->s2 + 6 * s0_2)) /
                    ((n - 1) * (n - 2) * (n - 3) * s0_2);
    double found = second - 1 / ((n - 1) * (n - 1));
    return found > ER_MORAN_TIE * second ? found : 0;
}

/** sum of w z z with the deviations at the rows' places. */
static double cross_product(const er_neighbours *n, const double *z) {
    er_sum sum = {0};
    for (size_t i = 0; i < n->count; i++) {
        double lag = 0;
        for (size_t k = n->first[i]; k < n->first[i + 1]; k++)
            lag += n->weight[k] * z[n->to[k]];
        er_sum_add(&sum, z[i] * lag);
    }
    return er_sum_value(&sum);
}

/** Fisher and Yates; Durstenfeld, Communications of the ACM 7 (1964), algorithm 235. */
static void shuffle(double *numbers, size_t count, er_random *random) {
    for (size_t i = count; i > 1; i--) {
        size_t j = (size_t)er_random_below(random, i);
        double kept = numbers[i - 1];
        numbers[i - 1] = numbers[j];
        numbers[j] = kept;
    }
}

static double permuted(const er_neighbours *n, const double *z, uint64_t seed, size_t permutation,
                       double *scratch) {
    er_random random = er_random_stream(seed, permutation);
    for (size_t i = 0; i < n->count; i++)
        scratch[i] = z[i];
    shuffle(scratch, n->count, &random);
    return cross_product(n, scratch);
}

/** `tie` is what two sums may differ by and still be the same. */
static er_status permute(er_context *ctx, const er_neighbours *n, const double *z, double tie,
                         uint64_t seed, size_t permutations, double *p) {
    int threads = er_context_threads(ctx);
    double *scratch = NULL, observed = cross_product(n, z);
    size_t at_least = 0, at_most = 0;
    er_status status = ER_OK;
    if (n->count > SIZE_MAX / (size_t)threads) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    ER_TRY(er_alloc(ctx, n->count * (size_t)threads, sizeof *scratch, &scratch));
    for (size_t from = 0; from < permutations && status == ER_OK; from += BLOCK) {
        status = er_check_cancel(ctx);
        er_progress(ctx, "permuting", from, permutations);
        size_t to = permutations - from < BLOCK ? permutations : from + BLOCK;
        if (status != ER_OK) break;
#pragma omp parallel for num_threads(threads) schedule(static) reduction(+ : at_least, at_most)
        for (size_t i = from; i < to; i++) {
            double *own = scratch + (size_t)omp_get_thread_num() * n->count;
            double drawn = permuted(n, z, seed, i, own);
            at_least += drawn >= observed - tie;
            at_most += drawn <= observed + tie;
        }
    }
    er_free(scratch);
    *p = er_pseudo_p(at_least, at_most, permutations);
    return status;
}

static er_status measure(er_context *ctx, const er_deviations *d, const er_neighbours *n,
                         er_moran *found) {
    struct weights w;
    double rows = (double)n->count;
    ER_TRY(sum_weights(ctx, n, &w));
    if (!(w.s0 > 0) || !(d->sum_2 > 0)) return ER_OK;
    double scale = rows / (w.s0 * d->sum_2);
    found->i = scale * cross_product(n, d->z);
    found->expected = -1 / (rows - 1);
    found->variance = variance(rows, &w, d);
    if (found->variance > 0) found->z = (found->i - found->expected) / sqrt(found->variance);
    if (found->permutations == 0) return ER_OK;
    return permute(ctx, n, d->z, ER_MORAN_TIE / scale, found->seed, found->permutations, &found->p);
}

er_status er_moran_global(er_context *ctx, const double *value, const er_neighbours *neighbours,
                          size_t permutations, uint64_t seed, er_moran *out) {
    er_moran found = {.i = NAN,
                      .expected = NAN,
                      .variance = NAN,
                      .z = NAN,
                      .p = NAN,
                      .permutations = permutations,
                      .seed = seed,
                      .alone = er_rows_alone(neighbours)};
    er_deviations deviations = {0};
    ER_TRY(er_check_permutations(ctx, permutations));
    ER_TRY(er_deviations_new(ctx, value, neighbours->count, &deviations));
    er_status status = measure(ctx, &deviations, neighbours, &found);
    if (status == ER_OK) *out = found;
    er_deviations_free(&deviations);
    return status;
}
