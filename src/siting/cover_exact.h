/** The exact search of covering tasks. */
#ifndef EVENREACH_SITING_COVER_EXACT_H
#define EVENREACH_SITING_COVER_EXACT_H

#include "siting/cover_set.h"

/** Search for a better set than `best`, which holds all conditions, and gets it if there is one.
 *  *bound is brought towards what `best` reaches as far as the search proves it: in units of
 *  weight (most) or of cost (fewest), of new sites alone. `fixed` is true of all better sets.
 *  Whatever the solver says is checked in whole numbers. */
er_status er_siting_cover_exact(er_context *ctx, er_arena *arena, const er_siting_effort *effort,
                                int64_t most_nodes, const uint8_t *fixed, er_siting_sites *best,
                                int64_t *bound);
/** Is there a set that holds these conditions? If so and `sites` is given, it becomes one, and one
 *  of sites that do much. */
er_status er_siting_cover_possible(er_context *ctx, er_arena *arena, const er_siting_rows *rows,
                                   const er_siting_condition *conditions, size_t count,
                                   int64_t most_nodes, er_siting_sites *sites,
                                   er_siting_possible *out);

#endif
