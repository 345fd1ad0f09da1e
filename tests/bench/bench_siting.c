/* Maximal covering of a size of a country: 1,000 candidates, 7,701 demands in clusters, 50 sites.
 * Prints JSON: seconds of the quick answer, seconds to a plan proven within 1 %, its gap, pairs,
 * and the peak of memory. Usage: bench_siting [CANDIDATES DEMANDS K RADIUS_KM GAP] (default: 1000
 * 7701 50 12 0.01). */
#include "clock.h"

#include "evenreach/siting.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CLUSTERS = 60 };
static const double width_km = 150, height_km = 380, spread_km = 15;

struct point {
    double x, y;
};

struct world {
    struct point *candidates, *demands;
    er_siting_task task;
};

static void *claim(size_t count, size_t size) {
    void *memory = calloc(count + 1, size);
    if (!memory) abort();
    return memory;
}

/** Two of three near a cluster, the others anywhere. */
static struct point place(er_random *random, const struct point *centres) {
    struct point p = {width_km * er_random_unit(random), height_km * er_random_unit(random)};
    if (er_random_below(random, 3) > 0) {
        p = centres[er_random_below(random, CLUSTERS)];
        p.x += spread_km * er_random_normal(random);
        p.y += spread_km * er_random_normal(random);
    }
    return p;
}

static void place_all(struct world *w) {
    er_random random = er_random_stream(7, 1);
    struct point centres[CLUSTERS];
    double *weight = claim(w->task.demand_count, sizeof *weight);
    w->candidates = claim(w->task.candidate_count, sizeof *w->candidates);
    w->demands = claim(w->task.demand_count, sizeof *w->demands);
    for (size_t c = 0; c < CLUSTERS; c++)
        centres[c] =
            (struct point){width_km * er_random_unit(&random), height_km * er_random_unit(&random)};
    for (size_t i = 0; i < w->task.demand_count; i++) {
        w->demands[i] = place(&random, centres);
        weight[i] = floor(exp(7 + er_random_normal(&random)));
    }
    for (size_t j = 0; j < w->task.candidate_count; j++)
        w->candidates[j] = place(&random, centres);
    w->task.weight = weight;
}

static void pair_up(struct world *w, double radius_km) {
    size_t filled = 0, candidates = w->task.candidate_count, demands = w->task.demand_count;
    size_t *start = claim(candidates + 1, sizeof *start);
    uint32_t *demand = NULL;
    for (int round = 0; round < 2; round++) {
        if (round == 1) demand = claim(filled, sizeof *demand);
        filled = 0;
        for (size_t j = 0; j < candidates; j++) {
            for (size_t i = 0; i < demands; i++) {
                double x = w->demands[i].x - w->candidates[j].x;
                double y = w->demands[i].y - w->candidates[j].y;
                if (hypot(x, y) > radius_km) continue;
                if (demand) demand[filled] = (uint32_t)i;
                filled++;
            }
            start[j + 1] = filled;
        }
    }
    w->task.start = start;
    w->task.demand = demand;
}

static double solve(er_context *ctx, const er_siting_task *task, const er_siting_effort *effort,
                    er_siting_plan *plan) {
    er_arena *arena = NULL;
    double begin = seconds();
    if (er_arena_new(ctx, &arena) != ER_OK ||
        er_siting_choose(ctx, arena, task, effort, plan) != ER_OK) {
        fprintf(stderr, "%s\n", er_context_error(ctx));
        exit(1);
    }
    double took = seconds() - begin;
    er_arena_free(arena);
    return took;
}

static double number(int argc, char **argv, int at, double usual) {
    return argc > at ? strtod(argv[at], NULL) : usual;
}

/** Peak of this program's own memory: ru_maxrss knows that of whoever started it, too. */
static long peak_kb(void) {
    char line[256];
    long kb = 0;
    FILE *status = fopen("/proc/self/status", "r");
    while (status && kb == 0 && fgets(line, sizeof line, status))
        if (strncmp(line, "VmHWM:", 6) == 0) kb = strtol(line + 6, NULL, 10);
    if (status) fclose(status);
    return kb;
}

int main(int argc, char **argv) {
    struct world w = {.task = {.aim = ER_SITING_MOST,
                               .candidate_count = (size_t)number(argc, argv, 1, 1000),
                               .demand_count = (size_t)number(argc, argv, 2, 7701),
                               .k = (size_t)number(argc, argv, 3, 50),
                               .budget = INFINITY}};
    er_context *ctx = NULL;
    er_siting_plan quick, plan;
    if (er_context_new(&ctx) != ER_OK) abort();
    place_all(&w);
    pair_up(&w, number(argc, argv, 4, 12));
    long before_kb = peak_kb();
    double quick_s = solve(ctx, &w.task, &(er_siting_effort){.quick = true}, &quick);
    double proven_s =
        solve(ctx, &w.task, &(er_siting_effort){.gap = number(argc, argv, 5, 0.01)}, &plan);
    printf("{\"candidates\":%zu,\"demands\":%zu,\"k\":%zu,\"pairs\":%zu,\"quick_s\":%.3f,"
           "\"quick_gap\":%.6f,\"quick_met\":%.0f,\"proven_s\":%.3f,\"gap\":%.6f,\"met\":%.0f,"
           "\"bound\":%.0f,\"total\":%.0f,\"peak_mb\":%.1f,\"of_this_inputs_mb\":%.1f}\n",
           w.task.candidate_count, w.task.demand_count, w.task.k,
           w.task.start[w.task.candidate_count], quick_s, quick.gap, quick.value, proven_s,
           plan.gap, plan.value, plan.bound, plan.total, (double)peak_kb() / 1024,
           (double)before_kb / 1024);
    er_context_free(ctx);
    free(w.candidates);
    free(w.demands);
    free((void *)w.task.weight);
    free((void *)w.task.start);
    free((void *)w.task.demand);
    return 0;
}
