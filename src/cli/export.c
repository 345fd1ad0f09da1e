/* evenreach export: layers, tables and the summary from a workspace. */
#include "cli/time_options.h"
#include "cli/workspace.h"
#include "cli/export_options.h"

struct options {
    const char *study;
    const char *out;
    er_write_options write;
    er_time_options time;
};

static const er_option options[] = {
    {"study", 0, ER_OPTION_FILE, "STUDY.yaml", true, "the study that the workspace was made by",
     offsetof(struct options, study)},
    {"out", 0, ER_OPTION_FILE, "DIR", true, "the output folder", offsetof(struct options, out)},
    ER_WRITE_OPTIONS(offsetof(struct options, write)),
    ER_TIME_OPTIONS(offsetof(struct options, time)),
    {0},
};

void er_print_places(er_invocation *invocation, const char *folder, bool workspace, bool rasters) {
    er_context *ctx = invocation->ctx;
    fprintf(invocation->out, "%s\n", er_text(ctx, "Written:"));
    fprintf(invocation->out, "  %s/geojson/  %s\n", folder, er_text(ctx, "map layers"));
    fprintf(invocation->out, "  %s/tables/  %s\n", folder, er_text(ctx, "tables"));
    fprintf(invocation->out, "  %s/summary.json  %s\n", folder,
            er_text(ctx, "all key figures in one document"));
    if (rasters)
        fprintf(invocation->out, "  %s/rasters/  %s\n", folder,
                er_text(ctx, "the signal, cell by cell"));
    if (workspace)
        fprintf(invocation->out, "  %s/workspace.sqlite  %s\n", folder,
                er_text(ctx, "the workspace; QGIS opens it"));
}

static er_status print_summary(er_invocation *invocation, er_store *store, const er_study *study) {
    er_results *results = NULL;
    er_json *summary = NULL;
    ER_TRY(er_results_read(invocation->ctx, store, study, &results));
    er_status status = er_results_summary(invocation->ctx, results, &summary);
    if (status == ER_OK) status = er_print_json(invocation, summary);
    er_results_free(results);
    return status;
}

static er_status export_all(er_invocation *invocation, er_store *store, er_arena *arena) {
    const struct options *o = invocation->options;
    er_context *ctx = invocation->ctx;
    const er_export_options how = er_export_how(&o->write);
    er_study study;
    ER_TRY(er_study_read(ctx, arena, o->study, &study));
    ER_TRY(er_time_options_adopt(ctx, store, arena, &o->time, &study));
    ER_TRY(er_export(ctx, store, &study, &how, o->out));
    if (invocation->json) return print_summary(invocation, store, &study);
    if (!invocation->quiet) er_print_places(invocation, o->out, false, false);
    return ER_OK;
}

static er_status run(er_invocation *invocation) {
    return er_on_workspace(invocation, ER_STORE_READ, export_all);
}

const er_command er_command_export = {
    .name = "export",
    .summary = "write GeoJSON layers, tables and the summary from a workspace",
    .options = options,
    .options_size = sizeof(struct options),
    .needs_workspace = true,
    .run = run,
};
