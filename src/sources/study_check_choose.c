#include "sources/study_choose.h"

#include "evenreach/radio.h"

#include <string.h>

/** Keys that only go with some questions, as they are written. */
static const struct {
    const char *key;
    unsigned asks;
} particular[] = {{"operator", STUDY_ASKS_RADIO},
                  {"band", STUDY_ASKS_RADIO},
                  {"level", STUDY_ASKS_UNITS},
                  {"spacing_m", STUDY_ASKS_GRID},
                  {"most_candidates", STUDY_ASKS_GRID}};

static er_status check_keys(const study_checker *check, size_t i) {
    const er_study_choose *question = &check->study->choose[i];
    const unsigned asks = study_choose_asks(question);
    for (size_t k = 0; k < sizeof particular / sizeof particular[0]; k++) {
        const er_yaml_node *node = study_stated(check, "choose", i, particular[k].key);
        if (!node || (asks & particular[k].asks)) continue;
        if (particular[k].asks == STUDY_ASKS_RADIO)
            return er_fail(check->ctx, ER_ERR_INPUT,
                           "%s:%d: '%s' says nothing about where to place a %s; remove it",
                           check->study->path, node->line, particular[k].key, question->place);
        return er_fail(check->ctx, ER_ERR_INPUT,
                       "%s:%d: '%s' says nothing about candidates of the kind '%s'; remove it",
                       check->study->path, node->line, particular[k].key, question->candidates);
    }
    return ER_OK;
}

static er_status check_band(const study_checker *check, size_t i) {
    const char *name = check->study->choose[i].band;
    const er_band *band = NULL;
    double centre_mhz;
    if (!name || er_band_parse(name, &band, &centre_mhz)) return ER_OK;
    return er_fail(
        check->ctx, ER_ERR_INPUT,
        "%s:%d: '%s' is not a band; write a name such as n78, or a frequency such as 3500 MHz",
        check->study->path, study_line_at(check, "choose[%zu].band", i), name);
}

/* ---- conditions */

static er_status check_groups(const study_checker *check, const er_study_choose_rule *rule,
                              const char *list) {
    ER_TRY(study_check_scheme_name(check, rule->scheme, study_line_at(check, "%sscheme", list)));
    const er_study_scheme *scheme = er_study_scheme_named(check->study, rule->scheme);
    for (size_t g = 0; g < rule->group_count; g++) {
        const int line = study_line_at(check, "%sgroups[%zu]", list, g);
        ER_TRY(study_check_group(check, scheme, rule->groups[g], line));
        for (size_t i = 0; i < g; i++)
            if (strcmp(rule->groups[i], rule->groups[g]) == 0)
                return er_fail(check->ctx, ER_ERR_INPUT,
                               "%s:%d: the group '%s' stands here twice; remove one",
                               check->study->path, line, rule->groups[g]);
    }
    return ER_OK;
}

/** A figure that is above what another one leaves. */
static er_status check_below(const study_checker *check, const char *list, const char *key,
                             double least, const char *cap_key, double cap) {
    char shown[32], most[32];
    if (isnan(least) || isnan(cap) || least <= cap) return ER_OK;
    return er_fail(check->ctx, ER_ERR_INFEASIBLE,
                   "%s:%d: %s is %s, but %s leaves at most %s; no plan can be so",
                   check->study->path, study_line_at(check, "%s%s", list, key), key,
                   er_format_double(least, shown), cap_key, er_format_double(cap, most));
}

/** Groups that do not overlap, each by itself: their floors together. */
static er_status check_each(const study_checker *check, const char *list, const char *key,
                            double least, double most, const er_study_scheme *scheme) {
    char shown[32];
    if (isnan(least) || least * (double)scheme->group_count <= most) return ER_OK;
    return er_fail(check->ctx, ER_ERR_INFEASIBLE,
                   "%s:%d: %s is %s in each of the %zu groups of '%s', more than there can be; no "
                   "plan can be so",
                   check->study->path, study_line_at(check, "%s%s", list, key), key,
                   er_format_double(least, shown), scheme->group_count, scheme->name);
}

