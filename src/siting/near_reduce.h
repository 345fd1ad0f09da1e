/** What is left to decide of serving all rows within a distance. */
#ifndef EVENREACH_SITING_NEAR_REDUCE_H
#define EVENREACH_SITING_NEAR_REDUCE_H

#include "siting/near.h"

typedef struct er_siting_reduced {
    bool *row_out;  /**< [near->count] served wherever another row is, or by a kept site */
    bool *site_out; /**< [free_count] another site serves all that this one does */
} er_siting_reduced;

/** Leave out rows whose sites within the distance include all those of another row and, with
 *  `sites_too`, sites whose rows another site serves as well (of equal ones the first stays), in
 *  turn until nothing more goes: the reductions of set covering (Garfinkel and Nemhauser, Integer
 *  Programming, 1972, section 8.3). A set that serves the rows that are left serves all; where only
 *  the number of sites counts, one of the sites that are left is among the smallest. */
er_status er_siting_near_reduce(er_context *ctx, er_arena *arena, const er_siting_near *near,
                                double within, bool sites_too, er_siting_reduced *out);

#endif
