/** What no plan can better, without a solver. */
#ifndef EVENREACH_SITING_COVER_BOUND_H
#define EVENREACH_SITING_COVER_BOUND_H

#include "siting/relaxation.h"

/** Bring *bound (units of new sites' weight, at most, or cost, at least) towards what `best`
 *  reaches, until the gap is the effort's; `best`, which holds all conditions, gets better sets
 * that are met on the way. fixed[] says of each site what is known of it in any better set.
 *  Quickly: in a tenth of a second or so. `out` has the prices of the lowest bound. */
er_status er_siting_cover_bound(er_context *ctx, er_arena *arena, const er_siting_effort *effort,
                                er_siting_sites *best, int64_t *bound, uint8_t *fixed,
                                er_siting_relaxation *out);

#endif
