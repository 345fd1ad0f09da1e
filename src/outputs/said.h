/** What the program wrote into a workspace in English, said in the other language. */
#ifndef EVENREACH_OUTPUTS_SAID_H
#define EVENREACH_OUTPUTS_SAID_H

#include "evenreach/core.h"

/** The text in Traditional Chinese: by the catalogue as it stands, or, where it was put together
 * from a format of the program, part by part; names in it stay. `*out` is null where there is no
 *  translation; otherwise it lives as long as the arena. */
er_status er_said_zh_tw(er_context *ctx, er_arena *arena, const char *english, const char **out);

#endif
