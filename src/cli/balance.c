/* evenreach balance: how evenly stations, pilots and coverage are spread. */
#include "cli/time_options.h"
#include "cli/workspace.h"
#include "cli/balance_print.h"

#include <stddef.h>
#include <string.h>

struct options {
    const char *study;
    const char *scheme;
    er_time_options time;
    const char *subject;
    const char *units;
};

static const er_option options[] = {
    {"study", 0, ER_OPTION_FILE, "STUDY.yaml", false,
     "the study whose balance.schemes are used (default: every scheme of the workspace)",
     offsetof(struct options, study)},
    {"scheme", 0, ER_OPTION_TEXT, "NAME", false, "print this scheme only",
     offsetof(struct options, scheme)},
    ER_TIME_OPTIONS(offsetof(struct options, time)),
    {"subject", 0, ER_OPTION_TEXT, "NAME", false,
     "scorecard and ranking of this subject only: stations, pilots, firms, visits, budget, "
     "coverage_any or coverage_all",
     offsetof(struct options, subject)},
    {"units", 0, ER_OPTION_TEXT, "LEVEL", false,
     "rank the units of this level too, with what its people can reach and what is around it",
     offsetof(struct options, units)},
    {0},
};

static bool has_rows(const er_balance_view *view, const char *scheme) {
    for (size_t i = 0; i < view->row_count; i++)
        if (strcmp(view->rows[i].scheme, scheme) == 0) return true;
    return false;
}

/** Before anything is written: the scheme to print is one that will be there. */
static er_status check_only(const er_balance_view *view, const er_study *study, const char *only) {
    er_context *ctx = view->invocation->ctx;
    er_scheme *schemes = NULL;
    size_t count = 0;
    if (!only) return ER_OK;
    ER_TRY(er_store_schemes(ctx, view->store, view->arena, &schemes, &count));
    for (size_t i = 0; i < count; i++)
        if (strcmp(schemes[i].name, only) == 0 && er_study_balances(study, only)) return ER_OK;
    return er_fail(ctx, ER_ERR_NOT_FOUND,
                   "--scheme: '%s' is no scheme of the workspace, or not one that the study takes "
                   "the balance by",
                   only);
}

static er_status check_subject(er_context *ctx, const char *subject) {
    size_t count;
    const er_balance_topic *topics = er_balance_topics(&count);
    if (!subject) return ER_OK;
    for (size_t i = 0; i < count; i++)
        if (strcmp(topics[i].name, subject) == 0) return ER_OK;
    return er_fail(ctx, ER_ERR_NOT_FOUND,
                   "--subject: '%s' is none of stations, pilots, firms, visits, budget, "
                   "coverage_any, coverage_all",
                   subject);
}

/** Units are ranked at every level down to the finest one that a scheme is taken by. */
static er_status check_level(const er_balance_view *view, const er_study *study) {
    er_context *ctx = view->invocation->ctx;
    er_scheme *schemes = NULL, whole;
    er_level *levels = NULL;
    size_t scheme_count = 0, level_count = 0;
    bool found = false, reached = false;
    if (!view->level) return ER_OK;
    ER_TRY(er_store_levels(ctx, view->store, view->arena, &levels, &level_count));
    ER_TRY(er_store_schemes(ctx, view->store, view->arena, &schemes, &scheme_count));
    if (scheme_count == 0) {
        ER_TRY(er_balance_whole(ctx, view->store, view->arena, &whole));
        schemes = &whole;
        scheme_count = 1;
    }
    for (size_t l = 0; l < level_count; l++) { /* from the largest on */
        found = found || strcmp(levels[l].name, view->level) == 0;
        for (size_t i = 0; found && i < scheme_count; i++)
            reached = reached || (er_study_balances(study, schemes[i].name) &&
                                  strcmp(schemes[i].level, levels[l].name) == 0);
    }
    if (reached) return ER_OK;
    return er_fail(ctx, ER_ERR_NOT_FOUND,
                   found ? "--units: no scheme is taken by the level '%s' or a finer one, so that "
                           "its units have no rank"
                         : "--units: the workspace has no level '%s'",
                   view->level);
}

/** The lists beside the schemes, as members of the document. */
static er_status add_lists(const er_balance_view *view, er_json *document) {
    er_json *units = NULL;
    er_json_add(document, "scorecard", er_balance_scorecard_json(view));
    er_json_add(document, "levers", er_balance_levers_json(view));
    if (!view->level) return ER_OK;
    ER_TRY(er_balance_units_json(view, &units));
    er_json_add(document, "units", units);
    return ER_OK;
}

