/* What lies in exactly one disc: discs into a set, the set clipped by every polygon. */
#include "geometry/disc_sole.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* Of its disc; what is less comes from rounding, such as between two circles that touch. */
static const double least_share = 1e-9;

/** A set, and which of the caller's discs each of its discs is. */
struct sole_set {
    er_disc_union *set;
    size_t *origin;
};

struct rows {
    er_disc_sole *items;
    size_t count;
    size_t capacity;
};

/* ---- the set --------------------------------------------------------------------------------- */

/** Of the discs with one centre the first of the largest. */
static void name_discs(const struct sole_set *sole, const er_disc *discs, size_t count) {
    const er_disc_union *set = sole->set;
    for (size_t i = count; i-- > 0;) {
        const er_disc *kept = er_disc_find(set->discs, set->disc_count, discs[i].x, discs[i].y);
        if (kept && kept->radius_m == discs[i].radius_m) sole->origin[kept - set->discs] = i;
    }
}

static er_status build(er_context *ctx, const er_disc *discs, size_t count, struct sole_set *sole) {
    er_disc *flat = NULL; /* on one layer */
    er_status status;
    ER_TRY(er_alloc(ctx, 1, sizeof *sole->set, &sole->set));
    sole->set->sole = true;
    sole->set->layer_count = 1;
    ER_TRY(er_alloc(ctx, count, sizeof *flat, &flat));
    for (size_t i = 0; i < count; i++) {
        flat[i] = discs[i];
        flat[i].layer = 0;
    }
    ER_GOTO(status, done,
            er_disc_canonical(ctx, flat, count, 1, ER_DISC_ANY, 0, &sole->set->discs,
                              &sole->set->disc_count));
    ER_GOTO(status, done, er_disc_tree_build(ctx, sole->set, &(er_disc_near){0}));
    ER_GOTO(status, done,
            er_alloc(ctx, sole->set->disc_count, sizeof *sole->origin, &sole->origin));
    name_discs(sole, discs, count);
done:
    er_free(flat);
    return status;
}

/* ---- the polygons ---------------------------------------------------------------------------- */

/** Turn the sums of a polygon into rows, and make them empty again. */
static er_status take_rows(er_context *ctx, const struct sole_set *sole, er_sole_clipper *clipper,
                           size_t number, const er_area *area, struct rows *rows) {
    static const double pi = 3.14159265358979323846;
    size_t count = clipper->touched_count;
    ER_TRY(
        er_reserve(ctx, &rows->items, &rows->capacity, rows->count + count, sizeof *rows->items));
    for (size_t i = 0; i < count; i++) {
        uint32_t disc = clipper->touched[i];
        double radius_m = clipper->clipper.set->discs[disc].radius_m;
        double m2 = 0.5 * er_sum_value(&clipper->sums[disc].doubled);
        m2 = er_clip_within_limits(m2, area->area_m2);
        if (m2 > least_share * pi * radius_m * radius_m)
            rows->items[rows->count++] = (er_disc_sole){number, sole->origin[disc], m2};
        clipper->sums[disc] = (er_sole_sum){0};
    }
    clipper->touched_count = 0;
    return ER_OK;
}

/** One thread's share: areas are handed out one by one, the costly ones are not all at one end. */
static er_status work(er_context *ctx, const struct sole_set *sole, const er_area *areas,
                      size_t count, atomic_size_t *next, struct rows *rows) {
    er_sole_clipper clipper;
    er_status status = er_sole_clipper_start(ctx, sole->set, &clipper);
    for (size_t i; status == ER_OK && (i = atomic_fetch_add(next, 1)) < count;) {
        status = er_sole_clip(ctx, &clipper, &areas[i]);
        if (status == ER_OK) status = take_rows(ctx, sole, &clipper, i, &areas[i], rows);
    }
    er_sole_clipper_clear(&clipper);
    if (status != ER_OK) atomic_store(next, count);
    return status;
}

static er_status append(er_context *ctx, struct rows *all, const struct rows *rows) {
    ER_TRY(
        er_reserve(ctx, &all->items, &all->capacity, all->count + rows->count, sizeof *all->items));
    if (rows->count > 0)
        memcpy(all->items + all->count, rows->items, rows->count * sizeof *rows->items);
    all->count += rows->count;
    return ER_OK;
}

static int by_area_and_disc(const void *left, const void *right) {
    const er_disc_sole *a = left, *b = right;
    if (a->area != b->area) return a->area < b->area ? -1 : 1;
    return (a->disc > b->disc) - (a->disc < b->disc);
}

static int team_size(const er_context *ctx, size_t count) {
    int threads = er_context_threads(ctx);
    return (size_t)threads <= count ? threads : (int)count;
}

/** There is at least one polygon. */
static er_status clip_all(er_context *ctx, const struct sole_set *sole, const er_area *areas,
                          size_t count, struct rows *all) {
    /* The caller's context belongs to one thread: each thread fails in a context of its own. */
    er_status status = ER_OK;
    atomic_size_t next = 0;
#pragma omp parallel num_threads(team_size(ctx, count))
    {
        er_context *own = NULL;
        struct rows rows = {0};
        er_status mine = er_context_new(&own);
        if (mine == ER_OK) mine = work(own, sole, areas, count, &next, &rows);
#pragma omp critical(er_disc_sole_areas)
        {
            if (mine == ER_OK && status == ER_OK) status = append(ctx, all, &rows);
            if (mine != ER_OK && status == ER_OK)
                status = er_fail(ctx, mine, "%s", own ? er_context_error(own) : "out of memory");
        }
        er_free(rows.items);
        er_context_free(own);
    }
    if (all->count > 1) qsort(all->items, all->count, sizeof *all->items, by_area_and_disc);
    return status;
}

er_status er_disc_sole_areas(er_context *ctx, const er_disc *discs, size_t count,
                             const er_area *areas, size_t area_count, er_disc_sole **out,
                             size_t *out_count) {
    struct sole_set sole = {0};
    struct rows rows = {0};
    if (count >= UINT32_MAX / 8)
        return er_fail(ctx, ER_ERR_MEMORY, "the discs are too many for one set");
    er_status status = build(ctx, discs, count, &sole);
    if (status == ER_OK && area_count > 0) status = clip_all(ctx, &sole, areas, area_count, &rows);
    er_disc_union_free(sole.set);
    er_free(sole.origin);
    if (status != ER_OK) {
        er_free(rows.items);
        return status;
    }
    *out = rows.items;
    *out_count = rows.count;
    return ER_OK;
}
