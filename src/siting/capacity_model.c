/* Shares z of demand and sites x: sum over sites of z_ij <= 1; sum over demand of w_i z_ij <=
 * c_j x_j; z_ij <= min(1, c_j / w_i) x_j (capacitated covering: Current and Storbeck, Environment
 * and Planning B 15 (1988); the linking rows: Cornuejols, Sridharan and Thizy, European Journal of
 * Operational Research 50 (1991)). */
#include "siting/capacity_model.h"

#include <math.h>

/* What all of the aim comes to in the objective: the solver's tolerances are absolute, 1e-7. */
static const double whole_objective = 1e5;
/* With more pairs the linking rows, which make the relaxation sharp but large, are left out. */
static const size_t most_linked = 20000;
/* A row asks for less by this share, so that what is there by a hair is not lost. */
static const double slack = 1e-9;

struct builder {
    er_context *ctx;
    er_siting_capacity_model *m;
    uint32_t *place; /* of each candidate among the free ones; UINT32_MAX: kept */
    size_t *column_start;
    size_t *of_column; /* pairs of each candidate, by number */
    size_t pairs;
};

static bool counts(const er_siting_checked *checked, size_t demand, size_t candidate) {
    const er_siting_task *task = checked->task;
    bool stands = er_siting_is_free(task, candidate) || er_siting_is_kept(task, candidate);
    return stands && checked->weight[demand] > 0 && task->capacity[candidate] > 0;
}

/** Distances in the order of the demand, as its members are. */
static er_status transpose_distances(struct builder *b, er_arena *arena, double **out) {
    const er_siting_task *task = b->m->checked->task;
    size_t *next = NULL, pairs = task->start[task->candidate_count];
    ER_TRY(er_arena_alloc(b->ctx, arena, (pairs + 1) * sizeof **out, out));
    ER_TRY(er_arena_alloc(b->ctx, arena, (task->demand_count + 1) * sizeof *next, &next));
    for (size_t i = 0; i < task->demand_count; i++)
        next[i] = b->m->checked->row_start[i];
    for (size_t p = 0; p < pairs; p++)
        (*out)[next[task->demand[p]]++] = task->value[p];
    return ER_OK;
}

static er_status list_pairs(struct builder *b, er_arena *arena) {
    er_siting_capacity_model *m = b->m;
    const er_siting_checked *checked = m->checked;
    const er_siting_task *task = checked->task;
    size_t all = checked->row_start[task->demand_count], used = 0;
    double *distance = NULL;
    bool by_distance = task->aim == ER_SITING_MEDIAN;
    if (by_distance) ER_TRY(transpose_distances(b, arena, &distance));
    ER_TRY(er_arena_alloc(b->ctx, arena, (task->demand_count + 1) * sizeof *m->row_start,
                          &m->row_start));
    ER_TRY(er_arena_alloc(b->ctx, arena, (all + 1) * sizeof *m->site, &m->site));
    for (size_t i = 0; i < task->demand_count; i++) {
        for (size_t p = checked->row_start[i]; p < checked->row_start[i + 1]; p++) {
            if (!counts(checked, i, checked->members[p])) continue;
            if (by_distance) distance[used] = distance[p];
            m->site[used++] = checked->members[p];
        }
        m->row_start[i + 1] = used;
    }
    m->distance = distance;
    b->pairs = used;
    return ER_OK;
}

/** The pairs of each candidate, by demand. */
static er_status list_columns(struct builder *b, er_arena *arena) {
    const er_siting_checked *checked = b->m->checked;
    size_t candidates = checked->task->candidate_count, *next = NULL;
    ER_TRY(er_arena_alloc(b->ctx, arena, (candidates + 2) * sizeof *b->column_start,
                          &b->column_start));
    ER_TRY(er_arena_alloc(b->ctx, arena, (candidates + 1) * sizeof *next, &next));
    ER_TRY(er_arena_alloc(b->ctx, arena, (b->pairs + 1) * sizeof *b->of_column, &b->of_column));
    ER_TRY(er_arena_alloc(b->ctx, arena, (candidates + 1) * sizeof *b->place, &b->place));
    for (size_t j = 0; j < candidates; j++)
        b->place[j] = UINT32_MAX;
    for (size_t f = 0; f < checked->free_count; f++)
        b->place[checked->free[f]] = (uint32_t)f;
    for (size_t p = 0; p < b->pairs; p++)
        b->column_start[b->m->site[p] + 1]++;
    for (size_t j = 0; j < candidates; j++) {
        b->column_start[j + 1] += b->column_start[j];
        next[j] = b->column_start[j];
    }
    for (size_t p = 0; p < b->pairs; p++)
        b->of_column[next[b->m->site[p]]++] = p;
    return ER_OK;
}

