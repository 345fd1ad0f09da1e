/* The p-centre: is there a set within a distance? Asked of the sorted distances by halves, each a
 * set covering problem (Minieka, SIAM Review 12 (1970); Elloumi, Labbe and Pochet, INFORMS Journal
 * on Computing 16 (2004)). */
#include "siting/near.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A search that ends with so much of its time gone ended for lack of time. */
static const double late_share = 0.9;

struct search {
    er_context *ctx;
    er_arena *scratch;
    const er_siting_near *near;
    const er_siting_effort *effort;
    er_siting_condition *conditions;
    size_t condition_count;
    double *distances; /* each once, rising */
    size_t count;
    bool *best; /* sites of the least distance that a set was found for */
    bool *trial;
    double value;
};

static int by_size(const void *left, const void *right) {
    const double *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

static er_status list_distances(struct search *s) {
    const er_siting_near *near = s->near;
    size_t pairs = near->start[near->count], used = 0, kept = 0;
    double *all = NULL;
    ER_TRY(er_arena_alloc(s->ctx, s->scratch, (pairs + near->count + 1) * sizeof *all, &all));
    for (size_t p = 0; p < pairs; p++)
        all[used++] = near->row[p].distance;
    for (size_t i = 0; i < near->count; i++)
        if (near->kept[i] < INFINITY) all[used++] = near->kept[i];
    qsort(all, used, sizeof *all, by_size);
    for (size_t i = 0; i < used; i++)
        if (kept == 0 || all[kept - 1] != all[i]) all[kept++] = all[i];
    s->distances = all;
    s->count = kept;
    return ER_OK;
}

static size_t index_of(const struct search *s, double distance) {
    size_t low = 0, high = s->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->distances[middle] < distance)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/** No set is better than the nearest site of the row that has it furthest away. */
static double least_possible(const er_siting_near *near) {
    double most = 0;
    for (size_t i = 0; i < near->count; i++) {
        double nearest = near->kept[i];
        if (near->start[i] < near->start[i + 1])
            nearest = fmin(nearest, near->row[near->start[i]].distance);
        most = fmax(most, nearest);
    }
    return most;
}

/** Rows that a site newly serves are served; every site within reach of them gains less. */
static size_t serve_by(const er_siting_near *near, size_t site, double within, bool *served,
                       size_t *gain) {
    size_t count = 0;
    for (size_t p = near->column_start[site]; p < near->column_start[site + 1]; p++) {
        uint32_t row = near->column[p].other;
        if (near->column[p].distance > within || served[row]) continue;
        served[row] = true;
        count++;
        for (size_t q = near->start[row];
             q < near->start[row + 1] && near->row[q].distance <= within; q++)
            gain[near->row[q].other]--;
    }
    return count;
}

/** Cover the rows within a distance greedily: the site that serves most of those left. */
static er_status cover_greedily(struct search *s, double within, bool *found) {
    const er_siting_near *near = s->near;
    size_t left = 0, sites = near->checked->free_count, *gain = NULL;
    bool *served = NULL, holds, serves;
    ER_TRY(er_alloc(s->ctx, near->count + 1, sizeof *served, &served));
    er_status status = er_alloc(s->ctx, sites, sizeof *gain, &gain);
    memset(s->trial, 0, sites);
    for (size_t i = 0; status == ER_OK && i < near->count; i++) {
        served[i] = er_siting_near_kept(near, i, within);
        left += !served[i];
        for (size_t p = near->start[i];
             !served[i] && p < near->start[i + 1] && near->row[p].distance <= within; p++)
            gain[near->row[p].other]++;
    }
    for (size_t n = 0; status == ER_OK && left > 0 && n < near->checked->task->k; n++) {
        size_t best = 0;
        for (size_t f = 1; f < sites; f++)
            if (gain[f] > gain[best]) best = f;
        if (gain[best] == 0) break;
        s->trial[best] = true;
        left -= serve_by(near, best, within, served, gain);
    }
    er_free(served);
    er_free(gain);
    ER_TRY(status);
    ER_TRY(er_siting_near_holds(s->ctx, s->scratch, near, s->trial, &holds, &serves));
    *found = left == 0 && holds;
    return ER_OK;
}

/** More rows than k of which no two have a site within the distance in common: too few sites. */
static er_status is_packed(struct search *s, double within, bool *packed) {
    const er_siting_near *near = s->near;
    size_t rows = 0;
    bool *taken = NULL;
    ER_TRY(er_alloc(s->ctx, near->checked->free_count, sizeof *taken, &taken));
    for (size_t i = 0; i < near->count; i++) {
        bool apart = !er_siting_near_kept(near, i, within);
        size_t end = near->start[i];
        for (; apart && end < near->start[i + 1] && near->row[end].distance <= within; end++)
            apart = !taken[near->row[end].other];
        if (!apart) continue;
        rows++;
        for (size_t p = near->start[i]; p < end; p++)
            taken[near->row[p].other] = true;
    }
    er_free(taken);
    *packed = rows > near->checked->task->k;
    return ER_OK;
}

static er_status ask(struct search *s, double within, er_siting_possible *out) {
    bool found = false;
    double left = er_siting_seconds_left(&s->near->checked->deadline);
    *out = ER_SITING_UNKNOWN;
    ER_TRY(er_check_cancel(s->ctx));
    ER_TRY(cover_greedily(s, within, &found));
    if (found) {
        *out = ER_SITING_POSSIBLE;
        return ER_OK;
    }
    if (s->effort->quick || !(left > 0)) return ER_OK;
    return er_siting_near_possible(s->ctx, s->near, within, s->conditions, s->condition_count,
                                   er_siting_near_nodes(s->effort), left, s->trial, out);
}

static void take_trial(struct search *s) {
    memcpy(s->best, s->trial, s->near->checked->free_count);
    s->value = er_siting_near_value(s->near, s->best);
}

/** The least distance at which the rows are not seen to be packed, by halves. */
static er_status raise_by_packing(struct search *s, size_t *low, size_t high) {
    while (*low < high) {
        size_t middle = *low + (high - *low) / 2;
        bool packed = false;
        ER_TRY(er_check_cancel(s->ctx));
        ER_TRY(is_packed(s, s->distances[middle], &packed));
        if (packed)
            *low = middle + 1;
        else
            high = middle;
    }
    return ER_OK;
}

/** Halve until no distance is left between what can't be and what was found; the least distance
 *  that may still be is the bound. */
static er_status halve(struct search *s, double *bound) {
    size_t low = index_of(s, *bound), high = index_of(s, s->value), proven;
    ER_TRY(raise_by_packing(s, &low, high));
    proven = low;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        er_siting_possible possible;
        if (s->value - s->distances[proven] <= s->effort->gap * s->value) break;
        er_progress(s->ctx, "narrowing the distance", s->count - (high - low), s->count);
        ER_TRY(ask(s, s->distances[middle], &possible));
        if (possible == ER_SITING_POSSIBLE) {
            take_trial(s);
            high = index_of(s, s->value);
            continue;
        }
        if (possible == ER_SITING_IMPOSSIBLE && proven == low) proven = middle + 1;
        low = middle + 1;
    }
    *bound = proven < s->count ? fmin(s->distances[proven], s->value) : s->value;
    return ER_OK;
}

