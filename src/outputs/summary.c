#include "outputs/summary.h"

#include "evenreach/analysis.h"
#include "outputs/layers.h"
#include "outputs/signal.h"

#include <json-c/json.h>
#include <math.h>
#include <string.h>

static void add_number(er_json *object, const char *key, double value, int decimals) {
    er_json_add_number(object, key, er_round(value, decimals));
}

/* ---- figures --------------------------------------------------------------------------------- */

static er_json *figures_json(const er_figures *f) {
    er_json *json = er_json_object();
    add_number(json, "area_km2", f->area_km2, ER_DIGITS_KM2);
    add_number(json, "served_km2", f->served_km2, ER_DIGITS_KM2);
    add_number(json, "unknown_km2", f->unknown_km2, ER_DIGITS_KM2);
    add_number(json, "served_share", er_ratio(f->served_km2, f->area_km2), ER_DIGITS_SHARE);
    add_number(json, "persons", f->persons, ER_DIGITS_PERSONS);
    add_number(json, "persons_served", f->persons_served, ER_DIGITS_PERSONS);
    add_number(json, "persons_unknown", f->persons_unknown, ER_DIGITS_PERSONS);
    add_number(json, "persons_share", er_ratio(f->persons_served, f->persons), ER_DIGITS_SHARE);
    return json;
}

/** any, all, each operator, and which operator is best. */
static er_json *coverage_json(const er_data *data, const er_figures *by_stratum) {
    er_json *json = er_json_object(), *operators = er_json_object();
    er_json_add(json, "any", figures_json(&by_stratum[ER_STRATUM_ANY]));
    er_json_add(json, "all", figures_json(&by_stratum[ER_STRATUM_ALL]));
    for (size_t i = 0; i < data->operator_count; i++)
        er_json_add(operators, data->operators[i].column,
                    figures_json(&by_stratum[ER_STRATUM_OPERATOR + i]));
    er_json_add(json, "operators", operators);
    size_t best = er_best_operator(data, by_stratum);
    er_json_add_text(json, "best_operator",
                     best < data->operator_count ? data->operators[best].name : NULL);
    return json;
}

static er_json *tally_json(const er_data *data, const er_tally *tally) {
    er_json *json = er_json_object();
    er_json_add_number(json, "units", tally->units);
    add_number(json, "area_km2", tally->area_km2, ER_DIGITS_KM2);
    add_number(json, "persons", tally->persons, ER_DIGITS_PERSONS);
    er_json_add_number(json, "stations", tally->stations);
    add_number(json, "stations_per_10k", tally->stations_per_10k, 6);
    add_number(json, "stations_location_quotient", tally->stations_quotient, 6);
    er_json_add_number(json, "pilots", tally->pilots);
    add_number(json, "pilots_per_100k", tally->pilots_per_100k, 6);
    add_number(json, "pilots_location_quotient", tally->pilots_quotient, 6);
    er_json_add_number(json, "pilot_sites", tally->sites);
    er_json_add(json, "coverage", data->cover ? coverage_json(data, tally->figures) : NULL);
    return json;
}

/** A line of the balance; null if it has none. */
static er_status line_json(const er_data *data, const char *scheme, const char *line,
                           er_json **out) {
    er_tally tally;
    *out = NULL;
    if (!scheme) return ER_OK;
    ER_TRY(er_data_line(data, scheme, line, &tally));
    if (!er_tally_is_empty(&tally)) *out = tally_json(data, &tally);
    return ER_OK;
}

/* ---- parts of the document ------------------------------------------------------------------- */

static er_json *study_json(const er_study *study) {
    er_json *json = er_json_object();
    er_json_add_text(json, "title", study->title);
    er_json_add_text(json, "title_zh", study->title_zh);
    er_json_add_text(json, "language", study->language);
    if (study->time.as_of) {
        er_json_add_text(json, "as_of", study->time.as_of);
        er_json_add_bool(json, "planned", study->time.planned);
    }
    return json;
}

