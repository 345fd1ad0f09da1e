/* How unevenly a quantity is spread over the units of a scheme's level, weighted by persons. */
#include "analysis/balance.h"

#include <math.h>

/** The rows of an index, one per unit with persons. */
struct rows {
    double *value;
    double *weight;
    uint32_t *group;
    size_t count;
    bool left_out; /* some unit has no population figure, or no coverage row */
};

/** Persons who are known to be served or not, and the share of them who are. */
static bool coverage_of(const er_balance_data *d, size_t unit, size_t stratum, double *value,
                        double *weight) {
    const er_cover_row *row = d->cover[unit * d->stratum_count + stratum];
    if (!row || isnan(row->persons)) return false;
    *weight = row->persons - row->persons_unknown;
    *value = *weight > 0 ? fmin(1, row->persons_served / *weight) : 0;
    return true;
}

static bool count_of(const er_balance_scheme *s, er_balance_subject subject, size_t at,
                     double *value, double *weight) {
    const int64_t *counts = subject == ER_BALANCE_STATIONS ? s->unit_stations : s->unit_pilots;
    *weight = s->data->units[s->first_unit + at].persons;
    if (isnan(*weight)) return false;
    *value = *weight > 0 ? (double)counts[at] / *weight : 0;
    return true;
}

static void gather(const er_balance_scheme *s, er_balance_quantity quantity, struct rows *rows) {
    const er_balance_data *d = s->data;
    for (size_t at = 0; at < s->unit_count; at++) {
        size_t unit = s->first_unit + at;
        double value = 0, weight = 0;
        bool known = quantity.subject == ER_BALANCE_COVERAGE
                         ? coverage_of(d, unit, quantity.stratum, &value, &weight)
                         : count_of(s, quantity.subject, at, &value, &weight);
        if (!known) rows->left_out = true;
        if (!known || weight < ER_EQUITY_SMALLEST) continue;
        size_t first = s->member_first[unit];
        bool none = first == s->member_first[unit + 1];
        rows->value[rows->count] = value < ER_EQUITY_SMALLEST ? 0 : value;
        rows->weight[rows->count] = weight;
        rows->group[rows->count] = (uint32_t)(none ? s->group_count : s->member_line[first]);
        rows->count++;
    }
}

static const char *note_for(const er_balance_scheme *s, er_balance_quantity quantity,
                            const er_index *index, bool left_out) {
    if (!index->defined) return "no unit has both persons and figures";
    if (index->result.notes & ER_EQUITY_ALL_ZERO) return er_equity_note_text(ER_EQUITY_ALL_ZERO);
    if (left_out) return "units without a population figure are left out";
    if (quantity.subject == ER_BALANCE_PILOTS && (s->pilots_above || s->unlocated_sites > 0))
        return "sites with no unit of this level are left out";
    return NULL;
}

er_status er_balance_index(const er_balance_scheme *s, er_balance_quantity quantity,
                           er_index *out) {
    const er_balance_data *d = s->data;
    struct rows rows = {0};
    er_index index = {.result = er_equity_undefined()};
    ER_TRY(er_arena_alloc(d->ctx, d->arena, s->unit_count * sizeof *rows.value, &rows.value));
    ER_TRY(er_arena_alloc(d->ctx, d->arena, s->unit_count * sizeof *rows.weight, &rows.weight));
    ER_TRY(er_arena_alloc(d->ctx, d->arena, s->unit_count * sizeof *rows.group, &rows.group));
    gather(s, quantity, &rows);
    if (rows.count > 0) {
        er_equity_table table = {.value = rows.value, .weight = rows.weight, .count = rows.count};
        er_equity_parameters parameters = {.floor = NAN, .atkinson_epsilon = 0.5};
        if (!s->scheme->overlapping) {
            table.group = rows.group;
            table.group_count = (uint32_t)s->line_count;
            ER_TRY(er_arena_alloc(d->ctx, d->arena, s->line_count * sizeof *index.groups,
                                  &index.groups));
        }
        ER_TRY(er_equity(d->ctx, &table, &parameters, &index.result, index.groups));
        index.defined = true;
    }
    index.note = note_for(s, quantity, &index, rows.left_out);
    *out = index;
    return ER_OK;
}
