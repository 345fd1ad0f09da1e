/** What `export --check` and `--check-only` tell. */
#ifndef EVENREACH_CLI_EXPORT_CHECK_H
#define EVENREACH_CLI_EXPORT_CHECK_H

#include "cli/cli.h"
#include "evenreach/outputs.h"

typedef struct er_check_print {
    er_invocation *invocation;
    er_output_checker checker; /**< tells this one */
    er_json *files;            /**< what --json prints; null: lines are printed at once */
    er_json *violations;
} er_check_print;

/** A line a violation and a line a file; with `as_json` they are kept for er_check_print_json. */
void er_check_print_start(er_invocation *invocation, bool as_json, er_check_print *out);
/** Print the kept document, and free it in any case. */
er_status er_check_print_end(er_check_print *print, bool succeeded);

/** Check a folder and fail where it breaks a rule. `store` may be null: then no rows are counted.
 */
er_status er_check_only(er_invocation *invocation, er_store *store, const char *folder);

#endif
