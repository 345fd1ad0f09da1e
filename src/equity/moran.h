/** What the global and the local Moran share. */
#ifndef EVENREACH_EQUITY_MORAN_H
#define EVENREACH_EQUITY_MORAN_H

#include "evenreach/equity.h"

/** Deviations from the mean, brought to at most 1 in size by a power of two: every index is a ratio
 *  that does not change by that, and no square overflows. */
typedef struct er_deviations {
    double *z;
    double sum_2; /**< of z^2; 0: all values are equal */
    double sum_4;
} er_deviations;

/** ER_ERR_RANGE naming the row of a value that is not finite. Free with er_deviations_free. */
er_status er_deviations_new(er_context *ctx, const double *value, size_t count, er_deviations *out);
void er_deviations_free(er_deviations *deviations);

size_t er_rows_alone(const er_neighbours *neighbours);
/** ER_ERR_RANGE for more permutations than are allowed. */
er_status er_check_permutations(er_context *ctx, size_t permutations);

/** Statistics nearer than this are the same one summed in another order: deviations are at most 1,
 *  and what is compared is a mean of them or of their products. */
#define ER_MORAN_TIE 1e-12

/** Two-sided pseudo p-value: twice the smaller tail, the observed one counted in (Phipson and
 *  Smyth, Stat. Appl. Genet. Mol. Biol. 9 (2010)), at most 1. */
double er_pseudo_p(size_t at_least, size_t at_most, size_t permutations);

#endif
