/* The indices of a scheme as figures of the rows, each with what there is to say of it. */
#include "analysis/balance.h"

#include <math.h>

static const char overlap[] = "the groups overlap: there is no between and within";
static const char no_groups[] = "there are no groups";
static const char not_asked[] = "the study asks for none";
static const char no_interval[] = "too few units or resamples define it";
static const char no_neighbours[] = "all figures are equal, or there are too few neighbours";

/** The figures of a result that are measures of their own. */
static bool index_figure(er_measure_id measure, er_equity_figure *out) {
    static const struct {
        er_measure_id measure;
        er_equity_figure figure;
    } figures[] = {
        {ER_M_GINI, ER_FIGURE_GINI},       {ER_M_THEIL_T, ER_FIGURE_THEIL_T},
        {ER_M_BETWEEN, ER_FIGURE_BETWEEN}, {ER_M_WITHIN, ER_FIGURE_WITHIN},
        {ER_M_THEIL_L, ER_FIGURE_THEIL_L}, {ER_M_ATKINSON, ER_FIGURE_ATKINSON},
        {ER_M_PALMA, ER_FIGURE_PALMA},     {ER_M_HOOVER, ER_FIGURE_HOOVER},
        {ER_M_HHI, ER_FIGURE_HHI},         {ER_M_CV, ER_FIGURE_CV},
        {ER_M_FGT_0, ER_FIGURE_FGT_0},     {ER_M_FGT_1, ER_FIGURE_FGT_1},
        {ER_M_FGT_2, ER_FIGURE_FGT_2},     {ER_M_CONCENTRATION, ER_FIGURE_CONCENTRATION}};
    for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++)
        if (figures[i].measure == measure) {
            *out = figures[i].figure;
            return true;
        }
    return false;
}

/** Why a figure of an index that is there has no value, or what its value means. */
static const char *figure_note(const er_index *index, er_measure_id measure, double value) {
    static const struct {
        er_measure_id measure;
        er_equity_note note;
    } notes[] = {{ER_M_THEIL_L, ER_EQUITY_ZERO_THEIL_L},
                 {ER_M_ATKINSON, ER_EQUITY_ZERO_ATKINSON},
                 {ER_M_PALMA, ER_EQUITY_NO_POOR_40},
                 {ER_M_CONCENTRATION, ER_EQUITY_NO_ORDER}};
    if (!index->defined || index->result.notes & ER_EQUITY_ALL_ZERO) return index->note;
    for (size_t i = 0; i < sizeof notes / sizeof notes[0]; i++)
        if (notes[i].measure == measure && index->result.notes & notes[i].note)
            return er_equity_note_text(notes[i].note);
    bool shortfall = measure >= ER_M_FGT_0 && measure <= ER_M_FGT_2;
    return shortfall && isnan(value) ? er_equity_note_text(ER_EQUITY_NO_FLOOR) : index->note;
}

/** Both ends of the figures that have an interval. */
static bool interval_end(const er_index *index, er_measure_id measure, double *out) {
    static const struct {
        er_measure_id low, high;
        er_equity_figure figure;
    } ends[] = {{ER_M_GINI_LOW, ER_M_GINI_HIGH, ER_FIGURE_GINI},
                {ER_M_THEIL_T_LOW, ER_M_THEIL_T_HIGH, ER_FIGURE_THEIL_T},
                {ER_M_THEIL_L_LOW, ER_M_THEIL_L_HIGH, ER_FIGURE_THEIL_L},
                {ER_M_ATKINSON_LOW, ER_M_ATKINSON_HIGH, ER_FIGURE_ATKINSON},
                {ER_M_HOOVER_LOW, ER_M_HOOVER_HIGH, ER_FIGURE_HOOVER}};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        const er_equity_interval *interval = &index->where->intervals[ends[i].figure];
        if (ends[i].low != measure && ends[i].high != measure) continue;
        *out = ends[i].low == measure ? interval->low : interval->high;
        return true;
    }
    return false;
}

/** A figure of chance; NAN where the index is not defined, else for the reason given. */
static er_balance_shown by_chance(const er_index *index, double value, const char *why_not) {
    if (!isnan(value)) return (er_balance_shown){value, index->note};
    bool undefined = isnan(index->result.gini) && index->note;
    return (er_balance_shown){NAN, undefined ? index->note : why_not};
}

static er_balance_shown between_figure(const er_balance_scheme *s, const er_index *index,
                                       er_measure_id measure) {
    const er_equity_result *result = &index->result;
    if (s->scheme->overlapping) return (er_balance_shown){NAN, overlap};
    if (measure == ER_M_PART_BETWEEN) {
        double part = result->theil_t > 0 ? result->theil_t_between / result->theil_t : NAN;
        return by_chance(index, part, er_equity_note_text(ER_EQUITY_NO_BETWEEN));
    }
    const char *why = s->group_count == 0 ? no_groups
                      : !(s->data->measures.permutations > 0)
                          ? not_asked
                          : er_equity_note_text(ER_EQUITY_NO_BETWEEN);
    return by_chance(index, index->test.p, why);
}

er_balance_shown er_balance_whole_figure(const er_balance_scheme *s, const er_index *index,
                                         er_measure_id measure) {
    const er_study_measures *asked = &s->data->measures;
    bool parts = measure == ER_M_BETWEEN || measure == ER_M_WITHIN;
    er_equity_figure figure;
    double value = NAN;
    if (parts && s->scheme->overlapping) return (er_balance_shown){NAN, overlap};
    if (index_figure(measure, &figure)) {
        value = er_equity_figure_of(&index->result, figure);
        return (er_balance_shown){value, figure_note(index, measure, value)};
    }
    if (interval_end(index, measure, &value))
        return by_chance(index, value, asked->resamples > 0 ? no_interval : not_asked);
    if (measure == ER_M_MORAN_I) return by_chance(index, index->where->moran.i, no_neighbours);
    if (measure == ER_M_MORAN_P)
        return by_chance(index, index->where->moran.p,
                         asked->permutations > 0 ? no_neighbours : not_asked);
    return between_figure(s, index, measure);
}

/** An index's term of one line. */
er_balance_shown er_balance_line_figure(const er_balance_scheme *s, const er_index *index,
                                        size_t line, er_measure_id measure) {
    if (s->scheme->overlapping) return (er_balance_shown){NAN, overlap};
    if (!index->groups) return (er_balance_shown){NAN, index->note};
    const er_equity_group *group = &index->groups[line];
    const char *why = index->note;
    er_balance_shown figure = {group->theil_t, why};
    if (measure == ER_M_BETWEEN) figure.value = group->between;
    if (measure == ER_M_SHARE_BETWEEN) figure.value = group->share_of_between;
    if (measure == ER_M_GAP_SHARE) figure.value = group->gap_share;
    if (!isnan(figure.value) || index->result.notes & ER_EQUITY_ALL_ZERO) return figure;
    if (measure == ER_M_SHARE_BETWEEN || measure == ER_M_GAP_SHARE)
        figure.note = er_equity_note_text(ER_EQUITY_NO_BETWEEN);
    else
        figure.note =
            er_equity_note_text(group->weight > 0 ? ER_EQUITY_ZERO_GROUP : ER_EQUITY_EMPTY_GROUP);
    return figure;
}
