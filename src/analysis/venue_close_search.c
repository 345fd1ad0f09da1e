/* The two searches. What is chosen on blocks is always looked at again by what a run would say. */
#include "analysis/venue_close.h"

#include <math.h>
#include <string.h>

/* Tries to make up for what the blocks promised and the ground did not keep. */
enum { MOST_ROUNDS = 6 };
/* Of these, climbing tries one in so many: it is for a plan, not for a proof. */
static const double climb_part = 4;
/* Where the bound of a site's gain is not strict, so many of the most promising are looked at. */
static const size_t most_looked_at = 8;

bool er_closing_enough(const er_closing *closing, double served_m2) {
    return served_m2 >= closing->target_m2 * (1 - 1e-12);
}

/* ---- the fewest ------------------------------------------------------------------------------ */

/** A set of sites with what it truly serves. */
struct set {
    size_t *sites;
    size_t count;
    double served_m2;
};

static er_status set_new(er_context *ctx, const er_closing *closing, struct set *set) {
    *set = (struct set){0};
    return er_arena_alloc(ctx, closing->arena, (closing->site_count + 1) * sizeof *set->sites,
                          &set->sites);
}

static void set_copy(struct set *to, const struct set *from) {
    memcpy(to->sites, from->sites, from->count * sizeof *from->sites);
    to->count = from->count;
    to->served_m2 = from->served_m2;
}

static er_status look(er_context *ctx, const er_closing *closing, struct set *set) {
    ER_TRY(er_check_cancel(ctx));
    return closing->model->served(ctx, closing, set->sites, set->count, &set->served_m2);
}

/** A set that is better than another: it reaches the target with fewer, or else serves more. */
static bool is_better(const er_closing *closing, const struct set *a, const struct set *b) {
    bool a_reaches = er_closing_enough(closing, a->served_m2);
    bool b_reaches = er_closing_enough(closing, b->served_m2);
    if (a_reaches != b_reaches) return a_reaches;
    if (a_reaches && a->count != b->count) return a->count < b->count;
    return a->served_m2 > b->served_m2;
}

static er_status choose_on_blocks(er_context *ctx, const er_closing *closing, er_closing_view view,
                                  double needed_m2, er_siting_result *out) {
    double nodes = er_network_study(closing->survey->network)->venues.most_nodes;
    er_siting_options options = {.most_nodes = (int64_t)fmin(nodes, INT32_MAX)};
    return er_siting_fewest_cover(ctx, closing->arena, &closing->covers[view], needed_m2, &options,
                                  out);
}

static er_status try_result(er_context *ctx, const er_closing *closing,
                            const er_siting_result *result, struct set *trial, struct set *best) {
    memcpy(trial->sites, result->chosen, result->count * sizeof *result->chosen);
    trial->count = result->count;
    ER_TRY(look(ctx, closing, trial));
    if (is_better(closing, trial, best)) set_copy(best, trial);
    return ER_OK;
}

/** Choose by the blocks' middles; where that falls short, by what was seen: ask for more by what
 * was missing, or no longer count on what the sites take from each other. */
static er_status choose_likely(er_context *ctx, er_closing *closing, struct set *trial,
                               struct set *best) {
    double needed_m2 = closing->target_m2 - closing->before_m2;
    for (int round = 0; round < MOST_ROUNDS; round++) {
        er_siting_result result;
        ER_TRY(choose_on_blocks(ctx, closing, ER_CLOSING_LIKELY, needed_m2, &result));
        ER_TRY(try_result(ctx, closing, &result, trial, best));
        if (er_closing_enough(closing, trial->served_m2) || !result.reached) return ER_OK;
        if (closing->all_adds_up)
            needed_m2 = result.met + (closing->target_m2 - trial->served_m2);
        else
            ER_TRY(closing->model->lose(ctx, closing, trial->sites, trial->count));
    }
    return ER_OK;
}

/** What only all sites together may reach: add them in the order of what they meet. */
static er_status add_until_enough(er_context *ctx, const er_closing *closing, struct set *trial,
                                  struct set *best) {
    er_siting_result order;
    ER_TRY(er_siting_greedy(ctx, closing->arena, &closing->covers[ER_CLOSING_MOST],
                            closing->site_count, &order));
    trial->count = 0;
    for (size_t k = 0; k < order.count; k++) {
        trial->sites[trial->count++] = order.chosen[k];
        ER_TRY(look(ctx, closing, trial));
        if (is_better(closing, trial, best)) set_copy(best, trial);
        if (er_closing_enough(closing, trial->served_m2)) return ER_OK;
    }
    return ER_OK;
}

/** What is left of the sets that may still be tried. */
typedef struct budget {
    double sets;
} budget;

