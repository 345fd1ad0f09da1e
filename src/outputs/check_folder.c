/* The GeoJSON of an output folder, file by file, with the dictionary beside it. */
#include "outputs/check.h"
#include "outputs/dictionary.h"

#include "evenreach/sources.h"
#include "outputs/tree.h"

#include <string.h>
#include <unistd.h>

/* ---- the dictionary -------------------------------------------------------------------------- */

static er_status add_field(er_context *ctx, er_arena *arena, er_check_fields *fields,
                           const er_table_row *row, const size_t at[3]) {
    const char *cells[3];
    for (size_t i = 0; i < 3; i++) {
        const char *text = row->text[at[i]] ? row->text[at[i]] : "";
        ER_TRY(er_arena_text(ctx, arena, text, strlen(text), &cells[i]));
    }
    if (strcmp(cells[2], er_dictionary_geometry) == 0) return ER_OK;
    ER_TRY(er_reserve(ctx, &fields->items, &fields->capacity, fields->count + 1,
                      sizeof *fields->items));
    fields->items[fields->count++] = (er_check_field){cells[0], cells[1], cells[2]};
    return ER_OK;
}

/** *found is false where there is no such file. */
static er_status read_fields(er_context *ctx, er_arena *arena, const char *path,
                             er_check_fields *fields, bool *found) {
    static const char *const names[] = {"layer", "field", "type"};
    size_t at[3];
    er_table *table = NULL;
    er_table_row row;
    *found = access(path, F_OK) == 0;
    if (!*found) return ER_OK;
    er_table_options options = er_table_defaults(path);
    options.attributes_only = true;
    ER_TRY(er_table_open(ctx, &options, &table));
    er_status status = ER_OK;
    for (size_t i = 0; i < 3 && status == ER_OK; i++)
        status = er_table_find(ctx, table, names[i], &at[i]);
    for (bool more = true; status == ER_OK;) {
        status = er_table_next(ctx, table, &row, &more);
        if (status != ER_OK || !more) break;
        status = add_field(ctx, arena, fields, &row, at);
    }
    er_table_close(table);
    return status;
}

/** Those of one layer, which stand together. */
static void find_fields(er_check_file *file, const er_check_fields *fields, const char *layer) {
    for (size_t i = 0; i < fields->count; i++) {
        if (strcmp(fields->items[i].layer, layer) != 0) continue;
        if (!file->fields) file->fields = &fields->items[i];
        file->field_count++;
    }
}

/* ---- files ----------------------------------------------------------------------------------- */

struct folder {
    er_context *ctx;
    er_arena *arena;
    const char *path;
    const er_output_checker *to;
    er_output_checked *result;
    er_check_fields fields;
    const char *fields_of; /**< format folder whose dictionary was read last */
    bool has_fields;
};

/** The name of the layer in geojson/towns.geojson: towns. Null: no file to be checked. */
static er_status layer_of(const struct folder *f, const char *name, const char **folder,
                          const char **layer, bool *is_sequence) {
    static const struct {
        const char *extension;
        bool is_sequence;
    } kinds[] = {{".geojson", false}, {".geojsons", true}};
    const char *slash = strrchr(name, '/'), *base = slash ? slash + 1 : name;
    size_t length = strlen(base);
    *layer = NULL;
    for (size_t i = 0; i < 2; i++) {
        size_t end = strlen(kinds[i].extension);
        if (length <= end || strcmp(base + length - end, kinds[i].extension) != 0) continue;
        *is_sequence = kinds[i].is_sequence;
        ER_TRY(er_arena_text(f->ctx, f->arena, name, slash ? (size_t)(slash - name) : 0, folder));
        return er_arena_text(f->ctx, f->arena, base, length - end, layer);
    }
    return ER_OK;
}

static er_status want_fields(struct folder *f, const char *folder) {
    const char *path = NULL;
    if (f->fields_of && strcmp(f->fields_of, folder) == 0) return ER_OK;
    f->fields.count = 0;
    f->fields_of = folder;
    ER_TRY(er_arena_format(f->ctx, f->arena, &path, "%s/%s%sfields.csv", f->path, folder,
                           *folder ? "/" : ""));
    return read_fields(f->ctx, f->arena, path, &f->fields, &f->has_fields);
}

static void check_count(er_check_file *file, const struct folder *f, const char *layer) {
    for (size_t i = 0; i < f->to->expected_count; i++) {
        const er_expected_rows *e = &f->to->expected[i];
        if (strcmp(e->layer, layer) == 0 && e->rows != file->features && !file->is_selection)
            er_check_violation(file, 0, "has another number of features than the workspace", NULL);
    }
}

static er_status check_file(struct folder *f, const char *name) {
    const char *folder = NULL, *layer = NULL, *path = NULL;
    bool is_sequence = false;
    if (name[0] == '.') return ER_OK; /* what is just being written */
    ER_TRY(layer_of(f, name, &folder, &layer, &is_sequence));
    if (!layer) return ER_OK;
    ER_TRY(want_fields(f, folder));
    ER_TRY(er_arena_format(f->ctx, f->arena, &path, "%s/%s", f->path, name));
    er_check_file file = {.ctx = f->ctx, .name = name, .to = f->to};
    find_fields(&file, &f->fields, layer);
    if (!f->has_fields)
        er_check_violation(&file, 0, "has no fields.csv beside it", NULL);
    else if (!file.fields)
        er_check_violation(&file, 0, "is a layer that fields.csv beside it lacks", NULL);
    ER_TRY(er_check_geojson(&file, path, is_sequence));
    check_count(&file, f, layer);
    f->result->files++;
    f->result->features += file.features;
    f->result->violations += file.violations;
    if (f->to->file) f->to->file(f->to->owner, name, file.features, file.violations);
    return ER_OK;
}

er_status er_output_check(er_context *ctx, const char *path, const er_output_checker *to,
                          er_output_checked *result) {
    struct folder f = {.ctx = ctx, .path = path, .to = to, .result = result};
    er_names names = {0};
    *result = (er_output_checked){0};
    ER_TRY(er_arena_new(ctx, &f.arena));
    er_status status = er_tree_files(ctx, f.arena, path, &names);
    for (size_t i = 0; i < names.count && status == ER_OK; i++) {
        er_progress(ctx, "checking what was written", i, names.count);
        status = check_file(&f, names.items[i]);
    }
    if (status == ER_OK && result->files == 0)
        status = er_fail(ctx, ER_ERR_NOT_FOUND,
                         "%s: holds no GeoJSON, which alone is checked; name an output folder, or "
                         "export with --format geojson",
                         path);
    er_names_clear(&names);
    er_free(f.fields.items);
    er_arena_free(f.arena);
    return status;
}
