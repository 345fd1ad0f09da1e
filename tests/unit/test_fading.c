/* The normal distribution and Jakes's share of the area, against published figures and against
 * their own definitions. */
#include "test.h"

#include "evenreach/radio.h"

#include <math.h>

/* Quantiles to 15 digits: Wichura, Algorithm AS 241, Applied Statistics 37 (1988), table of check
 * values (0.25, 0.001, 1e-20); the rest from NIST/SEMATECH e-Handbook 1.3.6.7.1 to its digits. */
static void quantiles(void **state) {
    (void)state;
    assert_within(er_normal_quantile(0.25), -0.67448975019608174, 2e-16);
    assert_within(er_normal_quantile(0.001), -3.0902323061678135, 1e-15);
    assert_within(er_normal_quantile(1e-20), -9.2623400897984076, 4e-15);
    assert_within(er_normal_quantile(0.95), 1.645, 5e-4);
    assert_within(er_normal_quantile(0.975), 1.96, 5e-3);
    assert_within(er_normal_quantile(0.9), 1.2815515655446004, 1e-15);
    assert_true(er_normal_quantile(0.5) == 0);
    assert_true(er_normal_quantile(0) == -INFINITY && er_normal_quantile(1) == INFINITY);
    assert_true(isnan(er_normal_quantile(-0.1)) && isnan(er_normal_quantile(1.1)));
    assert_true(isnan(er_normal_quantile(NAN)));
}

/* Down to the smallest doubles the quantile's probability is the one asked for. */
static void quantile_inverts(void **state) {
    (void)state;
    for (double p = 1e-300; p < 0.5; p *= 1.7) {
        double x = er_normal_quantile(p);
        double back = er_probability_above(x, 1, 0);
        /* one last digit of x moves P by x^2 of its own last digits */
        assert_within(back / p, 1, 4e-16 * (4 + x * x));
        if (p > 1e-15) assert_within(er_normal_quantile(1 - p), -x, 1e-15 / p);
    }
    assert_true(isfinite(er_normal_quantile(5e-324)));
    /* around the middle the quantile is a straight line, down to its last digits */
    for (double off = 1e-15; off < 1e-6; off *= 3) {
        double p = 0.5 - off;
        assert_within(er_normal_quantile(p) / ((p - 0.5) * sqrt(2 * acos(-1))), 1, 2e-12);
    }
    for (double p = 0.3; p < 0.7; p += 0.01)
        assert_within(er_probability_above(er_normal_quantile(p), 1, 0), p, 1.2e-16);
}

static void probability(void **state) {
    (void)state;
    assert_true(er_probability_above(-100, 8, -100) == 0.5);
    assert_within(er_probability_above(-92, 8, -100), 0.8413447460685429, 1e-15); /* one sigma */
    assert_within(er_probability_above(-108, 8, -100), 0.15865525393145705, 1e-15);
    assert_true(er_probability_above(-90, 0, -100) == 1);
    assert_true(er_probability_above(-110, 0, -100) == 0);
    assert_true(er_probability_above(-100, 0, -100) == 1);
    assert_true(isnan(er_probability_above(NAN, 0, -100)));
    assert_true(isnan(er_probability_above(-90, -1, -100)));
    assert_true(isnan(er_probability_above(-90, NAN, -100)));
}

/* T. S. Rappaport, Wireless Communications (2nd ed.), section 4.9.3, read off Jakes's curves: half
 * of the edge is 71 % of the area; and the planner's rule for macro cells (8 dB, exponent 3.5) that
 * 75 % of the edge is 90 % of the area. */
static void area_published(void **state) {
    (void)state;
    assert_within(er_area_probability(0.50, 9, 3), 0.71, 0.01);
    assert_within(er_area_probability(0.75, 8, 3.5), 0.90, 0.005);
    /* the closed form of an edge of one half: 1/2 (1 + exp(1/b^2) (1 - erf(1/b))), eq. 4.79 */
    double b = 10 * 3.5 * log10(exp(1)) / (8 * sqrt(2));
    assert_within(er_area_probability(0.5, 8, 3.5), 0.5 * (1 + exp(1 / (b * b)) * erfc(1 / b)),
                  1e-14);
}

/** The definition: 2/R^2 times the integral of P(r) r dr, by Simpson's rule over t = (r/R)^2, which
 *  leaves the mean of P over t; in the variable u with t = u^2 the integrand is smooth. */
static double integrated(double edge, double sigma, double exponent) {
    enum { STEPS = 20000 };
    double margin = er_normal_quantile(edge) * sigma, sum = 0;
    for (int i = 0; i <= STEPS; i++) {
        double r = (double)i / STEPS;
        double above =
            r > 0 ? er_probability_above(margin - 10 * exponent * log10(r), sigma, 0) : 1;
        sum += above * r * (i == 0 || i == STEPS ? 1 : i % 2 ? 4 : 2);
    }
    return 2 * sum / (3.0 * STEPS);
}

static void area_integrates(void **state) {
    (void)state;
    static const double edges[] = {0.01, 0.3, 0.5, 0.75, 0.9, 0.95, 0.99};
    static const double sigmas[] = {2, 5.5, 8, 12}, exponents[] = {2, 3.5, 4.5};
    for (size_t e = 0; e < 7; e++)
        for (size_t s = 0; s < 4; s++)
            for (size_t n = 0; n < 3; n++)
                assert_within(er_area_probability(edges[e], sigmas[s], exponents[n]),
                              integrated(edges[e], sigmas[s], exponents[n]), 1e-9);
}

static void area_limits(void **state) {
    (void)state;
    assert_true(er_area_probability(0.9, 0, 3.5) == 1);
    assert_true(er_area_probability(0.9, 8, 0) == 0.9);
    assert_true(er_area_probability(1, 8, 3.5) == 1 && er_area_probability(0, 8, 3.5) == 0);
    assert_true(isnan(er_area_probability(1.1, 8, 3.5)) && isnan(er_area_probability(0.9, -1, 3)));
    assert_true(isnan(er_area_probability(0.9, 8, NAN)));
    /* from a loss that hardly rises to one that rises steeply: no jump where the tail begins */
    double last = 0.9;
    for (double exponent = 1e-4; exponent < 100; exponent *= 1.01) {
        double area = er_area_probability(0.9, 8, exponent);
        assert_true(area >= last - 1e-14 && area - last < 1e-3 && area <= 1);
        last = area;
    }
    assert_true(last > 0.99);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantiles),       cmocka_unit_test(quantile_inverts),
        cmocka_unit_test(probability),     cmocka_unit_test(area_published),
        cmocka_unit_test(area_integrates), cmocka_unit_test(area_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
