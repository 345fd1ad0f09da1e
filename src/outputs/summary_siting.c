/* Where to build next, in the summary and in the headline. */
#include "outputs/headline.h"
#include "outputs/siting.h"
#include "outputs/siting_json.h"
#include "outputs/summary.h"

#include <math.h>
#include <string.h>

/* ---- summary --------------------------------------------------------------------------------- */

static const char *code_of(const er_data *data, int64_t unit_id) {
    const er_unit *unit = er_data_unit(data, unit_id);
    return unit ? unit->code : NULL;
}

static er_json *choices_json(const er_data *data, const er_siting_plan_row *plan) {
    er_json *list = er_json_array();
    for (size_t i = 0; i < data->siting_choice_count; i++) {
        const er_siting_choice_row *choice = &data->siting_choices[i];
        if (data->siting_plan_of[i] == plan)
            er_json_append(list, er_siting_choice_json(choice, code_of(data, choice->unit_id),
                                                       code_of(data, choice->most_unit_id)));
    }
    return list;
}

/** The plan that was asked for with its sites; the others in brief. */
static er_json *question_json(const er_data *data, const er_siting_question *question) {
    const er_siting_plan_row *plan = question->plans;
    const er_study_choose *asked = er_siting_asked(data, plan);
    er_json *json = er_json_object(), *front = er_json_array();
    er_json_add_text(json, "name", plan->question);
    er_json_add_text(json, "title", asked ? asked->title : NULL);
    er_json_add_text(json, "title_zh", asked ? asked->title_zh : NULL);
    er_json_add_text(json, "place", plan->place);
    er_json_add_bool(json, "synthetic", er_siting_synthetic(data, plan));
    er_json_add(json, "asked", er_siting_plan_json(plan));
    er_json_add(json, "choices", choices_json(data, plan));
    for (size_t i = 0; i < question->count; i++)
        er_json_append(front, er_siting_front_json(&plan[i]));
    er_json_add(json, "front", front);
    return json;
}

er_status er_summary_siting(const er_data *data, er_json **out) {
    *out = NULL;
    if (!data->choose) return ER_OK;
    er_json *list = er_json_array();
    for (size_t at = 0; at < data->siting_plan_count;) {
        const er_siting_question question = er_siting_question_at(data, at);
        er_json_append(list, question_json(data, &question));
        at += question.count;
    }
    *out = list;
    return ER_OK;
}

/* ---- headline -------------------------------------------------------------------------------- */

static const char *index_title(const er_data *data, const char *index) {
    if (strcmp(index, "theil_t") == 0) return er_text(data->ctx, "Theil T");
    if (strcmp(index, "gini") == 0) return er_text(data->ctx, "Gini");
    return er_text(data->ctx, "depth below the floor (FGT 1)");
}

static void note_asked(const er_data *data, FILE *out, const er_siting_plan_row *plan) {
    const er_study_choose *asked = er_siting_asked(data, plan);
    const bool chinese = er_context_language(data->ctx) == ER_LANG_ZH_TW;
    const char *title = asked && asked->title ? asked->title : plan->question;
    if (chinese && asked && asked->title_zh) title = asked->title_zh;
    er_headline_note(data, out, "%s: %s", title, chinese ? plan->sentence_zh : plan->sentence);
}

/** From where to where the plans on the front go. */
static void note_front(const er_data *data, FILE *out, const er_siting_question *question) {
    double fewest = INFINITY, most = -INFINITY, low = INFINITY, high = -INFINITY;
    size_t count = 0;
    for (size_t i = 0; i < question->count; i++) {
        const er_siting_plan_row *plan = &question->plans[i];
        if (!plan->on_front || !isfinite(plan->index_after)) continue;
        count++;
        fewest = fmin(fewest, er_siting_gained(plan));
        most = fmax(most, er_siting_gained(plan));
        low = fmin(low, plan->index_after);
        high = fmax(high, plan->index_after);
    }
    if (count > 1)
        er_headline_note(data, out,
                         "  %zu plans from the most even to the most persons: %s from %.4f to "
                         "%.4f, %.0f to %.0f persons more.",
                         count, index_title(data, question->plans->index), low, high, fewest, most);
}

er_status er_headline_siting(const er_data *data, FILE *out) {
    for (size_t at = 0; at < data->siting_plan_count;) {
        const er_siting_question question = er_siting_question_at(data, at);
        note_asked(data, out, question.plans);
        note_front(data, out, &question);
        at += question.count;
    }
    return ER_OK;
}
