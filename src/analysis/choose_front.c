/* The front of persons gained against inequality: plans for rising priority of units with little
 * coverage, each a proven answer to the question with those weights. */
#include "analysis/choose_front.h"

#include <math.h>
#include <string.h>

/* Priorities are powers of two: from where one in an empty unit counts a quarter more to where
 * nothing but the missing share counts; closer ones than a quarter power give the same plans. */
enum { FIRST_POWER = -2, LAST_POWER = 10, PARTS = 8, SEARCHES_PER_PLAN = 6 };

static bool has_sites(const er_choosing_plan *plan, const size_t *sites, size_t count) {
    return plan->count == count && memcmp(plan->found, sites, count * sizeof *sites) == 0;
}

size_t er_front_find(const er_front *f, bool conditions, const size_t *sites, size_t count) {
    size_t place = 0;
    while (place < f->count &&
           (f->plans[place].conditions != conditions || !has_sites(&f->plans[place], sites, count)))
        place++;
    return place;
}

er_status er_front_add(er_front *f, er_choosing_plan *plan, size_t *place) {
    *place = er_front_find(f, plan->conditions, plan->found, plan->count);
    if (*place < f->count) return ER_OK;
    ER_TRY(er_choosing_assess(f->q, plan));
    if (plan->short_of_floors) {
        *place = SIZE_MAX;
        return ER_OK;
    }
    ER_TRY(er_reserve(f->q->world->ctx, &f->plans, &f->capacity, f->count + 1, sizeof *f->plans));
    f->plans[f->count++] = *plan;
    return ER_OK;
}

static er_status insert(er_front *f, er_front_series *s, size_t before, er_front_step step) {
    ER_TRY(er_reserve(f->q->world->ctx, &s->steps, &s->capacity, s->count + 1, sizeof *s->steps));
    memmove(s->steps + before + 1, s->steps + before, (s->count - before) * sizeof *s->steps);
    s->steps[before] = step;
    s->count++;
    return ER_OK;
}

static er_status try_at(er_front *f, er_front_series *s, size_t before, int at) {
    er_choosing_plan plan;
    er_front_step step = {.at = at};
    ER_TRY(er_check_cancel(f->q->world->ctx));
    er_progress(f->q->world->ctx, "choosing sites", f->searches, 0);
    ER_TRY(er_choosing_search(f->q, exp2((double)at / PARTS), s->conditions, &plan));
    f->searches++;
    plan.variant = s->conditions && f->q->quota_count + f->q->floor_count > 0
                       ? "conditions_priority"
                       : "priority";
    step.searched = plan;
    ER_TRY(er_front_add(f, &plan, &step.plan));
    if (step.plan == SIZE_MAX) step.plan = s->steps[before - 1].plan;
    return insert(f, s, before, step);
}

/* ---- which is on the front ------------------------------------------------------------------- */

static bool is_better(const er_choosing_plan *a, const er_choosing_plan *b) {
    if (isnan(a->index.value) || isnan(b->index.value)) return a->persons_after > b->persons_after;
    return a->persons_after >= b->persons_after && a->index.value <= b->index.value &&
           (a->persons_after > b->persons_after || a->index.value < b->index.value);
}

bool er_front_beats(const er_front *f, const er_choosing_plan *plan, size_t before) {
    for (size_t k = 0; k < f->count; k++) {
        const er_choosing_plan *other = &f->plans[k];
        if (other == plan || other->conditions != plan->conditions) continue;
        if (is_better(other, plan)) return true;
        if (k < before && other->persons_after == plan->persons_after &&
            other->index.value == plan->index.value)
            return true;
    }
    return false;
}

bool er_front_repeats(const er_front *f, size_t i) {
    for (size_t k = 0; k < i; k++)
        if (has_sites(&f->plans[k], f->plans[i].found, f->plans[i].count)) return true;
    return false;
}

