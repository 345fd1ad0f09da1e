/* The files of `choose`: points with their ids, numbers and groups. */
#include "cli/choose.h"
#include "geometry/wkb.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LISTED_REJECTS = 20, ASK = 1024 };

static const size_t no_column = SIZE_MAX;

/** Columns of the table, no_column where none is wanted. */
struct columns {
    size_t id, weight, cost, capacity, group, existing;
};

struct reading {
    er_context *ctx;
    er_arena *arena;
    const er_choose_columns *wanted;
    er_table *table;
    struct columns columns;
    er_choose_places *places;
};

static er_status find(const struct reading *r, const char *name, size_t *column) {
    *column = no_column;
    return name ? er_table_find(r->ctx, r->table, name, column) : ER_OK;
}

/** A column that looks like ids: code, else name; the row's number if there is neither. */
static size_t guess_id(const struct reading *r) {
    static const char *const fields[] = {"code", "name"};
    for (size_t f = 0; f < 2; f++)
        for (size_t c = 0; c < er_table_column_count(r->table); c++) {
            const char *field = er_heading_field("candidates", er_table_column_name(r->table, c));
            if (field && strcmp(field, fields[f]) == 0) return c;
        }
    return no_column;
}

static er_status find_columns(struct reading *r) {
    const er_choose_columns *w = r->wanted;
    ER_TRY(find(r, w->key, &r->columns.id));
    ER_TRY(find(r, w->weight, &r->columns.weight));
    ER_TRY(find(r, w->cost, &r->columns.cost));
    ER_TRY(find(r, w->capacity, &r->columns.capacity));
    ER_TRY(find(r, w->group, &r->columns.group));
    ER_TRY(find(r, w->existing, &r->columns.existing));
    if (w->named && !w->key) r->columns.id = guess_id(r);
    r->places->numbered = r->columns.id == no_column;
    return ER_OK;
}

/** Degrees under headings that could be a plane's are degrees only by their size. */
static void warn_of_degrees(const struct reading *r) {
    const er_table_info *about = er_table_about(r->table);
    bool plain = false, degrees = false;
    if (strcmp(about->crs_how, "detected") != 0 || r->places->plane) return;
    for (size_t c = 0; c < er_table_column_count(r->table); c++) {
        const char *field = er_heading_field("candidates", er_table_column_name(r->table, c));
        plain = plain || (field && strcmp(field, "x") == 0);
        degrees = degrees || (field && strcmp(field, "lon") == 0);
    }
    if (plain && !degrees)
        er_log(r->ctx, ER_LOG_WARNING,
               "%s: says no reference system; its coordinates are taken as degrees (%s); if they "
               "are metres on a plane, give --crs plane",
               r->places->path, about->crs);
}

/* ---- rows ------------------------------------------------------------------------------------ */

static void reject(struct reading *r, int64_t row, const char *why) {
    if (++r->places->rejected <= LISTED_REJECTS)
        er_log(r->ctx, ER_LOG_WARNING, "%s, row %lld: %s; left out", r->places->path,
               (long long)row, why);
}

/** The row's point; false (and the row rejected) if it has none. */
static bool take_point(struct reading *r, const er_table_row *row, er_point *at) {
    er_wkb_shape shape;
    if (row->problem_code) return reject(r, row->number, row->problem), false;
    if (!row->geometry.data)
        return reject(r, row->number, er_text(r->ctx, "has no geometry")), false;
    if (er_wkb_read(r->ctx, row->geometry, &shape) != ER_OK)
        return reject(r, row->number, er_context_error(r->ctx)), false;
    bool good = shape.kind == ER_WKB_POINTS && shape.point_count == 1;
    if (good) *at = shape.points[0];
    er_wkb_clear(&shape);
    if (!good) reject(r, row->number, er_text(r->ctx, "is not a single point"));
    return good;
}

static er_status take_number(const struct reading *r, const er_table_row *row, size_t column,
                             double *out) {
    if (column == no_column) return ER_OK;
    const char *name = er_table_column_name(r->table, column), *text = row->text[column];
    if (!text || !*text)
        return er_fail(r->ctx, ER_ERR_INPUT, "%s, row %lld: %s is missing: give 0 or more",
                       r->places->path, (long long)row->number, name);
    if (!er_parse_double(text, out))
        return er_fail(r->ctx, ER_ERR_INPUT, "%s, row %lld: %s '%.60s' is not a number",
                       r->places->path, (long long)row->number, name, text);
    if (*out < 0)
        return er_fail(r->ctx, ER_ERR_INPUT, "%s, row %lld: %s is %s: give 0 or more",
                       r->places->path, (long long)row->number, name, text);
    return ER_OK;
}

static er_status take_text(const struct reading *r, const er_table_row *row, size_t column,
                           const char **out) {
    const char *text = column == no_column ? NULL : row->text[column];
    if (!text) return ER_OK;
    return er_arena_text(r->ctx, r->arena, text, strlen(text), out);
}

static er_status take_id(const struct reading *r, const er_table_row *row, const char **out) {
    if (!r->wanted->named) return ER_OK;
    if (r->places->numbered)
        return er_arena_format(r->ctx, r->arena, out, "%lld", (long long)row->number);
    ER_TRY(take_text(r, row, r->columns.id, out));
    if (*out && **out) return ER_OK;
    return er_fail(r->ctx, ER_ERR_INPUT, "%s, row %lld: %s is missing: give each candidate an id",
                   r->places->path, (long long)row->number,
                   er_table_column_name(r->table, r->columns.id));
}

