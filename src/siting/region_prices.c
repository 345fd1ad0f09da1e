/* The charges that are tried next, by a proximal bundle method with one model for each region
 * (Kiwiel, Mathematical Programming 46 (1990)): they bring
 *
 *   sum over regions of the most that any of its sets reaches + sum of the k largest of
 *       own_j + sum of j's charges, + |charge - centre|^2 / (2 reach)
 *
 * to its least. In its dual each region has a mean x of its sets and the whole sites y from 0 to 1,
 * at most k; charge = centre - reach (y - x); y and the means are taken in turn, y by the price of
 * a site at which k are taken, a mean by moving weight from its worst set to the best (the
 * algorithm of Mitchell, Demyanov and Malozemov, SIAM Journal on Control 12 (1974)). */
#include "siting/region_prices.h"

#include <math.h>
#include <string.h>

enum { SWEEPS = 200, MOVES = 4, HALVINGS = 60 };
/* Sets that are apart by less are equally good. */
static const double least_apart = 1e-12;

static er_status charges_new(er_context *ctx, er_arena *arena, const er_siting_region *region,
                             er_siting_region_charges *out) {
    er_siting_region_charges c = {.region = region};
    size_t sites = region->count + 1, bytes = sites * sizeof(double);
    ER_TRY(er_arena_alloc(ctx, arena, bytes, &c.centre));
    ER_TRY(er_arena_alloc(ctx, arena, bytes, &c.charge));
    ER_TRY(er_arena_alloc(ctx, arena, bytes, &c.mean));
    ER_TRY(er_arena_alloc(ctx, arena, ER_SITING_REGION_SETS * sizeof *c.set, &c.set));
    for (size_t s = 0; s < ER_SITING_REGION_SETS; s++)
        ER_TRY(er_arena_alloc(ctx, arena, sites * sizeof *c.set[s].site, &c.set[s].site));
    *out = c;
    return ER_OK;
}

er_status er_siting_region_prices_new(er_context *ctx, er_arena *arena,
                                      const er_siting_region *region, size_t count,
                                      size_t site_count, const double *own, size_t most,
                                      er_siting_region_prices *out) {
    er_siting_region_prices p = {
        .count = count, .site_count = site_count, .own = own, .most = most};
    size_t bytes = (site_count + 1) * sizeof(double);
    ER_TRY(er_arena_alloc(ctx, arena, bytes, &p.taken));
    ER_TRY(er_arena_alloc(ctx, arena, bytes, &p.sum));
    ER_TRY(er_arena_alloc(ctx, arena, bytes, &p.regions));
    ER_TRY(er_arena_alloc(ctx, arena, (count + 1) * sizeof *p.of, &p.of));
    for (size_t n = 0; n < count; n++) {
        ER_TRY(charges_new(ctx, arena, &region[n], &p.of[n]));
        for (size_t i = 0; i < region[n].count; i++)
            p.regions[region[n].site[i]] += 1;
    }
    *out = p;
    return ER_OK;
}

/* ---- sets ------------------------------------------------------------------------------------ */

static bool is_set(const er_siting_region_set *set, const bool *chosen, size_t count) {
    bool same = set->count == count;
    for (size_t k = 0; same && k < count; k++)
        same = chosen[set->site[k]];
    return same;
}

/** A place for one more: in a full store, of what was no part of the mean for longest. */
static er_siting_region_set *place_of(er_siting_region_charges *c) {
    er_siting_region_set *place = NULL;
    if (c->sets < ER_SITING_REGION_SETS) return &c->set[c->sets++];
    for (size_t s = 0; s < c->sets; s++)
        if (c->set[s].part == 0 && (!place || c->set[s].idle > place->idle)) place = &c->set[s];
    return place;
}

void er_siting_region_prices_add(er_siting_region_prices *p, size_t region, const bool *chosen) {
    er_siting_region_charges *c = &p->of[region];
    size_t sites = c->region->count, count = 0;
    for (size_t i = 0; i < sites; i++)
        count += chosen[i];
    for (size_t s = 0; s < c->sets; s++)
        if (is_set(&c->set[s], chosen, count)) return;
    bool first = c->sets == 0;
    er_siting_region_set *set = place_of(c);
    if (!set) return;
    *set = (er_siting_region_set){.site = set->site, .part = first ? 1 : 0};
    set->met = er_siting_region_met(c->region, chosen);
    for (size_t i = 0; i < sites; i++) {
        if (chosen[i]) set->site[set->count++] = (uint32_t)i;
        if (first) c->mean[i] = chosen[i];
    }
}

