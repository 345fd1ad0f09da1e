#include "cli/cli.h"

#include <string.h>

/* One line a command; its table of options stands in its own file. */
extern const er_command er_command_balance;
extern const er_command er_command_check;
extern const er_command er_command_choose;
extern const er_command er_command_classify;
extern const er_command er_command_compare;
extern const er_command er_command_completion;
extern const er_command er_command_cover;
extern const er_command er_command_equity;
extern const er_command er_command_export;
extern const er_command er_command_init;
extern const er_command er_command_link;
extern const er_command er_command_load;
extern const er_command er_command_measure;
extern const er_command er_command_reach;
extern const er_command er_command_report;
extern const er_command er_command_resilience;
extern const er_command er_command_routes;
extern const er_command er_command_run;
extern const er_command er_command_targets;
extern const er_command er_command_trend;
extern const er_command er_command_venues;
extern const er_command er_command_view;
extern const er_command er_command_whatif;

/* One line each, so that two new commands do not meet in one line. */
/* clang-format off */
const er_command *const er_commands[] = {
    &er_command_run,
    &er_command_init,
    &er_command_load,
    &er_command_check,
    &er_command_classify,
    &er_command_cover,
    &er_command_routes,
    &er_command_measure,
    &er_command_venues,
    &er_command_resilience,
    &er_command_balance,
    &er_command_targets,
    &er_command_trend,
    &er_command_compare,
    &er_command_whatif,
    &er_command_export,
    &er_command_view,
    &er_command_report,
    &er_command_reach,
    &er_command_equity,
    &er_command_link,
    &er_command_choose,
    &er_command_completion,
    NULL,
};
/* clang-format on */

const er_command *er_find_command(const char *name) {
    for (size_t i = 0; er_commands[i]; i++)
        if (strcmp(er_commands[i]->name, name) == 0) return er_commands[i];
    return NULL;
}
