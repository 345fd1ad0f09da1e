/** The figures of every resample of a table, or of the change between two tables. */
#ifndef EVENREACH_EQUITY_RESAMPLE_H
#define EVENREACH_EQUITY_RESAMPLE_H

#include "equity/drawn.h"

/** What is known before any interval: of one sample its figures, of two the second's less the
 *  first's, both drawn alike. Free with er_resamples_free. */
typedef struct er_resamples {
    size_t count;
    bool varied;     /**< false: only one row or cluster has weight */
    double *figures; /**< [count][ER_FIGURE_COUNT] */
    double *errors;  /**< their standard errors, if the method needs them; else null */
    double estimate[ER_FIGURE_COUNT];
    double error[ER_FIGURE_COUNT];        /**< of the estimate; NAN where it is not defined */
    double acceleration[ER_FIGURE_COUNT]; /**< 0 where the estimate is not defined */
} er_resamples;

/** `samples` has one, or (`is_pair`) two with the same units. */
er_status er_resamples_new(er_context *ctx, const er_sample *samples, bool is_pair,
                           const er_equity_parameters *parameters,
                           const er_equity_resampling *resampling, er_resamples *out);
void er_resamples_free(er_resamples *resamples);

/** The interval of a figure. */
er_status er_resamples_interval(er_context *ctx, const er_resamples *resamples,
                                const er_equity_resampling *resampling, er_equity_figure figure,
                                bool is_change, er_equity_interval *out);

#endif