static er_status take_existing(const struct reading *r, const er_table_row *row, bool *out) {
    static const char *const yes[] = {"1", "yes", "y", "true", "t", "是", "有"};
    static const char *const no[] = {"0", "no", "n", "false", "f", "否", "無"};
    if (r->columns.existing == no_column) return ER_OK;
    const char *text = row->text[r->columns.existing];
    *out = false;
    if (!text || !*text) return ER_OK;
    for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++) {
        if (er_same_text(text, no[i])) return ER_OK;
        if (!er_same_text(text, yes[i])) continue;
        *out = true;
        return ER_OK;
    }
    return er_fail(r->ctx, ER_ERR_INPUT, "%s, row %lld: %s '%.60s' is neither yes nor no (1 or 0)",
                   r->places->path, (long long)row->number,
                   er_table_column_name(r->table, r->columns.existing), text);
}

static er_status take_row(struct reading *r, const er_table_row *row) {
    er_choose_places *places = r->places;
    er_choose_place place = {.row = row->number, .weight = 1, .cost = 1, .capacity = INFINITY};
    if (!take_point(r, row, &place.at)) return ER_OK;
    ER_TRY(take_id(r, row, &place.id));
    ER_TRY(take_text(r, row, r->columns.group, &place.group));
    ER_TRY(take_number(r, row, r->columns.weight, &place.weight));
    ER_TRY(take_number(r, row, r->columns.cost, &place.cost));
    ER_TRY(take_number(r, row, r->columns.capacity, &place.capacity));
    ER_TRY(take_existing(r, row, &place.existing));
    ER_TRY(er_reserve(r->ctx, &places->items, &places->capacity, places->count + 1,
                      sizeof *places->items));
    places->items[places->count++] = place;
    return ER_OK;
}

static er_status read_rows(struct reading *r) {
    for (;;) {
        er_table_row row;
        bool more = false;
        ER_TRY(er_table_next(r->ctx, r->table, &row, &more));
        if (!more) break;
        if (row.number % ASK == 0) ER_TRY(er_check_cancel(r->ctx));
        ER_TRY(take_row(r, &row));
    }
    if (r->places->rejected > LISTED_REJECTS)
        er_log(r->ctx, ER_LOG_WARNING, "%s: %lld more rows are left out", r->places->path,
               (long long)(r->places->rejected - LISTED_REJECTS));
    if (r->places->count > 0) return ER_OK;
    return er_fail(r->ctx, ER_ERR_INPUT, "%s: has no row with a place that can be used",
                   r->places->path);
}

/* ---- ids ------------------------------------------------------------------------------------- */

static int by_id(const void *left, const void *right) {
    const er_choose_place *const *a = left, *const *b = right;
    int order = strcmp((*a)->id, (*b)->id);
    return order != 0 ? order : ((*a)->row > (*b)->row) - ((*a)->row < (*b)->row);
}

static er_status check_ids(const struct reading *r) {
    const er_choose_places *places = r->places;
    const er_choose_place **sorted = NULL;
    if (!r->wanted->named || places->numbered) return ER_OK;
    ER_TRY(er_alloc(r->ctx, places->count, sizeof *sorted, &sorted));
    for (size_t i = 0; i < places->count; i++)
        sorted[i] = &places->items[i];
    qsort(sorted, places->count, sizeof *sorted, by_id);
    er_status status = ER_OK;
    for (size_t i = 1; i < places->count && status == ER_OK; i++)
        if (strcmp(sorted[i]->id, sorted[i - 1]->id) == 0)
            status =
                er_fail(r->ctx, ER_ERR_INPUT,
                        "%s: %s '%.60s' stands in rows %lld and %lld: give each candidate its "
                        "own, or name another field with --key",
                        places->path, er_table_column_name(r->table, r->columns.id), sorted[i]->id,
                        (long long)sorted[i - 1]->row, (long long)sorted[i]->row);
    er_free(sorted);
    return status;
}

er_status er_choose_read(er_context *ctx, er_arena *arena, const er_choose_columns *columns,
                         er_choose_places *out) {
    er_choose_places places = {.path = columns->table.path};
    struct reading r = {.ctx = ctx, .arena = arena, .wanted = columns, .places = &places};
    ER_TRY(er_table_open(ctx, &columns->table, &r.table));
    const er_table_info *about = er_table_about(r.table);
    er_status status = ER_OK;
    if (!about->has_geometry)
        status = er_fail(ctx, ER_ERR_INPUT,
                         "%s: has no points: give a file with geometry, or columns of coordinates "
                         "(--x, --y)",
                         places.path);
    if (status == ER_OK) {
        places.plane = strcmp(about->crs, "plane") == 0;
        status = er_arena_text(ctx, arena, about->crs, strlen(about->crs), &places.crs);
    }
    if (status == ER_OK) status = find_columns(&r);
    if (status == ER_OK) warn_of_degrees(&r);
    if (status == ER_OK) status = read_rows(&r);
    if (status == ER_OK) status = check_ids(&r);
    er_table_close(r.table);
    if (status != ER_OK) er_choose_places_free(&places);
    if (status == ER_OK) *out = places;
    return status;
}

void er_choose_places_free(er_choose_places *places) {
    er_free(places->items);
    *places = (er_choose_places){0};
}
