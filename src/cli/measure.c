/* evenreach measure: the coverage model against the drive tests. */
#include "cli/cli.h"
#include "cli/time_options.h"
#include "cli/workspace.h"

#include "core/columns.h"
#include "evenreach/analysis.h"

#include <json-c/json.h>
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

struct options {
    const char *study;
    er_time_options time;
};

static const er_option options[] = {
    {"study", 0, ER_OPTION_FILE, "STUDY.yaml", true, "the study whose coverage model is compared",
     offsetof(struct options, study)},
    ER_TIME_OPTIONS(offsetof(struct options, time)),
    {0},
};

static er_status print_json(er_invocation *invocation, const er_run *run, const er_fit_row *rows,
                            size_t count) {
    er_json *json = er_json_object(), *list = er_json_array();
    er_json_add_int(json, "run", run->id);
    er_json_add_text(json, "model", run->model);
    er_json_add(json, "parameters", json_tokener_parse(run->parameters));
    for (size_t i = 0; i < count; i++) {
        er_json *one = er_json_object();
        er_json_add_text(one, "scope", rows[i].scope);
        er_json_add_text(one, "operator", rows[i].operator_);
        er_json_add_text(one, "clutter", rows[i].clutter);
        er_json_add_int(one, "points", rows[i].points);
        er_json_add_int(one, "unknown", rows[i].unknown);
        er_json_add_number(one, "bias_db", rows[i].bias_db);
        er_json_add_number(one, "sd_db", rows[i].sd_db);
        er_json_add_number(one, "rmse_db", rows[i].rmse_db);
        er_json_add_number(one, "offset_db", rows[i].offset_db);
        er_json_append(list, one);
    }
    er_json_add(json, "rows", list);
    return er_print_json(invocation, json);
}

/** What a row is about: the whole, an operator, a class, or an operator in a class. */
static void row_title(er_context *ctx, er_columns *table, const er_fit_row *row) {
    const bool of_class = strstr(row->scope, "clutter") != NULL;
    const char *operator_ = row->operator_ ? row->operator_ : er_text(ctx, "all together");
    er_columns_text(table, of_class && !row->operator_ ? er_text(ctx, "any operator") : operator_);
    if (!of_class)
        er_columns_text(table, NULL);
    else
        er_columns_text(table, row->clutter ? row->clutter : er_text(ctx, "(no class)"));
}

static er_status print_table(er_invocation *invocation, const er_fit_row *rows, size_t count) {
    static const char *const headings[] = {"points", "unknown",  "bias, dB",
                                           "sd, dB", "rmse, dB", "fitted offset, dB"};
    enum { FIGURES = sizeof headings / sizeof headings[0] };
    er_context *ctx = invocation->ctx;
    er_columns *table = NULL;
    fprintf(invocation->out, "%s\n", er_text(ctx, "modelled minus measured signal level (RSRP)"));
    ER_TRY(er_columns_new(ctx, 2 + FIGURES, &table));
    er_columns_text(table, er_text(ctx, "operator"));
    er_columns_text(table, er_text(ctx, "class"));
    for (size_t i = 0; i < FIGURES; i++)
        er_columns_right(table, er_text(ctx, headings[i]));
    for (size_t i = 0; i < count; i++) {
        row_title(ctx, table, &rows[i]);
        er_columns_number(table, (double)rows[i].points, 0);
        er_columns_number(table, (double)rows[i].unknown, 0);
        er_columns_number(table, rows[i].bias_db, 2);
        er_columns_number(table, rows[i].sd_db, 2);
        er_columns_number(table, rows[i].rmse_db, 2);
        er_columns_number(table, rows[i].offset_db, 2);
    }
    er_status status = er_columns_print(table, invocation->out);
    er_columns_free(table);
    return status;
}

static er_status measure(er_invocation *invocation, er_store *store, er_arena *arena) {
    const struct options *given = invocation->options;
    er_context *ctx = invocation->ctx;
    er_study study;
    er_run run;
    er_fit_row *rows = NULL;
    size_t count = 0;
    int64_t run_id = 0;
    ER_TRY(er_study_read(ctx, arena, given->study, &study));
    ER_TRY(er_time_options_adopt(ctx, store, arena, &given->time, &study));
    ER_TRY(er_measure(ctx, store, &study, &run_id));
    ER_TRY(er_store_last_run(ctx, store, arena, "measure", &run));
    ER_TRY(er_store_fits(ctx, store, arena, run_id, &rows, &count));
    return invocation->json ? print_json(invocation, &run, rows, count)
                            : print_table(invocation, rows, count);
}

static er_status run(er_invocation *invocation) {
    return er_on_workspace(invocation, ER_STORE_WRITE, measure);
}

const er_command er_command_measure = {
    .name = "measure",
    .summary = "compare the coverage model with the measurements of drive tests",
    .options = options,
    .options_size = sizeof(struct options),
    .needs_workspace = true,
    .run = run,
};
