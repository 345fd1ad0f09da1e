/** What the command compare prints. */
#ifndef EVENREACH_CLI_COMPARE_PRINT_H
#define EVENREACH_CLI_COMPARE_PRINT_H

#include "cli/cli.h"
#include "evenreach/analysis.h"

typedef struct er_compare_view {
    er_invocation *invocation;
    er_store *store; /**< whose units and groups are named */
    er_arena *arena;
    const er_compare_result *result;
    int64_t run_id; /**< 0: nothing was written */
} er_compare_view;

er_status er_compare_print_text(const er_compare_view *view);
er_status er_compare_print_json(const er_compare_view *view);

#endif
