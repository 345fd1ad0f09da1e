/* The files of an output folder, each by its format, with the dictionary beside it. */
#include "outputs/check.h"
#include "outputs/dictionary.h"
#include "outputs/sink.h"
#include "outputs/tree.h"

#include <string.h>

/* ---- files ----------------------------------------------------------------------------------- */

struct folder {
    er_context *ctx;
    er_arena *arena;
    const char *path;
    const er_output_checker *to;
    er_output_checked *result;
    er_check_fields fields;
    const char *fields_of;   /**< format folder whose dictionary was read last */
    const char *fields_fail; /**< what its reader said; null: nothing */
};

/** A file's name in parts: folder "geojson" ("" for none), base "towns.geojson". */
struct parts {
    const char *folder;
    const char *base;
    const char *stem; /**< base without the format's extension */
};

/** Whether the file is one that the format makes. GeoJSON is taken wherever it stands. */
static bool is_made_by(const er_format *format, const struct parts *parts) {
    size_t length = strlen(parts->base), end = strlen(format->extension);
    if (length <= end || strcmp(parts->base + length - end, format->extension) != 0) return false;
    if (er_format_is_json(format)) return true;
    if (format->folder) return strcmp(parts->folder, format->folder) == 0;
    return !*parts->folder && strncmp(parts->base, er_bundle_stem, length - end) == 0 &&
           strlen(er_bundle_stem) == length - end;
}

/** The format whose file it is; null: no file to be checked. */
static er_status format_of(const struct folder *f, const char *name, struct parts *parts,
                           const er_format **out) {
    const char *slash = strrchr(name, '/');
    parts->base = slash ? slash + 1 : name;
    ER_TRY(
        er_arena_text(f->ctx, f->arena, name, slash ? (size_t)(slash - name) : 0, &parts->folder));
    const er_format *format = er_formats;
    while (format->name && !is_made_by(format, parts))
        format++;
    *out = format->name ? format : NULL;
    if (!*out) return ER_OK;
    return er_arena_text(f->ctx, f->arena, parts->base,
                         strlen(parts->base) - strlen(format->extension), &parts->stem);
}

/** The dictionary of a folder; one that can't be read is a violation of each file beside it. */
static er_status want_fields(struct folder *f, const char *folder) {
    const char *path = NULL;
    if (f->fields_of && strcmp(f->fields_of, folder) == 0) return ER_OK;
    f->fields_of = folder;
    f->fields_fail = NULL;
    ER_TRY(er_arena_format(f->ctx, f->arena, &path, "%s/%s%s%s.csv", f->path, folder,
                           *folder ? "/" : "", er_dictionary_name));
    er_status status = er_check_dictionary(f->ctx, f->arena, path, NULL, &f->fields);
    if (status == ER_OK || status == ER_ERR_MEMORY || status == ER_ERR_CANCELLED) return status;
    const char *line = er_context_error(f->ctx);
    return er_arena_text(f->ctx, f->arena, line, strlen(line), &f->fields_fail);
}

static er_status check_file(struct folder *f, const char *name) {
    struct parts parts;
    const er_format *format = NULL;
    er_check_file file = {
        .ctx = f->ctx, .arena = f->arena, .name = name, .to = f->to, .dictionary = &f->fields};
    file.told.name = name;
    if (name[0] == '.') return ER_OK; /* what is just being written */
    ER_TRY(format_of(f, name, &parts, &format));
    if (!format || !format->check) return ER_OK;
    bool is_dictionary = format->tables && strcmp(parts.stem, er_dictionary_name) == 0;
    if (is_dictionary) return ER_OK; /* read with what stands beside it */
    ER_TRY(want_fields(f, parts.folder));
    ER_TRY(er_arena_format(f->ctx, f->arena, &file.path, "%s/%s", f->path, name));
    file.stem = parts.stem;
    if (f->fields_fail && format->folder && !format->ops->whole)
        er_check_violation(&file, 0, "has a fields.csv that can't be read", f->fields_fail);
    ER_TRY(format->check(&file));
    er_check_settle(&file);
    f->result->files++;
    f->result->violations += file.told.violations;
    if (f->to->file) f->to->file(f->to->owner, &file.told);
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
                         "%s: holds no file of a format that export writes; name an output folder",
                         path);
    er_names_clear(&names);
    er_free(f.fields.items);
    er_arena_free(f.arena);
    return status;
}
