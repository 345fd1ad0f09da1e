/** The figures of every resample of a sample. */
#ifndef EVENREACH_EQUITY_RESAMPLE_H
#define EVENREACH_EQUITY_RESAMPLE_H

#include "equity/drawn.h"

/** What is known of a sample before any interval. Free with er_resamples_free. */
typedef struct er_resamples {
    size_t count;
    double *figures; /**< [count][ER_FIGURE_COUNT] */
    double estimate[ER_FIGURE_COUNT];
    double *influence; /**< [ER_FIGURE_COUNT][unit_count]: of each unit on the sample's figures; 0
                          where a figure is not defined */
    size_t unit_count;
} er_resamples;

er_status er_resamples_new(er_context *ctx, const er_sample *sample,
                           const er_equity_parameters *parameters,
                           const er_equity_resampling *resampling, er_resamples *out);
void er_resamples_free(er_resamples *resamples);

#endif
