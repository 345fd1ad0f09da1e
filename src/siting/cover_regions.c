/* The demand is cut into regions, and each region has sites of its own, which cost charges there;
 * the whole is given these charges for its sites (Lagrangean decomposition: Guignard and Kim,
 * Mathematical Programming 39 (1987)). For any charges m, no set of at most k sites reaches more
 * than
 *
 *   sum over regions r of the most that any set S reaches there: w(S in r) - sum over S of m_rj
 *       + the k largest, where positive, of a_j + sum over j's regions of m_rj, + constant
 *
 * with a_j, w and the constant as in relaxation.c. At first m_rj is the sum of the prices of j's
 * classes in r: then it is no more than the bound of prices, and less by as much as what each
 * region reaches in whole sites is below what it reaches in parts of them. Charges that lower it
 * further are looked for (region_prices.c), and the whole's sites on the way are starts for
 * exchanges. */
#include "siting/cover_regions.h"

#include "siting/region_prices.h"
#include "siting/region_search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* So many sites to a region, so that there is something to settle in it, and so little that it is
 * settled soon. */
enum { SITES_TO_A_REGION = 2, MOST_REGIONS = 64 };
enum { MOST_ROUNDS = 60, MOST_NODES = 600, NODES_AT_A_TIME = 40, PATIENCE = 3, MOST_FAILED = 12 };
/* The regions together are searched to within this share of what all demand is worth. */
static const double enough = 1.6e-4;
/* The first reach of charges, as a share of what a site is worth in the mean, and its changes. */
static const double first_reach = 0.05, farther = 1.5, nearer = 0.7;
/* Charges are the new centre where they do so much of what was expected of them, and go farther
 * where they do so much. */
static const double serious = 0.1, fine = 0.5;
/* Where so little of the gap is expected to go, it is left. */
static const double little = 0.05;
static const double time_share = 0.9;
/* Looks around the best set in each round, other ones than before. */
enum { LOOKS = 40 };
static const uint64_t first_look = 1000000;

struct regions {
    er_context *ctx;
    er_siting_relaxation *r;
    const er_siting_effort *effort;
    er_siting_sites *best;
    er_siting_sites tried;
    int64_t *bound;
    uint8_t *fixed;
    size_t count;
    er_siting_region *region;
    er_siting_region_search *search; /**< their charges are those of `prices` */
    er_siting_region_prices prices;
    bool *done;   /**< of each region's search */
    bool *chosen; /**< [sites] */
    double lowest, expected;
    int failed; /**< rounds since charges were a new centre */
};

static bool is_late(const struct regions *g) {
    return er_siting_is_late(&g->r->rows->checked->deadline, time_share);
}

/* ---- the bound at the charges ---------------------------------------------------------------- */

/** Every search begins, or goes on by some nodes; true: none has anything left to do. */
static bool search_a_while(struct regions *g, bool begin) {
    bool done = true;
#pragma omp parallel for schedule(dynamic, 1) num_threads(er_context_threads(g->ctx)) reduction(&& : done)
    for (size_t n = 0; n < g->count; n++) {
        if (begin) er_siting_region_begin(&g->search[n]);
        if (begin || !g->done[n])
            g->done[n] = er_siting_region_go_on(&g->search[n], NODES_AT_A_TIME);
        done = done && g->done[n];
    }
    return done;
}

static er_status search_all(struct regions *g) {
    bool done = search_a_while(g, true);
    for (int nodes = NODES_AT_A_TIME; !done && nodes < MOST_NODES; nodes += NODES_AT_A_TIME) {
        ER_TRY(er_check_cancel(g->ctx));
        if (is_late(g)) return ER_OK;
        done = search_a_while(g, false);
    }
    return er_check_cancel(g->ctx);
}

