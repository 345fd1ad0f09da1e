/** evenreach/siting.h: where to build. Pure but for the solver (CBC): no file, no database, no map.
 *
 * Demand is given as weights that candidates meet or do not; the pairs are sparse. Everything is
 * deterministic: limits are counts of nodes, never seconds.
 */
#ifndef EVENREACH_SITING_H
#define EVENREACH_SITING_H

#include "evenreach/core.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Which demand each candidate meets, in rows: candidate j meets demand[start[j]] to
 *  demand[start[j + 1] - 1], each once, in any order. */
typedef struct er_siting_cover {
    size_t candidate_count;
    size_t demand_count;
    const size_t *start;    /**< candidate_count + 1 */
    const uint32_t *demand; /**< below demand_count */
    const double *weight;   /**< of each demand, 0 or more */
} er_siting_cover;

typedef struct er_siting_options {
    int64_t most_nodes; /**< of branch and bound, at most 2^31 - 1; 0: 2,000 */
} er_siting_options;

typedef struct er_siting_result {
    size_t *chosen; /**< candidates, by the order in which each adds most; in the arena */
    double *adds;   /**< weight that each adds after those before it */
    size_t count;
    double met;   /**< weight met by all chosen */
    bool reached; /**< what was needed is met, to within 1e-12 of the sum of all weights */
    size_t bound; /**< no set of fewer candidates meets it; where none does, none of fewer meets
                       what all candidates together meet */
    bool proven;  /**< count is bound */
} er_siting_result;

/** The fewest candidates that meet a weight (partial set covering): min sum x_j subject to
 *  sum of weight_i y_i >= needed and y_i <= sum of x_j over the candidates j that meet i (Daskin
 *  and Owen, Two new location covering problems: the partial P-center problem and the partial set
 *  covering problem, Geographical Analysis 31, 1999). Demand met by the same candidates is taken
 *  together, candidates that another one can stand in for are left out; a greedy choice with
 *  exchanges gives the start, sizes and a Lagrangian relaxation a bound, and CBC settles what they
 *  leave open: not where there are more than 12,000 pairs of classes and candidates, and with
 *  fewer nodes (by pairs / 100) where there are more than 100. Where all
 *  candidates together do not meet `needed`, the fewest that meet what all of them meet, and
 *  reached is false. Of equal solutions the one with more weight met, then the one with lower
 *  candidate numbers, as far as the search sees them. `needed` of 0 or less: none is chosen. The
 *  order of the demand does not matter. ER_ERR_RANGE for a negative or not finite weight, an index
 *  out of range, a demand named twice for one candidate, a need that is not finite. */
er_status er_siting_fewest_cover(er_context *ctx, er_arena *arena, const er_siting_cover *cover,
                                 double needed, const er_siting_options *options,
                                 er_siting_result *out);

/** Greedy maximal covering: the k candidates that each add most in turn (of equal ones the lower
 *  number), at most those that add something. `reached` says that no candidate could add more;
 *  nothing is said of a bound (0). Errors as with er_siting_fewest_cover. */
er_status er_siting_greedy(er_context *ctx, er_arena *arena, const er_siting_cover *cover, size_t k,
                           er_siting_result *out);

#ifdef __cplusplus
}
#endif
#endif
