/* evenreach balance: how evenly stations, pilots and coverage are spread. */
#include "cli/time_options.h"
#include "cli/workspace.h"
#include "cli/balance_print.h"

#include <stddef.h>
#include <string.h>

struct options {
    const char *study;
    const char *scheme;
    er_time_options time;
};

static const er_option options[] = {
    {"study", 0, ER_OPTION_FILE, "STUDY.yaml", false,
     "the study whose balance.schemes are used (default: every scheme of the workspace)",
     offsetof(struct options, study)},
    {"scheme", 0, ER_OPTION_TEXT, "NAME", false, "print this scheme only",
     offsetof(struct options, scheme)},
    ER_TIME_OPTIONS(offsetof(struct options, time)),
    {0},
};

static bool has_rows(const er_balance_view *view, const char *scheme) {
    for (size_t i = 0; i < view->row_count; i++)
        if (strcmp(view->rows[i].scheme, scheme) == 0) return true;
    return false;
}

/** Before anything is written: the scheme to print is one that will be there. */
static er_status check_only(const er_balance_view *view, const er_study *study, const char *only) {
    er_context *ctx = view->invocation->ctx;
    er_scheme *schemes = NULL;
    size_t count = 0;
    if (!only) return ER_OK;
    ER_TRY(er_store_schemes(ctx, view->store, view->arena, &schemes, &count));
    for (size_t i = 0; i < count; i++)
        if (strcmp(schemes[i].name, only) == 0 && er_study_balances(study, only)) return ER_OK;
    return er_fail(ctx, ER_ERR_NOT_FOUND,
                   "--scheme: '%s' is no scheme of the workspace, or not one that the study takes "
                   "the balance by",
                   only);
}

static er_status print(const er_balance_view *view, const char *only) {
    er_context *ctx = view->invocation->ctx;
    er_scheme *schemes = NULL;
    size_t count = 0;
    bool first = true;
    er_scheme whole;
    er_status status = ER_OK;
    ER_TRY(er_store_schemes(ctx, view->store, view->arena, &schemes, &count));
    if (count == 0) {
        ER_TRY(er_balance_whole(ctx, view->store, view->arena, &whole));
        schemes = &whole;
        count = 1;
    }
    er_json *list = er_json_array();
    for (size_t i = 0; i < count && status == ER_OK; i++) {
        er_json *json = NULL;
        if (!has_rows(view, schemes[i].name)) continue;
        if (only && strcmp(only, schemes[i].name) != 0) continue;
        if (!first && !view->invocation->json) fputc('\n', view->invocation->out);
        first = false;
        status = view->invocation->json ? er_balance_json(view, &schemes[i], &json)
                                        : er_balance_print_text(view, &schemes[i]);
        if (json) er_json_append(list, json);
    }
    if (status != ER_OK || !view->invocation->json) {
        er_json_free(list);
        return status;
    }
    er_json *document = er_json_object();
    er_json_add(document, "schemes", list);
    return er_print_json(view->invocation, document);
}

static er_status balance(er_invocation *invocation, er_store *store, er_arena *arena) {
    const struct options *o = invocation->options;
    er_context *ctx = invocation->ctx;
    er_balance_view view = {.invocation = invocation, .store = store, .arena = arena};
    er_balance_row *rows = NULL;
    er_study given;
    const er_study *study = o->study ? &given : NULL;
    int64_t run_id = 0;
    if (study) ER_TRY(er_study_read(ctx, arena, o->study, &given));
    ER_TRY(er_time_options_adopt(ctx, store, arena, &o->time, study ? &given : NULL));
    ER_TRY(check_only(&view, study, o->scheme));
    ER_TRY(er_balance(ctx, store, study, &run_id));
    ER_TRY(er_store_balance(ctx, store, arena, run_id, &rows, &view.row_count));
    view.rows = rows;
    return print(&view, o->scheme);
}

static er_status run(er_invocation *invocation) {
    return er_on_workspace(invocation, ER_STORE_WRITE, balance);
}

const er_command er_command_balance = {
    .name = "balance",
    .summary = "how evenly stations, pilots and coverage are spread over the groups of a scheme",
    .options = options,
    .options_size = sizeof(struct options),
    .needs_workspace = true,
    .run = run,
};
