/* Siting against trying every subset, and against what must not matter. */
#include "siting_cases.h"

struct arena_of_test {
    er_context *ctx;
    er_arena *arena;
};

static struct arena_of_test begin(void **state) {
    struct arena_of_test t = {.ctx = *state};
    assert_ok(t.ctx, er_arena_new(t.ctx, &t.arena));
    return t;
}

/** The chosen, each once, add up to what is met, each adding no more than the one before it. */
static void check_adds(const er_siting_cover *cover, const er_siting_result *result) {
    unsigned set = 0;
    double last = INFINITY, met = 0;
    for (size_t k = 0; k < result->count; k++) {
        assert_true(result->chosen[k] < cover->candidate_count);
        assert_false(set >> result->chosen[k] & 1);
        set |= 1u << result->chosen[k];
        assert_true(result->adds[k] <= last);
        last = result->adds[k];
        met += last;
        assert_true(met == met_by(cover, set));
    }
    assert_true(result->met == met);
}

static void check_fewest(struct arena_of_test t, const er_siting_cover *cover, double needed) {
    er_siting_result result;
    assert_ok(t.ctx, er_siting_fewest_cover(t.ctx, t.arena, cover, needed, NULL, &result));
    check_adds(cover, &result);
    double most = met_by(cover, (1u << cover->candidate_count) - 1);
    assert_int_equal(result.reached, needed <= 0 || needed <= most);
    size_t fewest = fewest_by_trying(cover, fmin(needed, most));
    assert_true(result.met >= fmin(needed, most));
    assert_int_equal(result.count, fewest);
    assert_int_equal(result.bound, fewest);
    assert_true(result.proven);
}

static void needs_the_fewest(void **state) {
    er_random random = er_random_stream(1, 1);
    for (int round = 0; round < 3000; round++) {
        struct arena_of_test t = begin(state);
        struct small_cover c;
        small_cover_random(&c, &random);
        double most = met_by(&c.cover, (1u << c.cover.candidate_count) - 1);
        double part = er_random_below(&random, 3) == 0 ? 1 : er_random_unit(&random);
        check_fewest(t, &c.cover, ceil(part * most));
        if (round % 20 == 0) check_fewest(t, &c.cover, most + 1);
        er_arena_free(t.arena);
    }
}

/** Rings of candidates of which each meets two neighbouring demands: the relaxation is half a
 *  candidate a demand, so that only a search shows that an odd ring needs one more. */
static void odd_rings(void **state) {
    for (size_t n = 3; n <= 11; n += 2) {
        struct arena_of_test t = begin(state);
        struct small_cover c;
        for (size_t j = 0; j < n; j++) {
            c.start[j] = 2 * j;
            c.demand[2 * j] = (uint32_t)j;
            c.demand[2 * j + 1] = (uint32_t)((j + 1) % n);
            c.weight[j] = 1;
        }
        c.start[n] = 2 * n;
        small_cover_bind(&c, n, n);
        check_fewest(t, &c.cover, (double)n);
        check_fewest(t, &c.cover, (double)n - 1);
        er_arena_free(t.arena);
    }
}

/** With one node to look at, the bound still holds and the set still does what it says. */
static void a_short_search_stays_true(void **state) {
    er_random random = er_random_stream(1, 2);
    er_siting_options options = {.most_nodes = 1};
    for (int round = 0; round < 500; round++) {
        struct arena_of_test t = begin(state);
        struct small_cover c;
        er_siting_result result;
        small_cover_random(&c, &random);
        double most = met_by(&c.cover, (1u << c.cover.candidate_count) - 1);
        assert_ok(t.ctx, er_siting_fewest_cover(t.ctx, t.arena, &c.cover, ceil(0.8 * most),
                                                &options, &result));
        size_t fewest = fewest_by_trying(&c.cover, ceil(0.8 * most));
        assert_true(result.reached && result.met >= ceil(0.8 * most));
        assert_true(result.bound <= fewest && fewest <= result.count);
        assert_int_equal(result.proven, result.bound == result.count);
        er_arena_free(t.arena);
    }
}

