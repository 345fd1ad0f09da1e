/** What a run of the step "targets" says, as JSON and as a table for people. */
#ifndef EVENREACH_CLI_TARGETS_PRINT_H
#define EVENREACH_CLI_TARGETS_PRINT_H

#include "cli/cli.h"
#include "evenreach/store.h"

typedef struct er_targets_shown {
    er_target_row *rows; /**< of one run: by code, year, then variants, "main" first */
    size_t row_count;
    er_run run;
    int64_t missed;   /**< main rows */
    const char *code; /**< only of this target; null: of all */
    bool variants;    /**< for people: every definition, too */
} er_targets_shown;

er_status er_print_targets_json(er_invocation *invocation, const er_targets_shown *shown);
er_status er_print_targets_table(er_invocation *invocation, const er_targets_shown *shown);

#endif
