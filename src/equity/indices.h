/** The families of indices. Each takes the sorted sample, the weights to use (a resample has its
 *  own) and their totals with a mean above 0, and returns the index. */
#ifndef EVENREACH_EQUITY_INDICES_H
#define EVENREACH_EQUITY_INDICES_H

#include "equity/sample.h"

/* lorenz.c */
double er_gini(const er_sample *sample, const double *weight, const er_totals *totals);
double er_hoover(const er_sample *sample, const double *weight, const er_totals *totals);
/** NAN if the poorest 40 % have nothing. */
double er_palma(const er_sample *sample, const double *weight, const er_totals *totals);
/** By sample->ranked, which is there. */
double er_concentration(const er_sample *sample, const double *weight, const er_totals *totals);
double er_hhi(const er_sample *sample, const double *weight, const er_totals *totals);

/* entropy.c */
double er_theil_t(const er_sample *sample, const double *weight, const er_totals *totals);
/** NAN if a row with weight has 0. */
double er_theil_l(const er_sample *sample, const double *weight, const er_totals *totals);
/** r ln r - r + 1, 0 or more: p-weighted, it sums to the same as r ln r, for the mean of r is 1,
 *  and its terms do not cancel. */
double er_theil_term(double ratio);

/* spread.c */
double er_cv(const er_sample *sample, const double *weight, const er_totals *totals);

/* atkinson.c */
double er_atkinson(const er_sample *sample, const double *weight, const er_totals *totals,
                   double epsilon);

/* shortfall.c (a mean of 0 is allowed) */
void er_shortfall(const er_sample *sample, const double *weight, const er_totals *totals,
                  double floor, double fgt[3]);

/* groups.c */
/** Weight and mean of a group under some weights. */
typedef struct er_group_totals {
    er_sum weight;
    er_sum amount;
    er_sum theil;
    double least;
    double most;
    double total_weight;
    double mean; /**< NAN if it has no weight */
} er_group_totals;
/** Fill groups[group_count]. */
void er_group_sums(const er_sample *sample, const double *weight, er_group_totals *groups);
double er_theil_between(const er_sample *sample, const er_totals *totals,
                        const er_group_totals *groups);
/** Theil T inside every group (in `theil`) and the sum of them by their shares of the total. */
double er_theil_within(const er_sample *sample, const double *weight, const er_totals *totals,
                       er_group_totals *groups);

#endif
