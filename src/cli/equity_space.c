/* `equity --moran`: the rows' places, who is a neighbour of whom, and what that says. */
#include "cli/equity_space.h"

#include "evenreach/sources.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LISTED_ROWS = 100, MOST_NEAREST = 1000 };

/* ---- options --------------------------------------------------------------------------------- */

static er_status refuse_alone(er_context *ctx, const er_space_options *o) {
    const struct {
        const char *name;
        bool given;
    } list[] = {{"--neighbours", o->neighbours},
                {"--tolerance-m", !isnan(o->tolerance_m)},
                {"--nearest", o->nearest != INT64_MIN},
                {"--links", o->links},
                {"--key", o->key},
                {"--fdr", !isnan(o->fdr)}};
    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++)
        if (list[i].given)
            return er_fail(ctx, ER_ERR_USAGE, "%s: give --moran too: it asks for neighbours",
                           list[i].name);
    return ER_OK;
}

static er_status check_numbers(er_context *ctx, const er_space_options *o) {
    if (!(o->tolerance_m >= 0 && o->tolerance_m <= 10000))
        return er_fail(ctx, ER_ERR_USAGE, "--tolerance-m: give metres from 0 to 10000");
    if (o->nearest < 0 || o->nearest > MOST_NEAREST)
        return er_fail(ctx, ER_ERR_USAGE, "--nearest: give a number from 0 to 1000");
    if (!(o->fdr > 0 && o->fdr < 1))
        return er_fail(ctx, ER_ERR_USAGE, "--fdr: give a number between 0 and 1");
    return ER_OK;
}

er_status er_space_check(er_context *ctx, er_space_options *o) {
    if (!o->moran) return refuse_alone(ctx, o);
    if (!o->neighbours) o->neighbours = "queen";
    if (strcmp(o->neighbours, "queen") != 0 && strcmp(o->neighbours, "rook") != 0)
        return er_fail(ctx, ER_ERR_USAGE, "--neighbours: give queen or rook, not '%s'",
                       o->neighbours);
    if (o->links && !o->key)
        return er_fail(ctx, ER_ERR_USAGE, "--links: give --key too, the column that it refers to");
    if (isnan(o->tolerance_m)) o->tolerance_m = 0;
    if (o->nearest == INT64_MIN) o->nearest = 0;
    if (isnan(o->fdr)) o->fdr = 0.05;
    return check_numbers(ctx, o);
}

/* ---- places ---------------------------------------------------------------------------------- */

/** A row of the table that was read for its value too. */
struct place {
    const char *code; /**< of its key, as codes are compared; null: no key */
    const char *key;
    int64_t number;
    double value;
    er_bytes geometry; /**< data null: it has none that could have neighbours */
};

struct reading {
    er_context *ctx;
    er_arena *arena;
    const char *path;
    const char *key;
    size_t key_column;
    struct place *places;
    size_t count;
    size_t capacity;
    size_t left_out;
};

static void leave_out(struct reading *r, int64_t row, const char *why) {
    if (++r->left_out <= LISTED_ROWS)
        er_log(r->ctx, ER_LOG_WARNING, "%s, row %lld: %s; it is left out of Moran's I", r->path,
               (long long)row, why);
}

static er_status take_key(struct reading *r, const er_table_row *row, struct place *place) {
    const char *text = row->text[r->key_column];
    char *code = NULL;
    if (!text || !*text)
        return er_fail(r->ctx, ER_ERR_INPUT, "%s, row %lld: the key %s is missing", r->path,
                       (long long)row->number, r->key);
    ER_TRY(er_arena_text(r->ctx, r->arena, text, strlen(text), &place->key));
    ER_TRY(er_unit_code(r->ctx, text, &code));
    er_status status = er_arena_text(r->ctx, r->arena, code, strlen(code), &place->code);
    er_free(code);
    return status;
}

static er_status take_geometry(struct reading *r, const er_table_row *row, struct place *place) {
    const char *copy = NULL;
    if (!row->geometry.data) {
        leave_out(r, row->number, row->problem ? row->problem : er_text(r->ctx, "it has no place"));
        return ER_OK;
    }
    er_status status = er_adjacency_check(r->ctx, row->geometry);
    if (status == ER_ERR_GEOMETRY) {
        leave_out(r, row->number, er_context_error(r->ctx));
        return ER_OK;
    }
    ER_TRY(status);
    ER_TRY(er_arena_text(r->ctx, r->arena, (const char *)row->geometry.data, row->geometry.size,
                         &copy));
    place->geometry = (er_bytes){(const uint8_t *)copy, row->geometry.size};
    return ER_OK;
}

