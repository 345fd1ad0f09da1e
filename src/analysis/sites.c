/* Stations of the workspace as every coverage model sees them, and as discs. */
#include "analysis/sites.h"

#include "core/order.h"
#include "store/members.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- operators ------------------------------------------------------------------------------- */

/** The different names of the stations' operators, sorted, those without one last. */
static er_status list_operators(er_context *ctx, er_arena *arena, er_sites *sites) {
    size_t named = 0, unnamed = 0;
    const char **names = NULL;
    ER_TRY(er_arena_alloc(ctx, arena, (sites->count + 1) * sizeof *names, &names));
    for (size_t i = 0; i < sites->count; i++) {
        const char *name = sites->stations[i]->operator_;
        if (name && strcmp(name, ER_NO_OPERATOR) != 0)
            names[named++] = name;
        else
            unnamed++;
    }
    if (named > 1) qsort(names, named, sizeof *names, er_order_texts);
    size_t kept = 0;
    for (size_t i = 0; i < named; i++)
        if (kept == 0 || strcmp(names[kept - 1], names[i]) != 0) names[kept++] = names[i];
    sites->named_count = (uint32_t)kept;
    if (unnamed > 0) names[kept++] = ER_NO_OPERATOR;
    if (sites->named_count == 0) sites->named_count = (uint32_t)kept;
    sites->operators = names;
    sites->operator_count = (uint32_t)kept;
    return ER_OK;
}

uint32_t er_sites_layer(const er_sites *sites, const char *operator_) {
    const char *name = operator_ ? operator_ : ER_NO_OPERATOR;
    if (strcmp(name, ER_NO_OPERATOR) == 0) return sites->operator_count - 1;
    const char **found = bsearch(&name, sites->operators, sites->named_count,
                                 sizeof *sites->operators, er_order_texts);
    return (uint32_t)(found - sites->operators);
}

/* ---- groups ---------------------------------------------------------------------------------- */

static bool rules_name_groups(const er_study *study) {
    const er_study_radio *radio = &study->radio;
    bool found = false;
    for (size_t i = 0; i < study->radius_count; i++)
        found = found || study->radii[i].group;
    for (size_t i = 0; i < radio->sector_count; i++)
        found = found || radio->sectors[i].group;
    for (size_t i = 0; i < radio->environment_count; i++)
        found = found || radio->environments[i].group;
    return found;
}

er_status er_radius_scheme(er_context *ctx, er_store *store, er_arena *arena, const er_study *study,
                           const er_scheme **found) {
    er_scheme *schemes = NULL;
    size_t count = 0;
    *found = NULL;
    if (!study->radius_scheme) return ER_OK;
    ER_TRY(er_store_schemes(ctx, store, arena, &schemes, &count));
    for (size_t i = 0; i < count; i++)
        if (strcmp(schemes[i].name, study->radius_scheme) == 0) *found = &schemes[i];
    if (!*found && rules_name_groups(study))
        return er_fail(ctx, ER_ERR_NOT_FOUND,
                       "the coverage rules name groups of the scheme '%s', which the workspace "
                       "does not have: run 'evenreach classify' first",
                       study->radius_scheme);
    if (*found && (*found)->overlapping && rules_name_groups(study))
        return er_fail(ctx, ER_ERR_INPUT,
                       "the coverage rules name groups of the scheme '%s', whose groups overlap: "
                       "name another scheme in radius_scheme",
                       study->radius_scheme);
    return ER_OK;
}

er_status er_groups_at(er_context *ctx, er_store *store, er_arena *arena, const char *scheme,
                       const er_point *places, size_t count, const char **groups, size_t *outside) {
    er_unit_group *members = NULL;
    size_t member_count = 0;
    int64_t *units = NULL;
    *outside = 0;
    ER_TRY(er_store_unit_groups(ctx, store, arena, scheme, &members, &member_count));
    ER_TRY(er_arena_alloc(ctx, arena, count * sizeof *units, &units));
    ER_TRY(er_finest_units(ctx, store, places, count, units));
    for (size_t i = 0; i < count; i++) {
        size_t found = 0;
        const er_unit_group *member = er_members_of(members, member_count, units[i], &found);
        groups[i] = found > 0 ? member->group : NULL;
        if (!units[i]) ++*outside;
    }
    return ER_OK;
}

