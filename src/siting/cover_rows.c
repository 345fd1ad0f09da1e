/* A covering task without what kept sites meet of it. Demand is sorted by everything that makes it
 * different but the free candidates that meet it; alike demand of the same candidates is one class.
 */
#include "siting/cover_rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Needs and weights are sums of doubles: what is met to within this share of all is met. */
static const double rounding = 1e-12;

/** A demand that new sites can do something for. */
struct row {
    const er_siting_task *task;
    const uint32_t *members; /**< free candidates, by their place among these */
    const int64_t *worth;    /**< that each adds to what kept sites meet */
    size_t count;
    int64_t weight;
    uint32_t demand;
    bool met_already;
    uint32_t label; /**< the same of those that may be one class */
};

struct builder {
    er_context *ctx;
    er_arena *arena;
    er_siting_rows *rows;
    uint32_t *place;     /**< of each candidate among the free ones */
    int64_t *pair_worth; /**< of the pairs by demand */
    uint32_t *members;   /**< of all rows, one behind the other */
    int64_t *worth;
    struct row *row;
    size_t row_count;
};

int64_t er_siting_pair_worth(const er_siting_rows *rows, size_t pair) {
    const er_siting_task *task = rows->checked->task;
    uint32_t demand = task->demand[pair];
    if (!task->value) return rows->demand_weight[demand];
    return er_siting_units(rows->checked->weight[demand] * task->value[pair], rows->problem.shift);
}

bool er_siting_class_in_floor(const er_siting_rows *rows, size_t class, size_t floor) {
    return !rows->met_already[class] &&
           rows->checked->task->floors[floor].belongs[rows->example[class]];
}

/** What tells demand apart but its candidates, and where these differ in what they meet, all. */
static int by_label(const void *a, const void *b) {
    const struct row *l = a, *r = b;
    if (l->met_already != r->met_already) return l->met_already ? 1 : -1;
    for (size_t f = 0; f < l->task->floor_count; f++) {
        const bool *belongs = l->task->floors[f].belongs;
        if (belongs[l->demand] != belongs[r->demand]) return belongs[l->demand] ? 1 : -1;
    }
    if (!l->task->value) return 0;
    if (l->count != r->count) return l->count < r->count ? -1 : 1;
    for (size_t k = 0; k < l->count; k++)
        if (l->members[k] != r->members[k]) return l->members[k] < r->members[k] ? -1 : 1;
    for (size_t k = 0; k < l->count; k++)
        if (l->worth[k] != r->worth[k]) return l->worth[k] < r->worth[k] ? -1 : 1;
    return 0;
}

/** Worths of the pairs in the order of the demand, as `members` of the task that was checked. */
static er_status transpose_worths(struct builder *b) {
    const er_siting_checked *checked = b->rows->checked;
    const er_siting_task *task = checked->task;
    size_t *next = NULL, pairs = checked->row_start[task->demand_count];
    ER_TRY(er_arena_alloc(b->ctx, b->arena, (pairs + 1) * sizeof *b->pair_worth, &b->pair_worth));
    ER_TRY(er_arena_alloc(b->ctx, b->arena, (task->demand_count + 1) * sizeof *next, &next));
    for (size_t i = 0; i < task->demand_count; i++)
        next[i] = checked->row_start[i];
    for (size_t k = 0; k < pairs; k++)
        b->pair_worth[next[task->demand[k]]++] = er_siting_pair_worth(b->rows, k);
    return ER_OK;
}

static void take_floor(er_siting_rows *rows, size_t demand, int64_t met) {
    const er_siting_task *task = rows->checked->task;
    rows->kept_met += met;
    for (size_t f = 0; f < task->floor_count; f++)
        if (task->floors[f].belongs[demand]) rows->floor_needs[f] -= met;
}

