#include "sources/study_balance.h"

static void write_year(yaml_writer *to, const char *key, int64_t year, const char *open) {
    if (year == INT64_MIN) {
        yaml_open(to, key, open);
        return;
    }
    yaml_begin(to);
    fprintf(to->out, "%s: %lld", key, (long long)year);
    yaml_end(to, NULL);
}

void study_explain_time(yaml_writer *to) {
    const er_study_time *time = &to->study->time;
    if (!time->used) return;
    yaml_head(to, "time");
    to->indent++;
    yaml_text_or_open(to, "as_of", time->as_of, NULL, "everything loaded, whatever its date");
    yaml_yes_no(to, "planned", time->planned, "time.planned");
    write_year(to, "first_year", time->first_year, "the first one in the data");
    write_year(to, "last_year", time->last_year, "the last one in the data");
    to->indent--;
}

void study_explain_measures(yaml_writer *to) {
    const er_study_measures *measures = &to->study->measures;
    if (!measures->used) return;
    study_explain_figures(to, study_measure_figures, STUDY_MEASURE_COUNT, measures, "balance.");
    yaml_text_or_open(to, "cluster", measures->cluster, NULL, "unit by unit");
    yaml_text(to, "neighbours", measures->neighbours, "balance.neighbours");
    yaml_text_or_open(to, "links", measures->links, NULL, "none");
    yaml_text(to, "order", measures->order, "balance.order");
    yaml_text(to, "decay", measures->decay, "balance.decay");
}

static void write_scope(yaml_writer *to, const er_study_target *target) {
    if (!target->scheme) {
        yaml_open(to, "scope", "everywhere");
        return;
    }
    yaml_head(to, "scope");
    to->indent++;
    yaml_text(to, "scheme", target->scheme, NULL);
    yaml_words(to, "groups", target->groups, target->group_count, NULL);
    yaml_words(to, "without", target->without, target->without_count, NULL);
    to->indent--;
}

static void write_target(yaml_writer *to, size_t i) {
    const er_study_target *target = &to->study->targets[i];
    const unsigned asks = study_target_asks(target->measure);
    char list[64], path[120];
    snprintf(list, sizeof list, "targets[%zu].", i);
    to->first = true;
    yaml_text(to, "code", target->code, NULL);
    yaml_text(to, "measure", target->measure, NULL);
    if (asks & STUDY_ASKS_STRATUM)
        yaml_text(to, "stratum", target->stratum, yaml_path(path, "targets", i, "stratum"));
    write_scope(to, target);
    if (asks & STUDY_ASKS_LEVEL)
        yaml_text_or_open(to, "level", target->level, NULL, "that of the scope's scheme");
    yaml_text(to, "technology", target->technology, NULL);
    yaml_text(to, "document", target->document, NULL);
    yaml_text(to, "period", target->period, yaml_path(path, "targets", i, "period"));
    if (target->first_year != INT64_MIN) write_year(to, "first_year", target->first_year, "");
    for (size_t f = 0; f < STUDY_TARGET_FIGURE_COUNT; f++)
        if (study_target_has(asks, study_target_figures[f].key))
            study_explain_figures(to, &study_target_figures[f], 1, target, list);
    yaml_yes_no(to, "partial", target->partial, yaml_path(path, "targets", i, "partial"));
}

void study_explain_targets(yaml_writer *to) {
    if (to->study->target_count == 0) return;
    yaml_head(to, "targets");
    to->indent += 2;
    for (size_t i = 0; i < to->study->target_count; i++)
        write_target(to, i);
    to->indent -= 2;
}
