/** evenreach/siting.h: where to build. Pure but for the solver (CBC): no file, no database, no map.
 *
 * Demand is given as weights that candidates meet, in part or whole; the pairs are sparse.
 * Everything is deterministic: limits are counts of nodes, and seconds only where the caller asks
 * for them.
 */
#ifndef EVENREACH_SITING_H
#define EVENREACH_SITING_H

#include "evenreach/core.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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

/* ---- choosing sites under conditions --------------------------------------------------------- */

/** What the sites are to do. */
typedef enum er_siting_aim {
    ER_SITING_MOST,   /**< meet as much weight as `k` sites (or the budget) can: maximal covering,
                           Church and ReVelle, Papers of the Regional Science Association 32 (1974) */
    ER_SITING_FEWEST, /**< meet `needed` with the fewest sites (the least cost, where there are
                           costs): location set covering, Toregas and others, Operations Research 19
                           (1971); partial: Daskin and Owen (1999) */
    ER_SITING_MEDIAN, /**< least sum of weight x distance to the nearest of `k` sites: p-median,
                           Hakimi, Operations Research 12 (1964) and 13 (1965) */
    ER_SITING_CENTRE  /**< least of the largest distance of any demand of weight above 0 to the
                           nearest of `k` sites: p-centre, Hakimi (1964) */
} er_siting_aim;

/** What may become of a candidate. */
typedef enum er_siting_role {
    ER_SITING_FREE,
    ER_SITING_KEPT, /**< stands already: it meets what it meets, costs nothing and is not counted */
    ER_SITING_BARRED /**< may not be chosen */
} er_siting_role;

/** A condition on how many of the new sites belong to a set (a floor, a cap, or both). All bounds
 *  that are given hold at once. */
typedef struct er_siting_quota {
    const char *name;    /**< for people, when conditions can't all hold */
    const bool *belongs; /**< [candidate_count] */
    size_t least;        /**< 0: no floor */
    size_t most;         /**< SIZE_MAX: no cap */
    double least_share;  /**< of all new sites, 0 to 1; 0: none */
    double most_share;   /**< 1: none */
} er_siting_quota;

/** A condition on the part of a set of demand that is met (covering aims only). */
typedef struct er_siting_floor {
    const char *name;
    const bool *belongs; /**< [demand_count] */
    double share;        /**< of the set's weight that is met at least, 0 to 1 */
    /* For messages alone, where people know the set by more than the task's demand. */
    double whole; /**< weight of all of the set; 0: the demand's, and what follows is not looked at
                   */
    double asked; /**< the share of it that people asked for */
    double already; /**< weight of it that is met and is no demand of the task */
} er_siting_floor;

/** A location problem. Demand that no pair names can't be met (covering) or served (distances). */
typedef struct er_siting_task {
    er_siting_aim aim;
    size_t candidate_count;
    size_t demand_count;
    const size_t *start;    /**< candidate_count + 1, as in er_siting_cover */
    const uint32_t *demand; /**< demand of each pair */
    const double *value;    /**< of each pair. Covering: the share of the demand that the candidate
                                 meets, above 0 to 1 (gradual covering: of several sites the best one
                                 counts; Berman and Krass, Computers & Operations Research 29
                                 (2002)); null: 1. Median and centre: distance, 0 or more, required */
    const double *weight;   /**< of each demand, 0 or more; null: 1 */
    const er_siting_role *role; /**< [candidate_count]; null: all free */
    size_t k;               /**< most new sites; exactly so many for median and centre where so many
                                 are free; not looked at for ER_SITING_FEWEST */
    const double *cost;     /**< of each candidate, 0 or more; null: 1 each */
    double budget;          /**< most that all new sites may cost; INFINITY: no limit */
    const double *capacity; /**< most weight that each site meets, 0 or more or INFINITY; null: no
                                 limits. Kept sites have theirs, too. The weight of a demand is
                                 shared out freely among the sites that it has pairs with, for
                                 persons of one place may go to several (Current and Storbeck,
                                 Environment and Planning B 15 (1988)). Not with the centre, shares
                                 in `value`, or backup */
    double backup; /**< ER_SITING_MOST: what being met by a second site is worth, as a share
                        of the weight, 0 to 1 (Hogan and ReVelle, Management Science 32
                        (1986)); 0: nothing. Not with shares or capacities */
    double needed; /**< ER_SITING_FEWEST: weight to be met; INFINITY: all that can be */
    const er_siting_quota *quotas;
    size_t quota_count;
    const er_siting_floor *floors;
    size_t floor_count;
} er_siting_task;

