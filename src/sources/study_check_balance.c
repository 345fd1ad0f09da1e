#include "sources/study_balance.h"

#include <string.h>

static er_status check_year(const study_checker *check, const char *path, const char *key,
                            int64_t year) {
    if (year == INT64_MIN) return ER_OK;
    return study_check_range(check, study_line_at(check, "%s", path), key, (double)year,
                             STUDY_YEAR_MIN, STUDY_YEAR_MAX);
}

er_status study_check_time(const study_checker *check) {
    const er_study_time *time = &check->study->time;
    char day[11];
    if (time->as_of && !er_last_day(time->as_of, day))
        return er_fail(check->ctx, ER_ERR_INPUT,
                       "%s:%d: '%s' is not a date; write a day such as 2022-12-31 (a month or a "
                       "year stands for its last day)",
                       check->study->path, study_line_at(check, "time.as_of"), time->as_of);
    ER_TRY(check_year(check, "time.first_year", "first_year", time->first_year));
    ER_TRY(check_year(check, "time.last_year", "last_year", time->last_year));
    if (time->first_year == INT64_MIN || time->last_year == INT64_MIN ||
        time->first_year <= time->last_year)
        return ER_OK;
    return er_fail(check->ctx, ER_ERR_RANGE,
                   "%s:%d: the last year, %lld, is before the first one, %lld", check->study->path,
                   study_line_at(check, "time.last_year"), (long long)time->last_year,
                   (long long)time->first_year);
}

er_status study_check_measures(const study_checker *check) {
    const er_study_measures *measures = &check->study->measures;
    static const int whole[] = {STUDY_MEASURE_resamples, STUDY_MEASURE_permutations,
                                STUDY_MEASURE_nearest};
    ER_TRY(study_check_figures(check, study_measure_figures, STUDY_MEASURE_COUNT, measures,
                               "balance."));
    for (size_t i = 0; i < sizeof whole / sizeof whole[0]; i++) {
        const study_figure *figure = &study_measure_figures[whole[i]];
        ER_TRY(study_check_whole(check, figure->key, study_figure_of(figure, measures),
                                 study_line_at(check, "balance.%s", figure->key)));
    }
    return study_check_level(check, measures->cluster, study_line_at(check, "balance.cluster"));
}

er_status study_check_measure_files(const study_checker *check, er_arena *arena) {
    const char *links = check->study->measures.links;
    if (!links) return ER_OK;
    return study_check_file(check, arena, links, study_line_at(check, "balance.links"));
}

/* ---- targets */

/** Keys that only go with some measures, as they are written. */
static const struct {
    const char *key;
    unsigned asks;
} particular[] = {{"stratum", STUDY_ASKS_STRATUM},     {"level", STUDY_ASKS_LEVEL},
                  {"min_share", STUDY_ASKS_MIN_SHARE}, {"technology", STUDY_ASKS_TECHNOLOGY},
                  {"document", STUDY_ASKS_PILOTS},     {"radius_m", STUDY_ASKS_RADIUS}};

static er_status check_keys(const study_checker *check, size_t i) {
    const er_study_target *target = &check->study->targets[i];
    const unsigned asks = study_target_asks(target->measure);
    for (size_t k = 0; k < sizeof particular / sizeof particular[0]; k++) {
        const er_yaml_node *node = study_stated(check, "targets", i, particular[k].key);
        if (node && !(asks & particular[k].asks))
            return er_fail(check->ctx, ER_ERR_INPUT,
                           "%s:%d: '%s' says nothing about a target of %s; remove it",
                           check->study->path, node->line, particular[k].key, target->measure);
    }
    return ER_OK;
}

static er_status check_stratum(const study_checker *check, size_t i) {
    const char *stratum = check->study->targets[i].stratum;
    static const char *const words[] = {"any", "all", "each", "best"};
    for (size_t w = 0; w < sizeof words / sizeof words[0]; w++)
        if (strcmp(stratum, words[w]) == 0) return ER_OK;
    if (strncmp(stratum, "operator:", 9) == 0 && stratum[9]) return ER_OK;
    return er_fail(check->ctx, ER_ERR_INPUT,
                   "%s:%d: '%s' is not a stratum (allowed: any, all, each, best, operator:<name>)",
                   check->study->path, study_line_at(check, "targets[%zu].stratum", i), stratum);
}

