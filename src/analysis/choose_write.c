/* The run, what it rests on, its plans and their choices, as rows. */
#include "analysis/choose.h"
#include "analysis/day.h"
#include "analysis/run_record.h"
#include "analysis/sentence.h"

#include <math.h>
#include <string.h>

/* ---- parameters ------------------------------------------------------------------------------ */

static er_json *condition_json(const er_siting_quota *quota) {
    er_json *json = er_json_object();
    er_json_add_text(json, "in", quota->name);
    if (quota->least > 0) er_json_add_int(json, "least", (int64_t)quota->least);
    if (quota->most < SIZE_MAX) er_json_add_int(json, "most", (int64_t)quota->most);
    if (quota->least_share > 0) er_json_add_number(json, "least_share", quota->least_share);
    if (quota->most_share < 1) er_json_add_number(json, "most_share", quota->most_share);
    return json;
}

static er_json *conditions_json(const er_choosing_question *q) {
    er_json *list = er_json_array();
    for (size_t i = 0; i < q->quota_count; i++)
        er_json_append(list, condition_json(&q->quotas[i]));
    for (size_t i = 0; i < q->floor_count; i++) {
        er_json *json = er_json_object();
        er_json_add_text(json, "in", q->floors[i].name);
        er_json_add_number(json, "persons_to_be_gained", q->floor_persons[i]);
        er_json_append(list, json);
    }
    return list;
}

static er_json *question_json(const er_choosing_answer *answer) {
    const er_choosing_question *q = &answer->question;
    const er_study_choose *ask = q->ask;
    er_json *json = er_json_object();
    er_json_add_text(json, "name", ask->name);
    er_json_add_text(json, "place", ask->place);
    er_json_add_number(json, "count", ask->count);
    if (answer->skipped) {
        er_json_add_text(json, "skipped", answer->skipped);
        return json;
    }
    er_json_add_text(json, "candidates", ask->candidates ? ask->candidates : "units");
    er_json_add_int(json, "candidates_looked_at", (int64_t)q->site_count);
    er_json_add_int(json, "candidates_outside", (int64_t)q->outside_count);
    er_json_add_int(json, "candidates_at_one_place", (int64_t)q->doubled_count);
    er_json_add_text(json, "operator", ask->operator_);
    er_json_add_text(json, "band", ask->band);
    er_json_add_number(json, "radius_m", ask->radius_m);
    er_json_add_number(json, "cell_m", q->world->cell_m);
    er_json_add_int(json, "cells_with_someone_to_gain", (int64_t)q->first_backed);
    er_json_add_number(json, "budget", ask->budget);
    er_json_add_number(json, "backup", ask->backup);
    er_json_add(json, "conditions", conditions_json(q));
    er_json_add_number(json, "gap", ask->gap);
    er_json_add_number(json, "most_nodes", ask->most_nodes);
    er_json_add_text(json, "inequality", ask->inequality ? ask->inequality : "theil_t");
    er_json_add_text(json, "inequality_scheme", ask->inequality_scheme);
    er_json_add_number(json, "front_asked", ask->front);
    er_json_add_int(json, "front_found", (int64_t)answer->plans.on_front);
    er_json_add_int(json, "searches", (int64_t)answer->plans.searches);
    return json;
}

static er_json *parameters(const er_choosing_world *w, const er_choosing_answer *answers,
                           size_t count) {
    er_json *json = er_json_object(), *list = er_json_array();
    for (size_t i = 0; i < count; i++)
        er_json_append(list, question_json(&answers[i]));
    er_json_add_text(json, "study_sha256", w->study->sha256);
    er_json_add_int(json, "cover_run", w->cover.id);
    if (w->plane) er_json_add_text(json, "plane", er_plane_definition(w->plane));
    er_json_add(json, "questions", list);
    er_day_parameters(json, w->study);
    return json;
}

/* ---- assumptions ----------------------------------------------------------------------------- */

static er_status suppose(er_choosing_world *w, int64_t run_id, const er_choosing_question *q,
                         const char *subject, const char *field, const char *value,
                         er_sentence basis, size_t affected, size_t total) {
    er_sentence named;
    const er_sentence parts[] = {er_sentence_name(q->ask->name), basis};
    if (affected == 0) return ER_OK;
    ER_TRY(er_sentence_with(w->ctx, w->arena, &named, "%s: %s", parts, 2));
    const er_assumption row = {.run_id = run_id,
                               .subject = subject,
                               .field = field,
                               .value = value,
                               .basis = named.english,
                               .basis_zh = named.chinese,
                               .rows_affected = (int64_t)affected,
                               .rows_total = (int64_t)total};
    return er_store_add_assumption(w->ctx, w->store, &row);
}

