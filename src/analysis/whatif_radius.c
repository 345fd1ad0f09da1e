/* The radius that a coverage run would give a new site. */
#include "analysis/sites.h"
#include "analysis/whatif.h"
#include "store/members.h"

#include <math.h>
#include <string.h>

/** Longitudes taken modulo 360 are rounded: how near to a unit's box a place may be in it. */
static const double box_room_deg = 1e-9;

static bool may_hold(const er_whatif_area *area, er_point place) {
    er_box box = area->degrees;
    if (place.y < box.min_y - box_room_deg || place.y > box.max_y + box_room_deg) return false;
    if (box.min_x > box.max_x) return true; /* across the antimeridian: let the outline say */
    return place.x >= box.min_x - box_room_deg && place.x <= box.max_x + box_room_deg;
}

/** The unit that a place falls in, as er_finest_units finds it: of the finest level that has one,
 *  that of the lowest code; 0: none. */
static er_status find_unit(er_context *ctx, const er_whatif *w, er_point place, int64_t *unit_id) {
    size_t end = w->area_count;
    *unit_id = 0;
    while (end > 0 && *unit_id == 0) { /* a level at a time */
        size_t begin = end;
        while (begin > 0 && strcmp(w->areas[begin - 1].level, w->areas[end - 1].level) == 0)
            begin--;
        for (size_t i = begin; i < end && *unit_id == 0; i++) {
            bool holds = false;
            if (!may_hold(&w->areas[i], place)) continue;
            ER_TRY(er_polygon_holds(ctx, w->areas[i].geometry, place, &holds));
            if (holds) *unit_id = w->areas[i].id;
        }
        end = begin;
    }
    return ER_OK;
}

static er_status group_at(er_context *ctx, const er_whatif *w, er_point place, const char **group) {
    int64_t unit_id = 0;
    size_t count = 0;
    *group = NULL;
    if (!w->scheme) return ER_OK;
    ER_TRY(find_unit(ctx, w, place, &unit_id));
    const er_unit_group *member = er_members_of(w->members, w->member_count, unit_id, &count);
    if (count > 0) *group = member->group;
    return ER_OK;
}

static er_status radius_by_rules(er_context *ctx, const er_whatif *w, const er_whatif_site *site,
                                 double *radius_m) {
    const er_station station = {.band = site->band, .radius_m = NAN, .position = site->position};
    const char *group = NULL;
    bool is_default = false;
    *radius_m = NAN;
    if (w->study) {
        ER_TRY(group_at(ctx, w, site->position, &group));
        *radius_m = er_station_radius(w->study, &station, group, &is_default);
    }
    if (*radius_m > 0 && isfinite(*radius_m)) return ER_OK;
    return er_fail(
        ctx, ER_ERR_INPUT,
        "the new site at %.7g %.7g has no radius: give one (--radius-m), or a study with "
        "rules (--study)",
        site->position.x, site->position.y);
}

static er_status check(er_context *ctx, const er_whatif_site *site) {
    if (!(fabs(site->position.x) <= 180) || !(fabs(site->position.y) <= 90))
        return er_fail(
            ctx, ER_ERR_RANGE,
            "a new site at %.10g %.10g: give degrees, longitude -180 to 180 and latitude "
            "-90 to 90",
            site->position.x, site->position.y);
    if (!isnan(site->radius_m) &&
        (!(site->radius_m > 0) || !(site->radius_m <= ER_DISC_RADIUS_LIMIT_M)))
        return er_fail(ctx, ER_ERR_RANGE,
                       "the new site at %.7g %.7g: the radius %g m is not above 0 and at most 200 "
                       "km",
                       site->position.x, site->position.y, site->radius_m);
    return ER_OK;
}

er_status er_whatif_radii(er_context *ctx, const er_whatif *whatif, const er_whatif_change *change,
                          double *radii_m) {
    for (size_t i = 0; i < change->added_count; i++) {
        const er_whatif_site *site = &change->added[i];
        ER_TRY(check(ctx, site));
        radii_m[i] = site->radius_m;
        if (isnan(site->radius_m)) ER_TRY(radius_by_rules(ctx, whatif, site, &radii_m[i]));
    }
    return ER_OK;
}
