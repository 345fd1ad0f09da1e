/* Derivatives of the figures by how often a row is drawn. With v, a = v r, e = v (r - 1) of the row
 * and Q, R, D their sums, a figure f(sum of columns) has the derivative sum of df/d(sum) x column;
 * every figure is homogeneous of degree 0, so that the derivatives add up to 0 over the resample.
 */
#include "equity/drawn.h"

#include <math.h>

/** A linear combination of a row's columns. */
typedef struct er_terms {
    double of[ER_COLUMN_COUNT];
} er_terms;

static void add_terms(const er_plan *plan, const er_terms *terms, double *rows) {
    for (size_t b = 0; b < plan->block_count; b++) {
        double *out = rows + b * ER_BLOCK;
        for (size_t i = 0; i < ER_BLOCK; i++)
            out[i] = 0;
        for (int c = 0; c < ER_COLUMN_COUNT; c++) {
            const double *cells = er_plan_block(plan, b, (er_column)c);
            double factor = terms->of[c];
            for (size_t i = 0; factor != 0 && i < ER_BLOCK; i++)
                out[i] += factor * cells[i];
        }
    }
}

/** Of ln mu: a / R - v / Q. */
static void add_log_mean(const er_drawn *drawn, double factor, er_terms *terms) {
    terms->of[ER_COLUMN_AMOUNT] += factor / drawn->sum[ER_COLUMN_AMOUNT];
    terms->of[ER_COLUMN_WEIGHT] -= factor / drawn->sum[ER_COLUMN_WEIGHT];
}

/** Of a sum over the weight: (column - value v) / Q. */
static void add_mean_of(const er_drawn *drawn, er_column column, double value, double factor,
                        er_terms *terms) {
    double weight = drawn->sum[ER_COLUMN_WEIGHT];
    terms->of[column] += factor / weight;
    terms->of[ER_COLUMN_WEIGHT] -= factor * value / weight;
}

static void atkinson_terms(const er_plan *plan, const er_drawn *drawn, double atkinson,
                           er_terms *terms) {
    const er_power *power = &plan->power;
    double mean = drawn->sum[ER_COLUMN_POWER] / drawn->sum[ER_COLUMN_WEIGHT];
    if (atkinson >= 1) return; /* one more row does not lift the equivalent from 0 */
    double slope = power->near ? 1 / (1 + power->d * mean) : 1 / (power->d * mean);
    add_mean_of(drawn, ER_COLUMN_POWER, mean, -(1 - atkinson) * slope, terms);
    add_log_mean(drawn, 1 - atkinson, terms);
}

/** (S Q - D^2) / R^2, S the sum of v (r - 1)^2, is the square of the coefficient. */
static void cv_terms(const er_drawn *drawn, double cv, er_terms *terms) {
    const double *sum = drawn->sum;
    if (!(cv > 0)) return;
    double amount = sum[ER_COLUMN_AMOUNT], factor = 1 / (2 * cv) / amount;
    terms->of[ER_COLUMN_SPREAD] = factor * (sum[ER_COLUMN_WEIGHT] / amount);
    terms->of[ER_COLUMN_WEIGHT] = factor * (sum[ER_COLUMN_SPREAD] / amount);
    terms->of[ER_COLUMN_EXCESS] = -2 * factor * (sum[ER_COLUMN_EXCESS] / amount);
    terms->of[ER_COLUMN_AMOUNT] = -cv / amount;
}

/** Of 2 (by / Q - D / 2) / R, but for the derivative of `by`. */
static void rank_terms(const er_drawn *drawn, double by, double index, er_terms *terms) {
    double weight = drawn->sum[ER_COLUMN_WEIGHT], amount = drawn->sum[ER_COLUMN_AMOUNT];
    terms->of[ER_COLUMN_WEIGHT] = -2 * (by / weight) / weight / amount;
    terms->of[ER_COLUMN_EXCESS] = -1 / amount;
    terms->of[ER_COLUMN_AMOUNT] = -index / amount;
}

