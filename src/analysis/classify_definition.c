#include "analysis/classify.h"

static void add_limit(er_json *json, const char *key, const char *value_key, const char *text,
                      const er_limit *limit) {
    if (!limit->given) return;
    er_json_add_text(json, key, text);
    er_json_add_number(json, value_key, limit->value);
}

static er_json *rule_json(const er_ready_rule *ready) {
    const er_rule *rule = ready->rule;
    er_json *json = er_json_object();
    er_json_add_text(json, "id", rule->id);
    if (rule->group) er_json_add_text(json, "group", rule->group);
    if (rule->list) {
        er_json_add_text(json, "list", rule->list);
        er_json_add_text(json, "list_sha256", ready->list.sha256);
        er_json_add_int(json, "list_codes", (int64_t)ready->list.count);
        if (rule->list_column) er_json_add_text(json, "list_column", rule->list_column);
    }
    if (rule->code_prefix) er_json_add_text(json, "code_prefix", rule->code_prefix);
    if (rule->measure) {
        er_json_add_text(json, "measure", rule->measure);
        er_json_add_number(json, "mean", ready->mean);
    }
    add_limit(json, "below", "below_value", rule->below, &ready->below);
    add_limit(json, "at_least", "at_least_value", rule->at_least, &ready->at_least);
    er_json_add_int(json, "holds", (int64_t)ready->holds);
    er_json_add_int(json, "decides", (int64_t)ready->decides);
    return json;
}

static er_json *borderline_json(const er_borderline *line) {
    er_json *json = er_json_object();
    er_json_add_text(json, "code", line->unit->code);
    er_json_add_text(json, "name", line->unit->name);
    er_json_add_text(json, "name_en", line->unit->name_en);
    er_json_add_text(json, "group", line->group);
    er_json_add_text(json, "rule", line->rule);
    er_json_add_number(json, "value", line->value);
    er_json_add_number(json, "threshold", line->threshold);
    return json;
}

er_json *er_scheme_definition(const er_study_scheme *scheme, const er_ready_rule *rules,
                              const er_classified *classified, size_t unit_count) {
    er_json *json = er_json_object(), *list = er_json_array(), *lines = er_json_array();
    er_json_add_text(json, "scheme", scheme->name);
    er_json_add_text(json, "level", scheme->level);
    er_json_add_bool(json, "overlapping", scheme->overlapping);
    er_json_add_text(json, "otherwise", scheme->otherwise);
    er_json_add_number(json, "borderline_margin", scheme->borderline_margin);
    er_json_add_int(json, "units", (int64_t)unit_count);
    er_json_add_int(json, "units_unknown", (int64_t)classified->unknown_count);
    er_json_add_int(json, "units_in_no_group", (int64_t)classified->left_over_count);
    for (size_t i = 0; i < scheme->rule_count; i++)
        er_json_append(list, rule_json(&rules[i]));
    er_json_add(json, "rules", list);
    for (size_t i = 0; i < classified->borderline_count; i++)
        er_json_append(lines, borderline_json(&classified->borderlines[i]));
    er_json_add(json, "borderline", lines);
    return json;
}
