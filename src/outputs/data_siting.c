/* The newest run of the step "choose": its plans, and which plan each of its sites belongs to. */
#include "outputs/siting.h"

#include <string.h>

static er_status find_plans(er_data *d) {
    size_t plan = 0;
    ER_TRY(er_arena_alloc(d->ctx, d->arena, d->siting_choice_count * sizeof *d->siting_plan_of,
                          &d->siting_plan_of));
    for (size_t i = 0; i < d->siting_choice_count; i++) { /* in the order of their plans */
        while (plan < d->siting_plan_count &&
               d->siting_plans[plan].id != d->siting_choices[i].plan_id)
            plan++;
        if (plan == d->siting_plan_count)
            return er_fail(d->ctx, ER_ERR_INTERNAL, "a choice belongs to no plan");
        d->siting_plan_of[i] = &d->siting_plans[plan];
    }
    return ER_OK;
}

er_status er_data_read_siting(er_data *d) {
    if (!d->choose) return ER_OK;
    ER_TRY(er_store_siting_plans(d->ctx, d->store, d->arena, d->choose->id, &d->siting_plans,
                                 &d->siting_plan_count));
    ER_TRY(er_store_siting_choices(d->ctx, d->store, d->arena, d->choose->id, &d->siting_choices,
                                   &d->siting_choice_count));
    return find_plans(d);
}

er_siting_question er_siting_question_at(const er_data *data, size_t plan) {
    er_siting_question question = {.plans = &data->siting_plans[plan]};
    while (plan + question.count < data->siting_plan_count &&
           strcmp(question.plans[question.count].question, question.plans->question) == 0)
        question.count++;
    return question;
}

const er_study_choose *er_siting_asked(const er_data *data, const er_siting_plan_row *plan) {
    for (size_t i = 0; i < data->study->choose_count; i++)
        if (strcmp(data->study->choose[i].name, plan->question) == 0)
            return &data->study->choose[i];
    return NULL;
}

/** What candidates are made of; all that it can be where that is not known any more. */
static unsigned candidate_inputs(const er_study_choose *asked) {
    if (!asked) return ER_ON_VENUES | ER_ON_CANDIDATES;
    if (strcmp(asked->candidates, "venues") == 0) return ER_ON_VENUES;
    return strcmp(asked->candidates, "file") == 0 ? ER_ON_CANDIDATES : 0;
}

bool er_siting_synthetic(const er_data *data, const er_siting_plan_row *plan) {
    unsigned there = strcmp(plan->place, "pilot") == 0 ? ER_ON_PILOTS : ER_ON_STATIONS;
    return er_data_synthetic(data, ER_ON_UNITS | ER_ON_POPULATION | there |
                                       candidate_inputs(er_siting_asked(data, plan)));
}

double er_siting_gained(const er_siting_plan_row *plan) {
    return plan->persons_after - plan->persons_before;
}
