/* Tables of a written output: heading and cells against the dictionary, read as any program would
 * read them. */
#include "outputs/check.h"

#include "evenreach/sources.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static bool is_whole(const char *text) {
    if (*text == '-') text++;
    return *text && strspn(text, "0123456789") == strlen(text);
}

/** Whether a cell reads as a value of the type; an empty one may be of any. */
static bool is_of_type(const char *text, const char *type) {
    double number;
    if (!text || strcmp(type, "text") == 0) return true;
    if (strcmp(type, "boolean") == 0)
        return strcmp(text, "true") == 0 || strcmp(text, "false") == 0 || strcmp(text, "1") == 0 ||
               strcmp(text, "0") == 0;
    if (strcmp(type, "integer") == 0 && is_whole(text)) return true;
    if (!er_parse_double(text, &number) || !isfinite(number)) return false;
    return strcmp(type, "real") == 0 || number == floor(number); /* 1e+15 */
}

static void check_cells(er_check_file *file, const er_table_row *row, const size_t *at) {
    if (row->problem)
        er_check_violation(file, row->number, "is no row of this table", row->problem);
    if (row->problem) return;
    for (size_t i = 0; i < file->field_count; i++)
        if (at[i] != SIZE_MAX && !is_of_type(row->text[at[i]], file->fields[i].type))
            er_check_violation(file, row->number, "a field is not of the type in fields.csv",
                               file->fields[i].name);
}

/** Where each field of the dictionary stands; SIZE_MAX: nowhere. */
static void find_columns(er_check_file *file, const er_table *table, size_t *at) {
    size_t columns = er_table_column_count(table), known = 0;
    for (size_t i = 0; i < file->field_count; i++) {
        at[i] = SIZE_MAX;
        for (size_t k = 0; k < columns && at[i] == SIZE_MAX; k++)
            if (strcmp(er_table_column_name(table, k), file->fields[i].name) == 0) at[i] = k;
        known += at[i] != SIZE_MAX;
        if (at[i] == SIZE_MAX)
            er_check_violation(file, 0, "lacks a field that fields.csv names",
                               file->fields[i].name);
    }
    for (size_t k = 0; file->fields && known < columns && k < columns; k++) {
        bool named = false;
        for (size_t i = 0; i < file->field_count && !named; i++)
            named = at[i] == k;
        if (!named)
            er_check_violation(file, 0, "has a field that fields.csv lacks",
                               er_table_column_name(table, k));
    }
}

/** GDAL takes the heading of a sheet for its only row where no other follows it: the columns are
 *  called Field1, Field2, ... then. */
static bool may_be_heading(const er_check_file *file, const er_table *table) {
    return file->field_count > 0 && er_table_column_count(table) == file->field_count &&
           strcmp(er_table_column_name(table, 0), "Field1") == 0;
}

static bool is_heading(const er_check_file *file, const er_table_row *row) {
    for (size_t i = 0; i < file->field_count; i++)
        if (!row->text[i] || strcmp(row->text[i], file->fields[i].name) != 0) return false;
    return true;
}

static er_status check_table(er_check_file *file, er_table *table) {
    er_table_row row;
    size_t *at = NULL;
    bool more = true;
    if (may_be_heading(file, table)) {
        ER_TRY(er_table_next(file->ctx, table, &row, &more));
        if (more && is_heading(file, &row)) return ER_OK;
        file->features += more;
    }
    ER_TRY(er_arena_alloc(file->ctx, file->arena, (file->field_count + 1) * sizeof *at, &at));
    find_columns(file, table, at);
    while (more) {
        ER_TRY(er_table_next(file->ctx, table, &row, &more));
        if (!more) break;
        check_cells(file, &row, at);
        if ((++file->features & 0xff) == 0) ER_TRY(er_check_cancel(file->ctx));
    }
    return ER_OK;
}

er_status er_check_rows(er_check_file *file, const char *path, const char *layer) {
    er_table *table = NULL;
    er_table_options options = er_table_defaults(path);
    options.attributes_only = true;
    options.layer = layer;
    options.encoding = "UTF-8";
    options.may_be_empty = true;
    er_status status = er_table_open(file->ctx, &options, &table);
    if (status == ER_OK) status = check_table(file, table);
    er_table_close(table);
    return er_check_failure(file, status);
}

/** A text whose last line has no end was cut. */
static bool ends_a_line(const uint8_t *end) {
    return *end == '\n';
}

er_status er_check_csv(er_check_file *file) {
    er_check_begin(file, file->stem, ER_OUTPUT_ROWS);
    er_check_end(file, 1, ends_a_line);
    ER_TRY(er_check_rows(file, file->path, NULL));
    er_check_count(file, file->stem, false);
    return ER_OK;
}
