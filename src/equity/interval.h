/** Intervals from the figures of resamples. */
#ifndef EVENREACH_EQUITY_INTERVAL_H
#define EVENREACH_EQUITY_INTERVAL_H

#include "evenreach/equity.h"

/** ER_ERR_RANGE for a number of resamples or a level out of range. */
er_status er_resampling_check(er_context *ctx, const er_equity_resampling *resampling);

/** The interval of `count` resampled figures, which are sorted in place; those that are NAN do not
 *  count. `estimate` NAN: no interval. `acceleration` is for the method that has one. */
er_equity_interval er_interval_of(const er_equity_resampling *resampling, double *figures,
                                  size_t count, double estimate, double acceleration);

/** (1/6) sum z^3 / (sum z^2)^(3/2) of influences: DiCiccio and Efron (1996), eq. 6.6; 0 if all are
 *  0. */
double er_acceleration(const double *influences, size_t count);

#endif
