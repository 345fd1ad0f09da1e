/* The normal distribution of shadowing, and what an edge's probability means for the area. */
#include "evenreach/radio.h"

#include <math.h>

static const double sqrt2 = 1.41421356237309504880;
static const double sqrt2pi = 2.50662827463100050242;
static const double sqrtpi = 1.77245385090551602730;

double er_probability_above(double level_db, double sigma_db, double threshold_db) {
    if (!(sigma_db >= 0) || isnan(level_db) || isnan(threshold_db)) return NAN;
    if (sigma_db == 0) return level_db >= threshold_db ? 1 : 0;
    return 0.5 * erfc((threshold_db - level_db) / (sigma_db * sqrt2));
}

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

/** exp(x squared) erfc(x) for x of 25 and more: Abramowitz and Stegun 7.1.23, whose terms left out
 *  are below 1e-14 there. */
static double scaled_erfc_tail(double x) {
    double y = 1 / (2 * x * x), sum = 1, term = 1;
    for (int m = 1; m <= 8; m++) {
        term *= -(2 * m - 1) * y;
        sum += term;
    }
    return sum / (x * sqrtpi);
}

/* W. C. Jakes, Microwave Mobile Communications (1974), eq. 2.5-25:
 * F = 1/2 (1 - erf(a) + exp((1 - 2ab)/b^2) (1 - erf((1 - ab)/b))) with
 * a = (threshold - edge level) / (sigma sqrt 2), b = 10 n lg e / (sigma sqrt 2).
 * With v = 1/b - a the exponent is v^2 - a^2. */
double er_area_probability(double edge_probability, double sigma_db, double exponent) {
    if (!(edge_probability >= 0 && edge_probability <= 1 && sigma_db >= 0 && exponent >= 0))
        return NAN;
    if (edge_probability == 0 || edge_probability == 1 || exponent == 0 || isinf(sigma_db))
        return edge_probability;
    if (sigma_db == 0) return 1;
    double a = -er_normal_quantile(edge_probability) / sqrt2;
    double b = 10 * exponent * 0.43429448190325182765 / (sigma_db * sqrt2);
    double v = 1 / b - a;
    double inner = v < 25 ? exp(v * v - a * a) * erfc(v) : exp(-a * a) * scaled_erfc_tail(v);
    double area = 0.5 * (erfc(a) + inner);
    return area > 1 ? 1 : area;
}
