/* How much of a supply people can reach: two-step floating catchments from where they live. */
#include "analysis/balance.h"

#include <math.h>

/** The finest units with persons: everybody is in exactly one of them. */
static er_status mark_homes(const er_balance_data *d, bool **out) {
    bool *below = NULL;
    ER_TRY(er_arena_alloc(d->ctx, d->arena, d->unit_count * sizeof *below, &below));
    ER_TRY(er_arena_alloc(d->ctx, d->arena, d->unit_count * sizeof **out, out));
    for (size_t u = d->unit_count; u-- > 0;) { /* larger units come before those in them */
        bool known = !isnan(d->units[u].persons);
        size_t parent = d->unit_parent[u];
        (*out)[u] = known && !below[u];
        if (parent != ER_NOWHERE && (known || below[u])) below[parent] = true;
    }
    return ER_OK;
}

static er_status add_place(const er_balance_data *d, const er_plane *plane, er_point position,
                           double amount, er_place *places, size_t *count) {
    er_point point = position;
    er_plane_forward(plane, &point, 1);
    if (!isfinite(point.x) || !isfinite(point.y))
        return er_fail(d->ctx, ER_ERR_CRS, "a place at %g, %g is not on the working plane",
                       position.x, position.y);
    places[(*count)++] = (er_place){.x_m = point.x, .y_m = point.y, .amount = amount};
    return ER_OK;
}

static er_status list_homes(const er_balance_data *d, const er_plane *plane, const bool *home,
                            er_place **out, size_t *count) {
    ER_TRY(er_arena_alloc(d->ctx, d->arena, d->unit_count * sizeof **out, out));
    for (size_t u = 0; u < d->unit_count; u++)
        if (home[u])
            ER_TRY(add_place(d, plane, d->units[u].inside, d->units[u].persons, *out, count));
    return ER_OK;
}

static er_status list_stations(const er_balance_data *d, const er_plane *plane, er_place **out,
                               size_t *count) {
    ER_TRY(er_arena_alloc(d->ctx, d->arena, d->station_count * sizeof **out, out));
    for (size_t i = 0; i < d->station_count; i++)
        if (d->station_unit[i] != ER_NOWHERE) /* others may lie off the plane */
            ER_TRY(add_place(d, plane, d->stations[i].position, 1, *out, count));
    return ER_OK;
}

/** Sites that only name their unit, by how much the unit tells of where people can reach them. */
struct named {
    size_t *sites;   /**< per unit: to be shared out over the homes in it */
    int64_t shared;  /**< how many these are */
    int64_t missing; /**< sites in no unit, or in one that is larger than those that are ranked */
};

/** Where a site stands: its own point, or the middle of a unit no larger than a home. */
static bool stands_at(const er_balance_data *d, const bool *home, size_t site, er_point *out) {
    size_t unit = d->site_unit[site], parent = d->unit_parent[unit];
    *out = d->sites[site].position;
    if (isfinite(out->x) && isfinite(out->y)) return true;
    *out = d->units[unit].inside;
    return home[unit] || (parent != ER_NOWHERE && home[parent]);
}

/** Persons of the homes in every unit that has sites to be shared out. */
static void add_persons(const er_balance_data *d, size_t home, size_t finest, const size_t *sites,
                        er_sum *persons) {
    for (size_t level = finest; level < d->unit_level[home]; level++) {
        size_t owner = er_balance_ancestor(d, home, level);
        if (owner != ER_NOWHERE && sites[owner] > 0)
            er_sum_add(&persons[owner], d->units[home].persons);
    }
}

/** What a home has of the sites of the units that hold it. */
static er_status add_parts(const er_balance_data *d, const er_plane *plane, size_t home,
                           size_t finest, const size_t *sites, const er_sum *persons,
                           er_place *places, size_t *count) {
    for (size_t level = finest; level < d->unit_level[home]; level++) {
        size_t owner = er_balance_ancestor(d, home, level);
        double whole = owner == ER_NOWHERE ? 0 : er_sum_value(&persons[owner]);
        if (!(whole > 0)) continue;
        double part = (double)sites[owner] * (d->units[home].persons / whole);
        if (part >= ER_EQUITY_SMALLEST)
            ER_TRY(add_place(d, plane, d->units[home].inside, part, places, count));
    }
    return ER_OK;
}

/** Sites of units, in parts where their people live; in the middle of a unit where nobody does. */
static er_status share_sites(const er_balance_data *d, const er_plane *plane, const bool *home,
                             size_t finest, const size_t *sites, er_place *places, size_t *count) {
    er_sum *persons = NULL;
    ER_TRY(er_arena_alloc(d->ctx, d->arena, d->unit_count * sizeof *persons, &persons));
    for (size_t u = 0; u < d->unit_count; u++)
        if (home[u]) add_persons(d, u, finest, sites, persons);
    for (size_t u = 0; u < d->unit_count; u++) {
        if (home[u]) ER_TRY(add_parts(d, plane, u, finest, sites, persons, places, count));
        if (sites[u] > 0 && !(er_sum_value(&persons[u]) > 0))
            ER_TRY(add_place(d, plane, d->units[u].inside, (double)sites[u], places, count));
    }
    return ER_OK;
}

