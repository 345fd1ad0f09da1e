/* Angles and powers of many cells at once: no branch and no libm, so that the compiler takes
 * several at a time and the bits are the same on every machine. */
#include "analysis/field.h"

#include "radio/portable_math.h"

static const double degrees = 57.295779513082320877; /* in a radian */
static const double half_pi = 1.5707963267948966192, quarter_pi = 0.78539816339744830962;

/** Angle of (x, y) from the x axis for x, y of 0 or more, 0 to pi/2: the smaller over the larger
 *  is brought under tan(pi/8) by atan z = pi/4 + atan((z - 1)/(z + 1)); there
 *  the polynomial is good. */
static inline double angle(double x, double y) {
    double large = x > y ? x : y, small = x > y ? y : x;
    bool wide = small > ER_TAN_OF_EIGHTH * large;
    double top = wide ? small - large : small;
    double bottom = wide ? small + large : large;
    double z = top / (bottom > 0 ? bottom : 1), w = z * z;
    double sum = ER_ATAN[9];
    for (int i = 8; i >= 0; i--)
        sum = sum * w + ER_ATAN[i];
    double near = z + z * w * sum + (wide ? quarter_pi : 0);
    return x >= y ? near : half_pi - near;
}

void er_field_azimuths(const double *east_m, const double *north_m, size_t count, double *azimuth) {
#pragma omp simd
    for (size_t i = 0; i < count; i++) {
        double e = east_m[i], n = north_m[i];
        double from_axis = angle(n < 0 ? -n : n, e < 0 ? -e : e) * degrees;
        double positive = n < 0 ? 180 - from_axis : from_axis;
        azimuth[i] = e < 0 ? -positive : positive;
    }
}

void er_field_elevations(const double *rise_m, const double *distance_m, size_t count,
                         double *elevation) {
#pragma omp simd
    for (size_t i = 0; i < count; i++) {
        double rise = rise_m[i];
        double value = angle(distance_m[i], rise < 0 ? -rise : rise) * degrees;
        elevation[i] = rise < 0 ? -value : value;
    }
}

void er_field_powers(const double *level_dbm, size_t count, double *power_mw) {
    static const double ln10_10 = 0.23025850929940456840;
#pragma omp simd
    for (size_t i = 0; i < count; i++) {
        double exponent = level_dbm[i] * ln10_10;
        power_mw[i] = er_exp(exponent > -700 ? exponent : -700);
    }
}
