/* The index of a question: over the units' shares served, and how it changes with them. */
#include "analysis/choose.h"
#include "evenreach/equity.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A row without anything served: the slope of Theil's T has no limit there. */
static const double least_share = 1e-3;

double er_choosing_share(const er_choosing_question *q, const double *served, size_t row) {
    double share = served[row] / q->owner_persons[row];
    return share < ER_EQUITY_SMALLEST ? 0 : fmin(share, 1);
}

/** The rows of the index that have persons. */
struct rows {
    double *sums;   /**< persons served, of every row */
    double *shares; /**< of the rows with persons */
    double *weights;
    size_t *place; /**< of those in all rows */
    size_t count;
    er_equity_result result;
};

static const char *index_of(const er_choosing_question *q) {
    return q->ask->inequality ? q->ask->inequality : "theil_t";
}

static double floor_of(const er_choosing_question *q) {
    double asked = q->world->study->measures.floor;
    return asked > 0 ? asked : 0.9;
}

static er_status measure(const er_choosing_question *q, er_arena *arena, const double *served,
                         struct rows *rows) {
    er_context *ctx = q->world->ctx;
    const er_equity_parameters how = {.floor = floor_of(q), .atkinson_epsilon = 0.5};
    const size_t room = q->owner_count + 1;
    *rows = (struct rows){.result = er_equity_undefined()};
    ER_TRY(er_arena_alloc(ctx, arena, room * sizeof *rows->sums, &rows->sums));
    ER_TRY(er_arena_alloc(ctx, arena, room * sizeof *rows->shares, &rows->shares));
    ER_TRY(er_arena_alloc(ctx, arena, room * sizeof *rows->weights, &rows->weights));
    ER_TRY(er_arena_alloc(ctx, arena, room * sizeof *rows->place, &rows->place));
    for (size_t i = 0; i < q->world->base_count; i++)
        rows->sums[q->owner[i]] += served[i]; /* multiples of one quantum: exact */
    for (size_t i = 0; i < q->owner_count; i++) {
        if (!(q->owner_persons[i] > 0)) continue;
        rows->shares[rows->count] = er_choosing_share(q, rows->sums, i);
        rows->weights[rows->count] = q->owner_persons[i];
        rows->place[rows->count++] = i;
    }
    const er_equity_table table = {
        .value = rows->shares, .weight = rows->weights, .count = rows->count};
    return er_equity(ctx, &table, &how, &rows->result, NULL);
}

er_status er_choosing_index_of(const er_choosing_question *q, const double *served,
                               er_choosing_index *out) {
    er_arena *arena = NULL;
    struct rows rows;
    ER_TRY(er_arena_new(q->world->ctx, &arena));
    er_status status = measure(q, arena, served, &rows);
    const char *name = index_of(q);
    out->gini = rows.result.gini;
    out->value = strcmp(name, "gini") == 0   ? rows.result.gini
                 : strcmp(name, "fgt1") == 0 ? rows.result.fgt[1]
                                             : rows.result.theil_t;
    er_arena_free(arena);
    return status;
}

/* ---- slopes ---------------------------------------------------------------------------------- */

struct ranked {
    double share;
    size_t row;
};

static int by_share(const void *left, const void *right) {
    const struct ranked *a = left, *b = right;
    if (a->share != b->share) return a->share < b->share ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

/** 2 (F - (1 + G) / 2) / (W m), F the share of the weight below the middle of the row: the
 *  derivative of G = 2 sum p r F - 1 by x / w at fixed ranks. */
static er_status gini_slope(const er_choosing_question *q, er_arena *arena, const struct rows *rows,
                            double *slope) {
    struct ranked *order = NULL;
    double below = 0;
    ER_TRY(er_arena_alloc(q->world->ctx, arena, (rows->count + 1) * sizeof *order, &order));
    for (size_t i = 0; i < rows->count; i++)
        order[i] = (struct ranked){rows->shares[i], i};
    if (rows->count > 1) qsort(order, rows->count, sizeof *order, by_share);
    for (size_t i = 0; i < rows->count; i++) {
        double weight = rows->weights[order[i].row];
        double middle = (below + weight / 2) / rows->result.weight;
        slope[rows->place[order[i].row]] = 2 * (middle - (1 + rows->result.gini) / 2);
        below += weight;
    }
    return ER_OK;
}

/** Per person more in each row, times W m. */
static er_status row_slopes(const er_choosing_question *q, er_arena *arena, const struct rows *rows,
                            double *slope) {
    const char *name = index_of(q);
    const er_equity_result *r = &rows->result;
    if (strcmp(name, "gini") == 0) return gini_slope(q, arena, rows, slope);
    for (size_t i = 0; i < rows->count; i++) {
        double share = rows->shares[i];
        if (strcmp(name, "fgt1") == 0)
            slope[rows->place[i]] = share < floor_of(q) ? -r->mean / floor_of(q) : 0;
        else /* of sum p r ln r: p (ln r - T) / m */
            slope[rows->place[i]] = log(fmax(share, least_share) / r->mean) - r->theil_t;
    }
    return ER_OK;
}

er_status er_choosing_slope(const er_choosing_question *q, const double *served, double *slope) {
    er_context *ctx = q->world->ctx;
    er_arena *arena = NULL;
    struct rows rows;
    double *of_row = NULL;
    er_status status;
    ER_TRY(er_arena_new(ctx, &arena));
    ER_GOTO(status, done, measure(q, arena, served, &rows));
    ER_GOTO(status, done,
            er_arena_alloc(ctx, arena, (q->owner_count + 1) * sizeof *of_row, &of_row));
    if (rows.result.mean > 0) ER_GOTO(status, done, row_slopes(q, arena, &rows, of_row));
    for (size_t i = 0; i < q->world->base_count; i++)
        slope[i] = rows.result.mean > 0
                       ? of_row[q->owner[i]] / (rows.result.weight * rows.result.mean)
                       : 0;
done:
    er_arena_free(arena);
    return status;
}
