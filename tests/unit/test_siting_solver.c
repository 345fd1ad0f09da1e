/* The exact search and the bounds alone, without the quick ways that mostly do before them. */
#include "siting_cases.h"

#include <stdio.h>
#include <unistd.h>

#include "siting/bound.h"
#include "siting/solver.h"

struct posed {
    er_context *ctx;
    er_arena *arena;
    struct small_cover cover;
    er_siting_problem problem;
    er_siting_state state; /**< all candidates are chosen */
    int64_t needed;        /**< units */
    size_t fewest;
};

/** A random problem of whole weights and what part of them is needed; false: there is nothing to
 *  be met. */
static bool pose(er_context *ctx, er_random *random, struct posed *out) {
    er_siting_problem whole;
    out->ctx = ctx;
    assert_ok(ctx, er_arena_new(ctx, &out->arena));
    small_cover_random(&out->cover, random);
    const er_siting_cover *cover = &out->cover.cover;
    assert_ok(ctx, er_siting_problem_new(ctx, out->arena, cover, &whole));
    assert_ok(ctx, er_siting_drop_dominated(ctx, out->arena, &whole, &out->problem));
    assert_ok(ctx, er_siting_state_new(ctx, out->arena, &out->problem, &out->state));
    double most = met_by(cover, (1u << cover->candidate_count) - 1);
    double part = er_random_below(random, 4) == 0 ? 1 : er_random_unit(random);
    double needed = ceil(part * most);
    out->needed = er_siting_units(needed, out->problem.shift);
    out->fewest = fewest_by_trying(cover, needed);
    for (size_t j = 0; j < out->problem.count; j++)
        er_siting_add(&out->state, j);
    return needed > 0;
}

static void the_solver_alone_finds_the_fewest(void **state) {
    er_random random = er_random_stream(2, 1);
    for (int round = 0; round < 1500; round++) {
        struct posed p;
        size_t bound = 0;
        if (pose(*state, &random, &p)) {
            size_t before = SIZE_MAX;
            while (p.state.count < before) {
                before = p.state.count;
                assert_ok(p.ctx, er_siting_solve(p.ctx, p.arena, &p.state, p.needed, 2000, &bound));
                assert_true(bound <= p.fewest);
            }
            assert_int_equal(p.state.count, p.fewest);
            assert_int_equal(bound, p.fewest);
            assert_true(p.state.met >= p.needed);
        }
        er_arena_free(p.arena);
    }
}

static void a_bound_after_one_node_holds(void **state) {
    er_random random = er_random_stream(2, 2);
    for (int round = 0; round < 1000; round++) {
        struct posed p;
        size_t bound = 0;
        if (pose(*state, &random, &p)) {
            assert_ok(p.ctx, er_siting_solve(p.ctx, p.arena, &p.state, p.needed, 1, &bound));
            assert_true(bound <= p.fewest && p.fewest <= p.state.count);
            assert_true(p.state.met >= p.needed);
        }
        er_arena_free(p.arena);
    }
}

/** The bounds hold; prices never say less than sizes, and often more. */
static void quick_bounds_hold(void **state) {
    er_random random = er_random_stream(2, 3);
    int posed = 0, raised = 0, sharp = 0;
    for (int round = 0; round < 2000; round++) {
        struct posed p;
        if (pose(*state, &random, &p)) {
            size_t by_sizes = 0;
            assert_ok(p.ctx,
                      er_siting_bound_by_sizes(p.ctx, p.arena, &p.problem, p.needed, &by_sizes));
            size_t by_prices = by_sizes;
            assert_ok(p.ctx, er_siting_bound_by_prices(p.ctx, p.arena, &p.problem, p.needed,
                                                       p.state.count, &by_prices));
            assert_true(by_sizes >= 1 && by_sizes <= by_prices && by_prices <= p.fewest);
            posed++;
            raised += by_prices > by_sizes;
            sharp += by_prices == p.fewest;
        }
        er_arena_free(p.arena);
    }
    assert_true(raised > 100 && sharp > 0.97 * posed);
}

/** What the solver would print goes where results go. */
static void the_solver_is_silent(void **state) {
    er_random random = er_random_stream(2, 4);
    char path[] = "/tmp/evenreach-siting-XXXXXX";
    int file = mkstemp(path), out = dup(1), err = dup(2);
    assert_true(file >= 0 && out >= 0 && err >= 0);
    fflush(stdout);
    dup2(file, 1);
    dup2(file, 2);
    er_status status = ER_OK;
    for (int round = 0; round < 50 && status == ER_OK; round++) {
        struct posed p;
        size_t bound = 0;
        if (pose(*state, &random, &p))
            status = er_siting_solve(p.ctx, p.arena, &p.state, p.needed, 2000, &bound);
        er_arena_free(p.arena);
    }
    fflush(stdout);
    off_t said = lseek(file, 0, SEEK_END);
    dup2(out, 1);
    dup2(err, 2);
    close(out);
    close(err);
    close(file);
    unlink(path);
    assert_int_equal(status, ER_OK);
    assert_int_equal(said, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_solver_alone_finds_the_fewest, test_context_up,
                                        test_context_down),
        cmocka_unit_test_setup_teardown(a_bound_after_one_node_holds, test_context_up,
                                        test_context_down),
        cmocka_unit_test_setup_teardown(quick_bounds_hold, test_context_up, test_context_down),
        cmocka_unit_test_setup_teardown(the_solver_is_silent, test_context_up, test_context_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
