#include "siting/region.h"

#include <string.h>

struct cut {
    const er_siting_relaxation *r;
    const uint8_t *fixed;
    const uint32_t *part;
    uint32_t own;     /* the part that is made */
    uint32_t *number; /* of each site: first its pairs, then its number in the region */
};

static bool is_open(const struct cut *cut, uint32_t site) {
    return cut->fixed[site] != ER_SITING_OUT;
}

/** Sites of the class that are open; 0 for a class of another part. */
static size_t open_members(const struct cut *cut, size_t class) {
    const er_siting_problem *p = &cut->r->rows->problem;
    size_t open = 0;
    if (cut->part[class] != cut->own) return 0;
    for (size_t k = p->class_start[class]; k < p->class_start[class + 1]; k++)
        open += is_open(cut, p->members[k]);
    return open;
}

/** Count sites, classes and pairs. */
static size_t measure(const struct cut *cut, er_siting_region *region) {
    const er_siting_problem *p = &cut->r->rows->problem;
    size_t pairs = 0;
    memset(cut->number, 0, p->count * sizeof *cut->number);
    for (size_t c = 0; c < p->class_count; c++) {
        size_t open = open_members(cut, c);
        region->class_count += open > 0;
        pairs += open;
        for (size_t k = p->class_start[c]; open > 0 && k < p->class_start[c + 1]; k++)
            cut->number[p->members[k]] += is_open(cut, p->members[k]);
    }
    for (size_t j = 0; j < p->count; j++)
        region->count += cut->number[j] > 0;
    return pairs;
}

/** start[n + 1] is where site n's classes begin, and moves to where they end as these come. */
static void number_sites(const struct cut *cut, er_siting_region *region) {
    for (size_t j = 0, n = 0, at = 0; j < cut->r->rows->problem.count; j++) {
        if (cut->number[j] == 0) continue;
        region->site[n] = (uint32_t)j;
        region->start[n + 1] = at;
        at += cut->number[j];
        cut->number[j] = (uint32_t)n++;
    }
}

static void link_up(const struct cut *cut, er_siting_region *region) {
    const er_siting_problem *p = &cut->r->rows->problem;
    size_t filled = 0, n = 0;
    for (size_t c = 0; c < p->class_count; c++) {
        if (open_members(cut, c) == 0) continue;
        for (size_t k = p->class_start[c]; k < p->class_start[c + 1]; k++) {
            if (!is_open(cut, p->members[k])) continue;
            uint32_t site = cut->number[p->members[k]];
            region->members[filled++] = site;
            region->classes[region->start[site + 1]++] = (uint32_t)n;
        }
        region->class[n] = (uint32_t)c;
        region->worth[n] = cut->r->scaled[c] * cut->r->top[c];
        region->class_start[++n] = filled;
    }
}

static er_status region_new(er_context *ctx, er_arena *arena, const struct cut *cut,
                            er_siting_region *out) {
    er_siting_region region = {0};
    size_t pairs = measure(cut, &region) + 1;
    size_t sites = region.count + 2, classes = region.class_count + 1;
    ER_TRY(er_arena_alloc(ctx, arena, sites * sizeof *region.site, &region.site));
    ER_TRY(er_arena_alloc(ctx, arena, sites * sizeof *region.start, &region.start));
    ER_TRY(er_arena_alloc(ctx, arena, pairs * sizeof *region.classes, &region.classes));
    ER_TRY(er_arena_alloc(ctx, arena, classes * sizeof *region.class, &region.class));
    ER_TRY(er_arena_alloc(ctx, arena, classes * sizeof *region.class_start, &region.class_start));
    ER_TRY(er_arena_alloc(ctx, arena, pairs * sizeof *region.members, &region.members));
    ER_TRY(er_arena_alloc(ctx, arena, classes * sizeof *region.worth, &region.worth));
    number_sites(cut, &region);
    link_up(cut, &region);
    *out = region;
    return ER_OK;
}

er_status er_siting_regions_new(er_context *ctx, er_arena *arena, const er_siting_relaxation *r,
                                const uint8_t *fixed, const uint32_t *part, size_t parts,
                                er_siting_region *out) {
    struct cut cut = {.r = r, .fixed = fixed, .part = part};
    ER_TRY(
        er_arena_alloc(ctx, arena, (r->rows->problem.count + 1) * sizeof *cut.number, &cut.number));
    for (; cut.own < parts; cut.own++) {
        ER_TRY(er_check_cancel(ctx));
        ER_TRY(region_new(ctx, arena, &cut, &out[cut.own]));
    }
    return ER_OK;
}

double er_siting_region_met(const er_siting_region *region, const bool *chosen) {
    double met = 0;
    for (size_t c = 0; c < region->class_count; c++) {
        bool is_met = false;
        for (size_t k = region->class_start[c]; !is_met && k < region->class_start[c + 1]; k++)
            is_met = chosen[region->members[k]];
        if (is_met) met += region->worth[c];
    }
    return met;
}
