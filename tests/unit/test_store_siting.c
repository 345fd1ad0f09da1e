/* Where to build next: plans and their sites, in the workspace and back. */
#include "unit/store_sql.h"
#include "unit/store_world.h"

static const member plan_members[] = {MEMBER(er_siting_plan_row, INT, run_id),
                                      MEMBER(er_siting_plan_row, TEXT, question),
                                      MEMBER(er_siting_plan_row, TEXT, place),
                                      MEMBER(er_siting_plan_row, INT, number),
                                      MEMBER(er_siting_plan_row, TEXT, variant),
                                      MEMBER(er_siting_plan_row, REAL, priority),
                                      MEMBER(er_siting_plan_row, BOOL, on_front),
                                      MEMBER(er_siting_plan_row, INT, count),
                                      MEMBER(er_siting_plan_row, INT, candidates),
                                      MEMBER(er_siting_plan_row, REAL, cost),
                                      MEMBER(er_siting_plan_row, REAL, covered),
                                      MEMBER(er_siting_plan_row, REAL, bound),
                                      MEMBER(er_siting_plan_row, REAL, gap),
                                      MEMBER(er_siting_plan_row, TEXT, end),
                                      MEMBER(er_siting_plan_row, REAL, persons),
                                      MEMBER(er_siting_plan_row, REAL, persons_before),
                                      MEMBER(er_siting_plan_row, REAL, persons_after),
                                      MEMBER(er_siting_plan_row, TEXT, index),
                                      MEMBER(er_siting_plan_row, REAL, index_before),
                                      MEMBER(er_siting_plan_row, REAL, index_after),
                                      MEMBER(er_siting_plan_row, REAL, gini_before),
                                      MEMBER(er_siting_plan_row, REAL, gini_after),
                                      MEMBER(er_siting_plan_row, REAL, share_in_rules),
                                      MEMBER(er_siting_plan_row, TEXT, sentence),
                                      MEMBER(er_siting_plan_row, TEXT, sentence_zh)};
static const member choice_members[] = {MEMBER(er_siting_choice_row, INT, plan_id),
                                        MEMBER(er_siting_choice_row, INT, rank),
                                        MEMBER(er_siting_choice_row, TEXT, code),
                                        MEMBER(er_siting_choice_row, TEXT, name),
                                        MEMBER(er_siting_choice_row, TEXT, name_en),
                                        MEMBER(er_siting_choice_row, INT, unit_id),
                                        MEMBER(er_siting_choice_row, TEXT, group),
                                        MEMBER(er_siting_choice_row, POINT, position),
                                        MEMBER(er_siting_choice_row, TEXT, operator_),
                                        MEMBER(er_siting_choice_row, TEXT, band),
                                        MEMBER(er_siting_choice_row, REAL, radius_m),
                                        MEMBER(er_siting_choice_row, REAL, cost),
                                        MEMBER(er_siting_choice_row, REAL, gains),
                                        MEMBER(er_siting_choice_row, INT, most_unit_id),
                                        MEMBER(er_siting_choice_row, REAL, most_persons),
                                        MEMBER(er_siting_choice_row, TEXT, most_group),
                                        MEMBER(er_siting_choice_row, REAL, index_after),
                                        MEMBER(er_siting_choice_row, TEXT, next_code),
                                        MEMBER(er_siting_choice_row, TEXT, next_name),
                                        MEMBER(er_siting_choice_row, REAL, next_gains),
                                        MEMBER(er_siting_choice_row, TEXT, sentence),
                                        MEMBER(er_siting_choice_row, TEXT, sentence_zh)};

/** What a hostile input calls itself. */
static const char hostile[] = "'); DROP TABLE siting_plan; --\" <b>\t{}\\ 偏鄉";

