/* The table of `equity`: numbers checked, groups numbered by the order of their names. */
#include "cli/equity_read.h"

#include "evenreach/equity.h"
#include "evenreach/sources.h"

#include <stdlib.h>
#include <string.h>

enum { LISTED_REJECTS = 100 }; /* more than anyone reads; the rest is counted */

struct reading {
    er_context *ctx;
    er_arena *arena;
    const er_equity_columns *columns;
    er_table *table;
    size_t value_column, weight_column, group_column;
    const char **names; /* of each row's group */
    size_t value_capacity, weight_capacity, name_capacity;
    er_equity_rows *rows;
};

static void reject(struct reading *r, int64_t row, const char *column, const char *text,
                   const char *why) {
    if (++r->rows->rejected > LISTED_REJECTS) return;
    if (text)
        er_log(r->ctx, ER_LOG_WARNING, "%s, row %lld: %s '%s' %s; the row is left out",
               r->columns->path, (long long)row, column, text, er_text(r->ctx, why));
    else
        er_log(r->ctx, ER_LOG_WARNING, "%s, row %lld: %s %s; the row is left out", r->columns->path,
               (long long)row, column, er_text(r->ctx, why));
}

/** A number of a row, 0 or more; false (and the row rejected) if it is none. */
static bool take_number(struct reading *r, const er_table_row *row, size_t column, const char *name,
                        double *out) {
    const char *text = row->text[column], *why = NULL;
    if (!text || !*text)
        why = "is missing";
    else if (!er_parse_double(text, out))
        why = "is not a number";
    else if (*out < 0)
        why = "is below 0";
    else if (*out > ER_EQUITY_LARGEST || (*out != 0 && *out < ER_EQUITY_SMALLEST))
        why = "is not from 1e-100 to 1e100";
    if (why) reject(r, row->number, name, text && *text ? text : NULL, why);
    return !why;
}

/** Only faults of a row's text matter here: no index asks where a row lies. */
static bool text_is_faulty(const er_table_row *row) {
    return row->problem_code && (strcmp(row->problem_code, "bad_encoding") == 0 ||
                                 strcmp(row->problem_code, "field_count") == 0);
}

static er_status take_row(struct reading *r, const er_table_row *row) {
    const er_equity_columns *columns = r->columns;
    er_equity_rows *rows = r->rows;
    double value = 0, weight = 1;
    const char *name = NULL;
    if (text_is_faulty(row)) {
        if (++rows->rejected <= LISTED_REJECTS)
            er_log(r->ctx, ER_LOG_WARNING, "%s, row %lld: %s; the row is left out", columns->path,
                   (long long)row->number, row->problem);
        return ER_OK;
    }
    if (!take_number(r, row, r->value_column, columns->value, &value)) return ER_OK;
    if (columns->weight && !take_number(r, row, r->weight_column, columns->weight, &weight))
        return ER_OK;
    if (columns->group) {
        name = row->text[r->group_column];
        if (!name || !*name) {
            reject(r, row->number, columns->group, NULL, "is missing");
            return ER_OK;
        }
        ER_TRY(er_arena_text(r->ctx, r->arena, name, strlen(name), &name));
    }
    size_t need = rows->count + 1;
    ER_TRY(er_reserve(r->ctx, &rows->value, &r->value_capacity, need, sizeof *rows->value));
    rows->value[rows->count] = value;
    if (columns->weight) {
        ER_TRY(er_reserve(r->ctx, &rows->weight, &r->weight_capacity, need, sizeof *rows->weight));
        rows->weight[rows->count] = weight;
    }
    if (columns->group) {
        ER_TRY(er_reserve(r->ctx, &r->names, &r->name_capacity, need, sizeof *r->names));
        r->names[rows->count] = name;
    }
    rows->count++;
    return ER_OK;
}

static int compare_names(const void *left, const void *right) {
    const char *const *a = left, *const *b = right;
    return strcmp(*a, *b);
}

static er_status number_groups(struct reading *r) {
    er_equity_rows *rows = r->rows;
    const char **sorted = NULL;
    ER_TRY(er_arena_alloc(r->ctx, r->arena, rows->count * sizeof *sorted, &sorted));
    ER_TRY(er_alloc(r->ctx, rows->count, sizeof *rows->group, &rows->group));
    memcpy(sorted, r->names, rows->count * sizeof *sorted);
    qsort(sorted, rows->count, sizeof *sorted, compare_names);
    for (size_t i = 0; i < rows->count; i++)
        if (i == 0 || strcmp(sorted[i], sorted[i - 1]) != 0)
            sorted[rows->group_count++] = sorted[i];
    for (size_t i = 0; i < rows->count; i++) {
        const char **found =
            bsearch(&r->names[i], sorted, rows->group_count, sizeof *sorted, compare_names);
        rows->group[i] = (uint32_t)(found - sorted);
    }
    rows->group_names = sorted;
    return ER_OK;
}

static er_status find_columns(struct reading *r) {
    const er_equity_columns *c = r->columns;
    ER_TRY(er_table_find(r->ctx, r->table, c->value, &r->value_column));
    if (c->weight) ER_TRY(er_table_find(r->ctx, r->table, c->weight, &r->weight_column));
    if (c->group) ER_TRY(er_table_find(r->ctx, r->table, c->group, &r->group_column));
    return ER_OK;
}

static er_status read_rows(struct reading *r) {
    er_table_row row;
    bool more = true;
    uint64_t done = 0;
    ER_TRY(find_columns(r));
    for (;;) {
        ER_TRY(er_table_next(r->ctx, r->table, &row, &more));
        if (!more) break;
        ER_TRY(take_row(r, &row));
        if (++done % 4096 == 0) ER_TRY(er_check_cancel(r->ctx));
    }
    if (r->rows->rejected > LISTED_REJECTS)
        er_log(r->ctx, ER_LOG_WARNING, "%s: %lld more rows are left out", r->columns->path,
               (long long)(r->rows->rejected - LISTED_REJECTS));
    if (r->rows->count == 0)
        return er_fail(r->ctx, ER_ERR_INPUT, "%s: no row can be used (%lld left out)",
                       r->columns->path, (long long)r->rows->rejected);
    bool weighted = !r->rows->weight;
    for (size_t i = 0; i < r->rows->count && !weighted; i++)
        weighted = r->rows->weight[i] > 0;
    if (!weighted)
        return er_fail(r->ctx, ER_ERR_INPUT,
                       "%s: every weight in the column %s is 0: choose another column",
                       r->columns->path, r->columns->weight);
    return r->columns->group ? number_groups(r) : ER_OK;
}

er_status er_equity_read(er_context *ctx, er_arena *arena, const er_equity_columns *columns,
                         er_equity_rows *out) {
    struct reading r = {.ctx = ctx, .arena = arena, .columns = columns, .rows = out};
    er_table_options options = er_table_defaults(columns->path);
    options.layer = columns->layer;
    options.encoding = columns->encoding;
    options.attributes_only = true;
    *out = (er_equity_rows){0};
    ER_TRY(er_table_open(ctx, &options, &r.table));
    er_status status = read_rows(&r);
    if (status != ER_OK) er_equity_rows_free(out);
    er_free(r.names);
    er_table_close(r.table);
    return status;
}

void er_equity_rows_free(er_equity_rows *rows) {
    er_free(rows->value);
    er_free(rows->weight);
    er_free(rows->group);
    *rows = (er_equity_rows){0};
}
