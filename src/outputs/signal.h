/** Signal runs: what they were asked. */
#ifndef EVENREACH_OUTPUTS_SIGNAL_H
#define EVENREACH_OUTPUTS_SIGNAL_H

#include "outputs/data.h"

/** What a run's parameters say, over what `radio` (the study's) says: a run may have been made with
 *  other options than the study's. Texts live in the arena. */
er_status er_signal_asked(er_context *ctx, er_arena *arena, const char *parameters,
                          er_study_radio *radio);
/** The part "signal" of the summary; null without a signal run. */
er_status er_summary_signal(const er_data *data, er_json **out);

#endif
