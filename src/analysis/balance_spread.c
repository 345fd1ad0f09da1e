/* What each unit of one level has: the rows that every index and rank is taken over. */
#include "analysis/balance.h"

#include <math.h>

static er_status make(const er_balance_data *d, size_t level, er_balance_spread *out) {
    *out = (er_balance_spread){.level = level};
    while (out->first_unit < d->unit_count && d->unit_level[out->first_unit] != level)
        out->first_unit++;
    while (out->first_unit + out->unit_count < d->unit_count &&
           d->unit_level[out->first_unit + out->unit_count] == level)
        out->unit_count++;
    size_t n = out->unit_count;
    ER_TRY(er_arena_alloc(d->ctx, d->arena, n * sizeof *out->stations, &out->stations));
    ER_TRY(er_arena_alloc(d->ctx, d->arena, n * sizeof *out->pilots, &out->pilots));
    ER_TRY(er_arena_alloc(d->ctx, d->arena, n * ER_BROUGHT_COUNT * sizeof *out->brought,
                          &out->brought));
    return er_arena_alloc(d->ctx, d->arena, d->quantity_count * sizeof *out->where, &out->where);
}

static void count_stations(const er_balance_data *d, er_balance_spread *spread) {
    for (size_t i = 0; i < d->station_count; i++) {
        if (d->station_unit[i] == ER_NOWHERE) continue;
        size_t own = er_balance_ancestor(d, d->station_unit[i], spread->level);
        if (own != ER_NOWHERE) spread->stations[own - spread->first_unit]++;
    }
}

er_status er_balance_spread_of(er_balance_data *d, size_t level, er_balance_spread **out) {
    *out = d->spreads[level];
    if (*out) return ER_OK;
    ER_TRY(er_arena_alloc(d->ctx, d->arena, sizeof **out, out));
    ER_TRY(make(d, level, *out));
    count_stations(d, *out);
    ER_TRY(er_balance_spread_pilots(d, *out));
    d->spreads[level] = *out;
    return ER_OK;
}

/** Persons who are known to be served or not, and the share of them who are. */
static er_balance_figure coverage_of(const er_balance_data *d, size_t unit, size_t stratum) {
    const er_cover_row *row = d->cover[unit * d->stratum_count + stratum];
    if (!row || isnan(row->persons)) return (er_balance_figure){NAN, NAN, NAN, ER_LEFT_NO_PERSONS};
    double known = row->persons - row->persons_unknown;
    return (er_balance_figure){.amount = row->persons_served,
                               .persons = known,
                               .rate = known > 0 ? fmin(1, row->persons_served / known) : 0};
}

static double brought_amount(const er_brought_sum *brought) {
    bool unstated = brought->pilots > 0 && brought->stated == 0;
    return unstated ? NAN : er_sum_value(&brought->amount);
}

static double amount_of(const er_balance_data *d, const er_balance_spread *spread,
                        er_balance_subject kind, size_t at) {
    if (kind == ER_BALANCE_STATIONS) return (double)spread->stations[at];
    if (kind == ER_BALANCE_PILOTS) return (double)spread->pilots[at];
    er_brought brought = er_balance_brought(kind);
    if (d->stated[brought] == 0) return NAN; /* nobody says anything: no zeros either */
    return brought_amount(&spread->brought[at * ER_BROUGHT_COUNT + brought]);
}

er_balance_figure er_balance_figure_of(const er_balance_data *d, const er_balance_spread *spread,
                                       const er_balance_quantity *quantity, size_t at) {
    size_t unit = spread->first_unit + at;
    if (quantity->kind == ER_BALANCE_COVERAGE) return coverage_of(d, unit, quantity->stratum);
    er_balance_figure figure = {.amount = amount_of(d, spread, quantity->kind, at),
                                .persons = d->units[unit].persons};
    figure.rate = figure.persons > 0 ? figure.amount / figure.persons : 0;
    if (isnan(figure.persons))
        figure.left_out = ER_LEFT_NO_PERSONS;
    else if (isnan(figure.amount))
        figure.left_out = ER_LEFT_UNSTATED;
    if (figure.left_out) figure.rate = NAN;
    return figure;
}

bool er_balance_counts(const er_balance_figure *figure) {
    return !figure->left_out && figure->persons >= ER_EQUITY_SMALLEST;
}