/** Places of the rows that have a value; the rows come in the order of the file in both. */
static er_status read_places(struct reading *r, er_table *table, const er_equity_rows *rows) {
    er_table_row row;
    bool more = true;
    if (!er_table_about(table)->has_geometry)
        return er_fail(r->ctx, ER_ERR_INPUT,
                       "%s: --moran needs polygons or points, and there are none", r->path);
    if (r->key) ER_TRY(er_table_find(r->ctx, table, r->key, &r->key_column));
    for (size_t next = 0; next < rows->count;) {
        ER_TRY(er_table_next(r->ctx, table, &row, &more));
        if (!more) break;
        if (row.number != rows->number[next]) continue;
        struct place place = {.number = row.number, .value = rows->value[next++]};
        if (r->key) ER_TRY(take_key(r, &row, &place));
        ER_TRY(take_geometry(r, &row, &place));
        ER_TRY(er_reserve(r->ctx, &r->places, &r->capacity, r->count + 1, sizeof place));
        r->places[r->count++] = place;
        if (next % 4096 == 0) ER_TRY(er_check_cancel(r->ctx));
    }
    if (r->left_out > LISTED_ROWS)
        er_log(r->ctx, ER_LOG_WARNING, "%s: %zu more rows are left out of Moran's I", r->path,
               r->left_out - LISTED_ROWS);
    return ER_OK;
}

static int compare_places(const void *left, const void *right) {
    const struct place *a = left, *b = right;
    if (a->code) return strcmp(a->code, b->code);
    return (a->number > b->number) - (a->number < b->number);
}

/** By key, so that the order of rows shows in nothing. */
static er_status sort_places(struct reading *r) {
    if (!r->key || r->count == 0) return ER_OK;
    qsort(r->places, r->count, sizeof *r->places, compare_places);
    for (size_t i = 1; i < r->count; i++)
        if (strcmp(r->places[i].code, r->places[i - 1].code) == 0) {
            int64_t a = r->places[i - 1].number, b = r->places[i].number;
            return er_fail(
                r->ctx, ER_ERR_INPUT, "%s, row %lld: the key '%s' is that of row %lld too", r->path,
                (long long)(a > b ? a : b), r->places[i].key, (long long)(a > b ? b : a));
        }
    return ER_OK;
}

static er_status open_places(struct reading *r, const er_equity_columns *columns,
                             const er_equity_rows *rows) {
    er_table_options options = er_table_defaults(columns->path);
    er_table *table = NULL;
    options.layer = columns->layer;
    options.encoding = columns->encoding;
    ER_TRY(er_table_open(r->ctx, &options, &table));
    er_status status = read_places(r, table, rows);
    er_table_close(table);
    return status == ER_OK ? sort_places(r) : status;
}

/* ---- links ----------------------------------------------------------------------------------- */

struct links {
    uint32_t (*pairs)[2];
    size_t count;
    size_t capacity;
};

/** The place of a key among the places, which are sorted by it. */
static er_status find_place(struct reading *r, const char *links, int64_t row, const char *text,
                            const struct place **found) {
    char *code = NULL;
    ER_TRY(er_unit_code(r->ctx, text ? text : "", &code));
    struct place wanted = {.code = code};
    *found =
        r->places ? bsearch(&wanted, r->places, r->count, sizeof wanted, compare_places) : NULL;
    er_free(code);
    if (*found) return ER_OK;
    return er_fail(r->ctx, ER_ERR_INPUT,
                   "%s, row %lld: the link names '%s', which no row of %s with a value has in "
                   "its column %s",
                   links, (long long)row, text ? text : "", r->path, r->key);
}

static bool takes_part(const struct place *place) {
    return place && place->geometry.data;
}

/** Places without a geometry are no longer there when links are counted: `index` leads on. */
static er_status read_links(struct reading *r, er_table *table, const char *path,
                            const uint32_t *index, struct links *links) {
    size_t columns[2];
    er_table_row row;
    bool more = true;
    ER_TRY(er_table_find(r->ctx, table, "from_code", &columns[0]));
    ER_TRY(er_table_find(r->ctx, table, "to_code", &columns[1]));
    for (;;) {
        const struct place *from = NULL, *to = NULL;
        ER_TRY(er_table_next(r->ctx, table, &row, &more));
        if (!more) return ER_OK;
        ER_TRY(find_place(r, path, row.number, row.text[columns[0]], &from));
        ER_TRY(find_place(r, path, row.number, row.text[columns[1]], &to));
        if (!takes_part(from) || !takes_part(to)) continue;
        ER_TRY(er_reserve(r->ctx, &links->pairs, &links->capacity, links->count + 1,
                          sizeof *links->pairs));
        links->pairs[links->count][0] = index[from - r->places];
        links->pairs[links->count++][1] = index[to - r->places];
    }
}

