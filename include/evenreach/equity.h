/** evenreach/equity.h: inequality of a quantity over weighted units. Pure: no files, no database.
 *
 * A table is n rows: value x >= 0 (finite), weight w >= 0 (persons; at least one above 0), and an
 * optional group number. Rows with weight 0 count in n, nowhere else. 0 ln 0 = 0; a group with
 * nothing keeps its full weight. An index that is not defined is NAN, and a note says why. Sums are
 * compensated and taken in an order fixed by the data, so that shuffled rows give the same bytes.
 */
#ifndef EVENREACH_EQUITY_H
#define EVENREACH_EQUITY_H

#include "evenreach/core.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct er_equity_table {
    const double *value;
    const double *weight;  /**< null: all 1 */
    const uint32_t *group; /**< null: no groups; else 0 to group_count - 1 */
    size_t count;
    uint32_t group_count;
} er_equity_table;

/** Why an index is not defined, or what its value means. A bit set. */
typedef enum er_equity_note {
    ER_EQUITY_ALL_ZERO = 1u << 0,      /**< the mean is 0: relative indices are undefined */
    ER_EQUITY_ZERO_THEIL_L = 1u << 1,  /**< a zero with weight: Theil L is infinite */
    ER_EQUITY_ZERO_ATKINSON = 1u << 2, /**< aversion >= 1 and a zero: Atkinson is 1 */
    ER_EQUITY_NO_POOR_40 = 1u << 3,    /**< the poorest 40 % have nothing: Palma is infinite */
    ER_EQUITY_NO_FLOOR = 1u << 4,      /**< no floor given: no FGT */
    ER_EQUITY_NO_GROUPS = 1u << 5,
    ER_EQUITY_ONE_ROW = 1u << 6
} er_equity_note;

typedef struct er_equity_parameters {
    double floor;            /**< NAN: none */
    double atkinson_epsilon; /**< aversion, above 0; default 0.5 */
} er_equity_parameters;

typedef struct er_equity_result {
    size_t n;
    double weight;
    double mean;
    double gini;
    double theil_t;
    double theil_l;
    double atkinson;
    double palma; /**< share of the richest 10 % over share of the poorest 40 %, by weight */
    double hoover;
    double hhi; /**< sum of squared shares of the total w x */
    double fgt[3];
    double theil_t_between;
    double theil_t_within;
    unsigned notes; /**< er_equity_note bits */
} er_equity_result;

typedef struct er_equity_group {
    size_t n;
    double weight;
    double mean;              /**< NAN if the group has no weight */
    double theil_t;           /**< within the group */
    double between;           /**< its term of theil_t_between */
    double share_of_between;  /**< between / theil_t_between; NAN if that is 0 */
    double location_quotient; /**< mean of the group over mean of all */
} er_equity_group;

/** All indices. `groups` has group_count entries or is null. ER_ERR_RANGE with the row for a
 *  negative or non-finite value or weight, or for no weight at all. */
er_status er_equity(er_context *ctx, const er_equity_table *table,
                    const er_equity_parameters *parameters, er_equity_result *result,
                    er_equity_group *groups);

/** Percentile bootstrap of gini, theil_t and theil_t_between: resample rows (with their weights).
 *  Seeded; independent of threads. */
typedef struct er_equity_interval {
    double low;
    double high;
} er_equity_interval;
typedef struct er_equity_ci {
    size_t resamples;
    uint64_t seed;
    double level; /**< 0.95 */
    er_equity_interval mean, gini, theil_t, theil_l, atkinson, theil_t_between;
} er_equity_ci;
er_status er_equity_bootstrap(er_context *ctx, const er_equity_table *table,
                              const er_equity_parameters *parameters, size_t resamples,
                              uint64_t seed, double level, er_equity_ci *out);

/** The note's line for people. */
const char *er_equity_note_text(er_equity_note note);

#ifdef __cplusplus
}
#endif
#endif
