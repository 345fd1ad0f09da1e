/* evenreach run: a whole study, from the sources to the map. */
#include "cli/cli.h"

#include "cli/export_options.h"
#include "cli/time_options.h"
#include "cli/radio_options.h"
#include "cli/steps.h"
#include "evenreach/outputs.h"
#include "outputs/names.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct options {
    const char *out;
    er_write_options write;
    bool explain;
    bool rasters;
    bool no_report;
    er_radio_options radio;
    er_time_options time;
};

static const er_option options[] = {
    {"out", 0, ER_OPTION_FILE, "DIR", false,
     "the output folder (default: NAME-out here, by the study's name)",
     offsetof(struct options, out)},
    ER_WRITE_OPTIONS(offsetof(struct options, write)),
    {"explain", 0, ER_OPTION_FLAG, NULL, false,
     "print the study with every default filled in, and do nothing",
     offsetof(struct options, explain)},
    ER_RADIO_OPTIONS(offsetof(struct options, radio)),
    {"rasters", 0, ER_OPTION_FLAG, NULL, false,
     "write rasters/ too: the signal as cloud-optimised GeoTIFF",
     offsetof(struct options, rasters)},
    {"no-report", 0, ER_OPTION_FLAG, NULL, false,
     "leave report.html out; that of an earlier run is removed",
     offsetof(struct options, no_report)},
    ER_TIME_OPTIONS(offsetof(struct options, time)),
    {0},
};

/** NAME-out: by the file's name, or by its folder's where the file is just called study. */
static er_status default_folder(er_context *ctx, er_arena *arena, const char *study,
                                const char **out) {
    const char *slash = strrchr(study, '/'), *name = slash ? slash + 1 : study;
    const char *dot = strrchr(name, '.');
    size_t length = dot && dot > name ? (size_t)(dot - name) : strlen(name);
    if (slash && slash > study && length == strlen("study") &&
        strncmp(name, "study", length) == 0) {
        const char *start = slash;
        while (start > study && start[-1] != '/')
            start--;
        if (start < slash && start[0] != '.') {
            name = start;
            length = (size_t)(slash - start);
        }
    }
    return er_arena_format(ctx, arena, out, "%.*s-out", (int)length, name);
}

static er_status explain(er_invocation *invocation, const er_study *study) {
    char *text = NULL;
    ER_TRY(er_study_explain(invocation->ctx, study, &text));
    er_status status = fputs(text, invocation->out) < 0
                           ? er_fail(invocation->ctx, ER_ERR_IO, "the output can't be written")
                           : ER_OK;
    er_free(text);
    return status;
}

/** What stdout gets, kept until the folder is complete. */
static er_status report(er_invocation *invocation, er_results *results, char **out) {
    er_context *ctx = invocation->ctx;
    er_json *summary = NULL;
    size_t size = 0;
    if (invocation->json) {
        ER_TRY(er_results_summary(ctx, results, &summary));
        er_status status = er_json_write(ctx, summary, true, out);
        er_json_free(summary);
        return status;
    }
    FILE *memory = open_memstream(out, &size);
    if (!memory) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    er_status status = er_results_headline(ctx, results, memory);
    fclose(memory);
    return status;
}

/** Rasters are written where the study or the option asks for them, and there is a signal. */
static bool wants_rasters(const er_study *study, const struct options *o) {
    return strcmp(study->coverage_model, "disc") != 0 && (o->rasters || study->rasters);
}

static er_status choose_rasters(er_context *ctx, er_arena *arena, const er_study *study,
                                const struct options *o, const char *part,
                                er_cover_options *cover) {
    if (o->rasters && !wants_rasters(study, o))
        return er_fail(
            ctx, ER_ERR_USAGE,
            "--rasters: the disc model has no signal; choose tr38901 or p1812 (--model)");
    if (!wants_rasters(study, o)) return ER_OK;
    return er_arena_format(ctx, arena, &cover->raster_folder, "%s/rasters", part);
}

/** report.html, in builds that have the page for it. */
static bool wants_report(const struct options *o) {
    return !o->no_report && er_report_is_built();
}

static er_status write_report(er_context *ctx, er_arena *arena, er_results *results,
                              const char *part) {
    const char *path = NULL;
    ER_TRY(er_arena_format(ctx, arena, &path, "%s/report.html", part));
    return er_report(ctx, results, NULL, path);
}

