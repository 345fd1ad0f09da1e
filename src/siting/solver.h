/** The exact search, by CBC (COIN-OR branch and cut) through its C interface. */
#ifndef EVENREACH_SITING_SOLVER_H
#define EVENREACH_SITING_SOLVER_H

#include "siting/state.h"

/** Search for a set of fewer candidates than the state's that meets `needed`; the state gets it if
 *  there is one, and *bound (at most the state's count) is raised as far as the search proves it.
 *  Whatever the solver says is checked against the problem's whole numbers. */
er_status er_siting_solve(er_context *ctx, er_arena *arena, er_siting_state *state, int64_t needed,
                          int64_t most_nodes, size_t *bound);

#endif
