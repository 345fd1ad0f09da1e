#include "sources/study_schema.h"
#include "sources/study_balance.h"
#include "sources/study_choose.h"
#include "sources/study_radio.h"
#include "sources/study_venues.h"
#include "sources/yaml_schema.h"

enum {
    OPTIONAL = CYAML_FLAG_OPTIONAL,
    OPTIONAL_POINTER = CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL
};
enum { TEXT_LIMIT = ER_YAML_TEXT_LIMIT, MANY = 1000 };

const cyaml_strval_t study_languages[2] = {{"en", 0}, {"zh-TW", 1}};
const cyaml_strval_t study_models[3] = {{"disc", 0}, {"tr38901", 1}, {"p1812", 2}};
const cyaml_strval_t study_sights[3] = {{"expected", 0}, {"los", 1}, {"nlos", 2}};
const cyaml_strval_t study_polarizations[2] = {{"vertical", 0}, {"horizontal", 1}};
const cyaml_strval_t study_environments[3] = {{"rma", 0}, {"uma", 1}, {"umi", 2}};
const cyaml_strval_t study_zones[3] = {{"sea", 0}, {"coastal", 1}, {"inland", 2}};
const cyaml_strval_t study_buildings[2] = {{"low_loss", 0}, {"high_loss", 1}};
const cyaml_strval_t study_neighbours[2] = {{"queen", 0}, {"rook", 1}};
const cyaml_strval_t study_orders[3] = {{"density_per_km2", 0}, {"persons", 1}, {"area_km2", 2}};
const cyaml_strval_t study_decays[2] = {{"none", 0}, {"gaussian", 1}};
#define MEASURE_WORD(name, keys) {#name, STUDY_TARGET_##name},
const cyaml_strval_t study_target_measures[11] = {STUDY_TARGET_MEASURES(MEASURE_WORD)};
const cyaml_strval_t study_periods[4] = {
    {"state", 0}, {"year", 1}, {"cumulative", 2}, {"since", 3}};
const cyaml_strval_t study_places[3] = {{"station", 0}, {"pilot", 1}, {"mobile_pack", 2}};
const cyaml_strval_t study_candidates[4] = {{"units", 0}, {"venues", 1}, {"grid", 2}, {"file", 3}};
const cyaml_strval_t study_inequalities[3] = {{"theil_t", 0}, {"fgt1", 1}, {"gini", 2}};

#define TEXT(structure, key, member)                                                               \
    CYAML_FIELD_STRING_PTR(key, OPTIONAL_POINTER, structure, member, 1, TEXT_LIMIT)
#define NEEDED_TEXT(structure, key, member)                                                        \
    CYAML_FIELD_STRING_PTR(key, CYAML_FLAG_POINTER, structure, member, 1, TEXT_LIMIT)
/* words for people are no part of the structures: study_title reads them from the tree */
#define WORDS(key) CYAML_FIELD_IGNORE(#key, CYAML_FLAG_OPTIONAL)
#define NUMBER(structure, member)                                                                  \
    CYAML_FIELD_FLOAT_PTR(#member, OPTIONAL_POINTER, structure, member)
#define YES_NO(structure, member) CYAML_FIELD_BOOL_PTR(#member, OPTIONAL_POINTER, structure, member)
#define NEEDED_NUMBER(structure, member)                                                           \
    CYAML_FIELD_FLOAT_PTR(#member, CYAML_FLAG_POINTER, structure, member)
#define CHOICE(structure, member, flags, words)                                                    \
    CYAML_FIELD_ENUM_PTR(#member, (flags) | CYAML_FLAG_STRICT, structure, member, words,           \
                         CYAML_ARRAY_LEN(words))
#define PART(structure, member, fields)                                                            \
    CYAML_FIELD_MAPPING_PTR(#member, OPTIONAL_POINTER, structure, member, fields)
#define LIST(structure, member, flags, entry)                                                      \
    CYAML_FIELD_SEQUENCE(#member, flags, structure, member, entry, 1, MANY)

static const cyaml_schema_value_t text_entry = {
    CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char *, 1, TEXT_LIMIT)};

#define FIELD_KEY(name) TEXT(raw_fields, #name, name),
static const cyaml_schema_field_t field_keys[] = {STUDY_FIELDS(FIELD_KEY) CYAML_FIELD_END};
_Static_assert(CYAML_ARRAY_LEN(field_keys) <= ER_YAML_KEY_LIMIT, "too many keys for the check");

#define INPUT_KEY(name) TEXT(raw_input, #name, name),
static const cyaml_schema_field_t input_keys[] = {STUDY_INPUT_KINDS(INPUT_KEY)
                                                      TEXT(raw_input, "layer", layer),
                                                  TEXT(raw_input, "preset", preset),
                                                  TEXT(raw_input, "level", level),
                                                  TEXT(raw_input, "parent", parent),
                                                  TEXT(raw_input, "crs", crs),
                                                  TEXT(raw_input, "encoding", encoding),
                                                  PART(raw_input, fields, field_keys),
                                                  YES_NO(raw_input, synthetic),
                                                  YES_NO(raw_input, allow_ballpark),
                                                  WORDS(title),
                                                  TEXT(raw_input, "vintage", vintage),
                                                  WORDS(licence),
                                                  WORDS(attribution),
                                                  CYAML_FIELD_END};
static const cyaml_schema_value_t input_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, raw_input, input_keys)};

static const cyaml_schema_field_t group_keys[] = {NEEDED_TEXT(raw_group, "name", name),
                                                  WORDS(title), CYAML_FIELD_END};
static const cyaml_schema_value_t group_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, raw_group, group_keys)};

