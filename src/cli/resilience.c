/* evenreach resilience: what hangs on single sites. */
#include "cli/cli.h"
#include "cli/time_options.h"
#include "cli/workspace.h"

#include "core/columns.h"
#include "evenreach/analysis.h"
#include "store/by_id.h"

#include <json-c/json.h>
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

enum { USUAL_SITES = 20 };

struct options {
    const char *study;
    int64_t sites;
    er_time_options time;
};

static const er_option options[] = {
    {"study", 0, ER_OPTION_FILE, "STUDY.yaml", true,
     "the study by whose radius scheme the units are grouped", offsetof(struct options, study)},
    {"sites", 0, ER_OPTION_INT, "N", false,
     "how many of the most critical sites are listed (default: 20)",
     offsetof(struct options, sites)},
    ER_TIME_OPTIONS(offsetof(struct options, time)),
    {0},
};

/** Everything that is printed. */
struct view {
    er_invocation *invocation;
    er_run run;
    er_resilience_row *rows;
    size_t row_count;
    er_site_loss *losses; /**< as many as are asked for */
    size_t loss_count;
    size_t loss_total;
    er_group *groups;
    size_t group_count;
    er_station *stations;
    size_t station_count;
    er_id_place *ids; /**< of the stations */
};

static const er_station *station_of(const struct view *view, int64_t id) {
    size_t at = er_find_id(view->ids, view->station_count, id, view->station_count);
    return at < view->station_count ? &view->stations[at] : NULL;
}

/* ---- for programs ---------------------------------------------------------------------------- */

static void add_site(er_json *json, const er_station *station) {
    if (!station) return;
    er_json_add_text(json, "code", station->code);
    er_json_add_number(json, "lon", station->position.x);
    er_json_add_number(json, "lat", station->position.y);
}

static er_json *row_json(const struct view *view, const er_resilience_row *row) {
    const er_station *worst = station_of(view, row->worst_station_id);
    er_json *one = er_json_object();
    er_json_add_text(one, "group", row->group);
    er_json_add_int(one, "sites", row->sites);
    er_json_add_int(one, "sites_sole", row->sites_sole);
    er_json_add_number(one, "persons_served", row->persons_served);
    er_json_add_number(one, "persons_sole", row->persons_sole);
    er_json_add_number(one, "area_km2_served", row->area_km2_served);
    er_json_add_number(one, "area_km2_sole", row->area_km2_sole);
    er_json_add_int(one, "venues_served", row->venues_served);
    er_json_add_int(one, "venues_sole", row->venues_sole);
    er_json *site = worst ? er_json_object() : NULL;
    if (site) add_site(site, worst);
    if (site) er_json_add_number(site, "persons", row->worst_persons);
    er_json_add(one, "worst", site);
    return one;
}

static er_status print_json(const struct view *view) {
    er_json *json = er_json_object(), *groups = er_json_array(), *sites = er_json_array();
    er_json_add_int(json, "run", view->run.id);
    er_json_add_text(json, "model", view->run.model);
    er_json_add(json, "parameters", json_tokener_parse(view->run.parameters));
    for (size_t i = 0; i < view->row_count; i++)
        er_json_append(groups, row_json(view, &view->rows[i]));
    er_json_add(json, "groups", groups);
    er_json_add_int(json, "sites_losing", (int64_t)view->loss_total);
    for (size_t i = 0; i < view->loss_count; i++) {
        const er_site_loss *loss = &view->losses[i];
        er_json *one = er_json_object();
        er_json_add_int(one, "rank", loss->rank);
        add_site(one, station_of(view, loss->station_id));
        er_json_add_int(one, "stations", loss->stations);
        er_json_add_text(one, "group", loss->group);
        er_json_add_number(one, "persons", loss->persons);
        er_json_add_number(one, "area_km2", loss->area_km2);
        er_json_add_int(one, "venues", loss->venues);
        er_json_append(sites, one);
    }
    er_json_add(json, "sites", sites);
    return er_print_json(view->invocation, json);
}

/* ---- for people ------------------------------------------------------------------------------ */

static const char *group_title(const struct view *view, const char *name) {
    er_context *ctx = view->invocation->ctx;
    bool chinese = er_context_language(ctx) == ER_LANG_ZH_TW;
    for (size_t i = 0; name && i < view->group_count; i++) {
        const er_group *group = &view->groups[i];
        if (strcmp(group->name, name) != 0) continue;
        const char *title = chinese && group->title_zh ? group->title_zh : group->title;
        return title ? title : group->name;
    }
    return name && strcmp(name, ER_LINE_NONE) == 0 ? er_text(ctx, "in no group") : name;
}

/** The line of what is in no group is shown if there is something. */
static bool is_shown(const er_resilience_row *row) {
    return !row->group || strcmp(row->group, ER_LINE_NONE) != 0 || row->sites > 0 ||
           row->area_km2_served > 0 || row->venues_served > 0;
}

static void print_row(const struct view *view, er_columns *table, const er_resilience_row *row) {
    er_context *ctx = view->invocation->ctx;
    er_columns_text(table, row->group ? group_title(view, row->group) : er_text(ctx, "all"));
    er_columns_number(table, (double)row->sites, 0);
    er_columns_number(table, (double)row->sites_sole, 0);
    er_columns_number(table, row->persons_served, 0);
    er_columns_number(table, row->persons_sole, 0);
    er_columns_number(
        table, row->persons_served > 0 ? 100 * row->persons_sole / row->persons_served : NAN, 2);
    er_columns_number(table, row->area_km2_served, 1);
    er_columns_number(table, row->area_km2_sole, 1);
    er_columns_number(table, (double)row->venues_served, 0);
    er_columns_number(table, (double)row->venues_sole, 0);
    er_columns_number(table, row->worst_station_id ? row->worst_persons : NAN, 0);
}

