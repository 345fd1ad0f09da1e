/* Derivatives of the figures by how often a row is drawn. With v, a = v r, e = v (r - 1) of the row
 * and Q, R, D their sums, a figure f(sum of columns) has the derivative sum of df/d(sum) x column,
 * to which ranks, cuts of the Lorenz curve and groups add their own. */
#include "equity/drawn.h"

#include <math.h>

/** Of ln mu: a / R - v / Q. */
static void add_log_mean(const er_drawn *drawn, double factor, er_slope *slope) {
    slope->of[ER_COLUMN_AMOUNT] += factor / drawn->sum[ER_COLUMN_AMOUNT];
    slope->of[ER_COLUMN_WEIGHT] -= factor / drawn->sum[ER_COLUMN_WEIGHT];
}

/** Of a sum over the weight: (column - value v) / Q. */
static void add_mean_of(const er_drawn *drawn, er_column column, double value, double factor,
                        er_slope *slope) {
    double weight = drawn->sum[ER_COLUMN_WEIGHT];
    slope->of[column] += factor / weight;
    slope->of[ER_COLUMN_WEIGHT] -= factor * value / weight;
}

static void atkinson_slope(const er_plan *plan, const er_drawn *drawn, double atkinson,
                           er_slope *slope) {
    const er_power *power = &plan->power;
    double mean = drawn->sum[ER_COLUMN_POWER] / drawn->sum[ER_COLUMN_WEIGHT];
    if (atkinson >= 1) return; /* one more row does not lift the equivalent from 0 */
    double steepness = power->near ? 1 / (1 + power->d * mean) : 1 / (power->d * mean);
    add_mean_of(drawn, ER_COLUMN_POWER, mean, -(1 - atkinson) * steepness, slope);
    add_log_mean(drawn, 1 - atkinson, slope);
}

/** (S Q - D^2) / R^2, S the sum of v (r - 1)^2, is the square of the coefficient. */
static void cv_slope(const er_drawn *drawn, double cv, er_slope *slope) {
    const double *sum = drawn->sum;
    if (!(cv > 0)) return;
    double amount = sum[ER_COLUMN_AMOUNT], factor = 1 / (2 * cv) / amount;
    slope->of[ER_COLUMN_SPREAD] = factor * (sum[ER_COLUMN_WEIGHT] / amount);
    slope->of[ER_COLUMN_WEIGHT] = factor * (sum[ER_COLUMN_SPREAD] / amount);
    slope->of[ER_COLUMN_EXCESS] = -2 * factor * (sum[ER_COLUMN_EXCESS] / amount);
    slope->of[ER_COLUMN_AMOUNT] = -cv / amount;
}

/** Of 2 (by / Q - D / 2) / R, but for the derivative of `by`. */
static void rank_slope(const er_drawn *drawn, double by, double index, er_slope *slope) {
    double weight = drawn->sum[ER_COLUMN_WEIGHT], amount = drawn->sum[ER_COLUMN_AMOUNT];
    slope->of[ER_COLUMN_WEIGHT] = -2 * (by / weight) / weight / amount;
    slope->of[ER_COLUMN_EXCESS] = -1 / amount;
    slope->of[ER_COLUMN_AMOUNT] = -index / amount;
}

/** What the first rows have beside. */
static void add_step(er_slope *slope, size_t rows, double of_weight, double of_amount) {
    slope->step[slope->step_count++] = (er_step){rows, of_weight, of_amount};
}

/** Of the amount that the poorest share holds: a - c v below the cut and c times the share of v
 *  everywhere, c the ratio at the cut. */
static void add_cut(const er_cut *cut, double share, double factor, er_slope *slope) {
    slope->of[ER_COLUMN_WEIGHT] += factor * cut->ratio * share;
    add_step(slope, cut->row, -factor * cut->ratio, factor);
}

static void theil_t_slope(const er_drawn *drawn, er_slope *slope) { /* (E + D) / R - ln mu */
    const double *sum = drawn->sum, amount = sum[ER_COLUMN_AMOUNT];
    slope->of[ER_COLUMN_THEIL] = slope->of[ER_COLUMN_EXCESS] = 1 / amount;
    slope->of[ER_COLUMN_AMOUNT] = -(sum[ER_COLUMN_THEIL] + sum[ER_COLUMN_EXCESS]) / amount / amount;
    add_log_mean(drawn, -1, slope);
}

static void theil_l_slope(const er_drawn *drawn, er_slope *slope) { /* (L - D) / Q + ln mu */
    const double *sum = drawn->sum, weight = sum[ER_COLUMN_WEIGHT];
    add_mean_of(drawn, ER_COLUMN_LOGARITHM, sum[ER_COLUMN_LOGARITHM] / weight, 1, slope);
    add_mean_of(drawn, ER_COLUMN_EXCESS, sum[ER_COLUMN_EXCESS] / weight, -1, slope);
    add_log_mean(drawn, 1, slope);
}

