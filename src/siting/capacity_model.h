/** Tasks with capacities as a mixed-integer program: who serves how much of each demand. */
#ifndef EVENREACH_SITING_CAPACITY_MODEL_H
#define EVENREACH_SITING_CAPACITY_MODEL_H

#include "siting/mip.h"

/** Columns: the free candidates in their order, then for each pair that counts the share of the
 *  demand that the site serves. */
typedef struct er_siting_capacity_model {
    const er_siting_checked *checked;
    er_siting_mip mip;
    size_t *row_start;  /**< demand_count + 1, into the pairs */
    uint32_t *site;     /**< of each pair: number of the candidate */
    double *distance;   /**< of each pair; null for covering */
    size_t first_share; /**< column of the first pair */
    double needed;      /**< ER_SITING_FEWEST: weight to be met */
    double total;       /**< weight of all demand */
    double unit;        /**< of the aim in the objective */
} er_siting_capacity_model;

/** The program of some conditions, with the aim as its objective or without one. The mip is the
 *  caller's to free, also after a failure. */
er_status er_siting_capacity_model_new(er_context *ctx, er_arena *arena,
                                       const er_siting_checked *checked,
                                       const er_siting_condition *conditions, size_t count,
                                       double needed, bool with_aim, er_siting_capacity_model *out);
/** Weight of a demand that a pair of it serves in a solution. */
double er_siting_capacity_served(const er_siting_capacity_model *m, const double *solution,
                                 size_t demand, size_t pair);

#endif
