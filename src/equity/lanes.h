/** Sums side by side: their order is the same on every machine, whatever it does at once. */
#ifndef EVENREACH_EQUITY_LANES_H
#define EVENREACH_EQUITY_LANES_H

#include <stddef.h>

#define ER_LANES ((size_t)8)
typedef double er_lanes
    __attribute__((vector_size(ER_LANES * sizeof(double)), aligned(8), may_alias));

static inline double er_lanes_sum(const er_lanes *lanes) {
    const double *at = (const double *)lanes;
    return ((at[0] + at[4]) + (at[1] + at[5])) + ((at[2] + at[6]) + (at[3] + at[7]));
}

#endif
