#include "evenreach/outputs.h"
#include "outputs/dictionary.h"
#include "outputs/names.h"
#include "outputs/selection.h"
#include "outputs/simplify.h"
#include "outputs/sink.h"
#include "outputs/summary.h"

#include <string.h>

/** One export on its way. */
struct writing {
    er_data *data;
    const er_format *formats;           /**< that there are: ends with a null name */
    er_bundle *bundles[ER_SHEET_SINKS]; /**< per format: the one file for all, where it has one */
    const er_export_options *options;
    er_selection *selection;
    const char *part;
    const char *earlier; /**< folder whose other files stay; null: none */
    const er_layer *layer;
    const char *level;                          /**< of a sheet a level */
    size_t files;                               /**< sheets begun, each format's counted */
    const char **level_files;                   /**< file name of each level */
    er_dictionary dictionaries[ER_SHEET_SINKS]; /**< per format: what its columns mean */
};

/** Members of a layer's file beside its features: the synthetic inputs that it rests on. */
static er_status further_members(const struct writing *w, const er_sheet *sheet, char **out) {
    er_json *members = er_json_object(), *inputs = er_json_array();
    er_json_add_text(members, "type", "FeatureCollection");
    er_json_add_bool(members, "synthetic", er_data_synthetic(w->data, w->layer->depends));
    for (size_t i = 0; i < w->data->source_count; i++) {
        const er_source *source = &w->data->sources[i];
        if (source->synthetic && (er_kind_bit(source->kind) & w->layer->depends))
            er_json_append_text(inputs, source->title ? source->title : source->kind);
    }
    er_json_add(members, "synthetic_inputs", inputs);
    er_json_add_text(members, "description_zh", sheet->about_zh);
    er_selection_describe(w->options, sheet, members);
    er_status status = er_json_write(w->data->ctx, members, false, out);
    er_json_free(members);
    return status;
}

/** Whether a format was asked for. */
static bool is_asked(const struct writing *w, const er_format *format) {
    er_format_info info;
    if (w->formats != er_formats) return true;
    return er_export_format((size_t)(format - er_formats), &info) &&
           er_export_writes(w->options, &info);
}

/** Open the sheet's way into a format: its own file in a folder, or its part of the one file. */
static er_status open_sink(const struct writing *w, er_sheet *sheet, const er_format *format,
                           const char *folder, const char *members) {
    er_sink_target target = {.format = format,
                             .bundle = w->bundles[format - w->formats],
                             .layer = sheet->plain ? NULL : w->layer,
                             .members = members,
                             .decimals = w->options->decimals,
                             .bom = w->options->bom};
    if (!target.bundle)
        ER_TRY(er_arena_format(sheet->ctx, sheet->arena, &target.path, "%s/%s/%s%s", w->part,
                               folder, sheet->name, format->extension));
    sheet->formats[sheet->sink_count] = format;
    ER_TRY(er_sink_open(sheet->ctx, er_sheet_for(sheet, format), &target,
                        &sheet->sinks[sheet->sink_count]));
    sheet->sink_count++;
    return ER_OK;
}

/** Whether the sheet, if it is one of a level, becomes a map layer; `name` is its file's. */
static bool draws_level(const struct writing *w, const char *name) {
    if (!w->level || er_selection_names(w->options, name)) return true;
    for (size_t i = 0; i < w->options->level_count; i++)
        if (strcmp(w->options->levels[i], w->level) == 0) return true;
    for (size_t i = 0; i < w->data->level_count; i++)
        if (strcmp(w->data->levels[i].name, w->level) == 0)
            return w->data->levels[i].unit_count <= ER_EXPORT_MAP_UNITS;
    return false;
}

/** A format asked for must be one that there is. */
static er_status check_formats(const struct writing *w) {
    for (size_t i = 0; i < w->options->format_count; i++) {
        const er_format *format = w->formats;
        while (format->name && strcmp(format->name, w->options->formats[i]) != 0)
            format++;
        if (!format->name)
            return er_fail(w->data->ctx, ER_ERR_USAGE,
                           "--format: there is no format '%s'; see evenreach export --help",
                           w->options->formats[i]);
    }
    return ER_OK;
}

