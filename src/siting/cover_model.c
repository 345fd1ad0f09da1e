/* Covering as a mixed-integer program: max sum of w y, y <= sum of x of those that meet it (Church
 * and ReVelle 1974). Where candidates meet shares, a class has a step for each worth: y_t <=
 * y_(t-1)
 * + sum of x of those worth as much, so that the program stays linear in pairs. Where being met
 * twice counts: y + y' <= sum of x (Hogan and ReVelle 1986). */
#include "siting/cover_model.h"

#include <math.h>
#include <stdlib.h>

/* The solver's tolerances are absolute, 1e-7: objectives are brought to about this, rows to less.
 */
static const double whole_objective = 1e7, whole_row = 1e4;
/* A row asks for less by this share, so that what is there by a hair is not lost. */
static const double slack = 1e-9;

struct pair {
    int64_t worth;
    uint32_t member;
};

static int by_worth(const void *a, const void *b) {
    const struct pair *l = a, *r = b;
    if (l->worth != r->worth) return l->worth > r->worth ? -1 : 1;
    return (l->member > r->member) - (l->member < r->member);
}

/** Is anything asked of the class? */
static bool matters(const er_siting_model *m, size_t class, const er_siting_condition *conditions,
                    size_t count, bool with_aim) {
    if (with_aim && m->rows->checked->task->aim == ER_SITING_MOST) return true;
    for (size_t c = 0; c < count; c++) {
        if (conditions[c].kind == ER_SITING_NEED) return true;
        if (conditions[c].kind == ER_SITING_FLOOR &&
            er_siting_class_in_floor(m->rows, class, conditions[c].index))
            return true;
    }
    return false;
}

static er_status add_step(er_context *ctx, er_siting_model *m, size_t *steps, int64_t weight,
                          bool with_aim, size_t *column) {
    double objective = with_aim ? -(double)weight * m->unit : 0;
    *column = m->mip.columns;
    m->step_column[*steps] = *column;
    m->step_weight[(*steps)++] = weight;
    return er_siting_mip_column(ctx, &m->mip, 0, 1, objective, false);
}

/** A class of one member needs no column of its own. */
static void add_single(er_siting_model *m, size_t *steps, uint32_t member, int64_t weight,
                       bool with_aim) {
    m->step_column[*steps] = member;
    m->step_weight[(*steps)++] = weight;
    if (with_aim) m->mip.objective[member] -= (double)weight * m->unit;
}

/** A site that is fixed out meets nothing. */
static bool is_open(const er_siting_model *m, uint32_t site) {
    return m->mip.upper[site] > 0;
}

static er_status add_whole(er_context *ctx, er_siting_model *m, size_t class, size_t *steps,
                           bool with_aim) {
    const er_siting_problem *p = &m->rows->problem;
    size_t begin = p->class_start[class], end = p->class_start[class + 1], column, open = 0;
    uint32_t last = 0;
    for (size_t k = begin; k < end; k++) {
        if (!is_open(m, p->members[k])) continue;
        open++;
        last = p->members[k];
    }
    int64_t second = p->second && with_aim && open > 1 ? p->second[class] : 0;
    if (open == 1) add_single(m, steps, last, p->weight[class], with_aim);
    if (open < 2) return ER_OK;
    ER_TRY(add_step(ctx, m, steps, p->weight[class], with_aim, &column));
    ER_TRY(er_siting_mip_entry(ctx, &m->mip, column, -1));
    if (second > 0) {
        double objective = -(double)second * m->unit;
        ER_TRY(er_siting_mip_entry(ctx, &m->mip, m->mip.columns, -1));
        ER_TRY(er_siting_mip_column(ctx, &m->mip, 0, 1, objective, false));
    }
    for (size_t k = begin; k < end; k++)
        if (is_open(m, p->members[k])) ER_TRY(er_siting_mip_entry(ctx, &m->mip, p->members[k], 1));
    return er_siting_mip_row(ctx, &m->mip, 0, INFINITY);
}

static er_status add_steps(er_context *ctx, er_siting_model *m, size_t class, struct pair *pairs,
                           size_t *steps, bool with_aim) {
    const er_siting_problem *p = &m->rows->problem;
    size_t before = SIZE_MAX, column, count = 0;
    for (size_t k = p->class_start[class]; k < p->class_start[class + 1]; k++)
        if (is_open(m, p->members[k]))
            pairs[count++] = (struct pair){p->member_worth[k], p->members[k]};
    if (count == 1) add_single(m, steps, pairs[0].member, pairs[0].worth, with_aim);
    if (count < 2) return ER_OK;
    qsort(pairs, count, sizeof *pairs, by_worth);
    for (size_t k = 0; k < count;) {
        size_t end = k;
        while (end < count && pairs[end].worth == pairs[k].worth)
            end++;
        int64_t next = end < count ? pairs[end].worth : 0;
        ER_TRY(add_step(ctx, m, steps, pairs[k].worth - next, with_aim, &column));
        ER_TRY(er_siting_mip_entry(ctx, &m->mip, column, -1));
        if (before != SIZE_MAX) ER_TRY(er_siting_mip_entry(ctx, &m->mip, before, 1));
        for (; k < end; k++)
            ER_TRY(er_siting_mip_entry(ctx, &m->mip, pairs[k].member, 1));
        ER_TRY(er_siting_mip_row(ctx, &m->mip, 0, INFINITY));
        before = column;
    }
    return ER_OK;
}

