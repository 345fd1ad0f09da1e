/* evenreach link: the loss of one path, with everything it is made of. */
#include "cli/link.h"

#include <math.h>
#include <stddef.h>

#define AT(member) offsetof(er_link_options, member)
static const er_option options[] = {
    {"model", 0, ER_OPTION_TEXT, "M", true,
     "path-loss model: freespace, p1812, tr38901-rma, tr38901-uma or tr38901-umi", AT(model)},
    {"freq-mhz", 0, ER_OPTION_NUMBER, "F", true, "frequency in MHz", AT(freq_mhz)},
    {"tx-height-m", 0, ER_OPTION_NUMBER, "H", true, "transmitter above its ground, in metres",
     AT(tx_height_m)},
    {"rx-height-m", 0, ER_OPTION_NUMBER, "H", true, "receiver above its ground, in metres",
     AT(rx_height_m)},
    {"profile", 0, ER_OPTION_FILE, "FILE", false,
     "the path as a table: distance_km, ground_m, clutter_m, zone (1 sea, 3 coastal, 4 inland)",
     AT(profile)},
    {"tx", 0, ER_OPTION_TEXT, "LON,LAT", false, "the transmitter's place in degrees", AT(tx)},
    {"rx", 0, ER_OPTION_TEXT, "LON,LAT", false, "the receiver's place in degrees", AT(rx)},
    {"dem", 0, ER_OPTION_FILE, "FILE", false,
     "elevation in any raster that GDAL reads, for the path between --tx and --rx", AT(dem)},
    {"clutter", 0, ER_OPTION_FILE, "FILE", false,
     "raster of clutter heights in metres, or of classes (--clutter-classes)", AT(clutter)},
    {"clutter-classes", 0, ER_OPTION_TEXT, "LIST", false,
     "heights of clutter classes, VALUE=METRES or VALUE=METRES:ZONE, comma separated",
     AT(clutter_classes)},
    {"zones", 0, ER_OPTION_FILE, "FILE", false, "raster of zones: 1 sea, 3 coastal, 4 inland",
     AT(zones)},
    {"sea-nodata", 0, ER_OPTION_FLAG, NULL, false,
     "elevation without data is sea at 0 m, not unknown", AT(sea_nodata)},
    {"step-m", 0, ER_OPTION_NUMBER, "S", false,
     "distance of the path's points (default: the elevation's resolution)", AT(step_m)},
    {"allow-ballpark", 0, ER_OPTION_FLAG, NULL, false,
     "accept a datum shift that is not known (up to a kilometre off)", AT(allow_ballpark)},
    {"distance-m", 0, ER_OPTION_NUMBER, "D", false,
     "horizontal distance in metres, for models without terrain", AT(distance_m)},
    {"pol", 0, ER_OPTION_TEXT, "P", false, "polarization: h or v (default: v)", AT(pol)},
    {"time-pct", 0, ER_OPTION_NUMBER, "P", false,
     "percentage of the average year in which the loss is not exceeded, 1 to 50 (default: 50)",
     AT(time_pct)},
    {"loc-pct", 0, ER_OPTION_NUMBER, "P", false,
     "percentage of locations in which the loss is not exceeded, 1 to 99 (default: 50)",
     AT(loc_pct)},
    {"sigma-loc-db", 0, ER_OPTION_NUMBER, "S", false,
     "standard deviation of the loss over locations (default: 5.5)", AT(sigma_loc_db)},
    {"n0", 0, ER_OPTION_NUMBER, "N", false,
     "sea-level surface refractivity in N-units (default: 325)", AT(n0)},
    {"dn", 0, ER_OPTION_NUMBER, "N", false,
     "refractivity lapse rate in N-units per km (default: 45)", AT(dn)},
    {"dct-km", 0, ER_OPTION_NUMBER, "D", false,
     "land between transmitter and coast (default: by the zones of the path)", AT(dct_km)},
    {"dcr-km", 0, ER_OPTION_NUMBER, "D", false,
     "land between receiver and coast (default: by the zones of the path)", AT(dcr_km)},
    {"tx-lat", 0, ER_OPTION_NUMBER, "LAT", false,
     "latitude of the transmitter, with --profile or --distance-m", AT(tx_lat)},
    {"tx-lon", 0, ER_OPTION_NUMBER, "LON", false,
     "longitude of the transmitter, with --profile or --distance-m", AT(tx_lon)},
    {"rx-lat", 0, ER_OPTION_NUMBER, "LAT", false,
     "latitude of the receiver, with --profile or --distance-m", AT(rx_lat)},
    {"rx-lon", 0, ER_OPTION_NUMBER, "LON", false,
     "longitude of the receiver, with --profile or --distance-m", AT(rx_lon)},
    {"los", 0, ER_OPTION_TEXT, "L", false,
     "line of sight: yes, no or expected (by its probability; the default)", AT(los)},
    {"street-m", 0, ER_OPTION_NUMBER, "W", false, "width of streets (default: 20)", AT(street_m)},
    {"building-m", 0, ER_OPTION_NUMBER, "H", false, "height of buildings (default: 5)",
     AT(building_m)},
    {"earth-radius-factor", 0, ER_OPTION_NUMBER, "K", false,
     "effective earth radius for the Fresnel zone, in earth radii (default: 8500 km, about 4/3)",
     AT(earth_radius_factor)},
    {0},
};

static const double earth_radius_km = 6371, usual_radius_km = 8500;
static const double clear_share = 0.6; /* of the first Fresnel zone: what planners ask for */

static er_status check_earth(er_context *ctx, const er_link_options *o, double *radius_km) {
    *radius_km = usual_radius_km;
    if (isnan(o->earth_radius_factor)) return ER_OK;
    if (!(o->earth_radius_factor >= 0.1 && o->earth_radius_factor <= 100))
        return er_fail(ctx, ER_ERR_RANGE, "--earth-radius-factor: %g is not between 0.1 and 100",
                       o->earth_radius_factor);
    *radius_km = o->earth_radius_factor * earth_radius_km;
    return ER_OK;
}

static void find_clearance(er_link *link, double radius_km) {
    link->has_fresnel = link->path.profile.points != NULL;
    if (!link->has_fresnel) return;
    link->fresnel = er_fresnel_clearance(&link->path, radius_km);
    if (!link->fresnel.line_of_sight) link->warnings |= ER_WARN_OBSTRUCTED;
    if (link->fresnel.clearance_share < clear_share) link->warnings |= ER_WARN_FRESNEL;
}

static er_status run(er_invocation *invocation) {
    er_context *ctx = invocation->ctx;
    er_link link = {.step_m = NAN};
    er_arena *arena = NULL;
    double radius_km;
    ER_TRY(check_earth(ctx, invocation->options, &radius_km));
    ER_TRY(er_arena_new(ctx, &arena));
    er_status status = er_link_read(ctx, arena, invocation->options, &link);
    if (status == ER_OK)
        status = er_path_loss(ctx, link.model, &link.path, &link.result, &link.quantities);
    if (status == ER_OK) {
        link.warnings |= link.result.warnings;
        find_clearance(&link, radius_km);
        er_link_tell_ignored(ctx, invocation->options, &link);
        status = invocation->json ? er_link_print_json(invocation, &link)
                                  : er_link_print_text(invocation, &link);
    }
    er_arena_free(arena);
    return status;
}

const er_command er_command_link = {
    .name = "link",
    .summary = "path loss between two antennas, with what it is made of",
    .options = options,
    .options_size = sizeof(er_link_options),
    .run = run,
};
