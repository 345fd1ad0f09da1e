/** evenreach/equity.h: inequality of a quantity over weighted units. Pure: no files, no database.
 *
 * A table is n rows: a value x and a weight w (persons), each 0 or from ER_EQUITY_SMALLEST to
 * ER_EQUITY_LARGEST, with at least one weight above 0, and an optional group number. Every index
 * is taken over the weights: a row of weight 3 is three rows of weight 1. Rows with weight 0 count
 * in n, nowhere else. 0 ln 0 = 0; a group with nothing keeps its full weight. An index that is not
 * defined is NAN, and a note says why. Sums are compensated and taken in an order fixed by the
 * data, so that shuffled rows give the same bytes.
 *
 * Notation of the formulas below: p = w / sum w (share of the weight), m = sum p x (mean),
 * r = x / m, s = p r (share of the total).
 */
#ifndef EVENREACH_EQUITY_H
#define EVENREACH_EQUITY_H

#include "evenreach/core.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Range of values, weights and floors other than 0: no product or quotient overflows. */
#define ER_EQUITY_SMALLEST 1e-100
#define ER_EQUITY_LARGEST 1e100

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
    ER_EQUITY_ZERO_THEIL_L = 1u << 1,  /**< a zero with weight: Theil L is infinite, so NAN */
    ER_EQUITY_ZERO_ATKINSON = 1u << 2, /**< aversion >= 1 and a zero: Atkinson is 1 */
    ER_EQUITY_NO_POOR_40 = 1u << 3,    /**< the poorest 40 % have nothing: Palma is NAN */
    ER_EQUITY_NO_FLOOR = 1u << 4,      /**< no floor given: no FGT */
    ER_EQUITY_NO_GROUPS = 1u << 5,     /**< no groups given: no between and within */
    ER_EQUITY_ONE_ROW = 1u << 6,       /**< one row with weight: nothing to compare */
    ER_EQUITY_NO_BETWEEN = 1u << 7,    /**< between is 0: no group has a share of it */
    ER_EQUITY_EMPTY_GROUP = 1u << 8,   /**< a group has no weight: it has no mean, no Theil T */
    ER_EQUITY_ZERO_GROUP = 1u << 9     /**< a group has nothing: no Theil T inside it */
} er_equity_note;
enum { ER_EQUITY_NOTE_COUNT = 10 };

typedef struct er_equity_parameters {
    double floor;            /**< NAN: none; else above 0 */
    double atkinson_epsilon; /**< aversion, above 0, at most 1000; usual 0.5 */
} er_equity_parameters;

typedef struct er_equity_result {
    size_t n;
    double weight; /**< sum w */
    double mean;
    /** Half the relative mean difference, 0 to 1: sum over the gaps of F (1 - F) (x' - x) / m.
     *  Dorfman, A formula for the Gini coefficient, Rev. Econ. Stat. 61 (1979). */
    double gini;
    /** sum p r ln r. Theil, Economics and Information Theory (1967), ch. 4. */
    double theil_t;
    /** sum p ln(1/r), the mean logarithmic deviation. Theil (1967), ch. 4. */
    double theil_l;
    /** 1 - (sum p r^(1-e))^(1/(1-e)); its limit 1 - exp(sum p ln r) at e = 1.
     *  Atkinson, On the measurement of inequality, J. Econ. Theory 2 (1970). */
    double atkinson;
    /** Share of the richest 10 % over share of the poorest 40 %, by weight; a row that stands
     *  across a limit is split. Palma, Antipode 38 (2006); Cobham and Sumner (2013). */
    double palma;
    /** Half of sum p |r - 1|. Hoover, Interstate redistribution of population (1941). */
    double hoover;
    /** sum s^2. Hirschman (1945); Herfindahl (1950). */
    double hhi;
    /** Mean of ((z - x) / z)^a over the rows with x < z, others 0, for a = 0, 1, 2: share below
     *  the floor z, depth, severity. A row at the floor meets it.
     *  Foster, Greer, Thorbecke, Econometrica 52 (1984), eq. 1. */
    double fgt[3];
    /** theil_t = between + within: sum S ln(S / P) over groups, sum S theil_t(group).
     *  Shorrocks, The class of additively decomposable inequality measures, Econometrica 48 (1980).
     */
    double theil_t_between;
    double theil_t_within;
    unsigned notes; /**< er_equity_note bits */
} er_equity_result;

/** A result without any row: every index and the mean NAN, the rest 0. */
er_equity_result er_equity_undefined(void);

typedef struct er_equity_group {
    size_t n;
    double weight;
    double mean;              /**< NAN if the group has no weight */
    double theil_t;           /**< within the group; NAN if it has no weight or nothing */
    double between;           /**< its term S ln(S / P) of theil_t_between; below 0 for a group
                                   under the mean; NAN if the mean of all is 0 */
    double share_of_between;  /**< between / theil_t_between; NAN if that is 0 */
    double gap_share;         /**< P (R ln R - R + 1) / theil_t_between, R its mean over the mean
                                   of all: 0 for a group at the mean, never below 0, and adding up
                                   to 1 too, so that it tells which group drives the gap; NAN if
                                   theil_t_between is 0 */
    double location_quotient; /**< mean of the group over mean of all; NAN if either is not there */
} er_equity_group;

/** All indices, in O(n log n). `groups` has group_count entries or is null. ER_ERR_RANGE naming
 *  the row (from 1) for a value, weight or group out of range, or for no weight at all. */
er_status er_equity(er_context *ctx, const er_equity_table *table,
                    const er_equity_parameters *parameters, er_equity_result *result,
                    er_equity_group *groups);

/** A percentile interval over the resamples in which the index was defined. */
typedef struct er_equity_interval {
    double low; /**< NAN if it was defined in none */
    double high;
    size_t defined;
} er_equity_interval;
typedef struct er_equity_ci {
    size_t resamples;
    uint64_t seed;
    double level; /**< such as 0.95 */
    er_equity_interval mean, gini, theil_t, theil_l, atkinson, theil_t_between;
} er_equity_ci;
enum { ER_EQUITY_MAX_RESAMPLES = 1000000 };

/** Percentile bootstrap: n rows are drawn with replacement, each with its weight and group
 *  (Efron and Tibshirani, An Introduction to the Bootstrap (1993), section 13.3; quantiles of
 *  type 7 of Hyndman and Fan, The American Statistician 50 (1996)). Resample i draws from stream i
 *  of the seed, so that threads and the order of rows change nothing. `resamples` 1 to
 *  ER_EQUITY_MAX_RESAMPLES, `level` between 0 and 1. */
er_status er_equity_bootstrap(er_context *ctx, const er_equity_table *table,
                              const er_equity_parameters *parameters, size_t resamples,
                              uint64_t seed, double level, er_equity_ci *out);

/** (part / whole) / (base_part / base_whole): how far a group's share of a thing lies above its
 *  share of the base; 1 is even. NAN where a denominator is 0 or a figure is not finite.
 *  Isard, Methods of Regional Analysis (1960), ch. 5. */
double er_location_quotient(double part, double whole, double base_part, double base_whole);

/** The note's line for people, in English; er_text translates it. Never null. */
const char *er_equity_note_text(er_equity_note note);

#ifdef __cplusplus
}
#endif
#endif