static er_json *levels_json(const er_data *data) {
    er_json *levels = er_json_array();
    for (size_t l = 0; l < data->level_count; l++) {
        er_sum area = {0}, persons = {0};
        bool area_known = true;
        int64_t without = 0;
        for (size_t i = 0; i < data->unit_count; i++) {
            const er_unit *unit = &data->units[i];
            if (strcmp(unit->level, data->levels[l].name) != 0) continue;
            area_known = area_known && isfinite(unit->area_km2);
            er_sum_add(&area, unit->area_km2);
            if (isnan(unit->persons))
                without++;
            else
                er_sum_add(&persons, unit->persons);
        }
        er_json *json = er_json_object();
        er_json_add_text(json, "level", data->levels[l].name);
        er_json_add_int(json, "count", data->levels[l].unit_count);
        add_number(json, "area_km2", area_known ? er_sum_value(&area) : NAN, ER_DIGITS_KM2);
        add_number(json, "persons", er_sum_value(&persons), ER_DIGITS_PERSONS);
        er_json_add_int(json, "without_population", without);
        er_json_append(levels, json);
    }
    return levels;
}

static er_json *borderline_json(const er_data *data, const er_data_scheme *scheme) {
    er_json *list = er_json_array();
    for (size_t i = 0; i < data->unit_count; i++) {
        const er_unit *unit = &data->units[i];
        size_t count = 0;
        if (strcmp(unit->level, scheme->scheme.level) != 0) continue;
        const er_unit_group *members = er_data_members(scheme, unit->id, &count);
        for (size_t k = 0; k < count; k++) {
            if (!members[k].borderline) continue;
            er_json *json = er_json_object();
            er_json_add_text(json, "code", unit->code);
            er_json_add_text(json, "name", unit->name);
            er_json_add_text(json, "name_en", unit->name_en);
            er_json_add_text(json, "group", members[k].group);
            er_json_add_text(json, "rule", members[k].rule);
            add_number(json, "value", members[k].value, 6);
            add_number(json, "threshold", members[k].threshold, 6);
            er_json_add_text(json, "reason", members[k].reason);
            er_json_add_text(json, "reason_zh", members[k].reason_zh);
            er_json_append(list, json);
        }
    }
    return list;
}

static er_status add_groups(const er_data *data, const er_data_scheme *scheme, er_json *groups) {
    for (size_t g = 0; g < scheme->group_count; g++) {
        const er_group *group = &scheme->groups[g];
        er_json *one = er_json_object(), *figures = NULL;
        er_json_append(groups, one);
        er_json_add_text(one, "name", group->name);
        er_json_add_text(one, "title", group->title);
        er_json_add_text(one, "title_zh", group->title_zh);
        er_json_add_int(one, "units", er_data_group_units(data, scheme, group->name));
        ER_TRY(line_json(data, scheme->scheme.name, group->name, &figures));
        er_json_add(one, "figures", figures);
    }
    return ER_OK;
}

static er_status scheme_json(const er_data *data, const er_data_scheme *scheme, er_json *json) {
    static const char *const beside[] = {ER_LINE_NONE, ER_LINE_OUTSIDE, ER_LINE_UNLOCATED};
    er_json *groups = er_json_array(), *figures = NULL;
    er_json_add_text(json, "name", scheme->scheme.name);
    er_json_add_text(json, "title", scheme->scheme.title);
    er_json_add_text(json, "title_zh", scheme->scheme.title_zh);
    er_json_add_text(json, "level", scheme->scheme.level);
    er_json_add_bool(json, "overlapping", scheme->scheme.overlapping);
    er_json_add_stored(json, "definition", scheme->scheme.definition);
    er_json_add(json, "groups", groups);
    ER_TRY(add_groups(data, scheme, groups));
    for (size_t i = 0; i < sizeof beside / sizeof beside[0]; i++) {
        ER_TRY(line_json(data, scheme->scheme.name, beside[i], &figures));
        er_json_add(json, beside[i], figures);
    }
    er_json_add(json, "borderline", borderline_json(data, scheme));
    return ER_OK;
}

