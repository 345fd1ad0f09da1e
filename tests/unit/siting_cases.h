/** Covers for tests of siting: random ones, and what every subset of their candidates meets. */
#ifndef EVENREACH_SITING_CASES_H
#define EVENREACH_SITING_CASES_H

#include "test.h"

#include <math.h>
#include <string.h>

#include "evenreach/siting.h"

enum { CASE_CANDIDATES = 12, CASE_DEMANDS = 40 };

/** A small cover that owns its rows. */
struct small_cover {
    size_t start[CASE_CANDIDATES + 1];
    uint32_t demand[CASE_CANDIDATES * CASE_DEMANDS];
    double weight[CASE_DEMANDS];
    er_siting_cover cover;
};

static inline void small_cover_bind(struct small_cover *c, size_t candidates, size_t demands) {
    c->cover = (er_siting_cover){.candidate_count = candidates,
                                 .demand_count = demands,
                                 .start = c->start,
                                 .demand = c->demand,
                                 .weight = c->weight};
}

/** Each candidate meets each demand with the same chance; weights are whole, some of them 0. */
static inline void small_cover_random(struct small_cover *c, er_random *random) {
    size_t candidates = (size_t)er_random_below(random, CASE_CANDIDATES + 1);
    size_t demands = (size_t)er_random_below(random, CASE_DEMANDS + 1), filled = 0;
    double chance = er_random_unit(random), largest = er_random_below(random, 3) == 0 ? 2 : 100;
    for (size_t i = 0; i < demands; i++)
        c->weight[i] = floor(er_random_unit(random) * largest);
    for (size_t j = 0; j < candidates; j++) {
        c->start[j] = filled;
        for (size_t i = 0; i < demands; i++)
            if (er_random_unit(random) < chance) c->demand[filled++] = (uint32_t)i;
    }
    c->start[candidates] = filled;
    small_cover_bind(c, candidates, demands);
}

/** Weight that a set of candidates (bits) meets. */
static inline double met_by(const er_siting_cover *cover, unsigned set) {
    bool met[CASE_DEMANDS] = {false};
    double sum = 0;
    for (size_t j = 0; j < cover->candidate_count; j++)
        if (set >> j & 1)
            for (size_t k = cover->start[j]; k < cover->start[j + 1]; k++)
                met[cover->demand[k]] = true;
    for (size_t i = 0; i < cover->demand_count; i++)
        if (met[i]) sum += cover->weight[i];
    return sum;
}

/** The fewest candidates that meet a weight, by trying every set; SIZE_MAX: none does. */
static inline size_t fewest_by_trying(const er_siting_cover *cover, double needed) {
    size_t fewest = SIZE_MAX;
    for (unsigned set = 0; set < 1u << cover->candidate_count; set++) {
        size_t count = (size_t)__builtin_popcount(set);
        if (count < fewest && met_by(cover, set) >= needed) fewest = count;
    }
    return fewest;
}

static inline unsigned set_of(const er_siting_result *result) {
    unsigned set = 0;
    for (size_t k = 0; k < result->count; k++)
        set |= 1u << result->chosen[k];
    return set;
}

#endif
