/* What the checkers of all formats do alike: say what is wrong, know the fields, count. */
#include "outputs/check.h"
#include "outputs/dictionary.h"

#include "evenreach/sources.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

void er_check_violation(er_check_file *f, int64_t number, const char *rule, const char *detail) {
    const er_output_violation violation = {.file = f->name,
                                           .layer = f->layer,
                                           .kind = f->kind,
                                           .number = number,
                                           .rule = rule,
                                           .detail = detail};
    if (f->told.violations++ < ER_CHECK_SHOWN && f->to->violation)
        f->to->violation(f->to->owner, &violation);
}

er_status er_check_failure(er_check_file *file, er_status failed) {
    if (failed == ER_OK || failed == ER_ERR_MEMORY || failed == ER_ERR_CANCELLED) return failed;
    const char *line = er_context_error(file->ctx);
    size_t path = strlen(file->path);
    /* the line begins with the path, which the violation says already */
    if (strncmp(line, file->path, path) == 0 && strncmp(line + path, ": ", 2) == 0)
        line += path + 2;
    er_check_violation(file, 0, "can't be read as what it is", line);
    return ER_OK;
}

void er_check_end(er_check_file *file, size_t count, bool (*is_whole)(const uint8_t *end)) {
    enum { MOST = 64 };
    uint8_t end[MOST];
    FILE *bytes = fopen(file->path, "rb");
    if (!bytes) return; /* which its reader will say */
    bool whole = count <= MOST && fseek(bytes, -(long)count, SEEK_END) == 0 &&
                 fread(end, 1, count, bytes) == count && is_whole(end);
    if (!whole) er_check_violation(file, 0, "is cut short", NULL);
    fclose(bytes);
}

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

er_status er_check_dictionary(er_context *ctx, er_arena *arena, const char *path, const char *layer,
                              er_check_fields *fields) {
    static const char *const names[] = {"layer", "field", "type"};
    size_t at[3];
    er_table *table = NULL;
    er_table_row row;
    fields->count = 0;
    fields->is_there = access(path, F_OK) == 0;
    if (!fields->is_there) return ER_OK;
    er_table_options options = er_table_defaults(path);
    options.attributes_only = true;
    options.layer = layer;
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
void er_check_settle(er_check_file *file) {
    file->told.count[file->kind] += file->features;
    file->features = 0;
}

void er_check_begin(er_check_file *file, const char *layer, er_output_kind kind) {
    const er_check_fields *all = file->dictionary;
    er_check_settle(file);
    file->kind = kind;
    file->told.has[kind] = true;
    file->is_selection = false;
    file->fields = NULL;
    file->field_count = 0;
    for (size_t i = 0; i < all->count; i++) {
        if (strcmp(all->items[i].layer, layer) != 0) continue;
        if (strcmp(all->items[i].type, er_dictionary_selection) == 0) {
            file->is_selection = true;
            continue;
        }
        if (!file->fields) file->fields = &all->items[i];
        file->field_count++;
    }
    if (!all->is_there)
        er_check_violation(file, 0, "has no fields.csv beside it", NULL);
    else if (!file->fields)
        er_check_violation(file, 0, "is a layer that fields.csv beside it lacks", NULL);
}

/* ---- numbers --------------------------------------------------------------------------------- */

static void compare(er_check_file *file, int64_t expected) {
    char numbers[64];
    if (expected < 0 || file->is_selection || expected == file->features) return;
    snprintf(numbers, sizeof numbers, "%lld != %lld", (long long)file->features,
             (long long)expected);
    er_check_violation(file, 0,
                       file->kind == ER_OUTPUT_ROWS
                           ? "has another number of rows than the workspace"
                           : "has another number of features than the workspace",
                       numbers);
}

/** Null: nothing is said of that layer. */
static const er_expected_rows *expected_of(const er_check_file *file, const char *layer) {
    for (size_t i = 0; i < file->to->expected_count; i++)
        if (strcmp(file->to->expected[i].layer, layer) == 0) return &file->to->expected[i];
    return NULL;
}

void er_check_count(er_check_file *file, const char *layer, bool on_map) {
    const er_expected_rows *e = expected_of(file, layer);
    if (e) compare(file, on_map ? e->features : e->rows);
}

void er_check_placed(er_check_file *file, const char *layer) {
    const er_expected_rows *e = expected_of(file, layer);
    if (e) compare(file, e->placed);
}