/** Terms that all rows share. */
static er_terms shared_terms(const er_plan *plan, const er_drawn *drawn, const double *figures,
                             er_equity_figure figure) {
    const double *sum = drawn->sum, weight = sum[ER_COLUMN_WEIGHT], amount = sum[ER_COLUMN_AMOUNT];
    double value = figures[figure];
    er_terms t = {{0}};
    switch (figure) {
    case ER_FIGURE_MEAN:
        add_mean_of(drawn, ER_COLUMN_AMOUNT, amount / weight, plan->mean, &t);
        break;
    case ER_FIGURE_GINI:
        rank_terms(drawn, drawn->by_value, value, &t);
        break;
    case ER_FIGURE_CONCENTRATION:
        rank_terms(drawn, drawn->by_order, value, &t);
        break;
    case ER_FIGURE_THEIL_T: /* (E + D) / R - ln mu */
        t.of[ER_COLUMN_THEIL] = t.of[ER_COLUMN_EXCESS] = 1 / amount;
        t.of[ER_COLUMN_AMOUNT] = -(sum[ER_COLUMN_THEIL] + sum[ER_COLUMN_EXCESS]) / amount / amount;
        add_log_mean(drawn, -1, &t);
        break;
    case ER_FIGURE_THEIL_L: /* (L - D) / Q + ln mu */
        add_mean_of(drawn, ER_COLUMN_LOGARITHM, sum[ER_COLUMN_LOGARITHM] / weight, 1, &t);
        add_mean_of(drawn, ER_COLUMN_EXCESS, sum[ER_COLUMN_EXCESS] / weight, -1, &t);
        add_log_mean(drawn, 1, &t);
        break;
    case ER_FIGURE_ATKINSON:
        atkinson_terms(plan, drawn, value, &t);
        break;
    case ER_FIGURE_HOOVER: /* below / Q - held / R, but for what a row below adds */
        t.of[ER_COLUMN_WEIGHT] = -(value + drawn->mean.held / amount) / weight;
        t.of[ER_COLUMN_AMOUNT] = drawn->mean.held / amount / amount;
        break;
    case ER_FIGURE_PALMA: /* (R - P90) / P40, but for the derivatives of P90 and P40 */
        t.of[ER_COLUMN_AMOUNT] = 1 / drawn->poor_40.held;
        break;
    case ER_FIGURE_HHI:
        t.of[ER_COLUMN_SQUARE] = 1 / amount / amount;
        t.of[ER_COLUMN_AMOUNT] = -2 * value / amount;
        break;
    case ER_FIGURE_CV:
        cv_terms(drawn, value, &t);
        break;
    case ER_FIGURE_FGT_1:
        add_mean_of(drawn, ER_COLUMN_DEPTH, value, 1, &t);
        break;
    case ER_FIGURE_FGT_2:
        add_mean_of(drawn, ER_COLUMN_SEVERITY, value, 1, &t);
        break;
    case ER_FIGURE_FGT_0:
        t.of[ER_COLUMN_WEIGHT] = -value / weight;
        break;
    case ER_FIGURE_BETWEEN:
    case ER_FIGURE_WITHIN:
    case ER_FIGURE_COUNT:
        break;
    }
    return t;
}

/** Of the sum that ranks by value: e (weight below) + v (excess above), ties at their middle. */
static void add_by_value(const er_plan *plan, const er_drawn *drawn, double *rows) {
    double factor = 2 / drawn->sum[ER_COLUMN_WEIGHT] / drawn->sum[ER_COLUMN_AMOUNT];
    double below = 0, above = drawn->sum[ER_COLUMN_EXCESS];
    for (size_t b = 0; b < plan->block_count; b++) {
        const double *times = drawn->times + b * ER_BLOCK;
        const double *weight = er_plan_block(plan, b, ER_COLUMN_WEIGHT);
        const double *excess = er_plan_block(plan, b, ER_COLUMN_EXCESS);
        double *out = rows + b * ER_BLOCK;
        for (size_t i = 0; i < ER_BLOCK; i++) {
            double own_weight = times[i] * weight[i], own_excess = times[i] * excess[i];
            out[i] += factor * (excess[i] * (below + 0.5 * own_weight) +
                                weight[i] * (above - 0.5 * own_excess));
            below += own_weight;
            above -= own_excess;
        }
    }
}

