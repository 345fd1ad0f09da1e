#include "sources/study_checker.h"
#include "sources/study_parts.h"

#include <ctype.h>
#include <math.h>
#include <proj.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

int study_line_at(const study_checker *check, const char *format, ...) {
    char path[200];
    va_list args;
    va_start(args, format);
    vsnprintf(path, sizeof path, format, args);
    va_end(args);
    return er_yaml_find(check->root, path)->line;
}

const er_yaml_node *study_stated(const study_checker *check, const char *list, size_t i,
                                 const char *key) {
    char path[120];
    snprintf(path, sizeof path, "%s[%zu].%s", list, i, key);
    const er_yaml_node *node = er_yaml_find(check->root, path);
    return node->key && strcmp(node->key, key) == 0 ? node : NULL;
}

er_status study_check_range(const study_checker *check, int line, const char *key, double value,
                            double low, double high) {
    if (value >= low && value <= high) return ER_OK;
    char shown[32], from[32], to[32];
    return er_fail(check->ctx, ER_ERR_RANGE, "%s:%d: %s is %s; it can be from %s to %s",
                   check->study->path, line, key, er_format_double(value, shown),
                   er_format_double(low, from), er_format_double(high, to));
}

/* ---- reference systems */

static er_status check_crs(const study_checker *check, PJ_CONTEXT *proj, const char *crs,
                           int line) {
    if (!crs) return ER_OK;
    PJ *found = proj_create(proj, crs);
    bool known = found && proj_is_crs(found);
    proj_destroy(found);
    if (known) return ER_OK;
    return er_fail(check->ctx, ER_ERR_CRS,
                   "%s:%d: '%s' is not a reference system; write a code such as EPSG:4326",
                   check->study->path, line, crs);
}

static er_status check_systems(const study_checker *check, PJ_CONTEXT *proj) {
    const er_study *study = check->study;
    ER_TRY(check_crs(check, proj, study->working_crs, study_line_at(check, "crs.working")));
    for (size_t i = 0; i < study->crs_candidate_count; i++)
        ER_TRY(check_crs(check, proj, study->crs_candidates[i],
                         study_line_at(check, "crs.candidates[%zu]", i)));
    for (size_t i = 0; i < study->input_count; i++)
        ER_TRY(check_crs(check, proj, study->inputs[i].crs,
                         study_line_at(check, "inputs[%zu].crs", i)));
    return ER_OK;
}

static er_status check_all_crs(const study_checker *check) {
    PJ_CONTEXT *proj = proj_context_create();
    if (!proj) return er_fail(check->ctx, ER_ERR_MEMORY, "out of memory");
    proj_log_level(proj, PJ_LOG_NONE);
    er_status status = check_systems(check, proj);
    proj_context_destroy(proj);
    return status;
}

/* ---- inputs */

/** An input has one of the keys that say what it holds. */
static er_status check_kind(const study_checker *check, size_t i) {
    static const char *const kinds[] = {
#define KIND_NAME(name) #name,
        STUDY_INPUT_KINDS(KIND_NAME)};
    const er_yaml_node *first = NULL;
    const er_yaml_node *node = NULL;
    char path[64];
    snprintf(path, sizeof path, "inputs[%zu]", i);
    node = er_yaml_find(check->root, path);
    for (const er_yaml_node *child = node->first; child; child = child->next)
        for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
            if (strcmp(child->key, kinds[k]) != 0) continue;
            if (first)
                return er_fail(check->ctx, ER_ERR_INPUT,
                               "%s:%d: an input holds one thing, but here are '%s' and '%s'; make "
                               "two inputs of it",
                               check->study->path, child->line, first->key, child->key);
            first = child;
        }
    if (first) return ER_OK;
    return er_fail(check->ctx, ER_ERR_INPUT,
                   "%s:%d: an input names its file by what it holds, such as 'units: towns.gpkg' "
                   "(one of units, population, stations, sectors, measurements, venues, routes, "
                   "candidates, drop_points, pilots, pilot_sites, targets, service_needs)",
                   check->study->path, node->line);
}

static bool has_level(const er_study *study, const char *level) {
    for (size_t i = 0; i < study->input_count; i++)
        if (strcmp(study->inputs[i].kind, "units") == 0 && study->inputs[i].level &&
            strcmp(study->inputs[i].level, level) == 0)
            return true;
    return false;
}