/** The sum of what is met is at least `needs`. */
static er_status add_need(er_context *ctx, er_siting_model *m, const er_siting_condition *condition,
                          double *sum) {
    const er_siting_rows *rows = m->rows;
    bool floor = condition->kind == ER_SITING_FLOOR;
    int64_t needs = floor ? rows->floor_needs[condition->index] : rows->needed;
    if (needs <= 0) return ER_OK;
    for (size_t j = 0; j < m->mip.columns; j++)
        sum[j] = 0;
    for (size_t c = 0; c < rows->problem.class_count; c++)
        for (size_t s = m->step_start[c]; s < m->step_start[c + 1]; s++)
            if (!floor || er_siting_class_in_floor(rows, c, condition->index))
                sum[m->step_column[s]] += (double)m->step_weight[s];
    for (size_t j = 0; j < m->mip.columns; j++)
        ER_TRY(er_siting_mip_entry(ctx, &m->mip, j, whole_row * sum[j] / (double)needs));
    return er_siting_mip_row(ctx, &m->mip, whole_row * (1 - slack), INFINITY);
}

/** Whole numbers where they are small enough, so that the solver knows how much better is better.
 */
static void find_unit(const er_siting_rows *rows, er_siting_model *m) {
    const er_siting_checked *checked = rows->checked;
    double grain = (double)rows->grain, total = 2 * (double)rows->total;
    if (checked->task->aim == ER_SITING_FEWEST) {
        int64_t all = 0;
        for (size_t j = 0; j < checked->free_count; j++)
            all += checked->cost[checked->free[j]];
        grain = (double)er_siting_cost_grain(checked);
        total = (double)all;
    }
    m->whole = total / grain <= whole_objective;
    m->unit = m->whole ? 1 / grain : whole_objective / total;
}

static er_status add_sites(er_context *ctx, er_siting_model *m, bool with_aim,
                           const uint8_t *fixed) {
    const er_siting_checked *checked = m->rows->checked;
    bool fewest = with_aim && checked->task->aim == ER_SITING_FEWEST;
    for (size_t j = 0; j < checked->free_count; j++) {
        double cost = fewest ? (double)checked->cost[checked->free[j]] * m->unit : 0;
        bool in = fixed && fixed[j] == ER_SITING_IN, out = fixed && fixed[j] == ER_SITING_OUT;
        ER_TRY(er_siting_mip_column(ctx, &m->mip, in ? 1 : 0, out ? 0 : 1, cost, true));
    }
    return ER_OK;
}

er_status er_siting_model_new(er_context *ctx, er_arena *arena, const er_siting_rows *rows,
                              const er_siting_condition *conditions, size_t count, bool with_aim,
                              const uint8_t *fixed, er_siting_model *m) {
    const er_siting_problem *p = &rows->problem;
    size_t most_steps = p->worth ? p->class_start[p->class_count] : p->class_count, steps = 0;
    bool weigh = with_aim && rows->checked->task->aim == ER_SITING_MOST;
    struct pair *pairs = NULL;
    double *sum = NULL;
    *m = (er_siting_model){.rows = rows};
    find_unit(rows, m);
    ER_TRY(
        er_arena_alloc(ctx, arena, (p->class_count + 1) * sizeof *m->step_start, &m->step_start));
    ER_TRY(er_arena_alloc(ctx, arena, (most_steps + 1) * sizeof *m->step_column, &m->step_column));
    ER_TRY(er_arena_alloc(ctx, arena, (most_steps + 1) * sizeof *m->step_weight, &m->step_weight));
    ER_TRY(er_arena_alloc(ctx, arena, (p->count + 1) * sizeof *pairs, &pairs));
    ER_TRY(add_sites(ctx, m, with_aim, fixed));
    for (size_t c = 0; c < p->class_count; c++) {
        if (matters(m, c, conditions, count, with_aim))
            ER_TRY(p->worth ? add_steps(ctx, m, c, pairs, &steps, weigh)
                            : add_whole(ctx, m, c, &steps, weigh));
        m->step_start[c + 1] = steps;
    }
    ER_TRY(er_siting_mip_conditions(ctx, &m->mip, rows->checked, conditions, count));
    ER_TRY(er_arena_alloc(ctx, arena, (m->mip.columns + 1) * sizeof *sum, &sum));
    for (size_t c = 0; c < count; c++)
        if (conditions[c].kind == ER_SITING_FLOOR || conditions[c].kind == ER_SITING_NEED)
            ER_TRY(add_need(ctx, m, &conditions[c], sum));
    return ER_OK;
}