/** Weights of very different sizes, with sums that are not exact. */
static void uneven_weights(void **state) {
    er_random random = er_random_stream(1, 3);
    for (int round = 0; round < 500; round++) {
        struct arena_of_test t = begin(state);
        struct small_cover c;
        er_siting_result result;
        small_cover_random(&c, &random);
        for (size_t i = 0; i < c.cover.demand_count; i++)
            c.weight[i] = exp(20 * er_random_unit(&random) - 5);
        double most = met_by(&c.cover, (1u << c.cover.candidate_count) - 1);
        double needed = er_random_unit(&random) * most;
        assert_ok(t.ctx, er_siting_fewest_cover(t.ctx, t.arena, &c.cover, needed, NULL, &result));
        assert_true(met_by(&c.cover, set_of(&result)) >= needed * (1 - 1e-9));
        assert_true(result.count <= fewest_by_trying(&c.cover, needed));
        assert_true(result.bound >= fewest_by_trying(&c.cover, needed * (1 - 1e-7)));
        assert_ok(t.ctx, er_siting_fewest_cover(t.ctx, t.arena, &c.cover, most, NULL, &result));
        assert_true(result.reached);
        er_arena_free(t.arena);
    }
}

/** A share of the sum that the caller and the search add up in different ways. */
static void all_of_it_is_reached_in_spite_of_rounding(void **state) {
    struct arena_of_test t = begin(state);
    double weight[1000], sum = 0;
    uint32_t demand[1000];
    size_t start[] = {0, 500, 1000};
    for (size_t i = 0; i < 1000; i++) {
        weight[i] = 0.1 * (double)(i + 1) / 3;
        demand[i] = (uint32_t)i;
    }
    for (size_t i = 1000; i-- > 0;)
        sum += weight[i];
    er_siting_cover cover = {2, 1000, start, demand, weight};
    er_siting_result result;
    double needed = nextafter(sum, INFINITY);
    assert_ok(t.ctx, er_siting_fewest_cover(t.ctx, t.arena, &cover, needed, NULL, &result));
    assert_true(result.reached && result.proven);
    assert_int_equal(result.count, 2);
    er_arena_free(t.arena);
}

static void shuffle(struct small_cover *c, er_random *random) {
    uint32_t to[CASE_DEMANDS];
    double weight[CASE_DEMANDS];
    size_t demands = c->cover.demand_count;
    for (size_t i = 0; i < demands; i++) {
        size_t k = (size_t)er_random_below(random, i + 1);
        to[i] = to[k];
        to[k] = (uint32_t)i;
    }
    for (size_t i = 0; i < demands; i++)
        weight[to[i]] = c->weight[i];
    memcpy(c->weight, weight, sizeof weight);
    for (size_t j = 0; j < c->cover.candidate_count; j++)
        for (size_t k = c->start[j]; k < c->start[j + 1]; k++) {
            size_t other = c->start[j] + (size_t)er_random_below(random, k - c->start[j] + 1);
            uint32_t moved = to[c->demand[k]];
            c->demand[k] = c->demand[other];
            c->demand[other] = moved;
        }
}

static void the_order_of_demand_does_not_matter(void **state) {
    er_random random = er_random_stream(1, 4);
    for (int round = 0; round < 500; round++) {
        struct arena_of_test t = begin(state);
        struct small_cover c;
        er_siting_result before, after;
        small_cover_random(&c, &random);
        for (size_t i = 0; i < c.cover.demand_count; i++)
            c.weight[i] = er_random_unit(&random);
        double needed = 0.9 * met_by(&c.cover, (1u << c.cover.candidate_count) - 1);
        assert_ok(t.ctx, er_siting_fewest_cover(t.ctx, t.arena, &c.cover, needed, NULL, &before));
        shuffle(&c, &random);
        assert_ok(t.ctx, er_siting_fewest_cover(t.ctx, t.arena, &c.cover, needed, NULL, &after));
        assert_int_equal(before.count, after.count);
        for (size_t k = 0; k < before.count; k++) {
            assert_int_equal(before.chosen[k], after.chosen[k]);
            assert_memory_equal(&before.adds[k], &after.adds[k], sizeof before.adds[k]);
        }
        er_arena_free(t.arena);
    }
}

