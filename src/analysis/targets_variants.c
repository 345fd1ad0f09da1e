/* A published target by the study's definition, and by every other one that people mean. */
#include "analysis/targets.h"

#include <math.h>
#include <string.h>

struct rows {
    const er_target_job *job;
    const er_target *target;
    size_t number; /* of the target among those of its code and year, from 1 */
    int64_t run_id;
    int64_t *missed;
};

bool er_target_is_main(const er_target_row *row) {
    static const char main[] = "main";
    size_t length = sizeof main - 1;
    return strncmp(row->variant, main, length) == 0 &&
           (!row->variant[length] || row->variant[length] == '#');
}

static er_target_row published_row(const struct rows *rows) {
    const er_target *t = rows->target;
    return (er_target_row){.run_id = rows->run_id,
                           .code = t->code,
                           .year = t->year == INT64_MIN ? 0 : t->year,
                           .measure = t->measure,
                           .denominator = t->denominator,
                           .measure_zh = t->measure_zh,
                           .denominator_zh = t->denominator_zh,
                           .unit = t->unit,
                           .target = t->target,
                           .figure = NAN,
                           .published = t->actual,
                           .gap = NAN,
                           .part = NAN,
                           .whole = NAN,
                           .unknown_share = NAN,
                           .assumed_share = NAN,
                           .verdict = ER_TARGET_CANNOT_SAY};
}

static er_status add_row(const struct rows *rows, const char *variant, er_target_row *row) {
    const er_target_job *job = rows->job;
    row->variant = variant;
    if (rows->number > 1)
        ER_TRY(
            er_arena_format(job->ctx, job->arena, &row->variant, "%s#%zu", variant, rows->number));
    *rows->missed += er_target_is_main(row) && strcmp(row->verdict, ER_TARGET_MISSED) == 0;
    return er_store_add_target_row(job->ctx, job->store, row);
}

static er_status write_row(const struct rows *rows, const er_target_ask *ask) {
    const er_target_job *job = rows->job;
    er_target_tally tally;
    er_target_row row = published_row(rows);
    ER_TRY(er_check_cancel(job->ctx));
    ER_TRY(er_target_tally_of(job, ask, &tally));
    ER_TRY(er_target_define(job, ask, &tally, &row));
    ER_TRY(er_target_judge(job, ask, &tally, &row));
    return add_row(rows, ask->variant, &row);
}

/** A target of which nothing can be computed. */
static er_status write_bare(const struct rows *rows, const er_sentence *reason) {
    er_target_row row = published_row(rows);
    row.reason = reason->english;
    row.reason_zh = reason->chinese;
    return add_row(rows, "main", &row);
}

static er_status write_undefined(const struct rows *rows) {
    er_sentence reason;
    ER_TRY(er_sentence_of(rows->job->ctx, rows->job->arena, &reason,
                          "There is no figure: the study has no definition of the target %s.",
                          rows->target->code));
    return write_bare(rows, &reason);
}

static er_status write_yearless(const struct rows *rows) {
    er_sentence reason;
    ER_TRY(er_sentence_of(rows->job->ctx, rows->job->arena, &reason,
                          "There is no figure: the target states no year."));
    return write_bare(rows, &reason);
}

/** One variant, named after its scope and stratum. */
static er_status write_stratum(const struct rows *rows, er_target_ask ask, const char *scope,
                               const char *stratum) {
    ask.stratum = stratum;
    ER_TRY(er_arena_format(rows->job->ctx, rows->job->arena, &ask.variant, "%s%s", scope, stratum));
    return write_row(rows, &ask);
}

/** Every stratum of a measure that has some. */
static er_status write_strata(const struct rows *rows, const er_target_ask *ask,
                              const char *scope) {
    const er_balance_data *d = &rows->job->data;
    ER_TRY(write_stratum(rows, *ask, scope, "any"));
    ER_TRY(write_stratum(rows, *ask, scope, "each"));
    ER_TRY(write_stratum(rows, *ask, scope, "best"));
    if (ask->measure->all) ER_TRY(write_stratum(rows, *ask, scope, "all"));
    for (size_t i = 0; i < d->operator_count; i++) {
        const char *name = NULL;
        if (!rows->job->is_covered[i]) continue;
        ER_TRY(er_arena_format(rows->job->ctx, rows->job->arena, &name, "operator:%s",
                               d->operators[i]));
        ER_TRY(write_stratum(rows, *ask, scope, name));
    }
    return ER_OK;
}

static er_status write_scope(const struct rows *rows, er_target_ask ask,
                             const er_target_scope *scope, const char *variant) {
    if (!scope) return ER_OK;
    ask.scope = scope;
    ask.variant = variant;
    return write_row(rows, &ask);
}

static er_status write_variants(const struct rows *rows, const er_target_ask *main,
                                const er_target_scopes *scopes) {
    er_target_ask ask = *main;
    bool strata =
        ask.measure->basis == ER_BASIS_COVERAGE || ask.measure->basis == ER_BASIS_STATIONS;
    if (strata) ER_TRY(write_strata(rows, &ask, ""));
    if (scopes->main.scheme) {
        ask.scope = &scopes->everywhere;
        if (strata)
            ER_TRY(write_strata(rows, &ask, "everywhere:"));
        else
            ER_TRY(write_scope(rows, ask, &scopes->everywhere, "everywhere"));
    }
    ER_TRY(write_scope(rows, *main, scopes->out, "borderline_out"));
    ER_TRY(write_scope(rows, *main, scopes->in, "borderline_in"));
    if (isnan(main->definition->whole)) return ER_OK;
    ask = *main;
    ask.whole = main->definition->whole;
    ask.variant = "published_whole";
    return write_row(rows, &ask);
}

static const er_study_target *definition_of(const er_study *study, const char *code) {
    for (size_t i = 0; i < study->target_count; i++)
        if (er_equal_texts(study->targets[i].code, code)) return &study->targets[i];
    return NULL;
}

er_status er_target_write(const er_target_job *job, const er_target *target, size_t number,
                          int64_t run_id, int64_t *missed) {
    const struct rows rows = {job, target, number, run_id, missed};
    const er_study_target *definition = definition_of(job->study, target->code);
    er_target_scopes scopes;
    if (!definition) return write_undefined(&rows);
    if (target->year == INT64_MIN) return write_yearless(&rows);
    er_target_ask ask = {.target = target,
                         .definition = definition,
                         .measure = er_target_measure_named(definition->measure),
                         .scope = &scopes.main,
                         .variant = "main",
                         .stratum = definition->stratum ? definition->stratum : "any",
                         .unit = er_target_unit(target->unit),
                         .whole = NAN};
    if (!ask.measure)
        return er_fail(job->ctx, ER_ERR_INPUT, "targets: %s: '%s' is not a measure", target->code,
                       definition->measure ? definition->measure : "");
    ER_TRY(er_target_scopes_of(job, definition, &scopes));
    if (er_target_level(job, &ask) == ER_NOWHERE)
        return er_fail(job->ctx, ER_ERR_INPUT, "targets: %s: the workspace has no level '%s'",
                       target->code, definition->level);
    ER_TRY(write_row(&rows, &ask));
    return write_variants(&rows, &ask, &scopes);
}