/** The group of the unit that each station stands in. */
static er_status find_groups(er_context *ctx, er_store *store, er_arena *arena,
                             const er_study *study, er_sites *sites) {
    const er_scheme *scheme = NULL;
    er_point *places = NULL;
    ER_TRY(er_radius_scheme(ctx, store, arena, study, &scheme));
    if (!scheme || sites->count == 0) return ER_OK;
    ER_TRY(er_arena_alloc(ctx, arena, sites->count * sizeof *places, &places));
    for (size_t i = 0; i < sites->count; i++)
        places[i] = sites->stations[i]->position;
    return er_groups_at(ctx, store, arena, scheme->name, places, sites->count, sites->groups,
                        &sites->outside);
}

/* ---- discs ----------------------------------------------------------------------------------- */

static er_status make_discs(er_context *ctx, er_arena *arena, const er_study *study,
                            const er_plane *plane, er_sites *sites) {
    er_point *places = NULL;
    ER_TRY(er_arena_alloc(ctx, arena, sites->count * sizeof *places, &places));
    for (size_t i = 0; i < sites->count; i++)
        places[i] = sites->stations[i]->position;
    er_plane_forward(plane, places, sites->count);
    ER_TRY(er_arena_alloc(ctx, arena, sites->count * sizeof *sites->discs, &sites->discs));
    ER_TRY(
        er_arena_alloc(ctx, arena, sites->count * sizeof *sites->is_default, &sites->is_default));
    for (size_t i = 0; i < sites->count; i++) {
        const er_station *station = sites->stations[i];
        double radius_m =
            er_station_radius(study, station, sites->groups[i], &sites->is_default[i]);
        if (!(radius_m > 0) || !isfinite(radius_m))
            return er_fail(ctx, ER_ERR_INPUT,
                           "the station at %.7g %.7g has no radius: give one in the data, or rules "
                           "in a study (--study), or one for all (--radius-m)",
                           station->position.x, station->position.y);
        if (!isfinite(places[i].x) || !isfinite(places[i].y))
            return er_fail(ctx, ER_ERR_GEOMETRY,
                           "the station at %.7g %.7g can't be brought on the working plane: it is "
                           "too far from the study's area",
                           station->position.x, station->position.y);
        sites->discs[i] = (er_disc){places[i].x, places[i].y, radius_m,
                                    er_sites_layer(sites, station->operator_)};
    }
    return ER_OK;
}

/** By place, then as they came. */
static int by_place(const void *left, const void *right, void *stations) {
    const size_t *a = left, *b = right;
    const er_station *const *all = stations;
    er_point p = all[*a]->position, q = all[*b]->position;
    if (p.x != q.x) return p.x < q.x ? -1 : 1;
    if (p.y != q.y) return p.y < q.y ? -1 : 1;
    return (*a > *b) - (*a < *b);
}

static er_status gather_sites(er_context *ctx, er_arena *arena, er_sites *sites) {
    size_t *order = NULL;
    ER_TRY(er_arena_alloc(ctx, arena, (sites->count + 1) * sizeof *sites->site, &sites->site));
    ER_TRY(er_alloc(ctx, sites->count + 1, sizeof *order, &order));
    for (size_t i = 0; i < sites->count; i++)
        order[i] = i;
    if (sites->count > 1)
        qsort_r(order, sites->count, sizeof *order, by_place, (void *)sites->stations);
    for (size_t i = 0; i < sites->count; i++) {
        const er_station *station = sites->stations[order[i]];
        const er_station *before = i > 0 ? sites->stations[order[i - 1]] : NULL;
        bool same = before && before->position.x == station->position.x &&
                    before->position.y == station->position.y;
        sites->site[order[i]] = same ? sites->site[order[i - 1]] : order[i];
    }
    er_free(order);
    return ER_OK;
}

