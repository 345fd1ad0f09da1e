#include "sources/study_parts.h"

#include <math.h>
#include <string.h>

/** Copies into the arena; the first failure stays in `status` and turns the rest into nothing. */
typedef struct builder {
    er_context *ctx;
    er_arena *arena;
    er_status status;
} builder;

static const char *text(builder *build, const char *raw) {
    const char *copy = NULL;
    if (raw && build->status == ER_OK)
        build->status = er_arena_text(build->ctx, build->arena, raw, strlen(raw), &copy);
    return copy;
}

/** Room for `count` elements; null where there are none. */
static void *list(builder *build, size_t count, size_t size) {
    void *memory = NULL;
    if (count > 0 && build->status == ER_OK)
        build->status = er_arena_alloc(build->ctx, build->arena, count * size, &memory);
    return memory;
}

static void title(builder *build, const raw_title *raw, const char **en, const char **zh) {
    *en = text(build, raw ? raw->en : NULL);
    *zh = text(build, raw ? raw->zh_tw : NULL);
}

static const char *const *words(builder *build, char *const *raw, size_t count) {
    const char **out = list(build, count, sizeof *out);
    for (size_t i = 0; out && i < count; i++)
        out[i] = text(build, raw[i]);
    return out;
}

static double number(const double *raw) {
    return raw ? *raw : NAN;
}

static bool yes(const bool *raw) {
    return raw && *raw;
}

static void input_fields(builder *build, const raw_fields *raw, er_input *input) {
    if (!raw) return;
#define FIELD_PAIR(name) {#name, raw->name},
    const er_field_map pairs[] = {STUDY_FIELDS(FIELD_PAIR)};
    enum { COUNT = sizeof pairs / sizeof pairs[0] };
    er_field_map *fields = list(build, COUNT, sizeof *fields);
    for (size_t i = 0; fields && i < COUNT; i++)
        if (pairs[i].column)
            fields[input->field_count++] =
                (er_field_map){pairs[i].field, text(build, pairs[i].column)};
    input->fields = fields;
}

static void input(builder *build, const raw_input *raw, er_input *out) {
#define KIND_PAIR(name)                                                                            \
    if (raw->name) {                                                                               \
        out->kind = #name;                                                                         \
        out->path = text(build, raw->name);                                                        \
    }
    STUDY_INPUT_KINDS(KIND_PAIR)
    out->layer = text(build, raw->layer);
    out->preset = text(build, raw->preset);
    out->level = text(build, raw->level);
    out->parent = text(build, raw->parent);
    out->crs = text(build, raw->crs);
    out->encoding = text(build, raw->encoding);
    input_fields(build, raw->fields, out);
    out->synthetic = yes(raw->synthetic);
    out->allow_ballpark = yes(raw->allow_ballpark);
    out->title = text(build, raw->title);
    out->vintage = text(build, raw->vintage);
    out->licence = text(build, raw->licence);
    out->attribution = text(build, raw->attribution);
}

static void rule(builder *build, const raw_rule *raw, er_rule *out) {
    out->id = text(build, raw->id);
    out->group = text(build, raw->group);
    out->list = text(build, raw->list);
    out->list_column = text(build, raw->list_column);
    out->code_prefix = text(build, raw->code_prefix);
    out->measure = text(build, raw->measure);
    out->below = text(build, raw->below);
    out->at_least = text(build, raw->at_least);
    title(build, raw->reason, &out->reason, &out->reason_zh);
}

static void scheme(builder *build, const raw_scheme *raw, er_study_scheme *out) {
    out->name = text(build, raw->name);
    title(build, raw->title, &out->title, &out->title_zh);
    out->level = text(build, raw->level);
    out->overlapping = yes(raw->overlapping);
    out->borderline_margin = number(raw->borderline_margin);
    er_study_group *groups = list(build, raw->groups_count, sizeof *groups);
    for (size_t i = 0; groups && i < raw->groups_count; i++) {
        groups[i].name = text(build, raw->groups[i].name);
        title(build, raw->groups[i].title, &groups[i].title, &groups[i].title_zh);
    }
    out->groups = groups;
    out->group_count = raw->groups_count;
    er_rule *rules = list(build, raw->rules_count, sizeof *rules);
    for (size_t i = 0; rules && i < raw->rules_count; i++)
        rule(build, &raw->rules[i], &rules[i]);
    out->rules = rules;
    out->rule_count = raw->rules_count;
    out->otherwise = text(build, raw->otherwise);
}

static void coverage(builder *build, const raw_coverage *raw, er_study *out) {
    out->default_radius_m = NAN;
    if (!raw) return;
    out->coverage_model = text(build, raw->model ? study_models[*raw->model].str : NULL);
    out->default_radius_m = number(raw->default_radius_m);
    out->radius_scheme = text(build, raw->radius_scheme);
    er_radius_rule *radii = list(build, raw->radii_count, sizeof *radii);
    for (size_t i = 0; radii && i < raw->radii_count; i++) {
        radii[i].band = text(build, raw->radii[i].band);
        radii[i].group = text(build, raw->radii[i].group);
        radii[i].radius_m = number(raw->radii[i].radius_m);
    }
    out->radii = radii;
    out->radius_count = raw->radii_count;
}

er_status study_build(er_context *ctx, er_arena *arena, const raw_study *raw, er_study *study) {
    builder build = {.ctx = ctx, .arena = arena, .status = ER_OK};
    title(&build, raw->title, &study->title, &study->title_zh);
    study->language = text(&build, raw->language ? study_languages[*raw->language].str : NULL);
    if (raw->crs) {
        study->working_crs = text(&build, raw->crs->working);
        study->crs_candidate_count = raw->crs->candidates_count;
        study->crs_candidates = words(&build, raw->crs->candidates, raw->crs->candidates_count);
    }
    er_input *inputs = list(&build, raw->inputs_count, sizeof *inputs);
    for (size_t i = 0; inputs && i < raw->inputs_count; i++)
        input(&build, &raw->inputs[i], &inputs[i]);
    study->inputs = inputs;
    study->input_count = raw->inputs_count;
    er_study_scheme *schemes = list(&build, raw->schemes_count, sizeof *schemes);
    for (size_t i = 0; schemes && i < raw->schemes_count; i++)
        scheme(&build, &raw->schemes[i], &schemes[i]);
    study->schemes = schemes;
    study->scheme_count = raw->schemes_count;
    coverage(&build, raw->coverage, study);
    if (raw->balance) {
        study->balance_scheme_count = raw->balance->schemes_count;
        study->balance_schemes = words(&build, raw->balance->schemes, raw->balance->schemes_count);
    }
    study->outline_tolerance_m = number(raw->outputs ? raw->outputs->outline_tolerance_m : NULL);
    study->seed = raw->seed ? *raw->seed : 0;
    return build.status;
}