/** below / Q - held / R. */
static void hoover_slope(const er_drawn *drawn, double hoover, er_slope *slope) {
    double weight = drawn->sum[ER_COLUMN_WEIGHT], amount = drawn->sum[ER_COLUMN_AMOUNT];
    double held = drawn->mean.held / amount;
    slope->of[ER_COLUMN_WEIGHT] = -(hoover + held) / weight;
    slope->of[ER_COLUMN_AMOUNT] = held / amount;
    add_step(slope, drawn->mean.row, 1 / weight, -1 / amount);
}

/** (R - P90) / P40. */
static void palma_slope(const er_drawn *drawn, double palma, er_slope *slope) {
    double factor = 1 / drawn->poor_40.held;
    slope->of[ER_COLUMN_AMOUNT] = factor;
    add_cut(&drawn->poor_90, 0.9, -factor, slope);
    add_cut(&drawn->poor_40, 0.4, -palma * factor, slope);
}

static er_slope slope_of(const er_plan *plan, const er_drawn *drawn, const double *figures,
                         er_equity_figure figure) {
    double weight = drawn->sum[ER_COLUMN_WEIGHT], amount = drawn->sum[ER_COLUMN_AMOUNT];
    double value = figures[figure];
    er_slope slope = {0};
    switch (figure) {
    case ER_FIGURE_MEAN:
        add_mean_of(drawn, ER_COLUMN_AMOUNT, amount / weight, plan->mean, &slope);
        break;
    case ER_FIGURE_GINI:
        rank_slope(drawn, drawn->by_value, value, &slope);
        break;
    case ER_FIGURE_CONCENTRATION:
        rank_slope(drawn, drawn->by_order, value, &slope);
        break;
    case ER_FIGURE_THEIL_T:
    case ER_FIGURE_WITHIN: /* less what the groups have */
        theil_t_slope(drawn, &slope);
        break;
    case ER_FIGURE_THEIL_L:
        theil_l_slope(drawn, &slope);
        break;
    case ER_FIGURE_ATKINSON:
        atkinson_slope(plan, drawn, value, &slope);
        break;
    case ER_FIGURE_HOOVER:
        hoover_slope(drawn, value, &slope);
        break;
    case ER_FIGURE_PALMA:
        palma_slope(drawn, value, &slope);
        break;
    case ER_FIGURE_HHI:
        slope.of[ER_COLUMN_SQUARE] = 1 / amount / amount;
        slope.of[ER_COLUMN_AMOUNT] = -2 * value / amount;
        break;
    case ER_FIGURE_CV:
        cv_slope(drawn, value, &slope);
        break;
    case ER_FIGURE_FGT_0:
        slope.of[ER_COLUMN_WEIGHT] = -value / weight;
        add_step(&slope, plan->short_count, 1 / weight, 0);
        break;
    case ER_FIGURE_FGT_1:
        add_mean_of(drawn, ER_COLUMN_DEPTH, value, 1, &slope);
        break;
    case ER_FIGURE_FGT_2:
        add_mean_of(drawn, ER_COLUMN_SEVERITY, value, 1, &slope);
        break;
    case ER_FIGURE_BETWEEN: /* the groups have it all */
    case ER_FIGURE_COUNT:
        break;
    }
    return slope;
}

/** Of the sum by order: e (weight below) + v (excess above), ties at their middle. */
static void order_slopes(const er_plan *plan, er_drawn *drawn) {
    const er_sample *sample = plan->sample;
    double below = 0, above = drawn->sum[ER_COLUMN_EXCESS];
    for (size_t k = 0; k < sample->run_count; k++) {
        double weight = 0, excess = 0;
        for (size_t at = sample->run[k]; at < sample->run[k + 1]; at++) {
            double times = drawn->times[sample->ranked[at]];
            weight += times * plan->ranked[at].weight;
            excess += times * plan->ranked[at].other;
        }
        for (size_t at = sample->run[k]; at < sample->run[k + 1]; at++)
            drawn->order_slope[sample->ranked[at]] =
                plan->ranked[at].other * (below + 0.5 * weight) +
                plan->ranked[at].weight * (above - 0.5 * excess);
        below += weight;
        above -= excess;
    }
}

/** Of the part between groups, for each group: what goes with a and with v of its rows. */
static void group_slopes(const er_plan *plan, double between, er_drawn *drawn) {
    double weight = drawn->sum[ER_COLUMN_WEIGHT], amount = drawn->sum[ER_COLUMN_AMOUNT];
    for (size_t g = 0; g < plan->sample->group_count; g++) {
        drawn->group_slope[g] = (er_group_slope){0, 0};
        if (drawn->group_weight[g] == 0) continue; /* none of its rows was drawn */
        double ratio = drawn->group_amount[g] / drawn->group_weight[g];
        if (ratio > 0)
            drawn->group_slope[g].of_amount = (log(ratio / (amount / weight)) - between) / amount;
        drawn->group_slope[g].of_weight = 1 / weight - ratio / amount;
    }
}

