#include "cli/choose_plans.h"

#include "core/columns.h"

#include <math.h>
#include <string.h>

static const er_unit *unit_of(const er_choose_plans *shown, int64_t id) {
    for (size_t i = 0; i < shown->unit_count; i++)
        if (shown->units[i].id == id) return &shown->units[i];
    return NULL;
}

/* ---- for programs ---------------------------------------------------------------------------- */

static er_json *choice_json(const er_choose_plans *shown, const er_siting_choice_row *row) {
    const er_unit *unit = unit_of(shown, row->unit_id), *most = unit_of(shown, row->most_unit_id);
    er_json *json = er_json_object();
    er_json_add_int(json, "rank", row->rank);
    er_json_add_text(json, "code", row->code);
    er_json_add_text(json, "name", row->name);
    er_json_add_text(json, "name_en", row->name_en);
    er_json_add_number(json, "lon", row->position.x);
    er_json_add_number(json, "lat", row->position.y);
    er_json_add_text(json, "unit_code", unit ? unit->code : NULL);
    er_json_add_text(json, "group", row->group);
    er_json_add_text(json, "operator", row->operator_);
    er_json_add_text(json, "band", row->band);
    er_json_add_number(json, "radius_m", row->radius_m);
    er_json_add_number(json, "cost", row->cost);
    er_json_add_number(json, "persons_gained", row->gains);
    er_json_add_text(json, "most_unit_code", most ? most->code : NULL);
    er_json_add_number(json, "most_persons", row->most_persons);
    er_json_add_text(json, "most_group", row->most_group);
    er_json_add_number(json, "index_after", row->index_after);
    er_json_add_text(json, "next_code", row->next_code);
    er_json_add_text(json, "next_name", row->next_name);
    er_json_add_number(json, "next_persons", row->next_gains);
    er_json_add_text(json, "sentence", row->sentence);
    er_json_add_text(json, "sentence_zh", row->sentence_zh);
    return json;
}

static void add_figures(er_json *json, const er_siting_plan_row *row) {
    er_json_add_number(json, "covered", row->covered);
    er_json_add_number(json, "bound", row->bound);
    er_json_add_number(json, "gap", row->gap);
    er_json_add_text(json, "end", row->end);
    er_json_add_number(json, "persons", row->persons);
    er_json_add_number(json, "persons_before", row->persons_before);
    er_json_add_number(json, "persons_after", row->persons_after);
    er_json_add_number(json, "persons_gained", row->persons_after - row->persons_before);
    er_json_add_text(json, "index", row->index);
    er_json_add_number(json, "index_before", row->index_before);
    er_json_add_number(json, "index_after", row->index_after);
    er_json_add_number(json, "gini_before", row->gini_before);
    er_json_add_number(json, "gini_after", row->gini_after);
    er_json_add_number(json, "share_in_rules", row->share_in_rules);
}

static er_json *plan_json(const er_choose_plans *shown, const er_siting_plan_row *row) {
    er_json *json = er_json_object(), *choices = er_json_array();
    er_json_add_int(json, "plan", row->number);
    er_json_add_text(json, "variant", row->variant);
    er_json_add_number(json, "priority", row->priority);
    er_json_add_bool(json, "on_front", row->on_front);
    er_json_add_int(json, "count", row->count);
    er_json_add_int(json, "candidates", row->candidates);
    er_json_add_number(json, "cost", row->cost);
    add_figures(json, row);
    er_json_add_text(json, "sentence", row->sentence);
    er_json_add_text(json, "sentence_zh", row->sentence_zh);
    for (size_t i = 0; i < shown->choice_count; i++)
        if (shown->choices[i].plan_id == row->id)
            er_json_append(choices, choice_json(shown, &shown->choices[i]));
    er_json_add(json, "choices", choices);
    return json;
}