/** The row of a demand; what kept sites meet of it is taken off. */
static void add_row(struct builder *b, size_t demand, size_t *filled) {
    er_siting_rows *rows = b->rows;
    const er_siting_checked *checked = rows->checked;
    const er_siting_task *task = checked->task;
    int64_t kept = 0, weight = rows->demand_weight[demand];
    size_t times = 0, first = *filled;
    for (size_t k = checked->row_start[demand]; k < checked->row_start[demand + 1]; k++)
        if (er_siting_is_kept(task, checked->members[k])) {
            times++;
            if (b->pair_worth[k] > kept) kept = b->pair_worth[k];
        }
    take_floor(rows, demand, kept);
    int64_t second = llrint((double)weight * task->backup);
    bool met_already = times > 0 && task->backup > 0;
    rows->kept_value += kept + (times > 1 ? second : 0);
    if (met_already) weight = times > 1 ? 0 : second;
    for (size_t k = checked->row_start[demand]; k < checked->row_start[demand + 1]; k++) {
        uint32_t candidate = checked->members[k];
        int64_t worth = met_already ? weight : b->pair_worth[k] - kept;
        if (!er_siting_is_free(task, candidate) || worth <= 0) continue;
        b->members[*filled] = b->place[candidate];
        b->worth[(*filled)++] = worth;
    }
    if (*filled == first) return;
    b->row[b->row_count++] = (struct row){.task = task,
                                          .members = b->members + first,
                                          .worth = b->worth + first,
                                          .count = *filled - first,
                                          .weight = weight,
                                          .demand = (uint32_t)demand,
                                          .met_already = met_already};
}

static er_status add_rows(struct builder *b) {
    const er_siting_checked *checked = b->rows->checked;
    size_t demands = checked->task->demand_count, filled = 0;
    size_t pairs = checked->row_start[demands];
    ER_TRY(transpose_worths(b));
    ER_TRY(er_arena_alloc(b->ctx, b->arena, (checked->task->candidate_count + 1) * sizeof *b->place,
                          &b->place));
    ER_TRY(er_arena_alloc(b->ctx, b->arena, (pairs + 1) * sizeof *b->members, &b->members));
    ER_TRY(er_arena_alloc(b->ctx, b->arena, (pairs + 1) * sizeof *b->worth, &b->worth));
    ER_TRY(er_arena_alloc(b->ctx, b->arena, (demands + 1) * sizeof *b->row, &b->row));
    for (size_t j = 0; j < checked->free_count; j++)
        b->place[checked->free[j]] = (uint32_t)j;
    for (size_t i = 0; i < demands; i++)
        add_row(b, i, &filled);
    return ER_OK;
}

/** Number the kinds of rows; rows with worths of their own are each a kind. */
static uint32_t label_rows(struct builder *b) {
    uint32_t labels = 0;
    qsort(b->row, b->row_count, sizeof *b->row, by_label);
    for (size_t r = 0; r < b->row_count; r++) {
        bool own = b->rows->checked->task->value != NULL;
        if (r > 0 && (own || by_label(&b->row[r - 1], &b->row[r]) != 0)) labels++;
        b->row[r].label = labels;
    }
    return b->row_count > 0 ? labels + 1 : 0;
}

/** Take rows of the same candidates and label together. The label goes as one more candidate, the
 *  last of each class, and is taken off again. */
