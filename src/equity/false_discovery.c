/* The step-up procedure of Benjamini and Hochberg (1995), as adjusted p-values. */
#include "evenreach/equity.h"

#include <math.h>
#include <stdlib.h>

struct ranked {
    double p;
    size_t row;
};

static int compare_ranked(const void *left, const void *right) {
    const struct ranked *a = left, *b = right;
    return (a->p > b->p) - (a->p < b->p);
}

static er_status take(er_context *ctx, const double *p, size_t count, struct ranked *sorted,
                      size_t *used) {
    *used = 0;
    for (size_t i = 0; i < count; i++) {
        if (isnan(p[i])) continue;
        if (p[i] < 0 || p[i] > 1)
            return er_fail(ctx, ER_ERR_RANGE, "row %zu: the p-value %g is not between 0 and 1",
                           i + 1, p[i]);
        sorted[(*used)++] = (struct ranked){p[i], i};
    }
    return ER_OK;
}

er_status er_false_discovery(er_context *ctx, const double *p, size_t count, double *q) {
    struct ranked *sorted = NULL;
    size_t used = 0;
    ER_TRY(er_alloc(ctx, count, sizeof *sorted, &sorted));
    er_status status = take(ctx, p, count, sorted, &used);
    if (status == ER_OK) {
        double least = 1;
        qsort(sorted, used, sizeof *sorted, compare_ranked);
        for (size_t i = 0; i < count; i++)
            q[i] = NAN;
        for (size_t k = used; k > 0; k--) {
            least = fmin(least, sorted[k - 1].p * (double)used / (double)k);
            q[sorted[k - 1].row] = least;
        }
    }
    er_free(sorted);
    return status;
}