/** Give the whole its scores; returns what it reaches at the charges. */
static double take_whole(const struct regions *g) {
    er_siting_relaxation *r = g->r;
    double value = r->constant;
    for (size_t j = 0; j < r->rows->problem.count; j++) {
        double score = g->fixed[j] == ER_SITING_OUT ? -INFINITY : r->own[j];
        r->scores[j] = (er_siting_score){.score = score, .site = (uint32_t)j};
    }
    for (size_t n = 0; n < g->count; n++)
        for (size_t i = 0; i < g->region[n].count; i++)
            r->scores[g->region[n].site[i]].score += g->search[n].charge[i];
    er_siting_relaxation_rank(r);
    for (size_t n = 0, taken = er_siting_relaxation_taken(r); n < taken; n++)
        value += r->scores[n].score;
    return value;
}

static er_status take(struct regions *g) {
    ER_TRY(search_all(g));
    g->r->value = take_whole(g);
    for (size_t n = 0; n < g->count; n++)
        g->r->value += g->search[n].bound;
    er_siting_relaxation_keep(g->r, g->best, g->bound);
    er_siting_relaxation_fix(g->r, g->best, g->fixed);
    return ER_OK;
}

/* ---- charges --------------------------------------------------------------------------------- */

static void keep_centre(struct regions *g) {
    for (size_t n = 0; n < g->count; n++)
        memcpy(g->prices.of[n].centre, g->search[n].charge,
               g->region[n].count * sizeof *g->search[n].charge);
    g->lowest = g->r->value;
    g->failed = 0;
}

/** Is the last bound better than that of the centre by a part of what was expected? */
static void judge(struct regions *g, bool first) {
    double expected = g->lowest - g->expected, gained = g->lowest - g->r->value;
    if (first || gained > serious * expected) {
        keep_centre(g);
        if (!first && gained > fine * expected) g->prices.reach *= farther;
    } else if (++g->failed % PATIENCE == 0) {
        g->prices.reach *= nearer;
    }
}

static void choose_charges(struct regions *g) {
    for (size_t n = 0; n < g->count; n++)
        for (size_t s = 0; s < g->search[n].pooled; s++)
            er_siting_region_prices_add(&g->prices, n, g->search[n].pool[s]);
    er_siting_region_prices_choose(&g->prices);
    g->expected = take_whole(g) + g->prices.expected;
}

/* ---- sets ------------------------------------------------------------------------------------ */

static int by_part(const void *a, const void *b) {
    const er_siting_score *l = a, *r = b;
    if (l->score != r->score) return l->score > r->score ? -1 : 1;
    return (l->site > r->site) - (l->site < r->site);
}

/** The sites that are taken most, as far as they hold all conditions, and what exchanges make of
 *  them. */
static er_status try_taken(struct regions *g) {
    er_siting_relaxation *r = g->r;
    size_t count = r->rows->problem.count;
    for (size_t j = 0; j < count; j++)
        r->scores[j] = (er_siting_score){.score = g->prices.taken[j], .site = (uint32_t)j};
    qsort(r->scores, count, sizeof *r->scores, by_part);
    memset(g->chosen, 0, count);
    for (size_t n = 0, taken = er_siting_relaxation_taken(r); n < taken; n++)
        g->chosen[r->scores[n].site] = true;
    er_siting_sites_set(&g->tried, g->chosen);
    if (!er_siting_sites_hold(&g->tried)) return ER_OK;
    ER_TRY(er_siting_sites_improve(g->ctx, &g->tried));
    if (er_siting_sites_better(&g->tried, g->best->state.met, g->best->tally.cost))
        er_siting_sites_set(g->best, g->tried.state.chosen);
    return ER_OK;
}

static er_status look_around(struct regions *g, er_arena *arena, int round) {
    for (int look = 0; look < LOOKS; look++) {
        ER_TRY(er_check_cancel(g->ctx));
        if (is_late(g)) return ER_OK;
        ER_TRY(er_siting_sites_shake(g->ctx, arena, g->best,
                                     first_look + (uint64_t)(round * LOOKS + look)));
    }
    return ER_OK;
}

/* ---- all ------------------------------------------------------------------------------------- */

