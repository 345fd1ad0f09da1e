/* Figures from the sums of a resample. Q: weight, R: amount, D = R - Q: excess; mu = R / Q is the
 * resample's mean over the reference mean. Each is the definition of equity.h with r / mu for r. */
#include "equity/drawn.h"

#include "equity/indices.h"

#include <math.h>

/** Beyond this ratio to the reference, or of weights, differences lose three digits. */
static const double far_ratio = 1 / 1024.0;
static const double far_weight = 0x1p-64;
/** A variance under this share of the mean square around the reference has lost as many digits. */
static const double far_variance = 1e-4;
/** A power mean under this is about to leave the range of numbers. */
static const double far_power = 1e-200;
/** Share of the weight that is rounding where rows fill a share exactly. */
static const double dust = 1e-14;

bool er_drawn_is_far(const er_plan *plan, const er_drawn *drawn) {
    double weight = drawn->sum[ER_COLUMN_WEIGHT], amount = drawn->sum[ER_COLUMN_AMOUNT];
    if (!(weight > 0 && amount > 0)) return false;
    if (weight < far_weight || amount < far_ratio * weight || far_ratio * amount > weight)
        return true;
    double square = drawn->sum[ER_COLUMN_SPREAD] / weight;
    double excess = drawn->sum[ER_COLUMN_EXCESS] / weight;
    if (square - excess * excess < far_variance * square) return true;
    const er_power *power = &plan->power;
    return !power->near && power->d < 0 && drawn->zero_weight == 0 &&
           drawn->sum[ER_COLUMN_POWER] < far_power * weight;
}

/** ln mu, exact near 0. */
static double log_mean(const er_drawn *drawn) {
    double excess = drawn->sum[ER_COLUMN_EXCESS] / drawn->sum[ER_COLUMN_WEIGHT];
    return fabs(excess) < 0.5 ? log1p(excess)
                              : log(drawn->sum[ER_COLUMN_AMOUNT] / drawn->sum[ER_COLUMN_WEIGHT]);
}

static double within_bounds(double value, double least, double most) {
    return fmin(fmax(value, least), most);
}

/** 2 (by / Q - D / 2) / R: that is 2 sum p (r - 1) R, R the fractional rank. */
static double rank_index(const er_drawn *drawn, double by) {
    return (2 * by / drawn->sum[ER_COLUMN_WEIGHT] - drawn->sum[ER_COLUMN_EXCESS]) /
           drawn->sum[ER_COLUMN_AMOUNT];
}

static double atkinson(const er_plan *plan, const er_drawn *drawn) {
    const er_power *power = &plan->power;
    if (power->d <= 0 && drawn->zero_weight > 0) return 1;
    double mean = drawn->sum[ER_COLUMN_POWER] / drawn->sum[ER_COLUMN_WEIGHT], equivalent;
    if (power->d == 0)
        equivalent = mean;
    else if (power->near)
        equivalent = log1p(fmax(-1, power->d * mean)) / power->d;
    else
        equivalent = power->log_base + log(mean) / power->d;
    return within_bounds(-expm1(equivalent - log_mean(drawn)), 0, 1);
}

/** Where the poorest tenths of the weight end. */
static er_cut poorest(const er_plan *plan, const er_drawn *drawn, double tenths) {
    double weight = drawn->sum[ER_COLUMN_WEIGHT], below = 0;
    er_cut cut = {0};
    size_t b = 0;
    for (; b + 1 < plan->block_count && 10 * (below + drawn->block_weight[b]) < tenths * weight;
         b++) {
        below += drawn->block_weight[b];
        cut.held += drawn->block_amount[b];
    }
    for (cut.row = b * ER_BLOCK; cut.row < plan->sample->count; cut.row++) {
        double own = drawn->times[cut.row] * er_plan_cell(plan, cut.row, ER_COLUMN_WEIGHT);
        if (10 * (below + own) >= tenths * weight) break;
        below += own;
        cut.held += drawn->times[cut.row] * er_plan_cell(plan, cut.row, ER_COLUMN_AMOUNT);
    }
    if (cut.row == plan->sample->count) cut.row--; /* by rounding */
    cut.ratio = plan->sample->value[cut.row] / plan->mean;
    double room = (tenths * weight - 10 * below) / 10;
    if (room > dust * weight) cut.held += room * cut.ratio;
    return cut;
}

static double palma(const er_plan *plan, er_drawn *drawn) {
    drawn->poor_40 = poorest(plan, drawn, 4);
    drawn->poor_90 = poorest(plan, drawn, 9);
    if (!(drawn->poor_40.held > 0)) return NAN;
    return (drawn->sum[ER_COLUMN_AMOUNT] - drawn->poor_90.held) / drawn->poor_40.held;
}

