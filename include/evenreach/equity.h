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

/** A place on a plane with what is there. */
typedef struct er_place {
    double x_m;
    double y_m;
    double amount; /**< 0 or more */
} er_place;

typedef struct er_equity_table {
    const double *value;
    const double *weight;  /**< null: all 1 */
    const uint32_t *group; /**< null: no groups; else 0 to group_count - 1 */
    size_t count;
    uint32_t group_count;
    const double *order;     /**< what rows are ranked by for the concentration index, finite; equal
                                ones     share a rank; null: there is none */
    const uint32_t *cluster; /**< rows that are drawn together, 0 to cluster_count - 1; null: each
                                  row by itself */
    uint32_t cluster_count;
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
    ER_EQUITY_ZERO_GROUP = 1u << 9,    /**< a group has nothing: no Theil T inside it */
    ER_EQUITY_NO_ORDER = 1u << 10      /**< nothing to rank by: no concentration index */
} er_equity_note;
enum { ER_EQUITY_NOTE_COUNT = 11 };

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
    /** Coefficient of variation, sqrt(sum p (r - 1)^2). */
    double cv;
    /** 2 sum p (r - 1) R, R the fractional rank by `order` (the weight before the row and half of
     *  those that tie with it), -1 to 1: below 0, those low in the order have more.
     *  Kakwani, Wagstaff, van Doorslaer, J. Econometrics 77 (1997), eq. 3. */
    double concentration;
    unsigned notes; /**< er_equity_note bits */
} er_equity_result;

/** The figures of a result, in the order in which they are shown. */
typedef enum er_equity_figure {
    ER_FIGURE_MEAN,
    ER_FIGURE_GINI,
    ER_FIGURE_THEIL_T,
    ER_FIGURE_THEIL_L,
    ER_FIGURE_ATKINSON,
    ER_FIGURE_PALMA,
    ER_FIGURE_HOOVER,
    ER_FIGURE_HHI,
    ER_FIGURE_CV,
    ER_FIGURE_CONCENTRATION,
    ER_FIGURE_FGT_0,
    ER_FIGURE_FGT_1,
    ER_FIGURE_FGT_2,
    ER_FIGURE_BETWEEN,
    ER_FIGURE_WITHIN,
    ER_FIGURE_COUNT
} er_equity_figure;
/** Its stable name: mean gini theil_t theil_l atkinson palma hoover hhi cv concentration fgt_0
 * fgt_1 fgt_2 theil_t_between theil_t_within. Never null. */
const char *er_equity_figure_name(er_equity_figure figure);
/** Its value in a result; NAN if it is not defined. */
double er_equity_figure_of(const er_equity_result *result, er_equity_figure figure);

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

/** Points of the Lorenz curve: shares of the weight and of the total held by those with the least,
 *  from (0, 0) to (1, 1), one point a row with weight beside the first. Lorenz (1905). Allocated;
 *  free both with er_free. The mean of 0 gives ER_ERR_RANGE. */
er_status er_equity_lorenz(er_context *ctx, const er_equity_table *table, double **weight_share,
                           double **value_share, size_t *count);

/* ---- uncertainty ----------------------------------------------------------------------------- */

/** How an interval is made of the resamples. On simulated tables of 400 rows (lognormal, gamma and
 *  beta values; plain, weighted and in clusters) 95 % studentised intervals of the mean, Gini,
 *  Theil T and L, Atkinson, Palma and Hoover hold the true figure in 93 to 97 of 100 tables, as a
 *  test checks. With 100 rows they hold it in 90 to 96, where BCa holds it in 87 to 96 and
 *  percentiles in 82 to 96. A very long tail (lognormal of sigma 1, 200 rows) leaves Theil T at
 *  90, 87 and 83, and cv lower: no resample knows a tail that the rows do not show. */
typedef enum er_equity_method {
    ER_EQUITY_STUDENTISED, /**< by (figure - estimate) / standard error, the error of each resample
                                from the influences of its rows, on a scale that keeps to the range
                                of the figure (log, or logit): Davison and Hinkley (1997), section
                                5.2; for inequality Davidson, J. Econometrics 150 (2009). A figure
                                without an error (all rows equal), or whose interval would have no
                                end, gets the percentiles */
    ER_EQUITY_BCA,         /**< bias-corrected and accelerated: Efron, Better bootstrap confidence
                                intervals, JASA 82 (1987); DiCiccio and Efron (1996), section 2 */
    ER_EQUITY_PERCENTILE   /**< Efron and Tibshirani (1993), section 13.3 */
} er_equity_method;

typedef struct er_equity_resampling {
    size_t resamples; /**< 1 to ER_EQUITY_MAX_RESAMPLES */
    uint64_t seed;
    double level; /**< between 0 and 1, such as 0.95 */
    er_equity_method method;
} er_equity_resampling;

