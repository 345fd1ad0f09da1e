/* The step: published targets in, each beside the figure that its definition gives. */
#include "analysis/targets.h"

#include "analysis/day.h"
#include "analysis/run_record.h"

/** Parameters of the run: what it rests on, with every definition. */
static er_json *definition_json(const er_study_target *target) {
    er_json *json = er_json_object(), *groups = er_json_array();
    bool without = target->without_count > 0;
    size_t count = without ? target->without_count : target->group_count;
    er_json_add_text(json, "code", target->code);
    er_json_add_text(json, "measure", target->measure);
    er_json_add_text(json, "stratum", target->stratum);
    er_json_add_text(json, "scheme", target->scheme);
    for (size_t i = 0; i < count; i++)
        er_json_append_text(groups, (without ? target->without : target->groups)[i]);
    er_json_add(json, without ? "without" : "groups", groups);
    er_json_add_text(json, "level", target->level);
    er_json_add_number(json, "min_share", target->min_share);
    er_json_add_text(json, "technology", target->technology);
    er_json_add_text(json, "document", target->document);
    er_json_add_text(json, "period", target->period);
    if (target->first_year != INT64_MIN) er_json_add_int(json, "first_year", target->first_year);
    er_json_add_number(json, "radius_m", target->radius_m);
    er_json_add_number(json, "whole", target->whole);
    er_json_add_bool(json, "partial", target->partial);
    return json;
}

static er_status add_run(const er_target_job *job, int64_t *run_id) {
    er_json *json = er_json_object(), *list = er_json_array();
    er_json_add_int(json, "cover_run", job->data.cover_run);
    er_json_add_text(json, "study_sha256", job->study->sha256);
    er_day_parameters(json, job->study);
    for (size_t i = 0; i < job->study->target_count; i++)
        er_json_append(list, definition_json(&job->study->targets[i]));
    er_json_add(json, "definitions", list);
    return er_add_run_of(job->ctx, job->store, "targets", job->model, json, run_id);
}

/** A definition that no row of the table asks for is a slip of the pen more often than not. */
static void warn_unused(const er_target_job *job, const er_target *targets, size_t count) {
    for (size_t i = 0; i < job->study->target_count; i++) {
        bool used = false;
        for (size_t k = 0; k < count && !used; k++)
            used = er_equal_texts(targets[k].code, job->study->targets[i].code);
        if (!used)
            er_log(job->ctx, ER_LOG_WARNING,
                   "targets: the study defines '%s', but no published target has that code",
                   job->study->targets[i].code);
    }
}

static er_status set_beside(er_target_job *job, const er_study *study, int64_t *run_id,
                            int64_t *missed) {
    er_target *targets = NULL;
    size_t count = 0, number = 0;
    ER_TRY(er_store_targets(job->ctx, job->store, job->arena, &targets, &count));
    if (count == 0)
        return er_fail(job->ctx, ER_ERR_INPUT,
                       "%s: the workspace has no published targets; load a table of the kind "
                       "targets first",
                       er_store_path(job->store));
    ER_TRY(er_target_read(job, study));
    ER_TRY(add_run(job, run_id));
    warn_unused(job, targets, count);
    for (size_t i = 0; i < count; i++) {
        er_progress(job->ctx, "setting targets beside figures", i, count);
        bool again = i > 0 && er_equal_texts(targets[i - 1].code, targets[i].code) &&
                     targets[i - 1].year == targets[i].year;
        number = again ? number + 1 : 1;
        ER_TRY(er_target_write(job, &targets[i], number, *run_id, missed));
    }
    return ER_OK;
}

er_status er_targets(er_context *ctx, er_store *store, const er_study *study, int64_t *run_id,
                     int64_t *missed) {
    er_target_job job = {.ctx = ctx, .store = store};
    int64_t id = 0, short_of = 0;
    er_status status;
    ER_TRY(er_arena_new(ctx, &job.arena));
    ER_GOTO(status, end, er_store_begin(ctx, store));
    status = set_beside(&job, study, &id, &short_of);
    if (status == ER_OK) status = er_store_commit(ctx, store);
    if (status != ER_OK) er_store_rollback(store);
    if (status == ER_OK && run_id) *run_id = id;
    if (status == ER_OK && missed) *missed = short_of;
end:
    er_arena_free(job.arena);
    return status;
}
