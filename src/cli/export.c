/* evenreach export: layers, tables and the summary from a workspace. */
#include "cli/time_options.h"
#include "cli/workspace.h"
#include "cli/export_check.h"
#include "cli/export_options.h"

#include <string.h>

struct options {
    const char *study;
    const char *out;
    er_write_options write;
    er_text_list layers;
    er_text_list fields;
    const char *box;
    const char *group;
    bool clip;
    bool check;
    bool check_only;
    er_time_options time;
};

static const er_option options[] = {
    {"study", 0, ER_OPTION_FILE, "STUDY.yaml", false,
     "the study that the workspace was made by (needed, as -w FILE is, but for --check-only)",
     offsetof(struct options, study)},
    {"out", 0, ER_OPTION_FILE, "DIR", true, "the output folder", offsetof(struct options, out)},
    ER_WRITE_OPTIONS(offsetof(struct options, write)),
    {"layer", 0, ER_OPTION_LIST, "NAME", false,
     "write this layer or table alone, by its file's name; may be repeated",
     offsetof(struct options, layers)},
    {"field", 0, ER_OPTION_LIST, "NAME", false,
     "keep this field alone where a layer has it; may be repeated",
     offsetof(struct options, fields)},
    {"bbox", 0, ER_OPTION_TEXT, "W,S,E,N", false,
     "what lies in this box of degrees, whole; W above E: over the 180th meridian",
     offsetof(struct options, box)},
    {"group", 0, ER_OPTION_TEXT, "SCHEME=GROUP", false,
     "the units of a group, and what lies in them, such as region=east",
     offsetof(struct options, group)},
    {"clip", 0, ER_OPTION_FLAG, NULL, false,
     "cut shapes at the border of --bbox and --group; figures stay those of the whole",
     offsetof(struct options, clip)},
    {"check", 0, ER_OPTION_FLAG, NULL, false,
     "read all of it again before it takes its place: format, valid shapes, fields, counts",
     offsetof(struct options, check)},
    {"check-only", 0, ER_OPTION_FLAG, NULL, false,
     "check what is in the folder, and write nothing; with -w FILE count rows too",
     offsetof(struct options, check_only)},
    ER_TIME_OPTIONS(offsetof(struct options, time)),
    {0},
};

static er_status print_summary(er_invocation *invocation, er_store *store, const er_study *study) {
    er_results *results = NULL;
    er_json *summary = NULL;
    ER_TRY(er_results_read(invocation->ctx, store, study, &results));
    er_status status = er_results_summary(invocation->ctx, results, &summary);
    if (status == ER_OK) status = er_print_json(invocation, summary);
    er_results_free(results);
    return status;
}

/** W,S,E,N; whether it is on the Earth is checked where it is used. */
static er_status read_box(er_context *ctx, er_arena *arena, const char *text, const er_box **out) {
    double values[4];
    er_box *box = NULL;
    const char *at = text;
    for (int i = 0; i < 4; i++) {
        const char *end = i < 3 ? strchr(at, ',') : at + strlen(at), *part = NULL;
        if (end) ER_TRY(er_arena_text(ctx, arena, at, (size_t)(end - at), &part));
        if (!end || !er_parse_double(part, &values[i]))
            return er_fail(ctx, ER_ERR_USAGE,
                           "--bbox: '%s' is not four numbers: west,south,east,north in degrees",
                           text);
        at = end + 1;
    }
    ER_TRY(er_arena_alloc(ctx, arena, sizeof *box, &box));
    *box = (er_box){values[0], values[1], values[2], values[3]};
    *out = box;
    return ER_OK;
}

static er_status read_group(er_context *ctx, er_arena *arena, const char *text,
                            er_export_options *how) {
    const char *sign = strchr(text, '=');
    if (!sign || sign == text || !sign[1])
        return er_fail(ctx, ER_ERR_USAGE, "--group: '%s' is not SCHEME=GROUP, such as region=east",
                       text);
    how->group = sign + 1;
    return er_arena_text(ctx, arena, text, (size_t)(sign - text), &how->scheme);
}

static er_status read_how(er_context *ctx, er_arena *arena, const struct options *o, int *decimals,
                          er_export_options *how) {
    er_export_how(&o->write, decimals, how);
    how->layers = o->layers.items;
    how->layer_count = o->layers.count;
    how->fields = o->fields.items;
    how->field_count = o->fields.count;
    how->clip = o->clip;
    if (o->box) ER_TRY(read_box(ctx, arena, o->box, &how->box));
    return o->group ? read_group(ctx, arena, o->group, how) : ER_OK;
}

static er_status export_all(er_invocation *invocation, er_store *store, er_arena *arena) {
    const struct options *o = invocation->options;
    er_context *ctx = invocation->ctx;
    er_export_options how;
    er_check_print print;
    int decimals = 0;
    er_study study;
    ER_TRY(read_how(ctx, arena, o, &decimals, &how));
    ER_TRY(er_study_read(ctx, arena, o->study, &study));
    ER_TRY(er_time_options_adopt(ctx, store, arena, &o->time, &study));
    er_check_print_start(invocation, false, &print);
    if (invocation->json) print.checker.file = NULL;
    if (o->check) how.checker = &print.checker;
    ER_TRY(er_export(ctx, store, &study, &how, o->out));
    if (invocation->json) return print_summary(invocation, store, &study);
    if (!invocation->quiet) er_print_places(invocation, &how, o->out, false, false, false);
    return ER_OK;
}

static er_status check_beside(er_invocation *invocation, er_store *store, er_arena *arena) {
    const struct options *o = invocation->options;
    (void)arena;
    return er_check_only(invocation, store, o->out);
}

static er_status run(er_invocation *invocation) {
    const struct options *o = invocation->options;
    er_context *ctx = invocation->ctx;
    if (o->check_only && !invocation->workspace) return er_check_only(invocation, NULL, o->out);
    if (o->check_only) return er_on_workspace(invocation, ER_STORE_READ, check_beside);
    if (!o->study)
        return er_fail(ctx, ER_ERR_USAGE, "--%s %s is missing; see 'evenreach %s --help'", "study",
                       "STUDY.yaml", "export");
    if (!invocation->workspace)
        return er_fail(ctx, ER_ERR_USAGE, "-w FILE is missing: name the workspace");
    return er_on_workspace(invocation, ER_STORE_READ, export_all);
}

const er_command er_command_export = {
    .name = "export",
    .summary = "write GeoJSON layers, tables and the summary from a workspace",
    .options = options,
    .options_size = sizeof(struct options),
    .more_help = er_print_formats,
    .run = run,
};
