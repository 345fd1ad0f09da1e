/* evenreach targets: published targets beside the figures of this workspace. */
#include "cli/targets_print.h"
#include "cli/time_options.h"
#include "cli/workspace.h"

#include "evenreach/analysis.h"

#include <stddef.h>
#include <string.h>

struct options {
    const char *study;
    const char *code;
    bool variants;
    er_time_options time;
};

static const er_option options[] = {
    {"study", 0, ER_OPTION_FILE, "STUDY.yaml", false,
     "the study whose definitions of targets are used (default: none, so that no figure stands "
     "beside them)",
     offsetof(struct options, study)},
    {"code", 0, ER_OPTION_TEXT, "CODE", false, "show this target alone (all are computed)",
     offsetof(struct options, code)},
    {"variants", 0, ER_OPTION_FLAG, NULL, false,
     "show the figures by every other definition, too: by operator, with and without the scope, "
     "with borderline units in and out",
     offsetof(struct options, variants)},
    ER_TIME_OPTIONS(offsetof(struct options, time)),
    {0},
};

/** Refuse a code that no target has before anything is computed. */
static er_status check_code(er_context *ctx, er_store *store, er_arena *arena, const char *code) {
    er_target *targets = NULL;
    size_t count = 0;
    if (!code) return ER_OK;
    ER_TRY(er_store_targets(ctx, store, arena, &targets, &count));
    for (size_t i = 0; i < count; i++)
        if (strcmp(targets[i].code, code) == 0) return ER_OK;
    if (count == 0) return ER_OK; /* er_targets says what to do then */
    return er_fail(ctx, ER_ERR_NOT_FOUND, "--code: the workspace has no target '%s'", code);
}

static er_status targets(er_invocation *invocation, er_store *store, er_arena *arena) {
    const struct options *given = invocation->options;
    er_context *ctx = invocation->ctx;
    er_targets_shown shown = {.code = given->code, .variants = given->variants};
    er_study read, *study = NULL;
    int64_t run_id = 0;
    if (given->study) {
        ER_TRY(er_study_read(ctx, arena, given->study, &read));
        study = &read;
    }
    ER_TRY(check_code(ctx, store, arena, given->code));
    ER_TRY(er_time_options_adopt(ctx, store, arena, &given->time, study));
    ER_TRY(er_targets(ctx, store, study, &run_id, &shown.missed));
    if (!study)
        er_log(ctx, ER_LOG_WARNING,
               "no --study is given: no target has a definition, so that no figure stands beside "
               "it");
    ER_TRY(er_store_last_run(ctx, store, arena, "targets", &shown.run));
    ER_TRY(er_store_target_rows(ctx, store, arena, run_id, &shown.rows, &shown.row_count));
    ER_TRY(er_store_targets(ctx, store, arena, &shown.published, &shown.published_count));
    invocation->incomplete = shown.missed > 0;
    return invocation->json ? er_print_targets_json(invocation, &shown)
                            : er_print_targets_table(invocation, &shown);
}

static er_status run(er_invocation *invocation) {
    return er_on_workspace(invocation, ER_STORE_WRITE, targets);
}

const er_command er_command_targets = {
    .name = "targets",
    .summary = "published targets beside the figures of this workspace: met, missed, or not to say",
    .options = options,
    .options_size = sizeof(struct options),
    .needs_workspace = true,
    .run = run,
};
