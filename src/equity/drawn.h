/** A resample: how often each row was drawn, what that adds up to, and its figures. */
#ifndef EVENREACH_EQUITY_DRAWN_H
#define EVENREACH_EQUITY_DRAWN_H

#include "equity/plan.h"

/** Where the Lorenz curve is cut. */
typedef struct er_cut {
    size_t row;   /**< rows before it lie wholly below */
    double ratio; /**< its value over the reference mean */
    double held;  /**< amount below the cut */
} er_cut;

/** Beside its columns, what the first rows add to a figure. */
typedef struct er_step {
    size_t rows;
    double of_weight, of_amount;
} er_step;
/** What a row adds to a figure, as a combination of its columns. */
typedef struct er_slope {
    double of[ER_COLUMN_COUNT];
    er_step step[2];
    int step_count;
} er_slope;
typedef struct er_group_slope {
    double of_weight, of_amount;
} er_group_slope;

typedef struct er_drawn {
    uint32_t *unit_times;                               /**< [unit_count] */
    double *times;                                      /**< of each row, 0 behind the last */
    double *block_weight, *block_amount, *block_excess; /**< [block_count] */
    double *block_below, *block_above;   /**< weight before a block, excess from it on */
    double *group_weight, *group_amount; /**< [group_count] */
    double sum[ER_COLUMN_COUNT];
    double zero_weight;            /**< of the rows that have nothing */
    double short_weight;           /**< of the rows under the floor */
    double by_value;               /**< sum of v (r - 1) times the weight before and half the own */
    double by_order;               /**< the same by the order of the concentration index */
    er_cut poor_40, poor_90, mean; /**< `mean` cuts at the first row above the mean */
    er_slope slope[ER_FIGURE_COUNT];
    er_group_slope *group_slope; /**< [group_count] */
    double *order_slope;         /**< of each row */
} er_drawn;

/** Room for resamples of a plan. Free with er_drawn_free. */
er_status er_drawn_new(er_context *ctx, const er_plan *plan, er_drawn *out);
void er_drawn_free(er_drawn *drawn);

/** Draw as many units as there are, with replacement, from a stream of the seed. */
void er_drawn_draw(const er_plan *plan, uint64_t seed, uint64_t stream, er_drawn *drawn);
/** Every unit once: the sample itself. */
void er_drawn_all(const er_plan *plan, er_drawn *drawn);
/** Add up what was drawn. */
void er_drawn_sum(const er_plan *plan, er_drawn *drawn);
/** True if the resample lies too far from the plan's reference for its sums to keep their digits:
 *  er_plan_refer a copy of the plan, and add up again. */
bool er_drawn_is_far(const er_plan *plan, const er_drawn *drawn);
/** The figures of the sums, as er_equity defines them, each row counted as often as it was drawn;
 *  NAN where not defined. Also leaves the cuts in `drawn`. */
void er_drawn_figures(const er_plan *plan, er_drawn *drawn, double figures[ER_FIGURE_COUNT]);

/** Prepare the derivatives of the figures that er_drawn_figures found. */
void er_drawn_slopes(const er_plan *plan, er_drawn *drawn, const double figures[ER_FIGURE_COUNT]);
/** The derivative of a figure by how often each row of a block is drawn: what one more of it would
 *  add (infinitesimal jackknife: Efron and Tibshirani (1993), section 21.4); 0 behind the last row.
 *  The figure is defined. */
void er_drawn_influence(const er_plan *plan, const er_drawn *drawn, er_equity_figure figure,
                        size_t block, double out[ER_BLOCK]);

#endif
