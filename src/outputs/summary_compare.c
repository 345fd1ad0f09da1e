/* The newest comparison as a part of the summary. */
#include "evenreach/analysis.h"
#include "outputs/compare_json.h"
#include "outputs/summary.h"

#include <string.h>

/** All and the groups; units stand in tables/compare.csv. */
static er_json *groups_json(const er_compare_row *rows, size_t count) {
    er_json *list = er_json_array();
    for (size_t i = 0; i < count; i++)
        if (strcmp(rows[i].kind, "group") == 0) er_json_append(list, er_compare_row_json(&rows[i]));
    return list;
}

static int64_t count_causes(const er_compare_cause *causes, size_t count, const char *kind,
                            const char *change) {
    int64_t found = 0;
    for (size_t i = 0; i < count; i++)
        found += strcmp(causes[i].kind, kind) == 0 && strcmp(causes[i].change, change) == 0;
    return found;
}

static er_json *causes_json(const er_compare_cause *causes, size_t count) {
    static const char *const kinds[] = {"station", "boundary", "population", "parameter", "model"};
    static const char *const changes[] = {"added", "removed", "changed"};
    er_json *json = er_json_object();
    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
        er_json *one = er_json_object();
        for (size_t c = 0; c < sizeof changes / sizeof changes[0]; c++)
            er_json_add_int(one, changes[c], count_causes(causes, count, kinds[k], changes[c]));
        er_json_add(json, kinds[k], one);
    }
    return json;
}

static er_status fill(const er_data *data, const er_compare_row *rows, size_t count,
                      er_json *json) {
    const er_compare_row *all = count > 0 ? &rows[count - 1] : NULL;
    er_compare_index *indices = NULL;
    er_compare_cause *causes = NULL;
    size_t index_count = 0, cause_count = 0;
    const char *english = NULL, *chinese = NULL;
    int64_t id = data->compare->id;
    ER_TRY(
        er_store_compare_indices(data->ctx, data->store, data->arena, id, &indices, &index_count));
    ER_TRY(er_store_compare_causes(data->ctx, data->store, data->arena, id, &causes, &cause_count));
    er_json_add_stored(json, "parameters", data->compare->parameters);
    er_json_add_bool(json, "synthetic",
                     er_data_synthetic(data, ER_ON_UNITS | ER_ON_POPULATION | ER_ON_STATIONS));
    if (!all) return ER_OK;
    ER_TRY(er_compare_sentences(data->ctx, data->arena, all, indices, index_count, &english,
                                &chinese));
    er_json_add_text(json, "sentence", english);
    er_json_add_text(json, "sentence_zh", chinese);
    er_json_add(json, "all", er_compare_row_json(all));
    er_json_add(json, "groups", groups_json(rows, count));
    er_json *list = er_json_array();
    for (size_t i = 0; i < index_count; i++)
        er_json_append(list, er_compare_index_json(&indices[i]));
    er_json_add(json, "indices", list);
    er_json_add(json, "causes", causes_json(causes, cause_count));
    return ER_OK;
}

er_status er_summary_compare(const er_data *data, er_json **out) {
    er_compare_row *rows = NULL;
    size_t count = 0;
    *out = NULL;
    if (!data->compare) return ER_OK;
    ER_TRY(
        er_store_compares(data->ctx, data->store, data->arena, data->compare->id, &rows, &count));
    er_json *json = er_json_object();
    er_status status = fill(data, rows, count, json);
    if (status == ER_OK)
        *out = json;
    else
        er_json_free(json);
    return status;
}