static er_siting_plan_row whole_plan(int64_t run) {
    return (er_siting_plan_row){.run_id = run,
                                .question = hostile,
                                .place = "mobile_pack",
                                .number = 2,
                                .variant = "conditions_priority",
                                .priority = 0.75,
                                .on_front = true,
                                .count = 10,
                                .candidates = 368,
                                .cost = 12.5,
                                .covered = 1234.5,
                                .bound = 1250,
                                .gap = 0.0125,
                                .end = "nodes",
                                .persons = 23e6,
                                .persons_before = 22e6,
                                .persons_after = 22.5e6,
                                .index = "fgt1",
                                .index_before = 0.5,
                                .index_after = 0.25,
                                .gini_before = 0.75,
                                .gini_after = 0.625,
                                .share_in_rules = 0.3,
                                .sentence = "10 sites gain 500,000 persons.",
                                .sentence_zh = "新增 10 處，增加 500,000 人。"};
}

/** All that can be unknown is. */
static er_siting_plan_row bare_plan(int64_t run, const char *question, int64_t number) {
    return (er_siting_plan_row){.run_id = run,
                                .question = question,
                                .place = "pilot",
                                .number = number,
                                .variant = number == 1 ? "asked" : "free",
                                .bound = NAN,
                                .gap = NAN,
                                .end = "proven",
                                .index = "gini",
                                .index_before = NAN,
                                .index_after = NAN,
                                .gini_before = NAN,
                                .gini_after = NAN,
                                .share_in_rules = NAN,
                                .sentence = "",
                                .sentence_zh = ""};
}

static er_siting_choice_row whole_choice(const world *w) {
    return (er_siting_choice_row){.rank = 1,
                                  .code = hostile,
                                  .name = "烏坵鄉",
                                  .name_en = hostile,
                                  .unit_id = w->units[SECOND],
                                  .group = "offshore",
                                  .position = {119.45, 24.99},
                                  .operator_ = "甲",
                                  .band = "n28",
                                  .radius_m = 1000,
                                  .cost = 1,
                                  .gains = 1234.5,
                                  .most_unit_id = w->units[FIRST],
                                  .most_persons = 1000.25,
                                  .most_group = "remote",
                                  .index_after = 0.125,
                                  .next_code = "next",
                                  .next_name = "東引鄉",
                                  .next_gains = 900,
                                  .sentence = "It gains 1,235 persons.",
                                  .sentence_zh = "增加 1,235 人。"};
}

static er_siting_choice_row bare_choice(int64_t rank) {
    return (er_siting_choice_row){.rank = rank,
                                  .code = "k",
                                  .position = {121, 25},
                                  .radius_m = NAN,
                                  .gains = NAN,
                                  .most_persons = NAN,
                                  .index_after = NAN,
                                  .next_gains = NAN,
                                  .sentence = "",
                                  .sentence_zh = ""};
}

static void plans_come_back_by_question_and_number(void **state) {
    fixture *f = *state;
    world w = make_world(f, "choose");
    /* questions as they were added, whatever they are called; numbers whenever they were */
    er_siting_plan_row want[] = {bare_plan(w.run, "z", 1), bare_plan(w.run, "z", 2),
                                 bare_plan(w.run, "z", 10), bare_plan(w.run, hostile, 1),
                                 whole_plan(w.run)};
    const int order[] = {2, 4, 0, 3, 1};
    er_siting_plan_row *rows = NULL;
    size_t count = 0;
    for (int i = 0; i < 5; i++) {
        assert_ok(f->ctx, er_store_add_siting_plan(f->ctx, f->store, &want[order[i]]));
        assert_int_equal(want[order[i]].id, i + 1);
    }
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    reopen(f, ER_STORE_WRITE);
    assert_ok(f->ctx, er_store_siting_plans(f->ctx, f->store, f->arena, w.run, &rows, &count));
    assert_int_equal(count, 5);
    for (int i = 0; i < 5; i++) {
        SAME(plan_members, &rows[i], &want[i]);
        assert_int_equal(rows[i].id, want[i].id);
    }
    assert_ok(f->ctx, er_store_siting_plans(f->ctx, f->store, f->arena, w.run + 1, &rows, &count));
    assert_int_equal(count, 0);
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    ONCE(f, er_store_add_siting_plan, want);
}

