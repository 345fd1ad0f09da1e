/* What serves already: the stations in service, or the places of the pilots that count. */
#include "analysis/choose.h"
#include "analysis/day.h"

#include <math.h>
#include <string.h>

static er_status take_stations(er_choosing_question *q) {
    er_choosing_world *w = q->world;
    er_sites sites;
    ER_TRY(er_sites_read(w->ctx, w->store, q->arena, w->study, w->plane, &sites));
    if (sites.station_count == 0)
        return er_fail(w->ctx, ER_ERR_NOT_FOUND,
                       "choose, question %s: %s has no stations, so that nobody knows who gains "
                       "by a new one: load stations and run `evenreach cover` first",
                       q->ask->name, er_store_path(w->store));
    q->existing = sites.discs;
    for (size_t i = 0; i < sites.count; i++) {
        const char *name = sites.operators[sites.discs[i].layer];
        if (q->operator_ && strcmp(name, q->operator_) != 0) continue;
        q->existing[q->existing_count++] = sites.discs[i];
    }
    return ER_OK;
}

/** The middles of the levels that sites name units of; in the question's arena. */
struct levels {
    er_choosing_middle_points *items;
    size_t count;
};

static er_status middle_of(er_choosing_question *q, struct levels *levels, size_t unit,
                           er_point *out) {
    const er_choosing_world *w = q->world;
    size_t at = 0;
    while (at < levels->count && strcmp(levels->items[at].level, w->units[unit].level) != 0)
        at++;
    if (at == levels->count) {
        ER_TRY(er_choosing_middles(q, w->units[unit].level, &levels->items[at]));
        levels->count++;
    }
    *out = levels->items[at].at[unit - levels->items[at].first];
    return ER_OK;
}

/** A unit is small enough to stand for a place where it lies in one of the usual level. */
static bool is_small(const er_choosing_world *w, size_t unit) {
    return unit < w->unit_count &&
           er_choosing_ancestor(w, unit, er_choosing_usual_level(w)) != SIZE_MAX;
}

static er_status add_pilot_site(er_choosing_question *q, struct levels *levels,
                                const er_pilot_site *site) {
    er_choosing_world *w = q->world;
    er_point place = site->position;
    size_t unit = er_choosing_unit(w, site->unit_id);
    bool stated = isfinite(place.x) && isfinite(place.y);
    if (!stated && is_small(w, unit)) ER_TRY(middle_of(q, levels, unit, &place));
    if (isfinite(place.x) && isfinite(place.y)) er_plane_forward(w->plane, &place, 1);
    if (isfinite(place.x) && isfinite(place.y)) {
        q->existing[q->existing_count++] = (er_disc){place.x, place.y, q->ask->radius_m, 0};
        q->at_middles += !stated;
    } else {
        q->unplaced++;
    }
    return ER_OK;
}

static er_status take_pilots(er_choosing_question *q) {
    er_choosing_world *w = q->world;
    er_pilot *pilots = NULL;
    er_pilot_site *sites = NULL;
    size_t pilot_count = 0, count = 0;
    er_day_count days;
    struct levels levels = {0};
    ER_TRY(er_store_pilots(w->ctx, w->store, q->arena, &pilots, &pilot_count));
    ER_TRY(er_store_pilot_sites(w->ctx, w->store, q->arena, &sites, &count));
    ER_TRY(er_day_pilots(w->ctx, w->study, pilots, &pilot_count, sites, &count, &days));
    ER_TRY(er_arena_alloc(w->ctx, q->arena, (count + 1) * sizeof *q->existing, &q->existing));
    ER_TRY(er_arena_alloc(w->ctx, q->arena, (count + 1) * sizeof *levels.items, &levels.items));
    for (size_t i = 0; i < count; i++)
        ER_TRY(add_pilot_site(q, &levels, &sites[i]));
    return ER_OK;
}

er_status er_choosing_existing(er_choosing_question *q) {
    return q->of_pilots ? take_pilots(q) : take_stations(q);
}
