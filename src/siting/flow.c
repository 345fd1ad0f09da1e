/* The least-cost flow is kept by shortest ways of change (Busacker and Gowen 1961; Ahuja, Magnanti
 * and Orlin, Network Flows, 1993, section 9.7). There are few sites and many demands: ways are
 * looked for among the sites alone, where moving weight of some demand from one to another is an
 * edge. */
#include "siting/flow.h"

#include <math.h>
#include <string.h>

/* Weights below this share of all are rounding. */
static const double least_share = 1e-12;
/* A way must be cheaper by this share of the price of not being served. */
static const double rounding = 1e-13;

static double *price_of(const er_siting_flow *f, size_t row, size_t slot) {
    return &f->apart[row * f->room + slot];
}

static double *amount_of(const er_siting_flow *f, size_t slot, size_t row) {
    return &f->amount[slot * f->rows + row];
}

/* ---- edges ----------------------------------------------------------------------------------- */

static void look_from(er_siting_flow *f, size_t from) {
    double *edge = f->edge + from * f->room;
    uint32_t *via = f->via + from * f->room;
    for (size_t to = 0; to < f->room; to++)
        edge[to] = INFINITY;
    for (size_t i = 0; i < f->rows; i++) {
        if (!(*amount_of(f, from, i) > f->least)) continue;
        const double *price = price_of(f, i, 0);
        for (size_t to = 0; to < f->room; to++) {
            double change = price[to] - price[from];
            if (!(change < edge[to])) continue;
            edge[to] = change;
            via[to] = (uint32_t)i;
        }
    }
}

static void look_towards(er_siting_flow *f, size_t to) {
    for (size_t from = 0; from < f->room; from++) {
        double *edge = &f->edge[from * f->room + to];
        *edge = INFINITY;
        for (size_t i = 0; f->active[from] && i < f->rows; i++) {
            double change = *price_of(f, i, to) - *price_of(f, i, from);
            if (!(*amount_of(f, from, i) > f->least) || !(change < *edge)) continue;
            *edge = change;
            f->via[from * f->room + to] = (uint32_t)i;
        }
    }
}

/* ---- ways ------------------------------------------------------------------------------------ */

/** Cheapest ways from every slot to a goal, by rounds (Bellman and Ford): there are no cycles that
 *  save, for the flow is of least cost. */
static void find_ways(er_siting_flow *f, size_t goal, size_t leaving) {
    double saving = rounding * f->unserved;
    bool changed = true;
    for (size_t s = 0; s < f->room; s++) {
        bool ends =
            goal != SIZE_MAX ? s == goal : f->active[s] && s != leaving && f->left[s] > f->least;
        f->way[s] = ends ? 0 : INFINITY;
        f->along[s] = (uint32_t)s;
    }
    for (size_t round = 0; changed && round < f->room; round++) {
        changed = false;
        for (size_t s = 0; s < f->room; s++) {
            const double *edge = f->edge + s * f->room;
            if (!f->active[s] || s == goal) continue;
            for (size_t to = 0; to < f->room; to++) {
                if (to == s || to == leaving || !f->active[to]) continue;
                if (!(edge[to] + f->way[to] < f->way[s] - saving)) continue;
                f->way[s] = edge[to] + f->way[to];
                f->along[s] = (uint32_t)to;
                changed = true;
            }
        }
    }
}

/** Move as much as can be along the way of a slot; false where nothing can, or the way goes round.
 */
static bool move_along(er_siting_flow *f, size_t begin) {
    double most = INFINITY;
    size_t end = begin, steps = 0;
    for (; f->along[end] != end; end = f->along[end]) {
        size_t row = f->via[end * f->room + f->along[end]];
        most = fmin(most, *amount_of(f, end, row));
        if (++steps > f->room) return false;
    }
    most = fmin(most, f->left[end]);
    if (steps == 0 || !(most > 0)) return false;
    for (size_t s = begin; s != end;) {
        size_t to = f->along[s], row = f->via[s * f->room + to];
        double *amount = amount_of(f, s, row);
        *amount = *amount - most > f->least ? *amount - most : 0;
        *amount_of(f, to, row) += most;
        f->cost += most * (*price_of(f, row, to) - *price_of(f, row, s));
        s = to;
    }
    f->left[begin] += most;
    f->left[end] -= most;
    for (size_t s = begin;; s = f->along[s]) {
        look_from(f, s);
        if (s == end) return true;
    }
}

/** Fill a slot as long as that saves. */
static void pull_in(er_siting_flow *f, size_t slot) {
    double saving = rounding * f->unserved;
    while (f->left[slot] > f->least) {
        size_t best = slot;
        find_ways(f, slot, SIZE_MAX);
        for (size_t s = 0; s < f->room; s++)
            if (f->active[s] && f->way[s] < f->way[best] - saving) best = s;
        if (best == slot || !move_along(f, best)) return;
    }
}

size_t er_siting_flow_add(er_siting_flow *f, size_t candidate) {
    const er_siting_task *task = f->checked->task;
    size_t slot = 1;
    while (slot + 1 < f->room && f->active[slot])
        slot++;
    f->active[slot] = true;
    f->site[slot] = (uint32_t)candidate;
    f->left[slot] = task->capacity[candidate];
    memset(amount_of(f, slot, 0), 0, f->rows * sizeof *f->amount);
    for (size_t i = 0; i < f->rows; i++)
        *price_of(f, i, slot) = INFINITY;
    for (size_t p = task->start[candidate]; p < task->start[candidate + 1]; p++) {
        uint32_t row = f->row_of[task->demand[p]];
        if (row == UINT32_MAX) continue;
        *price_of(f, row, slot) = task->aim == ER_SITING_MEDIAN ? task->value[p] : 0;
    }
    look_from(f, slot);
    look_towards(f, slot);
    pull_in(f, slot);
    return slot;
}

