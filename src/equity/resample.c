/* Intervals of the figures of one table. */
#include "equity/resample.h"

#include "equity/interval.h"
#include "equity/parameters.h"

er_status er_resamples_interval(er_context *ctx, const er_resamples *resamples,
                                const er_equity_resampling *resampling, er_equity_figure figure,
                                bool is_change, er_equity_interval *out) {
    double *scratch = NULL;
    size_t count = resamples->count, at = (size_t)figure;
    ER_TRY(er_alloc(ctx, count, 2 * sizeof *scratch, &scratch));
    er_resampled from = {.figures = scratch,
                         .errors = resamples->errors ? scratch + count : NULL,
                         .count = count,
                         .varied = resamples->varied,
                         .estimate = resamples->estimate[at],
                         .error = resamples->error[at],
                         .acceleration = resamples->acceleration[at],
                         .scale = is_change ? ER_SCALE_PLAIN : er_scale_of(figure)};
    for (size_t i = 0; i < count; i++) {
        from.figures[i] = resamples->figures[i * ER_FIGURE_COUNT + at];
        if (from.errors) from.errors[i] = resamples->errors[i * ER_FIGURE_COUNT + at];
    }
    *out = er_interval_of(resampling, &from);
    er_free(scratch);
    return ER_OK;
}

er_status er_equity_resample(er_context *ctx, const er_equity_table *table,
                             const er_equity_parameters *parameters,
                             const er_equity_resampling *resampling,
                             er_equity_interval *intervals) {
    er_sample sample = {0};
    er_resamples found = {0};
    er_equity_interval own[ER_FIGURE_COUNT];
    er_status status;
    ER_TRY(er_equity_check(ctx, parameters));
    ER_TRY(er_resampling_check(ctx, resampling));
    ER_GOTO(status, end, er_sample_new(ctx, table, &sample));
    ER_GOTO(status, end, er_resamples_new(ctx, &sample, false, parameters, resampling, &found));
    for (int f = 0; f < ER_FIGURE_COUNT; f++)
        ER_GOTO(
            status, end,
            er_resamples_interval(ctx, &found, resampling, (er_equity_figure)f, false, &own[f]));
    for (int f = 0; f < ER_FIGURE_COUNT; f++)
        intervals[f] = own[f];
end:
    er_resamples_free(&found);
    er_sample_free(&sample);
    return status;
}
