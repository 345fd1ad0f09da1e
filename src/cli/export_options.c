#include "cli/export_options.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

void er_export_how(const er_write_options *options, int *decimals, er_export_options *out) {
    *out = (er_export_options){.formats = options->formats.items,
                               .format_count = options->formats.count,
                               .levels = options->levels.items,
                               .level_count = options->levels.count,
                               .simplestyle = options->simplestyle,
                               .bom = options->bom,
                               .force = options->force};
    if (!isnan(options->simplify_m)) out->simplify_m = &options->simplify_m;
    if (options->decimals == INT64_MIN) return;
    bool fits = options->decimals >= 0 && options->decimals <= ER_EXPORT_DECIMALS;
    *decimals = fits ? (int)options->decimals : -1; /* which er_export refuses */
    out->decimals = decimals;
}

void er_print_formats(er_context *ctx, FILE *out) {
    er_format_info format;
    fprintf(out, "\n%s\n", er_text(ctx, "Formats:"));
    for (size_t i = 0; er_export_format(i, &format); i++)
        fprintf(out, "  %-14s%s%s\n", format.name, er_text(ctx, format.about),
                format.usual ? er_text(ctx, " (written unless formats are named)") : "");
}

static void print_place(er_invocation *invocation, const char *folder, const char *place,
                        const char *about) {
    fprintf(invocation->out, "  %s/%s  %s\n", folder, place, er_text(invocation->ctx, about));
}

/** Whether another format that is written has the folder too. */
static bool shares_folder(const er_export_options *how, const er_format_info *format) {
    er_format_info other;
    for (size_t i = 0; er_export_format(i, &other); i++)
        if (other.folder && strcmp(other.folder, format->folder) == 0 &&
            strcmp(other.name, format->name) != 0 && er_export_writes(how, &other))
            return true;
    return false;
}

/** A page of an earlier output that is not made again stays, and may say something else. */
static void print_stale_report(er_invocation *invocation, const char *folder) {
    char path[4096];
    snprintf(path, sizeof path, "%s/report.html", folder);
    if (access(path, F_OK) == 0)
        fprintf(
            invocation->out,
            er_text(invocation->ctx,
                    "  %s was there before and is not made again: evenreach report does that\n"),
            path);
}

void er_print_places(er_invocation *invocation, const er_export_options *how, const char *folder,
                     bool workspace, bool rasters, bool report) {
    er_format_info format;
    char place[64];
    fprintf(invocation->out, "%s\n", er_text(invocation->ctx, "Written:"));
    for (size_t i = 0; er_export_format(i, &format); i++) {
        if (!er_export_writes(how, &format)) continue;
        if (format.folder)
            snprintf(place, sizeof place, shares_folder(how, &format) ? "%s/*%s" : "%s/",
                     format.folder, format.extension);
        else
            snprintf(place, sizeof place, "evenreach%s", format.extension);
        print_place(invocation, folder, place, format.about);
    }
    if (!er_export_is_part(how))
        print_place(invocation, folder, "summary.json", "all key figures in one document");
    if (rasters) print_place(invocation, folder, "rasters/", "the signal, cell by cell");
    if (workspace)
        print_place(invocation, folder, "workspace.sqlite", "the workspace; QGIS opens it");
    if (!report) print_stale_report(invocation, folder);
}
