/* The decomposition of Theil T by groups: Shorrocks (1980). */
#include "equity/indices.h"

#include <math.h>

void er_group_sums(const er_sample *sample, const double *weight, er_group_totals *groups) {
    for (uint32_t g = 0; g < sample->group_count; g++)
        groups[g] = (er_group_totals){.mean = NAN};
    for (size_t i = 0; i < sample->count; i++) {
        if (weight[i] == 0) continue;
        er_group_totals *group = &groups[sample->group[i]];
        if (er_sum_value(&group->weight) == 0) group->least = sample->value[i];
        group->most = sample->value[i];
        er_sum_add(&group->weight, weight[i]);
        er_sum_add(&group->amount, weight[i] * sample->value[i]);
    }
    for (uint32_t g = 0; g < sample->group_count; g++) {
        er_group_totals *group = &groups[g];
        group->total_weight = er_sum_value(&group->weight);
        if (group->total_weight > 0)
            group->mean = er_mean_within(er_sum_value(&group->amount) / group->total_weight,
                                         group->least, group->most);
    }
}

double er_theil_between(const er_sample *sample, const er_totals *totals,
                        const er_group_totals *groups) {
    er_sum sum = {0};
    for (uint32_t g = 0; g < sample->group_count; g++)
        if (groups[g].total_weight > 0)
            er_sum_add(&sum, groups[g].total_weight / totals->total_weight *
                                 er_theil_term(groups[g].mean / totals->mean));
    return er_sum_value(&sum);
}

double er_theil_within(const er_sample *sample, const double *weight, const er_totals *totals,
                       er_group_totals *groups) {
    for (size_t i = 0; i < sample->count; i++) {
        er_group_totals *group = &groups[sample->group[i]];
        if (weight[i] > 0 && group->mean > 0)
            er_sum_add(&group->theil, weight[i] / group->total_weight *
                                          er_theil_term(sample->value[i] / group->mean));
    }
    er_sum sum = {0};
    for (uint32_t g = 0; g < sample->group_count; g++)
        if (groups[g].total_weight > 0)
            er_sum_add(&sum, groups[g].total_weight / totals->total_weight *
                                 (groups[g].mean / totals->mean) * er_sum_value(&groups[g].theil));
    return er_sum_value(&sum);
}

double er_location_quotient(double part, double whole, double base_part, double base_whole) {
    double quotient = (part / whole) / (base_part / base_whole);
    return isfinite(quotient) ? quotient : NAN;
}
