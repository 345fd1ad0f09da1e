/* Persons with some sites more, exactly: of stations as er_whatif answers, of pilots by their
 * discs. */
#include "analysis/choose.h"
#include "analysis/compare.h"
#include "analysis/whatif.h"

#include <math.h>
#include <string.h>

static bool is_asked(const er_choosing_question *q, const char *stratum, const char *operator_) {
    return strcmp(stratum, q->stratum) == 0 && er_equal_texts(operator_, q->operator_);
}

static double sum_of(const er_choosing_question *q, const double *served) {
    double sum = 0; /* of multiples of one quantum: exact in any order */
    for (size_t i = 0; i < q->world->base_count; i++)
        sum += served[i];
    return sum;
}

/* ---- what is served now ---------------------------------------------------------------------- */

static er_status rows_before(er_choosing_question *q) {
    er_choosing_world *w = q->world;
    er_cover_row *rows = NULL;
    size_t count = 0;
    ER_TRY(er_store_cover(w->ctx, w->store, q->arena, w->cover.id, "unit", &rows, &count));
    for (size_t i = 0; i < count; i++) {
        const er_cover_row *row = &rows[i];
        size_t base = w->base_of[er_choosing_unit(w, row->area_id)];
        if (base == SIZE_MAX || !is_asked(q, row->stratum, row->operator_)) continue;
        double served = row->served_km2;
        er_compare_overlap o = {.before = served, .after = served, .kept = served};
        double persons = w->units[w->bases[base]].persons;
        q->before[base] = er_compare_persons_of(persons, persons, row->area_km2, &o).after;
    }
    return ER_OK;
}

er_status er_choosing_before(er_choosing_question *q) {
    er_choosing_world *w = q->world;
    ER_TRY(er_arena_alloc(w->ctx, q->arena, (w->base_count + 1) * sizeof *q->before, &q->before));
    ER_TRY(q->of_pilots ? er_choosing_reached(q, NULL, 0, q->before) : rows_before(q));
    q->persons_before = sum_of(q, q->before);
    ER_TRY(er_arena_alloc(w->ctx, q->arena, (q->site_count + 1) * sizeof *q->alone, &q->alone));
    for (size_t i = 0; i < q->site_count; i++)
        q->alone[i] = NAN;
    if (!q->of_pilots && !w->whatif)
        ER_TRY(er_whatif_new(w->ctx, w->store, w->study, w->cover.id, &w->whatif));
    return ER_OK;
}

/* ---- with more sites ------------------------------------------------------------------------- */

/** Rounded as a comparison of two runs rounds it, so that sums are exact. */
static double persons_after(const er_whatif_unit *unit) {
    er_compare_overlap o = {
        .before = unit->before_km2, .after = unit->after_km2, .kept = unit->before_km2};
    o = er_compare_without_noise(o, unit->area_km2);
    return er_compare_persons_of(unit->persons, unit->persons, unit->area_km2, &o).after;
}

static er_status ask(er_choosing_question *q, er_arena *arena, const size_t *sites, size_t count,
                     double *after) {
    er_choosing_world *w = q->world;
    er_whatif_site *added = NULL;
    er_whatif_answer answer;
    ER_TRY(er_arena_alloc(w->ctx, arena, (count + 1) * sizeof *added, &added));
    for (size_t i = 0; i < count; i++)
        added[i] = (er_whatif_site){.position = q->sites[sites[i]].position,
                                    .radius_m = q->sites[sites[i]].radius_m,
                                    .operator_ = q->ask->operator_,
                                    .band = q->ask->band};
    const er_whatif_change change = {.added = added, .added_count = count};
    ER_TRY(er_whatif_ask_one(w->ctx, w->whatif, arena, &change, q->stratum, q->operator_, &answer));
    for (size_t i = 0; i < answer.unit_count; i++) {
        const er_whatif_unit *unit = &answer.units[i];
        if (!is_asked(q, unit->stratum, unit->operator_) || isnan(unit->persons)) continue;
        size_t base = w->base_of[er_choosing_unit(w, unit->unit_id)];
        if (base != SIZE_MAX) after[base] = persons_after(unit);
    }
    return ER_OK;
}

