#ifndef EVENREACH_CLI_EQUITY_PRINT_H
#define EVENREACH_CLI_EQUITY_PRINT_H

#include "cli/cli.h"
#include "evenreach/equity.h"

/** Everything that the command found. */
typedef struct er_equity_report {
    er_equity_parameters parameters;
    er_equity_result result;
    const char *const *group_names; /**< null: no groups */
    const er_equity_group *groups;
    size_t group_count;
    er_equity_resampling resampling;     /**< resamples 0: none asked for */
    const er_equity_interval *intervals; /**< [ER_FIGURE_COUNT]; null: none asked for */
    int64_t rejected;
} er_equity_report;

er_status er_equity_print_json(er_invocation *invocation, const er_equity_report *report);
er_status er_equity_print_text(er_invocation *invocation, const er_equity_report *report);

#endif