/** Floors above caps or above all there is: what no plan holds, whatever the data. */
static er_status check_feasible(const study_checker *check, const er_study_choose *question,
                                const er_study_choose_rule *rule, const char *list) {
    /* three groups may have 0.3334 each; a share of a count is not exact */
    const double rounding = 0.001, tiny = 1e-9;
    const er_study_scheme *scheme = er_study_scheme_named(check->study, rule->scheme);
    ER_TRY(check_below(check, list, "least", rule->least, "count", question->count));
    ER_TRY(check_below(check, list, "least", rule->least, "most", rule->most));
    ER_TRY(check_below(check, list, "least", rule->least, "most_share",
                       floor(rule->most_share * question->count + tiny)));
    ER_TRY(
        check_below(check, list, "least_share", rule->least_share, "most_share", rule->most_share));
    if (rule->group_count > 0 || scheme->overlapping) return ER_OK;
    ER_TRY(check_each(check, list, "least", rule->least, question->count, scheme));
    return check_each(check, list, "least_share", rule->least_share,
                      1 + rounding * (double)scheme->group_count, scheme);
}

static er_status check_rule(const study_checker *check, size_t i, size_t r) {
    const er_study_choose *question = &check->study->choose[i];
    const er_study_choose_rule *rule = &question->rules[r];
    char list[96];
    snprintf(list, sizeof list, "choose[%zu].rules[%zu].", i, r);
    ER_TRY(check_groups(check, rule, list));
    ER_TRY(
        study_check_figures(check, study_choose_rule_figures, STUDY_CHOOSE_RULE_COUNT, rule, list));
    ER_TRY(study_check_whole(check, "least", rule->least, study_line_at(check, "%sleast", list)));
    ER_TRY(study_check_whole(check, "most", rule->most, study_line_at(check, "%smost", list)));
    if (isnan(rule->least) && isnan(rule->most) && isnan(rule->least_share) &&
        isnan(rule->most_share) && isnan(rule->covered_share))
        return er_fail(check->ctx, ER_ERR_INPUT,
                       "%s:%d: the condition asks for nothing; give it least, most, least_share, "
                       "most_share or covered_share",
                       check->study->path, study_line_at(check, "%sscheme", list));
    return check_feasible(check, question, rule, list);
}

/* ---- questions */

static er_status check_question(const study_checker *check, size_t i) {
    static const int whole[] = {STUDY_CHOOSE_count, STUDY_CHOOSE_most_candidates,
                                STUDY_CHOOSE_front, STUDY_CHOOSE_most_nodes};
    const er_study_choose *question = &check->study->choose[i];
    char list[64];
    snprintf(list, sizeof list, "choose[%zu].", i);
    ER_TRY(check_keys(check, i));
    ER_TRY(study_check_figures(check, study_choose_figures, STUDY_CHOOSE_COUNT, question, list));
    for (size_t w = 0; w < sizeof whole / sizeof whole[0]; w++) {
        const study_figure *figure = &study_choose_figures[whole[w]];
        ER_TRY(study_check_whole(check, figure->key, study_figure_of(figure, question),
                                 study_line_at(check, "%s%s", list, figure->key)));
    }
    ER_TRY(study_check_level(check, question->level, study_line_at(check, "%slevel", list)));
    ER_TRY(check_band(check, i));
    if (question->inequality_scheme)
        ER_TRY(study_check_scheme_name(check, question->inequality_scheme,
                                       study_line_at(check, "%sinequality_scheme", list)));
    for (size_t r = 0; r < question->rule_count; r++)
        ER_TRY(check_rule(check, i, r));
    return ER_OK;
}

er_status study_check_choose(const study_checker *check) {
    const er_study *study = check->study;
    for (size_t i = 0; i < study->choose_count; i++) {
        for (size_t j = 0; j < i; j++)
            if (strcmp(study->choose[j].name, study->choose[i].name) == 0)
                return study_named_twice(check, study_line_at(check, "choose[%zu].name", i),
                                         "questions", study->choose[i].name);
        ER_TRY(check_question(check, i));
    }
    return ER_OK;
}