static er_status print_document(const er_balance_view *view, er_json *schemes) {
    er_json *document = er_json_object();
    er_json_add(document, "schemes", schemes);
    er_status status = add_lists(view, document);
    if (status == ER_OK) return er_print_json(view->invocation, document);
    er_json_free(document);
    return status;
}

static er_status print_text(const er_balance_view *view, const er_scheme *scheme) {
    ER_TRY(er_balance_print_text(view, scheme));
    return er_balance_print_scorecard(view, scheme);
}

static er_status print(const er_balance_view *view) {
    er_context *ctx = view->invocation->ctx;
    er_scheme *schemes = NULL;
    size_t count = 0;
    bool first = true;
    er_scheme whole;
    er_status status = ER_OK;
    ER_TRY(er_store_schemes(ctx, view->store, view->arena, &schemes, &count));
    if (count == 0) {
        ER_TRY(er_balance_whole(ctx, view->store, view->arena, &whole));
        schemes = &whole;
        count = 1;
    }
    er_json *list = er_json_array();
    for (size_t i = 0; i < count && status == ER_OK; i++) {
        er_json *json = NULL;
        if (!has_rows(view, schemes[i].name)) continue;
        if (view->scheme && strcmp(view->scheme, schemes[i].name) != 0) continue;
        if (!first && !view->invocation->json) fputc('\n', view->invocation->out);
        first = false;
        status = view->invocation->json ? er_balance_json(view, &schemes[i], &json)
                                        : print_text(view, &schemes[i]);
        if (json) er_json_append(list, json);
    }
    if (status == ER_OK && view->invocation->json) return print_document(view, list);
    er_json_free(list);
    if (status == ER_OK && view->level) status = er_balance_print_units(view);
    return status;
}

/** Everything that the run wrote. */
static er_status read_back(er_balance_view *view, int64_t run_id) {
    er_context *ctx = view->invocation->ctx;
    er_balance_row *rows = NULL;
    er_scorecard_row *cards = NULL;
    er_lever_row *levers = NULL;
    er_balance_unit_row *unit_rows = NULL;
    er_unit *units = NULL;
    ER_TRY(er_store_balance(ctx, view->store, view->arena, run_id, &rows, &view->row_count));
    ER_TRY(er_store_scorecards(ctx, view->store, view->arena, run_id, &cards, &view->card_count));
    ER_TRY(er_store_levers(ctx, view->store, view->arena, run_id, &levers, &view->lever_count));
    ER_TRY(er_store_balance_units(ctx, view->store, view->arena, run_id, &unit_rows,
                                  &view->unit_row_count));
    ER_TRY(er_store_units(ctx, view->store, view->arena, NULL, false, &units, &view->unit_count));
    view->rows = rows;
    view->cards = cards;
    view->levers = levers;
    view->unit_rows = unit_rows;
    view->units = units;
    return ER_OK;
}

static er_status balance(er_invocation *invocation, er_store *store, er_arena *arena) {
    const struct options *o = invocation->options;
    er_context *ctx = invocation->ctx;
    er_balance_view view = {.invocation = invocation,
                            .store = store,
                            .arena = arena,
                            .scheme = o->scheme,
                            .subject = o->subject,
                            .level = o->units};
    er_study given;
    const er_study *study = o->study ? &given : NULL;
    int64_t run_id = 0;
    if (study) ER_TRY(er_study_read(ctx, arena, o->study, &given));
    ER_TRY(er_time_options_adopt(ctx, store, arena, &o->time, study ? &given : NULL));
    ER_TRY(check_only(&view, study, o->scheme));
    ER_TRY(check_subject(ctx, o->subject));
    ER_TRY(check_level(&view, study));
    ER_TRY(er_balance(ctx, store, study, &run_id));
    ER_TRY(read_back(&view, run_id));
    return print(&view);
}

static er_status run(er_invocation *invocation) {
    return er_on_workspace(invocation, ER_STORE_WRITE, balance);
}

const er_command er_command_balance = {
    .name = "balance",
    .summary = "how evenly stations, pilots and coverage are spread over the groups of a scheme",
    .options = options,
    .options_size = sizeof(struct options),
    .needs_workspace = true,
    .run = run,
};
