/* Who is a neighbour of whom among the units of a level: borders, ferries and other links, and for
 * islands the nearest. */
#include "analysis/balance.h"

#include "evenreach/sources.h"

#include <stdlib.h>
#include <string.h>

/** Links between units of any level, by their places; they count at every level that both have. */
struct links {
    size_t (*units)[2];
    size_t count;
};

struct code {
    const char *text;
    size_t unit;
};

static int compare_codes(const void *left, const void *right) {
    const struct code *a = left, *b = right;
    int order = strcmp(a->text, b->text);
    return order ? order : (a->unit > b->unit) - (a->unit < b->unit);
}

static er_status sort_codes(const er_balance_data *d, struct code **out) {
    ER_TRY(er_arena_alloc(d->ctx, d->arena, d->unit_count * sizeof **out, out));
    for (size_t u = 0; u < d->unit_count; u++)
        (*out)[u] = (struct code){d->units[u].code, u};
    qsort(*out, d->unit_count, sizeof **out, compare_codes);
    return ER_OK;
}

/** The finest unit of a code: the last of those that have it. */
static er_status unit_of_code(const er_balance_data *d, const struct code *codes, const char *text,
                              int64_t row, size_t *out) {
    if (!text || !*text)
        return er_fail(d->ctx, ER_ERR_INPUT, "%s, row %lld: the code is missing", d->measures.links,
                       (long long)row);
    size_t low = 0, high = d->unit_count; /* the first code behind it */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(codes[middle].text, text) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0 || strcmp(codes[low - 1].text, text) != 0)
        return er_fail(d->ctx, ER_ERR_INPUT,
                       "%s, row %lld: the workspace has no unit with the code '%s'; correct the "
                       "row or load the units",
                       d->measures.links, (long long)row, text);
    *out = codes[low - 1].unit;
    return ER_OK;
}

static er_status read_links(const er_balance_data *d, er_table *table, struct links *links) {
    size_t from = 0, to = 0, capacity = 0;
    er_table_row row;
    struct code *codes = NULL;
    bool more = true;
    ER_TRY(sort_codes(d, &codes));
    ER_TRY(er_table_find(d->ctx, table, "from_code", &from));
    ER_TRY(er_table_find(d->ctx, table, "to_code", &to));
    for (;;) {
        ER_TRY(er_table_next(d->ctx, table, &row, &more));
        if (!more) return ER_OK;
        ER_TRY(
            er_reserve(d->ctx, &links->units, &capacity, links->count + 1, sizeof *links->units));
        size_t *pair = links->units[links->count++];
        ER_TRY(unit_of_code(d, codes, row.text[from], row.number, &pair[0]));
        ER_TRY(unit_of_code(d, codes, row.text[to], row.number, &pair[1]));
    }
}

static er_status open_links(const er_balance_data *d, struct links *links) {
    const char *path = NULL;
    er_table *table = NULL;
    if (!d->measures.links) return ER_OK;
    ER_TRY(er_study_path(d->ctx, d->arena, d->study, d->measures.links, &path));
    er_table_options options = er_table_defaults(path);
    options.attributes_only = true;
    ER_TRY(er_table_open(d->ctx, &options, &table));
    er_status status = read_links(d, table, links);
    er_table_close(table);
    return status;
}

/** The links of one level: both ends, or what is above them, are of it and differ. */
static er_status links_of_level(const er_balance_data *d, const er_balance_spread *spread,
                                const struct links *links, uint32_t (**out)[2], size_t *count) {
    *count = 0;
    ER_TRY(er_arena_alloc(d->ctx, d->arena, links->count * sizeof **out, out));
    for (size_t i = 0; i < links->count; i++) {
        size_t a = er_balance_ancestor(d, links->units[i][0], spread->level);
        size_t b = er_balance_ancestor(d, links->units[i][1], spread->level);
        if (a == ER_NOWHERE || b == ER_NOWHERE || a == b) continue;
        (*out)[*count][0] = (uint32_t)(a - spread->first_unit);
        (*out)[(*count)++][1] = (uint32_t)(b - spread->first_unit);
    }
    return ER_OK;
}

static er_status find_pairs(const er_balance_data *d, er_balance_spread *spread,
                            const er_unit *units, const er_adjacency_rule *rule) {
    er_bytes *places = NULL;
    er_adjacency found = {0};
    ER_TRY(er_arena_alloc(d->ctx, d->arena, spread->unit_count * sizeof *places, &places));
    for (size_t i = 0; i < spread->unit_count; i++)
        places[i] = units[i].geometry;
    ER_TRY(er_adjacency_new(d->ctx, places, spread->unit_count, rule, &found));
    er_status status =
        er_arena_alloc(d->ctx, d->arena, found.count * sizeof *spread->pairs, &spread->pairs);
    if (status == ER_OK && found.count > 0)
        memcpy(spread->pairs, found.pairs, found.count * sizeof *spread->pairs);
    spread->pair_count = found.count;
    er_adjacency_free(&found);
    return status;
}

static er_status by_rule(er_balance_data *d, er_balance_spread *spread, const struct links *links) {
    er_arena *shapes = NULL; /* the outlines are needed here alone */
    er_unit *units = NULL;
    uint32_t(*pairs)[2] = NULL;
    size_t count = 0;
    er_adjacency_rule rule = {.edges = er_equal_texts(d->measures.neighbours, "rook"),
                              .tolerance_m = d->measures.tolerance_m,
                              .nearest = (size_t)d->measures.nearest};
    ER_TRY(links_of_level(d, spread, links, &pairs, &rule.link_count));
    rule.links = (const uint32_t(*)[2])pairs;
    ER_TRY(er_arena_new(d->ctx, &shapes));
    er_status status = er_store_units(d->ctx, d->store, shapes, d->levels[spread->level].name, true,
                                      &units, &count);
    if (status == ER_OK && count != spread->unit_count)
        status = er_fail(d->ctx, ER_ERR_STORE, "%s: the units changed while they were read",
                         er_store_path(d->store));
    if (status == ER_OK) status = find_pairs(d, spread, units, &rule);
    er_arena_free(shapes);
    return status;
}

er_status er_balance_pairs(er_balance_data *d, er_balance_spread *spread) {
    struct links links = {0};
    if (spread->has_pairs) return ER_OK;
    er_status status = open_links(d, &links);
    if (status == ER_OK) status = by_rule(d, spread, &links);
    er_free(links.units);
    spread->has_pairs = status == ER_OK;
    return status;
}
