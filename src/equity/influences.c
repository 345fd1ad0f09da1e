/* What one group does to the figures: the table without it, and with its poor rows raised. */
#include "evenreach/equity.h"

#include <math.h>

/** Columns of a changed table. */
struct changed {
    double *value, *weight, *order;
    uint32_t *group;
    er_equity_table table;
};

static er_status changed_new(er_context *ctx, const er_equity_table *table, struct changed *out) {
    ER_TRY(er_alloc(ctx, table->count, sizeof *out->value, &out->value));
    if (table->weight) ER_TRY(er_alloc(ctx, table->count, sizeof *out->weight, &out->weight));
    if (table->order) ER_TRY(er_alloc(ctx, table->count, sizeof *out->order, &out->order));
    ER_TRY(er_alloc(ctx, table->count, sizeof *out->group, &out->group));
    out->table = (er_equity_table){.value = out->value,
                                   .weight = out->weight,
                                   .group = out->group,
                                   .group_count = table->group_count,
                                   .order = out->order};
    return ER_OK;
}

static void changed_free(struct changed *changed) {
    er_free(changed->value);
    er_free(changed->weight);
    er_free(changed->order);
    er_free(changed->group);
}

static void take_row(const er_equity_table *table, size_t row, double value,
                     struct changed *changed) {
    size_t at = changed->table.count++;
    changed->value[at] = value;
    changed->group[at] = table->group[row];
    if (table->weight) changed->weight[at] = table->weight[row];
    if (table->order) changed->order[at] = table->order[row];
}

static bool has_weight(const er_equity_table *table) {
    for (size_t i = 0; i < table->count; i++)
        if (!table->weight || table->weight[i] > 0) return true;
    return false;
}

static er_status measure(er_context *ctx, const er_equity_table *table,
                         const er_equity_parameters *parameters, double figures[ER_FIGURE_COUNT]) {
    er_equity_result result = er_equity_undefined();
    if (has_weight(table)) ER_TRY(er_equity(ctx, table, parameters, &result, NULL));
    for (int f = 0; f < ER_FIGURE_COUNT; f++)
        figures[f] = er_equity_figure_of(&result, (er_equity_figure)f);
    return ER_OK;
}

static er_status measure_group(er_context *ctx, const er_equity_table *table,
                               const er_equity_parameters *parameters, uint32_t group, double mean,
                               struct changed *changed, er_equity_influence *out) {
    changed->table.count = 0;
    for (size_t i = 0; i < table->count; i++)
        if (table->group[i] != group) take_row(table, i, table->value[i], changed);
    ER_TRY(measure(ctx, &changed->table, parameters, out->without));
    changed->table.count = 0;
    for (size_t i = 0; i < table->count; i++) {
        bool raised = table->group[i] == group && table->value[i] < mean;
        take_row(table, i, raised ? mean : table->value[i], changed);
    }
    return measure(ctx, &changed->table, parameters, out->raised);
}

er_status er_equity_influences(er_context *ctx, const er_equity_table *table,
                               const er_equity_parameters *parameters,
                               er_equity_influence *influences) {
    er_equity_result all;
    struct changed changed = {0};
    if (!table->group)
        return er_fail(ctx, ER_ERR_RANGE, "there are no groups that could be left out");
    ER_TRY(er_equity(ctx, table, parameters, &all, NULL));
    /* a mean that no value may have is next to nothing: there is nothing to rise to */
    double mean = all.mean >= ER_EQUITY_SMALLEST ? all.mean : 0;
    er_status status;
    ER_GOTO(status, end, changed_new(ctx, table, &changed));
    for (uint32_t g = 0; g < table->group_count; g++) {
        ER_GOTO(status, end, er_check_cancel(ctx));
        ER_GOTO(status, end,
                measure_group(ctx, table, parameters, g, mean, &changed, &influences[g]));
    }
end:
    changed_free(&changed);
    return status;
}
