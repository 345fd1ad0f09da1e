/** What an index needs of a row and does not depend on how often the row is drawn. A resample is
 *  then a pass of multiplications and additions in an order that never changes. */
#ifndef EVENREACH_EQUITY_PLAN_H
#define EVENREACH_EQUITY_PLAN_H

#include "equity/sample.h"

#define ER_BLOCK ((size_t)64) /* rows that are added up together, before they join the rest */

/** The columns. v = weight x scale, r = value / reference mean, e the aversion. */
typedef enum er_column {
    ER_COLUMN_WEIGHT,    /**< v */
    ER_COLUMN_AMOUNT,    /**< v r */
    ER_COLUMN_EXCESS,    /**< v (r - 1) */
    ER_COLUMN_SPREAD,    /**< v (r - 1)^2 */
    ER_COLUMN_THEIL,     /**< v (r ln r - r + 1) */
    ER_COLUMN_LOGARITHM, /**< v (r - 1 - ln r); 0 for a zero */
    ER_COLUMN_POWER,     /**< v f(r), f by the aversion: see er_power */
    ER_COLUMN_SQUARE,    /**< (v r)^2 */
    ER_COLUMN_DEPTH,     /**< v (z - x) / z under the floor z */
    ER_COLUMN_SEVERITY,  /**< v ((z - x) / z)^2 under the floor z */
    ER_COLUMN_COUNT
} er_column;
enum { ER_COLUMN_PLAIN = ER_COLUMN_DEPTH }; /* columns before this one are there without a floor */

/** Atkinson by its power mean r^d, d = 1 - e: from S = sum v f(r) / sum v the logarithm of the
 *  equivalent ratio is
 *  - near d = 0, f = (r^d - 1) / d:    ln(1 + d S) / d, or S itself for d = 0, where f = ln r
 *  - else, f = (r / base)^d:           ln base + ln(S) / d */
typedef struct er_power {
    double d;
    bool near;
    double log_base; /**< of the least ratio for d < 0, so that nothing overflows; else 0 */
} er_power;

/** Two columns of a row side by side, for passes in another order. */
typedef struct er_plan_pair {
    double weight;
    double other;
} er_plan_pair;

typedef struct er_plan {
    const er_sample *sample;
    er_equity_parameters parameters;
    size_t block_count;
    double *cells; /**< [block_count][ER_COLUMN_COUNT][ER_BLOCK], 0 behind the last row */
    double mean;   /**< reference mean: that of the sample, or 1 if it has nothing */
    double scale;  /**< a power of two, so that whole weights stay whole */
    er_power power;
    size_t zero_count;      /**< the first rows, which have nothing */
    size_t short_count;     /**< the first rows, which are under the floor; 0 if there is none */
    uint32_t *grouped;      /**< rows by group; null: no groups */
    size_t *group_first;    /**< group g has grouped[group_first[g]] to [group_first[g + 1] - 1] */
    er_plan_pair *by_group; /**< weight and amount of the rows in the order of `grouped` */
    er_plan_pair *ranked;   /**< weight and excess in the order of the sample's `ranked`, or null */
} er_plan;

/** Free with er_plan_free; the sample is kept by the caller and outlives it. */
er_status er_plan_new(er_context *ctx, const er_sample *sample,
                      const er_equity_parameters *parameters, er_plan *out);
void er_plan_free(er_plan *plan);

/** Fill the columns anew for a resample that lies so far from the sample that differences from
 *  the sample's mean would lose their digits: `times` each row was drawn, of total weight
 *  `weight` and mean `mean` (above 0). Rows that were not drawn become 0. */
void er_plan_refer(er_plan *plan, const double *times, double weight, double mean);

static inline const double *er_plan_block(const er_plan *plan, size_t block, er_column column) {
    return plan->cells + (block * ER_COLUMN_COUNT + (size_t)column) * ER_BLOCK;
}
static inline double er_plan_cell(const er_plan *plan, size_t row, er_column column) {
    return er_plan_block(plan, row / ER_BLOCK, column)[row % ER_BLOCK];
}

#endif
