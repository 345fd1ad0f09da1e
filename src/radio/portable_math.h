/* Logarithm, exponential and power of the path-loss models, made of IEEE 754 additions,
 * multiplications and divisions alone: the same bits on every machine (a C library picks among
 * several versions by processor), and without a branch, so that the compiler can do several at
 * once. No errors and no infinities: callers keep to the stated ranges. */
#ifndef EVENREACH_RADIO_PORTABLE_MATH_H
#define EVENREACH_RADIO_PORTABLE_MATH_H

#include <stdint.h>
#include <string.h>

static inline uint64_t er_bits_of(double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static inline double er_double_of(uint64_t bits) {
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* ln 2 in two parts: 32 bits, and the rest (a multiple of the first by an exponent is exact). */
static const double ER_LN2_HIGH = 0x1.62e42feep-1;
static const double ER_LN2_LOW = 0x1.a39ef35793c76p-33;
static const double ER_LOG2_E = 0x1.71547652b82fep0;
static const double ER_LOG10_E = 0x1.bcb7b1526e50ep-2;

/** Natural logarithm of a positive normal number, to 2 units in the last place away from 1.
 *  x = 2^k m with m within a factor of sqrt 2 of 1; ln m = 2 artanh((m - 1) / (m + 1)), whose
 *  series ends at s^23 with a rest below 1e-18 for |s| < 0.1716. */
static inline double er_ln(double x) {
    const uint64_t sqrt_half = 0x3fe6a09e667f3bcdu; /* bits of sqrt(1/2) */
    uint64_t shifted = er_bits_of(x) - sqrt_half + (1023ull << 52);
    /* the exponent as a double: 2^52 with it in the lowest bits, less 2^52 and the bias */
    double k = er_double_of((shifted >> 52) | 0x4330000000000000u) - (0x1p52 + 1023);
    double m = er_double_of((shifted & 0x000fffffffffffffu) + sqrt_half);
    double f = m - 1;
    double s = f / (f + 2);
    double z = s * s, z2 = z * z, z4 = z2 * z2;
    double low = (1.0 / 3 + z * (1.0 / 5)) + z2 * (1.0 / 7 + z * (1.0 / 9));
    double mid = (1.0 / 11 + z * (1.0 / 13)) + z2 * (1.0 / 15 + z * (1.0 / 17));
    double high = (1.0 / 19 + z * (1.0 / 21)) + z2 * (1.0 / 23);
    double series = z * (low + z4 * (mid + z4 * high));
    return k * ER_LN2_HIGH + (2 * s + (2 * s * series + k * ER_LN2_LOW));
}

static inline double er_log10(double x) {
    return er_ln(x) * ER_LOG10_E;
}

/** e^x for x from -700 to 700, to 2 units in the last place. x = k ln 2 + r with |r| at most
 *  ln 2 / 2; the series of e^r ends at r^13 with a rest below 1e-17. */
static inline double er_exp(double x) {
    const double round_shift = 0x1.8p52; /* added, it leaves an integer in the lowest bits */
    double shifted = x * ER_LOG2_E + round_shift;
    double k = shifted - round_shift;
    double r = (x - k * ER_LN2_HIGH) - k * ER_LN2_LOW;
    double r2 = r * r, r4 = r2 * r2;
    double a = (1.0 / 2 + r * (1.0 / 6)) + r2 * (1.0 / 24 + r * (1.0 / 120));
    double b = (1.0 / 720 + r * (1.0 / 5040)) + r2 * (1.0 / 40320 + r * (1.0 / 362880));
    double c =
        (1.0 / 3628800 + r * (1.0 / 39916800)) + r2 * (1.0 / 479001600 + r * (1.0 / 6227020800));
    double power = 1 + (r + r2 * (a + r4 * (b + r4 * c)));
    return er_double_of(er_bits_of(power) + (er_bits_of(shifted) << 52));
}

/** x^y of a positive normal x, while the result stays from 1e-304 to 1e304. */
static inline double er_power(double x, double y) {
    return er_exp(y * er_ln(x));
}

/* (atan z / z - 1) / z^2 for |z| up to tan(pi/8), as a polynomial in z^2: fitted at Chebyshev's
 * nodes to 9e-16. */
static const double ER_ATAN[10] = {
    -0x1.5555555555546p-2, 0x1.9999999990a9fp-3, -0x1.2492491dd4b29p-3, 0x1.c71c6dd1ca28cp-4,
    -0x1.745c7f8421f5cp-4, 0x1.3b068efc532d3p-4, -0x1.105e40d85ead1p-4, 0x1.d5eb9ad0804d0p-5,
    -0x1.6f4657797fec4p-5, 0x1.74bea059cee82p-6};
static const double ER_TAN_OF_EIGHTH = 0.41421356237309504880; /* tan(pi/8) */

/** atan z / z for z^2 up to ER_TAN_OF_EIGHTH squared; its terms side by side, for one at a time. */
static inline double er_atan_ratio(double z2) {
    const double *c = ER_ATAN;
    double z4 = z2 * z2, z8 = z4 * z4;
    double low = (c[0] + z2 * c[1]) + z4 * (c[2] + z2 * c[3]);
    double mid = (c[4] + z2 * c[5]) + z4 * (c[6] + z2 * c[7]);
    return 1 + z2 * (low + z8 * (mid + z8 * (c[8] + z2 * c[9])));
}

#endif
