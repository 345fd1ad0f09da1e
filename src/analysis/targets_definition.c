/* What is computed, in one line of both languages. */
#include "analysis/targets.h"

#include "core/catalogue.h"

#include <math.h>
#include <string.h>

/** Parts put together by a format that is looked up, with one %s for each. */
static er_status compose(const er_target_job *job, er_sentence *out, const char *format,
                         const er_sentence *parts, size_t count) {
    return er_sentence_with(job->ctx, job->arena, out, format, parts, count);
}

/** What is counted, before it is said by whom. */
static er_status head_of(const er_target_job *job, const er_target_ask *ask, er_sentence *out) {
    static const struct {
        const char *name, *head;
    } heads[] = {{"persons_served", "persons reached"},
                 {"households_served", "households reached, as evenly spread as persons,"},
                 {"area_served", "area reached"},
                 {"stations", "stations in service"},
                 {"pilots", "pilots carried out"},
                 {"firms", "firms in pilots carried out"},
                 {"visits", "visits of pilots carried out"},
                 {"budget", "budget of pilots carried out"}};
    const char *name = ask->measure->name;
    const char *level = job->data.levels[er_target_level(job, ask)].name;
    char number[32];
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        if (strcmp(name, heads[i].name) == 0) {
            *out = (er_sentence){heads[i].head, er_catalogue_zh_tw(heads[i].head)};
            return ER_OK;
        }
    if (strcmp(name, "units_served") == 0)
        return er_sentence_of(
            job->ctx, job->arena, out,
            "units of the level %s with at least %s %% of their persons reached", level,
            er_format_double(er_round(100 * ask->definition->min_share, 6), number));
    if (strcmp(name, "units_with_stations") == 0)
        return er_sentence_of(job->ctx, job->arena, out,
                              "units of the level %s with a station in service", level);
    return er_sentence_of(job->ctx, job->arena, out,
                          "households within %s m of a drop point, evenly spread inside the "
                          "finest units that have some",
                          er_format_double(ask->definition->radius_m, number));
}

/** By whom; false where that says nothing. */
static er_status stratum_of(const er_target_job *job, const er_target_ask *ask,
                            const er_target_tally *tally, er_sentence *out, bool *says) {
    static const char prefix[] = "operator:";
    const char *stratum = ask->stratum, *chosen = tally->operator_ ? tally->operator_ : "-";
    bool coverage = ask->measure->basis == ER_BASIS_COVERAGE;
    *says = true;
    if (strcmp(stratum, "best") == 0)
        return er_sentence_of(job->ctx, job->arena, out, "the best single operator (%s)", chosen);
    if (strcmp(stratum, "each") == 0)
        return er_sentence_of(job->ctx, job->arena, out,
                              "each operator, judged by the one with the least (%s)", chosen);
    if (strcmp(stratum, "all") == 0)
        return er_sentence_of(job->ctx, job->arena, out,
                              coverage ? "all named operators at the same place"
                                       : "all named operators");
    if (strncmp(stratum, prefix, sizeof prefix - 1) == 0) {
        const char *name = stratum + sizeof prefix - 1;
        *out = (er_sentence){name, name};
        return ER_OK;
    }
    *says = coverage;
    return er_sentence_of(job->ctx, job->arena, out, "at least one operator");
}

static er_status what_of(const er_target_job *job, const er_target_ask *ask,
                         const er_target_tally *tally, er_sentence *out) {
    er_sentence parts[2];
    bool says = false, by_operator = ask->measure->basis == ER_BASIS_COVERAGE ||
                                     ask->measure->basis == ER_BASIS_STATIONS;
    ER_TRY(head_of(job, ask, &parts[0]));
    if (by_operator) ER_TRY(stratum_of(job, ask, tally, &parts[1], &says));
    *out = parts[0];
    if (!says) return ER_OK;
    if (ask->measure->basis == ER_BASIS_COVERAGE) return compose(job, out, "%s by %s", parts, 2);
    return compose(job, out, "%s of %s", parts, 2);
}

/** The groups of a scope, by their titles. */
static er_status groups_of(const er_target_job *job, const er_target_ask *ask, er_sentence *out) {
    const er_study_target *definition = ask->definition;
    const er_study_scheme *scheme = ask->scope->scheme;
    bool within = definition->group_count > 0;
    const char *const *names = within ? definition->groups : definition->without;
    size_t count = within ? definition->group_count : definition->without_count;
    er_telling list = {.ctx = job->ctx, .arena = job->arena};
    for (size_t i = 0; i < count; i++) {
        er_sentence one = {names[i], names[i]};
        for (size_t g = 0; g < scheme->group_count; g++) {
            const er_study_group *group = &scheme->groups[g];
            if (strcmp(group->name, names[i]) != 0) continue;
            if (group->title) one.english = group->title;
            if (group->title_zh || group->title)
                one.chinese = group->title_zh ? group->title_zh : group->title;
        }
        er_target_tell_one(&list, one);
    }
    return er_target_told(&list, ", ", "、", out);
}