static er_status print_groups(const struct view *view) {
    static const char *const headings[] = {
        "radio sites", "critical",    "persons served", "on one site", "%",
        "km² served",  "on one site", "venues served",  "on one site", "most on one"};
    enum { FIGURES = sizeof headings / sizeof headings[0] };
    er_context *ctx = view->invocation->ctx;
    er_columns *table = NULL;
    fprintf(view->invocation->out, "%s\n",
            er_text(ctx, "what is served by one site alone, and by nothing if it fails"));
    ER_TRY(er_columns_new(ctx, 1 + FIGURES, &table));
    er_columns_text(table, er_text(ctx, "group"));
    for (size_t i = 0; i < FIGURES; i++)
        er_columns_right(table, er_text(ctx, headings[i]));
    for (size_t i = 0; i < view->row_count; i++)
        if (is_shown(&view->rows[i])) print_row(view, table, &view->rows[i]);
    er_status status = er_columns_print(table, view->invocation->out);
    er_columns_free(table);
    return status;
}

static void print_site(const struct view *view, er_columns *table, const er_site_loss *loss) {
    const er_station *station = station_of(view, loss->station_id);
    char place[64] = "";
    if (station)
        snprintf(place, sizeof place, "%.5f %.5f", station->position.x, station->position.y);
    er_columns_number(table, (double)loss->rank, 0);
    er_columns_text(table, station ? station->code : NULL);
    er_columns_text(table, place);
    er_columns_text(table, group_title(view, loss->group));
    er_columns_number(table, (double)loss->stations, 0);
    er_columns_number(table, loss->persons, 0);
    er_columns_number(table, loss->area_km2, 3);
    er_columns_number(table, (double)loss->venues, 0);
}

static er_status print_sites(const struct view *view) {
    er_context *ctx = view->invocation->ctx;
    FILE *out = view->invocation->out;
    er_columns *table = NULL;
    if (view->loss_count == 0) return ER_OK;
    fputc('\n', out);
    fprintf(out,
            er_text(ctx, "the most critical sites, %zu of %zu: who and what loses all "
                         "coverage if one fails"),
            view->loss_count, view->loss_total);
    fputc('\n', out);
    ER_TRY(er_columns_new(ctx, 8, &table));
    er_columns_right(table, er_text(ctx, "rank"));
    er_columns_text(table, er_text(ctx, "station"));
    er_columns_text(table, er_text(ctx, "place"));
    er_columns_text(table, er_text(ctx, "group"));
    er_columns_right(table, er_text(ctx, "stations"));
    er_columns_right(table, er_text(ctx, "persons"));
    er_columns_right(table, "km²");
    er_columns_right(table, er_text(ctx, "venues"));
    for (size_t i = 0; i < view->loss_count; i++)
        print_site(view, table, &view->losses[i]);
    er_status status = er_columns_print(table, out);
    er_columns_free(table);
    return status;
}

/* ---- the command ----------------------------------------------------------------------------- */

static er_status read_view(struct view *view, er_store *store, er_arena *arena, const char *scheme,
                           int64_t run_id) {
    er_context *ctx = view->invocation->ctx;
    ER_TRY(er_store_last_run(ctx, store, arena, "resilience", &view->run));
    ER_TRY(er_store_resilience(ctx, store, arena, run_id, &view->rows, &view->row_count));
    ER_TRY(er_store_site_losses(ctx, store, arena, run_id, &view->losses, &view->loss_total));
    if (scheme)
        ER_TRY(er_store_groups(ctx, store, arena, scheme, &view->groups, &view->group_count));
    ER_TRY(er_store_stations(ctx, store, arena, &view->stations, &view->station_count));
    ER_TRY(er_arena_alloc(ctx, arena, (view->station_count + 1) * sizeof *view->ids, &view->ids));
    for (size_t i = 0; i < view->station_count; i++)
        view->ids[i] = (er_id_place){view->stations[i].id, i};
    er_sort_ids(view->ids, view->station_count);
    return ER_OK;
}

static er_status resilience(er_invocation *invocation, er_store *store, er_arena *arena) {
    const struct options *given = invocation->options;
    er_context *ctx = invocation->ctx;
    struct view view = {.invocation = invocation};
    er_study study;
    int64_t run_id = 0, wanted = given->sites == INT64_MIN ? USUAL_SITES : given->sites;
    ER_TRY(er_study_read(ctx, arena, given->study, &study));
    ER_TRY(er_time_options_adopt(ctx, store, arena, &given->time, &study));
    ER_TRY(er_resilience(ctx, store, &study, &run_id));
    ER_TRY(read_view(&view, store, arena, study.radius_scheme, run_id));
    view.loss_count = (uint64_t)wanted < view.loss_total ? (size_t)wanted : view.loss_total;
    if (invocation->json) return print_json(&view);
    ER_TRY(print_groups(&view));
    return print_sites(&view);
}

static er_status run(er_invocation *invocation) {
    const struct options *given = invocation->options;
    if (given->sites != INT64_MIN && given->sites < 0)
        return er_fail(invocation->ctx, ER_ERR_USAGE, "--sites: give a whole number from 0 up");
    return er_on_workspace(invocation, ER_STORE_WRITE, resilience);
}

const er_command er_command_resilience = {
    .name = "resilience",
    .summary = "find who and what loses all coverage if one site fails",
    .options = options,
    .options_size = sizeof(struct options),
    .needs_workspace = true,
    .run = run,
};
