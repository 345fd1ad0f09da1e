/* What a path may say: bounds beyond which no model has a meaning. They are wider than the range
 * for which any model vouches; between the two lies a warning. */
#include "radio/models.h"

#include <math.h>
#include <stddef.h>

struct bound {
    const char *name;
    size_t offset; /* of the double in er_path */
    double low;
    double high;
    bool low_allowed; /* the lower bound itself */
    bool may_be_nan;  /* not given */
};

#define FIELD(member) offsetof(er_path, member)
static const struct bound bounds[] = {
    {"frequency in MHz", FIELD(freq_mhz), 0, 1e6, false, false},
    {"transmitter height in m", FIELD(tx_height_m), 0, 50e3, false, false},
    {"receiver height in m", FIELD(rx_height_m), 0, 50e3, false, false},
    {"time percentage", FIELD(time_pct), 1, 50, true, false},
    {"location percentage", FIELD(loc_pct), 1, 99, true, false},
    {"location variability in dB", FIELD(sigma_loc_db), 0, 50, true, true},
    {"surface refractivity N0 in N-units", FIELD(n0), 100, 600, true, false},
    {"refractivity lapse rate dN in N-units/km", FIELD(dn), -100, 150, true, false},
    {"distance over land from the transmitter to the coast in km", FIELD(dct_km), 0, 21e3, true,
     true},
    {"distance over land from the receiver to the coast in km", FIELD(dcr_km), 0, 21e3, true, true},
    {"transmitter latitude in degrees", FIELD(tx_lat_deg), -90, 90, true, true},
    {"receiver latitude in degrees", FIELD(rx_lat_deg), -90, 90, true, true},
    {"transmitter longitude in degrees", FIELD(tx_lon_deg), -180, 360, true, true},
    {"receiver longitude in degrees", FIELD(rx_lon_deg), -180, 360, true, true},
    {"street width in m", FIELD(street_m), 0, 1e4, false, false},
    {"building height in m", FIELD(building_m), 0, 1e4, false, false},
};

/* Half of the Earth's circumference, and then some: no path is longer. */
enum { DISTANCE_MAX_M = 21000000 };
/* From below the deepest trench to above the highest peak. */
/* Nearer points are one: a micrometre. */
static const double STEP_MIN_KM = 1e-9;
enum { GROUND_MIN_M = -12000, GROUND_MAX_M = 10000, CLUTTER_MAX_M = 2000 };

static er_status check_number(er_context *ctx, const struct bound *bound, double value) {
    if (isnan(value) && bound->may_be_nan) return ER_OK;
    bool above = bound->low_allowed ? value >= bound->low : value > bound->low;
    if (above && value <= bound->high) return ER_OK;
    const char *name = er_text(ctx, bound->name);
    if (bound->low_allowed)
        return er_fail(ctx, ER_ERR_RANGE, "%s: %g is not from %g to %g", name, value, bound->low,
                       bound->high);
    return er_fail(ctx, ER_ERR_RANGE, "%s: %g is not above %g and at most %g", name, value,
                   bound->low, bound->high);
}

static er_status check_point(er_context *ctx, const er_profile_point *points, size_t i) {
    const er_profile_point *p = &points[i];
    size_t number = i + 1;
    if (!isfinite(p->distance_km))
        return er_fail(ctx, ER_ERR_INPUT, "profile point %zu: the distance is not a number",
                       number);
    if (i == 0 && p->distance_km != 0)
        return er_fail(ctx, ER_ERR_INPUT,
                       "profile point 1: the distance is %g km, but the profile starts at 0",
                       p->distance_km);
    if (i > 0 && !(p->distance_km - points[i - 1].distance_km >= STEP_MIN_KM))
        return er_fail(ctx, ER_ERR_INPUT,
                       "profile point %zu: the distance %g km does not lie behind the %g km of the "
                       "point before it",
                       number, p->distance_km, points[i - 1].distance_km);
    if (!(p->ground_m >= GROUND_MIN_M && p->ground_m <= GROUND_MAX_M))
        return er_fail(ctx, ER_ERR_INPUT,
                       "profile point %zu: the ground at %g m is not from %d to %d m", number,
                       p->ground_m, GROUND_MIN_M, GROUND_MAX_M);
    if (!(p->clutter_m >= 0 && p->clutter_m <= CLUTTER_MAX_M))
        return er_fail(ctx, ER_ERR_INPUT,
                       "profile point %zu: the clutter height %g m is not from 0 to %d m", number,
                       p->clutter_m, CLUTTER_MAX_M);
    if (p->zone != ER_ZONE_SEA && p->zone != ER_ZONE_COASTAL && p->zone != ER_ZONE_INLAND)
        return er_fail(ctx, ER_ERR_INPUT,
                       "profile point %zu: the zone %d is not 1 (sea), 3 (coastal) or 4 (inland)",
                       number, (int)p->zone);
    return ER_OK;
}

static er_status check_profile(er_context *ctx, const er_profile *profile) {
    if (profile->count < 2)
        return er_fail(ctx, ER_ERR_INPUT, "the profile has %zu points: give 2 or more",
                       profile->count);
    for (size_t i = 0; i < profile->count; i++)
        ER_TRY(check_point(ctx, profile->points, i));
    return ER_OK;
}

er_status er_path_check(er_context *ctx, const er_path_model *model, const er_path *path) {
    for (size_t i = 0; i < sizeof bounds / sizeof bounds[0]; i++)
        ER_TRY(check_number(ctx, &bounds[i],
                            *(const double *)((const char *)path + bounds[i].offset)));
    if (path->polarization != ER_HORIZONTAL && path->polarization != ER_VERTICAL)
        return er_fail(ctx, ER_ERR_RANGE,
                       "the polarization %d is not 1 (horizontal) or 2 (vertical)",
                       (int)path->polarization);
    if (path->sight != ER_LOS && path->sight != ER_NLOS && path->sight != ER_LOS_EXPECTED)
        return er_fail(ctx, ER_ERR_RANGE,
                       "the line of sight %d is not 0 (yes), 1 (no) or 2 (expected)",
                       (int)path->sight);
    if (path->profile.points) {
        ER_TRY(check_profile(ctx, &path->profile));
    } else if (model->needs_profile) {
        return er_fail(ctx, ER_ERR_INPUT, "%s needs a profile of the ground: none is given",
                       model->name);
    }
    double distance_m = er_path_distance_m(path);
    if (!(distance_m >= 0 && distance_m <= DISTANCE_MAX_M))
        return er_fail(ctx, ER_ERR_RANGE, "the distance of %g m is not from 0 to %d m", distance_m,
                       DISTANCE_MAX_M);
    return ER_OK;
}

er_path er_path_defaults(void) {
    return (er_path){
        .freq_mhz = NAN,
        .distance_m = NAN,
        .tx_height_m = NAN,
        .rx_height_m = NAN,
        .polarization = ER_VERTICAL,
        .time_pct = 50,
        .loc_pct = 50,
        .sigma_loc_db = NAN,
        .n0 = 325,
        .dn = 45,
        .dct_km = NAN,
        .dcr_km = NAN,
        .tx_lat_deg = NAN,
        .tx_lon_deg = NAN,
        .rx_lat_deg = NAN,
        .rx_lon_deg = NAN,
        .sight = ER_LOS_EXPECTED,
        .street_m = 20,
        .building_m = 5,
    };
}