static er_status note_named(const er_balance_data *d, const struct named *named) {
    er_assumption row = {.run_id = d->run_id,
                         .subject = "pilot_site",
                         .field = "access",
                         .rows_total = (int64_t)d->site_count};
    row.rows_affected = named->shared;
    row.value = "by persons";
    row.basis =
        "the site only names its unit, so that it is shared out over where people live in it";
    if (row.rows_affected > 0) ER_TRY(er_store_add_assumption(d->ctx, d->store, &row));
    row.rows_affected = named->missing;
    row.value = "left out";
    row.basis = "the site names no unit as small as those that are ranked: access leaves it out";
    return row.rows_affected > 0 ? er_store_add_assumption(d->ctx, d->store, &row) : ER_OK;
}

/** Sites where they stand; one that only names its unit in the middle of it if nothing smaller is
 *  known, or in parts where people live in it. A unit larger than those that are ranked says too
 *  little of where a site is. */
static er_status list_sites(const er_balance_data *d, const er_plane *plane, const bool *home,
                            size_t finest, er_place **out, size_t *count) {
    struct named named = {0};
    size_t room = d->site_count + d->unit_count * (1 + d->level_count);
    ER_TRY(er_arena_alloc(d->ctx, d->arena, room * sizeof **out, out));
    ER_TRY(er_arena_alloc(d->ctx, d->arena, d->unit_count * sizeof *named.sites, &named.sites));
    for (size_t i = 0; i < d->site_count; i++) {
        size_t unit = d->site_unit[i];
        er_point position;
        bool known = unit != ER_NOWHERE;
        if (known && stands_at(d, home, i, &position)) {
            ER_TRY(add_place(d, plane, position, 1, *out, count));
        } else if (known && d->unit_level[unit] >= finest) {
            named.sites[unit]++;
            named.shared++;
        } else {
            named.missing++;
        }
    }
    ER_TRY(share_sites(d, plane, home, finest, named.sites, *out, count));
    return note_named(d, &named);
}

/** The mean of the finest units of every unit, by persons. */
static er_status average(const er_balance_data *d, const bool *home, const double *access,
                         double *out) {
    er_sum *persons = NULL, *reached = NULL;
    size_t at = 0;
    ER_TRY(er_arena_alloc(d->ctx, d->arena, d->unit_count * sizeof *persons, &persons));
    ER_TRY(er_arena_alloc(d->ctx, d->arena, d->unit_count * sizeof *reached, &reached));
    for (size_t u = 0; u < d->unit_count; u++) {
        if (!home[u]) continue;
        double here = access[at++];
        for (size_t level = 0; level <= d->unit_level[u]; level++) {
            size_t owner = er_balance_ancestor(d, u, level);
            if (owner == ER_NOWHERE) continue;
            er_sum_add(&persons[owner], d->units[u].persons);
            er_sum_add(&reached[owner], here * d->units[u].persons);
        }
    }
    for (size_t u = 0; u < d->unit_count; u++) {
        double whole = er_sum_value(&persons[u]);
        out[u] = whole > 0 ? er_sum_value(&reached[u]) / whole : NAN;
    }
    return ER_OK;
}

static er_status on_plane(er_balance_data *d, const er_plane *plane, er_balance_subject kind,
                          size_t finest, double *out) {
    bool *home = NULL;
    double *access = NULL;
    er_place *homes = NULL, *supply = NULL;
    size_t home_count = 0, supply_count = 0;
    bool gaussian = er_equal_texts(d->measures.decay, "gaussian");
    ER_TRY(mark_homes(d, &home));
    ER_TRY(list_homes(d, plane, home, &homes, &home_count));
    if (kind == ER_BALANCE_STATIONS)
        ER_TRY(list_stations(d, plane, &supply, &supply_count));
    else
        ER_TRY(list_sites(d, plane, home, finest, &supply, &supply_count));
    ER_TRY(er_arena_alloc(d->ctx, d->arena, home_count * sizeof *access, &access));
    ER_TRY(er_access(d->ctx, (er_places){homes, home_count}, (er_places){supply, supply_count},
                     d->measures.catchment_m, gaussian ? ER_DECAY_GAUSSIAN : ER_DECAY_NONE, access,
                     NULL));
    return average(d, home, access, out);
}

er_status er_balance_access(er_balance_data *d, er_balance_subject kind, size_t finest,
                            double **out) {
    er_plane *plane = NULL;
    ER_TRY(er_arena_alloc(d->ctx, d->arena, d->unit_count * sizeof **out, out));
    ER_TRY(er_working_plane(d->ctx, d->store, d->study, &plane));
    er_status status = on_plane(d, plane, kind, finest, *out);
    er_plane_free(plane);
    return status;
}