static const cyaml_schema_field_t rule_keys[] = {NEEDED_TEXT(raw_rule, "id", id),
                                                 TEXT(raw_rule, "group", group),
                                                 TEXT(raw_rule, "list", list),
                                                 TEXT(raw_rule, "list_column", list_column),
                                                 TEXT(raw_rule, "code_prefix", code_prefix),
                                                 TEXT(raw_rule, "measure", measure),
                                                 TEXT(raw_rule, "below", below),
                                                 TEXT(raw_rule, "at_least", at_least),
                                                 WORDS(reason),
                                                 CYAML_FIELD_END};
static const cyaml_schema_value_t rule_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, raw_rule, rule_keys)};

static const cyaml_schema_field_t scheme_keys[] = {
    NEEDED_TEXT(raw_scheme, "name", name),
    WORDS(title),
    NEEDED_TEXT(raw_scheme, "level", level),
    YES_NO(raw_scheme, overlapping),
    NUMBER(raw_scheme, borderline_margin),
    LIST(raw_scheme, groups, CYAML_FLAG_POINTER, &group_entry),
    LIST(raw_scheme, rules, CYAML_FLAG_POINTER, &rule_entry),
    TEXT(raw_scheme, "otherwise", otherwise),
    CYAML_FIELD_END};
static const cyaml_schema_value_t scheme_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, raw_scheme, scheme_keys)};

static const cyaml_schema_field_t radius_keys[] = {
    TEXT(raw_radius, "band", band), TEXT(raw_radius, "group", group),
    CYAML_FIELD_FLOAT_PTR("radius_m", CYAML_FLAG_POINTER, raw_radius, radius_m), CYAML_FIELD_END};
static const cyaml_schema_value_t radius_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, raw_radius, radius_keys)};

/* ---- what the signal models read */

static const cyaml_schema_field_t level_keys[] = {
    NEEDED_TEXT(raw_level, "name", name), WORDS(title),
    NUMBER(raw_level, min_rsrp_dbm),      NUMBER(raw_level, min_dl_mbps),
    NUMBER(raw_level, min_ul_mbps),       CYAML_FIELD_END};
static const cyaml_schema_value_t level_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, raw_level, level_keys)};

#define RECEIVER_KEY(key, member, low, high) NUMBER(raw_receiver, key),
static const cyaml_schema_field_t receiver_keys[] = {STUDY_RECEIVER_FIGURES(RECEIVER_KEY)
                                                         CYAML_FIELD_END};

#define SECTOR_KEY(key, member, low, high) NUMBER(raw_sector_rule, key),
static const cyaml_schema_field_t sector_keys[] = {
    TEXT(raw_sector_rule, "band", band), TEXT(raw_sector_rule, "group", group),
    STUDY_SECTOR_FIGURES(SECTOR_KEY) TEXT(raw_sector_rule, "antenna", antenna), CYAML_FIELD_END};
static const cyaml_schema_value_t sector_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, raw_sector_rule, sector_keys)};

static const cyaml_schema_field_t environment_keys[] = {
    TEXT(raw_environment, "group", group), TEXT(raw_environment, "clutter", clutter),
    CHOICE(raw_environment, environment, CYAML_FLAG_POINTER, study_environments), CYAML_FIELD_END};
static const cyaml_schema_value_t environment_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, raw_environment, environment_keys)};

static const cyaml_schema_field_t clutter_keys[] = {
    NEEDED_NUMBER(raw_clutter, value), NEEDED_NUMBER(raw_clutter, height_m),
    TEXT(raw_clutter, "name", name), CHOICE(raw_clutter, zone, OPTIONAL_POINTER, study_zones),
    CYAML_FIELD_END};