er_status study_check_level(const study_checker *check, const char *level, int line) {
    if (!level || has_level(check->study, level)) return ER_OK;
    return er_fail(check->ctx, ER_ERR_INPUT, "%s:%d: no input of units has the level '%s'",
                   check->study->path, line, level);
}

static er_status check_inputs(const study_checker *check) {
    const er_study *study = check->study;
    for (size_t i = 0; i < study->input_count; i++)
        ER_TRY(check_kind(check, i));
    for (size_t i = 0; i < study->input_count; i++) {
        const er_input *input = &study->inputs[i];
        bool units = strcmp(input->kind, "units") == 0;
        if (units && !input->level)
            return er_fail(check->ctx, ER_ERR_INPUT,
                           "%s:%d: units need a 'level', such as county or town", study->path,
                           study_line_at(check, "inputs[%zu]", i));
        if (!units && input->parent)
            return er_fail(check->ctx, ER_ERR_INPUT, "%s:%d: only units have a 'parent'",
                           study->path, study_line_at(check, "inputs[%zu].parent", i));
        ER_TRY(
            study_check_level(check, input->parent, study_line_at(check, "inputs[%zu].parent", i)));
        ER_TRY(
            study_check_level(check, input->level, study_line_at(check, "inputs[%zu].level", i)));
        if (units && input->parent && strcmp(input->parent, input->level) == 0)
            return er_fail(check->ctx, ER_ERR_INPUT, "%s:%d: a level can't be its own parent",
                           study->path, study_line_at(check, "inputs[%zu].parent", i));
    }
    return ER_OK;
}

/* ---- schemes */

er_status study_check_group(const study_checker *check, const er_study_scheme *scheme,
                            const char *group, int line) {
    if (!group || er_study_scheme_has_group(scheme, group)) return ER_OK;
    return er_fail(check->ctx, ER_ERR_INPUT, "%s:%d: the scheme '%s' has no group '%s'",
                   check->study->path, line, scheme->name, group);
}

bool er_threshold_parse(const char *text, er_threshold *out) {
    char number[64];
    const char *star = strchr(text, '*');
    size_t length = star ? (size_t)(star - text) : strlen(text);
    if (length >= sizeof number) return false;
    memcpy(number, text, length);
    number[length] = '\0';
    double value;
    if (!er_parse_double(number, &value) || value < 0) return false;
    if (star) {
        const char *word = star + 1;
        size_t size = strlen(word);
        er_trim(&word, &size);
        if (size != 4 || memcmp(word, "mean", 4) != 0) return false;
    }
    *out = (er_threshold){.value = value, .of_mean = star != NULL};
    return true;
}

static er_status check_threshold(const study_checker *check, const char *text, int line) {
    er_threshold threshold;
    if (!text || er_threshold_parse(text, &threshold)) return ER_OK;
    return er_fail(check->ctx, ER_ERR_INPUT,
                   "%s:%d: '%s' is not a threshold; write a number such as 125, or a part of "
                   "the mean such as 0.2 * mean",
                   check->study->path, line, text);
}

static er_status check_measure(const study_checker *check, const er_rule *rule, int line) {
    static const char *const measures[] = {"density_per_km2", "persons", "area_km2", "households"};
    bool threshold = rule->below || rule->at_least;
    if (!rule->measure && threshold)
        return er_fail(check->ctx, ER_ERR_INPUT,
                       "%s:%d: the rule '%s' has a threshold but no 'measure' to compare with it",
                       check->study->path, line, rule->id);
    if (!rule->measure) return ER_OK;
    if (!threshold)
        return er_fail(check->ctx, ER_ERR_INPUT,
                       "%s:%d: the rule '%s' has a measure but neither 'below' nor 'at_least'",
                       check->study->path, line, rule->id);
    for (size_t i = 0; i < sizeof measures / sizeof measures[0]; i++)
        if (strcmp(rule->measure, measures[i]) == 0) return ER_OK;
    return er_fail(check->ctx, ER_ERR_INPUT,
                   "%s:%d: '%s' is not a measure (allowed: density_per_km2, persons, area_km2, "
                   "households)",
                   check->study->path, line, rule->measure);
}

