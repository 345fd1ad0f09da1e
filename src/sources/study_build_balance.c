#include "sources/study_balance.h"

#define MEASURE_ENTRY(key, member, low, high)                                                      \
    {#key, offsetof(er_study_measures, member), low, high},
const study_figure study_measure_figures[] = {STUDY_MEASURE_FIGURES(MEASURE_ENTRY)};
#define TARGET_ENTRY(key, member, low, high) {#key, offsetof(er_study_target, member), low, high},
const study_figure study_target_figures[] = {STUDY_TARGET_FIGURES(TARGET_ENTRY)};

/** INT64_MIN where it is not stated. The schema holds it to 2^53. */
static int64_t year_of(const uint64_t *raw) {
    return raw ? (int64_t)*raw : INT64_MIN;
}

void study_build_time(study_builder *build, const raw_time *raw, er_study_time *out) {
    static const raw_time nothing;
    char day[11];
    out->used = raw != NULL;
    if (!raw) raw = &nothing;
    /* what is no date stays as it is, for the check to name it */
    out->as_of = study_text(build, raw->as_of && er_last_day(raw->as_of, day) ? day : raw->as_of);
    out->planned = raw->planned && *raw->planned;
    out->first_year = year_of(raw->first_year);
    out->last_year = year_of(raw->last_year);
}

void study_build_measures(study_builder *build, const raw_balance *raw, er_study_measures *out) {
    static const raw_balance nothing;
    if (!raw) raw = &nothing;
#define COPY_MEASURE(key, member, low, high)                                                       \
    out->member = study_number(raw->key);                                                          \
    if (raw->key) out->used = true;
    STUDY_MEASURE_FIGURES(COPY_MEASURE)
    out->cluster = study_text(build, raw->cluster);
    out->neighbours = study_word(raw->neighbours, study_neighbours);
    out->links = study_text(build, raw->links);
    out->order = study_word(raw->order, study_orders);
    out->decay = study_word(raw->decay, study_decays);
    if (raw->cluster || raw->neighbours || raw->links || raw->order || raw->decay) out->used = true;
}

static void build_target(study_builder *build, const raw_target *raw, er_study_target *out) {
    out->code = study_text(build, raw->code);
    out->measure = study_word(raw->measure, study_target_measures);
    out->stratum = study_text(build, raw->stratum);
    if (raw->scope) {
        out->scheme = study_text(build, raw->scope->scheme);
        out->groups = study_words(build, raw->scope->groups, raw->scope->groups_count);
        out->group_count = raw->scope->groups_count;
        out->without = study_words(build, raw->scope->without, raw->scope->without_count);
        out->without_count = raw->scope->without_count;
    }
    out->level = study_text(build, raw->level);
#define COPY_TARGET(key, member, low, high) out->member = study_number(raw->key);
    STUDY_TARGET_FIGURES(COPY_TARGET)
    out->technology = study_text(build, raw->technology);
    out->document = study_text(build, raw->document);
    out->period = study_word(raw->period, study_periods);
    out->first_year = year_of(raw->first_year);
    out->partial = raw->partial && *raw->partial;
}

void study_build_targets(study_builder *build, const raw_target *raw, size_t count, er_study *out) {
    er_study_target *targets = study_list(build, count, sizeof *targets);
    for (size_t i = 0; targets && i < count; i++)
        build_target(build, &raw[i], &targets[i]);
    out->targets = targets;
    out->target_count = targets ? count : 0;
}
