#include "equity/sample.h"

#include <math.h>
#include <stdlib.h>

struct row {
    double value;
    double weight;
    uint32_t group;
};

static int compare_rows(const void *left, const void *right) {
    const struct row *a = left, *b = right;
    if (a->value != b->value) return a->value < b->value ? -1 : 1;
    if (a->weight != b->weight) return a->weight < b->weight ? -1 : 1;
    return (a->group > b->group) - (a->group < b->group);
}

static bool in_range(double number) {
    return number == 0 || (number >= ER_EQUITY_SMALLEST && number <= ER_EQUITY_LARGEST);
}

static er_status check_row(er_context *ctx, const er_equity_table *table, size_t i) {
    if (!in_range(table->value[i]))
        return er_fail(ctx, ER_ERR_RANGE, "row %zu: the value %g is not 0 or from 1e-100 to 1e100",
                       i + 1, table->value[i]);
    if (table->weight && !in_range(table->weight[i]))
        return er_fail(ctx, ER_ERR_RANGE, "row %zu: the weight %g is not 0 or from 1e-100 to 1e100",
                       i + 1, table->weight[i]);
    if (table->group && table->group[i] >= table->group_count)
        return er_fail(ctx, ER_ERR_RANGE, "row %zu: the group %lu is not one of %lu", i + 1,
                       (unsigned long)table->group[i], (unsigned long)table->group_count);
    return ER_OK;
}

static er_status take_rows(er_context *ctx, const er_equity_table *table, struct row *rows,
                           size_t *count) {
    size_t used = 0;
    for (size_t i = 0; i < table->count; i++) {
        ER_TRY(check_row(ctx, table, i));
        double weight = table->weight ? table->weight[i] : 1;
        if (weight == 0) continue;
        /* + 0.0: a negative zero is a zero */
        rows[used++] =
            (struct row){table->value[i] + 0.0, weight, table->group ? table->group[i] : 0};
    }
    if (used == 0)
        return er_fail(ctx, ER_ERR_RANGE, "no row has a weight above 0: there is nothing to index");
    *count = used;
    return ER_OK;
}

static er_status spread(er_context *ctx, const struct row *rows, bool grouped, er_sample *sample) {
    ER_TRY(er_alloc(ctx, sample->count, sizeof *sample->value, &sample->value));
    ER_TRY(er_alloc(ctx, sample->count, sizeof *sample->weight, &sample->weight));
    if (grouped) ER_TRY(er_alloc(ctx, sample->count, sizeof *sample->group, &sample->group));
    for (size_t i = 0; i < sample->count; i++) {
        sample->value[i] = rows[i].value;
        sample->weight[i] = rows[i].weight;
        if (grouped) sample->group[i] = rows[i].group;
    }
    return ER_OK;
}

er_status er_sample_new(er_context *ctx, const er_equity_table *table, er_sample *out) {
    struct row *rows = NULL;
    er_sample sample = {.rows = table->count, .group_count = table->group ? table->group_count : 0};
    er_status status;
    ER_GOTO(status, end, er_alloc(ctx, table->count, sizeof *rows, &rows));
    ER_GOTO(status, end, take_rows(ctx, table, rows, &sample.count));
    qsort(rows, sample.count, sizeof *rows, compare_rows);
    ER_GOTO(status, end, spread(ctx, rows, table->group != NULL, &sample));
    *out = sample;
end:
    if (status != ER_OK) er_sample_free(&sample);
    er_free(rows);
    return status;
}

void er_sample_free(er_sample *sample) {
    er_free(sample->value);
    er_free(sample->weight);
    er_free(sample->group);
    *sample = (er_sample){0};
}

double er_mean_within(double mean, double least, double most) {
    return fmin(fmax(mean, least), most);
}

er_totals er_sample_totals(const er_sample *sample, const double *weight) {
    er_totals totals = {.mean = NAN};
    er_sum amount = {0};
    double least = 0, most = 0;
    for (size_t i = 0; i < sample->count; i++) {
        if (weight[i] == 0) continue;
        if (totals.used++ == 0) least = sample->value[i];
        most = sample->value[i];
        er_sum_add(&totals.weight, weight[i]);
        er_sum_add(&amount, weight[i] * sample->value[i]);
    }
    totals.total_weight = er_sum_value(&totals.weight);
    if (totals.used > 0)
        totals.mean = er_mean_within(er_sum_value(&amount) / totals.total_weight, least, most);
    return totals;
}