/* ---- the whole ------------------------------------------------------------------------------- */

static double taken_at(const er_siting_region_prices *p, size_t site, double price) {
    if (p->regions[site] == 0) return 0;
    return fmin(fmax((p->sum[site] - price) / (p->reach * p->regions[site]), 0), 1);
}

static double count_at(const er_siting_region_prices *p, double price) {
    double count = 0;
    for (size_t j = 0; j < p->site_count; j++)
        count += taken_at(p, j, price);
    return count;
}

static void take_sites(er_siting_region_prices *p) {
    double low = 0, high = 0, price = 0;
    memcpy(p->sum, p->own, p->site_count * sizeof *p->sum);
    for (size_t n = 0; n < p->count; n++) {
        const er_siting_region_charges *c = &p->of[n];
        for (size_t i = 0; i < c->region->count; i++)
            p->sum[c->region->site[i]] += c->centre[i] + p->reach * c->mean[i];
    }
    for (size_t j = 0; j < p->site_count; j++)
        high = fmax(high, p->sum[j]);
    if (count_at(p, 0) > (double)p->most) {
        for (int step = 0; step < HALVINGS; step++) {
            price = (low + high) / 2;
            if (count_at(p, price) > (double)p->most)
                low = price;
            else
                high = price;
        }
    }
    for (size_t j = 0; j < p->site_count; j++)
        p->taken[j] = taken_at(p, j, price);
}

/* ---- a region -------------------------------------------------------------------------------- */

static void set_charges(const er_siting_region_prices *p, const er_siting_region_charges *c) {
    for (size_t i = 0; i < c->region->count; i++)
        c->charge[i] = c->centre[i] - p->reach * (p->taken[c->region->site[i]] - c->mean[i]);
}

static double reached_by(const er_siting_region_charges *c, const er_siting_region_set *set) {
    double reached = set->met;
    for (size_t k = 0; k < set->count; k++)
        reached -= c->charge[set->site[k]];
    return reached;
}

/** Sites that are in one of the two sets alone. */
static double apart(const er_siting_region_set *a, const er_siting_region_set *b) {
    size_t i = 0, k = 0, both = 0;
    while (i < a->count && k < b->count) {
        uint32_t left = a->site[i], right = b->site[k];
        both += left == right;
        i += left <= right;
        k += right <= left;
    }
    return (double)(a->count + b->count - 2 * both);
}

static void move_mean(const er_siting_region_prices *p, er_siting_region_charges *c,
                      const er_siting_region_set *set, double by) {
    for (size_t k = 0; k < set->count; k++) {
        c->mean[set->site[k]] += by;
        c->charge[set->site[k]] += p->reach * by;
    }
}

/** Weight goes from the worst set of the mean to the best of all. */
static void move_weight(const er_siting_region_prices *p, er_siting_region_charges *c) {
    er_siting_region_set *best = NULL, *worst = NULL;
    double most = -INFINITY, least = INFINITY;
    for (size_t s = 0; s < c->sets; s++) {
        er_siting_region_set *set = &c->set[s];
        double reached = reached_by(c, set);
        if (reached > most) {
            most = reached;
            best = set;
        }
        if (set->part > 0 && reached < least) {
            least = reached;
            worst = set;
        }
    }
    if (!best || !worst || most - least <= least_apart) return;
    double by = fmin((most - least) / (p->reach * apart(best, worst)), worst->part);
    best->part += by;
    worst->part -= by;
    move_mean(p, c, best, by);
    move_mean(p, c, worst, -by);
}

static double most_reached(const er_siting_region_charges *c) {
    double most = -INFINITY;
    for (size_t s = 0; s < c->sets; s++)
        most = fmax(most, reached_by(c, &c->set[s]));
    return most;
}

void er_siting_region_prices_choose(er_siting_region_prices *p) {
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
        take_sites(p);
        for (size_t n = 0; n < p->count; n++) {
            set_charges(p, &p->of[n]);
            for (int move = 0; move < MOVES; move++)
                move_weight(p, &p->of[n]);
        }
    }
    take_sites(p);
    p->expected = 0;
    for (size_t n = 0; n < p->count; n++) {
        er_siting_region_charges *c = &p->of[n];
        set_charges(p, c);
        p->expected += most_reached(c);
        for (size_t s = 0; s < c->sets; s++)
            c->set[s].idle = c->set[s].part > 0 ? 0 : c->set[s].idle + 1;
    }
}