static void add_by_order(const er_plan *plan, const er_drawn *drawn, double *rows) {
    const er_sample *sample = plan->sample;
    double factor = 2 / drawn->sum[ER_COLUMN_WEIGHT] / drawn->sum[ER_COLUMN_AMOUNT];
    double below = 0, above = drawn->sum[ER_COLUMN_EXCESS];
    for (size_t k = 0; k < sample->run_count; k++) {
        double weight = 0, excess = 0;
        for (size_t at = sample->run[k]; at < sample->run[k + 1]; at++) {
            uint32_t row = sample->ranked[at];
            weight += drawn->times[row] * er_plan_cell(plan, row, ER_COLUMN_WEIGHT);
            excess += drawn->times[row] * er_plan_cell(plan, row, ER_COLUMN_EXCESS);
        }
        for (size_t at = sample->run[k]; at < sample->run[k + 1]; at++) {
            uint32_t row = sample->ranked[at];
            rows[row] +=
                factor * (er_plan_cell(plan, row, ER_COLUMN_EXCESS) * (below + 0.5 * weight) +
                          er_plan_cell(plan, row, ER_COLUMN_WEIGHT) * (above - 0.5 * excess));
        }
        below += weight;
        above -= excess;
    }
}

/** Add factors of weight and amount to the first rows. */
static void add_first(const er_plan *plan, size_t count, double of_weight, double of_amount,
                      double *rows) {
    for (size_t i = 0; i < count; i++)
        rows[i] += of_weight * er_plan_cell(plan, i, ER_COLUMN_WEIGHT) +
                   of_amount * er_plan_cell(plan, i, ER_COLUMN_AMOUNT);
}

/** Of the amount that the poorest share holds: a - c v below the cut and c times the share of v
 *  everywhere, c the ratio at the cut. */
static void add_cut(const er_plan *plan, const er_cut *cut, double share, double factor,
                    double *rows) {
    add_first(plan, cut->row, -factor * cut->ratio, factor, rows);
    add_first(plan, plan->sample->count, factor * cut->ratio * share, 0, rows);
}

static void add_between(const er_plan *plan, const er_drawn *drawn, double between, double factor,
                        double *rows) {
    double weight = drawn->sum[ER_COLUMN_WEIGHT], amount = drawn->sum[ER_COLUMN_AMOUNT];
    for (size_t g = 0; g < plan->sample->group_count; g++) {
        if (drawn->group_weight[g] == 0) continue; /* none of its rows was drawn */
        double ratio = drawn->group_amount[g] / drawn->group_weight[g];
        double of_amount = ratio > 0 ? (log(ratio / (amount / weight)) - between) / amount : 0;
        double of_weight = 1 / weight - ratio / amount;
        for (size_t at = plan->group_first[g]; at < plan->group_first[g + 1]; at++) {
            uint32_t row = plan->grouped[at];
            rows[row] += factor * (of_amount * er_plan_cell(plan, row, ER_COLUMN_AMOUNT) +
                                   of_weight * er_plan_cell(plan, row, ER_COLUMN_WEIGHT));
        }
    }
}

void er_drawn_influence(const er_plan *plan, const er_drawn *drawn,
                        const double figures[ER_FIGURE_COUNT], er_equity_figure figure,
                        double *rows) {
    double weight = drawn->sum[ER_COLUMN_WEIGHT], amount = drawn->sum[ER_COLUMN_AMOUNT];
    er_equity_figure smooth = figure == ER_FIGURE_WITHIN ? ER_FIGURE_THEIL_T : figure;
    er_terms shared = shared_terms(plan, drawn, figures, smooth);
    add_terms(plan, &shared, rows);
    switch (figure) {
    case ER_FIGURE_GINI:
        add_by_value(plan, drawn, rows);
        break;
    case ER_FIGURE_CONCENTRATION:
        add_by_order(plan, drawn, rows);
        break;
    case ER_FIGURE_HOOVER:
        add_first(plan, drawn->mean.row, 1 / weight, -1 / amount, rows);
        break;
    case ER_FIGURE_PALMA:
        add_cut(plan, &drawn->poor_90, 0.9, -1 / drawn->poor_40.held, rows);
        add_cut(plan, &drawn->poor_40, 0.4, -figures[figure] / drawn->poor_40.held, rows);
        break;
    case ER_FIGURE_FGT_0:
        add_first(plan, plan->short_count, 1 / weight, 0, rows);
        break;
    case ER_FIGURE_BETWEEN:
        add_between(plan, drawn, figures[ER_FIGURE_BETWEEN], 1, rows);
        break;
    case ER_FIGURE_WITHIN:
        add_between(plan, drawn, figures[ER_FIGURE_BETWEEN], -1, rows);
        break;
    default:
        break; /* the shared terms are all */
    }
}
