#include "sources/study_choose.h"

static void write_figure(yaml_writer *to, size_t figure, const er_study_choose *question,
                         const char *list) {
    study_explain_figures(to, &study_choose_figures[figure], 1, question, list);
}

static void write_figure_or_open(yaml_writer *to, size_t figure, const er_study_choose *question,
                                 const char *list, const char *what) {
    if (isnan(study_figure_of(&study_choose_figures[figure], question)))
        yaml_open(to, study_choose_figures[figure].key, what);
    else
        write_figure(to, figure, question, list);
}

static void write_rules(yaml_writer *to, const er_study_choose *question) {
    if (question->rule_count == 0) {
        yaml_open(to, "rules", "none");
        return;
    }
    yaml_head(to, "rules");
    to->indent += 2;
    for (size_t r = 0; r < question->rule_count; r++) {
        const er_study_choose_rule *rule = &question->rules[r];
        to->first = true;
        yaml_text(to, "scheme", rule->scheme, NULL);
        if (rule->group_count == 0) yaml_open(to, "groups", "every one by itself");
        yaml_words(to, "groups", rule->groups, rule->group_count, NULL);
        study_explain_figures(to, study_choose_rule_figures, STUDY_CHOOSE_RULE_COUNT, rule, "");
    }
    to->indent -= 2;
}

static void write_candidates(yaml_writer *to, const er_study_choose *question, size_t i,
                             const char *list) {
    const unsigned asks = study_choose_asks(question);
    char path[120];
    yaml_text(to, "candidates", question->candidates, yaml_path(path, "choose", i, "candidates"));
    if (asks & STUDY_ASKS_UNITS)
        yaml_text_or_open(to, "level", question->level, NULL,
                          "the one above the finest with persons");
    if (!(asks & STUDY_ASKS_GRID)) return;
    write_figure(to, STUDY_CHOOSE_spacing_m, question, list);
    write_figure(to, STUDY_CHOOSE_most_candidates, question, list);
}

static void write_question(yaml_writer *to, size_t i) {
    const er_study_choose *question = &to->study->choose[i];
    char list[64], path[120];
    snprintf(list, sizeof list, "choose[%zu].", i);
    to->first = true;
    yaml_text(to, "name", question->name, NULL);
    yaml_title(to, "title", question->title, question->title_zh);
    yaml_text(to, "place", question->place, NULL);
    write_figure(to, STUDY_CHOOSE_count, question, list);
    write_candidates(to, question, i, list);
    if (study_choose_asks(question) & STUDY_ASKS_RADIO) {
        yaml_text_or_open(to, "operator", question->operator_, NULL, "a new one");
        yaml_text_or_open(to, "band", question->band, NULL, "none");
    }
    write_figure_or_open(to, STUDY_CHOOSE_radius_m, question, list,
                         "by the radius rules of band and group");
    write_figure(to, STUDY_CHOOSE_cell_m, question, list);
    write_figure_or_open(to, STUDY_CHOOSE_budget, question, list, "no limit");
    write_figure(to, STUDY_CHOOSE_backup, question, list);
    write_rules(to, question);
    write_figure(to, STUDY_CHOOSE_front, question, list);
    yaml_text(to, "inequality", question->inequality, yaml_path(path, "choose", i, "inequality"));
    yaml_text_or_open(to, "inequality_scheme", question->inequality_scheme,
                      yaml_path(path, "choose", i, "inequality_scheme"), "none");
    write_figure(to, STUDY_CHOOSE_gap, question, list);
    write_figure(to, STUDY_CHOOSE_most_nodes, question, list);
}

void study_explain_choose(yaml_writer *to) {
    if (to->study->choose_count == 0) return;
    yaml_head(to, "choose");
    to->indent += 2;
    for (size_t i = 0; i < to->study->choose_count; i++)
        write_question(to, i);
    to->indent -= 2;
}
