/** Lower bounds on how many candidates are needed, without a solver. */
#ifndef EVENREACH_SITING_BOUND_H
#define EVENREACH_SITING_BOUND_H

#include "siting/problem.h"

/** The fewest candidates whose weights add up to `needed` if nothing is met twice. `needed` is at
 *  most problem->total. */
er_status er_siting_bound_by_sizes(er_context *ctx, er_arena *arena,
                                   const er_siting_problem *problem, int64_t needed, size_t *bound);

/** Raise *bound, as far as a Lagrangian relaxation shows it, towards `most`. */
er_status er_siting_bound_by_prices(er_context *ctx, er_arena *arena,
                                    const er_siting_problem *problem, int64_t needed, size_t most,
                                    size_t *bound);

#endif
