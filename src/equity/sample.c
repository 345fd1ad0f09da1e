#include "equity/sample.h"

#include <math.h>
#include <stdlib.h>

struct row {
    double value;
    double weight;
    double order;
    uint32_t group;
    uint32_t cluster;
};

static int compare_numbers(double a, double b) {
    return (a > b) - (a < b);
}

static int compare_rows(const void *left, const void *right) {
    const struct row *a = left, *b = right;
    int found = compare_numbers(a->value, b->value);
    if (found == 0) found = compare_numbers(a->weight, b->weight);
    if (found == 0) found = (a->group > b->group) - (a->group < b->group);
    if (found == 0) found = (a->cluster > b->cluster) - (a->cluster < b->cluster);
    return found != 0 ? found : compare_numbers(a->order, b->order);
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
    if (table->cluster && table->cluster[i] >= table->cluster_count)
        return er_fail(ctx, ER_ERR_RANGE, "row %zu: the cluster %lu is not one of %lu", i + 1,
                       (unsigned long)table->cluster[i], (unsigned long)table->cluster_count);
    if (table->order && !isfinite(table->order[i]))
        return er_fail(ctx, ER_ERR_RANGE, "row %zu: what it is ranked by is not a finite number",
                       i + 1);
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
        rows[used++] = (struct row){.value = table->value[i] + 0.0,
                                    .weight = weight,
                                    .order = table->order ? table->order[i] + 0.0 : 0,
                                    .group = table->group ? table->group[i] : 0,
                                    .cluster = table->cluster ? table->cluster[i] : 0};
    }
    if (used == 0)
        return er_fail(ctx, ER_ERR_RANGE, "no row has a weight above 0: there is nothing to index");
    *count = used;
    return ER_OK;
}

/** Number the clusters that have a row, with weight or without: the others can't be drawn. */
static er_status find_units(er_context *ctx, const er_equity_table *table, const struct row *rows,
                            er_sample *sample) {
    uint32_t *number = NULL, units = 0;
    ER_TRY(er_alloc(ctx, sample->count, sizeof *sample->unit, &sample->unit));
    ER_TRY(er_alloc(ctx, table->cluster_count, sizeof *number, &number));
    for (size_t i = 0; i < table->count; i++)
        number[table->cluster[i]] = 1;
    for (uint32_t k = 0; k < table->cluster_count; k++)
        if (number[k]) number[k] = units++;
    for (size_t i = 0; i < sample->count; i++)
        sample->unit[i] = number[rows[i].cluster];
    sample->unit_count = units;
    er_free(number);
    return ER_OK;
}

struct rank {
    double order;
    uint32_t place;
};

static int compare_ranks(const void *left, const void *right) {
    const struct rank *a = left, *b = right;
    int found = compare_numbers(a->order, b->order);
    return found != 0 ? found : (a->place > b->place) - (a->place < b->place);
}

static er_status rank_rows(er_context *ctx, const struct row *rows, er_sample *sample) {
    struct rank *ranks = NULL;
    ER_TRY(er_alloc(ctx, sample->count, sizeof *sample->ranked, &sample->ranked));
    ER_TRY(er_alloc(ctx, sample->count + 1, sizeof *sample->run, &sample->run));
    ER_TRY(er_alloc(ctx, sample->count, sizeof *ranks, &ranks));
    for (size_t i = 0; i < sample->count; i++)
        ranks[i] = (struct rank){rows[i].order, (uint32_t)i};
    qsort(ranks, sample->count, sizeof *ranks, compare_ranks);
    for (size_t k = 0; k < sample->count; k++) {
        sample->ranked[k] = ranks[k].place;
        if (k == 0 || ranks[k].order > ranks[k - 1].order) sample->run[sample->run_count++] = k;
    }
    sample->run[sample->run_count] = sample->count;
    er_free(ranks);
    return ER_OK;
}

static er_status spread(er_context *ctx, const er_equity_table *table, const struct row *rows,
                        er_sample *sample) {
    ER_TRY(er_alloc(ctx, sample->count, sizeof *sample->value, &sample->value));
    ER_TRY(er_alloc(ctx, sample->count, sizeof *sample->weight, &sample->weight));
    if (table->group) ER_TRY(er_alloc(ctx, sample->count, sizeof *sample->group, &sample->group));
    for (size_t i = 0; i < sample->count; i++) {
        sample->value[i] = rows[i].value;
        sample->weight[i] = rows[i].weight;
        if (table->group) sample->group[i] = rows[i].group;
    }
    if (table->cluster) ER_TRY(find_units(ctx, table, rows, sample));
    return table->order ? rank_rows(ctx, rows, sample) : ER_OK;
}

er_status er_sample_new(er_context *ctx, const er_equity_table *table, er_sample *out) {
    struct row *rows = NULL;
    er_sample sample = {.unit_count = table->count,
                        .group_count = table->group ? table->group_count : 0};
    er_status status;
    if (table->count >= UINT32_MAX)
        return er_fail(ctx, ER_ERR_RANGE, "%zu rows are too many: at most 4294967294",
                       table->count);
    ER_GOTO(status, end, er_alloc(ctx, table->count, sizeof *rows, &rows));
    ER_GOTO(status, end, take_rows(ctx, table, rows, &sample.count));
    qsort(rows, sample.count, sizeof *rows, compare_rows);
    ER_GOTO(status, end, spread(ctx, table, rows, &sample));
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
    er_free(sample->ranked);
    er_free(sample->run);
    er_free(sample->unit);
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
