/* The Lorenz curve. */
#include "equity/sample.h"

static er_status fill(er_context *ctx, const er_sample *sample, double **weight_share,
                      double **value_share) {
    double *weights = NULL, *values = NULL;
    er_sum weight = {0}, amount = {0};
    er_status status;
    ER_GOTO(status, end, er_alloc(ctx, sample->count + 1, sizeof *weights, &weights));
    ER_GOTO(status, end, er_alloc(ctx, sample->count + 1, sizeof *values, &values));
    for (size_t i = 0; i < sample->count; i++) {
        er_sum_add(&weight, sample->weight[i]);
        er_sum_add(&amount, sample->weight[i] * sample->value[i]);
        weights[i + 1] = er_sum_value(&weight);
        values[i + 1] = er_sum_value(&amount);
    }
    for (size_t i = 1; i <= sample->count; i++) {
        weights[i] /= er_sum_value(&weight);
        values[i] /= er_sum_value(&amount);
    }
    *weight_share = weights;
    *value_share = values;
    return ER_OK;
end:
    er_free(weights);
    er_free(values);
    return status;
}

er_status er_equity_lorenz(er_context *ctx, const er_equity_table *table, double **weight_share,
                           double **value_share, size_t *count) {
    er_sample sample = {0};
    ER_TRY(er_sample_new(ctx, table, &sample));
    size_t points = sample.count + 1;
    er_status status =
        sample.value[sample.count - 1] > 0
            ? fill(ctx, &sample, weight_share, value_share)
            : er_fail(ctx, ER_ERR_RANGE, "every value with weight is 0: there is no Lorenz curve");
    er_sample_free(&sample);
    if (status == ER_OK) *count = points;
    return status;
}