/** Weight, or weight x distance, that the pair's demand is at most; and what all comes to. */
static double worth_of(const er_siting_capacity_model *m, size_t demand, size_t pair) {
    double weight = m->checked->weight[demand];
    return m->distance ? weight * m->distance[pair] : weight;
}

static void find_unit(er_siting_capacity_model *m) {
    const er_siting_checked *checked = m->checked;
    double all = 0;
    for (size_t i = 0; i < checked->task->demand_count; i++) {
        double most = 0;
        for (size_t p = m->row_start[i]; p < m->row_start[i + 1]; p++)
            most = fmax(most, worth_of(m, i, p));
        all += most;
        m->total += checked->weight[i];
    }
    for (size_t f = 0; checked->task->aim == ER_SITING_FEWEST && f < checked->free_count; f++)
        all = (f == 0 ? 0 : all) +
              er_siting_weight(checked->cost[checked->free[f]], checked->cost_shift);
    m->unit = all > 0 ? whole_objective / all : 1;
}

static er_status add_columns(struct builder *b, bool with_aim) {
    er_siting_capacity_model *m = b->m;
    const er_siting_checked *checked = m->checked;
    er_siting_aim aim = checked->task->aim;
    for (size_t f = 0; f < checked->free_count; f++) {
        double cost = er_siting_weight(checked->cost[checked->free[f]], checked->cost_shift);
        bool counted = with_aim && aim == ER_SITING_FEWEST;
        ER_TRY(er_siting_mip_column(b->ctx, &m->mip, 0, 1, counted ? cost * m->unit : 0, true));
    }
    m->first_share = m->mip.columns;
    for (size_t i = 0; i < checked->task->demand_count; i++)
        for (size_t p = m->row_start[i]; p < m->row_start[i + 1]; p++) {
            double worth = with_aim && aim != ER_SITING_FEWEST ? worth_of(m, i, p) * m->unit : 0;
            ER_TRY(er_siting_mip_column(b->ctx, &m->mip, 0, 1,
                                        aim == ER_SITING_MEDIAN ? worth : -worth, false));
        }
    return ER_OK;
}

/** Each demand is served once at most; by distance, all of it. */
static er_status add_demand(struct builder *b, bool all) {
    er_siting_capacity_model *m = b->m;
    const er_siting_checked *checked = m->checked;
    for (size_t i = 0; i < checked->task->demand_count; i++) {
        if (!(checked->weight[i] > 0)) continue;
        for (size_t p = m->row_start[i]; p < m->row_start[i + 1]; p++)
            ER_TRY(er_siting_mip_entry(b->ctx, &m->mip, m->first_share + p, 1));
        ER_TRY(er_siting_mip_row(b->ctx, &m->mip, all ? 1 : -INFINITY, 1));
    }
    return ER_OK;
}

/** Numbers of the demand of the pairs. */
static er_status demand_of(struct builder *b, er_arena *arena, uint32_t **out) {
    const er_siting_capacity_model *m = b->m;
    ER_TRY(er_arena_alloc(b->ctx, arena, (b->pairs + 1) * sizeof **out, out));
    for (size_t i = 0; i < m->checked->task->demand_count; i++)
        for (size_t p = m->row_start[i]; p < m->row_start[i + 1]; p++)
            (*out)[p] = (uint32_t)i;
    return ER_OK;
}

