/* evenreach report: one HTML file with the map, the charts and the tables of a workspace. */
#include "cli/time_options.h"
#include "cli/workspace.h"
#include "evenreach/outputs.h"
#include "evenreach/study.h"

#include <stddef.h>
#include <string.h>
#include <sys/stat.h>

struct options {
    const char *study;
    const char *out;
    const char *tile_url;
    const char *tile_attribution;
    double tolerance_m;
    bool force;
    er_time_options time;
};

static const er_option options[] = {
    {"study", 0, ER_OPTION_FILE, "STUDY.yaml", true, "the study that the workspace was made by",
     offsetof(struct options, study)},
    {"out", 0, ER_OPTION_FILE, "FILE", true, "the page to write, such as report.html",
     offsetof(struct options, out)},
    {"tile-url", 0, ER_OPTION_TEXT, "URL", false,
     "draw a basemap of these tiles, an address with {z}, {x} and {y} (default: none, and the page "
     "asks the network for nothing)",
     offsetof(struct options, tile_url)},
    {"tile-attribution", 0, ER_OPTION_TEXT, "TEXT", false, "whom the basemap is by",
     offsetof(struct options, tile_attribution)},
    {"tolerance-m", 0, ER_OPTION_NUMBER, "M", false,
     "simplify borders by at most so many metres; 0: not at all (default: 10, or more for a file "
     "of "
     "6 MB)",
     offsetof(struct options, tolerance_m)},
    {"force", 0, ER_OPTION_FLAG, NULL, false, "replace a file that is no earlier report",
     offsetof(struct options, force)},
    ER_TIME_OPTIONS(offsetof(struct options, time)),
    {0},
};

/** An address that a page can ask, with a place for the number of the tile. */
static er_status check_tiles(er_context *ctx, const struct options *o) {
    if (!o->tile_url) {
        if (!o->tile_attribution) return ER_OK;
        return er_fail(ctx, ER_ERR_USAGE, "--tile-attribution: goes with --tile-url");
    }
    bool web = strncmp(o->tile_url, "https://", 8) == 0 || strncmp(o->tile_url, "http://", 7) == 0;
    if (web && strstr(o->tile_url, "{z}") && strstr(o->tile_url, "{x}") &&
        strstr(o->tile_url, "{y}"))
        return ER_OK;
    return er_fail(ctx, ER_ERR_USAGE,
                   "--tile-url: '%s' is no address of tiles; it begins with http:// or https:// "
                   "and has {z}, {x} and {y}",
                   o->tile_url);
}

static er_status tell(er_invocation *invocation, const char *path) {
    struct stat info;
    if (invocation->json) {
        er_json *json = er_json_object();
        er_json_add_text(json, "report", path);
        er_json_add_int(json, "bytes", stat(path, &info) == 0 ? (int64_t)info.st_size : 0);
        return er_print_json(invocation, json);
    }
    if (!invocation->quiet)
        fprintf(
            invocation->out, "%s\n  %s  %s\n", er_text(invocation->ctx, "Written:"), path,
            er_text(invocation->ctx, "the map and all figures in one page; a browser opens it"));
    return ER_OK;
}

static er_status report(er_invocation *invocation, er_store *store, er_arena *arena) {
    const struct options *o = invocation->options;
    er_context *ctx = invocation->ctx;
    const er_report_options how = {.tile_url = o->tile_url,
                                   .tile_attribution = o->tile_attribution,
                                   .tolerance_m = o->tolerance_m,
                                   .force = o->force};
    er_results *results = NULL;
    er_study study;
    ER_TRY(check_tiles(ctx, o));
    ER_TRY(er_study_read(ctx, arena, o->study, &study));
    if (!invocation->language_given && study.language && er_same_text(study.language, "zh-TW"))
        er_context_set_language(ctx, ER_LANG_ZH_TW);
    ER_TRY(er_time_options_adopt(ctx, store, arena, &o->time, &study));
    ER_TRY(er_results_read(ctx, store, &study, &results));
    er_status status = er_report(ctx, results, &how, o->out);
    er_results_free(results);
    return status == ER_OK ? tell(invocation, o->out) : status;
}

static er_status run(er_invocation *invocation) {
    return er_on_workspace(invocation, ER_STORE_READ, report);
}

const er_command er_command_report = {
    .name = "report",
    .summary = "write one HTML page with the map, charts and tables of a workspace",
    .options = options,
    .options_size = sizeof(struct options),
    .needs_workspace = true,
    .run = run,
};
