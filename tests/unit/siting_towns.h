/** Larger tasks: points on a plane, every one a candidate, distances to the whole metre. */
#ifndef EVENREACH_SITING_TOWNS_H
#define EVENREACH_SITING_TOWNS_H

#include "test.h"

#include "evenreach/siting.h"

enum { TOWN_POINTS = 600 };

struct town {
    double x[TOWN_POINTS], y[TOWN_POINTS], weight[TOWN_POINTS];
    size_t start[TOWN_POINTS + 1];
    uint32_t demand[TOWN_POINTS * TOWN_POINTS];
    double value[TOWN_POINTS * TOWN_POINTS];
};

static inline void town_points(struct town *town, size_t count, uint64_t seed) {
    er_random random = er_random_stream(seed, 1);
    for (size_t i = 0; i < count; i++) {
        town->x[i] = 10000 * er_random_unit(&random);
        town->y[i] = 10000 * er_random_unit(&random);
        town->weight[i] = (double)(1 + er_random_below(&random, 99));
    }
}

/** Pairs within the radius; INFINITY: all. */
static inline er_siting_task town_task_within(struct town *town, size_t count, er_siting_aim aim,
                                              size_t k, double radius_m) {
    bool by_distance = aim == ER_SITING_MEDIAN || aim == ER_SITING_CENTRE;
    size_t used = 0;
    for (size_t j = 0; j < count; j++) {
        for (size_t i = 0; i < count; i++) {
            double apart = floor(hypot(town->x[i] - town->x[j], town->y[i] - town->y[j]));
            if (apart > radius_m) continue;
            town->demand[used] = (uint32_t)i;
            town->value[used++] = apart;
        }
        town->start[j + 1] = used;
    }
    return (er_siting_task){.aim = aim,
                            .candidate_count = count,
                            .demand_count = count,
                            .start = town->start,
                            .demand = town->demand,
                            .value = by_distance ? town->value : NULL,
                            .weight = town->weight,
                            .k = k,
                            .budget = INFINITY,
                            .needed = INFINITY};
}

static inline er_siting_task town_task(struct town *town, size_t count, er_siting_aim aim, size_t k,
                                       uint64_t seed) {
    town_points(town, count, seed);
    return town_task_within(town, count, aim, k, INFINITY);
}

#endif
