/* evenreach whatif: what a station more or less would do. */
#include "cli/whatif_print.h"
#include "cli/workspace.h"

#include "evenreach/analysis.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

struct options {
    const char *study;
    er_text_list add;
    double radius_m;
    const char *band;
    const char *operator_;
    er_text_list remove;
    int64_t units;
};

static const er_option options[] = {
    {"add", 0, ER_OPTION_LIST, "LON,LAT", false,
     "a new station at this place in degrees; may be repeated", offsetof(struct options, add)},
    {"remove", 0, ER_OPTION_LIST, "CODE", false,
     "a station in service that goes, by its code or as id:NUMBER; may be repeated",
     offsetof(struct options, remove)},
    {"study", 0, ER_OPTION_FILE, "STUDY.yaml", false,
     "the study whose radius rules count for new stations", offsetof(struct options, study)},
    {"radius-m", 0, ER_OPTION_NUMBER, "R", false,
     "radius of the new stations in metres (default: by the study)",
     offsetof(struct options, radius_m)},
    {"band", 0, ER_OPTION_TEXT, "B", false, "band of the new stations, such as n78",
     offsetof(struct options, band)},
    {"operator", 0, ER_OPTION_TEXT, "NAME", false, "operator of the new stations",
     offsetof(struct options, operator_)},
    {"units", 0, ER_OPTION_INT, "N", false, "list at most so many units (default: 10)",
     offsetof(struct options, units)},
    {0},
};

