/** Small covering tasks with every condition mixed in, and what every subset of them does. */
#ifndef EVENREACH_SITING_TASKS_H
#define EVENREACH_SITING_TASKS_H

#include "test.h"

#include <math.h>
#include <string.h>

#include "evenreach/siting.h"

enum { TASK_CANDIDATES = 9, TASK_DEMANDS = 14, TASK_QUOTAS = 3, TASK_FLOORS = 2 };

/** A task that owns its arrays. All numbers are such that sums of doubles are exact. */
struct small_task {
    size_t start[TASK_CANDIDATES + 1];
    uint32_t demand[TASK_CANDIDATES * TASK_DEMANDS];
    double value[TASK_CANDIDATES * TASK_DEMANDS];
    double weight[TASK_DEMANDS];
    er_siting_role role[TASK_CANDIDATES];
    double cost[TASK_CANDIDATES];
    double capacity[TASK_CANDIDATES];
    bool in_quota[TASK_QUOTAS][TASK_CANDIDATES];
    bool in_floor[TASK_FLOORS][TASK_DEMANDS];
    er_siting_quota quotas[TASK_QUOTAS];
    er_siting_floor floors[TASK_FLOORS];
    er_siting_task task;
};

static inline bool one_in(er_random *random, uint64_t n) {
    return er_random_below(random, n) == 0;
}

static inline size_t below(er_random *random, size_t n) {
    return (size_t)er_random_below(random, n);
}

static inline void small_task_pairs(struct small_task *t, er_random *random) {
    double chance = 0.1 + 0.6 * er_random_unit(random);
    size_t filled = 0;
    for (size_t i = 0; i < t->task.demand_count; i++)
        t->weight[i] = (double)below(random, one_in(random, 2) ? 3 : 100);
    for (size_t j = 0; j < t->task.candidate_count; j++) {
        t->start[j] = filled;
        for (size_t i = 0; i < t->task.demand_count; i++) {
            if (er_random_unit(random) >= chance) continue;
            t->value[filled] = (double)(1 + below(random, 4)) / 4;
            t->demand[filled++] = (uint32_t)i;
        }
    }
    t->start[t->task.candidate_count] = filled;
}

static inline void small_task_quotas(struct small_task *t, er_random *random) {
    static const char *const names[] = {"hills", "coast", "isles"};
    t->task.quota_count = below(random, TASK_QUOTAS + 1);
    for (size_t q = 0; q < t->task.quota_count; q++) {
        for (size_t j = 0; j < t->task.candidate_count; j++)
            t->in_quota[q][j] = one_in(random, 2);
        t->quotas[q] = (er_siting_quota){
            .name = names[q],
            .belongs = t->in_quota[q],
            .least = one_in(random, 2) ? below(random, 3) : 0,
            .most = one_in(random, 4) ? below(random, 4) : SIZE_MAX,
            .least_share = one_in(random, 4) ? (double)below(random, 9) / 10 : 0,
            .most_share = one_in(random, 4) ? (double)(1 + below(random, 10)) / 10 : 1};
    }
    t->task.quotas = t->quotas;
}

static inline void small_task_floors(struct small_task *t, er_random *random) {
    static const char *const names[] = {"remote", "offshore"};
    t->task.floor_count = one_in(random, 2) ? below(random, TASK_FLOORS + 1) : 0;
    for (size_t f = 0; f < t->task.floor_count; f++) {
        for (size_t i = 0; i < t->task.demand_count; i++)
            t->in_floor[f][i] = one_in(random, 2);
        t->floors[f] = (er_siting_floor){
            .name = names[f], .belongs = t->in_floor[f], .share = (double)below(random, 6) / 8};
    }
    t->task.floors = t->floors;
}

/** Any mix of conditions; some tasks can't be done. At least one candidate is free. */
static inline void small_task_random(struct small_task *t, er_random *random) {
    *t = (struct small_task){.task = {.aim = one_in(random, 3) ? ER_SITING_FEWEST : ER_SITING_MOST,
                                      .candidate_count = 1 + below(random, TASK_CANDIDATES),
                                      .demand_count = 1 + below(random, TASK_DEMANDS),
                                      .budget = INFINITY}};
    er_siting_task *task = &t->task;
    size_t free_count = 0;
    double total = 0;
    small_task_pairs(t, random);
    small_task_quotas(t, random);
    small_task_floors(t, random);
    task->start = t->start;
    task->demand = t->demand;
    task->weight = t->weight;
    if (one_in(random, 2)) task->role = t->role;
    for (size_t j = 0; j < task->candidate_count; j++) {
        bool other = task->role && j > 0 && one_in(random, 4);
        t->role[j] =
            other ? (one_in(random, 2) ? ER_SITING_KEPT : ER_SITING_BARRED) : ER_SITING_FREE;
        free_count += !other;
        t->cost[j] = (double)below(random, 6);
    }
    task->k = 1 + below(random, free_count);
    if (one_in(random, 2)) {
        task->cost = t->cost;
        if (one_in(random, 2)) task->budget = (double)below(random, 16);
    }
    if (one_in(random, 3)) task->value = t->value;
    if (task->aim == ER_SITING_MOST && !task->value && one_in(random, 2))
        task->backup = (double)(1 + below(random, 4)) / 4;
    for (size_t i = 0; i < task->demand_count; i++)
        total += t->weight[i];
    task->needed = one_in(random, 3) ? INFINITY : floor(0.8 * er_random_unit(random) * total);
}