static const cyaml_schema_value_t clutter_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, raw_clutter, clutter_keys)};

static const cyaml_schema_field_t terrain_keys[] = {
    TEXT(raw_terrain, "elevation", elevation),
    TEXT(raw_terrain, "clutter", clutter),
    TEXT(raw_terrain, "zones", zones),
    NUMBER(raw_terrain, step_m),
    YES_NO(raw_terrain, no_data_is_sea),
    LIST(raw_terrain, classes, OPTIONAL_POINTER, &clutter_entry),
    CYAML_FIELD_END};

#define COVERAGE_KEY(key, member, low, high) NUMBER(raw_coverage, key),
static const cyaml_schema_field_t coverage_keys[] = {
    CHOICE(raw_coverage, model, OPTIONAL_POINTER, study_models),
    NUMBER(raw_coverage, default_radius_m),
    TEXT(raw_coverage, "radius_scheme", radius_scheme),
    LIST(raw_coverage, radii, OPTIONAL_POINTER, &radius_entry),
    TEXT(raw_coverage, "preset", preset),
    STUDY_RADIO_FIGURES(COVERAGE_KEY) LIST(raw_coverage, levels, OPTIONAL_POINTER, &level_entry),
    PART(raw_coverage, receiver, receiver_keys),
    LIST(raw_coverage, sectors, OPTIONAL_POINTER, &sector_entry),
    LIST(raw_coverage, environments, OPTIONAL_POINTER, &environment_entry),
    CHOICE(raw_coverage, sight, OPTIONAL_POINTER, study_sights),
    CHOICE(raw_coverage, polarization, OPTIONAL_POINTER, study_polarizations),
    PART(raw_coverage, terrain, terrain_keys),
    YES_NO(raw_coverage, fit_offsets),
    CYAML_FIELD_END};

/* ---- venues and routes */

#define PACK_KEY(key, member, low, high) NUMBER(raw_pack, key),
static const cyaml_schema_field_t pack_keys[] = {
    TEXT(raw_pack, "operator", operator_), TEXT(raw_pack, "band", band),
    STUDY_PACK_FIGURES(PACK_KEY)
        CHOICE(raw_pack, environment, OPTIONAL_POINTER, study_environments),
    CYAML_FIELD_END};

#define VENUE_KEY(key, member, low, high) NUMBER(raw_venues, key),
static const cyaml_schema_field_t venue_keys[] = {
    STUDY_VENUE_FIGURES(VENUE_KEY) LIST(raw_venues, services, OPTIONAL_POINTER, &text_entry),
    CHOICE(raw_venues, building, OPTIONAL_POINTER, study_buildings),
    YES_NO(raw_venues, closing),
    PART(raw_venues, small_cell, pack_keys),
    PART(raw_venues, mobile_pack, pack_keys),
    CYAML_FIELD_END};

static const cyaml_schema_field_t speed_keys[] = {
    NEEDED_TEXT(raw_speed, "type", type), NEEDED_NUMBER(raw_speed, speed_kmh), CYAML_FIELD_END};
static const cyaml_schema_value_t speed_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, raw_speed, speed_keys)};

#define ROUTE_KEY(key, member, low, high) NUMBER(raw_routes, key),
static const cyaml_schema_field_t route_keys[] = {
    STUDY_ROUTE_FIGURES(ROUTE_KEY) LIST(raw_routes, speeds, OPTIONAL_POINTER, &speed_entry),
    CYAML_FIELD_END};

static const cyaml_schema_field_t crs_keys[] = {
    TEXT(raw_crs, "working", working), LIST(raw_crs, candidates, OPTIONAL_POINTER, &text_entry),
    CYAML_FIELD_END};

/* ---- time, balance and targets */

#define YEAR(structure, member) CYAML_FIELD_UINT_PTR(#member, OPTIONAL_POINTER, structure, member)

static const cyaml_schema_field_t time_keys[] = {
    TEXT(raw_time, "as_of", as_of), YES_NO(raw_time, planned), YEAR(raw_time, first_year),
    YEAR(raw_time, last_year), CYAML_FIELD_END};

#define MEASURE_KEY(key, member, low, high) NUMBER(raw_balance, key),
static const cyaml_schema_field_t balance_keys[] = {
    LIST(raw_balance, schemes, OPTIONAL_POINTER, &text_entry),
    STUDY_MEASURE_FIGURES(MEASURE_KEY) TEXT(raw_balance, "cluster", cluster),
    CHOICE(raw_balance, neighbours, OPTIONAL_POINTER, study_neighbours),
    TEXT(raw_balance, "links", links),
    CHOICE(raw_balance, order, OPTIONAL_POINTER, study_orders),
    CHOICE(raw_balance, decay, OPTIONAL_POINTER, study_decays),
    CYAML_FIELD_END};