static void nothing_needed_and_nothing_there(void **state) {
    struct arena_of_test t = begin(state);
    struct small_cover c = {.start = {0, 1}, .demand = {0}, .weight = {5}};
    er_siting_result result;
    small_cover_bind(&c, 1, 1);
    for (int k = 0; k < 2; k++) {
        assert_ok(t.ctx,
                  er_siting_fewest_cover(t.ctx, t.arena, &c.cover, k ? -3 : 0, NULL, &result));
        assert_int_equal(result.count + result.bound, 0);
        assert_true(result.reached && result.proven);
    }
    small_cover_bind(&c, 0, 1);
    assert_ok(t.ctx, er_siting_fewest_cover(t.ctx, t.arena, &c.cover, 1, NULL, &result));
    assert_int_equal(result.count, 0);
    assert_true(!result.reached && result.proven);
    small_cover_bind(&c, 1, 1);
    c.weight[0] = 0;
    assert_ok(t.ctx, er_siting_fewest_cover(t.ctx, t.arena, &c.cover, 1, NULL, &result));
    assert_int_equal(result.count, 0);
    assert_true(!result.reached && result.proven);
    er_arena_free(t.arena);
}

static void refuse(struct arena_of_test t, const struct small_cover *c, double needed,
                   const char *said) {
    er_siting_result result = {.count = 77};
    assert_int_equal(er_siting_fewest_cover(t.ctx, t.arena, &c->cover, needed, NULL, &result),
                     ER_ERR_RANGE);
    assert_non_null(strstr(er_context_error(t.ctx), said));
    assert_int_equal(result.count, 77);
}

static void refuses_what_is_wrong(void **state) {
    struct arena_of_test t = begin(state);
    struct small_cover good = {.start = {0, 2, 3}, .demand = {0, 1, 1}, .weight = {5, 1}}, c;
    er_siting_result result;
    small_cover_bind(&good, 2, 2);
    static const double wrong[] = {-1, NAN, INFINITY};
    for (size_t k = 0; k < 3; k++) {
        c = good;
        small_cover_bind(&c, 2, 2);
        c.weight[1] = wrong[k];
        refuse(t, &c, 1, "demand 2 has the weight");
    }
    refuse(t, &good, NAN, "not a number");
    refuse(t, &good, INFINITY, "not a number");
    c = good;
    small_cover_bind(&c, 2, 2);
    c.weight[0] = c.weight[1] = 1e308;
    refuse(t, &c, 1, "finite sum");
    c.weight[0] = c.weight[1] = 1;
    c.demand[2] = 2;
    refuse(t, &c, 1, "candidate 2 names the demand 3, but there are only 2");
    c.demand[2] = 1;
    c.demand[1] = 0;
    refuse(t, &c, 1, "candidate 1 names the demand 1 twice");
    c.start[1] = 4;
    refuse(t, &c, 1, "follow each other");
    er_siting_options options = {.most_nodes = -1};
    assert_int_equal(er_siting_fewest_cover(t.ctx, t.arena, &good.cover, 1, &options, &result),
                     ER_ERR_RANGE);
    er_arena_free(t.arena);
}