size_t er_front_mark(er_front *f) {
    size_t found = 0;
    for (size_t i = 0; i < f->count; i++) {
        er_choosing_plan *plan = &f->plans[i];
        plan->on_front = !er_front_beats(f, plan, i);
        if (i > 0 && plan->on_front && !er_front_repeats(f, i)) found++;
    }
    return found;
}

/* ---- the series ------------------------------------------------------------------------------ */

/** The widest gap between two priorities with different plans, as the place of its upper end; 0:
 *  there is none left. */
static size_t widest_gap(const er_front_series *s, int *width) {
    size_t found = 0;
    *width = 1;
    for (size_t i = 1; i < s->count; i++) {
        int gap = s->steps[i].at - s->steps[i - 1].at;
        if (s->steps[i].plan == s->steps[i - 1].plan || gap <= *width) continue;
        *width = gap;
        found = i;
    }
    return found;
}

/** Halve the widest gap of both series; false where none is left. */
static er_status refine(er_front *f, bool *more) {
    int width[2] = {0};
    size_t gap[2] = {0};
    for (int k = 0; k < 2; k++)
        gap[k] = f->series[k].count > 0 ? widest_gap(&f->series[k], &width[k]) : 0;
    *more = gap[0] > 0 || gap[1] > 0;
    if (!*more) return ER_OK;
    int k = gap[0] > 0 && (gap[1] == 0 || width[0] >= width[1]) ? 0 : 1;
    er_front_series *s = &f->series[k];
    int low = s->steps[gap[k] - 1].at, high = s->steps[gap[k]].at;
    return try_at(f, s, gap[k], low + (high - low) / 2);
}

/** Priority 0 stands one power below the first one. */
static er_status begin(er_front *f, er_front_series *s, size_t plan) {
    const er_front_step none = {.at = (FIRST_POWER - 1) * PARTS, .plan = plan};
    ER_TRY(insert(f, s, 0, none));
    ER_TRY(try_at(f, s, 1, FIRST_POWER * PARTS));
    return try_at(f, s, 2, LAST_POWER * PARTS);
}

static er_status follow(er_front *f, size_t wanted) {
    size_t most = wanted * SEARCHES_PER_PLAN;
    for (bool more = true; more && er_front_mark(f) < wanted && f->searches < most;)
        ER_TRY(refine(f, &more));
    return ER_OK;
}

/* ---- the plans that are asked for -------------------------------------------------------------
 */

/* Sites that reach the same persons gain less than the search sees: where a plan falls short of a
 * floor of persons, the floors are raised by so much, and four times as much each time. */
static const double first_raise = 0.005;
enum { RAISES = 6, RAISE_FACTOR = 4 };

static er_status add_asked(er_front *f, size_t *place) {
    er_choosing_question *q = f->q;
    er_choosing_plan plan;
    double bound = NAN, raise = first_raise;
    for (int i = 0; i <= RAISES; i++, raise *= RAISE_FACTOR) {
        er_status status = er_choosing_search(q, 0, true, &plan);
        if (status == ER_ERR_INFEASIBLE && i > 0) break; /* floors that no one asked for */
        ER_TRY(status);
        f->searches++;
        plan.variant = "asked";
        if (i > 0) plan.bound = bound; /* that of the floors as they are */
        bound = plan.bound;
        ER_TRY(er_front_add(f, &plan, place));
        if (*place != SIZE_MAX) return ER_OK;
        for (size_t k = 0; k < q->floor_count; k++)
            q->floors[k].share = fmin(q->floors[k].share * (1 + raise), 1);
    }
    er_fail(q->world->ctx, ER_ERR_UNSUPPORTED,
            "choose, question %s: no plan was found that holds the floors of persons when "
            "they are counted exactly: give a smaller cell_m or a lower covered_share",
            q->ask->name);
    return ER_ERR_UNSUPPORTED;
}

static er_status add_free(er_front *f, size_t *place) {
    er_choosing_plan plan;
    ER_TRY(er_choosing_search(f->q, 0, false, &plan));
    f->searches++;
    plan.variant = "free";
    return er_front_add(f, &plan, place);
}

/** Of all plans that hold the conditions of one, and of what exchanges make of it, the one that
 *  gains most persons, counted exactly, takes its place. */
