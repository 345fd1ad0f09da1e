#include "cli/cli.h"

#include "evenreach/store.h"

struct options {
    bool force;
};

static const er_option options[] = {
    {"force", 0, ER_OPTION_FLAG, NULL, false, "replace a workspace that is there already",
     offsetof(struct options, force)},
    {0},
};

static er_status run(er_invocation *invocation) {
    const struct options *given = invocation->options;
    er_context *ctx = invocation->ctx;
    const char *path = invocation->operand_count ? invocation->operands[0] : invocation->workspace;
    er_store *store = NULL;
    if (!path) return er_fail(ctx, ER_ERR_USAGE, "-w FILE is missing: name the workspace");
    if (invocation->operand_count && invocation->workspace)
        return er_fail(ctx, ER_ERR_USAGE, "the workspace is named twice: %s and %s", path,
                       invocation->workspace);
    ER_TRY(er_store_create(ctx, path, given->force, &store));
    er_status status = er_store_publish(ctx, store);
    er_store_close(store);
    if (status != ER_OK) return status;
    if (!invocation->json) {
        er_log(ctx, ER_LOG_INFO, "%s: made; next: evenreach load units FILE --level NAME -w %s",
               path, path);
        return ER_OK;
    }
    er_json *json = er_json_object();
    er_json_add_text(json, "workspace", path);
    return er_print_json(invocation, json);
}

const er_command er_command_init = {
    .name = "init",
    .summary = "make a new workspace",
    .operands = "[WORKSPACE]",
    .operand_max = 1,
    .options = options,
    .options_size = sizeof(struct options),
    .run = run,
};
