/* The scorecard of a scheme: how far from even, which group drives the gap, what would help. */
#include "analysis/balance.h"

#include <math.h>
#include <stdlib.h>

/* ---- levers ---------------------------------------------------------------------------------- */

/** The most effective first; units of one effect in their own order. */
static int compare_levers(const void *left, const void *right) {
    const er_lever *a = left, *b = right;
    if (a->change != b->change) return a->change < b->change ? -1 : 1;
    return (a->unit > b->unit) - (a->unit < b->unit);
}

/** Rows by the unit of the top level that holds them; those in none form a last group. */
static er_status group_by_top(const er_balance_scheme *s, const er_balance_table *rows,
                              size_t top_count, uint32_t **out) {
    const er_balance_data *d = s->data;
    size_t level = d->unit_level[0]; /* units of the top level come first */
    ER_TRY(er_arena_alloc(d->ctx, d->arena, rows->count * sizeof **out, out));
    for (size_t i = 0; i < rows->count; i++) {
        size_t top = er_balance_ancestor(d, s->first_unit + rows->unit[i], level);
        (*out)[i] = (uint32_t)(top == ER_NOWHERE ? top_count : top);
    }
    return ER_OK;
}

static er_status find_levers(er_scorecard *card) {
    const er_balance_scheme *s = card->scheme;
    const er_balance_data *d = s->data;
    er_balance_table rows;
    er_equity_influence *influences = NULL;
    uint32_t *group = NULL;
    er_lever *levers = NULL;
    size_t top_count = 0, count = 0;
    double now = card->index->result.theil_t;
    while (top_count < d->unit_count && d->unit_level[top_count] == d->unit_level[0])
        top_count++;
    if (!(now > 0) || top_count < 2) return ER_OK;
    ER_TRY(er_balance_table_of(d, s->spread, card->quantity, &rows));
    ER_TRY(group_by_top(s, &rows, top_count, &group));
    ER_TRY(er_arena_alloc(d->ctx, d->arena, (top_count + 1) * sizeof *influences, &influences));
    ER_TRY(er_arena_alloc(d->ctx, d->arena, top_count * sizeof *levers, &levers));
    er_equity_table table = er_balance_as_table(&rows);
    er_equity_parameters parameters = er_balance_parameters(d, card->quantity);
    table.group = group;
    table.group_count = (uint32_t)top_count + 1;
    ER_TRY(er_equity_influences(d->ctx, &table, &parameters, influences));
    for (size_t unit = 0; unit < top_count; unit++) {
        double raised = influences[unit].raised[ER_FIGURE_THEIL_T];
        if (raised < now) levers[count++] = (er_lever){unit, raised, raised - now};
    }
    if (count > 0) qsort(levers, count, sizeof *levers, compare_levers);
    for (; card->lever_count < ER_LEVERS && card->lever_count < count; card->lever_count++)
        card->levers[card->lever_count] = levers[card->lever_count];
    return ER_OK;
}

static er_status write_levers(const er_scorecard *card) {
    const er_balance_scheme *s = card->scheme;
    for (size_t i = 0; i < card->lever_count; i++) {
        er_lever_row row = {.run_id = s->data->run_id,
                            .scheme = s->scheme->name,
                            .subject = card->quantity->subject,
                            .rank = (int64_t)i + 1,
                            .unit_id = s->data->units[card->levers[i].unit].id,
                            .theil_t = card->levers[i].theil_t,
                            .change = card->levers[i].change};
        ER_TRY(er_store_add_lever(s->data->ctx, s->data->store, &row));
    }
    return ER_OK;
}

/* ---- the card -------------------------------------------------------------------------------- */

/** The line with the greatest share of the gap between groups; ER_NOWHERE if there is none. */
static size_t driver_of(const er_balance_scheme *s, const er_index *index) {
    size_t driver = ER_NOWHERE;
    double greatest = 0;
    for (size_t line = 0; index->groups && line < s->line_count; line++) {
        if (!(index->groups[line].gap_share > greatest)) continue;
        greatest = index->groups[line].gap_share;
        driver = line;
    }
    return driver;
}

static er_status write_card(const er_scorecard *card) {
    const er_balance_scheme *s = card->scheme;
    const er_equity_result *result = &card->index->result;
    const er_equity_interval *gini = &card->index->where->intervals[ER_FIGURE_GINI];
    bool parts = card->index->groups && result->theil_t > 0;
    er_sentence sentence = {0};
    ER_TRY(er_balance_sentence(card, &sentence));
    er_scorecard_row row = {.run_id = s->data->run_id,
                            .scheme = s->scheme->name,
                            .subject = card->quantity->subject,
                            .gini = result->gini,
                            .gini_low = gini->low,
                            .gini_high = gini->high,
                            .theil_t = result->theil_t,
                            .share_between =
                                parts ? result->theil_t_between / result->theil_t : NAN,
                            .p_between = card->index->test.p,
                            .driver_share = NAN,
                            .driver_ratio = NAN,
                            .sentence = sentence.english,
                            .sentence_zh = sentence.chinese};
    if (parts && card->driver != ER_NOWHERE) {
        const er_equity_group *group = &card->index->groups[card->driver];
        bool none = card->driver == s->group_count;
        row.driver = none ? ER_LINE_NONE : s->groups[card->driver].name;
        row.driver_share = group->gap_share;
        row.driver_ratio = group->location_quotient;
    }
    return er_store_add_scorecard(s->data->ctx, s->data->store, &row);
}

er_status er_balance_write_scorecards(const er_balance_scheme *s) {
    for (size_t q = 0; q < s->data->quantity_count; q++) {
        er_scorecard card = {.scheme = s, .quantity = &s->data->quantities[q]};
        if (!card.quantity->topic) continue; /* one operator's coverage */
        ER_TRY(er_balance_index(s, q, &card.index));
        card.driver = driver_of(s, card.index);
        ER_TRY(find_levers(&card));
        ER_TRY(write_card(&card));
        ER_TRY(write_levers(&card));
    }
    return ER_OK;
}