/** An interval over the resamples in which the index was defined. */
typedef struct er_equity_interval {
    double low; /**< NAN if it was defined in none, is not defined for the table itself, or if
                     only one row or cluster has weight: it can be drawn in one way */
    double high;
    size_t defined;
} er_equity_interval;
enum { ER_EQUITY_MAX_RESAMPLES = 1000000 };

/** Bootstrap intervals[ER_FIGURE_COUNT] of every figure: n rows (or, where the table has clusters,
 * as many clusters as it has) are drawn with replacement, each with its weight and group (Davison
 * and Hinkley, Bootstrap Methods and their Application (1997), sections 2.2 and 3.8; quantiles of
 * type 6 of Hyndman and Fan, The American Statistician 50 (1996)). Resample i draws from stream i
 * of the seed, so that threads and the order of rows change nothing. */
er_status er_equity_resample(er_context *ctx, const er_equity_table *table,
                             const er_equity_parameters *parameters,
                             const er_equity_resampling *resampling, er_equity_interval *intervals);

/** Two tables of the same rows (count, groups, clusters), such as before and after. */
typedef struct er_equity_change {
    double before; /**< NAN: not defined */
    double after;
    double change;               /**< after - before */
    er_equity_interval interval; /**< of `change`: the same rows are drawn from both */
} er_equity_change;
/** Fill changes[ER_FIGURE_COUNT]. ER_ERR_RANGE for tables of different counts. */
er_status er_equity_difference(er_context *ctx, const er_equity_table *before,
                               const er_equity_table *after, const er_equity_parameters *parameters,
                               const er_equity_resampling *resampling, er_equity_change *changes);

typedef struct er_equity_test {
    double statistic; /**< NAN: not defined, and so is p */
    double p;         /**< (1 + number at or above the statistic) / (1 + permutations) */
    size_t permutations;
    uint64_t seed;
} er_equity_test;
/** Is the part of Theil T between groups more than chance? The groups' labels are permuted over the
 *  rows, values keep their weights (Good, Permutation, Parametric and Bootstrap Tests of Hypotheses
 *  (2005), ch. 3; p after Phipson and Smyth, Stat. Appl. Genet. Mol. Biol. 9 (2010)). The statistic
 *  is theil_t_between / theil_t. Permutation i draws from stream i of the seed. ER_ERR_RANGE for no
 *  groups or 0 permutations. */
er_status er_equity_permutation(er_context *ctx, const er_equity_table *table, size_t permutations,
                                uint64_t seed, er_equity_test *out);

/** What one group does to the figures. */
typedef struct er_equity_influence {
    double without[ER_FIGURE_COUNT]; /**< if its rows are left out; NAN: not defined */
    double raised[ER_FIGURE_COUNT];  /**< if its rows under the mean of all rise to that mean */
} er_equity_influence;
/** Fill influences[group_count]. */
er_status er_equity_influences(er_context *ctx, const er_equity_table *table,
                               const er_equity_parameters *parameters,
                               er_equity_influence *influences);

/* ---- where it is ----------------------------------------------------------------------------- */

/** Who is a neighbour of whom: neighbours of row i are to[first[i]] to to[first[i + 1] - 1],
 *  ascending, never i itself, with their weights (rows add up to 1; a row may have none). */
typedef struct er_neighbours {
    size_t count;
    size_t *first; /**< count + 1 */
    uint32_t *to;
    double *weight;
} er_neighbours;
/** From unordered pairs, each of which joins both ways; doubled ones and those of a row with itself
 *  count once and not at all. Row-standardised. ER_ERR_RANGE for a number beyond count. Free with
 *  er_neighbours_free. */
er_status er_neighbours_new(er_context *ctx, size_t count, const uint32_t (*pairs)[2],
                            size_t pair_count, er_neighbours *out);
void er_neighbours_free(er_neighbours *neighbours);

