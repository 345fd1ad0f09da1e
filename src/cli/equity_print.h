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
    const er_equity_influence *influences; /**< null: not asked for */
    size_t group_count;
    er_equity_resampling resampling;
    const er_equity_interval *intervals; /**< [ER_FIGURE_COUNT]; null: not asked for */
    const er_equity_test *test;          /**< null: not asked for */
    size_t cluster_count;                /**< 0: rows are drawn by themselves */
    int64_t rejected;
    const struct er_space_report *space; /**< null: not asked for */
} er_equity_report;

/** Number of an interval method by its stable name: studentised bca percentile. False if there is
 *  no such name. */
bool er_equity_method_of(const char *name, er_equity_method *out);

er_status er_equity_print_json(er_invocation *invocation, const er_equity_report *report);
er_status er_equity_print_text(er_invocation *invocation, const er_equity_report *report);

#endif