/** Sites up to k as long as the conditions hold: the farthest row gets its nearest free one. */
static er_status fill_up(struct search *s) {
    const er_siting_checked *checked = s->near->checked;
    er_siting_tally tally;
    ER_TRY(er_siting_tally_new(s->ctx, s->scratch, checked, &tally));
    for (size_t f = 0; f < checked->free_count; f++)
        if (s->best[f]) er_siting_tally_add(&tally, checked->free[f]);
    for (size_t f = 0; f < checked->free_count && tally.count < checked->task->k; f++) {
        if (s->best[f]) continue;
        er_siting_tally_add(&tally, checked->free[f]);
        s->best[f] = er_siting_tally_holds_all(&tally);
        if (!s->best[f]) er_siting_tally_remove(&tally, checked->free[f]);
    }
    s->value = er_siting_near_value(s->near, s->best);
    return ER_OK;
}

static er_status find_start(struct search *s) {
    bool holds = false, serves = false, found = false;
    ER_TRY(cover_greedily(s, INFINITY, &found));
    ER_TRY(er_siting_near_holds(s->ctx, s->scratch, s->near, s->trial, &holds, &serves));
    if (!found || !serves)
        ER_TRY(er_siting_near_any(s->ctx, s->scratch, s->near, er_siting_near_nodes(s->effort),
                                  s->trial));
    take_trial(s);
    return ER_OK;
}

er_status er_siting_choose_centre(er_context *ctx, er_arena *arena, er_arena *scratch,
                                  const er_siting_checked *checked, const er_siting_effort *effort,
                                  er_siting_plan *out) {
    er_siting_near near;
    struct search s = {.ctx = ctx, .scratch = scratch, .near = &near, .effort = effort};
    ER_TRY(er_siting_near_new(ctx, scratch, checked, &near));
    ER_TRY(er_siting_conditions(ctx, scratch, checked, &s.conditions, &s.condition_count));
    ER_TRY(er_arena_alloc(ctx, scratch, checked->free_count + 1, &s.best));
    ER_TRY(er_arena_alloc(ctx, scratch, checked->free_count + 1, &s.trial));
    ER_TRY(list_distances(&s));
    ER_TRY(find_start(&s));
    double bound = least_possible(&near);
    ER_TRY(halve(&s, &bound));
    ER_TRY(fill_up(&s));
    ER_TRY(er_siting_near_plan(ctx, arena, scratch, &near, s.best, out));
    er_siting_near_end(effort, fmin(bound, out->value),
                       er_siting_is_late(&checked->deadline, late_share), out);
    return ER_OK;
}
