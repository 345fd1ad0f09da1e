#include "equity/indices.h"
#include "equity/parameters.h"

#include <math.h>

/** Between below this is rounding: a few units in the last place of a sum of shares. */
static const double between_noise = 1e-15;

er_status er_equity_check(er_context *ctx, const er_equity_parameters *parameters) {
    double epsilon = parameters->atkinson_epsilon, floor = parameters->floor;
    if (!(epsilon > 0 && epsilon <= 1000))
        return er_fail(ctx, ER_ERR_RANGE,
                       "the aversion (epsilon) %g is not above 0 and at most 1000", epsilon);
    if (!isnan(floor) && !(floor >= ER_EQUITY_SMALLEST && floor <= ER_EQUITY_LARGEST))
        return er_fail(ctx, ER_ERR_RANGE, "the floor %g is not from 1e-100 to 1e100", floor);
    return ER_OK;
}

static void relative_indices(const er_sample *sample, const er_totals *totals,
                             const er_equity_parameters *parameters, er_equity_result *result) {
    const double *weight = sample->weight;
    result->gini = er_gini(sample, weight, totals);
    result->theil_t = er_theil_t(sample, weight, totals);
    result->theil_l = er_theil_l(sample, weight, totals);
    result->atkinson = er_atkinson(sample, weight, totals, parameters->atkinson_epsilon);
    result->palma = er_palma(sample, weight, totals);
    result->hoover = er_hoover(sample, weight, totals);
    result->hhi = er_hhi(sample, weight, totals);
    result->cv = er_cv(sample, weight, totals);
    if (sample->ranked) result->concentration = er_concentration(sample, weight, totals);
    if (sample->value[0] == 0) {
        result->notes |= ER_EQUITY_ZERO_THEIL_L;
        if (parameters->atkinson_epsilon >= 1) result->notes |= ER_EQUITY_ZERO_ATKINSON;
    }
    if (isnan(result->palma)) result->notes |= ER_EQUITY_NO_POOR_40;
}

static void describe_group(const er_group_totals *sums, const er_totals *totals, double all_between,
                           er_equity_group *group, unsigned *notes) {
    *group = (er_equity_group){.weight = sums->total_weight,
                               .mean = sums->mean,
                               .theil_t = NAN,
                               .between = NAN,
                               .share_of_between = NAN,
                               .gap_share = NAN,
                               .location_quotient = NAN};
    bool empty = sums->total_weight == 0;
    if (empty)
        *notes |= ER_EQUITY_EMPTY_GROUP;
    else if (sums->mean > 0)
        group->theil_t = er_sum_value(&sums->theil);
    else
        *notes |= ER_EQUITY_ZERO_GROUP;
    if (!(totals->mean > 0)) return;
    double ratio = sums->mean / totals->mean;
    bool nothing = empty || sums->mean == 0; /* 0 ln 0 = 0 */
    group->between = nothing ? 0 : sums->total_weight / totals->total_weight * ratio * log(ratio);
    if (!empty) group->location_quotient = ratio;
    if (!(all_between > between_noise)) return;
    double share = sums->total_weight / totals->total_weight;
    group->share_of_between = group->between / all_between;
    group->gap_share = empty ? 0 : share * er_theil_term(ratio) / all_between;
}

static er_status decompose(er_context *ctx, const er_sample *sample, const er_totals *totals,
                           er_equity_result *result, er_equity_group *groups) {
    er_group_totals *sums = NULL;
    ER_TRY(er_alloc(ctx, sample->group_count, sizeof *sums, &sums));
    er_group_sums(sample, sample->weight, sums);
    if (totals->mean > 0) {
        result->theil_t_between = er_theil_between(sample, totals, sums);
        result->theil_t_within = er_theil_within(sample, sample->weight, totals, sums);
        if (!(result->theil_t_between > between_noise)) result->notes |= ER_EQUITY_NO_BETWEEN;
    }
    for (uint32_t g = 0; groups && g < sample->group_count; g++)
        describe_group(&sums[g], totals, result->theil_t_between, &groups[g], &result->notes);
    er_free(sums);
    return ER_OK;
}

er_equity_result er_equity_undefined(void) {
    return (er_equity_result){.gini = NAN,
                              .theil_t = NAN,
                              .theil_l = NAN,
                              .atkinson = NAN,
                              .palma = NAN,
                              .hoover = NAN,
                              .hhi = NAN,
                              .mean = NAN,
                              .cv = NAN,
                              .concentration = NAN,
                              .fgt = {NAN, NAN, NAN},
                              .theil_t_between = NAN,
                              .theil_t_within = NAN};
}

er_status er_equity(er_context *ctx, const er_equity_table *table,
                    const er_equity_parameters *parameters, er_equity_result *result,
                    er_equity_group *groups) {
    ER_TRY(er_equity_check(ctx, parameters));
    er_sample sample = {0};
    ER_TRY(er_sample_new(ctx, table, &sample));
    er_totals totals = er_sample_totals(&sample, sample.weight);
    er_equity_result found = er_equity_undefined();
    found.n = table->count;
    found.weight = totals.total_weight;
    found.mean = totals.mean;
    er_status status = ER_OK;
    if (totals.used == 1) found.notes |= ER_EQUITY_ONE_ROW;
    if (totals.mean > 0)
        relative_indices(&sample, &totals, parameters, &found);
    else
        found.notes |= ER_EQUITY_ALL_ZERO;
    if (!table->order) found.notes |= ER_EQUITY_NO_ORDER;
    if (isnan(parameters->floor))
        found.notes |= ER_EQUITY_NO_FLOOR;
    else
        er_shortfall(&sample, sample.weight, &totals, parameters->floor, found.fgt);
    if (table->group)
        status = decompose(ctx, &sample, &totals, &found, groups);
    else
        found.notes |= ER_EQUITY_NO_GROUPS;
    if (status == ER_OK) {
        for (size_t i = 0; groups && table->group && i < table->count; i++)
            groups[table->group[i]].n++;
        *result = found;
    }
    er_sample_free(&sample);
    return status;
}

const char *er_equity_note_text(er_equity_note note) {
    switch (note) {
    case ER_EQUITY_ALL_ZERO:
        return "every value with weight is 0: the mean is 0, and no relative index is defined";
    case ER_EQUITY_ZERO_THEIL_L:
        return "a row with weight has 0: Theil L is infinite, so it is left out";
    case ER_EQUITY_ZERO_ATKINSON:
        return "a row with weight has 0 and the aversion is 1 or more: Atkinson is 1";
    case ER_EQUITY_NO_POOR_40:
        return "the poorest two fifths have nothing: the Palma ratio is infinite, so it is left "
               "out";
    case ER_EQUITY_NO_FLOOR:
        return "no floor is given: there is no shortfall (FGT)";
    case ER_EQUITY_NO_GROUPS:
        return "no groups are given: there is no between and within";
    case ER_EQUITY_ONE_ROW:
        return "only one row has weight: there is nothing to compare it with";
    case ER_EQUITY_NO_BETWEEN:
        return "the means of the groups are equal: no group has a share of the difference between";
    case ER_EQUITY_EMPTY_GROUP:
        return "a group has no weight: it has no mean and no Theil T";
    case ER_EQUITY_ZERO_GROUP:
        return "every value of a group is 0: Theil T inside it is not defined";
    case ER_EQUITY_NO_ORDER:
        return "nothing to rank by is given: there is no concentration index";
    }
    return "";
}
