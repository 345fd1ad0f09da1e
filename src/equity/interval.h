/** Intervals from the figures of resamples. */
#ifndef EVENREACH_EQUITY_INTERVAL_H
#define EVENREACH_EQUITY_INTERVAL_H

#include "evenreach/equity.h"

/** The scale on which a figure's estimates are nearest to normal, and that keeps an interval
 *  within the figure's range. */
typedef enum er_scale {
    ER_SCALE_PLAIN,
    ER_SCALE_LOG,   /**< for 0 and above */
    ER_SCALE_LOGIT, /**< from 0 to 1 */
    ER_SCALE_SIGNED /**< from -1 to 1: the inverse hyperbolic tangent */
} er_scale;
er_scale er_scale_of(er_equity_figure figure);

/** What an interval is made of. */
typedef struct er_resampled {
    double *figures; /**< [count], NAN where not defined; put into another order */
    double *errors;  /**< [count] their standard errors, for the studentised interval */
    size_t count;
    bool varied;     /**< false: no interval, for only one row or cluster has weight */
    double estimate; /**< NAN: no interval */
    double error;    /**< its standard error */
    double acceleration;
    er_scale scale;
} er_resampled;

/** ER_ERR_RANGE for a number of resamples, a level or a method out of range. */
er_status er_resampling_check(er_context *ctx, const er_equity_resampling *resampling);

/** The interval by the method asked for. */
er_equity_interval er_interval_of(const er_equity_resampling *resampling, er_resampled *from);

/** (1/6) sum z^3 / (sum z^2)^(3/2) of influences, less their mean: DiCiccio and Efron (1996),
 *  eq. 6.6; 0 if all are the same. */
double er_acceleration(const double *influences, size_t count);

#endif