static er_status check_scope(const study_checker *check, size_t i) {
    const er_study_target *target = &check->study->targets[i];
    if (!target->scheme) return ER_OK;
    ER_TRY(study_check_scheme_name(check, target->scheme,
                                   study_line_at(check, "targets[%zu].scope.scheme", i)));
    const er_study_scheme *scheme = er_study_scheme_named(check->study, target->scheme);
    if (target->group_count > 0 && target->without_count > 0)
        return er_fail(check->ctx, ER_ERR_INPUT,
                       "%s:%d: a scope has either 'groups' or 'without'; remove one",
                       check->study->path, study_line_at(check, "targets[%zu].scope.without", i));
    for (size_t g = 0; g < target->group_count; g++)
        ER_TRY(study_check_group(check, scheme, target->groups[g],
                                 study_line_at(check, "targets[%zu].scope.groups[%zu]", i, g)));
    for (size_t g = 0; g < target->without_count; g++)
        ER_TRY(study_check_group(check, scheme, target->without[g],
                                 study_line_at(check, "targets[%zu].scope.without[%zu]", i, g)));
    return ER_OK;
}

static er_status check_level_of(const study_checker *check, size_t i) {
    const er_study_target *target = &check->study->targets[i];
    if (!(study_target_asks(target->measure) & STUDY_ASKS_LEVEL)) return ER_OK;
    if (!target->level && !target->scheme)
        return er_fail(check->ctx, ER_ERR_INPUT,
                       "%s:%d: a target of %s needs the 'level' of the units, or a scope",
                       check->study->path, study_line_at(check, "targets[%zu]", i),
                       target->measure);
    return study_check_level(check, target->level, study_line_at(check, "targets[%zu].level", i));
}

static er_status check_period(const study_checker *check, size_t i) {
    const er_study_target *target = &check->study->targets[i];
    const bool of_pilots = study_target_asks(target->measure) & STUDY_ASKS_PILOTS;
    const bool since = strcmp(target->period, "since") == 0;
    char path[64];
    snprintf(path, sizeof path, "targets[%zu].first_year", i);
    if (of_pilots != (strcmp(target->period, "state") != 0))
        return er_fail(check->ctx, ER_ERR_INPUT,
                       of_pilots ? "%s:%d: the period of a target of %s is year, cumulative or "
                                   "since"
                                 : "%s:%d: the period of a target of %s is state",
                       check->study->path, study_line_at(check, "targets[%zu].period", i),
                       target->measure);
    if (since && target->first_year == INT64_MIN)
        return er_fail(check->ctx, ER_ERR_INPUT,
                       "%s:%d: the period 'since' needs 'first_year', the year that it begins with",
                       check->study->path, study_line_at(check, "targets[%zu].period", i));
    if (!since && target->first_year != INT64_MIN)
        return er_fail(check->ctx, ER_ERR_INPUT,
                       "%s:%d: 'first_year' goes with the period 'since'; remove it",
                       check->study->path, study_line_at(check, "%s", path));
    return check_year(check, path, "first_year", target->first_year);
}

er_status study_check_targets(const study_checker *check) {
    const er_study *study = check->study;
    for (size_t i = 0; i < study->target_count; i++) {
        char list[64];
        snprintf(list, sizeof list, "targets[%zu].", i);
        for (size_t j = 0; j < i; j++)
            if (strcmp(study->targets[j].code, study->targets[i].code) == 0)
                return study_named_twice(check, study_line_at(check, "targets[%zu].code", i),
                                         "targets", study->targets[i].code);
        ER_TRY(check_keys(check, i));
        ER_TRY(check_stratum(check, i));
        ER_TRY(check_scope(check, i));
        ER_TRY(check_level_of(check, i));
        ER_TRY(check_period(check, i));
        ER_TRY(study_check_figures(check, study_target_figures, STUDY_TARGET_FIGURE_COUNT,
                                   &study->targets[i], list));
    }
    return ER_OK;
}
