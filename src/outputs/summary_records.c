/* What the figures rest on, for the summary and for provenance.json. */
#include "outputs/layers.h"
#include "outputs/paths.h"
#include "outputs/summary.h"

#include <json-c/json.h>

void er_json_add_stored(er_json *object, const char *key, const char *text) {
    er_json *parsed = text ? json_tokener_parse(text) : NULL;
    if (parsed)
        er_json_add(object, key, parsed);
    else
        er_json_add_text(object, key, text);
}

er_json *er_summary_sources(const er_data *data) {
    er_json *sources = er_json_array();
    for (size_t i = 0; i < data->source_count; i++) {
        const er_source *s = &data->sources[i];
        er_json *json = er_json_object();
        er_json_add_text(json, "kind", s->kind);
        er_json_add_text(json, "title", s->title);
        er_json_add_text(json, "title_zh", s->title_zh);
        er_json_add_text(json, "path", er_path_for_record(data->study, s->path));
        er_json_add_text(json, "crs", s->crs);
        er_json_add_text(json, "crs_how", s->crs_how);
        er_json_add_text(json, "transform", s->transform);
        er_json_add_number(json, "transform_accuracy_m", s->transform_accuracy_m);
        er_json_add_int(json, "rows_read", s->rows_read);
        er_json_add_int(json, "rows_accepted", s->rows_accepted);
        er_json_add_int(json, "rows_rejected", s->rows_rejected);
        er_json_add_bool(json, "synthetic", s->synthetic);
        er_json_add_text(json, "vintage", s->vintage);
        er_json_add_text(json, "licence", s->licence);
        er_json_add_text(json, "licence_zh", s->licence_zh);
        er_json_append(sources, json);
    }
    return sources;
}

er_json *er_summary_synthetic(const er_data *data) {
    er_json *inputs = er_json_array();
    for (size_t i = 0; i < data->source_count; i++) {
        if (!data->sources[i].synthetic) continue;
        er_json *json = er_json_object();
        er_json_add_text(json, "kind", data->sources[i].kind);
        er_json_add_text(json, "title", data->sources[i].title);
        er_json_add_text(json, "title_zh", data->sources[i].title_zh);
        er_json_append(inputs, json);
    }
    return inputs;
}

er_json *er_assumption_json(const er_assumption *a) {
    er_json *json = er_json_object();
    er_json_add_text(json, "subject", a->subject);
    er_json_add_text(json, "field", a->field);
    er_json_add_text(json, "value", a->value);
    er_json_add_text(json, "value_zh", a->value_zh);
    er_json_add_text(json, "basis", a->basis);
    er_json_add_text(json, "basis_zh", a->basis_zh);
    er_json_add_int(json, "rows_affected", a->rows_affected);
    er_json_add_int(json, "rows_total", a->rows_total);
    return json;
}

er_json *er_summary_assumptions(const er_data *data) {
    er_json *assumptions = er_json_array();
    for (size_t i = 0; i < data->assumption_count; i++) {
        const er_assumption *a = &data->assumptions[i];
        er_json *json = er_assumption_json(a);
        er_json_add_number(
            json, "share",
            er_round(er_ratio((double)a->rows_affected, (double)a->rows_total), ER_DIGITS_SHARE));
        er_json_append(assumptions, json);
    }
    return assumptions;
}

int64_t er_summary_rejected(const er_data *data) {
    int64_t rows = 0;
    for (size_t i = 0; i < data->source_count; i++)
        rows += data->sources[i].rows_rejected;
    return rows;
}

static er_json *run_json(const er_run *run) {
    er_json *json = er_json_object();
    er_json_add_text(json, "model", run->model);
    er_json_add_stored(json, "parameters", run->parameters);
    return json;
}

er_json *er_summary_runs(const er_data *data) {
    er_json *runs = er_json_object();
    for (size_t i = 0; i < data->run_count; i++) /* the newest of a step replaces the others */
        er_json_add(runs, data->runs[i].step, run_json(&data->runs[i]));
    return runs;
}

/** The terrain that a signal run read, with its hashes: the run's record has them. */
static er_json *terrain_json(const er_data *data) {
    static const char *const kinds[] = {"elevation", "clutter", "zones"};
    json_object *parameters = json_tokener_parse(data->cover->parameters);
    er_json *list = er_json_array();
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        json_object *file = NULL, *path = NULL, *hash = NULL;
        if (!json_object_object_get_ex(parameters, kinds[i], &file) ||
            !json_object_object_get_ex(file, "path", &path) ||
            !json_object_object_get_ex(file, "sha256", &hash))
            continue;
        er_json *one = er_json_object();
        er_json_add_text(one, "kind", kinds[i]);
        er_json_add_text(one, "path",
                         er_path_for_record(data->study, json_object_get_string(path)));
        er_json_add_text(one, "sha256", json_object_get_string(hash));
        er_json_append(list, one);
    }
    json_object_put(parameters);
    return list;
}

er_status er_provenance_of(const er_data *data, er_json **out) {
    er_json *json = er_json_object(), *files = er_json_array(), *runs = er_json_object();
    er_json *study = er_json_object();
    er_json_add_text(study, "path", er_path_for_record(data->study, data->study->path));
    er_json_add_text(study, "sha256", data->study->sha256);
    er_json_add(json, "study", study);
    for (size_t i = 0; i < data->source_count; i++) {
        er_json *file = er_json_object();
        er_json_add_text(file, "kind", data->sources[i].kind);
        er_json_add_text(file, "path", er_path_for_record(data->study, data->sources[i].path));
        er_json_add_text(file, "sha256", data->sources[i].sha256);
        er_json_append(files, file);
    }
    er_json_add(json, "inputs", files);
    if (data->is_signal) er_json_add(json, "terrain", terrain_json(data));
    for (size_t i = 0; i < data->run_count; i++) {
        er_json *run = er_json_object();
        er_json_add_stored(run, "versions", data->runs[i].versions);
        er_json_add(runs, data->runs[i].step, run);
    }
    er_json_add(json, "runs", runs);
    *out = json;
    return ER_OK;
}
