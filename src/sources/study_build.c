#include "sources/study_balance.h"
#include "sources/study_choose.h"
#include "sources/study_parts.h"
#include "sources/study_radio.h"
#include "sources/study_venues.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *study_text(study_builder *build, const char *raw) {
    const char *copy = NULL;
    if (raw && build->status == ER_OK)
        build->status = er_arena_text(build->ctx, build->arena, raw, strlen(raw), &copy);
    return copy;
}

void *study_list(study_builder *build, size_t count, size_t size) {
    void *memory = NULL;
    if (count > 0 && build->status == ER_OK)
        build->status = er_arena_alloc(build->ctx, build->arena, count * size, &memory);
    return memory;
}

void study_title(study_builder *build, const char **en, const char **zh, const char *format, ...) {
    char place[96];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(place, sizeof place, format, arguments);
    va_end(arguments);
    const char *dot = strrchr(place, '.'), *key = dot ? dot + 1 : place;
    const er_yaml_node *node = er_yaml_find(build->root, place);
    *en = *zh = NULL;
    if (!node->key || strcmp(node->key, key) != 0) return; /* the one above it: there are none */
    if (node->kind == ER_YAML_SCALAR) *en = study_text(build, node->text);
    for (const er_yaml_node *one = node->first; one; one = one->next)
        *(strcmp(one->key, "en") == 0 ? en : zh) = study_text(build, one->text);
    if (!*en) *en = *zh;
}

const char *const *study_words(study_builder *build, char *const *raw, size_t count) {
    const char **out = study_list(build, count, sizeof *out);
    for (size_t i = 0; out && i < count; i++)
        out[i] = study_text(build, raw[i]);
    return out;
}

static bool yes(const bool *raw) {
    return raw && *raw;
}

static void input_fields(study_builder *build, const raw_fields *raw, er_input *input) {
    if (!raw) return;
#define FIELD_PAIR(name) {#name, raw->name},
    const er_field_map pairs[] = {STUDY_FIELDS(FIELD_PAIR)};
    enum { COUNT = sizeof pairs / sizeof pairs[0] };
    er_field_map *fields = study_list(build, COUNT, sizeof *fields);
    for (size_t i = 0; fields && i < COUNT; i++)
        if (pairs[i].column)
            fields[input->field_count++] =
                (er_field_map){pairs[i].field, study_text(build, pairs[i].column)};
    input->fields = fields;
}

static void input(study_builder *build, const raw_input *raw, size_t i, er_input *out) {
#define KIND_PAIR(name)                                                                            \
    if (raw->name) {                                                                               \
        out->kind = #name;                                                                         \
        out->path = study_text(build, raw->name);                                                  \
    }
    STUDY_INPUT_KINDS(KIND_PAIR)
    out->layer = study_text(build, raw->layer);
    out->preset = study_text(build, raw->preset);
    out->level = study_text(build, raw->level);
    out->parent = study_text(build, raw->parent);
    out->crs = study_text(build, raw->crs);
    out->encoding = study_text(build, raw->encoding);
    input_fields(build, raw->fields, out);
    out->synthetic = yes(raw->synthetic);
    out->allow_ballpark = yes(raw->allow_ballpark);
    out->vintage = study_text(build, raw->vintage);
    study_title(build, &out->title, &out->title_zh, "inputs[%zu].title", i);
    study_title(build, &out->licence, &out->licence_zh, "inputs[%zu].licence", i);
    study_title(build, &out->attribution, &out->attribution_zh, "inputs[%zu].attribution", i);
}

static void rule(study_builder *build, const raw_rule *raw, er_rule *out) {
    out->id = study_text(build, raw->id);
    out->group = study_text(build, raw->group);
    out->list = study_text(build, raw->list);
    out->list_column = study_text(build, raw->list_column);
    out->code_prefix = study_text(build, raw->code_prefix);
    out->measure = study_text(build, raw->measure);
    out->below = study_text(build, raw->below);
    out->at_least = study_text(build, raw->at_least);
}

