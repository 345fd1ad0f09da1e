/* Sites of a plan exchanged one by one, counted exactly: the search sees edges of discs to some
 * part of a cell, so that another plan may gain more than the one that it proves by cells. */
#include "analysis/choose.h"

#include "core/order.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* So many exchanges are counted exactly before the best of them is taken, and so many are taken. */
enum { MOST_COUNTED = 24, MOST_TAKEN = 16 };
/* Those that lose more than this part of the persons met by cells are not looked at. */
static const double most_loss = 0.01;
/* Persons: less is rounding. */
static const double least_gain = 1e-3;

struct exchange {
    size_t out; /**< place in found */
    size_t in;  /**< site */
    double met; /**< persons gained then, by cells */
};

struct exchanges {
    er_choosing_question *q;
    er_choosing_plan *plan;
    uint32_t *times; /**< how often each demand is met */
    bool *taken;     /**< of each site */
    struct exchange *items;
    size_t count;
    size_t capacity;
    size_t *sites; /**< of a plan on trial */
    double *lost;  /**< persons by each place in found; NAN: not counted yet */
};

/** May a site stand in for another one, for all that the conditions ask? */
static bool is_alike(const struct exchanges *x, size_t out, size_t in) {
    const er_choosing_question *q = x->q;
    double budget = isnan(q->ask->budget) ? INFINITY : q->ask->budget;
    if (x->plan->cost - q->sites[out].cost + q->sites[in].cost > budget) return false;
    for (size_t i = 0; i < q->quota_count && x->plan->conditions; i++)
        if (q->quotas[i].belongs[out] != q->quotas[i].belongs[in]) return false;
    return true;
}

static void count_site(struct exchanges *x, size_t site, bool more) {
    for (size_t k = x->q->start[site]; k < x->q->start[site + 1]; k++)
        x->times[x->q->demand[k]] += more ? 1u : UINT32_MAX;
}

/** Persons of the demand that a site meets and no other one does. */
static double alone(const struct exchanges *x, size_t site) {
    const er_choosing_question *q = x->q;
    er_sum sum = {0};
    for (size_t k = q->start[site]; k < q->start[site + 1]; k++)
        if (x->times[q->demand[k]] == 0) er_sum_add(&sum, q->open_persons[q->demand[k]]);
    return er_sum_value(&sum);
}

static double met(const struct exchanges *x) {
    er_sum sum = {0};
    for (size_t i = 0; i < x->q->demand_count; i++)
        if (x->times[i] > 0) er_sum_add(&sum, x->q->open_persons[i]);
    return er_sum_value(&sum);
}

static int by_met(const void *left, const void *right) {
    const struct exchange *a = left, *b = right;
    if (a->met != b->met) return a->met > b->met ? -1 : 1;
    if (a->out != b->out) return a->out < b->out ? -1 : 1;
    return (a->in > b->in) - (a->in < b->in);
}

/** All exchanges that may gain more, the best by cells first. */
static er_status list(struct exchanges *x) {
    const er_choosing_question *q = x->q;
    const er_choosing_plan *plan = x->plan;
    x->count = 0;
    memset(x->times, 0, q->demand_count * sizeof *x->times);
    memset(x->taken, 0, q->site_count * sizeof *x->taken);
    for (size_t i = 0; i < plan->count; i++) {
        count_site(x, plan->found[i], true);
        x->taken[plan->found[i]] = true;
    }
    double all = met(x);
    for (size_t i = 0; i < plan->count; i++) {
        size_t out = plan->found[i];
        ER_TRY(er_check_cancel(q->world->ctx));
        count_site(x, out, false);
        double rest = all - alone(x, out);
        for (size_t in = 0; in < q->site_count; in++) {
            if (x->taken[in] || q->start[in] == q->start[in + 1] || !is_alike(x, out, in)) continue;
            double then = rest + alone(x, in);
            if (!(then >= all * (1 - most_loss))) continue;
            ER_TRY(
                er_reserve(q->world->ctx, &x->items, &x->capacity, x->count + 1, sizeof *x->items));
            x->items[x->count++] = (struct exchange){i, in, then};
        }
        count_site(x, out, true);
    }
    if (x->count > 1) qsort(x->items, x->count, sizeof *x->items, by_met);
    return ER_OK;
}

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
    for (size_t i = 0; i < x->count && i < MOST_COUNTED; i++) {
        const struct exchange *e = &x->items[i];
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
static er_status take(struct exchanges *x, const struct exchange *e, bool *better) {
    er_choosing_plan changed = *x->plan;
    list_others(x, e->out);
    x->sites[changed.count - 1] = e->in;
    if (changed.count > 1) qsort(x->sites, changed.count, sizeof *x->sites, er_order_sizes);
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
        ER_TRY(list(x));
        ER_TRY(find_best(x, &best));
        if (best == SIZE_MAX) return ER_OK;
        ER_TRY(take(x, &x->items[best], &better));
    }
    return ER_OK;
}

er_status er_choosing_exchange(er_choosing_question *q, er_choosing_plan *plan) {
    er_context *ctx = q->world->ctx;
    struct exchanges x = {.q = q, .plan = plan};
    er_status status;
    if (q->ask->backup > 0 || plan->priority > 0) return ER_OK; /* persons are not what counts */
    ER_GOTO(status, done, er_alloc(ctx, q->demand_count + 1, sizeof *x.times, &x.times));
    ER_GOTO(status, done, er_alloc(ctx, q->site_count + 1, sizeof *x.taken, &x.taken));
    ER_GOTO(status, done, er_alloc(ctx, plan->count + 1, sizeof *x.sites, &x.sites));
    ER_GOTO(status, done, er_alloc(ctx, plan->count + 1, sizeof *x.lost, &x.lost));
    status = improve(&x);
done:
    er_free(x.times);
    er_free(x.taken);
    er_free(x.items);
    er_free(x.sites);
    er_free(x.lost);
    return status;
}
