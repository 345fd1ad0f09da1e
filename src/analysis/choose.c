/* The step: every question of the study, answered from the newest coverage run. */
#include "analysis/choose.h"
#include "analysis/day.h"

#include <math.h>
#include <string.h>

static const char by_signals[] =
    "sites can't be chosen by signals: run coverage with the model disc";

/** Pilots reach by discs of their own; stations need a run of the disc model. */
static bool is_skipped(const er_choosing_world *w, const er_study_choose *ask) {
    bool of_pilots = strcmp(ask->place, "pilot") == 0;
    return !of_pilots && w->cover.id && w->cover.model && strcmp(w->cover.model, "disc") != 0;
}

static er_status search(er_choosing_question *q, er_choosing_plans *plans) {
    er_choosing_world *w = q->world;
    if (!q->of_pilots && !w->cover.id)
        return er_fail(w->ctx, ER_ERR_NOT_FOUND,
                       "choose, question %s: %s has no coverage run: run `evenreach cover` first",
                       q->ask->name, er_store_path(w->store));
    if (!(q->ask->cell_m > 0))
        return er_fail(w->ctx, ER_ERR_RANGE,
                       "choose, question %s: cell_m is %g, but is to be above 0", q->ask->name,
                       q->ask->cell_m);
    ER_TRY(er_choosing_cells(w, q->ask->cell_m));
    ER_TRY(er_choosing_sites(q));
    ER_TRY(er_choosing_existing(q));
    ER_TRY(er_choosing_owners(q));
    ER_TRY(er_choosing_before(q));
    ER_TRY(er_choosing_demand(q));
    ER_TRY(er_choosing_rules(q));
    return er_choosing_front(q, plans);
}

static void tell_front(const er_choosing_answer *answer) {
    const er_study_choose *ask = answer->question.ask;
    er_context *ctx = answer->question.world->ctx;
    if ((double)answer->plans.on_front < ask->front)
        er_log(ctx, ER_LOG_INFO,
               "choose, question %s: %zu plans stand on the front beside the one asked for, %g "
               "were asked for: neither closer priorities nor exchanges give others",
               ask->name, answer->plans.on_front, ask->front);
}

static er_status answer_one(er_choosing_world *w, const er_study_choose *ask, er_arena *arena,
                            er_choosing_answer *out) {
    er_choosing_question *q = &out->question;
    q->world = w;
    q->ask = ask;
    q->arena = arena;
    q->of_pilots = strcmp(ask->place, "pilot") == 0;
    q->operator_ = q->of_pilots ? NULL : ask->operator_;
    q->stratum = q->operator_ ? "operator" : "any";
    if (is_skipped(w, ask)) {
        out->skipped = by_signals;
        er_log(w->ctx, ER_LOG_WARNING, "choose, question %s is left out: %s", ask->name,
               er_text(w->ctx, by_signals));
        return ER_OK;
    }
    ER_TRY(search(q, &out->plans));
    tell_front(out);
    return ER_OK;
}

static er_status keep(er_choosing_world *w, const er_choosing_answer *answers, size_t count,
                      int64_t *run_id) {
    ER_TRY(er_store_begin(w->ctx, w->store));
    er_status status = er_choosing_write(w, answers, count, run_id);
    if (status == ER_OK) status = er_store_commit(w->ctx, w->store);
    if (status != ER_OK) er_store_rollback(w->store);
    return status;
}

static er_status read_run(er_choosing_world *w) {
    er_status status = er_store_last_run(w->ctx, w->store, w->arena, "cover", &w->cover);
    if (status == ER_ERR_NOT_FOUND) {
        w->cover = (er_run){0};
        return ER_OK;
    }
    return status;
}

static er_status choose(er_choosing_world *w, int64_t *run_id) {
    const er_study *study = w->study;
    er_choosing_answer *answers = NULL;
    if (study->choose_count == 0)
        return er_fail(w->ctx, ER_ERR_INPUT,
                       "%s asks for no sites: give its questions under 'choose'",
                       study->path ? study->path : er_text(w->ctx, "the study"));
    ER_TRY(er_arena_alloc(w->ctx, w->arena, study->choose_count * sizeof *answers, &answers));
    ER_TRY(read_run(w));
    ER_TRY(er_choosing_world_new(w));
    for (size_t i = 0; i < study->choose_count; i++)
        ER_TRY(answer_one(w, &study->choose[i], w->arena, &answers[i]));
    return keep(w, answers, study->choose_count, run_id);
}

er_status er_choose_answerable(er_context *ctx, er_store *store, const er_study *study) {
    er_choosing_world w = {.ctx = ctx, .store = store};
    ER_TRY(er_arena_new(ctx, &w.arena));
    er_status status = read_run(&w);
    size_t skipped = 0;
    while (status == ER_OK && skipped < study->choose_count &&
           is_skipped(&w, &study->choose[skipped]))
        skipped++;
    if (status == ER_OK && skipped > 0 && skipped == study->choose_count)
        status = er_fail(ctx, ER_ERR_UNSUPPORTED, "choose, question %s: %s", study->choose[0].name,
                         er_text(ctx, by_signals));
    er_arena_free(w.arena);
    return status;
}

er_status er_choose(er_context *ctx, er_store *store, const er_study *study, int64_t *run_id) {
    er_choosing_world w = {.ctx = ctx, .store = store};
    int64_t id = 0;
    er_status status;
    ER_TRY(er_arena_new(ctx, &w.arena));
    ER_GOTO(status, done, er_study_on_day(ctx, store, w.arena, study, &w.study));
    status = choose(&w, &id);
done:
    er_choosing_world_clear(&w);
    er_arena_free(w.arena);
    if (status == ER_OK && run_id) *run_id = id;
    return status;
}
