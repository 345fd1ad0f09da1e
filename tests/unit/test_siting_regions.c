/* Covering by regions: a region's search against every set of its sites, the bound of all regions
 * against every plan of small tasks, and a task whose linear relaxation is far from any plan. */
#include "siting_posed.h"

#include "siting/cover_bound.h"
#include "siting/cover_regions.h"
#include "siting/region_search.h"

/** A random task that is met whole and once. */
static bool pose_plain(er_context *ctx, er_random *random, struct posed *p) {
    bool possible = pose(ctx, random, p);
    const er_siting_task *task = &p->t.task;
    return possible && task->aim == ER_SITING_MOST && !task->value && task->backup == 0;
}

/** Prices that say little, but hold. */
static void bound_poorly(struct posed *p, int64_t *bound, uint8_t *fixed, er_siting_relaxation *r) {
    const er_siting_effort quick = {.quick = true};
    *bound = no_bound(p);
    assert_ok(p->ctx, er_siting_cover_bound(p->ctx, p->arena, &quick, &p->sites, bound, fixed, r));
}

static void regions_bound_every_plan(void **state) {
    er_random random = er_random_stream(6, 1);
    const er_siting_effort effort = {0};
    int posed = 0, sharp = 0;
    size_t fixed_count = 0;
    for (int round = 0; round < 600; round++) {
        struct posed p;
        if (pose_plain(*state, &random, &p)) {
            int64_t bound = no_bound(&p), by_prices;
            uint8_t none[TASK_CANDIDATES] = {0}, fixed[TASK_CANDIDATES] = {0};
            er_siting_relaxation r;
            bound_poorly(&p, &by_prices, none, &r);
            assert_ok(p.ctx, er_siting_cover_regions(p.ctx, p.arena, &effort, 2 + below(&random, 3),
                                                     &r, &p.sites, &bound, fixed));
            assert_true(er_siting_sites_hold(&p.sites));
            assert_true(value_of(&p, reached(&p)) <= p.best);
            if (value_of(&p, bound) < p.best)
                fail_msg("round %d: bound %g, best %g", round, value_of(&p, bound), p.best);
            check_fixed(&p, fixed, &fixed_count);
            posed++;
            sharp += value_of(&p, bound) == p.best;
        }
        er_arena_free(p.arena);
    }
    assert_true(posed > 80);
    assert_true(sharp * 3 > posed * 2);
}

static double best_of_region(const er_siting_region_search *s) {
    double best = 0;
    for (unsigned set = 0; set < 1u << s->region->count; set++) {
        bool chosen[TASK_CANDIDATES] = {0};
        double reached = 0;
        for (size_t i = 0; i < s->region->count; i++) {
            chosen[i] = set >> i & 1;
            if (chosen[i]) reached -= s->charge[i];
        }
        best = fmax(best, reached + er_siting_region_met(s->region, chosen));
    }
    return best;
}

/** Charges from below nothing to all that the site meets. */
static void charge_at_random(er_siting_region_search *s, er_random *random) {
    const er_siting_region *r = s->region;
    for (size_t i = 0; i < r->count; i++) {
        double all = 0;
        for (size_t k = r->start[i]; k < r->start[i + 1]; k++)
            all += r->worth[r->classes[k]];
        s->charge[i] = all * (1.1 * er_random_unit(random) - 0.1);
        s->best[i] = one_in(random, 2);
    }
    for (size_t c = 0; c < r->class_count; c++)
        s->price[c] = r->worth[c] * er_random_unit(random);
}

static void check_region(struct posed *p, const er_siting_region *region, er_random *random) {
    er_siting_region_search s;
    const double off = 1e-9;
    assert_ok(p->ctx, er_siting_region_search_new(p->ctx, p->arena, region, &s));
    s.enough = off;
    charge_at_random(&s, random);
    double best = best_of_region(&s);
    er_siting_region_begin(&s);
    assert_true(s.bound >= best - off);
    assert_true(s.reached <= best + off);
    while (!er_siting_region_go_on(&s, 2))
        assert_true(s.bound >= best - off);
    if (s.bound < best - off || s.bound > best + 2 * off || s.reached < best - 2 * off)
        fail_msg("reached %.12g, bound %.12g, best %.12g", s.reached, s.bound, best);
}

static void a_region_is_searched_through(void **state) {
    er_random random = er_random_stream(6, 2);
    for (int round = 0; round < 2000; round++) {
        struct posed p;
        if (pose_plain(*state, &random, &p)) {
            uint8_t fixed[TASK_CANDIDATES] = {0};
            uint32_t part[TASK_DEMANDS] = {0};
            er_siting_relaxation r;
            er_siting_region region[2];
            assert_ok(p.ctx, er_siting_relaxation_new(p.ctx, p.arena, &p.rows, &r));
            er_siting_relaxation_take(&r);
            assert_ok(p.ctx, er_siting_region_split(p.ctx, p.arena, &p.rows.problem, 2, part));
            assert_ok(p.ctx, er_siting_regions_new(p.ctx, p.arena, &r, fixed, part, 2, region));
            assert_int_equal(region[0].class_count + region[1].class_count,
                             p.rows.problem.class_count);
            check_region(&p, &region[0], &random);
            check_region(&p, &region[1], &random);
        }
        er_arena_free(p.arena);
    }
}