static er_sentence title_of(const er_study_scheme *scheme) {
    const char *title = scheme->title ? scheme->title : scheme->name;
    return (er_sentence){title, scheme->title_zh ? scheme->title_zh : title};
}

static er_status tell_scope(const er_target_job *job, const er_target_ask *ask,
                            er_telling *telling) {
    const er_target_scope *scope = ask->scope;
    er_sentence parts[2], whole;
    if (!scope->scheme) {
        er_target_tell(telling, "everywhere");
        return ER_OK;
    }
    const char *level = job->data.levels[scope->level].name;
    ER_TRY(groups_of(job, ask, &parts[0]));
    ER_TRY(er_sentence_of(job->ctx, job->arena, &parts[1], "%lld units of the level %s",
                          (long long)scope->units, level));
    const char *format = ask->definition->group_count > 0 ? "within %s (%s)" : "outside %s (%s)";
    ER_TRY(compose(job, &whole, format, parts, 2));
    er_target_tell_one(telling, whole);
    const er_sentence title = title_of(scope->scheme);
    ER_TRY(compose(job, &whole, "scheme %s", &title, 1));
    er_target_tell_one(telling, whole);
    if (scope->borderlines == ER_BORDERLINE_OUT)
        er_target_tell(telling, "borderline units left out");
    if (scope->borderlines == ER_BORDERLINE_IN)
        er_target_tell(telling, "borderline units taken in");
    return ER_OK;
}

static void tell_whole(const er_target_ask *ask, er_telling *telling) {
    char number[32];
    if (ask->unit != ER_UNIT_PERCENT && ask->unit != ER_UNIT_SHARE) return;
    if (!isnan(ask->whole))
        er_target_tell(telling, "over the published whole of %s",
                       er_format_double(ask->whole, number));
    else if (ask->measure->basis == ER_BASIS_PILOTS || strcmp(ask->measure->name, "stations") == 0)
        er_target_tell(telling, "over those of everywhere");
    else
        er_target_tell(telling, "over all there");
}

static void tell_filters(const er_target_ask *ask, er_telling *telling) {
    const er_study_target *definition = ask->definition;
    if (ask->measure->basis == ER_BASIS_STATIONS && definition->technology)
        er_target_tell(telling, "technology %s", definition->technology);
    if (ask->measure->basis == ER_BASIS_PILOTS && definition->document)
        er_target_tell(telling, "document %s", definition->document);
}

static void tell_period(const er_target_job *job, const er_target_ask *ask, er_telling *telling) {
    const char *period = er_target_period(ask), *day = job->day_of[ask->measure->basis];
    long long year = (long long)ask->target->year;
    if (strcmp(period, "year") == 0)
        er_target_tell(telling, "of the year %lld", year);
    else if (strcmp(period, "cumulative") == 0)
        er_target_tell(telling, "up to %lld", year);
    else if (strcmp(period, "since") == 0)
        er_target_tell(telling, "from %lld to %lld", (long long)ask->definition->first_year, year);
    else if (day)
        er_target_tell(telling, "as of %s", day);
    else
        er_target_tell(telling, "of no stated day");
}

er_status er_target_define(const er_target_job *job, const er_target_ask *ask,
                           const er_target_tally *tally, er_target_row *row) {
    er_telling telling = {.ctx = job->ctx, .arena = job->arena};
    er_sentence what, line;
    ER_TRY(what_of(job, ask, tally, &what));
    er_target_tell_one(&telling, what);
    ER_TRY(tell_scope(job, ask, &telling));
    tell_whole(ask, &telling);
    tell_filters(ask, &telling);
    tell_period(job, ask, &telling);
    if (ask->measure->basis == ER_BASIS_COVERAGE && job->model)
        er_target_tell(&telling, "coverage by the model %s", job->model);
    ER_TRY(er_target_told(&telling, ER_TARGET_BETWEEN, ER_TARGET_BETWEEN_ZH, &line));
    row->definition = line.english;
    row->definition_zh = line.chinese;
    row->period = er_target_period(ask);
    return ER_OK;
}
