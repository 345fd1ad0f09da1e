/** Every index straight from its definition, in long double, with no sorting by value where the
 *  definition has none: slow, and sharing nothing with the library. */
#ifndef EVENREACH_EQUITY_REFERENCE_H
#define EVENREACH_EQUITY_REFERENCE_H

#include "evenreach/equity.h"

#include <math.h>

struct reference {
    long double weight, mean, gini, theil_t, theil_l, atkinson, palma, hoover, hhi, fgt[3];
    long double between, within, cv, concentration;
};

static long double reference_weight(const er_equity_table *t, size_t i) {
    return t->weight ? t->weight[i] : 1.0L;
}

static long double reference_theil(const er_equity_table *t, long double mean, long double weight,
                                   const uint32_t *only) {
    long double sum = 0;
    for (size_t i = 0; i < t->count; i++) {
        long double r = t->value[i] / mean;
        if ((!only || t->group[i] == *only) && r > 0)
            sum += reference_weight(t, i) / weight * r * logl(r);
    }
    return sum;
}

/** Amount held by the poorest tenths of the weight: the least value not yet taken, again and again,
 *  in 113 bits, for what is left over next to weights of 1e15 is small. */
static __float128 reference_poorest(const er_equity_table *t, int tenths) {
    __float128 weight = 0, taken = 0, held = 0;
    double last = -1;
    for (size_t i = 0; i < t->count; i++)
        weight += (__float128)reference_weight(t, i);
    __float128 limit = weight * tenths / 10;
    while (taken < limit) {
        double next = INFINITY;
        __float128 at_next = 0;
        for (size_t i = 0; i < t->count; i++)
            if (t->value[i] > last && t->value[i] < next && reference_weight(t, i) > 0)
                next = t->value[i];
        if (isinf(next)) break;
        for (size_t i = 0; i < t->count; i++)
            if (t->value[i] == next) at_next += (__float128)reference_weight(t, i);
        __float128 part = at_next < limit - taken ? at_next : limit - taken;
        taken += part;
        held += part * (__float128)next;
        last = next;
    }
    return held;
}

static long double reference_atkinson(const er_equity_table *t, long double weight,
                                      long double mean, long double epsilon) {
    long double sum = 0;
    for (size_t i = 0; i < t->count; i++) {
        if (reference_weight(t, i) == 0) continue;
        long double p = reference_weight(t, i) / weight, r = t->value[i] / mean;
        if (r == 0 && epsilon >= 1) return 1;
        sum += epsilon == 1 ? p * logl(r) : p * powl(r, 1 - epsilon);
    }
    return epsilon == 1 ? 1 - expl(sum) : 1 - powl(sum, 1 / (1 - epsilon));
}

/** Every row against every row: twice the rank is the weight before it twice and of its ties once.
 */
static long double reference_concentration(const er_equity_table *t, long double weight,
                                           long double mean) {
    __float128 sum = 0;
    for (size_t i = 0; i < t->count; i++)
        for (size_t j = 0; j < t->count; j++) {
            int before = (t->order[j] < t->order[i]) - (t->order[j] > t->order[i]);
            sum += (__float128)reference_weight(t, i) * (__float128)reference_weight(t, j) *
                   ((__float128)t->value[i] - (__float128)mean) * before;
        }
    return (long double)(sum / mean / weight / weight);
}

static struct reference reference_indices(const er_equity_table *t, const er_equity_parameters *q) {
    struct reference f = {0};
    long double amount = 0;
    for (size_t i = 0; i < t->count; i++) {
        f.weight += reference_weight(t, i);
        amount += reference_weight(t, i) * t->value[i];
    }
    f.mean = amount / f.weight;
    for (size_t i = 0; i < t->count; i++) {
        long double w = reference_weight(t, i), p = w / f.weight, r = t->value[i] / f.mean;
        long double gap = ((long double)q->floor - t->value[i]) / q->floor;
        for (size_t j = 0; j < t->count; j++)
            f.gini += p * reference_weight(t, j) / f.weight *
                      fabsl((long double)t->value[i] - t->value[j]) / (2 * f.mean);
        f.hoover += p * fabsl(r - 1) / 2;
        f.hhi += p * r * p * r;
        f.cv += p * (r - 1) * (r - 1);
        if (w > 0) f.theil_l += r > 0 ? -p * logl(r) : INFINITY;
        if (gap > 0) {
            f.fgt[0] += p;
            f.fgt[1] += p * gap;
            f.fgt[2] += p * gap * gap;
        }
    }
    f.cv = sqrtl(f.cv);
    f.concentration = t->order ? reference_concentration(t, f.weight, f.mean) : (long double)NAN;
    f.theil_t = reference_theil(t, f.mean, f.weight, NULL);
    f.atkinson = reference_atkinson(t, f.weight, f.mean, q->atkinson_epsilon);
    __float128 poor = reference_poorest(t, 4), all = reference_poorest(t, 10);
    f.palma = poor > 0 ? (long double)((all - reference_poorest(t, 9)) / poor) : (long double)NAN;
    for (uint32_t g = 0; t->group && g < t->group_count; g++) {
        long double w = 0, a = 0;
        for (size_t i = 0; i < t->count; i++)
            if (t->group[i] == g) {
                w += reference_weight(t, i);
                a += reference_weight(t, i) * t->value[i];
            }
        if (w == 0 || a == 0) continue;
        f.between += a / amount * logl((a / amount) / (w / f.weight));
        f.within += a / amount * reference_theil(t, a / w, w, &g);
    }
    return f;
}

#endif
