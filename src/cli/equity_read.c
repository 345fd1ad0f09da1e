/* The table of `equity`: numbers checked, groups and clusters numbered by their names. */
#include "cli/equity_read.h"

#include "evenreach/equity.h"
#include "evenreach/sources.h"

#include <stdlib.h>
#include <string.h>

enum { LISTED_REJECTS = 100 }; /* more than anyone reads; the rest is counted */

/** A column of names. */
struct names {
    const char **of_row;
    size_t capacity;
    size_t column;
};

struct reading {
    er_context *ctx;
    er_arena *arena;
    const er_equity_columns *columns;
    er_table *table;
    size_t value_column, weight_column, order_column;
    size_t value_capacity, weight_capacity, order_capacity, number_capacity;
    struct names groups, clusters;
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

/** Why a text is no number for an index; null if it is one. */
static const char *fault_of(const char *text, bool signed_number, double *out) {
    if (!text || !*text) return "is missing";
    if (!er_parse_double(text, out)) return "is not a number";
    if (signed_number) return NULL;
    if (*out < 0) return "is below 0";
    if (*out > ER_EQUITY_LARGEST || (*out != 0 && *out < ER_EQUITY_SMALLEST))
        return "is not from 1e-100 to 1e100";
    return NULL;
}

/** A number of a row, 0 or more unless it is what rows are ranked by; false (and the row rejected)
 *  if it is none. */
static bool take_number(struct reading *r, const er_table_row *row, size_t column, const char *name,
                        bool signed_number, double *out) {
    const char *text = row->text[column], *why = fault_of(text, signed_number, out);
    if (why) reject(r, row->number, name, text && *text ? text : NULL, why);
    return !why;
}

/** What a row is called; null (and the row rejected) if it has no name. */
static er_status take_name(struct reading *r, const er_table_row *row, size_t column,
                           const char *heading, const char **out) {
    const char *name = row->text[column];
    *out = NULL;
    if (name && *name) return er_arena_text(r->ctx, r->arena, name, strlen(name), out);
    reject(r, row->number, heading, NULL, "is missing");
    return ER_OK;
}

/** Only faults of a row's text matter here: no index asks where a row lies. */
static bool text_is_faulty(const er_table_row *row) {
    return row->problem_code && (strcmp(row->problem_code, "bad_encoding") == 0 ||
                                 strcmp(row->problem_code, "field_count") == 0);
}

/** A row's own numbers and names. */
struct taken {
    double value, weight, order;
    const char *group, *cluster;
    int64_t number; /**< of the row in the file */
};

static er_status keep_number(er_context *ctx, double **column, size_t *capacity, size_t at,
                             double number) {
    ER_TRY(er_reserve(ctx, column, capacity, at + 1, sizeof **column));
    (*column)[at] = number;
    return ER_OK;
}

static er_status keep_name(er_context *ctx, struct names *names, size_t at, const char *name) {
    ER_TRY(er_reserve(ctx, &names->of_row, &names->capacity, at + 1, sizeof *names->of_row));
    names->of_row[at] = name;
    return ER_OK;
}

static er_status keep_row(struct reading *r, const struct taken *taken) {
    const er_equity_columns *columns = r->columns;
    er_equity_rows *rows = r->rows;
    size_t at = rows->count;
    ER_TRY(keep_number(r->ctx, &rows->value, &r->value_capacity, at, taken->value));
    ER_TRY(er_reserve(r->ctx, &rows->number, &r->number_capacity, at + 1, sizeof *rows->number));
    rows->number[at] = taken->number;
    if (columns->weight)
        ER_TRY(keep_number(r->ctx, &rows->weight, &r->weight_capacity, at, taken->weight));
    if (columns->order)
        ER_TRY(keep_number(r->ctx, &rows->order, &r->order_capacity, at, taken->order));
    if (columns->group) ER_TRY(keep_name(r->ctx, &r->groups, at, taken->group));
    if (columns->cluster) ER_TRY(keep_name(r->ctx, &r->clusters, at, taken->cluster));
    rows->count++;
    return ER_OK;
}

static er_status take_row(struct reading *r, const er_table_row *row) {
    const er_equity_columns *columns = r->columns;
    struct taken taken = {.number = row->number};
    if (text_is_faulty(row)) {
        if (++r->rows->rejected <= LISTED_REJECTS)
            er_log(r->ctx, ER_LOG_WARNING, "%s, row %lld: %s; the row is left out", columns->path,
                   (long long)row->number, row->problem);
        return ER_OK;
    }
    if (!take_number(r, row, r->value_column, columns->value, false, &taken.value)) return ER_OK;
    if (columns->weight &&
        !take_number(r, row, r->weight_column, columns->weight, false, &taken.weight))
        return ER_OK;
    if (columns->order && !take_number(r, row, r->order_column, columns->order, true, &taken.order))
        return ER_OK;
    if (columns->group) {
        ER_TRY(take_name(r, row, r->groups.column, columns->group, &taken.group));
        if (!taken.group) return ER_OK;
    }
    if (columns->cluster) {
        ER_TRY(take_name(r, row, r->clusters.column, columns->cluster, &taken.cluster));
        if (!taken.cluster) return ER_OK;
    }
    return keep_row(r, &taken);
}

static int compare_names(const void *left, const void *right) {
    const char *const *a = left, *const *b = right;
    return strcmp(*a, *b);
}

static er_status number_names(struct reading *r, const struct names *names,
                              er_equity_labels *labels) {
    size_t count = r->rows->count;
    const char **sorted = NULL;
    ER_TRY(er_arena_alloc(r->ctx, r->arena, count * sizeof *sorted, &sorted));
    ER_TRY(er_alloc(r->ctx, count, sizeof *labels->of_row, &labels->of_row));
    memcpy(sorted, names->of_row, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, compare_names);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || strcmp(sorted[i], sorted[i - 1]) != 0) sorted[labels->count++] = sorted[i];
    for (size_t i = 0; i < count; i++) {
        const char **found =
            bsearch(&names->of_row[i], sorted, labels->count, sizeof *sorted, compare_names);
        labels->of_row[i] = (uint32_t)(found - sorted);
    }
    labels->names = sorted;
    return ER_OK;
}

static er_status find_columns(struct reading *r) {
    const er_equity_columns *c = r->columns;
    ER_TRY(er_table_find(r->ctx, r->table, c->value, &r->value_column));
    if (c->weight) ER_TRY(er_table_find(r->ctx, r->table, c->weight, &r->weight_column));
    if (c->order) ER_TRY(er_table_find(r->ctx, r->table, c->order, &r->order_column));
    if (c->group) ER_TRY(er_table_find(r->ctx, r->table, c->group, &r->groups.column));
    if (c->cluster) ER_TRY(er_table_find(r->ctx, r->table, c->cluster, &r->clusters.column));
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
    if (r->columns->group) ER_TRY(number_names(r, &r->groups, &r->rows->groups));
    if (r->columns->cluster) ER_TRY(number_names(r, &r->clusters, &r->rows->clusters));
    return ER_OK;
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
    er_free(r.groups.of_row);
    er_free(r.clusters.of_row);
    er_table_close(r.table);
    return status;
}

void er_equity_rows_free(er_equity_rows *rows) {
    er_free(rows->value);
    er_free(rows->weight);
    er_free(rows->order);
    er_free(rows->number);
    er_free(rows->groups.of_row);
    er_free(rows->clusters.of_row);
    *rows = (er_equity_rows){0};
}
