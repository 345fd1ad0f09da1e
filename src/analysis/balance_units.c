/* Where every unit stands: its rate, its rank, what its people can reach, how it compares with its
 * neighbours. */
#include "analysis/balance.h"

#include <math.h>
#include <stdlib.h>

struct standing {
    double rate;
    size_t at;
};

/** The highest rate first; units of one rate in their own order. */
static int compare_standings(const void *left, const void *right) {
    const struct standing *a = left, *b = right;
    if (a->rate != b->rate) return a->rate < b->rate ? 1 : -1;
    return (a->at > b->at) - (a->at < b->at);
}

/** Fill in rank and ranked: equal rates share the rank of the first of them. */
static er_status rank(const er_balance_data *d, er_balance_unit_row *rows, size_t count) {
    struct standing *order = NULL;
    size_t ranked = 0;
    ER_TRY(er_arena_alloc(d->ctx, d->arena, count * sizeof *order, &order));
    for (size_t at = 0; at < count; at++)
        if (!isnan(rows[at].rate)) order[ranked++] = (struct standing){rows[at].rate, at};
    if (ranked > 0) qsort(order, ranked, sizeof *order, compare_standings);
    for (size_t i = 0; i < ranked; i++) {
        bool shared = i > 0 && order[i].rate == order[i - 1].rate;
        rows[order[i].at].rank = shared ? rows[order[i - 1].at].rank : (int64_t)i + 1;
    }
    for (size_t at = 0; at < count; at++)
        rows[at].ranked = (int64_t)ranked;
    return ER_OK;
}

static er_balance_unit_row row_of(const er_balance_data *d, const er_balance_spread *spread,
                                  const er_balance_quantity *quantity,
                                  const er_balance_where *where, size_t at) {
    er_balance_figure figure = er_balance_figure_of(d, spread, quantity, at);
    const er_local_moran *local = &where->locals[at];
    return (er_balance_unit_row){.run_id = d->run_id,
                                 .subject = quantity->subject,
                                 .unit_id = d->units[spread->first_unit + at].id,
                                 .amount = figure.amount,
                                 .persons = figure.persons,
                                 .rate = er_balance_counts(&figure) ? figure.rate : NAN,
                                 .access = NAN,
                                 .local_moran = local->i,
                                 .p = local->p,
                                 .q = local->q,
                                 .cluster = er_cluster_name(local->cluster)};
}

/** One quantity at one level; `access` per unit of the workspace, or null. */
static er_status write_level(er_balance_data *d, size_t level, size_t quantity,
                             const double *access) {
    er_balance_spread *spread = NULL;
    const er_balance_where *where = NULL;
    er_balance_unit_row *rows = NULL;
    ER_TRY(er_balance_spread_of(d, level, &spread));
    ER_TRY(er_balance_where_of(d, spread, quantity, &where));
    ER_TRY(er_arena_alloc(d->ctx, d->arena, spread->unit_count * sizeof *rows, &rows));
    for (size_t at = 0; at < spread->unit_count; at++) {
        rows[at] = row_of(d, spread, &d->quantities[quantity], where, at);
        if (access) rows[at].access = access[spread->first_unit + at];
    }
    ER_TRY(rank(d, rows, spread->unit_count));
    for (size_t at = 0; at < spread->unit_count; at++)
        ER_TRY(er_store_add_balance_unit(d->ctx, d->store, &rows[at]));
    return ER_OK;
}

er_status er_balance_write_units(er_balance_data *d, size_t finest) {
    for (size_t q = 0; q < d->quantity_count; q++) {
        er_balance_subject kind = d->quantities[q].kind;
        double *access = NULL;
        if (!d->quantities[q].topic) continue; /* one operator's coverage */
        if (kind == ER_BALANCE_STATIONS || kind == ER_BALANCE_PILOTS)
            ER_TRY(er_balance_access(d, kind, finest, &access));
        for (size_t level = 0; level <= finest; level++)
            ER_TRY(write_level(d, level, q, access));
    }
    return ER_OK;
}
