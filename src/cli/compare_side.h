/** Sides of a comparison as they are written on the command line. */
#ifndef EVENREACH_CLI_COMPARE_SIDE_H
#define EVENREACH_CLI_COMPARE_SIDE_H

#include "evenreach/analysis.h"

/** Read what a side is: newest, previous, run:7 (#7, 7), a year, month or day, a workspace file or
 *  one of its runs (OLD.sqlite#7). `store` is the workspace that is worked on; null: there is none,
 *  and only files are allowed. Texts live in the arena. */
er_status er_compare_side_read(er_context *ctx, er_store *store, er_arena *arena, const char *text,
                               er_compare_side *out);

#endif
