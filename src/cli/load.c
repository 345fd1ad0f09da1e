#include "cli/cli.h"

#include "evenreach/analysis.h"
#include "evenreach/sources.h"

#include <string.h>

struct options {
    const char *layer;
    const char *preset;
    const char *level;
    const char *parent;
    const char *crs;
    const char *encoding;
    er_text_list fields;
    const char *x;
    const char *y;
    bool synthetic;
    bool allow_ballpark;
    const char *title;
    const char *vintage;
    const char *licence;
    const char *attribution;
    const char *title_zh;
    const char *licence_zh;
    const char *attribution_zh;
    const char *study;
};

#define OPTION(name, type, argument, help, member)                                                 \
    { name, 0, type, argument, false, help, offsetof(struct options, member) }

static const er_option options[] = {
    OPTION("layer", ER_OPTION_TEXT, "NAME", "layer of a file that has several", layer),
    OPTION("preset", ER_OPTION_TEXT, "NAME",
           "known layout: opencellid, opencellid-header, station-counts", preset),
    OPTION("level", ER_OPTION_TEXT, "NAME", "units: their level, such as county or town", level),
    OPTION("parent", ER_OPTION_TEXT, "NAME", "units: the level of their parents", parent),
    OPTION("crs", ER_OPTION_TEXT, "CRS",
           "reference system of the coordinates (default: as declared, else detected)", crs),
    OPTION("encoding", ER_OPTION_TEXT, "NAME", "encoding of the text (default: detected)",
           encoding),
    OPTION("field", ER_OPTION_LIST, "OURS=COLUMN",
           "column that holds a field; may be repeated (default: by heading)", fields),
    OPTION("x", ER_OPTION_TEXT, "COLUMN", "column of longitudes or eastings", x),
    OPTION("y", ER_OPTION_TEXT, "COLUMN", "column of latitudes or northings", y),
    OPTION("synthetic", ER_OPTION_FLAG, NULL, "mark all rows as synthetic", synthetic),
    OPTION("allow-ballpark", ER_OPTION_FLAG, NULL,
           "accept a transformation without a datum shift (up to 1 km wrong)", allow_ballpark),
    OPTION("title", ER_OPTION_TEXT, "TEXT", "title of the source, for the record", title),
    OPTION("vintage", ER_OPTION_TEXT, "TEXT", "date or edition of the source, for the record",
           vintage),
    OPTION("licence", ER_OPTION_TEXT, "TEXT", "licence of the source, for the record", licence),
    OPTION("attribution", ER_OPTION_TEXT, "TEXT", "whom to name, for the record", attribution),
    OPTION("title-zh", ER_OPTION_TEXT, "TEXT", "the title in Traditional Chinese", title_zh),
    OPTION("licence-zh", ER_OPTION_TEXT, "TEXT", "the licence in Traditional Chinese", licence_zh),
    OPTION("attribution-zh", ER_OPTION_TEXT, "TEXT", "whom to name, in Traditional Chinese",
           attribution_zh),
    OPTION("study", ER_OPTION_FILE, "FILE",
           "study whose list of reference systems undeclared coordinates are tried against", study),
    {0},
};

/** Split each OURS=COLUMN; --x and --y are fields too. */
static er_status read_fields(er_context *ctx, er_arena *arena, const struct options *given,
                             er_input *input) {
    er_field_map *maps = NULL;
    size_t count = 0;
    ER_TRY(er_arena_alloc(ctx, arena, (given->fields.count + 2) * sizeof *maps, &maps));
    for (size_t i = 0; i < given->fields.count; i++) {
        const char *text = given->fields.items[i], *equals = strchr(text, '=');
        if (!equals || equals == text || !equals[1])
            return er_fail(ctx, ER_ERR_USAGE,
                           "--field '%s': write OURS=COLUMN, such as --field code=ID", text);
        maps[count].column = equals + 1;
        ER_TRY(er_arena_text(ctx, arena, text, (size_t)(equals - text), &maps[count++].field));
    }
    if (given->x) maps[count++] = (er_field_map){"x", given->x};
    if (given->y) maps[count++] = (er_field_map){"y", given->y};
    input->fields = maps;
    input->field_count = count;
    return ER_OK;
}

static er_status print_report(er_invocation *invocation, const er_load_report *report) {
    er_json *json = er_json_object();
    er_json_add_int(json, "source", report->source_id);
    er_json_add_int(json, "rows_read", report->rows_read);
    er_json_add_int(json, "rows_accepted", report->rows_accepted);
    er_json_add_int(json, "rows_rejected", report->rows_rejected);
    er_json_add_int(json, "rows_repaired", report->rows_repaired);
    er_json_add_int(json, "rows_defaulted", report->rows_defaulted);
    return er_print_json(invocation, json);
}

/** A text that is given in Chinese alone stands for both languages. */
static const char *either(const char *english, const char *chinese) {
    return english ? english : chinese;
}

static er_status load(er_invocation *invocation, er_arena *arena, er_load_report *report) {
    const struct options *given = invocation->options;
    er_context *ctx = invocation->ctx;
    er_study study = {0};
    er_input input = {
        .kind = invocation->operands[0],
        .path = invocation->operands[1],
        .layer = given->layer,
        .preset = given->preset,
        .level = given->level,
        .parent = given->parent,
        .crs = given->crs,
        .encoding = given->encoding,
        .synthetic = given->synthetic,
        .allow_ballpark = given->allow_ballpark,
        .title = either(given->title, given->title_zh),
        .title_zh = given->title_zh,
        .vintage = given->vintage,
        .licence = either(given->licence, given->licence_zh),
        .licence_zh = given->licence_zh,
        .attribution = either(given->attribution, given->attribution_zh),
        .attribution_zh = given->attribution_zh,
    };
    er_store *store = NULL;
    ER_TRY(read_fields(ctx, arena, given, &input));
    if (given->study) ER_TRY(er_study_read(ctx, arena, given->study, &study));
    study.path = ""; /* the input's path is relative to where the user stands */
    ER_TRY(er_store_open(ctx, invocation->workspace, ER_STORE_WRITE, &store));
    er_status status = er_load(ctx, store, given->study ? &study : NULL, &input, report);
    er_store_close(store);
    return status;
}

static er_status run(er_invocation *invocation) {
    er_arena *arena = NULL;
    er_load_report report = {0};
    ER_TRY(er_arena_new(invocation->ctx, &arena));
    er_status status = load(invocation, arena, &report);
    er_arena_free(arena);
    if (status != ER_OK) return status;
    invocation->incomplete = report.rows_rejected > 0;
    return invocation->json ? print_report(invocation, &report) : ER_OK;
}

const er_command er_command_load = {
    .name = "load",
    .summary = "load a file into the workspace: units population stations sectors "
               "measurements venues routes candidates drop_points pilots pilot_sites targets "
               "service_needs",
    .operands = "KIND FILE",
    .operand_min = 2,
    .operand_max = 2,
    .options = options,
    .options_size = sizeof(struct options),
    .needs_workspace = true,
    .run = run,
};
