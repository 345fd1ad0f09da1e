/** Where to build next: the newest run of the step "choose" for the sheets, the summary and the
 *  headline. */
#ifndef EVENREACH_OUTPUTS_SITING_H
#define EVENREACH_OUTPUTS_SITING_H

#include "outputs/data.h"

/** The plan that was asked for. */
enum { ER_SITING_ASKED = 1 };
/** The column of a site on the map with the number of its plan. */
#define ER_FIELD_PLAN "plan"
/** The column of a site on the map that says whether it is of that plan. */
#define ER_FIELD_ASKED "asked"

/** Plans of one question: `count` of them from the pointer on, the one that was asked for first. */
typedef struct er_siting_question {
    const er_siting_plan_row *plans;
    size_t count;
} er_siting_question;

/** The question that begins at a plan. */
er_siting_question er_siting_question_at(const er_data *data, size_t plan);

/** The study's question of a plan; null where the study (another one, by now) has none. */
const er_study_choose *er_siting_asked(const er_data *data, const er_siting_plan_row *plan);
/** Whether a plan rests on synthetic inputs. */
bool er_siting_synthetic(const er_data *data, const er_siting_plan_row *plan);
/** Persons that it gains; exact where both sides are. */
double er_siting_gained(const er_siting_plan_row *plan);

#endif