er_status er_choose_plans_json(const er_choose_plans *shown) {
    er_json *json = er_json_object(), *questions = er_json_array(), *plans = NULL;
    er_json_add_int(json, "run", shown->run_id);
    for (size_t i = 0; i < shown->plan_count; i++) {
        const er_siting_plan_row *row = &shown->plans[i];
        if (i == 0 || strcmp(row->question, shown->plans[i - 1].question) != 0) {
            er_json *question = er_json_object();
            er_json_add_text(question, "question", row->question);
            er_json_add_text(question, "place", row->place);
            plans = er_json_array();
            er_json_add(question, "plans", plans);
            er_json_append(questions, question);
        }
        er_json_append(plans, plan_json(shown, row));
    }
    er_json_add(json, "questions", questions);
    return er_print_json(shown->invocation, json);
}

/* ---- for people ------------------------------------------------------------------------------ */

/** A variant for people. */
static const char *variant_title(const er_context *ctx, const char *variant) {
    if (strcmp(variant, "asked") == 0) return er_text(ctx, "as asked");
    if (strcmp(variant, "free") == 0) return er_text(ctx, "without conditions");
    if (strcmp(variant, "conditions_priority") == 0) return er_text(ctx, "with priority");
    return er_text(ctx, "with priority alone");
}

static const char *index_title(const er_context *ctx, const char *index) {
    if (strcmp(index, "gini") == 0) return er_text(ctx, "Gini");
    return strcmp(index, "fgt1") == 0 ? "FGT 1" : er_text(ctx, "Theil T");
}

static er_status print_plans(const er_choose_plans *shown, size_t first, size_t end) {
    er_context *ctx = shown->invocation->ctx;
    er_columns *table = NULL;
    ER_TRY(er_columns_new(ctx, 7, &table));
    er_columns_right(table, er_text(ctx, "plan"));
    er_columns_text(table, er_text(ctx, "kind of plan"));
    er_columns_right(table, er_text(ctx, "weight of the empty"));
    er_columns_right(table, er_text(ctx, "persons gained"));
    er_columns_right(table, index_title(ctx, shown->plans[first].index));
    er_columns_right(table, er_text(ctx, "proven within %"));
    er_columns_text(table, er_text(ctx, "on the front"));
    for (size_t i = first; i < end; i++) {
        const er_siting_plan_row *row = &shown->plans[i];
        er_columns_number(table, (double)row->number, 0);
        er_columns_text(table, variant_title(ctx, row->variant));
        er_columns_number(table, 1 + row->priority, 2);
        er_columns_number(table, row->persons_after - row->persons_before, 0);
        er_columns_number(table, row->index_after, 6);
        er_columns_number(table, 100 * row->gap, 3);
        er_columns_text(table, row->on_front ? er_text(ctx, "yes") : "");
    }
    er_status status = er_columns_print(table, shown->invocation->out);
    er_columns_free(table);
    return status;
}

static const char *own_language(const er_context *ctx, const char *english, const char *chinese) {
    return er_context_language(ctx) == ER_LANG_ZH_TW ? chinese : english;
}

static void print_choices(const er_choose_plans *shown, const er_siting_plan_row *plan) {
    const er_context *ctx = shown->invocation->ctx;
    FILE *out = shown->invocation->out;
    fprintf(out, "%s\n\n", own_language(ctx, plan->sentence, plan->sentence_zh));
    for (size_t i = 0; i < shown->choice_count; i++) {
        const er_siting_choice_row *row = &shown->choices[i];
        if (row->plan_id == plan->id)
            fprintf(out, "  %lld. %s\n", (long long)row->rank,
                    own_language(ctx, row->sentence, row->sentence_zh));
    }
}

er_status er_choose_plans_text(const er_choose_plans *shown) {
    FILE *out = shown->invocation->out;
    for (size_t i = 0, end; i < shown->plan_count; i = end) {
        for (end = i + 1; end < shown->plan_count &&
                          strcmp(shown->plans[end].question, shown->plans[i].question) == 0;)
            end++;
        fprintf(out, "%s%s\n\n", i > 0 ? "\n" : "", shown->plans[i].question);
        print_choices(shown, &shown->plans[i]);
        fputc('\n', out);
        ER_TRY(print_plans(shown, i, end));
    }
    return ER_OK;
}
