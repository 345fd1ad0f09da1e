/* Plans between and beyond those that priorities find: neighbours of the plans on the front, and
 * theirs in turn. They are counted near the site that is swapped; only those that are kept are
 * counted as a whole. */
#include "analysis/choose_front.h"
#include "analysis/choose_swaps.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* So many plans are counted, for each that is wanted, before those that were added are looked at in
 * their turn; and so many in all. */
enum { COUNTED_PER_ROUND = 4, COUNTED = 24 };
/* What seems best by cells and slopes need not be: what is beaten less often than this is tried. */
enum { LAYERS = 3 };

/** What is known of a plan of the archive beside its figures. */
struct basis {
    er_choosing_plan nominal; /**< the search that it came from: its priority and its bound */
    double *after;            /**< persons served of each base by it; in the arena */
    bool looked;              /**< its neighbours are listed */
};

struct trial {
    size_t from; /**< place in the archive */
    er_choosing_swap swap;
};

struct fill {
    er_choosing_question *q;
    bool conditions;
    er_front archive;
    struct basis *bases; /**< of each plan of the archive */
    size_t basis_capacity;
    er_choosing_swaps swaps;
    struct trial *trials;
    size_t trial_count;
    size_t trial_capacity;
    er_arena *arena;
    size_t *sites;
    double *slope;   /**< of the index at the plan that is looked at */
    double *without; /**< persons served of each base by a plan on trial without its new site */
    double *after;   /**< and with it */
};

/* ---- the archive ----------------------------------------------------------------------------- */

static er_status keep_bases(struct fill *f, const double *served, double **out) {
    const size_t size = (f->q->world->base_count + 1) * sizeof **out;
    ER_TRY(er_arena_alloc(f->q->world->ctx, f->arena, size, out));
    memcpy(*out, served, f->q->world->base_count * sizeof **out);
    return ER_OK;
}

static er_status add(struct fill *f, const er_choosing_plan *plan, const er_choosing_plan *nominal,
                     const double *after) {
    er_context *ctx = f->q->world->ctx;
    er_front *a = &f->archive;
    struct basis basis = {.nominal = *nominal};
    ER_TRY(keep_bases(f, after, &basis.after));
    ER_TRY(er_reserve(ctx, &a->plans, &a->capacity, a->count + 1, sizeof *a->plans));
    ER_TRY(er_reserve(ctx, &f->bases, &f->basis_capacity, a->count + 1, sizeof *f->bases));
    f->bases[a->count] = basis;
    a->plans[a->count++] = *plan;
    return ER_OK;
}

/** The plans that priorities found; what has none counts to the least of them. */
static er_status begin(struct fill *f, const er_front *front, const er_front_series *s) {
    for (size_t i = 0; i < s->count; i++) {
        const er_choosing_plan *plan = &front->plans[s->steps[i].plan];
        double total;
        if (!plan->on_front || (i > 0 && s->steps[i].plan == s->steps[i - 1].plan)) continue;
        ER_TRY(er_choosing_count(f->q, plan->found, plan->count, f->after, &total));
        ER_TRY(add(f, plan, &s->steps[i > 0 ? i : 1].searched, f->after));
    }
    return ER_OK;
}

static bool is_there(const struct fill *f, const size_t *sites, size_t count) {
    return er_front_find(&f->archive, f->conditions, sites, count) < f->archive.count;
}

/* ---- neighbours ------------------------------------------------------------------------------ */

/** Plans come by falling persons: is one on the front of those before it, or of those of them that
 *  are on no front above? `least`: of each layer, INFINITY at first. */
static bool is_in_layer(double least[LAYERS], double index) {
    for (int i = 0; i < LAYERS; i++) {
        if (!(index < least[i])) continue;
        least[i] = index;
        return true;
    }
    return false;
}

/** Of a plan's neighbours those that few of the others beat in persons and in the index at once. */
static er_status add_trials(struct fill *f, size_t from) {
    er_choosing_swaps *x = &f->swaps;
    double least[LAYERS] = {INFINITY, INFINITY, INFINITY};
    ER_TRY(er_choosing_slope(f->q, f->bases[from].after, f->slope));
    ER_TRY(er_choosing_swaps_list(x, &f->archive.plans[from], 0));
    for (size_t i = 0; i < x->count; i++) {
        if (!is_in_layer(least, x->items[i].index)) continue;
        ER_TRY(er_reserve(f->q->world->ctx, &f->trials, &f->trial_capacity, f->trial_count + 1,
                          sizeof *f->trials));
        f->trials[f->trial_count++] = (struct trial){from, x->items[i]};
    }
    return ER_OK;
}

static int by_swap(const void *left, const void *right) {
    const struct trial *a = left, *b = right;
    int order = er_choosing_swaps_order(&a->swap, &b->swap);
    return order != 0 ? order : (a->from > b->from) - (a->from < b->from);
}

/** The best neighbours of all plans on the front that were not looked at, by falling persons. */
static er_status list(struct fill *f) {
    double least[LAYERS] = {INFINITY, INFINITY, INFINITY};
    size_t kept = 0;
    f->trial_count = 0;
    for (size_t i = 0; i < f->archive.count; i++) {
        if (f->bases[i].looked || !f->archive.plans[i].on_front) continue;
        f->bases[i].looked = true;
        ER_TRY(add_trials(f, i));
    }
    if (f->trial_count > 1) qsort(f->trials, f->trial_count, sizeof *f->trials, by_swap);
    for (size_t i = 0; i < f->trial_count; i++) {
        const struct trial trial = f->trials[i];
        const er_choosing_plan *from = &f->archive.plans[trial.from];
        er_choosing_swaps_sites(from, &trial.swap, f->sites);
        if (is_there(f, f->sites, from->count) || !is_in_layer(least, trial.swap.index)) continue;
        f->trials[kept++] = trial;
    }
    f->trial_count = kept;
    return ER_OK;
}

