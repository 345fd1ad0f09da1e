#include "evenreach/core.h"

#include <math.h>

static const double sqrt2 = 1.41421356237309504880;
static const double sqrt2pi = 2.50662827463100050242;

/** Value of a polynomial, highest power first. */
static double polynomial(const double *coefficient, int count, double x) {
    double value = coefficient[0];
    for (int i = 1; i < count; i++)
        value = value * x + coefficient[i];
    return value;
}

/** P. J. Acklam, An algorithm for computing the inverse normal cumulative distribution function
 *  (2003): relative error under 1.15e-9; for 0 < p <= 0.5. */
static double acklam(double p) {
    static const double a[] = {-3.969683028665376e+01, 2.209460984245205e+02,
                               -2.759285104469687e+02, 1.383577518672690e+02,
                               -3.066479806614716e+01, 2.506628277459239e+00};
    static const double b[] = {-5.447609879822406e+01, 1.615858368580409e+02,
                               -1.556989798598866e+02, 6.680131188771972e+01,
                               -1.328068155288572e+01, 1};
    static const double c[] = {-7.784894002430293e-03, -3.223964580411365e-01,
                               -2.400758277161838e+00, -2.549732539343734e+00,
                               4.374664141464968e+00,  2.938163982698783e+00};
    static const double d[] = {7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00,
                               3.754408661907416e+00, 1};
    if (p < 0.02425) {
        double q = sqrt(-2 * log(p));
        return polynomial(c, 6, q) / polynomial(d, 5, q);
    }
    double q = p - 0.5, r = q * q;
    return polynomial(a, 6, r) * q / polynomial(b, 6, r);
}

/** P(x) - p without losing digits: around the middle both are taken from one half. */
static double excess(double x, double p) {
    return p > 0.25 ? 0.5 * erf(x / sqrt2) - (p - 0.5) : 0.5 * erfc(-x / sqrt2) - p;
}

/** For 0 < p <= 0.5: Acklam's start and two of Halley's steps, each of which cubes the error. */
static double lower_quantile(double p) {
    double x = acklam(p);
    for (int step = 0; step < 2; step++) {
        double scale = sqrt2pi * exp(x * x / 2); /* over the density; too large below 1e-307 */
        if (!isfinite(scale)) break;
        double error = excess(x, p) * scale;
        x -= error / (1 + x * error / 2);
    }
    return x;
}

double er_normal_quantile(double probability) {
    if (!(probability >= 0 && probability <= 1)) return NAN;
    if (probability == 0) return -INFINITY;
    if (probability == 1) return INFINITY;
    /* 1 - p is exact from a half upwards */
    return probability > 0.5 ? -lower_quantile(1 - probability) : lower_quantile(probability);
}

double er_normal_probability(double z) {
    return 0.5 * erfc(-z / sqrt2);
}
