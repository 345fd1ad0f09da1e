/** Numbers of about 32 digits as unevaluated sums of two doubles (Dekker 1971; Knuth 1969, 4.2.2),
 *  for the few differences whose sign or root decides and that rounding would leave open. */
#ifndef EVENREACH_DOUBLE_DOUBLE_H
#define EVENREACH_DOUBLE_DOUBLE_H

#include <math.h>

typedef struct er_dd {
    double high;
    double low;
} er_dd;

static inline er_dd er_dd_normal(double high, double low) {
    double sum = high + low;
    return (er_dd){sum, low - (sum - high)};
}

/** Without any rounding. */
static inline er_dd er_dd_sum(double a, double b) {
    double sum = a + b, of_b = sum - a;
    return (er_dd){sum, (a - (sum - of_b)) + (b - of_b)};
}

static inline er_dd er_dd_add(er_dd a, er_dd b) {
    er_dd sum = er_dd_sum(a.high, b.high);
    return er_dd_normal(sum.high, sum.low + (a.low + b.low));
}

static inline er_dd er_dd_minus(er_dd a) {
    return (er_dd){-a.high, -a.low};
}

static inline er_dd er_dd_times(er_dd a, er_dd b) {
    double product = a.high * b.high;
    double rest = fma(a.high, b.high, -product) + (a.high * b.low + a.low * b.high);
    return er_dd_normal(product, rest);
}

#endif