typedef struct er_moran {
    double i;        /**< NAN: all values equal, or nobody has a neighbour (so for the rest) */
    double expected; /**< -1 / (n - 1) */
    double variance; /**< exact, under randomisation; NAN under four rows, 0 where any order of the
                          values gives the same index (everybody is everybody's neighbour) */
    double z;        /**< (i - expected) / sqrt(variance); NAN without a variance above 0 */
    double p;        /**< two-sided pseudo p-value of the permutations; NAN without */
    size_t permutations;
    uint64_t seed;
    size_t alone; /**< rows without neighbours: they count in n, and have no lag */
} er_moran;
/** Moran's I: n / S0 sum w_ij z_i z_j / sum z_i^2, z the deviations from the mean, S0 = sum w_ij
 *  (Moran, Biometrika 37 (1950); Cliff and Ord, Spatial Processes (1981), p. 17). Its variance if
 *  every order of the values is as likely as any other (p. 21 there):
 *
 *      (n ((n^2 - 3n + 3) S1 - n S2 + 3 S0^2) - b ((n^2 - n) S1 - 2n S2 + 6 S0^2))
 *      / ((n - 1)(n - 2)(n - 3) S0^2) - 1 / (n - 1)^2
 *
 *  with S1 = sum (w_ij + w_ji)^2 / 2, S2 = sum (w_i. + w_.i)^2, b = n sum z^4 / (sum z^2)^2.
 *  p is twice the smaller tail of `permutations` (0: no p; at most ER_EQUITY_MAX_RESAMPLES) orders
 *  drawn at random, the observed one counted in: 2 (1 + min(at or above, at or below)) /
 *  (1 + permutations), at most 1. Permutation i draws from stream i of the seed. ER_ERR_RANGE
 *  naming the row for a value that is not finite. */
er_status er_moran_global(er_context *ctx, const double *value, const er_neighbours *neighbours,
                          size_t permutations, uint64_t seed, er_moran *out);

typedef enum er_cluster {
    ER_CLUSTER_NONE, /**< not significant, or no neighbours */
    ER_CLUSTER_HIGH_HIGH,
    ER_CLUSTER_LOW_LOW,
    ER_CLUSTER_HIGH_LOW, /**< high among low */
    ER_CLUSTER_LOW_HIGH
} er_cluster;
/** Stable name: high_high low_low high_low low_high; null for none. */
const char *er_cluster_name(er_cluster cluster);

typedef struct er_local_moran {
    double i;   /**< z_i sum_j w_ij z_j / (sum z^2 / n); NAN: no neighbours, or all values equal */
    double lag; /**< mean of the neighbours' values by their weights; NAN without */
    double p;   /**< two-sided, of conditional permutations; 1 for a value at the mean; NAN without
                     permutations or without i */
    double q;   /**< p adjusted over all rows that have one: er_false_discovery */
    er_cluster cluster; /**< the row against the mean, then its lag, where q is at most the rate */
} er_local_moran;
/** Local Moran of every row, locals[count]. Anselin, Local indicators of spatial association,
 *  Geographical Analysis 27 (1995): the index with the second moment over n as its denominator, so
 *  that all add up to I S0; p by conditional randomisation: the row keeps its value while those of
 *  the others are drawn, without replacement, for its neighbours. p as in er_moran_global, with as
 * many permutations for each row; row i draws from stream i of the seed. `false_discovery` is the
 * rate, between 0 and 1 (ER_ERR_RANGE). */
er_status er_moran_local(er_context *ctx, const double *value, const er_neighbours *neighbours,
                         size_t permutations, uint64_t seed, double false_discovery,
                         er_local_moran *locals);
/** Adjusted p-values q[count] of p[count]: the least of p m / rank over the ranks from its own on,
 *  m the p-values that there are; a NAN stays one and does not count. Benjamini and Hochberg, J. R.
 *  Stat. Soc. B 57 (1995), procedure (1). ER_ERR_RANGE naming the row for a p outside 0 to 1. */
er_status er_false_discovery(er_context *ctx, const double *p, size_t count, double *q);

/** Places on a plane in metres, each with an amount (persons, or what they are offered). */
typedef struct er_places {
    const er_place *at;
    size_t count;
} er_places;
typedef enum er_decay {
    ER_DECAY_NONE,    /**< 1 up to the catchment's edge, the edge included */
    ER_DECAY_GAUSSIAN /**< (e^(-(d/d0)^2/2) - e^(-1/2)) / (1 - e^(-1/2)): Dai, Health & Place 16
                           (2010), eq. 2 */
} er_decay;
/** Two-step floating catchment area, access[demand.count]: each supply is shared out over the
 *  demand within the catchment, and a demand's access is the sum of the shares that reach it (Luo
 *  and Wang, Environment and Planning B 30 (2003), eqs. 3 and 4), each counted by its decay (Dai
 *  (2010), eqs. 1 and 3). Supply without any demand in reach adds nothing; the sum of access x
 *  demand equals the supply that has some. `left_out` (may be null) gets the supply that has none.
 *  `catchment_m` 0.001 to 1e9 m. Any order of places and any number of threads gives the same
 *  bytes. ER_ERR_RANGE naming the demand or supply (from 1) for a coordinate beyond 1e9 m or an
 *  amount that is not 0 or from ER_EQUITY_SMALLEST to ER_EQUITY_LARGEST. */
er_status er_access(er_context *ctx, er_places demand, er_places supply, double catchment_m,
                    er_decay decay, double *access, double *left_out);

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
