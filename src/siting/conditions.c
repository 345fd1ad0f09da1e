/* Conditions on new sites: which there are, whether a set holds them, and as rows for a solver. */
#include "siting/task.h"

#include <math.h>

/* Shares of a count are products of doubles: they hold to within this part of a site. */
static const double site_part = 1e-6;
/* What a row is looser by than that, above a solver's tolerance of 1e-7. */
static const double looser = 2e-7;

static void append(er_siting_condition *list, size_t *count, er_siting_kind kind, size_t index) {
    list[(*count)++] = (er_siting_condition){.kind = kind, .index = index};
}

er_status er_siting_conditions(er_context *ctx, er_arena *arena, const er_siting_checked *checked,
                               er_siting_condition **out, size_t *count) {
    const er_siting_task *task = checked->task;
    er_siting_condition *list = NULL;
    size_t n = 0;
    bool fewest = task->aim == ER_SITING_FEWEST;
    ER_TRY(er_arena_alloc(ctx, arena,
                          (4 * task->quota_count + task->floor_count + 3) * sizeof *list, &list));
    if (!fewest) append(list, &n, ER_SITING_COUNT, 0);
    if (checked->budget < INT64_MAX) append(list, &n, ER_SITING_BUDGET, 0);
    for (size_t q = 0; q < task->quota_count; q++) {
        const er_siting_quota *quota = &task->quotas[q];
        if (quota->least > 0) append(list, &n, ER_SITING_LEAST, q);
        if (quota->most < task->candidate_count) append(list, &n, ER_SITING_UP_TO, q);
        if (quota->least_share > 0) append(list, &n, ER_SITING_LEAST_SHARE, q);
        if (quota->most_share < 1) append(list, &n, ER_SITING_MOST_SHARE, q);
    }
    for (size_t f = 0; f < task->floor_count; f++)
        if (task->floors[f].share > 0) append(list, &n, ER_SITING_FLOOR, f);
    if (task->aim != ER_SITING_MOST) append(list, &n, ER_SITING_NEED, 0);
    *out = list;
    *count = n;
    return ER_OK;
}

er_status er_siting_tally_new(er_context *ctx, er_arena *arena, const er_siting_checked *checked,
                              er_siting_tally *out) {
    er_siting_tally tally = {.checked = checked};
    ER_TRY(er_arena_alloc(ctx, arena, (checked->task->quota_count + 1) * sizeof *tally.within,
                          &tally.within));
    *out = tally;
    return ER_OK;
}

void er_siting_tally_add(er_siting_tally *tally, size_t candidate) {
    const er_siting_task *task = tally->checked->task;
    tally->count++;
    tally->cost += tally->checked->cost[candidate];
    for (size_t q = 0; q < task->quota_count; q++)
        tally->within[q] += task->quotas[q].belongs[candidate];
}

void er_siting_tally_remove(er_siting_tally *tally, size_t candidate) {
    const er_siting_task *task = tally->checked->task;
    tally->count--;
    tally->cost -= tally->checked->cost[candidate];
    for (size_t q = 0; q < task->quota_count; q++)
        tally->within[q] -= task->quotas[q].belongs[candidate];
}

/** The quota of a condition; one that asks for nothing where the task has none of this number. */
static const er_siting_quota *quota_of(const er_siting_task *task,
                                       const er_siting_condition *condition) {
    static const er_siting_quota none = {.most = SIZE_MAX, .most_share = 1};
    return task->quotas && condition->index < task->quota_count ? &task->quotas[condition->index]
                                                                : &none;
}

bool er_siting_tally_holds(const er_siting_tally *tally, const er_siting_condition *condition) {
    const er_siting_task *task = tally->checked->task;
    const er_siting_quota *quota = quota_of(task, condition);
    size_t within = quota->belongs ? tally->within[condition->index] : 0;
    double count = (double)tally->count;
    switch (condition->kind) {
    case ER_SITING_COUNT:
        return tally->count <= task->k;
    case ER_SITING_BUDGET:
        return tally->cost <= tally->checked->budget;
    case ER_SITING_LEAST:
        return within >= quota->least;
    case ER_SITING_UP_TO:
        return within <= quota->most;
    case ER_SITING_LEAST_SHARE:
        return (double)within >= quota->least_share * count - site_part;
    case ER_SITING_MOST_SHARE:
        return (double)within <= quota->most_share * count + site_part;
    default:
        return true;
    }
}

bool er_siting_tally_holds_all(const er_siting_tally *tally) {
    const er_siting_task *task = tally->checked->task;
    if (task->aim != ER_SITING_FEWEST && tally->count > task->k) return false;
    if (tally->cost > tally->checked->budget) return false;
    for (size_t q = 0; q < task->quota_count; q++)
        for (er_siting_kind kind = ER_SITING_LEAST; kind <= ER_SITING_MOST_SHARE; kind++)
            if (!er_siting_tally_holds(tally, &(er_siting_condition){.kind = kind, .index = q}))
                return false;
    return true;
}

bool er_siting_condition_row(const er_siting_checked *checked, const er_siting_condition *condition,
                             double *least, double *most) {
    const er_siting_task *task = checked->task;
    const er_siting_quota *quota = quota_of(task, condition);
    *least = -INFINITY;
    *most = INFINITY;
    switch (condition->kind) {
    case ER_SITING_COUNT:
        *most = (double)task->k;
        return true;
    case ER_SITING_BUDGET: /* amounts are shares of the budget */
        *most = checked->budget > 0 ? 1 + looser : 0;
        return true;
    case ER_SITING_LEAST:
        *least = (double)quota->least;
        return true;
    case ER_SITING_UP_TO:
        *most = (double)quota->most;
        return true;
    case ER_SITING_LEAST_SHARE:
        *least = -site_part - looser;
        return true;
    case ER_SITING_MOST_SHARE:
        *most = site_part + looser;
        return true;
    default:
        return false;
    }
}

double er_siting_condition_amount(const er_siting_checked *checked,
                                  const er_siting_condition *condition, size_t candidate) {
    const er_siting_task *task = checked->task;
    const er_siting_quota *quota = quota_of(task, condition);
    double cost = (double)checked->cost[candidate];
    double belongs = quota->belongs && quota->belongs[candidate] ? 1 : 0;
    switch (condition->kind) {
    case ER_SITING_COUNT:
        return 1;
    case ER_SITING_BUDGET:
        return checked->budget > 0 ? cost / (double)checked->budget : cost > 0 ? 1 : 0;
    case ER_SITING_LEAST:
    case ER_SITING_UP_TO:
        return belongs;
    case ER_SITING_LEAST_SHARE:
        return belongs - quota->least_share;
    case ER_SITING_MOST_SHARE:
        return belongs - quota->most_share;
    default:
        return 0;
    }
}