static void plans_that_can_not_be_are_refused(void **state) {
    fixture *f = *state;
    world w = make_world(f, "choose");
    const er_siting_plan_row plan = whole_plan(w.run);
#define BAD(change, word)                                                                          \
    REFUSED(f, er_siting_plan_row, er_store_add_siting_plan, plan, change, ER_ERR_RANGE, word)
    BAD(question = "", "question");
    BAD(question = NULL, "question");
    BAD(place = "tower", "place");
    BAD(number = 0, "number");
    BAD(number = 1, "number"); /* the first is the one asked for */
    BAD(variant = "asked", "variant");
    BAD(variant = NULL, "variant");
    BAD(priority = -1, "priority");
    BAD(priority = NAN, "priority");
    BAD(count = -1, "count");
    BAD(count = 369, "count"); /* more than there were candidates */
    BAD(candidates = -1, "candidates");
    BAD(cost = -1, "cost");
    BAD(covered = -1, "covered");
    BAD(covered = NAN, "covered");
    BAD(bound = -1, "bound");
    BAD(gap = -0.5, "gap");
    BAD(end = "tired", "ended");
    BAD(end = NULL, "ended");
    BAD(persons = -1, "persons");
    BAD(persons_before = NAN, "persons_before");
    BAD(persons_after = -1, "persons_after");
    BAD(index = "theil_l", "inequality");
    BAD(index = NULL, "inequality");
    BAD(share_in_rules = 1.5, "share_in_rules");
    BAD(sentence = NULL, "sentence");
    BAD(sentence_zh = NULL, "sentence_zh");
#undef BAD
    REFUSED(f, er_siting_plan_row, er_store_add_siting_plan, plan, run_id = 99, ER_ERR_INTERNAL,
            "(run 99)");
}

static void choices_come_back_by_plan_and_rank(void **state) {
    fixture *f = *state;
    world w = make_world(f, "choose");
    er_siting_plan_row plans[] = {bare_plan(w.run, "b", 2), bare_plan(w.run, "a", 1),
                                  bare_plan(w.run, "b", 1)};
    er_siting_choice_row want[] = {bare_choice(1), bare_choice(1), bare_choice(2),
                                   whole_choice(&w)};
    for (int i = 0; i < 3; i++)
        assert_ok(f->ctx, er_store_add_siting_plan(f->ctx, f->store, &plans[i]));
    want[0].plan_id = plans[2].id; /* b, 1 */
    want[1].plan_id = want[2].plan_id = plans[0].id;
    want[3].plan_id = plans[1].id;
    er_siting_choice_row *rows = NULL;
    size_t count = 0;
    for (size_t i = 4; i-- > 0;)
        assert_ok(f->ctx, er_store_add_siting_choice(f->ctx, f->store, &want[i]));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    reopen(f, ER_STORE_WRITE);
    assert_ok(f->ctx, er_store_siting_choices(f->ctx, f->store, f->arena, w.run, &rows, &count));
    assert_int_equal(count, 4);
    for (int i = 0; i < 4; i++)
        SAME(choice_members, &rows[i], &want[i]);
    assert_ok(f->ctx,
              er_store_siting_choices(f->ctx, f->store, f->arena, w.run + 1, &rows, &count));
    assert_int_equal(count, 0);
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    ONCE(f, er_store_add_siting_choice, want);
}

