/* A path and a profile out of any bytes: refused with a line, or a finite loss, and the same along
 * a radial. Heights, steps and figures are taken from wide scales, good and bad. */
#include "evenreach/radio.h"

#include <math.h>
#include <stdlib.h>

enum { HEAD_BYTES = 16, POINT_BYTES = 4, POINT_LIMIT = 512 };

static void require(bool holds) {
    if (!holds) abort();
}

/** From low to high by equal ratios; the two ends of the byte's range are nothing and no number. */
static double scaled(uint8_t byte, double low, double high) {
    if (byte == 0) return 0;
    if (byte == 255) return NAN;
    return low * pow(high / low, (byte - 1) / 253.0);
}

static double even(uint8_t byte, double low, double high) {
    return byte == 255 ? NAN : low + (high - low) * byte / 254.0;
}

static er_path path_of(const uint8_t *b) {
    er_path path = er_path_defaults();
    path.freq_mhz = scaled(b[0], 1, 100000);
    path.tx_height_m = scaled(b[1], 0.01, 60000);
    path.rx_height_m = scaled(b[2], 0.01, 60000);
    path.time_pct = b[3] & 1 ? 50 : even(b[3], 0.9, 50.2);
    path.loc_pct = even(b[4], 0.8, 99.2);
    path.sigma_loc_db = even(b[5], -1, 55);
    path.n0 = even(b[6], 99, 601);
    path.dn = even(b[7], -101, 151);
    path.dct_km = even(b[8], -0.1, 12);
    path.dcr_km = even(b[9], -0.1, 12);
    path.tx_lat_deg = even(b[10], -91, 91);
    path.rx_lat_deg = even(b[11], -91, 91);
    path.tx_lon_deg = even(b[12], -181, 361);
    path.rx_lon_deg = even(b[13], -181, 361);
    path.polarization = (er_polarization)(b[14] % 4);
    return path;
}

static size_t profile_of(const uint8_t *b, size_t size, unsigned scale, er_profile_point *points) {
    static const double steps_km[] = {1e-9, 1e-4, 0.03, 1, 40};
    static const int zones[] = {ER_ZONE_SEA, ER_ZONE_COASTAL, ER_ZONE_INLAND, ER_ZONE_INLAND};
    double heights_m[] = {1, 0.001, 40, 100};
    double step_km = steps_km[scale % 5], height_m = heights_m[scale / 5 % 4], x_km = 0;
    size_t count = 0;
    for (; size >= POINT_BYTES && count < POINT_LIMIT; size -= POINT_BYTES, b += POINT_BYTES) {
        if (count > 0) x_km += step_km * (b[0] ? b[0] : -1);
        points[count++] = (er_profile_point){x_km, height_m * (b[1] - 120),
                                             b[2] == 255 ? -1 : (b[2] > 128 ? b[2] - 128 : 0),
                                             (er_zone)(b[3] == 255 ? 9 : zones[b[3] % 4])};
    }
    return count;
}

static double along(er_context *ctx, const er_path *path) {
    const er_profile_point *p = path->profile.points, *rx = &p[path->profile.count - 1];
    er_radial *radial = NULL;
    require(er_radial_new(ctx, path, &radial) == ER_OK);
    er_radial_start(radial, p[0].ground_m, p[0].zone);
    for (size_t i = 1; i + 1 < path->profile.count; i++)
        require(er_radial_push(ctx, radial, &p[i]) == ER_OK);
    double loss_db = er_radial_loss(radial, rx->distance_km, rx->ground_m, rx->zone,
                                    path->rx_height_m, path->rx_lat_deg, path->rx_lon_deg)
                         .loss_db;
    er_radial_free(radial);
    return loss_db;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static er_profile_point points[POINT_LIMIT];
    if (size < HEAD_BYTES) return 0;
    er_context *ctx = NULL;
    if (er_context_new(&ctx) != ER_OK) return 0;
    er_path path = path_of(data);
    size_t count = profile_of(data + HEAD_BYTES, size - HEAD_BYTES, data[15], points);
    path.profile = (er_profile){points, count};
    er_path_result result = {NAN, NAN, 0}, brief = {NAN, NAN, 0};
    er_quantities quantities;
    const er_path_model *model = er_path_model_find("p1812");
    er_status status = er_path_loss(ctx, model, &path, &result, &quantities);
    require(er_path_loss(ctx, model, &path, &brief, NULL) == status);
    if (status == ER_OK) {
        double tolerance_db = 1e-9 * (1 + fabs(result.loss_db));
        require(isfinite(result.loss_db) && isfinite(result.sigma_db));
        require(fabs(brief.loss_db - result.loss_db) <= tolerance_db);
        require(fabs(along(ctx, &path) - brief.loss_db) <= tolerance_db);
    } else {
        require(status == ER_ERR_RANGE || status == ER_ERR_INPUT);
        require(er_context_error(ctx)[0] != '\0');
        require(isnan(result.loss_db) && isnan(brief.loss_db));
    }
    er_context_free(ctx);
    return 0;
}