/** A plan's persons and index with one site swapped: but for last digits as it is assessed. Puts
 *  the other sites into f->sites. */
static er_status estimate(struct fill *f, const struct trial *trial, er_choosing_plan *out) {
    er_choosing_question *q = f->q;
    const er_choosing_plan *from = &f->archive.plans[trial->from];
    const double *with = f->bases[trial->from].after;
    size_t kept = 0;
    double gain, total = 0;
    for (size_t i = 0; i < from->count; i++)
        if (i != trial->swap.out) f->sites[kept++] = from->found[i];
    ER_TRY(er_choosing_without(q, from->found[trial->swap.out], f->sites, kept, with, f->without));
    ER_TRY(er_choosing_beside(q, trial->swap.in, f->sites, kept, f->without, f->after, &gain));
    for (size_t i = 0; i < q->world->base_count; i++)
        total += f->after[i];
    out->persons_after = total;
    return er_choosing_index_of(q, f->after, &out->index);
}

/** Count a neighbour and keep it, if it is on the front and holds the floors. */
static er_status try_one(struct fill *f, const struct trial *trial) {
    er_context *ctx = f->q->world->ctx;
    const er_choosing_plan from = f->archive.plans[trial->from];
    const er_choosing_plan nominal = f->bases[trial->from].nominal;
    er_choosing_plan plan = nominal;
    ER_TRY(er_check_cancel(ctx));
    er_choosing_swaps_sites(&from, &trial->swap, f->sites);
    if (is_there(f, f->sites, from.count)) return ER_OK;
    ER_TRY(estimate(f, trial, &plan));
    if (f->conditions && !er_choosing_holds_floors(f->q, f->after)) return ER_OK;
    if (er_front_beats(&f->archive, &plan, f->archive.count)) return ER_OK;
    ER_TRY(er_arena_alloc(ctx, f->arena, (from.count + 1) * sizeof *plan.found, &plan.found));
    er_choosing_swaps_sites(&from, &trial->swap, plan.found);
    plan.count = from.count;
    plan.cost = from.cost - f->q->sites[from.found[trial->swap.out]].cost +
                f->q->sites[trial->swap.in].cost;
    plan.exchanged = true;
    return add(f, &plan, &nominal, f->after);
}

static er_status look(struct fill *f, size_t most) {
    ER_TRY(list(f));
    const size_t count = f->trial_count < most ? f->trial_count : most;
    for (size_t i = 0; i < count; i++) /* from all over the list */
        ER_TRY(try_one(f, &f->trials[i * f->trial_count / count]));
    return ER_OK;
}

/* ---- what is kept ---------------------------------------------------------------------------- */

/** The plans that stand for the archive's front, as a whole. */
static er_status keep(struct fill *f, er_front *front, size_t wanted) {
    size_t kept;
    ER_TRY(er_front_thin(&f->archive, wanted, &kept));
    for (size_t i = 0; i < f->archive.count; i++) {
        const er_choosing_plan *light = &f->archive.plans[i];
        er_choosing_plan plan = f->bases[i].nominal;
        size_t place;
        bool holds;
        if (!light->exchanged || !light->on_front || light->crowded) continue;
        ER_TRY(er_choosing_adopt(f->q, light->found, light->count, &plan, &holds));
        if (!holds) continue;
        plan.exchanged = true;
        ER_TRY(er_front_add(front, &plan, &place));
    }
    return ER_OK;
}

static er_status fill(struct fill *f, er_front *front, const er_front_series *s, size_t wanted) {
    ER_TRY(begin(f, front, s));
    for (size_t left = wanted * COUNTED, known = 0; left > 0 && f->archive.count > known;) {
        const size_t most = wanted * COUNTED_PER_ROUND < left ? wanted * COUNTED_PER_ROUND : left;
        known = f->archive.count;
        er_progress(f->q->world->ctx, "choosing sites", front->searches + known, 0);
        er_front_mark(&f->archive);
        ER_TRY(look(f, most));
        left -= f->trial_count < most ? f->trial_count : most;
    }
    return keep(f, front, wanted);
}

er_status er_front_fill(er_front *front, const er_front_series *s, size_t wanted) {
    er_choosing_question *q = front->q;
    er_context *ctx = q->world->ctx;
    struct fill f = {.q = q, .conditions = s->conditions, .archive = {.q = q}};
    const size_t bases = q->world->base_count + 1;
    er_status status;
    if (s->count < 2 || q->ask->backup > 0) return ER_OK;
    er_front_mark(front);
    ER_TRY(er_arena_new(ctx, &f.arena));
    ER_GOTO(status, done, er_choosing_swaps_new(q, &f.swaps));
    ER_GOTO(status, done, er_alloc(ctx, bases, sizeof *f.without, &f.without));
    ER_GOTO(status, done, er_alloc(ctx, bases, sizeof *f.after, &f.after));
    ER_GOTO(status, done, er_alloc(ctx, bases, sizeof *f.slope, &f.slope));
    ER_GOTO(status, done, er_alloc(ctx, q->site_count + 1, sizeof *f.sites, &f.sites));
    f.swaps.slope = f.slope;
    status = fill(&f, front, s, wanted);
done:
    er_choosing_swaps_clear(&f.swaps);
    er_free(f.archive.plans);
    er_free(f.bases);
    er_free(f.trials);
    er_free(f.sites);
    er_free(f.after);
    er_free(f.without);
    er_free(f.slope);
    er_arena_free(f.arena);
    return status;
}