static void more_help(er_context *ctx, FILE *out) {
    static const char *const lines[] = {
        "The newest coverage run answers, which must be one of discs; nothing is computed anew but "
        "what is near.",
        "The figures are those of a whole coverage run with this change.",
        "Examples:",
        "  evenreach whatif -w study.sqlite --add 121.5,24.8 --radius-m 800 --operator A",
        "  evenreach whatif -w study.sqlite --study study.yaml --add 121.5,24.8 --band n78 "
        "--remove S1",
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        fprintf(out, "%s\n", er_text(ctx, lines[i]));
}

/* ---- what is asked --------------------------------------------------------------------------- */

static er_status read_place(er_context *ctx, er_arena *arena, const char *text, er_point *out) {
    const char *comma = strchr(text, ','), *first = NULL;
    if (comma) ER_TRY(er_arena_text(ctx, arena, text, (size_t)(comma - text), &first));
    if (!comma || !er_parse_double(first, &out->x) || !er_parse_double(comma + 1, &out->y))
        return er_fail(
            ctx, ER_ERR_USAGE,
            "--add: '%.60s' is no place; write longitude and latitude in degrees such as "
            "121.5,24.8",
            text);
    if (fabs(out->x) > 180 || fabs(out->y) > 90)
        return er_fail(ctx, ER_ERR_USAGE,
                       "--add: '%.60s' is no place on Earth; longitude is -180 to 180 and comes "
                       "first, latitude -90 to 90",
                       text);
    return ER_OK;
}

static er_status read_added(er_invocation *invocation, er_arena *arena, er_whatif_change *change) {
    const struct options *o = invocation->options;
    er_whatif_site *sites = NULL;
    ER_TRY(er_arena_alloc(invocation->ctx, arena, (o->add.count + 1) * sizeof *sites, &sites));
    for (size_t i = 0; i < o->add.count; i++) {
        sites[i] =
            (er_whatif_site){.radius_m = o->radius_m, .operator_ = o->operator_, .band = o->band};
        ER_TRY(read_place(invocation->ctx, arena, o->add.items[i], &sites[i].position));
    }
    change->added = sites;
    change->added_count = o->add.count;
    return ER_OK;
}

static er_status find_station(er_context *ctx, const er_store *store, const er_station *stations,
                              size_t count, const char *code, int64_t *id) {
    static const char prefix[] = "id:";
    size_t found = 0;
    if (strncmp(code, prefix, sizeof prefix - 1) == 0 &&
        er_parse_int64(code + sizeof prefix - 1, id))
        return ER_OK;
    for (size_t i = 0; i < count; i++) {
        if (!stations[i].code || strcmp(stations[i].code, code) != 0) continue;
        found++;
        *id = stations[i].id;
    }
    if (found == 1) return ER_OK;
    if (found == 0)
        return er_fail(ctx, ER_ERR_NOT_FOUND, "--remove: %s has no station of the code '%.60s'",
                       er_store_path(store), code);
    return er_fail(
        ctx, ER_ERR_INPUT,
        "--remove: %zu stations have the code '%.60s': name one of them by its id in the "
        "workspace, such as id:%lld",
        found, code, (long long)*id);
}

static er_status read_removed(er_invocation *invocation, er_store *store, er_arena *arena,
                              er_whatif_change *change) {
    const struct options *o = invocation->options;
    er_station *stations = NULL;
    size_t count = 0;
    int64_t *ids = NULL;
    if (o->remove.count == 0) return ER_OK;
    ER_TRY(er_store_stations(invocation->ctx, store, arena, &stations, &count));
    ER_TRY(er_arena_alloc(invocation->ctx, arena, o->remove.count * sizeof *ids, &ids));
    for (size_t i = 0; i < o->remove.count; i++)
        ER_TRY(find_station(invocation->ctx, store, stations, count, o->remove.items[i], &ids[i]));
    change->removed = ids;
    change->removed_count = o->remove.count;
    return ER_OK;
}

/* ---- the answer ------------------------------------------------------------------------------ */

static er_status answer(er_whatif_view *view, const er_study *study) {
    er_context *ctx = view->invocation->ctx;
    er_whatif *whatif = NULL;
    er_whatif_answer out;
    ER_TRY(er_whatif_new(ctx, view->store, study, 0, &whatif));
    er_status status = er_whatif_ask(ctx, whatif, view->arena, view->change, &out);
    view->run_id = er_whatif_run(whatif);
    er_whatif_free(whatif);
    ER_TRY(status);
    view->answer = &out;
    status = view->invocation->json ? er_whatif_print_json(view) : er_whatif_print_text(view);
    view->answer = NULL;
    return status;
}

static er_status whatif(er_invocation *invocation, er_store *store, er_arena *arena) {
    enum { USUAL_UNITS = 10 };
    const struct options *o = invocation->options;
    er_context *ctx = invocation->ctx;
    er_whatif_change change = {0};
    er_study study;
    er_whatif_view view = {.invocation = invocation,
                           .store = store,
                           .arena = arena,
                           .change = &change,
                           .codes = o->remove.items,
                           .listed_units = o->units < 0 ? USUAL_UNITS : (size_t)o->units};
    if (o->study) ER_TRY(er_study_read(ctx, arena, o->study, &study));
    ER_TRY(read_added(invocation, arena, &change));
    ER_TRY(read_removed(invocation, store, arena, &change));
    ER_TRY(er_store_units(ctx, store, arena, NULL, false, &view.units, &view.unit_count));
    return answer(&view, o->study ? &study : NULL);
}

static er_status run(er_invocation *invocation) {
    const struct options *o = invocation->options;
    if (o->add.count == 0 && o->remove.count == 0)
        return er_fail(invocation->ctx, ER_ERR_USAGE,
                       "nothing is asked: give --add LON,LAT or --remove CODE");
    if (!isnan(o->radius_m) && !(o->radius_m > 0 && o->radius_m <= ER_DISC_RADIUS_LIMIT_M))
        return er_fail(invocation->ctx, ER_ERR_USAGE,
                       "--radius-m: %g is not above 0 and at most 200000", o->radius_m);
    if (o->units != INT64_MIN && o->units < 0)
        return er_fail(invocation->ctx, ER_ERR_USAGE, "--units: give a number of 0 or more");
    return er_on_workspace(invocation, ER_STORE_READ, whatif);
}

const er_command er_command_whatif = {
    .name = "whatif",
    .summary = "what a station more or less would do",
    .options = options,
    .options_size = sizeof(struct options),
    .needs_workspace = true,
    .more_help = more_help,
    .run = run,
};