/** A level asked for must be one of the workspace. */
static er_status check_levels(const struct writing *w) {
    for (size_t i = 0; i < w->options->level_count; i++)
        if (er_data_level_rank(w->data, w->options->levels[i]) == INT64_MAX)
            return er_fail(w->data->ctx, ER_ERR_NOT_FOUND,
                           "--level: the workspace has no level '%s'; see the levels in "
                           "summary.json",
                           w->options->levels[i]);
    return ER_OK;
}

/** Whether the sheet goes to a format, as a map layer or as a table. */
static bool takes(const struct writing *w, const er_sheet *sheet, const er_format *format) {
    bool map = (w->layer->to & ER_TO_MAP) != 0 && draws_level(w, sheet->name);
    bool table = (w->layer->to & ER_TO_TABLE) != 0;
    return is_asked(w, format) && ((format->places && map) || (format->tables && table));
}

/** What the fields of a sheet mean, and how exact its shapes are. */
static er_status describe(struct writing *w, const er_sheet *sheet, size_t f) {
    const char *exactness[2] = {0};
    const char *name = er_sink_name(sheet->sinks[sheet->sink_count - 1], sheet);
    er_dictionary *dictionary = &w->dictionaries[f];
    ER_TRY(er_dictionary_add(dictionary, w->layer, er_sheet_for(sheet, &w->formats[f]), name));
    if (er_selection_by_place(w->options)) ER_TRY(er_dictionary_add_selection(dictionary, name));
    for (size_t i = 0; i < 2; i++)
        ER_TRY(er_selection_exactness(w->options, sheet, i == 1, &exactness[i]));
    if (!exactness[0] || !w->formats[f].places) return ER_OK;
    return er_dictionary_add_shape(dictionary, name, exactness[0], exactness[1]);
}

static er_status open_sheet(er_sheet *sheet, void *owner) {
    struct writing *w = owner;
    char *members = NULL;
    ER_TRY(further_members(w, sheet, &members));
    er_status status = ER_OK;
    for (size_t f = 0; w->formats[f].name && status == ER_OK; f++) {
        if (!takes(w, sheet, &w->formats[f])) continue;
        status = open_sink(w, sheet, &w->formats[f], w->formats[f].folder, members);
        w->files++;
        if (status == ER_OK) status = describe(w, sheet, f);
    }
    er_free(members);
    return status;
}

/** What close_sheet left open, after a failure, is closed here. */
static void free_sheet(er_sheet *sheet) {
    for (size_t i = 0; i < sheet->sink_count; i++)
        er_sink_abandon(sheet->sinks[i]);
    er_free(sheet->fields);
    er_arena_free(sheet->arena);
}

static er_status close_sheet(er_sheet *sheet) {
    er_status status = ER_OK;
    for (size_t i = 0; i < sheet->sink_count; i++) {
        er_sink *sink = sheet->sinks[i];
        sheet->sinks[i] = NULL;
        er_status closed = er_sink_close(sheet->ctx, sink, sheet->row_count);
        if (status == ER_OK) status = closed;
    }
    return status;
}

/** Its shapes are read where they are drawn, or chosen by. */
static er_shape shape_of(const struct writing *w, const char *name) {
    bool needed = draws_level(w, name) || er_selection_by_place(w->options);
    return needed ? w->layer->shape : ER_SHAPE_NONE;
}

/** What the sheet is, and how exact its shapes are, in both languages. */
static er_status tell_about(const struct writing *w, er_sheet *sheet) {
    const er_field about = {.meaning = w->layer->about,
                            .about = w->level ? &(er_field_about){.english = w->level} : NULL};
    const char **texts[] = {&sheet->about, &sheet->about_zh};
    for (size_t i = 0; i < 2; i++) {
        const char *note = NULL;
        ER_TRY(er_field_meaning(sheet->ctx, sheet->arena, &about, i == 1, texts[i]));
        ER_TRY(er_selection_exactness(w->options, sheet, i == 1, &note));
        if (!note) continue;
        ER_TRY(er_arena_format(sheet->ctx, sheet->arena, texts[i], "%s%s%s", *texts[i],
                               er_selection_stop(i == 1), note));
    }
    return ER_OK;
}