static void scheme(study_builder *build, const raw_scheme *raw, size_t i, er_study_scheme *out) {
    out->name = study_text(build, raw->name);
    study_title(build, &out->title, &out->title_zh, "schemes[%zu].title", i);
    out->level = study_text(build, raw->level);
    out->overlapping = yes(raw->overlapping);
    out->borderline_margin = study_number(raw->borderline_margin);
    er_study_group *groups = study_list(build, raw->groups_count, sizeof *groups);
    for (size_t g = 0; groups && g < raw->groups_count; g++) {
        groups[g].name = study_text(build, raw->groups[g].name);
        study_title(build, &groups[g].title, &groups[g].title_zh, "schemes[%zu].groups[%zu].title",
                    i, g);
    }
    out->groups = groups;
    out->group_count = raw->groups_count;
    er_rule *rules = study_list(build, raw->rules_count, sizeof *rules);
    for (size_t r = 0; rules && r < raw->rules_count; r++) {
        rule(build, &raw->rules[r], &rules[r]);
        study_title(build, &rules[r].reason, &rules[r].reason_zh, "schemes[%zu].rules[%zu].reason",
                    i, r);
    }
    out->rules = rules;
    out->rule_count = raw->rules_count;
    out->otherwise = study_text(build, raw->otherwise);
}

static void coverage(study_builder *build, const raw_coverage *raw, er_study *out) {
    out->default_radius_m = NAN;
    study_build_radio(build, raw, &out->radio);
    if (!raw) return;
    out->coverage_model = study_text(build, raw->model ? study_models[*raw->model].str : NULL);
    out->default_radius_m = study_number(raw->default_radius_m);
    out->radius_scheme = study_text(build, raw->radius_scheme);
    er_radius_rule *radii = study_list(build, raw->radii_count, sizeof *radii);
    for (size_t i = 0; radii && i < raw->radii_count; i++) {
        radii[i].band = study_text(build, raw->radii[i].band);
        radii[i].group = study_text(build, raw->radii[i].group);
        radii[i].radius_m = study_number(raw->radii[i].radius_m);
    }
    out->radii = radii;
    out->radius_count = raw->radii_count;
}

er_status study_build(er_context *ctx, er_arena *arena, const raw_study *raw,
                      const er_yaml_node *root, er_study *study) {
    study_builder build = {.ctx = ctx, .arena = arena, .root = root, .status = ER_OK};
    study_title(&build, &study->title, &study->title_zh, "title");
    study->language =
        study_text(&build, raw->language ? study_languages[*raw->language].str : NULL);
    if (raw->crs) {
        study->working_crs = study_text(&build, raw->crs->working);
        study->crs_candidate_count = raw->crs->candidates_count;
        study->crs_candidates =
            study_words(&build, raw->crs->candidates, raw->crs->candidates_count);
    }
    er_input *inputs = study_list(&build, raw->inputs_count, sizeof *inputs);
    for (size_t i = 0; inputs && i < raw->inputs_count; i++)
        input(&build, &raw->inputs[i], i, &inputs[i]);
    study->inputs = inputs;
    study->input_count = raw->inputs_count;
    er_study_scheme *schemes = study_list(&build, raw->schemes_count, sizeof *schemes);
    for (size_t i = 0; schemes && i < raw->schemes_count; i++)
        scheme(&build, &raw->schemes[i], i, &schemes[i]);
    study->schemes = schemes;
    study->scheme_count = raw->schemes_count;
    coverage(&build, raw->coverage, study);
    study_build_venues(&build, raw->venues, &study->venues);
    study_build_routes(&build, raw->routes, &study->routes);
    study_build_time(&build, raw->time, &study->time);
    study_build_measures(&build, raw->balance, &study->measures);
    study_build_targets(&build, raw->targets, raw->targets_count, study);
    study_build_choose(&build, raw->choose, raw->choose_count, study);
    if (raw->balance) {
        study->balance_scheme_count = raw->balance->schemes_count;
        study->balance_schemes =
            study_words(&build, raw->balance->schemes, raw->balance->schemes_count);
    }
    study->outline_tolerance_m =
        study_number(raw->outputs ? raw->outputs->outline_tolerance_m : NULL);
    study->rasters = raw->outputs && yes(raw->outputs->rasters);
    study->seed = raw->seed ? *raw->seed : 0;
    return build.status;
}
