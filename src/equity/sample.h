/** The rows of a table in the one order in which every index adds them up. */
#ifndef EVENREACH_EQUITY_SAMPLE_H
#define EVENREACH_EQUITY_SAMPLE_H

#include "evenreach/equity.h"

/** Rows with weight, by value, weight, group, cluster and order: equal rows are interchangeable,
 *  so that their places do not depend on the table's. */
typedef struct er_sample {
    double *value;
    double *weight;
    uint32_t *group; /**< null: no groups */
    size_t count;
    uint32_t group_count;
    uint32_t *ranked;  /**< places by order, then by place; null: there is no order */
    size_t *run;       /**< rows that tie by order: ranked[run[k]] to ranked[run[k + 1] - 1] */
    size_t run_count;  /**< entries of `run` less one */
    uint32_t *unit;    /**< what a row is drawn with; null: each row by itself */
    size_t unit_count; /**< what is drawn from: clusters that have a row, or all rows */
} er_sample;

/** What one pass over the weights gives. */
typedef struct er_totals {
    er_sum weight;
    double total_weight;
    double mean; /**< NAN if there is no weight */
    size_t used; /**< rows with weight */
} er_totals;

/** Check the table and sort it. Free with er_sample_free. */
er_status er_sample_new(er_context *ctx, const er_equity_table *table, er_sample *out);
void er_sample_free(er_sample *sample);

/** Totals under the given weights (one per row of the sample; some may be 0). */
er_totals er_sample_totals(const er_sample *sample, const double *weight);

/** The mean of rows from `least` to `most`: rounding may push a quotient just outside. */
double er_mean_within(double mean, double least, double most);

#endif