static er_status add_capacities(struct builder *b, const uint32_t *demand) {
    er_siting_capacity_model *m = b->m;
    const er_siting_checked *checked = m->checked;
    bool linked = b->pairs <= most_linked;
    for (size_t j = 0; j < checked->task->candidate_count; j++) {
        double reach = 0, capacity = checked->task->capacity[j];
        size_t begin = b->column_start[j], end = b->column_start[j + 1];
        bool open = b->place[j] == UINT32_MAX;
        for (size_t q = begin; q < end; q++)
            reach += checked->weight[demand[b->of_column[q]]];
        double most = fmin(capacity, reach);
        bool sharp = linked || end - begin == 1;
        if (begin < end && (capacity < reach || (!open && !sharp))) {
            for (size_t q = begin; q < end; q++)
                ER_TRY(er_siting_mip_entry(b->ctx, &m->mip, m->first_share + b->of_column[q],
                                           checked->weight[demand[b->of_column[q]]] / most));
            if (!open) ER_TRY(er_siting_mip_entry(b->ctx, &m->mip, b->place[j], -1));
            ER_TRY(er_siting_mip_row(b->ctx, &m->mip, -INFINITY, open ? 1 : 0));
        }
        for (size_t q = begin; sharp && !open && q < end; q++) {
            double share = fmin(1, capacity / checked->weight[demand[b->of_column[q]]]);
            ER_TRY(er_siting_mip_entry(b->ctx, &m->mip, m->first_share + b->of_column[q], 1));
            ER_TRY(er_siting_mip_entry(b->ctx, &m->mip, b->place[j], -share));
            ER_TRY(er_siting_mip_row(b->ctx, &m->mip, -INFINITY, 0));
        }
    }
    return ER_OK;
}

/** What is met of a set (null: of all) is at least so much. */
static er_status add_need(struct builder *b, const bool *belongs, double needs) {
    er_siting_capacity_model *m = b->m;
    const er_siting_checked *checked = m->checked;
    if (!(needs > 0)) return ER_OK;
    for (size_t i = 0; i < checked->task->demand_count; i++)
        for (size_t p = m->row_start[i]; p < m->row_start[i + 1]; p++)
            if (!belongs || belongs[i])
                ER_TRY(er_siting_mip_entry(b->ctx, &m->mip, m->first_share + p,
                                           checked->weight[i] / needs));
    return er_siting_mip_row(b->ctx, &m->mip, 1 - slack, INFINITY);
}

static er_status add_conditions(struct builder *b, const er_siting_condition *conditions,
                                size_t count) {
    const er_siting_checked *checked = b->m->checked;
    const er_siting_task *task = checked->task;
    ER_TRY(er_siting_mip_conditions(b->ctx, &b->m->mip, checked, conditions, count));
    for (size_t c = 0; c < count; c++) {
        if (conditions[c].kind == ER_SITING_FLOOR) {
            const er_siting_floor *floor = &task->floors[conditions[c].index];
            double weight = 0;
            for (size_t i = 0; i < task->demand_count; i++)
                if (floor->belongs[i]) weight += checked->weight[i];
            ER_TRY(add_need(b, floor->belongs, floor->share * weight));
        }
        if (conditions[c].kind == ER_SITING_NEED && task->aim == ER_SITING_FEWEST)
            ER_TRY(add_need(b, NULL, b->m->needed));
    }
    return ER_OK;
}

er_status er_siting_capacity_model_new(er_context *ctx, er_arena *arena,
                                       const er_siting_checked *checked,
                                       const er_siting_condition *conditions, size_t count,
                                       double needed, bool with_aim,
                                       er_siting_capacity_model *out) {
    struct builder b = {.ctx = ctx, .m = out};
    uint32_t *demand = NULL;
    bool all = false;
    *out = (er_siting_capacity_model){.checked = checked, .needed = needed};
    for (size_t c = 0; c < count; c++)
        if (conditions[c].kind == ER_SITING_NEED && checked->task->aim == ER_SITING_MEDIAN)
            all = true;
    ER_TRY(list_pairs(&b, arena));
    ER_TRY(list_columns(&b, arena));
    ER_TRY(demand_of(&b, arena, &demand));
    find_unit(out);
    ER_TRY(add_columns(&b, with_aim));
    ER_TRY(add_demand(&b, all));
    ER_TRY(add_capacities(&b, demand));
    return add_conditions(&b, conditions, count);
}

double er_siting_capacity_served(const er_siting_capacity_model *m, const double *solution,
                                 size_t demand, size_t pair) {
    double share = fmin(fmax(solution[m->first_share + pair], 0), 1);
    return share * m->checked->weight[demand];
}
