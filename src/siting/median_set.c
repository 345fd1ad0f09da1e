#include "siting/median.h"

#include <math.h>
#include <string.h>

/* A saving of less than this part of the whole is rounding. */
static const double rounding = 1e-12;

static double kept_cost(const er_siting_median *set, size_t row) {
    double kept = set->near->kept[row];
    return kept < INFINITY ? set->near->weight[row] * kept : set->unserved;
}

static void look_up(er_siting_median *set, size_t row) {
    const er_siting_near *near = set->near;
    set->first[row] = UINT32_MAX;
    set->first_cost[row] = set->second_cost[row] = kept_cost(set, row);
    for (size_t p = near->start[row]; p < near->start[row + 1]; p++) {
        const er_siting_link *link = &near->row[p];
        if (!set->chosen[link->other]) continue;
        double cost = near->weight[row] * link->distance;
        if (set->first[row] == UINT32_MAX) {
            set->first[row] = link->other;
            set->first_cost[row] = cost;
        } else {
            set->second_cost[row] = cost;
            return;
        }
    }
}

void er_siting_median_set(er_siting_median *set, const bool *chosen) {
    const er_siting_checked *checked = set->near->checked;
    for (size_t f = 0; f < checked->free_count; f++) {
        if (set->chosen[f] && !chosen[f]) er_siting_tally_remove(&set->tally, checked->free[f]);
        if (!set->chosen[f] && chosen[f]) er_siting_tally_add(&set->tally, checked->free[f]);
        set->chosen[f] = chosen[f];
    }
    for (size_t i = 0; i < set->near->count; i++)
        look_up(set, i);
}

er_status er_siting_median_new(er_context *ctx, er_arena *arena, const er_siting_near *near,
                               er_siting_median *out) {
    er_siting_median set = {.near = near};
    er_sum most = {0};
    size_t rows = near->count + 1;
    ER_TRY(er_arena_alloc(ctx, arena, near->checked->free_count + 1, &set.chosen));
    ER_TRY(er_arena_alloc(ctx, arena, rows * sizeof *set.first, &set.first));
    ER_TRY(er_arena_alloc(ctx, arena, rows * sizeof *set.first_cost, &set.first_cost));
    ER_TRY(er_arena_alloc(ctx, arena, rows * sizeof *set.second_cost, &set.second_cost));
    ER_TRY(er_siting_tally_new(ctx, arena, near->checked, &set.tally));
    for (size_t i = 0; i < near->count; i++) {
        double kept = near->kept[i];
        size_t end = near->start[i + 1];
        double far = kept < INFINITY        ? kept
                     : end > near->start[i] ? near->row[end - 1].distance
                                            : 0;
        er_sum_add(&most, near->weight[i] * far);
    }
    set.unserved = 2 * er_sum_value(&most) + 1;
    if (!isfinite(set.unserved * (double)rows))
        return er_fail(ctx, ER_ERR_RANGE,
                       "weights times distances have no finite sum: give them in larger units");
    for (size_t i = 0; i < near->count; i++)
        look_up(&set, i);
    *out = set;
    return ER_OK;
}

double er_siting_median_cost(const er_siting_median *set) {
    er_sum sum = {0};
    for (size_t i = 0; i < set->near->count; i++)
        er_sum_add(&sum, set->first_cost[i]);
    return er_sum_value(&sum);
}

static double saving(const er_siting_median *set, size_t site) {
    const er_siting_near *near = set->near;
    double sum = 0;
    for (size_t p = near->column_start[site]; p < near->column_start[site + 1]; p++) {
        const er_siting_link *link = &near->column[p];
        double cost = near->weight[link->other] * link->distance;
        if (cost < set->first_cost[link->other]) sum += set->first_cost[link->other] - cost;
    }
    return sum;
}

/** Put a site in (`in`) or take it out. */
static void move(er_siting_median *set, size_t site, bool in) {
    const er_siting_near *near = set->near;
    size_t candidate = near->checked->free[site];
    set->chosen[site] = in;
    if (in)
        er_siting_tally_add(&set->tally, candidate);
    else
        er_siting_tally_remove(&set->tally, candidate);
    for (size_t p = near->column_start[site]; p < near->column_start[site + 1]; p++)
        look_up(set, near->column[p].other);
}

/** Caps that a further site could break; floors may still be filled. */
static bool caps_hold_with(er_siting_median *set, size_t site) {
    const er_siting_checked *checked = set->near->checked;
    const er_siting_task *task = checked->task;
    if (set->tally.count >= task->k) return false;
    if (set->tally.cost > checked->budget - checked->cost[checked->free[site]]) return false;
    for (size_t q = 0; q < task->quota_count; q++)
        if (task->quotas[q].belongs[checked->free[site]] &&
            set->tally.within[q] >= task->quotas[q].most)
            return false;
    return true;
}

