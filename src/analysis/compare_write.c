/* The run of a comparison, and its rows in the workspace. */
#include "analysis/compare.h"
#include "analysis/run_record.h"

#include <json-c/json.h>
#include <string.h>

static er_json *side_json(const er_compare_read *side, const er_compare_side *asked) {
    er_json *json = er_json_object();
    er_json_add_text(json, "workspace", asked->workspace);
    er_json_add(json, "run", NULL);
    if (side->run.id) er_json_add_int(json, "run", side->run.id);
    er_json_add_text(json, "as_of", side->as_of);
    er_json_add_text(json, "operator", side->operator_);
    er_json_add_text(json, "model", side->run.model);
    er_json_add_text(json, "plane", side->plane);
    return json;
}

static er_json *interval_json(const er_comparison *c) {
    er_json *json = er_json_object();
    er_json_add_number(json, "resamples", c->measures.resamples);
    er_json_add_number(json, "level", c->measures.level);
    er_json_add_text(json, "cluster", c->measures.cluster);
    er_json_add_int(json, "seed", (int64_t)c->seed);
    return json;
}

er_status er_compare_parameters(er_comparison *c, const er_compare_options *options) {
    er_json *json = er_json_object();
    char *text = NULL;
    er_json_add(json, "before", side_json(&c->sides[ER_BEFORE], &options->before));
    er_json_add(json, "after", side_json(&c->sides[ER_AFTER], &options->after));
    er_json_add_bool(json, "common_units", options->common_units);
    er_json_add_int(json, "units", (int64_t)c->unit_count);
    er_json_add_int(json, "units_left_out", (int64_t)c->left_out);
    er_json_add_number(json, "floor", c->measures.floor);
    er_json_add(json, "interval", interval_json(c));
    er_json_add_number(json, "persons_quantum", 0x1p-20);
    er_json_add_number(json, "km2_quantum", 0x1p-28);
    er_status status = er_json_write(c->ctx, json, false, &text);
    er_json_free(json);
    if (status == ER_OK)
        status = er_arena_text(c->ctx, c->arena, text, strcspn(text, "\n"), &c->result->parameters);
    er_free(text);
    return status;
}

static er_status write_rows(er_comparison *c, int64_t run_id) {
    const er_compare_result *r = c->result;
    for (size_t i = 0; i < r->row_count; i++) {
        er_compare_row row = r->rows[i];
        row.run_id = run_id;
        ER_TRY(er_store_add_compare(c->ctx, c->store, &row));
    }
    for (size_t i = 0; i < r->index_count; i++) {
        er_compare_index row = r->indices[i];
        row.run_id = run_id;
        ER_TRY(er_store_add_compare_index(c->ctx, c->store, &row));
    }
    for (size_t i = 0; i < r->cause_count; i++) {
        er_compare_cause row = r->causes[i];
        row.run_id = run_id;
        ER_TRY(er_store_add_compare_cause(c->ctx, c->store, &row));
    }
    return ER_OK;
}

static er_status write_run(er_comparison *c, int64_t *run_id) {
    ER_TRY(er_add_run_of(c->ctx, c->store, "compare", c->sides[ER_AFTER].run.model,
                         json_tokener_parse(c->result->parameters), run_id));
    return write_rows(c, *run_id);
}

er_status er_compare_write(er_comparison *c, int64_t *run_id) {
    ER_TRY(er_store_begin(c->ctx, c->store));
    er_status status = write_run(c, run_id);
    if (status == ER_OK) return er_store_commit(c->ctx, c->store);
    er_store_rollback(c->store);
    return status;
}
