#include "cli/cli.h"
#include "cli/workspace.h"

#include "evenreach/analysis.h"

struct options {
    const char *study;
};

static const er_option options[] = {
    {"study", 0, ER_OPTION_FILE, "FILE", false,
     "study whose list of reference systems is tried (default: those in use there)",
     offsetof(struct options, study)},
    {0},
};

static er_status print_json(er_invocation *invocation, const er_check_finding *findings,
                            size_t count, int64_t warnings) {
    er_json *json = er_json_object(), *list = er_json_array();
    for (size_t i = 0; i < count; i++) {
        er_json *finding = er_json_object();
        er_json_add_text(finding, "code", findings[i].code);
        er_json_add_text(finding, "severity", findings[i].warning ? "warning" : "note");
        er_json_add_int(finding, "count", findings[i].count);
        if (findings[i].source_id) er_json_add_int(finding, "source", findings[i].source_id);
        er_json_add_text(finding, "text", findings[i].text);
        er_json_append(list, finding);
    }
    er_json_add_int(json, "warnings", warnings);
    er_json_add(json, "findings", list);
    return er_print_json(invocation, json);
}

static er_status print_lines(er_invocation *invocation, const er_check_finding *findings,
                             size_t count) {
    er_context *ctx = invocation->ctx;
    for (size_t i = 0; i < count; i++)
        fprintf(invocation->out, "%s%s\n",
                er_text(ctx, findings[i].warning ? "warning: " : "note: "), findings[i].text);
    if (count == 0) fprintf(invocation->out, "%s\n", er_text(ctx, "nothing found"));
    return ER_OK;
}

static er_status check(er_invocation *invocation, er_store *store, er_arena *arena) {
    const struct options *given = invocation->options;
    er_context *ctx = invocation->ctx;
    er_study study = {0};
    er_check_finding *findings = NULL;
    size_t count = 0;
    int64_t warnings = 0;
    if (given->study) ER_TRY(er_study_read(ctx, arena, given->study, &study));
    ER_TRY(er_check(ctx, store, given->study ? &study : NULL, arena, &findings, &count));
    for (size_t i = 0; i < count; i++)
        warnings += findings[i].warning;
    invocation->incomplete = warnings > 0;
    return invocation->json ? print_json(invocation, findings, count, warnings)
                            : print_lines(invocation, findings, count);
}

static er_status run(er_invocation *invocation) {
    return er_on_workspace(invocation, ER_STORE_READ, check);
}

const er_command er_command_check = {
    .name = "check",
    .summary = "look over the data of a workspace: rejects, shifts, gaps, duplicates",
    .options = options,
    .options_size = sizeof(struct options),
    .needs_workspace = true,
    .run = run,
};
