/* The greedy start and what exchanges make of it (Teitz and Bart 1968, vertex substitution). */
#include "siting/state.h"

#include <math.h>
#include <string.h>

/* Tries for one number of candidates; in large problems fewer, by the pairs of classes and
 * candidates. */
enum { MOST_SHAKES = 200, FEWEST_SHAKES = 20 };
static const double most_pairs_shaken = 1e8;
static const uint64_t shake_seed = 1;

void er_siting_add_greedily(er_siting_state *state, int64_t needed, size_t most) {
    while (state->met < needed && state->count < most) {
        size_t best = er_siting_best(state);
        if (best == SIZE_MAX) return;
        er_siting_add(state, best);
    }
}

/** Exchange the candidate for the one that adds most in its place; true if that is more. */
static bool exchange_one(er_siting_state *state, size_t candidate) {
    er_siting_remove(state, candidate);
    size_t best = er_siting_best(state);
    bool better = best != SIZE_MAX && state->gain[best] > state->gain[candidate];
    er_siting_add(state, better ? best : candidate);
    return better;
}

/* Every exchange meets more, so that it ends. */
er_status er_siting_exchange(er_context *ctx, er_siting_state *state, int64_t enough) {
    bool again = true;
    while (again && state->met < enough) {
        again = false;
        ER_TRY(er_check_cancel(ctx));
        for (size_t j = 0; j < state->problem->count && state->met < enough; j++)
            if (state->chosen[j] && exchange_one(state, j)) again = true;
    }
    return ER_OK;
}

/** The chosen candidate that is missed least; of equal ones the last. */
static size_t least_missed(const er_siting_state *state) {
    size_t least = SIZE_MAX;
    int64_t lost = INT64_MAX;
    for (size_t j = 0; j < state->problem->count; j++) {
        if (!state->chosen[j]) continue;
        int64_t loss = er_siting_loss(state, j);
        if (loss > lost) continue;
        least = j;
        lost = loss;
    }
    return least;
}

/** Take out a quarter of the chosen at random, put in anything, and fill up to as many as before.
 */
static void shake(er_siting_state *state, int64_t needed, er_random *random) {
    size_t count = state->count, out = count / 4 + 1;
    for (size_t taken = 0; taken < out; taken++) {
        size_t nth = (size_t)er_random_below(random, state->count), j = 0;
        while (!state->chosen[j] || nth-- > 0)
            j++;
        er_siting_remove(state, j);
    }
    size_t any = (size_t)er_random_below(random, state->problem->count);
    if (!state->chosen[any]) er_siting_add(state, any);
    er_siting_add_greedily(state, needed, count);
}

/** Iterated local search (Lourenco, Martin and Stuetzle 2003) for a set of as many candidates as
 *  are chosen that meets `needed`. `kept` is a scratch of the candidates. */
static er_status shake_until_met(er_context *ctx, er_siting_state *state, int64_t needed, int most,
                                 bool *kept) {
    size_t bytes = state->problem->count * sizeof *kept;
    er_random random = er_random_stream(shake_seed, state->count);
    int64_t best = state->met;
    memcpy(kept, state->chosen, bytes);
    for (int i = 0; i < most && state->met < needed; i++) {
        shake(state, needed, &random);
        ER_TRY(er_siting_exchange(ctx, state, needed));
        if (state->met >= best) {
            best = state->met;
            memcpy(kept, state->chosen, bytes);
        } else {
            er_siting_set(state, kept);
        }
    }
    return ER_OK;
}

static int most_shakes(const er_siting_problem *problem) {
    double affordable = most_pairs_shaken / (double)(problem->start[problem->count] + 1);
    return (int)fmin(fmax(affordable, FEWEST_SHAKES), MOST_SHAKES);
}

er_status er_siting_shrink(er_context *ctx, er_arena *arena, er_siting_state *state, int64_t needed,
                           size_t bound, bool thorough) {
    size_t bytes = state->problem->count * sizeof *state->chosen;
    bool *whole = NULL, *kept = NULL, met = true;
    ER_TRY(er_arena_alloc(ctx, arena, bytes + 1, &whole));
    ER_TRY(er_arena_alloc(ctx, arena, bytes + 1, &kept));
    while (met && state->count > bound) {
        memcpy(whole, state->chosen, bytes);
        er_siting_remove(state, least_missed(state));
        ER_TRY(er_siting_exchange(ctx, state, needed));
        if (thorough && state->count > 0)
            ER_TRY(shake_until_met(ctx, state, needed, most_shakes(state->problem), kept));
        met = state->met >= needed;
    }
    if (!met) er_siting_set(state, whole);
    return ER_OK;
}