static er_status schemes_json(const er_data *data, er_json *schemes) {
    for (size_t i = 0; i < data->scheme_count; i++) {
        er_json *json = er_json_object();
        er_json_append(schemes, json);
        ER_TRY(scheme_json(data, &data->schemes[i], json));
    }
    return ER_OK;
}

static er_json *operators_json(const er_data *data) {
    er_json *operators = er_json_array();
    for (size_t i = 0; i < data->operator_count; i++) {
        er_json *json = er_json_object();
        er_json_add_text(json, "name", data->operators[i].name);
        er_json_add_text(json, "column", data->operators[i].column);
        er_json_add_int(json, "stations", data->operators[i].stations);
        er_json_append(operators, json);
    }
    return operators;
}

static er_status stations_json(er_data *data, er_json **out) {
    const er_place_sums *placed = NULL;
    ER_TRY(er_data_place_stations(data, &placed));
    er_json *json = er_json_object();
    er_json_add_int(json, "count", data->stations.all);
    if (data->study->time.as_of) er_json_add_int(json, "on_the_day", data->stations.on_the_day);
    er_json_add_int(json, "synthetic", data->stations.synthetic);
    er_json_add_int(json, "with_default_radius", placed->with_default_radius);
    *out = json;
    return ER_OK;
}

static er_json *pilots_json(const er_data *data) {
    er_json *json = er_json_object(), *unlocated = er_json_array();
    int64_t points = 0, units = 0, nowhere = 0;
    for (size_t i = 0; i < data->site_count; i++) {
        bool point = isfinite(data->sites[i].position.x) && isfinite(data->sites[i].position.y);
        bool unit = er_data_unit(data, data->sites[i].unit_id) != NULL;
        points += point;
        units += !point && unit;
        nowhere += !point && !unit;
    }
    for (size_t i = 0; i < data->pilot_count; i++)
        if (!er_data_is_located(data, &data->pilots[i]))
            er_json_append_text(unlocated, data->pilots[i].code);
    int64_t missing = (int64_t)json_object_array_length(unlocated);
    er_json_add_int(json, "count", (int64_t)data->pilot_count);
    er_json_add_int(json, "located", (int64_t)data->pilot_count - missing);
    er_json_add_int(json, "unlocated", missing);
    er_json_add(json, "unlocated_codes", unlocated);
    er_json_add_int(json, "sites", (int64_t)data->site_count);
    er_json_add_int(json, "sites_at_a_point", points);
    er_json_add_int(json, "sites_in_a_unit", units);
    er_json_add_int(json, "sites_nowhere", nowhere);
    return json;
}

/** Indices of whole schemes; the figures of groups stand in tables/balance.csv. */
/** Is it one of the main figures? Further indices and the ends of intervals are in the table. */
static bool is_main(const er_balance_row *row) {
    static const char *const further[] = {
        "theil_l",      "atkinson",     "palma",         "hoover",       "hhi",
        "cv",           "fgt_0",        "fgt_1",         "fgt_2",        "concentration",
        "gini_low",     "gini_high",    "theil_t_low",   "theil_t_high", "theil_l_low",
        "theil_l_high", "atkinson_low", "atkinson_high", "hoover_low",   "hoover_high",
        "part_between", "p_between",    "moran_p"};
    for (size_t i = 0; i < sizeof further / sizeof further[0]; i++)
        if (er_equal_texts(row->measure, further[i])) return false;
    return true;
}

static er_json *balance_json(const er_data *data) {
    er_json *list = er_json_array();
    for (size_t i = 0; i < data->balance_count; i++) {
        const er_balance_row *row = &data->balance_rows[i];
        if (row->group || !is_main(row)) continue;
        er_json *json = er_json_object();
        er_json_add_text(json, "scheme", row->scheme);
        er_json_add_text(json, "subject", row->subject);
        er_json_add_text(json, "measure", row->measure);
        add_number(json, "value", row->value, 9);
        er_json_add_text(json, "unit", row->unit);
        er_json_add_text(json, "note", row->note);
        er_json_append(list, json);
    }
    return list;
}

