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

/** Sites where they stand; one that only names its unit in the middle of it, if people are counted
 *  there or in something larger. A larger unit says too little of where a site is. */
static er_status list_sites(const er_balance_data *d, const er_plane *plane, const bool *home,
                            er_place **out, size_t *count) {
    ER_TRY(er_arena_alloc(d->ctx, d->arena, d->site_count * sizeof **out, out));
    for (size_t i = 0; i < d->site_count; i++) {
        size_t unit = d->site_unit[i];
        if (unit == ER_NOWHERE) continue;
        er_point position = d->sites[i].position;
        bool stands = isfinite(position.x) && isfinite(position.y);
        size_t parent = d->unit_parent[unit];
        bool small = home[unit] || (parent != ER_NOWHERE && home[parent]);
        if (!stands && !small) continue;
        ER_TRY(add_place(d, plane, stands ? position : d->units[unit].inside, 1, *out, count));
    }
    return ER_OK;
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
                          double *out) {
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
        ER_TRY(list_sites(d, plane, home, &supply, &supply_count));
    ER_TRY(er_arena_alloc(d->ctx, d->arena, home_count * sizeof *access, &access));
    ER_TRY(er_access(d->ctx, (er_places){homes, home_count}, (er_places){supply, supply_count},
                     d->measures.catchment_m, gaussian ? ER_DECAY_GAUSSIAN : ER_DECAY_NONE, access,
                     NULL));
    return average(d, home, access, out);
}

er_status er_balance_access(er_balance_data *d, er_balance_subject kind, double **out) {
    er_plane *plane = NULL;
    ER_TRY(er_arena_alloc(d->ctx, d->arena, d->unit_count * sizeof **out, out));
    ER_TRY(er_working_plane(d->ctx, d->store, d->study, &plane));
    er_status status = on_plane(d, plane, kind, *out);
    er_plane_free(plane);
    return status;
}
