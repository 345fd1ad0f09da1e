/* How unevenly a quantity is spread over the units of a scheme's level, weighted by persons. */
#include "analysis/balance.h"

#include <math.h>

/** What units are ranked by for the concentration index; NAN: nothing. */
static double order_of(const er_balance_data *d, size_t unit) {
    const er_unit *row = &d->units[unit];
    const char *order = d->measures.order;
    if (er_equal_texts(order, "persons")) return row->persons;
    if (er_equal_texts(order, "area_km2")) return row->area_km2;
    return row->area_km2 > 0 ? row->persons / row->area_km2 : NAN;
}

static er_status make(const er_balance_data *d, size_t count, er_balance_table *out) {
    *out = (er_balance_table){0};
    ER_TRY(er_arena_alloc(d->ctx, d->arena, count * sizeof *out->value, &out->value));
    ER_TRY(er_arena_alloc(d->ctx, d->arena, count * sizeof *out->weight, &out->weight));
    ER_TRY(er_arena_alloc(d->ctx, d->arena, count * sizeof *out->order, &out->order));
    ER_TRY(er_arena_alloc(d->ctx, d->arena, count * sizeof *out->cluster, &out->cluster));
    return er_arena_alloc(d->ctx, d->arena, count * sizeof *out->unit, &out->unit);
}

/** Clusters numbered from 0 in the order of their first row; a unit in none is one by itself. */
static er_status number_clusters(const er_balance_data *d, const er_balance_spread *spread,
                                 er_balance_table *table) {
    size_t level = er_balance_level(d, d->measures.cluster);
    uint32_t *number = NULL; /* per unit of the workspace, from 1 */
    if (level == ER_NOWHERE)
        return er_fail(d->ctx, ER_ERR_NOT_FOUND,
                       "balance.cluster: the workspace has no units of the level '%s'",
                       d->measures.cluster);
    ER_TRY(er_arena_alloc(d->ctx, d->arena, d->unit_count * sizeof *number, &number));
    for (size_t i = 0; i < table->count; i++) {
        size_t unit = spread->first_unit + table->unit[i];
        size_t owner = er_balance_ancestor(d, unit, level);
        uint32_t *of = &number[owner == ER_NOWHERE ? unit : owner];
        if (*of == 0) *of = ++table->cluster_count;
        table->cluster[i] = *of - 1;
    }
    return ER_OK;
}

er_status er_balance_table_of(const er_balance_data *d, const er_balance_spread *spread,
                              const er_balance_quantity *quantity, er_balance_table *out) {
    bool ranked = true;
    ER_TRY(make(d, spread->unit_count, out));
    for (size_t at = 0; at < spread->unit_count; at++) {
        er_balance_figure figure = er_balance_figure_of(d, spread, quantity, at);
        if (figure.left_out) out->left_out |= 1u << figure.left_out;
        if (!er_balance_counts(&figure)) continue;
        out->value[out->count] = figure.rate < ER_EQUITY_SMALLEST ? 0 : figure.rate;
        out->weight[out->count] = figure.persons;
        out->unit[out->count] = (uint32_t)at;
        out->order[out->count] = order_of(d, spread->first_unit + at);
        ranked = ranked && isfinite(out->order[out->count]);
        out->count++;
    }
    if (!ranked) out->order = NULL;
    if (d->measures.cluster) return number_clusters(d, spread, out);
    out->cluster = NULL;
    return ER_OK;
}

er_equity_table er_balance_as_table(const er_balance_table *table) {
    return (er_equity_table){.value = table->value,
                             .weight = table->weight,
                             .count = table->count,
                             .order = table->order,
                             .cluster = table->cluster,
                             .cluster_count = table->cluster_count};
}

er_equity_parameters er_balance_parameters(const er_balance_data *d,
                                           const er_balance_quantity *quantity) {
    bool covers = quantity->kind == ER_BALANCE_COVERAGE;
    return (er_equity_parameters){.floor = covers ? d->measures.floor : NAN,
                                  .atkinson_epsilon = d->measures.atkinson_epsilon};
}

static const char *note_for(const er_balance_scheme *s, const er_balance_quantity *quantity,
                            const er_index *index, unsigned left_out) {
    bool brought = er_balance_is_brought(quantity->kind);
    int64_t stated = brought ? s->data->stated[er_balance_brought(quantity->kind)] : 0;
    if (brought && stated == 0) return "no pilot states it";
    if (!index->defined) return "no unit has both persons and figures";
    if (index->result.notes & ER_EQUITY_ALL_ZERO) return er_equity_note_text(ER_EQUITY_ALL_ZERO);
    if (left_out & 1u << ER_LEFT_NO_PERSONS)
        return "units without a population figure are left out";
    if (brought && stated < s->whole.pilots)
        return "pilots that do not state it are left out, and units that have no others";
    if ((brought || quantity->kind == ER_BALANCE_PILOTS) &&
        (s->spread->sites_above || s->unlocated_sites > 0))
        return "sites with no unit of this level are left out";
    return NULL;
}

/** Every row's line: its group's, or that of the units in none. */
static er_status group_rows(const er_balance_scheme *s, const er_balance_table *rows,
                            uint32_t **out) {
    ER_TRY(er_arena_alloc(s->data->ctx, s->data->arena, rows->count * sizeof **out, out));
    for (size_t i = 0; i < rows->count; i++) {
        size_t unit = s->first_unit + rows->unit[i], first = s->member_first[unit];
        bool none = first == s->member_first[unit + 1];
        (*out)[i] = (uint32_t)(none ? s->group_count : s->member_line[first]);
    }
    return ER_OK;
}

static er_status take_between(const er_balance_scheme *s, const er_balance_table *rows,
                              er_equity_table *table, er_index *index) {
    const er_balance_data *d = s->data;
    uint32_t *group = NULL;
    if (s->scheme->overlapping) return ER_OK;
    ER_TRY(group_rows(s, rows, &group));
    table->group = group;
    table->group_count = (uint32_t)s->line_count;
    return er_arena_alloc(d->ctx, d->arena, s->line_count * sizeof *index->groups, &index->groups);
}

static er_status take(const er_balance_scheme *s, size_t at, er_index *index) {
    er_balance_data *d = s->data;
    const er_balance_quantity *quantity = &d->quantities[at];
    er_balance_table rows;
    *index = (er_index){.result = er_equity_undefined(), .test = {.statistic = NAN, .p = NAN}};
    ER_TRY(er_balance_table_of(d, s->spread, quantity, &rows));
    ER_TRY(er_balance_where_of(d, s->spread, at, &index->where));
    if (rows.count > 0) {
        er_equity_table table = er_balance_as_table(&rows);
        er_equity_parameters parameters = er_balance_parameters(d, quantity);
        ER_TRY(take_between(s, &rows, &table, index));
        ER_TRY(er_equity(d->ctx, &table, &parameters, &index->result, index->groups));
        if (index->groups && s->group_count > 0 && d->measures.permutations > 0)
            ER_TRY(er_equity_permutation(d->ctx, &table, (size_t)d->measures.permutations, d->seed,
                                         &index->test));
        index->defined = true;
    }
    index->note = note_for(s, quantity, index, rows.left_out);
    index->done = true;
    return ER_OK;
}

er_status er_balance_index(const er_balance_scheme *s, size_t quantity, const er_index **out) {
    *out = &s->indices[quantity];
    return s->indices[quantity].done ? ER_OK : take(s, quantity, &s->indices[quantity]);
}