static er_status check_rule(const study_checker *check, size_t s, size_t r) {
    const er_study_scheme *scheme = &check->study->schemes[s];
    const er_rule *rule = &scheme->rules[r];
    int line = study_line_at(check, "schemes[%zu].rules[%zu]", s, r);
    if (!rule->list && !rule->code_prefix && !rule->measure && !rule->below && !rule->at_least)
        return er_fail(check->ctx, ER_ERR_INPUT,
                       "%s:%d: the rule '%s' has no condition; give it a list, a code_prefix or a "
                       "measure (for all that is left, use 'otherwise' of the scheme)",
                       check->study->path, line, rule->id);
    if (rule->list_column && !rule->list)
        return er_fail(check->ctx, ER_ERR_INPUT,
                       "%s:%d: 'list_column' needs a 'list' to take the column from",
                       check->study->path, line);
    if (!rule->group == !rule->list_column)
        return er_fail(check->ctx, ER_ERR_INPUT,
                       "%s:%d: the rule '%s' needs either a 'group' or a 'list_column'",
                       check->study->path, line, rule->id);
    ER_TRY(study_check_group(check, scheme, rule->group,
                             study_line_at(check, "schemes[%zu].rules[%zu].group", s, r)));
    ER_TRY(
        check_measure(check, rule, study_line_at(check, "schemes[%zu].rules[%zu].measure", s, r)));
    ER_TRY(check_threshold(check, rule->below,
                           study_line_at(check, "schemes[%zu].rules[%zu].below", s, r)));
    return check_threshold(check, rule->at_least,
                           study_line_at(check, "schemes[%zu].rules[%zu].at_least", s, r));
}

er_status study_named_twice(const study_checker *check, int line, const char *what,
                            const char *name) {
    return er_fail(check->ctx, ER_ERR_INPUT, "%s:%d: two %s are called '%s'; rename one",
                   check->study->path, line, er_text(check->ctx, what), name);
}

static er_status check_scheme(const study_checker *check, size_t s) {
    const er_study_scheme *scheme = &check->study->schemes[s];
    for (size_t i = 0; i < s; i++)
        if (strcmp(check->study->schemes[i].name, scheme->name) == 0)
            return study_named_twice(check, study_line_at(check, "schemes[%zu].name", s), "schemes",
                                     scheme->name);
    ER_TRY(study_check_level(check, scheme->level, study_line_at(check, "schemes[%zu].level", s)));
    ER_TRY(study_check_range(check, study_line_at(check, "schemes[%zu].borderline_margin", s),
                             "borderline_margin", scheme->borderline_margin, 0, STUDY_MARGIN_MAX));
    for (size_t g = 1; g < scheme->group_count; g++)
        for (size_t i = 0; i < g; i++)
            if (strcmp(scheme->groups[i].name, scheme->groups[g].name) == 0)
                return study_named_twice(check,
                                         study_line_at(check, "schemes[%zu].groups[%zu]", s, g),
                                         "groups", scheme->groups[g].name);
    for (size_t r = 0; r < scheme->rule_count; r++) {
        for (size_t i = 0; i < r; i++)
            if (strcmp(scheme->rules[i].id, scheme->rules[r].id) == 0)
                return study_named_twice(check,
                                         study_line_at(check, "schemes[%zu].rules[%zu]", s, r),
                                         "rules", scheme->rules[r].id);
        ER_TRY(check_rule(check, s, r));
    }
    return study_check_group(check, scheme, scheme->otherwise,
                             study_line_at(check, "schemes[%zu].otherwise", s));
}

/* ---- the rest */

er_status study_check_scheme_name(const study_checker *check, const char *name, int line) {
    if (er_study_scheme_named(check->study, name)) return ER_OK;
    return er_fail(check->ctx, ER_ERR_INPUT, "%s:%d: the study has no scheme '%s'",
                   check->study->path, line, name);
}

