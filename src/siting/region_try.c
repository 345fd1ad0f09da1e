/* Sets of a region that are met on the way. */
#include "siting/region_search.h"

#include <string.h>

/* What is gained by less is a matter of rounding. */
static const double least_gain = 1e-12;

static double reached_by(const er_siting_region_search *s, const bool *chosen) {
    double reached = er_siting_region_met(s->region, chosen);
    for (size_t i = 0; i < s->region->count; i++)
        if (chosen[i]) reached -= s->charge[i];
    return reached;
}

/** What adding the site to the tried set, or dropping it, gains. */
static double gain_of(const er_siting_region_search *s, size_t site) {
    const er_siting_region *r = s->region;
    uint32_t alone = s->tried[site] ? 1 : 0;
    double worth = 0;
    for (size_t k = r->start[site]; k < r->start[site + 1]; k++)
        if (s->times[r->classes[k]] == alone) worth += r->worth[r->classes[k]];
    return s->tried[site] ? s->charge[site] - worth : worth - s->charge[site];
}

static void flip(er_siting_region_search *s, size_t site) {
    const er_siting_region *r = s->region;
    s->tried[site] = !s->tried[site];
    for (size_t k = r->start[site]; k < r->start[site + 1]; k++) {
        if (s->tried[site])
            s->times[r->classes[k]]++;
        else
            s->times[r->classes[k]]--;
    }
}

static void improve(er_siting_region_search *s) {
    const er_siting_region *r = s->region;
    memset(s->times, 0, r->class_count * sizeof *s->times);
    for (size_t i = 0; i < r->count; i++)
        for (size_t k = r->start[i]; s->tried[i] && k < r->start[i + 1]; k++)
            s->times[r->classes[k]]++;
    for (;;) {
        size_t best = SIZE_MAX;
        double most = least_gain;
        for (size_t i = 0; i < r->count; i++) {
            double gain = gain_of(s, i);
            if (!(gain > most)) continue;
            most = gain;
            best = i;
        }
        if (best == SIZE_MAX) return;
        flip(s, best);
    }
}

static void keep(er_siting_region_search *s, double reached) {
    size_t at = 0;
    for (size_t n = 0; n < s->pooled; n++) {
        if (memcmp(s->pool[n], s->tried, s->region->count) == 0) return;
        if (s->pool_reached[n] < s->pool_reached[at]) at = n;
    }
    if (s->pooled < ER_SITING_REGION_POOL)
        at = s->pooled++;
    else if (reached <= s->pool_reached[at])
        return;
    s->pool_reached[at] = reached;
    memcpy(s->pool[at], s->tried, s->region->count);
}

void er_siting_region_try(er_siting_region_search *s) {
    improve(s);
    double reached = reached_by(s, s->tried);
    keep(s, reached);
    if (reached <= s->reached) return;
    s->reached = reached;
    memcpy(s->best, s->tried, s->region->count);
}