/** One sheet from its columns to its closed files; `level` counts from 0, for a sheet a level. */
static er_status write_sheet(struct writing *w, const er_layer *layer, const size_t *level) {
    er_context *ctx = w->data->ctx;
    const char *name = level ? w->level_files[*level] : layer->name;
    if (!er_selection_takes(w->selection, name, layer->shape)) return ER_OK;
    w->layer = layer;
    w->level = level ? w->data->levels[*level].name : NULL;
    er_sheet sheet = {.ctx = ctx,
                      .name = name,
                      .level = w->level,
                      .shape = shape_of(w, name),
                      .synthetic = er_data_synthetic(w->data, layer->depends),
                      .selection = w->selection,
                      .open = open_sheet,
                      .owner = w};
    er_status status = ER_OK;
    ER_TRY(er_arena_new(ctx, &sheet.arena));
    ER_GOTO(status, done, tell_about(w, &sheet));
    ER_GOTO(status, done, layer->write(w->data, &sheet, w->level));
    status = close_sheet(&sheet);
done:
    free_sheet(&sheet);
    return status;
}

/** A file name for each level: its plural, or its number where that name is taken. */
static er_status name_levels(struct writing *w, er_arena *arena) {
    const er_data *data = w->data;
    ER_TRY(er_arena_alloc(data->ctx, arena, data->level_count * sizeof *w->level_files,
                          &w->level_files));
    for (size_t i = 0; i < data->level_count; i++) {
        const char *noun = NULL, *name = NULL;
        ER_TRY(er_column_name(data->ctx, arena, data->levels[i].name, "level", i + 1, &noun));
        ER_TRY(er_plural(data->ctx, arena, noun, &name));
        bool taken = strcmp(name, er_dictionary_name) == 0;
        for (size_t k = 0; k < i; k++)
            taken = taken || strcmp(name, w->level_files[k]) == 0;
        for (const er_layer *layer = er_layers; layer->write; layer++)
            taken = taken || (layer->name && strcmp(name, layer->name) == 0);
        if (taken) ER_TRY(er_arena_format(data->ctx, arena, &name, "level_%zu", i + 1));
        w->level_files[i] = name;
    }
    return ER_OK;
}

/** The sheets that there are by name, for what is asked for. */
static er_status select_sheets(struct writing *w, er_arena *arena) {
    er_known_layer *known = NULL;
    size_t most = w->data->level_count, count = 0;
    for (const er_layer *layer = er_layers; layer->write; layer++)
        most++;
    ER_TRY(er_arena_alloc(w->data->ctx, arena, most * sizeof *known, &known));
    for (const er_layer *layer = er_layers; layer->write; layer++) {
        if (layer->when && !layer->when(w->data)) continue;
        if (layer->name) known[count++] = (er_known_layer){layer->name, layer->shape};
        for (size_t i = 0; !layer->name && i < w->data->level_count; i++)
            known[count++] = (er_known_layer){w->level_files[i], layer->shape};
    }
    return er_selection_new(w->data->ctx, w->data, w->options, known, count, &w->selection);
}

/** All shapes with fewer corners, before the first one is written: of the levels that are drawn,
 *  whichever of the layers are asked for. */
static er_status simplify_shapes(struct writing *w, er_arena *arena) {
    er_simplified *simplified = NULL;
    er_export_options drawn = {0};
    const char **levels = NULL;
    if (!w->options->simplify_m) return ER_OK;
    ER_TRY(er_arena_alloc(w->data->ctx, arena, w->data->level_count * sizeof *levels, &levels));
    for (size_t i = 0; i < w->data->level_count; i++) {
        w->level = w->data->levels[i].name;
        if (draws_level(w, w->level_files[i])) levels[drawn.level_count++] = w->level;
    }
    drawn.levels = levels;
    ER_TRY(er_simplified_new(w->data, &drawn, *w->options->simplify_m, &simplified));
    er_selection_simplify(w->selection, simplified);
    return ER_OK;
}

/** Something must come of what was asked for. */
static er_status check_sheets(const struct writing *w) {
    ER_TRY(er_selection_finish(w->selection));
    if (w->files > 0) return ER_OK;
    return er_fail(w->data->ctx, ER_ERR_USAGE,
                   "--layer, --format: no format asked for takes what is asked for; tables go into "
                   "csv, layers into the others");
}

