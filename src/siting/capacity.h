/** Tasks with capacities: their search, and what a given set of sites does. */
#ifndef EVENREACH_SITING_CAPACITY_H
#define EVENREACH_SITING_CAPACITY_H

#include "siting/task.h"

/** As the searches of task.h. */
er_status er_siting_choose_capacity(er_context *ctx, er_arena *arena, er_arena *scratch,
                                    const er_siting_checked *checked,
                                    const er_siting_effort *effort, er_siting_plan *out);
er_status er_siting_assess_capacity(er_context *ctx, er_arena *arena, er_arena *scratch,
                                    const er_siting_checked *checked, const size_t *chosen,
                                    size_t count, er_siting_plan *out);

/** All of a plan but its bound, gap and end: who serves whom is shared out as the aim asks for, a
 *  linear program. `chosen` [free_count] holds the conditions on sites; *holds: those on demand,
 *  too. */
er_status er_siting_capacity_plan(er_context *ctx, er_arena *arena, er_arena *scratch,
                                  const er_siting_checked *checked, double needed,
                                  const bool *chosen, bool *holds, er_siting_plan *out);

#endif