static er_status open_links(struct reading *r, const char *path, const uint32_t *index,
                            struct links *links) {
    er_table *table = NULL;
    er_table_options options = er_table_defaults(path);
    options.attributes_only = true;
    ER_TRY(er_table_open(r->ctx, &options, &table));
    er_status status = read_links(r, table, path, index, links);
    er_table_close(table);
    return status;
}

/* ---- the figures ----------------------------------------------------------------------------- */

/** The places with a geometry, side by side. */
struct table {
    er_bytes *geometry;
    double *value;
    const char **keys;
    int64_t *numbers;
    er_local_moran *locals;
    uint32_t *index; /**< of each place, here */
    size_t count;
};

static er_status lay_out(struct reading *r, struct table *t) {
    er_arena *arena = r->arena;
    size_t most = r->count + 1;
    ER_TRY(er_arena_alloc(r->ctx, arena, most * sizeof *t->geometry, &t->geometry));
    ER_TRY(er_arena_alloc(r->ctx, arena, most * sizeof *t->value, &t->value));
    ER_TRY(er_arena_alloc(r->ctx, arena, most * sizeof *t->keys, &t->keys));
    ER_TRY(er_arena_alloc(r->ctx, arena, most * sizeof *t->numbers, &t->numbers));
    ER_TRY(er_arena_alloc(r->ctx, arena, most * sizeof *t->locals, &t->locals));
    ER_TRY(er_arena_alloc(r->ctx, arena, most * sizeof *t->index, &t->index));
    for (size_t i = 0; i < r->count; i++) {
        const struct place *place = &r->places[i];
        t->index[i] = (uint32_t)t->count;
        if (!place->geometry.data) continue;
        t->geometry[t->count] = place->geometry;
        t->value[t->count] = place->value;
        t->keys[t->count] = place->key;
        t->numbers[t->count++] = place->number;
    }
    if (t->count == 0)
        return er_fail(r->ctx, ER_ERR_INPUT, "%s: no row with a value has a place", r->path);
    return ER_OK;
}

static er_status measure(er_context *ctx, const struct table *t, const er_adjacency *adjacency,
                         const er_space_draws *draws, er_space_report *out) {
    const er_space_options *o = out->options;
    er_neighbours neighbours = {0};
    ER_TRY(er_neighbours_new(ctx, t->count, (const uint32_t(*)[2])adjacency->pairs,
                             adjacency->count, &neighbours));
    er_status status =
        er_moran_global(ctx, t->value, &neighbours, draws->permutations, draws->seed, &out->moran);
    if (status == ER_OK)
        status = er_moran_local(ctx, t->value, &neighbours, draws->permutations, draws->seed,
                                o->fdr, t->locals);
    er_neighbours_free(&neighbours);
    return status;
}

static er_status find(struct reading *r, const er_space_options *o, const er_space_draws *draws,
                      er_space_report *out) {
    struct table t = {0};
    struct links links = {0};
    er_adjacency adjacency = {0};
    er_status status;
    ER_GOTO(status, end, lay_out(r, &t));
    if (o->links) ER_GOTO(status, end, open_links(r, o->links, t.index, &links));
    er_adjacency_rule rule = {.edges = strcmp(o->neighbours, "rook") == 0,
                              .tolerance_m = o->tolerance_m,
                              .nearest = (size_t)o->nearest,
                              .links = (const uint32_t(*)[2])links.pairs,
                              .link_count = links.count};
    ER_GOTO(status, end, er_adjacency_new(r->ctx, t.geometry, t.count, &rule, &adjacency));
    *out = (er_space_report){.options = o,
                             .count = t.count,
                             .left_out = r->left_out,
                             .keys = o->key ? t.keys : NULL,
                             .numbers = t.numbers,
                             .pairs = adjacency.count,
                             .joined = adjacency.joined,
                             .locals = t.locals};
    ER_GOTO(status, end, measure(r->ctx, &t, &adjacency, draws, out));
end:
    er_adjacency_free(&adjacency);
    er_free(links.pairs);
    return status;
}

er_status er_space_find(er_context *ctx, er_arena *arena, const er_equity_columns *columns,
                        const er_equity_rows *rows, const er_space_options *options,
                        const er_space_draws *draws, er_space_report *out) {
    struct reading reading = {
        .ctx = ctx, .arena = arena, .path = columns->path, .key = options->key};
    er_status status = open_places(&reading, columns, rows);
    if (status == ER_OK) status = find(&reading, options, draws, out);
    er_free(reading.places);
    return status;
}