static er_status write_sheets(struct writing *w) {
    for (const er_layer *layer = er_layers; layer->write; layer++) {
        if (layer->when && !layer->when(w->data)) continue;
        er_progress(w->data->ctx, "writing layers and tables", (uint64_t)(layer - er_layers), 0);
        if (layer->name) {
            ER_TRY(write_sheet(w, layer, NULL));
            continue;
        }
        for (size_t i = 0; i < w->data->level_count; i++)
            ER_TRY(write_sheet(w, layer, &i));
    }
    return ER_OK;
}

/* ---- formats --------------------------------------------------------------------------------- */

/** Beside the files of its format, or in the one file that its format makes. */
static er_status open_dictionary(er_sheet *sheet, void *owner) {
    const struct writing *w = owner;
    const er_dictionary *dictionary = (const er_dictionary *)sheet; /* its first member */
    const er_format *format = &w->formats[dictionary - w->dictionaries];
    return open_sink(w, sheet, format->folder ? er_table_format() : format, format->folder, NULL);
}

static er_status begin_bundle(struct writing *w, er_arena *arena, size_t f) {
    const char *path = NULL;
    ER_TRY(er_arena_format(w->data->ctx, arena, &path, "%s/%s%s", w->part, er_bundle_stem,
                           w->formats[f].extension));
    return w->formats[f].ops->begin(w->data, &w->formats[f], path, &w->bundles[f]);
}

/** The folder or the one file of a format that was asked for. */
static er_status make_room(struct writing *w, er_arena *arena, size_t f) {
    const char *folder = NULL;
    if (!w->formats[f].folder) return begin_bundle(w, arena, f);
    ER_TRY(er_arena_format(w->data->ctx, arena, &folder, "%s/%s", w->part, w->formats[f].folder));
    return er_make_folder(w->data->ctx, folder);
}

static er_status start_formats(struct writing *w, er_arena *arena) {
    for (size_t f = 0; w->formats[f].name; f++) {
        if (!is_asked(w, &w->formats[f])) continue;
        ER_TRY(make_room(w, arena, f));
        if (w->formats[f].ops->whole) continue;
        w->dictionaries[f].sheet =
            (er_sheet){.ctx = w->data->ctx, .open = open_dictionary, .owner = w};
        ER_TRY(er_dictionary_start(&w->dictionaries[f]));
    }
    return ER_OK;
}

static er_status finish_formats(struct writing *w) {
    for (size_t f = 0; w->formats[f].name; f++) {
        if (w->formats[f].ops->whole || !is_asked(w, &w->formats[f])) continue;
        if (w->earlier && w->formats[f].folder)
            ER_TRY(er_dictionary_keep(&w->dictionaries[f], w->earlier, w->formats[f].folder));
        ER_TRY(close_sheet(&w->dictionaries[f].sheet));
        er_bundle *bundle = w->bundles[f];
        w->bundles[f] = NULL;
        if (bundle) ER_TRY(w->formats[f].ops->finish(w->data->ctx, bundle));
    }
    return ER_OK;
}

/** Formats that are not made of sheets: they show the layer that their folder is named after. */
static er_status write_wholes(struct writing *w, er_arena *arena) {
    for (const er_format *format = w->formats; format->name; format++) {
        const char *folder = NULL;
        if (!format->ops->whole || !is_asked(w, format)) continue;
        if (!er_selection_takes(w->selection, format->folder, ER_SHAPE_POLYGON)) continue;
        ER_TRY(er_arena_format(w->data->ctx, arena, &folder, "%s/%s", w->part, format->folder));
        ER_TRY(format->ops->whole(w->data, format, folder));
        w->files++;
    }
    return ER_OK;
}

