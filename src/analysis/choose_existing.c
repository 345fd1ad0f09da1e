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

static er_status take_pilots(er_choosing_question *q) {
    er_choosing_world *w = q->world;
    er_pilot *pilots = NULL;
    er_pilot_site *sites = NULL;
    size_t pilot_count = 0, count = 0;
    er_day_count days;
    ER_TRY(er_store_pilots(w->ctx, w->store, q->arena, &pilots, &pilot_count));
    ER_TRY(er_store_pilot_sites(w->ctx, w->store, q->arena, &sites, &count));
    ER_TRY(er_day_pilots(w->ctx, w->study, pilots, &pilot_count, sites, &count, &days));
    ER_TRY(er_arena_alloc(w->ctx, q->arena, (count + 1) * sizeof *q->existing, &q->existing));
    for (size_t i = 0; i < count; i++) {
        er_point place = sites[i].position;
        if (isfinite(place.x) && isfinite(place.y)) er_plane_forward(w->plane, &place, 1);
        if (isfinite(place.x) && isfinite(place.y))
            q->existing[q->existing_count++] = (er_disc){place.x, place.y, q->ask->radius_m, 0};
        else
            q->unplaced++;
    }
    return ER_OK;
}

er_status er_choosing_existing(er_choosing_question *q) {
    return q->of_pilots ? take_pilots(q) : take_stations(q);
}