/** What a set of sites does, straight from the words of the header. */
struct done {
    bool holds;
    double value, met, cost;
    size_t count;
};

static inline bool stands(const struct small_task *t, unsigned set, size_t j) {
    if (t->task.role && t->role[j] == ER_SITING_KEPT) return true;
    return set >> j & 1;
}

static inline double share_met(const struct small_task *t, unsigned set, size_t i, int *times) {
    double best = 0;
    *times = 0;
    for (size_t j = 0; j < t->task.candidate_count; j++)
        for (size_t k = t->start[j]; stands(t, set, j) && k < t->start[j + 1]; k++) {
            if (t->demand[k] != i) continue;
            best = fmax(best, t->task.value ? t->value[k] : 1);
            ++*times;
        }
    return best;
}

static inline bool quotas_hold(const struct small_task *t, unsigned set, double count) {
    for (size_t q = 0; q < t->task.quota_count; q++) {
        const er_siting_quota *quota = &t->quotas[q];
        size_t within = 0;
        for (size_t j = 0; j < t->task.candidate_count; j++)
            within += (set >> j & 1) && quota->belongs[j];
        if (within < quota->least || within > quota->most) return false;
        if ((double)within < quota->least_share * count - 1e-6) return false;
        if ((double)within > quota->most_share * count + 1e-6) return false;
    }
    return true;
}

static inline struct done done_by(const struct small_task *t, unsigned set) {
    struct done d = {.holds = true, .count = (size_t)__builtin_popcount(set)};
    double floor_met[TASK_FLOORS] = {0}, floor_all[TASK_FLOORS] = {0}, worth = 0;
    for (size_t j = 0; j < t->task.candidate_count; j++)
        if (set >> j & 1) d.cost += t->task.cost ? t->cost[j] : 1;
    for (size_t i = 0; i < t->task.demand_count; i++) {
        int times;
        double met = t->weight[i] * share_met(t, set, i, &times);
        d.met += met;
        worth += met + (times > 1 ? t->task.backup * t->weight[i] : 0);
        for (size_t f = 0; f < t->task.floor_count; f++)
            if (t->in_floor[f][i]) {
                floor_met[f] += met;
                floor_all[f] += t->weight[i];
            }
    }
    for (size_t f = 0; f < t->task.floor_count; f++)
        if (floor_met[f] < t->floors[f].share * floor_all[f]) d.holds = false;
    if (!quotas_hold(t, set, (double)d.count) || d.cost > t->task.budget) d.holds = false;
    if (t->task.aim == ER_SITING_MOST && d.count > t->task.k) d.holds = false;
    d.value = t->task.aim == ER_SITING_FEWEST ? d.cost : worth;
    return d;
}

static inline bool only_free(const struct small_task *t, unsigned set) {
    for (size_t j = 0; j < t->task.candidate_count; j++)
        if ((set >> j & 1) && t->task.role && t->role[j] != ER_SITING_FREE) return false;
    return true;
}

/** The best value by trying every set; false: none holds all conditions. */
static inline bool best_by_trying(const struct small_task *t, double *best) {
    unsigned all = 1u << t->task.candidate_count, everything = 0;
    bool fewest = t->task.aim == ER_SITING_FEWEST, found = false;
    for (unsigned set = 1; set < all; set++)
        if (only_free(t, set)) everything |= set;
    double needed =
        fmin(t->task.needed, isinf(t->task.needed) ? done_by(t, everything).met : INFINITY);
    for (unsigned set = 0; set < all; set++) {
        if (!only_free(t, set)) continue;
        struct done d = done_by(t, set);
        if (!d.holds || (fewest && d.met < needed)) continue;
        if (!found || (fewest ? d.value < *best : d.value > *best)) *best = d.value;
        found = true;
    }
    return found;
}

static inline unsigned set_chosen(const er_siting_plan *plan) {
    unsigned set = 0;
    for (size_t s = 0; s < plan->count; s++)
        set |= 1u << plan->chosen[s];
    return set;
}

#endif
