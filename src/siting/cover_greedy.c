/* The greedy start under conditions. */
#include "siting/cover_set.h"

#include <math.h>

/** How many more sites a quota asks for in a set of `final` sites. */
static size_t lacking(const er_siting_tally *tally, size_t quota, size_t final) {
    const er_siting_quota *q = &tally->checked->task->quotas[quota];
    double share = ceil(q->least_share * (double) final - 1e-6);
    size_t least = share > (double)q->least ? (size_t)share : q->least;
    return least > tally->within[quota] ? least - tally->within[quota] : 0;
}

/** As far as is seen without a search: no cap is passed, and no floor is out of reach in a set of
 *  `final` sites. */
static bool within_reach(const er_siting_tally *tally, size_t final, bool disjoint) {
    const er_siting_checked *checked = tally->checked;
    const er_siting_task *task = checked->task;
    size_t left = final > tally->count ? final - tally->count : 0, all = 0, most = 0;
    if (tally->count > final || tally->cost > checked->budget) return false;
    for (size_t q = 0; q < task->quota_count; q++) {
        const er_siting_quota *quota = &task->quotas[q];
        size_t lacks = lacking(tally, q, final);
        if (tally->within[q] > quota->most) return false;
        if ((double)tally->within[q] > quota->most_share * (double) final + 1e-6) return false;
        all += lacks;
        if (lacks > most) most = lacks;
    }
    return (disjoint ? all : most) <= left;
}

/** Does no candidate belong to two quotas? Then what they ask for adds up. */
static bool are_disjoint(const er_siting_task *task) {
    for (size_t j = 0; j < task->candidate_count; j++) {
        size_t belongs = 0;
        for (size_t q = 0; q < task->quota_count; q++)
            belongs += task->quotas[q].belongs[j] &&
                       (task->quotas[q].least > 0 || task->quotas[q].least_share > 0);
        if (belongs > 1) return false;
    }
    return true;
}

static bool may_add(er_siting_sites *sites, size_t site, size_t final, bool disjoint) {
    size_t candidate = sites->rows->checked->free[site];
    er_siting_tally_add(&sites->tally, candidate);
    bool may = within_reach(&sites->tally, final, disjoint);
    er_siting_tally_remove(&sites->tally, candidate);
    return may;
}

static bool in_lacking_quota(const er_siting_sites *sites, size_t site, size_t final) {
    const er_siting_checked *checked = sites->rows->checked;
    for (size_t q = 0; q < checked->task->quota_count; q++)
        if (checked->task->quotas[q].belongs[checked->free[site]] &&
            lacking(&sites->tally, q, final) > 0)
            return true;
    return false;
}

/** What counts for a candidate in this step; 0: nothing. */
static double score(const er_siting_sites *sites, size_t site, bool missing, bool by_cost) {
    double adds =
        missing ? (double)er_siting_sites_brings(sites, site) : (double)sites->state.gain[site];
    int64_t cost = sites->rows->checked->cost[sites->rows->checked->free[site]];
    if (!by_cost || adds == 0) return adds;
    return cost > 0 ? adds / (double)cost : INFINITY;
}

/** The next site; SIZE_MAX: none may be added that does anything. */
static size_t next_site(er_siting_sites *sites, size_t final, bool disjoint, bool by_cost) {
    bool missing = er_siting_sites_missing(sites) > 0;
    bool only_needed = sites->rows->checked->task->aim == ER_SITING_FEWEST;
    size_t best = SIZE_MAX, filler = SIZE_MAX;
    double most = 0;
    for (size_t j = 0; j < sites->rows->problem.count; j++) {
        if (sites->state.chosen[j]) continue;
        double adds = only_needed && !missing ? 0 : score(sites, j, missing, by_cost);
        bool asked = filler == SIZE_MAX && best == SIZE_MAX && in_lacking_quota(sites, j, final);
        if (!(adds > most) && !asked) continue;
        if (!may_add(sites, j, final, disjoint)) continue;
        if (asked) filler = j;
        if (!(adds > most)) continue;
        best = j;
        most = adds;
    }
    return best != SIZE_MAX ? best : filler;
}

static er_status grow(er_context *ctx, er_siting_sites *sites, size_t final, bool by_cost) {
    bool disjoint = are_disjoint(sites->rows->checked->task);
    for (size_t site; (site = next_site(sites, final, disjoint, by_cost)) != SIZE_MAX;) {
        er_siting_sites_add(sites, site);
        ER_TRY(er_check_cancel(ctx));
    }
    return ER_OK;
}

er_status er_siting_sites_greedy(er_context *ctx, er_siting_sites *sites, bool by_cost) {
    const er_siting_checked *checked = sites->rows->checked;
    bool fewest = checked->task->aim == ER_SITING_FEWEST;
    return grow(ctx, sites, fewest ? checked->free_count : checked->task->k, by_cost);
}
