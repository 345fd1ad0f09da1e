#include "outputs/siting_json.h"

enum { INDEX_DECIMALS = 9, SHARE_DECIMALS = 6, PERSONS_DECIMALS = 2, DEGREE_DECIMALS = 7 };

static void add_number(er_json *object, const char *key, double value, int decimals) {
    er_json_add_number(object, key, er_round(value, decimals));
}

/** Persons are written with all their digits: they are set against those of a comparison. */
static void add_persons(er_json *json, const er_siting_plan_row *plan) {
    er_json_add_number(json, "persons_before", plan->persons_before);
    er_json_add_number(json, "persons_after", plan->persons_after);
    er_json_add_number(json, "persons_gained", plan->persons_after - plan->persons_before);
}

er_json *er_siting_plan_json(const er_siting_plan_row *plan) {
    er_json *json = er_json_object();
    er_json_add_int(json, "plan", plan->number);
    er_json_add_text(json, "variant", plan->variant);
    er_json_add_number(json, "priority", plan->priority);
    er_json_add_bool(json, "on_front", plan->on_front);
    er_json_add_int(json, "count", plan->count);
    er_json_add_int(json, "candidates", plan->candidates);
    er_json_add_number(json, "cost", plan->cost);
    add_number(json, "covered", plan->covered, PERSONS_DECIMALS);
    add_number(json, "bound", plan->bound, PERSONS_DECIMALS);
    add_number(json, "gap", plan->gap, INDEX_DECIMALS);
    er_json_add_text(json, "end", plan->end);
    er_json_add_number(json, "persons", plan->persons);
    add_persons(json, plan);
    er_json_add_text(json, "index", plan->index);
    add_number(json, "index_before", plan->index_before, INDEX_DECIMALS);
    add_number(json, "index_after", plan->index_after, INDEX_DECIMALS);
    add_number(json, "gini_before", plan->gini_before, INDEX_DECIMALS);
    add_number(json, "gini_after", plan->gini_after, INDEX_DECIMALS);
    add_number(json, "share_in_rules", plan->share_in_rules, SHARE_DECIMALS);
    er_json_add_text(json, "sentence", plan->sentence);
    er_json_add_text(json, "sentence_zh", plan->sentence_zh);
    return json;
}

er_json *er_siting_front_json(const er_siting_plan_row *plan) {
    er_json *json = er_json_object();
    er_json_add_int(json, "plan", plan->number);
    er_json_add_text(json, "variant", plan->variant);
    er_json_add_number(json, "priority", plan->priority);
    er_json_add_bool(json, "on_front", plan->on_front);
    er_json_add_int(json, "count", plan->count);
    er_json_add_number(json, "persons_gained", plan->persons_after - plan->persons_before);
    add_number(json, "index_after", plan->index_after, INDEX_DECIMALS);
    add_number(json, "gini_after", plan->gini_after, INDEX_DECIMALS);
    add_number(json, "share_in_rules", plan->share_in_rules, SHARE_DECIMALS);
    return json;
}

er_json *er_siting_choice_json(const er_siting_choice_row *choice, const char *unit_code,
                               const char *most_unit_code) {
    er_json *json = er_json_object();
    er_json_add_int(json, "rank", choice->rank);
    er_json_add_text(json, "code", choice->code);
    er_json_add_text(json, "name", choice->name);
    er_json_add_text(json, "name_en", choice->name_en);
    add_number(json, "lon", choice->position.x, DEGREE_DECIMALS);
    add_number(json, "lat", choice->position.y, DEGREE_DECIMALS);
    er_json_add_text(json, "unit", unit_code);
    er_json_add_text(json, "group", choice->group);
    er_json_add_text(json, "operator", choice->operator_);
    er_json_add_text(json, "band", choice->band);
    er_json_add_number(json, "radius_m", choice->radius_m);
    er_json_add_number(json, "cost", choice->cost);
    er_json_add_number(json, "gains", choice->gains);
    er_json_add_text(json, "most_unit", most_unit_code);
    add_number(json, "most_persons", choice->most_persons, PERSONS_DECIMALS);
    er_json_add_text(json, "most_group", choice->most_group);
    add_number(json, "index_after", choice->index_after, INDEX_DECIMALS);
    er_json_add_text(json, "next", choice->next_code);
    add_number(json, "next_gains", choice->next_gains, PERSONS_DECIMALS);
    er_json_add_text(json, "sentence", choice->sentence);
    er_json_add_text(json, "sentence_zh", choice->sentence_zh);
    return json;
}
