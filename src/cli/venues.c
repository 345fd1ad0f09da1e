/* evenreach venues: can each place carry its services, and if not, what closes the hole? */
#include "cli/venues_print.h"
#include "cli/time_options.h"
#include "cli/workspace.h"

#include "evenreach/analysis.h"

#include <stddef.h>
#include <string.h>

struct options {
    const char *study;
    const char *venue;
    bool explain;
    er_time_options time;
};

static const er_option options[] = {
    {"study", 0, ER_OPTION_FILE, "STUDY.yaml", true,
     "the study whose coverage model, services and targets are used",
     offsetof(struct options, study)},
    {"venue", 0, ER_OPTION_TEXT, "CODE", false, "show this venue alone (all are computed)",
     offsetof(struct options, venue)},
    {"explain", 0, ER_OPTION_FLAG, NULL, false,
     "with --venue: print its calculation step by step, and write nothing",
     offsetof(struct options, explain)},
    ER_TIME_OPTIONS(offsetof(struct options, time)),
    {0},
};

static er_status explain(er_invocation *invocation, er_store *store, const er_study *study,
                         er_arena *arena) {
    const struct options *given = invocation->options;
    er_context *ctx = invocation->ctx;
    er_explain_line *lines = NULL;
    size_t count = 0;
    const char *heading = "";
    ER_TRY(er_venue_explain(ctx, store, study, given->venue, arena, &lines, &count));
    if (invocation->json) {
        er_json *json = er_json_object(), *list = er_json_array();
        for (size_t i = 0; i < count; i++) {
            er_json *one = er_json_object();
            er_json_add_text(one, "heading", lines[i].heading);
            er_json_add_text(one, "text", lines[i].text);
            er_json_append(list, one);
        }
        er_json_add_text(json, "venue", given->venue);
        er_json_add(json, "steps", list);
        return er_print_json(invocation, json);
    }
    for (size_t i = 0; i < count; i++) {
        if (strcmp(heading, lines[i].heading) != 0)
            fprintf(invocation->out, "%s%s\n", i > 0 ? "\n" : "", lines[i].heading);
        heading = lines[i].heading;
        fprintf(invocation->out, "  %s\n", lines[i].text);
    }
    return ferror(invocation->out) ? er_fail(ctx, ER_ERR_IO, "the output can't be written") : ER_OK;
}

static er_status read_run(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                          er_venues_shown *s) {
    ER_TRY(er_store_venues(ctx, store, arena, false, &s->venues, &s->venue_count));
    ER_TRY(er_store_stations(ctx, store, arena, &s->stations, &s->station_count));
    ER_TRY(er_arena_alloc(ctx, arena, (s->station_count + 1) * sizeof *s->station_by_id,
                          &s->station_by_id));
    for (size_t i = 0; i < s->station_count; i++)
        s->station_by_id[i] = (er_id_place){s->stations[i].id, i};
    er_sort_ids(s->station_by_id, s->station_count);
    ER_TRY(er_store_venue_findings(ctx, store, arena, run_id, &s->findings, &s->finding_count));
    ER_TRY(er_store_venue_rows(ctx, store, arena, run_id, &s->rows, &s->row_count));
    ER_TRY(er_store_venue_services(ctx, store, arena, run_id, &s->services, &s->service_count));
    ER_TRY(er_store_venue_failures(ctx, store, arena, run_id, &s->failures, &s->failure_count));
    ER_TRY(er_store_venue_holes(ctx, store, arena, run_id, &s->holes, &s->hole_count));
    ER_TRY(er_store_plans(ctx, store, arena, run_id, &s->plans, &s->plan_count));
    return er_store_choices(ctx, store, arena, run_id, &s->choices, &s->choice_count);
}

/** Refuse a code that no venue has before anything is computed. */
static er_status check_venue(er_context *ctx, er_store *store, er_arena *arena, const char *code) {
    er_venue *venues = NULL;
    size_t count = 0, at = 0;
    if (!code) return ER_OK;
    ER_TRY(er_store_venues(ctx, store, arena, false, &venues, &count));
    if (count == 0) return ER_OK; /* er_venues says what to do then */
    return er_venue_find(ctx, store, venues, count, code, &at);
}

static er_status venues(er_invocation *invocation, er_store *store, er_arena *arena) {
    const struct options *given = invocation->options;
    er_context *ctx = invocation->ctx;
    er_study study;
    er_run run;
    er_venues_shown shown = {.run = &run};
    int64_t run_id = 0;
    if (given->explain && !given->venue)
        return er_fail(ctx, ER_ERR_USAGE, "--explain needs --venue CODE: it explains one venue");
    ER_TRY(er_study_read(ctx, arena, given->study, &study));
    ER_TRY(er_time_options_adopt(ctx, store, arena, &given->time, &study));
    if (given->explain) return explain(invocation, store, &study, arena);
    ER_TRY(check_venue(ctx, store, arena, given->venue));
    ER_TRY(er_venues(ctx, store, &study, &run_id));
    ER_TRY(er_store_last_run(ctx, store, arena, "venues", &run));
    ER_TRY(read_run(ctx, store, arena, run_id, &shown));
    return invocation->json ? er_print_venues_json(invocation, &shown, given->venue)
                            : er_print_venues_table(invocation, &shown, given->venue);
}

static er_status run(er_invocation *invocation) {
    const struct options *given = invocation->options;
    return er_on_workspace(invocation, given->explain ? ER_STORE_READ : ER_STORE_WRITE, venues);
}

const er_command er_command_venues = {
    .name = "venues",
    .summary = "whether each venue can carry its services, and what would close its gaps",
    .options = options,
    .options_size = sizeof(struct options),
    .needs_workspace = true,
    .run = run,
};