void er_siting_flow_remove(er_siting_flow *f, size_t slot) {
    for (;;) {
        find_ways(f, SIZE_MAX, slot);
        if (!(f->way[slot] < INFINITY) || !move_along(f, slot)) break;
    }
    /* What is below the least weight goes to no one. */
    for (size_t i = 0; i < f->rows; i++) {
        double *rest = amount_of(f, slot, i);
        if (*rest > 0) f->cost += *rest * (f->unserved - *price_of(f, i, slot));
        *amount_of(f, 0, i) += *rest;
        *rest = 0;
        *price_of(f, i, slot) = INFINITY;
    }
    f->active[slot] = false;
    look_from(f, slot);
    for (size_t s = 0; s < f->room; s++)
        f->edge[s * f->room + slot] = INFINITY;
}

double er_siting_flow_load(const er_siting_flow *f, size_t slot) {
    double sum = 0;
    for (size_t i = 0; i < f->rows; i++)
        sum += *amount_of(f, slot, i);
    return sum;
}

/* ---- a new one ------------------------------------------------------------------------------- */

static er_status allocate(er_context *ctx, er_arena *arena, er_siting_flow *f) {
    size_t cells = f->rows * f->room + 1, square = f->room * f->room;
    if (f->room > UINT32_MAX / 2 || cells > SIZE_MAX / 64)
        return er_fail(ctx, ER_ERR_MEMORY, "not enough memory for %zu pairs", cells);
    ER_TRY(er_arena_alloc(ctx, arena, f->room, &f->active));
    ER_TRY(er_arena_alloc(ctx, arena, f->room * sizeof *f->site, &f->site));
    ER_TRY(er_arena_alloc(ctx, arena, cells * sizeof *f->apart, &f->apart));
    ER_TRY(er_arena_alloc(ctx, arena, cells * sizeof *f->amount, &f->amount));
    ER_TRY(er_arena_alloc(ctx, arena, f->room * sizeof *f->left, &f->left));
    ER_TRY(er_arena_alloc(ctx, arena, square * sizeof *f->edge, &f->edge));
    ER_TRY(er_arena_alloc(ctx, arena, square * sizeof *f->via, &f->via));
    ER_TRY(er_arena_alloc(ctx, arena, f->room * sizeof *f->way, &f->way));
    return er_arena_alloc(ctx, arena, f->room * sizeof *f->along, &f->along);
}

/** Not to be served costs more than any way of being served can; covering counts it alone. */
static double price_unserved(const er_siting_task *task, size_t room) {
    double far = 0;
    if (task->aim != ER_SITING_MEDIAN) return 1;
    for (size_t p = 0; p < task->start[task->candidate_count]; p++)
        far = fmax(far, task->value[p]);
    return 1 + 2 * far * (double)(room + 1);
}

static void serve_no_one(er_siting_flow *f) {
    for (size_t i = 0; i < f->rows; i++) {
        for (size_t s = 0; s < f->room; s++)
            *price_of(f, i, s) = s == 0 ? f->unserved : INFINITY;
        *amount_of(f, 0, i) = f->weight[i];
        f->cost += f->weight[i] * f->unserved;
    }
    f->active[0] = true;
    f->left[0] = INFINITY;
    for (size_t s = 0; s < f->room; s++)
        look_from(f, s);
}

er_status er_siting_flow_new(er_context *ctx, er_arena *arena, const er_siting_checked *checked,
                             size_t most, er_siting_flow *out) {
    const er_siting_task *task = checked->task;
    er_siting_flow f = {.checked = checked, .room = most + 2};
    double total = 0;
    ER_TRY(er_arena_alloc(ctx, arena, (task->demand_count + 1) * sizeof *f.row_of, &f.row_of));
    ER_TRY(er_arena_alloc(ctx, arena, (task->demand_count + 1) * sizeof *f.weight, &f.weight));
    for (size_t i = 0; i < task->demand_count; i++) {
        f.row_of[i] = checked->weight[i] > 0 ? (uint32_t)f.rows : UINT32_MAX;
        if (!(checked->weight[i] > 0)) continue;
        f.weight[f.rows++] = checked->weight[i];
        total += checked->weight[i];
    }
    for (size_t j = 0; j < task->candidate_count; j++)
        f.room += er_siting_is_kept(task, j);
    f.least = least_share * total;
    f.unserved = price_unserved(task, f.room);
    ER_TRY(allocate(ctx, arena, &f));
    serve_no_one(&f);
    for (size_t j = 0; j < task->candidate_count; j++)
        if (er_siting_is_kept(task, j)) er_siting_flow_add(&f, j);
    *out = f;
    return ER_OK;
}

er_status er_siting_flow_like(er_context *ctx, er_arena *arena, const er_siting_flow *flow,
                              er_siting_flow *out) {
    *out = *flow;
    ER_TRY(allocate(ctx, arena, out));
    er_siting_flow_copy(flow, out);
    return ER_OK;
}

void er_siting_flow_copy(const er_siting_flow *from, er_siting_flow *to) {
    size_t cells = from->rows * from->room, square = from->room * from->room;
    memcpy(to->active, from->active, from->room);
    memcpy(to->site, from->site, from->room * sizeof *to->site);
    memcpy(to->apart, from->apart, cells * sizeof *to->apart);
    memcpy(to->amount, from->amount, cells * sizeof *to->amount);
    memcpy(to->left, from->left, from->room * sizeof *to->left);
    memcpy(to->edge, from->edge, square * sizeof *to->edge);
    memcpy(to->via, from->via, square * sizeof *to->via);
    to->cost = from->cost;
}