/** Try the set with one more site, or with one in the place of `out`; the best is kept. */
static er_status try_site(er_context *ctx, const er_closing *closing, size_t site, size_t out,
                          const struct set *from, struct set *trial, struct set *best,
                          budget *left) {
    for (size_t k = 0; k < from->count; k++)
        if (from->sites[k] == site) return ER_OK;
    memcpy(trial->sites, from->sites, from->count * sizeof *from->sites);
    trial->count = from->count;
    trial->sites[out == SIZE_MAX ? trial->count++ : out] = site;
    left->sets--;
    ER_TRY(look(ctx, closing, trial));
    if (trial->served_m2 > best->served_m2) set_copy(best, trial);
    return ER_OK;
}

/** Add sites one by one, each time the one with which most is truly served; where none helps,
 *  exchange one. For sites that take from each other, so that no cover tells what they do. */
static er_status climb(er_context *ctx, const er_closing *closing, struct set *from,
                       struct set *trial, struct set *best) {
    budget left = {closing->most_sets / climb_part};
    do {
        set_copy(from, best);
        for (size_t j = 0; j < closing->site_count && left.sets > 0; j++)
            ER_TRY(try_site(ctx, closing, j, SIZE_MAX, from, trial, best, &left));
        bool stuck = best->count == from->count;
        for (size_t k = 0; k < from->count && stuck; k++)
            for (size_t j = 0; j < closing->site_count && left.sets > 0; j++)
                ER_TRY(try_site(ctx, closing, j, k, from, trial, best, &left));
    } while (!er_closing_enough(closing, best->served_m2) && best->served_m2 > from->served_m2);
    return ER_OK;
}

/** Leave out what the target does not need, the last ranked first. */
static er_status prune(er_context *ctx, const er_closing *closing, struct set *trial,
                       struct set *best) {
    for (size_t k = best->count; k-- > 0 && best->count > 1;) {
        memcpy(trial->sites, best->sites, k * sizeof *best->sites);
        memcpy(trial->sites + k, best->sites + k + 1, (best->count - k - 1) * sizeof *best->sites);
        trial->count = best->count - 1;
        ER_TRY(look(ctx, closing, trial));
        if (er_closing_enough(closing, trial->served_m2)) set_copy(best, trial);
    }
    return ER_OK;
}

/* ---- every set ------------------------------------------------------------------------------- */

static double choose_count(size_t n, size_t k) {
    double count = 1;
    for (size_t i = 0; i < k; i++)
        count *= (double)(n - i) / (double)(i + 1);
    return count;
}

/** The next set of `count` of n sites in their order; false after the last. */
static bool next_set(size_t *sites, size_t count, size_t n) {
    size_t i = count;
    while (i-- > 0) {
        if (sites[i] + (count - i) >= n) continue;
        sites[i]++;
        for (size_t k = i + 1; k < count; k++)
            sites[k] = sites[k - 1] + 1;
        return true;
    }
    return false;
}

/** Most that a set can gain by the blocks that its sites may meet. */
static double most_gained(const er_closing *closing, const struct set *set, uint8_t *met) {
    const er_siting_cover *cover = &closing->covers[ER_CLOSING_MOST];
    double sum = 0;
    memset(met, 0, cover->demand_count);
    for (size_t k = 0; k < set->count; k++)
        for (size_t i = cover->start[set->sites[k]]; i < cover->start[set->sites[k] + 1]; i++) {
            if (!met[cover->demand[i]]) sum += cover->weight[cover->demand[i]];
            met[cover->demand[i]] = 1;
        }
    return sum;
}

/** Try every set of one size. *best gets the one that serves most, if one reaches the target. */
static er_status try_every_set(er_context *ctx, const er_closing *closing, size_t count,
                               uint8_t *met, struct set *trial, struct set *best) {
    double needed_m2 = (closing->target_m2 - closing->before_m2) * (1 - 1e-9);
    trial->count = count;
    for (size_t k = 0; k < count; k++)
        trial->sites[k] = k;
    do {
        if (most_gained(closing, trial, met) < needed_m2) continue;
        ER_TRY(look(ctx, closing, trial));
        if (is_better(closing, trial, best)) set_copy(best, trial);
    } while (next_set(trial->sites, count, closing->site_count));
    return ER_OK;
}

/** Settle the count by trying all sets of each number from the bound on, where that is not too
 *  much. *hopeless: it turns out that none reaches the target. */
static er_status settle(er_context *ctx, const er_closing *closing, struct set *trial,
                        struct set *best, size_t *bound, bool *hopeless) {
    uint8_t *met = NULL;
    double left = closing->most_sets;
    bool reached = er_closing_enough(closing, best->served_m2);
    if (!closing->most_holds) return ER_OK;
    ER_TRY(er_arena_alloc(ctx, closing->arena, closing->block_count + 1, &met));
    while (*bound < (reached ? best->count : closing->site_count + 1)) {
        left -= choose_count(closing->site_count, *bound);
        if (left < 0) return ER_OK;
        ER_TRY(try_every_set(ctx, closing, *bound, met, trial, best));
        reached = er_closing_enough(closing, best->served_m2);
        if (!reached || best->count > *bound) ++*bound;
    }
    *hopeless = !reached;
    return ER_OK;
}

/* ---- both ------------------------------------------------------------------------------------ */

