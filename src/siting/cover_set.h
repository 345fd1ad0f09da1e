/** A set of new sites of a covering task: what it meets, and which conditions it holds. */
#ifndef EVENREACH_SITING_COVER_SET_H
#define EVENREACH_SITING_COVER_SET_H

#include "siting/cover_rows.h"
#include "siting/state.h"

typedef struct er_siting_sites {
    const er_siting_rows *rows;
    er_siting_state state;
    er_siting_tally tally;
    int64_t *floor_met;            /**< [floor_count] what new sites meet of each */
    struct er_siting_sites *spare; /**< for shaking; null before */
} er_siting_sites;

/** None is chosen. Lives in the arena. Sites are numbered as the free candidates are. */
er_status er_siting_sites_new(er_context *ctx, er_arena *arena, const er_siting_rows *rows,
                              er_siting_sites *out);
void er_siting_sites_add(er_siting_sites *sites, size_t site);
void er_siting_sites_remove(er_siting_sites *sites, size_t site);
void er_siting_sites_set(er_siting_sites *sites, const bool *chosen);
/** Do they hold every condition? */
bool er_siting_sites_hold(const er_siting_sites *sites);
bool er_siting_sites_hold_one(const er_siting_sites *sites, const er_siting_condition *condition);
/** What is missing of floors and needs, in units. */
int64_t er_siting_sites_missing(const er_siting_sites *sites);
/** By how much a site would bring that down. */
int64_t er_siting_sites_brings(const er_siting_sites *sites, size_t site);
/** Is this set better for the task's aim than one of value and cost? Both hold all conditions. */
bool er_siting_sites_better(const er_siting_sites *sites, int64_t met, int64_t cost);

/** Choose greedily: what floors and needs lack first, then what adds most (Nemhauser, Wolsey and
 *  Fisher, Mathematical Programming 14 (1978)), by its cost where costs count; never what leaves a
 *  quota out of reach as far as can be seen. The set may fail to hold all conditions. */
er_status er_siting_sites_greedy(er_context *ctx, er_siting_sites *sites, bool by_cost);
/** Exchange and drop sites while the aim gains and all conditions hold (as they do before). */
er_status er_siting_sites_improve(er_context *ctx, er_siting_sites *sites);
/** Look once near the set, which holds all conditions, for a better one: another in each round. */
er_status er_siting_sites_shake(er_context *ctx, er_arena *arena, er_siting_sites *best,
                                uint64_t round);

#endif