static const cyaml_schema_field_t scope_keys[] = {
    NEEDED_TEXT(raw_scope, "scheme", scheme),
    LIST(raw_scope, groups, OPTIONAL_POINTER, &text_entry),
    LIST(raw_scope, without, OPTIONAL_POINTER, &text_entry), CYAML_FIELD_END};

#define TARGET_KEY(key, member, low, high) NUMBER(raw_target, key),
static const cyaml_schema_field_t target_keys[] = {
    NEEDED_TEXT(raw_target, "code", code),
    CHOICE(raw_target, measure, CYAML_FLAG_POINTER, study_target_measures),
    TEXT(raw_target, "stratum", stratum),
    PART(raw_target, scope, scope_keys),
    TEXT(raw_target, "level", level),
    TEXT(raw_target, "technology", technology),
    TEXT(raw_target, "document", document),
    CHOICE(raw_target, period, OPTIONAL_POINTER, study_periods),
    YEAR(raw_target, first_year),
    STUDY_TARGET_FIGURES(TARGET_KEY) YES_NO(raw_target, partial),
    CYAML_FIELD_END};
static const cyaml_schema_value_t target_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, raw_target, target_keys)};

/* ---- where to build next */

#define CHOOSE_RULE_KEY(key, member, low, high) NUMBER(raw_choose_rule, key),
static const cyaml_schema_field_t choose_rule_keys[] = {
    NEEDED_TEXT(raw_choose_rule, "scheme", scheme),
    LIST(raw_choose_rule, groups, OPTIONAL_POINTER, &text_entry),
    STUDY_CHOOSE_RULE_FIGURES(CHOOSE_RULE_KEY) CYAML_FIELD_END};
static const cyaml_schema_value_t choose_rule_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, raw_choose_rule, choose_rule_keys)};

/* `count` is asked for: the first of the figures */
#define CHOOSE_KEY(key, member, low, high)                                                         \
    CYAML_FIELD_FLOAT_PTR(                                                                         \
        #key, STUDY_CHOOSE_##key == STUDY_CHOOSE_count ? CYAML_FLAG_POINTER : OPTIONAL_POINTER,    \
        raw_choose, key),
static const cyaml_schema_field_t choose_keys[] = {
    NEEDED_TEXT(raw_choose, "name", name),
    WORDS(title),
    CHOICE(raw_choose, place, CYAML_FLAG_POINTER, study_places),
    CHOICE(raw_choose, candidates, OPTIONAL_POINTER, study_candidates),
    TEXT(raw_choose, "level", level),
    TEXT(raw_choose, "operator", operator_),
    TEXT(raw_choose, "band", band),
    STUDY_CHOOSE_FIGURES(CHOOSE_KEY) LIST(raw_choose, rules, OPTIONAL_POINTER, &choose_rule_entry),
    CHOICE(raw_choose, inequality, OPTIONAL_POINTER, study_inequalities),
    TEXT(raw_choose, "inequality_scheme", inequality_scheme),
    CYAML_FIELD_END};
static const cyaml_schema_value_t choose_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, raw_choose, choose_keys)};

static const cyaml_schema_field_t output_keys[] = {NUMBER(raw_outputs, outline_tolerance_m),
                                                   YES_NO(raw_outputs, rasters), CYAML_FIELD_END};

static const cyaml_schema_field_t study_keys[] = {
    WORDS(title),
    CYAML_FIELD_ENUM_PTR("language", OPTIONAL_POINTER | CYAML_FLAG_STRICT, raw_study, language,
                         study_languages, CYAML_ARRAY_LEN(study_languages)),
    CYAML_FIELD_UINT_PTR("seed", OPTIONAL_POINTER, raw_study, seed),
    PART(raw_study, crs, crs_keys),
    LIST(raw_study, inputs, CYAML_FLAG_POINTER, &input_entry),
    LIST(raw_study, schemes, OPTIONAL_POINTER, &scheme_entry),
    PART(raw_study, coverage, coverage_keys),
    PART(raw_study, venues, venue_keys),
    PART(raw_study, routes, route_keys),
    PART(raw_study, time, time_keys),
    PART(raw_study, balance, balance_keys),
    LIST(raw_study, targets, OPTIONAL_POINTER, &target_entry),
    LIST(raw_study, choose, OPTIONAL_POINTER, &choose_entry),
    PART(raw_study, outputs, output_keys),
    CYAML_FIELD_END};

const cyaml_schema_value_t study_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, raw_study, study_keys)};
