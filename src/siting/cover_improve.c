/* Exchanges under conditions (Teitz and Bart, Operations Research 16 (1968)). */
#include "siting/cover_set.h"

#include <string.h>

/* Candidates that are tried in the place of one: those that add most. */
enum { MOST_TRIED = 4 };

/** Put the best other site in the place of one that was taken out; false: none is better. The
 *  conditions that it would have to hold are looked at for a few of those that add most. */
static bool replace(er_siting_sites *sites, size_t site, int64_t met, int64_t cost) {
    const er_siting_state *state = &sites->state;
    const er_siting_checked *checked = sites->rows->checked;
    bool fewest = checked->task->aim == ER_SITING_FEWEST;
    size_t tried[MOST_TRIED] = {0};
    for (size_t tries = 0; tries < MOST_TRIED; tries++) {
        size_t best = SIZE_MAX;
        for (size_t j = 0; j < state->problem->count; j++) {
            bool again = state->chosen[j] || j == site;
            for (size_t t = 0; t < tries; t++)
                again = again || tried[t] == j;
            if (again || (best != SIZE_MAX && state->gain[j] <= state->gain[best])) continue;
            if (fewest ? checked->cost[checked->free[j]] > checked->cost[checked->free[site]]
                       : state->gain[j] <= state->gain[site])
                continue;
            best = j;
        }
        if (best == SIZE_MAX) return false;
        er_siting_sites_add(sites, best);
        if (er_siting_sites_hold(sites) && er_siting_sites_better(sites, met, cost)) return true;
        er_siting_sites_remove(sites, best);
        tried[tries] = best;
    }
    return false;
}

/** Drop a site, or exchange it; true if the aim gains. */
static bool change(er_siting_sites *sites, size_t site) {
    int64_t met = sites->state.met, cost = sites->tally.cost;
    er_siting_sites_remove(sites, site);
    bool needless = sites->state.met == met || sites->rows->checked->task->aim == ER_SITING_FEWEST;
    if (needless && er_siting_sites_hold(sites)) return true;
    if (replace(sites, site, met, cost)) return true;
    er_siting_sites_add(sites, site);
    return false;
}

/** Add what may be added on top. */
static bool top_up(er_siting_sites *sites) {
    const er_siting_state *state = &sites->state;
    size_t best = SIZE_MAX;
    for (size_t j = 0; j < state->problem->count; j++) {
        if (state->chosen[j] || state->gain[j] <= (best == SIZE_MAX ? 0 : state->gain[best]))
            continue;
        er_siting_tally_add(&sites->tally, sites->rows->checked->free[j]);
        if (er_siting_tally_holds_all(&sites->tally)) best = j;
        er_siting_tally_remove(&sites->tally, sites->rows->checked->free[j]);
    }
    if (best != SIZE_MAX) er_siting_sites_add(sites, best);
    return best != SIZE_MAX;
}

/* Every change gains for the aim, or drops what does nothing for it, so that it ends. */
er_status er_siting_sites_improve(er_context *ctx, er_siting_sites *sites) {
    bool most = sites->rows->checked->task->aim == ER_SITING_MOST;
    for (bool again = true; again;) {
        again = false;
        while (most && top_up(sites))
            again = true;
        for (size_t j = sites->rows->problem.count; j-- > 0;) {
            ER_TRY(er_check_cancel(ctx));
            if (er_siting_is_late(&sites->rows->checked->deadline, 1)) return ER_OK;
            if (sites->state.chosen[j] && change(sites, j)) again = true;
        }
    }
    return ER_OK;
}
