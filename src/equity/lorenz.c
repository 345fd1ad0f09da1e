/* Indices that read off the Lorenz curve: the sample is sorted by value. */
#include "equity/indices.h"

#include <math.h>

/** a - b without losing what the compensation holds. */
static double sum_minus(const er_sum *a, const er_sum *b) {
    return (a->high - b->high) + (a->low - b->low);
}

static void subtract(er_sum *sum, const er_sum *other) {
    er_sum_add(sum, -other->high);
    er_sum_add(sum, -other->low);
}

/** F (1 - F) (x' - x) / m of a gap; `beyond` is the weight on the side of it that has less. */
static double gap_term(const er_totals *totals, const er_sum *beyond, double gap) {
    return er_sum_value(beyond) / totals->total_weight *
           (sum_minus(&totals->weight, beyond) / totals->total_weight) * (gap / totals->mean);
}

/* Dorfman (1979), eq. 3, as sums over the gaps between neighbouring values: no term is negative,
 * so nothing cancels, and rows that tie have no gap between them, so their order can't matter. Each
 * half of the weight is added up from its own end: a few at the top are lost in a sum from below.
 */
double er_gini(const er_sample *sample, const double *weight, const er_totals *totals) {
    er_sum below = {0}, above = {0}, sum = {0};
    size_t low = 0, high = sample->count;
    double last = sample->value[0], next = sample->value[sample->count - 1];
    for (; low < high && 2 * er_sum_value(&below) <= totals->total_weight; low++) {
        if (weight[low] == 0) continue;
        er_sum_add(&sum, gap_term(totals, &below, sample->value[low] - last));
        er_sum_add(&below, weight[low]);
        last = sample->value[low];
    }
    while (high-- > low) {
        if (weight[high] == 0) continue;
        er_sum_add(&sum, gap_term(totals, &above, next - sample->value[high]));
        er_sum_add(&above, weight[high]);
        next = sample->value[high];
    }
    er_sum_add(&sum, gap_term(totals, &above, next - last));
    return er_sum_value(&sum);
}

/* Hoover (1941): the part above the mean, which equals the part below it. */
double er_hoover(const er_sample *sample, const double *weight, const er_totals *totals) {
    er_sum sum = {0};
    for (size_t i = 0; i < sample->count; i++)
        if (sample->value[i] > totals->mean)
            er_sum_add(&sum, weight[i] / totals->total_weight *
                                 ((sample->value[i] - totals->mean) / totals->mean));
    return er_sum_value(&sum);
}

/** Share of the total that one end of the sorted rows holds, up to some tenths of the weight (1 or
 *  4, a power of two). The room left is kept in tenths and compensated: with weights from 1 to
 *  1e15 a plain difference would lose the last persons. */
static double end_share(const er_sample *sample, const double *weight, const er_totals *totals,
                        bool richest, double tenths) {
    er_sum room = {tenths * totals->weight.high, tenths * totals->weight.low}, held = {0};
    for (size_t i = 0; i < sample->count; i++) {
        size_t at = richest ? sample->count - 1 - i : i;
        double left = er_sum_value(&room) / 10;
        if (left <= 0) break;
        double part = fmin(weight[at], left);
        er_sum_add(&room, -8 * weight[at]); /* 10 w as 8 w + 2 w: both exact */
        er_sum_add(&room, -2 * weight[at]);
        er_sum_add(&held, part / totals->total_weight * (sample->value[at] / totals->mean));
    }
    return er_sum_value(&held);
}

double er_palma(const er_sample *sample, const double *weight, const er_totals *totals) {
    double poor = end_share(sample, weight, totals, false, 4);
    return poor > 0 ? end_share(sample, weight, totals, true, 1) / poor : NAN;
}

/* Kakwani, Wagstaff, van Doorslaer (1997), eq. 3, with fractional ranks that ties share. The ranks
 * are taken from their mean of 1/2, and so are the values from theirs: 2 sum p (r - 1)(R - 1/2). */
double er_concentration(const er_sample *sample, const double *weight, const er_totals *totals) {
    er_sum below = {0}, sum = {0};
    for (size_t k = 0; k < sample->run_count; k++) {
        er_sum tied = {0}, excess = {0}, above = totals->weight;
        for (size_t at = sample->run[k]; at < sample->run[k + 1]; at++) {
            uint32_t row = sample->ranked[at];
            er_sum_add(&tied, weight[row]);
            er_sum_add(&excess, weight[row] / totals->total_weight *
                                    ((sample->value[row] - totals->mean) / totals->mean));
        }
        /* R - 1/2 = (below - above) / (2 W), for R = (below + tied / 2) / W */
        subtract(&above, &below);
        subtract(&above, &tied);
        double rank = sum_minus(&below, &above) / totals->total_weight;
        er_sum_add(&sum, er_sum_value(&excess) * rank);
        er_sum_add(&below, tied.high);
        er_sum_add(&below, tied.low);
    }
    return er_sum_value(&sum);
}

double er_hhi(const er_sample *sample, const double *weight, const er_totals *totals) {
    er_sum sum = {0};
    for (size_t i = 0; i < sample->count; i++) {
        double share = weight[i] / totals->total_weight * (sample->value[i] / totals->mean);
        er_sum_add(&sum, share * share);
    }
    return er_sum_value(&sum);
}