static er_status settle(er_front *f, size_t place) {
    er_choosing_plan *plan = &f->plans[place];
    size_t best = place;
    bool holds = true;
    if (f->q->ask->backup > 0) return ER_OK; /* persons are not all that counts */
    for (size_t i = 0; i < f->count; i++)
        if ((f->plans[i].conditions || !plan->conditions) &&
            f->plans[i].persons_after > f->plans[best].persons_after)
            best = i;
    if (best != place) {
        er_choosing_plan changed = *plan;
        ER_TRY(
            er_choosing_adopt(f->q, f->plans[best].found, f->plans[best].count, &changed, &holds));
        if (holds) {
            ER_TRY(er_choosing_assess(f->q, &changed));
            *plan = changed;
        }
    }
    return er_choosing_exchange(f->q, plan);
}

static er_status settle_both(er_front *f, size_t asked, size_t free_plan) {
    ER_TRY(settle(f, asked));
    return free_plan == SIZE_MAX ? ER_OK : settle(f, free_plan);
}

static er_status search(er_front *f) {
    er_choosing_question *q = f->q;
    bool conditions = q->quota_count + q->floor_count > 0;
    size_t asked = 0, free_plan = SIZE_MAX, wanted = (size_t)fmax(q->ask->front, 0), found;
    ER_TRY(add_asked(f, &asked));
    if (conditions) ER_TRY(add_free(f, &free_plan));
    ER_TRY(settle_both(f, asked, free_plan));
    if (wanted == 0 || isnan(f->plans[asked].index.value)) return ER_OK;
    f->series[0].conditions = true;
    ER_TRY(begin(f, &f->series[0], asked));
    if (conditions) ER_TRY(begin(f, &f->series[1], free_plan));
    do { /* a plan that is taken for the one asked for is none beside it any more */
        found = f->searches;
        ER_TRY(follow(f, wanted));
        ER_TRY(settle_both(f, asked, free_plan));
    } while (er_front_mark(f) < wanted && f->searches > found);
    ER_TRY(er_front_fill(f, &f->series[0], wanted));
    ER_TRY(er_front_fill(f, &f->series[1], wanted));
    return settle_both(f, asked, free_plan);
}

/* ---- what is kept ---------------------------------------------------------------------------- */

/** By priority; with the conditions first. */
static bool comes_first(const er_choosing_plan *a, const er_choosing_plan *b) {
    if (a->priority != b->priority) return a->priority < b->priority;
    return a->conditions && !b->conditions;
}

/** The plan asked for, the one without conditions, then those on the front. */
static er_status keep(er_front *f, er_choosing_plans *out) {
    er_context *ctx = f->q->world->ctx;
    ER_TRY(er_arena_alloc(ctx, f->q->arena, f->count * sizeof *out->items, &out->items));
    ER_TRY(er_front_thin(f, (size_t)fmax(f->q->ask->front, 0), &out->on_front));
    out->searches = f->searches;
    for (size_t i = 0; i < f->count; i++) {
        bool always = f->plans[i].priority == 0;
        if (!always && (!f->plans[i].on_front || f->plans[i].crowded || er_front_repeats(f, i)))
            continue;
        size_t at = out->count++;
        while (at > 1 && comes_first(&f->plans[i], &out->items[at - 1])) {
            out->items[at] = out->items[at - 1];
            at--;
        }
        out->items[at] = f->plans[i];
    }
    for (size_t i = 0; i < out->count; i++)
        ER_TRY(er_choosing_rank(f->q, &out->items[i]));
    return er_choosing_index_of(f->q, f->q->before, &out->before);
}

er_status er_choosing_front(er_choosing_question *q, er_choosing_plans *out) {
    er_front f = {.q = q};
    *out = (er_choosing_plans){0};
    er_status status = search(&f);
    if (status == ER_OK) status = keep(&f, out);
    er_free(f.plans);
    er_free(f.series[0].steps);
    er_free(f.series[1].steps);
    return status;
}
