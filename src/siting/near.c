#include "siting/near.h"

#include <math.h>
#include <stdlib.h>

static const int64_t usual_most_nodes = 2000;

static int by_distance(const void *left, const void *right) {
    const er_siting_link *a = left, *b = right;
    if (a->distance != b->distance) return a->distance < b->distance ? -1 : 1;
    return (a->other > b->other) - (a->other < b->other);
}

/** Number of the rows, and where each demand is among them (UINT32_MAX: not at all). */
static er_status number_rows(er_context *ctx, er_arena *arena, er_siting_near *near,
                             uint32_t **row_of) {
    const er_siting_task *task = near->checked->task;
    size_t size = task->demand_count + 1;
    ER_TRY(er_arena_alloc(ctx, arena, size * sizeof **row_of, row_of));
    ER_TRY(er_arena_alloc(ctx, arena, size * sizeof *near->demand, &near->demand));
    ER_TRY(er_arena_alloc(ctx, arena, size * sizeof *near->weight, &near->weight));
    ER_TRY(er_arena_alloc(ctx, arena, size * sizeof *near->kept, &near->kept));
    for (size_t i = 0; i < task->demand_count; i++) {
        (*row_of)[i] = UINT32_MAX;
        if (!(near->checked->weight[i] > 0)) continue;
        near->demand[near->count] = (uint32_t)i;
        near->weight[near->count] = near->checked->weight[i];
        near->kept[near->count] = INFINITY;
        (*row_of)[i] = (uint32_t)near->count++;
    }
    for (size_t j = 0; j < task->candidate_count; j++)
        for (size_t p = task->start[j]; er_siting_is_kept(task, j) && p < task->start[j + 1]; p++) {
            uint32_t row = (*row_of)[task->demand[p]];
            if (row != UINT32_MAX) near->kept[row] = fmin(near->kept[row], task->value[p]);
        }
    return ER_OK;
}

static er_status fill_columns(er_context *ctx, er_arena *arena, const uint32_t *row_of,
                              er_siting_near *near) {
    const er_siting_checked *checked = near->checked;
    const er_siting_task *task = checked->task;
    size_t most = task->start[task->candidate_count], used = 0;
    ER_TRY(er_arena_alloc(ctx, arena, (checked->free_count + 1) * sizeof *near->column_start,
                          &near->column_start));
    ER_TRY(er_arena_alloc(ctx, arena, (most + 1) * sizeof *near->column, &near->column));
    for (size_t f = 0; f < checked->free_count; f++) {
        size_t j = checked->free[f];
        for (size_t p = task->start[j]; p < task->start[j + 1]; p++) {
            uint32_t row = row_of[task->demand[p]];
            if (row != UINT32_MAX && task->value[p] < near->kept[row])
                near->column[used++] = (er_siting_link){task->value[p], row};
        }
        near->column_start[f + 1] = used;
    }
    return ER_OK;
}

static er_status fill_rows(er_context *ctx, er_arena *arena, er_siting_near *near) {
    size_t columns = near->checked->free_count, pairs = near->column_start[columns];
    size_t *next = NULL;
    ER_TRY(er_arena_alloc(ctx, arena, (near->count + 1) * sizeof *near->start, &near->start));
    ER_TRY(er_arena_alloc(ctx, arena, (near->count + 1) * sizeof *next, &next));
    ER_TRY(er_arena_alloc(ctx, arena, (pairs + 1) * sizeof *near->row, &near->row));
    for (size_t p = 0; p < pairs; p++)
        near->start[near->column[p].other + 1]++;
    for (size_t i = 0; i < near->count; i++) {
        near->start[i + 1] += near->start[i];
        next[i] = near->start[i];
    }
    for (size_t f = 0; f < columns; f++)
        for (size_t p = near->column_start[f]; p < near->column_start[f + 1]; p++)
            near->row[next[near->column[p].other]++] =
                (er_siting_link){near->column[p].distance, (uint32_t)f};
    for (size_t i = 0; i < near->count; i++)
        qsort(near->row + near->start[i], near->start[i + 1] - near->start[i], sizeof *near->row,
              by_distance);
    return ER_OK;
}

er_status er_siting_near_new(er_context *ctx, er_arena *arena, const er_siting_checked *checked,
                             er_siting_near *out) {
    er_siting_near near = {.checked = checked};
    uint32_t *row_of = NULL;
    ER_TRY(number_rows(ctx, arena, &near, &row_of));
    ER_TRY(fill_columns(ctx, arena, row_of, &near));
    ER_TRY(fill_rows(ctx, arena, &near));
    ER_TRY(er_siting_near_order(ctx, arena, &near));
    *out = near;
    return ER_OK;
}

/** Distance of the nearest chosen or kept site. */
static double nearest(const er_siting_near *near, const bool *chosen, size_t row) {
    for (size_t p = near->start[row]; p < near->start[row + 1]; p++)
        if (chosen[near->row[p].other]) return near->row[p].distance;
    return near->kept[row];
}

double er_siting_near_value(const er_siting_near *near, const bool *chosen) {
    er_sum sum = {0};
    double most = 0;
    for (size_t i = 0; i < near->count; i++) {
        double distance = nearest(near, chosen, i);
        if (distance == INFINITY) return INFINITY;
        er_sum_add(&sum, near->weight[i] * distance);
        most = fmax(most, distance);
    }
    return near->checked->task->aim == ER_SITING_CENTRE ? most : er_sum_value(&sum);
}

er_status er_siting_near_holds(er_context *ctx, er_arena *scratch, const er_siting_near *near,
                               const bool *chosen, bool *holds, bool *serves) {
    er_siting_tally tally;
    ER_TRY(er_siting_tally_new(ctx, scratch, near->checked, &tally));
    for (size_t f = 0; f < near->checked->free_count; f++)
        if (chosen[f]) er_siting_tally_add(&tally, near->checked->free[f]);
    *holds = er_siting_tally_holds_all(&tally);
    *serves = er_siting_near_value(near, chosen) < INFINITY;
    return ER_OK;
}

int64_t er_siting_near_nodes(const er_siting_effort *effort) {
    return effort->most_nodes > 0 ? effort->most_nodes : usual_most_nodes;
}

void er_siting_near_end(const er_siting_effort *effort, double bound, bool out_of_time,
                        er_siting_plan *plan) {
    double apart = plan->value - bound;
    if (!(apart > 0)) apart = 0;
    plan->bound = plan->value - apart;
    plan->gap = apart > 0 ? apart / plan->value : 0;
    plan->end = plan->gap == 0             ? ER_SITING_PROVEN
                : effort->quick            ? ER_SITING_QUICK
                : plan->gap <= effort->gap ? ER_SITING_GAP
                : out_of_time              ? ER_SITING_TIME
                                           : ER_SITING_NODES;
}