static er_status regions_new(er_arena *arena, struct regions *g) {
    const er_siting_problem *p = &g->r->rows->problem;
    uint32_t *part = NULL;
    ER_TRY(er_siting_sites_new(g->ctx, arena, g->r->rows, &g->tried));
    ER_TRY(er_arena_alloc(g->ctx, arena, (p->class_count + 1) * sizeof *part, &part));
    ER_TRY(er_arena_alloc(g->ctx, arena, p->count + 1, &g->chosen));
    ER_TRY(er_arena_alloc(g->ctx, arena, g->count + 1, &g->done));
    ER_TRY(er_arena_alloc(g->ctx, arena, (g->count + 1) * sizeof *g->region, &g->region));
    ER_TRY(er_arena_alloc(g->ctx, arena, (g->count + 1) * sizeof *g->search, &g->search));
    ER_TRY(er_siting_region_split(g->ctx, arena, p, g->count, part));
    ER_TRY(er_siting_regions_new(g->ctx, arena, g->r, g->fixed, part, g->count, g->region));
    for (size_t n = 0; n < g->count; n++)
        ER_TRY(er_siting_region_search_new(g->ctx, arena, &g->region[n], &g->search[n]));
    return er_siting_region_prices_new(g->ctx, arena, g->region, g->count, p->count, g->r->own,
                                       g->r->most, &g->prices);
}

/** Charges are what the prices of classes come to, and the best set is the start. */
static void begin(struct regions *g) {
    const er_siting_relaxation *r = g->r;
    g->prices.reach = first_reach * er_siting_relaxation_reached(r, g->best) /
                      (double)(r->most > 0 ? r->most : 1);
    for (size_t n = 0; n < g->count; n++) {
        const er_siting_region *region = &g->region[n];
        er_siting_region_search *s = &g->search[n];
        s->charge = g->prices.of[n].charge;
        s->enough = enough / (double)g->count;
        for (size_t c = 0; c < region->class_count; c++)
            s->price[c] = region->worth[c] * r->price[region->class[c]];
        for (size_t i = 0; i < region->count; i++) {
            for (size_t k = region->start[i]; k < region->start[i + 1]; k++)
                s->charge[i] += s->price[region->classes[k]];
            s->best[i] = g->best->state.chosen[region->site[i]];
        }
        er_siting_region_prices_add(&g->prices, n, s->best);
    }
}

static er_status climb(er_arena *arena, struct regions *g) {
    for (int round = 0; round < MOST_ROUNDS; round++) {
        er_progress(g->ctx, "bounding by regions", (uint64_t)round, MOST_ROUNDS);
        ER_TRY(take(g));
        judge(g, round == 0);
        choose_charges(g);
        ER_TRY(try_taken(g));
        ER_TRY(look_around(g, arena, round));
        double reached = er_siting_relaxation_reached(g->r, g->best);
        if (er_siting_relaxation_is_within(g->r, g->best, *g->bound, g->effort->gap) ||
            g->lowest - g->expected < little * (g->lowest - reached) || g->failed == MOST_FAILED ||
            is_late(g))
            return ER_OK;
    }
    return ER_OK;
}

size_t er_siting_region_count(const er_siting_sites *best) {
    size_t count = (best->state.count + SITES_TO_A_REGION - 1) / SITES_TO_A_REGION;
    return count > MOST_REGIONS ? MOST_REGIONS : count;
}

er_status er_siting_cover_regions(er_context *ctx, er_arena *arena, const er_siting_effort *effort,
                                  size_t regions, er_siting_relaxation *r, er_siting_sites *best,
                                  int64_t *bound, uint8_t *fixed) {
    struct regions g = {.ctx = ctx,
                        .r = r,
                        .effort = effort,
                        .best = best,
                        .bound = bound,
                        .fixed = fixed,
                        .count = regions};
    if (regions < 2) return ER_OK;
    er_siting_relaxation_take(r);
    ER_TRY(regions_new(arena, &g));
    begin(&g);
    return climb(arena, &g);
}
