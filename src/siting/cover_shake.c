/* Iterated local search (Lourenco, Martin and Stuetzle, Handbook of Metaheuristics, 2003): a part
 * of the sites is taken out, at random over all or those around one that comes in, by turns; then
 * it is filled up greedily, and exchanged. */
#include "siting/cover_set.h"

static const uint64_t shake_seed = 2;
/* Of five sites, one is taken out. */
enum { TAKEN_OF = 5 };

static void take_some_out(er_siting_sites *sites, er_random *random) {
    size_t out = sites->state.count / TAKEN_OF + 1;
    for (size_t taken = 0; taken < out && sites->state.count > 0; taken++) {
        size_t nth = (size_t)er_random_below(random, sites->state.count), j = 0;
        while (!sites->state.chosen[j] || nth-- > 0)
            j++;
        er_siting_sites_remove(sites, j);
    }
}

/** Those that meet some of what the site meets. */
static void take_near_out(er_siting_sites *sites, size_t site) {
    const er_siting_problem *p = &sites->rows->problem;
    for (size_t k = p->start[site]; k < p->start[site + 1]; k++)
        for (size_t m = p->class_start[p->classes[k]];
             sites->state.times[p->classes[k]] > 0 && m < p->class_start[p->classes[k] + 1]; m++)
            if (sites->state.chosen[p->members[m]]) er_siting_sites_remove(sites, p->members[m]);
}

er_status er_siting_sites_shake(er_context *ctx, er_arena *arena, er_siting_sites *best,
                                uint64_t round) {
    er_random random = er_random_stream(shake_seed, round);
    er_siting_sites *tried = best->spare;
    if (!tried) {
        ER_TRY(er_arena_alloc(ctx, arena, sizeof *tried, &tried));
        ER_TRY(er_siting_sites_new(ctx, arena, best->rows, tried));
        best->spare = tried;
    }
    er_siting_sites_set(tried, best->state.chosen);
    size_t any = (size_t)er_random_below(&random, best->rows->problem.count);
    if (round % 2 == 1)
        take_near_out(tried, any);
    else
        take_some_out(tried, &random);
    if (!tried->state.chosen[any]) er_siting_sites_add(tried, any);
    ER_TRY(er_siting_sites_greedy(ctx, tried, false));
    if (!er_siting_sites_hold(tried)) return ER_OK;
    ER_TRY(er_siting_sites_improve(ctx, tried));
    if (er_siting_sites_better(tried, best->state.met, best->tally.cost))
        er_siting_sites_set(best, tried->state.chosen);
    return ER_OK;
}