/** Everything grows in the part folder; the earlier output stays until all of it is there. */
static er_status make_output(er_invocation *invocation, const er_study *study, er_arena *arena,
                             er_folder *folder, char **text) {
    const struct options *o = invocation->options;
    er_context *ctx = invocation->ctx;
    er_export_options how;
    int decimals = 0;
    const char *part = er_folder_part(folder), *path = NULL;
    er_cover_options cover = {0};
    er_store *store = NULL;
    er_results *results = NULL;
    int64_t rejected = 0, missed = 0;
    er_status status;
    er_export_how(&o->write, &decimals, &how);
    ER_TRY(er_arena_format(ctx, arena, &path, "%s/workspace.sqlite", part));
    ER_TRY(er_store_create(ctx, path, false, &store));
    ER_GOTO(status, end, choose_rasters(ctx, arena, study, o, part, &cover));
    ER_GOTO(status, end, er_run_steps(ctx, store, study, &cover, &rejected, &missed));
    ER_GOTO(status, end, er_results_read(ctx, store, study, &results));
    ER_GOTO(status, end, er_results_export(ctx, results, &how, part));
    if (wants_report(o)) ER_GOTO(status, end, write_report(ctx, arena, results, part));
    ER_GOTO(status, end, report(invocation, results, text));
    invocation->incomplete = rejected > 0 || missed > 0;
end:
    er_results_free(results);
    er_store_close(store);
    return status;
}

static er_status run_study(er_invocation *invocation, const er_study *study, er_arena *arena) {
    const struct options *o = invocation->options;
    er_context *ctx = invocation->ctx;
    const char *path = o->out;
    er_folder *folder = NULL;
    char *text = NULL;
    if (!path) ER_TRY(default_folder(ctx, arena, study->path, &path));
    ER_TRY(er_folder_open(ctx, path, o->write.force, &folder));
    er_folder_renew(folder);
    er_status status = make_output(invocation, study, arena, folder, &text);
    if (status == ER_OK) status = er_folder_commit(ctx, folder);
    er_folder_close(folder);
    if (status == ER_OK && fputs(text, invocation->out) < 0)
        status = er_fail(ctx, ER_ERR_IO, "the output can't be written");
    free(text);
    if (status == ER_OK && !invocation->json && !invocation->quiet) {
        er_export_options how;
        int decimals = 0;
        er_export_how(&o->write, &decimals, &how);
        fputc('\n', invocation->out);
        er_print_places(invocation, &how, path, true, wants_rasters(study, o), wants_report(o));
        if (wants_report(o))
            fprintf(invocation->out, "  %s/report.html  %s\n", path,
                    er_text(ctx, "the map and all figures in one page; a browser opens it"));
    }
    return status;
}

static er_status run(er_invocation *invocation) {
    const struct options *o = invocation->options;
    er_context *ctx = invocation->ctx;
    er_arena *arena = NULL;
    er_study study;
    er_status status;
    ER_TRY(er_arena_new(ctx, &arena));
    ER_GOTO(status, end, er_study_read(ctx, arena, invocation->operands[0], &study));
    if (!invocation->language_given && study.language && er_same_text(study.language, "zh-TW"))
        er_context_set_language(ctx, ER_LANG_ZH_TW);
    ER_GOTO(status, end, er_radio_options_apply(ctx, arena, &o->radio, &study));
    ER_GOTO(status, end, er_time_options_apply(ctx, arena, &o->time, &study));
    ER_GOTO(status, end, er_time_options_check(ctx, &o->time, &study));
    status = o->explain ? explain(invocation, &study) : run_study(invocation, &study, arena);
end:
    er_arena_free(arena);
    return status;
}

static void more_help(er_context *ctx, FILE *out) {
    er_print_formats(ctx, out);
    er_print_coverage_presets(ctx, out);
}

const er_command er_command_run = {
    .name = "run",
    .summary = "run a whole study: load, classify, cover, balance, export",
    .operands = "STUDY.yaml",
    .operand_min = 1,
    .operand_max = 1,
    .options = options,
    .options_size = sizeof(struct options),
    .more_help = more_help,
    .run = run,
};