static er_status give(er_context *ctx, const er_closing *closing, const struct set *best,
                      size_t bound, bool proven, er_closing_plan *out) {
    er_closing_plan plan = {.chosen = best->sites,
                            .count = best->count,
                            .served_m2 = best->served_m2,
                            .reached = er_closing_enough(closing, best->served_m2),
                            .bound = bound,
                            .proven = proven};
    ER_TRY(er_arena_alloc(ctx, closing->arena, (best->count + 1) * sizeof *plan.adds_m2,
                          &plan.adds_m2));
    ER_TRY(closing->model->rank(ctx, closing, plan.chosen, plan.count, plan.adds_m2));
    *out = plan;
    return ER_OK;
}

/** Whether some set reaches the target; no more than all sites serve where more never harms. */
static er_status is_out_of_reach(er_context *ctx, const er_closing *closing,
                                 const er_siting_result *most, struct set *trial, bool *out) {
    *out = closing->most_holds && !most->reached;
    if (*out || !closing->all_adds_up) return ER_OK;
    trial->count = closing->site_count;
    for (size_t k = 0; k < trial->count; k++)
        trial->sites[k] = k;
    ER_TRY(look(ctx, closing, trial));
    *out = !er_closing_enough(closing, trial->served_m2);
    return ER_OK;
}

er_status er_closing_fewest(er_context *ctx, er_closing *closing, er_closing_plan *out) {
    struct set from, trial, best;
    er_siting_result most;
    bool hopeless = false;
    ER_TRY(set_new(ctx, closing, &from));
    ER_TRY(set_new(ctx, closing, &trial));
    ER_TRY(set_new(ctx, closing, &best));
    best.served_m2 = closing->before_m2;
    ER_TRY(choose_on_blocks(ctx, closing, ER_CLOSING_MOST, closing->target_m2 - closing->before_m2,
                            &most));
    ER_TRY(is_out_of_reach(ctx, closing, &most, &trial, &hopeless));
    ER_TRY(choose_likely(ctx, closing, &trial, &best));
    if (!hopeless && most.reached) ER_TRY(try_result(ctx, closing, &most, &trial, &best));
    if (!hopeless && !er_closing_enough(closing, best.served_m2))
        ER_TRY(closing->all_adds_up ? add_until_enough(ctx, closing, &trial, &best)
                                    : climb(ctx, closing, &from, &trial, &best));
    size_t bound = closing->most_holds ? most.bound : 1;
    if (er_closing_enough(closing, best.served_m2)) ER_TRY(prune(ctx, closing, &trial, &best));
    if (!hopeless) ER_TRY(settle(ctx, closing, &trial, &best, &bound, &hopeless));
    if (bound > best.count) bound = best.count;
    bool least = er_closing_enough(closing, best.served_m2) && bound == best.count;
    return give(ctx, closing, &best, bound, hopeless || least, out);
}

/** Weight that a site alone may meet. */
static double most_of(const er_closing *closing, size_t site) {
    const er_siting_cover *cover = &closing->covers[ER_CLOSING_MOST];
    er_sum sum = {0};
    for (size_t k = cover->start[site]; k < cover->start[site + 1]; k++)
        er_sum_add(&sum, cover->weight[cover->demand[k]]);
    return er_sum_value(&sum);
}

/** The site that may serve most of those not looked at yet; its figure is taken. */
static size_t most_promising(double *most_m2, size_t count, double *promised_m2) {
    size_t best = SIZE_MAX;
    for (size_t j = 0; j < count; j++)
        if (most_m2[j] > 0 && (best == SIZE_MAX || most_m2[j] > most_m2[best])) best = j;
    if (best == SIZE_MAX) return best;
    *promised_m2 = most_m2[best];
    most_m2[best] = 0;
    return best;
}

er_status er_closing_single(er_context *ctx, er_closing *closing, er_closing_plan *out) {
    struct set trial, best;
    double *most_m2 = NULL, promised_m2 = 0;
    ER_TRY(set_new(ctx, closing, &trial));
    ER_TRY(set_new(ctx, closing, &best));
    ER_TRY(
        er_arena_alloc(ctx, closing->arena, (closing->site_count + 1) * sizeof *most_m2, &most_m2));
    best.served_m2 = closing->before_m2;
    for (size_t j = 0; j < closing->site_count; j++)
        most_m2[j] = most_of(closing, j);
    for (size_t looked = 0; closing->most_holds || looked < most_looked_at; looked++) {
        size_t site = most_promising(most_m2, closing->site_count, &promised_m2);
        if (site == SIZE_MAX ||
            (closing->most_holds && promised_m2 * (1 + 1e-9) < best.served_m2 - closing->before_m2))
            break;
        trial.sites[0] = site;
        trial.count = 1;
        ER_TRY(look(ctx, closing, &trial));
        if (trial.served_m2 > best.served_m2) set_copy(&best, &trial);
    }
    bool enough = er_closing_enough(closing, best.served_m2);
    return give(ctx, closing, &best, best.count, enough || closing->most_holds, out);
}