er_status er_choosing_count(er_choosing_question *q, const size_t *sites, size_t count,
                            double *after, double *total) {
    er_choosing_world *w = q->world;
    er_arena *arena = NULL;
    memcpy(after, q->before, w->base_count * sizeof *after);
    if (count > 0 && q->of_pilots) {
        ER_TRY(er_choosing_reached(q, sites, count, after));
    } else if (count > 0) {
        ER_TRY(er_arena_new(w->ctx, &arena));
        er_status status = ask(q, arena, sites, count, after);
        er_arena_free(arena);
        ER_TRY(status);
    }
    *total = sum_of(q, after);
    return ER_OK;
}

/* ---- one site more --------------------------------------------------------------------------- */

/** Whether a base of the list is within the box of a site's disc. */
static bool meets_any(const er_choosing_question *q, const size_t *bases, size_t count,
                      size_t site) {
    for (size_t i = 0; i < count; i++)
        if (er_choosing_meets(&q->world->areas[bases[i]].box, &q->sites[site])) return true;
    return false;
}

/** The taken sites that reach a base which the site reaches, too, and the site behind them. */
static er_status near_of(const er_choosing_question *q, size_t site, const size_t *taken,
                         size_t count, size_t *near, size_t *near_count) {
    const er_choosing_world *w = q->world;
    size_t *bases = NULL, base_count = 0;
    ER_TRY(er_alloc(w->ctx, w->base_count, sizeof *bases, &bases));
    for (size_t i = 0; i < w->base_count; i++)
        if (er_choosing_meets(&w->areas[i].box, &q->sites[site])) bases[base_count++] = i;
    *near_count = 0;
    for (size_t k = 0; k < count; k++)
        if (meets_any(q, bases, base_count, taken[k])) near[(*near_count)++] = taken[k];
    near[(*near_count)++] = site;
    er_free(bases);
    return ER_OK;
}

er_status er_choosing_gain(er_choosing_question *q, size_t site, const size_t *taken,
                           size_t taken_count, double *gain) {
    er_context *ctx = q->world->ctx;
    size_t *near = NULL, count = 0;
    double *counted = NULL, without = q->persons_before, with = 0;
    er_status status;
    ER_TRY(er_alloc(ctx, taken_count + 1, sizeof *near, &near));
    ER_GOTO(status, done, er_alloc(ctx, q->world->base_count, sizeof *counted, &counted));
    ER_GOTO(status, done, near_of(q, site, taken, taken_count, near, &count));
    if (count == 1 && !isnan(q->alone[site])) {
        *gain = q->alone[site];
        goto done;
    }
    ER_GOTO(status, done, er_choosing_count(q, near, count, counted, &with));
    if (count > 1) ER_GOTO(status, done, er_choosing_count(q, near, count - 1, counted, &without));
    *gain = with - without;
    if (count == 1) q->alone[site] = *gain;
done:
    er_free(near);
    er_free(counted);
    return status;
}

/** Where a site's disc may reach, what some sites near it do; elsewhere as before. */
static void take_near(const er_choosing_question *q, size_t site, const double *before,
                      const double *counted, double *after) {
    for (size_t i = 0; i < q->world->base_count; i++)
        after[i] =
            er_choosing_meets(&q->world->areas[i].box, &q->sites[site]) ? counted[i] : before[i];
}

/** `own`: 1 with the site itself, 0 without it. */
static er_status count_near(er_choosing_question *q, size_t site, const size_t *taken,
                            size_t taken_count, size_t own, const double *before, double *after) {
    er_context *ctx = q->world->ctx;
    size_t *near = NULL, count = 0;
    double *counted = NULL, total = 0;
    er_status status;
    ER_TRY(er_alloc(ctx, taken_count + 1, sizeof *near, &near));
    ER_GOTO(status, done, er_alloc(ctx, q->world->base_count, sizeof *counted, &counted));
    ER_GOTO(status, done, near_of(q, site, taken, taken_count, near, &count));
    ER_GOTO(status, done, er_choosing_count(q, near, count - 1 + own, counted, &total));
    take_near(q, site, before, counted, after);
done:
    er_free(near);
    er_free(counted);
    return status;
}

er_status er_choosing_beside(er_choosing_question *q, size_t site, const size_t *taken,
                             size_t taken_count, const double *before, double *after,
                             double *gain) {
    *gain = 0;
    ER_TRY(count_near(q, site, taken, taken_count, 1, before, after));
    for (size_t i = 0; i < q->world->base_count; i++)
        *gain += after[i] - before[i];
    return ER_OK;
}

er_status er_choosing_without(er_choosing_question *q, size_t site, const size_t *others,
                              size_t count, const double *before, double *after) {
    return count_near(q, site, others, count, 0, before, after);
}
