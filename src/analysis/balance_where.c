/* Intervals of the indices, and whether neighbours are alike: the same for every scheme of a level,
 * so that they are taken once. */
#include "analysis/balance.h"

#include <math.h>

/** Streams of the random numbers are told apart by the quantity. */
static uint64_t seed_of(const er_balance_data *d, size_t quantity) {
    return d->seed + quantity;
}

/** Units are drawn in whole clusters. Of two there is one mixed draw alone: no interval. */
static bool too_few(const er_balance_table *rows) {
    enum { FEWEST = 3 };
    return (rows->cluster ? rows->cluster_count : rows->count) < FEWEST;
}

static er_status take_intervals(const er_balance_data *d, const er_balance_table *rows,
                                size_t quantity, er_balance_where *where) {
    for (size_t i = 0; i < ER_FIGURE_COUNT; i++)
        where->intervals[i] = (er_equity_interval){.low = NAN, .high = NAN};
    if (!(d->measures.resamples > 0) || too_few(rows)) return ER_OK;
    er_equity_table table = er_balance_as_table(rows);
    er_equity_parameters parameters = er_balance_parameters(d, &d->quantities[quantity]);
    er_equity_resampling resampling = {.resamples = (size_t)d->measures.resamples,
                                       .seed = seed_of(d, quantity),
                                       .level = d->measures.level,
                                       .method = ER_EQUITY_STUDENTISED};
    return er_equity_resample(d->ctx, &table, &parameters, &resampling, where->intervals);
}

/** The pairs of which both units have a row, by the numbers of their rows. */
static er_status pairs_of_rows(const er_balance_data *d, const er_balance_spread *spread,
                               const er_balance_table *rows, uint32_t (**out)[2], size_t *count) {
    uint32_t *row = NULL; /* per unit of the level, from 1 */
    ER_TRY(er_arena_alloc(d->ctx, d->arena, spread->unit_count * sizeof *row, &row));
    ER_TRY(er_arena_alloc(d->ctx, d->arena, spread->pair_count * sizeof **out, out));
    for (size_t i = 0; i < rows->count; i++)
        row[rows->unit[i]] = (uint32_t)i + 1;
    for (size_t i = 0; i < spread->pair_count; i++) {
        uint32_t a = row[spread->pairs[i][0]], b = row[spread->pairs[i][1]];
        if (a == 0 || b == 0) continue;
        (*out)[*count][0] = a - 1;
        (*out)[(*count)++][1] = b - 1;
    }
    return ER_OK;
}

static er_status measure_neighbours(const er_balance_data *d, const er_balance_table *rows,
                                    const er_neighbours *neighbours, size_t quantity,
                                    er_balance_where *where) {
    size_t permutations = (size_t)d->measures.permutations;
    er_local_moran *locals = NULL;
    uint64_t seed = seed_of(d, quantity);
    ER_TRY(er_arena_alloc(d->ctx, d->arena, rows->count * sizeof *locals, &locals));
    ER_TRY(er_moran_global(d->ctx, rows->value, neighbours, permutations, seed, &where->moran));
    ER_TRY(er_moran_local(d->ctx, rows->value, neighbours, permutations, seed,
                          d->measures.false_discovery, locals));
    for (size_t i = 0; i < rows->count; i++)
        where->locals[rows->unit[i]] = locals[i];
    return ER_OK;
}

static er_status take_neighbours(er_balance_data *d, er_balance_spread *spread,
                                 const er_balance_table *rows, size_t quantity,
                                 er_balance_where *where) {
    enum { FEWEST = 3 }; /* of two rows each is the other's neighbour, whatever they have */
    er_neighbours neighbours = {0};
    uint32_t(*pairs)[2] = NULL;
    size_t count = 0;
    where->moran = (er_moran){.i = NAN, .expected = NAN, .variance = NAN, .z = NAN, .p = NAN};
    ER_TRY(er_arena_alloc(d->ctx, d->arena, spread->unit_count * sizeof *where->locals,
                          &where->locals));
    for (size_t at = 0; at < spread->unit_count; at++)
        where->locals[at] = (er_local_moran){.i = NAN, .lag = NAN, .p = NAN, .q = NAN};
    if (rows->count < FEWEST || d->figures_only) return ER_OK;
    ER_TRY(er_balance_pairs(d, spread));
    ER_TRY(pairs_of_rows(d, spread, rows, &pairs, &count));
    ER_TRY(er_neighbours_new(d->ctx, rows->count, (const uint32_t(*)[2])pairs, count, &neighbours));
    er_status status = measure_neighbours(d, rows, &neighbours, quantity, where);
    er_neighbours_free(&neighbours);
    return status;
}

er_status er_balance_where_of(er_balance_data *d, er_balance_spread *spread, size_t quantity,
                              const er_balance_where **out) {
    er_balance_where *where = &spread->where[quantity];
    er_balance_table rows;
    *out = where;
    if (where->done) return ER_OK;
    ER_TRY(er_check_cancel(d->ctx));
    ER_TRY(er_balance_table_of(d, spread, &d->quantities[quantity], &rows));
    ER_TRY(take_intervals(d, &rows, quantity, where));
    ER_TRY(take_neighbours(d, spread, &rows, quantity, where));
    where->done = true;
    return ER_OK;
}
