#include "evenreach/core.h"

#include <math.h>

void er_sum_add(er_sum *sum, double value) {
    double total = sum->high + value;
    if (fabs(sum->high) >= fabs(value))
        sum->low += (sum->high - total) + value;
    else
        sum->low += (value - total) + sum->high;
    sum->high = total;
}

double er_sum_value(const er_sum *sum) {
    return sum->high + sum->low;
}
