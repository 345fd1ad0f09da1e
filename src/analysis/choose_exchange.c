/* Sites of a plan exchanged one by one, counted exactly: the search sees edges of discs to some
 * part of a cell, so that another plan may gain more than the one that it proves by cells. */
#include "analysis/choose_swaps.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* So many exchanges are counted exactly before the best of them is taken, and so many are taken. */
enum { MOST_COUNTED = 24, MOST_TAKEN = 16 };
/* Those that lose more than this part of the persons met by cells are not looked at. */
static const double most_loss = 0.01;
/* Persons: less is rounding. */
static const double least_gain = 1e-3;

struct exchanges {
    er_choosing_question *q;
    er_choosing_plan *plan;
    er_choosing_swaps swaps;
    size_t *sites; /**< of a plan on trial */
    double *lost;  /**< persons by each place in found; NAN: not counted yet */
};

/** The plan's sites without one. */
static void list_others(struct exchanges *x, size_t out) {
    size_t kept = 0;
    for (size_t i = 0; i < x->plan->count; i++)
        if (i != out) x->sites[kept++] = x->plan->found[i];
}

/** What the plan loses without each of its sites, as far as that is asked. */
static er_status lose(struct exchanges *x, size_t out) {
    if (!isnan(x->lost[out])) return ER_OK;
    return er_choosing_gain(x->q, x->plan->found[out], x->sites, x->plan->count - 1, &x->lost[out]);
}

/** The exchange that gains most of those counted; SIZE_MAX: none gains anything. */
static er_status find_best(struct exchanges *x, size_t *best) {
    double most = least_gain;
    *best = SIZE_MAX;
    for (size_t i = 0; i < x->plan->count; i++)
        x->lost[i] = NAN;
    for (size_t i = 0; i < x->swaps.count && i < MOST_COUNTED; i++) {
        const er_choosing_swap *e = &x->swaps.items[i];
        double gain;
        ER_TRY(er_check_cancel(x->q->world->ctx));
        list_others(x, e->out);
        ER_TRY(lose(x, e->out));
        ER_TRY(er_choosing_gain(x->q, e->in, x->sites, x->plan->count - 1, &gain));
        if (!(gain - x->lost[e->out] > most)) continue;
        most = gain - x->lost[e->out];
        *best = i;
    }
    return ER_OK;
}

/** Make an exchange; *better: it holds the conditions and gains persons by the whole count. */
static er_status take(struct exchanges *x, const er_choosing_swap *swap, bool *better) {
    er_choosing_plan changed = *x->plan;
    er_choosing_swaps_sites(x->plan, swap, x->sites);
    ER_TRY(er_choosing_adopt(x->q, x->sites, changed.count, &changed, better));
    if (!*better) return ER_OK;
    ER_TRY(er_choosing_assess(x->q, &changed));
    *better = !changed.short_of_floors && changed.persons_after > x->plan->persons_after;
    if (*better) *x->plan = changed;
    return ER_OK;
}

static er_status improve(struct exchanges *x) {
    bool better = x->plan->count > 0;
    for (size_t taken = 0; better && taken < MOST_TAKEN; taken++) {
        size_t best = SIZE_MAX;
        ER_TRY(er_choosing_swaps_list(&x->swaps, x->plan, 1 - most_loss));
        ER_TRY(find_best(x, &best));
        if (best == SIZE_MAX) return ER_OK;
        ER_TRY(take(x, &x->swaps.items[best], &better));
    }
    return ER_OK;
}

er_status er_choosing_exchange(er_choosing_question *q, er_choosing_plan *plan) {
    er_context *ctx = q->world->ctx;
    struct exchanges x = {.q = q, .plan = plan};
    er_status status;
    if (q->ask->backup > 0 || plan->priority > 0) return ER_OK; /* persons are not what counts */
    ER_GOTO(status, done, er_choosing_swaps_new(q, &x.swaps));
    ER_GOTO(status, done, er_alloc(ctx, plan->count + 1, sizeof *x.sites, &x.sites));
    ER_GOTO(status, done, er_alloc(ctx, plan->count + 1, sizeof *x.lost, &x.lost));
    status = improve(&x);
done:
    er_choosing_swaps_clear(&x.swaps);
    er_free(x.sites);
    er_free(x.lost);
    return status;
}
