#include "radio/models.h"

#include <math.h>

static const double PI = 3.14159265358979323846;
/* Radius of the earth times 4/3: what a straight line in a usual atmosphere is drawn over. */
static const double USUAL_EARTH_RADIUS_KM = 8500;
static const double FRESNEL_SHARE = 0.6;

double er_free_space_db(double freq_mhz, double distance_m) {
    return 20 * log10(4 * PI * 1e6 * freq_mhz / ER_LIGHT_M_S * distance_m);
}

/** Length of the straight line between the antennas. Without a profile both stand on flat ground.
 */
static double slant_m(const er_path *path) {
    double rise_m = path->tx_height_m - path->rx_height_m;
    const er_profile *profile = &path->profile;
    if (profile->points)
        rise_m += profile->points[0].ground_m - profile->points[profile->count - 1].ground_m;
    return hypot(er_path_distance_m(path), rise_m);
}

static er_status loss(er_context *ctx, const er_path *path, er_path_result *result,
                      er_quantities *quantities) {
    double distance_m = slant_m(path);
    if (!(distance_m > 0))
        return er_fail(ctx, ER_ERR_RANGE, "the antennas stand in one point: there is no path");
    er_fresnel clear = er_fresnel_clearance(path, USUAL_EARTH_RADIUS_KM);
    *result = (er_path_result){.loss_db = er_free_space_db(path->freq_mhz, distance_m)};
    if (!clear.line_of_sight) result->warnings |= ER_WARN_OBSTRUCTED;
    if (clear.clearance_share < FRESNEL_SHARE) result->warnings |= ER_WARN_FRESNEL;
    er_quantity_add(quantities, "slant_distance_m", "geometry", distance_m);
    er_quantity_add(quantities, "wavelength_m", "c / f", ER_LIGHT_M_S / (1e6 * path->freq_mhz));
    return ER_OK;
}

static void losses(const er_path *path, const double *distance_m, size_t count, double *loss_db,
                   double *sigma_db) {
    double rise_m = path->tx_height_m - path->rx_height_m;
    for (size_t i = 0; i < count; i++) {
        loss_db[i] = er_free_space_db(path->freq_mhz, hypot(distance_m[i], rise_m));
        if (sigma_db) sigma_db[i] = 0;
    }
}

const er_path_model er_model_freespace = {
    .name = "freespace",
    .title = "Free space along the straight line between the antennas",
    .source = "ITU-R P.525-4 eq. 4",
    .needs_profile = false,
    .loss = loss,
    .losses = losses,
};
