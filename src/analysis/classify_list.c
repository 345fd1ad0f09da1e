/* Tables of codes that a rule names: read, sorted, checked against the units. */
#include "analysis/classify.h"

#include "evenreach/sources.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAMED_CODES = 10 }; /* in a warning; the rest is counted */

struct columns {
    size_t code, reason, reason_zh, group;
};

static const size_t no_column = SIZE_MAX;

static size_t optional_column(const er_table *table, const char *name) {
    for (size_t i = 0; i < er_table_column_count(table); i++)
        if (er_same_text(er_table_column_name(table, i), name)) return i;
    return no_column;
}

static er_status find_columns(er_context *ctx, const er_table *table, const er_rule *rule,
                              struct columns *out) {
    ER_TRY(er_table_find(ctx, table, "code", &out->code));
    out->reason = optional_column(table, "reason");
    out->reason_zh = optional_column(table, "reason_zh");
    out->group = no_column;
    return rule->list_column ? er_table_find(ctx, table, rule->list_column, &out->group) : ER_OK;
}

static er_status copy_field(er_context *ctx, er_arena *arena, const er_table_row *row,
                            size_t column, const char **out) {
    const char *text = column == no_column ? NULL : row->text[column];
    *out = NULL;
    if (!text || !*text) return ER_OK;
    return er_arena_text(ctx, arena, text, strlen(text), out);
}

static er_status read_entry(er_context *ctx, er_arena *arena, const struct columns *columns,
                            const er_table_row *row, const er_study_scheme *scheme,
                            const er_rule *rule, er_code_entry *entry) {
    *entry = (er_code_entry){.row = row->number};
    ER_TRY(copy_field(ctx, arena, row, columns->code, &entry->code));
    ER_TRY(copy_field(ctx, arena, row, columns->reason, &entry->reason));
    ER_TRY(copy_field(ctx, arena, row, columns->reason_zh, &entry->reason_zh));
    ER_TRY(copy_field(ctx, arena, row, columns->group, &entry->group));
    if (!entry->code)
        return er_fail(ctx, ER_ERR_INPUT, "%s, row %lld: the code is missing", rule->list,
                       (long long)row->number);
    if (rule->list_column && !entry->group)
        return er_fail(ctx, ER_ERR_INPUT, "%s, row %lld: %s is missing", rule->list,
                       (long long)row->number, rule->list_column);
    if (entry->group && !er_study_scheme_has_group(scheme, entry->group))
        return er_fail(ctx, ER_ERR_INPUT,
                       "%s, row %lld: the scheme %s has no group '%s': add it to the scheme's "
                       "groups or correct the row",
                       rule->list, (long long)row->number, scheme->name, entry->group);
    return ER_OK;
}

static int compare_entries(const void *left, const void *right) {
    const er_code_entry *a = left, *b = right;
    int order = strcmp(a->code, b->code);
    return order ? order : (a->row > b->row) - (a->row < b->row);
}

/** One entry a code: a repetition is dropped, a contradiction refused. */
static er_status settle_repeats(er_context *ctx, const er_rule *rule, er_code_list *list) {
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        const er_code_entry *last = kept > 0 ? &list->entries[kept - 1] : NULL;
        const er_code_entry *entry = &list->entries[i];
        if (!last || strcmp(last->code, entry->code) != 0) {
            list->entries[kept++] = *entry;
        } else if (entry->group && strcmp(last->group, entry->group) != 0) {
            return er_fail(ctx, ER_ERR_INPUT,
                           "%s, rows %lld and %lld: the code %s is in the groups '%s' and '%s': "
                           "keep one of the rows",
                           rule->list, (long long)last->row, (long long)entry->row, entry->code,
                           last->group, entry->group);
        }
    }
    list->count = kept;
    return ER_OK;
}

static er_status read_entries(er_context *ctx, er_arena *arena, er_table *table,
                              const er_study_scheme *scheme, const er_rule *rule,
                              er_code_list *list) {
    struct columns columns;
    er_code_entry *read = NULL;
    size_t capacity = 0;
    er_table_row row;
    bool more = true;
    er_status status;
    ER_TRY(find_columns(ctx, table, rule, &columns));
    for (;;) {
        ER_GOTO(status, end, er_table_next(ctx, table, &row, &more));
        if (!more) break;
        ER_GOTO(status, end, er_reserve(ctx, &read, &capacity, list->count + 1, sizeof *read));
        ER_GOTO(status, end,
                read_entry(ctx, arena, &columns, &row, scheme, rule, &read[list->count]));
        list->count++;
    }
    ER_GOTO(status, end, er_arena_alloc(ctx, arena, list->count * sizeof *read, &list->entries));
    if (read) {
        memcpy(list->entries, read, list->count * sizeof *read);
        qsort(list->entries, list->count, sizeof *read, compare_entries);
    }
    status = settle_repeats(ctx, rule, list);
end:
    er_free(read);
    return status;
}

er_status er_code_list_read(er_context *ctx, er_arena *arena, const er_study *study,
                            const er_study_scheme *scheme, const er_rule *rule, er_code_list *out) {
    const char *path = NULL;
    er_table *table = NULL;
    er_code_list list = {.path = rule->list};
    ER_TRY(er_study_path(ctx, arena, study, rule->list, &path));
    ER_TRY(er_file_sha256(ctx, path, list.sha256));
    er_table_options options = er_table_defaults(path);
    options.attributes_only = true;
    ER_TRY(er_table_open(ctx, &options, &table));
    er_status status = read_entries(ctx, arena, table, scheme, rule, &list);
    er_table_close(table);
    if (status == ER_OK) *out = list;
    return status;
}

static int compare_code(const void *code, const void *entry) {
    return strcmp(code, ((const er_code_entry *)entry)->code);
}

const er_code_entry *er_code_list_find(const er_code_list *list, const char *code) {
    if (list->count == 0) return NULL;
    return bsearch(code, list->entries, list->count, sizeof *list->entries, compare_code);
}

static int compare_unit(const void *code, const void *unit) {
    return strcmp(code, ((const er_unit *)unit)->code);
}

er_status er_code_list_check(er_context *ctx, const er_code_list *list,
                             const er_study_scheme *scheme, const er_rule *rule,
                             const er_unit *units, size_t count) {
    char *named = NULL;
    size_t length = 0, missing = 0;
    FILE *text = open_memstream(&named, &length);
    if (!text) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    for (size_t i = 0; i < list->count; i++) {
        const char *code = list->entries[i].code;
        if (count > 0 && bsearch(code, units, count, sizeof *units, compare_unit)) continue;
        if (missing < NAMED_CODES) fprintf(text, "%s%s", missing ? ", " : "", code);
        missing++;
    }
    if (missing > NAMED_CODES) fputs(", ...", text);
    fclose(text);
    if (missing > 0)
        er_log(ctx, ER_LOG_WARNING,
               "scheme %s, rule %s: %zu codes of %s belong to no unit of the level %s: %s",
               scheme->name, rule->id, missing, list->path, scheme->level, named);
    free(named);
    return ER_OK;
}
