/** Who serves how much of each demand, at least cost, by sites that have capacities: a
 *  transportation problem that is kept solved while sites come and go. */
#ifndef EVENREACH_SITING_FLOW_H
#define EVENREACH_SITING_FLOW_H

#include "siting/task.h"

/** Sites stand in slots; slot 0 takes what no one serves, at a price. Arrays by slot have `room`
 *  places. Lives in the arena. */
typedef struct er_siting_flow {
    const er_siting_checked *checked;
    size_t rows;      /**< demand of weight above 0 */
    uint32_t *row_of; /**< [demand_count] UINT32_MAX: of weight 0 */
    double *weight;   /**< [rows] */
    double unserved;  /**< price of a weight of 1 that no one serves */
    double least;     /**< weights below it are rounding */
    size_t room;
    bool *active;
    uint32_t *site;  /**< candidate in each slot */
    double *apart;   /**< [rows][room] price of a weight of 1; INFINITY: not in reach */
    double *amount;  /**< [room][rows] weight served */
    double *left;    /**< capacity that is left */
    double *edge;    /**< [room][room] least change of price when a weight moves to another slot */
    uint32_t *via;   /**< [room][room] row that it is of */
    double *way;     /**< scratch: least price of a way to where weight may go */
    uint32_t *along; /**< scratch: the next slot on it */
    double cost;     /**< all weight at its price */
} er_siting_flow;

/** With the kept sites and no new one, and places for `most` new ones. */
er_status er_siting_flow_new(er_context *ctx, er_arena *arena, const er_siting_checked *checked,
                             size_t most, er_siting_flow *out);
/** A second one of the same size, to be copied to. */
er_status er_siting_flow_like(er_context *ctx, er_arena *arena, const er_siting_flow *flow,
                              er_siting_flow *out);
void er_siting_flow_copy(const er_siting_flow *from, er_siting_flow *to);
/** A candidate that is in none, into a free slot; the slot. */
size_t er_siting_flow_add(er_siting_flow *flow, size_t candidate);
void er_siting_flow_remove(er_siting_flow *flow, size_t slot);
/** Weight that a slot serves. */
double er_siting_flow_load(const er_siting_flow *flow, size_t slot);

#endif
