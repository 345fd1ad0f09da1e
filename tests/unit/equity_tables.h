/** Random tables with all that an index has to stand: zeros, ties, weights of 1e15 beside 1. */
#ifndef EVENREACH_EQUITY_TABLES_H
#define EVENREACH_EQUITY_TABLES_H

#include "test.h"

#include "evenreach/equity.h"

#include <math.h>

static inline void assert_near(const char *name, double found, long double expected,
                               double tolerance) {
    if (isnan(expected) || isinf(expected)) {
        if (!isnan(found)) fail_msg("%s: %.17g where it is not defined", name, found);
        return;
    }
    long double scale = fabsl(expected) > 1 ? fabsl(expected) : 1;
    if (!(fabsl(found - expected) <= tolerance * scale))
        fail_msg("%s: %.17g, expected %.17Lg", name, found, expected);
}

struct random_table {
    er_equity_table table;
    double value[200], weight[200];
    double order[200];
    uint32_t group[200], cluster[200];
};

static inline void fill_table(er_random *random, struct random_table *t) {
    static const double scales[] = {1, 1e-6, 1e9, 1e15};
    size_t count = 1 + (size_t)er_random_below(random, er_random_below(random, 8) ? 60 : 200);
    uint64_t kind = er_random_below(random, 6), scale = er_random_below(random, 4);
    uint32_t groups = 1 + (uint32_t)er_random_below(random, 6);
    for (size_t i = 0; i < count; i++) {
        double u = er_random_unit(random);
        t->value[i] = kind == 0   ? floor(u * 4)          /* ties and zeros */
                      : kind == 1 ? exp(8 * u - 4)        /* skewed */
                      : kind == 2 ? (u < 0.6 ? 0 : u)     /* most have nothing */
                      : kind == 3 ? 1 + 1e-9 * u          /* all but even */
                      : kind == 4 ? u * scales[scale]     /* small or great */
                                  : floor(u * 100) / 100; /* shares */
        uint64_t w = er_random_below(random, 8);
        t->weight[i] = w == 0 ? 0 : w == 1 ? 1e15 : w < 4 ? 1 : 1e5 * er_random_unit(random);
        t->group[i] = (uint32_t)er_random_below(random, groups);
        t->order[i] = floor(er_random_unit(random) * 40) - 20;
        t->cluster[i] = (uint32_t)er_random_below(random, 9);
    }
    t->weight[er_random_below(random, count)] = 1 + (double)er_random_below(random, 1000);
    t->table = (er_equity_table){.value = t->value, .count = count};
    if (er_random_below(random, 4)) t->table.weight = t->weight;
    t->table.group = t->group;
    t->table.group_count = groups;
    t->table.order = t->order;
}

static inline void shuffle(er_random *random, const struct random_table *from,
                           struct random_table *to) {
    size_t order[200], n = from->table.count;
    for (size_t i = 0; i < n; i++)
        order[i] = i;
    for (size_t i = n; i > 1; i--) {
        size_t j = (size_t)er_random_below(random, i), keep = order[i - 1];
        order[i - 1] = order[j];
        order[j] = keep;
    }
    *to = *from;
    for (size_t i = 0; i < n; i++) {
        to->value[i] = from->value[order[i]];
        to->weight[i] = from->weight[order[i]];
        to->group[i] = from->group[order[i]];
        to->order[i] = from->order[order[i]];
        to->cluster[i] = from->cluster[order[i]];
    }
    to->table.value = to->value;
    to->table.weight = from->table.weight ? to->weight : NULL;
    to->table.group = to->group;
    to->table.order = to->order;
    if (from->table.cluster) to->table.cluster = to->cluster;
}

#endif
