/* The part of the summary about signal levels: what was asked, what was found, what it rests on,
 * and how it compares with what was measured. */
#include "outputs/sheet.h"
#include "outputs/signal.h"

#include "evenreach/radio.h"

#include <json-c/json.h>
#include <math.h>
#include <string.h>

static void add_rounded(er_json *json, const char *key, double value, int decimals) {
    er_json_add_number(json, key, er_round(value, decimals));
}

/** Sums over the units of the largest level: they make up the whole. */
static er_json *level_json(const er_data *data, size_t stratum, size_t rank) {
    const er_study_level *level = &data->radio.levels[rank];
    er_sum area = {0}, persons = {0}, whole = {0}, all = {0};
    for (size_t i = 0; i < data->unit_count; i++) {
        const er_level_figures *f = er_data_unit_levels(data, i, stratum);
        const er_figures *of = er_data_unit_figures(data, i, stratum);
        if (strcmp(data->units[i].level, data->levels[0].name) != 0) continue;
        if (isfinite(of->area_km2)) er_sum_add(&whole, of->area_km2);
        if (isfinite(of->persons)) er_sum_add(&all, of->persons);
        if (isfinite(f[rank].area_km2)) er_sum_add(&area, f[rank].area_km2);
        if (isfinite(f[rank].persons)) er_sum_add(&persons, f[rank].persons);
    }
    er_json *json = er_json_object();
    er_json_add_text(json, "level", level->name);
    er_json_add_text(json, "title", level->title);
    er_json_add_text(json, "title_zh", level->title_zh);
    er_json_add_int(json, "rank", (int64_t)rank);
    er_json_add_number(json, "min_rsrp_dbm", level->min_rsrp_dbm);
    er_json_add_number(json, "min_dl_mbps", level->min_dl_mbps);
    er_json_add_number(json, "min_ul_mbps", level->min_ul_mbps);
    add_rounded(json, "area_km2", er_sum_value(&area), ER_DIGITS_KM2);
    add_rounded(json, "area_share", er_ratio(er_sum_value(&area), er_sum_value(&whole)),
                ER_DIGITS_SHARE);
    add_rounded(json, "persons", er_sum_value(&persons), ER_DIGITS_PERSONS);
    add_rounded(json, "persons_share", er_ratio(er_sum_value(&persons), er_sum_value(&all)),
                ER_DIGITS_SHARE);
    return json;
}

static er_json *levels_json(const er_data *data, size_t stratum) {
    er_json *levels = er_json_array();
    for (size_t k = 0; k < data->radio.level_count && data->level_count > 0; k++)
        er_json_append(levels, level_json(data, stratum, k));
    return levels;
}

static er_json *preset_json(const er_data *data) {
    const er_coverage_preset *preset =
        data->radio.preset ? er_coverage_preset_find(data->radio.preset) : NULL;
    er_json *json = er_json_object();
    er_json_add_text(json, "name", data->radio.preset);
    er_json_add_text(json, "title", preset ? preset->title : NULL);
    er_json_add_text(json, "source", preset ? preset->source : NULL);
    return json;
}

/** How much rests on what the run supposed. */
static er_json *assumed_json(const er_data *data) {
    er_json *list = er_json_array();
    for (size_t i = 0; i < data->assumption_count; i++) {
        const er_assumption *a = &data->assumptions[i];
        if (a->run_id != data->cover->id) continue;
        er_json *json = er_json_object();
        er_json_add_text(json, "subject", a->subject);
        er_json_add_text(json, "field", a->field);
        er_json_add_text(json, "value", a->value);
        add_rounded(json, "share", er_ratio((double)a->rows_affected, (double)a->rows_total),
                    ER_DIGITS_SHARE);
        er_json_append(list, json);
    }
    return list;
}

static er_json *fit_json(const er_fit_row *row) {
    enum { DIGITS_DB = 6 };
    er_json *json = er_json_object();
    er_json_add_text(json, "scope", row->scope);
    er_json_add_text(json, "operator", row->operator_);
    er_json_add_text(json, "clutter", row->clutter);
    er_json_add_int(json, "points", row->points);
    er_json_add_int(json, "unknown", row->unknown);
    add_rounded(json, "bias_db", row->bias_db, DIGITS_DB);
    add_rounded(json, "sd_db", row->sd_db, DIGITS_DB);
    add_rounded(json, "rmse_db", row->rmse_db, DIGITS_DB);
    add_rounded(json, "offset_db", row->offset_db, DIGITS_DB);
    return json;
}

/** The comparison, the offsets kept apart: no figure has them applied. */
static er_status measured_json(const er_data *data, er_json **out) {
    er_fit_row *rows = NULL;
    size_t count = 0;
    *out = NULL;
    if (!data->measure) return ER_OK;
    ER_TRY(er_store_fits(data->ctx, data->store, data->arena, data->measure->id, &rows, &count));
    er_json *list = er_json_array();
    for (size_t i = 0; i < count; i++)
        er_json_append(list, fit_json(&rows[i]));
    *out = list;
    return ER_OK;
}

er_status er_summary_signal(const er_data *data, er_json **out) {
    er_json *measured = NULL;
    *out = NULL;
    if (!data->is_signal) return ER_OK;
    ER_TRY(measured_json(data, &measured));
    er_json *json = er_json_object(), *operators = er_json_object();
    er_json_add_text(json, "model", data->cover->model);
    er_json_add(json, "preset", preset_json(data));
    er_json_add_number(json, "resolution_m", data->radio.resolution_m);
    er_json_add_number(json, "receiver_height_m", data->radio.receiver_height_m);
    er_json_add_number(json, "edge_probability", data->radio.edge_probability);
    er_json_add_number(json, "load", data->radio.load);
    er_json_add(json, "any", levels_json(data, ER_STRATUM_ANY));
    er_json_add(json, "all", levels_json(data, ER_STRATUM_ALL));
    for (size_t i = 0; i < data->operator_count; i++)
        er_json_add(operators, data->operators[i].column,
                    levels_json(data, ER_STRATUM_OPERATOR + i));
    er_json_add(json, "operators", operators);
    er_json_add_int(json, "sectors_stated", data->sector_count);
    er_json_add_bool(json, "synthetic",
                     er_data_synthetic(data, ER_ON_UNITS | ER_ON_POPULATION | ER_ON_STATIONS));
    er_json_add(json, "assumptions", assumed_json(data));
    er_json_add(json, "measured", measured);
    *out = json;
    return ER_OK;
}
