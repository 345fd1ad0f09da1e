/* The normal distribution of shadowing, and what an edge's probability means for the area. */
#include "evenreach/radio.h"

#include <math.h>

static const double sqrt2 = 1.41421356237309504880;
static const double sqrtpi = 1.77245385090551602730;

double er_probability_above(double level_db, double sigma_db, double threshold_db) {
    if (!(sigma_db >= 0) || isnan(level_db) || isnan(threshold_db)) return NAN;
    if (sigma_db == 0) return level_db >= threshold_db ? 1 : 0;
    return 0.5 * erfc((threshold_db - level_db) / (sigma_db * sqrt2));
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