static er_status check_coverage(const study_checker *check) {
    const er_study *study = check->study;
    ER_TRY(study_check_range(check, study_line_at(check, "coverage.default_radius_m"),
                             "default_radius_m", study->default_radius_m, STUDY_RADIUS_MIN_M,
                             STUDY_RADIUS_MAX_M));
    if (study->radius_scheme)
        ER_TRY(study_check_scheme_name(check, study->radius_scheme,
                                       study_line_at(check, "coverage.radius_scheme")));
    const er_study_scheme *scheme =
        study->radius_scheme ? er_study_scheme_named(study, study->radius_scheme) : NULL;
    for (size_t i = 0; i < study->radius_count; i++) {
        const er_radius_rule *rule = &study->radii[i];
        ER_TRY(study_check_range(check, study_line_at(check, "coverage.radii[%zu].radius_m", i),
                                 "radius_m", rule->radius_m, STUDY_RADIUS_MIN_M,
                                 STUDY_RADIUS_MAX_M));
        int line = study_line_at(check, "coverage.radii[%zu].group", i);
        if (rule->group && !scheme)
            return er_fail(check->ctx, ER_ERR_INPUT,
                           "%s:%d: a radius by group needs 'radius_scheme', the scheme that the "
                           "group belongs to",
                           study->path, line);
        if (scheme) ER_TRY(study_check_group(check, scheme, rule->group, line));
    }
    return ER_OK;
}

er_status study_check(er_context *ctx, const er_study *study, const er_yaml_node *root) {
    study_checker check = {.ctx = ctx, .study = study, .root = root};
    ER_TRY(check_inputs(&check));
    for (size_t s = 0; s < study->scheme_count; s++)
        ER_TRY(check_scheme(&check, s));
    ER_TRY(check_coverage(&check));
    for (size_t i = 0; i < study->balance_scheme_count; i++)
        ER_TRY(study_check_scheme_name(&check, study->balance_schemes[i],
                                       study_line_at(&check, "balance.schemes[%zu]", i)));
    ER_TRY(study_check_range(&check, study_line_at(&check, "outputs.outline_tolerance_m"),
                             "outline_tolerance_m", study->outline_tolerance_m,
                             STUDY_TOLERANCE_MIN_M, STUDY_TOLERANCE_MAX_M));
    ER_TRY(study_check_radio(&check));
    ER_TRY(study_check_venues(&check));
    ER_TRY(study_check_routes(&check));
    ER_TRY(study_check_time(&check));
    ER_TRY(study_check_measures(&check));
    ER_TRY(study_check_targets(&check));
    ER_TRY(study_check_choose(&check));
    return check_all_crs(&check);
}

/* ---- files */

er_status study_check_file(const study_checker *check, er_arena *arena, const char *path,
                           int line) {
    const char *place = NULL;
    struct stat info;
    ER_TRY(er_study_path(check->ctx, arena, check->study, path, &place));
    if (stat(place, &info) != 0)
        return er_fail(check->ctx, ER_ERR_IO, "%s:%d: %s: no such file (looked for %s)",
                       check->study->path, line, path, place);
    if (S_ISDIR(info.st_mode))
        return er_fail(check->ctx, ER_ERR_IO, "%s:%d: %s: a folder, not a file", check->study->path,
                       line, path);
    return ER_OK;
}

static er_status check_files(const study_checker *check, er_arena *arena) {
    const er_study *study = check->study;
    for (size_t i = 0; i < study->input_count; i++)
        ER_TRY(study_check_file(check, arena, study->inputs[i].path,
                                study_line_at(check, "inputs[%zu].%s", i, study->inputs[i].kind)));
    for (size_t s = 0; s < study->scheme_count; s++)
        for (size_t r = 0; r < study->schemes[s].rule_count; r++)
            if (study->schemes[s].rules[r].list)
                ER_TRY(
                    study_check_file(check, arena, study->schemes[s].rules[r].list,
                                     study_line_at(check, "schemes[%zu].rules[%zu].list", s, r)));
    ER_TRY(study_check_measure_files(check, arena));
    return study_check_radio_files(check, arena);
}

er_status study_check_files(er_context *ctx, const er_study *study, const er_yaml_node *root) {
    study_checker check = {.ctx = ctx, .study = study, .root = root};
    er_arena *arena = NULL;
    ER_TRY(er_arena_new(ctx, &arena));
    er_status status = check_files(&check, arena);
    er_arena_free(arena);
    return status;
}
