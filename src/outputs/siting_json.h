/** Answers of the step "choose" as JSON: for summary.json and for the command. */
#ifndef EVENREACH_OUTPUTS_SITING_JSON_H
#define EVENREACH_OUTPUTS_SITING_JSON_H

#include "evenreach/core.h"
#include "evenreach/results.h"

/** A plan with all its figures, without its sites. The caller owns it. */
er_json *er_siting_plan_json(const er_siting_plan_row *plan);
/** A plan of the front in brief. */
er_json *er_siting_front_json(const er_siting_plan_row *plan);
/** A site of a plan; `unit_code` of the unit that it stands in and of the one that gains most; null
 *  where there is none. */
er_json *er_siting_choice_json(const er_siting_choice_row *choice, const char *unit_code,
                               const char *most_unit_code);

#endif