static er_status merge_rows(struct builder *b, uint32_t labels) {
    size_t free_count = b->rows->checked->free_count, *start = NULL, *numbers = NULL, pairs = 0;
    uint32_t *members = NULL;
    int64_t *weight = NULL;
    for (size_t r = 0; r < b->row_count; r++)
        pairs += b->row[r].count + 1;
    ER_TRY(er_arena_alloc(b->ctx, b->arena, (pairs + 1) * sizeof *members, &members));
    ER_TRY(er_arena_alloc(b->ctx, b->arena, (b->row_count + 1) * sizeof *start, &start));
    ER_TRY(er_arena_alloc(b->ctx, b->arena, (b->row_count + 1) * sizeof *weight, &weight));
    ER_TRY(er_arena_alloc(b->ctx, b->arena, (free_count + labels + 1) * sizeof *numbers, &numbers));
    memcpy(numbers, b->rows->checked->free, free_count * sizeof *numbers);
    for (size_t r = 0; r < b->row_count; r++) {
        const struct row *row = &b->row[r];
        memcpy(members + start[r], row->members, row->count * sizeof *members);
        start[r + 1] = start[r] + row->count;
        members[start[r + 1]++] = (uint32_t)free_count + row->label;
        weight[r] = row->weight;
    }
    er_siting_problem merged = {0};
    ER_TRY(er_siting_merge(b->ctx, b->arena, free_count + labels, numbers, b->row_count, start,
                           members, weight, &merged));
    merged.count = free_count;
    merged.shift = b->rows->problem.shift;
    merged.total_of_all = b->rows->total;
    b->rows->problem = merged;
    return ER_OK;
}

/** Take the labels off again: the first row of each says what its classes are. */
static er_status unlabel(struct builder *b, uint32_t labels) {
    er_siting_rows *rows = b->rows;
    er_siting_problem *p = &rows->problem;
    const struct row **of = NULL;
    size_t filled = 0;
    ER_TRY(er_arena_alloc(b->ctx, b->arena, (labels + 1) * sizeof *of, &of));
    for (size_t r = b->row_count; r-- > 0;)
        of[b->row[r].label] = &b->row[r];
    ER_TRY(er_arena_alloc(b->ctx, b->arena, p->class_count + 1, &rows->met_already));
    ER_TRY(er_arena_alloc(b->ctx, b->arena, (p->class_count + 1) * sizeof *rows->example,
                          &rows->example));
    if (rows->checked->task->value)
        ER_TRY(er_arena_alloc(b->ctx, b->arena,
                              (p->class_start[p->class_count] + 1) * sizeof *p->member_worth,
                              &p->member_worth));
    for (size_t c = 0, begin = 0; c < p->class_count; c++) {
        size_t end = p->class_start[c + 1] - 1, first = filled;
        const struct row *row = of[p->members[end] - p->count];
        for (size_t k = begin; k < end; k++) {
            if (p->member_worth) p->member_worth[filled] = row->worth[k - begin];
            p->members[filled++] = p->members[k];
        }
        begin = end + 1;
        p->class_start[c] = first;
        p->class_start[c + 1] = begin;
        rows->met_already[c] = row->met_already;
        rows->example[c] = row->demand;
    }
    p->class_start[p->class_count] = filled;
    return ER_OK;
}

/** What each pair of candidate and class is worth, and what being met twice is. */
static er_status add_worths(struct builder *b) {
    er_siting_problem *p = &b->rows->problem;
    double backup = b->rows->checked->task->backup;
    size_t *next = NULL;
    if (backup > 0) {
        ER_TRY(
            er_arena_alloc(b->ctx, b->arena, (p->class_count + 1) * sizeof *p->second, &p->second));
        for (size_t c = 0; c < p->class_count; c++)
            p->second[c] = b->rows->met_already[c] ? 0 : llrint((double)p->weight[c] * backup);
    }
    if (!p->member_worth) return ER_OK;
    ER_TRY(
        er_arena_alloc(b->ctx, b->arena, (p->start[p->count] + 1) * sizeof *p->worth, &p->worth));
    ER_TRY(er_arena_alloc(b->ctx, b->arena, (p->count + 1) * sizeof *next, &next));
    memcpy(next, p->start, p->count * sizeof *next);
    for (size_t c = 0; c < p->class_count; c++)
        for (size_t k = p->class_start[c]; k < p->class_start[c + 1]; k++)
            p->worth[next[p->members[k]]++] = p->member_worth[k];
    return ER_OK;
}

