/* The study's rules that a signal run's figures follow from, as its parameters tell them. */
#include "analysis/cover.h"
#include "analysis/field.h"

#include <math.h>

er_status er_cover_file_json(er_context *ctx, const er_field *field, const char *path,
                             er_json *json, const char *key) {
    const char *opened = NULL;
    char hash[65];
    if (!path) return ER_OK;
    ER_TRY(er_study_path(ctx, field->arena, field->study, path, &opened));
    ER_TRY(er_file_sha256(ctx, opened, hash));
    er_json *file = er_json_object();
    er_json_add_text(file, "path", path);
    er_json_add_text(file, "sha256", hash);
    er_json_add(json, key, file);
    return ER_OK;
}

static void add_stated(er_json *json, const char *key, double value) {
    if (!isnan(value)) er_json_add_number(json, key, value);
}

static void add_stated_text(er_json *json, const char *key, const char *text) {
    if (text) er_json_add_text(json, key, text);
}

static er_json *sector_rule_json(const er_sector_rule *rule) {
    er_json *json = er_json_object();
    add_stated_text(json, "band", rule->band);
    add_stated_text(json, "group", rule->group);
    add_stated(json, "height_m", rule->height_m);
    add_stated(json, "power_dbm", rule->power_dbm);
    add_stated(json, "bandwidth_mhz", rule->bandwidth_mhz);
    add_stated(json, "subcarrier_khz", rule->subcarrier_khz);
    add_stated(json, "dl_share", rule->dl_share);
    add_stated(json, "sectors", rule->sectors);
    add_stated(json, "gain_dbi", rule->gain_dbi);
    add_stated(json, "beamwidth_deg", rule->beamwidth_deg);
    add_stated(json, "vertical_beamwidth_deg", rule->vertical_beamwidth_deg);
    add_stated(json, "front_to_back_db", rule->front_to_back_db);
    add_stated(json, "tilt_deg", rule->tilt_deg);
    add_stated(json, "dl_layers", rule->dl_layers);
    add_stated(json, "ul_layers", rule->ul_layers);
    add_stated(json, "range_m", rule->range_m);
    return json;
}

static er_status sector_rules_json(er_context *ctx, const er_field *field, er_json *list) {
    const er_study_radio *radio = &field->study->radio;
    for (size_t i = 0; i < radio->sector_count; i++) {
        er_json *rule = sector_rule_json(&radio->sectors[i]);
        er_json_append(list, rule);
        ER_TRY(er_cover_file_json(ctx, field, radio->sectors[i].antenna, rule, "antenna"));
    }
    return ER_OK;
}

static er_json *environments_json(const er_study_radio *radio) {
    er_json *list = er_json_array();
    for (size_t i = 0; i < radio->environment_count; i++) {
        er_json *rule = er_json_object();
        add_stated_text(rule, "group", radio->environments[i].group);
        add_stated_text(rule, "clutter", radio->environments[i].clutter);
        add_stated_text(rule, "environment", radio->environments[i].environment);
        er_json_append(list, rule);
    }
    return list;
}

static er_json *classes_json(const er_study_radio *radio) {
    er_json *list = er_json_array();
    for (size_t i = 0; i < radio->clutter_class_count; i++) {
        const er_study_clutter *class = &radio->clutter_classes[i];
        er_json *json = er_json_object();
        er_json_add_number(json, "value", class->value);
        er_json_add_number(json, "height_m", class->height_m);
        add_stated_text(json, "name", class->name);
        add_stated_text(json, "zone", class->zone);
        er_json_append(list, json);
    }
    return list;
}

er_status er_cover_rules(er_context *ctx, const er_field *field, er_json *json) {
    const er_study_radio *radio = &field->study->radio;
    er_json *sectors = er_json_array();
    er_json_add_text(json, "rules_scheme", field->study->radius_scheme);
    er_json_add(json, "sector_rules", sectors);
    ER_TRY(sector_rules_json(ctx, field, sectors));
    er_json_add(json, "environment_rules", environments_json(radio));
    if (radio->clutter) er_json_add(json, "clutter_classes", classes_json(radio));
    if (radio->elevation) er_json_add_bool(json, "no_data_is_sea", radio->no_data_is_sea);
    return ER_OK;
}
