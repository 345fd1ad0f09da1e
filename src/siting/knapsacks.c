/* The Lagrangian relaxation of tasks with capacities, at given prices: each site serves what is
 * worth most to it for its weight until it is full. */
#include "siting/capacity_search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/** A demand in reach of a site. */
struct reach {
    double price; /**< distance; 0 where all that is met counts alike */
    uint32_t row;
};

/** A demand that a site gains by. */
struct gain {
    double per_weight; /**< below 0 */
    uint32_t row;
};

struct site {
    double capacity;
    double value; /**< what it adds to the bound, 0 or less */
    bool kept;
};

struct er_siting_knapsacks {
    size_t rows;
    const double *weight;
    double unserved; /**< price of a weight of 1 that no one serves: no price is above it */
    size_t k;
    size_t count; /**< free sites in their order, then kept ones */
    size_t free_count;
    struct site *sites;
    size_t *start; /**< count + 1, into reach */
    struct reach *reach;
    double *price;  /**< [rows] of a weight of 1 */
    double *best;   /**< the remembered ones */
    double *served; /**< [rows] share that the sites that count serve, any number of times */
    struct gain *gains;
    uint32_t *order;
    bool *chosen;
    double bound;
};

static int by_price(const void *left, const void *right) {
    const struct reach *a = left, *b = right;
    if (a->price != b->price) return a->price < b->price ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

static int by_gain(const void *left, const void *right) {
    const struct gain *a = left, *b = right;
    if (a->per_weight != b->per_weight) return a->per_weight < b->per_weight ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

static int by_distance(const void *left, const void *right) {
    const double *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

/* ---- one site -------------------------------------------------------------------------------- */

/** What the site gains by, best for its weight first where not all of it fits. */
static size_t list_gains(const er_siting_knapsacks *k, size_t site, double highest) {
    size_t count = 0;
    double weight = 0;
    for (size_t p = k->start[site]; p < k->start[site + 1]; p++) {
        const struct reach *r = &k->reach[p];
        if (r->price >= highest) break;
        if (!(r->price < k->price[r->row])) continue;
        k->gains[count++] = (struct gain){r->price - k->price[r->row], r->row};
        weight += k->weight[r->row];
    }
    if (weight > k->sites[site].capacity) qsort(k->gains, count, sizeof *k->gains, by_gain);
    return count;
}

/** Fill the site; `counts`: tell the rows, too. */
static double fill(const er_siting_knapsacks *k, size_t site, double highest, bool counts) {
    size_t count = list_gains(k, site, highest);
    double left = k->sites[site].capacity;
    er_sum value = {0};
    for (size_t g = 0; g < count && left > 0; g++) {
        double all = k->weight[k->gains[g].row], weight = fmin(all, left);
        er_sum_add(&value, weight * k->gains[g].per_weight);
        if (counts) k->served[k->gains[g].row] += weight / all;
        left -= weight;
    }
    return er_sum_value(&value);
}

/* ---- all ------------------------------------------------------------------------------------- */

static int by_value(const void *left, const void *right, void *user) {
    const uint32_t *a = left, *b = right;
    const struct site *sites = user;
    if (sites[*a].value != sites[*b].value) return sites[*a].value < sites[*b].value ? -1 : 1;
    return (*a > *b) - (*a < *b);
}

er_status er_siting_knapsacks_take(er_context *ctx, er_siting_knapsacks *k, double *bound) {
    er_sum sum = {0};
    double highest = 0;
    ER_TRY(er_check_cancel(ctx));
    for (size_t i = 0; i < k->rows; i++) {
        er_sum_add(&sum, k->weight[i] * k->price[i]);
        highest = fmax(highest, k->price[i]);
        k->served[i] = 0;
    }
    for (size_t s = 0; s < k->count; s++)
        k->sites[s].value = fill(k, s, highest, k->sites[s].kept);
    for (size_t s = 0; s < k->free_count; s++)
        k->order[s] = (uint32_t)s;
    if (k->free_count > 1) qsort_r(k->order, k->free_count, sizeof *k->order, by_value, k->sites);
    memset(k->chosen, 0, k->free_count);
    for (size_t n = 0; n < k->k && n < k->free_count; n++) {
        size_t site = k->order[n];
        k->chosen[site] = true;
        er_sum_add(&sum, fill(k, site, highest, true));
    }
    for (size_t s = k->free_count; s < k->count; s++)
        er_sum_add(&sum, k->sites[s].value);
    *bound = k->bound = er_sum_value(&sum);
    return ER_OK;
}

const bool *er_siting_knapsacks_chosen(const er_siting_knapsacks *k) {
    return k->chosen;
}

bool er_siting_knapsacks_move(er_siting_knapsacks *k, double pace, double cost) {
    double norm = 0;
    for (size_t i = 0; i < k->rows; i++)
        norm += (1 - k->served[i]) * (1 - k->served[i]);
    if (!(norm > 0)) return false;
    double length = pace * fmax(cost - k->bound, 1e-9 * fabs(cost)) / norm;
    for (size_t i = 0; i < k->rows; i++) {
        double moved = k->price[i] + length * (1 - k->served[i]) / k->weight[i];
        k->price[i] = fmin(fmax(moved, 0), k->unserved);
    }
    return true;
}

void er_siting_knapsacks_keep(er_siting_knapsacks *k) {
    memcpy(k->best, k->price, k->rows * sizeof *k->best);
}

void er_siting_knapsacks_return(er_siting_knapsacks *k) {
    memcpy(k->price, k->best, k->rows * sizeof *k->best);
}

/* ---- new ones -------------------------------------------------------------------------------- */

static void add_site(er_siting_knapsacks *k, const er_siting_task *task, const er_siting_flow *flow,
                     size_t candidate, bool kept) {
    size_t used = k->start[k->count];
    for (size_t p = task->start[candidate]; p < task->start[candidate + 1]; p++) {
        uint32_t row = flow->row_of[task->demand[p]];
        if (row == UINT32_MAX) continue;
        double price = task->aim == ER_SITING_MEDIAN ? task->value[p] : 0;
        k->reach[used++] = (struct reach){price, row};
    }
    qsort(k->reach + k->start[k->count], used - k->start[k->count], sizeof *k->reach, by_price);
    k->sites[k->count] = (struct site){.capacity = task->capacity[candidate], .kept = kept};
    k->start[++k->count] = used;
}

/** A demand that has one of the chosen sites in reach, were they spread evenly, pays for that one.
 */
static er_status first_prices(er_context *ctx, er_siting_knapsacks *k) {
    size_t *start = NULL, *next = NULL, pairs = k->start[k->count];
    double *distance = NULL;
    er_status status = ER_OK;
    ER_TRY(er_alloc(ctx, k->rows + 2, sizeof *start, &start));
    ER_GOTO(status, done, er_alloc(ctx, k->rows + 1, sizeof *next, &next));
    ER_GOTO(status, done, er_alloc(ctx, pairs + 1, sizeof *distance, &distance));
    for (size_t p = 0; p < pairs; p++)
        start[k->reach[p].row + 1]++;
    for (size_t i = 0; i < k->rows; i++) {
        start[i + 1] += start[i];
        next[i] = start[i];
    }
    for (size_t p = 0; p < pairs; p++)
        distance[next[k->reach[p].row]++] = k->reach[p].price;
    for (size_t i = 0; i < k->rows; i++) {
        size_t count = start[i + 1] - start[i], stand = k->k + k->count - k->free_count;
        if (count == 0) continue;
        qsort(distance + start[i], count, sizeof *distance, by_distance);
        size_t at = stand > 0 ? k->count / stand : count;
        k->price[i] = distance[start[i] + (at < count ? at : count - 1)];
    }
done:
    er_free(start);
    er_free(next);
    er_free(distance);
    return status;
}

er_status er_siting_knapsacks_new(er_context *ctx, er_arena *arena,
                                  const er_siting_checked *checked, const er_siting_flow *flow,
                                  er_siting_knapsacks **out) {
    const er_siting_task *task = checked->task;
    size_t pairs = task->start[task->candidate_count] + 1, rows = flow->rows + 1,
           sites = task->candidate_count + 1;
    er_siting_knapsacks *k = NULL;
    ER_TRY(er_arena_alloc(ctx, arena, sizeof *k, &k));
    *k = (er_siting_knapsacks){.rows = flow->rows,
                               .weight = flow->weight,
                               .unserved = flow->unserved,
                               .k = task->k,
                               .free_count = checked->free_count};
    ER_TRY(er_arena_alloc(ctx, arena, sites * sizeof *k->sites, &k->sites));
    ER_TRY(er_arena_alloc(ctx, arena, sites * sizeof *k->start, &k->start));
    ER_TRY(er_arena_alloc(ctx, arena, pairs * sizeof *k->reach, &k->reach));
    ER_TRY(er_arena_alloc(ctx, arena, rows * sizeof *k->price, &k->price));
    ER_TRY(er_arena_alloc(ctx, arena, rows * sizeof *k->best, &k->best));
    ER_TRY(er_arena_alloc(ctx, arena, rows * sizeof *k->served, &k->served));
    ER_TRY(er_arena_alloc(ctx, arena, rows * sizeof *k->gains, &k->gains));
    ER_TRY(er_arena_alloc(ctx, arena, sites * sizeof *k->order, &k->order));
    ER_TRY(er_arena_alloc(ctx, arena, sites, &k->chosen));
    for (size_t f = 0; f < checked->free_count; f++)
        add_site(k, task, flow, checked->free[f], false);
    for (size_t j = 0; j < task->candidate_count; j++)
        if (er_siting_is_kept(task, j)) add_site(k, task, flow, j, true);
    if (task->aim == ER_SITING_MEDIAN) ER_TRY(first_prices(ctx, k));
    for (size_t i = 0; i < k->rows && task->aim == ER_SITING_MOST; i++)
        k->price[i] = flow->unserved / 2;
    *out = k;
    return ER_OK;
}