static void choices_that_can_not_be_are_refused(void **state) {
    fixture *f = *state;
    world w = make_world(f, "choose");
    er_siting_plan_row plan = whole_plan(w.run);
    assert_ok(f->ctx, er_store_add_siting_plan(f->ctx, f->store, &plan));
    er_siting_choice_row choice = whole_choice(&w);
    choice.plan_id = plan.id;
#define BAD(change, status, word)                                                                  \
    REFUSED(f, er_siting_choice_row, er_store_add_siting_choice, choice, change, status, word)
    BAD(rank = 0, ER_ERR_RANGE, "rank");
    BAD(code = "", ER_ERR_RANGE, "code");
    BAD(code = NULL, ER_ERR_RANGE, "code");
    BAD(radius_m = 0, ER_ERR_RANGE, "radius_m");
    BAD(cost = -1, ER_ERR_RANGE, "cost");
    BAD(cost = NAN, ER_ERR_RANGE, "cost");
    BAD(most_persons = -1, ER_ERR_RANGE, "most_persons");
    BAD(next_gains = -1, ER_ERR_RANGE, "next_gains");
    BAD(next_code = NULL, ER_ERR_RANGE, "next_code"); /* no name or gain of nothing */
    BAD(sentence = NULL, ER_ERR_RANGE, "sentence");
    BAD(sentence_zh = NULL, ER_ERR_RANGE, "sentence_zh");
    BAD(position.x = NAN, ER_ERR_RANGE, "point");
    BAD(plan_id = 99, ER_ERR_INTERNAL, "not in the workspace");
    BAD(unit_id = 99, ER_ERR_INTERNAL, "not in the workspace");
    BAD(most_unit_id = 99, ER_ERR_INTERNAL, "not in the workspace");
#undef BAD
}

/** The same questions asked again: what a run found is its own. */
static void runs_are_apart(void **state) {
    fixture *f = *state;
    world w = make_world(f, "choose");
    er_run again = {.step = "choose"};
    er_siting_plan_row *plans = NULL;
    er_siting_choice_row *choices = NULL;
    size_t plan_count = 0, choice_count = 0;
    assert_ok(f->ctx, er_store_add_run(f->ctx, f->store, &again));
    const int64_t runs[] = {w.run, again.id};
    for (int64_t i = 0; i < 2; i++) {
        er_siting_plan_row plan = bare_plan(runs[i], "q", 1);
        er_siting_choice_row choice = bare_choice(1);
        assert_ok(f->ctx, er_store_add_siting_plan(f->ctx, f->store, &plan));
        choice.plan_id = plan.id;
        choice.gains = (double)i;
        assert_ok(f->ctx, er_store_add_siting_choice(f->ctx, f->store, &choice));
    }
    for (int64_t i = 0; i < 2; i++) {
        assert_ok(f->ctx,
                  er_store_siting_plans(f->ctx, f->store, f->arena, runs[i], &plans, &plan_count));
        assert_ok(f->ctx, er_store_siting_choices(f->ctx, f->store, f->arena, runs[i], &choices,
                                                  &choice_count));
        assert_true(plan_count == 1 && choice_count == 1);
        assert_true(plans[0].run_id == runs[i] && choices[0].plan_id == plans[0].id);
        assert_true(choices[0].gains == (double)i);
    }
    er_store_rollback(f->store);
}

/** A run that fails leaves nothing of itself, not in the index of places either. */
static void what_is_rolled_back_is_gone(void **state) {
    fixture *f = *state;
    world w = make_world(f, "choose");
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    for (int kept = 0; kept < 2; kept++) {
        er_siting_plan_row plan = bare_plan(w.run, "q", 1);
        er_siting_choice_row choice = bare_choice(1);
        assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
        assert_ok(f->ctx, er_store_add_siting_plan(f->ctx, f->store, &plan));
        choice.plan_id = plan.id;
        assert_ok(f->ctx, er_store_add_siting_choice(f->ctx, f->store, &choice));
        if (kept)
            assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
        else
            er_store_rollback(f->store);
        assert_int_equal(ask(f->path, "SELECT count(*) FROM siting_plan"), kept);
        assert_int_equal(ask(f->path, "SELECT count(*) FROM siting_choice"), kept);
        assert_int_equal(ask(f->path, "SELECT count(*) FROM idx_siting_choice_geom"), kept);
    }
    reopen(f, ER_STORE_WRITE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_up, fixture_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(plans_come_back_by_question_and_number),
        TEST(plans_that_can_not_be_are_refused),
        TEST(choices_come_back_by_plan_and_rank),
        TEST(choices_that_can_not_be_are_refused),
        TEST(runs_are_apart),
        TEST(what_is_rolled_back_is_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