er_status er_siting_median_greedy(er_context *ctx, er_siting_median *set) {
    size_t sites = set->near->checked->free_count;
    for (;;) {
        size_t best = SIZE_MAX;
        double most = -1;
        ER_TRY(er_check_cancel(ctx));
        for (size_t f = 0; f < sites; f++) {
            if (set->chosen[f] || !caps_hold_with(set, f)) continue;
            double saves = saving(set, f);
            if (saves <= most) continue;
            best = f;
            most = saves;
        }
        if (best == SIZE_MAX) return ER_OK;
        move(set, best, true);
    }
}

/* ---- exchanges ------------------------------------------------------------------------------- */

/** What taking each site out costs, and, for one that comes in, what of it that saves. */
struct losses {
    double *loss;
    double *eased;
};

static void count_losses(const er_siting_median *set, double *loss) {
    memset(loss, 0, (set->near->checked->free_count + 1) * sizeof *loss);
    for (size_t i = 0; i < set->near->count; i++)
        if (set->first[i] != UINT32_MAX)
            loss[set->first[i]] += set->second_cost[i] - set->first_cost[i];
}

/** Gain of a site that comes in; what it eases the loss of the others by is left in `eased`. */
static double count_eased(const er_siting_median *set, size_t site, double *eased) {
    const er_siting_near *near = set->near;
    double gain = 0;
    for (size_t p = near->column_start[site]; p < near->column_start[site + 1]; p++) {
        uint32_t row = near->column[p].other;
        double cost = near->weight[row] * near->column[p].distance;
        if (cost >= set->second_cost[row]) continue;
        double first = set->first_cost[row];
        if (cost < first) gain += first - cost;
        if (set->first[row] != UINT32_MAX)
            eased[set->first[row]] += set->second_cost[row] - fmax(cost, first);
    }
    return gain;
}

static bool may_exchange(er_siting_median *set, size_t in, size_t out) {
    const er_siting_checked *checked = set->near->checked;
    if (checked->task->quota_count == 0 && checked->budget == INT64_MAX) return true;
    er_siting_tally_remove(&set->tally, checked->free[out]);
    er_siting_tally_add(&set->tally, checked->free[in]);
    bool holds = er_siting_tally_holds_all(&set->tally);
    er_siting_tally_remove(&set->tally, checked->free[in]);
    er_siting_tally_add(&set->tally, checked->free[out]);
    return holds;
}

/** The best exchange that a site comes in by; true if it was made. */
static bool exchange_for(er_siting_median *set, size_t in, const struct losses *losses,
                         double least) {
    size_t sites = set->near->checked->free_count, best = SIZE_MAX;
    double most = least, gain = count_eased(set, in, losses->eased);
    for (size_t out = 0; out < sites; out++) {
        if (!set->chosen[out]) continue;
        double profit = gain - losses->loss[out] + losses->eased[out];
        losses->eased[out] = 0;
        if (profit <= most || !may_exchange(set, in, out)) continue;
        most = profit;
        best = out;
    }
    if (best == SIZE_MAX) return false;
    move(set, best, false);
    move(set, in, true);
    return true;
}

static er_status exchange(er_context *ctx, er_siting_median *set, const struct losses *losses) {
    size_t sites = set->near->checked->free_count, since = 0;
    double least = rounding * fmax(er_siting_median_cost(set), 0);
    count_losses(set, losses->loss);
    for (size_t f = 0; since < sites; f = (f + 1) % sites) {
        since++;
        if (set->chosen[f] || !exchange_for(set, f, losses, least)) continue;
        ER_TRY(er_check_cancel(ctx));
        if (er_siting_is_late(&set->near->checked->deadline, 1)) return ER_OK;
        count_losses(set, losses->loss);
        since = 0;
    }
    return ER_OK;
}

/** Further sites as long as all conditions hold with them. */
static void add_what_may_be(er_siting_median *set) {
    const er_siting_checked *checked = set->near->checked;
    for (;;) {
        size_t best = SIZE_MAX;
        double most = -1;
        if (set->tally.count >= checked->task->k) return;
        for (size_t f = 0; f < checked->free_count; f++) {
            if (set->chosen[f]) continue;
            er_siting_tally_add(&set->tally, checked->free[f]);
            bool holds = er_siting_tally_holds_all(&set->tally);
            er_siting_tally_remove(&set->tally, checked->free[f]);
            double saves = holds ? saving(set, f) : -1;
            if (saves <= most) continue;
            best = f;
            most = saves;
        }
        if (best == SIZE_MAX) return;
        move(set, best, true);
    }
}

er_status er_siting_median_exchange(er_context *ctx, er_siting_median *set) {
    size_t sites = set->near->checked->free_count;
    struct losses losses = {0};
    ER_TRY(er_alloc(ctx, sites + 1, sizeof *losses.loss, &losses.loss));
    er_status status = er_alloc(ctx, sites + 1, sizeof *losses.eased, &losses.eased);
    if (status == ER_OK) status = exchange(ctx, set, &losses);
    er_free(losses.loss);
    er_free(losses.eased);
    if (status == ER_OK && er_siting_tally_holds_all(&set->tally)) add_what_may_be(set);
    return status;
}