/** How far from even, and in words. */
static er_json *scorecard_json(const er_data *data) {
    er_json *list = er_json_array();
    for (size_t i = 0; i < data->card_count; i++) {
        const er_scorecard_row *row = &data->cards[i];
        er_json *json = er_json_object();
        er_json_add_text(json, "scheme", row->scheme);
        er_json_add_text(json, "subject", row->subject);
        add_number(json, "gini", row->gini, 9);
        add_number(json, "gini_low", row->gini_low, 9);
        add_number(json, "gini_high", row->gini_high, 9);
        add_number(json, "theil_t", row->theil_t, 9);
        add_number(json, "share_between", row->share_between, ER_DIGITS_SHARE);
        add_number(json, "p_between", row->p_between, ER_DIGITS_SHARE);
        er_json_add_text(json, "driver", row->driver);
        add_number(json, "driver_share", row->driver_share, ER_DIGITS_SHARE);
        add_number(json, "driver_ratio", row->driver_ratio, 6);
        er_json_add_text(json, "sentence", row->sentence);
        er_json_add_text(json, "sentence_zh", row->sentence_zh);
        er_json_append(list, json);
    }
    return list;
}

static er_status fill_summary(er_data *data, er_json *json) {
    er_json *schemes = er_json_array(), *all = NULL, *signal = NULL, *part = NULL;
    er_json_add_text(json, "program", "evenreach");
    er_json_add_text(json, "version", er_version());
    er_json_add(json, "study", study_json(data->study));
    er_json_add(json, "synthetic_inputs", er_summary_synthetic(data));
    er_json_add(json, "units", levels_json(data));
    er_json_add(json, "schemes", schemes);
    er_json_add(json, "runs", er_summary_runs(data));
    ER_TRY(schemes_json(data, schemes));
    ER_TRY(line_json(data, er_data_main_scheme(data), NULL, &all));
    er_json_add(json, "all", all);
    ER_TRY(er_summary_signal(data, &signal));
    if (signal) er_json_add(json, "signal", signal);
    er_json_add(json, "operators", operators_json(data));
    ER_TRY(stations_json(data, &part));
    er_json_add(json, "stations", part);
    er_json_add_int(json, "venues", (int64_t)data->venue_count);
    ER_TRY(er_summary_venues(data, &part));
    if (part) er_json_add(json, "venue_readiness", part);
    ER_TRY(er_summary_routes(data, &part));
    if (part) er_json_add(json, "routes", part);
    ER_TRY(er_summary_resilience(data, &part));
    if (part) er_json_add(json, "resilience", part);
    ER_TRY(er_summary_targets(data, &part));
    if (part) er_json_add(json, "targets", part);
    ER_TRY(er_summary_compare(data, &part));
    if (part) er_json_add(json, "compare", part);
    ER_TRY(er_summary_siting(data, &part));
    if (part) er_json_add(json, "choose", part);
    er_json_add(json, "pilots", pilots_json(data));
    er_json_add(json, "balance", data->balance ? balance_json(data) : NULL);
    er_json_add(json, "scorecard", data->balance ? scorecard_json(data) : NULL);
    er_json_add(json, "sources", er_summary_sources(data));
    er_json_add_int(json, "rows_rejected", er_summary_rejected(data));
    er_json_add(json, "assumptions", er_summary_assumptions(data));
    return ER_OK;
}

er_status er_results_summary(er_context *ctx, er_results *results, er_json **out) {
    er_json *json = er_json_object();
    (void)ctx;
    er_status status = fill_summary(results, json);
    if (status == ER_OK)
        *out = json;
    else
        er_json_free(json);
    return status;
}
