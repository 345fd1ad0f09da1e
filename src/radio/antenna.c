/* Antennas by direction. Gains are asked for hundreds of millions of times, so that nothing here
 * needs more than multiplications and one table look-up for each cut. */
#include "radio/antenna_cut.h"

#include <math.h>
#include <stdlib.h>

/* TR 36.814 table A.2.1.1-2, TR 38.901 table 7.3-1: 12 dB at one beamwidth off the axis, so that
 * half of it to either side is 3 dB down. */
static const double parabola_db = 12;

er_status er_antenna_new(er_context *ctx, double gain_dbi, er_antenna **out) {
    if (!(fabs(gain_dbi) <= 100))
        return er_fail(ctx, ER_ERR_RANGE, "antenna gain %g dBi: give -100 to 100", gain_dbi);
    er_antenna *antenna = NULL;
    ER_TRY(er_alloc(ctx, 1, sizeof *antenna, &antenna));
    antenna->gain_dbi = gain_dbi;
    *out = antenna;
    return ER_OK;
}

void er_antenna_free(er_antenna *antenna) {
    if (!antenna) return;
    er_free(antenna->horizontal.loss_db);
    er_free(antenna->vertical.loss_db);
    er_free(antenna);
}

er_status er_antenna_isotropic(er_context *ctx, double gain_dbi, er_antenna **out) {
    return er_antenna_new(ctx, gain_dbi, out);
}

/** dB per square degree; a beam as wide as the circle is none. */
static double parabola(double beamwidth_deg) {
    return beamwidth_deg >= 360 ? 0 : parabola_db / (beamwidth_deg * beamwidth_deg);
}

er_status er_antenna_3gpp(er_context *ctx, double gain_dbi, double beamwidth_deg,
                          double vertical_beamwidth_deg, double front_to_back_db,
                          er_antenna **out) {
    if (!(beamwidth_deg >= 1))
        return er_fail(ctx, ER_ERR_RANGE, "antenna beamwidth %g degrees: give 1 or more",
                       beamwidth_deg);
    if (!(vertical_beamwidth_deg >= 0.1))
        return er_fail(ctx, ER_ERR_RANGE, "antenna vertical beamwidth %g degrees: give 0.1 or more",
                       vertical_beamwidth_deg);
    if (!(front_to_back_db >= 0 && front_to_back_db <= 1000))
        return er_fail(ctx, ER_ERR_RANGE, "antenna front-to-back ratio %g dB: give 0 to 1000",
                       front_to_back_db);
    er_antenna *antenna = NULL;
    ER_TRY(er_antenna_new(ctx, gain_dbi, &antenna));
    antenna->per_azimuth2 = parabola(beamwidth_deg);
    antenna->per_elevation2 = parabola(vertical_beamwidth_deg);
    antenna->limit_db = front_to_back_db;
    *out = antenna;
    return ER_OK;
}

/** The same direction as -180 to 180 degrees. */
static inline double half_circle(double angle_deg) {
    if (angle_deg > 180) {
        angle_deg -= 360;
        if (angle_deg > 180) angle_deg = remainder(angle_deg, 360);
    } else if (angle_deg < -180) {
        angle_deg += 360;
        if (angle_deg < -180) angle_deg = remainder(angle_deg, 360);
    }
    return angle_deg;
}

static inline double least(double a, double b) {
    return b < a ? b : a;
}

/** Attenuation of a cut, straight between its entries. */
static inline double cut_db(const er_cut *cut, double angle_deg) {
    double angle = half_circle(angle_deg);
    double place = (angle < 0 ? angle + 360 : angle) * cut->entries_per_degree;
    if (!(place >= 0)) return NAN;
    size_t below = (size_t)place;
    if (below >= cut->count) below = cut->count - 1;
    double share = place - (double)below;
    return cut->loss_db[below] + share * (cut->loss_db[below + 1] - cut->loss_db[below]);
}

/* Both cuts pass through azimuth 0 of the horizon. A file whose horizontal cut was taken there has
 * that direction's loss in both; it counts once. */
static double cuts_db(const er_antenna *antenna, double azimuth_deg, double below_deg) {
    double sum = cut_db(&antenna->horizontal, azimuth_deg) - antenna->shared_db +
                 cut_db(&antenna->vertical, below_deg);
    return sum < 0 ? 0 : sum;
}

double er_antenna_gain_dbi(const er_antenna *antenna, double azimuth_deg, double elevation_deg,
                           double tilt_deg) {
    double below = -elevation_deg - tilt_deg;
    if (antenna->horizontal.count) return antenna->gain_dbi - cuts_db(antenna, azimuth_deg, below);
    double azimuth = half_circle(azimuth_deg);
    below = half_circle(below);
    double limit = antenna->limit_db;
    double loss = least(antenna->per_azimuth2 * azimuth * azimuth, limit) +
                  least(antenna->per_elevation2 * below * below, limit);
    return antenna->gain_dbi - least(loss, limit);
}

bool er_antenna_is_directional(const er_antenna *antenna) {
    return antenna->horizontal.count > 0 || antenna->per_azimuth2 > 0 ||
           antenna->per_elevation2 > 0;
}

/** Least attenuation of a cut from `first` to `last` entry, both included. */
static double least_of(const er_cut *cut, size_t first, size_t last) {
    double found = cut->loss_db[first];
    for (size_t i = first; i <= last; i++)
        found = least(found, cut->loss_db[i]);
    return found;
}

double er_antenna_peak_dbi(const er_antenna *antenna) {
    if (!antenna->horizontal.count) return antenna->gain_dbi;
    double sum = least_of(&antenna->horizontal, 0, antenna->horizontal.count) - antenna->shared_db +
                 least_of(&antenna->vertical, 0, antenna->vertical.count);
    return antenna->gain_dbi - (sum < 0 ? 0 : sum);
}