static er_status read_stations(er_context *ctx, er_store *store, er_arena *arena,
                               const er_study *study, er_sites *sites) {
    er_station *stations = NULL;
    size_t count = 0;
    ER_TRY(er_store_stations(ctx, store, arena, &stations, &count));
    ER_TRY(er_arena_alloc(ctx, arena, count * sizeof *sites->stations, &sites->stations));
    ER_TRY(er_arena_alloc(ctx, arena, count * sizeof *sites->groups, &sites->groups));
    ER_TRY(er_arena_alloc(ctx, arena, count * sizeof *sites->left_out, &sites->left_out));
    for (size_t i = 0; i < count; i++)
        if (er_station_counts(study, &stations[i]))
            sites->stations[sites->count++] = &stations[i];
        else
            sites->left_out[sites->left_out_count++] = &stations[i];
    sites->station_count = count;
    return ER_OK;
}

/** What follows from which stations there are. */
static er_status fill_sites(er_context *ctx, er_store *store, er_arena *arena,
                            const er_study *study, er_sites *sites) {
    ER_TRY(list_operators(ctx, arena, sites));
    ER_TRY(gather_sites(ctx, arena, sites));
    return find_groups(ctx, store, arena, study, sites);
}

er_status er_sites_list(er_context *ctx, er_store *store, er_arena *arena, const er_study *study,
                        er_sites *out) {
    er_sites sites = {0};
    ER_TRY(read_stations(ctx, store, arena, study, &sites));
    ER_TRY(fill_sites(ctx, store, arena, study, &sites));
    *out = sites;
    return ER_OK;
}

er_status er_sites_left_out(er_context *ctx, er_store *store, er_arena *arena,
                            const er_study *study, er_sites *out) {
    er_sites sites = {0};
    ER_TRY(read_stations(ctx, store, arena, study, &sites));
    sites.stations = sites.left_out;
    sites.count = sites.left_out_count;
    sites.left_out_count = 0;
    ER_TRY(fill_sites(ctx, store, arena, study, &sites));
    *out = sites;
    return ER_OK;
}

er_status er_sites_of(er_context *ctx, er_arena *arena, const er_station *stations, size_t count,
                      er_sites *out) {
    er_sites sites = {.count = count, .station_count = count};
    size_t room = count + 1;
    ER_TRY(er_arena_alloc(ctx, arena, room * sizeof *sites.stations, &sites.stations));
    ER_TRY(er_arena_alloc(ctx, arena, room * sizeof *sites.groups, &sites.groups));
    for (size_t i = 0; i < count; i++)
        sites.stations[i] = &stations[i];
    ER_TRY(list_operators(ctx, arena, &sites));
    ER_TRY(gather_sites(ctx, arena, &sites));
    *out = sites;
    return ER_OK;
}

er_status er_sites_read(er_context *ctx, er_store *store, er_arena *arena, const er_study *study,
                        const er_plane *plane, er_sites *out) {
    er_sites sites;
    ER_TRY(er_sites_list(ctx, store, arena, study, &sites));
    ER_TRY(make_discs(ctx, arena, study, plane, &sites));
    *out = sites;
    return ER_OK;
}

er_status er_sites_on_plane(er_context *ctx, er_arena *arena, const er_study *study,
                            const er_plane *plane, const er_sites *sites, er_sites *out) {
    *out = *sites;
    return make_discs(ctx, arena, study, plane, out);
}

er_status er_sites_union(er_context *ctx, const er_sites *sites, er_disc_rule rule, uint32_t layer,
                         er_disc_union **out) {
    if (rule != ER_DISC_ALL)
        return er_disc_union_new(ctx, sites->discs, sites->count, sites->operator_count, rule,
                                 layer, out);
    er_disc *named = NULL; /* a station without operator is none that "all" could ask for */
    size_t count = 0;
    ER_TRY(er_alloc(ctx, sites->count, sizeof *named, &named));
    for (size_t i = 0; i < sites->count; i++)
        if (sites->discs[i].layer < sites->named_count) named[count++] = sites->discs[i];
    er_status status = er_disc_union_new(ctx, named, count, sites->named_count, rule, 0, out);
    er_free(named);
    return status;
}
