/* The plans that differ from a given one in one site, as the search sees them: by cells. */
#include "analysis/choose_swaps.h"

#include "core/order.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

er_status er_choosing_swaps_new(const er_choosing_question *q, er_choosing_swaps *x) {
    er_context *ctx = q->world->ctx;
    *x = (er_choosing_swaps){.q = q};
    ER_TRY(er_alloc(ctx, q->demand_count + 1, sizeof *x->times, &x->times));
    ER_TRY(er_alloc(ctx, q->site_count + 1, sizeof *x->taken, &x->taken));
    return er_alloc(ctx, q->site_count + 1, sizeof *x->beside, &x->beside);
}

void er_choosing_swaps_clear(er_choosing_swaps *x) {
    er_free(x->times);
    er_free(x->taken);
    er_free(x->beside);
    er_free(x->items);
}

/** May a site stand in for another one, for all that the conditions ask? */
static bool is_alike(const er_choosing_question *q, const er_choosing_plan *plan, size_t out,
                     size_t in) {
    double budget = isnan(q->ask->budget) ? INFINITY : q->ask->budget;
    if (plan->cost - q->sites[out].cost + q->sites[in].cost > budget) return false;
    for (size_t i = 0; i < q->quota_count && plan->conditions; i++)
        if (q->quotas[i].belongs[out] != q->quotas[i].belongs[in]) return false;
    return true;
}

static void count_site(er_choosing_swaps *x, size_t site, bool more) {
    for (size_t k = x->q->start[site]; k < x->q->start[site + 1]; k++)
        x->times[x->q->demand[k]] += more ? 1u : UINT32_MAX;
}

static void weigh(const er_choosing_swaps *x, size_t demand, er_choosing_weight *w) {
    double persons = x->q->open_persons[demand];
    w->persons += persons;
    if (x->slope) w->index += persons * x->slope[x->q->base[demand]];
}

/** The demand that a site meets and no other one does. */
static er_choosing_weight alone(const er_choosing_swaps *x, size_t site) {
    const er_choosing_question *q = x->q;
    er_choosing_weight w = {0};
    for (size_t k = q->start[site]; k < q->start[site + 1]; k++)
        if (x->times[q->demand[k]] == 0) weigh(x, q->demand[k], &w);
    return w;
}

static er_choosing_weight met(const er_choosing_swaps *x) {
    er_choosing_weight w = {0};
    for (size_t i = 0; i < x->q->demand_count; i++)
        if (x->times[i] > 0) weigh(x, i, &w);
    return w;
}

/** May two sites meet the same demand? Cells are met by their middles or by some part of them. */
static bool may_share(const er_choosing_question *q, size_t a, size_t b) {
    const er_choosing_site *left = &q->sites[a], *right = &q->sites[b];
    const double reach_m = left->radius_m + right->radius_m;
    return hypot(left->on_plane.x - right->on_plane.x, left->on_plane.y - right->on_plane.y) <=
           1.01 * reach_m + 4 * q->world->cell_m;
}

int er_choosing_swaps_order(const void *left, const void *right) {
    const er_choosing_swap *a = left, *b = right;
    if (a->persons != b->persons) return a->persons > b->persons ? -1 : 1;
    if (a->index != b->index) return a->index < b->index ? -1 : 1;
    if (a->out != b->out) return a->out < b->out ? -1 : 1;
    return (a->in > b->in) - (a->in < b->in);
}

/** The swaps of one site, which is taken out of x->times; `all` is met with it. */
static er_status list_of(er_choosing_swaps *x, const er_choosing_plan *plan, size_t place,
                         const er_choosing_weight *all, double least) {
    const er_choosing_question *q = x->q;
    const size_t out = plan->found[place];
    const er_choosing_weight lost = alone(x, out);
    const double now = all->persons;
    const double persons = now - lost.persons;
    const double index = x->slope ? plan->index.value - lost.index : 0;
    for (size_t in = 0; in < q->site_count; in++) {
        if (x->taken[in] || q->start[in] == q->start[in + 1] || !is_alike(q, plan, out, in))
            continue;
        const er_choosing_weight won = may_share(q, out, in) ? alone(x, in) : x->beside[in];
        const er_choosing_swap swap = {place, in, persons + won.persons, index + won.index};
        if (!(swap.persons >= least)) continue;
        if (x->slope && swap.index >= plan->index.value && swap.persons <= now) continue;
        ER_TRY(er_reserve(q->world->ctx, &x->items, &x->capacity, x->count + 1, sizeof *x->items));
        x->items[x->count++] = swap;
    }
    return ER_OK;
}

er_status er_choosing_swaps_list(er_choosing_swaps *x, const er_choosing_plan *plan, double least) {
    const er_choosing_question *q = x->q;
    x->count = 0;
    memset(x->times, 0, q->demand_count * sizeof *x->times);
    memset(x->taken, 0, q->site_count * sizeof *x->taken);
    for (size_t i = 0; i < plan->count; i++) {
        count_site(x, plan->found[i], true);
        x->taken[plan->found[i]] = true;
    }
    for (size_t i = 0; i < q->site_count; i++)
        x->beside[i] = alone(x, i);
    const er_choosing_weight all = met(x);
    for (size_t i = 0; i < plan->count; i++) {
        ER_TRY(er_check_cancel(q->world->ctx));
        count_site(x, plan->found[i], false);
        ER_TRY(list_of(x, plan, i, &all, least * all.persons));
        count_site(x, plan->found[i], true);
    }
    if (x->count > 1) qsort(x->items, x->count, sizeof *x->items, er_choosing_swaps_order);
    return ER_OK;
}

void er_choosing_swaps_sites(const er_choosing_plan *plan, const er_choosing_swap *swap,
                             size_t *sites) {
    memcpy(sites, plan->found, plan->count * sizeof *sites);
    sites[swap->out] = swap->in;
    if (plan->count > 1) qsort(sites, plan->count, sizeof *sites, er_order_sizes);
}