int64_t er_siting_divisor(int64_t a, int64_t b) {
    while (b != 0) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static void find_grain(er_siting_rows *rows) {
    const er_siting_problem *p = &rows->problem;
    int64_t grain = rows->kept_value;
    for (size_t c = 0; c < p->class_count; c++) {
        if (!p->worth) grain = er_siting_divisor(grain, p->weight[c]);
        if (p->second) grain = er_siting_divisor(grain, p->second[c]);
    }
    for (size_t k = 0; p->worth && k < p->start[p->count]; k++)
        grain = er_siting_divisor(grain, p->worth[k]);
    rows->grain = grain > 0 ? grain : 1;
}

/** Weights in units, and what floors need of all demand. */
static er_status count_weights(struct builder *b) {
    er_siting_rows *rows = b->rows;
    const er_siting_checked *checked = rows->checked;
    const er_siting_task *task = checked->task;
    rows->problem.shift = er_siting_shift(checked->weight, task->demand_count) - 1;
    ER_TRY(er_arena_alloc(b->ctx, b->arena, (task->demand_count + 1) * sizeof *rows->demand_weight,
                          &rows->demand_weight));
    ER_TRY(er_arena_alloc(b->ctx, b->arena, (task->floor_count + 1) * sizeof *rows->floor_needs,
                          &rows->floor_needs));
    for (size_t i = 0; i < task->demand_count; i++) {
        rows->demand_weight[i] = er_siting_units(checked->weight[i], rows->problem.shift);
        rows->total += rows->demand_weight[i];
    }
    for (size_t f = 0; f < task->floor_count; f++) {
        int64_t weight = 0;
        for (size_t i = 0; i < task->demand_count; i++)
            if (task->floors[f].belongs[i]) weight += rows->demand_weight[i];
        double needs = task->floors[f].share * (double)weight - rounding * (double)rows->total;
        rows->floor_needs[f] = needs > 0 ? (int64_t)ceil(needs) : 0;
    }
    return ER_OK;
}

/** What all free candidates add to what kept sites meet. */
static int64_t most_met(const er_siting_problem *p) {
    int64_t most = 0;
    for (size_t c = 0; c < p->class_count; c++) {
        int64_t worth = p->worth ? 0 : p->weight[c];
        for (size_t k = p->class_start[c]; p->worth && k < p->class_start[c + 1]; k++)
            if (p->member_worth[k] > worth) worth = p->member_worth[k];
        most += worth;
    }
    return most;
}

static void find_needs(er_siting_rows *rows) {
    const er_siting_task *task = rows->checked->task;
    for (size_t f = 0; f < task->floor_count; f++)
        if (rows->floor_needs[f] < 0) rows->floor_needs[f] = 0;
    if (task->aim != ER_SITING_FEWEST) return;
    if (isinf(task->needed)) {
        rows->needed = most_met(&rows->problem);
        return;
    }
    double all = (double)rows->total;
    double units = ldexp(task->needed, rows->problem.shift) - rounding * all;
    int64_t needed = units > 2 * all ? 2 * rows->total + 1 : (int64_t)ceil(fmax(units, 0));
    rows->needed = needed > rows->kept_met ? needed - rows->kept_met : 0;
}

er_status er_siting_rows_new(er_context *ctx, er_arena *arena, const er_siting_checked *checked,
                             er_siting_rows *out) {
    er_siting_rows rows = {.checked = checked};
    struct builder b = {.ctx = ctx, .arena = arena, .rows = &rows};
    ER_TRY(count_weights(&b));
    ER_TRY(add_rows(&b));
    uint32_t labels = label_rows(&b);
    ER_TRY(merge_rows(&b, labels));
    ER_TRY(unlabel(&b, labels));
    ER_TRY(add_worths(&b));
    find_grain(&rows);
    find_needs(&rows);
    *out = rows;
    return ER_OK;
}

int64_t er_siting_cost_grain(const er_siting_checked *checked) {
    int64_t grain = 0;
    for (size_t j = 0; j < checked->free_count; j++)
        grain = er_siting_divisor(grain, checked->cost[checked->free[j]]);
    return grain > 0 ? grain : 1;
}
