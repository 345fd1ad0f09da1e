/* A workspace of its own for a plan: what it would be like if the plan were built. */
#include "analysis/day.h"

#include <math.h>
#include <string.h>

/** A plan as the workspace keeps it. */
struct scenario {
    er_context *ctx;
    er_arena *arena;
    er_siting_plan_row plan;
    er_siting_choice_row *choices; /**< of all plans of the run */
    size_t choice_count;
};

/* ---- which plan ------------------------------------------------------------------------------ */

static er_status no_such_plan(const struct scenario *s, const er_store *store,
                              const er_siting_plan_row *plans, size_t count, const char *question,
                              int64_t number) {
    int64_t most = 0;
    for (size_t i = 0; i < count; i++)
        if (!question || strcmp(plans[i].question, question) == 0)
            most = plans[i].number > most ? plans[i].number : most;
    if (most == 0)
        return er_fail(s->ctx, ER_ERR_NOT_FOUND,
                       "%s has no plan for the question '%s': run `evenreach choose` first",
                       er_store_path(store), question ? question : "");
    return er_fail(s->ctx, ER_ERR_NOT_FOUND, "there is no plan %lld: plans go from 1 to %lld",
                   (long long)number, (long long)most);
}

static er_status find_plan(struct scenario *s, er_store *store, const char *question,
                           int64_t number) {
    er_run run;
    er_siting_plan_row *plans = NULL;
    size_t count = 0;
    bool found = false;
    ER_TRY(er_store_last_run(s->ctx, store, s->arena, "choose", &run));
    ER_TRY(er_store_siting_plans(s->ctx, store, s->arena, run.id, &plans, &count));
    if (!question && count > 0) question = plans[0].question;
    for (size_t i = 0; i < count && !found; i++) {
        found = plans[i].number == number && strcmp(plans[i].question, question) == 0;
        if (found) s->plan = plans[i];
    }
    if (!found) return no_such_plan(s, store, plans, count, question, number);
    return er_store_siting_choices(s->ctx, store, s->arena, run.id, &s->choices, &s->choice_count);
}

/* ---- what it adds ---------------------------------------------------------------------------- */

static er_status add_station(const struct scenario *s, er_store *store, int64_t source_id,
                             const er_siting_choice_row *choice, const char *code) {
    const er_station station = {.source_id = source_id,
                                .row = choice->rank,
                                .code = code,
                                .operator_ = choice->operator_,
                                .band = choice->band,
                                .status = "in_service",
                                .height_m = NAN,
                                .radius_m = choice->radius_m,
                                .position = choice->position,
                                .synthetic = true};
    return er_store_add_station(s->ctx, store, &station);
}

static er_status add_pilot(const struct scenario *s, er_store *store, int64_t source_id,
                           const er_siting_choice_row *choice, const char *code) {
    er_pilot pilot = {.source_id = source_id,
                      .code = code,
                      .name = choice->name ? choice->name : choice->code,
                      .name_en = choice->name_en,
                      .status = "actual",
                      .year = INT64_MIN,
                      .smes = NAN,
                      .visits = NAN,
                      .revenue = NAN,
                      .persons_served = NAN,
                      .budget = NAN};
    er_unit *units = NULL;
    size_t count = 0;
    er_pilot_site site = {.source_id = source_id,
                          .pilot_code = code,
                          .sequence = 1,
                          .unit_id = choice->unit_id,
                          .place = choice->name ? choice->name : choice->code,
                          .located = "point",
                          .position = choice->position,
                          .accuracy_m = NAN};
    ER_TRY(er_store_units(s->ctx, store, s->arena, NULL, false, &units, &count));
    for (size_t i = 0; i < count; i++)
        if (units[i].id == choice->unit_id) site.unit_code = units[i].code;
    ER_TRY(er_store_add_pilot(s->ctx, store, &pilot));
    return er_store_add_pilot_site(s->ctx, store, &site);
}

static er_status add_source(const struct scenario *s, er_store *store, bool pilots,
                            int64_t *source_id) {
    er_source source = {.kind = pilots ? "pilots" : "stations",
                        .path = "scenario",
                        .transform_accuracy_m = NAN,
                        .rows_read = s->plan.count,
                        .rows_accepted = s->plan.count,
                        .synthetic = true};
    ER_TRY(er_arena_format(s->ctx, s->arena, &source.title, "scenario: %s, plan %lld",
                           s->plan.question, (long long)s->plan.number));
    ER_TRY(er_store_add_source(s->ctx, store, &source));
    *source_id = source.id;
    return ER_OK;
}

static er_status add_sites(const struct scenario *s, er_store *store) {
    bool pilots = strcmp(s->plan.place, "pilot") == 0;
    int64_t source_id = 0;
    ER_TRY(add_source(s, store, pilots, &source_id));
    for (size_t i = 0; i < s->choice_count; i++) {
        const er_siting_choice_row *choice = &s->choices[i];
        const char *code = NULL;
        if (choice->plan_id != s->plan.id) continue;
        ER_TRY(er_arena_format(s->ctx, s->arena, &code, "scenario-%s-%lld", s->plan.question,
                               (long long)choice->rank));
        ER_TRY(pilots ? add_pilot(s, store, source_id, choice, code)
                      : add_station(s, store, source_id, choice, code));
    }
    return ER_OK;
}

/** Sites and, where stations are added, the coverage with them: both or nothing. */
static er_status build(const struct scenario *s, er_store *copy, const er_study *study) {
    int64_t run_id = 0;
    ER_TRY(er_store_begin(s->ctx, copy));
    er_status status = add_sites(s, copy);
    if (status == ER_OK && strcmp(s->plan.place, "pilot") != 0)
        status = er_cover_within(s->ctx, copy, study, NULL, &run_id);
    if (status == ER_OK) status = er_store_commit(s->ctx, copy);
    if (status != ER_OK) er_store_rollback(copy);
    return status;
}

er_status er_scenario(er_context *ctx, er_store *store, const er_study *study, const char *question,
                      int64_t plan, const char *path) {
    struct scenario s = {.ctx = ctx};
    const er_study *on_day = NULL;
    er_store *copy = NULL;
    er_status status;
    ER_TRY(er_arena_new(ctx, &s.arena));
    ER_GOTO(status, done, er_study_on_day(ctx, store, s.arena, study, &on_day));
    ER_GOTO(status, done, find_plan(&s, store, question, plan));
    ER_GOTO(status, done, er_store_copy(ctx, store, path, &copy));
    ER_GOTO(status, done, build(&s, copy, on_day));
    status = er_store_publish(ctx, copy);
done:
    er_store_close(copy);
    er_arena_free(s.arena);
    return status;
}