/* ---- a country ------------------------------------------------------------------------------- */

enum { SITES = 300, VILLAGES = 2000, CLUSTERS = 18, COUNTRY_K = 15 };
static const uint64_t country_seed = 3;
static const er_siting_effort effort_of_country = {.gap = 0.0065};
static const double side_km = 130, spread_km = 15, reach_km = 21;

struct country {
    double x[SITES + VILLAGES], y[SITES + VILLAGES], weight[VILLAGES];
    size_t start[SITES + 1];
    uint32_t demand[SITES * VILLAGES];
};

static struct country country;

/** Two of three near a cluster, the others anywhere: sites are in each other's way, and half ones
 *  do better than any whole ones. */
static void place_all(struct country *c, uint64_t seed) {
    er_random random = er_random_stream(seed, 1);
    for (size_t i = 0; i < SITES + VILLAGES; i++) {
        c->x[i] = side_km * er_random_unit(&random);
        c->y[i] = side_km * er_random_unit(&random);
        if (i < VILLAGES) c->weight[i] = floor(exp(7 + er_random_normal(&random)));
        if (i < CLUSTERS || one_in(&random, 3)) continue;
        size_t cluster = below(&random, CLUSTERS);
        c->x[i] = c->x[cluster] + spread_km * er_random_normal(&random);
        c->y[i] = c->y[cluster] + spread_km * er_random_normal(&random);
    }
}

static er_siting_task country_task(struct country *c, uint64_t seed) {
    size_t filled = 0;
    place_all(c, seed);
    for (size_t j = 0; j < SITES; j++) {
        for (size_t i = 0; i < VILLAGES; i++)
            if (hypot(c->x[i] - c->x[VILLAGES + j], c->y[i] - c->y[VILLAGES + j]) <= reach_km)
                c->demand[filled++] = (uint32_t)i;
        c->start[j + 1] = filled;
    }
    return (er_siting_task){.aim = ER_SITING_MOST,
                            .candidate_count = SITES,
                            .demand_count = VILLAGES,
                            .start = c->start,
                            .demand = c->demand,
                            .weight = c->weight,
                            .k = COUNTRY_K,
                            .budget = INFINITY};
}

struct bounds {
    int64_t by_prices, by_regions, reached;
};

static struct bounds bound_country(er_context *ctx, int threads) {
    er_siting_checked checked;
    er_siting_rows rows;
    er_siting_sites sites;
    er_siting_relaxation r;
    er_arena *arena = NULL;
    er_siting_task task = country_task(&country, country_seed);
    uint8_t fixed[SITES] = {0};
    er_context_set_threads(ctx, threads);
    assert_ok(ctx, er_arena_new(ctx, &arena));
    assert_ok(ctx, er_siting_task_check(ctx, arena, &task, &checked));
    assert_ok(ctx, er_siting_rows_new(ctx, arena, &checked, &rows));
    assert_ok(ctx, er_siting_sites_new(ctx, arena, &rows, &sites));
    assert_ok(ctx, er_siting_sites_greedy(ctx, &sites, false));
    struct bounds b = {.by_prices = rows.total};
    assert_ok(ctx, er_siting_cover_bound(ctx, arena, &effort_of_country, &sites, &b.by_prices,
                                         fixed, &r));
    b.by_regions = b.by_prices;
    assert_ok(ctx, er_siting_cover_regions(ctx, arena, &effort_of_country,
                                           er_siting_region_count(&sites), &r, &sites,
                                           &b.by_regions, fixed));
    b.reached = sites.state.met;
    er_arena_free(arena);
    return b;
}

static double gap_of(int64_t bound, int64_t reached_value) {
    return (double)(bound - reached_value) / (double)reached_value;
}

static void regions_are_nearer_than_prices(void **state) {
    struct bounds b = bound_country(*state, 2), alone = bound_country(*state, 1);
    double before = gap_of(b.by_prices, b.reached), after = gap_of(b.by_regions, b.reached);
    if (!(before > 0.01 && after <= effort_of_country.gap))
        fail_msg("gap %g by prices, %g by regions", before, after);
    assert_int_equal(alone.by_regions, b.by_regions);
    assert_int_equal(alone.reached, b.reached);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(regions_bound_every_plan, test_context_up,
                                        test_context_down),
        cmocka_unit_test_setup_teardown(a_region_is_searched_through, test_context_up,
                                        test_context_down),
        cmocka_unit_test_setup_teardown(regions_are_nearer_than_prices, test_context_up,
                                        test_context_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
