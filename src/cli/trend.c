/* evenreach trend: coverage, stations and pilots at the end of every year. */
#include "cli/time_options.h"
#include "cli/trend_print.h"
#include "cli/workspace.h"

#include "evenreach/analysis.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

/** As in a study. */
enum { YEAR_MIN = 1900, YEAR_MAX = 2200 };

struct options {
    const char *study;
    const char *years;
    const char *scheme;
    er_time_options time;
};

static const er_option options[] = {
    {"study", 0, ER_OPTION_FILE, "STUDY.yaml", false,
     "the study whose rules, model, schemes and years are used", offsetof(struct options, study)},
    {"years", 0, ER_OPTION_TEXT, "FROM-TO", false,
     "such as 2019-2024, in place of the study's (default: those that the data are of)",
     offsetof(struct options, years)},
    {"scheme", 0, ER_OPTION_TEXT, "NAME", false, "print this scheme only",
     offsetof(struct options, scheme)},
    ER_TIME_OPTIONS(offsetof(struct options, time)),
    {0},
};

static bool take_year(const char *text, size_t length, int64_t *year) {
    char digits[5];
    if (length != 4 || strspn(text, "0123456789") < 4) return false;
    memcpy(digits, text, 4);
    digits[4] = '\0';
    return er_parse_int64(digits, year) && *year >= YEAR_MIN && *year <= YEAR_MAX;
}

/** "2019-2024", or one year alone. */
static er_status take_years(er_context *ctx, const char *text, er_study_time *time) {
    int64_t first = 0, last = 0;
    if (!text) return ER_OK;
    const char *dash = strchr(text, '-'), *second = dash ? dash + 1 : text;
    size_t length = dash ? (size_t)(dash - text) : strlen(text);
    if (!take_year(text, length, &first) || !take_year(second, strlen(second), &last) ||
        first > last)
        return er_fail(ctx, ER_ERR_USAGE,
                       "--years: '%.60s' is not a span of years; write two years from %d to %d "
                       "such as 2019-2024, "
                       "the earlier one first",
                       text, YEAR_MIN, YEAR_MAX);
    time->first_year = first;
    time->last_year = last;
    return ER_OK;
}

static er_status take_study(er_context *ctx, er_arena *arena, const struct options *o,
                            er_study *study) {
    *study = (er_study){.coverage_model = "disc",
                        .default_radius_m = NAN,
                        .time = {.first_year = INT64_MIN, .last_year = INT64_MIN},
                        .measures = er_study_default_measures()};
    if (o->study) ER_TRY(er_study_read(ctx, arena, o->study, study));
    ER_TRY(take_years(ctx, o->years, &study->time));
    return er_time_options_apply(ctx, arena, &o->time, study);
}

/** Before anything is computed: the scheme to print is one that will be there. */
static er_status check_scheme(er_context *ctx, er_store *store, er_arena *arena,
                              const er_study *study, const char *only) {
    er_scheme *schemes = NULL;
    size_t count = 0;
    if (!only) return ER_OK;
    ER_TRY(er_store_schemes(ctx, store, arena, &schemes, &count));
    for (size_t i = 0; i < count; i++)
        if (strcmp(schemes[i].name, only) == 0 && er_study_balances(study, only)) return ER_OK;
    return er_fail(ctx, ER_ERR_NOT_FOUND,
                   "--scheme: '%s' is no scheme of the workspace, or not one that the study takes "
                   "the balance by",
                   only);
}

static er_status trend(er_invocation *invocation, er_store *store, er_arena *arena) {
    const struct options *o = invocation->options;
    er_context *ctx = invocation->ctx;
    er_trend_view view = {.invocation = invocation, .store = store, .arena = arena};
    er_study study;
    int64_t run_id = 0;
    ER_TRY(take_study(ctx, arena, o, &study));
    ER_TRY(check_scheme(ctx, store, arena, &study, o->scheme));
    ER_TRY(er_trend(ctx, store, &study, &run_id));
    ER_TRY(er_store_last_run(ctx, store, arena, "trend", &view.run));
    ER_TRY(er_store_trends(ctx, store, arena, run_id, &view.rows, &view.count));
    return invocation->json ? er_trend_print_json(&view, o->scheme)
                            : er_trend_print_text(&view, o->scheme);
}

static er_status run(er_invocation *invocation) {
    return er_on_workspace(invocation, ER_STORE_WRITE, trend);
}

const er_command er_command_trend = {
    .name = "trend",
    .summary = "coverage, stations and pilots by group at the end of every year",
    .options = options,
    .options_size = sizeof(struct options),
    .needs_workspace = true,
    .run = run,
};