static er_status write_assumptions(er_choosing_world *w, int64_t run_id,
                                   const er_choosing_answer *answer) {
    const er_choosing_question *q = &answer->question;
    size_t listed = q->site_count + q->outside_count + q->doubled_count;
    er_sentence text = {NULL, NULL};
    if (answer->skipped)
        return suppose(w, run_id, q, "choose", "question", "skipped",
                       er_sentence_text(answer->skipped), 1, 1);
    if (q->outside_count > 0)
        ER_TRY(er_sentence_of(w->ctx, w->arena, &text,
                              "candidates outside every unit are left out: %s", q->outside));
    ER_TRY(
        suppose(w, run_id, q, "candidate", "position", "left out", text, q->outside_count, listed));
    if (q->doubled_count > 0)
        ER_TRY(er_sentence_of(w->ctx, w->arena, &text,
                              "candidates at the place of another one are taken once: %s",
                              q->doubled));
    ER_TRY(suppose(w, run_id, q, "candidate", "position", "taken once", text, q->doubled_count,
                   listed));
    size_t sites = q->unplaced + q->existing_count;
    ER_TRY(suppose(
        w, run_id, q, "pilot", "site", "middle of the unit",
        er_sentence_text("sites that only name a unit stand where its persons live in the mean"),
        q->at_middles, sites));
    return suppose(
        w, run_id, q, "pilot", "site", "left out",
        er_sentence_text(
            "sites without a point, and of no unit or one too large to stand for a place, "
            "can't be said to reach anyone"),
        q->unplaced, sites);
}

/* ---- rows ------------------------------------------------------------------------------------ */

static er_siting_plan_row row_of(const er_choosing_answer *answer, size_t at) {
    const er_choosing_question *q = &answer->question;
    const er_choosing_plan *plan = &answer->plans.items[at];
    const er_choosing_index *before = &answer->plans.before;
    return (er_siting_plan_row){.question = q->ask->name,
                                .place = q->ask->place,
                                .number = (int64_t)at + 1,
                                .variant = plan->variant,
                                .priority = plan->priority,
                                .on_front = plan->on_front,
                                .count = (int64_t)plan->count,
                                .candidates = (int64_t)q->site_count,
                                .cost = plan->cost,
                                .covered = plan->value,
                                .bound = plan->bound,
                                .gap = plan->gap,
                                .end = plan->end,
                                .persons = q->persons,
                                .persons_before = q->persons_before,
                                .persons_after = plan->persons_after,
                                .index = q->ask->inequality ? q->ask->inequality : "theil_t",
                                .index_before = before->value,
                                .index_after = plan->index.value,
                                .gini_before = before->gini,
                                .gini_after = plan->index.gini,
                                .share_in_rules = er_choosing_share_in_rules(q, plan)};
}

static er_status write_choice(er_choosing_world *w, const er_choosing_answer *answer, size_t at,
                              size_t rank, int64_t plan_id) {
    const er_choosing_question *q = &answer->question;
    const er_choosing_plan *plan = &answer->plans.items[at];
    size_t place = plan->rank[rank], next = plan->next[place], row = plan->most_owner[rank];
    size_t group = q->site_group[plan->found[place]];
    const er_choosing_site *site = &q->sites[plan->found[place]];
    er_sentence sentence;
    ER_TRY(er_choosing_choice_sentence(q, &answer->plans, at, rank, &sentence));
    const er_siting_choice_row choice = {
        .plan_id = plan_id,
        .rank = (int64_t)rank + 1,
        .code = site->code,
        .name = site->name,
        .name_en = site->name_en,
        .unit_id = site->unit_id,
        .group = group < q->group_count ? q->groups[group].name : NULL,
        .position = site->position,
        .operator_ = q->ask->operator_,
        .band = q->ask->band,
        .radius_m = site->radius_m,
        .cost = site->cost,
        .gains = plan->gains[rank],
        .most_unit_id = row == SIZE_MAX ? 0 : q->owner_unit[row],
        .most_persons = plan->most_persons[rank],
        .most_group = plan->most_group[rank],
        .index_after = plan->indices[rank].value,
        .next_code = next == SIZE_MAX ? NULL : q->sites[next].code,
        .next_name = next == SIZE_MAX ? NULL : q->sites[next].name,
        .next_gains = next == SIZE_MAX ? NAN : plan->next_persons[place],
        .sentence = sentence.english,
        .sentence_zh = sentence.chinese};
    return er_store_add_siting_choice(w->ctx, w->store, &choice);
}

static er_status write_plan(er_choosing_world *w, const er_choosing_answer *answer, size_t at,
                            int64_t run_id) {
    er_siting_plan_row row = row_of(answer, at);
    er_sentence sentence;
    ER_TRY(er_choosing_plan_sentence(&answer->question, &answer->plans, at, &sentence));
    row.run_id = run_id;
    row.sentence = sentence.english;
    row.sentence_zh = sentence.chinese;
    ER_TRY(er_store_add_siting_plan(w->ctx, w->store, &row));
    for (size_t rank = 0; rank < answer->plans.items[at].count; rank++)
        ER_TRY(write_choice(w, answer, at, rank, row.id));
    return ER_OK;
}

er_status er_choosing_write(er_choosing_world *w, const er_choosing_answer *answers, size_t count,
                            int64_t *run_id) {
    const char *model = w->cover.id ? w->cover.model : NULL;
    ER_TRY(er_add_run_of(w->ctx, w->store, "choose", model, parameters(w, answers, count), run_id));
    for (size_t i = 0; i < count; i++) {
        ER_TRY(write_assumptions(w, *run_id, &answers[i]));
        for (size_t k = 0; k < answers[i].plans.count; k++)
            ER_TRY(write_plan(w, &answers[i], k, *run_id));
    }
    return ER_OK;
}
