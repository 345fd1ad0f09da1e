/** A set of chosen candidates, and what each other one would add to it. */
#ifndef EVENREACH_SITING_STATE_H
#define EVENREACH_SITING_STATE_H

#include "siting/problem.h"

typedef struct er_siting_state {
    const er_siting_problem *problem;
    uint32_t *times; /**< how many of the chosen meet each class */
    int64_t *gain;   /**< of each candidate: weight of its classes that no chosen one meets */
    bool *chosen;
    size_t count;
    int64_t met;
    int64_t *top; /**< of each class, what its best chosen one is worth; null without worths */
} er_siting_state;

/** Nothing is chosen. Lives in the arena. */
er_status er_siting_state_new(er_context *ctx, er_arena *arena, const er_siting_problem *problem,
                              er_siting_state *out);
void er_siting_add(er_siting_state *state, size_t candidate);
void er_siting_remove(er_siting_state *state, size_t candidate);
/** Choose exactly these. */
void er_siting_set(er_siting_state *state, const bool *chosen);
/** The candidate that adds most, of equal ones the first; SIZE_MAX if none adds anything. */
size_t er_siting_best(const er_siting_state *state);
/** What the chosen meet of a class. */
int64_t er_siting_level(const er_siting_state *state, size_t class);
/** Weight that the chosen candidate alone meets. */
int64_t er_siting_loss(const er_siting_state *state, size_t candidate);

/** Add what adds most until `needed` is met (it can be) or `most` are chosen. */
void er_siting_add_greedily(er_siting_state *state, int64_t needed, size_t most);
/** Exchange one chosen candidate for another while more is met, until `enough` is. */
er_status er_siting_exchange(er_context *ctx, er_siting_state *state, int64_t enough);
/** Bring a set that meets `needed` to fewer candidates, but not below `bound`, as far as dropping
 *  one and exchanging leads; thoroughly: from many starts near the best one. */
er_status er_siting_shrink(er_context *ctx, er_arena *arena, er_siting_state *state, int64_t needed,
                           size_t bound, bool thorough);

#endif
