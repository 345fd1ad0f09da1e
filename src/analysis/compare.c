/* The step: two coverage runs in, what was gained and lost out. */
#include "analysis/compare.h"

static const char *kind_of(const er_context *ctx, const er_compare_read *side) {
    return er_text(ctx, side->is_signal ? "of signals" : "of discs");
}

static er_status check_kinds(er_comparison *c) {
    const er_compare_read *before = &c->sides[ER_BEFORE], *after = &c->sides[ER_AFTER];
    if (before->is_signal != after->is_signal)
        return er_fail(c->ctx, ER_ERR_INPUT,
                       "%s is %s (model %s), %s is %s (model %s): only runs of one kind can be "
                       "compared; run `evenreach cover` with one model",
                       before->name, kind_of(c->ctx, before),
                       before->run.model ? before->run.model : "disc", after->name,
                       kind_of(c->ctx, after), after->run.model ? after->run.model : "disc");
    if (!er_equal_texts(before->run.model, after->run.model))
        er_log(c->ctx, ER_LOG_WARNING,
               "the two sides are of different models, %s and %s: part of what changed may be the "
               "model",
               before->run.model, after->run.model);
    return ER_OK;
}

static er_status compare_all(er_comparison *c, const er_compare_options *options) {
    ER_TRY(er_compare_read_side(c, &options->before, &c->sides[ER_BEFORE]));
    ER_TRY(er_compare_read_side(c, &options->after, &c->sides[ER_AFTER]));
    c->result->before = c->sides[ER_BEFORE].name;
    c->result->after = c->sides[ER_AFTER].name;
    ER_TRY(check_kinds(c));
    ER_TRY(er_compare_station_causes(c));
    ER_TRY(er_compare_match_units(c));
    ER_TRY(c->sides[ER_AFTER].is_signal ? er_compare_cells(c) : er_compare_discs(c));
    ER_TRY(er_compare_figures_of(c));
    ER_TRY(er_compare_rows(c));
    ER_TRY(er_compare_indices(c));
    ER_TRY(er_compare_other_causes(c));
    return er_compare_parameters(c, options);
}

/* Of random draws without a study, as a study's own default. */
static const uint64_t usual_seed = 1;

er_status er_compare_look(er_context *ctx, er_store *store, const er_study *study,
                          const er_compare_options *options, er_arena *arena,
                          er_compare_result *out, int64_t *run_id) {
    er_comparison c = {.ctx = ctx, .store = store, .study = study, .arena = arena, .result = out};
    int64_t id = 0;
    *out = (er_compare_result){0};
    c.measures = study ? study->measures : er_study_default_measures();
    c.seed = study ? study->seed : usual_seed;
    c.common_units = options->common_units;
    ER_TRY(compare_all(&c, options));
    if (!run_id) return ER_OK;
    ER_TRY(er_compare_write(&c, &id));
    *run_id = id;
    return ER_OK;
}

er_status er_compare(er_context *ctx, er_store *store, const er_study *study,
                     const er_compare_options *options, int64_t *run_id) {
    er_arena *arena = NULL;
    er_compare_result result;
    int64_t id = 0;
    ER_TRY(er_arena_new(ctx, &arena));
    er_status status = er_compare_look(ctx, store, study, options, arena, &result, &id);
    er_arena_free(arena);
    if (status == ER_OK && run_id) *run_id = id;
    return status;
}
