/* Figures of a venue's cells that several parts of the step need. */
#include "analysis/venues.h"

#include <math.h>
#include <stdlib.h>

struct weighed {
    double value;
    double m2;
};

static int by_value(const void *left, const void *right) {
    const struct weighed *a = left, *b = right;
    if (a->value != b->value) return a->value < b->value ? -1 : 1;
    return (a->m2 > b->m2) - (a->m2 < b->m2);
}

er_status er_venue_quantile(er_context *ctx, const er_venue_survey *survey, const double *values,
                            double p, double *out) {
    struct weighed *sorted = NULL;
    size_t count = 0, at = 0;
    er_sum whole = {0}, below = {0};
    ER_TRY(er_alloc(ctx, survey->cell_count + 1, sizeof *sorted, &sorted));
    for (size_t i = 0; i < survey->cell_count; i++)
        if (!isnan(values[i]))
            sorted[count++] = (struct weighed){values[i], survey->cells[i].area_m2};
    if (count > 1) qsort(sorted, count, sizeof *sorted, by_value);
    for (size_t i = 0; i < count; i++)
        er_sum_add(&whole, sorted[i].m2);
    for (; at + 1 < count; at++) {
        er_sum_add(&below, sorted[at].m2);
        /* a sum that ends at the share but for its rounding has reached it */
        if (er_sum_value(&below) >= p * er_sum_value(&whole) * (1 - 1e-12)) break;
    }
    *out = count > 0 ? sorted[at].value : (double)NAN;
    er_free(sorted);
    return ER_OK;
}