typedef struct er_siting_effort {
    bool quick; /**< greedy and exchanges with the bound that prices give at once; the solver
                     only where greedy finds no plan that holds all conditions */
    double gap; /**< stop when proven within it, relative, 0 to 1 */
    int64_t most_nodes;  /**< of branch and bound; 0: the usual */
    double most_seconds; /**< 0: none, so that the same task always has the same plan; with a limit
                              the best found then stands, with its gap */
} er_siting_effort;

/** Why a search ended. */
typedef enum er_siting_end {
    ER_SITING_PROVEN,
    ER_SITING_GAP,
    ER_SITING_NODES,
    ER_SITING_TIME,
    ER_SITING_QUICK
} er_siting_end;

/** A plan; every array in the arena. */
typedef struct er_siting_plan {
    size_t *chosen; /**< new sites, in the order in which each does most for the aim after those
                         before it (of equal ones the lower number); with capacities, in the order
                         of the weight that each serves, which is then also `adds`, and `next` is
                         not looked for: SIZE_MAX */
    double *adds;   /**< what each does for the value in that order: weight met, or distance
                         saved (INFINITY where demand is served at all from it on) */
    size_t *next;   /**< the candidate that would come next best in its place, given those before
                         it and those chosen after it; SIZE_MAX: none */
    double *next_adds;
    size_t count;
    uint32_t *site; /**< [demand_count] the site, new or kept, that serves each demand (nearest,
                         or the one that meets most of it); UINT32_MAX: none */
    double value;   /**< weight met (with backup's worth), number or cost of sites, sum of weight
                         x distance, or largest distance: by the aim */
    double met;     /**< weight met, kept sites included (covering) */
    double total;   /**< sum of all weights */
    double cost;    /**< of the new sites */
    double bound;   /**< no plan has a better value, but for 1e-8 of the sum of all weights (costs)
                         where these are not whole: the solver tells no finer */
    double gap;     /**< |bound - value| / |value|, 0 where both are 0 */
    er_siting_end end;
} er_siting_plan;

/** Choose sites. Deterministic (but for most_seconds), independent of the threads and of the order
 *  of the demand; of equal plans the one with lower candidate numbers, as far as the search sees
 *  them. Memory is linear in pairs. The context's cancel and progress are asked throughout.
 *  ER_ERR_INFEASIBLE names a smallest set of conditions found that can't hold together (quotas,
 *  floors, budget, k, what can't be served), and of each floor the most that sites can meet;
 *  ER_ERR_RANGE a number outside its range, a demand named twice for one candidate, k of 0 or
 * beyond the free candidates; ER_ERR_UNSUPPORTED what does not go together, and a task of which no
 * plan was found within the nodes or seconds, nor shown that there is none.
 *
 *  Covering is bounded by prices first. Most weight met whole and once, of 40,000 pairs of classes
 *  and candidates or more, is then bounded by regions: the demand is cut into compact regions, each
 *  is searched through with sites of its own, and what these are charged there is chosen so that
 * the sum comes near to what one set of sites can do. The solver has the program that is left after
 *  prices have fixed sites, with fewer than the usual nodes from 40,000 entries of it on; beyond
 *  80,000 it is not asked.
 *
 *  Tasks with capacities that ask for the most or the median have a start without the solver:
 * prices for serving each demand give a bound, assignments at least cost and exchanges a plan (but
 * where demand times k is above 2,000,000). The solver then goes on up to 5,000 pairs of site and
 * demand, up to 20,000 where `most_nodes` is given. Where there is no plan yet, it is given the
 * task whole; up to 20,000 pairs with rows that link each pair to its site, above with a weaker
 * bound, and above 5,000 with fewer nodes.
 *
 *  With `most_seconds` at most half of it goes to the bound by prices; the solver keeps to what is
 *  left, but for the linear relaxation or the exchange that it is in. Cancel is asked at every node
 *  of the solver, every step of a bound and every exchange. The first, greedy plan is always made
 *  whole; where it does not hold all conditions, one that does is looked for within the seconds,
 * and ER_ERR_UNSUPPORTED says so where none was found in them. */
er_status er_siting_choose(er_context *ctx, er_arena *arena, const er_siting_task *task,
                           const er_siting_effort *effort, er_siting_plan *out);

/** What a given set of new sites does: value, met, adds, site of a plan that is not searched for;
 *  `bound` is NAN. Conditions that it does not hold are an error as with er_siting_choose. */
er_status er_siting_assess(er_context *ctx, er_arena *arena, const er_siting_task *task,
                           const size_t *chosen, size_t count, er_siting_plan *out);

#ifdef __cplusplus
}
#endif
#endif