/** Of each number of candidates, what greedy takes step by step by its definition. */
static void greedy_takes_what_adds_most(void **state) {
    er_random random = er_random_stream(1, 5);
    for (int round = 0; round < 1000; round++) {
        struct arena_of_test t = begin(state);
        struct small_cover c;
        er_siting_result result;
        small_cover_random(&c, &random);
        size_t k = (size_t)er_random_below(&random, CASE_CANDIDATES);
        assert_ok(t.ctx, er_siting_greedy(t.ctx, t.arena, &c.cover, k, &result));
        check_adds(&c.cover, &result);
        unsigned set = 0;
        for (size_t i = 0; i < result.count; i++) {
            size_t best = SIZE_MAX;
            double most = met_by(&c.cover, set);
            for (size_t j = 0; j < c.cover.candidate_count; j++) {
                double met = met_by(&c.cover, set | 1u << j);
                if (met <= most) continue;
                most = met;
                best = j;
            }
            assert_int_equal(result.chosen[i], best);
            set |= 1u << best;
        }
        double all = met_by(&c.cover, (1u << c.cover.candidate_count) - 1);
        assert_int_equal(result.reached, result.met == all);
        if (result.count < k) assert_true(result.reached);
        er_arena_free(t.arena);
    }
}

/** Cells of a square and candidates on a grid in it, each meeting a disc of cells. */
static void grid_cover(er_arena *arena, er_context *ctx, size_t side, size_t candidates_side,
                       double radius, er_siting_cover *out) {
    size_t candidates = candidates_side * candidates_side, *start = NULL, filled = 0;
    uint32_t *demand = NULL;
    double *weight = NULL;
    assert_ok(ctx, er_arena_alloc(ctx, arena, (candidates + 1) * sizeof *start, &start));
    assert_ok(ctx, er_arena_alloc(ctx, arena, candidates * side * side * sizeof *demand, &demand));
    assert_ok(ctx, er_arena_alloc(ctx, arena, side * side * sizeof *weight, &weight));
    for (size_t i = 0; i < side * side; i++)
        weight[i] = 25;
    for (size_t j = 0; j < candidates; j++) {
        double apart = (double)side / (double)candidates_side;
        double x = ((double)(j % candidates_side) + 0.5) * apart;
        double y = ((double)(j / candidates_side) + 0.5) * apart;
        for (size_t i = 0; i < side * side; i++)
            if (hypot((double)(i % side) + 0.5 - x, (double)(i / side) + 0.5 - y) <= radius)
                demand[filled++] = (uint32_t)i;
        start[j + 1] = filled;
    }
    *out = (er_siting_cover){candidates, side * side, start, demand, weight};
}

static void a_large_venue(void **state) {
    struct arena_of_test t = begin(state);
    er_siting_cover cover;
    er_siting_result result;
    grid_cover(t.arena, t.ctx, 141, 14, 20, &cover);
    double all = 25 * 141 * 141;
    assert_ok(t.ctx, er_siting_fewest_cover(t.ctx, t.arena, &cover, 0.95 * all, NULL, &result));
    assert_true(result.reached && result.met >= 0.95 * all);
    assert_true(result.bound * 5 >= result.count * 4);
    er_arena_free(t.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(needs_the_fewest, test_context_up, test_context_down),
        cmocka_unit_test_setup_teardown(odd_rings, test_context_up, test_context_down),
        cmocka_unit_test_setup_teardown(a_short_search_stays_true, test_context_up,
                                        test_context_down),
        cmocka_unit_test_setup_teardown(uneven_weights, test_context_up, test_context_down),
        cmocka_unit_test_setup_teardown(all_of_it_is_reached_in_spite_of_rounding, test_context_up,
                                        test_context_down),
        cmocka_unit_test_setup_teardown(the_order_of_demand_does_not_matter, test_context_up,
                                        test_context_down),
        cmocka_unit_test_setup_teardown(nothing_needed_and_nothing_there, test_context_up,
                                        test_context_down),
        cmocka_unit_test_setup_teardown(refuses_what_is_wrong, test_context_up, test_context_down),
        cmocka_unit_test_setup_teardown(greedy_takes_what_adds_most, test_context_up,
                                        test_context_down),
        cmocka_unit_test_setup_teardown(a_large_venue, test_context_up, test_context_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
