/* evenreach choose -w: what to build next, by the questions of a study. */
#include "cli/choose_workspace.h"
#include "cli/choose_plans.h"
#include "cli/workspace.h"

#include "evenreach/analysis.h"

#include <string.h>

/** The study with the questions that are asked alone. */
static er_status keep_question(er_context *ctx, er_study *study, const char *name) {
    if (!name) return ER_OK;
    for (size_t i = 0; i < study->choose_count; i++)
        if (strcmp(study->choose[i].name, name) == 0) {
            study->choose += i;
            study->choose_count = 1;
            return ER_OK;
        }
    return er_fail(ctx, ER_ERR_NOT_FOUND, "--question: the study asks no question '%s'", name);
}

/** What is asked for together with a scenario. */
static er_status check(er_context *ctx, const er_choose_workspace_options *o,
                       const er_study *study) {
    if (o->plan != INT64_MIN && !o->scenario)
        return er_fail(ctx, ER_ERR_USAGE, "--plan goes with --scenario FILE");
    if (o->plan != INT64_MIN && o->plan < 1)
        return er_fail(ctx, ER_ERR_USAGE, "--plan: plans go from 1, not %lld", (long long)o->plan);
    if (o->scenario && !o->question && study->choose_count > 1)
        return er_fail(ctx, ER_ERR_USAGE,
                       "--scenario: the study asks %zu questions: say which one with --question",
                       study->choose_count);
    return ER_OK;
}

static er_status read_back(er_invocation *invocation, er_store *store, er_arena *arena,
                           int64_t run_id, er_choose_plans *out) {
    er_context *ctx = invocation->ctx;
    er_siting_plan_row *plans = NULL;
    er_siting_choice_row *choices = NULL;
    er_unit *units = NULL;
    *out = (er_choose_plans){.invocation = invocation, .run_id = run_id};
    ER_TRY(er_store_siting_plans(ctx, store, arena, run_id, &plans, &out->plan_count));
    ER_TRY(er_store_siting_choices(ctx, store, arena, run_id, &choices, &out->choice_count));
    ER_TRY(er_store_units(ctx, store, arena, NULL, false, &units, &out->unit_count));
    out->plans = plans;
    out->choices = choices;
    out->units = units;
    return ER_OK;
}

/** `invocation->options` begins with the options of this file. */
static er_status work(er_invocation *invocation, er_store *store, er_arena *arena) {
    const er_choose_workspace_options *o = invocation->options;
    er_context *ctx = invocation->ctx;
    er_choose_plans shown;
    er_study study;
    int64_t run_id = 0;
    ER_TRY(er_study_read(ctx, arena, o->study, &study));
    ER_TRY(keep_question(ctx, &study, o->question));
    ER_TRY(check(ctx, o, &study));
    ER_TRY(er_choose_answerable(ctx, store, &study));
    ER_TRY(er_choose(ctx, store, &study, &run_id));
    ER_TRY(read_back(invocation, store, arena, run_id, &shown));
    if (o->scenario)
        ER_TRY(er_scenario(ctx, store, &study, o->question, o->plan == INT64_MIN ? 1 : o->plan,
                           o->scenario));
    return invocation->json ? er_choose_plans_json(&shown) : er_choose_plans_text(&shown);
}

er_status er_choose_on_workspace(er_invocation *invocation,
                                 const er_choose_workspace_options *options) {
    er_invocation own = *invocation;
    if (!options->study)
        return er_fail(invocation->ctx, ER_ERR_USAGE,
                       "choose -w: say which questions are asked: --study STUDY.yaml");
    own.options = (void *)options;
    er_status status = er_on_workspace(&own, ER_STORE_WRITE, work);
    invocation->incomplete = own.incomplete;
    return status;
}

er_status er_choose_without_workspace(er_context *ctx, const er_choose_workspace_options *o) {
    const char *name = o->study      ? "study"
                       : o->question ? "question"
                       : o->scenario ? "scenario"
                                     : NULL;
    if (!name && o->plan != INT64_MIN) name = "plan";
    if (!name) return ER_OK;
    return er_fail(ctx, ER_ERR_USAGE, "--%s goes with a workspace: -w FILE", name);
}