/** First row of the sample above a value. */
static size_t first_above(const er_sample *sample, double value) {
    size_t low = 0, high = sample->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sample->value[middle] > value)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/** The part below the mean: share of the weight less share of the amount of the rows up to it. */
static double hoover(const er_plan *plan, er_drawn *drawn) {
    double weight = drawn->sum[ER_COLUMN_WEIGHT], amount = drawn->sum[ER_COLUMN_AMOUNT];
    size_t row = first_above(plan->sample, plan->mean * (amount / weight)), b = row / ER_BLOCK;
    double below = 0, excess = 0;
    for (size_t i = 0; i < b; i++) {
        below += drawn->block_weight[i];
        excess += drawn->block_excess[i];
    }
    for (size_t i = b * ER_BLOCK; i < row; i++) {
        below += drawn->times[i] * er_plan_cell(plan, i, ER_COLUMN_WEIGHT);
        excess += drawn->times[i] * er_plan_cell(plan, i, ER_COLUMN_EXCESS);
    }
    drawn->mean = (er_cut){.row = row, .held = below + excess, .ratio = amount / weight};
    return fmax(0, (below * (drawn->sum[ER_COLUMN_EXCESS] / weight) - excess) / amount);
}

static double between(const er_plan *plan, const er_drawn *drawn) {
    double weight = drawn->sum[ER_COLUMN_WEIGHT], sum = 0;
    double mean = drawn->sum[ER_COLUMN_AMOUNT] / weight;
    for (size_t g = 0; g < plan->sample->group_count; g++)
        if (drawn->group_weight[g] > 0)
            sum += drawn->group_weight[g] / weight *
                   er_theil_term(drawn->group_amount[g] / drawn->group_weight[g] / mean);
    return sum;
}

static void relative_figures(const er_plan *plan, er_drawn *drawn, double *figures) {
    const double *sum = drawn->sum;
    double weight = sum[ER_COLUMN_WEIGHT], amount = sum[ER_COLUMN_AMOUNT];
    double excess = sum[ER_COLUMN_EXCESS] / weight, mean = amount / weight;
    double logarithm = log_mean(drawn);
    figures[ER_FIGURE_GINI] = fmax(0, rank_index(drawn, drawn->by_value));
    figures[ER_FIGURE_THEIL_T] =
        fmax(0, (sum[ER_COLUMN_THEIL] + sum[ER_COLUMN_EXCESS]) / amount - logarithm);
    if (drawn->zero_weight == 0)
        figures[ER_FIGURE_THEIL_L] =
            fmax(0, sum[ER_COLUMN_LOGARITHM] / weight - excess + logarithm);
    figures[ER_FIGURE_ATKINSON] = atkinson(plan, drawn);
    figures[ER_FIGURE_PALMA] = palma(plan, drawn);
    figures[ER_FIGURE_HOOVER] = hoover(plan, drawn);
    figures[ER_FIGURE_HHI] = sum[ER_COLUMN_SQUARE] / amount / amount;
    figures[ER_FIGURE_CV] = sqrt(fmax(0, sum[ER_COLUMN_SPREAD] / weight - excess * excess)) / mean;
    if (plan->sample->ranked) figures[ER_FIGURE_CONCENTRATION] = rank_index(drawn, drawn->by_order);
    if (!plan->sample->group) return;
    figures[ER_FIGURE_BETWEEN] = between(plan, drawn);
    figures[ER_FIGURE_WITHIN] = fmax(0, figures[ER_FIGURE_THEIL_T] - figures[ER_FIGURE_BETWEEN]);
}

void er_drawn_figures(const er_plan *plan, er_drawn *drawn, double figures[ER_FIGURE_COUNT]) {
    double weight = drawn->sum[ER_COLUMN_WEIGHT];
    for (int f = 0; f < ER_FIGURE_COUNT; f++)
        figures[f] = NAN;
    if (!(weight > 0)) return; /* only rows without weight were drawn */
    figures[ER_FIGURE_MEAN] = plan->mean * (drawn->sum[ER_COLUMN_AMOUNT] / weight);
    if (!isnan(plan->parameters.floor)) {
        figures[ER_FIGURE_FGT_0] = drawn->short_weight / weight;
        figures[ER_FIGURE_FGT_1] = drawn->sum[ER_COLUMN_DEPTH] / weight;
        figures[ER_FIGURE_FGT_2] = drawn->sum[ER_COLUMN_SEVERITY] / weight;
    }
    if (drawn->sum[ER_COLUMN_AMOUNT] > 0) relative_figures(plan, drawn, figures);
}
