/* The step: what hangs on single sites, from the newest coverage run, as a run of its own. */
#include "analysis/resilience.h"
#include "analysis/day.h"
#include "analysis/run_record.h"

#include "evenreach/analysis.h"

static er_json *parameters(const er_study *study, const er_resilience_data *data) {
    er_json *json = er_json_object();
    er_json_add_text(json, "study_sha256", study->sha256);
    er_json_add_int(json, "coverage_run", data->cover.id);
    er_json_add_text(json, "model", data->cover.model);
    er_json_add_text(json, "scheme", data->scheme);
    er_json_add_text(json, "site", "all stations in service at one place");
    er_json_add_text(json, "persons", "who are served by no operator if one site fails");
    return json;
}

struct result {
    er_site_loss *losses;
    size_t loss_count;
    er_resilience_row *rows;
    size_t row_count;
};

static er_status write(er_context *ctx, er_store *store, const er_study *study,
                       const er_resilience_data *data, struct result *result, int64_t *run_id) {
    ER_TRY(er_add_run_of(ctx, store, "resilience", data->cover.model, parameters(study, data),
                         run_id));
    for (size_t i = 0; i < result->loss_count; i++) {
        result->losses[i].run_id = *run_id;
        ER_TRY(er_store_add_site_loss(ctx, store, &result->losses[i]));
    }
    for (size_t i = 0; i < result->row_count; i++) {
        result->rows[i].run_id = *run_id;
        ER_TRY(er_store_add_resilience(ctx, store, &result->rows[i]));
    }
    return ER_OK;
}

static er_status record(er_context *ctx, er_store *store, const er_study *study,
                        const er_resilience_data *data, struct result *result, int64_t *run_id) {
    ER_TRY(er_store_begin(ctx, store));
    er_status status = write(ctx, store, study, data, result, run_id);
    if (status == ER_OK) status = er_store_commit(ctx, store);
    if (status != ER_OK) er_store_rollback(store);
    return status;
}

er_status er_resilience(er_context *ctx, er_store *store, const er_study *study, int64_t *run_id) {
    er_arena *arena = NULL;
    er_resilience_data data = {0};
    struct result result = {0};
    er_status status;
    ER_TRY(er_arena_new(ctx, &arena));
    ER_GOTO(status, done, er_study_on_day(ctx, store, arena, study, &study));
    ER_GOTO(status, done, er_resilience_read(ctx, store, arena, study, &data));
    er_resilience_tally(&data);
    ER_GOTO(status, done,
            er_resilience_losses(ctx, arena, &data, &result.losses, &result.loss_count));
    ER_GOTO(status, done, er_resilience_rows(ctx, arena, &data, &result.rows, &result.row_count));
    status = record(ctx, store, study, &data, &result, run_id);
done:
    er_arena_free(arena);
    return status;
}
