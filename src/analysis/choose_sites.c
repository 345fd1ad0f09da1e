/* The candidates of a question: where they stand, what they cost, how far they reach. */
#include "analysis/choose.h"
#include "analysis/choose_listed.h"
#include "analysis/sites.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NAMED = 5 }; /* candidates that are named one by one */

static er_status list(er_choosing_question *q) {
    const char *kind = q->ask->candidates ? q->ask->candidates : "units";
    if (strcmp(kind, "venues") == 0) return er_choosing_list_venues(q);
    if (strcmp(kind, "grid") == 0) return er_choosing_list_grid(q);
    if (strcmp(kind, "file") == 0) return er_choosing_list_given(q);
    return er_choosing_list_units(q);
}

/* ---- leaving out ----------------------------------------------------------------------------- */

static er_status add_name(er_choosing_question *q, const er_choosing_site *site, const char **names,
                          size_t count) {
    if (count >= NAMED) return ER_OK;
    return er_arena_format(q->world->ctx, q->arena, names, "%s%s%s", *names ? *names : "",
                           *names ? ", " : "", site->code);
}

static er_status drop_outside(er_choosing_question *q) {
    er_context *ctx = q->world->ctx;
    er_point *places = NULL;
    int64_t *units = NULL;
    size_t kept = 0;
    ER_TRY(er_arena_alloc(ctx, q->arena, (q->site_count + 1) * sizeof *places, &places));
    ER_TRY(er_arena_alloc(ctx, q->arena, (q->site_count + 1) * sizeof *units, &units));
    for (size_t i = 0; i < q->site_count; i++)
        places[i] = q->sites[i].position;
    ER_TRY(er_finest_units(ctx, q->world->store, places, q->site_count, units));
    er_plane_forward(q->world->plane, places, q->site_count);
    for (size_t i = 0; i < q->site_count; i++) {
        er_choosing_site *site = &q->sites[i];
        if (!units[i] || !isfinite(places[i].x) || !isfinite(places[i].y)) {
            ER_TRY(add_name(q, site, &q->outside, q->outside_count++));
            continue;
        }
        site->unit_id = units[i];
        site->on_plane = places[i];
        q->sites[kept++] = *site;
    }
    q->site_count = kept;
    return ER_OK;
}

/** By place, then as they came. */
static int by_place(const void *left, const void *right, void *sites) {
    const size_t *a = left, *b = right;
    const er_choosing_site *all = sites;
    er_point p = all[*a].position, r = all[*b].position;
    if (p.x != r.x) return p.x < r.x ? -1 : 1;
    if (p.y != r.y) return p.y < r.y ? -1 : 1;
    return (*a > *b) - (*a < *b);
}

static bool same_place(const er_choosing_site *a, const er_choosing_site *b) {
    return a->position.x == b->position.x && a->position.y == b->position.y;
}

/** Of equal places the first one counts. */
static er_status drop_doubled(er_choosing_question *q) {
    er_context *ctx = q->world->ctx;
    size_t *order = NULL, kept = 0;
    bool *doubled = NULL;
    ER_TRY(er_arena_alloc(ctx, q->arena, (q->site_count + 1) * sizeof *order, &order));
    ER_TRY(er_arena_alloc(ctx, q->arena, (q->site_count + 1) * sizeof *doubled, &doubled));
    for (size_t i = 0; i < q->site_count; i++)
        order[i] = i;
    if (q->site_count > 1) qsort_r(order, q->site_count, sizeof *order, by_place, q->sites);
    for (size_t i = 1; i < q->site_count; i++)
        doubled[order[i]] = same_place(&q->sites[order[i]], &q->sites[order[i - 1]]);
    for (size_t i = 0; i < q->site_count; i++) {
        if (doubled[i])
            ER_TRY(add_name(q, &q->sites[i], &q->doubled, q->doubled_count++));
        else
            q->sites[kept++] = q->sites[i];
    }
    q->site_count = kept;
    return ER_OK;
}

static void report(const er_choosing_question *q) {
    er_context *ctx = q->world->ctx;
    if (q->outside_count > 0)
        er_log(ctx, ER_LOG_WARNING,
               "choose, question %s: %zu candidates lie outside every unit and are left out: %s%s",
               q->ask->name, q->outside_count, q->outside, q->outside_count > NAMED ? ", ..." : "");
    if (q->doubled_count > 0)
        er_log(ctx, ER_LOG_WARNING,
               "choose, question %s: %zu candidates stand where another one does and are taken "
               "once: %s%s",
               q->ask->name, q->doubled_count, q->doubled, q->doubled_count > NAMED ? ", ..." : "");
}

/* ---- reach ----------------------------------------------------------------------------------- */

static er_status radii_by_rules(er_choosing_question *q) {
    er_choosing_world *w = q->world;
    er_point *places = NULL;
    const char **groups = NULL;
    size_t outside = 0;
    ER_TRY(er_arena_alloc(w->ctx, q->arena, (q->site_count + 1) * sizeof *places, &places));
    ER_TRY(er_arena_alloc(w->ctx, q->arena, (q->site_count + 1) * sizeof *groups, &groups));
    for (size_t i = 0; i < q->site_count; i++)
        places[i] = q->sites[i].position;
    if (w->study->radius_scheme && q->site_count > 0)
        ER_TRY(er_groups_at(w->ctx, w->store, q->arena, w->study->radius_scheme, places,
                            q->site_count, groups, &outside));
    for (size_t i = 0; i < q->site_count; i++) {
        er_station station = {.band = q->ask->band, .radius_m = NAN};
        bool is_default;
        q->sites[i].radius_m = er_station_radius(w->study, &station, groups[i], &is_default);
        if (!(q->sites[i].radius_m > 0) || !isfinite(q->sites[i].radius_m))
            return er_fail(w->ctx, ER_ERR_INPUT,
                           "choose, question %s: a new site has no radius at %s: give radius_m, or "
                           "coverage.radii or default_radius_m in the study",
                           q->ask->name, q->sites[i].code);
    }
    return ER_OK;
}

static er_status find_radii(er_choosing_question *q) {
    double radius_m = q->ask->radius_m;
    if (isnan(radius_m)) return radii_by_rules(q);
    if (!(radius_m > 0) || radius_m > ER_DISC_RADIUS_LIMIT_M)
        return er_fail(q->world->ctx, ER_ERR_RANGE,
                       "choose, question %s: radius_m is %g, but is to be above 0 and at most %g",
                       q->ask->name, radius_m, ER_DISC_RADIUS_LIMIT_M);
    for (size_t i = 0; i < q->site_count; i++)
        q->sites[i].radius_m = radius_m;
    return ER_OK;
}

er_status er_choosing_sites(er_choosing_question *q) {
    ER_TRY(list(q));
    ER_TRY(drop_outside(q));
    ER_TRY(drop_doubled(q));
    report(q);
    if (q->site_count == 0)
        return er_fail(q->world->ctx, ER_ERR_NOT_FOUND,
                       "choose, question %s: there is no candidate: load some, or name others "
                       "under 'candidates'",
                       q->ask->name);
    if (!(q->ask->count >= 1))
        return er_fail(q->world->ctx, ER_ERR_RANGE,
                       "choose, question %s: count is %g, but is to be 1 or more", q->ask->name,
                       q->ask->count);
    if (q->ask->count > (double)q->site_count)
        return er_fail(q->world->ctx, ER_ERR_RANGE,
                       "choose, question %s: %g sites are asked for, but there are only %zu "
                       "candidates: ask for fewer or give more candidates",
                       q->ask->name, q->ask->count, q->site_count);
    return find_radii(q);
}
