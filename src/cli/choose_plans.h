/** Plans of where to build next, printed. */
#ifndef EVENREACH_CLI_CHOOSE_PLANS_H
#define EVENREACH_CLI_CHOOSE_PLANS_H

#include "cli/cli.h"

#include "evenreach/store.h"

/** What a run of the step "choose" says. */
typedef struct er_choose_plans {
    er_invocation *invocation;
    int64_t run_id;
    const er_siting_plan_row *plans;
    size_t plan_count;
    const er_siting_choice_row *choices;
    size_t choice_count;
    const er_unit *units;
    size_t unit_count;
} er_choose_plans;

/** Every plan with its choices. */
er_status er_choose_plans_json(const er_choose_plans *shown);
/** Each question: its plans as a table, and the choices of the one asked for. */
er_status er_choose_plans_text(const er_choose_plans *shown);

#endif
