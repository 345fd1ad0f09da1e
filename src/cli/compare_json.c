/* A comparison for programs. Figures are printed so that they read back exactly. */
#include "cli/compare_print.h"
#include "outputs/compare_json.h"

#include <json-c/json.h>

static er_status add_sentences(const er_compare_view *view, const er_compare_row *all,
                               er_json *json) {
    const er_compare_result *r = view->result;
    const char *english = NULL, *chinese = NULL;
    ER_TRY(er_compare_sentences(view->invocation->ctx, view->arena, all, r->indices, r->index_count,
                                &english, &chinese));
    er_json_add_text(json, "sentence", english);
    er_json_add_text(json, "sentence_zh", chinese);
    return ER_OK;
}

er_status er_compare_print_json(const er_compare_view *view) {
    const er_compare_result *r = view->result;
    const er_compare_row *all = &r->rows[r->row_count - 1];
    er_json *json = er_json_object(), *rows = er_json_array(), *indices = er_json_array(),
            *causes = er_json_array();
    er_json_add(json, "run", NULL);
    if (view->run_id) er_json_add_int(json, "run", view->run_id);
    er_json_add(json, "parameters", json_tokener_parse(r->parameters));
    er_status status = add_sentences(view, all, json);
    er_json_add(json, "all", er_compare_row_json(all));
    for (size_t i = 0; i + 1 < r->row_count; i++)
        er_json_append(rows, er_compare_row_json(&r->rows[i]));
    for (size_t i = 0; i < r->index_count; i++)
        er_json_append(indices, er_compare_index_json(&r->indices[i]));
    for (size_t i = 0; i < r->cause_count; i++)
        er_json_append(causes, er_compare_cause_json(&r->causes[i]));
    er_json_add(json, "rows", rows);
    er_json_add(json, "indices", indices);
    er_json_add(json, "causes", causes);
    if (status == ER_OK) return er_print_json(view->invocation, json);
    er_json_free(json);
    return status;
}