void er_drawn_slopes(const er_plan *plan, er_drawn *drawn, const double figures[ER_FIGURE_COUNT]) {
    for (int f = 0; f < ER_FIGURE_COUNT; f++)
        if (!isnan(figures[f]))
            drawn->slope[f] = slope_of(plan, drawn, figures, (er_equity_figure)f);
    if (!isnan(figures[ER_FIGURE_CONCENTRATION])) order_slopes(plan, drawn);
    if (!isnan(figures[ER_FIGURE_BETWEEN])) group_slopes(plan, figures[ER_FIGURE_BETWEEN], drawn);
}

/** Of the sum by value, like that by order; rows that tie need not share a rank, for they have the
 *  same excess. */
static void add_by_value(const er_plan *plan, const er_drawn *drawn, size_t block, double *out) {
    double factor = 2 / drawn->sum[ER_COLUMN_WEIGHT] / drawn->sum[ER_COLUMN_AMOUNT];
    const double *times = drawn->times + block * ER_BLOCK;
    const double *weight = er_plan_block(plan, block, ER_COLUMN_WEIGHT);
    const double *excess = er_plan_block(plan, block, ER_COLUMN_EXCESS);
    double below = drawn->block_below[block], above = drawn->block_above[block];
    for (size_t i = 0; i < ER_BLOCK; i++) {
        double own_weight = times[i] * weight[i], own_excess = times[i] * excess[i];
        out[i] += factor *
                  (excess[i] * (below + 0.5 * own_weight) + weight[i] * (above - 0.5 * own_excess));
        below += own_weight;
        above -= own_excess;
    }
}

static void add_by_order(const er_drawn *drawn, size_t block, double *out) {
    double factor = 2 / drawn->sum[ER_COLUMN_WEIGHT] / drawn->sum[ER_COLUMN_AMOUNT];
    for (size_t i = 0; i < ER_BLOCK; i++)
        out[i] += factor * drawn->order_slope[block * ER_BLOCK + i];
}

static void add_groups(const er_plan *plan, const er_drawn *drawn, double sign, size_t block,
                       double *out) {
    const er_sample *sample = plan->sample;
    const double *weight = er_plan_block(plan, block, ER_COLUMN_WEIGHT);
    const double *amount = er_plan_block(plan, block, ER_COLUMN_AMOUNT);
    const uint32_t *group = sample->group + block * ER_BLOCK;
    size_t left = sample->count - block * ER_BLOCK;
    for (size_t i = 0; i < ER_BLOCK && i < left; i++) {
        const er_group_slope *slope = &drawn->group_slope[group[i]];
        out[i] += sign * (slope->of_amount * amount[i] + slope->of_weight * weight[i]);
    }
}

static void put_terms(const er_plan *plan, const er_slope *slope, size_t block,
                      double *restrict out) {
    for (size_t i = 0; i < ER_BLOCK; i++)
        out[i] = 0;
    for (int c = 0; c < ER_COLUMN_COUNT; c++) {
        const double *restrict cells = er_plan_block(plan, block, (er_column)c);
        double factor = slope->of[c];
        if (factor == 0) continue;
        for (size_t i = 0; i < ER_BLOCK; i++)
            out[i] += factor * cells[i];
    }
    for (int s = 0; s < slope->step_count; s++) {
        const er_step *step = &slope->step[s];
        const double *restrict weight = er_plan_block(plan, block, ER_COLUMN_WEIGHT);
        const double *restrict amount = er_plan_block(plan, block, ER_COLUMN_AMOUNT);
        if (step->rows <= block * ER_BLOCK) continue;
        size_t rows = step->rows - block * ER_BLOCK;
        for (size_t i = 0; i < (rows < ER_BLOCK ? rows : ER_BLOCK); i++)
            out[i] += step->of_weight * weight[i] + step->of_amount * amount[i];
    }
}

void er_drawn_influence(const er_plan *plan, const er_drawn *drawn, er_equity_figure figure,
                        size_t block, double out[ER_BLOCK]) {
    put_terms(plan, &drawn->slope[figure], block, out);
    if (figure == ER_FIGURE_GINI) add_by_value(plan, drawn, block, out);
    if (figure == ER_FIGURE_CONCENTRATION) add_by_order(drawn, block, out);
    if (figure == ER_FIGURE_BETWEEN) add_groups(plan, drawn, 1, block, out);
    if (figure == ER_FIGURE_WITHIN) add_groups(plan, drawn, -1, block, out);
}
