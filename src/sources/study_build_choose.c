#include "sources/study_choose.h"

#define CHOOSE_ENTRY(key, member, low, high) {#key, offsetof(er_study_choose, member), low, high},
const study_figure study_choose_figures[] = {STUDY_CHOOSE_FIGURES(CHOOSE_ENTRY)};
#define RULE_ENTRY(key, member, low, high)                                                         \
    {#key, offsetof(er_study_choose_rule, member), low, high},
const study_figure study_choose_rule_figures[] = {STUDY_CHOOSE_RULE_FIGURES(RULE_ENTRY)};

static void build_rule(study_builder *build, const raw_choose_rule *raw,
                       er_study_choose_rule *out) {
    out->scheme = study_text(build, raw->scheme);
    out->groups = study_words(build, raw->groups, raw->groups_count);
    out->group_count = raw->groups_count;
#define COPY_RULE(key, member, low, high) out->member = study_number(raw->key);
    STUDY_CHOOSE_RULE_FIGURES(COPY_RULE)
}

static void build_question(study_builder *build, const raw_choose *raw, size_t i,
                           er_study_choose *out) {
    out->name = study_text(build, raw->name);
    study_title(build, &out->title, &out->title_zh, "choose[%zu].title", i);
    out->place = study_word(raw->place, study_places);
    out->candidates = study_word(raw->candidates, study_candidates);
    out->level = study_text(build, raw->level);
    out->operator_ = study_text(build, raw->operator_);
    out->band = study_text(build, raw->band);
#define COPY_CHOOSE(key, member, low, high) out->member = study_number(raw->key);
    STUDY_CHOOSE_FIGURES(COPY_CHOOSE)
    out->inequality = study_word(raw->inequality, study_inequalities);
    out->inequality_scheme = study_text(build, raw->inequality_scheme);
    er_study_choose_rule *rules = study_list(build, raw->rules_count, sizeof *rules);
    for (size_t r = 0; rules && r < raw->rules_count; r++)
        build_rule(build, &raw->rules[r], &rules[r]);
    out->rules = rules;
    out->rule_count = rules ? raw->rules_count : 0;
}

void study_build_choose(study_builder *build, const raw_choose *raw, size_t count, er_study *out) {
    er_study_choose *questions = study_list(build, count, sizeof *questions);
    for (size_t i = 0; questions && i < count; i++)
        build_question(build, &raw[i], i, &questions[i]);
    out->choose = questions;
    out->choose_count = questions ? count : 0;
}