static er_status write_all_sheets(struct writing *w, er_arena *arena) {
    er_status status = ER_OK;
    ER_GOTO(status, done, name_levels(w, arena));
    ER_GOTO(status, done, select_sheets(w, arena));
    ER_GOTO(status, done, simplify_shapes(w, arena));
    ER_GOTO(status, done, start_formats(w, arena));
    ER_GOTO(status, done, write_sheets(w));
    ER_GOTO(status, done, write_wholes(w, arena));
    ER_GOTO(status, done, check_sheets(w));
    status = finish_formats(w);
done:
    for (size_t f = 0; w->formats[f].name; f++) {
        free_sheet(&w->dictionaries[f].sheet);
        er_free(w->dictionaries[f].layers);
        if (w->bundles[f]) w->formats[f].ops->drop(w->bundles[f]);
    }
    er_selection_free(w->selection);
    return status;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static er_status write_document(er_context *ctx, er_arena *arena, const char *part,
                                const char *name, er_json *document) {
    const char *path = NULL;
    char *text = NULL;
    er_status status = er_arena_format(ctx, arena, &path, "%s/%s", part, name);
    if (status == ER_OK) status = er_json_write(ctx, document, true, &text);
    if (status == ER_OK) status = er_file_write(ctx, path, text, strlen(text));
    er_free(text);
    er_json_free(document);
    return status;
}

er_status er_results_into(er_results *results, const er_format *formats,
                          const er_export_options *options) {
    static const er_export_options everything = {0};
    er_arena *arena = NULL;
    ER_TRY(er_arena_new(results->ctx, &arena));
    struct writing w = {.data = results,
                        .formats = formats,
                        .options = options ? options : &everything,
                        .part = ""};
    er_status status = write_all_sheets(&w, arena);
    er_arena_free(arena);
    return status;
}

static er_status write_documents(er_results *results, er_arena *arena, const char *part) {
    er_context *ctx = results->ctx;
    er_json *document = NULL;
    ER_TRY(er_provenance_of(results, &document));
    ER_TRY(write_document(ctx, arena, part, "provenance.json", document));
    ER_TRY(er_results_summary(ctx, results, &document));
    return write_document(ctx, arena, part, "summary.json", document);
}

static er_status export_beside(er_results *results, const er_export_options *options,
                               const char *part, const char *earlier) {
    static const er_export_options defaults = {0};
    er_context *ctx = results->ctx;
    er_arena *arena = NULL;
    er_status status;
    ER_TRY(er_arena_new(ctx, &arena));
    struct writing w = {.data = results,
                        .formats = er_formats,
                        .options = options ? options : &defaults,
                        .part = part,
                        .earlier = earlier};
    ER_GOTO(status, done, check_formats(&w));
    ER_GOTO(status, done, check_levels(&w));
    ER_GOTO(status, done, write_all_sheets(&w, arena));
    if (!er_export_is_part(w.options)) status = write_documents(results, arena, part);
done:
    er_arena_free(arena);
    return status;
}

er_status er_results_export(er_context *ctx, er_results *results, const er_export_options *options,
                            const char *part) {
    (void)ctx;
    return export_beside(results, options, part, NULL);
}

/** What was written is read again before it takes the place of an earlier output. */
static er_status check_part(er_context *ctx, er_store *store, const er_export_options *options,
                            const char *part) {
    er_output_checked checked;
    if (!options || !options->checker) return ER_OK;
    bool counts = !er_selection_by_place(options);
    er_status status =
        er_export_check(ctx, counts ? store : NULL, options->checker, part, &checked);
    if (status != ER_OK) return status;
    if (checked.violations == 0) return ER_OK;
    return er_fail(ctx, ER_ERR_INTERNAL,
                   "--check: %lld violations in what was to be written; nothing was replaced",
                   (long long)checked.violations);
}

er_status er_export(er_context *ctx, er_store *store, const er_study *study,
                    const er_export_options *options, const char *path) {
    bool is_part = options && er_export_is_part(options);
    er_results *results = NULL;
    er_folder *folder = NULL;
    er_status status;
    ER_GOTO(status, done, er_results_read(ctx, store, study, &results));
    ER_GOTO(status, done, er_folder_open(ctx, path, options && options->force, &folder));
    if (is_part) er_folder_keep(folder);
    ER_GOTO(status, done,
            export_beside(results, options, er_folder_part(folder),
                          is_part ? er_folder_path(folder) : NULL));
    ER_GOTO(status, done, check_part(ctx, store, options, er_folder_part(folder)));
    status = er_folder_commit(ctx, folder);
done:
    er_folder_close(folder);
    er_results_free(results);
    return status;
}
