/** A covering plan for the caller. */
#ifndef EVENREACH_SITING_COVER_PLAN_H
#define EVENREACH_SITING_COVER_PLAN_H

#include "siting/cover_set.h"

/** All of a plan but its bound, gap and end; `sites` is given back as it was. */
er_status er_siting_cover_plan(er_context *ctx, er_arena *arena, er_arena *scratch,
                               er_siting_sites *sites, er_siting_plan *out);

#endif
