/** Questions of where to build next, answered by hand in a workspace of places. */
#ifndef EVENREACH_OUTPUTS_SITING_H
#define EVENREACH_OUTPUTS_SITING_H

#include "unit/outputs_places.h"

static const er_study_choose questions[] = {
    {.name = "stations",
     .title = "Next two stations",
     .title_zh = "下兩座基地臺",
     .place = "station",
     .candidates = "file"},
    {.name = HOSTILE_FORMULA, .title = "Pilots\n\x1b[2J", .place = "pilot", .candidates = "units"}};

static inline er_study study_with_questions(void) {
    er_study study = outputs_study;
    study.choose = questions;
    study.choose_count = 2;
    return study;
}

static inline er_siting_plan_row plan_of(int64_t run, const char *question, int64_t number) {
    return (er_siting_plan_row){.run_id = run,
                                .question = question,
                                .place = "station",
                                .number = number,
                                .variant = number == 1 ? "asked" : "priority",
                                .priority = (double)(number - 1) / 2,
                                .on_front = true,
                                .count = 2,
                                .candidates = 9,
                                .cost = 2.5,
                                .covered = 4321.125,
                                .bound = 4400,
                                .gap = 0.0182,
                                .end = "gap",
                                .persons = 10000,
                                .persons_before = 2400.0000019073486328125,
                                .persons_after = 4000 - 500 * (double)(number - 1),
                                .index = "theil_t",
                                .index_before = 0.25,
                                .index_after = 0.2 - 0.05 * (double)(number - 1),
                                .gini_before = 0.5,
                                .gini_after = 0.375,
                                .share_in_rules = 0.5,
                                .sentence = "Two sites.",
                                .sentence_zh = "兩處。"};
}

static inline er_siting_choice_row choice_of(fixture *f, int64_t plan, int64_t rank) {
    return (er_siting_choice_row){.plan_id = plan,
                                  .rank = rank,
                                  .code = rank == 1 ? "k7" : "k2",
                                  .name = rank == 1 ? "丙村" : NULL,
                                  .name_en = rank == 1 ? "Village C" : NULL,
                                  .unit_id = rank == 1 ? unit_id_of(f, "B1") : 0,
                                  .group = rank == 1 ? "remote" : NULL,
                                  .position = {120.2501234, 23.05 + 0.01 * (double)rank},
                                  .operator_ = "Alpha Net",
                                  .band = "n28",
                                  .radius_m = 1000.5,
                                  .cost = 1.25,
                                  .gains = 1000.0000019073486328125 / (double)rank,
                                  .most_unit_id = rank == 1 ? unit_id_of(f, "A2") : 0,
                                  .most_persons = rank == 1 ? 800.25 : NAN,
                                  .most_group = rank == 1 ? "urban" : NULL,
                                  .index_after = 0.225,
                                  .next_code = rank == 1 ? "k9" : NULL,
                                  .next_name = rank == 1 ? "丁村" : NULL,
                                  .next_gains = rank == 1 ? 700.5 : NAN,
                                  .sentence = "It gains.",
                                  .sentence_zh = "增加。"};
}

/** Three plans of stations (two sites each in the first two), one of pilots of which nothing is
 *  known but its place. */
static inline void add_choose(fixture *f) {
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    const int64_t run = places_run(f, "choose");
    er_siting_plan_row plans[] = {plan_of(run, "stations", 1), plan_of(run, "stations", 2),
                                  plan_of(run, "stations", 3), plan_of(run, HOSTILE_FORMULA, 1)};
    plans[2].on_front = false;
    plans[2].persons_after = 2500;
    plans[3].place = "pilot";
    plans[3].count = 1;
    plans[3].index = "fgt1";
    plans[3].index_before = plans[3].index_after = plans[3].gini_before = NAN;
    plans[3].gini_after = plans[3].bound = plans[3].gap = plans[3].share_in_rules = NAN;
    for (size_t i = 0; i < 4; i++)
        assert_ok(f->ctx, er_store_add_siting_plan(f->ctx, f->store, &plans[i]));
    const er_siting_choice_row choices[] = {
        choice_of(f, plans[0].id, 1), choice_of(f, plans[0].id, 2), choice_of(f, plans[1].id, 1),
        choice_of(f, plans[3].id, 2)};
    for (size_t i = 0; i < 4; i++)
        assert_ok(f->ctx, er_store_add_siting_choice(f->ctx, f->store, &choices[i]));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
}

#endif
