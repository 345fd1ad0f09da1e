/* The study as YAML with every default filled in. A line that a default filled is marked; a key
 * that stays open (found in the file when it is read) is shown as a comment. */
#include "evenreach/study.h"
#include "sources/study_balance.h"
#include "sources/study_choose.h"
#include "sources/study_parts.h"
#include "sources/study_radio.h"
#include "sources/study_venues.h"
#include "sources/yaml_writer.h"

#include <stdio.h>
#include <stdlib.h>

static void write_input(yaml_writer *to, size_t i) {
    const er_input *input = &to->study->inputs[i];
    char path[120];
    to->first = true;
    yaml_text(to, input->kind, input->path, NULL);
    yaml_text(to, "level", input->level, NULL);
    yaml_text(to, "parent", input->parent, NULL);
    yaml_text_or_open(to, "layer", input->layer, NULL, "the file's only layer");
    yaml_text(to, "preset", input->preset, NULL);
    yaml_text_or_open(to, "crs", input->crs, NULL, "as the file says, else found from the figures");
    yaml_text_or_open(to, "encoding", input->encoding, NULL, "found from the text");
    if (input->field_count > 0) {
        yaml_head(to, "fields");
        to->indent++;
        for (size_t f = 0; f < input->field_count; f++)
            yaml_text(to, input->fields[f].field, input->fields[f].column, NULL);
        to->indent--;
    } else {
        yaml_open(to, "fields", "found from the headings");
    }
    yaml_yes_no(to, "synthetic", input->synthetic, yaml_path(path, "inputs", i, "synthetic"));
    yaml_yes_no(to, "allow_ballpark", input->allow_ballpark,
                yaml_path(path, "inputs", i, "allow_ballpark"));
    yaml_title(to, "title", input->title, input->title_zh);
    yaml_text(to, "vintage", input->vintage, NULL);
    yaml_title(to, "licence", input->licence, input->licence_zh);
    yaml_title(to, "attribution", input->attribution, input->attribution_zh);
}

static void write_rule(yaml_writer *to, const er_rule *rule) {
    to->first = true;
    yaml_text(to, "id", rule->id, NULL);
    yaml_text(to, "group", rule->group, NULL);
    yaml_text(to, "list", rule->list, NULL);
    yaml_text(to, "list_column", rule->list_column, NULL);
    yaml_text(to, "code_prefix", rule->code_prefix, NULL);
    yaml_text(to, "measure", rule->measure, NULL);
    yaml_text(to, "below", rule->below, NULL);
    yaml_text(to, "at_least", rule->at_least, NULL);
    yaml_title(to, "reason", rule->reason, rule->reason_zh);
}

static void write_scheme(yaml_writer *to, size_t i) {
    const er_study_scheme *scheme = &to->study->schemes[i];
    char path[120];
    to->first = true;
    yaml_text(to, "name", scheme->name, NULL);
    yaml_title(to, "title", scheme->title, scheme->title_zh);
    yaml_text(to, "level", scheme->level, NULL);
    yaml_yes_no(to, "overlapping", scheme->overlapping,
                yaml_path(path, "schemes", i, "overlapping"));
    yaml_number(to, "borderline_margin", scheme->borderline_margin,
                yaml_path(path, "schemes", i, "borderline_margin"));
    yaml_head(to, "groups");
    to->indent += 2;
    for (size_t g = 0; g < scheme->group_count; g++) {
        to->first = true;
        yaml_text(to, "name", scheme->groups[g].name, NULL);
        yaml_title(to, "title", scheme->groups[g].title, scheme->groups[g].title_zh);
    }
    to->indent -= 2;
    yaml_head(to, "rules");
    to->indent += 2;
    for (size_t r = 0; r < scheme->rule_count; r++)
        write_rule(to, &scheme->rules[r]);
    to->indent -= 2;
    yaml_text_or_open(to, "otherwise", scheme->otherwise, NULL, "no group");
}

static void write_coverage(yaml_writer *to) {
    const er_study *study = to->study;
    yaml_head(to, "coverage");
    to->indent++;
    yaml_text(to, "model", study->coverage_model, "coverage.model");
    yaml_number(to, "default_radius_m", study->default_radius_m, "coverage.default_radius_m");
    yaml_text_or_open(to, "radius_scheme", study->radius_scheme, "coverage.radius_scheme", "none");
    if (study->radius_count > 0) yaml_head(to, "radii");
    to->indent += 2;
    for (size_t i = 0; i < study->radius_count; i++) {
        to->first = true;
        yaml_text(to, "band", study->radii[i].band, NULL);
        yaml_text(to, "group", study->radii[i].group, NULL);
        yaml_number(to, "radius_m", study->radii[i].radius_m, NULL);
    }
    to->indent -= 2;
    study_explain_radio(to);
    to->indent--;
}

static void write_study(yaml_writer *to) {
    const er_study *study = to->study;
    yaml_title(to, "title", study->title, study->title_zh);
    yaml_text(to, "language", study->language, "language");
    yaml_begin(to);
    fprintf(to->out, "seed: %llu", (unsigned long long)study->seed);
    yaml_end(to, "seed");
    if (study->working_crs || study->crs_candidate_count > 0) yaml_head(to, "crs");
    to->indent++;
    yaml_text_or_open(to, "working", study->working_crs, NULL,
                      "an azimuthal equal-area projection for the study's extent");
    yaml_words(to, "candidates", study->crs_candidates, study->crs_candidate_count, NULL);
    to->indent--;
    yaml_head(to, "inputs");
    to->indent += 2;
    for (size_t i = 0; i < study->input_count; i++)
        write_input(to, i);
    to->indent -= 2;
    if (study->scheme_count > 0) yaml_head(to, "schemes");
    to->indent += 2;
    for (size_t i = 0; i < study->scheme_count; i++)
        write_scheme(to, i);
    to->indent -= 2;
    write_coverage(to);
    study_explain_venues(to);
    study_explain_routes(to);
    study_explain_time(to);
    if (study->balance_scheme_count > 0 || study->measures.used) yaml_head(to, "balance");
    to->indent++;
    yaml_words(to, "schemes", study->balance_schemes, study->balance_scheme_count,
               "balance.schemes");
    study_explain_measures(to);
    to->indent--;
    study_explain_targets(to);
    study_explain_choose(to);
    yaml_head(to, "outputs");
    to->indent++;
    yaml_number(to, "outline_tolerance_m", study->outline_tolerance_m,
                "outputs.outline_tolerance_m");
    if (study->radio.used || study->rasters)
        yaml_yes_no(to, "rasters", study->rasters, "outputs.rasters");
    to->indent--;
}

er_status er_study_explain(er_context *ctx, const er_study *study, char **out) {
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    if (!stream) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    yaml_writer to = {.ctx = ctx, .study = study, .out = stream};
    write_study(&to);
    bool failed = ferror(stream) != 0;
    if (fclose(stream) != 0 || failed) {
        free(text);
        return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    }
    *out = text;
    return ER_OK;
}
